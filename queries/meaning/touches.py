"""Where somebody came from and what they saw: page, source, medium and message, of what no other meaning took."""

from __future__ import annotations

from typing import TYPE_CHECKING

from queries.mapping.model import Field, Finding, Meaning
from queries.meaning.columns import choose
from queries.meaning.mailing import step_of

if TYPE_CHECKING:
    from queries.meaning.draft import Draft
    from queries.meaning.values import Values

_TOLD = (Meaning.PAGE, Meaning.SOURCE, Meaning.MEDIUM, Meaning.MESSAGE)
_MOST = {Meaning.SOURCE: 5_000, Meaning.MEDIUM: 300}
"""So many sources and media there are at most."""


def find_touches(draft: Draft, taken: set[str]) -> None:
    """Give the draft what is left to tell of its events.

    A column that describes the customer may tell of events as well: where somebody first came from.

    Args:
        draft: The table, with all other meanings found.
        taken: Columns that say something else without having a meaning.
    """
    chosen = choose(draft.table, draft.used | taken, _TOLD)
    for meaning, ranked in chosen.items():
        best, *others = ranked
        values = draft.table.columns[best.column]
        if not _tells(values, meaning, draft.kinds):
            continue
        draft.fields[meaning] = Field(column=best.column)
        draft.findings.append(
            Finding(
                draft.table.name, meaning.value, Field(column=best.column), round(best.confidence, 3), best.reason,
                values.samples, tuple(one.column for one in others)[:5],
            )
        )  # fmt: skip


def _tells(values: Values, meaning: Meaning, kinds: tuple[str, ...]) -> bool:
    """Whether the values can be what the name says."""
    if meaning is Meaning.MESSAGE:
        # Only where messages are sent and opened is one of them told again; and an id has no blanks.
        return any(step_of(kind) for kind in kinds) and values.share(r"\S+") >= 0.99
    if values.kind != "text":
        return False
    if meaning is Meaning.PAGE:
        return values.distinct >= 2 or values.share(r".*/.*") >= 0.9
    return values.distinct <= min(_MOST[meaning], max(3, values.filled // 2))
