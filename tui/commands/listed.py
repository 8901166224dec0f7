"""Every command exactly once: footer, help, palette, key bindings, `regulars keys` and the keymap read it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

Where = Literal["everywhere", "page", "table", "questions", "portrait", "mapping"]
"""Where a command applies; `page` is any screen that shows an answer."""


@dataclass(frozen=True)
class Command:
    """Something a person can ask the screen to do.

    Attributes:
        id: Its name in the user's keymap.
        keys: The keys that do it, separated by commas; empty where only the palette does.
        title: What the palette and the footer call it.
        help: What it does, in one sentence.
        where: Where it applies.
        action: What Textual runs: `screen.…` and `app.…`, else an action of the focused widget.
        label: The footer's word for it; empty keeps it out of the footer.
        palette: Whether the palette offers it.
    """

    id: str
    keys: str
    title: str
    help: str
    where: Where
    action: str
    label: str = ""
    palette: bool = True


COMMANDS: tuple[Command, ...] = (
    # -- the table -----------------------------------------------------------------------------------------
    Command(
        "open",
        "enter",
        "Open the row",
        "Go in: segment, its customers, one customer.",
        "table",
        "select_cursor",
        "open",
        False,
    ),
    Command("move.up", "up,k", "Up", "One row up.", "table", "cursor_up", palette=False),
    Command("move.down", "down,j", "Down", "One row down.", "table", "cursor_down", palette=False),
    Command("move.left", "left,h", "Left", "One column to the left.", "table", "cursor_left", palette=False),
    Command("move.right", "right,l", "Right", "One column to the right.", "table", "cursor_right", palette=False),
    Command("move.first", "g,home,ctrl+home", "First row", "To the first row.", "table", "scroll_home", palette=False),
    Command("move.last", "G,end,ctrl+end", "Last row", "To the last row.", "table", "scroll_end", palette=False),
    Command("move.page_up", "pageup,ctrl+u", "Page up", "One page up.", "table", "page_up", palette=False),
    Command("move.page_down", "pagedown,ctrl+d", "Page down", "One page down.", "table", "page_down", palette=False),
    Command("search", "slash", "Search", "Find text in the table.", "table", "screen.search", "search"),
    Command("search.next", "n", "Next match", "To the next row that matches.", "table", "screen.search_next(1)"),
    Command(
        "search.previous", "N", "Previous match", "To the row before that matches.", "table", "screen.search_next(-1)"
    ),
    Command("sort", "s", "Sort", "Sort by the column under the cursor.", "table", "screen.sort(False)", "sort"),
    Command(
        "sort.reverse",
        "S",
        "Sort the other way",
        "Sort by the column under the cursor, the other way round.",
        "table",
        "screen.sort(True)",
    ),
    Command("columns", "x", "Choose columns", "Hide and show columns.", "table", "screen.columns"),
    Command("cell", "space", "Whole cell", "Show the whole cell under the cursor.", "table", "screen.cell"),
    Command(
        "details",
        "i",
        "Column details",
        "What the column means, its unit, numerator, denominator and n; the answer's notes.",
        "table",
        "screen.details",
        "details",
    ),
    Command("copy.cell", "y", "Copy cell", "Copy the cell under the cursor.", "table", "screen.copy_cell", "copy"),
    Command("copy.row", "Y", "Copy row", "Copy the row under the cursor.", "table", "screen.copy_row"),
    Command("copy.table", "", "Copy table", "Copy the whole table, tab-separated.", "table", "screen.copy_table"),
    # -- the page ------------------------------------------------------------------------------------------
    Command(
        "scope",
        "f",
        "Change the scope",
        "Period, grain, events, channels, segment, conditions, analysis date.",
        "page",
        "screen.scope",
        "scope",
    ),
    Command("scope.clear", "F", "Clear the scope", "Ask of all the data again.", "page", "screen.clear_scope"),
    Command(
        "scope.row",
        "equals_sign",
        "Row's segment as scope",
        "Ask everything of the segment under the cursor.",
        "page",
        "screen.scope_of_row",
    ),
    Command(
        "segment.freeze",
        "w",
        "Save as a frozen segment",
        "Keep the customers behind the row as a list, whatever they do from here on.",
        "page",
        "screen.freeze",
    ),
    Command(
        "period.previous",
        "left_square_bracket",
        "Previous period",
        "Move the scope one period back.",
        "page",
        "screen.move_period(-1)",
    ),
    Command(
        "period.next",
        "right_square_bracket",
        "Next period",
        "Move the scope one period on.",
        "page",
        "screen.move_period(1)",
    ),
    Command(
        "grain.coarser",
        "minus",
        "Coarser grain",
        "Longer periods: day, week, month, quarter, year.",
        "page",
        "screen.change_grain(1)",
    ),
    Command("grain.finer", "plus", "Finer grain", "Shorter periods.", "page", "screen.change_grain(-1)"),
    Command("parameters", "p", "Parameters", "The knobs of this question.", "page", "screen.parameters", "parameters"),
    Command(
        "compare",
        "c",
        "Compare",
        "Compare with the period before, a year before or another segment; again turns it off.",
        "page",
        "screen.compare",
        "compare",
    ),
    Command(
        "part.next",
        "v",
        "Next table",
        "The next table of the answer (thresholds, overall …); after the last the answer again.",
        "page",
        "screen.next_part",
        "next table",
    ),
    Command("export", "e", "Export", "Write all rows of the answer to a file.", "page", "screen.export", "export"),
    Command(
        "copy.command",
        "",
        "Copy command line",
        "Copy the command line that repeats this screen.",
        "page",
        "screen.copy_command",
    ),
    Command(
        "mask",
        "m",
        "Mask or unmask",
        "Show personal data (names, e-mail, phone …) as they are, or mask them again.",
        "page",
        "app.mask",
    ),
    Command("reload", "r", "Reload", "Read the files again.", "page", "screen.reload"),
    Command(
        "mapping", "", "Mapping", "What the tables and columns of the file mean; correct it.", "page", "screen.mapping"
    ),
    Command("tables", "", "Tables", "The tables of the file as they are.", "page", "app.tables"),
    Command("pane.next", "tab", "Next pane", "To the next pane.", "page", "screen.next_pane(1)", palette=False),
    Command(
        "pane.previous",
        "shift+tab",
        "Previous pane",
        "To the pane before.",
        "page",
        "screen.next_pane(-1)",
        palette=False,
    ),
    Command("pane.questions", "1", "Questions", "To the list of questions.", "page", "screen.pane(0)", palette=False),
    Command("pane.answer", "2", "Answer", "To the answer.", "page", "screen.pane(1)", palette=False),
    Command("pane.chart", "3", "Chart", "To the chart.", "page", "screen.pane(2)", palette=False),
    Command(
        "pane.customers", "4", "Customers", "To the customers behind the row.", "page", "screen.pane(3)", palette=False
    ),
    Command(
        "pane.zoom",
        "z",
        "Maximise the pane",
        "The pane in focus fills the screen; again brings the others back.",
        "page",
        "screen.zoom",
    ),
    # -- the list of questions -----------------------------------------------------------------------------
    Command("question.open", "enter", "Ask", "Ask the question under the cursor.", "questions", "select", "ask", False),
    Command("question.up", "up,k", "Up", "One question up.", "questions", "cursor_up", palette=False),
    Command("question.down", "down,j", "Down", "One question down.", "questions", "cursor_down", palette=False),
    Command(
        "question.first", "g,home", "First question", "To the first question.", "questions", "first", palette=False
    ),
    Command("question.last", "G,end", "Last question", "To the last question.", "questions", "last", palette=False),
    Command("question.page_up", "pageup,ctrl+u", "Page up", "One page up.", "questions", "page_up", palette=False),
    Command(
        "question.page_down", "pagedown,ctrl+d", "Page down", "One page down.", "questions", "page_down", palette=False
    ),
    # -- one customer --------------------------------------------------------------------------------------
    Command(
        "customer.next",
        "J",
        "Next customer",
        "The next customer of the list one came from.",
        "portrait",
        "screen.customer(1)",
        "next",
    ),
    Command(
        "customer.previous",
        "K",
        "Previous customer",
        "The customer before.",
        "portrait",
        "screen.customer(-1)",
        "previous",
    ),
    Command(
        "timeline.kind",
        "t",
        "Kind of event",
        "The timeline of one kind of event; again the next kind, after the last all of them.",
        "portrait",
        "screen.kind",
        "kind of event",
    ),
    # -- what means what -----------------------------------------------------------------------------------
    Command(
        "mapping.choose",
        "enter",
        "Choose",
        "Take another column, or set how it is read.",
        "mapping",
        "select_cursor",
        "choose",
        False,
    ),
    Command(
        "mapping.exclude",
        "x",
        "Leave the table out",
        "Leave the table out, or take it in.",
        "mapping",
        "screen.exclude",
        "table in or out",
    ),
    Command(
        "mapping.save",
        "w",
        "Save and go on",
        "Remember this mapping for such files, and open.",
        "mapping",
        "screen.save",
        "save and open",
    ),
    Command(
        "mapping.go",
        "o",
        "Go on",
        "Open with this mapping without remembering it.",
        "mapping",
        "screen.go_on",
        "open once",
    ),
    # -- everywhere ----------------------------------------------------------------------------------------
    Command(
        "help",
        "question_mark,f1",
        "Help",
        "Help for the pane in focus, and all keys.",
        "everywhere",
        "app.keys_help",
        "help",
    ),
    Command(
        "palette",
        "colon,ctrl+p",
        "Commands",
        "Every command and every question, by name.",
        "everywhere",
        "app.command_palette",
        "commands",
        False,
    ),
    Command("theme", "", "Theme", "Choose other colours.", "everywhere", "app.change_theme"),
    Command(
        "escape",
        "escape",
        "Close, stop, back",
        "Closes a dialog, stops what runs, goes back, in this order.",
        "everywhere",
        "screen.escape",
        palette=False,
    ),
    Command(
        "back", "q", "Back", "Goes back; at the first screen it quits.", "everywhere", "screen.back", "back", False
    ),
    Command(
        "suspend",
        "ctrl+z",
        "Suspend",
        "Back to the shell; fg brings it back.",
        "everywhere",
        "app.suspend_process",
        palette=False,
    ),
    Command("quit", "ctrl+q", "Quit", "Ends at once, whatever runs.", "everywhere", "app.quit"),
)

GROUPS: Mapping[Where, str] = {
    "table": "In a table",
    "page": "On an answer",
    "questions": "In the list of questions",
    "portrait": "On a customer",
    "mapping": "In the mapping",
    "everywhere": "Everywhere",
}
"""What the places are called."""

_SIGNS = {
    "slash": "/",
    "equals_sign": "=",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
    "minus": "-",
    "plus": "+",
    "question_mark": "?",
    "colon": ":",
    "escape": "esc",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "home": "Home",
    "end": "End",
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "f1": "F1",
}


def command(id: str) -> Command:  # noqa: A002 - the word of the keymap
    """The command of that id."""
    return next(entry for entry in COMMANDS if entry.id == id)


def at(*places: Where) -> list[Command]:
    """The commands of some places, in the order they are declared."""
    return [entry for entry in COMMANDS if entry.where in places]


def keys_of(entry: Command, keymap: Mapping[str, str] | None = None) -> list[str]:
    """The keys of a command as people write them, the user's own where the keymap names it."""
    text = (keymap or {}).get(entry.id, entry.keys)
    return [sign(key.strip()) for key in text.split(",") if key.strip()]


def sign(key: str) -> str:
    """A key as people write it: `question_mark` is `?`."""
    return _SIGNS.get(key, key)
