"""Customers without a history, and orders without customers, on the screen: every question can be stood on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from driving import Driven, drive

from queries import catalogue
from tui.app import Start
from tui.panes.chart import ChartPane
from tui.panes.customers import CustomersPane
from tui.panes.portrait import FactsPane, StandingPane
from tui.panes.question_list import askable
from tui.panes.questions import QuestionsPane
from tui.panes.timeline import TimelinePane

if TYPE_CHECKING:
    from pathlib import Path

LISTED = """
[customers]
table = "data"
id = "id"
attributes = ["city", "plan", "joined"]
"""
NAMELESS = """
currency = "EUR"
[[events]]
table = "data"
time = "at"
event = { value = "purchase" }
amount = "paid"
channel = "via"
[roles]
purchase = ["purchase"]
"""


def opened(folder: Path, mapping: str, *rows: str) -> Start:
    """What opens a file of these rows with a mapping."""
    file, meant = folder / "data.csv", folder / "map.toml"
    file.write_text("\n".join(rows), "utf-8")
    meant.write_text(mapping, "utf-8")
    return Start(paths=(str(file),), options={"map_file": meant})


@pytest.fixture
def listed(tmp_path: Path) -> Start:
    rows = (f"c{n},{('Rome', 'Berlin')[n % 2]},{('free', 'paid')[n // 3 % 2]},2023-0{n % 9 + 1}-11" for n in range(60))
    return opened(tmp_path, LISTED, "id,city,plan,joined", *rows)


@pytest.fixture
def nameless(tmp_path: Path) -> Start:
    rows = (f"2024-0{n % 9 + 1}-1{n % 7} 1{n % 8}:00:00,{n}.5,{('web', 'shop')[n % 2]}" for n in range(90))
    return opened(tmp_path, NAMELESS, "at,paid,via", *rows)


async def walk(app: Driven, sentence: str) -> list[str]:
    """Ask every question of the list: it is answered, or told in one sentence; those that were answered."""
    answered = []
    for metric in filter(askable, catalogue.metrics()):
        await app.ask(metric.id)
        if app.answer.question.metric == metric.id:
            answered.append(metric.id)
        elif metric.id not in ("rules", "frozen"):
            assert sentence in app.said
            assert f"({metric.title[:12]}" in app.text_of(QuestionsPane)
        assert "Traceback" not in app.text
    return answered


@pytest.fixture
def texts(tmp_path: Path) -> Start:
    file = tmp_path / "reviews.csv"
    said = ("Terrible and broken", "I love it, wonderful")
    rows = (f'{1 + n % 5},"{said[n % 5 > 1]} {n}"' for n in range(60))
    file.write_text("\n".join(["rating,review", *rows]), "utf-8")
    return Start(paths=(str(file),))


def test_texts_without_customers_or_dates(texts: Start) -> None:
    async def script(app: Driven) -> None:
        assert "60 rows · no dates" in app.lines[0]
        assert await walk(app, "no column of “reviews.csv” says") == [
            "overview", "csat", "sentiment", "topics", "quality",
        ]  # fmt: skip
        await app.ask("sentiment")
        assert "negative" in app.text_of(ChartPane)

    drive(texts, script, size=(120, 80))


def test_customers_without_a_history(listed: Start) -> None:
    async def script(app: Driven) -> None:
        assert "60 customers · no dates" in app.lines[0]
        assert await walk(app, "This needs a date of each order or visit; “data.csv” has one row a customer.") == [
            "overview", "attribute", "profile", "cross", "customers", "quality",
        ]  # fmt: skip
        await app.choose("All parts of the scope")
        assert "Where" in app.text
        assert "From" not in app.text
        await app.press("escape", "c")
        assert "the period before" not in app.text
        await app.press("escape", "left_square_bracket")
        assert "needs a date" in app.said
        await app.ask("attribute")
        await app.press("2", "down", "enter", "enter")
        assert "Rome" in app.text_of(FactsPane)
        assert "has one row a customer" in app.text_of(StandingPane)
        assert "What is known" in app.title_of(TimelinePane)
        for key in ("t", "v", "J"):
            await app.press(key)
        assert "city" in app.text

    drive(listed, script, size=(120, 80))


def test_orders_without_customers(nameless: Start) -> None:
    async def script(app: Driven) -> None:
        assert "customers" not in app.lines[0]
        assert await walk(app, "This needs a customer of each row; no column of “data.csv” says who it was.") == [
            "overview", "rhythm", "growth", "cross", "quality",
        ]  # fmt: skip
        await app.ask("growth")
        await app.press("2", "down")
        assert "do not stand for customers" in app.text_of(CustomersPane)
        await app.press("enter")
        assert app.app.screen is app.main
        await app.choose("All parts of the scope")
        assert not app.app.screen.query("#segment")
        await app.press("escape", "c")
        assert not app.app.screen.query("#segment")
        await app.press("escape", "left_square_bracket", "c", "enter")
        assert "against the period before" in app.scope_line

    drive(nameless, script, size=(120, 80))
