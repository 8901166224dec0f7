"""Reads a name the way a person does: snake_case, CamelCase, Chinese, down to plain English words."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from queries.mapping.phrases import AGAINST, BAD_TIMES, GOOD_TIMES, PHRASES, TIME_HEADS
from queries.mapping.vocabulary import CURRENCIES, FILLERS, MINOR_UNITS, TIME_UNITS, WORDS

_PARTS = re.compile(r"[A-Z]+(?![a-zà-ÿ])|[A-ZÀ-Þ]?[a-zà-ÿ]+|[\u3400-\u9fff]+|[€$£¥₹₩￥]|\d+|[^\W\d_A-Za-z]+")
_COUNTING = frozenset(["number", "num", "no", "nb", "count", "anzahl", "nombre"])
_OF = frozenset(["of", "de", "du", "des", "del", "da", "do", "di", "della", "von", "der"])
_ID = frozenset(["id", "code"])
_IDENTITIES = frozenset(["customer", "order", "item", "session", "campaign"])


@dataclass(frozen=True)
class Name:
    """A name, as plain English words in the order of English: the last says what it is.

    Attributes:
        words: Canonical words; "CustomerID" is ("customer", "id").
        currency: The currency named on the way ("amount_eur"), if any.
        unit: The unit of time at its end ("duration_min"), if any.
        minor: Whether its end says that amounts are in the smallest unit ("price_cents", "total in pence").
    """

    words: tuple[str, ...]
    currency: str | None = None
    unit: str | None = None
    minor: bool = False

    @property
    def is_id(self) -> bool:
        """Whether the name ends like an identifier's."""
        return bool(self.words) and self.words[-1] in _ID

    @property
    def stem(self) -> tuple[str, ...]:
        """The words without the ones that only say "identifier"."""
        words = self.words
        while len(words) > 1 and words[-1] in _ID:
            words = words[:-1]
        return words


@cache
def read_name(raw: str) -> Name:
    """The plain English words of a table's or column's name."""
    parts = [part.casefold() for part in _PARTS.findall(unicodedata.normalize("NFKC", raw))]
    parts = _turn_of(parts)
    words: list[str] = []
    for part in parts:
        words.extend(_plain(part))
    currency = next((CURRENCIES[word] for word in words if word in CURRENCIES), None)
    silent = FILLERS | CURRENCIES.keys()
    kept = [word for word in words if word not in silent and not word.isdigit()] or words
    kept = kept or [raw.casefold()]
    unit = kept.pop() if len(kept) > 1 and kept[-1] in TIME_UNITS else None
    minor = len(kept) > 1 and kept[-1] in MINOR_UNITS
    if minor:
        kept = kept[: -2 if kept[-2] == "in" and len(kept) > 2 else -1]
    return Name(tuple(kept), currency, unit, minor)


def _turn_of(parts: list[str]) -> list[str]:
    """English puts what a thing is last, except around "of": number of cds, date of birth."""
    if len(parts) > 1 and parts[0] in _COUNTING and (parts[1] == "of" or parts[0] in ("num", "nb")):
        return [*(part for part in parts[1:] if part != "of"), "quantity"]
    place = next((place for place, part in enumerate(parts) if part in _OF and 0 < place < len(parts) - 1), None)
    if place is not None:
        return [*(part for part in parts[place + 1 :] if part not in _OF), *parts[:place]]
    # Russian puts what a thing is first.
    return parts[::-1] if any("а" <= part[0] <= "я" for part in parts) else parts


def _plain(part: str) -> list[str]:
    """One written word as the English words it stands for; glued words (orderdate) are taken apart."""
    if part in WORDS:
        return WORDS[part].split()
    if part in _known() or part in CURRENCIES:
        return [part]
    singular = _singular(part)
    if singular != part and (singular in WORDS or singular in _known()):
        return _plain(singular)
    pieces = _take_apart(part)
    if pieces:
        return [word for piece in pieces for word in _plain(piece)]
    end = _known_end(part)
    return [part.removesuffix(end), *_plain(end)] if end else [singular]


def _singular(word: str) -> str:
    """The singular of an English word, near enough for names."""
    if len(word) < 4 or not word.endswith("s") or word.endswith("ss"):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-2] if word.endswith(("ches", "shes", "sses", "xes")) else word[:-1]


def _known_end(part: str) -> str:
    """The longest known word that a word of Chinese or German ends with: what it is stands last."""
    least = 2 if not part.isascii() and not part[0].isascii() else 5
    ends = (part[start:] for start in range(1, len(part) - least + 1))
    return next((end for end in ends if end in WORDS), "")


@cache
def _known() -> frozenset[str]:
    """Every plain English word that some meaning is named with."""
    words = {word for phrases in PHRASES.values() for phrase in phrases for word in phrase.split()}
    words.update(word for meaning in WORDS.values() for word in meaning.split())
    words.update(word for against in AGAINST.values() for word in against)
    words.update(BAD_TIMES, GOOD_TIMES, TIME_HEADS)
    return frozenset(words)


@cache
def _take_apart(part: str) -> tuple[str, ...]:
    """A word as known words one after the other, the fewest possible; empty where it is none."""
    known = _known()
    best: list[tuple[str, ...] | None] = [()] + [None] * len(part)
    for end in range(1, len(part) + 1):
        for start in range(max(0, end - 14), end):
            piece, before = part[start:end], best[start]
            if before is None or (len(piece) < 2 and piece.isascii()):
                continue
            current = best[end]
            if (piece in WORDS or piece in known) and (current is None or len(before) + 1 < len(current)):
                best[end] = (*before, piece)
    return best[-1] or ()


@cache
def fit(raw: str, meaning: str) -> float:
    """How well a column's name says a meaning, from 0 (not at all) to 1 (exactly)."""
    name = read_name(raw)
    identity = meaning in _IDENTITIES
    words = name.stem if identity else name.words
    best = max((_match(words, phrase) * weight for phrase, weight in PHRASES[meaning].items()), default=0.0)
    if not identity and name.is_id and len(name.words) > 1:
        best = max(best, 0.6 * fit(" ".join(name.stem), meaning) if name.words[-1] == "code" else 0.0)
    if identity and best and not name.is_id:
        best *= 0.97
    against = AGAINST.get(meaning, frozenset())
    return best * (0.25 if any(word in against for word in words) else 1.0)


def _match(words: tuple[str, ...], phrase: str) -> float:
    """1 where the words are the phrase, a little less where they end with it."""
    target = tuple(phrase.split())
    if words == target:
        return 1.0
    return 0.93 if len(words) > len(target) and words[-len(target) :] == target else 0.0
