"""Interviews: candidates rated on weighted criteria, some of which no total makes good."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from fractions import Fraction

from attrs import field, frozen

from salesmgmt._choices import choice_of
from salesmgmt.errors import BatchError, InvalidValueError, Problem
from salesmgmt.money import Rate
from salesmgmt.organization.checks import check_count, tuple_of
from salesmgmt.organization.intake import (
    NumberLike,
    Told,
    any_text,
    is_count,
    is_flag,
    is_text,
    number_of,
    numbers_of,
    optional_number,
)
from salesmgmt.organization.texts import HEADINGS
from salesmgmt.reasons import Reason
from salesmgmt.tables import Table, headed

__all__ = ["InterviewCriterion", "InterviewDecision", "InterviewResult", "InterviewScorecard"]


class InterviewDecision(StrEnum):
    """What a scorecard says of a candidate.

    ``SCORED``: rated, where no pass mark is set; ``PASSED`` and ``BELOW``: at the pass mark or above, or
    below it; ``DO_NOT_PROCEED``: stopped by a criterion that has to be met.
    """

    SCORED = "scored"
    PASSED = "passed"
    BELOW = "below the pass mark"
    DO_NOT_PROCEED = "do not proceed"


def _as_weight(value: NumberLike) -> Fraction:
    return number_of(value, "weight")


@frozen
class InterviewCriterion:
    """One thing that interviewers rate.

    Attributes:
        name: What is rated.
        weight: How much it counts beside the others; weights are relative and need not add up to anything.
        must_have: Whether a low rating stops the candidate whatever the total (一票否决).
        stops_at: The highest rating that stops; read only where it is a must-have.
        question: What to ask, for the form.

    Raises:
        InvalidValueError: If the name is empty, the weight not above 0, or the border negative.
        WrongTypeError: If a field has another type.
    """

    name: str = field(validator=is_text)
    weight: Fraction = field(default=Fraction(1), converter=_as_weight)
    must_have: bool = field(default=False, validator=is_flag)
    stops_at: int = field(default=1, validator=is_count)
    question: str = field(default="", validator=any_text)

    def __attrs_post_init__(self) -> None:
        if self.weight <= 0:
            raise InvalidValueError("weight", self.weight, "be above 0")


def _as_criteria(given: Iterable[InterviewCriterion]) -> tuple[InterviewCriterion, ...]:
    return tuple_of(InterviewCriterion, given, "criteria")


def _as_pass_mark(value: NumberLike | None) -> Fraction | None:
    return optional_number(value, "pass_mark")


def _as_ratings(given: Mapping[str, NumberLike]) -> tuple[tuple[str, Fraction], ...]:
    return numbers_of(given, "ratings")


def _as_decision(value: InterviewDecision | str) -> InterviewDecision:
    return choice_of(InterviewDecision, value, "decision")


@frozen
class InterviewResult:
    """How a candidate was rated, and what follows.

    Attributes:
        candidate: Who was rated.
        ratings: Rating by criterion.
        score: Weighted mean of the ratings, exact.
        decision: What follows.
        stopped_by: Must-have criteria that stopped the candidate, in the order of their names.
        reason: The score with every criterion below it.
    """

    candidate: str = field(validator=is_text)
    ratings: tuple[tuple[str, Fraction], ...] = field(converter=_as_ratings)
    score: Fraction
    decision: InterviewDecision = field(converter=_as_decision)
    stopped_by: tuple[str, ...]
    reason: Reason

    @property
    def proceeds(self) -> bool:
        """Whether nothing speaks against going on with the candidate."""
        return self.decision in (InterviewDecision.SCORED, InterviewDecision.PASSED)


@frozen
class InterviewScorecard:
    """The criteria on which candidates are rated, with the scale.

    Attributes:
        criteria: What is rated.
        lowest: Lowest rating of the scale.
        highest: Highest rating of the scale.
        pass_mark: Least weighted mean that is enough; None: the mean alone turns nobody away.

    Raises:
        InvalidValueError: If there is no criterion, one stands twice, or the scale has no two ratings.
        WrongTypeError: If a setting has another type.

    Examples:
        >>> card = InterviewScorecard(
        ...     [
        ...         InterviewCriterion("integrity", 3, must_have=True),
        ...         InterviewCriterion("communication", 4),
        ...         InterviewCriterion("planning", 1),
        ...     ]
        ... )
        >>> result = card.rate("li", {"integrity": 1, "communication": 5, "planning": 5})
        >>> result.score, result.decision.value, result.stopped_by
        (Fraction(7, 2), 'do not proceed', ('integrity',))
        >>> print(result.reason.text("zh"))
        li 得分 3.5，但不予录用：integrity 未达必备要求
    """

    criteria: tuple[InterviewCriterion, ...] = field(converter=_as_criteria)
    lowest: int = 1
    highest: int = 5
    pass_mark: Fraction | None = field(default=None, converter=_as_pass_mark)

    def __attrs_post_init__(self) -> None:
        names = [one.name for one in self.criteria]
        if not names or len(set(names)) < len(names):
            raise InvalidValueError("criteria", names, "name at least one criterion, each once")
        check_count("lowest", self.lowest)
        check_count("highest", self.highest)
        if self.highest <= self.lowest:
            raise InvalidValueError("highest", self.highest, f"be above the lowest rating, {self.lowest}")
        if self.pass_mark is not None and not self.lowest <= self.pass_mark <= self.highest:
            raise InvalidValueError("pass_mark", self.pass_mark, "lie on the scale")

    def rate(self, candidate: str, ratings: Mapping[str, NumberLike]) -> InterviewResult:
        """Score a candidate.

        Args:
            candidate: Who was rated.
            ratings: A rating for each criterion.

        Raises:
            BatchError: With every criterion that has no rating, or one off the scale, and every rating of
                something else.
            WrongTypeError: If a rating is no exact number.
        """
        given = dict(_as_ratings(ratings))
        problems = []
        for one in self.criteria:
            rating = given.get(one.name)
            if rating is None or not self.lowest <= rating <= self.highest:
                rule = f"be a number from {self.lowest} to {self.highest}"
                problems.append(Problem(candidate, one.name, rating, rule))
        known = [one.name for one in self.criteria]
        strange = sorted(given.keys() - set(known))
        problems += [Problem(candidate, "ratings", one, f"be one of {', '.join(known)}") for one in strange]
        if problems:
            raise BatchError("ratings", problems)
        total = sum(one.weight for one in self.criteria)
        score = sum((one.weight * given[one.name] for one in self.criteria), Fraction(0)) / total
        stops = tuple(sorted([one.name for one in self.criteria if self._stops(one, given[one.name])]))
        decision = self._decision(score, stops)
        lines = [
            Reason(
                "organization.interview.criterion",
                {"criterion": one.name, "rating": given[one.name], "share": Rate(one.weight / total)},
            )
            for one in sorted(self.criteria, key=lambda each: each.name)
        ]
        lines += [
            Reason(
                "organization.interview.stop",
                {"criterion": one.name, "rating": given[one.name], "stops_at": one.stops_at},
            )
            for one in sorted(self.criteria, key=lambda each: each.name)
            if one.name in stops
        ]
        reason = self._reason(candidate, score, decision, stops, lines)
        return InterviewResult(candidate, given, score, decision, stops, reason)

    def rank(self, results: Iterable[InterviewResult]) -> tuple[InterviewResult, ...]:
        """Those who may go on, the best first; equal scores in the order of the candidates' names."""
        taken = [one for one in tuple_of(InterviewResult, results, "results") if one.proceeds]
        return tuple(sorted(taken, key=lambda one: (-one.score, one.candidate)))

    def table(self, results: Iterable[InterviewResult], lang: str = "en") -> Table:
        """One row for each candidate: the ratings, the score, and what follows."""
        taken = sorted(tuple_of(InterviewResult, results, "results"), key=lambda one: one.candidate)
        names = [one.name for one in self.criteria]
        headings = {**{f"{name}": (name, name) for name in names}}
        shown = {**headings, **{key: HEADINGS[key] for key in ("@candidate", "@score", "@decision")}}
        rows = [
            (
                one.candidate,
                *[dict(one.ratings)[name] for name in names],
                one.score,
                HEADINGS[f"@{one.decision.name.lower()}"][0 if lang == "en" else 1],
            )
            for one in taken
        ]
        return Table("", headed(shown, lang, "@candidate", *names, "@score", "@decision"), rows, lang=lang)

    @staticmethod
    def _stops(criterion: InterviewCriterion, rating: Fraction) -> bool:
        return criterion.must_have and rating <= criterion.stops_at

    def _decision(self, score: Fraction, stops: tuple[str, ...]) -> InterviewDecision:
        if stops:
            return InterviewDecision.DO_NOT_PROCEED
        if self.pass_mark is None:
            return InterviewDecision.SCORED
        return InterviewDecision.PASSED if score >= self.pass_mark else InterviewDecision.BELOW

    def _reason(
        self,
        candidate: str,
        score: Fraction,
        decision: InterviewDecision,
        stops: tuple[str, ...],
        lines: list[Reason],
    ) -> Reason:
        told: Told = {"candidate": candidate, "score": score}
        if decision is InterviewDecision.DO_NOT_PROCEED:
            code = "organization.interview.stopped"
            return Reason(code, {**told, "criteria": ", ".join(stops)}, (), lines)
        if decision is InterviewDecision.SCORED:
            return Reason("organization.interview.scored", told, (), lines)
        marked: Told = {**told, "mark": self.pass_mark}
        if decision is InterviewDecision.PASSED:
            return Reason("organization.interview.passed", marked, (), lines)
        return Reason("organization.interview.below", marked, (), lines)
