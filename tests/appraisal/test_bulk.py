"""Many people at once: the same outcomes as one by one, whatever the rules, the writing and the gaps."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType
from typing import TypeAlias, cast

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from salesmgmt.appraisal import (
    Appraisals,
    Banded,
    Interpolated,
    Kpi,
    Linear,
    Missing,
    Part,
    Proportional,
    RatingScale,
    Scorecard,
    Scoring,
    Veto,
    WithinRange,
)
from salesmgmt.appraisal.scorecards.reading import ResultLike
from salesmgmt.criteria import field
from salesmgmt.errors import BatchError, SalesmgmtError, UnknownIdentifierError
from salesmgmt.money import Rate
from salesmgmt.testing.appraisal import results_for, scorecards
from tests.benchmarks import appraisal_bulk

Rows: TypeAlias = "dict[str, dict[str, ResultLike]]"

pytestmark = pytest.mark.properties

SCALE = RatingScale({"A": 90, "B": 70, "C": 0})
PAIR = (
    Kpi("own", "50%", Linear(0, 10)),
    Kpi("ours", "50%", Linear(0, 10), part=Part.TEAM),
)
CARD = Scorecard("s", PAIR, SCALE)


@st.composite
def batches(draw: st.DrawFn) -> tuple[Scorecard, Rows]:
    """A form and the results of some people on it, with facts for its vetoes."""
    card = draw(scorecards(max_kpis=4))
    rows: Rows = {}
    for number in range(draw(st.integers(1, 5))):
        row: dict[str, ResultLike] = dict(draw(results_for(card)))
        breach = draw(st.booleans())
        if card.vetoes and breach:
            row["!breaches"] = draw(st.integers(0, 1))
        rows[f"P{number}"] = row
    return card, rows


@given(batches())
def test_everybody_gets_what_they_would_get_alone(batch: tuple[Scorecard, Rows]) -> None:
    card, rows = batch
    done = card.appraise_all(rows)
    assert done.participants == tuple(rows)
    for name, score, rating in zip(done.participants, done.scores, done.ratings, strict=True):
        alone = card.appraise(name, rows[name])
        assert (score, rating) == (alone.score, alone.rating)
        assert done[name] == alone
    assert list(done) == [done[name] for name in rows]


WRITINGS: dict[str, Callable[[Fraction], ResultLike]] = {
    "int": lambda figure: round(figure),
    "decimal": lambda figure: Decimal(f"{round(figure * 100)}E-2"),
    "text": lambda figure: f"{round(figure * 100)}%",
    "fraction": lambda figure: figure,
    "rate": Rate,
    "mixed": lambda figure: figure if figure > 0 else Rate(figure),
}


@pytest.mark.parametrize("writing", sorted(WRITINGS))
@settings(max_examples=20)
@given(data=st.data())
def test_every_writing_of_a_result_counts_the_same(writing: str, data: st.DataObject) -> None:
    card = data.draw(scorecards(max_kpis=3))
    rows: Rows = {
        name: {
            kpi: None if figure is None else WRITINGS[writing](figure)
            for kpi, figure in data.draw(results_for(card)).items()
        }
        for name in ("ann", "bob", "cy")
    }
    done = card.appraise_all(rows)
    for name in rows:
        alone = card.appraise(name, rows[name])
        assert (done.scores[done.participants.index(name)], done[name].rating) == (alone.score, alone.rating)


@given(batches())
def test_the_order_of_people_changes_nothing(batch: tuple[Scorecard, Rows]) -> None:
    card, rows = batch
    here, there = card.appraise_all(rows), card.appraise_all(dict(reversed(rows.items())))
    assert here.scores == there.scores[::-1]
    assert here.headcounts() == there.headcounts()


def test_teams_bring_their_part() -> None:
    rows: Rows = {"ann": {"own": 10}, "bob": {"own": 4}, "cy": {}}
    teams: Rows = {"north": {"ours": 8}, "south": {"ours": None}}
    team_of = {"ann": "north", "bob": "north", "cy": "south"}
    done = CARD.appraise_all(rows, teams=teams, team_of=team_of)
    assert list(done.scores) == [90, 60, None]
    assert done["ann"] == CARD.appraise("ann", {"own": 10}, {"ours": 8})
    assert done["ann"].points_of("team") == 40
    assert done["ann"].points_of(Part.PERSONAL) == 50
    with pytest.raises(BatchError, match="be a team with results"):
        CARD.appraise_all(rows, teams=teams, team_of={"ann": "north"})
    with pytest.raises(BatchError, match="stand in the results of the team"):
        CARD.appraise_all({"ann": {"own": 1, "ours": 2}}, teams=teams, team_of=team_of)
    with pytest.raises(BatchError, match="be a team's criterion"):
        CARD.appraise_all({"ann": {"own": 1}}, teams={"north": {"own": 2}}, team_of=team_of)


def test_whatever_is_wrong_is_named_for_all_people_at_once() -> None:
    rows: Rows = {"ann": {"own": "much"}, "bob": {"own": 1, "other": 2}, "": {"own": 1}}
    with pytest.raises(BatchError) as caught:
        CARD.appraise_all(rows)
    told = [(problem.record, problem.field) for problem in caught.value.problems]
    assert told == [("ann", "own"), ("bob", "other"), ("", "participant")]


@pytest.mark.parametrize(
    "make",
    [
        lambda: CARD.appraise_all(cast(Rows, [])),
        lambda: CARD.appraise_all(cast(Rows, {"ann": [1]})),
        lambda: CARD.appraise_all(cast(Rows, {"ann": {"own": 0.5}})),
        lambda: CARD.appraise_all(cast(Rows, {"ann": {"own": True}})),
        lambda: CARD.appraise_all(cast(Rows, {"ann": {"own": Decimal("NaN")}})),
        lambda: CARD.appraise_all({}, team_of={}),
        lambda: CARD.appraise_all({}, teams={}),
        lambda: CARD.appraise_all({}, teams=cast(Rows, {"north": 1}), team_of={}),
        lambda: CARD.appraise_all({})["ann"],
    ],
)
def test_every_refusal_is_of_the_family(make: Callable[[], object]) -> None:
    with pytest.raises(SalesmgmtError):
        make()


def test_rows_may_be_mappings_of_any_kind() -> None:
    rows = {"ann": MappingProxyType({"own": 7, "ours": 9})}
    assert CARD.appraise_all(rows)["ann"] == CARD.appraise("ann", rows["ann"])


def test_a_share_written_as_a_bare_number_is_refused_in_a_batch_too() -> None:
    card = Scorecard("s", (Kpi("x", 1, Proportional(1), percent=True),), SCALE)
    with pytest.raises(BatchError, match="'95%'"):
        card.appraise_all({"ann": {"x": 95}})
    assert list(card.appraise_all({"ann": {"x": 1}, "bob": {"x": 0}}).scores) == [100, 0]


def test_vetoes_decide_in_a_batch_and_undecided_ones_are_all_named() -> None:
    card = evolve(CARD, vetoes=(Veto("v", field("breaches").at_least(1)),), missing=Missing.ZERO)
    done = card.appraise_all({"ann": {"own": 9, "breaches": 1}, "bob": {"own": 9, "breaches": 0}})
    assert list(done.scores) == [0, 45]
    assert done.ratings == ("C", "C")
    with pytest.raises(BatchError) as caught:
        card.appraise_all({"ann": {"own": 9}, "bob": {"own": 9}})
    assert [problem.record for problem in caught.value.problems] == ["ann", "bob"]


def test_nobody_is_a_batch() -> None:
    done = CARD.appraise_all({})
    assert (len(done), done.scores, dict(done.headcounts())) == (0, (), {"A": 0, "B": 0, "C": 0})


def test_a_batch_shows_itself_and_is_a_value() -> None:
    done = CARD.appraise_all({"ann": {"own": 9, "ours": 10}, "bob": {"own": 9}})
    assert done.table().rows == (("ann", 95, "A"), ("bob", None, None))
    assert [column.heading for column in done.table("zh").columns] == ["被考核人", "总分", "绩效等级"]
    assert repr(done) == "Appraisals('s', 2 participants)"
    again = pickle.loads(pickle.dumps(done))
    assert isinstance(again, Appraisals)
    assert again == done
    assert hash(again) == hash(done)
    with pytest.raises(UnknownIdentifierError):
        done["eve"]


@pytest.mark.parametrize("writing", appraisal_bulk.WRITINGS)
def test_the_benchmark_and_its_floor_agree(writing: str) -> None:
    exact, plain = appraisal_bulk.people(500, writing)
    done = appraisal_bulk.card().appraise_all(exact)
    floor = appraisal_bulk.by_hand(plain)
    for name, score in zip(done.participants, done.scores, strict=True):
        assert score is not None
        assert abs(float(score) - floor[name][0]) < 0.011
        assert done[name].score == score


@pytest.mark.parametrize(
    "rule",
    [
        Linear(2, 4),
        Proportional(4, cap="150%", floor="50%"),
        Proportional(4, cap="150%", floor="50%", direction="lower"),
        Banded({2: "50%", 4: "100%"}),
        Banded({2: "100%", 4: "50%"}, direction="lower"),
        Interpolated({2: "0%", 3: "100%", 4: "20%"}),
        WithinRange(2, 4),
        WithinRange(2, 4, nothing_below=1, nothing_above=5),
    ],
)
def test_borders_belong_to_the_same_side_as_alone(rule: Scoring) -> None:
    card = Scorecard("s", (Kpi("x", 1, rule),), SCALE)
    for unit in (Fraction(1), Fraction(1, 2), Fraction(1, 7)):
        rows: Rows = {str(step): {"x": step * unit} for step in range(round(8 / unit))}
        assert list(card.appraise_all(rows).scores) == [card.appraise(*row).score for row in rows.items()]
