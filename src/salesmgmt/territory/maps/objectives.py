"""What makes one plan on a map better than another: compactness, short borders, short ways, few changes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import TypeAlias

from attrs import field, frozen

from salesmgmt.errors import InvalidValueError, WrongTypeError
from salesmgmt.territory.balancing.settings import Pairs, as_weights, exact
from salesmgmt.territory.checks import check_flag, check_text
from salesmgmt.territory.maps.distances import DistanceTable, Euclidean
from salesmgmt.territory.plans.plan import TerritoryPlan

__all__ = [
    "Continuity",
    "CutEdges",
    "HomeBase",
    "MapObjective",
    "MomentOfInertia",
    "Perimeter",
    "TravelTime",
    "WeightedObjective",
]


def _check_distance(value: object) -> None:
    if not isinstance(value, Euclidean | DistanceTable):
        raise WrongTypeError("distance", value, "be Euclidean() or a DistanceTable")


@frozen
class MomentOfInertia:
    """Compactness: the sum of each unit's figure times its squared distance to the centre of its territory.

    The centre is the unit of the territory for which that sum is least (Hess and others, 1965). Distances are
    whole multiples of a unit of length, so that the sum is exact.

    Attributes:
        measure: What a unit counts by; None for once.
        distance: How far it is from one unit to another.

    Raises:
        InvalidValueError: If the name is empty.
        WrongTypeError: If something has another type.
    """

    measure: str | None = None
    distance: Euclidean | DistanceTable = field(factory=Euclidean)

    def __attrs_post_init__(self) -> None:
        if self.measure is not None:
            check_text("measure", self.measure)
        _check_distance(self.distance)


@frozen
class TravelTime:
    """The sum of each unit's figure times its way to the centre of its territory: hours on the road.

    Attributes:
        distance: Times or distances; usually a table of them.
        measure: How often the way is made, such as visits; None for once.

    Raises:
        InvalidValueError: If the name is empty.
        WrongTypeError: If something has another type.
    """

    distance: Euclidean | DistanceTable = field(factory=Euclidean)
    measure: str | None = None

    def __attrs_post_init__(self) -> None:
        if self.measure is not None:
            check_text("measure", self.measure)
        _check_distance(self.distance)


@frozen
class CutEdges:
    """Short borders, counted: pairs of neighbours that stand in different territories."""


@frozen
class Perimeter:
    """Short borders, measured: the length of border between territories, from the borders of the units."""


MapObjective: TypeAlias = MomentOfInertia | TravelTime | CutEdges | Perimeter


def _as_weight(value: int | Fraction | str) -> Fraction:
    return exact("weight", value)


@frozen
class WeightedObjective:
    """An objective that counts so much beside others.

    Attributes:
        objective: The objective.
        weight: What one of its units counts.

    Raises:
        InvalidValueError: If the weight is not more than 0.
        WrongTypeError: If something has another type.
    """

    objective: MapObjective
    weight: Fraction = field(default=Fraction(1), converter=_as_weight)

    def __attrs_post_init__(self) -> None:
        if not isinstance(self.objective, MomentOfInertia | TravelTime | CutEdges | Perimeter):
            rule = "be MomentOfInertia, TravelTime, CutEdges or Perimeter"
            raise WrongTypeError("objective", self.objective, rule)
        if self.weight == 0:
            raise InvalidValueError("weight", self.weight, "be more than 0")


def _as_costs(
    given: Mapping[str, int | Fraction | str] | Iterable[tuple[str, int | Fraction | str]],
) -> Pairs:
    return as_weights("costs", given)


@frozen
class Continuity:
    """What it costs, in units of the objective, that a unit leaves the territory where it stands today.

    Attributes:
        weight: Cost of a unit, or of one of its measure.
        measure: What a unit counts by, such as revenue; None for once.
        costs: Costs of units that are dearer or cheaper than that; they stand for themselves. A mapping is
            accepted.
        plan: Who sells where today; None takes the current plan that an alignment is given. Units that stand
            nowhere today cost nothing.

    Raises:
        InvalidValueError: If a cost is negative, or a name is empty.
        WrongTypeError: If something has another type.
    """

    weight: Fraction = field(default=Fraction(1), converter=_as_weight)
    measure: str | None = None
    costs: Pairs = field(default=(), converter=_as_costs)
    plan: TerritoryPlan | None = None

    def __attrs_post_init__(self) -> None:
        if self.measure is not None:
            check_text("measure", self.measure)
        if self.plan is not None and not isinstance(self.plan, TerritoryPlan):
            raise WrongTypeError("plan", self.plan, "be a TerritoryPlan or None")


def _as_homes(given: Mapping[str, str] | Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    items = given.items() if isinstance(given, Mapping) else given
    found: dict[str, str] = {}
    for item in items:
        if not isinstance(item, tuple | list) or len(item) != 2:
            raise WrongTypeError("homes", item, "be a mapping of territory to unit")
        territory, unit = item
        check_text("homes", territory)
        check_text("homes", unit)
        if territory in found:
            raise InvalidValueError("homes", territory, "stand once")
        found[territory] = unit
    return tuple(sorted(found.items()))


@frozen
class HomeBase:
    """What it costs that units are far from the home of the rep who looks after their territory.

    Attributes:
        homes: The unit where the rep of a territory lives; a mapping of territory to unit is accepted.
        weight: Cost of one unit of distance, in units of the objective.
        measure: What a unit counts by, such as visits; None for once.
        distance: How far it is from one unit to another.
        inside: Whether the home has to stand in its own territory.

    Raises:
        InvalidValueError: If a territory stands twice, a name is empty, or the weight is negative.
        WrongTypeError: If something has another type.
    """

    homes: tuple[tuple[str, str], ...] = field(converter=_as_homes)
    weight: Fraction = field(default=Fraction(1), converter=_as_weight)
    measure: str | None = None
    distance: Euclidean | DistanceTable = field(factory=Euclidean)
    inside: bool = True

    def __attrs_post_init__(self) -> None:
        if self.measure is not None:
            check_text("measure", self.measure)
        _check_distance(self.distance)
        check_flag("inside", self.inside)
