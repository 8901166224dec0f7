"""Who stays, who comes back, who leaves."""

from queries.catalogue.families import Family

FAMILY = Family("Staying", place=30)
