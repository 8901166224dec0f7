"""The measures: one file each, one pure function and its declaration."""
