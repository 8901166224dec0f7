"""What customers are and do hangs together: nobody is anybody, and nothing comes before its cause."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sample_data.schema import EVENT_TABLES

if TYPE_CHECKING:
    from conftest import Shop


@pytest.mark.parametrize("table", [*EVENT_TABLES, "experiment"])
def test_everybody_is_known_and_nothing_is_outside_the_history(shop: Shop, table: str) -> None:
    columns = [c[0] for c in shop.rows(f"DESCRIBE {table}")]
    (time,) = [c for c in columns if c.endswith("_at")][:1]
    missing = f"SELECT count(*) FROM {table} ANTI JOIN customers USING (customer_id) WHERE customer_id IS NOT NULL"
    assert shop.one(missing) == (0,)
    outside = f"{time} NOT BETWEEN '2023-01-02' AND '2024-12-31 23:59:59' AND year({time}) < 2099"
    assert shop.one(f"SELECT count(*) FROM {table} WHERE {outside}") == (0,)


def test_nobody_acts_before_signing_up(shop: Shop) -> None:
    for table, time in (("orders", "ordered_at"), ("page_views", "viewed_at"), ("emails", "event_at")):
        early = f"SELECT count(*) FROM {table} JOIN customers USING (customer_id) WHERE {time}::DATE < signed_up - 1"
        assert shop.one(early) == (0,)


def test_online_orders_end_a_session(shop: Shop) -> None:
    """A web or app order follows a checkout of its customer within the hour; most sessions buy nothing."""
    alone = """
        SELECT count(*) FROM (SELECT * FROM orders WHERE lower(trim(channel)) IN ('web', 'app')) AS o
        ANTI JOIN (SELECT * FROM page_views WHERE page = 'checkout') AS v
        ON (v.customer_id IS NULL OR v.customer_id = o.customer_id)
           AND v.viewed_at BETWEEN o.ordered_at - INTERVAL 1 HOUR AND o.ordered_at
        WHERE o.customer_id IS NOT NULL AND year(o.ordered_at) < 2099"""
    assert shop.one(alone) == (0,)
    bought, sessions = shop.one(
        "SELECT count(*) FILTER (bought), count(*) FROM"
        " (SELECT bool_or(page = 'checkout') AS bought FROM page_views GROUP BY session_id)"
    )
    assert 0.25 < bought / sessions < 0.5


def test_dwell_times_are_the_gaps_within_sessions(shop: Shop) -> None:
    wrong = """
        SELECT count(*) FROM (SELECT seconds, epoch(lead(viewed_at) OVER (PARTITION BY session_id
            ORDER BY viewed_at) - viewed_at)::INT AS gap FROM page_views) WHERE seconds <> gap"""
    assert shop.one(wrong) == (0,)


def test_people_are_of_many_scripts_and_of_nobody(shop: Shop) -> None:
    for script in (r"\p{Han}", r"\p{Arabic}", r"\p{Cyrillic}", r"[ŠŁØ]", r"\p{Hiragana}", "🌻|☕|🐈"):
        (count,) = shop.one(f"SELECT count(*) FROM customers WHERE regexp_matches(name, '{script}')")
        assert count > 0, script
    wrong = r"""
        SELECT count(*) FROM customers WHERE NOT regexp_full_match(email, '[a-z.0-9]+@example\.(com|org|net)')
        OR NOT regexp_full_match(phone, '\+1 555 \d{3} \d{4}')"""
    assert shop.one(wrong) == (0,)
    bands = """
        SELECT count(*) FROM (SELECT 2024 - year(birthday) AS age, age_band FROM customers) WHERE NOT
        (CASE WHEN age_band = '65+' THEN age >= 65
         ELSE age BETWEEN split_part(age_band, '-', 1)::INT AND split_part(age_band, '-', 2)::INT END)"""
    assert shop.one(bands) == (0,)


def test_survey_is_in_range_and_in_two_languages(shop: Shop) -> None:
    assert shop.one("SELECT min(nps), max(nps), min(csat), max(csat) FROM survey") == (0, 10, 1, 5)
    for test in (r"regexp_matches(comment, '\p{Han}')", "comment LIKE '%the%'", "comment IS NULL"):
        assert shop.one(f"SELECT count(*) FROM survey WHERE {test}")[0] > 0


def test_clicks_follow_opens_follow_sends(shop: Shop) -> None:
    wrong = """
        SELECT count(*) FROM (PIVOT emails ON event USING min(event_at) GROUP BY customer_id, campaign)
        WHERE email_sent IS NULL OR email_open <= email_sent OR email_click <= email_open
           OR (email_click IS NOT NULL AND email_open IS NULL)"""
    assert shop.one(wrong) == (0,)
