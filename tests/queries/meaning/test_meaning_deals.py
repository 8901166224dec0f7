"""Deals as four programs export them: found with their stages, times and amounts; what is no table of deals."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import cycle
from typing import TYPE_CHECKING

import pytest

from queries.question.question import Question
from queries.session import Session

if TYPE_CHECKING:
    from pathlib import Path

    from queries.mapping.model import DealTable

HUBSPOT = "Record ID,Deal Name,Associated Company,Deal Stage,Amount,Create Date,Close Date"
SALESFORCE = "Opportunity ID,Opportunity Name,Account Name,Stage,Amount,Created Date,Close Date"
ZOHO = "Record Id,Deal Name,Account Name,Stage,Amount,Created Time,Closing Date"
FXIAOKE = "商机编号,商机名称,客户名称,商机阶段,预计成交金额,创建时间,结单日期"
ENGLISH = ("Qualified", "Contract Sent", "Closed Won", "Closed Lost", "Closed Won")


def opened(folder: Path, head: str, stages: tuple[str, ...] = ENGLISH, form: str = "%Y-%m-%d") -> Session:
    """Sixty deals of seventeen accounts, their stages one after the other."""
    lines = [head]
    for number, stage in zip(range(60), cycle(stages), strict=False):
        began = date(2023, 1, 1) + timedelta(days=7 * number)
        ended = began + timedelta(days=20 + number)
        lines.append(
            f"{1000 + number},Deal {number},Account {number % 17},{stage},{50 + 7 * number}.50,"
            f"{began.strftime(form)},{ended.strftime(form)}"
        )
    path = folder / "export.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    session = Session([path])
    session.look()
    session.load()
    return session


def deals_of(session: Session) -> DealTable:
    deals = session.mapping.deals
    assert deals is not None
    return deals


@pytest.mark.parametrize(
    ("head", "form", "read"), [(HUBSPOT, "%Y-%m-%d", "iso"), (SALESFORCE, "%m/%d/%Y", "mdy"), (ZOHO, "%d/%m/%Y", "dmy")]
)
def test_deals_of_english_programs(tmp_path: Path, head: str, form: str, read: str) -> None:
    session = opened(tmp_path, head, form=form)
    deals, names = deals_of(session), head.split(",")
    assert (deals.id, deals.customer, deals.stage) == (names[0], names[2], names[3])
    assert (deals.opened.column, deals.opened.format) == (names[5], read)
    assert deals.closed is not None
    assert (deals.closed.column, deals.closed.format) == (names[6], read)
    assert (deals.won, deals.lost) == (("Closed Won",), ("Closed Lost",))
    result = session.runner.answer(Question.of("pipeline"))
    assert dict(result.frame.select("stage", "deals").iter_rows()) == {
        "Qualified": 12, "Contract Sent": 12, "Closed Won": 24, "Closed Lost": 12,
    }  # fmt: skip
    won = sum(50.5 + 7 * number for number in range(60) if number % 5 in (2, 4))
    assert result.frame.filter(outcome="won")["amount"].to_list() == [won]
    # Won deals are the sales of the file, and no others.
    figures = dict(session.runner.answer(Question.of("overview")).frame.select("measure", "value").iter_rows())
    assert (figures["orders"], figures["revenue"]) == (24, won)


def test_deals_of_a_chinese_program(tmp_path: Path) -> None:
    session = opened(tmp_path, FXIAOKE, ("初步接洽", "方案报价", "赢单", "输单"))
    deals = deals_of(session)
    assert (deals.id, deals.stage, deals.won, deals.lost) == ("商机编号", "商机阶段", ("赢单",), ("输单",))
    assert deals.closed is not None
    assert deals.closed.column == "结单日期"
    assert deals.amount is not None
    assert deals.amount.column == "预计成交金额"


def test_orders_are_no_deals(tmp_path: Path) -> None:
    head = "Order ID,Note,Customer ID,Status,Amount,Created Date,Closed Date"
    assert opened(tmp_path, head, ("paid", "shipped", "cancelled")).mapping.deals is None
