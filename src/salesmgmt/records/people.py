"""Who sells: units, participants, their effective-dated assignments, and their quotas."""

from __future__ import annotations

from datetime import date, datetime
from fractions import Fraction

from attrs import field, frozen

from salesmgmt.calendars import DateRange
from salesmgmt.errors import InvalidValueError
from salesmgmt.money import Currency, Money
from salesmgmt.records.common import (
    NOTHING_MORE,
    More,
    QuantityLike,
    as_currency,
    as_more,
    as_optional_amount,
    as_optional_date,
    as_quantity,
    check_identity,
    check_reference,
    settle_amounts,
)

__all__ = ["Assignment", "Participant", "Quota", "Unit"]


def _as_range(value: DateRange | str) -> DateRange:
    return DateRange.of(value) if isinstance(value, str) else value


def _as_optional_quantity(value: QuantityLike | None) -> int | Fraction | None:
    return None if value is None else as_quantity(value)


@frozen(weakref_slot=False)
class Unit:
    """A node of the organisation: company, region, office, team.

    Attributes:
        id: Identifier given by the caller.
        name: What people call it; the identifier where left out.
        parent: Identifier of the unit above, None at the top.
        on: Day since which the row holds; None: always.
        more: The caller's own columns.
        recorded: Aware instant at which the row became known.
        supersedes: Identifier of the row that this one corrects.

    Raises:
        InvalidValueError: If an identifier is empty or the unit is its own parent.
    """

    id: str
    name: str = ""
    parent: str | None = None
    on: date | None = field(default=None, converter=as_optional_date)
    more: More = field(default=NOTHING_MORE, converter=as_more)
    recorded: datetime | None = None
    supersedes: str | None = None

    def __attrs_post_init__(self) -> None:
        check_identity(self)
        check_reference(self.parent, "parent")
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
        recorded: Aware instant at which the row became known.
        supersedes: Identifier of the row that this one corrects.

    Raises:
        InvalidValueError: If an identifier is empty.
    """

    id: str
    name: str = ""
    employed: DateRange | None = None
    on: date | None = field(default=None, converter=as_optional_date)
    more: More = field(default=NOTHING_MORE, converter=as_more)
    recorded: datetime | None = None
    supersedes: str | None = None

    def __attrs_post_init__(self) -> None:
        check_identity(self)


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
        recorded: Aware instant at which it became known.
        supersedes: Identifier of the assignment that this one corrects.

    Raises:
        InvalidValueError: If an identifier is empty or somebody is their own manager.
    """

    id: str
    participant: str
    during: DateRange = field(converter=_as_range)
    unit: str | None = None
    manager: str | None = None
    role: str | None = None
    plan: str | None = None
    territory: str | None = None
    more: More = field(default=NOTHING_MORE, converter=as_more)
    recorded: datetime | None = None
    supersedes: str | None = None

    def __attrs_post_init__(self) -> None:
        check_identity(self)
        check_reference(self.participant, "participant", optional=False)
        for name in ("unit", "manager", "role", "plan", "territory"):
            check_reference(getattr(self, name), name)
        if self.manager == self.participant:
            raise InvalidValueError("manager", self.manager, "be somebody else than the participant")

    @property
    def on(self) -> date | None:
        """First day of the assignment."""
        return self.during.start


@frozen(weakref_slot=False)
class Quota:
    """What a participant or unit is to reach in a period, in money or in pieces.

    Attributes:
        id: Identifier given by the caller.
        holder: Participant or unit whose quota it is.
        during: Days over which the measure is summed.
        amount_minor: Minor units of `currency` (argument `amount`); None where `quantity` is given.
        quantity: Number of pieces, for measures that count.
        measure: What is measured, such as `revenue`, `margin`, `orders`.
        currency: Currency of the amount.
        recorded: Aware instant at which it became known.
        supersedes: Identifier of the quota that this one corrects.

    Raises:
        InvalidValueError: If not exactly one of amount and quantity is given, or it is negative.

    Examples:
        >>> Quota("Q1", "rep-17", "2026-01-01/2026-04-01", "USD 250,000").amount
        Money('USD 250,000.00')
    """

    id: str
    holder: str
    during: DateRange = field(converter=_as_range)
    amount_minor: int | None = field(default=None, alias="amount", converter=as_optional_amount)
    quantity: int | Fraction | None = field(default=None, converter=_as_optional_quantity)
    measure: str = "revenue"
    currency: Currency | None = field(default=None, converter=as_currency)
    recorded: datetime | None = None
    supersedes: str | None = None

    def __attrs_post_init__(self) -> None:
        check_identity(self)
        check_reference(self.holder, "holder", optional=False)
        check_reference(self.measure, "measure", optional=False)
        if (self.amount_minor is None) == (self.quantity is None):
            raise InvalidValueError("amount", self.amount_minor, "be given, or a quantity, and not both")
        if self.amount_minor is not None:
            settle_amounts(self, "amount_minor")
        elif self.currency is not None:
            raise InvalidValueError("currency", self.currency, "be left out where a quantity is the quota")
        level = self.amount_minor if self.quantity is None else self.quantity
        if level is not None and level < 0:
            raise InvalidValueError("quota", level, "be 0 or more")

    @property
    def on(self) -> date | None:
        """First day of the period."""
        return self.during.start

    @property
    def amount(self) -> Money | None:
        """The quota as money; None where it is a quantity."""
        if self.amount_minor is None or self.currency is None:
            return None
        return Money(self.amount_minor, self.currency)
