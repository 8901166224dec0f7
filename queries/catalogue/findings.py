"""A sentence worth saying, and what it speaks of: from the sentence one goes there."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True)
class Behind:
    """The customers behind a row of the answer that says the sentence.

    Attributes:
        row: Its values by column name, as the metric's drill reads them; it need not stand in the table.
    """

    row: Mapping[str, Any]


@dataclass(frozen=True)
class Asks:
    """Another question, of the same part of the data.

    Attributes:
        metric: Its id.
        parameters: Those that differ from their defaults.
    """

    metric: str
    parameters: Mapping[str, Any] = field(default_factory=dict)


Lead: TypeAlias = "Behind | Asks"


class Finding(str):
    """A sentence that leads somewhere. To whoever only reads it, it is a text like any other.

    Attributes:
        lead: What it speaks of.
    """

    lead: Lead

    def __new__(cls, words: str, lead: Lead) -> Finding:
        """A sentence and where it leads."""
        finding = super().__new__(cls, words)
        finding.lead = lead
        return finding


def lead_of(sentence: str) -> Lead | None:
    """Where a sentence leads; None where it leads nowhere."""
    return sentence.lead if isinstance(sentence, Finding) else None


def in_words(sentence: str, words: str) -> str:
    """The same said in other words (masked); it leads where it led."""
    lead = lead_of(sentence)
    return words if lead is None else Finding(words, lead)
