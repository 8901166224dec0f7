"""Exports: every layout, encoding and name that text files come in, Parquet and JSON."""

from __future__ import annotations

import gzip
import json
import os
from typing import TYPE_CHECKING

import polars as pl
import pytest

from queries.errors import QuestionError
from queries.source import Source, open_source

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

GERMAN = "Kunde;Datum;Betrag\nMüller;01.02.2024;1,5\nJosé;02.02.2024;2,75\nÅse;03.02.2024;3,00\n"
CHINESE = "客户,日期,金额\n张三,2024-01-01,5\n李四,2024-01-02,6\n"


def rows(source: Source) -> list[tuple[object, ...]]:
    (table,) = source.tables()
    found = source.query(f"FROM {table.sql}").rows()
    assert table.rows == len(found)
    return found


def opened(path: Path, content: bytes | str) -> Source:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return open_source([path])


def names(source: Source) -> list[str]:
    return [column.name for column in source.tables()[0].columns]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_european_encodings(tmp_path: Path, encoding: str) -> None:
    source = opened(tmp_path / "a.csv", GERMAN.encode(encoding))
    assert names(source) == ["Kunde", "Datum", "Betrag"]
    assert rows(source)[1] == ("José", "02.02.2024", "2,75")


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_chinese_encodings(tmp_path: Path, encoding: str) -> None:
    source = opened(tmp_path / "订单.csv", CHINESE.encode(encoding))
    assert names(source) == ["客户", "日期", "金额"]
    assert rows(source)[0] == ("张三", "2024-01-01", "5")
    assert source.tables()[0].name == "订单"


def test_an_encoding_that_shows_only_far_down(tmp_path: Path) -> None:
    plain = "id,name\n" + "".join(f"{i},plain\n" for i in range(60_000))
    source = opened(tmp_path / "a.csv", plain.encode() + "60000,Müller\n".encode("cp1252"))
    assert rows(source)[-1] == ("60000", "Müller")


def test_one_broken_byte_does_not_spoil_utf_8(tmp_path: Path) -> None:
    text = "id,name\n" + "1,Müller\n" * 50
    source = opened(tmp_path / "a.csv", text.encode() + b"2,\xff\n")
    assert rows(source)[0] == ("1", "Müller")
    assert rows(source)[-1] == ("2", "�")


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("a;b\n1,5;2\n3,5;4\n", [("1,5", "2"), ("3,5", "4")]),
        ("a\tb c\n1\t2 3\n", [("1", "2 3")]),
        ("a|b\n1|2\n", [("1", "2")]),
        (" a  b\r\n 01   2.50\r\n 02  3\r\n", [("01", "2.50"), ("02", "3")]),
        ("sep=;\r\na;b\r\n1;2\r\n", [("1", "2")]),
        ("Report for May\n\na,b\n1,2\n3,4\n", [("1", "2"), ("3", "4")]),
        ("a,b\r\n1,2\n3,4\r5,6\r\n", [("1", "2"), ("3", "4"), ("5", "6")]),
        ("a,b\r1,2\r3,4\r", [("1", "2"), ("3", "4")]),
        ("a,b\n\n1,2\n\n\n3,4", [("1", "2"), ("3", "4")]),
        ('a,b\n1,"x\ny"\n2,"say ""hi"""\n', [("1", "x\ny"), ("2", 'say "hi"')]),
        ('a,b\n1,"x \\"y\\" z"\n2,"c"\n', [("1", 'x "y" z'), ("2", "c")]),
        ("a,b\n1,\x00x\n3,4\n", [("1", "\x00x"), ("3", "4")]),
        ('a,b\n1,""\n,2\n', [("1", None), (None, "2")]),
        ("mail\nx@y\nz@y\n", [("x@y",), ("z@y",)]),
        ("time\n2024-01-01 10:00\n2024-01-02 11:00\n", [("2024-01-01 10:00",), ("2024-01-02 11:00",)]),
        ("a,b\n", []),
    ],
)
def test_layouts(tmp_path: Path, content: str, expected: list[tuple[str | None, ...]]) -> None:
    source = opened(tmp_path / "a.csv", content)
    assert rows(source) == expected
    assert source.notes == ()


@pytest.mark.parametrize(
    ("content", "header"),
    [
        ("name,city\nalice,rome\nbob,paris\n", True),
        ("alice,buy\nbob,view\nalice,buy\n", False),
        ("1,2024-01-01,5\n2,2024-01-02,7\n", False),
        ("id,when,x\n1,2024-01-01,a\n2,2024-01-02,b\n", True),
        ("x,1,NULL\ny,2,3\nz,3,4\n", False),
        ("customer,2023,2024\nann,1,\nbea,,x\n", False),
    ],
)
def test_headers(tmp_path: Path, content: str, header: bool) -> None:
    source = opened(tmp_path / "a.csv", content)
    lines = content.splitlines()
    assert names(source) == (
        lines[0].split(",") if header else [f"column{n}" for n in range(1, len(names(source)) + 1)]
    )
    assert len(rows(source)) == len(lines) - header


def test_column_names_are_made_unique(tmp_path: Path) -> None:
    assert names(opened(tmp_path / "a.csv", "id,ID,,x y\n1,2,3,4\n")) == ["id", "ID_2", "column3", "x y"]


def test_malformed_lines_are_counted_and_cost_nothing_but_themselves(tmp_path: Path) -> None:
    content = 'a,b,c\n1,2,3\n4,5\n6,7,8,9\n5,6,7,\n\n"x"y",1,2\nq,"multi\nline",3\n1,2,"open\nz,1,2\nlonely\n'
    source = opened(tmp_path / "a.csv", content)
    assert rows(source) == [
        ("1", "2", "3"),
        ("4", "5", None),
        ("5", "6", "7"),
        ("q", "multi\nline", "3"),
        ("z", "1", "2"),
    ]
    assert source.notes == ("4 malformed lines of a.csv were left out.",)


def test_a_whole_million_lines_behind_a_broken_quote_survive(tmp_path: Path) -> None:
    lines = "".join(f"{i},x{i}\n" for i in range(200_000))
    source = opened(tmp_path / "a.csv", f'a,b\n1,"open\n{lines}')
    assert source.tables()[0].rows == 200_000
    assert source.notes == ("1 malformed line of a.csv was left out.",)


@pytest.mark.parametrize(
    "name",
    [
        "a b'c.csv",
        'q"u.csv',
        "x%20y.csv",
        "a[1].csv",
        "a*.csv",
        "w?.csv",
        "ü 中.csv",
        "a\\b.csv",
        "year=2024.csv",
    ],
)
def test_any_file_name_will_do(tmp_path: Path, name: str) -> None:
    (tmp_path / "ab.csv").write_text("other\n9\n")
    assert rows(opened(tmp_path / name, "a,b\n1,2\n")) == [("1", "2")]


def test_a_name_that_is_not_unicode(tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode(b"\xff\xfe.csv")
    assert rows(opened(path, "a,b\n1,2\n")) == [("1", "2")]


def test_content_decides_where_the_name_lies(tmp_path: Path, shop: Path) -> None:
    pl.DataFrame({"a": [1]}).write_parquet(tmp_path / "x.parquet")
    assert rows(open_source([(tmp_path / "x.parquet").rename(tmp_path / "x.csv")])) == [(1,)]
    assert open_source([shop.rename(tmp_path / "shop.csv")]).kind == "database"
    assert rows(opened(tmp_path / "j.csv", '{"a": 1}\n{"a": 2}\n')) == [(1,), (2,)]
    assert rows(opened(tmp_path / "g.csv", gzip.compress(b"a,b\n1,2\n"))) == [("1", "2")]
    assert rows(opened(tmp_path / "t.json", "a,b\n1,2\n")) == [("1", "2")]


@pytest.mark.parametrize("content", [GERMAN.encode(), GERMAN.encode("cp1252")])
def test_gzipped_text(tmp_path: Path, content: bytes) -> None:
    source = opened(tmp_path / "orders.csv.gz", gzip.compress(content))
    assert rows(source)[0] == ("Müller", "01.02.2024", "1,5")
    assert source.tables()[0].name == "orders"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.json", json.dumps([{"a": 1, "b": "é"}, {"a": 2.5, "b": None}]).encode()),
        ("a.jsonl", '{"a": 1, "b": "é"}\n\n{"a": 2.5}\n'.encode()),
        ("a.json", '\ufeff[{"a": 1, "b": "é"}, {"a": 2.5}]'.encode()),
        ("a.json", '[{"a": 1, "b": "é"}, {"a": 2.5}]'.encode("utf-16")),
        ("a.json", '[{"a": 1, "b": "é"}, {"a": 2.5}]'.encode("cp1252")),
        ("a.ndjson.gz", gzip.compress('{"a": 1, "b": "é"}\n{"a": 2.5}\n'.encode())),
    ],
)
def test_json(tmp_path: Path, name: str, content: bytes) -> None:
    source = opened(tmp_path / name, content)
    assert rows(source) == [(1.0, "é"), (2.5, None)]
    assert source.tables()[0].name == "a"


def test_json_values_of_several_types_and_broken_lines(tmp_path: Path) -> None:
    lines = ['{"a": 1, "b": {"c": 1}}'] * 3 + ['{"a": "x"}', '{"a": 2', '{"a": 3}']
    source = opened(tmp_path / "a.jsonl", "\n".join(lines))
    assert [row[0] for row in rows(source)] == ["1", "1", "1", "x", "3"]
    assert source.notes == ("1 malformed line of a.jsonl was left out.",)


def test_a_pattern_is_one_table_with_columns_by_name(tmp_path: Path) -> None:
    (tmp_path / "orders-1.csv").write_text("id,name\n1,x\n")
    (tmp_path / "orders-2.csv").write_text("name;id;more\ny;2;z\n")
    (tmp_path / "orders-3.csv").write_bytes("id,name\n3,ü\n".encode("cp1252"))
    (tmp_path / "orders-4.csv").write_text("")
    source = open_source([tmp_path / "orders-*.csv"])
    assert sorted(rows(source)) == [("1", "x", None), ("2", "y", "z"), ("3", "ü", None)]
    assert (source.tables()[0].name, source.title) == ("orders", "4 files")
    assert source.notes == ("orders-4.csv is empty and was left out.",)
    assert not source.changed()
    (tmp_path / "orders-5.csv").write_text("id,name\n5,x\n")
    assert source.changed()
    source.reload()
    assert source.tables()[0].rows == 4


def test_many_files_of_a_pattern_open_fast(tmp_path: Path) -> None:
    for day in range(366):
        (tmp_path / f"{day:03}.csv").write_text(f"id,day\n{day},{day}\n")
    source = open_source([tmp_path / "*.csv"])
    assert source.tables()[0].rows == 366
    assert source.query(f"SELECT sum(id::INT)::BIGINT FROM {source.tables()[0].sql}").item() == 66795


def test_files_of_several_kinds_beside_each_other(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("id,name\n1,x\n")
    (tmp_path / "b.jsonl").write_text('{"id": 1}\n')
    (tmp_path / "sub").mkdir()
    pl.DataFrame({"id": [1]}).write_parquet(tmp_path / "sub" / "a.parquet")
    source = open_source([tmp_path / "a.csv", tmp_path / "b.jsonl", tmp_path / "sub" / "a.parquet"])
    assert [table.name for table in source.tables()] == ["a", "b", "a_2"]
    assert source.query('SELECT count(*) FROM a, b, "a_2" WHERE b.id = "a_2".id').item() == 1
    assert (source.title, source.kind) == ("3 files", "files")


def test_nothing_but_the_files_is_read(tmp_path: Path) -> None:
    (tmp_path / "other.csv").write_text("a,b\n1,2\n")
    source = opened(tmp_path / "a.csv", "a,b\n1,2\n")
    for what in (f"'{tmp_path}/other.csv'", "'/etc/hostname'", "glob('/*')"):
        with pytest.raises(QuestionError):
            source.query(f"FROM {what}")
    with pytest.raises(QuestionError), source.connect() as connection:
        connection.execute(f"COPY (SELECT 1) TO '{tmp_path}/out.csv'")


def test_converted_files_are_private_and_go_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = opened(tmp_path / "a.csv", GERMAN.encode("utf-16"))
    assert source._exports is not None
    folder = source._exports.folder.path
    assert [path.name for path in folder.iterdir()] == ["converted-0"]
    assert (folder.stat().st_mode & 0o777, folder.parent.stat().st_mode & 0o777) == (0o700, 0o700)
    source.reload()
    assert not folder.exists()


@pytest.mark.parametrize(
    ("name", "count", "columns"),
    [
        ("online_retail/online_retail.parquet", 541_909, 8),
        ("ecom/ecom.csv", 31_106, 8),
        ("cdnow/CDNOW_master.txt", 69_659, 4),
        ("cdnow/CDNOW_sample.txt", 6_919, 5),
    ],
)
def test_public_data_sets(shared: Callable[[str], Path], name: str, count: int, columns: int) -> None:
    source = open_source([shared(name)])
    (table,) = source.tables()
    assert (table.rows, len(table.columns), source.notes) == (count, columns, ())
    assert source.query(f"SELECT count(*) FROM {table.sql}").item() == count
    assert source.sample(table.name).shape == (1000, columns)
