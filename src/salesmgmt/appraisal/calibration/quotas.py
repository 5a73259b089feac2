"""Quotas of grades that depend on how well the team itself did, and on how many of it are eligible."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from attrs import field, frozen

from salesmgmt._choices import choice_of
from salesmgmt.appraisal.calibration.checking import GuidelineReport, Guidelines, SmallGroup
from salesmgmt.appraisal.calibration.guidelines import Guideline
from salesmgmt.appraisal.calibration.people import Rated, check_people, ratings_of
from salesmgmt.appraisal.intake import check_kind, texts_of, tuple_of
from salesmgmt.appraisal.numbers import named, pairs_of
from salesmgmt.appraisal.scales import RatingScale
from salesmgmt.appraisal.texts import HEADINGS
from salesmgmt.errors import InvalidValueError, UnknownIdentifierError, WrongTypeError
from salesmgmt.reasons import Reason, ReasonValue
from salesmgmt.tables import Table, headed

__all__ = ["GradeQuotas", "TeamQuota"]

_Pairs = tuple[tuple[str, tuple[Guideline, ...]], ...]


def _as_table(
    given: Mapping[str, Guideline | Iterable[Guideline]]
    | Iterable[tuple[str, Guideline | Iterable[Guideline]]],
) -> _Pairs:
    found: list[tuple[str, tuple[Guideline, ...]]] = []
    for grade, rules in pairs_of(given, "by_team_grade"):
        if not isinstance(grade, str) or not grade:
            raise InvalidValueError("by_team_grade", grade, "be named by text with at least one character")
        found.append((grade, tuple_of(rules, Guideline, f"by_team_grade.{grade}")))
    texts_of([grade for grade, _ in found], "by_team_grade")
    return tuple(found)


def _as_order(given: RatingScale | Iterable[str]) -> tuple[str, ...]:
    return ratings_of(given)


def _as_left_out(given: str | Iterable[str]) -> tuple[str, ...]:
    return texts_of(given, "left_out")


def _as_small(value: SmallGroup | str) -> SmallGroup:
    return choice_of(SmallGroup, value, "small")


@frozen
class TeamQuota:
    """The quotas of one team.

    Attributes:
        team: Which team.
        grade: How well the team itself did.
        left_out: People who do not count in the headcount.
        report: The guidelines for that grade, held against the people of the team who count.

    Raises:
        InvalidValueError: If a name is empty.
        WrongTypeError: If a field has another type.
    """

    team: str
    grade: str
    left_out: tuple[str, ...] = field(converter=_as_left_out)
    report: GuidelineReport

    def __attrs_post_init__(self) -> None:
        named(self.team, "team")
        named(self.grade, "grade")
        check_kind(self.report, GuidelineReport, "report")

    @property
    def ok(self) -> bool:
        """Whether the team keeps its quotas."""
        return self.report.ok

    @property
    def reason(self) -> Reason:
        """Why these quotas hold, and what became of them."""
        values: dict[str, ReasonValue] = {
            "team": self.team,
            "grade": self.grade,
            "people": self.report.spread.headcount,
        }
        because = [Reason("appraisal.quota.left_out", {"people": len(self.left_out)}, self.left_out)]
        return Reason(
            "appraisal.quota.team",
            values,
            because=(*(because if self.left_out else ()), *self.report.reasons),
        )

    def table(self, lang: str = "en") -> Table:
        """One row per quota."""
        return self.report.table(lang)


@frozen
class GradeQuotas:
    """A policy: the better the team, the more of its people may have the best grades.

    Attributes:
        ratings: The ratings of people from the best down, or a scale that has them.
        by_team_grade: Pairs of the team's grade and the guidelines for its people, or a mapping.
        smallest: Eligible headcount from which on quotas are asked of a team.
        small: What becomes of smaller teams: ``skip`` or ``advise``.

    Raises:
        BatchError: If guidelines name ratings that there are not.
        InvalidValueError: If a grade stands twice, `small` is ``pool``, or `smallest` is below 1.
        WrongTypeError: If a field has another type.

    Examples:
        >>> quotas = GradeQuotas(
        ...     ("A", "B", "C"),
        ...     {"A": Guideline("A", "<=", "30%"), "B": Guideline("A", "<=", "20%")},
        ... )
        >>> [quotas.seats(grade, 10)["A"] for grade in ("A", "B")]
        [(0, 3), (0, 2)]
    """

    ratings: tuple[str, ...] = field(converter=_as_order)
    by_team_grade: _Pairs = field(converter=_as_table)
    smallest: int = 1
    small: SmallGroup = field(default=SmallGroup.ADVISE, converter=_as_small)

    def __attrs_post_init__(self) -> None:
        if self.small is SmallGroup.POOL:
            raise InvalidValueError("small", self.small, "be skip or advise: each team has its own grade")
        if not self.by_team_grade:
            raise InvalidValueError("by_team_grade", (), "hold at least one grade of a team")
        for _, rules in self.by_team_grade:
            Guidelines(self.ratings, rules, smallest=self.smallest)

    def guidelines(self, team_grade: str) -> Guidelines:
        """The guidelines for people of a team with a grade.

        Raises:
            UnknownIdentifierError: If the policy says nothing about that grade.
        """
        found = dict(self.by_team_grade).get(team_grade)
        if found is None:
            known = ", ".join(grade for grade, _ in self.by_team_grade)
            raise UnknownIdentifierError("team_grade", team_grade, f"be one of {known}")
        return Guidelines(self.ratings, found, None, self.smallest, self.small)

    def seats(self, team_grade: str, headcount: int) -> dict[str, tuple[int, int]]:
        """The least and the largest number of people, by the ratings of each guideline (joined by +).

        Args:
            team_grade: How well the team did.
            headcount: How many people of it are eligible.

        Raises:
            UnknownIdentifierError: If the policy says nothing about that grade.
        """
        rules = self.guidelines(team_grade).guidelines
        return {"+".join(rule.ratings): rule.allowed(headcount) for rule in rules}

    def check(self, people: Iterable[Rated], team_grades: Mapping[str, str]) -> tuple[TeamQuota, ...]:
        """Hold each team's people against the quotas of its grade, in the order of the teams' names.

        Args:
            people: Everybody, with the team as their group.
            team_grades: Grade by team.

        Raises:
            BatchError: If somebody stands twice or has an unknown rating.
            UnknownIdentifierError: If a team has no grade, or one that the policy says nothing about.
            WrongTypeError: If the grades are no mapping.
        """
        if not isinstance(team_grades, Mapping):
            raise WrongTypeError("team_grades", team_grades, "be a mapping from team to its grade")
        teams: dict[str, list[Rated]] = {}
        for one in check_people(people, self.ratings):
            teams.setdefault(one.group, []).append(one)
        found: list[TeamQuota] = []
        for team in sorted(teams):
            if team not in team_grades:
                raise UnknownIdentifierError("team", team, "have a grade of its own")
            report = self.guidelines(team_grades[team]).check(teams[team])
            out = tuple(one.participant for one in teams[team] if not one.eligible)
            found.append(TeamQuota(team, team_grades[team], out, report))
        return tuple(found)

    def table(self, lang: str = "en") -> Table:
        """One row per grade of a team and guideline."""
        columns = headed(HEADINGS, lang, "team_grade", "guideline")
        rows = [(grade, rule.text()) for grade, rules in self.by_team_grade for rule in rules]
        return Table("", columns, rows, lang=lang)
