"""The one place where DuckDB's and the system's exceptions become one clear sentence."""

from __future__ import annotations

import errno
import re
import zlib
from contextlib import contextmanager
from typing import TYPE_CHECKING

import duckdb

from queries.errors import CancelledError, QuestionError, SourceError
from queries.source.database_faults import COPY_AGAIN, database_fault

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from queries.errors import RegularsError

_OUTSIDE = re.compile(r'Cannot access (?:file|directory) "(.*?)" - file system')
_CHECK_COPY = "Check that the copy or download is whole."


@contextmanager
def translated(paths: Sequence[Path]) -> Iterator[None]:
    """Turn what DuckDB or the system raises over these files into the project's own errors."""
    name = name_of(paths)
    try:
        with translated_questions(paths):
            yield
    except MemoryError as error:
        raise _spent(name, "") from error
    except (EOFError, zlib.error) as error:
        raise SourceError(f"{name} is cut off.", COPY_AGAIN) from error
    except OSError as error:
        raise _of_system(name, error) from error


@contextmanager
def translated_questions(paths: Sequence[Path]) -> Iterator[None]:
    """Turn what DuckDB raises inside the block into the project's own errors; nothing else.

    Who asks may do other things in the block, and their faults are not those of the file.
    """
    name = name_of(paths)
    try:
        yield
    except duckdb.InterruptException as error:
        raise CancelledError from error
    except duckdb.OutOfMemoryException as error:
        raise _spent(name, str(error)) from error
    except duckdb.Error as error:
        raise database_fault(name, paths, error) or _of_question(name, error) from error


def name_of(paths: Sequence[Path]) -> str:
    """What a message calls some files."""
    return paths[0].name if len(paths) == 1 else f"{len(paths)} files"


def why_unreadable(view: str, error: duckdb.Error) -> str:
    """Why a view of a database cannot be read, in one sentence."""
    if outside := _OUTSIDE.search(str(error)):
        return f"{view} reads {outside[1]}, and files outside the database are not opened."
    return f"{view} cannot be read: {first_line(error)}."


def first_line(error: BaseException) -> str:
    """What a library says, in one line without its prefix and its full stop."""
    line = (str(error).strip().splitlines() or [type(error).__name__])[0]
    if isinstance(error, duckdb.ConversionException):
        line = re.sub(r"'.*?'(?= )|'.*'|\".*\"", "a value", line)  # it stands in the data, and may be a person's
    return re.sub(r"^[A-Z][A-Za-z -]* Error: ", "", line).rstrip(".!: ")


def _spent(name: str, text: str) -> RegularsError:
    if "temp" in text.lower() and "max_temp_directory_size" in text:
        return SourceError(f"There is not enough room for temporary files to read {name}.", _room())
    return SourceError(
        f"The memory DuckDB may use is too small to read {name}.",
        "Allow more (--memory 8GB), or fewer threads (--threads 1).",
    )


def _of_question(name: str, error: duckdb.Error) -> RegularsError:
    text = str(error)
    if outside := _OUTSIDE.search(text):
        return QuestionError(
            f"A view of {name} reads {outside[1]}, and files outside are not opened.",
            "Copy what it shows into a table: CREATE TABLE … AS FROM …",
        )
    if isinstance(error, duckdb.FatalException | duckdb.InternalException):
        return QuestionError(
            f"DuckDB failed on {name}: {first_line(error)}.",
            "Try again; if it stays, report it with this message.",
        )
    if isinstance(error, duckdb.InvalidInputException) and ("CSV Error" in text or "JSON" in text):
        return SourceError(f"{name} changed while it was open: {first_line(error)}.", "Reload it (r).")
    return QuestionError(
        f"{name} cannot answer this: {first_line(error)}.", "Check names and conditions in the mapping."
    )


def _of_system(name: str, error: OSError) -> RegularsError:
    name = str(error.filename).rpartition("/")[2] if error.filename else name
    if isinstance(error, PermissionError):
        return SourceError(f"You may not read {name}.", "Ask its owner for permission (chmod +r), or for a copy.")
    if isinstance(error, FileNotFoundError):
        return SourceError(f"{name} is not there any more.", "Check whether it was moved or is being written anew.")
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return SourceError(f"There is no room left on the disk to read {name}.", _room())
    if error.errno == errno.ELOOP:
        return SourceError(f"{name} is a link that leads back to itself.", "Name the file itself.")
    if error.errno == errno.ENAMETOOLONG:
        return SourceError("The name of the file is longer than a name can be.", "Check what was named.")
    return SourceError(f"{name} could not be read: {first_line(error)}.", _CHECK_COPY)


def _room() -> str:
    return "Make room, or set TMPDIR to a folder on a larger disk."
