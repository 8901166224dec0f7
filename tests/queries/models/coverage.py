"""How often intervals hold the truth, by simulation: in full with `make soak`, in short among the tests.

An interval of 95 % holds it in 95 of 100 samples; of 2,000 draws chance alone leaves ± 1 % (two standard errors).
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import numpy as np

from queries.models.bootstrap import Groups, effect_of
from queries.models.means import Sums, cuped, lift_of_means, welch
from queries.models.proportions import lift_of_shares, two_shares, wilson

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from queries.models.proportions import Range

DRAWS = 2_000
NEAR = 0.015
PROMISED = 0.95


def sums(y: np.ndarray, x: np.ndarray) -> Sums:
    """What a metric collects of two numbers a customer."""
    return Sums(len(y), float(y.sum()), float(x.sum()), float(y @ y), float(x @ x), float(x @ y))


def shares(rng: np.random.Generator) -> Iterator[tuple[str, Range | None, float]]:
    """Two arms with shares of 8 and 10 %."""
    n_a, n_b, p_a, p_b = 1_500, 1_400, 0.08, 0.10
    a, b = int(rng.binomial(n_a, p_a)), int(rng.binomial(n_b, p_b))
    compared = two_shares(a, n_a, b, n_b)
    yield "a share", wilson(a, n_a), p_a
    yield "difference of shares", compared and compared.difference, p_b - p_a
    yield "lift of shares", lift_of_shares(a, n_a, b, n_b), p_b / p_a - 1


def few(rng: np.random.Generator) -> Iterator[tuple[str, Range | None, float]]:
    """Arms hardly above the gate."""
    a, b = int(rng.binomial(120, 0.12)), int(rng.binomial(120, 0.18))
    yield "lift of shares of few", lift_of_shares(a, 120, b, 120), 0.5


def means(rng: np.random.Generator) -> Iterator[tuple[str, Range | None, float]]:
    """Skewed spending, most of it nothing, which leans on what was spent before; orders of which each has its worth."""
    groups = []
    for n, lift in ((1_500, 1.0), (1_300, 1.2)):
        liking = rng.gamma(2.0, 0.5, n)
        groups.append((rng.poisson(liking * lift) * 30.0, rng.poisson(liking) * 30.0))
    a, b = (sums(after, before) for after, before in groups)
    plain = [group.sample() for group in (a, b)]
    less = cuped([a, b])
    for name, (one, other) in (("", plain), (" less the time before", less)):
        assert one is not None
        assert other is not None
        tested = welch(one, other)
        yield f"difference of means{name}", tested and tested.difference, 30.0 * 0.2
        yield f"lift of means{name}", lift_of_means(one, other), 0.2


def ratios(rng: np.random.Generator) -> Iterator[tuple[str, Range | None, float]]:
    """Worth an order: customers with many orders have cheaper ones, so that orders are no independent draws."""
    groups = []
    for n, lift in ((1_500, 1.0), (1_300, 1.1)):
        often = rng.integers(1, 4, n)
        orders = rng.poisson(often) + 1
        groups.append(sums(rng.gamma(orders * 4.0, 10.0 / often) * lift, orders.astype(float)))
    one, other = (group.ratio() for group in groups)
    assert one is not None
    assert other is not None
    yield "lift of a ratio", lift_of_means(one, other), 0.1


def actions(rng: np.random.Generator) -> Iterator[tuple[str, Range | None, float]]:
    """Orders before and after an action, of customers who buy more or less often and all a tenth more in the end."""
    parts = []
    for n, lift in ((250, 1.3), (300, 1.0)):
        liking = rng.gamma(2.0, 1.0, n)
        parts.append(np.column_stack([rng.poisson(liking), rng.poisson(liking * 1.1 * lift)]).astype(float))
    found = effect_of(Groups(*parts), seed=int(rng.integers(2**31)), draws=400)
    yield "effect of an action", found and found.lift, 0.3
    held = [np.column_stack([np.ones(len(part)), part[:, 1], part[:, 0]]) for part in parts]
    found = effect_of(Groups(*held), seed=int(rng.integers(2**31)), draws=400)
    yield "effect against those held out", found and found.lift, 0.3


SIMULATED: tuple[Callable[[np.random.Generator], Iterator[tuple[str, Range | None, float]]], ...] = (
    shares, few, means, ratios, actions,
)  # fmt: skip


def covered(draws: int, seed: int = 7) -> dict[str, float]:
    """The share of draws whose interval holds the truth, by what the interval is of."""
    rng, held = np.random.default_rng(seed), dict[str, int]()
    for _ in range(draws):
        for simulate in SIMULATED:
            for name, found, truth in simulate(rng):
                held[name] = held.get(name, 0) + (found is not None and found.low <= truth <= found.high)
    return {name: count / draws for name, count in held.items()}


def main() -> None:
    """Say how often each interval held, and end with 1 where one is not near what it promises."""
    found = covered(DRAWS)
    for name, share in found.items():
        sys.stdout.write(f"95 % interval of {name}: held the truth in {share:.1%} of {DRAWS:,} draws\n")
    sys.exit(any(abs(share - PROMISED) > NEAR for share in found.values()))


if __name__ == "__main__":
    main()
