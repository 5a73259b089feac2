"""Orders and what follows them: deliveries, invoices, credit notes, payments."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from salesmgmt.money import Currency, Money
from salesmgmt.records import Application, CreditNote, Delivery, Invoice, Line, Order, Payment, Record
from salesmgmt.testing.conditions import CUSTOMERS
from salesmgmt.testing.histories.deals import columns_of, or_euro
from salesmgmt.testing.histories.drawn import DealingDrawn, Received, Row

__all__ = ["documents_of"]


class _Dealing:
    """An order and what follows it: delivery, invoice, credit note, payments."""

    def __init__(self, currency: Currency, number: str, opportunities: list[str]) -> None:
        self._currency = currency
        self._number = number
        self._origins: list[str | None] = [*opportunities, None]

    def documents(
        self,
        day: date,
        customer: str | None,
        owner: str | None,
        origin: int,
        foreign: bool,
        rows: Sequence[Row],
        kind: str,
        due: int | None,
        receipts: Sequence[Received],
        numbered: bool,
    ) -> list[Record]:
        """The documents; under one number where that is asked for."""
        unit = or_euro(self._currency, foreign)
        lines = [
            Line(
                product,
                minor,
                count,
                cost=cost,
                tax=tax,
                currency=unit,
                more={name: value for name, value in columns_of(columns, unit).items() if name != "quantity"},
            )
            for product, minor, count, cost, tax, columns in rows
        ]

        def stem(letter: str) -> str:
            return f"X-{self._number}" if numbered else f"{letter}-{self._number}"

        opportunity = self._origins[origin % len(self._origins)]
        order = Order(stem("O"), day, lines, customer=customer, owner=owner, opportunity=opportunity)
        if kind == "order":
            return [order]
        if kind == "delivered":
            return [order, Delivery(stem("L"), day + timedelta(days=9), lines[::-1], order=order.id)]
        billed = day + timedelta(days=3)
        invoice = Invoice(
            stem("I"),
            billed,
            lines[::-1],
            customer=customer or CUSTOMERS[0],
            due=None if due is None else billed + timedelta(days=due),
            order=None if kind == "alone" else order.id,
            owner=owner if kind == "alone" else None,
        )
        found: list[Record] = [order, invoice]
        if kind == "credited":
            back = CreditNote(
                f"N-{self._number}",
                billed + timedelta(days=20),
                lines[:1],
                customer=invoice.customer,
                invoice=invoice.id,
            )
            found.append(back)
        for place, receipt in enumerate(receipts):
            found += self._received(f"{stem('Y')}-{place}", invoice, unit, *receipt)
        return found

    def _received(
        self,
        name: str,
        invoice: Invoice,
        unit: Currency,
        shape: str,
        later: int,
        clears: int | None,
        matched: int,
        numbered: bool,
    ) -> list[Record]:
        """A payment, and what of it settles the invoice."""
        gross = sum(line.amount_minor + line.tax_minor for line in invoice.lines)
        paid = {"half": gross // 2, "minor": 1, "back": -gross}.get(shape, gross)
        on = invoice.on + timedelta(days=later)
        payment = Payment(
            name,
            on,
            invoice.customer,
            Money(paid, unit),
            "transfer" if clears is None else "cheque",
            None if clears is None else on + timedelta(days=clears),
        )
        day = on + timedelta(days=max(matched, 0))
        applied = {"none": [], "over": [paid + 7], "two": [paid // 3, paid // 2]}.get(shape, [paid])
        return [
            payment,
            *(
                Application(
                    invoice.id if numbered and not place and name.endswith("-0") else f"{name}-{place}",
                    day,
                    name,
                    invoice.id,
                    Money(minor, unit),
                )
                for place, minor in enumerate(applied)
            ),
        ]


def documents_of(currency: Currency, opportunities: list[str], drawn: Sequence[DealingDrawn]) -> list[Record]:
    """Orders, and what follows each."""
    return [
        document
        for number, dealing in enumerate(drawn)
        for document in _Dealing(currency, f"{number}", opportunities).documents(*dealing)
    ]
