"""A child process of the benchmark: one engine, one question, asked again each time a line comes in.

Run as `python -m tests.bench.peer ENGINE CASE FOLDER`; answers each line on standard input with the seconds
the question took, and an empty line with the answer's file and the peak memory.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import polars as pl

from queries import catalogue
from queries.answering.runner import Runner, work_out
from queries.data.data import Data
from queries.question.question import Question
from queries.question.scope import Scope
from queries.segments.membership import membership
from tests.bench.cases import CASES, Case
from tests.bench.shop import AS_OF, open_log

if TYPE_CHECKING:
    from collections.abc import Callable


def main() -> None:
    """Answer until standard input ends."""
    engine, name, folder = sys.argv[1], sys.argv[2], Path(sys.argv[3])
    case = next(case for case in CASES if case.name == name)
    ask = ours(case, folder) if engine == "regulars" else sql(case, folder)
    answer = pl.DataFrame()
    for line in sys.stdin:
        if line.strip():
            started = time.perf_counter()
            answer = ask()
            tell(time.perf_counter() - started)
            continue
        path = folder / f"{name}.{engine}.parquet"
        answer.write_parquet(path)
        tell({"answer": str(path), "peak": peak_memory()})


def tell(said: object) -> None:
    """One line of JSON to whoever asks."""
    sys.stdout.write(json.dumps(said) + "\n")
    sys.stdout.flush()


def peak_memory() -> int:
    """The most memory this process held, in bytes; `ru_maxrss` would count the parent's before the exec."""
    status = Path("/proc/self/status")
    if status.exists():
        return int(status.read_text("ascii").split("VmHWM:")[1].split()[0]) * 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def ours(case: Case, folder: Path) -> Callable[[], pl.DataFrame]:
    """The metric on the open log; a new runner each time, so that nothing is remembered."""
    log = open_log(folder, folder / "shop.duckdb")
    question = Question.of(case.metric, Scope(), case.split, **case.parameters)
    if case.customers:
        ids = log.customers.select("customer", "id")

        def members() -> pl.DataFrame:
            found = membership(Data(log, Scope(), keep=work_out), case.metric)
            own = catalogue.segmentation(case.metric).columns[0].name
            known = found.filter(pl.col(own).is_not_null())
            return known.join(ids, on="customer", how="left").drop("customer").rename({"id": "customer"}).collect()

        return members
    if case.reduction:
        ids, reduce = log.customers.select("customer", "id"), catalogue.metric(case.metric).function

        def reduced() -> pl.DataFrame:
            data = Data(log, Scope(), keep=work_out)
            plan = reduce(data, **question.arguments).frame.join(ids, on="customer", how="left", maintain_order="left")
            return plan.drop("customer").rename({"id": "customer"}).collect()

        return reduced
    return lambda: Runner(log).answer(question).frame


def sql(case: Case, folder: Path) -> Callable[[], pl.DataFrame]:
    """The twin on the table of events."""
    connection = duckdb.connect(str(folder / "events.duckdb"), read_only=True)
    values = {"as_of": AS_OF} if "$as_of" in case.sql else {}
    return lambda: connection.sql(case.sql, params=(values | case.sql_parameters) or None).pl()


if __name__ == "__main__":
    main()
