"""A division as a plan: the same owners, gaps unplaced, people beside as overlays."""

from __future__ import annotations

import pytest
from hypothesis import given

from salesmgmt.errors import BatchError, InvalidValueError
from salesmgmt.records import Customer, Facts, Product
from salesmgmt.territory import (
    Coverage,
    LayeredDivision,
    Overlay,
    by_customer_group,
    by_product,
    by_region,
)
from salesmgmt.testing.territory import coverages

pytestmark = pytest.mark.properties

FACTS = Facts(
    [
        Customer("C-1", region="north", industry="retail"),
        Customer("C-2", region="south", industry="medical"),
        Product("G5", series="GTX"),
        Product("M1", series="MG"),
    ]
)


@given(coverages())
def test_a_plan_has_the_owners_of_the_division_or_says_why_not(coverage: Coverage) -> None:
    if coverage.shared:
        with pytest.raises(BatchError) as caught:
            coverage.plan("plan")
        assert len(caught.value.problems) == len(coverage.shared)
        return
    plan = coverage.plan("plan")
    customers = {cell.customer for cell in coverage.cells}
    for customer in customers:
        assert plan.owner_of(customer) == next(iter(coverage.owners(customer)), None)
    assert set(plan.unplaced(customers)) == {name for name in customers if not coverage.owners(name)}


def test_people_beside_are_overlays() -> None:
    division = LayeredDivision(
        by_customer_group({"retail": "ann", "medical": "bob"}),
        Overlay("product manager", by_region({"south": by_product({"GTX": "pam", "MG": "ann"})})),
    )
    plan = division.assign(FACTS).plan("2026", during="2026-01-01/2027-01-01")
    assert [(each.account, each.territory) for each in plan.overlays] == [
        ("C-2", "product manager: ann"),
        ("C-2", "product manager: pam"),
    ]
    assert [(each.id, each.owner) for each in plan.territories] == [
        ("ann", "ann"),
        ("bob", "bob"),
        ("product manager: ann", "ann"),
        ("product manager: pam", "pam"),
    ]
    assert plan.during.days == 365


def test_refusals() -> None:
    with pytest.raises(InvalidValueError):
        Coverage([]).plan("")
    with pytest.raises(InvalidValueError):
        Coverage([]).plan("2026", status="dead")
