"""Segments by rules of the mapping file."""
