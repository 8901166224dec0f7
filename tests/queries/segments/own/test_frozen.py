"""Frozen segments: kept for these files alone, answered from at once, let go again; one list against everyone else."""

from __future__ import annotations

import stat
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from queries.data.data import Data
from queries.errors import MappingError, QuestionError, UsageError
from queries.eventlog.model import CustomerList
from queries.lists.saving import checked_name, folder_of, save, saved_in
from queries.mapping.toml import dumps
from queries.question.comparison import Comparison
from queries.question.question import Question
from queries.question.scope import Scope, Segment
from queries.segments.membership import membership
from queries.session import Options, Session

if TYPE_CHECKING:
    from collections.abc import Callable

    from queries.answering.result import Result
    from queries.eventlog.model import EventLog

ROWS = """CREATE TABLE orders AS SELECT * FROM (VALUES
    ('ann', TIMESTAMP '2024-01-01', 10.0), ('ann', TIMESTAMP '2024-02-01', 10.0), ('bob', TIMESTAMP '2024-01-05', 5.0),
    ('cem', TIMESTAMP '2024-01-07', 7.0), ('dot', TIMESTAMP '2024-03-07', 1.0)
) r(customer_id, ordered_at, amount)"""


@pytest.fixture
def opened(database: Callable[..., Path], tmp_path: Path) -> Callable[..., Session]:
    """Opens the same file again and again, with the same places."""
    path = database(ROWS)

    def open_(*lists: Path, **options: object) -> Session:
        places = {"lists_folder": tmp_path / "state", "cache_folder": tmp_path / "cache", "lists": lists}
        session = Session([path], Options(**{**places, **options}))  # type: ignore[arg-type]
        session.look()
        session.load()
        return session

    return open_


def codes(session: Session, *ids: str) -> pl.Series:
    return session.runner.log.customers.filter(pl.col("id").is_in(ids)).collect()["customer"]


def sizes(session: Session, **parameters: object) -> dict[str, int]:
    frame = session.runner.answer(Question.of("frozen", **parameters)).frame
    return dict(frame.select("segment", "customers").iter_rows())


def test_a_frozen_segment_answers_at_once_and_next_time(opened: Callable[..., Session]) -> None:
    session = opened()
    with pytest.raises(QuestionError, match="no list of customers yet") as error:
        sizes(session)
    assert "--list FILE" in error.value.todo
    path = session.freeze("Early birds", codes(session, "bob", "ann"))
    assert path.read_text() == '"id"\n"ann"\n"bob"\n'
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert sizes(session) == {"Early birds": 2, "everyone else": 2}
    assert [one.name for one in session.frozen()] == ["Early birds"]
    again = opened()
    assert sizes(again) == {"Early birds": 2, "everyone else": 2}
    scope = Scope(segment=Segment("frozen", "early BIRDS"))
    assert again.runner.answer(Question.of("frequency", scope)).frame["orders"].sum() == 3
    again.thaw("early birds")
    assert not path.exists()
    with pytest.raises(QuestionError):
        sizes(again)


def test_what_was_remembered_of_lists_is_forgotten_the_rest_is_not(opened: Callable[..., Session]) -> None:
    session = opened()
    session.freeze("a", codes(session, "ann"))
    scope = Scope(segment=Segment("frozen", "a"))
    asked = [
        Question.of("frozen"),
        Question.of("overview", scope),
        Question.of("frequency", split="frozen"),
        Question.of("overview", compare=Comparison.parse("frozen=a")),
        Question.of("overview"),
    ]
    before = [session.runner.answer(question) for question in asked]
    session.freeze("a", codes(session, "bob", "cem"), replace=True)
    after = [session.runner.answer(question) for question in asked]
    assert [one is two for one, two in zip(before, after, strict=True)] == [False, False, False, False, True]
    assert sizes(session) == {"a": 2, "everyone else": 2}
    value = dict(after[1].frame.select("measure", "value").iter_rows())
    assert (value["customers"], value["revenue"]) == (2, 12)


def test_a_segment_names_its_list_the_newest_is_the_default(opened: Callable[..., Session], tmp_path: Path) -> None:
    (tmp_path / "VIP.txt").write_text("dot\nnobody\n")
    session = opened(tmp_path / "VIP.txt")
    assert sizes(session) == {"VIP": 1, "everyone else": 3}
    session.freeze("one", codes(session, "ann"))
    session.freeze("two", codes(session, "ann", "bob"))
    assert sizes(session) == {"two": 2, "everyone else": 2}
    assert sizes(session, list="ONE") == {"one": 1, "everyone else": 3}
    for name, who in (("vip", ["dot"]), ("one", ["ann"]), ("two", ["ann", "bob"]), ("everyone else", ["cem", "dot"])):
        data = session.runner.data(Scope(segment=Segment("frozen", name)))
        assert data.customers.collect()["id"].to_list() == who
    given = Segment("frozen", "everyone else", (("list", "one"),))
    assert session.runner.data(Scope(segment=given)).customers.collect()["id"].to_list() == ["bob", "cem", "dot"]
    result = session.runner.answer(Question.of("frozen", list="vip"))
    assert result.notes[:2] == ("The list “VIP” is VIP.txt.", "1 id on it is not in these data.")
    behind = session.runner.behind(Question.of("frozen"), {"segment": "two"})
    assert sorted(behind.frame["id"]) == ["ann", "bob"]
    with pytest.raises(UsageError, match="no list of customers called “thre”"):
        session.runner.answer(Question.of("overview", Scope(segment=Segment("frozen", "thre"))))


def test_replacing_is_done_knowingly(opened: Callable[..., Session]) -> None:
    session = opened()
    session.freeze("Best", codes(session, "ann"))
    with pytest.raises(UsageError, match="There is a frozen segment “Best” already"):
        session.freeze(" bEST ", codes(session, "bob"))
    assert sizes(session) == {"Best": 1, "everyone else": 3}
    session.freeze("bEST", codes(session, "bob", "cem"), replace=True)
    assert sizes(session) == {"bEST": 2, "everyone else": 2}
    assert [one.name for one in session.frozen()] == ["bEST"]


def test_what_cannot_be_frozen_is_told(opened: Callable[..., Session], tmp_path: Path) -> None:
    (tmp_path / "vip.csv").write_text("ann\n")
    session = opened(tmp_path / "vip.csv")
    with pytest.raises(UsageError, match="Nobody is there to be frozen"):
        session.freeze("a", codes(session))
    with pytest.raises(UsageError, match="A list of yours is called “VIP” already"):
        session.freeze("VIP", codes(session, "bob"), replace=True)
    with pytest.raises(UsageError, match="keeps no frozen segments"):
        opened(lists_folder=None).freeze("a", codes(session, "ann"))
    with pytest.raises(UsageError, match="No frozen segment is called “x”"):
        session.thaw("x")


@pytest.mark.parametrize(
    "name",
    ["", "  ", "a/b", "..", ".hidden", "a\\b", "a\x00b", "a\nb", "a\u202eb", "x" * 81, "客" * 70, "Everyone Else"],
)
def test_names_that_cannot_be_used(name: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be called so"):
        checked_name(name)
    with pytest.raises(UsageError):
        save(tmp_path / "new", name, pl.Series(["a"]), replace=True)
    assert not (tmp_path / "new").exists()


def test_lists_belong_to_the_files_they_are_about(tmp_path: Path) -> None:
    one, other = (folder_of(tmp_path, [tmp_path / name]) for name in ("a.duckdb", "b.duckdb"))
    assert one != other
    assert folder_of(tmp_path, ["b", "a"]) == folder_of(tmp_path, [Path("a").absolute(), "b"])
    assert saved_in(one) == []


IDS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=8)


@settings(max_examples=60)
@given(st.lists(IDS, min_size=1, max_size=6, unique=True))
def test_any_ids_come_back(tmp_path_factory: pytest.TempPathFactory, ids: list[str]) -> None:
    folder = tmp_path_factory.mktemp("lists")
    save(folder, "客户 “VIP” *?[10:00]", pl.Series(ids), replace=False)
    (kept,) = saved_in(folder)
    assert kept.name == "客户 “VIP” *?[10:00]"
    assert kept.ids().to_list() == ids


def test_a_damaged_list_says_so_and_stops_nothing(opened: Callable[..., Session]) -> None:
    session = opened()
    path = session.freeze("a", codes(session, "ann"))
    path.write_bytes(b'"id","more"\n\xff\xfe,1,2,3\n"')
    again = opened()
    assert again.runner.answer(Question.of("overview")).frame.height > 0
    (found,) = again.runner.log.lists
    assert len(found.customers) == 0
    assert "cannot be read" in found.origin
    again.freeze("a", codes(again, "bob"), replace=True)
    assert sizes(again) == {"a": 1, "everyone else": 3}


def test_rules_that_do_not_fit_stop_before_the_first_answer(opened: Callable[..., Session], tmp_path: Path) -> None:
    session = opened()
    path = tmp_path / "map.toml"
    path.write_text(dumps(session.mapping) + '[[segments]]\nname = "a"\nrule = "orders > 0 and orders < \'x\'"\n')
    with pytest.raises(MappingError, match="Write a number without quotes"):
        opened(map_file=path)
    path.write_text(dumps(session.mapping) + '[[segments]]\nname = "a"\nrule = "orders = 1"\n')
    own = opened(map_file=path)
    question = Question.of("rules")
    assert own.runner.answer(question).frame["customers"].to_list() == [3, 1]
    path.write_text(path.read_text().replace("orders = 1", "orders = 2"))
    own.reload()
    assert own.runner.answer(question).frame["customers"].to_list() == [1, 3]
    assert own.runner.log.key == session.runner.log.key


def test_a_list_of_the_mapping_is_in_both(opened: Callable[..., Session], tmp_path: Path) -> None:
    (tmp_path / "vip.csv").write_text("customer_id\nann\nbob\n")
    path = tmp_path / "map.toml"
    path.write_text(dumps(opened().mapping) + '[[segments]]\nname = "vip"\ncustomers = "vip.csv"\naction = "Call."\n')
    session = opened(map_file=path)
    assert sizes(session) == {"vip": 2, "everyone else": 2}
    rules = session.runner.answer(Question.of("rules"))
    assert rules.frame["segment"].to_list() == ["vip", "none of these"]
    assert rules.frame["play"].to_list() == ["Call.", None]
    with pytest.raises(UsageError, match="A list of yours"):
        session.freeze("VIP", codes(session, "dot"))


def test_a_list_is_a_segment_at_any_date(log_of: Callable[..., EventLog], answer: Callable[..., Result]) -> None:
    log = log_of(*((name, f"2024-0{month}-01", "purchase", 5) for month, name in enumerate(("ann", "bob", "cem"), 1)))
    log = replace(log, lists=(CustomerList("x", pl.Series([0, 2], dtype=pl.UInt32)),))
    members = membership(Data(log, Scope()), "frozen", list="X")
    assert members.collect().rows() == [(0, "x"), (1, "everyone else"), (2, "x")]
    early = membership(Data(log, Scope()), "frozen", as_of=log.first_day.replace(month=2, day=15)).collect()
    assert early["segment"].to_list()[:2] == ["x", "everyone else"]
    frame = answer(log, "frozen").frame
    assert frame.select("segment", "customers", "orders", "revenue").rows() == [
        ("x", 2, 2, 10.0),
        ("everyone else", 1, 1, 5.0),
    ]
