"""What is remembered between sessions: files opened lately, the last question of each, and what it found."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import asdict, dataclass, fields, replace
from datetime import date
from pathlib import Path
from typing import Any

from queries.wording import current
from tui.state.kept import read_entries, write_entries
from tui.state.places import places
from tui.state.view import View

FILES_KEPT = 20


@dataclass(frozen=True)
class Recent:
    """Files that were opened together.

    Attributes:
        paths: The files.
        opened: The day on which something was asked of them last; None where an earlier version did not note it.
        finding: What mattered most in their last overview, in the language that is spoken; else empty.
    """

    paths: tuple[str, ...]
    opened: date | None = None
    finding: str = ""


class Memory:
    """A small JSON file; what cannot be read is forgotten, what cannot be written is not."""

    def __init__(self, path: Path | None = None) -> None:
        self.path = path or places().state / "views.json"

    def recent(self) -> list[Recent]:
        """The files opened lately, newest first; whether they are still there nobody looked."""
        return [_recent(entry) for entry in self._read()]

    def view(self, paths: tuple[str, ...]) -> View:
        """The last question asked of these files."""
        entry = self._entry(paths)
        return replace(View(), **{part.name: entry[part.name] for part in fields(View) if part.name in entry})

    def keep(self, paths: tuple[str, ...], view: View, finding: str | None = None) -> None:
        """Remember the question of these files, that they were open today, and what was found.

        Args:
            paths: The files.
            view: The question.
            finding: What mattered most, naming nobody; None leaves what was found before.
        """
        before = self._entry(paths)
        found = {"finding": finding, "language": current()}
        if finding is None:
            found = {name: before[name] for name in found if name in before}
        entry = {"paths": list(_absolute(paths)), "opened": date.today().isoformat(), **found, **asdict(view)}
        self._write([entry, *self._others(paths)])

    def forget(self, paths: tuple[str, ...]) -> None:
        """Forget that these files were opened, and what was asked of them."""
        self._write(self._others(paths))

    def _entry(self, paths: tuple[str, ...]) -> dict[str, Any]:
        wanted = _absolute(paths)
        return next((entry for entry in self._read() if tuple(entry["paths"]) == wanted), {})

    def _others(self, paths: tuple[str, ...]) -> list[dict[str, Any]]:
        unwanted = _absolute(paths)
        return [entry for entry in self._read() if tuple(entry["paths"]) != unwanted]

    def _read(self) -> list[dict[str, Any]]:
        try:
            return [entry for entry in read_entries(self.path) if _are_paths(entry.get("paths"))]
        except (OSError, ValueError):
            return []

    def _write(self, entries: list[dict[str, Any]]) -> None:
        with suppress(OSError):
            write_entries(self.path, entries[:FILES_KEPT])


def _recent(entry: dict[str, Any]) -> Recent:
    """What an entry says; a part that another version or a hand wrote in another way says nothing."""
    opened, finding = entry.get("opened"), entry.get("finding")
    day = None
    with suppress(ValueError):
        day = date.fromisoformat(opened) if isinstance(opened, str) else None
    spoken = isinstance(finding, str) and entry.get("language") == current()
    return Recent(tuple(entry["paths"]), day, str(finding) if spoken else "")


def _are_paths(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(path, str) for path in value)


def _absolute(paths: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(str(Path(path).absolute()) for path in paths)
