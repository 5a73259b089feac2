"""Complete Chinese plans from published sources: a plan, a few facts, and figures.

These sources print rules, and one a formula, hardly ever results; amounts are chosen, and every figure was
worked out by hand from the printed rule.
"""

from __future__ import annotations

import pytest

from salesmgmt.criteria import field
from salesmgmt.incentives import (
    Amount,
    Attainment,
    ByPoints,
    Collected,
    Column,
    Commission,
    Crediting,
    DaysOverdue,
    ExpenseAllowance,
    Factor,
    Fixed,
    FixedKind,
    Gate,
    Marginal,
    Multiplier,
    Pool,
    Revenue,
    ShareOf,
    Whole,
)
from salesmgmt.records import (
    Application,
    DealShare,
    Expense,
    Facts,
    Invoice,
    Line,
    Participant,
    Payment,
    Quota,
    Record,
    Score,
)
from tests.incentives.published import YEAR, deal, each, paid, plan

JANUARY = "2026-01-01/2026-02-01"


def invoice(name: str, amount: str, due: str = "2026-01-31") -> Invoice:
    """An invoice of Ann's."""
    return Invoice(name, "2026-01-01", Line(None, amount), customer="C-1", owner="ann", due=due)


def received(name: str, of: str, amount: str, day: str) -> list[Record]:
    """Money for an invoice, and the matching of it."""
    return [Payment(name, day, "C-1", amount), Application(f"{name} matched", day, name, of, amount)]


# A real-estate company: 4 per mille of a month's sales up to the quota and 5 above it; a quarter of every
# commission is shared by all by their points; floating pay for those who reach the quota; where somebody else
# recommended the customer, 2 per mille for each of the two.
# http://m.yiqiwanjituan.com/qiyeguanli/guanlibanfa/3262272.html
def test_a_real_estate_company_with_a_common_pool() -> None:
    own = field("recommended").equals("no").or_if_missing(met=True)
    terms = plan(
        Commission("sales", of=Revenue(own), pays=Marginal({"CNY 0": "4‰", "CNY 3,000,000": "5‰"})),
        Commission("recommended", of=Revenue(~own), pays="4‰"),
        Pool("pool", per="month", fund=ShareOf("sales", "25%"), by=ByPoints()),
        Commission("reached", of=Revenue(), by=Attainment("month"), pays="0%"),
        Fixed(
            "floating",
            pays="CNY 1,500",
            kind=FixedKind.PERFORMANCE,
            modifiers=Gate(field("reached.attainment").at_least("100%")),
        ),
        currency="CNY",
    )
    points = {"A": 92, "B": 88, "C": 75, "D": 85}
    sold = {"A": "CNY 3,500,000", "B": "CNY 2,800,000", "C": "CNY 1,234,567"}
    facts: list[Record] = [Participant(person) for person in points]
    facts += [Score(person, person, JANUARY, "points", figure) for person, figure in points.items()]
    facts += [Quota(person, person, JANUARY, "CNY 3,000,000") for person in points]
    facts += [deal(person, amount, owner=person) for person, amount in sold.items()]
    outcome = terms.earn(Facts(facts), through="2026-01")
    assert [paid(outcome, "sales", person) for person in sold] == [
        "CNY 14,500.00",
        "CNY 11,200.00",
        "CNY 4,938.27",
    ]
    assert [paid(outcome, "floating", person) for person in sold] == ["CNY 1,500.00", "CNY 0.00", "CNY 0.00"]
    assert paid(outcome, owner="D") == "CNY 1,914.89"
    assert f"{outcome.total(component='pool')}" == "CNY 0.00", "what is put in is what comes out"
    house = deal("house", "CNY 1,000,000", owner="A", recommended="yes")
    halves = [DealShare(person, "house", person) for person in ("A", "clerk")]
    two = terms.earn(Facts([*facts, Participant("clerk"), house, *halves]), through="2026-01")
    assert [paid(two, "recommended", person) for person in ("A", "clerk")] == ["CNY 2,000.00", "CNY 2,000.00"]


# Lifts and their maintenance: 2 % (5 % for maintenance) of the standard price and 10 % of what is above it; a
# tenth (a twentieth) of both stays with the department.
# https://m.taodocs.com/p-108508709.html
@pytest.mark.parametrize(
    ("rate", "kept", "earned"), [("2%", "90%", "CNY 22,500.00"), ("5%", "95%", "CNY 52,250.00")]
)
def test_lifts_at_and_above_the_standard_price(rate: str, kept: str, earned: str) -> None:
    terms = plan(
        Commission("standard", of=Column("standard"), pays=rate, modifiers=Multiplier(kept)),
        Commission("above", of=Column("above"), pays="10%", modifiers=Multiplier(kept)),
        currency="CNY",
    )
    lift = deal("lift", "CNY 1,050,000", standard=1_000_000, above=50_000)
    assert paid(terms.earn(Facts([lift]), through=YEAR)) == earned


# Contracts of a year: 1 % up to 5,000,000, 3 % of what is above it up to 8,000,000, by the printed formula
# 5,000,000 x 1 % + (total - 5,000,000) x 3 %.
# https://renrendoc.com/paper/231965211.html
@pytest.mark.parametrize(
    ("last", "earned"),
    [
        ("CNY 1,000,000", "CNY 50,000.00"),
        ("CNY 2,500,000", "CNY 95,000.00"),
        ("CNY 4,000,000", "CNY 140,000.00"),
    ],
)
def test_contracts_of_a_year(last: str, earned: str) -> None:
    tiers = Marginal({"CNY 0": "1%", "CNY 500万": "3%"})
    terms = plan(Commission("contracts", of=Revenue(), by=Amount("year"), pays=tiers), currency="CNY")
    won = [deal("first", "CNY 400万", "2026-02-01"), deal("last", last, "2026-11-01")]
    assert paid(terms.earn(Facts(won), through=YEAR)) == earned


# Commission on what was collected, of which less counts the later it came in: from 80 % after 30 days to
# nothing after 180. The rate of 2 % is chosen.
# Document 32478091 of the document-sharing site dybbs8
@pytest.mark.parametrize(
    ("day", "earned"),
    [
        ("2026-01-20", "CNY 2,000.00"),
        ("2026-03-02", "CNY 2,000.00"),
        ("2026-03-03", "CNY 1,600.00"),
        ("2026-04-01", "CNY 1,600.00"),
        ("2026-04-02", "CNY 1,200.00"),
        ("2026-05-01", "CNY 1,200.00"),
        ("2026-05-02", "CNY 1,000.00"),
        ("2026-06-01", "CNY 400.00"),
        ("2026-07-30", "CNY 400.00"),
        ("2026-07-31", "CNY 0.00"),
    ],
)
def test_money_that_comes_late_counts_less(day: str, earned: str) -> None:
    late = Whole({None: "100%", 30: "80%", 60: "60%", 90: "50%", 120: "20%", 180: "0%"}, "lower")
    sales = Commission(
        "sales", of=Collected(), pays="2%", factors=Factor(late, by=DaysOverdue()), rounds="deal"
    )
    terms = plan(sales, currency="CNY", crediting=Crediting("exact"))
    facts = Facts([invoice("I-1", "CNY 100,000"), *received("P-1", "I-1", "CNY 100,000", day)])
    assert paid(terms.earn(facts, through=YEAR)) == earned


# A sales department: 4.5 % of what is collected, of which 80 % at once; expenses above 2 % of the month's
# collections are borne, half of what is saved is paid out. (The rest of the commission, at the end of the
# year, is another matter.)
# File C7MD80A of wk.yl1001.com
def test_collections_with_an_allowance_for_expenses() -> None:
    terms = plan(
        Commission("now", of=Collected(), pays="4.5%", modifiers=Multiplier("80%")),
        ExpenseAllowance("expenses", of=Collected(), allowed="2%", overspent="100%", saved="50%"),
        currency="CNY",
    )
    facts: list[Record] = [
        invoice("P1", "CNY 800,000"),
        invoice("P2", "CNY 450,000"),
        *received("1", "P1", "CNY 300,000", "2026-01-20"),
        *received("2", "P1", "CNY 500,000", "2026-02-20"),
        *received("3", "P2", "CNY 200,000", "2026-02-25"),
    ]
    spent = {"01": "CNY 7,500", "02": "CNY 9,800.50", "03": "CNY 600"}
    facts += [Expense(month, "ann", f"2026-{month}-28", amount) for month, amount in spent.items()]
    outcome = terms.earn(Facts(facts), through=YEAR)
    assert each(outcome, "now")[:2] == ["CNY 10,800.00", "CNY 25,200.00"]
    assert each(outcome, "expenses") == ["CNY -1,500.00", "CNY 2,099.75", "CNY -600.00"]
