"""`regulars run @NAME` and `regulars views`: what was saved on the screen is asked and shared without one."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from queries.question.comparison import Comparison
from queries.question.question import Question
from queries.question.scope import Condition, Scope, Segment
from tui.state.places import places
from tui.state.saved import Arrangement, SavedView, SavedViews
from tui.state.view import View

if TYPE_CHECKING:
    from pathlib import Path

SCOPE = Scope(channels=("web",), settings=(("rfm", "bins", 3),))


@pytest.fixture
def saved(home: Path) -> SavedViews:
    """One view: RFM of those who come by the web, by revenue, without shares."""
    assert places().views.is_relative_to(home)
    views = SavedViews(places().views)
    question = View.of(Question.of("rfm", SCOPE, bins=2))
    views.save(SavedView("Web shoppers", question, Arrangement(None, ("revenue", False), frozenset({"share"}))))
    return views


def asked(regulars: Any, *args: object) -> Any:
    result = regulars("run", *args, "--format", "json")
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


def test_a_view_is_asked_by_its_name(regulars: Any, shop: Path, saved: SavedViews) -> None:
    got = asked(regulars, "@web shoppers", shop)
    assert got["metric"] == "rfm"
    assert got["scope"]["values"]["channels"] == ["web"]
    revenue = [row["revenue"] for row in got["rows"]]
    assert len(revenue) > 2
    assert revenue == sorted(revenue)
    assert "share" not in [column["name"] for column in got["columns"]]
    assert "share" not in got["rows"][0]
    plain = asked(regulars, "rfm", shop, "--channel", "web", "--set", "bins=2", "--set", "rfm.bins=3")
    assert sorted(revenue) == sorted(row["revenue"] for row in plain["rows"])


def test_what_is_said_wins_over_the_view(regulars: Any, shop: Path, saved: SavedViews) -> None:
    given = ("--channel", "store", "--to", "2024-06", "--set", "bins=4", "--set", "lifecycle.churned=90")
    got = asked(regulars, "@Web shoppers", shop, *given)
    same = asked(regulars, "rfm", shop, *given, "--set", "rfm.bins=3")
    assert got["scope"] == same["scope"]
    assert got["scope"]["values"]["channels"] == ["store"]
    assert len(got["rows"]) == len(same["rows"])


def test_a_chart_has_its_columns(regulars: Any, shop: Path, saved: SavedViews) -> None:
    saved.save(SavedView("Few", View("rfm"), Arrangement(None, None, frozenset({"customers", "revenue", "share"}))))
    result = regulars("run", "@Few", shop, "--chart")
    assert result.exit_code == 0
    assert "█" in result.stdout


def test_a_view_of_a_further_table(regulars: Any, shop: Path, saved: SavedViews) -> None:
    saved.save(SavedView("Cuts", View("rfm"), Arrangement("thresholds", ("monetary", True))))
    values = [row["monetary"] for row in asked(regulars, "@Cuts", shop)["rows"]]
    kept = [value for value in values if value is not None]
    assert kept
    assert kept == sorted(kept, reverse=True)


def test_what_is_not_there_is_said_in_a_sentence(regulars: Any, shop: Path, saved: SavedViews) -> None:
    result = regulars("run", "@web shopers", shop)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.strip() == "regulars: There is no view “web shopers”. Did you mean “Web shoppers”?"
    saved.save(SavedView("Elsewhere", View("rfm", scope={"channels": ["moon"]})))
    result = regulars("run", "@Elsewhere", shop)
    assert result.exit_code == 2
    assert "moon" in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1


def test_views_are_listed_without_what_leads_to_a_person(regulars: Any, saved: SavedViews) -> None:
    scope = Scope(where=(Condition("email", "=", "ann@example.com"),))
    saved.save(SavedView("Ann", View.of(Question.of("overview", scope, compare=Comparison("year")))))
    lines = regulars("views").stdout.splitlines()
    assert lines[0] == "@Web shoppers  RFM (bins 2) · web · rfm bins 3"
    assert lines[1].startswith("@Ann           Overview · email=a")
    assert "ann@example.com" not in lines[1]
    assert lines[1].endswith("against the year before")


def test_views_are_shared_as_a_file(regulars: Any, shop: Path, saved: SavedViews, tmp_path: Path) -> None:
    file = tmp_path / "ours.json"
    assert regulars("views", "--export", file).stdout == f"Wrote 1 view to {file}.\n"
    assert regulars("views", "--delete", "web shoppers").exit_code == 0
    assert regulars("views").stdout == "No view is saved yet: ctrl+s on the screen saves one.\n"
    assert regulars("views", "--import", file).stdout == "Took over 1 view.\n"
    assert asked(regulars, "@Web shoppers", shop)["scope"]["values"]["channels"] == ["web"]
    again = regulars("views", "--import", file)
    assert again.exit_code == 2
    assert "There is a view “Web shoppers” already." in again.stderr
    assert regulars("views", "--import", file, "--replace").exit_code == 0
    assert len(saved.all()) == 1
    assert places().views.stat().st_mode & 0o777 == 0o600


def test_an_export_never_takes_the_place_of_a_database(regulars: Any, shop: Path, saved: SavedViews) -> None:
    before = shop.read_bytes()
    assert regulars("views", "--export", shop).exit_code == 2
    assert shop.read_bytes() == before


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        "[1]",
        "[" * 100_000,
        '[{"name": 1, "metric": "rfm"}]',
        '[{"name": "a"}]',
        '[{"name": " @ ", "metric": "rfm"}]',
        '[{"name": "a", "metric": "rfm", "sort": 7}]',
        '[{"name": "a", "metric": "rfm", "hidden": 7}]',
        "\xff",
    ],
)
def test_a_file_without_views_is_refused_and_nothing_is_lost(
    regulars: Any, saved: SavedViews, tmp_path: Path, text: str
) -> None:
    file = tmp_path / "no.json"
    file.write_bytes(text.encode("latin-1"))
    result = regulars("views", "--import", file)
    assert result.exit_code == 2
    assert f"{file} holds no views." in result.stderr
    assert [view.name for view in saved.all()] == ["Web shoppers"]


def test_kept_views_that_cannot_be_read_are_not_overwritten(regulars: Any, saved: SavedViews, tmp_path: Path) -> None:
    file = tmp_path / "ours.json"
    regulars("views", "--export", file)
    saved.path.write_text("[{", "utf-8")
    result = regulars("views", "--import", file)
    assert result.exit_code == 2
    assert f"{saved.path} holds no views." in result.stderr
    assert saved.path.read_text("utf-8") == "[{"


@pytest.mark.parametrize(
    "words", [("views",), ("views", "--export", "copy.json"), ("run", "@Web shoppers", "shop.csv")]
)
def test_kept_views_that_cannot_be_read_are_not_said_to_be_none(
    regulars: Any, saved: SavedViews, words: tuple[str, ...]
) -> None:
    saved.path.write_text("[{", "utf-8")
    result = regulars(*words)
    assert result.exit_code == 2
    assert f"{saved.path} holds no views." in result.stderr
    assert result.stdout == ""


@pytest.mark.parametrize(
    "scope",
    [7, [], {"since": "soon"}, {"channels": "web"}, {"segment": ["rfm"]}, {"settings": ["x"]}, {"grain": "age"}],
)
def test_a_part_that_is_not_understood_is_never_left_out(
    regulars: Any, shop: Path, saved: SavedViews, scope: object
) -> None:
    entry = {"name": "Odd", "metric": "overview", "scope": scope}
    saved.path.write_text(json.dumps([entry]), "utf-8")
    result = regulars("run", "@Odd", shop)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "The view “Odd” cannot be asked: " in result.stderr


def test_names_and_values_of_any_kind_come_back(saved: SavedViews) -> None:
    view = SavedView("复购 \udc80", View.of(Question.of("rfm", Scope(segment=Segment("rfm", "\udcff")))))
    saved.save(view)
    assert saved.named("@复购 \udc80").question() == view.question()
