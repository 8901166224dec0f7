"""Every metric against the same question in hand-written SQL, on the sample shop."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.bench.cases import CASES, Case
from tests.bench.compare import assert_same
from tests.bench.peer import ours, sql
from tests.bench.shop import make_log, make_shop, make_table

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sample shop of 30,000 events, its log and its table of events."""
    folder = tmp_path_factory.mktemp("twins")
    shop = make_shop(folder, 30_000)
    make_table(folder, shop)
    make_log(folder, shop)
    return folder


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_metric_answers_as_its_sql_twin(case: Case, folder: Path) -> None:
    assert_same(case, ours(case, folder)(), sql(case, folder)())
