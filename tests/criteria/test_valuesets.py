"""Sets of values: what belongs to them after and, or, not, and that each has one spelling."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import reduce

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from salesmgmt.criteria import FieldType
from salesmgmt.criteria.shapes import Shapes, shapes_of
from salesmgmt.criteria.valuesets import Cut, Key, Space, ValueSet, prefix_end, space_of

pytestmark = pytest.mark.properties

KEYS: dict[FieldType, st.SearchStrategy[Key]] = {
    FieldType.TEXT: st.text("ab\0\U0010ffff", max_size=3),
    FieldType.NUMBER: st.integers(-2, 4) | st.builds(Fraction, st.integers(-4, 8), st.integers(1, 3)),
    FieldType.MONEY: st.integers(-2, 6),
    FieldType.DATE: st.integers(1, 4) | st.integers(3652057, 3652059),
    FieldType.FLAG: st.integers(0, 1),
}


@st.composite
def sets(draw: st.DrawFn, count: int = 2) -> tuple[list[Key], list[ValueSet]]:
    """Some sets of one space, and places in it."""
    kind = draw(st.sampled_from(sorted(KEYS)))
    space = space_of(kind, draw(st.booleans()))
    return draw(st.lists(KEYS[kind], min_size=1, max_size=8)), [
        draw(a_set(space, KEYS[kind])) for _ in range(count)
    ]


@st.composite
def a_set(draw: st.DrawFn, space: Space, keys: st.SearchStrategy[Key]) -> ValueSet:
    def cut() -> Cut | None:
        return draw(st.none() | st.tuples(keys, st.integers(0, 1)))

    parts = [space.among(draw(st.lists(keys, max_size=4)))]
    parts += [space.between(cut(), cut()) for _ in range(draw(st.integers(0, 2)))]
    whole = reduce(ValueSet.__or__, parts)
    whole = ~whole if draw(st.booleans()) else whole
    return whole.with_missing(missing=draw(st.booleans()))


@settings(max_examples=100)
@given(sets())
def test_what_belongs_to_combinations(drawn: tuple[list[Key], list[ValueSet]]) -> None:
    keys, (one, two) = drawn
    for key in keys:
        assert (one & two).holds(key) == (one.holds(key) and two.holds(key))
        assert (one | two).holds(key) == (one.holds(key) or two.holds(key))
        assert (~one).holds(key) != one.holds(key)
    assert (one & two).missing == (one.missing and two.missing)
    assert (one | two).missing == (one.missing or two.missing)
    assert (~one).missing == (one.space.can_miss and not one.missing)
    assert one.within(two) == (one | two == two)


@settings(max_examples=100)
@given(sets(3))
def test_equal_sets_are_spelt_alike(drawn: tuple[list[Key], list[ValueSet]]) -> None:
    _, (one, two, three) = drawn
    assert ~~one == one
    assert ~(one & two) == ~one | ~two
    assert one & (two | three) == (one & two) | (one & three)
    assert (one & ~one).is_empty
    assert (one | ~one).is_everything
    assert one | (one & two) == one
    assert one.space.everything & one == one
    assert one.space.nothing | one == one


@settings(max_examples=100)
@given(sets(1))
def test_a_set_has_a_value_wherever_it_has_a_cut(drawn: tuple[list[Key], list[ValueSet]]) -> None:
    _, (one,) = drawn
    for low, high in one.pieces():
        piece = one.space.between(low, high)
        assert piece.holds_values
        assert piece.within(one.with_missing(missing=True))
        inside = low if low is not None and not low[1] else None
        if inside is not None:
            assert one.holds(inside[0])


@settings(max_examples=100)
@given(sets(1))
def test_what_is_written_is_the_set(drawn: tuple[list[Key], list[ValueSet]]) -> None:
    _, (one,) = drawn
    space, shapes = one.space, shapes_of(one)
    assert joined(space, shapes) == one.with_missing(missing=False)
    assert shapes.cost <= plain_cost(one)


def joined(space: Space, shapes: Shapes) -> ValueSet:
    """The set that some shapes make together."""
    start: Callable[[str], ValueSet] = space.starting_with
    parts = [space.between(low, high) for low, high in shapes.ranges]
    parts += [space.among(shapes.values), *[start(prefix) for prefix in shapes.prefixes]]
    whole = space.present if shapes.whole else reduce(ValueSet.__or__, parts)
    buts = reduce(ValueSet.__or__, [space.among(shapes.but_values), *[start(p) for p in shapes.but_prefixes]])
    return (whole & ~buts).with_missing(missing=False)


def plain_cost(values: ValueSet) -> int:
    """What it costs to write every piece as a range."""
    return sum(3 for _ in values.pieces())


@given(st.text("ab\U0010ffff", min_size=1, max_size=3), st.text("ab\U0010ffff", max_size=4))
def test_a_prefix_ends_where_the_next_text_without_it_begins(prefix: str, text: str) -> None:
    end = prefix_end(prefix)
    assert text.startswith(prefix) == (prefix <= text and (end is None or text < end))
