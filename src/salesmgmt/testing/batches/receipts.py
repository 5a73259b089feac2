"""What a company is paid, and what that settles."""

from __future__ import annotations

from salesmgmt.records import Application, CreditNote, Invoice, Payment, Promise, Record, WriteOff
from salesmgmt.testing.batches.company import DAYS, FIRST, RECORDED, Company
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
