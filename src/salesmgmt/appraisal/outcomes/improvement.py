"""A plan for somebody below the standard: goals, dates, check-ins, and how it ends."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum
from fractions import Fraction

from attrs import evolve, field, frozen

from salesmgmt._choices import choice_of
from salesmgmt.appraisal.intake import check_flag, figures_of, once, texts_of, tuple_of
from salesmgmt.appraisal.numbers import NumberLike, as_number, named, titled
from salesmgmt.appraisal.texts import HEADINGS
from salesmgmt.calendars import DateRange, DateRangeLike, add_days, as_date, range_of
from salesmgmt.errors import BatchError, InvalidValueError, Problem
from salesmgmt.money import Rate, RateLike, rate_of
from salesmgmt.reasons import Reason, ReasonValue
from salesmgmt.tables import Table, headed

__all__ = ["ImprovementCheckIn", "ImprovementGoal", "ImprovementPlan", "PlanResult", "PlanStatus"]


class PlanResult(StrEnum):
    """How a plan stands or ended."""

    RUNNING = "running"
    PASSED = "passed"
    EXTENDED = "extended"
    """Not enough to pass, but enough for more time."""
    FAILED = "failed"


def _as_target(value: NumberLike) -> Fraction:
    return as_number(value, "target")


def _as_due(value: date | str | None) -> date | None:
    return None if value is None else as_date(value, "due")


@frozen
class ImprovementGoal:
    """One goal of a plan.

    Attributes:
        id: Stable identifier.
        target: The figure to reach.
        title: What it is about.
        more_is_better: Whether the target is the least figure, or the largest.
        due: The last day on which it may be reached; None: the last day of the plan.

    Raises:
        InvalidValueError: If the identifier is empty.
        WrongTypeError: If the target is a float.
    """

    id: str
    target: Fraction = field(converter=_as_target)
    title: str = ""
    more_is_better: bool = True
    due: date | None = field(default=None, converter=_as_due)

    def __attrs_post_init__(self) -> None:
        named(self.id)
        titled(self.title)
        check_flag(self.more_is_better, "more_is_better")

    def met(self, figure: Fraction) -> bool:
        """Whether a figure reaches the target."""
        return figure >= self.target if self.more_is_better else figure <= self.target


def _as_on(value: date | str) -> date:
    return as_date(value, "on")


def _as_figures(
    given: Mapping[str, NumberLike] | Iterable[tuple[str, NumberLike]],
) -> tuple[tuple[str, Fraction], ...]:
    return figures_of(given, "figures")


@frozen
class ImprovementCheckIn:
    """A talk on the way: where the goals stand.

    Attributes:
        on: The day.
        by: Who held it.
        figures: Figure by goal, for those that were looked at.
        note: What was agreed.

    Raises:
        InvalidValueError: If a name is empty or stands twice.
        WrongTypeError: If a figure is a float.
    """

    on: date = field(converter=_as_on)
    by: str
    figures: tuple[tuple[str, Fraction], ...] = field(default=(), converter=_as_figures)
    note: str = ""

    def __attrs_post_init__(self) -> None:
        named(self.by, "by")
        titled(self.note, "note")


def _as_result(value: PlanResult | str) -> PlanResult:
    return choice_of(PlanResult, value, "result")


def _as_met(given: str | Iterable[str]) -> tuple[str, ...]:
    return texts_of(given, "met")


def _as_unmet(given: str | Iterable[str]) -> tuple[str, ...]:
    return texts_of(given, "unmet")


def _as_dates(given: Iterable[date | str]) -> tuple[date, ...]:
    return tuple(sorted({as_date(one, "dates") for one in given}))


@frozen
class PlanStatus:
    """How a plan stands on a day.

    Attributes:
        result: Running, or how it ended.
        met: Goals that are reached.
        unmet: Goals that are not, or not yet.
        missed: Planned check-ins that nobody held.
        reason: Why.

    Raises:
        InvalidValueError: If the result is unknown.
    """

    result: PlanResult = field(converter=_as_result)
    met: tuple[str, ...] = field(converter=_as_met)
    unmet: tuple[str, ...] = field(converter=_as_unmet)
    missed: tuple[date, ...] = field(converter=_as_dates)
    reason: Reason


def _as_during(value: DateRangeLike) -> DateRange:
    return range_of(value)


def _as_goals(given: ImprovementGoal | Iterable[ImprovementGoal]) -> tuple[ImprovementGoal, ...]:
    return tuple_of(given, ImprovementGoal, "goals")


def _as_held(given: Iterable[ImprovementCheckIn]) -> tuple[ImprovementCheckIn, ...]:
    return tuple(sorted(tuple_of(given, ImprovementCheckIn, "check_ins"), key=lambda one: (one.on, one.by)))


def _as_share(value: RateLike) -> Rate:
    return rate_of(value, "pass_share")


def _or_share(value: RateLike | None) -> Rate | None:
    return None if value is None else rate_of(value, "extend_share")


@frozen
class ImprovementPlan:
    """A plan with goals and dates, from its first day to its result.

    Attributes:
        id: Stable identifier.
        participant: Whose plan.
        manager: Who leads them through it.
        during: The days, with a first and a last one.
        goals: What has to be reached.
        planned: Days on which check-ins are planned.
        check_ins: Those that were held, in any order.
        pass_share: Share of the goals that has to be reached.
        extend_share: Share that earns more time where it is not enough to pass; None: there is none.
        grace_days: Days after a planned check-in within which it may still be held.

    Raises:
        BatchError: If a goal stands twice, or dates, check-ins or figures do not fit the plan; all at once.
        InvalidValueError: If a name is empty, there is no goal, the days have no end, or a share does not
            fit.
        WrongTypeError: If a field has another type.

    Examples:
        >>> plan = ImprovementPlan(
        ...     "P-1", "ann", "bob", "2026-04-01/2026-07-01",
        ...     [ImprovementGoal("visits", 60), ImprovementGoal("complaints", 2, more_is_better=False)],
        ...     planned=["2026-05-01", "2026-06-01"], extend_share="50%",
        ... )
        >>> plan = plan.after(ImprovementCheckIn("2026-05-03", "bob", {"visits": 25, "complaints": 1}))
        >>> plan.status("2026-06-10").missed
        (datetime.date(2026, 6, 1),)
        >>> plan.status("2026-07-01").result
        <PlanResult.EXTENDED: 'extended'>
    """

    id: str
    participant: str
    manager: str
    during: DateRange = field(converter=_as_during)
    goals: tuple[ImprovementGoal, ...] = field(converter=_as_goals)
    planned: tuple[date, ...] = field(default=(), converter=_as_dates)
    check_ins: tuple[ImprovementCheckIn, ...] = field(default=(), converter=_as_held)
    pass_share: Rate = field(default=Rate(1), converter=_as_share)
    extend_share: Rate | None = field(default=None, converter=_or_share)
    grace_days: int = 5

    def __attrs_post_init__(self) -> None:
        for name in ("id", "participant", "manager"):
            named(getattr(self, name), name)
        if not self.during.is_bounded:
            raise InvalidValueError("during", str(self.during), "have a first and a last day")
        if not self.goals:
            raise InvalidValueError("goals", (), "hold at least one goal")
        if not 0 < self.pass_share.value <= 1:
            raise InvalidValueError("pass_share", self.pass_share, "be above 0% and at most 100%")
        if self.extend_share is not None and not 0 <= self.extend_share.value < self.pass_share.value:
            raise InvalidValueError("extend_share", self.extend_share, f"be below {self.pass_share}")
        if type(self.grace_days) is not int or self.grace_days < 0:
            raise InvalidValueError("grace_days", self.grace_days, "be a whole number of 0 or more")
        once((one.id for one in self.goals), "plan")
        self._check()

    def _check(self) -> None:
        rule = f"lie within {self.during}"
        problems = [
            Problem(goal.id, "due", goal.due, rule)
            for goal in self.goals
            if goal.due is not None and goal.due not in self.during
        ]
        problems += [Problem(self.id, "planned", day, rule) for day in self.planned if day not in self.during]
        known = {goal.id for goal in self.goals}
        for one in self.check_ins:
            if self.during.start is not None and one.on < self.during.start:
                problems.append(Problem(self.id, "check_ins", one.on, f"not lie before {self.during.start}"))
            problems += [
                Problem(self.id, f"check_ins.{name}", name, f"be a goal: {', '.join(sorted(known))}")
                for name, _ in one.figures
                if name not in known
            ]
        if problems:
            raise BatchError("plan", problems)

    def after(self, check_in: ImprovementCheckIn) -> ImprovementPlan:
        """The plan after one more check-in.

        Raises:
            BatchError: If it does not fit the plan.
        """
        return evolve(self, check_ins=(*self.check_ins, check_in))

    def figure(self, goal: str, on: date | str) -> Fraction | None:
        """The last figure of a goal that counts on a day; None where nobody has looked.

        Figures that were taken after the goal was due do not count.
        """
        day = as_date(on, "on")
        due = next((one.due for one in self.goals if one.id == goal), None)
        last = min(day, due or self.during.last or day)
        found = [
            dict(one.figures)[goal] for one in self.check_ins if one.on <= last and goal in dict(one.figures)
        ]
        return found[-1] if found else None

    def missed(self, on: date | str) -> tuple[date, ...]:
        """Planned check-ins that were not held by a day, the days of grace having passed.

        One that was held counts for the planned day that it is nearest to within these days, or before it as
        long as that lies after the planned one before.
        """
        day = as_date(on, "on")
        held = [one.on for one in self.check_ins if one.on <= day]
        missed: list[date] = []
        after: date | None = None
        for planned in self.planned:
            until = add_days(planned, self.grace_days)
            taken = next((one for one in held if (after is None or one > after) and one <= until), None)
            if taken is not None:
                held = [one for one in held if one > taken]
            elif until < day:
                missed.append(planned)
            after = planned if taken is None else max(planned, taken)
        return tuple(missed)

    def status(self, on: date | str) -> PlanStatus:
        """How the plan stands on a day; from the day after its last one, how it ended."""
        day = as_date(on, "on")
        figures = {goal.id: self.figure(goal.id, day) for goal in self.goals}
        met: list[str] = []
        unmet: list[str] = []
        because: list[Reason] = []
        for goal in self.goals:
            figure = figures[goal.id]
            reached = figure is not None and goal.met(figure)
            (met if reached else unmet).append(goal.id)
            told: dict[str, ReasonValue] = {
                "goal": goal.title or goal.id,
                "figure": figure,
                "target": goal.target,
            }
            if reached:
                because.append(Reason("appraisal.plan.met", told))
            else:
                because.append(Reason("appraisal.plan.unmet", told))
        missed = self.missed(day)
        because += [Reason("appraisal.plan.missed", {"on": one}) for one in missed]
        share = Rate(Fraction(len(met), len(self.goals)))
        values: dict[str, ReasonValue] = {"participant": self.participant, "share": share}
        reasons = tuple(because)
        if day in self.during or (self.during.start is not None and day < self.during.start):
            reason = Reason("appraisal.plan.running", values, because=reasons)
            return PlanStatus(PlanResult.RUNNING, tuple(met), tuple(unmet), missed, reason)
        if share >= self.pass_share:
            reason = Reason("appraisal.plan.passed", values, because=reasons)
            return PlanStatus(PlanResult.PASSED, tuple(met), tuple(unmet), missed, reason)
        if self.extend_share is not None and share >= self.extend_share:
            reason = Reason("appraisal.plan.extended", values, because=reasons)
            return PlanStatus(PlanResult.EXTENDED, tuple(met), tuple(unmet), missed, reason)
        reason = Reason("appraisal.plan.failed", values, because=reasons)
        return PlanStatus(PlanResult.FAILED, tuple(met), tuple(unmet), missed, reason)

    def table(self, on: date | str, lang: str = "en") -> Table:
        """One row per goal, as it stands on a day."""
        columns = headed(HEADINGS, lang, "goal", "target", "figure", "due", "met")
        met = self.status(on).met
        rows = [
            (
                goal.title or goal.id,
                goal.target,
                self.figure(goal.id, on),
                goal.due or self.during.last,
                goal.id in met,
            )
            for goal in self.goals
        ]
        return Table(self.id, columns, rows, lang=lang)
