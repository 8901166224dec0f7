"""What a command line asks, and the question it becomes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from queries.question import Question
    from queries.scope import Segment


@dataclass(frozen=True)
class Asked:
    """The words of `regulars run`, option by option."""

    metric: str
    since: date | None = None
    until: date | None = None
    grain: str | None = None
    events: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    segment: str | None = None
    where: tuple[str, ...] = ()
    split: str | None = None
    compare: str | None = None
    settings: tuple[str, ...] = ()

    def question(self, as_of: date | None) -> Question:
        """The question, with everything checked that needs no file.

        Raises:
            UsageError: A metric, segmentation, parameter or condition is not what it should be.
        """
        from queries import catalogue
        from queries.comparison import Comparison
        from queries.periods import Grain
        from queries.question import Question, read_parameters
        from queries.scope import Condition, Scope, Segment

        metric = catalogue.metric(self.metric)
        segment = Segment.parse(self.segment) if self.segment else None
        scope = Scope(
            since=self.since,
            until=self.until,
            grain=Grain(self.grain) if self.grain else None,
            events=self.events,
            channels=self.channels,
            segment=self._with_settings(segment) if segment else None,
            where=tuple(Condition.parse(text) for text in self.where),
            as_of=as_of,
        )
        own = [self._own(setting) for setting in self.settings if not _is_for(segment, setting)]
        compare = Comparison.parse(self.compare) if self.compare else None
        return Question.ask(self.metric, scope, self.split, compare, **read_parameters(metric, own))

    def _own(self, setting: str) -> str:
        """A setting of the metric, which may be written with the metric's name before it."""
        return setting.removeprefix(f"{self.metric}.")

    def _with_settings(self, segment: Segment) -> Segment:
        """The segment with the parameters of its segmentation (`--set rfm.bins=4`)."""
        from queries import catalogue
        from queries.question import read_parameters

        catalogue.segmentation(segment.segmentation)
        settings = [text.partition(".")[2] for text in self.settings if _is_for(segment, text)]
        values = read_parameters(catalogue.metric(segment.segmentation), settings)
        return replace(segment, parameters=tuple(sorted(values.items())))


def _is_for(segment: Segment | None, setting: str) -> bool:
    """Whether a setting names a parameter of the segment's segmentation."""
    return segment is not None and setting.startswith(f"{segment.segmentation}.")
