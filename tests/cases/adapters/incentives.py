"""Incentive plans: the adapters of their cases."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from types import MappingProxyType
from typing import Any

from salesmgmt.calendars import CalendarDays, DateRange, as_date, prorate
from salesmgmt.criteria import field
from salesmgmt.incentives import (
    Amount,
    Attainment,
    Calculation,
    Commission,
    DealAmount,
    Earnings,
    Key,
    Marginal,
    Override,
    Plan,
    Revenue,
    Schedule,
    ScheduleLike,
    Whole,
)
from salesmgmt.money import Money, Rate
from salesmgmt.records import Assignment, DealShare, Facts, Line, Opportunity, Order, Record
from tests.cases.adapters import Adapter

#: The cases are in one currency that they do not name.
CURRENCY = "USD"


def prorated_by_days(given: Mapping[str, Any]) -> dict[str, Any]:
    """Yearly figures for the rest of a year, by calendar days, the first day included."""
    inputs = given["inputs"]
    start = as_date(inputs["start"])
    year = DateRange.year(start.year)
    rest = DateRange(start, year.end)

    def part_of(amount: str) -> Money:
        return prorate(Money.of(amount, CURRENCY), rest, year, CalendarDays()).round()

    return {
        "days": rest.days,
        "factor_pct_2dp": part_of("100"),
        "quota": part_of(inputs["annual_quota"]),
        "variable": part_of(inputs["annual_variable"]),
    }


def plan_of(pays: ScheduleLike, by: Key | None = None) -> Plan:
    """A plan of one commission."""
    key = Amount() if by is None else by
    return Plan("plan", currency=CURRENCY, components=Commission("sales", of=Revenue(), by=key, pays=pays))


def amount(text: str) -> Money:
    """An amount in the currency of the cases."""
    return Money.of(text, CURRENCY)


def by_amount(kind: type[Marginal] | type[Whole], tiers: Iterable[Mapping[str, str]]) -> Schedule:
    """Tiers as a case writes them, entered by amount."""
    return kind({amount(tier["from"]): tier["rate"] for tier in tiers})


def paid(pays: ScheduleLike, base: str, by: Key | None = None, **more: Money) -> Calculation:
    """What one figure earns."""
    return plan_of(pays, by).pay("sales", amount(base), **more)


def slices_of(found: Calculation) -> list[tuple[Money, Fraction]]:
    """Bases and rates."""
    return [(part.base.exactly(), part.rate.value) for part in found.slices]


def marginal_by_period(given: Mapping[str, Any]) -> dict[str, Any]:
    """One or several periods of sales through marginal tiers."""
    tiers = by_amount(Marginal, given["plan"]["tiers"])
    (sold,) = given["inputs"].values()
    if isinstance(sold, list):
        return {"commissions": [paid(tiers, base).amount for base in sold]}
    found = paid(tiers, sold)
    return {
        "by_tier": [part.pay.exactly() for part in found.slices],
        "commission": found.amount,
        "slices": slices_of(found),
        "total": found.amount,
    }


def marginal_by_deal(given: Mapping[str, Any]) -> dict[str, Any]:
    """Deals that run through marginal tiers one by one, and what they bring together."""
    plan = plan_of(by_amount(Marginal, given["plan"]["tiers"]), DealAmount())
    deals = given["inputs"]["transactions"]
    found = [plan.pay("sales", amount(deal)) for deal in deals]
    return {
        "commissions": [one.amount for one in found],
        "second_by_tier": [part.pay.exactly() for part in found[1].slices],
        "total": plan.earn(Facts(won("rep", deals)), through="2026").total(),
    }


def marginal_from_a_position(given: Mapping[str, Any]) -> dict[str, Any]:
    """A deal on top of what the period has brought so far."""
    tiers, inputs = by_amount(Marginal, given["plan"]["tiers"]), given["inputs"]
    found = paid(tiers, inputs["deal"], opening=amount(inputs["already_accumulated"]))
    return {
        "blended_rate": found.exact.ratio(found.base),
        "commission": found.amount,
        "slices": slices_of(found),
    }


def both_readings_by_deal(given: Mapping[str, Any]) -> dict[str, Any]:
    """One table read as marginal and as whole, deal by deal."""
    tiers, inputs = given["plan"]["tiers"], given["inputs"]
    deals = inputs["amounts"] if "amounts" in inputs else [inputs["transaction"]]
    marginal, whole = (
        [paid(by_amount(kind, tiers), deal, DealAmount()) for deal in deals] for kind in (Marginal, Whole)
    )
    return {
        "marginal": marginal[0].amount,
        "marginal_commissions": [found.amount for found in marginal],
        "marginal_slices": [slices_of(found) for found in marginal],
        "whole": whole[0].amount,
        "whole_commissions": [found.amount for found in whole],
        "whole_rates": [found.slices[0].rate for found in whole],
    }


def both_readings_by_attainment(given: Mapping[str, Any]) -> dict[str, Any]:
    """One table by attainment read as marginal and as whole."""
    rates = {Rate(tier["from"]): tier["rate"] for tier in given["plan"]["tiers"]}
    quota, sold = amount(given["plan"]["quota"]), given["inputs"]["period_sales"]
    return {
        "marginal": paid(Marginal(rates), sold, Attainment(), quota=quota).amount,
        "whole": paid(Whole(rates), sold, Attainment(), quota=quota).amount,
    }


def two_plans(given: Mapping[str, Any]) -> dict[str, Any]:
    """The same sales by two tables."""
    flat, sloped = (by_amount(Marginal, given["plan"][name]) for name in ("plan_flat", "plan_sloped"))
    sold = given["inputs"]["sales"]
    return {
        "flat": [paid(flat, base).amount for base in sold],
        "sloped": [paid(sloped, base).amount for base in sold],
    }


def won(owner: str, amounts: Iterable[str]) -> list[Record]:
    """Won deals of one owner in the same month."""
    return [
        Opportunity(f"{owner}-{number}", owner, amount(sold), outcome="won", closed="2026-01-05")
        for number, sold in enumerate(amounts, 1)
    ]


def led(people: Iterable[str], manager: str) -> list[Record]:
    """People under one manager, all the time."""
    return [Assignment(person, person, DateRange.always(), manager=manager) for person in people]


def volume_bonus(given: Mapping[str, Any]) -> dict[str, Any]:
    """Whole tiers by the volume of a month, and of what a manager's and a director's people sold."""
    tables, inputs = given["plan"]["tables"], given["inputs"]

    def team_bonus(table: str, per: str, volumes: list[str]) -> Money:
        people = [f"{person}" for person, _ in enumerate(volumes)]
        deals = [deal for person, sold in zip(people, volumes, strict=True) for deal in won(person, [sold])]
        bonus = Override("team", of="sales", by=Amount(per), pays=by_amount(Whole, tables[table]))
        sales = Commission("sales", of=Revenue(), pays="0%")
        plan = Plan("plan", currency=CURRENCY, components=(sales, bonus))
        return plan.earn(Facts([*deals, *led(people, "lead")]), through="2026").total("lead")

    seller = plan_of(by_amount(Whole, tables["seller_month"]))
    return {
        "seller_bonuses": [
            seller.earn(Facts(won("rep", month)), through="2026").total("rep")
            for month in inputs["seller_month_sales"]
        ],
        "manager_bonus": team_bonus("manager_quarter", "quarter", inputs["manager_quarter_downline"]),
        "director_bonus": team_bonus("director_year", "year", inputs["director_year_downline"]),
    }


def overridden(given: Mapping[str, Any]) -> dict[str, Any]:
    """Sellers and those above them, and what a return of the same day takes back."""
    terms, inputs = given["plan"], given["inputs"]
    rates = terms["rates"] if "rates" in terms else [terms["seller_rate"], terms["manager_rate"]]
    sales = inputs["sales"] if "sales" in inputs else [inputs["sale"]]
    sellers = [f"seller-{number}" for number, _ in enumerate(sales)]
    leads = [f"lead-{level}" for level, _ in enumerate(rates[1:])]
    posts: list[Record] = []
    below = sellers
    for lead in leads:
        posts.extend(led(below, lead))
        below = [lead]
    seller = Commission("seller", of=Revenue(), pays=rates[0], negative="mirror")
    above = [
        Override(f"level {level}", of="seller", pays=rate, level=level, negative="mirror")
        for level, rate in enumerate(rates[1:], 1)
    ]
    plan = Plan("plan", currency=CURRENCY, components=(seller, *above))

    def earned(amounts: list[str]) -> Earnings:
        deals = [deal for person, sale in zip(sellers, amounts, strict=True) for deal in won(person, [sale])]
        return plan.earn(Facts([*posts, *deals]), through="2026")

    sold, back = earned(sales), earned([f"-{sale}" for sale in sales])
    chain = [sellers[0], *leads]
    return {
        "clawback_lines": [back.total(person) for person in chain],
        "clawback_total": back.total(),
        "commissions": [sold.total(person) for person in chain],
        "each_seller": sold.total(sellers[0]),
        "manager_total": sold.total(leads[0]),
    }


def equal_credit(given: Mapping[str, Any]) -> dict[str, Any]:
    """One deal in equal shares."""
    inputs = given["inputs"]
    people = [f"{person}" for person in range(inputs["people"])]
    deal = won("owner", [inputs["order"]])
    shares = [DealShare(person, "owner-1", person) for person in people]
    outcome = plan_of("0%").earn(Facts([*deal, *shares]), through="2026")
    return {"credits": [credit.value.exactly() for credit in outcome.credits()]}


def credited_lines(given: Mapping[str, Any]) -> dict[str, Any]:
    """Lines that count, by a partner's rate, and by a team's shares with rates of their own."""
    terms = given["plan"]
    lines = [
        Line(None, amount(net), more={"commissionable": counts}) for net, counts in given["inputs"]["lines"]
    ]
    order = Order("O-1", "2026-01-05", lines, owner="partner")
    counting = Revenue(field("commissionable").equals(True), event="order")  # noqa: FBT003 - a value of a field

    def plan_at(name: str, rate: str) -> Plan:
        return Plan(name, currency=CURRENCY, components=Commission("sales", of=counting, pays=rate))

    team = [person for person, _, _ in terms["team"]]
    shares = [
        DealShare(person, "O-1", person, int(Money.of(share, CURRENCY).minor))
        for person, share, _ in terms["team"]
    ]
    posts = [Assignment(person, person, DateRange.always(), plan=person) for person in team]
    shared = Facts([order, *shares, *posts])
    outcomes = {
        person: plan_at(person, rate).earn(shared, through="2026") for person, _, rate in terms["team"]
    }
    partner = plan_at("partner", terms["partner_rate"]).earn(Facts([order]), through="2026")
    return {
        "allocated": {person: outcome.earned[0].base.exactly() for person, outcome in outcomes.items()},
        "eligible": partner.earned[0].base.exactly(),
        "incentives": {person: outcome.total(person) for person, outcome in outcomes.items()},
        "partner_commission": partner.total("partner"),
    }


ADAPTERS: Mapping[str, Adapter] = MappingProxyType(
    {
        "comparison, marginal": two_plans,
        "credit": credited_lines,
        "credit, equal": equal_credit,
        "override": overridden,
        "proration, calendar days, start day included": prorated_by_days,
        "tiered, attainment_ratio": both_readings_by_attainment,
        "tiered, marginal, cumulative_amount": marginal_from_a_position,
        "tiered, marginal, period_amount": marginal_by_period,
        "tiered, marginal, transaction_amount": marginal_by_deal,
        "tiered, transaction_amount": both_readings_by_deal,
        "tiered, whole, period_amount": volume_bonus,
    }
)
