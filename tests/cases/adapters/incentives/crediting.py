"""Who gets how much of which deal, and who owes it: the adapters of their cases."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from salesmgmt.calendars import DateRange
from salesmgmt.criteria import field
from salesmgmt.incentives import (
    Amount,
    Attainment,
    Chain,
    Commission,
    Crediting,
    Earnings,
    Margin,
    Marginal,
    Override,
    Plan,
    Revenue,
    Units,
)
from salesmgmt.money import Money, apportion
from salesmgmt.records import Assignment, CreditNote, DealShare, Delivery, Facts, Line, Order, Quota
from tests.cases.adapters import Adapter
from tests.cases.adapters.incentives.common import (
    CURRENCY,
    DAY,
    REP,
    YEAR,
    amount,
    billed,
    ladder,
    plan_of,
    planned,
    received,
    won,
)


def pieces(number: str, price: str) -> list[Line]:
    """A line for each of several pieces at one price."""
    return [Line(None, amount(price)) for _ in range(int(number))]


def overridden(given: Mapping[str, Any]) -> dict[str, Any]:
    """Sellers and those above them, and what a return of the same day takes back."""
    terms, inputs = given["plan"], given["inputs"]
    rates = terms["rates"] if "rates" in terms else [terms["seller_rate"], terms["manager_rate"]]
    sales = inputs["sales"] if "sales" in inputs else [inputs["sale"]]
    sellers = [f"seller-{number}" for number, _ in enumerate(sales)]
    leads = [f"lead-{level}" for level, _ in enumerate(rates[1:])]
    posts = ladder(sellers, leads)
    seller = Commission("seller", of=Revenue(), pays=rates[0], negative="mirror")
    above = [
        Override(f"level {level}", of="seller", pays=rate, level=level, negative="mirror")
        for level, rate in enumerate(rates[1:], 1)
    ]
    plan = planned(seller, *above)

    def earned(amounts: list[str]) -> Earnings:
        deals = [deal for person, sale in zip(sellers, amounts, strict=True) for deal in won(person, [sale])]
        return plan.earn(Facts([*posts, *deals]), through=YEAR)

    sold, back = earned(sales), earned([f"-{sale}" for sale in sales])
    chain = [sellers[0], *leads]
    return {
        "clawback_lines": [back.total(person) for person in chain],
        "clawback_total": back.total(),
        "commissions": [sold.total(person) for person in chain],
        "each_seller": sold.total(sellers[0]),
        "manager_total": sold.total(leads[0]),
    }


def chained(given: Mapping[str, Any]) -> dict[str, Any]:
    """Levels that each earn of what the one below leaves, and a fee that the seller owes the company."""
    terms = given["plan"]
    rates = terms["percent_per_level"]
    people = [f"level-{level}" for level, _ in enumerate(rates)]
    posts = ladder(people[:1], people[1:])
    invoice = Order("O-1", DAY, Line(None, amount(given["inputs"]["base"])), owner=people[0])
    shares = Chain(
        "shares",
        of=Revenue(event="order"),
        rates=rates,
        subtracts=terms["subtract_lower_level_from_base"],
    )
    licence = Commission("licence", of=Revenue(event="order"), pays=terms["fee_owed_by_seller"])
    facts = Facts([*posts, invoice])
    levels = planned(shares).earn(facts, through=YEAR)
    owed = planned(licence, crediting=Crediting(to="company"), payer=people[0]).earn(facts, through=YEAR)
    return {
        "fee_receivable": owed.total("company"),
        "shares": [levels.total(person) for person in people],
    }


def owed_by_another(given: Mapping[str, Any]) -> dict[str, Any]:
    """Commission that comes in: somebody else is the payer, the company is credited."""
    terms = given["plan"]
    order = Order("O-1", DAY, Line(None, amount(given["inputs"]["base"])))
    sales = Commission("mediated", of=Revenue(event="order"), pays=terms["rate"])
    plan = planned(sales, crediting=Crediting(to=terms["beneficiary"]), payer=terms["payer"])
    return {"commission": plan.earn(Facts([order]), through=YEAR).total(terms["beneficiary"])}


def refunded(given: Mapping[str, Any]) -> dict[str, Any]:
    """An invoice, and a credit note over a part of it or all of it a month later."""
    inputs = given["inputs"]
    invoice = billed("I-1", amount(inputs["invoice"]))
    note = CreditNote(
        "N-1", "2026-02-05", Line(None, amount(inputs["refund"])), customer="customer", invoice="I-1"
    )
    plan = plan_of(given["plan"]["rate"], of=Revenue(event="invoice"))
    outcome = plan.earn(Facts([invoice, note]), through=YEAR)
    return {"joint_total": outcome.total(REP), "settlements": [one.amount for one in outcome.earned]}


def delivered(given: Mapping[str, Any]) -> dict[str, Any]:
    """The part of an order that was delivered, piece by piece."""
    inputs = given["inputs"]
    order = Order("O-1", DAY, pieces(inputs["ordered_qty"], inputs["unit_price"]), owner=REP)
    part = Delivery("D-1", DAY, pieces(inputs["delivered_qty"], inputs["unit_price"]), order="O-1")
    plan = plan_of(given["plan"]["rate"], of=Revenue(event="delivery"))
    (earned,) = plan.earn(Facts([order, part]), through=YEAR).earned
    return {"base": earned.base, "commission": earned.amount}


def equal_credit(given: Mapping[str, Any]) -> dict[str, Any]:
    """One deal in equal shares."""
    inputs = given["inputs"]
    people = [f"{person}" for person in range(inputs["people"])]
    deal = won("owner", [inputs["order"]])
    shares = [DealShare(person, "owner-1", person) for person in people]
    outcome = plan_of("0%").earn(Facts([*deal, *shares]), through=YEAR)
    return {"credits": [credit.value for credit in outcome.credits()]}


def credited_lines(given: Mapping[str, Any]) -> dict[str, Any]:
    """Lines that count, by a partner's rate, and by a team's shares with rates of their own."""
    terms = given["plan"]
    lines = [
        Line(None, amount(net), more={"commissionable": counts}) for net, counts in given["inputs"]["lines"]
    ]
    order = Order("O-1", DAY, lines, owner="partner")
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
    outcomes = {person: plan_at(person, rate).earn(shared, through=YEAR) for person, _, rate in terms["team"]}
    partner = plan_at("partner", terms["partner_rate"]).earn(Facts([order]), through=YEAR)
    return {
        "allocated": {person: outcome.earned[0].base for person, outcome in outcomes.items()},
        "eligible": partner.earned[0].base,
        "incentives": {person: outcome.total(person) for person, outcome in outcomes.items()},
        "partner_commission": partner.total("partner"),
    }


def staged(given: Mapping[str, Any]) -> dict[str, Any]:
    """One deal that is ordered, billed and paid, with a share of the credit at each."""
    value = given["inputs"]["amount"]
    order = Order("O-1", "2026-01-05", Line(None, amount(value)), owner=REP)
    invoice = billed("I-1", amount(value), on="2026-02-05")
    money = received("P-1", "I-1", value, on="2026-03-05")
    plan = plan_of("5%", of=Revenue(event=given["plan"]["factors"]))
    outcome = plan.earn(Facts([order, invoice, *money]), through=YEAR)
    return {"credits": {credit.event.value: credit.value for credit in outcome.credits()}}


def shared_target(given: Mapping[str, Any]) -> dict[str, Any]:
    """An order of several pieces in shares, held against a target of pieces for each of those who share."""
    terms, inputs = given["plan"], given["inputs"]
    people = [f"{person}" for person, _ in enumerate(terms["split_percent"])]
    order = Order("O-1", DAY, pieces(inputs["order_quantity"], inputs["unit_price"]))
    shares = [
        DealShare(person, "O-1", person, int(weight))
        for person, weight in zip(people, terms["split_percent"], strict=True)
    ]
    targets = [
        Quota(person, person, DateRange.year(2026), quantity=int(terms["target_quantity"]), measure="pieces")
        for person in people
    ]
    counted = Commission(
        "pieces", of=Units(event="order"), by=Attainment("year", "pieces"), pays=Marginal({"0%": "USD 1"})
    )
    plan = planned(counted, Commission("value", of=Revenue(event="order"), by=Amount("year"), pays="0%"))
    outcome = plan.earn(Facts([order, *shares, *targets]), through=YEAR)
    reached = {one.base: one for one in outcome.earned if one.component == "pieces"}
    (each,) = reached.values()
    return {
        "achieved_quantity_each": each.base,
        "credited_amounts": [one.base for one in outcome.earned if one.component == "value"],
        "variance_each": each.variance,
    }


def over_own_price(given: Mapping[str, Any]) -> dict[str, Any]:
    """What a customer pays above the price that the seller would pay."""
    inputs = given["inputs"]
    number = int(inputs["quantity"])
    parts = apportion(amount(inputs["customer_total"]), [1 for _ in range(number)])
    lines = [Line(None, part, cost=amount(inputs["own_net_unit_price"])) for part in parts]
    order = Order("O-1", DAY, lines, owner=REP)
    plan = plan_of("100%", of=Margin(event="order"))
    return {"commission": plan.earn(Facts([order]), through=YEAR).total(REP)}


ADAPTERS: Mapping[str, Adapter] = MappingProxyType(
    {
        "credit": credited_lines,
        "credit, equal": equal_credit,
        "flat_rate": refunded,
        "flat_rate, delivered": delivered,
        "flat_rate, vendor": owed_by_another,
        "hierarchy": chained,
        "margin_over_own_price": over_own_price,
        "override": overridden,
        "staged_credit": staged,
        "target": shared_target,
    }
)
