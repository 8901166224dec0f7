"""`regulars run`: one question answered without a screen."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from tui.cli.asked import Asked
from tui.cli.completing import files, questions_and_views
from tui.cli.dates import Day
from tui.cli.narration import remark
from tui.cli.options import Common, common_options
from tui.cli.output import FORMAT_NAMES, Output
from tui.cli.working import stoppable

# Written out: the periods themselves import Polars, which `--help` should not wait for. A test compares them.
GRAINS = ("day", "week", "month", "quarter", "year")


@click.command(short_help="Answer one question without a screen.")
@click.argument("metric", shell_complete=questions_and_views)
@click.argument("files", nargs=-1, required=True, metavar="FILE…", shell_complete=files)
@click.option("--from", "since", type=Day(), help="First day that is reported; a month or year begins then.")
@click.option("--to", "until", type=Day(last=True), help="Last day that is reported; a month or year ends then.")
@click.option("--grain", type=click.Choice(GRAINS), help="How long a period is.")
@click.option("--event", "events", multiple=True, metavar="KIND", help="Only events of this kind; repeatable.")
@click.option("--channel", "channels", multiple=True, metavar="NAME", help="Only this channel; repeatable.")
@click.option("--segment", metavar="S=V", help='Only members of a segment, like rfm="at risk".')
@click.option("--where", multiple=True, metavar="NAME=VALUE", help="Only such customers; also != < >; repeatable.")
@click.option(
    "--compare", metavar="before|year|S=V", help="Compare with the period before, a year before, or a segment."
)
@click.option("--split", metavar="NAME", help="Break down by event, channel, a segmentation or an attribute.")
@click.option(
    "--set", "settings", multiple=True, metavar="NAME=VALUE", help="A parameter, also a segmentation's: rfm.bins=4."
)
@click.option("--part", metavar="NAME", help="A further table of the answer instead of the main one.")
@click.option("--chart", is_flag=True, help="Draw the answer's chart below the table, or into Markdown.")
@click.option("--format", "format_", type=click.Choice(FORMAT_NAMES), help="Default: as PATH ends, else table.")
@click.option("-o", "--output", "path", type=click.Path(path_type=Path), metavar="PATH", help="Write to a file.")
@click.option("--formulas", is_flag=True, help="CSV: leave text alone that a spreadsheet would run.")
@common_options
def run(
    files: tuple[str, ...],
    common: Common,
    part: str | None,
    chart: bool,
    format_: str | None,
    path: Path | None,
    formulas: bool,
    **asked: Any,
) -> None:
    """Answer one question: METRIC asked of FILE…, to standard output or a file.

    “regulars metrics” lists the questions, “regulars metrics METRIC” tells about one. @NAME in the place of METRIC asks
    a saved view (“regulars views” lists them); options say otherwise than the view.
    """
    from queries.answering.arranged import arranged
    from queries.answering.masked import masked_answer
    from tui.cli.answering import answer

    words = Asked(**asked)
    saved = words.saved()
    part = part or (saved.arrangement.part if saved else None)
    output = Output.of(part, format_, path, formulas, common.marker, chart=chart)
    question = words.question(common.as_of)
    session, result = stoppable(lambda token, line: answer(files, common, question, token, line))
    if not common.unmask:
        result = masked_answer(result)
    remark(session.notes)
    result.table(part)  # a part that is not there is refused before anything is written
    if saved:
        # A chart may be drawn of columns that are not shown.
        result = arranged(result, part, saved.arrangement.sort, () if chart else saved.arrangement.hidden)
    options = common.words() + (["--part", part] if part else [])
    output.deliver(result, session.given, result.question.command(files, options))
