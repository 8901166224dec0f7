"""Remembers mappings by the schema they fit, so that next month's export just opens."""

from __future__ import annotations

import hashlib
import json
import os
import re
import tempfile
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from queries.errors import MappingError
from queries.mapping.checking import check
from queries.mapping.reading import loads, read
from queries.mapping.writing import dumps
from queries.source.whole import content, seal

if TYPE_CHECKING:
    from collections.abc import Mapping as Names

    from queries.mapping.model import Mapping
    from queries.source import Source


def remember(mapping: Mapping, source: Source, folder: Path, *, sealed: bool = False) -> Path:
    """Keep a mapping for files with this source's schema; returns the file it is kept in.

    Sealed where nobody is to write in it: a changed byte of a guess could be another number.
    """
    names = _lasting_names(source)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    target = folder / f"{schema_key(source)}.toml"
    handle, temporary = tempfile.mkstemp(dir=folder, prefix=".mapping-", suffix=".toml")
    # mkstemp makes the file 0600; the rename makes it whole or not there at all.
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(dumps(_renamed(mapping, names)))
        if sealed:
            seal(Path(temporary))
        Path(temporary).replace(target)
    except OSError:
        Path(temporary).unlink(missing_ok=True)
        raise
    return target


def recall(source: Source, folder: Path, *, sealed: bool = False) -> Mapping | None:
    """The mapping kept for this source's schema; None where there is none, or none that still fits.

    Raises:
        DamagedError: It was sealed, and is not as it was written.
        MappingError: Somebody wrote segments of their own into it, and there are mistakes in them.
    """
    kept = folder / f"{schema_key(source)}.toml"
    if not kept.is_file():
        return None
    names = {lasting: name for name, lasting in _lasting_names(source).items()}
    try:
        mapping = _renamed(loads(bytes(content(kept)).decode(), kept.name) if sealed else read(kept), names)
        check(mapping, source)
    except MappingError as error:
        if error.mistakes:  # who wrote a rule into it wants to know, not to be asked again what columns mean
            raise MappingError(error.what.replace(kept.name, str(kept), 1), error.todo, error.mistakes) from error
        return None
    return mapping


def schema_key(source: Source) -> str:
    """A digest of tables, columns and types, the same for next month's export of the same tables."""
    names = _lasting_names(source)
    schema = sorted(
        [names[table.name], *([column.name, column.type] for column in table.columns)] for table in source.tables()
    )
    return hashlib.sha256(json.dumps(schema).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _lasting_names(source: Source) -> dict[str, str]:
    """Table → the name it keeps: a file's name without its numbers, since exports carry their date in it."""
    files = sorted(table.name for table in source.tables() if table.kind == "file")
    names = {table.name: table.name for table in source.tables()}
    if len(files) == 1:
        return names | {files[0]: "#"}
    seen: Counter[str] = Counter()
    for name in files:
        lasting = re.sub(r"\d+", "#", name)
        seen[lasting] += 1
        names[name] = lasting if seen[lasting] == 1 else f"{lasting}~{seen[lasting]}"
    return names


def _renamed(mapping: Mapping, names: Names[str, str]) -> Mapping:
    """The mapping with its tables called otherwise."""

    def new(table: str) -> str:
        return names.get(table, table)

    return replace(
        mapping,
        events=tuple(
            replace(event, table=new(event.table), told_in=tuple(map(new, event.told_in))) for event in mapping.events
        ),
        customers=mapping.customers and replace(mapping.customers, table=new(mapping.customers.table)),
        items=mapping.items and replace(mapping.items, table=new(mapping.items.table)),
        refunded=mapping.refunded and replace(mapping.refunded, table=new(mapping.refunded.table)),
        payments=mapping.payments and replace(mapping.payments, table=new(mapping.payments.table)),
        products=mapping.products and replace(mapping.products, table=new(mapping.products.table)),
    )
