"""Tables of rates, and what enters them: the adapters of their cases."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from types import MappingProxyType
from typing import Any

from salesmgmt.criteria import field
from salesmgmt.incentives import (
    Amount,
    Attainment,
    Axis,
    Calculation,
    Commission,
    DealAmount,
    DealField,
    Margin,
    Marginal,
    MarginPercent,
    Matrix,
    Measure,
    Override,
    Plan,
    Revenue,
    Rule,
    Rules,
    Schedule,
    Whole,
    accelerated,
)
from salesmgmt.money import Money, Rate
from salesmgmt.records import Facts, Opportunity
from tests.cases.adapters import Adapter
from tests.cases.adapters.incentives.common import (
    CURRENCY,
    DAY,
    REP,
    YEAR,
    amount,
    led,
    paid,
    percent,
    plan_of,
    slices_of,
    won,
)


def by_amount(kind: type[Marginal] | type[Whole], tiers: Iterable[Mapping[str, str]]) -> Schedule:
    """Tiers as a case writes them, entered by amount."""
    return kind({amount(tier["from"]): tier["rate"] for tier in tiers})


def marginal_by_period(given: Mapping[str, Any]) -> dict[str, Any]:
    """One or several periods of sales through marginal tiers."""
    tiers = by_amount(Marginal, given["plan"]["tiers"])
    (sold,) = given["inputs"].values()
    if isinstance(sold, list):
        return {"commissions": [paid(tiers, base).amount for base in sold]}
    found = paid(tiers, sold)
    return {
        "by_tier": [part.pay for part in found.slices],
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
        "second_by_tier": [part.pay for part in found[1].slices],
        "total": plan.earn(Facts(won(REP, deals)), through=YEAR).total(),
    }


def marginal_from_a_position(given: Mapping[str, Any]) -> dict[str, Any]:
    """A deal on top of what the period has brought so far."""
    tiers, inputs = by_amount(Marginal, given["plan"]["tiers"]), given["inputs"]
    found = paid(tiers, inputs["deal"], opening=amount(inputs["already_accumulated"]))
    return {
        "blended_rate": found.exact.ratio(amount(inputs["deal"])),
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
        "whole_rates": [found.slices[0].pays for found in whole],
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


def volume_bonus(given: Mapping[str, Any]) -> dict[str, Any]:
    """Whole tiers by the volume of a month, and of what a manager's and a director's people sold."""
    tables, inputs = given["plan"]["tables"], given["inputs"]

    def team_bonus(table: str, per: str, volumes: list[str]) -> Money:
        people = [f"{person}" for person, _ in enumerate(volumes)]
        deals = [deal for person, sold in zip(people, volumes, strict=True) for deal in won(person, [sold])]
        bonus = Override("team", of="sales", by=Amount(per), pays=by_amount(Whole, tables[table]))
        sales = Commission("sales", of=Revenue(), pays="0%")
        plan = Plan("plan", currency=CURRENCY, components=(sales, bonus))
        return plan.earn(Facts([*deals, *led(people, "lead")]), through=YEAR).total("lead")

    seller = plan_of(by_amount(Whole, tables["seller_month"]))
    return {
        "seller_bonuses": [
            seller.earn(Facts(won(REP, month)), through=YEAR).total(REP)
            for month in inputs["seller_month_sales"]
        ],
        "manager_bonus": team_bonus("manager_quarter", "quarter", inputs["manager_quarter_downline"]),
        "director_bonus": team_bonus("director_year", "year", inputs["director_year_downline"]),
    }


def decelerated(given: Mapping[str, Any]) -> dict[str, Any]:
    """One rate, and what becomes of it from a share of the quota on."""
    plan = given["plan"]
    slower = plan["decelerator"]
    tiers = accelerated(plan["base_rate"], {Rate(slower["from"]): slower["factor"]})
    found = paid(tiers, "500", Attainment(), quota=amount("100"))
    return {"marginal_rate_above_200pct": found.slices[-1].pays}


def by_margin(given: Mapping[str, Any]) -> dict[str, Any]:
    """A deal whose margin picks the rate, paid on the sale and on the profit."""
    inputs = given["inputs"]
    rates: dict[str | None, str] = {f"{tier['from']}%": tier["rate"] for tier in given["plan"]["tiers"]}
    scale = Whole({None: "0%", **rates})
    deal = Opportunity(
        "deal", REP, amount(inputs["sale"]), cost=amount(inputs["cost"]), outcome="won", closed=DAY
    )

    def worked_out(of: Measure) -> Calculation:
        outcome = plan_of(scale, MarginPercent(), of).earn(Facts([deal]), through=YEAR)
        return outcome.statement(REP).parts[0].calculation

    told = plan_of(scale, MarginPercent()).earn(Facts([deal]), through=YEAR).credits()
    (margin,) = [Rate(credit.at) for credit in told if isinstance(credit.at, Fraction)]
    on_sale, on_profit = worked_out(Revenue()), worked_out(Margin())
    return {
        "margin_percent": percent(margin),
        "on_profit": on_profit.amount,
        "on_sale": on_sale.amount,
        "rate": on_sale.slices[0].pays,
    }


def looked_up(given: Mapping[str, Any]) -> dict[str, Any]:
    """A rate at the meeting of several words, and what is said where there is none."""
    plan, inputs = given["plan"], given["inputs"]
    names = plan["dimensions"]
    known = [key for key, _ in plan["cells"]]
    axes = [
        Axis(name, values=dict.fromkeys(words))
        for name, words in zip(names, zip(*known, strict=True), strict=True)
    ]
    rates = Matrix(axes, {tuple(key): rate for key, rate in plan["cells"]})
    by = [DealField(f"more.{name}", kind="text") for name in names]
    sales = Commission("sales", of=Revenue(), by=by, pays=rates)

    def answered(words: list[str]) -> Any:
        columns = dict(zip(names, words, strict=True))
        deal = Opportunity("deal", REP, amount("100"), outcome="won", closed=DAY, more=columns)
        outcome = Plan("plan", currency=CURRENCY, components=sales).earn(Facts([deal]), through=YEAR)
        found = outcome.statement(REP).parts[0].calculation
        said = {"incentives.cell.empty": "missing"}
        return said[found.reasons[0].code] if found.reasons else found.slices[0].pays

    return {"rate": answered(inputs["key"]), "unknown": answered(inputs["unknown_key"])}


def ruled(given: Mapping[str, Any]) -> dict[str, Any]:
    """Rules of several scopes, the most specific of which decides."""
    plan, inputs = given["plan"], given["inputs"]
    rules = [
        Rule(
            rule["scope"],
            rule["scope"],
            field(f"more.{rule['scope']}").is_present(),
            amount(rule["fixed"]) if "fixed" in rule else rule["percent"],
            "amount" if "fixed" in rule else "whole",
        )
        for rule in plan["rules"]
    ]
    terms = plan_of(Rules(rules, plan["precedence"]), DealAmount())

    def commission(scopes: list[str]) -> Money:
        columns = dict.fromkeys(scopes, "matches")
        deal = Opportunity("deal", REP, amount(inputs["price"]), outcome="won", closed=DAY, more=columns)
        return terms.earn(Facts([deal]), through=YEAR).total(REP)

    return {"commissions": [commission(scopes) for scopes in inputs["matches"]]}


ADAPTERS: Mapping[str, Adapter] = MappingProxyType(
    {
        "comparison, marginal": two_plans,
        "lookup": looked_up,
        "rules": ruled,
        "tiered, attainment_ratio": both_readings_by_attainment,
        "tiered, marginal, attainment_ratio": decelerated,
        "tiered, marginal, cumulative_amount": marginal_from_a_position,
        "tiered, marginal, period_amount": marginal_by_period,
        "tiered, marginal, transaction_amount": marginal_by_deal,
        "tiered, transaction_amount": both_readings_by_deal,
        "tiered, whole, margin_percent": by_margin,
        "tiered, whole, period_amount": volume_bonus,
    }
)
