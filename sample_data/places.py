"""Where customers live, and which script their names are written in."""

from __future__ import annotations

from typing import NamedTuple

from sample_data.names import ARABIC, CHINESE, CYRILLIC, JAPANESE, LATIN, SCRIPTS, Script


class Place(NamedTuple):
    """A city with its country (ISO 3166), its share of customers, and its script."""

    city: str
    country: str
    share: int
    script: Script


PLACES = (
    Place("Berlin", "DE", 12, LATIN),
    Place("München", "DE", 9, LATIN),
    Place("Köln", "DE", 5, LATIN),
    Place("Paris", "FR", 9, LATIN),
    Place("Lyon", "FR", 4, LATIN),
    Place("Málaga", "ES", 4, LATIN),
    Place("Madrid", "ES", 6, LATIN),
    Place("Kraków", "PL", 4, LATIN),
    Place("Brno", "CZ", 3, LATIN),
    Place("London", "GB", 9, LATIN),
    Place("Leeds", "GB", 3, LATIN),
    Place("Malmö", "SE", 3, LATIN),
    Place("Boston", "US", 4, LATIN),
    Place("上海", "CN", 6, CHINESE),
    Place("成都", "CN", 3, CHINESE),
    Place("北京", "CN", 4, CHINESE),
    Place("東京", "JP", 4, JAPANESE),
    Place("京都", "JP", 2, JAPANESE),
    Place("القاهرة", "EG", 3, ARABIC),
    Place("София", "BG", 2, CYRILLIC),
    Place("Київ", "UA", 2, CYRILLIC),
)
SCRIPT_OF = tuple(SCRIPTS.index(place.script) for place in PLACES)
"""The script of each place, as a position in `SCRIPTS`."""
CHINESE_SCRIPT = SCRIPTS.index(CHINESE)
