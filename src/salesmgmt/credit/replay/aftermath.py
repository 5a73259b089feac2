"""What became of an order in the end: paid in time or late, credited, written off, or still open."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TypeAlias

from attrs import field, frozen

from salesmgmt.credit.exposure import LateFrom, settled_minor
from salesmgmt.errors import CurrencyMismatchError, InvalidValueError, WrongTypeError
from salesmgmt.money import Currency, Money, money_of
from salesmgmt.records import CreditNote, Facts, Invoice, Order, Payment

__all__ = ["PARTS", "Aftermath", "aftermaths"]

PARTS = ("in_time", "late", "credited", "written_off", "overdue", "open")
"""The parts of an aftermath; they add up to what was invoiced."""

Event: TypeAlias = tuple[date, int, str]
"""When something settled an invoice, by how much, and as what: `paid`, `credited` or `written_off`."""


@frozen(weakref_slot=False)
class Aftermath:
    """What became of the invoices of an order by a day; every coin is in exactly one part.

    Attributes:
        in_time: Paid by the due date.
        late: Paid after it.
        credited: Taken back by credit notes.
        written_off: Given up.
        overdue: Open, and due before.
        open: Open, and not late yet.
        days_late: By how many days the latest money came late, or has been missing; 0 where none was late.

    Raises:
        CurrencyMismatchError: If the amounts are in several currencies.
        InvalidValueError: If the days are negative.
        WrongTypeError: If a field has another type.

    Examples:
        >>> after = Aftermath("USD 60", "USD 30", "USD 0", "USD 10", "USD 0", "USD 0", 12)
        >>> str(after.invoiced), str(after.troubled)
        ('USD 100.00', 'USD 40.00')
    """

    in_time: Money = field(converter=money_of)
    late: Money = field(converter=money_of)
    credited: Money = field(converter=money_of)
    written_off: Money = field(converter=money_of)
    overdue: Money = field(converter=money_of)
    open: Money = field(converter=money_of)
    days_late: int = 0

    def __attrs_post_init__(self) -> None:
        for name in PARTS:
            amount: Money = getattr(self, name)
            if amount.currency != self.in_time.currency:
                raise CurrencyMismatchError(name, amount, f"be in {self.in_time.currency}")
        if type(self.days_late) is not int:
            raise WrongTypeError("days_late", self.days_late, "be a whole number")
        if self.days_late < 0:
            raise InvalidValueError("days_late", self.days_late, "be 0 or more")

    @classmethod
    def of_minor(cls, currency: Currency, minor: Mapping[str, int], days_late: int = 0) -> Aftermath:
        """The same from minor units by part; what is left out is zero."""
        a, b, c, d, e, f = (Money(minor.get(name, 0), currency) for name in PARTS)
        return cls(a, b, c, d, e, f, days_late)

    @classmethod
    def total(cls, parts: Iterable[Aftermath], currency: Currency) -> Aftermath:
        """Several of them together.

        Raises:
            CurrencyMismatchError: If they are in another currency.
        """
        given = tuple(parts)
        a, b, c, d, e, f = (Money.total([getattr(one, name) for one in given], currency) for name in PARTS)
        return cls(a, b, c, d, e, f, max((one.days_late for one in given), default=0))

    @property
    def currency(self) -> Currency:
        """Currency of the amounts."""
        return self.in_time.currency

    @property
    def invoiced(self) -> Money:
        """What was billed: all parts together."""
        return Money.total([getattr(self, name) for name in PARTS], self.currency)

    @property
    def troubled(self) -> Money:
        """What was paid late, is overdue, or was given up."""
        return self.late + self.overdue + self.written_off


def aftermaths(facts: Facts, day: date, late_from: LateFrom, grace_days: int) -> dict[str, list[Aftermath]]:
    """What became of every invoice that names an order, by the order in force."""
    known = facts.index(Order)
    events = _events(facts, day)
    found: dict[str, list[Aftermath]] = {}
    for invoice in facts.invoices:
        order = None if invoice.order is None else known.get(invoice.order)
        if order is None or invoice.on > day or invoice.currency is None:
            continue
        allowed = grace_days - (late_from is LateFrom.DUE_DAY)
        found.setdefault(order.id, []).append(_became(invoice, events.get(invoice.id, []), day, allowed))
    return found


def _events(facts: Facts, day: date) -> dict[str, list[Event]]:
    """What settled each invoice by a day, the earliest first; cheques and bills pay when they clear."""
    known, payments, notes = facts.index(Invoice), facts.index(Payment), facts.index(CreditNote)
    found: dict[str, list[Event]] = {}
    applied = set()

    def put(name: str, when: date, minor: int, what: str) -> None:
        invoice = known.get(name)
        if invoice is not None and max(when, invoice.on) <= day:
            found.setdefault(invoice.id, []).append((max(when, invoice.on), minor, what))

    for one in facts.applications:
        payment, note = payments.get(one.source), notes.get(one.source)
        if payment is not None:
            put(one.invoice, max(one.on, payment.on, payment.clears or payment.on), one.amount_minor, "paid")
        elif note is not None:
            put(one.invoice, max(one.on, note.on), one.amount_minor, "credited")
            if max(one.on, note.on) <= day:
                applied.add(note.id)
    for note in facts.credit_notes:
        if note.invoice is not None and note.id not in applied:
            put(note.invoice, note.on, note.gross_minor, "credited")
    for lost in facts.write_offs:
        put(lost.invoice, lost.on, lost.amount_minor, "written_off")
    # What is undone on the day on which it came comes after it.
    return {name: sorted(listed, key=lambda one: (one[0], one[1] < 0)) for name, listed in found.items()}


def _became(invoice: Invoice, events: list[Event], day: date, allowed: int) -> Aftermath:
    """The parts of one invoice; so many days after the due date are not late."""
    assert invoice.currency is not None
    sums = {"paid": 0, "credited": 0, "written_off": 0}
    timely = late = days_late = 0
    for when, minor, what in events:
        sums[what] += minor
        if what != "paid":
            continue
        days = 0 if invoice.due is None else (when - invoice.due).days
        if minor < 0:  # what is undone is the late money first
            taken = min(late, -minor)
            late -= taken
            timely += minor + taken
        elif days > allowed:
            late += minor
            days_late = max(days_late, days)
        else:
            timely += minor
    gross = invoice.gross_minor
    paid, credited, lost = settled_minor(gross, sums["paid"], sums["credited"], sums["written_off"])
    in_time = max(0, min(paid, timely)) if paid >= 0 else paid
    rest = gross - paid - credited - lost
    missing = 0 if invoice.due is None else (day - invoice.due).days
    overdue = rest if rest > 0 and missing > allowed else 0
    if overdue:
        days_late = max(days_late, missing)
    parts = {
        "in_time": in_time,
        "late": paid - in_time,
        "credited": credited,
        "written_off": lost,
        "overdue": overdue,
        "open": rest - overdue,
    }
    return Aftermath.of_minor(invoice.currency, parts, max(0, days_late))
