"""Two plans compared, an outcome against a spreadsheet, and the remarks under a table of pay."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesmgmt.calendars import DateRange
from salesmgmt.criteria import field
from salesmgmt.errors import (
    BatchError,
    CurrencyMismatchError,
    InvalidValueError,
    UnknownIdentifierError,
    WrongTypeError,
)
from salesmgmt.incentives import (
    Attainment,
    Commission,
    Difference,
    Earnings,
    Marginal,
    Plan,
    Revenue,
    Way,
    compare,
)
from salesmgmt.money import Money
from salesmgmt.records import Assignment, Facts, Opportunity, Participant
from salesmgmt.testing.outcomes import cases

pytestmark = pytest.mark.properties

SALES = Commission("sales", of=Revenue(), pays="5%", title="Sales")
EXTRA = Commission("extra", of=Revenue(field("amount").at_least(Money.of("USD 1,000"))), pays="1%")
PLAN = Plan("plan", currency="USD", components=[SALES, EXTRA])


def won(name: str, owner: str, amount: str) -> Opportunity:
    return Opportunity(name, owner, amount, outcome="won", closed="2026-03-09")


FACTS = Facts([won("D-1", "ann", "USD 1,000"), won("D-2", "bob", "USD 500"), won("D-3", "cyd", "EUR 9")])
RESULT = PLAN.earn(FACTS, through="2026-Q1")


@given(cases(currency="USD"), st.data())
def test_comparisons_add_up(case: tuple[Plan, Facts], data: st.DataObject) -> None:
    plan, facts = case
    kept = data.draw(st.integers(1, len(plan.components)))
    other = plan.replace(components=plan.components[:kept], personal=(), version=plan.version + 1)
    found = compare(plan, other, facts, through="2026-12-31", since="2026-01-01")
    before, after = (one.earn(facts, through="2026-12-31", since="2026-01-01") for one in (plan, other))
    assert found.adds_up
    assert found.cost == after.total() - before.total()
    for person in before.participants:
        assert found.of(person).before == before.total(person)
    assert len(found.winners) + len(found.losers) <= len(found.people)
    assert [one.participant for one in found.by_participant("id")] == sorted(name for name, _ in found.people)
    changes = [one.change for one in found.by_participant()]
    assert changes == sorted(changes, reverse=True)
    same = compare(plan, plan, facts, through="2026-12-31", since="2026-01-01")
    assert not same.cost
    assert not same.winners + same.losers


def test_who_wins_and_who_loses() -> None:
    other = PLAN.replace(
        version=2, components=[attrs.evolve(SALES, pays="5.5%"), attrs.evolve(EXTRA, id="new", pays="0%")]
    )
    found = PLAN.compare(other, FACTS, through="2026-Q1")
    assert [(one.participant, str(one.change)) for one in found.winners] == [("bob", "USD 2.50")]
    assert [(one.participant, str(one.change)) for one in found.losers] == [("ann", "USD -5.00")]
    assert [(one.component, str(one.change)) for one in found.by_component()] == [
        ("sales", "USD 7.50"), ("extra", "USD -10.00"), ("new", "USD 0.00"),
    ]  # fmt: skip
    assert found.text().endswith("1 would earn more, 1 less, 1 the same; it would cost USD 2.50 less")
    assert found.summary("zh") == "1 人增加，1 人减少，1 人不变；成本减少 USD 2.50"
    assert found.table("zh").columns[1].heading == "之前"
    assert found.components_table().rows[0][0] == "Sales"
    assert found.records()[0] == {
        "participant": "ann", "component": "sales", "currency": "USD",
        "before": Decimal("50.00"), "after": Decimal("55.00"), "change": Decimal("5.00"),
    }  # fmt: skip
    assert str(found.markdown()).startswith("**plan, version 2, in place of plan, version 1")
    assert found._repr_html_() == found.html()
    with pytest.raises(UnknownIdentifierError):
        found.of("dan")
    with pytest.raises(InvalidValueError):
        found.by_participant("name")


def test_the_other_plan_takes_the_place_of_the_one() -> None:
    people = [Participant("ann", "Ann"), Participant("bob", "Bob"), Participant("cyd", "Cyd")]
    posts = [Assignment("A-1", "ann", DateRange.always(), plan="plan")]
    facts = Facts([*FACTS.records, *people, *posts])
    found = PLAN.compare(PLAN.replace(id="other", components=SALES), facts, through="2026-Q1")
    assert [(one.participant, str(one.after)) for one in found.by_participant()] == [("ann", "USD 50.00")]
    assert found.table().columns[1].name == "name"


def test_plans_that_cannot_be_compared() -> None:
    with pytest.raises(CurrencyMismatchError, match="be in USD"):
        PLAN.compare(PLAN.replace(currency="EUR", components=SALES), FACTS, through="2026-Q1")
    with pytest.raises(InvalidValueError, match="replace"):
        PLAN.compare(PLAN.replace(during=DateRange.year(2027)), FACTS, through="2026-Q1")
    other: Any = "plan"
    with pytest.raises(WrongTypeError):
        compare(PLAN, other, FACTS, through="2026-Q1")


@given(cases(currency="USD"), st.data())
def test_a_sheet_of_the_outcome_itself_agrees(case: tuple[Plan, Facts], data: st.DataObject) -> None:
    plan, facts = case
    result = plan.earn(facts, through="2026-12-31", since="2026-01-01")
    rows = result.records()
    columns = {"participant": "participant"}
    if data.draw(st.booleans()):
        columns |= {"component": "component", "period": "period"}
    found = result.reconcile(rows, by=columns, amount="amount")
    assert found.adds_up
    assert found.agrees
    assert found.plan_total == found.sheet_total == result.total()
    if rows:
        wrong = [{**rows[0], "amount": Decimal(str(rows[0]["amount"])) + 1}, *rows[2:]]
        other = result.reconcile(wrong, by=columns, amount="amount")
        assert other.adds_up
        assert other.difference == result.total() - other.sheet_total
        parts = (other.agreeing, other.differing, other.only_in_plan, other.only_in_sheet)
        assert sum(map(len, parts)) == len(other.rows)


def test_a_sheet_that_differs() -> None:
    rows: list[dict[str, object]] = [
        {"rep": "ann", "what": "Sales", "when": "2026-03", "paid": "1,050.00"},
        {"rep": "ann", "what": "Sales", "when": "2026-03", "paid": -1000},
        {"rep": "ann", "what": "extra", "when": "2026-Q1", "paid": 9.0},
        {"rep": "dan", "what": "bonus", "when": "2026-03", "paid": Money.of("USD 5")},
        {"rep": "bob", "what": "sales", "when": "2026-02", "paid": 0},
    ]
    columns = {"participant": "rep", "component": "what", "period": "when"}
    found = RESULT.reconcile(rows, by=columns, amount="paid", tolerance="0.0001")
    assert found.adds_up
    assert [(one.participant, one.component, one.period, one.way) for one in found.rows] == [
        ("ann", "sales", "FY2026-M03", Way.AGREES),
        ("ann", "extra", "FY2026-Q1", Way.DIFFERS),
        ("bob", "sales", "FY2026-M02", Way.AGREES),
        ("bob", "sales", "FY2026-M03", Way.ONLY_IN_PLAN),
        ("dan", "bonus", "FY2026-M03", Way.ONLY_IN_SHEET),
    ]
    assert [str(one.difference) for one in found.rows] == [
        "USD 0.00",
        "USD 1.00",
        "USD 0.00",
        "USD 25.00",
        "USD -5.00",
    ]
    assert str(found.difference) == "USD 21.00"
    assert not found.agrees
    assert len(found.table().rows) == 3
    assert len(found.table("zh", all_rows=True).rows) == 5
    assert "仅表格有" in found.table("zh").text()
    assert found.records()[-1]["way"] == "only in the sheet"
    assert found._repr_html_().startswith("<table")
    assert str(found).rstrip().endswith("2 of 5 agree")


def test_a_sheet_of_one_component() -> None:
    found = RESULT.reconcile([{"rep": "ann", "paid": "10"}], by="rep", amount="paid", component="extra")
    assert found.agrees
    assert found.rows == (Difference("ann", "extra", None, Money.of("USD 10"), Money.of("USD 10")),)
    with pytest.raises(UnknownIdentifierError):
        RESULT.reconcile([], by="rep", amount="paid", component="other")
    with pytest.raises(InvalidValueError, match="left out"):
        RESULT.reconcile([], by={"participant": "a", "component": "b"}, amount="paid", component="extra")


def test_every_bad_row_is_told_at_once() -> None:
    rows: list[Any] = [
        {"rep": " ", "when": "soon", "paid": "much"},
        {"rep": "ann", "when": "2026-Q1", "paid": 1.5},
        {"rep": "ann", "when": "2026-03", "paid": "EUR 5"},
        {"rep": 7, "when": "2026-03", "paid": True},
        "row",
        {"rep": "ann", "when": "2026-Q1", "paid": 1},
        {"rep": "ann", "when": "2026-03", "paid": 1},
    ]
    with pytest.raises(BatchError) as caught:
        RESULT.reconcile(rows, by={"participant": "rep", "period": "when"}, amount="paid")
    assert [(one.record, one.field) for one in caught.value.problems] == [
        ("row 1", "rep"), ("row 1", "when"), ("row 1", "paid"), ("row 2", "paid"), ("row 3", "paid"),
        ("row 4", "paid"), ("row 5", "rows"), ("row 7", "period"),
    ]  # fmt: skip
    for by, amount in (
        ({"component": "a"}, "x"),
        ({"participant": "a", "who": "b"}, "x"),
        ("", "x"),
        ("a", ""),
    ):
        with pytest.raises((InvalidValueError, WrongTypeError)):
            RESULT.reconcile([], by=by, amount=amount)
    with pytest.raises(InvalidValueError):
        RESULT.reconcile([], by="a", amount="b", tolerance="-1")
    assert RESULT.reconcile().adds_up


def test_remarks_say_what_kept_a_component_from_paying() -> None:
    by_quota = Commission("quota", of=Revenue(), by=Attainment(), pays=Marginal({"0%": "5%"}))
    result = PLAN.replace(components=by_quota).earn(FACTS, through="2026-Q1")
    assert [row[:3] for row in result.remarks().rows] == [
        ("ann", "quota", "FY2026-Q1"),
        ("bob", "quota", "FY2026-Q1"),
        (None, "quota", None),
    ]
    assert result.remarks("zh").columns[-1].heading == "原因"
    lost = "1 deal does not count for another reason than the plan's conditions (in another currency: 1)"
    told = ["2 remarks on what kept components from paying: see remarks()", f"{lost}: see not_counted()"]
    assert str(result).splitlines()[-2:] == told
    assert result._repr_html_().endswith("see not_counted()</p>")
    assert "in another currency" in str(RESULT.remarks())
    assert "remark" not in str(RESULT)


def test_whoever_has_deals_is_told_about_them() -> None:
    assert RESULT.participants == ("ann", "bob", "cyd")
    assert [one.reason.code for one in RESULT.not_counted("cyd")] == ["incentives.excluded.currency"] * 2
    assert not RESULT.total("cyd")
    outcome: Earnings = PLAN.earn(FACTS, through="2026-02")
    assert outcome.participants == ()
    with pytest.raises(UnknownIdentifierError):
        RESULT.not_counted("dan")
