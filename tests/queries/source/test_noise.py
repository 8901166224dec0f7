"""Rows of text files that are none: headers that come again, preambles, footers; and names with blanks around them."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import pytest

from queries.source import Source, open_source

if TYPE_CHECKING:
    from pathlib import Path

HEADER = "id,day,amount,note"
DATA = tuple(f"P{i},2024-01-{i + 1:02},{i}.50,{'late' if i % 2 else ''}" for i in range(12))
ROWS = [(f"P{i}", f"2024-01-{i + 1:02}", f"{i}.50", "late" if i % 2 else None) for i in range(12)]


def opened(path: Path, *lines: str, end: str = "\n", encoding: str = "utf-8") -> Source:
    content = "".join(line + end for line in lines).encode(encoding)
    path.write_bytes(gzip.compress(content) if path.suffix == ".gz" else content)
    return open_source([path])


def rows(source: Source) -> list[tuple[object, ...]]:
    (table,) = source.tables()
    found = source.query(f"FROM {table.sql}").rows()
    assert table.rows == len(found)
    return found


def names(source: Source) -> list[str]:
    return [column.name for column in source.tables()[0].columns]


def is_converted(source: Source) -> bool:
    assert source._exports is not None
    return any(source._exports.folder.path.iterdir())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-8-sig"])
def test_a_header_that_comes_again_is_no_row(tmp_path: Path, encoding: str) -> None:
    source = opened(tmp_path / "a.csv", HEADER, *DATA[:5], HEADER, *DATA[5:], HEADER, encoding=encoding)
    assert rows(source) == ROWS
    assert source.notes == ("2 further header rows of a.csv were left out.",)
    assert is_converted(source) == (encoding == "utf-16")


@pytest.mark.parametrize("again", ["\ufeffid,day,amount,note", '\ufeff"id",day,amount,note'])
def test_a_header_in_the_middle_may_bring_its_byte_order_mark(tmp_path: Path, again: str) -> None:
    for end in ("\n", "\r\n"):
        source = opened(tmp_path / "a.csv", f"\ufeff{HEADER}", *DATA[:5], again, *DATA[5:], end=end)
        assert (names(source), rows(source)) == (HEADER.split(","), ROWS)
        assert source.notes == ("1 further header row of a.csv was left out.",)


def test_a_whole_export_may_come_again_preamble_and_all(tmp_path: Path) -> None:
    report = ("Sales report", "", HEADER)
    source = opened(tmp_path / "a.csv", *report, *DATA[:5], *report, *DATA[5:])
    assert rows(source) == ROWS
    assert source.notes == (
        "1 further header row of a.csv was left out.",
        "1 malformed line of a.csv was left out.",
    )


def test_a_header_far_down_is_left_out_of_a_large_file(tmp_path: Path) -> None:
    many = [f"P{i},2024-01-01,{i}.50,x" for i in range(40_000)]
    source = opened(tmp_path / "a.csv", HEADER, *many, HEADER, *many)
    assert source.tables()[0].rows == 80_000
    assert source.query("SELECT count(*) FROM a WHERE id = 'id'").item() == 0
    assert not is_converted(source)


@pytest.mark.parametrize(
    "second",
    [
        ",,EUR,",
        "编号,日期,金额,备注",
        "customer number,date of order,in euros,remark",
        ",,,Open-Ended Response",
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_second_header_row_is_no_row(tmp_path: Path, second: str, end: str) -> None:
    data = [f"{i},{line.partition(',')[2]}" for i, line in enumerate(DATA)]
    source = opened(tmp_path / "a.csv", HEADER, second, *data, end=end)
    assert names(source) == HEADER.split(",")
    assert [row[1:] for row in rows(source)] == [row[1:] for row in ROWS]
    assert source.notes == ("1 further header row of a.csv was left out.",)
    assert not is_converted(source)


def test_both_header_rows_may_come_again_and_stand_below_a_preamble(tmp_path: Path) -> None:
    headers = (HEADER, "number,date,EUR,remark")
    source = opened(tmp_path / "a.csv", "Report", "", *headers, *DATA[:5], *headers, *DATA[5:])
    assert rows(source) == ROWS
    assert source.notes == ("3 further header rows of a.csv were left out.",)


@pytest.mark.parametrize(
    "first",
    ["P99,2024-01-31,free,", "P99,,,", "P99,unknown,unknown,late", "1001,,,"],
)
def test_a_first_row_that_lacks_values_stays(tmp_path: Path, first: str) -> None:
    source = opened(tmp_path / "a.csv", HEADER, first, *DATA)
    assert rows(source)[1:] == ROWS
    assert source.notes == ()


def test_equal_rows_without_numbers_stay(tmp_path: Path) -> None:
    source = opened(tmp_path / "a.csv", "alice,buy", "bob,view", "alice,buy")
    assert len(rows(source)) == 3


@pytest.mark.parametrize("preamble", [("Sales report,,,", ",,,"), ("Sales report,,,", "Period:,2024,,")])
def test_a_preamble_may_be_filled_up_to_full_width(tmp_path: Path, preamble: tuple[str, ...]) -> None:
    source = opened(tmp_path / "a.csv", *preamble, HEADER, *DATA)
    assert (names(source), rows(source), source.notes) == (HEADER.split(","), ROWS, ())


@pytest.mark.parametrize(
    ("below", "malformed"),
    [
        (("Generated on 2024-03-01",), 1),
        (("Generated on 2024-03-01,,,",), 1),
        (("", "Generated on 2024-03-01, by Ann"), 1),
        (("", "Note: refunds are left out, and so are tests", "All times in UTC,,,", ""), 2),
        ((",,,", "Made with care, by us, for you, and yours"), 1),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1252"])
def test_a_footer_is_left_out_and_counted(
    tmp_path: Path, below: tuple[str, ...], malformed: int, encoding: str
) -> None:
    lines = [line.replace("late", "spät") for line in DATA]
    source = opened(tmp_path / "a.csv", HEADER, *lines, *below, encoding=encoding)
    found = [row for row in rows(source) if any(row)]
    assert found == [(*row[:3], row[3] and "spät") for row in ROWS]
    were = "line of a.csv was" if malformed == 1 else "lines of a.csv were"
    assert source.notes == (f"{malformed} malformed {were} left out.",)


@pytest.mark.parametrize(
    "last",
    ["Total,2024-03-01,29108.02,", "Total,,29108.02,", "P99,,,", "P99,2024-01-31", '"P99",2024-01-31,1,"x, y"'],
)
def test_a_last_row_that_belongs_to_the_table_stays(tmp_path: Path, last: str) -> None:
    for end in ((), ("", "")):
        source = opened(tmp_path / "a.csv", HEADER, *DATA, last, *end)
        found = [row for row in rows(source) if any(row)]
        assert (found[:-1], source.notes) == (ROWS, ())


def test_names_alone_at_the_end_are_no_footer_where_others_stand_alone(tmp_path: Path) -> None:
    people = ("ann,3,x@y", "bob,,", "cid,4,", "dora,,")
    assert len(rows(opened(tmp_path / "a.csv", "name,visits,mail", *people))) == 4


def test_a_footer_of_a_large_file(tmp_path: Path) -> None:
    many = [f"P{i},2024-01-01,{i}.50,x" for i in range(40_000)]
    source = opened(tmp_path / "a.csv", HEADER, *many, "Generated on 2024-03-01,,,")
    assert (source.tables()[0].rows, source.notes) == (40_000, ("1 malformed line of a.csv was left out.",))
    assert not is_converted(source)


def test_files_of_a_pattern_may_differ_in_what_is_left_out(tmp_path: Path) -> None:
    opened(tmp_path / "a-1.csv", HEADER, *DATA[:5], HEADER, *DATA[5:])
    opened(tmp_path / "a-2.csv", HEADER, *DATA)
    source = open_source([tmp_path / "a-*.csv"])
    assert sorted(rows(source), key=str) == sorted(ROWS * 2, key=str)


@pytest.mark.parametrize("blank", [" ", "\t", "\u00a0", "\u200b", "\u3000", "\ufeff", " \u200b\u00a0"])
def test_blanks_around_names_and_values_are_trimmed(tmp_path: Path, blank: str) -> None:
    header = f"{blank}id{blank},order{blank}day,{blank}x"
    source = opened(tmp_path / "a.csv", header, f"1,2024-01-01,{blank}v", "2,2024-01-02,w")
    assert names(source) == ["id", f"order{blank}day", "x"]
    assert rows(source)[0][2].strip() == "v"  # common blanks are taken away where a column is read


def test_names_that_differ_in_blanks_alone_are_made_unique(tmp_path: Path) -> None:
    assert names(opened(tmp_path / "a.csv", "id,id\u200b,\u00a0", "1,2,3", "4,5,6")) == ["id", "id_2", "column3"]
