"""Excel workbooks: every sheet a table, with the types its cells have."""

from __future__ import annotations

import sys
import zipfile
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

import pytest
import xlsxwriter

from queries.errors import SourceError
from queries.source import Source, open_source

if TYPE_CHECKING:
    from pathlib import Path

Rows = list[list[Any]]

ORDERS: Rows = [["id", "day", "amount"], [1, date(2024, 1, 5), 2.5], [2, date(2024, 1, 6), 3.0], [3, None, 4]]


def write(path: Path, hidden: tuple[str, ...] = (), **sheets: Rows) -> Path:
    """A workbook of these sheets; a cell that is None is not written."""
    with xlsxwriter.Workbook(str(path)) as book:
        formats = {
            kind: book.add_format({"num_format": shape})
            for kind, shape in ((datetime, "yyyy-mm-dd hh:mm"), (date, "yyyy-mm-dd"), (time, "hh:mm"))
        }
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for at, row in enumerate(rows):
                for place, cell in enumerate(row):
                    if type(cell) in formats:
                        sheet.write_datetime(at, place, cell, formats[type(cell)])
                    elif isinstance(cell, str):
                        sheet.write_string(at, place, cell)
                    elif cell is not None:
                        sheet.write(at, place, cell)
            if name in hidden:
                sheet.hide()
    return path


def rows(source: Source, table: str) -> list[tuple[Any, ...]]:
    found = source.query(f"FROM {source.table(table).sql}").rows()
    assert source.table(table).rows == len(found)
    return found


def columns(source: Source, table: str) -> dict[str, str]:
    return {column.name: column.type for column in source.table(table).columns}


def test_a_workbook_of_one_sheet_is_named_after_its_file(tmp_path: Path) -> None:
    source = open_source([write(tmp_path / "orders.xlsx", Sheet1=ORDERS, Empty=[])])
    assert [table.name for table in source.tables()] == ["orders"]
    assert columns(source, "orders") == {"id": "BIGINT", "day": "DATE", "amount": "DOUBLE"}
    assert rows(source, "orders") == [(1, date(2024, 1, 5), 2.5), (2, date(2024, 1, 6), 3.0), (3, None, 4.0)]
    assert (source.notes, source.kind) == ((), "files")


def test_every_sheet_of_several_is_a_table(tmp_path: Path) -> None:
    people: Rows = [["id", "city"], [1, "Bonn"], [2, "Köln"]]
    path = write(tmp_path / "shop.xlsx", ("Secret",), Orders=ORDERS, People=people, Secret=people)
    (tmp_path / "shop_Orders.csv").write_text("a,b\n1,2\n")
    source = open_source([path, tmp_path / "shop_Orders.csv"])
    assert [table.name for table in source.tables()] == ["shop_Orders", "shop_People", "shop_Orders_2"]
    assert rows(source, "shop_People") == [(1, "Bonn"), (2, "Köln")]
    assert source.notes == ("The hidden sheet Secret of shop.xlsx was left out.",)
    assert source.query('SELECT count(*) FROM "shop_Orders" JOIN "shop_People" USING (id)').item() == 2


def test_workbooks_of_a_pattern_are_joined_sheet_by_sheet(tmp_path: Path) -> None:
    write(tmp_path / "jan-1.xlsx", January=ORDERS)
    write(tmp_path / "jan-2.xlsx", Other=ORDERS)
    source = open_source([tmp_path / "jan-*.xlsx"])
    assert [(table.name, table.rows) for table in source.tables()] == [("jan", 6)]
    write(tmp_path / "jan-2.xlsx", January=ORDERS, More=[["a"], ["x"]])
    source.reload()
    assert [(table.name, table.rows) for table in source.tables()] == [("jan_January", 6), ("jan_More", 1)]


def test_values_keep_their_meaning(tmp_path: Path) -> None:
    table: Rows = [
        ["code", "long", "mixed", "at", "clock", "flag", "words", "days"],
        ["00012", 8730000000001, 12345, datetime(2024, 1, 5, 10, 30), time(9, 15), True, " x ", date(2024, 1, 5)],
        ["00013", 8730000000002, "A-17", datetime(2024, 1, 6, 0, 0), "18:00:00", False, None, "unknown"],
    ]
    source = open_source([write(tmp_path / "a.xlsx", S=table)])
    assert columns(source, "a") == {
        "code": "VARCHAR",
        "long": "BIGINT",
        "mixed": "VARCHAR",
        "at": "TIMESTAMP",
        "clock": "VARCHAR",
        "flag": "BOOLEAN",
        "words": "VARCHAR",
        "days": "VARCHAR",
    }
    assert rows(source, "a") == [
        (
            "00012",
            8730000000001,
            "12345",
            datetime(2024, 1, 5, 10, 30),
            "09:15:00",
            True,
            " x ",
            "2024-01-05",
        ),
        ("00013", 8730000000002, "A-17", datetime(2024, 1, 6), "18:00:00", False, None, "unknown"),
    ]


def test_a_table_is_found_wherever_it_stands(tmp_path: Path) -> None:
    report: Rows = [
        [],
        [None, "Sales report"],
        [None, "Period", "2024"],
        [],
        [None, "id\u00a0", "day", None, "amount", "note", "note"],
        *([None, i, date(2024, 1, 1 + i), None, i * 1.5, None, "x"] for i in range(12)),
        [None, "id\u00a0", "day", None, "amount", "note", "note"],
        [],
        [None, 12, date(2024, 2, 1), None, 7.25, None, "y"],
        [],
        [None, "Generated on 2024-03-01"],
    ]
    source = open_source([write(tmp_path / "a.xlsx", S=report)])
    assert list(columns(source, "a")) == ["id", "day", "amount", "note", "note_2"]
    found = rows(source, "a")
    assert (len(found), found[-1][1:]) == (13, ("2024-02-01", "7.25", None, "y"))
    assert source.notes == (
        "1 further header row of S in a.xlsx was left out.",
        "1 malformed line of S in a.xlsx was left out.",
    )


def test_a_second_header_row_costs_no_types(tmp_path: Path) -> None:
    table: Rows = [["id", "day", "paid"], ["number", "date", "EUR"]]
    table += [[i, date(2024, 1, 1 + i), i * 1.5] for i in range(12)]
    source = open_source([write(tmp_path / "a.xlsx", S=table)])
    assert columns(source, "a") == {"id": "BIGINT", "day": "DATE", "paid": "DOUBLE"}
    assert source.notes == ("1 further header row of S in a.xlsx was left out.",)


def test_a_total_stays(tmp_path: Path) -> None:
    table: Rows = [["customer", "day", "paid"], *([f"P{i}", date(2024, 1, 1 + i), 1.5] for i in range(12))]
    source = open_source([write(tmp_path / "a.xlsx", S=[*table, ["Total", None, 18.0]])])
    assert rows(source, "a")[-1] == ("Total", None, 18.0)


def test_sheets_without_rows_headers_or_names(tmp_path: Path) -> None:
    source = open_source([write(tmp_path / "a.xlsx", Head=[["id", "day"]], Bare=[[1, 2.5], [2, 3.5]])])
    assert columns(source, "a_Head") == {"id": "VARCHAR", "day": "VARCHAR"}
    assert rows(source, "a_Head") == []
    assert columns(source, "a_Bare") == {"column1": "BIGINT", "column2": "DOUBLE"}


def test_charts_and_odd_cells_do_no_harm(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    with xlsxwriter.Workbook(str(tmp_path / "a.xlsx")) as book:
        sheet, long = book.add_worksheet("S"), book.add_format({"num_format": "[h]:mm"})
        sheet.write_row(0, 0, ["id", "error", "took", "sum", "none"])
        for row in (1, 2):
            sheet.write_number(row, 0, row)
            sheet.write_formula(row, 1, "=NA()", None, "#N/A")
            sheet.write_number(row, 2, 1.5, long)
            sheet.write_formula(row, 3, "=1+1", None, 2)
        chart = book.add_chart({"type": "line"})
        chart.add_series({"values": "=S!$A$2:$A$3"})
        book.add_chartsheet("Chart").set_chart(chart)
    source = open_source([tmp_path / "a.xlsx"])
    assert [(row[0], row[1], row[3], row[4]) for row in rows(source, "a")] == [(1, None, 2, None), (2, None, 2, None)]
    assert capfd.readouterr() == ("", "")


def test_an_open_document(tmp_path: Path) -> None:
    heads = [
        f'<table:table-cell office:value-type="string"><text:p>{name}</text:p></table:table-cell>' for name in "ab"
    ]
    values = [f'<table:table-cell office:value-type="float" office:value="{value}"/>' for value in (1, 2.5)]
    cells = "".join(f"<table:table-row>{''.join(row)}</table:table-row>" for row in (heads, values))
    spaces = "".join(
        f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    content = (
        f'<?xml version="1.0"?><office:document-content{spaces}><office:body><office:spreadsheet>'
        f'<table:table table:name="S">{cells}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    manifest = '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    with zipfile.ZipFile(tmp_path / "a.ods", "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", manifest)
        archive.writestr("content.xml", content)
    assert rows(open_source([tmp_path / "a.ods"]), "a") == [(1, 2.5)]


def test_content_decides_where_the_name_lies(tmp_path: Path) -> None:
    path = write(tmp_path / "a.xlsx", S=ORDERS)
    assert open_source([path.rename(tmp_path / "b.csv")]).tables()[0].rows == 3
    with zipfile.ZipFile(tmp_path / "c.xlsx", "w") as archive:
        archive.writestr("orders.csv", "a,b\n1,2\n")
    with pytest.raises(SourceError, match=r"c\.xlsx is a zip archive, not an Excel workbook\. Unpack it"):
        open_source([tmp_path / "c.xlsx"])


def test_a_workbook_that_is_cut_off_or_encrypted(tmp_path: Path) -> None:
    content = write(tmp_path / "a.xlsx", S=ORDERS).read_bytes()
    (tmp_path / "a.xlsx").write_bytes(content[: len(content) // 2])
    with pytest.raises(SourceError, match=r"a\.xlsx cannot be read as an Excel workbook: .*\. Check that the copy"):
        open_source([tmp_path / "a.xlsx"])
    compound = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000)
    (tmp_path / "b.xlsx").write_bytes(compound + "EncryptedPackage".encode("utf-16-le") + bytes(2000))
    with pytest.raises(SourceError, match=r"b\.xlsx is encrypted\. Save a copy without a password"):
        open_source([tmp_path / "b.xlsx"])
    write(tmp_path / "c.xlsx", ("B",), A=[], B=ORDERS)
    with pytest.raises(SourceError, match=r"c\.xlsx holds no table: every sheet is empty or hidden\."):
        open_source([tmp_path / "c.xlsx"])


def test_what_is_missing_is_named_where_the_library_is_not_installed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(tmp_path / "a.xlsx", S=ORDERS)
    monkeypatch.setitem(sys.modules, "fastexcel", None)
    with pytest.raises(SourceError) as caught:
        open_source([path])
    assert caught.value.what == "a.xlsx is an Excel workbook, and the library that reads these is not installed."
    assert caught.value.todo == 'Install it: pip install "regulars[excel]".'


def test_the_file_is_not_written_to(tmp_path: Path) -> None:
    path = write(tmp_path / "a.xlsx", S=ORDERS)
    before = path.read_bytes()
    path.chmod(0o400)
    source = open_source([path])
    assert (path.read_bytes(), [file.name for file in tmp_path.iterdir()]) == (before, ["a.xlsx"])
    assert not source.changed()
