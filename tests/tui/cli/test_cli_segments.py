"""Own segments, lists and frozen segments on the command line: answers, sizes, mistakes and exit codes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from queries.session import Options, Session
from tui.state.places import places

if TYPE_CHECKING:
    from pathlib import Path

OWN = """
[[segments]]
name = "Silent regulars"
rule = "orders >= 3 and days_since_last > 60"
action = "Write to them."

[[segments]]
name = "vip"
customers = "vip.csv"
"""


@pytest.fixture
def ids(regulars: Any, shop: Path) -> list[str]:
    """Some customers' ids, those with the highest revenue first."""
    rows = json.loads(regulars("run", "customers", shop, "--format", "json").stdout)["rows"]
    return [row["id"] for row in rows][:5]


@pytest.fixture
def own_map(regulars: Any, shop: Path, tmp_path: Path, ids: list[str]) -> Path:
    """A mapping file with two segments, one of them a list beside it."""
    path = tmp_path / "map.toml"
    assert regulars("map", shop, "-o", path).exit_code == 0
    path.write_text(path.read_text("utf-8") + OWN, "utf-8")
    (tmp_path / "vip.csv").write_text("".join(f"{one}\n" for one in ids[:3]))
    return path


def rows_of(done: Any) -> list[dict[str, Any]]:
    assert done.exit_code == 0, done.stderr
    rows: list[dict[str, Any]] = json.loads(done.stdout)["rows"]
    return rows


def test_a_list_that_the_mapping_names_is_never_overwritten(regulars: Any, shop: Path, own_map: Path) -> None:
    vip = own_map.with_name("vip.csv")
    before = vip.read_bytes()
    done = regulars("run", "rules", shop, "--map", own_map, "-o", vip)
    assert (done.exit_code, vip.read_bytes()) == (2, before)
    assert "or a list" in done.stderr


def test_own_segments_are_answered(regulars: Any, shop: Path, own_map: Path) -> None:
    rows = rows_of(regulars("run", "rules", shop, "--map", own_map, "--format", "json"))
    assert [row["segment"] for row in rows] == ["Silent regulars", "vip", "none of these"]
    assert rows[0]["play"] == "Write to them."
    assert sum(row["customers"] for row in rows) == 300
    part = rows_of(regulars("run", "rules", shop, "--map", own_map, "--part", "thresholds", "--format", "json"))
    assert [row["matching"] for row in part][1] == 3
    one = regulars("run", "overview", shop, "--map", own_map, "--segment", "rules=silent regulars", "--format", "json")
    silent = next(row for row in rows_of(one) if row["measure"] == "customers")
    assert silent["value"] == rows[0]["customers"]


def test_a_list_is_named_by_its_file(regulars: Any, shop: Path, tmp_path: Path, ids: list[str]) -> None:
    path = tmp_path / "Best of.txt"
    path.write_text("\r\n".join([*ids, "nobody"]), "utf-16")
    done = regulars("run", "frozen", shop, "--list", path)
    assert done.exit_code == 0, done.stderr
    assert "Best of" in done.stdout
    assert "1 id on it is not in these data." in done.stdout
    done = regulars(
        "run",
        "overview",
        shop,
        "--list",
        path,
        "--segment",
        "frozen=best OF",
        "--where",
        "orders>0",
        "--format",
        "json",
    )
    assert next(row for row in rows_of(done) if row["measure"] == "customers")["value"] == 5
    import shlex

    said = json.loads(done.stdout)
    _, *words = shlex.split(said["command"])
    assert json.loads(regulars(*words, "--format", "json").stdout) == said


def test_five_mistakes_are_told_at_once(regulars: Any, shop: Path, own_map: Path) -> None:
    wrong = ("ordres > 3", "orders > 'x'", "city = Berlin", "open('/etc/passwd')", "orders >")
    text = "".join(f'\n[[segments]]\nname = "s{place}"\nrule = "{rule}"\n' for place, rule in enumerate(wrong))
    own_map.write_text(own_map.read_text("utf-8") + text, "utf-8")
    done = regulars("run", "overview", shop, "--map", own_map)
    assert done.exit_code == 2
    assert done.stdout == ""
    assert done.stderr.startswith(
        "regulars: map.toml has 5 mistakes in its own segments. Correct them and try again.\n"
    )
    lines = done.stderr.splitlines()[1:]
    assert len(lines) == 15
    assert all(sentence.startswith("  line ") for sentence in lines[::3])
    for rule, shown, carets in zip(wrong, lines[1::3], lines[2::3], strict=True):
        assert shown.strip() == rule
        assert set(carets.strip()) == {"^"}


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("city > 5", "“city” holds text, and “5” is none."),
        ("newsletter = 'yes'", "Write yes or no."),
        ("signed_up > 5", "Write a date like '2024-03-31'."),
    ],
)
def test_what_the_data_do_not_hold_is_told_before_the_answer(
    regulars: Any, shop: Path, own_map: Path, rule: str, said: str
) -> None:
    own_map.write_text(own_map.read_text("utf-8").replace("orders >= 3 and days_since_last > 60", rule), "utf-8")
    done = regulars("run", "overview", shop, "--map", own_map)
    assert (done.exit_code, done.stdout) == (2, "")
    assert said in done.stderr


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("run", "rules"), 1, "There are no segments of your own yet."),
        (("run", "frozen"), 1, "There is no list of customers yet."),
        (("run", "overview", "--segment", "rules=x"), 1, "There are no segments of your own yet."),
        (("run", "overview", "--list", "nothing.csv"), 3, "nothing.csv is not in"),
        (("run", "frequency", "--split", "rules"), 1, "There are no segments of your own yet."),
        (("segments", "--delete", "x"), 2, "No frozen segment is called “x”."),
    ],
)
def test_what_is_not_there_is_told(regulars: Any, shop: Path, words: tuple[str, ...], code: int, said: str) -> None:
    done = regulars(*words, shop)
    assert (done.exit_code, done.stdout) == (code, "")
    assert said in done.stderr
    assert done.stderr.startswith("regulars: ")


def test_segments_are_listed_with_their_sizes_and_deleted(regulars: Any, shop: Path, own_map: Path) -> None:
    assert regulars("segments", shop).stdout.count("none yet") == 2
    session = Session([shop], Options(lists_folder=places().state / "segments"))
    session.look()
    session.load()
    session.freeze("Frozen ones", session.runner.log.customers.collect()["customer"][:7])
    done = regulars("segments", shop, "--map", own_map)
    assert done.exit_code == 0, done.stderr
    own, lists = done.stdout.split("Lists (frozen)\n")
    assert "  Silent regulars  " in own
    assert "listed in vip.csv" in own
    assert [line.split()[:2] for line in lists.splitlines()] == [["vip", "3"], ["Frozen", "ones"]]
    assert "7  frozen on 20" in lists
    assert regulars("run", "overview", shop, "--segment", "frozen=frozen ONES").exit_code == 0
    done = regulars("segments", shop, "--delete", "frozen ones")
    assert (done.exit_code, done.stdout) == (0, "“frozen ones” is forgotten.\n")
    assert session.frozen() == []
    assert regulars("run", "overview", shop, "--segment", "frozen=frozen ones").exit_code == 1


@pytest.mark.parametrize(
    ("metric", "said"),
    [
        ("rules", "It needs segments of your own in the mapping file."),
        ("frozen", "It needs a list of customers."),
        ("rfm", "It needs events that play the role purchase."),
    ],
)
def test_the_catalogue_says_what_is_needed(regulars: Any, metric: str, said: str) -> None:
    assert said in regulars("metrics", metric).stdout


def test_a_segment_is_frozen_with_some_held_out(regulars: Any, shop: Path) -> None:
    done = regulars("segments", shop, "--freeze", "letter", "--segment", "rfm=hibernating", "--hold-out", "25")
    assert done.exit_code == 0, done.stderr
    whole = len(rows_of(regulars("run", "customers", shop, "--segment", "rfm=hibernating", "--format", "json")))
    parts = [
        len(rows_of(regulars("run", "customers", shop, "--segment", f"frozen={name}", "--format", "json")))
        for name in ("letter", "letter held out")
    ]
    assert parts == [whole - round(whole / 4), round(whole / 4)]
    assert f"{parts[1]:,} customers were held out at random (seed " in done.stdout
    again = regulars("segments", shop, "--freeze", "letter", "--segment", "rfm=hibernating")
    assert (again.exit_code, again.stdout) == (2, "")
    assert "There is a frozen segment “letter” already." in again.stderr
    assert regulars("segments", shop, "--freeze", "letter", "--segment", "rfm=loyal", "--replace").exit_code == 0
    assert "letter held out" not in regulars("segments", shop).stdout


def test_freezing_needs_to_know_whom(regulars: Any, shop: Path) -> None:
    done = regulars("segments", shop, "--freeze", "letter")
    assert done.exit_code == 2
    assert "--freeze needs to know whom. Name a segment, like --segment rfm=champions." in done.stderr
