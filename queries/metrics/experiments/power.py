"""How many customers a test needs, and how long that takes, by what these data have seen."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, cast

import polars as pl

from queries.catalogue import Answer, Chart, Column, Conclusion, Figure, Parameter, Unit, measure
from queries.data.once import once
from queries.dimensions.named import events_named
from queries.eventlog.runs import per_run
from queries.formats.plurals import many
from queries.models.power import POWER, detectable, per_arm
from queries.models.proportions import wilson
from queries.wording import say

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from queries.data.data import Data

STRETCH = 180
"""So many last days tell how many customers come, where no range is asked for."""
COLUMNS = (
    Column("lift", "how much more than now is to be seen: (rate − base) ÷ base", Unit.SHARE, key=True),
    Column("rate", "the rate that would be", Unit.SHARE, numerator="converted", denominator="customers of an arm"),
    Column("per_arm", "customers that each arm needs", Unit.COUNT),
    Column("customers", "customers of all arms together", Unit.COUNT),
    Column("days", "days until so many came and their windows are over; blank: more than came in the range", Unit.DAYS),
)
TRAFFIC = (
    Column("day", "the day, counted from the start of the range", Unit.DATE, key=True),
    Column("customers", "customers who came for the first time in the range", Unit.COUNT),
    Column("converted", "of these, who reached the goal within the window", Unit.COUNT),
    Column("known", "of these, whose window is over", Unit.COUNT),
)
PARAMETERS = (
    Parameter("goal", "the kind of event that is to be brought about; empty: purchase", "event"),
    Parameter("entry", "the kind of event by which customers enter the test; empty: any", "event"),
    Parameter("window", "days from the entry on in which the goal counts", "int", low=1),
    Parameter("arms", "how many arms the test has, the control among them", "int", low=2, high=20),
    Parameter("lifts", "by how many per cent more the rate is to be, one row each", "decimals"),
    Parameter("power", "how likely a real effect is to be found", "float", low=0.5, high=0.999),
    Parameter(
        "significance", "how likely a difference is to be seen where there is none", "float", low=0.001, high=0.5
    ),
)


@measure(
    id="power",
    title="Size of a test",
    question="How many customers does a test need?",
    also="sample size, how many customers, minimum effect, 样本量, 功效",
    place=20,
    columns=COLUMNS,
    parts={"traffic": TRAFFIC},
    parameters=PARAMETERS,
    formula="n = (z(α/2) √(2 p̄ q̄) + z(β) √(p₁q₁ + p₂q₂))² ÷ (p₂ − p₁)² an arm; p₁ is the rate of those who came in "
    "the range, afterwards; days: until as many different customers came as all arms need, and the window",
    source="Fleiss, Statistical Methods for Rates and Proportions (without the correction for continuity)",
    chart=Chart("bars", "lift", ("per_arm",)),
)
def power(
    data: Data,
    goal: str | None = None,
    entry: str | None = None,
    window: int = 14,
    arms: int = 2,
    lifts: tuple[float, ...] = (5, 10, 15, 20, 30, 50),
    power: float = POWER,
    significance: float = 0.05,
) -> Answer:
    """Customers an arm and days, for a base rate and a traffic that are read off the data.

    Customers enter on their first event in the reported range (without one: in the last 180 days), and count once. The
    base rate is the share of those whose window is over who reached the goal within it, after the moment they came.

    Args:
        data: The scoped data.
        goal: What is to be brought about; None is a purchase.
        entry: What customers enter by; None is any event.
        window: Days from the entry on.
        arms: How many arms share the customers equally.
        lifts: By how many per cent the rate is to be higher (or, below 0, lower).
        power: The chance to find what is there.
        significance: The chance to find what is not.

    Returns:
        A row a lift; part `traffic`: who came on which day.

    Raises:
        UsageError: There is no such event.
    """
    named = events_named(data, goal)

    def conclude(tables: Mapping[str, pl.DataFrame]) -> Conclusion:
        traffic = tables[""]
        did, known = int(traffic["converted"].sum()), int(traffic["known"].sum())
        base = did / known if known else 0.0
        rows = [_row(base, lift / 100, arms, traffic, window, power, significance) for lift in lifts]
        table = pl.DataFrame(rows, schema=_SCHEMA, orient="row").sort("lift")
        figures = (_base(did, known), _seen(base, traffic, arms, power, significance))
        findings = tuple(_findings(table, base, named.words, window, arms, traffic))
        return Conclusion(figures, findings, tuple(_notes(did, known)), {"": table, "traffic": traffic})

    since, words = _start(data), say("any event") if entry is None else entry
    note = say(
        "Traffic is that of customers with {words} from {since} to {until}, each from the first "
        "one on; tests of these sizes find a real effect in {power:g} of 100 cases, and one that "
        "is not there in {significance:g}.",
        words=words,
        since=since,
        until=data.until,
        power=power * 100,
        significance=significance * 100,
    )
    return Answer(_traffic(data, goal, entry, window), notes=(note,), conclude=conclude)


_SCHEMA = {
    "lift": pl.Float64, "rate": pl.Float64, "per_arm": pl.Int64, "customers": pl.Int64, "days": pl.Int64
}  # fmt: skip


def _start(data: Data) -> date:
    """The first day on which customers enter."""
    return data.since if data.scope.since else max(data.since, data.as_of - timedelta(days=STRETCH))


@once
def _entered(data: Data, entry: str | None) -> pl.LazyFrame:
    """Everybody who came in the range: `customer`, `at`, `day` of the first event in it; sorted by customer."""
    came = events_named(data, entry or "any").among(data.events).filter(pl.col("day") >= data.day_number(_start(data)))
    return per_run(came, ("customer",), first={"at": pl.col("time"), "day": pl.col("day")})


def _traffic(data: Data, goal: str | None, entry: str | None, window: int) -> pl.LazyFrame:
    """The part `traffic`."""
    entered = _entered(data, entry)
    events = data.beside(events_named(data, goal).among(data.events), entered, "at")
    inside = (pl.col("time") > pl.col("at")) & (pl.col("time") < pl.col("at") + pl.duration(days=window))
    reached = per_run(events.filter(inside), ("customer",), count="n")
    joined = entered.join(reached, on="customer", how="left", maintain_order="left")
    over = pl.col("day") + window <= data.day_number(data.as_of)
    did = over & (pl.col("n").fill_null(0) > 0)
    daily = joined.group_by("day").agg(
        customers=pl.len().cast(pl.Int64), converted=did.sum().cast(pl.Int64), known=over.sum().cast(pl.Int64)
    )
    return daily.sort("day").select(data.date_of("day").alias("day"), "customers", "converted", "known")


def _row(
    base: float, lift: float, arms: int, traffic: pl.DataFrame, window: int, power: float, significance: float
) -> tuple[float, float, int | None, int | None, int | None]:
    """One lift: what it needs and how long that takes."""
    needed = per_arm(base, lift, significance=significance, power=power)
    whole = needed and needed * arms
    return lift, base * (1 + lift), needed, whole, _days(traffic, whole, window)


def _days(traffic: pl.DataFrame, customers: int | None, window: int) -> int | None:
    """Days from the start of the range until so many came, and the window of the last of them; None if they did not."""
    reached = traffic.filter(pl.col("customers").cum_sum() >= customers) if customers else traffic.clear()
    if reached.is_empty():
        return None
    first, last = (cast("date", frame["day"][0]) for frame in (traffic, reached))
    return (last - first).days + 1 + window


def _base(did: int, known: int) -> Figure:
    """What came of those who came."""
    share = wilson(did, known)
    value, low, high = share or (None, None, None)
    return Figure(say("Base rate"), value, Unit.SHARE, low, high, known)


def _seen(base: float, traffic: pl.DataFrame, arms: int, power: float, significance: float) -> Figure:
    """The smallest lift that a test with everybody of the range would see."""
    n = int(traffic["customers"].sum())
    return Figure(
        say("Smallest lift that all of them show"), detectable(base, n // arms, significance=significance, power=power),
        Unit.SHARE, n=n,
    )  # fmt: skip


def _findings(
    table: pl.DataFrame, base: float, goal: str, window: int, arms: int, traffic: pl.DataFrame
) -> Iterator[str]:
    """One sentence about the smallest lift that can be tested with who came, else about the largest."""
    asked = table.filter(pl.col("per_arm").is_not_null() & (pl.col("lift") > 0))
    if asked.is_empty():
        return
    reachable = asked.filter(pl.col("days").is_not_null())
    row = (reachable if len(reachable) else asked.tail(1)).row(0, named=True)
    whole, came = row["customers"], int(traffic["customers"].sum())
    ending = (
        say("that takes {days}", days=many(row["days"], "day"))
        if row["days"]
        else say("{came:,} came in the range, which is too few", came=came)
    )
    yield (
        say(
            "To see {lift:.0f} % more than the {base:.1f} % who have a {goal} within {days}, {arms} "
            "arms need {per_arm:,} customers each, {whole:,} together: {ending}.",
            lift=row["lift"] * 100,
            base=base * 100,
            goal=goal,
            days=many(window, "day"),
            arms=arms,
            per_arm=row["per_arm"],
            whole=whole,
            ending=ending,
        )
    )


def _notes(did: int, known: int) -> Iterator[str]:
    """Where the base rate itself is not known well."""
    if did < 5:
        yield say(
            "The base rate stands on {customers} of {known:,} who reached the goal: it is hardly known.",
            customers=many(did, "customer"),
            known=known,
        )
