"""All texts and headings of this package together."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from salesmgmt.appraisal.texts.raters import RATER_HEADINGS, RATER_TEXTS
from salesmgmt.appraisal.texts.scorecards import SCORECARD_HEADINGS, SCORECARD_TEXTS

__all__ = ["HEADINGS", "TEXTS"]

TEXTS: Mapping[str, tuple[str, str]] = MappingProxyType({**SCORECARD_TEXTS, **RATER_TEXTS})

HEADINGS: Mapping[str, tuple[str, str]] = MappingProxyType({**SCORECARD_HEADINGS, **RATER_HEADINGS})
