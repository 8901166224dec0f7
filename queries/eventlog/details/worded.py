"""Answers as survey tools write them: numbers, numbers with words beside them, or the usual words alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from queries.eventlog.expressions import number, trimmed
from queries.mapping.model import Field
from queries.source.table import literal

if TYPE_CHECKING:
    from queries.eventlog.reading import Reading

WORDS: dict[int, tuple[str, ...]] = {
    1: ("very dissatisfied", "extremely dissatisfied", "strongly disagree", "very difficult", "very hard", "very poor",
        "very bad", "terrible", "negative", "非常不满意", "很不满意", "非常不同意", "非常困难", "非常差", "很差",
        "差评", "负面", "消极"),
    2: ("dissatisfied", "somewhat dissatisfied", "unsatisfied", "disagree", "difficult", "hard", "poor", "bad",
        "不满意", "比较不满意", "不太满意", "不同意", "比较困难", "困难", "较差", "差"),
    3: ("neutral", "neither satisfied nor dissatisfied", "neither agree nor disagree", "neither", "average", "fair",
        "okay", "ok", "一般", "中立", "普通", "中评", "中性"),
    4: ("satisfied", "somewhat satisfied", "agree", "easy", "good", "满意", "比较满意", "同意", "比较同意", "容易",
        "比较容易", "好", "较好"),
    5: ("very satisfied", "extremely satisfied", "strongly agree", "very easy", "very good", "excellent", "positive",
        "非常满意", "很满意", "非常同意", "非常容易", "非常好", "很好", "好评", "正面", "积极"),
}  # fmt: skip
"""The five steps of the usual scales, in words; of labels and ratings, the two ends and the middle."""


def answered(reading: Reading, column: str) -> str:
    """The expression that reads an answer as a number (DOUBLE); NULL where it is none and no usual word.

    Of “10 - Extremely likely” and “9分” it is the number that they begin with.
    """
    field = Field(column)
    type_ = reading.type_of(field)
    if type_ != "VARCHAR":
        return number(field, type_)
    text = f"lower({trimmed(column)})"
    begins = f"try_cast(regexp_extract({text}, '^\\+?(\\d+([.,]\\d+)?)', 1).replace(',', '.') AS DOUBLE)"
    bare = f"regexp_replace({text}, '^[a-z][.、)]\\s*', '')"
    known = " ".join(f"WHEN {bare} IN ({', '.join(map(literal, words))}) THEN {step}" for step, words in WORDS.items())
    return f"coalesce({begins}, CASE {known} END)::DOUBLE"
