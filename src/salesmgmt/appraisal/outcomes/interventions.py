"""A table of interventions: which band of a metric asks for coaching, training, another post or a plan."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise

from attrs import field, frozen

from salesmgmt._choices import choice_of
from salesmgmt.appraisal.intake import check_kind, figures_of, optional_number, tuple_of
from salesmgmt.appraisal.numbers import NumberLike, as_number, named, titled
from salesmgmt.appraisal.texts import HEADINGS
from salesmgmt.errors import BatchError, InvalidValueError, Problem
from salesmgmt.reasons import Reason, ReasonValue
from salesmgmt.tables import Table, headed, language_of

__all__ = ["Intervention", "InterventionAction", "InterventionBand", "InterventionTable"]


class InterventionAction(StrEnum):
    """What is done, from the mildest to the strongest."""

    NONE = "none"
    COACH = "coach"
    TRAIN = "train"
    REASSIGN = "reassign"
    PLAN = "plan"
    """An improvement plan."""


def _as_action(value: InterventionAction | str) -> InterventionAction:
    return choice_of(InterventionAction, value, "action")


def _as_low(value: NumberLike | None) -> Fraction | None:
    return optional_number(value)


@frozen
class InterventionBand:
    """A band of a metric and what it asks for.

    Attributes:
        metric: Name of the metric.
        action: What is done.
        at_least: Lower end, which belongs to the band; None for no end.
        below: Upper end, which does not; None for no end.
        title: What is done, in words.
        chinese: The same in Chinese; the title where left out.

    Raises:
        InvalidValueError: If the metric is empty, the action unknown, or the band is empty.
        WrongTypeError: If an end is a float.
    """

    metric: str
    action: InterventionAction = field(converter=_as_action)
    at_least: Fraction | None = field(default=None, converter=_as_low)
    below: Fraction | None = field(default=None, converter=_as_low)
    title: str = ""
    chinese: str = ""

    def __attrs_post_init__(self) -> None:
        named(self.metric, "metric")
        titled(self.title)
        titled(self.chinese, "chinese")
        if self.at_least is not None and self.below is not None and self.at_least >= self.below:
            raise InvalidValueError("at_least", self.at_least, f"be under the upper end {self.below}")

    def holds(self, value: Fraction) -> bool:
        """Whether a figure lies in the band."""
        return (self.at_least is None or value >= self.at_least) and (
            self.below is None or value < self.below
        )

    def said(self, lang: str = "en") -> str:
        """What is done, in a language."""
        spoken = self.chinese if language_of(lang) == "zh" else ""
        return spoken or self.title or headed(HEADINGS, lang, f"action.{self.action}")[0].heading


@frozen
class Intervention:
    """What a metric of one person asks for.

    Attributes:
        participant: Who.
        band: The band that it falls into.
        value: The figure.

    Raises:
        InvalidValueError: If the participant is empty, or the figure lies outside of the band.
        WrongTypeError: If a field has another type.
    """

    participant: str
    band: InterventionBand
    value: Fraction = field(converter=as_number)

    def __attrs_post_init__(self) -> None:
        named(self.participant, "participant")
        check_kind(self.band, InterventionBand, "band")
        if not self.band.holds(self.value):
            raise InvalidValueError("value", self.value, "lie in the band")

    @property
    def action(self) -> InterventionAction:
        """What is done."""
        return self.band.action

    @property
    def reason(self) -> Reason:
        """Why, as data."""
        values: dict[str, ReasonValue] = {
            "participant": self.participant,
            "metric": self.band.metric,
            "value": self.value,
        }
        if self.band.at_least is None and self.band.below is None:
            return Reason("appraisal.intervention.any", values)
        if self.band.at_least is None:
            return Reason("appraisal.intervention.below", {**values, "below": self.band.below})
        if self.band.below is None:
            return Reason("appraisal.intervention.least", {**values, "least": self.band.at_least})
        ends: dict[str, ReasonValue] = {"least": self.band.at_least, "below": self.band.below}
        return Reason("appraisal.intervention.between", {**values, **ends})


def _as_bands(given: InterventionBand | Iterable[InterventionBand]) -> tuple[InterventionBand, ...]:
    bands = tuple_of(given, InterventionBand, "bands")
    return tuple(sorted(bands, key=lambda one: (one.metric, one.at_least is not None, one.at_least or 0)))


@frozen
class InterventionTable:
    """A policy: bands of metrics, and what each asks for.

    Attributes:
        bands: The bands; those of one metric do not overlap. What lies between two asks for nothing.

    Raises:
        BatchError: With all bands that overlap.
        InvalidValueError: If there is no band.
        WrongTypeError: If something is no band.

    Examples:
        >>> table = InterventionTable(
        ...     [
        ...         InterventionBand("satisfaction", "train", below=70, title="training in service"),
        ...         InterventionBand("satisfaction", "coach", at_least=70, below=80),
        ...         InterventionBand("attainment", "plan", below="60%"),
        ...     ]
        ... )
        >>> [one.action.value for one in table.advise("ann", {"satisfaction": 65, "attainment": "55%"})]
        ['plan', 'train']
        >>> print(table.advise("bob", {"satisfaction": 75})[0].reason.text())
        bob: satisfaction is 75, at least 70 and below 80
        >>> table.gaps("satisfaction")
        ((Fraction(80, 1), None),)
    """

    bands: tuple[InterventionBand, ...] = field(converter=_as_bands)

    def __attrs_post_init__(self) -> None:
        if not self.bands:
            raise InvalidValueError("bands", (), "hold at least one band")
        problems = [
            Problem(later.metric, "at_least", later.at_least, f"not lie within the band below {first.below}")
            for first, later in pairwise(self.bands)
            if first.metric == later.metric
            and (first.below is None or later.at_least is None or later.at_least < first.below)
        ]
        if problems:
            raise BatchError("bands", problems)

    def advise(
        self, participant: str, metrics: Mapping[str, NumberLike] | Iterable[tuple[str, NumberLike]]
    ) -> tuple[Intervention, ...]:
        """What somebody's metrics ask for, the strongest first.

        Args:
            participant: Who.
            metrics: Figure by metric; metrics that the table does not have ask for nothing.

        Raises:
            InvalidValueError: If the participant is empty.
            WrongTypeError: If a figure is a float.
        """
        order = list(InterventionAction)
        found = [
            Intervention(participant, band, value)
            for metric, value in figures_of(metrics, "metrics")
            for band in self.bands
            if band.metric == metric and band.action is not InterventionAction.NONE and band.holds(value)
        ]
        return tuple(sorted(found, key=lambda one: (-order.index(one.action), one.band.metric)))

    def gaps(self, metric: str) -> tuple[tuple[Fraction | None, Fraction | None], ...]:
        """Stretches of a metric for which no band speaks, each from an end to below the next."""
        bands = [one for one in self.bands if one.metric == metric]
        if not bands:
            return ((None, None),)
        found: list[tuple[Fraction | None, Fraction | None]] = []
        if bands[0].at_least is not None:
            found.append((None, bands[0].at_least))
        found += [
            (first.below, later.at_least) for first, later in pairwise(bands) if first.below != later.at_least
        ]
        if bands[-1].below is not None:
            found.append((bands[-1].below, None))
        return tuple(found)

    def table(self, lang: str = "en") -> Table:
        """One row per band."""
        columns = headed(HEADINGS, lang, "metric", "from", "below", "action")
        rows = [(one.metric, one.at_least, one.below, one.said(lang)) for one in self.bands]
        return Table("", columns, rows, lang=lang)
