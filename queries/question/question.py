"""A question: one metric, asked of one scope with certain parameters. What is cached, shown and repeated."""

from __future__ import annotations

import math
import shlex
from dataclasses import dataclass, field, replace
from datetime import date
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from queries import catalogue
from queries.errors import UsageError
from queries.question.scope import Scope, typed
from queries.wording import mark, say

if TYPE_CHECKING:
    from collections.abc import Iterable

    from queries.catalogue import Metric, Parameter
    from queries.question.comparison import Comparison
    from queries.question.scope import Setting


@dataclass(frozen=True)
class Question:
    """What is asked.

    Attributes:
        metric: The id of a metric.
        scope: The part of the data it is asked of.
        parameters: Those that differ from their defaults, by name, sorted.
        split: A dimension to break the answer down by.
        compare: What the answer is compared with.
    """

    metric: str
    scope: Scope = field(default_factory=Scope)
    parameters: tuple[tuple[str, Any], ...] = ()
    split: str | None = None
    compare: Comparison | None = None

    @classmethod
    def of(
        cls,
        metric: str,
        scope: Scope | None = None,
        split: str | None = None,
        compare: Comparison | None = None,
        **parameters: Any,
    ) -> Question:
        """A question with typed parameters; those at their default are left out."""
        declared = catalogue.metric(metric)
        values = {name: checked(_parameter(declared, name), value) for name, value in parameters.items()}
        changed = ((name, value) for name, value in values.items() if value != _parameter(declared, name).default)
        if split and not declared.splits:
            raise UsageError(say("{metric} cannot be split.", metric=metric), say("Leave --split out."))
        return cls(metric, scope or Scope(), tuple(sorted(changed)), split, compare)

    @property
    def arguments(self) -> dict[str, Any]:
        """Every parameter of the metric with its value in force."""
        declared = catalogue.metric(self.metric)
        values = {parameter.name: parameter.default for parameter in declared.parameters}
        values |= self.scope.settings_of(self.metric) | dict(self.parameters)
        return values | ({"split": self.split} if declared.splits else {})

    def names(self, segmentation: str) -> bool:
        """Whether a segmentation is asked for anywhere: as metric, split, segment, comparison or parameter."""
        segments = (self.scope.segment, self.compare.segment if self.compare else None)
        named = {self.metric, self.split, *(segment.segmentation for segment in segments if segment)}
        # A parameter holds the id of a segmentation, or one of its segments: `segment=frozen=VIP`.
        named |= {str(value).partition("=")[0] for _, value in self.parameters}
        return segmentation in named

    def over(self, scope: Scope) -> Question:
        """The same question of another scope."""
        return replace(self, scope=scope)

    def command(self, files: Iterable[str], options: Iterable[str] = ()) -> str:
        """The command line that repeats this answer."""
        words = ["regulars", "run", self.metric, *files, *options, *self.scope.options()]
        words += ["--split", self.split] if self.split else []
        words += ["--compare", str(self.compare)] if self.compare else []
        for name, value in self.parameters:
            words += ["--set", f"{name}={typed(value)}"]
        return shlex.join(words)


def read_parameters(metric: Metric, settings: Iterable[str]) -> dict[str, Any]:
    """Parameters from the `NAME=VALUE` of `--set`.

    Raises:
        UsageError: A setting is not of that form, or the metric has no such parameter.
    """
    values: dict[str, Any] = {}
    for setting in settings:
        name, sign, text = setting.partition("=")
        if not sign:
            raise UsageError(say("“{setting}” is not a setting.", setting=setting), say("Write it as NAME=VALUE."))
        values[name.strip()] = checked(_parameter(metric, name.strip()), text.strip())
    return values


def read_settings(settings: Iterable[str]) -> tuple[Setting, ...]:
    """Parameters of segmentations from the `SEGMENTATION.NAME=VALUE` of `--set`, sorted.

    Raises:
        UsageError: There is no such segmentation, it has no such parameter, or the value is none of it.
    """
    values: dict[tuple[str, str], Any] = {}
    for setting in settings:
        owner, _, named = setting.partition(".")
        catalogue.segmentation(owner)
        read = read_parameters(catalogue.metric(owner), [named])
        values |= {(owner, name): value for name, value in read.items()}
    return tuple(sorted((owner, name, value) for (owner, name), value in values.items()))


def checked(parameter: Parameter, value: Any) -> Any:
    """A value as the parameter's type, inside its bounds.

    Raises:
        UsageError: It is of another type, out of bounds, or not among the choices.
    """
    if value is None or (value == "" and parameter.default is None):
        return parameter.default
    try:
        typed = _READERS[parameter.kind](value)
    except (ValueError, TypeError) as error:
        raise UsageError(
            say("{name} cannot be “{value}”.", name=parameter.name, value=value),
            say("It takes {names}.", names=say(_NAMES[parameter.kind])),
        ) from error
    if parameter.kind == "choice" and typed not in parameter.choices:
        raise UsageError(
            say("{name} cannot be “{value}”.", name=parameter.name, value=value),
            say("It takes {names}.", names=say(", ").join(parameter.choices)),
        )
    if (parameter.low is not None and typed < parameter.low) or (parameter.high is not None and typed > parameter.high):
        high = say(" to {high:g}", high=parameter.high) if parameter.high is not None else say(" or more")
        raise UsageError(
            say("{name} cannot be {value}.", name=parameter.name, value=value),
            say("It takes {value:g}{high}.", value=parameter.low or 0, high=high),
        )
    return typed


def _parameter(metric: Metric, name: str) -> Parameter:
    """The parameter of that name, or a sentence that names the nearest."""
    parameter = metric.parameter(name)
    if parameter is None:
        names = [entry.name for entry in metric.parameters]
        near = get_close_matches(name, names, n=1)
        hint = (
            say("Did you mean {near}?", near=near[0])
            if near
            else say("It has {value}.", value=say(", ").join(names) or "none")
        )
        raise UsageError(say("{id} has no parameter “{name}”.", id=metric.id, name=name), hint)
    return parameter


def _whole(value: Any) -> int:
    """A whole number; 4.7 is none."""
    if isinstance(value, float) and not value.is_integer():
        raise ValueError(value)
    return int(value)


def _finite(value: Any) -> float:
    """A number that is one."""
    if not math.isfinite(number := float(value)):
        raise ValueError(value)
    return number


def _plain(value: Any) -> int | float:
    """A finite number; whole ones without a point, so that they are typed back as they were."""
    number = _finite(value)
    return int(number) if number.is_integer() else number


def _listed(value: Any) -> list[Any]:
    """The parts of `1,2,3`, or what is a list already."""
    return value.split(",") if isinstance(value, str) else list(value)


def _segmentation(value: Any) -> str:
    """The id of a segmentation that exists."""
    catalogue.segmentation(str(value))
    return str(value)


def _flag(value: Any) -> bool:
    """Yes or no, as people write it."""
    if isinstance(value, bool):
        return value
    words = {
        "yes": True,
        "true": True,
        "1": True,
        "on": True,
        "no": False,
        "false": False,
        "0": False,
        "off": False,
    }
    if str(value).casefold() not in words:
        raise ValueError(value)
    return words[str(value).casefold()]


_READERS: dict[str, Any] = {
    "int": _whole,
    "float": _finite,
    "text": str,
    "choice": str,
    "flag": _flag,
    "date": lambda value: value if isinstance(value, date) else date.fromisoformat(value),
    "event": str,
    "events": str,
    "segmentation": _segmentation,
    "dimension": str,
    "numbers": lambda value: tuple(map(int, _listed(value))),
    "decimals": lambda value: tuple(map(_plain, _listed(value))),
}
_NAMES = {
    "int": mark("a whole number"),
    "float": mark("a number"),
    "text": mark("text"),
    "choice": mark("one of its choices"),
    "flag": mark("yes or no"),
    "date": mark("a date like 2024-03-31"),
    "event": mark("the name of a kind of event"),
    "events": mark("names of kinds of event with commas between"),
    "segmentation": mark("the id of a segmentation"),
    "dimension": mark("the name of a dimension"),
    "numbers": mark("whole numbers with commas between, like 1,7,30"),
    "decimals": mark("numbers with commas between, like 10,25.5,100"),
}
