"""Plays: what people do about a segment, one short sentence each; a mapping file replaces them line by line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from queries.catalogue import Column, Unit

if TYPE_CHECKING:
    from queries.mapping.model import Mapping

PLAY = Column(
    "play",
    "what people do about such a segment; [plays.SEGMENTATION] in the mapping file says otherwise",
    Unit.TEXT,
)

_NO_PURCHASE = "Give them a reason for a first order."
_ASK_WHY = "Ask why they left; win back only who answers."

PLAYS: dict[str, dict[str, str]] = {
    "rfm": {
        "champions": "Thank them in person; ask for a review or a referral.",
        "loyal": "Offer what goes with what they buy; let them join a club.",
        "potential loyalists": "Invite them to the next order while the last is fresh.",
        "new customers": "Welcome them; make the first order a good one.",
        "promising": "Show what they have not seen yet; remind them soon.",
        "need attention": "Offer something for a limited time, by what they bought.",
        "about to sleep": "Remind them before they forget; show what is new.",
        "at risk": "Write now, with a reason to come back.",
        "can't lose": "Call; find out what went wrong, and put it right.",
        "hibernating": "Try once, at low cost; then let them rest.",
        "no purchase": _NO_PURCHASE,
    },
    "rfm8": {
        "important value": "Look after them in person; keep what they like in stock.",
        "important development": "Give them a reason to order more often.",
        "important retention": "Get in touch before they are gone; ask what is missing.",
        "important win-back": _ASK_WHY,
        "general value": "Raise the amount: sets, larger sizes, what goes with it.",
        "general development": "Welcome them; show what else there is.",
        "general retention": "Remind them, at low cost.",
        "general win-back": "Leave them to the newsletter.",
        "no purchase": _NO_PURCHASE,
    },
    "lifecycle": {
        "prospect": "Attract: a reason for a first order.",
        "new": "Onboard: make the second order easy, within the usual gap.",
        "active": "Reward: thank those who come often, offer what fits.",
        "silent": "Wake: remind them now, with what they bought before.",
        "churned": "Win back: one good offer; ask why they left.",
    },
    "value_tier": {
        "high": "Reward: thank them, and serve them first.",
        "potential": "Attract: find out what keeps them from buying, and help.",
        "middle": "Wake: lead them to the next order while the last is fresh.",
        "low": "Keep it cheap; win back only with an offer that pays.",
        "no purchase": _NO_PURCHASE,
    },
}
"""Segmentation → segment → the play."""


def plays_of(mapping: Mapping, segmentation: str) -> dict[str, str]:
    """Segment → what to do about it: the built-in sentences, and the mapping's own in their place.

    Args:
        mapping: What the user's mapping file says.
        segmentation: The id of a segmentation; of `rules` the actions of the user's own segments are told.
    """
    actions = {segment.name: segment.action for segment in mapping.segments} if segmentation == "rules" else {}
    builtin = PLAYS.get(segmentation, {}) | actions
    # People write “At risk”; what is built in is found in any case.
    spelled = {segment.casefold(): segment for segment in builtin}
    written = {spelled.get(name.casefold(), name): play for name, play in mapping.plays.get(segmentation, {}).items()}
    return {segment: play for segment, play in (builtin | written).items() if play}
