"""Whole histories, thrown in odd orders: the book at their end is what its facts add up to."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from attrs import evolve
from hypothesis import event, given
from hypothesis import strategies as st

from salesmgmt.credit import (
    Component,
    CreditBook,
    CreditLimit,
    CreditPolicy,
    DocumentValue,
    ExposurePolicy,
    OldestItem,
    Position,
    Verdict,
    WarningLine,
    WithinLimit,
    exposure_of,
    open_items_of,
    stages_of,
)
from salesmgmt.errors import InvalidValueError
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
    WriteOff,
)
from salesmgmt.testing.dice import Dice
from tests.credit.book.reference import Fact, Slow, arrived, gross, settled

pytestmark = pytest.mark.properties

CASES = 8
SEEDS = st.integers(0, 2**64 - 1)
FIRST = date(2026, 5, 10)
CUSTOMERS = ("a", "b")
KINDS = (Order, Delivery, Invoice, Payment, CreditNote, Application, WriteOff)
LIMITS = [CreditLimit("L-a", "a", "USD 8"), CreditLimit("L-b", "b", "USD 5")]
POLICIES = (
    CreditPolicy([WithinLimit(), OldestItem(3), WarningLine("80%")]),
    CreditPolicy([WithinLimit(), OldestItem(3), DocumentValue("USD 3")]),
)
MONEY = (Component.UNAPPLIED, Component.ADVANCES, Component.CREDITS)


class History:
    """A book, and all that it was told."""

    def __init__(self, dice: Dice) -> None:
        self.dice = dice
        self.facts: list[Fact] = []
        self.kept: list[tuple[Verdict, Position]] = []
        self.number = 0
        self.policy = dice.pick(POLICIES)
        self.settles = dice.pick(["oldest_due", "oldest_due", "named"])
        self.exposure = ExposurePolicy(horizon_days=dice.pick([None, None, 4]))
        self.book = self.made(FIRST)

    def made(self, day: date) -> CreditBook:
        return CreditBook(
            self.policy,
            LIMITS,
            currency="USD",
            day=day,
            exposure=self.exposure,
            settles=self.settles,
        )

    def name(self) -> str:
        self.number += 1
        return f"x{self.number}"

    def coming(self) -> str:
        """The name of something that may come later."""
        return f"x{self.number + self.dice.between(2, 9)}"

    def day(self) -> date:
        return self.book.day + timedelta(days=self.dice.pick([0, 0, 0, 0, -1, -4, 1, 3]))

    def due(self) -> date | None:
        dice = self.dice
        return None if dice.chance(15) else self.book.day + timedelta(days=dice.between(-6, 6))

    def minor(self, *, negative: bool = False) -> int:
        dice = self.dice
        if dice.chance(6):
            return 10**15 if dice.chance(20) else 0
        return -dice.between(1, 300) if negative and dice.chance(10) else dice.between(1, 300)

    def lines(self, minor: int) -> tuple[Line, ...]:
        """Lines that come to so much with tax."""
        if self.dice.chance(80):
            return (Line(None, Money(minor, "USD")),)
        return Line("p", Money(minor - 7, "USD"), tax="USD 0.02"), Line(None, "USD 0.05")

    def pick(self, kind: type, customer: str | None = None) -> Any:
        heads = {fact.supersedes for fact in self.facts if type(fact) is kind}
        found = [fact for fact in self.facts if type(fact) is kind]
        if self.dice.chance(70):
            found = [fact for fact in found if fact.id not in heads]
        if customer is not None:
            found = [fact for fact in found if getattr(fact, "customer", None) == customer]
        return self.dice.pick(found) if found else None

    def step(self) -> None:
        dice = self.dice
        customer = dice.pick(CUSTOMERS)
        roll = dice.between(0, 99)
        if roll < 22:
            self.reserve(customer)
        elif roll < 29:
            self.book.advance(self.book.day + timedelta(days=dice.between(1, 5)))
        elif roll < 32:
            self.store()
        elif roll < 38:
            self.again()
        elif roll < 48:
            self.correct()
        else:
            fact = self.fact(customer)
            if fact is not None:
                self.told(fact)

    def told(self, fact: Fact) -> None:
        """A fact; an invoice that another customer's credit note named before is refused."""
        if isinstance(fact, Invoice) and any(
            isinstance(one, CreditNote) and one.invoice == fact.id and one.customer != fact.customer
            for one in self.facts
        ):
            with pytest.raises(InvalidValueError, match="together"):
                self.book.take(fact)
        else:
            self.book.take(fact)
            self.facts.append(fact)

    def reserve(self, customer: str) -> None:
        order = Order(
            self.name(),
            self.book.day - timedelta(days=self.dice.pick([0, 0, 2])),
            self.lines(self.minor()),
            customer=customer,
            due=self.due() if self.dice.chance(30) else None,
        )
        if any(isinstance(one, Invoice) and one.order == order.id for one in self.facts):
            return
        before, version = self.book.position(customer), self.book.version(customer)
        verdict = self.book.reserve(order, version=version)
        self.kept.append((verdict, before))
        assert self.book.version(customer) == version + verdict.approved
        if verdict.approved:
            self.facts.append(order)

    def fact(self, customer: str) -> Fact | None:
        dice = self.dice
        kind = dice.pick([Order, Invoice, Invoice, Invoice, Payment, Payment, CreditNote, "links"])
        if kind is Order:
            return Order(self.name(), self.day(), self.lines(self.minor()), customer=customer, due=self.due())
        if kind is Invoice:
            order = self.pick(Order, customer) if dice.chance(60) else None
            minor = gross(order) if order is not None and dice.chance(50) else self.minor(negative=True)
            named = order.id if order is not None else None
            return Invoice(
                self.name(), self.day(), self.lines(minor), customer=customer, due=self.due(), order=named
            )
        if kind is Payment:
            payment = Payment(self.name(), self.day(), customer, Money(self.minor(negative=True), "USD"))
            if dice.chance(25):
                clears = payment.on + timedelta(days=dice.between(0, 5))
                payment = evolve(payment, kind="cheque", clears=clears)
            return payment
        invoice = self.pick(Invoice, customer)
        if kind is CreditNote:
            early = self.coming() if dice.chance(10) else None
            named = invoice.id if invoice is not None and dice.chance(40) else early
            if named is not None and invoice is None and self.number % 2:
                named = None
            return CreditNote(
                self.name(), self.day(), self.lines(self.minor()), customer=customer, invoice=named
            )
        order, source = self.pick(Order), self.pick(dice.pick([Payment, CreditNote]), customer)
        if dice.chance(40) and order is not None:
            return Delivery(self.name(), self.day(), self.lines(self.minor()), order=order.id)
        if invoice is None:
            return None
        amount = Money(dice.between(-20, 200), "USD")
        if source is not None and dice.chance(70):
            return Application(self.name(), self.day(), source.id, invoice.id, amount)
        return WriteOff(self.name(), self.day(), invoice.id, abs(amount))

    def correct(self) -> None:
        """Another record in place of one in force; both may be dated ahead."""
        old = self.pick(self.dice.pick(KINDS))
        if old is None or any(fact.supersedes == old.id for fact in self.facts if type(fact) is type(old)):
            return
        changed: dict[str, Any] = {"id": self.name(), "on": self.day(), "supersedes": old.id}
        if hasattr(old, "lines"):
            changed["lines"] = self.lines(self.minor()) if self.dice.chance(85) else ()
        else:
            changed["amount"] = Money(self.minor(), "USD")
        if isinstance(old, Payment) and old.clears is not None:
            changed["clears"] = changed["on"] + timedelta(days=2)
        new = evolve(old, **changed)
        self.told(new)

    def again(self) -> None:
        """An identifier is given once, whatever became of its record."""
        if not self.facts:
            return
        old: Any = self.dice.pick(self.facts)
        if isinstance(old, Payment):
            old = evolve(old, kind="transfer", clears=None)
        rows = [self.book.to_row(name) for name in CUSTOMERS]
        with pytest.raises(InvalidValueError, match="new to the book"):
            self.book.take(evolve(old, on=self.book.day, supersedes=None))
        if isinstance(old, Order):
            with pytest.raises(InvalidValueError, match="new to the book"):
                self.book.reserve(evolve(old, on=self.book.day, supersedes=None, due=None))
        assert [self.book.to_row(name) for name in CUSTOMERS] == rows

    def store(self) -> None:
        rows = json.loads(json.dumps([self.book.to_row(name) for name in self.book.customers]))
        if rows:
            stored = CreditBook.from_row(
                self.policy,
                *rows,
                limits=LIMITS,
                day=self.book.day,
                exposure=self.exposure,
                settles=self.settles,
            )
            for name in self.book.customers:
                assert stored.position(name) == self.book.position(name)
            self.look_back()
            self.book = stored

    def look_back(self) -> None:
        """What a verdict said is what the rules say of the position as it was, however late it is read."""
        for verdict, before in self.kept:
            order = verdict.document
            assert isinstance(order, Order)
            assert verdict.decision == self.policy_on(order, before)
            assert verdict.effect is verdict.decision.effect
            assert verdict.position == before
        self.kept = []

    def policy_on(self, order: Order, position: Position) -> Any:
        decision = self.policy.decide(order, position, on=position.on)
        if decision.request.added.minor > 0 and not self.exposure.within_horizon(order.due, position.on):
            request = evolve(decision.request, added=Money.zero("USD"))
            decision = self.policy.decide(request, position, on=position.on)
        return decision


def covered(history: History, customer: str) -> Iterator[tuple[str, int]]:
    """The open items after money that names none has covered the positive ones in turn."""
    book, facts = history.book, Facts(history.facts, links="open")
    items = open_items_of(facts, customer, book.day, "USD", policy=history.exposure)
    slow = Slow(history.facts)
    here, (_, used) = arrived(slow, book.day), settled(slow, book.day)
    cash = 0
    for kind, label in ((Payment, "payment"), (CreditNote, "note")):
        for one in here[kind].values():
            assert isinstance(one, Payment | CreditNote)
            if one.customer == customer:
                amount = one.amount_minor if isinstance(one, Payment) else gross(one)
                cash += amount - used.get((label, one.id), 0)
    for item in items:
        taken = 0
        if history.settles == "oldest_due":
            taken = max(0, min(cash, item.open.minor))
            cash -= taken
        if item.open.minor != taken:
            yield item.id, item.open.minor - taken


@given(SEEDS)
def test_a_book_is_what_its_facts_add_up_to(seed: int) -> None:
    seen: Counter[str] = Counter()
    for number in range(CASES):
        history = History(Dice(seed).fork(number))
        for _ in range(history.dice.between(4, 40)):
            history.step()
        book = history.book
        facts = Facts(history.facts, links="open")
        late = history.made(book.day)
        late.take_all(reversed(history.facts))
        for name in CUSTOMERS:
            position = book.position(name)
            counted = exposure_of(facts, name, book.day, "USD", policy=history.exposure)
            assert book.owed(name) == position.total == counted.total
            for component in (Component.ORDERS, Component.DELIVERIES, Component.BEYOND):
                assert position.exposure.of(component) == counted.of(component)
            if history.settles == "named":
                money = sum(counted.of(component).minor for component in MONEY)
                assert position.exposure.of(Component.UNAPPLIED).minor == money
                for order in facts.orders:
                    slow = stages_of(facts, order.id, book.day)
                    if slow is not None and order.customer == name and order.on <= book.day:
                        assert book.stages(order.id) == slow
            assert [(one.id, one.open.minor) for one in position.items] == [*covered(history, name)]
            assert evolve(late.position(name), version=0) == evolve(position, version=0)
            for minor in (1, 90, 301):
                order = Order("new", book.day, Line(None, Money(minor, "USD")), customer=name)
                verdict = book.decide(order)
                assert verdict.decision == history.policy.decide(order, position)
                assert verdict.effect is verdict.decision.effect
                seen[verdict.effect.value] += 1
        history.look_back()
    for effect in seen:
        event(effect)
