"""Chains of corrections: which record is in force, and which one an earlier identifier now leads to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeVar

from salesmgmt.records.common import Fact

R = TypeVar("R", bound=Fact)


def replaced(group: Iterable[Fact]) -> set[str]:
    """The identifiers that another record of the kind supersedes."""
    return {record.supersedes for record in group if record.supersedes is not None}


def in_force(group: tuple[R, ...]) -> tuple[R, ...]:
    """The records that none of the others supersedes."""
    gone = replaced(group)
    return tuple(record for record in group if record.id not in gone) if gone else group


def leading(group: tuple[R, ...], current: tuple[R, ...]) -> dict[str, R]:
    """From every identifier to the record in force: itself, or the last of its corrections."""
    leads = {record.id: record for record in current}
    if len(current) == len(group):
        return leads
    by_id = {record.id: record for record in group}
    for record in current:
        for earlier in ancestry(record, by_id):
            if earlier in leads:
                break
            leads[earlier] = record
    return leads


def ancestry(record: Fact, by_id: dict[str, R]) -> Iterator[str]:
    """The identifiers that a record corrects, the latest first; stops where one is unknown."""
    earlier = record.supersedes
    while earlier is not None:
        yield earlier
        before = by_id.get(earlier)
        earlier = None if before is None else before.supersedes
