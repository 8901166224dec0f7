"""Deciding otherwise: a decision found by its name, another of its readings taken, changes that compose."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import reduce
from typing import TYPE_CHECKING

from queries.errors import UsageError
from queries.mapping.problems import nearest
from queries.wording import mark, say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from queries.mapping.decisions import Decision, Option
    from queries.mapping.guessed import Guess
    from queries.mapping.model import Finding, Mapping

SAID = mark("as you said")
"""The reason of what a person decided."""


@dataclass(frozen=True)
class Changes:
    """What a person changed of a mapping, each about one thing; changing the thing again replaces the change.

    Attributes:
        base: The mapping that they began with.
        made: What a change is about, and the change, in the order in which they are applied.
    """

    base: Mapping
    made: tuple[tuple[str, Callable[[Mapping], Mapping]], ...] = ()

    def then(self, about: str, change: Callable[[Mapping], Mapping]) -> Changes:
        """These and another change, which comes last and takes the place of an earlier one about the same."""
        return replace(self, made=(*(entry for entry in self.made if entry[0] != about), (about, change)))

    @property
    def mapping(self) -> Mapping:
        """The mapping with all of them."""
        return reduce(lambda mapping, entry: entry[1](mapping), self.made, self.base)


def found(decisions: Iterable[Decision], id: str, key: str) -> tuple[Decision, Option]:  # noqa: A002 - its word
    """The decision that is called so, and its reading that is.

    Raises:
        UsageError: There is none; the nearest names are told.
    """
    by_id = {decision.id: decision for decision in decisions}
    folded = {name.casefold(): decision for name, decision in by_id.items()}
    decision = by_id.get(id) or folded.get(id.casefold())
    if decision is None:
        todo = nearest(id, by_id) or say("“regulars map” writes a file in which all can be set.")
        raise UsageError(say("Nothing that is to be decided here is called “{id}”.", id=id), todo)
    option = decision.option(key)
    if option is None:
        keys = [one.key for one in decision.options]
        close = nearest(key, keys)
        listed = say("There is: {listed}.", listed=", ".join(keys))
        todo = close if close == nearest("", keys) or close == listed else f"{close} {listed}"
        raise UsageError(say("“{key}” is no answer to {id}.", key=key, id=decision.id), todo)
    return decision, option


def taken(decision: Decision, mapping: Mapping) -> Option | None:
    """The reading that a mapping has already: it changes nothing; None where the mapping has none of them."""
    return next((option for option in decision.options if option.change(mapping) == mapping), None)


def settled(guess: Guess, decision: Decision, option: Option) -> Guess:
    """A guess in which a person made a decision: nothing is asked of it, the mapping has the reading.

    Figures that were worked out for another mapping than the one there is now are forgotten.
    """
    otherwise = option is not decision.options[0]
    decided = as_taken(decision, option)
    others = (_without_figures(one) if otherwise else one for one in guess.decisions)
    return replace(
        guess,
        mapping=option.change(guess.mapping),
        decisions=tuple(decided if one.id == decision.id else one for one in others),
        findings=tuple(replace(one, question="") if is_about(one, decision) else one for one in guess.findings),
        figures=option.figures if otherwise else guess.figures,
    )


def confirmed(guess: Guess, mapping: Mapping) -> Guess:
    """A guess about which nothing is asked any more, since a person settled what the data mean."""
    return replace(
        guess,
        mapping=guess.mapping if guess.mapping.events else mapping,
        decisions=tuple(replace(one, question="") for one in guess.decisions),
        findings=tuple(replace(one, question="") for one in guess.findings),
    )


def as_taken(decision: Decision, option: Option) -> Decision:
    """The decision as a person made it."""
    others = tuple(one for one in decision.options if one is not option)
    words = standing(decision, option)
    return replace(decision, words=words, options=(option, *others), question="", reason=SAID)


def standing(decision: Decision, option: Option | None) -> str:
    """What holds where one of the readings is taken, in one sentence; None is none of them."""
    if option is None:
        return say("{id}: set otherwise in the mapping.", id=decision.id)
    if option is decision.options[0]:
        return decision.words
    return f"{decision.id}: {option.words.rstrip('.')}."


def is_about(finding: Finding, decision: Decision) -> bool:
    """Whether a finding asks what a decision answers."""
    asked = bool(decision.question) and finding.question == decision.question
    return asked or f"{finding.table}.{finding.meaning}".casefold() == decision.id.casefold()


def rivals(decision: Decision) -> str:
    """The other readings with what they make of the key figures, in one sentence; empty where there is none."""
    return (
        say("Otherwise: {names}.", names="; ".join(map(with_figures, others)))
        if (others := decision.options[1:])
        else ""
    )


def with_figures(option: Option) -> str:
    """A reading with what it makes of the key figures."""
    words = option.words.rstrip(".")
    return f"{words} ({option.figures.words()})" if option.figures else words


def ways(decision: Decision) -> str:
    """How a decision is made on the command line: its name, and the keys there are."""
    return say(
        "--say “{id}=KEY”, KEY one of {names}",
        id=decision.id,
        names=", ".join(option.key for option in decision.options),
    )


def _without_figures(decision: Decision) -> Decision:
    return replace(decision, options=tuple(replace(option, figures=None) for option in decision.options))
