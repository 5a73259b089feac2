"""Stages: every coin of an order in exactly one, under any history, and a coin that is traced one by one."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from salesmgmt.credit import Component, ExposurePolicy, Reversal, Stage, Stages, exposure_of, stages_of
from salesmgmt.credit.exposure import carried_minor, settled_minor, stages_minor
from salesmgmt.errors import BatchError, CurrencyMismatchError, InvalidValueError, UnknownIdentifierError
from salesmgmt.money import Money
from salesmgmt.records import (
    Application,
    CreditNote,
    Delivery,
    Facts,
    Invoice,
    Line,
    Order,
    Payment,
    Record,
    WriteOff,
)
from salesmgmt.testing.credit_exposure import credit_histories
from tests.credit.exposure.reference import flows

pytestmark = pytest.mark.properties

DAYS = st.integers(0, 200).map(lambda offset: date(2026, 1, 1) + timedelta(days=offset))
SOME = st.integers(-6, 12)
POLICIES = st.builds(ExposurePolicy, credited=st.sampled_from(Reversal))


def one_by_one(
    ordered: int, delivered: int, invoiced: int, collected: int, credited: int, written_off: int
) -> tuple[int, ...]:
    """Each coin by itself: deliveries and invoices take coins from the first on, settlements from the last.

    A coin beyond the order exists where something was delivered or invoiced beyond it.
    """
    found = dict.fromkeys(Stage, 0)
    for coin in range(max(ordered, delivered, invoiced, 0)):
        from_end = max(invoiced, 0) - 1 - coin
        if coin >= max(invoiced, 0):
            found[Stage.DELIVERED if coin < delivered else Stage.OPEN] += 1
        elif from_end < max(written_off, 0):
            found[Stage.WRITTEN_OFF] += 1
        elif from_end < max(written_off, 0) + max(credited, 0):
            found[Stage.CREDITED] += 1
        elif from_end < max(written_off, 0) + max(credited, 0) + max(collected, 0):
            found[Stage.COLLECTED] += 1
        else:
            found[Stage.INVOICED] += 1
    return tuple(found.values())


@given(st.tuples(st.integers(0, 12), SOME, SOME, SOME, SOME, SOME))
def test_the_stages_are_those_of_each_coin(sums: tuple[int, int, int, int, int, int]) -> None:
    assume(sums[0] > 0 or sums[1] > 0 or sums[2] >= 0)
    assert stages_minor(*sums) == one_by_one(*sums)


@given(st.tuples(SOME.filter(bool), SOME, SOME, SOME, SOME, SOME))
def test_a_return_is_an_order_turned_round(sums: tuple[int, int, int, int, int, int]) -> None:
    turned = stages_minor(*(-each for each in sums))
    assert tuple(-each for each in turned) == stages_minor(*sums)


@given(credit_histories(), DAYS, POLICIES)
def test_every_coin_is_in_exactly_one_stage(facts: Facts, day: date, policy: ExposurePolicy) -> None:
    for order in facts.orders:
        found = stages_of(facts, order.id, day, policy=policy)
        ordered, delivered, invoiced = flows(facts, order, day, policy)
        if found is None:
            assert (ordered, delivered, invoiced) == (0, 0, 0)
            continue
        amounts = [found.of(stage).minor for stage in Stage]
        assert all(each >= 0 for each in amounts) or all(each <= 0 for each in amounts)
        if ordered < 0 or (ordered == 0 and delivered <= 0 and invoiced < 0):
            assert found.value.minor == min(ordered, delivered, invoiced)
        else:
            assert found.value.minor == max(ordered, delivered, invoiced)


@given(credit_histories(), DAYS, POLICIES)
def test_stages_and_exposure_tell_of_the_same_orders(facts: Facts, day: date, policy: ExposurePolicy) -> None:
    """What is open and delivered of orders is what the exposure counts of them, returns apart."""
    found = [stages_of(facts, order.id, day, policy=policy) for order in facts.orders]
    exposure = exposure_of(facts, "C-1", day, "USD", policy=policy)
    assert exposure.of(Component.ORDERS).minor == sum(max(0, one.open.minor) for one in found if one)
    assert exposure.of(Component.DELIVERIES).minor == sum(max(0, one.delivered.minor) for one in found if one)


def test_an_order_walks_through_its_stages() -> None:
    line = Line(None, "USD 100")
    told: list[Record] = [
        Order("O", "2026-01-01", [line, line], customer="C"),
        Delivery("D", "2026-01-02", line, order="O"),
        Invoice("I", "2026-01-03", line, customer="C", order="O"),
        Payment("P", "2026-01-04", "C", "USD 60"),
        Application("A", "2026-01-04", "P", "I", "USD 60"),
        CreditNote("N", "2026-01-05", Line(None, "USD 30"), customer="C", invoice="I"),
        WriteOff("W", "2026-01-06", "I", "USD 10"),
    ]
    facts = Facts(told)
    walked = [
        (200, 0, 0, 0, 0, 0),
        (100, 100, 0, 0, 0, 0),
        (100, 0, 100, 0, 0, 0),
        (100, 0, 40, 60, 0, 0),
        (100, 0, 10, 60, 30, 0),
        (100, 0, 0, 60, 30, 10),
    ]
    for day, amounts in enumerate(walked, 1):
        found = stages_of(facts, "O", date(2026, 1, day))
        assert found is not None
        assert tuple(found.of(stage) for stage in Stage) == tuple(
            Money(100 * amount, "USD") for amount in amounts
        )
    again = stages_of(facts, "O", "2026-01-06", policy=ExposurePolicy(credited="reopens"))
    assert again is not None
    assert (again.open, again.delivered) == (Money.of("USD 100"), Money.of("USD 30"))
    assert again.credited == Money.zero("USD")
    assert again.owed == Money.of("USD 130")


def test_a_cheque_leaves_a_coin_invoiced_until_it_clears() -> None:
    facts = Facts(
        [
            Order("O", "2026-01-01", Line(None, "USD 100"), customer="C"),
            Invoice("I", "2026-01-03", Line(None, "USD 100"), customer="C", order="O"),
            Payment("P", "2026-01-04", "C", "USD 100", "cheque", "2026-02-01"),
            Application("A", "2026-01-04", "P", "I", "USD 100"),
        ]
    )
    for day, stage in (("2026-01-31", Stage.INVOICED), ("2026-02-01", Stage.COLLECTED)):
        found = stages_of(facts, "O", day)
        assert found is not None
        assert found.of(stage) == Money.of("USD 100")


def test_no_document_no_stages_and_what_cannot_be() -> None:
    order = Order("O", "2026-01-05", Line(None, "USD 100"), customer="C")
    assert stages_of(Facts([order]), "O", "2026-01-04") is None
    assert stages_of(Facts([Order("O", "2026-01-05", [], customer="C")]), "O", "2026-01-06") is None
    with pytest.raises(UnknownIdentifierError):
        stages_of(Facts([order]), "P", "2026-01-04")
    strange = Invoice("I", "2026-01-05", Line(None, "EUR 100"), customer="C", order="O")
    with pytest.raises(BatchError):
        stages_of(Facts([order, strange]), "O", "2026-01-06")
    with pytest.raises(InvalidValueError, match="below zero"):
        Stages("O", *[Money(each, "USD") for each in (1, -1, 0, 0, 0, 0)])
    with pytest.raises(CurrencyMismatchError):
        Stages.split("O", "USD 1", delivered="EUR 1")
    with pytest.raises(CurrencyMismatchError):
        Stages("O", "EUR 1", *[Money(1, "USD")] * 5)
    with pytest.raises(InvalidValueError, match="order"):
        Stages.split("", "USD 1")


def test_the_whole_numbers_beneath() -> None:
    assert carried_minor(0, 0, -5) == (0, 0)
    assert settled_minor(10, 20, 5, 2) == (3, 5, 2)
    assert settled_minor(-10, -20, 0, 0) == (-10, 0, 0)
    assert settled_minor(10, -5, -5, -5) == (0, 0, 0)
