"""Leniency: raters who mark higher or lower than others do for the same people, brought to one level."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from fractions import Fraction

from attrs import field, frozen

from salesmgmt._choices import choice_of
from salesmgmt.appraisal.intake import tuple_of
from salesmgmt.appraisal.numbers import named
from salesmgmt.appraisal.raters.marks import Judgement
from salesmgmt.errors import InvalidValueError, WrongTypeError
from salesmgmt.money import Rate, RateLike, rate_of

__all__ = ["Against", "LeniencyAdjustment", "RaterLeniency"]

_ZERO = Fraction(0)


class Against(StrEnum):
    """What a rater's marks are compared with."""

    OTHERS = "others"
    """The mean that other raters gave to the same person for the same criterion: a manager of good people is
    not lenient."""
    ALL = "all"
    """The mean of all marks for the same criterion."""


@frozen
class RaterLeniency:
    """How a rater stands against others.

    Attributes:
        rater: Who.
        compared: Marks that could be compared.
        leniency: How much higher they mark on average; negative for the strict. None where too few of their
            marks could be compared.
        adjustment: What is added to each of their marks.
    """

    rater: str
    compared: int
    leniency: Fraction | None
    adjustment: Fraction

    def __attrs_post_init__(self) -> None:
        named(self.rater, "rater")


def _as_strength(value: RateLike) -> Rate:
    return rate_of(value, "strength")


def _as_against(value: Against | str) -> Against:
    return choice_of(Against, value, "against")


@frozen
class LeniencyAdjustment:
    """A policy that takes from each mark what its rater gives too much on average.

    What people give to themselves is neither compared nor changed.

    Attributes:
        strength: Share of the leniency that is taken away.
        least: Marks of a rater that have to be comparable before anything is changed.
        against: What they are compared with.

    Raises:
        InvalidValueError: If the strength is not from 0 % to 100 %, or `least` is below 1.
        WrongTypeError: If `least` is no whole number.

    Examples:
        >>> marks = [
        ...     Judgement(who, "c", rater, "peers", mark)
        ...     for who, rater, mark in [("ann", "x", 5), ("bob", "x", 4), ("ann", "y", 3), ("bob", "y", 2)]
        ... ]
        >>> [(one.rater, str(one.adjustment)) for one in LeniencyAdjustment("50%", least=2).leniencies(marks)]
        [('x', '-1'), ('y', '1')]
    """

    strength: Rate = field(default=Rate(1), converter=_as_strength)
    least: int = 5
    against: Against = field(default=Against.OTHERS, converter=_as_against)

    def __attrs_post_init__(self) -> None:
        if not 0 <= self.strength.value <= 1:
            raise InvalidValueError("strength", self.strength, "be between 0% and 100%")
        if type(self.least) is not int:
            raise WrongTypeError("least", self.least, "be a whole number")
        if self.least < 1:
            raise InvalidValueError("least", self.least, "be 1 or more")

    def leniencies(self, marks: Iterable[Judgement]) -> tuple[RaterLeniency, ...]:
        """How each rater stands, in the order of their identifiers; for those who run the appraisal.

        Raises:
            WrongTypeError: If something else than marks is given.
        """
        given = [mark for mark in tuple_of(marks, Judgement, "marks") if not mark.of_oneself]
        apart = self._differences(given)
        found = []
        for rater in sorted({mark.rater for mark in given}):
            differences = apart.get(rater, ())
            enough = len(differences) >= self.least
            mean = sum(differences, _ZERO) / len(differences) if enough else None
            taken = _ZERO if mean is None else -mean * self.strength.value
            found.append(RaterLeniency(rater, len(differences), mean, taken))
        return tuple(found)

    def _differences(self, given: Sequence[Judgement]) -> Mapping[str, Sequence[Fraction]]:
        subjects: dict[tuple[str, ...], list[Fraction]] = defaultdict(list)
        for mark in given:
            subjects[self._subject(mark)].append(mark.mark)
        totals = {subject: (sum(found, _ZERO), len(found)) for subject, found in subjects.items()}
        apart: dict[str, list[Fraction]] = defaultdict(list)
        for mark in given:
            total, count = totals[self._subject(mark)]
            if self.against is Against.ALL:
                apart[mark.rater].append(mark.mark - total / count)
            elif count > 1:
                apart[mark.rater].append(mark.mark - (total - mark.mark) / (count - 1))
        return apart

    def _subject(self, mark: Judgement) -> tuple[str, ...]:
        return (mark.criterion,) if self.against is Against.ALL else (mark.criterion, mark.participant)
