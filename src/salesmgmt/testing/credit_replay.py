"""Hypothesis strategies for past positions, reruns, stress and findings, and for histories of a portfolio."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from types import MappingProxyType

from attrs import evolve
from hypothesis import strategies as st

from salesmgmt.calendars import DateRange
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
    CreditTerm,
    Customer,
    Delivery,
    Dispute,
    DunningNotice,
    Facts,
    Guarantee,
    Invoice,
    Line,
    Order,
    Payment,
    PaymentKind,
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


class _Claims(_Trade):
    """The same, with all else that is said of what is owed."""

    def told(self, *, timed: bool) -> None:
        ways = [
            *(self.payment, self.application, self.application, self.note, self.dispute, self.notice),
            *(self.guarantee, self.terms, self.correction, self.correction),
        ]
        if self.draw(st.booleans()):
            for name in self.customers:
                segment = self.draw(st.sampled_from([None, "dealers", "projects"]))
                self.put(Customer(name, segment=segment, on=self.day()), timed=timed)
        for _ in range(self.draw(st.integers(0, 9))):
            record = self.draw(st.sampled_from(ways))()
            if record is not None:
                self.put(record, timed=timed and record.supersedes is None)

    def customer(self) -> str:
        return self.draw(st.sampled_from(self.customers))

    def amount(self, least: int = 1) -> Money:
        return Money(self.draw(st.integers(least, 800)), "USD")

    def one_of(self, *kinds: type[Record]) -> str | None:
        names = [record.id for record in self.records if type(record) in kinds]
        return self.draw(st.sampled_from(names)) if names else None

    def payment(self) -> Payment:
        on = self.day()
        kind = self.draw(st.sampled_from(PaymentKind))
        clears = self.draw(st.none() | st.integers(0, 90).map(lambda days: on + timedelta(days=days)))
        return Payment(self.name("p"), on, self.customer(), self.amount(-50), kind, clears)

    def application(self) -> Application | None:
        source, invoice = self.one_of(Payment, CreditNote), self.one_of(Invoice)
        if source is None or invoice is None:
            return None
        return Application(self.name("a"), self.day(), source, invoice, self.amount(-50))

    def note(self) -> CreditNote:
        invoice = self.one_of(Invoice) if self.draw(st.booleans()) else None
        line = Line(None, self.amount())
        return CreditNote(self.name("n"), self.day(), line, customer=self.customer(), invoice=invoice)

    def dispute(self) -> Dispute | None:
        invoice, on = self.one_of(Invoice), self.day()
        settled = self.draw(st.none() | st.integers(0, 40).map(lambda days: on + timedelta(days=days)))
        part = self.amount() if self.draw(st.booleans()) else None
        return None if invoice is None else Dispute(self.name("x"), on, invoice, part, settled)

    def notice(self) -> DunningNotice:
        invoice = self.one_of(Invoice) if self.draw(st.booleans()) else None
        level = self.draw(st.integers(1, 3))
        return DunningNotice(self.name("r"), self.day(), self.customer(), level, invoice)

    def during(self) -> DateRange:
        start = self.draw(st.none() | st.just(self.day()))
        ends = st.integers(1, 90).map(lambda days: (start or _FIRST) + timedelta(days=days))
        return DateRange(start, self.draw(st.none() | ends))

    def guarantee(self) -> Guarantee:
        return Guarantee(self.name("g"), self.customer(), self.during(), self.amount(0))

    def terms(self) -> CreditTerm:
        return CreditTerm(self.name("t"), self.customer(), self.during(), self.draw(st.integers(0, 60)))

    def correction(self) -> Record | None:
        """Another version of anything but an order, with another amount or of another day."""
        corrected = {record.supersedes for record in self.records}
        left = [one for one in self.records if one.id not in corrected and not isinstance(one, Order)]
        if not left:
            return None
        record = self.draw(st.sampled_from(left))
        moment = record.recorded
        moment = None if moment is None else moment + timedelta(hours=self.draw(st.integers(0, 90)))
        changed = evolve(record, id=self.name("v"), supersedes=record.id, recorded=moment)
        if isinstance(changed, Payment | Application | WriteOff | Guarantee):
            return evolve(changed, amount=self.amount())
        other = self.one_of(Order)
        if isinstance(changed, Delivery | Invoice) and other is not None and self.draw(st.booleans()):
            changed = evolve(changed, order=other)
        if isinstance(changed, Delivery | Invoice | CreditNote):
            return evolve(changed, on=self.day(), lines=self.line())
        return changed


@st.composite
def portfolio_histories(
    draw: st.DrawFn,
    *,
    customers: tuple[str, ...] = ("a", "b", "c"),
    most: int = 4,
    days: int = 40,
    timed: bool = False,
    claims: bool = False,
) -> Facts:
    """A few months of some customers from January 2026 on, in dollars: sales and all that comes of them.

    Args:
        draw: Supplied by Hypothesis.
        customers: Who buys.
        most: Most sales.
        days: Most days between one document and the next.
        timed: Whether some records say when they were recorded, late ones among them.
        claims: Whether all else comes along that is said of what is owed: corrections of every document,
            cheques and bills, money for several invoices, disputes, reminders, guarantees, agreed terms and
            the customers' own rows.
    """
    trade = _Claims(draw, customers, days)
    for _ in range(draw(st.integers(0, most))):
        trade.sale(timed=timed)
    if claims:
        trade.told(timed=timed)
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
