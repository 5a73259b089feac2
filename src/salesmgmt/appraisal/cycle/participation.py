"""Who takes part in a period, and with what share: people who join, leave, change posts or are absent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType
from typing import overload

from attrs import field, frozen

from salesmgmt._choices import choice_of
from salesmgmt.appraisal.intake import check_flag, check_kind, texts_of, tuple_of
from salesmgmt.appraisal.numbers import NumberLike, as_number, named
from salesmgmt.calendars import (
    CalendarDays,
    DateRange,
    DateRangeLike,
    DayCount,
    Period,
    PeriodKind,
    merge,
    range_of,
)
from salesmgmt.errors import InvalidValueError, WrongTypeError
from salesmgmt.money import Money, Rate, RateLike, Unrounded, rate_of
from salesmgmt.reasons import Reason, ReasonValue
from salesmgmt.records import Absence, Assignment, Facts, Participant

__all__ = ["Participation", "ParticipationPolicy", "PostChange", "Spell", "Treatment", "check_period"]

_FIELDS = ("role", "unit", "manager")


def _check_facts(facts: object) -> None:
    if not isinstance(facts, Facts):
        raise WrongTypeError("facts", facts, "be a checked batch: Facts([…])")


class Treatment(StrEnum):
    """What it means that somebody was not there the whole time."""

    PRORATE = "prorate"
    """Only the time that they were there counts."""
    EXCLUDE = "exclude"
    """They are not appraised in this period."""
    IGNORE = "ignore"
    """They are appraised as if they had been there."""


class PostChange(StrEnum):
    """How somebody is appraised who changes posts within the period."""

    SPLIT = "split"
    """In every post, each weighing as much as its days."""
    LAST = "last"
    """In the post that they hold at the end."""
    LONGEST = "longest"
    """In the post that they held for most days; of several, the last of these."""
    EXCLUDE = "exclude"
    """They are not appraised in this period."""


_MOVED: Mapping[PostChange, str] = MappingProxyType(
    {
        PostChange.EXCLUDE: "appraisal.part.moved.exclude",
        PostChange.LAST: "appraisal.part.moved.last",
        PostChange.LONGEST: "appraisal.part.moved.longest",
        PostChange.SPLIT: "appraisal.part.moved.split",
    }
)


def check_period(period: object) -> None:
    """Refuse what is no month, quarter, half or year.

    Raises:
        InvalidValueError: If it is a week.
        WrongTypeError: If it is no period.
    """
    if not isinstance(period, Period):
        raise WrongTypeError("period", period, "be a Period, such as FiscalCalendar().period('2026-Q1')")
    if period.kind is PeriodKind.WEEK:
        raise InvalidValueError("period", period.label, "be a month, a quarter, a half or a year")


def _as_during(value: DateRangeLike) -> DateRange:
    return range_of(value)


def _as_share(value: RateLike) -> Rate:
    return rate_of(value, "share")


@frozen
class Spell:
    """A time in one post within a period.

    Attributes:
        during: The days.
        share: Its weight among the spells of the person, which total 100 %.
        role: The role; None where the facts name none.
        unit: The unit.
        manager: Who led them.

    Raises:
        InvalidValueError: If the share is not from 0 % to 100 %.
    """

    during: DateRange = field(converter=_as_during)
    share: Rate = field(converter=_as_share)
    role: str | None = None
    unit: str | None = None
    manager: str | None = None

    def __attrs_post_init__(self) -> None:
        if not 0 <= self.share.value <= 1:
            raise InvalidValueError("share", self.share, "be from 0% to 100%")


def _as_spells(given: Iterable[Spell]) -> tuple[Spell, ...]:
    return tuple_of(given, Spell, "spells")


@frozen
class Participation:
    """How somebody takes part in a period.

    Attributes:
        participant: Who.
        period: The period.
        included: Whether they are appraised.
        share: Share of the period's time that counts for them; their targets are prorated by it.
        spells: The posts in which they are appraised, in the order of their days.
        reason: Why.

    Raises:
        InvalidValueError: If the participant is empty or the period is a week.
        WrongTypeError: If a field has another type.
    """

    participant: str
    period: Period
    included: bool
    share: Rate = field(converter=_as_share)
    spells: tuple[Spell, ...] = field(converter=_as_spells)
    reason: Reason

    def __attrs_post_init__(self) -> None:
        named(self.participant, "participant")
        check_period(self.period)
        check_flag(self.included, "included")
        check_kind(self.reason, Reason, "reason")

    @property
    def manager(self) -> str | None:
        """Who led them at the end."""
        return self.spells[-1].manager if self.spells else None

    @overload
    def prorated(self, target: Money) -> Unrounded: ...
    @overload
    def prorated(self, target: int | Fraction) -> Fraction: ...
    def prorated(self, target: Money | int | Fraction) -> Unrounded | Fraction:
        """The part of a whole period's target that is asked of them, exact and not rounded."""
        return target * self.share if isinstance(target, Money) else as_number(target) * self.share.value

    def score(self, scores: Sequence[NumberLike]) -> Fraction:
        """One score out of those of the spells, each weighing as much as its days.

        Args:
            scores: A score for each spell, in their order.

        Raises:
            InvalidValueError: If there are more or fewer scores than spells.
            WrongTypeError: If a score is a float.
        """
        if len(scores) != len(self.spells) or not self.spells:
            raise InvalidValueError("scores", len(scores), f"be one for each of {len(self.spells)} spells")
        weighed = [
            spell.share.value * as_number(score, "score")
            for spell, score in zip(self.spells, scores, strict=True)
        ]
        return sum(weighed, Fraction(0))


def _as_joined(value: Treatment | str) -> Treatment:
    return choice_of(Treatment, value, "joined")


def _as_left(value: Treatment | str) -> Treatment:
    return choice_of(Treatment, value, "left")


def _as_absent(value: Treatment | str) -> Treatment:
    return choice_of(Treatment, value, "absent")


def _as_moved(value: PostChange | str) -> PostChange:
    return choice_of(PostChange, value, "moved")


def _as_least(value: RateLike) -> Rate:
    return rate_of(value, "least")


def _as_moved_by(given: str | Iterable[str]) -> tuple[str, ...]:
    return texts_of(given, "moved_by")


def _as_kinds(given: str | Iterable[str]) -> tuple[str, ...]:
    return texts_of(given, "absence_kinds")


@frozen
class ParticipationPolicy:
    """A policy that says who is appraised in a period, in which posts and with what share of the time.

    Attributes:
        joined: What it means to have joined within the period.
        left: What it means to have left within it.
        absent: What absences mean.
        moved: How somebody is appraised who changes posts.
        moved_by: What makes another post: ``role``, ``unit``, ``manager``, or several of them.
        least: Least share of the time; whoever has less is not appraised.
        shortest_absence: Days of an absence, taken as it stands in the facts, from which on it counts.
        absence_kinds: Kinds of absences that count; none listed: all of them.
        counting: How days are counted.

    Raises:
        InvalidValueError: If a choice is unknown, the least share is not from 0 % to 100 %, or the days are
            below 1.
        WrongTypeError: If a field has another type.

    Examples:
        >>> from salesmgmt.calendars import FiscalCalendar
        >>> facts = Facts([Participant("ann", employed="2026-02-15/..")])
        >>> policy = ParticipationPolicy(least="50%")
        >>> part = policy.of("ann", facts, FiscalCalendar().period("2026-Q1"))
        >>> part.included, str(part.share), str(part.prorated(Money.of("CNY 900,000")).round())
        (True, '50%', 'CNY 450,000.00')
        >>> print(part.reason.tree())
        ann takes part in FY2026-Q1 with 50% of the time
          joined on 2026-02-15
    """

    joined: Treatment = field(default=Treatment.PRORATE, converter=_as_joined)
    left: Treatment = field(default=Treatment.PRORATE, converter=_as_left)
    absent: Treatment = field(default=Treatment.PRORATE, converter=_as_absent)
    moved: PostChange = field(default=PostChange.SPLIT, converter=_as_moved)
    moved_by: tuple[str, ...] = field(default=("role",), converter=_as_moved_by)
    least: Rate = field(default=Rate(0), converter=_as_least)
    shortest_absence: int = 1
    absence_kinds: tuple[str, ...] = field(default=(), converter=_as_kinds)
    counting: DayCount = field(default=CalendarDays())

    def __attrs_post_init__(self) -> None:
        if not 0 <= self.least.value <= 1:
            raise InvalidValueError("least", self.least, "be from 0% to 100%")
        if type(self.shortest_absence) is not int or self.shortest_absence < 1:
            raise InvalidValueError("shortest_absence", self.shortest_absence, "be 1 day or more")
        for name in self.moved_by:
            if name not in _FIELDS:
                raise InvalidValueError("moved_by", name, f"be one of {', '.join(_FIELDS)}")
        if not callable(getattr(self.counting, "days", None)):
            raise WrongTypeError("counting", self.counting, "be CalendarDays(), WorkingDays(…) or your own")

    def of(self, participant: str, facts: Facts, period: Period) -> Participation:
        """How somebody takes part in a period.

        Args:
            participant: Identifier of the person.
            facts: Their dates of employment, assignments and absences.
            period: A month, quarter, half or year.

        Raises:
            InvalidValueError: If the period is a week.
            UnknownIdentifierError: If the facts do not know the person.
            WrongTypeError: If the facts are no batch.
        """
        check_period(period)
        _check_facts(facts)
        person = facts.get(Participant, participant)
        posts = [one for one in facts.assignments if one.participant == participant]
        absences = [one for one in facts.absences if one.participant == participant]
        return self._of(person, posts, absences, period)

    def all(
        self, facts: Facts, period: Period, participants: Iterable[str] | None = None
    ) -> tuple[Participation, ...]:
        """The same for many, in the order of their identifiers; for everybody in the facts where left out.

        Raises:
            InvalidValueError: If the period is a week.
            UnknownIdentifierError: If the facts do not know somebody.
            WrongTypeError: If the facts are no batch.
        """
        check_period(period)
        _check_facts(facts)
        posts: dict[str, list[Assignment]] = {}
        for post in facts.assignments:
            posts.setdefault(post.participant, []).append(post)
        absences: dict[str, list[Absence]] = {}
        for absence in facts.absences:
            absences.setdefault(absence.participant, []).append(absence)
        names = [one.id for one in facts.participants] if participants is None else list(participants)
        return tuple(
            self._of(facts.get(Participant, name), posts.get(name, []), absences.get(name, []), period)
            for name in sorted(set(names))
        )

    def _of(
        self, person: Participant, posts: list[Assignment], absences: list[Absence], period: Period
    ) -> Participation:
        whole = period.during
        there = whole if person.employed is None else person.employed.intersection(whole)
        if there is None:
            return _out(person.id, period, [Reason("appraisal.part.away")])
        because: list[Reason] = []
        out = False
        start, end = there.start, there.end
        if start != whole.start:
            out |= self.joined is Treatment.EXCLUDE
            because.append(_told("appraisal.part.joined", {"on": start}, self.joined))
            start = whole.start if self.joined is Treatment.IGNORE else start
        if end != whole.end:
            out |= self.left is Treatment.EXCLUDE
            because.append(_told("appraisal.part.left", {"on": there.last}, self.left))
            end = whole.end if self.left is Treatment.IGNORE else end
        counted = DateRange(start, end)
        away = self._away(absences, counted)
        for absence in away:
            out |= self.absent is Treatment.EXCLUDE
            because.append(_told("appraisal.part.absent", {"during": absence}, self.absent))
        gone = away if self.absent is Treatment.PRORATE else ()
        days = self.counting.days(whole)
        share = Rate(Fraction(self._left_over(counted, gone), days)) if days else Rate(1)
        spells = self._spells(posts, counted, gone)
        if len(spells) > 1:
            because.append(Reason(_MOVED[self.moved], {"posts": len(spells)}))
            out |= self.moved is PostChange.EXCLUDE
        if share.value < self.least.value or not share.value:
            because.append(Reason("appraisal.part.short", {"share": share, "least": self.least}))
            out = True
        if out:
            return _out(person.id, period, because)
        values: dict[str, ReasonValue] = {"participant": person.id, "period": period.label, "share": share}
        reason = Reason("appraisal.part.takes", values, because=tuple(because))
        return Participation(
            person.id, period, included=True, share=share, spells=self._chosen(spells), reason=reason
        )

    def _away(self, absences: Iterable[Absence], counted: DateRange) -> tuple[DateRange, ...]:
        """The days of absences that count, joined where they touch."""
        found = [
            one.during.intersection(counted)
            for one in absences
            if one.during.days >= self.shortest_absence
            and (not self.absence_kinds or one.kind in self.absence_kinds)
        ]
        return merge([one for one in found if one is not None])

    def _left_over(self, during: DateRange, gone: Iterable[DateRange]) -> int:
        """Days of a range less those that somebody was away."""
        cuts = [one.intersection(during) for one in gone]
        return self.counting.days(during) - sum(self.counting.days(one) for one in cuts if one is not None)

    def _spells(
        self, posts: Iterable[Assignment], counted: DateRange, gone: Iterable[DateRange]
    ) -> tuple[tuple[Spell, int], ...]:
        """The posts within the days that count, with their days; the same post goes on as one."""
        found: list[tuple[DateRange, Assignment]] = []
        for post in sorted(posts, key=lambda one: (one.during.start or date.min, one.id)):
            days = post.during.intersection(counted)
            if days is None:
                continue
            last = found[-1] if found else None
            if last is not None and self._same(last[1], post) and last[0].touches(days):
                found[-1] = (last[0].union(days), post)
            else:
                found.append((days, post))
        if not found:
            return ((Spell(counted, 1), self._left_over(counted, gone)),)
        gone = tuple(gone)
        return tuple(
            (Spell(days, 0, post.role, post.unit, post.manager), self._left_over(days, gone))
            for days, post in found
        )

    def _same(self, one: Assignment, other: Assignment) -> bool:
        return all(getattr(one, name) == getattr(other, name) for name in self.moved_by)

    def _chosen(self, spells: tuple[tuple[Spell, int], ...]) -> tuple[Spell, ...]:
        """The spells that count, with weights that total 100 %."""
        kept = list(spells)
        if self.moved is PostChange.LAST:
            kept = kept[-1:]
        elif self.moved is PostChange.LONGEST:
            kept = [max(reversed(kept), key=lambda pair: pair[1])]
        total = sum(days for _, days in kept)
        return tuple(
            Spell(
                one.during,
                Rate(Fraction(days, total) if total else Fraction(1, len(kept))),
                one.role,
                one.unit,
                one.manager,
            )
            for one, days in kept
        )


def _out(participant: str, period: Period, because: list[Reason]) -> Participation:
    values: dict[str, ReasonValue] = {"participant": participant, "period": period.label}
    reason = Reason("appraisal.part.excluded", values, because=tuple(because))
    return Participation(participant, period, included=False, share=0, spells=(), reason=reason)


def _told(code: str, values: dict[str, ReasonValue], treatment: Treatment) -> Reason:
    ignored = (Reason("appraisal.part.ignored"),) if treatment is Treatment.IGNORE else ()
    return Reason(code, values, because=ignored)
