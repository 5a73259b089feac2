"""Any interleaving of facts, commands, days, rows and writers: the book is its slow replay."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from attrs import evolve
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from salesmgmt.credit import (
    Component,
    CreditBook,
    CreditDecision,
    CreditLimit,
    CreditPolicy,
    ExposurePolicy,
    Limits,
    OldestItem,
    PoolMember,
    PoolNesting,
    Pools,
    Verdict,
    WarningLine,
    WithinLimit,
)
from salesmgmt.errors import ConflictError, InvalidValueError, UnknownIdentifierError
from salesmgmt.money import Money
from salesmgmt.records import Application, CreditNote, Delivery, Invoice, Line, Order, Payment, WriteOff
from tests.credit.book.reference import Fact, Owed, Slow, gross, owed

pytestmark = pytest.mark.properties

FIRST = date(2026, 1, 5)
CUSTOMERS = ("a", "b", "c")
LIMIT = {"a": 900, "b": 700, "c": 800}
POOL = 1_200
HORIZON = 20

amounts = st.integers(1, 500)
shifts = st.integers(-12, 4)
picks = st.integers(0, 10**6)


def pools() -> Pools:
    """`a` and `b` share the pool of their group, within which their own limits lie; `c` stands alone."""
    limits = Limits(
        [
            *(CreditLimit(f"L-{name}", name, Money(minor, "USD")) for name, minor in LIMIT.items()),
            CreditLimit("L-g", "g", Money(POOL, "USD"), scope="group"),
        ]
    )
    members = [PoolMember("a", "g"), PoolMember("b", "g")]
    return Pools(limits, members, PoolNesting.WITHIN)


POLICY = CreditPolicy([WithinLimit(), OldestItem(3), WarningLine("80%")])


class BookMachine(RuleBasedStateMachine):
    """The book beside a list of all that it was told."""

    settles = "oldest_due"
    horizon: int | None = HORIZON
    policy = POLICY

    def __init__(self) -> None:
        super().__init__()
        self.slow = Slow()
        self.number = 0
        self.book = self.made(FIRST)
        self.kept: list[tuple[Verdict, CreditDecision]] = []
        self.seen: dict[str, int] = {}
        self.closed = False

    @property
    def exposure(self) -> ExposurePolicy:
        return ExposurePolicy(horizon_days=self.horizon)

    def made(self, day: date) -> CreditBook:
        return CreditBook(
            self.policy, pools(), currency="USD", day=day, exposure=self.exposure, settles=self.settles
        )

    def expected(self, customer: str) -> Owed:
        """What the slow replay says."""
        horizon = None if self.horizon is None else self.book.day + timedelta(days=self.horizon)
        return owed(self.slow, customer, self.book.day, horizon, covers=self.settles == "oldest_due")

    def name(self, letter: str) -> str:
        self.number += 1
        return f"{letter}{self.number}"

    def pick(self, kind: type, place: int) -> Fact | None:
        found = self.slow.in_force(kind)
        return found[place % len(found)] if found else None

    def line(self, minor: int) -> Line:
        return Line(None, Money(minor, "USD"))

    def day(self, shift: int) -> date:
        return self.book.day + timedelta(days=shift)

    def told(self, fact: Fact) -> None:
        try:
            self.book.take(fact)
        except (UnknownIdentifierError, InvalidValueError):
            if not self.closed:
                raise
        else:
            self.slow.facts.append(fact)

    def judged(self, verdict: Verdict) -> None:
        """The verdict is the decision, at once and later, and nothing was overdrawn by it."""
        position, decision = verdict.position, verdict.decision
        assert decision.effect is verdict.effect
        assert decision.version == position.version == verdict.version
        self.kept.append((verdict, decision))
        if verdict.approved and decision.request.added.minor > 0:
            assert decision.after.minor <= LIMIT[verdict.customer]
            for pool in position.pools:
                assert pool.used.minor + decision.request.added.minor <= POOL

    # Commands.

    @rule(
        customer=st.sampled_from(CUSTOMERS),
        minor=amounts,
        due=st.none() | st.integers(0, 60),
        ends=st.none() | st.integers(1, 9),
    )
    def reserve(self, customer: str, minor: int, due: int | None, ends: int | None) -> None:
        wanted = None if due is None else self.day(due)
        order = Order(self.name("o"), self.book.day, self.line(minor), customer=customer, due=wanted)
        until = None if ends is None else self.day(ends)
        before = self.book.version(customer)
        verdict = self.book.reserve(order, until=until, version=before)
        assert verdict.version == before
        assert (self.book.version(customer) > before) == verdict.approved
        if verdict.approved:
            self.slow.facts.append(order)
            if until is not None:
                self.slow.until[order.id] = until
        self.judged(verdict)

    @rule(customer=st.sampled_from(CUSTOMERS), minor=amounts)
    def decide_then_commit(self, customer: str, minor: int) -> None:
        order = Order(self.name("o"), self.book.day, self.line(minor), customer=customer)
        verdict = self.book.decide(order)
        self.judged(verdict)
        if verdict.approved:
            self.book.commit(verdict)
            self.slow.facts.append(order)
            with pytest.raises(ConflictError):
                self.book.commit(verdict)

    @rule(customer=st.sampled_from(CUSTOMERS))
    def look(self, customer: str) -> None:
        self.seen[customer] = self.book.version(customer)

    @rule(customer=st.sampled_from(CUSTOMERS), minor=amounts)
    def write_late(self, customer: str, minor: int) -> None:
        """Another writer comes with the version that it saw some time ago."""
        seen = self.seen.pop(customer, None)
        if seen is None:
            return
        order = Order(self.name("o"), self.book.day, self.line(minor), customer=customer)
        if seen != self.book.version(customer):
            with pytest.raises(ConflictError) as raised:
                self.book.reserve(order, version=seen)
            assert (raised.value.expected, raised.value.found) == (seen, self.book.version(customer))
            return
        verdict = self.book.reserve(order, version=seen)
        self.judged(verdict)
        if verdict.approved:
            self.slow.facts.append(order)

    @rule(place=picks, minor=amounts, due=st.none() | st.integers(0, 60))
    def change(self, place: int, minor: int, due: int | None) -> None:
        old = self.pick(Order, place)
        if not isinstance(old, Order) or old.on > self.book.day:
            return
        wanted = None if due is None else self.day(due)
        new = evolve(old, id=self.name("o"), lines=self.line(minor), due=wanted, supersedes=old.id)
        try:
            verdict = self.book.change(new)
        except (UnknownIdentifierError, InvalidValueError):
            assert self.closed
            return
        self.judged(verdict)
        if verdict.approved:
            self.slow.facts.append(new)

    @rule(place=picks, part=st.integers(0, 3))
    def release(self, place: int, part: int) -> None:
        order = self.pick(Order, place)
        if not isinstance(order, Order) or order.on > self.book.day:
            return
        try:
            stages = self.book.stages(order.id)
        except UnknownIdentifierError:
            assert self.closed
            return
        ended = self.slow.until.get(order.id)
        expected = Money(0, "USD") if ended is not None and ended <= self.book.day else stages.open
        released = self.book.release(order.id, None if part else expected * 0)
        assert released == (expected if part else expected * 0)
        self.slow.released[order.id] = self.slow.released.get(order.id, 0) + released.minor

    @rule(days=st.integers(1, 9))
    def advance(self, days: int) -> None:
        self.book.advance(self.book.day + timedelta(days=days))

    # Facts.

    @rule(
        customer=st.sampled_from(CUSTOMERS), minor=amounts, shift=shifts, due=st.none() | st.integers(0, 60)
    )
    def take_order(self, customer: str, minor: int, shift: int, due: int | None) -> None:
        wanted = None if due is None else self.day(due)
        self.told(Order(self.name("o"), self.day(shift), self.line(minor), customer=customer, due=wanted))

    @rule(place=picks, minor=amounts, shift=shifts)
    def deliver(self, place: int, minor: int, shift: int) -> None:
        order = self.pick(Order, place)
        if order is not None:
            self.told(Delivery(self.name("d"), self.day(shift), self.line(minor), order=order.id))

    @rule(
        place=picks,
        whole=st.booleans(),
        minor=amounts,
        shift=shifts,
        due=st.none() | st.integers(-3, 9),
        other=st.none() | st.sampled_from(CUSTOMERS),
    )
    def bill(
        self, place: int, whole: bool, minor: int, shift: int, due: int | None, other: str | None
    ) -> None:
        order = None if other is not None else self.pick(Order, place)
        customer = order.customer if isinstance(order, Order) else other
        if customer is None:
            return
        if isinstance(order, Order) and whole:
            minor = gross(order)
        self.told(
            Invoice(
                self.name("i"),
                self.day(shift),
                self.line(minor),
                customer=customer,
                order=None if order is None else order.id,
                due=None if due is None else self.day(due),
            )
        )

    @rule(
        customer=st.sampled_from(CUSTOMERS),
        minor=st.integers(-200, 600),
        shift=shifts,
        clears=st.none() | st.integers(0, 9),
    )
    def pay(self, customer: str, minor: int, shift: int, clears: int | None) -> None:
        on = self.day(shift)
        later = None if clears is None else on + timedelta(days=clears)
        kind = "transfer" if later is None else "cheque"
        self.told(Payment(self.name("p"), on, customer, Money(minor, "USD"), kind, later))

    @rule(place=picks, minor=amounts, shift=shifts, named=st.booleans(), customer=st.sampled_from(CUSTOMERS))
    def credit(self, place: int, minor: int, shift: int, named: bool, customer: str) -> None:
        invoice = self.pick(Invoice, place) if named else None
        if isinstance(invoice, Invoice):
            customer = invoice.customer
        self.told(
            CreditNote(
                self.name("n"),
                self.day(shift),
                self.line(minor),
                customer=customer,
                invoice=None if invoice is None else invoice.id,
            )
        )

    @rule(place=picks, source=picks, note=st.booleans(), minor=st.integers(-100, 400), shift=shifts)
    def apply(self, place: int, source: int, note: bool, minor: int, shift: int) -> None:
        invoice, found = self.pick(Invoice, place), self.pick(CreditNote if note else Payment, source)
        if (
            isinstance(invoice, Invoice)
            and isinstance(found, CreditNote | Payment)
            and found.customer == invoice.customer
        ):
            amount = Money(minor, "USD")
            self.told(Application(self.name("x"), self.day(shift), found.id, invoice.id, amount))

    @rule(place=picks, minor=amounts, shift=shifts)
    def write_off(self, place: int, minor: int, shift: int) -> None:
        invoice = self.pick(Invoice, place)
        if invoice is not None:
            self.told(WriteOff(self.name("w"), self.day(shift), invoice.id, Money(minor, "USD")))

    @rule(
        kind=st.sampled_from([Order, Delivery, Invoice, Payment, CreditNote, Application, WriteOff]),
        place=picks,
        minor=st.integers(0, 500),
        shift=shifts,
    )
    def correct(self, kind: type, place: int, minor: int, shift: int) -> None:
        old = self.pick(kind, place)
        if old is None:
            return
        name, on = self.name("k"), self.day(shift)
        new: Fact
        if isinstance(old, Order | Delivery | Invoice | CreditNote):
            lines = self.line(minor) if minor else ()
            new = evolve(old, id=name, on=on, lines=lines, supersedes=old.id)
        elif isinstance(old, Payment):
            clears = None if old.clears is None else on + timedelta(days=3)
            new = evolve(old, id=name, on=on, amount=Money(minor, "USD"), clears=clears, supersedes=old.id)
        elif isinstance(old, Application | WriteOff):
            new = evolve(old, id=name, on=on, amount=Money(minor, "USD"), supersedes=old.id)
        else:
            return
        self.told(new)

    # Other ways to the same book.

    @rule()
    def store(self) -> None:
        """The book goes to a table and comes back; nothing else of it is left."""
        rows = {
            row.get("customer", row.get("pool")): row for name in CUSTOMERS for row in self.book.to_rows(name)
        }
        stored = json.loads(json.dumps(list(rows.values())))
        versions = {name: self.book.version(name) for name in CUSTOMERS}
        self.book = CreditBook.from_row(
            self.policy,
            *stored,
            limits=pools(),
            day=self.book.day,
            exposure=self.exposure,
            settles=self.settles,
        )
        assert {name: self.book.version(name) for name in CUSTOMERS} == versions

    @precondition(lambda self: not self.slow.released and not self.slow.until and not self.closed)
    @rule()
    def rebuild(self) -> None:
        """The book is made anew from its facts alone."""
        other = self.made(self.book.day)
        other.take_all(reversed(self.slow.facts))
        for name in CUSTOMERS:
            mine, anew = (evolve(book.position(name), version=0) for book in (self.book, other))
            assert mine == anew

    # What always holds.

    @invariant()
    def is_its_replay(self) -> None:
        totals = {}
        for name in CUSTOMERS:
            expected = self.expected(name)
            position = self.book.position(name)
            totals[name] = position.total.minor
            assert self.book.owed(name).minor == position.total.minor
            assert position.total.minor == expected.total
            assert position.exposure.of(Component.ORDERS).minor == expected.open
            assert position.exposure.of(Component.BEYOND).minor == expected.beyond
            assert position.exposure.of(Component.DELIVERIES).minor == expected.delivered
            assert position.exposure.of(Component.UNAPPLIED).minor == -expected.unapplied
            assert sorted((item.id, item.open.minor) for item in position.items) == expected.items
        for name in ("a", "b"):
            used = [pool.used.minor for pool in self.book.position(name).pools if pool.id == "g"]
            assert used == [totals["a"] + totals["b"]]

    @invariant()
    def keeps_every_coin(self) -> None:
        for order in self.slow.in_force(Order):
            if not isinstance(order, Order) or order.on > self.book.day:
                continue
            try:
                stages = self.book.stages(order.id)
            except UnknownIdentifierError:
                assert self.closed
                continue
            parts = (
                stages.open,
                stages.delivered,
                stages.invoiced,
                stages.collected,
                stages.credited,
                stages.written_off,
            )
            ordered = gross(order) - self.slow.released.get(order.id, 0)
            assert all(part.minor >= 0 for part in parts)
            if self.closed:
                continue
            assert stages.value.minor >= ordered
            billed = stages.invoiced + stages.collected + stages.credited + stages.written_off
            assert stages.value.minor == max(ordered, (billed + stages.delivered).minor)

    def teardown(self) -> None:
        for verdict, decision in self.kept:
            verdict._full = None
            assert verdict.decision == decision


class NamedMachine(BookMachine):
    """Money covers nothing that it does not name, and all orders count."""

    settles = "named"
    horizon = None


class ClosingMachine(BookMachine):
    """What is finished is forgotten from time to time; nothing that counts changes."""

    @rule(customer=st.sampled_from(CUSTOMERS), back=st.integers(1, 12))
    def close(self, customer: str, back: int) -> None:
        before = self.book.position(customer)
        try:
            self.book.close(customer, self.day(-back))
        except InvalidValueError:
            assert self.closed
            return
        self.closed = True
        after = self.book.position(customer)
        assert after.version > before.version
        assert evolve(after, version=0) == evolve(before, version=0)


TestBook = BookMachine.TestCase
TestNamed = NamedMachine.TestCase
TestClosing = ClosingMachine.TestCase
# Twenty steps reach what fifty do, and more runs reach more.
TestBook.settings = TestNamed.settings = TestClosing.settings = settings(stateful_step_count=20)
