"""Real data sets and the sample shop open without a word of explanation."""

from __future__ import annotations

from typing import TYPE_CHECKING

import duckdb
import pytest

from queries.mapping.checking import check
from queries.mapping.model import Activity, Field, Meaning
from queries.meaning.guess import guess
from queries.source import open_source
from sample_data.generate import generate

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from queries.mapping.guessed import Guess
    from queries.mapping.model import EventTable
    from tests.queries.mapping.conftest import Passes

CDNOW_SHAPES = {
    "their own names": "x[1]::INTEGER AS customer_id, {date}::DATE AS date, x[3]::INTEGER AS number_of_cds,"
    " {usd} AS dollar_value",
    "short names, a date": 'x[1]::INTEGER AS cust, {date}::DATE AS "day", x[3]::INTEGER AS units, {usd} AS spend',
    "short names, a number": 'x[1] AS cust, x[2]::INTEGER AS "day", x[3]::INTEGER AS units, {usd} AS spend',
    "words apart": 'x[1] AS "Customer ID", {date} AS "Transaction Date", x[3]::INTEGER AS "Quantity",'
    ' {usd} AS "Amount (USD)"',
    "Chinese": "x[1] AS 客户编号, {date} AS 购买日期, x[3]::INTEGER AS 数量, {usd} AS 消费金额",
}


def columns(table: EventTable) -> dict[str, str]:
    return {meaning.value: field.column or f"={field.value}" for meaning, field in table.fields.items()}


def test_online_retail(shared: Callable[[str], Path]) -> None:
    source = open_source([shared("online_retail/online_retail.parquet")])
    result = guess(source)
    assert result.certain
    (table,) = result.mapping.events
    assert columns(table) == {
        "customer": "CustomerID",
        "time": "InvoiceDate",
        "event": "=purchase",
        "order": "InvoiceNo",
        "item": "StockCode",
        "price": "UnitPrice",
        "quantity": "Quantity",
    }
    assert table.attributes == ("Country",)
    assert table.refund == '"Quantity" < 0'
    assert result.mapping.roles == {"purchase": ("purchase",)}
    customer = next(finding for finding in result.findings if finding.meaning == "customer")
    assert "4,372 different values in 541,909 rows; 25 % missing" in customer.reason
    counted = source.query(f"SELECT count(*) FROM {source.tables()[0].sql} WHERE {table.refund}")
    assert counted.item() == 10_624
    check(result.mapping, source)


def test_click_stream(shared: Callable[[str], Path], guessed: Callable[..., Guess]) -> None:
    result = guessed(shared("ecom/ecom.csv"))
    assert result.certain
    (table,) = result.mapping.events
    assert columns(table) == {
        "customer": "user_id",
        "time": "timestamp",
        "event": "event",
        "channel": "platform",
        "session": "session_id",
    }
    assert table.fields[Meaning.TIME].format == "iso"
    assert table.attributes == ("acquisition_channel", "user_cohort")
    assert result.mapping.roles["purchase"] == ("purchase",)
    assert {"home", "catalog", "product_view"} <= set(result.mapping.roles["visit"])
    assert result.mapping.activity["search"] == Activity("active", 60.0)
    unknown = next(finding for finding in result.findings if finding.meaning == "activity")
    assert "search" in unknown.reason


@pytest.mark.parametrize("shape", CDNOW_SHAPES)
def test_cdnow_under_any_names(shape: str, tmp_path: Path, shared: Callable[[str], Path]) -> None:
    text = shared("cdnow/CDNOW_master.txt").as_posix()
    path = tmp_path / "cdnow.duckdb"
    chosen = CDNOW_SHAPES[shape].format(date="strptime(x[2], '%Y%m%d')", usd="x[4]::DECIMAL(10, 2)")
    with duckdb.connect(str(path)) as connection:
        connection.execute(
            f"CREATE TABLE rows_of_cdnow AS SELECT {chosen} FROM ("
            " SELECT split(regexp_replace(trim(line), ' +', ' ', 'g'), ' ') AS x FROM ("
            f" SELECT unnest(str_split_regex(content, '\\r?\\n')[2:]) AS line FROM read_text('{text}'))"
            " WHERE trim(line) <> '')"
        )
    source = open_source([path])
    result = guess(source)
    names = [column.name for column in source.tables()[0].columns]
    assert result.certain
    found = columns(result.mapping.events[0])
    assert found == dict(zip(("customer", "time", "quantity", "amount"), names, strict=True)) | {"event": "=purchase"}
    assert result.mapping.events[0].fields[Meaning.TIME].format == ("ymd" if shape == "short names, a number" else None)


def test_cdnow_as_text(shared: Callable[[str], Path], guessed: Callable[..., Guess]) -> None:
    result = guessed(shared("cdnow/CDNOW_master.txt"))
    assert result.certain
    fields = result.mapping.events[0].fields
    assert fields[Meaning.TIME] == Field(column="date", format="ymd")
    assert fields[Meaning.AMOUNT] == Field(column="dollar_value", format="point")
    assert fields[Meaning.QUANTITY] == Field(column="number_of_cds", format="point")
    assert Meaning.PRICE not in fields
    assert result.mapping.currency == "USD"


def test_text_without_names_is_asked(shared: Callable[[str], Path], guessed: Callable[..., Guess]) -> None:
    result = guessed(shared("cdnow/CDNOW_sample.txt"))
    assert not result.certain
    found = columns(result.mapping.events[0])
    assert (found["time"][-1], found["amount"][-1]) == ("3", "5")
    assert any("say who the customer is" in question for question in result.questions)


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("shop") / "shop.duckdb"
    generate(path, customers=500)
    return path


def test_sample_shop_tables(shop: Path) -> None:
    source = open_source([shop])
    result = guess(source)
    assert result.certain
    check(result.mapping, source)
    events = {table.table: table for table in result.mapping.events}
    kinds = {name: table.fields[Meaning.EVENT].value for name, table in events.items()}
    assert kinds == {
        "orders": "purchase",
        "refunds": "refund",
        "page_views": "page_view",
        "emails": None,
        "support": "support",
        "social_mentions": "social_mention",
        "store_visits": "store_visit",
        "survey": "survey",
        "experiment": "experiment",
    }
    assert columns(events["orders"])["time"] == "ordered_at"
    assert columns(events["support"])["time"] == "opened_at"
    assert Meaning.AMOUNT in events["refunds"].fields
    assert Meaning.DURATION not in events["store_visits"].fields, "minutes are no seconds"


def test_sample_shop_beside_the_events(shop: Path, guessed: Callable[..., Guess]) -> None:
    mapping = guessed(shop).mapping
    assert mapping.customers is not None
    assert mapping.customers.id == "customer_id"
    assert {"city", "country", "birthday", "acquisition_channel"} <= set(mapping.customers.attributes)
    assert mapping.items is not None
    assert (mapping.items.table, mapping.items.item) == ("order_lines", "product_id")
    assert mapping.items.price == Field(column="price")
    assert mapping.products is not None
    assert (mapping.products.id, mapping.products.name, mapping.products.category) == ("product_id", "name", "category")
    assert mapping.currency == "EUR"


def test_sample_shop_roles_and_activity(shop: Path, guessed: Callable[..., Guess]) -> None:
    mapping = guessed(shop).mapping
    assert mapping.roles == {
        "purchase": ("purchase",),
        "refund": ("refund",),
        "click": ("email_click",),
        "visit": ("page_view", "store_visit"),
        "survey": ("survey",),
    }
    weights = {kind: (one.kind, one.weight) for kind, one in mapping.activity.items()}
    assert weights == {
        "purchase": ("active", 100.0),
        "refund": ("ignore", 0.0),
        "page_view": ("active", 40.0),
        "email_sent": ("ignore", 0.0),
        "email_open": ("passive", 20.0),
        "email_click": ("passive", 40.0),
        "support": ("active", 60.0),
        "social_mention": ("active", 60.0),
        "store_visit": ("active", 60.0),
        "survey": ("active", 60.0),
        "experiment": ("ignore", 0.0),
    }


def test_guessing_reads_half_a_million_rows_only_a_few_times(shared: Callable[[str], Path], passes: Passes) -> None:
    source = open_source([shared("online_retail/online_retail.parquet")])
    with passes() as asked:
        guess(source)
    assert 0 < len(asked) <= 8
