"""Past one machine: every metric's plan can be sent to object storage whole, without a Python function in it.

This proves that plans ship, not that they scale: neighbour comparisons need the global order.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, get_args

import polars as pl
import pytest
from polars._utils.cloud import prepare_cloud_plan

from queries import catalogue
from queries.customers.figures import per_customer
from queries.data.data import Data
from queries.data.events import stay_lazy
from queries.eventlog.details.model import COLUMNS, TABLES, Details
from queries.eventlog.model import CustomerList, EventLog
from queries.mapping.model import Asks, EventTable, Field, Mapping, Meaning, OwnSegment, SurveyQuestion
from queries.question.periods import Grain
from queries.question.scope import Scope
from queries.segments.membership import membership

if TYPE_CHECKING:
    from collections.abc import Iterator

    from queries.catalogue import Metric

KINDS, CHANNELS = ("click", "purchase", "refund", "visit"), ("store", "web")
EVENTS = {
    "customer": pl.UInt32,
    "time": pl.Datetime("ms"),
    "day": pl.Int32,
    "event": pl.Enum(KINDS),
    "channel": pl.Enum(CHANNELS),
    "amount": pl.Int64,
}
CUSTOMERS = {"customer": pl.UInt32, "id": pl.String, "city": pl.String}
PYTHON = (b"OpaquePython", b"PLPYFN", b"cloudpickle")

HERE = {"region": "eu-central-1", "endpoint_url": "http://127.0.0.1:9", "allow_http": "true"}
AWAY: dict[str, Any] = {
    "storage_options": HERE | {"skip_signature": "true", "max_retries": 0},
    "credential_provider": None,
}
"""So that Polars asks nobody where the bucket is, nor for a key to it: whoever reads finds a closed port."""

NEEDED = {key: {"id": "c1"} for key in ("customer", "customer_standing", "customer_details")}
NEEDED |= {"experiment": {"arms": "city"}, "effect": {"segment": "city=Rome", "start": date(2023, 6, 1)}}
"""Parameters without which a metric has no question."""

OWN = (OwnSegment("regulars", "orders >= 3 and city in ('Rome', 'Oslo')"), OwnSegment("listed", customers="x.csv"))

SURVEY = EventTable(
    "survey",
    {Meaning.CUSTOMER: Field("customer"), Meaning.TIME: Field("time")},
    questions=tuple(SurveyQuestion(asks, asks) for asks in get_args(Asks)),
)
"""Questions of every sort."""

SCOPES = {
    "everything": Scope(),
    "a part of it": Scope(date(2023, 2, 1), date(2023, 11, 30), Grain.WEEK, ("purchase",), ("web",)),
    "an earlier date": Scope(as_of=date(2023, 7, 1)),
}


@pytest.fixture(scope="module")
def far() -> EventLog:
    """A log whose tables lie where nobody can read them."""
    return EventLog(
        events=pl.scan_parquet("s3://bucket/events.parquet", schema=EVENTS, **AWAY),
        customers=pl.scan_parquet("s3://bucket/customers.parquet", schema=CUSTOMERS, **AWAY),
        first_day=date(2023, 1, 2),
        last_day=date(2024, 12, 31),
        rows=10**9,
        size=10**7,
        kinds=KINDS,
        channels=CHANNELS,
        has_money=True,
        attributes=("city",),
        set_aside=(),
        mapping=Mapping(
            events=(SURVEY,), roles={kind: (kind,) for kind in KINDS}, segments=OWN, brands={"us": ("us",)}
        ),
        transactions=pl.scan_parquet("s3://bucket/transactions.parquet", schema=EVENTS, **AWAY),
        lists=(CustomerList("listed", pl.Series([3, 5], dtype=pl.UInt32)),),
        details=Details(
            {
                name: pl.scan_parquet(f"s3://bucket/{name}.parquet", schema=schema, **AWAY)
                for name, schema in (TABLES | {name: {name: COLUMNS[name]} for name in ("session", "page")}).items()
            }
        ),
    )


def shipped(plan: pl.LazyFrame) -> bytes:
    """The plan as it would be sent."""
    sent: Any = prepare_cloud_plan(plan.sink_parquet("s3://bucket/answer.parquet", lazy=True, **AWAY))
    return bytes(sent[0] if isinstance(sent, tuple) else sent)


def plans_of(metric: Metric, data: Data) -> Iterator[tuple[str, pl.LazyFrame]]:
    """The plans of a metric's main table and of its parts."""
    values = {parameter.name: parameter.default for parameter in metric.parameters} | NEEDED.get(metric.id, {})
    answer = metric.function(data, **values)
    yield "", answer.frame
    yield from answer.parts.items()


@pytest.mark.parametrize("scope", list(SCOPES))
@pytest.mark.parametrize("metric", [metric.id for metric in catalogue.metrics()])
def test_a_metric_ships_whole(far: EventLog, metric: str, scope: str) -> None:
    data = Data(far, SCOPES[scope], keep=stay_lazy)
    for part, plan in plans_of(catalogue.metric(metric), data):
        sent = shipped(plan)
        assert b"s3://bucket/answer.parquet" in sent
        found = [mark for mark in PYTHON if mark in sent]
        assert not found, f"{metric} {part}: {found}"


@pytest.mark.parametrize("segmentation", [metric.id for metric in catalogue.segmentations()])
def test_the_members_of_a_segmentation_ship(far: EventLog, segmentation: str) -> None:
    sent = shipped(membership(Data(far, Scope(), keep=stay_lazy), segmentation))
    assert not any(mark in sent for mark in PYTHON)


def test_the_figures_of_every_customer_ship(far: EventLog) -> None:
    sent = shipped(per_customer(Data(far, Scope(), keep=stay_lazy)))
    assert not any(mark in sent for mark in PYTHON)


def test_optional_columns_and_exposures_ship(far: EventLog) -> None:
    data = Data(far, SCOPES["a part of it"], keep=stay_lazy)
    for plan, table in (
        (data.events_with("session", "page"), b"page"),
        (data.exposures, b"exposures"),
        (data.items, b"items"),
    ):
        sent = shipped(plan)
        assert b"s3://bucket/" + table + b".parquet" in sent
        assert not any(mark in sent for mark in PYTHON)


@pytest.mark.parametrize("split", ["event", "channel", "activity"])
def test_splits_by_event_ship(far: EventLog, split: str) -> None:
    answer = catalogue.metric("frequency").function(Data(far, Scope(), keep=stay_lazy), split=split)
    assert not any(mark in shipped(answer.frame) for mark in PYTHON)


@pytest.mark.parametrize(
    "planted",
    [
        pl.col("amount").map_elements(lambda amount: hash(str(amount)), return_dtype=pl.Int64),
        pl.col("amount").map_batches(lambda column: column + 1, return_dtype=pl.Int64),
    ],
)
def test_a_planted_python_function_is_found(far: EventLog, planted: pl.Expr) -> None:
    sent = shipped(far.events.select(planted))
    assert any(mark in sent for mark in PYTHON)


def test_reading_on_the_way_fails(far: EventLog) -> None:
    with pytest.raises(OSError, match=r"127\.0\.0\.1:9"):
        far.events.select(pl.len()).collect()
