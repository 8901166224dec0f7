"""The names a rule may use: the shared figures and the customer attributes, and what kind of value each holds."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from typing import TYPE_CHECKING

import polars as pl

from queries.catalogue import FIGURES, Unit
from queries.wording import mark, say

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


class Holds(StrEnum):
    """What the values of a name are, in words."""

    NUMBER = mark("numbers")
    TEXT = mark("text")
    DATE = mark("dates")
    FLAG = mark("yes and no")
    OTHER = mark("values that cannot be compared")
    UNKNOWN = mark("values not looked at yet")


def holds(dtype: pl.DataType) -> Holds:
    """What values of a type are."""
    if dtype.is_numeric():
        return Holds.NUMBER
    if dtype == pl.Date or isinstance(dtype, pl.Datetime):
        return Holds.DATE
    if dtype == pl.Boolean:
        return Holds.FLAG
    return Holds.TEXT if dtype in (pl.String, pl.Categorical, pl.Enum) else Holds.OTHER


@dataclass(frozen=True)
class Names:
    """What may be compared.

    Attributes:
        attributes: Customer attribute → what its values are; an attribute comes before a figure of its name.
        figures: Shared per-customer figure → what its values are.
    """

    attributes: Mapping[str, Holds]
    figures: Mapping[str, Holds]

    def find(self, name: str) -> str | None:
        """The name as the data spell it; in another case too, where that is no other name."""
        every = [*self.attributes, *self.figures]
        if name in every:
            return name
        folded = [one for one in every if one.casefold() == name.casefold()]
        return folded[0] if len(folded) == 1 else None

    def holds(self, name: str) -> Holds:
        """What the values of a name that was found are."""
        return self.attributes[name] if name in self.attributes else self.figures[name]

    def unknown(self, name: str) -> tuple[str, str]:
        """What to say of a name that there is not, and what to do: the nearest names, else all."""
        what = say("“{name}” is neither a customer attribute nor a per-customer figure.", name=name)
        return what, nearest(name, [*self.attributes, *self.figures])


def nearest(name: str, every: Sequence[str]) -> str:
    """A sentence with the names that are nearly it, in any case, else with all of them."""
    folded = {one.casefold(): one for one in reversed(every)}
    near = [folded[one] for one in get_close_matches(name.casefold(), folded, n=2)]
    return (
        say("Did you mean {names}?", names=say(" or ").join(near))
        if near
        else say("There are {names}.", names=say(", ").join(every))
    )


FIGURE_KINDS = {figure.name: Holds.DATE if figure.unit is Unit.DATE else Holds.NUMBER for figure in FIGURES}


def names_declared(attributes: Iterable[str]) -> Names:
    """The names of a mapping before anything was read: nobody knows yet what the attributes hold."""
    return Names(dict.fromkeys(attributes, Holds.UNKNOWN), FIGURE_KINDS)
