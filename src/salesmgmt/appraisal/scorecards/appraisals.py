"""The outcomes of many people: totals and ratings at once, explanations when they are read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from operator import itemgetter
from types import MappingProxyType

from attrs import field, frozen

from salesmgmt.appraisal.scorecards.columns import Column, Unfit, column_of, points_of
from salesmgmt.appraisal.scorecards.criteria import Part
from salesmgmt.appraisal.scorecards.form import Form
from salesmgmt.appraisal.scorecards.outcome import Appraisal
from salesmgmt.appraisal.scorecards.person import appraise_one, hits_of
from salesmgmt.appraisal.scorecards.reading import ResultLike, Results, facts_beside, figures_of
from salesmgmt.appraisal.scorecards.settling import FINE, limited, settle, weights_of
from salesmgmt.appraisal.texts.scorecards import SCORECARD_HEADINGS
from salesmgmt.errors import BatchError, InvalidValueError, Problem, UnknownIdentifierError, WrongTypeError
from salesmgmt.money import Rounding
from salesmgmt.money.rounding import divide
from salesmgmt.tables import Table, headed

__all__ = ["Appraisals"]

_Outcome = tuple[Fraction | None, str | None]
_HELD: _Outcome = (None, None)


@frozen(repr=False)
class Appraisals:
    """Everybody's score and rating; each explanation is made when it is read.

    Attributes:
        scorecard: The scorecard that all were appraised by.
        participants: Who was appraised, in the order given.
        scores: Rounded score of each; None where it is held back.
        ratings: Rating of each; None where the score is held back.
    """

    scorecard: Form
    participants: tuple[str, ...]
    scores: tuple[Fraction | None, ...]
    ratings: tuple[str | None, ...]
    _given: tuple[tuple[ResultLike, ...], ...]
    _apart: bool
    _places: dict[str, int] = field(eq=False)

    @classmethod
    def of(
        cls,
        card: Form,
        results: Mapping[str, Results],
        teams: Mapping[str, Results] | None,
        team_of: Mapping[str, str] | None,
    ) -> Appraisals:
        """Score everybody; see `Scorecard.appraise_all`."""
        _check_given(results, teams, team_of)
        given = _Given(card, results, teams, team_of or {})
        columns = given.columns()
        outcomes = None if columns is None else _quickly(card, columns, given)
        if outcomes is None:
            outcomes = given.slowly()
        if card.vetoes:
            given.strike(outcomes)
        names = tuple(results)
        columns = columns or given.loose_columns()
        places = {name: place for place, name in enumerate(names)}
        return cls(
            card,
            names,
            tuple([score for score, _ in outcomes]),
            tuple([rating for _, rating in outcomes]),
            tuple(map(tuple, columns)),
            teams is not None,
            places,
        )

    def __repr__(self) -> str:
        return f"Appraisals({self.scorecard.id!r}, {len(self.participants):,} participants)"

    def __len__(self) -> int:
        return len(self.participants)

    def __iter__(self) -> Iterator[Appraisal]:
        return (self._explained(place) for place in range(len(self.participants)))

    def __getitem__(self, participant: str) -> Appraisal:
        """The outcome of a participant, explained.

        Raises:
            UnknownIdentifierError: If they were not appraised.
        """
        place = self._places.get(participant)
        if place is None:
            raise UnknownIdentifierError("participant", participant, "be one of those who were appraised")
        return self._explained(place)

    def _explained(self, place: int) -> Appraisal:
        card = self.scorecard
        names = [*(kpi.id for kpi in card.kpis), *facts_beside(card)]
        given = {name: column[place] for name, column in zip(names, self._given, strict=True)}
        if not self._apart:
            return appraise_one(card, self.participants[place], given, None)
        shared = {kpi.id for kpi in card.kpis if kpi.part is Part.TEAM}
        team = {name: value for name, value in given.items() if name in shared}
        own = {name: value for name, value in given.items() if name not in shared}
        return appraise_one(card, self.participants[place], own, team)

    def headcounts(self) -> Mapping[str, int]:
        """How many people have each rating, from the best down; scores held back are not counted."""
        found = Counter(self.ratings)
        return MappingProxyType({name: found[name] for name, _ in self.scorecard.scale.grades})

    def table(self, lang: str = "en") -> Table:
        """Everybody's score and rating, in the order given."""
        columns = headed(SCORECARD_HEADINGS, lang, "participant", "score", "rating")
        rows = zip(self.participants, self.scores, self.ratings, strict=True)
        return Table(self.scorecard.id, columns, rows, lang=lang)


class _Given:
    """What is given about everybody, read once."""

    def __init__(
        self,
        card: Form,
        results: Mapping[str, Results],
        teams: Mapping[str, Results] | None,
        team_of: Mapping[str, str],
    ) -> None:
        self.card = card
        self.results = results
        self.teams = teams
        self.team_of = team_of
        self.beside = facts_beside(card)

    def team(self, participant: str) -> Results | None:
        """The results of somebody's team; None where they stand among their own."""
        return None if self.teams is None else self.teams[self.team_of[participant]]

    def columns(self) -> list[Sequence[ResultLike]] | None:
        """The results by criterion, then the facts beside them; None where the slow way has to look."""
        rows = list(self.results.values())
        if set(map(type, rows)) - {dict} or set(map(type, self.results)) - {str} or "" in self.results:
            return None
        found: list[Sequence[ResultLike]] = []
        counted = 0
        for kpi in self.card.kpis:
            if self.teams is not None and kpi.part is Part.TEAM:
                found.append(self._shared(kpi.id))
                continue
            try:
                found.append(list(map(itemgetter(kpi.id), rows)))
                counted += len(rows)
            except KeyError:
                found.append([row.get(kpi.id) for row in rows])
                counted += sum([kpi.id in row for row in rows])
        for name in self.beside:
            found.append([row.get(name) for row in rows])
            counted += sum([name in row for row in rows])
        # More entries than were asked for: some stand for no criterion, and the slow way names them.
        return found if counted == sum(map(len, rows)) and self._teams_fit() else None

    def _shared(self, name: str) -> Sequence[ResultLike]:
        by_team = {team: results.get(name) for team, results in (self.teams or {}).items()}
        return [by_team[self.team_of[participant]] for participant in self.results]

    def _teams_fit(self) -> bool:
        shared = {kpi.id for kpi in self.card.kpis if kpi.part is Part.TEAM}
        return all(results.keys() <= shared for results in (self.teams or {}).values())

    def loose_columns(self) -> list[Sequence[ResultLike]]:
        """The columns of rows that are mappings of any kind."""
        names = [*(kpi.id for kpi in self.card.kpis), *self.beside]
        return [
            [(team if team is not None and name in team else row).get(name) for row, team in self._rows()]
            for name in names
        ]

    def _rows(self) -> Iterator[tuple[Results, Results | None]]:
        return ((row, self.team(name)) for name, row in self.results.items())

    def slowly(self) -> list[_Outcome]:
        """Everybody by themselves, in fractions; all that is amiss at once."""
        outcomes: list[_Outcome] = []
        problems: list[Problem] = []
        for participant, row in self.results.items():
            if not isinstance(participant, str) or not participant:
                rule = "be a text with at least one character"
                problems.append(Problem(str(participant), "participant", participant, rule))
                continue
            figures, faults = figures_of(self.card, participant, row, self.team(participant))
            problems += faults
            if not faults:
                done = settle(self.card, figures, ())
                outcomes.append((done.score, done.rating))
        if problems:
            raise BatchError("results", problems)
        return outcomes

    def strike(self, outcomes: list[_Outcome]) -> None:
        """Put in place what the vetoes decide."""
        card = self.card
        problems: list[Problem] = []
        for place, (participant, row) in enumerate(self.results.items()):
            figures, _ = figures_of(card, participant, row, self.team(participant))
            hits, undecided = hits_of(card, participant, figures, row)
            problems += undecided
            if hits:
                done = settle(card, figures, [veto for veto, _ in hits])
                outcomes[place] = done.score, done.rating
        if problems:
            raise BatchError("results", problems)


def _quickly(card: Form, given: Sequence[Sequence[ResultLike]], people: _Given) -> list[_Outcome] | None:
    """Everybody at once, in whole numbers; None where the results are not for that."""
    try:
        columns = [column_of(kpi, values) for kpi, values in zip(card.kpis, given, strict=False)]
        points, over = points_of(columns, card.scale.maximum)
    except Unfit:
        return None
    if card.line_rounding is not None:
        if any(column.present is not None for column in columns):
            return None
        to_unit = _to_unit(card.line_rounding, over)
        points = [list(map(to_unit, line)) for line in points]
        over = 10**FINE
    if all(column.present is None for column in columns):
        return _rated(card, list(map(sum, zip(*points, strict=True))), over)
    return _rated_in_part(card, columns, points, over, len(people.results))


def _to_unit(rounding: Rounding, over: int) -> Callable[[int], int]:
    """Rounding of whole numbers over a denominator, to whole numbers over the finest unit."""
    to_unit, fine = rounding.divider(FINE), 10**FINE
    return lambda total: to_unit(total * fine, over)


def _rated(card: Form, totals: Sequence[int], over: int) -> list[_Outcome]:
    """Scores and ratings of totals over one denominator."""
    rounding = card.rounding
    size = rounding.unit_minor(FINE)
    factor = Fraction(10**FINE, over * size)
    times, by, mode = factor.numerator, factor.denominator, rounding.mode
    if mode == "half_up" and min(totals, default=0) >= 0:
        twice, whole = 2 * times, 2 * by
        units = [(twice * total + by) // whole for total in totals]
    else:
        units = [divide(times * total, by, mode) for total in totals]
    known = {unit: _outcome(card, Fraction(unit * size, 10**FINE)) for unit in set(units)}
    return [known[unit] for unit in units]


def _outcome(card: Form, before: Fraction) -> _Outcome:
    score = limited(card, before)
    return score, card.scale.rating(score)


def _rated_in_part(
    card: Form, columns: Sequence[Column], points: Sequence[Sequence[int]], over: int, count: int
) -> list[_Outcome]:
    """The same where some have no result for a criterion: those who lack the same ones together."""
    totals, lacking = [0] * count, [0] * count
    for bit, (column, line) in enumerate(zip(columns, points, strict=True)):
        places = range(count) if column.present is None else column.present
        absent = (1 << bit) if column.present is not None else 0
        for place, brought in zip(places, line, strict=True):
            totals[place] += brought
            lacking[place] += absent
    # `lacking` counted who has a result; turned round, it says who has none.
    some = sum(1 << bit for bit, column in enumerate(columns) if column.present is not None)
    groups: dict[int, list[int]] = {}
    for place, held in enumerate(lacking):
        groups.setdefault(some - held, []).append(place)
    outcomes = [_HELD] * count
    for missing, members in groups.items():
        own = [kpi for bit, kpi in enumerate(card.kpis) if not missing >> bit & 1]
        weights = weights_of(card, {kpi.id: None for kpi in own})
        if weights is None:
            continue
        first = own[0].id
        place = next(at for at, kpi in enumerate(card.kpis) if kpi.id == first)
        raised = weights[place] / card.kpis[place].weight.value
        sums = [totals[member] * raised.numerator for member in members]
        for member, outcome in zip(members, _rated(card, sums, over * raised.denominator), strict=True):
            outcomes[member] = outcome
    return outcomes


def _check_given(
    results: Mapping[str, Results], teams: Mapping[str, Results] | None, team_of: Mapping[str, str] | None
) -> None:
    if not isinstance(results, Mapping):
        raise WrongTypeError("results", results, "be a mapping from participant to their results")
    for participant, row in results.items():
        if not isinstance(row, Mapping):
            raise WrongTypeError(str(participant), row, "be a mapping from criterion to result")
    if teams is None:
        if team_of is not None:
            raise InvalidValueError("team_of", len(team_of), "stand beside the results of the teams")
        return
    if not isinstance(teams, Mapping) or not isinstance(team_of, Mapping):
        raise WrongTypeError("teams", teams, "be mappings: results by team, and the team of each participant")
    for team, row in teams.items():
        if not isinstance(row, Mapping):
            raise WrongTypeError(str(team), row, "be a mapping from criterion to result")
    problems = [
        Problem(str(participant), "team_of", team_of.get(participant), "be a team with results")
        for participant in results
        if team_of.get(participant) not in teams
    ]
    if problems:
        raise BatchError("team_of", problems)
