"""Which language a text is in, as far as it matters here: Chinese, English, or another."""

from __future__ import annotations

import re

CHINESE, ENGLISH, OTHER = "zh", "en", "other"
LANGUAGES = (CHINESE, ENGLISH, OTHER)

_HAN = re.compile(r"[\u3400-\u9fff]")
_KANA_HANGUL = re.compile(r"[\u3040-\u30ff\uac00-\ud7af]")
_LATIN = re.compile(r"[A-Za-z]+(?:'[a-z]+)?")
_FOREIGN = re.compile(r"[^\W\d_A-Za-z\u3400-\u9fff]")

_ENGLISH_WORDS = """
    the and is was were it i you we they my your this that to of for with not very but so are be been have has had
    will would in on at as if when from all just too really good great bad love nice ok okay never again who what
    which no yes
"""
_ENGLISH = frozenset(_ENGLISH_WORDS.split())
_ELSEWHERE_WORDS = """
    der die das und ist nicht ich sehr mit ein eine auf zu war es wir sie den dem für auch aber wie le la les et est
    pas je tres très avec un une des du dans que qui pour nous vous il elle ne ce sur au el los las y no muy con una
    por para en lo se mi pero como más mas todo bien gli e non molto per che sono di da ma o os as uma não nao muito
    com foi het een niet ik van met voor zeer goed maar
"""
_ELSEWHERE = frozenset(_ELSEWHERE_WORDS.split())
"""Small words of other languages in Latin letters."""


def language_of(text: str) -> str:
    """The language of a text: `zh`, `en`, or `other`.

    Chinese has Han and no kana or hangul; English is in plain letters and has more small words of its own than of the
    other languages known here. A text without any letter (a smiley) is read as English is.
    """
    if _HAN.search(text):
        return OTHER if _KANA_HANGUL.search(text) else CHINESE
    words = [word.lower() for word in _LATIN.findall(text)]
    foreign = len(_FOREIGN.findall(text))
    if foreign and foreign * 10 > sum(map(len, words)):
        return OTHER
    here = sum(word in _ENGLISH for word in words)
    there = sum(word in _ELSEWHERE and word not in _ENGLISH for word in words)
    return OTHER if there > here else ENGLISH
