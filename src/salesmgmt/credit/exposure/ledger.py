"""The documents of a batch at the end of a day, read once and asked for many customers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from attrs import define, field

from salesmgmt.calendars import as_date
from salesmgmt.credit.exposure.policy import ExposurePolicy, Reversal
from salesmgmt.credit.exposure.stages import Stages, settled_minor
from salesmgmt.credit.exposure.values import Component
from salesmgmt.credit.terms.floor import FloorCredit
from salesmgmt.errors import CurrencyMismatchError, Problem, WrongTypeError
from salesmgmt.money import Currency
from salesmgmt.records import CreditNote, Delivery, Facts, Guarantee, Invoice, Order, Payment, PaymentKind

__all__ = ["Bill", "Claim", "Ledger", "Source", "head", "paper_of"]


@define
class Bill:
    """An order, and the sums of what came of it."""

    order: Order
    currency: Currency | None
    ordered: int
    delivered: int = 0
    invoiced: int = 0
    collected: int = 0
    credited: int = 0
    written_off: int = 0

    def stages(self, fallback: Currency) -> Stages:
        """Its stages."""
        return Stages.of_minor(
            self.order.id,
            self.currency or fallback,
            self.ordered,
            self.delivered,
            self.invoiced,
            self.collected,
            self.credited,
            self.written_off,
        )


@define
class Claim:
    """An invoice, and what settles it or speaks of it."""

    invoice: Invoice
    gross: int
    order: str | None = None
    collected: int = 0
    credited: int = 0
    written_off: int = 0
    covered: dict[Component, int] = field(factory=dict)
    disputed: int = 0
    dunning_level: int = 0
    floor: FloorCredit | None = None

    @property
    def rest(self) -> int:
        """What is not settled; below zero where more was."""
        return self.gross - self.collected - self.credited - self.written_off


@define
class Source:
    """A payment or credit note, and what it settles."""

    record: Payment | CreditNote
    amount: int
    paper: Component | None
    used: int = 0


def head(index: Mapping[str, Order | Invoice | Payment | CreditNote], name: str) -> str:
    """The identifier in force to which a name leads; itself where the batch lacks it."""
    return index[name].id if name in index else name


def paper_of(payment: Payment, on: date) -> Component | None:
    """As what a payment counts that is not money yet: a cheque or a bill; None where it is money."""
    if payment.clears is None or payment.clears <= on:
        return None
    return Component.BILLS if payment.kind is PaymentKind.BILL else Component.CHEQUES


class Ledger:
    """What was ordered, delivered, billed and settled by the end of a day.

    Documents dated later do not exist yet, and what names a corrected document means its correction.
    """

    __slots__ = (
        "_facts",
        "bills",
        "claims",
        "day",
        "guarantees",
        "levels",
        "of_customer",
        "policy",
        "problems",
        "sources",
    )

    def __init__(
        self,
        facts: Facts,
        as_of: date | str,
        policy: ExposurePolicy,
        floors: Iterable[FloorCredit] = (),
    ) -> None:
        if not isinstance(facts, Facts):
            raise WrongTypeError("facts", facts, "be a checked batch: Facts([…])")
        if not isinstance(policy, ExposurePolicy):
            raise WrongTypeError("policy", policy, "be an ExposurePolicy")
        self._facts = facts
        self.day = as_date(as_of, "as_of")
        self.policy = policy
        self.bills: dict[str, Bill] = {}
        self.claims: dict[str, Claim] = {}
        self.sources: dict[str, dict[str, Source]] = {"payment": {}, "note": {}}
        self.problems: dict[str, list[Problem]] = {}
        self.of_customer: dict[str, tuple[list[Bill], list[Claim], list[Source]]] = {}
        self.guarantees: dict[str, list[Guarantee]] = {}
        self.levels: dict[str, int] = {}
        self._sales()
        self._receipts()
        self._settlements()
        self._claims(floors)
        self._carried()

    def keep(self, *, payments: bool) -> None:
        """Let accounts have only the payments, or everything but these; each is then a part of an account."""
        for name, (bills, claims, sources) in self.of_customer.items():
            kept = [source for source in sources if isinstance(source.record, Payment) is payments]
            self.of_customer[name] = ([], [], kept) if payments else (bills, claims, kept)

    def _account(self, customer: str) -> tuple[list[Bill], list[Claim], list[Source]]:
        return self.of_customer.setdefault(customer, ([], [], []))

    def _sales(self) -> None:
        facts, day = self._facts, self.day
        index = facts.index(Order)
        for order in facts.orders:
            if order.on <= day:
                bill = self.bills[order.id] = Bill(order, order.currency, order.gross_minor)
                if order.customer is not None:
                    self._account(order.customer)[0].append(bill)
        for delivery in facts.deliveries:
            placed = self._bill(index, delivery.order)
            if delivery.on <= day and placed is not None and self._same(placed, delivery):
                placed.delivered += delivery.gross_minor
        for invoice in facts.invoices:
            if invoice.on > day:
                continue
            claim = self.claims[invoice.id] = Claim(invoice, invoice.gross_minor)
            self._account(invoice.customer)[1].append(claim)
            placed = None if invoice.order is None else self._bill(index, invoice.order)
            if placed is not None:
                claim.order = placed.order.id
                if self._same(placed, invoice):
                    placed.invoiced += claim.gross

    def _bill(self, index: Mapping[str, Order], name: str) -> Bill | None:
        """The order of that name, where it exists by the day."""
        order = index.get(name)
        return None if order is None else self.bills.get(order.id)

    def _same(self, bill: Bill, document: Delivery | Invoice) -> bool:
        """Whether a document is in its order's currency; one without lines is in any."""
        found = document.currency
        if found is None:
            return True
        if bill.currency is None:
            bill.currency = found
        if bill.currency == found:
            return True
        rule = f"be in {bill.currency}, as order {bill.order.id}"
        error = CurrencyMismatchError("currency", found.code, rule)
        problem = Problem.of(f"{type(document).__name__} {document.id}", error)
        self._fault(bill.order.customer, problem)
        if isinstance(document, Invoice) and document.customer != bill.order.customer:
            self._fault(document.customer, problem)
        return False

    def _fault(self, customer: str | None, problem: Problem) -> None:
        if customer is not None:
            self.problems.setdefault(customer, []).append(problem)

    def _receipts(self) -> None:
        counts = self.policy.counts
        for payment in self._facts.payments:
            if payment.on <= self.day:
                paper = paper_of(payment, self.day)
                source = Source(payment, payment.amount_minor, paper if paper in counts else None)
                self.sources["payment"][payment.id] = source
                self._account(payment.customer)[2].append(source)
        for note in self._facts.credit_notes:
            if note.on <= self.day:
                source = Source(note, note.gross_minor, None)
                self.sources["note"][note.id] = source
                self._account(note.customer)[2].append(source)

    def _settlements(self) -> None:
        facts, day = self._facts, self.day
        known, payments, notes = facts.index(Invoice), facts.index(Payment), facts.index(CreditNote)
        applied: set[str] = set()
        for application in facts.applications:
            name = application.source
            if name in payments:
                source = self.sources["payment"].get(payments[name].id)
            else:
                source = self.sources["note"].get(head(notes, name))
            claim = self.claims.get(head(known, application.invoice))
            if application.on > day or source is None or claim is None:
                continue
            record = source.record
            if record.currency is not None and application.currency != record.currency:
                rule = f"be in {record.currency}, as {type(record).__name__} {record.id}"
                error = CurrencyMismatchError("currency", application.currency.code, rule)
                self._fault(record.customer, Problem.of(f"Application {application.id}", error))
                continue
            source.used += application.amount_minor
            if isinstance(record, CreditNote):
                applied.add(record.id)
                claim.credited += application.amount_minor
            elif source.paper is None:
                claim.collected += application.amount_minor
            else:
                held = claim.covered.get(source.paper, 0)
                claim.covered[source.paper] = held + application.amount_minor
        for name, source in self.sources["note"].items():
            note = source.record
            if isinstance(note, CreditNote) and note.invoice is not None and name not in applied:
                claim = self.claims.get(head(known, note.invoice))
                if claim is not None:
                    claim.credited += source.amount
                    source.used = source.amount
        for write_off in facts.write_offs:
            claim = self.claims.get(head(known, write_off.invoice))
            if write_off.on <= day and claim is not None:
                claim.written_off += write_off.amount_minor

    def _claims(self, floors: Iterable[FloorCredit]) -> None:
        facts, day = self._facts, self.day
        known = facts.index(Invoice)
        for dispute in facts.disputes:
            claim = self.claims.get(head(known, dispute.invoice))
            over = dispute.settled is not None and dispute.settled <= day
            if dispute.on <= day and not over and claim is not None:
                part = claim.rest if dispute.amount_minor is None else dispute.amount_minor
                claim.disputed += max(0, part)
        for notice in facts.dunning_notices:
            if notice.on > day:
                continue
            if notice.invoice is None:
                self.levels[notice.customer] = max(self.levels.get(notice.customer, 0), notice.level)
            elif (claim := self.claims.get(head(known, notice.invoice))) is not None:
                claim.dunning_level = max(claim.dunning_level, notice.level)
        for guarantee in facts.guarantees:
            if day in guarantee.during:
                self.guarantees.setdefault(guarantee.customer, []).append(guarantee)
        for floor in floors:
            if not isinstance(floor, FloorCredit):
                raise WrongTypeError("floors", floor, "hold FloorCredit values")
            for name in floor.invoices:
                claim = self.claims.get(head(known, name))
                if claim is not None and claim.invoice.customer == floor.customer:
                    claim.floor = floor

    def _carried(self) -> None:
        """What became of its invoices goes back to the order."""
        reopens = self.policy.credited is Reversal.REOPENS
        for claim in self.claims.values():
            bill = None if claim.order is None else self.bills[claim.order]
            if bill is None or claim.invoice.currency not in (bill.currency, None):
                continue
            paid, given, lost = settled_minor(claim.gross, claim.collected, claim.credited, claim.written_off)
            bill.collected += paid
            bill.written_off += lost
            if reopens:
                bill.invoiced -= given
            else:
                bill.credited += given
