"""Which customer attributes, and whether the customer's id itself, are personal: decided once a log."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from queries.catalogue import Kind
from queries.mapping.model import Meaning
from queries.privacy.masking import masked
from queries.privacy.masks import SUSPECT
from queries.privacy.naming import kind_by_name
from queries.privacy.patterns import MOST, as_text, digits, looks_like

if TYPE_CHECKING:
    from collections.abc import Sequence

    from queries.mapping.model import EventTable, Mapping
    from queries.source import Source

SAMPLED = 1_000
"""So many values of an attribute are looked at."""

FEW = 50
"""Where a sample over the whole length finds fewer, the attribute is rare and its first values are looked at."""

WORDY = 30
"""Text longer than this on average is written by people, who write anything."""


def personal_in(customers: pl.LazyFrame, attributes: Sequence[str], size: int, mapping: Mapping) -> dict[str, Kind]:
    """Attribute → kind, of those that are personal; the customer's id as `id` and as its columns are called.

    Looks at a sample of the values; a later part of a log that looks otherwise is not seen.

    Args:
        customers: The customers of a log: `id` and attributes.
        attributes: The attributes' names.
        size: How many customers there are.
        mapping: What the tables meant, for the names of the columns with the id.
    """
    columns = id_columns(mapping)
    values = _sampled(customers, size, "id")
    found = next((kind for name in columns or ("",) if (kind := kind_of(name, values))), None)
    kinds = dict.fromkeys(("id", *columns), found) if found else {}
    return kinds | {name: kind for name in attributes if (kind := kind_of(name, _sampled(customers, size, name)))}


def singles_out(kind: Kind | None) -> bool:
    """Whether values of a kind are single people's: names and numbers, not birth dates, which are told by age."""
    return kind not in (None, Kind.BIRTH, Kind.TEXT)


def personal_columns(source: Source, mapping: Mapping) -> dict[str, Kind]:
    """The same before a log is built, by the first rows of the tables: column → kind."""
    wanted = [(entry.table, (*_ids(entry), *entry.attributes)) for entry in mapping.events]
    if mapping.customers:
        wanted.append((mapping.customers.table, (mapping.customers.id, *mapping.customers.attributes)))
    found: dict[str, Kind] = {}
    with source.connect():  # as long as one connection is open, further ones cost next to nothing
        for table, names in wanted:
            frame = source.sample(table, SAMPLED)
            kinds = {name: kind_of(name, frame[name].drop_nulls()) for name in names if name in frame.columns}
            found |= {name: kind for name, kind in kinds.items() if kind}
    return found


def id_columns(mapping: Mapping) -> tuple[str, ...]:
    """What the columns with the customer's id are called."""
    own = [mapping.customers.id] if mapping.customers else []
    return tuple(dict.fromkeys([*own, *(name for entry in mapping.events for name in _ids(entry))]))


def kind_of(name: str, values: pl.Series) -> Kind | None:
    """What is personal about a column; None for nothing.

    A name alone is not enough where the values are something else: flags, counts, a category. Values that look
    like e-mail addresses or numbers of a person are told by that, whatever their column is called.

    Args:
        name: The column's name.
        values: Some of its values, none missing.
    """
    if values.dtype == pl.Boolean or not len(values):
        return None
    named = kind_by_name(name)
    if named and _can_be(named, values):
        return named
    if not (
        values.dtype == pl.String or values.dtype.is_integer() or isinstance(values.dtype, (pl.Enum, pl.Categorical))
    ):
        return None
    return looks_like(values) or (Kind.TEXT if _is_free_text(values) else None)


def shown_samples(name: str, values: Sequence[str]) -> list[str]:
    """A few values of a column as they may be shown where nobody asked to see the rest."""
    kind = kind_of(name, pl.Series(values, dtype=pl.String)) or Kind.TEXT
    return masked(pl.Series(values, dtype=pl.String), kind).to_list()


def _can_be(kind: Kind, values: pl.Series) -> bool:
    """Whether values may be of the kind their column's name says."""
    if kind is Kind.BIRTH:
        return _are_days(values)
    if values.dtype.is_temporal():
        return False
    text = as_text(values)
    if values.dtype.is_numeric() and kind in (Kind.NAME, Kind.EMAIL):
        return False
    if kind in (Kind.ADDRESS, Kind.NAME):
        return kind is Kind.ADDRESS or _share(text, pl.col("value").str.contains(r"[^\W\d_]")) >= MOST
    if kind is Kind.EMAIL:
        return bool(text.str.contains("@", literal=True).any())
    least = {Kind.PHONE: 6, Kind.CARD: 12, Kind.ACCOUNT: 8}.get(kind, 5)
    return _share(text, digits(pl.col("value")) >= least) >= MOST


def _are_days(values: pl.Series) -> bool:
    """Whether values are days rather than years or ages."""
    if isinstance(values.dtype, (pl.Date, pl.Datetime)):
        return True
    return _share(as_text(values), pl.col("value").str.len_chars() > 4) >= MOST


def _is_free_text(values: pl.Series) -> bool:
    """Whether text may hold anything: it is long, or something personal was found in it."""
    if values.dtype != pl.String:
        return False
    if (values.str.len_chars().mean() or 0) > WORDY:  # type: ignore[operator]
        return True
    # A code without a blank or @ is a code, however many digits it has.
    suspect = values.filter(values.str.contains(SUSPECT) & values.str.contains(r"[ @]"))
    return bool((masked(suspect, Kind.TEXT) != suspect).any())


def _share(text: pl.Series, holds: pl.Expr) -> float:
    """The share of texts for which something holds; none of none."""
    return float(text.alias("value").to_frame().select(holds.mean()).item() or 0.0)


def _sampled(customers: pl.LazyFrame, size: int, name: str) -> pl.Series:
    """Some values over the whole length, none missing."""
    known = customers.select(pl.col(name).drop_nulls())
    spread = known.gather_every(max(1, size // SAMPLED)).head(SAMPLED).collect().to_series()
    return spread if len(spread) >= FEW else known.head(SAMPLED).collect().to_series()


def _ids(entry: EventTable) -> tuple[str, ...]:
    field = entry.fields.get(Meaning.CUSTOMER)
    return (field.column,) if field and field.column else ()
