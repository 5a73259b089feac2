"""Checking a spread of ratings: how many to move, and who stands nearest to the border."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from enum import StrEnum
from fractions import Fraction

from attrs import evolve, field, frozen

from salesmgmt._choices import choice_of
from salesmgmt.appraisal.calibration.guidelines import Guideline
from salesmgmt.appraisal.calibration.people import Rated, RatingDistribution, check_people, ratings_of
from salesmgmt.appraisal.intake import check_flag, check_kind, optional_number, tuple_of
from salesmgmt.appraisal.numbers import named, titled
from salesmgmt.appraisal.scales import RatingScale
from salesmgmt.appraisal.texts import HEADINGS
from salesmgmt.errors import BatchError, InvalidValueError, Problem, WrongTypeError
from salesmgmt.reasons import Reason, ReasonValue
from salesmgmt.tables import Table, headed

__all__ = ["GuidelineFinding", "GuidelineReport", "Guidelines", "NearBorder", "SmallGroup"]


class SmallGroup(StrEnum):
    """What becomes of groups that are too small for shares to mean much."""

    SKIP = "skip"
    """They are not checked."""
    ADVISE = "advise"
    """They are checked, and the findings bind nobody."""
    POOL = "pool"
    """All of them are checked together, as one group."""


def _as_small(value: SmallGroup | str) -> SmallGroup:
    return choice_of(SmallGroup, value, "small")


def _as_gap(value: Fraction | int | str | None) -> Fraction | None:
    return optional_number(value)


@frozen
class NearBorder:
    """Somebody who could move, and how far they stand from the border.

    Attributes:
        participant: Who.
        rating: Their rating.
        to: The rating that they would move to.
        gap: Points between their score and the border; 0 or less where the score lies beyond it already.
            None where there is no score, or no scale that says where the border lies.

    Raises:
        InvalidValueError: If a name is empty.
    """

    participant: str
    rating: str
    to: str
    gap: Fraction | None = field(default=None, converter=_as_gap)

    def __attrs_post_init__(self) -> None:
        for name in ("participant", "rating", "to"):
            named(getattr(self, name), name)


def _as_nearest(given: Iterable[NearBorder]) -> tuple[NearBorder, ...]:
    return tuple_of(given, NearBorder, "nearest")


@frozen
class GuidelineFinding:
    """One guideline, held against the people of a group.

    Attributes:
        guideline: The guideline.
        count: How many people have its ratings.
        low: The least number that it allows.
        high: The largest number that it allows.
        binding: Whether it has to be kept; False for advice in small groups.
        nearest: Who would move first, as many as have to, and everybody who stands equal with the last.

    Raises:
        InvalidValueError: If the numbers do not fit each other.
        WrongTypeError: If a field has another type.
    """

    guideline: Guideline
    count: int
    low: int
    high: int
    binding: bool = True
    nearest: tuple[NearBorder, ...] = field(default=(), converter=_as_nearest)

    def __attrs_post_init__(self) -> None:
        check_kind(self.guideline, Guideline, "guideline")
        check_flag(self.binding, "binding")
        for name in ("count", "low", "high"):
            if type(getattr(self, name)) is not int:
                raise WrongTypeError(name, getattr(self, name), "be a whole number of people")
        if self.count < 0 or not 0 <= self.low <= self.high:
            raise InvalidValueError("low", self.low, "be 0 or more and at most the high end")

    @property
    def ok(self) -> bool:
        """Whether the number lies within the bounds."""
        return self.low <= self.count <= self.high

    @property
    def remove_at_least(self) -> int:
        """How many have to leave the ratings."""
        return max(0, self.count - self.high)

    @property
    def remove_at_most(self) -> int:
        """How many may leave them."""
        return max(0, self.count - self.low)

    @property
    def add_at_least(self) -> int:
        """How many have to come to the ratings."""
        return max(0, self.low - self.count)

    @property
    def add_at_most(self) -> int:
        """How many may come to them."""
        return max(0, self.high - self.count)

    @property
    def tied(self) -> bool:
        """Whether more people stand equally near to the border than have to move."""
        return len(self.nearest) > max(self.remove_at_least, self.add_at_least)

    @property
    def reason(self) -> Reason:
        """The finding as data."""
        values: dict[str, ReasonValue] = {
            "guideline": self.guideline.text(),
            "count": self.count,
            "low": self.low,
            "high": self.high,
        }
        people = tuple(one.participant for one in self.nearest)
        if self.ok:
            return Reason("appraisal.guideline.kept", values)
        if self.remove_at_least:
            moved = {**values, "move": self.remove_at_least, "most": self.remove_at_most}
            return Reason("appraisal.guideline.many", moved, people)
        moved = {**values, "move": self.add_at_least, "most": self.add_at_most}
        return Reason("appraisal.guideline.few", moved, people)


def _as_findings(given: Iterable[GuidelineFinding]) -> tuple[GuidelineFinding, ...]:
    return tuple_of(given, GuidelineFinding, "findings")


@frozen
class GuidelineReport:
    """The guidelines of one group.

    Attributes:
        group: Which group; empty for everybody, or for the small groups together.
        spread: How many people of those that count have which rating.
        findings: One for each guideline, in their order; none where the group is too small.

    Raises:
        WrongTypeError: If a field has another type.
    """

    group: str
    spread: RatingDistribution
    findings: tuple[GuidelineFinding, ...] = field(default=(), converter=_as_findings)

    def __attrs_post_init__(self) -> None:
        titled(self.group, "group")
        check_kind(self.spread, RatingDistribution, "spread")

    @property
    def ok(self) -> bool:
        """Whether every guideline that binds is kept."""
        return all(one.ok or not one.binding for one in self.findings)

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """What was found, or that the group is too small to check."""
        if self.findings:
            return tuple(one.reason for one in self.findings)
        return (Reason("appraisal.guideline.small", {"people": self.spread.headcount}),)

    def table(self, lang: str = "en") -> Table:
        """One row per guideline: people, bounds, how many to move and who is nearest."""
        columns = headed(HEADINGS, lang, "guideline", "people", "least", "most", "kept", "move", "nearest")
        rows = [
            (
                one.guideline.text(),
                one.count,
                one.low,
                one.high,
                one.ok,
                one.add_at_least - one.remove_at_least,
                ", ".join(f"{near.participant} → {near.to}" for near in one.nearest) or None,
            )
            for one in self.findings
        ]
        return Table(self.group, columns, rows, lang=lang)


def _as_guidelines(given: Guideline | Iterable[Guideline]) -> tuple[Guideline, ...]:
    return tuple_of(given, Guideline, "guidelines")


def _as_order(given: RatingScale | Iterable[str]) -> tuple[str, ...]:
    return ratings_of(given)


def _as_scale(given: RatingScale | None) -> RatingScale | None:
    if given is not None:
        check_kind(given, RatingScale, "scale")
    return given


@frozen
class Guidelines:
    """A policy that checks a spread of ratings.

    Attributes:
        ratings: The ratings from the best down, or a scale that has them.
        guidelines: What is asked of their shares.
        scale: Where the borders lie, to tell how near people stand to them; None where nobody says.
        smallest: Headcount from which on shares are asked of a group.
        small: What becomes of smaller ones.

    Raises:
        BatchError: If guidelines name ratings that there are not.
        InvalidValueError: If the scale has other ratings, or `smallest` is below 1.
        WrongTypeError: If a field has another type.

    Examples:
        >>> rules = Guidelines(("A", "B", "C"), Guideline("A", "<=", "20%"))
        >>> people = [Rated(f"p{n}", "A" if n > 2 else "B", 90 + n) for n in range(5)]
        >>> finding = rules.check(people).findings[0]
        >>> finding.remove_at_least, finding.nearest[0].participant
        (1, 'p3')
        >>> print(finding.reason.text())
        A <= 20%: 2 people, allowed are 0 to 1: 1 or more leave, 2 at most
    """

    ratings: tuple[str, ...] = field(converter=_as_order)
    guidelines: tuple[Guideline, ...] = field(converter=_as_guidelines)
    scale: RatingScale | None = field(default=None, converter=_as_scale)
    smallest: int = 1
    small: SmallGroup = field(default=SmallGroup.SKIP, converter=_as_small)

    def __attrs_post_init__(self) -> None:
        unknown = [
            Problem(one.text(), "ratings", name, f"be one of {', '.join(self.ratings)}")
            for one in self.guidelines
            for name in one.ratings
            if name not in self.ratings
        ]
        if unknown:
            raise BatchError("guidelines", unknown)
        if self.scale is not None and ratings_of(self.scale) != self.ratings:
            raise InvalidValueError("scale", ratings_of(self.scale), f"have the ratings {self.ratings}")
        if type(self.smallest) is not int or self.smallest < 1:
            raise InvalidValueError("smallest", self.smallest, "be a whole number of 1 or more")

    @classmethod
    def on(
        cls,
        scale: RatingScale,
        guidelines: Guideline | Iterable[Guideline],
        smallest: int = 1,
        small: SmallGroup | str = SmallGroup.SKIP,
    ) -> Guidelines:
        """Guidelines on a scale whose borders tell who stands nearest to them."""
        return cls(ratings_of(scale), _as_guidelines(guidelines), scale, smallest, _as_small(small))

    def check(self, people: Iterable[Rated]) -> GuidelineReport:
        """Hold the guidelines against all people together.

        Who is not eligible is left out.

        Raises:
            BatchError: If somebody stands twice or has an unknown rating.
        """
        return self._report("", check_people(people, self.ratings), pooled=False)

    def check_groups(self, people: Iterable[Rated]) -> tuple[GuidelineReport, ...]:
        """Hold the guidelines against each group of people on its own, in the order of their names.

        With `small` as ``pool``, the small groups come first, as one group without a name.

        Raises:
            BatchError: If somebody stands twice or has an unknown rating.
        """
        groups: dict[str, list[Rated]] = {}
        for one in check_people(people, self.ratings):
            groups.setdefault(one.group, []).append(one)
        pool: list[Rated] = []
        if self.small is SmallGroup.POOL:
            for name in [
                name for name, found in groups.items() if sum(one.eligible for one in found) < self.smallest
            ]:
                pool += groups.pop(name)
        reports = [self._report("", pool, pooled=True)] if pool else []
        return (*reports, *[self._report(name, groups[name], pooled=False) for name in sorted(groups)])

    def _report(self, group: str, people: Iterable[Rated], *, pooled: bool) -> GuidelineReport:
        counted = [one for one in people if one.eligible]
        spread = RatingDistribution.of(counted, self.ratings)
        small = len(counted) < self.smallest
        if small and (self.small is SmallGroup.SKIP or pooled or self.small is SmallGroup.POOL):
            return GuidelineReport(group, spread)
        return GuidelineReport(
            group,
            spread,
            tuple(evolve(self._finding(one, counted), binding=not small) for one in self.guidelines),
        )

    def _finding(self, guideline: Guideline, people: list[Rated]) -> GuidelineFinding:
        inside = [one for one in people if one.rating in guideline.ratings]
        low, high = guideline.allowed(len(people))
        finding = GuidelineFinding(guideline, len(inside), low, high)
        if finding.ok:
            return finding
        if finding.remove_at_least:
            moves = [(one, to) for one in inside for to in self._outward(one.rating, guideline.ratings)]
        else:
            outside = [one for one in people if one.rating not in guideline.ratings]
            moves = [(one, self._inward(one.rating, guideline.ratings)) for one in outside]
        number = max(finding.remove_at_least, finding.add_at_least)
        return evolve(finding, nearest=self._nearest(moves, number))

    def _outward(self, rating: str, inside: tuple[str, ...]) -> list[str]:
        """The nearest ratings outside of a group, on either side of one within it."""
        place = self.ratings.index(rating)
        sides = (reversed(self.ratings[:place]), iter(self.ratings[place + 1 :]))
        found = [next((name for name in side if name not in inside), None) for side in sides]
        return [name for name in found if name is not None]

    def _inward(self, rating: str, inside: tuple[str, ...]) -> str:
        place = self.ratings.index(rating)
        return min(
            (name for name in self.ratings if name in inside),
            key=lambda name: (abs(self.ratings.index(name) - place), self.ratings.index(name)),
        )

    def _nearest(self, moves: list[tuple[Rated, str]], number: int) -> tuple[NearBorder, ...]:
        """The first people to move; each by the way on which they stand nearer to the border."""
        ways: dict[tuple[str, str], list[Fraction]] = {}
        for one, to in moves:
            if one.score is not None:
                ways.setdefault((one.rating, to), []).append(self._depth(one, one.score, to))
        for depths in ways.values():
            depths.sort()
        ranked: dict[str, tuple[tuple[bool, int, Fraction], NearBorder]] = {}
        for one, to in moves:
            near = NearBorder(one.participant, one.rating, to, self._gap(one, to))
            key = self._distance(one, near, ways.get((one.rating, to), []))
            if one.participant not in ranked or key < ranked[one.participant][0]:
                ranked[one.participant] = (key, near)
        found = sorted(ranked.values(), key=lambda pair: (pair[0], pair[1].participant))
        if len(found) <= number:
            return tuple(near for _, near in found)
        last = found[number - 1][0]
        return tuple(near for key, near in found if key <= last)

    def _depth(self, one: Rated, score: Fraction, to: str) -> Fraction:
        """How deep somebody stands within their rating, seen from where they would move."""
        down = self.ratings.index(to) > self.ratings.index(one.rating)
        return score if down else -score

    def _distance(self, one: Rated, near: NearBorder, depths: list[Fraction]) -> tuple[bool, int, Fraction]:
        """Points to the border, or without a scale how many people of the rating stand nearer."""
        steps = abs(self.ratings.index(near.to) - self.ratings.index(one.rating))
        if one.score is None:
            return True, steps, Fraction(0)
        if near.gap is not None:
            return False, 0, near.gap
        return False, steps, Fraction(bisect_left(depths, self._depth(one, one.score, near.to)))

    def _gap(self, one: Rated, to: str) -> Fraction | None:
        if self.scale is None or one.score is None:
            return None
        borders = dict(self.scale.grades)
        place = self.ratings.index(to)
        if place < self.ratings.index(one.rating):
            return borders[to] - one.score
        return one.score - borders[self.ratings[place - 1]]
