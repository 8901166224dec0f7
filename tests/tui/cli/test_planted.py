"""Personal values planted in every column of a shop are in nothing that the program says, writes or keeps as text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import duckdb
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from queries.export import FORMATS

if TYPE_CHECKING:
    from pathlib import Path

LETTERS = st.text("bcdfghjklmnpqrstvwxz", min_size=5, max_size=8).map(str.title)
"""Names of consonants: no word of the program's own holds one."""

PEOPLE = st.lists(st.tuples(LETTERS, LETTERS, st.integers(10**7, 10**8 - 1)), min_size=3, max_size=3, unique=True)


def planted(path: Path, people: list[tuple[str, str, int]]) -> list[str]:
    """A shop of some people; what is personal of them."""
    secrets = []
    with duckdb.connect(str(path)) as connection:
        connection.execute(
            "CREATE TABLE customers (customer_id TEXT, full_name TEXT, email TEXT, phone TEXT, city TEXT)"
        )
        connection.execute(
            "CREATE TABLE orders (order_id INTEGER, customer_id TEXT, ordered_at TIMESTAMP, amount DECIMAL(9,2))"
        )
        connection.execute(
            "CREATE TABLE surveys (customer_id TEXT, answered_at TIMESTAMP, score INTEGER, comment TEXT)"
        )
        for place in range(30):
            first, last, number = people[place % 3]
            name = f"{first} {last}{'i' * (place // 3)}"
            email, phone = f"{first.lower()}.{place}@{last.lower()}.example", f"+49 171 {number + place}"
            secrets += [name, email, phone]
            connection.execute("INSERT INTO customers VALUES (?, ?, ?, ?, 'Bonn')", [f"C{place}", name, email, phone])
            text = f"{name} here, call me: {phone} or write to {email}. Regards, {name.upper()}"
            for month in (1, 2, 3):
                when = f"2024-0{month}-11 10:{place:02}:00"
                connection.execute("INSERT INTO orders VALUES (?, ?, ?, 9.5)", [place * 9 + month, f"C{place}", when])
            connection.execute("INSERT INTO surveys VALUES (?, '2024-03-12', 9, ?)", [f"C{place}", text])
    return secrets


@settings(max_examples=3, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True)
@given(PEOPLE)
def test_nothing_tells_who(
    regulars: Any, tmp_path_factory: Any, home: Path, people: list[tuple[str, str, int]]
) -> None:
    folder = tmp_path_factory.mktemp("planted")
    shop, out = folder / "shop.duckdb", folder / "out"
    secrets = planted(shop, people)
    one = ("--set", "id=C1")
    asked: list[tuple[object, ...]] = [
        ("run", "customers", shop), ("run", "customer", shop, *one), ("run", "customer_details", shop, *one),
        ("run", "customer_details", shop, *one, "--part", "feedback"), ("run", "quality", shop),
        ("run", "customer", shop, *one, "--part", "attributes"), ("run", "frequency", shop, "--split", "full_name"),
        ("run", "profile", shop), ("run", "frequency", shop, "--where", f"full_name={secrets[0]}"),
        ("run", "customer", shop, "--set", f"id={secrets[0]}"), ("inspect", shop), ("map", shop),
        ("run", "clv", shop), ("run", "overview", shop, "--chart"),
    ]  # fmt: skip
    said = ("run", "customer_details", shop, *one, "--part", "feedback")
    asked += [(*said, "--format", name, "-o", out) for name in FORMATS]
    for words in asked:
        out.unlink(missing_ok=True)
        done = regulars(*words)
        assert "nobody foresaw" not in done.output
        told = done.output + (out.read_bytes().decode(errors="replace") if out.exists() else "")
        typed = {str(word).partition("=")[2] for word in words}  # what was typed may be repeated
        found = [secret for secret in secrets if secret.lower() in told.lower() and secret not in typed]
        assert found == [], (words, told)
    kept = [path for path in home.rglob("*") if path.is_file() and path.suffix in (".toml", ".log", ".json", ".txt")]
    held = "\n".join(path.read_text(errors="replace") for path in kept).lower()
    assert [secret for secret in secrets if secret.lower() in held] == []
    shown = regulars("run", "customer_details", shop, *one, "--part", "feedback", "--unmask")
    assert secrets[3] in shown.stdout.replace("\n", " ")  # what was looked for is there to be found
