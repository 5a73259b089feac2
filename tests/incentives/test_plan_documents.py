"""The plan document leaves nothing out, and shows what people wrote as text."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import attrs
import pytest
from hypothesis import given

from salesmgmt.calendars import (
    CalendarDays,
    DateRange,
    FiscalCalendar,
    NamedFor,
    Thirty360,
    WorkingDays,
    WorkingWeek,
    YearEnd,
)
from salesmgmt.criteria import field
from salesmgmt.errors import InvalidValueError, WrongTypeError
from salesmgmt.incentives import (
    Adjustment,
    Age,
    Amount,
    Amounts,
    Attainment,
    Axis,
    Boundary,
    Cap,
    Chain,
    Clause,
    Collected,
    Column,
    Commission,
    Count,
    Crediting,
    Curve,
    DaysFromInvoice,
    DaysOverdue,
    DealAmount,
    DealField,
    ExpenseAllowance,
    Factor,
    FieldOf,
    Fixed,
    Flat,
    Floor,
    Gate,
    Margin,
    Marginal,
    MarginPercent,
    Matrix,
    Multiplier,
    Multipliers,
    Objective,
    Objectives,
    Override,
    Personal,
    Plan,
    PlanDocument,
    PlanSection,
    Prorated,
    Ramp,
    Rank,
    Ratio,
    Recurring,
    Revenue,
    Rule,
    Rules,
    ScoreOf,
    StandingOf,
    Tenure,
    Threshold,
    Tier,
    TotalOf,
    Units,
    Whole,
)
from salesmgmt.incentives.awards import Contest, Equally, FixedFund, Pool
from salesmgmt.incentives.sentences.saying import SENTENCES
from salesmgmt.incentives.terms import Component
from salesmgmt.money import Currency, Money, Rate, Rounding
from salesmgmt.reasons.templates import parameters_of
from salesmgmt.testing.plan_documents import plan_documents
from salesmgmt.testing.plans import plans

pytestmark = pytest.mark.properties


def changed_copy(value: Any, **more: Any) -> Any:
    """A copy with other values."""
    return attrs.evolve(value, **more)


BIG = field("amount").at_least(Money.of("USD 5,000"))
REACHED = field("base").at_least(Money.of("USD 5,000"))
UP = Marginal({"0%": "2%", "100%": "8%"})
SHARES = Whole({"0%": "50%", "80%": "100%"})
SALES = Commission("sales", of=Revenue(), pays="5%")


def plan_of(*components: Component) -> Plan:
    return Plan("plan", currency="USD", components=components)


def commission(**more: Any) -> Plan:
    return plan_of(changed_copy(SALES, **more))


def by(key: Any, pays: Any = SHARES) -> Plan:
    return commission(by=key, pays=pays)


def step(one: Any) -> Plan:
    return plan_of(SALES, Fixed("f", pays="USD 9", modifiers=[one]))


def days(calendar: Any) -> Plan:
    return step(Prorated(calendar))


DOLLARS = Whole({"USD 0": "1%", "USD 9": "2%"})
OTHER = changed_copy(SALES, id="other")
POINTS = Whole({0: "1%", 9: "2%"})
MATRIX = Matrix((Axis("m", ("0%", "10%")), Axis("r", values=("E", "W"))), (("1%", "2%"), ("3%", "4%")))
CELLS = (MarginPercent(), DealField("region", kind="text"))
RULES = Rules((Rule("r", "a", BIG, "1%"),), ("a", "b"))
ATTAINMENT = Attainment(per="month")
BUILDING = Attainment(per="month", within="quarter")
OBJECTIVES = Objectives("o", pays="USD 9", objectives=[Objective("a", "50%", ScoreOf("a"))])
EXPENSES = ExpenseAllowance("e", of=Collected(), allowed="2%")
CHAIN = Chain("c", of=Revenue(), rates=["10%", "5%"])
WEEKS = FiscalCalendar(2, pattern="4-4-5")

#: A value of a plan by what it tells of, then every change of it that has to be told.
CHANGES: dict[str, tuple[Plan, list[Plan]]] = {
    "plan": (
        plan_of(SALES),
        [
            plan_of(SALES).replace(**one)
            for one in (
                {"id": "other"},
                {"title": "T"},
                {"version": 2},
                {"during": DateRange.year(2026)},
                {"payer": "ACME"},
                {"currency": Currency.of("EUR")},
                {"calendar": FiscalCalendar(4)},
                {"crediting": Crediting("exact")},
                {"components": [SALES, changed_copy(SALES, id="more")]},
                {"personal": Personal("ann", changed_copy(SALES, pays="9%"))},
            )
        ],
    ),
    "calendar": (
        plan_of(SALES),
        [
            plan_of(SALES).replace(calendar=one)
            for one in (
                FiscalCalendar(2),
                FiscalCalendar(start_day=5),
                WEEKS,
                FiscalCalendar(week_start="sunday"),
                FiscalCalendar(4, year_named_for="start"),
                FiscalCalendar(prefix="GJ"),
            )
        ],
    ),
    "months": (
        plan_of(SALES).replace(calendar=FiscalCalendar(start_day=5)),
        [plan_of(SALES).replace(calendar=FiscalCalendar(start_day=5, month_named_for=NamedFor.START))],
    ),
    "weeks": (
        plan_of(SALES).replace(calendar=WEEKS),
        [
            plan_of(SALES).replace(calendar=changed_copy(WEEKS, **one))
            for one in (
                {"pattern": "4-5-4"},
                {"year_end": YearEnd.NEAREST},
                {"long_month": 3},
                {"week_start": 2},
            )
        ],
    ),
    "crediting": (
        plan_of(SALES),
        [
            plan_of(SALES).replace(crediting=Crediting(**one))
            for one in (
                {"shares": "exact"},
                {"registrations": True},
                {"handed_over": ["50%"]},
                {"handed_over": ["50%", "20%"]},
                {"to": "us"},
                {"leavers": "credited"},
            )
        ],
    ),
    "commission": (
        commission(),
        [
            commission(**one)
            for one in (
                {"id": "x"},
                {"title": "T"},
                {"of": Margin()},
                {"by": Amount("quarter")},
                {"pays": "6%"},
                {"factors": Factor("50%")},
                {"eligible": field("role").equals("rep")},
                {"modifiers": Cap("USD 9")},
                {"rounding": Rounding("10")},
                {"rounding": Rounding(mode="down")},
                {"rounds": "deal"},
                {"negative": "mirror"},
            )
        ],
    ),
    "measures": (
        commission(),
        [
            commission(of=one)
            for one in (
                Revenue(BIG),
                Revenue(event="order"),
                Revenue(event="delivery"),
                Revenue(event="invoice"),
                Revenue(event="payment"),
                Revenue(event={"order": "60%", "invoice": "40%"}),
                Revenue(event={"order": "50%", "invoice": "50%"}),
                Revenue(tax=True),
                Collected(),
                Collected(tax=False),
                Collected(BIG),
                Margin(),
                Margin(BIG),
                Recurring(),
                Recurring(term="years"),
                Recurring(months=1),
                Column("mrr"),
                Column("arr"),
                Column("mrr", BIG),
            )
        ],
    ),
    "things": (
        commission(of=Units(), pays="USD 5"),
        [
            commission(of=one, pays="USD 5")
            for one in (Count(), Units(BIG), Units(event="order"), Column("points", counts_things=True))
        ],
    ),
    "factors": (
        commission(factors=Factor("50%")),
        [
            commission(factors=one)
            for one in (
                Factor("1/3"),
                Factor("33.3333%"),
                Factor("50%", where=BIG),
                Factor("50%", title="T"),
                Factor(SHARES, by=DealField("discount")),
                Factor(SHARES, by=MarginPercent()),
                Factor(POINTS, by=DaysOverdue()),
                Factor(POINTS, by=DaysFromInvoice()),
                Factor(POINTS, by=Age("customer.since")),
                Factor(POINTS, by=Age("product.since")),
                Factor(POINTS, by=Age("customer.since", "day")),
                Factor(Curve({0: "1%"}), by=DaysOverdue()),
                (Factor("50%"), Factor("50%")),
                Factor("50%", on="rate"),
            )
        ],
    ),
    "keys": (
        by(ATTAINMENT, UP),
        [
            by(changed_copy(ATTAINMENT, **one), UP)
            for one in (
                {"per": "quarter"},
                {"measure": "margin"},
                {"within": "year"},
                {"ramp": Ramp(["25%"])},
                {"ramp": Ramp(["26%"])},
                {"ramp": Ramp(["25%"], after="50%")},
                {"ramp": Ramp(["USD 5"])},
                {"prorated": CalendarDays()},
                {"prorated": Thirty360()},
            )
        ],
    ),
    "building up": (
        by(BUILDING, UP),
        [
            by(changed_copy(BUILDING, **one), UP)
            for one in (
                {"within": "year"},
                {"accumulates": "gross"},
                {"accumulates": "less earned"},
                {"against": "whole"},
            )
        ],
    ),
    "amounts": (commission(), [commission(by=Amount(within="year")), commission(by=DealAmount())]),
    "other keys": (
        by(ScoreOf("s")),
        [
            by(ScoreOf("t")),
            by(ScoreOf("s", "quarter")),
            by(ScoreOf("s", kind="number"), POINTS),
            by(Tenure(), POINTS),
            by(Rank(), POINTS),
            by(StandingOf("sales.attainment", "month")),
            by(StandingOf("tenure"), SHARES),
            by(TotalOf(Margin()), Whole({"USD 0": "1%"})),
            by(Ratio(Margin(), Revenue())),
            by(Ratio(Margin(), Revenue(BIG))),
            by(DealField("discount")),
            by(DealField("rebate")),
            by(StandingOf("sales.attainment", kind="number"), POINTS),
        ],
    ),
    "schedules": (
        by(ATTAINMENT, UP),
        [
            by(ATTAINMENT, one)
            for one in (
                Marginal({"0%": "2%", "100%": "9%"}),
                Marginal({"0%": "2%", "90%": "8%"}),
                Whole(UP.tiers),
                Marginal((Tier("0%", "2%", "100%"), Tier("100%", "8%", method="whole"))),
                Marginal((Tier("0%", "2%", "100%"), Tier("100%", "8%", method="whole")), Boundary.LOWER),
                Amounts({"0%": "USD 5", "50%": "USD 6"}),
                Curve({"50%": "1%", "90%": "2%"}),
                Curve({"50%": "1%", "90%": "2%"}, below="zero"),
                Curve({"50%": "1%", "90%": "2%"}, above="extend"),
                Flat("5%"),
            )
        ],
    ),
    "matrices": (
        by(CELLS, MATRIX),
        [
            by(CELLS, changed_copy(MATRIX, cells=(*MATRIX.cells[:3], None))),
            by(CELLS, changed_copy(MATRIX, axes=(changed_copy(MATRIX.axes[0], name="x"), MATRIX.axes[1]))),
            by(
                CELLS,
                changed_copy(MATRIX, axes=(changed_copy(MATRIX.axes[0], boundary="lower"), MATRIX.axes[1])),
            ),
        ],
    ),
    "rules": (
        by(DealAmount(), RULES),
        [
            by(DealAmount(), Rules((changed_copy(RULES.rules[0], **one),), ("a", "b")))
            for one in (
                {"id": "s"},
                {"scope": "b"},
                {"where": ~BIG},
                {"pays": "2%"},
            )
        ],
    ),
    "override": (
        plan_of(SALES, Override("o", of="sales", pays="1%")),
        [
            plan_of(SALES, changed_copy(Override("o", of="sales", pays="1%"), **one))
            for one in (
                {"id": "p"},
                {"title": "T"},
                {"pays": "2%"},
                {"by": Amount("quarter")},
                {"level": 2},
                {"level": None},
                {"rounds": "seller"},
                {"negative": "mirror"},
                {"modifiers": Cap("USD 1")},
                {"rounding": Rounding("1")},
            )
        ],
    ),
    "chain": (
        plan_of(CHAIN),
        [
            plan_of(changed_copy(CHAIN, **one))
            for one in (
                {"id": "d"},
                {"of": Margin()},
                {"rates": ["10%"]},
                {"rates": ["10%", "6%"]},
                {"subtracts": False},
                {"per": "quarter"},
                {"eligible": BIG},
                {"title": "T"},
                {"modifiers": Cap("USD 1")},
                {"rounding": Rounding("1")},
            )
        ],
    ),
    "fixed": (
        plan_of(Fixed("f", pays="USD 9")),
        [
            plan_of(changed_copy(Fixed("f", pays="USD 9"), **one))
            for one in (
                {"id": "g"},
                {"pays": "USD 8"},
                {"pays": FieldOf("participant.more.pay")},
                {"per": "year"},
                {"per": "half"},
                {"per": "week"},
                {"kind": "performance pay"},
                {"kind": "allowance"},
                {"kind": "target pay"},
                {"kind": "guarantee"},
                {"eligible": BIG},
                {"title": "T"},
                {"rounding": Rounding("1")},
            )
        ],
    ),
    "objectives": (
        plan_of(OBJECTIVES),
        [
            plan_of(changed_copy(OBJECTIVES, objectives=one))
            for one in (
                Objective("b", "50%", ScoreOf("a")),
                Objective("a", "60%", ScoreOf("a")),
                Objective("a", "50%", ScoreOf("b")),
                Objective("a", "50%", ScoreOf("a"), SHARES),
                Objective("a", "50%", ScoreOf("a"), title="T"),
            )
        ]
        + [
            plan_of(changed_copy(OBJECTIVES, **one))
            for one in ({"pays": "USD 8"}, {"per": "year"}, {"eligible": BIG})
        ],
    ),
    "expenses": (
        plan_of(EXPENSES),
        [
            plan_of(changed_copy(EXPENSES, **one))
            for one in (
                {"of": Revenue()},
                {"allowed": "3%"},
                {"allowed": "USD 5"},
                {"per": "quarter"},
                {"overspent": "50%"},
                {"saved": "50%"},
                {"where": field("kind").equals("travel")},
                {"title": "T"},
            )
        ],
    ),
    "adjustment": (
        plan_of(SALES, Adjustment("a", modifiers=Cap("USD 5"))),
        [
            plan_of(SALES, Adjustment("a", modifiers=Cap("USD 5"), **one))
            for one in ({"of": "sales"}, {"per": "quarter"}, {"title": "T"}, {"rounding": Rounding("1")})
        ],
    ),
    "steps": (
        step(Cap("USD 5")),
        [
            step(one)
            for one in (
                Cap("USD 6"),
                Cap("5%"),
                Cap("USD 5", carries=True),
                Floor("USD 5"),
                Floor("5%"),
                Gate(REACHED),
                Gate(REACHED, "50%"),
                Gate(~REACHED),
                Threshold("50%"),
                Threshold("50%", "10%"),
                Threshold("USD 5"),
                Threshold("USD 5", "10%"),
                Multiplier("50%"),
                Multiplier(SHARES, ScoreOf("s")),
                Multiplier(SHARES, ScoreOf("s"), missing="0%"),
                Multiplier(SHARES, StandingOf("sales.attainment")),
                Multipliers(["50%", "120%"], "additive"),
                Multipliers(["50%", "120%"], "multiplicative"),
                Multipliers(["50%", "110%"], "additive"),
                Prorated(),
                Prorated(Thirty360()),
            )
        ],
    ),
    "order of steps": (
        plan_of(changed_copy(SALES, modifiers=[Cap("USD 5"), Prorated()])),
        [plan_of(changed_copy(SALES, modifiers=[Prorated(), Cap("USD 5")]))],
    ),
    "days": (
        days(WorkingDays(WorkingWeek())),
        [
            days(WorkingDays(one))
            for one in (
                WorkingWeek(weekend=["friday"]),
                WorkingWeek(weekend=[]),
                WorkingWeek(holidays=["2026-10-01"]),
                WorkingWeek(worked=["2026-10-10"]),
            )
        ],
    ),
    "limits of deals": (
        commission(modifiers=Cap("USD 5", per="deal")),
        [
            commission(modifiers=one)
            for one in (Cap("USD 5"), Floor("USD 5", per="deal"), Cap("USD 6", per="deal"))
        ],
    ),
    "more keys": (
        by(DealField("discount")),
        [
            by(DealField("discount", "quarter")),
            by(MarginPercent()),
            by(MarginPercent("quarter")),
            by(DaysOverdue(), POINTS),
            by(DaysOverdue("quarter"), POINTS),
            by(DaysFromInvoice(), POINTS),
            by(DaysFromInvoice("quarter"), POINTS),
            by(Age("a.since"), POINTS),
            by(Age("a.since", per="year"), POINTS),
            by(Tenure(), POINTS),
            by(Tenure("quarter"), POINTS),
            by(Rank(), POINTS),
            by(Rank("quarter"), POINTS),
            by(DealAmount(), "5%"),
            by(DealAmount("quarter"), "5%"),
            by(Ratio(Margin(), Revenue())),
            by(Ratio(Margin(), Revenue(), "quarter")),
            by(Ratio(Collected(), Revenue())),
            by(TotalOf(Margin()), DOLLARS),
            by(TotalOf(Margin(), "quarter"), DOLLARS),
            by(TotalOf(Collected()), DOLLARS),
        ],
    ),
    "more measures": (
        commission(of=Margin(event="order")),
        [
            commission(of=one)
            for one in (
                Margin(),
                Recurring(),
                Recurring(BIG),
                Recurring(event="order"),
                Column("mrr"),
                Column("mrr", event="order"),
            )
        ],
    ),
    "counts": (
        commission(of=Count(), pays="USD 5"),
        [commission(of=one, pays="USD 5") for one in (Count(BIG), Count(event="order"))],
    ),
    "built up amounts": (
        by(Amount(within="year"), DOLLARS),
        [by(Amount(within="year", accumulates=one), DOLLARS) for one in ("gross", "less earned")],
    ),
    "more schedules": (
        by(ATTAINMENT, Amounts({"0%": "USD 5", "50%": "USD 6"})),
        [
            by(ATTAINMENT, one)
            for one in (
                Amounts({"0%": "USD 5", "50%": "USD 7"}),
                Amounts({"0%": "USD 5", "50%": "USD 6"}, "lower"),
                Whole({"0%": "1%", "50%": "2%"}),
                Whole({"0%": "1%", "50%": "2%"}, "lower"),
            )
        ]
        + [
            by(CELLS, Matrix(MATRIX.axes, (("USD 1", "USD 2"), ("USD 3", "USD 4")), "amount")),
            by(DealAmount(), Rules((Rule("r", "a", BIG, "USD 1", "amount"),), ("a",))),
            by(DealAmount(), Rules((Rule("r", "a", BIG, "1%"), Rule("s", "b", BIG, "2%")), ("a", "b"))),
            by(DealAmount(), Rules((Rule("r", "a", BIG, "1%"), Rule("s", "b", BIG, "2%")), ("b", "a"))),
        ],
    ),
    "personal": (
        plan_of(SALES).replace(personal=Personal("ann", changed_copy(SALES, pays="9%"))),
        [
            plan_of(SALES).replace(personal=Personal("bob", changed_copy(SALES, pays="9%"))),
            plan_of(SALES).replace(personal=Personal("ann", changed_copy(SALES, pays="8%"))),
        ],
    ),
    "sources": (
        plan_of(
            SALES, OTHER, Override("o", of="sales", pays="1%"), Fixed("f", pays=FieldOf("participant.more.a"))
        ),
        [
            plan_of(
                SALES,
                OTHER,
                Override("o", of="other", pays="1%"),
                Fixed("f", pays=FieldOf("participant.more.a")),
            ),
            plan_of(
                SALES,
                OTHER,
                Override("o", of="sales", pays="1%"),
                Fixed("f", pays=FieldOf("participant.more.b")),
            ),
        ],
    ),
    "ends": (
        plan_of(SALES, OBJECTIVES, EXPENSES, Adjustment("a", modifiers=Cap("USD 5"))),
        [
            plan_of(
                SALES,
                changed_copy(OBJECTIVES, **one),
                changed_copy(EXPENSES, **one),
                Adjustment("a", modifiers=Cap("USD 5")),
            )
            for one in ({"modifiers": Cap("USD 1")}, {"rounding": Rounding("1")}, {"title": "T"})
        ]
        + [
            plan_of(
                SALES, changed_copy(OBJECTIVES, id="p"), EXPENSES, Adjustment("a", modifiers=Cap("USD 5"))
            ),
            plan_of(
                SALES, OBJECTIVES, changed_copy(EXPENSES, id="q"), Adjustment("a", modifiers=Cap("USD 5"))
            ),
            plan_of(SALES, OBJECTIVES, EXPENSES, Adjustment("b", modifiers=Cap("USD 5"))),
            plan_of(SALES, OBJECTIVES, EXPENSES, Adjustment("a", modifiers=Cap("USD 6"))),
        ],
    ),
    "contest": (
        plan_of(SALES, Contest("k", of=Revenue(), prizes=("USD 5",))),
        [
            plan_of(SALES, changed_copy(Contest("k", of=Revenue(), prizes=("USD 5",)), **one))
            for one in ({"of": Margin()}, {"prizes": ("USD 6",)}, {"ties": "earliest"}, {"minimum": "USD 1"})
        ],
    ),
    "pool": (
        plan_of(SALES, Pool("k", fund=FixedFund("USD 5"), by=Equally())),
        [plan_of(SALES, Pool("k", fund=FixedFund("USD 6"), by=Equally()))],
    ),
}


@pytest.mark.parametrize("name", CHANGES)
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_change_changes_the_document(name: str, lang: str) -> None:
    plan, changed = CHANGES[name]
    texts = {plan.document(lang).text()}
    for other in changed:
        text = other.document(lang).text()
        assert text not in texts, other
        texts.add(text)


def test_every_field_of_every_part_is_changed() -> None:
    """Nothing that can be set is missing among the changes above."""
    told: dict[Any, set[str]] = {}
    for plan, changed in CHANGES.values():
        for one in (plan, *changed):
            for part in parts_of(one):
                values = told.setdefault(type(part), set())
                values |= {
                    f"{each.name}={getattr(part, each.name)!r}"
                    for each in attrs.fields(type(part))
                    if each.init
                }
    alone: set[tuple[str, str]] = set()
    for kind, values in told.items():
        if kind.__module__.startswith("salesmgmt.incentives") and "awards" not in kind.__module__:
            for each in attrs.fields(kind):
                if sum(value.startswith(f"{each.name}=") for value in values) < 2:
                    alone.add((kind.__name__, each.name))
    assert not alone


def parts_of(value: Any) -> list[Any]:
    """A value and everything in it that has fields."""
    found: list[Any] = []
    if isinstance(value, tuple | frozenset):
        for part in value:
            found += parts_of(part)
    elif attrs.has(type(value)):
        found.append(value)
        for each in attrs.fields(type(value)):
            if each.init:
                found += parts_of(getattr(value, each.name))
    return found


@given(plans())
def test_plans_of_every_kind_are_told(plan: Plan) -> None:
    for lang in ("en", "zh"):
        document = plan.document(lang)
        assert plan.said(lang) == document.sentences
        assert [one.component for one in document.sections if one.component] == [
            one.id for one in plan.components
        ]
        assert "object at 0x" not in document.text()
        assert len(document.text().splitlines()) == len(document.sentences) + len(document.sections)


@given(plan_documents())
def test_documents_show_what_they_hold(document: PlanDocument) -> None:
    assert str(document) == document.text()
    assert document.html().count("<li>") == sum(
        len(one.points) for part in document.sections for one in part.clauses
    )
    assert document.markdown().count("\n## ") == len(document.sections)
    assert document._repr_html_() == document.html()


def test_marks_in_names_stay_text() -> None:
    plan = plan_of(changed_copy(SALES, title="<b>*all*</b>\nof it")).replace(title="- # A_B")
    document = plan.document()
    assert "<h3>1. &lt;b&gt;*all*&lt;/b&gt; of it</h3>" in document.html()
    assert "## 1\\. \\<b\\>\\*all\\*\\</b\\> of it" in document.markdown()
    assert document.markdown().startswith("# \\- # A\\_B, version 1")
    assert document.section("sales").title.startswith("1. ")
    with pytest.raises(InvalidValueError, match="sales"):
        document.section("other")
    with pytest.raises(InvalidValueError):
        plan.document("fr")


QUOTA = (
    "The quota for revenue of a person and month is the one for exactly that month, or else the sum of those "
    "that lie within it. Without a quota above 0, attainment is undefined and tiers of attainment earn "
    "nothing."
)


def test_a_whole_plan_in_both_languages() -> None:
    plan = plan_of(
        changed_copy(SALES, title="Hardware", of=Revenue(BIG), by=ATTAINMENT, pays=UP, modifiers=Cap("USD 9"))
    )
    assert [one.text for one in plan.document().section("sales").clauses] == [
        "“sales” is a commission, earned for every month.",
        "What counts: the value before tax of won deals, only where amount is at least USD 5,000.00.",
        "It is for everybody whom the plan holds for.",
        "The table is looked up by attainment, which is what counts in the month over the quota for revenue.",
        QUOTA,
        "It pays:",
        "A total below zero earns nothing.",
        "What it pays is then changed in this order:",
        "The pay of every month is rounded half up to the minor unit.",
    ]
    assert plan.document("zh").section("sales").clauses[-4:] == (
        Clause("计提标准：", ("0% 至 100% 部分：2%", "100% 以上部分：8%")),
        Clause("合计为负的不计提。"),
        Clause("再依次作以下调整：", ("（1）每期最多 USD 9.00",)),
        Clause("每月的计提额四舍五入至最小货币单位。"),
    )


def test_steps_read_well_on_their_own() -> None:
    by_score = Multiplier(POINTS, ScoreOf("points", kind="number"))
    assert by_score.said("en") == (
        "times a factor, which is looked up by the score for points of the month, read as a number: "
        "from 0 to 9: 1%; from 9 on: 2%; exactly 9 belongs to the tier above; where that is unknown, 100%"
    )
    assert by_score.said("zh") == (
        "乘以系数，按月 points 得分（数值）查表：0 至 9：1%；9 以上：2%；恰为 9 时适用较高一档；"
        "无法查到时为 100%"
    )
    assert Cap("CNY 9").said("zh") == "每期最多 ¥9.00"
    assert Multiplier("1/3").said("en") == "times 1/3"
    assert Multiplier(Rate("33.3333%")).said("en") == "times 33.3333%"


def test_what_is_worked_out_together_is_named() -> None:
    contest = Contest("k", of=Revenue(), prizes=("USD 5",), ties="earliest")
    ranked = changed_copy(SALES, id="r", by=Rank(), pays=POINTS)
    carrying = changed_copy(SALES, id="c", modifiers=Cap("USD 5", carries=True))
    plan = plan_of(SALES, ranked, carrying, contest, changed_copy(SALES, id="w", by=Amount(within="year")))
    assert plan.needs_everybody == ("r", "k")
    assert plan.needs_order == ("k",)
    last = plan.document().sections[-1]
    assert [one.points for one in last.clauses] == [("r (r)", "k (k)"), ("k (k)",), ("c (c)", "w (w)")]
    goal = changed_copy(OBJECTIVES, objectives=Objective("a", "50%", Rank()))
    assert plan_of(goal).needs_everybody == ("o",)
    assert plan_of(SALES).document("zh").sections[-1].clauses[0] == Clause("各项目均可按个人单独计算。")


def test_parts_of_documents_are_checked() -> None:
    for make in (
        lambda: Clause(""),
        lambda: Clause("a", ["b", ""]),
        lambda: PlanSection("", ()),
        lambda: PlanDocument("a", (), "fr"),
    ):
        with pytest.raises(InvalidValueError):
            make()
    wrong: Any = ["b"]
    makers: list[Callable[[], object]] = [
        lambda: Clause("a", wrong[0]),
        lambda: PlanSection("a", wrong),
        lambda: PlanDocument("a", wrong),
    ]
    for make_wrong in makers:
        with pytest.raises(WrongTypeError):
            make_wrong()


def test_templates_show_the_same_values_in_both_languages() -> None:
    table: Mapping[str, tuple[str, str]] = SENTENCES
    for name, (english, chinese) in table.items():
        assert parameters_of(english) == parameters_of(chinese), name
