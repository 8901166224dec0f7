"""What a kind of event can stand for, and whose doing it can be: the choices, and the change that one of them is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from queries.wording import mark, say
from tui.panes.lines import KIND

if TYPE_CHECKING:
    from collections.abc import Callable

    from queries.mapping.model import Mapping
    from tui.dialogs.decide import Decide

ROLE_WORDS = {
    "purchase": mark("an order"),
    "refund": mark("money given back"),
    "click": mark("a click in a message"),
    "visit": mark("a visit"),
    "survey": mark("an answer"),
    "none": mark("a plain interaction"),
}
"""What a kind of event can stand for."""

DOING_WORDS = {
    "active": mark("the customer's own doing"),
    "passive": mark("a response to something of yours"),
    "ignore": mark("neither; it is left out, unless it is money"),
}
"""Whose doing it can be."""


def roles_dialog(mapping: Mapping, kind: str) -> Decide:
    """What a kind of event can stand for, and whose doing it can be."""
    from queries.mapping.correcting import role_of
    from tui.dialogs.decide import Decide, Offer

    role, activity = role_of(mapping, kind) or "none", mapping.activity.get(kind)
    doing = activity.kind if activity else "active"
    offers = [Offer(f"role {key}", f"{say(key)}: {say(words)}", taken=key == role) for key, words in ROLE_WORDS.items()]
    offers += [
        Offer(f"doing {key}", f"{say(key)}: {say(words)}", taken=key == doing) for key, words in DOING_WORDS.items()
    ]
    return Decide(f"{say(KIND)} {kind}", say("What it stands for, and whose doing it is:"), offers)


def role_change(kind: str, chosen: str) -> tuple[str, Callable[[Mapping], Mapping]]:
    """What the choice is about, and what it changes."""
    from queries.mapping.correcting import with_activity, with_role

    what, _, key = chosen.partition(" ")
    if what == "role":
        role = None if key == "none" else key
        return f"role of {kind}", lambda mapping: with_role(mapping, kind, role)
    return f"doing of {kind}", lambda mapping: with_activity(mapping, kind, key)  # type: ignore[arg-type]
