"""Values of columns, the key figures, and what would be read by a mapping, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from queries.formats.plurals import many
from queries.wording import again, say
from tui.text.formats import fitted
from tui.text.safe import safe

if TYPE_CHECKING:
    from queries.cancel import Token
    from queries.eventlog.preview import Preview
    from queries.mapping.decisions import Figures
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
        samples[table.name] = {
            name: fitted(", ".join(dict.fromkeys(map(safe, texts))), 60) for name, texts in few.items()
        }
    return samples


def figures_words(figures: Figures | None, questions: int, *, known: bool) -> Text:
    """The key figures, dimmed and with dots while others are being worked out; how many questions are open."""
    words = Text()
    if figures is not None:
        words.append(figures.words(), style="bold" if known else "dim")
    if not known:
        words.append(" …" if figures is not None else say("Working out the key figures …"), style="dim")
    if questions:
        words.append(" · ? " + say("{asked} to be confirmed", asked=many(questions, "question")))
    return words


def preview_words(preview: Preview) -> Text:
    """What would be read and what would be set aside, in lines."""
    words = Text()
    for table in preview.tables:
        parts = (
            say("{table}: {kept:,} of {rows:,} rows", table=table.table, kept=table.kept, rows=table.rows),
            say("{since} to {until}", since=table.first.date(), until=table.last.date())
            if table.first and table.last
            else "",
            ", ".join(table.kinds[:6]) + (" …" if len(table.kinds) > 6 else ""),
        )
        words.append(safe(" · ".join(filter(None, parts))) + "\n")
    for entry in preview.set_aside[:4]:
        told = say(
            "{rows:,} rows of {table} repaired: {reason}"
            if entry.repaired
            else "{rows:,} rows of {table} set aside: {reason}",
            rows=entry.rows,
            table=entry.table,
            reason=again(entry.reason),
        )
        words.append(safe(told) + "\n", style="dim")
    words.rstrip()
    return words
