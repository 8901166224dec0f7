"""The models of purchases by their names, and how one is fitted to histories."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from queries.models.bg_nbd import BgNbd
from queries.models.fitting import Fit, maximise
from queries.models.mbg_nbd import MbgNbd
from queries.models.pareto_nbd import ParetoNbd

if TYPE_CHECKING:
    from collections.abc import Callable

    from queries.models.histories import Histories
    from queries.models.purchase_model import PurchaseModel

MODELS: dict[str, PurchaseModel] = {model.id: model for model in (MbgNbd(), BgNbd(), ParetoNbd())}
"""The first is the default."""

ROUGH = 8_000
VANISHED = 0.02
"""If a smaller share than this leaves within the longest age, the dropout has vanished from the fit."""


def fit(model: PurchaseModel, histories: Histories, check: Callable[[], None]) -> Fit:
    """The parameters under which these histories are likeliest.

    Args:
        model: One of `MODELS`.
        histories: At least one.
        check: Called between the steps; raises to stop.
    """
    scale = np.array([histories.mean_age if parameter.timed else 1.0 for parameter in model.parameters])
    part = histories.every(-(-len(histories) // ROUGH))

    def rough(theta: np.ndarray) -> float:
        weight = histories.total / part.total
        return weight * float(model.log_likelihood(theta, part) @ part.customers)

    return maximise(
        lambda theta: float(model.log_likelihood(theta, histories) @ histories.customers),
        [np.array(start) * scale for start in model.starts],
        histories.total,
        check,
        rough if len(part) < len(histories) else None,
    )


def has_no_dropout(model: PurchaseModel, found: Fit, histories: Histories) -> bool:
    """Whether the fit says that hardly anybody ever leaves, so that P(alive) is near 1 for everyone."""
    return model.leaving(found.theta, float(histories.t.max(initial=0.0))) < VANISHED
