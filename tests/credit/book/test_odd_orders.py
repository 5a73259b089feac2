"""The credit book with documents in odd orders: what is dated ahead, corrected, forgotten, tampered with."""

from __future__ import annotations

import copy
import itertools
import json
from typing import Any

import pytest
from attrs import evolve

from salesmgmt.credit import CreditBook, CreditLimit, CreditPolicy, Limits, PoolMember, PoolNesting, Pools
from salesmgmt.errors import InvalidValueError, SalesmgmtError, UnknownIdentifierError
from salesmgmt.records import Application, CreditNote, Delivery, Invoice, Line, Order, Payment, WriteOff
from tests.credit.book.reference import Fact

DAY = "2026-03-10"
CHANGED: tuple[Any, ...] = (
    None, "", "x", 5, -5, 10**30, 1.5, True, [], {}, "O-1", "I-2", DAY, "2027-01-01"
)  # fmt: skip
POLICY = CreditPolicy.standard()


def made(day: str = DAY, limits: Any = (), **settings: Any) -> CreditBook:
    return CreditBook(POLICY, limits, currency="USD", day=day, **settings)


def line(amount: str) -> Line:
    return Line(None, amount)


def invoice(name: str, amount: str, on: str = DAY, **more: Any) -> Invoice:
    return Invoice(name, on, line(amount), **{"customer": "C", "due": "2026-04-01", **more})


def order(name: str, amount: str, on: str = DAY, **more: Any) -> Order:
    return Order(name, on, line(amount), **{"customer": "C", **more})


# What is dated ahead.

AHEAD = ("2026-03-11", "2026-03-12")


@pytest.mark.parametrize("settles", ["named", "oldest_due"])
@pytest.mark.parametrize(("applied", "corrected"), [*itertools.product(AHEAD, AHEAD)])
def test_what_is_applied_waits_for_a_correction_of_what_it_names(
    applied: str, corrected: str, settles: str
) -> None:
    facts: list[Fact] = [
        invoice("I-1", "USD 200", on="2026-03-09"),
        Payment("P-1", "2026-03-09", "C", "USD 100"),
        Application("A-1", applied, "P-1", "I-1", "USD 5"),
        WriteOff("W-1", applied, "I-1", "USD 2"),
        invoice("I-2", "USD 150", on=corrected, supersedes="I-1"),
        Payment("P-2", corrected, "C", "USD 90", supersedes="P-1"),
    ]
    running, late = made(settles=settles), made("2026-03-13", settles=settles)
    for fact in facts:
        running.take(fact)
    running.advance("2026-03-13")
    late.take_all(facts)
    assert evolve(running.position("C"), version=0) == evolve(late.position("C"), version=0)
    assert str(running.owed("C")) == "USD 58.00"


@pytest.mark.parametrize(("applied", "corrected"), [*itertools.product(AHEAD, AHEAD)])
def test_a_credit_note_that_has_not_come_reduces_nothing_that_could_rise_again(
    applied: str, corrected: str
) -> None:
    book = made(settles="named")
    note = CreditNote("N-1", "2026-03-09", line("USD 249"), customer="C", invoice="I-1")
    book.take_all([invoice("I-1", "USD 202", on="2026-03-09"), note])
    book.take(Application("A-1", applied, "N-1", "I-1", "USD 5"))
    book.take(evolve(note, id="N-2", on=corrected, lines=line("USD 31"), supersedes="N-1"))
    book.advance("2026-03-13")
    position = book.position("C")
    assert [str(item.open) for item in position.items] == ["USD 197.00"]
    assert str(position.exposure.of("unapplied")) == "USD -26.00"


# Documents that others name before they come.


def names_before(ahead: str) -> dict[str, tuple[Any, Any]]:
    return {
        "order": (invoice("I-1", "USD 5", on=ahead, order="X"), order("X", "USD 9", customer="D")),
        "order in another's place": (
            invoice("I-1", "USD 5", on=ahead, order="X"),
            order("X", "USD 9", customer="D", supersedes="O-1"),
        ),
        "invoice": (
            CreditNote("N-1", ahead, line("USD 5"), customer="C", invoice="X"),
            invoice("X", "USD 9", customer="D"),
        ),
    }


@pytest.mark.parametrize("ahead", [DAY, "2026-03-20"])
@pytest.mark.parametrize("name", names_before(DAY))
def test_who_comes_after_its_name_was_spoken_is_the_same_customers(name: str, ahead: str) -> None:
    first, second = names_before(ahead)[name]
    book = made()
    book.take(order("O-1", "USD 1", customer="D"))
    book.take(first)
    before = {who: book.position(who) for who in "CD"}
    with pytest.raises(InvalidValueError, match="together"):
        book.take(second)
    assert {who: book.position(who) for who in "CD"} == before
    if isinstance(second, Order) and second.supersedes is None:
        with pytest.raises(InvalidValueError, match="together"):
            book.reserve(second)
    own = evolve(second, customer="C", supersedes=None)
    book.take(own)
    book.advance("2026-03-20")
    assert str(book.owed("C")) == ("USD 9.00" if isinstance(own, Order) else "USD 4.00")


# What was closed.


def closed() -> CreditBook:
    """An order, an invoice and a payment, each corrected, and all of them forgotten."""
    book = made("2026-03-01")
    on = "2026-03-01"
    for name, old in (("O-1", None), ("O-2", "O-1"), ("O-3", "O-2")):
        book.take(order(name, "USD 20", on=on, supersedes=old))
    for name, old in (("I-1", None), ("I-2", "I-1"), ("I-3", "I-2")):
        book.take(invoice(name, "USD 20", on=on, order="O-1", supersedes=old))
    for name, old in (("P-1", None), ("P-2", "P-1")):
        book.take(Payment(name, on, "C", "USD 20", supersedes=old))
    book.advance(DAY)
    assert book.close("C", "2026-03-08") == 3
    assert book.to_row("C")["entries"] == []
    return book


@pytest.mark.parametrize("number", [1, 2, 3])
def test_what_was_forgotten_is_unknown_by_all_its_names(number: int) -> None:
    book = closed()
    book.take(invoice("I-9", "USD 9"))
    book.take(Payment("P-9", DAY, "C", "USD 1"))
    before = book.to_row("C")
    for fact in (
        WriteOff("W", DAY, f"I-{number}", "USD 1"),
        Application("A", DAY, "P-9", f"I-{number}", "USD 1"),
        Application("A", DAY, f"P-{number}", "I-9", "USD 1"),
        Delivery("D", DAY, line("USD 1"), order=f"O-{number}"),
        invoice("I-8", "USD 1", supersedes=f"I-{number}"),
    ):
        with pytest.raises(UnknownIdentifierError):
            book.take(fact)
    assert book.to_row("C") == before


def test_a_closed_book_and_its_row_take_the_same_names_again() -> None:
    book = closed()
    stored = CreditBook.from_row(POLICY, book.to_row("C"), day=DAY)
    for one in (book, stored):
        for name in ("1", "2", "3"):
            one.take(invoice(f"I-{name}", "USD 5"))
        one.take(order("O-1", "USD 7"))
        one.take(invoice("I-4", "USD 6", order="O-1"))
    assert book.to_row("C") == stored.to_row("C")
    assert str(book.owed("C")) == "USD 22.00"


def test_what_is_kept_is_known_by_its_old_name() -> None:
    book = made("2026-03-01")
    book.take(invoice("I-1", "USD 20", on="2026-03-01"))
    book.take(invoice("I-2", "USD 30", on="2026-03-01", supersedes="I-1"))
    book.advance(DAY)
    book.close("C", "2026-03-08")
    book.take(WriteOff("W", DAY, "I-1", "USD 1"))
    assert str(book.owed("C")) == "USD 29.00"


# Rows that somebody has changed.


def stored() -> list[dict[str, Any]]:
    book = made(limits=shared())
    book.reserve(order("O-1", "USD 60"), until="2026-03-20")
    book.take(order("O-2", "USD 70"))
    book.release("O-2", "USD 10")
    book.take(Delivery("D-1", DAY, line("USD 10"), order="O-2"))
    book.take(invoice("I-1", "USD 30", order="O-2"))
    book.take(invoice("I-2", "USD 35", order="O-2", supersedes="I-1"))
    book.take(Payment("P-1", DAY, "C", "USD 3", "cheque", "2026-03-15"))
    book.take(CreditNote("N-1", DAY, line("USD 2"), customer="C", invoice="I-2"))
    book.take(Application("A-1", DAY, "P-1", "I-1", "USD 3"))
    book.take(WriteOff("W-1", DAY, "I-2", "USD 1"))
    rows: list[dict[str, Any]] = json.loads(json.dumps(book.to_rows("C")))
    return rows


def shared() -> Pools:
    limits = Limits([CreditLimit("L", "C", "USD 1,000"), CreditLimit("G", "group", "USD 900", scope="group")])
    return Pools(limits, [PoolMember("C", "group"), PoolMember("D", "group")], PoolNesting.WITHIN)


VALUES: tuple[Any, ...] = (
    None, "", "x", 5, -5, 1.5, True, [], {}, [1], [[]], [[1]], [["Order"]], ["group"], {"x": 1}, {"x": "y"},
    [["Payment", "P", DAY, None, "7", "C", "transfer", None]],
    [["Payment", "P", DAY, None, 7, "D", "transfer", None]],
    [["Payment", "P", DAY, None, 7, "C", "transfer", None]] * 2,
    [["Payment", "P", DAY, None, 7, "C", "wampum", None]],
    [["WriteOff", "W", DAY, None, 7, "I-9"]],
    [["Application", "A", DAY, None, 7, "P-9", "I-9"]],
    [["Delivery", "D", DAY, None, 7, "O-9"]],
    [["Order", "O", DAY, None, 7, "C", None, "soon"]],
    [["Wish", "W", DAY, None, 7, "C"]],
    [["Release", "O-9", 7]],
    [["Invoice", "I-0", "I-1"]], {"status": []}, {"groups": 5}, {"status": "gone"}, {"terms_days": "x"},
    [["Release", "O-9", "O-8"]],
)  # fmt: skip


def test_a_row_as_it_was_stored_is_taken_over() -> None:
    rows = stored()
    book = CreditBook.from_row(POLICY, *rows, limits=shared(), day=DAY)
    assert json.loads(json.dumps(book.to_rows("C"))) == rows


@pytest.mark.parametrize("place", [0, 1])
def test_a_row_that_was_changed_is_refused_or_taken_and_never_breaks_the_book(place: int) -> None:
    whole = stored()
    refused = 0
    for name in whole[place]:
        for value in (*VALUES, "left out"):
            rows = copy.deepcopy(whole)
            rows[place][name] = value
            if value == "left out":
                del rows[place][name]
            book = made(limits=shared())
            try:
                book.load(*rows)
            except SalesmgmtError:
                refused += 1
                assert book.customers == ()
                book.load(*whole)  # nothing was taken over
            assert book.version("C") >= 0
            book.reserve(order("O-5", "USD 1"))
            book.advance("2026-04-01")
            assert book.owed("C") == book.position("C").total
    assert refused > 20 * len(whole[place])


@pytest.mark.parametrize("place", range(9))
def test_an_entry_that_was_changed_is_refused_or_taken_and_never_breaks_the_book(place: int) -> None:
    whole = stored()
    entries = whole[0]["entries"]
    assert len(entries) == 9
    for number in range(len(entries[place])):
        for value in CHANGED:
            rows = copy.deepcopy(whole)
            rows[0]["entries"][place][number] = value
            book = made(limits=shared())
            try:
                book.load(*rows)
            except SalesmgmtError:
                assert book.customers == ()
                continue
            book.reserve(order("O-5", "USD 1"))
            book.advance("2027-04-01")
            assert book.owed("C") == book.position("C").total


def test_rows_with_the_same_documents_do_not_share_a_book() -> None:
    row = made()
    row.take(order("O-1", "USD 5"))
    other = made()
    other.take(order("O-1", "USD 6", customer="D"))
    with pytest.raises(InvalidValueError, match="O-1"):
        CreditBook.from_row(POLICY, row.to_row("C"), other.to_row("D"), day=DAY)
    with pytest.raises(InvalidValueError, match="O-1"):
        row.load(other.to_row("D"))
    with pytest.raises(InvalidValueError, match="be there once"):
        CreditBook.from_row(POLICY, row.to_row("C"), row.to_row("C"), day=DAY)
    assert row.customers == ("C",)


def test_a_reservation_that_would_have_ended_is_refused_by_every_command() -> None:
    book = made(limits=[CreditLimit("L", "C", "USD 100")])
    verdict = book.decide(order("O-2", "USD 1"))
    book.reserve(order("O-1", "USD 10"))
    row = book.to_row("C")
    with pytest.raises(InvalidValueError, match="until"):
        book.change(order("O-3", "USD 12", supersedes="O-1"), until=DAY)
    with pytest.raises(InvalidValueError, match="until"):
        book.commit(book.decide(verdict.document), until=DAY)
    assert book.to_row("C") == row


def test_money_makes_up_for_what_was_paid_back_before_it_covers_anything() -> None:
    facts: list[Fact] = [
        invoice("I-1", "USD 100", due=DAY),
        Payment("P-1", DAY, "C", "USD -60"),
        Payment("P-2", DAY, "C", "USD 40"),
    ]
    for given in itertools.permutations(facts):
        book = made()
        for fact in given:
            book.take(fact)
        position = book.position("C")
        assert [str(item.open) for item in position.items] == ["USD 100.00"]
        assert str(position.exposure.of("unapplied")) == "USD 20.00"


def test_what_is_billed_below_zero_opens_nothing_of_its_order() -> None:
    facts = [invoice("I-1", "USD -30", order="O-1"), invoice("I-2", "USD 20", order="O-1")]
    for given in itertools.permutations(facts):
        book = made()
        book.take(order("O-1", "USD 100"))
        for fact in given:
            book.take(fact)
        assert str(book.position("C").exposure.of("orders")) == "USD 100.00"
        assert str(book.stages("O-1").open) == "USD 100.00"


@pytest.mark.parametrize("through", ["2026-03-05", "2026-03-08"])
@pytest.mark.parametrize("customer", ["C", "D"])
def test_a_closed_time_ends_with_its_last_day(through: str, customer: str) -> None:
    limits = [CreditLimit("L", "C", "USD 900"), CreditLimit("M", "D", "USD 900")]
    book = made(limits=limits)
    book.take(invoice("I-0", "USD 1", on="2026-03-01", customer=customer))
    book.close(customer, through)
    after = str(Order("x", through, line("USD 1")).on.replace(day=int(through[-2:]) + 1))
    for on in (through, after):
        facts: list[Fact] = [
            order(f"O-{on}", "USD 2", on=on, customer=customer),
            invoice(f"I-{on}", "USD 3", on=on, customer=customer),
            Payment(f"P-{on}", on, customer, "USD 4"),
            CreditNote(f"N-{on}", on, line("USD 5"), customer=customer),
        ]
        for fact in facts:
            if on == through:
                with pytest.raises(InvalidValueError, match="is closed"):
                    book.take(fact)
            else:
                book.take(fact)
        if on == through:
            with pytest.raises(InvalidValueError, match="is closed"):
                book.reserve(order("O-9", "USD 2", on=on, customer=customer))
    assert str(book.owed(customer)) == "USD -3.00"


def test_what_settles_one_invoice_of_an_order_is_told_apart_and_no_other_takes_of_it() -> None:
    book = made(settles="named")
    book.take(order("O-1", "USD 100"))
    book.take(invoice("I-1", "USD -30", order="O-1", due="2026-03-01"))
    book.take(invoice("I-2", "USD 100", order="O-1"))
    book.take(Payment("P-1", DAY, "C", "USD 50"))
    book.take(CreditNote("N-1", DAY, line("USD 20"), customer="C"))
    book.take(Application("A-1", DAY, "P-1", "I-2", "USD 50"))
    book.take(Application("A-2", DAY, "N-1", "I-2", "USD 20"))
    stages = book.stages("O-1")
    assert (str(stages.collected), str(stages.credited)) == ("USD 50.00", "USD 20.00")


def test_a_time_may_be_closed_again_and_not_one_before_it() -> None:
    book = made()
    book.take(invoice("I-1", "USD 5", on="2026-03-01"))
    book.close("C", "2026-03-05")
    assert book.close("C", "2026-03-05") == 0
    for day in ("2026-03-04", DAY, "2026-03-11"):
        with pytest.raises(InvalidValueError, match="through"):
            book.close("C", day)


def test_money_that_is_to_be_named_is_not_forgotten_before_it_is_spent() -> None:
    book = made(settles="named")
    book.take(invoice("I-1", "USD 9", on="2026-03-01"))
    book.take(Payment("P-1", "2026-03-01", "C", "USD 5"))
    book.close("C", "2026-03-05")
    book.take(Application("A-1", DAY, "P-1", "I-1", "USD 5"))
    assert [str(item.open) for item in book.position("C").items] == ["USD 4.00"]


def test_a_pool_knows_when_its_members_change_by_themselves() -> None:
    book = made(limits=shared())
    assert book.version("C") + book.version("D") >= 0
    assert book.pool_row("group")["wakes"] == {}
    book.reserve(order("O-1", "USD 6"), until="2026-03-20")
    book.take(Payment("P-1", DAY, "D", "USD 3", "cheque", "2026-03-25"))
    assert book.pool_row("group")["wakes"] == {"C": "2026-03-20", "D": "2026-03-25"}
    book.take(Payment("P-2", DAY, "C", "USD 3", "cheque", "2026-03-15"))
    assert book.pool_row("group")["wakes"] == {"C": "2026-03-15", "D": "2026-03-25"}


def test_money_that_was_forgotten_covers_what_it_covered() -> None:
    book = made()
    book.take(invoice("I-1", "USD 100", on="2026-03-01"))
    book.take(Payment("P-1", "2026-03-01", "C", "USD 40"))
    assert book.close("C", "2026-03-05") == 1
    stored = CreditBook.from_row(POLICY, book.to_row("C"), day=DAY)
    for one in (book, stored):
        assert [str(item.open) for item in one.position("C").items] == ["USD 60.00"]
        assert str(one.owed("C")) == "USD 60.00"


@pytest.mark.parametrize("rest", ["USD 40", "USD 100"])
def test_the_position_of_a_verdict_does_not_know_an_order_that_its_invoice_named_before(rest: str) -> None:
    book = made(limits=[CreditLimit("L", "C", "USD 900")])
    book.take(invoice("I-1", rest, order="O-1"))
    before = book.position("C")
    verdict = book.reserve(order("O-1", "USD 100"))
    assert verdict.approved
    assert verdict.position == before
    assert verdict.decision.effect is verdict.effect
    assert book.position("C").items[0].order == "O-1"
