"""What a declaration reads off signatures: defaults of parameters, and what a hook is called with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from queries import catalogue
from queries.catalogue import OTHERS, Answer, Parameter, measure
from queries.catalogue.signatures import heeding
from queries.segments.declaring import segmentation

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    import polars as pl

    from queries.data.data import Data

LEAST = Parameter("least", "events a kind must have", "int", low=1)


@pytest.fixture(autouse=True)
def forgotten() -> Iterator[None]:
    with catalogue.forgotten_after():
        yield


def declare(function: Callable[..., Any], *parameters: Parameter, **more: Any) -> None:
    about = {"title": "Tried", "question": "?", "columns": (), "formula": "", "source": ""} | more
    measure(id="tried", parameters=parameters, **about)(function)


def test_the_default_is_that_of_the_signature() -> None:
    def function(data: Data, least: int = 7, split: str | None = None) -> Answer:
        raise NotImplementedError

    declare(function, LEAST)
    declared = catalogue.metric("tried").parameter("least")
    assert declared is not None
    assert (declared.default, declared.low, LEAST.default) == (7, 1, None)


def takes_nothing(data: Data) -> Answer:
    raise NotImplementedError


def takes_more(data: Data, least: int = 1, most: int = 2) -> Answer:
    raise NotImplementedError


def without_default(data: Data, least: int) -> Answer:
    raise NotImplementedError


def plain(data: Data, least: int = 1) -> Answer:
    raise NotImplementedError


@pytest.mark.parametrize(
    ("function", "parameter", "sentence"),
    [
        (takes_nothing, LEAST, "tried declares the parameter “least”, which its function does not take"),
        (takes_more, LEAST, "tried takes “most”, which it does not declare"),
        (without_default, LEAST, "tried: “least” needs a default in the signature"),
        (plain, Parameter("least", "", "int", default=1), "tried: the default of “least” stands in the signature"),
    ],
)
def test_a_declaration_that_does_not_fit_its_function_is_refused(
    function: Callable[..., Any], parameter: Parameter, sentence: str
) -> None:
    with pytest.raises(TypeError, match=sentence):
        declare(function, parameter)


def test_a_segmentation_that_does_not_fit_its_function_is_refused() -> None:
    about = {"title": "Tried", "question": "?", "formula": "", "source": ""}
    with pytest.raises(TypeError, match="tried declares the parameter “least”"):
        segmentation(id="tried", parameters=(LEAST,), **about)(lambda data: data.customers)


def test_a_summary_gives_its_own_parameter_its_default() -> None:
    worth = catalogue.metric("rfm").parameter("worth")
    assert worth is not None
    assert worth.default == "auto"


def test_a_drill_is_called_with_what_it_names() -> None:
    def behind(data: Data, row: Mapping[str, Any], least: int) -> pl.LazyFrame:
        return data, row, least  # type: ignore[return-value]

    declare(takes_more, LEAST, Parameter("most", "", "int"), drill=behind)
    drill: Any = catalogue.metric("tried").drill
    assert drill("data", {}, least=3, most=4, split=None) == ("data", {}, 3)


def test_a_hook_that_takes_everything_gets_everything() -> None:
    taken = heeding(lambda data, **given: given, 1)
    assert taken("data", least=3, most=4) == {"least": 3, "most": 4}


def test_what_no_family_has_declared_comes_last() -> None:
    declare(takes_nothing)
    assert catalogue.metric("tried").family == OTHERS
    assert catalogue.metrics()[-1].id == "tried"


def test_a_metric_belongs_to_the_family_of_its_package() -> None:
    groups = list(dict.fromkeys(entry.group for entry in catalogue.metrics()))
    assert groups == [
        "Overview",
        "Frequency",
        "Touchpoints",
        "Staying",
        "Worth",
        "Products",
        "Voice",
        "Segments",
        "Experiments",
        "Customers",
        "Trust",
    ]
    assert {entry.group for entry in catalogue.segmentations()} == {"Segments"}
