"""Names, times and numbers: what a word, a date or an amount is taken for."""

from __future__ import annotations

import pytest

from queries.mapping.names import fit, read_name
from queries.mapping.phrases import PHRASES
from queries.meaning.kinds import kind_of
from queries.meaning.numbers import from_shapes
from queries.meaning.roles import activity_of, role_of
from queries.meaning.times import from_texts, time_fit


@pytest.mark.parametrize(
    ("name", "meaning"),
    [
        ("用户ID", "customer"), ("客户编号", "customer"), ("会员号", "customer"), ("CustomerID", "customer"),
        ("cust", "customer"), ("userid", "customer"), ("Kundennummer", "customer"), ("buyer_no", "customer"),
        ("订单号", "order"), ("InvoiceNo", "order"), ("receipt", "order"), ("金额", "amount"), ("实付金额", "amount"),
        ("dollar_value", "amount"), ("total_price", "amount"), ("spend", "amount"), ("GMV", "amount"),
        ("单价", "price"), ("UnitPrice", "price"), ("price_usd", "price"), ("数量", "quantity"),
        ("number_of_cds", "quantity"), ("units", "quantity"), ("qty", "quantity"), ("渠道", "channel"),
        ("utm_source", "source"),
        ("traffic_source.medium", "medium"), ("page_location", "page"),
        ("事件", "event"), ("行为类型", "event"), ("eventName", "event"), ("商品ID", "item"),
        ("StockCode", "item"), ("sessionId", "session"), ("utm_campaign", "campaign"), ("评分", "score"),
        ("feedback", "text"), ("停留时长", "duration"),
    ],
)  # fmt: skip
def test_what_a_name_says(name: str, meaning: str) -> None:
    said = {one: fit(name, one) for one in PHRASES}
    assert max(said, key=lambda one: said[one]) == meaning


@pytest.mark.parametrize(
    ("name", "meaning"),
    [
        ("discount_amount", "amount"), ("shipping_cost", "amount"), ("order_date", "order"),
        ("user_cohort", "customer"),
        ("acquisition_channel", "channel"), ("payment_type", "event"), ("event_id", "event"), ("order_status", "order"),
        ("valid", "customer"), ("credit_score", "score"), ("updated_by_user", "customer"),
    ],
)  # fmt: skip
def test_what_a_name_does_not_say(name: str, meaning: str) -> None:
    assert fit(name, meaning) < 0.4


def test_currency_in_a_name() -> None:
    assert read_name("amount_eur").currency == "EUR"
    assert read_name("金额(元)").currency == "CNY"
    assert read_name("Total $").currency == "USD"
    assert read_name("neuron").currency is None


def test_when_it_happened_before_when_it_was_changed() -> None:
    ranked = ["order_date", "创建时间", "completed_at", "shipped_at", "updated_at", "birthday"]
    weights = [time_fit(name, "t") for name in ranked]
    assert weights == sorted(weights, reverse=True)
    assert weights[-1] == 0
    assert time_fit("refunded_at", "refunds") > 0.9 > time_fit("refunded_at", "orders")


@pytest.mark.parametrize(
    ("texts", "format_"),
    [
        (["2024-01-31 10:00:00", "2024-02-01"], "iso"), (["2024-01-31T10:00:00Z"], "iso"), (["2024/1/31"], "iso"),
        (["20240131"], "ymd"), (["2024.01.31"], "ymd"), (["2024年1月31日 10:05"], "ymd"),
        (["2024-01-31", "20240201"], "ymd"),
        (["31.01.2024", "01.02.2024"], "dmy"), (["31/1/24 10:00"], "dmy"), (["1/31/2024 9:05 PM"], "mdy"),
        (["31-Jan-2024"], "dmy"), (["Jan 31, 2024"], "mdy"), (["1700000000"], "epoch_s"),
        (["1700000000000"], "epoch_ms"),
        (["1700000000000000"], "epoch_us"), (["hello", "42"], None),
    ],
)  # fmt: skip
def test_times(texts: list[str], format_: str | None) -> None:
    times = from_texts([(text, 1) for text in texts])
    assert times.format == format_
    assert not times.question
    assert times.share == (1.0 if format_ else 0.0)


def test_both_day_orders_are_asked() -> None:
    assert "both orders" in from_texts([("31/01/2024", 1), ("01/31/2024", 1)]).question


@pytest.mark.parametrize(
    ("values", "format_", "negative", "currency"),
    [
        (["12.50", "7"], "point", 0, None), (["12,50", "7"], "comma", 0, None), (["1.234,56"], "comma", 0, None),
        (["1,234.56", "-1.00"], "point", 1, None), (["1,234"], "point", 0, None), (["1.234"], "point", 0, None),
        (["1.234", "5,90"], "comma", 0, None), (["1.234.567"], "comma", 0, None), (["€ 12,50"], "comma", 0, "EUR"),
        (["12,50 EUR", "-3,00 EUR"], "comma", 1, "EUR"), (["$1,234.00", "($5.00)"], "point", 1, "USD"),
        (["1 234,56"], "comma", 0, None), (["1'234.50"], "point", 0, None), (["¥99.00"], "point", 0, "CNY"),
        (["12.50-"], "point", 1, None), ([".5"], "point", 0, None),
    ],
)  # fmt: skip
def test_numbers(values: list[str], format_: str, negative: int, currency: str | None) -> None:
    shapes: dict[str, int] = {}
    for value in values:
        shape = value.translate(str.maketrans("012345678", "9" * 9))
        shapes[shape] = shapes.get(shape, 0) + 1
    numbers = from_shapes(shapes)
    assert (numbers.format, numbers.negative, numbers.currency) == (format_, negative, currency)
    assert numbers.share == 1


def test_words_are_no_numbers() -> None:
    assert from_shapes({"hello": 3, "99-99-9999": 2}).share == 0


@pytest.mark.parametrize(
    ("kind", "role"),
    [
        ("purchase", "purchase"), ("buy", "purchase"), ("order_placed", "purchase"), ("checkout_complete", "purchase"),
        ("支付", "purchase"), ("下单", "purchase"), ("购买", "purchase"), ("payment", "purchase"),
        ("payment_error", None),
        ("payment_details", None), ("checkout_bug", None), ("add_to_cart", None), ("order_cancelled", None),
        ("order_shipped", None), ("refund", "refund"), ("退款", "refund"), ("return_requested", "refund"),
        ("email_click", "click"), ("点击", "click"), ("page_view", "visit"), ("浏览", "visit"), ("pv", "visit"),
        ("error_page", None), ("nps_survey", "survey"), ("问卷", "survey"), ("email_open", None),
    ],
)  # fmt: skip
def test_roles(kind: str, role: str | None) -> None:
    assert role_of(kind) == role


def test_an_open_weighs_less_than_a_click() -> None:
    opened, clicked, sent = (activity_of(f"email_{kind}") for kind in ("open", "click", "sent"))
    assert opened is not None
    assert clicked is not None
    assert sent is not None
    assert (opened.kind, clicked.kind, sent.kind) == ("passive", "passive", "ignore")
    assert opened.weight < clicked.weight
    assert activity_of("search") is None


@pytest.mark.parametrize(
    ("table", "amount", "kind"),
    [
        ("订单", True, "purchase"), ("transactions", True, "purchase"), ("fact_sales", True, "purchase"),
        ("returns", True, "refund"), ("page_views", False, "page_view"), ("store_visits", False, "store_visit"),
        ("support_tickets", False, "support"), ("newsletters", False, "email"), ("Sheet1", True, "purchase"),
        ("main.Test Drives", False, "test_drive"), ("enquiries", False, "enquiry"),
    ],
)  # fmt: skip
def test_one_kind_of_event_from_the_table(table: str, amount: bool, kind: str) -> None:
    assert kind_of(table, amount, False)[0] == kind
