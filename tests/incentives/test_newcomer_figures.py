"""Figures and statements as somebody meets them who uses the package for the first time."""

from __future__ import annotations

import pytest

from salesmgmt.incentives import Amount, Commission, Earnings, Marginal, Plan, Revenue
from salesmgmt.incentives.components.parts import ComponentBase
from salesmgmt.records import Facts, Opening, Opportunity, Record

TIERS = Marginal({"USD 0": "10%", "USD 1,000": "20%"})
BUILDS_UP = Commission("sales", of=Revenue(), by=Amount(per="quarter", within="year"), pays=TIERS)


def plan(*components: ComponentBase) -> Plan:
    return Plan("p", currency="USD", components=components)  # type: ignore[arg-type]


def won(name: str, amount: str, day: str, owner: str = "ann") -> Opportunity:
    return Opportunity(name, owner, amount, outcome="won", closed=day)


def earn(terms: Plan, *records: Record, through: str = "2026-Q2", since: str | None = None) -> Earnings:
    return terms.earn(Facts(records), through=through, since=since)


def said(outcome: Earnings) -> list[str]:
    return [str(row[-1]) for row in outcome.remarks().rows]


EARLIER = won("D-1", "USD 1,000", "2026-02-02")
LATER = won("D-2", "USD 100", "2026-05-05")
OPENING = Opening("O", "ann", "2026-04-01", "sales", "USD 1,000")


@pytest.mark.parametrize("accumulates", ["position", "less earned", "gross"])
def test_an_opening_stands_in_place_of_what_the_batch_has_before_its_day(accumulates: str) -> None:
    by = Amount(per="quarter", within="year", accumulates=accumulates)
    terms = plan(Commission("sales", of=Revenue(), by=by, pays=TIERS))
    outcome = earn(terms, EARLIER, LATER, OPENING, since="2026-04-01")
    alone = earn(terms, LATER, OPENING, since="2026-04-01")
    (figure,), (expected,) = outcome.earned, alone.earned
    assert figure.opening_size == expected.opening_size == 100_000
    assert (figure.amount, figure.before_minor) == (expected.amount, expected.before_minor)
    assert [reason.code for reason in figure.reasons] == ["incentives.opening.replaces"]
    assert expected.reasons == ()
    assert outcome.statement("ann").adds_up


def test_sales_from_the_day_of_an_opening_on_come_on_top_of_it() -> None:
    middle = [won("D-3", "USD 20", "2026-02-14"), won("D-4", "USD 30", "2026-02-15")]
    opening = Opening("O", "ann", "2026-02-15", "sales", "USD 1,000")
    outcome = earn(plan(BUILDS_UP), *middle, LATER, opening)
    assert [one.opening_size for one in outcome.earned] == [0, 103_000]
    assert said(outcome)[-1].endswith("in place of USD 20 that the facts hold from before that day")


def test_the_latest_of_several_openings_holds() -> None:
    first = Opening("O-0", "ann", "2026-01-01", "sales", "USD 700")
    outcome = earn(plan(BUILDS_UP), won("D-1", "USD 5", "2026-02-02"), LATER, first, OPENING)
    assert [one.opening_size for one in outcome.earned] == [70_000, 100_000]


@pytest.mark.parametrize(
    ("opening", "words"),
    [
        (Opening("O", "ann", "2026-04-01", "sale", "USD 1,000"), "no component sale"),
        (Opening("O", "ann", "2026-04-01", "flat", "USD 1,000"), "does not build up"),
        (Opening("O", "ann", "2026-04-01", "sales", quantity=7), "another unit"),
    ],
)
def test_an_opening_that_nothing_goes_on_from_is_said(opening: Opening, words: str) -> None:
    outcome = earn(plan(BUILDS_UP, Commission("flat", of=Revenue(), pays="1%")), LATER, opening)
    assert words in said(outcome)[0]
    assert outcome.remarks("zh").rows
    assert "1 remark" in str(outcome)
