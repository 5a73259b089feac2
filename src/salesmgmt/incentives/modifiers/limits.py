"""The most and the least that is paid."""

from __future__ import annotations

from enum import StrEnum
from typing import TypeAlias

from attrs import field, frozen

from salesmgmt._choices import choice_of
from salesmgmt.errors import InvalidValueError, WrongTypeError
from salesmgmt.incentives.figures import Minor
from salesmgmt.incentives.modifiers.moment import Moment
from salesmgmt.incentives.sentences.saying import sentence
from salesmgmt.incentives.stated import written_as_share
from salesmgmt.money import Currency, Money, Rate, money_of, rate_of

__all__ = ["Cap", "Floor", "Limit", "LimitPer"]

Limit: TypeAlias = Money | Rate
"""An amount, or a share of the base."""


class LimitPer(StrEnum):
    """What a limit holds for: each deal, or the period of the component."""

    DEAL = "deal"
    PERIOD = "period"


def _limit_per(value: LimitPer | str) -> LimitPer:
    return choice_of(LimitPer, value, "per", "be 'deal' or 'period'")


def _limit(value: Limit | str) -> Limit:
    if isinstance(value, Money | Rate):
        return value
    if not isinstance(value, str):
        raise WrongTypeError("limit", value, "be an amount such as 'USD 3,000', or a share of the base")
    if written_as_share(value):
        return rate_of(value, "limit")
    return money_of(value, "limit")


@frozen
class _Bounded:
    limit: Limit = field(converter=_limit)
    per: LimitPer = field(default=LimitPer.PERIOD, converter=_limit_per, kw_only=True)

    def __attrs_post_init__(self) -> None:
        if self._size < 0:
            raise InvalidValueError("limit", self.limit, "be 0 or more")

    @property
    def _size(self) -> Minor:
        return self.limit.minor if isinstance(self.limit, Money) else self.limit.value

    def _shown(self, lang: str) -> Money | str:
        return (
            self.limit if isinstance(self.limit, Money) else sentence("limit.share", lang, share=self.limit)
        )

    @property
    def currency(self) -> Currency | None:
        """Currency of the limit; None where it is a share."""
        return self.limit.currency if isinstance(self.limit, Money) else None

    def of(self, base: Minor) -> Minor:
        """The limit in minor units for a base."""
        return self.limit.minor if isinstance(self.limit, Money) else abs(self.limit.value * base)


@frozen
class Cap(_Bounded):
    """The most that is paid; a figure below zero is limited in its magnitude likewise.

    Attributes:
        limit: An amount, or a share of the base.
        per: Whether it holds for each `deal`, all lines of a document together, or for the `period`.
        carries: Whether what lies above it is carried forward to the next period, until the plan's span ends.

    Raises:
        InvalidValueError: If it is below 0, a word is unknown, or a cap of single deals should carry.

    Examples:
        >>> Cap("USD 3,000").limit
        Money.of('USD 3,000.00')
    """

    carries: bool = field(default=False, kw_only=True)

    def __attrs_post_init__(self) -> None:
        super().__attrs_post_init__()
        if type(self.carries) is not bool:
            raise WrongTypeError("carries", self.carries, "be True or False")
        if self.carries and self.per is LimitPer.DEAL:
            raise InvalidValueError("carries", self.carries, "be left out for a cap of single deals")

    def limited(self, pay: Minor, base: Minor) -> Minor:
        """The pay within the cap."""
        most = self.of(base)
        return most if pay > most else -most if pay < -most else pay

    def after(self, pay: Minor, moment: Moment) -> Minor:
        """The pay within the cap, what was carried forward included."""
        return self.limited(pay + moment.brought if self.carries else pay, moment.base)

    def said(self, lang: str) -> str:
        """The cap as a sentence."""
        return sentence(f"cap.{self.per}{'.carries' if self.carries else ''}", lang, limit=self._shown(lang))


@frozen
class Floor(_Bounded):
    """The least that is paid, whatever was sold.

    Attributes:
        limit: An amount, or a share of the base.
        per: Whether it holds for each `deal` that counts (below zero: in its magnitude), or for the `period`.

    Raises:
        InvalidValueError: If it is below 0 or a word is unknown.
    """

    def limited(self, pay: Minor, base: Minor) -> Minor:
        """The pay of a deal, not less than the floor."""
        least = self.of(base)
        if base < 0:
            return -least if pay > -least else pay
        return least if pay < least else pay

    def after(self, pay: Minor, moment: Moment) -> Minor:
        """The pay, not less than the floor."""
        return max(pay, self.of(moment.base))

    def said(self, lang: str) -> str:
        """The floor as a sentence."""
        return sentence(f"floor.{self.per}", lang, limit=self._shown(lang))
