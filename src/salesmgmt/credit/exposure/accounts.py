"""One customer's account out of the documents of a batch: what counts, what is open, what is to come."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction

from salesmgmt.credit.exposure.delays import mean_delay, settled_invoices
from salesmgmt.credit.exposure.items import OpenItem
from salesmgmt.credit.exposure.ledger import Bill, Claim, Ledger
from salesmgmt.credit.exposure.policy import ExposurePolicy, RateOf
from salesmgmt.credit.exposure.stages import Stages, carried_minor
from salesmgmt.credit.exposure.values import Component, Exposure, ExposurePart
from salesmgmt.credit.terms.floor import FloorCredit
from salesmgmt.errors import (
    BatchError,
    CurrencyMismatchError,
    InvalidValueError,
    Problem,
    UnknownIdentifierError,
)
from salesmgmt.money import Currency, ExchangeRate, Money, currency_of
from salesmgmt.records import CreditNote, Facts, Order, Payment, PaymentKind

__all__ = ["Account", "Accounts", "Waiting", "exposure_of", "open_items_of", "stages_of"]

DEFAULT = ExposurePolicy()


class Waiting:
    """What of an order counts as open and as delivered, and what of it does not count; minor units."""

    __slots__ = ("amount", "beyond", "delivered", "open", "order")

    def __init__(self, order: Order, amount: int, left: int, delivered: int, beyond: int) -> None:
        self.order = order
        self.amount = amount
        self.open = left
        self.delivered = delivered
        self.beyond = beyond


class Account:
    """What one customer owes or is about to owe, in one currency."""

    __slots__ = (
        "_counted",
        "_faults",
        "_ignored",
        "_ledger",
        "_rates",
        "currency",
        "customer",
        "floors",
        "items",
        "waiting",
    )

    def __init__(self, ledger: Ledger, customer: str, currency: Currency | str, without: str | None) -> None:
        if not isinstance(customer, str) or not customer:
            raise InvalidValueError("customer", customer, "be a text with at least one character")
        self.customer = customer
        self.currency = currency_of(currency)
        self.items: tuple[OpenItem, ...] = ()
        self.waiting: tuple[Waiting, ...] = ()
        self.floors: dict[str, int] = {}
        self._ledger = ledger
        self._counted: dict[Component, int] = {}
        self._ignored: dict[Component, int] = {}
        self._rates: dict[ExchangeRate, None] = {}
        self._faults: list[Problem] = list(ledger.problems.get(customer, ()))
        bills, claims, sources = ledger.of_customer.get(customer, ((), (), ()))
        self.waiting = tuple([self._waiting(bill) for bill in bills if bill.order.id != without])
        items = [item for claim in claims if (item := self._claim(claim)) is not None]
        self.items = tuple(sorted(items, key=lambda item: (item.due or date.max, item.on, item.id)))
        for source in sources:
            self._source(source.record, source.amount - source.used, source.paper)
        self._guarantees()
        if self._faults:
            raise BatchError("documents", self._faults)

    def _waiting(self, bill: Bill) -> Waiting:
        left, out = carried_minor(bill.ordered, bill.delivered, bill.invoiced)
        order = bill.order
        unit = bill.currency or self.currency
        label = f"Order {order.id}"
        amount = self._taken(bill.ordered, unit, order.on, label)
        waits = max(0, self._taken(left, unit, order.on, label))
        sent = max(0, self._taken(out, unit, order.on, label))
        policy = self._ledger.policy
        beyond = 0
        if Component.ORDERS in policy.counts and not policy.within_horizon(order.due, self._ledger.day):
            self._ignore(Component.BEYOND, waits)
            waits, beyond = 0, waits
        if not self._add(Component.ORDERS, waits):
            waits, beyond = 0, waits
        if not self._add(Component.DELIVERIES, sent):
            sent, beyond = 0, beyond + sent
        return Waiting(order, amount, waits, sent, beyond)

    def _claim(self, claim: Claim) -> OpenItem | None:
        invoice = claim.invoice
        unit = invoice.currency or self.currency
        label = f"Invoice {invoice.id}"
        rest = claim.rest
        if claim.gross >= 0 and rest < 0:
            self._add(Component.UNAPPLIED, self._taken(rest, unit, invoice.on, label))
            rest = 0
        amount = self._taken(claim.gross, unit, invoice.on, label)
        if not rest:
            return None
        opened = self._taken(rest, unit, invoice.on, label)
        plain, covered = opened, 0
        for paper, minor in claim.covered.items():
            held = max(0, min(self._taken(minor, unit, invoice.on, label), plain))
            plain -= held
            covered += held
            self._add(paper, held)
        disputed = max(0, min(self._taken(claim.disputed, unit, invoice.on, label), plain))
        plain -= disputed
        self._add(Component.DISPUTED, disputed)
        due = invoice.due
        if claim.floor is not None:
            due = claim.floor.due
            plain -= self._on_floor(claim.floor, plain)
        self._add(Component.INVOICES, plain)
        return OpenItem(
            invoice.id,
            invoice.on,
            due,
            Money(amount, self.currency),
            Money(opened, self.currency),
            Money(disputed, self.currency) if disputed else None,
            Money(covered, self.currency) if covered else None,
            claim.dunning_level,
            claim.order,
        )

    def _on_floor(self, floor: FloorCredit, minor: int) -> int:
        """What of a claim counts beside the limit, as long as its agreement runs."""
        if minor <= 0 or not floor.runs(self._ledger.day):
            return 0
        whole = self._taken(
            floor.amount.minor, floor.amount.currency, self._ledger.day, f"FloorCredit {floor.id}"
        )
        used = self.floors.get(floor.id, 0)
        part = max(0, min(minor, whole - used))
        self.floors[floor.id] = used + part
        self._ignore(Component.FLOOR, part)
        return part

    def _source(self, record: Payment | CreditNote, rest: int, paper: Component | None) -> None:
        if isinstance(record, CreditNote):
            component, day, unit = Component.CREDITS, record.on, record.currency
            label = f"CreditNote {record.id}"
        else:
            payment = record
            advance = payment.kind is PaymentKind.ADVANCE
            component = Component.ADVANCES if advance else Component.UNAPPLIED
            day, unit = payment.on, payment.currency
            label = f"Payment {payment.id}"
        minor = -self._taken(rest, unit or self.currency, day, label)
        if paper is None:
            self._add(component, minor)
        else:
            self._ignore(paper, minor)

    def _guarantees(self) -> None:
        """What others answer for, up to what there is to answer for."""
        sums = [
            self._taken(one.amount_minor, one.currency, self._ledger.day, f"Guarantee {one.id}")
            for one in self._ledger.guarantees.get(self.customer, ())
        ]
        self._add(Component.GUARANTEES, -min(sum(sums), max(0, sum(self._counted.values()))))

    def _taken(self, minor: int, unit: Currency, on: date, label: str) -> int:
        """An amount in the currency of the account; a fault is noted where there is no way to it."""
        if unit is self.currency or unit == self.currency:
            return minor
        rates = self._ledger.policy.rates
        try:
            if rates is None:
                rule = f"be {self.currency}; convert it first, or give the policy rates"
                raise CurrencyMismatchError("currency", unit.code, rule)
            if not minor:
                return 0
            day = on if self._ledger.policy.rate_of is RateOf.DOCUMENT else self._ledger.day
            conversion = rates.convert(Money(minor, unit), self.currency, day)
        except (CurrencyMismatchError, UnknownIdentifierError) as error:
            problem = Problem.of(label, error)
            if problem not in self._faults:
                self._faults.append(problem)
            return 0
        if conversion.quoted is not None:
            self._rates[conversion.quoted] = None
        return conversion.round().minor

    def _add(self, component: Component, minor: int) -> bool:
        """Count, where the policy says so."""
        if component in self._ledger.policy.counts:
            self._counted[component] = self._counted.get(component, 0) + minor
            return True
        self._ignore(component, minor)
        return False

    def _ignore(self, component: Component, minor: int) -> None:
        self._ignored[component] = self._ignored.get(component, 0) + minor

    @property
    def exposure(self) -> Exposure:
        """What counts, and what was left out."""
        parts = [
            ExposurePart(component, Money(minor, self.currency), counted)
            for group, counted in ((self._counted, True), (self._ignored, False))
            for component, minor in group.items()
            if minor
        ]
        return Exposure(self.customer, self._ledger.day, self.currency, parts, self._rates)

    @property
    def dunning_level(self) -> int:
        """Highest level of a notice for the account as a whole."""
        return self._ledger.levels.get(self.customer, 0)


class Accounts:
    """The accounts of all customers of a batch at the end of a day; the facts are read through once."""

    __slots__ = ("_facts", "_settled", "_terms", "ledger")

    def __init__(
        self,
        facts: Facts,
        as_of: date | str,
        policy: ExposurePolicy = DEFAULT,
        floors: Iterable[FloorCredit] = (),
    ) -> None:
        self.ledger = Ledger(facts, as_of, policy, floors)
        self._facts = facts
        self._settled: dict[str, list[tuple[date, date]]] | None = None
        self._terms: dict[str, tuple[date, int]] | None = None

    def of(self, customer: str, currency: Currency | str, *, without: str | None = None) -> Account:
        """One customer's account; `without` is an order that does not count, since it is being decided on."""
        return Account(self.ledger, customer, currency, without)

    def delay_of(self, customer: str, within_days: int | None, late: Iterable[date] = ()) -> Fraction | None:
        """How late a customer has paid on average; see `average_delay_of`.

        Args:
            customer: Whose invoices.
            within_days: How far back settled invoices are looked at; None: all.
            late: Due dates of open invoices, each of which counts as if it were paid on the day: so that its
                payment makes nothing worse.
        """
        if self._settled is None:
            self._settled = settled_invoices(self._facts, self.ledger.day)
        day = self.ledger.day
        return mean_delay([*self._settled.get(customer, ()), *((due, day) for due in late)], day, within_days)

    def terms_of(self, customer: str) -> int | None:
        """The agreed days until payment: the youngest agreement's, the shorter of two that are as young."""
        if self._terms is None:
            self._terms = {}
            for one in self._facts.credit_terms:
                if self.ledger.day in one.during:
                    rank = (one.during.start or date.min, -one.days)
                    self._terms[one.customer] = max(rank, self._terms.get(one.customer, rank))
        return -self._terms[customer][1] if customer in self._terms else None


def exposure_of(
    facts: Facts,
    customer: str,
    as_of: date | str,
    currency: Currency | str,
    *,
    policy: ExposurePolicy = DEFAULT,
    floors: Iterable[FloorCredit] = (),
    without: str | None = None,
) -> Exposure:
    """What counts against a customer's limit at the end of a day, and what was left out.

    Documents dated later do not exist yet, and what names a corrected document means its correction. Amounts
    count with tax. An order counts as far as it is neither delivered nor invoiced, a delivery as far as it is
    not invoiced, an invoice as far as it is not settled; none below zero. A credit note reduces the invoice
    that it names, or is not applied; where applications say what it settles, they count instead. What pays an
    invoice beyond its amount is money not applied. A guarantee lowers no exposure below zero.

    Args:
        facts: A batch with the customer's documents.
        customer: Whose exposure.
        as_of: The day.
        currency: Currency of the exposure.
        policy: What counts.
        floors: Agreements on floor stock; their invoices count beside the limit while they run.
        without: Identifier of an order that is not counted, since a decision on it is being made.

    Raises:
        BatchError: If documents are in another currency and the policy has no rate for them, or an invoice or
            delivery is in another currency than its order; they are listed, and nothing is left out.
        InvalidValueError: If the customer is no text or an empty one.
        WrongTypeError: If the facts are no batch.

    Examples:
        >>> from salesmgmt.records import Facts, Invoice, Line, Order
        >>> facts = Facts(
        ...     [
        ...         Order("O-1", "2026-01-05", Line("GTX", "USD 6,000"), customer="C-9"),
        ...         Invoice("I-1", "2026-01-20", Line("GTX", "USD 4,000"), customer="C-9", order="O-1"),
        ...     ]
        ... )
        >>> exposure = exposure_of(facts, "C-9", "2026-03-10", "USD")
        >>> print(exposure.of("orders"), "+", exposure.of("invoices"), "=", exposure.total)
        USD 2,000.00 + USD 4,000.00 = USD 6,000.00
    """
    return Accounts(facts, as_of, policy, floors).of(customer, currency, without=without).exposure


def open_items_of(
    facts: Facts,
    customer: str,
    as_of: date | str,
    currency: Currency | str,
    *,
    policy: ExposurePolicy = DEFAULT,
    floors: Iterable[FloorCredit] = (),
) -> tuple[OpenItem, ...]:
    """A customer's invoices that are not settled in full at the end of a day, oldest due date first.

    Args:
        facts: A batch with the customer's documents.
        customer: Whose invoices.
        as_of: The day.
        currency: Currency of the amounts.
        policy: How cheques and bills, and other currencies, are taken.
        floors: Agreements on floor stock; their invoices are due at the end of the term.

    Raises:
        BatchError, InvalidValueError, WrongTypeError: As `exposure_of`.
    """
    return Accounts(facts, as_of, policy, floors).of(customer, currency).items


def stages_of(
    facts: Facts, order: str, as_of: date | str, *, policy: ExposurePolicy = DEFAULT
) -> Stages | None:
    """Where the money of an order stands at the end of a day, in the order's own currency.

    Args:
        facts: A batch with the order's documents.
        order: Identifier of the order.
        as_of: The day.
        policy: How cheques, bills and credited invoices are taken.

    Returns:
        The stages; None for an order that has neither lines nor documents with any by that day.

    Raises:
        BatchError: If an invoice or delivery is in another currency than the order.
        UnknownIdentifierError: If the batch has no such order.
        WrongTypeError: If the facts are no batch.
    """
    ledger = Ledger(facts, as_of, policy)
    record = facts.get(Order, order)
    faults = [] if record.customer is None else ledger.problems.get(record.customer, [])
    if faults:
        raise BatchError("documents", faults)
    bill = ledger.bills.get(record.id)
    if bill is None or bill.currency is None:
        return None
    return bill.stages(bill.currency)
