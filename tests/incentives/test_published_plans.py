"""Complete plans from published sources: a plan, a few facts, and the figures that the source prints.

The source stands above each test. Where it prints a rule and no result, the comment says so. Chinese plans
stand in `test_published_plans_zh`.
"""

from __future__ import annotations

from fractions import Fraction

import pytest

from salesmgmt.calendars import DateRange, FiscalCalendar
from salesmgmt.criteria import field
from salesmgmt.incentives import (
    Adjustment,
    Amount,
    Amounts,
    Attainment,
    Cap,
    Chain,
    Column,
    Commission,
    Contest,
    Count,
    Crediting,
    Curve,
    DealAmount,
    DealField,
    Fixed,
    FixedKind,
    Floor,
    Gate,
    LimitPer,
    Margin,
    Marginal,
    Multiplier,
    Objective,
    Objectives,
    Override,
    Ramp,
    Revenue,
    ScoreOf,
    StandingOf,
    TargetPay,
    Units,
    Whole,
    uplift,
)
from salesmgmt.money import Money, Rate
from salesmgmt.records import (
    Assignment,
    DealShare,
    Facts,
    Line,
    Opportunity,
    Order,
    Participant,
    Quota,
    Record,
    Score,
)
from tests.incentives.published import FIRST_QUARTER, QUARTER, YEAR, deal, deals, each, paid, plan


# Salesforce Trailhead, Spiff marginal payout rules: a deal of 20,000 on top of 145,000, tiers at 150,000 and
# 250,000.
# https://trailhead.salesforce.com/es-MX/content/learn/modules/salesforce-spiff-marginal-payout-rules
def test_a_deal_that_straddles_two_tiers_of_the_year() -> None:
    tiers = Marginal({"USD 0": "4%", "USD 150,000": "6%", "USD 250,000": "8%"})
    terms = plan(Commission("sales", of=Revenue(), by=Amount("month", within="year"), pays=tiers))
    won = [*deals(["USD 100,000", "USD 45,000"], "2026-01-15"), deal("late", "USD 20,000", "2026-02-10")]
    outcome = terms.earn(Facts(won), through="2026-02")
    assert each(outcome, "sales") == ["USD 5,800.00", "USD 1,100.00"]
    told = outcome.statement("ann").parts[1].calculation
    assert [f"{part.base} at {part.pays}" for part in told.slices] == ["USD 5,000 at 4%", "USD 15,000 at 6%"]


# Oracle Fusion, step rates: six transactions, each on its own, come to 164.
# https://docs.oracle.com/en/cloud/saas/sales/facmi/examples-of-calculating-earnings-using-step-rates.html
def test_step_rates_transaction_by_transaction() -> None:
    rates = Marginal({"USD 0": "1%", "USD 1,000": "2%", "USD 3,000": "3%", "USD 8,000": "5%"})
    terms = plan(Commission("steps", of=Revenue(), by=DealAmount(), pays=rates))
    won = deals(["USD 200", "USD 300", "USD 1,500", "USD 1,200", "USD 2,000", "USD 4,500"])
    outcome = terms.earn(Facts(won), through=YEAR)
    groups = outcome.statement("ann").parts[0].calculation.groups
    assert [group.pay.amount for group in groups] == [2, 3, 20, 14, 30, 95]
    assert paid(outcome) == "USD 164.00"


# QuotaPath, capped account executive: 140,000 at 50:50, quota of 175,000 a quarter, so 10 %, and 140,000 at
# target. The page prints no level for its cap: the 200 % of the quarter's variable pay here is chosen.
# https://comp.quotapath.com/account-executive/capped
def test_an_account_executive_with_a_cap() -> None:
    target = TargetPay("USD 140,000", fixed="50%", quota="USD 175,000", per="quarter")
    assert target.rate == Rate("10%")
    assert target.quota_multiple == 5
    terms = plan(
        Fixed("salary", pays=target.base_pay, per="year"),
        Commission(
            "sales", of=Revenue(), by=Amount("quarter"), pays=target.rate, modifiers=Cap("USD 35,000")
        ),
    )
    days = ("2026-02-01", "2026-05-01", "2026-08-01", "2026-11-01")
    sold = [deal(day, "USD 175,000", day) for day in days]
    on_target = terms.earn(Facts([Participant("ann"), *sold]), through=YEAR)
    assert (paid(on_target, "sales"), paid(on_target)) == ("USD 70,000.00", "USD 140,000.00")
    capped = terms.earn(Facts([deal("one", "USD 400,000")]), through=YEAR)
    assert paid(capped, "sales") == "USD 35,000.00"


# A forum's quarter of 150,000: 5 %, a point more over 100,000, another over 125,000, so 5,000 + 1,500 +
# 1,750; and no accelerators before the quota of the whole year, however large one quarter is.
# https://excelforum.com/excel-formulas-and-functions/861932-vlookup-for-multiple-results-without-duplicates-prev-thread.html
def test_accelerators_by_quarter_and_only_over_the_quota_of_the_year() -> None:
    rates = uplift({"0%": "5%", "100%": "+1%", "125%": "+1%"})
    quarters = FiscalCalendar().periods("quarter", DateRange.year(2026))
    quotas = [Quota(part.label, "ann", part.during, "USD 100,000") for part in quarters]
    alone = plan(Commission("sales", of=Revenue(), by=Attainment("quarter"), pays=rates))
    outcome = alone.earn(Facts([*quotas, deal("one", "USD 150,000")]), through=FIRST_QUARTER)
    parts = outcome.statement("ann").parts[0].calculation.slices
    assert [part.pay.amount for part in parts] == [5000, 1500, 1750]
    assert paid(outcome) == "USD 8,250.00"
    whole = Attainment("quarter", within="year", against="whole")
    yearly = plan(Commission("sales", of=Revenue(), by=whole, pays=rates))
    won = [
        deal("first", "USD 50,000", "2026-02-01"),
        deal("second", "USD 75,000", "2026-05-01"),
        deal("third", "USD 200,000", "2026-08-01"),
    ]
    assert each(yearly.earn(Facts([*quotas, *won]), through="2026-Q3"), "sales")[-1] == "USD 10,000.00"


# Sales Cookie: monthly quotas of 10,000, 20,000 and 30,000 for new people, then 45,000; and 6, 8 and 10 % by
# share of the quota, where 110 % are paid by the middle tier alone, or by both ("cumulative").
# https://support2.salescookie.com/portal/en/kb/articles/kb-recipe-how-to-configure-ramped-quotas
# https://support2.salescookie.com/portal/en/kb/articles/kb-what-is-the-difference-between-cumulative-and-non-cumulative-tiers
@pytest.mark.parametrize(
    ("kind", "at_110"),
    [
        (Whole, ["USD 880.00", "USD 1,760.00", "USD 2,640.00"]),
        (Marginal, ["USD 680.00", "USD 1,360.00", "USD 2,040.00"]),
    ],
)
def test_a_ramp_with_tiers_of_attainment(kind: type[Whole] | type[Marginal], at_110: list[str]) -> None:
    ramp = Ramp(["USD 10,000", "USD 20,000", "USD 30,000"], after="USD 45,000")
    tiers = kind({"0%": "6%", "100%": "8%", "150%": "10%"})
    terms = plan(Commission("sales", of=Revenue(), by=Attainment("month", ramp=ramp), pays=tiers))
    sold = {
        "01": "USD 11,000",
        "02": "USD 22,000",
        "03": "USD 33,000",
        "04": "USD 45,000",
        "12": "USD 45,000",
    }
    facts: list[Record] = [deal(month, amount, f"2026-{month}-10") for month, amount in sold.items()]
    outcome = terms.earn(Facts([*facts, Participant("ann", employed="2026-01-05/")]), through=YEAR)
    quotas = [f"{one.quota}" for one in outcome.earned]
    assert quotas == ["USD 10,000.00", "USD 20,000.00", "USD 30,000.00", "USD 45,000.00", "USD 45,000.00"]
    assert each(outcome, "sales")[:3] == at_110


# A commission system's tests: 50 % for the seller, 2, 1.5 and 1 % for the three above; and a monthly bonus by
# volume.
# github:amant8183/commission-calculation-system backend/tests
def test_a_chain_of_overrides_and_a_bonus_by_volume() -> None:
    volume = Whole({"USD 0": "0%", "USD 25,000": "2%", "USD 50,000": "3%", "USD 100,000": "5%"})
    terms = plan(
        Commission("sales", of=Revenue(), pays="50%"),
        *[
            Override(f"level {up}", of="sales", level=up, pays=rate)
            for up, rate in ((1, "2%"), (2, "1.5%"), (3, "1%"))
        ],
        Commission("bonus", of=Revenue(), pays=volume),
    )
    above = {"ann": "bob", "bob": "cid", "cid": "dee"}
    posts = [Assignment(one, one, DateRange.always(), manager=lead) for one, lead in above.items()]
    sale = terms.earn(Facts([*posts, deal("one", "USD 50,000")]), through=YEAR)
    assert paid(sale, "sales") == "USD 25,000.00"
    assert [paid(sale, owner=lead) for lead in above.values()] == ["USD 1,000.00", "USD 750.00", "USD 500.00"]
    won = [
        *deals(["USD 60,000", "USD 45,000", "USD 20,000"], "2026-02-03"),
        deal("later", "USD 70,000", "2026-03-03"),
    ]
    assert each(terms.earn(Facts([*posts, *won]), through=YEAR), "bonus") == ["USD 6,250.00", "USD 2,100.00"]


# metasfresh's own tests: 10 % for each of two levels, of what the level below leaves; a licence fee of 5 %
# that the seller owes; 50 % of a mediated purchase that a vendor owes; what a customer pays above the
# seller's own price.
# github:metasfresh/metasfresh hierarchyCommissionAndLicenseFeeCommissionContracts.feature
# github:metasfresh/metasfresh MarginAlgorithmTest.java
def test_a_hierarchy_a_fee_a_vendor_and_a_margin() -> None:
    facts = Facts(
        [
            Order("O-1", "2026-01-15", Line(None, "EUR 10"), owner="ann"),
            Assignment("P-1", "ann", DateRange.always(), manager="bob"),
        ]
    )
    sold = Revenue(event="order")
    levels = plan(Chain("levels", of=sold, rates=["10%", "10%"]), currency="EUR").earn(facts, through=YEAR)
    assert [paid(levels, owner=person) for person in ("ann", "bob")] == ["EUR 1.00", "EUR 0.90"]
    to_us = Crediting(to="company")
    fee = plan(Commission("licence", of=sold, pays="5%"), currency="EUR", crediting=to_us).replace(
        payer="ann"
    )
    assert paid(fee.earn(facts, through=YEAR), owner="company") == "EUR 0.50"
    mediated = plan(Commission("mediated", of=sold, pays="50%"), currency="EUR", crediting=to_us)
    purchase = Facts([Order("O-2", "2026-01-15", Line(None, "EUR 20"))])
    assert paid(mediated.replace(payer="vendor").earn(purchase, through=YEAR), owner="company") == "EUR 10.00"
    own_price = plan(Commission("margin", of=Margin(event="order"), pays="100%"), currency="EUR")
    ten = Order("O-3", "2026-01-15", Line(None, "EUR 150", 10, cost="EUR 100"), owner="ann")
    assert paid(own_price.earn(Facts([ten]), through=YEAR)) == "EUR 50.00"


# A shop's rules: a bonus by the number of sales (14 bring 700), 6 for each piece of product Z (10 bring 60),
# 2,000 for the best seller of the month.
# github:nsiksnys/ElectronicaDonPepe-Symfony logic.md
def test_a_shop_with_brackets_pieces_and_a_best_seller() -> None:
    brackets = Amounts({0: "USD 0", 1: "USD 200", 6: "USD 400", 11: "USD 700", 16: "USD 1,000"})
    pieces = Units(field("product").equals("Z"), event="order")
    terms = plan(
        Commission("count", of=Count(event="order"), pays=brackets),
        Commission("pieces", of=pieces, pays="USD 6"),
        Contest("best", of=Count(event="order"), per="month", prizes=["USD 2,000"]),
    )
    sold = [Order(f"O-{number:02}", "2026-01-15", Line("Y", "USD 50"), owner="ann") for number in range(13)]
    sold.append(Order("Z", "2026-01-15", Line("Z", "USD 500", 10), owner="ann"))
    sold.append(Order("other", "2026-01-15", Line("Y", "USD 900"), owner="bob"))
    outcome = terms.earn(Facts(sold), through="2026-01")
    parts = [paid(outcome, component) for component in ("count", "pieces", "best")]
    assert parts == ["USD 700.00", "USD 60.00", "USD 2,000.00"]
    assert (paid(outcome), paid(outcome, owner="bob")) == ("USD 2,760.00", "USD 200.00")


# A guide to payout curves: 10,000 at a quota of 100,000, nothing to 70 %, twice the pace above 100 %, at most
# 200 %: 85 % pay 5,000 and 120 % pay 14,000.
# https://bonuspaycalc.com/guides/bonus-payout-curve-explained.html
@pytest.mark.parametrize(
    ("sold", "bonus"),
    [
        ("GBP 69,000", "GBP 0.00"),
        ("GBP 85,000", "GBP 5,000.00"),
        ("GBP 100,000", "GBP 10,000.00"),
        ("GBP 120,000", "GBP 14,000.00"),
        ("GBP 190,000", "GBP 20,000.00"),
    ],
)
def test_a_bonus_on_a_payout_curve(sold: str, bonus: str) -> None:
    curve = Curve({"70%": "0%", "100%": "100%", "150%": "200%"})
    terms = plan(
        Commission("sales", of=Revenue(), by=Attainment("quarter"), pays="0%"),
        Fixed(
            "bonus",
            pays="GBP 10,000",
            per="quarter",
            kind=FixedKind.TARGET,
            modifiers=Multiplier(curve, StandingOf("sales.attainment"), missing="0%"),
        ),
        currency="GBP",
    )
    facts = Facts([Participant("ann"), deal("one", sold), Quota("Q", "ann", QUARTER, "GBP 100,000")])
    assert paid(terms.earn(facts, through=FIRST_QUARTER)) == bonus


# A pay plan of a car dealership: 1,700 for twenty cars; 250 for a deal at the asking price, 225 for 100 off
# it, 200 for 200 off, 175 for more; 15 % of what a trade-in is taken below its value; 20 for a financed deal,
# 10 % of accessories.
# http://dalepollak.com/2012/01/10/pay-plan-build-transparency-hold-gross/
def test_a_car_dealership() -> None:
    asking = Amounts({0: "USD 250", 100: "USD 225", 200: "USD 200", 201: "USD 175"})
    terms = plan(
        Commission("volume", of=Count(), pays=Amounts({0: "USD 0", 20: "USD 1,700"})),
        Commission("held price", of=Count(), by=DealField("discount", kind="number"), pays=asking),
        Commission("trade-in", of=Column("traded_below"), pays="15%"),
        Commission("financed", of=Count(field("bank").is_present()), pays="USD 20"),
        Commission("accessories", of=Column("accessories"), pays="10%"),
    )

    def car(
        number: int, discount: int, below: int = 0, extras: int = 0, bank: str | None = None
    ) -> Opportunity:
        return deal(
            f"{number:02}",
            "USD 20,000",
            discount=discount,
            traded_below=below,
            accessories=extras,
            bank=bank,
        )

    sold = [car(1, 0, bank="B-1"), car(2, 100, below=1000), car(3, 200, extras=500), car(4, 350)]
    few = terms.earn(Facts(sold), through=YEAR)
    groups = few.statement("ann").parts
    held = next(part for part in groups if part.earned.component == "held price").calculation.groups
    assert [group.pay.amount for group in held] == [250, 225, 200, 175]
    parts = [paid(few, name) for name in ("volume", "trade-in", "financed", "accessories")]
    assert parts == ["USD 0.00", "USD 150.00", "USD 20.00", "USD 50.00"]
    many = terms.earn(Facts([*sold, *[car(number, 350) for number in range(5, 21)]]), through=YEAR)
    assert paid(many, "volume") == "USD 1,700.00"


# Another dealership: a quarter of the front gross, with 150 as the least for a car, which is what less than
# 600 brings.
# https://datafield.dev/car-sales/part-01/chapter-05/key-takeaways.html
@pytest.mark.parametrize(
    ("gross", "earned"), [("USD 0.04", 150), ("USD 599.96", 150), ("USD 600", 150), ("USD 604", 151)]
)
def test_the_least_for_a_car(gross: str, earned: int) -> None:
    least = Floor("USD 150", per=LimitPer.DEAL)
    terms = plan(Commission("front", of=Margin(), by=DealAmount(), pays="25%", modifiers=least))
    cost = Money.of("USD 20,000") - Money.of(gross)
    car = Opportunity("car", "ann", "USD 20,000", cost=cost, outcome="won", closed="2026-01-15")
    assert terms.earn(Facts([car]), through=YEAR).total("ann").amount == earned


# A company's plan: a fifth of 1,200 in a quarter of a direct market; nothing below 90 %, then as the
# achievement. Of two divisions, all together has to be above 90 % and each above 70 %.
# github:ThRongCode/market-web saledoc/README.md
@pytest.mark.parametrize(
    ("first", "second", "payout"),
    [
        ("USD 100", "USD 50", "USD 240.00"),
        ("USD 95", "USD 47.50", "USD 228.00"),
        ("USD 105", "USD 52.50", "USD 252.00"),
        ("USD 85", "USD 48", "USD 0.00"),
        ("USD 110", "USD 35", "USD 0.00"),
    ],
)
def test_a_sliding_payout_with_conditions_on_two_divisions(first: str, second: str, payout: str) -> None:
    def sales(name: str) -> Commission:
        counted = Revenue(field("division").equals(name))
        return Commission(name, of=counted, by=Attainment("quarter", measure=name), pays="0%")

    sliding = Curve({"90%": "90%", "105%": "105%"}, below="zero")
    both = field("A.attainment").more_than("70%") & field("B.attainment").more_than("70%")
    terms = plan(
        Commission("all", of=Revenue(), by=Attainment("quarter", measure="all"), pays="0%"),
        sales("A"),
        sales("B"),
        Fixed(
            "variable",
            pays="USD 240",
            per="quarter",
            kind=FixedKind.TARGET,
            modifiers=(Multiplier(sliding, StandingOf("all.attainment"), missing="0%"), Gate(both)),
        ),
    )
    targets = {"A": "USD 100", "B": "USD 50", "all": "USD 150"}
    facts: list[Record] = [Quota(name, "ann", QUARTER, size, measure=name) for name, size in targets.items()]
    facts += [Participant("ann"), deal("1", first, division="A"), deal("2", second, division="B")]
    assert paid(terms.earn(Facts(facts), through=FIRST_QUARTER)) == payout


# A manager's bonus of 24,000 by three weights: 120 % of 50 %, 95 % of 30 %, 110 % of 20 %, in all 26,520.
# github:liuzhiqiang77-cell/hr-assistant
# skills/manager-compensation-design/references/bonus-calculation-examples.md
def test_a_managers_bonus_by_weighted_objectives() -> None:
    weights = {"individual": "50%", "team": "30%", "company": "20%"}
    reached = {"individual": "1.2", "team": "0.95", "company": "1.1"}
    goals = [Objective(name, weight, ScoreOf(name, "year")) for name, weight in weights.items()]
    terms = plan(Objectives("bonus", pays="USD 24,000", per="year", objectives=goals))
    year = DateRange.year(2026)
    scores = [Score(name, "ann", year, name, Fraction(figure)) for name, figure in reached.items()]
    outcome = terms.earn(Facts([Participant("ann"), *scores]), through=YEAR)
    groups = outcome.statement("ann").parts[0].calculation.groups
    assert [group.pay.amount for group in groups] == [14400, 6840, 5280]
    assert paid(outcome) == "USD 26,520.00"


# A glossary: 8 % of 70,000 are 5,600; times 1.5 and 1.25 they are 10,500, which is 4,900 more.
# https://prowi.io/en/glossary/multiplier
def test_two_multipliers_shown_as_a_supplement() -> None:
    steps = [Multiplier("150%"), Multiplier("125%")]
    terms = plan(
        Commission("sales", of=Revenue(), pays="8%"), Adjustment("supplement", of="sales", modifiers=steps)
    )
    outcome = terms.earn(Facts([deal("one", "USD 70,000")]), through=YEAR)
    assert (paid(outcome, "sales"), paid(outcome, "supplement")) == ("USD 5,600.00", "USD 4,900.00")
    assert paid(outcome) == "USD 10,500.00"


# ERPNext's own test: 20 pieces at 1,000, shared half and half, are 10,000 and 10 pieces for each of two, who
# have targets of 50 pieces: 40 too few.
# github:frappe/erpnext test_sales_person_target_variance_based_on_item_group.py
def test_targets_in_pieces_for_an_order_in_shares() -> None:
    pieces = Attainment("year", measure="pieces")
    terms = plan(
        Commission("pieces", of=Units(event="order"), by=pieces, pays=Marginal({"0%": "USD 1"})),
        Commission("value", of=Revenue(event="order"), by=Attainment("year"), pays="0%"),
    )
    year = DateRange.year(2026)
    facts: list[Record] = [Order("O-1", "2026-01-15", Line("P", "USD 20,000", 20))]
    for person in ("ann", "bob"):
        facts.append(DealShare(person, "O-1", person, 50))
        facts.append(Quota(person, person, year, quantity=50, measure="pieces"))
    outcome = terms.earn(Facts(facts), through=YEAR)
    counted = [one for one in outcome.earned if one.component == "pieces"]
    assert [one.base for one in counted] == [10, 10]
    assert [one.variance for one in counted] == [-40, -40]
    values = [one for one in outcome.earned if one.component == "value"]
    assert [(f"{one.base}", one.variance) for one in values] == [("USD 10,000", None), ("USD 10,000", None)]
    target = Quota("value", "ann", year, "USD 12,500")
    short = terms.earn(Facts([*facts, target]), through=YEAR).earned[1]
    assert f"{short.variance}" == "USD -2,500"
