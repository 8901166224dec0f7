"""Which column says when something happened, and how its values are read: from the whole column."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from queries.eventlog.expressions import stripped
from queries.mapping.names import read_name
from queries.mapping.phrases import BAD_TIMES, GOOD_TIMES, TIME_HEADS
from queries.meaning.values import MISSING, Values
from queries.source.table import literal, quoted
from queries.wording import say

if TYPE_CHECKING:
    import duckdb

    from queries.mapping.model import TimeFormat
    from queries.meaning.values import TableValues

_MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_YMD = re.compile(r"\d{4}\D{1,2}(\d{1,2})\D{1,2}(\d{1,2}).*")
_ISO = re.compile(r"\d{4}([-/])\d{1,2}\1\d{1,2}([T ].*|)")
_COMPACT = re.compile(r"(19|20|21)\d\d(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(\D.*|\d{4}|\d{6}|)")
_PARTS = re.compile(r"(\d{1,2})\s?[./\-\s]\s?(\d{1,2})\s?[./\-\s]\s?(\d{2,4}).*")
_DAY_NAMED = re.compile(rf"\d{{1,2}}[\s.\-/]+({_MONTHS}).*", re.IGNORECASE)
_MONTH_NAMED = re.compile(rf"({_MONTHS})[a-z]*[\s.\-/]+\d{{1,2}}.*", re.IGNORECASE)
_OFFSET = re.compile(r".*\d:\d\d(:\d\d(\.\d+)?)?\s*[+-](?!00:?00$)\d\d:?\d\d")
_PERIOD = re.compile(
    r"(19|20)\d\d\s?[-/ ]?\s?([QqTtSWw季]\s?\d{1,2}|(0?[1-9]|1[0-2])月?)|[QqTt][1-4][-/ ]?(19|20)\d\d"
    r"|(19|20)\d\d年?(第?\d{1,2}[季周]度?|\d{1,2}月)"
)
_EPOCH = re.compile(r"\d{9,16}(\.\d+)?")
_HEADS = 100_000
_EPOCHS: tuple[tuple[TimeFormat, float], ...] = (("epoch_s", 1.0), ("epoch_ms", 1e3), ("epoch_us", 1e6))
_SERIAL = (29_000.0, 62_000.0)
"""1979 to 2069 in the days that spreadsheets count."""
_FROM, _TO = 6.3e8, 4.2e9  # 1990 to 2100, in seconds


@dataclass(frozen=True)
class Times:
    """How a column is read as times.

    Attributes:
        format: How, or None where the column has a time type of its own.
        share: The share of values that can be read so.
        question: What a person has to decide, where the values cannot.
    """

    format: TimeFormat | None
    share: float
    question: str = ""


def time_fit(column: str, table: str) -> float:
    """How well a name says "when it happened" in a table of this name, from 0 to 1."""
    words = read_name(column).stem
    if any(BAD_TIMES.get(word) == 0 for word in words):
        return 0.0
    head, modifiers = words[-1], words[:-1]
    if head not in TIME_HEADS:
        # "InvoiceDateTime", "time_order": the head may stand first; "created_local" has none at all.
        weights = [GOOD_TIMES.get(word, BAD_TIMES.get(word, 0.0)) for word in words]
        return 0.8 * max(weights, default=0.0) if len(words) == 1 or words[0] in TIME_HEADS else 0.0
    if not [word for word in modifiers if word not in TIME_HEADS]:
        return max(TIME_HEADS[word] for word in words if word in TIME_HEADS)
    own = [word for word in modifiers if any(_akin(word, other) for other in read_name(table).words)]
    bad = [BAD_TIMES[word] for word in modifiers if word in BAD_TIMES and word not in own]
    if bad:
        return min(bad)
    if own:
        return 0.99
    limit = TIME_HEADS[head] if TIME_HEADS[head] < 0.5 else 1.0
    return limit * max((GOOD_TIMES[word] for word in modifiers if word in GOOD_TIMES), default=0.86)


def _akin(word: str, other: str) -> bool:
    """Whether two words share a stem: refunded_at in refunds is when the refund happened."""
    return len(word) >= 4 and len(other) >= 4 and word[:5] == other[:5]


def could_be_time(values: Values) -> bool:
    """Whether a column's sample reads as times at all."""
    if values.kind == "time":
        return values.filled > 0
    if read_name(values.name).is_id:
        return False
    if values.kind == "number":
        return _number_time(values) is not None
    if values.kind != "text" or not values.texts:
        return False
    if _number_time(values) is not None:
        return True
    return _look_like_times(values.texts)


@lru_cache(maxsize=64)  # a column is asked about for every meaning it might have
def _look_like_times(texts: tuple[str, ...]) -> bool:
    shapes = (_YMD, _COMPACT, _PARTS, _DAY_NAMED, _MONTH_NAMED, _EPOCH, _PERIOD)
    good = sum(1 for text in texts if any(shape.fullmatch(text.strip()) for shape in shapes))
    return good >= 0.8 * len(texts)


def read_times(connection: duckdb.DuckDBPyConnection, table: TableValues, column: str) -> Times:
    """Decide from a whole column how its times are read."""
    values = table.columns[column]
    if values.kind == "time":
        return Times(None, 1.0)
    counted = _number_time(values)
    if counted is not None:
        return Times(counted, 1.0)
    name = stripped(f"{quoted(column)}::VARCHAR")
    # The first characters hold the whole date and have few different values, even in millions of rows.
    sql = (
        f"SELECT left({name}, 11) AS head, count(*), min({name}) FROM {table.sql} "
        f"WHERE {name} NOT IN ({', '.join(map(literal, MISSING))}) GROUP BY head LIMIT {_HEADS}"
    )
    times = from_texts([(text, count) for _, count, text in connection.sql(sql).fetchall()])
    if times.format == "iso" and values.texts and all(_OFFSET.fullmatch(text.strip()) for text in values.texts):
        return Times("local", times.share)
    return times


def _number_time(values: Values) -> TimeFormat | None:
    """How a column of numbers, or of text that is numbers, is a time: by its size, and by its name where it counts."""
    texts = [text.strip() for text in values.texts]
    if not texts or not all(re.fullmatch(r"\d+(\.\d+)?", text) for text in texts):
        return None
    numbers = [float(text) for text in texts]
    low, high = (
        values.low if values.kind == "number" else min(numbers),
        values.high if values.kind == "number" else max(numbers),
    )
    if low is None or high is None:
        return None
    words = read_name(values.name).words
    whole = all(number == int(number) for number in numbers)
    if whole and (format_ := _number_format(low, high)):
        return format_ if values.kind == "number" or format_ != "ymd" else None
    dated = bool(set(words) & {"date", "time", "day", "at", "created"})
    if dated and _SERIAL[0] <= low and high <= _SERIAL[1]:
        return "serial"
    if whole and low >= 190001 and high <= 210012 and low % 100 <= 12 and set(words) & {"month", "date", "period"}:
        return "period"
    if whole and 0 <= low <= 60 and high <= 6000 and values.distinct >= 10:
        numbered = words[0] in ("day", "week") and (len(words) == 1 or set(words[1:]) <= {"id", "quantity", "index"})
        return (f"{words[0]}_number") if numbered else None  # type: ignore[return-value]
    return None


def _number_format(low: float | None, high: float | None) -> TimeFormat | None:
    """What whole numbers between these bounds are, as times."""
    if low is None or high is None:
        return None
    if low >= 19000101 and high <= 21001231 and low % 100 <= 31:
        return "ymd"
    return next((name for name, unit in _EPOCHS if _FROM * unit <= low and high <= _TO * unit), None)


def from_texts(texts: list[tuple[str, int]]) -> Times:
    """Decide how times are written, from (text, how many values look so)."""
    votes: Counter[str] = Counter()
    first = second = 0
    for text, count in texts:
        parts = _PARTS.fullmatch(text.strip())
        text = text.strip()
        if _ISO.fullmatch(text):
            votes["iso"] += count
        elif _YMD.fullmatch(text) or _COMPACT.fullmatch(text):
            votes["ymd"] += count
        elif parts:
            votes["parts"] += count
            first, second = max(first, int(parts[1])), max(second, int(parts[2]))
        elif _DAY_NAMED.fullmatch(text):
            votes["dmy"] += count
        elif _MONTH_NAMED.fullmatch(text):
            votes["mdy"] += count
        elif _PERIOD.fullmatch(text):
            votes["period"] += count
        elif _EPOCH.fullmatch(text):
            votes[_number_format(float(text), float(text)) or "none"] += count
    total = sum(count for _, count in texts)
    best, share = votes.most_common(1)[0] if votes else ("none", 0)
    if best == "none" or not total:
        return Times(None, 0.0)
    if votes["parts"] and best in ("parts", "iso", "ymd"):
        # Each value is read by the only order that fits it: year first where it begins with a year.
        read = votes["parts"] + votes["iso"] + votes["ymd"]
        return _ordered(first, second, read / total, [one for one in texts if _PARTS.fullmatch(one[0].strip())])
    if best in ("iso", "ymd"):
        # "ymd" reads what "iso" reads, so a column that mixes both is "ymd".
        return Times("ymd" if votes["ymd"] else "iso", (votes["iso"] + votes["ymd"]) / total)
    return Times(best, share / total)  # type: ignore[arg-type]


def _ordered(first: int, second: int, share: float, texts: list[tuple[str, int]]) -> Times:
    """Day first or month first, by which part goes past twelve; dots are mostly day first."""
    if first > 12 >= second:
        return Times("dmy", share)
    if second > 12 >= first:
        return Times("mdy", share)
    example = texts[0][0]
    if first > 12:
        return Times(
            "dmy",
            share / 2,
            say('Dates like "{example}" have both orders: are they day first or month first?', example=example),
        )
    month_first = second > first and "." not in example
    return Times(
        "mdy" if month_first else "dmy",
        share,
        say('Is "{example}" day first or month first (no part of any date goes past 12)?', example=example),
    )
