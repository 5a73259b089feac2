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
from salesmgmt.records import Invoice, Line, Order

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
            yield ShareOverdue("50%", days, at_limit=side, late_from=since)
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
AMOUNTS = (39, 40, 59, 60, 61)
DUE = (-3, -2, -1, 0)


def limits(shape: str) -> Limits | Pools:
    own = [CreditLimit("L", "C", usd(100))]
    if shape == "own":
        return Limits(own)
    if shape == "none":
        return Limits(())
    given = Limits([*(own if shape == "both" else ()), CreditLimit("G", "g", usd(100), scope="group")])
    return Pools(given, [PoolMember("C", "g")], PoolNesting.WITHIN)


def world(rules: Any, shape: str, due: int, standing: CustomerStanding | None) -> CreditBook:
    book = CreditBook(CreditPolicy(rules), limits(shape), currency="USD", day=DAY)
    if standing is not None:
        book.tell("C", standing)
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


@pytest.mark.parametrize("shape", ["own", "both", "pool", "none"])
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
