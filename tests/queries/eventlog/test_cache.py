"""Kept logs: the same as when they were built, private, and never wrong."""

from __future__ import annotations

import json
import os
import stat
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import duckdb
import polars as pl
import pytest

from queries.eventlog import cache, tidying
from queries.eventlog.build import build
from queries.mapping.model import CustomerTable, Field, Mapping
from queries.source import open_source
from queries.source.whole import DamagedError, content, seal

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from queries.eventlog.model import EventLog
    from queries.mapping.model import EventTable

FACTS = ("first_day", "last_day", "rows", "size", "kinds", "channels", "has_money", "attributes", "set_aside", "title")


@pytest.fixture
def kept(tmp_path: Path, database: Callable[..., Path], entry_of: Callable[..., EventTable]) -> dict[str, Any]:
    """A log that was kept: its folder, key, file, mapping and the log itself."""
    path = database(
        "CREATE TABLE events AS SELECT 'c' || i % 7 AS customer, TIMESTAMP '2024-01-01' + i * INTERVAL 1 HOUR AS time,"
        " 'web' || i % 2 AS channel, i / 4 AS amount, i % 9 = 0 AS back,"
        " if(i % 3 = 0, 'purchase', 'visit') AS kind FROM range(500) r(i)",
        "INSERT INTO events VALUES (NULL, '2024-01-01', 'web', 1, false, 'visit')",
        "CREATE TABLE people AS SELECT 'c1' AS id, 'Rome' AS city, DATE '1990-01-31' AS born, ['a'] AS tags",
    )
    entry = entry_of(channel="channel", amount="amount", event="kind", entry={"refund": "back"})
    people = CustomerTable("people", "id", ("city", "born", "tags"))
    mapping = Mapping(events=(entry,), customers=people, roles={"purchase": ("purchase",)})
    source, folder = open_source([path]), tmp_path / "cache" / "logs"
    key, log = cache.key_of(source, mapping), build(source, mapping)
    stored = cache.store(folder, key, log)
    return {"folder": folder, "key": key, "path": path, "mapping": mapping, "log": stored, "source": source}


def fetched(kept: dict[str, Any]) -> EventLog | None:
    return cache.fetch(kept["folder"], kept["key"], kept["mapping"])


def assert_damaged(kept: dict[str, Any]) -> None:
    with pytest.raises(DamagedError):
        fetched(kept)


def test_a_kept_log_is_the_log(kept: dict[str, Any]) -> None:
    log, found = kept["log"], fetched(kept)
    assert found is not None
    assert found.events.collect().equals(log.events.collect())
    assert found.customers.collect().equals(log.customers.collect())
    assert found.transactions is not None
    assert found.transactions.collect().equals(log.transactions.collect())
    assert found.events.collect_schema() == log.events.collect_schema()
    assert found.customers.collect_schema() == log.customers.collect_schema()
    assert [getattr(found, fact) for fact in FACTS] == [getattr(log, fact) for fact in FACTS]
    assert (found.mapping, found.key) == (log.mapping, kept["key"])
    assert found.kinds_of("refund") == ("refund",)


def test_enums_and_the_sorted_flag_are_kept(kept: dict[str, Any]) -> None:
    found = fetched(kept)
    assert found is not None
    events = found.events.collect()
    assert events.schema["event"] == pl.Enum(["purchase", "refund", "visit"])
    assert events.schema["channel"] == pl.Enum(["web0", "web1"])
    assert found.transactions is not None
    for table in (events, found.transactions.collect()):
        assert table["customer"].flags["SORTED_ASC"]


def test_kept_logs_are_the_users_alone(kept: dict[str, Any]) -> None:
    modes = {path: stat.S_IMODE(path.stat().st_mode) for path in kept["folder"].rglob("*")}
    assert {mode for path, mode in modes.items() if path.is_file()} == {0o600}
    assert {mode for path, mode in modes.items() if path.is_dir()} == {0o700}
    assert stat.S_IMODE(kept["folder"].stat().st_mode) == 0o700
    assert len([path for path in modes if path.is_file()]) == 4


@pytest.mark.parametrize("name", ["events.arrow", "customers.arrow", "transactions.arrow", "facts.json"])
@pytest.mark.parametrize("damage", ["missing", "empty", "cut", "noise"])
def test_a_damaged_log_is_told_from_none_and_is_replaced(kept: dict[str, Any], name: str, damage: str) -> None:
    file = kept["folder"] / kept["key"] / name
    content = file.read_bytes()
    if damage == "missing":
        file.unlink()
    else:
        file.write_bytes({"empty": b"", "cut": content[: len(content) // 2], "noise": b"\xff" * len(content)}[damage])
    assert_damaged(kept)
    cache.store(kept["folder"], kept["key"], kept["log"])
    again = fetched(kept)
    assert again is not None
    assert again.events.collect().equals(kept["log"].events.collect())


@pytest.mark.parametrize("facts", ["[]", "{}", '{"first_day": "never"}', "null"])
def test_facts_of_another_form_are_damage(kept: dict[str, Any], facts: str) -> None:
    file = kept["folder"] / kept["key"] / "facts.json"
    file.write_text(facts)
    seal(file)
    assert_damaged(kept)


def test_facts_without_one_of_them_are_damage(kept: dict[str, Any]) -> None:
    file = kept["folder"] / kept["key"] / "facts.json"
    whole = json.loads(bytes(content(file)))
    for fact in whole:
        file.write_text(json.dumps({name: value for name, value in whole.items() if name != fact}))
        seal(file)
        assert_damaged(kept)


def test_the_key_changes_with_the_file(kept: dict[str, Any]) -> None:
    assert cache.key_of(open_source([kept["path"]]), kept["mapping"]) == kept["key"]
    with duckdb.connect(str(kept["path"])) as connection:
        connection.execute("INSERT INTO events SELECT 'new', now(), 'web0', 1, false, 'visit' FROM range(50000)")
    assert cache.key_of(open_source([kept["path"]]), kept["mapping"]) != kept["key"]


@pytest.mark.parametrize(
    "change",
    [
        {"timezone": "Asia/Shanghai"},
        {"refunds": "ignore"},
        {"drop_duplicates": True},
        {"roles": {}},
        {"currency": "EUR"},
    ],
)
def test_the_key_changes_with_the_mapping(
    kept: dict[str, Any], change: dict[str, Any], entry_of: Callable[..., EventTable]
) -> None:
    assert cache.key_of(kept["source"], replace(kept["mapping"], **change)) != kept["key"]
    other = entry_of(channel="channel", amount=Field("amount", format="point"), entry={"refund": "back"})
    assert cache.key_of(kept["source"], Mapping(events=(other,))) != kept["key"]


def test_clearing_gives_back_the_bytes(kept: dict[str, Any]) -> None:
    size = tidying.folder_size(kept["folder"])
    assert size > 10_000
    assert tidying.clear(kept["folder"]) == size
    assert fetched(kept) is None
    assert tidying.folder_size(kept["folder"]) == tidying.clear(kept["folder"]) == 0
    assert tidying.clear(kept["folder"] / "never made") == 0


def test_beyond_its_limit_the_cache_forgets_what_was_not_used_for_longest(
    kept: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    one = tidying.folder_size(kept["folder"])
    monkeypatch.setattr(tidying, "LARGEST", 5 * one)
    for age, key in enumerate(("3" * 32, "2" * 32, "1" * 32), 1):
        cache.store(kept["folder"], key, kept["log"])
        os.utime(kept["folder"] / key, (age, age))
    assert fetched(kept) is not None
    cache.store(kept["folder"], "a" * 32, kept["log"])
    cache.store(kept["folder"], "b" * 32, kept["log"])
    assert tidying.folder_size(kept["folder"]) <= 5 * one
    assert not (kept["folder"] / ("3" * 32)).exists()
    assert fetched(kept) is not None


def test_a_folder_that_cannot_be_written_is_no_error(kept: dict[str, Any], tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    stored = cache.store(tmp_path / "file" / "cache", "key", kept["log"])
    assert stored.events.collect().equals(kept["log"].events.collect())
    assert cache.fetch(tmp_path / "file" / "cache", "key", kept["mapping"]) is None


def test_nothing_half_written_stays(kept: dict[str, Any]) -> None:
    assert [path.name for path in kept["folder"].iterdir()] == [kept["key"]]
