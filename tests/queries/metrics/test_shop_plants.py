"""What is planted in the sample shop is found again, by what its file means without anybody's help."""

from __future__ import annotations

from math import sqrt
from typing import TYPE_CHECKING

import duckdb
import polars as pl
import pytest

from queries.question.question import Question
from queries.session import Session
from sample_data import generate

if TYPE_CHECKING:
    from pathlib import Path

    from queries.answering.runner import Runner
    from sample_data import Truth


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Truth]:
    """The demo's shop: what is planted is told from chance in as many orders as it has."""
    path = tmp_path_factory.mktemp("planted") / "shop.duckdb"
    return path, generate(path)


@pytest.fixture(scope="module")
def guessed(planted: tuple[Path, Truth]) -> Runner:
    session = Session([planted[0]])
    session.look()
    return session.load()


def named(path: Path, *products: str | None) -> list[str]:
    """What products are called."""
    with duckdb.connect(str(path), read_only=True) as connection:
        names = dict(connection.execute("SELECT product_id, name FROM products").fetchall())
    return [names[product] for product in products]


def test_the_pair_that_is_bought_together_stands_out(guessed: Runner, planted: tuple[Path, Truth]) -> None:
    pairs = guessed.answer(Question.of("basket", top=10_000)).frame.sort("lift", descending=True)
    assert sorted(pairs.select("item", "with").row(0)) == sorted(named(planted[0], *planted[1].plants.pair))
    assert pairs["lift"][0] > 1.5 * pairs["lift"][2]


def test_the_item_that_rises_rises_most(guessed: Runner, planted: tuple[Path, Truth]) -> None:
    top = guessed.answer(Question.of("demand")).frame.sort("slope", descending=True).row(0, named=True)
    assert [top["item"]] == named(planted[0], planted[1].plants.rising)
    assert top["verdict"] == "rising"


def test_newsletters_are_opened_and_clicked_as_drawn(guessed: Runner, planted: tuple[Path, Truth]) -> None:
    plants = planted[1].plants
    totals = guessed.answer(Question.of("response")).frame.select(pl.col("delivered", "opened", "clicked").sum())
    delivered, opened, clicked = totals.row(0)
    share = clicked / opened
    assert abs(share - plants.clicked) < 4 * sqrt(plants.clicked * (1 - plants.clicked) / opened)
    # Some who are written to have left by then.
    assert plants.opened_gone < opened / delivered < plants.opened_active


def test_the_app_goes_before_orders_in_a_store(guessed: Runner) -> None:
    pairs = guessed.answer(Question.of("channels")).parts["pairs"][1]
    with_app = {
        other: index
        for channel, other, index in pairs.select("channel", "with", "index").iter_rows()
        if channel == "app" and other in ("web", "store", "email")
    }
    assert max(with_app, key=lambda other: with_app[other]) == "store"
    assert with_app["store"] > 110


def test_a_cart_is_looked_at_by_fewer_than_a_product_and_the_checkout_by_fewer_still(guessed: Runner) -> None:
    steps = "page_view[page=product],page_view[page=cart],page_view[page=checkout]"
    counted = guessed.answer(Question.of("funnel", steps=steps, within="session", entry="first")).frame["customers"]
    assert counted[0] > counted[1] > counted[2] > 0
