"""What is remembered between sessions: files opened lately, and the last question and scope of each."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, field, fields, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tui.state.places import places

if TYPE_CHECKING:
    from queries.question.scope import Scope

FILES_KEPT = 20


@dataclass(frozen=True)
class View:
    """The last question asked of some files."""

    metric: str = ""
    parameters: dict[str, Any] = field(default_factory=dict)
    split: str | None = None
    scope: dict[str, Any] = field(default_factory=dict)
    compare: str | None = None


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
        entry = {"paths": list(wanted), "metric": view.metric, "parameters": view.parameters} | {
            "split": view.split,
            "scope": view.scope,
            "compare": view.compare,
        }
        text = json.dumps([entry, *others][:FILES_KEPT], ensure_ascii=False, indent=1, default=str)
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            fresh = self.path.with_name(f"{self.path.name}.{os.getpid()}")
            fresh.touch(mode=0o600)
            fresh.write_text(text, "utf-8")
            fresh.replace(self.path)
        except OSError:
            return

    def _read(self) -> list[dict[str, Any]]:
        try:
            entries = json.loads(self.path.read_text("utf-8"))
        except (OSError, ValueError):
            return []
        if not isinstance(entries, list):
            return []
        return [entry for entry in entries if isinstance(entry, dict) and isinstance(entry.get("paths"), list)]


def scope_values(scope: Scope) -> dict[str, Any]:
    """A scope as JSON can hold it."""
    segment = scope.segment
    return {
        "since": scope.since.isoformat() if scope.since else None,
        "until": scope.until.isoformat() if scope.until else None,
        "grain": scope.grain.value if scope.grain else None,
        "events": list(scope.events),
        "channels": list(scope.channels),
        "segment": [segment.segmentation, segment.name] if segment else None,
        "settings": scope.setting_words(),
        "where": [str(condition) for condition in scope.where],
        "as_of": scope.as_of.isoformat() if scope.as_of else None,
    }


def scope_from(values: dict[str, Any]) -> Scope:
    """The scope that `scope_values` wrote; parts that are not understood any more are left out."""
    from queries.errors import UsageError
    from queries.question.periods import Grain
    from queries.question.question import read_settings
    from queries.question.scope import Condition, Scope, Segment

    try:
        day = {
            name: date.fromisoformat(values[name]) if values.get(name) else None for name in ("since", "until", "as_of")
        }
        segment = values.get("segment")
        return Scope(
            since=day["since"],
            until=day["until"],
            as_of=day["as_of"],
            grain=Grain(values["grain"]) if values.get("grain") else None,
            events=tuple(values.get("events") or ()),
            channels=tuple(values.get("channels") or ()),
            segment=Segment(*segment) if segment else None,
            settings=read_settings(values.get("settings") or ()),
            where=tuple(Condition.parse(text) for text in values.get("where") or ()),
        )
    except (ValueError, TypeError, UsageError):
        return Scope()


def _absolute(paths: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(str(Path(path).absolute()) for path in paths)
