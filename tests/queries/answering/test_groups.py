"""The order of what rows are told apart by is that of the log and of the segmentations, in every answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from queries import catalogue

if TYPE_CHECKING:
    from collections.abc import Callable

    from queries.answering.result import Result
    from queries.eventlog.model import EventLog


def test_kinds_channels_and_segments_have_their_order(
    log_of: Callable[..., EventLog], answer: Callable[..., Result]
) -> None:
    log = log_of(
        ("ann", "2024-01-01", "visit", None, "web"),
        ("ann", "2024-01-02", "purchase", 5, "store"),
        ("bob", "2024-01-03", "purchase", 5, "app"),
    )
    assert answer(log, "frequency").groups == {"event": ("purchase", "visit"), "channel": ("app", "store", "web")}
    declared = catalogue.segmentation("rfm").names
    assert answer(log, "rfm").groups["segment"] == declared
    assert answer(log, "frequency", split="rfm").groups["rfm"] == declared
