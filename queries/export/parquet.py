"""Parquet: the types as they are; what the rows mean travels in the schema's metadata."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, BinaryIO

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

if TYPE_CHECKING:
    from queries.export.page import Page

ROW_GROUP = 500_000


def write_parquet(page: Page, file: BinaryIO) -> None:
    """The rows; the metadata hold the JSON object without rows as `regulars`, and its parts by name."""
    table = page.frame.to_arrow(compat_level=pl.CompatLevel.oldest())
    about = page.about()
    metadata = {name: value if isinstance(value, str) else _text(value) for name, value in about.items()}
    fields = [
        table.schema.field(at).with_metadata({"unit": column.unit.value, "meaning": column.meaning})
        for at, column in enumerate(page.columns)
    ]
    schema = pa.schema(fields, metadata={"regulars": _text(about), **metadata})
    pq.write_table(table.cast(schema), file, row_group_size=ROW_GROUP)


def _text(value: object) -> str:
    """A value as JSON in ASCII: metadata are bytes, and other programs may read them in any encoding."""
    return json.dumps(value)
