"""Scopes: both at once, in one line, as options and back; parsing what people write."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from queries.errors import UsageError
from queries.question.periods import Grain
from queries.question.question import read_settings
from queries.question.scope import Channel, Condition, Event, Scope, Segment

if TYPE_CHECKING:
    from collections.abc import Callable

    from queries.answering.result import Result
    from queries.eventlog.model import EventLog

words = st.text(alphabet=st.characters(exclude_characters="=<>!", categories=("L", "N")), min_size=1, max_size=8)
dates = st.none() | st.dates(date(1990, 1, 1), date(2030, 1, 1))


conditions = st.builds(Condition, words, st.sampled_from(["=", "!=", ">", "<="]), words)


@st.composite
def scopes(draw: st.DrawFn) -> Scope:
    since, until = draw(dates), draw(dates)
    if since and until and since > until:
        since, until = until, since
    return Scope(
        since=since,
        until=until,
        grain=draw(st.none() | st.sampled_from(Grain)),
        events=tuple(draw(st.lists(words, max_size=2, unique=True))),
        channels=tuple(draw(st.lists(words, max_size=2, unique=True))),
        segment=draw(st.none() | st.builds(Segment, words, words)),
        where=tuple(
            draw(st.lists(st.builds(Condition, words, st.sampled_from(["=", "!=", ">", "<="]), words), max_size=2))
        ),
        as_of=draw(dates),
        settings=draw(
            st.sampled_from([(), (("lifecycle", "churned", 90),), (("rfm", "bins", 4), ("rfm", "f", (1, 2)))])
        ),
    )


def read_back(words: list[str]) -> Scope:
    """The scope that these options ask for."""
    pairs = list(zip(words[::2], words[1::2], strict=True))
    one = dict(pairs)
    day = {option: date.fromisoformat(one[option]) for option in ("--from", "--to", "--as-of") if option in one}
    return Scope(
        since=day.get("--from"),
        until=day.get("--to"),
        as_of=day.get("--as-of"),
        grain=Grain(one["--grain"]) if "--grain" in one else None,
        events=tuple(value for option, value in pairs if option == "--event"),
        channels=tuple(value for option, value in pairs if option == "--channel"),
        where=tuple(Condition.parse(value) for option, value in pairs if option == "--where"),
        segment=Segment.parse(one["--segment"]) if "--segment" in one else None,
        settings=read_settings(value for option, value in pairs if option == "--set"),
    )


@given(scope=scopes())
def test_options_ask_for_the_same_scope(scope: Scope) -> None:
    assert read_back(scope.options()) == scope


@given(scope=scopes())
def test_with_everything_and_with_itself_a_scope_stays_what_it_is(scope: Scope) -> None:
    same = scope.changed(where=tuple(dict.fromkeys(scope.where)))
    assert scope & Scope() == Scope() & scope == same
    assert scope & scope == same
    assert hash(same) == hash(scope & scope)


def test_both_at_once_is_the_narrower_of_each() -> None:
    one = Scope(since=date(2024, 1, 1), until=date(2024, 6, 30), channels=("web", "app"), grain=Grain.DAY)
    other = Scope(since=date(2024, 3, 1), until=date(2024, 12, 31), channels=("app", "store"), grain=Grain.WEEK)
    assert one & other == Scope(date(2024, 3, 1), date(2024, 6, 30), Grain.WEEK, channels=("app",))
    assert Channel("web") & Event("visit") == Scope(events=("visit",), channels=("web",))


def test_scopes_that_share_nothing_are_refused() -> None:
    with pytest.raises(UsageError, match="share no channels"):
        Channel("web") & Channel("store")
    with pytest.raises(UsageError, match="ends on 2024-01-01 before it begins on 2024-02-01"):
        Scope(since=date(2024, 2, 1)) & Scope(until=date(2024, 1, 1))


def test_a_scope_describes_itself_in_one_line() -> None:
    assert Scope().describe() == "all dates · all events · all channels · everyone"
    full = Scope(
        date(2024, 1, 1),
        date(2024, 3, 31),
        Grain.WEEK,
        ("purchase",),
        ("web", "app"),
        Segment("rfm", "at risk"),
        (Condition("city", "=", "Rome"), Condition("orders", ">", "3")),
        date(2024, 4, 1),
    )
    assert full.describe() == (
        "2024-01-01 to 2024-03-31 · by week · purchase · web, app · rfm=at risk and city=Rome and orders>3 · "
        "as of 2024-04-01"
    )
    assert Scope(since=date(2024, 1, 1)).describe().startswith("from 2024-01-01 ·")
    assert Scope(until=date(2024, 1, 1)).describe().startswith("to 2024-01-01 ·")


def test_the_grain_alone_cuts_nothing() -> None:
    assert Scope().is_everything
    assert Scope(grain=Grain.DAY).is_everything
    assert not Channel("web").is_everything
    assert not Scope(as_of=date(2024, 1, 1)).is_everything


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("city=Berlin", ("city", "=", "Berlin")),
        (" city != New York ", ("city", "!=", "New York")),
        ("orders>=3", ("orders", ">=", "3")),
        ("orders<3", ("orders", "<", "3")),
        ("a b<=c=d", ("a b", "<=", "c=d")),
        ("city=", ("city", "=", "")),
        ("城市=北京", ("城市", "=", "北京")),
        ("note=a\nb", ("note", "=", "a\nb")),
    ],
)
def test_conditions_as_people_write_them(text: str, parts: tuple[str, str, str]) -> None:
    assert Condition.parse(text) == Condition(*parts)


@pytest.mark.parametrize("text", ["", "city", "=Berlin", " = ", "==x"])
def test_what_is_no_condition_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="is not a condition"):
        Condition.parse(text)


def test_segments_as_people_write_them() -> None:
    assert Segment.parse("rfm = can't lose ") == Segment("rfm", "can't lose")
    for text in ("rfm", "rfm=", "=loyal", ""):
        with pytest.raises(UsageError, match="is not a segment"):
            Segment.parse(text)


@pytest.mark.parametrize(
    ("scope", "message"),
    [
        (Event("purchse"), "no event “purchse”"),
        (Channel("webb"), "no channel “webb”"),
        (Scope(segment=Segment("rfmm", "loyal")), "no metric called “rfmm”"),
        (Scope(segment=Segment("frequency", "loyal")), "“frequency” is a measure"),
        (Scope(segment=Segment("rfm", "loyl")), "no segment “loyl”"),
    ],
)
def test_unknown_names_say_what_there_is(
    log_of: Callable[..., EventLog], answer: Callable[..., Result], scope: Scope, message: str
) -> None:
    log = log_of(("ann", "2024-01-01", "purchase", 1, "web"))
    with pytest.raises(UsageError, match=message) as error:
        answer(log, "overview", scope)
    assert any(name in error.value.todo for name in ("purchase", "web", "rfm", "loyal"))


def test_names_are_read_without_regard_to_case(log_of: Callable[..., EventLog], answer: Callable[..., Result]) -> None:
    log = log_of(("ann", "2024-01-01", "purchase", 1, "Web"), ("bob", "2024-01-01", "visit", None, "app"))
    assert answer(log, "frequency", Channel("WEB") & Event("Purchase")).frame["interactions"].to_list() == [1]
    assert answer(log, "overview", Scope(segment=Segment("rfm", "NO purchase"))).frame["value"][0] == 1
