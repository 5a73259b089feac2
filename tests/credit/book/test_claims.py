"""Disputes, dunning notices and guarantees in a book: it decides as the facts do."""

from __future__ import annotations

import json
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from salesmgmt.credit import (
    Component,
    CreditBook,
    CreditLimit,
    CreditPolicy,
    ExposurePolicy,
    HighestDunning,
    HighestItem,
    Limits,
    OldestItem,
    ShareOverdue,
    WarningLine,
    WithinLimit,
)
from salesmgmt.credit.book.facts import KINDS, Fact
from salesmgmt.credit.book.taking import in_order
from salesmgmt.money import Money
from salesmgmt.records import (
    CreditTerm,
    Facts,
    Line,
    Order,
)
from salesmgmt.testing.credit_book import claim_histories
from salesmgmt.testing.credit_exposure import credit_histories

pytestmark = pytest.mark.properties

FIRST = date(2026, 1, 1)
DAYS = st.integers(0, 150).map(lambda days: FIRST + timedelta(days=days))
HISTORIES = claim_histories() | credit_histories(most=4)
EXPOSURES = st.builds(
    lambda left, more, days: ExposurePolicy(horizon_days=days).leaving_out(*left).counting(*more),
    st.sampled_from([(), (Component.DISPUTED,), (Component.DISPUTED, Component.CHEQUES)]),
    st.sampled_from([(), (Component.GUARANTEES,)]),
    st.sampled_from([None, 30]),
)
RULES = st.lists(
    st.sampled_from(
        [
            WithinLimit(),
            WarningLine("60%"),
            OldestItem(3),
            OldestItem(3, disputed="ignored"),
            OldestItem(0, disputed="ignored", least="USD 2"),
            ShareOverdue("20%", disputed="ignored"),
            HighestItem("USD 4", disputed="ignored"),
            HighestDunning(1),
        ]
    ),
    min_size=1,
    max_size=4,
    unique_by=lambda rule: rule.kind,
)


def usd(minor: int) -> Money:
    return Money(minor, "USD")


def line(minor: int) -> Line:
    return Line(None, usd(minor))


def taken(facts: Facts) -> list[Fact]:
    """The records that a book takes; all of those that are drawn but agreed terms."""
    found = [record for record in facts if isinstance(record, KINDS)]
    assert all(isinstance(record, CreditTerm) for record in facts if record not in found)
    return found


def book_on(day: date, policy: CreditPolicy, limits: Limits, exposure: ExposurePolicy) -> CreditBook:
    """A book in which money settles what applications name, as in sums over facts."""
    return CreditBook(policy, limits, currency="USD", day=day, exposure=exposure, settles="named")


@given(
    facts=HISTORIES,
    day=DAYS,
    later=st.integers(0, 60),
    rules=RULES,
    exposure=EXPOSURES,
    limit=st.integers(0, 2_000),
    minor=st.integers(1, 900),
    seed=st.randoms(use_true_random=False),
)
def test_a_book_decides_as_the_facts_do(
    facts: Facts,
    day: date,
    later: int,
    rules: list[Any],
    exposure: ExposurePolicy,
    limit: int,
    minor: int,
    seed: Random,
) -> None:
    """Whatever the order of the facts, and whenever the decision is read."""
    records = taken(facts)
    policy, limits = CreditPolicy(rules), Limits([CreditLimit("L", "C-1", usd(limit))])
    book, order = book_on(day, policy, limits, exposure), Order("new", day, line(minor), customer="C-1")
    seed.shuffle(records)
    book.take_all(records)
    expected = policy.decide_on(order, Facts(records), limits, as_of=day, exposure=exposure)
    verdict = book.reserve(order)
    assert verdict.effect is expected.effect
    read = [verdict.decision]
    book.advance(day + timedelta(days=later))
    verdict._full = None
    read.append(verdict.decision)
    for decision in read:
        assert decision.findings == expected.findings
        assert decision.remedies == expected.remedies
        assert decision.after == expected.after


@given(facts=HISTORIES, days=st.lists(DAYS, min_size=1, max_size=3).map(sorted), exposure=EXPOSURES)
def test_a_book_that_is_carried_along_is_one_that_is_made_anew(
    facts: Facts, days: list[date], exposure: ExposurePolicy
) -> None:
    """What begins and ends by itself does so on its day; a row holds all of it."""
    policy, limits = CreditPolicy.standard(), Limits()
    records = taken(facts)
    book = book_on(FIRST - timedelta(days=1), policy, limits, exposure)
    for record in in_order(records):
        book.take(record)
    for day in days:
        before = book.version("C-1"), evolve(book.position("C-1"), version=0)
        book.advance(day)
        position = book.position("C-1")
        anew = book_on(day, policy, limits, exposure)
        anew.take_all(records)
        assert evolve(position, version=0) == evolve(anew.position("C-1"), version=0)
        assert book.owed("C-1") == position.total
        row = json.loads(json.dumps(book.to_row("C-1")))
        stored = CreditBook.from_row(policy, row, day=day, exposure=exposure, settles="named")
        assert stored.position("C-1") == position
        assert stored.to_row("C-1") == row
        if (position.total, position.items) != (before[1].total, before[1].items):
            assert position.version > before[0]
