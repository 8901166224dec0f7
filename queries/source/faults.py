"""The one place where DuckDB's and the system's exceptions become one clear sentence."""

from __future__ import annotations

import errno
import re
import zlib
from contextlib import contextmanager
from typing import TYPE_CHECKING

import duckdb

from queries.errors import CancelledError, QuestionError, SourceError
from queries.formats.plurals import many
from queries.source.database_faults import COPY_AGAIN, database_fault
from queries.wording import mark, say

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from queries.errors import RegularsError

_OUTSIDE = re.compile(r'Cannot access (?:file|directory) "(.*?)" - file system')
_CHECK_COPY = mark("Check that the copy or download is whole.")


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
        raise SourceError(say("{name} is cut off.", name=name), COPY_AGAIN) from error
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
    return paths[0].name if len(paths) == 1 else many(len(paths), "file")


def why_unreadable(view: str, error: duckdb.Error) -> str:
    """Why a view of a database cannot be read, in one sentence."""
    if outside := _OUTSIDE.search(str(error)):
        return say(
            "{view} reads {outside}, and files outside the database are not opened.", view=view, outside=outside[1]
        )
    return say("{view} cannot be read: {error}.", view=view, error=first_line(error))


def first_line(error: BaseException) -> str:
    """What a library says, in one line without its prefix and its full stop."""
    line = (str(error).strip().splitlines() or [type(error).__name__])[0]
    if isinstance(error, duckdb.ConversionException):
        line = re.sub(r"'.*?'(?= )|'.*'|\".*\"", say("a value"), line)  # it stands in the data, and may be a person's
    return re.sub(r"^[A-Z][A-Za-z -]* Error: ", "", line).rstrip(".!: ")


def _spent(name: str, text: str) -> RegularsError:
    if "temp" in text.lower() and "max_temp_directory_size" in text:
        return SourceError(say("There is not enough room for temporary files to read {name}.", name=name), _room())
    return SourceError(
        say("The memory DuckDB may use is too small to read {name}.", name=name),
        say("Allow more (--memory 8GB), or fewer threads (--threads 1)."),
    )


def _of_question(name: str, error: duckdb.Error) -> RegularsError:
    text = str(error)
    if outside := _OUTSIDE.search(text):
        return QuestionError(
            say("A view of {name} reads {outside}, and files outside are not opened.", name=name, outside=outside[1]),
            say("Copy what it shows into a table: CREATE TABLE … AS FROM …"),
        )
    if isinstance(error, duckdb.FatalException | duckdb.InternalException):
        return QuestionError(
            say("DuckDB failed on {name}: {error}.", name=name, error=first_line(error)),
            say("Try again; if it stays, report it with this message."),
        )
    if isinstance(error, duckdb.InvalidInputException) and ("CSV Error" in text or "JSON" in text):
        return SourceError(
            say("{name} changed while it was open: {error}.", name=name, error=first_line(error)), say("Reload it (r).")
        )
    return QuestionError(
        say("{name} cannot answer this: {error}.", name=name, error=first_line(error)),
        say("Check names and conditions in the mapping."),
    )


def _of_system(name: str, error: OSError) -> RegularsError:
    name = str(error.filename).rpartition("/")[2] if error.filename else name
    if isinstance(error, PermissionError):
        return SourceError(
            say("You may not read {name}.", name=name), say("Ask its owner for permission (chmod +r), or for a copy.")
        )
    if isinstance(error, FileNotFoundError):
        return SourceError(
            say("{name} is not there any more.", name=name), say("Check whether it was moved or is being written anew.")
        )
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return SourceError(say("There is no room left on the disk to read {name}.", name=name), _room())
    if error.errno == errno.ELOOP:
        return SourceError(say("{name} is a link that leads back to itself.", name=name), say("Name the file itself."))
    if error.errno == errno.ENAMETOOLONG:
        return SourceError(say("The name of the file is longer than a name can be."), say("Check what was named."))
    return SourceError(say("{name} could not be read: {error}.", name=name, error=first_line(error)), _CHECK_COPY)


def _room() -> str:
    return say("Make room, or set TMPDIR to a folder on a larger disk.")
