"""What goes with buying: behaviours before the goal, each against everybody without it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from queries.catalogue import Answer, ByRow, Chart, Column, Parameter, Unit, measure
from queries.errors import QuestionError
from queries.metrics.touchpoints.drivers.behaviours import ABOUT, abouts, behaviours, everybody, who_did
from queries.metrics.touchpoints.drivers.words import conclusion
from queries.models.association import odds_ratio, phi
from queries.wording import say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from queries.data.data import Data

COLUMNS = (
    Column("about", "a kind of event, channel, page, product, or an attribute of the customers", Unit.TEXT, key=True),
    Column("behaviour", "what they did before the goal, or are", Unit.TEXT, key=True, personal=ByRow("about")),
    Column("did_and_bought", "customers who did it and reached the goal afterwards", Unit.COUNT),
    Column("did", "customers who did it, before the goal where they reached it", Unit.COUNT),
    Column("not_and_bought", "customers who did not, and reached the goal", Unit.COUNT),
    Column("not", "customers who did not", Unit.COUNT),
    Column("rate", "share with the goal of those who did", Unit.SHARE, numerator="did_and_bought", denominator="did"),
    Column(
        "rate_without",
        "share with the goal of those who did not",
        Unit.SHARE,
        numerator="not_and_bought",
        denominator="not",
    ),
    Column("odds_ratio", "odds of the goal with it ÷ odds without; 1 is no difference", Unit.RATE),
    Column("low", "low end of its 95 % interval", Unit.RATE),
    Column("high", "high end of its 95 % interval", Unit.RATE),
    Column("phi", "correlation of the two, −1 to 1", Unit.RATE, title="φ"),
    Column("strength", "φ of .4 high, .3 moderate, .2 slight, below none", Unit.TEXT, worded=True),
    Column("p", "how likely chance alone makes φ as large", Unit.RATE),
    Column("q", "p corrected for looking at all rows together (Benjamini–Hochberg)", Unit.RATE),
)
STRENGTHS = ((0.4, "high"), (0.3, "moderate"), (0.2, "slight"))
PARAMETERS = (
    Parameter("goal", "the kind of event, or role, that is reached", "event"),
    Parameter("about", "everything, or only one kind of behaviour", "choice", choices=("everything", *ABOUT)),
    Parameter("minimum", "customers a behaviour has at least, with it and without", "int", low=1, high=1_000_000),
)


def customers_who_did(data: Data, row: Mapping[str, Any], goal: str) -> pl.LazyFrame:
    """The customers who did it before the goal, or are so."""
    return who_did(data, goal, row["about"], row["behaviour"])


@measure(
    id="drivers",
    title="Drivers",
    question="What goes with buying?",
    also="correlation, odds ratio, what goes with buying, 关键因素, 相关性",
    place=70,
    columns=COLUMNS,
    parameters=PARAMETERS,
    formula="customers by whether they did it before their first goal in the range, and whether they reached it; odds "
    "ratio = (did and bought × neither) ÷ (did only × bought only), 0.5 added to all four where one is 0; interval by "
    "Woolf; φ; p of χ² = n φ²",
    source="correlation analysis (PostHog), Compass (Amplitude); Haldane; Benjamini–Hochberg 1995",
    chart=Chart("ranges", "behaviour", ("odds_ratio",), low="low", high="high"),
    drill=customers_who_did,
)
def drivers(data: Data, goal: str = "purchase", about: str = "everything", minimum: int = 10) -> Answer:
    """How often customers with and without a behaviour reach the goal, the strongest connection first.

    Args:
        data: The scoped data.
        goal: A kind of event or a role.
        about: `everything`, or `events`, `channels`, `pages`, `products` or `attributes` alone.
        minimum: Behaviours that fewer customers have, or have not, are left out.

    Returns:
        The columns above, one row a behaviour, over the customers with an event in the reported range. Of those who
        reached the goal only what they did before it counts, of the others all they did.

    Raises:
        QuestionError: There are no purchases, or the data tell nothing of what it is to be about.
        UsageError: There is no such event.
    """
    if goal == "purchase" and goal not in data.log.kinds:
        data.require(goal)
    if not abouts(data, about):
        column = {"pages": "page", "products": "item", "channels": "channel"}.get(about)
        data.require(*((column,) if column else ()))
        raise QuestionError(
            say("These data hold no customer attributes that tell groups apart, which this question needs."),
            say("Name the columns in a mapping file and open it with --map."),
        )
    whole = everybody(data, goal).select(everyone=pl.len().cast(pl.Int64), buyers=pl.col("bought").sum().cast(pl.Int64))
    counted = (
        behaviours(data, goal, about)
        .join(whole, how="cross")
        .with_columns(
            not_and_bought=pl.col("buyers") - pl.col("did_and_bought"), without=pl.col("everyone") - pl.col("did")
        )
    )
    enough = counted.filter(pl.col("did") >= minimum, pl.col("without") >= minimum)
    both, bought_only = pl.col("did_and_bought"), pl.col("not_and_bought")
    cells = (both, bought_only, pl.col("did") - both, pl.col("without") - bought_only)
    correlation = phi(*cells)
    strength = pl.lit("none")
    for least, called in reversed(STRENGTHS):
        strength = pl.when(pl.col("phi").abs() >= least).then(pl.lit(called)).otherwise(strength)
    rated = enough.with_columns(
        rate=both / pl.col("did"), rate_without=bought_only / pl.col("without"), phi=correlation, **odds_ratio(*cells)
    )
    frame = rated.with_columns(strength=strength).sort(
        pl.col("phi").abs(), "about", "behaviour", descending=[True, False, False], nulls_last=True
    )
    shown = [column.name for column in COLUMNS if column.name not in ("not", "p", "q")]
    return Answer(
        frame.rename({"without": "not"}).select(*shown[:5], "not", *shown[5:], "everyone", "buyers"),
        conclude=lambda tables: conclusion(tables, goal, minimum),
        in_memory=True,
    )
