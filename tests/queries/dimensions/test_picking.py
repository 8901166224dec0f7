"""What can be picked for a step: counted, in people's order, with the values of conditions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from queries.answering.runner import Runner
from queries.dimensions.picking import fields, picks, values
from queries.dimensions.steps import parted, read_steps
from queries.errors import UsageError
from queries.question.scope import Scope

if TYPE_CHECKING:
    from collections.abc import Callable

    from queries.eventlog.model import EventLog


def picked(log: EventLog, scope: Scope | None = None) -> list[tuple[str, int]]:
    return [(pick.written, pick.events) for pick in Runner(log).about(scope or Scope(), picks)]


def test_most_visits_with_both_decide_which_is_first(log_of: Callable[..., EventLog]) -> None:
    log = log_of(
        *[("ann", f"2024-01-01 10:0{at}", kind) for at, kind in enumerate(["cart", "look", "cart", "buy"])],
        *[("bob", f"2024-01-01 10:0{at}", kind) for at, kind in enumerate(["look", "cart"])],
        *[("cat", f"2024-01-01 10:0{at}", kind) for at, kind in enumerate(["look", "cart", "buy", "look"])],
        ("dan", "2024-01-01", "buy"),
    )
    assert picked(log) == [("look", 4), ("cart", 4), ("buy", 3)]


def test_kinds_that_no_visit_tells_apart_go_by_their_number(log_of: Callable[..., EventLog]) -> None:
    log = log_of(("ann", "2024-01-01", "a"), ("ann", "2024-02-01", "b"), ("bob", "2024-02-01", "b"))
    assert picked(log) == [("b", 2), ("a", 1)]


def test_only_what_the_scope_holds_is_counted(log_of: Callable[..., EventLog]) -> None:
    log = log_of(("ann", "2024-01-01", "a"), ("ann", "2024-02-01", "b"), ("bob", "2024-02-01", "b"))
    assert picked(log, Scope(events=("b",))) == [("b", 2)]


def test_the_commonest_pages_stand_beside_their_kind(visit_log: Callable[..., EventLog]) -> None:
    log = visit_log(
        ("ann", "2024-01-01 10:00", "view", None, "/home"),
        ("ann", "2024-01-01 10:01", "view", None, "/cart"),
        ("ann", "2024-01-01 10:02", "buy"),
        ("bob", "2024-01-01 10:00", "view", None, "/cart"),
        mapped=("page",),
    )
    assert picked(log) == [("view", 3), ("view[page=/home]", 1), ("view[page=/cart]", 2), ("buy", 1)]
    runner = Runner(log)
    assert runner.about(Scope(), fields) == ("page",)
    found = runner.about(Scope(), lambda data: values(data, "view", "page"))
    assert [(pick.written, pick.events) for pick in found] == [("view[page=/cart]", 2), ("view[page=/home]", 1)]
    assert runner.about(Scope(), lambda data: values(data, "buy", "page")) == ()


def test_a_channel_may_be_named_by_how_it_begins(log_of: Callable[..., EventLog]) -> None:
    log = log_of(
        ("ann", "2024-01-01", "buy", 1, "web"),
        ("ann", "2024-01-02", "buy", 1, "webshop"),
        ("ann", "2024-01-03", "buy", 1, "store"),
    )
    runner = Runner(log)
    (step,) = runner.about(Scope(), lambda data: read_steps(data, "buy[channel=WEB*]"))
    assert set(step.values) == {"web", "webshop"}
    found = runner.about(Scope(), lambda data: values(data, "buy", "channel"))
    assert {pick.written for pick in found} == {f"buy[channel={name}]" for name in ("web", "webshop", "store")}
    with pytest.raises(UsageError, match="There is no channel “shop”"):
        runner.about(Scope(), lambda data: read_steps(data, "buy[channel=shop]"))


def test_a_text_falls_into_its_steps() -> None:
    text = "view[page=/a, b] , buy ,view[ page = /c ]"
    assert parted(text) == ("view[page=/a, b]", "buy", "view[ page = /c ]")
    assert parted("") == ()
    with pytest.raises(UsageError, match="are no steps"):
        parted("view[")
