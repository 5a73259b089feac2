"""What faults of the coverage cost a year, by a policy that states its prices.

Four costs are counted. Each seller beyond the first at a customer makes visits of their own. A customer who
meets several sellers plays them off against each other and is conceded a part of its revenue by each further
one. What several people claim is credited to each of them. What nobody looks after is lost in part.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum

from attrs import field, frozen

from salesmgmt.calendars import DateRange, range_of
from salesmgmt.errors import BatchError, CurrencyMismatchError, InvalidValueError, Problem, WrongTypeError
from salesmgmt.money import Currency, Money, Rate, RateLike, currency_of, money_of, rate_of
from salesmgmt.reasons import Reason, ReasonValue
from salesmgmt.records import Facts
from salesmgmt.tables import Table, headed
from salesmgmt.territory.checks import check_count, check_text, tuple_of
from salesmgmt.territory.division.checking import CoverageCheck, CoverageFinding, CoverageFindingKind
from salesmgmt.territory.texts import HEADINGS

__all__ = ["CoverageCost", "CoverageCostKind", "CoverageCostLine", "CoverageCosts", "revenue_by_cell"]


class CoverageCostKind(StrEnum):
    """What a fault costs.

    Attributes:
        VISITS: Visits of sellers beyond the first at a customer.
        CONCESSIONS: What customers gain who play sellers off against each other.
        DOUBLE_CREDIT: What is paid again because several people claim the same sale.
        LOST: What is not sold because nobody looks after it.
    """

    VISITS = "visits"
    CONCESSIONS = "concessions"
    DOUBLE_CREDIT = "double_credit"
    LOST = "lost"


def _as_cost_kind(value: CoverageCostKind | str) -> CoverageCostKind:
    try:
        return CoverageCostKind(value)
    except ValueError:
        raise InvalidValueError("kind", value, f"be one of {', '.join(CoverageCostKind)}") from None


def _as_visit(value: Money | str) -> Money:
    return money_of(value, "visit")


def _as_concession(value: RateLike) -> Rate:
    return rate_of(value, "concession")


def _as_most(value: RateLike) -> Rate:
    return rate_of(value, "most")


def _as_double_credit(value: RateLike) -> Rate:
    return rate_of(value, "double_credit")


def _as_lost(value: RateLike) -> Rate:
    return rate_of(value, "lost")


@frozen
class CoverageCostLine:
    """One cost of one fault.

    Attributes:
        kind: What it is.
        customer: Whose coverage is at fault.
        amount: What it costs a year, rounded to the minor unit.
        reason: How it was reckoned.

    Raises:
        InvalidValueError: If the kind is none of the words, or the customer is empty.
        WrongTypeError: If a field has another type.
    """

    kind: CoverageCostKind = field(converter=_as_cost_kind)
    customer: str
    amount: Money
    reason: Reason

    def __attrs_post_init__(self) -> None:
        check_text("customer", self.customer)
        if not isinstance(self.amount, Money):
            raise WrongTypeError("amount", self.amount, "be Money")
        if not isinstance(self.reason, Reason):
            raise WrongTypeError("reason", self.reason, "be a Reason")


def _as_lines(lines: Iterable[CoverageCostLine]) -> tuple[CoverageCostLine, ...]:
    return tuple_of(lines, CoverageCostLine, "lines")


def _as_currency(value: Currency | str) -> Currency:
    return currency_of(value)


@frozen
class CoverageCost:
    """What the faults of a coverage cost a year.

    Attributes:
        lines: One for each fault and kind of cost.
        currency: Currency of every amount.

    Raises:
        CurrencyMismatchError: If a line is in another currency.
        WrongTypeError: If a field has another type.
    """

    lines: tuple[CoverageCostLine, ...] = field(converter=_as_lines)
    currency: Currency = field(converter=_as_currency)

    def __attrs_post_init__(self) -> None:
        for line in self.lines:
            if line.amount.currency != self.currency:
                rule = f"be in {self.currency} like the others"
                raise CurrencyMismatchError("lines", line.amount.currency.code, rule)

    @property
    def total(self) -> Money:
        """All lines together."""
        return Money.total((line.amount for line in self.lines), self.currency)

    def by_kind(self) -> Mapping[CoverageCostKind, Money]:
        """The total of each kind, in the order of the kinds; zero where there is none."""
        return {
            kind: Money.total((line.amount for line in self.lines if line.kind is kind), self.currency)
            for kind in CoverageCostKind
        }

    @property
    def reason(self) -> Reason:
        """The cost in words, with every line below it."""
        return Reason(
            "territory.cost", {"amount": self.total}, because=tuple(each.reason for each in self.lines)
        )

    def records(self) -> list[dict[str, object]]:
        """One row per line, for a DataFrame."""
        return [
            {"kind": line.kind.value, "customer": line.customer, "amount": line.amount} for line in self.lines
        ]

    def table(self, lang: str = "en") -> Table:
        """Cost by kind, with the number of customers that cause it."""
        names = headed(HEADINGS, lang, *(f"cost_{kind.value}" for kind in CoverageCostKind))
        titles = dict(zip(CoverageCostKind, (column.heading for column in names), strict=True))
        rows = [
            (titles[kind], len({line.customer for line in self.lines if line.kind is kind}), amount)
            for kind, amount in self.by_kind().items()
        ]
        footer = (
            headed(HEADINGS, lang, "total")[0].heading,
            len({line.customer for line in self.lines}),
            self.total,
        )
        return Table(
            "", headed(HEADINGS, lang, "cost", "customers", "amount"), rows, footer=footer, lang=lang
        )


@frozen
class CoverageCosts:
    """A policy that prices the faults of a coverage for a year.

    Attributes:
        visit: What one visit costs; its currency is that of the answer.
        visits: How often each seller beyond the first visits a shared customer in a year.
        concession: Part of the customer's revenue that each seller beyond the first concedes.
        most: Most that is conceded of a customer's revenue, however many sellers there are.
        double_credit: Part of the revenue of a cell that is paid again to each claimant beyond the first.
        lost: Part of the revenue of a gap that is lost.

    Raises:
        InvalidValueError: If the visit costs less than nothing, or a rate is not between 0 and 100 %.
        WrongTypeError: If a field has another type.

    Examples:
        >>> from salesmgmt.territory.division.checking import CoverageCheck, CoverageFinding
        >>> check = CoverageCheck(1, 2, 2, CoverageFinding("shared", "C-1", owners=("ann", "bob")))
        >>> cost = CoverageCosts("CNY 600", 12, concession="2%").price(check, {("C-1", "G5"): "CNY 90,000"})
        >>> print(cost.reason.tree())
        the faults of the coverage cost CNY 9,000.00 a year
          1 more seller at C-1, 12 visits at CNY 600.00: CNY 7,200.00
          C-1 plays 2 sellers off against each other: 2% of CNY 90,000.00 is CNY 1,800.00
    """

    visit: Money = field(converter=_as_visit)
    visits: int = 12
    concession: Rate = field(default=Rate(0), converter=_as_concession, kw_only=True)
    most: Rate = field(default=Rate(1), converter=_as_most, kw_only=True)
    double_credit: Rate = field(default=Rate(0), converter=_as_double_credit, kw_only=True)
    lost: Rate = field(default=Rate(0), converter=_as_lost, kw_only=True)

    def __attrs_post_init__(self) -> None:
        if self.visit.minor < 0:
            raise InvalidValueError("visit", self.visit, "cost 0 or more")
        check_count("visits", self.visits)
        for name in ("concession", "most", "double_credit", "lost"):
            rate: Rate = getattr(self, name)
            if not 0 <= rate.value <= 1:
                raise InvalidValueError(name, rate, "be a part of the revenue, 0% to 100%")

    def price(
        self, check: CoverageCheck, revenue: Mapping[tuple[str, str], Money | str] | None = None
    ) -> CoverageCost:
        """What the faults that a check found cost a year.

        Args:
            check: The outcome of `check_coverage`.
            revenue: Revenue of a year by customer and product, such as `revenue_by_cell` finds; 0 where left
                out.

        Returns:
            One line per fault and kind of cost that is not zero, each rounded half up to the minor unit.

        Raises:
            BatchError: If revenue is no amount, or in another currency than the visit; all at once.
            WrongTypeError: If the check is none, or the revenue no mapping.
        """
        if not isinstance(check, CoverageCheck):
            raise WrongTypeError("check", check, "be the outcome of check_coverage")
        sales = _sales({} if revenue is None else revenue, self.visit.currency)
        lines = [line for finding in check.findings for line in self._lines(finding, sales)]
        return CoverageCost([line for line in lines if line.amount.minor], self.visit.currency)

    def _lines(
        self, finding: CoverageFinding, sales: Mapping[str, Mapping[str, Money]]
    ) -> list[CoverageCostLine]:
        customer, further = finding.customer, len(finding.owners) - 1
        sold = sales.get(customer, {})
        counted = [
            amount for name, amount in sold.items() if not finding.products or name in finding.products
        ]
        revenue = Money.total(counted, self.visit.currency)
        values: dict[str, ReasonValue] = {"customer": customer, "revenue": revenue}
        if finding.kind is CoverageFindingKind.GAP:
            return [_line(CoverageCostKind.LOST, finding, revenue, self.lost, values)]
        if finding.kind is CoverageFindingKind.OVERLAP:
            values["claimants"] = further + 1
            rate = Rate(self.double_credit.value * further)
            return [_line(CoverageCostKind.DOUBLE_CREDIT, finding, revenue, rate, values)]
        visits = self.visits * further
        amount = visits * self.visit
        seen: dict[str, ReasonValue] = {"customer": customer, "further": further, "visits": visits}
        reason = Reason(
            "territory.cost.visits", {**seen, "visit": self.visit, "amount": amount}, facts=(customer,)
        )
        conceded = Rate(min(self.concession.value * further, self.most.value))
        values["sellers"] = further + 1
        return [
            CoverageCostLine(CoverageCostKind.VISITS, customer, amount, reason),
            _line(CoverageCostKind.CONCESSIONS, finding, revenue, conceded, values),
        ]


def _line(
    kind: CoverageCostKind,
    finding: CoverageFinding,
    revenue: Money,
    rate: Rate,
    values: Mapping[str, ReasonValue],
) -> CoverageCostLine:
    amount = (revenue * rate).round()
    facts = (finding.customer, *finding.products)
    code = f"territory.cost.{kind.value}"
    return CoverageCostLine(
        kind, finding.customer, amount, Reason(code, {**values, "rate": rate, "amount": amount}, facts=facts)
    )


def _sales(
    revenue: Mapping[tuple[str, str], Money | str], currency: Currency
) -> Mapping[str, Mapping[str, Money]]:
    """Revenue by customer and product."""
    if not isinstance(revenue, Mapping):
        raise WrongTypeError("revenue", revenue, "be a mapping from (customer, product) to an amount")
    sales: dict[str, dict[str, Money]] = {}
    problems = []
    for key, given in revenue.items():
        if not (isinstance(key, tuple) and list(map(type, key)) == [str, str]):
            problems.append(Problem("revenue", "cell", key, "be a pair of customer and product"))
            continue
        try:
            amount = money_of(given, "amount")
        except (InvalidValueError, WrongTypeError) as error:
            problems.append(Problem.of(f"revenue of {key[0]}, {key[1]}", error))
            continue
        if amount.currency != currency:
            rule = f"be in {currency}, like the visit"
            problems.append(Problem(f"revenue of {key[0]}, {key[1]}", "amount", amount, rule))
        sales.setdefault(key[0], {})[key[1]] = amount
    if problems:
        raise BatchError("revenue", problems)
    return sales


def revenue_by_cell(
    facts: Facts, during: DateRange | str, currency: Currency | str
) -> Mapping[tuple[str, str], Money]:
    """What each customer bought of each product: the lines of the orders in force.

    Lines without a product and orders without a customer are left out.

    Args:
        facts: A batch with orders.
        during: Dates of the orders.
        currency: The currency that counts.

    Raises:
        BatchError: If an order of those days is in another currency.
        InvalidValueError: If the days are no range.
        WrongTypeError: If the facts are no batch.
    """
    if not isinstance(facts, Facts):
        raise WrongTypeError("facts", facts, "be a checked batch: Facts([…])")
    days, unit = range_of(during, "during"), currency_of(currency)
    sums: dict[tuple[str, str], int] = {}
    problems = []
    for order in facts.orders:
        if order.customer is None or order.on not in days:
            continue
        for line in order.lines:
            if line.product is None:
                continue
            if line.amount.currency != unit:
                rule = f"be in {unit}; convert it first"
                problems.append(Problem(f"Order {order.id}", "currency", line.amount.currency.code, rule))
                continue
            key = (order.customer, line.product)
            sums[key] = sums.get(key, 0) + line.amount.minor
    if problems:
        raise BatchError("orders", problems)
    return {key: Money(minor, unit) for key, minor in sorted(sums.items())}
