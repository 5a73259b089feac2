"""Named values: what a case is about, and what an event brings along."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import TypeAlias

from attrs import field, frozen

from salesmgmt.errors import InvalidValueError, WrongTypeError
from salesmgmt.money import Money

__all__ = ["NOTHING", "Details", "Scalar", "details_of"]

Scalar: TypeAlias = str | int | bool | Decimal | Fraction | date | Money
Pairs: TypeAlias = tuple[tuple[str, Scalar], ...]

_NAMES = "have names that are texts without dots, with at least one character"
_VALUES = "be a text, an exact number, a date without time, a Money, a flag or None"


def _pairs(given: Mapping[str, Scalar | None] | Iterable[tuple[str, Scalar | None]]) -> Pairs:
    pairs = list(given.items() if isinstance(given, Mapping) else given)
    for name, value in pairs:
        if not isinstance(name, str) or not name or "." in name:
            raise InvalidValueError("details", name, _NAMES)
        if isinstance(value, Decimal):
            if not value.is_finite():
                raise InvalidValueError(f"details.{name}", value, "be a finite number")
        elif isinstance(value, datetime) or not (
            value is None or isinstance(value, str | int | Fraction | date | Money)
        ):
            raise WrongTypeError(f"details.{name}", value, _VALUES)
    if len({name for name, _ in pairs}) != len(pairs):
        raise InvalidValueError("details", [name for name, _ in pairs], "name each value once")
    return tuple(
        sorted([(name, value) for name, value in pairs if value is not None], key=lambda pair: pair[0])
    )


def _told_apart(pairs: Pairs) -> tuple[tuple[str, bool, Scalar], ...]:
    """Python holds True equal to 1; a flag and a number are different values."""
    return tuple([(name, type(value) is bool, value) for name, value in pairs])


@frozen(weakref_slot=False, repr=False)
class Details(Mapping[str, Scalar]):
    """Named values that cannot change: an immutable, hashable mapping.

    A name whose value is None is left out: what has no value isn't there.

    Attributes:
        pairs: Names and values (argument: a mapping or pairs), in the order of the names.

    Raises:
        InvalidValueError: If a name is empty, has a dot or is given twice, or a number is not finite.
        WrongTypeError: If a value is a float, a datetime or anything else that is not exact.

    Examples:
        >>> details = Details({"reason": "new branch", "amount": 500, "until": None})
        >>> details["amount"], list(details)
        (500, ['amount', 'reason'])
    """

    pairs: Pairs = field(default=(), converter=_pairs, eq=_told_apart)

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
        return f"Details({dict(self.pairs)!r})"


NOTHING = Details()


def details_of(value: Mapping[str, Scalar | None], field: str = "payload") -> Details:
    """Take a mapping of names to values.

    Raises:
        InvalidValueError: If a name or a number is malformed.
        WrongTypeError: If it is no mapping, or a value has another type.
    """
    if isinstance(value, Details):
        return value
    if not isinstance(value, Mapping):
        raise WrongTypeError(field, value, "be a mapping of names to values")
    return Details(value)
