"""A position and a request as plain whole numbers, on which every rule is worked out.

Decisions, the smallest changes and the fast verdicts of a book all ask the same figures, so they agree.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Final

from salesmgmt.credit.decisions.requests import CreditRequest
from salesmgmt.credit.limits import LimitAmount, NoLimit
from salesmgmt.credit.positions import ManualStatus, Position
from salesmgmt.money import Money

__all__ = [
    "FREE",
    "NEVER",
    "NO_CHECK",
    "STATUS",
    "STOP",
    "UNCHECKED",
    "Asked",
    "Figures",
    "asked_figures",
    "figures_of",
    "limit_minor",
]

FREE: Final = -1
"""In place of a limit: any amount may be owed."""

UNCHECKED: Final = -2
"""In place of a limit: nobody asks."""

NEVER: Final = date.max.toordinal() + 1
"""In place of the ordinal of a due date: the terms do not say."""

STOP: Final = 1
"""A person has stopped the customer."""

NO_CHECK: Final = 2
"""A person has freed the customer from checks."""


class Figures:
    """The figures of one customer at one moment; whatever carries them may give itself out as one.

    Attributes:
        exposure: What counts, in minor units.
        limit: The customer's own limit in minor units, `FREE`, `UNCHECKED`, or None where there is none.
        pools: Limit, written alike, and what is used, for each pool from the nearest up.
        items: Due date as an ordinal (`NEVER` without one), what is open, what of it is disputed, and the
            dunning level, for each item above zero, oldest due date first.
        orders: Wanted day as an ordinal (`NEVER` without one) and what is counted, for each open order.
        dunning: The customer's own dunning level.
        review: Ordinal of the day of the review; None where none is planned.
        delay: Average delay in days; None while unknown.
        terms: Agreed days until payment; None where nothing is agreed.
        status: `STOP`, `NO_CHECK` or 0.
    """

    __slots__ = (
        "_items",
        "_position",
        "delay",
        "dunning",
        "exposure",
        "limit",
        "orders",
        "pools",
        "review",
        "status",
        "terms",
    )

    exposure: int
    limit: int | None
    pools: tuple[tuple[int, int], ...]
    orders: tuple[tuple[int, int], ...]
    dunning: int
    review: int | None
    delay: int | None
    terms: int | None
    status: int

    def __init__(self, position: Position | None = None) -> None:
        self._position = position
        self._items: tuple[tuple[int, int, int, int], ...] | None = None

    @property
    def items(self) -> tuple[tuple[int, int, int, int], ...]:
        """The items above zero, oldest due date first; taken out of the position when first asked for."""
        found = self._items
        if found is None:
            found = self._items = () if self._position is None else _items(self._position)
        return found

    @items.setter
    def items(self, items: tuple[tuple[int, int, int, int], ...]) -> None:
        self._items = items

    def changed(self) -> Figures:
        """A copy that may be changed without changing these."""
        other = Figures(self._position)
        for name in self.__slots__:
            setattr(other, name, getattr(self, name))
        return other

    def paid(self, minor: int) -> Figures:
        """The figures once so much has come in: it settles the items from the oldest due date on."""
        other = self.changed()
        other.exposure = self.exposure - minor
        other.pools = tuple((limit, used - minor) for limit, used in self.pools)
        left = []
        for due, opened, disputed, level in self.items:
            taken = min(minor, opened)
            minor -= taken
            if opened > taken:
                rest = opened - taken
                left.append((due, rest, min(disputed, rest), level))
        other.items = tuple(left)
        return other

    def raised(self, own: int | None, pools: dict[int, int]) -> Figures:
        """The figures with other limits: the customer's own, and those of pools by their place."""
        other = self.changed()
        if own is not None:
            other.limit = own
        other.pools = tuple((pools.get(place, limit), used) for place, (limit, used) in enumerate(self.pools))
        return other


class Asked:
    """The figures of one request: its value, what it adds, when it is wanted, the terms it asks, the day."""

    __slots__ = ("added", "amount", "day", "due", "terms")

    def __init__(self, amount: int, added: int, day: int, due: int = NEVER, terms: int | None = None) -> None:
        self.amount = amount
        self.added = added
        self.day = day
        self.due = due
        self.terms = terms

    def cut(self, minor: int) -> Asked:
        """The same request for so much less."""
        return Asked(self.amount - minor, max(0, self.added - minor), self.day, self.due, self.terms)


def limit_minor(amount: LimitAmount) -> int:
    """A limit as a whole number: its minor units, `FREE` or `UNCHECKED`."""
    if isinstance(amount, Money):
        return amount.minor
    return FREE if isinstance(amount, NoLimit) else UNCHECKED


def _ordinal(day: date | None) -> int:
    return NEVER if day is None else day.toordinal()


STATUS: Mapping[ManualStatus | None, int] = MappingProxyType(
    {None: 0, ManualStatus.STOP: STOP, ManualStatus.NO_CHECK: NO_CHECK}
)


def _items(position: Position) -> tuple[tuple[int, int, int, int], ...]:
    return tuple(
        [
            (
                _ordinal(item.due),
                item.open.minor,
                0 if item.disputed is None else min(item.disputed.minor, item.open.minor),
                item.dunning_level,
            )
            for item in position.items
            if item.open.minor > 0
        ]
    )


def figures_of(position: Position) -> Figures:
    """The figures of a position."""
    found = Figures(position)
    found.exposure = position.exposure.total_minor
    found.limit = None if position.limit is None else limit_minor(position.limit.amount)
    found.pools = tuple([(limit_minor(pool.limit), pool.used.minor) for pool in position.pools])
    found.orders = tuple([(_ordinal(order.due), order.open.minor) for order in position.orders])
    found.dunning = position.dunning_level
    found.review = None if position.review_on is None else position.review_on.toordinal()
    found.delay = position.average_delay_days
    found.terms = position.terms_days
    found.status = STATUS[position.status]
    return found


def asked_figures(request: CreditRequest, on: date) -> Asked:
    """The figures of a request."""
    return Asked(
        request.amount.minor, request.added.minor, on.toordinal(), _ordinal(request.due), request.terms_days
    )
