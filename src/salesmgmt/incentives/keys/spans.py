"""Over which period a base is summed, and over which longer one it builds up."""

from __future__ import annotations

from enum import StrEnum

from salesmgmt._choices import choice_of
from salesmgmt.calendars import PeriodKind
from salesmgmt.errors import InvalidValueError

__all__ = ["Accumulates", "QuotaSpan", "as_accumulates", "as_per", "as_quota_span", "as_within", "check_span"]


class Accumulates(StrEnum):
    """What earlier periods mean where a base builds up over a longer span.

    `position`: the period's base begins where the earlier ones ended, and is paid by the tiers that it runs
    through; of whole tiers, it is paid at the rate that the total has reached. `less earned`: the total is
    worked out anew, and what the schedule paid in the earlier periods, rounded as it was but before any
    steps, is taken off: tiers that reach back pay up for earlier periods, and the year's pay is that of its
    total to the cent. `gross`: the total is worked out anew and nothing is taken off.
    """

    POSITION = "position"
    LESS_EARNED = "less earned"
    GROSS = "gross"


class QuotaSpan(StrEnum):
    """Which quota a base that builds up over a longer span is held against."""

    TO_DATE = "to date"
    WHOLE = "whole"


def as_per(value: PeriodKind | str) -> PeriodKind:
    """A kind of period, from its word."""
    return choice_of(PeriodKind, value, "per")


def as_within(value: PeriodKind | str | None) -> PeriodKind | None:
    """A longer period, from its word; None: there is none."""
    return None if value is None else choice_of(PeriodKind, value, "within")


def as_accumulates(value: Accumulates | str) -> Accumulates:
    """What earlier periods mean, from its word."""
    return choice_of(Accumulates, value, "accumulates")


def as_quota_span(value: QuotaSpan | str) -> QuotaSpan:
    """Which quota, from its word."""
    return choice_of(QuotaSpan, value, "against")


_LENGTHS = tuple(PeriodKind)


def check_span(per: PeriodKind, within: PeriodKind | None) -> None:
    """Refuse a longer period that is none.

    Raises:
        InvalidValueError: If it is a week, or not longer than the period.
    """
    if within is not None and (within is PeriodKind.WEEK or _LENGTHS.index(within) >= _LENGTHS.index(per)):
        raise InvalidValueError("within", within, f"be a longer period than {per}")
