"""Plays: what people do about a segment, one short sentence each; a mapping file replaces them line by line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from queries.catalogue import Column, Unit
from queries.wording import mark

if TYPE_CHECKING:
    from queries.mapping.model import Mapping

PLAY = Column(
    "play",
    "what people do about such a segment; [plays.SEGMENTATION] in the mapping file says otherwise",
    Unit.TEXT,
    worded=True,
)

_NO_PURCHASE = mark("Give them a reason for a first order.")
_ASK_WHY = mark("Ask why they left; win back only who answers.")

PLAYS: dict[str, dict[str, str]] = {
    "rfm": {
        "champions": mark("Thank them in person; ask for a review or a referral."),
        "loyal": mark("Offer what goes with what they buy; let them join a club."),
        "potential loyalists": mark("Invite them to the next order while the last is fresh."),
        "new customers": mark("Welcome them; make the first order a good one."),
        "promising": mark("Show what they have not seen yet; remind them soon."),
        "need attention": mark("Offer something for a limited time, by what they bought."),
        "about to sleep": mark("Remind them before they forget; show what is new."),
        "at risk": mark("Write now, with a reason to come back."),
        "can't lose": mark("Call; find out what went wrong, and put it right."),
        "hibernating": mark("Try once, at low cost; then let them rest."),
        "no purchase": _NO_PURCHASE,
    },
    "rfm8": {
        "important value": mark("Look after them in person; keep what they like in stock."),
        "important development": mark("Give them a reason to order more often."),
        "important retention": mark("Get in touch before they are gone; ask what is missing."),
        "important win-back": _ASK_WHY,
        "general value": mark("Raise the amount: sets, larger sizes, what goes with it."),
        "general development": mark("Welcome them; show what else there is."),
        "general retention": mark("Remind them, at low cost."),
        "general win-back": mark("Leave them to the newsletter."),
        "no purchase": _NO_PURCHASE,
    },
    "lifecycle": {
        "prospect": mark("Attract: a reason for a first order."),
        "new": mark("Onboard: make the second order easy, within the usual gap."),
        "active": mark("Reward: thank those who come often, offer what fits."),
        "silent": mark("Wake: remind them now, with what they bought before."),
        "churned": mark("Win back: one good offer; ask why they left."),
    },
    "value_tier": {
        "high": mark("Reward: thank them, and serve them first."),
        "potential": mark("Attract: find out what keeps them from buying, and help."),
        "middle": mark("Wake: lead them to the next order while the last is fresh."),
        "low": mark("Keep it cheap; win back only with an offer that pays."),
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
