"""The status of a customer: computed from limit and balance, unless a person has set it."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from attrs import field, frozen

from salesmgmt._choices import choice_of
from salesmgmt.credit.decisions import AbsentLimit, AtLimit
from salesmgmt.credit.limits import LimitAmount, NoLimit, NotChecked, ZeroLimit
from salesmgmt.credit.limits.amounts import amount_of
from salesmgmt.credit.positions import ManualStatus, Position
from salesmgmt.errors import CurrencyMismatchError, InvalidValueError, WrongTypeError
from salesmgmt.money import Money, Rate, money_of, rate_of
from salesmgmt.money.rounding import Rounding
from salesmgmt.reasons import Reason, ReasonValue

__all__ = ["CreditStatus", "StatusOutcome", "StatusPolicy"]


class CreditStatus(StrEnum):
    """How a customer stands."""

    OK = "ok"
    WATCH = "watch"
    """The limit is nearly used up."""
    HOLD = "hold"
    """The limit is exceeded."""
    STOP = "stop"
    """A person has stopped all deliveries."""
    NO_CHECK = "no_check"
    """Nothing is held against a limit."""


_MANUAL: Mapping[ManualStatus, CreditStatus] = MappingProxyType(
    {ManualStatus.STOP: CreditStatus.STOP, ManualStatus.NO_CHECK: CreditStatus.NO_CHECK}
)


def _as_status(value: CreditStatus | str) -> CreditStatus:
    return choice_of(CreditStatus, value, "status")


@frozen
class StatusOutcome:
    """A customer's status, and why.

    Attributes:
        status: The status.
        reason: Why it is this one.
        watch_line: Balance above which the customer is watched; None where no amount binds.

    Raises:
        InvalidValueError: If the status is none that there is.
        WrongTypeError: If a part has another type.
    """

    status: CreditStatus = field(converter=_as_status)
    reason: Reason
    watch_line: Money | None = None

    def __attrs_post_init__(self) -> None:
        if not isinstance(self.reason, Reason):
            raise WrongTypeError("reason", self.reason, "be a Reason")
        if self.watch_line is not None and not isinstance(self.watch_line, Money):
            raise WrongTypeError("watch_line", self.watch_line, "be money, or None")


def _as_ratio(value: Rate | str) -> Rate:
    return rate_of(value, "watch_ratio")


def _as_at_limit(value: AtLimit | str) -> AtLimit:
    return choice_of(AtLimit, value, "at_limit")


def _as_absent(value: AbsentLimit | str) -> AbsentLimit:
    return choice_of(AbsentLimit, value, "absent")


def _as_zero(value: ZeroLimit | str) -> ZeroLimit:
    return choice_of(ZeroLimit, value, "zero")


@frozen
class StatusPolicy:
    """How a customer's status follows from limit and balance.

    A stop, or freedom from checks, that a person has set stays whatever the figures say.

    Attributes:
        watch_ratio: Share of the limit above which the customer is watched.
        at_limit: Whether a balance of exactly the limit is within it.
        absent: What it means that there is no limit at all: `block` holds the customer.
        zero: Whether a limit of zero allows nothing, or counts as not set and is not tested.

    Raises:
        InvalidValueError: If the ratio is not from 0% to 100%, or a choice is unknown.
        WrongTypeError: If a part has another type.

    Examples:
        >>> policy = StatusPolicy("90%")
        >>> [policy.of("USD 1,000", balance).status.value for balance in ("USD 900", "USD 901", "USD 1,001")]
        ['ok', 'watch', 'hold']
        >>> policy.of("USD 1,000", "USD 0", "stop").status.value
        'stop'
    """

    watch_ratio: Rate = field(default=Rate("90%"), converter=_as_ratio)
    at_limit: AtLimit = field(default=AtLimit.PASS, converter=_as_at_limit, kw_only=True)
    absent: AbsentLimit = field(default=AbsentLimit.BLOCK, converter=_as_absent, kw_only=True)
    zero: ZeroLimit = field(default=ZeroLimit.NO_CREDIT, converter=_as_zero, kw_only=True)

    def __attrs_post_init__(self) -> None:
        if not 0 <= self.watch_ratio.value <= 1:
            raise InvalidValueError("watch_ratio", self.watch_ratio, "be from 0% to 100%")

    def of(
        self,
        limit: LimitAmount | str | None,
        balance: Money | str,
        manual: ManualStatus | str | None = None,
    ) -> StatusOutcome:
        """The status that follows from limit and balance.

        Args:
            limit: The limit in force; None where there is none.
            balance: What counts against it.
            manual: What a person has set; None where nobody has.

        Raises:
            CurrencyMismatchError: If limit and balance are in two currencies.
            InvalidValueError: If a text cannot be read.
            WrongTypeError: If a part has another type.
        """
        owed = money_of(balance, "balance")
        amount = None if limit is None else amount_of(limit, "limit")
        if isinstance(amount, Money) and amount.currency != owed.currency:
            raise CurrencyMismatchError("balance", owed.currency.code, f"be in {amount.currency}")
        line = self._line(amount)
        if manual is not None:
            kept = _MANUAL[choice_of(ManualStatus, manual, "manual")]
            return StatusOutcome(kept, Reason("credit.status.manual"), line)
        if amount is None:
            held = self.absent is AbsentLimit.BLOCK
            return StatusOutcome(
                CreditStatus.HOLD if held else CreditStatus.OK, Reason("credit.status.absent")
            )
        if isinstance(amount, NotChecked):
            return StatusOutcome(CreditStatus.NO_CHECK, Reason("credit.status.not_checked"))
        if isinstance(amount, NoLimit) or line is None:
            return StatusOutcome(CreditStatus.OK, Reason("credit.status.unlimited", {"balance": owed}))
        if not amount and self.zero is ZeroLimit.UNSET:
            return StatusOutcome(CreditStatus.OK, Reason("credit.status.zero"), line)
        return self._tested(amount, owed, line)

    def at(self, position: Position) -> StatusOutcome:
        """The status of a customer at a position: its own limit, its exposure, and what a person has set.

        Raises:
            WrongTypeError: If it is no position.
        """
        if not isinstance(position, Position):
            raise WrongTypeError("position", position, "be a Position")
        limit = None if position.limit is None else position.limit.amount
        return self.of(limit, position.total, position.status)

    def _line(self, limit: LimitAmount | None) -> Money | None:
        if not isinstance(limit, Money):
            return None
        return Money(Rounding().apply(limit.minor * self.watch_ratio.value, limit.currency), limit.currency)

    def _tested(self, limit: Money, owed: Money, line: Money) -> StatusOutcome:
        if owed > limit:
            return StatusOutcome(
                CreditStatus.HOLD, Reason("credit.status.hold", {"balance": owed, "limit": limit}), line
            )
        if owed == limit and self.at_limit is AtLimit.BLOCK:
            told = Reason("credit.status.at_limit", {"balance": owed, "limit": limit})
            return StatusOutcome(CreditStatus.HOLD, told, line)
        values: dict[str, ReasonValue] = {
            "balance": owed,
            "line": line,
            "ratio": self.watch_ratio,
            "limit": limit,
        }
        if owed > line:
            return StatusOutcome(CreditStatus.WATCH, Reason("credit.status.watch", values), line)
        return StatusOutcome(CreditStatus.OK, Reason("credit.status.ok", values), line)
