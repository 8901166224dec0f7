"""A guess of what a file means, as it is shown, confirmed and corrected."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from queries.wording import mark

if TYPE_CHECKING:
    from queries.mapping.decisions import Decision, Figures
    from queries.mapping.model import Finding, Mapping


WHAT_HAPPENED = mark("Which table says what customers did, and which of its columns say who and when?")
"""What is asked where no table seems to hold interactions."""


@dataclass(frozen=True)
class Guess:
    """A guessed mapping, what was decided on the way to it, and how sure it is.

    Attributes:
        mapping: The mapping, with every decision as it was taken.
        findings: What speaks for the meaning of each column.
        confidence: That of the weakest needed finding.
        decisions: What was decided where the values allow another reading, the most consequential first.
        figures: What the mapping makes of the key figures; None where there is no history.
    """

    mapping: Mapping
    findings: tuple[Finding, ...]
    confidence: float
    decisions: tuple[Decision, ...] = ()
    figures: Figures | None = None

    @property
    def questions(self) -> tuple[str, ...]:
        """What a person has to say before any figure can be trusted, the most consequential first."""
        asked = [decision.question for decision in self.decisions if decision.question]
        asked += [finding.question for finding in self.findings if finding.question]
        if not asked and not (self.mapping.events or self.mapping.customers):
            asked = [WHAT_HAPPENED]
        return tuple(dict.fromkeys(asked))

    @property
    def certain(self) -> bool:
        """Whether the file can be opened without asking."""
        return not self.questions
