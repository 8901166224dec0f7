"""Products in words: what most begin with, what brings people back, what has to be known of the figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from queries.catalogue import Behind, Conclusion, Finding
from queries.formats import numbers
from queries.formats.plurals import many
from queries.wording import say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from queries.data.data import Data

ENOUGH = 30
"""Rates of fewer buyers are not told."""


def notes(data: Data, by: str, *, told: bool) -> tuple[str, ...]:
    """What has to be known before the table is read."""
    sentences = [say("Who bought lately has had little time to come back: newer products look weaker than they are.")]
    if data.log.mapping.items and data.log.kinds_of("refund"):
        sentences.append(say("The files do not say of which items refunds are: revenue is before refunds."))
    if not told:
        sentences.append(
            say(
                "No margin: name the column with what goods cost under [items], [products] or [[events]] "
                "in a mapping file (cost = “COLUMN”) and open it with --map."
            )
        )
    if by == "category" and not (data.log.mapping.products and data.log.mapping.products.category):
        sentences.append(say("No category is mapped: name it under [products] (category = “COLUMN”)."))
    return tuple(sentences)


def concluding(data: Data, by: str) -> Callable[[Mapping[str, pl.DataFrame]], Conclusion]:
    """What is said once the table is there."""

    def conclude(tables: Mapping[str, pl.DataFrame]) -> Conclusion:
        return Conclusion(findings=tuple(_findings(tables[""], by, money=data.log.has_money)))

    return conclude


def _findings(table: pl.DataFrame, by: str, *, money: bool) -> Iterator[str]:
    """The best seller, what most begin with, and whose buyers come back most often; none of too few buyers."""
    if table.is_empty():
        return
    goods = say("categories" if by == "category" else "items")
    if money and len(table) >= 5 and table["revenue"].sum() > 0:
        top = max(1, len(table) // 10)
        share = float(table["share"].sort(descending=True).head(top).sum())
        yield say(
            "The best-selling tenth of {table:,} {goods} ({top:,}) brings {share} of revenue.",
            table=len(table),
            goods=goods,
            top=top,
            share=numbers.share(share),
        )
    first = table.sort("first_orders", descending=True, maintain_order=True).row(0, named=True)
    if first["first_orders"] >= ENOUGH:
        words = say(
            "Most first orders hold {item} ({customers}).",
            item=first["item"],
            customers=many(first["first_orders"], "customer"),
        )
        yield Finding(words, Behind(first))
    known = table.filter(pl.col("customers") >= ENOUGH).sort("return_rate", descending=True, maintain_order=True)
    if len(known) > 1:
        best, usual = known.row(0, named=True), int(known["came_back"].sum()) / int(known["customers"].sum())
        yield Finding(
            say(
                "Of the buyers of {item} {return_rate} bought again later ({came_back:,} of "
                "{customers:,}); of all {goods} with {enough} buyers or more {usual}.",
                item=best["item"],
                return_rate=numbers.share(best["return_rate"]),
                came_back=best["came_back"],
                customers=best["customers"],
                goods=goods,
                enough=ENOUGH,
                usual=numbers.share(usual),
            ),
            Behind(best),
        )
