"""The user's own segments: read with all their mistakes at once, the first that holds counts, everyone is in one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from queries.data.data import Data
from queries.errors import MappingError, QuestionError, UsageError
from queries.eventlog.cache import key_of
from queries.eventlog.model import CustomerList
from queries.mapping.model import OwnSegment
from queries.mapping.toml import loads, read
from queries.question.periods import Grain
from queries.question.scope import Condition, Scope, Segment
from queries.segments.membership import choose, membership
from queries.segments.own.rules.fitting import check
from queries.source import open_source

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from queries.answering.result import Result
    from queries.eventlog.model import EventLog

MAP = """
[[events]]
table = "orders"
customer = "customer_id"
time = "at"
event = { value = "purchase" }
attributes = ["city", "channel"]
"""
FIVE = """
[[segments]]
name = "lapsed"
rule = "ordres >= 3 and days_since_last > 60"

[[segments]]
name = "typed wrong"
rule = "last_purchase > 60"

[[segments]]
name = "no quotes"
rule = '''
orders >= 3
  and city = Berlin
'''

[[segments]]
name = "hostile"
rule = "__import__('os').system('ls')"

[[segments]]
name = "Lapsed"
rule = "orders = 1"
"""


def test_five_mistakes_are_five_clear_sentences() -> None:
    with pytest.raises(MappingError) as error:
        loads(MAP + FIVE, "shop.toml")
    assert error.value.what == "shop.toml has 5 mistakes in its own segments."
    assert error.value.exit_code == 2
    first = len(MAP.splitlines()) + 1
    assert error.value.mistakes == (
        f"line {first + 3}, “lapsed”: “ordres” is neither a customer attribute nor a per-customer figure. "
        "Did you mean orders?\n    ordres >= 3 and days_since_last > 60\n    ^^^^^^",
        f"line {first + 7}, “typed wrong”: “last_purchase” holds dates, and “60” is none. "
        "Write a date like '2024-03-31'.\n    last_purchase > 60\n                    ^^",
        f"line {first + 13}, “no quotes”: “Berlin” stands where a value is needed. "
        "Text stands in quotes: 'Berlin'. A name cannot be compared with a name.\n      and city = Berlin\n"
        "                 ^^^^^^",
        f"line {first + 18}, “hostile”: “.” means nothing in a rule. Names have no parts: write the figure alone.\n"
        "    __import__('os').system('ls')\n                    ^",
        f"line {first + 21}, “Lapsed”: Another differs from it only in case. Choose another name.",
    )
    assert str(error.value).count("\n") == 5 + 4 * 2


@pytest.mark.parametrize(
    ("segment", "said"),
    [
        ('rule = "orders = 1"', "“segments[1]”: name is missing. Say what the segment is called."),
        ('name = "a"', "rule is missing. Say either by rule"),
        ('name = "a"\nrule = "orders = 1"\ncustomers = "a.csv"', "Both rule and customers are there."),
        ('name = "a"\nrule = 5', "rule is a number, but a text in quotes is needed."),
        ('name = "a"\nrule = "orders = 1"\nacton = "x"', "acton is not a key of a segment."),
        ('name = " "\nrule = "orders = 1"', "name is empty"),
        ('name = "a\\u0000"\nrule = "orders = 1"', "holds an invisible character"),
        (f'name = "{"a" * 81}"\nrule = "orders = 1"', "longer than 80 characters"),
        ('name = "None of these"\nrule = "orders = 1"', "that of everybody else"),
        ('name = "a"\ncustomers = ""', "customers names no file"),
        ('name = "a"\nrule = "channel = \'web\'"', "“channel” is neither a customer attribute"),
    ],
)
def test_a_segment_that_is_none_is_told(segment: str, said: str) -> None:
    with pytest.raises(MappingError) as error:
        loads(f"{MAP}\n[[segments]]\n{segment}\n")
    assert len(error.value.mistakes) == 1
    assert said in error.value.mistakes[0]


def test_segments_written_in_one_line_have_no_line_numbers() -> None:
    with pytest.raises(MappingError) as error:
        loads('segments = [{ name = "a", rule = "x" }]\n' + MAP)
    assert error.value.mistakes[0].startswith("“a”: ")
    for wrong in ("segments = 5\n", "segments = [5]\n"):
        with pytest.raises(MappingError, match=r"\[\[segments\]\]"):
            loads(wrong + MAP)


def test_attributes_are_called_as_in_the_log() -> None:
    mapping = loads(MAP + "[[segments]]\nname = \"a\"\nrule = \"`customer channel` = 'web' or CITY = 'Rome'\"\n")
    assert len(mapping.segments) == 1


def test_lists_lie_beside_the_mapping_file(tmp_path: Path) -> None:
    (tmp_path / "map.toml").write_text(MAP + '[[segments]]\nname = "vip"\ncustomers = "lists/vip.csv"\n', "utf-8")
    assert read(tmp_path / "map.toml").segments == (OwnSegment("vip", customers=str(tmp_path / "lists" / "vip.csv")),)


def test_a_changed_rule_does_not_build_the_log_anew(database: Callable[..., Path]) -> None:
    source = open_source([database("CREATE TABLE orders AS SELECT 1 AS customer_id, DATE '2024-01-01' AS at")])
    plain = loads(MAP)
    own = replace(plain, segments=(OwnSegment("a", "orders = 1"),), plays={"rfm": {"loyal": "Thank them."}})
    assert key_of(source, own) == key_of(source, plain)
    assert key_of(source, replace(own, refunds="ignore")) != key_of(source, plain)


@pytest.fixture(scope="module")
def plain_log(log_of: Callable[..., EventLog]) -> EventLog:
    """Ann bought three times, Bob once, Cem only looked, Dot has no event."""
    return log_of(
        ("ann", "2024-01-01", "purchase", 10),
        ("ann", "2024-01-11", "purchase", 10),
        ("ann", "2024-03-01", "purchase", 10),
        ("bob", "2024-02-01", "purchase", 100),
        ("cem", "2024-02-02", "visit"),
        customers=[("ann", "Rome"), ("bob", "Oslo"), ("cem", None), ("dot", "Rome")],
    )


def with_rules(log: EventLog, *rules: tuple[str, str], **changes: object) -> EventLog:
    segments = tuple(OwnSegment(name, rule, action=f"Do {name}.") for name, rule in rules)
    return replace(log, mapping=replace(log.mapping, segments=segments), **changes)  # type: ignore[arg-type]


THREE = (("buyers", "orders > 0"), ("romans", "city = 'rome'"), ("regulars", "orders >= 3"))


def test_the_first_that_holds_counts(plain_log: EventLog, answer: Callable[..., Result]) -> None:
    log = with_rules(plain_log, *THREE)
    members = membership(Data(log, Scope()), "rules").collect()
    assert members["segment"].to_list() == ["buyers", "buyers", "none of these", "romans"]
    assert members["matches"].to_list() == [3, 1, None, 1]
    result = answer(log, "rules")
    assert result.frame["segment"].to_list() == ["buyers", "romans", "none of these"]
    assert result.frame["customers"].to_list() == [2, 1, 1]
    assert result.frame["share"].sum() == pytest.approx(1)
    assert result.frame["orders"].to_list() == [4, 0, 0]
    assert result.frame["play"].to_list() == ["Do buyers.", "Do romans.", None]
    columns, thresholds = result.table("thresholds")
    assert [column.name for column in columns] == thresholds.columns
    assert thresholds.rows() == [
        ("buyers", "orders > 0", "Do buyers.", 2, 0, 1),
        ("romans", "city = 'rome'", "Do romans.", 2, 1, 0),
        ("regulars", "orders >= 3", "Do regulars.", 1, 1, 0),
    ]
    assert "1 customer belongs to more than one segment; the first in the mapping file's order counts." in result.notes
    assert "Everyone in these is in an earlier segment: regulars." in result.notes


def test_the_order_of_the_file_is_that_of_the_answer(plain_log: EventLog, answer: Callable[..., Result]) -> None:
    log = with_rules(plain_log, ("z", "orders = 1"), ("a", "orders >= 3"), ("nobody", "orders > 99"))
    result = answer(log, "rules")
    assert result.frame["segment"].to_list() == ["z", "a", "none of these"]
    assert "These hold for nobody: nobody." in result.notes
    assert not any("more than one" in note for note in result.notes)
    by_own = answer(log, "frequency", Scope(grain=Grain.YEAR), split="rules")
    assert by_own.frame["rules"].to_list() == ["z", "a", "none of these"]


def test_a_segment_is_a_scope_and_its_figures_are_of_its_date(
    plain_log: EventLog, answer: Callable[..., Result]
) -> None:
    log = with_rules(plain_log, *THREE)
    scope = Scope(segment=Segment("rules", "ROMANS"))
    assert Data(log, scope, choose=choose).customers.collect()["id"].to_list() == ["dot"]
    early = Data(with_rules(plain_log, ("one", "orders = 1")), Scope(as_of=date(2024, 1, 5)))
    assert membership(early, "rules").collect().rows() == [(0, "one", 0, 1), (3, "none of these", None, None)]
    with pytest.raises(UsageError, match="rules has no segment “roman”") as error:
        answer(log, "overview", Scope(segment=Segment("rules", "roman")))
    assert "romans" in error.value.todo


def test_rules_and_where_are_compared_alike(plain_log: EventLog) -> None:
    for text in ("city=rome", "city!=rome", "orders>0", "orders<=1", "last_purchase>=2024-02-01", "revenue!=30"):
        condition = Condition.parse(text)
        value = condition.value if condition.name in ("orders", "revenue") else f"'{condition.value}'"
        log = with_rules(plain_log, ("it", f"{condition.name} {condition.operator} {value}"))
        own = Data(log, Scope(segment=Segment("rules", "it")), choose=choose).customers.collect()["id"]
        assert own.to_list() == Data(log, Scope(where=(condition,)), choose=choose).customers.collect()["id"].to_list()


def test_no_purchases_are_needed(log_of: Callable[..., EventLog], answer: Callable[..., Result]) -> None:
    log = with_rules(log_of(("ann", "2024-01-01", "visit"), roles={}), ("seen", "interactions = 1 and orders = 0"))
    assert answer(log, "rules").frame["customers"].to_list() == [1]


def test_lists_stand_among_rules(plain_log: EventLog) -> None:
    vip = CustomerList("vip", pl.Series([1, 3], dtype=pl.UInt32))
    segments = (OwnSegment("vip", customers="vip.csv"), OwnSegment("all", "interactions >= 0"))
    log = replace(plain_log, mapping=replace(plain_log.mapping, segments=segments), lists=(vip,))
    assert membership(Data(log, Scope()), "rules").collect()["segment"].to_list() == ["all", "vip", "all", "vip"]


def test_without_segments_an_example_of_these_data_is_told(plain_log: EventLog, answer: Callable[..., Result]) -> None:
    with pytest.raises(QuestionError) as error:
        answer(plain_log, "rules")
    assert 'rule = "orders >= 3 and days_since_last > 60 and city is not missing"' in error.value.todo
    example = error.value.todo.partition('rule = "')[2].partition('"')[0]
    check(with_rules(plain_log, ("example", example)))


def test_what_only_the_data_show_is_told_all_at_once(plain_log: EventLog) -> None:
    log = with_rules(plain_log, ("a", "city > 5"), ("b", "city = 'Rome' and member = yes"), ("c", "orders = 1"))
    plays = {"rfm": {"at rsk": "x", "loyal": "y", "4-2": "z"}, "rfn": {"loyal": "x"}, "rules": {"a": "x"}}
    with pytest.raises(MappingError) as error:
        check(replace(log, mapping=replace(log.mapping, plays=plays)))
    said = error.value.mistakes
    assert len(said) == 4
    assert "“city” holds text, and “5” is none. Write it in quotes: '5'." in said[0]
    assert "“member” is neither" in said[1]
    assert 'It has no segment “at rsk”. Did you mean "at risk"?' in said[2]
    assert 'no such segmentation. Did you mean "rfm"?' in said[3]


CONDITIONS = st.sampled_from(
    ["orders = 1", "orders >= 3", "city = 'Rome'", "city is missing", "interactions > 0", "revenue < 50", "orders < 0"]
)


@settings(max_examples=13)
@given(st.lists(CONDITIONS, min_size=1, max_size=5))
def test_everyone_is_in_one_segment_the_first_that_holds(plain_log: EventLog, conditions: list[str]) -> None:
    log = with_rules(plain_log, *((f"s{place}", rule) for place, rule in enumerate(conditions)))
    members = membership(Data(log, Scope()), "rules").collect()
    assert members["customer"].to_list() == [0, 1, 2, 3]
    it = Scope(segment=Segment("rules", "it"))
    holding = [
        set(Data(with_rules(plain_log, ("it", rule)), it, choose=choose).customers.collect()["id"])
        for rule in conditions
    ]
    ids = log.customers.collect()["id"]
    first = [next((f"s{n}" for n, who in enumerate(holding) if id_ in who), "none of these") for id_ in ids]
    assert members["segment"].to_list() == first
    assert members["matches"].fill_null(0).to_list() == [sum(id_ in who for who in holding) for id_ in ids]


def test_any_names_and_values_and_nobody(log_of: Callable[..., EventLog], answer: Callable[..., Result]) -> None:
    people = [("a\x01b", "[/red]\x1b[31m"), ("客", None)]
    plain = log_of(("a\x01b", "2024-01-01"), ("客", "2024-02-01", "visit"), customers=people)
    log = with_rules(plain, ("[bold]客 x", "city is missing or aov is missing"), ("b", "city != '[/red]'"))
    assert answer(log, "rules").frame.select("segment", "customers").rows() == [("[bold]客 x", 2)]
    assert answer(log, "rules", Scope(as_of=date(2024, 1, 15))).frame["customers"].to_list() == [1]
    nobody = answer(log, "rules", Scope(where=(Condition.parse("orders>5"),)))
    assert nobody.frame.is_empty()
    assert nobody.table("thresholds")[1]["matching"].to_list() == [2, 2]
