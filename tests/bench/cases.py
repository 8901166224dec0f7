"""What is asked in the benchmark: each question of ours and its twin in SQL."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

SQL = Path(__file__).parents[1] / "sql"


@dataclass(frozen=True)
class Case:
    """One question, asked of both.

    Attributes:
        name: The SQL file, and the row of the report.
        metric: The metric's id.
        split: The dimension it is split by.
        parameters: The metric's parameters; `$name` stands for a value found in the data.
        sql_parameters: What the SQL takes besides the analysis date.
        keys: The columns both are sorted by before they are compared.
        left_out: Columns of ours the SQL does not have.
        customers: Whether the answer compared is who is in which segment, not the summary.
        reduction: Whether what is compared is what a model takes, before it is fitted: the plan that is shipped.
        precision: How far numbers may differ, of their size.
    """

    name: str
    metric: str
    split: str | None = None
    parameters: dict[str, Any] = field(default_factory=dict)
    sql_parameters: dict[str, Any] = field(default_factory=dict)
    keys: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    customers: bool = False
    reduction: bool = False
    precision: float = 1e-9

    @property
    def sql(self) -> str:
        """The twin, without its final semicolon."""
        return next(SQL.rglob(f"{self.name}.sql")).read_text("utf-8").strip().removesuffix(";")


CASES = (
    Case("overview", "overview", keys=("measure",), left_out=("unit",)),
    Case("frequency", "frequency", keys=("period",), left_out=("complete",)),
    Case("frequency_by_event", "frequency", split="event", keys=("period", "event"), left_out=("complete",)),
    Case("frequency_by_channel", "frequency", split="channel", keys=("period", "channel"), left_out=("complete",)),
    Case("rfm", "rfm", parameters={"worth": "no"}, keys=("segment",), left_out=("play",)),
    Case("rfm8", "rfm8", parameters={"worth": "no"}, keys=("segment",), left_out=("play",)),
    Case("value_tier", "value_tier", parameters={"worth": "no"}, keys=("segment",), left_out=("play",)),
    Case("abc", "abc", parameters={"worth": "no"}, keys=("segment",)),
    Case("decile", "decile", parameters={"worth": "no"}, keys=("segment",)),
    Case("rfm_members", "rfm", keys=("customer",), left_out=("segment",), customers=True),
    Case(
        "customer",
        "customer",
        parameters={"id": "C000004"},
        sql_parameters={"customer": "C000004"},
        keys=("time", "event", "amount"),
    ),
    Case("customers", "customers", keys=("id",), left_out=("customer", "store")),  # the store rides on orders
    Case("clv", "clv", keys=("customer",), reduction=True),
    Case("growth", "growth", keys=("period",), left_out=("complete",)),
    Case("growth_revenue", "growth", parameters={"of": "revenue"}, keys=("period",), left_out=("complete",)),
    Case("retention", "retention", keys=("cohort", "interval"), left_out=("complete",)),
    Case(
        "retention_by_channel",
        "retention",
        split="channel",
        parameters={"mode": "on_or_after"},
        keys=("cohort", "channel", "interval"),
        left_out=("complete",),
    ),
    Case("distribution", "distribution", keys=("times",)),
    Case(
        "distribution_by_period",
        "distribution",
        parameters={"by": "period"},
        keys=("period", "times"),
        left_out=("complete",),
    ),
    Case("distribution_by_channel", "distribution", split="channel", keys=("channel", "times")),
    Case("repurchase", "repurchase", keys=("period",), left_out=("complete",)),
    Case("gaps", "gaps", keys=("statistic",), left_out=("unit",)),
    Case("gaps_by_channel", "gaps", split="channel", keys=("channel", "statistic"), left_out=("unit",)),
    Case("value", "value", keys=("factor",)),
    Case("concentration", "concentration", keys=("decile",)),
    Case("rhythm", "rhythm", keys=("weekday", "hour")),
    Case("rhythm_by_event", "rhythm", split="event", keys=("event", "weekday", "hour")),
    Case("cohort_revenue", "cohort_revenue", keys=("cohort", "interval"), left_out=("complete",)),
    Case("survival", "survival", keys=("days",)),
    Case("churn", "churn", keys=("rule",), left_out=("in_force",)),
    Case("stickiness", "stickiness", keys=("period",), left_out=("complete",)),
    Case("stickiness_by_event", "stickiness", split="event", keys=("period", "event"), left_out=("complete",)),
    Case("stickiness_at_least", "stickiness", parameters={"mode": "at_least"}, keys=("days",)),
    Case("engagement", "engagement", parameters={"worth": "no"}, keys=("segment",)),
    Case("lifecycle", "lifecycle", parameters={"worth": "no"}, keys=("segment",), left_out=("play",)),
    Case("channel_set", "channel_set", parameters={"worth": "no"}, keys=("segment",)),
    Case("channel_set_members", "channel_set", keys=("customer",), customers=True),
    Case("engagement_members", "engagement", keys=("customer",), left_out=("segment",), customers=True),
    Case(
        "frequency_standardised",
        "frequency",
        parameters={"method": "standardised"},
        keys=("period",),
        left_out=("complete",),
    ),
    Case(
        "frequency_weighted", "frequency", parameters={"method": "weighted"}, keys=("period",), left_out=("complete",)
    ),
    Case("cross", "cross", keys=("rfm", "channel")),
    Case(
        "cross_by_event",
        "cross",
        parameters={"rows": "event", "columns": "period", "measure": "interactions"},
        keys=("event", "period"),
    ),
    Case("migration", "migration", parameters={"by": "rfm"}, keys=("from", "to")),
    Case(
        "profile",
        "profile",
        parameters={"segment": "rfm=at risk", "about": "events"},
        keys=("attribute", "value"),
    ),
    Case("channels", "channels", keys=("channel",)),
    Case("matrix", "matrix", keys=("event",)),
    Case("attribution", "attribution", keys=("channel",)),
    Case("response", "response", keys=("campaign",)),
    Case(
        "drivers",
        "drivers",
        parameters={"about": "events"},
        keys=("behaviour",),
        left_out=("p", "q"),
    ),
    # Of events at one instant in two visits no file says which came last: two orders of two million went elsewhere.
    Case("sessions", "sessions", keys=("period",), left_out=("complete",), precision=1e-3),
    Case(
        "funnel",
        "funnel",
        parameters={"steps": "page_view[channel=web],page_view[channel=app],store_visit,purchase,support"},
        keys=("step",),
    ),
    Case("paths", "paths", keys=("step", "from", "to"), precision=2e-2),  # so may a rare move, of which there are 89
    # A look of two at one instant is as long as their order says, which no file tells: one of 190.
    Case("dwell", "dwell", parameters={"by": "item"}, keys=("place",), precision=1e-2),
    Case("products", "products", keys=("item",), left_out=("trend",)),
    Case("basket", "basket", parameters={"top": 100_000}, keys=("item", "with")),
    Case("next_product", "next_product", parameters={"top": 100_000}, keys=("item", "next")),
    # Probabilities are compared with published ones in the tests of models.
    Case("demand", "demand", keys=("item",), left_out=("verdict", "p", "q", "trend", "unit")),
    Case("favourite", "favourite", keys=("customer",), left_out=("place",), customers=True),
    Case("price_band", "price_band", keys=("customer",), customers=True),
    # Probabilities are compared with published ones in the tests of models.
    Case("experiment", "experiment", keys=("arm",), left_out=("p", "chance_best")),
    Case("power", "power", keys=("lift",)),
    Case(
        "effect",
        "effect",
        parameters={"segment": "sex=female", "start": "2024-04-06", "end": "2024-06-30", "days": "weekends"},
        keys=("group",),
        left_out=("unit",),
    ),
    Case("nps", "nps", keys=("period",), left_out=("complete",)),
    Case("csat", "csat", keys=("period",), left_out=("complete",)),
    Case("answers", "answers", keys=("period",), left_out=("complete",)),
    Case("service", "service", keys=("period",), left_out=("reopened", "complete")),
    Case("promoter", "promoter", parameters={"worth": "no"}, keys=("segment",)),
)
