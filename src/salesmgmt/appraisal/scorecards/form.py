"""What a scorecard is to those who compute with it."""

from __future__ import annotations

from typing import Protocol

from salesmgmt.appraisal.scales import RatingScale
from salesmgmt.appraisal.scorecards.criteria import Kpi, Missing
from salesmgmt.appraisal.scorecards.vetoes import Veto
from salesmgmt.money import Rounding

__all__ = ["Form"]


class Form(Protocol):
    """The settings of a `Scorecard`, which says what each of them means."""

    @property
    def id(self) -> str:
        """Stable identifier."""

    @property
    def kpis(self) -> tuple[Kpi, ...]:
        """The criteria."""

    @property
    def scale(self) -> RatingScale:
        """What scores mean."""

    @property
    def missing(self) -> Missing:
        """What becomes of a criterion without a result."""

    @property
    def rounding(self) -> Rounding:
        """Unit and mode of the score."""

    @property
    def vetoes(self) -> tuple[Veto, ...]:
        """Conditions that decide alone."""

    @property
    def below_zero(self) -> bool:
        """Whether a score may lie below zero."""

    @property
    def above_maximum(self) -> bool:
        """Whether a score may lie above the maximum of the scale."""

    @property
    def line_rounding(self) -> Rounding | None:
        """Unit and mode of the points of each criterion."""
