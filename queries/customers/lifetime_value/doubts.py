"""What has to be known of a fitted lifetime-value model, and what makes it doubtful."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from queries.wording import mark, say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from queries.models.customer_value import ValueModel

DEPENDENT = 0.3
"""A correlation of frequency and amount beyond which the models' independence is doubtful."""


class Tested(NamedTuple):
    """How a fit did on days it had not seen: repeat purchases expected, those that came, and the days."""

    expected: float
    actual: float
    days: int

    def sentence(self) -> str:
        """The test as one sentence."""
        off = f" ({(self.expected / self.actual - 1) * 100:+.0f} %)" if self.actual else ""
        return say(
            "Tested on the last {days:,} days, which its fit had not seen: {expected:,.0f} repeat "
            "purchases expected, {actual:,.0f} came{off}.",
            days=self.days,
            expected=self.expected,
            actual=self.actual,
            off=off,
        )


NO_DROPOUT = mark(
    "The fit finds hardly anybody who leaves (its dropout vanishes): these data cannot tell the silent from the gone. "
    "P(alive) is blank, and purchases and values are as if everybody stayed."
)


def model_notes(fitted: ValueModel | None, refused: str | None) -> Iterator[str]:
    """What has to be known of the fit itself."""
    if refused:
        yield say("No model is fitted: {refused}", refused=refused)
    if fitted is None:
        return
    unit = say("weeks" if fitted.unit_days > 1 else "days")
    yield (
        say(
            "{title}, in {unit}, fitted to the days with an order of {total:,.0f} buyers, "
            "{repeaters:,} of whom bought again. Who bought before the data begin counts as new.",
            title=fitted.model.title,
            unit=unit,
            total=fitted.histories.total,
            repeaters=fitted.repeaters,
        )
    )
    yield from (doubt for doubt in doubts(fitted) if doubt != NO_DROPOUT)  # which is a finding


def dropout_doubt(fitted: ValueModel | None) -> tuple[str, ...]:
    """What has to be read before any value of a fit by which hardly anybody leaves; nothing of others."""
    return (NO_DROPOUT,) if fitted is not None and fitted.no_dropout else ()


def doubts(fitted: ValueModel) -> Iterator[str]:
    """What makes a fit doubtful: wherever its P(alive) or values are shown."""
    yield from dropout_doubt(fitted)
    if not fitted.no_dropout and not fitted.purchases.converged:
        yield say("The fit has not settled on a maximum: its parameters and their errors are rough.")
    if fitted.model.id == "bg":
        yield say("BG/NBD lets nobody leave before a second purchase: P(alive) of everybody with one is 1.")
    if fitted.spend is not None and not fitted.spend.converged:
        yield say("The model of amounts has not settled on a maximum; expected amounts are rough.")
    if fitted.spend is not None and fitted.spend.theta[1] <= 1:
        yield say("Amounts are so uneven that they have no mean (q ≤ 1): those of one-time buyers are blank.")
    if fitted.correlation is not None and abs(fitted.correlation) > DEPENDENT:
        yield (
            say(
                "Frequency and amount go together (correlation {correlation:.2f}), which the models take "
                "them not to do: values of frequent buyers are off.",
                correlation=fitted.correlation,
            )
        )
