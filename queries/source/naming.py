"""What the tables of exports are called."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from queries.source.headers import named
from queries.source.readers import exports, suffixes_of
from queries.source.unpacking import PACKED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from queries.source.paths import Group

_PATTERN = re.compile(r"[-_. ]*(\*+|\?+|\[[^]]*\])[-_. ]*")


def names_of(groups: Sequence[Group]) -> tuple[str, ...]:
    """A unique table name for each group of files."""
    # A name that is not Unicode cannot be written in SQL.
    return named([_name(group).encode("utf-8", "replace").decode("utf-8") for group in groups])


def _name(group: Group) -> str:
    """The stem of a file; of a pattern what it says ("orders" of "orders-*.csv"), or its folder."""
    if not group.pattern:
        return _stem(group.files[0].name)
    for part in reversed(Path(group.pattern).parts):
        if stem := _PATTERN.sub("_", _stem(part)).strip("-_. "):
            return stem
    return group.files[0].parent.name


def _stem(name: str) -> str:
    """A name without the endings that say what is in the file."""
    endings = "|".join(map(re.escape, (*suffixes_of(exports()), PACKED)))
    return re.sub(f"({endings})+$", "", name, flags=re.IGNORECASE) or name
