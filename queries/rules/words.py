"""The words of a rule with where they stand: names, values, signs; anything else is a mistake that is pointed at."""

from __future__ import annotations

import math
import re
import unicodedata
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from queries.safe import safe
from queries.wording import say

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST = 4_000
"""The most characters of a rule."""

KEYWORDS = frozenset(
    ["and", "or", "not", "in", "between", "is", "missing", "yes", "no", "true", "false", "like", "null"]
)
"""Words that are no names, in any case; a name that is called so is written in backticks."""

_CLOSED_BY = {"'": "'", '"': '"', "‘": "’‘", "’": "’‘", "‚": "’‘", "“": "”“", "”": "”“", "„": "”“"}
"""How a text may begin → how it may end: word processors turn straight quotes into round ones."""

_PATTERNS = re.compile(
    r"(?P<blank>[ \t\r\n\u00a0\u3000]+)"
    r"|(?P<date>\d{4}-\d{2}-\d{2}(?![\w-]))"
    r"|(?P<number>(?:\d[\d_]*(?:\.[\d_]+)?|\.\d[\d_]*))"
    r"|(?P<word>[^\W\d]\w*)"
    r"|(?P<sign><=|>=|<>|!=|==|[=<>≠≤≥(),-])"
)
_SAME = {"==": "=", "<>": "!=", "≠": "!=", "≤": "<=", "≥": ">="}


class Kind(Enum):
    """What a word is."""

    NAME = "name"
    KEYWORD = "keyword"
    NUMBER = "number"
    TEXT = "text"
    SIGN = "sign"
    END = "end"


@dataclass(frozen=True)
class Word:
    """One word of a rule.

    Attributes:
        kind: What it is.
        text: A keyword in small letters, a sign in its plain form, a number without `_`, a text without quotes.
        start: Where it begins in the rule.
        end: Where it ends, exclusive.
    """

    kind: Kind
    text: str
    start: int
    end: int


class Mistake(Exception):  # noqa: N818 - a part of an error, never one alone
    """What is wrong with a rule, at which word, and what to do about it."""

    def __init__(self, what: str, todo: str, start: int, end: int) -> None:
        super().__init__(what)
        self.what = what
        self.todo = todo
        self.start = start
        self.end = end

    @classmethod
    def at(cls, word: Word, what: str, todo: str = "") -> Mistake:
        """The mistake about one word."""
        return cls(what, todo, word.start, word.end)


def words_of(rule: str) -> list[Word]:
    """The words of a rule, with an `END` behind the last.

    Raises:
        Mistake: The rule is too long, or something in it is no word of the language.
    """
    if len(rule) > LONGEST:
        raise Mistake(
            say("The rule is {length:,} characters long.", length=len(rule)),
            say("{longest:,} is the most.", longest=LONGEST),
            LONGEST,
            LONGEST + 1,
        )
    return [*_words(rule), Word(Kind.END, "", len(rule), len(rule))]


def _words(rule: str) -> Iterator[Word]:
    """Word after word."""
    at = 0
    while at < len(rule):
        if rule[at] in _CLOSED_BY:
            word = _quoted(rule, at, _CLOSED_BY[rule[at]], Kind.TEXT)
        elif rule[at] == "`":
            word = _quoted(rule, at, "`", Kind.NAME)
        else:
            found = _PATTERNS.match(rule, at)
            if found is None:
                raise _stranger(rule, at)
            at = found.end()
            if found.lastgroup == "blank":
                continue
            word = _plain(found)
        at = word.end
        yield word


def _plain(found: re.Match[str]) -> Word:
    """A word that is not quoted."""
    text, start, end = found.group(), found.start(), found.end()
    match found.lastgroup:
        case "number":
            return Word(Kind.NUMBER, text.replace("_", ""), start, end)
        case "date":
            return Word(Kind.TEXT, text, start, end)
        case "sign":
            return Word(Kind.SIGN, _SAME.get(text, text), start, end)
        case _:
            keyword = text.casefold() in KEYWORDS
            return Word(Kind.KEYWORD if keyword else Kind.NAME, text.casefold() if keyword else text, start, end)


def _quoted(rule: str, start: int, closing: str, kind: Kind) -> Word:
    """What stands in quotes; the closing quote twice is one of the text."""
    parts: list[str] = []
    at = start + 1
    while at < len(rule):
        letter = rule[at]
        if letter in closing:
            if rule[at + 1 : at + 2] != letter:
                return _named(Word(kind, "".join(parts), start, at + 1))
            at += 1
        elif unicodedata.category(letter) == "Cc":
            raise _stranger(rule, at)
        parts.append(letter)
        at += 1
    what = say("This name in backticks does not end." if kind is Kind.NAME else "This text in quotes does not end.")
    raise Mistake(what, say("Close it with {sign}.", sign=closing[0]), start, len(rule))


def _named(word: Word) -> Word:
    """The word, unless it is a name of nothing."""
    if word.kind is Kind.NAME and not word.text.strip():
        raise Mistake.at(word, say("There is no name in these backticks."), say("Write the name of a figure in them."))
    return word


def _stranger(rule: str, at: int) -> Mistake:
    """The mistake of something that means nothing here."""
    sign = rule[at]
    if unicodedata.category(sign) in ("Cc", "Cf", "Cs", "Cn", "Co"):
        return Mistake(
            say("An invisible character (U+{code:04X}) stands in the rule.", code=ord(sign)),
            say("Delete it."),
            at,
            at + 1,
        )
    hints = {
        ";": say("A rule is one condition, without “;”."),
        ".": say("Names have no parts: write the figure alone."),
        "#": say("A rule holds no comments: put them on a line of their own outside the quotes."),
        "/": say("Nothing is divided: compare the figure itself with a number."),
        "*": say("Nothing is multiplied: compare the figure itself with a number."),
        "+": say("Nothing is added: compare the figure itself with a number."),
        "%": say("Text is compared as a whole: in ('a', 'b') takes several."),
        "&": say("Write and."),
        "|": say("Write or."),
        "!": say("Write not, or != for unequal."),
        "~": say("Text is compared as a whole: in ('a', 'b') takes several."),
    }
    what = say("“{sign}” means nothing in a rule.", sign=safe(sign))
    return Mistake(what, hints.get(sign, say("Take it out.")), at, at + 1)


def number_of(word: Word) -> int | float:
    """A whole number where it is one and fits the machine's, else a fraction."""
    number = float(word.text)
    if not math.isfinite(number):
        raise Mistake.at(word, say("This number is too large."), say("Write a smaller one."))
    whole = int(word.text) if word.text.isdigit() and word.text.isascii() else None
    return number if whole is None or whole >= 2**63 else whole
