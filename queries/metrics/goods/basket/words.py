"""What is bought together, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from queries.catalogue import Behind, Conclusion, Figure, Finding, Unit
from queries.formats import numbers
from queries.wording import say

if TYPE_CHECKING:
    import polars as pl

TOLD = 3


def conclusion(rules: pl.DataFrame, told: str, pairs: int, minimum: int) -> Conclusion:
    """The rules, how many pairs there are, and the pairs furthest above chance.

    Args:
        rules: The rules that are shown, with the number of all baskets as `every`.
        told: What a basket is: orders or customers.
        pairs: How many pairs are frequent.
        minimum: How many baskets that takes.
    """
    table = rules.drop("every")
    if rules.is_empty():
        note = say(
            "No two are together in {minimum:,} {told} or more: a smaller minimum may find some (--set minimum=3).",
            minimum=minimum,
            told=say(told),
        )
        return Conclusion(notes=(note,), tables={"": table})
    figures = (
        Figure(say("Pairs"), pairs, Unit.COUNT),
        Figure(say("Of all {told}", told=say(told)), int(rules["every"][0]), Unit.COUNT),
    )
    notes = [
        say(
            "Two that are together in {minimum:,} {told} or more; that they are does not say that "
            "one brings the other.",
            minimum=minimum,
            told=say(told),
        )
    ]
    if len(rules) < 2 * pairs:
        notes.append(
            say(
                "The {rules:,} rules furthest above chance, of {value:,} (--set top=…).",
                rules=len(rules),
                value=2 * pairs,
            )
        )
    # The second rule of a pair tells the same of both.
    seen, findings = set[frozenset[str]](), list[str]()
    for row in rules.iter_rows(named=True):
        pair = frozenset([row["item"], row["with"]])
        if row["lift"] <= 1 or len(findings) == TOLD:
            break
        if pair not in seen:
            words = say(
                "Of the {item_orders:,} {told} with {item} {confidence} have {with_}, too: {lift:.1f} "
                "times as many as by chance.",
                item_orders=row["item_orders"],
                told=say(told),
                item=row["item"],
                confidence=numbers.share(row["confidence"]),
                with_=row["with"],
                lift=row["lift"],
            )
            findings.append(Finding(words, Behind(row)))
        seen.add(pair)
    return Conclusion(figures, tuple(findings), tuple(notes), {"": table})
