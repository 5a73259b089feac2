"""What a book tells from its numbers is what the rules say of the position: in the same values."""

from __future__ import annotations

import copy
import pickle
from datetime import date, timedelta

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesmgmt.credit import (
    CreditBook,
    CreditLimit,
    CreditPolicy,
    CreditRule,
    OldestItem,
    WarningLine,
    WithinLimit,
)
from salesmgmt.credit.decisions.choices import Effect
from salesmgmt.credit.decisions.findings import CreditFinding, finding_made
from salesmgmt.money import Money
from salesmgmt.reasons import Reason
from salesmgmt.reasons.reason import reason_made
from salesmgmt.records import Invoice, Line, Order, Payment

pytestmark = pytest.mark.properties

DAY = date(2026, 3, 10)
EFFECTS = st.sampled_from(list(Effect))


@st.composite
def policies(draw: st.DrawFn) -> CreditPolicy:
    """The rules that tell from numbers, in any order, strictly or not."""
    sides = st.sampled_from(["pass", "block"])
    rules = [
        CreditRule(WithinLimit(at_limit=draw(sides)), draw(EFFECTS)),
        CreditRule(WarningLine(draw(st.sampled_from(["0%", "50%", "100%"]))), draw(EFFECTS)),
        CreditRule(
            OldestItem(
                draw(st.integers(0, 4)),
                at_limit=draw(sides),
                late_from=draw(st.sampled_from(["due_day", "next_day"])),
            ),
            draw(EFFECTS),
        ),
    ]
    return CreditPolicy(draw(st.permutations(rules))[: draw(st.integers(1, 3))])


@given(
    policies(),
    st.integers(0, 300),
    st.lists(st.tuples(st.integers(-6, 3), st.integers(1, 90)), max_size=4),
    st.integers(0, 120),
    st.integers(1, 200),
)
def test_what_is_told_is_what_the_rules_say(
    policy: CreditPolicy, limit: int, bills: list[tuple[int, int]], paid: int, minor: int
) -> None:
    limits = [CreditLimit("L-1", "C", Money(limit, "USD"))]
    book = CreditBook(policy, limits, currency="USD", day=DAY)
    for number, (days, amount) in enumerate(bills):
        due = DAY + timedelta(days=days)
        lines = Line(None, Money(amount, "USD"))
        book.take(Invoice(f"I{number}", DAY - timedelta(days=9), lines, customer="C", due=due))
    if paid:
        book.take(Payment("P", DAY, "C", Money(paid, "USD")))
    order = Order("O", DAY, Line(None, Money(minor, "USD")), customer="C")
    expected = policy.decide(order, book.position("C"))
    for verdict in (book.decide(order), book.reserve(order)):
        told = verdict.decision
        assert told.reasons == expected.reasons
        assert told.findings == expected.findings
        assert told.approved == verdict.approved
        assert told == expected
        assert hash(told) == hash(expected)
        assert repr(verdict.decision) == repr(expected)
        assert pickle.loads(pickle.dumps(verdict.decision)) == copy.copy(verdict.decision) == expected
        assert attrs.evolve(verdict.decision) == expected


def test_a_part_that_is_read_late_is_as_it_was() -> None:
    limits = [CreditLimit("L-1", "C", "USD 100")]
    book = CreditBook(CreditPolicy.standard(), limits, currency="USD", day=DAY)
    order = Order("O", DAY, Line(None, "USD 70"), customer="C")
    expected = CreditPolicy.standard().decide(order, book.position("C"))
    told = book.reserve(order).decision
    book.take(Payment("P", DAY, "C", "USD 30"))
    book.advance(DAY + timedelta(days=3))
    assert told == expected
    with pytest.raises(AttributeError, match="has no attribute 'nothing'"):
        getattr(told, "nothing")  # noqa: B009 - type checkers know that it is not there


def test_what_is_made_of_right_parts_is_what_the_class_makes() -> None:
    values = (("amount", Money(5, "USD")), ("days", 3))
    reason = reason_made("credit.overdue", values, ("I-1",))
    public = Reason("credit.overdue", dict(values), ("I-1",))
    assert type(reason) is Reason
    assert reason == public
    assert hash(reason) == hash(public)
    assert repr(reason) == repr(public)
    assert Reason("credit.a", because=[reason]).walk()
    found = finding_made(("limit", Effect.HOLD, public))
    whole = CreditFinding("limit", "hold", [public])
    assert type(found) is CreditFinding
    assert found == whole
    assert hash(found) == hash(whole)
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        found.rule = "other"  # type: ignore[misc]
