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
    Rerun,
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
from salesmgmt.records import Application, Facts, Invoice, Line, Order, Payment, Record
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


def both_ways(*records: Record, leave: bool = False) -> Rerun:
    """A rerun of orders under a limit of 10 dollars, seen to be the same when everything is summed anew."""
    facts, pools = Facts(records), Pools(Limits([CreditLimit("L", "a", "USD 10")]))
    kept = "leave" if leave else "stay"
    done = rerun(facts, POLICY, pools, during=YEARS, as_of=END, currency="USD", stopped=kept)
    assert done == rerun_slowly(facts, POLICY, pools, during=YEARS, as_of=END, leave=leave)
    return done


def order(name: str, on: str, amount: str = "USD 1", **more: str) -> Order:
    return Order(name, on, Line(None, amount), customer="a", **more)  # type: ignore[arg-type]


def paid(on: str, amount: str, *, of: str, due: str | None = None) -> list[Record]:
    """An invoice for 6 dollars of an order, and what is paid for it on the same day."""
    return [
        Invoice("I", on, Line(None, "USD 6"), customer="a", order=of, due=due),
        Payment("P", on, "a", amount),
        Application("A", on, "P", "I", "USD 6"),
    ]


def test_a_late_payment_is_forgotten_after_a_year() -> None:
    bill = paid("2026-03-01", "USD 6", of="O-1", due="2026-02-01")
    later = [order("O-2", "2026-03-02"), order("O-3", "2027-02-28"), order("O-4", "2027-03-01")]
    done = both_ways(order("O-1", "2026-01-05"), *bill, *later)
    assert [row.rules for row in done.rows] == [(), ("average_delay",), ("average_delay",), ()]


def test_what_came_of_an_order_before_it_was_recorded_counts_for_others_only() -> None:
    """Money that paid its invoice is not applied while the order itself is decided on."""
    late = order("O-2", "2026-01-05", "USD 6", recorded="2026-01-20T12:00:00Z")
    done = both_ways(
        *paid("2026-01-10", "USD 6", of="O-2"),
        order("O-1", "2026-01-12"),
        late,
        order("O-3", "2026-01-25"),
    )
    totals = {row.order: row.decision.exposure.total.minor for row in done.rows}
    assert totals == {"O-1": 0, "O-2": -500, "O-3": 100}


def test_the_money_of_an_order_that_never_was_is_gone_with_it() -> None:
    """Its invoice had been paid, with a dollar more, before the order was recorded and stopped."""
    late = order("O-2", "2026-01-05", "USD 20", recorded="2026-01-20T12:00:00Z")
    records = [*paid("2026-01-10", "USD 7", of="O-2"), order("O-1", "2026-01-12"), late]
    done = both_ways(*records, order("O-3", "2026-01-25"), leave=True)
    totals = {row.order: row.decision.exposure.total.minor for row in done.rows}
    assert totals == {"O-1": -100, "O-2": -600, "O-3": 0}
    assert [row.order for row in done.stopped] == ["O-2"]


def test_money_for_an_invoice_dated_ahead_is_gone_with_its_order() -> None:
    ahead = Invoice(
        "I",
        "2026-02-01",
        Line(None, "USD 6"),
        customer="a",
        order="O-2",
        recorded="2026-01-10T08:00:00Z",
    )
    money = paid("2026-01-10", "USD 7", of="O-2")[1:]
    large = order("O-2b", "2026-01-20", "USD 20", supersedes="O-2")
    orders = [order("O-2", "2026-01-05", "USD 6"), order("O-1", "2026-01-12"), large]
    done = both_ways(*orders, ahead, *money, order("O-3", "2026-01-25"), leave=True)
    totals = {row.order: row.decision.exposure.total.minor for row in done.rows}
    assert totals == {"O-1": -100, "O-2b": -600, "O-3": 0}


def test_corrections_may_be_known_before_what_they_correct() -> None:
    """An invoice of February was corrected twice, under dates of January, and moved to another order."""
    line = Line(None, "USD 6")
    done = both_ways(
        order("O-1", "2026-01-05"),
        order("O-2", "2026-01-05"),
        Invoice("I-1", "2026-02-10", line, customer="a", order="O-1"),
        Invoice("I-2", "2026-01-09", line, customer="a", order="O-1", supersedes="I-1"),
        Invoice("I-3", "2026-01-04", line, customer="a", order="O-2", supersedes="I-2"),
        order("O-3", "2026-01-07"),
    )
    assert [row.decision.exposure.total.minor for row in done.rows] == [600, 100, 700]
