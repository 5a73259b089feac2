"""Tables of two and more dimensions: the cell where several keys meet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import product
from math import prod
from typing import TypeAlias

from attrs import frozen

from salesmgmt.errors import (
    BatchError,
    InvalidValueError,
    Problem,
    SalesmgmtError,
    UnknownIdentifierError,
    WrongTypeError,
)
from salesmgmt.incentives.figures import Figure, Minor, size_of
from salesmgmt.incentives.schedules.axes import Axis
from salesmgmt.incentives.schedules.bounds import (
    Bound,
    BoundLike,
    KeyKind,
)
from salesmgmt.incentives.schedules.pairs import Pairs
from salesmgmt.incentives.schedules.pays import (
    Method,
    Pays,
    PaysLike,
    as_method,
    counts_things,
    pays_of,
)
from salesmgmt.incentives.schedules.slices import AxisKey, Slice, checked_currency, sliced
from salesmgmt.incentives.schedules.tiers import refuse
from salesmgmt.incentives.schedules.wording import said_axis_bounds, said_cell, said_place, sentence
from salesmgmt.money import Currency, Money, Rate

__all__ = ["Cells", "CellsLike", "Matrix"]


Cells: TypeAlias = tuple[Pays | None, ...]
"""What the cells of a matrix pay, the last axis running fastest; None for an empty one."""

CellsLike: TypeAlias = Pairs[BoundLike | tuple[BoundLike, ...], PaysLike | None] | Sequence[object]
"""Cells as people write them: rows within rows, one level for each axis; or a mapping from labels."""


def _axes(given: Iterable[Axis]) -> tuple[Axis, ...]:
    axes = tuple(given)
    for axis in axes:
        if not isinstance(axis, Axis):
            raise WrongTypeError("axes", axis, "be Axis values")
    if not axes:
        raise InvalidValueError("axes", given, "hold one axis or more")
    names = [axis.name for axis in axes]
    if len(set(names)) < len(names):
        raise InvalidValueError("axes", tuple(names), "have a name of their own each")
    return axes


def _cell(value: object, name: str) -> Pays | None:
    if value is None:
        return None
    if not isinstance(value, _PAYS_TYPES):
        raise WrongTypeError("cells", value, "be rates, amounts or None")
    try:
        return pays_of(value, "cells")
    except SalesmgmtError as error:
        raise BatchError("cells", [Problem.of(name, error)]) from None


_PAYS_TYPES = (Rate, Money, Fraction, Decimal, int, str)


def _cells(axes: Sequence[Axis], given: CellsLike) -> Cells:
    sizes = [len(axis.labels) for axis in axes]
    flat = _mapped(axes, given.items()) if isinstance(given, Pairs) else _flat(given, sizes)
    problems: list[Problem] = []
    found: list[Pays | None] = []
    for place, value in zip(product(*map(range, sizes)), flat, strict=True):
        try:
            found.append(_cell(value, f"cell {place}"))
        except BatchError as error:
            problems += error.problems
    refuse("cells", problems)
    return tuple(found)


def _flat(given: object, sizes: Sequence[int]) -> list[object]:
    """All cells in order, from rows within rows, or from a list of them all."""
    rows = _row(given)
    if len(sizes) > 1 and len(rows) == prod(sizes) and not any(isinstance(row, tuple | list) for row in rows):
        return rows
    if len(rows) != sizes[0]:
        raise InvalidValueError("cells", given, f"have {sizes[0]} rows, one for each place of the axis")
    if len(sizes) == 1:
        return rows
    return [cell for row in rows for cell in _nested(row, sizes[1:])]


def _nested(given: object, sizes: Sequence[int]) -> list[object]:
    rows = _row(given)
    if len(rows) != sizes[0]:
        raise InvalidValueError("cells", given, f"have {sizes[0]} cells, one for each place of the axis")
    return rows if len(sizes) == 1 else [cell for row in rows for cell in _nested(row, sizes[1:])]


def _row(given: object) -> list[object]:
    if not isinstance(given, tuple | list):
        raise WrongTypeError("cells", given, "be rows within rows, one level for each axis, or a mapping")
    return list(given)


def _mapped(axes: Sequence[Axis], given: Iterable[tuple[object, object]]) -> list[object]:
    sizes = [len(axis.labels) for axis in axes]
    found: list[object] = [None] * prod(sizes)
    problems: list[Problem] = []
    filled: set[int] = set()
    for key, value in given:
        labels = key if isinstance(key, tuple) else (key,)
        places = [axis.label_place(label) for axis, label in zip(axes, labels, strict=False)]
        if len(labels) != len(axes) or None in places:
            rule = f"name a place of each axis: {', '.join(axis.name for axis in axes)}"
            problems.append(Problem(str(key), "cells", key, rule))
            continue
        index = _index([place for place in places if place is not None], sizes)
        if index in filled:
            problems.append(Problem(str(key), "cells", key, "be filled once"))
        filled.add(index)
        found[index] = value
    refuse("cells", problems)
    return found


def _index(places: Sequence[int], sizes: Sequence[int]) -> int:
    index = 0
    for place, size in zip(places, sizes, strict=True):
        index = index * size + place
    return index


@frozen(init=False)
class Matrix:
    """A table of as many dimensions as there are axes; each cell says what the whole base earns there.

    Attributes:
        axes: The dimensions, in order.
        cells: What each cell pays: rows within rows, one level for each axis, or a mapping from the labels of
            the axes (a bound as it is written, or a text) to what is paid. An empty cell is None. It is kept
            as one tuple, the last axis running fastest.
        method: WHOLE for rates and amounts for each unit; AMOUNT for sums.

    Raises:
        BatchError: If cells cannot be read, labels name no cell, or what cells pay does not go together.
        InvalidValueError: If there are no axes, two of one name, or rows are too long or short.
        WrongTypeError: If axes or cells are of another type.

    Examples:
        >>> rates = Matrix(
        ...     (Axis("margin", ("0%", "20%")), Axis("region", values=("East", "West"))),
        ...     (("1%", "2%"), ("3%", None)),
        ... )
        >>> rates.pick((Fraction("0.25"), "East"))
        Rate('3%')
        >>> rates.pick((Fraction("0.25"), "West")) is None
        True
    """

    axes: tuple[Axis, ...]
    cells: Cells
    method: Method

    def __init__(self, axes: Iterable[Axis], cells: CellsLike, method: Method | str = Method.WHOLE) -> None:
        checked = _axes(axes)
        self.__attrs_init__(checked, _cells(checked, cells), as_method(method))

    def __attrs_post_init__(self) -> None:
        if self.method not in (Method.WHOLE, Method.AMOUNT):
            raise InvalidValueError("method", self.method, "be 'whole' or 'amount', since a cell is picked")
        refuse("cells", self._problems())

    def _problems(self) -> Iterator[Problem]:
        rated: Pays | None = None
        ours = self.currency
        for axis in self.axes:
            if axis.currency not in (None, ours):
                yield Problem(axis.name, "axes", axis.bounds[0], f"be in {ours}, as the rest of the table")
        for place, pays in zip(
            product(*[range(len(axis.labels)) for axis in self.axes]), self.cells, strict=True
        ):
            if isinstance(pays, Money) and pays.currency != ours:
                yield Problem(f"cell {place}", "cells", pays, f"be in {ours}, as the rest of the table")
            if not pays:
                continue
            rated = pays if rated is None else rated
            if self.method is Method.AMOUNT and isinstance(pays, Rate):
                yield Problem(f"cell {place}", "cells", pays, "be an amount such as 'USD 500', a sum")
            elif isinstance(rated, Rate) is not isinstance(pays, Rate):
                rule = f"be a rate or an amount for each unit, as the {rated} of another cell is"
                yield Problem(f"cell {place}", "cells", pays, rule)

    @property
    def keyed(self) -> KeyKind | None:
        """What its bounds are: it has a kind for each of its axes instead."""
        return None

    @property
    def runs(self) -> bool:
        """Whether it has steps that pay for what lies in them: a cell is picked, so it has none."""
        return False

    @property
    def currency(self) -> Currency | None:
        """The currency that it names, in its axes or in its cells."""
        of_axes = [axis.currency for axis in self.axes if axis.currency is not None]
        of_cells = [pays.currency for pays in self.cells if isinstance(pays, Money)]
        return next(iter((*of_axes, *of_cells)), None)

    @property
    def things(self) -> bool | None:
        """Whether its base has to be a number of things (True) or money (False); None for either."""
        return counts_things((pays, self.method) for pays in self.cells if pays is not None)

    @property
    def monotone(self) -> bool:
        """Whether the pay never falls as the base grows within a cell: it does not."""
        return True

    def pick(self, at: Sequence[AxisKey]) -> Pays | None:
        """What the cell pays in which the keys meet; None where it is empty, or a key is not in the table.

        Args:
            at: One key for each axis: a share as a fraction, minor units, a number, or a text.

        Raises:
            InvalidValueError: If there are more or fewer keys than axes.
            WrongTypeError: If a text is given for bounds, or a number for values.
        """
        index = self.index(at)
        return None if index is None else self.cells[index]

    def index(self, at: Sequence[AxisKey]) -> int | None:
        """The place of a cell in `cells`; None where a key is not in the table.

        Raises:
            InvalidValueError: As `pick`.
            WrongTypeError: As `pick`.
        """
        if isinstance(at, str) or not isinstance(at, Sequence) or len(at) != len(self.axes):
            names = ", ".join(axis.name for axis in self.axes)
            raise InvalidValueError("at", at, f"be a tuple with one key for each axis: {names}")
        places = [axis.place(key) for axis, key in zip(self.axes, at, strict=True)]
        if None in places:
            return None
        sizes = [len(axis.labels) for axis in self.axes]
        return _index([place for place in places if place is not None], sizes)

    def slices(
        self,
        base: Figure,
        *,
        at: Sequence[AxisKey] | None = None,
        unit: Minor | None = None,
        opening: Minor = 0,
    ) -> tuple[Slice, ...]:
        """The whole base by the cell in which the keys meet.

        Args:
            base: What is paid for, 0 or more.
            at: One key for each axis, as for `pick`.
            unit: Makes no difference.
            opening: Has to be 0, since a cell has no place for it.

        Raises:
            CurrencyMismatchError: If the base is in another currency than the table.
            InvalidValueError: If the base is negative or of the wrong kind, or there is no key for each axis.
            UnknownIdentifierError: If the table has nothing for the keys; `pick` answers None instead.
        """
        currency = checked_currency(base, self.currency, self.things)
        if opening:
            raise InvalidValueError("opening", opening, "be left out where `at` picks the cell")
        pays = self.pick(() if at is None else at)
        if pays is None:
            raise UnknownIdentifierError("at", at, "meet in a cell that is filled")
        portion = Fraction(1) if self.method is Method.AMOUNT else None
        return sliced([(size_of(base), pays, None, self.method, portion)], base, currency)

    def said(self, lang: str = "en") -> tuple[str, ...]:
        """Its terms as sentences, in `en` or `zh`: one for each filled cell, then who owns the bounds."""
        places = [
            [said_place(axis.name, label, follower, lang) for label, follower in _bands(axis)]
            for axis in self.axes
        ]
        told = [
            said_cell(where, pays, self.method, lang)
            for where, pays in zip(product(*places), self.cells, strict=True)
            if pays is not None
        ]
        owned = [
            one
            for axis in self.axes
            for one in said_axis_bounds(axis.name, axis.bounds[1:], axis.boundary, lang)
        ]
        return (*told, *owned, sentence("matrix.rest", lang))


def _bands(axis: Axis) -> Iterator[tuple[Bound | str, Bound | None]]:
    """Each place of an axis with the bound at which it ends."""
    ends = (*axis.bounds[1:], None) if axis.bounds else (None,) * len(axis.values)
    return zip(axis.labels, ends, strict=True)
