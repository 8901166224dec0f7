"""The parameters of a segment's segmentation on the command line, lists of numbers among them."""

from __future__ import annotations

import io
import json
import shlex
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    "settings",
    [
        ("rfm.f=1,2,4,8",),
        ("rfm.f=1,2,4,8", "rfm.m=25,59.924,100,500", "rfm.r=30,90,180,365.5"),
        ("rfm.rule=rank", "rfm.worth=no"),
    ],
)
def test_a_segment_of_own_cut_points_is_asked_and_repeated(
    regulars: Any, shop: Path, settings: tuple[str, ...]
) -> None:
    given = [word for setting in settings for word in ("--set", setting)]
    done = regulars("run", "frequency", shop, "--segment", "rfm=At risk", *given, "--format", "json")
    assert done.exit_code == 0, done.stderr
    said = json.loads(done.stdout)
    _, *words = shlex.split(said["command"])
    assert set(given) <= set(words)
    assert json.loads(regulars(*words, "--format", "json").stdout) == said


def test_the_parameters_decide_who_is_in_it(regulars: Any, shop: Path) -> None:
    def customers(*settings: str) -> int:
        words = [word for setting in settings for word in ("--set", setting)]
        done = regulars("run", "rfm", shop, "--segment", "rfm=champions", *words, "--format", "json")
        rows = json.loads(done.stdout)["rows"]
        return next(row["customers"] for row in rows if row["segment"] == "champions")

    assert customers("rfm.f=0,0,0,0", "rfm.r=9000,9001,9002,9003", "f=0,0,0,0", "r=9000,9001,9002,9003") > customers()


def test_wrong_cut_points_are_one_sentence(regulars: Any, shop: Path) -> None:
    done = regulars("run", "frequency", shop, "--segment", "rfm=loyal", "--set", "rfm.f=3,2,1,0")
    assert done.exit_code == 2
    assert done.stderr == "regulars: f cannot be 3,2,1,0: cut points ascend. Write the lowest first.\n"


QUARTERED = {"1-1", "1-2", "2-1", "2-2"}
USES = {
    "a split": (("frequency", "--split", "rfm"), "rfm"),
    "a cross table": (("cross", "--set", "rows=rfm", "--set", "columns=channel"), "rfm"),
    "a migration": (("migration", "--set", "by=rfm"), "to"),
    "groups of survival": (("survival", "--set", "groups=rfm"), "group"),
    "the profile of each": (("profile", "--set", "about=events"), "segment"),
    "the segmentation itself": (("rfm",), "segment"),
}


@pytest.mark.parametrize("use", list(USES))
def test_they_hold_wherever_the_segmentation_is_used(regulars: Any, shop: Path, use: str) -> None:
    asked, column = USES[use]
    words = (asked[0], shop, *asked[1:], "--set", "rfm.bins=2")
    done = regulars("run", *words, "--format", "json")
    assert done.exit_code == 0, done.stderr
    said = json.loads(done.stdout)
    found = {row[column] for row in said["rows"]}
    assert QUARTERED & found
    assert found <= QUARTERED | {"no purchase", "not known yet"}
    _, *again = shlex.split(said["command"])
    assert json.loads(regulars(*again, "--format", "json").stdout)["rows"] == said["rows"]


def test_a_segment_that_they_make_is_told_and_compared(regulars: Any, shop: Path) -> None:
    words = (shop, "--set", "rfm.bins=2", "--format", "csv")
    table = pl.read_csv(io.StringIO(regulars("run", "rfm", *words).stdout))
    sizes = dict(table.select("segment", "customers").iter_rows())
    listed = regulars("run", "customers", *words, "--segment", "rfm=2-1")
    assert len(pl.read_csv(io.StringIO(listed.stdout))) == sizes["2-1"]
    told = regulars("run", "profile", *words, "--set", "segment=rfm=2-1", "--set", "about=events")
    assert told.exit_code == 0, told.stderr
    compared = regulars("run", "overview", *words, "--segment", "rfm=2-1", "--compare", "rfm=1-2")
    before = pl.read_csv(io.StringIO(compared.stdout)).filter(pl.col("measure") == "customers")
    assert before["value"].item() == sizes["2-1"]
    assert before["value_before"].item() == sizes["1-2"]


def test_churn_goes_by_what_lifecycle_is_set_to(regulars: Any, shop: Path) -> None:
    by_stage, by_itself = (
        json.loads(regulars("run", "churn", shop, "--set", setting, "--format", "json").stdout)["rows"]
        for setting in ("lifecycle.churned=77", "threshold=77")
    )
    assert by_stage == by_itself
    assert by_stage[0]["threshold"] == 77


def test_a_segmentation_without_such_a_parameter_is_one_sentence(regulars: Any, shop: Path) -> None:
    done = regulars("run", "frequency", shop, "--split", "rfm", "--set", "rfm.binz=2")
    assert done.exit_code == 2
    assert done.stderr == "regulars: rfm has no parameter “binz”. Did you mean bins?\n"


def test_what_only_the_summary_takes_decides_nothing_elsewhere(regulars: Any, shop: Path) -> None:
    first = json.loads(regulars("run", "customers", shop, "--format", "json").stdout)["rows"][0]["id"]
    words = ("run", "customer_standing", shop, "--set", f"id={first}", "--format", "json")
    plain, given = (regulars(*words, *more) for more in ((), ("--set", "lifecycle.worth=no")))
    assert given.exit_code == 0, given.stderr
    assert json.loads(given.stdout)["rows"] == json.loads(plain.stdout)["rows"]
