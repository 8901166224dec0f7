"""Deals of a sales team, from opening to won or lost; they need no customer of the log, and no time of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from queries.eventlog.details.fetch import coded
from queries.eventlog.details.model import DEALS
from queries.eventlog.expressions import compared, money, order_id, time_ms, trimmed
from queries.eventlog.identity import identity, type_of
from queries.source.table import literal

if TYPE_CHECKING:
    from collections.abc import Iterable

    from queries.eventlog.details.rows import Asked
    from queries.eventlog.model import EventLog
    from queries.eventlog.reading import Reading
    from queries.mapping.model import DealTable, Field
    from queries.source.table import Table


def has_deals(readings: Iterable[Reading], log: EventLog) -> bool:  # noqa: ARG001 - as every detail is asked
    """Whether the mapping names a table of deals."""
    return log.mapping.deals is not None


def read_deals(asked: Asked) -> pl.DataFrame:
    """The deals with the columns of `DEALS`, sorted by customer (those of nobody first), deal and time of the stage.

    Rows without a deal or without any stage tell nothing and are left out; of one deal on several rows without a time
    of their stages the last row of the file counts.
    """
    deals = asked.log.mapping.deals
    assert deals is not None, "asked only where a table tells them"
    table = asked.source.table(deals.table)
    frame: pl.DataFrame = asked.connection.sql(_rows(asked, deals, table)).pl()
    known = frame.filter(pl.col("id").is_not_null(), pl.col("stage").is_not_null())
    times = [pl.col(name).cast(pl.Datetime("ms")) for name in ("opened", "closed", "changed")]
    placed = known.with_columns(
        *times, pl.col("customer").cast(pl.UInt32), deal=pl.col("id").rank("dense").cast(pl.UInt32) - 1
    )
    ordered = placed.sort("customer", "deal", "changed", maintain_order=True)
    marked = ordered.with_columns(coded(ordered[name]) for name in ("stage", "outcome"))
    return marked.with_columns(last=pl.col("deal").is_last_distinct()).select(*DEALS)


def _rows(asked: Asked, deals: DealTable, table: Table) -> str:
    """The table's rows as SQL: `customer` (code), `id`, `stage`, `outcome`, `opened`, `closed`, `changed`, `amount`."""
    stage = trimmed(deals.stage)
    outcome = "CASE " + "".join(
        f"WHEN lower({stage}) IN ({', '.join(literal(compared(value)) for value in values)}) THEN '{called}' "
        for called, values in (("won", deals.won), ("lost", deals.lost))
        if values
    )
    outcome = f"{outcome} ELSE 'open' END" if deals.won or deals.lost else "'open'"
    amount = money(deals.amount, type_of(table, deals.amount.column)) if deals.amount else "NULL"
    who = "NULL"
    if deals.customer:
        named = identity(asked.log.mapping, deals.customer, type_of(table, deals.customer), as_integer=False)
        who = f"({named})::VARCHAR"
    zone = asked.log.mapping.timezone
    opened, shut, changed = (_when(field, table, zone) for field in (deals.opened, deals.closed, deals.changed))
    read = (
        f"SELECT {who} AS who, ({order_id(deals.id, type_of(table, deals.id))})::VARCHAR AS id, {stage} AS stage, "
        f"{outcome} AS outcome, {opened} AS opened, {shut} AS shut, {changed} AS changed, ({amount})::BIGINT AS amount "
        f"FROM {table.sql}"
    )
    return (
        "SELECT c.code AS customer, d.id, stage, outcome, opened, CASE WHEN outcome <> 'open' THEN shut END AS closed, "
        f"changed, amount FROM ({read}) d LEFT JOIN customer_codes c ON d.who = c.id::VARCHAR"
    )


def _when(field: Field | None, table: Table, zone: str) -> str:
    """A time in milliseconds, or none where no column says it."""
    return f"({time_ms(field, type_of(table, field.column), zone)})::BIGINT" if field else "NULL::BIGINT"
