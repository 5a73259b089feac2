"""How old what is open is, at a day: buckets of days past due, or of calendar months."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum

from attrs import field, frozen

from salesmgmt._choices import choice_of
from salesmgmt.calendars import add_days, as_date
from salesmgmt.credit.exposure.items import OpenItem
from salesmgmt.credit.texts.exposure import EXPOSURE_HEADINGS
from salesmgmt.errors import (
    BatchError,
    CurrencyMismatchError,
    InvalidValueError,
    Problem,
    UnknownIdentifierError,
    WrongTypeError,
)
from salesmgmt.money import Currency, Money, currency_of, money_of
from salesmgmt.tables import Table, headed

__all__ = ["AgedFrom", "Ageing", "AgeingBucket", "AgeingReport", "AgeingUnit", "LateFrom"]


class AgeingUnit(StrEnum):
    """In what age is counted."""

    DAYS = "days"
    MONTHS = "months"
    """Calendar months: what was due in the month before is 1 back, whatever its day."""


class AgedFrom(StrEnum):
    """From which day age is counted."""

    DUE = "due"
    """The due date; what has none is not late."""
    DOCUMENT = "document"
    """The day of the document."""


class LateFrom(StrEnum):
    """Which day is the first late one."""

    NEXT_DAY = "next_day"
    """The day after the due date is one day late."""
    DUE_DAY = "due_day"
    """The due date is one day late."""


def _as_unit(value: AgeingUnit | str) -> AgeingUnit:
    return choice_of(AgeingUnit, value, "unit")


def _as_from(value: AgedFrom | str) -> AgedFrom:
    return choice_of(AgedFrom, value, "aged_from")


def _as_late(value: LateFrom | str) -> LateFrom:
    return choice_of(LateFrom, value, "late_from")


def _as_bounds(bounds: Iterable[int]) -> tuple[int, ...]:
    if isinstance(bounds, str) or not isinstance(bounds, Iterable):
        raise WrongTypeError("bounds", bounds, "be whole numbers, in a list or any other iterable")
    return tuple(bounds)


def _as_names(names: Iterable[str] | None) -> tuple[str, ...] | None:
    if names is None:
        return None
    if isinstance(names, str) or not isinstance(names, Iterable):
        raise WrongTypeError("names", names, "be texts, in a list or any other iterable")
    return tuple(names)


@frozen
class AgeingBucket:
    """What is open of one age.

    Attributes:
        name: Name of the bucket.
        amount: What is open.
        count: Number of items.

    Raises:
        InvalidValueError: If the name is empty or the count negative.
        WrongTypeError: If the count is no whole number.
    """

    name: str
    amount: Money = field(converter=money_of)
    count: int = 0

    def __attrs_post_init__(self) -> None:
        if not isinstance(self.name, str) or not self.name:
            raise InvalidValueError("name", self.name, "be a text with at least one character")
        if type(self.count) is not int:
            raise WrongTypeError("count", self.count, "be a whole number")
        if self.count < 0:
            raise InvalidValueError("count", self.count, "be 0 or more")


def _as_buckets(buckets: Iterable[AgeingBucket]) -> tuple[AgeingBucket, ...]:
    given = tuple(buckets) if isinstance(buckets, Iterable) else (buckets,)
    for bucket in given:
        if not isinstance(bucket, AgeingBucket):
            raise WrongTypeError("buckets", bucket, "be AgeingBucket values, in a list or any other iterable")
    return given


def _as_on(value: date | str) -> date:
    return as_date(value, "on")


@frozen
class AgeingReport:
    """What is open at a day, by age; the buckets add up to the total.

    Attributes:
        on: The day.
        currency: Currency of the amounts.
        buckets: What is open of each age, the youngest first.

    Raises:
        CurrencyMismatchError: If a bucket is in another currency.
        InvalidValueError: If a bucket stands twice.
        WrongTypeError: If a bucket is something else.
    """

    on: date = field(converter=_as_on)
    currency: Currency = field(converter=currency_of)
    buckets: tuple[AgeingBucket, ...] = field(converter=_as_buckets)

    def __attrs_post_init__(self) -> None:
        names = [bucket.name for bucket in self.buckets]
        for name in names:
            if names.count(name) > 1:
                raise InvalidValueError("buckets", name, "name each bucket once")
        for bucket in self.buckets:
            if bucket.amount.currency != self.currency:
                raise CurrencyMismatchError("buckets", bucket.amount, f"be in {self.currency}")

    @property
    def total(self) -> Money:
        """All that is open."""
        return Money.total([bucket.amount for bucket in self.buckets], self.currency)

    def of(self, name: str) -> Money:
        """What is open of one age.

        Raises:
            UnknownIdentifierError: If there is no bucket of that name.
        """
        for bucket in self.buckets:
            if bucket.name == name:
                return bucket.amount
        known = ", ".join(bucket.name for bucket in self.buckets)
        raise UnknownIdentifierError("name", name, f"be one of {known}")

    def records(self) -> list[dict[str, object]]:
        """One row per bucket, for a DataFrame."""
        return [
            {
                "on": self.on,
                "bucket": bucket.name,
                "amount": bucket.amount.amount,
                "currency": self.currency.code,
                "items": bucket.count,
            }
            for bucket in self.buckets
        ]

    def table(self, lang: str = "en") -> Table:
        """The buckets with their amounts.

        Raises:
            InvalidValueError: If the language is neither `en` nor `zh`.
        """
        columns = headed(EXPOSURE_HEADINGS, lang, "age", "amount", "count")
        rows = [(_shown(bucket.name, lang), bucket.amount, bucket.count) for bucket in self.buckets]
        title = headed(EXPOSURE_HEADINGS, lang, "ageing")[0].heading
        total = headed(EXPOSURE_HEADINGS, lang, "total")[0].heading
        count = sum(bucket.count for bucket in self.buckets)
        return Table(f"{title} {self.on}", columns, rows, footer=(total, self.total, count), lang=lang)


def _shown(name: str, lang: str) -> str:
    return headed(EXPOSURE_HEADINGS, lang, name)[0].heading if name in ("not_due", "late") else name


@frozen
class Ageing:
    """Into which buckets open items fall.

    The first bucket holds what is not late, the last what is above the highest bound; between them, each
    bound is the last number that still belongs to its bucket. Without bounds there are two: not late, and
    late.

    Attributes:
        bounds: Highest number of days, or months, of each bucket, rising from 1.
        margin_days: Days past due that are let pass before an item is late.
        unit: Whether age is counted in days or in calendar months.
        aged_from: Whether it is counted from the due date or from the document.
        late_from: Which day is the first late one.
        names: A name for each bucket, one more than bounds and one for what is not late; made from the bounds
            where left out.

    Raises:
        BatchError: If the bounds do not rise, or names are missing or stand twice.
        InvalidValueError: If the margin is negative.
        WrongTypeError: If a field has another type.

    Examples:
        >>> ageing = Ageing()
        >>> ageing.buckets
        ('not_due', '1-30', '31-60', '61-90', '91+')
        >>> item = OpenItem("I-1", "2026-01-20", "2026-02-19", "USD 4,000", "USD 2,500")
        >>> str(ageing.report([item], "2026-03-21").of("1-30"))
        'USD 2,500.00'
    """

    bounds: tuple[int, ...] = field(default=(30, 60, 90), converter=_as_bounds)
    margin_days: int = field(default=0, kw_only=True)
    unit: AgeingUnit = field(default=AgeingUnit.DAYS, converter=_as_unit, kw_only=True)
    aged_from: AgedFrom = field(default=AgedFrom.DUE, converter=_as_from, kw_only=True)
    late_from: LateFrom = field(default=LateFrom.NEXT_DAY, converter=_as_late, kw_only=True)
    names: tuple[str, ...] | None = field(default=None, converter=_as_names, kw_only=True)

    def __attrs_post_init__(self) -> None:
        if type(self.margin_days) is not int:
            raise WrongTypeError("margin_days", self.margin_days, "be a whole number")
        if self.margin_days < 0:
            raise InvalidValueError("margin_days", self.margin_days, "be 0 or more")
        problems = []
        before = 0
        for place, bound in enumerate(self.bounds, 1):
            if type(bound) is not int:
                raise WrongTypeError("bounds", bound, "be a whole number")
            if bound <= before:
                problems.append(Problem(f"bound {place}", "bounds", bound, f"be above {before}"))
            before = bound
        if self.names is not None:
            wanted = len(self.bounds) + 2
            if len(self.names) != wanted:
                problems.append(Problem("names", "names", self.names, f"be {wanted}, one for each bucket"))
            problems += [
                Problem("names", "names", name, "be a text with at least one character")
                for name in self.names
                if not isinstance(name, str) or not name
            ]
            if len(set(self.names)) != len(self.names):
                problems.append(Problem("names", "names", self.names, "name each bucket once"))
        if problems:
            raise BatchError("ageing", problems)

    @property
    def buckets(self) -> tuple[str, ...]:
        """The names of the buckets, the youngest first."""
        if self.names is not None:
            return self.names
        if not self.bounds:
            return ("not_due", "late")
        starts = [1, *(bound + 1 for bound in self.bounds)]
        closed = [
            f"{low}-{high}" if low < high else f"{high}"
            for low, high in zip(starts, self.bounds, strict=False)
        ]
        return ("not_due", *closed, f"{starts[-1]}+")

    def age(self, item: OpenItem, on: date | str) -> int:
        """How late an item is in the unit of the buckets; 0 or less where it is not.

        Raises:
            InvalidValueError: If the margin leads beyond the years of a date.
        """
        day = as_date(on, "on")
        start = item.due if self.aged_from is AgedFrom.DUE else item.on
        if start is None:
            return 0
        if self.unit is AgeingUnit.MONTHS:
            day = add_days(day, -self.margin_days)
            return (day.year - start.year) * 12 + day.month - start.month
        return (day - start).days - self.margin_days + (self.late_from is LateFrom.DUE_DAY)

    def bucket_of(self, item: OpenItem, on: date | str) -> str:
        """The name of the bucket into which an item falls at a day."""
        return self.buckets[self._place(self.age(item, on))]

    def _place(self, age: int) -> int:
        return 0 if age <= 0 else 1 + bisect_left(self.bounds, age)

    def report(
        self,
        items: Iterable[OpenItem],
        on: date | str,
        *,
        currency: Currency | str | None = None,
        opening: Mapping[str, Money | str] | None = None,
    ) -> AgeingReport:
        """What is open at a day, by age.

        Args:
            items: What is open at the day; documents dated later do not exist yet.
            on: The day.
            currency: Currency of the amounts; that of the items where left out.
            opening: Amounts by the name of a bucket that stand in it already, such as totals of another book.

        Raises:
            CurrencyMismatchError: If amounts are in several currencies.
            InvalidValueError: If there is nothing that says the currency.
            UnknownIdentifierError: If an opening amount names no bucket.
            WrongTypeError: If an item is something else.
        """
        day = as_date(on, "on")
        start = {name: money_of(amount, "opening") for name, amount in (opening or {}).items()}
        held = tuple(items)
        for item in held:
            if not isinstance(item, OpenItem):
                raise WrongTypeError("items", item, "be OpenItem values, in a list or any other iterable")
        amounts = [*(item.open for item in held), *start.values()]
        if currency is None and not amounts:
            raise InvalidValueError("currency", None, "be given where there are no items")
        unit = amounts[0].currency if currency is None else currency_of(currency)
        for amount in amounts:
            if amount.currency != unit:
                raise CurrencyMismatchError("items", amount, f"be in {unit}")
        names = self.buckets
        for name in start:
            if name not in names:
                raise UnknownIdentifierError("opening", name, f"be one of {', '.join(names)}")
        minor = [start[name].minor if name in start else 0 for name in names]
        counts = [0] * len(names)
        for item in held:
            if item.on <= day:
                place = self._place(self.age(item, day))
                minor[place] += item.open.minor
                counts[place] += 1
        found = [
            AgeingBucket(name, Money(sum_, unit), count)
            for name, sum_, count in zip(names, minor, counts, strict=True)
        ]
        return AgeingReport(day, unit, found)
