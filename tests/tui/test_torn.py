"""Codes that come in pieces, at times that the test says."""

from __future__ import annotations

import pytest

from tui.torn import ESC, LATE, Torn

PATIENCE = 0.1
MOST = LATE * PATIENCE


def taken(*pieces: tuple[float, str]) -> list[str]:
    """What comes out when pieces are read at times, with somebody looking again after the last."""
    torn = Torn(PATIENCE)
    return [code for at, text in (*pieces, (pieces[-1][0] + 9, "")) for code in torn.take(text, at)]


def test_codes_come_apart() -> None:
    assert taken((0, "ab\x1b[A\x1b[1;5Cc")) == ["ab", "\x1b[A", "\x1b[1;5C", "c"]


@pytest.mark.parametrize("code", ["\x1b[A", "\x1bOB", "\x1b[1;5C", "\x1b[<0;12;3M", "\x1b[200~", "\x1b[27;5u"])
def test_a_code_is_whole_wherever_it_was_torn(code: str) -> None:
    for at in range(2, len(code)):
        assert taken((0, code[:at]), (MOST - 0.1, code[at:])) == [code], at
    assert taken((0, ESC), (PATIENCE - 0.01, code[1:])) == [code]


def test_esc_alone_is_the_key_as_soon_as_nothing_follows() -> None:
    torn = Torn(PATIENCE)
    assert list(torn.take(ESC, 0)) == []
    assert torn.wait(0, 1) == PATIENCE
    assert list(torn.take("", PATIENCE - 0.01)) == []
    assert list(torn.take("", PATIENCE)) == [ESC]
    assert torn.wait(PATIENCE, 1) == 1


def test_the_rest_of_a_code_that_comes_after_esc_was_taken_for_a_key_is_no_letters() -> None:
    assert taken((0, ESC), (0.15, ""), (0.2, "[A")) == [ESC, "\x1b[A"]


@pytest.mark.parametrize("keys", ["[", "[[", "j", "OK", "[S"])
def test_keys_after_esc_are_keys(keys: str) -> None:
    assert "".join(taken((0, ESC), (0.15, ""), (0.2, keys))) == ESC + keys
    assert taken((0, ESC), (0.15, ""), (0.2, keys))[0] == ESC


def test_what_comes_much_later_is_letters() -> None:
    assert taken((0, ESC), (0.15, ""), (0.15 + MOST, "[A")) == [ESC, "[A"]


def test_esc_twice_is_two_keys() -> None:
    assert taken((0, ESC + ESC)) == [ESC, ESC]
