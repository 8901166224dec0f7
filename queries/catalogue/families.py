"""Families of questions: the headings of their list, each said once where its metrics stand."""

from __future__ import annotations

import sys
from dataclasses import dataclass

from queries.wording import worded


@worded("title")
@dataclass(frozen=True)
class Family:
    """A heading of the list of questions; the `FAMILY` of the package in which its metrics stand.

    Attributes:
        title: The heading.
        place: Where it stands among the others.
    """

    title: str
    place: int


OTHERS = Family("Other questions", place=1_000)
"""Where a metric belongs that no family has declared: it comes last."""


def family_of(module: str) -> Family:
    """The family of what a module declares: that of the nearest package above it."""
    parts = module.split(".")
    above = (".".join(parts[:size]) for size in range(len(parts), 0, -1))
    families = (getattr(sys.modules.get(name), "FAMILY", None) for name in above)
    return next((family for family in families if isinstance(family, Family)), OTHERS)
