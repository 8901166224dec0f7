"""The words of a portrait: nothing is cut, kinds of event and segments have their colours, who leaves has a sign."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from rich.cells import cell_len

from queries.question.question import Question
from queries.session import Session
from tui.charts.look import Look
from tui.panes.facts import facts, known_attributes, known_figures, listed
from tui.panes.habits import habits
from tui.panes.standing import LEAVES, LEAVING, standing
from tui.text.colours import DOWN, in_palette, place_of

if TYPE_CHECKING:
    from pathlib import Path

    from rich.text import Text

    from queries.answering.result import Result
    from queries.answering.runner import Runner


@pytest.fixture(scope="module")
def runner(shop: Path) -> Runner:
    session = Session([shop])
    session.look()
    return session.load()


@pytest.fixture(scope="module")
def busiest(runner: Runner) -> Result:
    """Who did most."""
    people = runner.answer(Question.of("customers")).frame
    return runner.answer(Question.of("customer", id=people.sort("interactions", descending=True)["id"][0]))


def styles_of(text: Text, words: str) -> set[str]:
    """How a stretch of a text is styled."""
    at = text.plain.index(words)
    return {str(span.style) for span in text.spans if span.start <= at < span.end}


@pytest.mark.parametrize("width", [40, 46, 58, 70, 100])
def test_names_and_values_of_facts_are_not_cut(busiest: Result, width: int) -> None:
    """But for a value that is one long word: an address."""
    text = facts(busiest, width).plain
    assert max(map(cell_len, text.splitlines())) <= width
    told = [*((name, value) for name, value, _ in known_figures(busiest)), *known_attributes(busiest)]
    assert len(told) > 10
    words = text.split()
    assert all(word in words for name, _ in told for word in name.split())
    cut = [word for word in words if word.endswith("…")]
    long = [value for _, value in told if " " not in value]
    assert all(any(value.startswith(word[:-1]) for value in long) for word in cut)
    assert width < 100 or not cut  # there everything has room


def test_what_has_no_room_goes_on_beside_its_name() -> None:
    lines = listed([("Mood of what they wrote", "somewhat contented (12.5 %)"), ("Id", "1")], 30).plain.splitlines()
    assert " ".join(" ".join(lines).split()) == "Mood of what somewhat they wrote contented (12.5 %) Id 1"
    assert len({line.index(word) for line, word in zip(lines, ("somewhat", "contented", "(12.5"), strict=False)}) == 1


def test_each_kind_of_event_has_its_line_of_weeks_in_its_colour(busiest: Result) -> None:
    text = habits(busiest, Look(), 80, 40)
    history = busiest.parts["history"][1]
    kinds = history["event"].unique(maintain_order=True).to_list()
    assert len(kinds) > 2
    lines = text.plain.splitlines()
    for line, kind in zip(lines, kinds, strict=False):
        assert line.split()[0] == kind
        assert int(line.split()[-1].replace(",", "")) == history.filter(history["event"] == kind)["interactions"].sum()
        place = place_of(busiest.groups, "event", kind)
        assert place is not None
        assert styles_of(text, line.split()[1]) == {f"color({in_palette(place)})"}
    weeks = busiest.parts["weeks"][1]
    assert f"{weeks['interactions'].sum():,} events" in lines[len(kinds)]
    assert lines[len(kinds)].startswith(f"{weeks['week'][0]} to ")
    assert "→ hour" in text.plain


def test_where_lines_are_few_the_most_frequent_kinds_have_one(busiest: Result) -> None:
    lines = habits(busiest, Look(), 80, 8).plain.splitlines()
    assert [line.split()[0] for line in lines[:3]] == busiest.parts["history"][1]["event"].unique(
        maintain_order=True
    ).to_list()[:3]
    assert " to " in lines[3]


def test_who_leaves_has_a_sign_beside_the_colour(runner: Runner) -> None:
    people = runner.answer(Question.of("customers")).frame
    silent = people.sort("days_since_last", descending=True, nulls_last=True)["id"][0]
    result = runner.answer(Question.of("customer_standing", id=silent))
    leaving = [row["segment"] for row in result.frame.to_dicts() if row["segment"] in LEAVING]
    assert leaving
    text = standing(result, Look(), 60)
    for segment in leaving:
        assert f"color({DOWN})" in styles_of(text, f"{LEAVES} {segment}")
    plain = standing(result, Look(colour=False), 60)
    assert f"{LEAVES} {leaving[0]}" in plain.plain
    assert not any("color(" in str(span.style) for span in plain.spans)
