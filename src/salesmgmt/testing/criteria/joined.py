"""Strategies for criteria of every kind, joined as people join them."""

from __future__ import annotations

from hypothesis import strategies as st

from salesmgmt.criteria import AllOf, AnyOf, Checked, Criterion, FieldType, Not
from salesmgmt.testing.criteria.leaves import (
    FLAGS,
    a_comparison,
    a_membership,
    a_prefix,
    a_presence,
    an_interval,
    pairs_of,
)
from salesmgmt.testing.criteria.schemas import Schema, schemas

__all__ = ["all_ofs", "any_ofs", "criteria", "nots"]

_ZERO_TO_FOUR = st.integers(0, 4)
_SMALL_SHAPES = st.sampled_from(["leaf", "leaf", "leaf", "leaf", "not", "all, any number", "any, any number"])
_SHAPES = st.sampled_from(["all", "any", "all", "any", "not", "all, any number", "any, any number", "leaf"])
_LEAVES = st.sampled_from(
    ["membership", "interval", "interval", "prefix", "presence", "comparison", "comparison", "checked"]
)


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
    pairs = pairs_of(schema)
    kind = draw(_LEAVES)
    if kind == "comparison" and pairs:
        return a_comparison(draw, pairs)
    if kind == "checked":
        return Checked(tuple([read for read in schema if draw(FLAGS)]))
    read = draw(st.sampled_from(schema))
    if kind == "presence":
        return a_presence(draw, read)
    if kind == "prefix" and read.type is FieldType.TEXT:
        return a_prefix(draw, read)
    if kind == "interval" and read.type is not FieldType.FLAG:
        return an_interval(draw, read)
    return a_membership(draw, read)


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
