"""The check of a form before anybody is appraised by it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from attrs import field, frozen

from salesmgmt.appraisal.scorecards.anchors import Anchored
from salesmgmt.appraisal.scorecards.criteria import Kpi, Part
from salesmgmt.appraisal.scorecards.reading import figure
from salesmgmt.appraisal.scorecards.scorecard import Scorecard
from salesmgmt.appraisal.texts.scorecards import SCORECARD_HEADINGS
from salesmgmt.errors import InvalidValueError, WrongTypeError
from salesmgmt.money import Rate, RateLike, rate_of
from salesmgmt.reasons import Reason, ReasonValue
from salesmgmt.tables import Table, headed

__all__ = ["DesignReport", "DesignRules"]


def _as_weight(value: RateLike) -> Rate:
    return rate_of(value, "weight")


def _or_share(value: RateLike | None) -> Rate | None:
    return None if value is None else rate_of(value, "share")


@frozen
class DesignReport:
    """What was found about a form.

    Attributes:
        scorecard: Identifier of the form.
        findings: What speaks against it, as data; empty for a sound form.
    """

    scorecard: str
    findings: tuple[Reason, ...]

    @property
    def sound(self) -> bool:
        """Whether nothing was found."""
        return not self.findings

    def table(self, lang: str = "en") -> Table:
        """The findings in words."""
        columns = headed(SCORECARD_HEADINGS, lang, "finding")
        return Table(self.scorecard, columns, [(found.text(lang),) for found in self.findings], lang=lang)


@frozen
class DesignRules:
    """What a form has to keep: a few criteria that count, nothing twice, what people can influence.

    Two criteria count one thing twice where they have the same source and the same part; and, where results
    are given, where the results of people go together nearly perfectly.

    Attributes:
        fewest: Fewest criteria.
        most: Most criteria.
        least_weight: Smallest weight of a criterion.
        most_weight: Largest weight of a criterion; None for any.
        least_controllable: Smallest share of a result that has to lie in the person's hands; None: not looked
            at. A personal criterion of which nobody has said it is named.
        most_judged: Largest weight of judged criteria together; None for any.
        together: Correlation of the results of two criteria from which they are taken for one thing; None:
            not looked at.
        smallest: People needed before correlations are looked at.

    Raises:
        InvalidValueError: If a number is below 1, the fewest is above the most, or a share lies outside 0 %
            to 100 %.
        WrongTypeError: If a number is no whole number.

    Examples:
        >>> from salesmgmt.appraisal import Linear, RatingScale
        >>> card = Scorecard(
        ...     "thin",
        ...     (
        ...         Kpi("sold", "96%", Linear(0, 9), source="orders", controllable="80%"),
        ...         Kpi("won", "4%", Linear(0, 9), source="orders", controllable="80%"),
        ...     ),
        ...     RatingScale({"A": 90, "B": 0}),
        ... )
        >>> print(DesignRules().check(card).table().records()[0]["finding"])
        2 criteria are too few: 3 to 7 are asked for
    """

    fewest: int = 3
    most: int = 7
    least_weight: Rate = field(default=Rate("5%"), converter=_as_weight)
    most_weight: Rate | None = field(default=None, converter=_or_share)
    least_controllable: Rate | None = field(default=Rate("50%"), converter=_or_share)
    most_judged: Rate | None = field(default=None, converter=_or_share)
    together: Rate | None = field(default=Rate("95%"), converter=_or_share)
    smallest: int = 10

    def __attrs_post_init__(self) -> None:
        for name, count in (("fewest", self.fewest), ("most", self.most), ("smallest", self.smallest)):
            if type(count) is not int:
                raise WrongTypeError(name, count, "be a whole number")
            if count < 1:
                raise InvalidValueError(name, count, "be 1 or more")
        if self.fewest > self.most:
            raise InvalidValueError("fewest", self.fewest, f"be at most {self.most}")
        shares = {
            "least_weight": self.least_weight,
            "most_weight": self.most_weight,
            "least_controllable": self.least_controllable,
            "most_judged": self.most_judged,
            "together": self.together,
        }
        for name, share in shares.items():
            if share is not None and not 0 <= share.value <= 1:
                raise InvalidValueError(name, share, "be between 0% and 100%")

    def check(
        self, card: Scorecard, results: Mapping[str, Mapping[str, Fraction | int | Rate | None]] | None = None
    ) -> DesignReport:
        """What speaks against a form.

        Args:
            card: The form.
            results: Results of a period by participant and criterion, to look for criteria that go together.

        Raises:
            WrongTypeError: If a result is a float.
        """
        found = [*self._counts(card), *self._twice(card), *self._uncontrolled(card), *self._unreachable(card)]
        if results is not None and self.together is not None:
            found += self._alike(card, results, self.together)
        return DesignReport(card.id, tuple(found))

    def _counts(self, card: Scorecard) -> Iterator[Reason]:
        count = len(card.kpis)
        limits = {"count": count, "fewest": self.fewest, "most": self.most}
        if count < self.fewest:
            yield Reason("appraisal.design.too_few", limits)
        if count > self.most:
            yield Reason("appraisal.design.too_many", limits)
        for kpi in card.kpis:
            weighed: dict[str, ReasonValue] = {"kpi": kpi.title or kpi.id, "weight": kpi.weight}
            if kpi.weight < self.least_weight:
                yield Reason("appraisal.design.light", {**weighed, "least": self.least_weight})
            if self.most_weight is not None and kpi.weight > self.most_weight:
                yield Reason("appraisal.design.heavy", {**weighed, "most": self.most_weight})
        judged = Rate(sum((kpi.weight.value for kpi in card.kpis if _judged(kpi)), Fraction(0)))
        if self.most_judged is not None and judged > self.most_judged:
            yield Reason("appraisal.design.judged", {"weight": judged, "most": self.most_judged})

    def _twice(self, card: Scorecard) -> Iterator[Reason]:
        by_source: dict[tuple[str, Part], list[str]] = defaultdict(list)
        by_title: dict[str, list[str]] = defaultdict(list)
        for kpi in card.kpis:
            by_source[kpi.source or kpi.id, kpi.part].append(kpi.title or kpi.id)
            by_title[(kpi.title or kpi.id).strip().casefold()].append(kpi.id)
        for (source, _), titles in by_source.items():
            if len(titles) > 1:
                yield Reason("appraisal.design.one_source", {"kpis": ", ".join(titles), "source": source})
        for names in by_title.values():
            if len(names) > 1:
                yield Reason("appraisal.design.one_title", {"kpis": ", ".join(names)})

    def _uncontrolled(self, card: Scorecard) -> Iterator[Reason]:
        if self.least_controllable is None:
            return
        for kpi in card.kpis:
            title = kpi.title or kpi.id
            if kpi.controllable is None:
                if kpi.part is Part.PERSONAL:
                    yield Reason("appraisal.design.control_unknown", {"kpi": title})
            elif kpi.controllable < self.least_controllable:
                yield Reason.of(
                    "appraisal.design.uncontrolled",
                    kpi=title,
                    share=kpi.controllable,
                    least=self.least_controllable,
                )

    def _unreachable(self, card: Scorecard) -> Iterator[Reason]:
        """Grades above what full points everywhere bring, on a form that ends there."""
        for name, low in card.scale.grades:
            if low > card.scale.maximum and not card.above_maximum:
                yield Reason.of(
                    "appraisal.design.unreachable", rating=name, low=low, maximum=card.scale.maximum
                )

    def _alike(
        self,
        card: Scorecard,
        results: Mapping[str, Mapping[str, Fraction | int | Rate | None]],
        together: Rate,
    ) -> Iterator[Reason]:
        for place, one in enumerate(card.kpis):
            for other in card.kpis[place + 1 :]:
                pairs = [
                    (figure(one, mine), figure(other, theirs))
                    for _, row in sorted(results.items())
                    if (mine := row.get(one.id)) is not None and (theirs := row.get(other.id)) is not None
                ]
                if len(pairs) >= self.smallest and _squared_correlation(pairs) >= together.value**2:
                    titles = {"one": one.title or one.id, "other": other.title or other.id}
                    yield Reason("appraisal.design.alike", {**titles, "people": len(pairs)})


def _judged(kpi: Kpi) -> bool:
    return isinstance(kpi.scoring, Anchored)


def _squared_correlation(pairs: Sequence[tuple[Fraction, Fraction]]) -> Fraction:
    """The square of the correlation, exact; 0 where either does not vary."""
    count = len(pairs)
    left = sum((one for one, _ in pairs), Fraction(0)) / count
    right = sum((other for _, other in pairs), Fraction(0)) / count
    both = sum(((one - left) * (other - right) for one, other in pairs), Fraction(0))
    spread = sum(((one - left) ** 2 for one, _ in pairs), Fraction(0))
    spread *= sum(((other - right) ** 2 for _, other in pairs), Fraction(0))
    return both * both / spread if spread else Fraction(0)
