"""Frozen segments on disk: one CSV of ids each, readable by the user alone, in a folder of the files they are about."""

from __future__ import annotations

import hashlib
import os
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from queries.errors import UsageError
from queries.home import from_home
from queries.mapping.own import REST, unusable
from queries.wording import say

if TYPE_CHECKING:
    from collections.abc import Sequence

COLUMN = "id"
_ENDING = ".csv"
_LONGEST = 200
"""The most bytes of a name: file systems end at 255."""


@dataclass(frozen=True)
class Saved:
    """A frozen segment as it lies on disk.

    Attributes:
        name: What it is called.
        path: Its file.
        saved: When it was written (UTC).
    """

    name: str
    path: Path
    saved: datetime

    def ids(self) -> pl.Series:
        """Its ids, as text.

        Raises:
            OSError: The file cannot be read.
            pl.exceptions.PolarsError: Somebody else wrote into it.
        """
        return pl.read_csv(self.path.read_bytes(), schema={COLUMN: pl.String})[COLUMN]


def folder_of(folder: Path, paths: Sequence[str | Path]) -> Path:
    """The folder of the segments that were frozen from these very files, whatever is in them by now."""
    named = "\n".join(sorted(str(from_home(path).absolute()) for path in paths))
    return folder / hashlib.sha256(named.encode("utf-8", "surrogateescape")).hexdigest()[:32]


def saved_in(folder: Path) -> list[Saved]:
    """What was frozen, the newest last."""
    if not folder.is_dir():
        return []
    saved = []
    for file in folder.glob(f"*{_ENDING}"):
        if not file.name.startswith(".") and file.is_file():
            time = datetime.fromtimestamp(file.stat().st_mtime, UTC)
            saved.append(Saved(file.name.removesuffix(_ENDING), file, time))
    return sorted(saved, key=lambda entry: (entry.saved, entry.name))


def checked_name(name: str) -> str:
    """A name that a frozen segment may have.

    Raises:
        UsageError: It may not, and why.
    """
    plain = name.strip()
    fault = unusable(plain)
    if not fault and (set(plain) & {"/", "\\"} or plain.startswith(".")):
        fault = say("has a slash in it, or begins with a dot")
    if not fault and (len(plain.encode()) > _LONGEST or plain.casefold() in REST.values()):
        fault = say("is too long") if plain.casefold() not in REST.values() else say("is that of everybody else")
    if fault:
        raise UsageError(
            say("A frozen segment cannot be called so: the name {fault}.", fault=fault), say("Choose another name.")
        )
    return plain


def save(folder: Path, name: str, ids: pl.Series, *, replace: bool) -> Path:
    """Write a list; whole or not at all, readable by the user alone.

    Args:
        folder: As `folder_of` gives it; made where it is not there.
        name: What it is called; one that differs only in case is the same.
        ids: The customers' ids.
        replace: Whether a list of that name is replaced.

    Returns:
        Its file.

    Raises:
        UsageError: The name cannot be used, or is taken.
    """
    name = checked_name(name)
    same = [entry for entry in saved_in(folder) if entry.name.casefold() == name.casefold()]
    if same and not replace:
        raise UsageError(
            say("There is a frozen segment “{name}” already.", name=same[0].name),
            say("Choose another name, or replace it."),
        )
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    target = folder / f"{name}{_ENDING}"
    handle, temporary = tempfile.mkstemp(dir=folder, prefix=".frozen-")
    try:
        with os.fdopen(handle, "wb") as file:
            pl.DataFrame({COLUMN: ids.cast(pl.String)}).write_csv(file, quote_style="always")
        Path(temporary).replace(target)
    except OSError:
        Path(temporary).unlink(missing_ok=True)
        raise
    for entry in same:
        if entry.path != target:
            entry.path.unlink(missing_ok=True)
    return target


def delete(folder: Path, name: str) -> None:
    """Forget a frozen segment.

    Raises:
        UsageError: There is none of that name.
    """
    saved = saved_in(folder)
    same = next((entry for entry in saved if entry.name.casefold() == name.strip().casefold()), None)
    if same is None:
        names = ", ".join(entry.name for entry in saved) or "none"
        raise UsageError(say("No frozen segment is called “{name}”.", name=name), say("There is {names}.", names=names))
    same.path.unlink(missing_ok=True)
