"""The segmentations: one file each, customers → segment."""

from queries.catalogue.families import Family

FAMILY = Family("Segments", place=50)
"""The heading of every segmentation, and of the questions about segments."""
