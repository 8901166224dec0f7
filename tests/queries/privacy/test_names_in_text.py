"""Names that the file's own columns know, inside free text: masked there too, whatever their case."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from queries.catalogue import ByRow, Column, Kind, TextWithNames, Unit
from queries.privacy import mask, mask_frame
from queries.privacy.names import knowing, known_names

if TYPE_CHECKING:
    from collections.abc import Sequence

NAMES = ("Anna Lee", "O'Hara (Jr.)", "王小明", "Zoë", "Jo", "a+b [x]\\d")
TEXT = Column("text", "words", Unit.TEXT, personal=Kind.TEXT)


def shown(texts: Sequence[str | None], names: Sequence[str] = NAMES, column: Column = TEXT) -> list[Any]:
    """Texts as an answer shows them; on the screen, cell by cell, they are the same."""
    frame = pl.DataFrame({"text": texts, "attribute": ["notes"] * len(texts)}, schema_overrides={"text": pl.String})
    customers = pl.LazyFrame({"full_name": names}, schema={"full_name": pl.String})
    (described,) = knowing([column], frame, lambda: known_names(customers, {"full_name": Kind.NAME}))
    whole = mask_frame(frame, [described])["text"].to_list()
    kind = described.personal.text if isinstance(described.personal, ByRow) else described.personal
    assert [mask(text, kind) for text in texts] == whole
    return whole


@pytest.mark.parametrize("column", [TEXT, Column("text", "a value", Unit.TEXT, personal=ByRow("attribute"))])
def test_names_are_masked_as_words_in_any_case(column: Column) -> None:
    texts = [
        "Anna Lee rang",
        "ANNA LEE, anna lee!",
        "hannah leery anna leeds",
        "王小明买了",
        "I am O'Hara (Jr.).",
        None,
        "",
    ]
    assert shown(texts, column=column) == [
        "a*** rang", "a***, a***!", "hannah leery anna leeds", "王**买了", "I am o***.", None, "",
    ]  # fmt: skip


def test_what_is_no_name_stays() -> None:
    assert shown(["Jo came", "nobody", "call +49 171 1234567"]) == ["Jo came", "nobody", "call ****67"]
    assert shown(["Anna Lee"], names=()) == ["Anna Lee"]


@given(st.from_regex(r"[A-Za-z][ -~]{0,7}[A-Za-z]{2}", fullmatch=True), st.text("0123456789 .,\n\t\x1b"))
def test_any_name_in_any_text_is_found(name: str, text: str) -> None:
    """Whatever signs stand in it: none is a pattern's."""
    (told,) = shown([f"{text} {name} {text}"], names=[name])
    assert name.lower() not in told.lower()


def test_a_text_knows_only_the_names_that_stand_in_it() -> None:
    frame = pl.DataFrame({"text": ["Anna Lee rang", "and Zoë"]})
    (described,) = knowing([TEXT], frame, lambda: pl.Series([*NAMES, *(f"person {i}" for i in range(10_000))]))
    assert described.personal == TextWithNames(("anna lee", "zoë"))
