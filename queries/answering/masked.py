"""A whole answer as it may be shown: tables, sentences, and the question itself."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import polars as pl

from queries.catalogue import ByRow, Kind, in_words
from queries.privacy.masking import mask, mask_frame, masked
from queries.wording import say

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from queries.answering.result import Result
    from queries.catalogue import Column, Figure
    from queries.question.question import Question
    from queries.question.scope import Segment

MOST_NAMED = 5_000
"""Sentences name groups, not single customers of a longer table."""


def masked_answer(result: Result) -> Result:
    """The answer with its personal data masked, and a note that says which columns these are.

    Columns in which nothing was masked keep their types. Sentences do not name what the tables mask; conditions
    and ids in the question are masked too, so that the command line that repeats it has to be completed by hand.
    """
    tables: dict[str | None, tuple[tuple[Column, ...], pl.DataFrame]]
    tables = {name: result.table(name) for name in (None, *result.parts)}
    frames = {name: mask_frame(frame, columns) for name, (columns, frame) in tables.items()}
    masked_names = (_told(columns, frame, frames[part]) for part, (columns, frame) in tables.items())
    names = dict.fromkeys(name for listed in masked_names for name in listed)
    spoken = masked_words(result)
    note = say("Personal columns are masked: {names}. --unmask shows them.", names=say(", ").join(names))
    return replace(
        spoken,
        frame=frames[None],
        parts={name: (columns, frames[name]) for name, (columns, _) in result.parts.items()},
        notes=(*spoken.notes, *([note] if names else [])),
    )


def masked_words(result: Result) -> Result:
    """The answer with its sentences and its question masked, its tables as they are."""
    question, secrets = _question(result.question, result.personal)
    words = _Words(result, [result.table(), *result.parts.values()], secrets)
    return replace(
        result,
        question=question,
        figures=tuple(_figure(figure, words) for figure in result.figures),
        findings=tuple(in_words(finding, words(finding)) for finding in result.findings),
        notes=tuple(map(words, result.notes)),
        scope={name: words.within(value) for name, value in result.scope.items()},
        scope_words=words(result.scope_words),
        row=words(result.row),
    )


def is_personal(columns: Iterable[Column]) -> bool:
    """Whether any of the columns holds personal data; not whether a text may."""
    return any(
        bool(column.personal.kinds)
        if isinstance(column.personal, ByRow)
        else isinstance(column.personal, Kind) and column.personal is not Kind.TEXT
        for column in columns
    )


def personal_names(columns: Sequence[Column], frame: pl.DataFrame) -> list[str]:
    """The personal columns of a table by name; where rows are attributes, those attributes."""
    names: list[str] = []
    for column in columns:
        if isinstance(column.personal, ByRow) and column.personal.column in frame.columns:
            present = set(frame[column.personal.column].cast(pl.String).to_list())
            names += [name for name, kind in column.personal.kinds if name in present and kind is not Kind.TEXT]
        elif isinstance(column.personal, Kind) and column.personal is not Kind.TEXT:
            names.append(column.name)
    return names


def _told(columns: Sequence[Column], frame: pl.DataFrame, after: pl.DataFrame) -> list[str]:
    """The columns the note names: personal ones, and text in which something was masked."""
    changed = [c.name for c in columns if c.name in frame.columns and not _same(frame[c.name], after[c.name])]
    personal = personal_names(columns, frame) if len(frame) else []
    by_row = {c.name for c in columns if isinstance(c.personal, ByRow)}
    return [*personal, *(name for name in changed if name not in personal and not (personal and name in by_row))]


def _same(before: pl.Series, after: pl.Series) -> bool:
    return before is after or (before.dtype == after.dtype and before.equals(after))


class _Words:
    """Replaces in sentences what tables and question mask."""

    def __init__(
        self,
        result: Result,
        tables: Sequence[tuple[Sequence[Column], pl.DataFrame]],
        secrets: Mapping[str, str],
    ) -> None:
        sentences = "\n".join([*result.findings, *result.notes, *(str(f.name) + str(f.value) for f in result.figures)])
        self._masks = {**(_named(tables, sentences) if sentences else {}), **secrets}

    def __call__(self, sentence: str) -> str:
        """The sentence as it may be said."""
        for raw in sorted(self._masks, key=len, reverse=True):
            whole = rf"(?<![0-9A-Za-z]){re.escape(raw)}(?![0-9A-Za-z])"
            sentence = re.sub(whole, lambda _, raw=raw: self._masks[raw], sentence)  # type: ignore[misc]
        masked_sentence: str = mask(sentence, None)
        return masked_sentence

    def within(self, value: Any) -> Any:
        """A value of the scope: its texts as they may be said."""
        if isinstance(value, list):
            return [self.within(entry) for entry in value]
        return self(value) if isinstance(value, str) else value


def _named(tables: Sequence[tuple[Sequence[Column], pl.DataFrame]], sentences: str) -> dict[str, str]:
    """Masked values of short tables that sentences name: value → mask."""
    masks: dict[str, str] = {}
    for columns, frame in tables:
        for column in columns:
            if not isinstance(column.personal, Kind) or len(frame) > MOST_NAMED or column.name not in frame.columns:
                continue
            values = frame[column.name].drop_nulls().cast(pl.String).unique()
            values = values.filter(values.str.len_chars() > 1)
            values = values.filter(pl.Series([value in sentences for value in values.to_list()], dtype=pl.Boolean))
            masks |= dict(zip(values.to_list(), masked(values, column.personal).to_list(), strict=True))
    return masks


def _figure(figure: Figure, words: _Words) -> Figure:
    value = words(figure.value) if isinstance(figure.value, str) else figure.value
    return replace(figure, name=words(figure.name), value=value)


def _question(question: Question, personal: Mapping[str, Kind]) -> tuple[Question, dict[str, str]]:
    """The question without personal values, and these values with their masks."""
    secrets: dict[str, str] = {}
    folded = {name.casefold(): kind for name, kind in personal.items()}

    def kind_of(name: str) -> Kind | None:
        return folded.get(name.casefold())

    def kept(value: str, kind: Kind | None) -> str:
        shown: str = mask(value, kind)
        if shown != value:
            secrets[value] = shown
        return shown

    def segment(named: Segment | None) -> Segment | None:
        if named is None:
            return None
        about = (kind_of(value) for _, value in named.parameters if isinstance(value, str))
        return replace(named, name=kept(named.name, next((kind for kind in about if kind), None)))

    scope = question.scope
    where = tuple(replace(entry, value=kept(entry.value, kind_of(entry.name))) for entry in scope.where)
    parameters = tuple(
        (name, kept(value, personal.get("id") if name == "id" else None) if isinstance(value, str) else value)
        for name, value in question.parameters
    )
    compare = replace(question.compare, segment=segment(question.compare.segment)) if question.compare else None
    changed = replace(scope, where=where, segment=segment(scope.segment))
    return replace(question, scope=changed, parameters=parameters, compare=compare), secrets
