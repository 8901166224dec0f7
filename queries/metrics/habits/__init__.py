"""How often customers come, and when."""

from queries.catalogue.families import Family

FAMILY = Family("Frequency", place=20)
