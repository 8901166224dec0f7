"""One file is enough: what is declared is listed, documented and answered in every format."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from queries import catalogue
from queries.catalogue import Answer, Column, Parameter, Unit, measure
from queries.segments.declaring import segmentation
from queries.segments.summary import OPTIONAL

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from queries.data.data import Data


@pytest.fixture(autouse=True)
def declared() -> Iterator[None]:
    """A measure and a segmentation, as one file each would declare them."""
    with catalogue.forgotten_after():

        @measure(
            id="weekend",
            title="Weekend",
            question="How much happens at the weekend?",
            columns=(
                Column("kind", "what happened", Unit.TEXT, key=True),
                Column("events", "at the weekend", Unit.COUNT),
                Column("share", "of all events of the kind", Unit.SHARE, numerator="events", denominator="all"),
            ),
            formula="events on Saturday and Sunday ÷ events",
            source="a test",
            parameters=(Parameter("least", "events a kind must have", "int", low=1),),
        )
        def weekend(data: Data, least: int = 1) -> Answer:
            late = pl.col("time").dt.weekday() >= 6
            counted = data.reported.group_by(kind=pl.col("event").cast(pl.String)).agg(
                events=late.sum(), share=late.mean(), _all=pl.len()
            )
            return Answer(counted.filter(pl.col("_all") >= least).drop("_all").sort("kind"))

        @segmentation(
            id="initial",
            title="Initial",
            question="Who has an id that ends in an even digit?",
            formula="the last digit of the id",
            source="a test",
            segments=("even", "odd"),
            needs=(),
        )
        def initial(data: Data) -> pl.LazyFrame:
            even = pl.col("id").str.slice(-1).cast(pl.Int8) % 2 == 0
            return data.customers.select(
                "customer", segment=pl.when(even).then(pl.lit("even")).otherwise(pl.lit("odd"))
            )

        yield


@pytest.mark.parametrize("id_", ["weekend", "initial"])
def test_it_is_listed_and_documented(regulars: Any, id_: str) -> None:
    assert f"  {id_} " in regulars("metrics").stdout
    assert catalogue.metric(id_).formula in regulars("metrics", id_).stdout


@pytest.mark.parametrize("id_", ["weekend", "initial"])
def test_it_is_answered_in_every_format(regulars: Any, shop: Path, id_: str) -> None:
    metric = catalogue.metric(id_)
    optional = {column.name for column in OPTIONAL}
    names = [column.name for column in metric.columns if column.name not in optional]
    table = regulars("run", id_, shop)
    assert (table.exit_code, table.stdout.splitlines()[0]) == (0, metric.title), table.stderr
    said = json.loads(regulars("run", id_, shop, "--format", "json").stdout)
    assert [column["name"] for column in said["columns"] if column["name"] not in optional] == names
    assert said["rows"]
    assert regulars("run", id_, shop, "--format", "csv").stdout.startswith(",".join(names))


def test_its_parameters_are_read(regulars: Any, shop: Path) -> None:
    assert len(regulars("run", "weekend", shop, "--set", "least=999999", "--format", "csv").stdout.splitlines()) == 1
    assert regulars("run", "weekend", shop, "--set", "least=0").exit_code == 2


def test_a_segmentation_is_a_scope_and_a_split(regulars: Any, shop: Path) -> None:
    whole = json.loads(regulars("run", "weekend", shop, "--format", "json").stdout)
    even = json.loads(regulars("run", "weekend", shop, "--segment", "initial=even", "--format", "json").stdout)
    assert sum(row["events"] for row in even["rows"]) < sum(row["events"] for row in whole["rows"])
    split = regulars("run", "frequency", shop, "--split", "initial", "--format", "csv")
    assert split.stdout.startswith("period,initial,"), split.stderr
