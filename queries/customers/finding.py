"""Finds customers by how their id or their name begins."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import polars as pl

if TYPE_CHECKING:
    from queries.eventlog.model import EventLog


class Found(NamedTuple):
    """A customer who is called as somebody typed.

    Attributes:
        id: As in the files.
        name: What the files' own columns of names say, where names may be seen; else nothing.
    """

    id: str
    name: str


def customers_called(log: EventLog, typed: str, *, by_name: bool, most: int) -> list[Found]:
    """The first customers whose id begins as typed or, where names may be seen, any word of a name does; in any case.

    Args:
        log: The log.
        typed: How the id or the name begins; nothing finds nobody.
        by_name: Whether names may be seen.
        most: How many at most; an id that is exactly what was typed comes first.
    """
    wanted = typed.strip().casefold()
    if not wanted:
        return []
    names = [name for name, kind in log.personal.items() if by_name and kind == "name" and name != "id"]
    id_ = pl.col("id").cast(pl.String)
    low = id_.str.to_lowercase()
    name = pl.concat_str([pl.col(one).cast(pl.String) for one in names], separator=" ", ignore_nulls=True)
    own = name if names else pl.lit("")
    by_words = own.str.to_lowercase()
    fits = (
        low.str.starts_with(wanted)
        | by_words.str.starts_with(wanted)
        | by_words.str.contains(f" {wanted}", literal=True)
    )
    same = low == wanted
    rows = log.customers.select(id=id_, name=own, same=same, fits=fits).filter("fits")
    best = pl.concat([rows.filter("same").head(most), rows.filter(~pl.col("same")).head(most)]).head(most)
    return [Found(*row) for row in best.select("id", pl.col("name").fill_null("")).collect().rows()]
