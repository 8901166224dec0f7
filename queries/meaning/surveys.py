"""The questions of a survey: columns whose names ask something and whose values answer it on a scale."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from queries.eventlog.details.worded import WORDS
from queries.mapping.model import Field, Finding, Meaning, SurveyQuestion
from queries.mapping.names import read_name
from queries.mapping.surveys import asked_by
from queries.meaning.numbers import could_be_number
from queries.wording import say

if TYPE_CHECKING:
    from queries.meaning.draft import Draft
    from queries.meaning.values import Values

MOST_STEPS = 21
"""Answers from 0 to 10, halves among them."""
_HIGHEST = 10
_WORDED = frozenset(word for words in WORDS.values() for word in words)
_NUMBERED = re.compile(r"\+?(\d+(?:[.,]\d+)?)\s*([-–—.、:(（]?\s*[^\d].*)?", re.DOTALL)


def find_questions(draft: Draft) -> None:
    """Name every question of a table, where there are several, or where one is no plain number.

    The first that asks whether customers would recommend is the score; else the one that the score's name says.
    """
    score = draft.column(Meaning.SCORE)
    free = [name for name in draft.table.columns if name == score or name not in draft.used]
    asked = {name: asks for name in free if (asks := asked_by(name)) and _answers(draft.table.columns[name])}
    first = next((name for name, asks in asked.items() if asks == "nps"), score or next(iter(asked), ""))
    if not asked or (list(asked) == [score] and could_be_number(draft.table.columns[score])):
        return
    ordered = sorted(asked, key=lambda name: name != first)
    draft.parts["questions"] = tuple(SurveyQuestion(name, asked[name]) for name in ordered)
    field = Field(column=ordered[0])
    if could_be_number(draft.table.columns[ordered[0]]):
        draft.fields[Meaning.SCORE] = field
    else:
        draft.fields.pop(Meaning.SCORE, None)
    draft.findings = [one for one in draft.findings if one.meaning != Meaning.SCORE.value]
    reason = say(
        "names ask for {names}; {sizes}",
        names=", ".join(dict.fromkeys(asked.values())),
        sizes=draft.table.columns[ordered[0]].sizes(),
    )
    draft.findings.append(Finding(draft.table.name, Meaning.SCORE.value, field, 0.95, reason, tuple(ordered)[:5]))


def find_wave(draft: Draft) -> None:
    """The column that says which round of a survey a row belongs to."""
    if not draft.parts.get("questions") and Meaning.SCORE not in draft.fields:
        return
    for values in draft.table.columns.values():
        words = set(read_name(values.name).words)
        named = bool(words & {"wave", "round"}) or "期" in values.name or "波" in values.name
        if named and values.name not in draft.used and 1 <= values.distinct <= max(2, values.filled // 5):
            draft.fields[Meaning.WAVE] = Field(column=values.name)
            return


def _answers(values: Values) -> bool:
    """Whether the values of a column are steps of a scale: small numbers, numbers with words, or the usual words."""
    if not values.filled or values.distinct > MOST_STEPS:
        return False
    if values.kind == "number":
        return (values.low or 0) >= 0 and (values.high or 0) <= _HIGHEST and values.distinct > 1
    if values.kind != "text":
        return False
    found = [text.strip().casefold() for text in values.texts]
    steps = [_step(text) for text in found]
    return bool(steps) and sum(steps) >= 0.9 * len(steps)


def _step(text: str) -> bool:
    """Whether a text is a step of a scale."""
    numbered = _NUMBERED.fullmatch(text)
    if numbered:
        return float(numbered[1].replace(",", ".")) <= _HIGHEST
    return re.sub(r"^[a-z][.、)]\s*", "", text) in _WORDED
