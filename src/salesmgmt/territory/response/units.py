"""Who sells to what: units with a response each, sellers with their time, and the way between them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeAlias

from attrs import field, frozen

from salesmgmt.errors import BatchError, InvalidValueError, Problem, WrongTypeError
from salesmgmt.territory.checks import check_text, tuple_of
from salesmgmt.territory.response.curves import SalesResponse, check_response
from salesmgmt.territory.response.numbers import NumberLike, as_number, check_above, check_least

__all__ = ["CoverageUnit", "Seller", "sellers_of", "units_of"]

Ratios: TypeAlias = tuple[tuple[str, float], ...]


def _as_margin(value: NumberLike) -> float:
    return as_number(value, "margin")


def _as_travel(value: NumberLike) -> float:
    return as_number(value, "travel")


def _as_workload(value: NumberLike) -> float:
    return as_number(value, "workload")


def _as_hours(value: NumberLike) -> float:
    return as_number(value, "hours")


def _as_cost(value: NumberLike) -> float:
    return as_number(value, "cost")


def _as_ratios(given: Mapping[str, NumberLike] | Iterable[tuple[str, NumberLike]]) -> Ratios:
    pairs = given.items() if isinstance(given, Mapping) else given
    found = []
    for pair in pairs:
        if not isinstance(pair, tuple | list) or len(pair) != 2 or not isinstance(pair[0], str):
            raise WrongTypeError("travel_from", pair, "be a mapping of seller to hours on the way per hour")
        found.append((pair[0], as_number(pair[1], "travel_from")))
    return tuple(sorted(found))


@frozen
class CoverageUnit:
    """A sales coverage unit: a group of accounts that one seller looks after, and how its sales answer.

    Attributes:
        id: Identifier given by the caller.
        response: Its sales as a concave function of calling time.
        margin: Contribution of one unit of sales, before the costs of the sellers.
        travel: Hours on the way for each hour of calls. That this ratio is constant is the assumption of
            Skiera and Albers (1998): who calls twice as much travels twice as much.
        travel_from: The same for sellers who live nearer or farther; `travel` counts for all others. A
            mapping is accepted.
        workload: Hours a year that the unit should get by the standards of the house, for an alignment by
            equal workload.

    Raises:
        InvalidValueError: If an identifier is empty, a number negative, or a seller stands twice.
        WrongTypeError: If a field has another type.

    Examples:
        >>> from salesmgmt.territory import PowerResponse
        >>> unit = CoverageUnit("north", PowerResponse(900, "0.3"), travel="25%", travel_from={"ann": 1})
        >>> unit.ratio("bob"), unit.ratio("ann"), round(unit.sales(50, "bob"), 1)
        (0.25, 1.0, 2721.8)
    """

    id: str
    response: SalesResponse
    margin: float = field(default=1.0, converter=_as_margin, kw_only=True)
    travel: float = field(default=0.0, converter=_as_travel, kw_only=True)
    travel_from: Ratios = field(default=(), converter=_as_ratios, kw_only=True)
    workload: float = field(default=0.0, converter=_as_workload, kw_only=True)

    def __attrs_post_init__(self) -> None:
        check_text("id", self.id)
        check_response("response", self.response)
        for name, value in (("margin", self.margin), ("travel", self.travel), ("workload", self.workload)):
            check_least(name, value)
        for place, (seller, ratio) in enumerate(self.travel_from):
            check_text("travel_from", seller)
            check_least("travel_from", ratio)
            if place and self.travel_from[place - 1][0] == seller:
                raise InvalidValueError("travel_from", seller, "stand once")

    def ratio(self, seller: str | None = None) -> float:
        """Hours on the way for each hour of calls, for a seller or for anybody else."""
        for name, ratio in self.travel_from:
            if name == seller:
                return ratio
        return self.travel

    def calling(self, hours: float, seller: str | None = None) -> float:
        """The hours of calls in so many hours of selling time; the rest is the way there."""
        return hours / (1 + self.ratio(seller))

    def sales(self, hours: float, seller: str | None = None) -> float:
        """Sales with so many hours of selling time, calls and way together."""
        return self.response.sales(self.calling(hours, seller))

    def contribution(self, hours: float, seller: str | None = None) -> float:
        """The contribution of those sales."""
        return self.margin * self.sales(hours, seller)

    def marginal(self, hours: float, seller: str | None = None) -> float:
        """The contribution of one further hour of selling time, at the rate of this moment."""
        if self.margin == 0:
            return 0.0
        return self.margin * self.response.marginal(self.calling(hours, seller)) / (1 + self.ratio(seller))

    def hours_at(self, marginal: float, seller: str | None = None) -> float:
        """The fewest hours of selling time from which on a further one brings at most so much."""
        if self.margin == 0:
            return 0.0
        part = 1 + self.ratio(seller)
        return part * self.response.hours_at(marginal * part / self.margin)


@frozen
class Seller:
    """Somebody who sells, with a territory of the same identifier.

    Attributes:
        id: Identifier given by the caller.
        hours: Selling time a year: calls and the way to them.
        cost: What the seller costs a year, in the unit of the contributions.

    Raises:
        InvalidValueError: If the identifier is empty, the hours are not above 0, or the cost is negative.
        WrongTypeError: If a field has another type.

    Examples:
        >>> Seller("ann", 1200, 90_000).cost
        90000.0
    """

    id: str
    hours: float = field(converter=_as_hours)
    cost: float = field(default=0.0, converter=_as_cost)

    def __attrs_post_init__(self) -> None:
        check_text("id", self.id)
        check_above("hours", self.hours)
        check_least("cost", self.cost)


def units_of(given: Iterable[CoverageUnit] | CoverageUnit) -> tuple[CoverageUnit, ...]:
    """Units in the order of their identifiers.

    Raises:
        BatchError: If a unit stands twice.
        WrongTypeError: If one is none.
    """
    units = tuple(sorted(tuple_of(given, CoverageUnit, "units"), key=lambda unit: unit.id))
    _once("Unit", [unit.id for unit in units], "units")
    return units


def sellers_of(given: Iterable[Seller] | Seller) -> tuple[Seller, ...]:
    """Sellers in the order of their identifiers, at least one.

    Raises:
        BatchError: If one stands twice.
        InvalidValueError: If there are none.
        WrongTypeError: If one is none.
    """
    sellers = tuple(sorted(tuple_of(given, Seller, "sellers"), key=lambda seller: seller.id))
    if not sellers:
        raise InvalidValueError("sellers", sellers, "hold at least one seller")
    _once("Seller", [seller.id for seller in sellers], "sellers")
    return sellers


def _once(kind: str, names: list[str], field_name: str) -> None:
    problems = [
        Problem(f"{kind} {name}", "id", name, "stand once")
        for name in sorted(set(names))
        if names.count(name) > 1
    ]
    if problems:
        raise BatchError(field_name, problems)
