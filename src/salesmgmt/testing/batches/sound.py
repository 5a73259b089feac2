"""Strategies for batches in which every link leads to a record."""

from __future__ import annotations

from datetime import timedelta

from attrs import evolve
from hypothesis import strategies as st

from salesmgmt.money import Currency, currency_of
from salesmgmt.records import (
    Application,
    Customer,
    Expense,
    Facts,
    Handover,
    Opening,
    Opportunity,
    Order,
    Participant,
    Payment,
    Promise,
    Record,
    WriteOff,
)
from salesmgmt.testing.batches.company import CURRENCIES, MINOR, MORES, RECORDED, Company
from salesmgmt.testing.batches.sales import sell

__all__ = ["company_of", "facts"]


def _corrected(company: Company, name: str) -> Record:
    """A correction of a record that none has corrected so far."""
    draw = company.draw
    gone = {(type(record), record.supersedes) for record in company.made}
    before = draw(st.sampled_from([r for r in company.made if (type(r), r.id) not in gone]))
    recorded = draw(RECORDED)
    if before.recorded is not None:
        recorded = before.recorded + timedelta(minutes=draw(st.integers(0, 10**6)))
    people = [record for record in company.made if isinstance(record, Participant)]
    match before:
        case Order():
            lines = draw(st.sampled_from([(), before.lines, (*before.lines, *company.lines([], 0))]))
            changed: Record = evolve(before, owner=company.one_of(people), lines=lines)
        case Customer():
            changed = evolve(before, owner=company.one_of(people))
        case Opportunity():
            changed = evolve(before, owner=company.needed(people), amount=draw(MINOR))
        case Handover():
            changed = evolve(before, giver=before.taker, taker=before.giver)
        case Payment() | Application() | WriteOff() | Promise() | Expense() | Opening():
            changed = evolve(before, amount=company.amount())
        case _:
            changed = evolve(before, more=draw(MORES))
    return evolve(changed, id=name, recorded=recorded, supersedes=before.id)


@st.composite
def facts(
    draw: st.DrawFn, *, currency: Currency | str | None = None, most: int = 2, corrected: bool | None = None
) -> Facts:
    """Sound batches: every link leads to a record, and some records are corrected, once or more.

    Args:
        draw: Supplied by Hypothesis.
        currency: Currency of all amounts; one of a few where left out.
        most: Most records of a kind, before corrections.
        corrected: Whether records are corrected; True for some, False for none, None for either.
    """
    unit = draw(st.sampled_from(CURRENCIES)) if currency is None else currency_of(currency)
    return Facts(draw(st.permutations(company_of(draw, unit, most, corrected).made)))


def company_of(draw: st.DrawFn, currency: Currency, most: int, corrected: bool | None) -> Company:
    """A company with its records and, where asked for, corrections of some of them."""
    company = Company(draw, currency)
    sell(company, most)
    if corrected is not False and company.made:
        for number in range(draw(st.integers(1 if corrected else 0, 4))):
            company.made.append(_corrected(company, f"correction-{number}"))
    return company
