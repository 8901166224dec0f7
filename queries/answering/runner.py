"""Runs a question on demand: works the plans out, can be stopped, remembers results."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from contextlib import contextmanager, suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

import polars as pl

from queries import catalogue
from queries.answering.compared import compared
from queries.answering.groups import groups_of
from queries.answering.leads import open_leads
from queries.answering.marking import marked
from queries.answering.notes import standing_notes
from queries.answering.result import Result, described
from queries.answering.scoping import refuse_cut, refuse_nothing, scope_values, scope_words
from queries.cancel import check, running
from queries.catalogue import CUSTOMERS, HISTORY, Answer, Conclusion, Metric
from queries.customers.table import customer_columns, customer_table
from queries.data.data import Data
from queries.errors import QuestionError
from queries.eventlog.progress import silent, watching
from queries.privacy.names import knowing
from queries.question.question import Question
from queries.question.scope import Scope, Segment
from queries.segments.membership import choose
from queries.wording import current, say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from polars._typing import EngineType
    from polars.lazyframe.in_process import InProcessQuery

    from queries.cancel import Token
    from queries.eventlog.model import CustomerList, EventLog
    from queries.eventlog.progress import Report
    from queries.question.comparison import Comparison

Key = TypeVar("Key")
Value = TypeVar("Value")
Found = TypeVar("Found")

RESULTS_KEPT = 64
SCOPES_KEPT = 8


class Runner:
    """Answers questions about one event log. May be used from several threads, each with its own token."""

    def __init__(self, log: EventLog) -> None:
        self.log = log
        self._results: OrderedDict[Question, Result] = OrderedDict()
        self._scopes: OrderedDict[Scope, Data] = OrderedDict()
        self._spoken = current()

    def data(self, scope: Scope) -> Data:
        """What metrics get for a scope; kept, so that what is shared is worked out once."""
        self._speak()
        everyone = scope.changed(segment=None, where=())
        scoped = self._scopes.get(scope) or Data(
            self.log,
            scope,
            keep=work_out,
            check=check,
            choose=choose,
            whole=self.data(everyone) if everyone != scope else None,
        )
        return _remember(self._scopes, scope, scoped, SCOPES_KEPT)

    def check(self, scope: Scope, token: Token | None = None) -> None:
        """Find out whether these data have such a part: who counts in it is worked out, and remembered for questions.

        Raises:
            UsageError: A segment, a kind of event or an attribute of the scope does not exist here.
            QuestionError: It is about events or customers, of which these data know nothing.
            CancelledError: The token was cancelled.
        """
        with _running(token):
            refuse_cut(self.data(scope))
            self.data(scope).events.collect_schema()

    def verify(self, question: Question, token: Token | None = None) -> None:
        """Find out whether something can be asked so, without its answer: what its parameters name is looked for.

        Raises:
            QuestionError: These data cannot answer it.
            UsageError: The scope or a parameter does not exist here.
            CancelledError: The token was cancelled.
        """
        with _running(token):
            self._planned(question)

    def about(self, scope: Scope, look: Callable[[Data], Found], token: Token | None = None) -> Found:
        """What is looked up in a scope's data beside questions: what can be picked, what is proposed.

        Raises:
            RegularsError: What `look` raises.
            CancelledError: The token was cancelled.
        """
        with _running(token):
            return look(self.data(scope))

    def know(self, lists: tuple[CustomerList, ...]) -> None:
        """Take other lists of customers; what was remembered of lists is forgotten."""
        self.log = replace(self.log, lists=lists)
        self._scopes.clear()
        for question in [asked for asked in self._results if asked.names("frozen")]:
            del self._results[question]

    def answer(self, question: Question, token: Token | None = None, progress: Report = silent) -> Result:
        """The answer to a question, from memory where it was asked before.

        Args:
            question: What is asked.
            token: Stops the work.
            progress: Told how far work is that takes long: texts that are read.

        Raises:
            QuestionError: These data cannot answer it.
            UsageError: The scope or a parameter does not exist here.
            CancelledError: The token was cancelled.
        """
        self._speak()
        if question in self._results:
            return _remember(self._results, question, self._results[question], RESULTS_KEPT)
        started = time.perf_counter()
        with _running(token, progress):
            result = self._worked_out(question)
            if question.compare:
                result = compared(result, self._worked_out(self._other(question, question.compare)))
        result = replace(result, seconds=time.perf_counter() - started)
        return _remember(self._results, question, result, RESULTS_KEPT)

    def _speak(self) -> None:
        """Forget what is remembered where another language is spoken since: answers are said in one."""
        if self._spoken != current():
            self._spoken = current()
            self._results.clear()
            self._scopes.clear()

    def onward(self, question: Question, row: Mapping[str, Any]) -> Question | None:
        """The question that a row leads on to, a step further; None where it leads nowhere. Nothing is worked out."""
        leads = catalogue.metric(question.metric).onward
        changed = leads(self.data(question.scope), row, **question.arguments) if leads else None
        if changed is None:
            return None
        return replace(question, parameters=tuple(sorted((dict(question.parameters) | changed).items())))

    def customers(self, question: Question, row: Mapping[str, Any], token: Token | None = None) -> pl.DataFrame:
        """The table of `behind`."""
        return self.behind(question, row, token).frame

    def behind(self, question: Question, row: Mapping[str, Any], token: Token | None = None) -> Result:
        """The customers behind a row of an answer, as an answer of the metric `customers`.

        Highest revenue first, then by id. Behind a segment it is what `customers` answers in the scope of that
        segment; behind another row no question of its own, and `row` says which it was.

        Raises:
            QuestionError: No row of this answer leads on to customers.
        """
        started, metric = time.perf_counter(), catalogue.metric(question.metric)
        if metric.drill is None:
            raise QuestionError(
                say("A row of {title} does not stand for customers.", title=metric.title),
                say("Choose another question."),
            )
        with _running(token):
            data = self.data(question.scope)
            data.require(CUSTOMERS)
            codes = metric.drill(data, row, **question.arguments)
            answer = Answer(customer_table(data, codes), columns=customer_columns(data))
            listed = catalogue.metric("customers")
            segment_question, words = _own_question(question, row), ""
            if segment_question is None:
                keys = (column.name for column in metric.columns if column.key and column.name in row)
                words = f"{metric.title}: " + ", ".join(f"{name} {row[name]}" for name in keys)
            asked = segment_question or Question(listed.id, question.scope)
            result = _result(listed, asked, data, answer, {"": _collect(answer.frame, in_memory=True)})
        result = replace(result, row=words, seconds=time.perf_counter() - started)
        if segment_question is None:
            return replace(result, notes=(say("The customers behind a row of {words}.", words=words), *result.notes))
        return replace(result, scope={**result.scope, "segment": str(segment_question.scope.segment)})

    def _other(self, question: Question, comparison: Comparison) -> Question:
        """The question that a question is compared with."""
        data = self.data(question.scope)
        if comparison.segment is None:
            data.require(HISTORY)
        scope = comparison.of(question.scope, data.since, data.until)
        scope = scope.changed(grain=data.grain) if data.log.has(HISTORY) else scope
        return replace(settled(question, data), scope=scope, compare=None)

    def _planned(self, question: Question) -> tuple[Metric, Data, Answer]:
        """The plans of an answer, and what they are made of."""
        metric, data = catalogue.metric(question.metric), self.data(question.scope)
        refuse_nothing(data)
        data.require(*metric.needs)
        return metric, data, metric.function(data, **question.arguments)

    def _worked_out(self, question: Question) -> Result:
        metric, data, answer = self._planned(question)
        plans = {"": answer.frame, **answer.parts}
        tables = {name: _collect(plan, in_memory=answer.in_memory) for name, plan in plans.items()}
        return _result(metric, question, data, answer, tables)


def settled(question: Question, data: Data) -> Question:
    """The question with what its data propose where nobody says, so that other data are asked the same."""
    values = question.arguments
    asked = (entry for entry in catalogue.metric(question.metric).parameters if entry.proposed)
    proposed = {entry.name: entry.proposed(data) for entry in asked if entry.proposed and not values[entry.name]}
    said = {name: text for name, text in proposed.items() if text is not None}
    return replace(question, parameters=tuple(sorted((dict(question.parameters) | said).items())))


def _own_question(question: Question, row: Mapping[str, Any]) -> Question | None:
    """The question whose answer is the customers behind a row: those of a segment; None where there is none."""
    if catalogue.metric(question.metric).segmentation is None or question.scope.segment or "segment" not in row:
        return None
    segment = Segment(question.metric, str(row["segment"]), question.parameters)
    return Question("customers", question.scope.changed(segment=segment))


def _result(metric: Metric, question: Question, data: Data, answer: Answer, tables: dict[str, pl.DataFrame]) -> Result:
    """The finished tables with everything that says what they are."""
    drawn = answer.conclude(tables) if answer.conclude else Conclusion()
    tables = dict(tables if drawn.tables is None else drawn.tables)
    frame, personal = tables.pop(""), data.log.personal
    parts = {name: (described(table, metric.parts.get(name, ())), table) for name, table in tables.items()}
    columns = described(frame, answer.columns or metric.columns)
    trend = {"trend_grain": answer.trend[0], "trend": [d.isoformat() for d in answer.trend[1]]} if answer.trend else {}
    chart, drill = drawn.chart or answer.chart or metric.chart, metric.drill if data.log.has(CUSTOMERS) else None
    metric = replace(metric, chart=chart, pivot=answer.pivot or metric.pivot, drill=drill)
    return Result(
        metric=metric,
        question=question,
        frame=frame,
        columns=knowing(marked(columns, frame, personal, question), frame, lambda: data.log.names),
        parts={
            name: (knowing(marked(own, table, personal, question), table, lambda: data.log.names), table)
            for name, (own, table) in parts.items()
        },
        figures=drawn.figures,
        findings=open_leads(drawn.findings, metric, data.log),
        notes=(*map(say, (*answer.notes, *drawn.notes)), *standing_notes(data, frame)),
        scope=scope_values(data) | trend,
        scope_words=scope_words(data),
        currency=data.log.mapping.currency,
        personal=personal,
        groups=groups_of(metric, columns, data.log),
    )


@contextmanager
def _running(token: Token | None, progress: Report = silent) -> Iterator[None]:
    """Everything collected inside obeys the token; what Polars raises becomes the project's own error."""
    before, watched = running.set(token), watching.set(progress)
    try:
        yield
    except pl.exceptions.PolarsError as error:
        first_line = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise QuestionError(
            say("This question failed: {first_line}", first_line=first_line),
            say("Please report it with the file's columns."),
        ) from error
    except MemoryError as error:
        raise QuestionError(
            say("This question needs more memory than there is."), say("Narrow the scope (f).")
        ) from error
    finally:
        running.reset(before)
        watching.reset(watched)


def work_out(plan: pl.LazyFrame, *, in_memory: bool = False) -> pl.LazyFrame:
    """What parts of an answer share: worked out as answers are, and stopped like them."""
    return _collect(plan, in_memory=in_memory).lazy()


def _collect(plan: pl.LazyFrame, *, in_memory: bool = False) -> pl.DataFrame:
    """Work a plan out; a cancelled token ends the wait at once and the query as soon as it notices."""
    engine: EngineType = "in-memory" if in_memory else "streaming"
    token = running.get()
    if token is None:
        return plan.collect(engine=engine)
    token.check()
    query, pause = plan.collect(background=True, engine=engine), 0.0005
    while (frame := query.fetch()) is None:
        try:
            token.check()
            time.sleep(pause)
        except BaseException:
            query.cancel()
            # Polars ends the whole process when a query that still runs has nobody left to hand its frame to.
            threading.Thread(target=_let_end, args=(query,), daemon=True).start()
            raise
        pause = min(pause * 1.5, 0.02)
    return frame


def _let_end(query: InProcessQuery) -> None:
    """Wait for a cancelled query, whose frame nobody wants."""
    with suppress(pl.exceptions.PolarsError):
        query.fetch_blocking()


def _remember(memory: OrderedDict[Key, Value], key: Key, value: Value, limit: int) -> Value:
    """Put the newest last and forget the oldest."""
    memory[key] = value
    memory.move_to_end(key)
    while len(memory) > limit:
        memory.popitem(last=False)
    return value
