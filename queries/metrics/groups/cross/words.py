"""What a cross table says, in figures and sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from queries.catalogue import HISTORY, Behind, Conclusion, Figure, Finding, Unit
from queries.models.contingency import SPARSE, Contingency, contingency, residual
from queries.wording import mark, say

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

    from queries.data.data import Data
    from queries.dimensions.dimension import Dimension

ENOUGH, TOLD = 30, 3
"""Cells of fewer customers are not told; so many cells are."""
RESIDUAL = 3.0
APART = 10
"""An index nearer to 100 is nothing to tell."""
STRENGTHS = ((0.1, mark("hardly")), (0.3, mark("weakly")), (0.5, mark("moderately")), (1.01, mark("strongly")))
"""Cramér's V below → how two dimensions go together; the usual bands."""


def notes(data: Data, rows: Dimension, columns: Dimension, measure: str) -> tuple[str, ...]:
    """What has to be known of the table before it is read."""
    sentences = []
    of_events = [side.name for side in (rows, columns) if not side.per_customer]
    if of_events and measure == "customers":
        sentences.append(
            say(
                "A customer counts in every {names} of their events from {since} to {until}, and once in "
                "each total: shares of customers add up to more than 100 %. Customers without an event "
                "are in no cell. No χ² is given: it needs every customer in one cell only.",
                names=say(" and ").join(of_events),
                since=data.since,
                until=data.until,
            )
        )
    if data.log.has(HISTORY) and (rows.per_customer or columns.per_customer):
        sentences.append(say("Who is in which segment is as of {as_of}.", as_of=data.as_of))
    return tuple(sentences)


def conclusion(tables: Mapping[str, pl.DataFrame], rows: Dimension, columns: Dimension, measure: str) -> Conclusion:
    """χ² with what belongs to it, and the cells that stand out most."""
    frame, tested = tables[""], None
    if measure == "customers" and rows.per_customer and columns.per_customer:
        width = frame[columns.column.name].n_unique()
        counts = frame["value"].to_list()
        tested = contingency([counts[at : at + width] for at in range(0, len(counts), width)]) if counts else None
    findings = [*_together(tested, rows, columns), *_cells(tables, rows, columns, measure)]
    return Conclusion(_figures(tested), tuple(findings), (*_doubts(tested), *_small(frame, measure)))


def _figures(tested: Contingency | None) -> tuple[Figure, ...]:
    """The test, number by number."""
    if tested is None:
        return ()
    return (
        Figure(say("Chi-squared"), tested.chi2, n=tested.n),
        Figure(say("Degrees of freedom"), tested.df, Unit.COUNT),
        Figure(say("P-value"), tested.p),
        Figure("Cramér's V", tested.v),
        Figure(say("Cells that expect fewer than {sparse}", sparse=SPARSE), tested.sparse, Unit.COUNT, n=tested.cells),
    )


def _doubts(tested: Contingency | None) -> tuple[str, ...]:
    """That the test stands on too little."""
    if tested is None or not tested.sparse:
        return ()
    return (
        say(
            "{sparse:,} of {cells:,} cells expect fewer than {least} customers: take χ² and p with "
            "care, or take fewer values.",
            sparse=tested.sparse,
            cells=tested.cells,
            least=SPARSE,
        ),
    )


def _small(frame: pl.DataFrame, measure: str) -> Iterator[str]:
    """That cells stand on few who answered, or wrote."""
    said = {"nps": say("answered"), "negative_share": say("wrote")}.get(measure)
    filled = frame.filter(pl.col("customers") > 0) if said else frame.clear()
    few = int((filled["customers"] < ENOUGH).sum()) if said else 0
    if few:
        yield (
            say(
                "{few:,} of {filled:,} cells stand on fewer than {enough} customers who {said} "
                "(“customers” tells how many): what they show may be chance.",
                few=few,
                filled=len(filled),
                enough=ENOUGH,
                said=said,
            )
        )


def _together(tested: Contingency | None, rows: Dimension, columns: Dimension) -> Iterator[str]:
    """Whether the two go together, and how strongly."""
    if tested is None:
        return
    both = say("{rows} and {columns}", rows=_name(rows), columns=_name(columns))
    if tested.p >= 0.05:
        yield say("{both} do not go together by more than chance (p = {p:.2f}).", both=both, p=tested.p)
        return
    strength = next(word for limit, word in STRENGTHS if tested.v < limit)
    chance = "p < .001" if tested.p < 0.001 else f"p = {tested.p:.3f}"
    yield say(
        "{both} go {strength} together (Cramér's V {v:.2f}, {chance}).",
        both=both,
        strength=say(strength),
        v=tested.v,
        chance=chance,
    )


def _cells(tables: Mapping[str, pl.DataFrame], rows: Dimension, columns: Dimension, measure: str) -> Iterator[str]:
    """The cells farthest from what was to be expected, of those with enough customers; without any, none."""
    if "customers" not in tables[""].columns:
        return
    away = (pl.col("index") - 100).abs().round(6)  # equal ones stay in the table's order
    frame = _with_totals(tables, rows, columns) if measure == "customers" else tables[""]
    telling = frame.filter(_enough(measure), away >= APART, pl.col("index").is_finite())
    for row in telling.sort(away, descending=True, maintain_order=True).head(TOLD).iter_rows(named=True):
        cell = f"{say(_value(rows, row))} × {say(_value(columns, row))}"
        if measure == "aov" or "per_customer" in measure:
            words = say(
                "{cell}: {replace} is {index:.2f} times that of the whole.",
                cell=cell,
                replace=say(measure.replace("_", " ")),
                index=row["index"] / 100,
            )
        else:
            words = say(
                "{cell}: {index:.2f} times as many {measure} as if the two were independent.",
                cell=cell,
                index=row["index"] / 100,
                measure=say(_unit(measure)),
            )
        yield Finding(words, Behind(row))


def _enough(measure: str) -> pl.Expr:
    """Whether a cell says anything: enough customers, and for customers farther away than chance goes."""
    if measure != "customers":
        return pl.col("customers") >= ENOUGH
    far = residual(*(pl.col(name) for name in ("value", "_row", "_column", "_whole"))).abs() > RESIDUAL
    return (pl.max_horizontal("customers", "expected") >= ENOUGH) & far


def _with_totals(tables: Mapping[str, pl.DataFrame], rows: Dimension, columns: Dimension) -> pl.DataFrame:
    """The cells with `_row`, `_column` and `_whole`, the totals they belong to."""
    frame, totals = tables[""], tables["totals"]
    for name, side in (("_row", rows), ("_column", columns)):
        side_totals = totals.filter(pl.col("total") == side.column.name).select("of", pl.col("value").alias(name))
        frame = frame.join(side_totals, left_on=pl.col(side.column.name).cast(pl.String), right_on="of", how="left")
    return frame.with_columns(_whole=pl.lit(totals["value"][-1]))


def _unit(measure: str) -> str:
    return {"revenue": mark("amounts")}.get(measure, measure)


def _value(side: Dimension, row: Mapping[str, Any]) -> str:
    """A value of a dimension in words."""
    value = row[side.column.name]
    if side.column.names:
        return str(side.column.names[value - 1])
    return f"{value}:00" if side.name == "hour" else str(value)


def _name(side: Dimension) -> str:
    """A dimension at the beginning of a sentence or in it."""
    return say(side.name.replace("_", " "))
