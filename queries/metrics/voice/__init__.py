"""What customers say of the business, and how they are served."""

from queries.catalogue.families import Family

FAMILY = Family("Voice", place=47)
