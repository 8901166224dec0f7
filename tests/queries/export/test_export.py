"""Answers written as CSV, JSON, JSON Lines, Parquet and Markdown."""

from __future__ import annotations

import csv
import io
import json
import math
import os
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import polars as pl
import pyarrow.parquet as pq
import pytest

from queries import catalogue
from queries.answering.result import Result
from queries.catalogue import Column, Figure, Metric, Unit
from queries.errors import QuestionError, UsageError
from queries.export import FORMATS, Format, write
from queries.question.question import Question

if TYPE_CHECKING:
    from collections.abc import Iterator

COLUMNS = (
    Column("name", "who", Unit.TEXT, key=True),
    Column("period", "when", Unit.DATE, key=True),
    Column("revenue", "how much", Unit.MONEY),
    Column("share", "which part", Unit.SHARE),
    Column("trend", "how it went", Unit.TREND),
)
FRAME = pl.DataFrame(
    {
        "name": ["=SUM(A1)", "Zoë | 王\x1b[31m\u202e", 'a,\n“b”"'],
        "period": [date(2024, 1, 1), date(2024, 2, 1), None],
        "revenue": [1234.5, math.nan, None],
        "share": [0.085, math.inf, 1.0],
        "trend": [[1.0, None, 3.0], [], None],
    }
)


@pytest.fixture
def result() -> Iterator[Result]:
    with catalogue.forgotten_after():
        metric = catalogue.register(
            Metric(
                id="tried",
                title="Tried *out*",
                question="Does it work?",
                kind="measure",
                function=None,  # type: ignore[arg-type]
                columns=COLUMNS,
                formula="",
                source="",
            )
        )
        yield Result(
            metric,
            Question("tried"),
            FRAME,
            COLUMNS,
            parts={"more": ((Column("n", "how many"),), pl.DataFrame({"n": [1]}))},
            figures=(Figure("Gini", math.nan, Unit.NUMBER, 0.5, 0.6, 12),),
            findings=("Less than <half>",),
            notes=("3 rows set aside",),
            scope={"from": "2024-01-01", "grain": "month", "events": []},
            scope_words="2024 · by month",
            currency="EUR",
        )


def written(result: Result, format_: str, **more: object) -> str:
    stream = io.BytesIO()
    write(result, stream, format_, command="regulars run tried shop.duckdb", **more)  # type: ignore[arg-type]
    return stream.getvalue().decode()


def test_csv(result: Result) -> None:
    header, *rows = csv.reader(io.StringIO(written(result, "csv")))
    assert header == ["name", "period", "revenue", "share", "trend"]
    assert rows[0] == ["'=SUM(A1)", "2024-01-01", "1234.5", "0.085", "1.0;;3.0"]
    assert rows[1][0] == "Zoë | 王\x1b[31m\u202e"
    assert rows[2] == ['a,\n“b”"', "", "", "1.0", ""]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_csv_runs_no_formulas(result: Result, start: str) -> None:
    text = f"{start}cmd|' /C calc'!A0"
    frame = pl.DataFrame({text: pl.Series([text], dtype=pl.Enum([text])), "list": [[text]], "n": [-1]})
    tried = replace(result, frame=frame, columns=tuple(Column(name, "") for name in frame.columns))
    assert list(csv.reader(io.StringIO(written(tried, "csv"), newline=""))) == [
        [f"'{text}", "list", "n"],
        [f"'{text}", f"'{text}", "-1"],
    ]
    assert list(csv.reader(io.StringIO(written(tried, "csv", formulas=True), newline=""))) == [
        [text, "list", "n"],
        [text, text, "-1"],
    ]


def test_json_says_what_it_is(result: Result) -> None:
    text = written(result, "json")
    assert "\x1b" not in text
    assert "\u202e" not in text
    said = json.loads(text)
    rows = said.pop("rows")
    assert rows[0] == {
        "name": "=SUM(A1)", "period": "2024-01-01", "revenue": 1234.5, "share": 0.085, "trend": [1.0, None, 3.0],
    }  # fmt: skip
    assert rows[1]["name"] == "Zoë | 王\x1b[31m\u202e"
    assert rows[1]["revenue"] is rows[1]["share"] is rows[2]["trend"] is None
    assert said == {
        "metric": "tried",
        "question": "Does it work?",
        "parameters": {},
        "scope": {
            "words": "2024 · by month",
            "values": {"from": "2024-01-01", "grain": "month", "events": []},
        },
        "currency": "EUR",
        "columns": [{"name": c.name, "unit": c.unit.value, "meaning": c.meaning} for c in COLUMNS],
        "figures": [{"name": "Gini", "value": None, "unit": "number", "low": 0.5, "high": 0.6, "n": 12}],
        "findings": ["Less than <half>"],
        "notes": ["3 rows set aside"],
        "command": "regulars run tried shop.duckdb",
    }


def test_json_lines(result: Result) -> None:
    lines = written(result, "jsonl").splitlines()
    assert [json.loads(line)["name"] for line in lines] == FRAME["name"].to_list()


def test_parquet_keeps_types_and_meaning(result: Result, tmp_path: Path) -> None:
    path = tmp_path / "answer.parquet"
    write(result, path, "parquet", command="regulars run tried")
    assert pl.read_parquet(path).equals(FRAME)
    schema = pq.read_schema(path)
    assert schema.field("revenue").metadata == {b"unit": b"money", b"meaning": b"how much"}
    assert json.loads(schema.metadata[b"regulars"])["notes"] == ["3 rows set aside"]
    assert json.loads(schema.metadata[b"scope"])["words"] == "2024 · by month"
    assert schema.metadata[b"command"] == b"regulars run tried"


def test_markdown_is_safe_and_readable(result: Result) -> None:
    text = written(result, "markdown")
    assert "## Tried \\*out\\*" in text
    assert "| =SUM(A1) | 2024-01 | €1,234.50 | 8.5 % | ▃ ▆ |" in text
    assert r"| Zoë \| 王␛\[31m� | 2024-02 | NaN | ∞ |  |" in text
    assert "- Gini: NaN (0.5 to 0.6, n = 12)" in text
    assert r"- Less than \<half\>" in text
    assert "\n- 3 rows set aside\n" in text
    assert "    regulars run tried shop.duckdb" in text


@pytest.fixture(params=FORMATS.values(), ids=FORMATS.keys())
def form(request: pytest.FixtureRequest) -> Format:
    """Each format there is."""
    form: Format = request.param
    return form


def content(result: Result, form: Format) -> bytes:
    stream = io.BytesIO()
    write(result, stream, form.name)
    return stream.getvalue()


def test_only_what_is_text_is_said_to_be(result: Result, form: Format) -> None:
    assert (b"\0" not in content(result, form)) == form.is_text


def test_notes_are_carried_where_the_declaration_says_so(result: Result, form: Format) -> None:
    assert (b"3 rows set aside" in content(result, form)) == form.carries_notes


def test_an_empty_answer_has_its_columns(result: Result, form: Format) -> None:
    names = content(replace(result, frame=FRAME.clear()), form).decode(errors="replace").casefold()
    assert [column.name in names for column in COLUMNS] == [form.names_columns] * len(COLUMNS)
    if not form.names_columns:
        assert names == ""


def test_an_empty_answer_as_others_read_it(result: Result, tmp_path: Path) -> None:
    empty = replace(result, frame=FRAME.clear())
    assert written(empty, "csv") == "name,period,revenue,share,trend\n"
    said = json.loads(written(empty, "json"))
    assert (said["rows"], [column["name"] for column in said["columns"]]) == ([], FRAME.columns)
    header = "| Name | Period | Revenue | Share | Trend |\n| --- | --- | ---: | ---: | --- |\n"
    assert header in written(empty, "markdown")
    write(empty, tmp_path / "empty.parquet", "parquet")
    assert pl.read_parquet(tmp_path / "empty.parquet").equals(FRAME.clear())


@pytest.fixture
def unusual(result: Result) -> Result:
    """A row of types that text has no form for."""
    frame = pl.DataFrame(
        {
            "time": [datetime(2024, 1, 1, 3, 4, 5)],
            "length": [timedelta(hours=36)],
            "bytes": [b"\xff"],
            "nothing": [None],
            "times": [[datetime(2024, 1, 1)]],
            "large": pl.Series([2**63], dtype=pl.UInt64),
        }
    )
    return replace(result, frame=frame, columns=tuple(Column(name, "", Unit.TEXT) for name in frame.columns))


def test_every_format_takes_unusual_types(unusual: Result, form: Format) -> None:
    assert len(content(unusual, form)) > len(content(replace(unusual, frame=unusual.frame.clear()), form))


def test_unusual_types_as_text(unusual: Result) -> None:
    row = json.loads(written(unusual, "jsonl"))
    assert (row["length"], row["bytes"], row["nothing"], row["large"]) == (1.5, "ff", None, 2**63)
    assert row["time"].startswith("2024-01-01T03:04:05")
    line = written(unusual, "csv").splitlines()[1]
    assert line.endswith(",1.5,ff,,2024-01-01T00:00:00.000000,9223372036854775808")


def test_a_part(result: Result) -> None:
    assert written(result, "csv", part="more") == "n\n1\n"
    assert json.loads(written(result, "json", part="more"))["part"] == "more"
    with pytest.raises(UsageError, match=r"no part “less”.*It has more"):
        written(result, "csv", part="less")
    with pytest.raises(UsageError, match="no format"):
        written(result, "xlsx")


def test_a_file_is_whole_or_absent(result: Result, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "answer.csv"
    path.write_text("before")
    with pytest.raises(UsageError):
        write(result, path, "csv", part="less")
    assert path.read_text() == "before"
    write(result, path, "csv")
    assert path.read_text().startswith("name,")
    assert [entry.name for entry in tmp_path.iterdir()] == ["answer.csv"]


def test_where_a_file_cannot_be(result: Result, tmp_path: Path) -> None:
    source = tmp_path / "shop.duckdb"
    source.write_text("data")
    link = tmp_path / "link.csv"
    link.symlink_to(source)
    for path in (source, link, tmp_path / "shop.duckdb.wal"):
        with pytest.raises(UsageError, match="holds the data"):
            write(result, path, "csv", sources=[source])
    assert source.read_text() == "data"
    with pytest.raises(UsageError, match="no folder"):
        write(result, tmp_path / "nowhere" / "x.csv", "csv")
    with pytest.raises(UsageError, match="is a folder"):
        write(result, tmp_path, "csv")
    with pytest.raises(QuestionError, match="could not be written"):
        write(result, tmp_path / f"{'x' * 300}.csv", "csv")


def test_nothing_is_written_over_what_was_given_or_beside_a_database(result: Result, tmp_path: Path) -> None:
    real = tmp_path / "real" / "shop.data"
    real.parent.mkdir()
    real.write_text("data")
    given = tmp_path / "given.data"
    given.symlink_to(real)
    os.link(real, tmp_path / "hard.csv")
    names = [
        given,
        real,
        tmp_path / "hard.csv",
        tmp_path / "real" / ".." / "given.data",
        real.with_name("shop.data.wal"),
        real.with_name("SHOP.Data.WAL"),
        real.with_name("shop.data.wal.recovery"),
    ]
    for path in names:
        with pytest.raises(UsageError, match="holds the data"):
            write(result, path, "csv", sources=[given])
    assert real.read_text() == "data"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["given.data", "hard.csv", "real"]
    assert [path.name for path in real.parent.iterdir()] == ["shop.data"]


def test_no_database_is_a_target(result: Result, tmp_path: Path) -> None:
    with duckdb.connect(str(tmp_path / "duck.duckdb")) as connection:
        connection.execute("CREATE TABLE t AS SELECT 1")
    (tmp_path / "duck.duckdb").rename(tmp_path / "duck.csv")
    with closing(sqlite3.connect(tmp_path / "lite.csv")) as lite:
        lite.execute("CREATE TABLE t (i)")
    before = {path: path.read_bytes() for path in tmp_path.iterdir()}
    (tmp_path / "link.csv").symlink_to(tmp_path / "lite.csv")
    for name in (
        "duck.csv",
        "lite.csv",
        "link.csv",
        "new.duckdb",
        "new.DB",
        "new.sqlite",
        "new.db.wal",
        "new.sqlite-wal",
    ):
        with pytest.raises(UsageError, match="is a database or is named like one"):
            write(result, tmp_path / name, "csv")
    (tmp_path / "link.csv").unlink()
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_a_device_is_written_directly(result: Result) -> None:
    write(result, Path("/dev/null"), "csv")
    assert not Path("/dev/null").is_file()
