"""A calibration as it goes: proposed ratings, changes with their reasons, and the order that they keep."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction

from attrs import evolve, field, frozen

from salesmgmt.appraisal.calibration.checking import GuidelineReport, Guidelines
from salesmgmt.appraisal.calibration.people import Rated, RatingDistribution, check_people
from salesmgmt.appraisal.intake import check_flag, check_kind, texts_of, tuple_of
from salesmgmt.appraisal.numbers import named
from salesmgmt.appraisal.texts import HEADINGS
from salesmgmt.calendars import as_date
from salesmgmt.errors import (
    BatchError,
    InvalidValueError,
    Problem,
    SalesmgmtError,
    UnknownIdentifierError,
)
from salesmgmt.reasons import Reason, ReasonValue
from salesmgmt.tables import Table, headed

__all__ = ["Calibration", "RatingChange"]


def _as_day(value: date | str) -> date:
    return as_date(value, "on")


@frozen
class RatingChange:
    """One change of one rating: who, why, from, to.

    Attributes:
        participant: Whose rating.
        before: The rating that stood.
        after: The rating that takes its place.
        by: Who changed it.
        why: The reason, in their own words.
        on: The day.
        override: Whether the change may put somebody before people who stood before them.

    Raises:
        InvalidValueError: If a text is empty, or the rating stays the same.
        WrongTypeError: If a field has another type.
    """

    participant: str
    before: str
    after: str
    by: str
    why: str
    on: date = field(converter=_as_day)
    override: bool = False

    def __attrs_post_init__(self) -> None:
        for name in ("participant", "before", "after", "by", "why"):
            named(getattr(self, name), name)
        if self.before == self.after:
            raise InvalidValueError("after", self.after, f"differ from the rating before, {self.before}")
        check_flag(self.override, "override")

    @property
    def reason(self) -> Reason:
        """The change as data."""
        values: dict[str, ReasonValue] = {
            "participant": self.participant,
            "before": self.before,
            "after": self.after,
            "by": self.by,
            "why": self.why,
            "on": self.on,
        }
        if self.override:
            return Reason("appraisal.calibration.overridden", values)
        return Reason("appraisal.calibration.changed", values)


def _as_people(given: Iterable[Rated]) -> tuple[Rated, ...]:
    return tuple(sorted(tuple_of(given, Rated, "people"), key=lambda one: one.participant))


def _as_changes(given: Iterable[RatingChange]) -> tuple[RatingChange, ...]:
    return tuple_of(given, RatingChange, "changes")


def _as_calibrators(given: str | Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(texts_of(given, "calibrators")))


@frozen
class Calibration:
    """Ratings of a group of people on their way to one standard.

    Somebody stood before somebody else where their rating was better, or the same with a higher score. A
    change never turns that round, unless it is named an override. Nobody changes their own rating.

    Attributes:
        id: Stable identifier of the round.
        guidelines: The ratings, and what is asked of their shares.
        people: Everybody, with the rating proposed for them.
        calibrators: Who may change ratings; nobody listed: anybody.
        changes: What was changed, in the order in which it happened.

    Raises:
        BatchError: If somebody stands twice or has an unknown rating, or with every change that is not
            allowed.
        InvalidValueError: If the identifier is empty.
        WrongTypeError: If a field has another type.

    Examples:
        >>> from salesmgmt.appraisal import Guideline
        >>> rules = Guidelines(("A", "B", "C"), Guideline("A", "<=", "34%"))
        >>> people = [Rated("ann", "A", 95), Rated("bob", "A", 91), Rated("cyn", "B", 88)]
        >>> meeting = Calibration("2026-Q1", rules, people)
        >>> meeting.report.ok
        False
        >>> meeting = meeting.change("bob", "B", by="dan", why="two large deals fell away", on="2026-04-10")
        >>> meeting.rating("bob"), meeting.report.ok
        ('B', True)
        >>> meeting.change("cyn", "A", by="dan", why="she is liked", on="2026-04-10")
        Traceback (most recent call last):
            ...
        salesmgmt.errors.InvalidValueError: after is 'A'; it must keep the order of people: bob stood before \
cyn; a change that turns it round has to be named an override
    """

    id: str
    guidelines: Guidelines
    people: tuple[Rated, ...] = field(converter=_as_people)
    calibrators: tuple[str, ...] = field(default=(), converter=_as_calibrators)
    changes: tuple[RatingChange, ...] = field(default=(), converter=_as_changes)
    _standing: tuple[tuple[str, str], ...] = field(init=False, repr=False, eq=False)

    def __attrs_post_init__(self) -> None:
        named(self.id)
        check_kind(self.guidelines, Guidelines, "guidelines")
        people = check_people(self.people, self.guidelines.ratings)
        standing = {one.participant: one.rating for one in people}
        overridden: set[str] = set()
        problems: list[Problem] = []
        for change in self.changes:
            try:
                self._check(change, standing, overridden)
            except SalesmgmtError as error:
                problems.append(Problem.of(change.participant, error))
                continue
            standing[change.participant] = change.after
            if change.override:
                overridden.add(change.participant)
        if problems:
            raise BatchError("changes", problems)
        object.__setattr__(self, "_standing", tuple(standing.items()))

    def _check(self, change: RatingChange, standing: dict[str, str], overridden: set[str]) -> None:
        """Refuse a change that does not fit."""
        ratings = self.guidelines.ratings
        if change.participant not in standing:
            raise UnknownIdentifierError("participant", change.participant, f"be somebody of {self.id}")
        if change.after not in ratings:
            raise InvalidValueError("after", change.after, f"be one of {', '.join(ratings)}")
        if change.before != standing[change.participant]:
            rule = f"be the rating that stands, {standing[change.participant]}"
            raise InvalidValueError("before", change.before, rule)
        if change.by == change.participant:
            raise InvalidValueError("by", change.by, "be somebody else: nobody changes their own rating")
        if self.calibrators and change.by not in self.calibrators:
            raise InvalidValueError("by", change.by, f"be one of {', '.join(self.calibrators)}")
        if change.override or change.participant in overridden:
            return
        moved = {**standing, change.participant: change.after}
        for first, second in self._turned(moved, change.participant):
            if first in overridden or second in overridden:
                continue
            rule = (
                f"keep the order of people: {first} stood before {second}; a change that turns it round "
                "has to be named an override"
            )
            raise InvalidValueError("after", change.after, rule)

    def _turned(self, standing: dict[str, str], participant: str) -> list[tuple[str, str]]:
        """Pairs with somebody of which the second, who stood behind the first, is now rated better."""
        place = {name: number for number, name in enumerate(self.guidelines.ratings)}
        found = []
        one = next(each for each in self.people if each.participant == participant)
        now = place[standing[participant]]
        for other in self.people:
            there = place[standing[other.participant]]
            if there > now and self._before(place, other, one):
                found.append((other.participant, participant))
            elif there < now and self._before(place, one, other):
                found.append((participant, other.participant))
        return found

    @staticmethod
    def _before(place: dict[str, int], one: Rated, other: Rated) -> bool:
        first, second = place[one.rating], place[other.rating]
        if first != second:
            return first < second
        return one.score is not None and other.score is not None and one.score > other.score

    def change(
        self, participant: str, to: str, *, by: str, why: str, on: date | str, override: bool = False
    ) -> Calibration:
        """The calibration after one more change.

        Args:
            participant: Whose rating changes.
            to: The rating that they get.
            by: Who changes it.
            why: Why.
            on: The day.
            override: Whether it may turn the order of people round.

        Raises:
            InvalidValueError: If the change is not allowed.
            UnknownIdentifierError: If the person is not among those rated.
        """
        standing = dict(self._standing)
        if participant not in standing:
            raise UnknownIdentifierError("participant", participant, f"be somebody of {self.id}")
        made = RatingChange(participant, standing[participant], to, by, why, _as_day(on), override)
        self._check(made, standing, {one.participant for one in self.changes if one.override})
        return evolve(self, changes=(*self.changes, made))

    def rating(self, participant: str) -> str:
        """The rating that stands.

        Raises:
            UnknownIdentifierError: If the person is not among those rated.
        """
        found = dict(self._standing).get(participant)
        if found is None:
            raise UnknownIdentifierError("participant", participant, f"be somebody of {self.id}")
        return found

    @property
    def rated(self) -> tuple[Rated, ...]:
        """Everybody with the rating that stands, in the order of their identifiers."""
        standing = dict(self._standing)
        return tuple(evolve(one, rating=standing[one.participant]) for one in self.people)

    @property
    def report(self) -> GuidelineReport:
        """The guidelines, held against the ratings that stand."""
        return self.guidelines.check(self.rated)

    @property
    def reports(self) -> tuple[GuidelineReport, ...]:
        """The same for each group on its own."""
        return self.guidelines.check_groups(self.rated)

    @property
    def turned(self) -> tuple[tuple[str, str], ...]:
        """Pairs whose order an override has turned round: who stood before, and who is now rated better."""
        standing = dict(self._standing)
        moved = {one.participant for one in self.changes}
        return tuple(sorted({pair for name in moved for pair in self._turned(standing, name)}))

    @property
    def separated(self) -> tuple[tuple[str, ...], ...]:
        """People of one proposed rating and one score whose ratings are no longer the same."""
        standing = dict(self._standing)
        equals: dict[tuple[str, Fraction], list[str]] = {}
        for one in self.people:
            if one.score is not None:
                equals.setdefault((one.rating, one.score), []).append(one.participant)
        return tuple(
            tuple(names) for _, names in sorted(equals.items()) if len({standing[name] for name in names}) > 1
        )

    def reason(self, participant: str) -> Reason:
        """Why somebody has the rating that stands: what was proposed, and every change.

        Raises:
            UnknownIdentifierError: If the person is not among those rated.
        """
        rating = self.rating(participant)
        proposed = next(one for one in self.people if one.participant == participant)
        values = {"participant": participant, "rating": rating}
        because = [Reason("appraisal.calibration.proposed", {"rating": proposed.rating})]
        because += [one.reason for one in self.changes if one.participant == participant]
        return Reason("appraisal.calibration.stands", values, because=tuple(because))

    def history(self, lang: str = "en") -> Table:
        """One row per change: who, from, to, by whom, when and why."""
        columns = headed(HEADINGS, lang, "on", "participant", "before", "after", "by", "why", "override")
        rows = [
            (one.on, one.participant, one.before, one.after, one.by, one.why, one.override)
            for one in self.changes
        ]
        return Table(self.id, columns, rows, lang=lang)

    def table(self, lang: str = "en") -> Table:
        """One row per rating: people before and after."""
        before = RatingDistribution.of(self.people, self.guidelines.ratings)
        after = RatingDistribution.of(self.rated, self.guidelines.ratings)
        columns = headed(HEADINGS, lang, "rating", "before", "after")
        rows = [
            (name, count, later)
            for (name, count), (_, later) in zip(before.counts, after.counts, strict=True)
        ]
        return Table(self.id, columns, rows, lang=lang)
