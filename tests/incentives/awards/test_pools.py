"""Pools: against a slow reference; conservation, order, monotony, and every source and basis."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from random import Random

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from salesmgmt.criteria import ALWAYS, field
from salesmgmt.errors import (
    BatchError,
    CurrencyMismatchError,
    InexactError,
    InvalidValueError,
    SalesmgmtError,
    WrongTypeError,
)
from salesmgmt.incentives import Commission, Plan, Revenue
from salesmgmt.incentives.awards import (
    Basis,
    ByContribution,
    ByPoints,
    ByProduct,
    ByWeights,
    Contribution,
    Distribution,
    Equally,
    FixedFund,
    Fund,
    FundLike,
    Leftover,
    OverTarget,
    Pool,
    PoolShare,
    ShareOf,
    ShareOfTotal,
    share_out,
)
from salesmgmt.incentives.figures import Figure
from salesmgmt.money import Currency, Money, Rate, Rounding, Unrounded
from salesmgmt.records import Assignment, Facts, Opportunity, Participant
from salesmgmt.testing.awards import distributions, fund_sources, pools, standings
from tests.incentives.awards.reference import shared

pytestmark = pytest.mark.properties

PEOPLE = st.sampled_from("abcdef")
WEIGHTS = st.dictionaries(PEOPLE, st.integers(0, 4).map(Fraction) | st.fractions(0, 9))
CAPS = st.dictionaries(PEOPLE, st.integers(0, 40))
TOTALS = st.integers(0, 100) | st.integers(0, 10**9)


def given_out(found: Distribution) -> dict[str, int]:
    """Minor units by member."""
    return {one.participant: one.amount.minor for one in found.shares}


def divide(
    total: int, weights: Mapping[str, Fraction], caps: Mapping[str, int], leftover: Leftover, step: int = 1
) -> Distribution:
    """Yen, shared out."""
    limits = {person: Money(cap, "JPY") for person, cap in caps.items()}
    return share_out(Money(total, "JPY"), weights, limits, leftover, step)


@given(TOTALS, WEIGHTS, CAPS, st.sampled_from(Leftover), st.sampled_from((1, 1, 10)))
def test_shares_are_those_of_the_reference_and_nothing_is_lost(
    total: int, weights: dict[str, Fraction], caps: dict[str, int], leftover: Leftover, step: int
) -> None:
    found = divide(total, weights, caps, leftover, step)
    units = {person: cap // step for person, cap in caps.items() if person in weights}
    expected = shared(total // step, weights, units, leftover)
    assert given_out(found) == {person: part * step for person, part in expected.items()}
    assert found.adds_up
    assert found.undistributed.minor == total - sum(expected.values()) * step
    assert bool(found.undistributed) == bool(found.reasons)
    told = [amount for reason in found.reasons if isinstance(amount := reason.get("amount"), Money)]
    assert Money.total(told, "JPY") == found.undistributed


@given(TOTALS, WEIGHTS, CAPS, st.sampled_from(Leftover))
def test_caps_hold_and_are_named_where_they_hold_somebody_back(
    total: int, weights: dict[str, Fraction], caps: dict[str, int], leftover: Leftover
) -> None:
    found = divide(total, weights, caps, leftover)
    free = given_out(divide(total, weights, {}, leftover))
    for one in found.shares:
        cap = caps.get(one.participant)
        assert cap is None or one.amount.minor <= cap
        if one.most is not None:
            assert one.amount == one.most == Money(cap or 0, "JPY")
        elif leftover is Leftover.KEEP:
            assert one.amount.minor == free[one.participant]
        else:
            assert one.amount.minor >= free[one.participant] - 1


@given(TOTALS, WEIGHTS, st.none() | st.integers(0, 40), st.sampled_from(Leftover))
def test_a_higher_weight_never_brings_less_than_a_lower_one(
    total: int, weights: dict[str, Fraction], most: int | None, leftover: Leftover
) -> None:
    cap = None if most is None else Money(most, "JPY")
    found = share_out(Money(total, "JPY"), weights, cap, leftover)
    ranked = sorted(found.shares, key=lambda one: (one.weight, one.amount))
    amounts = [one.amount.minor for one in ranked]
    assert amounts == sorted(amounts)


@given(TOTALS, WEIGHTS, CAPS, st.sampled_from(Leftover), st.randoms(use_true_random=False))
def test_the_order_of_members_and_the_scale_of_weights_say_nothing(
    total: int, weights: dict[str, Fraction], caps: dict[str, int], leftover: Leftover, random: Random
) -> None:
    shuffled = list(weights.items())
    random.shuffle(shuffled)
    found = divide(total, weights, caps, leftover)
    assert divide(total, dict(shuffled), caps, leftover) == found
    scaled = {person: weight * Fraction(7, 3) for person, weight in weights.items()}
    assert given_out(divide(total, scaled, caps, leftover)) == given_out(found)


@given(distributions())
def test_what_pools_share_out_adds_up(found: Distribution) -> None:
    assert found.adds_up
    assert found.total + found.undistributed == found.fund.amount
    assert not {one.participant for one in found.shares} & {one.participant for one in found.left_out}
    for lang in ("en", "zh"):
        for table in (found.table(lang), found.fund.table(lang), found.left_out_table(lang)):
            assert table.markdown()
            assert table.html()
    assert all(reason.code.startswith("incentives.award.") for reason in found.reason.walk())


@given(fund_sources(currency="USD"), standings(money=True, currency="USD"))
def test_funds_add_up_and_withhold_no_more_than_there_is(
    source: FixedFund | ShareOf | ShareOfTotal | OverTarget, found: dict[str, Figure]
) -> None:
    rounded = {who: Money(int(one.minor), "USD") for who, one in found.items() if isinstance(one, Unrounded)}
    fund = source.raised(rounded, "USD")
    assert fund.adds_up
    assert fund.amount >= Money.zero("USD")
    assert source.raised(dict(reversed(rounded.items())), "USD") == fund
    for one in fund.contributions:
        assert not one.withheld or one.kept + one.amount == one.commission
        assert not one.withheld or one.kept.minor >= min(one.commission.minor, 0)
        assert one.withheld or one.kept == one.commission


@given(pools())
def test_every_pool_can_be_said(pool: Pool) -> None:
    for lang in ("en", "zh"):
        assert all(line.endswith((".", "。")) for line in pool.said(lang))
    assert len(pool.said("zh")) == len(pool.said())
    assert pool.of == pool.fund.component
    assert set(pool.needs) == {one for one in (pool.fund.component, pool.by.component) if one is not None}


def test_a_quarter_of_every_commission_shared_by_points() -> None:
    pool = Pool("team", per="month", fund=ShareOf("sales", "25%"), by=ByPoints("appraisal"), title="Team")
    earned = {"A": "CNY 14,500", "B": "CNY 11,200", "C": "CNY 4,938.27", "D": "CNY 0"}
    fund = pool.fund.raised(earned)
    assert [str(one.amount) for one in fund.contributions] == [
        "CNY 3,625.00",
        "CNY 2,800.00",
        "CNY 1,234.57",
        "CNY 0.00",
    ]
    assert [str(one.kept) for one in fund.contributions] == [
        "CNY 10,875.00",
        "CNY 8,400.00",
        "CNY 3,703.70",
        "CNY 0.00",
    ]
    found = pool.distribute(fund, {"A": 92, "B": 88, "C": 75, "D": 85})
    assert [str(one.amount) for one in found.shares] == [
        "CNY 2,072.59",
        "CNY 1,982.48",
        "CNY 1,689.61",
        "CNY 1,914.89",
    ]
    assert found.fund.kept("C") == Money.of("CNY 3,703.70")
    assert found.fund.kept("E") is None
    assert (found.share("D"), found.share("E")) == (Money.of("CNY 1,914.89"), Money.of("CNY 0"))
    assert str(found).splitlines()[0] == "Team"
    assert found._repr_html_() == found.table().html()
    assert str(fund) == fund.table().text()
    assert fund._repr_html_() == fund.table().html()


def test_salary_by_grade_by_months() -> None:
    pool = Pool(
        "year-end",
        per="year",
        fund=OverTarget("profit", "10%", "CNY 8,000,000"),
        by=ByProduct(("participant.more.salary", "grade_factor", "months")),
        members=field("months", "number").at_least(3),
        unit=100,
    )
    people = {
        name: Participant(name, more={"salary": Money.of(salary)})
        for name, salary in (("ann", "CNY 8,000"), ("bob", "CNY 6,000"), ("cid", "CNY 9,000"))
    }
    records = {
        "ann": {"participant": people["ann"], "grade_factor": Rate("1.2"), "months": 12},
        "bob": {"participant": people["bob"], "grade_factor": Fraction(1), "months": 6},
        "cid": {"participant": people["cid"], "grade_factor": Fraction(1), "months": 2},
    }
    fund = pool.fund.raised({"ann": "CNY 5,000,000", "bob": "CNY 4,200,050"})
    found = pool.distribute(fund, dict.fromkeys(records, 0), records=records)
    assert [one.weight for one in found.shares] == [115_200, 36_000]
    assert [str(one.amount) for one in found.shares] == ["CNY 91,400.00", "CNY 28,600.00"]
    assert str(found.undistributed) == "CNY 5.00"
    assert [reason.code for reason in found.reasons] == ["incentives.award.left.unit"]
    assert [one.participant for one in found.left_out] == ["cid"]
    assert pool.needs == ("profit",)
    with pytest.raises(BatchError) as caught:
        pool.distribute(fund, {"ann": 0, "eve": 0, "fay": 0}, records={**records, "eve": {"months": 5}})
    assert [(one.record, one.field) for one in caught.value.problems] == [("fay", "months")]
    with pytest.raises(BatchError) as caught:
        pool.distribute(fund, {"eve": 0}, records={"eve": {"months": 5, "grade_factor": 1.5}})
    assert [one.field for one in caught.value.problems] == ["participant.more.salary", "grade_factor"]


@pytest.mark.parametrize(
    ("record", "kind"),
    [
        ({"pay": Money.of("USD 5")}, CurrencyMismatchError),
        ({"pay": -1}, InvalidValueError),
        ({"pay": True}, WrongTypeError),
        ({"pay": "5"}, WrongTypeError),
        ({}, SalesmgmtError),
    ],
)
def test_a_factor_that_cannot_be_is_named(record: dict[str, object], kind: type[SalesmgmtError]) -> None:
    records = {"a": {"pay": Money.of("CNY 5")}, "b": record}
    with pytest.raises(BatchError) as caught:
        ByProduct("pay").weights({"a": Fraction(0), "b": Fraction(0)}, records)
    assert [problem.record for problem in caught.value.problems] == ["b"]
    assert issubclass(kind, SalesmgmtError)


def test_by_contribution_equally_and_by_agreement() -> None:
    def amounts(by: Basis, **more: object) -> list[str]:
        make: Callable[..., Pool] = Pool
        pool = make("p", fund=FixedFund("USD 100"), by=by, **more)
        standing = {"a": "USD 300", "b": "USD 100", "c": "USD -50"}
        found = pool.distribute(pool.fund.raised(), standing)
        return [one.amount.figure for one in found.shares] + [found.undistributed.figure]

    assert amounts(ByContribution("sales")) == ["75.00", "25.00", "0.00", "0.00"]
    assert amounts(Equally()) == ["33.34", "33.33", "33.33", "0.00"]
    agreed: dict[str, int | str] = {"a": 1, "c": "1.5", "z": 9}
    assert amounts(ByWeights(agreed)) == ["40.00", "0.00", "60.00", "0.00"]
    assert amounts(ByContribution("sales"), most="50%") == ["50.00", "25.00", "0.00", "25.00"]
    assert amounts(ByContribution("sales"), most="50%", leftover="redistribute") == [
        "50.00",
        "50.00",
        "0.00",
        "0.00",
    ]
    assert amounts(ByContribution("sales"), most="USD 30", leftover="redistribute") == [
        "30.00",
        "30.00",
        "0.00",
        "40.00",
    ]


def test_a_contribution_below_zero_is_said() -> None:
    pool = Pool("p", fund=FixedFund("USD 100"), by=ByContribution("sales"))
    found = pool.distribute("USD 100", {"a": -1, "b": -2})
    assert [reason.code for reason in found.reasons] == [
        "incentives.award.left.weightless",
        "incentives.award.share.negative",
        "incentives.award.share.negative",
    ]
    assert str(found.undistributed) == "USD 100.00"
    with pytest.raises(BatchError) as caught:
        Pool("p", fund=FixedFund("USD 1"), by=ByPoints()).distribute("USD 1", {"a": -1, "b": 1})
    assert [problem.record for problem in caught.value.problems] == ["a"]


def test_nobody_leaves_the_fund_as_it_is() -> None:
    found = share_out("USD 5", {})
    assert (found.shares, str(found.undistributed)) == ((), "USD 5.00")
    assert [reason.code for reason in found.reasons] == ["incentives.award.left.nobody"]
    assert share_out("USD 0", {}).reasons == ()
    assert share_out("USD 0", {"a": 0}).shares[0].part == Rate(0)


def test_caps_and_units_leave_what_they_say() -> None:
    found = share_out("USD 100.07", {"a": 1, "b": 1}, "USD 40.50", unit=1)
    assert given_out(found) == {"a": 4000, "b": 4000}
    assert [(reason.code, str(reason.get("amount"))) for reason in found.reasons] == [
        ("incentives.award.left.unit", "USD 0.07"),
        ("incentives.award.left.caps", "USD 20.00"),
    ]
    assert [reason.code for reason in found.reason.find("incentives.award.share")] == [
        "incentives.award.share.capped"
    ] * 2


def test_a_cap_that_holds_nobody_back_is_not_named() -> None:
    for leftover in Leftover:
        found = share_out("USD 100", {"a": 1, "b": 1}, "USD 50", leftover)
        assert [(one.amount, one.most) for one in found.shares] == [(Money.of("USD 50"), None)] * 2
    third = Pool("p", fund=FixedFund("USD 100"), by=Equally(), most=Rate("1/3"))
    assert str(third.distribute("USD 100", {"a": 0}).share("a")) == "USD 33.33"


def test_sources_say_how_they_come_about() -> None:
    figures = {"a": "USD 120.10", "b": "USD -20"}
    beside = ShareOf("sales", "10%", withheld=False).raised(figures)
    assert (str(beside.amount), beside.kept("a")) == ("USD 12.01", Money.of("USD 120.10"))
    assert [reason.code for reason in beside.reason.because] == [
        "incentives.award.fund.beside",
        "incentives.award.fund.negative",
    ]
    coarse = ShareOf("sales", "60%", rounding=Rounding("100")).raised(figures)
    assert str(coarse.amount) == "USD 100.00"
    assert (
        str(ShareOf("sales", "60%", rounding=Rounding("100")).raised({"a": "USD 90"}).amount) == "USD 90.00"
    )
    assert str(ShareOfTotal("sales", "10%").raised(figures).amount) == "USD 10.01"
    negative = ShareOfTotal("sales", "10%").raised({"b": "USD -20"})
    assert (str(negative.amount), negative.reasons[0].code) == (
        "USD 0.00",
        "incentives.award.fund.total_negative",
    )
    short = OverTarget("sales", "10%", "USD 100.10").raised(figures)
    assert (str(short.amount), short.reasons[0].code) == ("USD 0.00", "incentives.award.fund.short")
    over = OverTarget("sales", "10%", "USD 100").raised(figures)
    assert (str(over.amount), over.reasons[0].code) == ("USD 0.01", "incentives.award.fund.over")
    assert str(ShareOf("sales", "10%").raised({}, "USD").amount) == "USD 0.00"
    assert FixedFund("USD 5").raised(figures).reasons[0].code == "incentives.award.fund.fixed"


def test_the_terms_as_sentences() -> None:
    pool = Pool(
        "team",
        per="month",
        fund=ShareOf("sales", "25%"),
        by=ByPoints("appraisal"),
        members=field("role").equals("rep"),
        most="30%",
        leftover="redistribute",
        unit="10",
        title="Team pool",
    )
    assert pool.said() == (
        "Team pool: each month, 25% of every commission of sales is withheld and shared.",
        "It is shared in proportion to each member's appraisal.",
        "It is filled by everybody's figures, whether they are members or not.",
        f"Members are those who meet this: {pool.members.text()}.",
        "Nobody gets more than 30% of the fund.",
        "What nobody may take for that reason is shared among the others.",
        "Shares are whole multiples of 10; what is left over goes by largest remainder.",
    )
    assert pool.said("zh")[0] == "Team pool：每月从 sales 的每笔提成中提取 25% 进行分配。"
    assert Pool("p", fund=FixedFund("USD 5"), by=Equally(), most="USD 2").said()[2:] == (
        "Nobody gets more than USD 2.00.",
        "What nobody may take for that reason stays in the fund.",
    )


class Doubling:
    """A rule of a user's own."""

    component = None

    def raised(
        self, figures: Mapping[str, object] | None = None, currency: Currency | str | None = None
    ) -> Fund:
        return Fund(Money.of("USD 8"))

    def weights(
        self, standings: Mapping[str, Figure], records: object = None, tables: object = None
    ) -> Mapping[str, Fraction]:
        return {person: Fraction(2**number) for number, person in enumerate(standings)}

    def __str__(self) -> str:
        return "each twice the one before"


def test_rules_of_ones_own() -> None:
    pool = Pool("p", fund=Doubling(), by=Doubling())
    found = pool.distribute(pool.fund.raised(), {"a": 0, "b": 0})
    assert [str(one.amount) for one in found.shares] == ["USD 2.67", "USD 5.33"]
    assert pool.currency is None
    assert pool.said()[1] == "It is shared by a rule of its own: each twice the one before."
    assert pool.said("zh")[0] == "p：每季度分配按自定规则形成的奖金池：each twice the one before。"


@pytest.mark.parametrize(
    ("settings", "kind", "match"),
    [
        ({"fund": "USD 5"}, WrongTypeError, "be FixedFund"),
        ({"by": "points"}, WrongTypeError, "be Equally"),
        ({"members": 1}, WrongTypeError, "be a criterion"),
        ({"most": "500"}, InvalidValueError, "be an amount such as"),
        ({"most": "USD -5"}, InvalidValueError, "be 0 or more"),
        ({"most": "-5%"}, InvalidValueError, "be 0 or more"),
        ({"most": "CNY 5"}, CurrencyMismatchError, "be in USD"),
        ({"leftover": "burn"}, InvalidValueError, "be one of keep"),
        ({"unit": 0}, InvalidValueError, "be a decimal above 0"),
        ({"title": 5}, WrongTypeError, "be text"),
        ({"id": ""}, InvalidValueError, "at least one character"),
    ],
)
def test_terms_that_cannot_be_are_refused(
    settings: dict[str, object], kind: type[SalesmgmtError], match: str
) -> None:
    make: Callable[..., Pool] = Pool
    with pytest.raises(kind, match=match):
        make(**{"id": "p", "fund": FixedFund("USD 5"), "by": Equally(), **settings})


@pytest.mark.parametrize(
    ("call", "kind"),
    [
        (lambda: FixedFund("USD -1"), InvalidValueError),
        (lambda: FixedFund("USD 1").raised({}, "CNY"), CurrencyMismatchError),
        (lambda: ShareOf("", "5%"), InvalidValueError),
        (lambda: ShareOf("c", "-5%"), InvalidValueError),
        (lambda: ShareOf("c", "101%"), InvalidValueError),
        (lambda: ShareOf("c", "5%").raised({}), InvalidValueError),
        (lambda: ShareOf("c", "5%").raised({"a": 5}), WrongTypeError),
        (lambda: ShareOf("c", "5%").raised({"a": Unrounded(Fraction(1, 3), "USD")}), InexactError),
        (lambda: ShareOfTotal("c", "5%").raised({"a": "USD 5"}, "CNY"), CurrencyMismatchError),
        (lambda: OverTarget("c", "5%", "USD 5").raised({"a": "CNY 5"}), CurrencyMismatchError),
        (lambda: Fund("USD -1"), InvalidValueError),
        (lambda: Fund("USD 1", [Contribution("a", "CNY 1", "CNY 1")]), CurrencyMismatchError),
        (lambda: Contribution("a", "CNY 1", "USD 1"), CurrencyMismatchError),
        (lambda: Contribution("a", "CNY 1", "CNY -1"), InvalidValueError),
        (lambda: ByContribution(""), InvalidValueError),
        (lambda: ByPoints(""), InvalidValueError),
        (lambda: ByProduct(()), InvalidValueError),
        (lambda: ByProduct("a..b"), InvalidValueError),
        (lambda: ByWeights([("a", 1), ("a", 2)]), InvalidValueError),
        (lambda: ByWeights({"a": -1}), InvalidValueError),
        (lambda: share_out("USD 1", {"a": -1, "b": "x"}), BatchError),
        (lambda: share_out("USD 1", {"a": 1}, {"a": "CNY 1"}), BatchError),
        (lambda: share_out("USD 1", {"a": 1}, "USD -1"), InvalidValueError),
        (lambda: share_out("USD 1", {"a": 1}, unit="0.001"), InexactError),
        (lambda: share_out("USD -1", {"a": 1}), InvalidValueError),
        (lambda: PoolShare("a", 2, 1, "USD 1", "USD 1"), InvalidValueError),
        (lambda: PoolShare("a", 1, 1, "USD 1", "USD 2"), InvalidValueError),
        (lambda: PoolShare("a", 1, 1, "USD 3", "USD 2", "USD 1"), InvalidValueError),
        (lambda: Distribution(Fund("USD 1"), (), "CNY 1"), CurrencyMismatchError),
        (lambda: Distribution(Fund("USD 1"), (), "USD -1"), InvalidValueError),
    ],
)
def test_values_that_cannot_be_are_refused(call: Callable[[], object], kind: type[SalesmgmtError]) -> None:
    with pytest.raises(kind):
        call()


def test_what_does_not_add_up_shows() -> None:
    assert not Distribution(Fund("USD 1"), (), "USD 0").adds_up
    assert not Fund("USD 1", [Contribution("a", "USD 5", "USD 2")]).adds_up
    fund: FundLike = Fund("USD 1")
    assert share_out(fund, {"a": 1}).fund == fund


def test_a_pool_of_a_team_is_filled_by_those_who_are_named() -> None:
    team = field("unit").equals("east")
    pool = Pool(
        "pool", per="month", fund=ShareOf("sales", "10%"), by=Equally(), members=team, contributors=team
    )
    sales = Commission("sales", of=Revenue(), pays="10%")
    facts = Facts(
        [
            Assignment("P-1", "ann", "2026-01-01/..", unit="east"),
            Assignment("P-2", "bob", "2026-01-01/..", unit="west"),
            *[
                Opportunity(f"D-{who}", who, "USD 1,000", outcome="won", closed="2026-01-05")
                for who in ("ann", "bob")
            ],
        ]
    )

    def fund(held: Pool) -> str:
        plan = Plan("p", currency="USD", components=[sales, held])
        (award,) = plan.earn(facts, through="2026-01").awards()
        assert isinstance(award.outcome, Distribution)
        return str(award.outcome.fund.amount)

    assert fund(pool) == "USD 10.00"
    assert fund(evolve(pool, contributors=ALWAYS)) == "USD 20.00"
    assert pool.said()[2].startswith("It is filled by the figures of those who meet this: ")
    assert evolve(pool, contributors=ALWAYS).said("zh")[2] == "奖金池由全体人员形成，不限于参与分配的人员。"
    with pytest.raises(InvalidValueError, match="contributors"):
        Pool("pool", fund=FixedFund("USD 5"), by=Equally(), contributors=team)
