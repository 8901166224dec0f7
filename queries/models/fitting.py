"""Maximum likelihood of positive parameters: several starts, standard errors, and honest words on how it went."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from queries.models.histories import Floats

Likelihood: TypeAlias = "Callable[[Floats], float]"
"""Parameters → log-likelihood of all data."""

REACH = 9.0
"""How far from a start's scale a parameter is looked for, in logs: a factor of 8,100 up or down."""
FLAT = 1e-5
"""A slope of the mean log-likelihood, by the logs of the parameters, that counts as none."""
STEP, CURVE_STEP = 1e-5, 1e-3
PARTS = (1.0, 0.5, 0.25, 0.1)


@dataclass(frozen=True)
class Fit:
    """What a fit has found.

    Attributes:
        theta: The parameters, in the model's order.
        errors: Their standard errors, by the delta method from the curvature in logs; NaN where the likelihood
            is flat or the parameter at a limit.
        log_likelihood: At the parameters.
        converged: Whether it is a maximum: no slope, curved downwards, inside the limits.
        at_limit: For each parameter whether it ran into a limit, so that its size says nothing.
    """

    theta: Floats
    errors: Floats
    log_likelihood: float
    converged: bool
    at_limit: tuple[bool, ...]


def maximise(
    likelihood: Likelihood,
    starts: Sequence[Floats],
    size: float,
    check: Callable[[], None],
    rough: Likelihood | None = None,
) -> Fit:
    """The parameters of the highest likelihood.

    Args:
        likelihood: What is maximised; parameters are positive and looked for by their logs.
        starts: Where to begin; the first tells the scale of each parameter.
        size: How many observations there are; brings the slope to one scale.
        check: Called between the steps; raises to stop.
        rough: A likelihood of a part of the data, with which the best start is found.
    """
    middle = np.log(starts[0])
    limits = list(zip(middle - REACH, middle + REACH, strict=True))
    found = [_climbed(rough or likelihood, np.log(start), limits, size, check) for start in starts]
    best = max(found, key=lambda entry: entry[1])[0]
    # A part of the data tells the curvature well enough to walk the rest of the way with few looks at all of it.
    best = _refined(likelihood, best, _curvature(rough or likelihood, best, size), limits, size, check)
    slope = _slope(likelihood, best, size)
    if rough and np.max(np.abs(slope)) >= FLAT:
        # Along a ridge, where a parameter runs away, every step gains next to nothing: there is no end to look for.
        best = _climbed(likelihood, best, limits, size, check, gain=1e-12)[0]
        slope = _slope(likelihood, best, size)
    check()
    curvature = _curvature(likelihood, best, size)
    # Along a flat ridge the last of the way up is not found, only that nothing changes any more.
    at_limit = tuple(bool(min(v - low, high - v) < 0.05) for v, (low, high) in zip(best, limits, strict=True))
    covariance = _inverse(-curvature * size)
    downwards = covariance is not None
    errors = np.exp(best) * np.sqrt(np.diag(covariance)) if covariance is not None else np.full(len(best), np.nan)
    errors = np.where(at_limit, np.nan, errors)
    flat = bool(np.max(np.abs(slope)) < FLAT)
    return Fit(np.exp(best), errors, likelihood(np.exp(best)), flat and downwards and not any(at_limit), at_limit)


def _climbed(
    likelihood: Likelihood,
    start: Floats,
    limits: Sequence[tuple[float, float]],
    size: float,
    check: Callable[[], None],
    gain: float = 1e-14,
) -> tuple[Floats, float]:
    """The top reached from one start (in logs), and its likelihood; it ends where a step gains too little."""
    from scipy.optimize import minimize

    def down(logs: Floats) -> tuple[float, Floats]:
        check()
        return -likelihood(np.exp(logs)) / size, -_slope(likelihood, logs, size)

    options = {"maxiter": 300, "ftol": gain, "gtol": 1e-8}
    result = minimize(down, start, jac=True, method="L-BFGS-B", bounds=limits, options=options)
    top: Floats = result.x
    return top, -float(result.fun)


def _refined(
    likelihood: Likelihood,
    logs: Floats,
    curvature: Floats,
    limits: Sequence[tuple[float, float]],
    size: float,
    check: Callable[[], None],
) -> Floats:
    """A few Newton steps towards the very top, as far as they lead upwards."""
    spread = _inverse(-curvature)
    if spread is None:
        return logs
    low, high = np.transpose(limits)
    reached = likelihood(np.exp(logs))
    for _ in range(8):
        check()
        slope = _slope(likelihood, logs, size)
        if np.max(np.abs(slope)) < FLAT / 100:
            break
        # A part of the data may overstate the step.
        for part in PARTS:
            further: Floats = np.clip(logs + part * (spread @ slope), low, high)
            better = likelihood(np.exp(further))
            if better > reached:
                break
        else:
            break
        logs, reached = further, better
    return logs


def _slope(likelihood: Likelihood, logs: Floats, size: float) -> Floats:
    """The slope of the mean log-likelihood, by central differences."""
    steps = np.eye(len(logs)) * STEP
    ups = [likelihood(np.exp(logs + step)) - likelihood(np.exp(logs - step)) for step in steps]
    return np.array(ups) / (2 * STEP * size)


def _curvature(likelihood: Likelihood, logs: Floats, size: float) -> Floats:
    """The second derivatives of the mean log-likelihood, by central differences."""
    steps = np.eye(len(logs)) * CURVE_STEP

    def at(shift: Floats) -> float:
        return likelihood(np.exp(logs + shift))

    middle = at(np.zeros(len(logs)))
    curved = np.empty((len(logs), len(logs)))
    for i, one in enumerate(steps):
        curved[i, i] = at(one) - 2 * middle + at(-one)
        for j, other in enumerate(steps[:i]):
            mixed = at(one + other) - at(one - other) - at(other - one) + at(-one - other)
            curved[i, j] = curved[j, i] = mixed / 4
    return curved / (CURVE_STEP**2 * size)


def _inverse(matrix: Floats) -> Floats | None:
    """The inverse of a positive definite matrix; None of any other."""
    try:
        np.linalg.cholesky(matrix)
    except np.linalg.LinAlgError:
        return None
    inverse = np.linalg.inv(matrix).astype(np.float64)
    return inverse if np.all(np.diag(inverse) > 0) else None
