"""Source: one or several files, opened read-only and hardened, as tables beside each other."""

from queries.source.hardening import Limits
from queries.source.source import Source, open_source
from queries.source.table import Column, Table

__all__ = ["Column", "Limits", "Source", "Table", "open_source"]
