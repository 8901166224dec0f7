"""Each effect is there when it is on, as large as the truth says, and gone when it is off."""

from __future__ import annotations

from math import log, sqrt
from typing import TYPE_CHECKING

import duckdb
import numpy as np
import pytest

from sample_data import Effects, generate
from sample_data.almanac import AS_OF, FIRST, SEASONS

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Shop

_KNOWN = "FROM orders WHERE ordered_at < TIMESTAMP '2025-01-01'"


def weekend_ratio(shop: Shop) -> tuple[float, float]:
    """Orders a weekend day over orders a working day, as a logarithm, and its standard error."""
    weekend, week = (shop.one(f"SELECT count(*) {_KNOWN} AND isodow(ordered_at) {days}")[0] for days in (">= 6", "< 6"))
    return log(weekend / 208) - log(week / 522), sqrt(1 / weekend + 1 / week)


def test_weekend_has_the_stated_rate(shop: Shop) -> None:
    found, error = weekend_ratio(shop)
    assert shop.truth.weekend == 1.3
    assert abs(found - log(1.3)) < 3 * error


def test_weekend_is_a_day_like_others_when_off(bare: Shop) -> None:
    found, error = weekend_ratio(bare)
    assert bare.truth.weekend == 1.0
    assert abs(found) < 3 * error


def test_outage_stops_web_and_app_only(shop: Shop) -> None:
    assert shop.truth.outage is not None
    first, last = shop.truth.outage
    during = f"ordered_at::DATE BETWEEN '{first}' AND '{last}'"
    assert shop.one(f"SELECT count(*) {_KNOWN} AND {during} AND lower(trim(channel)) IN ('web', 'app')") == (0,)
    assert shop.one(f"SELECT count(*) {_KNOWN} AND {during}")[0] > 0
    assert shop.truth.drawn.lost_orders > 0
    visits = f"SELECT count(*) FROM page_views WHERE viewed_at::DATE BETWEEN '{first}' AND '{last}'"
    assert shop.one(visits)[0] < 20  # what was open at midnight is read to its end


def test_surge_multiplies_the_rate(shop: Shop) -> None:
    assert shop.truth.surge is not None
    first, _ = shop.truth.surge
    weeks = dict(
        shop.rows(
            f"SELECT datediff('day', DATE '{first}' - 14, ordered_at::DATE) // 7, count(*) {_KNOWN}"
            f" AND ordered_at::DATE BETWEEN DATE '{first}' - 14 AND DATE '{first}' + 13"
            " AND isodow(ordered_at) < 7 GROUP BY 1"
        )
    )
    during = weeks.pop(2)
    around = list(weeks.values())
    found = log(during / (sum(around) / len(around)))
    assert abs(found - log(shop.truth.surge_factor)) < 3 * sqrt(1 / during + 1 / sum(around))


def test_experiment_has_the_stated_effect(shop: Shop, bare: Shop) -> None:
    for one, effect in ((shop, 0.05), (bare, 0.0)):
        assert one.truth.experiment.effect == pytest.approx(effect)
        asked = one.rows("SELECT variant, avg(converted::INT), count(*) FROM experiment GROUP BY variant")
        counted = {variant: (share, count) for variant, share, count in asked}
        (a, n), (b, m) = counted["control"], counted["treatment"]
        assert abs(b - a - effect) < 3 * sqrt(a * (1 - a) / n + b * (1 - b) / m)
        assert abs(n - m) < 3 * sqrt(n + m)


def test_seasons_multiply_by_month(tmp_path: Path) -> None:
    """First orders follow the calendar without anybody's past, so their months are the seasons alone."""
    path = tmp_path / "seasons.duckdb"
    effects = Effects(**{name: name == "seasons" for name in Effects.__dataclass_fields__})
    assert generate(path, customers=20_000, effects=effects).seasons == SEASONS
    with duckdb.connect(path, read_only=True) as connection:
        found = connection.execute(
            "SELECT month(first), count(*) FROM (SELECT min(ordered_at) AS first FROM orders"
            " GROUP BY customer_id) GROUP BY 1 ORDER BY 1"
        ).fetchall()
    months = np.arange(np.datetime64(FIRST), np.datetime64(AS_OF)).astype("datetime64[M]").astype(int) % 12
    share = np.bincount(months) * np.asarray(SEASONS)
    expected = 20_000 * share / share.sum()
    chi2 = ((np.asarray([count for _, count in found]) - expected) ** 2 / expected).sum()
    assert chi2 < 11 + 3 * sqrt(2 * 11)


def test_evenings_are_busy_and_closed_stores_sell_nothing(shop: Shop, bare: Shop) -> None:
    evening = f"SELECT avg((hour(ordered_at) BETWEEN 18 AND 21)::INT) {_KNOWN}"
    assert shop.one(evening)[0] > 0.3
    assert bare.one(evening)[0] == pytest.approx(4 / 24, abs=0.01)
    closed = "lower(trim(channel)) IN ('store', 'phone') AND hour(ordered_at) NOT BETWEEN 9 AND 19"
    assert shop.one(f"SELECT count(*) {_KNOWN} AND {closed}") == (0,)


def test_what_is_off_is_empty(bare: Shop) -> None:
    for table in ("page_views", "emails", "support", "social_mentions", "store_visits", "survey", "refunds"):
        assert bare.truth.counts[table] == 0
    assert bare.truth.drawn.prospects == bare.truth.drawn.lost_orders == bare.truth.drawn.same_day_orders == 0
    assert bare.truth.outage is bare.truth.surge is None


def test_prospects_visit_and_never_buy(shop: Shop) -> None:
    never = shop.one("SELECT count(*) FROM customers ANTI JOIN orders USING (customer_id)")
    assert never == (shop.truth.drawn.prospects,)
    assert 0.12 < shop.truth.drawn.prospects / shop.truth.customers < 0.18


def test_one_effect_off_leaves_other_rows_alone(tmp_path: Path, shop: Shop) -> None:
    path = tmp_path / "calm.duckdb"
    generate(path, effects=Effects(refunds=False, experiment=False, non_purchase=False))
    ask = "SELECT bit_xor(hash(order_id, line, product_id, price)) FROM order_lines"
    with duckdb.connect(path, read_only=True) as connection:
        assert connection.execute(ask).fetchall() == [shop.one(ask)]
