"""Responses to messages by hand: with and without ids, what cannot be, conversions in time, and what is sent at all."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from queries.errors import QuestionError
from queries.meaning.mailing import step_of
from queries.meaning.roles import activities
from queries.question.question import Question
from queries.question.scope import Scope
from queries.session import Options, Session

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from queries.answering.result import Result
    from queries.answering.runner import Runner
    from queries.eventlog.model import EventLog

MAP = """
[[events]]
table = "mails"
customer = "who"
time = "at"
event = "kind"
{columns}
[roles]
purchase = ["purchase"]
[activity]
email_sent = {{ kind = "ignore", weight = 0.0 }}
email_bounced = {{ kind = "ignore", weight = 0.0 }}
email_delivered = {{ kind = "ignore", weight = 0.0 }}
unsubscribed = {{ kind = "ignore", weight = 0.0 }}
"""


def opened(folder: Path, rows: list[tuple[str, ...]], *columns: str) -> Runner:
    """Mails of rows `(who, at, kind, campaign, message)`, of which some columns are mapped."""
    folder.mkdir(exist_ok=True)
    path, mapping = folder / "mails.csv", folder / "map.toml"
    path.write_text("who,at,kind,campaign,message\n" + "\n".join(",".join(row) for row in rows) + "\n")
    mapping.write_text(MAP.format(columns="\n".join(f'{name} = "{name}"' for name in columns)))
    session = Session([path], Options(map_file=mapping))
    session.look()
    return session.load()


def row(result: Result, of: Any) -> dict[str, Any]:
    by = result.columns[0].name
    return result.frame.filter(result.frame[by] == of).row(0, named=True)


SPRING = [
    ("ann", "2024-01-01 08:00", "email_sent", "spring", "m1"),
    ("ann", "2024-01-01 09:00", "email_open", "spring", "m1"),
    ("ann", "2024-01-01 09:30", "email_open", "spring", "m1"),
    ("ann", "2024-01-01 09:31", "email_click", "spring", "m1"),
    ("ann", "2024-01-08 08:00", "purchase", "", ""),
    ("bob", "2024-01-01 08:00", "email_sent", "spring", "m2"),
    ("bob", "2024-01-08 08:01", "purchase", "", ""),
    ("eve", "2024-01-01 08:00", "email_sent", "spring", "m3"),
    ("eve", "2024-01-01 08:01", "email_bounced", "spring", "m3"),
    ("eve", "2024-01-02 08:00", "purchase", "", ""),
    ("ann", "2024-02-01 08:00", "email_sent", "spring", "m4"),
    ("ann", "2024-02-02 08:00", "unsubscribed", "spring", "m4"),
]


def test_each_message_counts_once(tmp_path: Path) -> None:
    result = opened(tmp_path, SPRING, "campaign", "message").answer(Question.of("response"))
    assert result.frame.rows(named=True) == [
        {
            "campaign": "spring", "sent": 4, "delivered": 3, "opened": 1, "clicked": 1, "responded": 1, "converted": 1,
            "open_rate": 1 / 3, "click_rate": 1 / 3, "click_to_open": 1.0, "response_rate": 1 / 3,
            "conversion_rate": 1 / 3, "unsubscribed": 1, "open": 1,
        }
    ]  # fmt: skip
    assert "Each message counts once a customer." in result.notes
    assert result.notes[0].startswith("By their names: ")
    assert "bounced: email_bounced" in result.notes[0]


def test_without_ids_a_campaign_counts_once_a_customer(tmp_path: Path) -> None:
    found = row(opened(tmp_path, SPRING, "campaign").answer(Question.of("response")), "spring")
    assert (found["sent"], found["delivered"], found["opened"], found["unsubscribed"]) == (3, 2, 1, 1)
    bare = opened(tmp_path / "bare", SPRING).answer(Question.of("response"))
    assert bare.frame["campaign"].to_list() == ["(none)"]
    assert any("no column tells messages or campaigns apart" in note for note in bare.notes)


def test_where_arrivals_are_told_they_are_the_denominator(tmp_path: Path) -> None:
    rows = [
        ("ann", "2024-01-01", "email_sent", "spring", ""),
        ("bob", "2024-01-01", "email_sent", "spring", ""),
        ("ann", "2024-01-01", "email_delivered", "spring", ""),
        ("ann", "2024-01-03", "purchase", "", ""),
    ]
    found = row(opened(tmp_path, rows, "campaign").answer(Question.of("response")), "spring")
    assert (found["sent"], found["delivered"], found["converted"]) == (2, 1, 1)


def test_more_responses_than_deliveries_are_a_fault_of_the_data(tmp_path: Path) -> None:
    rows = [
        ("ann", "2024-01-01", "email_sent", "spring", ""),
        *((who, "2024-01-02", "email_click", "spring", "") for who in ("ann", "bob", "eve")),
        *((who, "2024-01-02", "email_open", "lost", "") for who in ("ann", "bob")),
    ]
    result = opened(tmp_path, rows, "campaign").answer(Question.of("response"))
    assert row(result, "spring")["click_rate"] == 3.0
    assert row(result, "lost")["open_rate"] is None
    said = [note for note in result.notes if note.startswith("A fault of the data")]
    assert said == [
        "A fault of the data: more opens than deliveries for lost (2 of 0).",
        "A fault of the data: more clicks than deliveries for spring (3 of 1).",
    ]


def test_a_message_belongs_to_the_period_and_range_in_which_it_was_sent(tmp_path: Path) -> None:
    runner = opened(tmp_path, [*SPRING, ("ann", "2024-03-05", "visit", "", "")], "campaign", "message")
    result = runner.answer(Question.of("response", by="period"))
    january, february = date(2024, 1, 1), date(2024, 2, 1)
    assert result.frame["complete"].all()
    assert result.frame.select("sent", "opened").rows() == [(3, 1), (1, 0)]
    later = runner.answer(Question.of("response", Scope(since=february), by="period"))
    assert later.frame["sent"].sum() == 1
    behind = runner.customers(Question.of("response", by="period"), {"period": result.frame["period"][0]})
    assert result.frame["period"][0] == january
    assert sorted(behind["id"]) == ["ann", "bob", "eve"]


@settings(max_examples=10)
@given(
    rows=st.lists(
        st.tuples(
            st.sampled_from("abc"),
            st.integers(1, 28),
            st.sampled_from(["email_sent", "email_open", "email_click", "purchase"]),
            st.sampled_from(["x", "y"]),
        ),
        min_size=1,
        max_size=30,
    ),
    within=st.sampled_from([1, 7]),
)
def test_counts_are_those_of_a_recount(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, int, str, str]], within: int
) -> None:
    # Somebody comes after all of it: what is sent later than the last interaction is not reported yet.
    every = [("a", 1, "email_sent", "x"), ("a", 1, "email_open", "x"), *rows, ("z", 29, "purchase", "y")]
    listed = [(who, f"2024-01-{day:02}", kind, campaign, "") for who, day, kind, campaign in every]
    runner = opened(tmp_path_factory.mktemp("mails"), listed, "campaign")
    found = runner.answer(Question.of("response", within=within)).frame
    for told in found.rows(named=True):
        own = [one for one in every if one[3] == told["campaign"]]
        sent = {who: min(day for o, day, kind, _ in own if o == who and kind == "email_sent")
                for who in {who for who, _, kind, _ in own if kind == "email_sent"}}  # fmt: skip
        opens, clicks = ({o for o, _, kind, _ in own if kind == step} for step in ("email_open", "email_click"))
        bought = [
            who for who, day in sent.items()
            if any(o == who and kind == "purchase" and day <= at <= day + within for o, at, kind, _ in every)
        ]  # fmt: skip
        assert (told["sent"], told["opened"], told["clicked"]) == (len(sent), len(opens), len(clicks))
        assert (told["responded"], told["converted"]) == (len(opens | clicks), len(bought))


def test_steps_are_known_by_their_names() -> None:
    told = {
        "email_sent": "sent", "Received Email": "delivered", "Opened Email": "opened", "Clicked SMS": "clicked",
        "hard_bounce": "bounced", "Unsubscribed from List": "unsubscribed", "Marked Email as Spam": "unsubscribed",
        "邮件打开": "opened", "open": "opened", "open account": None, "order delivered": None, "product click": None,
    }  # fmt: skip
    assert {kind: step_of(kind) for kind in told} == told


def test_bare_steps_are_those_of_messages_where_messages_are_sent_and_opened() -> None:
    mailed, _ = activities(["sent", "open", "click", "purchase"])
    assert [mailed[kind].kind for kind in ("sent", "open", "click", "purchase")] == [
        "ignore", "passive", "passive", "active",
    ]  # fmt: skip
    shipped, unknown = activities(["purchase", "sent"])
    assert (shipped["sent"].kind, unknown) == ("active", ("sent",))


def test_a_received_mail_of_klaviyo_is_an_exposure(shared: Callable[[str], Path]) -> None:
    session = Session([shared("exports/09_klaviyo_events/events.csv")])
    session.look()
    runner = session.load()
    found = row(runner.answer(Question.of("response")), "Spring")
    text = shared("exports/09_klaviyo_events/events.csv").read_text(encoding="utf-8")
    lines = [line.split(",") for line in text.splitlines()]
    for name, kind in (("delivered", "Received Email"), ("opened", "Opened Email")):
        assert found[name] == len({line[4] for line in lines if line[1] == kind})


def test_without_exposures_it_says_how_to_have_some(
    log_of: Callable[..., EventLog], answer: Callable[..., Result]
) -> None:
    with pytest.raises(QuestionError, match="no exposures"):
        answer(log_of(("ann", "2024-01-01")), "response")
