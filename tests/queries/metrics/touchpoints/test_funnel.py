"""Funnels: the traps others fell into, by hand; every attempt recounted in plain Python; the click-stream's figures."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import groupby
from statistics import median
from typing import TYPE_CHECKING, Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from queries.answering.runner import Runner
from queries.errors import QuestionError, UsageError
from queries.mapping.model import Field, Mapping
from queries.question.comparison import Comparison
from queries.question.periods import Grain
from queries.question.question import Question
from queries.question.scope import Scope, Segment
from tests.conftest import built
from tests.queries.conftest import event_table
from tests.rows import some_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from queries.answering.result import Result
    from queries.eventlog.model import EventLog

START = datetime(2024, 1, 1)
Event = tuple[str, int, str]
"""Whose, how many hours after the start, and which."""
CLICKS = "product_view,add_to_cart,cart,shipping_details,payment_details,purchase"


def rows_of(events: Sequence[Event]) -> list[tuple[Any, ...]]:
    return [(who, START + timedelta(hours=hours), kind) for who, hours, kind in events]


def sequence(who: str, letters: str) -> list[tuple[Any, ...]]:
    return rows_of([(who, at, letter) for at, letter in enumerate(letters)])


def reached(result: Result) -> list[int]:
    return result.frame["customers"].to_list()


# -- definitions by hand


@pytest.mark.parametrize(
    ("letters", "sequential", "strict"),
    [
        ("ABC", 3, 3),
        ("ADBC", 3, 1),
        ("AABBCC", 3, 3),
        ("AAAABBCC", 3, 3),
        ("AABBDCC", 3, 2),
        ("BBCCAA", 1, 1),
        ("ABAC", 3, 2),
    ],
)
def test_how_far_a_sequence_gets(
    log_of: Callable[..., EventLog], answer: Callable[..., Result], letters: str, sequential: int, strict: int
) -> None:
    # Somebody else does every event, so that the log knows them.
    log = log_of(*sequence("x", letters), *sequence("y", "D"), *sequence("z", "BC"))
    for order, depth in (("sequential", sequential), ("strict", strict)):
        result = answer(log, "funnel", steps="A,B,C", order=order)
        assert reached(result) == [1] * depth + [0] * (3 - depth), order


def test_the_documented_order_of_posthog(log_of: Callable[..., EventLog], answer: Callable[..., Result]) -> None:
    # Steps A, B, C, D: A B C B D is four steps in order; nothing else may lie between in strict order.
    log = log_of(*sequence("x", "ABCBD"))
    assert reached(answer(log, "funnel", steps="A,B,C,D")) == [1, 1, 1, 1]
    assert reached(answer(log, "funnel", steps="A,B,C,D", order="strict")) == [1, 1, 1, 0]


def test_in_any_order_the_steps_are_counted_not_named(
    log_of: Callable[..., EventLog], answer: Callable[..., Result]
) -> None:
    log = log_of(*sequence("x", "CAB"), *sequence("y", "BBA"), *sequence("z", "DD"))
    result = answer(log, "funnel", steps="A,B,C", order="any")
    assert result.frame.select("event", "customers").rows() == [("any 1 of 3", 2), ("any 2 of 3", 2), ("any 3 of 3", 1)]
    assert reached(answer(log, "funnel", steps="B,B", order="any")) == [2, 1]


@pytest.mark.parametrize("order", ["sequential", "strict", "any"])
@pytest.mark.parametrize(("times", "expected"), [(1, [1, 0, 0]), (2, [1, 1, 0]), (3, [1, 1, 1])])
def test_one_event_is_one_step(
    log_of: Callable[..., EventLog], answer: Callable[..., Result], order: str, times: int, expected: list[int]
) -> None:
    log = log_of(*sequence("x", "A" * times))
    assert reached(answer(log, "funnel", steps="A,A,A", order=order)) == expected


def test_exactly_the_window_counts_and_a_moment_more_does_not(
    log_of: Callable[..., EventLog], answer: Callable[..., Result]
) -> None:
    day = 24
    log = log_of(
        *rows_of([("in", 0, "A"), ("in", 14 * day, "B")]),
        *[("out", START, "A"), ("out", START + timedelta(days=14, milliseconds=1), "B")],
    )
    result = answer(log, "funnel", steps="A,B", window=14)
    assert reached(result) == [2, 1]
    assert result.frame["median_time"].to_list() == [None, 14 * 86_400]


def test_any_start_may_be_the_one_that_gets_furthest(
    log_of: Callable[..., EventLog], answer: Callable[..., Result]
) -> None:
    day = 24
    rows = rows_of(
        [("x", 0, "A"), ("x", 2 * day, "B"), ("x", 20 * day, "A"), ("x", 21 * day, "B"), ("x", 22 * day, "C")]
    )
    log = log_of(*rows)
    assert reached(answer(log, "funnel", steps="A,B,C")) == [1, 1, 1]
    assert reached(answer(log, "funnel", steps="A,B,C", entry="first")) == [1, 1, 0]


def test_an_attempt_ends_with_an_excluded_event(log_of: Callable[..., EventLog], answer: Callable[..., Result]) -> None:
    # As Mixpanel and PostHog exclude: between the steps, not before the first or after the last.
    log = log_of(
        *sequence("between", "AXB"), *sequence("before", "XAB"), *sequence("after", "ABX"), *sequence("again", "AXAB")
    )
    for order in ("sequential", "strict", "any"):
        result = answer(log, "funnel", steps="A,B", without="X", order=order)
        assert reached(result) == [4, 3], order
        lost = Runner(log).customers(
            Question.of("funnel", steps="A,B", without="X", order=order, lost=True), result.frame.row(1, named=True)
        )
        assert lost["id"].to_list() == ["between"], order


def test_within_a_session_a_later_visit_does_not_go_on(
    log_of: Callable[..., EventLog], answer: Callable[..., Result]
) -> None:
    minutes = [("on", 0, "A"), ("on", 30, "B"), ("later", 0, "A"), ("later", 31, "B")]
    log = log_of(*((who, START + timedelta(minutes=at), kind) for who, at, kind in minutes))
    for order in ("sequential", "strict", "any"):
        assert reached(answer(log, "funnel", steps="A,B", within="session", order=order)) == [2, 1]
        assert reached(answer(log, "funnel", steps="A,B", order=order)) == [2, 2]


def test_one_instant_is_in_the_order_of_the_file(
    log_of: Callable[..., EventLog], answer: Callable[..., Result]
) -> None:
    log = log_of(("on", START, "A"), ("on", START, "B"), ("back", START, "B"), ("back", START, "A"))
    assert reached(answer(log, "funnel", steps="A,B")) == [2, 1]


@pytest.mark.parametrize("steps", ["visit,purchase", "purchase,visit"])
def test_one_instant_of_two_files_is_in_any_order(database: Callable[..., Path], steps: str) -> None:
    # Neither file says which came first: a step is not lost for the order in which they are read.
    path = database(
        "CREATE TABLE visits AS SELECT 'a' AS customer, TIMESTAMP '2024-01-01 10:00:00' AS time",
        "CREATE TABLE orders AS SELECT 'a' AS customer, TIMESTAMP '2024-01-01 10:00:00' AS time",
    )
    tables = (event_table("visits", event=Field(value="visit")), event_table("orders", event=Field(value="purchase")))
    log = built(path, Mapping(events=tables, roles={"purchase": ("purchase",)}))
    assert reached(Runner(log).answer(Question.of("funnel", steps=steps))) == [1, 1]
    # One event is one step still.
    assert reached(Runner(log).answer(Question.of("funnel", steps=f"{steps},{steps.split(',')[0]}"))) == [1, 1, 0]


def test_a_step_may_have_a_condition(log_of: Callable[..., EventLog], answer: Callable[..., Result]) -> None:
    log = log_of(
        ("x", START, "view", None, "web"),
        ("x", START + timedelta(hours=1), "purchase", 5, "store"),
        ("y", START, "view", None, "app"),
        ("y", START + timedelta(hours=1), "purchase", 5, "store"),
    )
    result = answer(log, "funnel", steps="view[channel=WEB], purchase")
    assert result.frame.select("event", "customers").rows() == [("view[channel=web]", 1), ("purchase", 1)]
    with pytest.raises(UsageError, match="cannot be told apart"):
        answer(log, "funnel", steps="view,view[channel=web]", order="any")


def test_conditions_on_pages(visit_log: Callable[..., EventLog], answer: Callable[..., Result]) -> None:
    log = visit_log(
        ("x", "2024-01-01", "view", None, "/cart"),
        ("x", "2024-01-02", "view", None, "/cart/pay"),
        ("y", "2024-01-01", "view", None, "/cart"),
        ("y", "2024-01-02", "view", None, "/home"),
        ("z", "2024-01-01", "view"),
    )
    assert reached(answer(log, "funnel", steps="view[page=/cart],view[page=/cart/pay]")) == [2, 1]
    assert reached(answer(log, "funnel", steps="view[page=/CART*],view")) == [2, 2]
    with pytest.raises(UsageError, match="There is no page “/basket”"):
        answer(log, "funnel", steps="view[page=/basket],view")


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"steps": "A"}, "two steps or more"),
        ({"steps": "A[,B"}, "are no steps"),
        ({"steps": "A[city=Rome],B"}, "A step has no city"),
        ({"steps": "A,B", "without": "B"}, "cannot end an attempt"),
        ({"steps": "A,nothing"}, "There is no event “nothing”"),
        ({"steps": "A,B[page=/x]"}, "do not tell the page"),
        ({}, "no purchase events for a funnel to end with"),
    ],
)
def test_what_cannot_be_asked_is_said(
    log_of: Callable[..., EventLog], answer: Callable[..., Result], asked: dict[str, str], words: str
) -> None:
    log = log_of(*sequence("x", "AB"))
    with pytest.raises((UsageError, QuestionError), match=words):
        answer(log, "funnel", **asked)


def test_nobody_at_the_first_step(log_of: Callable[..., EventLog], answer: Callable[..., Result]) -> None:
    log = log_of(*sequence("x", "AB"))
    result = answer(log, "funnel", Scope(events=("B",)), steps="A,B")
    assert (reached(result), result.findings) == ([0, 0], ())
    assert "Nobody did the first step, A." in result.notes


def test_who_is_still_open(log_of: Callable[..., EventLog], answer: Callable[..., Result]) -> None:
    # The last day known is 20 January: a window of 14 days from the 6th on is over, from the 7th on it is not.
    day = 24
    events = [("old", 5 * day, "A"), ("late", 6 * day + 1, "A"), ("through", 7 * day, "A"), ("through", 8 * day, "B")]
    log = log_of(*rows_of([*events, ("half", 7 * day, "A"), ("half", 19 * day, "C")]))
    frame = answer(log, "funnel", steps="A,B").frame
    assert frame.select("customers", "open").rows() == [(4, 2), (1, 0)]


# -- parts, drill, proposal


def test_the_trend_counts_who_entered_and_who_got_through_from_there(
    log_of: Callable[..., EventLog], answer: Callable[..., Result]
) -> None:
    jan, feb = datetime(2024, 1, 30), datetime(2024, 2, 1)
    log = log_of(
        ("both", jan, "A"),
        ("both", feb, "A"),
        ("both", feb + timedelta(days=1), "B"),
        ("early", jan, "A"),
        ("early", feb + timedelta(days=20), "B"),
        ("last", datetime(2024, 3, 31), "C"),
    )
    result = answer(log, "funnel", Scope(grain=Grain.MONTH), steps="A,B")
    rows = result.parts["trend"][1].select("entered", "through", "rate", "complete").rows()
    assert rows == [(2, 1, 0.5, True), (1, 1, 1.0, True), (0, 0, None, False)]
    assert result.parts["times"][1].rows() == [(1, 1, 1.0, 1.0)]


@pytest.mark.parametrize("order", ["sequential", "strict", "any"])
@pytest.mark.parametrize("lost", [False, True])
def test_the_customers_behind_a_step_are_those_counted(log_of: Callable[..., EventLog], order: str, lost: bool) -> None:
    log = log_of(*sequence("x", "ABC"), *sequence("y", "ADB"), *sequence("z", "AC"), *sequence("w", "CB"))
    runner, question = Runner(log), Question.of("funnel", steps="A,B,C", order=order, lost=lost)
    frame = runner.answer(question).frame
    for row in some_rows(frame):
        assert len(runner.customers(question, row)) == (row["dropped"] or 0 if lost else row["customers"])


def test_steps_are_proposed_from_visits_with_a_purchase(
    log_of: Callable[..., EventLog], answer: Callable[..., Result]
) -> None:
    visit = ["home", "cart", "purchase"]
    rows = [(f"c{n}", START + timedelta(minutes=at), kind) for n in range(3) for at, kind in enumerate(visit)]
    log = log_of(*rows, ("c9", START, "home"), ("c9", START, "help"))
    result = answer(log, "funnel")
    assert result.frame.select("event", "customers").rows() == [("home", 4), ("cart", 3), ("purchase", 3)]
    assert any("home, cart, purchase" in note for note in result.notes)
    assert answer(log_of(*sequence("x", "P"), roles={"purchase": ("P",)}), "funnel").frame["event"].to_list() == [
        "P",
        "P",
    ]


# -- recounts

walks = st.lists(
    st.tuples(st.sampled_from("xy"), st.integers(0, 24 * 5), st.sampled_from("ABCD")), min_size=1, max_size=30
)
FUNNELS = ("A,B,C", "A,A,B", "A,B,A", "B,A")


@settings(max_examples=20)
@given(
    walk=walks,
    steps=st.sampled_from(FUNNELS),
    window=st.integers(1, 3),
    order=st.sampled_from(["sequential", "strict", "any"]),
    entry=st.sampled_from(["best", "first"]),
    without=st.sampled_from([None, "D"]),
    within=st.sampled_from(["customer", "session"]),
)
def test_every_attempt_recounted(
    log_of: Callable[..., EventLog],
    walk: list[Event],
    steps: str,
    window: int,
    order: str,
    entry: str,
    without: str | None,
    within: str,
) -> None:
    every = [*walk, *(("z", 0, letter) for letter in "ABCD")]
    log = log_of(*rows_of(every))
    question = Question.of(
        "funnel", steps=steps, window=window, order=order, entry=entry, without=without, within=within
    )
    result = Runner(log).answer(question)
    own = sorted(every, key=lambda event: event[:2])  # as the log: one instant in the order of the file
    depths = [
        recounted([event[1:] for event in events], steps.split(","), window, order, entry, without, within)
        for _, events in groupby(own, key=lambda event: event[0])
    ]
    frame, count = result.frame, len(steps.split(","))
    assert reached(result) == [sum(depth > at for depth, _ in depths) for at in range(count)]
    assert frame["customers"].is_sorted(descending=True)
    took = [times[-1] for depth, times in depths if depth == count]
    assert frame["median_time"][-1] == (pytest.approx(median(took) * 3600) if took else None)
    trend, times = result.parts["trend"][1], result.parts["times"][1]
    assert times["customers"].sum() == frame["customers"][-1]
    assert trend["through"].sum() >= frame["customers"][-1]
    assert (trend["entered"] >= trend["through"]).all()


def recounted(
    events: list[tuple[int, str]],
    steps: list[str],
    window: int,
    order: str,
    entry: str,
    without: str | None,
    within: str,
) -> tuple[int, list[int]]:
    """How far one customer gets, and how many hours after the start the first arrival at each step is."""
    spaces: list[list[tuple[int, str]]] = [[]]
    for at, (hour, letter) in enumerate(events):
        if within == "session" and at and hour > events[at - 1][0]:  # hours apart is more than half of one
            spaces.append([])
        if letter == without:
            spaces.append([])
        else:
            spaces[-1].append((hour, letter))
    begin = set(steps) if order == "any" else {steps[0]}
    starts = [(n, at) for n, space in enumerate(spaces) for at, (_, letter) in enumerate(space) if letter in begin]
    found = [
        attempt(spaces[n][at:], steps, 24 * window, order) for n, at in (starts[:1] if entry == "first" else starts)
    ]
    depth = max((len(arrivals) for arrivals in found), default=0)
    if order == "any":
        return depth, [next(times for times in found if len(times) > at)[at] for at in range(depth)]
    begun = [spaces[n][at][0] for n, at in (starts[:1] if entry == "first" else starts)]
    firsts = []
    for at in range(depth):
        here = [
            (begin + times[at], -begin, times[at]) for begin, times in zip(begun, found, strict=True) if len(times) > at
        ]
        firsts.append(min(here)[2])
    return depth, firsts


def attempt(rows: list[tuple[int, str]], steps: list[str], window: int, order: str) -> list[int]:
    """The hours from the start to each step that one start gets to."""
    start = rows[0][0]
    if order == "any":
        left, times = list(steps), []
        for hour, letter in rows:
            if letter in left and hour - start <= window:
                left.remove(letter)
                times.append(hour - start)
        return times
    times, at, before = [0], 0, 0
    while len(times) < len(steps):
        step = steps[len(times)]
        following = range(before + 1, len(rows))
        if order == "strict":
            at = next((n for n in following if rows[n][1] != steps[len(times) - 1] or rows[n][1] == step), len(rows))
            at = at if at < len(rows) and rows[at][1] == step else len(rows)
        else:
            at = next((n for n in following if rows[n][1] == step), len(rows))
        if at == len(rows) or rows[at][0] - start > window:
            break
        times.append(rows[at][0] - start)
        before = at
    return times


# -- the click-stream


@pytest.mark.parametrize(
    ("window", "entry", "expected"),
    [
        (14, "best", [598, 493, 372, 236, 126, 57]),
        (14, "first", [598, 225, 133, 66, 20, 7]),
        (1, "best", [598, 482, 324, 169, 69, 16]),
        (1, "first", [598, 160, 79, 29, 8, 1]),
    ],
)
def test_the_published_funnel_of_the_click_stream(clicks: Runner, window: int, entry: str, expected: list[int]) -> None:
    assert reached(clicks.answer(Question.of("funnel", steps=CLICKS, window=window, entry=entry))) == expected


@pytest.mark.parametrize("entry", ["best", "first"])
@pytest.mark.parametrize("order", ["sequential", "strict", "any"])
def test_the_click_stream_recounted(clicks: Runner, shared: Callable[[str], Path], order: str, entry: str) -> None:
    steps = ["product_view", "add_to_cart", "cart", "shipping_details", "purchase"]
    with duckdb.connect() as connection:
        rows = connection.execute(
            "SELECT user_id, epoch(timestamp)::BIGINT, event FROM (SELECT *, row_number() OVER () AS row FROM "
            "read_csv(?)) ORDER BY user_id, timestamp, row",
            [str(shared("data/ecom/ecom.csv"))],
        ).fetchall()
    depths = []
    for _, events in groupby(rows, key=lambda row: row[0]):
        own = [(second, event) for _, second, event in events]
        begins = [at for at, (_, event) in enumerate(own) if event == steps[0] or (order == "any" and event in steps)]
        tried = begins[:1] if entry == "first" else begins
        depths.append(max((len(attempt(own[at:], steps, 14 * 86_400, order)) for at in tried), default=0))
    result = clicks.answer(Question.of("funnel", steps=",".join(steps), entry=entry, order=order))
    assert reached(result) == [sum(depth > at for depth in depths) for at in range(len(steps))]


def test_a_part_of_the_customers_has_a_funnel_of_its_own(clicks: Runner) -> None:
    question = Question.of("funnel", steps="product_view,purchase")
    every, attribute = clicks.answer(question), clicks.log.attributes[0]
    values = clicks.log.customers.select(attribute).unique().collect().to_series().to_list()
    segments = [Segment("attribute", value, (("name", attribute),)) for value in values]
    parts = [clicks.answer(question.over(Scope(segment=segment))) for segment in segments]
    assert len(parts) > 1
    assert sum(part.frame["customers"][0] for part in parts) == every.frame["customers"][0]
    assert sum(part.frame["customers"][1] for part in parts) == every.frame["customers"][1]


# -- two segments beside each other


def test_another_segment_is_asked_for_the_same_steps(log_of: Callable[..., EventLog]) -> None:
    """Whose visits lead another way would be proposed other steps: rows would stand beside what they are not."""
    web = [(f"w{n}", START + timedelta(minutes=at), kind, 1.0, "web")
           for n in range(4) for at, kind in enumerate(["home", "cart", "purchase"][: 3 - n // 3])]  # fmt: skip
    store = [(f"s{n}", START + timedelta(minutes=at), kind, 1.0, "store")
             for n in range(5) for at, kind in enumerate(["call", "home", "purchase"])]  # fmt: skip
    runner = Runner(log_of(*web, *store))
    scope = Scope(segment=Segment("channel_set", "web"))
    result = runner.answer(Question.of("funnel", scope, compare=Comparison.parse("channel_set=store")))
    columns = ("event", "customers", "customers_before", "rate", "rate_before", "rate_change", "step_rate_before")
    assert result.frame.select(columns).rows() == [
        ("home", 4, 5, 1.0, 1.0, 0.0, None),
        ("cart", 4, 0, 1.0, 0.0, 1.0, 0.0),
        ("purchase", 3, 0, 0.75, 0.0, 0.75, None),
    ]
    names = [column.name for column in result.columns]
    assert "customers_change" not in names, "the sizes of the segments are not what is compared"
    assert result.findings[0] == "Got through: 75.0% (of 4), of store 0.0% (of 5): 75.0 points more."
    assert [(figure.name, figure.value, figure.n) for figure in result.figures] == [
        ("Got through", 0.75, 4),
        ("Got through of store", 0.0, 5),
    ]
    assert "Of store: Only 5 customers began: rates of so few say little." in result.notes
    assert "contributions" not in result.parts, "the steps hold the same customers"
