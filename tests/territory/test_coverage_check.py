"""The coverage check against looking at every cell, one by one; and what its findings cost."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesmgmt.criteria import Criterion, field
from salesmgmt.errors import BatchError, InvalidValueError, SalesmgmtError
from salesmgmt.money import Money, Rate
from salesmgmt.reasons import Reason
from salesmgmt.records import Customer, Facts, Line, Order, Product
from salesmgmt.territory import (
    Coverage,
    CoverageCheck,
    CoverageCost,
    CoverageCostKind,
    CoverageCostLine,
    CoverageCosts,
    CoverageFinding,
    CoverageFindingKind,
    Division,
    LayeredDivision,
    Overlay,
    Responsibility,
    by_customer_group,
    by_product,
    by_region,
    check_coverage,
    market_grid,
    responsibilities_of,
    revenue_by_cell,
)
from salesmgmt.testing.territory import divisions, markets
from salesmgmt.testing.territory_coverage import (
    coverage_checks,
    coverage_cost_policies,
    layered_divisions,
    responsibilities,
)

pytestmark = pytest.mark.properties

Lists = list[Responsibility]
LISTS = st.lists(responsibilities(), max_size=5, unique_by=lambda each: each.id)
MARKET = Facts(
    [
        Customer("C-1", region="north", industry="retail"),
        Customer("C-2", region="south", industry="medical"),
        Product("G5", series="GTX"),
        Product("M1", series="MG"),
    ]
)


def claimants(stated: Lists, customer: Customer, product: Product | None) -> set[str]:
    """Who claims a cell: every list is asked."""
    return {
        each.owner
        for each in stated
        if each.customers.matches(customer) and (product is None or each.products.matches(product))
    }


@given(LISTS, markets().filter(lambda market: market.products))
def test_the_check_equals_asking_every_list_about_every_cell(stated: Lists, market: Facts) -> None:
    check = check_coverage(market, stated)
    cells = {
        (customer.id, product.id): claimants(stated, customer, product)
        for customer in market.customers
        for product in market.products
    }
    assert check.cells == len(cells)
    assert check.covered == sum(len(who) == 1 for who in cells.values())
    products = {product.id for product in market.products}
    for kind, faulty in (
        (CoverageFindingKind.GAP, {key: who for key, who in cells.items() if not who}),
        (CoverageFindingKind.OVERLAP, {key: who for key, who in cells.items() if len(who) > 1}),
    ):
        told = {
            (finding.customer, product): set(finding.owners)
            for finding in check.findings
            if finding.kind is kind
            for product in finding.products or products
        }
        assert told == faulty
    meeting = {
        customer.id: set().union(*(cells[customer.id, product] for product in products))
        for customer in market.customers
    }
    assert {each.customer: set(each.owners) for each in check.shared} == {
        customer: who for customer, who in meeting.items() if len(who) > 1
    }


@given(divisions(), markets())
def test_a_division_its_outcome_and_its_responsibilities_are_checked_alike(
    division: Division, market: Facts
) -> None:
    by_division, by_outcome = (
        check_coverage(market, division),
        check_coverage(market, division.assign(market)),
    )
    assert by_division.overlaps == ()
    assert [(each.kind, each.customer, each.products, each.owners) for each in by_division.findings] == [
        (each.kind, each.customer, each.products, each.owners) for each in by_outcome.findings
    ]
    assert by_division.covered == by_outcome.covered
    coverage = division.assign(market)
    assert {each.customer: each.owners for each in by_division.shared} == dict(coverage.shared)
    if market.products:
        assert check_coverage(market, responsibilities_of(division)) == by_division


@given(layered_divisions(), markets())
def test_people_beside_the_owners_change_no_finding(division: LayeredDivision, market: Facts) -> None:
    found = check_coverage(market, division)
    assert found == check_coverage(market, division.base)
    assert check_coverage(market, division.assign(market)).covered == found.covered


@given(coverage_checks())
def test_rows_and_texts_reconcile(check: CoverageCheck) -> None:
    counts = [len(check.gaps), len(check.overlaps), len(check.shared)]
    assert len(check.records()) == len(check.findings) == sum(counts)
    assert check.table().footer == ("total", *counts)
    assert check.complete == (not check.gaps and not check.overlaps)
    for lang in ("en", "zh"):
        assert len(check.reason.tree(lang).splitlines()) == len(check.findings) + 1
        assert check.table(lang).text()


def test_a_market_that_nobody_is_known_of_yet() -> None:
    grid = market_grid({"region": ["north", "south"], "size": ["big", "small"]}, {"series": ["GTX", "MG"]})
    division = by_region(
        {"north": "ann", "south": by_customer_group({"big": by_product({"GTX": "bob"})}, on="size")}
    )
    check = check_coverage(grid, division)
    assert (check.customers, check.cells, check.covered) == (4, 8, 5)
    assert [(each.customer, each.products) for each in check.gaps] == [
        ("south/big", ("MG",)),
        ("south/small", ()),
    ]
    assert market_grid({}).records == ()


def test_without_products_a_customer_is_one_cell() -> None:
    facts = Facts([Customer("C-1", region="north"), Customer("C-2", region="south")])
    check = check_coverage(facts, by_region({"north": "ann", "south": by_product({"GTX": "bob"})}))
    assert (check.cells, check.covered) == (2, 1)
    assert [each.customer for each in check.gaps] == ["C-2"]
    with pytest.raises(InvalidValueError, match="products"):
        check_coverage(facts, [Responsibility("1", "ann", products=field("series").equals("GTX"))])


def test_every_list_that_cannot_be_asked_is_named() -> None:
    stated = [
        Responsibility("1", "ann", field("size").equals("big")),
        Responsibility("1", "bob", products=field("grade").equals("A")),
    ]
    with pytest.raises(BatchError) as caught:
        check_coverage(MARKET, stated)
    assert len(caught.value.problems) == 5
    with pytest.raises(BatchError, match="nroth"):
        check_coverage(MARKET, by_region({"nroth": "ann"}))
    with pytest.raises(BatchError, match="C-1"):
        check_coverage(MARKET, Coverage([]))


def test_what_the_findings_cost() -> None:
    check = check_coverage(
        MARKET,
        [
            Responsibility("1", "ann", field("region").equals("north")),
            Responsibility("2", "bob", field("region").equals("north"), field("series").equals("GTX")),
            Responsibility("3", "cy", field("region").equals("north"), field("series").equals("GTX")),
        ],
    )
    policy = CoverageCosts("CNY 500", 10, concession="2%", most="3%", double_credit="1%", lost="10%")
    revenue = {("C-1", "G5"): "CNY 1,000", ("C-1", "M1"): "CNY 2,000", ("C-2", "G5"): "CNY 400.05"}
    cost = policy.price(check, revenue)
    assert {kind.value: str(amount) for kind, amount in cost.by_kind().items()} == {
        "visits": "CNY 10,000.00",
        "concessions": "CNY 90.00",  # 2 more sellers at 2 % each, but at most 3 % of 3,000
        "double_credit": "CNY 20.00",  # 2 more claimants of 1,000 at 1 %
        "lost": "CNY 40.01",  # 10 % of 400.05, half up
    }
    assert cost.total == Money.of("CNY 10,150.01")
    assert cost.table().footer == ("total", 2, cost.total)
    assert len(cost.records()) == 4
    assert "每次 ¥500.00" in cost.reason.tree("zh")
    assert policy.price(check).by_kind()[CoverageCostKind.LOST] == Money.zero("CNY")


@given(coverage_cost_policies(), coverage_checks(), st.integers(0, 10**7))
def test_costs_equal_the_sum_by_hand(policy: CoverageCosts, check: CoverageCheck, minor: int) -> None:
    revenue = {(f"c{number}", "p0"): Money(minor, "CNY") for number in range(6)}
    cost = policy.price(check, revenue)
    total = 0
    for each in check.findings:
        sold = minor if not each.products or "p0" in each.products else 0
        further = len(each.owners) - 1
        if each.kind is CoverageFindingKind.GAP:
            rate = policy.lost.value
        elif each.kind is CoverageFindingKind.OVERLAP:
            rate = policy.double_credit.value * further
        else:
            total += policy.visit.minor * policy.visits * further
            rate = min(policy.concession.value * further, policy.most.value)
        total += int(sold * rate + Fraction(1, 2))
    assert cost.total.minor == total
    assert Money.total(cost.by_kind().values(), "CNY") == cost.total
    assert cost.reason.tree("zh").count("\n") == len(cost.lines)


def test_revenue_by_cell() -> None:
    facts = Facts(
        [
            Order(
                "O-1",
                "2026-01-05",
                [Line("G5", "CNY 10"), Line("G5", "CNY 5"), Line("M1", "CNY 1")],
                customer="C-1",
            ),
            Order("O-2", "2026-02-05", Line("G5", "CNY 7"), customer="C-1"),
            Order("O-3", "2027-02-05", Line("G5", "CNY 9"), customer="C-1"),
            Order("O-4", "2026-02-05", Line("G5", "CNY 9")),
            Order("O-5", "2026-02-05", Line(None, "CNY 9"), customer="C-2"),
        ]
    )
    assert {
        key: str(amount) for key, amount in revenue_by_cell(facts, "2026-01-01/2027-01-01", "CNY").items()
    } == {
        ("C-1", "G5"): "CNY 22.00",
        ("C-1", "M1"): "CNY 1.00",
    }
    with pytest.raises(BatchError) as caught:
        revenue_by_cell(facts, "2026-01-01/2027-01-01", "USD")
    assert len(caught.value.problems) == 4


@pytest.mark.parametrize(
    "make",
    [
        lambda: CoverageFinding("hole", "C-1"),
        lambda: CoverageFinding("gap", "C-1", owners=["ann", "bob"]),
        lambda: CoverageFinding("overlap", "C-1"),
        lambda: CoverageFinding("shared", "C-1", owners=["ann"]),
        lambda: CoverageFinding("gap", ""),
        lambda: CoverageFinding("gap", "C-1", cast(str, 5)),
        lambda: CoverageCheck(-1, 0, 0),
        lambda: CoverageCheck(1, 1, 2),
        lambda: CoverageCheck(1, 1, 1, cast(list[CoverageFinding], ["gap"])),
        lambda: CoverageCosts("CNY -1"),
        lambda: CoverageCosts("CNY 1", -1),
        lambda: CoverageCosts("CNY 1", concession="200%"),
        lambda: CoverageCosts("CNY 1").price(cast(CoverageCheck, 5)),
        lambda: CoverageCosts("CNY 1").price(CoverageCheck(0, 0, 0), {("C", "G"): "USD 1"}),
        lambda: CoverageCosts("CNY 1").price(CoverageCheck(0, 0, 0), {("C", "G"): "much"}),
        lambda: CoverageCosts("CNY 1").price(
            CoverageCheck(0, 0, 0), cast(dict[tuple[str, str], str], {"C": "CNY 1"})
        ),
        lambda: CoverageCosts("CNY 1").price(CoverageCheck(0, 0, 0), cast(dict[tuple[str, str], str], [])),
        lambda: CoverageCost([CoverageCostLine("lost", "C", cast(Money, 5), cast(Reason, 5))], "CNY"),
        lambda: CoverageCost([], "ZZZ"),
        lambda: CoverageCostLine("lost", "C", Money.of("USD 1"), cast(Reason, 5)),
        lambda: CoverageCostLine("much", "C", Money.of("USD 1"), Reason("territory.advice.near")),
        lambda: CoverageCost(
            [CoverageCostLine("lost", "C", Money.of("USD 1"), Reason("territory.advice.near"))], "CNY"
        ),
        lambda: Responsibility("", "ann"),
        lambda: Responsibility("1", ""),
        lambda: Responsibility("1", "ann", cast(Criterion, "north")),
        lambda: responsibilities_of(cast(Division, "north")),
        lambda: check_coverage(cast(Facts, []), []),
        lambda: check_coverage(MARKET, cast(Lists, [5])),
        lambda: market_grid({"region": []}),
        lambda: market_grid({"region": ["a", "a"]}),
        lambda: market_grid(cast(dict[str, list[str]], ["region"])),
        lambda: revenue_by_cell(cast(Facts, []), "2026-01-01/2027-01-01", "CNY"),
        lambda: Overlay("", by_region({"north": "ann"})),
        lambda: Overlay("pm", cast(Division, "ann")),
        lambda: LayeredDivision(cast(Division, "ann")),
        lambda: LayeredDivision(by_region({"north": "ann"}), [Overlay("pm", by_region({"north": "x"}))] * 2),
    ],
)
def test_every_refusal_is_of_the_family(make: Callable[[], object]) -> None:
    with pytest.raises(SalesmgmtError):
        make()


def test_who_comes_along() -> None:
    division = LayeredDivision(
        by_customer_group({"retail": "ann", "medical": "bob"}),
        [
            Overlay("product manager", by_product({"GTX": "pam", "MG": "pat"})),
            Overlay("pre-sales", by_region({"south": "sam"})),
        ],
    )
    coverage = division.assign(MARKET)
    assert coverage.owner("C-2", "M1") == coverage.owner("C-2") == "bob"
    assert coverage.beside("C-2", "M1") == (("product manager", "pat"), ("pre-sales", "sam"))
    assert coverage.beside("C-1") == (("product manager", "pam"), ("product manager", "pat"))
    assert coverage.contacts("C-2") == ("bob", "pam", "pat", "sam")
    assert check_coverage(MARKET, coverage).complete
    assert "pam comes along as product manager" in coverage.reason("C-1").tree()
    assert len(coverage.records()) == 2 + 4 + 1
    assert coverage.table("zh").rows[0] == ("负责人", "ann", 1)
    with pytest.raises(BatchError) as caught:
        LayeredDivision(
            by_region({"nroth": "ann"}), Overlay("pm", by_product({"GTX": "x"}, on="serie"))
        ).assign(MARKET)
    assert len(caught.value.problems) == 2


def test_rates_of_a_policy_are_exact() -> None:
    assert CoverageCosts("CNY 1", concession="1/3").concession == Rate("1/3")
