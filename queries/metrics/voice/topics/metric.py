"""What customers talk about: words and two-word phrases that set some texts apart from others."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from queries.catalogue import CUSTOMERS, USUAL, Answer, Chart, Column, Kind, Parameter, Unit, measure
from queries.dimensions.dated import dated
from queries.metrics.voice.topics.contrast import contrasted
from queries.metrics.voice.topics.counting import counted, worded
from queries.metrics.voice.topics.merging import merged
from queries.metrics.voice.topics.sides import BEFORE, OF, REST, sides
from queries.metrics.voice.topics.words import conclude, notes

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl

    from queries.data.data import Data

COLUMNS = (
    Column("topic", "a word, or two that stand together", Unit.TEXT, key=True),
    Column("texts", "texts it stands in"),
    Column("customers", "customers who wrote them"),
    Column("share", "share of the texts", Unit.SHARE, numerator="texts", denominator="all texts of this side"),
    Column("elsewhere", "texts of the other side it stands in"),
    Column("negative_share", "share of its texts that complain", Unit.SHARE, denominator="texts"),
    Column("z", "log-odds against the other side in standard errors; blank without another side", Unit.NUMBER),
    Column("last", "its texts in the last complete period"),
    Column("before", "its texts in the one before"),
    Column("change", "last less before"),
    Column("also", "words that stand in nearly the same texts", Unit.TEXT),
    Column("example", "the text with it of the strongest mood", Unit.TEXT, personal=Kind.TEXT),
)
PARAMETERS = (
    Parameter("of", "which texts: those that complain, that praise, that come with a score, or all", "choice", OF),
    Parameter(
        "against",
        "what they are compared with: rest (complaints with all others), before (the last complete period with the one "
        "before), or a segment with everyone else (rfm=champions)",
        "text",
    ),
    Parameter("minimum", "texts that a topic is in at least", "int", low=1),
)


def customers_of_topic(data: Data, row: Mapping[str, Any], of: str, against: str) -> pl.LazyFrame:
    """The customers whose texts of this side have the topic."""
    return worded(sides(data, of, against)).filter("inside", word=row["topic"]).select("customer").unique()


@measure(
    id="topics",
    title="Topics of texts",
    question="What do customers talk about?",
    also="complaints, keywords, themes, what they talk about, 话题, 投诉原因, 关键词",
    place=70,
    columns=COLUMNS,
    parameters=PARAMETERS,
    formula="texts with a word or phrase, each text once; z: log-odds of the word on this side less on the other, with "
    "a Dirichlet prior from all texts, ÷ its standard error; words whose texts are the same to three fifths are one",
    source="Monroe, Colaresi and Quinn 2008 (Fightin' Words); Chinese words by jieba",
    chart=Chart("bars", "topic", ("texts",)),
    drill=customers_of_topic,
    needs=("texts",),
    without=USUAL,
)
def topics(data: Data, of: str = "complaints", against: str = "rest", minimum: int = 3) -> Answer:
    """The words and phrases that set texts apart, most telling first; without another side the most frequent.

    Args:
        data: The scoped data.
        of: `complaints`, `praise`, `reviews` (texts with a score) or `all`.
        against: `rest`, `before`, or `SEGMENTATION=SEGMENT`.
        minimum: Texts that a topic is in at least.

    Returns:
        One row a topic, at most 100. `all` and `reviews` against `rest` have no other side: then `z` is blank.

    Raises:
        QuestionError: No table has texts, or the libraries that read them are not installed; or what they are
            compared with needs dates, or customers, that are not there.
        UsageError: There is no such segmentation or segment.
    """
    rows = sides(data, of, against)
    counts = counted(data, rows, over_time=against == BEFORE)
    ranked = contrasted(counts, minimum, has_other_side=against != REST or of in ("complaints", "praise"))
    named = data.log.has(CUSTOMERS)  # where no row says who wrote it, nobody is counted
    found, columns = dated(data, merged(worded(rows), ranked), COLUMNS)
    columns = tuple(column for column in columns if named or column.name != "customers")
    table = found.select(column.name for column in columns)
    return Answer(table, notes=notes(data, of, against), conclude=partial(conclude, of=of), columns=columns)
