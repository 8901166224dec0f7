"""`regulars run`: questions answered on standard output or in a file."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from queries.errors import UsageError
from queries.export import FORMATS
from queries.question.periods import Grain
from tui.cli.output import FORMAT_NAMES, TABLE, Output
from tui.cli.run import GRAINS

if TYPE_CHECKING:
    from pathlib import Path


def test_what_is_written_out_is_what_there_is() -> None:
    assert tuple(Grain) == GRAINS


@pytest.mark.parametrize("name", FORMAT_NAMES)
def test_a_terminal_gets_what_can_be_read(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    assert Output.of(None, name, tmp_path / "x", False, "block").format == name
    if name == TABLE or FORMATS[name].is_text:
        assert Output.of(None, name, None, False, "block").format == name
        return
    with pytest.raises(UsageError, match=f"^{FORMATS[name].title} is not for reading on a terminal"):
        Output.of(None, name, None, False, "block")


def test_a_table(regulars: Any, shop: Path) -> None:
    done = regulars("run", "rfm", shop)
    assert done.exit_code == 0
    title, scope, *rest = done.stdout.splitlines()
    assert title == "RFM"
    assert "by month · all events · all channels · everyone" in scope
    assert any(line.startswith("champions") for line in rest)
    assert all(len(line) <= 120 for line in rest if not line.startswith("Note"))
    assert done.stderr == ""


def test_stdout_carries_data_only(regulars: Any, shop: Path) -> None:
    done = regulars("run", "frequency", shop, "--format", "csv")
    assert done.stdout.startswith("period,")
    assert "Note:" not in done.stdout
    assert "Note: " in done.stderr


def test_json_repeats_itself(regulars: Any, shop: Path) -> None:
    done = regulars(
        "run", "rfm", shop, "--from", "2024", "--to", "2024-06", "--grain", "week", "--event", "purchase",
        "--where", "orders>1", "--segment", "rfm=Loyal", "--set", "bins=5", "--set", "rfm.window=300",
        "--as-of", "2024-09-01", "--format", "json",
    )  # fmt: skip
    assert done.exit_code == 0, done.stderr
    said = json.loads(done.stdout)
    values = said["scope"]["values"]
    assert (values["from"], values["to"], values["grain"]) == ("2024-01-01", "2024-06-30", "week")
    assert (values["segment"], values["where"], values["events"]) == ("rfm=Loyal", ["orders>1"], ["purchase"])
    import shlex

    program, *words = shlex.split(said["command"])
    assert program == "regulars"
    again = json.loads(regulars(*words, "--format", "json").stdout)
    assert again == said


BEGINS = {"csv": b"segment,", "json": b"{", "jsonl": b'{"segment', "parquet": b"PAR1", "markdown": b"## RFM"}


@pytest.mark.parametrize("name", FORMATS)
def test_a_file_is_written_as_its_name_says(regulars: Any, shop: Path, tmp_path: Path, name: str) -> None:
    asked = tmp_path / "asked"
    assert regulars("run", "rfm", shop, "--format", name, "-o", asked).exit_code == 0
    assert asked.read_bytes().startswith(BEGINS.get(name, b""))
    for suffix in FORMATS[name].suffixes:
        named = tmp_path / f"x{suffix}"
        done = regulars("run", "rfm", shop, "-o", named)
        assert (done.exit_code, done.stdout) == (0, "")
        assert named.read_bytes() == asked.read_bytes()


def test_a_name_that_says_nothing_is_a_table(regulars: Any, shop: Path, tmp_path: Path) -> None:
    path = tmp_path / "x.txt"
    done = regulars("run", "rfm", shop, "-o", path)
    assert (done.exit_code, done.stdout) == (0, "")
    assert path.read_bytes().startswith(b"RFM\n")


def test_parquet_keeps_lists(regulars: Any, shop: Path, tmp_path: Path) -> None:
    regulars("run", "rfm", shop, "-o", tmp_path / "x.parquet")
    assert pl.read_parquet(tmp_path / "x.parquet")["trend"].dtype == pl.List(pl.Float64)


def test_a_part(regulars: Any, shop: Path) -> None:
    done = regulars("run", "rfm", shop, "--part", "thresholds", "--format", "csv")
    assert done.stdout.startswith("cut,")


def test_the_chart_stands_below_the_table(regulars: Any, shop: Path) -> None:
    plain = regulars("run", "frequency", shop, "--chart").stdout
    table = regulars("run", "frequency", shop).stdout
    assert plain.startswith(table.rstrip())
    chart = plain[len(table) :]
    assert "Interactions by period" in chart
    assert "└" in chart
    assert "\x1b" not in plain  # a pipe is no terminal
    trend = regulars("run", "rfm", shop, "--chart", "--marker", "ascii").stdout
    assert "Trend of champions" in trend


def test_the_chart_comes_along_into_markdown_and_nowhere_else(regulars: Any, shop: Path, tmp_path: Path) -> None:
    report = tmp_path / "report.md"
    assert regulars("run", "frequency", shop, "--chart", "-o", report).exit_code == 0
    text = report.read_text("utf-8")
    assert "\n    Interactions by period\n" in text
    assert text.index("| Period |") < text.index("    Interactions by period") < text.index("regulars run frequency")
    refused = regulars("run", "frequency", shop, "--chart", "--format", "csv")
    assert refused.exit_code == 2
    assert "CSV has no place for a chart. Use --chart with table, markdown." in refused.stderr


def test_markers(regulars: Any, shop: Path) -> None:
    for marker, sign in (("block", "▆"), ("ascii", "#"), ("braille", "⣿")):
        drawn = regulars("run", "rfm", shop, "--marker", marker).stdout
        assert [one in drawn for one in "▆#⣿"] == [one == sign for one in "▆#⣿"]


@pytest.mark.parametrize(
    ("args", "code", "sentence"),
    [
        (["rfmm"], 2, "no metric called “rfmm”. Did you mean rfm"),
        (["rfm", "--set", "bin=3"], 2, "no parameter “bin”. Did you mean bins?"),
        (["rfm", "--set", "bins=99"], 2, "bins cannot be 99"),
        (["rfm", "--from", "2024-13"], 2, "is not a date"),
        (["rfm", "--from", "2025", "--to", "2024"], 2, "ends on 2024-12-31 before it begins"),
        (["rfm", "--segment", "loyal"], 2, "is not a segment"),
        (["rfm", "--segment", "rfm=lawyers"], 2, "has no segment “lawyers”"),
        (["rfm", "--where", "nonsense"], 2, "is not a condition"),
        (["rfm", "--part", "half"], 2, "no part “half”"),
        (["rfm", "--split", "event"], 2, "cannot be split"),
        (["rfm", "--tz", "Mars/Base"], 2, "no time zone"),
        (["rfm", "--memory", "lots"], 2, "not an amount of memory"),
        (["rfm", "--map", "missing.toml"], 2, "missing.toml"),
        (["rfm", "--colour"], 2, "No such option"),
        (["rfm", "-o", "/no/such/folder/x.csv"], 2, "no folder /no/such/folder"),
    ],
)
def test_wrong_usage_is_told_in_one_line(regulars: Any, shop: Path, args: list[str], code: int, sentence: str) -> None:
    done = regulars("run", args[0], shop, *args[1:])
    assert (done.exit_code, done.stdout) == (code, "")
    assert done.stderr.startswith("regulars: ")
    assert sentence in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_file_that_is_not_there(regulars: Any) -> None:
    done = regulars("run", "rfm", "nowhere.duckdb")
    assert (done.exit_code, done.stdout) == (3, "")
    assert done.stderr.startswith("regulars: nowhere.duckdb is not in ")


def test_the_data_are_never_overwritten(regulars: Any, shop: Path) -> None:
    before = shop.read_bytes()
    done = regulars("run", "rfm", shop, "-o", shop)
    assert done.exit_code == 2
    assert "holds the data" in done.stderr
    assert shop.read_bytes() == before


def test_a_question_that_cannot_be_answered(regulars: Any, tmp_path: Path) -> None:
    path = tmp_path / "visits.csv"
    path.write_text("customer_id,visited_at\n" + "".join(f"C{n % 7},2024-03-{n % 28 + 1:02}\n" for n in range(60)))
    mapping = tmp_path / "map.toml"
    mapping.write_text(
        '[[events]]\ntable = "visits"\ncustomer = "customer_id"\ntime = "visited_at"\nevent = { value = "visit" }\n'
    )
    done = regulars("run", "rfm", path, "--map", mapping)
    assert (done.exit_code, done.stdout) == (1, "")
    assert "purchase" in done.stderr
    assert done.stderr.count("\n") == 1


def test_an_unforeseen_error_is_written_down(
    regulars: Any, shop: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("secret detail")

    monkeypatch.setattr("tui.cli.answering.answer", broken)
    done = regulars("run", "rfm", shop)
    assert (done.exit_code, done.stdout) == (1, "")
    assert "ZeroDivisionError" in done.stderr
    assert "secret detail" not in done.stderr
    (log,) = tmp_path.rglob("regulars.log")
    assert str(log) in done.stderr
    assert "secret detail" in log.read_text()


def test_an_uncertain_mapping_is_not_guessed(regulars: Any, tmp_path: Path) -> None:
    path = tmp_path / "odd.csv"
    path.write_text("a,b\n1,2\n3,4\n")
    done = regulars("run", "rfm", path)
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr.startswith("regulars: It is not certain what odd.csv means: ")
    assert "who and when? Answer on the mapping screen" in done.stderr
    assert done.stderr.count("\n") == 1
