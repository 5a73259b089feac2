"""Small batches of facts that plans earn on, with everything that crediting has to tell apart.

Bounds are met exactly often, since amounts and quotas are drawn from few round figures and from many.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import TypeAlias, TypeVar

from attrs import evolve
from hypothesis import strategies as st

from salesmgmt.calendars import DateRange, FiscalCalendar
from salesmgmt.incentives import Amount, Attainment, Commission, Override, Plan
from salesmgmt.money import Currency, Money
from salesmgmt.records import (
    Absence,
    Application,
    Assignment,
    CreditNote,
    Customer,
    DealShare,
    Delivery,
    Expense,
    Facts,
    Handover,
    Invoice,
    Line,
    Opening,
    Opportunity,
    Order,
    Participant,
    Payment,
    Product,
    Quota,
    Record,
    Registration,
    Scalar,
    Score,
)
from salesmgmt.testing.conditions import (
    CALENDARS,
    CONDITIONS,
    CURRENCIES,
    CUSTOMERS,
    PEOPLE,
    PERIODS,
    PRODUCTS,
    YEAR,
    currencies_of,
)

__all__ = ["CALENDARS", "CONDITIONS", "CURRENCIES", "PERIODS", "YEAR", "currencies_of", "histories"]

Drawn = TypeVar("Drawn")

_Columns: TypeAlias = tuple[
    Fraction | None, int | None, str | None, int | None, int | Fraction | None, int | None
]
_Won: TypeAlias = tuple[str, str, int | None, date, str | None, str | None, int | None, bool, _Columns]
_Row: TypeAlias = tuple[str | None, int, int | Fraction, int | None, int, _Columns]
_Received: TypeAlias = tuple[str, int, int | None, int, bool]
_Person: TypeAlias = tuple[DateRange | None, str | None, int | str | None]

_DAYS = st.one_of(
    st.sampled_from(
        [date(YEAR, month, day) for month in (1, 3, 4, 12) for day in (1, 31) if (month, day) != (4, 31)]
    ),
    st.dates(date(YEAR, 1, 1), date(YEAR, 3, 31)),
    st.dates(date(YEAR - 1, 12, 1), date(YEAR + 1, 1, 31)),
)
_MINOR = st.sampled_from((0, 1, 50, 50, 100, 100, 100, 150, 200, -1, -100)) | st.integers(-(10**5), 10**7)


def _seldom(values: st.SearchStrategy[Drawn], times: int = 7) -> st.SearchStrategy[Drawn | None]:
    """Values, and None once in so many times."""
    return st.tuples(st.integers(0, times), values).map(lambda drawn: drawn[1] if drawn[0] else None)


_PERSON = st.sampled_from(PEOPLE)
_PRODUCT = _seldom(st.sampled_from(PRODUCTS))
_CUSTOMER = st.sampled_from((*CUSTOMERS, CUSTOMERS[0], CUSTOMERS[0]))
_MAYBE_MINOR = _seldom(_MINOR)
_FOREIGN = st.integers(0, 19).map(lambda number: number == 19)
_OUTCOMES = st.sampled_from(("won",) * 8 + ("lost", "open"))
_COLUMNS = st.tuples(
    _seldom(st.sampled_from((Fraction(0), Fraction(1, 2), Fraction(3, 5), Fraction(1, 20)))),
    _seldom(st.sampled_from((1, 2, 5, 10))),
    _seldom(st.sampled_from(("a", "b", "z"))),
    _seldom(st.sampled_from((12, 36, 7, 0))),
    _seldom(st.sampled_from((1, Fraction(5, 2), 4))),
    _seldom(_MINOR),
)
_WON = st.tuples(
    _OUTCOMES, _PERSON, _MAYBE_MINOR, _DAYS, _seldom(_CUSTOMER), _PRODUCT, _MAYBE_MINOR, _FOREIGN, _COLUMNS
)
_LINES = st.lists(
    st.tuples(
        _PRODUCT,
        _MINOR,
        st.sampled_from((1, 2, Fraction(5, 2), 9)),
        _MAYBE_MINOR,
        st.sampled_from((0, 0, 13, 50)),
        _COLUMNS,
    ),
    min_size=1,
    max_size=3,
)
_NO_LINES_OR_SOME = _seldom(_LINES, 9).map(lambda lines: lines or [])
_RECEIPTS = st.lists(
    st.tuples(
        st.sampled_from(("full", "half", "over", "none", "minor", "two", "back")),
        st.integers(0, 90),
        st.sampled_from((None, None, 3, 40)),
        st.integers(-5, 20),
        st.booleans(),
    ),
    max_size=2,
)
_DEALINGS = st.tuples(
    _DAYS,
    _seldom(_CUSTOMER),
    _seldom(_PERSON),
    st.integers(0, 20),
    _FOREIGN,
    _NO_LINES_OR_SOME,
    st.sampled_from(("order", "delivered", "billed", "billed", "alone", "credited", "credited")),
    st.sampled_from((None, 0, 30)),
    _RECEIPTS,
    st.booleans(),
)
_SHARES_OF_DEALS = st.lists(
    st.tuples(
        st.integers(0, 100),
        _PERSON,
        st.sampled_from((1, 1, 2, 3, 30, 70)),
        st.sampled_from(("split", "split", "overlay")),
        st.sampled_from((None, None, date(YEAR, 1, 31), date(YEAR, 3, 1))),
    ),
    max_size=5,
)
_CORRECTIONS = st.lists(
    st.tuples(st.integers(0, 200), _MINOR, _PERSON, st.sampled_from((1, 2, 30))), max_size=3
).map(lambda drawn: drawn if len(drawn) > 1 else [])
_PLANS_NAMED = st.sampled_from((False, False, False, True))
_ROLES = st.sampled_from(("seller", "seller", "desk", None))
_STANDING = st.tuples(
    *(st.tuples(st.sampled_from((*PEOPLE, None)), st.integers(0, 3), _ROLES) for _ in PEOPLE)
)
_MOVES = st.lists(
    st.tuples(
        _PERSON,
        _PERSON,
        st.sampled_from((1, 2, 3, 5)),
        st.sampled_from((0, 0, 1, 2)),
        st.integers(0, 3),
        _ROLES,
    ),
    min_size=1,
    max_size=4,
)
_EMPLOYED = st.sampled_from(
    (
        None,
        None,
        DateRange(date(YEAR - 1, 11, 10), None),
        DateRange(date(YEAR, 2, 10), None),
        DateRange(None, date(YEAR, 3, 16)),
        DateRange(date(YEAR - 3, 5, 31), date(YEAR, 8, 1)),
    )
)
_PEOPLE_DRAWN: st.SearchStrategy[tuple[_Person, ...]] = st.tuples(
    *(
        st.tuples(
            _EMPLOYED, st.sampled_from(("A", "B", "C", None)), st.sampled_from((None, 5, 1000, "money"))
        )
        for _ in PEOPLE
    )
)
_ABSENT = st.lists(
    st.tuples(_PERSON, st.dates(date(YEAR, 1, 1), date(YEAR, 4, 1)), st.integers(1, 40)), max_size=2
)
_QUOTAS = st.lists(
    st.tuples(
        _PERSON,
        st.integers(0, 100),
        st.sampled_from((0, 50, 100, 100, 100, 200)) | st.integers(0, 10**6),
        st.sampled_from(("whole", "whole", "whole", "whole", "parts", "part", "again")),
        _FOREIGN,
    ),
    min_size=3,
    max_size=8,
)
_SCORES = st.lists(
    st.tuples(
        _PERSON,
        st.sampled_from(
            (("goal", Fraction(1)), ("goal", Fraction(4, 5)), ("csat", Fraction(60)), ("csat", Fraction(5)))
        ),
        st.sampled_from(("month", "quarter", "year")),
        _DAYS,
    ),
    max_size=4,
)
_OPENINGS = st.lists(
    st.tuples(_PERSON, st.sampled_from((1, 2, 4, 7)), st.sampled_from((1, 1, 15)), _MINOR, st.booleans()),
    max_size=2,
)
_EXPENSES = st.lists(
    st.tuples(_PERSON, _DAYS, _MINOR, st.sampled_from(("travel", "gift", None)), _FOREIGN), max_size=3
)
_HANDOVERS = st.lists(
    st.tuples(_CUSTOMER, st.permutations(PEOPLE), st.dates(date(YEAR - 2, 1, 1), date(YEAR, 3, 1))),
    max_size=2,
)
_REGISTRATIONS = st.lists(
    st.tuples(
        _PERSON,
        _CUSTOMER,
        st.sampled_from((None, None, *PRODUCTS)),
        st.integers(0, 30),
        st.dates(date(YEAR - 1, 12, 1), date(YEAR, 3, 1)),
        st.sampled_from((None, 30, 90)),
    ),
    max_size=2,
)

_GOODS: tuple[Record, ...] = (
    Product("P-1", series="GTX", on=date(YEAR - 2, 6, 15)),
    Product("P-2", series="MG", on=date(YEAR, 1, 31)),
    Product("P-3"),
    Customer("K-1", since=date(YEAR - 3, 2, 28)),
    Customer("L-2"),
)


@st.composite
def histories(
    draw: st.DrawFn,
    *,
    plan: Plan | None = None,
    currency: Currency | str | None = None,
    min_deals: int = 0,
    max_deals: int = 6,
) -> Facts:
    """Small batches with everything that crediting has to tell apart.

    Won, lost and open opportunities; orders of several lines, deliveries, invoices with tax, credit notes,
    payments that clear later, come in part, are over-applied or match nothing; shares of both kinds that
    begin when they like, registrations, customers handed over; people who join, leave, are absent and move
    between managers and plans; quotas that fit a period, lie inside it, are 0, overlap or are missing;
    scores, openings, expenses; now and then another currency, and documents of different kinds under one
    number. Now and then a record is corrected by another one.

    Args:
        draw: Supplied by Hypothesis.
        plan: Whose currency, periods, measures and components the facts fit, and whose identifier assignments
            name.
        currency: Of most deals, or None for that of the plan or any.
        min_deals: Least number of opportunities.
        max_deals: Most of them; orders are up to half as many.
    """
    money = draw(currencies_of(plan.currency if plan is not None and currency is None else currency))
    deals = _opportunities(money, draw(st.lists(_WON, min_size=min_deals, max_size=max_deals)))
    named = [deal.id for deal in deals]
    dealings = draw(st.lists(_DEALINGS, min_size=min_deals // 2, max_size=max(max_deals // 2, 1)))
    documents = [
        document
        for number, drawn in enumerate(dealings)
        for document in _Dealing(money, f"{number}", named).documents(*drawn)
    ]
    named += [document.id for document in documents if isinstance(document, Order)]
    shares = _deal_shares(named, draw(_SHARES_OF_DEALS)) if named else []
    posts = _assignments(
        draw(_PLANS_NAMED), "plan" if plan is None else plan.id, draw(_STANDING), draw(_MOVES)
    )
    days = [deal.on for deal in (*deals, *documents) if deal.on is not None]
    quotas = _quotas(plan, money, days, draw(_QUOTAS)) if days else []
    beside: list[Record] = []
    if plan is not None:
        beside += _scores(plan.calendar, draw(_SCORES))
        beside += _openings(plan, draw(_OPENINGS))
        beside += [
            Expense(f"E-{number}", who, on, Money(minor, _or_euro(money, foreign)), kind)
            for number, (who, on, minor, kind, foreign) in enumerate(draw(_EXPENSES))
        ]
    handed = [
        Handover(f"H-{number}", customer, people[0], people[1], on)
        for number, (customer, people, on) in enumerate(draw(_HANDOVERS))
    ]
    registered = _registrations([deal.id for deal in deals], draw(_REGISTRATIONS))
    people = _participants(money, draw(_PEOPLE_DRAWN))
    absences = [
        Absence(f"A-{number}", who, DateRange(first, first + timedelta(days=days)))
        for number, (who, first, days) in enumerate(draw(_ABSENT))
    ]
    corrected = _corrections(money, [*deals, *documents, *shares, *registered], draw(_CORRECTIONS))
    return Facts(
        [
            *_GOODS, *people, *deals, *documents, *shares, *posts, *quotas, *beside, *handed, *registered,
            *absences, *corrected,
        ]
    )  # fmt: skip


def _or_euro(currency: Currency, foreign: bool) -> Currency:
    return Currency.of("EUR") if foreign else currency


def _more(columns: _Columns, currency: Currency) -> dict[str, Scalar]:
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


def _opportunities(currency: Currency, drawn: Sequence[_Won]) -> list[Opportunity]:
    found: list[Opportunity] = []
    for number, (outcome, owner, minor, day, customer, product, cost, foreign, columns) in enumerate(drawn):
        unit = _or_euro(currency, foreign)
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
                more=_more(columns, currency),
            )
        )
    return found


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
        rows: Sequence[_Row],
        kind: str,
        due: int | None,
        receipts: Sequence[_Received],
        numbered: bool,
    ) -> list[Record]:
        """The documents; under one number where that is asked for."""
        unit = _or_euro(self._currency, foreign)
        lines = [
            Line(
                product,
                minor,
                count,
                cost=cost,
                tax=tax,
                currency=unit,
                more={name: value for name, value in _more(columns, unit).items() if name != "quantity"},
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


def _deal_shares(
    deals: list[str], drawn: Sequence[tuple[int, str, int, str, date | None]]
) -> list[DealShare]:
    return [
        DealShare(f"S-{number}", deals[place % len(deals)], person, weight, kind, on=day)
        for number, (place, person, weight, kind, day) in enumerate(drawn)
    ]


def _corrections(
    currency: Currency, given: Sequence[Record], drawn: Sequence[tuple[int, int, str, int]]
) -> list[Record]:
    """Records that take the place of others: with another amount, owner or weight, or just another number."""
    standing = list(given)
    found: list[Record] = []
    for place, minor, person, weight in drawn if standing else ():
        number = place % len(standing)
        one = standing[number]
        name = f"{one.id}-c"
        later: Record
        if isinstance(one, Opportunity):
            later = evolve(
                one, id=name, supersedes=one.id, owner=person, amount=Money(minor, one.currency or currency)
            )
        elif isinstance(one, Order):
            later = evolve(one, id=name, supersedes=one.id, owner=person)
        elif isinstance(one, Invoice):
            later = evolve(one, id=name, supersedes=one.id, due=None)
        elif isinstance(one, DealShare):
            later = evolve(one, id=name, supersedes=one.id, weight=weight)
        elif isinstance(one, Registration):
            later = evolve(one, id=name, supersedes=one.id, participant=person)
        else:
            continue
        standing[number] = later
        found.append(later)
    return found


def _participants(currency: Currency, drawn: Sequence[_Person]) -> list[Participant]:
    """People with their days of employment, grade and salary, where these are known."""
    found: list[Participant] = []
    for name, (employed, grade, salary) in zip(PEOPLE, drawn, strict=True):
        more: dict[str, Scalar] = {} if grade is None else {"grade": grade}
        if salary is not None:
            more["salary"] = Money(1234, currency) if salary == "money" else salary
        found.append(Participant(name, employed=employed, more=more))
    return found


def _assignments(
    named: bool,
    plan: str,
    standing: Sequence[tuple[str | None, int, str | None]],
    moves: Sequence[tuple[str, str, int, int, int, str | None]],
) -> list[Assignment]:
    """Posts under a manager for the time up to a month and from there on, and further ones beside them."""
    found: list[Assignment] = []
    moved = {person: (other, date(YEAR, month, 1)) for person, other, month, part, _, _ in moves if part == 0}
    for person, (manager, choice, role) in zip(PEOPLE, standing, strict=True):
        other, cut = moved.get(person, (manager, None))
        spans = [(manager, DateRange(None, cut))] if cut else [(manager, DateRange.always())]
        if cut:
            spans.append((other, DateRange(cut, None)))
        for number, (lead, during) in enumerate(spans):
            above = None if lead == person else lead
            under = (plan, plan, "another", plan if number else None)[choice] if named else None
            found.append(
                Assignment(f"A-{person}-{number}", person, during, manager=above, plan=under, role=role)
            )
    for number, (person, other, month, part, choice, role) in enumerate(moves):
        if part:
            cut = date(YEAR, month, 1)
            during = DateRange(None, cut) if part == 1 else DateRange(cut, None)
            above = other if choice == 0 and other != person else None
            under = "another" if named and choice == 1 else None
            found.append(Assignment(f"A-{number}", person, during, manager=above, plan=under, role=role))
    return found


def _measured(plan: Plan | None) -> list[tuple[Attainment, bool]]:
    """The keys of attainment in a plan, with whether their base counts things."""
    found: list[tuple[Attainment, bool]] = []
    for one in () if plan is None else plan.components:
        if plan is not None and isinstance(one, Commission | Override):
            things = plan.commission_of(one).of.counts_things
            found += [(key, things) for key in plan.keys_of(one) if isinstance(key, Attainment)]
    return found or [(Attainment("quarter"), False)]


def _quotas(
    plan: Plan | None,
    currency: Currency,
    days: Sequence[date],
    drawn: Sequence[tuple[str, int, int, str, bool]],
) -> list[Quota]:
    """Quotas for the periods in which deals happen, by the plan's own keys where there is one."""
    calendar = FiscalCalendar() if plan is None else plan.calendar
    measured = _measured(plan)
    found: dict[tuple[object, ...], Quota] = {}
    for number, (holder, place, minor, shape, foreign) in enumerate(drawn):
        key, things = measured[number % len(measured)]
        longer = key.within is not None and key.against == "whole"
        period = calendar.period_at(days[place % len(days)], key.within if longer and key.within else key.per)
        spans = [period]
        if shape in ("parts", "part") and period.kind != "week":
            spans = list(period.children()) if shape == "parts" else [period.children()[0]]
        for span in spans:
            name = holder, key.measure, span, number if shape == "again" else None
            size = (
                {"quantity": minor}
                if things and not foreign
                else {"amount": Money(minor, _or_euro(currency, foreign))}
            )
            quota = Quota(f"Q-{number}-{span.number}", holder, span.during, measure=key.measure, **size)
            found.setdefault(name, quota)
    return list(found.values())


def _scores(
    calendar: FiscalCalendar, drawn: Sequence[tuple[str, tuple[str, Fraction], str, date]]
) -> list[Score]:
    """Scores for periods of several lengths."""
    return [
        Score(f"R-{number}", who, calendar.period_at(day, per).during, measure, value)
        for number, (who, (measure, value), per, day) in enumerate(drawn)
    ]


def _openings(plan: Plan, drawn: Sequence[tuple[str, int, int, int, bool]]) -> list[Opening]:
    """What had built up in those components that go on from somewhere; now and then in another unit."""
    found: list[Opening] = []
    building = [
        one
        for one in plan.components
        if isinstance(one, Commission | Override)
        and any(isinstance(key, Amount | Attainment) and key.within is not None for key in plan.keys_of(one))
    ]
    for number, (who, month, day, minor, odd) in enumerate(drawn if building else ()):
        one = building[number % len(building)]
        things = plan.commission_of(one).of.counts_things
        size = (
            {"quantity": minor % 7}
            if things is not (odd and number > 0)
            else {"amount": Money(minor, plan.currency)}
        )
        found.append(Opening(f"B-{number}", who, date(YEAR, month, day), one.id, **size))
    return found


def _registrations(
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
