"""The whole shop, table by table: each is drawn, written and let go before the next."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from sample_data.contacts import mention_table, store_visit_table
from sample_data.effects import Effects
from sample_data.emails import email_table
from sample_data.experiment import experiment_table
from sample_data.faults import Faults, spoil_orders, spoil_page_views
from sample_data.lines import Lines, draw_lines, line_table
from sample_data.orders import Orders, draw_orders, order_table
from sample_data.pages import page_table
from sample_data.people import People, customer_table, draw_people
from sample_data.process import SPEND, Base, draw_base
from sample_data.products import product_table
from sample_data.refunds import draw_refunds
from sample_data.schema import EVENT_TABLES
from sample_data.support import support_table
from sample_data.survey import survey_table
from sample_data.truth import Drawn, Truth, truth_of, truth_path
from sample_data.visits import draw_sessions
from sample_data.write import ShopFile, shop_file

if TYPE_CHECKING:
    from pathlib import Path

_ALL = Effects()
_EVENTS_A_CUSTOMER = 24.8  # with all effects, measured; a test keeps it so


def generate(path: Path, *, customers: int = 5_000, seed: int = 7, effects: Effects = _ALL) -> Truth:
    """Write the shop's DuckDB file, and its truth as JSON beside it (`<stem>.truth.json`).

    Args:
        path: The file to write; it must not exist.
        customers: How many customers there are, those who never buy among them; at least one.
        seed: The same seed, customers and effects give the same rows.
        effects: What to leave out.

    Raises:
        FileExistsError: There is a file already.
        ValueError: There is no customer.
    """
    if customers < 1:
        raise ValueError("A shop needs at least one customer.")
    base = draw_base(customers, seed, effects)
    people = draw_people(customers, seed)
    orders = draw_orders(base, people, seed, effects)
    with shop_file(path, customers) as shop:
        shop.add("customers", customer_table(base, people, seed, effects))
        shop.add("products", product_table(seed))
        lines = draw_lines(orders, seed, effects)
        shop.add("order_lines", line_table(lines))
        faults = _add_orders(shop, orders, seed, effects)
        shop.add("experiment", experiment_table(base, seed, effects))
        if effects.non_purchase:
            hidden = _add_visits(shop, base, people, orders, lines, seed, effects)
            faults = replace(faults, page_view_missing_ids=hidden)
            _add_contacts(shop, base, people, orders, seed, effects)
    truth = truth_of(
        seed=seed,
        customers=customers,
        effects=effects,
        faults=faults,
        drawn=_drawn(base, orders),
        counts=shop.counts,
        events=sum(shop.counts[table] for table in EVENT_TABLES),
    )
    truth.write(truth_path(path))
    return truth


def _add_orders(shop: ShopFile, orders: Orders, seed: int, effects: Effects) -> Faults:
    """Write orders with their faults, and refunds."""
    refunds, status = draw_refunds(orders, seed, effects)
    shop.add("refunds", refunds)
    table, faults = spoil_orders(order_table(orders, status), orders.first | (status > 0), seed, effects)
    shop.add("orders", table)
    return faults


def _add_visits(
    shop: ShopFile, base: Base, people: People, orders: Orders, lines: Lines, seed: int, effects: Effects
) -> int:
    """Write page views, and say how many of them miss their customer."""
    sessions = draw_sessions(base, people, orders, lines, seed, effects)
    table, hidden = spoil_page_views(page_table(sessions, seed, effects), seed, effects)
    shop.add("page_views", table)
    return hidden


def _add_contacts(shop: ShopFile, base: Base, people: People, orders: Orders, seed: int, effects: Effects) -> None:
    """Write everything else that happens between customers and the shop."""
    shop.add("emails", email_table(base, seed))
    shop.add("support", support_table(orders, seed, effects))
    shop.add("social_mentions", mention_table(base, people, seed, effects))
    shop.add("store_visits", store_visit_table(base, people, orders, seed, effects))
    shop.add("survey", survey_table(base, people, orders, seed, effects))


def _drawn(base: Base, orders: Orders) -> Drawn:
    """What chance has made of the process."""
    buyers = int(base.buyer.sum())
    return Drawn(
        buyers=buyers,
        prospects=len(base) - buyers,
        active=int((base.active & base.buyer).sum()),
        repeat_orders=len(orders) - buyers - orders.second - orders.offered,
        same_day_orders=orders.second,
        lost_orders=orders.lost,
        offer_orders=orders.offered,
    )


def latent(truth: Truth) -> pl.DataFrame:
    """What each customer of a shop is in truth: drawn again, for no file of the shop says it.

    Returns:
        By position (the customer's number less one): `buyer`, `active` at the end of the history,
        `purchase_rate` and `dropout_rate` a week, and `mean_spend` an order.
    """
    base = draw_base(truth.customers, truth.seed, truth.effects)
    return pl.DataFrame(
        {
            "customer": np.arange(truth.customers, dtype=np.uint32),
            "buyer": base.buyer,
            "active": base.active & base.buyer,
            "purchase_rate": base.purchase_rate,
            "dropout_rate": base.dropout_rate,
            "mean_spend": SPEND.p / base.spend_scale,
        }
    )


def customers_for(events: int) -> int:
    """About how many customers give that many events, with all effects."""
    return max(1, round(events / _EVENTS_A_CUSTOMER))
