"""`regulars metrics`: the catalogue, and what one metric means."""

from __future__ import annotations

import sys
from itertools import groupby
from typing import TYPE_CHECKING, Any

import click

from queries.safe import safe
from queries.wording import say
from tui.cli.completing import questions
from tui.cli.output import print_lines, room

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from queries.catalogue import Column, Metric, Parameter


@click.command(short_help="List the questions, or tell what one means.")
@click.argument("metric", required=False, shell_complete=questions)
def metrics(metric: str | None) -> None:
    """List the questions that can be asked, or tell what one METRIC means."""
    from queries import catalogue

    if metric:
        print_lines(_about(catalogue.metric(metric)))
    else:
        sys.stdout.writelines(f"{line}\n" for line in _listed(catalogue.metrics()))
        sys.stdout.writelines(f"\n{safe(str(entry))}\n" for entry in catalogue.broken())


def _listed(entries: Iterable[Metric]) -> Iterator[str]:
    """Every metric below its group."""
    in_order = list(entries)
    width = max((len(entry.id) for entry in in_order), default=0)
    for at, (group, members) in enumerate(groupby(in_order, key=lambda entry: entry.group)):
        if at:
            yield ""
        yield group
        for entry in members:
            yield f"  {entry.id.ljust(width)}  {entry.question}"


def _about(metric: Metric) -> Iterator[str]:
    """Everything the declaration of a metric says."""
    yield f"{metric.id}: {metric.title}"
    yield from ("", metric.question)
    yield from ("", say("How it is computed"), *_wrapped(metric.formula), "", say("Source"), *_wrapped(metric.source))
    yield from _needs(metric)
    if metric.parameters:
        yield from (
            "",
            say("Parameters"),
            *_table((say("Name"), say("Takes"), say("Default"), say("Meaning")), map(_parameter, metric.parameters)),
        )
    if metric.splits:
        yield from ("", say("--split breaks it down by event, channel, activity, a segmentation or an attribute."))
    yield from ("", say("Columns"), *_columns(metric.columns))
    for name, columns in metric.parts.items():
        yield from ("", say("Columns of --part {name}", name=name), *_columns(columns))
    if metric.segmentation:
        yield from _segments(metric)
    yield from ("", say("Example"), f"  {_example(metric)}")


def _needs(metric: Metric) -> Iterator[str]:
    """What it needs besides what nearly every question does, and what of that it can do without."""
    from queries.catalogue import USUAL
    from queries.data.needs import in_words

    needed = [in_words(need) for need in metric.needs if need not in USUAL]
    spared = [in_words(need) for need in USUAL if need not in metric.needs]
    if needed:
        yield from ("", say("It needs {names}.", names=say(" and ").join(needed)))
    if spared:
        yield from ("", say("It can do without {names}.", names=say(" and without ").join(spared)))


def _segments(metric: Metric) -> Iterator[str]:
    """The segments of a segmentation, and what it knows of each customer."""
    declared = metric.segmentation
    if declared is None:
        return
    if declared.segments:
        meanings = [(say(name), say(declared.meanings.get(name, ""))) for name in declared.names]
        yield from ("", say("Segments"), *_table((say("Segment"), say("Meaning")), meanings))
    if declared.columns:
        yield from ("", say("Columns per customer"), *_columns(declared.columns))


def _columns(columns: Iterable[Column]) -> Iterator[str]:
    """What columns mean."""
    rows = [(column.name, _unit(column), _meaning(column)) for column in columns]
    return _table((say("Name"), say("Unit"), say("Meaning")), rows)


def _unit(column: Column) -> str:
    return say("as in {unit_column}", unit_column=column.unit_column) if column.unit_column else say(column.unit.value)


def _meaning(column: Column) -> str:
    """What a column says; for a rate, of what."""
    if not column.numerator:
        return column.meaning
    return f"{column.meaning} ({say(column.numerator)} ÷ {say(column.denominator or '')})"


def _parameter(parameter: Parameter) -> tuple[str, str, str, str]:
    """One parameter: what it takes and what it is without being set."""
    return parameter.name, takes(parameter), _written(parameter.default), parameter.meaning


def takes(parameter: Parameter) -> str:
    """What may be put into a parameter, in words."""
    if parameter.kind == "choice":
        return " | ".join(parameter.choices)
    words = {
        "int": say("whole number"),
        "float": say("number"),
        "flag": say("yes or no"),
        "decimals": say("numbers with commas between"),
    }
    kind = words.get(parameter.kind) or say(parameter.kind)
    low, high = (None if bound is None else f"{bound:g}" for bound in (parameter.low, parameter.high))
    if low and high:
        return say("{kind}, {low} to {high}", kind=kind, low=low, high=high)
    return kind + (say(", {low} or more", low=low) if low else say(", up to {high}", high=high) if high else "")


def _written(value: Any) -> str:
    """A default as `--set` takes it."""
    if value is None:
        return "–"
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)


def _example(metric: Metric) -> str:
    """A command line that asks it; the first parameter that has a value shows how one is set."""
    settable = next((parameter for parameter in metric.parameters if parameter.default is not None), None)
    setting = f" --set {settable.name}={_written(settable.default)}" if settable else ""
    return f"regulars run {metric.id} shop.duckdb{setting} --format csv"


def _wrapped(text: str) -> Iterator[str]:
    """Text in lines that fit, indented."""
    from tui.text.wrapping import wrapped

    return iter(wrapped(text, room() - 2, "  ", "  ") or ["  –"])


def _table(headings: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    """Indented rows, sentences last."""
    from tui.text.grid import listing

    return listing(headings, list(rows), room(), "  ")
