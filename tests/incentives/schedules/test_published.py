"""Figures that published sources print, or that follow from the rules they print."""

from __future__ import annotations

from fractions import Fraction

import pytest

from salesmgmt.criteria import ALWAYS, field
from salesmgmt.incentives.schedules import (
    Amounts,
    Axis,
    Flat,
    Marginal,
    Matrix,
    Rule,
    Rules,
    Schedule,
    Whole,
    accelerated,
    uplift,
)
from salesmgmt.money import Money, Rate, Unrounded


def usd(amount: str) -> Unrounded:
    return Money.of(f"USD {amount}").exact


def pays(schedule: Schedule, base: str, **how: int | Fraction) -> list[Fraction]:
    return [part.pay.amount for part in schedule.slices(usd(base), **how)]


TAX_LIKE = Marginal({"USD 0": "5%", "USD 50,000": "6%", "USD 100,000": "7%"})
PER_TRANSACTION = Marginal({"USD 0": "1%", "USD 1,000": "2%", "USD 3,000": "3%", "USD 8,000": "5%"})
READ_TWICE = {"USD 0": "1%", "USD 10,000": "2%", "USD 50,000": "3%", "USD 100,000": "4%"}
HALF_QUOTA = Marginal({"0%": "0%", "50%": "10%", "100%": "15%"})


@pytest.mark.parametrize(
    ("schedule", "base", "how", "expected"),
    [
        # Salesforce help, accelerator functions: 102,000 in brackets; a month of 220,000.
        (TAX_LIKE, "102000", {}, ["2500", "3000", "140"]),
        (Marginal({"USD 0": "4%", "USD 200,000": "6%"}), "220000", {}, ["8000", "1200"]),
        # Trailhead, marginal payout rules: a deal of 20,000 on top of 145,000.
        (
            Marginal({"USD 0": "4%", "USD 150,000": "6%", "USD 250,000": "8%"}),
            "20000",
            {"opening": 14_500_000},
            ["200", "900"],
        ),
        # Sparrow Genie, non-retroactive commission: a quarter of 600,000.
        (
            Marginal({"USD 0": "3%", "USD 300,000": "5%", "USD 500,000": "7%"}),
            "600000",
            {},
            ["9000", "10000", "7000"],
        ),
        # Trakitrak, commission system for stores: rates that fall.
        (
            Marginal({"USD 0": "21%", "USD 25": "14%", "USD 40": "11%", "USD 100": "6%"}),
            "136",
            {},
            ["5.25", "2.10", "6.60", "2.16"],
        ),
        # Sales Cookie, cumulative and non-cumulative tiers: 110 % of a quota of 100,000.
        (Whole({"0%": "6%", "100%": "8%", "150%": "10%"}), "110000", {"unit": 10_000_000}, ["8800"]),
        (
            Marginal({"0%": "6%", "100%": "8%", "150%": "10%"}),
            "110000",
            {"unit": 10_000_000},
            ["6000", "800"],
        ),
        # Oracle, one transaction of 1,500 with and without splitting across tiers.
        (Marginal({"USD 0": "4%", "USD 1,000": "10%"}), "1500", {}, ["40", "50"]),
        (Whole({"USD 0": "4%", "USD 1,000": "10%"}), "1500", {}, ["150"]),
        # Oracle, splitting attainment across rate tiers: one table read both ways.
        (Whole(READ_TWICE), "5000", {}, ["50"]),
        (Whole(READ_TWICE), "15000", {}, ["300"]),
        (Whole(READ_TWICE), "60000", {}, ["1800"]),
        (Marginal(READ_TWICE), "60000", {}, ["100", "800", "300"]),
        # QuotaPath, commission with accelerators: nothing below half of a quota of 20,000.
        (HALF_QUOTA, "10000", {"unit": 2_000_000}, ["0"]),
        (HALF_QUOTA, "15000", {"unit": 2_000_000}, ["0", "500"]),
        (HALF_QUOTA, "30000", {"unit": 2_000_000}, ["0", "1000", "1500"]),
        # LinkedIn Learning, accelerators: flat 10 % and a slope of 5 % and 15 % cost the same at quota.
        (Flat("10%"), "1000000", {}, ["100000"]),
        (Marginal({"0%": "5%", "50%": "15%"}), "1000000", {"unit": 100_000_000}, ["25000", "75000"]),
        (Marginal({"0%": "5%", "50%": "15%"}), "1200000", {"unit": 100_000_000}, ["25000", "105000"]),
        # Excel Forum 861932: 5 %, a point more over quota, another over 125 %.
        (
            uplift({"0%": "5%", "100%": "+1%", "125%": "+1%"}),
            "150000",
            {"unit": 10_000_000},
            ["5000", "1500", "1750"],
        ),
    ],
)
def test_pay_by_tier(schedule: Schedule, base: str, how: dict[str, int], expected: list[str]) -> None:
    assert pays(schedule, base, **how) == [Fraction(one) for one in expected]


def test_each_transaction_on_its_own() -> None:
    # Oracle, calculating earnings using step rates: six transactions, no accumulation.
    bases = ("200", "300", "1500", "1200", "2000", "4500")
    assert [sum(pays(PER_TRANSACTION, base)) for base in bases] == [2, 3, 20, 14, 30, 95]


def test_a_soft_cap_halves_the_marginal_rate() -> None:
    # Pulse RevOps, soft cap: 11.5 %, half of it above 200 %.
    assert accelerated("11.5%", {"200%": "50%"}).tiers[-1].pays == Rate("5.75%")


def test_a_margin_scale_on_the_sale_or_on_the_profit() -> None:
    # QuoteWerks help, sales tab: 22 % margin on a sale of 10,000; below 1 % the scale says nothing.
    scale = Whole(
        {
            None: "0%",
            "1%": "1%",
            "10%": "2.5%",
            "15%": "5%",
            "20%": "8%",
            "25%": "10.5%",
            "30%": "13%",
            "35%": "15%",
            "40%": "17.5%",
        }
    )
    margin = (usd("10000") - usd("7800")).ratio(usd("10000")).value
    assert pays(scale, "10000", at=margin) == [800]
    assert pays(scale, "2200", at=margin) == [176]
    assert pays(scale, "10000", at=Fraction(-5, 100)) == [0]


def test_brackets_of_a_count_and_an_amount_for_each_unit() -> None:
    # Electronica Don Pepe, logic.md: 14 sales are in the bracket of 11 to 15; 6 for each of 10 units.
    brackets = Amounts({0: "0%", 1: "USD 200", 6: "USD 400", 11: "USD 700", 16: "USD 1,000"})
    assert [part.pay.amount for part in brackets.slices(Fraction(14))] == [700]
    assert [part.pay.amount for part in Flat("USD 6").slices(Fraction(10))] == [60]


def test_a_cell_of_three_dimensions_and_a_key_that_is_missing() -> None:
    # SAP incentive management, lookup tables: one cell is published; another key is missing and not zero.
    axes = (
        Axis("region", values=("EMEA", "APJ")),
        Axis("product", values=("Bikes", "Helmets")),
        Axis("sales status", values=("Gold", "Silver")),
    )
    table = Matrix(axes, {("EMEA", "Bikes", "Silver"): "4%"})
    assert table.pick(("EMEA", "Bikes", "Silver")) == Rate("4%")
    assert table.pick(("EMEA", "Bikes", "Gold")) is None
    assert table.pick(("LATAM", "Bikes", "Silver")) is None


def test_the_most_specific_rule_wins() -> None:
    # OCA/commission, sale_commission_product_criteria: a price of 1,000.
    rules = Rules(
        (
            Rule("any", "global", ALWAYS, "USD 10", "amount"),
            Rule("product", "product", field("product").equals("P"), "5%"),
            Rule("category", "category", field("category").equals("C"), "USD 20", "amount"),
            Rule("variant", "variant", field("variant").equals("V"), "15%"),
        ),
        ("variant", "product", "category", "global"),
    )
    deals = (("", "", ""), ("C", "", ""), ("", "P", ""), ("", "P", "V"))
    paid = []
    for category, product, variant in deals:
        rule = rules.pick({"category": category, "product": product, "variant": variant})
        paid += [part.pay.amount for part in rules.slices(usd("1000"), at=rule)]
    assert paid == [10, 20, 50, 150]
