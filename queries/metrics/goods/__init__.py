"""What is bought: which products, what together, what next, what is rising."""

from queries.catalogue.families import Family

FAMILY = Family("Products", place=46)
