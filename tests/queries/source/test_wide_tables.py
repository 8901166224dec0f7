"""Tables of very many columns: looked at column by column, refused in words where nobody would wait."""

from __future__ import annotations

from typing import TYPE_CHECKING

import duckdb
import pytest

from queries.errors import SourceError
from queries.meaning.guess import guess
from queries.source import open_source
from queries.source.scans import MOST_COLUMNS

if TYPE_CHECKING:
    from pathlib import Path


def wide(path: Path, columns: int, rows: int = 40) -> Path:
    names = ["customer_id", "order_date", "amount", *(f"c{place}" for place in range(columns - 3))]
    cells = [
        [
            f"C{row % 9}",
            f"2024-01-{row % 28 + 1:02}",
            f"{row}.50",
            *(f"v{row * place % 7}" for place in range(columns - 3)),
        ]
        for row in range(rows)
    ]
    path.write_text("\n".join(map(",".join, [names, *cells])) + "\n")
    return path


def test_hundreds_of_columns_mean_what_a_few_do(tmp_path: Path) -> None:
    """In one statement, 700 counts of different values ended the process."""
    few = guess(open_source([wide(tmp_path / "few.csv", 4)]))
    many = guess(open_source([wide(tmp_path / "many.csv", 700)]))
    assert [event.fields for event in many.mapping.events] == [event.fields for event in few.mapping.events]
    assert many.certain


@pytest.mark.parametrize("name", ["wide.csv", "wide.parquet"])
def test_a_file_that_is_too_wide_is_refused_in_words(tmp_path: Path, name: str) -> None:
    path, names = tmp_path / name, [f"c{place}" for place in range(MOST_COLUMNS + 1)]
    if name.endswith("csv"):
        path.write_text(f"{','.join(names)}\n{','.join('1' * len(names))}\n")
    else:
        columns = ", ".join(f"1 AS {one}" for one in names)
        duckdb.connect().execute(f"COPY (SELECT {columns}) TO '{path}'")
    with pytest.raises(SourceError, match=r"wide\.\w+ has 4,001 columns, and at most 4,000 can be looked at"):
        open_source([path])


def test_a_table_that_is_too_wide_costs_itself_alone(tmp_path: Path) -> None:
    path = tmp_path / "x.duckdb"
    columns = ", ".join(f"c{place} INTEGER" for place in range(MOST_COLUMNS + 1))
    with duckdb.connect(str(path)) as connection:
        connection.execute(f"CREATE TABLE wide ({columns})")
        connection.execute("CREATE TABLE orders AS SELECT 1 AS id")
    orders, left_out = open_source([path]).tables()
    assert (orders.problem, left_out.problem[:35]) == ("", "wide has 4,001 columns, and at most")
