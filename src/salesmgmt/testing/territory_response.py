"""Hypothesis strategies for sales responses, the use of selling time, and the size of a sales force."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from types import MappingProxyType

from hypothesis import strategies as st

from salesmgmt.territory import (
    AdbudgResponse,
    AlignmentAim,
    BuildUpLine,
    CoverageUnit,
    ExponentialResponse,
    ForceBuildUp,
    ForceSize,
    MarginalSizing,
    PowerResponse,
    ResponseAlignment,
    ResponseComparison,
    ResponsePlan,
    SalesJudgement,
    SalesResponse,
    Seller,
    SellingTime,
    SizeStep,
    TimeLine,
    TimeSplit,
    WorkloadBuildUp,
    split_time,
)
from salesmgmt.testing.territory_coverage import call_plans

__all__ = [
    "STRATEGIES",
    "adbudg_responses",
    "alignment_aims",
    "build_up_lines",
    "coverage_units",
    "exponential_responses",
    "force_build_ups",
    "force_sizes",
    "marginal_sizings",
    "power_responses",
    "response_alignments",
    "response_comparisons",
    "response_plans",
    "responses",
    "sales_judgements",
    "sellers",
    "selling_times",
    "size_steps",
    "staffs",
    "time_lines",
    "time_splits",
    "unit_lists",
    "workload_build_ups",
]

_NAMES = st.text(min_size=1, max_size=6)


def _numbers(low: float, high: float) -> st.SearchStrategy[float]:
    return st.floats(low, high, allow_nan=False, allow_infinity=False, allow_subnormal=False)


def power_responses() -> st.SearchStrategy[PowerResponse]:
    """Curves of constant elasticity."""
    return st.builds(PowerResponse, st.just(0.0) | _numbers(0.01, 1e6), _numbers(0.05, 0.9))


def exponential_responses() -> st.SearchStrategy[ExponentialResponse]:
    """Curves with a ceiling."""

    def made(base: float, more: float, rate: float) -> ExponentialResponse:
        return ExponentialResponse(base, base + more, rate)

    return st.builds(made, _numbers(0, 1e5), _numbers(0, 1e5), _numbers(0.001, 1))


def adbudg_responses(*, s_shaped: bool | None = None) -> st.SearchStrategy[AdbudgResponse]:
    """Little's curves.

    Args:
        s_shaped: Whether they are S-shaped, and taken by their envelope; None for both.
    """

    def made(base: float, more: float, half: float, shape: float) -> AdbudgResponse:
        return AdbudgResponse(base, base + more, half, shape, enveloped=shape > 1)

    shapes = {None: _numbers(0.3, 4), True: _numbers(1.1, 4), False: _numbers(0.3, 1)}[s_shaped]
    return st.builds(made, _numbers(0, 1e5), _numbers(0, 1e5), _numbers(0.5, 500), shapes)


def responses() -> st.SearchStrategy[SalesResponse]:
    """Any response."""
    return power_responses() | exponential_responses() | adbudg_responses()


def sales_judgements() -> st.SearchStrategy[SalesJudgement]:
    """Answers that rise with the effort."""

    def made(hours: float, none: float, steps: list[float | None]) -> SalesJudgement:
        sales = none + (steps[0] or 0.0)
        more = None if steps[1] is None else sales + steps[1]
        most = None if steps[2] is None else (sales if more is None else more) + steps[2]
        return SalesJudgement(hours, sales, none=none, half_more=more, saturation=most)

    steps = st.lists(st.none() | _numbers(0.1, 1e5), min_size=3, max_size=3)
    return st.builds(made, _numbers(0.5, 2000), st.just(0.0) | _numbers(0, 1e5), steps)


def coverage_units(
    *, response: st.SearchStrategy[SalesResponse] | None = None, sellers: st.SearchStrategy[str] = _NAMES
) -> st.SearchStrategy[CoverageUnit]:
    """Units with a response.

    Args:
        response: Of what form; any where left out.
        sellers: Sellers with a way of their own.
    """
    return st.builds(
        CoverageUnit,
        _NAMES,
        responses() if response is None else response,
        margin=st.just(1.0) | _numbers(0.01, 1),
        travel=st.just(0.0) | _numbers(0, 2),
        travel_from=st.dictionaries(sellers, _numbers(0, 2), max_size=3),
        workload=_numbers(1, 500),
    )


def unit_lists(
    *,
    response: st.SearchStrategy[SalesResponse] | None = None,
    sellers: st.SearchStrategy[str] = _NAMES,
    min_size: int = 1,
    max_size: int = 5,
) -> st.SearchStrategy[list[CoverageUnit]]:
    """Units with different identifiers.

    Args:
        response: Of what form; any where left out.
        sellers: Sellers with a way of their own.
        min_size: Fewest units.
        max_size: Most units.
    """
    units = coverage_units(response=response, sellers=sellers)
    return st.lists(units, min_size=min_size, max_size=max_size, unique_by=lambda unit: unit.id)


def sellers() -> st.SearchStrategy[Seller]:
    """People who sell."""
    return st.builds(Seller, _NAMES, _numbers(1, 3000), _numbers(0, 1e5))


def staffs(*, max_size: int = 3) -> st.SearchStrategy[list[Seller]]:
    """Sellers called `s0`, `s1` and so on.

    Args:
        max_size: Most sellers.
    """
    hours = st.lists(_numbers(10, 3000), min_size=1, max_size=max_size)
    return hours.map(lambda each: [Seller(f"s{number}", own, 100) for number, own in enumerate(each)])


def time_splits() -> st.SearchStrategy[TimeSplit]:
    """Best splits of a seller's time."""
    return st.builds(split_time, unit_lists(max_size=3), sellers())


def time_lines() -> st.SearchStrategy[TimeLine]:
    """What units get and bring."""

    def made(unit: str, calling: float, way: float, rest: list[float], marginal: float | None) -> TimeLine:
        return TimeLine(unit, calling + way, calling, rest[0], rest[1], marginal, rest[2])

    rest = st.lists(_numbers(0, 1e6), min_size=3, max_size=3)
    return st.builds(made, _NAMES, _numbers(0, 1000), _numbers(0, 1000), rest, st.none() | _numbers(0, 1e6))


def alignment_aims() -> st.SearchStrategy[AlignmentAim]:
    """What an alignment may be for."""
    return st.sampled_from(AlignmentAim)


def response_alignments() -> st.SearchStrategy[ResponseAlignment]:
    """Policies of either aim."""
    return st.builds(ResponseAlignment, alignment_aims())


def response_plans() -> st.SearchStrategy[ResponsePlan]:
    """What alignments of few units find."""

    def made(
        policy: ResponseAlignment, units: list[CoverageUnit], staff: list[Seller], seed: int
    ) -> ResponsePlan:
        return policy.align(units, staff, seed=seed, budget=60)

    units = unit_lists(max_size=4, sellers=st.sampled_from(["s0", "s1"]))
    return st.builds(made, response_alignments(), units, staffs(max_size=2), st.integers(0, 9))


def response_comparisons() -> st.SearchStrategy[ResponseComparison]:
    """Alignments side by side."""
    plans = st.dictionaries(_NAMES, response_plans(), min_size=1, max_size=2)
    return st.builds(ResponseComparison, plans)


def selling_times() -> st.SearchStrategy[SellingTime]:
    """Weeks, hours, and the part of them for selling."""
    return st.builds(
        SellingTime,
        st.fractions(10, 60, max_denominator=4),
        st.fractions(Fraction(1, 10), 1, max_denominator=20),
        absent=st.fractions(0, 12, max_denominator=5),
    )


def build_up_lines() -> st.SearchStrategy[BuildUpLine]:
    """Classes with their accounts."""
    return st.builds(BuildUpLine, call_plans(), st.integers(0, 5000))


def _hours() -> st.SearchStrategy[Fraction | SellingTime]:
    return st.fractions(100, 2000, max_denominator=4) | selling_times()


def force_build_ups() -> st.SearchStrategy[ForceBuildUp]:
    """Sales forces built up from their work."""
    return st.builds(ForceBuildUp, st.lists(build_up_lines(), max_size=3), _hours())


def workload_build_ups() -> st.SearchStrategy[WorkloadBuildUp]:
    """Policies with different classes."""
    classes = st.lists(call_plans(), min_size=1, max_size=3, unique_by=lambda plan: plan.name)
    return st.builds(WorkloadBuildUp, classes, _hours())


def size_steps() -> st.SearchStrategy[SizeStep]:
    """Sizes of a sales force."""
    amounts = _numbers(0, 1e9)
    return st.builds(SizeStep, st.integers(0, 500), amounts, amounts, amounts, _numbers(-1e6, 1e9))


def marginal_sizings() -> st.SearchStrategy[MarginalSizing]:
    """Policies of the marginal rule."""
    return st.builds(MarginalSizing, _numbers(10, 2000), _numbers(1000, 1e6), st.integers(0, 3))


def force_sizes() -> st.SearchStrategy[ForceSize]:
    """What the marginal rule finds."""

    def made(policy: MarginalSizing, units: list[CoverageUnit]) -> ForceSize:
        return policy.size(units, most=4)

    return st.builds(made, marginal_sizings(), unit_lists(max_size=3))


STRATEGIES: Mapping[type, Callable[[], st.SearchStrategy[object]]] = MappingProxyType(
    {
        AdbudgResponse: adbudg_responses,
        AlignmentAim: alignment_aims,
        BuildUpLine: build_up_lines,
        CoverageUnit: coverage_units,
        ExponentialResponse: exponential_responses,
        ForceBuildUp: force_build_ups,
        ForceSize: force_sizes,
        MarginalSizing: marginal_sizings,
        PowerResponse: power_responses,
        ResponseAlignment: response_alignments,
        ResponseComparison: response_comparisons,
        ResponsePlan: response_plans,
        SalesJudgement: sales_judgements,
        Seller: sellers,
        SellingTime: selling_times,
        SizeStep: size_steps,
        TimeLine: time_lines,
        TimeSplit: time_splits,
        WorkloadBuildUp: workload_build_ups,
    }
)
