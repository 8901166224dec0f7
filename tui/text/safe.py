"""Text from data made safe for a terminal; Markdown needs it too, so it lives with the queries."""

from queries.safe import safe

__all__ = ["safe"]
