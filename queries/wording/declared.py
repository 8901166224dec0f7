"""Words in declarations: written once, in English, and read in the language that is spoken."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from queries.wording.language import current, translated

if TYPE_CHECKING:
    from collections.abc import Callable

Declaration = TypeVar("Declaration")


class Read(str):
    """A text as it is read, which remembers how it was written: declarations are made of others."""

    written: str

    def __new__(cls, written: str) -> Read:
        """A text in the language that is spoken."""
        read = super().__new__(cls, translated(written))
        read.written = written
        return read


def in_english(text: str) -> str:
    """A declared text as it was written: people look for it in either language."""
    return _written(text)


class _Words:
    """A field that keeps what was written and gives what it says: a text, several, or none."""

    def __init__(self, name: str) -> None:
        self._name = f"_{name}"

    def __get__(self, instance: object, owner: type) -> Any:
        if instance is None:
            return self
        words = instance.__dict__[self._name]
        return words if current() == "en" else _each(words, Read)

    def __set__(self, instance: object, words: Any) -> None:
        instance.__dict__[self._name] = _each(words, _written)


def worded(*names: str) -> Callable[[type[Declaration]], type[Declaration]]:
    """Decorates a dataclass of declarations: these fields are written in English and read in what is spoken."""

    def decorated(declaration: type[Declaration]) -> type[Declaration]:
        for name in names:
            setattr(declaration, name, _Words(name))
        return declaration

    return decorated


def _written(text: str) -> str:
    return text.written if isinstance(text, Read) else text


def _each(words: Any, change: Callable[[str], str]) -> Any:
    """The same with every text changed."""
    if isinstance(words, str):
        return change(words)
    return tuple(map(change, words)) if isinstance(words, tuple) else words
