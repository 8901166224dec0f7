"""What speaks for each part of a written mapping: comments behind lines and on top of tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from queries.mapping.deciding import rivals

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tomlkit.items import Item

    from queries.mapping.decisions import Decision
    from queries.mapping.guessed import Guess


class Comments:
    """The findings of a guess by table and meaning, as the ends of lines."""

    def __init__(self, guess: Guess | None) -> None:
        self._by_place: dict[tuple[str, str], str] = {}
        self.notes: list[str] = []
        self.decisions = guess.decisions if guess else ()
        for finding in guess.findings if guess else ():
            text = f"{finding.confidence:.2f}: {finding.reason}"
            if finding.question:
                text += f" — {finding.question}"
            self._by_place[finding.table, finding.meaning] = _one_line(text)
            if finding.meaning in ("table", "activity"):
                self.notes.append(_one_line(f"{finding.table}: {finding.reason}"))

    def beside(self, tables: Iterable[str]) -> Iterator[str]:
        """The decisions that are about none of some tables, a comment each."""
        named = set(tables)
        yield from (_decided(one) for one in self.decisions if one.table not in named)

    def about(self, table: str) -> Iterator[str]:
        """The decisions about a table, a comment each."""
        yield from (_decided(one) for one in self.decisions if one.table == table)

    def put(self, item: Item, table: str, meaning: str) -> Item:
        """Write what is known of a meaning behind its line."""
        comment = self._by_place.get((table, meaning))
        if comment:
            item.comment(comment)
        return item


def _decided(decision: Decision) -> str:
    """A decision as a comment: what was decided and why, what else it could be, and what is still to be said."""
    reason = f" ({decision.reason.rstrip('.')})" if decision.reason else ""
    words = decision.words.removeprefix(f"{decision.id}: ").rstrip(".")
    said = f"{decision.id}: {words}{reason}."
    return _one_line(" ".join(filter(None, (said, rivals(decision), decision.question))))


def _one_line(text: str) -> str:
    """Text from the data as it may stand in a comment."""
    return "".join(character if character.isprintable() else " " for character in text)
