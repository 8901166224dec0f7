"""The answers to a question counted by period and by a dimension: the latest of each customer in each round."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from queries.dimensions.split import split_by

if TYPE_CHECKING:
    from collections.abc import Mapping

    from queries.data.answers import Answers
    from queries.data.data import Data


def by_period(
    data: Data, answers: Answers, split: str | None, counts: Mapping[str, pl.Expr]
) -> tuple[pl.LazyFrame, list[pl.Expr]]:
    """The answers counted by reported period.

    Args:
        data: The scoped data.
        answers: The answers.
        split: A dimension of customers, or the event or channel of the answers.
        counts: What is counted of the answers besides their number, called `answers`; of none it is zero.

    Returns:
        `period`, `answers`, what was counted, `complete`, sorted; and the column of the split, to be selected from it.
    """
    dimension = split_by(data, split) if split else None
    code = [] if dimension is None else ["code"]
    rows = answers.rows if dimension is None else answers.rows.with_columns(code=dimension.code)
    counted = (
        data.within(answers.latest(rows, *code))
        .group_by(data.period_index.alias("index"), *code)
        .agg(answers=pl.len(), **counts)
    )
    periods = data.periods.lazy().filter("reported")
    joined = periods.join(counted, on="index", how="inner" if split else "left", maintain_order="left")
    zeros = joined.with_columns(pl.col("answers", *counts).fill_null(0))
    return zeros.sort("index", *code), [] if dimension is None else [dimension.label("code")]


def of_period(data: Data, answers: Answers, row: Mapping[str, Any], split: str | None) -> pl.LazyFrame:
    """The customers whose answers are counted in a row of `by_period`."""
    period = data.periods.filter(pl.col("period") == row["period"])["index"].first()
    rows = answers.rows
    if split:
        rows = rows.filter(split_by(data, split).condition(row[split]))
    return data.within(answers.latest(rows)).filter(data.period_index == period).select("customer").unique()
