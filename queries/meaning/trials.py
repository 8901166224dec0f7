"""The table of a test: who was put into which arm and when, and whether that brought what was hoped for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from queries.mapping.model import Field, Finding, Meaning
from queries.mapping.names import read_name
from queries.meaning.times import could_be_time, read_times
from queries.wording import say

if TYPE_CHECKING:
    from queries.meaning.draft import Draft
    from queries.meaning.values import TableValues, Values

TESTS = frozenset(["experiment", "assignment", "exposure", "variant"])
"""Words that name a table of who was in which group."""

_ARMS = ("variant", "arm", "treatment", "group", "bucket", "branch")
"""Words that name the column of the arm, the plainest first."""
_OUTCOMES = frozenset(["converted", "conversion", "convert"])
_MOST_ARMS = 12
_YES_OR_NO = r"(?i)true|false|t|f|yes|no|y|n|[01](\.0)?|是|否"


def is_test(table: TableValues) -> bool:
    """Whether rows say who was in which arm: the table is named so, or has an outcome beside the arm."""
    named = bool(set(read_name(table.name).words) & TESTS)
    return _arm(table) is not None and (named or any(map(_is_outcome, table.columns.values())))


def find_arms(draft: Draft) -> None:
    """The column of the arm, and the one that says whether, or better when, somebody converted."""
    table = draft.table
    arm = _arm(table)
    if arm is None or not is_test(table):
        return
    _found(draft, Meaning.VARIANT, Field(column=arm.name), arm, 0.95, say("name says arm of a test"))
    outcomes = [one for one in table.columns.values() if _is_outcome(one) and one.name not in draft.used]
    when = next((one for one in outcomes if could_be_time(one)), None)
    if when is not None:
        format_ = read_times(draft.connection, table, when.name).format
        _found(
            draft,
            Meaning.CONVERTED,
            Field(column=when.name, format=format_),
            when,
            0.9,
            say("name says when converted"),
        )
    elif outcomes:
        flag = outcomes[0]
        _found(draft, Meaning.CONVERTED, Field(column=flag.name), flag, 0.9, say("name says whether converted"))


def is_outcome_of_test(draft: Draft, column: str) -> bool:
    """Whether a column tells how a test ended, which is nothing that describes a customer."""
    return Meaning.VARIANT in draft.fields and _is_outcome(draft.table.columns[column])


def _found(draft: Draft, meaning: Meaning, field: Field, values: Values, sure: float, why: str) -> None:
    draft.fields[meaning] = field
    reason = f"{why}; {values.sizes()}"
    draft.findings.append(Finding(draft.table.name, meaning.value, field, sure, reason, values.samples))


def _arm(table: TableValues) -> Values | None:
    """The column whose name says arm and whose values are as few as the arms of a test."""
    few = [one for one in table.columns.values() if one.kind in ("text", "bool", "number")]
    few = [one for one in few if 2 <= one.distinct <= min(_MOST_ARMS, one.filled // 2) and one.missing < 0.5]
    ranked = [(_ARMS.index(last), place) for place, one in enumerate(few) if (last := _head(one)) in _ARMS]
    return few[min(ranked)[1]] if ranked else None


def _head(values: Values) -> str:
    """What the name of a column says it is: its last word, without the one that says identifier."""
    return read_name(values.name).stem[-1]


def _is_outcome(values: Values) -> bool:
    """Whether a column says that somebody converted: when, or yes and no."""
    if not set(read_name(values.name).words) & _OUTCOMES or not values.filled:
        return False
    return could_be_time(values) or values.kind == "bool" or values.share(_YES_OR_NO) == 1
