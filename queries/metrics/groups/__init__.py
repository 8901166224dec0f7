"""How segments differ, and who moves between them."""

from queries.segments import FAMILY

__all__ = ["FAMILY"]
