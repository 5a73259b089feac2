"""Laws of sales responses, the best use of time, alignment by profit, and the size of a sales force."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from salesmgmt.errors import BatchError, InvalidValueError, WrongTypeError
from salesmgmt.territory import (
    AdbudgResponse,
    AlignmentStatus,
    CoverageUnit,
    ExponentialResponse,
    MapUnit,
    MarginalSizing,
    PowerResponse,
    ResponseAlignment,
    ResponseComparison,
    ResponsePlan,
    SalesJudgement,
    SalesMap,
    SalesResponse,
    Seller,
    SellingTime,
    TimeSplit,
    WorkloadBuildUp,
    split_time,
)
from salesmgmt.territory.response import searching
from salesmgmt.territory.response.searching import Area, ByProfit, BySameElasticity
from salesmgmt.testing.territory_response import (
    adbudg_responses,
    marginal_sizings,
    power_responses,
    responses,
    selling_times,
    staffs,
    time_splits,
    unit_lists,
)

pytestmark = pytest.mark.properties

HOURS = st.floats(0.01, 3000)
SELLERS = st.sampled_from(["s0", "s1", "s2"])


def near(one: float, other: float, tolerance: float = 1e-6) -> bool:
    """Whether two floats are the same but for rounding."""
    return abs(one - other) <= tolerance * max(1.0, abs(one), abs(other))


class TestCurves:
    @given(responses(), HOURS, HOURS)
    def test_more_time_never_sells_less_and_each_hour_brings_less_than_the_one_before(
        self, response: SalesResponse, one: float, other: float
    ) -> None:
        low, high = sorted((one, other))
        slack = 1e-9 * (1 + response.sales(high))
        assert response.sales(low) <= response.sales(high) + slack
        middle = response.sales((low + high) / 2)
        assert middle >= (response.sales(low) + response.sales(high)) / 2 - slack

    @given(responses(), HOURS)
    def test_the_slope_lies_between_the_chords(self, response: SalesResponse, hours: float) -> None:
        step = hours * 1e-4
        before = (response.sales(hours) - response.sales(hours - step)) / step
        after = (response.sales(hours + step) - response.sales(hours)) / step
        slack = 1e-9 * (1 + response.sales(hours)) / step + 1e-12
        assert after - slack <= response.marginal(hours) <= before + slack

    @given(responses(), st.floats(1e-6, 1e6))
    def test_the_slope_turned_around(self, response: SalesResponse, marginal: float) -> None:
        hours = response.hours_at(marginal)
        assert hours >= 0
        assert response.marginal(hours * (1 + 1e-9) + 1e-12) <= marginal * (1 + 1e-6)
        if hours > 1e-6:
            assert response.marginal(hours * (1 - 1e-6)) >= marginal * (1 - 1e-6)

    @given(adbudg_responses(s_shaped=True), HOURS)
    def test_an_envelope_is_the_least_concave_curve_above(
        self, response: AdbudgResponse, hours: float
    ) -> None:
        assert response.sales(hours) >= response.curve(hours) - 1e-9 * response.saturation
        touches = response.touches
        assert near(response.sales(touches), response.curve(touches))
        if hours > touches:
            assert response.sales(hours) == response.curve(hours)
        else:  # a line between two points of the curve: nothing concave lies below it
            line = response.base + (response.curve(touches) - response.base) * hours / touches
            assert near(response.sales(hours), line)

    def test_the_first_hour_of_a_hyperbola(self) -> None:
        """With a shape of 1 the slope at the start is the whole way over the hours of its half."""
        response = AdbudgResponse(200, 1200, half=10)
        assert response.marginal(0) == 100
        assert near(response.marginal(1e-9), 100)
        assert response.hours_at(100) == 0
        assert response.hours_at(99.9) > 0

    def test_an_s_shape_is_refused_by_default(self) -> None:
        with pytest.raises(InvalidValueError, match="envelope"):
            AdbudgResponse(0, 100, 10, 2)
        assert AdbudgResponse(0, 100, 10, 1).touches == 0

    @pytest.mark.parametrize("value", [float("nan"), float("inf"), "much", "1/0", 10**400])
    def test_numbers_are_finite(self, value: float) -> None:
        with pytest.raises(InvalidValueError):
            PowerResponse(value, "0.3")

    def test_no_number_is_refused(self) -> None:
        wrong: dict[str, Any] = {"id": "a", "response": PowerResponse}
        with pytest.raises(WrongTypeError):
            PowerResponse(bool(1), "0.3")
        with pytest.raises(InvalidValueError, match="less than the one before"):
            PowerResponse(1, 1)
        with pytest.raises(WrongTypeError):
            CoverageUnit(**wrong, margin=1)


class TestJudgement:
    @given(
        st.floats(0.5, 2000),
        st.floats(0, 1e4),
        st.floats(1, 1e4),
        st.floats(0.01, 0.99),
        st.floats(1.01, 50),
    )
    def test_curves_go_through_the_answers(
        self, hours: float, none: float, gain: float, more: float, most: float
    ) -> None:
        sales = none + gain
        ceiling = sales + gain * most
        half_more = sales + (ceiling - sales) * more * 0.5
        judgement = SalesJudgement(hours, sales, none=none, half_more=half_more, saturation=ceiling)
        curve = judgement.adbudg(enveloped=True)
        assert near(curve.curve(0), none)
        assert near(curve.curve(hours), sales)
        assert near(curve.curve(hours * 1.5), half_more)
        assert near(curve.curve(hours * 1e12), ceiling, 1e-2) or curve.shape < 0.5
        ceiled = judgement.exponential()
        assert near(ceiled.sales(0), none)
        assert near(ceiled.sales(hours), sales)
        assert ceiled.saturation == ceiling

    @given(st.floats(0.5, 2000), st.floats(1, 1e4), st.floats(1.01, 1.49))
    def test_constant_elasticity(self, hours: float, sales: float, more: float) -> None:
        curve = SalesJudgement(hours, sales, half_more=sales * more).power()
        assert near(curve.sales(hours), sales)
        assert near(curve.sales(hours * 1.5), sales * more)

    def test_what_cannot_be_fitted_says_why(self) -> None:
        with pytest.raises(InvalidValueError, match="half_more is None"):
            SalesJudgement(40, 100).power()
        with pytest.raises(InvalidValueError, match="saturation is None"):
            SalesJudgement(40, 100).exponential()
        with pytest.raises(InvalidValueError, match="begins at 0"):
            SalesJudgement(40, 100, none=10, half_more=120).power()
        with pytest.raises(InvalidValueError, match="between 100 and 150"):
            SalesJudgement(40, 100, half_more=160).power()
        with pytest.raises(InvalidValueError, match="S-shaped"):
            SalesJudgement(40, 100, half_more=180, saturation=200).adbudg()
        with pytest.raises(InvalidValueError, match="half_more"):
            SalesJudgement(40, 100, half_more=90)


class TestSplit:
    @given(unit_lists(), st.floats(0.5, 3000))
    def test_the_last_hour_brings_the_same_everywhere(self, units: list[CoverageUnit], hours: float) -> None:
        """The conditions of Kuhn and Tucker, which suffice where everything is concave."""
        split = split_time(units, hours)
        assert near(split.used + split.idle, hours)
        for unit, line in zip(sorted(units, key=lambda unit: unit.id), split.lines, strict=True):
            assert line.unit == unit.id
            if split.idle > 1e-6 * hours:
                assert unit.marginal(line.hours * (1 + 1e-9) + 1e-9) <= 1.1e-9
                continue
            low = unit.marginal(line.hours * (1 + 1e-6) + 1e-9)
            assert low <= split.price * (1 + 1e-4) + 1e-9 or line.marginal is None
            if line.hours > 1e-6 and line.marginal is not None:
                high = unit.marginal(line.hours * (1 - 1e-6))
                others = [each.marginal for each in split.lines if each.marginal is not None]
                assert high >= max(others) * (1 - 1e-4) - 1e-9

    @given(unit_lists(min_size=2, max_size=3), st.floats(1, 500))
    def test_no_split_on_a_fine_grid_is_better(self, units: list[CoverageUnit], hours: float) -> None:
        split = split_time(units, hours)
        steps = 24
        best = 0.0
        for parts in product(range(steps + 1), repeat=len(units) - 1):
            if sum(parts) > steps:
                continue
            shares = [*parts, steps - sum(parts)]
            best = max(
                best,
                sum(
                    unit.contribution(hours * part / steps) for unit, part in zip(units, shares, strict=True)
                ),
            )
        assert split.contribution >= best * (1 - 1e-9) - 1e-6

    @given(unit_lists(), st.floats(1, 500))
    def test_the_order_of_units_does_not_matter(self, units: list[CoverageUnit], hours: float) -> None:
        assert split_time(units, hours) == split_time(list(reversed(units)), hours)

    @given(time_splits())
    def test_it_adds_up_and_explains_itself(self, split: TimeSplit) -> None:
        assert near(split.contribution, sum(line.contribution for line in split.lines))
        assert near(split.calling + sum(line.travelling for line in split.lines), split.used)
        assert 0 <= split.travel_share <= 1
        assert len(split.records()) == len(split.table("zh").rows) == len(split.lines)
        for lang in ("en", "zh"):
            assert len(split.reason.text(lang)) > 10

    def test_by_hand(self) -> None:
        """Elasticity a half: time in the proportion of the squares of the scales."""
        units = [CoverageUnit(name, PowerResponse(scale, "0.5")) for name, scale in (("a", 1), ("b", 3))]
        split = split_time(units, 1000)
        assert [round(line.hours, 6) for line in split.lines] == [100, 900]
        assert near(split.price, 0.05)

    def test_time_that_brings_nothing_stays_idle(self) -> None:
        split = split_time(CoverageUnit("a", ExponentialResponse(0, 100, 1)), 1000)
        assert split.idle > 900
        assert near(split.sales, 100)

    def test_a_flat_piece_is_split_to_the_hour(self) -> None:
        """On the line of an envelope all hours are alike, and yet the time is used up."""
        response = AdbudgResponse(0, 1000, half=100, shape=2, enveloped=True)
        split = split_time([CoverageUnit("a", response), CoverageUnit("b", response)], 150)
        assert near(split.used, 150)
        assert near(split.sales, 150 * response.curve(100) / 100)


def brute(
    policy: str, units: list[CoverageUnit], staff: list[Seller], neighbours: dict[str, list[str]] | None
) -> float:
    """The best value of any division, by trying all; profit as contribution, workload as minus unevenness."""
    best = float("-inf")
    total = sum(unit.workload for unit in units)
    hours = sum(seller.hours for seller in staff)
    for places in product(range(len(staff)), repeat=len(units)):
        value = 0.0
        for place, seller in enumerate(staff):
            own = [unit for unit, at in zip(units, places, strict=True) if at == place]
            if neighbours is not None and not linked([unit.id for unit in own], neighbours):
                break
            if policy == "profit":
                value += split_time(own, seller).contribution if own else 0.0
            else:
                load = sum(unit.workload for unit in own) / total
                share = seller.hours / hours
                value -= (load - share) ** 2 / share
                value -= 0.01 * sum(unit.ratio(seller.id) * unit.workload for unit in own) / total
        else:
            best = max(best, value)
    return best


def linked(names: list[str], neighbours: dict[str, list[str]]) -> bool:
    """Whether some units hang together, by spreading from the first."""
    if not names:
        return True
    reached = {names[0]}
    for _ in names:
        reached |= {other for name in reached for other in neighbours[name] if other in names}
    return reached == set(names)


def unevenness(plan: ResponsePlan, units: list[CoverageUnit]) -> float:
    """What `brute` says for a plan by workload."""
    by_id = {unit.id: unit for unit in units}
    total = sum(unit.workload for unit in units)
    hours = sum(split.seller.hours for split in plan.territories)
    value = 0.0
    for split in plan.territories:
        share = split.seller.hours / hours
        value -= (split.workload / total - share) ** 2 / share
        ways = sum(by_id[line.unit].ratio(split.seller.id) * line.workload for line in split.lines)
        value -= 0.01 * ways / total
    return value


def ring(units: list[CoverageUnit]) -> dict[str, list[str]]:
    """Units in a ring."""
    names = [unit.id for unit in units]
    near_by: dict[str, set[str]] = {name: set() for name in names}
    for one, other in zip(names, names[1:] + names[:1], strict=True):
        if one != other:
            near_by[one].add(other)
            near_by[other].add(one)
    return {name: sorted(others) for name, others in near_by.items()}


def mapped(units: list[CoverageUnit], neighbours: dict[str, list[str]] | None) -> SalesMap:
    return SalesMap([MapUnit(unit.id, {}) for unit in units], neighbours)


AIMS = st.sampled_from(["profit", "workload"])


class TestAlignment:
    @settings(max_examples=20)
    @given(AIMS, unit_lists(max_size=5, sellers=SELLERS), staffs(max_size=2), st.booleans())
    def test_few_units_are_decided_by_trying_everything(
        self, aim: str, units: list[CoverageUnit], staff: list[Seller], bordered: bool
    ) -> None:
        neighbours = ring(units) if bordered else None
        plan = ResponseAlignment(aim).align(units, staff, on=mapped(units, neighbours))
        assert plan.proven
        assert sorted(plan.assignment()) == sorted(unit.id for unit in units)
        best = brute(aim, units, staff, neighbours)
        value = plan.contribution if aim == "profit" else unevenness(plan, units)
        assert near(value, best)
        if aim == "profit":
            assert best <= plan.bound
        if neighbours is not None:
            assert all(linked([line.unit for line in split.lines], neighbours) for split in plan.territories)

    @settings(max_examples=20)
    @given(
        AIMS, unit_lists(min_size=2, max_size=6, sellers=SELLERS), staffs(), st.booleans(), st.integers(0, 9)
    )
    def test_a_search_is_valid_repeats_and_is_never_above_the_bound(
        self, aim: str, units: list[CoverageUnit], staff: list[Seller], bordered: bool, seed: int
    ) -> None:
        neighbours = ring(units) if bordered else None
        policy = ResponseAlignment(aim)
        lock = {units[0].id: staff[-1].id} if not bordered else {}
        asked = []

        def patient() -> bool:
            asked.append(1)
            return len(asked) < 2

        world = mapped(units, neighbours)
        budget = min(len(staff) ** (len(units) - len(lock)) - 1, 200)
        plan = policy.align(units, staff, on=world, locked=lock, seed=seed, budget=budget)
        assert not plan.proven or len(staff) == 1
        again = policy.align(units[::-1], staff[::-1], on=world, locked=lock, seed=seed, budget=budget)
        assert again == plan
        for unit, seller in lock.items():
            assert plan.assignment()[unit] == seller
        assert sorted(plan.assignment()) == sorted(unit.id for unit in units)
        assert plan.contribution <= plan.bound
        if neighbours is not None:
            assert all(linked([line.unit for line in split.lines], neighbours) for split in plan.territories)
        stopped = policy.align(
            units, staff, on=world, locked=lock, seed=seed, budget=budget, keep_going=patient
        )
        replayed = policy.align(units, staff, on=world, locked=lock, seed=seed, budget=stopped.proposals)
        assert replayed == stopped

    @pytest.mark.parametrize("bordered", [False, True])
    def test_whenever_it_is_stopped_it_replays(self, bordered: bool, monkeypatch: pytest.MonkeyPatch) -> None:
        """Before the first proposal too, and between two runs."""
        monkeypatch.setattr(searching, "_RUN", 128)
        units = [
            CoverageUnit(f"u{number:02}", PowerResponse(100 + number * 37 % 23, "0.3"))
            for number in range(14)
        ]
        staff = [Seller(name, 100) for name in "abc"]
        world = mapped(units, ring(units) if bordered else None)
        for seed in range(8):
            for beats in range(6):
                answers = iter([True] * beats + [False] * 4)
                stopped = ResponseAlignment().align(
                    units, staff, on=world, seed=seed, keep_going=answers.__next__
                )
                assert stopped.proposals <= 64 * beats
                again = ResponseAlignment().align(units, staff, on=world, seed=seed, budget=stopped.proposals)
                assert again == stopped, (seed, beats)

    @given(unit_lists(response=power_responses(), sellers=SELLERS), staffs(), st.floats(0.1, 0.9))
    def test_the_closed_form_is_the_split(
        self, units: list[CoverageUnit], staff: list[Seller], elasticity: float
    ) -> None:
        alike = [
            CoverageUnit(
                unit.id,
                PowerResponse(unit.response.scale, elasticity),
                margin=unit.margin,
                travel=unit.travel,
                travel_from=unit.travel_from,
            )
            for unit in units
            if isinstance(unit.response, PowerResponse)
        ]
        area = Area(alike, staff, None, {})
        quick, slow = BySameElasticity(area, elasticity), ByProfit(area)
        for place in range(len(staff)):
            members = list(range(len(alike)))
            assert near(quick.value(place, members), slow.value(place, members))

    @given(unit_lists(min_size=2, max_size=5, sellers=SELLERS), staffs(max_size=2))
    def test_no_move_brings_more_than_its_hope(self, units: list[CoverageUnit], staff: list[Seller]) -> None:
        assume(len(staff) == 2)
        aim = ByProfit(Area(units, staff, None, {}))
        members = [list(range(1, len(units))), [0]]
        for unit in members[0]:
            hope = aim.hope(unit, 0, 1, members.__getitem__)
            after = [[each for each in members[0] if each != unit], [0, unit]]
            gain = sum(aim.value(place, after[place]) - aim.value(place, members[place]) for place in (0, 1))
            worth = sum(aim.value(place, members[place]) for place in (0, 1))
            assert gain <= hope + 1e-6 * (1 + worth)

    def test_the_bound_is_reached_where_everybody_lives_among_their_units(self) -> None:
        ways = {"a": {"s": 0, "t": 2}, "b": {"s": 2, "t": 0}}
        units = [
            CoverageUnit(name, PowerResponse(100, "0.5"), travel_from=way, workload=1)
            for name, way in ways.items()
        ]
        plan = ResponseAlignment().align(units, [Seller("s", 100), Seller("t", 100)])
        assert plan.assignment() == {"a": "s", "b": "t"}
        assert near(plan.contribution, 2000)
        assert plan.contribution <= plan.bound
        assert near(plan.bound, 2000)

    def test_the_bound_holds_for_every_alignment_of_the_same_units(self) -> None:
        """By workload each unit gets the far seller; the bound is above the plan with the short ways too."""
        units = [
            CoverageUnit("a", PowerResponse(100, "0.5"), travel=2, travel_from={"s": 0}, workload=3),
            CoverageUnit("b", PowerResponse(100, "0.5"), travel=2, travel_from={"t": 0}, workload=1),
        ]
        staff = [Seller("s", 100), Seller("t", 300)]
        even, best = (ResponseAlignment(aim).align(units, staff) for aim in ("workload", "profit"))
        assert even.assignment() == {"a": "t", "b": "s"}
        assert best.assignment() == {"a": "s", "b": "t"}
        assert even.bound == best.bound >= best.contribution > even.contribution

    def test_workload_is_told_against_the_share_of_a_seller(self) -> None:
        """The same distance weighs more where the share is small: the last unit goes to the large one."""
        loads = {"a": "0.8", "b": "0.5", "c": "10.7", "d": "2"}
        units = [CoverageUnit(name, PowerResponse(1, "0.5"), workload=load) for name, load in loads.items()]
        staff = [Seller("s", 100), Seller("t", 100), Seller("u", 800)]
        plan = ResponseAlignment("workload").align(units, staff, locked={"a": "s", "b": "t", "c": "u"})
        exact = {"s": Fraction(8, 10), "t": Fraction(5, 10), "u": Fraction(107, 10)}
        share = {"s": Fraction(14, 10), "t": Fraction(14, 10), "u": Fraction(112, 10)}

        def uneven(place: str) -> Fraction:
            return sum(((exact[s] + 2 * (s == place) - share[s]) ** 2 / share[s] for s in exact), Fraction(0))

        assert plan.assignment()["d"] == min(exact, key=uneven)

    def test_the_spread_tells_of_too_little_as_of_too_much(self) -> None:
        units = [CoverageUnit(name, PowerResponse(1, "0.5"), workload=30) for name in "ab"]
        staff = [Seller(name, 100) for name in "stu"]
        plan = ResponseAlignment().align(units, staff, locked={"a": "s", "b": "t"})
        assert near(plan.spread, 1)  # one has nothing to do, the others half as much again as the mean

    def test_slopes_differ_between_sellers_of_the_best_plan(self) -> None:
        """Skiera and Albers: profit is not greatest where all sellers have one price of time."""
        units = [
            CoverageUnit(name, PowerResponse(scale, "0.3"), workload=50)
            for name, scale in (("a", 1000), ("b", 90), ("c", 80))
        ]
        plan = ResponseAlignment().align(units, [Seller("s0", 100), Seller("s1", 100)])
        assert plan.proven
        assert plan.territory("s0").price > 1.5 * plan.territory("s1").price or (
            plan.territory("s1").price > 1.5 * plan.territory("s0").price
        )

    def test_profit_beats_workload_on_the_same_data(self) -> None:
        units = [
            CoverageUnit(
                f"u{number}",
                PowerResponse(100 + 37 * (number * 7 % 11), "0.35"),
                workload=40 + 13 * (number * 5 % 7),
                travel_from={"s0": number / 10, "s1": (11 - number) / 10},
            )
            for number in range(12)
        ]
        staff = [Seller("s0", 900, 500), Seller("s1", 700, 500)]
        plans = {aim: ResponseAlignment(aim).align(units, staff, seed=1) for aim in ("profit", "workload")}
        assert plans["profit"].profit > plans["workload"].profit
        assert plans["workload"].spread <= plans["profit"].spread
        compared = ResponseComparison(plans)
        assert [row["plan"] for row in compared.records()] == ["profit", "workload"]
        assert len(compared.table("zh").rows) == 2
        for lang in ("en", "zh"):
            assert plans["profit"].reason.text(lang)
            assert len(plans["profit"].table(lang).rows) == 2
        placed = plans["profit"].plan("2027", during="2027-01-01/..")
        assert placed.by_account() == plans["profit"].assignment()

    def test_a_search_reaches_the_best_of_a_larger_case(self) -> None:
        units = [
            CoverageUnit(f"u{number}", PowerResponse(50 + 29 * (number * 13 % 17), "0.4"))
            for number in range(6)
        ]
        staff = [Seller(f"s{place}", 300 + 100 * place) for place in range(3)]
        best = brute("profit", units, staff, None)
        plan = ResponseAlignment().align(units, staff, budget=3**6 - 1)
        assert not plan.proven
        assert near(plan.contribution, best, 1e-4)

    def test_a_search_along_borders_reaches_the_best(self) -> None:
        """Two territories of a ring are two arcs: few enough to try all of them."""
        units = [
            CoverageUnit(
                f"u{number:02}",
                PowerResponse(100 + number * 37 % 23, "0.3"),
                travel_from={"a": number % 5, "b": number * 3 % 7},
            )
            for number in range(12)
        ]
        staff = [Seller("a", 100), Seller("b", 150)]
        best = 0.0
        for start, length in product(range(12), range(13)):
            arc = {(start + step) % 12 for step in range(length)}
            worth = 0.0
            for seller, inside in zip(staff, (True, False), strict=True):
                own = [unit for number, unit in enumerate(units) if (number in arc) is inside]
                worth += split_time(own, seller).contribution if own else 0.0
            best = max(best, worth)
        plan = ResponseAlignment().align(units, staff, on=mapped(units, ring(units)), budget=1500)
        assert not plan.proven
        assert near(plan.contribution, best)

    def test_mixed_responses_are_searched_too(self) -> None:
        forms: list[SalesResponse] = [
            PowerResponse(60, "0.3"),
            ExponentialResponse(0, 900, "0.01"),
            AdbudgResponse(20, 700, 60, 2, enveloped=True),
        ]
        units = [CoverageUnit(f"u{number}", forms[number % 3], margin=1 + number) for number in range(5)]
        staff = [Seller(f"s{place}", 200 + 100 * place) for place in range(3)]
        best = brute("profit", units, staff, None)
        plan = ResponseAlignment().align(units, staff, budget=3**5 - 1)
        assert not plan.proven
        assert near(plan.contribution, best, 2e-3)

    def test_parts_without_borders_need_a_seller_each(self) -> None:
        units = [CoverageUnit(name, PowerResponse(1, "0.5")) for name in "abc"]
        islands: dict[str, list[str]] = {"a": [], "b": [], "c": []}
        plan = ResponseAlignment().align(units, [Seller("s", 10)], on=mapped(units, islands))
        assert plan.status is AlignmentStatus.IMPOSSIBLE
        assert "3" in plan.reason.text("zh")
        with pytest.raises(InvalidValueError):
            plan.plan("none")
        locked = {"a": "s", "c": "s"}
        chain = {"a": ["b"], "b": ["a", "c"], "c": ["b"]}
        torn = ResponseAlignment().align(
            units, [Seller("s", 10), Seller("t", 10)], on=mapped(units, chain), locked=locked | {"b": "t"}
        )
        assert torn.status is AlignmentStatus.NOT_FOUND
        assert "s" in torn.reason.text()

    def test_what_is_not_known_is_refused_all_at_once(self) -> None:
        units = [CoverageUnit("a", PowerResponse(1, "0.5"))]
        with pytest.raises(BatchError) as caught:
            ResponseAlignment().align(
                units, [Seller("s", 1)], locked={"b": "x"}, on=SalesMap([MapUnit("z", {})], {})
            )
        assert len(caught.value.problems) == 3
        with pytest.raises(InvalidValueError, match="workload"):
            ResponseAlignment("workload").align(units, [Seller("s", 1)])
        with pytest.raises(InvalidValueError, match="profit, workload"):
            ResponseAlignment("fairness")


class TestSize:
    @given(
        st.lists(st.tuples(st.integers(0, 500), st.integers(0, 60), st.integers(0, 9)), min_size=1),
        selling_times(),
    )
    def test_build_up_is_work_over_time(self, classes: list[tuple[int, int, int]], time: SellingTime) -> None:
        calls = {f"{number:02}": (visits, hours) for number, (_, visits, hours) in enumerate(classes)}
        force = WorkloadBuildUp(calls, time).size(
            {f"{number:02}": each[0] for number, each in enumerate(classes)}
        )
        work = sum(accounts * visits * hours for accounts, visits, hours in classes)
        assert force.workload == work
        assert force.needed * time.available == work
        assert force.people - 1 < force.needed <= force.people
        for lang in ("en", "zh"):
            assert str(force.people) in force.reason.text(lang)

    def test_the_textbook_example(self) -> None:
        """1,000 accounts with 36 calls and 2,000 with 12, at 1,000 calls a person: 60 people."""
        force = WorkloadBuildUp({"A": (36, 1), "B": (12, 1)}, 1000).size({"A": 1000, "B": 2000})
        assert force.workload == 60_000
        assert force.people == 60
        assert len(force.table().rows) == 2
        with pytest.raises(BatchError):
            WorkloadBuildUp({"A": (36, 1)}, 1000).size({"C": -1})

    @given(unit_lists(max_size=4), marginal_sizings())
    def test_no_other_number_is_worth_more(self, units: list[CoverageUnit], policy: MarginalSizing) -> None:
        size = policy.size(units, most=8, show=9)
        profits = [step.profit for step in size.steps]
        assert size.best.profit >= max(profits[:9]) - 1e-6 * (1 + abs(size.best.contribution))
        for one, other in zip(size.steps[1:], size.steps[2:], strict=False):
            assert other.marginal <= one.marginal + 1e-6 * (1 + other.contribution)
        assert all(near(step.cost, step.people * policy.cost) for step in size.steps)
        assert len(size.table("zh").rows) == len(size.records()) == len(size.steps)
        assert str(size.people) in size.reason.text() or size.people == 0

    @given(unit_lists(response=power_responses(), max_size=3), staffs())
    def test_an_alignment_never_earns_more_than_the_pool(
        self, units: list[CoverageUnit], staff: list[Seller]
    ) -> None:
        alike = [
            CoverageUnit(unit.id, unit.response, margin=unit.margin, travel=unit.travel) for unit in units
        ]
        same = [Seller(seller.id, 400) for seller in staff]
        plan = ResponseAlignment().align(alike, same)
        size = MarginalSizing(400, 1).size(alike, most=len(same), show=len(same))
        assert plan.contribution <= size.steps[len(same)].contribution * (1 + 1e-9) + 1e-6

    def test_the_marginal_rule_by_hand(self) -> None:
        """The n-th person adds 10,000 times the difference of the roots of n and n - 1: the seventh 1,963."""
        units = [CoverageUnit("all", PowerResponse(1000, "0.5"))]
        for cost, people in ((2100, 6), (1970, 6), (1960, 7), (10_001, 0)):
            assert MarginalSizing(100, cost).size(units).people == people

    def test_somebody_who_only_earns_the_cost_is_not_added(self) -> None:
        """Up to ten hours the envelope is a line of 50 an hour: five hours more bring 250 each time."""
        units = [CoverageUnit("all", AdbudgResponse(0, 1000, half=10, shape=2, enveloped=True))]
        for cost, people in ((250, 0), (249, 2)):
            size = MarginalSizing(5, cost).size(units)
            assert (size.people, size.steps[1].marginal) == (people, 250)

    def test_as_many_sizes_are_shown_as_are_asked_for(self) -> None:
        units = [CoverageUnit("all", PowerResponse(1000, "0.5"))]
        policy = MarginalSizing(100, 2000, more=1)
        for show, last in ((0, 7), (7, 7), (12, 12)):
            size = policy.size(units, show=show)
            assert [step.people for step in size.steps] == list(range(last + 1))
            assert size.people == 6

    def test_selling_time(self) -> None:
        wrong: dict[str, Any] = {"hours": 40.0, "selling": "50%"}
        time = SellingTime(40, "50%", absent=2, weeks=52)
        assert time.available == Fraction(1000)
        with pytest.raises(InvalidValueError):
            SellingTime(200, "50%")
        with pytest.raises(WrongTypeError):
            SellingTime(**wrong)
