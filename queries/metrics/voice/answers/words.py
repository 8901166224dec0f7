"""How those who answer differ from the others, and what has to be known of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from queries.catalogue import Column, Conclusion, Figure, Unit
from queries.customers.figures import shared_figures
from queries.formats import numbers
from queries.metrics.voice.answers.invited import asked, invitations
from queries.models.intervals import wilson
from queries.wording import say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from queries.data.data import Data

FEW = 30
FIGURES = {"orders": Unit.RATE, "revenue": Unit.MONEY, "tenure": Unit.DAYS}
WHO = (
    Column("figure", "what is compared: means of customers, over their whole history", Unit.NAME, key=True),
    Column("answered", "mean of those who answered in the range", Unit.NUMBER, unit_column="unit"),
    Column("others", "mean of those who were asked and did not", Unit.NUMBER, unit_column="unit"),
    Column("ratio", "the first ÷ the second", Unit.RATE, numerator="answered", denominator="others"),
    Column("unit", "what the numbers of the row are", Unit.TEXT, worded=True),
)


def who(data: Data, within: int) -> pl.LazyFrame:
    """One row a figure, as `WHO` says; money is left out where there is none."""
    people = asked(data, within).group_by("customer").agg(pl.col("answered").any()).sort("customer")
    known = shared_figures(data).select("customer", "orders", "revenue", "first_seen")
    tenure = (pl.lit(data.as_of) - pl.col("first_seen")).dt.total_days()
    joined = people.join(known, on="customer", how="left").with_columns(tenure=tenure)
    units = {name: unit for name, unit in FIGURES.items() if name != "revenue" or data.log.has_money}

    def mean(name: str, *, answered: bool) -> pl.Expr:
        return pl.col(name).cast(pl.Float64).filter(pl.col("answered") == answered).mean()

    parts = [
        joined.select(
            figure=pl.lit(name),
            answered=mean(name, answered=True),
            others=mean(name, answered=False),
            unit=pl.lit(unit.value),
        )
        for name, unit in units.items()
    ]
    ratio = pl.when(pl.col("others") > 0).then(pl.col("answered") / pl.col("others"))
    return pl.concat(parts).select("figure", "answered", "others", ratio=ratio, unit="unit")


def notes(data: Data, within: int) -> tuple[str, ...]:
    """Who counts as asked."""
    kinds = invitations(data)
    if kinds:
        names = " or ".join(f"“{kind}”" for kind in kinds)
        return (
            say(
                "Asked is who was reached by {names}; an answer within {within:,} days belongs to it.",
                names=names,
                within=within,
            ),
        )
    return (
        say(
            "No invitations are known, so that every customer with an event counts as asked: the "
            "rate says how much is heard of customers, not how willing they are. Invitations are "
            "events set to “ignore” under [activity]."
        ),
    )


def conclude(tables: Mapping[str, pl.DataFrame], *, were_invited: bool) -> Conclusion:
    """The rate of all periods, and what is different about those who answer."""
    invited, answered = tables[""].select(pl.col("invited", "answered").sum()).row(0)
    if not invited:
        return Conclusion(notes=(say("Nobody was asked in this scope."),))
    ends = pl.DataFrame({"n": [invited], "k": [answered]}).select(
        **dict(zip(("low", "high"), wilson(pl.col("k"), pl.col("n")), strict=True))
    )
    low, high = ends.row(0)
    figure = Figure(say("Response rate"), answered / invited, Unit.SHARE, low, high, invited)
    findings = [
        say(
            "{answered:,} of {invited:,} customers asked in a period answered: {answered2}."
            if were_invited
            else "{answered:,} of {invited:,} customers active in a period answered: {answered2}.",
            answered=answered,
            invited=invited,
            answered2=numbers.share(answered / invited),
        )
    ]
    apart = tables["who"].filter((pl.col("ratio") > 1.25) | (pl.col("ratio") < 0.8))
    if answered >= FEW:
        told = apart.iter_rows(named=True)
        findings += [
            say(
                "Who answers has {ratio:.2f} times the {figure} of others.",
                ratio=one["ratio"],
                figure=say(one["figure"]),
            )
            for one in told
        ]
    return Conclusion((figure,), tuple(findings))
