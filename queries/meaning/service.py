"""Tickets: which columns say when the service answered, when it was over, what about, and whether it came back."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from queries.mapping.model import Field, Finding, Meaning
from queries.mapping.names import read_name
from queries.meaning.roles import is_enquiry
from queries.meaning.times import could_be_time, read_times
from queries.wording import say

if TYPE_CHECKING:
    from queries.meaning.draft import Draft
    from queries.meaning.values import Values

_TIMES = {
    Meaning.REPLIED: r"first.?(reply|respon|answer|contact)|\brepl(y|ied)\b|\brespon(ded|se)\b|\banswered\b"
    r"|回复|响应|应答|erste.?antwort|beantwortet",
    Meaning.RESOLVED: r"resolv|resolution|\bclosed\b|\bsolved\b|\bcompleted\b|解决|关闭|完结|完成|结束"
    r"|gelöst|geschlossen",
}
_REASON = re.compile(
    r"reason|topic|categor|subject|issue|problem|type|问题类型|问题分类|原因|类别|分类|主题|anliegen|grund"
)
_REOPENED = re.compile(r"re.?open|again|重新打开|重开|再次")
MOST_REASONS = 300


def find_service(draft: Draft) -> None:
    """What a table of contacts with the service says besides when they were opened."""
    if not any(is_enquiry(kind) for kind in draft.kinds):
        return
    for meaning, words in _TIMES.items():
        named = [one for one in draft.table.columns.values() if re.search(words, _name(one)) and could_be_time(one)]
        free = [one for one in named if one.name not in draft.used]
        if free:
            format_ = read_times(draft.connection, draft.table, free[0].name).format
            _take(draft, meaning, free[0], Field(column=free[0].name, format=format_))
    if not {Meaning.REPLIED, Meaning.RESOLVED} & set(draft.fields):
        return
    for meaning, pattern, most in (
        (Meaning.REOPENED, _REOPENED, MOST_REASONS),
        (Meaning.REASON, _REASON, MOST_REASONS),
    ):
        for values in draft.table.columns.values():
            told = values.name not in draft.used and pattern.search(_name(values)) and values.filled
            if told and values.distinct <= max(3, min(most, values.filled // 2)):
                _take(draft, meaning, values, Field(column=values.name))
                break


def _take(draft: Draft, meaning: Meaning, values: Values, field: Field) -> None:
    draft.fields[meaning] = field
    reason = say("name says {value}; {sizes}", value=say(meaning.value), sizes=values.sizes())
    draft.findings.append(Finding(draft.table.name, meaning.value, field, 0.9, reason, values.samples))


def _name(values: Values) -> str:
    """A column's name in plain words, and as it is written."""
    return f"{values.name.casefold().replace('_', ' ')} | {' '.join(read_name(values.name).words)}"
