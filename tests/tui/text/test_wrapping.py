"""Sentences are broken by the cells they take."""

from __future__ import annotations

import textwrap

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tui.text.wrapping import wrapped

ENGLISH = "Limits are proposed from the gaps between days with an order; --set silent=DAYS sets others."
CHINESE = "界限按全体客户各自购买日之间的间隔推荐；尚未结束的间隔不计入。"
CHINESE += "用 --set silent=DAYS 和 --set churned=DAYS 可另设界限。"


def test_english_is_broken_at_blanks() -> None:
    assert wrapped(ENGLISH, 40, "  ", "    ") == textwrap.wrap(
        ENGLISH, 40, initial_indent="  ", subsequent_indent="    "
    )
    assert wrapped("", 40) == []


def test_a_number_keeps_its_unit() -> None:
    text = "Came back: 8.5 %, in 14 d, of 1.92 M events, up 3.0 pp (-2 %)."
    for width in range(8, len(text)):
        lines = wrapped(text, width)
        assert " ".join(lines) == text
        assert not {line.split()[0] for line in lines} & {"%,", "d,", "M", "pp", "%)."}


def test_chinese_fills_its_lines_and_no_mark_begins_one() -> None:
    lines = wrapped(CHINESE, 40, "  ", "  ")
    assert "".join(line[2:] for line in lines).replace(" ", "") == CHINESE.replace(" ", "")
    assert all(30 <= cell_len(line) <= 42 for line in lines[:-1])
    assert not any(line.strip()[0] in "，。；：、" for line in lines)
    assert all(line.startswith("  ") for line in lines)


@given(st.text("ab 客户，。", max_size=80), st.integers(10, 40))
def test_nothing_is_lost(text: str, width: int) -> None:
    lines = wrapped(text, width)
    assert "".join("".join(lines).split()) == "".join(text.split())
