"""What a command line asks, and the question it becomes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from queries.question.question import Question
    from tui.state.saved import SavedView


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
        """The question, with everything checked that needs no file; what is said here wins over a saved view.

        Raises:
            UsageError: A metric, segmentation, parameter or condition is not what it should be.
        """
        from queries import catalogue
        from queries.question.comparison import Comparison
        from queries.question.periods import Grain
        from queries.question.question import Question, read_parameters, read_settings
        from queries.question.scope import Condition, Segment

        saved = self.saved()
        base = saved.question() if saved else Question(catalogue.metric(self.metric).id)
        given = {
            "since": self.since,
            "until": self.until,
            "grain": Grain(self.grain) if self.grain else None,
            "events": self.events,
            "channels": self.channels,
            "segment": Segment.parse(self.segment) if self.segment else None,
            "where": tuple(Condition.parse(text) for text in self.where),
            "as_of": as_of,
        }
        settings = read_settings(filter(_of_segmentation, self.settings))
        scope = base.scope.changed(
            **{name: value for name, value in given.items() if value},
            settings=tuple(sorted({one[:2]: one for one in (*base.scope.settings, *settings)}.values())),
        )
        # The metric's may be written with its name before them.
        of_metric = [text.removeprefix(f"{base.metric}.") for text in self.settings if not _of_segmentation(text)]
        parameters = dict(base.parameters) | read_parameters(catalogue.metric(base.metric), of_metric)
        compare = Comparison.parse(self.compare) if self.compare else base.compare
        return Question.of(base.metric, scope, self.split or base.split, compare, **parameters)

    def saved(self) -> SavedView | None:
        """The view that stands in the place of a metric, `@NAME`; raises UsageError where there is none."""
        from tui.state.places import places
        from tui.state.saved import SIGN, SavedViews

        return SavedViews(places().views).named(self.metric) if self.metric.startswith(SIGN) else None


def _of_segmentation(setting: str) -> bool:
    """Whether it sets a parameter of a segmentation, wherever that is used (`rfm.bins=4`)."""
    from queries import catalogue

    name, dot, _ = setting.partition("=")[0].strip().partition(".")
    return bool(dot) and name in {entry.id for entry in catalogue.segmentations()}
