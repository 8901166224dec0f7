"""From the text of a rule to its tree, by recursive descent; nothing of a rule is ever run.

rule       = condition { "or" condition }        and binds closer than or, not closer than and
condition  = opposite { "and" opposite }
opposite   = "not" opposite | "(" rule ")" | comparison
comparison = name ( sign value | ["not"] "in" "(" value { "," value } ")"
                  | ["not"] "between" value "and" value | "is" ["not"] "missing" )
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from queries.rules.tree import Between, Both, Compare, Either, Missing, Name, Not, OneOf, Value
from queries.rules.words import Kind, Mistake, Word, number_of, words_of
from queries.safe import safe
from queries.wording import mark, say

if TYPE_CHECKING:
    from queries.rules.tree import Leaf, Rule

DEEPEST = 40
"""How deep conditions may be nested."""

SIGNS = ("=", "!=", "<", "<=", ">", ">=")
_FLAGS = {"yes": True, "true": True, "no": False, "false": False}
_EXAMPLE = mark("Write it like orders >= 3.")


@lru_cache(maxsize=512)
def parse(rule: str) -> Rule:
    """The tree of a rule.

    Raises:
        Mistake: The rule is not one; the first word that does not fit is pointed at.
    """
    reader = _Reader(words_of(rule))
    if reader.over:
        raise Mistake(say("The rule is empty."), _EXAMPLE, 0, 0)
    tree = reader.either(0)
    if not reader.over:
        raise Mistake.at(
            reader.word, say("{seen} follows where the rule is over.", seen=reader.seen), _after(reader.word)
        )
    return tree


def _after(word: Word) -> str:
    """What may have been meant by a word behind a whole condition."""
    hints = {")": say("Take it out, or open it with (."), ",": say("Numbers are written like 1.5, 1000 or 1_000.")}
    return hints.get(word.text, say("Join conditions with and or or."))


class _Reader:
    """Goes through the words of a rule, one ahead."""

    def __init__(self, words: list[Word]) -> None:
        self._words = words
        self._at = 0

    @property
    def word(self) -> Word:
        """The word that comes next."""
        return self._words[self._at]

    @property
    def over(self) -> bool:
        """Whether no word is left."""
        return self.word.kind is Kind.END

    @property
    def seen(self) -> str:
        """The next word as a message names it."""
        return f"“{safe(self.word.text, 40)}”" if not self.over else say("The end of the rule")

    def taken(self, *texts: str) -> bool:
        """Whether the next word is one of these keywords or signs; then it is passed."""
        found = self.word.kind in (Kind.KEYWORD, Kind.SIGN) and self.word.text in texts
        self._at += found
        return found

    def passed(self) -> Word:
        """The next word, passed."""
        self._at += 1
        return self._words[self._at - 1]

    def needed(self, sign: str, what: str) -> None:
        """Pass a sign that must come now."""
        if not self.taken(sign):
            raise Mistake.at(
                self.word,
                say("{seen} stands where {what} is needed.", seen=self.seen, what=what),
                say("Write {sign} there.", sign=sign),
            )

    def either(self, depth: int) -> Rule:
        """Conditions joined by or."""
        parts = [self.both(depth)]
        while self.taken("or"):
            parts.append(self.both(depth))
        return parts[0] if len(parts) == 1 else Either(tuple(parts))

    def both(self, depth: int) -> Rule:
        """Conditions joined by and."""
        parts = [self.opposite(depth)]
        while self.taken("and"):
            parts.append(self.opposite(depth))
        return parts[0] if len(parts) == 1 else Both(tuple(parts))

    def opposite(self, depth: int) -> Rule:
        """A condition, its opposite, or a rule in brackets."""
        if depth > DEEPEST:
            what = say("Conditions are nested more than {deepest} deep here.", deepest=DEEPEST)
            raise Mistake.at(self.word, what, say("Make several segments of it."))
        if self.taken("not"):
            return Not(self.opposite(depth + 1))
        if self.taken("("):
            inner = self.either(depth + 1)
            self.needed(")", say("the end of the brackets"))
            return inner
        return self.comparison()

    def comparison(self) -> Rule:
        """One name compared with something."""
        name = self.name()
        if self.word.kind is Kind.SIGN and self.word.text in SIGNS:
            return Compare(name, self.passed().text, self.value())
        if self.taken("is"):
            return self.missing(name)
        opposite = self.taken("not")
        leaf = self.several(name, opposite)
        return Not(leaf) if opposite else leaf

    def missing(self, name: Name) -> Rule:
        """`is missing` or `is not missing`; databases call it null."""
        opposite = self.taken("not")
        if not self.taken("missing", "null"):
            todo = say("Write is missing or is not missing; for values, = and !=.")
            raise Mistake.at(self.word, say("{seen} stands where missing is needed.", seen=self.seen), todo)
        return Not(Missing(name)) if opposite else Missing(name)

    def several(self, name: Name, opposite: bool) -> Leaf:
        """`in (…)` or `between … and …`."""
        if self.taken("in"):
            self.needed("(", say("the beginning of a list"))
            listed = [self.value()]
            while self.taken(","):
                listed.append(self.value())
            self.needed(")", say("the end of the list"))
            return OneOf(name, tuple(listed))
        if self.taken("between"):
            low = self.value()
            self.needed("and", say("the word between two values"))
            return Between(name, low, self.value())
        raise self.unfinished(name, opposite)

    def unfinished(self, name: Name, opposite: bool) -> Mistake:
        """The mistake of a name that nothing is compared with."""
        shown = safe(name.text, 40)
        if self.taken("("):
            return Mistake(
                say("“{shown}(…)” is a function, and a rule has none.", shown=shown),
                _EXAMPLE,
                name.start,
                self._words[self._at - 1].end,
            )
        if self.word.text == "like":
            return Mistake.at(
                self.word, say("“like” is not known."), say("Text is compared as a whole: in ('a', 'b').")
            )
        if opposite:
            return Mistake.at(
                self.word, say("{seen} stands where in or between is needed.", seen=self.seen), say("Write not first.")
            )
        if self.word.kind is Kind.NAME:
            what = say("“{shown}” and {seen} stand side by side.", shown=shown, seen=self.seen)
            todo = say("Write `{shown} {text}` if it is one name.", shown=shown, text=safe(self.word.text, 40))
            return Mistake(what, todo, name.start, self.word.end)
        what = say("Nothing is compared with “{shown}”.", shown=shown)
        return Mistake(what, say("Write {shown} = yes, or another value.", shown=shown), name.start, name.end)

    def name(self) -> Name:
        """The name of a figure or an attribute."""
        word = self.word
        if word.kind is Kind.NAME:
            self._at += 1
            return Name(word.text, word.start, word.end)
        todo = _EXAMPLE
        if word.kind in (Kind.NUMBER, Kind.TEXT):
            todo = say("The name stands first, then the value: orders >= 3. Names with blanks stand in backticks.")
        elif word.kind is Kind.KEYWORD:
            todo = say("If it is a name, write it as `{text}`.", text=word.text)
        raise Mistake.at(word, say("{seen} stands where a name is needed.", seen=self.seen), todo)

    def value(self) -> Value:
        """A number, a text, yes or no."""
        start = self.word.start
        sign = -1 if self.taken("-") else 1
        word = self.word
        if word.kind is Kind.NUMBER:
            self._at += 1
            return Value(sign * number_of(word), start, word.end)
        if sign == 1 and (word.kind is Kind.TEXT or word.text in _FLAGS):
            self._at += 1
            return Value(_FLAGS[word.text] if word.kind is Kind.KEYWORD else word.text, start, word.end)
        if word.kind is Kind.NAME:
            shown = safe(word.text, 40)
            what = say("“{shown}” stands where a value is needed.", shown=shown)
            raise Mistake.at(
                word, what, say("Text stands in quotes: '{shown}'. A name cannot be compared with a name.", shown=shown)
            )
        todo = say("Write is missing or is not missing.") if word.text in ("missing", "null") else _EXAMPLE
        raise Mistake.at(word, say("{seen} stands where a value is needed.", seen=self.seen), todo)
