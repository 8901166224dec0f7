"""The lines of the mapping screen: decisions in words, what columns mean, what kinds of event stand for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from queries.wording import mark, say

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from queries.mapping.correcting import Line as MappingLine
    from queries.mapping.decisions import Decision, Option
    from queries.mapping.model import Mapping
    from tui.panes.meanings import Samples

ASKED, LEFT_OUT = "?", "–"
"""What stands before a line that has to be confirmed, and before one that is not used."""

KIND = mark("kind of event")


@dataclass(frozen=True)
class Row:
    """One line.

    Attributes:
        about: What it is about, by which a change of it is remembered.
        what: What it is about, for people.
        holds: What holds of it: a sentence, a column, a role.
        why: What is asked of it, or what speaks for it, and what else it could be.
        sign: Whether it has to be confirmed or is left out.
        decision: The decision that it tells, and the reading that is taken; None is none of its own.
        line: What a column means, that it tells.
        kind: The kind of event whose role it tells.
    """

    about: str
    what: str
    holds: str
    why: str = ""
    sign: str = ""
    sure: float | None = None
    samples: str = ""
    decision: tuple[Decision, Option | None] | None = None
    line: MappingLine | None = None
    kind: str = ""


def decision_row(decision: Decision, taken: Option | None, *, asked: bool, changed: bool, stale: bool) -> Row:
    """A decision as it stands; the figures of its readings are told unless they are those of another mapping."""
    from queries.mapping.deciding import SAID, standing, with_figures
    from queries.mapping.decisions import HEADINGS

    others = [option for option in decision.options if option is not taken]
    reason = decision.question if asked else say(SAID) if changed else decision.reason
    rivals = "; ".join(option.words.rstrip(".") if stale else with_figures(option) for option in others)
    otherwise = say("Otherwise: {rivals}.", rivals=rivals) if rivals else ""
    why = " ".join(filter(None, (_sentence(reason), otherwise)))
    sign = ASKED if asked else ""
    return Row(
        decision.id, say(HEADINGS[decision.about]), standing(decision, taken), why, sign, decision=(decision, taken)
    )


def column_row(line: MappingLine, samples: Samples, *, asked: bool) -> Row:
    """What a column means, or why a table is not used."""
    finding = line.finding
    why = ""
    if finding:
        others = (
            say(" Could also be {names}.", names=", ".join(finding.alternatives[:4])) if finding.alternatives else ""
        )
        why = _sentence(finding.question if asked else finding.reason) + others
    return Row(
        f"{line.table}.{line.meaning}",
        f"{line.table} {say(line.meaning)}",
        _written(line),
        why,
        ASKED if asked else "" if line.used else LEFT_OUT,
        finding.confidence if finding and line.used else None,
        _values(line, samples),
        line=line,
    )


def kind_row(mapping: Mapping, kind: str) -> Row:
    """What a kind of event stands for, and whose doing it is."""
    from queries.mapping.correcting import role_of

    role, activity = role_of(mapping, kind), mapping.activity.get(kind)
    doing = activity.kind if activity else "active"
    why = say("A role makes it an order, a refund …; active is the customer's own doing, passive a response to yours.")
    holds = f"{say(role or 'plain interaction')}, {say(doing)}"
    return Row(f"{KIND} {kind}", f"{say(KIND)} {kind}", holds, why, kind=kind)


def kinds_of(mapping: Mapping, read: Iterable[str]) -> list[str]:
    """The kinds of event: those that are read, then those of which the mapping says something."""
    named = (kind for kinds in mapping.roles.values() for kind in kinds)
    return list(dict.fromkeys((*read, *named, *mapping.activity)))


def rows_frame(rows: Sequence[Row]) -> tuple[Any, list[Any]]:
    """The lines as a table; `row` is the place of each, whatever they are sorted by."""
    import polars as pl

    from queries.catalogue import Column, Unit
    from queries.privacy import Kind, mask

    names = ("what", "holds", "sure", "samples", "why")
    values = [{"": row.sign, **{name: getattr(row, name) for name in names}, "row": at} for at, row in enumerate(rows)]
    for value in values:
        for name in ("what", "holds", "why"):
            value[name] = mask(value[name], Kind.TEXT)
    schema = {"": pl.String, "what": pl.String, "holds": pl.String, "sure": pl.Float64, "samples": pl.String}
    columns = [
        Column("", "? has to be confirmed, – is left out", Unit.TEXT, title=" "),
        Column("what", "what it is about", Unit.TEXT, key=True),
        Column("holds", "what was decided; the column, or one value for every row", Unit.TEXT, title="Decided"),
        Column("sure", "how sure the guess is", Unit.SHARE),
        Column("samples", "values of the column", Unit.TEXT),
        Column("why", "what speaks for it, and what else it could be", Unit.TEXT),
    ]
    return pl.DataFrame(values, schema=schema | {"why": pl.String, "row": pl.Int64}), columns


def _sentence(text: str) -> str:
    """A reason as a sentence."""
    text = text.strip()
    return text if not text or text.endswith((".", "?", "!", "？")) else f"{text[:1].upper()}{text[1:]}."


def _values(line: MappingLine, samples: Samples) -> str:
    """Values of the line's column, as the guess saw them or as they are; personal ones are masked."""
    from queries.privacy.detection import shown_samples

    if line.finding and line.finding.samples and line.finding.field.column == line.field.column:
        return ", ".join(shown_samples(line.field.column or "", line.finding.samples[:3]))
    return samples.get(line.table, {}).get(line.field.column or "", "")


def _written(line: MappingLine) -> str:
    """The column of a line and how it is read, or its one value."""
    field = line.field
    if line.meaning == "table":
        return say("(not used: enter takes it in)")
    if field.column is None:
        return f"“{field.value}”" if field.value is not None else LEFT_OUT
    how = [
        field.format or "native",
        f"× {field.factor:g}",
        say("once an order"),
        say("with the time of {clock}", clock=field.clock),
    ]
    said = [field.format not in (None, "native"), field.factor != 1, field.once, field.clock is not None]
    told = ", ".join(word for word, holds in zip(how, said, strict=True) if holds)
    return field.column + (f" ({told})" if told else "")
