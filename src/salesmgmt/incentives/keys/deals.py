"""Keys that look at each deal on its own: its amount, its margin, how late it was paid."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import TypeAlias

from attrs import field, frozen

from salesmgmt._choices import choice_of
from salesmgmt.calendars import PeriodKind
from salesmgmt.criteria.reads import Tables, as_path, resolved
from salesmgmt.errors import WrongTypeError
from salesmgmt.incentives.deals import Deal
from salesmgmt.incentives.keys.spans import as_per
from salesmgmt.incentives.schedules import KeyKind
from salesmgmt.money import Money, Rate, Unrounded

__all__ = [
    "Age",
    "AgeUnit",
    "DaysFromInvoice",
    "DaysOverdue",
    "DealAmount",
    "DealField",
    "DealKey",
    "MarginPercent",
    "position_of",
    "whole_months",
]


def _as_kind_or_text(value: KeyKind | str | None) -> KeyKind | None:
    if value is None or value == "text":
        return None
    return choice_of(KeyKind, value, "kind", f"be one of {', '.join(KeyKind)}, text")


@frozen
class DealAmount:
    """By what is credited of each deal, which runs through the tiers on its own.

    A deal is an opportunity, or a document or receipt with all its lines. One below zero (a return) earns the
    opposite of what its magnitude would, so that it takes back what the sale brought.

    Attributes:
        per: Period over which the pay of the deals is summed, and earned.

    Raises:
        InvalidValueError: If the kind of period is unknown.
    """

    per: PeriodKind = field(default=PeriodKind.MONTH, converter=as_per)


@frozen
class DealField:
    """By a field of each deal, such as its discount or region.

    Attributes:
        path: Field of the deal, as in a criterion: `discount`, `product.family`, `owner.grade`.
        per: Period over which the pay of the deals is summed, and earned.
        kind: Whether it is read as a `share`, as `money`, as a `number` or as `text` (None), for a matrix.

    Raises:
        InvalidValueError: If the path cannot be followed or a word is unknown.
    """

    path: str = field(converter=as_path)
    per: PeriodKind = field(default=PeriodKind.MONTH, converter=as_per)
    kind: KeyKind | None = field(default=KeyKind.SHARE, converter=_as_kind_or_text)

    def at(self, deal: Deal, day: date, tables: Tables) -> Fraction | str | None:
        """Where the table is entered for a deal; None where the field is missing."""
        return position_of(resolved(deal, self.path, tables), self.kind, self.path)


def position_of(found: object, kind: KeyKind | None, path: str) -> Fraction | str | None:
    """A value as a place in a table of a kind.

    Raises:
        WrongTypeError: If it is of another kind.
    """
    if found is None:
        return None
    if kind is None:
        return str(found)
    if kind is KeyKind.MONEY and isinstance(found, Money | Unrounded):
        return Fraction(found.minor)
    if kind is KeyKind.SHARE and isinstance(found, Rate):
        return found.value
    if kind is not KeyKind.MONEY and isinstance(found, int | Fraction | Decimal) and type(found) is not bool:
        return Fraction(found)
    raise WrongTypeError(path, found, f"hold {'an amount' if kind is KeyKind.MONEY else 'a number'}")


@frozen
class MarginPercent:
    """By the margin of each deal as a share of its amount; unknown without a cost or an amount.

    Attributes:
        per: Period over which the pay of the deals is summed, and earned.

    Raises:
        InvalidValueError: If the kind of period is unknown.
    """

    per: PeriodKind = field(default=PeriodKind.MONTH, converter=as_per)

    def at(self, deal: Deal, day: date, tables: Tables) -> Fraction | None:
        """Margin over amount."""
        amount, cost = deal.amount_minor, deal.cost_minor
        if amount is None or cost is None or not amount:
            return None
        return Fraction(amount - cost) / amount


@frozen
class DaysOverdue:
    """By the days from the due date of an invoice to its payment; below 0 where it came early.

    Attributes:
        per: Period over which the pay of the receipts is summed, and earned.

    Raises:
        InvalidValueError: If the kind of period is unknown.
    """

    per: PeriodKind = field(default=PeriodKind.MONTH, converter=as_per)

    def at(self, deal: Deal, day: date, tables: Tables) -> Fraction | None:
        """Days after the due date; None for what is no receipt of a dated invoice."""
        days = getattr(deal, "days_overdue", None)
        return None if days is None else Fraction(days)


@frozen
class DaysFromInvoice:
    """By the days from an invoice to its payment: the collection window.

    Attributes:
        per: Period over which the pay of the receipts is summed, and earned.

    Raises:
        InvalidValueError: If the kind of period is unknown.
    """

    per: PeriodKind = field(default=PeriodKind.MONTH, converter=as_per)

    def at(self, deal: Deal, day: date, tables: Tables) -> Fraction | None:
        """Days after the invoice; None for what is no receipt."""
        days = getattr(deal, "days_from_invoice", None)
        return None if days is None else Fraction(days)


class AgeUnit(StrEnum):
    """What an age is counted in; only whole ones count."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"


def _as_unit(value: AgeUnit | str) -> AgeUnit:
    return choice_of(AgeUnit, value, "unit")


@frozen
class Age:
    """By how long something has been there on the day of the deal: a customer, a product.

    Attributes:
        since: Field with its first day, as in a criterion: `customer.since`, `product.launched`.
        unit: `day`, `month` or `year`; only whole ones count.
        per: Period over which the pay of the deals is summed, and earned.

    Raises:
        InvalidValueError: If the path cannot be followed or a word is unknown.
    """

    since: str = field(converter=as_path)
    unit: AgeUnit = field(default=AgeUnit.MONTH, converter=_as_unit)
    per: PeriodKind = field(default=PeriodKind.MONTH, converter=as_per)

    def at(self, deal: Deal, day: date, tables: Tables) -> Fraction | None:
        """Whole days, months or years; None where the first day is missing."""
        since = resolved(deal, self.since, tables)
        if since is None:
            return None
        if not isinstance(since, date):
            raise WrongTypeError(self.since, since, "hold a date")
        if self.unit is AgeUnit.DAY:
            return Fraction((day - since).days)
        months = whole_months(since, day)
        return Fraction(months if self.unit is AgeUnit.MONTH else months // 12)


def whole_months(start: date, end: date) -> int:
    """How many months have passed from one day to another, only whole ones; below 0 for the past."""
    months = 12 * (end.year - start.year) + end.month - start.month
    return months - (end.day < start.day)


DealKey: TypeAlias = DealAmount | DealField | MarginPercent | DaysOverdue | DaysFromInvoice | Age
"""Keys that look at each deal on its own."""
