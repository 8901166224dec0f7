"""Writes a mapping as TOML, with what speaks for each guess beside its line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import tomlkit

from queries.mapping.comments import Comments
from queries.mapping.model import OUTCOMES, Field
from queries.wording import mark, say

if TYPE_CHECKING:
    from collections.abc import Mapping as Names

    from tomlkit.items import Item, Table

    from queries.mapping.guessed import Guess
    from queries.mapping.model import EventTable, Mapping, Status, SurveyQuestion

_HEAD = (
    mark("What the tables and columns of these data mean."),
    mark(
        'Every meaning names a column, or { column = "...", format = "dmy" }, or { value = "purchase" } for all rows.'
    ),
    mark("Times: native, iso, ymd, dmy, mdy, epoch_s, epoch_ms, epoch_us, serial, period, day_number, week_number."),
    mark("Numbers: native, point, comma."),
)


def dumps(mapping: Mapping, guess: Guess | None = None) -> str:
    """The mapping as TOML.

    Args:
        mapping: What to write.
        guess: The guess it came from; then each line says how sure it was and why.
    """
    comments = Comments(guess)
    document = tomlkit.document()
    for line in _HEAD:
        document.add(tomlkit.comment(say(line)))
    for note in (*comments.notes, *comments.beside(event.table for event in mapping.events)):
        document.add(tomlkit.comment(note))
    document.add(tomlkit.nl())
    _add_settings(document, mapping, comments)
    if mapping.events:
        events = tomlkit.aot()
        for event in mapping.events:
            events.append(_event(event, comments))
        document.append("events", events)
    _add_tables(document, mapping, comments)
    if mapping.rates:
        rates = tomlkit.table()
        for code, rate in mapping.rates.items():
            rates.append(_key(code), rate)
        document.append("rates", rates)
    if mapping.brands:
        brands = tomlkit.table()
        for name, words in mapping.brands.items():
            brands.append(_key(name), _list(words))
        document.append("brands", brands)
    if mapping.roles:
        roles = tomlkit.table()
        for role, kinds in mapping.roles.items():
            roles.append(role, _list(kinds))
        document.append("roles", roles)
    if mapping.activity:
        activity = tomlkit.table()
        for kind, one in mapping.activity.items():
            activity.append(_key(kind), _inline({"kind": one.kind, "weight": one.weight}))
        document.append("activity", activity)
    _add_own(document, mapping)
    return tomlkit.dumps(document)


def _add_own(document: tomlkit.TOMLDocument, mapping: Mapping) -> None:
    """The user's own segments and plays."""
    if mapping.segments:
        segments = tomlkit.aot()
        for segment in mapping.segments:
            written = tomlkit.table()
            for key in ("name", "rule", "customers", "action"):
                if value := getattr(segment, key):
                    written.append(key, value)
            segments.append(written)
        document.append("segments", segments)
    if mapping.plays:
        plays = tomlkit.table(is_super_table=True)
        for segmentation, sentences in mapping.plays.items():
            table = tomlkit.table()
            for name, sentence in sentences.items():
                table.append(_key(name), sentence)
            plays.append(_key(segmentation), table)
        document.append("plays", plays)


def _add_settings(document: tomlkit.TOMLDocument, mapping: Mapping, comments: Comments) -> None:
    """What holds for all tables."""
    if mapping.currency is not None:
        found = next((event.table for event in mapping.events), "")
        document.append("currency", comments.put(tomlkit.string(mapping.currency), found, "currency"))
    document.append("timezone", tomlkit.item(mapping.timezone))
    document.append("week_start", tomlkit.item(mapping.week_start))
    document.append("refunds", tomlkit.item(mapping.refunds))
    document.append("drop_duplicates", tomlkit.item(mapping.drop_duplicates))
    if mapping.nobody:
        document.append("nobody", comments.put(_list(mapping.nobody), "", "nobody"))
    if mapping.fold:
        document.append("fold", comments.put(tomlkit.item(mapping.fold), "", "fold"))


def _event(event: EventTable, comments: Comments) -> Table:
    """One table of interactions."""
    written = tomlkit.table()
    for decision in comments.about(event.table):
        written.add(tomlkit.comment(decision))
    written.append("table", event.table)
    for meaning, field in event.fields.items():
        written.append(meaning.value, comments.put(_field(field), event.table, meaning.value))
    if event.attributes:
        written.append("attributes", _list(event.attributes))
    if event.where is not None:
        written.append("where", event.where)
    if event.refund is not None:
        written.append("refund", comments.put(tomlkit.string(event.refund), event.table, "refund"))
    for key in ("of_order", "told_in", "called_off"):
        if names := getattr(event, key):
            written.append(key, comments.put(_list(names), event.table, key))
    if event.latest is not None:
        written.append("latest", comments.put(_field(event.latest), event.table, "latest"))
    for key, tables in (
        ("status", [_status(status) for status in event.statuses]),
        ("questions", [_question(question) for question in event.questions]),
    ):
        if tables:
            several = tomlkit.aot()
            for table in tables:
                several.append(table)
            written.append(key, several)
    return written


def _question(question: SurveyQuestion) -> Table:
    """One question of a survey."""
    written = tomlkit.table()
    written.append("column", question.column)
    written.append("asks", question.asks)
    if question.scale is not None:
        written.append("scale", list(question.scale))
    return written


def _status(status: Status) -> Table:
    """What the values of one column say became of an order."""
    written = tomlkit.table()
    written.append("column", status.column)
    for outcome in OUTCOMES:
        if values := getattr(status, outcome):
            written.append(outcome, _list(values))
    return written


def _add_tables(document: tomlkit.TOMLDocument, mapping: Mapping, comments: Comments) -> None:
    """The tables of customers, order lines and products."""
    parts: dict[str, dict[str, str | Field | tuple[str, ...] | None]] = {}
    if mapping.customers:
        customers = mapping.customers
        parts["customers"] = {
            "table": customers.table,
            "id": customers.id,
            "attributes": customers.attributes,
            "person": customers.person,
        }
    if mapping.items:
        items = mapping.items
        parts["items"] = {
            "table": items.table, "order": items.order, "item": items.item, "quantity": items.quantity,
            "amount": items.amount, "price": items.price, "cost": items.cost, "list_price": items.list_price,
            "discount": items.discount,
        }  # fmt: skip
    for key, paid in (("payments", mapping.payments), ("refunded", mapping.refunded)):
        if paid:
            parts[key] = {"table": paid.table, "order": paid.order, "amount": paid.amount, "time": paid.time}
    if mapping.deals:
        deals = mapping.deals
        parts["deals"] = {
            "table": deals.table, "id": deals.id, "customer": deals.customer, "opened": deals.opened,
            "closed": deals.closed, "changed": deals.changed, "stage": deals.stage, "amount": deals.amount,
            "won": deals.won, "lost": deals.lost,
        }  # fmt: skip
    if mapping.products:
        goods = mapping.products
        parts["products"] = {
            "table": goods.table,
            "id": goods.id,
            "name": goods.name,
            "category": goods.category,
            "cost": goods.cost,
            "price": goods.price,
        }
    for part, values in parts.items():
        written = tomlkit.table()
        for key, value in values.items():
            if value is None or value == ():
                continue
            item = _any(value)
            written.append(key, comments.put(item, str(values["table"]), f"{part}.{key}"))
        document.append(part, written)


def _any(value: str | Field | tuple[str, ...]) -> Item:
    """A name, a list of names or a field."""
    if isinstance(value, str):
        return tomlkit.string(value)
    return _list(value) if isinstance(value, tuple) else _field(value)


def _field(field: Field) -> Item:
    """A column as its name where that says all, else as a small table."""
    if field == Field(column=field.column):
        return tomlkit.string(field.column or "")
    parts = {
        "column": field.column, "value": field.value, "format": field.format, "clock": field.clock,
        "otherwise": field.otherwise, "once": field.once or None, "of": field.of,
        "factor": field.factor if field.factor != 1.0 else None,
    }  # fmt: skip
    return _inline({key: value for key, value in parts.items() if value is not None})


def _inline(values: Names[str, str | float]) -> Item:
    """A small table on one line."""
    table = tomlkit.inline_table()
    for key, value in values.items():
        table.append(key, value)
    return table


def _list(names: tuple[str, ...]) -> Item:
    """Names on one line while they are few, else one a line."""
    array = tomlkit.array()
    array.extend(names)
    return array.multiline(sum(map(len, names)) > 80)


def _key(name: str) -> tomlkit.items.Key:
    """A name from the data as a key, whatever is in it."""
    return (
        tomlkit.items.SingleKey(name, t=tomlkit.items.KeyType.Basic) if not name.isidentifier() else tomlkit.key(name)
    )
