"""Attribution: by hand, by a recount in plain Python, and that nothing is lost or earned twice."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from queries.answering.runner import Runner
from queries.errors import QuestionError
from queries.question.question import Question
from queries.question.scope import Scope
from queries.session import Options, Session

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from queries.answering.result import Result
    from queries.eventlog.model import EventLog

MODELS = ("first", "last", "linear", "decay", "position")
FIRST = datetime(2024, 1, 1)
happened = st.lists(
    st.tuples(
        st.sampled_from("abc"),
        st.integers(0, 60 * 24 * 4),  # quarters of an hour
        st.sampled_from(["visit", "visit", "click", "purchase"]),
        st.sampled_from(["web", "app", "mail", None]),
    ),
    min_size=1,
    max_size=40,
    unique_by=lambda row: row[:2],
)


def told(result: Result, *columns: str) -> dict[str, tuple[Any, ...]]:
    by = result.columns[0].name
    return {row[0]: row[1:] for row in result.frame.select(by, *columns).iter_rows()}


def test_the_models_by_hand(log_of: Callable[..., EventLog], answer: Callable[..., Result]) -> None:
    log = log_of(
        ("ann", "2024-01-01 10:00", "visit", None, "search"),
        ("ann", "2024-01-08 10:00", "visit", None, "mail"),
        ("ann", "2024-01-08 10:10", "visit", None, "mail"),  # the same visit, the same channel: one touch
        ("ann", "2024-01-15 10:00", "visit", None, "direct"),
        ("ann", "2024-01-15 10:20", "purchase", 70, "web"),
        ("bob", "2024-01-15 10:20", "purchase", 30, "web"),
    )
    days = [14 + 20 / 1440, 7 + 20 / 1440, 20 / 1440]
    decay = [2 ** (-day / 7) for day in days]
    shares = [weight / sum(decay) for weight in decay]
    result = answer(log, "attribution")
    found = told(result, *MODELS)
    assert found["search"] == pytest.approx((1, 0, 1 / 3, shares[0], 0.4))
    assert found["mail"] == pytest.approx((0, 0, 1 / 3, shares[1], 0.2))
    assert found["direct"] == pytest.approx((0, 1, 1 / 3, shares[2], 0.4))
    assert found["unknown"] == (1, 1, 1, 1, 1)
    revenue = told(result, "touches", "customers", *(f"revenue_{name}" for name in MODELS))
    assert revenue["search"] == pytest.approx((1, 1, 70, 0, 70 / 3, 70 * shares[0], 28))
    assert revenue["unknown"] == (0, 1, 30, 30, 30, 30, 30)
    assert [figure.value for figure in result.figures] == [2, 0.5]
    assert result.findings[0] == "1 of 2 purchases (50.0 %) had no touch."
    skipping = told(answer(log, "attribution", direct="skip"), "first", "last")
    assert skipping == {"search": (1, 0), "mail": (0, 1), "direct": (0, 0), "unknown": (1, 1)}
    runner = Runner(log)
    for channel, who in (("mail", "ann"), ("unknown", "bob")):
        assert runner.customers(Question.of("attribution"), {"channel": channel})["id"].to_list() == [who]


def test_two_touches_share_and_direct_alone_earns(
    log_of: Callable[..., EventLog], answer: Callable[..., Result]
) -> None:
    log = log_of(
        ("ann", "2024-01-01", "visit", None, "search"),
        ("ann", "2024-01-02", "visit", None, "mail"),
        ("ann", "2024-01-03", "purchase"),
        ("bob", "2024-01-02", "visit", None, "(direct)"),
        ("bob", "2024-01-03", "purchase"),
    )
    assert told(answer(log, "attribution"), "position") == {"search": (0.5,), "mail": (0.5,), "(direct)": (1,)}
    assert told(answer(log, "attribution", direct="skip"), "last")["(direct)"] == (1,)


def test_each_purchase_looks_back_by_itself(log_of: Callable[..., EventLog], answer: Callable[..., Result]) -> None:
    log = log_of(
        ("ann", "2024-01-01 12:00", "visit", None, "search"),
        ("ann", "2024-01-10 12:00", "purchase"),
        ("ann", "2024-01-31 12:00", "purchase"),  # to the instant 30 days later: still in its look-back
        ("ann", "2024-01-31 12:01", "purchase"),
    )
    found = told(answer(log, "attribution"), "touches", "first")
    assert found == {"search": (2, 2), "unknown": (0, 1)}
    assert told(answer(log, "attribution", lookback=5), "first") == {"unknown": (3,)}


def test_decay_runs_over_days_not_over_ranks(log_of: Callable[..., EventLog], answer: Callable[..., Result]) -> None:
    touches = [("ann", f"2024-01-{day:02} 12:00", "visit", None, channel) for day, channel in ((1, "a"), (2, "b"))]
    near = log_of(*touches, ("ann", "2024-01-03 12:00", "purchase"))
    far = log_of(touches[0], ("ann", "2024-01-22 12:00", "visit", None, "b"), ("ann", "2024-01-22 12:00", "purchase"))
    assert told(answer(near, "attribution"), "decay")["a"][0] == pytest.approx(1 / (1 + 2 ** (1 / 7)))
    assert told(answer(far, "attribution"), "decay")["a"][0] == pytest.approx(1 / 9)


def test_a_channel_called_unknown_is_told_apart(log_of: Callable[..., EventLog], answer: Callable[..., Result]) -> None:
    log = log_of(
        ("ann", "2024-01-01", "visit", None, "unknown"), ("ann", "2024-01-02", "purchase"), ("bob", "2024-01-02")
    )
    assert told(answer(log, "attribution"), "first") == {"unknown": (1,), "(unknown)": (1,)}


def test_only_the_named_events_are_touches(log_of: Callable[..., EventLog], answer: Callable[..., Result]) -> None:
    log = log_of(
        ("ann", "2024-01-01", "visit", None, "web"),
        ("ann", "2024-01-02", "support", None, "phone"),
        ("ann", "2024-01-03", "purchase"),
    )
    assert told(answer(log, "attribution", event="visit"), "first") == {"web": (1,)}


@settings(max_examples=20)
@given(rows=happened, lookback=st.sampled_from([1, 7, 30]), since=st.integers(0, 30))
def test_every_model_gives_away_all_purchases_and_all_revenue_once(
    log_of: Callable[..., EventLog], rows: list[tuple[str, int, str, str | None]], lookback: int, since: int
) -> None:
    listed = [
        (who, FIRST + timedelta(minutes=15 * at), kind, place + 0.1 if kind == "purchase" else None, channel)
        for place, (who, at, kind, channel) in enumerate(rows)
    ]
    log = log_of(("z", FIRST, "visit", None, "web"), ("z", FIRST + timedelta(days=61), "purchase", 3, None), *listed)
    scope = Scope(since=FIRST.date() + timedelta(days=since))
    result = Runner(log).answer(Question.of("attribution", scope, lookback=lookback))
    bought = [
        row for row in listed if row[2] == "purchase" and row[1].date() >= date(2024, 1, 1) + timedelta(days=since)
    ]
    worth = 3 + sum(row[3] or 0 for row in bought)
    for name in MODELS:
        assert result.frame[name].sum() == pytest.approx(len(bought) + 1, rel=1e-12)
        assert result.frame[f"revenue_{name}"].sum() == pytest.approx(worth, rel=1e-12)
    expected = linear_recount(listed, bought, lookback)
    found = {channel: value for channel, (value,) in told(result, "linear").items() if channel != "unknown"}
    assert found == pytest.approx(expected)


def linear_recount(rows: list[Any], bought: list[Any], lookback: int) -> dict[str, float]:
    """What each channel earns when every touch earns the same, one purchase after the other."""
    earned: dict[str, float] = defaultdict(float)
    for buyer, moment, *_ in bought:
        own = sorted((row for row in rows if row[0] == buyer), key=lambda row: row[1])
        visits: list[list[Any]] = []
        for row in own:
            if not visits or row[1] - visits[-1][-1][1] > timedelta(minutes=30):
                visits.append([])
            visits[-1].append(row)
        begun: dict[tuple[int, str], datetime] = {}
        for number, visit in enumerate(visits):
            for _, at, kind, _, channel in visit:
                if kind != "purchase" and channel:
                    begun.setdefault((number, channel), at)
        in_time = [c for (_, c), at in begun.items() if moment - timedelta(days=lookback) <= at <= moment]
        for channel in in_time:
            earned[channel] += 1 / len(in_time)
    return dict(earned)


def test_campaigns_and_sessions_of_the_files(tmp_path: Path) -> None:
    path = tmp_path / "visits.csv"
    path.write_text(
        "who,at,kind,campaign,session\n"
        "ann,2024-01-01 10:00,visit,spring,s1\n"
        "ann,2024-01-01 11:00,visit,spring,s1\n"  # later than half an hour, but the same session: one touch
        "ann,2024-01-01 11:05,visit,spring,s2\n"
        "ann,2024-01-01 11:10,visit,,s2\n"
        "ann,2024-01-01 11:11,click,mail,\n"
        "ann,2024-01-01 12:00,purchase,,\n"
    )
    mapping = tmp_path / "map.toml"
    mapping.write_text(
        '[[events]]\ntable = "visits"\ncustomer = "who"\ntime = "at"\nevent = "kind"\ncampaign = "campaign"\n'
        'session = "session"\n[roles]\npurchase = ["purchase"]\n'
    )
    session = Session([path], Options(map_file=mapping))
    session.look()
    result = session.load().answer(Question.of("attribution", by="campaign"))
    assert told(result, "touches", "first", "linear") == {"spring": (2, 1, 2 / 3), "mail": (1, 0, 1 / 3)}
    assert result.frame["revenue_first"].to_list() == [None, None]  # nothing is known of money


def test_without_purchases_or_channels_it_says_what_is_missing(
    log_of: Callable[..., EventLog], answer: Callable[..., Result]
) -> None:
    with pytest.raises(QuestionError, match="no purchase events"):
        answer(log_of(("ann", "2024-01-01", "visit", None, "web")), "attribution")
    with pytest.raises(QuestionError, match="do not tell the channel"):
        answer(log_of(("ann", "2024-01-01")), "attribution")
    with pytest.raises(QuestionError, match="do not tell the campaign"):
        answer(log_of(("ann", "2024-01-01")), "attribution", by="campaign")
