"""What columns are called: in snake case, CamelCase, with blanks, in Chinese or German."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from tests.queries.meaning.dialect import Dialect

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.queries.meaning.dialect import Work

HEADERS = {
    "order": ("order_id", "订单号", "Bestellnummer"),
    "customer": ("customer_id", "客户编号", "Kundennummer"),
    "person": ("customer_unique_id", "会员编号", "Personennummer"),
    "email": ("email", "邮箱", "E-Mail"),
    "city": ("city", "城市", "Ort"),
    "time": ("order_date", "下单时间", "Bestelldatum"),
    "clock": ("order_time", "时间", "Uhrzeit"),
    "changed": ("updated_at", "更新时间", "Geändert am"),
    "updated_at": ("updated_at", "更新时间", "Geändert am"),
    "paid_at": ("paid_at", "支付时间", "Bezahlt am"),
    "shipped": ("shipped_at", "发货时间", "Versendet am"),
    "valid_from": ("valid_from", "生效时间", "Gültig ab"),
    "is_current": ("is_current", "是否当前", "Aktuell"),
    "kind": ("event_type", "行为类型", "Ereignis"),
    "session": ("user_session", "会话", "Sitzung"),
    "item": ("sku", "商品编号", "Artikelnummer"),
    "line": ("line_number", "行号", "Position"),
    "quantity": ("quantity", "数量", "Menge"),
    "pieces": ("items", "商品件数", "Artikel"),
    "orders": ("orders", "订单数", "Anzahl Bestellungen"),
    "price": ("unit_price", "单价", "Einzelpreis"),
    "line_amount": ("line_total", "小计", "Positionsbetrag"),
    "amount": ("amount", "金额", "Betrag"),
    "paid_part": ("payment_value", "支付金额", "Zahlbetrag"),
    "method": ("payment_method", "支付方式", "Zahlungsart"),
    "currency": ("currency", "币种", "Währung"),
    "refund": ("refund_id", "退款编号", "Erstattungsnummer"),
    "refunded": ("refunded_amount", "退款金额", "Erstattet"),
    "refunded_at": ("refunded_at", "退款时间", "Erstattet am"),
    "is_test": ("is_test", "是否测试", "Test"),
    "deleted_at": ("deleted_at", "删除时间", "Gelöscht am"),
    "cancelled_at": ("cancelled_at", "取消时间", "Storniert am"),
    "paid": ("paid", "是否付款", "Bezahlt"),
    "seller": ("seller_id", "卖家编号", "Verkäufer"),
    "store": ("store_id", "门店编号", "Filiale"),
    "account": ("account_id", "企业编号", "Konto"),
    "device": ("device_id", "设备编号", "Gerät"),
}
"""Concept → snake case, Chinese, German. What a dialect named already (`Work.names`) keeps that name."""


def snake(concept: str) -> str:
    return HEADERS[concept][0]


def camel(concept: str) -> str:
    """OrderId."""
    return "".join(word.capitalize() for word in snake(concept).split("_"))


def blanks(concept: str) -> str:
    """Order ID."""
    words = (word.upper() if word == "id" else word.capitalize() for word in snake(concept).split("_"))
    return " ".join(words)


def chinese(concept: str) -> str:
    return HEADERS[concept][1]


def german(concept: str) -> str:
    return HEADERS[concept][2]


def spelled(work: Work, spell: Callable[[str], str]) -> None:
    """Concepts become names of columns, and hidden ones go."""
    for sheet in work.sheets:
        names = {concept: work.names.get(concept) or spell(concept) for concept in sheet.concepts}
        assert len({name.casefold() for name in names.values()}) == len(names), names
        sheet.rows = [{name: row.get(concept) for concept, name in names.items()} for row in sheet.rows]


DIALECTS = tuple(
    Dialect(name, partial(spelled, spell=spell))
    for name, spell in (
        ("snake_case", snake),
        ("CamelCase", camel),
        ("blanks", blanks),
        ("Chinese headers", chinese),
        ("German headers", german),
    )
)
