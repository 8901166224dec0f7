"""What else the box that finds everything leads to: customers, terms of the field, saved views, and other files."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from queries.wording import in_english, say
from tui.dialogs.hits import Hit
from tui.state.listed import CustomerOpened, Listed
from tui.state.saved import SIGN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from queries.answering.result import Result
    from queries.cancel import Token
    from queries.customers.finding import Found
    from queries.data.data import Data
    from tui.state.workspace import Workspace

MOST_CUSTOMERS = 8
"""So many customers are named at once; more letters name the others."""
FEWEST_LETTERS = 2
"""Fewer letters are the beginning of too many names."""


def customers(
    workspace: Workspace, answer: Result | None, opened: Callable[[CustomerOpened], object], typed: str, token: Token
) -> Iterator[Hit]:
    """Customers whose id begins as typed, or whose name does where names may be seen.

    Args:
        workspace: Knows the data, and whether names may be seen.
        answer: What is on the screen: its scope is that of the portrait.
        opened: Told which customer was picked.
        typed: What was typed.
        token: Stops the search.
    """
    from queries.catalogue import CUSTOMERS
    from queries.customers.finding import customers_called
    from queries.question.scope import Scope

    runner, wanted = workspace.runner, typed.strip()
    if runner is None or answer is None or len(wanted) < FEWEST_LETTERS or not runner.log.has(CUSTOMERS):
        return

    def called(data: Data) -> list[Found]:
        return customers_called(data.log, wanted, by_name=not workspace.masked, most=MOST_CUSTOMERS)

    for id_, name in runner.about(Scope(), called, token):
        listed = Listed([id_], 0, answer, say("Customers"))
        shown = say("Customer {id}", id=workspace.seen_id(id_))
        yield Hit(shown, name, partial(opened, CustomerOpened(listed)), also=f"{id_}, {name}")


def terms(explain: Callable[[str, str], None]) -> Iterator[Hit]:
    """The terms of the field, with what they mean."""
    from queries.catalogue.glossary import GLOSSARY

    for term in GLOSSARY:
        yield Hit(
            term.name,
            term.meaning,
            partial(explain, term.name, term.meaning),
            also=f"{term.also}, {in_english(term.name)}",
        )


def views(workspace: Workspace, open_: Callable[[str], None]) -> Iterator[Hit]:
    """The saved views."""
    for view in workspace.views.all():
        yield Hit(
            say("View: {name}", name=view.name),
            view.words,
            partial(open_, view.name),
            also=f"{view.name}, {SIGN}{view.name}",
        )


def files(workspace: Workspace, open_: Callable[[tuple[str, ...]], object]) -> Iterator[Hit]:
    """Files opened lately that are still there."""
    here = tuple(str(Path(path).absolute()) for path in workspace.paths)
    for paths in (recent.paths for recent in workspace.memory.recent()):
        if paths != here and all(Path(path).exists() for path in paths):
            names = ", ".join(Path(path).name for path in paths[:3])
            yield Hit(say("File: {names}", names=names), str(Path(paths[0]).parent), partial(open_, paths), also=names)
