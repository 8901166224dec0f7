"""Line ends that change on the way through a file: no row is lost, and none is made up."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import pytest

from queries.source import open_source

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PREAMBLES = ("Sales report\n", "Sales report\nPeriod: 2023 - 2024\n\n", "\n", "")
ENDS = ("\n", "\r\n", "\r")


def body(end: str, rows: int) -> str:
    return f"Customer,Date,Amount{end}" + "".join(f"P{i},2024-01-01,{i}.50{end}" for i in range(rows))


@pytest.mark.parametrize("preamble", PREAMBLES)
@pytest.mark.parametrize("before", ENDS)
@pytest.mark.parametrize("after", ENDS)
@pytest.mark.parametrize("count", [1, 200, 30_000])
def test_line_ends_may_change_after_a_preamble(
    tmp_path: Path, preamble: str, before: str, after: str, count: int
) -> None:
    path = tmp_path / "orders.csv"
    path.write_bytes((preamble.replace("\n", before) + body(after, count)).encode())
    source = open_source([path])
    (table,) = source.tables()
    assert [column.name for column in table.columns] == ["Customer", "Date", "Amount"]
    assert (table.rows, source.notes) == (count, ())
    totals = source.query('SELECT count(*) AS n, sum("Amount"::DOUBLE) AS total FROM orders').row(0)
    assert totals == (count, count * (count - 1) / 2 + count * 0.5)


@pytest.mark.parametrize(("first", "then"), [("\n", "\r\n"), ("\r\n", "\n"), ("\n", "\r")])
def test_line_ends_may_change_in_the_middle(tmp_path: Path, first: str, then: str) -> None:
    path = tmp_path / "orders.csv"
    path.write_bytes((body(first, 30_000) + body(then, 30_000).split(then, 1)[1]).encode())
    assert open_source([path]).tables()[0].rows == 60_000


def test_line_ends_may_change_in_a_gzipped_file(tmp_path: Path) -> None:
    path = tmp_path / "orders.csv.gz"
    path.write_bytes(gzip.compress(("Report\n" + body("\r\n", 500)).encode()))
    assert open_source([path]).tables()[0].rows == 500


@pytest.mark.parametrize(
    "name",
    [
        "mixed_line_ends.csv",
        "v1_lfpre_noblank_crlfbody.csv",
        "v2_crlfpre_lfbody.csv",
        "v3_onelf_line_crlfbody.csv",
        "v4_blank_first_crlf.csv",
        "report.csv",
        "plain.csv",
    ],
)
def test_reports_with_mixed_line_ends(sample_export: Callable[[str], Path], name: str) -> None:
    source = open_source([sample_export(f"26_grand_total_row/{name}")])
    (table,) = source.tables()
    assert [column.name for column in table.columns] == ["Customer", "Date", "Amount", "Order No"]
    assert (table.rows, source.query(f"SELECT count(*) FROM {table.sql}").item()) == (281, 281)
    assert source.notes == ()
