"""Which segmentation is taken where nobody named one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from queries import catalogue

if TYPE_CHECKING:
    from queries.data.data import Data

FOR_ANY_DATA = "engagement"
"""The segmentation that needs nothing but events."""


def suiting(data: Data, preferred: str) -> str:
    """The id of the preferred segmentation where these data have what it needs, else of one that suits any data."""
    needs = catalogue.metric(preferred).needs
    return preferred if all(map(data.log.has, needs)) else FOR_ANY_DATA
