"""Strategies for criteria, and for records that fit them or break their rules.

Criteria are drawn over a schema, a tuple of fields with their types, so that conditions on one field agree
about what it holds. Literals are drawn mostly from small pools, since conditions that touch each other are
the ones worth trying.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType
from typing import TypeVar

from hypothesis import strategies as st

from salesmgmt.criteria import (
    AllOf,
    AnyOf,
    Checked,
    Criterion,
    Explanation,
    Field,
    FieldComparison,
    FieldType,
    Finding,
    Interval,
    Membership,
    No,
    Not,
    Prefix,
    Presence,
    Read,
    Relation,
    Unknown,
    Witness,
    Yes,
)
from salesmgmt.criteria.values import Value
from salesmgmt.money import Currency, Money, Rate
from salesmgmt.testing.money import currencies, rates

__all__ = [
    "STRATEGIES",
    "Schema",
    "all_ofs",
    "any_ofs",
    "checkeds",
    "criteria",
    "explanations",
    "field_comparisons",
    "field_types",
    "fields",
    "findings",
    "intervals",
    "memberships",
    "nos",
    "nots",
    "paths",
    "prefixes",
    "presences",
    "reads",
    "records_for",
    "relations",
    "schemas",
    "unknowns",
    "values_of",
    "witnesses",
    "yeses",
]

Schema = tuple[Read, ...]
"""Fields with their types, and their currency where they hold amounts."""

T = TypeVar("T", bound=Criterion)

_NAMES = ("region", "stage", "owner", "product", "amount", "limit", "due", "won", "share", "客户等级")
_INNER = ("product.series", "product.family", "owner.country", "product.maker.country")


def _is_path(text: str) -> bool:
    return text == text.strip() and "." not in text and not text.startswith("__")


_PATHS = st.sampled_from(_NAMES) | st.sampled_from(_INNER) | st.text(min_size=1, max_size=4).filter(_is_path)
_TYPES = st.sampled_from(FieldType)
_RELATIONS = st.sampled_from(Relation)
_SAME = st.sampled_from([Relation.EQUAL, Relation.DIFFERENT])
_CURRENCIES = st.sampled_from(["USD", "USD", "CNY", "JPY"]).map(Currency.of) | currencies()
_FLAGS = st.booleans()
_IF_MISSING = st.sampled_from([None, None, True, False])
_ONE_TO_FOUR = st.integers(1, 4)
_ZERO_TO_FOUR = st.integers(0, 4)
_TEN = st.integers(0, 9)
_PREFIXES = st.text("ab\0中", min_size=1, max_size=2) | st.text(min_size=1)
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
_OTHER_NUMBERS = st.sampled_from([0.5, 1.0, 2.25, -0.0, 1e300, Decimal("0.50"), Decimal(2), Decimal("-0")])
_FAULTS: st.SearchStrategy[object] = st.sampled_from(
    [
        None,
        "text",
        7,
        1.5,
        float("nan"),
        float("inf"),
        Decimal("Infinity"),
        Decimal("sNaN"),
        True,
        datetime(2026, 1, 1, 9, tzinfo=UTC),
        Money(5, "EUR"),
        Money(5, "USD"),
        Rate("5%"),
        date(2026, 1, 1),
        ("x",),
    ]
)
_SMALL_SHAPES = st.sampled_from(["leaf", "leaf", "leaf", "leaf", "not", "all, any number", "any, any number"])
_SHAPES = st.sampled_from(["all", "any", "all", "any", "not", "all, any number", "any, any number", "leaf"])
_LEAVES = st.sampled_from(
    ["membership", "interval", "interval", "prefix", "presence", "comparison", "comparison", "checked"]
)


def paths() -> st.SearchStrategy[str]:
    """Paths of one step or more, in any script."""
    return _PATHS


def field_types() -> st.SearchStrategy[FieldType]:
    """Types of fields."""
    return _TYPES


def relations() -> st.SearchStrategy[Relation]:
    """How two fields may stand to each other."""
    return _RELATIONS


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
    names = draw(st.lists(_PATHS, min_size=min_size, max_size=max_size, unique=True))
    kinds = [draw(_TYPES if types is None else types) for _ in names]
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


def _value(draw: st.DrawFn, read: Read) -> Value:
    if read.type is FieldType.MONEY:
        return Money(draw(_MINORS), read.currency or "USD")
    return draw(_VALUES[read.type or FieldType.TEXT])


def memberships(schema: Schema | None = None) -> st.SearchStrategy[Membership]:
    """Conditions that a field holds one of some values, or none of them."""
    return _over(schema, _membership)


def _membership(draw: st.DrawFn, read: Read) -> Membership:
    values = [_value(draw, read) for _ in range(draw(_ONE_TO_FOUR))]
    inside, if_missing = draw(_FLAGS), draw(_IF_MISSING)
    return Membership(read.path, values, inside=inside, type=read.type, if_missing=if_missing)


def intervals(schema: Schema | None = None) -> st.SearchStrategy[Interval]:
    """Conditions that a field holds a value between bounds; the schema must not consist of flags only."""
    return _over(schema, _interval, FieldType.FLAG)


def _interval(draw: st.DrawFn, read: Read) -> Interval:
    low: Value | None = _value(draw, read)
    high: Value | None = _value(draw, read)
    with_low, with_high, sides = draw(_FLAGS), draw(_FLAGS), draw(_ONE_TO_FOUR)
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
        _prefix,
        *[kind for kind in FieldType if kind is not text],
    )


def _prefix(draw: st.DrawFn, read: Read) -> Prefix:
    starts = [draw(_PREFIXES) for _ in range(draw(_ONE_TO_FOUR))]
    return Prefix(read.path, starts, inside=draw(_FLAGS), if_missing=draw(_IF_MISSING))


def presences(schema: Schema | None = None) -> st.SearchStrategy[Presence]:
    """Conditions that a field is there or missing."""
    return _over(schema, _presence)


def _presence(draw: st.DrawFn, read: Read) -> Presence:
    return Presence(read.path, present=draw(_FLAGS), type=read.type if draw(_FLAGS) else None)


def field_comparisons(schema: Schema | None = None) -> st.SearchStrategy[FieldComparison]:
    """Comparisons of two fields; the schema needs two of one type."""
    return _comparisons(schema)


@st.composite
def _comparisons(draw: st.DrawFn, schema: Schema | None) -> FieldComparison:
    if schema is None:
        kind = draw(_TYPES)
        names = draw(st.lists(_PATHS, min_size=2, max_size=2, unique=True))
        schema = tuple([Read(name, kind) for name in names])
    return _comparison(draw, _pairs(schema))


def _pairs(schema: Schema) -> list[tuple[Read, Read]]:
    return [
        (one, two)
        for one in schema
        for two in schema
        if one.path != two.path and one.type is two.type and one.currency == two.currency
    ]


def _comparison(draw: st.DrawFn, pairs: Sequence[tuple[Read, Read]]) -> FieldComparison:
    one, two = draw(st.sampled_from(pairs))
    relation = draw(_SAME if one.type is FieldType.FLAG else _RELATIONS)
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
    return Checked(tuple([read for read in schema if draw(_FLAGS)]))


def criteria(schema: Schema | None = None, *, max_leaves: int = 8) -> st.SearchStrategy[Criterion]:
    """Criteria of every kind.

    Args:
        schema: The fields that they may name; any where it is left out.
        max_leaves: How many single conditions they may have.
    """
    return _criteria(schema, max_leaves)


@st.composite
def _criteria(draw: st.DrawFn, schema: Schema | None, most: int) -> Criterion:
    if schema is None:
        schema = draw(schemas())
    return _tree(draw, schema, draw(st.integers(1, most)), 5)


def _tree(draw: st.DrawFn, schema: Schema, size: int, depth: int) -> Criterion:
    """A criterion with about so many leaves."""
    shape = draw(_SHAPES) if size > 1 and depth else draw(_SMALL_SHAPES)
    if shape == "leaf" or not depth:
        return _leaf(draw, schema)
    if shape == "not":
        return Not(_tree(draw, schema, size, depth - 1))
    count = draw(_ZERO_TO_FOUR) if shape.endswith("any number") else min(size, 3)
    parts = tuple([_tree(draw, schema, size // count, depth - 1) for _ in range(count)])
    return AllOf(parts) if shape.startswith("all") else AnyOf(parts)


def _leaf(draw: st.DrawFn, schema: Schema) -> Criterion:
    pairs = _pairs(schema)
    kind = draw(_LEAVES)
    if kind == "comparison" and pairs:
        return _comparison(draw, pairs)
    if kind == "checked":
        return Checked(tuple([read for read in schema if draw(_FLAGS)]))
    read = draw(st.sampled_from(schema))
    if kind == "presence":
        return _presence(draw, read)
    if kind == "prefix" and read.type is FieldType.TEXT:
        return _prefix(draw, read)
    if kind == "interval" and read.type is not FieldType.FLAG:
        return _interval(draw, read)
    return _membership(draw, read)


@st.composite
def all_ofs(draw: st.DrawFn) -> AllOf:
    """Criteria of which all parts have to hold."""
    schema = draw(schemas())
    return AllOf(tuple(draw(st.lists(criteria(schema, max_leaves=3), max_size=3))))


@st.composite
def any_ofs(draw: st.DrawFn) -> AnyOf:
    """Criteria of which one part has to hold."""
    schema = draw(schemas())
    return AnyOf(tuple(draw(st.lists(criteria(schema, max_leaves=3), max_size=3))))


def nots() -> st.SearchStrategy[Not]:
    """Criteria that must not hold."""
    return st.builds(Not, criteria(max_leaves=4))


Given = tuple[dict[str, object], dict[str, dict[str, object]]]
"""A record and its reference tables."""


def records_for(criterion: Criterion, *, broken: bool = False) -> st.SearchStrategy[Given]:
    """Records that a criterion can be asked about, with their reference tables.

    Args:
        criterion: What will be asked; its own literals turn up in the records.
        broken: Whether the records may also lack fields, hold wrong types, amounts of other currencies, and
            identifiers that are in no table.
    """
    return _records(criterion, broken)


@st.composite
def _records(draw: st.DrawFn, criterion: Criterion, broken: bool) -> Given:
    known = _literals(criterion)
    columns: dict[str, object] = {}
    drawn: dict[FieldType | None, list[object]] = {}
    for read in criterion.reads:
        alike = drawn.setdefault(read.type, [])
        columns[read.path] = _column(draw, read, known.get(read.path, ()), alike, broken=broken)
        alike.append(columns[read.path])
    return _given(columns)


def _literals(criterion: Criterion) -> dict[str, tuple[Value, ...]]:
    known: dict[str, tuple[Value, ...]] = {}
    for leaf in criterion.leaves:
        found: tuple[Value | None, ...] = ()
        if isinstance(leaf, Membership):
            found = leaf.values
        elif isinstance(leaf, Interval):
            found = (leaf.low, leaf.high)
        elif isinstance(leaf, Prefix):
            found = (*leaf.prefixes, *[prefix + "x" for prefix in leaf.prefixes])
        for path in leaf.fields:
            known[path] = (*known.get(path, ()), *[value for value in found if value is not None])
    return known


def _column(
    draw: st.DrawFn, read: Read, known: Sequence[Value], alike: Sequence[object], *, broken: bool
) -> object:
    """A value: missing or wrong, one of the literals, that of a field before it, or any."""
    choice = draw(_TEN)
    if choice == 0 and (broken or not read.required):
        return None
    if choice <= 2 and broken:
        return draw(_FAULTS)
    if choice <= 5 and known:
        return draw(st.sampled_from(known))
    if choice == 6 and alike and _has_currency(alike[-1], read):
        return alike[-1]
    if choice == 7 and read.type is FieldType.NUMBER:
        return draw(_OTHER_NUMBERS)
    return _value(draw, read)


def _has_currency(value: object, read: Read) -> bool:
    return value is not None and (not isinstance(value, Money) or read.currency in (None, value.currency))


def _given(columns: dict[str, object]) -> Given:
    """A record of nested dicts; what lies behind an identifier goes into a reference table."""
    record: dict[str, object] = {}
    tables: dict[str, dict[str, object]] = {}
    for path, value in columns.items():
        holder: object = record
        *way, last = path.split(".")
        for place, step in enumerate(way, start=1):
            outer = columns.get(".".join(way[:place]))
            if isinstance(outer, str):
                holder = tables.setdefault(step, {}).setdefault(outer, {})
            elif isinstance(holder, dict):
                holder = holder.setdefault(step, {})
        if isinstance(holder, dict):
            holder.setdefault(last, value)
    return record, tables


def findings() -> st.SearchStrategy[Finding]:
    """How single conditions came out."""
    return (
        explanations()
        .filter(lambda explanation: bool(explanation.findings))
        .map(lambda explanation: explanation.findings[0])
    )


def explanations() -> st.SearchStrategy[Explanation]:
    """How criteria came out for records, condition by condition."""
    return _explanations()


@st.composite
def _explanations(draw: st.DrawFn) -> Explanation:
    schema = draw(schemas().filter(lambda schema: not _nested(schema)))
    criterion = draw(criteria(schema, max_leaves=4))
    return criterion.explain(*draw(records_for(criterion)))


def _nested(schema: Schema) -> bool:
    return any(one.path.startswith(f"{two.path}.") for one in schema for two in schema)


def witnesses() -> st.SearchStrategy[Witness]:
    """Records by the values of their fields."""
    values = field_types().flatmap(values_of)
    return st.builds(Witness, st.dictionaries(paths(), st.none() | values, max_size=4))


def yeses() -> st.SearchStrategy[Yes]:
    """Answers yes, with and without a witness."""
    return st.builds(Yes, st.none() | witnesses())


def nos() -> st.SearchStrategy[No]:
    """Answers no, with and without a witness."""
    return st.builds(No, st.none() | witnesses())


def unknowns() -> st.SearchStrategy[Unknown]:
    """Answers that could not be found."""
    return st.builds(Unknown, leaf=criteria(max_leaves=1)) | st.builds(Unknown, budget=st.integers(0))


STRATEGIES: Mapping[type, Callable[[], st.SearchStrategy[object]]] = MappingProxyType(
    {
        AllOf: all_ofs,
        AnyOf: any_ofs,
        Checked: checkeds,
        Explanation: explanations,
        Field: fields,
        FieldComparison: field_comparisons,
        FieldType: field_types,
        Finding: findings,
        Interval: intervals,
        Membership: memberships,
        No: nos,
        Not: nots,
        Prefix: prefixes,
        Presence: presences,
        Read: reads,
        Relation: relations,
        Unknown: unknowns,
        Witness: witnesses,
        Yes: yeses,
    }
)
"""A strategy for every public class."""
