"""What a schedule is entered by, and over which period its base builds up.

Keys of a period look at what somebody reached in it: the base itself, the share of a quota, another figure.
Keys of a deal look at each deal on its own: its amount, its margin, how late it was paid.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import TypeAlias

from attrs import Attribute, field, frozen

from salesmgmt.calendars import DayCount, PeriodKind
from salesmgmt.criteria.reads import Tables, as_path, resolved
from salesmgmt.errors import InvalidValueError, WrongTypeError
from salesmgmt.incentives.deals import Deal
from salesmgmt.incentives.measures import Measure
from salesmgmt.incentives.ramps import Ramp
from salesmgmt.incentives.schedules import KeyKind
from salesmgmt.money import Money, Rate, Unrounded

__all__ = [
    "Accumulates",
    "Age",
    "AgeUnit",
    "Amount",
    "At",
    "Attainment",
    "DaysFromInvoice",
    "DaysOverdue",
    "DealAmount",
    "DealField",
    "DealKey",
    "Key",
    "MarginPercent",
    "PeriodKey",
    "QuotaSpan",
    "Rank",
    "Ratio",
    "ScoreOf",
    "StandingOf",
    "Tenure",
    "TotalOf",
    "key_kind",
    "own_key",
    "position_of",
    "whole_months",
]

At: TypeAlias = Fraction | str | tuple[Fraction | str, ...]
"""Where a table is entered: a share, minor units of an amount, a number, a word; a tuple for a matrix."""


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


def _kind(value: PeriodKind | str) -> PeriodKind:
    try:
        return PeriodKind(value)
    except ValueError:
        raise InvalidValueError("per", value, f"be one of {', '.join(PeriodKind)}") from None


def _within(value: PeriodKind | str | None) -> PeriodKind | None:
    try:
        return None if value is None else PeriodKind(value)
    except ValueError:
        raise InvalidValueError("within", value, f"be one of {', '.join(PeriodKind)}") from None


def _accumulates(value: Accumulates | str) -> Accumulates:
    try:
        return Accumulates(value)
    except ValueError:
        raise InvalidValueError("accumulates", value, f"be one of {', '.join(Accumulates)}") from None


def _quota_span(value: QuotaSpan | str) -> QuotaSpan:
    try:
        return QuotaSpan(value)
    except ValueError:
        raise InvalidValueError("against", value, f"be one of {', '.join(QuotaSpan)}") from None


def _key_kind(value: KeyKind | str) -> KeyKind:
    try:
        return KeyKind(value)
    except ValueError:
        raise InvalidValueError("kind", value, f"be one of {', '.join(KeyKind)}") from None


def _key_kind_or_text(value: KeyKind | str | None) -> KeyKind | None:
    if value is None or value == "text":
        return None
    try:
        return KeyKind(value)
    except ValueError:
        raise InvalidValueError("kind", value, f"be one of {', '.join(KeyKind)}, text") from None


def _named(value: str, name: str, rule: str) -> str:
    if not isinstance(value, str) or not value:
        raise InvalidValueError(name, value, rule)
    return value


_LENGTHS = tuple(PeriodKind)


def _check_span(per: PeriodKind, within: PeriodKind | None) -> None:
    if within is not None and (within is PeriodKind.WEEK or _LENGTHS.index(within) >= _LENGTHS.index(per)):
        raise InvalidValueError("within", within, f"be a longer period than {per}")


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

    per: PeriodKind = field(default=PeriodKind.MONTH, converter=_kind)
    within: PeriodKind | None = field(default=None, converter=_within)
    accumulates: Accumulates = field(default=Accumulates.POSITION, converter=_accumulates)

    def __attrs_post_init__(self) -> None:
        _check_span(self.per, self.within)


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

    per: PeriodKind = field(default=PeriodKind.QUARTER, converter=_kind)
    measure: str = "revenue"
    within: PeriodKind | None = field(default=None, converter=_within)
    accumulates: Accumulates = field(default=Accumulates.POSITION, converter=_accumulates)
    against: QuotaSpan = field(default=QuotaSpan.TO_DATE, converter=_quota_span)
    ramp: Ramp | None = None
    prorated: DayCount | None = None

    def __attrs_post_init__(self) -> None:
        _named(self.measure, "measure", "be the measure that the quotas name")
        _check_span(self.per, self.within)
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
    per: PeriodKind = field(default=PeriodKind.MONTH, converter=_kind)


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
    per: PeriodKind = field(default=PeriodKind.MONTH, converter=_kind)


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
    per: PeriodKind = field(default=PeriodKind.MONTH, converter=_kind)
    kind: KeyKind = field(default=KeyKind.SHARE, converter=_key_kind)

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

    per: PeriodKind = field(default=PeriodKind.MONTH, converter=_kind)


@frozen
class Rank:
    """By the place among all who were credited in the component in that period: 1 for the largest base.

    Those with equal bases share the better place. It can't be computed person by person.

    Attributes:
        per: Period over which the base is summed, and earned.

    Raises:
        InvalidValueError: If the kind of period is unknown.
    """

    per: PeriodKind = field(default=PeriodKind.MONTH, converter=_kind)


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
    per: PeriodKind = field(default=PeriodKind.QUARTER, converter=_kind)
    kind: KeyKind = field(default=KeyKind.SHARE, converter=_key_kind)


@frozen
class DealAmount:
    """By what is credited of each deal, which runs through the tiers on its own.

    A deal is an opportunity, or a document or receipt with all its lines. One below zero (a return) earns the
    opposite of what its magnitude would, so that it takes back what the sale brought.

    Attributes:
        per: Period over which the pay of the deals is summed, and earned.

    Raises:
        InvalidValueError: If the kind of period is unknown.
    """

    per: PeriodKind = field(default=PeriodKind.MONTH, converter=_kind)


@frozen
class DealField:
    """By a field of each deal, such as its discount or region.

    Attributes:
        path: Field of the deal, as in a criterion: `discount`, `product.family`, `owner.grade`.
        per: Period over which the pay of the deals is summed, and earned.
        kind: Whether it is read as a `share`, as `money`, as a `number` or as `text` (None), for a matrix.

    Raises:
        InvalidValueError: If the path cannot be followed or a word is unknown.
    """

    path: str = field(converter=as_path)
    per: PeriodKind = field(default=PeriodKind.MONTH, converter=_kind)
    kind: KeyKind | None = field(default=KeyKind.SHARE, converter=_key_kind_or_text)

    def at(self, deal: Deal, day: date, tables: Tables) -> Fraction | str | None:
        """Where the table is entered for a deal; None where the field is missing."""
        return position_of(resolved(deal, self.path, tables), self.kind, self.path)


def position_of(found: object, kind: KeyKind | None, path: str) -> Fraction | str | None:
    """A value as a place in a table of a kind.

    Raises:
        WrongTypeError: If it is of another kind.
    """
    if found is None:
        return None
    if kind is None:
        return str(found)
    if kind is KeyKind.MONEY and isinstance(found, Money | Unrounded):
        return Fraction(found.minor)
    if kind is KeyKind.SHARE and isinstance(found, Rate):
        return found.value
    if kind is not KeyKind.MONEY and isinstance(found, int | Fraction | Decimal) and type(found) is not bool:
        return Fraction(found)
    raise WrongTypeError(path, found, f"hold {'an amount' if kind is KeyKind.MONEY else 'a number'}")


@frozen
class MarginPercent:
    """By the margin of each deal as a share of its amount; unknown without a cost or an amount.

    Attributes:
        per: Period over which the pay of the deals is summed, and earned.

    Raises:
        InvalidValueError: If the kind of period is unknown.
    """

    per: PeriodKind = field(default=PeriodKind.MONTH, converter=_kind)

    def at(self, deal: Deal, day: date, tables: Tables) -> Fraction | None:
        """Margin over amount."""
        amount, cost = deal.amount_minor, deal.cost_minor
        if amount is None or cost is None or not amount:
            return None
        return Fraction(amount - cost) / amount


@frozen
class DaysOverdue:
    """By the days from the due date of an invoice to its payment; below 0 where it came early.

    Attributes:
        per: Period over which the pay of the receipts is summed, and earned.

    Raises:
        InvalidValueError: If the kind of period is unknown.
    """

    per: PeriodKind = field(default=PeriodKind.MONTH, converter=_kind)

    def at(self, deal: Deal, day: date, tables: Tables) -> Fraction | None:
        """Days after the due date; None for what is no receipt of a dated invoice."""
        days = getattr(deal, "days_overdue", None)
        return None if days is None else Fraction(days)


@frozen
class DaysFromInvoice:
    """By the days from an invoice to its payment: the collection window.

    Attributes:
        per: Period over which the pay of the receipts is summed, and earned.

    Raises:
        InvalidValueError: If the kind of period is unknown.
    """

    per: PeriodKind = field(default=PeriodKind.MONTH, converter=_kind)

    def at(self, deal: Deal, day: date, tables: Tables) -> Fraction | None:
        """Days after the invoice; None for what is no receipt."""
        days = getattr(deal, "days_from_invoice", None)
        return None if days is None else Fraction(days)


class AgeUnit(StrEnum):
    """What an age is counted in; only whole ones count."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"


def _age_unit(value: AgeUnit | str) -> AgeUnit:
    try:
        return AgeUnit(value)
    except ValueError:
        raise InvalidValueError("unit", value, f"be one of {', '.join(AgeUnit)}") from None


@frozen
class Age:
    """By how long something has been there on the day of the deal: a customer, a product.

    Attributes:
        since: Field with its first day, as in a criterion: `customer.since`, `product.launched`.
        unit: `day`, `month` or `year`; only whole ones count.
        per: Period over which the pay of the deals is summed, and earned.

    Raises:
        InvalidValueError: If the path cannot be followed or a word is unknown.
    """

    since: str = field(converter=as_path)
    unit: AgeUnit = field(default=AgeUnit.MONTH, converter=_age_unit)
    per: PeriodKind = field(default=PeriodKind.MONTH, converter=_kind)

    def at(self, deal: Deal, day: date, tables: Tables) -> Fraction | None:
        """Whole days, months or years; None where the first day is missing."""
        since = resolved(deal, self.since, tables)
        if since is None:
            return None
        if not isinstance(since, date):
            raise WrongTypeError(self.since, since, "hold a date")
        if self.unit is AgeUnit.DAY:
            return Fraction((day - since).days)
        months = whole_months(since, day)
        return Fraction(months if self.unit is AgeUnit.MONTH else months // 12)


def whole_months(start: date, end: date) -> int:
    """How many months have passed from one day to another, only whole ones; below 0 for the past."""
    months = 12 * (end.year - start.year) + end.month - start.month
    return months - (end.day < start.day)


PeriodKey: TypeAlias = Amount | Attainment | TotalOf | Ratio | ScoreOf | Tenure | Rank | StandingOf
"""Keys that look at what somebody reached in a period."""

DealKey: TypeAlias = DealAmount | DealField | MarginPercent | DaysOverdue | DaysFromInvoice | Age
"""Keys that look at each deal on its own."""

Key: TypeAlias = PeriodKey | DealKey
"""By what a table is entered."""


def own_key(key: Key) -> bool:
    """Whether a key is the base itself, or the base over a quota."""
    return isinstance(key, Amount | Attainment | DealAmount)


def key_kind(key: Key, *, things: bool | None) -> KeyKind | None:
    """What a key is: a share, money, a number; None for text, or where the kind of base is not known yet."""
    match key:
        case Attainment() | Ratio() | MarginPercent():
            return KeyKind.SHARE
        case Amount() | DealAmount():
            return None if things is None else KeyKind.NUMBER if things else KeyKind.MONEY
        case ScoreOf() | StandingOf() | DealField():
            return key.kind
        case TotalOf():
            return KeyKind.NUMBER if key.of.counts_things else KeyKind.MONEY
    return KeyKind.NUMBER
