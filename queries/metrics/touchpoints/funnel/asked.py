"""What a funnel is asked: its steps, and what makes an attempt."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from queries.dimensions.steps import EXAMPLE, Step, read_steps
from queries.errors import UsageError
from queries.metrics.touchpoints.funnel.proposal import proposed
from queries.question.periods import DAY_MS
from queries.wording import say

if TYPE_CHECKING:
    from queries.data.data import Data

MOST_STEPS = 20


@dataclass(frozen=True)
class Funnel:
    """What is asked.

    Attributes:
        steps: The steps, two or more.
        without: Events that end an attempt.
        window: Days from the first step within which the others count.
        order: `sequential`, `strict` or `any`.
        in_visit: Whether an attempt ends with its visit.
        first: Whether only a customer's first start counts.
        is_proposed: Whether nobody named the steps.
    """

    steps: tuple[Step, ...]
    without: tuple[Step, ...]
    window: int
    order: str
    in_visit: bool
    first: bool
    is_proposed: bool

    @property
    def window_ms(self) -> int:
        """The window as the log counts time."""
        return self.window * DAY_MS

    @property
    def names(self) -> tuple[str, ...]:
        """What each step is called in the table."""
        if self.order == "any":
            return tuple(
                say("any {number} of {steps}", number=number + 1, steps=len(self.steps))
                for number in range(len(self.steps))
            )
        return tuple(step.words for step in self.steps)

    @property
    def took(self) -> list[str]:
        """The columns of `attempts` that say how long it took to a step."""
        return [f"took {number}" for number in range(len(self.steps))]

    @classmethod
    def of(
        cls, data: Data, steps: str | None, window: int, order: str, within: str, entry: str, without: str | None
    ) -> Funnel:
        """The funnel that parameters ask for.

        Raises:
            UsageError: The steps are none, one, too many or name what is not there, or contradict `without`.
            QuestionError: No steps are named, and the data have no purchase to end with.
        """
        asked = read_steps(data, steps) if steps else proposed(data)
        ending = read_steps(data, without) if without else ()
        if len(asked) < 2:
            raise UsageError(say("A funnel has two steps or more."), EXAMPLE)
        if len(asked) > MOST_STEPS:
            raise UsageError(
                say("These are {asked} steps, more than {most_steps}.", asked=len(asked), most_steps=MOST_STEPS),
                say("Name fewer."),
            )
        both = next((step for step in asked if step in ending), None)
        if both is not None:
            raise UsageError(
                say("{words} is a step and cannot end an attempt.", words=both.words),
                say("Name other events under without."),
            )
        if order == "any":
            _refuse_overlap(asked)
        return cls(asked, ending, window, order, within == "session", entry == "first", not steps)


def _refuse_overlap(steps: tuple[Step, ...]) -> None:
    """In any order one event must not stand for two different steps: which one it serves would be open."""
    for one, other in combinations(dict.fromkeys(steps), 2):
        if one.overlaps(other):
            raise UsageError(
                say(
                    "In any order {words} and {words2} cannot be told apart: one event can be both.",
                    words=one.words,
                    words2=other.words,
                ),
                say("Give them conditions that exclude each other, or set order=sequential."),
            )
