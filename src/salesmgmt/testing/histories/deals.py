"""Opportunities and the deal shares, hand-overs and claims on them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from salesmgmt.money import Currency, Money
from salesmgmt.records import DealShare, Handover, Opportunity, Registration, Scalar
from salesmgmt.testing.histories.drawn import Columns, Won

__all__ = ["columns_of", "handovers_of", "opportunities_of", "or_euro", "registrations_of", "shares_of"]


def or_euro(currency: Currency, foreign: bool) -> Currency:
    """A currency, or another one where that is asked for."""
    return Currency.of("EUR") if foreign else currency


def columns_of(columns: Columns, currency: Currency) -> dict[str, Scalar]:
    """The caller's own columns, those that are known."""
    discount, points, region, term, quantity, recurring = columns
    values: dict[str, Scalar | None] = {
        "discount": discount,
        "points": points,
        "region": region,
        "term_months": term,
        "quantity": quantity,
        "mrr": None if recurring is None else Money(recurring, currency) if recurring % 2 else recurring,
    }
    return {name: value for name, value in values.items() if value is not None}


def opportunities_of(currency: Currency, drawn: Sequence[Won]) -> list[Opportunity]:
    """Opportunities that ended in every way."""
    found: list[Opportunity] = []
    for number, (outcome, owner, minor, day, customer, product, cost, foreign, columns) in enumerate(drawn):
        unit = or_euro(currency, foreign)
        found.append(
            Opportunity(
                f"D-{number}",
                owner,
                minor,
                outcome=outcome,
                closed=None if outcome == "open" else day,
                customer=customer,
                product=product,
                cost=cost,
                currency=unit,
                more=columns_of(columns, currency),
            )
        )
    return found


def handovers_of(drawn: Sequence[tuple[str, Sequence[str], date]]) -> list[Handover]:
    """Customers that pass from the first of some people to the second."""
    return [
        Handover(f"H-{number}", customer, people[0], people[1], on)
        for number, (customer, people, on) in enumerate(drawn)
    ]


def shares_of(deals: list[str], drawn: Sequence[tuple[int, str, int, str, date | None]]) -> list[DealShare]:
    """Shares of deals, split and overlay."""
    return [
        DealShare(f"S-{number}", deals[place % len(deals)], person, weight, kind, on=day)
        for number, (place, person, weight, kind, day) in enumerate(drawn)
    ]


def registrations_of(
    opportunities: list[str], drawn: Sequence[tuple[str, str, str | None, int, date, int | None]]
) -> list[Registration]:
    """Announcements of customers, or of single deals and products of theirs, with and without an end."""
    found: list[Registration] = []
    for number, (who, customer, product, place, on, days) in enumerate(drawn):
        deals = [*opportunities, None, None]
        expires = None if days is None else on + timedelta(days=days)
        found.append(
            Registration(f"G-{number}", who, on, customer, product, deals[place % len(deals)], expires)
        )
    return found
