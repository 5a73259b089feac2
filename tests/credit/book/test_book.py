"""The credit book by example: versions, days, steps of a sale, pools, and what is refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from salesmgmt.credit import (
    CreditBook,
    CreditLimit,
    CreditPolicy,
    CustomerStanding,
    DocumentValue,
    ExposurePolicy,
    HighestDunning,
    Limits,
    OldestItem,
    PoolMember,
    PoolNesting,
    Pools,
    WithinLimit,
)
from salesmgmt.errors import (
    BatchError,
    ConflictError,
    CurrencyMismatchError,
    InvalidValueError,
    SalesmgmtError,
    UnknownIdentifierError,
    WrongTypeError,
)
from salesmgmt.money import ExchangeRates
from salesmgmt.records import Application, CreditNote, Delivery, Invoice, Line, Order, Payment, WriteOff

DAY = "2026-03-10"
LIMIT = CreditLimit("L", "C", "USD 1,000")


def made(*rules: Any, limits: Any = (LIMIT,), day: str = DAY, **settings: Any) -> CreditBook:
    policy = CreditPolicy(rules) if rules else CreditPolicy([WithinLimit(), OldestItem(0)])
    return CreditBook(policy, limits, currency="USD", day=day, **settings)


def order(name: str, amount: str, **more: Any) -> Order:
    return Order(name, DAY, Line(None, amount), **{"customer": "C", **more})


def invoice(name: str, amount: str, **more: Any) -> Invoice:
    return Invoice(name, DAY, Line(None, amount), **{"customer": "C", **more})


def test_a_stale_version_is_a_conflict_and_changes_nothing() -> None:
    book = made()
    seen = book.version("C")
    assert book.reserve(order("O-1", "USD 600"), version=seen).approved
    row = book.to_row("C")
    with pytest.raises(ConflictError) as raised:
        book.reserve(order("O-2", "USD 300"), version=seen)
    assert (raised.value.field, raised.value.expected, raised.value.found) == ("account C", 0, 1)
    with pytest.raises(ConflictError):
        book.release("O-1", version=seen)
    with pytest.raises(ConflictError):
        book.change(order("O-3", "USD 1", supersedes="O-1"), version=seen)
    assert book.to_row("C") == row


def test_two_verdicts_that_fit_one_by_one_are_not_both_committed() -> None:
    book = made()
    first, second = book.decide(order("O-1", "USD 600")), book.decide(order("O-2", "USD 600"))
    assert first.approved
    assert second.approved
    book.commit(first)
    with pytest.raises(ConflictError):
        book.commit(second)
    assert str(book.owed("C")) == "USD 600.00"


def test_a_verdict_of_yesterday_is_not_committed_today() -> None:
    book = made()
    verdict = book.decide(order("O-1", "USD 600"))
    book.advance("2026-03-11")
    with pytest.raises(ConflictError):
        book.commit(verdict)


def test_a_neighbour_in_the_pool_makes_a_version_stale() -> None:
    limits = Limits([CreditLimit("G", "group", "USD 1,000", scope="group")])
    pools = Pools(limits, [PoolMember("C", "group"), PoolMember("D", "group")], PoolNesting.WITHIN)
    book = made(WithinLimit(), limits=pools)
    seen = book.version("C")
    assert book.reserve(order("O-1", "USD 600", customer="D")).approved
    with pytest.raises(ConflictError):
        book.reserve(order("O-2", "USD 600"), version=seen)
    verdict = book.reserve(order("O-2", "USD 600"))
    assert not verdict.approved
    assert verdict.decision.binding == "group"


def test_a_verdict_says_later_what_it_said_at_once() -> None:
    book = made()
    verdict = book.reserve(order("O-1", "USD 600"))
    book.take(invoice("I-1", "USD 600", order="O-1", due=DAY))
    book.take(Payment("P-1", DAY, "C", "USD 250"))
    book.advance("2026-05-01")
    assert str(verdict.decision.exposure.total) == "USD 0.00"
    assert verdict.decision.effect is verdict.effect
    assert verdict.position.items == ()
    assert verdict == verdict
    assert "O-1" in repr(verdict)


def test_deliveries_and_invoices_add_what_their_order_does_not_hold() -> None:
    book = made()
    book.reserve(order("O-1", "USD 900"))
    delivery = Delivery("D-1", DAY, Line(None, "USD 900"), order="O-1")
    assert book.decide(delivery).decision.request.added.minor == 0
    assert book.decide(delivery, at="issue").decision.request.at.value == "issue"
    book.take(Delivery("D-1", DAY, Line(None, "USD 400"), order="O-1"))
    book.take(invoice("I-1", "USD 300", order="O-1", due="2026-04-09"))
    stages = book.stages("O-1")
    assert [str(part) for part in (stages.open, stages.delivered, stages.invoiced)] == [
        "USD 500.00",
        "USD 100.00",
        "USD 300.00",
    ]
    verdict = book.decide(invoice("I-2", "USD 800", order="O-1"))
    assert str(verdict.decision.request.added) == "USD 200.00"
    assert not verdict.approved


def test_a_reservation_ends_on_its_day_and_what_was_delivered_stays() -> None:
    book = made()
    book.reserve(order("O-1", "USD 900"), until="2026-03-20")
    book.take(Delivery("D-1", DAY, Line(None, "USD 200"), order="O-1"))
    book.advance("2026-03-19")
    assert str(book.owed("C")) == "USD 900.00"
    version = book.version("C")
    book.advance("2026-03-20")
    assert str(book.owed("C")) == "USD 200.00"
    assert book.version("C") == version + 1


def test_an_order_counts_once_it_comes_within_the_horizon() -> None:
    book = made(exposure=ExposurePolicy(horizon_days=10))
    book.take(order("O-1", "USD 900", due="2026-04-01"))
    assert str(book.owed("C")) == "USD 0.00"
    book.advance("2026-03-21")
    assert str(book.owed("C")) == "USD 0.00"
    book.advance("2026-03-22")
    assert str(book.owed("C")) == "USD 900.00"


def test_a_cheque_is_money_once_it_has_cleared() -> None:
    book = made()
    book.take(invoice("I-1", "USD 900", due=DAY))
    book.take(Payment("P-1", DAY, "C", "USD 900", "cheque", "2026-03-15"))
    book.advance("2026-03-14")
    assert str(book.owed("C")) == "USD 900.00"
    book.advance("2026-03-15")
    assert str(book.owed("C")) == "USD 0.00"


def test_a_bounced_payment_opens_what_it_had_settled_with_the_old_due_date() -> None:
    book = made()
    book.take(invoice("I-1", "USD 500", due="2026-03-01"))
    book.take(Payment("P-1", DAY, "C", "USD 500"))
    assert book.decide(order("O-1", "USD 1")).approved
    book.take(Payment("P-2", DAY, "C", "USD 0", supersedes="P-1"))
    verdict = book.decide(order("O-1", "USD 1"))
    assert not verdict.approved
    assert verdict.position.days_overdue == 9


def test_rules_read_what_the_book_is_told_of_a_customer() -> None:
    book = made(WithinLimit(), HighestDunning(1), DocumentValue("USD 500"))
    assert book.decide(order("O-1", "USD 500")).approved
    assert not book.decide(order("O-1", "USD 501")).approved
    book.tell("C", CustomerStanding(dunning_level=2))
    assert not book.decide(order("O-1", "USD 1")).approved
    book.tell("C", CustomerStanding(status="no_check"))
    assert book.decide(order("O-1", "USD 5,000")).approved
    book.tell("C", CustomerStanding(status="stop"))
    assert not book.decide(order("O-1", "USD 1")).approved
    stored = CreditBook.from_row(book._policy, book.to_row("C"), limits=(LIMIT,), day=DAY)
    assert not stored.decide(order("O-1", "USD 1")).approved


def test_limits_change_on_their_day() -> None:
    limits = (
        CreditLimit("L-1", "C", "USD 1,000", "2026-01-01/2026-04-01"),
        CreditLimit("L-2", "C", "USD 200", "2026-04-01/2027-01-01"),
    )
    book = made(WithinLimit(), limits=limits)
    assert book.decide(order("O-1", "USD 900")).approved
    book.advance("2026-04-01")
    assert not book.decide(order("O-1", "USD 900")).approved
    book.advance("2027-01-01")
    assert not book.decide(order("O-1", "USD 1")).approved


def test_closing_keeps_what_counts_and_makes_the_row_small() -> None:
    book = made()
    for number in range(20):
        book.take(order(f"O-{number}", "USD 10"))
        book.take(invoice(f"I-{number}", "USD 10", order=f"O-{number}", due="2026-04-01"))
        book.take(Payment(f"P-{number}", DAY, "C", "USD 10"))
    book.take(order("O-open", "USD 70"))
    book.advance("2026-03-11")
    assert book.close("C", DAY) == 60
    row = book.to_row("C")
    assert len(row["entries"]) == 1
    assert str(book.owed("C")) == "USD 70.00"
    stored = CreditBook.from_row(book._policy, row, limits=(LIMIT,), day="2026-03-11")
    assert stored.to_row("C") == row
    with pytest.raises(InvalidValueError, match="through which C is closed"):
        stored.take(invoice("I-0", "USD 10"))


FAULTS: dict[str, tuple[type[SalesmgmtError], Callable[[CreditBook], object]]] = {
    "no fact": (WrongTypeError, lambda book: book.take("O-1")),  # type: ignore[arg-type]
    "known": (InvalidValueError, lambda book: book.take(order("O-1", "USD 1"))),
    "currency": (CurrencyMismatchError, lambda book: book.take(order("O-9", "EUR 1"))),
    "nobody": (InvalidValueError, lambda book: book.reserve(order("O-9", "USD 1", customer=None))),
    "no lines": (InvalidValueError, lambda book: book.reserve(Order("O-9", DAY, (), customer="C"))),
    "no order": (WrongTypeError, lambda book: book.reserve(invoice("I-9", "USD 1"))),  # type: ignore[arg-type]
    "ended": (InvalidValueError, lambda book: book.reserve(order("O-9", "USD 1"), until=DAY)),
    "no change": (InvalidValueError, lambda book: book.change(order("O-9", "USD 1"))),
    "a change": (InvalidValueError, lambda book: book.reserve(order("O-9", "USD 1", supersedes="O-1"))),
    "unknown order": (
        UnknownIdentifierError,
        lambda book: book.take(Delivery("D-9", DAY, Line(None, "USD 1"), order="?")),
    ),
    "unknown source": (
        UnknownIdentifierError,
        lambda book: book.take(Application("A-9", DAY, "?", "I-1", "USD 1")),
    ),
    "unknown invoice": (UnknownIdentifierError, lambda book: book.take(WriteOff("W-9", DAY, "?", "USD 1"))),
    "unknown correction": (
        UnknownIdentifierError,
        lambda book: book.take(Payment("P-9", DAY, "C", "USD 1", supersedes="?")),
    ),
    "another's order": (
        InvalidValueError,
        lambda book: book.take(invoice("I-9", "USD 1", customer="D", order="O-1")),
    ),
    "another's invoice": (
        InvalidValueError,
        lambda book: book.take(CreditNote("N-9", DAY, Line(None, "USD 1"), customer="D", invoice="I-1")),
    ),
    "back in time": (InvalidValueError, lambda book: book.advance("2026-03-09")),
    "too much": (InvalidValueError, lambda book: book.release("O-1", "USD 101")),
    "unknown release": (UnknownIdentifierError, lambda book: book.release("?")),
    "not a verdict": (WrongTypeError, lambda book: book.commit(None)),  # type: ignore[arg-type]
    "not approved": (
        InvalidValueError,
        lambda book: book.commit(book.decide(order("O-9", "USD 5,000"))),
    ),
    "no standing": (WrongTypeError, lambda book: book.tell("C", None)),  # type: ignore[arg-type]
    "closed too far": (InvalidValueError, lambda book: book.close("C", DAY)),
    "row again": (InvalidValueError, lambda book: book.load(book.to_row("C"))),
    "row of nothing": (InvalidValueError, lambda book: book.load({"schema": 2})),
    "no row": (WrongTypeError, lambda book: book.load(1)),  # type: ignore[arg-type]
    "unknown pool": (UnknownIdentifierError, lambda book: book.pool_row("?")),
}


@pytest.mark.parametrize("name", FAULTS)
def test_what_is_refused_changes_nothing(name: str) -> None:
    book = made()
    book.take(order("O-1", "USD 100"))
    book.take(invoice("I-1", "USD 50", due="2026-04-01"))
    row = book.to_row("C")
    kind, command = FAULTS[name]
    with pytest.raises(kind):
        command(book)
    assert book.to_row("C") == row


def test_a_batch_is_taken_whole_or_not_at_all_with_every_fault_told() -> None:
    book = made()
    with pytest.raises(BatchError) as raised:
        book.take_all(
            [
                Application("A-1", DAY, "P-1", "I-1", "USD 10"),
                order("O-1", "EUR 1"),
                Payment("P-1", DAY, "C", "USD 10"),
                Payment("P-1", DAY, "C", "USD 10"),
            ]
        )
    assert {problem.record for problem in raised.value.problems} == {
        "Application A-1",
        "Order O-1",
        "Payment P-1",
    }
    assert book.version("C") == 0
    book.take_all(
        [
            Application("A-1", DAY, "P-1", "I-1", "USD 10"),
            Payment("P-1", DAY, "C", "USD 10"),
            invoice("I-1", "USD 30"),
        ]
    )
    assert str(book.owed("C")) == "USD 20.00"


@pytest.mark.parametrize(
    "exposure",
    [
        ExposurePolicy(rates=ExchangeRates()),
        ExposurePolicy().leaving_out("advances"),
        ExposurePolicy(credited="reopens"),
    ],
)
def test_what_a_book_does_not_carry_is_refused(exposure: ExposurePolicy) -> None:
    with pytest.raises(InvalidValueError):
        made(exposure=exposure)


def test_what_is_left_out_of_the_exposure_does_not_count() -> None:
    book = made(exposure=ExposurePolicy().leaving_out("orders"))
    book.take(order("O-1", "USD 5,000"))
    book.take(invoice("I-1", "USD 400", due="2026-04-01"))
    assert str(book.owed("C")) == "USD 400.00"
    assert book.position("C").total == book.owed("C")
    verdict = book.reserve(order("O-2", "USD 100"))
    assert verdict.approved
    assert verdict.decision.effect is verdict.effect
