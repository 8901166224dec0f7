"""Customers found by how their id or their name begins, against a search in plain Python."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from queries.customers.finding import customers_called

if TYPE_CHECKING:
    from queries.eventlog.model import EventLog


def called(log: EventLog, typed: str, *, by_name: bool = True, most: int = 1000) -> list[str]:
    """The ids that are found."""
    return [one.id for one in customers_called(log, typed, by_name=by_name, most=most)]


@pytest.mark.parametrize("typed", ["C0000", "c00001", "an", "ANNA", "smith", "zz", "anna s", "'; --", "["])
def test_who_is_called_so(shop_log: EventLog, typed: str) -> None:
    names = [name for name, kind in shop_log.personal.items() if kind == "name" and name != "id"]
    assert names
    wanted, expected = typed.casefold(), []
    for id_, *told in shop_log.customers.select("id", *names).collect().rows():
        name = " ".join(one for one in told if one).lower()
        if id_.lower().startswith(wanted) or f" {name}".find(f" {wanted}") >= 0:
            expected.append(id_)
    assert sorted(called(shop_log, typed)) == sorted(expected)


def test_names_that_may_not_be_seen_find_nobody(shop_log: EventLog) -> None:
    assert called(shop_log, "anna")
    assert called(shop_log, "anna", by_name=False) == []
    assert {one.name for one in customers_called(shop_log, "C0000", by_name=False, most=5)} == {""}


def test_the_very_id_comes_first_and_nothing_finds_nobody(shop_log: EventLog) -> None:
    ids = shop_log.customers.select("id").collect().to_series().to_list()
    assert called(shop_log, ids[-1].lower(), most=1) == [ids[-1]]
    assert len(called(shop_log, "C", most=7)) == 7
    assert called(shop_log, "  ") == []
