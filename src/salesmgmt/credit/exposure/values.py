"""What counts against a customer's limit on a day, part by part, and what was left out."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from attrs import field, frozen

from salesmgmt.calendars import as_date
from salesmgmt.credit.texts.exposure import EXPOSURE_HEADINGS
from salesmgmt.errors import CurrencyMismatchError, InvalidValueError, WrongTypeError
from salesmgmt.money import Currency, ExchangeRate, Money, currency_of, money_of
from salesmgmt.tables import Table, headed

__all__ = ["Component", "Exposure", "ExposurePart"]


class Component(StrEnum):
    """Where a part of an exposure comes from."""

    ORDERS = "orders"
    """Ordered, and neither delivered nor invoiced."""
    BEYOND = "beyond"
    """The same, wanted after the horizon."""
    DELIVERIES = "deliveries"
    """Delivered and not invoiced."""
    INVOICES = "invoices"
    """Invoiced and not settled."""
    DISPUTED = "disputed"
    """Invoiced, and disputed by the customer."""
    CHEQUES = "cheques"
    """Invoiced, with a cheque in hand that has not cleared."""
    BILLS = "bills"
    """Invoiced, with an acceptance bill in hand that is not paid."""
    FLOOR = "floor"
    """The stock that a distributor was financed for the term of an agreement."""
    UNAPPLIED = "unapplied"
    """Money that no invoice has taken up; it reduces the exposure."""
    ADVANCES = "advances"
    """Money paid in advance that no invoice has taken up; it reduces the exposure."""
    CREDITS = "credits"
    """Credit notes that no invoice has taken up; they reduce the exposure."""
    GUARANTEES = "guarantees"
    """What others answer for; it reduces the exposure."""


_ORDER = MappingProxyType({component: place for place, component in enumerate(Component)})


def _as_component(value: Component | str) -> Component:
    try:
        return Component(value)
    except ValueError:
        raise InvalidValueError("component", value, f"be one of {', '.join(Component)}") from None


@frozen(weakref_slot=False)
class ExposurePart:
    """One part of an exposure.

    Attributes:
        component: Where it comes from.
        amount: How much; negative where it reduces the exposure.
        counted: Whether the policy counts it.

    Raises:
        InvalidValueError: If the component is none of those above.
        WrongTypeError: If a field has another type.
    """

    component: Component = field(converter=_as_component)
    amount: Money = field(converter=money_of)
    counted: bool = True

    def __attrs_post_init__(self) -> None:
        if type(self.counted) is not bool:
            raise WrongTypeError("counted", self.counted, "be True or False")


def _as_parts(parts: Iterable[ExposurePart]) -> tuple[ExposurePart, ...]:
    given = tuple(parts) if isinstance(parts, Iterable) else (parts,)
    for part in given:
        if not isinstance(part, ExposurePart):
            raise WrongTypeError("parts", part, "be ExposurePart values, in a list or any other iterable")
    return tuple(sorted(given, key=lambda part: (_ORDER[part.component], not part.counted)))


def _as_rates(rates: Iterable[ExchangeRate]) -> tuple[ExchangeRate, ...]:
    given = tuple(rates)
    for rate in given:
        if not isinstance(rate, ExchangeRate):
            raise WrongTypeError("rates", rate, "hold ExchangeRate only")
    return tuple(sorted(set(given), key=lambda rate: (rate.base.code, rate.quote.code, rate.on, rate.source)))


def _as_on(value: date | str) -> date:
    return as_date(value, "on")


@frozen(weakref_slot=False)
class Exposure:
    """What counts against a customer's limit at the end of a day, and what was left out.

    Attributes:
        customer: Whose exposure it is.
        on: The day.
        currency: Currency of all parts.
        parts: What was found, each with whether it counts; a component stands once among the counted and once
            among the ignored. Parts of zero are left out.
        rates: The exchange rates that were used.

    Raises:
        CurrencyMismatchError: If a part is in another currency.
        InvalidValueError: If the customer is empty, or a component stands twice.
        WrongTypeError: If a field has another type.

    Examples:
        >>> exposure = Exposure(
        ...     "C-9",
        ...     "2026-03-10",
        ...     "USD",
        ...     [ExposurePart("invoices", "USD 2,500"), ExposurePart("orders", "USD 2,000")],
        ... )
        >>> print(exposure.total, exposure.of("orders"), exposure.of("advances"))
        USD 4,500.00 USD 2,000.00 USD 0.00
    """

    customer: str
    on: date = field(converter=_as_on)
    currency: Currency = field(converter=currency_of)
    parts: tuple[ExposurePart, ...] = field(default=(), converter=_as_parts)
    rates: tuple[ExchangeRate, ...] = field(default=(), converter=_as_rates)

    def __attrs_post_init__(self) -> None:
        if not isinstance(self.customer, str) or not self.customer:
            raise InvalidValueError("customer", self.customer, "be a text with at least one character")
        for part in self.parts:
            if part.amount.currency != self.currency:
                raise CurrencyMismatchError("parts", part.amount, f"be in {self.currency}")
        names = [(part.component, part.counted) for part in self.parts]
        if len(set(names)) != len(names):
            raise InvalidValueError("parts", self.parts, "name each component once")

    @property
    def total_minor(self) -> int:
        """What counts, in minor units; negative where the customer is in credit."""
        return sum([part.amount.minor for part in self.parts if part.counted])

    @property
    def total(self) -> Money:
        """What counts; negative where the customer is in credit."""
        return Money(self.total_minor, self.currency)

    @property
    def counted(self) -> tuple[ExposurePart, ...]:
        """The parts that count."""
        return tuple(part for part in self.parts if part.counted)

    @property
    def ignored(self) -> tuple[ExposurePart, ...]:
        """The parts that were found and do not count."""
        return tuple(part for part in self.parts if not part.counted)

    def of(self, component: Component | str) -> Money:
        """What a component comes to, counted or not; zero where there is nothing of it.

        Raises:
            InvalidValueError: If there is no such component.
        """
        wanted = _as_component(component)
        minor = sum([part.amount.minor for part in self.parts if part.component is wanted])
        return Money(minor, self.currency)

    def records(self) -> list[dict[str, object]]:
        """One row per part, for a DataFrame."""
        return [
            {
                "customer": self.customer,
                "on": self.on,
                "component": part.component.value,
                "amount": part.amount.amount,
                "currency": self.currency.code,
                "counted": part.counted,
            }
            for part in self.parts
        ]

    def table(self, lang: str = "en") -> Table:
        """The parts, what counts and what does not.

        Raises:
            InvalidValueError: If the language is neither `en` nor `zh`.
        """
        columns = headed(EXPOSURE_HEADINGS, lang, "component", "counted", "ignored")
        rows = [
            (
                headed(EXPOSURE_HEADINGS, lang, f"component.{part.component}")[0].heading,
                part.amount if part.counted else None,
                None if part.counted else part.amount,
            )
            for part in self.parts
        ]
        total = headed(EXPOSURE_HEADINGS, lang, "total")[0].heading
        return Table(self.customer, columns, rows, footer=(total, self.total, None), lang=lang)
