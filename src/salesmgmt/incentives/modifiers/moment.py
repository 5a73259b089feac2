"""What a modifier may look at: what somebody reached in a period, by the plan and elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Protocol

from salesmgmt.calendars import DayCount, Period
from salesmgmt.incentives.figures import Minor
from salesmgmt.incentives.keys import At, PeriodKey
from salesmgmt.money import Currency

__all__ = ["Modifier", "Moment"]


class Moment(Protocol):
    """A participant's period in a component, while its pay is worked out."""

    @property
    def participant(self) -> str:
        """Whose pay it is."""

    @property
    def period(self) -> Period:
        """The period."""

    @property
    def currency(self) -> Currency:
        """Currency of the pay."""

    @property
    def base(self) -> Minor:
        """What was credited: minor units, or a number of things."""

    @property
    def attainment(self) -> Fraction | None:
        """Base over quota; None where there is none above 0."""

    @property
    def brought(self) -> Minor:
        """What a limit that carries forward left over from the period before, in minor units."""

    def at(self, key: PeriodKey) -> At | None:
        """Where a table is entered by a key; None where that is unknown."""

    def share(self, by: DayCount) -> Fraction:
        """The share of the period on which the participant took part."""

    def standing(self, rates: frozenset[str] = frozenset()) -> Mapping[str, object]:
        """What the participant reached, as a record for conditions; the named scores are read as shares."""

    def tables(self) -> Mapping[str, Mapping[str, object]]:
        """The reference tables that come with the facts."""


class Modifier(Protocol):
    """A step from pay to pay; what a component lists is applied in its order."""

    def after(self, pay: Minor, moment: Moment) -> Minor:
        """The pay after the step, in minor units, exact."""

    def said(self, lang: str) -> str:
        """The step as a sentence, for the plan document."""
