"""The lines of a mapping as a table, with values of their columns, and what would be read by it in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.text import Text

from tui.text.safe import safe

if TYPE_CHECKING:
    from queries.cancel import Token
    from queries.eventlog.preview import Preview
    from queries.mapping.correcting import Line as MappingLine
    from queries.source import Source

Samples = dict[str, dict[str, str]]
"""A few values of every column: table → column → values."""


def sampled(source: Source, token: Token) -> Samples:
    """A few values of every column, as text; personal ones are masked."""
    from queries.privacy import masked
    from queries.privacy.detection import kind_of

    token.on_cancel(source.interrupt)
    samples: Samples = {}
    for table in source.tables():
        token.check()
        if table.problem:
            continue
        frame = source.sample(table.name, 50)
        values = {name: frame[name].drop_nulls() for name in frame.columns}
        few = {name: masked(column.head(12), kind_of(name, column)).to_list() for name, column in values.items()}
        samples[table.name] = {name: ", ".join(dict.fromkeys(map(safe, texts)))[:60] for name, texts in few.items()}
    return samples


def lines_frame(lines: list[MappingLine], samples: Samples) -> tuple[Any, list[Any]]:
    """The lines as a table."""
    import polars as pl

    from queries.catalogue import Column, Unit

    rows = [
        {
            "": "?" if line.finding and line.finding.question else "" if line.used else "–",
            "table": line.table,
            "meaning": line.meaning,
            "column": _written(line),
            "sure": line.finding.confidence if line.finding and line.used else None,
            "samples": _values(line, samples),
            "why": line.finding.reason if line.finding else "",
        }
        for line in lines
    ]
    schema = {"": pl.String, "table": pl.String, "meaning": pl.String, "column": pl.String, "sure": pl.Float64}
    columns = [
        Column("", "? has to be confirmed, – is left out", Unit.TEXT, title=" "),
        Column("table", "the table, view or file", Unit.TEXT, key=True),
        Column("meaning", "what the column means", Unit.TEXT),
        Column("column", "the column, or one value for every row", Unit.TEXT),
        Column("sure", "how sure the guess is", Unit.SHARE),
        Column("samples", "values of the column", Unit.TEXT),
        Column("why", "what speaks for it", Unit.TEXT),
    ]
    return pl.DataFrame(rows, schema=schema | {"samples": pl.String, "why": pl.String}), columns


def _values(line: MappingLine, samples: Samples) -> str:
    """Values of the line's column, as the guess saw them or as they are; personal ones are masked."""
    from queries.privacy.detection import shown_samples

    if line.finding and line.finding.samples and line.finding.field.column == line.field.column:
        return ", ".join(shown_samples(line.field.column or "", line.finding.samples[:3]))
    return samples.get(line.table, {}).get(line.field.column or "", "")


def _written(line: MappingLine) -> str:
    field = line.field
    if line.meaning == "table":
        return "(not used: enter takes it in)"
    if field.column is None:
        return f"“{field.value}”" if field.value is not None else "–"
    return field.column + (f" ({field.format})" if field.format and field.format != "native" else "")


def about_line(line: MappingLine) -> Text:
    """Why the line was guessed so, and what else it could be."""
    finding = line.finding
    if finding is None:
        return Text(" ")
    words = f" {line.table}.{line.meaning}: {finding.question or finding.reason}"
    others = f" Could also be {', '.join(finding.alternatives[:4])}." if finding.alternatives else ""
    return Text(safe(words + others), style="dim")


def preview_words(preview: Preview) -> Text:
    """What would be read and what would be set aside, in lines."""
    words = Text()
    for table in preview.tables:
        span = f", {table.first:%Y-%m-%d} to {table.last:%Y-%m-%d}" if table.first and table.last else ""
        kinds = ", ".join(table.kinds[:6]) + (" …" if len(table.kinds) > 6 else "")
        words.append(
            safe(f" {table.table}: {table.kept:,} of {table.rows:,} rows{span}{f' · {kinds}' if kinds else ''}") + "\n"
        )
    for entry in preview.set_aside[:4]:
        what = "repaired" if entry.repaired else "set aside"
        words.append(safe(f" {entry.rows:,} rows of {entry.table} {what}: {entry.reason}") + "\n", style="dim")
    words.rstrip()
    return words
