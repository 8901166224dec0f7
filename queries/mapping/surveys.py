"""Questions of surveys: what a column's name asks, and how a mapping file says it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, cast, get_args

from queries.mapping.model import Asks, Meaning, SurveyQuestion
from queries.mapping.problems import Part, kind
from queries.wording import say

if TYPE_CHECKING:
    from queries.mapping.model import EventTable

_WORDING: dict[Asks, str] = {
    "nps": r"\bnps\b|net.?promoter|recommend|推荐|推薦|weiterempf|recomend|recommand",
    "ces": r"\bces\b|\beffort\b|how easy|easy to|difficult|费力|省力|容易|方便.*(吗|程度)|aufwand",
    "csat": r"\bcsat\b|satisf|content are you|满意|滿意|zufrieden",
    "rating": r"\brat(e|ing)s?\b|\bstars?\b|评分|評分|打分|评价等级|星级|bewertung|^labels?$|^sentiment$|^标签$|^情感$",
}
"""What a question asks, by the words it is asked in; the first that fits."""
_NO_ANSWERS = re.compile(r"原因|理由|为什么|建议|reason|\bwhy\b|comment|improve|\bcount\b|\bnumber of\b", re.IGNORECASE)
"""What asks for words, or counts ratings."""


def asked_by(column: str) -> Asks | None:
    """What the name of a column asks, which is often the whole question; None where it does not say."""
    name = column.casefold().replace("_", " ")
    if _NO_ANSWERS.search(name):
        return None
    return next((asks for asks, words in _WORDING.items() if re.search(words, name)), None)


def questions_of(entry: EventTable) -> tuple[SurveyQuestion, ...]:
    """The questions of an event table: those it names, else its score where the column's name says what was asked."""
    score = entry.fields.get(Meaning.SCORE)
    if entry.questions or score is None or score.column is None:
        return entry.questions
    asks = asked_by(score.column)
    return (SurveyQuestion(score.column, asks),) if asks else ()


def read_questions(part: Part) -> tuple[SurveyQuestion, ...]:
    """The questions under an event table of a mapping file."""
    given = part.values.get("questions", [])
    if not isinstance(given, list):
        raise part.wrong(
            "questions", say("is {given}, but tables with a column and what it asks are needed", given=kind(given))
        )
    return tuple(_question(Part(one, part.path(f"questions[{at}]"), part.file)) for at, one in enumerate(given, 1))


def _question(part: Part) -> SurveyQuestion:
    part.only(["column", "asks", "scale"])
    column, choices = part.text("column"), get_args(Asks)
    if "asks" not in part.values:
        raise part.wrong("asks", say("is missing"), say("Say what it asks: {names}.", names=", ".join(choices)))
    return SurveyQuestion(column, cast("Asks", part.choice("asks", choices, "")), _scale(part))


def _scale(part: Part) -> tuple[float, float] | None:
    """The lowest and the highest answer."""
    given: Any = part.values.get("scale")
    if given is None:
        return None
    numbers = isinstance(given, list) and all(type(one) in (int, float) for one in given)
    if not numbers or len(given) != 2 or not given[0] < given[1]:
        raise part.wrong("scale", say("is no scale"), say("Write the lowest and the highest answer, like [0, 10]."))
    return float(given[0]), float(given[1])
