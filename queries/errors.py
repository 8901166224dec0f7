"""The project's one kind of error: what happened, to what, and what to do next."""

from __future__ import annotations

from queries.wording import say


class RegularsError(Exception):
    """Something a person has to know, in one sentence, with what to do about it.

    Attributes:
        what: What happened, to what; a whole sentence.
        todo: What to do next; a whole sentence, or empty where nothing can be done.
        mistakes: Where several are told at once: each as a text of one or more lines.
        exit_code: What the command line ends with.
    """

    exit_code = 1

    def __init__(self, what: str, todo: str = "", mistakes: tuple[str, ...] = ()) -> None:
        self.what = say(what)
        self.todo = say(todo)
        super().__init__("\n".join([f"{self.what} {self.todo}".strip(), *mistakes]))
        self.mistakes = mistakes

    def in_lines(self) -> str:
        """What happened, what to do, and each mistake, on lines of their own."""
        return "\n".join(filter(None, (self.what, self.todo, *self.mistakes)))


class QuestionError(RegularsError):
    """The question could not be answered from these data."""

    exit_code = 1


class UsageError(RegularsError):
    """The question, the scope or an option was asked for in a way that does not exist."""

    exit_code = 2


class MappingError(UsageError):
    """The mapping does not fit the file, or its TOML is wrong."""


class SourceError(RegularsError):
    """The file could not be opened or read."""

    exit_code = 3


class CancelledError(RegularsError):
    """The user stopped what was running."""

    exit_code = 130

    def __init__(self, what: str = "Stopped.", todo: str = "") -> None:
        super().__init__(what, todo)
