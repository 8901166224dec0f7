"""Thousands of combinations: `make soak COMBINATIONS=5000`, from the seed `FIRST` on; `KEEP=folder` keeps the files.

For what fails the fewest dialects are found that are enough for it: those are counted, the commonest first.
"""

from __future__ import annotations

import json
import os
import sys
from collections import defaultdict
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from tests.queries.meaning.combination import Combination
from tests.queries.meaning.reading import Verdict, shares, verdict

USUAL = 2000


def main() -> None:
    """Try, name what failed and how often, and end with 1 where anything did."""
    first, number = int(os.environ.get("FIRST") or 0), int(os.environ.get("COMBINATIONS") or USUAL)
    found, broken = tried(range(first, first + number))
    for error in broken:
        say(f"broken: {type(error).__name__}: {error} {' '.join(getattr(error, '__notes__', []))}")
    failed = [(whole, least) for whole, least in found if least]
    for told in by_cause([least for _, least in failed if least]):
        say(told)
    say(shares(whole for whole, _ in found))
    if folder := os.environ.get("KEEP"):
        for whole, least in failed:
            keep((least or whole).combination, Path(folder))
    sys.exit(bool(failed or broken))


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")


def tried(seeds: range) -> tuple[list[tuple[Verdict, Verdict | None]], list[BaseException]]:
    """What became of each seed, with its smallest failure where it failed; and errors that nobody foresaw."""
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        jobs = [pool.submit(one, seed) for seed in seeds]
        broken = [error for job in jobs if (error := job.exception())]
        return [job.result() for job in jobs if not job.exception()], broken


def one(seed: int) -> tuple[Verdict, Verdict | None]:
    """What became of a seed and, where it failed, of the fewest of its dialects that still fail in the same way."""
    whole = least = verdict(Combination.of(seed))
    if not whole.failed:
        return whole, None
    for dimension in whole.combination.unusual:
        fewer = verdict(least.combination.without(dimension))
        if fewer.kind == whole.kind:
            least = fewer
    return whole, least


def by_cause(failures: list[Verdict]) -> list[str]:
    """A paragraph for each set of dialects that fail together, with one example."""
    causes: dict[str, list[Verdict]] = defaultdict(list)
    for failure in failures:
        causes[f"{failure.kind}: {failure.combination.told}"].append(failure)
    ranked = sorted(causes.items(), key=lambda entry: -len(entry[1]))
    return [
        f"{len(same):5} × {cause}\n        like seed {same[0].combination.seed}: {same[0].why[:300]}"
        for cause, same in ranked
    ]


def keep(combination: Combination, folder: Path) -> None:
    """Writes the files of a combination and its figures into a folder of its own."""
    place = folder / f"seed_{combination.seed}"
    place.mkdir(parents=True, exist_ok=True)
    for old in place.iterdir():
        old.unlink()
    paths, figures = combination.write(place)
    told = {"dialects": str(combination), "files": [path.name for path in paths], "figures": figures}
    (place / "figures.json").write_text(json.dumps(told, ensure_ascii=False, indent=1), "utf-8")


if __name__ == "__main__":
    main()
