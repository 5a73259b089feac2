"""What training reaches: how many were trained, and what changed against those who were not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from math import sqrt

from attrs import field, frozen

from salesmgmt.calendars import DateRange, DateRangeLike
from salesmgmt.errors import BatchError, InvalidValueError, Problem
from salesmgmt.money import Rate
from salesmgmt.organization.checks import as_texts, check_count, days_of, tuple_of
from salesmgmt.organization.intake import (
    NumberLike,
    Told,
    as_day,
    is_flag,
    is_text,
    number_of,
    numbers_of,
)
from salesmgmt.organization.texts import HEADINGS
from salesmgmt.reasons import Reason
from salesmgmt.tables import Table, headed

__all__ = [
    "CourseCoverage",
    "GroupChange",
    "TrainingCoverage",
    "TrainingEffect",
    "TrainingRecord",
    "training_coverage",
    "training_effect",
]


def _as_hours(value: NumberLike) -> Fraction:
    return number_of(value, "hours")


@frozen
class TrainingRecord:
    """Somebody took a course.

    Attributes:
        id: Identifier given by the caller.
        participant: Who.
        course: Which course.
        on: Day on which it ended.
        hours: How long it took.
        passed: Whether they passed.

    Raises:
        InvalidValueError: If a text is empty or the hours negative.
        WrongTypeError: If a field has another type.
    """

    id: str = field(validator=is_text)
    participant: str = field(validator=is_text)
    course: str = field(validator=is_text)
    on: date = field(converter=as_day)
    hours: Fraction = field(default=Fraction(0), converter=_as_hours)
    passed: bool = field(default=True, validator=is_flag)

    def __attrs_post_init__(self) -> None:
        if self.hours < 0:
            raise InvalidValueError("hours", self.hours, "be 0 or more")


@frozen
class CourseCoverage:
    """How far a course got round.

    Attributes:
        course: Which course.
        trained: Who passed it, in the order of their names.
        missing: Who should have, and did not.
    """

    course: str
    trained: tuple[str, ...]
    missing: tuple[str, ...]

    @property
    def share(self) -> Fraction | None:
        """Those who passed over those who should; None where nobody should."""
        count = len(self.trained) + len(self.missing)
        return Fraction(len(self.trained), count) if count else None


@frozen
class TrainingCoverage:
    """How far training got round in some days.

    Attributes:
        during: The days.
        courses: One line for each course.
        hours: Hours of training per person who should be trained, on average; None where nobody should.
    """

    during: DateRange
    courses: tuple[CourseCoverage, ...]
    hours: Fraction | None

    @property
    def share(self) -> Fraction | None:
        """All who passed over all who should, over all courses; None where nobody should."""
        trained = sum(len(one.trained) for one in self.courses)
        count = trained + sum(len(one.missing) for one in self.courses)
        return Fraction(trained, count) if count else None

    @property
    def reason(self) -> Reason:
        """The figures in words."""
        lines = []
        for one in self.courses:
            told: Told = {"course": one.course, "trained": len(one.trained)}
            if one.missing:
                missing: Told = {**told, "missing": ", ".join(one.missing)}
                lines.append(Reason("organization.coverage.course", missing))
            else:
                lines.append(Reason("organization.coverage.full", told))
        share = None if self.share is None else Rate(self.share)
        return Reason("organization.coverage.all", {"share": share, "during": self.during}, (), lines)

    def table(self, lang: str = "en") -> Table:
        """One row for each course."""
        rows = [
            (
                one.course,
                len(one.trained),
                len(one.missing),
                None if one.share is None else Rate(one.share),
            )
            for one in self.courses
        ]
        columns = headed(HEADINGS, lang, "@course", "@trained", "@missing", "@coverage")
        return Table("", columns, rows, lang=lang)


def training_coverage(
    records: Iterable[TrainingRecord],
    asked: Mapping[str, Iterable[str]],
    during: DateRangeLike,
) -> TrainingCoverage:
    """Who of those who should passed each course in some days.

    Args:
        records: Who took what; of other people and other courses only the hours of those asked for count.
        asked: The people who should take it, by course.
        during: The days.

    Raises:
        InvalidValueError: If somebody is asked for twice.
        WrongTypeError: If something has another type.

    Examples:
        >>> taken = [TrainingRecord("1", "li", "product", "2026-02-03", 8)]
        >>> print(training_coverage(taken, {"product": ["li", "wu"]}, "2026-01-01/2026-04-01").reason.tree())
        50% of those who should be trained were, 2026-01-01 to 2026-03-31
          product: 1 trained, still missing: wu
    """
    span = days_of(during)
    taken = [one for one in tuple_of(TrainingRecord, records, "records") if one.on in span]
    wanted = {course: sorted(as_texts(asked[course], f"asked.{course}")) for course in sorted(asked)}
    lines = []
    for course, people in wanted.items():
        passed = {one.participant for one in taken if one.course == course and one.passed}
        lines.append(
            CourseCoverage(
                course,
                tuple([who for who in people if who in passed]),
                tuple([who for who in people if who not in passed]),
            )
        )
    everybody = {who for people in wanted.values() for who in people}
    hours = sum((one.hours for one in taken if one.participant in everybody), Fraction(0))
    return TrainingCoverage(span, tuple(lines), hours / len(everybody) if everybody else None)


@frozen
class GroupChange:
    """How a figure changed in a group.

    Attributes:
        people: How many are in it.
        before: Mean before.
        after: Mean after.
        spread: Standard deviation of the changes (n - 1), a statistic; None with fewer than two people.
    """

    people: int
    before: Fraction
    after: Fraction
    spread: float | None = None

    @property
    def change(self) -> Fraction:
        """Mean change."""
        return self.after - self.before


@frozen
class TrainingEffect:
    """What changed for those who were trained, against those who were not.

    Attributes:
        trained: Those who were trained.
        untrained: Those who were not.
        left_out: People with only one of the two figures, in the order of their names.
    """

    trained: GroupChange
    untrained: GroupChange
    left_out: tuple[str, ...] = ()

    @property
    def effect(self) -> Fraction:
        """Difference in differences: the change of the trained less that of the untrained, exact."""
        return self.trained.change - self.untrained.change

    @property
    def error(self) -> float | None:
        """Standard error of the effect with unequal variances, a statistic; None with too few people."""
        one, other = self.trained.spread, self.untrained.spread
        if one is None or other is None:
            return None
        return sqrt(one * one / self.trained.people + other * other / self.untrained.people)

    @property
    def clear(self) -> bool | None:
        """Whether the effect is more than twice its standard error; None where that is unknown."""
        return None if self.error is None else abs(float(self.effect)) > 2 * self.error

    @property
    def reason(self) -> Reason:
        """The effect with both groups below it."""
        lines = [
            Reason("organization.effect.trained", self._told(self.trained)),
            Reason("organization.effect.untrained", self._told(self.untrained)),
        ]
        told: Told = {"effect": self.effect}
        if self.clear is None:
            return Reason("organization.effect.unknown", told, (), lines)
        if self.clear:
            return Reason("organization.effect.clear", told, (), lines)
        return Reason("organization.effect.unclear", told, (), lines)

    @staticmethod
    def _told(group: GroupChange) -> Told:
        return {
            "people": group.people,
            "before": group.before,
            "after": group.after,
            "change": group.change,
        }


def training_effect(
    before: Mapping[str, NumberLike],
    after: Mapping[str, NumberLike],
    trained: Iterable[str],
    *,
    least: int = 1,
) -> TrainingEffect:
    """Before and after of the trained against the untrained (difference in differences).

    What happened to everybody, such as a good season, drops out; what only the trained had beside the
    training does not. Who was chosen for training matters: it is no experiment.

    Args:
        before: Figure of each person before, such as attainment or a test.
        after: The same after.
        trained: Who was trained in between; everybody else was not.
        least: People that each group needs.

    Raises:
        BatchError: With every group that is too small.
        WrongTypeError: If something has another type.

    Examples:
        >>> effect = training_effect(
        ...     {"li": 60, "wu": 70, "xu": 65, "yu": 75},
        ...     {"li": 75, "wu": 83, "xu": 69, "yu": 77},
        ...     ["li", "wu"],
        ... )
        >>> effect.effect, effect.clear
        (Fraction(11, 1), True)
    """
    check_count("least", least, 1)
    first, second = dict(numbers_of(before, "before")), dict(numbers_of(after, "after"))
    chosen = set(as_texts(trained, "trained"))
    both = sorted(first.keys() & second.keys())
    groups = {
        "trained": [who for who in both if who in chosen],
        "untrained": [who for who in both if who not in chosen],
    }
    problems = [
        Problem(name, "people", len(who), f"be {least} or more, with a figure before and one after")
        for name, who in groups.items()
        if len(who) < least
    ]
    if problems:
        raise BatchError("groups", problems)
    lines = [_change([(first[who], second[who]) for who in people]) for people in groups.values()]
    return TrainingEffect(lines[0], lines[1], tuple(sorted(first.keys() ^ second.keys())))


def _change(figures: list[tuple[Fraction, Fraction]]) -> GroupChange:
    count = len(figures)
    start = sum((one for one, _ in figures), Fraction(0)) / count
    end = sum((other for _, other in figures), Fraction(0)) / count
    if count < 2:
        return GroupChange(count, start, end)
    squares = sum(((other - one - end + start) ** 2 for one, other in figures), Fraction(0))
    return GroupChange(count, start, end, sqrt(squares / (count - 1)))
