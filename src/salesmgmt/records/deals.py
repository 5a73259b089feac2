"""What is being sold: opportunities with their stage history, shares of deals, and activities."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from itertools import pairwise

from attrs import field, frozen

from salesmgmt.calendars import as_date
from salesmgmt.errors import InvalidValueError, WrongTypeError
from salesmgmt.money import Currency, Money
from salesmgmt.records.common import (
    NOTHING_MORE,
    More,
    as_currency,
    as_more,
    as_optional_amount,
    as_optional_date,
    check_identity,
    check_reference,
    settle_amounts,
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


def _as_outcome(value: Outcome | str) -> Outcome:
    try:
        return Outcome(value)
    except ValueError:
        raise InvalidValueError("outcome", value, "be 'open', 'won' or 'lost'") from None


def _as_share_kind(value: ShareKind | str) -> ShareKind:
    try:
        return ShareKind(value)
    except ValueError:
        raise InvalidValueError("kind", value, "be 'split' or 'overlay'") from None


@frozen(weakref_slot=False)
class StageChange:
    """The day on which an opportunity entered a stage.

    Attributes:
        stage: Name of the stage entered.
        on: The day.
    """

    stage: str
    on: date = field(converter=as_date)

    def __attrs_post_init__(self) -> None:
        check_reference(self.stage, "stage", optional=False)


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
        recorded: Aware instant at which this state became known.
        supersedes: Identifier of the record that this one corrects.

    Raises:
        InvalidValueError: If dates contradict each other or the outcome, or no currency is known.

    Examples:
        >>> deal = Opportunity("D-1", "rep-17", "USD 12,000", outcome="won", closed="2026-03-09")
        >>> deal.on, deal.amount
        (datetime.date(2026, 3, 9), Money('USD 12,000.00'))
    """

    id: str
    owner: str
    amount_minor: int | None = field(default=None, alias="amount", converter=as_optional_amount)
    outcome: Outcome = field(default=Outcome.OPEN, converter=_as_outcome, kw_only=True)
    closed: date | None = field(default=None, converter=as_optional_date, kw_only=True)
    customer: str | None = field(default=None, kw_only=True)
    product: str | None = field(default=None, kw_only=True)
    stage: str | None = field(default=None, kw_only=True)
    opened: date | None = field(default=None, converter=as_optional_date, kw_only=True)
    expected: date | None = field(default=None, converter=as_optional_date, kw_only=True)
    cost_minor: int | None = field(default=None, alias="cost", converter=as_optional_amount, kw_only=True)
    currency: Currency | None = field(default=None, converter=as_currency, kw_only=True)
    history: tuple[StageChange, ...] = field(default=(), converter=tuple, kw_only=True)
    more: More = field(default=NOTHING_MORE, converter=as_more, kw_only=True)
    recorded: datetime | None = field(default=None, kw_only=True)
    supersedes: str | None = field(default=None, kw_only=True)

    def __attrs_post_init__(self) -> None:
        check_identity(self)
        check_reference(self.owner, "owner", optional=False)
        check_reference(self.customer, "customer")
        check_reference(self.product, "product")
        check_reference(self.stage, "stage")
        if self.amount_minor is not None or self.cost_minor is not None or self.currency is not None:
            settle_amounts(self, "amount_minor", "cost_minor")
        decided = self.outcome is not Outcome.OPEN
        if decided and self.closed is None:
            raise InvalidValueError("closed", None, f"be the day on which the deal was {self.outcome}")
        if not decided and self.closed is not None:
            raise InvalidValueError("closed", self.closed, "be left out while the outcome is open")
        if self.closed is not None and self.opened is not None and self.closed < self.opened:
            raise InvalidValueError("closed", self.closed, f"not be before the first day {self.opened}")
        if self.history:
            self._check_stages()

    def _check_stages(self) -> None:
        for change in self.history:
            if not isinstance(change, StageChange):
                raise WrongTypeError("history", change, "hold StageChange records")
        for earlier, later in pairwise(self.history):
            if later.on < earlier.on:
                raise InvalidValueError("history", later, f"be in order of time, after {earlier.on}")
        if self.stage is None:
            object.__setattr__(self, "stage", self.history[-1].stage)

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

    def stage_on(self, day: date) -> str | None:
        """The stage in which the opportunity stood at the end of a day; None before the first."""
        stage = None
        for change in self.history:
            if change.on > day:
                break
            stage = change.stage
        return stage


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
        recorded: Aware instant at which it became known.
        supersedes: Identifier of the share that this one corrects.

    Raises:
        InvalidValueError: If the weight is not positive.
    """

    id: str
    deal: str
    participant: str
    weight: int = 1
    kind: ShareKind = field(default=ShareKind.SPLIT, converter=_as_share_kind)
    of: int = 100
    on: date | None = field(default=None, converter=as_optional_date)
    recorded: datetime | None = None
    supersedes: str | None = None

    def __attrs_post_init__(self) -> None:
        check_identity(self)
        check_reference(self.deal, "deal", optional=False)
        check_reference(self.participant, "participant", optional=False)
        for name in ("weight", "of"):
            value = getattr(self, name)
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
        minutes: How long it took.
        more: The caller's own columns.
        recorded: Aware instant at which it became known.
        supersedes: Identifier of the activity that this one corrects.

    Raises:
        InvalidValueError: If an identifier is empty or the minutes are negative.
    """

    id: str
    on: date = field(converter=as_date)
    participant: str
    kind: str
    customer: str | None = None
    opportunity: str | None = None
    minutes: int | None = None
    more: More = field(default=NOTHING_MORE, converter=as_more)
    recorded: datetime | None = None
    supersedes: str | None = None

    def __attrs_post_init__(self) -> None:
        check_identity(self)
        check_reference(self.participant, "participant", optional=False)
        check_reference(self.kind, "kind", optional=False)
        check_reference(self.customer, "customer")
        check_reference(self.opportunity, "opportunity")
        if self.minutes is not None and (type(self.minutes) is not int or self.minutes < 0):
            raise InvalidValueError("minutes", self.minutes, "be a whole number, 0 or more")
