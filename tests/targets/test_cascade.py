"""The cascade: conserved at every node, fair to the unit, equal to an obvious reference."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import cast

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from salesmgmt.calendars import FiscalCalendar, Period, PeriodKind
from salesmgmt.errors import (
    BatchError,
    CurrencyMismatchError,
    InexactError,
    InvalidValueError,
    SalesmgmtError,
    UnknownIdentifierError,
    WrongTypeError,
)
from salesmgmt.money import Money, Rate
from salesmgmt.records import Assignment, Facts, Participant, Unit
from salesmgmt.targets import Branch, Cascade, PeriodTarget, Seasonality, Target, TargetTree, branches_of
from salesmgmt.testing.money import moneys
from salesmgmt.testing.targets import branches, cascades, seasonalities, target_trees

pytestmark = pytest.mark.properties

YEAR = FiscalCalendar().year(2026)
TREE = Cascade(Branch("top")).cascade("USD 12", YEAR)


def shares(total: int, weights: list[Fraction]) -> list[int]:
    """Largest remainder in fractions, ties to the first: slow and plain."""
    sign = -1 if total < 0 else 1
    exact = [abs(total) * weight / sum(weights) for weight in weights]
    parts = [int(share) for share in exact]
    order = sorted(range(len(parts)), key=lambda place: (parts[place] - exact[place], place))
    for place in order[: abs(total) - sum(parts)]:
        parts[place] += 1
    return [sign * part for part in parts]


def expected(branch: Branch, amount: int, season: list[Fraction]) -> dict[str, list[int]]:
    if not branch.parts:
        return {branch.id: shares(amount, season)}
    parts = shares(amount, [Fraction(part.weight) for part in branch.parts])
    found: dict[str, list[int]] = {}
    for part, share in zip(branch.parts, parts, strict=True):
        found |= expected(part, share, season)
    return found


@given(cascades(), moneys(), st.integers(1990, 2090))
def test_every_leaf_equals_a_plain_division(policy: Cascade, total: Money, year: int) -> None:
    outcome = policy.cascade(total, FiscalCalendar().year(year))
    season = [Fraction(weight) for weight in policy.seasonality.weights]
    found = {leaf.id: [part.amount_minor for part in leaf.periods] for leaf in outcome.leaves()}
    assert found == expected(policy.tree, total.minor, season)


def conserved(target: Target) -> bool:
    below = [part.amount_minor for part in target.parts] or [part.amount_minor for part in target.periods]
    return sum(below) == target.amount_minor and all(conserved(part) for part in target.parts)


@given(target_trees())
def test_every_node_is_conserved(outcome: TargetTree) -> None:
    assert conserved(outcome.root)
    periods = outcome.policy.seasonality.periods(outcome.year)
    top = outcome.root.id
    by_period = Money.total([outcome.amount(top, period) for period in periods], outcome.currency)
    assert by_period == outcome[top] == outcome.amount(top, outcome.year)


@given(target_trees())
def test_quotas_and_rows_add_up_to_the_whole(outcome: TargetTree) -> None:
    if outcome.root.amount_minor >= 0:
        quotas = outcome.quotas()
        assert len({quota.id for quota in quotas}) == len(quotas)
        assert sum(quota.amount_minor or 0 for quota in quotas) == outcome.root.amount_minor
    assert len(outcome.records()) == sum(len(leaf.periods) for leaf in outcome.leaves())


@given(target_trees(), st.integers(1, 10**6))
def test_scaling_all_weights_changes_nothing(outcome: TargetTree, scale: int) -> None:
    def scaled(branch: Branch) -> Branch:
        return Branch(branch.id, branch.weight * scale, tuple(scaled(part) for part in branch.parts))

    policy = outcome.policy
    season = Seasonality(
        tuple(weight * scale for weight in policy.seasonality.weights), policy.seasonality.kind
    )
    total = Money(outcome.root.amount_minor, outcome.currency)
    assert Cascade(scaled(policy.tree), season).cascade(total, outcome.year).root == outcome.root


@given(branches(), st.integers(-(10**9), 10**9), st.sampled_from(["0.01", "1", "1000"]))
def test_a_unit_divides_whole_pieces(tree: Branch, pieces: int, unit: str) -> None:
    step = int(Fraction(unit) * 100)
    outcome = Cascade(tree, unit=unit).cascade(Money(pieces * step, "USD"), YEAR)
    assert outcome.root.amount_minor == pieces * step
    assert all(part.amount_minor % step == 0 for leaf in outcome.leaves() for part in leaf.periods)
    assert conserved(outcome.root)


@given(seasonalities(), st.integers(1, 4000))
def test_scaled_indices_total_what_was_asked(season: Seasonality, total: int) -> None:
    assert sum(season.scaled(total)) == total
    assert sum(season.shares) == 1


def test_a_fixed_part_is_taken_first() -> None:
    tree = Branch("south", parts=(Branch("ann", fixed="CNY 10000000"), Branch("bob", 1), Branch("cy", 3)))
    outcome = Cascade(tree).cascade("CNY 30000000", YEAR)
    assert [str(outcome[name]) for name in ("ann", "bob", "cy")] == [
        "CNY 10,000,000.00",
        "CNY 5,000,000.00",
        "CNY 15,000,000.00",
    ]


@pytest.mark.parametrize(
    ("fixed", "error"),
    [("USD 31", InvalidValueError), ("EUR 1", CurrencyMismatchError), ("USD 0.50", InexactError)],
)
def test_fixed_parts_that_do_not_fit_are_refused(fixed: str, error: type[Exception]) -> None:
    tree = Branch("top", parts=(Branch("a", fixed=fixed), Branch("b")))
    with pytest.raises(error):
        Cascade(tree, unit="1").cascade("USD 30", YEAR)


def test_what_fixed_parts_leave_needs_somebody() -> None:
    tree = Branch("top", parts=(Branch("a", fixed="USD 10"),))
    with pytest.raises(InvalidValueError):
        Cascade(tree).cascade("USD 30", YEAR)


def test_a_total_that_is_no_multiple_of_the_unit_is_refused() -> None:
    with pytest.raises(InexactError, match="multiple of the unit 1000"):
        Cascade(Branch("top"), unit="1000").cascade("USD 1500", YEAR)


def test_all_faults_of_a_tree_are_named_at_once() -> None:
    tree = Branch("top", parts=(Branch("a", 0), Branch("a", 0)))
    with pytest.raises(BatchError) as caught:
        Cascade(tree)
    assert [problem.record for problem in caught.value.problems] == ["Branch a", "Branch top"]


def test_a_season_of_the_wrong_length_is_refused() -> None:
    with pytest.raises(InvalidValueError, match="be 12"):
        Cascade(Branch("top"), Seasonality((1, 1, 1))).cascade("USD 1", YEAR)


@pytest.mark.parametrize(
    "make",
    [
        lambda: Branch("a", parts=cast(tuple[Branch, ...], None)),
        lambda: Branch("a", parts=cast(tuple[Branch, ...], 5)),
        lambda: Branch("a", "1e999999"),
        lambda: Branch("a", Decimal("1e999999")),
        lambda: Branch("a", -1),
        lambda: Cascade(cast(Branch, "a")),
        lambda: Cascade(Branch("a"), cast(Seasonality, [1] * 12)),
        lambda: Cascade(Branch("a"), unit="0.001").cascade("USD 1", YEAR),
        lambda: Cascade(Branch("a")).cascade("USD 1", cast(Period, "FY2026")),
        lambda: Cascade(Branch("a")).cascade(cast(str, None), YEAR),
        lambda: Seasonality(cast(list[int], 5)),
        lambda: Seasonality("111111111111"),
        lambda: Seasonality((1,), cast(PeriodKind, "fortnight")),
        lambda: Seasonality((0,) * 12),
        lambda: Seasonality.even(0),
        lambda: Seasonality.even(cast(int, 1.5)),
        lambda: Seasonality.even().periods(cast(Period, None)),
        lambda: Seasonality.even().scaled(cast(int, 0.5)),
        lambda: PeriodTarget(cast(Period, "FY2026-M01"), 1),
        lambda: PeriodTarget(YEAR, cast(int, 1.5)),
        lambda: Target("a", cast(int, "1")),
        lambda: Target("a", 3, parts=(Target("b", 1), Target("c", 1))),
        lambda: Target("a", 3, periods=(PeriodTarget(YEAR, 2),)),
        lambda: evolve(TREE, root=Target("a", 3)),
        lambda: evolve(TREE, year=cast(Period, None)),
        lambda: TREE.amount("top", cast(str, None)),
        lambda: TREE.amount("top", "May"),
        lambda: TREE[cast(str, ["top"])],
        lambda: branches_of(cast(Facts, None), "2026-01-01"),
        lambda: branches_of(Facts(), "2026-01-01", weights=cast(dict[str, int], 5)),
    ],
)
def test_every_refusal_is_of_the_family(make: Callable[[], object]) -> None:
    with pytest.raises(SalesmgmtError):
        make()


@pytest.mark.parametrize("unit", ["abc", "0", "-1", "nan", "inf", "1e999999", 0.1, True, []])
def test_a_unit_is_an_amount_above_zero(unit: object) -> None:
    with pytest.raises(SalesmgmtError, match="such as '1000'"):
        Cascade(Branch("a"), unit=cast(str, unit))


def test_a_period_that_reaches_beyond_the_year_is_refused() -> None:
    """Nine months of the calendar year lie in a year that begins in April; their sum is not the year's."""
    tree = Cascade(Branch("top")).cascade("USD 12", FiscalCalendar(start_month=4).year(2026))
    with pytest.raises(UnknownIdentifierError, match="made of whole ones"):
        tree.amount("top", FiscalCalendar().period_at(tree.year.start, PeriodKind.YEAR))
    quarter = FiscalCalendar().period_at(tree.year.start, PeriodKind.QUARTER)
    assert tree.amount("top", quarter) == Money.of("USD 3")


def test_many_look_ups_take_no_scan_each() -> None:
    teams = tuple(Branch(f"t{t}", 1, tuple(Branch(f"t{t}p{p}") for p in range(20))) for t in range(200))
    tree = Cascade(Branch("top", parts=teams)).cascade("USD 1000000", YEAR)
    started = time.process_time()
    for target in tree.walk():
        assert tree[target.id].minor == target.amount_minor
        tree.reason(target.id)
    assert time.process_time() - started < 3


def test_the_steps_of_a_reason_tell_shares_that_make_the_amount() -> None:
    tree = Branch("top", parts=(Branch("a", fixed="USD 40"), Branch("b", 1), Branch("c", 2)))
    outcome = Cascade(tree).cascade("USD 100", YEAR)
    (fixed,) = outcome.reason("a").because
    (shared,) = outcome.reason("c").because
    assert (fixed.code, fixed.get("whole")) == ("targets.part.fixed", Money.of("USD 100"))
    assert (shared.get("whole"), shared.get("share")) == (Money.of("USD 60"), Rate("2/3"))
    assert outcome.table("zh").rows[1][1] == Money.of("USD 40")


@pytest.mark.parametrize("weight", [0.5, True, None])
def test_inexact_weights_are_refused(weight: object) -> None:
    with pytest.raises(WrongTypeError, match="weight"):
        Branch("a", cast(int, weight))


def test_the_reason_names_every_level() -> None:
    tree = Branch("top", parts=(Branch("north", 3, (Branch("ann", 1), Branch("bob", 1))), Branch("south", 2)))
    reason = Cascade(tree).cascade("USD 1000", YEAR).reason("bob")
    assert [step.get("amount") for step in reason.because] == [Money.of("USD 600"), Money.of("USD 300")]
    assert "bob" in reason.text()
    assert "bob" in reason.text("zh")
    with pytest.raises(UnknownIdentifierError):
        Cascade(tree).cascade("USD 1000", YEAR).reason("eve")


def test_the_organisation_of_a_day_becomes_a_tree() -> None:
    facts = Facts(
        [
            Unit("co"),
            Unit("east", parent="co"),
            Unit("west", parent="co"),
            Unit("empty", parent="co"),
            *(Participant(name) for name in ("ann", "bob", "cy")),
            Assignment("1", "ann", "2026-01-01/2026-07-01", unit="east"),
            Assignment("2", "ann", "2026-07-01/2027-01-01", unit="west"),
            Assignment("3", "bob", "2026-01-01/2027-01-01", unit="east"),
            Assignment("4", "cy", "2026-01-01/2027-01-01", unit="west"),
        ]
    )
    tree = branches_of(facts, "2026-03-01", weights={"ann": 2})
    assert Counter(branch.id for branch in tree.walk()) == Counter(["co", "east", "west", "ann", "bob", "cy"])
    assert {part.id: part.weight for part in tree.parts} == {"east": 3, "west": 1}
    later = branches_of(facts, "2026-07-01")
    assert [leaf.id for leaf in later.parts[1].parts] == ["ann", "cy"]


def test_somebody_in_two_units_is_reported() -> None:
    facts = Facts(
        [
            Unit("co"),
            Unit("other"),
            Participant("ann"),
            Assignment("1", "ann", "2026-01-01/2027-01-01", unit="co"),
            Assignment("2", "ann", "2026-01-01/2027-01-01", unit="other"),
        ]
    )
    with pytest.raises(BatchError) as caught:
        branches_of(facts, "2026-03-01")
    assert len(caught.value.problems) == 2


def test_units_and_people_that_lead_nowhere_are_all_named() -> None:
    facts = Facts(
        [
            Unit("co"),
            Unit("lost", parent="nowhere"),
            Participant("ann"),
            Participant("bob"),
            Assignment("1", "ann", "2026-01-01/2027-01-01", unit="elsewhere"),
            Assignment("2", "bob", "2026-01-01/2027-01-01", unit="co"),
        ],
        links="open",
    )
    with pytest.raises(BatchError) as caught:
        branches_of(facts, "2026-03-01", weights={"eve": 1})
    assert [problem.value for problem in caught.value.problems] == ["elsewhere", "nowhere", "eve"]


def test_corrected_units_keep_their_people() -> None:
    facts = Facts(
        [
            Unit("co"),
            Unit("east", parent="co"),
            Unit("east-2", parent="co", supersedes="east"),
            Unit("team", parent="east"),
            Participant("ann"),
            Participant("bob"),
            Assignment("1", "ann", "2026-01-01/2027-01-01", unit="team"),
            Assignment("2", "bob", "2026-01-01/2027-01-01", unit="east"),
        ]
    )
    tree = branches_of(facts, "2026-03-01")
    assert [branch.id for branch in tree.walk()] == ["co", "east-2", "team", "ann", "bob"]


def test_quarters_serve_as_well_as_months() -> None:
    season = Seasonality(("0.9", "1.1", "1.3", "0.7"), PeriodKind.QUARTER)
    outcome = Cascade(Branch("top"), season).cascade("USD 1200000", YEAR)
    assert str(outcome.amount("top", "FY2026-Q3")) == "USD 390,000.00"
    assert str(outcome.amount("top", "FY2026-H1")) == "USD 600,000.00"
    with pytest.raises(UnknownIdentifierError):
        outcome.amount("top", "FY2026-M01")
