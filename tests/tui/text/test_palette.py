"""The colours of series are told apart, also by those who see red and green alike, and are read on dark and light."""

from __future__ import annotations

from itertools import combinations

import pytest

from tui.text.colours import DOWN, PALETTE, UP

SEEN = {
    "all": ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
    "no red": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "no green": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
}
"""What is left of red, green and blue (Machado, Oliveira and Fernandes 2009, severity 1)."""
TO_XYZ = ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505))
WHITE = (0.9505, 1.0, 1.089)
STEPS = (0, 95, 135, 175, 215, 255)
"""The levels of the six by six by six colours that begin at 16 (xterm)."""


def light(colour: int) -> list[float]:
    """A colour of the 256 as red, green and blue in linear light."""
    levels = [STEPS[(colour - 16) // 36], STEPS[(colour - 16) // 6 % 6], STEPS[(colour - 16) % 6]]
    parts = [level / 255 for level in levels]
    return [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]


def times(matrix: tuple[tuple[float, ...], ...], colour: list[float]) -> list[float]:
    """A matrix times a colour, within what a screen shows."""
    return [min(1.0, max(0.0, sum(a * b for a, b in zip(row, colour, strict=True)))) for row in matrix]


def lab(colour: list[float]) -> tuple[float, float, float]:
    """CIELAB of a colour: distances in it are differences that people see."""
    x, y, z = (part / white for part, white in zip(times(TO_XYZ, colour), WHITE, strict=True))
    f = [part ** (1 / 3) if part > 0.008856 else 7.787 * part + 16 / 116 for part in (x, y, z)]
    return 116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])


def difference(one: int, other: int, eyes: str) -> float:
    """How different two colours are to somebody; 2.3 is just noticed."""
    there, here = (lab(times(SEEN[eyes], light(colour))) for colour in (one, other))
    return sum((a - b) ** 2 for a, b in zip(there, here, strict=True)) ** 0.5


@pytest.mark.parametrize("eyes", SEEN)
def test_colours_are_told_apart(eyes: str) -> None:
    differences = {pair: difference(*pair, eyes) for pair in combinations(PALETTE, 2)}
    assert len(differences) == 28
    assert min(differences.values()) > 15, differences
    first = [differences[pair] for pair in combinations(PALETTE[:4], 2)]
    assert min(first) > 28, "the first four are seen most"


@pytest.mark.parametrize("ground", [(0x12, 0x16, 0x1B), (0xFB, 0xF9, 0xF4)])
def test_colours_are_read_on_dark_and_on_light(ground: tuple[int, int, int]) -> None:
    def brightness(parts: list[float]) -> float:
        return sum(weight * part for weight, part in zip(TO_XYZ[1], parts, strict=True))

    parts = [part / 255 for part in ground]
    below = brightness([part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts])
    for colour in PALETTE:
        above = brightness(light(colour))
        assert (max(above, below) + 0.05) / (min(above, below) + 0.05) > 1.9, colour


def test_none_means_growth_or_decline() -> None:
    assert min(difference(colour, meant, "all") for colour in PALETTE for meant in (UP, DOWN)) > 25
