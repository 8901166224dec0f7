"""Watching files: whether they changed and are still again, and which findings are others since."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message

from queries.wording import say

if TYPE_CHECKING:
    from collections.abc import Iterable

    from queries.source.source import Source
    from tui.state.desk import Job
    from tui.state.workspace import Workspace

EVERY = 2.0
"""So often, in seconds, files are looked at; that costs a few stats."""


@dataclass
class Watched(Message):
    """The files were looked at."""

    changed: bool


@dataclass
class Noticed(Message):
    """What the overview says now."""

    findings: tuple[str, ...]


class Watch:
    """Tells once of each change, when the files were found alike twice: half of a file is not worth reading."""

    def __init__(self) -> None:
        self._seen = self._told = ""

    def looking(self, source: Source) -> Job:
        """Look at the files once."""
        return lambda _token: Watched(self._changed(source))

    def _changed(self, source: Source) -> bool:
        try:
            now, changed = source.identity(), source.changed()
        except OSError:
            return False  # a folder that is away for a moment; what is gone for good the next question tells
        still, self._seen = now == self._seen, now
        fresh = still and changed and now != self._told
        self._told = now if fresh else self._told
        return fresh


def noticing(workspace: Workspace) -> Job | None:
    """Ask the overview for its findings, as they may be seen; None while nothing can be asked."""
    from queries.question.question import Question

    runner = workspace.runner
    if runner is None:
        return None
    question = Question.of("overview", workspace.start.scope)
    return lambda token: Noticed(tuple(map(str, workspace.said(runner.answer(question, token)).findings)))


def difference(before: Iterable[str], after: Iterable[str]) -> list[str]:
    """Which findings are new, gone, or say other figures, a sentence each; none where all are as they were."""
    was, now = ({_without_figures(finding): finding for finding in findings} for findings in (before, after))
    new = [say("New: {now}", now=now[key]) for key in now if key not in was]
    gone = [say("Gone: {was}", was=was[key]) for key in was if key not in now]
    changed = [say("Now: {now}", now=now[key]) for key in now if key in was and was[key] != now[key]]
    return [*new, *gone, *changed]


def _without_figures(finding: str) -> str:
    """What a finding is about: the same one says other figures later."""
    return re.sub(r"\d[\d,.]*", "#", finding)
