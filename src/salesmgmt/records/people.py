"""Who sells: units, participants, their effective-dated assignments, absences, and quotas."""

from __future__ import annotations

from datetime import date, datetime
from fractions import Fraction
from typing import Protocol

from attrs import field, frozen

from salesmgmt.calendars import DateRange
from salesmgmt.errors import InvalidValueError
from salesmgmt.money import Currency, Money
from salesmgmt.records.common import (
    NOTHING_MORE,
    More,
    as_instant,
    as_more,
    as_optional_amount,
    as_optional_currency,
    as_optional_day,
    as_optional_quantity,
    as_optional_range,
    as_range,
    check_needed,
    check_text,
    exact_quantity,
    set_field,
    settle_amounts,
    settle_dates,
    settle_identity,
    settle_name,
    settle_range,
)

__all__ = ["Absence", "Assignment", "Participant", "Quota", "Unit"]


class _Levelled(Protocol):
    """A record that says an amount or a quantity."""

    @property
    def amount_minor(self) -> int | None: ...

    @property
    def quantity(self) -> int | Fraction | None: ...

    @property
    def currency(self) -> Currency | None: ...


def settle_level(record: _Levelled) -> None:
    """Bring a new record's amount or quantity, of which exactly one is given, into its form.

    Raises:
        InvalidValueError: If both are given or none is, or a currency stands beside a quantity.
        WrongTypeError: If one of them has another type.
    """
    if (record.amount_minor is None) == (record.quantity is None):
        raise InvalidValueError("amount", record.amount_minor, "be given, or a quantity, and not both")
    if record.quantity is None:
        settle_amounts(record, record.currency, "amount_minor")
        return
    set_field(record, "quantity", exact_quantity(record.quantity))
    if record.currency is not None:
        raise InvalidValueError("currency", record.currency, "be left out beside a quantity")


def level_of(record: _Levelled) -> Money | None:
    """The amount of a record as money; None where it says a quantity."""
    if record.amount_minor is None or record.currency is None:
        return None
    return Money(record.amount_minor, record.currency)


def check_bounded(during: DateRange) -> None:
    """Check that days have a first and a last one.

    Raises:
        InvalidValueError: If they have not.
    """
    if not during.is_bounded:
        raise InvalidValueError("during", str(during), "have a first and a last day")


@frozen(weakref_slot=False)
class Unit:
    """A node of the organisation: company, region, office, team.

    Attributes:
        id: Identifier given by the caller.
        name: What people call it; the identifier where left out.
        parent: Identifier of the unit above, None at the top.
        on: Day since which the row holds; None: always.
        more: The caller's own columns.
        recorded: Aware instant at which the row became known, kept in UTC.
        supersedes: Identifier of the row that this one corrects.

    Raises:
        InvalidValueError: If an identifier is empty or the unit is its own parent.
        WrongTypeError: If a field has another type.
    """

    id: str
    name: str = ""
    parent: str | None = None
    on: date | None = field(default=None, converter=as_optional_day)
    more: More = field(default=NOTHING_MORE, converter=as_more)
    recorded: datetime | None = field(default=None, converter=as_instant)
    supersedes: str | None = None

    def __attrs_post_init__(self) -> None:
        settle_identity(self)
        settle_name(self, self.name)
        settle_dates(self, "on")
        check_text(self.parent, "parent")
        if self.parent == self.id:
            raise InvalidValueError("parent", self.parent, "be another unit than this one")


@frozen(weakref_slot=False)
class Participant:
    """A person or team that sells, is measured or is paid.

    Attributes:
        id: Identifier given by the caller.
        name: What people call them; the identifier where left out.
        employed: Days from joining to the day after leaving; None: always.
        on: Day since which the row holds; None: always.
        more: The caller's own columns.
        recorded: Aware instant at which the row became known, kept in UTC.
        supersedes: Identifier of the row that this one corrects.

    Raises:
        InvalidValueError: If an identifier is empty.
        WrongTypeError: If a field has another type.
    """

    id: str
    name: str = ""
    employed: DateRange | None = field(default=None, converter=as_optional_range)
    on: date | None = field(default=None, converter=as_optional_day)
    more: More = field(default=NOTHING_MORE, converter=as_more)
    recorded: datetime | None = field(default=None, converter=as_instant)
    supersedes: str | None = None

    def __attrs_post_init__(self) -> None:
        settle_identity(self)
        settle_name(self, self.name)
        settle_dates(self, "on")
        if self.employed is not None:
            settle_range(self, "employed", self.employed)
            if self.employed.start is None and self.employed.end is None:
                set_field(self, "employed", None)


@frozen(weakref_slot=False)
class Assignment:
    """What a participant does, under whom and by which plan, for a time.

    A change of unit, manager, role or plan ends one assignment and begins the next; several at once are
    allowed where a person really holds several posts.

    Attributes:
        id: Identifier given by the caller.
        participant: Who is assigned.
        during: From the first day up to, not including, the end.
        unit: Unit that they belong to.
        manager: Participant who leads them.
        role: Name of the role, such as `account executive`.
        plan: Identifier of the incentive plan.
        territory: Identifier of the territory that they look after.
        more: The caller's own columns.
        recorded: Aware instant at which it became known, kept in UTC.
        supersedes: Identifier of the assignment that this one corrects.

    Raises:
        InvalidValueError: If an identifier is empty or somebody is their own manager.
        WrongTypeError: If a field has another type.

    Examples:
        >>> post = Assignment("A-1", "ann", "2026-01-01/..", unit="north", manager="bob")
        >>> post.on
        datetime.date(2026, 1, 1)
    """

    id: str
    participant: str
    during: DateRange = field(converter=as_range)
    unit: str | None = None
    manager: str | None = None
    role: str | None = None
    plan: str | None = None
    territory: str | None = None
    more: More = field(default=NOTHING_MORE, converter=as_more)
    recorded: datetime | None = field(default=None, converter=as_instant)
    supersedes: str | None = None

    def __attrs_post_init__(self) -> None:
        settle_identity(self)
        settle_range(self, "during", self.during)
        check_needed(self.participant, "participant")
        for name in ("unit", "manager", "role", "plan", "territory"):
            check_text(getattr(self, name), name)
        if self.manager == self.participant:
            raise InvalidValueError("manager", self.manager, "be somebody else than the participant")

    @property
    def on(self) -> date | None:
        """First day of the assignment; None where it has none."""
        return self.during.start


@frozen(weakref_slot=False)
class Absence:
    """Days on which somebody takes no part: leave, illness, parental leave.

    Attributes:
        id: Identifier given by the caller.
        participant: Who is absent.
        during: From the first day up to, not including, the day of return.
        kind: Why, such as `leave` or `illness`.
        more: The caller's own columns.
        recorded: Aware instant at which it became known, kept in UTC.
        supersedes: Identifier of the absence that this one corrects.

    Raises:
        InvalidValueError: If an identifier is empty, or the days have no first or no last one.
        WrongTypeError: If a field has another type.

    Examples:
        >>> Absence("A-1", "ann", "2026-03-09/2026-03-16").during.days
        7
    """

    id: str
    participant: str
    during: DateRange = field(converter=as_range)
    kind: str = "leave"
    more: More = field(default=NOTHING_MORE, converter=as_more)
    recorded: datetime | None = field(default=None, converter=as_instant)
    supersedes: str | None = None

    def __attrs_post_init__(self) -> None:
        settle_identity(self)
        settle_range(self, "during", self.during)
        check_bounded(self.during)
        check_needed(self.participant, "participant")
        check_needed(self.kind, "kind")

    @property
    def on(self) -> date | None:
        """First day of the absence."""
        return self.during.start


@frozen(weakref_slot=False)
class Quota:
    """What a participant or unit is to reach in a period, in money or in pieces.

    Attributes:
        id: Identifier given by the caller.
        holder: Participant or unit whose quota it is.
        during: Days over which the measure is summed, with a first and a last one.
        amount_minor: Minor units of `currency` (argument `amount`); None where `quantity` is given.
        quantity: Number of pieces, for measures that count.
        measure: What is measured, such as `revenue`, `margin`, `orders`.
        currency: Currency of the amount; None where `quantity` is given.
        more: The caller's own columns.
        recorded: Aware instant at which it became known, kept in UTC.
        supersedes: Identifier of the quota that this one corrects.

    Raises:
        InvalidValueError: If not exactly one of amount and quantity is given, it is negative, or the period
            has no end.
        WrongTypeError: If a field has another type.

    Examples:
        >>> Quota("Q1", "rep-17", "2026-01-01/2026-04-01", "USD 250,000").amount
        Money.of('USD 250,000.00')
    """

    id: str
    holder: str
    during: DateRange = field(converter=as_range)
    amount_minor: int | None = field(default=None, alias="amount", converter=as_optional_amount)
    quantity: int | Fraction | None = field(default=None, converter=as_optional_quantity)
    measure: str = "revenue"
    currency: Currency | None = field(default=None, converter=as_optional_currency)
    more: More = field(default=NOTHING_MORE, converter=as_more)
    recorded: datetime | None = field(default=None, converter=as_instant)
    supersedes: str | None = None

    def __attrs_post_init__(self) -> None:
        settle_identity(self)
        settle_range(self, "during", self.during)
        check_bounded(self.during)
        check_needed(self.holder, "holder")
        check_needed(self.measure, "measure")
        settle_level(self)
        for name, level in (("amount", self.amount_minor), ("quantity", self.quantity)):
            if level is not None and level < 0:
                raise InvalidValueError(name, level, "be 0 or more")

    @property
    def on(self) -> date | None:
        """First day of the period."""
        return self.during.start

    @property
    def amount(self) -> Money | None:
        """The quota as money; None where it is a quantity."""
        return level_of(self)
