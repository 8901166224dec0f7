"""The segment that most customers are in, in a sentence that leads to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from queries.catalogue import Behind, Finding
from queries.customers.attributes import OTHER, OTHER_BESIDE
from queries.formats import numbers
from queries.formats.plurals import many
from queries.wording import say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from queries.catalogue import Segmentation


def biggest(table: pl.DataFrame, declared: Segmentation) -> Iterator[Finding]:
    """The biggest segment, the first of those as big.

    Args:
        table: The segments with their `customers` and their `share`.
        declared: The segmentation; its own names are words of ours. Who belongs nowhere (its rest) is no segment, and
            rarer values that were gathered are none.

    Yields:
        One sentence; none where customers are in fewer than two segments.
    """
    none = (declared.rest, *(() if declared.segments else (OTHER, OTHER_BESIDE)))
    peopled = table.filter(pl.col("customers") > 0, ~pl.col("segment").is_in(none))
    if peopled.height < 2:
        return
    row = peopled.row(int(peopled["customers"].arg_max() or 0), named=True)
    words = say(
        "Biggest segment: {segment}, {customers} ({share}).",
        segment=say(row["segment"]),
        customers=many(row["customers"], "customer"),
        share=numbers.share(row["share"]),
    )
    yield Finding(words, Behind({"segment": row["segment"]}))
