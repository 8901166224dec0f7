"""What is remembered between sessions: files opened lately, and the last question and scope of each."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import asdict, fields, replace
from pathlib import Path
from typing import Any

from tui.state.kept import read_entries, write_entries
from tui.state.places import places
from tui.state.view import View

FILES_KEPT = 20


class Memory:
    """A small JSON file; what cannot be read is forgotten, what cannot be written is not."""

    def __init__(self, path: Path | None = None) -> None:
        self.path = path or places().state / "views.json"

    def recent(self) -> list[tuple[str, ...]]:
        """The files opened lately that still exist, newest first."""
        files = [tuple(entry["paths"]) for entry in self._read()]
        return [paths for paths in files if paths and all(Path(path).exists() for path in paths)]

    def view(self, paths: tuple[str, ...]) -> View:
        """The last question asked of these files."""
        wanted = _absolute(paths)
        entry: dict[str, Any] = next((entry for entry in self._read() if tuple(entry["paths"]) == wanted), {})
        return replace(View(), **{part.name: entry[part.name] for part in fields(View) if part.name in entry})

    def keep(self, paths: tuple[str, ...], view: View) -> None:
        """Remember the question of these files, and that they were opened."""
        wanted = _absolute(paths)
        others = [entry for entry in self._read() if tuple(entry["paths"]) != wanted]
        entry = {"paths": list(wanted), **asdict(view)}
        with suppress(OSError):
            write_entries(self.path, [entry, *others][:FILES_KEPT])

    def _read(self) -> list[dict[str, Any]]:
        try:
            return [entry for entry in read_entries(self.path) if isinstance(entry.get("paths"), list)]
        except (OSError, ValueError):
            return []


def _absolute(paths: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(str(Path(path).absolute()) for path in paths)
