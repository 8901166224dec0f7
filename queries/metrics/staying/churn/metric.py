"""Who has gone silent, and how sure is that."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from queries.catalogue import (
    Answer,
    Behind,
    Chart,
    Column,
    Conclusion,
    Figure,
    Finding,
    Parameter,
    Unit,
    measure,
    shared,
)
from queries.metrics.staying.churn.features import FEATURES, features
from queries.metrics.staying.churn.rates import RATES, rates
from queries.metrics.staying.churn.rules import OWN, gone, rules
from queries.wording import say

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from queries.data.data import Data

COLUMNS = (
    Column("rule", "how the threshold was chosen; the one in force comes first", Unit.TEXT, key=True, worded=True),
    Column("threshold", "who has been silent for longer counts as churned; blank: each by the own gaps", Unit.DAYS),
    Column("in_force", "whether the rates and features below go by it", Unit.FLAG),
    shared.BUYERS,
    Column("silent", "silent for longer than 80 % of all gaps, but not for longer than the threshold", Unit.COUNT),
    Column("churned", "silent for longer than the threshold", Unit.COUNT),
    Column("churned_share", "share of the buyers", Unit.SHARE, numerator="churned", denominator="buyers"),
    Column("came_back", "gaps longer than the threshold that ended with a purchase", Unit.COUNT),
    Column(
        "false_churn_rate",
        "of all silences longer than the threshold, those that ended with a purchase",
        Unit.SHARE,
        numerator="came_back",
        denominator="came_back + churned",
    ),
    Column("tested", "buyers before the hold-out, on whom the next two columns stand", Unit.COUNT),
    Column(
        "flagged_returned",
        "P(flagged | returns): flagged before the hold-out though they bought in it",
        Unit.SHARE,
        numerator="flagged who bought in the hold-out",
        denominator="all who bought in the hold-out",
    ),
    Column(
        "missed_gone",
        "P(not flagged | never returns): not flagged though they did not buy in it",
        Unit.SHARE,
        numerator="not flagged who did not buy in the hold-out",
        denominator="all who did not buy in the hold-out",
    ),
)
PARAMETERS = (
    Parameter(
        "threshold",
        "days of silence that count as churn; empty: lifecycle's, 95 % of all gaps are shorter",
        "int",
    ),
    Parameter("holdout", "days at the end on which rules are tested; empty: a third of the history", "int", low=1),
)


def churned_customers(data: Data, row: Mapping[str, Any]) -> pl.LazyFrame:
    """The customers whom the row's rule calls churned."""
    return gone(data, row["threshold"], own=row["rule"] == OWN)


@measure(
    id="churn",
    title="Churn by silence",
    question="Who has gone silent, and how sure is that?",
    also="leave, left, lost, silent, inactive, attrition, 流失, 沉默客户, 流失率",
    place=50,
    columns=COLUMNS,
    parts={"rates": RATES, "features": FEATURES},
    parameters=PARAMETERS,
    formula="churned: days since the last day with an order > threshold; false-churn rate: past gaps longer than it "
    "÷ (those + present silences longer than it)",
    source="silence against quantiles of the gaps between purchases; the two-error rule of Indeed engineering",
    chart=Chart("line", "period", ("churn_rate",), part="rates"),
    drill=churned_customers,
    needs=("purchase",),
)
def churn(data: Data, threshold: int | None = None, holdout: int | None = None) -> Answer:
    """Thresholds of silence with what each would call churned, and how often such silences ended after all.

    Args:
        data: The scoped data.
        threshold: Days of silence that count; None takes what `lifecycle` is set to, else 95 % of all gaps are shorter.
        holdout: Days at the end on which the rules are tested; None is a third of the history.

    Returns:
        One row a rule, the one in force first; parts `rates` (by period) and `features` (what sets the churned
        apart). Without any gap between purchases there is no threshold but one that is set.
    """
    if threshold is None:
        threshold = data.scope.settings_of("lifecycle").get("churned")
    parts = {"rates": rates(data, threshold, holdout), "features": features(data, threshold, holdout)}
    return Answer(rules(data, threshold, holdout), parts, notes=tuple(_notes(data)), conclude=_conclude)


def _notes(data: Data) -> Iterator[str]:
    """What has to be known of churn that nobody announces."""
    yield (
        say(
            "Nobody announces leaving: churn here is a silence longer than the threshold, and some "
            "of it ends. Gaps that are still open are not among the gaps, so that thresholds come "
            "out short rather than long."
        )
    )
    yield (
        say(
            "Silence is counted to {as_of}; the whole history counts. Features are of buyers known "
            "for longer than the threshold, and those of one day only have then churned by "
            "definition.",
            as_of=data.as_of,
        )
    )


def _conclude(tables: Mapping[str, pl.DataFrame]) -> Conclusion:
    """The threshold in force in words, and what sets the churned apart most."""
    rule = tables[""].filter("in_force")
    if rule.is_empty() or rule["threshold"].item() is None:
        return Conclusion(notes=(say("Nobody bought on a second day: set a threshold (--set threshold=DAYS)."),))
    row = rule.row(0, named=True)
    findings: list[str] = [
        Finding(
            say(
                "{churned:,} of {buyers:,} buyers have been silent for more than {threshold:,.0f} days.",
                churned=row["churned"],
                buyers=row["buyers"],
                threshold=row["threshold"],
            ),
            Behind(row),
        )
    ]
    if row["false_churn_rate"] is not None:
        findings.append(
            say(
                "Of all silences that long, {false_churn_rate:.0f} % ended with a purchase after all "
                "({came_back:,} did).",
                false_churn_rate=row["false_churn_rate"] * 100,
                came_back=row["came_back"],
            )
        )
    # Without a single churned customer there is no lift.
    telling = pl.col("lift").is_not_null() & (pl.col("customers") >= 30) & (pl.col("churn_rate") < 1)
    strong = tables["features"].filter(telling).sort("lift")
    if len(strong) and strong["lift"][-1] > 1.1:
        top = strong.row(-1, named=True)
        findings.append(
            say(
                "Beyond that, most churned: {replace} {value}, {churn_rate:.0f} % ({lift:.2f} times as "
                "many as of all).",
                replace=top["feature"].replace("_", " "),
                value=top["value"],
                churn_rate=top["churn_rate"] * 100,
                lift=top["lift"],
            )
        )
    figures = (
        Figure(say("Threshold in force"), row["threshold"], Unit.DAYS),
        Figure("Churned", row["churned_share"], Unit.SHARE, n=row["buyers"]),
        Figure(say("False-churn rate"), row["false_churn_rate"], Unit.SHARE, n=row["came_back"] + row["churned"]),
    )
    return Conclusion(figures=figures, findings=tuple(findings))
