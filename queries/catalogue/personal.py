"""The kinds of personal data that are masked, and how a column says which it holds."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from queries.wording import mark

if TYPE_CHECKING:
    from collections.abc import Mapping


class Kind(StrEnum):
    """What is personal about a value, which decides what its mask leaves of it.

    Places (city, country, zip) are none: they describe many people, and analysts group by them. `TEXT` is free
    text: only the e-mail addresses, phone, card and identity numbers inside it are masked, and names that the
    file's own columns of names know.
    """

    NAME = "name"
    EMAIL = "e-mail"
    PHONE = "phone"
    ADDRESS = "address"
    IDENTITY = mark("identity number")
    CARD = mark("card number")
    ACCOUNT = mark("bank account")
    BIRTH = mark("birth date")
    TEXT = "text"


@dataclass(frozen=True)
class TextWithNames:
    """Free text in which names of people stand, as found in each answer: in small letters, the longest first."""

    names: tuple[str, ...]


@dataclass(frozen=True)
class ByRow:
    """A column whose rows are values of different attributes, as those of a portrait: name and value.

    Attributes:
        column: The column that holds the name of the attribute; a row without a name is about the customer's id.
        kinds: Attribute → kind; filled in for each log. What is not in it is free text.
        names: Names of people that stand in that text, as `TextWithNames` has them.
    """

    column: str
    kinds: tuple[tuple[str, Kind], ...] = ()
    names: tuple[str, ...] = ()

    def of(self, row: Mapping[str, Any] | None) -> Kind | TextWithNames:
        """The kind of a row's value."""
        name = row.get(self.column) if row else None
        kind = dict(self.kinds).get("id" if name is None else str(name), Kind.TEXT)
        return self.text if kind is Kind.TEXT else kind

    @property
    def text(self) -> Kind | TextWithNames:
        """What is personal about values that are text."""
        return TextWithNames(self.names) if self.names else Kind.TEXT
