"""By what customers are told apart where nobody named it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from queries import catalogue
from queries.catalogue import HISTORY
from queries.customers.telling import first_telling

if TYPE_CHECKING:
    from queries.data.data import Data

FOR_ANY_DATA = "engagement"
"""The segmentation that needs nothing but events."""


def suiting(data: Data, preferred: str) -> str:
    """The id of the preferred segmentation where these data have what it needs, else of one that suits any events.

    Without a history it is the first attribute that tells customers apart.

    Raises:
        QuestionError: There is neither a history nor such an attribute.
    """
    if not data.log.has(HISTORY):
        return first_telling(data)
    needs = catalogue.metric(preferred).needs
    return preferred if all(map(data.log.has, needs)) else FOR_ANY_DATA
