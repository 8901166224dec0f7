"""How far the data can be relied on."""

from queries.catalogue.families import Family

FAMILY = Family("Trust", place=70)
