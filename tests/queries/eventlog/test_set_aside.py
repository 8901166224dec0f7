"""No row is silently lost: what is not in the log is counted, with its reason."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from queries.errors import MappingError
from queries.eventlog.build import build
from queries.eventlog.preview import preview
from queries.eventlog.spelling import canonical
from queries.mapping.model import Activity, Field, Mapping
from queries.source import open_source

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from queries.eventlog.model import EventLog
    from queries.mapping.model import EventTable

DAY = "DATE '2024-01-31' AS time"


def reasons(log: EventLog) -> dict[str, int]:
    return {entry.reason: entry.rows for entry in log.set_aside}


def test_every_reason_is_counted_apart(log_of: Callable[..., EventLog]) -> None:
    log = log_of(
        ("ann", "2024-01-01"),
        (None, "2024-01-01"),
        ("  ", "2024-01-01"),
        ("ann", None),
        ("ann", "1900-01-01"),
        ("ann", "1970-01-01"),
        ("ann", "2099-01-01"),
        (None, None),
    )
    assert log.rows == 1
    assert log.rows_set_aside == 7
    assert reasons(log) == {
        "no customer": 3,
        "no readable time": 1,
        "time before 1971, a placeholder": 2,
        "time in the future": 1,
    }


def test_spellings_of_one_channel_are_one_channel(log_of: Callable[..., EventLog]) -> None:
    names = ["web", "web", "WEB", " Web ", "in  store", "In Store", "In Store", None, "  "]
    log = log_of(*(("ann", "2024-01-01", "purchase", 1, name) for name in names))
    assert log.channels == ("In Store", "web")
    assert reasons(log) == {"channel names differing in case or blanks": 3}
    assert log.rows_set_aside == 0
    counted = log.events.collect()["channel"].value_counts(sort=True)
    assert dict(counted.iter_rows()) == {"web": 4, "In Store": 3, None: 2}


def test_names_are_spelled_as_the_mapping_spells_them(log_of: Callable[..., EventLog]) -> None:
    log = log_of(
        ("ann", "2024-01-01", "Purchase", 1), ("ann", "2024-01-01", "Purchase", 2), ("ann", "2024-01-02", None)
    )
    assert log.kinds == ("purchase", "unknown")
    assert log.kinds_of("purchase") == ("purchase",)


def test_two_tables_spell_alike(database: Callable[..., Path], entry_of: Callable[..., EventTable]) -> None:
    path = database(
        f"CREATE TABLE shop AS SELECT 'ann' AS customer, {DAY}, 'Web' AS channel, 'Order' AS event",
        f"CREATE TABLE app AS SELECT 'ann' AS customer, {DAY}, 'web' AS channel, 'order' AS event",
    )
    entries = tuple(entry_of(name, channel="channel", event="event") for name in ("shop", "app"))
    log = build(open_source([path]), Mapping(events=entries))
    assert (log.kinds, log.channels) == (("Order",), ("Web",))


def test_ignored_kinds_are_left_out_and_counted_but_money_never(log_of: Callable[..., EventLog]) -> None:
    ignore = {kind: Activity("ignore") for kind in ("bounce", "refund")}
    rows = [("ann", "2024-01-01"), ("ann", "2024-01-02", "bounce"), ("bob", "2024-01-03", "BOUNCE")]
    log = log_of(*rows, ("ann", "2024-01-04", "refund", 1), activity=ignore)
    assert log.kinds == ("purchase", "refund")
    assert reasons(log)["kinds of event the mapping ignores (bounce)"] == 2


@pytest.mark.parametrize("where", ["amount > 1", "amount > 1 OR false", "amount > 1 -- and no more"])
def test_rows_the_mapping_excludes_are_counted(table_log: Callable[..., EventLog], where: str) -> None:
    select = f"SELECT 'ann' AS customer, {DAY}, unnest([1, 2, 3, NULL]) AS amount"
    log = table_log(select, amount="amount", entry={"where": where})
    assert (log.rows, reasons(log)) == (2, {"excluded by the mapping": 2})


def test_exact_duplicates_are_kept_unless_the_mapping_drops_them(table_log: Callable[..., EventLog]) -> None:
    select = f"SELECT 'ann' AS customer, {DAY}, unnest([1, 1, 2]) AS amount"
    assert table_log(select, amount="amount").rows == 3
    log = table_log(select, amount="amount", mapping={"drop_duplicates": True})
    assert (log.rows, reasons(log)) == (2, {"exact duplicates": 1})


def test_a_column_of_too_many_kinds_is_refused(table_log: Callable[..., EventLog]) -> None:
    with pytest.raises(MappingError, match="1,000 different values"):
        table_log(f"SELECT 'ann' AS customer, {DAY}, 'e' || i AS kind FROM range(1001) r(i)", event="kind")


@pytest.mark.parametrize("name", ["it's", 'say "hi"', "nul\x00byte", "zeile\nzwei", "购买", "🛒"])
def test_kinds_may_be_called_anything(log_of: Callable[..., EventLog], name: str) -> None:
    log = log_of(("ann", "2024-01-01", name, 1, name), roles={"purchase": (name,)})
    assert (log.kinds, log.channels) == ((name,), (name,))
    assert log.events.collect()["event"].to_list() == [name]


def test_words_are_spelled_as_known_else_as_most_often() -> None:
    assert canonical([("WEB", 5), ("web", 2)]) == ({"WEB": "WEB", "web": "WEB"}, 2)
    assert canonical([("WEB", 5), ("web", 2)], ["web"]) == ({"WEB": "web", "web": "web"}, 5)
    assert canonical([("a b", 1), (" A  B ", 1)]) == ({"a b": "a b", " A  B ": "a b"}, 1)


row = st.tuples(
    st.sampled_from([None, "", "ann", "bob", " bob ", "李"]),
    st.sampled_from([None, "", "2024-01-31", "2024-02-30", "1900-01-01", "2099-12-31", "2024-01-31T23:59:59Z", "?"]),
    st.sampled_from([None, "buy", "Buy", "bounce", "look"]),
    st.sampled_from([None, "1.50", "-2", "free"]),
)


@settings(max_examples=10)
@given(rows=st.lists(row, min_size=1, max_size=12), drop=st.booleans(), where=st.booleans())
def test_rows_of_the_file_are_in_the_log_or_set_aside(
    database: Callable[..., Path],
    entry_of: Callable[..., EventTable],
    rows: list[tuple[Any, ...]],
    drop: bool,
    where: bool,
) -> None:
    insert = f"INSERT INTO events VALUES {', '.join(['(?, ?, ?, ?)'] * len(rows))}"
    values = [value for one in [("zoe", "2024-01-01", "look", "1"), *rows] for value in one]
    path = database(
        "CREATE TABLE events (customer VARCHAR, time VARCHAR, event VARCHAR, amount VARCHAR)",
        (insert + ", (?, ?, ?, ?)", values),
    )
    entry = entry_of(
        event="event", amount=Field("amount", format="point"), entry={"where": "amount <> 'free'" if where else None}
    )
    mapping = Mapping(events=(entry,), drop_duplicates=drop, activity={"bounce": Activity("ignore")})
    source = open_source([path])
    log = build(source, mapping)
    assert log.rows + log.rows_set_aside == len(rows) + 1
    seen = preview(source, mapping)
    assert (seen.kept, seen.set_aside) == (log.rows, log.set_aside)
    events = log.events.collect()
    assert events.select("customer", "time").equals(events.select("customer", "time").sort("customer", "time"))
    assert log.customers.collect()["customer"].to_list() == list(range(log.size))
