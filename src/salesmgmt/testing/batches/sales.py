"""What a company sells: opportunities, orders, deliveries, invoices, and who claims a part."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from hypothesis import strategies as st

from salesmgmt.records import (
    Activity,
    DealShare,
    Delivery,
    Expense,
    Handover,
    Invoice,
    Opportunity,
    Order,
    Outcome,
    Record,
    Registration,
    ShareKind,
    StageChange,
)
from salesmgmt.testing.batches.company import DAYS, FIRST, LAST, MAYBE_DAYS, MINOR, MORES, RECORDED, Company
from salesmgmt.testing.batches.people import Known, known_of
from salesmgmt.testing.batches.receipts import receive

__all__ = ["sell"]


def sell(company: Company, most: int) -> None:
    """Opportunities, what is done for them and spent on them, orders, their shares, deliveries, invoices."""
    known = known_of(company, most)
    deals = _deals(company, most, known) if known.people else []
    orders = _orders(company, most, known, deals)
    if known.people and (deals or orders):
        _shares(company, most, known, [*deals, *orders])
    lengths = {order.id: len(order.lines) for order in orders}
    if orders:
        _deliveries(company, most, known, orders, lengths)
    if known.customers:
        bills = _invoices(company, most, known, orders, lengths)
        receive(company, most, known, bills)


def _deals(company: Company, most: int, known: Known) -> list[Opportunity]:
    """Opportunities, with visits, expenses and claims."""
    draw = company.draw
    deals = company.some(Opportunity, most, lambda name: _opportunity(company, name, known))
    company.some(
        Activity,
        most,
        lambda name: Activity(
            name,
            draw(DAYS),
            company.needed(known.people),
            "visit",
            company.one_of(known.customers),
            company.one_of(deals),
        ),
    )
    company.some(
        Expense,
        most,
        lambda name: Expense(
            name,
            company.needed(known.people),
            draw(DAYS),
            company.amount(),
            customer=company.one_of(known.customers),
            opportunity=company.one_of(deals),
        ),
    )
    _claims(company, most, known, deals)
    return deals


def _orders(company: Company, most: int, known: Known, deals: list[Opportunity]) -> list[Order]:
    draw = company.draw
    return company.some(
        Order,
        most,
        lambda name: Order(
            name,
            draw(DAYS),
            company.lines(known.products, 0),
            customer=company.one_of(known.customers),
            owner=company.one_of(known.people),
            opportunity=company.one_of(deals),
            recorded=draw(RECORDED),
        ),
    )


def _shares(company: Company, most: int, known: Known, shared: list[Record]) -> None:
    draw = company.draw
    company.some(
        DealShare,
        most,
        lambda name: DealShare(
            name,
            company.needed(shared),
            company.needed(known.people),
            draw(st.integers(1, 9)),
            draw(st.sampled_from(ShareKind)),
            on=draw(MAYBE_DAYS),
        ),
    )


def _deliveries(
    company: Company, most: int, known: Known, orders: list[Order], lengths: Mapping[str, int]
) -> None:
    draw = company.draw

    def delivery(name: str) -> Delivery:
        order = company.needed(orders)
        return Delivery(name, draw(DAYS), company.lines(known.products, lengths[order]), order=order)

    company.some(Delivery, most, delivery)


def _invoices(
    company: Company, most: int, known: Known, orders: list[Order], lengths: Mapping[str, int]
) -> list[Invoice]:
    draw = company.draw

    def invoice(name: str) -> Invoice:
        order = company.one_of(orders)
        return Invoice(
            name,
            draw(DAYS),
            company.lines(known.products, lengths[order] if order else 0),
            customer=company.needed(known.customers),
            due=draw(MAYBE_DAYS),
            order=order,
            owner=company.one_of(known.people),
            recorded=draw(RECORDED),
        )

    return company.some(Invoice, most, invoice)


def _claims(company: Company, most: int, known: Known, deals: list[Opportunity]) -> None:
    """Who was given customers, and who has registered them or their deals."""
    draw = company.draw
    if not known.customers:
        return

    def handover(name: str) -> Handover:
        giver, taker = draw(st.permutations([person.id for person in known.people]))[:2]
        return Handover(
            name, company.needed(known.customers), giver, taker, draw(DAYS), recorded=draw(RECORDED)
        )

    if len(known.people) > 1:
        company.some(Handover, most, handover)
    company.some(
        Registration,
        most,
        lambda name: Registration(
            name,
            company.needed(known.people),
            draw(st.dates(FIRST, date(2026, 1, 1))),
            company.needed(known.customers),
            company.one_of(known.products),
            company.one_of(deals),
            draw(st.none() | st.dates(date(2026, 1, 2), LAST)),
        ),
    )


def _opportunity(company: Company, name: str, known: Known) -> Opportunity:
    draw = company.draw
    outcome = draw(st.sampled_from(Outcome))
    days = sorted(draw(st.lists(DAYS, max_size=3)))
    return Opportunity(
        name,
        company.needed(known.people),
        draw(st.none() | MINOR),
        outcome=outcome,
        closed=None if outcome is Outcome.OPEN else draw(DAYS),
        customer=company.one_of(known.customers),
        product=company.one_of(known.products),
        cost=draw(st.none() | MINOR),
        currency=company.currency,
        history=[StageChange(f"stage {number}", day) for number, day in enumerate(days)],
        more=draw(MORES),
        recorded=draw(RECORDED),
    )
