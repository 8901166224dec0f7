"""Copying cells, rows, tables and the command line that repeats the screen."""

from __future__ import annotations

from typing import Any

from tui.table.pane import Tabled


class Copying(Tabled):
    """A screen from whose tables can be copied."""

    def action_copy_cell(self) -> None:
        """Copy the cell under the cursor."""
        found = self.under_cursor()
        if found is not None:
            table, frame, column = found
            text = _plain(frame.seen(table.cursor_row)[column.name])
            self.copy(text, f"“{text[:40]}{'…' if len(text) > 40 else ''}”")

    def action_copy_row(self) -> None:
        """Copy the row under the cursor, tab-separated."""
        filled = self.filled()
        if filled is not None:
            table, frame = filled
            row = frame.seen(table.cursor_row)
            self.copy("\t".join(_plain(row[column.name]) for column in frame.shown), "the row")

    def action_copy_table(self) -> None:
        """Copy the whole table, tab-separated, with its heading."""
        filled = self.filled()
        if filled is not None:
            _, frame = filled
            names = [column.name for column in frame.shown]
            lines = ["\t".join(names)]
            lines += ["\t".join(map(_plain, row)) for row in frame.seen_data().iter_rows()]
            self.copy("\n".join(lines), f"the table, {frame.row_count:,} rows")

    def action_copy_command(self) -> None:
        """Copy the command line that repeats this screen."""
        result = self.answered()
        if result is None:
            self.tell("There is no answer to repeat yet.")
            return
        if result.row:
            self.tell("No command line repeats the customers behind a single row; e writes them to a file.")
            return
        part = ["--part", name] if (name := self.part_of(result)) else []
        command = self.home.said(result).question.command(self.home.paths, [*self.home.command_options(), *part])
        self.copy(command, command)

    def copy(self, text: str, what: str) -> None:
        """Send text to the terminal's clipboard; a file holds it too, for terminals that refuse."""
        self.app.copy_to_clipboard(text)
        path = self.home.keep_copy(text)
        self.tell(f"Copied {what}." + (f" It is also in {path}." if path else ""))


def _plain(value: Any) -> str:
    """A value as other programs read it."""
    if value is None:
        return ""
    if isinstance(value, list):
        return ";".join(map(_plain, value))
    return str(value).replace("\t", " ").replace("\n", " ")
