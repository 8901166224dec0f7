"""The texts of the answers, read: language, mood and words beside each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from queries import cancel
from queries.eventlog.details.feedback import feedback_tables
from queries.eventlog.details.model import TEXTS
from queries.eventlog.progress import Progress, watching
from queries.mapping.model import Meaning
from queries.text.reading import read
from queries.wording import mark, say

if TYPE_CHECKING:
    from collections.abc import Iterable

    from queries.eventlog.model import EventLog
    from queries.eventlog.reading import Reading


def has_texts(readings: Iterable[Reading], log: EventLog) -> bool:  # noqa: ARG001 - as every detail is asked
    """Whether any event table has a text."""
    return any(Meaning.TEXT in reading.entry.fields for reading in feedback_tables(readings))


def read_texts(feedback: pl.DataFrame) -> pl.DataFrame:
    """The rows with a text, with the columns of `TEXTS`, in the same order; equal texts are read once.

    Raises:
        QuestionError: The libraries that read texts are not installed.
        CancelledError: The token of the question was cancelled.
    """
    said = feedback.filter(pl.col("text").is_not_null())
    found = read(said["text"], _between)
    return said.join(found, on="text", how="left", maintain_order="left").select(*TEXTS)


def _between(done: int, total: int) -> None:
    """Stop here if somebody asked to; else say how far it is."""
    cancel.check()
    watching.get()(Progress(say("reading"), done, total, mark("texts")))
