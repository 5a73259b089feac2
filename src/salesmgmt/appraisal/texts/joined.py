"""All texts and headings of this package together."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from salesmgmt.appraisal.texts.calibration import CALIBRATION_HEADINGS, CALIBRATION_TEXTS
from salesmgmt.appraisal.texts.cycle import CYCLE_HEADINGS, CYCLE_TEXTS
from salesmgmt.appraisal.texts.outcomes import OUTCOME_HEADINGS, OUTCOME_TEXTS
from salesmgmt.appraisal.texts.raters import RATER_HEADINGS, RATER_TEXTS
from salesmgmt.appraisal.texts.scorecards import SCORECARD_HEADINGS, SCORECARD_TEXTS

__all__ = ["HEADINGS", "TEXTS"]

TEXTS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {**SCORECARD_TEXTS, **RATER_TEXTS, **CALIBRATION_TEXTS, **CYCLE_TEXTS, **OUTCOME_TEXTS}
)

HEADINGS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        **CALIBRATION_HEADINGS,
        **CYCLE_HEADINGS,
        **OUTCOME_HEADINGS,
        **SCORECARD_HEADINGS,
        **RATER_HEADINGS,
    }
)
