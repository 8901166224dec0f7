"""Engagement: a score of 0 to 100 from what a customer did in the last 30 days, active and passive, weighted."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import polars as pl

from queries.catalogue import Column, Parameter, Unit, shared
from queries.data.once import once
from queries.segments.activity.engagement.score import capped_counts, of_largest, standardised, summed
from queries.segments.declaring import segmentation
from queries.wording import mark, say

if TYPE_CHECKING:
    from queries.data.data import Data
    from queries.mapping.model import Activity

WINDOW = 30
"""Days before the analysis date that count."""

BANDS = {"top": 100.0, "high": 75.0, "medium": 50.0, "low": 25.0}
"""Segment → the highest score in it."""
NONE = "none"

MEANINGS = {
    "top": mark("a score above 75"),
    "high": mark("a score above 50, up to 75"),
    "medium": mark("a score above 25, up to 50"),
    "low": mark("a score above 0, up to 25"),
    NONE: mark("nothing that counts in the window"),
}

COLUMNS = (
    Column("score", "engagement from 0 to 100", Unit.SCORE),
    Column("active", "what the customer began, from 0 to 100 by the most active customer", Unit.SCORE),
    Column("passive", "responses to the brand, from 0 to 100 by the most responsive customer", Unit.SCORE),
)

PARAMETERS = (
    Parameter(
        "method",
        "combined is w_a × active + w_p × passive; standardised takes both together by weight; counting takes "
        "numbers of events without weights or root",
        "choice",
        choices=("combined", "counting", "standardised"),
    ),
    Parameter("w_a", "weight of the active part, for combined", "float", low=0),
    Parameter("w_p", "weight of the passive part, for combined", "float", low=0),
)

WEIGHTS = (
    shared.EVENT,
    Column("activity", "active, passive, or ignore: that does not count", Unit.TEXT, worded=True),
    Column("weight", "its weight in the mapping", Unit.NUMBER),
    Column("relative", "weight ÷ the largest weight of a kind that occurred in the window", Unit.SHARE),
    Column("interactions", "events in the window", Unit.COUNT),
    Column("counted", "those left by the limit of 20 a customer and day", Unit.COUNT),
)


def activity_of(data: Data, kind: str) -> Activity | None:
    """Activity and weight of a kind of event; None where it does not count: ignored, weightless, or a refund."""
    activity = data.log.activity(kind)
    counts = activity.kind != "ignore" and activity.weight > 0 and kind not in data.log.kinds_of("refund")
    return activity if counts else None


def _window(data: Data) -> pl.LazyFrame:
    """The events of the last 30 days before the analysis date."""
    return data.events.filter(pl.col("day") >= data.day_number(data.as_of - timedelta(days=WINDOW)))


@once
def _counts(data: Data) -> pl.LazyFrame:
    """Per customer, day of the window and kind that counts: `customer`, `kind` (its place), `n` (events, capped)."""
    counts = pl.Series([activity_of(data, kind) is not None for kind in data.log.kinds], dtype=pl.Boolean)
    kind = pl.col("event").to_physical()
    events = _window(data).filter(pl.lit(counts).gather(kind))
    # Sorting one packed number is many times faster than sorting three columns or hashing them.
    day = pl.col("day") - data.day_number(data.as_of - timedelta(days=WINDOW))
    packed = (pl.col("customer").cast(pl.UInt64) * 2**5 + day.cast(pl.UInt64)) * 2**16 + kind.cast(pl.UInt64)
    by_kind = capped_counts(events.select(key=packed).sort("key"), "key")
    return by_kind.select(
        (pl.col("key") // 2**21).cast(pl.UInt32).set_sorted().alias("customer"),
        (pl.col("key") % 2**16).cast(pl.UInt32).alias("kind"),
        "n",
    )


def weights_in_force(data: Data) -> pl.LazyFrame:
    """Every kind of event with its activity and weight, and how many there are in the window."""
    listed = pl.LazyFrame(
        [
            (place, kind, activity.kind if activity else "ignore", activity.weight if activity else 0.0)
            for place, kind in enumerate(data.log.kinds)
            for activity in (activity_of(data, kind),)
        ],
        schema={"place": pl.UInt32, "event": pl.String, "activity": pl.String, "weight": pl.Float64},
        orient="row",
    )
    occurred = _window(data).group_by("event").agg(interactions=pl.len()).with_columns(pl.col("event").cast(pl.String))
    capped = _counts(data).group_by(place="kind").agg(counted=pl.col("n").sum().cast(pl.UInt32))
    joined = listed.join(occurred, on="event", how="left").join(capped, on="place", how="left")
    both = joined.with_columns(pl.col("interactions", "counted").fill_null(0)).sort(
        "weight", "event", descending=[True, False]
    )
    largest = pl.col("weight").filter(pl.col("counted") > 0).max()
    return both.select(
        "event", "activity", "weight", (pl.col("weight") / largest).alias("relative"), "interactions", "counted"
    )


def notes(data: Data) -> tuple[str, ...]:
    """The window, and the kinds of event the mapping says nothing of."""
    first = data.as_of - timedelta(days=WINDOW)
    last = data.as_of - timedelta(days=1)
    sentences = [
        say(
            "Engagement looks at the {window} days before the analysis date: {first} to {last}.",
            window=WINDOW,
            first=first,
            last=last,
        )
    ]
    unknown = [kind for kind in data.log.kinds if kind not in data.log.mapping.activity]
    if unknown:
        names = ", ".join(unknown)
        sentences.append(say("Not in the mapping's [activity], so active with weight 60: {names}.", names=names))
    return tuple(sentences)


@segmentation(
    id="engagement",
    title="Engagement",
    question="How engaged is each customer?",
    also="activity score, active, passive, 活跃度, 参与度",
    place=20,
    segments=tuple(BANDS),
    columns=COLUMNS,
    rest=NONE,
    parameters=PARAMETERS,
    meanings=MEANINGS,
    thresholds=weights_in_force,
    threshold_columns=WEIGHTS,
    notes=notes,
    needs=(),
    formula="events of the last 30 days, at most 20 of a kind a day, times the kind's weight; 100 × √sum ÷ the largest "
    "√sum, for active and passive events apart; score = (w_a × active + w_p × passive) ÷ (w_a + w_p), of the parts "
    "that occur",
    source="engagement score of Adobe Journey Optimizer B2B; active and passive combined: house",
)
def engagement(data: Data, method: str = "combined", w_a: float = 0.7, w_p: float = 0.3) -> pl.LazyFrame:
    """Score and band of every customer.

    Args:
        data: The scoped data.
        method: `combined`, `counting` or `standardised`.
        w_a: Weight of the active part, for `combined`.
        w_p: Weight of the passive part, for `combined`.

    Returns:
        `customer`, `segment` (none where the score is 0), `score`, `active`, `passive` (0 to 100), sorted. Scores
        are blank where nobody did anything that counts in the window.
    """
    sums = {name: _weights(data, name, method) for name in ("active", "passive")}
    sums_by_customer = summed(_counts(data), "customer", sums, "kind")
    scored = sums_by_customer.select(
        "customer",
        score=_score(method, w_a, w_p),
        **{name: _scaled(method, pl.col(name)) for name in sums},
    ).with_columns(segment=_band())
    everyone = data.customers.select(pl.col("customer").set_sorted())
    with_scores = everyone.join(scored, on="customer", how="left", maintain_order="left")
    # Who did nothing has 0, unless nobody has a score: whoever has the most has 100.
    filled = [pl.when(pl.col(name).max() >= 0).then(pl.col(name).fill_null(0.0)) for name in ("score", *sums)]
    return with_scores.select(pl.col("customer").set_sorted(), "segment", *filled)


def _weights(data: Data, part: str, method: str) -> list[float]:
    """The weight of each kind of event in the active or the passive part; 0 where it is none of it."""
    activities = [activity_of(data, kind) for kind in data.log.kinds]
    of_part = [activity if activity and activity.kind == part else None for activity in activities]
    return [0.0 if activity is None else 1.0 if method == "counting" else activity.weight for activity in of_part]


def _scaled(method: str, raw: pl.Expr) -> pl.Expr:
    """A sum from 0 to 100, by the method."""
    return of_largest(raw) if method == "counting" else standardised(raw)


def _score(method: str, w_a: float, w_p: float) -> pl.Expr:
    """The score from the sums `active` and `passive`; a part that nobody has weighs nothing."""
    active, passive = pl.col("active"), pl.col("passive")
    if method != "combined":
        return _scaled(method, active + passive)
    weights = [pl.when(part.max() > 0).then(weight).otherwise(0.0) for part, weight in ((active, w_a), (passive, w_p))]
    parts = [weight * standardised(part) for weight, part in zip(weights, (active, passive), strict=True)]
    return pl.when(weights[0] + weights[1] > 0).then((parts[0] + parts[1]) / (weights[0] + weights[1]))


def _band() -> pl.Expr:
    """The band of a score; null for none."""
    names = list(reversed(BANDS))
    place = pl.lit(pl.Series([BANDS[name] for name in names])).search_sorted(pl.col("score").round(9), side="left")
    band = pl.lit(pl.Series(names, dtype=pl.Enum(list(BANDS)))).gather(place.fill_null(0))
    return pl.when(pl.col("score") > 0).then(band)
