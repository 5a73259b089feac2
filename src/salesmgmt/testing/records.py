"""Strategies for single records and for what they hold; `salesmgmt.testing.batches` has those for batches."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta, timezone
from fractions import Fraction
from types import MappingProxyType
from typing import NamedTuple

from hypothesis import strategies as st

from salesmgmt.money import Currency, Money
from salesmgmt.records import (
    Absence,
    Activity,
    Application,
    Assignment,
    CreditNote,
    Customer,
    DealShare,
    Delivery,
    Expense,
    Handover,
    Invoice,
    Line,
    More,
    Opening,
    Opportunity,
    Order,
    Outcome,
    Participant,
    Payment,
    PaymentKind,
    Product,
    Promise,
    Quota,
    Record,
    Registration,
    Scalar,
    Score,
    ShareKind,
    StageChange,
    Unit,
    WriteOff,
)
from salesmgmt.testing.calendars import date_ranges
from salesmgmt.testing.money import currencies, moneys

__all__ = [
    "STRATEGIES",
    "absences",
    "activities",
    "applications",
    "assignments",
    "credit_notes",
    "customers",
    "deal_shares",
    "deliveries",
    "expenses",
    "handovers",
    "identifiers",
    "instants",
    "invoices",
    "lines",
    "mores",
    "openings",
    "opportunities",
    "orders",
    "outcomes",
    "participants",
    "payment_kinds",
    "payments",
    "products",
    "promises",
    "quantities",
    "quotas",
    "records",
    "registrations",
    "scalars",
    "scores",
    "share_kinds",
    "stage_changes",
    "stage_histories",
    "units",
    "write_offs",
]

_EPOCH = datetime(2, 1, 1, tzinfo=UTC)
_MINOR = st.integers(-(10**15), 10**15)
_DECIMALS = st.decimals(
    allow_nan=False, allow_infinity=False, places=2, min_value=-(10**12), max_value=10**12
)


class _Own(NamedTuple):
    """What every record carries of its own."""

    id: str
    more: More
    recorded: datetime | None
    supersedes: str | None


def identifiers() -> st.SearchStrategy[str]:
    """Identifiers, and any other text with at least one character."""
    return st.text(min_size=1, max_size=8)


def _words() -> st.SearchStrategy[str | None]:
    return st.none() | identifiers()


def instants() -> st.SearchStrategy[datetime]:
    """Aware instants of whole seconds, in zones that are whole minutes off UTC."""
    zones = st.integers(-23 * 60, 23 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
    span = st.integers(0, 9996 * 365 * 86_400)
    return st.builds(lambda second, zone: (_EPOCH + timedelta(seconds=second)).astimezone(zone), span, zones)


def scalars() -> st.SearchStrategy[Scalar]:
    """What a caller's own column may hold: texts, exact numbers, flags, dates and amounts."""
    return st.one_of(
        st.text(max_size=8),
        st.integers(),
        st.booleans(),
        _DECIMALS,
        st.fractions(max_denominator=1000),
        st.dates(),
        moneys(),
    )


def mores(*, max_size: int = 3) -> st.SearchStrategy[More]:
    """The caller's own columns."""
    return st.dictionaries(identifiers(), scalars(), max_size=max_size).map(More)


def quantities(*, least: int = -1000) -> st.SearchStrategy[int | Fraction]:
    """Counts and measures, whole or not, from the least one on."""
    whole: st.SearchStrategy[int | Fraction] = st.integers(least, 10**6)
    return whole | st.fractions(least, 1000, max_denominator=60)


# Strategies that most records draw from: making them once saves most of the time.
_WORDS = _words()
_MORES = mores()
_INSTANTS = st.none() | instants()
_DAYS = st.dates()
_MAYBE_DAYS = st.none() | _DAYS
_NAMES = st.text(max_size=8)
_IDS = identifiers()
_CURRENCIES = currencies()


@st.composite
def _own(draw: st.DrawFn, ids: st.SearchStrategy[str] | None) -> _Own:
    identifier = draw(_IDS if ids is None else ids)
    earlier = draw(_WORDS.filter(lambda text: text != identifier))
    return _Own(identifier, draw(_MORES), draw(_INSTANTS), earlier)


@st.composite
def _ordered(draw: st.DrawFn) -> tuple[date, date]:
    """Two dates in order."""
    one, other = draw(_DAYS), draw(_DAYS)
    return min(one, other), max(one, other)


@st.composite
def units(draw: st.DrawFn, *, ids: st.SearchStrategy[str] | None = None) -> Unit:
    """Units of an organisation."""
    own = draw(_own(ids))
    return Unit(
        own.id,
        draw(_NAMES),
        draw(_WORDS.filter(lambda text: text != own.id)),
        draw(_MAYBE_DAYS),
        *own[1:],
    )


@st.composite
def participants(draw: st.DrawFn, *, ids: st.SearchStrategy[str] | None = None) -> Participant:
    """People and teams that sell."""
    own = draw(_own(ids))
    return Participant(
        own.id,
        draw(_NAMES),
        draw(st.none() | date_ranges()),
        draw(_MAYBE_DAYS),
        *own[1:],
    )


@st.composite
def assignments(draw: st.DrawFn, *, ids: st.SearchStrategy[str] | None = None) -> Assignment:
    """Assignments of people to units, managers, roles, plans and territories."""
    own = draw(_own(ids))
    person = draw(_IDS)
    manager = draw(_WORDS.filter(lambda text: text != person))
    unit, role, plan, territory = (draw(_WORDS) for _ in range(4))
    return Assignment(own.id, person, draw(date_ranges()), unit, manager, role, plan, territory, *own[1:])


@st.composite
def absences(draw: st.DrawFn, *, ids: st.SearchStrategy[str] | None = None) -> Absence:
    """Days on which people take no part."""
    own = draw(_own(ids))
    return Absence(own.id, draw(_IDS), draw(date_ranges(bounded=True)), draw(_IDS), *own[1:])


@st.composite
def scores(draw: st.DrawFn, *, ids: st.SearchStrategy[str] | None = None) -> Score:
    """Figures from elsewhere, 0 among them."""
    own = draw(_own(ids))
    holder, measure = draw(_IDS), draw(_IDS)
    return Score(
        own.id, holder, draw(date_ranges(bounded=True)), measure, draw(quantities(least=0)), *own[1:]
    )


@st.composite
def openings(
    draw: st.DrawFn,
    *,
    ids: st.SearchStrategy[str] | None = None,
    currency: Currency | None = None,
    money: bool | None = None,
) -> Opening:
    """What people had reached before, in money or in pieces.

    Args:
        draw: Supplied by Hypothesis.
        ids: Identifiers to take.
        currency: Currency of the amounts; any where left out.
        money: True for amounts only, False for pieces only.
    """
    own = draw(_own(ids))
    counted = draw(st.booleans()) if money is None else money
    unit = currency or draw(_CURRENCIES)
    return Opening(
        own.id,
        draw(_IDS),
        draw(_DAYS),
        draw(_IDS),
        draw(_MINOR) if counted else None,
        None if counted else draw(quantities()),
        unit if counted else None,
        *own[1:],
    )


@st.composite
def quotas(
    draw: st.DrawFn,
    *,
    ids: st.SearchStrategy[str] | None = None,
    currency: Currency | None = None,
    money: bool | None = None,
) -> Quota:
    """Quotas in money or in pieces.

    Args:
        draw: Supplied by Hypothesis.
        ids: Identifiers to take.
        currency: Currency of the amounts; any where left out.
        money: True for amounts only, False for pieces only.
    """
    own = draw(_own(ids))
    counted = draw(st.booleans()) if money is None else money
    unit = currency or draw(_CURRENCIES)
    return Quota(
        own.id,
        draw(_IDS),
        draw(date_ranges(bounded=True)),
        draw(st.integers(0, 10**15)) if counted else None,
        None if counted else draw(quantities(least=0)),
        draw(_IDS),
        unit if counted else None,
        *own[1:],
    )


@st.composite
def products(draw: st.DrawFn, *, ids: st.SearchStrategy[str] | None = None) -> Product:
    """Products of a price list."""
    own = draw(_own(ids))
    return Product(
        own.id,
        draw(_NAMES),
        draw(_WORDS),
        draw(_WORDS),
        draw(st.none() | moneys()),
        draw(_MAYBE_DAYS),
        *own[1:],
    )


@st.composite
def customers(draw: st.DrawFn, *, ids: st.SearchStrategy[str] | None = None) -> Customer:
    """Customers."""
    own = draw(_own(ids))
    segment, industry, region, country, owner = (draw(_WORDS) for _ in range(5))
    parent = draw(_WORDS.filter(lambda text: text != own.id))
    since, on = draw(_MAYBE_DAYS), draw(_MAYBE_DAYS)
    name = draw(_NAMES)
    return Customer(own.id, name, segment, industry, region, country, parent, owner, since, on, *own[1:])


@st.composite
def handovers(draw: st.DrawFn, *, ids: st.SearchStrategy[str] | None = None) -> Handover:
    """Customers passing from one participant to another."""
    own = draw(_own(ids))
    customer, giver = draw(_IDS), draw(_IDS)
    taker = draw(_IDS.filter(lambda text: text != giver))
    return Handover(own.id, customer, giver, taker, draw(_DAYS), *own[1:])


@st.composite
def registrations(draw: st.DrawFn, *, ids: st.SearchStrategy[str] | None = None) -> Registration:
    """Announcements of customers and deals, with and without an end."""
    own = draw(_own(ids))
    on, expires = draw(_ordered().filter(lambda days: days[0] < days[1]))
    person, customer, product, deal = draw(_IDS), draw(_IDS), draw(_WORDS), draw(_WORDS)
    ending = draw(st.sampled_from([None, expires]))
    return Registration(own.id, person, on, customer, product, deal, ending, *own[1:])


def outcomes() -> st.SearchStrategy[Outcome]:
    """How opportunities end."""
    return st.sampled_from(Outcome)


def share_kinds() -> st.SearchStrategy[ShareKind]:
    """Kinds of deal shares."""
    return st.sampled_from(ShareKind)


def payment_kinds() -> st.SearchStrategy[PaymentKind]:
    """Forms of payment."""
    return st.sampled_from(PaymentKind)


def stage_changes() -> st.SearchStrategy[StageChange]:
    """Days on which opportunities entered stages."""
    return st.builds(StageChange, identifiers(), st.dates())


def stage_histories(*, max_size: int = 4) -> st.SearchStrategy[tuple[StageChange, ...]]:
    """Stages entered, oldest first."""
    return st.lists(stage_changes(), max_size=max_size).map(
        lambda changes: tuple(sorted(changes, key=lambda change: change.on))
    )


@st.composite
def opportunities(
    draw: st.DrawFn, *, ids: st.SearchStrategy[str] | None = None, currency: Currency | None = None
) -> Opportunity:
    """Opportunities, open and decided, with and without a value and a history.

    Args:
        draw: Supplied by Hypothesis.
        ids: Identifiers to take.
        currency: Currency of the amounts; any where left out.
    """
    own = draw(_own(ids))
    outcome = draw(outcomes())
    first, last = draw(_ordered())
    amount, cost = draw(st.none() | _MINOR), draw(st.none() | _MINOR)
    stated = amount is not None or cost is not None or draw(st.booleans())
    return Opportunity(
        own.id,
        draw(_IDS),
        amount,
        outcome=outcome,
        closed=None if outcome is Outcome.OPEN else last,
        customer=draw(_WORDS),
        product=draw(_WORDS),
        stage=draw(_WORDS),
        opened=draw(st.sampled_from([None, first])),
        expected=draw(_MAYBE_DAYS),
        cost=cost,
        currency=(currency or draw(_CURRENCIES)) if stated else None,
        history=draw(stage_histories()),
        more=own.more,
        recorded=own.recorded,
        supersedes=own.supersedes,
    )


@st.composite
def deal_shares(draw: st.DrawFn, *, ids: st.SearchStrategy[str] | None = None) -> DealShare:
    """Shares of deals."""
    own = draw(_own(ids))
    weights = st.integers(1, 10**6)
    deal, person, on = draw(_IDS), draw(_IDS), draw(_MAYBE_DAYS)
    return DealShare(own.id, deal, person, draw(weights), draw(share_kinds()), draw(weights), on, *own[1:])


@st.composite
def activities(draw: st.DrawFn, *, ids: st.SearchStrategy[str] | None = None) -> Activity:
    """Calls, visits and whatever else people do."""
    own = draw(_own(ids))
    person, kind, customer, deal = draw(_IDS), draw(_IDS), draw(_WORDS), draw(_WORDS)
    minutes = draw(st.none() | st.integers(0, 600))
    return Activity(own.id, draw(_DAYS), person, kind, customer, deal, minutes, *own[1:])


@st.composite
def lines(draw: st.DrawFn, *, currency: Currency | None = None) -> Line:
    """Lines of documents.

    Args:
        draw: Supplied by Hypothesis.
        currency: Currency of the amounts; any where left out.
    """
    return Line(
        draw(_WORDS),
        draw(_MINOR),
        draw(quantities()),
        draw(st.none() | _MINOR),
        draw(_MINOR),
        draw(st.none() | st.integers(1, 20)),
        currency or draw(_CURRENCIES),
        draw(_MORES),
    )


@st.composite
def _lines_of(draw: st.DrawFn, currency: Currency | None) -> tuple[Line, ...]:
    one = currency or draw(_CURRENCIES)
    return tuple(draw(st.lists(lines(currency=one), max_size=3)))


@st.composite
def orders(
    draw: st.DrawFn, *, ids: st.SearchStrategy[str] | None = None, currency: Currency | None = None
) -> Order:
    """Orders, also those of which no line remains.

    Args:
        draw: Supplied by Hypothesis.
        ids: Identifiers to take.
        currency: Currency of the lines; any where left out.
    """
    own = draw(_own(ids))
    return Order(
        own.id,
        draw(_DAYS),
        draw(_lines_of(currency)),
        customer=draw(_WORDS),
        owner=draw(_WORDS),
        opportunity=draw(_WORDS),
        due=draw(_MAYBE_DAYS),
        more=own.more,
        recorded=own.recorded,
        supersedes=own.supersedes,
    )


@st.composite
def deliveries(
    draw: st.DrawFn, *, ids: st.SearchStrategy[str] | None = None, currency: Currency | None = None
) -> Delivery:
    """Deliveries.

    Args:
        draw: Supplied by Hypothesis.
        ids: Identifiers to take.
        currency: Currency of the lines; any where left out.
    """
    own = draw(_own(ids))
    return Delivery(
        own.id,
        draw(_DAYS),
        draw(_lines_of(currency)),
        order=draw(_IDS),
        more=own.more,
        recorded=own.recorded,
        supersedes=own.supersedes,
    )


@st.composite
def invoices(
    draw: st.DrawFn, *, ids: st.SearchStrategy[str] | None = None, currency: Currency | None = None
) -> Invoice:
    """Invoices.

    Args:
        draw: Supplied by Hypothesis.
        ids: Identifiers to take.
        currency: Currency of the lines; any where left out.
    """
    own = draw(_own(ids))
    return Invoice(
        own.id,
        draw(_DAYS),
        draw(_lines_of(currency)),
        customer=draw(_IDS),
        due=draw(_MAYBE_DAYS),
        order=draw(_WORDS),
        owner=draw(_WORDS),
        more=own.more,
        recorded=own.recorded,
        supersedes=own.supersedes,
    )


@st.composite
def credit_notes(
    draw: st.DrawFn, *, ids: st.SearchStrategy[str] | None = None, currency: Currency | None = None
) -> CreditNote:
    """Credit notes.

    Args:
        draw: Supplied by Hypothesis.
        ids: Identifiers to take.
        currency: Currency of the lines; any where left out.
    """
    own = draw(_own(ids))
    return CreditNote(
        own.id,
        draw(_DAYS),
        draw(_lines_of(currency)),
        customer=draw(_IDS),
        invoice=draw(_WORDS),
        reason=draw(_WORDS),
        more=own.more,
        recorded=own.recorded,
        supersedes=own.supersedes,
    )


def _amounts(currency: Currency | None) -> st.SearchStrategy[Money]:
    unit = _CURRENCIES if currency is None else st.just(currency)
    return st.builds(Money, _MINOR, unit)


@st.composite
def expenses(
    draw: st.DrawFn, *, ids: st.SearchStrategy[str] | None = None, currency: Currency | None = None
) -> Expense:
    """Money that people spent, and got back.

    Args:
        draw: Supplied by Hypothesis.
        ids: Identifiers to take.
        currency: Currency of the amounts; any where left out.
    """
    own = draw(_own(ids))
    amount = draw(_amounts(currency))
    kind, customer, deal = draw(_WORDS), draw(_WORDS), draw(_WORDS)
    return Expense(own.id, draw(_IDS), draw(_DAYS), amount, kind, customer, deal, amount.currency, *own[1:])


@st.composite
def payments(
    draw: st.DrawFn, *, ids: st.SearchStrategy[str] | None = None, currency: Currency | None = None
) -> Payment:
    """Payments in and back.

    Args:
        draw: Supplied by Hypothesis.
        ids: Identifiers to take.
        currency: Currency of the amounts; any where left out.
    """
    own = draw(_own(ids))
    on, clears = draw(_ordered())
    amount = draw(_amounts(currency))
    clearing = draw(st.sampled_from([None, clears]))
    customer, kind = draw(_IDS), draw(payment_kinds())
    return Payment(own.id, on, customer, amount, kind, clearing, amount.currency, *own[1:])


@st.composite
def applications(
    draw: st.DrawFn, *, ids: st.SearchStrategy[str] | None = None, currency: Currency | None = None
) -> Application:
    """Applications of payments and credit notes to invoices.

    Args:
        draw: Supplied by Hypothesis.
        ids: Identifiers to take.
        currency: Currency of the amounts; any where left out.
    """
    own = draw(_own(ids))
    amount = draw(_amounts(currency))
    source, invoice = draw(_IDS), draw(_IDS)
    return Application(own.id, draw(_DAYS), source, invoice, amount, amount.currency, *own[1:])


@st.composite
def promises(
    draw: st.DrawFn, *, ids: st.SearchStrategy[str] | None = None, currency: Currency | None = None
) -> Promise:
    """Promises to pay.

    Args:
        draw: Supplied by Hypothesis.
        ids: Identifiers to take.
        currency: Currency of the amounts; any where left out.
    """
    own = draw(_own(ids))
    on, by = draw(_ordered())
    amount = draw(_amounts(currency))
    return Promise(own.id, on, draw(_IDS), amount, by, draw(_WORDS), amount.currency, *own[1:])


@st.composite
def write_offs(
    draw: st.DrawFn, *, ids: st.SearchStrategy[str] | None = None, currency: Currency | None = None
) -> WriteOff:
    """Receivables given up, and taken back.

    Args:
        draw: Supplied by Hypothesis.
        ids: Identifiers to take.
        currency: Currency of the amounts; any where left out.
    """
    own = draw(_own(ids))
    amount = draw(_amounts(currency))
    return WriteOff(own.id, draw(_DAYS), draw(_IDS), amount, draw(_WORDS), amount.currency, *own[1:])


def records() -> st.SearchStrategy[Record]:
    """Records of every kind, each by itself: their links lead nowhere in particular."""
    return st.one_of(
        units(),
        participants(),
        assignments(),
        absences(),
        quotas(),
        scores(),
        openings(),
        products(),
        customers(),
        handovers(),
        registrations(),
        opportunities(),
        deal_shares(),
        activities(),
        expenses(),
        orders(),
        deliveries(),
        invoices(),
        credit_notes(),
        payments(),
        applications(),
        promises(),
        write_offs(),
    )


STRATEGIES: Mapping[type, Callable[[], st.SearchStrategy[object]]] = MappingProxyType(
    {
        Absence: absences,
        Activity: activities,
        Application: applications,
        Assignment: assignments,
        CreditNote: credit_notes,
        Customer: customers,
        DealShare: deal_shares,
        Delivery: deliveries,
        Expense: expenses,
        Handover: handovers,
        Invoice: invoices,
        Line: lines,
        More: mores,
        Opening: openings,
        Opportunity: opportunities,
        Order: orders,
        Outcome: outcomes,
        Participant: participants,
        Payment: payments,
        PaymentKind: payment_kinds,
        Product: products,
        Promise: promises,
        Quota: quotas,
        Registration: registrations,
        Score: scores,
        ShareKind: share_kinds,
        StageChange: stage_changes,
        Unit: units,
        WriteOff: write_offs,
    }
)
"""A strategy for each public type of single records."""
