"""Hypothesis strategies for exposures, open items, stages and ageing, and for histories of one customer."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from types import MappingProxyType
from typing import TypeVar

from hypothesis import strategies as st

from salesmgmt.credit.exposure import (
    AgedFrom,
    Ageing,
    AgeingBucket,
    AgeingReport,
    AgeingUnit,
    Component,
    Exposure,
    ExposurePart,
    ExposurePolicy,
    HorizonEnd,
    OpenItem,
    RateOf,
    Reversal,
    Stage,
    Stages,
)
from salesmgmt.money import Currency, Money
from salesmgmt.records import (
    Application,
    CreditNote,
    CreditTerm,
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
from salesmgmt.testing.money import currencies, exchange_rate_tables, exchange_rates, moneys

__all__ = [
    "STRATEGIES",
    "ageing_reports",
    "ageings",
    "credit_histories",
    "exposure_parts",
    "exposure_policies",
    "exposures",
    "open_items",
    "stages",
]

Drawn = TypeVar("Drawn")

_FIRST = date(2026, 1, 1)
_DAYS = st.integers(0, 120).map(lambda offset: _FIRST + timedelta(days=offset))
_MINOR = st.integers(-(10**15), 10**15)
_NAMES = st.text(min_size=1, max_size=8)


class _Story:
    """What happens to one customer, record by record."""

    def __init__(self, draw: st.DrawFn, customer: str, currency: Currency | str, most: int) -> None:
        self.draw = draw
        self.customer = customer
        self.currency = currency
        self.most = most
        self.records: list[Record] = []

    def some(self, make: Callable[[int], Record], most: int | None = None) -> None:
        count = self.draw(st.integers(0, self.most if most is None else most))
        self.records += [make(number) for number in range(count)]

    def amount(self, least: int = 1) -> Money:
        return Money(self.draw(st.integers(least, 1000)), self.currency)

    def line(self, least: int = 0) -> Line:
        tax = Money(self.draw(st.sampled_from([0, 0, 13])), self.currency)
        return Line(None, self.amount(least), tax=tax)

    def lines(self, least: int) -> list[Line]:
        return [self.line(least) for _ in range(self.draw(st.sampled_from([1, 1, 1, 2, 0])))]

    def day(self) -> date:
        return self.draw(_DAYS)

    def named(self, kind: type[Record]) -> list[str]:
        return [record.id for record in self.records if type(record) is kind]

    def one_of(self, values: Sequence[Drawn]) -> Drawn:
        return self.draw(st.sampled_from(values))

    def order(self, number: int) -> Order:
        due = self.draw(st.none() | _DAYS)
        least = self.draw(st.sampled_from([1, 1, 1, -1000]))
        return Order(f"o{number}", self.day(), self.lines(least), customer=self.customer, due=due)

    def delivery(self, number: int) -> Delivery:
        return Delivery(f"d{number}", self.day(), self.lines(-200), order=self.one_of(self.named(Order)))

    def invoice(self, number: int) -> Invoice:
        on = self.day()
        due = self.draw(st.none() | st.integers(0, 60).map(lambda days: on + timedelta(days=days)))
        order = self.one_of([None, *self.named(Order)])
        lines = self.lines(self.one_of([1, 1, -200]))
        return Invoice(f"i{number}", on, lines, customer=self.customer, due=due, order=order)

    def note(self, number: int) -> CreditNote:
        against = self.one_of([None, *self.named(Invoice)])
        return CreditNote(f"n{number}", self.day(), self.line(1), customer=self.customer, invoice=against)

    def payment(self, number: int) -> Payment:
        on = self.day()
        kind = self.one_of(list(PaymentKind))
        clears = self.draw(st.none() | st.integers(0, 90).map(lambda days: on + timedelta(days=days)))
        return Payment(f"p{number}", on, self.customer, self.amount(-50), kind, clears)

    def application(self, number: int) -> Application:
        source = self.one_of([*self.named(Payment), *self.named(CreditNote)])
        invoice = self.one_of(self.named(Invoice))
        return Application(f"a{number}", self.day(), source, invoice, self.amount(-50))

    def correction(self, number: int) -> Order:
        earlier = self.one_of(self.named(Order))
        return Order(
            f"c{number}", self.day(), self.lines(1), customer=self.customer, due=None, supersedes=earlier
        )

    def told(self) -> list[Record]:
        self.some(self.order)
        if self.named(Order):
            self.some(self.delivery)
            self.some(self.invoice, self.most + 1)
            self.some(self.correction, 1)
        else:
            self.some(self.invoice)
        self.some(self.note, 2)
        self.some(self.payment)
        if self.named(Invoice):
            if self.named(Payment) or self.named(CreditNote):
                self.some(self.application, self.most + 1)
            self.some(self._write_off, 1)
            self.some(self._dispute, 1)
        self.some(self._notice, 1)
        self.some(self._guarantee, 1)
        self.some(self._terms, 1)
        return self.records

    def _write_off(self, number: int) -> WriteOff:
        return WriteOff(f"w{number}", self.day(), self.one_of(self.named(Invoice)), self.amount(-50))

    def _dispute(self, number: int) -> Dispute:
        amount = self.one_of([None, self.amount()])
        on = self.day()
        settled = self.one_of([None, on, on + timedelta(days=20)])
        return Dispute(f"x{number}", on, self.one_of(self.named(Invoice)), amount, settled)

    def _notice(self, number: int) -> DunningNotice:
        level = self.draw(st.integers(1, 4))
        return DunningNotice(
            f"m{number}", self.day(), self.customer, level, self.one_of([None, *self.named(Invoice)])
        )

    def _guarantee(self, number: int) -> Guarantee:
        start = self.day()
        return Guarantee(f"g{number}", self.customer, f"{start}/{start + timedelta(days=60)}", self.amount())

    def _terms(self, number: int) -> CreditTerm:
        return CreditTerm(f"t{number}", self.customer, f"{self.day()}/..", self.one_of([0, 30, 60]))


@st.composite
def credit_histories(
    draw: st.DrawFn, *, customer: str = "C-1", currency: Currency | str = "USD", most: int = 3
) -> Facts:
    """Four months of a customer: orders, some corrected, some returns, and all that comes of them.

    Documents come in any order of days, so an invoice may be dated before its order and money before its
    invoice; more may be invoiced, paid or credited than there was.

    Args:
        draw: Supplied by Hypothesis.
        customer: Whose documents.
        currency: Currency of all amounts.
        most: Most records of each kind.
    """
    return Facts(draw(st.permutations(_Story(draw, customer, currency, most).told())))


def exposure_parts(*, currency: Currency | str | None = None) -> st.SearchStrategy[ExposurePart]:
    """Parts of any size, counted and not.

    Args:
        currency: Currency of the amounts; any where left out.
    """
    return st.builds(ExposurePart, st.sampled_from(Component), moneys(currency=currency), st.booleans())


@st.composite
def exposures(draw: st.DrawFn, *, currency: Currency | str | None = None) -> Exposure:
    """Exposures of any parts.

    Args:
        draw: Supplied by Hypothesis.
        currency: Currency of the amounts; any where left out.
    """
    unit = draw(currencies()) if currency is None else currency
    parts = draw(
        st.lists(
            exposure_parts(currency=unit), unique_by=lambda part: (part.component, part.counted), max_size=5
        )
    )
    rates = draw(st.lists(exchange_rates(), max_size=2))
    return Exposure(draw(_NAMES), draw(st.dates()), unit, parts, rates)


@st.composite
def open_items(draw: st.DrawFn, *, currency: Currency | str | None = None) -> OpenItem:
    """Open items of any amount, age and standing.

    Args:
        draw: Supplied by Hypothesis.
        currency: Currency of the amounts; any where left out.
    """
    unit = draw(currencies()) if currency is None else currency
    amounts = moneys(currency=unit)
    parts = st.none() | amounts.map(abs)
    return OpenItem(
        draw(_NAMES),
        draw(st.dates()),
        draw(st.none() | st.dates()),
        draw(amounts),
        draw(amounts),
        draw(parts),
        draw(parts),
        draw(st.integers(0, 9)),
        draw(st.none() | _NAMES),
    )


@st.composite
def exposure_policies(draw: st.DrawFn) -> ExposurePolicy:
    """Policies that count any components, with and without a horizon and rates.

    Args:
        draw: Supplied by Hypothesis.
    """
    choices = [part for part in Component if part not in (Component.BEYOND, Component.FLOOR)]
    return ExposurePolicy(
        draw(st.frozensets(st.sampled_from(choices))),
        horizon_days=draw(st.none() | st.integers(0, 400)),
        horizon_end=draw(st.sampled_from(HorizonEnd)),
        credited=draw(st.sampled_from(Reversal)),
        rates=draw(st.none() | exchange_rate_tables(max_size=3)),
        rate_of=draw(st.sampled_from(RateOf)),
    )


@st.composite
def stages(draw: st.DrawFn) -> Stages:
    """Stages of orders and returns of which anything was delivered, invoiced and settled.

    Args:
        draw: Supplied by Hypothesis.
    """
    sums = [draw(_MINOR) for _ in range(6)]
    return Stages.of_minor(draw(_NAMES), draw(currencies()), *sums)


@st.composite
def ageings(draw: st.DrawFn) -> Ageing:
    """Buckets with any bounds that rise, named and not.

    Args:
        draw: Supplied by Hypothesis.
    """
    bounds = sorted(draw(st.frozensets(st.integers(1, 400), max_size=5)))
    count = len(bounds) + 2
    names = st.lists(_NAMES, min_size=count, max_size=count, unique=True)
    return Ageing(
        bounds,
        margin_days=draw(st.integers(0, 30)),
        unit=draw(st.sampled_from(AgeingUnit)),
        aged_from=draw(st.sampled_from(AgedFrom)),
        late_from=draw(st.sampled_from(["next_day", "due_day"])),
        names=draw(st.none() | names),
    )


@st.composite
def ageing_reports(draw: st.DrawFn) -> AgeingReport:
    """What generated buckets make of generated items.

    Args:
        draw: Supplied by Hypothesis.
    """
    unit = draw(currencies())
    items = draw(st.lists(open_items(currency=unit), max_size=4))
    day = draw(st.dates(min_value=date(2000, 1, 1)))
    return draw(ageings()).report(items, day, currency=unit)


STRATEGIES: Mapping[type, Callable[[], st.SearchStrategy[object]]] = MappingProxyType(
    {
        AgedFrom: lambda: st.sampled_from(AgedFrom),
        Ageing: ageings,
        AgeingBucket: lambda: st.builds(AgeingBucket, _NAMES, moneys(), st.integers(0, 99)),
        AgeingReport: ageing_reports,
        AgeingUnit: lambda: st.sampled_from(AgeingUnit),
        Component: lambda: st.sampled_from(Component),
        Exposure: exposures,
        ExposurePart: exposure_parts,
        ExposurePolicy: exposure_policies,
        HorizonEnd: lambda: st.sampled_from(HorizonEnd),
        OpenItem: open_items,
        RateOf: lambda: st.sampled_from(RateOf),
        Reversal: lambda: st.sampled_from(Reversal),
        Stage: lambda: st.sampled_from(Stage),
        Stages: stages,
    }
)
