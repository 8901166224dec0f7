"""Purchase histories as lifetime-value models take them: how often again, when last, how long known.

Statistics of many customers repeat, so models work on distinct histories and weigh them; a million customers
have some hundred thousand. What depends on fewer columns is worked out on those alone and spread.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

if TYPE_CHECKING:
    import polars as pl
    from numpy.typing import NDArray

Floats: TypeAlias = "NDArray[np.float64]"

STATISTICS = ("frequency", "recency", "age")
"""The columns of a history: occasions after the first; days from first to last, and from first to the end."""


@dataclass(frozen=True)
class Distinct:
    """The distinct pairs of two columns, and where each row's pair stands among them.

    Attributes:
        one: The first value of each distinct pair.
        other: The second.
        place: For each row the position of its pair.
    """

    one: Floats
    other: Floats
    place: NDArray[np.intp]

    @classmethod
    def of(cls, one: Floats, other: Floats) -> Distinct:
        """The distinct pairs of two columns of equal length."""
        pairs, place = np.unique(one + 1j * other, return_inverse=True)
        return cls(pairs.real.copy(), pairs.imag.copy(), place.reshape(-1))


@dataclass(frozen=True)
class Histories:
    """Distinct purchase histories, times in the model's unit.

    Attributes:
        x: Occasions after the first.
        t_x: Time from the first occasion to the last; 0 where x is 0.
        t: Time from the first occasion to the end of what is known (the age T), not below `t_x`.
        customers: How many customers have each history.
    """

    x: Floats
    t_x: Floats
    t: Floats
    customers: Floats

    @classmethod
    def of(cls, frame: pl.DataFrame, unit_days: float) -> Histories:
        """Histories of a frame's rows as they are, a row each; `STATISTICS` are in days.

        Args:
            frame: `frequency`, `recency`, `age`, and `customers` where rows stand for several.
            unit_days: Days in the model's unit of time: 7 for a week.

        Raises:
            ValueError: A recency is longer than its age, or is not 0 exactly where nothing was repeated.
        """
        x, t_x, t = (frame[name].to_numpy().astype(np.float64) for name in STATISTICS)
        weights = frame["customers"].to_numpy() if "customers" in frame.columns else np.ones(len(frame))
        if np.any(t_x > t) or np.any((x == 0) != (t_x == 0)) or np.any(x < 0):
            raise ValueError("A history needs 0 <= recency <= age, and recency 0 exactly where frequency is 0.")
        return cls(x, t_x / unit_days, t / unit_days, weights.astype(np.float64))

    def __len__(self) -> int:
        return len(self.x)

    @property
    def total(self) -> float:
        """How many customers there are."""
        return float(self.customers.sum())

    @property
    def mean_age(self) -> float:
        """Mean age of a customer; 1 where nobody is older than a moment."""
        return float(self.t @ self.customers / max(self.total, 1.0)) or 1.0

    def every(self, step: int) -> Histories:
        """Each `step`-th history: a thin picture of all, to find out roughly where to look."""
        return Histories(*(column[::step] for column in (self.x, self.t_x, self.t, self.customers)))

    @cached_property
    def counts(self) -> Distinct:
        """The distinct numbers of repeats."""
        return Distinct.of(self.x, np.zeros(len(self)))

    @cached_property
    def at_last(self) -> Distinct:
        """The distinct pairs of repeats and time of the last."""
        return Distinct.of(self.x, self.t_x)

    @cached_property
    def at_end(self) -> Distinct:
        """The distinct pairs of repeats and age."""
        return Distinct.of(self.x, self.t)
