"""The mapping as a TOML file that a person can read and correct."""

from queries.mapping.checking import check
from queries.mapping.reading import loads, read
from queries.mapping.writing import dumps

__all__ = ["check", "dumps", "loads", "read"]
