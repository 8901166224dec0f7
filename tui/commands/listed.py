"""Every command exactly once: footer, help, palette, key bindings, `regulars keys` and the keymap read it."""

# ruff: noqa: E501 - the table of commands is read as the picture it is

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Literal

from queries.wording import mark, worded

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Where = Literal["everywhere", "page", "table", "findings", "scope", "questions", "portrait", "mapping", "start"]
"""Where a command applies; `page` is any screen that shows an answer."""


@worded("title", "help", "label")
@dataclass(frozen=True)
class Command:
    """Something a person can ask the screen to do.

    Attributes:
        where: Where it applies.
        id: Its name in the user's keymap.
        keys: The keys that do it, separated by commas; empty where only the palette does.
        action: What Textual runs of whoever names the command; `screen.…` and `app.…` is run of these.
        title: What the palette and the footer call it.
        help: What it does, in one sentence.
        label: The footer's word for it; empty keeps it out of the footer.
        palette: Whether the palette offers it.
    """

    where: Where
    id: str
    keys: str
    action: str
    title: str
    help: str
    label: str = ""
    palette: bool = True


_table = partial(Command, "table")
_findings = partial(Command, "findings")
_scope = partial(Command, "scope")
_page = partial(Command, "page")
_questions = partial(Command, "questions")
_portrait = partial(Command, "portrait")
_mapping = partial(Command, "mapping")
_start = partial(Command, "start")
_everywhere = partial(Command, "everywhere")

# fmt: off
COMMANDS: tuple[Command, ...] = (
    # -- the table
    _table(      "open",               "enter",                "select_cursor",       "Open the row",             "Go in: segment, its customers, one customer.", label="open", palette=False),
    _table(      "move.up",            "up,k",                 "cursor_up",           "Up",                       "One row up.", palette=False),
    _table(      "move.down",          "down,j",               "cursor_down",         "Down",                     "One row down.", palette=False),
    _table(      "move.left",          "left,h",               "cursor_left",         "Left",                     "One column to the left.", palette=False),
    _table(      "move.right",         "right,l",              "cursor_right",        "Right",                    "One column to the right.", palette=False),
    _table(      "move.first",         "g,home,ctrl+home",     "scroll_home",         "First row",                "To the first row.", palette=False),
    _table(      "move.last",          "G,end,ctrl+end",       "scroll_end",          "Last row",                 "To the last row.", palette=False),
    _table(      "move.page_up",       "pageup,ctrl+u",        "page_up",             "Page up",                  "One page up.", palette=False),
    _table(      "move.page_down",     "pagedown,ctrl+d",      "page_down",           "Page down",                "One page down.", palette=False),
    _table(      "search",             "slash",                "search",              "Search",                   "Find text where the keys go: a table, a list, a chart, words.", label="search"),
    _table(      "search.next",        "n",                    "search_next(1)",      "Next match",               "To the next row or line that matches."),
    _table(      "search.previous",    "N",                    "search_next(-1)",     "Previous match",           "To the row or line before that matches."),
    _table(      "sort",               "s",                    "sort(False)",         "Sort",                     "Sort by the column under the cursor.", label="sort"),
    _table(      "sort.reverse",       "S",                    "sort(True)",          "Sort the other way",       "Sort by the column under the cursor, the other way round."),
    _table(      "columns",            "x",                    "columns",             "Choose columns",           "Hide and show columns."),
    _table(      "cell",               "space",                "cell",                "Whole cell",               "Show the whole cell under the cursor."),
    _table(      "details",            "i",                    "details",             "Column details",           "What the column means, its unit, numerator, denominator and n; the other columns; the answer's notes.", label="details"),
    _table(      "copy.cell",          "y",                    "copy_cell",           "Copy cell",                "Copy the cell under the cursor.", label="copy"),
    _table(      "copy.row",           "Y",                    "copy_row",            "Copy row",                 "Copy the row under the cursor."),
    _table(      "copy.table",         "",                     "copy_table",          "Copy table",               "Copy the whole table, tab-separated."),
    # -- the findings above it
    _findings(   "finding.open",       "enter",                "select",              "Open the finding",         "Open what the sentence speaks of: its customers, or a question.", label="open what it speaks of", palette=False),
    _findings(   "finding.up",         "up,k",                 "cursor_up",           "Up",                       "One sentence up.", palette=False),
    _findings(   "finding.down",       "down,j",               "cursor_down",         "Down",                     "One sentence down; from the last to the table.", palette=False),
    # -- the line of the scope
    _scope(      "part.change",        "enter",                "edit",                "Change the part",          "Pick another period, grain, event, channel, segment or condition in the place of this one.", label="change", palette=False),
    _scope(      "part.drop",          "d,delete,backspace",   "drop",                "Drop the part",            "Ask without this part of the scope.", label="drop", palette=False),
    _scope(      "part.before",        "left,h",               "part(-1)",            "Left",                     "One part to the left.", palette=False),
    _scope(      "part.after",         "right,l",              "part(1)",             "Right",                    "One part to the right.", palette=False),
    _scope(      "part.leave",         "down,j",               "leave",               "Back to the pane",         "Back to where the keys were.", palette=False),
    # -- the page
    _page(       "scope",              "f",                    "app.scope",           "Change the scope",         "Pick a period, a grain, events, channels, a segment or a value; drop what was picked.", label="scope"),
    _page(       "scope.form",         "",                     "choose('scope')",     "All parts of the scope",   "Period, grain, events, channels, segment, conditions, analysis date in a form."),
    _page(       "scope.parts",        "0",                    "parts",               "Parts of the scope",       "To the line of the scope: enter changes the part under the cursor, d drops it."),
    _page(       "scope.clear",        "F",                    "change('everything')", "Clear the scope",          "Ask of all the data again."),
    _page(       "scope.row",          "equals_sign",          "change('segment')",   "Row's segment as scope",   "Ask everything of the segment under the cursor."),
    _page(       "segment.freeze",     "w",                    "freeze",              "Save as a frozen segment", "Keep the customers behind the row as a list, whatever they do from here on."),
    _page(       "period.previous",    "left_square_bracket",  "change('period', -1)", "Previous period",          "Move the scope one period back."),
    _page(       "period.next",        "right_square_bracket", "change('period', 1)", "Next period",              "Move the scope one period on."),
    _page(       "grain.coarser",      "minus",                "change('grain', 1)",  "Coarser grain",            "Longer periods: day, week, month, quarter, year."),
    _page(       "grain.finer",        "plus",                 "change('grain', -1)", "Finer grain",              "Shorter periods."),
    _page(       "history.back",       "less_than_sign",       "history(-1)",         "Question before",          "Back to what was asked before, with its scope."),
    _page(       "history.forward",    "greater_than_sign",    "history(1)",          "Question after",           "Forward again to what was asked after."),
    _page(       "view.save",          "ctrl+s",               "save_view",           "Save this view",           "Keep the question with its scope, parameters, comparison, order and columns under a name.", label="save view"),
    _page(       "views",              "V",                    "views",               "Saved views",              "The saved views: a digit or enter opens one, R renames it, D removes it."),
    _page(       "parameters",         "p",                    "choose('parameters')", "Parameters",               "The knobs of this question.", label="parameters"),
    _page(       "compare",            "c",                    "choose('compare')",   "Compare",                  "Compare with the period before, a year before or another segment; again turns it off.", label="compare"),
    _page(       "part.next",          "v",                    "next_part",           "Next table",               "The next table of the answer (thresholds, overall …); after the last the answer again.", label="next table"),
    _page(       "findings",           "exclamation_mark",     "findings",            "Findings",                 "To the sentences above the table, also with ↑ from its first row; enter opens what one speaks of.", label="findings"),
    _page(       "export",             "e",                    "export",              "Export",                   "Write the customers behind the row, or all rows of the answer, to a file.", label="export"),
    _page(       "copy.command",       "",                     "copy_command",        "Copy command line",        "Copy the command line that repeats this screen."),
    _page(       "mask",               "m",                    "app.mask",            "Mask or unmask",           "Show personal data (names, e-mail, phone …) as they are, or mask them again."),
    _page(       "reload",             "r",                    "app.reload",          "Reload",                   "Read the files again."),
    _page(       "files",              "O",                    "app.files",           "Open another file",        "Files opened lately, the demo, and a line for any path."),
    _page(       "mapping",            "M",                    "app.mapping",         "Mapping",                  "What was decided about the data, and what their columns mean; decide otherwise."),
    _page(       "tables",             "",                     "app.tables",          "Tables",                   "The tables of the file as they are."),
    _page(       "pane.next",          "tab",                  "next_pane(1)",        "Next pane",                "To the next pane.", palette=False),
    _page(       "pane.previous",      "shift+tab",            "next_pane(-1)",       "Previous pane",            "To the pane before.", palette=False),
    _page(       "pane.questions",     "1",                    "pane(0)",             "Questions",                "To the list of questions.", palette=False),
    _page(       "pane.answer",        "2",                    "pane(1)",             "Answer",                   "To the answer.", palette=False),
    _page(       "pane.chart",         "3",                    "pane(2)",             "Chart",                    "To the chart.", palette=False),
    _page(       "pane.customers",     "4",                    "pane(3)",             "Customers",                "To the customers behind the row.", palette=False),
    _page(       "jump",               "apostrophe",           "jump",                "Jump",                     "Every question with its letter, which is always the same; the next key asks it.", label="jump"),
    _page(       "pane.zoom",          "z",                    "zoom",                "Maximise the pane",        "The pane in focus fills the screen; again brings the others back."),
    # -- the list of questions
    _questions(  "question.open",      "enter",                "select",              "Ask",                      "Ask the question under the cursor.", label="ask", palette=False),
    _questions(  "question.fold",      "left,h",               "fold(True)",          "Fold the group",           "Fold the group that the question belongs to.", label="fold", palette=False),
    _questions(  "question.unfold",    "right,l",              "fold(False)",         "Unfold the group",         "Unfold the group under the cursor, as enter does.", palette=False),
    _questions(  "question.up",        "up,k",                 "cursor_up",           "Up",                       "One question up.", palette=False),
    _questions(  "question.down",      "down,j",               "cursor_down",         "Down",                     "One question down.", palette=False),
    _questions(  "question.first",     "g,home",               "first",               "First question",           "To the first question.", palette=False),
    _questions(  "question.last",      "G,end",                "last",                "Last question",            "To the last question.", palette=False),
    _questions(  "question.page_up",   "pageup,ctrl+u",        "page_up",             "Page up",                  "One page up.", palette=False),
    _questions(  "question.page_down", "pagedown,ctrl+d",      "page_down",           "Page down",                "One page down.", palette=False),
    # -- one customer
    _portrait(   "customer.next",      "J",                    "customer(1)",         "Next customer",            "The next customer of the list one came from.", label="next"),
    _portrait(   "customer.previous",  "K",                    "customer(-1)",        "Previous customer",        "The customer before.", label="previous"),
    _portrait(   "timeline.kind",      "t",                    "kind",                "Kind of event",            "The timeline of one kind of event; again the next kind, after the last all of them.", label="kind of event"),
    # -- what means what
    _mapping(    "mapping.choose",     "enter",                "select_cursor",       "Choose",                   "Decide otherwise, take another column, or set a role.", label="choose", palette=False),
    _mapping(    "mapping.exclude",    "x",                    "exclude",             "Leave the table out",      "Leave the table out, or take it in.", label="table in or out"),
    _mapping(    "mapping.save",       "w",                    "save",                "Save and go on",           "Remember this mapping for such files, and open.", label="save and open"),
    _mapping(    "mapping.go",         "o",                    "go_on",               "Go on",                    "Open with this mapping without remembering it.", label="open once"),
    # -- the start screen
    _start(      "recent.open",        "enter",                "select",              "Open",                     "Open the files under the cursor, or the demo.", label="open", palette=False),
    _start(      "recent.forget",      "d,delete",             "forget",              "Forget",                   "Forget that the files under the cursor were opened; they stay as they are.", label="forget"),
    _start(      "recent.path",        "tab",                  "path",                "Another file",             "To the line for the path of another file, which tab completes.", label="another file", palette=False),
    # -- everywhere
    _everywhere( "help",               "question_mark,f1",     "app.keys_help",       "Help",                     "Help for the pane in focus, and all keys.", label="help"),
    _everywhere( "palette",            "colon,ctrl+p",         "app.command_palette", "Commands",                 "Every command and every question, by name.", label="commands", palette=False),
    _everywhere( "theme",              "",                     "app.change_theme",    "Theme",                    "Choose other colours."),
    _everywhere( "language",           "L",                    "app.change_language", "中文 / English",           "Speak Chinese, or English: the screen, the answers, what is exported."),
    _everywhere( "escape",             "escape",               "screen.escape",       "Close, stop, back",        "Closes a dialog, stops what runs, goes back, in this order.", palette=False),
    _everywhere( "back",               "q",                    "screen.back",         "Back",                     "Goes back; at the first screen it asks once, then quits.", label="back", palette=False),
    _everywhere( "redraw",             "ctrl+l",               "app.redraw",          "Paint anew",               "Paints the whole screen anew, where another program wrote over it."),
    _everywhere( "suspend",            "ctrl+z",               "app.suspend_process", "Suspend",                  "Back to the shell; fg brings it back.", palette=False),
    _everywhere( "quit",               "ctrl+q",               "app.quit",            "Quit",                     "Ends at once, whatever runs."),
)
# fmt: on

GROUPS: Mapping[Where, str] = {
    "table": mark("In a table"),
    "findings": mark("In the findings"),
    "scope": mark("On the line of the scope"),
    "page": mark("On an answer"),
    "questions": mark("In the list of questions"),
    "portrait": mark("On a customer"),
    "mapping": mark("In the mapping"),
    "start": mark("On the start screen"),
    "everywhere": mark("Everywhere"),
}
"""What the places are called."""

_SIGNS = {
    "slash": "/",
    "apostrophe": "'",
    "equals_sign": "=",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
    "minus": "-",
    "less_than_sign": "<",
    "greater_than_sign": ">",
    "plus": "+",
    "question_mark": "?",
    "exclamation_mark": "!",
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


_BY_ID = {entry.id: entry for entry in COMMANDS}


def command(id: str) -> Command:  # noqa: A002 - the word of the keymap
    """The command of that id."""
    return _BY_ID[id]


def at(*places: Where) -> list[Command]:
    """The commands of some places, in the order they are declared."""
    return [entry for entry in COMMANDS if entry.where in places]


def told(ids: Iterable[str]) -> tuple[str, ...]:
    """Of some commands those that the footer has a word for, the most telling first."""
    places = {name: place for place, name in enumerate(TOLD, 1)}
    return tuple(sorted((name for name in ids if command(name).label), key=lambda name: places.get(name, 0)))


def named(*places: Where) -> tuple[str, ...]:
    """The ids of the commands of some places."""
    return tuple(entry.id for entry in at(*places))


MOVES = tuple(entry.id for entry in at("table") if entry.id == "open" or entry.id.startswith("move."))
"""The commands of a table that move in it; the pane around it does the others."""

MOVING = frozenset(
    entry.action
    for entry in at("table", "questions")
    if entry.id.startswith("move.") or (entry.where == "questions" and entry.action != "select")
)
"""The actions that only move a cursor: whatever has the focus keeps it."""

TOLD = (
    *("finding.open", "open", "question.open", "scope", "search", "compare", "export", "findings", "jump", "sort"),
    *("details", "part.next", "parameters", "copy.cell", "view.save", "question.fold"),
)
"""What the footer tells first of what can be done in many places; what only one place does comes before it."""

PANES = tuple(entry for entry in COMMANDS if entry.id.startswith("pane.") and entry.keys.isdigit())
"""The commands that go to a pane by its number."""


def to_pane(number: int, name: str, help: str) -> Command:  # noqa: A002 - the command's word
    """The command that goes to a pane: where the table has none of that number, the pane's name makes one."""
    if number <= len(PANES):
        return replace(PANES[number - 1], help=help)
    return Command("page", f"pane.{name}", str(number), f"pane({number - 1})", name.capitalize(), help, palette=False)


def keys_of(entry: Command, keymap: Mapping[str, str] | None = None) -> list[str]:
    """The keys of a command as people write them, the user's own where the keymap names it."""
    text = (keymap or {}).get(entry.id, entry.keys)
    return [sign(key.strip()) for key in text.split(",") if key.strip()]


def sign(key: str) -> str:
    """A key as people write it: `question_mark` is `?`."""
    return _SIGNS.get(key, key)
