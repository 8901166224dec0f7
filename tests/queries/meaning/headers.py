"""What columns are called: in snake case, CamelCase, with blanks, in Chinese, German or Russian."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from tests.queries.meaning.dialect import Dialect

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.queries.meaning.dialect import Work

HEADERS = {
    "order": ("order_id", "订单号", "Bestellnummer", "Номер заказа"),
    "customer": ("customer_id", "客户编号", "Kundennummer", "Код клиента"),
    "person": ("customer_unique_id", "会员编号", "Personennummer", "Код покупателя"),
    "email": ("email", "邮箱", "E-Mail", "Эл. почта"),
    "city": ("city", "城市", "Ort", "Город"),
    "time": ("order_date", "下单时间", "Bestelldatum", "Дата заказа"),
    "clock": ("order_time", "时间", "Uhrzeit", "Время"),
    "changed": ("updated_at", "更新时间", "Geändert am", "Изменён"),
    "updated_at": ("updated_at", "更新时间", "Geändert am", "Изменён"),
    "paid_at": ("paid_at", "支付时间", "Bezahlt am", "Оплачен в"),
    "shipped": ("shipped_at", "发货时间", "Versendet am", "Отгружен"),
    "valid_from": ("valid_from", "生效时间", "Gültig ab", "Действует с"),
    "is_current": ("is_current", "是否当前", "Aktuell", "Текущая"),
    "kind": ("event_type", "行为类型", "Ereignis", "Событие"),
    "session": ("user_session", "会话", "Sitzung", "Сессия"),
    "item": ("sku", "商品编号", "Artikelnummer", "Артикул"),
    "line": ("line_number", "行号", "Position", "Строка"),
    "quantity": ("quantity", "数量", "Menge", "Количество"),
    "pieces": ("items", "商品件数", "Artikel", "Штук"),
    "orders": ("orders", "订单数", "Anzahl Bestellungen", "Заказов"),
    "price": ("unit_price", "单价", "Einzelpreis", "Цена"),
    "line_amount": ("line_total", "小计", "Positionsbetrag", "Сумма строки"),
    "amount": ("amount", "金额", "Betrag", "Сумма"),
    "paid_part": ("payment_value", "支付金额", "Zahlbetrag", "Сумма оплаты"),
    "method": ("payment_method", "支付方式", "Zahlungsart", "Способ оплаты"),
    "currency": ("currency", "币种", "Währung", "Валюта"),
    "refund": ("refund_id", "退款编号", "Erstattungsnummer", "Номер возврата"),
    "refunded": ("refunded_amount", "退款金额", "Erstattet", "Возвращено"),
    "refunded_at": ("refunded_at", "退款时间", "Erstattet am", "Дата возврата"),
    "is_test": ("is_test", "是否测试", "Test", "Тест"),
    "deleted_at": ("deleted_at", "删除时间", "Gelöscht am", "Удалён"),
    "cancelled_at": ("cancelled_at", "取消时间", "Storniert am", "Отменён"),
    "paid": ("paid", "是否付款", "Bezahlt", "Оплачен"),
    "seller": ("seller_id", "卖家编号", "Verkäufer", "Продавец"),
    "store": ("store_id", "门店编号", "Filiale", "Магазин"),
    "account": ("account_id", "企业编号", "Konto", "Счёт"),
    "device": ("device_id", "设备编号", "Gerät", "Устройство"),
}
"""Concept → snake case, Chinese, German, Russian. What a dialect named already (`Work.names`) keeps that name."""


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


def russian(concept: str) -> str:
    """A language nobody listed words of: reading by values alone, or asking, is all one can do."""
    return HEADERS[concept][3]


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
        ("Russian headers", russian),
    )
)
