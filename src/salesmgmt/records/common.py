"""What every fact shares: an identifier, a business date, and when it became known.

Amounts on facts are kept as minor units beside one currency, since a batch holds millions of them; the
constructors take what a person would type, and a property hands out the `Money`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Protocol, TypeAlias, cast

from attrs import field, frozen

from salesmgmt.calendars import as_date
from salesmgmt.errors import CurrencyMismatchError, InvalidValueError, WrongTypeError
from salesmgmt.money import Currency, Money, currency_of

AmountLike: TypeAlias = Money | Decimal | str | int
QuantityLike: TypeAlias = int | Fraction | Decimal | str
Scalar: TypeAlias = str | int | bool | Decimal | Fraction | date | Money | None

set_field = object.__setattr__


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
        """Aware instant at which the fact became known; None: on its business date."""

    @property
    def supersedes(self) -> str | None:
        """Identifier of the record of the same kind that this one corrects."""


@frozen(weakref_slot=False, repr=False)
class More(Mapping[str, Scalar]):
    """A caller's own columns on a record: an immutable, hashable mapping.

    Examples:
        >>> more = More({"source": "trade fair", "renewal": True})
        >>> more["source"]
        'trade fair'
    """

    pairs: tuple[tuple[str, Scalar], ...] = field(default=(), converter=lambda given: _pairs(given))

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


def _pairs(given: Mapping[str, Scalar] | tuple[tuple[str, Scalar], ...]) -> tuple[tuple[str, Scalar], ...]:
    items = tuple(given.items()) if isinstance(given, Mapping) else tuple((key, value) for key, value in given)
    for key, value in items:
        if not isinstance(key, str) or not key:
            raise InvalidValueError("more", key, "have names that are texts with at least one character")
        if isinstance(value, float) or not isinstance(
            value, str | int | Decimal | Fraction | date | Money | None
        ):
            raise WrongTypeError(
                f"more.{key}", value, "be a text, an exact number, a date, a Money, a flag or None"
            )
    if len({key for key, _ in items}) != len(items):
        raise InvalidValueError("more", [key for key, _ in items], "name each column once")
    return tuple(sorted(items, key=lambda item: item[0]))


NOTHING_MORE = More()


def as_more(value: Mapping[str, Scalar]) -> More:
    """Convert a mapping to the immutable form.

    Raises:
        InvalidValueError: If a name is empty or given twice.
        WrongTypeError: If a value is not an exact scalar.
    """
    return value if isinstance(value, More) else More(value)


def as_optional_date(value: date | str | None) -> date | None:
    """Convert ISO text or a date, and let None pass."""
    return None if value is None else as_date(value, "date")


def as_amount(value: AmountLike) -> int:
    """Stand in for an amount until its record knows the currency.

    `settle_amounts` turns it into minor units once the whole record is there.
    """
    return cast(int, value)


def as_optional_amount(value: AmountLike | None) -> int | None:
    """As `as_amount`, for amounts that may be unknown."""
    return cast("int | None", value)


def as_currency(value: Currency | str | None) -> Currency:
    """Stand in for a currency that an amount may still bring along."""
    return cast(Currency, value)


def as_quantity(value: QuantityLike) -> int | Fraction:
    """Convert a count or measure to an exact number, an int where it is whole.

    Raises:
        WrongTypeError: If the value is a float or a flag.
        InvalidValueError: If a text is not a finite number.
    """
    if type(value) is int:
        return value
    if isinstance(value, bool | float) or not isinstance(value, int | Fraction | Decimal | str):
        raise WrongTypeError("quantity", value, "be exact: an int, a Decimal, a Fraction or a text such as '2.5'")
    try:
        exact = Fraction(value)
    except (ValueError, OverflowError, ZeroDivisionError):
        raise InvalidValueError("quantity", value, "be a finite number such as '2.5'") from None
    return exact.numerator if exact.denominator == 1 else exact


def settle_amounts(record: object, *names: str) -> None:
    """Turn the amounts of a new record into minor units of its one currency.

    Args:
        record: A record under construction, with a `currency` and the named `…_minor` fields.
        names: The fields that hold amounts; None is let pass. An int is minor units and asks for a
            `Currency` beside it, as copies and bulk code have; with a bare code it could be read as either.

    Raises:
        CurrencyMismatchError: If two amounts, or an amount and the currency, differ.
        InexactError: If an amount has more digits than its currency.
        InvalidValueError: If no currency is given, or a text is no amount.
        WrongTypeError: If an amount is a float, or an int beside a currency that is a bare code.
    """
    given: object = getattr(record, "currency")  # noqa: B009 - the classes differ, the name does not
    typed = isinstance(given, Currency)
    currency = None if given is None else currency_of(cast("Currency | str", given), "currency")
    for name in names:
        raw: object = getattr(record, name)
        if raw is None or (type(raw) is int and (typed or raw == 0)):
            continue
        label = name.removesuffix("_minor")
        if isinstance(raw, Money):
            money = raw
        elif isinstance(raw, str | Decimal):
            money = Money.of(raw, currency)
        elif type(raw) is int:
            raise WrongTypeError(
                label, raw, f"say its unit: '{raw}' as text for major units, or a Money of minor units"
            )
        else:
            raise WrongTypeError(label, raw, "be a Money, a Decimal, or a text such as 'USD 1,200.50'")
        if currency is not None and money.currency != currency:
            raise CurrencyMismatchError(label, money, f"be in {currency}, as the rest of the record")
        currency = money.currency
        set_field(record, name, money.minor)
    if currency is None:
        raise InvalidValueError("currency", None, "be given, as 'USD' or within an amount such as 'USD 10'")
    set_field(record, "currency", currency)


def check_identity(record: Fact) -> None:
    """Check what every record carries: its identifier, instants and supersession.

    Raises:
        InvalidValueError: If the identifier is empty, `recorded` has no zone, or the record supersedes itself.
        WrongTypeError: If the identifier is not a text.
    """
    identifier = record.id
    if not identifier or not isinstance(identifier, str):
        if isinstance(identifier, str):
            raise InvalidValueError("id", identifier, "have at least one character")
        raise WrongTypeError("id", identifier, "be a text")
    if record.recorded is not None or record.supersedes is not None:
        _check_history(record)


def _check_history(record: Fact) -> None:
    recorded = record.recorded
    if recorded is not None:
        if not isinstance(recorded, datetime):
            raise WrongTypeError("recorded", recorded, "be a datetime with a time zone")
        if recorded.utcoffset() is None:
            raise InvalidValueError("recorded", recorded, "carry a time zone")
    earlier = record.supersedes
    if earlier is not None:
        if not isinstance(earlier, str) or not earlier:
            raise InvalidValueError("supersedes", earlier, "be the identifier of an earlier record")
        if earlier == record.id:
            raise InvalidValueError("supersedes", earlier, "be another identifier than the record's own")


def check_reference(value: object, name: str, *, optional: bool = True) -> None:
    """Check that a reference to another record is an identifier.

    Raises:
        InvalidValueError: If it is empty, or None where one is needed.
        WrongTypeError: If it is not a text, such as the record itself.
    """
    if type(value) is str and value:
        return
    if value is None and optional:
        return
    if value is None or isinstance(value, str):
        if value:
            return
        raise InvalidValueError(name, value, "be the identifier of a record")
    raise WrongTypeError(name, value, "be the identifier of a record, as text")
