"""The library beside the hand-written floors of `../shared/perf`, checked cell by cell.

    python ../shared/perf/interleave.py quota 100000 --adapter tests/benchmarks/perf_adapter.py

The functions only translate the generated data into the library's own values, call its public verb and read
the totals off the outcome.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from importlib import import_module
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from salesmgmt.calendars import Period
    from salesmgmt.credit import CreditPolicy, Limits
    from salesmgmt.incentives import Earnings, Plan
    from salesmgmt.money import Money
    from salesmgmt.records import Facts, Quota
    from salesmgmt.targets import Cascade


Events = list[tuple[date, list[Any]]]
"""Documents by day."""


class QuotaTree(Protocol):
    """The fields of the generated tree that are read here."""

    annual: int
    w_region: list[int]
    w_team: list[list[int]]
    w_rep: list[list[list[int]]]
    season: list[int]


def build_quota(tree: QuotaTree) -> tuple[Cascade, Money, Period]:
    """The organisation, the year's amount and its seasonality as the library's own values."""
    from salesmgmt.calendars import FiscalCalendar
    from salesmgmt.money import Money
    from salesmgmt.targets import Branch, Cascade, Seasonality

    regions = tuple(
        Branch(
            f"r{r}",
            weight,
            tuple(
                Branch(
                    f"r{r}t{t}",
                    team,
                    tuple(Branch(f"r{r}t{t}p{p}", rep) for p, rep in enumerate(tree.w_rep[r][t])),
                )
                for t, team in enumerate(tree.w_team[r])
            ),
        )
        for r, weight in enumerate(tree.w_region)
    )
    policy = Cascade(Branch("company", parts=regions), Seasonality(tree.season))
    return policy, Money(tree.annual, "EUR"), FiscalCalendar().year(2026)


def run_quota(state: tuple[Cascade, Money, Period]) -> tuple[list[int]]:
    """Every month of every rep, in the order of the tree."""
    policy, annual, year = state
    outcome = policy.cascade(annual, year)
    return ([part.amount_minor for leaf in outcome.leaves() for part in leaf.periods],)


class CommissionData(Protocol):
    """The fields of the generated transactions that are read here; arrays of whole numbers."""

    reps: int
    rep: Column
    doy: Column
    cents: Column
    quota: Column


class RichPlan(Protocol):
    """The stated figures of the rich plan: amounts in cents, rates in per cent."""

    series: frozenset[str]
    segments: frozenset[str]
    large: int
    barred: frozenset[str]
    tiers: tuple[tuple[int | None, int], ...]
    cap: int
    family: str
    floors: tuple[tuple[int, int], ...]
    override: int


class RichData(Protocol):
    """The fields of the rich data that are read here."""

    reps: int
    managers: int
    rep: Column
    rep2: Column
    weight: Column
    weight2: Column
    doy: Column
    cents: Column
    margin: Column
    product: Column
    customer: Column
    products: list[tuple[str, str]]
    customers: list[tuple[str, str]]
    assignment: Column
    quota_a: Column
    quota_b: Column
    plan: RichPlan


class Column(Protocol):
    """A column or table of numbers."""

    def tolist(self) -> list[Any]:
        """Plain ints."""


YEAR = 2025
CODE = "EUR"


def reps_of(count: int) -> list[str]:
    """Identifiers of the reps."""
    return [f"R{number:05d}" for number in range(count)]


def managers_of(count: int) -> list[str]:
    """Identifiers of the managers."""
    return [f"M{number:04d}" for number in range(count)]


def days_of(doy: Column) -> Iterator[date]:
    """The dates, each an object of its own as a parser makes them."""
    first = date(YEAR, 1, 1).toordinal()
    return (date.fromordinal(first + day) for day in doy.tolist())


def quotas_of(table: Column, measure: str) -> Iterator[Quota]:
    """Quotas by rep and quarter."""
    from salesmgmt.calendars import FiscalCalendar
    from salesmgmt.money import Money
    from salesmgmt.records import Quota

    quarters = [quarter.during for quarter in FiscalCalendar().year(YEAR).children("quarter")]
    for rep, row in enumerate(table.tolist()):
        for quarter, minor in enumerate(row):
            name = f"Q{rep}-{quarter}-{measure}"
            yield Quota(name, f"R{rep:05d}", quarters[quarter], Money(minor, CODE), measure=measure)


def build_commission(data: CommissionData) -> tuple[Plan, Facts, int]:
    """Transactions, quotas and the plan as the library's own values."""
    from salesmgmt.incentives import Amount, Attainment, Commission, Marginal, Plan, Revenue
    from salesmgmt.money import Currency, Rounding
    from salesmgmt.records import Facts, Opportunity, Outcome

    reps, currency, won = reps_of(data.reps), Currency.of(CODE), Outcome.WON
    rows = zip(data.rep.tolist(), data.cents.tolist(), days_of(data.doy), strict=True)
    deals = [
        Opportunity(f"D{number:08d}", reps[rep], cents, outcome=won, closed=day, currency=currency)
        for number, (rep, cents, day) in enumerate(rows)
    ]
    half_even = Rounding("0.01", "half_even")
    plan = Plan(
        "commission",
        currency=CODE,
        components=(
            Commission(
                "commission",
                of=Revenue(),
                by=Attainment("quarter"),
                pays=Marginal({"0%": "2%", "60%": "5%", "100%": "8%", "150%": "10%"}),
                rounding=half_even,
            ),
            Commission(
                "override",
                of=Revenue(),
                by=Amount("quarter"),
                pays="1%",
                rounding=half_even,
                negative="mirror",
            ),
        ),
    )
    return plan, Facts([*deals, *quotas_of(data.quota, "revenue")]), data.reps


def cells_of(result: Earnings, people: Mapping[str, list[str]]) -> tuple[list[int], ...]:
    """What each component pays by person and quarter, in cents."""
    sheets = {component: [0] * (4 * len(names)) for component, names in people.items()}
    places = {
        (component, name): 4 * number - 1
        for component, names in people.items()
        for number, name in enumerate(names)
    }
    for component, sheet in sheets.items():
        for (name, label), cents in result.amounts(component).items():
            sheet[places[component, name] + int(label[-1])] = cents
    return tuple(sheets.values())


def run_commission(state: tuple[Plan, Facts, int]) -> tuple[list[int], ...]:
    """What is earned by rep and quarter."""
    plan, facts, count = state
    reps = reps_of(count)
    return cells_of(plan.earn(facts, through=f"{YEAR}-12-31"), {"commission": reps, "override": reps})


def run_commission_credits(state: tuple[Plan, Facts, int]) -> tuple[list[int], ...]:
    """The same, with the credit of every transaction opened."""
    plan, facts, count = state
    result, reps = plan.earn(facts, through=f"{YEAR}-12-31"), reps_of(count)
    opened = sum(1 for credit in result.credits(component="commission") if credit.size is not None)
    if opened != len(facts.opportunities):
        raise ValueError(f"{opened} credits of {len(facts.opportunities)} transactions")
    return cells_of(result, {"commission": reps, "override": reps})


def rich_facts(data: RichData) -> Facts:
    """Deals with their splits, products, customers, people with their managers, and quotas."""
    from salesmgmt.calendars import DateRange
    from salesmgmt.money import Currency
    from salesmgmt.records import (
        Assignment,
        Customer,
        DealShare,
        Facts,
        Opportunity,
        Outcome,
        Participant,
        Product,
    )

    currency, won = Currency.of(CODE), Outcome.WON
    reps, managers = reps_of(data.reps), managers_of(data.managers)
    products = [Product(f"P{row:02d}", series=s, family=f) for row, (s, f) in enumerate(data.products)]
    customers = [Customer(f"C{row:06d}", segment=s, country=c) for row, (s, c) in enumerate(data.customers)]
    columns = (data.rep, data.cents, data.margin, data.product, data.customer)
    rows = zip(*(column.tolist() for column in columns), days_of(data.doy), strict=True)
    deals = [
        Opportunity(
            f"D{number:08d}",
            reps[rep],
            cents,
            outcome=won,
            closed=day,
            customer=customers[customer].id,
            product=products[product].id,
            cost=cents - margin,
            currency=currency,
        )
        for number, (rep, cents, margin, product, customer, day) in enumerate(rows)
    ]
    shares = []
    splits = (data.rep, data.weight, data.rep2, data.weight2)
    for deal, (rep, weight, rep2, weight2) in zip(
        deals, zip(*(column.tolist() for column in splits), strict=True), strict=True
    ):
        if rep2 >= 0:
            shares.append(DealShare(f"{deal.id}-1", deal.id, reps[rep], weight))
            shares.append(DealShare(f"{deal.id}-2", deal.id, reps[rep2], weight2))
    first = date(YEAR, 1, 1).toordinal()
    posts = [
        Assignment(
            f"A{number}",
            reps[rep],
            DateRange(date.fromordinal(first + start), date.fromordinal(first + end)),
            manager=managers[manager],
        )
        for number, (rep, manager, start, end) in enumerate(data.assignment.tolist())
    ]
    people = map(Participant, (*reps, *managers))
    quotas = (*quotas_of(data.quota_a, "revenue"), *quotas_of(data.quota_b, "margin"))
    return Facts([*people, *products, *customers, *deals, *shares, *posts, *quotas])


def rich_plan(stated: RichPlan) -> Plan:
    """The plan of three components."""
    from salesmgmt.criteria import field
    from salesmgmt.incentives import (
        Amount,
        Attainment,
        Cap,
        Commission,
        Margin,
        Marginal,
        Override,
        Plan,
        Revenue,
        Whole,
    )
    from salesmgmt.money import Money

    counted = (
        field("product.series").is_in(*stated.series)
        & (
            field("customer.segment").is_in(*stated.segments)
            | field("amount").at_least(Money(stated.large, CODE))
        )
        & ~field("customer.country").is_in(*stated.barred)
    )
    starts = [0, *(edge for edge, _ in stated.tiers if edge is not None)]
    tiers = {f"{start}%": f"{rate}%" for start, (_, rate) in zip(starts, stated.tiers, strict=True)}
    return Plan(
        "rich",
        currency=CODE,
        components=(
            Commission(
                "A",
                of=Revenue(counted),
                by=Attainment("quarter"),
                pays=Marginal(tiers),
                modifiers=(Cap(Money(stated.cap, CODE)),),
            ),
            Commission(
                "B",
                of=Margin(field("product.family").equals(stated.family)),
                by=Amount("quarter"),
                pays=Whole({Money(floor, CODE): f"{rate}%" for floor, rate in stated.floors}),
            ),
            Override("C", of="A", pays=f"{stated.override}%"),
        ),
    )


def build_commission_rich(data: RichData) -> tuple[Plan, Facts, int, int]:
    """Deals, reference tables, assignments, quotas and the plan as the library's own values."""
    return rich_plan(data.plan), rich_facts(data), data.reps, data.managers


def run_commission_rich(state: tuple[Plan, Facts, int, int]) -> tuple[list[int], ...]:
    """Pay of A and B by rep and quarter, override by manager and quarter."""
    plan, facts, reps, managers = state
    result = plan.earn(facts, through=f"{YEAR}-12-31")
    return cells_of(result, {"A": reps_of(reps), "B": reps_of(reps), "C": managers_of(managers)})


class CreditData(Protocol):
    """The fields of the generated stream that are read here; days from 0, amounts in cents."""

    kind: Column
    customer: Column
    doc: Column
    cents: Column
    day: Column
    limit: Column


ORDER, INVOICE, PAYMENT = 0, 1, 2
TERM_DAYS, GRACE_DAYS = 30, 15


def build_credit(data: CreditData) -> tuple[CreditPolicy, Limits, list[str], Events]:
    """The rules, the limits, the customers, and the stream as documents of its days."""
    from salesmgmt.credit import CreditLimit, CreditPolicy, Limits
    from salesmgmt.money import Currency, Money
    from salesmgmt.records import CreditNote, Invoice, Line, Order, Payment

    currency, first = Currency.of(CODE), date(YEAR, 1, 1).toordinal()
    limits = data.limit.tolist()
    customers = [f"C{number:06d}" for number in range(len(limits))]
    columns = (data.kind, data.customer, data.doc, data.cents, data.day)
    days = [date.fromordinal(first + day) for day in range(max(data.day.tolist()) + TERM_DAYS + 1)]
    events: Events = []
    for number, (kind, customer, doc, cents, day) in enumerate(
        zip(*(column.tolist() for column in columns), strict=True)
    ):
        on, name = days[day], customers[customer]
        document: Order | Invoice | Payment | CreditNote
        if kind == ORDER:
            document = Order(f"O{doc}", on, Line(None, cents, currency=currency), customer=name)
        elif kind == INVOICE:
            due = days[day + TERM_DAYS]
            lines = Line(None, cents, currency=currency)
            document = Invoice(f"I{number}", on, lines, customer=name, order=f"O{doc}", due=due)
        elif kind == PAYMENT:
            document = Payment(f"P{number}", on, name, cents, currency=currency)
        else:
            document = CreditNote(f"N{number}", on, Line(None, cents, currency=currency), customer=name)
        if not events or events[-1][0] != on:
            events.append((on, []))
        events[-1][1].append(document)
    policy = CreditPolicy.standard(grace_days=GRACE_DAYS)
    given = Limits(
        CreditLimit(f"L{number}", name, Money(cents, CODE))
        for number, (name, cents) in enumerate(zip(customers, limits, strict=True))
    )
    return policy, given, customers, events


def run_credit(
    state: tuple[CreditPolicy, Limits, list[str], Events], *, opened: bool = False
) -> tuple[list[int], list[int]]:
    """The verdict on every order, and what each customer owes in the end.

    Nobody bills an order that was held, so its invoice never comes about.
    """
    from salesmgmt.credit import CreditBook
    from salesmgmt.records import Invoice, Order

    policy, limits, customers, events = state
    book = CreditBook(policy, limits, currency=CODE, day=events[0][0])
    verdicts: list[int] = []
    held: set[str] = set()
    reserve, take = book.reserve, book.take
    for day, documents in events:
        book.advance(day)
        for document in documents:
            kind = type(document)
            if kind is Order:
                verdict = reserve(document)
                if opened and not verdict.decision.reasons:
                    raise ValueError(f"{document.id} has no reasons")
                if verdict.approved:
                    verdicts.append(1)
                else:
                    verdicts.append(0)
                    held.add(document.id)
            else:
                verdicts.append(-1)
                if kind is not Invoice or document.order not in held:
                    take(document)
    return verdicts, [book.owed(name).minor for name in customers]


def run_credit_opened(
    state: tuple[CreditPolicy, Limits, list[str], Events],
) -> tuple[list[int], list[int]]:
    """The same, with every decision opened in full."""
    return run_credit(state, opened=True)


COMMISSION: dict[str, object] = {}
COMMISSION_RICH: dict[str, object] = {}
CREDIT: dict[str, object] = {}
QUOTA: dict[str, object] = {}
try:
    Peer = import_module("perfkit.child").Peer
except ImportError:
    pass
else:
    COMMISSION["salesmgmt_objects"] = Peer(
        build_commission, run_commission, note="Plan.earn on frozen records"
    )
    COMMISSION["salesmgmt_credits"] = Peer(
        build_commission, run_commission_credits, note="the same, and every credit opened"
    )
    COMMISSION_RICH["salesmgmt_rich"] = Peer(
        build_commission_rich, run_commission_rich, note="criteria, splits, dated managers"
    )
    CREDIT["salesmgmt"] = Peer(build_credit, run_credit, note="CreditBook, event by event")
    CREDIT["salesmgmt_opened"] = Peer(
        build_credit, run_credit_opened, note="the same, and every decision opened in full"
    )
    QUOTA["salesmgmt"] = Peer(build_quota, run_quota, note="Cascade, a frozen node per leaf")
