"""Strategies for conditions on one field, or on two."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from fractions import Fraction
from typing import TypeVar

from hypothesis import strategies as st

from salesmgmt.criteria import (
    Checked,
    Criterion,
    FieldComparison,
    FieldType,
    Interval,
    Membership,
    Prefix,
    Presence,
    Read,
    Relation,
)
from salesmgmt.criteria.values import Value
from salesmgmt.money import Money, Rate
from salesmgmt.testing.criteria.schemas import PATHS, RELATIONS, TYPES, Schema, a_value, schemas

__all__ = [
    "FLAGS",
    "a_comparison",
    "a_membership",
    "a_prefix",
    "a_presence",
    "an_interval",
    "checkeds",
    "field_comparisons",
    "intervals",
    "memberships",
    "pairs_of",
    "prefixes",
    "presences",
]

T = TypeVar("T", bound=Criterion)

_SAME = st.sampled_from([Relation.EQUAL, Relation.DIFFERENT])
FLAGS = st.booleans()
_IF_MISSING = st.sampled_from([None, None, True, False])
_ONE_TO_FOUR = st.integers(1, 4)
_PREFIXES = st.text("ab\0中", min_size=1, max_size=2) | st.text(min_size=1)


def memberships(schema: Schema | None = None) -> st.SearchStrategy[Membership]:
    """Conditions that a field holds one of some values, or none of them."""
    return _over(schema, a_membership)


def a_membership(draw: st.DrawFn, read: Read) -> Membership:
    """Whether a field holds one of some values, or none of them."""
    values = [a_value(draw, read) for _ in range(draw(_ONE_TO_FOUR))]
    inside, if_missing = draw(FLAGS), draw(_IF_MISSING)
    return Membership(read.path, values, inside=inside, type=read.type, if_missing=if_missing)


def intervals(schema: Schema | None = None) -> st.SearchStrategy[Interval]:
    """Conditions that a field holds a value between bounds; the schema must not consist of flags only."""
    return _over(schema, an_interval, FieldType.FLAG)


def an_interval(draw: st.DrawFn, read: Read) -> Interval:
    """Whether a field lies between bounds, or on one side of one."""
    low: Value | None = a_value(draw, read)
    high: Value | None = a_value(draw, read)
    with_low, with_high, sides = draw(FLAGS), draw(FLAGS), draw(_ONE_TO_FOUR)
    if sides == 1:
        low = None
    elif sides == 2:
        high = None
    elif low is not None and high is not None:
        if _place(low) > _place(high):
            low, high = high, low
        if low == high:
            with_low = with_high = True
    if_missing = draw(_IF_MISSING)
    return Interval(read.path, low, high, with_low, with_high, type=read.type, if_missing=if_missing)


def _place(value: Value) -> tuple[Fraction, str]:
    if isinstance(value, str):
        return Fraction(0), value
    if isinstance(value, Money):
        return Fraction(value.minor), ""
    if isinstance(value, Rate):
        return value.value, ""
    return Fraction(value.toordinal() if isinstance(value, date) else value), ""


def prefixes(path: str | None = None) -> st.SearchStrategy[Prefix]:
    """Conditions that a field holds a text with one of some prefixes, or with none of them.

    Args:
        path: Of the field; any where it is left out.
    """
    text = FieldType.TEXT
    return _over(
        None if path is None else (Read(path, text),),
        a_prefix,
        *[kind for kind in FieldType if kind is not text],
    )


def a_prefix(draw: st.DrawFn, read: Read) -> Prefix:
    """Whether a field begins in one of some ways, or in none of them."""
    starts = [draw(_PREFIXES) for _ in range(draw(_ONE_TO_FOUR))]
    return Prefix(read.path, starts, inside=draw(FLAGS), if_missing=draw(_IF_MISSING))


def presences(schema: Schema | None = None) -> st.SearchStrategy[Presence]:
    """Conditions that a field is there or missing."""
    return _over(schema, a_presence)


def a_presence(draw: st.DrawFn, read: Read) -> Presence:
    """Whether a field is there, or missing."""
    return Presence(read.path, present=draw(FLAGS), type=read.type if draw(FLAGS) else None)


def field_comparisons(schema: Schema | None = None) -> st.SearchStrategy[FieldComparison]:
    """Comparisons of two fields; the schema needs two of one type."""
    return _comparisons(schema)


@st.composite
def _comparisons(draw: st.DrawFn, schema: Schema | None) -> FieldComparison:
    if schema is None:
        kind = draw(TYPES)
        names = draw(st.lists(PATHS, min_size=2, max_size=2, unique=True))
        schema = tuple([Read(name, kind) for name in names])
    return a_comparison(draw, pairs_of(schema))


def pairs_of(schema: Schema) -> list[tuple[Read, Read]]:
    """The pairs of fields that can be compared."""
    return [
        (one, two)
        for one in schema
        for two in schema
        if one.path != two.path and one.type is two.type and one.currency == two.currency
    ]


def a_comparison(draw: st.DrawFn, pairs: Sequence[tuple[Read, Read]]) -> FieldComparison:
    """How the fields of one of some pairs stand to each other."""
    one, two = draw(st.sampled_from(pairs))
    relation = draw(_SAME if one.type is FieldType.FLAG else RELATIONS)
    return FieldComparison(one.path, relation, two.path, type=one.type, if_missing=draw(_IF_MISSING))


@st.composite
def _over(draw: st.DrawFn, schema: Schema | None, leaf: Callable[[st.DrawFn, Read], T], *but: FieldType) -> T:
    if schema is None:
        kinds = st.sampled_from([kind for kind in FieldType if kind not in but])
        schema = draw(schemas(types=kinds, max_size=1))
    return leaf(draw, draw(st.sampled_from([read for read in schema if read.type not in but])))


def checkeds(schema: Schema | None = None) -> st.SearchStrategy[Checked]:
    """Criteria that hold always and have some fields looked up."""
    return _checkeds(schema)


@st.composite
def _checkeds(draw: st.DrawFn, schema: Schema | None) -> Checked:
    if schema is None:
        schema = draw(schemas(min_size=0))
    return Checked(tuple([read for read in schema if draw(FLAGS)]))
