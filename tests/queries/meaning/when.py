"""When: the same moments as text of every shape, as numbers, in two columns, beside other moments."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from tests.queries.meaning.dialect import Dialect, nothing, words

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.queries.meaning.dialect import Row, Work
    from tests.queries.meaning.history import Order

BEGIN = datetime(1970, 1, 1)
SERIAL = datetime(1899, 12, 30)
"""The day 0 of spreadsheets."""


def every(work: Work, change: Callable[[datetime], Any]) -> None:
    """All moments of all tables, whatever they mean."""
    for sheet in work.sheets:
        for row in sheet.rows:
            row |= {concept: change(value) for concept, value in row.items() if isinstance(value, datetime)}


def shaped(shape: str) -> Callable[[Work], None]:
    return lambda work: every(work, lambda moment: moment.strftime(shape))


def mixed(work: Work) -> None:
    """Two shapes in one column, which tell the day from the month by their signs."""
    every(work, lambda moment: moment.strftime(work.random.choice(["%Y-%m-%d", "%Y-%m-%d", "%d/%m/%y"])))


def apart(work: Work, day: str, clock: str) -> None:
    """The day in one column and the time of day in another; other moments stay whole."""
    for sheet in work.with_concept("time"):
        sheet.rows = [split(row, day, clock) for row in sheet.rows]
    every(work, lambda moment: moment.strftime(f"{day} {clock}"))


def split(row: Row, day: str, clock: str) -> Row:
    """The row with the clock time behind the day."""
    made: Row = {}
    for concept, value in row.items():
        made[concept] = value.strftime(day) if concept == "time" and value else value
        if concept == "time":
            made["clock"] = value.strftime(clock) if value else None
    return made


def epoch(work: Work, factor: int) -> None:
    every(work, lambda moment: round((moment - BEGIN).total_seconds()) * factor)


def serial(work: Work) -> None:
    """Days since the last ones of 1899, the time of day as a fraction."""
    every(work, lambda moment: round((moment - SERIAL) / timedelta(days=1), 6))


def offsets(work: Work) -> None:
    """Local times with how far they are ahead, which summer changes."""
    every(work, lambda moment: f"{moment:%Y-%m-%dT%H:%M:%S}{'+02:00' if 4 <= moment.month <= 10 else '+01:00'}")


def chinese(work: Work) -> None:
    every(work, lambda moment: f"{moment.year}年{moment.month}月{moment.day}日")


def chinese_clock(work: Work) -> None:
    every(work, lambda moment: f"{moment.year}年{moment.month}月{moment.day}日 {moment:%H:%M:%S}")


def beside(work: Work) -> None:
    """Paid, shipped, due and changed stand beside created; some are missing, and all changed ones are late."""
    work.names["time"] = "created_at"
    late = timedelta(days=70)
    for sheet in work.with_concept("_fate"):
        sheet.add("changed", lambda row: row["_order"].time + late, "_fate")
        sheet.add("paid_at", lambda row: row["_order"].time + timedelta(minutes=3), "_fate")
        sheet.add(
            "shipped",
            lambda row: row["_order"].time + timedelta(days=2) if row["_order"].id % 5 else None,
            "_fate",
        )


def changed_in_front(work: Work) -> None:
    """The column of changes stands before that of the order, as in many tables."""
    for sheet in work.with_concept("_fate"):
        sheet.rows = [{"changed": weeks_after(row["_order"])} | row for row in sheet.rows]


def weeks_after(order: Order) -> datetime:
    """A moment long after an order."""
    return order.time + timedelta(days=60 + order.id % 50)


ONE_MOMENT = words("events sums total versions returning headed")
DIALECTS = (
    Dialect("own type", nothing),
    Dialect("ISO with T and Z", shaped("%Y-%m-%dT%H:%M:%SZ")),
    Dialect("days", shaped("%Y-%m-%d")),
    Dialect("day first with slashes", shaped("%d/%m/%Y %H:%M")),
    Dialect("day first with dots", shaped("%d.%m.%Y %H:%M:%S")),
    Dialect("month first", shaped("%m/%d/%Y %H:%M")),
    Dialect("month first, AM and PM", shaped("%m/%d/%y %I:%M %p")),
    Dialect("names of months", shaped("%d-%b-%Y %H:%M")),
    Dialect("digits alone", shaped("%Y%m%d")),
    Dialect("mixed shapes", mixed),
    Dialect("day and clock apart", partial(apart, day="%Y-%m-%d", clock="%H:%M:%S")),
    Dialect("day and clock apart, month first", partial(apart, day="%m/%d/%y", clock="%H:%M")),
    Dialect("seconds since 1970", partial(epoch, factor=1)),
    Dialect("milliseconds since 1970", partial(epoch, factor=1_000)),
    Dialect("microseconds since 1970", partial(epoch, factor=1_000_000)),
    Dialect("serial days", serial),
    Dialect("offsets", offsets),
    Dialect("年月日", chinese),
    Dialect("年月日 with a clock", chinese_clock),
    Dialect("other moments beside", beside, bars=ONE_MOMENT),
    Dialect("changed in front", changed_in_front, bars=ONE_MOMENT),
)
