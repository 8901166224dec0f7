"""What is said of mentions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from queries.catalogue import Conclusion
from queries.formats import numbers
from queries.wording import say

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import polars as pl

    from queries.data.data import Data


def notes(data: Data, minimum: int, active: int) -> tuple[str, ...]:
    """Whose brand is ours, and who counts as an advocate."""
    ours = next(iter(data.log.mapping.brands))
    return (
        say(
            "“{ours}”, the first of the mapping file, is ours. A brand is found by its words: what "
            "is meant by others is not seen. Moods are read by a machine.",
            ours=ours,
        ),
        say(
            "An advocate is a promoter, or praised us {minimum:,} times or more, and was seen within {active:,} days.",
            minimum=minimum,
            active=active,
        ),
    )


def conclude(tables: Mapping[str, pl.DataFrame]) -> Conclusion:
    """Our share of what is said, and who speaks for us."""
    if not tables[""]["mentions"].sum():
        return Conclusion(notes=(say("No text in this scope names any of the brands."),))
    return Conclusion(findings=tuple(_findings(tables)))


def _findings(tables: Mapping[str, pl.DataFrame]) -> Iterator[str]:
    ours = tables[""].row(0, named=True)
    total = int(tables[""]["mentions"].sum())
    yield (
        say(
            "Of {total:,} mentions {mentions:,} are of {brand} ({share_of_voice})",
            total=total,
            mentions=ours["mentions"],
            brand=ours["brand"],
            share_of_voice=numbers.share(ours["share_of_voice"]),
        )
        + (
            say("; {negative_share} of these complain.", negative_share=numbers.share(ours["negative_share"]))
            if ours["negative_share"] is not None
            else "."
        )
    )
    many = len(tables["advocates"])
    if many:
        yield say(
            "{many:,} customers speak for {brand} and are active (--part advocates).", many=many, brand=ours["brand"]
        )
