"""The sample company that comes with the library, in its second year, with policies made up for the tour."""

from __future__ import annotations

from collections.abc import Iterable

from salesmgmt.calendars import FiscalCalendar, Period, PeriodKind
from salesmgmt.credit import CreditLimit, CreditPolicy, Limits
from salesmgmt.criteria import field
from salesmgmt.incentives import Attainment, Commission, Flat, Margin, Marginal, Override, Plan, Revenue
from salesmgmt.money import Money
from salesmgmt.records import Customer, Facts, Line, Quota
from salesmgmt.targets import Cascade, Seasonality, branches_of
from salesmgmt.territory import Division, by_customer_group, by_product, by_region
from salesmgmt.testing.company import sample_company
from year.scenario import Scenario, Text, new_orders

CURRENCY = "USD"
LIMITS = {"enterprise": "USD 150,000", "mid-market": "USD 60,000", "small": "USD 20,000"}

ASSUMPTIONS = {
    "A1": Text(
        "the company is made up, and so are its plan, its division of the market and its credit policy; its "
        "facts come with the library",
        "公司系虚构，提成方案、市场划分和信用政策亦然；事实数据随程序库提供",
    ),
    "A2": Text(
        "the company's target is the sum of its quotas of the year, passed down in proportion to them among "
        "those who hold a seat on the first day; pay is measured against the quotas themselves, which follow "
        "people as they join, move and leave",
        "公司目标为全年任务之和，按各人任务比例分解至年初在岗人员；"
        "提成按实际任务核算，任务随人员入职、调动、离职而变",
    ),
    "A3": Text(
        "limits follow the customer's segment: USD 150,000, 60,000 and 20,000; an overdue invoice is let "
        "pass for 10 days; five customers, from the one that owes most to the one that owes least, order one "
        "Gateway GX 900 each",
        "信用额度按客户规模：15 万、6 万、2 万美元；逾期宽限 10 天；"
        "从欠款最多到最少取五家客户，各订购一台 Gateway GX 900",
    ),
}


def scenario() -> Scenario:
    """The sample company in 2026."""
    facts = sample_company()
    year = FiscalCalendar().year(2026)
    quotas = [quota for quota in facts.quotas if year.during.contains(quota.during)]
    target = Money.total((quota.amount for quota in quotas if quota.amount is not None), CURRENCY)
    return Scenario(
        Text("the sample company", "样例公司"),
        facts,
        year,
        _division(),
        _cascade(facts, quotas, year),
        target,
        _plan(year),
        CreditPolicy.standard(grace_days=10, warn_at="80%"),
        _limits(facts.customers),
        new_orders(facts, year, Line("GX-900", "USD 14,800", tax="USD 1,184")),
        "rep-02",
        ASSUMPTIONS,
        {
            "territory": ("A1",),
            "quotas": ("A2",),
            "pay": ("A1",),
            "statement": ("A1",),
            "appraisal": ("A1",),
            "credit": ("A1", "A3"),
        },
        own_quotas=True,
    )


def _division() -> Division:
    """The north by industry, the south by product line, the west as one."""
    industries = ("automotive", "machinery", "logistics", "instruments")
    return by_region(
        {
            "north": by_customer_group(dict.fromkeys(industries, "rep-05"), otherwise="lead-2"),
            "south": by_product({"GX": "lead-3", "MS": "lead-3", "CL": "lead-4", "SV": "lead-4"}),
            "west": "dir-west",
        }
    )


def _cascade(facts: Facts, quotas: Iterable[Quota], year: Period) -> Cascade:
    """Weights and seasonality as the quotas have them; whoever has none weighs nothing."""
    by_holder: dict[str, int] = {}
    quarters = dict.fromkeys(year.children(PeriodKind.QUARTER), 0)
    for quota in quotas:
        amount = quota.amount_minor or 0
        by_holder[quota.holder] = by_holder.get(quota.holder, 0) + amount
        for quarter in quarters:
            if quarter.during.contains(quota.during):
                quarters[quarter] += amount
    weights = {person.id: by_holder.get(person.id, 0) for person in facts.participants}
    season = Seasonality(list(quarters.values()), PeriodKind.QUARTER)
    return Cascade(branches_of(facts, year.start, weights=weights), season, unit="100")


def _plan(year: Period) -> Plan:
    """Things and software by attainment, services by margin, and a part of the team's for its lead."""
    tiers = Marginal({"0%": "2%", "60%": "5%", "100%": "8%", "150%": "10%"})
    things = field("product.family").is_in("hardware", "software")
    return Plan(
        "sales",
        components=(
            Commission(
                "new-business",
                of=Revenue(where=things, event="order"),
                by=Attainment(per="quarter"),
                pays=tiers,
                title="New business",
            ),
            Commission(
                "services",
                of=Margin(where=field("product.family").equals("service"), event="order"),
                pays=Flat("3%"),
                title="Services",
            ),
            Override("team", of="new-business", pays=Flat("0.5%"), title="Team"),
        ),
        currency=CURRENCY,
        title="Sales 2026",
        during=year.during,
    )


def _limits(customers: Iterable[Customer]) -> Limits:
    """Assumption A3."""
    return Limits(CreditLimit(f"L-{c.id}", c.id, LIMITS[c.segment]) for c in customers if c.segment in LIMITS)
