"""Do fits find the truth: a shop of stated parameters is written, opened and fitted as a user would, and compared.

`make recovery`, or `python -m tests.recovery [CUSTOMERS]`. Once with nothing but the buying process: there the models
hold, and an estimate is off by chance alone. Once with all effects (growth, seasons, an outage, refunds, faults …):
there they hold nearly, and the bias is what these effects do to them.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from queries.question.question import Question
from queries.question.scope import Scope
from queries.session import Options, Session
from sample_data import Effects, generate

if TYPE_CHECKING:
    from sample_data import Truth

CUSTOMERS = 20_000
SHOPS = {"no effects": Effects.none(), "all effects": Effects()}


def main() -> None:
    """Write, open, fit, print."""
    customers = int(sys.argv[1]) if len(sys.argv) > 1 else CUSTOMERS
    sys.stdout.write(f"Pareto/NBD (weeks) and Gamma-Gamma of {customers:,} customers\n\n")
    sys.stdout.write(
        f"{'shop':12} {'parameter':10} {'true':>8} {'estimate':>9} {'SE':>8} {'bias':>8} {'bias %':>8} {'SEs off':>8}\n"
    )
    for name, effects in SHOPS.items():
        with tempfile.TemporaryDirectory(prefix="regulars-recovery-") as folder:
            for row in recovered(Path(folder), customers, effects).iter_rows(named=True):
                sys.stdout.write(
                    f"{name:12} {row['parameter']:10} {row['true']:8.3f} {row['estimate']:9.3f} {row['se']:8.3f} "
                    f"{row['bias']:+8.3f} {row['bias'] / row['true'] * 100:+7.1f} % {row['bias'] / row['se']:+8.1f}\n"
                )
        sys.stdout.write("\n")


def recovered(folder: Path, customers: int, effects: Effects, seed: int = 7) -> pl.DataFrame:
    """The parameters of a shop and what is found of them in its file.

    Args:
        folder: Where the shop is written.
        customers: How many there are.
        effects: What is in the shop besides the buying process.
        seed: What the shop is drawn from.

    Returns:
        `parameter`, `true`, `estimate`, `se` (standard error) and `bias` (estimate less true), a row each; NaN where
        the fit does not say.
    """
    path = folder / "shop.duckdb"
    truth = generate(path, customers=customers, seed=seed, effects=effects)
    session = Session([path], Options(cache_folder=folder / "logs"))
    session.look()
    result = session.load().answer(Question.of("clv_fit", Scope(), model="pareto", holdout=0))
    known = result.frame.select("parameter", "se", estimate="value")
    stated = pl.DataFrame(list(parameters(truth).items()), schema=["parameter", "true"], orient="row")
    both = stated.join(known, on="parameter", how="left", maintain_order="left")
    told = both.with_columns(pl.col("estimate", "se").fill_null(float("nan")))
    return told.select("parameter", "true", "estimate", "se", bias=pl.col("estimate") - pl.col("true"))


def parameters(truth: Truth) -> dict[str, float]:
    """The parameters that a shop was made of, as the models name them."""
    bought, paid = truth.purchases, truth.spend
    of_purchases = {"r": bought.r, "alpha": bought.alpha, "s": bought.s, "beta": bought.beta}
    return of_purchases | {"p": paid.p, "q": paid.q, "gamma": paid.gamma}


if __name__ == "__main__":
    main()
