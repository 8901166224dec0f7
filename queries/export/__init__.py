"""A result on its way out: CSV, JSON, JSON Lines, Parquet, Markdown."""

from queries.export.write import FORMATS, format_of, write

__all__ = ["FORMATS", "format_of", "write"]
