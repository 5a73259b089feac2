"""What people are told: the condition, key, deal, score or column that was meant, and what was found."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from salesmgmt.criteria import field
from salesmgmt.errors import BatchError, SalesmgmtError
from salesmgmt.incentives import (
    Amount,
    Amounts,
    Attainment,
    Commission,
    Contest,
    DaysOverdue,
    Factor,
    Fixed,
    Gate,
    Marginal,
    MarginPercent,
    Multiplier,
    Plan,
    Revenue,
    ScoreOf,
    Threshold,
    Whole,
)
from salesmgmt.incentives.terms import Component
from salesmgmt.records import Facts, Opportunity, Participant, Quota, Record, Score

SALES = Commission("sales", of=Revenue(), pays="5%", by=Amount(per="quarter"))


def plan(*components: Component) -> Plan:
    return Plan("p", currency="USD", components=components)


def deal(number: int, owner: str = "ann", outcome: str = "won") -> Opportunity:
    return Opportunity(f"D-{number}", owner, "USD 300", outcome=outcome, closed="2026-02-03")


QUOTA = Quota("Q", "ann", "2026-01-01/2026-04-01", "USD 800")


def told(of: Plan, records: Sequence[Record], lang: str = "en") -> list[str]:
    found = of.earn(Facts(records), through="2026-Q1").remarks(lang)
    return [str(row["why"]) for row in found.records()]


def by_attainment(modifier: Gate | Threshold) -> Plan:
    tiers = Marginal({"0%": "5%"})
    return plan(Commission("sales", of=Revenue(), pays=tiers, by=Attainment(), modifiers=modifier))


def test_a_threshold_says_what_was_reached() -> None:
    records: list[Record] = [deal(1), QUOTA]
    missed = by_attainment(Threshold("40%"))
    assert told(missed, records) == [
        "the threshold of 40% is not reached, so nothing is paid: attainment 37.5%"
    ]
    assert told(missed, records, "zh") == ["未达到 40%，不予计发：完成率 37.5%"]
    base = by_attainment(Threshold("USD 400", otherwise="50%"))
    assert told(base, records) == [
        "the threshold of USD 400.00 is not reached, so 50% of it is paid: the base is USD 300.00"
    ]


def test_a_gate_says_what_was_found() -> None:
    gate = Gate(field("attainment").at_least("80%"))
    assert told(by_attainment(gate), [deal(1), QUOTA]) == [
        "a condition for paying is not met, so nothing is paid: attainment is 37.5%, and it takes 80%"
    ]
    score = Gate(field("score.csat").at_least(60))
    assert told(by_attainment(score), [deal(1), QUOTA]) == [
        "a condition for paying is not met, so nothing is paid: score.csat is unknown"
    ]


def test_a_missing_score_is_named_with_its_period() -> None:
    factor = Multiplier(Whole({"0%": "80%", "90%": "100%"}), ScoreOf("appraisal", per="quarter"))
    bonus = plan(Fixed("bonus", pays="USD 100", per="quarter", modifiers=factor))
    (why,) = told(bonus, [Participant("ann")])
    assert why.endswith("there is no score appraisal of ann for FY2026-Q1")


def test_points_that_are_read_as_a_share_are_said() -> None:
    factor = Multiplier(Whole({"0%": "80%", "90%": "100%"}), ScoreOf("appraisal", per="quarter"))
    bonus = plan(Fixed("bonus", pays="USD 100", per="quarter", modifiers=factor))
    score = Score("S", "ann", "2026-01-01/2026-04-01", "appraisal", 92)
    (why,) = told(bonus, [Participant("ann"), score])
    assert why == "the score appraisal of ann is 9200%, read as a share; points take kind='number'"
    assert told(bonus, [Participant("ann"), Score("S", "ann", score.during, "appraisal", 1)]) == []


def test_an_unknown_key_of_a_deal_is_named() -> None:
    margin = plan(Commission("m", of=Revenue(), pays=Whole({"0%": "1%"}), by=MarginPercent()))
    late = Factor(Whole({0: "100%"}), by=DaysOverdue())
    factored = plan(Commission("f", of=Revenue(), pays="1%", factors=late))
    (found,) = margin.earn(Facts([deal(4)]), through="2026-Q1").not_counted()
    assert found.why().endswith(": the margin of D-4 is unknown, since it has no cost")
    assert found.why("zh").endswith("D-4 的毛利率未知：缺少成本")
    (found,) = factored.earn(Facts([deal(4)]), through="2026-Q1").not_counted()
    assert found.why().endswith(": D-4 is no payment of an invoice, so no days can be counted to it")


def test_prizes_are_no_remarks_and_ties_read_well() -> None:
    race = Contest("race", of=Revenue(), per="quarter", prizes=["USD 50", "USD 20"])
    outcome = plan(race).earn(Facts([deal(1, "cid"), deal(2, "dee")]), through="2026-Q1")
    assert "remark" not in str(outcome)
    assert "cid and dee are tied for place 1" in "".join(
        one.text() for e in outcome.earned for one in e.reasons
    )


REFUSED: list[tuple[Callable[[], object], str]] = [
    (
        lambda: Commission("a", of=Revenue(), pays=Marginal({0: "1%", 50000: "2%"}), by=Amount()),
        "'USD 50,000'",
    ),
    (lambda: Commission("a", of=Revenue(), pays=Whole({0: "1%", 60: "2%"}), by=Attainment()), "'60%'"),
    (
        lambda: plan(Commission("a", of=Revenue(), pays=Amounts({"EUR 0": "EUR 5"}))),
        r"'EUR'; it must be in USD",
    ),
    (lambda: deal(1, outcome="open"), "constants="),
    (
        lambda: plan(SALES).earn(Facts([deal(1)]), through="2026-01-01/2026-04-01"),
        "or a day such as .*`since`",
    ),
]


@pytest.mark.parametrize(("make", "says"), REFUSED)
def test_a_refusal_says_what_to_write(make: Callable[[], object], says: str) -> None:
    with pytest.raises(SalesmgmtError, match=says):
        make()


class Frame:
    """What a DataFrame offers."""

    columns = ("Rep", "Paid")

    def __getitem__(self, name: str) -> list[str]:
        return {"Rep": ["ann"], "Paid": ["14.00"]}[name]


def test_a_frame_is_reconciled_and_a_wrong_column_is_told_the_right_ones() -> None:
    outcome = plan(SALES).earn(Facts([deal(1)]), through="2026-Q1")
    assert str(outcome.reconcile(Frame(), by="Rep", amount="Paid").difference) == "USD 1.00"
    with pytest.raises(BatchError, match="the columns are Rep, Paid"):
        outcome.reconcile(Frame(), by="rep", amount="Paid")
