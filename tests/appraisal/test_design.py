"""The check of a form, results out of records, company values, and results that are changes."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import cast

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from salesmgmt.appraisal import (
    DesignRules,
    Kpi,
    Linear,
    Part,
    RatingScale,
    Scorecard,
    company_values,
    growth,
    places_gained,
    results_of,
)
from salesmgmt.errors import BatchError, SalesmgmtError
from salesmgmt.money import Rate
from salesmgmt.records import Facts, Score
from salesmgmt.testing.appraisal import design_rules, scorecards

pytestmark = pytest.mark.properties

SCALE = RatingScale({"A": 90, "B": 0})
RULE = Linear(0, 10)
SOUND = tuple(Kpi(name, "25%", RULE, controllable="80%") for name in "abcd")
QUARTER = "2026-01-01/2026-04-01"


def form(*kpis: Kpi) -> Scorecard:
    """A form of the criteria given."""
    return Scorecard("form", kpis, SCALE)


def codes(card: Scorecard, rules: DesignRules | None = None) -> list[str]:
    """What is found about a form."""
    report = (rules or DesignRules()).check(card)
    for lang in ("en", "zh"):
        assert len(report.table(lang).rows) == len(report.findings)
    return [found.code.removeprefix("appraisal.design.") for found in report.findings]


def test_a_sound_form_has_no_findings() -> None:
    assert codes(form(*SOUND)) == []
    assert DesignRules().check(form(*SOUND)).sound


@given(design_rules(), scorecards())
def test_the_number_of_criteria_is_counted(rules: DesignRules, card: Scorecard) -> None:
    found = codes(card, rules)
    assert ("too_few" in found) == (len(card.kpis) < rules.fewest)
    assert ("too_many" in found) == (len(card.kpis) > rules.most)
    assert found.count("light") == sum(kpi.weight < rules.least_weight for kpi in card.kpis)


def test_each_fault_is_found() -> None:
    one, two, three, four = SOUND
    assert codes(form(*(evolve(kpi, weight="50%") for kpi in SOUND[:2]))) == ["too_few"]
    eight = tuple(Kpi(name, Fraction(1, 8), RULE, controllable=1) for name in "abcdefgh")
    assert codes(form(*eight)) == ["too_many"]
    light = (evolve(one, weight="4%"), evolve(two, weight="46%"), three, four)
    assert codes(form(*light)) == ["light"]
    assert codes(form(*light), DesignRules(most_weight="40%")) == ["light", "heavy"]
    assert codes(form(one, two, evolve(three, source="x"), evolve(four, source="x"))) == ["one_source"]
    split = evolve(four, source="x", part=Part.TEAM)
    assert codes(form(one, two, evolve(three, source="x"), split)) == []
    assert codes(form(one, two, evolve(three, title="Sold"), evolve(four, title=" sold"))) == ["one_title"]
    assert codes(form(one, two, three, evolve(four, controllable="30%"))) == ["uncontrolled"]
    assert codes(form(one, two, three, evolve(four, controllable=None))) == ["control_unknown"]
    assert codes(form(one, two, three, evolve(four, controllable=None, part="team"))) == []
    assert (
        codes(form(*(evolve(kpi, controllable=None) for kpi in SOUND)), DesignRules(least_controllable=None))
        == []
    )
    high = evolve(form(*SOUND), scale=RatingScale({"S": 110, "A": 0}))
    assert codes(high) == ["unreachable"]
    assert codes(evolve(high, above_maximum=True)) == []
    judged = form(*SOUND[:3], *(evolve(kpi, weight="6.25%", controllable=1) for kpi in company_values("25%")))
    assert codes(judged, DesignRules(most_judged="20%")) == ["judged"]


def test_criteria_whose_results_go_together_are_named() -> None:
    results: dict[str, dict[str, Fraction | int | Rate | None]] = {
        f"P{n}": {"a": n, "b": 2 * n + 1, "c": n * n % 7, "d": None} for n in range(12)
    }
    report = DesignRules().check(form(*SOUND), results)
    assert [(found.get("one"), found.get("other")) for found in report.findings] == [("a", "b")]
    assert DesignRules(together=None).check(form(*SOUND), results).sound
    assert DesignRules(smallest=13).check(form(*SOUND), results).sound
    flat: dict[str, dict[str, Fraction | int | Rate | None]] = {name: {"a": 1, "b": 1} for name in results}
    assert DesignRules().check(form(*SOUND), flat).sound


def test_company_values_weigh_what_was_asked_for_in_either_language() -> None:
    for lang in ("en", "zh"):
        values = company_values("20%", lang)
        assert sum(kpi.weight.value for kpi in values) == Fraction(1, 5)
        assert [kpi.id for kpi in values] == ["integrity", "innovation", "cooperation", "customer_first"]
        assert [kpi.scoring.score(Fraction(mark)) for kpi in values for mark in (1, 4, 5)] == [
            Fraction(1, 5),
            Fraction(4, 5),
            Fraction(1),
        ] * 4
    with pytest.raises(SalesmgmtError):
        company_values("20%", "fr")


def test_results_are_read_by_source_holder_and_period() -> None:
    card = form(*(evolve(kpi, source=f"crm.{kpi.id}") for kpi in SOUND[:3]), SOUND[3])
    facts = Facts(
        [
            Score("1", "ann", QUARTER, "crm.a", 7),
            Score("2", "ann", "2026-04-01/2026-07-01", "crm.a", 9),
            Score("3", "bob", QUARTER, "d", 5),
            Score("4", "ann", QUARTER, "crm.b", 6),
            Score("5", "ann", QUARTER, "crm.b", 8, supersedes="4"),
        ]
    )
    found = results_of(card, facts, QUARTER, ["ann", "bob"])
    assert found["ann"] == {"a": 7, "b": 8, "c": None, "d": None}
    assert found["bob"] == {"a": None, "b": None, "c": None, "d": 5}
    twice = Facts([*facts, Score("6", "ann", QUARTER, "crm.a", 8)])
    with pytest.raises(BatchError, match="1, 6"):
        results_of(card, twice, QUARTER, ["ann"])
    with pytest.raises(SalesmgmtError):
        results_of(card, cast(Facts, []), QUARTER, ["ann"])


@given(st.integers(1, 10**6), st.integers(0, 10**6))
def test_growth_is_what_brings_the_one_to_the_other(before: int, now: int) -> None:
    grown = growth(before, now)
    assert grown is not None
    assert before * (1 + grown.value) == now
    assert growth(0, now) is None


def test_places_are_gained_upwards() -> None:
    assert (places_gained(5, 3), places_gained(2, 2), places_gained(4, 5)) == (2, 0, -1)


@pytest.mark.parametrize(
    "make",
    [
        lambda: DesignRules(0),
        lambda: DesignRules(cast(int, "3")),
        lambda: DesignRules(5, 3),
        lambda: DesignRules(least_weight="120%"),
        lambda: DesignRules(together="-1%"),
        lambda: places_gained(0, 1),
        lambda: places_gained(1, cast(int, 1.0)),
        lambda: growth(1, cast(int, 1.5)),
    ],
)
def test_every_refusal_is_of_the_family(make: Callable[[], object]) -> None:
    with pytest.raises(SalesmgmtError):
        make()
