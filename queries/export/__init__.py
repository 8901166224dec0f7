"""A result on its way out, in any of the formats."""

from queries.export.formats import FORMATS, Format, format_of
from queries.export.write import write

__all__ = ["FORMATS", "Format", "format_of", "write"]
