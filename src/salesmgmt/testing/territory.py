"""Hypothesis strategies for the types of `salesmgmt.territory`, and a law for users' own divisions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from hypothesis import given, settings
from hypothesis import strategies as st

from salesmgmt.records import Customer, Facts, Product
from salesmgmt.territory import Cell, Coverage, Division, DivisionKind, DivisionPolicy, Members, Part, Step

__all__ = [
    "STRATEGIES",
    "cells",
    "check_division",
    "coverages",
    "division_kinds",
    "divisions",
    "markets",
    "members",
    "parts",
    "steps",
]

_REGIONS = ("north", "south", "west")
_INDUSTRIES = ("retail", "medical", "software")
_SERIES = ("GTX", "MG", "GTK")
_OWNERS = ("ann", "bob", "cy", "dan")
_FIELDS: Mapping[DivisionKind, tuple[str, tuple[str, ...]]] = MappingProxyType(
    {
        DivisionKind.REGION: ("region", _REGIONS),
        DivisionKind.CUSTOMER: ("industry", _INDUSTRIES),
        DivisionKind.PRODUCT: ("series", _SERIES),
    }
)


@st.composite
def divisions(draw: st.DrawFn, *, max_depth: int = 2) -> Division:
    """Trees over regions, industries and product series; a path asks for the product at most once.

    Args:
        draw: Supplied by Hypothesis.
        max_depth: Most levels below the top.
    """

    def node(depth: int, kinds: tuple[DivisionKind, ...]) -> Division:
        kind = draw(st.sampled_from(kinds))
        below = tuple(k for k in kinds if k is not DivisionKind.PRODUCT or kind is not DivisionKind.PRODUCT)
        name, values = _FIELDS[kind]
        chosen = draw(st.lists(st.sampled_from(values), min_size=1, unique=True))

        def target() -> str | Division:
            if depth and below and draw(st.booleans()):
                return node(depth - 1, below)
            return draw(st.sampled_from(_OWNERS))

        otherwise = target() if draw(st.booleans()) else None
        return Division(kind, name, {value: target() for value in chosen}, otherwise)

    return node(max_depth, tuple(DivisionKind))


def parts() -> st.SearchStrategy[Part]:
    """Values that go to an owner or to a division."""
    values = st.sets(st.text(min_size=1), min_size=1, max_size=3)
    return st.builds(Part, values, st.one_of(st.text(min_size=1), divisions(max_depth=1)))


@st.composite
def markets(draw: st.DrawFn, *, max_customers: int = 12, max_products: int = 4) -> Facts:
    """Batches of customers and products whose fields may be known to a division, unknown to it, or missing.

    Args:
        draw: Supplied by Hypothesis.
        max_customers: Most customers.
        max_products: Most products.
    """

    def some(values: tuple[str, ...]) -> st.SearchStrategy[str | None]:
        return st.one_of(st.none(), st.sampled_from(values), st.just("elsewhere"))

    customers = [
        Customer(f"c{number}", region=draw(some(_REGIONS)), industry=draw(some(_INDUSTRIES)))
        for number in range(draw(st.integers(0, max_customers)))
    ]
    products = [
        Product(f"p{number}", series=draw(some(_SERIES)))
        for number in range(draw(st.integers(0, max_products)))
    ]
    return Facts(draw(st.permutations([*customers, *products])))


def steps() -> st.SearchStrategy[Step]:
    """One question and its answer."""
    return st.builds(
        Step,
        st.sampled_from([kind.value for kind in DivisionKind]),
        st.text(min_size=1),
        st.none() | st.text(),
    )


def cells() -> st.SearchStrategy[Cell]:
    """Pieces of a market, with or without an owner."""
    name = st.text(min_size=1)
    return st.builds(Cell, name, st.none() | name, st.none() | name, st.lists(steps(), max_size=3).map(tuple))


def coverages() -> st.SearchStrategy[Coverage]:
    """Outcomes of generated divisions over generated markets."""
    return st.builds(lambda division, market: division.assign(market), divisions(), markets())


def division_kinds() -> st.SearchStrategy[DivisionKind]:
    """What a node may ask."""
    return st.sampled_from(DivisionKind)


def members() -> st.SearchStrategy[Members]:
    """How strictly a division's values are held against the records."""
    return st.sampled_from(Members)


def check_division(policy: DivisionPolicy, *, max_examples: int = 100) -> None:
    """Assert that a policy gives every customer a cell, none twice, whatever the order of the batch.

    Args:
        policy: The policy to check.
        max_examples: Number of generated batches.

    Raises:
        AssertionError: If a generated batch breaks the law.
    """

    @settings(max_examples=max_examples, deadline=None, database=None)
    @given(markets())
    def partitions(market: Facts) -> None:
        coverage = policy.assign(market)
        keys = [(cell.customer, cell.product) for cell in coverage.cells]
        assert len(set(keys)) == len(keys), "a cell stands twice"
        assert {cell.customer for cell in coverage.cells} == {customer.id for customer in market.customers}
        assert policy.assign(Facts(reversed(market.records))) == coverage, "the order of the batch shows"

    partitions()


STRATEGIES: Mapping[type, Callable[[], st.SearchStrategy[object]]] = MappingProxyType(
    {
        Cell: cells,
        Coverage: coverages,
        Division: divisions,
        DivisionKind: division_kinds,
        Members: members,
        Part: parts,
        Step: steps,
    }
)
