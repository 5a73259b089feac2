"""Dividing a market: one owner for every cell, whatever the order, equal to walking the tree by hand."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import cast

import pytest
from attrs import frozen
from hypothesis import given

from salesmgmt.errors import (
    BatchError,
    InvalidValueError,
    SalesmgmtError,
    UnknownIdentifierError,
    WrongTypeError,
)
from salesmgmt.records import Customer, Facts, Product
from salesmgmt.territory import (
    Cell,
    Coverage,
    Division,
    DivisionKind,
    Part,
    Step,
    by_customer_group,
    by_product,
    by_region,
)
from salesmgmt.testing.territory import check_division, coverages, divisions, markets

pytestmark = pytest.mark.properties

FACTS = Facts(
    [
        Customer("C-1", region="north", industry="retail"),
        Customer("C-2", region="south", industry="medical"),
        Customer("C-3", region="moon", more={"size": "small"}),
        Product("G5", series="GTX"),
        Product("M1", series="MG"),
    ]
)


def walked(division: Division | str | None, customer: Customer, product: Product) -> str | None:
    """Who sells this product to this customer: the tree, step by step."""
    while isinstance(division, Division):
        record: Customer | Product = product if division.by is DivisionKind.PRODUCT else customer
        value = getattr(record, division.on)
        division = {v: part.to for part in division.parts for v in part.values}.get(value, division.otherwise)
    return division


@given(divisions(), markets())
def test_every_pair_has_the_owner_that_the_tree_leads_to(division: Division, market: Facts) -> None:
    coverage = division.assign(market)
    for customer in market.customers:
        for product in market.products:
            assert coverage.owner(customer.id, product.id) == walked(division, customer, product)


@pytest.mark.parametrize(
    "division",
    [
        by_region({"north": "ann", "south": "bob"}),
        by_product({"GTX": "ann"}, otherwise="bob"),
        by_customer_group(
            [Part("retail", by_product({"MG": "ann"})), Part("medical", "bob")], otherwise="cy"
        ),
    ],
)
def test_divisions_keep_the_law_of_divisions(division: Division) -> None:
    check_division(division, max_examples=30)


def test_the_law_notices_a_policy_that_loses_customers() -> None:
    @frozen
    class Forgetful:
        def assign(self, facts: Facts) -> Coverage:
            return Coverage(Cell(customer.id, None, "ann") for customer in facts.customers[1:])

    with pytest.raises(AssertionError):
        check_division(Forgetful())


@given(coverages())
def test_loads_gaps_and_rows_reconcile(coverage: Coverage) -> None:
    owned = {(cell.owner, cell.customer) for cell in coverage.cells if cell.owner is not None}
    assert sum(coverage.load().values()) == len(owned)
    assert len(coverage.records()) == len(coverage.cells)
    assert all(cell.owner is None for cell in coverage.gaps)
    for customer, owners in coverage.shared.items():
        assert coverage.owners(customer) == owners
        assert len(owners) > 1


@given(coverages())
def test_every_cell_is_explained_in_both_languages(coverage: Coverage) -> None:
    for cell in coverage.cells[:3]:
        reason = coverage.reason(cell.customer, cell.product)
        assert cell.customer in reason.text()
        assert cell.customer in reason.text("zh")
        assert len(reason.because) == len(cell.path)


def test_one_inside_the_other() -> None:
    division = by_region(
        {
            "north": by_customer_group([Part(("retail", "food"), "ann")]),
            "south": by_product({"GTX": "bob", "MG": "cy"}),
        }
    )
    coverage = division.assign(FACTS)
    assert coverage.owner("C-1") == "ann"
    assert coverage.owners("C-2") == ("bob", "cy")
    assert coverage.shared == {"C-2": ("bob", "cy")}
    assert [cell.customer for cell in coverage.gaps] == ["C-3"]
    assert division.owners == ("ann", "bob", "cy")
    with pytest.raises(UnknownIdentifierError, match="product"):
        coverage.owner("C-2")
    with pytest.raises(UnknownIdentifierError, match="customer"):
        coverage.owner("C-9")


def test_own_columns_and_the_rest_of_the_market() -> None:
    division = by_customer_group({"small": "ann"}, on="size", otherwise="bob")
    assert [cell.owner for cell in division.assign(FACTS).cells] == ["bob", "bob", "ann"]


def test_a_product_division_without_products_is_a_gap() -> None:
    coverage = by_product({"GTX": "ann"}).assign(Facts([Customer("C-1")]))
    assert coverage.gaps == coverage.cells
    assert "C-1" in coverage.reason("C-1").text()


def test_a_value_that_is_no_text_is_refused() -> None:
    facts = Facts([Customer("C-1", more={"size": 3})])
    with pytest.raises(WrongTypeError, match=r"customer\.size"):
        by_customer_group({"3": "ann"}, on="size").assign(facts)


@pytest.mark.parametrize(
    "make",
    [
        lambda: Part(cast(str, 5), "ann"),
        lambda: Part([cast(str, 1), "north"], "ann"),
        lambda: Part([cast(str, ["north"])], "ann"),
        lambda: Part("north", cast(str, None)),
        lambda: by_region(cast(dict[str, str], None)),
        lambda: by_region(cast(dict[str, str | Division], {1: "ann"})),
        lambda: by_region({"north": "ann"}, otherwise=""),
        lambda: by_region({"north": "ann"}, otherwise=cast(str, 5)),
        lambda: by_region({"north": "ann"}, on=""),
        lambda: Division(cast(DivisionKind, "size"), "size", {"small": "ann"}),
        lambda: by_region({"north": "ann"}).assign(cast(Facts, [])),
        lambda: Coverage(cast(list[Cell], None)),
        lambda: Coverage([cast(Cell, "C-1")]),
        lambda: Coverage([Cell("C-1", None, "ann")]).owner(cast(str, None)),
        lambda: Coverage([Cell("C-1", "G5", "ann")]).owner("C-1", cast(str, [])),
        lambda: Cell("", None, "ann"),
        lambda: Cell("C-1", "", "ann"),
        lambda: Cell("C-1", None, ""),
        lambda: Cell("C-1", None, "ann", cast(tuple[Step, ...], ("region",))),
        lambda: Step("region", "region", cast(str, 5)),
    ],
)
def test_every_refusal_is_of_the_family(make: Callable[[], object]) -> None:
    with pytest.raises(SalesmgmtError):
        make()


def test_cells_that_contradict_each_other_are_all_named() -> None:
    cells = [
        Cell("C-1", None, "ann"),
        Cell("C-1", None, "bob"),
        Cell("C-2", "G5", "ann"),
        Cell("C-2", None, "bob"),
        Cell("C-3", None, "ann"),
        Cell("C-3", "G5", "bob"),
    ]
    with pytest.raises(BatchError) as caught:
        Coverage(cells)
    assert [problem.record for problem in caught.value.problems] == [f"Customer C-{n}" for n in (1, 2, 3)]


def test_thousands_of_customers_with_an_owner_each() -> None:
    names = [f"C-{number}" for number in range(4000)]
    facts = Facts(Customer(name, more={"account": name}) for name in names)
    started = time.process_time()
    coverage = by_customer_group({name: f"owner of {name}" for name in names}, on="account").assign(facts)
    assert all(coverage.owner(name) == f"owner of {name}" for name in names)
    assert time.process_time() - started < 3


def test_the_table_counts_customers_and_cells_with_gaps_last() -> None:
    division = by_region([Part("north", "ann"), Part("south", by_product({"GTX": "bob"}))])
    rows = division.assign(FACTS).table().rows
    assert rows == (("ann", 1, 1), ("bob", 1, 1), (None, 2, 2))


def test_a_value_in_two_parts_is_refused() -> None:
    with pytest.raises(BatchError, match="stand in one part only"):
        by_region([Part(("north", "south"), "ann"), Part("south", "bob")])


def test_asking_for_the_product_twice_is_refused() -> None:
    with pytest.raises(InvalidValueError, match="once on a path"):
        by_product({"GTX": by_region({"north": by_product({"MG": "ann"})})})


@pytest.mark.parametrize("parts", [{}, {"": "ann"}, {"north": ""}])
def test_empty_parts_are_refused(parts: dict[str, str]) -> None:
    with pytest.raises(InvalidValueError):
        by_region(parts)
