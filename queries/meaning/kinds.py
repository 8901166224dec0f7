"""What a table of one kind of event holds: guessed from its name, then from its columns."""

from __future__ import annotations

import re

from queries.mapping.names import read_name
from queries.wording import say

_NAMES: tuple[tuple[frozenset[str], str], ...] = (
    (frozenset(["refund", "return", "returned", "chargeback"]), "refund"),
    (frozenset(["store", "visit"]), "store_visit"),
    (frozenset(["page", "view"]), "page_view"),
    (frozenset(["email", "newsletter", "mailing"]), "email"),
    (frozenset(["support", "ticket", "complaint", "chat", "helpdesk", "hotline"]), "support"),
    (frozenset(["survey", "nps", "csat", "questionnaire"]), "survey"),
    (frozenset(["review", "rating"]), "review"),
    (frozenset(["mention", "social", "tweet"]), "social_mention"),
    (frozenset(["wishlist", "favorite"]), "wishlist"),
    (frozenset(["exposure"]), "exposure"),
    (frozenset(["experiment", "assignment", "variant"]), "experiment"),
    (
        frozenset(["order", "transaction", "purchase", "sale", "invoice", "receipt", "checkout", "booking"]),
        "purchase",
    ),
    (frozenset(["payment"]), "payment"),
    (frozenset(["click"]), "click"),
    (frozenset(["pageview", "view", "hit"]), "page_view"),
    (frozenset(["visit", "session"]), "visit"),
)
_BOTH = frozenset(["store_visit", "page_view"])


def kind_of(table: str, has_amount: bool, has_order: bool) -> tuple[str, float, str]:
    """The kind of event that every row of a table is, how sure that is, and why."""
    words = frozenset(read_name(table).words)
    for names, kind in _NAMES:
        hit = names <= words if kind in _BOTH and len(names) == 2 else names & words
        if not hit:
            continue
        if kind == "purchase" and not (has_amount or has_order):
            return kind, 0.75, say("the table's name says purchase, though it has no amount and no order")
        return kind, 0.95, say("the table's name says {kind}", kind=kind.replace("_", " "))
    if has_amount:
        return (
            "purchase",
            0.9 if has_order else 0.8,
            say("every row has an amount and an order" if has_order else "every row has an amount"),
        )
    own = singular(table)
    return own, 0.75, say("one kind of event, called as the table is")


def singular(table: str) -> str:
    """The table's own name for one of its rows."""
    name = table.rsplit(".", 1)[-1].strip().casefold()
    name = re.sub(r"[^\w]+", "_", name).strip("_") or "event"
    if len(name) > 3 and name.endswith("ies"):
        return name[:-3] + "y"
    return name[:-1] if len(name) > 3 and name.endswith("s") and not name.endswith(("ss", "us", "is")) else name
