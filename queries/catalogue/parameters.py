"""What may be set about a metric: a parameter, its kind and bounds."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from queries.wording import worded

if TYPE_CHECKING:
    from collections.abc import Callable


@worded("meaning")
@dataclass(frozen=True)
class Parameter:
    """What may be set about a metric, with what may be put in it.

    `kind` is what the text of the command line or the form becomes; `choice` takes one of `choices`, `event` the
    name of a kind of event, `events` several of them, each with a condition where one is wanted
    (`queries.dimensions.steps` reads them), `segmentation` the id of a segmentation, `dimension` what
    `queries.dimensions` can tell apart by, `numbers` whole numbers with commas between, `decimals` any numbers with
    commas between.

    `proposed` reads off the data (`(data) →` text) what holds where nobody says, where the metric does so: an answer is
    compared with one of the same, and people begin with it when they change it.

    `default` is what it is without being set. Nobody types it: it is read off the signature of the metric's function.
    """

    name: str
    meaning: str
    kind: Literal[
        "int",
        "float",
        "text",
        "choice",
        "flag",
        "date",
        "event",
        "events",
        "segmentation",
        "dimension",
        "numbers",
        "decimals",
    ]
    choices: tuple[str, ...] = ()
    low: float | None = None
    high: float | None = None
    proposed: Callable[..., str | None] | None = field(default=None, kw_only=True)
    default: Any = field(default=None, kw_only=True)
