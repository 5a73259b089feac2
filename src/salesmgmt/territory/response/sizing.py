"""How many sellers: by the work there is to do, or by what one more of them adds.

The build-up (W. J. Talley, 1961) takes the standards of the house as given: accounts of a class, calls a
year, hours of a call, over the selling time that a person has. It says nothing of what the calls earn. The
marginal rule (W. J. Semlow, 1959) adds people while the last one contributes more than they cost, and needs
responses.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from math import ceil
from typing import TypeAlias

from attrs import evolve, field, frozen

from salesmgmt.errors import BatchError, InvalidValueError, Problem, WrongTypeError
from salesmgmt.money import Rate, rate_of
from salesmgmt.reasons import Reason, ReasonValue
from salesmgmt.tables import Table, headed
from salesmgmt.territory.checks import check_count, check_optional_count, tuple_of
from salesmgmt.territory.division import CallPlan
from salesmgmt.territory.response.numbers import NumberLike, as_number, check_above, check_least, shown
from salesmgmt.territory.response.splitting import added, best_hours
from salesmgmt.territory.response.units import CoverageUnit, units_of
from salesmgmt.territory.texts.response import RESPONSE_HEADINGS

__all__ = [
    "BuildUpLine",
    "ForceBuildUp",
    "ForceSize",
    "MarginalSizing",
    "SellingTime",
    "SizeStep",
    "WorkloadBuildUp",
]

ExactLike: TypeAlias = int | Fraction | Decimal | Rate | str

_MOST = 10_000


def _as_weeks(value: ExactLike) -> Fraction:
    return rate_of(value, "weeks").value


def _as_absent(value: ExactLike) -> Fraction:
    return rate_of(value, "absent").value


def _as_exact_hours(value: ExactLike) -> Fraction:
    return rate_of(value, "hours").value


def _as_selling(value: ExactLike) -> Fraction:
    return rate_of(value, "selling").value


@frozen
class SellingTime:
    """The hours a year that one person has for calls, and for the way to them.

    Attributes:
        hours: Working hours of a week.
        selling: The part of them left for calls and the way, after reports, meetings and service.
        absent: Weeks of holidays, training and illness.
        weeks: Weeks of a year.

    Raises:
        InvalidValueError: If nothing is left, or more than there is.
        WrongTypeError: If a field has another type; a float is refused.

    Examples:
        >>> SellingTime(40, "60%", absent=6).available
        Fraction(1104, 1)
    """

    hours: Fraction = field(converter=_as_exact_hours)
    selling: Fraction = field(converter=_as_selling)
    absent: Fraction = field(default=Fraction(0), converter=_as_absent, kw_only=True)
    weeks: Fraction = field(default=Fraction(52), converter=_as_weeks, kw_only=True)

    def __attrs_post_init__(self) -> None:
        if not 0 < self.hours <= 168:
            raise InvalidValueError("hours", self.hours, "be above 0 and at most 168")
        if not 0 < self.selling <= 1:
            raise InvalidValueError("selling", self.selling, "be above 0 and at most 1, as in '50%'")
        if not 0 < self.weeks <= 53:
            raise InvalidValueError("weeks", self.weeks, "be above 0 and at most 53")
        if not 0 <= self.absent < self.weeks:
            raise InvalidValueError("absent", self.absent, "be 0 or more, and fewer than the weeks of a year")

    @property
    def available(self) -> Fraction:
        """The hours."""
        return (self.weeks - self.absent) * self.hours * self.selling

    @property
    def reason(self) -> Reason:
        """How the hours come about."""
        values: dict[str, ReasonValue] = {
            "weeks": self.weeks,
            "absent": self.absent,
            "hours": self.hours,
            "selling": Rate(self.selling),
            "selling_hours": self.available,
        }
        return Reason("territory.response.time", values)


@frozen
class BuildUpLine:
    """The work of one class of accounts.

    Attributes:
        calls: The class: calls a year and hours of a call.
        accounts: Number of its accounts.

    Raises:
        InvalidValueError: If the number is negative.
        WrongTypeError: If a field has another type.
    """

    calls: CallPlan
    accounts: int

    def __attrs_post_init__(self) -> None:
        if not isinstance(self.calls, CallPlan):
            raise WrongTypeError("calls", self.calls, "be a CallPlan")
        check_count("accounts", self.accounts)

    @property
    def workload(self) -> Fraction:
        """Hours a year."""
        return self.accounts * self.calls.workload


def _as_build_lines(given: Iterable[BuildUpLine]) -> tuple[BuildUpLine, ...]:
    return tuple_of(given, BuildUpLine, "lines")


def _as_selling_hours(value: ExactLike | SellingTime) -> Fraction | SellingTime:
    return value if isinstance(value, SellingTime) else rate_of(value, "selling_hours").value


@frozen
class ForceBuildUp:
    """A sales force built up from its work.

    Attributes:
        lines: The classes of accounts.
        selling_hours: Hours a year that one person has, as a number or as SellingTime.

    Raises:
        InvalidValueError: If the hours are not above 0.
        WrongTypeError: If a field has another type.
    """

    lines: tuple[BuildUpLine, ...] = field(converter=_as_build_lines)
    selling_hours: Fraction | SellingTime = field(converter=_as_selling_hours)

    def __attrs_post_init__(self) -> None:
        if self.available <= 0:
            raise InvalidValueError("selling_hours", self.available, "be above 0")

    @property
    def available(self) -> Fraction:
        """Hours a year that one person has."""
        if isinstance(self.selling_hours, SellingTime):
            return self.selling_hours.available
        return self.selling_hours

    @property
    def workload(self) -> Fraction:
        """Hours a year of all classes."""
        return sum((line.workload for line in self.lines), Fraction(0))

    @property
    def needed(self) -> Fraction:
        """People that the work asks for, exact."""
        return self.workload / self.available

    @property
    def people(self) -> int:
        """Whole people, rounded up."""
        return ceil(self.needed)

    @property
    def reason(self) -> Reason:
        """How the number comes about, class by class."""
        because = [
            Reason(
                "territory.response.class",
                {
                    "name": line.calls.name,
                    "accounts": line.accounts,
                    "visits": line.calls.visits,
                    "hours": line.calls.hours,
                    "workload": line.workload,
                },
            )
            for line in self.lines
        ]
        if isinstance(self.selling_hours, SellingTime):
            because.append(self.selling_hours.reason)
        values: dict[str, ReasonValue] = {
            "workload": self.workload,
            "selling_hours": self.available,
            "needed": self.needed,
            "people": self.people,
        }
        return Reason("territory.response.buildup", values, because=because)

    def records(self) -> list[dict[str, object]]:
        """One row per class, for a DataFrame."""
        return [
            {
                "class": line.calls.name,
                "accounts": line.accounts,
                "visits": line.calls.visits,
                "hours": line.calls.hours,
                "workload": line.workload,
            }
            for line in self.lines
        ]

    def table(self, lang: str = "en") -> Table:
        """The classes with their work."""
        names = ("class", "accounts", "visits", "hours", "workload")
        rows = [tuple(row[name] for name in names) for row in self.records()]
        total = headed(RESPONSE_HEADINGS, lang, "total")[0].heading
        footer = (total, sum(line.accounts for line in self.lines), None, None, self.workload)
        return Table("", headed(RESPONSE_HEADINGS, lang, *names), rows, footer=footer, lang=lang)


def _as_classes(
    given: Mapping[str, tuple[ExactLike, ExactLike]] | Iterable[CallPlan],
) -> tuple[CallPlan, ...]:
    if isinstance(given, Mapping):
        plans = []
        for name, pair in given.items():
            if not isinstance(pair, tuple) or len(pair) != 2:
                raise WrongTypeError("classes", pair, "be a pair of visits a year and hours of a visit")
            plans.append(CallPlan(name, *pair))
        return tuple(sorted(plans, key=lambda plan: plan.name))
    return tuple(sorted(tuple_of(given, CallPlan, "classes"), key=lambda plan: plan.name))


@frozen
class WorkloadBuildUp:
    """The workload method: accounts of a class × calls a year × hours of a call, over the time a person has.

    `HeadcountPolicy` does the same from facts, for each part of a division.

    Attributes:
        classes: Calls a year and hours of a call by class; a mapping from class to the two is accepted.
        selling_hours: Hours a year that one person has, as a number or as SellingTime.

    Raises:
        BatchError: If a class stands twice.
        InvalidValueError: If there are no classes, or the hours are not above 0.
        WrongTypeError: If a field has another type; a float is refused.

    Examples:
        >>> policy = WorkloadBuildUp({"A": (48, 1), "B": (24, "0.5")}, selling_hours=SellingTime(40, "50%"))
        >>> force = policy.size({"A": 200, "B": 700})
        >>> force.workload, force.people
        (Fraction(18000, 1), 18)
    """

    classes: tuple[CallPlan, ...] = field(converter=_as_classes)
    selling_hours: Fraction | SellingTime = field(converter=_as_selling_hours)

    def __attrs_post_init__(self) -> None:
        if not self.classes:
            raise InvalidValueError("classes", self.classes, "hold at least one class")
        names = [plan.name for plan in self.classes]
        problems = [
            Problem(f"CallPlan {name}", "name", name, "be unique")
            for name in sorted(set(names))
            if names.count(name) > 1
        ]
        if problems:
            raise BatchError("classes", problems)
        ForceBuildUp((), self.selling_hours)

    def size(self, accounts: Mapping[str, int]) -> ForceBuildUp:
        """The people that so many accounts of each class need.

        Raises:
            BatchError: If a class is unknown, or a number is none; all at once.
        """
        if not isinstance(accounts, Mapping):
            raise WrongTypeError("accounts", accounts, "be a mapping of class to number of accounts")
        names = [plan.name for plan in self.classes]
        problems = []
        for name, number in accounts.items():
            if name not in names:
                problems.append(Problem(f"Class {name}", "name", name, f"be one of {', '.join(names)}"))
            if type(number) is not int or number < 0:
                problems.append(Problem(f"Class {name}", "accounts", number, "be a whole number, 0 or more"))
        if problems:
            raise BatchError("accounts", problems)
        lines = [BuildUpLine(plan, accounts.get(plan.name, 0)) for plan in self.classes]
        return ForceBuildUp(lines, self.selling_hours)


def _as_sales(value: NumberLike) -> float:
    return as_number(value, "sales")


def _as_contribution(value: NumberLike) -> float:
    return as_number(value, "contribution")


def _as_cost(value: NumberLike) -> float:
    return as_number(value, "cost")


def _as_marginal(value: NumberLike) -> float:
    return as_number(value, "marginal")


@frozen
class SizeStep:
    """What a sales force of one size sells and earns.

    Attributes:
        people: Number of sellers.
        sales: What they sell with the best use of their time.
        contribution: What that contributes, before their costs.
        cost: What they cost.
        marginal: Contribution that the last of them adds.

    Raises:
        InvalidValueError: If a number is negative.
        WrongTypeError: If a field has another type.
    """

    people: int
    sales: float = field(converter=_as_sales)
    contribution: float = field(converter=_as_contribution)
    cost: float = field(converter=_as_cost)
    marginal: float = field(converter=_as_marginal)

    def __attrs_post_init__(self) -> None:
        check_count("people", self.people)
        for name in ("sales", "contribution", "cost"):
            check_least(name, getattr(self, name))

    @property
    def profit(self) -> float:
        """The contribution less the cost."""
        return self.contribution - self.cost


def _as_steps(given: Iterable[SizeStep]) -> tuple[SizeStep, ...]:
    return tuple_of(given, SizeStep, "steps")


@frozen
class ForceSize:
    """Sizes of a sales force side by side, and the one that is worth most.

    Attributes:
        steps: The sizes from nobody on, one more each.
        people: The size at which the last one adds more than they cost, and one more would not.
        reason: Why.

    Raises:
        InvalidValueError: If the sizes do not run from 0 on, or the chosen one is not among them.
        WrongTypeError: If a field has another type.
    """

    steps: tuple[SizeStep, ...] = field(converter=_as_steps)
    people: int
    reason: Reason

    def __attrs_post_init__(self) -> None:
        check_count("people", self.people)
        if [step.people for step in self.steps] != list(range(len(self.steps))):
            raise InvalidValueError("steps", len(self.steps), "run from 0 people on, one more each")
        if self.people >= len(self.steps):
            raise InvalidValueError("people", self.people, "be one of the sizes")
        if not isinstance(self.reason, Reason):
            raise WrongTypeError("reason", self.reason, "be a Reason")

    @property
    def best(self) -> SizeStep:
        """The size that is worth most."""
        return self.steps[self.people]

    def loss(self, people: int) -> float:
        """What another size earns less than the best.

        Raises:
            InvalidValueError: If it is not among the sizes.
        """
        check_count("people", people)
        if people >= len(self.steps):
            raise InvalidValueError("people", people, f"be at most {len(self.steps) - 1}")
        return self.best.profit - self.steps[people].profit

    def records(self) -> list[dict[str, object]]:
        """One row per size, for a DataFrame."""
        names = ("people", "sales", "contribution", "cost", "profit", "marginal")
        return [{name: getattr(step, name) for name in names} for step in self.steps]

    def table(self, lang: str = "en") -> Table:
        """The sizes with what they sell, earn and cost, and what the last one adds."""
        names = ("people", "sales", "contribution", "cost", "profit", "adds")
        rows = [
            (
                step.people,
                *(
                    shown(each)
                    for each in (step.sales, step.contribution, step.cost, step.profit, step.marginal)
                ),
            )
            for step in self.steps
        ]
        return Table("", headed(RESPONSE_HEADINGS, lang, *names), rows, lang=lang)


def _as_hours(value: NumberLike) -> float:
    return as_number(value, "hours")


@frozen
class MarginalSizing:
    """Add people while the last one contributes more than they cost.

    The hours of all sellers count as one pool that is spent best: what an alignment of territories earns
    comes close to that and never above it. Since responses are concave, each further person adds less than
    the one before, so the first one who does not pay ends the search.

    Attributes:
        hours: Selling time a year of one more person.
        cost: What one more person costs a year, in the unit of the contributions.
        more: Sizes to show beyond the best one.

    Raises:
        InvalidValueError: If the hours or the cost are not above 0.
        WrongTypeError: If a field has another type.

    Examples:
        >>> from salesmgmt.territory import PowerResponse
        >>> units = [CoverageUnit("all", PowerResponse(1000, "0.5"))]
        >>> size = MarginalSizing(hours=100, cost=2000).size(units)
        >>> size.people, [round(step.marginal) for step in size.steps]
        (6, [0, 10000, 4142, 3178, 2679, 2361, 2134, 1963, 1827])
    """

    hours: float = field(converter=_as_hours)
    cost: float = field(converter=_as_cost)
    more: int = 2

    def __attrs_post_init__(self) -> None:
        check_above("hours", self.hours)
        check_above("cost", self.cost)
        check_count("more", self.more)

    def size(self, units: Iterable[CoverageUnit], *, most: int | None = None, show: int = 0) -> ForceSize:
        """The best size for some units.

        Args:
            units: The units, with their `travel` for anybody.
            most: Most people to think of; None asks on until one more does not pay, at 10,000 at the latest.
            show: Fewest sizes to show, such as today's number.

        Raises:
            BatchError: If a unit stands twice.
            InvalidValueError: If a number is negative.
            WrongTypeError: If something has another type.
        """
        ordered = [evolve(unit, travel_from=()) for unit in units_of(units)]
        check_optional_count("most", most)
        check_count("show", show)
        limit = _MOST if most is None else most
        steps = [self._step(ordered, 0, 0.0)]
        while steps[-1].people < limit:
            further = self._step(ordered, len(steps), steps[-1].contribution)
            if further.marginal <= self.cost:
                break
            steps.append(further)
        best = len(steps) - 1
        while len(steps) <= max(best + self.more, show, best + 1):
            steps.append(self._step(ordered, len(steps), steps[-1].contribution))
        after = steps[best + 1].marginal
        values: dict[str, ReasonValue] = {"cost": shown(self.cost), "next": shown(after)}
        code = "territory.response.size.none"
        if best:
            values |= {"people": best, "marginal": shown(steps[best].marginal)}
            code = "territory.response.size.most" if after > self.cost else "territory.response.size"
        return ForceSize(steps, best, Reason(code, values))

    def _step(self, units: list[CoverageUnit], people: int, before: float) -> SizeStep:
        hours = best_hours(units, None, people * self.hours)[0] if people else [0.0] * len(units)
        sales = added(unit.sales(own) for unit, own in zip(units, hours, strict=True))
        worth = added(unit.contribution(own) for unit, own in zip(units, hours, strict=True))
        return SizeStep(people, sales, worth, people * self.cost, worth - before if people else 0.0)
