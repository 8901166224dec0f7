"""What a rule says, as a tree: comparisons of one name each, joined by and, or and not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True)
class Name:
    """The name of a figure or an attribute, and where it stands."""

    text: str
    start: int = 0
    end: int = 0


@dataclass(frozen=True)
class Value:
    """A number, a text (dates are written as text) or yes and no, and where it stands."""

    value: str | int | float | bool
    start: int = 0
    end: int = 0


@dataclass(frozen=True)
class Compare:
    """`name operator value`; the operator is one of = != < <= > >=."""

    name: Name
    operator: str
    value: Value


@dataclass(frozen=True)
class OneOf:
    """`name in (value, …)`."""

    name: Name
    values: tuple[Value, ...]


@dataclass(frozen=True)
class Between:
    """`name between low and high`, both included."""

    name: Name
    low: Value
    high: Value


@dataclass(frozen=True)
class Missing:
    """`name is missing`."""

    name: Name


@dataclass(frozen=True)
class Not:
    """The opposite of a part."""

    part: Rule


@dataclass(frozen=True)
class Both:
    """All parts hold."""

    parts: tuple[Rule, ...]


@dataclass(frozen=True)
class Either:
    """One part at least holds."""

    parts: tuple[Rule, ...]


Leaf: TypeAlias = Compare | OneOf | Between | Missing
Rule: TypeAlias = Leaf | Not | Both | Either


def leaves(rule: Rule) -> Iterator[Leaf]:
    """The comparisons of a rule, in the order they are written."""
    if isinstance(rule, Not):
        yield from leaves(rule.part)
    elif isinstance(rule, Both | Either):
        for part in rule.parts:
            yield from leaves(part)
    else:
        yield rule


def values(leaf: Leaf) -> tuple[Value, ...]:
    """The values that a comparison holds against its name."""
    match leaf:
        case Compare(value=value):
            return (value,)
        case OneOf(values=several):
            return several
        case Between(low=low, high=high):
            return low, high
        case _:
            return ()
