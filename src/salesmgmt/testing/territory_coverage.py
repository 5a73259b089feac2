"""Strategies for overlays, responsibilities, the coverage check and its costs, headcount and advice."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from hypothesis import strategies as st

from salesmgmt.criteria import ALWAYS, Criterion
from salesmgmt.criteria import field as named
from salesmgmt.money import Money, Rate
from salesmgmt.reasons import Reason
from salesmgmt.records import Facts
from salesmgmt.territory import (
    CallPlan,
    CoverageCheck,
    CoverageCost,
    CoverageCostKind,
    CoverageCostLine,
    CoverageCosts,
    CoverageFinding,
    CoverageFindingKind,
    DivisionAdvice,
    DivisionAlternative,
    DivisionDecision,
    HeadcountLine,
    HeadcountPlan,
    HeadcountPolicy,
    LayeredCoverage,
    LayeredDivision,
    MarketProfile,
    Overlay,
    OverlayCoverage,
    Responsibility,
    SharedWork,
    check_coverage,
)
from salesmgmt.testing.money import moneys
from salesmgmt.testing.territory import coverages, divisions, markets

__all__ = [
    "STRATEGIES",
    "call_plans",
    "coverage_checks",
    "coverage_cost_kinds",
    "coverage_cost_lines",
    "coverage_cost_policies",
    "coverage_costs",
    "coverage_finding_kinds",
    "coverage_findings",
    "division_advices",
    "division_alternatives",
    "division_decisions",
    "headcount_lines",
    "headcount_plans",
    "headcount_policies",
    "layered_coverages",
    "layered_divisions",
    "market_profiles",
    "overlay_coverages",
    "overlays",
    "responsibilities",
    "shared_works",
]

_NAMES = st.text(min_size=1)
_PEOPLE = ("ann", "bob", "cy")
_ROLES = ("product manager", "pre-sales", "产品经理")
_SHARES = st.fractions(0, 1, max_denominator=100).map(Rate)
_HOURS = st.fractions(0, 100, max_denominator=8)
_CUSTOMERS: tuple[Criterion, ...] = (
    ALWAYS,
    named("region").equals("north").or_if_missing(met=False),
    named("region").starts_with("s", "w").or_if_missing(met=False),
    named("industry").is_in("retail", "medical").or_if_missing(met=True),
)
_PRODUCTS: tuple[Criterion, ...] = (
    ALWAYS,
    named("series").equals("GTX").or_if_missing(met=False),
    named("series").not_in("GTX").or_if_missing(met=True),
)


def overlays() -> st.SearchStrategy[Overlay]:
    """Roles beside the owners."""
    return st.builds(Overlay, _NAMES, divisions(max_depth=1))


@st.composite
def layered_divisions(draw: st.DrawFn) -> LayeredDivision:
    """Divisions with up to two roles beside the owners."""
    roles = draw(st.lists(st.sampled_from(_ROLES), max_size=2, unique=True))
    return LayeredDivision(draw(divisions()), [Overlay(role, draw(divisions(max_depth=1))) for role in roles])


def overlay_coverages() -> st.SearchStrategy[OverlayCoverage]:
    """Who holds a role where."""
    return st.builds(OverlayCoverage, _NAMES, coverages())


def layered_coverages() -> st.SearchStrategy[LayeredCoverage]:
    """Outcomes of layered divisions over generated markets."""
    return st.builds(
        lambda division, market: division.assign(market),
        layered_divisions(),
        markets(max_customers=5, max_products=3),
    )


def responsibilities() -> st.SearchStrategy[Responsibility]:
    """Responsibilities of a few people by region, industry and series."""
    return st.builds(
        Responsibility,
        _NAMES,
        st.sampled_from(_PEOPLE),
        st.sampled_from(_CUSTOMERS),
        st.sampled_from(_PRODUCTS),
    )


def coverage_finding_kinds() -> st.SearchStrategy[CoverageFindingKind]:
    """What may be wrong with a coverage."""
    return st.sampled_from(CoverageFindingKind)


@st.composite
def coverage_findings(draw: st.DrawFn) -> CoverageFinding:
    """Faults of a coverage."""
    kind = draw(coverage_finding_kinds())
    owners = draw(st.sets(_NAMES, min_size=2, max_size=4)) if kind is not CoverageFindingKind.GAP else set()
    return CoverageFinding(
        kind,
        draw(_NAMES),
        draw(st.none() | st.text()),
        draw(st.lists(_NAMES, max_size=3)),
        owners,
        draw(st.lists(_NAMES, max_size=3)),
    )


@st.composite
def coverage_checks(draw: st.DrawFn, *, market: Facts | None = None) -> CoverageCheck:
    """Outcomes of coverage checks.

    Args:
        draw: Supplied by Hypothesis.
        market: The market that is checked; any where left out.
    """
    checked = draw(markets(max_customers=6, max_products=3)) if market is None else market
    if not checked.products:
        return check_coverage(checked, draw(divisions()))
    return check_coverage(
        checked, draw(st.lists(responsibilities(), max_size=5, unique_by=lambda each: each.id))
    )


def coverage_cost_kinds() -> st.SearchStrategy[CoverageCostKind]:
    """What a fault may cost."""
    return st.sampled_from(CoverageCostKind)


def coverage_cost_lines(*, currency: str | None = None) -> st.SearchStrategy[CoverageCostLine]:
    """Costs of single faults.

    Args:
        currency: Currency of the amounts; any where left out.
    """
    return st.builds(
        CoverageCostLine,
        coverage_cost_kinds(),
        _NAMES,
        moneys(currency=currency),
        st.builds(lambda amount: Reason("territory.cost", {"amount": amount}), moneys()),
    )


def coverage_costs() -> st.SearchStrategy[CoverageCost]:
    """Costs of coverages."""
    return st.sampled_from(["CNY", "USD"]).flatmap(
        lambda code: st.builds(
            CoverageCost, st.lists(coverage_cost_lines(currency=code), max_size=3), st.just(code)
        )
    )


def coverage_cost_policies() -> st.SearchStrategy[CoverageCosts]:
    """Prices of faults."""
    return st.builds(
        CoverageCosts,
        st.integers(0, 10**6).map(lambda minor: Money(minor, "CNY")),
        st.integers(0, 60),
        concession=_SHARES,
        most=_SHARES,
        double_credit=_SHARES,
        lost=_SHARES,
    )


def shared_works() -> st.SearchStrategy[SharedWork]:
    """How several sellers at a customer share the visits."""
    return st.sampled_from(SharedWork)


def call_plans(*, name: str | None = None) -> st.SearchStrategy[CallPlan]:
    """Visits of a class.

    Args:
        name: The class; any where left out.
    """
    return st.builds(CallPlan, _NAMES if name is None else st.just(name), _HOURS, _HOURS)


@st.composite
def headcount_policies(draw: st.DrawFn) -> HeadcountPolicy:
    """Policies by industry, which every customer of a generated market fits."""
    names = ("retail", "medical", "software")
    plans = [draw(call_plans(name=name)) for name in names]
    return HeadcountPolicy(
        plans,
        draw(st.fractions(1, 2000, max_denominator=4)),
        on="industry",
        otherwise=draw(st.sampled_from(names)),
        shared=draw(shared_works()),
        minimum=draw(st.integers(0, 3)),
    )


@st.composite
def headcount_plans(draw: st.DrawFn) -> HeadcountPlan:
    """Outcomes of headcount policies over generated markets."""
    market = draw(markets(max_customers=8, max_products=3))
    return draw(headcount_policies()).plan(draw(divisions()).assign(market), market)


def headcount_lines() -> st.SearchStrategy[HeadcountLine]:
    """What single parts need."""
    return st.builds(
        HeadcountLine,
        _NAMES,
        st.integers(0, 99),
        _HOURS,
        _HOURS,
        st.integers(0, 9),
        st.booleans(),
        st.just(Reason("territory.advice.near")),
    )


def market_profiles() -> st.SearchStrategy[MarketProfile]:
    """What is known of markets."""
    count = st.integers(1, 40)
    return st.builds(
        MarketProfile,
        st.integers(1, 5),
        st.fractions(0, 10, max_denominator=4),
        _SHARES,
        regions=st.integers(1, 4),
        customer_groups=st.integers(1, 4),
        sellers=count,
        cross_buying=_SHARES,
    )


def division_advices() -> st.SearchStrategy[DivisionAdvice]:
    """Thresholds of advice."""
    return st.builds(
        DivisionAdvice,
        solution_share=_SHARES,
        technical_depth=st.fractions(0, 10, max_denominator=4),
        cross_buying=_SHARES,
        sellers_per_part=st.integers(1, 12),
    )


def division_decisions() -> st.SearchStrategy[DivisionDecision]:
    """Advice on generated markets."""
    return st.builds(lambda policy, profile: policy.decide(profile), division_advices(), market_profiles())


def division_alternatives() -> st.SearchStrategy[DivisionAlternative]:
    """Ways to divide that were not advised."""
    return division_decisions().flatmap(lambda decision: st.sampled_from(decision.alternatives))


STRATEGIES: Mapping[type, Callable[[], st.SearchStrategy[object]]] = MappingProxyType(
    {
        DivisionAlternative: division_alternatives,
        CallPlan: call_plans,
        Responsibility: responsibilities,
        CoverageCostKind: coverage_cost_kinds,
        CoverageCheck: coverage_checks,
        CoverageCost: coverage_costs,
        CoverageCostLine: coverage_cost_lines,
        CoverageCosts: coverage_cost_policies,
        CoverageFinding: coverage_findings,
        DivisionAdvice: division_advices,
        DivisionDecision: division_decisions,
        CoverageFindingKind: coverage_finding_kinds,
        HeadcountLine: headcount_lines,
        HeadcountPlan: headcount_plans,
        HeadcountPolicy: headcount_policies,
        LayeredCoverage: layered_coverages,
        LayeredDivision: layered_divisions,
        MarketProfile: market_profiles,
        Overlay: overlays,
        OverlayCoverage: overlay_coverages,
        SharedWork: shared_works,
    }
)
