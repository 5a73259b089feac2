"""Hypothesis strategies for past positions, reruns, stress and findings, and for histories of a portfolio."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from types import MappingProxyType

from attrs import evolve
from hypothesis import strategies as st

from salesmgmt.credit import (
    Aftermath,
    CreditDecision,
    CurrencyMove,
    Effect,
    GroupDefault,
    LimitFindingKind,
    NoLimit,
    NotChecked,
    PastPosition,
    PaymentDelay,
    ReplayedOrder,
    Rerun,
    RerunComparison,
    RerunMove,
    RerunTotal,
    Scenario,
    SetupFinding,
    SetupFindings,
    SetupPart,
    StoppedOrders,
    StressOutcome,
    StressRow,
)
from salesmgmt.money import Currency, Money, Rate
from salesmgmt.records import (
    Application,
    CreditNote,
    Delivery,
    Facts,
    Invoice,
    Line,
    Order,
    Payment,
    Record,
    WriteOff,
)
from salesmgmt.testing.credit_decisions import credit_decisions, positions
from salesmgmt.testing.money import currencies
from salesmgmt.testing.reasons import reasons

__all__ = [
    "STRATEGIES",
    "aftermaths",
    "past_positions",
    "portfolio_histories",
    "replayed_orders",
    "rerun_comparisons",
    "rerun_moves",
    "rerun_totals",
    "reruns",
    "scenarios",
    "setup_findings",
    "stress_outcomes",
    "stress_rows",
]

_NAMES = st.text(min_size=1, max_size=6)
_MINOR = st.integers(-(10**12), 10**12)
_COUNTS = st.integers(0, 10**6)
_FIRST = date(2026, 1, 1)


@st.composite
def aftermaths(draw: st.DrawFn, *, currency: Currency | str | None = None) -> Aftermath:
    """Parts of any amounts.

    Args:
        draw: Supplied by Hypothesis.
        currency: Currency of the amounts; any where left out.
    """
    unit = draw(currencies()) if currency is None else currency
    a, b, c, d, e, f = (Money(draw(_MINOR), unit) for _ in range(6))
    return Aftermath(a, b, c, d, e, f, draw(st.integers(0, 400)))


@st.composite
def past_positions(draw: st.DrawFn) -> PastPosition:
    """Positions as they were known, beside others of the same customer and day.

    Args:
        draw: Supplied by Hypothesis.
    """
    position, now = draw(positions()), draw(positions())
    known = position.on + timedelta(days=draw(st.integers(-30, 30)))
    return PastPosition(position, known, now.exposure, draw(st.lists(_NAMES, max_size=3)))


@st.composite
def replayed_orders(draw: st.DrawFn, *, order: str | None = None) -> ReplayedOrder:
    """Decisions of any kind, with any end.

    Args:
        draw: Supplied by Hypothesis.
        order: The identifier; any where left out.
    """
    decision: CreditDecision = draw(credit_decisions())
    unit = decision.request.amount.currency
    name = draw(_NAMES) if order is None else order
    return ReplayedOrder(name, decision, draw(aftermaths(currency=unit)))


@st.composite
def _rows(draw: st.DrawFn, names: list[str]) -> list[ReplayedOrder]:
    return [draw(replayed_orders(order=name)) for name in names]


@st.composite
def reruns(draw: st.DrawFn, *, orders: list[str] | None = None) -> Rerun:
    """Reruns of a few orders, in dollars.

    Args:
        draw: Supplied by Hypothesis.
        orders: Identifiers of the orders; any where left out.
    """
    names = draw(st.lists(_NAMES, max_size=2, unique=True)) if orders is None else orders
    return Rerun(draw(_NAMES), "2026-01-01/2027-01-01", "2027-03-31", "USD", draw(_rows(names)))


@st.composite
def rerun_comparisons(draw: st.DrawFn) -> RerunComparison:
    """The same few orders under two policies.

    Args:
        draw: Supplied by Hypothesis.
    """
    names = draw(st.lists(_NAMES, max_size=2, unique=True))
    return RerunComparison(draw(reruns(orders=names)), draw(reruns(orders=names)))


@st.composite
def rerun_totals(draw: st.DrawFn) -> RerunTotal:
    """Sums of any size.

    Args:
        draw: Supplied by Hypothesis.
    """
    unit = draw(currencies())
    effect = draw(st.sampled_from(Effect))
    return RerunTotal(effect, draw(_COUNTS), Money(draw(_MINOR), unit), draw(aftermaths(currency=unit)))


@st.composite
def rerun_moves(draw: st.DrawFn) -> RerunMove:
    """Sums of any size, from one effect to another.

    Args:
        draw: Supplied by Hypothesis.
    """
    total = draw(rerun_totals())
    return RerunMove(draw(st.sampled_from(Effect)), total.effect, total.orders, total.amount, total.aftermath)


def _names() -> st.SearchStrategy[list[str]]:
    return st.lists(_NAMES, max_size=2)


def _shares() -> st.SearchStrategy[Rate]:
    return st.fractions(0, 1, max_denominator=20).map(Rate)


def _delays() -> st.SearchStrategy[PaymentDelay]:
    return st.builds(
        PaymentDelay,
        st.integers(0, 400),
        customers=_names(),
        groups=_names(),
        segments=_names(),
        share=_shares(),
        name=_NAMES,
    )


def _defaults() -> st.SearchStrategy[GroupDefault]:
    return st.builds(
        GroupDefault,
        _names(),
        customers=_names(),
        segments=_names(),
        share=_shares(),
        recovery=_shares(),
        name=_NAMES,
    )


def _moves() -> st.SearchStrategy[CurrencyMove]:
    changes = st.fractions(-1, 3, max_denominator=100).filter(lambda change: change > -1)
    return st.builds(CurrencyMove, currencies(), changes.map(Rate), name=_NAMES)


def scenarios() -> st.SearchStrategy[Scenario]:
    """Scenarios of every kind."""
    return st.one_of(_delays(), _defaults(), _moves())


@st.composite
def stress_rows(
    draw: st.DrawFn, *, customer: str | None = None, currency: Currency | str | None = None
) -> StressRow:
    """Rows of any amounts.

    Args:
        draw: Supplied by Hypothesis.
        customer: Whose row; anybody's where left out.
        currency: Currency of the amounts; any where left out.
    """
    unit = draw(currencies()) if currency is None else currency
    a, b, c, d, e = (Money(draw(_MINOR), unit) for _ in range(5))
    limit = draw(
        st.none() | st.builds(NoLimit) | st.builds(NotChecked) | _COUNTS.map(lambda minor: Money(minor, unit))
    )
    name = draw(_NAMES) if customer is None else customer
    return StressRow(name, a, b, c, d, e, limit, draw(_names()))


@st.composite
def stress_outcomes(draw: st.DrawFn) -> StressOutcome:
    """Outcomes of a few customers and scenarios.

    Args:
        draw: Supplied by Hypothesis.
    """
    unit = draw(currencies())
    names = draw(st.lists(_NAMES, max_size=3, unique=True))
    under = draw(st.lists(scenarios(), max_size=2, unique_by=lambda one: one.name))
    rows = [draw(stress_rows(customer=name, currency=unit)) for name in names]
    told = draw(st.lists(reasons(), max_size=2))
    return StressOutcome(draw(st.dates()), unit, under, draw(st.integers(0, 99)), rows, told)


def setup_findings() -> st.SearchStrategy[SetupFinding]:
    """Findings of every kind."""
    return st.builds(
        SetupFinding, st.sampled_from(SetupPart), _NAMES, st.sampled_from(LimitFindingKind), reasons()
    )


class _Trade:
    """What happens between a seller and some customers, record by record."""

    def __init__(self, draw: st.DrawFn, customers: tuple[str, ...], days: int) -> None:
        self.draw = draw
        self.customers = customers
        self.days = days
        self.records: list[Record] = []

    def name(self, letter: str) -> str:
        return f"{letter}{len(self.records)}"

    def day(self, after: date = _FIRST) -> date:
        return after + timedelta(days=self.draw(st.integers(0, self.days)))

    def line(self, most: int = 800) -> Line:
        return Line(None, Money(self.draw(st.integers(1, most)), "USD"))

    def recorded(self, on: date) -> datetime | None:
        """Sometimes a few hours or days after its day, sometimes not told."""
        if self.draw(st.integers(0, 2)):
            return None
        hours = self.draw(st.sampled_from([0, 9, 15, 24, 70]))
        return datetime.combine(on, time(), UTC) + timedelta(hours=hours)

    def put(self, record: Record, *, timed: bool) -> Record:
        if timed and record.on is not None:
            record = evolve(record, recorded=self.recorded(record.on))
        self.records.append(record)
        return record

    def sale(self, *, timed: bool) -> None:
        draw, customer = self.draw, self.draw(st.sampled_from(self.customers))
        on = self.day()
        line = self.line()
        due = draw(st.none() | st.integers(0, 60).map(lambda days: on + timedelta(days=days)))
        order = self.put(Order(self.name("o"), on, line, customer=customer, due=due), timed=timed)
        if draw(st.integers(0, 5)) == 0:
            changed = Order(self.name("o"), on, self.line(), customer=customer, due=due, supersedes=order.id)
            moment = order.recorded
            moment = None if moment is None else moment + timedelta(hours=draw(st.integers(1, 60)))
            self.records.append(evolve(changed, recorded=moment))
        if draw(st.booleans()):
            part = Delivery(self.name("d"), self.day(on), self.line(), order=order.id)
            self.put(part, timed=timed)
        for _ in range(draw(st.integers(0, 2))):
            self.bill(customer, order.id, on, line, timed=timed)

    def bill(self, customer: str, order: str | None, after: date, line: Line, *, timed: bool) -> None:
        draw = self.draw
        on = self.day(after)
        due = draw(st.none() | st.integers(0, 40).map(lambda days: on + timedelta(days=days)))
        lines = line if draw(st.booleans()) else self.line()
        invoice = Invoice(self.name("i"), on, lines, customer=customer, due=due, order=order)
        self.put(invoice, timed=timed)
        for _ in range(draw(st.integers(0, 2))):
            self.settle(invoice, timed=timed)

    def settle(self, invoice: Invoice, *, timed: bool) -> None:
        draw = self.draw
        on = self.day(invoice.on)
        minor = draw(st.integers(1, invoice.gross_minor))
        amount = Money(minor, "USD")
        way = draw(st.sampled_from(["paid", "paid", "paid", "credited", "lost"]))
        if way == "lost":
            self.put(WriteOff(self.name("w"), on, invoice.id, amount), timed=timed)
        elif way == "credited":
            note = CreditNote(
                self.name("n"), on, Line(None, amount), customer=invoice.customer, invoice=invoice.id
            )
            self.put(note, timed=timed)
        else:
            payment = self.put(Payment(self.name("p"), on, invoice.customer, amount), timed=timed)
            part = Money(draw(st.integers(1, minor)), "USD")
            self.put(Application(self.name("a"), on, payment.id, invoice.id, part), timed=timed)


@st.composite
def portfolio_histories(
    draw: st.DrawFn,
    *,
    customers: tuple[str, ...] = ("a", "b", "c"),
    most: int = 4,
    days: int = 40,
    timed: bool = False,
) -> Facts:
    """A few months of some customers from January 2026 on, in dollars: sales and all that comes of them.

    Args:
        draw: Supplied by Hypothesis.
        customers: Who buys.
        most: Most sales.
        days: Most days between one document and the next.
        timed: Whether some records say when they were recorded, late ones among them.
    """
    trade = _Trade(draw, customers, days)
    for _ in range(draw(st.integers(0, most))):
        trade.sale(timed=timed)
    return Facts(draw(st.permutations(trade.records)))


STRATEGIES: Mapping[type, Callable[[], st.SearchStrategy[object]]] = MappingProxyType(
    {
        Aftermath: aftermaths,
        CurrencyMove: _moves,
        GroupDefault: _defaults,
        PastPosition: past_positions,
        PaymentDelay: _delays,
        ReplayedOrder: replayed_orders,
        Rerun: reruns,
        RerunComparison: rerun_comparisons,
        RerunMove: rerun_moves,
        RerunTotal: rerun_totals,
        SetupFinding: setup_findings,
        SetupFindings: lambda: st.builds(SetupFindings, st.lists(setup_findings(), max_size=3)),
        SetupPart: lambda: st.sampled_from(SetupPart),
        StoppedOrders: lambda: st.sampled_from(StoppedOrders),
        StressOutcome: stress_outcomes,
        StressRow: stress_rows,
    }
)
