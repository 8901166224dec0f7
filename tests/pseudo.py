"""A language in which what is said can be told from what is not: messages in wide letters, everything else as it is."""

from __future__ import annotations

import gettext
import re
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING

import duckdb

from queries import catalogue, wording
from queries.export import FORMATS
from queries.wording import language, said
from tests.messages import gathered
from tui.commands.listed import COMMANDS, keys_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

    import pytest


def wide(message: str) -> str:
    """A message in wide letters; the values in it stay, and so do options and words in capitals."""
    parts = re.split(r"(\{[^}]*\}|--[\w-]+|\b[A-Z]{2,}\b)", message)
    return "".join(part if at % 2 else _wide(part) for at, part in enumerate(parts))


def _wide(text: str) -> str:
    return "".join(chr(ord(sign) + 0xFEE0) if sign.isascii() and sign.isalpha() else sign for sign in text)


class Wide(gettext.NullTranslations):
    """Every message of the real catalogue, in wide letters; what is in no catalogue stays as it is."""

    def __init__(self, known: Collection[str]) -> None:
        super().__init__()
        self._known = known
        self._catalog = {message: wide(message) for message in known}

    def gettext(self, message: str) -> str:
        """The message in wide letters, if it is one."""
        return wide(message) if message in self._known else message

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """The form of it."""
        return wide(msgid1 if n == 1 else msgid2) if msgid1 in self._known else (msgid1 if n == 1 else msgid2)


@cache
def known() -> frozenset[str]:
    """Every message there is; of those with a number the singular."""
    return frozenset(message if isinstance(message, str) else message[0] for message in gathered().places)


@contextmanager
def spoken(patch: pytest.MonkeyPatch) -> Iterator[None]:
    """Speak it for a while."""
    told = Wide(known())
    with patch.context() as inner:
        inner.setattr(language, "_sentences", lambda _: told)
        said._patterns.cache_clear()
        wording.speak("zh_CN")
        try:
            yield
        finally:
            wording.speak("en")
            said._patterns.cache_clear()


COLUMNS = "SELECT table_name, column_name, data_type FROM duckdb_columns() WHERE NOT internal"
TYPED = (
    *("regulars", "run", "purchase", "yes", "no", "any", "true", "false"),
    *("enter", "tab", "space", "ctrl", "shift", "Home", "End", "Pg Up", "Pg Dn"),
)
"""What people type and press, beside the names there are."""

WORD = re.compile(r"(?<![\w./{<=-])[A-Za-z][a-z]+\b(?!…|[_=/]|\.\w)")
"""A word as one reads it: no option, path, id, or word in capitals."""


def unsaid(text: str, data: Collection[str] = ()) -> list[str]:
    """What is left of English in a text, a line each: its words that are no data, then the line they stand in."""
    words = ([word for word in WORD.findall(line) if word not in data] for line in text.splitlines())
    lines = zip(words, text.splitlines(), strict=True)
    return [f"{', '.join(found)} ← {' '.join(line.split())}" for found, line in lines if found]


@cache
def words_of(shop: Path, *more: str) -> frozenset[str]:
    """The words of a database and those that people type: names of tables and columns, values, ids, endings, keys."""
    texts = {shop.name, *FORMATS, *TYPED, *more, *(key for command in COMMANDS for key in keys_of(command))}
    with duckdb.connect(str(shop), read_only=True) as connection:
        columns = connection.execute(COLUMNS).fetchall()
        for table, column, kind in columns:
            texts |= {table, column, column.capitalize()}
            if kind == "VARCHAR":
                values = connection.execute(f'SELECT DISTINCT "{column}" FROM "{table}"').fetchall()
                texts |= {text for (text,) in values if text}
    for metric in catalogue.metrics():
        texts |= {metric.id, *metric.parts, *(one.name for one in metric.parameters)}
        texts |= {choice for one in metric.parameters for choice in one.choices}
    return frozenset(word for text in texts for word in re.findall(r"[^\W\d_]+", text))
