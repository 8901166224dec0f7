"""What a metric declares: its question, parameters, columns, chart and the way on to its customers.

A metric is one pure function and one declaration. The screen, the command line, exports and the reference
pages read the declaration and need nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from queries.catalogue.families import OTHERS, Family
from queries.wording import mark, worded

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import polars as pl

    from queries.catalogue.answers import Answer, Conclusion
    from queries.catalogue.charts import Chart, Pivot
    from queries.catalogue.columns import Column
    from queries.catalogue.parameters import Parameter


CUSTOMERS, HISTORY = "customers", "history"
"""What nearly every question needs: that rows say who it was, and that events say when."""

USUAL = (CUSTOMERS, HISTORY)
"""What a question needs unless its declaration says that it can do without."""


MetricFunction: TypeAlias = "Callable[..., Answer]"
"""The one pure function of a metric: `(data, **parameters) → Answer`."""

DrillFunction: TypeAlias = "Callable[..., pl.LazyFrame]"
"""How a row leads on: `(data, row, parameters it names) →` a frame with the column `customer`."""

OnwardFunction: TypeAlias = "Callable[..., dict[str, Any] | None]"
"""How a row leads a step further: `(data, row, parameters it names) →` the parameters that change, or None."""

SegmentFunction: TypeAlias = "Callable[..., pl.LazyFrame]"
"""A segmentation's function: `(data, parameters) →` `customer`, `segment` and its own figures, sorted by
customer; customers it leaves out belong to the segmentation's `rest`. Where the data decide which segments there
are, `place` (u32) says where the customer's segment stands among the others; without it they go by name."""

NotesFunction: TypeAlias = "Callable[..., tuple[str, ...]]"
"""What a reader of a segmentation has to know: `(data, parameters it names) →` sentences, from declarations alone."""

ConcludeFunction: TypeAlias = "Callable[..., Conclusion]"
"""What is read off a segmentation's finished tables: `(tables, parameters it names) →` figures, findings, notes; the
summary is the table `""`, the limits in force are `thresholds`."""


@worded("title", "question", "formula", "source")
@dataclass(frozen=True)
class Metric:
    """A measure or a segmentation, as the catalogue holds it.

    Attributes:
        id: The name on the command line.
        title: The name on the screen.
        question: What it answers, in plain words, with a question mark.
        kind: `measure` (a table) or `segmentation` (customers → segment).
        function: The pure function; a segmentation's is wrapped by the shared summary.
        columns: The columns of the main frame.
        formula: How it is computed, in words.
        source: Where the definition comes from.
        also: Other words that people look for it by, in English and Chinese, with commas between.
        parameters: What may be set about it.
        parts: The columns of each further table.
        chart: The chart that suits it.
        pivot: How the main frame is read as a matrix, if it is one.
        drill: How a row leads on to customers; None where no row does.
        onward: How a row leads on to the same question a step further; None where no row does.
        splits: Whether `--split` may break it down.
        needs: What must be there, else the question cannot be answered: `USUAL`, roles (`purchase`), or what else
            `EventLog.has` knows.
        family: The heading it stands under in the list of questions.
        place: Its place under that heading.
        segmentation: For a segmentation: what only segmentations declare.
    """

    id: str
    title: str
    question: str
    kind: Literal["measure", "segmentation"]
    function: MetricFunction
    columns: tuple[Column, ...]
    formula: str
    source: str
    also: str = ""
    parameters: tuple[Parameter, ...] = ()
    parts: Mapping[str, tuple[Column, ...]] = field(default_factory=dict)
    chart: Chart | None = None
    pivot: Pivot | None = None
    drill: DrillFunction | None = None
    onward: OnwardFunction | None = None
    splits: bool = False
    needs: tuple[str, ...] = ()
    family: Family = OTHERS
    place: int = 100
    segmentation: Segmentation | None = None

    @property
    def group(self) -> str:
        """The heading it stands under in the list of questions."""
        return self.family.title

    def parameter(self, name: str) -> Parameter | None:
        """The parameter of that name."""
        return next((parameter for parameter in self.parameters if parameter.name == name), None)


def needed(needs: tuple[str, ...], without: tuple[str, ...]) -> tuple[str, ...]:
    """Everything a question needs: what is usual, less what it can do without, and what it names itself."""
    return (*(need for need in USUAL if need not in without), *needs)


@dataclass(frozen=True)
class Segmentation:
    """What only a segmentation declares.

    Attributes:
        members: The function customers → segment.
        segments: The segments in the order they are shown; None where the data decide (sorted by `place`, if the
            function gives one, else by name).
        columns: The segmentation's own figures per customer.
        rest: The segment of customers the function leaves out ("no purchase"); it comes last, unless `segments`
            says where it stands.
        meanings: A sentence a segment: who is in it.
        thresholds: The limits in force, as a small frame; the part `thresholds` of the answer.
        threshold_columns: What the columns of that frame are.
        notes: What a reader has to know: a window, kinds of event nothing is known of.
        conclude: What is said of the finished summary: limits in words, sentences worth saying.
        named_by: The parameter that the name of a segment is put in where it is not given: in a segmentation of
            one list against everyone else, a segment's name says which list is meant.
    """

    members: SegmentFunction
    segments: tuple[str, ...] | None = None
    columns: tuple[Column, ...] = ()
    rest: str = mark("no purchase")
    meanings: Mapping[str, str] = field(default_factory=dict)
    thresholds: SegmentFunction | None = None
    threshold_columns: tuple[Column, ...] = ()
    notes: NotesFunction | None = None
    conclude: ConcludeFunction | None = None
    named_by: str | None = None

    def naming(self, segment: str, given: Mapping[str, Any]) -> dict[str, Any]:
        """The parameters under which there is a segment of that name."""
        if self.named_by is None or given.get(self.named_by) is not None or segment.casefold() == self.rest.casefold():
            return dict(given)
        return {**given, self.named_by: segment}

    @property
    def names(self) -> tuple[str, ...]:
        """The declared segments and the rest, in the order they are shown."""
        return tuple(dict.fromkeys((*(self.segments or ()), self.rest)))
