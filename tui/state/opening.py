"""From file names to a runner: the jobs of opening, and what they tell the screen.

Everything heavy (Polars, DuckDB, the table widget) is imported inside the jobs, after the first paint.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual.message import Message

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from textual.message_pump import MessagePump

    from queries.cancel import Token
    from queries.catalogue import Metric
    from queries.eventlog.progress import Progress
    from queries.question.question import Question
    from queries.question.scope import Scope
    from queries.session import Session
    from tui.state.desk import Job
    from tui.text.formats import Marker

OFTEN = 0.5
"""Progress is told at most this often, in seconds."""


@dataclass(frozen=True)
class Start:
    """What the command line asks the screen to open.

    Attributes:
        paths: The files; none opens the start screen.
        options: The fields of `queries.session.Options`, by name.
        scope: The scope to begin with; None is the one last used for the file.
        metric: The question to begin with; empty is the one last asked of the file.
        theme: Colours; None suits them to the terminal.
        marker: What charts and trends are drawn with.
        mouse: Whether the mouse is listened to.
        title: What to call what is open; None is the file's name.
        demo: Whether it is the demo, which is not remembered.
        command_options: The options that the command line repeating a screen has to name (`--map` …).
        unmask: Whether personal data are shown as they are, until `m` masks them.
        watch: Whether files that change are read again by themselves.
    """

    paths: tuple[str, ...] = ()
    options: Mapping[str, Any] = field(default_factory=dict)
    scope: Scope | None = None
    metric: str = ""
    theme: str | None = None
    marker: Marker = "block"
    mouse: bool = True
    title: str | None = None
    demo: bool = False
    command_options: tuple[str, ...] = ()
    unmask: bool = False
    watch: bool = False


@dataclass
class Looked(Message):
    """The files are open and their meaning is known or guessed."""

    session: Session
    metrics: list[Metric]


@dataclass
class Progressed(Message):
    """How far the log is."""

    words: str

    def can_replace(self, message: Message) -> bool:
        """Only the latest matters."""
        return isinstance(message, Progressed)


@dataclass
class Worked(Message):
    """How far the answer to a question is."""

    question: Question
    words: str

    def can_replace(self, message: Message) -> bool:
        """Only the latest matters."""
        return isinstance(message, Worked)


@dataclass
class Loaded(Message):
    """The log is there; questions can be asked."""

    session: Session


@dataclass
class Chosen(Message):
    """Files are to be opened."""

    paths: tuple[str, ...]
    demo: bool = False


@dataclass
class Made(Message):
    """The demo's shop is made."""

    path: str


def looking(paths: tuple[str, ...], options: Mapping[str, Any]) -> Job:
    """Open the files, find out what their tables mean, and read the catalogue."""

    def job(token: Token) -> Message:
        import textual_fastdatatable  # noqa: F401 - imported here so that showing a table does not hold up the screen

        from queries import catalogue
        from queries.session import Options, Session

        session = Session(paths, Options(**options))
        session.look()
        token.check()
        return Looked(session, catalogue.metrics())

    return job


def loading(session: Session, to: MessagePump, *, again: bool = False) -> Job:
    """Build the log or take it from the cache; `again` looks at the files anew."""

    def job(token: Token) -> Message:
        report = rarely(lambda progress: to.post_message(Progressed(said(progress))))
        (session.reload if again else session.load)(report, token)
        token.check()
        return Loaded(session)

    return job


def making_demo(customers: int = 3000) -> Job:
    """Make the demo's shop in a temporary folder."""

    def job(token: Token) -> Message:
        import tempfile

        import sample_data
        from queries.source.folders import private_folder

        path = Path(tempfile.mkdtemp(dir=private_folder())) / "demo.duckdb"
        sample_data.generate(path, customers=customers, seed=1)
        token.check()
        return Made(str(path))

    return job


def said(progress: Progress) -> str:
    """Progress as a sentence."""
    return f"{progress.words[:1].upper()}{progress.words[1:]} …"


def rarely(tell: Callable[[Progress], object]) -> Callable[[Progress], object]:
    """Tell at most twice a second; another phase at once would be as often, so it waits too."""
    last = 0.0

    def report(progress: Progress) -> None:
        nonlocal last
        now = time.monotonic()
        if now - last >= OFTEN:
            last = now
            tell(progress)

    return report
