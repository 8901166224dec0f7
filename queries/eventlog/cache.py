"""Built logs, kept as Arrow files in the user's cache folder and memory-mapped on the next open."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl
import pyarrow as pa

from queries.eventlog.model import Check, EventLog, SetAside

if TYPE_CHECKING:
    from queries.mapping.model import Mapping
    from queries.source import Source

FORM = 5
"""Counted up whenever the log's columns or their meaning change."""

LARGEST = 20 * 1024**3
"""The cache's size limit in bytes; the logs that were not used for longest go first."""

_FACTS = ("first_day", "last_day", "rows", "size", "kinds", "channels", "has_money", "attributes", "title")

_TABLES = ("events", "customers", "transactions")
"""The tables of a log, each in a file of its own; `transactions` only where the log has it by itself."""


def key_of(source: Source, mapping: Mapping) -> str:
    """What a log is kept under: the files as they are now, what they mean, and the log's form.

    The user's own segments and plays are left out: changing a rule changes no row of the log.
    """
    meant = {name: value for name, value in asdict(mapping).items() if name not in ("segments", "plays")}
    said = json.dumps(meant, sort_keys=True, default=str)
    return hashlib.sha256(f"{FORM}|{source.identity()}|{said}".encode()).hexdigest()[:32]


def fetch(folder: Path, key: str, mapping: Mapping) -> EventLog | None:
    """The log kept under a key, memory-mapped; None where there is none or it is damaged."""
    place = folder / key
    try:
        facts = json.loads((place / "facts.json").read_text("utf-8"))
        tables = {name: mapped(place / f"{name}.arrow") for name in _TABLES if name in facts["tables"]}
        log = _log(facts, tables, mapping, key)
        os.utime(place)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, pa.ArrowException):
        return None
    return log if {name: len(table) for name, table in tables.items()} == facts["tables"] else None


def _log(facts: Any, tables: dict[str, pl.DataFrame], mapping: Mapping, key: str) -> EventLog:
    """The log of these tables and facts."""
    # A file does not tell that its rows are sorted.
    frames = {name: table.with_columns(pl.col("customer").set_sorted()).lazy() for name, table in tables.items()}
    roles = {role: tuple(kinds) for role, kinds in facts["roles"].items()}
    return EventLog(
        events=frames["events"],
        customers=frames["customers"],
        transactions=frames.get("transactions"),
        first_day=date.fromisoformat(facts["first_day"]),
        last_day=date.fromisoformat(facts["last_day"]),
        rows=facts["rows"],
        size=facts["size"],
        kinds=tuple(facts["kinds"]),
        channels=tuple(facts["channels"]),
        has_money=facts["has_money"],
        attributes=tuple(facts["attributes"]),
        set_aside=tuple(SetAside(**entry) for entry in facts["set_aside"]),
        mapping=replace(mapping, roles=roles),
        title=facts["title"],
        key=key,
        checks=tuple(Check(**entry) for entry in facts["checks"]),
    )


def store(folder: Path, key: str, log: EventLog) -> EventLog:
    """Keep a log; a full or forbidden disk is no error: the log is used from memory.

    Written to the side and renamed, so that nobody ever reads half a log; readable by the user alone.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        make_room(folder)
        side = Path(tempfile.mkdtemp(prefix=".new-", dir=folder))
        try:
            _write(side, log)
            shutil.rmtree(folder / key, ignore_errors=True)  # what is there is damaged, else it would be in use
            side.rename(folder / key)
        finally:
            shutil.rmtree(side, ignore_errors=True)
    except OSError:
        return replace(log, key=key)
    return replace(log, key=key)


def folder_size(folder: Path) -> int:
    """The bytes that kept logs take."""
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) if folder.is_dir() else 0


def clear(folder: Path) -> int:
    """Forget every kept log; returns the bytes that are free again."""
    size = folder_size(folder)
    for place in _places(folder):
        shutil.rmtree(place, ignore_errors=True)
    return size - folder_size(folder)


def _write(side: Path, log: EventLog) -> None:
    """The log's tables and facts, each file 0600."""
    facts: dict[str, Any] = {name: getattr(log, name) for name in _FACTS}
    facts |= {"set_aside": [asdict(entry) for entry in log.set_aside], "roles": log.mapping.roles}
    facts["checks"] = [asdict(entry) for entry in log.checks]
    tables = {name: frame.collect() for name in _TABLES if (frame := getattr(log, name)) is not None}
    for name, table in tables.items():
        file = side / f"{name}.arrow"
        file.touch(mode=0o600)
        table.write_ipc(file)
    facts["tables"] = {name: len(table) for name, table in tables.items()}
    (side / "facts.json").touch(mode=0o600)
    (side / "facts.json").write_text(json.dumps(facts, default=str), "utf-8")


def mapped(file: Path) -> pl.DataFrame:
    """A table whose bytes stay on disk until they are looked at."""
    with pa.memory_map(str(file)) as bytes_, pa.ipc.open_file(bytes_) as reader:
        return pl.DataFrame(pl.from_arrow(reader.read_all()))


def _places(folder: Path) -> list[Path]:
    """The kept logs, the one not used for longest first."""
    if not folder.is_dir():
        return []
    return sorted((place for place in folder.iterdir() if place.is_dir()), key=lambda place: place.stat().st_mtime)


def make_room(folder: Path) -> None:
    """Forget logs until the limit leaves room for another."""
    for place in _places(folder):
        if folder_size(folder) <= LARGEST // 2:
            return
        shutil.rmtree(place, ignore_errors=True)
