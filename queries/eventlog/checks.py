"""What is looked for in the files while the log is built: what a person has to know before trusting an answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from queries.eventlog.customers import ID
from queries.eventlog.duplicates import duplicates
from queries.eventlog.intake import DROPPED, EXCLUDED, IGNORED
from queries.eventlog.model import Check
from queries.eventlog.tally import EARLIEST_MS
from queries.mapping.model import Meaning
from queries.source.table import literal, quoted
from queries.wording import mark

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import duckdb
    import polars as pl

    from queries.cancel import Token
    from queries.eventlog.intake import Intake
    from queries.eventlog.model import SetAside
    from queries.eventlog.reading import Reading

OUT, REPAIRED, KEPT = mark("set aside"), "repaired", "kept"

_TREATED = {
    Meaning.CUSTOMER: OUT,
    Meaning.TIME: OUT,
    Meaning.EVENT: mark("kept as “unknown”"),
    Meaning.CHANNEL: mark("kept without a channel"),
    Meaning.AMOUNT: mark("kept, adds nothing to revenue"),
    Meaning.PRICE: mark("kept, adds nothing to revenue"),
    Meaning.QUANTITY: mark("kept, adds nothing to revenue"),
    Meaning.ORDER: mark("kept, each row an order of its own"),
    Meaning.CURRENCY: mark("kept, taken to be in the same currency"),
}
"""What becomes of rows in which a meaning is missing."""

MOST_FORMS = 10_000


def checked(
    connection: duckdb.DuckDBPyConnection,
    intakes: Sequence[Intake],
    doubled: Sequence[SetAside],
    events: pl.DataFrame,
    known: str,
    token: Token,
) -> tuple[Check, ...]:
    """Everything that was looked for, table by table.

    Args:
        connection: Where the tables can be read.
        intakes: What each event table gave.
        doubled: Customers listed more than once.
        events: The finished log's events.
        known: The SQL of the customer table with the ids it lists; empty without such a table.
        token: Stops the work between checks.
    """
    found: list[Check] = []
    for intake in intakes:
        token.check()
        found += _table(connection, intake, events)
    found += _orphans(connection, events, known)
    found += [Check("listed_twice", entry.table, "", entry.rows, 0, "", mark("first row kept")) for entry in doubled]
    return tuple(found)


def _table(connection: duckdb.DuckDBPyConnection, intake: Intake, events: pl.DataFrame) -> Iterator[Check]:
    """What was looked for in one event table."""
    reading, name = intake.reading, intake.reading.table.name
    rows, example = duplicates(connection, intake, events)
    dropped = (
        mark("one of each kept")
        if reading.mapping.drop_duplicates
        else mark("kept; drop_duplicates in the mapping drops them")
    )
    outside = [entry for entry in intake.set_aside if entry.reason in (EXCLUDED, DROPPED)]
    decided = sum(entry.rows for entry in intake.set_aside if entry.decided)
    whole = intake.rows + decided + sum(entry.rows for entry in outside)
    yield Check("exact_duplicates", name, "", rows, whole, example, dropped)
    yield from _missing(connection, intake)
    yield from _values(connection, intake)
    if reading.costly:
        yield from _formats(connection, intake)
    for entry in intake.set_aside:
        if entry.repaired:
            yield Check(
                "spelling", name, "", entry.rows, intake.rows, "", mark("repaired: {reason}", reason=entry.reason)
            )
        elif entry.decided:
            yield Check(
                "decided",
                name,
                _column_of(reading, entry),
                entry.rows,
                whole,
                "",
                mark("set aside: {reason}", reason=entry.reason),
            )
        elif entry.reason == EXCLUDED or entry.reason.startswith(IGNORED):
            yield Check("excluded", name, "", entry.rows, whole, "", mark("set aside: {reason}", reason=entry.reason))


def _column_of(reading: Reading, entry: SetAside) -> str:
    """The column whose values decided that rows do not count, where it is one."""
    columns = sorted((status.column for status in reading.entry.statuses), key=len, reverse=True)
    _, _, which = entry.reason.partition(": ")
    return next((column for column in columns if f"{which} ".removeprefix("no ").startswith(f"{column} ")), "")


def _orphans(connection: duckdb.DuckDBPyConnection, events: pl.DataFrame, known: str) -> Iterator[Check]:
    """Events of customers whom the customer table does not list."""
    if not known:
        return
    strangers = (
        "SELECT code AS customer, id::VARCHAR AS id FROM customer_codes "
        f"WHERE NOT EXISTS (SELECT 1 FROM (SELECT {ID} AS listed FROM ({known})) WHERE listed = customer_codes.id)"
    )
    unknown = connection.sql(f"{strangers} ORDER BY code").pl()
    rows = len(events.lazy().select("customer").join(unknown.lazy(), on="customer", how="semi").collect())
    example = str(unknown["id"][0]) if len(unknown) else ""
    yield Check("orphan", "log", "", rows, len(events), example, mark("kept, attributes are blank"))


def _missing(connection: duckdb.DuckDBPyConnection, intake: Intake) -> Iterator[Check]:
    """Rows in which a column that is read holds nothing."""
    reading = intake.reading
    types = {column.name: column.type for column in reading.table.columns}
    named: dict[str, Meaning | None] = {name: None for name in reading.entry.attributes if name in types}
    fields = reading.entry.fields.items()
    named |= {field.column: meaning for meaning, field in fields if field.column in types and meaning in _TREATED}
    if not named:
        return
    empty = {
        name: f"{quoted(name)} IS NULL" + (f" OR {quoted(name)} = ''" if types[name] == "VARCHAR" else "")
        for name in named
    }
    counts = ", ".join(f"count(*) FILTER ({condition})" for condition in empty.values())
    told = connection.execute(f"SELECT {counts} FROM {reading.origin()}").fetchall()[0]
    for column, rows in zip(empty, told, strict=True):
        meaning = named[column]
        if rows:
            treated = _TREATED[meaning] if meaning else mark("kept, the attribute is blank")
            yield Check("missing", reading.table.name, column, rows, intake.rows, "", treated)


def _values(connection: duckdb.DuckDBPyConnection, intake: Intake) -> Iterator[Check]:
    """Rows whose time or amount cannot be right, or is a refund."""
    reading = intake.reading
    looked = []
    if reading.field(Meaning.TIME):
        looked = [
            ("unreadable", Meaning.TIME, "time IS NULL", OUT),
            ("far_past", Meaning.TIME, f"time < {EARLIEST_MS}", OUT),
            ("future", Meaning.TIME, f"time > {intake.latest}", OUT),
        ]
    if reading.lines or {Meaning.AMOUNT, Meaning.PRICE} & set(reading.entry.fields):
        looked.append(("unreadable", Meaning.AMOUNT, "amount IS NULL", mark("kept, adds nothing to revenue")))
    purchases = sorted(set(intake.kinds.values()) & set(reading.mapping.roles.get("purchase", ())))
    if purchases and looked and looked[-1][1] is Meaning.AMOUNT:
        spellings = (raw for raw, kind in intake.kinds.items() if kind in purchases)
        paid = f"kind IN ({', '.join(map(literal, spellings))}) AND NOT refunded"
        looked += [
            ("zero_amount", Meaning.AMOUNT, f"amount = 0 AND {paid}", KEPT),
            ("negative_amount", Meaning.AMOUNT, f"amount < 0 AND {paid}", mark("kept, lowers revenue")),
        ]
    if reading.entry.refund or reading.told_later:
        about = Meaning.ORDER if reading.grouped else Meaning.AMOUNT
        looked.append(("refund", about, "refunded", mark("read as refunds: they lower revenue")))
    if not looked:
        return
    counts = ", ".join(f"count(*) FILTER ({condition})" for _, _, condition, _ in looked)
    told = connection.execute(f"SELECT {counts} FROM ({reading.rows()})").fetchall()[0]
    for (check, meaning, condition, treated), counted in zip(looked, told, strict=True):
        columns = _columns(reading, meaning)
        rows = counted - _blank(connection, reading, columns) if check == "unreadable" and counted else counted
        shown = columns[0] if columns else ""
        example = _example(connection, reading, shown, condition) if rows > 0 else ""
        yield Check(check, reading.table.name, shown, max(rows, 0), intake.rows, example, treated)


def _columns(reading: Reading, meaning: Meaning) -> list[str]:
    """The columns that a meaning is read from; price and quantity where there is no amount of its own."""
    if reading.lines and meaning is Meaning.AMOUNT:
        return []
    meanings = [meaning] if reading.field(meaning) else [Meaning.PRICE, Meaning.QUANTITY]
    fields = [reading.field(entry) for entry in meanings]
    return [field.column for field in fields if field and field.column]


def _blank(connection: duckdb.DuckDBPyConnection, reading: Reading, columns: list[str]) -> int:
    """Rows in which one of the columns holds nothing at all: missing, not unreadable; all, where there is none."""
    holds = " OR ".join(f"nullif(trim({quoted(name)}::VARCHAR), '') IS NULL" for name in columns) or "true"
    query = f"SELECT count(*) FROM (SELECT * FROM {reading.origin()}) WHERE {holds}"
    return int(connection.execute(query).fetchall()[0][0])


def _example(connection: duckdb.DuckDBPyConnection, reading: Reading, column: str, condition: str) -> str:
    """What stands in the file in the first such row."""
    if not column:
        return ""
    shown = quoted(mark("as it stands in the file"))
    raw = reading.raw(f"nullif(trim({quoted(column)}::VARCHAR), '') AS {shown}")
    query = f"SELECT {shown} FROM ({raw}) WHERE {condition} AND {shown} IS NOT NULL LIMIT 1"
    found = connection.execute(query).fetchall()
    return str(found[0][0]) if found else ""


def _formats(connection: duckdb.DuckDBPyConnection, intake: Intake) -> Iterator[Check]:
    """Rows whose time is written otherwise than most: other separators, words, a time of day or none."""
    reading = intake.reading
    if reading.field(Meaning.TIME) is None:
        return
    column = _columns(reading, Meaning.TIME)[0]
    # Every digit as 0 leaves few different texts; only these are looked at more closely.
    written = f"translate({quoted(column)}::VARCHAR, '123456789', '000000000')"
    query = (
        f"SELECT regexp_replace(form, '0+', '0', 'g') AS form, sum(rows)::BIGINT AS rows, any_value(example) FROM ("
        f"SELECT {written} AS form, count(*) AS rows, min({quoted(column)}::VARCHAR) AS example "
        f"FROM {reading.origin()} GROUP BY 1 LIMIT {MOST_FORMS}) WHERE form <> '' GROUP BY 1 ORDER BY rows DESC, form"
    )
    usual, *others = connection.execute(query).fetchall() or [("", 0, "")]
    del usual
    rows = sum(form[1] for form in others)
    example = str(others[0][2]) if others else ""
    yield Check(
        "mixed_formats", reading.table.name, column, rows, intake.rows, example, mark("read, each by its own form")
    )
