"""A plan on a map as it was found: who stands where, how good that is, and how much better it could be."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from enum import StrEnum
from fractions import Fraction

from attrs import field, frozen

from salesmgmt.calendars import DateRange
from salesmgmt.errors import InvalidValueError, UnknownIdentifierError, WrongTypeError
from salesmgmt.money import Rate
from salesmgmt.reasons import Reason
from salesmgmt.tables import Table, headed
from salesmgmt.territory.checks import check_count, check_flag, check_text
from salesmgmt.territory.plans.loads import TerritoryLoad, percent
from salesmgmt.territory.plans.plan import (
    Placement,
    PlacementsLike,
    TerritoriesLike,
    Territory,
    TerritoryPlan,
)
from salesmgmt.territory.texts import HEADINGS

__all__ = ["MapPlan", "MapPlanStatus"]


class MapPlanStatus(StrEnum):
    """How an alignment on a map ended."""

    ALIGNED = "aligned"
    NONE_FOUND = "none found"
    IMPOSSIBLE = "impossible"


def _as_status(value: MapPlanStatus | str) -> MapPlanStatus:
    try:
        return MapPlanStatus(value)
    except ValueError:
        raise InvalidValueError("status", value, f"be one of {', '.join(MapPlanStatus)}") from None


def _as_territories(given: TerritoriesLike) -> tuple[Territory, ...]:
    return TerritoryPlan("plan", given).territories


def _as_assignment(given: PlacementsLike) -> tuple[Placement, ...]:
    if isinstance(given, Mapping):
        return tuple(Placement(unit, territory) for unit, territory in sorted(given.items()))
    placements = tuple(given)
    for placement in placements:
        if not isinstance(placement, Placement):
            raise WrongTypeError(
                "assignment", placement, "be Placement values, or a mapping of unit to territory"
            )
    return tuple(sorted(placements, key=lambda each: each.account))


def _as_centres(given: Mapping[str, str] | Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    pairs = []
    for item in given.items() if isinstance(given, Mapping) else given:
        territory, unit = item
        check_text("centres", territory)
        check_text("centres", unit)
        pairs.append((territory, unit))
    return tuple(sorted(pairs))


def _as_loads(given: Iterable[TerritoryLoad]) -> tuple[TerritoryLoad, ...]:
    loads = tuple(given)
    for load in loads:
        if not isinstance(load, TerritoryLoad):
            raise WrongTypeError("loads", load, "be TerritoryLoad values")
    return loads


def _as_reasons(given: Iterable[Reason]) -> tuple[Reason, ...]:
    reasons = tuple(given)
    for reason in reasons:
        if not isinstance(reason, Reason):
            raise WrongTypeError("reasons", reason, "be reasons")
    return reasons


def _number(name: str, value: int | Fraction | None) -> Fraction | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | Fraction):
        raise WrongTypeError(name, value, "be exact: a whole number or a Fraction")
    return Fraction(value)


def _as_value(value: int | Fraction | None) -> Fraction | None:
    return _number("value", value)


def _as_bound(value: int | Fraction | None) -> Fraction | None:
    return _number("bound", value)


def _as_names(given: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(given))


@frozen(repr=False)
class MapPlan:
    """The outcome of an alignment on a map.

    Attributes:
        status: `aligned`; `none found`, where a plan may exist; or `impossible`, where none does.
        territories: The territories.
        assignment: Which unit stands where. Where none was found: the nearest division, which breaks bounds;
            empty where nothing was tried.
        centres: For each territory the unit at its centre; empty where no objective asks for one.
        value: What the objective comes to, penalties among it; None without a division.
        bound: A number below which no plan's value can be; None where nobody asked.
        proven: Whether no plan is better than this one, or none exists.
        loads: What the territories carry, beside their bounds.
        reasons: Why there is no plan; or by how much the nearest division misses.
        locked: Units that were locked.
        steps: Number of proposals of the search; as a budget, it gives the same answer again.
        rounds: Number of rounds of the bound, to be given with it.
        seed: Where the choices came from.

    Raises:
        InvalidValueError: If a number is negative, or a plan lacks its value.
        WrongTypeError: If something has another type.
    """

    status: MapPlanStatus = field(converter=_as_status)
    territories: tuple[Territory, ...] = field(default=(), converter=_as_territories)
    assignment: tuple[Placement, ...] = field(default=(), converter=_as_assignment)
    centres: tuple[tuple[str, str], ...] = field(default=(), converter=_as_centres)
    value: Fraction | None = field(default=None, converter=_as_value)
    bound: Fraction | None = field(default=None, converter=_as_bound)
    proven: bool = False
    loads: tuple[TerritoryLoad, ...] = field(default=(), converter=_as_loads)
    reasons: tuple[Reason, ...] = field(default=(), converter=_as_reasons)
    locked: tuple[str, ...] = field(default=(), converter=_as_names)
    steps: int = 0
    rounds: int = 0
    seed: int = 0

    def __attrs_post_init__(self) -> None:
        check_flag("proven", self.proven)
        check_count("steps", self.steps)
        check_count("rounds", self.rounds)
        if type(self.seed) is not int:
            raise WrongTypeError("seed", self.seed, "be a whole number")
        if self.status is MapPlanStatus.ALIGNED and self.value is None:
            raise InvalidValueError("value", None, "be given with a plan")

    def __repr__(self) -> str:
        if self.status is not MapPlanStatus.ALIGNED:
            return f"MapPlan({self.status.value}, {self.steps:,} steps)"
        gap = "" if self.gap is None else f", at most {float(self.gap):.2%} above the best"
        known = ", proven best" if self.proven else gap
        return (
            f"MapPlan({len(self.assignment):,} units, {len(self.territories):,} territories, "
            f"value {_written(self.value)}{known})"
        )

    @property
    def gap(self) -> Fraction | None:
        """By what part of the bound the value is above it: no plan is better by more than that."""
        if self.value is None or self.status is not MapPlanStatus.ALIGNED:
            return None
        if self.proven:
            return Fraction(0)
        if self.bound is None or self.bound <= 0:
            return None
        return max(self.value / self.bound - 1, Fraction(0))

    def territory_of(self, unit: str) -> str:
        """The territory of a unit.

        Raises:
            UnknownIdentifierError: If the plan has no such unit.
        """
        place = bisect_left(self.assignment, unit, key=lambda each: each.account)
        if place == len(self.assignment) or self.assignment[place].account != unit:
            raise UnknownIdentifierError("unit", unit, "be a unit of the plan")
        return self.assignment[place].territory

    def centre_of(self, territory: str) -> str | None:
        """The unit at the centre of a territory; None where the plan has no centres.

        Raises:
            UnknownIdentifierError: If the plan has no such territory.
        """
        if territory not in {each.id for each in self.territories}:
            raise UnknownIdentifierError("territory", territory, "be a territory of the plan")
        return dict(self.centres).get(territory)

    def by_unit(self) -> Mapping[str, str]:
        """Unit to territory, for many questions at once; made anew on each call."""
        return {each.account: each.territory for each in self.assignment}

    def by_territory(self) -> Mapping[str, tuple[str, ...]]:
        """Territory to its units."""
        found: dict[str, list[str]] = {each.id: [] for each in self.territories}
        for each in self.assignment:
            found[each.territory].append(each.account)
        return {territory: tuple(units) for territory, units in found.items()}

    def load(self, territory: str, measure: str) -> TerritoryLoad:
        """What a territory carries of a measure.

        Raises:
            UnknownIdentifierError: If no such load is bounded.
        """
        for load in self.loads:
            if load.territory == territory and load.measure == measure:
                return load
        raise UnknownIdentifierError(
            "load", f"{territory}, {measure}", "be a territory and a bounded measure"
        )

    @property
    def misses(self) -> tuple[TerritoryLoad, ...]:
        """Loads outside their bounds, those that miss most of their share first."""
        outside = [load for load in self.loads if load.excess]
        return tuple(
            sorted(
                outside,
                key=lambda load: (-abs(load.excess) / (load.target or 1), load.territory, load.measure),
            )
        )

    def plan(
        self, identifier: str = "aligned", *, during: DateRange | str | None = None, version: int = 1
    ) -> TerritoryPlan:
        """The division as a plan like any other, a draft.

        Args:
            identifier: Identifier of the plan.
            during: Days on which it is to hold; None: always.
            version: Number of the version.

        Raises:
            InvalidValueError: If there is no division.
        """
        if not self.assignment:
            raise InvalidValueError(
                "status", self.status.value, "have a division, for a plan; text() says why not"
            )
        span = DateRange.always() if during is None else during
        return TerritoryPlan(identifier, self.territories, self.assignment, during=span, version=version)

    @property
    def reason(self) -> Reason:
        """How the alignment ended, and why."""
        if self.status is not MapPlanStatus.ALIGNED:
            code = "impossible" if self.status is MapPlanStatus.IMPOSSIBLE else "none"
            return Reason(f"territory.alignment.{code}", {"steps": self.steps}, because=self.reasons)
        if self.proven:
            return Reason("territory.alignment.best", {"value": self.value})
        if self.gap is None:
            return Reason("territory.alignment.found", {"value": self.value, "steps": self.steps})
        values = {"value": self.value, "bound": self.bound, "gap": _percent_up(self.gap)}
        return Reason("territory.alignment.near", values)

    def text(self, lang: str = "en") -> str:
        """How the alignment ended, with its reasons.

        Raises:
            InvalidValueError: Another language than `en` and `zh`.
        """
        return self.reason.tree(lang)

    def records(self) -> list[dict[str, object]]:
        """One row for each territory and bounded measure, for a DataFrame."""
        return [
            {
                "territory": load.territory,
                "measure": load.measure,
                "load": load.shown(load.load),
                "target": load.shown(load.target),
                "deviation": load.deviation,
                "least": load.shown(load.least),
                "most": load.shown(load.most),
                "excess": load.shown(load.excess),
            }
            for load in self.loads
        ]

    def table(self, lang: str = "en") -> Table:
        """What the territories carry, one row for each territory and bounded measure."""
        rows = [
            (
                load.territory,
                load.measure,
                load.shown(load.load),
                load.shown(load.target),
                None if load.deviation is None else percent(load.deviation),
                load.shown(load.least),
                load.shown(load.most),
            )
            for load in self.loads
        ]
        names = ("territory", "measure", "load", "target", "deviation", "least", "most")
        return Table("", headed(HEADINGS, lang, *names), rows, grouped_by="measure", lang=lang)


def _percent_up(gap: Fraction) -> Rate:
    """A gap for a text: per cent with two decimals, rounded up, so that it is not said too small."""
    return Rate(Fraction(-(-gap * 10_000 // 1), 10_000))


def _written(value: Fraction | None) -> str:
    if value is None:
        return "unknown"
    return f"{value.numerator:,}" if value.denominator == 1 else f"{float(value):,.2f}"
