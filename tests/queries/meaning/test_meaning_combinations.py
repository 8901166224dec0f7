"""The generator tells the truth: figures counted by hand, and again off the files it writes."""

from __future__ import annotations

from datetime import datetime
from random import Random
from typing import TYPE_CHECKING

import polars as pl
import pytest

from tests.queries.meaning.combination import ALONE, DIMENSIONS, Combination
from tests.queries.meaning.fates import WORDS
from tests.queries.meaning.history import Cents, Fate, History, Line, Order, Prices, draw

if TYPE_CHECKING:
    from pathlib import Path

ROUND = range(300)


def alone(dimension: str, name: str, folder: Path) -> tuple[pl.DataFrame, dict[str, float]]:
    """The first table of one dialect among usual ones, all text, and the figures it tells."""
    dialect = next(one for place, one in ALONE if (place, one.name) == (dimension, name))
    paths, figures = Combination.alone(dimension, dialect).write(folder)
    return pl.read_csv(paths[0], infer_schema=False), figures


def order(number: int, person: int, fate: Fate, returned: int = 0) -> Order:
    """Two things at 5.00 on a day of the window."""
    return Order(number, person, datetime(2023, 8, number), (Line("SKU1", 2, Cents(500)),), fate, Cents(returned))


def test_figures_by_hand() -> None:
    sold = (order(1, 1, Fate.SALE), order(2, 1, Fate.SALE, returned=300), order(3, 2, Fate.SALE))
    assert History(sold).figures() == {"revenue": 27.0, "orders": 3, "buyers": 2, "window": 3, "customers": 2}
    some = History((*sold, order(4, 3, Fate.LATER), order(5, 3, Fate.NEVER)))
    assert some.figures() == {"revenue": 27.0, "orders": 3, "buyers": 2, "window": 3}
    assert History((*sold, order(6, 4, Fate.REFUND))).figures() == {"revenue": 27.0}


def test_a_history_has_what_dialects_need() -> None:
    history = draw(Random(1), frozenset(Fate), Prices.FINE, returns=True)
    assert len({order.person for order in history.orders}) == 60
    assert {order.fate for order in history.orders} == set(Fate)
    assert any(order.returned for order in history.orders)
    assert all(order.returned < order.total for order in history.orders)
    assert len({(order.person, order.time) for order in history.orders}) == len(history.orders)


def test_every_dialect_is_spoken_and_none_beside_one_it_bars() -> None:
    drawn = [list(Combination.of(seed).dialects.values()) for seed in ROUND]
    assert {one.name for dialects in drawn for one in dialects} == {
        one.name for dialects in DIMENSIONS.values() for one in dialects
    }
    assert all(one.fits(other) for dialects in drawn for one in dialects for other in dialects)


def test_a_seed_writes_the_same_again(tmp_path: Path) -> None:
    (tmp_path / "again").mkdir()
    for seed in range(0, 60, 7):
        combination = Combination.of(seed)
        if combination.dialects["file"].name != "DuckDB":
            first, figures = combination.write(tmp_path)
            second, same = Combination.of(seed).write(tmp_path / "again")
            assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]
            assert figures == same


@pytest.mark.parametrize("language", WORDS)
def test_words_tell_the_figures(tmp_path: Path, language: str) -> None:
    table, figures = alone("counts", f"status in {language}", tmp_path)
    words = [word.casefold() for word in WORDS[language][Fate.SALE]]
    status = next(name for name in table.columns if name not in ("order_id", "customer_id", "order_date", "amount"))
    sold = table.filter(pl.col(status).str.to_lowercase().is_in(words))
    assert sold["amount"].cast(pl.Float64).sum() == pytest.approx(figures["revenue"])
    assert (len(sold), sold["customer_id"].n_unique()) == (figures["orders"], figures["buyers"])


def test_a_repeated_total_tells_the_figures(tmp_path: Path) -> None:
    table, figures = alone("grain", "total on every line", tmp_path)
    orders = table.unique("order_id")
    assert len(orders) == figures["orders"] < len(table)
    assert orders["order_total"].cast(pl.Float64).sum() == pytest.approx(figures["revenue"])


def test_events_tell_the_figures(tmp_path: Path) -> None:
    table, figures = alone("grain", "one sale as many events", tmp_path)
    events = table.with_columns(pl.col("value").cast(pl.Float64)).group_by("event_type").agg(pl.len(), pl.sum("value"))
    told = {kind: (count, value) for kind, count, value in events.iter_rows()}
    placed, paid = told["Placed Order"]
    cancelled, lost = told["Cancelled Order"]
    assert paid - lost - told["Refunded Order"][1] == pytest.approx(figures["revenue"])
    assert placed - cancelled == figures["orders"]


def test_sums_tell_the_figures(tmp_path: Path) -> None:
    table, figures = alone("grain", "sums by month", tmp_path)
    assert table["orders"].cast(pl.Int64).sum() == figures["orders"] > len(table)
    assert table["amount"].cast(pl.Float64).sum() == pytest.approx(figures["revenue"])
