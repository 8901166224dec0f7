"""What hangs on each decision: the key figures of its readings say whether it is asked, said or passed over."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import duckdb

from queries.errors import RegularsError
from queries.mapping.decisions import NEGLIGIBLE, Decision, Figures
from queries.meaning.consequences import figures

if TYPE_CHECKING:
    from collections.abc import Sequence

    from queries.mapping.model import Mapping
    from queries.meaning.consequences import Heads
    from queries.source import Source

MOST_ASKED = 3
"""So many questions at most, the most consequential first; what is left is said."""
MOST_WEIGHED = 24
"""So many readings are worked out at most: the others are told without figures."""


def weighed(
    connection: duckdb.DuckDBPyConnection,
    source: Source,
    mapping: Mapping,
    decisions: Sequence[Decision],
    heads: Heads,
) -> tuple[Figures | None, tuple[Decision, ...]]:
    """The key figures of a mapping, and its decisions with what their readings would make of them.

    Readings that lead to the same figures are not asked about. At most three questions are left.
    """
    base = _figures(connection, source, mapping, heads)
    left = MOST_WEIGHED
    told = []
    for decision in sorted(decisions, key=lambda one: not one.question):
        rivals = decision.options[1:] if base is not None and left > 0 else ()
        left -= len(rivals)
        known = [replace(decision.options[0], figures=base)]
        known += [replace(one, figures=_figures(connection, source, one.change(mapping), heads)) for one in rivals]
        told.append(_asked(replace(decision, options=(*known, *decision.options[len(known) :]))))
    order = sorted(told, key=lambda one: (not one.question, -one.weight))
    kept = [one for one in order if one.question or one.weight >= NEGLIGIBLE or one.about in ("sale", "row", "twice")]
    asked = [one for one in kept if one.question][MOST_ASKED:]
    return base, tuple(replace(one, question="") if one in asked else one for one in kept)


def _figures(connection: duckdb.DuckDBPyConnection, source: Source, mapping: Mapping, heads: Heads) -> Figures | None:
    """The key figures; None where a mapping cannot be read so."""
    if not mapping.events:
        return None
    try:
        return figures(connection, source, mapping, heads)
    except (RegularsError, duckdb.BinderException, duckdb.ConversionException, duckdb.OutOfRangeException):
        return None


def _asked(decision: Decision) -> Decision:
    """The decision with its figures in its question, which is dropped where nothing hangs on it."""
    if not decision.question:
        return decision
    # Which day it was changes no key figure and every answer about time; a single reading leaves nothing to compare.
    if decision.about != "when" and not decision.always and len(decision.options) > 1 and decision.doubt < NEGLIGIBLE:
        return replace(decision, question="")
    shown = "; ".join(f"{one.words}: {one.figures.words()}" for one in decision.options if one.figures is not None)
    compared = len(decision.options) > 1 and (decision.always or decision.weight >= NEGLIGIBLE)
    return replace(decision, question=f"{decision.question}{f' ({shown})' if compared else ''}?")
