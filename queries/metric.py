"""What a metric declares: its question, parameters, columns, chart and the way on to its customers.

A metric is one pure function and one declaration. The screen, the command line, exports and the reference
pages read the declaration and need nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import polars as pl

    from queries.eventlog.model import EventLog
    from queries.privacy.kinds import ByRow, Kind


class Unit(StrEnum):
    """What a value is, which decides how it is written; a `name` is an identifier, shown as words."""

    TEXT = "text"
    NAME = "name"
    COUNT = "count"
    NUMBER = "number"
    SHARE = "share"
    MONEY = "money"
    DAYS = "days"
    RATE = "rate"
    SCORE = "score"
    DATE = "date"
    TIME = "time"
    FLAG = "flag"
    TREND = "trend"


WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
"""What the numbers of weekdays stand for."""


@dataclass(frozen=True)
class Column:
    """One column of an answer.

    Attributes:
        name: Its name in the frame, on the command line and in exports.
        meaning: What it says, in one sentence.
        unit: What the numbers are.
        key: Whether it names the row (a dimension) rather than measures it.
        title: Its heading; None makes one from the name.
        numerator: For a rate or share: the column (or the words) above the line.
        denominator: For a rate or share: the column (or the words) below the line.
        unit_column: Where rows differ: the column that holds each row's unit.
        complete_column: In a matrix: the column that says whether the cell is complete.
        names: What 1, 2, 3 … stand for where the numbers are no amounts: the weekdays.
        personal: What is personal about its values, so that they are masked until somebody asks to see them;
            the runner marks ids and attributes of customers, a metric marks free text and rows of attributes.
    """

    name: str
    meaning: str
    unit: Unit = Unit.COUNT
    key: bool = False
    title: str | None = None
    numerator: str | None = None
    denominator: str | None = None
    unit_column: str | None = None
    complete_column: str | None = None
    names: tuple[str, ...] = ()
    personal: Kind | ByRow | None = None

    @property
    def heading(self) -> str:
        """The heading a person reads."""
        return self.title or self.name.replace("_", " ").capitalize()


@dataclass(frozen=True)
class Parameter:
    """A knob of a metric, with what may be put in it.

    `kind` is what the text of the command line or the form becomes; `choice` takes one of `choices`, `event` the
    name of a kind of event, `segmentation` the id of a segmentation, `dimension` what `queries.dimensions` can
    tell apart by, `numbers` whole numbers with commas between, `decimals` any numbers with commas between.
    """

    name: str
    meaning: str
    kind: Literal[
        "int", "float", "text", "choice", "flag", "date", "event", "segmentation", "dimension", "numbers", "decimals"
    ]
    default: Any = None
    choices: tuple[str, ...] = ()
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Chart:
    """The chart that suits an answer: columns to draw, by name.

    Attributes:
        kind: `line` and `bars` over `x`; `stacked` bars of `series`; `histogram` of `y` by `x`;
            `heatmap` of `y` over `x` and `series`; `steps` falling from 1; `trend` the row's own trend.
        x: The column along the bottom.
        y: The column (or several) that is drawn.
        series: The column whose values are drawn apart.
        part: The part of the answer that is drawn; None is the main frame.
        within: Keys that must be as in the row under the cursor (without one, as in the first row): of an answer
            about many attributes one is drawn at a time.
    """

    kind: Literal["line", "bars", "stacked", "histogram", "heatmap", "steps", "trend"]
    x: str
    y: tuple[str, ...]
    series: str | None = None
    part: str | None = None
    within: tuple[str, ...] = ()


@dataclass(frozen=True)
class Pivot:
    """How a long frame is read as a matrix, on screen and in printed tables; exports stay long.

    Attributes:
        rows: The columns that name a row, with what belongs to it (`cohort`, `size`).
        columns: The column whose values become headings.
        value: The column that fills the cells.
    """

    rows: tuple[str, ...]
    columns: str
    value: str


@dataclass(frozen=True)
class Figure:
    """One number beside the table: a median, a test, an index."""

    name: str
    value: float | str | None
    unit: Unit = Unit.NUMBER
    low: float | None = None
    high: float | None = None
    n: int | None = None


@dataclass(frozen=True)
class Answer:
    """What a metric returns: lazy frames, still to be collected by the runner.

    Attributes:
        frame: The main table, sorted.
        parts: Further tables by name, as the metric declares them.
        notes: What a reader has to know: assumptions, left truncation, small numbers.
        conclude: Where something can only be said when the tables are there: collected tables (the main one
            is `""`) → figures and notes. A metric with a model fits it here: what is collected is then what
            the model takes, and the conclusion holds the tables that are shown.
        columns: The columns of the main table, where the parameters decide them; None: as declared.
        chart: The chart, where the parameters decide it; None: as declared.
        pivot: How it is read as a matrix, where the parameters decide it; None: as declared.
        in_memory: Whether Polars' in-memory engine works the plans out: it joins and sorts wide or short tables in
            half the time; the streaming one takes less memory and is faster over the whole log.
    """

    frame: pl.LazyFrame
    parts: Mapping[str, pl.LazyFrame] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    conclude: Callable[[Mapping[str, pl.DataFrame]], Conclusion] | None = None
    columns: tuple[Column, ...] | None = None
    chart: Chart | None = None
    pivot: Pivot | None = None
    in_memory: bool = False


@dataclass(frozen=True)
class Conclusion:
    """What is read off the finished tables: figures, and sentences worth saying (the findings).

    Attributes:
        figures: Single numbers beside the table.
        findings: Sentences worth saying first.
        notes: What a reader has to know.
        tables: Where a model is fitted to the collected tables (sufficient statistics, one row a customer):
            the tables that are shown in their stead, the main one as `""`; None shows what was collected.
        chart: The chart that suits these numbers; None is the answer's own.
    """

    figures: tuple[Figure, ...] = ()
    findings: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    tables: Mapping[str, pl.DataFrame] | None = None
    chart: Chart | None = None


MetricFunction: TypeAlias = "Callable[..., Answer]"
"""The one pure function of a metric: `(data, **parameters) → Answer`."""

DrillFunction: TypeAlias = "Callable[..., pl.LazyFrame]"
"""How a row leads on: `(data, row, **parameters) →` a frame with the column `customer`."""

SegmentFunction: TypeAlias = "Callable[..., pl.LazyFrame]"
"""A segmentation's function: `(data, **parameters) →` `customer`, `segment` and its own figures, sorted by
customer; customers it leaves out belong to the segmentation's `rest`. Where the data decide which segments there
are, `place` (u32) says where the customer's segment stands among the others; without it they go by name."""

NotesFunction: TypeAlias = "Callable[..., tuple[str, ...]]"
"""What a reader of a segmentation has to know: `(data, **parameters) →` sentences, from declarations alone."""

ConcludeFunction: TypeAlias = "Callable[..., Conclusion]"
"""What is read off a segmentation's finished tables: `(tables, **parameters) →` figures, findings and notes; the
summary is the table `""`, the limits in force are `thresholds`."""


@dataclass(frozen=True)
class Metric:
    """A measure or a segmentation, as the catalogue holds it.

    Attributes:
        id: The name on the command line.
        title: The name on the screen.
        question: What it answers, in plain words, with a question mark.
        group: Where it stands in the list of questions.
        kind: `measure` (a table) or `segmentation` (customers → segment).
        function: The pure function; a segmentation's is wrapped by the shared summary.
        columns: The columns of the main frame.
        formula: How it is computed, in words.
        source: Where the definition comes from.
        parameters: Its knobs.
        parts: The columns of each further table.
        chart: The chart that suits it.
        pivot: How the main frame is read as a matrix, if it is one.
        drill: How a row leads on to customers; None where no row does.
        splits: Whether `--split` may break it down.
        needs: What must be there, else the question cannot be answered: roles (`purchase`), or what else
            `EventLog.has` knows.
        place: Its place in the list: group order first, then this.
        segmentation: For a segmentation: what only segmentations declare.
    """

    id: str
    title: str
    question: str
    group: str
    kind: Literal["measure", "segmentation"]
    function: MetricFunction
    columns: tuple[Column, ...]
    formula: str
    source: str
    parameters: tuple[Parameter, ...] = ()
    parts: Mapping[str, tuple[Column, ...]] = field(default_factory=dict)
    chart: Chart | None = None
    pivot: Pivot | None = None
    drill: DrillFunction | None = None
    splits: bool = False
    needs: tuple[str, ...] = ()
    place: int = 100
    segmentation: Segmentation | None = None

    def parameter(self, name: str) -> Parameter | None:
        """The knob of that name."""
        return next((knob for knob in self.parameters if knob.name == name), None)


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
        notes: What a reader has to know: a window, kinds of event nothing is known of.
        conclude: What is said of the finished summary: limits in words, sentences worth saying.
        named_by: The parameter that the name of a segment is put in where it is not given: in a segmentation of
            one list against everyone else, a segment's name says which list is meant.
        listed: Where the log and its mapping decide which segments there are: their names, without the rest.
    """

    members: SegmentFunction
    segments: tuple[str, ...] | None
    columns: tuple[Column, ...]
    rest: str
    meanings: Mapping[str, str] = field(default_factory=dict)
    thresholds: SegmentFunction | None = None
    notes: NotesFunction | None = None
    conclude: ConcludeFunction | None = None
    named_by: str | None = None
    listed: Callable[[EventLog], tuple[str, ...]] | None = None

    def names_in(self, log: EventLog) -> tuple[str, ...]:
        """The segments that are known before anybody looks, and the rest; none where only the data can tell."""
        if self.segments:
            return self.names
        return (*self.listed(log), self.rest) if self.listed else ()

    def naming(self, segment: str, given: Mapping[str, Any]) -> dict[str, Any]:
        """The parameters under which there is a segment of that name."""
        if self.named_by is None or given.get(self.named_by) is not None or segment.casefold() == self.rest.casefold():
            return dict(given)
        return {**given, self.named_by: segment}

    @property
    def names(self) -> tuple[str, ...]:
        """The declared segments and the rest, in the order they are shown."""
        return tuple(dict.fromkeys((*(self.segments or ()), self.rest)))
