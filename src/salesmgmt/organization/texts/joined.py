"""All texts and headings of this package together."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from salesmgmt.organization.texts.channels import CHANNEL_HEADINGS, CHANNEL_TEXTS
from salesmgmt.organization.texts.hiring import HIRING_HEADINGS, HIRING_TEXTS
from salesmgmt.organization.texts.meetings import MEETING_HEADINGS, MEETING_TEXTS
from salesmgmt.organization.texts.skills import SKILL_HEADINGS, SKILL_TEXTS
from salesmgmt.organization.texts.structure import STRUCTURE_HEADINGS, STRUCTURE_TEXTS
from salesmgmt.organization.texts.workload import WORKLOAD_HEADINGS, WORKLOAD_TEXTS

__all__ = ["HEADINGS", "TEXTS"]

TEXTS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        **CHANNEL_TEXTS,
        **HIRING_TEXTS,
        **MEETING_TEXTS,
        **SKILL_TEXTS,
        **STRUCTURE_TEXTS,
        **WORKLOAD_TEXTS,
    }
)

HEADINGS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        **CHANNEL_HEADINGS,
        **HIRING_HEADINGS,
        **MEETING_HEADINGS,
        **SKILL_HEADINGS,
        **STRUCTURE_HEADINGS,
        **WORKLOAD_HEADINGS,
    }
)
