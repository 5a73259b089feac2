"""What a credit insurer pays for a loss."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from attrs import field, frozen

from salesmgmt.errors import CurrencyMismatchError, InvalidValueError, WrongTypeError
from salesmgmt.money import HALF_UP_TO_MINOR, Money, Rate, RateLike, Rounding, Unrounded, money_of, rate_of
from salesmgmt.reasons import Reason, ReasonValue

__all__ = ["CreditInsurance", "Indemnity"]


def _as_cover(value: RateLike) -> Rate:
    return rate_of(value, "cover")


def _as_limit(value: Money | str) -> Money:
    return money_of(value, "approved_limit")


def _as_deductible(value: Money | str | None) -> Money | None:
    return None if value is None else money_of(value, "deductible")


def _as_loss(value: Money | str) -> Money:
    return money_of(value, "loss")


def _as_indemnifiable(value: Money | str) -> Money:
    return money_of(value, "indemnifiable")


def _as_payout(value: Money | str) -> Money:
    return money_of(value, "payout")


def _as_reasons(reasons: Iterable[Reason]) -> tuple[Reason, ...]:
    return tuple(reasons)


@frozen
class Indemnity:
    """What an insurer pays for a loss, and what is left.

    Attributes:
        loss: What was lost.
        indemnifiable: What of it is within the approved limit.
        payout: What the insurer pays.
        reasons: How it came about.

    Raises:
        CurrencyMismatchError: If the amounts are in several currencies.
        WrongTypeError: If a field has another type.
    """

    loss: Money = field(converter=_as_loss)
    indemnifiable: Money = field(converter=_as_indemnifiable)
    payout: Money = field(converter=_as_payout)
    reasons: tuple[Reason, ...] = field(default=(), converter=_as_reasons)

    def __attrs_post_init__(self) -> None:
        for name in ("indemnifiable", "payout"):
            _check_currency(name, getattr(self, name), self.loss)

    @property
    def retained(self) -> Money:
        """What is left to the seller."""
        return self.loss - self.payout


@frozen
class CreditInsurance:
    """An insurer's cover for one customer.

    It pays the smaller of loss and approved limit, less the deductible, times the cover.

    Attributes:
        approved_limit: The most of a loss that the insurer looks at.
        cover: How much of it is paid.
        deductible: What is taken off before; None for nothing.
        rounding: Of what is paid.

    Raises:
        CurrencyMismatchError: If the amounts are in two currencies.
        InvalidValueError: If the cover is not from 0% to 100%, or an amount is negative.
        WrongTypeError: If a field has another type.

    Examples:
        >>> insurance = CreditInsurance("BRL 1,000,000", "90%")
        >>> paid = insurance.indemnity("BRL 950,000")
        >>> str(paid.payout), str(paid.retained)
        ('BRL 855,000.00', 'BRL 95,000.00')
        >>> print(paid.reasons[-1].text())
        the insurer pays 90% of BRL 950,000.00: BRL 855,000.00; BRL 95,000.00 is left to the seller
    """

    approved_limit: Money = field(converter=_as_limit)
    cover: Rate = field(converter=_as_cover)
    deductible: Money | None = field(default=None, converter=_as_deductible, kw_only=True)
    rounding: Rounding = field(default=HALF_UP_TO_MINOR, kw_only=True)

    def __attrs_post_init__(self) -> None:
        if not 0 <= self.cover.value <= 1:
            raise InvalidValueError("cover", self.cover, "be 0% to 100%")
        for name in ("approved_limit", "deductible"):
            value = getattr(self, name)
            if value is not None and value.minor < 0:
                raise InvalidValueError(name, value, "be 0 or more")
        if self.deductible is not None:
            _check_currency("deductible", self.deductible, self.approved_limit)
        if not isinstance(self.rounding, Rounding):
            raise WrongTypeError("rounding", self.rounding, "be a Rounding")

    def indemnity(self, loss: Money | str) -> Indemnity:
        """What is paid for a loss.

        Args:
            loss: The loss, 0 or more.

        Raises:
            CurrencyMismatchError: If it is in another currency than the limit.
            InvalidValueError: If it is negative.
        """
        lost = money_of(loss, "loss")
        _check_currency("loss", lost, self.approved_limit)
        if lost.minor < 0:
            raise InvalidValueError("loss", lost, "be 0 or more")
        within = min(lost, self.approved_limit)
        covered: dict[str, ReasonValue] = {
            "loss": lost,
            "indemnifiable": within,
            "limit": self.approved_limit,
        }
        told = [Reason("credit.indemnity.covered", covered)]
        base = within
        if self.deductible is not None and self.deductible.minor:
            told.append(Reason("credit.indemnity.deductible", {"deductible": self.deductible}))
            base = Money(max(0, within.minor - self.deductible.minor), within.currency)
        exact = Unrounded(Fraction(base.minor) * self.cover.value, base.currency)
        payout = min(exact.round(self.rounding), base)
        paid: dict[str, ReasonValue] = {
            "cover": self.cover,
            "base": base,
            "payout": payout,
            "retained": lost - payout,
        }
        told.append(Reason("credit.indemnity.paid", paid))
        return Indemnity(lost, within, payout, told)


def _check_currency(name: str, amount: Money, other: Money) -> None:
    if amount.currency != other.currency:
        rule = f"be in {other.currency}; convert it first"
        raise CurrencyMismatchError(name, amount.currency.code, rule)
