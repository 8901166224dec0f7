"""Optional columns of events and exposures: read on demand, beside the right events, kept, scoped."""

from __future__ import annotations

import tempfile
from datetime import date
from itertools import permutations
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from queries.answering.runner import work_out
from queries.data.data import Data
from queries.errors import QuestionError
from queries.eventlog.build import build
from queries.eventlog.details.model import COLUMNS, EXPOSURES, Details
from queries.eventlog.details.reading import DetailsOnDemand
from queries.mapping.model import Activity, EventTable, Field, Mapping, Meaning
from queries.question.scope import Channel, Event, Scope, Segment
from queries.segments.membership import choose
from queries.session import Options, Session
from queries.source import open_source

VISITS = (
    "CREATE TABLE visits (who VARCHAR, moment TIMESTAMP, kind VARCHAR, place VARCHAR, no VARCHAR, total DOUBLE, "
    "sitting VARCHAR, url VARCHAR, seconds VARCHAR)",
    "INSERT INTO visits VALUES"
    " ('bob', '2024-01-02 10:00', 'visit', 'web', NULL, NULL, 's2', '/home', '3,5'),"
    " ('ann', '2024-01-01 10:00', 'visit', 'web', NULL, NULL, 's1', '/home', '10'),"
    " ('ann', '2024-01-01 10:00', 'visit', 'web', NULL, NULL, 's1', '/tea', NULL),"
    " ('ann', '2024-01-01 10:00', 'purchase', 'web', 'o1', 5, 's1', NULL, '1'),"
    " ('ann', '2024-01-01 10:00', 'purchase', 'web', 'o1', 7, 's1', '/cart', '1'),"
    " (NULL, '2024-01-01 10:00', 'visit', 'web', NULL, NULL, 's9', '/lost', '1'),"
    " ('bob', '2024-01-09 12:00', 'sent', 'mail', NULL, NULL, NULL, NULL, NULL),"
    " ('eve', '2024-01-08 12:00', 'sent', 'mail', NULL, NULL, NULL, NULL, NULL)",
)
STORES = ("CREATE TABLE stores AS SELECT 'ann' AS who, TIMESTAMP '2024-01-05' AS moment",)
MAPPING = Mapping(
    events=(
        EventTable(
            "visits",
            {
                Meaning.CUSTOMER: Field("who"),
                Meaning.TIME: Field("moment"),
                Meaning.EVENT: Field("kind"),
                Meaning.CHANNEL: Field("place"),
                Meaning.ORDER: Field("no"),
                Meaning.AMOUNT: Field("total"),
                Meaning.SESSION: Field("sitting"),
                Meaning.PAGE: Field("url"),
                Meaning.DURATION: Field("seconds", format="comma"),
                Meaning.CAMPAIGN: Field(value="spring"),
            },
        ),
        EventTable(
            "stores",
            {
                Meaning.CUSTOMER: Field("who"),
                Meaning.TIME: Field("moment"),
                Meaning.EVENT: Field(value="store visit"),
            },
        ),
    ),
    roles={"purchase": ("purchase",), "visit": ("visit",)},
    activity={"sent": Activity("ignore", 0.0)},
)


def opened(path: Path, mapping: Mapping = MAPPING, scope: Scope | None = None, kept: Path | None = None) -> Data:
    source = open_source([path])
    log = build(source, mapping)
    object.__setattr__(log, "details", DetailsOnDemand(source, log, kept))
    return Data(log, scope or Scope(), keep=work_out, choose=choose)


def rows(data: Data, frame: pl.LazyFrame, *names: str) -> list[tuple[Any, ...]]:
    named = frame.join(data.log.customers, on="customer", maintain_order="left")
    return named.with_columns(pl.col(pl.Enum).cast(pl.String)).select(names).collect().rows()


@pytest.fixture(scope="module")
def visits(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("visits") / "visits.duckdb"
    with duckdb.connect(str(path)) as connection:
        for statement in (*VISITS, *STORES):
            connection.execute(statement)
    return path


def test_columns_stand_beside_their_events(visits: Path) -> None:
    data = opened(visits)
    with_more = data.events_with("session", "page", "duration")
    assert sorted(rows(data, with_more, "id", "day", "event", "session", "page", "duration"), key=str) == [
        ("ann", 0, "purchase", 0, "/cart", 1.0),  # of the rows of one order the earliest that says it
        ("ann", 0, "visit", 0, "/home", 10.0),
        ("ann", 0, "visit", 0, "/tea", None),
        ("ann", 4, "store visit", None, None, None),  # a table without these columns
        ("bob", 1, "visit", 1, "/home", 3.5),
    ]
    plain = with_more.select(data.events.collect_schema().names()).collect()
    assert plain.equals(data.events.collect())


def test_columns_read_one_by_one_belong_to_the_same_events(visits: Path) -> None:
    data = opened(visits)
    apart = pl.concat(
        [data.events_with(name).select(name).collect() for name in ("page", "duration")], how="horizontal"
    )
    assert apart.equals(opened(visits).events_with("page", "duration").select("page", "duration").collect())


def test_types_are_those_that_are_declared(visits: Path) -> None:
    data = opened(visits)
    names = [name for name in COLUMNS if data.log.has(name)]
    assert names == ["order", "session", "page", "campaign", "duration"]
    schema = data.events_with(*names).collect().schema
    assert {name: type(schema[name]) for name in names} == {name: type(COLUMNS[name]) for name in names}


def test_the_scope_cuts_them_as_it_cuts_events(visits: Path) -> None:
    def pages(scope: Scope) -> list[tuple[Any, ...]]:
        data = opened(visits, scope=scope)
        return sorted(rows(data, data.events_with("page"), "id", "page"), key=str)

    assert pages(Event("visit")) == [("ann", "/home"), ("ann", "/tea"), ("bob", "/home")]
    assert pages(Scope(as_of=date(2024, 1, 2), events=("purchase",))) == [("ann", "/cart")]
    assert pages(Scope(segment=Segment.parse("rfm=no purchase"))) == [("bob", "/home")]


def test_a_column_that_is_not_mapped_is_refused_in_words(visits: Path) -> None:
    data = opened(visits)
    with pytest.raises(QuestionError, match="do not tell the variant of events") as error:
        data.events_with("session", "variant")
    assert "variant = “COLUMN”" in str(error.value)
    with pytest.raises(QuestionError, match="hold no order lines"):
        data.require("items")


def test_exposures_are_what_the_log_leaves_out(visits: Path) -> None:
    data = opened(visits)
    assert "sent" not in data.log.kinds
    frame = data.exposures
    assert {name: type(dtype) for name, dtype in frame.collect_schema().items()} == {
        name: type(dtype) for name, dtype in EXPOSURES.items()
    }
    assert rows(data, frame, "id", "day", "event", "channel", "campaign", "message") == [
        ("bob", 8, "sent", "mail", "spring", None),  # eve did nothing else: the log does not know her
    ]
    assert rows(data, opened(visits, scope=Event("visit")).exposures, "id") == [("bob",)]
    assert rows(data, opened(visits, scope=Channel("web")).exposures, "id") == []
    assert opened(visits, Mapping(MAPPING.events[1:])).exposures.collect().is_empty()


def test_what_was_read_is_kept_and_believed_only_if_it_fits(visits: Path, tmp_path: Path) -> None:
    def session() -> Data:
        opened_again = Session([visits], Options(cache_folder=tmp_path))
        opened_again.look()
        opened_again.settle(MAPPING, remember=False)
        return opened_again.load().data(Scope())

    first = session().events_with("page").collect()
    kept = next(tmp_path.rglob("page-*.arrow"))
    written = kept.stat().st_mtime_ns
    assert session().events_with("page").collect().equals(first)
    assert kept.stat().st_mtime_ns == written
    pl.DataFrame({"page": pl.Series(["/x"], dtype=pl.Enum(["/x"]))}).write_ipc(kept)
    assert session().events_with("page").collect().equals(first)


def test_other_rows_than_those_of_the_log_are_refused(visits: Path) -> None:
    data = opened(visits)
    cut = data.log.events.head(3)
    object.__setattr__(data.log, "events", cut)
    with pytest.raises(QuestionError, match="other rows than the log"):
        data.events_with("page")


def test_details_at_hand_are_as_good(visits: Path) -> None:
    data = opened(visits)
    pages = pl.LazyFrame({"page": [f"/{place}" for place in range(data.log.rows)]})
    object.__setattr__(data.log, "details", Details({"page": pages}))
    assert data.events_with("page").select("page").collect().to_series().to_list() == ["/0", "/1", "/2", "/3", "/4"]


@settings(max_examples=15)
@given(
    st.lists(
        st.tuples(
            st.sampled_from("abc"),
            st.integers(0, 3),
            st.sampled_from(["visit", "look"]),
            st.sampled_from("xyz"),
            st.text("aä日'[]", max_size=2),
        ),
        min_size=1,
        max_size=30,
    )
)
def test_every_value_stays_with_its_row(events: list[tuple[str, int, str, str, str]]) -> None:
    """Rows that share an instant, a kind, all of it: what is beside them is what the file says, as a set of rows."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "log.duckdb"
        with duckdb.connect(str(path)) as connection:
            connection.execute(
                "CREATE TABLE log (who VARCHAR, seconds BIGINT, kind VARCHAR, sitting VARCHAR, words VARCHAR)"
            )
            connection.executemany(
                "INSERT INTO log VALUES (?, ?, ?, ?, ?)", [(w, 1_700_000_000 + t, k, s, x) for w, t, k, s, x in events]
            )
        fields = {
            Meaning.CUSTOMER: Field("who"),
            Meaning.TIME: Field("seconds", format="epoch_s"),
            Meaning.EVENT: Field("kind"),
            Meaning.SESSION: Field("sitting"),
            Meaning.TEXT: Field("words"),
        }
        data = opened(path, Mapping((EventTable("log", fields),)))
        sessions = data.events_with("session").select("session").collect()
        both = data.events_with("text").collect().hstack(sessions)
        names = data.log.customers.select("customer", "id")
        read = (
            both.lazy().join(names, on="customer", maintain_order="left").with_columns(pl.col(pl.Enum).cast(pl.String))
        )
        at = (pl.col("time").dt.epoch("s") - 1_700_000_000).alias("at")
        told = read.select("id", at, "event", "session", "text").collect().rows()
    numbers = list(dict.fromkeys(row[3] for row in told))
    assert numbers == list(range(len({session for *_, session, _ in events})))  # counted as they come in the log
    expected = (
        sorted(((w, t, k, order.index(s), x or None) for w, t, k, s, x in events), key=str)
        for order in permutations(sorted({session for *_, session, _ in events}))
    )
    assert sorted(told, key=str) in expected
