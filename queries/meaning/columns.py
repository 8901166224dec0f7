"""Which column of a table means what: names and values weighed together, best first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from queries.mapping.names import fit, read_name
from queries.meaning.numbers import could_be_number
from queries.meaning.times import could_be_time, time_fit
from queries.wording import say

if TYPE_CHECKING:
    from queries.mapping.model import Meaning
    from queries.meaning.values import TableValues, Values

NEAR = 0.06
"""Two columns are about equally likely when their confidence differs by less than this."""

EMAIL = r"[^@\s]+@[^@\s]+\.[^@\s]+"
_ENOUGH = 0.4
_NUMBERS = frozenset(["amount", "price", "quantity", "score", "duration", "cost", "list_price", "discount"])
_SECONDS = (None, "s", "sec", "secs", "second")
_FEW = {"event": 300, "channel": 200, "currency": 40}


@dataclass(frozen=True)
class Candidate:
    """A column that may carry a meaning, how sure that is, and what speaks for it."""

    column: str
    confidence: float
    reason: str


def candidates(table: TableValues, meaning: str) -> list[Candidate]:
    """The columns that may carry a meaning, best first; columns whose values cannot are left out."""
    found = []
    for values in table.columns.values():
        name = time_fit(values.name, table.name) if meaning == "time" else named(values.name, table.name, meaning)
        if meaning == "customer" and not name and values.kind == "text" and values.share(EMAIL) >= 0.8:
            # Addresses are people's, whatever their column is called.
            name = 0.55
        if not name or not values.filled or not _possible(values, meaning):
            continue
        confidence = name * (1 - 0.3 * values.missing) * _preference(values, meaning)
        found.append(Candidate(values.name, min(confidence, 0.99), _reason(values, meaning, name)))
    return sorted(found, key=lambda one: -one.confidence)


def by_values(table: TableValues, meaning: str) -> list[Candidate]:
    """The columns whose values alone could carry customer, time or amount, where no name says so."""
    if meaning == "time":
        return [
            Candidate(one.name, _blind_time(one), say("values are times; {sizes}", sizes=one.sizes()))
            for one in table.columns.values()
            if could_be_time(one) and time_fit(one.name, table.name) == 0 and _blind_time(one)
        ]
    if meaning == "amount":
        return [
            Candidate(one.name, 0.45, say("values have decimals, as money has; {sizes}", sizes=one.sizes()))
            for one in table.columns.values()
            if could_be_number(one) and one.share(r"\D{0,3}\d[\d'’\s.,]*[.,]\d{2}\D{0,3}") >= 0.9
        ]
    good = [one for one in table.columns.values() if _like_customers(one)]
    good.sort(key=lambda one: -one.distinct)
    return [
        Candidate(one.name, 0.5 - 0.02 * place, say("values repeat like customers'; {sizes}", sizes=one.sizes()))
        for place, one in enumerate(good)
    ]


def named(column: str, table: str, meaning: str) -> float:
    """How well a column's name says a meaning; a bare "id" is the id of what the table is named after."""
    words, owner = read_name(column).words, read_name(table).words
    if words in (("id",), ("code",)) and meaning == "item" and "order" in owner:
        return 0.0
    if words in (("id",), ("code",)):
        return 0.95 * fit(" ".join([*owner[-1:], "id"]), meaning)
    return fit(column, meaning)


def _possible(values: Values, meaning: str) -> bool:
    """Whether a column's values can carry a meaning at all."""
    if meaning == "time":
        return could_be_time(values)
    if meaning in _NUMBERS:
        if meaning in ("amount", "price") and values.rows >= 20 and values.distinct <= 2 and values.whole:
            return False  # "paid" of ones and zeros says yes or no
        # Durations are read as seconds: a column of minutes would be sixty times too short.
        return could_be_number(values) and (meaning != "duration" or read_name(values.name).unit in _SECONDS)
    if values.kind not in ("text", "number") or (values.kind == "number" and not values.whole):
        return False
    if meaning == "order" and counts_things(values):
        return False
    if read_name(values.name).words == ("item",) and could_be_number(values) and values.distinct <= 200:
        # A column "items" of small numbers counts them.
        return False
    if meaning in _FEW:
        return values.distinct <= min(_FEW[meaning], max(3, values.filled // 2))
    return meaning != "text" or (values.kind == "text" and not could_be_number(values))


def counts_things(values: Values) -> bool:
    """Whether small whole numbers count something: a column called as its things, in the plural, and not as an id."""
    name = read_name(values.name)
    spelled = values.name.casefold().replace("_", " ").split()
    # A number of orders counts them; an order number does not.
    counting = spelled[:1] in (["number"], ["num"], ["anzahl"], ["nb"], ["total"]) or spelled[-1:] == ["count"]
    plural = values.name.strip().casefold().endswith("s") and not name.is_id
    numbers = [float(text) for text in values.texts if text.strip().replace(".", "", 1).isdigit()]
    small = values.whole and bool(numbers) and max(numbers) < 10_000 and values.distinct <= 1_000
    return small and (counting or plural) and not values.unique


def _preference(values: Values, meaning: str) -> float:
    """What the values say about how likely a meaning is."""
    if meaning == "customer":
        if values.rows > 50 and values.distinct <= 1:
            return 0.5
        # Somebody comes back in every history worth reading; a number of its own on each row is a row's.
        return 0.88 if values.rows > 50 and values.unique else 1.0
    if meaning == "time":
        # A time of day says more than the date it stands beside.
        day = values.type == "DATE" or (values.kind == "text" and not any(":" in text for text in values.texts))
        return 0.985 if day and not values.share(r"\d{9,16}(\.\d+)?") else 1.0
    return 1.0


def _reason(values: Values, meaning: str, name: float) -> str:
    """What speaks for a column, in words."""
    says = say("name says {meaning}" if name >= 0.8 else "name may mean {meaning}", meaning=say(meaning))
    return f"{says}; {values.sizes()}"


def _blind_time(values: Values) -> float:
    """How likely a column is the event's time from its values alone."""
    words = read_name(values.name).words
    if "birth" in words or "age" in words:
        return 0.0
    return {"time": 0.72, "text": 0.65}.get(values.kind, 0.5)


_ELSE = (
    "item",
    "channel",
    "order",
    "campaign",
    "event",
    "amount",
    "price",
    "quantity",
    "text",
    "category",
    "score",
    "session",
)
_PLACES = frozenset(
    ["city", "country", "region", "zip", "store", "address", "name", "sku", "description", "url", "page", "status"]
)


def _says_else(name: str) -> bool:
    """Whether a name says that a column is something else than the customer."""
    return bool(set(read_name(name).words) & _PLACES) or any(fit(name, meaning) >= 0.55 for meaning in _ELSE)


def _like_customers(values: Values) -> bool:
    """Whether values repeat the way customers do: many different ones, several rows each."""
    if values.kind not in ("text", "number") or could_be_time(values) or not values.filled or _says_else(values.name):
        return False
    if values.kind == "number" and (not values.whole or (values.low or 0) < 0):
        return False
    if values.kind == "text" and could_be_number(values) and not values.whole:
        return False
    return 20 <= values.distinct <= 0.9 * values.filled


def choose(table: TableValues, taken: set[str], meanings: tuple[Meaning, ...]) -> dict[Meaning, list[Candidate]]:
    """Give each meaning its best column, the surest first; no column means two things."""
    offers = {meaning: candidates(table, meaning.value) for meaning in meanings}
    chosen: dict[Meaning, list[Candidate]] = {}
    used = set(taken)
    while True:
        best: tuple[float, Meaning, list[Candidate]] | None = None
        for meaning, offer in offers.items():
            left = [one for one in offer if one.column not in used]
            if meaning in chosen or not left or left[0].confidence < _ENOUGH:
                continue
            if best is None or left[0].confidence > best[0]:
                best = (left[0].confidence, meaning, left)
        if best is None:
            return chosen
        chosen[best[1]] = best[2]
        used.add(best[2][0].column)
