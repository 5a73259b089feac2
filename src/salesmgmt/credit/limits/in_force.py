"""What may be owed on a day: one amount, and the limits that it was made of."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import field, frozen

from salesmgmt._choices import choice_of
from salesmgmt.credit.limits.amounts import LimitAmount, NoLimit, NotChecked, amount_of
from salesmgmt.credit.limits.limit import LimitScope
from salesmgmt.errors import InvalidValueError, WrongTypeError
from salesmgmt.money import Money, money_of
from salesmgmt.reasons import Reason

__all__ = ["LimitAmount", "LimitInForce", "NoLimit", "NotChecked"]


def _as_names(names: Iterable[str]) -> tuple[str, ...]:
    if isinstance(names, str):
        raise WrongTypeError("limits", names, "hold identifiers of limits, in a tuple")
    return tuple(names)


def _as_scope(value: LimitScope | str) -> LimitScope:
    return choice_of(LimitScope, value, "binding")


def _as_uplift(value: Money | str | None) -> Money | None:
    return None if value is None else money_of(value, "uplift")


def _as_secured(value: Money | str | None) -> Money | None:
    return None if value is None else money_of(value, "secured")


def _as_total(value: Money | str | None) -> Money | None:
    return None if value is None else money_of(value, "total")


def _as_reasons(reasons: Iterable[Reason]) -> tuple[Reason, ...]:
    return tuple(reasons)


@frozen
class LimitInForce:
    """What binds a customer on a day, and which limits made it.

    Attributes:
        amount: The amount, `NoLimit()` or `NotChecked()`.
        limits: Identifiers of the limits that it comes from.
        binding: Whether it is the customer's own limit that binds, its group's or its segment's.
        uplift: What of the amount came on top of the limit; None where nothing did.
        secured: Value of insurances and guarantees that lie within the exposure; None where there is none.
        total: The amount before what is secured was taken off; None where nothing was.
        reasons: How the amount came about.

    Raises:
        InvalidValueError: If an amount is negative, or an identifier is empty.
        WrongTypeError: If a field has another type.

    Examples:
        >>> LimitInForce("USD 125,000", uplift="USD 25,000", secured="USD 50,000").unsecured
        Money.of('USD 75,000.00')
    """

    amount: LimitAmount = field(converter=amount_of)
    limits: tuple[str, ...] = field(default=(), converter=_as_names)
    binding: LimitScope = field(default=LimitScope.CUSTOMER, converter=_as_scope, kw_only=True)
    uplift: Money | None = field(default=None, converter=_as_uplift, kw_only=True)
    secured: Money | None = field(default=None, converter=_as_secured, kw_only=True)
    total: Money | None = field(default=None, converter=_as_total, kw_only=True)
    reasons: tuple[Reason, ...] = field(default=(), converter=_as_reasons, kw_only=True)

    def __attrs_post_init__(self) -> None:
        for name in ("amount", "uplift", "secured", "total"):
            value = getattr(self, name)
            if isinstance(value, Money) and value.minor < 0:
                raise InvalidValueError(name, value, "be 0 or more")
        for limit in self.limits:
            if not isinstance(limit, str) or not limit:
                raise InvalidValueError("limits", limit, "be a text with at least one character")
        for reason in self.reasons:
            if not isinstance(reason, Reason):
                raise WrongTypeError("reasons", reason, "hold reasons")

    @property
    def unsecured(self) -> Money | None:
        """What of limit and uplift is at the seller's own risk; negative where more is secured than that.

        None where there is no amount.
        """
        if not isinstance(self.amount, Money):
            return None
        total = self.amount if self.total is None else self.total
        return total if self.secured is None else total - self.secured
