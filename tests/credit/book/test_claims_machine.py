"""Any interleaving of disputes, notices and guarantees with all else: the book is its slow replay."""

from __future__ import annotations

from datetime import timedelta

import pytest
from attrs import define, evolve
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from salesmgmt.calendars import DateRange
from salesmgmt.credit import (
    Component,
    CreditPolicy,
    ExposurePolicy,
    HighestDunning,
    OldestItem,
    WarningLine,
    WithinLimit,
)
from salesmgmt.money import Money
from salesmgmt.records import Dispute, DunningNotice, Guarantee, Invoice
from tests.credit.book.reference import Claim, Claimed, Owed, claimed
from tests.credit.book.test_machine import CUSTOMERS, ClosingMachine, amounts, picks, shifts

pytestmark = pytest.mark.properties

levels = st.integers(1, 4)
terms = st.none() | st.integers(0, 15)


@define
class OwedBeside(Owed):
    """What a customer owes, where some of it may be disputed or guaranteed."""

    claims: Claimed
    counts: frozenset[Component]

    @property
    def disputed(self) -> int:
        return sum(self.claims.disputed.values())

    @property
    def still(self) -> dict[str, int]:
        """What is disputed of what money has not covered."""
        opened = dict(self.items)
        found = {name: min(part, opened.get(name, 0)) for name, part in self.claims.disputed.items()}
        return {name: part for name, part in found.items() if part > 0}

    @property
    def unapplied(self) -> int:
        """Money that covers nothing, or what is disputed."""
        return self.cash + self.disputed - sum(self.still.values())

    @property
    def guaranteed(self) -> int:
        return min(self.claims.guaranteed, max(0, self._before))

    @property
    def _before(self) -> int:
        whole = self.open + self.delivered + self.receivable - self.cash
        return whole - (0 if Component.DISPUTED in self.counts else self.disputed)

    @property
    def total(self) -> int:
        return self._before - (self.guaranteed if Component.GUARANTEES in self.counts else 0)


class ClaimsMachine(ClosingMachine):
    """Claims of all kinds; they count or not."""

    policy = CreditPolicy(
        [WithinLimit(), OldestItem(3, disputed="ignored"), HighestDunning(2), WarningLine("80%")]
    )
    left: tuple[Component, ...] = ()
    more: tuple[Component, ...] = ()

    @property
    def exposure(self) -> ExposurePolicy:
        return ExposurePolicy(horizon_days=self.horizon).leaving_out(*self.left).counting(*self.more)

    def expected(self, customer: str) -> OwedBeside:
        plain = super().expected(customer)
        return OwedBeside(
            plain.open,
            plain.beyond,
            plain.delivered,
            plain.receivable,
            plain.cash,
            plain.items,
            claimed(self.slow, customer, self.book.day),
            self.exposure.counts,
        )

    @initialize(
        left=st.sampled_from([(), (Component.DISPUTED,)]),
        more=st.sampled_from([(), (Component.GUARANTEES,)]),
        settles=st.sampled_from(["oldest_due", "named"]),
    )
    def choose(self, left: tuple[Component, ...], more: tuple[Component, ...], settles: str) -> None:
        self.left, self.more, self.settles = left, more, settles
        self.book = self.made(self.book.day)

    @rule(place=picks, minor=st.none() | amounts, shift=shifts, after=terms)
    def dispute(self, place: int, minor: int | None, shift: int, after: int | None) -> None:
        invoice = self.pick(Invoice, place)
        if isinstance(invoice, Invoice):
            on = self.day(shift)
            settled = None if after is None else on + timedelta(days=after)
            amount = None if minor is None else Money(minor, "USD")
            self.told(Dispute(self.name("x"), on, invoice.id, amount, settled))

    @rule(place=picks, level=levels, shift=shifts, customer=st.none() | st.sampled_from(CUSTOMERS))
    def remind(self, place: int, level: int, shift: int, customer: str | None) -> None:
        invoice = self.pick(Invoice, place) if customer is None else None
        if isinstance(invoice, Invoice):
            notice = DunningNotice(self.name("m"), self.day(shift), invoice.customer, level, invoice.id)
            self.told(notice)
        elif customer is not None:
            self.told(DunningNotice(self.name("m"), self.day(shift), customer, level))

    @rule(customer=st.sampled_from(CUSTOMERS), minor=amounts, shift=st.none() | shifts, after=terms)
    def guarantee(self, customer: str, minor: int, shift: int | None, after: int | None) -> None:
        start = None if shift is None else self.day(shift)
        end = None if after is None else (start or self.book.day) + timedelta(days=after + 1)
        self.told(Guarantee(self.name("g"), customer, DateRange(start, end), Money(minor, "USD")))

    @rule(
        kind=st.sampled_from([Dispute, DunningNotice, Guarantee]),
        place=picks,
        minor=amounts,
        level=levels,
        after=terms,
    )
    def correct_claim(self, kind: type[Claim], place: int, minor: int, level: int, after: int | None) -> None:
        old = self.pick(kind, place)
        name, amount = self.name("k"), Money(minor, "USD")
        if isinstance(old, Dispute):
            settled = None if after is None else old.on + timedelta(days=after)
            self.told(evolve(old, id=name, amount=amount, currency="USD", settled=settled, supersedes=old.id))
        elif isinstance(old, DunningNotice):
            self.told(evolve(old, id=name, level=level, supersedes=old.id))
        elif isinstance(old, Guarantee):
            self.told(evolve(old, id=name, amount=amount, supersedes=old.id))

    @invariant()
    def says_what_is_claimed(self) -> None:
        for name in CUSTOMERS:
            position, expected = self.book.position(name), self.expected(name)
            assert position.exposure.of(Component.DISPUTED).minor == expected.disputed
            assert position.exposure.of(Component.GUARANTEES).minor == -expected.guaranteed
            assert position.dunning_level == expected.claims.level
            found = {item.id: item.disputed.minor for item in position.items if item.disputed is not None}
            assert found == expected.still
            for item in position.items:
                assert item.dunning_level == expected.claims.levels.get(item.id, 0)


TestClaims = ClaimsMachine.TestCase
TestClaims.settings = settings(stateful_step_count=20)
