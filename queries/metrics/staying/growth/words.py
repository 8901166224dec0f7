"""Growth in words: what the last complete period gained and lost, and the turnover of all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from queries.catalogue import Behind, Conclusion, Figure, Finding, Unit
from queries.formats.dates import period_label
from queries.formats.numbers import grouped
from queries.wording import mark, say

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_PARTS = {
    "customers": ((mark("new"), mark("resurrecting")), (mark("dormant"),), "returning"),
    "revenue": (
        (mark("new"), mark("expansion"), mark("resurrected")),
        (mark("contraction"), mark("churned")),
        "retained",
    ),
}
"""What is gained, what is lost, and what stays."""


def concluding(of: str, grain: str) -> Callable[[Mapping[str, pl.DataFrame]], Conclusion]:
    """What is said of growth in customers or in revenue, once the table is there."""

    def conclude(tables: Mapping[str, pl.DataFrame]) -> Conclusion:
        """Ratios over all complete periods as ratios of totals, and a sentence on the last one."""
        complete_periods = tables[""].filter(pl.col("complete") & pl.col("net").is_not_null())
        if not len(complete_periods):
            return Conclusion()
        gained, lost, stayed = _PARTS[of]
        up, down, total_stayed = (_total(complete_periods, names) for names in (gained, lost, (stayed,)))
        figures = (
            Figure(say("Quick ratio, complete periods"), up / down if down > 0 else None, Unit.RATE),
            Figure(
                say("Gross retention, complete periods"),
                total_stayed / (total_stayed + down) if total_stayed + down > 0 else None,
                Unit.SHARE,
            ),
        )
        return Conclusion(figures, findings=_finding(complete_periods, of, grain))

    return conclude


def _total(complete_periods: pl.DataFrame, names: tuple[str, ...]) -> float:
    """The sum of some columns."""
    return float(complete_periods.select(pl.sum_horizontal(pl.col(name).sum() for name in names)).item())


def _finding(complete_periods: pl.DataFrame, of: str, grain: str) -> tuple[str, ...]:
    """How the last complete period moved the base: gained against lost."""
    last = complete_periods.row(-1, named=True)
    if not last["net"]:
        return ()
    gained, lost = ([f"{grouped(round(last[name]))} {say(name)}" for name in names] for names in _PARTS[of][:2])
    what = say("The base") if of == "customers" else say("Revenue")
    words = say(
        "{what} grew in {period}: {names} against {names2}."
        if last["net"] > 0
        else "{what} shrank in {period}: {names} against {names2}.",
        what=what,
        period=period_label(last["period"], grain),
        names=" + ".join(gained),
        names2=" + ".join(lost),
    )
    return (Finding(words, Behind(last)),)
