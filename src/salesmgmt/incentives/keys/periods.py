"""Keys that look at what somebody reached in a period: the base, the share of a quota, another figure."""

from __future__ import annotations

from typing import TypeAlias

from attrs import Attribute, field, frozen

from salesmgmt._choices import choice_of
from salesmgmt.calendars import DayCount, PeriodKind
from salesmgmt.criteria.reads import as_path
from salesmgmt.errors import InvalidValueError, WrongTypeError
from salesmgmt.incentives.keys.spans import (
    Accumulates,
    QuotaSpan,
    as_accumulates,
    as_per,
    as_quota_span,
    as_within,
    check_span,
)
from salesmgmt.incentives.measures import Measure
from salesmgmt.incentives.ramps import Ramp
from salesmgmt.incentives.schedules import KeyKind

__all__ = [
    "Amount",
    "Attainment",
    "PeriodKey",
    "Rank",
    "Ratio",
    "ScoreOf",
    "StandingOf",
    "Tenure",
    "TotalOf",
]


def _as_key_kind(value: KeyKind | str) -> KeyKind:
    return choice_of(KeyKind, value, "kind")


def _named(value: str, name: str, rule: str) -> str:
    if not isinstance(value, str) or not value:
        raise InvalidValueError(name, value, rule)
    return value


@frozen
class Amount:
    """By the base of the period itself.

    Attributes:
        per: Period over which the base is summed, and earned.
        within: Longer period over which the base goes on building up; None: it begins anew every period.
        accumulates: What the earlier periods of the longer one mean.

    Raises:
        InvalidValueError: If the kind of period is unknown, or the span not longer than the period.
    """

    per: PeriodKind = field(default=PeriodKind.MONTH, converter=as_per)
    within: PeriodKind | None = field(default=None, converter=as_within)
    accumulates: Accumulates = field(default=Accumulates.POSITION, converter=as_accumulates)

    def __attrs_post_init__(self) -> None:
        check_span(self.per, self.within)


@frozen
class Attainment:
    """By the share of a quota that the base of the period reaches.

    The quota of a participant and period is the one for exactly that period, else the sum of those that lie
    inside it (monthly quotas of a quarter). Without a quota, or with one of 0, attainment is undefined and
    tiers of attainment earn nothing.

    Attributes:
        per: Period over which the base is summed, and earned.
        measure: Measure that the quotas name, see `salesmgmt.records.Quota`.
        within: Longer period over which the base goes on building up; None: it begins anew every period.
        accumulates: What the earlier periods of the longer one mean.
        against: Where it builds up: the quotas `to date`, or the `whole` quota of the longer period.
        ramp: Reduced quotas for the first months of service.
        prorated: How days are counted where a quota is reduced for days on which its holder took no part;
            None: it is not reduced.

    Raises:
        InvalidValueError: If the kind of period is unknown, the measure empty, or the span not longer than
            the period.
    """

    per: PeriodKind = field(default=PeriodKind.QUARTER, converter=as_per)
    measure: str = "revenue"
    within: PeriodKind | None = field(default=None, converter=as_within)
    accumulates: Accumulates = field(default=Accumulates.POSITION, converter=as_accumulates)
    against: QuotaSpan = field(default=QuotaSpan.TO_DATE, converter=as_quota_span)
    ramp: Ramp | None = None
    prorated: DayCount | None = None

    def __attrs_post_init__(self) -> None:
        _named(self.measure, "measure", "be the measure that the quotas name")
        check_span(self.per, self.within)
        if self.ramp is not None and not isinstance(self.ramp, Ramp):
            raise WrongTypeError("ramp", self.ramp, "be a Ramp, such as Ramp(['25%', '50%', '75%'])")
        if self.prorated is not None and not hasattr(self.prorated, "days"):
            raise WrongTypeError("prorated", self.prorated, "be a way to count days, such as CalendarDays()")
        if self.ramp is not None and self.prorated is not None:
            rule = "be left out beside a ramp, which asks nothing for months before joining"
            raise InvalidValueError("prorated", self.prorated, rule)


def _is_measure(_key: object, attribute: Attribute[Measure], value: Measure) -> None:
    if not isinstance(value, Measure):
        raise WrongTypeError(attribute.name, value, "be a measure such as Margin()")


@frozen
class TotalOf:
    """By the total of another measure over the period: margin looks up the rate that revenue is paid at.

    Attributes:
        of: The other measure, with a condition of its own.
        per: Period over which both are summed, and earned.

    Raises:
        InvalidValueError: If the kind of period is unknown.
        WrongTypeError: If it is no measure.
    """

    of: Measure = field(validator=_is_measure)
    per: PeriodKind = field(default=PeriodKind.MONTH, converter=as_per)


@frozen
class Ratio:
    """By the ratio of two totals over the period, such as margin over revenue.

    Attributes:
        of: The measure on top.
        to: The measure below; where it totals 0, or below, the ratio is undefined and nothing is earned.
        per: Period over which all are summed, and earned.

    Raises:
        InvalidValueError: If the kind of period is unknown.
        WrongTypeError: If one is no measure.
    """

    of: Measure = field(validator=_is_measure)
    to: Measure = field(validator=_is_measure)
    per: PeriodKind = field(default=PeriodKind.MONTH, converter=as_per)


@frozen
class ScoreOf:
    """By a score from elsewhere: an appraisal, satisfaction, the achievement of an objective.

    The score of a participant and period is the one for exactly that period, else the latest whose days end
    in it. Without one, it is undefined.

    Attributes:
        measure: Measure that the scores name, see `salesmgmt.records.Score`.
        per: Period that is scored, and earned.
        kind: Whether it is read as a `share` (1 is 100 %) or as a `number` (points).

    Raises:
        InvalidValueError: If a word is unknown or the measure empty.
    """

    measure: str
    per: PeriodKind = field(default=PeriodKind.MONTH, converter=as_per)
    kind: KeyKind = field(default=KeyKind.SHARE, converter=_as_key_kind)

    def __attrs_post_init__(self) -> None:
        _named(self.measure, "measure", "be the measure that the scores name")
        if self.kind is KeyKind.MONEY:
            raise InvalidValueError("kind", self.kind, "be 'share' or 'number'")


@frozen
class Tenure:
    """By the whole months that somebody has been employed at the end of the period.

    Attributes:
        per: Period that is earned.

    Raises:
        InvalidValueError: If the kind of period is unknown.
    """

    per: PeriodKind = field(default=PeriodKind.MONTH, converter=as_per)


@frozen
class Rank:
    """By the place among all who were credited in the component in that period: 1 for the largest base.

    Those with equal bases share the better place. It can't be computed person by person.

    Attributes:
        per: Period over which the base is summed, and earned.

    Raises:
        InvalidValueError: If the kind of period is unknown.
    """

    per: PeriodKind = field(default=PeriodKind.MONTH, converter=as_per)


@frozen
class StandingOf:
    """By what somebody reached elsewhere in the plan in the same period.

    Attributes:
        path: As in a gate: `sales.attainment`, `sales.base`, `sales.pay`; see `salesmgmt.incentives.Gate`.
        per: Period that is earned.
        kind: Whether it is read as a `share`, as `money` or as a `number`.

    Raises:
        InvalidValueError: If the path cannot be followed or a word is unknown.
    """

    path: str = field(converter=as_path)
    per: PeriodKind = field(default=PeriodKind.QUARTER, converter=as_per)
    kind: KeyKind = field(default=KeyKind.SHARE, converter=_as_key_kind)


PeriodKey: TypeAlias = Amount | Attainment | TotalOf | Ratio | ScoreOf | Tenure | Rank | StandingOf
"""Keys that look at what somebody reached in a period."""
