"""Posts in public: how many saw them, and what came of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from queries.mapping.model import Field, Finding, Meaning
from queries.meaning.numbers import could_be_number
from queries.meaning.roles import is_social
from queries.wording import say

if TYPE_CHECKING:
    from queries.meaning.draft import Draft

_NAMES = {
    Meaning.LIKES: r"\blikes?\b|\bfavou?rites?\b|点赞|赞数|^赞$|reactions",
    Meaning.COMMENTS: r"\bcomments?\b|\breplies\b|评论",
    Meaning.SHARES: r"\bshares?\b|\breposts?\b|\bretweets?\b|转发|分享",
    Meaning.REACH: r"\breach\b|\bimpressions?\b|\bviews?\b|阅读|曝光|浏览量|覆盖",
}


def find_posts(draft: Draft) -> None:
    """The numbers beside the texts of a table of posts, by name; none is below 0."""
    if Meaning.TEXT not in draft.fields or not any(is_social(kind) for kind in draft.kinds):
        return
    for meaning, pattern in _NAMES.items():
        for values in draft.table.columns.values():
            name = values.name.casefold().replace("_", " ")
            if (
                could_be_number(values)
                and (values.low or 0) >= 0
                and values.name not in draft.used
                and re.search(pattern, name)
            ):
                field = Field(column=values.name)
                draft.fields[meaning] = field
                reason = say("name says {value}; {sizes}", value=say(meaning.value), sizes=values.sizes())
                draft.findings.append(Finding(draft.table.name, meaning.value, field, 0.9, reason, values.samples))
                break
