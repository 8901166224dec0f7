"""Who the customers are: what the shop knows of them, which may lean on how they behave."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from sample_data.almanac import AS_OF, dates, whole_seconds
from sample_data.channels import age_group, favourite
from sample_data.draws import labelled, pick, pick_by, stream
from sample_data.naming import emails, full_names, name_parts, phones
from sample_data.places import CHINESE_SCRIPT, PLACES, SCRIPT_OF
from sample_data.process import SPEND

if TYPE_CHECKING:
    from sample_data.arrays import Codes, Flags, Floats, Ints
    from sample_data.effects import Effects
    from sample_data.process import Base

AGE_BANDS = ("18-24", "25-34", "35-44", "45-54", "55-64", "65+")
SEXES = ("female", "male", "other")
FEMALE = 0
INCOMES = ("low", "lower middle", "upper middle", "high")
SOURCES = ("search", "social", "friend", "advert", "store")
INTERESTS = ("cooking", "gardening", "reading", "hiking", "coffee", "crafts", "music", "travel")
_SOURCE_STAYS = (30, 18, 28, 8, 16)  # of those who leave late, each source's share
_SOURCE_LEAVES = (30, 22, 8, 34, 6)  # of those who leave early


@dataclass(frozen=True)
class People:
    """What other subjects need to know of the customers.

    Attributes:
        age: Years at the end of the history.
        age_group: See `channels.age_group`.
        favourite: The channel each likes best.
        place: Position in `PLACES`.
        chinese: Whether they write Chinese.
        sex: Position in `SEXES`.
    """

    age: Ints
    age_group: Codes
    favourite: Codes
    place: Codes
    chinese: Flags
    sex: Codes


def draw_people(customers: int, seed: int) -> People:
    """Draw ages, places and tastes."""
    rng = stream(seed, "people")
    age = (18 + np.floor(62 * rng.beta(1.6, 2.4, customers))).astype(np.int64)
    groups = age_group(age)
    place = pick(rng, [place.share for place in PLACES], customers)
    chinese = np.asarray(SCRIPT_OF)[place] == CHINESE_SCRIPT
    sex = pick(stream(seed, "sexes"), (55, 41, 4), customers)
    return People(age, groups, favourite(rng, groups), place, chinese, sex)


def customer_table(base: Base, people: People, seed: int, effects: Effects) -> pl.DataFrame:
    """The table `customers`: one row each, with some attributes missing as in life."""
    rng = stream(seed, "portraits")
    size = len(base)
    band = np.searchsorted([25, 35, 45, 55, 65], people.age, side="right").astype(np.uint8)
    parts = name_parts(stream(seed, "names"), np.asarray(SCRIPT_OF, dtype=np.uint8)[people.place])
    born = _birthdays(rng, people.age)
    return pl.DataFrame(
        {
            "customer": np.arange(size, dtype=np.uint32),
            "name": full_names(parts),
            "email": emails(parts),
            "phone": _some(rng, phones(size), missing=0.1),
            "city": labelled(people.place, [place.city for place in PLACES]),
            "country": pl.Series([place.country for place in PLACES]).gather(people.place),
            "age_band": labelled(band, AGE_BANDS),
            "sex": _some(rng, labelled(people.sex, SEXES), missing=0.05),
            "income_band": _some(rng, labelled(_income(rng, base, effects), INCOMES), missing=0.12),
            "interests": _interests(rng, size),
            "birthday": _some(rng, born, missing=0.08),
            "signed_up": dates(whole_seconds(base.signed_up)),
            "acquisition_channel": labelled(_sources(rng, base, effects), SOURCES),
            "newsletter": subscribed(size, seed),
        }
    )


def subscribed(customers: int, seed: int) -> Flags:
    """Who takes the newsletter."""
    return stream(seed, "newsletter").random(customers) < 0.6


def _birthdays(rng: np.random.Generator, age: Ints) -> pl.Series:
    """Birthdays, never on 1 January: age at the history's end is then the difference of years less one."""
    year = AS_OF.year - 1 - age
    start = (year - 1970).astype("datetime64[Y]").astype("datetime64[D]")
    return pl.Series(start + rng.integers(1, 365, len(age))).cast(pl.Date)


def _income(rng: np.random.Generator, base: Base, effects: Effects) -> Codes:
    """Income bands, a quarter each; with portraits, by mean spend as blurred by as much noise."""
    lean = np.log(SPEND.p / base.spend_scale) if effects.portraits else np.zeros(len(base))
    scores: Floats = lean + rng.normal(0.0, 0.5, len(base))
    return np.searchsorted(np.quantile(scores, (0.25, 0.5, 0.75)), scores, side="right").astype(np.uint8)


def _sources(rng: np.random.Generator, base: Base, effects: Effects) -> Codes:
    """How customers came; with portraits, friends bring those who stay, adverts those who leave."""
    early = base.dropout_rate > np.median(base.dropout_rate) if effects.portraits else rng.random(len(base)) < 0.5
    return pick_by(rng, (_SOURCE_STAYS, _SOURCE_LEAVES), early.astype(np.uint8))


def _interests(rng: np.random.Generator, size: int) -> pl.Series:
    """One to three different interests, joined by semicolons."""
    start = rng.integers(0, len(INTERESTS), size)
    step = rng.integers(1, 3, size)
    count = pick(rng, (40, 40, 20), size)
    words = pl.Series(INTERESTS)
    chosen = [words.gather((start + nth * step) % len(INTERESTS)) for nth in range(3)]
    wanted = [pl.Series(count >= nth) for nth in range(3)]
    parts = [pl.when(want).then(word) for want, word in zip(wanted, chosen, strict=True)]
    return pl.select(pl.concat_str(parts, separator=";", ignore_nulls=True)).to_series()


def _some(rng: np.random.Generator, column: pl.Series, missing: float) -> pl.Series:
    """The column with a share of its values missing."""
    known = pl.Series(rng.random(len(column)) >= missing)
    return pl.select(pl.when(known).then(column)).to_series()
