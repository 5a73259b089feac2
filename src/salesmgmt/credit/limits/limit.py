"""A credit limit: who may owe how much, of what kind it is, and for how long."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from attrs import field, frozen

from salesmgmt._choices import choice_of
from salesmgmt.calendars import DateRange, range_of
from salesmgmt.credit.limits.amounts import LimitAmount, amount_of
from salesmgmt.credit.limits.checks import as_optional_date, check_count, check_flag, check_text
from salesmgmt.errors import InvalidValueError, WrongTypeError
from salesmgmt.money import Money, Rate, RateLike, rate_of

__all__ = ["CreditLimit", "LimitKind", "LimitScope"]


class LimitKind(StrEnum):
    """Where a limit comes from; how the kinds are put together is a matter of the `LimitPolicy`."""

    BASE = "base"
    """What was granted for good, or until the next review."""
    TEMPORARY = "temporary"
    """Granted for a project or an exception, with an end."""
    SEASONAL = "seasonal"
    """Granted for the months in which more, or less, is sold."""
    INSURED = "insured"
    """What a credit insurer has approved."""
    GUARANTEED = "guaranteed"
    """What a bank, a parent company or a collateral stands for."""


class LimitScope(StrEnum):
    """Whose limit it is, from the narrowest to the widest."""

    CUSTOMER = "customer"
    """One customer's own."""
    GROUP = "group"
    """Shared by the members of a group: together they may owe no more."""
    SEGMENT = "segment"
    """For each customer of a segment, on its own."""


#: Kinds whose amount is what somebody else stands for, and which need not count in full.
SECURED = frozenset({LimitKind.INSURED, LimitKind.GUARANTEED})


def _as_kind(value: LimitKind | str) -> LimitKind:
    return choice_of(LimitKind, value, "kind")


def _as_scope(value: LimitScope | str) -> LimitScope:
    return choice_of(LimitScope, value, "scope")


def _as_share(value: RateLike) -> Rate:
    return rate_of(value, "share")


@frozen
class CreditLimit:
    """The most that a customer, a group, or each customer of a segment may owe, for a time.

    A limit of zero is a limit: nothing may be owed. `NoLimit()` says that any amount may be, `NotChecked()`
    that nobody asks. To have no such value at all is a fourth thing, of which the policy says what it means.

    Attributes:
        id: Identifier given by the caller.
        holder: The customer, group or segment whose limit it is.
        amount: Money of 0 or more, `NoLimit()` or `NotChecked()`. Of an insured or guaranteed limit, the
            value of the policy or guarantee.
        during: Days on which it holds; always where left out.
        kind: Base, temporary, seasonal, insured or guaranteed.
        scope: Whether the holder is a customer, a group or a segment.
        priority: 1 or more; where a policy goes by priority, the lowest number comes first.
        approver: Who approved it; None where nobody is named.
        review: Day by which it is to be looked at again; None for no such day.
        share: How much of the value of an insured or guaranteed limit counts.
        in_exposure: Whether the value of an insured or guaranteed limit lies within the exposure, so that the
            rest of the limit is what is at the seller's own risk.

    Raises:
        InvalidValueError: If the amount is negative, an identifier empty, the share is not from 0% to 100%,
            or the kind does not go with the share, the amount or `in_exposure`.
        WrongTypeError: If a field has another type.

    Examples:
        >>> limit = CreditLimit("L-1", "C-9", "USD 10,000", "2026-01-01/2027-01-01", approver="ann")
        >>> limit.kind.value, limit.scope.value, str(limit.amount)
        ('base', 'customer', 'USD 10,000.00')
        >>> insured = CreditLimit("L-2", "C-9", "USD 50,000", kind="insured", share="50%")
        >>> str(CreditLimit("L-3", "walk-in", "no limit", scope="segment").amount)
        'no limit'
    """

    id: str
    holder: str
    amount: LimitAmount = field(converter=amount_of)
    during: DateRange = field(default=DateRange(None, None), converter=range_of)
    kind: LimitKind = field(default=LimitKind.BASE, converter=_as_kind)
    scope: LimitScope = field(default=LimitScope.CUSTOMER, converter=_as_scope)
    priority: int = field(default=1, kw_only=True)
    approver: str | None = field(default=None, kw_only=True)
    review: date | None = field(default=None, converter=as_optional_date, kw_only=True)
    share: Rate = field(default=Rate(1), converter=_as_share, kw_only=True)
    in_exposure: bool = field(default=False, kw_only=True)

    def __attrs_post_init__(self) -> None:
        check_text("id", self.id)
        check_text("holder", self.holder)
        check_count("priority", self.priority, 1)
        check_flag("in_exposure", self.in_exposure)
        if self.approver is not None:
            check_text("approver", self.approver)
        if isinstance(self.amount, Money) and self.amount.minor < 0:
            raise InvalidValueError("amount", self.amount, "be 0 or more")
        if not 0 <= self.share.value <= 1:
            raise InvalidValueError("share", self.share, "be a share of the value, 0% to 100%")
        if self.kind in SECURED:
            if not isinstance(self.amount, Money):
                raise WrongTypeError("amount", self.amount, f"be money, as the limit is {self.kind.value}")
        elif self.share.value != 1 or self.in_exposure:
            name = "share" if self.share.value != 1 else "in_exposure"
            rule = "be left out unless the limit is insured or guaranteed"
            raise InvalidValueError(name, getattr(self, name), rule)

    @property
    def is_secured(self) -> bool:
        """Whether somebody else stands for it: it is insured or guaranteed."""
        return self.kind in SECURED
