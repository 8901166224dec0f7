"""What drives revenue, in words: the change, and the factor that did most of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from queries.formats.dates import period_label
from queries.metric import Conclusion

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    import polars as pl


def concluding(
    last: date, before: date, grain: str, against: str
) -> Callable[[Mapping[str, pl.DataFrame]], Conclusion]:
    """What is said of two periods once the table is there."""
    names = f"{period_label(last, grain)} against {period_label(before, grain)}"

    def conclude(tables: Mapping[str, pl.DataFrame]) -> Conclusion:
        """The factor that moved the whole most, and which periods were compared."""
        whole, *factors = tables[""].iter_rows(named=True)
        notes = [f"Compared: {names}. Contributions add up to the change."]
        if against == "year" and grain == "week":
            notes.append("A year before is the week that holds the same date.")
        moved = [row for row in factors if row["contribution"]]
        if not moved or not whole["change_rate"]:
            return Conclusion(notes=tuple(notes))
        most = max(moved, key=lambda row: abs(row["contribution"]))
        way = "up" if whole["change"] > 0 else "down"
        finding = (
            f"{whole['factor'].capitalize()} {way} {abs(whole['change_rate']) * 100:.1f} % ({names}); "
            f"most of it by {_named(most['factor'])}: {most['share'] * 100:+.1f} points."
        )
        return Conclusion(findings=(finding,), notes=tuple(notes))

    return conclude


def _named(factor: str) -> str:
    """A factor as words."""
    return {"aov": "AOV", "customers": "the number of customers"}.get(factor, factor.replace("_", " "))
