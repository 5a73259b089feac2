"""How late a customer has paid so far."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from typing import Final

from salesmgmt.calendars import add_days, as_date
from salesmgmt.errors import InvalidValueError, WrongTypeError
from salesmgmt.records import CreditNote, Facts, Invoice, Payment

__all__ = ["DELAY_DAYS", "average_delay_of", "mean_delay", "settled_invoices"]

DELAY_DAYS: Final = 365
"""So far back payments are looked at, unless somebody says otherwise."""


def average_delay_of(
    facts: Facts, customer: str, as_of: date | str, *, within_days: int | None = DELAY_DAYS
) -> Fraction | None:
    """By how many days a customer has paid its invoices late on average; below zero for early payment.

    An invoice counts once, on the day on which applied money and credits have settled it in full; one without
    a due date, or settled without any money, does not count. A cheque or bill pays on the day on which it
    clears.

    Args:
        facts: A batch with the customer's documents.
        customer: Whose invoices.
        as_of: The end of this day.
        within_days: Only invoices settled within so many days up to the day; None: all.

    Returns:
        The exact mean; None where no invoice counts.

    Raises:
        InvalidValueError: If the days are below 1.
        WrongTypeError: If the facts are no batch.
    """
    if not isinstance(facts, Facts):
        raise WrongTypeError("facts", facts, "be a checked batch: Facts([…])")
    day = as_date(as_of, "as_of")
    if within_days is not None and (type(within_days) is not int or within_days < 1):
        raise InvalidValueError("within_days", within_days, "be a whole number from 1, or None")
    return mean_delay(settled_invoices(facts, day).get(customer, ()), day, within_days)


def mean_delay(settled: Iterable[tuple[date, date]], day: date, within_days: int | None) -> Fraction | None:
    """The mean of the days between due date and settlement; None where there is nothing to take it of."""
    first = date.min if within_days is None else add_days(day, -within_days)
    found = [(paid - due).days for due, paid in settled if paid > first or within_days is None]
    return Fraction(sum(found), len(found)) if found else None


def settled_invoices(facts: Facts, day: date) -> dict[str, list[tuple[date, date]]]:
    """Due date and day of settlement of each invoice that was paid in full by a day, by customer."""
    known, payments, notes = facts.index(Invoice), facts.index(Payment), facts.index(CreditNote)
    events: dict[str, list[tuple[date, int, bool]]] = {}
    applied = set()
    for application in facts.applications:
        payment = payments.get(application.source)
        note = None if payment is not None else notes.get(application.source)
        source = payment or note
        if source is None or application.invoice not in known:
            continue
        when = max(application.on, source.on)
        if payment is not None and payment.clears is not None:
            when = max(when, payment.clears)
        if when <= day:
            if note is not None:
                applied.add(note.id)
            name = known[application.invoice].id
            events.setdefault(name, []).append((when, application.amount_minor, payment is not None))
    for credit in facts.credit_notes:
        named = None if credit.invoice is None else known.get(credit.invoice)
        if named is not None and credit.on <= day and credit.id not in applied:
            events.setdefault(named.id, []).append((credit.on, credit.gross_minor, False))
    settled: dict[str, list[tuple[date, date]]] = {}
    for invoice in facts.invoices:
        if invoice.due is None or invoice.on > day:
            continue
        happened = sorted(events.get(invoice.id, ()))
        rest = invoice.gross_minor
        if rest <= 0 or not any(paid for _, _, paid in happened):
            continue
        for when, minor, _ in happened:
            rest -= minor
            if rest <= 0:
                found = settled.setdefault(invoice.customer, [])
                found.append((invoice.due, max(when, invoice.on)))
                break
    return settled
