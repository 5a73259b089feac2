"""Alignment by what it earns, or by equal workload, with the best use of time in either, side by side."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise

from attrs import evolve, field, frozen

from salesmgmt.calendars import DateRange
from salesmgmt.errors import (
    BatchError,
    InvalidValueError,
    Problem,
    UnknownIdentifierError,
    WrongTypeError,
)
from salesmgmt.reasons import Reason, ReasonValue
from salesmgmt.tables import Table, headed
from salesmgmt.territory.balancing import AlignmentStatus
from salesmgmt.territory.checks import check_count, tuple_of
from salesmgmt.territory.maps import SalesMap
from salesmgmt.territory.plans import Territory, TerritoryPlan
from salesmgmt.territory.plans.loads import percent
from salesmgmt.territory.response.numbers import NumberLike, as_number, shown
from salesmgmt.territory.response.searching import Aim, Area, ByWorkload, Search, aim_by_profit, pieces
from salesmgmt.territory.response.splitting import TimeSplit, added, best_hours, split_of
from salesmgmt.territory.response.units import CoverageUnit, Seller, sellers_of, units_of
from salesmgmt.territory.texts.response import RESPONSE_HEADINGS

__all__ = ["AlignmentAim", "ResponseAlignment", "ResponseComparison", "ResponsePlan"]


class AlignmentAim(StrEnum):
    """What an alignment is good for.

    Attributes:
        PROFIT: The contributions of all units together, each seller's time split best.
        WORKLOAD: Sellers with workload in proportion to their hours.
    """

    PROFIT = "profit"
    WORKLOAD = "workload"


def _as_aim(value: AlignmentAim | str) -> AlignmentAim:
    try:
        return AlignmentAim(value)
    except ValueError:
        raise InvalidValueError("aim", value, f"be one of {', '.join(AlignmentAim)}") from None


def _as_status(value: AlignmentStatus | str) -> AlignmentStatus:
    try:
        return AlignmentStatus(value)
    except ValueError:
        raise InvalidValueError("status", value, f"be one of {', '.join(AlignmentStatus)}") from None


def _as_splits(given: Iterable[TimeSplit]) -> tuple[TimeSplit, ...]:
    splits = tuple_of(given, TimeSplit, "territories")
    return tuple(sorted(splits, key=lambda split: split.seller.id))


def _as_bound(value: NumberLike) -> float:
    return as_number(value, "bound")


def _as_reasons(given: Iterable[Reason]) -> tuple[Reason, ...]:
    return tuple_of(given, Reason, "reasons")


@frozen(repr=False)
class ResponsePlan:
    """An alignment with the best use of every seller's time.

    Attributes:
        status: Whether a plan was found, none was, or none can be.
        aim: What it was made for.
        territories: The split of each seller's time over the units, by seller; empty without a plan.
        bound: What no alignment of these units to these sellers can contribute more than: all hours pooled,
            every unit with the shortest way that any seller has to it.
        proven: Whether everything was tried.
        reasons: Why there is no plan.
        proposals: Number of alignments looked at.
        seed: Where the choices came from.

    Raises:
        InvalidValueError: If a unit stands in two territories, or there is neither a plan nor a reason.
        WrongTypeError: If a field has another type.
    """

    status: AlignmentStatus = field(converter=_as_status)
    aim: AlignmentAim = field(converter=_as_aim)
    territories: tuple[TimeSplit, ...] = field(default=(), converter=_as_splits)
    bound: float = field(default=0.0, converter=_as_bound)
    proven: bool = False
    reasons: tuple[Reason, ...] = field(default=(), converter=_as_reasons)
    proposals: int = 0
    seed: int = 0

    def __attrs_post_init__(self) -> None:
        check_count("proposals", self.proposals)
        names = sorted(line.unit for split in self.territories for line in split.lines)
        if not self.territories and not self.reasons:
            raise InvalidValueError("reasons", self.reasons, "say why there is no plan")
        for one, other in pairwise(names):
            if one == other:
                raise InvalidValueError("territories", one, "have each unit once")

    def __repr__(self) -> str:
        if not self.territories:
            return f"ResponsePlan({self.status.value}, by {self.aim.value})"
        return f"ResponsePlan(by {self.aim.value}, contribution {self.contribution:,.2f})"

    @property
    def sales(self) -> float:
        """All sales."""
        return added(split.sales for split in self.territories)

    @property
    def contribution(self) -> float:
        """All contributions, before the costs of the sellers."""
        return added(split.contribution for split in self.territories)

    @property
    def cost(self) -> float:
        """What the sellers cost."""
        return added(split.seller.cost for split in self.territories)

    @property
    def profit(self) -> float:
        """The contributions less the costs of the sellers."""
        return self.contribution - self.cost

    @property
    def gap(self) -> float:
        """How far the contribution is below the bound, as a part of it; no plan earns more than the bound."""
        return max(1 - self.contribution / self.bound, 0.0) if self.bound > 0 else 0.0

    @property
    def spread(self) -> float:
        """The greatest distance of a seller's workload per hour from the mean, as a part of the mean."""
        hours = added(split.seller.hours for split in self.territories)
        mean = added(split.workload for split in self.territories) / hours if hours else 0.0
        if not mean:
            return 0.0
        return max(abs(split.workload / split.seller.hours / mean - 1) for split in self.territories)

    @property
    def reason(self) -> Reason:
        """What the plan is worth, with each territory below; or why there is none."""
        if not self.territories:
            return self.reasons[0]
        values: dict[str, ReasonValue] = {
            "units": sum(len(split.lines) for split in self.territories),
            "sellers": len(self.territories),
            "contribution": shown(self.contribution),
            "gap": percent(Fraction(self.gap)),
            "profit": shown(self.profit),
        }
        return Reason("territory.response.plan", values, because=[split.reason for split in self.territories])

    def territory(self, seller: str) -> TimeSplit:
        """The time of a seller.

        Raises:
            UnknownIdentifierError: If there is no such seller in the plan.
        """
        for split in self.territories:
            if split.seller.id == seller:
                return split
        raise UnknownIdentifierError("seller", seller, "be a seller of the plan")

    def assignment(self) -> Mapping[str, str]:
        """The seller of each unit."""
        pairs = ((line.unit, split.seller.id) for split in self.territories for line in split.lines)
        return dict(sorted(pairs))

    def plan(self, identifier: str, *, during: DateRange | str | None = None) -> TerritoryPlan:
        """The alignment as a plan: a territory for each seller, with the units as its accounts.

        Raises:
            InvalidValueError: If there is no alignment.
        """
        if not self.territories:
            raise InvalidValueError("status", self.status.value, "be found for a plan")
        territories = [Territory(split.seller.id, owner=split.seller.id) for split in self.territories]
        plan = TerritoryPlan(identifier, territories, self.assignment())
        return plan if during is None else evolve(plan, during=during)

    def records(self) -> list[dict[str, object]]:
        """One row per seller, for a DataFrame."""
        return [
            {
                "seller": split.seller.id,
                "units": len(split.lines),
                "workload": split.workload,
                "available": split.seller.hours,
                "travel_share": split.travel_share,
                "sales": split.sales,
                "contribution": split.contribution,
                "cost": split.seller.cost,
                "profit": split.profit,
                "marginal": split.price,
            }
            for split in self.territories
        ]

    def table(self, lang: str = "en") -> Table:
        """The sellers with their units, workload, sales and profit."""
        names = ("seller", "units", "workload", "available", "travel_share", "marginal")
        money = ("sales", "contribution", "cost", "profit")
        rows = [
            (
                row["seller"],
                row["units"],
                shown(split.workload, 1),
                shown(split.seller.hours, 1),
                percent(Fraction(split.travel_share)),
                shown(split.price),
                *(shown(amount) for amount in (split.sales, split.contribution, split.seller.cost)),
                shown(split.profit),
            )
            for row, split in zip(self.records(), self.territories, strict=True)
        ]
        total = headed(RESPONSE_HEADINGS, lang, "total")[0].heading
        footer = (
            total,
            sum(len(split.lines) for split in self.territories),
            shown(added(split.workload for split in self.territories), 1),
            shown(added(split.seller.hours for split in self.territories), 1),
            None,
            None,
            *(shown(amount) for amount in (self.sales, self.contribution, self.cost, self.profit)),
        )
        return Table("", headed(RESPONSE_HEADINGS, lang, *names, *money), rows, footer=footer, lang=lang)


@frozen
class ResponseAlignment:
    """A policy that divides units among sellers by what it earns, or by equal workload.

    The profit of a plan is what the best split of every seller's time earns: the question of Skiera and
    Albers (1998). The alignment by workload is the usual one, to compare with: each seller gets workload in
    proportion to hours, by the squares of the distances, and the way counts for a hundredth part beside. Both
    are judged by the same best splits, so that the difference is one of alignment alone.

    Attributes:
        aim: Profit, or equal workload.

    Raises:
        InvalidValueError: If the aim is unknown.

    Examples:
        >>> from salesmgmt.territory import PowerResponse
        >>> units = [
        ...     CoverageUnit(name, PowerResponse(scale, "0.3"), workload=100)
        ...     for name, scale in {"a": 900, "b": 800, "c": 300, "d": 100}.items()
        ... ]
        >>> plan = ResponseAlignment().align(units, [Seller("ann", 200), Seller("bob", 200)])
        >>> plan.assignment(), plan.proven
        ({'a': 'ann', 'b': 'bob', 'c': 'bob', 'd': 'ann'}, True)
    """

    aim: AlignmentAim = field(default=AlignmentAim.PROFIT, converter=_as_aim)

    def align(
        self,
        units: Iterable[CoverageUnit],
        sellers: Iterable[Seller],
        *,
        on: SalesMap | None = None,
        locked: Mapping[str, str] | None = None,
        seed: int = 0,
        budget: int = 40_000,
        keep_going: Callable[[], bool] | None = None,
        progress: Callable[[int, int], None] | None = None,
    ) -> ResponsePlan:
        """Divide the units among the sellers, and each seller's time over the units.

        Few units are decided by trying everything, more by a search. The answer depends on what is given and
        on the seed, not on the order of anything.

        Args:
            units: The units, with a response each.
            sellers: The sellers, with the time they have.
            on: A map of the units; where it has neighbours, every territory has to hang together.
            locked: Units that have to stay with a seller.
            seed: Where the choices of the search come from.
            budget: Number of alignments to look at.
            keep_going: Asked now and then; the search ends when it answers False.
            progress: Told now and then the number of alignments looked at, and the budget.

        Raises:
            BatchError: If a unit or a seller stands twice, is unknown, or is not on the map; all at once.
            InvalidValueError: If there are no sellers, the budget is negative, or the aim is workload and no
                unit has any.
            WrongTypeError: If something has another type.
        """
        ordered, staff = units_of(units), sellers_of(sellers)
        check_count("budget", budget)
        if type(seed) is not int:
            raise WrongTypeError("seed", seed, "be a whole number")
        if self.aim is AlignmentAim.WORKLOAD and not any(unit.workload for unit in ordered):
            raise InvalidValueError("workload", 0, "be given for the units of an alignment by workload")
        area = _area(ordered, staff, on, {} if locked is None else locked)
        bound = _pooled(ordered, staff, area)
        if area.near is not None:
            parts = pieces(range(area.n), area.near)
            if parts > area.k:
                why = Reason("territory.response.apart", {"parts": parts, "sellers": area.k})
                return ResponsePlan(
                    AlignmentStatus.IMPOSSIBLE, self.aim, (), bound, proven=True, reasons=(why,), seed=seed
                )
        aim: Aim = aim_by_profit(area) if self.aim is AlignmentAim.PROFIT else ByWorkload(area)
        search = Search(area, aim, seed, budget, keep_going, progress)
        owner = search.run()
        members: list[list[int]] = [[] for _ in staff]
        for unit, place in enumerate(owner):
            members[place].append(unit)
        if area.near is not None:
            for place, own in enumerate(members):
                torn = pieces(own, area.near)
                if torn > 1:
                    why = Reason("territory.response.torn", {"seller": staff[place].id, "parts": torn})
                    return ResponsePlan(
                        AlignmentStatus.NOT_FOUND,
                        self.aim,
                        (),
                        bound,
                        reasons=(why,),
                        proposals=search.done,
                        seed=seed,
                    )
        splits = []
        for seller, own in zip(staff, members, strict=True):
            mine = [ordered[unit] for unit in own]
            splits.append(split_of(mine, seller, best_hours(mine, seller.id, seller.hours)[0]))
        return ResponsePlan(
            AlignmentStatus.FOUND,
            self.aim,
            splits,
            max(bound, added(split.contribution for split in splits)),
            search.proven,
            (),
            search.done,
            seed,
        )


def _area(
    units: tuple[CoverageUnit, ...],
    sellers: tuple[Seller, ...],
    on: SalesMap | None,
    locked: Mapping[str, str],
) -> Area:
    place = {unit.id: number for number, unit in enumerate(units)}
    seat = {seller.id: number for number, seller in enumerate(sellers)}
    problems = []
    for unit, seller in sorted(locked.items()):
        if unit not in place:
            problems.append(Problem(f"Lock of {unit}", "unit", unit, "be one of the units"))
        if seller not in seat:
            problems.append(Problem(f"Lock of {unit}", "seller", seller, f"be one of {', '.join(seat)}"))
    near = None
    if on is not None:
        if not isinstance(on, SalesMap):
            raise WrongTypeError("on", on, "be a SalesMap")
        known = {unit.id for unit in on.units}
        problems += [
            Problem(f"Unit {name}", "id", name, "be a unit of the map") for name in place if name not in known
        ]
        if on.neighbours is not None:
            near = [
                [place[other] for other in around if other in place]
                for _, around in sorted((name, around) for name, around in on.neighbours if name in place)
            ]
    if problems:
        raise BatchError("alignment", problems)
    return Area(units, sellers, near, {place[unit]: seat[seller] for unit, seller in locked.items()})


def _pooled(units: tuple[CoverageUnit, ...], sellers: tuple[Seller, ...], area: Area) -> float:
    """What all hours in one hand would earn, every unit with the shortest way: no alignment earns more."""
    nearest = [
        evolve(
            unit,
            travel=(
                area.ratios[area.locked[number]][number]
                if number in area.locked
                else min(ratios[number] for ratios in area.ratios)
            ),
            travel_from=(),
        )
        for number, unit in enumerate(units)
    ]
    hours, price = best_hours(nearest, None, added(seller.hours for seller in sellers))
    total = added(unit.contribution(own) for unit, own in zip(nearest, hours, strict=True))
    # the split is exact to the rounding of floats; the bound is rounded up by more than that
    return total + abs(total) * 1e-9 + price * 1e-9


def _as_plans(
    given: Mapping[str, ResponsePlan] | Iterable[tuple[str, ResponsePlan]],
) -> tuple[tuple[str, ResponsePlan], ...]:
    pairs = given.items() if isinstance(given, Mapping) else given
    found = []
    for pair in pairs:
        if (
            not isinstance(pair, tuple | list)
            or len(pair) != 2
            or not isinstance(pair[0], str)
            or not isinstance(pair[1], ResponsePlan)
        ):
            raise WrongTypeError("plans", pair, "be a mapping of name to ResponsePlan")
        found.append((pair[0], pair[1]))
    return tuple(found)


@frozen
class ResponseComparison:
    """Alignments side by side: what they sell and earn, and how even they are.

    Attributes:
        plans: The alignments by name, in the order to show them; a mapping is accepted.

    Raises:
        InvalidValueError: If a name is empty or stands twice, or a plan has no alignment.
        WrongTypeError: If something has another type.
    """

    plans: tuple[tuple[str, ResponsePlan], ...] = field(converter=_as_plans)

    def __attrs_post_init__(self) -> None:
        names = [name for name, _ in self.plans]
        for name, plan in self.plans:
            if not name or names.count(name) > 1:
                raise InvalidValueError("plans", name, "have a name of its own for each plan")
            if not plan.territories:
                raise InvalidValueError("plans", name, "be found; this one is no alignment")

    def records(self) -> list[dict[str, object]]:
        """One row per alignment, for a DataFrame."""
        return [
            {
                "plan": name,
                "sales": plan.sales,
                "contribution": plan.contribution,
                "cost": plan.cost,
                "profit": plan.profit,
                "gap": plan.gap,
                "travel_share": _travel(plan),
                "spread": plan.spread,
            }
            for name, plan in self.plans
        ]

    def table(self, lang: str = "en") -> Table:
        """One row per alignment."""
        names = ("plan", "spread", "travel_share", "gap", "sales", "contribution", "cost", "profit")
        rows = [
            (
                name,
                *(percent(Fraction(part)) for part in (plan.spread, _travel(plan), plan.gap)),
                *(shown(amount) for amount in (plan.sales, plan.contribution, plan.cost, plan.profit)),
            )
            for name, plan in self.plans
        ]
        return Table("", headed(RESPONSE_HEADINGS, lang, *names), rows, lang=lang)


def _travel(plan: ResponsePlan) -> float:
    used = added(split.used for split in plan.territories)
    return 1 - added(split.calling for split in plan.territories) / used if used else 0.0
