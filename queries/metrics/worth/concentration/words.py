"""Concentration in words: the figures everybody quotes, and why there is no Gini where refunds exceed orders."""

from __future__ import annotations

from typing import TYPE_CHECKING

from queries.catalogue import Asks, Conclusion, Figure, Finding, Unit
from queries.formats import numbers
from queries.wording import say

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl


def conclude(tables: Mapping[str, pl.DataFrame]) -> Conclusion:
    """The top shares, the Gini coefficient or why it is missing, and how few bring most."""
    summary = tables["summary"].row(0, named=True)
    top = {row["top"]: row for row in tables["top"].iter_rows(named=True)}
    figures = [
        Figure(
            say("Top {share:.0f} % of the customers", share=share * 100), row["share"], Unit.SHARE, n=row["customers"]
        )
        for share, row in top.items()
        if share in (0.1, 0.2) and row["share"] is not None
    ]
    notes = []
    if summary["gini"] is not None:
        figures.append(Figure("Gini", summary["gini"], Unit.NUMBER, n=summary["customers"]))
    elif summary["negative"]:
        notes.append(
            say(
                "No Gini: {negative:,} customers gave back more than they bought in this scope, and it "
                "is not defined for negative revenue. Shares of the best may exceed 100 % for the same "
                "reason.",
                negative=summary["negative"],
            )
        )
    findings: tuple[str, ...] = ()
    if summary["for_80"]:
        part = summary["for_80"] / summary["customers"]
        words = say(
            "80 % of the revenue comes from {for_80:,} customers, {part} of them.",
            for_80=summary["for_80"],
            part=numbers.share(part),
        )
        findings = (Finding(words, Asks("abc")),)
    return Conclusion(tuple(figures), findings, tuple(notes))
