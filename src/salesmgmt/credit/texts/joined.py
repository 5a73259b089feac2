"""All texts and headings of this package together."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from salesmgmt.credit.texts.approval import APPROVAL_HEADINGS, APPROVAL_TEXTS
from salesmgmt.credit.texts.decisions import DECISION_HEADINGS, DECISION_TEXTS
from salesmgmt.credit.texts.exposure import EXPOSURE_HEADINGS, EXPOSURE_TEXTS
from salesmgmt.credit.texts.limits import LIMIT_HEADINGS, LIMIT_TEXTS
from salesmgmt.credit.texts.replay import REPLAY_HEADINGS, REPLAY_TEXTS
from salesmgmt.credit.texts.terms import TERM_HEADINGS, TERM_TEXTS

__all__ = ["HEADINGS", "TEXTS"]

TEXTS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {**DECISION_TEXTS, **LIMIT_TEXTS, **EXPOSURE_TEXTS, **TERM_TEXTS, **APPROVAL_TEXTS, **REPLAY_TEXTS}
)

HEADINGS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        **DECISION_HEADINGS,
        **LIMIT_HEADINGS,
        **EXPOSURE_HEADINGS,
        **TERM_HEADINGS,
        **APPROVAL_HEADINGS,
        **REPLAY_HEADINGS,
    }
)
