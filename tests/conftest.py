"""What tests everywhere stand on: real small files, a generated shop, and the public data where they are at hand."""

from __future__ import annotations

import gc
import re
from contextlib import closing
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import pytest
from hypothesis import settings

from queries import wording
from queries.answering.runner import Runner
from queries.eventlog.build import build
from queries.mapping.model import CustomerTable, EventTable, Field, Mapping, Meaning
from queries.question.question import Question
from queries.source import open_source
from queries.source.hardening import Limits, connect_database
from sample_data import Truth, generate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from queries.answering.result import Result
    from queries.eventlog.model import EventLog
    from queries.question.scope import Scope

# How long an example takes depends on what else the machine does; what is slow is told by the benchmark.
settings.register_profile("gate", deadline=None, derandomize=True, database=None)
settings.register_profile("searching", deadline=None, print_blob=True)
settings.load_profile("gate")
"""The gate tries the same examples every time; `make soak` looks for others, with `--hypothesis-profile=searching`."""

SHARED = Path(__file__).parents[2] / "shared"

PURCHASES = Mapping(
    events=(
        EventTable(
            "events",
            {
                Meaning.CUSTOMER: Field("customer"),
                Meaning.TIME: Field("time"),
                Meaning.EVENT: Field("event"),
                Meaning.AMOUNT: Field("amount"),
                Meaning.CHANNEL: Field("channel"),
            },
        ),
    ),
    roles={"purchase": ("purchase",), "refund": ("refund",)},
)
"""What `log_of` reads its rows by."""


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Every test begins and ends in English, and so does every program it starts, whatever this machine speaks."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANGUAGE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "C.UTF-8")
    wording.speak("en")
    yield
    wording.speak("en")


NOT_BESIDE = re.compile(r"(?:data/)?(\w+)\S* (?:of the public data sets )?is not beside this checkout")
"""What a skipped test says whose public data are missing."""


def shared_path(name: str) -> Path:
    """A file of the public data sets; the test is skipped where they are not beside the checkout."""
    path = SHARED / name
    if not path.exists():
        pytest.skip(f"{name} of the public data sets is not beside this checkout")
    return path


@pytest.fixture(scope="session")
def shared() -> Callable[[str], Path]:
    """Finds a file of the public data sets, or skips the test."""
    return shared_path


@pytest.fixture(scope="session")
def shop(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Truth]:
    """A small sample shop and what is true of it."""
    path = tmp_path_factory.mktemp("shop") / "shop.duckdb"
    return path, generate(path, customers=400, seed=1)


@pytest.fixture(scope="session")
def cdnow(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The purchases of CDNOW, all customers, as a database."""
    text = shared_path("data/cdnow/CDNOW_master.txt")
    path = tmp_path_factory.mktemp("cdnow") / "cdnow.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute(
            "CREATE TABLE purchases AS SELECT w[1]::INTEGER AS customer, strptime(w[2], '%Y%m%d')::DATE AS bought, "
            "w[3]::INTEGER AS cds, w[4]::DECIMAL(10, 2) AS amount FROM (SELECT regexp_split_to_array(trim(line), "
            "'\\s+') AS w FROM read_csv(?, columns = {'line': 'VARCHAR'}, delim = chr(1), header = true))",
            [str(text)],
        )
    return path


@pytest.fixture(scope="session")
def online_retail() -> Path:
    """The order lines of Online Retail, as they are shared."""
    return shared_path("data/online_retail/online_retail.parquet")


@pytest.fixture(scope="session")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Path]]:
    """Makes a new database of some SQL statements; a statement with parameters is a pair."""
    folder, numbers = tmp_path_factory.mktemp("databases"), count()
    # Files are attached to one DuckDB, for starting another takes longer than writing a small file.
    with duckdb.connect() as connection:

        def make(*statements: str | tuple[str, list[Any]]) -> Path:
            path = folder / f"data{next(numbers)}.duckdb"
            connection.execute(f"ATTACH '{path}' AS made")
            try:
                connection.execute("USE made")
                for statement in statements:
                    sql, parameters = statement if isinstance(statement, tuple) else (statement, [])
                    connection.execute(sql, parameters)
            finally:
                connection.execute("USE memory")
                connection.execute("DETACH made")
            return path

        yield make


def built(path: Path, mapping: Mapping) -> EventLog:
    """The log of a database. As long as one connection to a file is open, further ones cost next to nothing."""
    with closing(connect_database(path, Limits())):
        return build(open_source([path]), mapping)


@pytest.fixture(scope="session")
def log_of(database: Callable[..., Path]) -> Callable[..., EventLog]:
    """Builds a log of rows `(customer, time, event, amount, channel)`; what is left out is a purchase of nothing.

    `customers` are rows `(id, city)` of a customer table; further keywords change the mapping.
    """

    def make(*rows: tuple[Any, ...], customers: list[tuple[Any, ...]] | None = None, **changes: Any) -> EventLog:
        full = [(*row, *(None, None, "purchase", None, None)[len(row) :]) for row in rows]
        values = ", ".join(["(?, ?, ?, ?, ?)"] * len(full))
        parts = [value for row in full for value in row]
        columns = "customer VARCHAR, time TIMESTAMP, event VARCHAR, amount DECIMAL(18, 4), channel VARCHAR"
        statements: list[Any] = [f"CREATE TABLE events ({columns})", (f"INSERT INTO events VALUES {values}", parts)]
        if customers is not None:
            listed = ", ".join(["(?, ?)"] * len(customers))
            statements.append("CREATE TABLE customers (id VARCHAR, city VARCHAR)")
            statements.append((f"INSERT INTO customers VALUES {listed}", [v for row in customers for v in row]))
            changes["customers"] = CustomerTable("customers", "id", ("city",))
        return built(database(*statements), replace(PURCHASES, **changes))

    return make


@pytest.fixture(scope="session")
def answer() -> Callable[..., Result]:
    """Asks one question of a log."""

    def ask(log: EventLog, metric: str, scope: Scope | None = None, **parameters: Any) -> Result:
        return Runner(log).answer(Question.of(metric, scope, **parameters))

    return ask


def pytest_collection_finish(session: pytest.Session) -> None:
    """Whatever was imported stays: looking through it for garbage again and again is a tenth of the work."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say in one line which published figures nobody checked, so that a green run claims no more than it did."""
    reasons = [str(report.longrepr) for report in terminalreporter.getreports("skipped")]
    missing = [found[1] for reason in reasons if (found := NOT_BESIDE.search(reason))]
    if missing:
        names = ", ".join(sorted(set(missing)))
        terminalreporter.write_line(
            f"published figures not checked: {names} ({len(missing)} tests; the data sets belong into ../shared/data)",
            yellow=True,
        )


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Bytes are no name for a test: packed ones hold the time and differ from one worker to the next."""
    return argname if isinstance(val, bytes) else None
