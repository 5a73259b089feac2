"""What every schedule can do, and what may be written where one is meant."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Protocol, TypeAlias

from salesmgmt.errors import WrongTypeError
from salesmgmt.incentives.figures import Figure, Minor
from salesmgmt.incentives.schedules.bounds import KeyKind
from salesmgmt.incentives.schedules.flat import Flat
from salesmgmt.incentives.schedules.matrices import Matrix
from salesmgmt.incentives.schedules.pays import PaysLike, pays_of
from salesmgmt.incentives.schedules.rules import Rules
from salesmgmt.incentives.schedules.slices import Slice
from salesmgmt.money import Currency, Money, Rate

__all__ = ["AnySchedule", "Schedule", "ScheduleLike", "as_schedule"]


class Schedule(Protocol):
    """Anything that turns a base of 0 or more into slices by one key; a class of your own will do."""

    @property
    def keyed(self) -> KeyKind | None:
        """What its bounds are; None where it needs no key."""

    @property
    def runs(self) -> bool:
        """Whether the base itself, or its share of a quota, has to be its key."""

    @property
    def currency(self) -> Currency | None:
        """The currency that its terms name; None where they name none."""

    def slices(
        self,
        base: Figure,
        *,
        at: Minor | None = None,
        unit: Minor | None = None,
        opening: Minor = 0,
    ) -> tuple[Slice, ...]:
        """The parts of a base of 0 or more with what they earn."""

    def said(self, lang: str = "en") -> tuple[str, ...]:
        """Its terms as sentences, in `en` or `zh`."""


AnySchedule: TypeAlias = Schedule | Matrix | Rules
"""A schedule with one key or none, a table of several dimensions, or rules."""

ScheduleLike: TypeAlias = AnySchedule | PaysLike
"""A schedule; or a rate or an amount, as people write it, which pays flat."""


def as_schedule(value: ScheduleLike) -> AnySchedule:
    """A schedule, or a rate or amount as people write it, which pays flat.

    Raises:
        WrongTypeError: If it is neither; a bare table does not say how its tiers pay.

    Examples:
        >>> as_schedule("5%") == Flat("5%")
        True
    """
    if isinstance(value, Mapping):
        rule = "say how the tiers are read: Marginal({…}), Whole({…}), Amounts({…}) or Curve({…})"
        raise WrongTypeError("pays", value, rule)
    if isinstance(value, Rate | Money | str | int | Fraction | Decimal | float):
        return Flat(pays_of(value))
    if not hasattr(value, "slices"):
        raise WrongTypeError("pays", value, "be a rate such as '5%', or a schedule such as Marginal({…})")
    return value
