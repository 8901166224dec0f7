"""Whether the names and values of a rule fit what the data hold."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from queries.rules.names import Holds
from queries.rules.tree import Between, Both, Compare, Either, Not, leaves, values
from queries.rules.words import Mistake
from queries.safe import safe
from queries.wording import say

if TYPE_CHECKING:
    from queries.rules.names import Names
    from queries.rules.tree import Leaf, Rule, Value


def mistakes(rule: Rule, names: Names) -> list[Mistake]:
    """Every name that there is not, and every value that cannot be compared with its name."""
    return [found for leaf in leaves(rule) for found in _of_leaf(leaf, names)]


def spelled(rule: Rule, names: Names) -> Rule:
    """A rule without mistakes, with its names as the data spell them."""
    match rule:
        case Not(part):
            return Not(spelled(part, names))
        case Both(parts):
            return Both(tuple(spelled(part, names) for part in parts))
        case Either(parts):
            return Either(tuple(spelled(part, names) for part in parts))
        case leaf:
            return replace(leaf, name=replace(leaf.name, text=names.find(leaf.name.text) or leaf.name.text))


def _of_leaf(leaf: Leaf, names: Names) -> list[Mistake]:
    """The mistakes of one comparison."""
    name = names.find(leaf.name.text)
    if name is None:
        what, todo = names.unknown(leaf.name.text)
        return [Mistake(safe(what), safe(todo), leaf.name.start, leaf.name.end)]
    kind = names.holds(name)
    found = [mistake for value in values(leaf) if (mistake := _of_value(name, kind, value))]
    if found:
        return found
    if isinstance(leaf, Compare) and kind is Holds.FLAG and leaf.operator not in ("=", "!="):
        what = say("“{name}” is yes or no, and neither is larger.", name=safe(name, 40))
        return [Mistake(what, say("Write = or !=."), leaf.name.start, leaf.value.end)]
    if isinstance(leaf, Between) and _reversed(leaf):
        what = say("Nothing is between these two: the first is the larger.")
        return [Mistake(what, say("Swap them."), leaf.low.start, leaf.high.end)]
    return []


def _of_value(name: str, kind: Holds, value: Value) -> Mistake | None:
    """What is wrong with comparing a name with a value; None where it can be."""
    shown, given = safe(name, 40), safe(value.value, 40)
    if kind is Holds.UNKNOWN:
        return None
    if kind is Holds.OTHER:
        return Mistake(
            say("“{shown}” holds {value}.", shown=shown, value=say(kind.value)),
            say("Only is missing can be asked."),
            value.start,
            value.end,
        )
    if _fits(kind, value.value):
        return None
    hints = {
        Holds.NUMBER: say("Write a number without quotes."),
        Holds.TEXT: say("Write it in quotes: '{given}'.", given=given),
        Holds.DATE: say("Write a date like '2024-03-31'."),
        Holds.FLAG: say("Write yes or no."),
    }
    if isinstance(value.value, bool):
        given = say("yes") if value.value else say("no")
    return Mistake(
        say("“{shown}” holds {value}, and “{given}” is none.", shown=shown, value=say(kind.value), given=given),
        hints[kind],
        value.start,
        value.end,
    )


def _fits(kind: Holds, value: object) -> bool:
    """Whether a value is of a kind."""
    match kind:
        case Holds.NUMBER:
            return isinstance(value, int | float) and not isinstance(value, bool)
        case Holds.FLAG:
            return isinstance(value, bool)
        case Holds.TEXT:
            return isinstance(value, str)
        case _:
            return isinstance(value, str) and _is_date(value)


def _is_date(text: str) -> bool:
    """Whether a text is a date of the calendar."""
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _reversed(leaf: Between) -> bool:
    """Whether the first of two values is the larger, so that nothing is between them."""
    low, high = leaf.low.value, leaf.high.value
    if isinstance(low, str) and isinstance(high, str):
        return low.lower() > high.lower()
    return not isinstance(low, str) and not isinstance(high, str) and low > high
