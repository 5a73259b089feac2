"""Careers: the ladder, who may take the next step and why not, development plans, rotation, mentoring."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from datetime import date
from fractions import Fraction

from attrs import field, frozen

from salesmgmt.calendars import DateRange, add_months, as_date, merge
from salesmgmt.errors import InvalidValueError, WrongTypeError
from salesmgmt.organization.checks import check_text, days_of, tuple_of
from salesmgmt.organization.intake import (
    NumberLike,
    Told,
    as_day,
    as_optional_day,
    is_count,
    is_flag,
    is_positive_count,
    is_text,
    levels_of,
    maybe_text,
    number_of,
)
from salesmgmt.organization.skills.models import SkillGaps
from salesmgmt.reasons import Reason
from salesmgmt.records import Assignment

__all__ = [
    "CareerLadder",
    "CareerStep",
    "DevelopmentGoal",
    "DevelopmentPlan",
    "Eligibility",
    "Mentor",
    "MentorPair",
    "Mentoring",
    "MentoringPolicy",
    "PeriodRating",
    "RotationDue",
    "RotationPolicy",
]


def _as_value(value: NumberLike) -> Fraction:
    return number_of(value, "value")


def _as_least(value: NumberLike) -> Fraction:
    return number_of(value, "least_rating")


@frozen
class PeriodRating:
    """How somebody was rated for a period, as a number; where it comes from is for the caller to know.

    Attributes:
        during: The period.
        value: The rating; higher is better.
    """

    during: DateRange = field(converter=days_of)
    value: Fraction = field(converter=_as_value)

    def __attrs_post_init__(self) -> None:
        if self.during.end is None:
            raise InvalidValueError("during", str(self.during), "have a last day")


@frozen
class CareerStep:
    """What it takes to move from one role to the next.

    Attributes:
        source: Present role.
        to: Next role.
        months: Whole months in the present role that are needed.
        least_rating: Rating that counts as good enough.
        good: How many of the last ratings have to be good enough.
        of: How many of the last ratings are looked at.
        open_post: Whether a vacant post is needed.
        skills: Whether nothing may be lacking of what the next role asks for; where it is not known what is
            lacking, the condition is missed.

    Raises:
        InvalidValueError: If both roles are the same, or more good ratings are asked for than are looked at.
        WrongTypeError: If a setting has another type.
    """

    source: str = field(validator=is_text)
    to: str = field(validator=is_text)
    months: int = field(default=12, validator=is_count)
    least_rating: Fraction = field(default=Fraction(0), converter=_as_least)
    good: int = field(default=0, validator=is_count)
    of: int = field(default=0, validator=is_count)
    open_post: bool = field(default=False, validator=is_flag)
    skills: bool = field(default=False, validator=is_flag)

    def __attrs_post_init__(self) -> None:
        if self.source == self.to:
            raise InvalidValueError("to", self.to, "be another role than the present one")
        if self.good > self.of:
            raise InvalidValueError("good", self.good, f"be at most the {self.of} ratings that are looked at")


@frozen
class Eligibility:
    """Whether somebody may take a step, with every condition.

    Attributes:
        participant: Who.
        step: Which step.
        on: The day.
        kept: Conditions that are met.
        missed: Conditions that are not.
    """

    participant: str
    step: CareerStep
    on: date
    kept: tuple[Reason, ...] = ()
    missed: tuple[Reason, ...] = ()

    @property
    def eligible(self) -> bool:
        """Whether every condition is met."""
        return not self.missed

    @property
    def reason(self) -> Reason:
        """The answer, with what is missed and then what is met below it."""
        told: Told = {"participant": self.participant, "role": self.step.to, "on": self.on}
        below = (*self.missed, *self.kept)
        if self.eligible:
            return Reason("organization.career.eligible", told, (), below)
        return Reason("organization.career.not_eligible", told, (), below)


def _as_steps(given: Iterable[CareerStep]) -> tuple[CareerStep, ...]:
    return tuple(sorted(tuple_of(CareerStep, given, "steps"), key=lambda one: (one.source, one.to)))


@frozen
class CareerLadder:
    """The steps from role to role (晋升通道).

    A ladder may branch, such as into leading people and into key accounts; nobody comes back to a role by
    climbing.

    Attributes:
        steps: The steps.

    Raises:
        InvalidValueError: If a step stands twice, or steps lead round in a circle.
        WrongTypeError: If something else is given.

    Examples:
        >>> ladder = CareerLadder([CareerStep("rep", "senior rep", 12, "3.5", good=2, of=3)])
        >>> post = Assignment("A-1", "li", "2025-01-01/..", role="rep")
        >>> ratings = [PeriodRating("2025-01-01/2025-07-01", 4), PeriodRating("2025-07-01/2026-01-01", 3)]
        >>> answer = ladder.eligibility("li", "senior rep", [post], ratings, on="2026-02-01")
        >>> print(answer.reason.tree())
        li may not become senior rep yet, as of 2026-02-01
          ratings: 1 of the last 3 reach 3.5, 2 are needed
          rep for 13 months, 12 are needed
    """

    steps: tuple[CareerStep, ...] = field(converter=_as_steps)

    def __attrs_post_init__(self) -> None:
        pairs = [(one.source, one.to) for one in self.steps]
        if len(set(pairs)) < len(pairs):
            raise InvalidValueError("steps", pairs, "hold each step once")
        for one in self.steps:
            if one.source in self._above(one.to):
                raise InvalidValueError("steps", f"{one.source} to {one.to}", "not lead round in a circle")

    def next(self, role: str) -> tuple[CareerStep, ...]:
        """The steps that lead on from a role."""
        return tuple([one for one in self.steps if one.source == role])

    def eligibility(
        self,
        participant: str,
        to: str,
        assignments: Iterable[Assignment],
        ratings: Iterable[PeriodRating] = (),
        gaps: SkillGaps | None = None,
        *,
        on: date | str,
        open_posts: int = 0,
    ) -> Eligibility:
        """Whether somebody may take the step to a role on a day.

        Args:
            participant: Who.
            to: The role.
            assignments: Their assignments; the role on the day and since when they have it without a gap are
                read from these. Other people's may stand among them.
            ratings: Their ratings; those of periods that ended by the day count, the last ones first.
            gaps: What they lack for the role, where the step looks at skills.
            on: The day.
            open_posts: Vacant posts of the role.

        Raises:
            InvalidValueError: If the gaps are somebody else's or of another role, or no step leads to the
                role from the present one.
            WrongTypeError: If something has another type.
        """
        check_text("participant", participant)
        day = as_date(on, "on")
        own = [
            one
            for one in tuple_of(Assignment, assignments, "assignments")
            if one.participant == participant and one.role is not None
        ]
        roles = {one.role for one in own if day in one.during}
        steps = [one for one in self.steps if one.to == to and one.source in roles]
        if not steps:
            known = ", ".join(sorted({one.source for one in self.steps if one.to == to}))
            rule = f"be reached from the present role; steps lead to it from: {known or 'none'}"
            raise InvalidValueError("to", to, rule)
        if gaps is not None and not isinstance(gaps, SkillGaps):
            raise WrongTypeError("gaps", gaps, "be SkillGaps or None")
        if gaps is not None and (gaps.participant, gaps.role) != (participant, to):
            raise InvalidValueError(
                "gaps", f"{gaps.participant}, {gaps.role}", f"be {participant}'s for {to}"
            )
        step = steps[0]
        since = _since([one for one in own if one.role == step.source], day)
        conditions = [
            self._tenure(step, since, day),
            self._ratings(step, tuple_of(PeriodRating, ratings, "ratings"), day),
            self._skills(step, gaps),
            self._post(step, open_posts),
        ]
        given = [one for one in conditions if one is not None]
        return Eligibility(
            participant,
            step,
            day,
            tuple([reason for met, reason in given if met]),
            tuple([reason for met, reason in given if not met]),
        )

    @staticmethod
    def _tenure(step: CareerStep, since: date | None, day: date) -> tuple[bool, Reason]:
        served = _months(since, day)
        told: Told = {"role": step.source, "months": served, "needed": step.months}
        if served is None:
            return True, Reason("organization.career.always", {"role": step.source})
        return served >= step.months, Reason("organization.career.tenure", told)

    @staticmethod
    def _ratings(
        step: CareerStep, ratings: tuple[PeriodRating, ...], day: date
    ) -> tuple[bool, Reason] | None:
        if not step.of:
            return None
        past = [one for one in ratings if one.during.end is not None and one.during.end <= day]
        last = sorted(past, key=lambda one: (one.during.end or date.max, one.value))[-step.of :]
        good = sum(one.value >= step.least_rating for one in last)
        told: Told = {"good": good, "of": step.of, "rating": step.least_rating, "needed": step.good}
        return good >= step.good, Reason("organization.career.ratings", told)

    @staticmethod
    def _skills(step: CareerStep, gaps: SkillGaps | None) -> tuple[bool, Reason] | None:
        if not step.skills:
            return None
        if gaps is None:
            return False, Reason("organization.career.unassessed", {"role": step.to})
        return gaps.ready, gaps.reason

    @staticmethod
    def _post(step: CareerStep, open_posts: int) -> tuple[bool, Reason] | None:
        if not step.open_post:
            return None
        told: Told = {"role": step.to, "posts": open_posts}
        return open_posts > 0, Reason("organization.career.posts", told)

    def _above(self, role: str) -> set[str]:
        """Every role that can be reached from a role."""
        found: set[str] = set()
        to_see = [role]
        while to_see:
            for one in self.next(to_see.pop()):
                if one.to not in found:
                    found.add(one.to)
                    to_see.append(one.to)
        return found


def _since(assignments: list[Assignment], day: date) -> date | None:
    """The first day of the role without a gap up to a day; None where it has none."""
    joined = merge([one.during for one in assignments])
    return next(one.start for one in joined if day in one)


def _months(since: date | None, day: date) -> int | None:
    """Whole months from one day to another."""
    if since is None:
        return None
    count = (day.year - since.year) * 12 + day.month - since.month
    return count if add_months(since, count) <= day else count - 1


@frozen
class DevelopmentGoal:
    """Something that somebody wants to reach.

    Attributes:
        id: Identifier given by the caller.
        title: What is to be reached.
        due: Day by which.
        action: What is done for it, such as a course or joint visits.
        done: Day on which it was reached; None while it is not.

    Raises:
        InvalidValueError: If a text is empty.
        WrongTypeError: If a field has another type.
    """

    id: str = field(validator=is_text)
    title: str = field(validator=is_text)
    due: date = field(converter=as_day)
    action: str = field(default="-", validator=is_text)
    done: date | None = field(default=None, converter=as_optional_day)


def _as_goals(given: Iterable[DevelopmentGoal]) -> tuple[DevelopmentGoal, ...]:
    return tuple(sorted(tuple_of(DevelopmentGoal, given, "goals"), key=lambda one: (one.due, one.id)))


def _as_reviews(given: Iterable[date | str]) -> tuple[date, ...]:
    return tuple(sorted({as_day(one) for one in given}))


@frozen
class DevelopmentPlan:
    """What somebody wants to reach in some days, and when it is talked about (个人发展计划).

    Attributes:
        participant: Who.
        during: The days.
        goals: What is to be reached.
        reviews: Days of the talks about it.

    Raises:
        InvalidValueError: If a goal stands twice, or a goal or a talk lies outside the days.
        WrongTypeError: If a field has another type.

    Examples:
        >>> plan = DevelopmentPlan(
        ...     "li",
        ...     "2026-01-01/2027-01-01",
        ...     [DevelopmentGoal("g1", "lead a bid", "2026-05-31", "joint bids with wu")],
        ...     ["2026-04-01", "2026-07-01"],
        ... )
        >>> print(plan.standing("2026-06-15").tree())
        li has reached 0 of 1 goal on 2026-06-15; the next talk is on 2026-07-01
          overdue since 2026-05-31: lead a bid
    """

    participant: str = field(validator=is_text)
    during: DateRange = field(converter=days_of)
    goals: tuple[DevelopmentGoal, ...] = field(default=(), converter=_as_goals)
    reviews: tuple[date, ...] = field(default=(), converter=_as_reviews)

    def __attrs_post_init__(self) -> None:
        names = [one.id for one in self.goals]
        if len(set(names)) < len(names):
            raise InvalidValueError("goals", names, "hold each goal once")
        days = [("goals", one.due) for one in self.goals] + [("reviews", one) for one in self.reviews]
        for name, day in days:
            if day not in self.during:
                raise InvalidValueError(name, day, f"lie within {self.during}")

    def overdue(self, on: date | str) -> tuple[DevelopmentGoal, ...]:
        """The goals that should have been reached by a day and were not."""
        day = as_date(on, "on")
        return tuple([one for one in self.goals if one.due < day and not _done(one, day)])

    def standing(self, on: date | str) -> Reason:
        """Where it stands on a day, in words."""
        day = as_date(on, "on")
        reached = [one for one in self.goals if _done(one, day)]
        lines = [
            Reason("organization.development.overdue", {"goal": one.title, "due": one.due}, (one.id,))
            for one in self.overdue(day)
        ]
        following = next((one for one in self.reviews if one >= day), None)
        told: Told = {
            "participant": self.participant,
            "reached": len(reached),
            "goals": len(self.goals),
            "on": day,
        }
        if following is None:
            return Reason("organization.development.last", told, (), lines)
        return Reason("organization.development.standing", {**told, "review": following}, (), lines)


def _done(goal: DevelopmentGoal, day: date) -> bool:
    return goal.done is not None and goal.done <= day


@frozen
class RotationDue:
    """Somebody whose time in a post is over, or was too short.

    Attributes:
        participant: Who.
        assignment: Identifier of the assignment.
        months: Whole months in the post.
        reason: What the rule says.
    """

    participant: str
    assignment: str
    months: int
    reason: Reason


@frozen
class RotationPolicy:
    """How long people stay in a post (轮岗).

    Attributes:
        longest: Whole months after which a change is due.
        shortest: Whole months before which nobody should move on.
        role: Role that it holds for; None: every role.

    Raises:
        InvalidValueError: If the longest stay is below 1 month or shorter than the shortest.
        WrongTypeError: If a setting has another type.

    Examples:
        >>> posts = [Assignment("A-1", "li", "2022-01-01/..", territory="north", role="rep")]
        >>> print(RotationPolicy(longest=36).check(posts, on="2026-01-01")[0].reason.text("zh"))
        li 在 A-1 任职 48 个月，已满 36 个月应轮岗
    """

    longest: int = field(default=36, validator=is_positive_count)
    shortest: int = field(default=0, validator=is_count)
    role: str | None = field(default=None, validator=maybe_text)

    def __attrs_post_init__(self) -> None:
        if self.longest < self.shortest:
            raise InvalidValueError("longest", self.longest, f"be {self.shortest} months or more")

    def check(self, assignments: Iterable[Assignment], *, on: date | str) -> tuple[RotationDue, ...]:
        """Whose time is over on a day, the longest first, and who moved on too soon before it.

        Args:
            assignments: Who holds which post since when; those without a first day are left out.
            on: The day.

        Raises:
            WrongTypeError: If something has another type.
        """
        day = as_date(on, "on")
        found = []
        for one in tuple_of(Assignment, assignments, "assignments"):
            if one.during.start is None or one.during.start > day or self.role not in (None, one.role):
                continue
            end = one.during.end
            over = end is not None and end <= day
            months = _months(one.during.start, end if over and end is not None else day) or 0
            told: Told = {"participant": one.participant, "post": one.id, "months": months}
            if not over and months >= self.longest:
                reason = Reason("organization.rotation.due", {**told, "longest": self.longest})
            elif over and months < self.shortest:
                reason = Reason("organization.rotation.early", {**told, "shortest": self.shortest})
            else:
                continue
            found.append(RotationDue(one.participant, one.id, months, reason))
        return tuple(sorted(found, key=lambda one: (-one.months, one.participant, one.assignment)))


def _as_mentor_skills(given: object) -> tuple[tuple[str, int], ...]:
    return levels_of(given, "skills", 1)


@frozen
class Mentor:
    """Somebody who brings others on.

    Attributes:
        participant: Who.
        skills: Level by competency.
        most: How many they take at most.

    Raises:
        InvalidValueError: If a text is empty or a number too low.
        WrongTypeError: If a field has another type.
    """

    participant: str = field(validator=is_text)
    skills: tuple[tuple[str, int], ...] = field(converter=_as_mentor_skills)
    most: int = field(default=2, validator=is_positive_count)


@frozen
class MentorPair:
    """A mentor and whom they bring on.

    Attributes:
        mentor: Who brings on.
        mentee: Who is brought on.
        skills: Competencies in which the mentee lacks something that the mentor has.
    """

    mentor: str
    mentee: str
    skills: tuple[str, ...]

    @property
    def reason(self) -> Reason:
        """The pair in words."""
        told: Told = {"mentor": self.mentor, "mentee": self.mentee, "skills": ", ".join(self.skills)}
        return Reason("organization.mentoring.pair", told)


@frozen
class Mentoring:
    """Who brings on whom.

    Attributes:
        pairs: The pairs, by mentee.
        without: People who lack something and for whom no mentor is left, in the order of their names.
    """

    pairs: tuple[MentorPair, ...]
    without: tuple[str, ...]


@frozen
class MentoringPolicy:
    """Who may be whose mentor.

    Attributes:
        above: Levels by which a mentor has to be above the mentee in a competency that the mentee lacks.
        not_manager: Whether somebody's manager may not be their mentor.

    Raises:
        InvalidValueError: If the levels are below 1.
        WrongTypeError: If a setting has another type.
    """

    above: int = field(default=1, validator=is_positive_count)
    not_manager: bool = field(default=True, validator=is_flag)

    def match(
        self,
        gaps: Iterable[SkillGaps],
        mentors: Iterable[Mentor],
        managers: Iterable[tuple[str, str]] = (),
    ) -> Mentoring:
        """Mentors for as many people as can have one.

        No other choice gives more people a mentor (augmenting paths). Among people, those who lack more come
        first; among mentors, those who can help with more competencies, then by name.

        Args:
            gaps: What people lack; those who lack nothing get nobody.
            mentors: Who is ready to help.
            managers: Pairs of person and manager.

        Raises:
            InvalidValueError: If a person or a mentor stands twice.
            WrongTypeError: If something has another type.
        """
        lacking = [one for one in tuple_of(SkillGaps, gaps, "gaps") if one.open]
        ready = tuple_of(Mentor, mentors, "mentors")
        for name, people in (
            ("gaps", [one.participant for one in lacking]),
            ("mentors", [one.participant for one in ready]),
        ):
            if len(set(people)) < len(people):
                raise InvalidValueError(name, people, "hold each person once")
        led = set(managers) if self.not_manager else set()
        helps: dict[str, dict[str, tuple[str, ...]]] = {}
        for one in sorted(lacking, key=lambda each: (-sum(g.missing for g in each.open), each.participant)):
            fitting = {
                mentor.participant: skills
                for mentor in ready
                if mentor.participant != one.participant
                and (one.participant, mentor.participant) not in led
                and (skills := self._skills(one, mentor))
            }
            helps[one.participant] = dict(sorted(fitting.items(), key=lambda pair: (-len(pair[1]), pair[0])))
        room = {one.participant: one.most for one in ready}
        taken: dict[str, list[str]] = {name: [] for name in room}
        for mentee in helps:
            _place(mentee, helps, room, taken)
        pairs = [
            MentorPair(mentor, mentee, helps[mentee][mentor])
            for mentor, mentees in taken.items()
            for mentee in mentees
        ]
        placed = {one.mentee for one in pairs}
        return Mentoring(
            tuple(sorted(pairs, key=lambda one: one.mentee)),
            tuple(sorted([name for name in helps if name not in placed])),
        )

    def _skills(self, gaps: SkillGaps, mentor: Mentor) -> tuple[str, ...]:
        levels = dict(mentor.skills)
        return tuple([one.skill for one in gaps.open if levels.get(one.skill, 0) >= one.held + self.above])


def _place(
    mentee: str,
    helps: dict[str, dict[str, tuple[str, ...]]],
    room: dict[str, int],
    taken: dict[str, list[str]],
) -> None:
    """Find somebody a mentor, moving others to another one where that makes room."""
    came: dict[str, str] = {}  # mentor: the mentee who would be moved to them, or placed there
    to_see = deque([mentee])
    while to_see:
        one = to_see.popleft()
        for mentor in helps[one]:
            if mentor in came:
                continue
            came[mentor] = one
            if len(taken[mentor]) < room[mentor]:
                _move(mentor, mentee, came, taken)
                return
            to_see.extend(taken[mentor])


def _move(mentor: str, mentee: str, came: dict[str, str], taken: dict[str, list[str]]) -> None:
    """Move everybody on the way from a mentor with room back to the one who is to be placed."""
    while True:
        mover = came[mentor]
        before = next((name for name, people in taken.items() if mover in people), None)
        taken[mentor].append(mover)
        if mover == mentee or before is None:
            return
        taken[before].remove(mover)
        mentor = before
