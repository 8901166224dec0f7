"""Whether the user's own segments and plays fit a log that was built: every mistake at once, before any answer."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from queries import catalogue
from queries.customers.names import names_of
from queries.mapping.own import place_of, several
from queries.mapping.problems import nearest
from queries.rules.checking import mistakes
from queries.rules.parsing import parse
from queries.rules.pointing import pointed
from queries.rules.words import Mistake
from queries.safe import safe
from queries.segments.membership import names_of_segments
from queries.wording import say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from queries.eventlog.model import EventLog
    from queries.mapping.model import OwnSegment
    from queries.rules.names import Names


def check(log: EventLog) -> None:
    """Refuse rules that compare what the data do not hold, and plays of segments that there are not.

    Raises:
        MappingError: With every mistake.
    """
    names = names_of(log)
    all_mistakes = [mistake for segment in log.mapping.segments for mistake in _of_segment(segment, names)]
    all_mistakes += _of_plays(log)
    if all_mistakes:
        raise several(say("The mapping"), all_mistakes)


def _of_segment(segment: OwnSegment, names: Names) -> Iterator[str]:
    """The mistakes of one rule."""
    if segment.rule is None:
        return
    try:
        found_mistakes = mistakes(parse(segment.rule), names)
    except Mistake as mistake:
        found_mistakes = [mistake]
    for slip in found_mistakes:
        yield pointed(slip, segment.rule, place_of(segment.name))


def _of_plays(log: EventLog) -> Iterator[str]:
    """Plays of a segmentation or a segment that is not there: nobody would ever read them."""
    segmentations = {entry.id: entry for entry in catalogue.segmentations()}
    for id_, sentences in log.mapping.plays.items():
        declared = segmentations.get(id_)
        if declared is None:
            yield say(
                "[plays.{id}]: There is no such segmentation. {id2}", id=safe(id_, 40), id2=nearest(id_, segmentations)
            )
            continue
        names = names_of_segments(declared, log)
        folded = {name.casefold() for name in names}
        for name in sentences:
            # Other bins have other segments, whose names nobody knows here; what is nearly a name is a slip.
            if name.casefold() not in folded and get_close_matches(name.casefold(), folded, n=1):
                yield say(
                    "[plays.{id}]: It has no segment “{name}”. {name2}",
                    id=safe(id_, 40),
                    name=safe(name, 40),
                    name2=safe(nearest(name, names)),
                )
