"""Whose customers they are: hand-overs from one participant to another, and registrations of deals.

Both decide who is credited with sales that somebody else may close, so a part of a batch that concerns some
people keeps those of every customer that they sell to.
"""

from __future__ import annotations

from datetime import date, datetime

from attrs import field, frozen

from salesmgmt.calendars import DateRange
from salesmgmt.errors import InvalidValueError
from salesmgmt.records.common import (
    NOTHING_MORE,
    More,
    as_day,
    as_instant,
    as_more,
    as_optional_day,
    check_needed,
    check_text,
    settle_date,
    settle_dates,
    settle_identity,
)

__all__ = ["Handover", "Registration"]


@frozen(weakref_slot=False)
class Handover:
    """A customer passes from one participant to another.

    Attributes:
        id: Identifier given by the caller.
        customer: Who is handed over.
        giver: Participant who looked after the customer up to the day before.
        taker: Participant who looks after it from the day on.
        on: First day of the taker.
        more: The caller's own columns.
        recorded: Aware instant at which it became known, kept in UTC.
        supersedes: Identifier of the hand-over that this one corrects.

    Raises:
        InvalidValueError: If an identifier is empty, or giver and taker are the same.
        WrongTypeError: If a field has another type.

    Examples:
        >>> moved = Handover("H-1", "C-1", "ann", "bob", "2026-07-01")
        >>> moved.taker, moved.on
        ('bob', datetime.date(2026, 7, 1))
    """

    id: str
    customer: str
    giver: str
    taker: str
    on: date = field(converter=as_day)
    more: More = field(default=NOTHING_MORE, converter=as_more)
    recorded: datetime | None = field(default=None, converter=as_instant)
    supersedes: str | None = None

    def __attrs_post_init__(self) -> None:
        settle_identity(self)
        if type(self.on) is not date:
            settle_date(self, "on", self.on)
        check_needed(self.customer, "customer")
        check_needed(self.giver, "giver")
        check_needed(self.taker, "taker")
        if self.taker == self.giver:
            raise InvalidValueError("taker", self.taker, "be somebody else than the giver")


@frozen(weakref_slot=False)
class Registration:
    """Somebody announces a customer, or one deal of it, and has the first claim to it for a time.

    Attributes:
        id: Identifier given by the caller.
        participant: Who announced it.
        on: Day of the announcement, from which it holds.
        customer: Whom they are to sell to.
        product: The only product that it concerns; None for whatever is sold.
        opportunity: The only deal that it concerns; None for every deal of the customer.
        expires: First day on which it no longer holds; None while it has no end.
        more: The caller's own columns.
        recorded: Aware instant at which it became known, kept in UTC.
        supersedes: Identifier of the registration that this one corrects.

    Raises:
        InvalidValueError: If an identifier is empty, or it expires before it held for a day.
        WrongTypeError: If a field has another type.

    Examples:
        >>> claim = Registration("R-1", "ann", "2026-03-09", "C-1", expires="2026-06-07")
        >>> claim.during.days
        90
    """

    id: str
    participant: str
    on: date = field(converter=as_day)
    customer: str
    product: str | None = None
    opportunity: str | None = None
    expires: date | None = field(default=None, converter=as_optional_day)
    more: More = field(default=NOTHING_MORE, converter=as_more)
    recorded: datetime | None = field(default=None, converter=as_instant)
    supersedes: str | None = None

    def __attrs_post_init__(self) -> None:
        settle_identity(self)
        if type(self.on) is not date:
            settle_date(self, "on", self.on)
        check_needed(self.participant, "participant")
        check_needed(self.customer, "customer")
        check_text(self.product, "product")
        check_text(self.opportunity, "opportunity")
        settle_dates(self, "expires")
        if self.expires is not None and self.expires <= self.on:
            raise InvalidValueError("expires", self.expires, f"be after the day of announcement {self.on}")

    @property
    def during(self) -> DateRange:
        """Days on which it holds."""
        return DateRange(self.on, self.expires)
