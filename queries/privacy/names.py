"""Names of people inside free text: those that the file's own columns of names hold, letter for letter (A or a)."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

import polars as pl

from queries.catalogue import ByRow, Kind, TextWithNames
from queries.privacy.masks import HIDDEN, MASKS, Rule

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from queries.catalogue import Column

SHORTEST = 3
"""Shorter names stand inside too many words."""

_SPECIAL = re.compile(r"([\\.^$|?*+(){}\[\]])")


def known_names(customers: pl.LazyFrame, personal: Mapping[str, Kind]) -> pl.Series:
    """The different names that customers have, in the columns that hold names; empty without such a column."""
    columns = [name for name, kind in personal.items() if kind is Kind.NAME]
    present = [name for name in columns if name in customers.collect_schema().names()]
    if not present:
        return pl.Series(dtype=pl.String)
    texts = [customers.select(pl.col(name).cast(pl.String).str.strip_chars().alias("name")) for name in present]
    every = pl.concat(texts).unique().filter(pl.col("name").str.len_chars() >= SHORTEST)
    return every.sort("name").collect().to_series()


def knowing(columns: Sequence[Column], frame: pl.DataFrame, names: Callable[[], pl.Series]) -> tuple[Column, ...]:
    """The columns, those of free text knowing which of the names stand in them; without such, nobody asks for names."""
    return tuple(_knowing(column, frame, names) for column in columns)


def _knowing(column: Column, frame: pl.DataFrame, names: Callable[[], pl.Series]) -> Column:
    free = column.personal is Kind.TEXT or isinstance(column.personal, ByRow)
    if not free or frame.schema.get(column.name) != pl.String or not (known := names()).len():
        return column
    inside = frame[column.name].str.extract_many(known.implode(), ascii_case_insensitive=True, overlapping=True)
    lowered = inside.explode(empty_as_null=True).drop_nulls().str.to_lowercase().unique()
    found = tuple(sorted(lowered.to_list(), key=lambda name: (-len(name), name)))
    if not found:
        return column
    if isinstance(column.personal, ByRow):
        return replace(column, personal=replace(column.personal, names=found))
    return replace(column, personal=TextWithNames(found))


@cache
def name_rules(names: tuple[str, ...]) -> tuple[Rule, ...]:
    """What replaces some names inside text: the longest first, each as its own mask."""
    return tuple(_rule(name) for name in names)


def _rule(name: str) -> Rule:
    """A name as a word; scripts that set no blanks between words have no ends of words either."""
    written = _SPECIAL.sub(r"\\\1", name)
    before, after = (r"\b" if sign.isascii() and sign.isalnum() else "" for sign in (name[0], name[-1]))
    left = HIDDEN
    for rule in MASKS[Kind.NAME]:
        if rule.compiled.match(name):
            left = rule.compiled.sub(rule.written, name)
            break
    return Rule(f"(?i){before}{written}{after}", left)
