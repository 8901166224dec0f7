"""The scope: which part of the data a question is about. Immutable, composable, described in one line."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any

from queries.errors import UsageError
from queries.wording import say

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from queries.question.periods import Grain


Setting = tuple[str, str, Any]
"""A parameter of a segmentation: whose it is, its name, its value."""


def typed(value: object) -> str:
    """A parameter's value as it is typed on the command line."""
    return ",".join(map(str, value)) if isinstance(value, (tuple, list)) else str(value)


@dataclass(frozen=True)
class Segment:
    """One segment of one segmentation: `rfm="At risk"`, with the segmentation's own parameters."""

    segmentation: str
    name: str
    parameters: tuple[tuple[str, object], ...] = ()

    @classmethod
    def parse(cls, text: str) -> Segment:
        """Read `segmentation=segment` as the command line takes it."""
        segmentation, sign, name = text.partition("=")
        if not sign or not segmentation.strip() or not name.strip():
            raise UsageError(
                say("“{text}” is not a segment.", text=text),
                say('Write it as SEGMENTATION=SEGMENT, like rfm="at risk".'),
            )
        return cls(segmentation.strip(), name.strip())

    def __str__(self) -> str:
        return f"{self.segmentation}={self.name}"

    def describe(self) -> str:
        """The segment in words, with the parameters that are not its segmentation's own."""
        settings = ", ".join(f"{name} {typed(value)}" for name, value in self.parameters)
        return f"{self} ({settings})" if settings else str(self)

    @property
    def settings(self) -> tuple[Setting, ...]:
        """Its parameters as settings of its segmentation."""
        return tuple((self.segmentation, name, value) for name, value in self.parameters)


@dataclass(frozen=True)
class Condition:
    """A condition on a customer attribute or per-customer figure: `city=Berlin`, `orders>3`."""

    name: str
    operator: str
    value: str

    @classmethod
    def parse(cls, text: str) -> Condition:
        """Read a condition as the command line takes it."""
        found = re.match(r"\s*([^\s=<>!].*?)\s*(!=|>=|<=|=|>|<)\s*(.*?)\s*$", text, re.S)
        if not found:
            raise UsageError(
                say("“{text}” is not a condition.", text=text),
                say("Write NAME=VALUE, NAME!=VALUE, NAME>VALUE or NAME<VALUE."),
            )
        return cls(*found.groups())

    def __str__(self) -> str:
        return f"{self.name}{self.operator}{self.value}"


@dataclass(frozen=True)
class Scope:
    """What part of the data a question is about; the default is all of it.

    Attributes:
        since: First day that is reported (`from` on the command line).
        until: Last day that is reported (`to`), inclusive.
        grain: Length of a period; None suits it to the range.
        events: Kinds of event that count; empty means all.
        channels: Channels that count; empty means all.
        segment: The segment whose members count, as of the analysis date.
        where: Conditions on customer attributes and per-customer figures; all must hold.
        as_of: The analysis date, exclusive; None is the day after the last event.
        settings: Parameters of segmentations, wherever one is used: (`rfm`, `bins`, 4); sorted.
    """

    since: date | None = None
    until: date | None = None
    grain: Grain | None = None
    events: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    segment: Segment | None = None
    where: tuple[Condition, ...] = ()
    as_of: date | None = None
    settings: tuple[Setting, ...] = ()

    def __post_init__(self) -> None:
        if self.since and self.until and self.since > self.until:
            raise UsageError(
                say("The scope ends on {until} before it begins on {since}.", until=self.until, since=self.since),
                say("Swap the two dates."),
            )

    def __and__(self, other: Scope) -> Scope:
        """Both scopes at once: the narrower range, the shared events and channels, all conditions.

        Grain, segment and analysis date are those of `other` where it names one.
        """
        return Scope(
            since=max((d for d in (self.since, other.since) if d), default=None),
            until=min((d for d in (self.until, other.until) if d), default=None),
            grain=other.grain or self.grain,
            events=_shared("events", self.events, other.events),
            channels=_shared("channels", self.channels, other.channels),
            segment=other.segment or self.segment,
            where=tuple(dict.fromkeys(self.where + other.where)),
            as_of=other.as_of or self.as_of,
            settings=tuple(sorted({one[:2]: one for one in (*self.settings, *other.settings)}.values())),
        )

    def changed(self, **parts: object) -> Scope:
        """The same scope with some parts replaced."""
        return replace(self, **parts)  # type: ignore[arg-type]

    @property
    def is_everything(self) -> bool:
        """Whether nothing is cut off (the grain and what segmentations are set to cut nothing)."""
        return all(not getattr(self, part.name) for part in fields(self) if part.name not in ("grain", "settings"))

    def settings_of(self, segmentation: str) -> dict[str, Any]:
        """The parameters of a segmentation that are set for everything in this scope."""
        return {name: value for owner, name, value in self.settings if owner == segmentation}

    def describe(self) -> str:
        """The scope in one line, as the status bar and every export say it."""
        return self._in_words(say("all dates"), say("all events"), say("all channels"), say("everyone"))

    def describe_asked(self) -> str:
        """What of the scope is not all of the data, in one line; empty where all of it is."""
        return self._in_words()

    def _in_words(self, dates: str = "", events: str = "", channels: str = "", customers: str = "") -> str:
        """The scope in one line; the arguments are the words for all of them."""
        if self.since and self.until:
            span = say("{since} to {until}", since=self.since, until=self.until)
        elif self.since or self.until:
            span = say("from {since}", since=self.since) if self.since else say("to {until}", until=self.until)
        else:
            span = dates
        parts = [
            span,
            say("by {value}", value=say(self.grain.value)) if self.grain else "",
            ", ".join(self.events) or events,
            ", ".join(self.channels) or channels,
            self.describe_who() or customers,
            say("as of {as_of}", as_of=self.as_of) if self.as_of else "",
            ", ".join(f"{owner} {name} {typed(value)}" for owner, name, value in self.settings),
        ]
        return " · ".join(part for part in parts if part)

    def describe_who(self) -> str:
        """Whose customers count, in words; empty where everyone does."""
        who = [self.segment.describe()] if self.segment else []
        return say(" and ").join([*who, *map(str, self.where)])

    def options(self) -> list[str]:
        """The command-line options that ask for this scope."""
        words: list[str] = []
        for option, value in (("--from", self.since), ("--to", self.until), ("--as-of", self.as_of)):
            words += [option, value.isoformat()] if value else []
        words += ["--grain", self.grain.value] if self.grain else []
        words += ["--segment", str(self.segment)] if self.segment else []
        for option, values in (
            ("--event", self.events),
            ("--channel", self.channels),
            ("--where", self.where),
        ):
            words += [word for value in values for word in (option, str(value))]
        return words + [word for setting in self.setting_words() for word in ("--set", setting)]

    def setting_words(self) -> list[str]:
        """The settings of everything in this scope and those of its segment, as they are typed: `rfm.bins=4`."""
        own = self.segment.settings if self.segment else ()
        return list(dict.fromkeys(f"{owner}.{name}={typed(value)}" for owner, name, value in (*self.settings, *own)))


def Channel(*names: str) -> Scope:  # noqa: N802 - reads as a noun: scope & Channel("store")
    """The scope of some channels."""
    return Scope(channels=names)


def Event(*names: str) -> Scope:  # noqa: N802
    """The scope of some kinds of event."""
    return Scope(events=names)


def _shared(what: str, one: Iterable[str], other: Iterable[str]) -> tuple[str, ...]:
    """What both name; a side that names nothing means all."""
    ours, theirs = tuple(one), tuple(other)
    if not ours or not theirs:
        return ours or theirs
    both = tuple(name for name in ours if name in theirs)
    if not both:
        raise UsageError(say("The two scopes share no {what}.", what=what), say("Clear one of them."))
    return both
