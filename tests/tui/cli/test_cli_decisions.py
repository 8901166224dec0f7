"""What was decided is said, what is asked is named with its answers, and both can be said otherwise."""

from __future__ import annotations

import json
import tomllib
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from tests.decided import decided_guess, write_orders

if TYPE_CHECKING:
    from pathlib import Path

    from queries.mapping.guessed import Guess
    from queries.source import Source

WITH, WITHOUT = "orders.Status.Pending=sale", "orders.Status.Pending=later"


@pytest.fixture
def orders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file of orders, read by the guess that was made by hand."""
    monkeypatch.setattr("queries.session.guess", decided_guess)
    return write_orders(tmp_path / "orders.csv")


def test_inspect_says_first_what_was_decided(regulars: Any, orders: Path) -> None:
    told = regulars("inspect", orders).stdout
    assert told.startswith("orders.csv: 48 orders of 7 customers, 6,216.00.\n\nWho\n")
    before_tables, _, tables = told.partition("1 table\n")
    assert "ordered" not in before_tables
    assert "buyer, seller" in tables
    words = " ".join(before_tables.split())
    assert (
        "What counts as a sale Orders whose Status is Pending are sales (12 rows) (“Pending” can mean both). "
        "Otherwise: without them (36 orders of 7 customers, 4,638.00). [orders.Status.Pending=sale|later]"
    ) in words
    assert words.endswith(
        "To be confirmed: Are orders whose Status is Pending sales? "
        "--say “orders.Status.Pending=KEY”, KEY one of sale, later"
    )
    assert all(len(line) <= 120 for line in before_tables.splitlines())


def test_a_refusal_names_its_question_and_every_answer(regulars: Any, orders: Path) -> None:
    done = regulars("run", "overview", orders)
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr == (
        "regulars: It is not certain what orders.csv means: Are orders whose Status is Pending sales? "
        "Answer with --say “orders.Status.Pending=KEY”, KEY one of sale, later, or on the mapping screen "
        "(“regulars FILE” in a terminal), or in the file that “regulars map FILE -o map.toml” writes and --map reads.\n"
    )


def test_personal_values_in_decisions_are_masked(regulars: Any, orders: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def guess(source: Source) -> Guess:
        known = decided_guess(source)
        first = replace(known.decisions[0], words="Ann is ann.lee@shop.com.", question="Is ann.lee@shop.com a person?")
        return replace(known, decisions=(first, *known.decisions[1:]))

    monkeypatch.setattr("queries.session.guess", guess)
    told = regulars("inspect", orders).stdout
    assert "a***@shop.com (" in told
    assert "ann.lee" not in told
    assert "ann.lee@shop.com (" in regulars("inspect", orders, "--unmask").stdout
    assert "ann.lee" not in regulars("run", "rfm", orders).stderr


@pytest.mark.parametrize(("said", "count"), [(WITH, 48), (WITHOUT, 36)])
def test_a_question_is_answered_without_a_file(regulars: Any, orders: Path, said: str, count: int) -> None:
    done = regulars("run", "overview", orders, "--say", said, "--format", "json")
    assert done.exit_code == 0, done.stderr
    values = {row["measure"]: row["value"] for row in json.loads(done.stdout)["rows"]}
    assert values["orders"] == count


def test_several_decisions_compose(regulars: Any, orders: Path) -> None:
    done = regulars("inspect", orders, "--say", WITHOUT, "--say", "orders.amount=paid")
    assert done.stdout.startswith("orders.csv: 36 orders of 7 customers, 4,174.20.\n")
    assert "To be confirmed" not in done.stdout
    assert "orders.amount: it is paid (as you said). Otherwise: it is total." in " ".join(done.stdout.split())


def test_map_writes_what_was_said(regulars: Any, orders: Path, tmp_path: Path) -> None:
    path = tmp_path / "map.toml"
    done = regulars("map", orders, "--say", WITHOUT, "-o", path)
    assert done.exit_code == 0, done.stderr
    assert "confirmed" not in done.stderr
    (event,) = tomllib.loads(path.read_text("utf-8"))["events"]
    assert event["status"] == [{"column": "Status", "sale": ["Completed"], "never": ["Failed"], "later": ["Pending"]}]
    assert "# orders.Status.Pending: orders.Status.Pending: without them" not in path.read_text("utf-8")
    assert regulars("run", "rfm", orders, "--map", path).exit_code == 0


def test_what_is_said_holds_beside_a_mapping_file(regulars: Any, orders: Path, tmp_path: Path) -> None:
    path = tmp_path / "map.toml"
    regulars("map", orders, "--say", WITHOUT, "-o", path)
    done = regulars("inspect", orders, "--map", path, "--say", "orders.amount=paid")
    assert done.stdout.startswith("orders.csv: 36 orders of 7 customers, 4,174.20.\n")


@pytest.mark.parametrize(
    ("said", "todo"),
    [
        ("orders.amont=paid", 'Did you mean "orders.amount"?'),
        ("orders.amount=pad", 'Did you mean "paid"? There is: total, paid.'),
        ("orders", "Write it like orders.amount=paid_total."),
    ],
)
def test_what_cannot_be_said_is_refused(regulars: Any, orders: Path, said: str, todo: str) -> None:
    done = regulars("map", orders, "--say", said)
    assert (done.exit_code, done.stdout) == (2, "")
    assert todo in done.stderr
