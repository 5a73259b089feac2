"""Disputes, dunning notices and guarantees in a book: it decides as the facts do."""

from __future__ import annotations

import json
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from salesmgmt.credit import (
    Component,
    CreditBook,
    CreditLimit,
    CreditPolicy,
    CustomerStanding,
    Effect,
    ExposurePolicy,
    HighestDunning,
    HighestItem,
    Limits,
    OldestItem,
    Pay,
    PoolMember,
    PoolNesting,
    Pools,
    ShareOverdue,
    WarningLine,
    WithinLimit,
)
from salesmgmt.credit.book.facts import KINDS, Fact
from salesmgmt.credit.book.taking import in_order
from salesmgmt.errors import CurrencyMismatchError, InvalidValueError, SalesmgmtError, UnknownIdentifierError
from salesmgmt.money import Money
from salesmgmt.records import (
    Application,
    CreditTerm,
    Dispute,
    DunningNotice,
    Facts,
    Guarantee,
    Invoice,
    Line,
    Order,
    Payment,
)
from salesmgmt.testing.credit_book import claim_histories
from salesmgmt.testing.credit_exposure import credit_histories

pytestmark = pytest.mark.properties

FIRST = date(2026, 1, 1)
DAYS = st.integers(0, 150).map(lambda days: FIRST + timedelta(days=days))
HISTORIES = claim_histories() | credit_histories(most=4)
EXPOSURES = st.builds(
    lambda left, more, days: ExposurePolicy(horizon_days=days).leaving_out(*left).counting(*more),
    st.sampled_from([(), (Component.DISPUTED,), (Component.DISPUTED, Component.CHEQUES)]),
    st.sampled_from([(), (Component.GUARANTEES,)]),
    st.sampled_from([None, 30]),
)
RULES = st.lists(
    st.sampled_from(
        [
            WithinLimit(),
            WarningLine("60%"),
            OldestItem(3),
            OldestItem(3, disputed="ignored"),
            OldestItem(0, disputed="ignored", least="USD 2"),
            ShareOverdue("20%", disputed="ignored"),
            HighestItem("USD 4", disputed="ignored"),
            HighestDunning(1),
        ]
    ),
    min_size=1,
    max_size=4,
    unique_by=lambda rule: rule.kind,
)


def usd(minor: int) -> Money:
    return Money(minor, "USD")


def line(minor: int) -> Line:
    return Line(None, usd(minor))


def taken(facts: Facts) -> list[Fact]:
    """The records that a book takes; all of those that are drawn but agreed terms."""
    found = [record for record in facts if isinstance(record, KINDS)]
    assert all(isinstance(record, CreditTerm) for record in facts if record not in found)
    return found


def book_on(day: date, policy: CreditPolicy, limits: Limits, exposure: ExposurePolicy) -> CreditBook:
    """A book in which money settles what applications name, as in sums over facts."""
    return CreditBook(policy, limits, currency="USD", day=day, exposure=exposure, settles="named")


@given(
    facts=HISTORIES,
    day=DAYS,
    later=st.integers(0, 60),
    rules=RULES,
    exposure=EXPOSURES,
    limit=st.integers(0, 2_000),
    minor=st.integers(1, 900),
    seed=st.randoms(use_true_random=False),
)
def test_a_book_decides_as_the_facts_do(
    facts: Facts,
    day: date,
    later: int,
    rules: list[Any],
    exposure: ExposurePolicy,
    limit: int,
    minor: int,
    seed: Random,
) -> None:
    """Whatever the order of the facts, and whenever the decision is read."""
    records = taken(facts)
    policy, limits = CreditPolicy(rules), Limits([CreditLimit("L", "C-1", usd(limit))])
    book, order = book_on(day, policy, limits, exposure), Order("new", day, line(minor), customer="C-1")
    seed.shuffle(records)
    book.take_all(records)
    expected = policy.decide_on(order, Facts(records), limits, as_of=day, exposure=exposure)
    verdict = book.reserve(order)
    assert verdict.effect is expected.effect
    read = [verdict.decision]
    book.advance(day + timedelta(days=later))
    verdict._full = None
    read.append(verdict.decision)
    for decision in read:
        assert decision.findings == expected.findings
        assert decision.remedies == expected.remedies
        assert decision.after == expected.after


@given(facts=HISTORIES, days=st.lists(DAYS, min_size=1, max_size=3).map(sorted), exposure=EXPOSURES)
def test_a_book_that_is_carried_along_is_one_that_is_made_anew(
    facts: Facts, days: list[date], exposure: ExposurePolicy
) -> None:
    """What begins and ends by itself does so on its day; a row holds all of it."""
    policy, limits = CreditPolicy.standard(), Limits()
    records = taken(facts)
    book = book_on(FIRST - timedelta(days=1), policy, limits, exposure)
    for record in in_order(records):
        book.take(record)
    for day in days:
        before = book.version("C-1"), evolve(book.position("C-1"), version=0)
        book.advance(day)
        position = book.position("C-1")
        anew = book_on(day, policy, limits, exposure)
        anew.take_all(records)
        assert evolve(position, version=0) == evolve(anew.position("C-1"), version=0)
        assert book.owed("C-1") == position.total
        row = json.loads(json.dumps(book.to_row("C-1")))
        stored = CreditBook.from_row(policy, row, day=day, exposure=exposure, settles="named")
        assert stored.position("C-1") == position
        assert stored.to_row("C-1") == row
        if (position.total, position.items) != (before[1].total, before[1].items):
            assert position.version > before[0]


LIMIT = CreditLimit("L", "C", "USD 100")


def made(*rules: Any, limits: Any = (LIMIT,), exposure: ExposurePolicy | None = None) -> CreditBook:
    settings: dict[str, Any] = {} if exposure is None else {"exposure": exposure}
    return CreditBook(
        CreditPolicy(rules or [WithinLimit()]), limits, currency="USD", day="2026-03-10", **settings
    )


def order(name: str, amount: str) -> Order:
    return Order(name, "2026-03-10", Line(None, amount), customer="C")


def invoice(name: str, amount: str, **more: Any) -> Invoice:
    return Invoice(name, "2026-03-01", Line(None, amount), **{"customer": "C", "due": "2026-03-05", **more})


def test_what_is_disputed_counts_again_once_it_is_settled() -> None:
    book = made(exposure=ExposurePolicy().leaving_out("disputed"))
    book.take(invoice("I-1", "USD 80"))
    assert not book.decide(order("O-1", "USD 60")).approved
    version = book.version("C")
    book.take(Dispute("X-1", "2026-03-10", "I-1", "USD 50", settled="2026-03-14"))
    assert book.version("C") == version + 1
    verdict = book.reserve(order("O-1", "USD 60"))
    assert verdict.approved
    book.release("O-1")
    book.advance("2026-03-14")
    assert str(book.owed("C")) == "USD 80.00"
    assert book.version("C") == version + 4
    assert not book.decide(order("O-2", "USD 60")).approved
    assert str(verdict.decision.exposure.of("disputed")) == "USD 50.00"
    assert str(verdict.decision.after) == "USD 90.00"


def test_money_that_covers_what_is_disputed_lowers_what_is_owed() -> None:
    book = made(exposure=ExposurePolicy().leaving_out("disputed"))
    book.take_all([invoice("I-1", "USD 80"), Dispute("X-1", "2026-03-02", "I-1", "USD 50")])
    assert str(book.owed("C")) == "USD 30.00"
    refused = book.decide(order("O-1", "USD 95"))
    assert [str(remedy.amount) for remedy in refused.remedies if isinstance(remedy, Pay)] == ["USD 25.00"]
    book.take(Payment("P-1", "2026-03-10", "C", "USD 60"))
    assert str(book.owed("C")) == "USD -30.00"
    (item,) = book.position("C").items
    assert (str(item.open), str(item.disputed)) == ("USD 20.00", "USD 20.00")


def test_a_cheque_in_hand_covers_what_was_disputed() -> None:
    """What a cheque is in hand for, nobody disputes; so it counts until the cheque clears."""
    book = made(exposure=ExposurePolicy().leaving_out("disputed"))
    book.take_all([invoice("I-1", "USD 80"), Dispute("X-1", "2026-03-02", "I-1")])
    assert str(book.owed("C")) == "USD 0.00"
    book.take(Payment("P-1", "2026-03-12", "C", "USD 70", "cheque", "2026-03-20"))
    book.take(Application("A-1", "2026-03-12", "P-1", "I-1", "USD 70"))
    for day, version, owed in (("2026-03-12", 5, "USD 70.00"), ("2026-03-20", 7, "USD 0.00")):
        book.advance(day)
        assert (book.version("C"), str(book.owed("C"))) == (version, owed)


def test_a_dunned_item_is_not_asked_for_once_it_is_paid() -> None:
    book = made(WithinLimit(), HighestDunning(1))
    book.take_all([invoice("I-1", "USD 30"), invoice("I-2", "USD 30", due="2026-04-01")])
    book.take(DunningNotice("M-1", "2026-03-08", "C", 2, "I-1"))
    refused = book.reserve(order("O-1", "USD 10"))
    assert not refused.approved
    assert [str(remedy.amount) for remedy in refused.remedies if isinstance(remedy, Pay)] == ["USD 30.00"]
    book.take(Payment("P-1", "2026-03-10", "C", "USD 30"))
    assert book.reserve(order("O-1", "USD 10")).approved
    book.take(DunningNotice("M-2", "2026-03-10", "C", 2))
    assert not book.decide(order("O-2", "USD 10")).approved
    book.take(DunningNotice("M-3", "2026-03-10", "C", 1, supersedes="M-2"))
    assert book.decide(order("O-2", "USD 10")).approved
    book.tell("C", CustomerStanding(dunning_level=3))
    assert book.position("C").dunning_level == 3
    told = book.decide(order("O-2", "USD 10"))
    assert told.effect is told.decision.effect is Effect.BLOCK


def test_a_guarantee_holds_for_its_days() -> None:
    book = made(exposure=ExposurePolicy().counting("guarantees"))
    book.take(invoice("I-1", "USD 90"))
    book.take(Guarantee("G-1", "C", "2026-03-12/2026-03-20", "USD 200"))
    expected = {"2026-03-11": "USD 90.00", "2026-03-12": "USD 0.00", "2026-03-20": "USD 90.00"}
    for day, owed in expected.items():
        book.advance(day)
        assert str(book.owed("C")) == owed
    book.take(Guarantee("G-2", "C", "2026-03-12/..", "USD 50", supersedes="G-1"))
    assert str(book.owed("C")) == "USD 40.00"


def test_a_pool_is_told_of_what_is_disputed_and_of_the_day_on_which_it_is_settled() -> None:
    limits = Limits([CreditLimit("G", "group", "USD 100", scope="group")])
    pools = Pools(limits, [PoolMember("C", "group"), PoolMember("D", "group")], PoolNesting.WITHIN)
    exposure = ExposurePolicy().leaving_out("disputed")
    book = made(limits=pools, exposure=exposure)
    book.take_all([invoice("I-1", "USD 80"), Dispute("X-1", "2026-03-02", "I-1", settled="2026-03-14")])
    other = evolve(order("O-1", "USD 60"), customer="D")
    assert book.decide(other).approved
    row = book.pool_row("group")
    assert (row["used"], row["wakes"]) == (0, {"C": "2026-03-14"})
    book.advance("2026-03-14")
    assert book.pool_row("group")["used"] == 8_000
    assert not book.decide(other).approved


def test_an_account_of_which_nothing_is_said_any_more_goes_the_short_way_again() -> None:
    book = made()
    book.take(invoice("I-1", "USD 80"))
    account = book._accounts["C"]
    book.take(Dispute("X-1", "2026-03-02", "I-1", settled="2026-03-14"))
    assert not account.plain
    assert account.tellings is None
    book.advance("2026-03-14")
    assert account.plain
    assert account.tellings is not None
    book.take(Guarantee("G-1", "C", "2026-03-01/..", "USD 5"))
    book.take(Guarantee("G-2", "C", "2026-03-01/2026-03-02", "USD 5", supersedes="G-1"))
    assert account.plain


def test_closing_keeps_what_is_disputed_though_money_covers_it() -> None:
    book = made(exposure=ExposurePolicy().leaving_out("disputed"))
    book.take_all(
        [
            invoice("I-1", "USD 80"),
            Payment("P-1", "2026-03-05", "C", "USD 80"),
            Dispute("X-1", "2026-03-02", "I-1", "USD 30", settled="2026-03-20"),
            DunningNotice("M-1", "2026-03-04", "C", 1, "I-1"),
            DunningNotice("M-2", "2026-03-04", "C", 3),
            Guarantee("G-1", "C", "2026-01-01/2026-03-09", "USD 10"),
        ]
    )
    before = evolve(book.position("C"), version=0)
    assert book.close("C", "2026-03-08") == 2
    assert evolve(book.position("C"), version=0) == before
    assert str(book.owed("C")) == "USD -30.00"
    assert {entry[1] for entry in book.to_row("C")["entries"]} == {"I-1", "X-1", "M-1", "M-2"}
    book.advance("2026-03-21")
    assert book.close("C", "2026-03-20") == 3
    assert [entry[1] for entry in book.to_row("C")["entries"]] == ["M-2"]
    with pytest.raises(InvalidValueError, match="through which C is closed"):
        book.take(Guarantee("G-9", "C", "2026-01-01/2026-03-21", "USD 10"))


FAULTS: dict[str, tuple[type[SalesmgmtError], Fact]] = {
    "dispute of nothing": (UnknownIdentifierError, Dispute("X-9", "2026-03-10", "?")),
    "dispute in euros": (CurrencyMismatchError, Dispute("X-9", "2026-03-10", "I-1", "EUR 1")),
    "dispute known": (InvalidValueError, Dispute("X-1", "2026-03-10", "I-1")),
    "dispute of another's": (InvalidValueError, Dispute("X-9", "2026-03-10", "I-2", supersedes="X-1")),
    "correction of nothing": (UnknownIdentifierError, Dispute("X-9", "2026-03-10", "I-1", supersedes="?")),
    "notice of nothing": (UnknownIdentifierError, DunningNotice("M-9", "2026-03-10", "C", 1, "?")),
    "notice to another": (InvalidValueError, DunningNotice("M-9", "2026-03-10", "D", 1, "I-1")),
    "guarantee in euros": (CurrencyMismatchError, Guarantee("G-9", "C", "2026-01-01/..", "EUR 1")),
}


@pytest.mark.parametrize("name", FAULTS)
def test_what_is_refused_changes_nothing(name: str) -> None:
    book = made()
    book.take_all(
        [invoice("I-1", "USD 50"), invoice("I-2", "USD 5", customer="D"), Dispute("X-1", "2026-03-02", "I-1")]
    )
    row = book.to_row("C")
    kind, fact = FAULTS[name]
    with pytest.raises(kind):
        book.take(fact)
    assert book.to_row("C") == row
