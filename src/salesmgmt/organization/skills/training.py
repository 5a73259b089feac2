"""Training: courses that close gaps at the least cost or time, who has taken them, and what they did."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Mapping
from enum import StrEnum
from fractions import Fraction
from math import lcm

from attrs import field, frozen

from salesmgmt._choices import choice_of
from salesmgmt.errors import BatchError, InvalidValueError, Problem, WrongTypeError
from salesmgmt.money import Money
from salesmgmt.organization.checks import as_texts, tuple_of
from salesmgmt.organization.intake import (
    NumberLike,
    Told,
    any_text,
    is_amount,
    is_positive_count,
    is_text,
    levels_of,
    number_of,
)
from salesmgmt.organization.skills.models import SkillGap, SkillGaps
from salesmgmt.organization.texts import HEADINGS
from salesmgmt.reasons import Reason
from salesmgmt.tables import Table, headed

__all__ = ["Course", "Least", "TrainingPlan", "TrainingPlanner"]


class Least(StrEnum):
    """What a training plan is to need least of."""

    COST = "cost"
    HOURS = "hours"


def _as_least(value: Least | str) -> Least:
    return choice_of(Least, value, "least")


def _as_hours(value: NumberLike) -> Fraction:
    return number_of(value, "hours")


def _as_raises(given: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    return levels_of(given, "raises", 1)


def _as_needs(given: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    return levels_of(given, "needs", 1)


def _as_certifies(value: Iterable[str] | str) -> tuple[str, ...]:
    return tuple(sorted(as_texts(value, "certifies")))


@frozen
class Course:
    """Something that raises people's levels: a course, a week in another team, a self-study.

    Attributes:
        id: Identifier given by the caller.
        cost: Cost for one person.
        hours: Hours that it takes one person.
        raises: Level reached by competency; nobody who is higher already is lowered.
        needs: Level by competency without which nobody may take it.
        certifies: Kinds of certificates that it ends with.
        title: What people call it; the identifier where left out.

    Raises:
        InvalidValueError: If a text is empty, cost or hours negative, a level below 1, or it gives nothing.
        WrongTypeError: If a field has another type.
    """

    id: str = field(validator=is_text)
    cost: Money = field(validator=is_amount)
    hours: Fraction = field(converter=_as_hours)
    raises: tuple[tuple[str, int], ...] = field(default=(), converter=_as_raises)
    needs: tuple[tuple[str, int], ...] = field(default=(), converter=_as_needs)
    certifies: tuple[str, ...] = field(default=(), converter=_as_certifies)
    title: str = field(default="", validator=any_text)

    def __attrs_post_init__(self) -> None:
        if self.hours < 0:
            raise InvalidValueError("hours", self.hours, "be 0 or more")
        if not self.raises and not self.certifies:
            raise InvalidValueError("raises", self.raises, "raise a competency or end with a certificate")


def _as_courses(given: Iterable[Course]) -> tuple[Course, ...]:
    return tuple_of(Course, given, "courses")


def _as_offered(given: Iterable[Course]) -> tuple[Course, ...]:
    return tuple(sorted(_as_courses(given), key=lambda one: one.id))


def _as_open(given: Iterable[SkillGap]) -> tuple[SkillGap, ...]:
    return tuple_of(SkillGap, given, "open")


@frozen
class TrainingPlan:
    """The courses that close somebody's gaps.

    Attributes:
        participant: For whom.
        role: For which role.
        least: What it needs least of.
        courses: The courses, in an order in which they may be taken.
        cost: What they cost together; None where there is none.
        hours: Hours that they take together.
        open: Competencies that no offered course can raise to what is asked for, each with its gap.
        certificates: Certificates that no offered course ends with.
        proven: Whether it is proven that no other choice needs less.
    """

    participant: str
    role: str
    least: Least = field(converter=_as_least)
    courses: tuple[Course, ...] = field(converter=_as_courses)
    cost: Money | None
    hours: Fraction
    open: tuple[SkillGap, ...] = field(default=(), converter=_as_open)
    certificates: tuple[str, ...] = field(default=(), converter=_as_certifies)
    proven: bool = True

    @property
    def closes(self) -> bool:
        """Whether it closes every gap."""
        return not self.open and not self.certificates

    @property
    def reason(self) -> Reason:
        """The plan in words, each course and each remaining gap below it."""
        lines = [
            Reason(
                "organization.training.course",
                {"course": one.title or one.id, "cost": one.cost, "hours": one.hours},
                (one.id,),
            )
            for one in self.courses
        ]
        lines += [
            Reason("organization.training.open", {"skill": one.skill, "required": one.required})
            for one in self.open
        ]
        lines += [Reason("organization.training.uncertified", {"kind": kind}) for kind in self.certificates]
        told: Told = {"participant": self.participant, "role": self.role, "count": len(self.courses)}
        if not self.proven:
            lines.append(Reason("organization.training.unproven"))
        if self.least is Least.COST:
            return Reason("organization.training.cheapest", {**told, "cost": self.cost}, (), lines)
        return Reason("organization.training.shortest", {**told, "hours": self.hours}, (), lines)

    def table(self, lang: str = "en") -> Table:
        """One row for each course, in the order in which they may be taken."""
        rows = [(one.title or one.id, one.cost, one.hours) for one in self.courses]
        footer = (HEADINGS["@total"][0 if lang == "en" else 1], self.cost, self.hours)
        columns = headed(HEADINGS, lang, "@course", "@cost", "@hours")
        return Table(self.participant, columns, rows, footer=footer, lang=lang)


_Levels = tuple[int, ...]


@frozen
class TrainingPlanner:
    """Chooses the courses that close gaps at the least cost or time.

    Courses may build on each other, and one may raise several competencies, so the cheapest choice is not
    the cheapest course for each gap. The choice is a shortest way through what somebody can at each point
    (A*, with what each competency needs at least), taken apart where courses have nothing to do with each
    other; it is exact, and says so. Of equal choices, the one that needs less of the other is taken, then
    the one with fewer courses; what is still equal is settled by the identifiers.

    Attributes:
        courses: What is offered, all in one currency.
        least: ``cost`` or ``hours``.
        most_states: Points looked at for one person before the search ends with the best that a simple rule
            finds (cheapest useful course first, then leaving out what is not needed); the plan then says that
            it is not proven.

    Raises:
        BatchError: With every course that stands twice.
        InvalidValueError: If courses have several currencies.
        WrongTypeError: If a setting has another type.

    Examples:
        >>> from datetime import date
        >>> planner = TrainingPlanner(
        ...     [
        ...         Course("script", Money.of("CNY 300"), 4, {"negotiation": 1}),
        ...         Course("terms", Money.of("CNY 900"), 16, {"negotiation": 2}, {"negotiation": 1}),
        ...         Course("academy", Money.of("CNY 1,500"), 12, {"negotiation": 2, "product": 2}),
        ...     ]
        ... )
        >>> gaps = SkillGaps("li", "key account", date(2026, 3, 1), [SkillGap("negotiation", 2, 0)])
        >>> [one.id for one in planner.plan(gaps).courses]
        ['script', 'terms']
        >>> [one.id for one in TrainingPlanner(planner.courses, "hours").plan(gaps).courses]
        ['academy']
    """

    courses: tuple[Course, ...] = field(converter=_as_offered)
    least: Least = field(default=Least.COST, converter=_as_least)
    most_states: int = field(default=20_000, validator=is_positive_count)

    def __attrs_post_init__(self) -> None:
        names = [one.id for one in self.courses]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise BatchError("courses", [Problem(name, "id", name, "stand once") for name in twice])
        codes = sorted({one.cost.currency.code for one in self.courses})
        if len(codes) > 1:
            raise InvalidValueError("courses", ", ".join(codes), "be in one currency")

    def plan(self, gaps: SkillGaps) -> TrainingPlan:
        """The courses for one person.

        Competencies that the role does not ask for count as level 0, unless a gap line tells their level.
        What no offered course can reach is named, and the rest is planned without it.

        Raises:
            WrongTypeError: If something else than gaps is given.
        """
        if not isinstance(gaps, SkillGaps):
            raise WrongTypeError("gaps", gaps, "be SkillGaps, as CompetencyModel.gaps tells them")
        held = dict(gaps.levels)
        wanted = {("skill", one.skill): one.required for one in gaps.open}
        wanted |= {("certificate", kind): 1 for kind in gaps.certificates}
        start = {("skill", skill): level for skill, level in held.items()}
        offers = [_Offer(one, self.least) for one in self.courses]
        reach = _reachable(start, offers)
        possible = {key: level for key, level in wanted.items() if reach.get(key, 0) >= level}
        chosen: list[Course] = []
        proven = True
        for keys, part in _parts(offers, possible):
            needed = {key: level for key, level in possible.items() if key in keys}
            if needed:
                found, exact = _cheapest(start, needed, part, self.most_states)
                chosen += found
                proven = proven and exact
        open_ = [one for one in gaps.open if ("skill", one.skill) not in possible]
        lacking = [kind for kind in gaps.certificates if ("certificate", kind) not in possible]
        cost = Money.total([one.cost for one in chosen], chosen[0].cost.currency) if chosen else None
        hours = sum((one.hours for one in chosen), Fraction(0))
        return TrainingPlan(
            gaps.participant, gaps.role, self.least, chosen, cost, hours, tuple(open_), tuple(lacking), proven
        )

    def plan_all(self, gaps: Iterable[SkillGaps]) -> tuple[TrainingPlan, ...]:
        """The plans of several people, in the order of their names and roles.

        Raises:
            WrongTypeError: If something else than gaps is given.
        """
        taken = tuple_of(SkillGaps, gaps, "gaps")
        return tuple(
            [self.plan(one) for one in sorted(taken, key=lambda each: (each.participant, each.role))]
        )


_Key = tuple[str, str]


class _Offer:
    """A course as the search reads it."""

    def __init__(self, course: Course, least: Least) -> None:
        self.course = course
        minor, hours = Fraction(course.cost.minor), course.hours
        self.price = (minor, hours) if least is Least.COST else (hours, minor)
        self.raises: dict[_Key, int] = {("skill", skill): level for skill, level in course.raises}
        self.raises |= {("certificate", kind): 1 for kind in course.certifies}
        self.needs: dict[_Key, int] = {("skill", skill): level for skill, level in course.needs}


def _reachable(start: Mapping[_Key, int], offers: list[_Offer]) -> dict[_Key, int]:
    """The level of everything once every course that can be taken was taken."""
    levels = dict(start)
    left = list(offers)
    while True:
        now = [one for one in left if _may(one, levels)]
        if not now:
            return levels
        for one in now:
            for key, level in one.raises.items():
                levels[key] = max(levels.get(key, 0), level)
        left = [one for one in left if one not in now]


def _may(offer: _Offer, levels: Mapping[_Key, int]) -> bool:
    return all(levels.get(key, 0) >= level for key, level in offer.needs.items())


def _parts(offers: list[_Offer], wanted: Mapping[_Key, int]) -> list[tuple[set[_Key], list[_Offer]]]:
    """Groups of courses that touch the same competencies, with what they touch."""
    groups: list[tuple[set[_Key], list[_Offer]]] = []
    for one in offers:
        keys = {*one.raises, *one.needs}
        joined: list[_Offer] = []
        apart = []
        for other, members in groups:
            if other & keys:
                keys |= other
                joined += members
            else:
                apart.append((other, members))
        groups = [*apart, (keys, [*joined, one])]
    ordered = [(keys, sorted(members, key=lambda one: one.course.id)) for keys, members in groups]
    return sorted(ordered, key=lambda group: group[1][0].course.id)


def _cheapest(
    start: Mapping[_Key, int], wanted: Mapping[_Key, int], offers: list[_Offer], most: int
) -> tuple[list[Course], bool]:
    """The cheapest courses that reach what is wanted, in an order in which they may be taken."""
    useful = _useful(wanted, offers)
    keys = sorted({*wanted, *[key for one in useful for key in (*one.raises, *one.needs)]})
    tops = {key: max([wanted.get(key, 0), *[one.needs.get(key, 0) for one in useful]]) for key in keys}
    place = {key: number for number, key in enumerate(keys)}
    prices = _whole(useful)
    moves = [
        (
            price,
            number,
            [(place[key], level) for key, level in one.needs.items()],
            [(place[key], min(level, tops[key])) for key, level in one.raises.items() if tops[key]],
        )
        for number, (one, price) in enumerate(zip(useful, prices, strict=True))
    ]
    goal = [(place[key], level) for key, level in wanted.items()]
    bound = _bounds(len(keys), goal, moves)
    first = tuple([min(start.get(key, 0), tops[key]) for key in keys])
    queue: list[tuple[int, tuple[int, ...], int, _Levels]] = [(_left(bound, first), (), 0, first)]
    settled: set[_Levels] = set()
    while queue:
        _, taken, spent, levels = heapq.heappop(queue)
        if all(levels[key] >= level for key, level in goal):
            return _in_order(start, [useful[number] for number in taken]), True
        if levels in settled:
            continue
        settled.add(levels)
        if len(settled) > most:
            break
        for price, number, needs, raises in moves:
            if any(levels[key] < level for key, level in needs):
                continue
            changed = list(levels)
            for key, level in raises:
                changed[key] = max(changed[key], level)
            after = tuple(changed)
            if after != levels and after not in settled:
                names = tuple(sorted((*taken, number)))
                total = spent + price
                heapq.heappush(queue, (total + _left(bound, after), names, total, after))
    return _by_rule(start, wanted, useful), False


_Move = tuple[int, int, list[tuple[int, int]], list[tuple[int, int]]]


def _whole(offers: list[_Offer]) -> list[int]:
    """One whole number for what each course needs of both, and for itself, in the order of importance."""
    if not offers:
        return []
    firsts, seconds = zip(*[one.price for one in offers], strict=True)
    one, other = [lcm(*[part.denominator for part in parts]) for parts in (firsts, seconds)]
    minor = [int(part * other) for part in seconds]
    weight = (sum(minor) + 1) * (len(offers) + 1)
    shared = lcm(*[len(offer.raises) for offer in offers])  # so that parts of it are whole
    return [
        (int(part * one) * weight + each * (len(offers) + 1) + 1) * shared
        for part, each in zip(firsts, minor, strict=True)
    ]


def _bounds(count: int, goal: list[tuple[int, int]], moves: list[_Move]) -> list[list[int]]:
    """For each competency, by level, the least that the rest of its way costs.

    Each course's price is split evenly over what it raises and its needs are left aside, so the sum over all
    competencies is never more than what is really needed.
    """
    found: list[list[int]] = [[0]] * count
    for key, wanted in goal:
        ways = [
            (price // len(raises), dict(raises)[key]) for price, _, _, raises in moves if key in dict(raises)
        ]
        dearest = sum(price for price, _ in ways)
        left = [min([price for price, level in ways if level >= wanted], default=dearest)] * wanted + [0]
        for _ in range(wanted):
            for start in range(wanted - 1, -1, -1):
                further = [price + left[min(level, wanted)] for price, level in ways if level > start]
                left[start] = min([left[start], *further])
        found[key] = left
    return found


def _left(bound: list[list[int]], levels: _Levels) -> int:
    """The least that is still needed."""
    return sum([costs[min(level, len(costs) - 1)] for costs, level in zip(bound, levels, strict=True)])


def _useful(wanted: Mapping[_Key, int], offers: list[_Offer]) -> list[_Offer]:
    """The courses that help, or help to take one that does."""
    keys = set(wanted)
    while True:
        found = [one for one in offers if keys & one.raises.keys()]
        more = {key for one in found for key in one.needs} - keys
        if not more:
            return found
        keys |= more


def _in_order(start: Mapping[_Key, int], chosen: list[_Offer]) -> list[Course]:
    """Courses in an order in which they may be taken, by identifier where it does not matter."""
    levels = dict(start)
    left = sorted(chosen, key=lambda one: one.course.id)
    found = []
    while left:
        one = next(one for one in left if _may(one, levels))
        left.remove(one)
        found.append(one.course)
        for key, level in one.raises.items():
            levels[key] = max(levels.get(key, 0), level)
    return found


def _by_rule(start: Mapping[_Key, int], wanted: Mapping[_Key, int], offers: list[_Offer]) -> list[Course]:
    """Cheapest first until all is reached, then without those that are not needed."""
    ranked = sorted(offers, key=lambda one: (one.price, one.course.id))
    levels = dict(start)
    taken: list[_Offer] = []
    while not _reached(levels, wanted):
        one = next(one for one in ranked if one not in taken and _may(one, levels))
        taken.append(one)
        for key, level in one.raises.items():
            levels[key] = max(levels.get(key, 0), level)
    for one in sorted(taken, key=lambda each: (each.price, each.course.id), reverse=True):
        without = [each for each in taken if each is not one]
        after = _reachable(start, without)
        if _reached(after, wanted) and _all_taken(start, without):
            taken = without
    return _in_order(start, taken)


def _reached(levels: Mapping[_Key, int], wanted: Mapping[_Key, int]) -> bool:
    return all(levels.get(key, 0) >= level for key, level in wanted.items())


def _all_taken(start: Mapping[_Key, int], chosen: list[_Offer]) -> bool:
    """Whether all of them can be taken, one after another."""
    after = _reachable(start, chosen)
    return all(_may(one, after) for one in chosen)
