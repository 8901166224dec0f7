"""Everything at a glance."""

from queries.catalogue.families import Family

FAMILY = Family("Overview", place=10)
