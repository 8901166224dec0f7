"""Messages in and out, as service tools write them: contacts with their replies, and texts of customers alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from queries.mapping.model import Field, Meaning
from queries.mapping.reading import loads
from queries.mapping.writing import dumps
from queries.question.periods import Grain
from queries.question.question import Question
from queries.question.scope import Scope
from queries.session import Session

if TYPE_CHECKING:
    from pathlib import Path

COMPLAINT, REPLY = "Terrible, I am angry", "Wonderful, we love to help"
MESSAGES = [
    # conversation, customer, in, time, text; who of us wrote is no customer
    (1, "ann", True, "2024-01-01 10:00", COMPLAINT),
    (1, "agent 7", False, "2024-01-01 12:00", REPLY),
    (1, "ann", True, "2024-01-01 13:00", COMPLAINT),
    (1, "", False, "2024-01-01 16:00", REPLY),
    (2, "bob", True, "2024-01-02 10:00", COMPLAINT),
    (3, "agent 7", False, "2024-01-02 09:00", REPLY),  # we wrote first
    (3, "ann", True, "2024-01-03 09:00", COMPLAINT),
    (3, "agent 7", False, "2024-01-03 10:00", REPLY),
    (4, "agent 7", False, "2024-01-04 10:00", REPLY),  # nobody wrote back
    (5, "cy", True, "2024-02-01 10:00", COMPLAINT),
    (5, "cy", True, "2024-02-01 11:00", COMPLAINT),
    (5, "agent 8", False, "2024-02-01 20:00", REPLY),
]
NAMED = {
    "ticket_id,customer_id,direction,sent_at,body": ("inbound", "outbound"),
    "conversation_id,customer_id,author_type,created_at,text": ("customer", "agent"),
    "会话编号,客户编号,方向,发送时间,内容": ("收", "发"),
    "工单编号,客户编号,发送方,时间,内容": ("客户", "客服"),
    "thread_id,customer_id,inbound,created_at,text": ("True", "False"),
    "case_id,customer_id,is_outgoing,created_at,message": ("0", "1"),
}
"""Header → what the direction says of what came in, and of what went out."""


@pytest.fixture(params=NAMED, ids=str)
def session(request: pytest.FixtureRequest, tmp_path: Path) -> Session:
    came, went = NAMED[request.param]
    rows = (f'{n},{who},{came if came_in else went},{at},"{text}"' for n, who, came_in, at, text in MESSAGES)
    file = tmp_path / "messages.csv"
    file.write_text("\n".join([request.param, *rows]), "utf-8")
    session = Session([file])
    session.look()
    session.load()
    return session


def test_who_wrote_is_found_by_value_and_conversations_by_name(session: Session) -> None:
    assert session.guess is not None
    (entry,) = session.guess.mapping.events
    assert entry.fields[Meaning.EVENT] == Field(value="support")
    columns = [column.name for column in session.source.table("messages").columns]
    found = [entry.fields[one].column for one in (Meaning.CONVERSATION, Meaning.CUSTOMER, Meaning.DIRECTION)]
    assert found == columns[:3]
    assert loads(dumps(session.guess.mapping)).events == (entry,)


def test_contacts_are_opened_by_customers_and_answered_by_us(session: Session) -> None:
    result = session.runner.answer(Question.of("service", Scope(grain=Grain.MONTH)))
    january, february = result.frame.iter_rows(named=True)
    # Replies after 2 hours and after 1; bob was not answered, and whom we wrote to is no contact.
    assert (january["tickets"], january["customers"], january["median_first_reply"]) == (3, 2, pytest.approx(1.5))
    assert january["replies"] == pytest.approx((2 + 0 + 1) / 3)
    assert (february["tickets"], february["median_first_reply"], february["replies"]) == (1, pytest.approx(10), 1)
    replies = next(figure for figure in result.figures if figure.name == "Replies a contact")
    assert replies.value == pytest.approx(4 / 4)


def test_what_we_wrote_is_nobodys_text_and_no_interaction(session: Session) -> None:
    pytest.importorskip("vaderSentiment")
    log = session.runner.log
    assert (log.rows, log.size) == (6, 3)
    assert [(one.reason, one.rows) for one in log.set_aside] == [("messages that no customer wrote", 6)]
    assert session.runner.answer(Question.of("sentiment")).frame.select("texts", "negative").sum().row(0) == (6, 6)


def test_other_columns_of_in_and_out_make_no_contacts(tmp_path: Path) -> None:
    """Stock that moves in and out belongs to no conversation."""
    file = tmp_path / "orders.csv"
    rows = (f"o{n},c{n % 9},{('in', 'out')[n % 2]},2024-01-{1 + n % 28:02},{n}.50" for n in range(60))
    file.write_text("\n".join(["order_id,customer_id,moved,ordered_at,amount", *rows]), "utf-8")
    session = Session([file])
    session.look()
    assert session.guess is not None
    assert Meaning.DIRECTION not in session.guess.mapping.events[0].fields
