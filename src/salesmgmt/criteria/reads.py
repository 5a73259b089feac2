"""What a criterion reads of a record, and how a value is found there and checked.

Everything that a criterion names is looked up and checked before anything is decided, in the order of the
paths. So what raises depends on the record and on the set of fields alone, never on how conditions are
arranged, and a criterion that says the same in fewer words raises the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

import attrs

from salesmgmt._choices import choice_of
from salesmgmt.criteria.values import FieldType, Found, checked
from salesmgmt.errors import (
    CurrencyMismatchError,
    InvalidValueError,
    MissingFieldError,
    UnknownIdentifierError,
    WrongTypeError,
)
from salesmgmt.money import Currency, Money, currency_of

__all__ = ["Read", "Tables", "as_path", "as_type", "check_currencies", "look_up", "merged", "resolved"]

Tables: TypeAlias = Mapping[str, Mapping[str, object]]
"""Reference tables: from the name of a field that holds identifiers to the records that these stand for."""

_PATH_RULE = "be names joined by dots, such as 'product.series', none of them empty or starting with '__'"
_ABSENT = object()
_MORE = "more"


def as_path(path: str) -> str:
    """A path that can be followed.

    Raises:
        InvalidValueError: A step is empty, has blanks around it or starts with two underscores.
        WrongTypeError: The path is not text.
    """
    if not isinstance(path, str):
        raise WrongTypeError("path", path, _PATH_RULE)
    if any(not step or step != step.strip() or step.startswith("__") for step in path.split(".")):
        raise InvalidValueError("path", path, _PATH_RULE)
    return str.__str__(path)


def as_type(kind: FieldType | str | None) -> FieldType | None:
    """A type of field from its name; None where it is left open.

    Raises:
        InvalidValueError: No type has this name.
    """
    if kind is None or isinstance(kind, FieldType):
        return kind
    return choice_of(FieldType, kind, "type")


def _currency(value: Currency | str | None) -> Currency | None:
    return None if value is None else currency_of(value)


def _paths(paths: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({as_path(path) for path in paths}))


@attrs.frozen
class Read:
    """One field that a criterion reads, with everything that is checked before the criterion decides.

    Attributes:
        path: Names joined by dots.
        type: What the field has to hold; None where only its presence matters.
        currency: The one currency that an amount may have; None where any will do.
        required: Whether a record without the field is an error.
        alike: Paths of other amounts whose currency has to be the same as this one's.

    Raises:
        InvalidValueError: A path cannot be followed, or a currency is given for what is not money.
    """

    path: str = attrs.field(converter=as_path)
    type: FieldType | None = attrs.field(default=None, converter=as_type)
    currency: Currency | None = attrs.field(default=None, converter=_currency)
    required: bool = True
    alike: tuple[str, ...] = attrs.field(default=(), converter=_paths)

    def __attrs_post_init__(self) -> None:
        if self.type is not FieldType.MONEY and (self.currency is not None or self.alike):
            raise InvalidValueError("type", self.type, "be money where currencies are compared")


def merged(reads: Iterable[Read]) -> tuple[Read, ...]:
    """The reads of several criteria as one list, each path once, in the order of the paths.

    Raises:
        CurrencyMismatchError: One field is compared with amounts of two currencies.
        WrongTypeError: One field is read as two types.
    """
    known: dict[str, Read] = {}
    for read in reads:
        other = known.get(read.path)
        if other is None or other == read:
            known[read.path] = read
            continue
        if other.type is not None and read.type is not None and other.type is not read.type:
            rule = f"have one type everywhere; declare it, as in field({read.path!r}, {other.type.value!r})"
            raise WrongTypeError(read.path, read.type.value, rule)
        if other.currency is not None and read.currency is not None and other.currency != read.currency:
            raise CurrencyMismatchError(
                read.path, read.currency.code, f"be compared in {other.currency.code}, as it is elsewhere"
            )
        known[read.path] = Read(
            read.path,
            read.type or other.type,
            read.currency or other.currency,
            read.required or other.required,
            (*read.alike, *other.alike),
        )
    return tuple([known[path] for path in sorted(known)])


def resolved(record: object, path: str, tables: Tables) -> object | None:
    """What stands at the end of a path, unchecked; None where it is missing.

    Raises:
        UnknownIdentifierError: An identifier on the way is in no table that was given.
    """
    value: object | None = record
    before = ""
    for name in path.split("."):
        if before and isinstance(value, str | int):
            value = _looked_up(value, before, path, tables)
        value = _step(value, name)
        if value is _ABSENT or value is None:
            return None
        before = name
    return value


def _looked_up(value: str | int, name: str, path: str, tables: Tables) -> object:
    table = tables.get(name)
    if table is None:
        raise UnknownIdentifierError(
            path,
            value,
            f"be reached through a reference table for {name!r}, and there is none: add its records",
        )
    found = table.get(value, _ABSENT) if isinstance(value, str) else _ABSENT
    if found is _ABSENT:
        raise UnknownIdentifierError(path, value, f"be an identifier in the reference table for {name!r}")
    return found


def _step(value: object, name: str) -> object:
    found = _own(value, name)
    if found is _ABSENT and name != _MORE:
        more = _own(value, _MORE)
        if isinstance(more, Mapping):
            return more.get(name, _ABSENT)
    return found


def _own(value: object, name: str) -> object:
    if isinstance(value, Mapping):
        return value.get(name, _ABSENT)
    found = getattr(value, name, _ABSENT)
    if found is not _ABSENT or isinstance(value, str | Sequence):
        return found
    by_key = getattr(value, "__getitem__", None)
    if by_key is None:
        return _ABSENT
    try:
        return by_key(name)
    except (LookupError, TypeError):
        return _ABSENT


def look_up(reads: Sequence[Read], record: object, tables: Tables) -> tuple[Found, ...]:
    """The values of all reads, in their order, every one checked.

    Raises:
        CurrencyMismatchError: An amount has another currency than the one it is compared in.
        InvalidValueError: A number is not finite.
        MissingFieldError: A required field is missing.
        UnknownIdentifierError: An identifier on the way to a field is in no table.
        WrongTypeError: A field holds another type than the declared one.
    """
    row = tuple([_read(read, record, tables) for read in reads])
    check_currencies(reads, row)
    return row


def check_currencies(reads: Sequence[Read], row: Sequence[Found]) -> None:
    """Check that amounts which are compared with each other have one currency.

    Raises:
        CurrencyMismatchError: They have not.
    """
    values = {read.path: value for read, value in zip(reads, row, strict=True)}
    for read in reads:
        value = values[read.path]
        for path in read.alike:
            other = values.get(path)
            if isinstance(value, Money) and isinstance(other, Money) and value.currency != other.currency:
                raise CurrencyMismatchError(
                    read.path, value, f"be in {other.currency.code} as {path} is, with which it is compared"
                )


def _read(read: Read, record: object, tables: Tables) -> Found:
    value = resolved(record, read.path, tables)
    if value is None:
        if read.required:
            raise MissingFieldError(
                read.path, None, "be there, unless the condition says with or_if_missing what its lack means"
            )
        return None
    if read.type is None:
        return shown(value)
    found = checked(value, read.type, read.path)
    if read.currency is not None and isinstance(found, Money) and found.currency != read.currency:
        raise CurrencyMismatchError(
            read.path, found, f"be in {read.currency.code}, in which the condition is written"
        )
    return found


def shown(value: object) -> Found:
    """What to show of a value whose type nobody declared: text where it is none of the known types."""
    for kind in FieldType:
        try:
            return checked(value, kind, "")
        except (WrongTypeError, InvalidValueError):
            continue
    return f"<{type(value).__name__}>"
