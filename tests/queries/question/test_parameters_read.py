"""Parameters as they are read from text."""

from __future__ import annotations

from typing import Any

import pytest

from queries.catalogue import Parameter
from queries.question.question import checked


@pytest.mark.parametrize(
    ("text", "read"),
    [("1,2.5, 3", (1, 2.5, 3)), ("0.1", (0.1,)), ([1, 2], (1, 2)), ("-1,1e3", (-1, 1000)), ("", None), (None, None)],
)
def test_lists_of_decimals_are_read(text: Any, read: Any) -> None:
    # As they are written: a whole number stays one.
    assert repr(checked(Parameter("cuts", "", "decimals"), text)) == repr(read)
