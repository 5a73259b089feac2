"""Recognition: a ranking with ties and eligibility, and who is honoured."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from enum import StrEnum
from fractions import Fraction

from attrs import field, frozen

from salesmgmt._choices import choice_of
from salesmgmt.appraisal.intake import check_flag, check_kind, once, optional_number, tuple_of
from salesmgmt.appraisal.numbers import NumberLike, named, titled
from salesmgmt.appraisal.outcomes.profiles import Profile
from salesmgmt.appraisal.outcomes.rules import facts_of
from salesmgmt.appraisal.texts import HEADINGS
from salesmgmt.criteria import ALWAYS, Criterion
from salesmgmt.errors import InvalidValueError, MissingFieldError, WrongTypeError
from salesmgmt.reasons import Reason, ReasonValue
from salesmgmt.tables import Table, headed

__all__ = ["AwardTies", "Ranking", "Recognition", "Standing"]


class Ranking(StrEnum):
    """Which place follows two people on the first."""

    COMPETITION = "competition"
    """The third."""
    DENSE = "dense"
    """The second."""


class AwardTies(StrEnum):
    """What happens when more people stand on the last place than there are awards left."""

    ALL = "all"
    """All of them are honoured."""
    NONE = "none"
    """None of them is."""


def _as_ranking(value: Ranking | str) -> Ranking:
    return choice_of(Ranking, value, "ranking")


def _as_ties(value: AwardTies | str) -> AwardTies:
    return choice_of(AwardTies, value, "ties")


def _as_least(value: NumberLike | None) -> Fraction | None:
    return optional_number(value)


@frozen
class Standing:
    """One person of a ranking.

    Attributes:
        participant: Who.
        figure: What they are ranked by; None where they have no such figure.
        place: Their place; None where they are not ranked.
        honoured: Whether they are honoured.
        reason: Why.

    Raises:
        InvalidValueError: If the participant is empty.
        WrongTypeError: If a field has another type.
    """

    participant: str
    figure: Fraction | None = field(converter=optional_number)
    place: int | None
    honoured: bool
    reason: Reason

    def __attrs_post_init__(self) -> None:
        named(self.participant, "participant")
        check_flag(self.honoured, "honoured")
        check_kind(self.reason, Reason, "reason")


@frozen
class Recognition:
    """A policy that honours the best: the champion of the quarter, the three best of the year.

    Attributes:
        id: Stable identifier.
        measure: What people are ranked by: ``score``, ``share.<criterion>``, or the name of a figure.
        title: What it is called.
        awards: How many people are honoured.
        eligible: Condition on the fields of a `Profile`, such as ``field("figure.months").at_least(6)``.
        least: Least figure of somebody who is honoured; None for none.
        more_is_better: Whether the largest figure is the best.
        ranking: Which place follows equals.
        ties: What happens where equals stand on the last place that is honoured.

    Raises:
        InvalidValueError: If a name is empty or there is no award.
        WrongTypeError: If a field has another type.

    Examples:
        >>> champion = Recognition("champion", "score", "Champion of the quarter")
        >>> people = [Profile("ann", "A", 95), Profile("bob", "A", 95), Profile("cyn", "B", 80)]
        >>> [(one.participant, one.place, one.honoured) for one in champion.rank(people)]
        [('ann', 1, True), ('bob', 1, True), ('cyn', 3, False)]
    """

    id: str
    measure: str
    title: str = ""
    awards: int = 1
    eligible: Criterion = ALWAYS
    least: Fraction | None = field(default=None, converter=_as_least)
    more_is_better: bool = True
    ranking: Ranking = field(default=Ranking.COMPETITION, converter=_as_ranking)
    ties: AwardTies = field(default=AwardTies.ALL, converter=_as_ties)

    def __attrs_post_init__(self) -> None:
        named(self.id)
        named(self.measure, "measure")
        titled(self.title)
        if type(self.awards) is not int or self.awards < 1:
            raise InvalidValueError("awards", self.awards, "be a whole number of 1 or more")
        if not isinstance(self.eligible, Criterion):
            raise WrongTypeError("eligible", self.eligible, "be a criterion")
        check_flag(self.more_is_better, "more_is_better")

    def rank(self, profiles: Iterable[Profile]) -> tuple[Standing, ...]:
        """Everybody's place, from the best down; those who are not ranked come last.

        Raises:
            BatchError: If somebody stands twice.
        """
        listed = sorted(tuple_of(profiles, Profile, "profiles"), key=lambda one: one.participant)
        once((one.participant for one in listed), "profiles", "participant")
        ranked: list[tuple[Fraction, Profile]] = []
        out: list[Standing] = []
        for one in listed:
            figure = one.figure(self.measure)
            if not self._eligible(one):
                reason = Reason("appraisal.award.ineligible", because=facts_of(self.eligible, one))
                out.append(Standing(one.participant, figure, None, honoured=False, reason=reason))
            elif figure is None:
                reason = Reason("appraisal.award.unmeasured", {"measure": self.measure})
                out.append(Standing(one.participant, None, None, honoured=False, reason=reason))
            else:
                ranked.append((-figure if self.more_is_better else figure, one))
        ranked.sort(key=lambda pair: (pair[0], pair[1].participant))
        return (*self._placed(ranked), *out)

    def _eligible(self, one: Profile) -> bool:
        try:
            return self.eligible.matches(one.fields)
        except MissingFieldError:
            return False

    def _placed(self, ranked: list[tuple[Fraction, Profile]]) -> list[Standing]:
        keys = [key for key, _ in ranked]
        counts = Counter(keys)
        before: dict[Fraction, int] = {}
        steps: dict[Fraction, int] = {}
        for number, key in enumerate(keys):
            before.setdefault(key, number)
            steps.setdefault(key, len(steps))
        found: list[Standing] = []
        for key, one in ranked:
            equals, first = counts[key], before[key]
            place = 1 + (first if self.ranking is Ranking.COMPETITION else steps[key])
            figure = -key if self.more_is_better else key
            values: dict[str, ReasonValue] = {"measure": self.measure, "figure": figure, "place": place}
            because: list[Reason] = []
            inside = first < self.awards
            if inside and first + equals > self.awards:
                tied: dict[str, ReasonValue] = {"people": equals, "awards": self.awards - first}
                if self.ties is AwardTies.ALL:
                    because.append(Reason("appraisal.award.tied", tied))
                else:
                    because.append(Reason("appraisal.award.tied_none", tied))
                    inside = False
            if inside and not self._enough(figure):
                because.append(Reason("appraisal.award.least", {"least": self.least}))
                inside = False
            if inside:
                reason = Reason("appraisal.award.honoured", values, because=tuple(because))
            else:
                reason = Reason("appraisal.award.placed", values, because=tuple(because))
            found.append(Standing(one.participant, figure, place, honoured=inside, reason=reason))
        return found

    def _enough(self, figure: Fraction) -> bool:
        if self.least is None:
            return True
        return figure >= self.least if self.more_is_better else figure <= self.least

    def table(self, profiles: Iterable[Profile], lang: str = "en") -> Table:
        """The ranking list."""
        columns = headed(HEADINGS, lang, "place", "participant", "figure", "honoured")
        rows = [(one.place, one.participant, one.figure, one.honoured) for one in self.rank(profiles)]
        return Table(self.title or self.id, columns, rows, lang=lang)
