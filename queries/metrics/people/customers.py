"""Who are they, one by one: every customer of the scope with all figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from queries.catalogue import HISTORY, Answer, measure
from queries.customers.table import CODE, LISTED, customer_columns, customer_of_row, customer_table

if TYPE_CHECKING:
    from queries.data.data import Data


@measure(
    id="customers",
    title="All customers",
    question="Who are they, one by one?",
    also="list, people, all customers, 客户列表, 名单",
    place=5,
    columns=(*LISTED, CODE),
    formula="the shared figures of every customer of the scope, from everything before the analysis date",
    source="the event log and the customer table",
    drill=customer_of_row,
    without=(HISTORY,),
)
def customers(data: Data) -> Answer:
    """The scope's customers with figures, trend and attributes, highest revenue first.

    Args:
        data: The scoped data.

    Returns:
        One row a customer: those behind a segment, a channel, a condition, ready to be exported. Without a history
        there are their attributes alone.
    """
    return Answer(customer_table(data), columns=customer_columns(data), in_memory=True)
