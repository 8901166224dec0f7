"""From what was typed to files that exist: patterns, folders, links, and names that are nearly right."""

from __future__ import annotations

import glob
import hashlib
import os
import stat
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

from queries.errors import SourceError
from queries.home import from_home
from queries.source.faults import translated
from queries.source.readers import READERS, openable_by_name, suffixes_of
from queries.source.unpacking import unpacked_name
from queries.wording import mark, say

if TYPE_CHECKING:
    from collections.abc import Sequence

PATTERN_SIGNS = frozenset("*?[")

_RENAME = mark("Rename it, or open a copy.")


@dataclass(frozen=True)
class Group:
    """The files that become one table: one file, or those that a pattern matches."""

    files: tuple[Path, ...]
    pattern: str = ""


def find(given: Sequence[str | Path]) -> tuple[Group, ...]:
    """The files behind each argument; a pattern is one only where no file has that very name."""
    if not given:
        raise SourceError(say("No file was named."), say("Name a DuckDB database, or exports such as orders.csv."))
    return tuple(_group(str(name)) for name in given)


def reachable(path: Path, folder: Path) -> Path:
    """A path of an export that DuckDB can be given: itself, or a link in `folder`.

    DuckDB takes `*`, `?` and `[` in it for a pattern, and no name that is not Unicode.
    """
    if _is_unicode(path) and not PATTERN_SIGNS & set(str(path)):
        return path
    link = folder / f"link-{hashlib.sha256(os.fsencode(path)).hexdigest()[:16]}"
    if not link.is_symlink():
        link.symlink_to(path)
    return link


def refuse_unreachable(database: Path) -> None:
    """Refuse a database that DuckDB cannot open by its name, or would open without its write-ahead log.

    It follows links before it looks, so that a link does not help.
    """
    real = Path(os.path.realpath(database))
    if not _is_unicode(real):
        raise SourceError(say("The path of the database is not Unicode, and DuckDB cannot open it."), _RENAME)
    if "?" in str(real):
        raise SourceError(say('{name} has a "?" in its path, and DuckDB cannot open it.', name=real.name), _RENAME)


def _is_unicode(path: Path) -> bool:
    try:
        str(path).encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _group(name: str) -> Group:
    if not name.strip() or "\0" in name:
        raise SourceError(say("A file was named without a name."), say("Name a DuckDB database, or exports."))
    if "://" in name:
        raise SourceError(
            say("{name} is an address on the network.", name=name), say("Download it first, then open the copy.")
        )
    path = from_home(name).absolute()
    with translated([path]):
        if path.exists() or path.is_symlink() or not PATTERN_SIGNS & set(name):
            _refuse_unusable(path)
            return Group((path,))
        matches = sorted(glob.glob(str(path), recursive=True))  # noqa: PTH207 (Path.glob takes no absolute)
        files = tuple(path for path in map(Path, matches) if path.is_file())
    if not files:
        raise SourceError(say("No file matches {name}.", name=name), _usable_files(path.parent))
    return Group(files, name)


def _refuse_unusable(path: Path) -> None:
    if path.is_symlink() and not path.exists():
        raise SourceError(
            say("{name} is a link to {readlink}, which is not there.", name=path.name, readlink=path.readlink()),
            say("Name the file itself, or mend the link."),
        )
    if not path.exists():
        raise SourceError(say("{name} is not in {parent}.", name=path.name, parent=path.parent), _nearest(path))
    mode = path.stat().st_mode
    if stat.S_ISDIR(mode):
        raise SourceError(say("{value} is a folder.", value=path.name or path), _usable_files(path))
    if not stat.S_ISREG(mode):
        raise SourceError(
            say("{name} is a pipe or a device, not a file.", name=path.name),
            say("Write its content to a file, then open that."),
        )
    if path.stat().st_size == 0:
        raise SourceError(
            say("{name} is empty (0 bytes).", name=path.name), say("Check how it was written, then open it again.")
        )


def _nearest(path: Path) -> str:
    if not path.parent.is_dir():
        return say("Check the folder: it does not exist either.")
    names = [file.name for file in path.parent.iterdir()]
    near = get_close_matches(path.name, names, n=1, cutoff=0.6)
    return say("Did you mean {near}?", near=near[0]) if near else _usable_files(path.parent)


def _usable_files(folder: Path) -> str:
    """What could be opened in a folder, as advice."""
    if not folder.is_dir():
        return say("Check the folder: it does not exist.")
    names = sorted(file.name for file in folder.iterdir() if _usable(file))
    if not names:
        return say("Name {openable_by_name}.", openable_by_name=openable_by_name())
    more = say(" and {names} more", names=len(names) - 5) if len(names) > 5 else ""
    return say("It holds {names}{more}: name one of them.", names=", ".join(names[:5]), more=more)


def _usable(file: Path) -> bool:
    """Whether a file is named like one that can be opened, and not hidden."""
    suffixes = suffixes_of(list(READERS.values()))
    return not file.name.startswith(".") and unpacked_name(file).endswith(suffixes) and file.is_file()
