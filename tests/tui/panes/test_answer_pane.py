"""The answer: its table, a matrix whose cells stand for something, its words, and which key tells more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from driving import Driven, drive

from queries.question.scope import Scope
from tui.app import Start
from tui.panes.answer import AnswerPane
from tui.panes.chart import ChartPane
from tui.panes.customers import CustomersPane
from tui.state.desk import Desk

if TYPE_CHECKING:
    from pathlib import Path

    import pytest
    from driving import Kept
    from textual.message_pump import MessagePump

    from queries.cancel import Token
    from tui.state.desk import Job


def test_the_overview_opens_with_its_findings(on_screen: Kept) -> None:
    async def script(app: Driven) -> None:
        assert "▸Overview" in app.title_of(AnswerPane)
        assert app.answer.findings
        first_words = " ".join(app.answer.findings[0].split()[:4])
        assert f" → {first_words}" in app.text
        assert "300 customers" in app.lines[0]

    on_screen(script)


def test_why_there_is_nothing_is_said_in_words(on_screen: Kept) -> None:
    async def script(app: Driven) -> None:
        pane = app.one(AnswerPane)
        said = app.text_of(AnswerPane)
        assert "Nothing here: 2023-01-06 to 2024-12-31" in said
        assert "F clears the scope, f changes it." in said
        assert pane.frame is None
        await app.press("F")
        assert "Nothing here" not in app.text
        assert pane.frame is not None

    on_screen(script, "clv", Scope(channels=("store",), events=("refund",)))


def test_a_scope_after_the_data_is_refused_in_words(on_screen: Kept) -> None:
    async def script(app: Driven) -> None:
        before = app.scope_line
        await app.choose("All parts of the scope")
        await app.type("2030-01")
        await app.press("enter")
        assert "hold nothing in the scope" in app.said
        assert app.scope_line == before

    on_screen(script, "frequency")


def test_cohorts_are_a_matrix_whose_cells_open_their_customers(on_screen: Kept) -> None:
    async def script(app: Driven) -> None:
        pane, frame = app.one(AnswerPane), app.answer.frame
        assert pane.frame is not None
        assert pane.frame.row_count == frame["cohort"].n_unique() < frame.height
        await app.press("2", "down", *["right"] * 3)
        row = pane.row_here()
        assert row is not None
        assert row.values is not None
        assert row.values["interval"] == 1
        assert row.values["cohort"] == frame["cohort"].unique().sort()[1]
        count = row.values["customers"]
        assert "interval 1" in app.title_of(CustomersPane)
        await app.press("enter")
        title = next(line for line in app.lines if "› Retention ›" in line)
        assert title.endswith(f"{count:,} customer{'' if count == 1 else 's'}")
        await app.press("escape", "left", "left", "left")
        row = pane.row_here()
        assert row is not None
        assert row.values is not None
        assert row.values["interval"] == 0

    on_screen(script, "retention")


def test_a_cell_that_is_not_there_yet_says_so(on_screen: Kept) -> None:
    async def script(app: Driven) -> None:
        await app.press("2", "G")
        frame = app.pane.frame
        assert frame is not None
        await app.press(*["right"] * len(frame.shown))
        assert "This cell holds nobody." in app.text
        await app.press("enter")
        assert "This cell holds nobody." in app.said
        assert app.main.is_current

    on_screen(script, "retention")


def test_only_rows_that_stand_for_customers_lead_on(on_screen: Kept) -> None:
    async def script(app: Driven) -> None:
        await app.press("2", "enter")
        assert "A row of Data quality does not stand for customers." in app.said
        await app.press("w")
        assert "Only a row that stands for customers can be frozen." in app.said
        await app.press("equals_sign")
        assert "Only a row of a segmentation (RFM …) can become the scope." in app.said
        assert "These rows do not stand for customers." in app.text

    on_screen(script, "quality")


def test_lower_panes_follow_the_cursor_when_it_rests(on_screen: Kept) -> None:
    async def script(app: Driven) -> None:
        await app.press("2", "down")
        assert "Trend of loyal" in app.title_of(ChartPane)
        assert "Customers · loyal" in app.title_of(CustomersPane)

    on_screen(script, "rfm")


def test_a_held_key_asks_once(on_screen: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    async def script(app: Driven) -> None:
        await app.press("2")
        customers, asked = app.one(CustomersPane), 0
        begin = Desk.start

        def counted(desk: Desk, asker: MessagePump, job: Job, kind: str = "") -> Token:
            nonlocal asked
            asked += asker is customers
            return begin(desk, asker, job, kind)

        monkeypatch.setattr(Desk, "start", counted)
        await app.hold("down", 8)
        assert asked == 1

    on_screen(script)


def test_no_word_is_cut_in_two_on_a_small_screen(shop: Path) -> None:
    async def script(app: Driven) -> None:
        title, scope = app.lines[:2]
        assert title.split("·")[-1].strip().endswith(" s")
        assert scope.split("·")[-1].split()[0] in ("by", "all", "everyone")
        assert "…" not in title + scope
        findings = [line for line in app.lines if "→" in line]
        assert findings
        assert not any(line.endswith("…") for line in findings)

    drive(Start(paths=(str(shop),), demo=True), script, size=(80, 24))
