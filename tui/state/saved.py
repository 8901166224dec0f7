"""Saved views: questions with a name, each with the table one looks at and how it is arranged.

They are kept for all files, not for those they were saved on: the same question is asked of the next export. The file
that keeps them is also what they are shared as.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, fields, replace
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from queries.errors import UsageError
from queries.wording import say
from tui.state.kept import read_entries, write_entries
from tui.state.view import View

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from queries.question.question import Question

SIGN = "@"
"""What stands before the name of a view where the id of a metric could be."""
LONGEST = 60


@dataclass(frozen=True)
class Arrangement:
    """How an answer is looked at.

    Attributes:
        part: The further table that is shown; None is the main one.
        sort: The column that orders its rows, and whether downwards; None is the answer's own order.
        hidden: The names of the columns that are not shown.
    """

    part: str | None = None
    sort: tuple[str, bool] | None = None
    hidden: frozenset[str] = frozenset()


@dataclass(frozen=True)
class SavedView:
    """A question under a name."""

    name: str
    view: View
    arrangement: Arrangement = field(default_factory=Arrangement)

    def question(self) -> Question:
        """What it asks; raises UsageError where this version does not understand it."""
        try:
            return self.view.question()
        except UsageError as error:
            raise UsageError(
                say("The view “{name}” cannot be asked: {what}", name=self.name, what=error.what), error.todo
            ) from error

    def called(self, name: str) -> SavedView:
        """The same under another name; raises UsageError where it is no name."""
        return replace(self, name=usable(name))

    def asks(self, question: Question) -> bool:
        """Whether it asks just that."""
        try:
            return self.question() == question
        except UsageError:
            return False

    @property
    def words(self) -> str:
        """What it asks in one line, without the addresses and numbers that lead to a person."""
        from queries.privacy import Kind, mask
        from tui.text.asked import question_words

        try:
            return str(mask(question_words(self.question()), Kind.TEXT))
        except UsageError as error:
            return str(error)

    def entry(self) -> dict[str, Any]:
        """It as JSON can hold it."""
        looked = self.arrangement
        order = [looked.sort[0], "down" if looked.sort[1] else "up"] if looked.sort else None
        return {"name": self.name, **asdict(self.view), "part": looked.part, "sort": order} | {
            "hidden": sorted(looked.hidden)
        }

    @classmethod
    def of(cls, entry: dict[str, Any]) -> SavedView:
        """The view that `entry` wrote; raises ValueError or TypeError where it is none."""
        name, order, hidden, part = (entry.get(key) for key in ("name", "sort", "hidden", "part"))
        if not isinstance(name, str) or not isinstance(entry.get("metric"), str):
            raise TypeError(say("a view has a name and a metric"))
        view = View(**{kind.name: entry[kind.name] for kind in fields(View) if kind.name in entry})
        column, way = order or ("", "up")
        sort = (str(column), way == "down") if column else None
        arrangement = Arrangement(str(part) if part else None, sort, frozenset(map(str, hidden or ())))
        return cls(usable(name), view, arrangement)


class SavedViews:
    """The saved views, in the order they were saved: a JSON file."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def read(self) -> list[SavedView]:
        """All of them; none where there is no such file.

        Raises:
            UsageError: The file cannot be read, or is damaged: what it holds is neither missing nor overwritten.
        """
        return views_in(self.path) if self.path.exists() else []

    def all(self) -> list[SavedView]:
        """Those that can be read, for a list that stands beside other things."""
        try:
            return self.read()
        except (OSError, UsageError):
            return []

    def named(self, name: str) -> SavedView:
        """The view of a name, with or without the sign before it.

        Raises:
            UsageError: There is none; it names the nearest. Or the file is damaged.
        """
        wanted, views = name.removeprefix(SIGN).strip().casefold(), self.read()
        for view in views:
            if view.name.casefold() == wanted:
                return view
        names = {view.name.casefold(): view.name for view in views}
        near = get_close_matches(wanted, names, n=1)
        hint = say("Did you mean “{names}”?", names=names[near[0]]) if near else say("“regulars views” lists them.")
        raise UsageError(
            say("There is no view “{sign}”.", sign=name.removeprefix(SIGN)),
            hint if views else say("None is saved yet."),
        )

    def asking(self, question: Question) -> list[str]:
        """The names of the views that ask just that."""
        return [view.name for view in self.all() if view.view.metric == question.metric and view.asks(question)]

    def has(self, name: str) -> bool:
        """Whether there is one of that name; names that differ only in case are the same."""
        return any(view.name.casefold() == name.strip().casefold() for view in self.all())

    def free(self, name: str) -> str:
        """A name like this one that no view has: shortened, with a number where it is taken."""
        taken = {view.name.casefold() for view in self.all()}
        numbers = ("", *(f" {number}" for number in range(2, len(taken) + 3)))
        tries = (name[: LONGEST - len(number)].strip() + number for number in numbers)
        return next(tried for tried in tries if tried.casefold() not in taken)

    def save(self, *views: SavedView) -> None:
        """Keep views; one of the same name is replaced, in its place.

        Raises:
            UsageError: They could not be written.
        """
        fresh = {view.name.casefold(): view for view in views}
        kept = [fresh.pop(view.name.casefold(), view) for view in self.read()]
        self._write([*kept, *fresh.values()])

    def rename(self, name: str, to: str) -> None:
        """Another name for a view, in its place.

        Raises:
            UsageError: There is none, the other name is taken or no name, or it could not be written.
        """
        old, new = self.named(name), usable(to)
        if self.has(new) and new.casefold() != old.name.casefold():
            raise UsageError(say("There is a view “{new}” already.", new=new), say("Take another name."))
        self._write([view.called(new) if view == old else view for view in self.read()])

    def remove(self, name: str) -> None:
        """Forget a view; raises UsageError where there is none, or it could not be written."""
        old = self.named(name)
        self._write([view for view in self.read() if view != old])

    def _write(self, views: Iterable[SavedView]) -> None:
        try:
            write_entries(self.path, [view.entry() for view in views])
        except OSError as error:
            raise UsageError(
                say("{path} could not be written: {value}.", path=self.path, value=error.strerror or error)
            ) from error


def views_in(path: Path) -> list[SavedView]:
    """The views in a file.

    Raises:
        UsageError: It holds none, or cannot be read.
        OSError: It is not there.
    """
    try:
        return [SavedView.of(entry) for entry in read_entries(path)]
    except FileNotFoundError:
        raise
    except OSError as error:
        raise UsageError(say("{path} cannot be read: {value}.", path=path, value=error.strerror or error)) from error
    except (ValueError, TypeError, UsageError) as error:
        raise UsageError(
            say("{path} holds no views.", path=path), say("“regulars views --export FILE” writes such a file.")
        ) from error


def usable(name: str) -> str:
    """A name as it can be kept: one line, without the sign before it.

    Raises:
        UsageError: Nothing is left of it, or it is too long.
    """
    words = " ".join(name.split()).removeprefix(SIGN).strip()
    if not words:
        raise UsageError(say("A view needs a name."), say("Type one."))
    if len(words) > LONGEST:
        raise UsageError(
            say("That name is longer than {longest} characters.", longest=LONGEST), say("Take a shorter one.")
        )
    return words
