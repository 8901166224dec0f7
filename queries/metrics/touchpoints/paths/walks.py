"""Visits as walks from place to place: which rows belong to them, and at which step."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from queries.data.once import once
from queries.data.visits import visits
from queries.dimensions.steps import columns_of, parted, read_steps, written
from queries.errors import UsageError
from queries.eventlog.runs import ends, starts
from queries.wording import say

if TYPE_CHECKING:
    from collections.abc import Iterable

    from queries.data.data import Data
    from queries.dimensions.steps import Step

ENTRY = "entry"
"""What stands for the beginning of a visit, before its first event, where no kind of event is called so."""
NOWHERE = -(2**32)
"""The row of a start or end that a visit does not have."""


@once
def walks(data: Data, start: str | None, end: str | None, by: str, collapse: bool) -> pl.LazyFrame:
    """The reported rows of the visits, from the first start on and up to the first end after it.

    A start of several events is the first event of its kind in the visit with the others right after it, else the
    visit has none; the walk begins at the last of them. An end is the first of its last event, with the others right
    before; the walk goes to the first of them.

    Returns:
        `customer`, `visit`, `event` or `page` as codes in `place`, `step` (of the move from this row: 1 is the first
        one; with an end and no start 1 is the one into the end, and the end's own row is 0), `next` (the place of the
        next row of the visit, null for the last) and `wait` (ms until it).
    """
    first, last = (_run(data, text) if text else None for text in (start, end))
    conditions = columns_of((*(first.steps if first else ()), *(last.steps if last else ())))
    names = tuple(dict.fromkeys((*(("page",) if by == "page" else ()), *conditions)))
    rows = data.within(visits(data, names=names)).select(
        "customer",
        "visit",
        pl.col("time").cast(pl.Int64),
        place=_place(data, by),
        **(first.marks("start") if first else {}),
        **(last.marks("end") if last else {}),
    )
    if collapse:
        rows = rows.filter(starts("visit", "place"))
    numbered = rows.with_row_index("row").with_columns(pl.col("row").cast(pl.Int64), top=starts("visit"))
    placed = numbered.with_columns(begin=_from(first))
    if last:
        anchor = pl.col(last.names("end")[-1])
        # A walk may end with the start's own last event: a step further from the move into the end.
        into = _first_of_visit(anchor & (pl.col("row") > pl.col("begin") - first.moves) if first else anchor)
        placed = placed.with_columns(into=into).with_columns(
            stop=pl.when(pl.col("into") & last.leads_here)
            .then(pl.col("row") - last.moves)
            .when(ends("visit"))
            .then(NOWHERE)
            .backward_fill()
        )
        placed = placed.filter(pl.col("row") <= pl.col("stop"))
    kept = placed.filter(pl.col("begin") != NOWHERE, pl.col("row") >= pl.col("begin"))
    back = last is not None and first is None
    step = pl.col("stop") - pl.col("row") if back else pl.col("row") - pl.col("begin") + 1
    goes_on = pl.col("visit") == pl.col("visit").shift(-1)
    return kept.select(
        "customer",
        "visit",
        "place",
        step=step,
        next=pl.when(goes_on).then(pl.col("place").shift(-1)),
        wait=pl.when(goes_on).then(pl.col("time").shift(-1) - pl.col("time")),
    )


def names_of_places(data: Data, by: str) -> pl.Series:
    """What the codes of places stand for: kinds of event, then pages."""
    pages: list[str] = []
    if by == "page":
        pages = data.events_with("page").collect_schema()["page"].categories.to_list()  # type: ignore[attr-defined]
    return pl.Series("place", [*data.log.kinds, *pages], dtype=pl.String)


@dataclass(frozen=True)
class Run:
    """Events that follow each other with nothing between.

    Attributes:
        steps: The events.
        from_entry: Whether they begin with the visit.
    """

    steps: tuple[Step, ...]
    from_entry: bool = False

    @property
    def moves(self) -> int:
        """The moves from the first to the last."""
        return len(self.steps) - 1

    def names(self, what: str) -> list[str]:
        """The columns that mark which of them a row is."""
        return [f"{what} {at}" for at in range(len(self.steps))]

    def marks(self, what: str) -> dict[str, pl.Expr]:
        """The columns, still to be worked out."""
        return {name: step.is_met for name, step in zip(self.names(what), self.steps, strict=True)}

    @property
    def leads_on(self) -> pl.Expr:
        """Whether the rows below a start are the further ones of its run."""
        return _alike((name, -at) for at, name in enumerate(self.names("start")))

    @property
    def leads_here(self) -> pl.Expr:
        """Whether the rows above an end are those before it in its run."""
        return _alike((name, self.moves - at) for at, name in enumerate(self.names("end")))


def _alike(marks: Iterable[tuple[str, int]]) -> pl.Expr:
    """Whether rows so far away, in the same visit, are marked."""
    near = [pl.col(name).shift(by) & (pl.col("visit") == pl.col("visit").shift(by)) for name, by in marks]
    return pl.all_horizontal(near).fill_null(value=False)


def _run(data: Data, text: str) -> Run:
    """The events, each with a condition where one is wanted, that a path begins or ends with.

    Raises:
        UsageError: They are not there, or none are named.
    """
    head, *rest = parted(text)
    entered = head.casefold() == ENTRY and ENTRY not in {kind.casefold() for kind in data.log.kinds}
    steps = read_steps(data, written(rest) if entered else text)
    if not steps:
        raise UsageError(
            say("“{text}” is no event.", text=text), say("Name what follows: {entry},page_view.", entry=ENTRY)
        )
    return Run(steps, entered)


def _place(data: Data, by: str) -> pl.Expr:
    """The code of an event's place (u32): its kind; by page its page, where it has one."""
    kind = pl.col("event").to_physical().cast(pl.UInt32)
    if by != "page":
        return kind
    page = pl.col("page").to_physical().cast(pl.UInt32) + len(data.log.kinds)
    return pl.coalesce(page, kind)


def _from(start: Run | None) -> pl.Expr:
    """The row a walk begins with: the first of its visit, or the last of the first run in it; above that `NOWHERE`."""
    if start is None:
        return pl.when("top").then("row").forward_fill()
    began = pl.col("top") if start.from_entry else _first_of_visit(pl.col(start.names("start")[0]))
    led = pl.when(began & start.leads_on).then(pl.col("row") + start.moves)
    return led.when("top").then(NOWHERE).forward_fill()


def _first_of_visit(marked: pl.Expr) -> pl.Expr:
    """Of the marked rows of each visit the first."""
    count = marked.cast(pl.Int64).cum_sum()
    before = pl.when("top").then(count - marked.cast(pl.Int64)).forward_fill()
    return marked & (count - before == 1)
