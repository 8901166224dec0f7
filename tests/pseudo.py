"""A language in which what is said can be told from what is not: messages in wide letters, everything else as it is."""

from __future__ import annotations

import gettext
import re
from contextlib import contextmanager
from typing import TYPE_CHECKING

from queries import wording
from queries.wording import language

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pytest


def wide(message: str) -> str:
    """A message in wide letters; the values in it stay, and so do options and words in capitals."""
    parts = re.split(r"(\{[^}]*\}|--[\w-]+|\b[A-Z]{2,}\b)", message)
    return "".join(part if at % 2 else _wide(part) for at, part in enumerate(parts))


def _wide(text: str) -> str:
    return "".join(chr(ord(sign) + 0xFEE0) if sign.isascii() and sign.isalpha() else sign for sign in text)


class Wide(gettext.NullTranslations):
    """Every message of the real catalogue, in wide letters; what is in no catalogue stays as it is."""

    def __init__(self, known: set[str]) -> None:
        super().__init__()
        self._known = known
        self._catalog = {message: wide(message) for message in known}

    def gettext(self, message: str) -> str:
        """The message in wide letters, if it is one."""
        return wide(message) if message in self._known else message

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """The form of it."""
        return wide(msgid1 if n == 1 else msgid2) if msgid1 in self._known else (msgid1 if n == 1 else msgid2)


@contextmanager
def spoken(patch: pytest.MonkeyPatch, known: set[str]) -> Iterator[None]:
    """Speak it for a while."""
    told = Wide(known)
    with patch.context() as inner:
        inner.setattr(language, "_sentences", lambda _: told)
        wording.speak("zh_CN")
        try:
            yield
        finally:
            wording.speak("en")
