"""Single customers: lists of them, and the portrait of one."""

from queries.catalogue.families import Family

FAMILY = Family("Customers", place=60)
