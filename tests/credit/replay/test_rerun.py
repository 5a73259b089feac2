"""What became of orders, by hand; stopped orders that leave, by taking them out one after the other."""

from __future__ import annotations

from datetime import date

import pytest
from attrs import evolve
from hypothesis import given

from salesmgmt.credit import (
    CreditLimit,
    CreditPolicy,
    CustomerStanding,
    ExposurePolicy,
    Limits,
    OldestItem,
    Rerun,
    WarningLine,
    WithinLimit,
    rerun,
)
from salesmgmt.errors import BatchError, InvalidValueError
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

YEAR = "2026-01-01/2027-01-01"
POLICY = CreditPolicy([WithinLimit(), OldestItem(5), WarningLine("70%")])
LIMITS = Limits([CreditLimit(f"L-{name}", name, "USD 9") for name in ("a", "b", "c")])


def run(*records: Record, policy: CreditPolicy = POLICY, **settings: object) -> Rerun:
    given = {"during": YEAR, "as_of": "2026-12-31", "currency": "USD", **settings}
    return rerun(Facts(records), policy, LIMITS, **given)  # type: ignore[arg-type]


def order(name: str, on: str, amount: str, **more: object) -> Order:
    return Order(name, on, Line(None, amount), **{"customer": "a", **more})  # type: ignore[arg-type]


def bill(name: str, on: str, amount: str, of: str, due: str | None) -> Invoice:
    return Invoice(name, on, Line(None, amount), customer="a", order=of, due=due)


def taken_out(facts: Facts, gone: set[str], day: date) -> Facts:
    """A batch in which some orders never were, nor the money that settled their invoices by a day; slowly."""
    chains = {one.id for one in facts.all(Order) if facts.index(Order)[one.id].id in gone}
    bills = {one.id for one in facts.all(Invoice) if one.order in chains}
    records: list[Record] = []
    for one in facts:
        if one.id in chains or one.id in bills or getattr(one, "order", None) in chains:
            continue
        if getattr(one, "invoice", None) in bills:
            continue
        if isinstance(one, Payment):
            for link in facts.applications:
                if link.source == one.id and link.invoice in bills and link.on <= day:
                    one = evolve(one, amount=one.amount - link.amount)
        records.append(one)
    return Facts(records)


def first(facts: Facts, name: str) -> str:
    """The name under which an order was first recorded."""
    earlier = {one.id: one.supersedes for one in facts.all(Order)}
    while (before := earlier[name]) is not None:
        name = before
    return name


@pytest.mark.properties
@given(facts=portfolio_histories(customers=("a",), most=6, days=12))
def test_stopped_orders_leave_one_after_the_other(facts: Facts) -> None:
    gone: set[str] = set()
    for row in sorted(run(*facts, stopped="leave").rows, key=lambda row: (row.on, first(facts, row.order))):
        alone = {one.order: one.decision for one in run(*taken_out(facts, gone, row.on)).rows}
        assert alone[row.order] == row.decision
        if row.stopped:
            gone.add(row.order)


def test_what_became_of_an_order() -> None:
    done = run(
        order("O-1", "2026-01-05", "USD 8"),
        bill("I-1", "2026-01-10", "USD 5", "O-1", "2026-02-10"),
        bill("I-2", "2026-01-20", "USD 3", "O-1", "2026-02-20"),
        Payment("P-1", "2026-02-01", "a", "USD 2", "cheque", "2026-02-10"),
        Application("A-1", "2026-02-01", "P-1", "I-1", "USD 2"),
        Payment("P-2", "2026-02-11", "a", "USD 1"),
        Application("A-2", "2026-02-11", "P-2", "I-1", "USD 1"),
        CreditNote("N-1", "2026-03-01", Line(None, "USD 0.50"), customer="a", invoice="I-1"),
        WriteOff("W-1", "2026-06-01", "I-1", "USD 1"),
    )
    (row,) = done.rows
    after = row.aftermath
    figures = [str(getattr(after, name).amount) for name in ("in_time", "late", "credited", "written_off")]
    assert figures == ["2.00", "1.00", "0.50", "1.00"]
    assert (str(after.overdue.amount), str(after.open.amount), after.days_late) == ("3.50", "0.00", 324)
    assert (row.effect.value, row.rules, done.of("warn")) == ("warn", ("warning_line",), (row,))
    early = run(*[one for one in FACTS if one.id != "W-1"], as_of="2026-02-15").rows[0].aftermath
    assert (early.overdue.minor, early.open.minor, early.days_late) == (500, 300, 5)
    kind = run(*FACTS, as_of="2026-02-15", grace_days=5).rows[0].aftermath
    assert (kind.overdue.minor, kind.open.minor) == (0, 800)
    hard = run(*FACTS, as_of="2026-02-10", late_from="due_day").rows[0].aftermath
    assert (hard.overdue.minor, hard.open.minor) == (500, 300)


FACTS = (
    order("O-1", "2026-01-05", "USD 8"),
    bill("I-1", "2026-01-10", "USD 5", "O-1", "2026-02-10"),
    bill("I-2", "2026-01-20", "USD 3", "O-1", "2026-02-20"),
    WriteOff("W-1", "2026-06-01", "I-1", "USD 1"),
)


def test_money_counts_when_it_is_there() -> None:
    """A cheque pays when it clears; what is undone and paid again was paid at last."""
    billed = (order("O-1", "2026-01-05", "USD 8"), bill("I-1", "2026-01-10", "USD 5", "O-1", "2026-02-10"))
    cheque = Payment("P-1", "2026-02-01", "a", "USD 5", "cheque", "2026-02-13")
    after = run(*billed, cheque, Application("A-1", "2026-02-01", "P-1", "I-1", "USD 5")).rows[0].aftermath
    assert (after.in_time.minor, after.late.minor, after.days_late) == (0, 500, 3)
    again = run(
        *billed,
        Payment("P-1", "2026-02-01", "a", "USD 5"),
        Application("A-1", "2026-02-01", "P-1", "I-1", "USD 5"),
        Application("A-2", "2026-02-12", "P-1", "I-1", "USD -5"),
        Application("A-3", "2026-03-01", "P-1", "I-1", "USD 5"),
    ).rows[0]
    assert (again.aftermath.in_time.minor, again.aftermath.late.minor) == (0, 500)


def test_a_stopped_order_that_leaves_lets_the_next_one_pass() -> None:
    sales: list[Record] = [
        order("O-1", "2026-01-05", "USD 8"),
        order("O-2", "2026-01-06", "USD 5"),
        bill("I-2", "2026-01-07", "USD 5", "O-2", "2026-01-20"),
        Payment("P-1", "2026-01-08", "a", "USD 6"),
        Application("A-1", "2026-01-08", "P-1", "I-2", "USD 5"),
        order("O-3", "2026-01-09", "USD 1.50"),
        Application("A-2", "2026-01-15", "P-1", "I-2", "USD 1"),
    ]
    stay, leave = (run(*sales, stopped=kept) for kept in ("stay", "leave"))
    assert [row.decision.after.minor for row in stay.rows] == [800, 1300, 850]
    assert [row.decision.after.minor for row in leave.rows] == [800, 1300, 850]
    owed = [order("O-1", "2026-01-05", "USD 8"), order("O-2", "2026-01-06", "USD 5")]
    small = order("O-3", "2026-01-09", "USD 1")
    assert [row.effect.value for row in run(*owed, small).rows] == ["warn", "block", "block"]
    left = run(*owed, small, stopped="leave")
    assert [row.effect.value for row in left.rows] == ["warn", "block", "warn"]


def test_what_came_of_an_order_does_not_speak_against_it() -> None:
    spot: list[Order | Invoice] = [
        order("O-1", "2026-01-05", "USD 8"),
        bill("I-1", "2026-01-05", "USD 8", "O-1", "2026-02-01"),
    ]
    assert run(*spot).rows[0].decision.after.minor == 800
    early = evolve(spot[1], on=date(2026, 1, 3))
    assert run(spot[0], early).rows[0].decision.after.minor == 800
    # Of two orders of one day that fit one by one, but not together, the first passes.
    two = [order("O-2", "2026-01-05", "USD 6"), order("O-3", "2026-01-05", "USD 6")]
    bills = [bill("I-2", "2026-01-05", "USD 6", "O-2", None), bill("I-3", "2026-01-05", "USD 6", "O-3", None)]
    assert [row.effect.value for row in run(*two, *bills).rows] == ["pass", "block"]


def test_a_changed_order_has_one_row_with_its_strictest_decision() -> None:
    first = order("O-1", "2026-01-05", "USD 6", recorded="2026-01-05T09:00:00Z")
    more = order("O-1b", "2026-01-05", "USD 12", recorded="2026-01-07T09:00:00Z", supersedes="O-1")
    done = run(first, more, Delivery("D-1", "2026-01-06", Line(None, "USD 6"), order="O-1"))
    (row,) = done.rows
    assert (row.order, row.on, row.effect.value, row.decision.after.minor) == (
        "O-1b",
        date(2026, 1, 7),
        "block",
        1200,
    )


def test_standings_and_horizon_count() -> None:
    far = order("O-1", "2026-01-05", "USD 20", due="2026-06-01")
    assert run(far, exposure=ExposurePolicy(horizon_days=30)).rows[0].effect.value == "pass"
    stop = {"a": CustomerStanding(status="stop")}
    assert run(order("O-1", "2026-01-05", "USD 1"), standings=stop).rows[0].rules == ("status",)


def test_other_currencies_are_all_named() -> None:
    with pytest.raises(BatchError) as raised:
        run(order("O-1", "2026-01-05", "EUR 1"), order("O-2", "2026-01-06", "CNY 1"))
    assert len(raised.value.problems) == 2


def test_only_the_same_orders_are_compared() -> None:
    one, two = (run(order(name, "2026-01-05", "USD 1")) for name in ("O-1", "O-2"))
    with pytest.raises(InvalidValueError, match="same orders"):
        one.against(two)
    assert [len(one.table(lang).rows) for lang in ("en", "zh")] == [4, 4]
    assert len(one.orders_table().rows) == len(one.records()) == 1


def test_what_happens_on_the_last_day_counts_and_what_comes_after_does_not() -> None:
    ordered = order("O-1", "2026-01-05", "USD 8")
    billed = bill("I-1", "2026-02-10", "USD 5", "O-1", "2026-03-10")
    (row,) = run(ordered, billed, as_of="2026-02-10").rows
    assert row.aftermath.open.minor == 500
    assert run(ordered, billed, as_of="2026-02-09").rows[0].aftermath.invoiced.minor == 0
    note = CreditNote("N-1", "2026-02-11", Line(None, "USD 2"), customer="a", invoice="I-1")
    part = Application("A-1", "2026-02-13", "N-1", "I-1", "USD 1")
    for as_of, credited in (("2026-02-12", 200), ("2026-02-13", 100)):
        assert run(ordered, billed, note, part, as_of=as_of).rows[0].aftermath.credited.minor == credited


def test_what_is_undone_on_the_day_on_which_it_came_comes_after_it() -> None:
    billed = (order("O-1", "2026-01-05", "USD 8"), bill("I-1", "2026-01-10", "USD 8", "O-1", "2026-02-10"))
    paid = Payment("P-1", "2026-02-01", "a", "USD 8")
    links = [
        Application("A-1", "2026-02-01", "P-1", "I-1", "USD 5"),
        Application("A-2", "2026-03-01", "P-1", "I-1", "USD 3"),
        Application("A-3", "2026-03-01", "P-1", "I-1", "USD -3"),
    ]
    after = run(*billed, paid, *links).rows[0].aftermath
    assert (after.in_time.minor, after.late.minor) == (500, 0)


def test_money_of_an_order_that_leaves_did_not_come_on_that_very_day_either() -> None:
    sales: list[Record] = [
        order("O-1", "2026-01-05", "USD 10"),
        bill("I-1", "2026-01-06", "USD 10", "O-1", "2026-02-20"),
        Payment("P-1", "2026-01-09", "a", "USD 10"),
        Application("A-1", "2026-01-09", "P-1", "I-1", "USD 10"),
        order("O-2", "2026-01-09", "USD 12"),
    ]
    left = run(*sales, stopped="leave")
    assert [row.decision.after.minor for row in left.rows] == [1000, 1200]
