"""What was open last: a scope comes back as it was."""

from __future__ import annotations

import json

import pytest

from queries.question.scope import Scope, Segment
from tui.state.view import scope_from, scope_values

SETTINGS = (("lifecycle", "churned", 90), ("rfm", "bins", 2))


@pytest.mark.parametrize("scope", [Scope(), Scope(segment=Segment("rfm", "2-1"), settings=SETTINGS)])
def test_a_scope_comes_back(scope: Scope) -> None:
    assert scope_from(json.loads(json.dumps(scope_values(scope)))) == scope


def test_the_parameters_of_a_segment_are_not_forgotten() -> None:
    scope = Scope(segment=Segment("rfm", "2-1", (("bins", 2),)))
    assert scope_from(scope_values(scope)).settings_of("rfm") == {"bins": 2}
