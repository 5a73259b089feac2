"""A portfolio under stress: what would count, what would be overdue, and what would be lost."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date, tzinfo

from attrs import evolve, field, frozen

from salesmgmt.calendars import add_days, as_date
from salesmgmt.credit.book import CustomerStanding
from salesmgmt.credit.exposure import Component, ExposurePolicy
from salesmgmt.credit.limits import CreditLimit, LimitAmount, Limits, NoLimit, NotChecked, Pools
from salesmgmt.credit.limits.checks import check_text, tuple_of
from salesmgmt.credit.positions import Position
from salesmgmt.credit.replay.scenarios import (
    CurrencyMove,
    GroupDefault,
    PaymentDelay,
    Scenario,
    as_scenarios,
    chosen,
)
from salesmgmt.credit.replay.standing import DEFAULT, NOBODY, Standing, check_standings, pools_of
from salesmgmt.credit.terms import FloorCredit
from salesmgmt.credit.texts.replay import REPLAY_HEADINGS
from salesmgmt.errors import BatchError, CurrencyMismatchError, InvalidValueError, Problem, WrongTypeError
from salesmgmt.money import Currency, ExchangeRate, Money, Rate, currency_of, money_of
from salesmgmt.reasons import Reason, ReasonValue
from salesmgmt.records import Application, Facts, Payment, Record
from salesmgmt.tables import Table, headed

__all__ = ["StressOutcome", "StressRow", "stress_test"]

_MONEY = ("exposure", "stressed_exposure", "overdue", "stressed_overdue")


def _as_limit(value: LimitAmount | str | None) -> LimitAmount | None:
    return value if value is None or isinstance(value, NoLimit | NotChecked) else money_of(value, "limit")


def _as_names(names: Iterable[str]) -> tuple[str, ...]:
    found = tuple_of(names, str, "scenarios")
    for name in found:
        check_text("scenarios", name)
    return found


@frozen(weakref_slot=False)
class StressRow:
    """One customer before and under stress.

    Attributes:
        customer: Whose figures they are.
        exposure: What counts.
        stressed_exposure: What would count.
        overdue: What is overdue.
        stressed_overdue: What would be.
        loss: What would be lost.
        limit: The customer's own limit; None where there is none.
        scenarios: Names of the scenarios that chose this customer.

    Raises:
        CurrencyMismatchError: If the amounts are in several currencies.
        InvalidValueError: If a name is empty.
        WrongTypeError: If a field has another type.
    """

    customer: str
    exposure: Money = field(converter=money_of)
    stressed_exposure: Money = field(converter=money_of)
    overdue: Money = field(converter=money_of)
    stressed_overdue: Money = field(converter=money_of)
    loss: Money = field(converter=money_of)
    limit: LimitAmount | None = field(default=None, converter=_as_limit)
    scenarios: tuple[str, ...] = field(default=(), converter=_as_names)

    def __attrs_post_init__(self) -> None:
        check_text("customer", self.customer)
        for name in (*_MONEY, "loss", "limit"):
            amount = getattr(self, name)
            if isinstance(amount, Money) and amount.currency != self.exposure.currency:
                raise CurrencyMismatchError(name, amount, f"be in {self.exposure.currency}")

    @property
    def excess(self) -> Money:
        """By how much the customer is above its own limit; zero where it is not."""
        return self._above(self.exposure)

    @property
    def stressed_excess(self) -> Money:
        """By how much it would be."""
        return self._above(self.stressed_exposure)

    def _above(self, exposure: Money) -> Money:
        zero = Money.zero(exposure.currency)
        return max(zero, exposure - self.limit) if isinstance(self.limit, Money) else zero


def _as_rows(rows: Iterable[StressRow]) -> tuple[StressRow, ...]:
    return tuple(sorted(tuple_of(rows, StressRow, "rows"), key=lambda row: row.customer))


def _as_on(value: date | str) -> date:
    return as_date(value, "on")


def _as_reasons(reasons: Iterable[Reason]) -> tuple[Reason, ...]:
    return tuple_of(reasons, Reason, "reasons")


@frozen(weakref_slot=False)
class StressOutcome:
    """A portfolio before and under stress.

    Attributes:
        on: The day.
        currency: Currency of all amounts.
        scenarios: What it was put under.
        seed: What chose customers where a scenario is about a share of them.
        rows: One row per customer, in the order of their names.
        reasons: What was done, scenario by scenario.

    Raises:
        BatchError: If a customer stands twice or is in another currency; all at once.
        InvalidValueError: If two scenarios have one name.
        WrongTypeError: If a field has another type.
    """

    on: date = field(converter=_as_on)
    currency: Currency = field(converter=currency_of)
    scenarios: tuple[Scenario, ...] = field(converter=as_scenarios)
    seed: int
    rows: tuple[StressRow, ...] = field(default=(), converter=_as_rows)
    reasons: tuple[Reason, ...] = field(default=(), converter=_as_reasons)

    def __attrs_post_init__(self) -> None:
        if type(self.seed) is not int:
            raise WrongTypeError("seed", self.seed, "be a whole number")
        problems = []
        seen: set[str] = set()
        for row in self.rows:
            if row.customer in seen:
                problems.append(Problem(row.customer, "customer", row.customer, "stand once"))
            seen.add(row.customer)
            if row.exposure.currency != self.currency:
                problems.append(
                    Problem(row.customer, "exposure", str(row.exposure), f"be in {self.currency}")
                )
        if problems:
            raise BatchError("rows", problems)

    def total(self, name: str) -> Money:
        """The sum of a column: `exposure`, `stressed_overdue`, `loss`, `stressed_excess` and so on.

        Raises:
            InvalidValueError: If there is no such column of amounts.
        """
        names = (*_MONEY, "excess", "stressed_excess", "loss")
        if name not in names:
            raise InvalidValueError("name", name, f"be one of {', '.join(names)}")
        return Money.total([getattr(row, name) for row in self.rows], self.currency)

    def records(self) -> list[dict[str, object]]:
        """One row per customer, for a DataFrame."""
        return [
            {
                "customer": row.customer,
                "on": self.on,
                "currency": self.currency.code,
                **{
                    name: getattr(row, name).amount for name in (*_MONEY, "excess", "stressed_excess", "loss")
                },
                "scenarios": ", ".join(row.scenarios),
            }
            for row in self.rows
        ]

    def table(self, lang: str = "en") -> Table:
        """One row per customer.

        Raises:
            InvalidValueError: If the language is neither `en` nor `zh`.
        """
        names = (*_MONEY, "stressed_excess", "loss")
        columns = headed(REPLAY_HEADINGS, lang, "customer", *names, "scenarios")
        rows = [
            (row.customer, *(getattr(row, name) for name in names), ", ".join(row.scenarios) or None)
            for row in self.rows
        ]
        total = headed(REPLAY_HEADINGS, lang, "total")[0].heading
        footer = (total, *(self.total(name) for name in names), None)
        return Table(str(self.on), columns, rows, footer=footer, lang=lang)


def stress_test(
    facts: Facts,
    scenarios: Iterable[Scenario] | Scenario,
    limits: Pools | Limits | Iterable[CreditLimit] = (),
    *,
    as_of: date | str,
    currency: Currency | str,
    exposure: ExposurePolicy = DEFAULT,
    floors: Iterable[FloorCredit] = (),
    standings: Mapping[str, CustomerStanding] = NOBODY,
    seed: int = 0,
    zone: tzinfo = UTC,
) -> StressOutcome:
    """Put a portfolio under stress, all scenarios together.

    Money that comes late: payments of the customers in question, and what they settle, are dated so many days
    later, as far as they brought money; what has not come by the day is open. A currency moves: every rate
    from it, or to it, does. A default: all that is open or delivered is owed at once and overdue, open orders
    lapse, and what is not recovered is lost.

    Args:
        facts: A batch with the customers' documents.
        scenarios: What might happen.
        limits: Who may owe how much, or pools of limits.
        as_of: The day; what was known at its end counts.
        currency: Currency of the outcome.
        exposure: What counts, with the rates of other currencies.
        floors: Agreements on floor stock.
        standings: What facts do not know of customers, by identifier.
        seed: Chooses customers where a scenario is about a share of them.
        zone: Where the day ends.

    Raises:
        BatchError: If documents are in another currency and the exposure policy has no rate for them.
        CurrencyMismatchError: If a limit is in another currency.
        InvalidValueError: If two scenarios have one name, or a currency moves that no rate is about.
        WrongTypeError: If an argument has another type.

    Examples:
        >>> from salesmgmt.credit.replay.scenarios import GroupDefault
        >>> from salesmgmt.records import Application, Facts, Invoice, Line, Payment
        >>> facts = Facts(
        ...     [
        ...         Invoice("I-1", "2026-01-20", Line("GTX", "USD 400"), customer="C-9", due="2026-02-19"),
        ...         Payment("P-1", "2026-02-18", "C-9", "USD 400"),
        ...         Application("A-1", "2026-02-18", "P-1", "I-1", "USD 400"),
        ...         Invoice("I-2", "2026-03-01", Line("GTX", "USD 500"), customer="C-8", due="2026-03-31"),
        ...     ]
        ... )
        >>> scenarios = [PaymentDelay(30), GroupDefault(customers="C-8", recovery="40%")]
        >>> outcome = stress_test(facts, scenarios, as_of="2026-03-10", currency="USD")
        >>> str(outcome.total("stressed_overdue")), str(outcome.total("loss"))
        ('USD 900.00', 'USD 300.00')
    """
    if not isinstance(facts, Facts):
        raise WrongTypeError("facts", facts, "be a checked batch: Facts([…])")
    if type(seed) is not int:
        raise WrongTypeError("seed", seed, "be a whole number")
    check_standings(standings)
    given, day, unit = as_scenarios(scenarios), as_date(as_of, "as_of"), currency_of(currency)
    pools, agreed, known = pools_of(limits), tuple(floors), facts.as_known(day, zone)
    before = Standing(known, day, unit, pools, exposure, agreed, standings)
    people = [(name, before.groups(name), before.segment(name)) for name in before.customers]
    meant = {one.name: chosen(one, people, seed) for one in given if not isinstance(one, CurrencyMove)}
    stressed, policy = known, exposure
    for one in given:
        if isinstance(one, PaymentDelay):
            stressed = _delayed(stressed, one.days, meant[one.name])
        elif isinstance(one, CurrencyMove):
            policy = _moved(policy, one)
    after = Standing(stressed, day, unit, pools, policy, agreed, standings)
    rows = []
    for name in before.customers:
        mine = [one.name for one in given if name in meant.get(one.name, ())]
        defaults = [one for one in given if isinstance(one, GroupDefault) and name in meant[one.name]]
        rows.append(_row(before.position(name), after.position(name), mine, defaults))
    reasons = [_told(one, meant) for one in given]
    return StressOutcome(day, unit, given, seed, rows, reasons)


def _told(scenario: Scenario, meant: Mapping[str, frozenset[str]]) -> Reason:
    values: dict[str, ReasonValue]
    if isinstance(scenario, CurrencyMove):
        values = {"currency": scenario.currency.code, "change": scenario.change}
        return Reason("credit.stress.currency", values)
    names = sorted(meant[scenario.name])
    if isinstance(scenario, PaymentDelay):
        values = {"count": len(names), "days": scenario.days}
        return Reason("credit.stress.delay", values, facts=names)
    values = {"count": len(names), "recovery": scenario.recovery}
    return Reason("credit.stress.default", values, facts=names)


def _row(was: Position, now: Position, mine: list[str], defaults: list[GroupDefault]) -> StressRow:
    overdue, counted, loss = now.overdue, now.total, Money.zero(now.currency)
    if defaults:
        orders = sum(
            [part.amount.minor for part in now.exposure.counted if part.component is Component.ORDERS]
        )
        counted = Money(counted.minor - orders, now.currency)
        overdue = Money.total([item.open for item in now.items if item.open.minor > 0], now.currency)
        recovery = min(one.recovery.value for one in defaults)
        loss = (Rate(1 - recovery) * max(counted, loss)).round()
    amount = None if was.limit is None else was.limit.amount
    return StressRow(was.customer, was.total, counted, was.overdue, overdue, loss, amount, mine)


def _delayed(facts: Facts, days: int, customers: frozenset[str]) -> Facts:
    """A batch in which the money of some customers comes later."""
    payments = facts.index(Payment)

    def later(record: Record) -> Record:
        if isinstance(record, Payment) and record.customer in customers and record.amount_minor > 0:
            clears = None if record.clears is None else add_days(record.clears, days)
            return evolve(record, on=add_days(record.on, days), clears=clears)
        if isinstance(record, Application) and record.amount_minor > 0:
            source = payments.get(record.source)
            if source is not None and source.customer in customers:
                return evolve(record, on=add_days(record.on, days))
        return record

    return Facts([later(record) for record in facts], links="open") if days and customers else facts


def _moved(policy: ExposurePolicy, move: CurrencyMove) -> ExposurePolicy:
    """A policy with the rates as they would be."""
    rates = policy.rates
    factor = Rate(1) + move.change
    found = () if rates is None else rates.rates
    if rates is None or not any(move.currency in (rate.base, rate.quote) for rate in found):
        raise InvalidValueError("scenarios", move.currency.code, "be a currency of the rates of the policy")

    def after(rate: ExchangeRate) -> ExchangeRate:
        if rate.base == move.currency:
            return evolve(rate, rate=rate.rate * factor)
        return evolve(rate, rate=rate.rate / factor) if rate.quote == move.currency else rate

    return evolve(policy, rates=evolve(rates, rates=[after(rate) for rate in found]))
