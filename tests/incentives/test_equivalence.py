"""Whole plans on whole histories: the engine against a slow reference, and laws of every plan."""

from __future__ import annotations

import ast
import decimal
import os
import pickle
import subprocess
import sys
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from random import Random

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

import salesmgmt.incentives
from salesmgmt.incentives import (
    Amount,
    Attainment,
    Cap,
    Chain,
    Commission,
    Contest,
    Credit,
    Crediting,
    CreditKind,
    Earnings,
    Event,
    KeyKind,
    Margin,
    Marginal,
    Negative,
    NotCounted,
    Override,
    Plan,
    Ranking,
    Revenue,
    ShareUnit,
)
from salesmgmt.incentives.engine.bulk.linear import is_linear
from salesmgmt.incentives.engine.streams import streams_of
from salesmgmt.money import Currency, Money
from salesmgmt.records import DealShare, Facts, Opportunity, Quota, Record
from salesmgmt.testing.conditions import CONDITIONS, CURRENCIES
from salesmgmt.testing.entries import schedules_for
from salesmgmt.testing.incentives import cases, crediting_policies, histories
from salesmgmt.testing.measures import amounts_by, attainments
from salesmgmt.testing.schedules import marginals
from tests.incentives.reference.evaluator import Figure, evaluate

pytestmark = pytest.mark.properties

SINCE = date(2026, 1, 1)
THROUGH = st.sampled_from((date(2026, 12, 31), date(2026, 5, 15), date(2027, 1, 31)))
CASES = cases(min_deals=3)
NEGATIVE = st.sampled_from(Negative)
FEW = settings(max_examples=40)
SPAWNED = Path(__file__).parent.parent.parent


def figures(outcome: Earnings) -> dict[tuple[str, str, date], Figure]:
    """What was earned, as plain numbers."""
    return {
        (one.participant, one.component, one.period.start): Figure(
            Fraction(one.base_size),
            Fraction(one.exact_minor),
            one.amount_minor,
            None if one.quota_size is None else Fraction(one.quota_size),
        )
        for one in outcome.earned
    }


def every_statement_adds_up_to_what_is_earned(outcome: Earnings) -> None:
    statements = outcome.statements()
    for statement in statements:
        for part in statement.parts:
            assert part.adds_up, (part.title, part.earned)
        assert statement.total == outcome.total(statement.participant)
    assert [statement.participant for statement in statements] == list(outcome.participants)
    assert sum(statement.total.minor for statement in statements) == outcome.total().minor
    assert [part.earned for statement in statements for part in statement.parts] == list(outcome.earned)
    if statements:
        assert statements[-1] == outcome.statement(statements[-1].participant)


def every_deal_goes_somewhere(outcome: Earnings) -> None:
    assert outcome.reconcile().adds_up


def credits_add_up_to_bases(outcome: Earnings) -> None:
    plan = outcome.plan
    credited: dict[tuple[str, str, date], Fraction] = {}
    for one in outcome.credits():
        period = plan.calendar.period_at(one.on, plan.per_of(plan.component(one.component)))
        where = one.participant, one.component, period.start
        size = one.value if isinstance(one.value, Fraction) else one.value.minor
        credited[where] = credited.get(where, Fraction(0)) + size
    credits_something = Commission | Override | Chain | Contest
    known = {one.id for one in plan.components if isinstance(one, credits_something)}
    bases = {where: figure.base for where, figure in figures(outcome).items() if where[1] in known}
    for where, base in bases.items():
        assert credited.get(where, Fraction(0)) == base, where


def what_is_split_sums_to_what_was_split(outcome: Earnings) -> None:
    commissions = {one.id for one in outcome.plan.commissions}
    parts: dict[tuple[object, ...], Fraction] = {}
    wholes: dict[tuple[object, ...], Fraction] = {}
    told: list[Credit | NotCounted] = [*outcome.credits(), *outcome.not_counted()]
    for one in told:
        if one.component not in commissions or one.value is None:
            continue
        size = one.value if isinstance(one.value, Fraction) else one.value.minor
        key = one.component, one.event, one.deal, one.line, one.on, outcome.plan.crediting.shares
        if isinstance(one, Credit):
            if one.kind is not CreditKind.OVERLAY:
                parts[key] = parts.get(key, Fraction(0)) + size
                whole = one.whole if isinstance(one.whole, Fraction) else one.whole.minor
                wholes[key] = whole * one.counted
        elif one.reason.code.rpartition(".")[2] in ("not_in_plan", "not_employed", "not_eligible"):
            parts[key] = parts.get(key, Fraction(0)) + size
    numbered = {one.deal for one in told if one.deal.startswith("X-")}
    for where, whole in wholes.items():
        if where[2] not in numbered:
            assert abs(parts[where] - whole) <= Fraction(1, 2), where


def pools_and_contests_keep_what_they_have(outcome: Earnings) -> None:
    for one in outcome.awards():
        paid = sum(
            figure.amount_minor
            for figure in outcome.earned
            if (figure.component, figure.period) == (one.component, one.period)
        )
        if isinstance(one.outcome, Ranking):
            total, budget = one.outcome.total, one.outcome.budget
            assert one.outcome.adds_up
            assert paid == (0 if total is None else total.minor)
            assert budget is None or paid <= budget.minor
            continue
        shared = sum(share.amount.minor for share in one.outcome.shares)
        withheld = sum(part.amount.minor for part in one.outcome.fund.contributions if part.withheld)
        assert one.outcome.fund.adds_up
        assert shared + one.outcome.undistributed.minor == one.outcome.fund.amount.minor
        assert paid == shared - withheld


LAWS = (
    pools_and_contests_keep_what_they_have,
    every_statement_adds_up_to_what_is_earned,
    every_deal_goes_somewhere,
    credits_add_up_to_bases,
    what_is_split_sums_to_what_was_split,
)


@settings(max_examples=120)
@given(CASES, THROUGH)
def test_the_engine_agrees_with_the_reference(case: tuple[Plan, Facts], through: date) -> None:
    plan, facts = case
    outcome = plan.earn(facts, through, since=SINCE)
    assert figures(outcome) == evaluate(plan, facts, SINCE, through + timedelta(days=1))


@st.composite
def short_cases(draw: st.DrawFn) -> tuple[Plan, Facts]:
    """Plans of which most is summed by the short way, with histories that fit them."""
    money = Currency.of(draw(st.sampled_from(CURRENCIES)))
    events = st.sampled_from((Event.WON, Event.WON, Event.ORDER, Event.DELIVERY, Event.INVOICE))
    sold: list[Commission | Override] = []
    for number in range(draw(st.integers(1, 3))):
        by = draw(amounts_by(within=False) | attainments(within=False, currency=money))
        kind = KeyKind.SHARE if isinstance(by, Attainment) else KeyKind.MONEY
        of = draw(st.sampled_from((Revenue, Margin)))(draw(st.sampled_from(CONDITIONS)), draw(events))
        pays = draw(schedules_for(kind, things=False, currency=money))
        sold.append(Commission(f"c{number}", of=of, by=by, pays=pays, negative=draw(NEGATIVE)))
    for number in range(draw(st.integers(0, 2))):
        rate = draw(st.sampled_from(("1%", "1/3")))
        sold.append(Override(f"o{number}", of="c0", pays=rate, level=draw(st.sampled_from((1, 2, None)))))
    capped = evolve(sold[0], modifiers=Cap(Money(draw(st.sampled_from((3, 50))), money)))
    components = [capped, *sold[1:]] if draw(st.booleans()) else sold
    plan = Plan("plan", components=components, currency=money, crediting=draw(crediting_policies()))
    assert all(map(is_linear, streams_of(plan)))
    return plan, draw(histories(plan=plan, min_deals=4, max_deals=12))


@given(short_cases(), THROUGH)
def test_the_short_way_agrees_with_the_reference(case: tuple[Plan, Facts], through: date) -> None:
    plan, facts = case
    outcome = plan.earn(facts, through, since=SINCE)
    assert figures(outcome) == evaluate(plan, facts, SINCE, through + timedelta(days=1))


@given(CASES, THROUGH)
def test_laws_hold_whatever_the_plan_and_the_history(case: tuple[Plan, Facts], through: date) -> None:
    outcome = case[0].earn(case[1], through, since=SINCE)
    for law in LAWS:
        law(outcome)


@FEW
@given(CASES, st.randoms(use_true_random=False))
def test_the_order_of_facts_changes_nothing(case: tuple[Plan, Facts], random: Random) -> None:
    plan, facts = case
    records = list(facts.records)
    random.shuffle(records)
    one, other = (plan.earn(batch, "2026", since=SINCE) for batch in (facts, Facts(records)))
    assert one.earned == other.earned
    assert one.credits() == other.credits()
    assert one.reconcile() == other.reconcile()
    assert one.statements("zh") == other.statements("zh")


def told(case: tuple[Plan, Facts]) -> list[tuple[object, ...]]:
    """Everything that a plan earns, as plain values."""
    outcome = case[0].earn(case[1], "2026", since=SINCE)
    return [(*key, *figure) for key, figure in figures(outcome).items()]


def in_a_narrow_context(case: tuple[Plan, Facts], precision: int) -> list[tuple[object, ...]]:
    """The same where the ambient decimal context has few digits."""
    with decimal.localcontext() as context:
        context.prec = precision
        context.rounding = decimal.ROUND_CEILING
        return told(case)


@settings(max_examples=20)
@given(CASES)
def test_threads_and_decimal_contexts_change_nothing(case: tuple[Plan, Facts]) -> None:
    expected = told(case)
    with ThreadPoolExecutor(2) as pool:
        for found in pool.map(in_a_narrow_context, [case, case], [1, 28]):
            assert found == expected


def samples(count: int) -> list[tuple[Plan, Facts]]:
    """Some cases, the same ones in each run."""
    found: list[tuple[Plan, Facts]] = []

    @settings(max_examples=count, derandomize=True, database=None)
    @given(CASES)
    def take(case: tuple[Plan, Facts]) -> None:
        found.append(case)

    take()
    return found[:count]


READER = (
    "import pickle, sys; from tests.incentives.test_equivalence import told; "
    "sys.stdout.buffer.write(pickle.dumps([told(case) for case in pickle.load(sys.stdin.buffer)]))"
)


@pytest.mark.parametrize("seed", ["0", "20260101"])
def test_another_process_with_another_hash_seed_changes_nothing(seed: str) -> None:
    given_cases = samples(10)
    done = subprocess.run(
        [sys.executable, "-c", READER],
        input=pickle.dumps(given_cases),
        capture_output=True,
        check=False,
        cwd=SPAWNED,
        env={**os.environ, "PYTHONHASHSEED": seed},
    )
    assert done.returncode == 0, done.stderr.decode()
    assert pickle.loads(done.stdout) == [told(case) for case in given_cases]


CUTS = st.lists(
    st.tuples(st.integers(1, 10**6), st.integers(1, 28), st.integers(1, 5)), min_size=1, max_size=5
)
WEIGHTS = st.none() | st.tuples(st.integers(1, 9), st.integers(1, 9))
QUOTA = Quota("Q", "ann", "2026-01-01/2026-02-01", "USD 20,000")


@st.composite
def marginal_plans(draw: st.DrawFn) -> Plan:
    """Plans of one marginal commission of a month, by amount or by attainment."""
    by_share = draw(st.booleans())
    pays = draw(
        marginals(
            kind=KeyKind.SHARE if by_share else KeyKind.MONEY, things=False, currency="USD", mixed=False
        )
    )
    by = Attainment("month") if by_share else Amount("month")
    return Plan(
        "plan", currency="USD", components=Commission("sales", of=Revenue(CONDITIONS[0]), by=by, pays=pays)
    )


def deals(cut: list[tuple[int, int, int]], *, pieces: bool, weights: tuple[int, int] | None) -> list[Record]:
    """Deals of January, whole or cut into so many pieces, with the same shares for each piece."""
    found: list[Record] = []
    for number, (minor, day, count) in enumerate(cut):
        sizes = [minor]
        if pieces:
            sizes = [minor // count] * count
            sizes[0] += minor - sum(sizes)
        for piece, size in enumerate(sizes):
            name = f"D-{number}-{piece}"
            amount = Money(size, "USD")
            found.append(Opportunity(name, "ann", amount, outcome="won", closed=date(2026, 1, day)))
            if weights is not None:
                people = zip(("ann", "bob"), weights, strict=True)
                found += [DealShare(f"{name}-{who}", name, who, weight) for who, weight in people]
    return found


def january(
    plan: Plan, cut: list[tuple[int, int, int]], weights: tuple[int, int] | None
) -> list[Mapping[tuple[str, str, date], Figure]]:
    """The figures of a month with deals whole, and cut up."""
    return [
        figures(plan.earn(Facts([*deals(cut, pieces=pieces, weights=weights), QUOTA]), "2026-01", SINCE))
        for pieces in (False, True)
    ]


@FEW
@given(marginal_plans(), CUTS, WEIGHTS)
def test_how_deals_are_cut_up_changes_nothing_while_shares_are_exact(
    drawn: Plan, cut: list[tuple[int, int, int]], weights: tuple[int, int] | None
) -> None:
    one, other = january(evolve(drawn, crediting=Crediting(ShareUnit.EXACT)), cut, weights)
    assert one == other


@FEW
@given(marginal_plans(), CUTS, WEIGHTS)
def test_cutting_up_moves_marginal_pay_no_more_than_the_credited_cents(
    plan: Plan, cut: list[tuple[int, int, int]], weights: tuple[int, int] | None
) -> None:
    one, other = january(plan, cut, weights)
    (component,) = plan.commissions
    assert isinstance(component.pays, Marginal)
    steepest = max(tier.pays.value for tier in component.pays.tiers if not isinstance(tier.pays, Money))
    for key, figure in one.items():
        moved = abs(figure.base - other[key].base)
        assert abs(figure.exact - other[key].exact) <= moved * steepest
        assert moved <= sum(count for _, _, count in cut)


@FEW
@given(marginal_plans(), CUTS, st.integers(1, 10**6))
def test_more_sales_never_earn_less_by_marginal_tiers(
    plan: Plan, cut: list[tuple[int, int, int]], more: int
) -> None:
    extra = Opportunity("more", "ann", Money(more, "USD"), outcome="won", closed="2026-01-15")
    batch = [*deals(cut, pieces=False, weights=None), QUOTA]
    before, after = (figures(plan.earn(Facts(one), "2026-01", SINCE)) for one in (batch, [*batch, extra]))
    for key, figure in before.items():
        assert after[key].amount >= figure.amount


MODULES = sorted((Path(__file__).parent / "reference").glob("*.py"))
FORBIDDEN = frozenset(
    {"slices", "pay", "earn", "after", "limited", "quota_of", "compiled", "matches", "explain", "pick",
     "steps", "rate_at", "is_open", "is_reached", "value_of", "keys_of", "per_of", "month", "monotone",
     "round"}
)  # fmt: skip


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_the_reference_shares_nothing_with_the_engine_but_its_classes(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            assert not any(name.name.startswith("salesmgmt") for name in node.names), node.lineno
        if (
            isinstance(node, ast.ImportFrom)
            and node.module is not None
            and node.module.startswith("salesmgmt")
        ):
            parts = node.module.split(".")
            assert parts[1] in ("incentives", "money", "calendars", "criteria", "records", "testing")
            if parts[1] == "testing":
                assert parts[2:] in (["conditions"], ["plan_awards"]), node.module
                continue
            assert len(parts) == 2, f"{node.module} is no public package"
            for name in node.names:
                if parts[1] == "incentives":
                    assert (
                        isinstance(getattr(salesmgmt.incentives, name.name), type) or name.name[0].isupper()
                    )
                if parts[1] == "criteria":
                    assert name.name == "Criterion", name.name
                if parts[1] == "money":
                    assert name.name in ("Money", "Rate", "Rounding", "RoundingMode", "Unrounded")
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            assert node.func.attr not in FORBIDDEN or _own(node), (
                f"{path.stem}:{node.lineno} {node.func.attr}"
            )


def _own(node: ast.Call) -> bool:
    """Whether a method is the reference's own."""
    owner = node.func.value if isinstance(node.func, ast.Attribute) else None
    return isinstance(owner, ast.Name) and owner.id in ("self", "moment")
