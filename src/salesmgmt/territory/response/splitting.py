"""The best use of one seller's time: the last hour brings the same everywhere.

A concave contribution per unit and one sum of hours: the split is best where a price of time exists at which
every unit that gets time has it as its slope, and every other unit is no steeper (Kuhn and Tucker, 1951). The
price is found by closing in on it from both sides. Across sellers slopes may differ: hours cannot be handed
from one to another, and the most profitable alignment does not make them equal (Skiera and Albers, 1998).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import exp, log, sqrt

from attrs import field, frozen

from salesmgmt.errors import UnknownIdentifierError, WrongTypeError
from salesmgmt.reasons import Reason, ReasonValue
from salesmgmt.tables import Table, headed
from salesmgmt.territory.checks import check_text, tuple_of
from salesmgmt.territory.response.numbers import NumberLike, as_number, check_above, check_least, shown
from salesmgmt.territory.response.units import CoverageUnit, Seller, units_of
from salesmgmt.territory.texts.response import RESPONSE_HEADINGS

__all__ = ["TimeLine", "TimeSplit", "added", "best_hours", "split_of", "split_time"]

#: A further hour that brings less than this is not worth selling time: what is left stays idle.
_LEAST = 1e-9


def _as_hours(value: NumberLike) -> float:
    return as_number(value, "hours")


def _as_calling(value: NumberLike) -> float:
    return as_number(value, "calling")


def _as_sales(value: NumberLike) -> float:
    return as_number(value, "sales")


def _as_contribution(value: NumberLike) -> float:
    return as_number(value, "contribution")


def _as_marginal(value: NumberLike | None) -> float | None:
    return None if value is None else as_number(value, "marginal")


def _as_workload(value: NumberLike) -> float:
    return as_number(value, "workload")


@frozen
class TimeLine:
    """What one unit gets of a seller's time, and brings.

    Attributes:
        unit: Identifier of the unit.
        hours: Selling time: calls and the way to them.
        calling: The part of it spent on calls.
        sales: What is sold.
        contribution: What it contributes.
        marginal: Contribution of one further hour, at the rate of the moment; None where it has no bound, at
            0 hours.
        workload: Hours that the unit should get by the standards of the house.

    Raises:
        InvalidValueError: If the unit is empty, or a number is negative.
        WrongTypeError: If a field has another type.
    """

    unit: str
    hours: float = field(converter=_as_hours)
    calling: float = field(converter=_as_calling)
    sales: float = field(converter=_as_sales)
    contribution: float = field(converter=_as_contribution)
    marginal: float | None = field(converter=_as_marginal)
    workload: float = field(default=0.0, converter=_as_workload)

    def __attrs_post_init__(self) -> None:
        check_text("unit", self.unit)
        for name in ("hours", "calling", "sales", "contribution", "workload"):
            check_least(name, getattr(self, name))
        if self.marginal is not None:
            check_least("marginal", self.marginal)

    @property
    def travelling(self) -> float:
        """The hours on the way."""
        return self.hours - self.calling


def _as_lines(given: Iterable[TimeLine]) -> tuple[TimeLine, ...]:
    return tuple_of(given, TimeLine, "lines")


@frozen
class TimeSplit:
    """The best split of a seller's time over the units of a territory.

    Attributes:
        seller: Who sells there.
        lines: The units, in the order of their identifiers.

    Raises:
        WrongTypeError: If a field has another type.
    """

    seller: Seller
    lines: tuple[TimeLine, ...] = field(converter=_as_lines)

    def __attrs_post_init__(self) -> None:
        if not isinstance(self.seller, Seller):
            raise WrongTypeError("seller", self.seller, "be a Seller")

    @property
    def used(self) -> float:
        """Hours that are worth something."""
        return added(line.hours for line in self.lines)

    @property
    def idle(self) -> float:
        """Hours that would bring nothing more; 0 nearly always."""
        return max(self.seller.hours - self.used, 0.0)

    @property
    def calling(self) -> float:
        """Hours of calls."""
        return added(line.calling for line in self.lines)

    @property
    def travel_share(self) -> float:
        """The part of the used time that goes to the way."""
        return 1 - self.calling / self.used if self.used else 0.0

    @property
    def sales(self) -> float:
        """All sales."""
        return added(line.sales for line in self.lines)

    @property
    def contribution(self) -> float:
        """All contributions, before the cost of the seller."""
        return added(line.contribution for line in self.lines)

    @property
    def workload(self) -> float:
        """Hours that the units should get by the standards of the house."""
        return added(line.workload for line in self.lines)

    @property
    def profit(self) -> float:
        """The contributions less the cost of the seller."""
        return self.contribution - self.seller.cost

    @property
    def price(self) -> float:
        """What one further hour of the seller would bring: the slope wherever time is spent."""
        return max((line.marginal for line in self.lines if line.marginal is not None), default=0.0)

    @property
    def reason(self) -> Reason:
        """Why the time is split like this."""
        values: dict[str, ReasonValue] = {
            "seller": self.seller.id,
            "hours": shown(self.used),
            "units": sum(line.hours > 0 for line in self.lines),
            "price": shown(self.price),
            "contribution": shown(self.contribution),
        }
        because = [_line_reason(line) for line in self.lines]
        return Reason("territory.response.split", values, because=because)

    def line(self, unit: str) -> TimeLine:
        """What a unit gets.

        Raises:
            UnknownIdentifierError: If the territory has no such unit.
        """
        for line in self.lines:
            if line.unit == unit:
                return line
        raise UnknownIdentifierError("unit", unit, f"be a unit of {self.seller.id}")

    def records(self) -> list[dict[str, object]]:
        """One row per unit, for a DataFrame."""
        names = ("unit", "workload", "hours", "calling", "travelling", "sales", "contribution", "marginal")
        return [
            {"seller": self.seller.id, **{name: getattr(line, name) for name in names}} for line in self.lines
        ]

    def table(self, lang: str = "en") -> Table:
        """The units with their time, sales and slopes."""
        names = ("unit", "hours", "calling", "travelling", "marginal", "sales", "contribution")
        columns = headed(RESPONSE_HEADINGS, lang, *names)
        rows = [
            (
                line.unit,
                *map(shown, (line.hours, line.calling, line.travelling)),
                None if line.marginal is None else shown(line.marginal),
                *map(shown, (line.sales, line.contribution)),
            )
            for line in self.lines
        ]
        total = headed(RESPONSE_HEADINGS, lang, "total")[0].heading
        times = map(shown, (self.used, self.calling, self.used - self.calling))
        sums = map(shown, (self.sales, self.contribution))
        return Table("", columns, rows, footer=(total, *times, None, *sums), lang=lang)


def _line_reason(line: TimeLine) -> Reason:
    values: dict[str, ReasonValue] = {
        "unit": line.unit,
        "hours": shown(line.hours),
        "calling": shown(line.calling),
        "marginal": None if line.marginal is None else shown(line.marginal),
    }
    code = "territory.response.line" if line.hours > 0 else "territory.response.left"
    return Reason(code, values, (line.unit,))


def split_time(units: Iterable[CoverageUnit] | CoverageUnit, seller: Seller | NumberLike) -> TimeSplit:
    """The split of a seller's time over units that contributes most.

    Args:
        units: The units of one territory.
        seller: Who sells there; hours alone stand for somebody without a name.

    Raises:
        BatchError: If a unit stands twice.
        InvalidValueError: If the hours are not above 0.
        WrongTypeError: If something has another type.

    Examples:
        >>> from salesmgmt.territory import PowerResponse
        >>> scales = {"a": 100, "b": 200}
        >>> units = [CoverageUnit(name, PowerResponse(scale, "0.5")) for name, scale in scales.items()]
        >>> split = split_time(units, 500)
        >>> [(line.unit, round(line.hours, 6), round(line.marginal, 6)) for line in split.lines]
        [('a', 100.0, 5.0), ('b', 400.0, 5.0)]
    """
    who = seller if isinstance(seller, Seller) else Seller("seller", seller)
    check_above("hours", who.hours)
    ordered = units_of(units)
    return split_of(ordered, who, best_hours(ordered, who.id, who.hours)[0])


def split_of(units: Sequence[CoverageUnit], seller: Seller, hours: Sequence[float]) -> TimeSplit:
    """The lines of a territory whose units get so many hours each."""
    lines = []
    for unit, own in zip(units, hours, strict=True):
        marginal = unit.marginal(own, seller.id)
        lines.append(
            TimeLine(
                unit.id,
                own,
                unit.calling(own, seller.id),
                unit.sales(own, seller.id),
                unit.contribution(own, seller.id),
                None if marginal > 1e300 else marginal,
                unit.workload,
            )
        )
    return TimeSplit(seller, lines)


def best_hours(
    units: Sequence[CoverageUnit], seller: str | None, hours: float, rounds: int = 200
) -> tuple[list[float], float]:
    """The hours of each unit and the price of time, by closing in on the price from both sides.

    Args:
        units: The units.
        seller: Whose way counts.
        hours: The time to split.
        rounds: Most prices to try; the splits on both sides are blended then, so that the hours are used up.
    """
    if not units:
        return [], 0.0
    low = _LEAST
    many = [unit.hours_at(low, seller) for unit in units]
    if added(many) <= hours:
        return many, 0.0
    high = 1.0
    few = [unit.hours_at(high, seller) for unit in units]
    while added(few) > hours:
        low, many = high, few
        high *= 16
        few = [unit.hours_at(high, seller) for unit in units]
    for number in range(rounds):
        price = _between(low, added(many), high, added(few), hours, halve=number % 3 == 2)
        if not low < price < high:
            break
        found = [unit.hours_at(price, seller) for unit in units]
        total = added(found)
        if abs(total - hours) <= 1e-13 * hours:
            return [own * (hours / total) for own in found], price
        if total > hours:
            low, many = price, found
        else:
            high, few = price, found
    more, less = added(many), added(few)
    # on a straight piece of a curve a whole range of hours has one slope: blending stays on that piece
    part = (hours - less) / (more - less) if more > less else 0.0
    return [one + part * (other - one) for one, other in zip(few, many, strict=True)], high


def _between(low: float, more: float, high: float, less: float, hours: float, *, halve: bool) -> float:
    """A price between two: where a line through the logarithms has the hours, or half-way."""
    middle = sqrt(low) * sqrt(high)
    if halve or less <= 0 or more <= less:
        return middle
    part = log(more / hours) / log(more / less)
    price = low * exp(part * log(high / low))
    return price if low < price < high else middle


def added(values: Iterable[float]) -> float:
    """A sum from left to right: `sum` of floats adds otherwise from Python 3.12 on."""
    total = 0.0
    for value in values:
        total += value
    return total
