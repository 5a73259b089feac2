"""Strategies for fields, what they hold, and schemas of them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from types import MappingProxyType

from hypothesis import strategies as st

from salesmgmt.criteria import Field, FieldType, Read, Relation
from salesmgmt.criteria.values import Value
from salesmgmt.money import Currency, Money, Rate
from salesmgmt.testing.money import currencies, rates

__all__ = [
    "PATHS",
    "RELATIONS",
    "TYPES",
    "Schema",
    "a_value",
    "field_types",
    "fields",
    "paths",
    "reads",
    "relations",
    "schemas",
    "values_of",
]

Schema = tuple[Read, ...]
"""Fields with their types, and their currency where they hold amounts."""

_NAMES = ("region", "stage", "owner", "product", "amount", "limit", "due", "won", "share", "客户等级")
_INNER = ("product.series", "product.family", "owner.country", "product.maker.country")


def _is_path(text: str) -> bool:
    return text == text.strip() and "." not in text and not text.startswith("__")


PATHS = st.sampled_from(_NAMES) | st.sampled_from(_INNER) | st.text(min_size=1, max_size=4).filter(_is_path)
TYPES = st.sampled_from(FieldType)
RELATIONS = st.sampled_from(Relation)
_CURRENCIES = st.sampled_from(["USD", "USD", "CNY", "JPY"]).map(Currency.of) | currencies()
_MINORS = st.integers(-3, 6) | st.integers(-3, 6) | st.integers()
_SMALL_FRACTIONS = st.builds(Fraction, st.integers(-4, 8), st.integers(1, 4))
_VALUES: Mapping[FieldType, st.SearchStrategy[Value]] = MappingProxyType(
    {
        FieldType.TEXT: st.text("ab\0中", max_size=3) | st.text("ab\0中", max_size=3) | st.text(),
        FieldType.NUMBER: st.integers(-3, 6) | _SMALL_FRACTIONS | st.integers() | st.fractions(),
        FieldType.RATE: _SMALL_FRACTIONS.map(Rate) | rates(),
        FieldType.DATE: st.dates(date(2026, 1, 1), date(2026, 1, 9)) | st.dates(),
        FieldType.FLAG: st.booleans(),
    }
)


def paths() -> st.SearchStrategy[str]:
    """Paths of one step or more, in any script."""
    return PATHS


def field_types() -> st.SearchStrategy[FieldType]:
    """Types of fields."""
    return TYPES


def relations() -> st.SearchStrategy[Relation]:
    """How two fields may stand to each other."""
    return RELATIONS


def fields() -> st.SearchStrategy[Field]:
    """Fields with and without a declared type."""
    return st.builds(Field, paths(), st.none() | field_types())


def reads() -> st.SearchStrategy[Read]:
    """Reads of every kind."""
    plain = st.builds(Read, paths(), st.none() | field_types(), required=st.booleans())
    amounts = st.builds(
        Read,
        paths(),
        st.just(FieldType.MONEY),
        st.none() | currencies(),
        st.booleans(),
        st.lists(paths(), max_size=2).map(tuple),
    )
    return plain | amounts


@st.composite
def schemas(
    draw: st.DrawFn,
    *,
    types: st.SearchStrategy[FieldType] | None = None,
    min_size: int = 1,
    max_size: int = 4,
) -> Schema:
    """Fields with distinct paths.

    Args:
        draw: Given by Hypothesis.
        types: What they may hold.
        min_size: The least number of fields.
        max_size: The greatest number of fields.
    """
    names = draw(st.lists(PATHS, min_size=min_size, max_size=max_size, unique=True))
    kinds = [draw(TYPES if types is None else types) for _ in names]
    return tuple(
        [
            Read(name, kind, draw(_CURRENCIES) if kind is FieldType.MONEY else None)
            for name, kind in zip(names, kinds, strict=True)
        ]
    )


def values_of(kind: FieldType, currency: Currency | None = None) -> st.SearchStrategy[Value]:
    """Literals of a type, many of them close together.

    Args:
        kind: What a field holds.
        currency: Of amounts; dollars where it is left out.
    """
    if kind is FieldType.MONEY:
        return _MINORS.map(lambda minor: Money(minor, currency or "USD"))
    return _VALUES[kind]


def a_value(draw: st.DrawFn, read: Read) -> Value:
    """A literal of the type of a field."""
    if read.type is FieldType.MONEY:
        return Money(draw(_MINORS), read.currency or "USD")
    return draw(_VALUES[read.type or FieldType.TEXT])
