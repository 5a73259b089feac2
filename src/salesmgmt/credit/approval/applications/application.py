"""What a credit application asks for."""

from __future__ import annotations

from datetime import date

from attrs import field, frozen

from salesmgmt._choices import choice_of
from salesmgmt.calendars import DateRange, range_of
from salesmgmt.credit.limits import CreditLimit, LimitKind, LimitScope
from salesmgmt.credit.limits.checks import as_optional_date, check_count, check_text
from salesmgmt.errors import InvalidValueError, WrongTypeError
from salesmgmt.money import Money, money_of

__all__ = ["CreditApplication"]


def _as_kind(value: LimitKind | str) -> LimitKind:
    return choice_of(LimitKind, value, "kind")


def _as_scope(value: LimitScope | str) -> LimitScope:
    return choice_of(LimitScope, value, "scope")


@frozen
class CreditApplication:
    """Somebody asks for a limit for a customer, a group or each customer of a segment.

    Attributes:
        id: Identifier given by the caller; the limit that follows bears it, too.
        customer: Whose limit it is to be.
        amount: How much is asked for, above 0.
        requested_by: Who asks; they decide on nothing in it.
        during: Days on which the limit is to hold.
        kind: Base, temporary, seasonal, insured or guaranteed.
        scope: Whether the limit is for a customer, a group or a segment.
        term_days: Days until payment that are asked for; 0 where they are not to change.
        review: Day by which the limit is to be looked at again; None for no such day.
        priority: Of the limit, 1 or more.
        note: Why; empty where nobody said.

    Raises:
        InvalidValueError: If a text is empty, the amount is not above 0 or a number is negative.
        WrongTypeError: If a part has another type.

    Examples:
        >>> asked = CreditApplication("A-1", "C-9", "CNY 500,000", "ann", "2026-01-01/2027-01-01")
        >>> asked.ends.isoformat(), str(asked.limit().amount)
        ('2027-01-01', 'CNY 500,000.00')
    """

    id: str
    customer: str
    amount: Money = field(converter=money_of)
    requested_by: str
    during: DateRange = field(default=DateRange(None, None), converter=range_of)
    kind: LimitKind = field(default=LimitKind.BASE, converter=_as_kind)
    scope: LimitScope = field(default=LimitScope.CUSTOMER, converter=_as_scope)
    term_days: int = field(default=0, kw_only=True)
    review: date | None = field(default=None, converter=as_optional_date, kw_only=True)
    priority: int = field(default=1, kw_only=True)
    note: str = field(default="", kw_only=True)

    def __attrs_post_init__(self) -> None:
        for name in ("id", "customer", "requested_by"):
            check_text(name, getattr(self, name))
        if self.amount.minor <= 0:
            raise InvalidValueError("amount", self.amount, "be above 0")
        check_count("term_days", self.term_days)
        check_count("priority", self.priority, 1)
        if not isinstance(self.note, str):
            raise WrongTypeError("note", self.note, "be text")

    @property
    def ends(self) -> date | None:
        """The day from which the limit is to hold no longer; None where it is to hold on."""
        return self.during.end

    def limit(
        self, amount: Money | None = None, during: DateRange | None = None, approver: str | None = None
    ) -> CreditLimit:
        """The limit that it comes to.

        Args:
            amount: How much is granted; what was asked for where left out.
            during: The days on which it holds; those asked for where left out.
            approver: Who approved it.
        """
        return CreditLimit(
            self.id,
            self.customer,
            self.amount if amount is None else amount,
            self.during if during is None else during,
            self.kind,
            self.scope,
            priority=self.priority,
            approver=approver,
            review=self.review,
        )
