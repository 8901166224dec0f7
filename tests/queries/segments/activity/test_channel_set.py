"""The sets of channels customers use: by hand, recomputed, very many channels, and none."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from queries.answering.runner import Runner
from queries.data.data import Data
from queries.dimensions.split import split_by
from queries.question.question import Question
from queries.question.scope import Scope, Segment
from queries.segments.activity.channel_set import BITS, MOST_SETS, NO_CHANNEL, OTHER, OTHER_CHANNELS
from queries.segments.membership import membership

if TYPE_CHECKING:
    from collections.abc import Callable

    from queries.answering.result import Result
    from queries.eventlog.model import EventLog

FIRST = date(2024, 1, 1)
PEOPLE = [(f"p{n}", "Rome") for n in range(6)]
uses = st.lists(
    st.tuples(st.integers(0, 5), st.integers(0, 20), st.none() | st.sampled_from(["web", "app", "store", "店 [b]"])),
    min_size=1,
    max_size=25,
)


def at(day: int) -> date:
    return FIRST + timedelta(days=day)


def used(who: str, channel: str | None, day: int = 0) -> tuple[Any, ...]:
    """A visit through a channel."""
    return (who, at(day), "visit", None, channel)


def sets(log: EventLog, scope: Scope | None = None) -> dict[str, tuple[str, int | None]]:
    """Id → segment, number of channels."""
    members = membership(Data(log, scope or Scope()), "channel_set").join(log.customers, on="customer")
    return {
        who: (name, number) for who, name, number in members.select("id", "segment", "channels").collect().iter_rows()
    }


def test_sets_by_hand_largest_first(log_of: Callable[..., EventLog], answer: Callable[..., Result]) -> None:
    rows = [used("a", "web"), used("a", "app"), used("b", "app"), used("b", "web"), used("b", "app"), used("c", "web")]
    log = log_of(*rows, used("d", None), used("e", "app"), used("e", None), customers=[("f", "Rome")])
    assert sets(log) == {
        "a": ("app + web", 2),
        "b": ("app + web", 2),
        "c": ("web", 1),
        "d": (NO_CHANNEL, None),
        "e": ("app", 1),
        "f": (NO_CHANNEL, None),
    }
    frame = answer(log, "channel_set").frame
    # Of two sets as large, that of the earlier id comes first.
    assert frame.select("segment", "customers").rows() == [("app + web", 2), ("web", 1), ("app", 1), (NO_CHANNEL, 2)]


@settings(max_examples=13)
@given(rows=uses, end=st.integers(1, 22), only=st.booleans())
def test_sets_of_everyone(
    log_of: Callable[..., EventLog], rows: list[tuple[int, int, str | None]], end: int, only: bool
) -> None:
    rows = [(0, 0, "web"), *rows]
    log = log_of(*(used(f"p{who}", channel, day) for who, day, channel in rows), customers=PEOPLE)
    found = sets(log, Scope(as_of=at(end), channels=("web",) if only else ()))
    for who in found:
        own = {c for w, day, c in rows if f"p{w}" == who and day < end and c and (c == "web" or not only)}
        assert found[who] == ((" + ".join(sorted(own)), len(own)) if own else (NO_CHANNEL, None))
    first = {f"p{who}": min(day for w, day, _ in rows if w == who) for who, _, _ in rows}
    assert set(found) == {who for who, _ in PEOPLE if first.get(who, 0) < end}


def test_rare_sets_are_gathered_last(log_of: Callable[..., EventLog], answer: Callable[..., Result]) -> None:
    many = MOST_SETS + 3
    rows = [used(f"c{n:02}{twin}", f"shop{n:02}") for n in range(many) for twin in range(1 + (n >= 5))]
    result = answer(log_of(*rows), "channel_set")
    own = [f"shop{n:02}" for n in [*range(5, many), 0, 1]]
    assert result.frame["segment"].to_list() == [*own, OTHER]
    assert result.frame["customers"].to_list() == [*[2] * 18, 1, 1, 3]
    dimension = split_by(Data(log_of(*rows), Scope()), "channel_set")
    assert list(dimension.values) == [*own, OTHER]


@pytest.mark.parametrize("many", [BITS - 1, BITS, BITS + 1, 200])
def test_more_channels_than_bits(log_of: Callable[..., EventLog], answer: Callable[..., Result], many: int) -> None:
    rows = [used("a", f"c{n:03}") for n in range(many) for _ in range(1 + 2 * (n > 0))]
    log = log_of(*rows, used("b", "c001"), used("b", "c000"), used("c", "c001"))
    found = sets(log)
    gathered = many > BITS
    assert found["a"][1] == min(many, BITS)
    assert found["b"] == ((f"c001 + {OTHER_CHANNELS}" if gathered else "c000 + c001"), 2)
    assert found["c"] == ("c001", 1)
    names = found["a"][0].split(" + ")
    assert (names[-1] == OTHER_CHANNELS) is gathered
    assert names[:-1] == sorted(names[:-1])
    assert any("all but the 62 commonest" in note for note in answer(log, "channel_set").notes) is gathered


def test_without_channels_it_says_so(log_of: Callable[..., EventLog], answer: Callable[..., Result]) -> None:
    result = answer(log_of(("a", at(0)), ("b", at(1))), "channel_set")
    assert result.frame.select("segment", "customers").rows() == [(NO_CHANNEL, 2)]
    assert any("nothing of channels" in note for note in result.notes)


def test_a_set_is_a_scope_and_its_customers_stay_in_it(log_of: Callable[..., EventLog]) -> None:
    rows = [used("a", "web"), used("a", "app"), used("b", "web"), used("c", "app")]
    runner = Runner(log_of(*rows))
    scope = Scope(segment=Segment("channel_set", "App + Web"))
    frame = runner.answer(Question.of("channel_set", scope)).frame
    assert frame.select("segment", "customers").rows() == [("app + web", 1)]
    assert runner.customers(Question.of("channel_set"), {"segment": "app + web"})["id"].to_list() == ["a"]


def test_the_shop_adds_up(answer: Callable[..., Result], shop_log: EventLog) -> None:
    log = shop_log
    frame = answer(log, "channel_set").frame
    by_customer: dict[int, set[str]] = {}
    for customer, channel in log.events.select("customer", "channel").unique().collect().iter_rows():
        by_customer.setdefault(customer, set()).update([channel] if channel else [])
    sizes = Counter(" + ".join(sorted(own)) or NO_CHANNEL for own in by_customer.values())
    assert frame["customers"].sum() == log.size
    shown = {name: number for name, number in frame.select("segment", "customers").iter_rows() if name in sizes}
    assert shown.pop(NO_CHANNEL) == sizes[NO_CHANNEL] + log.size - len(by_customer)
    assert shown == {name: sizes[name] for name in shown}
    assert len(shown) == min(MOST_SETS, len(sizes) - 1)
