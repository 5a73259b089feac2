"""What every fact shares: an identifier, a business date, when it became known, and the caller's own columns.

Amounts on facts are kept as minor units beside one currency, since a batch holds millions of them; the
constructors take what a person would type, and a property hands out the `Money`.

Records are made by the million, so each checks itself in one method after construction, and what is right
already passes with a look at its type. The functions named `as_…` exist for type checkers only: they say what
a constructor accepts, and stand for no call at run time. The functions named `settle_…` do the converting.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Protocol, TypeAlias

from attrs import field, frozen

from salesmgmt.calendars import DateRange, as_date, range_of
from salesmgmt.errors import CurrencyMismatchError, InvalidValueError, SalesmgmtError, WrongTypeError
from salesmgmt.money import Currency, Money, currency_of

AmountLike: TypeAlias = Money | Decimal | str | int
QuantityLike: TypeAlias = int | Fraction | Decimal | str
Scalar: TypeAlias = str | int | bool | Decimal | Fraction | date | Money
Pairs: TypeAlias = tuple[tuple[str, Scalar], ...]

set_field = object.__setattr__

_DAYS = (
    "be two dates such as '2026-01-01/2026-04-01', the first day and the day after the last, '..' for none; "
    "for a period of a calendar, calendar.period('2026-Q1').during"
)


class Fact(Protocol):
    """What batches and engines rely on in every record."""

    @property
    def id(self) -> str:
        """Identifier given by the caller, unique within its kind."""

    @property
    def on(self) -> date | None:
        """Business date; None for reference rows that hold at all times."""

    @property
    def recorded(self) -> datetime | None:
        """Instant, in UTC, at which the fact became known; None: on its business date."""

    @property
    def supersedes(self) -> str | None:
        """Identifier of the record of the same kind that this one corrects."""

    @property
    def more(self) -> More:
        """The caller's own columns."""


def _kept(given: Mapping[str, Scalar | None] | Iterable[tuple[str, Scalar | None]]) -> Pairs:
    pairs = list(given.items() if isinstance(given, Mapping) else given)
    for name, value in pairs:
        if not isinstance(name, str) or not name:
            raise InvalidValueError("more", name, "have names that are texts with at least one character")
        if value is None or isinstance(value, str | int | Fraction | Money):
            continue
        if isinstance(value, Decimal):
            if not value.is_finite():
                raise InvalidValueError(f"more.{name}", value, "be a finite number")
        elif isinstance(value, datetime) or not isinstance(value, date):
            raise WrongTypeError(
                f"more.{name}",
                value,
                "be a text, an exact number, a date without time, a Money, a flag or None",
            )
    if len({name for name, _ in pairs}) != len(pairs):
        raise InvalidValueError("more", [name for name, _ in pairs], "name each column once")
    return tuple(sorted(((n, v) for n, v in pairs if v is not None), key=lambda pair: pair[0]))


def _told_apart(pairs: Pairs) -> tuple[tuple[str, bool, Scalar], ...]:
    """Python holds True equal to 1; a flag and a number are different values of a column."""
    return tuple((name, type(value) is bool, value) for name, value in pairs)


@frozen(weakref_slot=False, repr=False)
class More(Mapping[str, Scalar]):
    """A caller's own columns on a record: an immutable, hashable mapping.

    A column whose value is None is left out: what has no value isn't there.

    Attributes:
        pairs: Names and values (argument: a mapping or pairs), in order of the names. Values are texts, exact
            numbers, flags, dates or `Money`.

    Raises:
        InvalidValueError: If a name is empty or given twice, or a number is not finite.
        WrongTypeError: If a value is a float, a datetime or anything else.

    Examples:
        >>> more = More({"source": "trade fair", "renewal": True, "campaign": None})
        >>> more["source"], len(more)
        ('trade fair', 2)
    """

    pairs: Pairs = field(default=(), converter=_kept, eq=_told_apart)

    def __getitem__(self, name: str) -> Scalar:
        for key, value in self.pairs:
            if key == name:
                return value
        raise KeyError(name)

    def __iter__(self) -> Iterator[str]:
        return iter([key for key, _ in self.pairs])

    def __len__(self) -> int:
        return len(self.pairs)

    def __repr__(self) -> str:
        return f"More({dict(self.pairs)!r})"


NOTHING_MORE = More()

if TYPE_CHECKING:

    def as_amount(value: AmountLike) -> int:
        """Takes an amount; `settle_amounts` turns it into minor units."""

    def as_optional_amount(value: AmountLike | None) -> int | None:
        """Takes an amount or None."""

    def as_currency(value: Currency | str | None) -> Currency:
        """Takes a currency, its code, or None where an amount brings it along."""

    def as_optional_currency(value: Currency | str | None) -> Currency | None:
        """Takes a currency, its code or None."""

    def as_quantity(value: QuantityLike) -> int | Fraction:
        """Takes a count or measure; `exact_quantity` makes it exact."""

    def as_optional_quantity(value: QuantityLike | None) -> int | Fraction | None:
        """Takes a count, a measure or None."""

    def as_day(value: date | str) -> date:
        """Takes a date or its ISO text; `settle_dates` reads it."""

    def as_optional_day(value: date | str | None) -> date | None:
        """Takes a date, its ISO text or None."""

    def as_range(value: DateRange | str) -> DateRange:
        """Takes a range or its text; `settle_range` reads it."""

    def as_optional_range(value: DateRange | str | None) -> DateRange | None:
        """Takes a range, its text or None."""

    def as_instant(value: datetime | str | None) -> datetime | None:
        """Takes an aware datetime, its ISO text or None; `settle_identity` reads it."""

    def as_more(value: Mapping[str, Scalar | None]) -> More:
        """Takes a mapping; `settle_identity` makes it immutable."""

else:
    as_amount = as_optional_amount = as_currency = as_optional_currency = None
    as_quantity = as_optional_quantity = as_day = as_optional_day = None
    as_range = as_optional_range = as_instant = as_more = None


def settle_identity(record: Fact) -> None:
    """Check what every record carries, and bring its instant and its own columns into their form.

    Raises:
        InvalidValueError: If the identifier is empty, `recorded` has no zone, or it supersedes itself.
        WrongTypeError: If one of them has another type.
    """
    identifier = record.id
    if type(identifier) is not str or not identifier:
        check_needed(identifier, "id")
    if type(record.more) is not More:
        set_field(record, "more", record.more if isinstance(record.more, More) else _as_more(record.more))
    if record.recorded is not None or record.supersedes is not None:
        _settle_history(record)


def _as_more(value: Mapping[str, Scalar | None]) -> More:
    if not isinstance(value, Mapping):
        raise WrongTypeError("more", value, "be a mapping of the caller's own columns")
    return More(value)


def _settle_history(record: Fact) -> None:
    if record.recorded is not None:
        set_field(record, "recorded", _instant(record.recorded))
    earlier = record.supersedes
    check_text(earlier, "supersedes")
    if earlier == record.id:
        raise InvalidValueError("supersedes", earlier, "be another identifier than the record's own")


def _instant(value: datetime | str) -> datetime:
    read = value
    if isinstance(value, str):
        try:
            read = datetime.fromisoformat(value)
        except ValueError:
            raise InvalidValueError(
                "recorded", value, "be an instant such as '2026-03-09T12:00:00+08:00'"
            ) from None
    if not isinstance(read, datetime):
        raise WrongTypeError("recorded", value, "be a datetime with a time zone")
    if type(read) is datetime and read.tzinfo is UTC:
        return read
    if read.utcoffset() is None:
        raise InvalidValueError("recorded", value, "carry a time zone")
    try:
        moment = read.astimezone(UTC)
    except OverflowError:
        raise InvalidValueError("recorded", value, "lie within the years 1 to 9999 in UTC") from None
    return datetime.combine(moment.date(), moment.time(), UTC)


def check_text(value: object, name: str) -> None:
    """Check a reference or a word that may be left out: None, or text with at least one character.

    Raises:
        InvalidValueError: If it is empty.
        WrongTypeError: If it is not a text, such as the record that is meant.
    """
    if value is None or (type(value) is str and value):
        return
    if not isinstance(value, str):
        raise WrongTypeError(name, value, "be text; another record is named by its identifier")
    if not value:
        raise InvalidValueError(name, value, "be None or have at least one character")


def check_needed(value: object, name: str) -> None:
    """Check a reference or a word that has to be given.

    Raises:
        InvalidValueError: If it is None or empty.
        WrongTypeError: If it is not a text.
    """
    if type(value) is str and value:
        return
    if value is None or value == "":
        raise InvalidValueError(name, value, "be text with at least one character")
    if not isinstance(value, str):
        raise WrongTypeError(name, value, "be text; another record is named by its identifier")


def settle_name(record: Fact, name: str) -> None:
    """Check what people call something; where it is left out it is the identifier.

    Raises:
        WrongTypeError: If it is not a text.
    """
    if not isinstance(name, str):
        raise WrongTypeError("name", name, "be text")
    if not name:
        set_field(record, "name", record.id)


def settle_dates(record: object, *names: str) -> None:
    """Read the dates of a new record; None is let pass.

    Raises:
        InvalidValueError: If a text is no ISO date.
        WrongTypeError: If a date is a datetime or anything else.
    """
    for name in names:
        value: date | str | None = getattr(record, name)
        if type(value) is not date and value is not None:
            set_field(record, name, as_date(value, name))


def settle_date(record: object, name: str, value: date | str | None) -> None:
    """Read a date that has to be given.

    Raises:
        InvalidValueError: If it is None, or a text that is no ISO date.
        WrongTypeError: If it is a datetime or anything else.
    """
    if value is None:
        raise InvalidValueError(name, None, "be a date")
    set_field(record, name, as_date(value, name))


def settle_range(record: object, name: str, value: DateRange | str | None) -> None:
    """Read a range of days that has to be given.

    Raises:
        InvalidValueError: If it is None, or a text that is no range.
        WrongTypeError: If it is neither a range nor text.
    """
    if value is None:
        raise InvalidValueError(name, None, "be a range of days such as '2026-01-01/2026-04-01'")
    if type(value) is not DateRange:
        set_field(record, name, read_range(value, name))


def read_range(value: DateRange | str, name: str) -> DateRange:
    """Read a range of days, or its text; an error names the field, or the end of it that is at fault.

    Raises:
        InvalidValueError: If a text is no range.
        WrongTypeError: If it is neither a range nor text, such as a period itself.
    """
    try:
        return range_of(value, name)
    except WrongTypeError:
        raise WrongTypeError(name, value, _DAYS) from None
    except InvalidValueError as error:
        if error.field in ("start", "end"):
            raise InvalidValueError(f"{name}.{error.field}", error.value, error.rule) from None
        raise InvalidValueError(name, value, _DAYS) from None


def exact_quantity(value: QuantityLike, name: str = "quantity") -> int | Fraction:
    """A count or measure as an exact number, an int where it is whole.

    Raises:
        WrongTypeError: If the value is a float or a flag.
        InvalidValueError: If a text is not a finite number.
    """
    if type(value) is int:
        return value
    if isinstance(value, bool | float) or not isinstance(value, int | Fraction | Decimal | str):
        raise WrongTypeError(name, value, "be exact: an int, a Decimal, a Fraction or a text such as '2.5'")
    try:
        exact = Fraction(value)
    except (ValueError, OverflowError, ZeroDivisionError):
        raise InvalidValueError(name, value, "be a finite number such as '2.5'") from None
    return exact.numerator if exact.denominator == 1 else exact


def settle_amounts(
    record: object, given: Currency | str | None, *names: str, optional: tuple[str, ...] = ()
) -> None:
    """Turn the amounts of a new record into minor units of its one currency.

    Args:
        record: A record under construction, with a `currency` and the named `…_minor` fields.
        given: Its currency as given; an amount may bring it along instead.
        names: The fields that hold amounts. An int is minor units and asks for a `Currency` beside it, as
            copies and bulk code have; with a bare code it could be read as either.
        optional: Further fields that may be None.

    Raises:
        CurrencyMismatchError: If two amounts, or an amount and the currency, differ.
        InexactError: If an amount has more digits than its currency.
        InvalidValueError: If no currency is given, or a text is no amount.
        WrongTypeError: If an amount is a float, or an int beside a currency that is a bare code.
    """
    counted = isinstance(given, Currency)
    currency = None if given is None else currency_of(given)
    waiting: list[tuple[str, Decimal | str]] = []
    for name in (*names, *optional):
        raw: object = getattr(record, name)
        if (type(raw) is int and (counted or raw == 0)) or (raw is None and name in optional):
            continue
        label = name.removesuffix("_minor")
        if isinstance(raw, Money):
            currency = _one_currency(currency, raw, label)
            set_field(record, name, raw.minor)
        elif isinstance(raw, str | Decimal):
            waiting.append((name, raw))
        elif type(raw) is int:
            rule = (
                f"say its unit: '{raw}' as text is major units; a Money, or a Currency beside it, minor units"
            )
            raise WrongTypeError(label, raw, rule)
        elif isinstance(raw, float):
            rule = f"be exact: write '{raw}' as text, or Money.from_float for a spreadsheet's floats"
            raise WrongTypeError(label, raw, rule)
        else:
            raise WrongTypeError(label, raw, "be a Money, a Decimal, or a text such as 'USD 1,200.50'")
    for name, text in waiting:
        money = _read_amount(text, currency, name.removesuffix("_minor"))
        currency = money.currency
        set_field(record, name, money.minor)
    if currency is None:
        raise InvalidValueError("currency", None, "be given, as 'USD' or within an amount such as 'USD 10'")
    set_field(record, "currency", currency)


def _one_currency(known: Currency | None, money: Money, label: str) -> Currency:
    if known is not None and money.currency != known:
        raise CurrencyMismatchError(label, money, f"be in {known}, as the rest of the record")
    return money.currency


def _read_amount(text: Decimal | str, currency: Currency | None, label: str) -> Money:
    try:
        return Money.of(text, currency)
    except SalesmgmtError as error:
        raise type(error)(label, error.value, error.rule) from None
