"""Allocation: nothing is lost, no item takes too much, and each order of items does what it says."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesmgmt.credit import AllocationOrder, Receipt, SettledItem, allocate, payable
from salesmgmt.errors import (
    BatchError,
    CurrencyMismatchError,
    InvalidValueError,
    UnknownIdentifierError,
    WrongTypeError,
)
from salesmgmt.money import Money
from salesmgmt.testing.credit_terms import settled_items

pytestmark = pytest.mark.properties

ITEMS = st.lists(settled_items(currency="USD"), unique_by=lambda item: item.id, min_size=1, max_size=4)
AMOUNTS = st.integers(0, 10**6).map(lambda minor: Money(minor, "USD"))
RECEIPTS = st.lists(st.builds(Receipt, AMOUNTS, st.booleans()), max_size=4)
ORDERS = st.sampled_from(AllocationOrder)


def total(items: tuple[SettledItem, ...]) -> int:
    return sum(item.open.minor for item in items)


@given(RECEIPTS, ITEMS, ORDERS)
def test_nothing_is_lost(receipts: list[Receipt], items: list[SettledItem], by: AllocationOrder) -> None:
    found = allocate(receipts, items, by=by)
    given_in = sum(one.amount.minor for one in receipts)
    assert total(tuple(items)) - total(found.items) + found.unallocated.minor == given_in
    paid = sum((item.paid or item.open * 0).minor for item in found.items)
    before = sum((item.paid or item.open * 0).minor for item in items)
    assert paid - before <= sum(one.amount.minor for one in receipts if not one.credit)
    assert [item.id for item in found.items] == [item.id for item in items]
    assert all(item.open.minor >= 0 for item in found.items)
    if by is not AllocationOrder.NAMED and found.unallocated:
        assert total(found.items) == 0


@given(RECEIPTS, ITEMS, st.sampled_from(["oldest_due", "oldest_invoice", "as_listed"]))
def test_one_coin_after_the_other(receipts: list[Receipt], items: list[SettledItem], by: str) -> None:
    """The first item in the order asked for that is open takes the money."""
    keys: dict[str, Callable[[SettledItem], tuple[date, date]]] = {
        "oldest_due": lambda item: (item.due or date.max, item.on or date.max),
        "oldest_invoice": lambda item: (item.on or date.max, item.due or date.max),
        "as_listed": lambda item: (date.min, date.min),
    }
    rest = {item.id: item.open.minor for item in items}
    for receipt in receipts:
        minor = receipt.amount.minor
        for item in sorted(items, key=keys[by]):
            taken = min(minor, rest[item.id])
            rest[item.id] -= taken
            minor -= taken
    found = allocate(receipts, items, by=by)
    assert {item.id: item.open.minor for item in found.items} == rest


@given(AMOUNTS, ITEMS)
def test_in_proportion_each_item_is_within_a_coin_of_its_share(
    money: Money, items: list[SettledItem]
) -> None:
    found = allocate([money], items, by="proportional")
    whole = total(tuple(items))
    spent = min(money.minor, whole)
    for before, after in zip(items, found.items, strict=True):
        taken = before.open.minor - after.open.minor
        share = Fraction(spent * before.open.minor, whole) if whole else Fraction(0)
        assert abs(taken - share) < 1


@given(RECEIPTS, RECEIPTS, ITEMS, st.sampled_from(["oldest_due", "as_listed", "named"]))
def test_receipts_together_settle_what_they_settle_one_after_the_other(
    first: list[Receipt], second: list[Receipt], items: list[SettledItem], by: str
) -> None:
    once = allocate(first, items, by=by)
    twice = allocate(second, once.items, by=by)
    together = allocate([*first, *second], items, by=by)
    assert twice.items == together.items


def test_named_items_come_first() -> None:
    items = payable([("2026-02-01", "USD 30"), ("2026-03-01", "USD 50"), (None, "USD 20")])
    named = Receipt("USD 40", items=["3", "2"])
    assert [str(item.open) for item in allocate([named], items, by="named").items] == [
        "USD 30.00",
        "USD 30.00",
        "USD 0.00",
    ]
    left = allocate([Receipt("USD 40", credit=True, items="3")], items)
    assert [str(item.credited) for item in left.items] == ["USD 20.00", "USD 0.00", "USD 20.00"]
    over = allocate([Receipt("USD 40", items="3")], items, by=AllocationOrder.NAMED)
    assert over.unallocated == Money.of("USD 20")
    assert over.open == Money.of("USD 80")
    assert "未分配" in str(over.table("zh"))
    assert "not allocated" in str(over.table())


def test_what_cannot_be_is_refused() -> None:
    items = payable([("2026-02-01", "USD 30")])
    with pytest.raises(UnknownIdentifierError, match="items"):
        allocate([Receipt("USD 40", items="9")], items)
    with pytest.raises(BatchError) as raised:
        allocate(["EUR 40"], [*items, *items])
    assert len(raised.value.problems) == 3
    with pytest.raises(InvalidValueError, match="items"):
        allocate([], [])
    with pytest.raises(WrongTypeError, match="items"):
        allocate([], cast("list[SettledItem]", ["I"]))
    with pytest.raises(InvalidValueError, match="by"):
        allocate([], items, by="youngest")
    with pytest.raises(InvalidValueError, match="amount"):
        Receipt("USD -1")
    with pytest.raises(InvalidValueError, match="at least"):
        SettledItem("I", "USD 1", "USD 2")
    with pytest.raises(CurrencyMismatchError):
        SettledItem("I", "USD 1", "EUR 1")
    with pytest.raises(WrongTypeError, match="credit"):
        Receipt("USD 1", cast("bool", 1))


def test_the_oldest_invoice_is_not_the_one_that_is_due_first() -> None:
    items = [
        SettledItem("late", "USD 30", due="2026-05-01", on="2026-01-01"),
        SettledItem("early", "USD 30", due="2026-02-01", on="2026-01-15"),
    ]
    for by, first in (("oldest_invoice", "late"), ("oldest_due", "early")):
        found = allocate(["USD 20"], items, by=by)
        assert [item.id for item in found.items if item.paid] == [first]


def test_what_is_due_on_no_day_comes_last() -> None:
    items = [SettledItem("open", "USD 30", on="2026-01-01"), SettledItem("due", "USD 30", due="2026-05-01")]
    found = allocate(["USD 20"], items, by="oldest_due")
    assert [item.id for item in found.items if item.paid] == ["due"]
