"""Why a unit stands where it does: what it costs there, what it would cost next door, and what forbids it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from attrs import field, frozen

from salesmgmt.errors import BatchError, Problem, UnknownIdentifierError, WrongTypeError
from salesmgmt.reasons import Reason, ReasonValue
from salesmgmt.tables import Table, headed, language_of
from salesmgmt.territory.checks import check_text, tuple_of
from salesmgmt.territory.maps.outcome import MapPlan
from salesmgmt.territory.maps.units import SalesMap
from salesmgmt.territory.planning.aligning import MapAlignment
from salesmgmt.territory.planning.building import Built, Order, built
from salesmgmt.territory.plans.plan import TerritoryPlan
from salesmgmt.territory.scoring.counting import pieces_of
from salesmgmt.territory.scoring.scoring import PlanLike, plan_of
from salesmgmt.territory.texts.scoring import SCORING_HEADINGS

__all__ = ["PlaceOption", "UnitPlace", "place_of"]


def _number(name: str, value: object) -> Fraction | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | Fraction):
        raise WrongTypeError(name, value, "be exact: a whole number or a Fraction")
    return Fraction(value)


def _as_cost(value: int | Fraction | None) -> Fraction | None:
    return _number("cost", value)


def _as_extra(value: int | Fraction | None) -> Fraction | None:
    return _number("extra", value)


def _as_reasons(given: Iterable[Reason]) -> tuple[Reason, ...]:
    return tuple_of(given, Reason, "forbidden")


@frozen
class PlaceOption:
    """Another territory for a unit.

    Attributes:
        territory: The territory.
        cost: What the unit would cost about the centre that the territory has now; None without centres.
        extra: By how much the objective of the whole would change, centres renewed; below 0 where it would
            be better. None where the unit's own territory would be left empty.
        forbidden: What forbids it, everything else staying as it is; nothing where the unit could move.

    Raises:
        InvalidValueError: If the territory is empty.
        WrongTypeError: If something has another type.
    """

    territory: str
    cost: Fraction | None = field(default=None, converter=_as_cost)
    extra: Fraction | None = field(default=None, converter=_as_extra)
    forbidden: tuple[Reason, ...] = field(default=(), converter=_as_reasons)

    def __attrs_post_init__(self) -> None:
        check_text("territory", self.territory)

    @property
    def reason(self) -> Reason:
        """What speaks against it, or that nothing does."""
        values: dict[str, ReasonValue] = {"territory": self.territory}
        if self.extra is None:
            return Reason("territory.unit.closed", values, because=self.forbidden)
        way = "equal" if self.extra == 0 else "cheaper" if self.extra < 0 else "dearer"
        if self.extra:
            values["extra"] = abs(self.extra)
        free = "" if not self.forbidden else "forbidden."
        return Reason(f"territory.unit.{free}{way}", values, because=self.forbidden)


def _as_held(given: Iterable[Reason]) -> tuple[Reason, ...]:
    return tuple_of(given, Reason, "held")


def _as_options(given: Iterable[PlaceOption]) -> tuple[PlaceOption, ...]:
    options = tuple_of(given, PlaceOption, "options")
    return tuple(sorted(options, key=lambda each: (each.extra is None, each.extra or 0, each.territory)))


def _as_units(given: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(tuple_of(given, str, "together"))))


@frozen
class UnitPlace:
    """The place of one unit in a plan, and the other places that it could have.

    Attributes:
        unit: Identifier of the unit.
        territory: Where it stands.
        cost: What it costs there: its part of the objective about the centre, wishes among it.
        centre: The centre of its territory; None where no objective asks for one.
        options: The territories that it touches (all others, where the map knows no neighbours), the
            cheapest for the whole first.
        together: Units that have to stay with it, itself among them.
        held: What keeps it there whatever it costs: a lock, or a home.

    Raises:
        InvalidValueError: If a name is empty.
        WrongTypeError: If something has another type.
    """

    unit: str
    territory: str
    cost: Fraction | None = field(default=None, converter=_as_cost)
    centre: str | None = None
    options: tuple[PlaceOption, ...] = field(default=(), converter=_as_options)
    together: tuple[str, ...] = field(default=(), converter=_as_units)
    held: tuple[Reason, ...] = field(default=(), converter=_as_held)

    def __attrs_post_init__(self) -> None:
        check_text("unit", self.unit)
        check_text("territory", self.territory)
        if self.centre is not None:
            check_text("centre", self.centre)

    def option(self, territory: str) -> PlaceOption:
        """One of the other territories.

        Raises:
            UnknownIdentifierError: If the unit does not touch it.
        """
        for each in self.options:
            if each.territory == territory:
                return each
        known = ", ".join(each.territory for each in self.options) or "no territory: it touches none"
        raise UnknownIdentifierError("territory", territory, f"be one of {known}")

    @property
    def settled(self) -> bool:
        """Whether no other territory would be cheaper without breaking anything."""
        return all(each.forbidden or each.extra is None or each.extra >= 0 for each in self.options)

    @property
    def reason(self) -> Reason:
        """Why it stands there."""
        values: dict[str, ReasonValue] = {"unit": self.unit, "territory": self.territory, "cost": self.cost}
        told = [reason for each in self.options for reason in each.forbidden]
        below = [reason for reason in self.held if reason not in told]
        below += [each.reason for each in self.options]
        if len(self.together) > 1:
            others = ", ".join(unit for unit in self.together if unit != self.unit)
            below.insert(0, Reason("territory.unit.together", {"units": others}))
        if self.centre is None:
            return Reason("territory.unit.place", values, (self.unit,), tuple(below))
        values["centre"] = self.centre
        return Reason("territory.unit.place.centre", values, (self.unit,), tuple(below))

    def text(self, lang: str = "en") -> str:
        """Why it stands there, with what its other places would cost and what forbids them.

        Raises:
            InvalidValueError: Another language than `en` and `zh`.
        """
        return self.reason.tree(lang)

    def records(self) -> list[dict[str, object]]:
        """One row for its territory and each other one, for a DataFrame."""
        here: dict[str, object] = {
            "territory": self.territory,
            "cost": self.cost,
            "extra": Fraction(0),
            "forbidden": (),
        }
        others: list[dict[str, object]] = [
            {
                "territory": each.territory,
                "cost": each.cost,
                "extra": each.extra,
                "forbidden": tuple(reason.code for reason in each.forbidden),
            }
            for each in self.options
        ]
        return [here, *others]

    def table(self, lang: str = "en") -> Table:
        """One row for its territory and each other one.

        Raises:
            InvalidValueError: Another language than `en` and `zh`.
        """
        mark = "; " if language_of(lang) == "en" else "；"
        rows: list[tuple[object, ...]] = [(self.territory, self.cost, Fraction(0), None)]
        rows += [
            (
                each.territory,
                each.cost,
                each.extra,
                mark.join(reason.text(lang) for reason in each.forbidden) or None,
            )
            for each in self.options
        ]
        columns = headed(SCORING_HEADINGS, lang, "territory", "cost", "extra", "forbidden")
        return Table("", columns, rows, lang=lang)


def place_of(
    unit: str,
    plan: PlanLike,
    alignment: MapAlignment,
    sales_map: SalesMap,
    *,
    current: TerritoryPlan | None = None,
) -> UnitPlace:
    """Why a unit stands where it does in a plan.

    Each territory that it touches is tried, everything else staying as it is: what the unit would cost there,
    by how much the whole would change, and what forbids it. A plan may still be better where two units
    change places.

    Args:
        unit: The unit.
        plan: The plan, or what an alignment found; it places all units of the map.
        alignment: What the plan has to keep, and what makes it better.
        sales_map: The map.
        current: Who sells where today, as it was given to the alignment.

    Raises:
        BatchError: If the plan leaves units out or the policy names what is not there; all at once.
        InvalidValueError: If the alignment found no division.
        UnknownIdentifierError: If there is no such unit.
        WrongTypeError: If something has another type.

    Examples:
        >>> from salesmgmt.territory import Euclidean, MapUnit, MomentOfInertia, Territory, Within
        >>> units = [MapUnit(name, {"visits": 10}, x=place) for place, name in enumerate("abcd")]
        >>> road = SalesMap(units, dict(zip("abcd", (["b"], ["a", "c"], ["b", "d"], ["c"]))))
        >>> policy = MapAlignment(2, Within("visits", "5%"), MomentOfInertia("visits", Euclidean("0.1")))
        >>> print(place_of("b", policy.align(road), policy, road).text())
        b stands in T1, whose centre is a; there it costs 1000
          T2 is forbidden; it would cost the same
            T2 would carry 30 of visits, and may carry 21
            T1 would be left with 10 of visits, and has to carry 19
    """
    if not isinstance(sales_map, SalesMap):
        raise WrongTypeError("sales_map", sales_map, "be a SalesMap")
    if not isinstance(alignment, MapAlignment):
        raise WrongTypeError("alignment", alignment, "be a MapAlignment")
    place = sales_map.position(unit)
    made = built(
        Order(
            sales_map,
            alignment.territories,
            alignment.bounds,
            alignment.objective,
            alignment.continuity,
            alignment.homes,
            dict(alignment.locked),
            alignment.together,
            alignment.contiguous,
            current,
        )
    )
    owner = _owner(plan_of(plan), made, sales_map)
    return _Trial(made, alignment, sales_map, owner).told(place, dict(_centres(plan)))


def _centres(plan: PlanLike) -> tuple[tuple[str, str], ...]:
    return plan.centres if isinstance(plan, MapPlan) else ()


def _owner(plan: TerritoryPlan, made: Built, sales_map: SalesMap) -> list[int]:
    number = {name: place for place, name in enumerate(made.plain.territories)}
    placed = plan.by_account()
    problems = [
        Problem(f"Unit {unit.id}", "plan", placed.get(unit.id), "stand in a territory of the alignment")
        for unit in sales_map.units
        if placed.get(unit.id) not in number
    ]
    if problems:
        raise BatchError("plan", problems)
    return [number[placed[unit.id]] for unit in sales_map.units]


@frozen(eq=False)
class _Trial:
    """A plan in which a unit, with those that have to stay with it, is tried elsewhere."""

    made: Built
    alignment: MapAlignment
    sales_map: SalesMap
    owner: list[int]

    def told(self, unit: int, centres: dict[str, str]) -> UnitPlace:
        """The place of a unit."""
        case = self.made.plain
        group = next(group for group in self.made.groups if unit in group)
        here = self.owner[unit]
        members = self._members(here)
        centre: str | None = None
        base = -1
        if case.kind != "cut":
            centre = centres.get(case.territories[here]) or case.names[case.best_centre(members)[0]]
            base = self.sales_map.position(centre)
        options = [self._option(unit, group, here, place, centres) for place in self._near(group, here)]
        return UnitPlace(
            case.names[unit],
            case.territories[here],
            self._cost(unit, here, base),
            centre,
            options,
            [case.names[each] for each in group],
            self._held(group, here),
        )

    def _held(self, group: Sequence[int], here: int) -> list[Reason]:
        """What keeps a unit, or one that it stays with, where it stands."""
        case = self.made.plain
        locked = dict(self.alignment.locked)
        found = []
        for each in group:
            may = 0 if case.allowed is None else case.allowed[each]
            if may == 1 << here:
                code = "territory.unit.locked" if case.names[each] in locked else "territory.unit.reserved"
                values = {"unit": case.names[each], "territory": case.territories[here]}
                found.append(Reason(code, values, (case.names[each],)))
        return found

    def _members(self, place: int) -> list[int]:
        return [unit for unit, at in enumerate(self.owner) if at == place]

    def _near(self, group: Sequence[int], here: int) -> list[int]:
        case = self.made.plain
        if case.neighbours is None:
            return [place for place in range(case.k) if place != here]
        touched = {self.owner[other] for unit in group for other in case.neighbours[unit]}
        return sorted(touched - {here})

    def _cost(self, unit: int, place: int, centre: int) -> Fraction:
        """A unit's part of the objective in a territory: about its centre, with wishes and half its cuts."""
        case = self.made.plain
        total = Fraction(case.cost(centre, unit) if centre >= 0 else 0)
        if case.wishes is not None:
            total += case.wishes[place][unit]
        if case.cuts is not None:
            total += sum(price for other, price in case.cuts[unit].items() if self.owner[other] != place)
        return total / case.scale

    def _option(
        self, unit: int, group: Sequence[int], here: int, place: int, centres: dict[str, str]
    ) -> PlaceOption:
        case = self.made.plain
        name = case.territories[place]
        base = -1
        there = self._members(place)
        if case.kind != "cut" and there:
            known = centres.get(name)
            base = case.best_centre(there)[0] if known is None else self.sales_map.position(known)
        left = [each for each in self._members(here) if each not in set(group)]
        moved = list(self.owner)
        for each in group:
            moved[each] = place
        extra = Fraction(case.value(moved) - case.value(self.owner), case.scale) if left else None
        return PlaceOption(
            name, self._cost(unit, place, base), extra, self._forbidden(group, here, place, left, moved)
        )

    def _forbidden(
        self, group: Sequence[int], here: int, place: int, left: list[int], moved: list[int]
    ) -> list[Reason]:
        case = self.made.plain
        origin, target = case.territories[here], case.territories[place]
        found = []
        locked = dict(self.alignment.locked)
        for each in group:
            name = case.names[each]
            if name in locked and locked[name] != target:
                values: dict[str, ReasonValue] = {"unit": name, "territory": locked[name]}
                found.append(Reason("territory.unit.locked", values, (name,)))
            elif case.allowed is not None and not case.allowed[each] >> place & 1:
                found.append(Reason("territory.unit.reserved", {"unit": name, "territory": origin}, (name,)))
        if not left:
            found.append(Reason("territory.unit.empty", {"territory": origin}))
        elif case.neighbours is not None:
            pieces = len(pieces_of(self.sales_map, [case.names[each] for each in left]))
            if pieces > 1:
                found.append(Reason("territory.unit.torn", {"territory": origin, "pieces": pieces}))
        return found + self._broken(here, place, moved)

    def _broken(self, here: int, place: int, moved: list[int]) -> list[Reason]:
        """The bounds that the move breaks, or breaks more than they are broken already."""
        case = self.made.plain
        before = {(load.territory, load.measure): load.excess for load in self.made.loads(self.owner)}
        found = []
        for load in self.made.loads(moved):
            if load.territory not in (case.territories[here], case.territories[place]):
                continue
            was = before[load.territory, load.measure]
            values: dict[str, ReasonValue] = {"territory": load.territory, "measure": load.measure}
            values["load"] = load.shown(load.load)
            if load.excess > max(was, Fraction(0)):
                values["most"] = load.shown(load.most)
                found.append(Reason("territory.unit.above", values))
            elif load.excess < min(was, Fraction(0)):
                values["least"] = load.shown(load.least)
                found.append(Reason("territory.unit.below", values))
        return sorted(found, key=lambda each: each.code)
