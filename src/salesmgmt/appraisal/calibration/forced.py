"""Forced distribution: shares of people per rating in whole people, and who gets which."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from enum import StrEnum
from fractions import Fraction

from attrs import field, frozen

from salesmgmt._choices import choice_of
from salesmgmt.appraisal.calibration.people import Rated, RatingDistribution, check_people
from salesmgmt.appraisal.intake import check_kind, optional_number, tuple_of
from salesmgmt.appraisal.numbers import as_number, named, pairs_of
from salesmgmt.appraisal.texts import HEADINGS
from salesmgmt.errors import BatchError, InvalidValueError, Problem
from salesmgmt.money import Rate, RateLike, apportion
from salesmgmt.reasons import Reason, ReasonValue
from salesmgmt.tables import Table, headed

__all__ = ["Distributed", "DistributedLine", "EqualScores", "ForcedDistribution", "TieBreak"]


class EqualScores(StrEnum):
    """Where people go who stand equal across a border."""

    UP = "up"
    """All of them to the better rating."""
    DOWN = "down"
    """All of them to the worse rating."""
    NEAREST = "nearest"
    """To the rating that has most of their places; with as many on both sides, the better one."""


def _as_equal(value: EqualScores | str) -> EqualScores:
    return choice_of(EqualScores, value, "equal")


@frozen
class TieBreak:
    """A further figure that tells equal scores apart.

    Attributes:
        figure: Its name among the figures of the people.
        more_is_better: Whether the larger figure goes first.

    Raises:
        InvalidValueError: If the name is empty.
    """

    figure: str
    more_is_better: bool = True

    def __attrs_post_init__(self) -> None:
        named(self.figure, "figure")
        check_kind(self.more_is_better, bool, "more_is_better")


@frozen
class DistributedLine:
    """One person of a distribution.

    Attributes:
        participant: Who.
        before: The rating that they came with.
        rating: The rating that they get.
        place: Their place from the top, shared by equals; 0 for somebody who was not ranked.
        score: Their score.
        reason: Why this rating.

    Raises:
        InvalidValueError: If a name is empty.
        WrongTypeError: If a field has another type.
    """

    participant: str
    before: str
    rating: str
    place: int
    score: Fraction | None = field(converter=optional_number)
    reason: Reason

    def __attrs_post_init__(self) -> None:
        for name in ("participant", "before", "rating"):
            named(getattr(self, name), name)
        check_kind(self.place, int, "place")
        check_kind(self.reason, Reason, "reason")


def _as_lines(given: Iterable[DistributedLine]) -> tuple[DistributedLine, ...]:
    return tuple_of(given, DistributedLine, "lines")


@frozen
class Distributed:
    """What a forced distribution comes to.

    Attributes:
        wanted: How many people of those ranked should have which rating.
        reached: How many of them have it; it differs where equals stay together.
        lines: Everybody, from the top down; people who were not ranked come last.

    Raises:
        WrongTypeError: If a field has another type.
    """

    wanted: RatingDistribution
    reached: RatingDistribution
    lines: tuple[DistributedLine, ...] = field(default=(), converter=_as_lines)

    def __attrs_post_init__(self) -> None:
        check_kind(self.wanted, RatingDistribution, "wanted")
        check_kind(self.reached, RatingDistribution, "reached")

    def rating(self, participant: str) -> str | None:
        """Somebody's rating; None where they are not there."""
        return next((one.rating for one in self.lines if one.participant == participant), None)

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """Why each person has their rating, in the order of the lines."""
        return tuple(one.reason for one in self.lines)

    def table(self, lang: str = "en") -> Table:
        """One row per person."""
        columns = headed(HEADINGS, lang, "place", "participant", "points", "before", "rating")
        rows = [(one.place or None, one.participant, one.score, one.before, one.rating) for one in self.lines]
        return Table("", columns, rows, lang=lang)


def _as_shares(
    given: Mapping[str, RateLike] | Iterable[tuple[str, RateLike]],
) -> tuple[tuple[str, Rate], ...]:
    found: list[tuple[str, Rate]] = []
    for name, share in pairs_of(given, "shares"):
        if not isinstance(name, str) or not name:
            raise InvalidValueError("shares", name, "be named by text with at least one character")
        found.append((name, Rate(as_number(share, f"shares.{name}"))))
    return tuple(found)


def _as_ties(given: str | TieBreak | Iterable[str | TieBreak]) -> tuple[TieBreak, ...]:
    listed = (given,) if isinstance(given, str | TieBreak) else tuple(given)
    return tuple_of([TieBreak(one) if isinstance(one, str) else one for one in listed], TieBreak, "tie_by")


@frozen
class ForcedDistribution:
    """A policy that gives ratings by place, in whole people.

    Places go by score, then by the figures of `tie_by`. People who are equal in all of these are never put
    into different ratings. Somebody who is not eligible keeps the rating that they came with, and so does
    everybody where fewer people are eligible than `smallest`.

    Attributes:
        shares: Pairs of rating and share from the best down, or a mapping in that order.
        tie_by: Figures that tell equal scores apart, the most important first; names, or `TieBreak` where
            less is better.
        equal: Where people go who are equal in everything and stand across a border.
        smallest: Eligible headcount from which on people are distributed.

    Raises:
        BatchError: If the shares do not total 100 %; the error says by how much they miss.
        InvalidValueError: If a rating stands twice, a share is below 0 %, or `smallest` is below 1.
        WrongTypeError: If a share is a float.

    Examples:
        >>> curve = ForcedDistribution({"top": "20%", "vital": "70%", "bottom": "10%"})
        >>> curve.counts(17).counts
        (('top', 3), ('vital', 12), ('bottom', 2))
        >>> ten = [Rated(f"p{n}", "vital", min(n, 8)) for n in range(10)]
        >>> outcome = curve.assign(ten)
        >>> [one.participant for one in outcome.lines if one.rating == "top"]
        ['p8', 'p9']
        >>> curve.assign([Rated(f"p{n}", "vital", min(n, 7)) for n in range(10)]).reached.counts
        (('top', 3), ('vital', 6), ('bottom', 1))
    """

    shares: tuple[tuple[str, Rate], ...] = field(converter=_as_shares)
    tie_by: tuple[TieBreak, ...] = field(default=(), converter=_as_ties)
    equal: EqualScores = field(default=EqualScores.UP, converter=_as_equal)
    smallest: int = 1

    def __attrs_post_init__(self) -> None:
        names = [name for name, _ in self.shares]
        if not names or len(set(names)) != len(names):
            raise InvalidValueError("shares", self.shares, "name at least one rating, and each once")
        for name, share in self.shares:
            if share.value < 0:
                raise InvalidValueError(f"shares.{name}", share, "be 0% or more")
        total = sum((share.value for _, share in self.shares), Fraction(0))
        if total != 1:
            rule = f"total 100%; they are {Rate(abs(1 - total))} {'short' if total < 1 else 'over'}"
            raise BatchError("distribution", [Problem("shares", "shares", Rate(total), rule)])
        if type(self.smallest) is not int or self.smallest < 1:
            raise InvalidValueError("smallest", self.smallest, "be a whole number of 1 or more")

    @property
    def ratings(self) -> tuple[str, ...]:
        """The ratings from the best down."""
        return tuple(name for name, _ in self.shares)

    def counts(self, headcount: int) -> RatingDistribution:
        """How many of so many people get which rating.

        By largest remainder: whole shares first, then one more to the largest fractions, of equal ones to the
        better rating.

        Raises:
            InvalidValueError: If the headcount is no whole number of 0 or more.
        """
        if type(headcount) is not int or headcount < 0:
            raise InvalidValueError("headcount", headcount, "be a whole number of 0 or more")
        parts = apportion(headcount, [share for _, share in self.shares])
        return RatingDistribution(tuple(zip(self.ratings, parts, strict=True)))

    def assign(self, people: Iterable[Rated]) -> Distributed:
        """Give everybody a rating by their place.

        Args:
            people: Everybody, in any order.

        Raises:
            BatchError: If somebody stands twice, has an unknown rating, or lacks a score or a figure that
                tells equal scores apart.
        """
        everybody = check_people(people, self.ratings)
        ranked = [one for one in everybody if one.eligible]
        if len(ranked) < self.smallest:
            same = RatingDistribution.of(ranked, self.ratings)
            small = {"people": len(ranked), "smallest": self.smallest}
            lines = [_kept(one, Reason("appraisal.forced.small", small)) for one in everybody]
            return Distributed(same, same, lines)
        keys = self._keys(ranked)
        ranked.sort(key=lambda one: keys[one.participant])
        wanted = self.counts(len(ranked))
        seats = [name for name, count in wanted.counts for _ in range(count)]
        found: list[DistributedLine] = []
        start = 0
        while start < len(ranked):
            end = start + 1
            while end < len(ranked) and keys[ranked[end].participant] == keys[ranked[start].participant]:
                end += 1
            rating = self._together(seats[start:end])
            across = len(set(seats[start:end])) > 1
            found += [_line(one, rating, start + 1, end - start, across) for one in ranked[start:end]]
            start = end
        order = {name: place for place, name in enumerate(self.ratings)}
        found.sort(key=lambda line: (line.place, order[line.rating], line.participant))
        reached = [Rated(line.participant, line.rating) for line in found]
        out = [_kept(one, Reason("appraisal.forced.outside")) for one in everybody if not one.eligible]
        return Distributed(wanted, RatingDistribution.of(reached, self.ratings), (*found, *out))

    def _keys(self, people: list[Rated]) -> dict[str, tuple[Fraction, ...]]:
        """What people are ranked by, the best with the smallest key; a figure only where scores are equal."""
        problems: list[Problem] = []
        scores: dict[str, Fraction] = {}
        for one in people:
            if one.score is None:
                problems.append(Problem(one.participant, "score", None, "be there, to be ranked by"))
            else:
                scores[one.participant] = -one.score
        counts = Counter(scores.values())
        keys: dict[str, tuple[Fraction, ...]] = {}
        for one in people:
            if one.participant not in scores:
                continue
            score = scores[one.participant]
            key = [score]
            for tie in self.tie_by if counts[score] > 1 else ():
                figure = one.figure(tie.figure)
                if figure is None:
                    rule = "be there, to tell equal scores apart"
                    problems.append(Problem(one.participant, f"figures.{tie.figure}", None, rule))
                else:
                    key.append(-figure if tie.more_is_better else figure)
            keys[one.participant] = tuple(key)
        if problems:
            raise BatchError("people", problems)
        return keys

    def _together(self, seats: list[str]) -> str:
        """The one rating of equals who hold some seats."""
        if self.equal is EqualScores.NEAREST:
            return max(dict.fromkeys(seats), key=seats.count)  # of equal numbers the first, the better rating
        return seats[0] if self.equal is EqualScores.UP else seats[-1]


def _kept(one: Rated, reason: Reason) -> DistributedLine:
    return DistributedLine(one.participant, one.rating, one.rating, 0, one.score, reason)


def _line(one: Rated, rating: str, place: int, equals: int, across: bool) -> DistributedLine:
    values: dict[str, ReasonValue] = {"place": place, "rating": rating, "score": one.score}
    reason = Reason("appraisal.forced.placed", values)
    if across:
        together: dict[str, ReasonValue] = {"people": equals, "rating": rating}
        reason = Reason(
            "appraisal.forced.placed", values, because=(Reason("appraisal.forced.equal", together),)
        )
    return DistributedLine(one.participant, one.rating, rating, place, one.score, reason)
