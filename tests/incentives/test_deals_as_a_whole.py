"""Deals of several lines, numbers used twice, personal variants, and overrides of what is looked up."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import pytest
from attrs import evolve

from salesmgmt.criteria import field
from salesmgmt.errors import BatchError
from salesmgmt.incentives import (
    Amount,
    Cap,
    Chain,
    Commission,
    Component,
    Count,
    DealAmount,
    DealField,
    Earnings,
    Event,
    Factor,
    Floor,
    Marginal,
    MarginPercent,
    Override,
    Personal,
    Plan,
    Revenue,
    Rule,
    Rules,
    Units,
    Whole,
)
from salesmgmt.money import Money
from salesmgmt.records import (
    Assignment,
    CreditNote,
    DealShare,
    Facts,
    Invoice,
    Line,
    Opportunity,
    Order,
    Record,
)

BY_DISCOUNT = Whole({"0%": "10%", "20%": "5%"})
ORDERED = Revenue(event=Event.ORDER)
TWO = Order(
    "O-1",
    "2026-01-15",
    [
        Line("P-1", "USD 100.05", more={"discount": Fraction(0)}),
        Line("P-2", "USD 100.10", more={"discount": Fraction(3, 10)}),
    ],
    owner="ann",
)


def plan(*components: Component, personal: tuple[Personal, ...] = ()) -> Plan:
    return Plan("plan", components=components, currency="USD", personal=personal)


def pay(terms: Plan, *records: Record) -> dict[tuple[str, str], str]:
    """What everybody earns by component; statements have to come to the same."""
    outcome = terms.earn(Facts(records), "2026")
    told(outcome)
    return {(one.participant, one.component): str(one.amount) for one in outcome.earned}


def told(outcome: Earnings) -> None:
    for statement in outcome.statements():
        for part in statement.parts:
            assert part.adds_up
        assert statement.total == outcome.total(statement.participant)


BY_LINE = Commission("sales", of=ORDERED, by=DealField("discount"), pays=BY_DISCOUNT)


def test_a_cap_of_deals_holds_for_all_lines_of_a_document_together() -> None:
    capped = plan(evolve(BY_LINE, modifiers=Cap("USD 12", per="deal")))
    assert pay(plan(BY_LINE), TWO) == {("ann", "sales"): "USD 15.01"}
    assert pay(capped, TWO) == {("ann", "sales"): "USD 12.00"}
    assert pay(capped, TWO, evolve(TWO, id="O-2")) == {("ann", "sales"): "USD 24.00"}


def test_a_floor_of_deals_holds_for_all_lines_of_a_document_together() -> None:
    floored = plan(evolve(BY_LINE, modifiers=Floor("USD 20", per="deal")))
    assert pay(floored, TWO) == {("ann", "sales"): "USD 20.00"}


def test_a_deal_is_rounded_as_a_whole() -> None:
    # 10.005 and 5.005 would be 10.01 and 5.01; together they are 15.01.
    assert pay(plan(evolve(BY_LINE, rounds="deal")), TWO) == {("ann", "sales"): "USD 15.01"}


def test_a_factor_on_the_rate_of_one_line_leaves_the_deal_in_one_piece() -> None:
    half = Factor("50%", where=field("product").equals("P-1"), on="rate")
    tiers = Marginal({"USD 0": "10%", "USD 150": "20%"})
    terms = plan(Commission("sales", of=ORDERED, by=DealAmount(), pays=tiers, factors=half))
    # 200.15 earns 25.03, of which 100.05 parts at one half and 100.10 in full.
    assert pay(terms, TWO) == {("ann", "sales"): "USD 18.77"}


def test_a_credit_note_under_the_number_of_its_invoice_is_a_deal_of_its_own() -> None:
    invoice = Invoice("X-1", "2026-01-15", [Line(None, "USD 100")], customer="K", owner="ann")
    back = CreditNote("X-1", "2026-01-20", [Line(None, "USD 40")], customer="K", invoice="X-1")
    billed = Commission(
        "sales",
        of=Revenue(event=Event.INVOICE),
        by=DealAmount(),
        pays=Whole({"USD 0": "10%", "USD 50": "20%"}),
    )
    assert pay(plan(billed), invoice, back) == {("ann", "sales"): "USD 16.00"}
    capped = evolve(billed, pays="50%", modifiers=Cap("USD 10", per="deal"))
    assert pay(plan(capped), invoice, back) == {("ann", "sales"): "USD 0.00"}
    counted = Commission("sales", of=Count(event=Event.INVOICE), pays="USD 1")
    assert pay(plan(counted), invoice, back) == {("ann", "sales"): "USD 0.00"}


WON = [
    Opportunity(f"D-{number}", "ann", amount, outcome="won", closed="2026-01-15")
    for number, amount in enumerate(("USD 100", "USD 300"))
]


@pytest.mark.parametrize(
    "varied, amount",
    [
        (lambda one: evolve(one, modifiers=Cap("USD 15", per="deal")), "USD 25.00"),
        (lambda one: evolve(one, modifiers=Floor("USD 35", per="deal")), "USD 70.00"),
        (lambda one: evolve(one, rounds="deal", pays="0.015%"), "USD 0.07"),
    ],
)
def test_a_variant_may_limit_or_round_deals_that_the_standard_does_not_keep_apart(
    varied: Callable[[Commission], Commission], amount: str
) -> None:
    standard = Commission("sales", of=Revenue(), pays="10%")
    terms = plan(standard, personal=(Personal("ann", varied(standard)),))
    others = [evolve(deal, id=f"E-{deal.id}", owner="bob") for deal in WON]
    assert pay(terms, *WON, *others) == {("ann", "sales"): amount, ("bob", "sales"): "USD 40.00"}


def test_a_variant_may_keep_together_what_the_standard_rounds_apart() -> None:
    standard = Commission("sales", of=Revenue(), pays="0.015%", rounds="deal")
    terms = plan(standard, personal=(Personal("ann", evolve(standard, rounds="period")),))
    assert pay(terms, *WON) == {("ann", "sales"): "USD 0.06"}


def test_a_variant_of_an_override_may_round_by_seller() -> None:
    led = Assignment("A-1", "ann", "2026-01-01/2027-01-01", manager="meg")
    also = Assignment("A-2", "bob", "2026-01-01/2027-01-01", manager="meg")
    sales = Commission("sales", of=Revenue(), pays="1%")
    above = Override("team", of="sales", pays="0.015%")
    deals = [WON[0], evolve(WON[0], id="E-0", owner="bob"), evolve(WON[0], id="E-1", owner="bob")]
    by_seller = evolve(above, rounds="seller")
    for terms in (
        plan(sales, by_seller),
        plan(sales, above, personal=(Personal("meg", by_seller),)),
        plan(sales, evolve(above, rounds="deal"), personal=(Personal("meg", by_seller),)),
    ):
        assert pay(terms, led, also, *deals)["meg", "team"] == "USD 0.05"  # 1.5 and 3 cents


def test_a_variant_has_the_rules_of_the_plan_for_the_same_deals() -> None:
    large = Rule("large", "amount", field("amount").at_least(Money.of("USD 200")), "10%")
    other = Rule("other", "all", field("id").is_present(), "1%")
    standard = Commission(
        "sales", of=Revenue(), by=DealAmount(), pays=Rules([large, other], ["amount", "all"])
    )
    dearer = evolve(standard, pays=Rules([evolve(large, pays="20%"), other], ["amount", "all"]))
    terms = plan(standard, personal=(Personal("ann", dearer),))
    assert pay(terms, *WON) == {("ann", "sales"): "USD 61.00"}
    wider = evolve(standard, pays=Rules([evolve(large, where=other.where), other], ["amount", "all"]))
    for variant in (wider, evolve(standard, pays="5%")):
        with pytest.raises(BatchError, match="rules of the plan for the same deals"):
            plan(standard, personal=(Personal("ann", variant),))


LED = Assignment("A-1", "ann", "2026-01-01/2027-01-01", manager="meg")


@pytest.mark.parametrize("by", [None, Amount(), DealAmount(), DealField("region", kind="number")])
def test_an_override_leaves_out_what_its_commission_cannot_look_up(by: Amount | DealAmount | None) -> None:
    known = Order(
        "O-1", "2026-01-15", [Line(None, "USD 100", cost="USD 50", more={"region": 1})], owner="ann"
    )
    unknown = Order("O-2", "2026-01-15", [Line(None, "USD 100", more={"region": 1})], owner="ann")
    sales = Commission("sales", of=ORDERED, by=MarginPercent(), pays=Whole({"0%": "1%", "40%": "5%"}))
    pays = Whole({0: "10%"}) if isinstance(by, DealField) else "10%"
    terms = plan(sales, Override("team", of="sales", by=by, pays=pays))
    assert pay(terms, LED, known, unknown) == {("ann", "sales"): "USD 5.00", ("meg", "team"): "USD 10.00"}


def test_an_override_leaves_out_what_no_rule_of_its_commission_is_for() -> None:
    rule = Rule("large", "amount", field("amount").at_least(Money.of("USD 200")), "10%")
    sales = Commission("sales", of=Revenue(), by=DealAmount(), pays=Rules([rule], ["amount"]))
    terms = plan(sales, Override("team", of="sales", pays="1%"))
    assert pay(terms, LED, *WON) == {("ann", "sales"): "USD 30.00", ("meg", "team"): "USD 3.00"}


def test_units_of_several_lines_are_limited_together() -> None:
    order = Order("O-1", "2026-01-15", [Line("P-1", "USD 1", 3), Line("P-2", "USD 1", 4)], owner="ann")
    units = Commission(
        "spiff", of=Units(event=Event.ORDER), pays="USD 10", modifiers=Cap("USD 50", per="deal")
    )
    assert pay(plan(units), order) == {("ann", "spiff"): "USD 50.00"}


def test_a_return_takes_back_from_a_chain_what_the_sale_gave() -> None:
    chain = Chain("chain", of=Revenue(), rates=["10%", "5%"])
    back = evolve(WON[0], id="R-1", amount="USD -100")
    assert pay(plan(chain), LED, WON[0], back) == {("ann", "chain"): "USD 0.00", ("meg", "chain"): "USD 0.00"}
    assert pay(plan(chain), LED, back) == {("ann", "chain"): "USD -10.00", ("meg", "chain"): "USD -4.50"}


def test_two_shares_of_one_person_are_rounded_each_on_its_own_in_a_chain() -> None:
    chain = Chain("chain", of=Revenue(), rates=["10%"])
    deal = evolve(WON[0], amount="USD 0.10")
    shares = [DealShare(name, deal.id, "ann") for name in ("S-1", "S-2")]
    assert pay(plan(chain), deal, *shares) == {("ann", "chain"): "USD 0.02"}  # half a cent each, up to one


def test_the_rounded_share_of_a_level_leaves_the_base_of_the_next() -> None:
    chain = Chain("chain", of=Revenue(), rates=["10%", "100%"])
    assert pay(plan(chain), LED, evolve(WON[0], amount="USD 0.25")) == {
        ("ann", "chain"): "USD 0.03",
        ("meg", "chain"): "USD 0.22",
    }
