"""CONTRIBUTING says what works: its code runs as printed, its commands find what they name, its map is the house."""

from __future__ import annotations

import inspect
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import duckdb
import polars as pl
import pytest

from queries import catalogue
from queries.data.data import Data
from queries.question.scope import Scope
from queries.segments.membership import membership
from tests.bench.cases import Case
from tests.bench.compare import assert_same
from tests.test_house import ROOMS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from queries.answering.result import Result
    from queries.eventlog.model import EventLog

Names: TypeAlias = dict[str, dict[str, Any]]

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```$", TEXT, flags=re.M | re.S)
COMMANDS = [
    line.partition(" #")[0].strip() for language, text in BLOCKS if language == "console" for line in text.splitlines()
]
TARGETS = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), flags=re.M))


def blocks(language: str) -> dict[str, str]:
    """The blocks of a language by the file that their first line names."""
    found = [text for own, text in BLOCKS if own == language]
    return {text.partition("\n")[0].strip("#- "): text for text in found}


CODE, SQL = blocks("python"), blocks("sql")


@pytest.fixture(scope="module")
def names() -> Iterator[Names]:
    """File → the names its block defines, run as printed; what the blocks declare is forgotten afterwards."""
    with catalogue.forgotten_after():
        made: Names = {}
        for file, text in CODE.items():
            space = {"__name__": file.removesuffix(".py").replace("/", "."), "Case": Case}
            exec(compile(text, file, "exec"), space)
            made[file] = space
        yield made


def test_every_block_is_of_a_kind_that_is_run() -> None:
    assert {language for language, _ in BLOCKS} == {"python", "sql", "console"}
    assert len(CODE) == 4
    assert len(SQL) == 1
    assert COMMANDS


def test_the_test_of_the_metric_passes_as_printed(
    names: Names, log_of: Callable[..., EventLog], answer: Callable[..., Result]
) -> None:
    fixtures = {"log_of": log_of, "answer": answer}
    space = names["tests/queries/metrics/habits/test_busiest.py"]
    tests = [made for name, made in space.items() if name.startswith("test_")]
    assert tests
    for test in tests:
        test(**{name: fixtures[name] for name in inspect.signature(test).parameters})


def test_the_twin_agrees_as_the_case_says(
    names: Names, log_of: Callable[..., EventLog], answer: Callable[..., Result]
) -> None:
    case = eval(CODE["tests/bench/cases.py"], {"Case": Case})
    assert f"tests/sql/habits/{case.name}.sql" in SQL
    rows = [("ann", "2024-01-01"), ("ann", "2024-01-01T10:00:00"), ("bob", "2024-01-01"), ("bob", "2024-01-02")]
    result = answer(log_of(*rows), case.metric)
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE events (customer VARCHAR, time TIMESTAMP)")
        connection.executemany("INSERT INTO events VALUES (?, ?)", rows)
        twin = connection.sql(*SQL.values(), params={"as_of": "2024-01-03"}).pl()
    assert_same(case, result.frame, twin)


def test_the_segmentation_parts_the_customers(
    names: Names, log_of: Callable[..., EventLog], answer: Callable[..., Result]
) -> None:
    log = log_of(("ann", "2024-01-01"), ("ann", "2024-01-02"), ("bob", "2024-01-02"), ("cem", "2024-01-02", "visit"))
    frame = answer(log, "buyer_kind", worth="no").frame
    assert frame.select("segment", "customers").rows() == [("again", 1), ("once", 1), ("no purchase", 1)]
    members = membership(Data(log, Scope()), "buyer_kind").select(pl.col("segment").cast(pl.String))
    assert members.collect().to_series().to_list() == ["again", "once", "no purchase"]


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_finds_what_it_names(command: str) -> None:
    words = shlex.split(command)
    if words[0] == "make":
        assert words[1] in TARGETS
        return
    assert words[:3] == [".venv/bin/python", "-m", "pytest"], f"nobody knows how to try “{command}”"
    options = ["--collect-only", "-q", "-p", "no:cacheprovider"]
    tried = [sys.executable, *words[1:], *options]
    done = subprocess.run(tried, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search(r"^\d+(/\d+)? tests? collected", done.stdout, flags=re.M), done.stdout


def test_every_make_target_it_speaks_of_exists() -> None:
    named = set(re.findall(r"`make ([a-z-]+)", TEXT)) | set(re.findall(r"&& make ([a-z-]+)", TEXT))
    assert {"check", "test", "docs", "bench", "recovery"} <= named <= TARGETS


def test_every_place_it_names_exists() -> None:
    named = set(re.findall(r"`((?:queries|tui|tests|sample_data)/[\w./]*)`", TEXT))
    assert len(named) > 25
    assert [place for place in sorted(named) if not (ROOT / place).exists()] == []


def test_its_map_shows_the_rooms_in_their_order() -> None:
    table = TEXT.partition("| storey |")[2].partition("\n\n")[0]
    drawn = re.findall(r"^\| [\w ]*\| `queries/(\w+)(?:/|\.py)` \|", table, flags=re.M)
    assert drawn == list(reversed(ROOMS["queries"]))
