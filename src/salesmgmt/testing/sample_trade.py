"""What the sample company sells and to whom: products, customers, deals with histories, and their orders."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from types import MappingProxyType

from attrs import evolve, frozen

from salesmgmt.calendars import add_months, month_end
from salesmgmt.money import Currency, Money
from salesmgmt.records import (
    Activity,
    Customer,
    DealShare,
    Line,
    Opportunity,
    Order,
    Outcome,
    Product,
    Record,
    ShareKind,
    StageChange,
)
from salesmgmt.testing.dice import Dice
from salesmgmt.testing.sample_names import (
    CHINESE_PLACES,
    CHINESE_TRADES,
    COMPANY_WORDS,
    INDUSTRIES,
    PRODUCTS,
    REGIONS,
)
from salesmgmt.testing.sample_people import FIRST, LAST, SEATS, SPECIALISTS, Seat, scale_of

__all__ = ["CUSTOMERS", "Sold", "customers", "deals", "products"]

CUSTOMERS = 320
_STAGES = ("Prospecting", "Qualified", "Proposal", "Negotiation")
_WORK = ("call", "visit", "demonstration", "proposal", "e-mail")
_PIECES: Mapping[str, int] = MappingProxyType({"small": 3, "mid-market": 7, "enterprise": 16})
_TAX_PERCENT: Mapping[str, int] = MappingProxyType({"CNY": 13, "EUR": 20, "JPY": 10})


def products(currency: Currency) -> Iterator[Product]:
    """The price list, with the cost of a piece in a column of its own."""
    scale = scale_of(currency)
    for code, name, series, family, price, cost in PRODUCTS:
        yield Product(
            code,
            name,
            series,
            family,
            Money(price * scale, currency),
            more={"unit_cost": Money(cost * scale, currency)},
        )


def customers(dice: Dice) -> Iterator[Customer]:
    """Customers of every size; each tenth or so belongs to an earlier, larger one of its region."""
    countries = {region: names for region, _, names in REGIONS}
    large: dict[str, list[str]] = {region: [] for region in countries}
    for number in range(CUSTOMERS):
        seat = SEATS[number % len(SEATS)]
        country = dice.pick(countries[seat.region])
        segment = dice.pick(("small",) * 10 + ("mid-market",) * 7 + ("enterprise",) * 3)
        identifier = f"C-{number + 1:03}"
        parents = large[seat.region]
        parent = dice.pick(parents) if parents and segment != "enterprise" and dice.chance(12) else None
        yield Customer(
            identifier,
            _name(number, country),
            segment,
            dice.pick(INDUSTRIES),
            seat.region,
            country,
            parent,
            seat.holder(LAST),
            FIRST - timedelta(days=dice.between(30, 3000)),
        )
        if segment == "enterprise":
            parents.append(identifier)


def _name(number: int, country: str) -> str:
    if country == "CN":
        place = CHINESE_PLACES[number % len(CHINESE_PLACES)]
        return f"{place}{CHINESE_TRADES[number // len(SEATS) % len(CHINESE_TRADES)]}"
    first, second = COMPANY_WORDS
    return f"{first[number * 7 % len(first)]} {second[number // len(first) % len(second)]}"


@frozen
class Sold:
    """A deal with everything that was written down about it.

    Attributes:
        records: The opportunity, shares, activities, and the order with its earlier versions.
        order: The order in force; None where nothing was ordered.
        customer: Who bought.
    """

    records: tuple[Record, ...]
    order: Order | None
    customer: Customer


def deals(dice: Dice, held: Sequence[Customer], currency: Currency) -> Iterator[Sold]:
    """Every deal that was open at some time of the two years."""
    number = 0
    for seat in SEATS:
        theirs = [customer for place, customer in enumerate(held) if place % len(SEATS) == seat.number - 1]
        own = dice.fork(seat.number)
        for month in range(-3, 24):
            for _ in range(own.pick((1, 2, 2, 3, 3, 4))):
                opened = add_months(FIRST, month) + timedelta(days=own.between(0, 27))
                decided = _decision_day(own, opened)
                if decided >= FIRST:
                    number += 1
                    yield _deal(
                        own.fork(number), f"{number:04}", seat, own.pick(theirs), opened, decided, currency
                    )


def _decision_day(dice: Dice, opened: date) -> date:
    """Some weeks or months later; now and then in the last days of a quarter."""
    day = opened + timedelta(days=dice.between(20, 150))
    if dice.chance(25):
        quarter_end = month_end(add_months(day.replace(day=1), (3 - day.month) % 3))
        return quarter_end - timedelta(days=dice.between(0, 5))
    return day


def _deal(
    dice: Dice, number: str, seat: Seat, customer: Customer, opened: date, decided: date, currency: Currency
) -> Sold:
    lines = _lines(dice, customer, currency)
    owner = seat.holder(min(decided, LAST))
    won = dice.chance(52)
    amount = sum(line.amount_minor for line in lines)
    cost = sum(line.cost_minor or 0 for line in lines)
    is_open = decided > LAST
    decision = Outcome.WON if won else Outcome.LOST
    outcome = Outcome.OPEN if is_open else decision
    opportunity = Opportunity(
        f"D-{number}",
        owner,
        amount,
        outcome=outcome,
        closed=None if is_open else decided,
        customer=customer.id,
        product=lines[0].product,
        opened=opened,
        expected=decided if is_open else opened + timedelta(days=90),
        cost=cost,
        currency=currency,
        history=_history(dice, opened, decided, outcome),
    )
    records: list[Record] = [opportunity, *_work(dice, opportunity, min(decided, LAST))]
    versions: list[Order] = []
    if outcome is Outcome.WON:
        versions = _orders(dice, number, seat, opportunity, lines)
        records += [*_shares(dice, number, opportunity, seat), *versions]
    return Sold(tuple(records), versions[-1] if versions else None, customer)


def _lines(dice: Dice, customer: Customer, currency: Currency) -> tuple[Line, ...]:
    """One to three lines, each with its own discount and with tax rounded half up."""
    scale = scale_of(currency)
    percent = _TAX_PERCENT.get(currency.code, 8)
    most = _PIECES[customer.segment or "small"]
    lines = []
    for _ in range(dice.pick((1, 1, 2, 2, 3))):
        code, _, series, family, price, cost = dice.pick(PRODUCTS)
        pieces = (
            dice.between(1, most * (8 if series == "MS" else 1))
            if family == "hardware"
            else dice.between(1, 3)
        )
        net = price * scale * (100 - dice.pick((0, 0, 0, 5, 8, 10, 12, 15, 20))) // 100
        tax = (net * pieces * percent + 50) // 100
        lines.append(Line(code, net * pieces, pieces, cost * scale * pieces, tax, currency=currency))
    return tuple(lines)


def _history(dice: Dice, opened: date, decided: date, outcome: Outcome) -> tuple[StageChange, ...]:
    """Stages at growing distances, as far as the deal came by the end of the two years."""
    span = (decided - opened).days
    reached = len(_STAGES) if outcome is not Outcome.LOST else dice.between(1, len(_STAGES))
    steps = [
        (stage, opened + timedelta(days=span * place // 5)) for place, stage in enumerate(_STAGES[:reached])
    ]
    if outcome is not Outcome.OPEN:
        steps.append((outcome.value.capitalize(), decided))
    return tuple(StageChange(stage, day) for stage, day in steps if day <= LAST)


def _work(dice: Dice, deal: Opportunity, until: date) -> Iterator[Activity]:
    first = deal.opened or FIRST
    for place in range(dice.between(1, 4)):
        day = first + timedelta(days=dice.between(0, max((until - first).days, 0)))
        kind = dice.pick(_WORK)
        minutes = dice.between(1, 16) * 15
        identifier = f"{deal.id.replace('D', 'W')}-{place + 1}"
        yield Activity(identifier, day, deal.owner, kind, deal.customer, deal.id, minutes)


def _shares(dice: Dice, number: str, deal: Opportunity, seat: Seat) -> Iterator[DealShare]:
    """A few deals are split with a colleague of the team; software often has a specialist beside it."""
    day = deal.closed or FIRST
    if dice.chance(7):
        colleagues = [other.holder(day) for other in SEATS if other.team(day) == seat.team(day)]
        others = sorted({name for name in colleagues if name != deal.owner})
        weights = dice.pick(((60, 40), (50, 50), (70, 30), (2, 1)))
        for place, (person, weight) in enumerate(
            zip((deal.owner, dice.pick(others)), weights, strict=True), 1
        ):
            yield DealShare(f"S-{number}-{place}", deal.id, person, weight)
    if deal.product in ("CL-S", "CL-M", "CL-L") and dice.chance(60):
        specialist = dice.pick(SPECIALISTS)
        yield DealShare(f"S-{number}-o", deal.id, specialist, dice.pick((20, 30, 50)), ShareKind.OVERLAY)


def _orders(dice: Dice, number: str, seat: Seat, deal: Opportunity, lines: tuple[Line, ...]) -> list[Order]:
    """The order of a won deal; a few were recorded late, and a few recorded wrong and corrected later."""
    on = min((deal.closed or FIRST) + timedelta(days=dice.between(0, 6)), LAST)
    order = Order(
        f"O-{number}",
        on,
        lines,
        customer=deal.customer,
        owner=deal.owner,
        opportunity=deal.id,
        due=on + timedelta(days=dice.between(20, 60)),
    )
    recorded = datetime(on.year, on.month, on.day, dice.between(8, 18), tzinfo=UTC)
    if dice.chance(4):
        return [evolve(order, recorded=recorded + timedelta(days=dice.between(4, 25)))]
    if not dice.chance(4):
        return [order]
    later = recorded + timedelta(days=dice.between(5, 45), minutes=dice.between(0, 59))
    if dice.chance(50):
        wrong = evolve(order, recorded=recorded, lines=(*lines, lines[0]))
    else:
        others = sorted({other.holder(on) for other in SEATS if other.region == seat.region} - {deal.owner})
        wrong = evolve(order, recorded=recorded, owner=dice.pick(others))
    return [wrong, evolve(order, id=f"{order.id}-b", recorded=later, supersedes=order.id)]
