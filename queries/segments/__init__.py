"""The segmentations: one file each, customers → segment."""
