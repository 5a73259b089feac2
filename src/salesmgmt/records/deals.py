"""What is being sold: opportunities with their stage history, shares of deals, and activities."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum
from itertools import pairwise
from types import NoneType
from typing import TYPE_CHECKING

from attrs import field, frozen

from salesmgmt._choices import choice_of
from salesmgmt.errors import InvalidValueError, WrongTypeError
from salesmgmt.money import Currency, Money
from salesmgmt.records.common import (
    NOTHING_MORE,
    More,
    as_day,
    as_instant,
    as_more,
    as_optional_amount,
    as_optional_currency,
    as_optional_day,
    check_needed,
    check_text,
    set_field,
    settle_amounts,
    settle_date,
    settle_dates,
    settle_identity,
)

__all__ = ["Activity", "DealShare", "Opportunity", "Outcome", "ShareKind", "StageChange"]


class Outcome(StrEnum):
    """How an opportunity ended, if it did."""

    OPEN = "open"
    WON = "won"
    LOST = "lost"


class ShareKind(StrEnum):
    """Whether a share divides the deal or counts beside it."""

    SPLIT = "split"
    OVERLAY = "overlay"


if TYPE_CHECKING:

    def _as_outcome(value: Outcome | str) -> Outcome: ...

    def _as_share_kind(value: ShareKind | str) -> ShareKind: ...

    def _as_history(value: Iterable[StageChange]) -> tuple[StageChange, ...]: ...

else:
    _as_outcome = _as_share_kind = _as_history = None

_OPEN = Outcome.OPEN
_COUNTED = (int, NoneType)
_DATED = (date, NoneType)


@frozen(weakref_slot=False)
class StageChange:
    """The day on which an opportunity entered a stage.

    Attributes:
        stage: Name of the stage entered.
        on: The day.

    Raises:
        InvalidValueError: If the stage is empty.
        WrongTypeError: If a field has another type.
    """

    stage: str
    on: date = field(converter=as_day)

    def __attrs_post_init__(self) -> None:
        check_needed(self.stage, "stage")
        if type(self.on) is not date:
            settle_date(self, "on", self.on)


@frozen(weakref_slot=False)
class Opportunity:
    """A possible or decided deal with its owner, value and history.

    Attributes:
        id: Identifier given by the caller.
        owner: Participant who works on it.
        amount_minor: Value in minor units (argument `amount`), before tax; None while unknown.
        outcome: `open`, `won` or `lost`.
        closed: Day of the decision; given exactly when it is won or lost.
        customer: Who may buy.
        product: What they may buy.
        stage: Name of the present stage; the last of the history where left out.
        opened: First day.
        expected: Day on which the decision is expected.
        cost_minor: Cost of what is sold, in minor units (argument `cost`); None while unknown.
        currency: Currency of amount and cost.
        history: Stages entered, oldest first.
        more: The caller's own columns.
        recorded: Aware instant at which this state became known, kept in UTC.
        supersedes: Identifier of the record that this one corrects.

    Raises:
        InvalidValueError: If dates contradict each other or the outcome, or no currency is known.
        WrongTypeError: If a field has another type.

    Examples:
        >>> deal = Opportunity("D-1", "rep-17", "USD 12,000", outcome="won", closed="2026-03-09")
        >>> deal.on, deal.amount
        (datetime.date(2026, 3, 9), Money.of('USD 12,000.00'))
    """

    id: str
    owner: str
    amount_minor: int | None = field(default=None, alias="amount", converter=as_optional_amount)
    outcome: Outcome = field(default=_OPEN, converter=_as_outcome, kw_only=True)
    closed: date | None = field(default=None, converter=as_optional_day, kw_only=True)
    customer: str | None = field(default=None, kw_only=True)
    product: str | None = field(default=None, kw_only=True)
    stage: str | None = field(default=None, kw_only=True)
    opened: date | None = field(default=None, converter=as_optional_day, kw_only=True)
    expected: date | None = field(default=None, converter=as_optional_day, kw_only=True)
    cost_minor: int | None = field(default=None, alias="cost", converter=as_optional_amount, kw_only=True)
    currency: Currency | None = field(default=None, converter=as_optional_currency, kw_only=True)
    history: tuple[StageChange, ...] = field(default=(), converter=_as_history, kw_only=True)
    more: More = field(default=NOTHING_MORE, converter=as_more, kw_only=True)
    recorded: datetime | None = field(default=None, converter=as_instant, kw_only=True)
    supersedes: str | None = field(default=None, kw_only=True)

    def __attrs_post_init__(self) -> None:
        settle_identity(self)
        check_needed(self.owner, "owner")
        if self.customer is not None:
            check_text(self.customer, "customer")
        if self.product is not None:
            check_text(self.product, "product")
        if self.stage is not None:
            check_text(self.stage, "stage")
        if (
            type(self.currency) is not Currency
            or type(self.amount_minor) not in _COUNTED
            or type(self.cost_minor) not in _COUNTED
        ):
            self._settle_amounts()
        if type(self.outcome) is not Outcome:
            set_field(self, "outcome", _read_outcome(self.outcome))
        if (
            type(self.closed) not in _DATED
            or type(self.opened) not in _DATED
            or type(self.expected) not in _DATED
        ):
            settle_dates(self, "closed", "opened", "expected")
        self._check_outcome()
        if self.history != ():
            self._settle_history()

    def _check_outcome(self) -> None:
        closed = self.closed
        if closed is None:
            if self.outcome is not _OPEN:
                raise InvalidValueError("closed", None, f"be the day on which the deal was {self.outcome}")
        elif self.outcome is _OPEN:
            raise InvalidValueError(
                "closed",
                closed,
                "be left out while the outcome is open; else state it, for a sheet of won deals with "
                "constants={'outcome': 'won'}",
            )
        elif self.opened is not None and closed < self.opened:
            raise InvalidValueError("closed", closed, f"not be before the first day {self.opened}")

    def _settle_amounts(self) -> None:
        if self.amount_minor is not None or self.cost_minor is not None or self.currency is not None:
            settle_amounts(self, self.currency, optional=("amount_minor", "cost_minor"))

    def _settle_history(self) -> None:
        history = tuple(self.history)
        for change in history:
            if not isinstance(change, StageChange):
                raise WrongTypeError("history", change, "hold StageChange records")
        for earlier, later in pairwise(history):
            if later.on < earlier.on:
                raise InvalidValueError("history", later, f"be in order of time, not before {earlier.on}")
        set_field(self, "history", history)
        if self.stage is None and history:
            set_field(self, "stage", history[-1].stage)

    @property
    def on(self) -> date | None:
        """Business date: the decision, else the latest stage change, else the first day."""
        if self.closed is not None:
            return self.closed
        return self.history[-1].on if self.history else self.opened

    @property
    def amount(self) -> Money | None:
        """The value as money; None while unknown."""
        if self.amount_minor is None or self.currency is None:
            return None
        return Money(self.amount_minor, self.currency)

    @property
    def cost(self) -> Money | None:
        """The cost as money; None while unknown."""
        if self.cost_minor is None or self.currency is None:
            return None
        return Money(self.cost_minor, self.currency)

    @property
    def margin(self) -> Money | None:
        """Amount less cost; None while either is unknown."""
        if self.amount_minor is None or self.cost_minor is None or self.currency is None:
            return None
        return Money(self.amount_minor - self.cost_minor, self.currency)

    def stage_on(self, day: date) -> str | None:
        """The stage in which the opportunity stood at the end of a day; None before the first."""
        stage = None
        for change in self.history:
            if change.on > day:
                break
            stage = change.stage
        return stage


def _read_outcome(value: Outcome | str) -> Outcome:
    return choice_of(Outcome, value, "outcome", "be 'open', 'won' or 'lost'")


def _read_share_kind(value: ShareKind | str) -> ShareKind:
    return choice_of(ShareKind, value, "kind", "be 'split' or 'overlay'")


@frozen(weakref_slot=False)
class DealShare:
    """A participant's share of a deal.

    Shares of kind `split` divide the deal by their weights; shares of kind `overlay` count beside it.

    Attributes:
        id: Identifier given by the caller.
        deal: Identifier of the opportunity or order.
        participant: Whose share it is.
        weight: Weight among the shares of the deal; for an overlay, parts of `of`.
        kind: `split` or `overlay`.
        of: What an overlay's weight is measured against, 100 by default.
        on: Day since which it holds; None: as long as the deal.
        more: The caller's own columns.
        recorded: Aware instant at which it became known, kept in UTC.
        supersedes: Identifier of the share that this one corrects.

    Raises:
        InvalidValueError: If the weight is not positive.
        WrongTypeError: If a field has another type.
    """

    id: str
    deal: str
    participant: str
    weight: int = 1
    kind: ShareKind = field(default=ShareKind.SPLIT, converter=_as_share_kind)
    of: int = 100
    on: date | None = field(default=None, converter=as_optional_day)
    more: More = field(default=NOTHING_MORE, converter=as_more)
    recorded: datetime | None = field(default=None, converter=as_instant)
    supersedes: str | None = None

    def __attrs_post_init__(self) -> None:
        settle_identity(self)
        settle_dates(self, "on")
        check_needed(self.deal, "deal")
        check_needed(self.participant, "participant")
        if type(self.kind) is not ShareKind:
            set_field(self, "kind", _read_share_kind(self.kind))
        for name, value in (("weight", self.weight), ("of", self.of)):
            if type(value) is not int:
                raise WrongTypeError(name, value, "be a whole number")
            if value <= 0:
                raise InvalidValueError(name, value, "be 1 or more")


@frozen(weakref_slot=False)
class Activity:
    """Something that a participant did: a call, a visit, a demonstration.

    Attributes:
        id: Identifier given by the caller.
        on: The day.
        participant: Who did it.
        kind: What was done, such as `visit`.
        customer: With whom.
        opportunity: For which opportunity.
        minutes: How long it took; None while unknown.
        more: The caller's own columns.
        recorded: Aware instant at which it became known, kept in UTC.
        supersedes: Identifier of the activity that this one corrects.

    Raises:
        InvalidValueError: If an identifier is empty or the minutes are negative.
        WrongTypeError: If a field has another type.
    """

    id: str
    on: date = field(converter=as_day)
    participant: str
    kind: str
    customer: str | None = None
    opportunity: str | None = None
    minutes: int | None = None
    more: More = field(default=NOTHING_MORE, converter=as_more)
    recorded: datetime | None = field(default=None, converter=as_instant)
    supersedes: str | None = None

    def __attrs_post_init__(self) -> None:
        settle_identity(self)
        if type(self.on) is not date:
            settle_date(self, "on", self.on)
        check_needed(self.participant, "participant")
        check_needed(self.kind, "kind")
        check_text(self.customer, "customer")
        check_text(self.opportunity, "opportunity")
        if self.minutes is not None and type(self.minutes) is not int:
            raise WrongTypeError("minutes", self.minutes, "be a whole number")
        if self.minutes is not None and self.minutes < 0:
            raise InvalidValueError("minutes", self.minutes, "be 0 or more")
