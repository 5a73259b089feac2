"""Aligning accounts without a map: every territory gets its share of each measure, and little moves."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from typing import TypeAlias

from attrs import evolve, field, frozen

from salesmgmt.calendars import DateRange
from salesmgmt.errors import InvalidValueError, WrongTypeError
from salesmgmt.reasons import Reason, ReasonValue
from salesmgmt.records import Facts
from salesmgmt.territory.balancing.aligned import Aligned, AlignmentStatus
from salesmgmt.territory.balancing.bound import least_disruption
from salesmgmt.territory.balancing.case import FEE_UNIT, Case, Terms, case_of
from salesmgmt.territory.balancing.enumeration import enumerated
from salesmgmt.territory.balancing.obstacles import obstacles_of, shown
from salesmgmt.territory.balancing.search import Search
from salesmgmt.territory.balancing.settings import (
    Balanced,
    Capacity,
    Disruption,
    Eligibility,
    Pairs,
    as_weights,
)
from salesmgmt.territory.plans.figures import AccountFigures
from salesmgmt.territory.plans.loads import AccountMove, TerritoryLoad
from salesmgmt.territory.plans.plan import Placement, Territory, TerritoryPlan

__all__ = ["Balance", "LockedLike"]

LockedLike: TypeAlias = Mapping[str, str] | Iterable[str]


def _as_measures(given: Iterable[Balanced | str] | Balanced | str) -> tuple[Balanced, ...]:
    listed = (given,) if isinstance(given, str | Balanced) else tuple(given)
    measures = tuple(Balanced(each) if isinstance(each, str) else each for each in listed)
    for each in measures:
        if not isinstance(each, Balanced):
            raise WrongTypeError("measures", each, "be Balanced values or names of measures")
    return tuple(sorted(measures, key=lambda each: each.measure))


def _as_capacities(given: Iterable[Capacity] | Capacity) -> tuple[Capacity, ...]:
    capacities = (given,) if isinstance(given, Capacity) else tuple(given)
    for each in capacities:
        if not isinstance(each, Capacity):
            raise WrongTypeError("capacities", each, "be Capacity values")
    return capacities


def _as_eligibility(given: Iterable[Eligibility] | Eligibility) -> tuple[Eligibility, ...]:
    rules = (given,) if isinstance(given, Eligibility) else tuple(given)
    for each in rules:
        if not isinstance(each, Eligibility):
            raise WrongTypeError("eligibility", each, "be Eligibility values")
    return rules


def _as_heads(given: Mapping[str, int | Fraction | str] | Iterable[tuple[str, Fraction]]) -> Pairs:
    return as_weights("heads", given)


@frozen
class Balance:
    """A policy that divides accounts evenly: no map, several measures, the least disruption that it can find.

    Attributes:
        measures: What every territory shall have its share of; a name alone means within 5 %.
        capacities: What a territory, or each of its people, can carry at most.
        eligibility: Which accounts only some owners may look after.
        disruption: What it costs to move an account.
        heads: Weights of territories, such as the number of people in them; 1 where not named. A mapping is
            accepted.

    Raises:
        InvalidValueError: If nothing is bounded, a measure stands twice, or a weight is negative.
        WrongTypeError: If something has another type.

    Examples:
        >>> figures = AccountFigures.of({f"C-{n}": {"visits": n} for n in range(1, 9)})
        >>> reps = [Territory("N", owner="ann"), Territory("S", owner="bob")]
        >>> current = TerritoryPlan("2026", reps, {f"C-{n}": "N" if n > 3 else "S" for n in range(1, 9)})
        >>> aligned = Balance("visits").align(figures, reps, current)
        >>> [(move.account, move.target) for move in aligned.moves], aligned.proven
        ([('C-5', 'S'), ('C-7', 'S')], True)
    """

    measures: tuple[Balanced, ...] = field(default=(), converter=_as_measures)
    capacities: tuple[Capacity, ...] = field(default=(), converter=_as_capacities)
    eligibility: tuple[Eligibility, ...] = field(default=(), converter=_as_eligibility)
    disruption: Disruption = field(factory=Disruption)
    heads: Pairs = field(default=(), converter=_as_heads)

    def __attrs_post_init__(self) -> None:
        if not self.measures and not self.capacities:
            raise InvalidValueError("measures", self.measures, "name a measure, or have capacities")
        names = [each.measure for each in self.measures]
        for name in names:
            if names.count(name) > 1:
                raise InvalidValueError("measures", name, "stand once")
        if not isinstance(self.disruption, Disruption):
            raise WrongTypeError("disruption", self.disruption, "be a Disruption")

    def align(
        self,
        figures: AccountFigures,
        territories: Iterable[Territory],
        current: TerritoryPlan | None = None,
        *,
        locked: LockedLike = (),
        together: Iterable[Iterable[str]] = (),
        facts: Facts | None = None,
        seed: int = 0,
        budget: int = 5_000_000,
        keep_going: Callable[[], bool] | None = None,
        progress: Callable[[int, int], None] | None = None,
        identifier: str = "aligned",
        during: DateRange | str | None = None,
    ) -> Aligned:
        """Divide the accounts that have figures among the territories.

        Few accounts are decided by trying everything, more by a search. The answer depends on what is given
        and on the seed, not on the order of anything.

        Args:
            figures: The accounts and their figures.
            territories: The territories; those with others below them take no accounts themselves.
            current: Who sells where today; None where nothing is to be kept. Accounts without figures leave.
            locked: Accounts that have to stand in a territory, by account; or just accounts, which then stay
                where they stand today.
            together: Groups of accounts that have to share a territory.
            facts: A batch with the customers and participants that the criteria of `eligibility` ask.
            seed: Where the choices of the search come from.
            budget: Number of proposals after which the search ends.
            keep_going: Asked now and then; the search ends when it answers False.
            progress: Told now and then the number of proposals and of territories outside their bounds.
            identifier: Identifier of the new plan.
            during: Days on which the new plan is to hold; None: always.

        Raises:
            BatchError: If measures, territories or accounts are unknown, or figures negative; all at once.
            InvalidValueError: If the budget is negative, or an account that is to stay stands nowhere today.
            WrongTypeError: If something has another type.
        """
        for name, value in (("seed", seed), ("budget", budget)):
            if type(value) is not int:
                raise WrongTypeError(name, value, "be a whole number")
        if budget < 0:
            raise InvalidValueError("budget", budget, "be 0 or more")
        terms = self._terms(figures, territories, current, locked, together, facts)
        case = case_of(terms)
        span = DateRange.always() if during is None else during
        empty = TerritoryPlan(
            identifier, terms.territories, during=span, version=current.version + 1 if current else 1
        )
        names = tuple(terms.locked)
        obstacles = obstacles_of(case)
        if obstacles:
            return Aligned(
                AlignmentStatus.IMPOSSIBLE, reasons=obstacles, locked=names, seed=seed, proven=True
            )
        all_tried, where, nodes = enumerated(case, budget)
        if all_tried and where is None:
            why = Reason("territory.balance.none", {"accounts": len(case.names)})
            return Aligned(
                AlignmentStatus.IMPOSSIBLE,
                reasons=(why,),
                locked=names,
                proposals=nodes,
                seed=seed,
                proven=True,
            )
        found, done, least = where is not None, nodes, 0
        if where is None or not all_tried:
            least = least_disruption(case)
            search = Search(case, seed, budget, keep_going, progress, least - case.base)
            search.done = nodes
            if search.run() and (where is None or _fee(case, search.where) < _fee(case, where)):
                where, found = search.where, True
            where, done = search.where if where is None else where, search.done
            del search  # its tables are larger than the plan that is made next
        fee = case.base + _fee(case, where)
        bound = fee if all_tried else least
        plan = evolve(empty, placements=case.placed(where))
        if current is not None and current.overlays:
            plan = evolve(plan, overlays=_overlays(current, plan))
        loads = _loads(case, where, {each.measure for each in self.measures})
        return Aligned(
            AlignmentStatus.FOUND if found else AlignmentStatus.NOT_FOUND,
            plan if found else None,
            None if found else plan,
            loads,
            _moves(plan, current),
            Fraction(fee, FEE_UNIT) if found else Fraction(0),
            Fraction(bound, FEE_UNIT),
            all_tried,
            () if found else (_missed(case, loads, done),),
            names,
            done,
            seed,
        )

    def _terms(
        self,
        figures: AccountFigures,
        territories: Iterable[Territory],
        current: TerritoryPlan | None,
        locked: LockedLike,
        together: Iterable[Iterable[str]],
        facts: Facts | None,
    ) -> Terms:
        if not isinstance(figures, AccountFigures):
            raise WrongTypeError("figures", figures, "be AccountFigures")
        if current is not None and not isinstance(current, TerritoryPlan):
            raise WrongTypeError("current", current, "be a TerritoryPlan or None")
        if facts is not None and not isinstance(facts, Facts):
            raise WrongTypeError("facts", facts, "be a checked batch: Facts([…])")
        if isinstance(locked, Mapping):
            pinned = dict(locked)
        else:
            pinned = {}
            for account in (locked,) if isinstance(locked, str) else locked:
                stands = None if current is None else current.territory_of(account)
                if stands is None:
                    rule = "stand somewhere today; a mapping says where else it is to be locked"
                    raise InvalidValueError("locked", account, rule)
                pinned[account] = stands
        groups = tuple(tuple(sorted(set(group))) for group in together)
        return Terms(
            figures,
            TerritoryPlan("territories", territories).territories,
            current,
            dict(sorted(pinned.items())),
            tuple(sorted(groups)),
            facts,
            self.measures,
            self.capacities,
            self.eligibility,
            self.disruption,
            dict(self.heads),
        )


def _fee(case: Case, where: list[int]) -> int:
    return sum(case.fee_at(unit, place) for unit, place in enumerate(where))


def _overlays(current: TerritoryPlan, plan: TerritoryPlan) -> tuple[Placement, ...]:
    """The overlays of today whose territory is still there, and that the new placements do not repeat."""
    known = {territory.id for territory in plan.territories}
    placed = plan.by_account()
    return tuple(
        each
        for each in current.overlays
        if each.territory in known and placed.get(each.account) != each.territory
    )


def _loads(case: Case, where: list[int], balanced: set[str]) -> tuple[TerritoryLoad, ...]:
    found = []
    for measure, column in enumerate(case.measures):
        sums = [0] * len(case.territories)
        for unit, place in enumerate(where):
            sums[place] += case.columns[measure][unit]
        scale = case.scales[measure]
        for place, territory in enumerate(case.territories):
            least = Fraction(case.least[place][measure], scale) if column.name in balanced else None
            found.append(
                TerritoryLoad(
                    territory,
                    column.name,
                    Fraction(sums[place], scale),
                    case.targets[measure][place],
                    least,
                    Fraction(case.most[place][measure], scale),
                    column.currency,
                )
            )
    return tuple(found)


def _moves(plan: TerritoryPlan, current: TerritoryPlan | None) -> tuple[AccountMove, ...]:
    if current is None:
        return ()
    before = current.by_account()
    return tuple(
        AccountMove(each.account, before[each.account], each.territory)
        for each in plan.placements
        if each.account in before and before[each.account] != each.territory
    )


def _missed(case: Case, loads: tuple[TerritoryLoad, ...], done: int) -> Reason:
    """Where the nearest division misses its bounds most, for its share."""
    worst = max(loads, key=lambda load: (abs(load.excess) / (load.target or 1), load.territory, load.measure))
    measure = next(number for number, each in enumerate(case.measures) if each.name == worst.measure)
    outside = sum(load.excess != 0 for load in loads)
    values: dict[str, ReasonValue] = {
        "proposals": done,
        "territory": worst.territory,
        "measure": worst.measure,
        "excess": shown(case, measure, int(worst.excess * case.scales[measure])),
        "bounds": outside,
    }
    return Reason("territory.balance.missed", values)
