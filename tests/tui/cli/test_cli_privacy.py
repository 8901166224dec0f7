"""Personal data on the command line: masked in every format unless asked for."""

from __future__ import annotations

import json
import shlex
from typing import TYPE_CHECKING, Any

import duckdb
import polars as pl
import pytest

from queries.export import FORMATS
from tui.cli.output import FORMAT_NAMES, TABLE

if TYPE_CHECKING:
    from pathlib import Path

NOTE = "Personal columns are masked: name, email, phone, birthday. --unmask shows them."
ATTRIBUTES = ("--set", "id=C000001", "--part", "attributes")


@pytest.fixture(scope="module")
def secrets(shop: Path) -> list[str]:
    """What the file says of one customer that nobody is to see."""
    with duckdb.connect(str(shop), read_only=True) as connection:
        rows = connection.sql(
            "SELECT name, email, phone, birthday::VARCHAR FROM customers WHERE customer_id = 'C000001'"
        ).fetchall()
    return [value for value in rows[0] if value]


@pytest.mark.parametrize("format_", FORMAT_NAMES)
def test_every_format_masks(regulars: Any, shop: Path, tmp_path: Path, secrets: list[str], format_: str) -> None:
    path = tmp_path / "out"
    done = regulars("run", "customer", shop, *ATTRIBUTES, "--format", format_, "-o", path)
    assert done.exit_code == 0, done.stderr
    written = path.read_bytes().decode(errors="replace")
    assert [secret for secret in secrets if secret in written] == []
    carries_notes = format_ == TABLE or FORMATS[format_].carries_notes
    assert NOTE in (written.replace("\\_", "_") if carries_notes else done.stderr)


@pytest.mark.parametrize("format_", [TABLE, *(form.name for form in FORMATS.values() if form.is_text)])
def test_unmasked_they_are_as_in_the_file(regulars: Any, shop: Path, secrets: list[str], format_: str) -> None:
    done = regulars("run", "customer", shop, *ATTRIBUTES, "--format", format_, "--unmask")
    assert [secret for secret in secrets if secret.split("@")[0] not in done.stdout.replace("\\", "")] == []
    assert "masked" not in done.stdout + done.stderr


def test_a_list_of_customers_keeps_the_types_of_what_is_not_masked(regulars: Any, shop: Path, tmp_path: Path) -> None:
    masked, plain = tmp_path / "masked.parquet", tmp_path / "plain.parquet"
    regulars("run", "customers", shop, "-o", masked)
    regulars("run", "customers", shop, "-o", plain, "--unmask")
    shown, raw = pl.read_parquet(masked), pl.read_parquet(plain)
    assert shown["birthday"].drop_nulls().str.contains(r"^\d{4}$").all()
    assert shown["email"].drop_nulls().str.contains(r"^.?\*\*\*@").all()
    assert raw["birthday"].dtype == pl.Date
    others = pl.exclude("name", "email", "phone", "birthday")
    assert shown.select(others).equals(raw.select(others))
    assert shown.select(others).schema == raw.select(others).schema
    assert shown["phone"].null_count() == raw["phone"].null_count()


def test_the_command_that_repeats_says_unmask_where_it_was_said(regulars: Any, shop: Path) -> None:
    args = ("run", "customers", shop, "--format", "json")
    assert "--unmask" in shlex.split(json.loads(regulars(*args, "--unmask").stdout)["command"])
    assert "--unmask" not in json.loads(regulars(*args).stdout)["command"]


def test_groups_of_a_personal_attribute_are_masked(regulars: Any, shop: Path, secrets: list[str]) -> None:
    done = regulars("run", "frequency", shop, "--split", "email", "--format", "csv")
    assert done.exit_code == 0, done.stderr
    assert secrets[1] not in done.stdout
    assert "Personal columns are masked: email." in done.stderr


def test_a_condition_on_a_personal_attribute_is_not_repeated(regulars: Any, shop: Path, secrets: list[str]) -> None:
    done = regulars("run", "frequency", shop, "--where", f"email={secrets[1]}", "--format", "json")
    assert done.exit_code == 0, done.stderr
    assert secrets[1] not in done.stdout


def test_inspect_names_them(regulars: Any, shop: Path) -> None:
    done = regulars("inspect", shop)
    assert "Personal: name (name), email (e-mail), phone (phone), birthday (birth date)" in done.stdout


def test_answers_about_nobody_carry_no_note(regulars: Any, shop: Path) -> None:
    done = regulars("run", "frequency", shop)
    assert done.exit_code == 0, done.stderr
    assert "masked" not in done.stdout + done.stderr
