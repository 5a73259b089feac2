"""Every rule at its border: the short way of a book says there what the rule says."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from salesmgmt.credit import (
    AverageDelay,
    ChangeOfTerms,
    CreditBook,
    CreditCheck,
    CreditLimit,
    CreditPolicy,
    CreditRule,
    CustomerStanding,
    DocumentValue,
    ExposurePolicy,
    HighestDunning,
    HighestItem,
    Limits,
    OldestItem,
    PoolMember,
    PoolNesting,
    Pools,
    ReviewOverdue,
    ShareOverdue,
    ValueByDelay,
    WarningLine,
    WithinLimit,
)
from salesmgmt.errors import ConflictError, InvalidValueError
from salesmgmt.money import Money
from salesmgmt.records import Delivery, Invoice, Line, Order, Payment, WriteOff
from tests.credit.book.reference import Fact

DAY = date(2026, 3, 10)
SIDES = ("pass", "block")
LATE = ("due_day", "next_day")


def usd(minor: int) -> Money:
    return Money(minor, "USD")


def checks() -> Iterator[CreditCheck]:
    """Rules whose borders lie at 100 with an invoice of 40 and an order of 60, two days after it was due."""
    for side in SIDES:
        yield WithinLimit(at_limit=side)
        yield DocumentValue(usd(60), at_limit=side)
        yield HighestItem(usd(40), at_limit=side)
        for since, days in itertools.product(LATE, (0, 1, 2)):
            yield OldestItem(days, at_limit=side, late_from=since)
            yield ShareOverdue("30%", days, at_limit=side, late_from=since)
    yield WarningLine("80%")
    yield WarningLine("100%")
    for since, days in itertools.product(LATE, (1, 2, 3)):
        yield ValueByDelay({0: usd(60), days: usd(59)}, late_from=since)
        yield ValueByDelay({days: usd(0)}, late_from=since)
    for days in (0, 1, 2):
        yield ReviewOverdue(days)
        yield AverageDelay(days)
        yield HighestDunning(days)
        yield ChangeOfTerms(days)


CHECKS = tuple(checks())
AMOUNTS = (39, 40, 59, 61, 60)
DUE = (-3, -2, -1, 0)


def limits(shape: str) -> Limits | Pools:
    own = [CreditLimit("L", "C", usd(100))]
    if shape == "own":
        return Limits(own)
    if shape == "none":
        return Limits(())
    most = 130 if shape == "shared" else 100
    given = Limits([*(own if shape == "both" else ()), CreditLimit("G", "g", usd(most), scope="group")])
    return Pools(given, [PoolMember("C", "g"), PoolMember("D", "g")], PoolNesting.WITHIN)


def world(rules: Any, shape: str, due: int, standing: CustomerStanding | None) -> CreditBook:
    book = CreditBook(CreditPolicy(rules), limits(shape), currency="USD", day=DAY)
    if standing is not None:
        book.tell("C", standing)
    if shape == "shared":
        book.take(Invoice("N", DAY, Line(None, usd(30)), customer="D", due=DAY + timedelta(days=9)))
    book.take(
        Invoice(
            "I", DAY - timedelta(days=9), Line(None, usd(40)), customer="C", due=DAY + timedelta(days=due)
        )
    )
    return book


def standings(check: CreditCheck) -> Iterator[CustomerStanding | None]:
    """What a rule may be told of a customer, around its border."""
    yield None
    for days in range(4):
        if isinstance(check, ReviewOverdue):
            yield CustomerStanding(review_on=DAY - timedelta(days=days))
        elif isinstance(check, AverageDelay | HighestDunning):
            yield CustomerStanding(average_delay_days=days, dunning_level=days)
    if isinstance(check, ChangeOfTerms):
        yield CustomerStanding(status="stop")
        yield CustomerStanding(status="no_check")


@pytest.mark.parametrize("shape", ["own", "both", "pool", "shared", "none"])
def test_every_rule_at_its_border(shape: str) -> None:
    for check in CHECKS:
        rules = [CreditRule(check, "block")]
        for due, standing in itertools.product(DUE, standings(check)):
            book = world(rules, shape, due, standing)
            position = book.position("C")
            for minor in AMOUNTS:
                order = Order("O", DAY, Line(None, usd(minor)), customer="C")
                verdict = book.decide(order)
                expected = CreditPolicy(rules).decide(order, position)
                assert verdict.effect is expected.effect, (check, due, standing, minor)
                if minor == AMOUNTS[-1]:
                    assert verdict.decision == expected
                    assert book.reserve(order).effect is expected.effect


@pytest.mark.parametrize("shape", ["own", "both", "pool"])
def test_a_second_rule_speaks_where_the_first_is_silent(shape: str) -> None:
    pairs = itertools.product(CHECKS[:8], CHECKS[8::3])
    for first, second in pairs:
        rules = [CreditRule(first, "hold", id="a"), CreditRule(second, "block", id="b")]
        for due in (-2, 0):
            book = world(rules, shape, due, None)
            position = book.position("C")
            for minor in (59, 60, 61):
                order = Order("O", DAY, Line(None, usd(minor)), customer="C")
                assert book.decide(order).effect is CreditPolicy(rules).decide(order, position).effect


def test_limits_begin_and_end_on_their_days_the_short_way_too() -> None:
    given = [CreditLimit("L", "C", usd(100), "2026-03-10/2026-03-12")]
    for start, allowed in (("2026-03-09", False), ("2026-03-10", True), ("2026-03-11", True)):
        book = CreditBook(CreditPolicy([WithinLimit()]), given, currency="USD", day=start)
        order = Order("O", start, Line(None, usd(100)), customer="C")
        assert book.decide(order).approved is allowed
        book.advance("2026-03-12")
        assert not book.decide(order).approved


def test_a_verdict_of_another_book_is_not_committed() -> None:
    one, other = (world([CreditRule(WithinLimit(), "block")], "own", 0, None) for _ in range(2))
    verdict = one.decide(Order("O", DAY, Line(None, usd(1)), customer="C"))
    with pytest.raises(ConflictError):
        other.commit(verdict)
    one.commit(verdict)
    with pytest.raises(InvalidValueError):
        one.take(Order("O", DAY, Line(None, usd(1)), customer="C"))


def bill(name: str, minor: int, due: int) -> Invoice:
    days = timedelta(days=due)
    return Invoice(name, DAY - timedelta(days=9), Line(None, usd(minor)), customer="C", due=DAY + days)


def test_an_item_that_was_settled_by_name_is_not_told_of_as_late() -> None:
    book = world([CreditRule(OldestItem(), "block"), CreditRule(WithinLimit(), "block")], "own", -2, None)
    book.take(bill("J", 30, -1))
    book.take(WriteOff("W", DAY, "J", usd(30)))
    position = book.position("C")
    order = Order("O", DAY, Line(None, usd(1)), customer="C")
    verdict = book.reserve(order)
    assert verdict.decision == book._policy.decide(order, position)
    assert "J" not in {fact for reason in verdict.reasons for fact in reason.facts}


def test_what_is_open_of_an_item_is_known_after_each_payment() -> None:
    book = world([CreditRule(HighestItem(usd(20)), "block")], "own", 1, None)
    order = Order("O", DAY, Line(None, usd(1)), customer="C")
    for paid, allowed in ((0, False), (19, False), (1, True)):
        book.take(Payment(f"P-{paid}", DAY, "C", usd(paid)))
        assert book.decide(order).approved is allowed


def test_what_is_given_up_of_an_item_beyond_its_amount_opens_no_other() -> None:
    facts: list[Fact] = [
        bill("J", 50, -3),
        bill("K", 70, 1),
        WriteOff("W", DAY, "J", usd(80)),
        WriteOff("V", DAY, "J", usd(1)),
        Payment("P", DAY, "C", usd(5)),
    ]
    for given in (facts, [facts[1], facts[4], facts[0], *facts[2:4]]):
        book = CreditBook(CreditPolicy([WithinLimit()]), limits("own"), currency="USD", day=DAY)
        for fact in given:
            book.take(fact)
        assert [(item.id, item.open.minor) for item in book.position("C").items] == [("K", 65)]


def test_money_that_waits_covers_an_item_to_the_last_cent() -> None:
    for paid, late in ((39, True), (40, False), (41, False)):
        book = CreditBook(CreditPolicy([OldestItem()]), limits("own"), currency="USD", day=DAY)
        book.take(Payment("P", DAY, "C", usd(paid)))
        book.take(bill("I", 40, -3))
        verdict = book.decide(Order("O", DAY, Line(None, usd(1)), customer="C"))
        assert verdict.approved is not late
        assert len(book.position("C").items) == late


def test_of_items_due_on_one_day_the_first_by_day_and_name_is_covered_first() -> None:
    bills = [bill("I-1", 40, 1), bill("I-2", 40, 1), bill("I-3", 40, 1)]
    for order in itertools.permutations(bills):
        book = CreditBook(CreditPolicy([OldestItem()]), limits("own"), currency="USD", day=DAY)
        for one in order:
            book.take(one)
        book.take(Payment("P", DAY, "C", usd(50)))
        book.take(WriteOff("W", DAY, "I-3", usd(5)))
        left = [(item.id, item.open.minor) for item in book.position("C").items]
        assert left == [("I-2", 30), ("I-3", 35)]


def test_an_invoice_adds_what_its_order_holds_neither_open_nor_delivered() -> None:
    book = CreditBook(CreditPolicy([WithinLimit()]), limits("own"), currency="USD", day=DAY)
    book.take(Order("O", DAY, Line(None, usd(90)), customer="C"))
    book.take(Delivery("D", DAY, Line(None, usd(40)), order="O"))
    book.take(Invoice("I", DAY, Line(None, usd(30)), customer="C", order="O"))
    for minor, allowed in ((60, True), (70, True), (71, False)):
        verdict = book.decide(Invoice("J", DAY, Line(None, usd(minor)), customer="C", order="O"))
        assert verdict.approved is allowed
        assert verdict.effect is verdict.decision.effect


def test_an_order_beyond_the_horizon_adds_nothing_to_the_last_cent() -> None:
    book = CreditBook(
        CreditPolicy([WithinLimit()]),
        limits("own"),
        currency="USD",
        day=DAY,
        exposure=ExposurePolicy(horizon_days=5),
    )
    book.take(bill("I", 100, 1))
    for minor, days, allowed in ((1, 5, False), (1, 6, True), (2, 6, True)):
        wanted = DAY + timedelta(days=days)
        verdict = book.decide(Order("O", DAY, Line(None, usd(minor)), customer="C", due=wanted))
        assert verdict.approved is allowed
        assert verdict.effect is verdict.decision.effect
