"""Decisions made otherwise: found by name, composed, changed again, and written down."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING

import pytest

from queries.errors import UsageError
from queries.mapping import toml
from queries.mapping.deciding import Changes, found, rivals, settled, standing, taken
from queries.mapping.model import Meaning
from queries.source import open_source
from tests.decided import decided_guess, write_orders

if TYPE_CHECKING:
    from pathlib import Path

    from queries.mapping.guessed import Guess
    from queries.mapping.model import Mapping


@pytest.fixture
def guess(tmp_path: Path) -> Guess:
    return decided_guess(open_source([write_orders(tmp_path / "orders.csv")]))


def outcome(mapping: Mapping, value: str) -> str:
    return mapping.events[0].statuses[0].outcome(value)


def test_changes_compose_and_can_be_changed_again(guess: Guess) -> None:
    _, failed = found(guess.decisions, "orders.Status.Failed", "sale")
    _, failed_never = found(guess.decisions, "orders.Status.Failed", "never")
    _, paid = found(guess.decisions, "orders.amount", "paid")
    changes = Changes(guess.mapping).then("failed", failed.change).then("money", paid.change)
    assert outcome(changes.mapping, "Failed") == "sale"
    assert changes.mapping.events[0].fields[Meaning.AMOUNT].column == "paid"
    again = changes.then("failed", failed_never.change)
    assert [about for about, _ in again.made] == ["money", "failed"]
    assert outcome(again.mapping, "Failed") == "never"
    assert again.mapping.events[0].fields[Meaning.AMOUNT].column == "paid"


@pytest.mark.parametrize(
    ("id_", "key", "words"),
    [
        ("orders.amont", "paid", '“orders.amont”. Did you mean "orders.amount"?'),
        ("orders.amount", "pad", '“pad” is no answer to orders.amount. Did you mean "paid"? There is: total, paid.'),
        ("orders.amount", "xyz", "“xyz” is no answer to orders.amount. There is: paid, total."),
    ],
)
def test_what_is_not_there_is_refused_naming_the_nearest(guess: Guess, id_: str, key: str, words: str) -> None:
    with pytest.raises(UsageError) as raised:
        found(guess.decisions, id_, key)
    assert str(raised.value).endswith(words)


def test_names_are_found_without_regard_to_case(guess: Guess) -> None:
    decision, option = found(guess.decisions, "ORDERS.status.failed", "SALE")
    assert (decision.id, option.key) == ("orders.Status.Failed", "sale")


def test_a_settled_decision_is_not_asked_and_has_the_reading(guess: Guess) -> None:
    assert guess.questions == ("Are orders whose Status is Pending sales?",)
    now = settled(guess, *found(guess.decisions, "orders.Status.Pending", "later"))
    assert now.certain
    assert outcome(now.mapping, "Pending") == "later"
    first = now.decisions[0]
    assert (first.words, first.reason) == ("orders.Status.Pending: without them.", "as you said")
    assert rivals(first) == "Otherwise: with them (48 orders of 7 customers, 6,216.00)."
    assert now.figures == first.options[0].figures
    assert all(option.figures is None for decision in now.decisions[1:] for option in decision.options)


def test_confirming_what_was_proposed_changes_no_figures(guess: Guess) -> None:
    now = settled(guess, *found(guess.decisions, "orders.Status.Pending", "sale"))
    assert (now.certain, now.mapping, now.figures) == (True, guess.mapping, guess.figures)


def test_the_reading_that_a_mapping_has_is_found(guess: Guess) -> None:
    decision, paid = found(guess.decisions, "orders.amount", "paid")
    assert taken(decision, guess.mapping) is decision.options[0]
    assert taken(decision, paid.change(guess.mapping)) is paid
    assert standing(decision, paid) == "orders.amount: it is paid."
    assert standing(decision, None) == "orders.amount: set otherwise in the mapping."


def test_every_decision_stands_in_the_written_mapping_where_it_belongs(guess: Guess, tmp_path: Path) -> None:
    text = toml.dumps(guess.mapping, guess)
    head, _, table = text.partition("[[events]]\n")
    assert "# orders." not in head
    comments = [line for line in table.splitlines() if line.startswith("# ")]
    assert len(comments) == 4
    assert comments[1] == (
        "# orders.Status.Failed: Orders whose Status is Failed are no sales (12 rows) (a word for what came to "
        "nothing). Otherwise: with them (60 orders of 7 customers, 7,770.00)."
    )
    assert comments[0].endswith("Are orders whose Status is Pending sales?")
    assert tomllib.loads(text)["events"][0]["status"][0]["never"] == ["Failed"]
    path = tmp_path / "map.toml"
    path.write_text(text, "utf-8")
    assert toml.read(path) == guess.mapping
