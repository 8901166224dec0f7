"""`python -m sample_data PATH`: write the shop to a file."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from sample_data import generate


def main(arguments: list[str] | None = None) -> int:
    """Write the shop and say what is in it; the exit code is 1 where the file exists already."""
    parser = argparse.ArgumentParser(prog="python -m sample_data", description="Write a shop whose truth is known.")
    parser.add_argument("path", type=Path, metavar="PATH", help="the DuckDB file to write; must not exist")
    parser.add_argument("--customers", type=int, default=5_000, metavar="N", help="customers (default 5000)")
    parser.add_argument("--seed", type=int, default=7, metavar="S", help="what everything is drawn from (default 7)")
    chosen = parser.parse_args(arguments)
    if chosen.customers < 1:
        parser.error("--customers: a shop needs at least one.")
    try:
        truth = generate(chosen.path, customers=chosen.customers, seed=chosen.seed)
    except FileExistsError as error:
        print(f"{error} Choose another name, or move the file away.", file=sys.stderr)  # noqa: T201
        return 1
    print(f"{chosen.path}: {truth.events:,} events of {truth.customers:,} customers")  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main())
