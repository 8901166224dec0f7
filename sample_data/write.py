"""Writing the shop's file: DuckDB in the storage format that DuckDB 1.x reads too."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import duckdb
import polars as pl

from sample_data.schema import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_STORAGE = "v1.0.0"
_SLICE = 4_000_000  # rows whose ids are text at one time


class ShopFile:
    """The file while it is being written.

    Attributes:
        counts: Rows of each table so far.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection, customers: int) -> None:
        self.counts = dict.fromkeys(TABLES, 0)
        self._connection = connection
        width = max(6, len(str(customers)))
        numbers = pl.int_range(1, customers + 1, eager=True).cast(pl.String)
        self._ids = pl.Series("C" + numbers.str.zfill(width))
        for table, columns in TABLES.items():
            connection.execute(f"CREATE TABLE shop.{table} ({columns})")

    def add(self, table: str, frame: pl.DataFrame) -> None:
        """Append the rows, matching columns by name; `customer` is written as the customer's id."""
        for rows in frame.iter_slices(_SLICE):
            named = rows
            if "customer" in rows.columns:
                ids = self._ids.gather(rows["customer"]).alias("customer_id")
                named = rows.drop("customer").with_columns(ids)
            self._connection.register("incoming", named)
            self._connection.execute(f"INSERT INTO shop.{table} BY NAME SELECT * FROM incoming")
            self._connection.unregister("incoming")
        self.counts[table] += len(frame)


@contextmanager
def shop_file(path: Path, customers: int) -> Iterator[ShopFile]:
    """A new file with the empty tables; it gets its name only when everything is in it."""
    if path.exists():
        raise FileExistsError(f"{path} exists already.")
    part = path.with_name(f".{path.name}.part")
    part.unlink(missing_ok=True)
    try:
        with duckdb.connect() as connection:
            quoted = str(part).replace("'", "''")
            connection.execute(f"ATTACH '{quoted}' AS shop (STORAGE_VERSION '{_STORAGE}')")
            yield ShopFile(connection, customers)
            connection.execute("DETACH shop")  # checkpoints: no write-ahead log is left beside the file
        part.rename(path)
    finally:
        part.unlink(missing_ok=True)
        part.with_name(f"{part.name}.wal").unlink(missing_ok=True)
