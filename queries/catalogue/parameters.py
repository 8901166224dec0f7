"""What may be set about a metric: a parameter, its kind and bounds."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal


@dataclass(frozen=True)
class Parameter:
    """What may be set about a metric, with what may be put in it.

    `kind` is what the text of the command line or the form becomes; `choice` takes one of `choices`, `event` the
    name of a kind of event, `segmentation` the id of a segmentation, `dimension` what `queries.dimensions`
    can tell apart by, `numbers` whole numbers with commas between, `decimals` any numbers with commas between.

    `default` is what it is without being set. Nobody types it: it is read off the signature of the metric's function.
    """

    name: str
    meaning: str
    kind: Literal[
        "int", "float", "text", "choice", "flag", "date", "event", "segmentation", "dimension", "numbers", "decimals"
    ]
    choices: tuple[str, ...] = ()
    low: float | None = None
    high: float | None = None
    default: Any = field(default=None, kw_only=True)
