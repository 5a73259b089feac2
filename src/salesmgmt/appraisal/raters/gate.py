"""The gate: marks count only where raters agree enough."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType

from attrs import field, frozen

from salesmgmt._choices import choice_of
from salesmgmt.appraisal.numbers import NumberLike, as_number, named
from salesmgmt.appraisal.raters.agreement import KappaWeights, intraclass_correlations, mean_kappa
from salesmgmt.appraisal.raters.marks import Judgement
from salesmgmt.errors import InvalidValueError
from salesmgmt.reasons import Reason, ReasonValue

__all__ = ["Agreement", "AgreementGate", "AgreementMeasure", "Disagreement"]


class AgreementMeasure(StrEnum):
    """What agreement is measured by."""

    ICC_1_1 = "ICC(1,1)"
    ICC_2_1 = "ICC(2,1)"
    ICC_3_1 = "ICC(3,1)"
    ICC_1_K = "ICC(1,k)"
    ICC_2_K = "ICC(2,k)"
    ICC_3_K = "ICC(3,k)"
    KAPPA = "kappa"
    """The mean of Cohen's kappas of all pairs of raters."""
    LINEAR_KAPPA = "linear kappa"
    QUADRATIC_KAPPA = "quadratic kappa"


_WEIGHTS: Mapping[AgreementMeasure, KappaWeights] = MappingProxyType(
    {
        AgreementMeasure.KAPPA: KappaWeights.NONE,
        AgreementMeasure.LINEAR_KAPPA: KappaWeights.LINEAR,
        AgreementMeasure.QUADRATIC_KAPPA: KappaWeights.QUADRATIC,
    }
)


class Disagreement(StrEnum):
    """What becomes of marks of a criterion on which raters do not agree enough."""

    HOLD = "hold"
    WARN = "warn"


@frozen
class Agreement:
    """How far the raters agree on a criterion.

    Attributes:
        criterion: Identifier of the criterion.
        measure: What agreement is measured by.
        value: The figure; None where there are too few marks, or nothing varies.
        least: What the policy asks for.
        kept: Whether it is reached; where there is no figure, what the policy says of that.
    """

    criterion: str
    measure: AgreementMeasure = field(converter=AgreementMeasure)
    value: float | None
    least: Fraction
    kept: bool

    def __attrs_post_init__(self) -> None:
        named(self.criterion, "criterion")

    @property
    def reason(self) -> Reason:
        """The finding as data, the figure to four places."""
        values: dict[str, ReasonValue] = {
            "criterion": self.criterion,
            "measure": self.measure.value,
            "least": self.least,
        }
        if self.value is None:
            return Reason("appraisal.raters.agreement.unknown", values)
        values["value"] = Decimal(f"{self.value:.4f}")
        code = "kept" if self.kept else "missed"
        return Reason(f"appraisal.raters.agreement.{code}", values)


def _as_measure(value: AgreementMeasure | str) -> AgreementMeasure:
    return choice_of(AgreementMeasure, value, "measure")


def _as_otherwise(value: Disagreement | str) -> Disagreement:
    return choice_of(Disagreement, value, "otherwise")


def _as_least(value: NumberLike) -> Fraction:
    return as_number(value, "least")


@frozen
class AgreementGate:
    """A policy that looks, criterion by criterion, whether raters agree enough for their marks to count.

    What people say of themselves is left aside. ICC(1,·) takes all marks; ICC(2,·) and ICC(3,·) those of the
    raters who rated everybody; kappas the pairs of raters who rated two people or more in common.

    Attributes:
        measure: What agreement is measured by.
        least: What it has to reach.
        otherwise: Whether marks are held back where it does not, or only a warning is given.
        unknown: Whether the marks count where no figure can be computed.

    Raises:
        InvalidValueError: If the measure is none of the words, or `least` lies outside -1 to 1.

    Examples:
        >>> gate = AgreementGate("ICC(1,1)", "0.5")
        >>> marks = [
        ...     Judgement(who, "c", rater, "peers", mark)
        ...     for who, first, second in [("ann", 5, 4), ("bob", 2, 2), ("cy", 3, 3)]
        ...     for rater, mark in [("x", first), ("y", second)]
        ... ]
        >>> [found] = gate.look(marks)
        >>> found.kept, round(found.value or 0, 3)
        (True, 0.9)
    """

    measure: AgreementMeasure = field(converter=_as_measure)
    least: Fraction = field(converter=_as_least)
    otherwise: Disagreement = field(default=Disagreement.HOLD, converter=_as_otherwise)
    unknown: bool = True

    def __attrs_post_init__(self) -> None:
        if not -1 <= self.least <= 1:
            raise InvalidValueError("least", self.least, "be between -1 and 1")

    def look(self, marks: Iterable[Judgement], classes: Sequence[NumberLike] = ()) -> tuple[Agreement, ...]:
        """How far raters agree, by criterion.

        Args:
            marks: What they said.
            classes: All marks there are, for weighted kappas; those that occur, where left out.
        """
        by_criterion: dict[str, list[Judgement]] = defaultdict(list)
        for mark in marks:
            if not mark.of_oneself:
                by_criterion[mark.criterion].append(mark)
        known = [as_number(each, "classes") for each in classes]
        found = []
        for criterion, given in sorted(by_criterion.items()):
            value = self._value(given, known)
            # A figure of floats against an exact border: both as fractions.
            kept = self.unknown if value is None else Fraction(value) >= self.least
            found.append(Agreement(criterion, self.measure, value, self.least, kept))
        return tuple(found)

    def _value(self, given: Sequence[Judgement], classes: Sequence[Fraction]) -> float | None:
        by_rater: dict[str, dict[str, Fraction]] = defaultdict(dict)
        by_person: dict[str, list[Fraction]] = defaultdict(list)
        for mark in given:
            by_rater[mark.rater][mark.participant] = mark.mark
            by_person[mark.participant].append(mark.mark)
        if self.measure in _WEIGHTS:
            return mean_kappa(by_rater, _WEIGHTS[self.measure], classes)
        rows = [found for _, found in sorted(by_person.items())]
        if self.measure not in {AgreementMeasure.ICC_1_1, AgreementMeasure.ICC_1_K}:
            everybody = sorted(by_person)
            whole = [rater for rater in sorted(by_rater) if len(by_rater[rater]) == len(everybody)]
            rows = [[by_rater[rater][person] for rater in whole] for person in everybody]
        if len(rows) < 2 or max(map(len, rows)) < 2:
            return None
        return intraclass_correlations(rows).by_name[self.measure.value]
