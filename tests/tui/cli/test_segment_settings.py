"""The parameters of a segment's segmentation on the command line, lists of numbers among them."""

from __future__ import annotations

import json
import shlex
from typing import TYPE_CHECKING, Any

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
