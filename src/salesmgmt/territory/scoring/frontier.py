"""The frontier of balance, compactness and disruption: plans that are better only at the cost of another."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from itertools import pairwise

from attrs import field, frozen

from salesmgmt.errors import InvalidValueError, UnknownIdentifierError, WrongTypeError
from salesmgmt.money import Rate, RateLike, rate_of
from salesmgmt.reasons import Reason
from salesmgmt.tables import Table, headed
from salesmgmt.territory.checks import check_count, tuple_of
from salesmgmt.territory.plans.loads import percent
from salesmgmt.territory.plans.plan import TerritoryPlan
from salesmgmt.territory.texts.scoring import SCORING_HEADINGS

__all__ = ["Frontier", "FrontierPoint"]


def _exact(name: str, value: object) -> Fraction:
    if isinstance(value, bool) or not isinstance(value, int | Fraction):
        raise WrongTypeError(name, value, "be exact: a whole number or a Fraction")
    if value < 0:
        raise InvalidValueError(name, value, "be 0 or more")
    return Fraction(value)


def _as_value(value: int | Fraction) -> Fraction:
    return _exact("value", value)


def _as_disruption(value: int | Fraction) -> Fraction:
    return _exact("disruption", value)


def _as_deviation(value: int | Fraction) -> Fraction:
    return _exact("deviation", value)


def _as_penalty(value: int | Fraction | None) -> Fraction | None:
    return None if value is None else _exact("penalty", value)


def _as_tolerance(value: RateLike | None) -> Rate | None:
    return None if value is None else rate_of(value, "tolerance")


@frozen(repr=False)
class FrontierPoint:
    """One plan of a frontier.

    Attributes:
        plan: The plan, its territories named as today.
        value: What the objective comes to, without any price on change.
        disruption: What the change counts: units, or what they are weighted by.
        moved: Units that leave the territory where they stand today.
        deviation: Greatest distance of a bounded load from its share, as a part of it.
        tolerance: The bounds' tolerance that the plan keeps, where several were looked at.
        penalty: The price of one of disruption at which it was found; None for plans that needed none.

    Raises:
        InvalidValueError: If a number is negative.
        WrongTypeError: If something has another type.
    """

    plan: TerritoryPlan
    value: Fraction = field(converter=_as_value)
    disruption: Fraction = field(converter=_as_disruption)
    moved: int = 0
    deviation: Fraction = field(default=Fraction(0), converter=_as_deviation)
    tolerance: Rate | None = field(default=None, converter=_as_tolerance)
    penalty: Fraction | None = field(default=None, converter=_as_penalty)

    def __attrs_post_init__(self) -> None:
        if not isinstance(self.plan, TerritoryPlan):
            raise WrongTypeError("plan", self.plan, "be a TerritoryPlan")
        check_count("moved", self.moved)

    def __repr__(self) -> str:
        return f"FrontierPoint({self.plan.id!r}, value {float(self.value):,.6g}, {self.moved:,} units move)"

    @property
    def level(self) -> Fraction:
        """The tolerance as a number; 0 where only one was looked at."""
        return Fraction(0) if self.tolerance is None else self.tolerance.value

    def dominates(self, other: FrontierPoint) -> bool:
        """Whether it is at least as good as another one in tolerance, objective and disruption alike.

        Raises:
            WrongTypeError: If it is compared with something else.
        """
        if not isinstance(other, FrontierPoint):
            raise WrongTypeError("other", other, "be a FrontierPoint")
        return self.level <= other.level and self.value <= other.value and self.disruption <= other.disruption


def _as_points(given: Iterable[FrontierPoint]) -> tuple[FrontierPoint, ...]:
    points = tuple_of(given, FrontierPoint, "points")
    return tuple(sorted(points, key=lambda each: (each.level, each.disruption, each.value)))


def _as_reasons(given: Iterable[Reason]) -> tuple[Reason, ...]:
    return tuple_of(given, Reason, "reasons")


@frozen(repr=False)
class Frontier:
    """Plans among which one has to choose: whatever is better in one of them costs something else.

    With one tolerance they lead from the least change to the best map: the more units move, the better the
    objective. With several tolerances each has such a line; a plan that keeps a closer tolerance stands for
    wider ones too, where none of theirs is better.

    Attributes:
        current: Who sells where today.
        points: The plans, by tolerance and disruption. None is at least as good as another in everything.
        reasons: Why there are none, where no plan was found at all.
        steps: Number of proposals made; as a budget, it gives the same answer again.
        seed: Where the choices came from.

    Raises:
        InvalidValueError: If a plan is at least as good as another in everything.
        WrongTypeError: If something has another type.
    """

    current: TerritoryPlan
    points: tuple[FrontierPoint, ...] = field(default=(), converter=_as_points)
    reasons: tuple[Reason, ...] = field(default=(), converter=_as_reasons)
    steps: int = 0
    seed: int = 0

    def __attrs_post_init__(self) -> None:
        if not isinstance(self.current, TerritoryPlan):
            raise WrongTypeError("current", self.current, "be a TerritoryPlan")
        check_count("steps", self.steps)
        if type(self.seed) is not int:
            raise WrongTypeError("seed", self.seed, "be a whole number")
        for place, one in enumerate(self.points):
            for other in self.points[place + 1 :]:
                if one.dominates(other) or other.dominates(one):
                    rule = "be plans of which none is at least as good as another in everything"
                    raise InvalidValueError("points", f"{one!r}, {other!r}", rule)

    def __repr__(self) -> str:
        return f"Frontier({len(self.points):,} plans, {self.steps:,} steps)"

    @property
    def best_map(self) -> FrontierPoint:
        """The plan with the best objective, whatever it changes.

        Raises:
            UnknownIdentifierError: If no plan was found.
        """
        return min(self._known(), key=lambda each: (each.value, each.disruption, each.level))

    @property
    def least_change(self) -> FrontierPoint:
        """The plan that changes least; today's own where it keeps the bounds.

        Raises:
            UnknownIdentifierError: If no plan was found.
        """
        return min(self._known(), key=lambda each: (each.disruption, each.value, each.level))

    @property
    def tolerances(self) -> tuple[Rate, ...]:
        """The tolerances that plans stand for; none where only one was looked at."""
        return tuple(sorted({each.tolerance for each in self.points if each.tolerance is not None}))

    def at(self, penalty: int | Fraction, tolerance: RateLike | None = None) -> FrontierPoint:
        """The best plan where one of disruption costs so much of the objective.

        Args:
            penalty: The price.
            tolerance: The widest tolerance that will do; None for any.

        Raises:
            InvalidValueError: If the price is negative.
            UnknownIdentifierError: If there is no such plan.
            WrongTypeError: If the price is not exact.
        """
        price = _exact("penalty", penalty)
        return min(
            self._known(tolerance),
            key=lambda each: (each.value + price * each.disruption, each.disruption, each.level),
        )

    def within(self, disruption: int | Fraction, tolerance: RateLike | None = None) -> FrontierPoint:
        """The best plan that changes so much at most.

        Args:
            disruption: The most that may change.
            tolerance: The widest tolerance that will do; None for any.

        Raises:
            InvalidValueError: If the number is negative.
            UnknownIdentifierError: If there is no such plan.
            WrongTypeError: If the number is not exact.
        """
        most = _exact("disruption", disruption)
        found = [each for each in self._known(tolerance) if each.disruption <= most]
        if not found:
            raise UnknownIdentifierError("disruption", disruption, "be at least that of the least change")
        return min(found, key=lambda each: (each.value, each.disruption, each.level))

    def _known(self, tolerance: RateLike | None = None) -> list[FrontierPoint]:
        widest = None if tolerance is None else rate_of(tolerance, "tolerance").value
        found = [each for each in self.points if widest is None or each.level <= widest]
        if not found:
            raise UnknownIdentifierError("points", str(tolerance), "be found; see the reasons")
        return found

    def records(self) -> list[dict[str, object]]:
        """One row for each plan, for a DataFrame.

        `price` is what one of disruption brings on the way from the plan before, within one tolerance: the
        plan is worth its changes as long as one of them costs no more.
        """
        least = min((each.value for each in self.points), default=Fraction(0))
        placed = len(self.current.placements)
        prices: dict[int, Fraction] = {}
        for number, (one, other) in enumerate(pairwise(self.points), 1):
            if one.level == other.level:
                prices[number] = (one.value - other.value) / (other.disruption - one.disruption)
        return [
            {
                "plan": each.plan.id,
                "tolerance": each.tolerance,
                "deviation": each.deviation,
                "value": each.value,
                "above_best": each.value / least - 1 if least else None,
                "moved": each.moved,
                "share_moved": Fraction(each.moved, placed) if placed else Fraction(0),
                "disruption": each.disruption,
                "penalty": each.penalty,
                "price": prices.get(number),
            }
            for number, each in enumerate(self.points)
        ]

    def table(self, lang: str = "en") -> Table:
        """The plans from the least change to the best map.

        Raises:
            InvalidValueError: Another language than `en` and `zh`.
        """
        wide = bool(self.tolerances)
        rows = []
        for row in self.records():
            above, price = row["above_best"], row["price"]
            rows.append(
                (
                    row["plan"],
                    *((row["tolerance"],) if wide else ()),
                    percent(Fraction(str(row["deviation"]))),
                    row["value"],
                    percent(above) if isinstance(above, Fraction) else None,
                    row["moved"],
                    percent(Fraction(str(row["share_moved"]))),
                    row["disruption"],
                    _rounded(price) if isinstance(price, Fraction) else None,
                )
            )
        names = (
            "point",
            *(("tolerance",) if wide else ()),
            "greatest_deviation",
            "value",
            "above_best",
            "moved_units",
            "share_moved",
            "disruption",
            "price",
        )
        return Table("", headed(SCORING_HEADINGS, lang, *names), rows, lang=lang)


def _rounded(price: Fraction) -> Fraction:
    """A price for people: whole where it is large, with two decimals else."""
    scale = 1 if price >= 100 else 100
    return Fraction(int(price * scale + Fraction(1, 2)), scale)
