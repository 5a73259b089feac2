"""Hypothesis strategies for the types of the credit book, and for histories of claims that it carries."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from types import MappingProxyType

from attrs import evolve
from hypothesis import strategies as st

from salesmgmt.calendars import DateRange
from salesmgmt.credit import CustomerStanding, ManualStatus
from salesmgmt.money import Money
from salesmgmt.records import (
    Application,
    CreditNote,
    Dispute,
    DunningNotice,
    Facts,
    Guarantee,
    Invoice,
    Line,
    Payment,
    PaymentKind,
    Record,
)

__all__ = ["STRATEGIES", "claim_histories", "customer_standings"]

_NAMES = st.text(min_size=1, max_size=6)
_FIRST = date(2026, 1, 1)


def customer_standings() -> st.SearchStrategy[CustomerStanding]:
    """What a book is told of a customer beside its documents, all of it or some."""
    return st.builds(
        CustomerStanding,
        st.none() | _NAMES,
        groups=st.lists(_NAMES, max_size=3),
        dunning_level=st.integers(0, 9),
        review_on=st.none() | st.dates(),
        average_delay_days=st.none() | st.integers(-60, 400),
        terms_days=st.none() | st.integers(0, 400),
        status=st.none() | st.sampled_from(ManualStatus),
    )


def _days(first: date, least: int, most: int) -> st.SearchStrategy[date]:
    """Days so many after a first one."""
    return st.integers(least, most).map(lambda days: first + timedelta(days=days))


@st.composite
def claim_histories(draw: st.DrawFn, *, customer: str = "C-1", most: int = 3) -> Facts:
    """Four months of invoices that are disputed, dunned, guaranteed and paid, by cheque too; in dollars.

    Disputes, notices and guarantees may be corrected, overlap, end, or come before what they speak of.

    Args:
        draw: Supplied by Hypothesis.
        customer: Whose invoices.
        most: Most records of each kind.
    """
    days = _days(_FIRST, 0, 120)
    amounts = st.integers(1, 900).map(lambda minor: Money(minor, "USD"))
    counts = st.integers(0, most)
    records: list[Record] = []
    invoices, payments = [], []
    for number in range(draw(st.integers(1, most))):
        on = draw(days)
        due = draw(st.none() | _days(on, 0, 40))
        invoices.append(Invoice(f"i{number}", on, Line(None, draw(amounts)), customer=customer, due=due))
    named = st.sampled_from([invoice.id for invoice in invoices])
    for number in range(draw(counts)):
        on, kind = draw(days), draw(st.sampled_from(PaymentKind))
        clears = draw(_days(on, 0, 60)) if kind in {"cheque", "bill"} else None
        payments.append(Payment(f"p{number}", on, customer, draw(amounts), kind, clears))
    records += [*invoices, *payments]
    for number in range(draw(counts) if payments else 0):
        source = draw(st.sampled_from(payments))
        part = Money(draw(st.integers(-50, source.amount_minor)), "USD")
        records.append(Application(f"a{number}", draw(days), source.id, draw(named), part))
    if draw(st.booleans()):
        records.append(
            CreditNote("n", draw(days), Line(None, draw(amounts)), customer=customer, invoice=draw(named))
        )
    for number in range(draw(counts)):
        on = draw(days)
        settled = draw(st.none() | _days(on, 0, 50))
        records.append(Dispute(f"x{number}", on, draw(named), draw(st.none() | amounts), settled))
    for number in range(draw(counts)):
        level = draw(st.integers(1, 4))
        records.append(DunningNotice(f"m{number}", draw(days), customer, level, draw(st.none() | named)))
    for number in range(draw(counts)):
        start = draw(st.none() | days)
        end = draw(st.none() | _days(_FIRST if start is None else start, 1, 60))
        records.append(Guarantee(f"g{number}", customer, DateRange(start, end), draw(amounts)))
    for number, old in enumerate(records.copy()):
        if isinstance(old, Dispute | DunningNotice | Guarantee | Invoice) and not draw(st.integers(0, 5)):
            records.append(_corrected(draw, old, f"k{number}", draw(amounts)))
    return Facts(draw(st.permutations(records)))


def _corrected(
    draw: st.DrawFn, old: Dispute | DunningNotice | Guarantee | Invoice, name: str, amount: Money
) -> Record:
    if isinstance(old, DunningNotice):
        return evolve(old, id=name, level=draw(st.integers(1, 4)), supersedes=old.id)
    if isinstance(old, Invoice):
        return evolve(old, id=name, lines=(Line(None, amount),), supersedes=old.id)
    if isinstance(old, Guarantee):
        return evolve(old, id=name, amount=amount, supersedes=old.id)
    return evolve(old, id=name, amount=amount, settled=None, currency="USD", supersedes=old.id)


STRATEGIES: Mapping[type, Callable[[], st.SearchStrategy[object]]] = MappingProxyType(
    {CustomerStanding: customer_standings}
)
