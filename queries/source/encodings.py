"""Which encoding a text file has. DuckDB reads UTF-8 alone; everything else is decoded here."""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING

from queries.errors import SourceError
from queries.source.unpacking import open_unpacked
from queries.wording import say

if TYPE_CHECKING:
    from pathlib import Path

ENOUGH = 1024 * 1024
PIECE = 1024 * 1024
LONGEST_LINE = 16 * 1024 * 1024
"""So much without an end of line is no line of a table."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def encoding_of(content: bytes, whole: bool = False) -> str:
    """The encoding of some content; `whole` where it is not cut off in the middle of a character."""
    for mark, name in _MARKS:
        if content.startswith(mark):
            return name
    if content[1:200:2].count(0) > len(content[1:200:2]) * 3 // 4:
        return "utf-16-le"
    if content[0:200:2].count(0) > len(content[0:200:2]) * 3 // 4:
        return "utf-16-be"
    if _decoded(content, "utf-8", whole) is not None or _mostly_utf_8(content):
        return "utf-8"
    if _plausibly_chinese(_decoded(content, "gb18030", whole)):
        return "gb18030"
    return "cp1252"


def encoding_of_file(path: Path, gzipped: bool) -> str:
    """The encoding of a whole file, where its head was plain ASCII but something further down is not."""
    kept = bytearray()
    with open_unpacked(path, gzipped) as file:
        # Lines of nothing but ASCII say nothing about the encoding; a file with lone CRs is one long line.
        length = 0
        for line in iter(lambda: file.readline(PIECE), b""):
            if not line.isascii():
                kept += line
            if len(kept) > ENOUGH:
                break
            length = 0 if line.endswith(b"\n") or b"\r" in line else length + len(line)
            if length > LONGEST_LINE:
                raise endless_line(path)
    return encoding_of(bytes(kept))


def endless_line(path: Path) -> SourceError:
    """What is said of a file with a line that has no end."""
    return SourceError(
        say(
            "{name} has a line of more than {longest_line} MB, which no table has.",
            name=path.name,
            longest_line=LONGEST_LINE // 1024**2,
        ),
        say("Check the file."),
    )


def _decoded(content: bytes, encoding: str, whole: bool) -> str | None:
    try:
        return codecs.getincrementaldecoder(encoding)("strict").decode(content, final=whole)
    except UnicodeDecodeError:
        return None


def _mostly_utf_8(content: bytes) -> bool:
    """Whether a few bytes are broken in what is otherwise UTF-8 with letters beyond ASCII."""
    text = content.decode("utf-8", "replace")
    broken = text.count("�")
    return sum(not character.isascii() for character in text) - broken > 10 * broken


def _plausibly_chinese(text: str | None) -> bool:
    """Whether the characters are those that people write.

    Latin-1 letters before ASCII ones also decode as GB18030, but to rare characters outside GB 2312.
    """
    if text is None:
        return False
    wide = [character for character in text if not character.isascii()]
    common = sum(_in_gb2312(character) for character in wide)
    return bool(wide) and common >= 0.8 * len(wide)


def _in_gb2312(character: str) -> bool:
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True
