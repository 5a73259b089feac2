"""The dimensions of a matrix: bands of a figure, or a list of texts."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

from attrs import field, frozen

from salesmgmt.errors import InvalidValueError, SalesmgmtError, WrongTypeError
from salesmgmt.incentives.schedules.bounds import (
    Bound,
    Boundary,
    BoundLike,
    KeyKind,
    as_boundary,
    bound_of,
    kind_of,
    kind_problems,
    rising_problems,
    size_of_bound,
)
from salesmgmt.incentives.schedules.slices import AxisKey
from salesmgmt.incentives.schedules.tiers import refuse
from salesmgmt.money import Currency, Money, Rate
from salesmgmt.money.figures import exact

__all__ = ["Axis"]

_BOUND_TYPES = (Rate, Money, Fraction, Decimal, int, str)


def _bounds(given: Iterable[BoundLike]) -> tuple[Bound, ...]:
    if isinstance(given, str):
        raise WrongTypeError("bounds", given, "be a tuple of bounds, not one text")
    return tuple(bound_of(bound, "bounds") for bound in given)


def _values(given: Iterable[str]) -> tuple[str, ...]:
    if isinstance(given, str):
        raise WrongTypeError("values", given, "be a tuple of texts, not one text")
    values = tuple(given)
    for value in values:
        if not isinstance(value, str):
            raise WrongTypeError("values", value, "be texts")
    return values


@frozen
class Axis:
    """One dimension of a matrix: bands of a figure, or a list of texts.

    Attributes:
        name: What it is looked up by, such as `margin` or `region`.
        bounds: Where each band begins, in ascending order; the last one is open. What lies below the first is
            not in the table.
        values: The texts, each a row of its own; any other is not in the table.
        boundary: Whether a figure exactly on a bound is in the band above it, or in the one below. The first
            bound belongs to the first band in any case.

    Raises:
        BatchError: If bounds are of several kinds or currencies, or do not rise; all faults at once.
        InvalidValueError: If there are both bounds and values or neither, a value stands twice, or the name
            is empty.
        WrongTypeError: If a value is no text, or a bound none.

    Examples:
        >>> Axis("margin", ("0%", "10%", "20%")).place(Fraction("0.15"))
        1
        >>> Axis("region", values=("East", "West")).place("North") is None
        True
    """

    name: str
    bounds: tuple[Bound, ...] = field(default=(), converter=_bounds)
    values: tuple[str, ...] = field(default=(), converter=_values)
    boundary: Boundary = field(default=Boundary.UPPER, converter=as_boundary)

    def __attrs_post_init__(self) -> None:
        if not isinstance(self.name, str):
            raise WrongTypeError("name", self.name, "be text")
        if not self.name:
            raise InvalidValueError("name", self.name, "not be empty")
        if bool(self.bounds) is bool(self.values):
            raise InvalidValueError("bounds", self.bounds, "be given, or else values; one of the two")
        if len(set(self.values)) < len(self.values):
            raise InvalidValueError("values", self.values, "hold each text once")
        names = [f"bound {number}" for number, _ in enumerate(self.bounds, 1)]
        refuse("bounds", kind_problems(self.bounds, names, "bounds"))
        refuse("bounds", rising_problems(self.bounds, names, "bounds", "bound"))

    @property
    def kind(self) -> KeyKind | None:
        """What its bounds are; None where it lists texts."""
        return kind_of(self.bounds[0]) if self.bounds else None

    @property
    def labels(self) -> tuple[Bound | str, ...]:
        """What its places are called: the bounds, or the texts."""
        return self.bounds or self.values

    @property
    def currency(self) -> Currency | None:
        """The currency of its bounds, where they are amounts."""
        first = self.bounds[0] if self.bounds else None
        return first.currency if isinstance(first, Money) else None

    def place(self, key: AxisKey) -> int | None:
        """The place of a key; None where it is unknown, or not in the table.

        Args:
            key: A share as a fraction, minor units or a number, for bounds; a text for values.

        Raises:
            WrongTypeError: If a text is given for bounds, or a number for values.
        """
        if key is None:
            return None
        if isinstance(key, str):
            if self.bounds:
                raise WrongTypeError("at", key, f"be a number for the axis {self.name}")
            return self.values.index(key) if key in self.values else None
        if self.values:
            raise WrongTypeError("at", key, f"be text for the axis {self.name}")
        found = exact(key, "at")
        place = None
        for number, bound in enumerate(self.bounds):
            edge = size_of_bound(bound)
            owned = self.boundary is Boundary.UPPER or not number
            if edge < found or (edge == found and owned):
                place = number
        return place

    def label_place(self, label: object) -> int | None:
        """The place that is called so; None where none is."""
        if self.values:
            return self.values.index(label) if label in self.values else None
        try:
            bound = bound_of(label, "cells") if isinstance(label, _BOUND_TYPES) else None
        except SalesmgmtError:
            return None
        return self.bounds.index(bound) if bound in self.bounds else None
