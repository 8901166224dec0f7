"""What the members of a segment say, and how often they get in touch: beside value and behaviour in a summary."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from queries.catalogue import Column, Parameter, Unit
from queries.customers.opinions import OPINIONS
from queries.wording import say

if TYPE_CHECKING:
    from queries.data.data import Data

VOICE = Parameter(
    "voice",
    "what each segment says: NPS, share of negative texts, contacts with the service; yes reads all texts for it",
    "choice",
    choices=("no", "yes"),
)
COLUMNS = (
    Column(
        "nps", "net promoter score of the latest answers of its members", Unit.SCORE, title="NPS",
        numerator="100 × (promoters − detractors)", denominator="its members who answered",
    ),
    Column(
        "negative_share", "share of its members whose latest text complains", Unit.SHARE,
        numerator="members whose latest text complains", denominator="its members who wrote",
    ),
    Column(
        "tickets_per_customer", "contacts of a member with the service, in the scope", Unit.RATE,
        numerator="their contacts", denominator="customers",
    ),
)  # fmt: skip
_OF = {
    "nps": ("nps", 100 * pl.col("net_promoters").sum() / pl.col("answered").sum()),
    "negative_share": ("texts", pl.col("negative").sum() / pl.col("wrote").sum()),
    "tickets_per_customer": ("tickets", pl.col("tickets").fill_null(0).mean()),
}
"""Column → what it needs, and how it is summed over the members of a segment."""


def with_voice(data: Data, members: pl.LazyFrame, table: pl.DataFrame, voice: str) -> tuple[pl.DataFrame, list[str]]:
    """The summary with `COLUMNS`, those that these data can tell, and what has to be said where they tell none.

    Args:
        data: The scoped data.
        members: `customer`, `segment`.
        table: The summary, a row a segment.
        voice: `yes` or `no`.

    Raises:
        QuestionError: The libraries that read texts are not installed.
    """
    if voice == "no":
        return table, []
    told = {name: sums for name, (need, sums) in _OF.items() if data.log.has(need)}
    if not told:
        return table, [say("These data tell neither answers, nor texts, nor contacts with the service.")]
    rows = members.select("customer", pl.col("segment").cast(pl.String))
    for name in dict.fromkeys(root for sums in told.values() for root in sums.meta.root_names()):
        rows = rows.join(
            OPINIONS[name](data).select("customer", name), on="customer", how="left", maintain_order="left"
        )
    found = data.keep(rows.group_by("segment").agg(**told)).collect()
    return table.join(found.with_columns(pl.col(*told).fill_nan(None)), on="segment", how="left"), []
