"""The grain that suits data which are told by the quarter, month or week themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from queries.question.question import Question
from queries.session import Session

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("periods", "grain"),
    [
        (["2023-Q1", "2023-Q2", "2023-Q3", "2023-Q4", "2024-Q1"], "quarter"),
        (["2023-01", "2023-02", "2023-04", "2023-05", "2023-06"], "month"),
        (["2023-W01", "2023-W02", "2023-W03", "2023-W05", "2023-W09"], "week"),
    ],
)
def test_sums_by_period_are_told_by_it(tmp_path: Path, periods: list[str], grain: str) -> None:
    path = tmp_path / "sums.csv"
    rows = [f"c{i % 30},{period},{10 + i}.50" for i in range(60) for period in periods]
    path.write_text("\n".join(["customer_no,period,revenue", *rows]))
    session = Session([path])
    session.look()
    result = session.load().answer(Question.of("frequency"))
    assert result.scope["grain"] == grain
