"""The figures of a call: kept as plain rows, and made into `Earned` values when somebody reads them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from operator import itemgetter
from typing import TypeAlias

from salesmgmt.calendars import DateRange, Period
from salesmgmt.incentives.earned import Earned
from salesmgmt.incentives.engine.remarks import negative_remark
from salesmgmt.incentives.figures import Minor
from salesmgmt.money import Currency, Unrounded
from salesmgmt.reasons import Reason

__all__ = ["Column", "Row", "Sheet", "row_of"]

Row: TypeAlias = tuple[str, int, int, int, "Earned | None", int, int, int, "Minor | None"]
"""A figure: participant, places of component and period, what is earned; then the figure itself, or else
base, what is earned before rounding as numerator and denominator, and quota."""


class Column:
    """What the figures of one component share.

    Attributes:
        component: Identifier of the component.
        periods: The periods that the call reads.
        spans: Days of each that count.
        things: Whether bases are numbers of things.
        mirrors: Whether a negative total earns the opposite of what its magnitude does.
    """

    __slots__ = ("component", "mirrors", "periods", "spans", "things")

    def __init__(
        self,
        component: str,
        periods: Sequence[Period],
        spans: Sequence[DateRange],
        *,
        things: bool,
        mirrors: bool,
    ) -> None:
        self.component = component
        self.periods = periods
        self.spans = spans
        self.things = things
        self.mirrors = mirrors


class Sheet:
    """All figures of a call, in the order of participants, components of the plan, and periods."""

    __slots__ = ("_columns", "_currency", "_made", "_rows")

    def __init__(self, currency: Currency, columns: Sequence[Column], rows: list[Row]) -> None:
        self._currency = currency
        self._columns = columns
        rows.sort(key=_place)
        self._rows = rows
        self._made: tuple[Earned, ...] | None = None

    def __iter__(self) -> Iterator[Earned]:
        return iter(self.figures())

    def figures(self) -> tuple[Earned, ...]:
        """The figures; the same ones whenever they are asked for."""
        if self._made is None:
            self._made = tuple([row[4] or self._figure(row) for row in self._rows])
        return self._made

    def _figure(self, row: Row) -> Earned:
        who, component, place, amount, _, size, top, bottom, quota = row
        column = self._columns[component]
        exact: Minor = Fraction(top, bottom) if top % bottom else top // bottom
        reasons: tuple[Reason, ...] = ()
        if size < 0 and not column.mirrors:
            reasons = (negative_remark(Fraction(size) if column.things else Unrounded(size, self._currency)),)
        return Earned(
            who,
            column.component,
            column.periods[place],
            column.spans[place],
            self._currency,
            size,
            exact,
            amount,
            column.things,
            quota,
            reasons=reasons,
        )

    def total(self, participant: str | None, component: str | None) -> int:
        """What is earned in all, in minor units."""
        number = None if component is None else self._number(component)
        return sum(
            row[3]
            for row in self._rows
            if (participant is None or row[0] == participant) and (number is None or row[1] == number)
        )

    def amounts(self, component: str) -> Mapping[tuple[str, str], int]:
        """What a component pays, in minor units, by participant and label of the period."""
        number = self._number(component)
        labels = [period.label for period in self._columns[number].periods]
        return {(row[0], labels[row[2]]): row[3] for row in self._rows if row[1] == number}

    def _number(self, component: str) -> int:
        return next(number for number, column in enumerate(self._columns) if column.component == component)


def row_of(earned: Earned, component: int, place: int) -> Row:
    """A figure as a row."""
    return earned.participant, component, place, earned.amount_minor, earned, 0, 0, 1, None


_place = itemgetter(0, 1, 2)
