"""The models reproduce what is published for the CDNOW sample."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from queries.models import gamma_gamma
from queries.models.histories import Histories
from queries.models.purchases import MODELS

if TYPE_CHECKING:
    from queries.models.fitting import Fit

PUBLISHED = {
    "bg": ((0.24259, 4.41360, 0.79292, 2.42591), -9582.429),
    "mbg": ((0.52484, 6.18309, 0.89136, 1.61400), -9582.136),
    # Fader and Hardie (2005), "A Note on Deriving the Pareto/NBD Model": printed with few digits.
    "pareto": ((0.553, 10.578, 0.606, 11.669), -9595.0),
}
TOLERANCE = {"bg": 1e-3, "mbg": 1e-3, "pareto": 2e-3}


def one(x: float, t_x: float, t: float) -> Histories:
    return Histories(np.array([x]), np.array([t_x]), np.array([t]), np.ones(1))


def test_the_sample_is_the_one_of_the_papers(sample: Histories) -> None:
    assert sample.total == 2357
    assert sample.customers[sample.x == 0].sum() == 1411
    assert sample.x @ sample.customers == 2457


@pytest.mark.parametrize("id_", PUBLISHED)
def test_parameters_and_log_likelihood(fits: dict[str, Fit], id_: str) -> None:
    parameters, likelihood = PUBLISHED[id_]
    assert fits[id_].theta == pytest.approx(parameters, rel=TOLERANCE[id_])
    assert fits[id_].log_likelihood == pytest.approx(likelihood, abs=0.01 if id_ != "pareto" else 0.05)
    assert fits[id_].converged
    assert not any(fits[id_].at_limit)


def test_likelihood_where_every_parameter_is_one(sample: Histories) -> None:
    assert MODELS["bg"].log_likelihood(np.ones(4), sample) @ sample.customers == pytest.approx(-13887.7, abs=0.05)


def test_expected_numbers_of_customers_by_repeats(fits: dict[str, Fit], sample: Histories) -> None:
    expected = MODELS["bg"].repeats(fits["bg"].theta, sample.t, 6) @ sample.customers
    assert expected == pytest.approx([1407.68, 460.32, 192.46, 101.16, 59.85, 38.12, 25.55], abs=0.01)
    assert sample.total - expected.sum() == pytest.approx(71.85, abs=0.01)


def test_expected_repeats_of_a_new_customer(fits: dict[str, Fit]) -> None:
    found = MODELS["bg"].expected(fits["bg"].theta, np.array([1.0, 3.0, 32.0, 78.0]))
    assert found == pytest.approx([0.0532, 0.1506, 1.0437, 1.8576], rel=1e-3)


def test_conditional_expectation_and_probability_of_being_alive(fits: dict[str, Fit]) -> None:
    known = one(2, 30.43, 38.86)
    assert MODELS["bg"].ahead(fits["bg"].theta, known, 39.0) == pytest.approx(1.226, abs=5e-4)
    assert MODELS["mbg"].alive(fits["mbg"].theta, known) == pytest.approx(0.7061, rel=1e-3)
    assert MODELS["mbg"].ahead(fits["mbg"].theta, known, 39.0) == pytest.approx(1.2627, rel=1e-3)
    once = one(0, 0, 38.86)
    assert MODELS["mbg"].alive(fits["mbg"].theta, once) == pytest.approx(0.3897, rel=1e-3)
    assert MODELS["mbg"].ahead(fits["mbg"].theta, once, 39.0) == pytest.approx(0.1540, rel=1e-3)
    assert MODELS["bg"].alive(fits["bg"].theta, once) == 1


def test_more_purchases_with_the_same_old_last_one_lower_the_expectation(fits: dict[str, Fit]) -> None:
    x = np.array([10.0, 15.0, 20.0, 25.0])
    silent = Histories(x, np.full(4, 20.0), np.full(4, 39.0), np.ones(4))
    found = MODELS["bg"].ahead(fits["bg"].theta, silent, 52.0)
    assert found == pytest.approx([0.347, 0.0428, 0.00416, 0.000358], rel=2e-3)


def test_amounts_of_repeaters(amounts: Fit, spending: tuple[np.ndarray, np.ndarray]) -> None:
    assert len(spending[0]) == 946
    assert [round(value, 2) for value in amounts.theta] == [6.25, 3.74, 15.44]
    assert amounts.log_likelihood == pytest.approx(-4055.92, abs=0.01)
    assert amounts.converged
    assert gamma_gamma.correlation(*spending) == pytest.approx(0.11, abs=0.005)


def test_the_density_of_the_sum_differs_by_the_logs_of_the_counts(
    amounts: Fit, spending: tuple[np.ndarray, np.ndarray]
) -> None:
    of_sums = amounts.log_likelihood - np.log(spending[0]).sum()
    assert of_sums == pytest.approx(-4659.30, abs=0.01)
