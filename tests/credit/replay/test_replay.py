"""Replay equals state: the book as it was carried along, the book anew, a stored row, and sums over facts."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from salesmgmt.credit import (
    CreditBook,
    CreditLimit,
    CreditPolicy,
    Effect,
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
    position_at,
    position_of,
    rerun,
)
from salesmgmt.money import Money
from salesmgmt.records import (
    Application,
    CreditNote,
    Delivery,
    Facts,
    Invoice,
    Line,
    Order,
    Payment,
    Record,
    WriteOff,
)
from salesmgmt.testing.credit_replay import portfolio_histories

pytestmark = pytest.mark.properties

Fact = Order | Delivery | Invoice | CreditNote | Payment | Application | WriteOff
KINDS = (Order, Delivery, Invoice, CreditNote, Payment, Application, WriteOff)
CUSTOMERS = ("a", "b", "c")
POLICY = CreditPolicy([WithinLimit(), OldestItem(5), WarningLine("70%"), ShareOverdue("40%")])
YEAR = "2026-01-01/2027-01-01"
FIRST = date(2026, 1, 1)
END = date(2026, 12, 31)
LINE = Line(None, Money(150, "USD"))
DAYS = st.integers(0, 130).map(lambda days: date(2026, 1, 1) + timedelta(days=days))


def pools_of(nesting: PoolNesting) -> Pools:
    """`a` and `b` share the pool of their group; `c` has a limit that changes in February."""
    limits = Limits(
        [
            CreditLimit("L-a", "a", Money(900, "USD")),
            CreditLimit("L-c1", "c", Money(700, "USD"), "2026-01-01/2026-02-10"),
            CreditLimit("L-c2", "c", Money(1_500, "USD"), "2026-02-10/2027-01-01"),
            CreditLimit("L-g", "g", Money(1_300, "USD"), scope="group"),
        ]
    )
    return Pools(limits, [PoolMember("a", "g"), PoolMember("b", "g")], nesting)


POOLS = st.sampled_from(PoolNesting).map(pools_of)


def replayed(facts: Facts, pools: Pools, **settings: object) -> Rerun:
    return rerun(facts, POLICY, pools, during=YEAR, as_of=END, currency="USD", **settings)  # type: ignore[arg-type]


def whose(facts: Facts, record: Record) -> str:
    """Whose record it is, through the documents that it names."""
    customer: str | None = getattr(record, "customer", None)
    if customer is not None:
        return customer
    if isinstance(record, Delivery):
        return facts.index(Order)[record.order].customer or ""
    assert isinstance(record, Application | WriteOff)
    return facts.index(Invoice)[record.invoice].customer


def history(facts: Facts, order: Order) -> list[str]:
    """Names of an order's versions up to this one, the first first."""
    earlier = {one.id: one for one in facts.all(Order)}
    names = [order.id]
    while order.supersedes is not None:
        order = earlier[order.supersedes]
        names.insert(0, order.id)
    return names


def in_turn(facts: Facts) -> list[tuple[date, list[Fact], list[Order], list[Fact]]]:
    """Day by day: what has nothing to do with its orders, its orders by name, and what came of them."""
    records = [one for one in facts if isinstance(one, KINDS)]
    turns = []
    for day in sorted({one.on for one in records}):
        today = [one for one in records if one.on == day]
        orders = sorted((one for one in today if isinstance(one, Order)), key=lambda one: history(facts, one))
        new = {one.id for one in orders}
        after: list[Fact] = [one for one in today if getattr(one, "order", None) in new]
        new |= {one.id for one in after}
        after += [one for one in today if getattr(one, "invoice", None) in new]
        before = [one for one in today if one not in after and one not in orders]
        turns.append((day, before, orders, after))
    return turns


@given(facts=portfolio_histories(), pools=POOLS)
def test_a_book_that_is_carried_along_decides_as_the_rerun(facts: Facts, pools: Pools) -> None:
    done = {row.order: row for row in replayed(facts, pools).rows}
    book = CreditBook(POLICY, pools, currency="USD", day="2026-01-01", settles="named")
    found: dict[str, Effect] = {}
    heads = facts.index(Order)
    ranks = list(Effect)
    for day, before, orders, after in in_turn(facts):
        book.advance(day)
        book.take_all(before)
        for order in orders:
            effect = book.decide(order).effect
            head = heads[order.id].id
            found[head] = max(effect, found.get(head, effect), key=ranks.index)
            book.take(order)
        book.take_all(after)
    assert found == {name: row.effect for name, row in done.items()}


@given(facts=portfolio_histories(), pools=POOLS, day=DAYS)
def test_a_book_made_anew_a_stored_row_and_the_facts_decide_alike(
    facts: Facts, pools: Pools, day: date
) -> None:
    books = [CreditBook(POLICY, pools, currency="USD", day=one, settles="named") for one in (day, FIRST)]
    books[0].take_all([one for one in facts if isinstance(one, KINDS) and one.on <= day])
    for on, before, orders, after in in_turn(facts):
        if on <= day:
            books[1].advance(on)
            for part in (before, orders, after):
                books[1].take_all(part)
    books[1].advance(day)
    rows = {}
    for name in CUSTOMERS:
        rows.update(
            {(row["kind"], row.get("customer") or row["pool"]): row for row in books[0].to_rows(name)}
        )
    stored = json.loads(json.dumps(list(rows.values())))
    books.append(CreditBook.from_row(POLICY, *stored, limits=pools, day=day, settles="named"))
    for name in CUSTOMERS:
        order = Order("new", day, LINE, customer=name)
        found = [book.decide(order) for book in books]
        past = position_at(facts, name, day, "USD", limits=pools)
        slow = POLICY.decide(order, past.position)
        assert {one.effect for one in found} == {slow.effect}
        assert {one.position.total for one in found} == {past.position.total}
        assert {tuple(pool.used for pool in one.position.pools) for one in found} == {
            tuple(pool.used for pool in past.position.pools)
        }


@given(facts=portfolio_histories(timed=True), pools=POOLS, cut=DAYS, kept=st.sampled_from(StoppedOrders))
def test_decisions_depend_only_on_what_was_known_by_their_time(
    facts: Facts, pools: Pools, cut: date, kept: StoppedOrders
) -> None:
    whole = {row.decision.request.id: row.decision for row in replayed(facts, pools, stopped=kept).rows}
    early = facts.as_known(cut)
    for row in replayed(early, pools, stopped=kept).rows:
        decision = row.decision
        if decision.on <= cut and whole.get(decision.request.id) is not None:
            assert whole[decision.request.id] == decision


@given(facts=portfolio_histories(timed=True), pools=POOLS, data=st.data())
def test_the_order_of_records_does_not_matter(facts: Facts, pools: Pools, data: st.DataObject) -> None:
    shuffled = Facts(data.draw(st.permutations(facts.records)))
    assert replayed(shuffled, pools) == replayed(facts, pools)
    for name in CUSTOMERS:
        assert position_at(shuffled, name, "2026-02-20", "USD", limits=pools) == position_at(
            facts, name, "2026-02-20", "USD", limits=pools
        )


@given(facts=portfolio_histories(), pools=POOLS, data=st.data())
def test_what_others_do_does_not_matter(facts: Facts, pools: Pools, data: st.DataObject) -> None:
    """`c` shares no pool with `a` and `b`: what happens to them changes nothing for it, and the other way."""
    own = [one for one in facts if whose(facts, one) == "c"]
    alone = replayed(Facts(own), pools).rows
    assert alone == tuple(row for row in replayed(facts, pools).rows if row.customer == "c")


@given(facts=portfolio_histories(timed=True), day=DAYS, known=DAYS)
def test_a_past_position_is_that_of_the_facts_that_were_known(facts: Facts, day: date, known: date) -> None:
    for name in CUSTOMERS:
        past = position_at(facts, name, day, "USD", known=known)
        assert past.position == position_of(facts.as_known(known), name, day, "USD", limit=None)
        assert past.now == position_of(facts, name, day, "USD").exposure
        assert past.later or past.position.exposure == past.now
        assert past.position.total + past.difference == past.now.total


@given(facts=portfolio_histories(), pools=POOLS, kept=st.sampled_from(StoppedOrders))
def test_every_coin_of_an_invoice_has_one_end(facts: Facts, pools: Pools, kept: StoppedOrders) -> None:
    done = replayed(facts, pools, stopped=kept)
    bills: dict[str, int] = {}
    for invoice in facts.invoices:
        if invoice.order is not None:
            head = facts.index(Order)[invoice.order].id
            bills[head] = bills.get(head, 0) + invoice.gross_minor
    for row in done.rows:
        assert row.aftermath.invoiced.minor == bills.get(row.order, 0)
    assert sum(one.orders for one in done.totals) == len(done.rows) == len(facts.orders)
    assert sum(one.aftermath.invoiced.minor for one in done.totals) == done.total().invoiced.minor
    assert done.against(done).changed == ()


@given(facts=portfolio_histories(), more=st.integers(0, 900), pools=POOLS)
def test_higher_limits_stop_no_more_of_the_recorded_orders(facts: Facts, more: int, pools: Pools) -> None:
    raised = [evolve(one, amount=one.amount + Money(more, "USD")) for one in pools.limits.limits]  # type: ignore[operator]
    higher = Pools(Limits(raised), pools.members, PoolNesting.WITHIN)
    before = replayed(facts, evolve(pools, nesting=PoolNesting.WITHIN))
    stopped = {row.order for row in before.stopped}
    assert {row.order for row in replayed(facts, higher).stopped} <= stopped


def test_what_was_recorded_later_of_later_days_says_nothing() -> None:
    facts = Facts(
        [
            Invoice("I-1", "2026-01-05", LINE, customer="a"),
            Payment("P-1", "2026-01-06", "a", "USD 1", recorded="2026-01-20T08:00:00Z"),
            Payment("P-2", "2026-01-15", "a", "USD 1"),
            Payment("P-3", "2026-01-06", "b", "USD 1", recorded="2026-01-20T08:00:00Z"),
        ]
    )
    past = position_at(facts, "a", "2026-01-10", "USD")
    assert (past.later, past.difference) == (("P-1",), Money(-100, "USD"))
    assert [reason.facts for reason in past.reasons] == [(), ("P-1",)]
    assert [len(past.table(lang).rows) for lang in ("en", "zh")] == [2, 2]


def test_who_shares_a_pool_is_decided_on_together() -> None:
    line = Line(None, Money(800, "USD"))
    facts = Facts(
        [
            Order("o1", "2026-01-05", line, customer="b"),
            Order("o2", "2026-01-06", line, customer="a"),
        ]
    )
    done = replayed(facts, pools_of(PoolNesting.WITHIN))
    assert [row.effect for row in done.rows] == [Effect.PASS, Effect.BLOCK]
    assert done.rows[1].decision.binding == "g"
    past = position_at(facts, "a", "2026-01-05", "USD", limits=pools_of(PoolNesting.WITHIN))
    assert [pool.used for pool in past.position.pools] == [Money(800, "USD")]
