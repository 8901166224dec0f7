"""Charts as text: they fit, they are readable without colour, they fall back."""

from __future__ import annotations

import builtins
from typing import Any

import pytest
from rich.cells import cell_len

from queries.metric import Column, Unit
from tui.drawing import Drawing, draw, ticks_of

MONTHS = tuple(f"2024-{month:02}" for month in range(1, 13))
VALUES = (3.0, 5.0, 7.0, 2.0, 8.0, 9.0, None, 3.0, 4.0, 6.0, 8.0, 2000.0)


def drawing(kind: Any = "bars", series: int = 1, unit: Unit = Unit.COUNT) -> Drawing:
    named = tuple((f"s{at}", VALUES) for at in range(series))
    return Drawing(kind, MONTHS, named, Column("n", "", unit), "EUR")


@pytest.mark.parametrize("marker", ["block", "braille", "ascii"])
@pytest.mark.parametrize("kind", ["bars", "line", "stacked", "heatmap"])
@pytest.mark.parametrize("series", [1, 3])
@pytest.mark.parametrize("size", [(20, 6), (48, 14), (120, 40)])
def test_every_chart_fits(kind: Any, series: int, size: tuple[int, int], marker: Any) -> None:
    lines = draw(drawing(kind, series), *size, marker).splitlines()
    assert lines
    assert len(lines) <= size[1]
    assert max(map(cell_len, lines)) <= size[0]
    if marker == "ascii" and kind != "line" and series == 1:
        assert "█" not in "\n".join(lines)


def test_too_small_is_nothing() -> None:
    assert draw(drawing(), 8, 2) == ""


def test_without_plotext_there_are_sparklines(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def refuse(name: str, *rest: Any, **more: Any) -> Any:
        if name == "plotext":
            raise ImportError(name)
        return real(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", refuse)
    assert "█" in draw(drawing("line"), 40, 10)


@pytest.mark.parametrize(("low", "high"), [(0, 7), (0, 4995), (-3, 8), (0, 0.0004), (0, 1), (-5, -1)])
def test_the_scale_has_round_numbers_that_hold_everything(low: float, high: float) -> None:
    ticks = ticks_of(low, high, 5, whole=False)
    assert ticks[0] <= low + 1e-9
    assert ticks[-1] >= high - 1e-9
    assert 2 <= len(ticks) <= 7
