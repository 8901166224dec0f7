"""Names, e-mail addresses and telephone numbers, none of which can be anybody's."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from sample_data.names import EMOJI, SCRIPTS

if TYPE_CHECKING:
    from sample_data.arrays import Codes

_EMOJI_SHARE = 0.004
_DOMAINS = ("example.com", "example.org", "example.net")


def name_parts(rng: np.random.Generator, script: Codes) -> pl.DataFrame:
    """For each customer the parts of a name: given, family, both plain, which comes first, an ornament."""
    columns: dict[str, object] = {}
    for part in ("given", "family"):
        lists = [getattr(one, part) for one in SCRIPTS]
        sizes = np.asarray([len(names) for names in lists])
        starts = np.cumsum(sizes) - sizes
        chosen = starts[script] + np.floor(rng.random(len(script)) * sizes[script]).astype(np.int64)
        columns[part] = pl.Series([name for names in lists for name, _ in names]).gather(chosen)
        columns[f"{part}_plain"] = pl.Series([plain for names in lists for _, plain in names]).gather(chosen)
    columns["family_first"] = np.asarray([one.family_first for one in SCRIPTS])[script]
    ornament = pl.Series([f" {sign}" for sign in EMOJI]).gather(rng.integers(0, len(EMOJI), len(script)))
    columns["ornament"] = pl.select(
        pl.when(pl.Series(rng.random(len(script)) < _EMOJI_SHARE)).then(ornament).otherwise(pl.lit(""))
    ).to_series()
    return pl.DataFrame(columns)


def full_names(parts: pl.DataFrame) -> pl.Series:
    """Names as their owners write them."""
    western = pl.concat_str("given", pl.lit(" "), "family", "ornament")
    eastern = pl.concat_str("family", "given", "ornament")
    return parts.select(pl.when("family_first").then(eastern).otherwise(western)).to_series()


def emails(parts: pl.DataFrame) -> pl.Series:
    """One address each, on the domains reserved for examples; the customer's number makes it unique."""
    number = pl.int_range(1, pl.len() + 1)
    domain = pl.lit(pl.Series(_DOMAINS)).gather(number % len(_DOMAINS))
    plain = pl.concat_str("given_plain", pl.lit("."), "family_plain", pl.lit("."), number, pl.lit("@"))
    return parts.select(plain + domain).to_series()


def phones(customers: int) -> pl.Series:
    """One number each, all with the area code 555, which nobody has."""
    number = pl.int_range(customers, eager=True).cast(pl.String).str.zfill(7)
    return pl.Series("+1 555 " + number.str.slice(0, 3) + " " + number.str.slice(3))
