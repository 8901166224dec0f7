"""What is planted is there when it is on, as large as the truth says, and gone when it is off."""

from __future__ import annotations

from math import sqrt
from typing import TYPE_CHECKING

import duckdb
import pytest

from sample_data import Effects, generate

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Shop


def _errors(found: tuple[int, int], chance: float) -> float:
    """How many standard errors a share is from its chance."""
    hits, of = found
    return (hits / of - chance) / sqrt(chance * (1 - chance) / of)


def test_each_step_of_a_visit_has_its_chance(shop: Shop) -> None:
    product, cart, checkout = shop.truth.plants.funnel
    # By chance a second page is a product without the step having been taken.
    taken = product / (product + (1 - product) * 0.54)
    # Visits that end with the checkout may be purchases: those of four pages are left out, where it is the last step.
    for place, before, page, long, chance in (
        (3, "product", "cart", "len(pages) = 3 OR len(pages) > 4", cart * taken),
        (4, "cart", "checkout", "len(pages) > 4", checkout),
    ):
        found = shop.one(
            f"SELECT count(*) FILTER (pages[{place}] = '{page}'), count(*) "
            "FROM (SELECT list(page ORDER BY viewed_at) AS pages FROM page_views GROUP BY session_id) "
            f"WHERE pages[-1] <> 'checkout' AND pages[{place - 1}] = '{before}' AND ({long})"
        )
        assert found[1] > 60
        assert abs(_errors(found, chance)) < 4


def test_store_orders_follow_a_look_at_the_app(shop: Shop) -> None:
    plants = shop.truth.plants
    looked = (
        "SELECT count(*) FILTER (EXISTS (SELECT 1 FROM page_views v WHERE v.customer_id = o.customer_id "
        f"AND v.channel = 'app' AND v.viewed_at BETWEEN o.ordered_at - INTERVAL {plants.assist_days} DAY "
        "AND o.ordered_at)), count(*) FROM orders o JOIN customers USING (customer_id) "
        f"WHERE lower(trim(o.channel)) = '{{}}' AND o.ordered_at::DATE - signed_up > {plants.assist_days}"
    )
    store, of = shop.one(looked.format("store"))
    phone, calls = shop.one(looked.format("phone"))
    assert store / of > plants.assist - 0.05
    assert store / of - phone / calls > plants.assist / 2


def test_the_offer_brings_women_at_weekends(shop: Shop) -> None:
    plants = shop.truth.plants
    assert plants.offer is not None
    first, last = plants.offer
    ask = (
        "SELECT count(*) FILTER (isodow(ordered_at) >= 6) FROM orders JOIN customers USING (customer_id) "
        f"WHERE sex = '{{}}' AND ordered_at::DATE BETWEEN '{first}' AND '{last}'"
    )
    women, men = (shop.one(ask.format(sex))[0] for sex in ("female", "male"))
    # As many women as men would order, by their numbers, without the offer.
    ratio = women / men / (55 / 41)
    assert abs(ratio - (1 + plants.offer_lift)) < 3 * ratio * sqrt(1 / women + 1 / men)
    assert shop.truth.drawn.offer_orders > 50


def test_the_pair_is_bought_together(shop: Shop) -> None:
    one, other = shop.truth.plants.pair
    with_one = f"(SELECT DISTINCT order_id FROM order_lines WHERE product_id = '{one}')"
    both = shop.one(
        f"SELECT count(DISTINCT order_id) FROM order_lines JOIN {with_one} USING (order_id) "
        f"WHERE product_id = '{other}'"
    )[0]
    first, second, orders = shop.one(
        f"SELECT count(DISTINCT order_id) FILTER (product_id = '{one}'), "
        f"count(DISTINCT order_id) FILTER (product_id = '{other}'), count(DISTINCT order_id) FROM order_lines"
    )
    assert both >= 20
    assert both * orders / (first * second) > 3


def test_the_rising_product_rises(shop: Shop) -> None:
    ask = (
        "SELECT count(*) FILTER (product_id = '{}' AND year(ordered_at) = 2024), "
        "count(*) FILTER (product_id = '{}' AND year(ordered_at) = 2023) FROM order_lines JOIN orders USING (order_id)"
    )
    rising = shop.truth.plants.rising
    late, early = shop.one(ask.format(rising, rising))
    assert late > 2 * early > 20


@pytest.mark.parametrize("name", ["offer", "funnel", "assist", "pair", "rising"])
def test_a_plant_that_is_off_is_not_there_and_leaves_orders_as_they_are(tmp_path: Path, name: str, shop: Shop) -> None:
    path = tmp_path / "without.duckdb"
    truth = generate(path, effects=Effects(**{name: False}))
    off = {"offer": None, "funnel": (), "assist": 0.0, "pair": (), "rising": None}
    assert getattr(truth.plants, name) == off[name]
    ask = "SELECT bit_xor(hash(customer_id, ordered_at, amount)) FROM orders"
    with duckdb.connect(path, read_only=True) as connection:
        orders = connection.execute(ask).fetchone()
    assert (orders == shop.one(ask)) == (name != "offer")
