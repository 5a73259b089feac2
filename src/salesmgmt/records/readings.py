"""Figures that no sale of the batch gives: scores from elsewhere, and what was reached before it begins."""

from __future__ import annotations

from datetime import date, datetime
from fractions import Fraction
from typing import TYPE_CHECKING

from attrs import field, frozen

from salesmgmt.calendars import DateRange
from salesmgmt.errors import InvalidValueError, WrongTypeError
from salesmgmt.money import Currency, Money, RateLike, rate_of
from salesmgmt.records.common import (
    NOTHING_MORE,
    More,
    as_day,
    as_instant,
    as_more,
    as_optional_amount,
    as_optional_currency,
    as_optional_quantity,
    as_range,
    check_needed,
    set_field,
    settle_date,
    settle_identity,
    settle_range,
)
from salesmgmt.records.people import check_bounded, level_of, settle_level

__all__ = ["Opening", "Score"]

if TYPE_CHECKING:

    def _as_figure(value: RateLike) -> Fraction: ...

else:
    _as_figure = None


def exact_figure(value: RateLike, name: str = "value") -> Fraction:
    """A figure as the fraction it is: a number, or text such as `92.5`, `105%` or `2/3`.

    Raises:
        InvalidValueError: If a text is no number.
        WrongTypeError: If it is a float, a flag or anything else.
    """
    if isinstance(value, float):
        raise WrongTypeError(name, value, f"be exact: write '{value}' as text")
    try:
        return rate_of(value, name).value
    except WrongTypeError:
        rule = "be a number: an int, a Fraction, a Decimal, a Rate or text such as '92.5' or '105%'"
        raise WrongTypeError(name, value, rule) from None
    except InvalidValueError as error:
        raise InvalidValueError(name, value, error.rule.replace("'0.05'", "'92.5'")) from None


@frozen(weakref_slot=False)
class Score:
    """A figure for a period that was measured elsewhere: appraisal points, satisfaction, an objective met.

    Attributes:
        id: Identifier given by the caller.
        holder: Participant or unit whose score it is.
        during: Days that it speaks of, with a first and a last one.
        measure: What was measured, such as `appraisal` or `satisfaction`.
        value: The figure, exact: a number (`92.5`), or a share of what was to be reached (`105%`, which is
            21/20). 0 or more.
        more: The caller's own columns.
        recorded: Aware instant at which it became known, kept in UTC.
        supersedes: Identifier of the score that this one corrects.

    Raises:
        InvalidValueError: If the value is negative or no number, or the period has no end.
        WrongTypeError: If the value is a float, or a field has another type.

    Examples:
        >>> Score("S-1", "ann", "2026-01-01/2026-04-01", "appraisal", "92.5").value
        Fraction(185, 2)
        >>> Score("S-2", "ann", "2026-01-01/2026-04-01", "training", "105%").value
        Fraction(21, 20)
    """

    id: str
    holder: str
    during: DateRange = field(converter=as_range)
    measure: str
    value: Fraction = field(converter=_as_figure)
    more: More = field(default=NOTHING_MORE, converter=as_more)
    recorded: datetime | None = field(default=None, converter=as_instant)
    supersedes: str | None = None

    def __attrs_post_init__(self) -> None:
        settle_identity(self)
        settle_range(self, "during", self.during)
        check_bounded(self.during)
        check_needed(self.holder, "holder")
        check_needed(self.measure, "measure")
        if type(self.value) is not Fraction:
            set_field(self, "value", exact_figure(self.value))
        if self.value < 0:
            raise InvalidValueError("value", self.value, "be 0 or more")

    @property
    def on(self) -> date | None:
        """Last day of the period, before which there is no figure."""
        return self.during.last


@frozen(weakref_slot=False)
class Opening:
    """What somebody had reached in a component of a plan before the batch begins.

    A component that accumulates over a year goes on from it. It stands in place of whatever the batch holds
    from before its day, earlier openings among it: sales from its day on come on top.

    Attributes:
        id: Identifier given by the caller.
        participant: Who had reached it.
        on: The day at whose start it stands: sales from this day on come on top of it.
        component: Identifier of the component of the plan.
        amount_minor: Minor units of `currency` (argument `amount`); None where `quantity` is given. Negative
            where more was returned than sold.
        quantity: Number of things, for components that count.
        currency: Currency of the amount; None where `quantity` is given.
        more: The caller's own columns.
        recorded: Aware instant at which it became known, kept in UTC.
        supersedes: Identifier of the opening that this one corrects.

    Raises:
        InvalidValueError: If not exactly one of amount and quantity is given, or an identifier is empty.
        WrongTypeError: If a field has another type.

    Examples:
        >>> Opening("O-1", "ann", "2026-07-01", "new-business", "USD 480,000").amount
        Money.of('USD 480,000.00')
    """

    id: str
    participant: str
    on: date = field(converter=as_day)
    component: str
    amount_minor: int | None = field(default=None, alias="amount", converter=as_optional_amount)
    quantity: int | Fraction | None = field(default=None, converter=as_optional_quantity)
    currency: Currency | None = field(default=None, converter=as_optional_currency)
    more: More = field(default=NOTHING_MORE, converter=as_more)
    recorded: datetime | None = field(default=None, converter=as_instant)
    supersedes: str | None = None

    def __attrs_post_init__(self) -> None:
        settle_identity(self)
        if type(self.on) is not date:
            settle_date(self, "on", self.on)
        check_needed(self.participant, "participant")
        check_needed(self.component, "component")
        settle_level(self)

    @property
    def amount(self) -> Money | None:
        """What was reached as money; None where it is a quantity."""
        return level_of(self)
