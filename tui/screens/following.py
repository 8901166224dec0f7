"""What follows the cursor: the chart and the customers of the row it rests on, and where enter leads."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from textual import on
from textual.message import Message

from tui.dialogs.freeze import Freezing
from tui.screens.scoping import Scoping

if TYPE_CHECKING:
    from collections.abc import Mapping

    from queries.answering.result import Result
    from queries.cancel import Token
    from queries.question.question import Question
    from tui.table.widget import Table


@dataclass
class Drawn(Message):
    """The chart of a row is drawn."""

    title: str
    picture: str


@dataclass
class Peopled(Message):
    """The customers behind a row are known."""

    title: str
    question: Question
    people: Result


@dataclass
class ToFreeze(Message):
    """The customers that are to be kept are known."""

    people: Result
    trail: str


class Following(Scoping, Freezing):
    """A screen whose lower panes follow the cursor. What they look like its subclass says."""

    # -- what the subclass shows --------------------------------------------------------------------------

    def show_result(self, result: Result) -> None:
        """Show an answer."""

    def show_chart(self, title: str, picture: str, words: str) -> None:
        """Show a chart, or why there is none."""

    def show_customers(self, title: str, people: Result | None, words: str = "") -> None:
        """Show customers, or why there are none."""

    def show_words(self, words: str) -> None:
        """Say something in the place of the answer."""

    def give_focus(self) -> None:
        """An answer came: the focus may go there."""

    def chart_size(self) -> tuple[int, int]:
        """How large a chart may be."""
        return 0, 0

    def busy(self, what: str) -> None:
        """Say what runs, or that nothing does."""
        from tui.lines.footer import Keys

        for keys in self.query(Keys):
            keys.busy = what

    # -- what follows the cursor ------------------------------------------------------------------------------

    def on_table_rested(self, message: Any) -> None:
        """The cursor rested on a row of the answer: the lower panes follow."""
        table: Table = message.table
        if table is self.main_table() and self.shown is not None and table.row is not None:
            self.draw_chart()
            self.find_customers(self.row_asked_of())

    def row_asked_of(self) -> dict[str, Any] | None:
        """The row of the answer under the cursor; in a matrix the cell's; None where it stands for nothing."""
        from tui.text.matrix import row_behind

        table, result = self.main_table(), self.shown
        if table is None or table.frame is None or table.row is None or result is None or self.part is not None:
            return None
        if not table.frame.cells:
            return table.row
        return row_behind(result, table.row, table.frame.shown[table.cursor_column].name)

    def draw_chart(self) -> None:
        """Draw the chart of the row under the cursor, away from the screen's thread."""
        table, result = self.main_table(), self.shown
        width, height = self.chart_size()
        if result is None or table is None or table.row is None or width < 12 or height < 3:
            return
        asked, marker, home = self.row_asked_of(), self.home.start.marker, self.home

        def job(_token: Token) -> Message:
            from tui.charts import chart_title, drawing_of
            from tui.charts.values import MOST_ROWS
            from tui.drawing import draw

            shown = home.seen(replace(result, frame=result.frame.head(MOST_ROWS)))
            row = home.seen_row(result, asked)
            drawing = drawing_of(shown, row)
            picture = draw(drawing, width, height, marker) if drawing else ""
            return Drawn(chart_title(shown, row, drawing), picture)

        self.home.desk.start("chart", self, job)

    @on(Drawn)
    def _drawn(self, message: Drawn) -> None:
        self.show_chart(message.title, message.picture, why_no_chart(self.shown))

    def find_customers(self, row: Mapping[str, Any] | None) -> None:
        """Find the customers behind a row of the answer, or say why there are none."""
        result, runner = self.shown, self.home.runner
        if result is None or runner is None:
            return
        if result.metric.drill is None or row is None:
            self.home.desk.stop("customers")
            what = "This cell holds nobody." if row is None and self.part is None else ""
            self.show_customers("Customers", None, what or "These rows do not stand for customers.")
            return
        from tui.charts import row_name

        name, question = row_name(result, self.home.seen_row(result, row)), result.question
        title, values = f"Customers · {name}" if name else "Customers", dict(row)
        self.home.desk.start(
            "customers", self, lambda token: Peopled(title, question, runner.behind(question, values, token))
        )

    @on(Peopled)
    def _peopled(self, message: Peopled) -> None:
        if self.shown is not None and message.question == self.shown.question:
            words = "" if len(message.people.frame) else "Nobody is behind this row."
            self.show_customers(message.title, message.people, words)

    # -- keeping them -----------------------------------------------------------------------------------------

    def action_freeze(self) -> None:
        """Keep the customers behind the row under the cursor as a frozen segment."""
        result, runner, row = self.shown, self.home.runner, self.row_asked_of()
        if result is None or runner is None or row is None or result.metric.drill is None:
            self.tell("Only a row that stands for customers can be frozen.")
            return
        question, trail = result.question, self.trail_of_row()
        self.home.desk.start("freeze", self, lambda token: ToFreeze(runner.behind(question, row, token), trail))

    @on(ToFreeze)
    def _found_to_freeze(self, message: ToFreeze) -> None:
        self.freeze(message.people, message.trail)

    # -- going in ---------------------------------------------------------------------------------------------

    def on_data_table_row_selected(self, event: Any) -> None:
        """Enter: from a row of the answer to its customers, from a customer to the portrait."""
        event.stop()
        table: Table = event.data_table
        if table.row is None or self.shown is None:
            return
        if table is self.main_table():
            self.open_row(self.row_asked_of())
        elif table.frame is not None:
            self.open_customer(table, self.trail_of_row())

    def open_row(self, row: dict[str, Any] | None) -> None:
        """The customers behind a row, on a screen of their own."""
        from tui.charts import row_name
        from tui.panes.facts import customer_id
        from tui.screens.people import People

        result = self.shown
        if result is None:
            return
        own = customer_id(result, row) if row else None
        if own is not None:
            self.home.open_portrait([own], 0, result, self.trail(result))
        elif row is None:
            self.tell("These rows do not stand for customers." if self.part else "This cell holds nobody.")
        elif result.metric.drill is None:
            self.tell(f"A row of {result.metric.title} does not stand for customers.")
        else:
            name = row_name(result, self.home.seen_row(result, row))
            self.app.push_screen(People(result, row, f"{self.trail(result)} › {name}"))

    def open_customer(self, table: Table, trail: str) -> None:
        """The portrait of the customer under the cursor."""
        frame, result = table.frame, self.shown
        if frame is None or result is None or "id" not in frame.data.columns:
            return
        ids = frame.data.get_column("id").cast(str)
        self.home.open_portrait(ids, table.cursor_row, result, trail, table)

    def trail(self, result: Result) -> str:
        """Where one is: the group and the question."""
        from tui.dialogs.parameters import written

        group, title = result.metric.group, result.metric.title
        split = f" by {result.question.split}" if result.question.split else ""
        changed = ", ".join(f"{name} {written(value)}" for name, value in result.question.parameters)
        name = title if group.casefold() == title.casefold() else f"{group} › {title}"
        return name + split + (f" ({changed})" if changed else "") + self.part_words()

    def trail_of_row(self) -> str:
        """Where one is, with the row under the cursor."""
        from tui.charts import row_name

        if self.shown is None:
            return ""
        row = self.home.seen_row(self.shown, self.row_asked_of())
        return f"{self.trail(self.shown)} › {row_name(self.shown, row)}"


def why_no_chart(result: Result | None) -> str:
    """Why there is nothing to draw."""
    bare = result is not None and result.metric.chart is None
    return "This question has no chart." if bare else "There is nothing to draw for this row."
