"""What a company is paid, and what that settles."""

from __future__ import annotations

from hypothesis import strategies as st

from salesmgmt.money import Money
from salesmgmt.records import (
    Application,
    CreditNote,
    CreditTerm,
    Dispute,
    DunningNotice,
    Guarantee,
    Invoice,
    Payment,
    Promise,
    Record,
    WriteOff,
)
from salesmgmt.testing.batches.company import DAYS, FIRST, PERIODS, RECORDED, Company
from salesmgmt.testing.batches.people import Known

__all__ = ["receive"]


def receive(company: Company, most: int, known: Known, bills: list[Invoice]) -> None:
    """Payments, credit notes, what they settle, promises and write-offs."""
    draw = company.draw
    lengths = {bill.id: len(bill.lines) for bill in bills}
    received = company.some(
        Payment,
        most,
        lambda name: Payment(
            name, draw(DAYS), company.needed(known.customers), company.amount(), recorded=draw(RECORDED)
        ),
    )

    def note(name: str) -> CreditNote:
        bill = company.one_of(bills)
        lines = company.lines(known.products, lengths[bill] if bill else 0)
        return CreditNote(name, draw(DAYS), lines, customer=company.needed(known.customers), invoice=bill)

    notes = company.some(CreditNote, most, note)
    company.some(
        Promise,
        most,
        lambda name: Promise(
            name, FIRST, company.needed(known.customers), company.amount(), draw(DAYS), company.one_of(bills)
        ),
    )
    sources: list[Record] = [*received, *notes]
    if bills and sources:
        company.some(
            Application,
            most,
            lambda name: Application(
                name, draw(DAYS), company.needed(sources), company.needed(bills), company.amount()
            ),
        )
    if bills:
        company.some(
            WriteOff,
            most,
            lambda name: WriteOff(name, draw(DAYS), company.needed(bills), company.amount()),
        )
    _claim(company, most, known, bills)


def _claim(company: Company, most: int, known: Known, bills: list[Invoice]) -> None:
    """Disputes, reminders, guarantees and agreed terms."""
    draw = company.draw

    def above_zero() -> Money:
        return Money(abs(company.amount().minor) + 1, company.currency)

    if bills:
        company.some(
            Dispute,
            most,
            lambda name: Dispute(
                name, draw(DAYS), company.needed(bills), above_zero() if draw(st.booleans()) else None
            ),
        )
    company.some(
        DunningNotice,
        most,
        lambda name: DunningNotice(
            name, draw(DAYS), company.needed(known.customers), draw(st.integers(1, 4)), company.one_of(bills)
        ),
    )
    company.some(
        Guarantee,
        most,
        lambda name: Guarantee(name, company.needed(known.customers), draw(PERIODS), above_zero()),
    )
    company.some(
        CreditTerm,
        most,
        lambda name: CreditTerm(
            name, company.needed(known.customers), draw(PERIODS), draw(st.integers(0, 90))
        ),
    )
