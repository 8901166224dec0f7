"""Masks: what they leave, that they never leave all, and that cells and columns say the same."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from queries.catalogue import Column, Unit
from queries.privacy import ByRow, Kind, mask, mask_frame, mask_row, masked

WHOLE = [kind for kind in Kind if kind is not Kind.TEXT]
TEXTS = st.one_of(
    st.text(max_size=30),
    st.text("0123456789 +-()/.*xX", max_size=24),
    st.text("abcXYZ0189@.-_* \n\x1b张三é", max_size=24),
)


@pytest.mark.parametrize(
    ("kind", "value", "shown"),
    [
        (Kind.PHONE, "13812341234", "138****1234"),
        (Kind.PHONE, 13812341234, "138****1234"),
        (Kind.PHONE, 13812341234.0, "138****1234"),
        (Kind.PHONE, Decimal("13812341234.00"), "138****1234"),
        (Kind.PHONE, "+86 138 1234 1234", "138****1234"),
        (Kind.PHONE, "+49 171 2345678", "****5678"),
        (Kind.PHONE, "(555) 123-4567", "****4567"),
        (Kind.PHONE, "1234567", "****67"),
        (Kind.PHONE, "110", "***"),
        (Kind.PHONE, "call me", "***"),
        (Kind.EMAIL, "anna@d.com", "a***@d.com"),
        (Kind.EMAIL, "a@d.com", "***@d.com"),
        (Kind.EMAIL, "a@b.com;c@d.com", "***"),
        (Kind.EMAIL, "nobody", "***"),
        (Kind.NAME, "张三", "张**"),
        (Kind.NAME, "欧阳 锋", "欧**"),
        (Kind.NAME, "John Smith", "J***"),
        (Kind.NAME, "Éva", "É***"),
        (Kind.NAME, "Иван", "И***"),
        (Kind.NAME, "J", "***"),
        (Kind.NAME, "J ", "***"),
        (Kind.NAME, "张", "***"),
        (Kind.NAME, "\x1b[31mEve", "***"),
        (Kind.IDENTITY, "110105194912310021", "110105********0021"),
        (Kind.IDENTITY, "11010519491231002X", "110105********002X"),
        (Kind.IDENTITY, "078-05-1120", "****20"),
        (Kind.IDENTITY, "C01X00T47", "****47"),
        (Kind.IDENTITY, "1234567", "***"),
        (Kind.CARD, "4111 1111 1111 1111", "****1111"),
        (Kind.CARD, "4111", "***"),
        (Kind.ACCOUNT, "DE89 3704 0044 0532 0130 00", "DE****00"),
        (Kind.ACCOUNT, "1234567", "***"),
        (Kind.ADDRESS, "1 Main Street, Springfield", "***"),
        (Kind.BIRTH, date(1984, 5, 12), "1984"),
        (Kind.BIRTH, datetime(1984, 5, 12, 3, 4), "1984"),
        (Kind.BIRTH, "12.05.1984", "1984"),
        (Kind.BIRTH, "1984年5月12日", "1984"),
        (Kind.BIRTH, 19840512, "1984"),
        (Kind.BIRTH, "12/05/84", "***"),
        (Kind.NAME, date(1984, 5, 12), "***"),
        (Kind.ADDRESS, ["a", "b"], "***"),
    ],
)
def test_leaves_of_each_kind(kind: Kind, value: Any, shown: str) -> None:
    assert mask(value, kind) == shown
    assert masked(pl.Series([value]), kind).to_list() == [shown]


@pytest.mark.parametrize("kind", list(Kind))
def test_nothing_and_flags_stay(kind: Kind) -> None:
    assert mask(None, kind) is None
    assert mask("", kind) == ""
    assert mask(value=True, kind=kind) is True
    assert masked(pl.Series([None, ""], dtype=pl.String), kind).to_list() == [None, ""]
    assert masked(pl.Series([True, None]), kind).to_list() == [True, None]


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("Write to anna.b@d.co.uk, please.", "Write to a***@d.co.uk, please."),
        ("邮箱：zhang@qq.com，谢谢", "邮箱：z***@qq.com，谢谢"),
        ("a@d.com", "***@d.com"),
        ("/me?email=anna@d.com&x=1", "/me?email=a***@d.com&x=1"),
        ("电话13812341234,13912349999。", "电话138****1234,139****9999。"),
        ("call +49 (0) 171 2345678 now", "call ****78 now"),
        ("call 0171/2345678 or 06 12 34 56 78", "call ****78 or ****78"),
        ("(555) 123-4567", "****4567"),
        ("card 4111 1111 1111 1111 was charged", "card ****1111 was charged"),
        ("card 4111111111111111 was charged", "card ****1111 was charged"),
        ("my id is 11010519491231002X.", "my id is ****002X."),
        ("SSN 078-05-1120", "SSN ****20"),
        ("IBAN DE89 3704 0044 0532 0130 00", "IBAN DE****"),
    ],
)
def test_inside_free_text(said: str, shown: str) -> None:
    assert mask(said, Kind.TEXT) == shown
    assert masked(pl.Series([said]), Kind.TEXT).to_list() == [shown]


@pytest.mark.parametrize(
    "said",
    [
        "Ordered on 2024-01-05 at 10:30, came 05.01.2024.",
        "Order 536365 of 1,234,567.89 EUR, 12 x 0.99",
        "EAN 4006381333931 twice",
        "3 @ 5.00 each, @shop",
        "2024-01-05 – 2024-02-05",
        "25–34",
        "Room 0815, size 42/44",
    ],
)
def test_what_is_nobodys_stays_in_free_text(said: str) -> None:
    assert mask(said, Kind.TEXT) == said
    assert masked(pl.Series([said]), Kind.TEXT).to_list() == [said]


@given(st.sampled_from(list(Kind)), TEXTS)
def test_cells_and_columns_agree(kind: Kind, value: str) -> None:
    value = value.encode("utf-8", "replace").decode()
    assert masked(pl.Series([value], dtype=pl.String), kind).to_list() == [mask(value, kind)]


@given(st.sampled_from(WHOLE), TEXTS.filter(bool))
def test_never_leaves_the_whole(kind: Kind, value: str) -> None:
    shown = mask(value, kind)
    # A mask of a mask may be itself, and a year is all that is told of a birth date; or else something is hidden.
    assert shown != value or "*" in value or (kind is Kind.BIRTH and value.isdigit() and len(value) == 4)


@given(st.sampled_from([Kind.PHONE, Kind.CARD, Kind.IDENTITY, Kind.ACCOUNT]), TEXTS)
def test_leaves_few_digits_and_hides_more(kind: Kind, value: str) -> None:
    def told(text: str) -> int:
        return sum(sign.isascii() and sign.isalnum() for sign in text)

    left = told(mask(value, kind))
    # Either nothing is left, or three signs at least are hidden.
    assert left == 0 or left < told(value) - 2
    assert left <= (10 if kind is Kind.IDENTITY else 7 if kind is Kind.PHONE else 4)


@given(TEXTS)
def test_leaves_one_letter_of_a_name(value: str) -> None:
    assert len(mask(value, Kind.NAME).strip("*")) <= 1


@given(TEXTS)
def test_leaves_nothing_of_an_address(value: str) -> None:
    assert mask(value, Kind.ADDRESS) in ("", "***")


@given(st.sampled_from([Kind.NAME, Kind.EMAIL, Kind.ADDRESS, Kind.TEXT]), TEXTS)
def test_a_mask_of_a_mask_tells_no_more(kind: Kind, value: str) -> None:
    shown = mask(value, kind)
    assert len(mask(shown, kind).replace("*", "")) <= len(shown.replace("*", ""))


@given(st.text("ab.", min_size=2, max_size=12), st.text("cd", min_size=1, max_size=5))
def test_no_address_survives_in_text(local: str, domain: str) -> None:
    address = f"{local}@{domain}.de"
    shown = mask(f"from {address}, to <{address}>", Kind.TEXT)
    assert address not in shown
    assert shown.count("***@") == 2


def test_long_cells_are_masked_too() -> None:
    said = "x" * 5_000 + " anna@d.com"
    assert mask(said, Kind.TEXT) == "x" * 5_000 + " a***@d.com"


def test_columns_in_which_nothing_is_masked_keep_their_types() -> None:
    channel = pl.Series("channel", ["web", "store"], dtype=pl.Enum(["web", "store"]))
    frame = pl.DataFrame({"channel": channel, "n": [1, 2], "day": [date(2024, 1, 1)] * 2})
    columns = [Column(name, "") for name in frame.columns]
    assert mask_frame(frame, columns).equals(frame)
    assert mask_frame(frame, columns).schema == frame.schema


def test_the_frame_that_is_masked_stays_as_it_was() -> None:
    frame = pl.DataFrame({"text": ["anna@d.com", "no"]})
    shown = mask_frame(frame, [Column("text", "")])
    assert frame["text"].to_list() == ["anna@d.com", "no"]
    assert shown["text"].to_list() == ["a***@d.com", "no"]


def test_addresses_in_enums_and_lists_are_masked() -> None:
    values = pl.Series("who", ["anna@d.com", "web"], dtype=pl.Enum(["anna@d.com", "web"]))
    frame = pl.DataFrame({"who": values, "several": [["eva@d.com", "x"], []]})
    shown = mask_frame(frame, [Column("who", ""), Column("several", "")])
    assert shown.to_dict(as_series=False) == {"who": ["a***@d.com", "web"], "several": [["e***@d.com", "x"], []]}


def test_rows_of_attributes_are_masked_each_by_its_own() -> None:
    by = ByRow("attribute", (("id", Kind.EMAIL), ("mobile", Kind.PHONE), ("born", Kind.BIRTH)))
    columns = (Column("attribute", "", Unit.TEXT, key=True), Column("value", "", Unit.TEXT, personal=by))
    frame = pl.DataFrame(
        {
            "attribute": ["mobile", "born", "city", None, "note"],
            "value": ["13812341234", "1984-05-12", "Berlin", "anna@d.com", "ask 13812341234"],
        }
    )
    shown = ["138****1234", "1984", "Berlin", "a***@d.com", "ask 138****1234"]
    assert mask_frame(frame, columns)["value"].to_list() == shown
    assert [mask_row(row, columns)["value"] for row in frame.to_dicts()] == shown


def test_names_of_groups_without_a_value_stay() -> None:
    column = Column("email", "", Unit.TEXT, key=True, personal=Kind.EMAIL)
    frame = pl.DataFrame({"email": ["anna@d.com", "(none)", "other"]})
    assert mask_frame(frame, [column])["email"].to_list() == ["a***@d.com", "(none)", "other"]
    assert [mask_row(row, [column])["email"] for row in frame.to_dicts()] == ["a***@d.com", "(none)", "other"]
