"""The shared click-stream."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from queries.session import Session

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from queries.answering.runner import Runner


@pytest.fixture(scope="session")
def clicks(shared: Callable[[str], Path]) -> Runner:
    """The click-stream, opened as anybody would."""
    session = Session([shared("data/ecom/ecom.csv")])
    session.look()
    return session.load()
