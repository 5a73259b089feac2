"""Surveys on wellbeing: indices of teams, never of people, and none where few have answered."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from attrs import field, frozen

from salesmgmt.errors import BatchError, InvalidValueError, Problem
from salesmgmt.money import Rate
from salesmgmt.organization.checks import check_count, tuple_of
from salesmgmt.organization.intake import is_count, is_flag, is_positive_count, is_text, numbers_of, pairs_of
from salesmgmt.organization.texts import HEADINGS
from salesmgmt.reasons import Reason
from salesmgmt.tables import Table, headed

__all__ = ["PulseSurvey", "SurveyAnswer", "SurveyIndices", "SurveyQuestion", "TeamIndices"]


@frozen
class SurveyQuestion:
    """A question, and the index that it belongs to.

    Attributes:
        id: Identifier given by the caller.
        index: What it tells about, such as `workload` or `support`.
        reversed: Whether a high answer is a bad one.

    Raises:
        InvalidValueError: If a text is empty.
        WrongTypeError: If a field has another type.
    """

    id: str = field(validator=is_text)
    index: str = field(validator=is_text)
    reversed: bool = field(default=False, validator=is_flag)


def _as_values(given: object) -> tuple[tuple[str, int], ...]:
    found = []
    for name, value in pairs_of(given, "values"):
        check_count(f"values.{name}", value)
        if isinstance(value, int):
            found.append((name, value))
    return tuple(found)


@frozen
class SurveyAnswer:
    """One sheet: answers without a name.

    Attributes:
        team: Team of the one who answered.
        values: Answer by question; questions may be left out.

    Raises:
        InvalidValueError: If a text is empty or an answer negative.
        WrongTypeError: If a field has another type.
    """

    team: str = field(validator=is_text)
    values: tuple[tuple[str, int], ...] = field(converter=_as_values)


def _as_indices(given: object) -> tuple[tuple[str, Fraction], ...]:
    return numbers_of(given, "indices")


@frozen
class TeamIndices:
    """What a team said, or that too few said it.

    Attributes:
        team: Which team.
        answers: How many sheets; None where the team is hidden, since small numbers tell too much.
        indices: Index by name, from 0 (worst) to 1 (best); nothing where the team is hidden, and an index is
            missing where too few answered any of its questions.
    """

    team: str = field(validator=is_text)
    answers: int | None = None
    indices: tuple[tuple[str, Fraction], ...] = field(default=(), converter=_as_indices)

    @property
    def hidden(self) -> bool:
        """Whether nothing is shown."""
        return self.answers is None

    @property
    def reason(self) -> Reason:
        """What is shown, or why nothing is."""
        if self.answers is None:
            return Reason("organization.survey.hidden", {"team": self.team})
        lines = [
            Reason("organization.survey.index", {"index": name, "value": Rate(value)})
            for name, value in self.indices
        ]
        return Reason("organization.survey.team", {"team": self.team, "answers": self.answers}, (), lines)


def _as_teams(given: Iterable[TeamIndices]) -> tuple[TeamIndices, ...]:
    return tuple(sorted(tuple_of(TeamIndices, given, "teams"), key=lambda one: one.team))


@frozen
class SurveyIndices:
    """What the teams said, and all of them together.

    There is nothing in it about a person, and nothing from which one could be worked out: neither a team
    with too few answers, nor a total from which a single hidden team would follow. It is no input to a
    rating.

    Attributes:
        survey: Identifier of the survey.
        teams: The teams by name.
        whole: All sheets together; hidden where there are too few.
    """

    survey: str = field(validator=is_text)
    teams: tuple[TeamIndices, ...] = field(converter=_as_teams)
    whole: TeamIndices

    @property
    def reason(self) -> Reason:
        """All that is shown, team by team."""
        below = [one.reason for one in (self.whole, *self.teams)]
        return Reason("organization.survey.all", {"survey": self.survey}, (), below)

    def changes(self, before: SurveyIndices) -> tuple[tuple[str, str, Fraction], ...]:
        """Team, index and difference to an earlier survey, for all that both show."""
        earlier = {one.team: dict(one.indices) for one in before.teams}
        return tuple(
            [
                (one.team, name, value - earlier[one.team][name])
                for one in self.teams
                for name, value in one.indices
                if name in earlier.get(one.team, {})
            ]
        )

    def table(self, lang: str = "en") -> Table:
        """One row for each team; dashes where it is hidden."""
        names = sorted({name for one in (self.whole, *self.teams) for name, _ in one.indices})
        rows = [(one.team, one.answers, *_shown(one, names)) for one in self.teams]
        total = (HEADINGS["@total"][0 if lang == "en" else 1], self.whole.answers, *_shown(self.whole, names))
        headings = {**{name: (name, name) for name in names}, **HEADINGS}
        columns = headed(headings, lang, "@team", "@answers", *names)
        return Table(self.survey, columns, rows, footer=total, lang=lang)


def _shown(team: TeamIndices, names: list[str]) -> list[Rate | None]:
    known = dict(team.indices)
    return [Rate(known[name]) if name in known else None for name in names]


def _as_questions(given: Iterable[SurveyQuestion]) -> tuple[SurveyQuestion, ...]:
    return tuple(sorted(tuple_of(SurveyQuestion, given, "questions"), key=lambda one: one.id))


@frozen
class PulseSurvey:
    """A short survey whose answers are only ever read by team.

    Attributes:
        id: Identifier given by the caller.
        questions: What is asked.
        least: Sheets that a team needs to be shown (匿名门槛); a setting below 3 is refused.
        lowest: Lowest answer.
        highest: Highest answer.

    Raises:
        InvalidValueError: If a question stands twice or there is none, fewer than 3 sheets would be enough,
            or the scale has no two answers.
        WrongTypeError: If a setting has another type.

    Examples:
        >>> survey = PulseSurvey("2026-Q1", [SurveyQuestion("sleep", "energy")], least=3)
        >>> sheets = [SurveyAnswer("north", {"sleep": value}) for value in (3, 4, 5, 4)]
        >>> sheets += [SurveyAnswer("south", {"sleep": value}) for value in (1, 2)]
        >>> print(survey.read(sheets).reason.tree())
        survey 2026-Q1
          all: 6 answers
            energy: 54.1666…%
          north: too few have answered, or the total would give others away
          south: too few have answered, or the total would give others away
    """

    id: str = field(validator=is_text)
    questions: tuple[SurveyQuestion, ...] = field(converter=_as_questions)
    least: int = field(default=5, validator=is_positive_count)
    lowest: int = field(default=1, validator=is_count)
    highest: int = field(default=5, validator=is_count)

    def __attrs_post_init__(self) -> None:
        names = [one.id for one in self.questions]
        if not names or len(set(names)) < len(names):
            raise InvalidValueError("questions", names, "name at least one question, each once")
        if self.least < 3:
            raise InvalidValueError("least", self.least, "be 3 or more, or people could be recognised")
        if self.highest <= self.lowest:
            raise InvalidValueError("highest", self.highest, f"be above the lowest answer, {self.lowest}")

    def read(self, answers: Iterable[SurveyAnswer]) -> SurveyIndices:
        """The indices of each team.

        A team with too few sheets is hidden. Where the hidden teams together would follow from the total,
        being one team or too few sheets, the smallest shown team is hidden too, and so on.

        Args:
            answers: The sheets; those without any answer count for nothing.

        Raises:
            BatchError: With every answer to an unknown question or off the scale.
            WrongTypeError: If something else is given.
        """
        taken = [one for one in tuple_of(SurveyAnswer, answers, "answers") if one.values]
        known = {one.id for one in self.questions}
        problems = []
        for one in taken:
            for name, value in one.values:
                if name not in known:
                    problems.append(
                        Problem(one.team, "values", name, f"be one of {', '.join(sorted(known))}")
                    )
                elif not self.lowest <= value <= self.highest:
                    rule = f"lie from {self.lowest} to {self.highest}"
                    problems.append(Problem(one.team, name, value, rule))
        if problems:
            raise BatchError("answers", problems)
        sheets: dict[str, list[SurveyAnswer]] = {}
        for one in taken:
            sheets.setdefault(one.team, []).append(one)
        hidden = self._hidden({team: len(each) for team, each in sheets.items()})
        shares = {team: self._shares(each) for team, each in sheets.items()}
        shown: dict[str, dict[str, Fraction]] = {team: {} for team in sheets}
        for index in sorted({one.index for one in self.questions}):
            counts = {team: len(each[index]) for team, each in shares.items() if index in each}
            for team in counts.keys() - self._hidden(counts, hidden):
                shown[team][index] = _mean(shares[team][index])
        teams = [
            TeamIndices(team) if team in hidden else TeamIndices(team, len(each), shown[team])
            for team, each in sheets.items()
        ]
        return SurveyIndices(self.id, teams, self._whole(taken))

    def _whole(self, sheets: list[SurveyAnswer]) -> TeamIndices:
        if len(sheets) < self.least:
            return TeamIndices("all")
        shares = self._shares(sheets)
        shown = {index: _mean(each) for index, each in shares.items() if len(each) >= self.least}
        return TeamIndices("all", len(sheets), shown)

    def _hidden(self, counts: dict[str, int], already: Iterable[str] = ()) -> set[str]:
        """Teams with too few, and the next ones until those hidden are too many to be worked out."""
        ranked = sorted(counts, key=lambda team: (counts[team], team))
        hidden = {team for team in ranked if counts[team] < self.least or team in set(already)}
        for team in ranked:
            few = sum(counts[name] for name in hidden) < self.least or len(hidden) == 1
            if hidden and few and team not in hidden:
                hidden.add(team)
        return hidden

    def _shares(self, sheets: list[SurveyAnswer]) -> dict[str, list[list[Fraction]]]:
        """For each index the answers of each sheet that has any, from 0 (worst) to 1 (best)."""
        found: dict[str, list[list[Fraction]]] = {}
        span = self.highest - self.lowest
        for sheet in sheets:
            values = dict(sheet.values)
            own: dict[str, list[Fraction]] = {}
            for question in self.questions:
                if question.id in values:
                    share = Fraction(values[question.id] - self.lowest, span)
                    own.setdefault(question.index, []).append(1 - share if question.reversed else share)
            for index, each in own.items():
                found.setdefault(index, []).append(each)
        return found


def _mean(sheets: list[list[Fraction]]) -> Fraction:
    """The mean of all answers."""
    answers = [share for sheet in sheets for share in sheet]
    return sum(answers, Fraction(0)) / len(answers)
