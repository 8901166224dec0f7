"""Tables of every sort: exports in other languages, hostile ones, and those that tell one purchase twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from queries.mapping.model import Field, Meaning
from queries.meaning.guess import guess
from queries.meaning.values import TOGETHER
from queries.source import open_source

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from queries.mapping.guessed import Guess
    from tests.queries.mapping.conftest import Database, Passes


def why(result: Guess, table: str) -> str:
    return next(finding.reason for finding in result.findings if (finding.table, finding.meaning) == (table, "table"))


def test_chinese_export(text_file: Callable[..., Path], guessed: Callable[..., Guess]) -> None:
    orders = text_file(
        "订单.csv",
        "用户ID,订单号,下单时间,支付时间,商品ID,数量,单价,实付金额,渠道,手机号",
        *(
            f"U{i % 20},O{i},2024/03/{1 + i % 28:02} 10:00:00,2024/03/{1 + i % 28:02} 10:05:00,P{i % 7},1,9.50,{i}.25,"
            f"{'天猫' if i % 2 else '门店'},1380000{i % 20:04}"
            for i in range(100)
        ),
        encoding="gb18030",
    )
    members = text_file(
        "会员.csv",
        "会员号,性别,生日,城市",
        *(f"U{i},{'男' if i % 2 else '女'},1990-01-0{1 + i % 9},北京" for i in range(20)),
    )
    result = guessed(orders, members)
    assert result.certain
    fields = result.mapping.events[0].fields
    assert {meaning.value: field.column for meaning, field in fields.items() if field.column} == {
        "customer": "用户ID",
        "time": "下单时间",
        "order": "订单号",
        "item": "商品ID",
        "quantity": "数量",
        "amount": "实付金额",
        "channel": "渠道",
    }
    assert fields[Meaning.EVENT] == Field(value="purchase")
    assert result.mapping.customers is not None
    assert result.mapping.customers.id == "会员号"
    assert result.mapping.customers.attributes == ("性别", "生日", "城市")


def test_chinese_behaviour(text_file: Callable[..., Path], guessed: Callable[..., Guess]) -> None:
    kinds = ("浏览", "浏览", "加购", "下单", "支付", "退款")
    path = text_file(
        "行为.csv",
        "用户编号,行为类型,时间戳",
        *(f"{i % 9},{kinds[i % 6]},{1_700_000_000 + 3600 * i}" for i in range(200)),
    )
    result = guessed(path)
    assert result.certain
    assert result.mapping.events[0].fields[Meaning.TIME] == Field(column="时间戳", format="epoch_s")
    # One purchase that is ordered, then paid, is one purchase.
    assert result.mapping.roles == {"purchase": ("下单",), "refund": ("退款",), "visit": ("浏览",)}


def test_european_export(text_file: Callable[..., Path], guessed: Callable[..., Guess]) -> None:
    path = text_file(
        "export.csv",
        "Kundennummer;Bestelldatum;Betrag;Währung",
        *(f"{i % 30};{1 + i % 28:02}.04.2024;{'-12,50' if i % 10 == 0 else '1.234,56'};EUR" for i in range(120)),
    )
    source = open_source([path])
    result = guess(source)
    assert result.certain
    (table,) = result.mapping.events
    assert table.fields[Meaning.TIME] == Field(column="Bestelldatum", format="dmy")
    assert table.fields[Meaning.AMOUNT] == Field(column="Betrag", format="comma")
    assert result.mapping.currency == "EUR"
    assert source.query(f"SELECT count(*) FROM {source.tables()[0].sql} WHERE {table.refund}").item() == 12


def test_american_export(text_file: Callable[..., Path], guessed: Callable[..., Guess]) -> None:
    rows = (f'{i % 30},{1 + i % 12:02}/{1 + i % 28:02}/2024,"$1,{i:03}.00"' for i in range(120))
    result = guessed(text_file("sales.csv", "Customer,Order Date,Total", *rows))
    assert result.certain
    fields = result.mapping.events[0].fields
    assert fields[Meaning.TIME].format == "mdy"
    assert fields[Meaning.AMOUNT].format == "point"
    assert result.mapping.currency == "USD"


def test_day_order_is_asked_when_nothing_decides_it(
    text_file: Callable[..., Path], guessed: Callable[..., Guess]
) -> None:
    rows = [f"{i % 5},0{1 + i % 9}/0{1 + i % 8}/2024,5" for i in range(2000)]
    asked = guessed(text_file("a.csv", "client_id,date,amount", *rows))
    assert not asked.certain
    assert any("day first or month first" in question for question in asked.questions)
    # One date far behind the sampled rows decides for the whole column.
    decided = guessed(text_file("b.csv", "client_id,date,amount", *rows, "1,31/01/2024,5"))
    assert decided.certain
    assert decided.mapping.events[0].fields[Meaning.TIME].format == "dmy"


def test_two_customers_are_asked(text_file: Callable[..., Path], guessed: Callable[..., Guess]) -> None:
    rows = (f"{i % 9},{i % 7},2024-01-{1 + i % 28:02}" for i in range(100))
    result = guessed(text_file("log.csv", "customer_id,client_id,date", *rows))
    (question,) = result.questions
    assert question.startswith("Is the customer in “customer_id” or in “client_id” of log (“customer_id”: ")
    (decision,) = (one for one in result.decisions if one.question)
    assert [option.key for option in decision.options] == ["customer_id", "client_id"]


@pytest.mark.parametrize(
    ("statement", "reason"),
    [
        ("CREATE TABLE t AS SELECT i AS x FROM range(50) r(i)", "No column of it says which customer"),
        ("CREATE TABLE t (customer_id INTEGER, date DATE, amount DOUBLE)", "It has no rows."),
        (
            "CREATE TABLE t AS SELECT NULL::INTEGER AS customer_id, NULL::TIMESTAMP AS ordered_at FROM range(9)",
            "All its columns are empty.",
        ),
        (
            "CREATE TABLE t AS SELECT i % 9 AS customer_id, DATE '1980-01-01' + i::INTEGER AS birthday, 5.0 AS amount"
            " FROM range(99) r(i)",
            "No column of it says when something happened.",
        ),
    ],
)
def test_no_events_says_why(statement: str, reason: str, database: Database, guessed: Callable[..., Guess]) -> None:
    result = guessed(database(statement))
    assert result.confidence == 0
    assert result.mapping.events == ()
    assert why(result, "t").startswith(reason)


def test_an_empty_table_does_not_disturb(database: Database, guessed: Callable[..., Guess]) -> None:
    result = guessed(
        database(
            "CREATE TABLE returns (customer_id INTEGER, returned_at TIMESTAMP)",
            "CREATE TABLE sales AS SELECT i % 9 AS member, TIMESTAMP '2024-01-01' + INTERVAL 1 DAY * i::INTEGER AS at,"
            " 5 AS total FROM range(99) r(i)",
        )
    )
    assert result.certain
    assert [table.table for table in result.mapping.events] == ["sales"]


def test_three_hundred_columns(database: Database, passes: Passes) -> None:
    many = ", ".join(f"i % {place + 2} AS c{place}" for place in range(297))
    path = database(
        f"CREATE TABLE wide AS SELECT {many}, i % 40 AS customer_id,"
        " TIMESTAMP '2024-01-01' + INTERVAL 1 HOUR * i::INTEGER AS happened_at, i % 7 AS amount FROM range(20000) r(i)"
    )
    source = open_source([path])
    with passes() as asked:
        result = guess(source)
    # Wide tables are read as often as narrow ones, but for a few columns tried as orders; counts read each column once.
    assert 0 < len(asked) <= 12 + 300 // TOGETHER
    fields = result.mapping.events[0].fields
    assert (fields[Meaning.CUSTOMER].column, fields[Meaning.TIME].column) == ("customer_id", "happened_at")


def test_orders_are_counted_once(database: Database, guessed: Callable[..., Guess]) -> None:
    clock = "TIMESTAMP '2024-01-01' + INTERVAL 1 HOUR * i::INTEGER"
    result = guessed(
        database(
            f"CREATE TABLE orders AS SELECT i AS order_id, i % 50 AS customer_id, {clock} AS created_at,"
            f" {clock} + INTERVAL 1 DAY AS updated_at, 10.5 AS total FROM range(400) r(i)",
            "CREATE TABLE order_items AS SELECT i AS id, i % 400 AS order_id, (i % 400) % 50 AS customer_id,"
            f" {clock} AS created_at, i % 9 AS sku, 2 AS qty, 3.5 AS price FROM range(1000) r(i)",
            f"CREATE TABLE payments AS SELECT i AS order_id, i % 50 AS customer_id, {clock} AS paid_at, 10.5 AS amount"
            " FROM range(400) r(i)",
            "CREATE VIEW latest_orders AS FROM orders",
            "CREATE TABLE orders_backup AS FROM orders",
        )
    )
    assert result.certain
    assert [table.table for table in result.mapping.events] == ["orders"]
    assert result.mapping.events[0].fields[Meaning.TIME].column == "created_at"
    assert result.mapping.items is not None
    assert (result.mapping.items.table, result.mapping.items.item) == ("order_items", "sku")
    assert "twice" in why(result, "payments")
    assert "twice" in why(result, "latest_orders")
    assert "twice" in why(result, "orders_backup")


def test_lines_that_carry_everything(text_file: Callable[..., Path], guessed: Callable[..., Guess]) -> None:
    rows = (f"A{i // 3},C{i % 8},2024-02-{1 + i % 28:02},S{i % 5},{-1 if i % 25 == 0 else 2},9.99" for i in range(200))
    result = guessed(text_file("till.csv", "receipt_no,member_id,date,sku,qty,unit_price", *rows))
    (table,) = result.mapping.events
    assert table.fields[Meaning.PRICE] == Field(column="unit_price", format="point")
    assert Meaning.AMOUNT not in table.fields
    assert table.refund == 'TRY_CAST("qty" AS DOUBLE) < 0'


def test_attributes_are_what_stays_with_a_customer(database: Database, guessed: Callable[..., Guess]) -> None:
    result = guessed(
        database(
            "CREATE TABLE orders AS SELECT i % 60 AS customer_id, TIMESTAMP '2024-01-01' + INTERVAL 1 HOUR * i::INTEGER"
            " AS ordered_at, 5.5 AS amount, ['DE', 'FR', 'IT'][(i % 60) % 3 + 1] AS country,"
            " ['ios', 'web'][i % 7 % 2 + 1] AS platform, hash(i) % 4 AS gift_wrap, i % 500 = 0 AS is_test,"
            " md5(i::VARCHAR) AS note_id FROM range(3000) r(i)"
        )
    )
    assert result.mapping.events[0].attributes == ("country",)
    assert result.mapping.events[0].fields[Meaning.CHANNEL].column == "platform"


def test_names_that_break_sql(database: Database, guessed: Callable[..., Guess]) -> None:
    result = guessed(
        database(
            'CREATE TABLE "my ""orders"";" AS SELECT i % 9 AS "customer ""id""",'
            " TIMESTAMP '2024-01-01' + INTERVAL 1 HOUR"
            ' * i::INTEGER AS "order date\'", (i - 5)::DOUBLE AS "amount""" FROM range(99) r(i)'
        )
    )
    (table,) = result.mapping.events
    assert table.fields[Meaning.CUSTOMER].column == 'customer "id"'
    assert table.refund == '"amount""" < 0'
