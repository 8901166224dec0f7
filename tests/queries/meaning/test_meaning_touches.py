"""Pages, sources, media and messages in exports: found by name and value, taking nothing from other meanings."""

from __future__ import annotations

from itertools import cycle
from typing import TYPE_CHECKING

from queries.mapping.model import Meaning
from queries.session import Session

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def columns_of(path: Path) -> dict[str, str | None]:
    """What each column of the one event table means, by meaning."""
    session = Session([path])
    session.look()
    (entry,) = session.mapping.events
    return {meaning.value: field.column for meaning, field in entry.fields.items()}


def written(folder: Path, head: str, *rows: str) -> Path:
    """A file of these rows again and again, of forty people and as many days."""
    lines = [f"p{number % 40},2024-{1 + number // 25:02}-{1 + number % 25:02} 10:00:00,{row}"
             for number, row in zip(range(200), cycle(rows), strict=False)]  # fmt: skip
    path = folder / "export.csv"
    path.write_text("\n".join([f"user_id,event_time,{head}", *lines]) + "\n", encoding="utf-8")
    return path


def test_a_click_stream_tells_page_source_and_medium(tmp_path: Path) -> None:
    head = "event_name,page_location,utm_source,utm_medium,channel"
    found = columns_of(
        written(
            tmp_path, head, "page_view,https://shop.example/a,google,cpc,web", "page_view,https://shop.example/,,,app",
            "purchase,https://shop.example/thanks,news,email,web",
        )
    )  # fmt: skip
    assert (found["page"], found["source"], found["medium"]) == ("page_location", "utm_source", "utm_medium")
    assert found["channel"] == "channel"


def test_a_source_that_is_the_channel_stays_the_channel(tmp_path: Path) -> None:
    found = columns_of(written(tmp_path, "event_name,source", "page_view,web", "purchase,app"))
    assert found["channel"] == "source"
    assert "source" not in found


def test_messages_are_told_where_they_are_sent_and_opened(tmp_path: Path) -> None:
    rows = [f"{kind},m{number},spring" for number in range(7) for kind in ("sent", "open", "click")]
    found = columns_of(written(tmp_path, "action,email_id,campaign", *rows))
    assert (found["message"], found["campaign"]) == ("email_id", "campaign")
    other = tmp_path / "other"
    other.mkdir()
    assert "message" not in columns_of(written(other, "action,email_id", "view,m1", "purchase,m2"))


def test_the_nested_source_of_analytics(shared: Callable[[str], Path]) -> None:
    found = columns_of(shared("exports/10_ga4_nested/events_20240101.parquet"))
    assert (found["source"], found["medium"]) == ("traffic_source.source", "traffic_source.medium")
    assert {Meaning.SESSION.value, Meaning.ORDER.value} <= found.keys()
