"""Conditions of a mapping are one expression about a row; whatever else is written there is refused and never run."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from queries.errors import MappingError
from queries.eventlog.build import build
from queries.mapping.toml import check, loads
from queries.source import open_source

if TYPE_CHECKING:
    from queries.source import Source

ROWS = (
    "customer,time,kind,state\nann,2024-01-01,purchase,paid\nbob,2024-01-02,purchase,open\ncem,2024-01-03,visit,paid\n"
)
MAPPING = """
[[events]]
table = "orders"
customer = "customer"
time = "time"
event = "kind"
KEY = '''CONDITION'''

[roles]
purchase = ["purchase"]
"""


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Source:
    """An export of three rows, in a folder with a file that nobody named."""
    folder = tmp_path_factory.mktemp("conditions")
    (folder / "other.csv").write_text("state\npaid\n")
    (folder / "orders.csv").write_text(ROWS)
    return open_source([folder / "orders.csv"])


def written(key: str, condition: str) -> str:
    """A mapping whose event table has that condition."""
    return MAPPING.replace("KEY", key).replace("CONDITION", condition)


COPY = "COPY (SELECT 1) TO '{export}' (FORMAT csv, USE_TMP_FILE false)"


@pytest.mark.parametrize("key", ["where", "refund"])
@pytest.mark.parametrize(
    "condition",
    [
        "true) LIMIT 0; " + COPY + "; SELECT 1 WHERE (true",
        "true) LIMIT 0; " + COPY + " --",
        "true; " + COPY,
        COPY,
        "customer IN (WITH x AS (" + COPY + ") SELECT 'ann')",
        "true) OR (false",
        "true) --",
        "true /*",
        "true) AS x, (true",
        "true, true",
        "true;",
        "",
        "-- nothing",
        "customer IN (SELECT column0 FROM read_csv('{folder}/other.csv'))",
        "state IN (FROM '{folder}/other.csv')",
        "EXISTS (SELECT 1 FROM orders)",
        "(VALUES (true))",
        "state = getenv('HOME')",
        "read_text('/etc/passwd') = ''",
        "customer = $1",
        "INSTALL httpfs",
        "ATTACH '{folder}/new.duckdb'",
        "SET memory_limit = '1GB'",
        "true UNION ALL SELECT true",
        "true INTO OUTFILE 'x'",
        "NOT " * 900 + "true",
    ],
)
def test_what_is_no_expression_about_a_row_is_refused(source: Source, key: str, condition: str) -> None:
    export = source.paths[0]
    condition = condition.format(export=export, folder=export.parent)
    with pytest.raises(MappingError) as error:
        check(loads(written(key, condition)), source)
    assert error.value.what.startswith(f"The mapping: events[1].{key} is no condition on orders: ")
    assert "\n" not in str(error.value)
    assert export.read_text() == ROWS
    assert sorted(path.name for path in export.parent.iterdir()) == ["orders.csv", "other.csv"]


@pytest.mark.parametrize(
    ("condition", "rows"),
    [
        ("state = 'paid'", 2),
        ("state = 'paid' -- only what was paid", 2),
        ("state = 'paid' /* ; COPY */", 2),
        ("state IN ('paid', 'a;b', '--')", 2),
        ("state <> 'paid)' AND (customer = 'ann' OR customer = 'bob')", 2),
        ("\"state\" LIKE '%pen'", 1),
        ("CASE WHEN time::DATE > DATE '2024-01-01' THEN true ELSE false END", 2),
        ("list_contains(list_transform(['PAID'], lambda x: lower(x)), state)", 2),
    ],
)
def test_an_expression_about_a_row_is_asked_as_it_is_written(source: Source, condition: str, rows: int) -> None:
    mapping = loads(written("where", condition))
    check(mapping, source)
    assert build(source, mapping).rows == rows
