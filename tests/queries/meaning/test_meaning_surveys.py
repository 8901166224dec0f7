"""Surveys and tickets as tools export them, opened without a mapping: questions, scales, waves and times are found."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from queries.mapping.model import Meaning
from queries.question.question import Question
from queries.question.scope import Scope
from queries.session import Session

if TYPE_CHECKING:
    from pathlib import Path

    from queries.mapping.model import EventTable

MONKEY = (
    "Respondent ID,Collector ID,Start Date,End Date,How likely is it that you would recommend Acme to a friend?,"
    '"Overall, how satisfied are you with Acme?",How easy was it to find what you needed?,'
    "What could we improve?"
)
"""Headings as SurveyMonkey writes them."""
REASONS = ("delivery", "refund", "account")
LIKELY = {0: "0 - Not at all likely", 10: "10 - Extremely likely"}
CONTENT = ("Very dissatisfied", "Dissatisfied", "Neither satisfied nor dissatisfied", "Satisfied", "Very satisfied")


def opened(path: Path) -> Session:
    session = Session([path])
    session.look()
    session.load()
    return session


def entry_of(session: Session, table: str) -> EventTable:
    return next(entry for entry in session.mapping.events if entry.table == table)


def total(session: Session, metric: str) -> tuple[float, ...]:
    """Answers, and the sum of the best (promoters, top)."""
    frame = session.runner.answer(Question.of(metric, Scope())).frame
    return tuple(frame.select(pl.col("answers", "promoters" if metric == "nps" else "top").sum()).row(0))


def test_a_column_a_question_with_words_beside_the_numbers(tmp_path: Path) -> None:
    rows = [
        f"{1000 + n},77,03/{1 + n % 28:02}/2024 10:00:00 AM,03/{1 + n % 28:02}/2024 10:05:00 AM,"
        f"{LIKELY.get(n % 11, n % 11)},{CONTENT[n % 5]},{1 + n % 7},Nothing really {n}"
        for n in range(110)
    ]
    path = tmp_path / "survey.csv"
    path.write_text("\n".join([MONKEY, *rows]), encoding="utf-8")
    session = opened(path)
    questions = {question.asks: question.column for question in entry_of(session, "survey").questions}
    assert questions["nps"].startswith("How likely")
    assert questions["csat"].startswith("Overall")
    assert questions["ces"].startswith("How easy")
    assert len(questions) == 3
    assert total(session, "nps") == (110, 20)
    assert total(session, "csat") == (110, 44)
    assert total(session, "ces") == (110, sum(1 + n % 7 >= 5 for n in range(110)))


def test_wenjuanxing(tmp_path: Path) -> None:
    words = ("非常不满意", "不满意", "一般", "满意", "非常满意")
    rows = [
        f"{n},2024/3/{1 + n % 28} 10:00:00,60秒,微信,u{n % 60},{words[n % 5]},{n % 11}分,物流第{n}次有点慢"
        for n in range(1, 111)
    ]
    path = tmp_path / "问卷.csv"
    heading = (
        "序号,提交答卷时间,所用时间,来源,用户ID,1、您对我们的服务满意吗?,2、您有多大可能向朋友推荐我们?,3、您的建议"
    )
    path.write_text("\n".join([heading, *rows]), encoding="utf-8")
    session = opened(path)
    entry = entry_of(session, "问卷")
    assert [(one.asks, one.column[:2]) for one in entry.questions] == [("nps", "2、"), ("csat", "1、")]
    assert entry.fields[Meaning.CUSTOMER].column == "用户ID"
    scores = session.runner.log.details.table("feedback").collect()
    csat = scores.filter(pl.col("question").cast(pl.String).str.starts_with("1"))["score"]
    assert csat.value_counts(sort=True)["count"].to_list() == [22] * 5
    assert sorted(csat.unique()) == [1, 2, 3, 4, 5]


def test_one_score_and_one_text(tmp_path: Path) -> None:
    rows = [f"c{n % 40},2024-03-{1 + n % 28:02},{n % 11},Words of mine {n},{'spring' if n % 2 else 'autumn'}" for n in
            range(120)]  # fmt: skip
    path = tmp_path / "nps.csv"
    path.write_text("\n".join(["customer,date,nps_score,comment,wave", *rows]), encoding="utf-8")
    session = opened(path)
    entry = entry_of(session, "nps")
    assert entry.fields[Meaning.SCORE].column == "nps_score"
    assert entry.fields[Meaning.TEXT].column == "comment"
    assert entry.fields[Meaning.WAVE].column == "wave"
    assert session.runner.log.has("nps")
    waves = {(f"c{n % 40}", n % 2) for n in range(120)}
    assert total(session, "nps")[0] == len(waves)


def test_a_score_alone_says_nothing_of_recommending(tmp_path: Path) -> None:
    rows = [f"c{n % 40},2024-03-{1 + n % 28:02},{n % 11},Words of mine {n}" for n in range(120)]
    path = tmp_path / "survey.csv"
    path.write_text("\n".join(["customer,date,score,comment", *rows]), encoding="utf-8")
    session = opened(path)
    assert entry_of(session, "survey").fields[Meaning.SCORE].column == "score"
    assert not any(session.runner.log.has(asks) for asks in ("nps", "csat", "ces"))


def test_tickets(tmp_path: Path) -> None:
    rows = [
        f"T{n},c{n % 40},2024-03-{1 + n % 28:02} 08:00,2024-03-{1 + n % 28:02} {9 + n % 8:02}:00,"
        f"{f'2024-03-{2 + n % 28:02} 08:00' if n % 5 else ''},{REASONS[n % 3]},{'yes' * (n % 4 == 0)}"
        for n in range(120)
    ]
    path = tmp_path / "support_tickets.csv"
    heading = "ticket_id,customer_id,created_at,first_response_at,closed_at,issue_type,reopened"
    path.write_text("\n".join([heading, *rows]), encoding="utf-8")
    session = opened(path)
    fields = {meaning.value: field.column for meaning, field in entry_of(session, "support_tickets").fields.items()}
    assert fields["time"] == "created_at"
    assert (fields["replied"], fields["resolved"]) == ("first_response_at", "closed_at")
    assert (fields["reason"], fields["reopened"]) == ("issue_type", "reopened")
    tickets = session.runner.log.details.table("tickets").collect()
    assert (len(tickets), tickets["resolved"].count(), tickets["reopened"].sum()) == (120, 96, 30)
    assert set(tickets["reason"].cast(pl.String)) == {"delivery", "refund", "account"}


def test_chinese_tickets(tmp_path: Path) -> None:
    rows = [
        f"{n},u{n % 40},2024-03-{1 + n % 27:02} 08:00,2024-03-{1 + n % 27:02} 09:30,2024-03-{2 + n % 27:02} 08:00,"
        f"{('物流', '退款', '账号')[n % 3]}"
        for n in range(120)
    ]
    path = tmp_path / "客服工单.csv"
    path.write_text("\n".join(["工单编号,用户ID,创建时间,首次回复时间,解决时间,问题类型", *rows]), encoding="utf-8")
    session = opened(path)
    fields = {meaning.value: field.column for meaning, field in entry_of(session, "客服工单").fields.items()}
    assert (fields["time"], fields["replied"], fields["resolved"]) == ("创建时间", "首次回复时间", "解决时间")
    assert fields["reason"] == "问题类型"
