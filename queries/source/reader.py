"""What a reader of files declares, what it is given, and what it gives back."""

from __future__ import annotations

from dataclasses import dataclass
from pkgutil import resolve_name
from typing import TYPE_CHECKING

from queries.source.content import is_text
from queries.wording import say

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from threading import Event

    import duckdb

    from queries.source.scans import Scan

HEAD = 256 * 1024
"""How many bytes of a file are looked at to know what it is."""


@dataclass(frozen=True)
class Reader:
    """A kind of file that can be opened. Its content decides; names lie.

    Attributes:
        name: What messages call it, and the table of readers.
        title: What people call it.
        suffixes: How its files end when they are not packed, in small letters; the first is the usual one.
        read: The function that makes a scan of a file, or one of each table in it, as "module:function"; empty for
            a database, which is connected to as it is.
        signature: Bytes that only files of this kind have; empty where it is text, which may be gzipped.
        offset: Where the signature stands.
        tells: Whether the first bytes are those of such a file, where no one signature says so; None where one does.
        claims: Whether a text is of this kind, by its first bytes and whether its name says so; None claims nothing.
        instead: Whether a file of such a name without the signature may be of another kind, by its first bytes.
    """

    name: str
    title: str
    suffixes: tuple[str, ...]
    read: str = ""
    signature: bytes = b""
    offset: int = 0
    tells: Callable[[bytes], bool] | None = None
    claims: Callable[[bytes, bool], bool] | None = None
    instead: Callable[[bytes], bool] = is_text

    @property
    def one_of_them(self) -> str:
        """A file of this kind in words."""
        if not self.read:
            return say("a {title}", title=say(self.title))
        return say("an {title} file" if self.title[0] in "AEIO" else "a {title} file", title=self.title)

    def signed(self, head: bytes) -> bool:
        """Whether the first bytes of a file have the signature."""
        if self.tells:
            return self.tells(head)
        return bool(self.signature) and head.startswith(self.signature, self.offset)

    @property
    def binary(self) -> bool:
        """Whether files of this kind are no text."""
        return bool(self.signature or self.tells)

    def scans(self, connection: duckdb.DuckDBPyConnection, given: Input) -> tuple[Scan, ...]:
        """How DuckDB reads a file of this kind: a scan for each table in it."""
        read: Callable[[duckdb.DuckDBPyConnection, Input], Scan | tuple[Scan, ...]] = resolve_name(self.read)
        found = read(connection, given)
        return found if isinstance(found, tuple) else (found,)


@dataclass(frozen=True)
class Refused:
    """A kind of file that cannot be opened.

    Attributes:
        signature: How it begins.
        what: What it is, in words.
        todo: What to do about it; FILE stands for its name.
    """

    signature: bytes
    what: str
    todo: str

    def signed(self, head: bytes) -> bool:
        """Whether a file begins so; letters alone may also begin a text."""
        return head.startswith(self.signature) and not (self.signature.isalnum() and is_text(head))


@dataclass(frozen=True)
class Recognised:
    """A file with what reads it, whether it is gzipped, and its first bytes (unpacked)."""

    path: Path
    reader: Reader
    gzipped: bool
    head: bytes


@dataclass(frozen=True)
class Input:
    """What a reader is given.

    Attributes:
        file: The file, recognised.
        readable: Its path as DuckDB can be given it.
        target: A private file that may be written where DuckDB cannot read this one as it is.
        stop: Set when nobody waits any more.
    """

    file: Recognised
    readable: Path
    target: Path
    stop: Event
