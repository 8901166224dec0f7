"""A mapping as TOML: the round trip with any names, comments for the reader, and errors that say where."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from queries.errors import MappingError
from queries.mapping.model import (
    ROLES,
    Activity,
    Asks,
    CustomerTable,
    DealTable,
    EventTable,
    Field,
    ItemTable,
    Mapping,
    Meaning,
    NumberFormat,
    OwnSegment,
    ProductTable,
    SurveyQuestion,
    TimeFormat,
)
from queries.mapping.toml import check, dumps, loads, read
from queries.meaning.guess import guess
from queries.source import open_source

if TYPE_CHECKING:
    from pathlib import Path

    from tests.queries.mapping.conftest import Database

GOOD = """
[[events]]
table = "orders"
customer = "customer_id"
time = { column = "at", format = "native" }
event = { value = "purchase" }
amount = "total"
"""

names = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
numbers = st.builds(Field, column=names, format=st.sampled_from([None, *get_args(NumberFormat)]))
plain = st.one_of(st.builds(Field, column=names), st.builds(Field, value=names))
times = st.builds(Field, column=names, format=st.sampled_from([None, *get_args(TimeFormat)]))
lists = st.lists(names, max_size=4).map(tuple)
NUMBERS = (
    Meaning.AMOUNT, Meaning.PRICE, Meaning.QUANTITY, Meaning.DURATION, Meaning.SCORE, Meaning.COST, Meaning.REFUNDED,
    Meaning.ORDERS, Meaning.LIST_PRICE, Meaning.DISCOUNT,
    Meaning.ORDERS, Meaning.LIKES, Meaning.COMMENTS, Meaning.SHARES, Meaning.REACH,
)  # fmt: skip
NEEDED = {Meaning.CUSTOMER: st.builds(Field, column=names), Meaning.TIME: times, Meaning.EVENT: plain}
OTHERS = {meaning: numbers if meaning in NUMBERS else plain for meaning in Meaning if meaning not in NEEDED}

RULES = ("orders > 3", "orders > 3\n  and revenue < 1_000.5", "first_seen >= '2024-01-01' or not orders in (1, 2)")

scales = st.tuples(st.integers(0, 1), st.integers(2, 10)).map(lambda ends: (float(ends[0]), float(ends[1])))
questions = st.builds(SurveyQuestion, column=names, asks=st.sampled_from(get_args(Asks)), scale=st.none() | scales)
events = st.builds(
    EventTable, table=names, fields=st.fixed_dictionaries(NEEDED, optional=OTHERS), attributes=lists,
    where=st.none() | names, refund=st.none() | names, questions=st.lists(questions, max_size=3).map(tuple),
)  # fmt: skip
optional = st.none() | numbers
of_line = st.builds(Field, column=names, of=st.just("line"), factor=st.sampled_from([1.0, 0.01]))
mappings = st.builds(
    Mapping,
    events=st.lists(events, min_size=1, max_size=3).map(tuple),
    customers=st.none() | st.builds(CustomerTable, table=names, id=names, attributes=lists),
    items=st.none()
    | st.builds(
        ItemTable,
        table=names,
        order=names,
        item=names,
        quantity=optional,
        amount=optional,
        price=optional,
        cost=optional | of_line,
        list_price=optional,
        discount=optional | of_line,
    ),
    products=st.none()
    | st.builds(
        ProductTable,
        table=names,
        id=names,
        name=st.none() | names,
        category=st.none() | names,
        cost=optional,
        price=optional,
    ),
    roles=st.dictionaries(st.sampled_from(ROLES), lists),
    activity=st.dictionaries(
        names,
        st.builds(
            Activity, kind=st.sampled_from(["active", "passive", "ignore"]), weight=st.floats(0, 1e9, allow_nan=False)
        ),
        max_size=3,
    ),
    currency=st.none() | names,
    timezone=st.sampled_from(["UTC", "Europe/Berlin", "Asia/Shanghai"]),
    week_start=st.sampled_from(["monday", "sunday"]),
    refunds=st.sampled_from(["net", "ignore"]),
    drop_duplicates=st.booleans(),
    segments=st.lists(
        st.builds(OwnSegment, name=st.sampled_from("abc客"), rule=st.sampled_from(RULES), action=names),
        max_size=3,
        unique_by=lambda segment: segment.name,
    ).map(tuple),
    plays=st.dictionaries(names, st.dictionaries(names, names, min_size=1, max_size=2), max_size=2),
)


deals = st.builds(
    DealTable, table=names, id=names, opened=times, stage=names, closed=st.none() | times,
    changed=st.none() | times, amount=optional, customer=st.none() | names, won=st.just(("won", "赢单")),
    lost=st.lists(st.sampled_from(["lost", "输单"]), unique=True).map(tuple),
)  # fmt: skip


@given(mappings, deals)
def test_round_trip_of_deals(mapping: Mapping, table: DealTable) -> None:
    whole = replace(mapping, deals=table)
    assert loads(dumps(whole)) == whole


UNNAMED = st.fixed_dictionaries({Meaning.TIME: times, Meaning.EVENT: plain}, optional=OTHERS)
listings = st.builds(
    Mapping, events=st.just(()), customers=st.builds(CustomerTable, table=names, id=names, attributes=lists)
)
nameless = st.builds(
    Mapping, events=st.lists(st.builds(EventTable, table=names, fields=UNNAMED), min_size=1, max_size=2).map(tuple)
)


@given(listings | nameless)
def test_round_trip_without_events_or_customers(mapping: Mapping) -> None:
    assert loads(dumps(mapping)) == mapping


def test_a_mapping_says_of_all_rows_who_it_was_or_of_none(database: Database) -> None:
    source = open_source(
        [database(
            "CREATE TABLE orders AS SELECT 1 AS customer, TIMESTAMP '2024-01-01' AS at",
            "CREATE TABLE people AS SELECT 1 AS id",
        )]
    )  # fmt: skip
    who, when = {Meaning.CUSTOMER: Field("customer")}, {Meaning.TIME: Field("at"), Meaning.EVENT: Field(value="x")}
    named, unnamed = EventTable("orders", who | when), EventTable("orders", when)
    people = CustomerTable("people", "id")
    for whole in (Mapping((named,), people), Mapping((unnamed, unnamed)), Mapping((), people)):
        check(whole, source)
    with pytest.raises(MappingError, match=r"events\[2\]\.customer is missing, but another table says"):
        check(Mapping((named, unnamed)), source)
    with pytest.raises(
        MappingError, match=r"Say which column of \"orders\" is the customer, or leave \[customers\] out"
    ):
        check(Mapping((unnamed,), people), source)


@given(mappings)
def test_round_trip(mapping: Mapping) -> None:
    assert loads(dumps(mapping)) == mapping


@pytest.mark.parametrize(
    "name", ["", 'a"b', "a\nb", "a\\", "]]", "#", "'''", '"""', "a.b", "客户", "\x00\x7f", " ", "a\r\nb", "\t"]
)
def test_hostile_names_survive(name: str) -> None:
    needed = {Meaning.CUSTOMER: Field(name), Meaning.TIME: Field(name, format="dmy"), Meaning.EVENT: Field(value=name)}
    mapping = Mapping(
        (EventTable(name, needed, (name,), name, name),), roles={"purchase": (name,)}, activity={name: Activity()}
    )
    assert loads(dumps(mapping)) == mapping


def test_a_guess_says_how_sure_it_is(database: Database) -> None:
    source = open_source(
        [database(
            'CREATE TABLE orders AS SELECT i % 9 AS customer_id,'
            " TIMESTAMP '2024-01-01' + INTERVAL 1 HOUR * i::INTEGER AS"
            ' "order\n[date]", 5.5 AS amount_eur, i % 3 - 1 AS "note" FROM range(99) r(i)',
            "CREATE TABLE empty (a INTEGER)",
        )]
    )  # fmt: skip
    result = guess(source)
    text = dumps(result.mapping, result)
    assert loads(text) == result.mapping
    line = next(line for line in text.splitlines() if line.startswith("customer = "))
    assert line == 'customer = "customer_id" # 0.99: name says customer; 9 different values in 99 rows'
    assert "# empty: It has no rows." in text
    assert 'currency = "EUR" # 0.90: the name "amount_eur" says EUR' in text
    check(loads(text), source)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("customer =", "custmer =", 'events[1].custmer is not a key of a mapping. Did you mean "customer"?'),
        ("[[events]]", "[[event]]", 'event is not a key of a mapping. Did you mean "events"?'),
        ('time = { column = "at", format = "native" }', "", 'events[1].time is missing. Say which column of'),
        ('"customer_id"', "5", "events[1].customer is a number, but a column's name or { column = … } is"),
        ('"customer_id"', '{ value = "x" }', "events[1].customer is one value for all rows, but must be a column."),
        ('"native"', '"dym"', 'events[1].time.format is "dym", but must be one of native, iso, ymd, dmy'),
        ('column = "at"', 'colum = "at"', 'events[1].time.colum is not a key of a mapping. Did you mean "column"?'),
        ('{ value = "purchase" }', "{ }", "events[1].event needs either a column or a value."),
        ('amount = "total"', 'channel = { column = "a", format = "dmy" }', "events[1].channel.format is set"),
        ('table = "orders"', "table = true", "events[1].table is true or false, but a text in quotes is needed."),
        ('amount = "total"', 'attributes = "city"', "events[1].attributes is a text, but a list of texts is needed"),
        (
            GOOD,
            'timezone = "Europe/Berln"' + GOOD,
            'timezone is "Europe/Berln", which is no time zone. Did you mean "Europe/Berlin"?',
        ),
        (GOOD, 'refunds = "nett"' + GOOD, 'refunds is "nett", but must be one of net, ignore. Did you mean "net"?'),
        (GOOD, "drop_duplicates = 1" + GOOD, "drop_duplicates is a number, but true or false is needed."),
        (GOOD, GOOD + '[roles]\npurchse = ["a"]', 'roles.purchse is not a role. Did you mean "purchase"?'),
        (GOOD, GOOD + '[activity]\na = { kind = "pasive" }', 'activity.a.kind is "pasive", but must be one of'),
        (GOOD, GOOD + '[activity]\na = { weight = "x" }', "activity.a.weight is a text, but a number is needed."),
        (GOOD, GOOD + "[activity]\na = { weight = -1 }", "activity.a.weight is -1, but must be zero or more."),
        (GOOD, GOOD + '[customers]\ntable = "c"', "customers.id is missing."),
        (GOOD, "", "events is missing. At least one [[events]] table of interactions is needed."),
        (GOOD, 'currency = "EUR"\ntimezone = \n', "line 2 is not TOML: invalid value"),
        (GOOD, 'currency = "EUR', "line 1 is not TOML:"),
    ],
)  # fmt: skip
def test_errors_say_where(old: str, new: str, said: str) -> None:
    assert old in GOOD
    with pytest.raises(MappingError) as error:
        loads(GOOD.replace(old, new), "shop.toml")
    assert str(error.value).startswith(f"shop.toml: {said}")


def test_own_segments_and_plays_are_read_and_kept() -> None:
    own = """
[[segments]]
name = "lapsed"
rule = "orders >= 3 and days_since_last > 60"
action = "Call them"

[[segments]]
name = "vip"
customers = "vip.csv"

[plays.rfm]
"at risk" = "Write to them"
"""
    mapping = loads(GOOD + own)
    assert mapping.segments == (
        OwnSegment("lapsed", "orders >= 3 and days_since_last > 60", None, "Call them"),
        OwnSegment("vip", customers="vip.csv"),
    )
    assert mapping.plays == {"rfm": {"at risk": "Write to them"}}
    assert loads(dumps(mapping)) == mapping


def test_reading_a_file(tmp_path: Path) -> None:
    path = tmp_path / "map.toml"
    path.write_text(GOOD, encoding="utf-8")
    assert read(path) == loads(GOOD)
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(MappingError, match="not UTF-8"):
        read(path)
    with pytest.raises(MappingError, match="cannot be read"):
        read(tmp_path / "none.toml")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"orders"', '"Orders "', 'events[1].table is "Orders ", which the file does not have. Did you mean "orders"?'),
        ('"total"', '"totl"', 'events[1].amount is "totl", which is no column of "orders". Did you mean "total"?'),
        (GOOD, GOOD + 'attributes = ["cty"]', 'events[1].attributes is "cty", which is no column'),
        (GOOD, GOOD + 'where = "total >"', "events[1].where is no condition on orders:"),
        (GOOD, GOOD + 'refund = "missing < 0"', "events[1].refund is no condition on orders:"),
        (GOOD, GOOD + '[customers]\ntable = "orders"\nid = "customer"', 'customers.id is "customer", which is'),
        (GOOD, GOOD + '[items]\ntable = "x"\norder = "a"\nitem = "b"', 'items.table is "x", which the'),
    ],
)  # fmt: skip
def test_check_names_what_does_not_fit(old: str, new: str, said: str, database: Database) -> None:
    source = open_source([database('CREATE TABLE orders AS SELECT 1 AS customer_id, now() AS "at", 5 AS total')])
    check(loads(GOOD), source)
    with pytest.raises(MappingError) as error:
        check(loads(GOOD.replace(old, new)), source)
    assert str(error.value).startswith(f"The mapping: {said}")
