"""Headcount: how many people each part of a division needs for its workload.

The workload of a customer is the number of visits of its class in a year times the hours of a visit. The
people are split over the parts by largest remainder on the workload, none below the minimum.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from math import ceil
from typing import TypeAlias

from attrs import field, frozen

from salesmgmt.errors import BatchError, InvalidValueError, Problem, WrongTypeError
from salesmgmt.money import Rate, apportion, rate_of
from salesmgmt.reasons import Reason, ReasonValue
from salesmgmt.records import Facts
from salesmgmt.tables import Table, headed
from salesmgmt.territory.checks import check_count, check_flag, check_text, tuple_of
from salesmgmt.territory.division.coverage import Coverage
from salesmgmt.territory.division.dividing import value_of
from salesmgmt.territory.texts import HEADINGS

__all__ = ["CallPlan", "HeadcountLine", "HeadcountPlan", "HeadcountPolicy", "SharedWork"]

ExactLike: TypeAlias = int | Fraction | Decimal | Rate | str


class SharedWork(StrEnum):
    """What the workload of a customer with several sellers is.

    Attributes:
        EACH: Every seller makes all visits.
        SPLIT: The visits are split evenly among them.
    """

    EACH = "each"
    SPLIT = "split"


def _as_shared(value: SharedWork | str) -> SharedWork:
    try:
        return SharedWork(value)
    except ValueError:
        raise InvalidValueError("shared", value, f"be one of {', '.join(SharedWork)}") from None


def _as_visits(value: ExactLike) -> Fraction:
    return rate_of(value, "visits").value


def _as_hours(value: ExactLike) -> Fraction:
    return rate_of(value, "hours").value


def _as_needed(value: ExactLike) -> Fraction:
    return rate_of(value, "needed").value


def _as_selling_hours(value: ExactLike) -> Fraction:
    return rate_of(value, "selling_hours").value


@frozen
class CallPlan:
    """How often customers of a class are visited, and for how long.

    Attributes:
        name: The class, as the customers' field holds it.
        visits: Visits a year.
        hours: Hours of a visit, with the way there and what is written before and after.

    Raises:
        InvalidValueError: If the name is empty, or a number is negative.
        WrongTypeError: If a field has another type; a float is refused.

    Examples:
        >>> CallPlan("A", 24, "2.5").workload
        Fraction(60, 1)
    """

    name: str
    visits: Fraction = field(converter=_as_visits)
    hours: Fraction = field(converter=_as_hours)

    def __attrs_post_init__(self) -> None:
        check_text("name", self.name)
        for name, value in (("visits", self.visits), ("hours", self.hours)):
            if value < 0:
                raise InvalidValueError(name, value, "be 0 or more")

    @property
    def workload(self) -> Fraction:
        """Hours a year for one customer."""
        return self.visits * self.hours


@frozen
class HeadcountLine:
    """What one part of a division needs.

    Attributes:
        owner: Who looks after the part, a person or a team.
        customers: Number of its customers.
        hours: Its workload in hours a year.
        needed: People that the workload asks for, exact.
        people: Whole people that it gets.
        least: Whether it gets the minimum, which is more than its share of the people.
        reason: How it came about.

    Raises:
        InvalidValueError: If the owner is empty, or a number is negative.
        WrongTypeError: If a field has another type.
    """

    owner: str
    customers: int
    hours: Fraction = field(converter=_as_hours)
    needed: Fraction = field(converter=_as_needed)
    people: int
    least: bool
    reason: Reason

    def __attrs_post_init__(self) -> None:
        check_text("owner", self.owner)
        check_count("customers", self.customers)
        check_count("people", self.people)
        check_flag("least", self.least)
        if not isinstance(self.reason, Reason):
            raise WrongTypeError("reason", self.reason, "be a Reason")


def _as_lines(lines: Iterable[HeadcountLine]) -> tuple[HeadcountLine, ...]:
    return tuple_of(lines, HeadcountLine, "lines")


@frozen
class HeadcountPlan:
    """How many people each part gets.

    Attributes:
        lines: One per part, by owner; their people sum to the people of the plan.
        needed: People that the workload asks for, exact.
        reason: The plan in words, with every part below it.

    Raises:
        WrongTypeError: If a field has another type.
    """

    lines: tuple[HeadcountLine, ...] = field(converter=_as_lines)
    needed: Fraction = field(converter=_as_needed)
    reason: Reason

    def __attrs_post_init__(self) -> None:
        if not isinstance(self.reason, Reason):
            raise WrongTypeError("reason", self.reason, "be a Reason")

    @property
    def people(self) -> int:
        """All people of the plan."""
        return sum(line.people for line in self.lines)

    @property
    def hours(self) -> Fraction:
        """The workload of all parts, in hours a year."""
        return sum((line.hours for line in self.lines), Fraction(0))

    def of(self, owner: str) -> int:
        """The people of a part; 0 where it has no customers."""
        return next((line.people for line in self.lines if line.owner == owner), 0)

    def records(self) -> list[dict[str, object]]:
        """One row per part, for a DataFrame."""
        names = ("owner", "customers", "hours", "needed", "people")
        return [{name: getattr(line, name) for name in names} for line in self.lines]

    def table(self, lang: str = "en") -> Table:
        """The parts with their customers, workload and people."""
        columns = headed(HEADINGS, lang, "owner", "customers", "hours", "needed", "people")
        rows = [(line.owner, line.customers, line.hours, line.needed, line.people) for line in self.lines]
        footer = (headed(HEADINGS, lang, "total")[0].heading, None, self.hours, self.needed, self.people)
        return Table("", columns, rows, footer=footer, lang=lang)


Classes: TypeAlias = Mapping[str, tuple[ExactLike, ExactLike]] | Iterable[CallPlan]


def _as_classes(classes: Classes) -> tuple[CallPlan, ...]:
    if isinstance(classes, Mapping):
        plans = []
        for name, pair in classes.items():
            if not isinstance(pair, tuple) or len(pair) != 2:
                raise WrongTypeError("classes", pair, "be a pair of visits a year and hours of a visit")
            plans.append(CallPlan(name, *pair))
        return tuple(sorted(plans, key=lambda plan: plan.name))
    return tuple(sorted(tuple_of(classes, CallPlan, "classes"), key=lambda plan: plan.name))


@frozen
class HeadcountPolicy:
    """How workload becomes people.

    Attributes:
        classes: How often customers of each class are visited, and for how long; a mapping from class to
            visits a year and hours of a visit is accepted.
        selling_hours: Hours a year that one person has for customers.
        on: Field of the customer that holds its class.
        otherwise: Class that counts for customers without one, or with one that is not listed; None refuses
            them.
        shared: Whether each of several sellers at a customer makes all visits, or they split them.
        minimum: Fewest people of a part.

    Raises:
        BatchError: If a class stands twice.
        InvalidValueError: If there are no classes, `otherwise` is none of them, the selling hours are not
            above 0, or the minimum is negative.
        WrongTypeError: If a field has another type.

    Examples:
        >>> from salesmgmt.records import Customer, Facts
        >>> from salesmgmt.territory import by_region
        >>> facts = Facts(
        ...     Customer(f"C-{n}", region="north" if n < 5 else "south", segment="A" if n < 4 else "B")
        ...     for n in range(12)
        ... )
        >>> coverage = by_region({"north": "team north", "south": "team south"}).assign(facts)
        >>> policy = HeadcountPolicy({"A": (24, 10), "B": (12, 5)}, selling_hours=400)
        >>> plan = policy.plan(coverage, facts)
        >>> [(line.owner, line.people) for line in plan.lines]
        [('team north', 3), ('team south', 1)]
    """

    classes: tuple[CallPlan, ...] = field(converter=_as_classes)
    selling_hours: Fraction = field(converter=_as_selling_hours)
    on: str = field(default="segment", kw_only=True)
    otherwise: str | None = field(default=None, kw_only=True)
    shared: SharedWork = field(default=SharedWork.EACH, converter=_as_shared, kw_only=True)
    minimum: int = field(default=1, kw_only=True)

    def __attrs_post_init__(self) -> None:
        if not self.classes:
            raise InvalidValueError("classes", self.classes, "hold at least one class")
        problems = [
            Problem(f"CallPlan {name}", "name", name, "be unique")
            for name, count in Counter(plan.name for plan in self.classes).items()
            if count > 1
        ]
        if problems:
            raise BatchError("classes", problems)
        if self.selling_hours <= 0:
            raise InvalidValueError("selling_hours", self.selling_hours, "be above 0")
        check_text("on", self.on)
        names = [plan.name for plan in self.classes]
        if self.otherwise is not None and self.otherwise not in names:
            raise InvalidValueError("otherwise", self.otherwise, f"be one of {', '.join(names)}")
        check_count("minimum", self.minimum)

    def plan(self, coverage: Coverage, facts: Facts, *, people: int | None = None) -> HeadcountPlan:
        """How many people each owner of a division needs.

        Args:
            coverage: Who looks after whom; gaps need nobody.
            facts: The batch with the customers.
            people: How many there are; where left out, as many as the workload asks for, rounded up.

        Raises:
            BatchError: If a customer is of no class, or not in the batch; all at once.
            InvalidValueError: If the people are too few for the minimum of every part.
            WrongTypeError: If an argument has another type.
        """
        if not isinstance(coverage, Coverage):
            raise WrongTypeError("coverage", coverage, "be the outcome of a division")
        if not isinstance(facts, Facts):
            raise WrongTypeError("facts", facts, "be a checked batch: Facts([…])")
        counts = self._counts(coverage, facts)
        plans = {plan.name: plan for plan in self.classes}
        hours = {
            owner: sum((plans[name].workload * number for name, number in own.items()), Fraction(0))
            for owner, own in counts.items()
        }
        needed = sum(hours.values(), Fraction(0)) / self.selling_hours
        least = self.minimum * len(hours)
        if people is not None:
            check_count("people", people)
            if people < least:
                rule = f"be {least} or more, {self.minimum} for each of {len(hours)} parts"
                raise InvalidValueError("people", people, rule)
        total = (max(least, ceil(needed)) if people is None else people) if hours else 0
        fixed = _lifted(total, list(hours.values()), self.minimum)
        seats = _seats(total, list(hours.values()), fixed, self.minimum)
        customers = coverage.load()
        lines = []
        for place, owner in enumerate(hours):
            values: dict[str, ReasonValue] = {
                "owner": owner,
                "customers": customers[owner],
                "hours": hours[owner],
                "needed": hours[owner] / self.selling_hours,
                "people": seats[place],
            }
            because = [
                Reason(
                    "territory.headcount.class",
                    {
                        "name": name,
                        "customers": number,
                        "visits": plans[name].visits,
                        "hours": plans[name].hours,
                        "workload": plans[name].workload * number,
                    },
                )
                for name, number in counts[owner].items()
            ]
            code = f"territory.headcount.{'least' if place in fixed else 'part'}"
            reason = Reason(code, values, because=because)
            lines.append(
                HeadcountLine(
                    owner,
                    customers[owner],
                    hours[owner],
                    hours[owner] / self.selling_hours,
                    seats[place],
                    place in fixed,
                    reason,
                )
            )
        told: dict[str, ReasonValue] = {
            "people": total,
            "hours": sum(hours.values(), Fraction(0)),
            "selling_hours": self.selling_hours,
            "needed": needed,
        }
        code = "territory.headcount" if people is None else "territory.headcount.given"
        return HeadcountPlan(lines, needed, Reason(code, told, because=[line.reason for line in lines]))

    def _counts(self, coverage: Coverage, facts: Facts) -> Mapping[str, Mapping[str, Fraction]]:
        """How many customers of each class every owner has; parts of one where the work is split."""
        known = {customer.id: customer for customer in facts.customers}
        names = {plan.name for plan in self.classes}
        problems = []
        found: dict[str, dict[str, Fraction]] = {}
        for customer in dict.fromkeys(cell.customer for cell in coverage.cells):
            if customer not in known:
                problems.append(Problem(f"Customer {customer}", "id", customer, "be in the batch"))
                continue
            value = value_of(known[customer], self.on)
            name = value if value in names else self.otherwise
            if name is None:
                rule = f"be one of {', '.join(sorted(names))}, or the policy has an `otherwise`"
                problems.append(Problem(f"Customer {customer}", self.on, value, rule))
                continue
            owners = coverage.owners(customer)
            part = Fraction(1, len(owners)) if self.shared is SharedWork.SPLIT and owners else Fraction(1)
            for owner in owners:
                own = found.setdefault(owner, {})
                own[name] = own.get(name, Fraction(0)) + part
        if problems:
            raise BatchError("customers", problems)
        return {owner: dict(sorted(found[owner].items())) for owner in sorted(found)}


def _lifted(total: int, hours: list[Fraction], minimum: int) -> frozenset[int]:
    """The places of the parts that the minimum lifts.

    A part whose share is below the minimum gets the minimum, and the others share what is left; that may push
    another one below, so it goes on until none is.
    """
    fixed: set[int] = set()
    while True:
        left = total - minimum * len(fixed)
        whole = sum((each for place, each in enumerate(hours) if place not in fixed), Fraction(0))
        below = {
            place
            for place, each in enumerate(hours)
            if place not in fixed and whole and left * each / whole < minimum
        }
        if not below:
            return frozenset(fixed)
        fixed |= below


def _seats(total: int, hours: list[Fraction], fixed: frozenset[int], minimum: int) -> list[int]:
    """Whole people for each part, by largest remainder; ties go to the first."""
    free = [place for place in range(len(hours)) if place not in fixed]
    weights = [hours[place] for place in free]
    if not any(weights):
        weights = [Fraction(1)] * len(free)
    seats = [minimum] * len(hours)
    for place, people in zip(free, apportion(total - minimum * len(fixed), weights), strict=True):
        seats[place] = people
    return seats
