"""Weighted scorecards: results in, an explained score and rating out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction

from attrs import field, frozen

from salesmgmt.appraisal.numbers import named
from salesmgmt.appraisal.scales import RatingScale
from salesmgmt.appraisal.scorecards.appraisals import Appraisals
from salesmgmt.appraisal.scorecards.criteria import Kpi, Missing, as_missing
from salesmgmt.appraisal.scorecards.outcome import Appraisal
from salesmgmt.appraisal.scorecards.person import appraise_one
from salesmgmt.appraisal.scorecards.reading import Results
from salesmgmt.appraisal.scorecards.vetoes import Veto
from salesmgmt.errors import BatchError, Problem, WrongTypeError
from salesmgmt.money import Rate, Rounding

__all__ = ["Scorecard"]


def _as_kpis(kpis: Iterable[Kpi]) -> tuple[Kpi, ...]:
    given = tuple(kpis) if isinstance(kpis, Iterable) else (kpis,)
    for kpi in given:
        if not isinstance(kpi, Kpi):
            raise WrongTypeError("kpis", kpi, "be Kpi values, in a list or any other iterable")
    return given


def _as_vetoes(vetoes: Iterable[Veto]) -> tuple[Veto, ...]:
    given = tuple(vetoes) if isinstance(vetoes, Iterable) else (vetoes,)
    for veto in given:
        if not isinstance(veto, Veto):
            raise WrongTypeError("vetoes", veto, "be Veto values, in a list or any other iterable")
    return given


@frozen
class Scorecard:
    """A policy that appraises people by weighted criteria.

    Attributes:
        id: Stable identifier.
        kpis: The criteria, measured and judged; their weights total 100 %.
        scale: What scores mean.
        missing: What becomes of a criterion without a result: its weight goes to the others in proportion,
            it counts zero, or the score is held back. Nobody without any result gets a score.
        rounding: Unit and mode of the score, once, at the end.
        vetoes: Conditions that decide alone.
        below_zero: Whether a score may lie below zero; otherwise it ends there.
        above_maximum: Whether a score may lie above the maximum of the scale; otherwise it ends there.
        line_rounding: Unit and mode of the points of each criterion; None: exact until the end.

    Raises:
        BatchError: If the weights do not total 100 % (it says by how much they miss), a criterion or a veto
            stands twice, or a veto names a rating or a criterion that there is not.
        InvalidValueError: If the identifier is empty, or `missing` is none of the words.
        WrongTypeError: If a field has another type.

    Examples:
        >>> from salesmgmt.appraisal import Linear, Proportional
        >>> card = Scorecard(
        ...     "rep-2026",
        ...     (Kpi("revenue", "70%", Proportional(100)), Kpi("days", "30%", Linear(worst=60, best=30))),
        ...     RatingScale({"A": 90, "B": 70, "C": 0}),
        ... )
        >>> outcome = card.appraise("ann", {"revenue": 95, "days": 36})
        >>> outcome.score, outcome.rating
        (Fraction(181, 2), 'A')
    """

    id: str
    kpis: tuple[Kpi, ...] = field(converter=_as_kpis)
    scale: RatingScale
    missing: Missing = field(default=Missing.HOLD, converter=as_missing)
    rounding: Rounding = field(factory=lambda: Rounding("0.01"))
    vetoes: tuple[Veto, ...] = field(default=(), converter=_as_vetoes)
    below_zero: bool = False
    above_maximum: bool = False
    line_rounding: Rounding | None = None

    def __attrs_post_init__(self) -> None:
        named(self.id)
        if not isinstance(self.scale, RatingScale):
            raise WrongTypeError("scale", self.scale, "be a RatingScale")
        for name, rounding in (("rounding", self.rounding), ("line_rounding", self.line_rounding)):
            if not isinstance(rounding, Rounding) and (rounding is not None or name == "rounding"):
                raise WrongTypeError(name, rounding, "be a Rounding, such as Rounding('0.01')")
        for name, flag in (("below_zero", self.below_zero), ("above_maximum", self.above_maximum)):
            if type(flag) is not bool:
                raise WrongTypeError(name, flag, "be True or False")
        problems = [*_repeated(self.kpis), *self._off_balance(), *self._loose_vetoes()]
        if problems:
            raise BatchError("scorecard", problems)

    def _off_balance(self) -> Iterator[Problem]:
        total = sum((kpi.weight.value for kpi in self.kpis), Fraction(0))
        if total != 1:
            word = "short" if total < 1 else "over"
            rule = f"total 100%; they are {Rate(abs(1 - total))} {word}"
            yield Problem(f"Scorecard {self.id}", "weights", Rate(total), rule)

    def _loose_vetoes(self) -> Iterator[Problem]:
        grades = [name for name, _ in self.scale.grades]
        own = {kpi.id for kpi in self.kpis}
        for name, count in Counter(veto.id for veto in self.vetoes).items():
            if count > 1:
                yield Problem(f"Veto {name}", "id", name, "stand once on the scorecard")
        for veto in self.vetoes:
            if veto.rating is not None and veto.rating not in grades:
                rule = f"be a grade of the scale: {', '.join(grades)}"
                yield Problem(f"Veto {veto.id}", "rating", veto.rating, rule)
            for name in veto.only:
                if name not in own:
                    rule = f"be a criterion of scorecard {self.id}"
                    yield Problem(f"Veto {veto.id}", "only", name, rule)

    def appraise(self, participant: str, results: Results, team: Results | None = None) -> Appraisal:
        """Score a participant.

        Args:
            participant: Who is appraised.
            results: Result by criterion, None or left out where nothing was measured; and whatever else the
                vetoes read.
            team: Results of the team, for the criteria of that part; None where they stand among the others.

        Raises:
            BatchError: If results are given for criteria that are not on the scorecard, or are no numbers, or
                a veto cannot be decided; all at once.
            InvalidValueError: If the participant is no text or an empty one.
            WrongTypeError: If the results are no mapping, or a scoring rule of your own answers with a float.
        """
        return appraise_one(self, participant, results, team)

    def appraise_all(
        self,
        results: Mapping[str, Results],
        *,
        teams: Mapping[str, Results] | None = None,
        team_of: Mapping[str, str] | None = None,
    ) -> Appraisals:
        """Score many people at once; each outcome is the one of `appraise`, and explained when it is read.

        Args:
            results: Results by criterion, by participant.
            teams: Results of the teams, by team, for the criteria of that part; None where they stand among
                the others.
            team_of: Team of each participant; with `teams` only.

        Raises:
            BatchError: Whatever is wrong with the results, of all people at once.
            WrongTypeError: If what is given is no mapping, or a scoring rule of your own answers with a
                float.

        Examples:
            >>> from salesmgmt.appraisal import Kpi, Proportional
            >>> card = Scorecard("s", (Kpi("x", 1, Proportional(10)),), RatingScale({"A": 90, "B": 0}))
            >>> everybody = card.appraise_all({"ann": {"x": 9}, "bob": {"x": 4}})
            >>> everybody.ratings, print(everybody["bob"].reasons[0].text())
            40 of 100 points is a rating of B
            (('A', 'B'), None)
        """
        return Appraisals.of(self, results, teams, team_of)


def _repeated(kpis: Iterable[Kpi]) -> Iterator[Problem]:
    for name, count in Counter(kpi.id for kpi in kpis).items():
        if count > 1:
            yield Problem(f"Kpi {name}", "id", name, "stand once on the scorecard")
