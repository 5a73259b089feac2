"""What a proposal looks at: a customer's sales, grade, score and other figures on a day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType
from typing import TypeAlias

from attrs import field, frozen

from salesmgmt._choices import choice_of
from salesmgmt.calendars import DateRange, add_months, as_date
from salesmgmt.credit.limits.checks import check_count, check_flag, check_text
from salesmgmt.errors import (
    BatchError,
    CurrencyMismatchError,
    InvalidValueError,
    Problem,
    WrongTypeError,
)
from salesmgmt.money import Currency, Money, RateLike, currency_of, money_of, rate_of
from salesmgmt.records import CreditNote, Customer, Delivery, Facts, Invoice, Order

__all__ = ["CreditProfile", "Figure", "SalesBasis", "profile_of"]

Figure: TypeAlias = Fraction | Money
"""A number or an amount."""

FigureLike: TypeAlias = Money | RateLike


class SalesBasis(StrEnum):
    """Which documents tell what a customer buys; credit notes are taken off invoices."""

    ORDERS = "orders"
    DELIVERIES = "deliveries"
    INVOICES = "invoices"


def number_of(value: RateLike, name: str) -> Fraction:
    """An exact number: an int, a Fraction, a Decimal, a Rate or text such as `1.5`."""
    return rate_of(value, name).value


def figure_of(value: FigureLike, name: str) -> Figure:
    """A number or an amount; text is read as a number first, and as money where it is none."""
    if isinstance(value, Money):
        return value
    if not isinstance(value, str):
        return number_of(value, name)
    try:
        return number_of(value, name)
    except InvalidValueError:
        return money_of(value, name)


def _as_currency(value: Currency | str) -> Currency:
    return currency_of(value)


def _as_on(value: date | str) -> date:
    return as_date(value, "on")


def _as_score(value: RateLike | None) -> Fraction | None:
    return None if value is None else number_of(value, "score")


def _as_term(value: RateLike | None) -> Fraction | None:
    return None if value is None else number_of(value, "term_months")


def _as_expected(value: Money | str | None) -> Money | None:
    return None if value is None else money_of(value, "expected_monthly")


def _as_last_year(value: Money | str | None) -> Money | None:
    return None if value is None else money_of(value, "last_year")


def _as_months(values: Iterable[Money | str]) -> tuple[Money, ...]:
    if isinstance(values, str | Money):
        raise WrongTypeError("monthly_sales", values, "hold one amount for each month, in a tuple")
    return tuple(money_of(value, "monthly_sales") for value in values)


def _as_figures(
    given: Mapping[str, FigureLike] | Iterable[tuple[str, FigureLike]],
) -> tuple[tuple[str, Figure], ...]:
    pairs = given.items() if isinstance(given, Mapping) else given
    found = {}
    for name, value in pairs:
        check_text("figures", name)
        if name in found:
            raise InvalidValueError("figures", name, "name each figure once")
        found[name] = figure_of(value, name)
    return tuple(sorted(found.items()))


#: Figures that a profile has by itself.
_OWN = ("expected_monthly", "last_year", "score", "term_months", "years")


@frozen
class CreditProfile:
    """What is known of a customer when a limit is proposed; what is not known is None.

    Criteria read it like any record: `field("grade")`, `field("years")`, and other figures by their names.

    Attributes:
        customer: Whose profile.
        on: The day.
        currency: Currency of its amounts.
        grade: Credit grade, such as `AA`.
        score: Points.
        term_months: Credit term that is asked for or agreed, in months.
        monthly_sales: Sales of whole months, the oldest first.
        expected_monthly: Sales in a month that are expected of a new customer.
        last_year: Sales of last year.
        years: Whole years as a customer, or in business.
        segment: Size or value class.
        figures: Other figures by name, such as `net_worth`.

    Raises:
        CurrencyMismatchError: If an amount is in another currency.
        InvalidValueError: If a text is empty, a number that cannot be negative is, or a figure stands twice
            or bears the name of a field.
        WrongTypeError: If a field has another type.

    Examples:
        >>> figures = {"net_worth": "CNY 3,000,000"}
        >>> profile = CreditProfile("C-9", "2026-01-05", "CNY", grade="AA", figures=figures)
        >>> profile.figure("net_worth"), profile.figure("years") is None
        (Money.of('CNY 3,000,000.00'), True)
    """

    customer: str
    on: date = field(converter=_as_on)
    currency: Currency = field(converter=_as_currency)
    grade: str | None = field(default=None, kw_only=True)
    score: Fraction | None = field(default=None, converter=_as_score, kw_only=True)
    term_months: Fraction | None = field(default=None, converter=_as_term, kw_only=True)
    monthly_sales: tuple[Money, ...] = field(default=(), converter=_as_months, kw_only=True)
    expected_monthly: Money | None = field(default=None, converter=_as_expected, kw_only=True)
    last_year: Money | None = field(default=None, converter=_as_last_year, kw_only=True)
    years: int | None = field(default=None, kw_only=True)
    segment: str | None = field(default=None, kw_only=True)
    figures: tuple[tuple[str, Figure], ...] = field(default=(), converter=_as_figures, kw_only=True)

    def __attrs_post_init__(self) -> None:
        check_text("customer", self.customer)
        for name in ("grade", "segment"):
            if getattr(self, name) is not None:
                check_text(name, getattr(self, name))
        if self.years is not None:
            check_count("years", self.years)
        if self.term_months is not None and self.term_months < 0:
            raise InvalidValueError("term_months", self.term_months, "be 0 or more")
        for name, value in self.figures:
            if hasattr(type(self), name):
                raise InvalidValueError("figures", name, "be another name than that of a field")
            self._check(name, value)
        for name in ("expected_monthly", "last_year"):
            self._check(name, getattr(self, name))
        for value in self.monthly_sales:
            self._check("monthly_sales", value)

    def _check(self, name: str, value: Figure | None) -> None:
        if isinstance(value, Money) and value.currency != self.currency:
            rule = f"be in {self.currency}, as the profile; convert it first"
            raise CurrencyMismatchError(name, value.currency.code, rule)

    @property
    def more(self) -> Mapping[str, Figure]:
        """The other figures by name."""
        return MappingProxyType(dict(self.figures))

    def figure(self, name: str) -> Figure | None:
        """A figure by its name: score, years, term_months, last_year, expected_monthly, or one of the others.

        None where it is not known.
        """
        if name in _OWN:
            value = getattr(self, name)
            return Fraction(value) if isinstance(value, int) else value
        return dict(self.figures).get(name)


def profile_of(
    facts: Facts,
    customer: str,
    on: date | str,
    currency: Currency | str,
    *,
    months: int = 12,
    basis: SalesBasis | str = SalesBasis.INVOICES,
    tax: bool = False,
    grade: str | None = None,
    score: RateLike | None = None,
    term_months: RateLike | None = None,
    expected_monthly: Money | str | None = None,
    figures: Mapping[str, FigureLike] | Iterable[tuple[str, FigureLike]] = (),
) -> CreditProfile:
    """A profile with the figures that facts tell: monthly sales, last year's, years as a customer, segment.

    The months are the whole ones before the day's own. Those before the first sale count among them only from
    the month of the first one on, so that a customer of three months is not taken for one of twelve. Last
    year is the calendar year before the day's; it is None where there was no sale in it.

    Args:
        facts: A batch with the customer and its documents.
        customer: Whose profile.
        on: The day; later documents do not exist yet.
        currency: Currency in which the documents are.
        months: How many months at most.
        basis: Which documents tell what a customer buys.
        tax: Whether their tax counts.
        grade: Credit grade.
        score: Points.
        term_months: Credit term in months.
        expected_monthly: Sales expected in a month.
        figures: Other figures by name.

    Raises:
        BatchError: If documents are in another currency; they are listed, and nothing is left out.
        InvalidValueError: If an argument is none of the above.
        WrongTypeError: If the facts are no batch, or an argument has another type.

    Examples:
        >>> from salesmgmt.records import Line
        >>> facts = Facts([
        ...     Invoice("I-1", "2025-11-03", Line(None, "CNY 1000"), customer="C-9"),
        ...     Invoice("I-2", "2025-12-20", Line(None, "CNY 3000"), customer="C-9"),
        ... ])
        >>> profile = profile_of(facts, "C-9", "2026-01-05", "CNY")
        >>> [str(amount) for amount in profile.monthly_sales], str(profile.last_year)
        (['CNY 1,000.00', 'CNY 3,000.00'], 'CNY 4,000.00')
    """
    if not isinstance(facts, Facts):
        raise WrongTypeError("facts", facts, "be a checked batch: Facts([…])")
    check_text("customer", customer)
    check_count("months", months, 1)
    check_flag("tax", tax)
    day, unit = as_date(on, "on"), currency_of(currency)
    sold = _sold(facts, customer, day, unit, choice_of(SalesBasis, basis, "basis"), tax=tax)
    this = day.replace(day=1)
    first = max(add_months(this, -months), min((on.replace(day=1) for on, _ in sold), default=this))
    by_month: list[Money] = []
    while first < this:
        following = add_months(first, 1)
        by_month.append(_sum(sold, DateRange(first, following), unit))
        first = following
    last_year = DateRange.year(day.year - 1)
    found = facts.index(Customer).get(customer)
    since = None if found is None else found.since
    return CreditProfile(
        customer,
        day,
        unit,
        grade=grade,
        score=score,
        term_months=term_months,
        monthly_sales=by_month,
        expected_monthly=expected_monthly,
        last_year=_sum(sold, last_year, unit) if any(on in last_year for on, _ in sold) else None,
        years=None if since is None or since > day else _whole_years(since, day),
        segment=None if found is None else found.segment,
        figures=figures,
    )


def _sold(
    facts: Facts, customer: str, day: date, unit: Currency, basis: SalesBasis, *, tax: bool
) -> list[tuple[date, int]]:
    documents: list[Order | Delivery | Invoice | CreditNote]
    if basis is SalesBasis.ORDERS:
        documents = list(facts.orders)
    elif basis is SalesBasis.DELIVERIES:
        documents = list(facts.deliveries)
    else:
        documents = [*facts.invoices, *facts.credit_notes]
    orders = facts.index(Order)
    sold, wrong = [], []
    for document in documents:
        if isinstance(document, Delivery):
            order = orders.get(document.order)
            buyer = None if order is None else order.customer
        else:
            buyer = document.customer
        if buyer != customer or document.on > day:
            continue
        if document.currency is not None and document.currency != unit:
            label = f"{type(document).__name__} {document.id}"
            rule = f"be {unit}; convert it first"
            wrong.append(Problem(label, "currency", document.currency.code, rule))
        minor = document.gross_minor if tax else document.amount_minor
        sold.append((document.on, -minor if isinstance(document, CreditNote) else minor))
    if wrong:
        raise BatchError("documents", wrong)
    return sold


def _sum(sold: list[tuple[date, int]], during: DateRange, unit: Currency) -> Money:
    return Money(sum(minor for on, minor in sold if on in during), unit)


def _whole_years(since: date, day: date) -> int:
    years = day.year - since.year
    return years if add_months(since, 12 * years) <= day else years - 1
