"""Reads a mapping from TOML; the first mistake ends it, with one sentence that says where and what.

Mistakes in the user's own segments are told all at once, by `queries.mapping.own`.
"""

from __future__ import annotations

import re
import tomllib
from math import isfinite
from typing import TYPE_CHECKING, Any, cast, get_args
from zoneinfo import available_timezones

from queries.errors import MappingError
from queries.mapping.model import (
    OUTCOMES,
    ROLES,
    Activity,
    CustomerTable,
    DealTable,
    EventTable,
    Field,
    ItemTable,
    Mapping,
    Meaning,
    NumberFormat,
    PaymentTable,
    ProductTable,
    Status,
    TimeFormat,
)
from queries.mapping.own import read_plays, read_segments
from queries.mapping.problems import Part, kind, nearest
from queries.mapping.surveys import read_questions
from queries.source.small_files import small_text
from queries.wording import say

if TYPE_CHECKING:
    from pathlib import Path

_TOP = (
    "currency", "timezone", "week_start", "refunds", "drop_duplicates", "nobody", "fold", "events", "customers",
    "items", "products", "payments", "refunded", "deals", "rates", "roles", "activity", "segments", "plays", "brands",
)  # fmt: skip
_NUMBERS = frozenset([
    "amount", "price", "quantity", "duration", "score", "cost", "list_price", "discount", "refunded", "orders",
    "likes", "comments", "shares", "reach",
])  # fmt: skip
_TIMES = frozenset([
    "time", "latest", "refunded_at", "opened", "closed", "changed", "converted", "replied", "resolved",
])  # fmt: skip
_KEYS = {
    "time": ("clock",),
    "customer": ("otherwise",),
    "amount": ("factor", "unit", "once"),
    "price": ("factor", "unit"),
    "refunded": ("factor", "unit", "once"),
    "cost": ("factor", "unit", "of"),
    "list_price": ("factor", "unit", "of"),
    "discount": ("factor", "unit", "of"),
}
_OF = {"discount": ("piece", "line", "share")}
_EXPONENTS = {
    0: ("JPY", "KRW", "CLP", "VND", "ISK", "PYG", "UGX", "XAF", "XOF"),
    3: ("KWD", "BHD", "OMR", "JOD", "TND"),
}


def read(path: Path) -> Mapping:
    """Read a mapping file."""
    try:
        text = small_text(path)
    except OSError as error:
        raise MappingError(
            say("{value} cannot be read: {strerror}.", value=path.name or path, strerror=error.strerror),
            say("Check what --map names."),
        ) from error
    except UnicodeDecodeError as error:
        raise MappingError(say("{name} is not UTF-8 text.", name=path.name), say("Save it as UTF-8.")) from error
    return loads(text, path.name, path.absolute().parent)


def loads(text: str, name: str = "map.toml", folder: Path | None = None) -> Mapping:
    """Read a mapping from TOML text.

    Args:
        text: The TOML.
        name: What errors call it.
        folder: Where the files of its lists are looked for; None leaves their paths as they are.
    """
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _bad_toml(str(error), text, name) from error
    except RecursionError as error:
        raise MappingError(
            say("{name} is nested too deeply to be a mapping.", name=name), say("Check what --map names.")
        ) from error
    top = Part(values, "", name)
    top.only(_TOP)
    events = values.get("events", [])
    if not isinstance(events, list) or not (events or "customers" in values):
        raise top.wrong("events", say("is missing"), say("At least one [[events]] table of interactions is needed."))
    read_events = tuple(_event(Part(one, f"events[{place}]", name)) for place, one in enumerate(events, 1))
    customers = _customers(_part(top, "customers"))
    attributes = [*(customers.attributes if customers else ()), *(a for one in read_events for a in one.attributes)]
    return Mapping(
        events=read_events,
        customers=customers,
        items=_items(_part(top, "items")),
        products=_products(_part(top, "products")),
        roles=_roles(_part(top, "roles")),
        activity=_activity(_part(top, "activity")),
        currency=top.optional_text("currency"),
        timezone=_timezone(top),
        week_start=cast("Any", top.choice("week_start", ("monday", "sunday"), "monday")),
        refunds=cast("Any", top.choice("refunds", ("net", "ignore"), "net")),
        drop_duplicates=top.flag("drop_duplicates", False),
        nobody=top.names("nobody"),
        fold=top.flag("fold", False),
        rates=_rates(_part(top, "rates")),
        payments=_payments(_part(top, "payments")),
        refunded=_payments(_part(top, "refunded"), "time"),
        deals=_deals(_part(top, "deals")),
        segments=read_segments(values.get("segments", []), text, name, folder, attributes),
        plays=read_plays(values.get("plays", {}), name),
        brands=_brands(_part(top, "brands")),
    )


def _bad_toml(message: str, text: str, name: str) -> MappingError:
    """The parser's message as a sentence that names the line."""
    place = re.search(r" \(at (?:line (\d+), column \d+|end of document)\)", message)
    line = place[1] if place and place[1] else str(text.count("\n") + 1)
    what = message[: place.start()] if place else message
    return MappingError(
        say(
            "{name}: line {line} is not TOML: {lower}{what}.",
            name=name,
            line=line,
            lower=what[:1].lower(),
            what=what[1:],
        )
    )


def _part(top: Part, key: str) -> Part | None:
    """A table of the file, where it is there."""
    return Part(top.values[key], key, top.file) if key in top.values else None


def _timezone(top: Part) -> str:
    """A time zone that exists."""
    name = top.optional_text("timezone") or "UTC"
    known = available_timezones()
    # Without a time zone database there is nothing to check against.
    if known and name not in known and name != "UTC":
        raise top.wrong("timezone", say('is "{name}", which is no time zone', name=name), nearest(name, known))
    return name


def _event(part: Part) -> EventTable:
    """One table of interactions."""
    meanings = [meaning.value for meaning in Meaning]
    part.only([
        "table", *meanings, "attributes", "where", "refund", "status", "of_order", "latest", "told_in", "called_off",
        "questions",
    ])  # fmt: skip
    table = part.text("table")
    fields = {Meaning(key): _field(part, key) for key in part.values if key in meanings}
    timeless = {Meaning.TEXT, Meaning.SCORE} & set(fields) or "questions" in part.values
    unneeded = (Meaning.CUSTOMER, Meaning.TIME) if timeless and "latest" not in part.values else (Meaning.CUSTOMER,)
    for needed in (Meaning.CUSTOMER, Meaning.TIME, Meaning.EVENT):
        if needed not in fields and needed not in unneeded:
            raise part.wrong(
                needed,
                say("is missing"),
                say('Say which column of "{table}" is the {needed}.', table=table, needed=needed),
            )
        if needed is not Meaning.EVENT and needed in fields and fields[needed].column is None:
            raise part.wrong(needed, say("is one value for all rows, but must be a column"))
    attributes, where, refund = (
        part.names("attributes"),
        part.optional_text("where"),
        part.optional_text("refund"),
    )
    return EventTable(
        table, fields, attributes, where, refund,
        statuses=_statuses(part),
        of_order=part.names("of_order"),
        latest=_latest(part),
        told_in=part.names("told_in"),
        called_off=part.names("called_off"),
        questions=read_questions(part),
    )  # fmt: skip


def _statuses(part: Part) -> tuple[Status, ...]:
    """One `status` table, or several of them."""
    given = part.values.get("status", [])
    if not isinstance(given, list | dict):
        raise part.wrong(
            "status", say("is {given}, but a table with a column and its values is needed", given=kind(given))
        )
    places = [f"status[{place}]" for place in range(1, len(given) + 1)] if isinstance(given, list) else ["status"]
    several = given if isinstance(given, list) else [given]
    parts = [Part(one, part.path(place), part.file) for place, one in zip(places, several, strict=True)]
    for one in parts:
        one.only(["column", *OUTCOMES])
    return tuple(Status(one.text("column"), *(one.names(outcome) for outcome in OUTCOMES)) for one in parts)


def _latest(part: Part) -> Field | None:
    """The column by which the last state of an order counts."""
    if "latest" not in part.values:
        return None
    field = _field(part, "latest")
    if field.column is None:
        raise part.wrong("latest", say("is one value for all rows, but must be a column"))
    return field


def _field(part: Part, key: str) -> Field:
    """A column's name, or a small table that says more."""
    value = part.values[key]
    if isinstance(value, str):
        return Field(column=value)
    if not isinstance(value, dict):
        raise part.wrong(key, say("is {kind}, but a column's name or {{ column = … }} is needed", kind=kind(value)))
    inner = Part(value, part.path(key), part.file)
    inner.only(["column", "value", "format", *_KEYS.get(key, ())])
    field = Field(
        inner.optional_text("column"), inner.optional_text("value"), inner.optional_text("format"),
        clock=inner.optional_text("clock"),
        factor=_factor(inner),
        once=inner.flag("once", False),
        otherwise=inner.optional_text("otherwise"),
        of=_of(inner, key),
    )  # fmt: skip
    if (field.column is None) == (field.value is None):
        raise part.wrong(key, say("needs either a column or a value"))
    if field.value is not None and key in _NUMBERS and not _is_number(field.value):
        raise inner.wrong("value", say('is "{value}", but a number in quotes is needed', value=field.value))
    _check_format(inner, key, field.format)
    return field


def _of(part: Part, key: str) -> Any:
    """What a cost, a list price or a discount is that of; None is one piece."""
    said = part.choice("of", _OF.get(key, ("piece", "line")), "piece")
    return None if said == "piece" else said


def _is_number(text: str) -> bool:
    """Whether a text is a number."""
    try:
        return isfinite(float(text))
    except ValueError:
        return False


def _factor(part: Part) -> float:
    """What amounts are multiplied by: said as a number, or as the smaller unit of a currency."""
    unit = part.choice("unit", ("major", "minor", *(code for codes in _EXPONENTS.values() for code in codes)), "major")
    if unit == "major":
        return part.positive("factor", 1.0)
    digits = next((digits for digits, codes in _EXPONENTS.items() if unit in codes), 2)
    return float(10**-digits)


def _check_format(part: Part, meaning: str, format_: str | None) -> None:
    """A format that exists for this meaning."""
    if format_ is None:
        return
    if meaning in _TIMES:
        part.choice("format", get_args(TimeFormat), "")
    elif meaning == "currency":
        part.choice("format", ("sign",), "")
    elif meaning in _NUMBERS:
        part.choice("format", get_args(NumberFormat), "")
    else:
        raise part.wrong("format", say("is set, but only times and numbers have a format"), say("Leave it out."))


def _customers(part: Part | None) -> CustomerTable | None:
    """The customer table."""
    if part is None:
        return None
    part.only(["table", "id", "attributes", "person"])
    return CustomerTable(part.text("table"), part.text("id"), part.names("attributes"), part.optional_text("person"))


def _items(part: Part | None) -> ItemTable | None:
    """The order lines."""
    if part is None:
        return None
    numbers = ("quantity", "amount", "price", "cost", "list_price", "discount")
    part.only(["table", "order", "item", *numbers])
    names = part.text("table"), part.text("order"), part.text("item")
    return ItemTable(*names, *(_field(part, key) if key in part.values else None for key in numbers))


def _payments(part: Part | None, *more: str) -> PaymentTable | None:
    """The payments of orders, or what was given back of them, which may say when."""
    if part is None:
        return None
    part.only(["table", "order", "amount", *more])
    if "amount" not in part.values:
        raise part.wrong("amount", say("is missing"), say("Say which column is what was paid."))
    time = _field(part, "time") if "time" in part.values else None
    return PaymentTable(part.text("table"), part.text("order"), _field(part, "amount"), time)


def _deals(part: Part | None) -> DealTable | None:
    """The deals of a sales team."""
    if part is None:
        return None
    part.only(["table", "id", "customer", "opened", "closed", "changed", "stage", "amount", "won", "lost"])
    if "opened" not in part.values:
        raise part.wrong("opened", say("is missing"), say("Say which column is when the deal was opened."))
    fields = {key: _field(part, key) for key in ("opened", "closed", "changed", "amount") if key in part.values}
    for key, field in fields.items():
        if field.column is None:
            raise part.wrong(key, say("is one value for all rows, but must be a column"))
    won, lost = part.names("won"), part.names("lost")
    if both := {name.strip().casefold() for name in won} & {name.strip().casefold() for name in lost}:
        raise part.wrong("lost", say('has "{both}", which is also in won', both=min(both)))
    return DealTable(
        part.text("table"), part.text("id"), fields["opened"], part.text("stage"),
        fields.get("closed"), fields.get("changed"), fields.get("amount"), part.optional_text("customer"), won, lost,
    )  # fmt: skip


def _rates(part: Part | None) -> dict[str, float]:
    """What other currencies are worth."""
    return {} if part is None else {code.upper(): part.positive(code, 1.0) for code in part.values}


def _products(part: Part | None) -> ProductTable | None:
    """The product table."""
    if part is None:
        return None
    part.only(["table", "id", "name", "category", "cost", "price"])
    numbers = {key: _field(part, key) for key in ("cost", "price") if key in part.values}
    for key, field in numbers.items():
        if field.of:
            raise part.wrong(
                f"{key}.of", say('is "{of}", but a product is one piece', of=field.of), say("Leave it out.")
            )
    return ProductTable(
        part.text("table"), part.text("id"), part.optional_text("name"), part.optional_text("category"), **numbers
    )


def _brands(part: Part | None) -> dict[str, tuple[str, ...]]:
    """Who is talked about, by words; the first is ours."""
    if part is None:
        return {}
    found = {name: tuple(word for word in part.names(name) if word.strip()) for name in part.values}
    for name, words in found.items():
        if not words:
            raise part.wrong(name, say("has no words"), say("List the words that name it in texts."))
    return found


def _roles(part: Part | None) -> dict[str, tuple[str, ...]]:
    """Which event kinds play which role."""
    if part is None:
        return {}
    for role in part.values:
        if role not in ROLES:
            raise part.wrong(role, say("is not a role"), nearest(role, ROLES))
    return {role: part.names(role) for role in part.values}


def _activity(part: Part | None) -> dict[str, Activity]:
    """Whose doing each event kind is."""
    if part is None:
        return {}
    found = {}
    for name, value in part.values.items():
        one = Part(value, part.path(name), part.file)
        one.only(["kind", "weight"])
        kind_ = one.choice("kind", ("active", "passive", "ignore"), "active")
        found[name] = Activity(cast("Any", kind_), one.number("weight", 60.0))
    return found
