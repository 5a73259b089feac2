"""A rerun carries positions along, and comes to what summing everything anew for each decision comes to."""

from __future__ import annotations

from datetime import UTC, date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesmgmt.calendars import DateRange
from salesmgmt.credit import (
    AverageDelay,
    CreditLimit,
    CreditPolicy,
    CustomerStanding,
    ExposurePolicy,
    HighestDunning,
    Limits,
    OldestItem,
    PoolMember,
    PoolNesting,
    Pools,
    ShareOverdue,
    StoppedOrders,
    WarningLine,
    WithinLimit,
    rerun,
)
from salesmgmt.credit.replay.running import Running
from salesmgmt.credit.replay.sequence import parts_of, upto
from salesmgmt.credit.replay.standing import Standing
from salesmgmt.errors import BatchError
from salesmgmt.money import ExchangeRate, ExchangeRates, Money
from salesmgmt.records import Facts, Invoice, Line, Order
from salesmgmt.testing.credit_replay import portfolio_histories
from tests.credit.replay.slow import USD, rerun_slowly

pytestmark = pytest.mark.properties

CUSTOMERS = ("a", "b", "c")
POLICY = CreditPolicy(
    [
        WithinLimit(),
        OldestItem(5),
        WarningLine("70%"),
        ShareOverdue("40%"),
        HighestDunning(2),
        AverageDelay(10),
    ]
)
YEARS = DateRange.of("2026-01-01/2029-01-01")
END = date(2028, 12, 31)
EXPOSURES = st.builds(
    lambda days, end, credited, left, more: (
        ExposurePolicy(horizon_days=days, horizon_end=end, credited=credited)
        .leaving_out(*left)
        .counting(*more)
    ),
    st.sampled_from([None, None, 0, 15, 40]),
    st.sampled_from(["inclusive", "exclusive"]),
    st.sampled_from(["ends", "reopens"]),
    st.sampled_from([(), (), ("orders",), ("disputed",), ("cheques", "credits")]),
    st.sampled_from([(), ("guarantees",)]),
)
STANDINGS = st.sampled_from(
    [{}, {"a": CustomerStanding(segment="dealers", groups="vip", review_on="2026-02-01")}]
)
HISTORIES = portfolio_histories(timed=True, claims=True) | portfolio_histories(
    timed=True, claims=True, days=400, most=3
)


def pools_of(nesting: PoolNesting) -> Pools:
    """`a` and `b` share the pool of their group; the limit of `c` changes in February, dealers have one."""
    limits = Limits(
        [
            CreditLimit("L-a", "a", Money(900, "USD")),
            CreditLimit("L-c1", "c", Money(700, "USD"), "2026-01-01/2026-02-10"),
            CreditLimit("L-c2", "c", Money(1_500, "USD"), "2026-02-10/2027-01-01"),
            CreditLimit("L-g", "g", Money(1_300, "USD"), scope="group"),
            CreditLimit("L-d", "dealers", Money(800, "USD"), scope="segment"),
        ]
    )
    return Pools(limits, [PoolMember("a", "g"), PoolMember("b", "g", "2026-01-15/2026-03-15")], nesting)


POOLS = st.sampled_from(PoolNesting).map(pools_of)


@given(
    facts=HISTORIES,
    pools=POOLS,
    exposure=EXPOSURES,
    standings=STANDINGS,
    kept=st.sampled_from(StoppedOrders),
)
def test_a_rerun_is_what_everything_summed_anew_comes_to(
    facts: Facts,
    pools: Pools,
    exposure: ExposurePolicy,
    standings: dict[str, CustomerStanding],
    kept: StoppedOrders,
) -> None:
    given = {"during": YEARS, "as_of": END, "exposure": exposure, "standings": standings}
    fast = rerun(facts, POLICY, pools, currency="USD", stopped=kept, **given)  # type: ignore[arg-type]
    slow = rerun_slowly(facts, POLICY, pools, leave=kept is StoppedOrders.LEAVE, **given)  # type: ignore[arg-type]
    assert fast == slow


@given(facts=HISTORIES, pools=POOLS, exposure=EXPOSURES, standings=STANDINGS)
def test_positions_that_are_carried_along_are_those_of_the_facts(
    facts: Facts, pools: Pools, exposure: ExposurePolicy, standings: dict[str, CustomerStanding]
) -> None:
    """Of everybody at every order, not only of who orders."""
    for part in parts_of(facts, pools, UTC):
        running = Running(part, USD, pools, exposure, standings, facts.index(Order))
        for place, (key, record) in enumerate(part):
            if not isinstance(record, Order):
                continue
            carried = running.before(place, (), set())
            slow = Standing(Facts(upto(part, key), links="open"), key[0], USD, pools, exposure, (), standings)
            for name in CUSTOMERS:
                assert carried.position(name, [record.id]) == slow.position(name, [record.id])


EUROS = Invoice("euros", "2026-01-20", Line(None, "EUR 3"), customer="a", due="2026-02-19")
RATES = ExchangeRates(
    [ExchangeRate("EUR", "USD", "2026-01-01", "1.1"), ExchangeRate("EUR", "USD", "2026-02-01", "1.3")],
    day="latest",
)


@given(facts=portfolio_histories(timed=True, claims=True), pools=POOLS, kept=st.sampled_from(StoppedOrders))
def test_other_currencies_are_summed_anew_at_the_rates_of_the_day(
    facts: Facts, pools: Pools, kept: StoppedOrders
) -> None:
    both = Facts([*facts, EUROS])
    given = {"during": YEARS, "as_of": END, "exposure": ExposurePolicy(rates=RATES)}
    fast = rerun(both, POLICY, pools, currency="USD", stopped=kept, **given)  # type: ignore[arg-type]
    assert fast == rerun_slowly(both, POLICY, pools, leave=kept is StoppedOrders.LEAVE, **given)  # type: ignore[arg-type]


def test_other_currencies_without_rates_are_refused() -> None:
    order = Order("o", "2026-02-01", Line(None, "USD 1"), customer="a")
    with pytest.raises(BatchError, match="EUR"):
        rerun(Facts([EUROS, order]), POLICY, during=YEARS, as_of=END, currency="USD")
