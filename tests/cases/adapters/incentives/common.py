"""What the adapters of incentive plans share: amounts, plans of one commission, and the records of a deal."""

from __future__ import annotations

from collections.abc import Iterable

from salesmgmt.calendars import DateRange
from salesmgmt.incentives import (
    Amount,
    Calculation,
    Commission,
    Component,
    Crediting,
    Key,
    Measure,
    Plan,
    Revenue,
    ScheduleLike,
)
from salesmgmt.money import Money, Rate
from salesmgmt.records import Application, Assignment, Invoice, Line, Opportunity, Payment, Record

#: The cases are in one currency that they do not name.
CURRENCY = "USD"
#: Where a case names no days, everything happens on one, in a year that is asked for as a whole.
DAY, YEAR = "2026-01-05", "2026"
#: Who sells, where a case names nobody.
REP = "rep"
#: No money at all.
NOTHING = Money.zero(CURRENCY)


def amount(text: str) -> Money:
    """An amount in the currency of the cases."""
    return Money.of(text, CURRENCY)


def percent(rate: Rate) -> str:
    """A rate as the number of its per cent."""
    return f"{rate}".removesuffix("%")


def plan_of(pays: ScheduleLike, by: Key | None = None, of: Measure | None = None) -> Plan:
    """A plan of one commission, which mirrors what is below zero."""
    key = Amount() if by is None else by
    counted = Revenue() if of is None else of
    return planned(Commission("sales", of=counted, by=key, pays=pays, negative="mirror"))


def planned(*components: Component, crediting: Crediting | None = None, payer: str | None = None) -> Plan:
    """A plan of some commissions."""
    shared = Crediting() if crediting is None else crediting
    return Plan("plan", currency=CURRENCY, components=components, crediting=shared, payer=payer)


def paid(pays: ScheduleLike, base: str, by: Key | None = None, **more: Money) -> Calculation:
    """What one figure earns."""
    return plan_of(pays, by).pay("sales", amount(base), **more)


def slices_of(found: Calculation) -> list[tuple[object, object]]:
    """Bases and rates."""
    return [(part.base, part.pays) for part in found.slices]


def won(owner: str, amounts: Iterable[str]) -> list[Record]:
    """Won deals of one owner in the same month."""
    return [
        Opportunity(f"{owner}-{number}", owner, amount(sold), outcome="won", closed=DAY)
        for number, sold in enumerate(amounts, 1)
    ]


def led(people: Iterable[str], manager: str) -> list[Record]:
    """People under one manager, all the time."""
    return [Assignment(person, person, DateRange.always(), manager=manager) for person in people]


def ladder(sellers: Iterable[str], leads: Iterable[str]) -> list[Record]:
    """Sellers under the first of those who lead, that one under the next, and so on."""
    posts: list[Record] = []
    below = list(sellers)
    for lead in leads:
        posts.extend(led(below, lead))
        below = [lead]
    return posts


def billed(name: str, value: Money, due: str | None = None, on: str = DAY) -> Invoice:
    """An invoice of one line, for its seller's customer."""
    return Invoice(name, on, Line(None, value), customer="customer", owner=REP, due=due)


def received(name: str, invoice: str, value: str, on: str = DAY) -> tuple[Payment, Application]:
    """Money that comes in for an invoice, and the matching of it."""
    return (
        Payment(f"paid {name}", on, "customer", amount(value)),
        Application(f"matched {name}", on, f"paid {name}", invoice, amount(value)),
    )
