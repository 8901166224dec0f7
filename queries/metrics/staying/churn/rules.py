"""Thresholds of silence, side by side: what each would call churned, and how often it would be wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from queries.customers.occasions import OWN_SHARE, occasions, pooled_gaps
from queries.data.once import once
from queries.wording import mark

if TYPE_CHECKING:
    from queries.data.data import Data

AS_SET, OWN, TWO_ERRORS = mark("as set"), mark("own gaps, 90 %"), mark("two errors, least sum")
POOLED = {"p95": mark("all gaps, 95 %"), "p90": mark("all gaps, 90 %"), "p80": mark("all gaps, 80 %")}
PLACES = {rule: place for place, rule in enumerate((AS_SET, *POOLED.values(), TWO_ERRORS, OWN))}
LEAST_OWN_GAPS = 5
"""With fewer gaps of one's own, those of all customers decide."""


@once
def rules(data: Data, threshold: int | None, holdout: int | None) -> pl.LazyFrame:
    """One row a rule, the one in force first: threshold, whom it calls churned, and its errors.

    Args:
        data: The scoped data.
        threshold: A threshold that was set, in days.
        holdout: Days at the end on which rules are tested; None is a third of the history.
    """
    gaps, present = _gaps(data), _present(data)
    tested = _tested(data, holdout)
    pooled = pooled_gaps(data)
    chosen = _listed(pooled, tested, threshold)
    past, now = _histogram(gaps, "gap"), _histogram(present, "silence")
    listed = chosen.join(pooled.select("p80"), how="cross")
    for part in (_counted(listed, now), _ended(listed, past), _errors(listed, tested)):
        listed = listed.join(part, on="rule", how="left", maintain_order="left")
    # Where there is no gap, or nobody bought, there is nothing to count: that is none.
    listed = listed.with_columns(pl.col("buyers", "silent", "churned", "came_back").fill_null(0))
    whole = pl.concat([listed.drop("p80"), _own(data, gaps, present, pooled)], how="diagonal_relaxed")
    flagged = pl.col("came_back") + pl.col("churned")
    place = pl.when("in_force").then(-1).otherwise(pl.col("rule").replace_strict(PLACES, return_dtype=pl.Int8))
    return whole.sort(place).select(
        "rule",
        "threshold",
        "in_force",
        "buyers",
        "silent",
        "churned",
        churned_share=pl.when(pl.col("buyers") > 0).then(pl.col("churned") / pl.col("buyers")),
        came_back="came_back",
        false_churn_rate=pl.when(flagged > 0).then(pl.col("came_back") / flagged),
        tested="tested",
        flagged_returned="flagged_returned",
        missed_gone="missed_gone",
    )


def in_force(data: Data, threshold: int | None, holdout: int | None) -> pl.LazyFrame:
    """The threshold that counts, one row: `threshold` in days; null where nothing tells one."""
    return rules(data, threshold, holdout).filter("in_force").select("threshold")


def gone(data: Data, threshold: float | None, *, own: bool = False) -> pl.LazyFrame:
    """The customers silent for longer than a threshold in days, or than their `own` gaps; nobody without either."""
    if not own:
        return _present(data).filter(pl.col("silence") > threshold).select("customer")
    limits = _with_limit(_present(data), _own_limits(data), pooled_gaps(data))
    return limits.filter(pl.col("silence") > pl.col("limit")).select("customer")


def _present(data: Data) -> pl.LazyFrame:
    """Per buyer: `customer` and `silence`, days since the last day with an order."""
    last = occasions(data).filter(pl.col("next").is_null())
    return last.select(pl.col("customer").set_sorted(), silence=data.days_until_as_of("day"))


def _gaps(data: Data) -> pl.LazyFrame:
    """The gaps between one customer's days with an order: rows of `occasions` that have one."""
    return occasions(data).filter(pl.col("gap").is_not_null())


def _histogram(frame: pl.LazyFrame, column: str) -> pl.LazyFrame:
    """How often each number of days occurs: `days`, `n`."""
    return frame.group_by(days=pl.col(column)).agg(n=pl.len().cast(pl.Int64))


@once
def _tested(data: Data, holdout: int | None) -> pl.LazyFrame:
    """Buyers as of the beginning of the hold-out: `days` of silence then, `returned` and `gone` since, counted."""
    days = max(1, (data.as_of - data.log.first_day).days // 3) if holdout is None else holdout
    begin = data.day_number(data.as_of) - days
    before, later = pl.col("day") < begin, pl.col("next").is_null() | (pl.col("next") >= begin)
    then = occasions(data).filter(before & later)
    return then.group_by(days=pl.lit(begin, dtype=pl.Int32) - pl.col("day")).agg(
        returned=pl.col("next").count().cast(pl.Int64), gone=pl.col("next").null_count().cast(pl.Int64)
    )


def _listed(pooled: pl.LazyFrame, tested: pl.LazyFrame, threshold: int | None) -> pl.LazyFrame:
    """The rules with one threshold for all, the one in force first."""
    by_days = tested.sort("days")
    error = (
        1 - pl.col("returned").cum_sum() / pl.col("returned").sum() + pl.col("gone").cum_sum() / pl.col("gone").sum()
    )
    least = by_days.select(
        rule=pl.lit(TWO_ERRORS), threshold=pl.col("days").sort_by(error, maintain_order=True).first().cast(pl.Float64)
    )
    parts = [
        pooled.select(rule=pl.lit(words), threshold=pl.col(name).cast(pl.Float64)) for name, words in POOLED.items()
    ]
    if threshold is not None:
        given = pl.LazyFrame({"rule": [AS_SET], "threshold": [float(threshold)]})
        parts.insert(0, given)
    in_force = AS_SET if threshold is not None else POOLED["p95"]
    return pl.concat([*parts, least]).with_columns(in_force=pl.col("rule") == in_force)


def _counted(listed: pl.LazyFrame, now: pl.LazyFrame) -> pl.LazyFrame:
    """Per rule: `buyers`, `silent`, `churned` of the present silences."""
    days, n = pl.col("days"), pl.col("n")
    over = days > pl.col("threshold")
    return (
        listed.join(now, how="cross")
        .group_by("rule")
        .agg(buyers=n.sum(), silent=n.filter((days > pl.col("p80")) & ~over).sum(), churned=n.filter(over).sum())
    )


def _ended(listed: pl.LazyFrame, past: pl.LazyFrame) -> pl.LazyFrame:
    """Per rule: `came_back`, the gaps longer than the threshold."""
    over = pl.col("days") > pl.col("threshold")
    return listed.join(past, how="cross").group_by("rule").agg(came_back=pl.col("n").filter(over).sum())


def _errors(listed: pl.LazyFrame, tested: pl.LazyFrame) -> pl.LazyFrame:
    """Per rule: `tested` buyers, and both errors on the hold-out; blank where there is nobody to be wrong about."""
    over = pl.col("days") > pl.col("threshold")
    back, away = pl.col("returned"), pl.col("gone")
    by_rule = listed.join(tested, how="cross").group_by("rule")
    return by_rule.agg(
        tested=back.sum() + away.sum(),
        flagged_returned=pl.when(back.sum() > 0).then(back.filter(over).sum() / back.sum()),
        missed_gone=pl.when(away.sum() > 0).then(away.filter(~over).sum() / away.sum()),
    )


def _own(data: Data, gaps: pl.LazyFrame, present: pl.LazyFrame, pooled: pl.LazyFrame) -> pl.LazyFrame:
    """The row of the rule by which everybody has a threshold of their own."""
    now, past = (_with_limit(frame, _own_limits(data), pooled) for frame in (present, gaps))
    days, over = pl.col("silence"), pl.col("silence") > pl.col("limit")
    present_counts = now.select(
        buyers=pl.len().cast(pl.Int64),
        silent=((days > pl.col("p80")) & ~over).sum().cast(pl.Int64),
        churned=over.sum().cast(pl.Int64),
    )
    ended = past.select(came_back=(pl.col("gap") > pl.col("limit")).sum().cast(pl.Int64))
    return pl.concat([present_counts, ended], how="horizontal").select(
        rule=pl.lit(OWN),
        threshold=pl.lit(None, dtype=pl.Float64),
        in_force=pl.lit(value=False),
        buyers="buyers",
        silent="silent",
        churned="churned",
        came_back="came_back",
    )


def _with_limit(frame: pl.LazyFrame, own_limits: pl.LazyFrame, pooled: pl.LazyFrame) -> pl.LazyFrame:
    """Rows of customers with their `limit`: by their own gaps where there are enough, else by all gaps; and `p80`."""
    joined = frame.join(own_limits, on="customer", how="left", maintain_order="left").join(
        pooled, how="cross", maintain_order="left"
    )
    return joined.with_columns(limit=pl.col("own").fill_null(pl.col("p90")))


@once
def _own_limits(data: Data) -> pl.LazyFrame:
    """Per customer with enough gaps: `own`, the 90 % quantile of them, interpolated linearly; sorted by customer."""
    own_quantile = pl.when(pl.len() >= LEAST_OWN_GAPS).then(pl.col("gap").quantile(OWN_SHARE, interpolation="linear"))
    # Rows of a customer are neighbours: grouping a sorted column is no hashing.
    limits = _gaps(data).group_by(pl.col("customer").set_sorted(), maintain_order=True).agg(own=own_quantile)
    return limits.filter(pl.col("own").is_not_null()).with_columns(pl.col("customer").set_sorted())
