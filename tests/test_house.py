"""The house stands: no circle, rooms only use what stands below, and a family holds what it says.

Each rule is read off the code's own imports and files, names the offender, and is shown to find a planted one.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from queries import catalogue
from tests.bench.cases import CASES
from tests.house import Declaration, House, folders_of

ROOT = Path(__file__).parents[1]
TESTS = ROOT / "tests"
HOUSE = House(ROOT)

ALONE = ("errors", "cancel", "home", "safe", "session")
"""The files of `queries/` that are rooms of their own."""

ROOMS = {
    "queries": (
        "wording",
        *("errors", "home", "cancel", "safe"),
        *("catalogue", "formats", "question", "text"),
        *("source", "rules", "mapping", "privacy", "eventlog", "meaning"),
        *("models", "data", "customers"),
        *("segments", "dimensions", "metrics"),
        "answering",
        *("export", "lists", "session"),
    ),
    "tui": (
        *("allocator", "streams", "looks", "text", "charts"),
        *("state", "commands", "frame", "dialogs", "table", "panes", "screens"),
        *("finding", "keyboard", "painting", "app", "torn", "terminal", "process", "cli", "__main__"),
    ),
}
"""The rooms of a package from the ground up: each uses only what stands before it."""

HELD = ("queries", "tui")
"""The packages whose rooms are held."""

DECLARING = {"queries.metrics": "metric", "queries.segments": "segmentation"}
"""The rooms of families, and what the file is called that declares in a folder."""

SCREENS = ("tui", "textual", "textual_fastdatatable", "rich", "plotext", "click")

WITHOUT_TWIN = {
    "mood": "reads words, which SQL cannot: by hand, and held against labelled reviews",
    "sentiment": "reads words, which SQL cannot: by hand, recounted, and held against labelled reviews",
    "mentions": "reads words, which SQL cannot: counted by hand",
    "topics": "reads words, which SQL cannot: its log-odds are recounted in plain Python",
    "ces": "the sample shop asks no such question: counted by hand; csat, which is counted alike, has a twin",
    "attribute": "groups by values of one attribute: recounted in plain Python",
    "clv_fit": "fits a model: held against published figures and the truth of a sample shop; what it takes has a twin",
    "customer_details": "lists the rows of one customer: compared with the file",
    "customer_standing": "is put together of other answers: compared with those",
    "frozen": "one list against everyone: membership is the list",
    "rules": "conditions of the user: recounted in plain Python",
}
"""What has no SQL twin, and what holds its numbers instead."""

ASKED_APART = {
    "quality": "queries/metrics/trust/test_quality_sql.py",
    "pipeline": "queries/metrics/touchpoints/test_pipeline.py",
}
"""Twins that are asked of the raw tables, not of the log, and the test that does."""

DECLARED = [part for room, main in DECLARING.items() for part in HOUSE.declarations(room, main)]


def plant(root: Path, **files: str) -> House:
    """A small house: `a__b` is the file `a/b.py`; every folder has an `__init__`."""
    for name, text in files.items():
        path = root.joinpath(*name.split("__")).with_suffix(".py")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        for folder in (path.parent, *path.parent.relative_to(root).parents):
            start = root / folder / "__init__.py"
            if start.parent != root and not start.exists():
                start.write_text('"""A room."""')
    return House(root)


# -- circles and rooms


@pytest.mark.parametrize("package", [*HELD, "sample_data"])
def test_no_import_leads_back_to_where_it_began(package: str) -> None:
    assert len(HOUSE.arrows(package)) > 20
    assert HOUSE.circle(package) == ""


@pytest.mark.parametrize(
    "back",
    [
        "from queries.a.one import X",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from queries.a import one",
        "def late():\n    import queries.a.one",
        "from ..a import one",
    ],
)
def test_a_circle_is_found_however_it_is_closed(tmp_path: Path, back: str) -> None:
    house = plant(tmp_path, queries__a__one="from queries.b.two import Y", queries__b__two=back)
    assert house.circle("queries") in (
        "queries/a/one.py → queries/b/two.py → queries/a/one.py",
        "queries/b/two.py → queries/a/one.py → queries/b/two.py",
    )


@pytest.mark.parametrize("package", HELD)
def test_a_room_uses_only_what_stands_below_it(package: str) -> None:
    assert HOUSE.upwards(package, ROOMS[package]) == []


def test_an_arrow_up_is_found(tmp_path: Path) -> None:
    house = plant(
        tmp_path,
        queries__errors="",
        queries__data__data="def f():\n    from queries.metrics.staying import churn",
        queries__metrics__staying__churn="from queries.errors import E\nfrom queries.data.data import Data",
        queries__new__file="",
        queries__rules__names="from queries.new.file import X",
    )
    assert house.upwards("queries", ROOMS["queries"]) == [
        "queries/data/data.py → queries/metrics/staying/churn.py",
        "queries/rules/names.py → queries/new/file.py",
    ]


@pytest.mark.parametrize("package", HELD)
def test_everything_stands_in_a_room(package: str) -> None:
    assert HOUSE.roomless(package, ROOMS[package]) == []
    loose = {path.stem for path in (ROOT / "queries").glob("*.py")} - {"__init__"}
    assert loose == set(ALONE)


def test_what_stands_in_no_room_is_found(tmp_path: Path) -> None:
    house = plant(tmp_path, queries__errors="", queries__helpers="", queries__misc__more="")
    assert house.roomless("queries", ROOMS["queries"]) == [
        "queries/helpers.py",
        "queries/misc/__init__.py",
        "queries/misc/more.py",
    ]


def test_every_room_says_what_is_done_there() -> None:
    assert HOUSE.undocumented() == []


def test_a_room_that_says_nothing_is_found(tmp_path: Path) -> None:
    house = plant(tmp_path, queries__a__one="", tui__b__two="")
    (tmp_path / "queries/a/__init__.py").write_text("import os")
    (tmp_path / "tui/b/__init__.py").unlink()
    assert house.undocumented() == ["queries/a", "tui/b"]


def test_what_is_computed_knows_nothing_of_screens() -> None:
    assert HOUSE.foreign("queries", SCREENS) == []


def test_a_screen_in_what_is_computed_is_found(tmp_path: Path) -> None:
    house = plant(tmp_path, queries__a__one="def f():\n    from rich.text import Text", tui__app="import textual")
    assert house.foreign("queries", SCREENS) == ["queries/a/one.py → rich.text"]


# -- metrics and segmentations


def test_a_metric_imports_no_other_and_a_segmentation_neither() -> None:
    assert HOUSE.siblings("queries.metrics") == []
    assert HOUSE.siblings("queries.segments", others=["queries.metrics"]) == []


def test_an_import_of_another_metric_is_found(tmp_path: Path) -> None:
    house = plant(
        tmp_path,
        queries__metrics__worth__clv__metric="from queries.metrics.worth.clv.words import W",
        queries__metrics__worth__clv__words="from queries.metrics.staying import churn",
        queries__metrics__staying__churn="def f():\n    from queries.segments.value.abc import A",
        queries__segments__summary="",
        queries__segments__value__abc="from queries.metrics.staying.churn import C\nimport queries.segments.summary",
        queries__segments__value__decile="from queries.segments.value.abc import A",
    )
    assert house.siblings("queries.metrics") == [
        "queries/metrics/worth/clv/words.py → queries/metrics/staying/churn.py",
    ]
    assert house.siblings("queries.segments", others=["queries.metrics"]) == [
        "queries/segments/value/abc.py → queries/metrics/staying/churn.py",
        "queries/segments/value/decile.py → queries/segments/value/abc.py",
    ]


def test_what_lies_in_a_family_is_one_metric_of_that_name() -> None:
    assert [part.fault for part in DECLARED if part.fault] == []
    assert sorted(part.id for part in DECLARED) == sorted(entry.id for entry in catalogue.metrics())


def test_what_is_no_metric_is_found_in_a_family(tmp_path: Path) -> None:
    house = plant(
        tmp_path,
        queries__metrics__staying__good="@measure(id='good', title='G')\ndef good(data): ...",
        queries__metrics__staying__alias="from x import measure as declare\n@declare(id='alias')\ndef f(data): ...",
        queries__metrics__staying__helper="def helped(): ...",
        queries__metrics__staying__other="@catalogue.measure(id='another')\ndef another(data): ...",
        queries__metrics__staying__two="@measure(id='two')\ndef a(data): ...\n@measure(id='three')\ndef b(data): ...",
        queries__metrics__staying__folder__words="",
        queries__metrics__staying__hidden__metric="",
        queries__metrics__staying__hidden__words="@measure(id='hidden')\ndef hidden(data): ...",
    )
    faults = [part.fault for part in house.declarations("queries.metrics", "metric")]
    assert [fault for fault in faults if fault] == [
        "staying/folder has no metric.py",
        "staying/helper.py declares nothing, not helper",
        "staying/hidden is not declared in metric.py",
        "staying/other.py declares another, not other",
        "staying/two.py declares two, three, not two",
    ]


def strays(grouped: list[tuple[str, str, str]]) -> list[str]:
    """Of rows family, id and group: those in another group than most of the family, or in a group of another."""
    groups: dict[str, str] = {}
    for family in dict.fromkeys(row[0] for row in grouped):
        groups[family] = Counter(group for own, _, group in grouped if own == family).most_common(1)[0][0]
    owner = {group: family for family, group in reversed(groups.items())}
    return [
        f"{family}/{id_} is in the group {group}"
        for family, id_, group in grouped
        if group != groups[family] or owner[group] != family
    ]


def test_the_family_is_the_group() -> None:
    assert strays([(part.family, part.id, group_of(part)) for part in DECLARED if within_metrics(part)]) == []
    assert {group_of(part) for part in DECLARED if not within_metrics(part)} == {"Segments"}


def test_a_metric_in_the_wrong_group_is_found() -> None:
    rows = [("staying", "churn", "Staying"), ("staying", "growth", "Staying"), ("staying", "gaps", "Habits")]
    assert strays(rows) == ["staying/gaps is in the group Habits"]
    assert strays([*rows[:2], ("worth", "clv", "Staying")]) == ["worth/clv is in the group Staying"]


def group_of(part: Declaration) -> str:
    return catalogue.metric(part.id).group


def within_metrics(part: Declaration) -> bool:
    return part.file.is_relative_to(ROOT / "queries/metrics")


# -- tests and twins


def missing(parts: list[Declaration], tests: Path, without: dict[str, str]) -> list[str]:
    """What has no test of its own, what has no SQL twin and no reason for it, and reasons that are none."""
    found = []
    for part in parts:
        room = part.place.parents[1].name
        test = tests / "queries" / room / part.family / f"test_{part.id}.py"
        twin = tests / "sql" / part.family / f"{part.id}.sql"
        if not test.exists():
            found.append(f"{part.id} has no {test.relative_to(tests.parent)}")
        if twin.exists() == (part.id in without):
            found.append(f"{part.id} has {'a' if twin.exists() else 'no'} {twin.relative_to(tests.parent)}")
    return found + [f"{id_} is no metric" for id_ in without if id_ not in {part.id for part in parts}]


def test_every_metric_has_a_test_and_a_twin() -> None:
    assert missing(DECLARED, TESTS, WITHOUT_TWIN) == []


def test_a_metric_without_test_or_twin_is_found(tmp_path: Path) -> None:
    house = plant(
        tmp_path,
        queries__metrics__staying__bare="",
        queries__metrics__staying__held="",
        queries__metrics__staying__said="",
        tests__queries__metrics__staying__test_held="",
        tests__queries__metrics__staying__test_said="",
    )
    (tmp_path / "tests/sql/staying").mkdir(parents=True)
    (tmp_path / "tests/sql/staying/held.sql").write_text("SELECT 1")
    parts = list(house.declarations("queries.metrics", "metric"))
    assert missing(parts, tmp_path / "tests", {"said": "no numbers", "gone": "was renamed", "held": "none"}) == [
        "bare has no tests/queries/metrics/staying/test_bare.py",
        "bare has no tests/sql/staying/bare.sql",
        "held has a tests/sql/staying/held.sql",
        "gone is no metric",
    ]


def test_every_twin_is_asked() -> None:
    twins = {path.stem for path in (TESTS / "sql").rglob("*.sql")} - {"events", "touches", "lines"}
    assert twins - {case.name for case in CASES} == set(ASKED_APART)
    for name, test in ASKED_APART.items():
        assert f"{name}.sql" in (TESTS / test).read_text("utf-8")


@pytest.mark.parametrize("room", ["queries", "queries/metrics", "queries/segments", "tui"])
def test_tests_stand_in_rooms_of_the_house(room: str) -> None:
    assert {path.name for path in folders_of(TESTS / room)} <= {path.name for path in folders_of(ROOT / room)}


def test_no_two_test_files_share_a_name() -> None:
    names = Counter(path.name for path in TESTS.rglob("test_*.py"))
    assert [name for name, times in names.items() if times > 1] == []
