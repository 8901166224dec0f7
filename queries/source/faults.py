"""The one place where DuckDB's and the system's exceptions become one clear sentence."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import duckdb

from queries.errors import CancelledError, QuestionError, SourceError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path


@contextmanager
def translated(paths: Sequence[Path]) -> Iterator[None]:
    """Turn what DuckDB or the system raises inside the block into the project's own errors."""
    names = ", ".join(path.name for path in paths)
    try:
        yield
    except duckdb.InterruptException as error:
        raise CancelledError from error
    except (duckdb.IOException, duckdb.CatalogException, OSError) as error:
        raise SourceError(f"{names} could not be read: {error}") from error
    except duckdb.Error as error:
        raise QuestionError(f"{names} could not answer: {error}") from error
