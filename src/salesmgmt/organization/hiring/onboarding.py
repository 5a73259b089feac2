"""Onboarding: what is to be learned in the first 30, 60 and 90 days, and when somebody is fully at work."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction

from attrs import field, frozen

from salesmgmt.calendars import DateRange, add_days, as_date, range_of
from salesmgmt.errors import BatchError, InvalidValueError, Problem, WrongTypeError
from salesmgmt.money import Rate
from salesmgmt.organization.checks import as_texts, check_count, check_text, tuple_of
from salesmgmt.organization.intake import (
    NumberLike,
    Told,
    any_text,
    is_positive_count,
    is_text,
    maybe_text,
    number_of,
    pairs_of,
)
from salesmgmt.organization.texts import HEADINGS
from salesmgmt.reasons import Reason
from salesmgmt.tables import Table, headed

__all__ = [
    "Milestone",
    "OnboardingPlan",
    "OnboardingProgress",
    "OnboardingTask",
    "Productivity",
    "ProductivityRule",
]


def _as_needs(value: Iterable[str] | str) -> tuple[str, ...]:
    return tuple(sorted(as_texts(value, "needs")))


@frozen
class OnboardingTask:
    """Something that a newcomer does or learns.

    Attributes:
        id: Identifier given by the caller.
        by: Day of employment by whose end it is to be done; the first day is day 1.
        title: What is to be done; the identifier where left out.
        owner: Who sees to it, such as the mentor; None: the newcomer.
        needs: Tasks that have to be done before.

    Raises:
        InvalidValueError: If a text is empty, the day lies before day 1, or the task needs itself.
        WrongTypeError: If a field has another type.
    """

    id: str = field(validator=is_text)
    by: int = field(validator=is_positive_count)
    title: str = field(default="", validator=any_text)
    owner: str | None = field(default=None, validator=maybe_text)
    needs: tuple[str, ...] = field(default=(), converter=_as_needs)

    def __attrs_post_init__(self) -> None:
        if self.id in self.needs:
            raise InvalidValueError("needs", self.id, "be other tasks than this one")


@frozen
class Milestone:
    """Where somebody stands at one of the marks.

    Attributes:
        day: The mark: a day of employment.
        due: The date of that day.
        done: Tasks of this mark that were done in time.
        late: Those that were done after their day.
        overdue: Those that are not done, and should be.
        open: Those that are not due yet.
    """

    day: int
    due: date
    done: tuple[str, ...] = ()
    late: tuple[str, ...] = ()
    overdue: tuple[str, ...] = ()
    open: tuple[str, ...] = ()

    @property
    def kept(self) -> bool:
        """Whether nothing is overdue."""
        return not self.overdue


def _as_milestones(given: Iterable[Milestone]) -> tuple[Milestone, ...]:
    return tuple_of(Milestone, given, "milestones")


@frozen
class OnboardingProgress:
    """Where a newcomer stands on a day.

    Attributes:
        participant: Who it is about.
        on: The day.
        milestones: The marks, in their order.
        out_of_order: Tasks that were done before one that they need.
    """

    participant: str
    on: date
    milestones: tuple[Milestone, ...] = field(converter=_as_milestones)
    out_of_order: tuple[str, ...] = ()

    @property
    def kept(self) -> bool:
        """Whether nothing is overdue."""
        return all(one.kept for one in self.milestones)

    @property
    def reason(self) -> Reason:
        """Where they stand, mark by mark."""
        lines = [
            Reason(
                "organization.onboarding.milestone",
                {
                    "day": one.day,
                    "due": one.due,
                    "done": len(one.done) + len(one.late),
                    "of": len(one.done) + len(one.late) + len(one.overdue) + len(one.open),
                },
                (),
                [Reason("organization.onboarding.overdue", {"task": task}) for task in one.overdue],
            )
            for one in self.milestones
        ]
        lines += [Reason("organization.onboarding.order", {"task": task}) for task in self.out_of_order]
        told: Told = {"participant": self.participant, "on": self.on}
        if self.kept:
            return Reason("organization.onboarding.kept", told, (), lines)
        return Reason("organization.onboarding.behind", told, (), lines)

    def table(self, lang: str = "en") -> Table:
        """One row for each mark."""
        rows = [
            (one.day, one.due, len(one.done), len(one.late), len(one.overdue), len(one.open))
            for one in self.milestones
        ]
        names = ("@day", "@due", "@done", "@late", "@overdue", "@open")
        return Table(self.participant, headed(HEADINGS, lang, *names), rows, lang=lang)


def _as_tasks(given: Iterable[OnboardingTask]) -> tuple[OnboardingTask, ...]:
    return tuple(sorted(tuple_of(OnboardingTask, given, "tasks"), key=lambda one: (one.by, one.id)))


def _as_marks(given: Iterable[int]) -> tuple[int, ...]:
    marks = tuple(given)
    for one in marks:
        check_count("marks", one, 1)
    return tuple(sorted(set(marks)))


@frozen
class OnboardingPlan:
    """What newcomers do in their first days, with the marks at which somebody looks.

    Attributes:
        tasks: What is to be done, by day and identifier.
        marks: Days of employment at which progress is told; tasks count for the first mark at or after their
            day, those after the last mark for the last.

    Raises:
        BatchError: With every task that stands twice or needs one that is unknown, is due later, or needs it
            in turn.
        InvalidValueError: If there is no mark.
        WrongTypeError: If a field has another type.

    Examples:
        >>> plan = OnboardingPlan(
        ...     [OnboardingTask("product", 20), OnboardingTask("first visit", 45, needs=["product"])]
        ... )
        >>> progress = plan.progress("li", "2026-03-02", {"product": "2026-03-20"}, on="2026-04-20")
        >>> print(progress.reason.tree())
        li is behind on 2026-04-20
          day 30 (2026-03-31): 1 of 1 done
          day 60 (2026-04-30): 0 of 1 done
            overdue: first visit
          day 90 (2026-05-30): 0 of 0 done
    """

    tasks: tuple[OnboardingTask, ...] = field(converter=_as_tasks)
    marks: tuple[int, ...] = field(default=(30, 60, 90), converter=_as_marks)

    def __attrs_post_init__(self) -> None:
        if not self.marks:
            raise InvalidValueError("marks", self.marks, "hold at least one day of employment")
        by_id = {one.id: one for one in self.tasks}
        problems = []
        seen: set[str] = set()
        for one in self.tasks:
            if one.id in seen:
                problems.append(Problem(one.id, "id", one.id, "stand once"))
            seen.add(one.id)
            for name in one.needs:
                if name not in by_id:
                    problems.append(Problem(one.id, "needs", name, "be a task of the plan"))
                elif by_id[name].by > one.by:
                    problems.append(Problem(one.id, "needs", name, "be due no later than what needs it"))
        problems += [Problem(name, "needs", name, "not be needed by itself") for name in _circular(by_id)]
        if problems:
            raise BatchError("tasks", problems)

    def due(self, task: str, joined: date | str) -> date:
        """The last day on which a task is in time, for somebody who joined on a day.

        Raises:
            InvalidValueError: If the plan has no such task.
        """
        for one in self.tasks:
            if one.id == task:
                return add_days(as_date(joined, "joined"), one.by - 1)
        raise InvalidValueError("task", task, "be a task of the plan")

    def progress(
        self,
        participant: str,
        joined: date | str,
        done: Mapping[str, date | str],
        *,
        on: date | str,
    ) -> OnboardingProgress:
        """Where a newcomer stands.

        Args:
            participant: Who it is about.
            joined: Their first day.
            done: Day on which a task was done; what was done after the day asked for does not count yet.
            on: The day.

        Raises:
            BatchError: With everything done that is no task of the plan.
            WrongTypeError: If something has another type.
        """
        check_text("participant", participant)
        first, day = as_date(joined, "joined"), as_date(on, "on")
        days = {task: as_date(_day(when, task), f"done.{task}") for task, when in pairs_of(done, "done")}
        known = {one.id for one in self.tasks}
        problems = [
            Problem(task, "done", task, "be a task of the plan") for task in days if task not in known
        ]
        if problems:
            raise BatchError("done", problems)
        days = {task: when for task, when in days.items() if when <= day}
        found: dict[int, dict[str, list[str]]] = {
            mark: {"done": [], "late": [], "overdue": [], "open": []} for mark in self.marks
        }
        for one in self.tasks:
            due = add_days(first, one.by - 1)
            when = days.get(one.id)
            if when is None:
                where = "overdue" if due < day else "open"
            else:
                where = "done" if when <= due else "late"
            mark = next((mark for mark in self.marks if one.by <= mark), self.marks[-1])
            found[mark][where].append(one.id)
        marks = [
            Milestone(mark, add_days(first, mark - 1), *[tuple(tasks) for tasks in each.values()])
            for mark, each in found.items()
        ]
        early = [
            one.id
            for one in self.tasks
            if one.id in days and any(days.get(name, date.max) > days[one.id] for name in one.needs)
        ]
        return OnboardingProgress(participant, day, marks, tuple(sorted(early)))


def _day(value: object, task: str) -> date | str:
    if not isinstance(value, date | str):
        raise WrongTypeError(f"done.{task}", value, "be a date or its text")
    return value


def _circular(tasks: Mapping[str, OnboardingTask]) -> list[str]:
    """Tasks that need themselves, by way of others."""
    found = []
    for name in sorted(tasks):
        reached: set[str] = set()
        to_see = list(tasks[name].needs)
        while to_see:
            one = to_see.pop()
            if one in reached or one not in tasks:
                continue
            reached.add(one)
            to_see += tasks[one].needs
        if name in reached:
            found.append(name)
    return found


@frozen
class Productivity:
    """How long somebody took until they were fully at work.

    Attributes:
        participant: Who it is about.
        joined: Their first day.
        days: Days from joining to the end of the first period of the run that shows it; None while not yet.
        since: Period in which the run begins; None while there is none.
        reason: Why.
    """

    participant: str
    joined: date
    days: int | None
    since: DateRange | None
    reason: Reason


def _as_share(value: NumberLike) -> Fraction:
    return number_of(value, "share")


@frozen
class ProductivityRule:
    """When a newcomer counts as fully at work.

    Attributes:
        share: Share of the full standard to be reached, such as attainment of a full quota.
        running: How many periods in a row it has to be reached.

    Raises:
        InvalidValueError: If the share is not above 0, or the number of periods below 1.
        WrongTypeError: If a setting has another type.

    Examples:
        >>> rule = ProductivityRule("80%", running=2)
        >>> months = [
        ...     ("2026-01-01/2026-02-01", "30%"),
        ...     ("2026-02-01/2026-03-01", "85%"),
        ...     ("2026-03-01/2026-04-01", "90%"),
        ... ]
        >>> print(rule.measure("li", "2026-01-01", months).reason.text())
        li is fully at work after 59 days: 80% or more since 2026-02-01 to 2026-02-28
    """

    share: Fraction = field(default=Fraction(1), converter=_as_share)
    running: int = field(default=1, validator=is_positive_count)

    def __attrs_post_init__(self) -> None:
        if self.share <= 0:
            raise InvalidValueError("share", self.share, "be above 0")

    def measure(
        self,
        participant: str,
        joined: date | str,
        figures: Mapping[DateRange, NumberLike]
        | Mapping[str, NumberLike]
        | Iterable[tuple[DateRange | str, NumberLike]],
    ) -> Productivity:
        """Time to productivity (上手周期) of a newcomer.

        Args:
            participant: Who it is about.
            joined: Their first day.
            figures: Share of the full standard by period; periods that end before joining do not count, and a
                gap between two periods breaks a run.

        Raises:
            InvalidValueError: If periods overlap or have no end.
            WrongTypeError: If something has another type.
        """
        check_text("participant", participant)
        first = as_date(joined, "joined")
        if isinstance(figures, str) or not isinstance(figures, Iterable):
            raise WrongTypeError("figures", figures, "be a mapping from periods, or pairs in any iterable")
        pairs: Iterable[tuple[DateRange | str, NumberLike]] = (
            list(figures.items()) if isinstance(figures, Mapping) else figures
        )
        read = sorted(
            [(_bounded(range_of(during, "figures")), number_of(value, "figures")) for during, value in pairs],
            key=lambda pair: pair[0],
        )
        run: list[tuple[date, date]] = []
        before: date | None = None
        for (start, end), value in read:
            if before is not None and start < before:
                raise InvalidValueError("figures", str(DateRange(start, end)), "overlap no other period")
            if end <= first:
                continue
            if value < self.share:
                run = []
            elif run and run[-1][1] == start:
                run.append((start, end))
            else:
                run = [(start, end)]
            before = end
            if len(run) == self.running:
                since = DateRange(*run[0])
                days = (run[0][1] - first).days
                told: Told = {"participant": participant, "days": days, "share": self._told, "since": since}
                return Productivity(
                    participant, first, days, since, Reason("organization.productivity.reached", told)
                )
        left: Told = {"participant": participant, "share": self._told, "running": self.running}
        reason = Reason("organization.productivity.not_yet", left)
        return Productivity(participant, first, None, None, reason)

    @property
    def _told(self) -> Rate:
        return Rate(self.share)


def _bounded(during: DateRange) -> tuple[date, date]:
    if during.start is None or during.end is None:
        raise InvalidValueError("figures", str(during), "be of periods with a first and a last day")
    return during.start, during.end
