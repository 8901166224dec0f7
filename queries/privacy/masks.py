"""What a mask leaves of a value: one table of patterns, read by Polars and by Python alike.

The patterns keep to what both regular-expression engines read the same: no look-around, no classes of Unicode,
`\\z` for the end (Python spells it `\\Z`). Nothing here can hold up Polars, whose engine is linear; long cells
go through it too.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from queries.catalogue import Kind

HIDDEN = "***"
"""What is left of a value that no pattern knows: nothing."""

_IDEOGRAPHS = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\U00020000-\U0003134f"
"""Scripts that write a name in two or three signs."""
_LETTERS = (
    f"A-Za-z\u00c0-\u024f\u0370-\u03ff\u0400-\u052f\u0531-\u0587\u05d0-\u064a\u0904-\u0e33\u10a0-\u10ff{_IDEOGRAPHS}"
)
_GAP = "[^0-9*]*"
_SIGN, _BETWEEN = "[0-9A-Za-z]", "[^0-9A-Za-z*]*"
_STOP = "\\x00-\\x20@=?&!<>()\\[\\]{}|,;:\"'/\\\\\\x7f-\\xa0\u2000-\u206f\u3000-\u9fff\uac00-\ud7a3\uff00-\uffef"
"""What no e-mail address holds, and what ends one in running text."""
_DOMAIN = f"[^{_STOP}]*[^{_STOP}0-9.][^{_STOP}]*"
_HEAD, _TAIL = "(^|[^0-9])", "([^0-9]|\\z)"
_YEAR = "(?:18|19|20)[0-9]{2}"


@dataclass(frozen=True)
class Rule:
    """A pattern and what is written in its place; `${1}` is what its first group held."""

    pattern: str
    replacement: str

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        """The pattern as Python reads it."""
        return re.compile(self.pattern.replace("\\z", "\\Z"), re.DOTALL)

    @cached_property
    def written(self) -> str:
        """The replacement as Python reads it."""
        return re.sub(r"\$\{(\d)\}", r"\\g<\1>", self.replacement)


def _whole(pattern: str, replacement: str) -> Rule:
    """A rule for whole values."""
    return Rule(f"(?s)^{pattern}\\z", replacement)


def _inside(pattern: str, replacement: str) -> Rule:
    """A rule for what stands in text with no digit before or after it."""
    return Rule(f"{_HEAD}{pattern}{_TAIL}", replacement)


_LAST_4 = f"([0-9]){_GAP}([0-9]){_GAP}([0-9]){_GAP}([0-9]){_GAP}"
_LAST_2 = f"({_SIGN}){_BETWEEN}({_SIGN}){_BETWEEN}"

MASKS: dict[Kind, tuple[Rule, ...]] = {
    Kind.NAME: (
        _whole(f"[ \u3000]*([{_IDEOGRAPHS}]).*[{_LETTERS}].*", "${1}**"),
        _whole(f" *([{_LETTERS}]).*[{_LETTERS}].*", "${1}***"),
    ),
    Kind.EMAIL: (
        _whole(f"([^{_STOP}*])[^{_STOP}]+@({_DOMAIN})", "${1}***@${2}"),
        _whole(f"[^{_STOP}]*@({_DOMAIN})", "***@${1}"),
    ),
    Kind.PHONE: (
        _whole("(?:(?:\\+|00)?86[ \\-]?)?(1[3-9][0-9])[ \\-]?[0-9]{4}[ \\-]?([0-9]{4})", "${1}****${2}"),
        _whole(f"{_GAP}(?:[0-9]{_GAP}){{5,}}{_LAST_4}", "****${1}${2}${3}${4}"),
        _whole(f"{_GAP}(?:[0-9]{_GAP}){{4,}}([0-9]){_GAP}([0-9]){_GAP}", "****${1}${2}"),
    ),
    Kind.ADDRESS: (),
    Kind.IDENTITY: (
        _whole("([0-9]{6})[0-9]{8}([0-9]{3}[0-9Xx])", "${1}********${2}"),
        _whole(f"{_BETWEEN}(?:{_SIGN}{_BETWEEN}){{6,}}{_LAST_2}", "****${1}${2}"),
    ),
    Kind.CARD: (_whole(f"{_GAP}(?:[0-9]{_GAP}){{8,}}{_LAST_4}", "****${1}${2}${3}${4}"),),
    Kind.ACCOUNT: (
        _whole(f" *([A-Za-z]{{2}})[0-9]{{2}}(?:[ -]?{_SIGN}){{8,}}[ -]?({_SIGN})[ -]?({_SIGN}) *", "${1}****${2}${3}"),
        _whole(f"{_BETWEEN}(?:{_SIGN}{_BETWEEN}){{6,}}{_LAST_2}", "****${1}${2}"),
    ),
    Kind.BIRTH: (
        _whole(f"({_YEAR})(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])", "${1}"),
        _whole(f"(?:.*[^0-9])?({_YEAR})(?:[^0-9].*)?", "${1}"),
    ),
}  # fmt: skip
"""Kind → rules for whole values; the first that fits says what is left, and where none does nothing is."""

ADDRESSES: tuple[Rule, ...] = (
    Rule(f"([^{_STOP}*])[^{_STOP}]+@({_DOMAIN})", "${1}***@${2}"),
    Rule(f"(^|[{_STOP}])[^{_STOP}*]@({_DOMAIN})", "${1}***@${2}"),
)
"""E-mail addresses inside any text."""

_NUMBERS: tuple[Rule, ...] = (
    Rule(
        "(^|[^0-9A-Za-z])([A-Z]{2})[0-9]{2}(?: ?[0-9A-Z]{4}){3,7}(?: ?[0-9A-Z]{1,3})?([^0-9A-Za-z]|\\z)",
        "${1}${2}****${3}",
    ),
    _inside("[0-9]{14}([0-9]{3}[Xx])", "${1}****${2}${3}"),
    _inside("[0-9]{11,}([0-9]{4})", "${1}****${2}${3}"),
    _inside("[0-9]{4}[ \\-][0-9]{4}[ \\-][0-9]{4}[ \\-]([0-9]{4})", "${1}****${2}${3}"),
    _inside("[0-9]{4}[ \\-][0-9]{6}[ \\-][0-9]([0-9]{4})", "${1}****${2}${3}"),
    _inside("[0-9]{3}-[0-9]{2}-[0-9]{2}([0-9]{2})", "${1}****${2}${3}"),
    Rule("\\+ ?[1-9](?:[ ()./\\-]{0,2}[0-9]){5,12}[ ()./\\-]{0,2}([0-9])[ \\-]?([0-9])", "****${1}${2}"),
    _inside("00[1-9](?:[ ()./\\-]{0,2}[0-9]){6,12}[ \\-]?([0-9])[ \\-]?([0-9])", "${1}****${2}${3}${4}"),
    _inside("(1[3-9][0-9])[ \\-]?[0-9]{4}[ \\-]?([0-9]{4})", "${1}${2}****${3}${4}"),
    _inside("\\(?[2-9][0-9]{2}\\)?[ .\\-]{1,2}[0-9]{3}[ .\\-]([0-9]{4})", "${1}****${2}${3}"),
    _inside("0[1-9](?:[ .][0-9]{2}){3}[ .]([0-9]{2})", "${1}****${2}${3}"),
    _inside(
        "\\(?0[1-9][0-9]{1,4}\\)?[ /\\-]{1,3}[0-9](?:[ \\-]?[0-9]){2,8}[ \\-]?([0-9])[ \\-]?([0-9])",
        "${1}****${2}${3}${4}",
    ),
    _inside("0[1-9][0-9]{6,7}([0-9]{2})", "${1}****${2}${3}"),
)  # fmt: skip

INSIDE: tuple[Rule, ...] = (*ADDRESSES, *(rule for rule in _NUMBERS for _ in range(2)))
"""What is masked inside free text, one rule after the other, every occurrence.

Each number twice: two that stand beside each other share what is between them, and a match takes it.
"""

SUSPECT = "@|[0-9][0-9 ()./\\-]{4,}[0-9]"
"""What any text that `INSIDE` changes has."""
