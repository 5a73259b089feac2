"""What a figure becomes on its way to pay: factors, objectives, bonuses, quotas of new people."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from salesmgmt.calendars import CalendarDays, DateRange, as_date, prorate
from salesmgmt.criteria import field
from salesmgmt.incentives import (
    Adjustment,
    Amounts,
    Attainment,
    Commission,
    Count,
    DealAmount,
    Marginal,
    Multiplier,
    Objective,
    Objectives,
    Plan,
    Ramp,
    Rank,
    Revenue,
    ScoreOf,
    TargetPay,
    Units,
)
from salesmgmt.money import ExchangeRate, ExchangeRates, Money, Rate
from salesmgmt.records import Facts, Line, Order, Participant, Score
from tests.cases.adapters import Adapter
from tests.cases.adapters.incentives.common import (
    CURRENCY,
    DAY,
    NOTHING,
    REP,
    YEAR,
    amount,
    percent,
    plan_of,
    planned,
    won,
)


def prorated_by_days(given: Mapping[str, Any]) -> dict[str, Any]:
    """Yearly figures for the rest of a year, by calendar days, the first day included."""
    inputs = given["inputs"]
    start = as_date(inputs["start"])
    year = DateRange.year(start.year)
    rest = DateRange(start, year.end)

    def part_of(figure: str) -> Money:
        return prorate(Money.of(figure, CURRENCY), rest, year, CalendarDays()).round()

    return {
        "days": rest.days,
        "factor_pct_2dp": part_of("100"),
        "quota": part_of(inputs["annual_quota"]),
        "variable": part_of(inputs["annual_variable"]),
    }


def ramped(given: Mapping[str, Any]) -> dict[str, Any]:
    """Quotas by the months of service of somebody who joined at the beginning of a year."""
    terms = given["plan"]
    ramp = Ramp([amount(step) for step in terms["schedule"]], after=amount(terms["after"]))
    sales = Commission(
        "sales",
        of=Revenue(event="order"),
        by=Attainment("month", ramp=ramp),
        pays=Marginal({"0%": "1%"}),
    )
    person = Participant(REP, employed="2026-01-01/")
    deals = [
        Order(f"{year}-{month:02}", f"{year}-{month:02}-20", Line(None, amount("100")), owner=REP)
        for year in range(2026, 2031)
        for month in range(1, 13)
    ]
    outcome = planned(sales).earn(Facts([person, *deals]), through="2030", since=YEAR)
    quotas = [one.quota for one in outcome.earned]
    by_month = dict(enumerate(quotas, 1))
    return {"quotas": [by_month[month] for month in given["inputs"]["months_of_service"]]}


def multiplied(given: Mapping[str, Any]) -> dict[str, Any]:
    """A rate on one figure, and factors on what it brings."""
    terms = given["plan"]
    (sold,) = given["inputs"].values()
    steps = [Multiplier(Rate(factor)) for factor in terms["factors"]]
    sales = Commission("sales", of=Revenue(), pays=terms["base_rate"], modifiers=steps)
    found = planned(sales).pay("sales", amount(sold))
    plain = Commission("sales", of=Revenue(), pays=terms["base_rate"])
    uplift = Adjustment("uplift", of="sales", modifiers=steps)
    outcome = planned(plain, uplift).earn(Facts(won(REP, [sold])), through=YEAR)
    more, base = outcome.total(REP, component="uplift"), outcome.total(REP, component="sales")
    return {
        "after_first": found.steps[0].after,
        "base": found.paid,
        "combined_factor": found.exact.ratio(found.paid),
        "final": found.amount,
        "uplift": more,
        "uplift_pct": percent(more.ratio(base)),
    }


def weighed(given: Mapping[str, Any]) -> dict[str, Any]:
    """Weighted objectives, each reached to some part: points of a hundred."""
    listed = given["plan"]["objectives"]
    goals = Objectives(
        "goals",
        pays=amount("100"),
        objectives=[Objective(name, weight, ScoreOf(name, "quarter")) for name, weight in listed],
    )
    quarter = "2026-01-01/2026-04-01"
    scores = [
        Score(name, REP, quarter, name, reached)
        for (name, _), reached in zip(listed, given["inputs"]["achievement"], strict=True)
    ]
    outcome = planned(goals).earn(Facts([Participant(REP), *scores]), through="2026-Q1")
    found = outcome.statement(REP).parts[0].calculation
    return {"points": [group.pay for group in found.groups], "subtotal": found.exact}


def target_pay(given: Mapping[str, Any]) -> dict[str, Any]:
    """A rate that follows from what is paid at target."""
    terms = given["plan"]
    pay = TargetPay(
        amount(terms["ote"]),
        fixed=terms["base_share"],
        quota=amount(terms["quota"]),
        per={1: "year", 2: "half", 4: "quarter", 12: "month"}[terms["quota_periods_per_year"]],
    )
    return {
        "annual_quota": pay.annual_quota,
        "base_rate": pay.rate,
        "quota_to_ote": pay.quota_multiple,
        "variable_at_target": pay.variable,
    }


def bonus_by_order(given: Mapping[str, Any]) -> dict[str, Any]:
    """A sum for each order of enough pieces."""
    terms = given["plan"]
    least = int(terms["min_units_per_order"])
    sums = Amounts({0: NOTHING, least: amount(terms["amount"])})
    plan = plan_of(sums, DealAmount(), Units(event="order"))
    orders = [
        Order(f"{number:03}", DAY, Line("P", amount("100"), int(pieces)), owner=REP)
        for number, pieces in enumerate(given["inputs"]["order_quantities"])
    ]
    outcome = plan.earn(Facts(orders), through=YEAR)
    groups = {
        group.deal: group.pay for part in outcome.statement(REP).parts for group in part.calculation.groups
    }
    return {
        "bonuses": [groups.get(order.id, NOTHING) for order in orders],
        "total": outcome.total(REP),
    }


def sold(owner: str, number: int, pieces: int = 0) -> list[Order]:
    """Some orders, the first of them over some pieces of a product Z."""
    return [
        Order(
            f"{owner} {place:03}",
            DAY,
            Line("Y" if place else "Z", amount("100"), 1 if place else pieces),
            owner=owner,
        )
        for place in range(number)
    ]


def bonus_by_count(given: Mapping[str, Any]) -> dict[str, Any]:
    """A sum by the number of sales, one for each piece of a product, and one for the best seller."""
    terms, inputs = given["plan"], given["inputs"]
    brackets = {int(start): amount(bonus) for start, _, bonus in terms["count_brackets"]}
    best = {1: amount(terms["best_seller"]), 2: NOTHING}
    components = (
        Commission("count", of=Count(event="order"), pays=Amounts({0: NOTHING, **brackets})),
        Commission(
            "units", of=Units(field("product").equals("Z"), event="order"), pays=amount(terms["per_unit"])
        ),
        Commission("best", of=Count(event="order"), by=Rank(), pays=Amounts({0: NOTHING, **best})),
    )
    orders = sold(REP, inputs["sales_count"], inputs["units_of_z"])
    others = sold("other", 0 if inputs["is_best_seller"] else inputs["sales_count"])
    if not inputs["is_best_seller"]:
        others.append(Order("one more", DAY, Line("Y", amount("100")), owner="other"))
    outcome = planned(*components).earn(Facts([*orders, *others]), through=YEAR)
    return {
        "award": outcome.total(REP, component="best"),
        "count_bonus": outcome.total(REP, component="count"),
        "total": outcome.total(REP),
        "unit_bonus": outcome.total(REP, component="units"),
    }


def in_two_currencies(given: Mapping[str, Any]) -> dict[str, Any]:
    """A sale in another currency, paid at the rate of its invoice, or in its own currency."""
    terms, inputs = given["plan"], given["inputs"]
    rates = ExchangeRates(
        [
            ExchangeRate("GBP", "USD", DAY, terms["invoice_rate"]),
            ExchangeRate("GBP", "USD", "2026-03-05", inputs["payment_rate"]),
        ]
    )
    sold = Money.of(inputs["sale_gbp"], "GBP")
    sales = Commission("sales", of=Revenue(), pays=terms["rate"])
    own = Plan("own", currency="GBP", components=sales).pay("sales", sold).amount
    converted = Plan("home", currency="USD", components=sales).pay(
        "sales", rates.convert(sold, "USD", DAY).round()
    )
    return {
        "policy_invoice_date": {"usd": converted.amount},
        "policy_payee_currency": {
            "gbp": own,
            "usd_cost_at_payment": rates.convert(own, "USD", "2026-03-05").round(),
        },
    }


ADAPTERS: Mapping[str, Adapter] = MappingProxyType(
    {
        "composite: best_seller, count_brackets, per_unit": bonus_by_count,
        "fx": in_two_currencies,
        "multiplier, multiplicative": multiplied,
        "ote": target_pay,
        "proration, calendar days, start day included": prorated_by_days,
        "ramp": ramped,
        "spiff": bonus_by_order,
        "weighted_objectives": weighed,
    }
)
