"""The main screen: the questions, the answer as a table, its chart, and the customers behind a row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text
from textual import events, on
from textual.containers import Horizontal, Vertical
from textual.widgets import Static

from tui.commands.listed import command, keys_of
from tui.dialogs.compare import scope_line
from tui.lines.footer import Keys
from tui.lines.status import Line
from tui.lines.title import Pane, PaneTitle
from tui.panes.chart import ChartView
from tui.panes.findings import Findings
from tui.panes.questions import Questions
from tui.screens.arranging import ROOM_FOR_BOTH, Arranged
from tui.screens.following import why_no_chart
from tui.state.desk import Failed, Stopped
from tui.state.opening import Loaded, Progressed
from tui.text.safe import safe

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

    from queries.answering.result import Result
    from queries.catalogue import Metric
    from tui.table.widget import Table


class MainScreen(Arranged):
    """Painted at once, before anything heavy is imported; filled by messages."""

    AUTO_FOCUS = "#questions"

    def __init__(self) -> None:
        super().__init__()
        self.set_classes("-in-words -on-answer")

    def compose(self) -> ComposeResult:
        """The frame: two lines, four panes, the keys."""
        yield Line(self.home.label, id="title", name="regulars")
        yield Line("", id="scope", name="Scope")
        with Horizontal(id="body"):
            with Pane(id="questions-pane", classes="pane"):
                yield PaneTitle("Questions")
                yield Questions()
            with Vertical(id="right"):
                with Pane(id="answer-pane", classes="pane"):
                    yield PaneTitle("", id="answer-title")
                    yield Findings(id="findings")
                    yield Static(Text(f"Opening {safe(self.home.label)} …"), id="words")
                    yield Static(id="notes", markup=False)
                with Pane(id="chart-pane", classes="pane"):
                    yield PaneTitle("Chart", id="chart-title")
                    yield ChartView(id="chart")
                with Pane(id="customers-pane", classes="pane"):
                    yield PaneTitle("Customers", id="customers-title")
                    yield Static(id="nobody", markup=False)
        yield Static("This needs 40 columns and 12 lines.", id="too-small")
        yield Keys(self.home.keymap, ("questions", "page"))

    # -- opening ----------------------------------------------------------------------------------------------

    def learn(self, metrics: Sequence[Metric]) -> None:
        """Show the catalogue; it can be read while the log is built."""
        questions = self.query_one(Questions)
        questions.fill(metrics)
        self.query_one("#questions-pane").styles.width = max(
            16, min(questions.widest + 5, max(22, self.size.width // 5))
        )

    @on(Progressed)
    def _progressed(self, message: Progressed) -> None:
        self.show_words(
            f"{message.words}\nesc stops. The questions and the file's tables (:, Tables) can be read meanwhile."
        )

    @on(Loaded)
    async def _loaded(self) -> None:
        """The log is there: say what it holds, make the tables, ask."""
        from tui.table.widget import Table

        if self.main_table() is None:
            await self.query_one("#answer-pane").mount(Table(id="answer-table"), after="#findings")
            await self.query_one("#customers-pane").mount(Table(id="customers-table"))
        self.query_one("#title", Line).left = self.home.described()
        self.begin()

    # -- the answer -------------------------------------------------------------------------------------------

    def show_words(self, words: str) -> None:
        """Say something in the place of the answer."""
        self.query_one("#words", Static).update(Text(safe(words).replace("␤", "\n")))
        self.set_class(bool(words), "-in-words")

    def show_result(self, result: Result) -> None:
        """The answer as a table, with what is to be said about it."""
        table = self.main_table()
        if table is None:
            return
        self.query_one("#title", Line).right = f"{result.seconds:.2f} s"
        self._tell(result)
        same = self.shown is not None and self.shown.question.metric == result.question.metric
        self._fill(result, table, same=same)
        if not same:
            self.show_chart("Chart", "", "" if result.metric.chart else why_no_chart(result))
            self.show_customers("Customers", None)
        self.query_one(Questions).mark(result.question.metric)

    def _tell(self, result: Result) -> None:
        """What is said of the answer in words."""
        said = self.home.said(result)
        self.query_one("#scope", Line).left = scope_line(said)
        self.query_one(Findings).tell(said)
        self._say_beside("#notes", _notes(said))

    def show_masked(self) -> None:
        """Tables, words and chart with personal data masked or as they are."""
        super().show_masked()
        if self.shown is not None:
            self._tell(self.shown)
            self.draw_chart()

    def show_part(self) -> None:
        """A further table of the answer in its place, or the answer itself again."""
        table = self.main_table()
        if table is not None and self.shown is not None:
            self._fill(self.shown, table, same=False)

    def _fill(self, result: Result, table: Table, *, same: bool) -> None:
        """The table of the answer that is asked for; of the same question the cursor stays where it is."""
        from queries.answering.pivot import as_shown
        from tui.table.frame import FrameBackend
        from tui.text.matrix import is_matrix

        columns, frame = as_shown(result, self.part)
        self.query_one("#answer-title", PaneTitle).heading = self.trail(result)
        self.query_one("#answer-title", PaneTitle).aside = self._extent(result, frame.height, len(columns))
        self.show_words(self.why_empty(result) if frame.is_empty() else "")
        hidden = table.frame.hidden if same and table.frame else ()
        cells = self.part is None and is_matrix(result, columns)
        backend = FrameBackend(frame, columns, self.look(result), hidden=hidden, cells=cells)
        table.show(backend, row=table.cursor_row if same else 0, column=None if same else 0)
        self.share_height(result)

    def _extent(self, result: Result, rows: int, columns: int) -> str:
        """How large the table is, and which key shows the further ones."""
        keys = keys_of(command("part.next"), self.home.keymap)
        more = f"{keys[0]} {len(result.parts)} more · " if result.parts and keys else ""
        return f"{more}{rows:,} row{'' if rows == 1 else 's'}, {columns} columns"

    def _say_beside(self, selector: str, words: Text) -> None:
        """Words above or below the table; without any they take no line."""
        place = self.query_one(selector, Static)
        place.update(words)
        place.display = bool(words) and (selector != "#notes" or self.size.height >= ROOM_FOR_BOTH)

    def give_focus(self) -> None:
        """The first answer takes the focus from the questions."""
        table = self.main_table()
        if table is not None and (self.focused is None or isinstance(self.focused, Questions)):
            self.set_focus(table, scroll_visible=False)

    def show_chart(self, title: str, picture: str, words: str) -> None:
        """The chart and what it is about."""
        chart = self.query_one(ChartView)
        self.query_one("#chart-title", PaneTitle).heading = title
        if (chart.picture, chart.words) != (picture, words):
            chart.words, chart.picture = words, picture

    def chart_size(self) -> tuple[int, int]:
        """How large a chart may be."""
        size = self.query_one(ChartView).size
        return size.width, size.height

    def show_customers(self, title: str, people: Result | None, words: str = "") -> None:
        """The customers behind the row, or why there are none."""
        from tui.screens.people import telling_first
        from tui.table.frame import FrameBackend

        table = self.customers_table()
        self.query_one("#customers-title", PaneTitle).heading = title
        self.query_one("#customers-title", PaneTitle).aside = f"{people.frame.height:,}" if people else ""
        self._say_beside("#nobody", Text(safe(words)))
        if table is None:
            return
        table.display = people is not None and people.frame.height > 0
        self.say_masked()
        if table.display and people is not None:
            backend = FrameBackend(people.frame, telling_first(people.columns), self.look(people))
            table.show(backend, column=0, rest=False)

    # -- messages ---------------------------------------------------------------------------------------------

    @on(Questions.Asked)
    def _question(self, message: Questions.Asked) -> None:
        """Ask the question of the list."""
        self.ask_metric(message.id)
        self.show_pane("answer")

    @on(ChartView.Resized)
    def _chart_resized(self) -> None:
        self.draw_chart()

    @on(Stopped)
    def _stopped(self, message: Stopped) -> None:
        """What ran was stopped: say so where the answer would be."""
        self.busy("")
        if self.shown is None or message.group == "open":
            self.show_words("Stopped. r tries again; q quits.")

    @on(Failed)
    def _failed(self, message: Failed) -> None:
        """What ran could not be done."""
        self.busy("")
        if message.group == "open":
            self.home.could_not_open(message.error)
        elif message.group == "customers":
            self.show_customers("Customers", None, str(message.error))
        elif message.group == "chart":
            self.show_chart("Chart", "", str(message.error))
        elif self.shown is None:
            self.show_words(str(message.error))
        else:
            off = " c turns the comparison off." if self.compare else ""
            self.tell(f"{message.error}{off}", wrong=True)
            self.wanted = self.shown.question

    def on_screen_resume(self, _event: events.ScreenResume) -> None:
        """Back on this screen: the files may have changed meanwhile."""
        self.look_for_changes()


def _notes(result: Result) -> Text:
    """The first note; how many more, and the key that tells them."""
    if not result.notes:
        return Text()
    more = f"  (+{len(result.notes) - 1} more: i)" if len(result.notes) > 1 else ""
    return Text(f" {safe(result.notes[0])}{more}", style="dim", no_wrap=True, overflow="ellipsis")
