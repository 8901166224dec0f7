"""Can these data be trusted: what was looked for in the files and in the log, and how often it was found."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from queries.catalogue import CUSTOMERS, HISTORY, USUAL, Answer, ByRow, Chart, Column, Unit, measure
from queries.eventlog.conditions import one_of
from queries.eventlog.runs import starts
from queries.metrics.trust.quality.words import EXPLAINED, concluding
from queries.wording import again, mark, say

if TYPE_CHECKING:
    from queries.data.data import Data

COLUMNS = (
    Column("check", "what was looked for", Unit.NAME, key=True),
    Column("table", "the table of the file; “log” is all events together", Unit.TEXT, key=True, worded=True),
    Column("column", "the column, where the check is about one", Unit.TEXT, key=True),
    Column("rows", "rows in which it was found", Unit.COUNT),
    Column("share", "their share of the rows that were looked at", Unit.SHARE, numerator="rows", denominator="of"),
    Column("of", "rows that were looked at", Unit.COUNT),
    Column("example", "one value or row as it stands in the file", Unit.TEXT, personal=ByRow("column")),
    Column("treatment", "what becomes of these rows", Unit.TEXT),
)

LOG = mark("log")


@measure(
    id="quality",
    title="Data quality",
    question="Can these data be trusted?",
    also="data quality, duplicates, missing, set aside, repaired, trust, 数据质量, 重复, 缺失",
    place=10,
    columns=COLUMNS,
    parts={
        "checks": (
            Column("check", "what was looked for", Unit.NAME, key=True),
            Column("meaning", "what it says, in words", Unit.TEXT, worded=True),
        )
    },
    formula="rows that meet the check ÷ rows looked at; in the files when the log is built, in the log over all of it",
    source="usual profiling: duplicates, missing, invalid, orphaned; everything set aside or repaired",
    chart=Chart("bars", "check", ("rows",)),
    without=USUAL,
)
def quality(data: Data) -> Answer:
    """Every check with what it found, the most rows first; those that found nothing come last.

    It is about the files and the whole log, whatever the scope: what is wrong with data is wrong in any part of
    them. Nothing is changed in the files.

    Returns:
        One row a check, table and column.
    """
    from_files = pl.LazyFrame(
        [
            (c.check, c.table, c.column or None, c.rows, c.of, c.example or None, again(c.treatment) or None)
            for c in data.log.checks
        ],
        schema={name: pl.Int64 if name in ("rows", "of") else pl.String for name in _ORDER},
        orient="row",
    )
    all_checks = pl.concat([from_files, *_in_log(data)])
    frame = (
        all_checks.with_columns(share=pl.when(pl.col("of") > 0).then(pl.col("rows") / pl.col("of")))
        .with_columns(treatment=pl.when(pl.col("rows") > 0).then("treatment"))
        .sort("rows", "check", "table", "column", descending=[True, False, False, False], maintain_order=True)
        .select(column.name for column in COLUMNS)
    )
    meanings = pl.LazyFrame({"check": list(EXPLAINED), "meaning": list(EXPLAINED.values())})
    return Answer(frame, {"checks": meanings}, conclude=concluding(*_counted(data), data.log.rows_set_aside))


def _counted(data: Data) -> tuple[str, int]:
    """What the log is a log of, and how many there are."""
    log = data.log
    return (say("Events in the log"), log.rows) if log.rows else (say("Customers"), log.size)


_ORDER = ("check", "table", "column", "rows", "of", "example", "treatment")


def _in_log(data: Data) -> list[pl.LazyFrame]:
    """What only shows when all tables are together and customers' events stand in order."""
    log = data.log
    if not log.has_all((CUSTOMERS, HISTORY)):
        return []
    checks = [_check("no_event", _silent(data), log.size, say("kept, counted among the customers"))]
    if log.kinds_of("purchase"):
        bought = log.events.filter(data.is_purchase)
        count = bought.select(of=pl.len())
        repeated = _same_day_and_amount(bought)
        checks.append(
            _check("same_day_and_amount", repeated, count, say("kept: two orders, or one that was sent twice"))
        )
    if log.kinds_of("purchase") and log.kinds_of("refund"):
        refunds = log.events.filter(one_of("event", log.kinds_of("refund")))
        early = _before_purchase(data)
        treated = say("kept: they lower revenue, of something bought before the data")
        checks.append(_check("refund_before_purchase", early, refunds.select(of=pl.len()), treated))
    return checks


def _check(check: str, rows: pl.LazyFrame, of: pl.LazyFrame | int, treatment: str) -> pl.LazyFrame:
    """One row of the answer, of the log: `rows` holds `rows` and `example`, `of` the rows looked at."""
    whole = pl.LazyFrame({"of": [of]}) if isinstance(of, int) else of
    return pl.concat([rows, whole], how="horizontal").select(
        check=pl.lit(check),
        table=pl.lit(LOG),
        column=pl.lit(None, dtype=pl.String),
        rows=pl.col("rows").cast(pl.Int64),
        of=pl.col("of").cast(pl.Int64),
        example="example",
        treatment=pl.lit(treatment),
    )


def _named(data: Data, customers: pl.LazyFrame) -> pl.LazyFrame:
    """How many rows there are, and the id of the first one's customer."""
    named = customers.join(
        data.log.customers.select("customer", "id"), on="customer", how="left", maintain_order="left"
    )
    return named.select(rows=pl.len(), example=pl.col("id").cast(pl.String).first())


def _silent(data: Data) -> pl.LazyFrame:
    """Customers who are known, but of whom there is no event."""
    seen = data.log.events.filter(starts("customer")).select("customer")
    silent = data.log.customers.join(seen, on="customer", how="anti").sort("customer")
    return silent.select(rows=pl.len(), example=pl.col("id").cast(pl.String).first())


def _same_day_and_amount(bought: pl.LazyFrame) -> pl.LazyFrame:
    """Orders of a customer that repeat an amount of the same day, other than zero; an amount of one as example.

    Only days with several orders are looked at closely: these are few.
    """
    day = [pl.col(name) == pl.col(name).shift(1) for name in ("customer", "day")]
    same = pl.all_horizontal(day).fill_null(value=False)
    several = bought.filter(same | same.shift(-1, fill_value=False)).filter(pl.col("amount") != 0)
    repeats = several.group_by("customer", "day", "amount").agg(more=pl.len() - 1).filter(pl.col("more") > 0)
    first = repeats.select(pl.col("amount").sort_by("customer", "day", "amount").first() / 10_000)
    return pl.concat(
        [repeats.select(rows=pl.col("more").sum()), first.select(example=pl.col("amount").cast(pl.String))],
        how="horizontal",
    )


def _before_purchase(data: Data) -> pl.LazyFrame:
    """Refunds of customers who had not bought anything before."""
    log = data.log
    money = log.events.filter(one_of("event", log.kinds_of("purchase", "refund")))
    money = money.select("customer", bought=data.is_purchase)
    so_far = pl.col("bought").cast(pl.Int64).cum_sum()
    before = pl.when(starts("customer")).then(so_far - pl.col("bought")).forward_fill()
    early = money.with_columns(own=so_far - before).filter(~pl.col("bought") & (pl.col("own") == 0))
    return _named(data, early.select("customer"))
