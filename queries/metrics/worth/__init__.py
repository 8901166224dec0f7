"""What customers spend, and are likely to spend."""

from queries.catalogue.families import Family

FAMILY = Family("Worth", place=40)
