"""Built logs, kept as sealed Arrow files in the user's cache folder and believed on the next open if they are whole."""

from __future__ import annotations

import hashlib
import json
import os
from contextlib import suppress
from dataclasses import asdict, replace
from datetime import date
from typing import TYPE_CHECKING, Any

import polars as pl

from queries.eventlog.model import Check, EventLog, SetAside
from queries.eventlog.tidying import SIDE, forget, make_room
from queries.source.folders import side_folder
from queries.source.whole import DamagedError, content, seal, table, write_table

if TYPE_CHECKING:
    from pathlib import Path

    from queries.mapping.model import Mapping
    from queries.source import Source

FORM = 6
"""Counted up whenever the log's columns, their meaning or the form of the files change."""

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
    """The log kept under a key; None where there is none.

    Raises:
        DamagedError: There is one, and it is not as it was written.
    """
    place = folder / key
    if not place.is_dir():
        return None
    try:
        facts = json.loads(bytes(content(place / "facts.json")))
        tables = {name: table(place / f"{name}.arrow") for name in _TABLES if name in facts["tables"]}
        log = _log(facts, tables, mapping, key)
        if {name: len(frame) for name, frame in tables.items()} != facts["tables"]:
            raise DamagedError
        os.utime(place)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise DamagedError from error
    return log


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
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        make_room(folder)
        with side_folder(folder, SIDE) as side:
            _write(side, log)
            forget(folder / key)  # what is there is damaged, else it would be in use
            side.rename(folder / key)
    return replace(log, key=key)


def _write(side: Path, log: EventLog) -> None:
    """The log's tables and facts, each file 0600."""
    facts: dict[str, Any] = {name: getattr(log, name) for name in _FACTS}
    facts |= {"set_aside": [asdict(entry) for entry in log.set_aside], "roles": log.mapping.roles}
    facts["checks"] = [asdict(entry) for entry in log.checks]
    tables = {name: frame.collect() for name in _TABLES if (frame := getattr(log, name)) is not None}
    for name, frame in tables.items():
        write_table(side / f"{name}.arrow", frame)
    facts["tables"] = {name: len(frame) for name, frame in tables.items()}
    written = side / "facts.json"
    written.touch(mode=0o600)
    written.write_text(json.dumps(facts, default=str), "utf-8")
    seal(written)
