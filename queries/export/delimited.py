"""CSV: one header, one line a row, nothing else."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, BinaryIO

import polars as pl

from queries.export.plain import plain_batches

if TYPE_CHECKING:
    from queries.export.page import Page

FORMULA = r"^([=+\-@\t\r])"
"""How a text begins that a spreadsheet would run."""


def write_csv(page: Page, file: BinaryIO) -> None:
    """The rows; lists are joined by semicolons, text that looks like a formula begins with an apostrophe."""
    names = page.frame.columns
    header = pl.DataFrame([names if page.formulas else list(map(_harmless_name, names))], orient="row")
    header.write_csv(file, include_header=False)
    for batch in plain_batches(page.frame):
        flat = _joined(batch)
        rows = flat if page.formulas else flat.with_columns(_harmless(name) for name in _texts(page.frame))
        lines = io.BytesIO()
        rows.write_csv(lines, include_header=False)
        file.write(lines.getvalue())


def _joined(frame: pl.DataFrame) -> pl.DataFrame:
    """Lists as one text each; nothing known is nothing between two semicolons."""
    text = pl.element().cast(pl.String).fill_null("")
    lists = [name for name, dtype in frame.schema.items() if isinstance(dtype, pl.List)]
    return frame.with_columns(pl.col(name).list.eval(text).list.join(";") for name in lists)


def _texts(frame: pl.DataFrame) -> list[str]:
    """The columns whose text comes from the data."""
    text_types = (pl.String, pl.Enum, pl.Categorical)
    inner = {name: dtype.inner if isinstance(dtype, pl.List) else dtype for name, dtype in frame.schema.items()}
    return [name for name, dtype in inner.items() if isinstance(dtype, text_types)]


def _harmless(name: str) -> pl.Expr:
    """A text column that no spreadsheet runs."""
    return pl.col(name).cast(pl.String).str.replace(FORMULA, "'${1}")


def _harmless_name(name: str) -> str:
    """A heading that no spreadsheet runs."""
    return re.sub(FORMULA, r"'\1", name)
