"""What a formula proposes, and what every formula has in common."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from attrs import field, frozen

from salesmgmt.calendars import DateRange, as_date
from salesmgmt.credit.limits.amounts import LimitAmount, LimitAmountLike, amount_of
from salesmgmt.credit.limits.checks import check_flag, check_text
from salesmgmt.credit.limits.limit import CreditLimit, LimitKind
from salesmgmt.credit.limits.proposing.profile import CreditProfile
from salesmgmt.errors import InvalidValueError, WrongTypeError
from salesmgmt.money import Money, money_of
from salesmgmt.reasons import Reason, ReasonValue

__all__ = ["LimitFormula", "LimitProposal"]


def _as_on(value: date | str) -> date:
    return as_date(value, "on")


def _as_amount(value: LimitAmountLike | None) -> LimitAmount | None:
    return None if value is None else amount_of(value)


def _as_average(value: Money | str | None) -> Money | None:
    return None if value is None else money_of(value, "average")


def _as_reasons(reasons: Iterable[Reason]) -> tuple[Reason, ...]:
    return tuple(reasons)


@frozen
class LimitProposal:
    """A limit that a formula proposes, before anybody has approved it.

    Attributes:
        customer: For whom.
        on: The day.
        amount: The amount, `NoLimit()` or `NotChecked()`; None where nothing can be proposed.
        advance: Whether the customer is to pay in advance.
        average: Average sales of a month that it rests on; None where it rests on something else.
        reasons: How it came about.

    Raises:
        InvalidValueError: If the customer is empty or the amount negative.
        WrongTypeError: If a field has another type.
    """

    customer: str
    on: date = field(converter=_as_on)
    amount: LimitAmount | None = field(converter=_as_amount)
    advance: bool = field(default=False, kw_only=True)
    average: Money | None = field(default=None, converter=_as_average, kw_only=True)
    reasons: tuple[Reason, ...] = field(default=(), converter=_as_reasons, kw_only=True)

    def __attrs_post_init__(self) -> None:
        check_text("customer", self.customer)
        check_flag("advance", self.advance)
        if isinstance(self.amount, Money) and self.amount.minor < 0:
            raise InvalidValueError("amount", self.amount, "be 0 or more")

    def limit(
        self,
        id: str,  # noqa: A002 - what a limit calls it
        during: DateRange | str = DateRange(None, None),  # noqa: B008 - a value that nothing changes
        kind: LimitKind | str = LimitKind.BASE,
        *,
        review: date | str | None = None,
        approver: str | None = None,
        priority: int = 1,
    ) -> CreditLimit:
        """The limit that the proposal amounts to.

        Raises:
            InvalidValueError: If nothing was proposed, or a field is none that a limit may have.
        """
        if self.amount is None:
            raise InvalidValueError("amount", self.amount, "be something: nothing could be proposed")
        return CreditLimit(
            id,
            self.customer,
            self.amount,
            during,
            kind,
            priority=priority,
            approver=approver,
            review=review,
        )


class LimitFormula:
    """A way to come to a limit; the base of every one, not meant to be subclassed elsewhere."""

    __slots__ = ()

    def propose(self, profile: CreditProfile) -> LimitProposal:
        """The limit that a customer's figures lead to.

        Args:
            profile: What is known of the customer.

        Raises:
            CurrencyMismatchError: If an amount is in another currency than the profile.
            WrongTypeError: If the profile is none, or a figure is money where a number is meant.
        """
        raise NotImplementedError


def proposal(
    profile: CreditProfile,
    amount: LimitAmount | None,
    *reasons: Reason,
    advance: bool = False,
    average: Money | None = None,
) -> LimitProposal:
    """A proposal for the customer and day of a profile."""
    return LimitProposal(
        profile.customer, profile.on, amount, advance=advance, average=average, reasons=reasons
    )


def missing(profile: CreditProfile, figure: str) -> LimitProposal:
    """No proposal, since a figure is not known."""
    values: dict[str, ReasonValue] = {"figure": figure}
    return proposal(profile, None, Reason("credit.proposal.missing", values))


def check_profile(profile: object) -> None:
    """Refuse what is no profile."""
    if not isinstance(profile, CreditProfile):
        raise WrongTypeError("profile", profile, "be a CreditProfile, as profile_of makes it")
