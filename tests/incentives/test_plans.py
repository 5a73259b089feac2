"""Plans by example: crediting, periods, quotas, overrides, reconciliation, and what is refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Any, cast

import pytest
from attrs import evolve

from salesmgmt.calendars import FiscalCalendar
from salesmgmt.criteria import ALWAYS, Criterion, field
from salesmgmt.errors import (
    BatchError,
    CurrencyMismatchError,
    InvalidValueError,
    UnknownIdentifierError,
    WrongTypeError,
)
from salesmgmt.incentives import (
    Amount,
    Attainment,
    Commission,
    Component,
    Crediting,
    Deal,
    DealAmount,
    Event,
    Margin,
    Marginal,
    Override,
    Plan,
    Revenue,
    SaleLine,
    Whole,
)
from salesmgmt.incentives.terms import Terms
from salesmgmt.money import Money, Rate, Rounding, Unrounded
from salesmgmt.records import (
    Assignment,
    DealShare,
    Facts,
    Invoice,
    Line,
    Opportunity,
    Order,
    Participant,
    Product,
    Quota,
    Record,
)

TIERS = {"0%": "2%", "60%": "5%", "100%": "8%", "150%": "10%"}
BY_QUARTER = Commission("sales", of=Revenue(), by=Attainment(per="quarter"), pays=Marginal(TIERS))
FIVE = Commission("sales", of=Revenue(), pays="5%")
LEAD = Override("lead", of="sales", pays="1%")
QUOTA = Quota("Q-1", "ann", "2026-01-01/2026-04-01", "USD 100,000")
DEAL = Opportunity("D-1", "ann", "USD 110,000", outcome="won", closed="2026-03-09")


def plan(*components: Component) -> Plan:
    """A plan in dollars."""
    return Plan("plan", currency="USD", components=components)


def earned(terms: Plan, *records: Record, through: str = "2026-Q1") -> dict[str, str]:
    """What everybody earns, as text."""
    outcome = terms.earn(Facts(records), through=through)
    assert all(statement.adds_up for statement in outcome.statements())
    assert outcome.reconcile().adds_up
    return {person: str(outcome.total(person)) for person in outcome.participants}


def test_published_rates_per_transaction() -> None:
    tiers = Marginal({"USD 0": "1%", "USD 1,000": "2%", "USD 3,000": "3%", "USD 8,000": "5%"})
    terms = plan(Commission("sales", of=Revenue(), by=DealAmount(), pays=tiers))
    deals = ("200", "300", "1500", "1200", "2000", "4500")
    assert [str(terms.pay("sales", f"USD {deal}").amount) for deal in deals] == [
        "USD 2.00",
        "USD 3.00",
        "USD 20.00",
        "USD 14.00",
        "USD 30.00",
        "USD 95.00",
    ]
    won = [evolve(DEAL, id=f"D-{deal}", amount=Money.of(deal, "USD")) for deal in deals]
    assert earned(terms, *won) == {"ann": "USD 164.00"}


def test_a_deal_of_several_lines_runs_through_its_tiers_as_one() -> None:
    tiers = Whole({"USD 0": "1%", "USD 1,000": "2%"})
    terms = plan(Commission("sales", of=Revenue(event="order"), by=DealAmount(), pays=tiers))
    lines = [Line("A", "USD 600"), Line("B", "USD 400")]
    assert earned(terms, Order("O-1", "2026-01-05", lines, owner="ann")) == {"ann": "USD 20.00"}


def test_a_return_takes_back_what_its_sale_brought_where_deals_count_one_by_one() -> None:
    tiers = Whole({"USD 0": "1%", "USD 1,000": "2%"})
    terms = plan(Commission("sales", of=Revenue(), by=DealAmount(), pays=tiers))
    sale = evolve(DEAL, amount="USD 1,500")
    back, small = evolve(sale, id="D-2", amount="USD -1,500"), evolve(sale, id="D-3", amount="USD 100")
    assert earned(terms, sale, back, small) == {"ann": "USD 1.00"}
    assert earned(terms, back, small) == {"ann": "USD 0.00"}
    mirrored = plan(evolve(terms.commissions[0], negative="mirror"))
    assert earned(mirrored, back, small) == {"ann": "USD -29.00"}


def test_a_negative_total_earns_nothing_and_says_so_unless_it_is_mirrored() -> None:
    back = evolve(DEAL, amount="USD -1,000")
    outcome = plan(FIVE).earn(Facts([back]), through="2026-Q1")
    (figure,) = outcome.earned
    assert (str(figure.amount), figure.reasons[0].code) == ("USD 0.00", "incentives.total.negative")
    assert outcome.statement("ann").adds_up
    assert earned(plan(evolve(FIVE, negative="mirror")), back) == {"ann": "USD -50.00"}


@pytest.mark.parametrize(
    ("quotas", "code", "amount"),
    [
        ([QUOTA], None, "USD 4,000.00"),
        ([], "incentives.quota.missing", "USD 0.00"),
        ([evolve(QUOTA, measure="margin")], "incentives.quota.missing", "USD 0.00"),
        ([evolve(QUOTA, during="2026-01-01/2027-01-01")], "incentives.quota.missing", "USD 0.00"),
        ([evolve(QUOTA, amount="USD 0")], "incentives.quota.zero", "USD 0.00"),
        (
            [evolve(QUOTA, amount=Money.of("EUR 100,000"), currency=None)],
            "incentives.quota.other_unit",
            "USD 0.00",
        ),
        (
            [evolve(QUOTA, amount=None, quantity=5, currency=None)],
            "incentives.quota.other_unit",
            "USD 0.00",
        ),
        ([QUOTA, evolve(QUOTA, id="Q-2")], "incentives.quota.ambiguous", "USD 0.00"),
        ([QUOTA, evolve(QUOTA, id="Q-2", during="2026-01-01/2026-02-01")], None, "USD 4,000.00"),
        (
            [
                evolve(
                    QUOTA,
                    id=f"Q-{month}",
                    amount="USD 50,000",
                    during=f"2026-0{month}-01/2026-0{month + 1}-01",
                )
                for month in (2, 3)
            ],
            "incentives.quota.partial",
            "USD 4,000.00",
        ),
    ],
)
def test_attainment_without_a_quota_earns_nothing_and_is_never_an_error(
    quotas: list[Quota], code: str | None, amount: str
) -> None:
    outcome = plan(BY_QUARTER).earn(Facts([DEAL, *quotas]), through="2026-Q1")
    (figure,) = outcome.earned
    assert str(figure.amount) == amount
    assert [reason.code for reason in figure.reasons] == ([] if code is None else [code])
    assert (figure.attainment is None) is (code not in (None, "incentives.quota.partial"))
    (statement,) = outcome.statements()
    assert statement.adds_up
    for lang in ("en", "zh"):
        remarks = outcome.statement("ann", lang).remarks()
        assert [row[-1] for row in remarks.rows] == [reason.text(lang) for reason in figure.reasons]
        assert (remarks in outcome.statement("ann", lang).tables()) is bool(figure.reasons)


def test_attainment_is_exact_on_a_bound() -> None:
    whole = plan(evolve(BY_QUARTER, pays=Whole(TIERS)))
    assert earned(whole, evolve(DEAL, amount="USD 60,000"), QUOTA) == {"ann": "USD 3,000.00"}
    assert earned(whole, evolve(DEAL, amount="USD 59,999.99"), QUOTA) == {"ann": "USD 1,200.00"}
    lower = plan(evolve(BY_QUARTER, pays=Whole(TIERS, "lower")))
    assert earned(lower, evolve(DEAL, amount="USD 60,000"), QUOTA) == {"ann": "USD 1,200.00"}


def test_shares_divide_a_deal_to_the_cent_and_overlays_count_beside_it() -> None:
    cent = evolve(DEAL, amount="USD 0.05")
    shares = [
        DealShare("S-2", "D-1", "bob"),
        DealShare("S-1", "D-1", "cyd"),
        DealShare("S-3", "D-1", "dan", 50, "overlay"),
    ]
    facts = Facts([cent, *shares])
    terms = plan(evolve(FIVE, pays="100%"))
    assert earned(terms, *facts.records) == {"bob": "USD 0.02", "cyd": "USD 0.03", "dan": "USD 0.03"}
    exact = evolve(terms, crediting=Crediting("exact"))
    assert [credit.value for credit in exact.earn(facts, through="2026").credits()] == [
        Unrounded(Fraction(5, 2), "USD"),
        Unrounded(Fraction(5, 2), "USD"),
        Unrounded(Fraction(5, 2), "USD"),
    ]
    outcome = terms.earn(facts, through="2026")
    assert [credit.kind.value for credit in outcome.credits()] == ["split", "split", "overlay"]
    assert "beside the deals: overlay" in outcome.reconcile().table().text()


def test_a_share_holds_from_its_day_and_overlays_leave_the_owner_alone() -> None:
    later = DealShare("S-1", "D-1", "bob", on="2026-03-10")
    assert earned(plan(FIVE), DEAL, later) == {"ann": "USD 5,500.00"}
    assert earned(plan(FIVE), DEAL, evolve(later, on="2026-03-09")) == {"bob": "USD 5,500.00"}
    beside = evolve(later, kind="overlay", weight=10, on=None)
    assert earned(plan(FIVE), DEAL, beside) == {"ann": "USD 5,500.00", "bob": "USD 550.00"}


def test_shares_follow_corrections_of_their_deal() -> None:
    corrected = evolve(DEAL, id="D-1b", amount="USD 50,000", supersedes="D-1")
    share = DealShare("S-1", "D-1", "bob")
    assert earned(plan(FIVE), DEAL, corrected, share) == {"bob": "USD 2,500.00"}


def test_orders_and_invoices_find_owner_and_shares_through_what_they_come_from() -> None:
    order = Order("O-1", "2026-01-05", Line("A", "USD 100"), owner="ann", opportunity="D-1")
    invoice = Invoice("I-1", "2026-02-05", Line("A", "USD 100"), customer="K", order="O-1")
    share = DealShare("S-1", "D-1", "bob")
    ordered, billed = (plan(evolve(FIVE, of=Revenue(event=event))) for event in ("order", "invoice"))
    assert earned(ordered, DEAL, order) == earned(billed, DEAL, order, invoice) == {"ann": "USD 5.00"}
    assert (
        earned(ordered, DEAL, order, share)
        == earned(billed, DEAL, order, invoice, share)
        == {"bob": "USD 5.00"}
    )
    nearer = DealShare("S-2", "O-1", "cyd")
    assert earned(ordered, DEAL, order, share, nearer) == {"cyd": "USD 5.00"}
    assert earned(billed, evolve(invoice, order=None, owner="dan")) == {"dan": "USD 5.00"}


def test_criteria_look_at_the_line_with_its_document_and_at_tables() -> None:
    products = [Product("A", series="GTX", more={"weight": 3}), Product("B", series="MG")]
    lines = [
        Line("A", "USD 100", cost="USD 60", more={"renewal": True}),
        Line("B", "USD 50", quantity=2, more={"renewal": False}),
    ]
    order = Order(
        "O-1", "2026-01-05", lines, owner="ann", customer="K-1", more={"source": "fair", "renewal": False}
    )

    def amount(where: Criterion) -> str:
        terms = plan(evolve(FIVE, of=Revenue(where, "order"), pays="100%"))
        return str(terms.earn(Facts([*products, order]), through="2026").total())

    assert amount(ALWAYS) == "USD 150.00"
    assert amount(field("product.series").equals("GTX")) == "USD 100.00"
    assert amount(field("product").equals("B")) == "USD 50.00"
    assert amount(field("renewal").equals(True)) == "USD 100.00"  # noqa: FBT003 - a value of a field
    assert amount(field("source").equals("fair") & field("customer").equals("K-1")) == "USD 150.00"
    assert amount(field("quantity").at_least(2)) == "USD 50.00"
    assert amount(field("amount").less_than(Money.of("USD 100"))) == "USD 50.00"
    assert amount(field("order.customer").equals("K-1")) == "USD 150.00"


def test_each_override_goes_to_the_manager_of_the_day() -> None:
    posts = [
        Assignment("A-1", "ann", "../2026-03-09", manager="mia"),
        Assignment("A-2", "ann", "2026-03-09/..", manager="noa"),
        Assignment("A-3", "mia", "../..", manager="top"),
        Assignment("A-4", "noa", "../..", manager="top"),
    ]
    before = evolve(DEAL, id="D-0", closed="2026-03-08", amount="USD 1,000")
    second = Override("second", of="sales", pays="0.5%", level=2)
    assert earned(plan(FIVE, LEAD, second), before, DEAL, *posts) == {
        "ann": "USD 5,550.00",
        "mia": "USD 10.00",
        "noa": "USD 1,100.00",
        "top": "USD 555.00",
    }


def test_who_has_no_manager_several_or_a_circle_is_listed() -> None:
    two = [Assignment("A-1", "ann", "../..", manager="mia"), Assignment("A-2", "ann", "../..", manager="noa")]
    circle = [
        Assignment("A-1", "ann", "../..", manager="mia"),
        Assignment("A-2", "mia", "../..", manager="ann"),
    ]
    for posts, level, code in (
        ([], 1, "no_manager"),
        (two, 1, "several_managers"),
        (circle, 2, "no_manager"),
    ):
        outcome = plan(FIVE, evolve(LEAD, level=level)).earn(Facts([DEAL, *posts]), through="2026")
        (missed,) = outcome.not_counted(component="lead")
        assert missed.reason.code == f"incentives.excluded.{code}"
        assert missed.value == Money.of("USD 110,000").exact
        assert "ann" in missed.why()
        assert "ann" in missed.why("zh")


def test_those_take_part_whose_assignment_names_the_plan_on_the_day() -> None:
    posts = [
        Assignment("A-1", "ann", "../2026-03-09", plan="plan", manager="mia"),
        Assignment("A-2", "ann", "2026-03-09/..", plan="another", manager="mia"),
        Assignment("A-3", "mia", "../..", plan="plan"),
    ]
    before = evolve(DEAL, id="D-0", closed="2026-03-08", amount="USD 1,000")
    people = [Participant(name) for name in ("ann", "bob", "mia")]
    outcome = plan(FIVE, LEAD).earn(Facts([*people, before, DEAL, *posts]), through="2026")
    assert outcome.participants == ("ann", "mia")
    assert [str(outcome.total(who)) for who in ("ann", "mia")] == ["USD 50.00", "USD 10.00"]
    assert [(one.deal, one.reason.code) for one in outcome.not_counted("ann")] == [
        ("D-1", "incentives.excluded.not_in_plan")
    ]
    with pytest.raises(UnknownIdentifierError):
        outcome.total("bob")


def test_an_override_needs_its_manager_in_the_plan_on_the_day() -> None:
    posts = [
        Assignment("A-1", "ann", "../..", plan="plan", manager="mia"),
        Assignment("A-2", "mia", "2026-03-10/..", plan="plan"),
    ]
    late = evolve(DEAL, id="D-2", closed="2026-03-10", amount="USD 1,000")
    outcome = plan(FIVE, LEAD).earn(Facts([DEAL, late, *posts]), through="2026")
    assert str(outcome.total("mia")) == "USD 10.00"
    assert outcome.statement("mia").adds_up
    (missed,) = outcome.not_counted("mia")
    assert (missed.deal, missed.component) == ("D-1", "lead")
    assert missed.reason.code == "incentives.excluded.not_in_plan"


def test_the_manager_above_the_manager_may_move_too() -> None:
    posts = [
        Assignment("A-1", "ann", "../..", manager="mia"),
        Assignment("A-2", "mia", "../2026-03-09", manager="noa"),
        Assignment("A-3", "mia", "2026-03-09/2026-03-20", manager="top"),
    ]
    days = ("2026-03-08", "2026-03-09", "2026-03-19", "2026-03-20")
    deals = [evolve(DEAL, id=day, closed=day, amount="USD 1,000") for day in days]
    outcome = plan(FIVE, evolve(LEAD, level=2)).earn(Facts([*deals, *posts]), through="2026")
    assert {who: str(outcome.total(who, component="lead")) for who in outcome.participants} == {
        "ann": "USD 0.00",
        "noa": "USD 10.00",
        "top": "USD 20.00",
    }
    assert [one.deal for one in outcome.not_counted(component="lead")] == ["2026-03-20"]


def test_credits_stand_in_one_order_however_the_facts_came() -> None:
    records: list[Record] = [evolve(DEAL, id=name, amount="USD 1,000") for name in ("D-1", "D-2", "D-3")]
    for who in ("ann", "bob"):
        records += [DealShare(f"S-{who}", "D-1", who), Assignment(f"A-{who}", who, "../..", manager="mia")]
    one, other = (plan(FIVE, LEAD).earn(Facts(given), through="2026") for given in (records, records[::-1]))
    assert one.credits() == other.credits()
    assert [(credit.deal, credit.seller) for credit in one.credits("mia")] == [
        ("D-1", "ann"),
        ("D-1", "bob"),
        ("D-2", "ann"),
        ("D-3", "ann"),
    ]
    assert one.statement("mia") == other.statement("mia")


def test_everything_left_out_is_listed_with_its_reason() -> None:
    terms = evolve(
        plan(Commission("sales", of=Margin(field("product").starts_with("A")), pays="5%")),
        during="2026-02-01/2026-12-01",
    )
    base = evolve(DEAL, product="A-1", cost="USD 10,000")
    records = [
        base,
        evolve(base, id="early", closed="2026-01-31"),
        evolve(base, id="other", product="B-1"),
        evolve(base, id="euro", amount=Money.of("EUR 1"), cost=None, currency=None),
        evolve(base, id="no-cost", cost=None),
        evolve(base, id="no-amount", amount=None),
        evolve(base, id="before", closed="2025-12-31"),
        evolve(base, id="after", closed="2026-07-01"),
        evolve(base, id="lost", outcome="lost"),
    ]
    outcome = terms.earn(Facts(records), through="2026-H1", since="2026-01-01")
    assert {
        one.deal: one.reason.code.removeprefix("incentives.excluded.") for one in outcome.not_counted()
    } == {
        "early": "plan_dates",
        "other": "condition",
        "euro": "currency",
        "no-cost": "value_missing",
        "no-amount": "value_missing",
    }
    (other,) = (one for one in outcome.not_counted() if one.deal == "other")
    assert other.condition is not None
    assert not other.condition.holds
    assert "product starts with" in other.why()
    assert "product" in other.why("zh")
    reconciliation = outcome.reconcile()
    assert reconciliation.adds_up
    assert {row.way: row.deals for row in reconciliation.rows} == {
        "counted": 1,
        "earlier": 1,
        "excluded.condition": 1,
        "excluded.currency": 1,
        "excluded.plan_dates": 1,
        "excluded.value_missing": 2,
        "later": 1,
    }
    for lang in ("en", "zh"):
        assert len(outcome.not_counted_table(lang=lang).rows) == 5
        assert len(reconciliation.table(lang).rows) == 9


def test_a_sale_of_nobody_is_listed() -> None:
    terms = plan(evolve(FIVE, of=Revenue(event="order")))
    order = Order("O-1", "2026-01-05", Line("A", "USD 100"))
    outcome = terms.earn(Facts([order]), through="2026")
    assert outcome.participants == ()
    assert str(outcome.total()) == "USD 0.00"
    assert [one.reason.code for one in outcome.not_counted()] == ["incentives.excluded.nobody"]
    beside = DealShare("S-1", "O-1", "bob", 50, "overlay")
    assert earned(terms, order, beside) == {"bob": "USD 2.50"}


def test_deals_that_lack_what_a_condition_asks_for_raise_all_at_once() -> None:
    terms = plan(
        Commission("one", of=Revenue(field("customer").equals("K")), pays="5%"),
        Commission("two", of=Revenue(field("customer").differs_from("K")), pays="5%"),
        Commission("three", of=Revenue(field("customer.segment").equals("S"), "order"), pays="5%"),
    )
    order = Order("O-1", "2026-01-05", Line("A", "USD 100"), owner="ann")
    with pytest.raises(BatchError) as refused:
        terms.earn(Facts([DEAL, evolve(DEAL, id="D-2"), order]), through="2026")
    assert [(problem.record, problem.field) for problem in refused.value.problems] == [
        ("Opportunity D-1", "customer"),
        ("Opportunity D-2", "customer"),
        ("Order O-1, line 1", "customer.segment"),
    ]


def test_the_days_that_count() -> None:
    deals = [
        evolve(DEAL, id=f"D-{month}", closed=f"2026-{month:02}-15", amount="USD 1,000") for month in (1, 2, 4)
    ]
    facts = Facts(deals)
    terms = plan(FIVE)

    def total(through: str | date, since: str | None = None, of: Plan = terms) -> str:
        return str(of.earn(facts, through, since).total())

    assert total("2026-Q1") == total("2026-03-31") == total(date(2026, 2, 15)) == "USD 100.00"
    assert total("2026-02-14") == "USD 50.00"
    assert total("2026", since="2026-02") == "USD 100.00"
    assert total("2026-Q2", since="2026-02-16") == "USD 50.00"
    assert total("2027") == "USD 0.00"
    assert total("2027", since="2026") == "USD 150.00"
    assert total("2027", of=evolve(terms, during="2026-02-01/..")) == "USD 100.00"
    april = evolve(terms, calendar=FiscalCalendar(start_month=4))
    assert total("FY2026-Q4", of=april) == "USD 100.00"
    assert total("FY2027-Q1", of=april) == "USD 50.00"
    assert total(FiscalCalendar().period("2026-Q1").label) == "USD 100.00"
    assert str(terms.earn(facts, FiscalCalendar().period("2026-Q1")).total()) == "USD 100.00"
    for wrong in ("2026-Q5", "soon", "2026-02-30"):
        with pytest.raises(InvalidValueError):
            total(wrong)
    with pytest.raises(InvalidValueError):
        total("2026-Q1", since="2026-Q2")
    with pytest.raises(InvalidValueError):
        total("2025", of=evolve(terms, during="2026-02-01/.."))


def test_a_period_that_is_counted_in_part_says_so() -> None:
    outcome = plan(BY_QUARTER).earn(Facts([DEAL, QUOTA]), through="2026-03-15")
    (figure,) = outcome.earned
    assert figure.is_partial
    assert str(figure.during) == "2026-01-01/2026-03-16"
    assert "FY2026-Q1 (2026-01-01/2026-03-16 only)" in outcome.statement("ann").text()


def test_one_rounding_per_component_participant_and_period() -> None:
    ten = plan(evolve(FIVE, rounding=Rounding("10")))
    deals = [evolve(DEAL, id=f"D-{number}", amount="USD 70") for number in range(3)]
    assert earned(ten, *deals) == {"ann": "USD 10.00"}
    assert str(ten.pay("sales", "USD 299.99").amount) == "USD 10.00"
    assert str(ten.pay("sales", "USD 300").amount) == "USD 20.00"


def test_one_figure_at_the_prompt() -> None:
    tiers = Marginal({"USD 0": "4%", "USD 150,000": "6%", "USD 250,000": "8%"})
    terms = plan(Commission("sales", of=Revenue(), pays=tiers), evolve(BY_QUARTER, id="quota"))
    found = terms.pay("sales", "USD 20,000", opening="USD 145,000")
    assert str(found.amount) == "USD 1,100.00"
    assert found.adds_up
    assert isinstance(found.base, Unrounded)
    assert found.exact.ratio(found.base) == Rate("5.5%")
    assert (
        str(found).splitlines()[0]
        == "sales: USD 1,100.00, rounded half up to the minor unit, makes USD 1,100.00"
    )
    assert "四舍五入" in found.table("zh").title
    assert "<table" in found._repr_html_()
    by_quota = terms.pay("quota", "USD 110,000", quota="USD 100,000")
    assert (str(by_quota.amount), by_quota.attainment) == ("USD 4,000.00", Rate("110%"))
    without = terms.pay("quota", "USD 110,000")
    assert not without.amount
    assert [one.code for one in without.reasons] == ["incentives.quota.unstated"]
    assert "undefined" in repr(without)
    with pytest.raises(CurrencyMismatchError):
        terms.pay("sales", "EUR 1")
    with pytest.raises(UnknownIdentifierError):
        terms.pay("other", "USD 1")
    with pytest.raises(InvalidValueError):
        plan(FIVE).pay("sales", "USD 1", opening="USD 1")


def test_a_statement_reads_in_both_languages_and_shows_where_figures_come_from() -> None:
    facts = Facts(
        [Participant("ann", "Ann <Lee>"), DEAL, QUOTA, evolve(DEAL, id="D-2", amount="EUR 5", currency=None)]
    )
    outcome = Plan("plan", currency="USD", title="AE | 2026", components=BY_QUARTER).earn(
        facts, through="2026-Q1"
    )
    statement = outcome.statement("ann")
    assert statement.reason.code == "incentives.statement"
    tree = [(reason.code, reason.facts) for reason in statement.reason.walk()]
    assert tree == [
        ("incentives.statement", ()),
        ("incentives.payout", ("D-1",)),
        ("incentives.slice.tier", ()),
        ("incentives.slice.tier", ()),
        ("incentives.slice.tier", ()),
        ("incentives.credit.owner", ("D-1",)),
    ]
    for reason in statement.reason.walk():
        assert reason.text()
        assert reason.text("zh")
    assert [len(table.rows) for table in (statement.payouts(), statement.slices(), statement.credits())] == [
        1,
        3,
        1,
    ]
    assert statement.records()[0]["earned"] == Money.of("USD 4,000")
    assert "Ann &lt;Lee&gt;" in statement.html()
    assert "<Lee>" not in statement.html()
    assert "AE \\| 2026" in statement.markdown() or "AE &#124; 2026" in statement.markdown()
    assert str(statement) == repr(statement) == statement.text()
    assert statement._repr_html_() == statement.html()
    assert "合计" in outcome.statement("ann", "zh").text()
    assert "合计" in outcome.table("zh").text()
    assert repr(outcome) == str(outcome)
    table, line = str(outcome).rsplit("\n", 1)
    assert table == outcome.table().text()
    assert "in another currency: 1" in line
    assert "<table" in outcome._repr_html_()
    (record,) = outcome.records()
    assert (record["base"], record["amount"], record["attainment"]) == (110_000, 4_000, Fraction(11, 10))


@pytest.mark.parametrize(
    ("make", "error"),
    [
        (lambda: plan(), InvalidValueError),
        (lambda: plan(FIVE, FIVE), BatchError),
        (lambda: plan(FIVE, evolve(LEAD, of="other")), BatchError),
        (lambda: plan(FIVE, LEAD, evolve(LEAD, id="up", of="lead")), BatchError),
        (lambda: plan(evolve(FIVE, pays=Marginal({"EUR 0": "5%"}))), BatchError),
        (lambda: plan(evolve(FIVE, rounding=Rounding("0.001"))), BatchError),
        (lambda: Plan("", currency="USD", components=FIVE), InvalidValueError),
        (lambda: Plan("p", currency="USD", components=FIVE, version=0), InvalidValueError),
        (lambda: Plan("p", currency="XXXX", components=FIVE), UnknownIdentifierError),
        (lambda: Commission("", of=Revenue(), pays="5%"), InvalidValueError),
        (lambda: Commission("c", of=Revenue(), pays=Marginal(TIERS)), InvalidValueError),
        (lambda: Commission("c", of=Revenue(), by=DealAmount(), pays=Whole(TIERS)), InvalidValueError),
        (
            lambda: Commission("c", of=Revenue(), by=Attainment(), pays=Whole({"USD 0": "1%"})),
            InvalidValueError,
        ),
        (lambda: Commission("c", of=Revenue(), pays="5%", negative="maybe"), InvalidValueError),
        (lambda: Override("o", of="c", pays=Marginal(TIERS)), InvalidValueError),
        (lambda: Override("o", of="c", pays="1%", level=0), InvalidValueError),
        (lambda: Override("o", of="", pays="1%"), InvalidValueError),
        (lambda: Revenue(event="shipment"), InvalidValueError),
        (lambda: Attainment(per="day"), InvalidValueError),
        (lambda: Attainment(measure=""), InvalidValueError),
        (lambda: Amount(per="decade"), InvalidValueError),
        (lambda: Crediting("cents"), InvalidValueError),
        (lambda: SaleLine(Order("O", "2026-01-01", ()), 1), InvalidValueError),
    ],
)
def test_what_is_no_plan_is_refused(make: Callable[[], object], error: type[Exception]) -> None:
    with pytest.raises(error):
        make()


def test_all_faults_between_components_come_at_once() -> None:
    with pytest.raises(BatchError) as refused:
        plan(FIVE, FIVE, evolve(LEAD, of="x"), evolve(FIVE, id="b", rounding=Rounding("0.001")))
    assert [(one.record, one.field) for one in refused.value.problems] == [
        ("component sales", "id"),
        ("component lead", "of"),
        ("component b", "unit"),
    ]


def test_facts_have_to_be_a_checked_batch() -> None:
    facts: Any = [DEAL]
    with pytest.raises(WrongTypeError):
        plan(FIVE).earn(facts, "2026")


class Doubled:
    """A measure of a caller's own: strategic deals count twice."""

    where = ALWAYS
    event = Event.WON
    counts_things = False

    def value(self, deal: Deal) -> int | Fraction | None:
        return None if deal.amount_minor is None else deal.amount_minor * (2 if deal.customer == "K" else 1)


def test_a_measure_of_the_callers_own_is_used_as_it_is() -> None:
    terms = plan(Commission("sales", of=Doubled(), pays="5%"))
    assert earned(terms, DEAL, evolve(DEAL, id="D-2", customer="K")) == {"ann": "USD 16,500.00"}


def test_a_plan_is_a_value() -> None:
    one, other = (
        Plan("p", currency="USD", components=(BY_QUARTER, evolve(FIVE, id="x", of=Margin()))) for _ in "ab"
    )
    assert one == other
    assert hash(one) == hash(other)
    assert one != evolve(one, version=2)
    assert one.component("x").name == "x"
    assert one.name == "p"
    assert isinstance(one, Terms)


@pytest.mark.parametrize("where", [False, "product", field("product"), len])
def test_a_condition_that_is_none_is_refused_when_made(where: object) -> None:
    for measure in (Revenue, Margin):
        with pytest.raises(WrongTypeError, match="be a criterion"):
            measure(cast(Criterion, where))


def test_a_rounding_that_is_none_is_refused_when_made() -> None:
    with pytest.raises(WrongTypeError, match="be a Rounding"):
        Commission("c", of=Revenue(), pays="5%", rounding=cast(Rounding, "half_even"))
