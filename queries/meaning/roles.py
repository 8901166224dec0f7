"""What an event kind stands for and whose doing it is, from its name in any of the known languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from queries.mapping.model import ROLES, Activity
from queries.mapping.names import read_name
from queries.meaning.mailing import MEDIA, RECEIVED, step_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

_NOT_DONE = frozenset([
    "error", "fail", "failed", "failure", "detail", "page", "view", "add", "start", "started", "begin",
    "abandon", "abandoned", "cancel", "cancelled", "canceled", "bug", "cart", "intent", "method",
    "info", "pending", "click", "history", "search", "status", "shipped", "delivered", "email", "line",
    "support", "issue", "request", "reminder", "attempt", "initiated", "updated", "checkout", "review",
    "dispute", "declined",
])  # fmt: skip
_DONE = frozenset(["complete", "completed", "success", "succeeded", "confirmed", "finished", "done", "placed"])
_VISITS = frozenset([
    "visit", "view", "pageview", "page", "pv", "home", "homepage", "catalog", "landing", "browse",
    "screen", "impression_page", "footfall", "walkin",
])  # fmt: skip
_MAIL = MEDIA - {"ad", "invitation"}
_SURVEYS = frozenset(["survey", "nps", "csat", "questionnaire", "ces", "satisfaction", "poll"])
_SUPPORT = frozenset([
    "support", "ticket", "chat", "call", "complaint", "helpdesk", "case", "inquiry", "service",
    "contact", "hotline",
])  # fmt: skip
_SOCIAL = frozenset(["social", "mention", "tweet", "share", "post", "retweet"])
_SHOWN = frozenset([
    "exposure", "experiment", "assignment", "variant", "impression", "exposed", "assigned",
])  # fmt: skip
_REFUNDS = frozenset(["refund", "return", "returned", "refunded", "chargeback", "reversal", "storno", "dispute"])


def _words(kind: str) -> frozenset[str]:
    """The plain words of an event kind's name."""
    return frozenset(read_name(kind).words)


def role_of(kind: str) -> str | None:
    """The role an event kind plays by its name, or None."""
    words = _words(kind)
    if "credit" in words and words & {"note", "memo"}:
        return "refund"
    if words & _REFUNDS and not words & {"error", "page", "visit", "policy", "view"}:
        return "refund"
    if purchase_rank(kind):
        return "purchase"
    if words & _SURVEYS:
        return "survey"
    if "click" in words:
        return "click"
    if words & _VISITS and not words & ({"error", "bug"} | _MAIL):
        return "visit"
    return None


def purchase_rank(kind: str) -> int:
    """0 for what is no purchase, else how plainly the name says that something was bought."""
    words = _words(kind)
    if {"checkout", "cart"} & words and words & _DONE and not words & {"error", "failed"}:
        return 1
    if words & {"currency", "withdrawal", "payout", "transfer"}:
        return 0
    if words & {"dispute"} and words & {"won", "reversal"}:
        return 0
    if words & (_NOT_DONE - {"checkout"} if "payment" in words else _NOT_DONE):
        return 0
    if words & {"purchase", "buy", "sale", "transaction", "conversion"}:
        return 3
    return 2 if words & {"order", "invoice", "booking", "receipt"} else int(bool(words & {"payment", "paid", "charge"}))


def roles(kinds: Iterable[str], steps: Collection[str] = ()) -> dict[str, tuple[str, ...]]:
    """Role → the event kinds that play it; `steps` only tell of purchases that another kind tells of.

    Where one purchase is recorded in several steps (ordered, then paid), only the plainest counts as the
    purchase, so that nothing is bought twice.
    """
    found: dict[str, list[str]] = {role: [] for role in ROLES}
    for kind in dict.fromkeys(kinds):
        role = role_of(kind)
        if role is not None:
            found[role].append(kind)
    bought = [kind for kind in found["purchase"] if kind not in steps]
    best = max((purchase_rank(kind) for kind in bought), default=0)
    found["purchase"] = [kind for kind in bought if purchase_rank(kind) == best]
    return {role: tuple(names) for role, names in found.items() if names}


def activity_of(kind: str) -> Activity | None:
    """Whose doing an event kind is and how much it weighs; None where its name does not say."""
    words = _words(kind)
    role = role_of(kind)
    if words & MEDIA:
        return _mail_activity(kind)
    if role == "refund" or words & _SHOWN:
        return Activity("ignore", 0.0)
    if role == "purchase":
        return Activity("active", 100.0)
    if role == "survey" or words & (_SUPPORT | _SOCIAL) or {"store", "visit"} <= words:
        return Activity("active", 60.0)
    if role in ("visit", "click"):
        return Activity("active", 40.0)
    return None


def _mail_activity(kind: str) -> Activity:
    """Mail sent is nobody's doing; opening is less than clicking, since mail programs open by themselves."""
    step = step_of(kind)
    if step in RECEIVED:
        return Activity("ignore", 0.0)
    if step == "clicked":
        return Activity("passive", 60.0 if _words(kind) & {"reply", "replied"} else 40.0)
    return Activity("passive", 20.0)


def is_enquiry(kind: str) -> bool:
    """Whether an event kind is by its name a customer asking for help: support, a ticket, a chat, a call."""
    words = _words(kind)
    return bool(words & _SUPPORT) and not words & _MAIL


def is_social(kind: str) -> bool:
    """Whether a kind of event is a post in public, by its name."""
    return bool(_words(kind) & _SOCIAL)


def activities(kinds: Iterable[str]) -> tuple[dict[str, Activity], tuple[str, ...]]:
    """Event kind → activity, and the kinds whose names do not say (active, of normal weight).

    Where messages are sent and opened, also steps are theirs that are called without saying so (“sent”, “open”).
    """
    named = list(dict.fromkeys(kinds))
    steps = {kind: step for kind in named if (step := step_of(kind))}
    mailed = bool({"sent", "delivered"} & {*steps.values()}) and "opened" in steps.values()
    known = {kind: _mail_activity(kind) if mailed and kind in steps else activity_of(kind) for kind in named}
    unknown = tuple(kind for kind, activity in known.items() if activity is None)
    return {kind: activity or Activity() for kind, activity in known.items()}, unknown


def familiar(kinds: Iterable[str]) -> float:
    """The share of event kinds whose name says what they are: high where a column really holds events."""
    names = list(kinds)
    return sum(1 for kind in names if activity_of(kind) or role_of(kind)) / len(names) if names else 0.0
