"""Records sorted by many criteria at once: the same answers as each criterion gives when it is asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from types import MappingProxyType
from typing import Any

import pytest
from attrs import field as attribute
from attrs import frozen
from hypothesis import given
from hypothesis import strategies as st

from salesmgmt.criteria import ALWAYS, NEVER, Criterion, field
from salesmgmt.criteria.classing import Amounts, Column, Values
from salesmgmt.criteria.sorting import Sorter, Verdict
from salesmgmt.errors import SalesmgmtError
from salesmgmt.money import Currency, Money

pytestmark = pytest.mark.properties

USD = Currency.of("USD")


@frozen
class Product:
    series: str | None = None
    more: Mapping[str, object] = attribute(factory=dict)


@frozen
class Deal:
    """A record with fields of every kind; `size` and `cost` are minor units of its amounts."""

    owner: str | None
    product: str | None
    day: date | None
    units: object
    size: int
    cost_minor: int | None
    note: str | None = None

    @property
    def amount(self) -> Money:
        return Money(self.size, USD)

    @property
    def cost(self) -> Money | None:
        return None if self.cost_minor is None else Money(self.cost_minor, USD)


TABLES = MappingProxyType(
    {
        "product": MappingProxyType(
            {
                "P-1": Product("GTX"),
                "P-2": Product("MG", {"line": "a"}),
                "P-3": Product(),
                "P-4": MappingProxyType({"series": "GTX", "line": 7}),
            }
        )
    }
)


def values(name: str, *, typed: bool = False) -> Values:
    """A column of values that are looked up."""

    def key(record: Any) -> Any:
        value = getattr(record, name)
        return (type(value), value) if typed else value

    def first(records: Sequence[Any], table: Mapping[Any, Any]) -> list[Any]:
        return [table[key(record)] for record in records]

    def then(nodes: Sequence[Any], records: Sequence[Any], table: Mapping[Any, Any]) -> list[Any]:
        return [node[table[key(record)]] for node, record in zip(nodes, records, strict=True)]

    return Values(name, lambda records: [key(record) for record in records], first, then, typed=typed)


COLUMNS: Mapping[str, Column] = MappingProxyType(
    {
        "owner": values("owner"),
        "product": values("product"),
        "day": values("day"),
        "units": values("units", typed=True),
        "amount": Amounts("amount", lambda deal: deal.size, USD, sure=True),
        "cost": Amounts("cost", lambda deal: deal.cost_minor, USD),
    }
)


def column(path: str) -> Column | None:
    """How a path is read; notes have to be asked for deal by deal."""
    return COLUMNS.get(path.partition(".")[0])


LEAVES: tuple[Criterion, ...] = (
    ALWAYS,
    NEVER,
    field("owner").is_in("ann", "bob").or_if_missing(met=False),
    field("owner").differs_from("ann").or_if_missing(met=True),
    field("owner").starts_with("a").or_if_missing(met=False),
    field("owner").equals("ann"),
    field("product").is_missing(),
    field("product.series").equals("GTX").or_if_missing(met=False),
    field("product.series").is_in("GTX", "MG"),
    field("product.line").equals("a").or_if_missing(met=True),
    field("day").at_least(date(2026, 2, 1)).or_if_missing(met=False),
    field("day").less_than(date(2026, 2, 1)),
    field("units").at_least(2).or_if_missing(met=False),
    field("units").equals(1),
    field("amount").at_least(Money(100, USD)),
    field("amount").more_than(Money(100, USD)),
    field("amount").between(Money(-1, USD), Money(100, USD)),
    field("amount").equals(Money(0, USD)),
    field("cost").less_than(Money(50, USD)).or_if_missing(met=True),
    field("cost").is_present(),
    field("cost").at_most(Money(50, USD)),
    field("note").equals("x").or_if_missing(met=False),
    field("cost", "money").less_than(field("amount")).or_if_missing(met=False),
)
CRITERIA: st.SearchStrategy[Criterion] = st.recursive(
    st.sampled_from(LEAVES),
    lambda inner: st.one_of(
        st.builds(lambda one, other: one & other, inner, inner),
        st.builds(lambda one, other: one | other, inner, inner),
        inner.map(lambda one: ~one),
    ),
    max_leaves=4,
)
MINOR = st.sampled_from((-1, 0, 1, 49, 50, 51, 99, 100, 101))
DEALS = st.builds(
    Deal,
    st.sampled_from(("ann", "bob", "al", None)),
    st.sampled_from(("P-1", "P-2", "P-3", "P-4", "P-9", None)),
    st.sampled_from((date(2026, 1, 31), date(2026, 2, 1), None)),
    st.sampled_from((1, 2, True, Fraction(3, 2), "many", None)),
    MINOR,
    st.none() | MINOR,
    st.sampled_from(("x", None)),
)


def answer(criterion: Criterion, deal: Deal) -> bool | None:
    """What a criterion says of a deal; None where asking it is an error."""
    try:
        return criterion.matches(deal, TABLES)
    except SalesmgmtError:
        return None


def verdict_of(verdict: Verdict) -> Verdict:
    """A verdict that stands for itself."""
    return verdict


@given(st.lists(CRITERIA, min_size=1, max_size=4), st.lists(st.lists(DEALS, max_size=8), max_size=3))
def test_a_sorter_answers_what_the_criteria_answer(
    criteria: list[Criterion], batches: list[list[Deal]]
) -> None:
    sorter = Sorter(criteria, TABLES, column, verdict_of)
    for deals in batches:
        if sorter.is_constant:
            assert len({tuple(answer(one, deal) for one in criteria) for deal in deals}) <= 1
        found = sorter.of(deals)
        assert found == [tuple(answer(one, deal) for one in criteria) for deal in deals]


@given(st.lists(CRITERIA, min_size=1, max_size=4), st.lists(st.lists(DEALS, max_size=8), max_size=3))
def test_records_are_handed_to_what_stands_for_their_verdict(
    criteria: list[Criterion], batches: list[list[Deal]]
) -> None:
    given_to: dict[Verdict, list[Deal]] = {}

    def taker(verdict: Verdict) -> Callable[[Deal], None] | None:
        return given_to.setdefault(verdict, []).append if verdict[0] is not False else None

    sorter = Sorter(criteria, TABLES, column, taker)
    expected: dict[Verdict, list[Deal]] = {}
    for deals in batches:
        sorter.hand_out(deals)
        for deal in deals:
            verdict = tuple(answer(one, deal) for one in criteria)
            if verdict[0] is not False:
                expected.setdefault(verdict, []).append(deal)
    assert {verdict: taken for verdict, taken in given_to.items() if taken} == expected


@given(st.lists(CRITERIA, min_size=1, max_size=3), st.lists(DEALS, max_size=20))
def test_what_stands_for_a_verdict_is_made_once(criteria: list[Criterion], deals: list[Deal]) -> None:
    made: list[Verdict] = []

    def stand(verdict: Verdict) -> Verdict:
        made.append(verdict)
        return verdict

    Sorter(criteria, TABLES, column, stand).of(deals)
    assert len(made) == len(set(made))


def test_many_different_values_are_remembered_no_longer_than_there_is_room() -> None:
    sorter = Sorter([field("owner").equals("p-7")], {}, column, verdict_of)
    deals = [Deal(f"p-{number}", None, None, None, 0, None) for number in range((1 << 16) + 10)]
    held = sorter.of(deals)
    assert [deal.owner for deal, (one,) in zip(deals, held, strict=True) if one] == ["p-7"]
    assert sorter.of(deals[:10]) == held[:10]
