"""How customers come, what they do, and what comes of it."""

from queries.catalogue.families import Family

FAMILY = Family("Touchpoints", place=44)
