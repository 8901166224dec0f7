"""What counts as a sale: words for what became of an order, flags, and what was given back."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from tests.queries.meaning.dialect import Dialect, Sheet, nothing, words
from tests.queries.meaning.fates import WORDS
from tests.queries.meaning.history import Cents, Fate

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.queries.meaning.dialect import Row, Work
    from tests.queries.meaning.history import Order

SALE, LATER, NEVER, REFUND = Fate.SALE, Fate.LATER, Fate.NEVER, Fate.REFUND
NAMES = ("status", "state", "financial_status", "订单状态", "order_state", "payment_status", "Status")


def status(work: Work, language: str) -> None:
    """A column of words, at most two for each fate, some in capitals."""
    used = {
        fate: work.random.sample(said, min(len(said), work.random.choice([1, 2])))
        for fate, said in WORDS[language].items()
    }
    spellings: list[Callable[[str], str]] = [str, str, str.upper, str.capitalize]
    spell = work.random.choice(spellings)
    work.names["status"] = "订单状态" if language == "Chinese" else work.random.choice(NAMES)
    for sheet in work.with_concept("_fate"):
        # The lines of an order agree on what became of it; its versions need not.
        said: dict[tuple[int, Fate], str] = {}
        for row in sheet.rows:
            if "_fate" in row:
                key = row["_order"].id, row["_fate"]
                row["status"] = said.setdefault(key, spell(work.random.choice(used[row["_fate"]])))


def is_test(work: Work) -> None:
    """Orders that somebody made to try the shop are flagged."""
    for sheet in work.with_concept("_fate"):
        sheet.add("is_test", lambda row: row["_fate"] is NEVER, "_fate")


def gone_at(work: Work, concept: str) -> None:
    """The moment an order was deleted or cancelled; missing where it was not."""
    for sheet in work.with_concept("_fate"):
        sheet.add(
            concept,
            lambda row: row["_order"].time + timedelta(days=1, minutes=7) if row["_fate"] is NEVER else None,
            "_fate",
        )


def paid_flag(work: Work) -> None:
    """Whether an order was paid, as 1 or 0."""
    for sheet in work.with_concept("_fate"):
        sheet.add("paid", lambda row: int(row["_fate"] is SALE), "_fate")


def returned_rows(work: Work, amount: int) -> None:
    """A row of its own for each return, some days later; `amount` is 1 or -1 times what was given back."""
    for sheet in work.with_concept("_fate"):
        found: list[Row] = [
            row
            | {"order": 500_000 + row["order"], "time": row["time"] + timedelta(days=5)}
            | {"amount": Cents(amount * row["_order"].returned), "_returned": True}
            for row in sheet.rows
            if row["_order"].returned
        ]
        sheet.rows = sorted([*sheet.rows, *found], key=lambda row: row["time"])


def returns_by_type(work: Work) -> None:
    """Sales and returns, both positive, told apart by a word."""
    returned_rows(work, 1)
    sold, back = work.random.choice([("Sale", "Return"), ("sale", "refund"), ("销售", "退货"), ("Verkauf", "Retoure")])
    work.names["type"] = work.random.choice(["type", "transaction_type", "Type"])
    for sheet in work.with_concept("_fate"):
        sheet.add("type", lambda row: back if "_returned" in row else sold, "_fate")


def negative_returns(work: Work, minus: str) -> None:
    """Returns are rows with negative amounts."""
    work.minus = minus
    returned_rows(work, -1)


def refunded_amount(work: Work) -> None:
    """How much of an order was given back, beside its total."""
    work.names["refunded"] = work.random.choice(["refunded_amount", "amount_refunded", "total_refunded", "退款金额"])
    for sheet in work.with_concept("_fate"):
        sheet.add("refunded", given_back, "_fate")


def given_back(row: Row) -> Cents:
    order: Order = row["_order"]
    return Cents(order.total) if order.fate is REFUND else order.returned


def refunded_beside(work: Work) -> None:
    """Statuses, and how much was given back: the status refunded and the amount must not be taken off twice."""
    status(work, "English")
    refunded_amount(work)


def refund_table(work: Work) -> None:
    """Refunds in a table of their own, which only name the order."""
    rows: list[Row] = [
        {"order": order.id, "refund": 90_000 + order.id}
        | {"refunded_at": order.time + timedelta(days=6), "refunded": order.returned}
        for order in work.history.orders
        if order.returned
    ]
    work.sheets.append(Sheet("refunds", rows))


OUTSIDE = words("events sums total")
RETURNS = words("events sums versions lines headed parts")
UNTOLD = words("stateless")
DIALECTS = (
    Dialect("every order counts", nothing, traits=UNTOLD),
    *(
        Dialect(
            f"status in {language}",
            partial(status, language=language),
            fates=frozenset({SALE, LATER, NEVER}),
            bars=OUTSIDE,
        )
        for language in WORDS
    ),
    Dialect("status with refunds", partial(status, language="English"), fates=frozenset(Fate), bars=OUTSIDE),
    *(
        Dialect(name, write, fates=frozenset({SALE, NEVER}), traits=UNTOLD, bars=OUTSIDE)
        for name, write in (
            ("is_test", is_test),
            ("deleted_at", partial(gone_at, concept="deleted_at")),
            ("cancelled_at", partial(gone_at, concept="cancelled_at")),
        )
    ),
    Dialect("paid or not", paid_flag, fates=frozenset({SALE, LATER}), traits=UNTOLD, bars=OUTSIDE),
    *(
        Dialect(
            name,
            write,
            returns=True,
            traits=UNTOLD | {"returning"},
            bars=words("events sums versions lines headed parts"),
        )
        for name, write in (
            ("returns by type", returns_by_type),
            ("negative returns", partial(negative_returns, minus="-{}")),
            ("returns with the minus behind", partial(negative_returns, minus="{}-")),
            ("returns in parentheses", partial(negative_returns, minus="({})")),
        )
    ),
    Dialect(
        "refunded amount",
        refunded_amount,
        returns=True,
        traits=UNTOLD | {"returning"},
        bars=OUTSIDE | words("lines parts"),
    ),
    Dialect(
        "status and refunded amount",
        refunded_beside,
        fates=frozenset(Fate),
        returns=True,
        traits=words("returning"),
        bars=OUTSIDE | words("lines parts versions"),
    ),
    Dialect("refunds in a table", refund_table, returns=True, traits=UNTOLD | {"several"}, bars=OUTSIDE),
)
"""Versions of an order bar what is stateless: they are versions of a status."""
