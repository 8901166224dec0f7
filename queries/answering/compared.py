"""Comparing two answers: what each number was, its change, and which rows explain it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl

from queries.catalogue import Column, Figure, Unit, shared
from queries.errors import UsageError
from queries.wording import say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from queries.answering.result import Result

BEFORE, CHANGE, CHANGE_RATE = "_before", "_change", "_change_rate"


ADDITIVE = (Unit.COUNT, Unit.MONEY)
"""Units whose rows add up, so that a change of the whole is the sum of the rows' changes."""


CONTRIBUTIONS = (
    Column("measure", "the column that changed", Unit.NAME, key=True),
    Column("before", "its value in what is compared with", Unit.NUMBER, unit_column="unit"),
    Column("now", "its value", Unit.NUMBER, unit_column="unit"),
    Column("change", "now less before", Unit.NUMBER, unit_column="unit"),
    Column(
        "contribution", "share of the whole change", Unit.SHARE, numerator="change", denominator="change of all rows"
    ),
    shared.UNIT,
)


def compared(now: Result, before: Result) -> Result:
    """An answer with, for every number, what it was, the change, and the change as a share of what it was.

    Rows are matched by their keys; periods by their place in the range. A row that is only in one of the two
    counts as zero in the other where it can be counted, and is blank otherwise. The part `contributions`
    tells for every column that adds up, where there is one, which rows explain the change, largest first. Between
    segments of different sizes it is the shares that are compared: what they are shares of stands beside, no more.
    """
    keys = [column.name for column in now.columns if column.key]
    both = set(before.frame.columns)
    if not both.issuperset(keys):
        raise UsageError(
            say("The rows of {title} are others there: the two answers cannot be compared.", title=now.metric.title),
            say("Compare with a period, or set its parameters so that both have the same rows."),
        )
    values = [column for column in now.columns if _is_number(column, now.frame) and column.name in both]
    other = _aligned(now, before, keys)
    joined = now.frame.join(
        other.select(*keys, *(pl.col(column.name).alias(column.name + BEFORE) for column in values)),
        on=keys,
        how="full" if keys else "cross",
        coalesce=True if keys else None,
        nulls_equal=True,
        maintain_order="left_right",
    )
    frame = joined.with_columns(filled for column in values if column.unit in ADDITIVE for filled in _zeros(column))
    changed = frame.with_columns(expression for column in values for expression in _changes(column.name))
    segment = now.question.compare.segment if now.question.compare else None
    whose = say("of {name}", name=say(segment.name)) if segment else say("before")
    counted = {column.numerator for column in values if column.unit is Unit.SHARE} if segment else set()
    columns = tuple(
        part
        for column in now.columns
        for part in (
            _described(column, whose)[: 2 if column.name in counted else None] if column in values else (column,)
        )
    )
    parts = dict(now.parts)
    adding = [column for column in values if column.unit in ADDITIVE]
    # A table that has a column called as one of the part's (the overview's measure) has nothing that adds up by row.
    # The steps of a funnel hold the same customers again and again.
    nested = now.metric.chart is not None and now.metric.chart.kind == "funnel"
    if keys and adding and not nested and not {column.name for column in CONTRIBUTIONS} & set(keys):
        parts["contributions"] = _contributions(changed, keys, [c for c in now.columns if c.key], adding)
    words = say("Compared with {scope_words}.", scope_words=before.scope_words)
    own = (
        say("{upper}{whose}: {note}", upper=whose[:1].upper(), whose=whose[1:], note=note)
        for note in before.notes
        if segment and note not in now.notes
    )
    return replace(
        now,
        frame=changed.select(column.name for column in columns),
        columns=columns,
        parts=parts,
        figures=tuple(_figures(now, before, whose)),
        findings=(*_gaps(now, before, whose), *now.findings),
        notes=(*now.notes, words, *own),
    )


def _figures(now: Result, before: Result, whose: str) -> Iterator[Figure]:
    """Each single number with what it is in what is compared with."""
    other = {figure.name: figure for figure in before.figures}
    for figure in now.figures:
        yield figure
        if figure.name in other:
            yield replace(other[figure.name], name=say("{name} {whose}", name=figure.name, whose=whose))


def _gaps(now: Result, before: Result, whose: str) -> Iterator[str]:
    """By how many points the single shares differ, and of how many each is one."""
    other = {figure.name: figure for figure in before.figures if figure.unit is Unit.SHARE}
    for figure in now.figures:
        value, was = figure.value, other[figure.name].value if figure.name in other else None
        if isinstance(value, float) and isinstance(was, float):
            points = round((value - was) * 100, 1)
            more = say("{points:.1f} points more" if points > 0 else "{points:.1f} points less", points=abs(points))
            yield say(
                "{name}: {share}, {whose} {other}: {more}.",
                name=figure.name,
                share=_of(figure),
                whose=whose,
                other=_of(other[figure.name]),
                more=more if points else say("as many"),
            )


def _of(share: Figure) -> str:
    """A share, and of how many it is one."""
    return f"{share.value:.1%}" + (say(" (of {n:,})", n=share.n) if share.n is not None else "")


def _aligned(now: Result, before: Result, keys: list[str]) -> pl.DataFrame:
    """The other answer with its periods named as ours: the first as the first, the second as the second."""
    frame = before.frame
    for name in keys:
        if now.frame.schema[name] == pl.Date and before.scope["from"] != now.scope["from"]:
            ours, theirs = (f[name].unique().sort() for f in (now.frame, frame))
            same = min(len(ours), len(theirs))
            names = pl.DataFrame({name: theirs[:same], "_ours": ours[:same]})
            frame = frame.join(names, on=name, how="inner", maintain_order="left")
            frame = frame.with_columns(pl.col("_ours").alias(name)).drop("_ours")
    return frame


def _is_number(column: Column, frame: pl.DataFrame) -> bool:
    return not column.key and frame.schema[column.name].is_numeric() and "change" not in column.name.split("_")


def _zeros(column: Column) -> list[pl.Expr]:
    """Rows that are missing on one side count nothing there."""
    now, was = pl.col(column.name), pl.col(column.name + BEFORE)
    return [
        now.fill_null(pl.when(was.is_not_null()).then(0)),
        was.fill_null(pl.when(now.is_not_null()).then(0)),
    ]


def _changes(name: str) -> list[pl.Expr]:
    now, was = pl.col(name).cast(pl.Float64), pl.col(name + BEFORE).cast(pl.Float64)
    rate = pl.when(was != 0).then((now - was) / was.abs())
    return [(now - was).alias(name + CHANGE), rate.alias(name + CHANGE_RATE)]


def _described(column: Column, whose: str) -> list[Column]:
    """A column and those that say how it changed, a share by points alone; `whose` is what it is compared with."""
    title = column.heading
    return [
        column,
        replace(
            column,
            name=column.name + BEFORE,
            meaning=say("{meaning}; in what is compared with", meaning=column.meaning),
            title=say("{name} {whose}", name=title, whose=whose),
        ),
        replace(
            column,
            name=column.name + CHANGE,
            meaning=say("{name} less {name} {whose}", name=title, whose=whose),
            title=say("Change"),
            numerator=None,
            denominator=None,
        ),
    ] + [
        Column(
            column.name + CHANGE_RATE,
            "the change as a share of before",
            Unit.SHARE,
            title="Change %",
            numerator=column.name + CHANGE,
            denominator=column.name + BEFORE,
        )
    ] * (column.unit is not Unit.SHARE)


def _contributions(
    frame: pl.DataFrame, keys: list[str], key_columns: list[Column], values: list[Column]
) -> tuple[tuple[Column, ...], pl.DataFrame]:
    """Which rows explain the change of each of some columns that add up (one at least), largest first."""
    tables = []
    for column in values:
        change = pl.col(column.name + CHANGE)
        tables.append(
            frame.select(
                pl.lit(column.name).alias("measure"),
                *keys,
                pl.col(column.name + BEFORE).cast(pl.Float64).alias("before"),
                pl.col(column.name).cast(pl.Float64).alias("now"),
                change.alias("change"),
                pl.when(change.sum() != 0).then(change / change.sum()).alias("contribution"),
                pl.lit(column.unit.value).alias("unit"),
            ).sort(pl.col("change").abs(), *keys, descending=[True, *(False for _ in keys)], nulls_last=True)
        )
    return (CONTRIBUTIONS[0], *key_columns, *CONTRIBUTIONS[1:]), pl.concat(tables)
