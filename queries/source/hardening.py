"""How DuckDB is opened: read-only, bounded, without network, extensions or files beyond the given ones."""

from __future__ import annotations

import hashlib
import itertools
import os
import re
import threading
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from queries.errors import UsageError
from queries.source.folders import private_folder
from queries.source.readonly import ReadOnly
from queries.source.table import literal
from queries.wording import say

if TYPE_CHECKING:
    from collections.abc import Sequence

GIB = 1024**3
MOST_MEMORY = 32 * GIB
CGROUP_LIMITS = ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes")

_instances = itertools.count()
_opening = threading.Lock()


@dataclass(frozen=True)
class Limits:
    """What DuckDB may use: memory such as "3GB" (None: 60 % of the machine's), threads (None: all)."""

    memory: str | None = None
    threads: int | None = None

    def __post_init__(self) -> None:
        if self.memory is not None and not re.fullmatch(r"\s*\d+(\.\d+)?\s*[kmgt]i?b\s*", self.memory, re.I):
            raise UsageError(
                say('"{memory}" is not an amount of memory.', memory=self.memory), say('Write it as "800MB" or "3GB".')
            )
        if self.threads is not None and self.threads < 1:
            raise UsageError(say("{threads} threads cannot work.", threads=self.threads), say("Give 1 or more."))

    @property
    def bytes(self) -> int:
        """The memory that may be used, in bytes."""
        if self.memory is None:
            return default_memory()
        amount, unit = re.fullmatch(r"\s*([\d.]+)\s*([kmgt])i?b\s*", self.memory, re.I).groups()  # type: ignore[union-attr]
        return int(float(amount) * 1024 ** ("kmgt".index(unit.lower()) + 1))


def connect_database(path: Path, limits: Limits) -> ReadOnly:
    """Open a database file read-only.

    The spill folder is named after the file: every connection of a process to one file must have the
    same configuration, and two databases that share a spill folder overwrite each other's pages.
    """
    name = hashlib.sha256(os.fsencode(path)).hexdigest()[:16]
    # In this order: DuckDB refuses a spill folder that is named before external access is switched off.
    config = {"enable_external_access": "false", **_configuration(limits, name)}
    with _opening:
        connection = duckdb.connect(str(path), read_only=True, config=config)
        try:
            _lock(connection)
        except BaseException:
            connection.close()
            raise
    return ReadOnly(connection)


def connect_files(allowed: Sequence[Path], folder: Path, views: Sequence[str], limits: Limits) -> ReadOnly:
    """Open an in-memory database that reads the `allowed` files, those in `folder`, and nothing else."""
    connection = duckdb.connect(config=_configuration(limits, f"memory-{next(_instances)}"))
    try:
        names = ", ".join(literal(str(path)) for path in allowed)
        connection.execute(f"SET allowed_paths = [{names}]")
        connection.execute(f"SET allowed_directories = [{literal(f'{folder}/')}]")
        connection.execute("SET enable_external_access = false")
        _lock(connection)
        for view in views:
            connection.execute(view)
    except BaseException:
        connection.close()
        raise
    return ReadOnly(connection)


def _lock(connection: duckdb.DuckDBPyConnection) -> None:
    """Fix the configuration. Connections to one file share an instance: only the first one may still.

    Results are fetched to the end throughout: DuckDB refuses the next question on a connection otherwise.
    UTC, so that a cast of a time with a zone gives the same text and date on every machine.
    """
    locked = connection.execute("SELECT current_setting('lock_configuration')").fetchall()
    if locked != [(True,)]:
        connection.execute("SET GLOBAL TimeZone = 'UTC'")
        connection.execute("SET GLOBAL lock_configuration = true")


def _configuration(limits: Limits, folder: str) -> dict[str, str | bool | int | float | list[str]]:
    return {
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
        "memory_limit": limits.memory or f"{default_memory() // 1024**2}MiB",
        "threads": str(limits.threads or default_threads()),
        "temp_directory": str(private_folder() / folder),
    }


@cache
def default_memory() -> int:
    """60 % of what this process can have, in bytes, at most 32 GiB."""
    total = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    for name in CGROUP_LIMITS:
        file = Path(name)
        if file.exists() and (text := file.read_text(encoding="ascii").strip()).isdigit():
            total = min(total, int(text))
    return min(total * 6 // 10, MOST_MEMORY)


def default_threads() -> int:
    """As many threads as this process has cores."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
