"""What a file is. Its content decides; names lie."""

from __future__ import annotations

from typing import TYPE_CHECKING

from queries.errors import SourceError
from queries.source.content import is_text
from queries.source.reader import HEAD, Reader, Recognised
from queries.source.readers import READERS, REFUSED, TEXT, openable
from queries.source.unpacking import GZIP, open_unpacked, unpacked_name
from queries.wording import say

if TYPE_CHECKING:
    from pathlib import Path


def recognise(path: Path) -> Recognised:
    """Look into a file; raises SourceError for what cannot be opened."""
    with open_unpacked(path, gzipped=False) as content:
        head = content.read(HEAD)
    # A database begins with a checksum, which may be any two bytes.
    gzipped = head.startswith(GZIP) and not _signed(head)
    if gzipped:
        with open_unpacked(path, gzipped) as content:
            head = content.read(HEAD)
    if not head.strip():
        raise SourceError(say("{name} holds nothing but blanks.", name=path.name), say("Check how it was written."))
    reader = _reader_of(path, head)
    if gzipped and reader.binary:
        raise SourceError(
            say("{name} is a gzipped {name2} file.", name=path.name, name2=reader.name),
            say("Unpack it first: gunzip {name}.", name=path.name),
        )
    return Recognised(path, reader, gzipped, head)


def _reader_of(path: Path, head: bytes) -> Reader:
    """The reader of a file that begins so."""
    if reader := _signed(head):
        return reader
    for refused in REFUSED:
        if refused.signed(head):
            raise SourceError(
                say("{name} is {what}.", name=path.name, what=refused.what), refused.todo.replace("FILE", path.name)
            )
    name = unpacked_name(path)
    for reader in READERS.values():
        if reader.binary and name.endswith(reader.suffixes) and not reader.instead(head):
            raise SourceError(
                say("{name} is not {one_of_them}.", name=path.name, one_of_them=reader.one_of_them),
                say("Check that the copy is whole and the right file."),
            )
    if not is_text(head):
        raise SourceError(
            say("{name} is not a table that can be read.", name=path.name), say("Open {openable}.", openable=openable())
        )
    claiming = (r for r in READERS.values() if r.claims and r.claims(head, name.endswith(r.suffixes)))
    return next(claiming, TEXT)


def _signed(head: bytes) -> Reader | None:
    """The reader whose signature a file has."""
    return next((reader for reader in READERS.values() if reader.signed(head)), None)
