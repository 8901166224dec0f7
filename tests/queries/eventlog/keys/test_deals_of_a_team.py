"""`[deals]`: what is read of them, of whom, in which form, and what a mapping file may not say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from queries.errors import MappingError

if TYPE_CHECKING:
    from tests.queries.eventlog.keys.conftest import Opened, OpenWith

ORDERS = "who,at\n7,2024-01-03\nBob,2024-01-21"
ENTRY = """
    [deals]
    table = "deals"
    id = "no"
    customer = "account"
    opened = { column = "began", format = "dmy" }
    closed = { column = "ended", format = "dmy" }
    stage = "stage"
    amount = { column = "worth", format = "comma", factor = 1000 }
    won = ["closed WON "]
    lost = ["输单"]
"""
DEALS = """
    no,account,began,ended,stage,worth
    1.0,7.0,01/02/2024,03/02/2024,Closed Won,"1,5"
    2,BOB,02/02/2024,05/02/2024,输单,2
    3,nobody we know,03/02/2024,31/12/2030,Offer,
    4,,not a day,,Offer,3
    ,7,01/02/2024,,Offer,3
    5,7,01/02/2024,,,3
"""


def deals(opened: Opened, *names: str) -> list[tuple[Any, ...]]:
    """The deals in the order of their numbers, with the ids of their customers."""
    frame = opened.log.details.table("deals").sort("deal", "changed", maintain_order=True)
    named = frame.join(opened.log.customers, on="customer", how="left", maintain_order="left")
    read = named.with_columns(
        pl.col("id").cast(pl.String),
        pl.col(pl.Enum).cast(pl.String),
        pl.col("opened", "closed").dt.strftime("%Y-%m-%d"),
        (pl.col("amount") / 10_000).round(4),
    )
    return read.select(names).collect().rows()


def test_deals_are_read_in_their_own_form_whoever_they_are_with(open_with: OpenWith) -> None:
    opened = open_with("", orders=ORDERS, deals=DEALS, rest=ENTRY, top="fold = true")
    assert deals(opened, "id", "stage", "outcome", "opened", "closed", "amount") == [
        ("7", "Closed Won", "won", "2024-02-01", "2024-02-03", 1500.0),
        ("bob", "输单", "lost", "2024-02-02", "2024-02-05", 2000.0),
        (None, "Offer", "open", "2024-02-03", None, None),
        (None, "Offer", "open", None, None, 3000.0),
    ]
    assert opened.figures("orders") == (2,)


def test_the_last_stage_of_a_deal_counts(open_with: OpenWith) -> None:
    stages = ("1,2024-01-01,Offer,2024-01-05", "1,2024-01-01,Talk,2024-01-01", "2,2024-01-01,Talk,2024-01-01")
    rows = "\n".join(["no,began,stage,since", *stages])
    entry = '[deals]\ntable = "deals"\nid = "no"\nopened = "began"\nstage = "stage"\nchanged = "since"\n'
    opened = open_with("", orders=ORDERS, deals=rows, rest=entry)
    assert deals(opened, "deal", "stage", "last") == [(0, "Talk", False), (0, "Offer", True), (1, "Talk", True)]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ('opened = { column = "began", format = "dmy" }', "deals.opened is missing"),
        ('won = ["closed WON "]', 'deals.lost has "a", which is also in won'),
        ('stage = "stage"', 'deals.stage is "step", which is no column of "deals"'),
        ('closed = { column = "ended", format = "dmy" }', "deals.closed is one value for all rows"),
    ],
)
def test_mistakes_are_told_in_one_sentence(open_with: OpenWith, change: str, said: str) -> None:
    instead = {"won": 'won = ["A "]\nlost = ["a"]', "sta": 'stage = "step"', "clo": 'closed = { value = "x" }'}
    entry = ENTRY.replace('lost = ["输单"]', "") if change.startswith("won") else ENTRY
    with pytest.raises(MappingError) as error:
        open_with("", orders=ORDERS, deals=DEALS, rest=entry.replace(change, instead.get(change[:3], "")))
    assert said in str(error.value)
