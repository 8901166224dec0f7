"""What a kind of event says became of a message: sent, arrived, came back, opened, clicked, or called off."""

from __future__ import annotations

from queries.mapping.names import read_name

MEDIA = frozenset(["email", "newsletter", "push", "sms", "notification", "mailing", "letter", "ad", "invitation"])
"""What is sent; its steps may also be called without it (“Opened”)."""

_STEPS: tuple[tuple[str, frozenset[str]], ...] = (
    ("bounced", frozenset(["bounce", "bounced", "undelivered", "dropped", "drop"])),
    ("unsubscribed", frozenset(["unsubscribe", "unsubscribed", "optout", "unsub", "spam"])),
    ("clicked", frozenset(["click", "reply", "replied"])),
    ("opened", frozenset(["open", "read"])),
    ("delivered", frozenset(["delivered", "received"])),
    ("sent", frozenset(["sent", "send", "impression"])),
)
_BESIDE = frozenset(
    ["campaign", "message", "link", "marked", "as", "to", "list", "from", "event", "mail", "in", "hard", "soft"]
)
"""Words beside a step that change nothing about it."""


RECEIVED = ("sent", "delivered", "bounced", "unsubscribed")
"""Steps that are nobody's doing: what responses are counted against, and what ends them."""


def step_of(kind: str) -> str | None:
    """What became of a message, by the name of an event kind; None where it is about something else."""
    words = frozenset(read_name(kind).words)
    for step, called in _STEPS:
        if words & called and (words & MEDIA or words <= called | _BESIDE):
            return step
    return None
