"""The credit book asked wrongly: what could overdraw a limit is refused, and refusals name the field."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from salesmgmt.credit import (
    CreditBook,
    CreditLimit,
    CreditPolicy,
    Limits,
    PoolMember,
    PoolNesting,
    Pools,
    RaiseLimit,
    WithinLimit,
)
from salesmgmt.errors import (
    ConflictError,
    CurrencyMismatchError,
    InvalidValueError,
    SalesmgmtError,
    WrongTypeError,
)
from salesmgmt.money import Money
from salesmgmt.records import Line, Order

DAY = "2026-03-10"
POLICY = CreditPolicy([WithinLimit()])


def made(*limits: CreditLimit, pools: Pools | None = None) -> CreditBook:
    given = limits or (CreditLimit("L", "C", "USD 1,000"),)
    return CreditBook(POLICY, given if pools is None else pools, currency="USD", day=DAY)


def order(name: str, amount: str, on: str = DAY, **more: Any) -> Order:
    return Order(name, on, Line(None, amount), **{"customer": "C", **more})


def test_orders_of_a_later_day_are_not_promised_beside_the_limit() -> None:
    book = made()
    for until in (None, "2026-03-20"):
        with pytest.raises(InvalidValueError, match="not be after 2026-03-10, the day of the book") as raised:
            book.reserve(order("O-1", "USD 900", "2026-03-12"), until=until)
        assert raised.value.field == "on"
    verdict = book.decide(order("O-1", "USD 900", "2026-03-12"))
    with pytest.raises(InvalidValueError, match="day of the book"):
        book.commit(verdict)
    assert book.reserve(order("O-2", "USD 900")).approved
    with pytest.raises(InvalidValueError, match="day of the book"):
        book.change(order("O-3", "USD 9,000", "2026-03-12", supersedes="O-2"))
    assert (str(book.owed("C")), book.version("C")) == ("USD 900.00", 1)
    book.advance("2026-03-12")
    assert not book.reserve(order("O-1", "USD 900", "2026-03-12")).approved


@pytest.mark.parametrize("ends", ["../..", "../2027-01-01"])
def test_a_limit_in_another_currency_is_never_compared_by_its_figures(ends: str) -> None:
    book = made(CreditLimit("L", "C", "CNY 1,000", ends))
    for _ in range(2):
        with pytest.raises(
            CurrencyMismatchError, match=r"limit of C is 'CNY'; it must be in USD, as the book"
        ):
            book.reserve(order("O-1", "USD 900"))
    assert book.customers == ()


def test_a_pool_in_another_currency_neither() -> None:
    tree = Pools(Limits([CreditLimit("G", "group", "CNY 1,000", scope="group")]), [PoolMember("C", "group")])
    own = Pools(
        Limits([*tree.limits.limits, CreditLimit("L", "C", "USD 10")]), tree.members, PoolNesting.WITHIN
    )
    for pools in (tree, own):
        with pytest.raises(CurrencyMismatchError):
            made(pools=pools).reserve(order("O-1", "USD 1"))


def test_who_moves_to_another_pool_no_longer_counts_in_the_stored_row_of_the_first() -> None:
    pools = Pools(
        Limits(
            [
                CreditLimit("G", "group", "USD 1,000", scope="group"),
                CreditLimit("H", "other", "USD 1,000", scope="group"),
            ]
        ),
        [PoolMember("C", "group"), PoolMember("D", "group")],
    )
    book = made(pools=pools)
    assert book.reserve(order("O-1", "USD 900")).approved
    stored = {row.get("pool"): json.loads(json.dumps(row)) for row in book.to_rows("C")}
    moved = pools.moved("C", "other", "2026-03-12")
    later = CreditBook.from_row(POLICY, *stored.values(), limits=moved, day="2026-03-12")
    stored |= {row.get("pool"): row for row in later.to_rows("C")}
    assert {name: row["used"] for name, row in stored.items() if name} == {"group": 0, "other": 90_000}
    neighbour = CreditBook.from_row(POLICY, stored["group"], limits=moved, day="2026-03-12")
    assert neighbour.reserve(order("O-2", "USD 1,000", customer="D")).approved


def row_without(name: str) -> dict[str, Any]:
    book = made()
    book.reserve(order("O-1", "USD 900"))
    return {key: value for key, value in book.to_row("C").items() if key != name}


def loaded(row: Any) -> Callable[[], object]:
    return lambda: CreditBook.from_row(POLICY, row, day=DAY)


ASKED: dict[str, tuple[type[SalesmgmtError], str, Callable[[], object]]] = {
    "no entries": (InvalidValueError, "have entries, as to_row", loaded(row_without("entries"))),
    "no currency": (InvalidValueError, "have currency, as to_row", loaded(row_without("currency"))),
    "row as text": (WrongTypeError, "be a mapping as to_row", loaded('{"kind": "account"}')),
    "version as text": (WrongTypeError, "version is '1'", loaded({**row_without(""), "version": "1"})),
    "no day": (InvalidValueError, "closed is 'never'", loaded({**row_without(""), "closed": "never"})),
    "half an entry": (InvalidValueError, "entries is", loaded({**row_without(""), "entries": [["Order"]]})),
    "settles": (
        InvalidValueError,
        "settles is 'oldest'; it must be one of oldest_due, named",
        lambda: CreditBook(POLICY, currency="USD", day=DAY, settles="oldest"),
    ),
    "at": (
        InvalidValueError,
        "at is 'shipping'; it must be one of order",
        lambda: made().decide(order("O-1", "USD 1"), at="shipping"),
    ),
}


@pytest.mark.parametrize("name", ASKED)
def test_the_refusal_says_what_would_be_accepted(name: str) -> None:
    kind, words, asked = ASKED[name]
    with pytest.raises(kind) as raised:
        asked()
    assert words in str(raised.value)


def test_a_version_out_of_a_text_column_is_not_taken_for_a_stale_one() -> None:
    version: Any = "0"
    with pytest.raises(WrongTypeError, match="version is '0'; it must be a whole number") as raised:
        made().reserve(order("O-1", "USD 1"), version=version)
    assert not isinstance(raised.value, ConflictError)


def shared_by(*members: str, group: str) -> Pools:
    """A group with a limit that some share; one has USD 5,000 of its own out of it."""
    limits = [CreditLimit("G", "group", group, scope="group"), CreditLimit("L", "own", "USD 5,000")]
    return Pools(Limits(limits), [PoolMember(name, "group") for name in (*members, "own")])


@pytest.mark.parametrize(("wanted", "least"), [("USD 8,000", "USD 22,000"), ("USD 21,000", "USD 35,000")])
def test_the_limit_of_a_pool_to_which_it_has_to_be_raised_is_the_whole_of_it(wanted: str, least: str) -> None:
    def asked(group: str) -> CreditBook:
        book = made(pools=shared_by("C", "D", group=group))
        assert book.reserve(order("O-1", "USD 9,000", customer="D")).approved
        return book

    decision = asked("USD 20,000").reserve(order("O-2", wanted)).decision
    raised = next(remedy for remedy in decision.remedies if isinstance(remedy, RaiseLimit))
    assert dict(raised.pools) == {"group": Money.of(least)}
    assert asked(least).reserve(order("O-2", wanted)).approved
    assert not asked(str(Money.of(least) - Money.of("USD 0.01"))).reserve(order("O-2", wanted)).approved


def test_a_limit_that_is_kept_is_not_shown_as_what_stops() -> None:
    book = made(pools=shared_by("C", "D", group="USD 20,000"))
    book.reserve(order("O-1", "USD 9,000", customer="D"))
    decision = book.reserve(order("O-2", "USD 6,000.01")).decision
    assert [row[1:] for row in decision.table().rows[:2]] == [
        (
            "pass",
            "the exposure of USD 6,000.01 keeps within the limit of USD 20,000.00; USD 13,999.99 is left",
        ),
        ("block", decision.reasons[1].text()),
    ]
    assert "would be USD 0.01 above the shared limit of USD 15,000.00" in decision.reasons[1].text()
    assert [one.text() for one in decision.reasons[1].because] == [
        "members with limits of their own take USD 5,000.00 out of the limit of group"
    ]
