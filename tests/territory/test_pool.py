"""The customer pool: what goes back, who may claim, which registration holds, whose a customer is."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesmgmt.criteria import field
from salesmgmt.errors import BatchError, InvalidValueError, SalesmgmtError, UnknownIdentifierError
from salesmgmt.records import (
    Activity,
    Customer,
    DealShare,
    Facts,
    Handover,
    Opportunity,
    Participant,
    Record,
    Registration,
    ShareKind,
)
from salesmgmt.territory import (
    CrossSalePolicy,
    Evidence,
    Holding,
    HoldingEnd,
    Holdings,
    PoolPolicy,
    Protection,
    PursuitPolicy,
    RegistrationPolicy,
    RegistrationStatus,
    Territory,
    TerritoryPlan,
)
from salesmgmt.testing.territory_pool import (
    pool_facts,
    pool_policies,
    pursuit_policies,
    registration_policies,
)

pytestmark = pytest.mark.properties

DAY = date(2026, 6, 30)
days = st.integers(0, 400).map(lambda number: date(2026, 1, 1) + timedelta(days=number))


def ago(number: int) -> date:
    return DAY - timedelta(days=number)


def bought(name: str, customer: str, on: date, owner: str = "ann", **more: Any) -> Opportunity:
    return Opportunity(name, owner, "USD 100", outcome="won", closed=on, customer=customer, **more)


# Recycling


def test_the_published_rule_of_a_pool() -> None:
    """30 days without follow-up, 90 without a deal, or protection over: help.icsoc.net (CUS-010)."""
    rows = {
        "a": (31, 40, False, False, 10),
        "b": (5, 91, False, False, 10),
        "c": (60, 200, True, False, 10),
        "d": (45, 45, False, True, 10),
        "e": (1, 20, False, False, 0),
        "f": (29, 89, False, False, 1),
    }
    records: list[Record] = []
    for name, (followed, claimed, deal, locked, _) in rows.items():
        records.append(Customer(name, owner="ann", more={"locked": "yes" if locked else "no"}))
        records.append(Activity(f"A-{name}", ago(followed), "ann", "call", name))
        if deal:
            records.append(bought(f"D-{name}", name, ago(claimed - 1)))
    facts = Facts(records)
    holdings = Holdings(
        Holding(name, "ann", ago(claimed), protected_until=DAY + timedelta(days=left))
        for name, (_, claimed, _, _, left) in rows.items()
    )
    policy = PoolPolicy(
        no_follow_up=30,
        no_deal=90,
        protection=Protection(30, shields=False, returns=True),
        locked=field("locked").equals("yes"),
    )
    recycling = policy.recycle(facts, holdings, on=DAY)
    assert {each.customer: each.reason.code for each in recycling.returned} == {
        "a": "territory.pool.no_follow_up",
        "b": "territory.pool.no_deal",
        "e": "territory.pool.expired",
    }
    assert {each.customer: each.reason.code for each in recycling.kept} == {
        "c": "territory.pool.won",
        "d": "territory.pool.locked",
        "f": "territory.pool.kept_until",
    }
    assert "收回" in recycling.table("zh").text()
    after = holdings.after(recycling)
    assert after.holder("a", DAY) is None
    assert after.holder("a", ago(1)) == after.holder("f", DAY) == "ann"


@given(pool_policies(), pool_facts(), days)
def test_recycling_agrees_with_the_rules_read_one_by_one(policy: PoolPolicy, facts: Facts, day: date) -> None:
    holdings = Holdings.of(facts)
    recycling = policy.recycle(facts, holdings, on=day)
    held = {each.customer: each for each in holdings.holdings if each.lasts_on(day)}
    assert [each.customer for each in recycling.verdicts] == sorted(held)
    for verdict in recycling.verdicts:
        assert verdict.returns == goes_back(policy, facts, held[verdict.customer], day)
        if not verdict.returns and verdict.until is not None:
            before = verdict.until - timedelta(days=1)
            assert not goes_back(policy, facts, held[verdict.customer], before, known=day)
            if verdict.reason.code != "territory.pool.won":
                assert goes_back(policy, facts, held[verdict.customer], verdict.until, known=day)
    after = holdings.after(recycling)
    for verdict in recycling.verdicts:
        assert after.holder(verdict.customer, day) == (None if verdict.returns else verdict.participant)
    assert policy.recycle(facts, after, on=day).returned == ()


def goes_back(
    policy: PoolPolicy, facts: Facts, holding: Holding, day: date, known: date | None = None
) -> bool:
    """The rules as they are written down."""
    seen = known or day

    def counts(when: date | None) -> bool:
        return when is not None and holding.since <= when <= seen

    deals = [
        each.closed
        for each in facts.opportunities
        if each.outcome == "won"
        and each.customer == holding.customer
        and each.closed is not None
        and counts(each.closed)
    ]
    if deals and (policy.deal_keeps is None or (day - max(deals)).days < policy.deal_keeps):
        return False
    met = [
        each.on
        for each in facts.activities
        if each.customer == holding.customer
        and each.participant == holding.participant
        and counts(each.on)
        and (not policy.follow_ups or each.kind in policy.follow_ups)
    ]
    shielded = False
    if policy.protection is not None:
        end = holding.protected_until or holding.since + timedelta(days=policy.protection.days)
        shielded = policy.protection.shields and day < end
        if policy.protection.returns and not deals and day >= end:
            return True
    idle = (day - max([*met, holding.since])).days
    barren = (day - max([*deals, holding.since])).days
    return not shielded and (
        (policy.no_follow_up is not None and idle >= policy.no_follow_up)
        or (policy.no_deal is not None and barren >= policy.no_deal)
    )


def test_holdings_follow_the_hand_overs() -> None:
    facts = Facts([
        Customer("C-1", owner="cy", since="2026-01-01"),
        Handover("H-2", "C-1", "bob", "cy", "2026-05-01"),
        Handover("H-1", "C-1", "ann", "bob", "2026-03-01"),
        Customer("C-2", since="2026-01-01", on="2026-04-01"),
        Handover("H-3", "C-2", "ann", "bob", "2026-03-01"),
        Customer("C-3", owner="ann"),
    ])  # fmt: skip
    holdings = Holdings.of(facts)
    who = [holdings.holder("C-1", day) for day in ("2026-02-28", "2026-03-01", "2026-05-01")]
    assert who == ["ann", "bob", "cy"]
    assert holdings.holder("C-2", "2026-03-31") == "bob"
    assert holdings.holder("C-2", "2026-04-01") is None
    ends = [(each.customer, each.ended) for each in holdings.holdings]
    assert ends == [
        ("C-1", HoldingEnd.HANDED_OVER),
        ("C-1", HoldingEnd.HANDED_OVER),
        ("C-1", None),
        ("C-2", HoldingEnd.HANDED_OVER),
        ("C-2", HoldingEnd.RELEASED),
    ]


def test_two_holders_at_once_are_refused() -> None:
    with pytest.raises(BatchError) as caught:
        Holdings([Holding("a", "ann", "2026-01-01"), Holding("a", "bob", "2026-02-01")])
    assert len(caught.value.problems) == 1
    with pytest.raises(InvalidValueError, match="held by somebody"):
        Holdings().released("a", "2026-01-01")


# Claims

POOL = Facts([Participant("ann"), Participant("bob"), *(Customer(f"C-{n}") for n in range(6))])


def test_a_claim_hears_everything_against_it_and_from_when_it_is_allowed() -> None:
    lost = Holding("C-0", "ann", ago(40), ago(3), "recycled")
    today = [Holding(f"C-{n}", "ann", DAY, claimed=True) for n in (1, 2)]
    policy = PoolPolicy(daily_claims=2, cap=2, wait=7, protection=Protection(14))
    refused = policy.claim("ann", "C-0", POOL, Holdings([lost, *today]), on=DAY)
    assert [reason.code for reason in refused.reasons] == [
        "territory.claim.wait",
        "territory.claim.daily",
        "territory.claim.cap",
    ]
    assert not refused.allowed
    assert refused.allowed_from is None
    assert refused.carried_out(Holdings([lost])) == Holdings([lost])
    assert "须等待 7 天" in refused.text("zh")
    without_cap = PoolPolicy(daily_claims=2, wait=7)
    later = without_cap.claim("ann", "C-0", POOL, Holdings([lost, *today]), on=DAY)
    assert later.allowed_from == DAY + timedelta(days=4)
    on_day = without_cap.claim("ann", "C-0", POOL, Holdings([lost, *today]), on=later.allowed_from)
    assert on_day.allowed
    other = policy.claim("bob", "C-0", POOL, Holdings([lost, *today]), on=DAY)
    assert other.allowed
    assert other.protected_until == DAY + timedelta(days=14)
    held = Holdings([lost, *today]).after(other)
    assert held.holder("C-0", DAY) == "bob"
    assert policy.claim("ann", "C-0", POOL, held, on=DAY).reasons[0].code == "territory.claim.held"
    with pytest.raises(BatchError):
        held.after(other)


def test_won_customers_stand_outside_the_cap() -> None:
    facts = Facts([*POOL.records, bought("D", "C-1", ago(2))])
    holdings = Holdings([Holding("C-1", "ann", ago(10)), Holding("C-2", "ann", ago(10))])
    assert PoolPolicy(cap=2).claim("ann", "C-3", facts, holdings, on=DAY).allowed
    assert not PoolPolicy(cap=2, won_apart=False).claim("ann", "C-3", facts, holdings, on=DAY).allowed


def test_unknown_names_are_refused() -> None:
    with pytest.raises(UnknownIdentifierError):
        PoolPolicy().claim("ann", "C-9", POOL, on=DAY)
    with pytest.raises(UnknownIdentifierError):
        PoolPolicy().claim("dan", "C-1", POOL, on=DAY)
    with pytest.raises(UnknownIdentifierError):
        PoolPolicy().recycle(POOL, Holdings([Holding("Z", "ann", ago(3))]), on=DAY)


@given(pool_policies(), pool_facts(), days, st.sampled_from(("ann", "bob")))
def test_a_claim_is_allowed_from_the_day_it_names(
    policy: PoolPolicy, facts: Facts, day: date, who: str
) -> None:
    holdings = Holdings.of(facts)
    decision = policy.claim(who, "c0", facts, holdings, on=day)
    if decision.allowed:
        assert holdings.holder("c0", day) is None
        if not any(each.customer == "c0" and each.since > day for each in holdings.holdings):
            assert holdings.after(decision).holder("c0", day) == who
    elif decision.allowed_from is not None:
        assert decision.allowed_from > day


# Registrations


@given(registration_policies(), pool_facts(), days)
def test_no_two_people_hold_one_matter_at_once(policy: RegistrationPolicy, facts: Facts, day: date) -> None:
    standing = policy.standing(facts, on=day)
    assert {each.registration.id for each in standing.decisions} == {
        each.id for each in facts.registrations if each.on <= day
    }
    for number in range(0, 500, 7):
        at = date(2026, 1, 1) + timedelta(days=number)
        holding = [each.registration.customer for each in standing.decisions if each.holds_on(at)]
        assert len(holding) == len(set(holding))
    for each in standing.decisions:
        accepted = each.status is RegistrationStatus.ACCEPTED
        assert accepted == each.holds_on(day)
        assert standing.of(each.registration.id) is each
    assert policy.standing(Facts(facts.records[::-1]), on=day) == standing


def test_priority_among_those_of_one_day_goes_by_rank_then_entry() -> None:
    facts = Facts([
        Participant("ann", more={"kind": "partner"}), Participant("bob", more={"kind": "direct"}),
        Registration("R-1", "ann", "2026-03-02", "C"), Registration("R-2", "bob", "2026-03-02", "C"),
    ])  # fmt: skip
    plain = RegistrationPolicy().standing(facts, on="2026-03-02").winner("C")
    ranked = RegistrationPolicy(ranks=field("kind").equals("direct")).standing(facts, on="2026-03-02")
    assert plain is not None
    assert plain.registration.id == "R-1"
    winner = ranked.winner("C")
    assert winner is not None
    assert winner.registration.id == "R-2"
    assert "R-1" in ranked.table("zh").text()


def test_the_one_who_waits_comes_in_when_the_first_expires() -> None:
    facts = Facts([
        Registration("R-1", "ann", "2026-03-02", "C", expires="2026-03-12"),
        Registration("R-2", "bob", "2026-03-05", "C"),
        Registration("R-3", "ann", "2026-03-06", "C"),
        Registration("R-4", "ann", "2026-03-14", "C"),
        Registration("R-5", "cy", "2026-03-05", "C", product="P", expires="2026-03-08"),
    ])  # fmt: skip
    policy = RegistrationPolicy(days=10, again_after=5)
    standing = policy.standing(facts, on="2026-03-14")
    told = {each.registration.id: (each.status.value, each.reason.code) for each in standing.decisions}
    assert told == {
        "R-1": ("expired", "territory.registration.expired"),
        "R-2": ("accepted", "territory.registration.accepted"),
        "R-3": ("refused", "territory.registration.twice"),
        "R-4": ("refused", "territory.registration.again"),
        "R-5": ("refused", "territory.registration.second"),
    }
    strict = RegistrationPolicy(waits=False).standing(facts, on="2026-03-06")
    assert strict.of("R-2").status is RegistrationStatus.REFUSED
    owned = Facts([Customer("C", owner="ann"), Registration("R", "bob", "2026-03-02", "C")])
    decision = RegistrationPolicy(respects_owner=True).standing(owned, on="2026-03-02").of("R")
    assert decision.reason.code == "territory.registration.owned"


def test_registering_beside_a_batch() -> None:
    facts = Facts([Registration("R-1", "ann", "2026-03-02", "C")])
    new = Registration("R-2", "bob", "2026-03-05", "C")
    assert RegistrationPolicy().register(new, facts).status is RegistrationStatus.WAITS
    other = Registration("R-2", "bob", "2026-03-05", "D")
    assert RegistrationPolicy().register(other, facts).status is RegistrationStatus.ACCEPTED
    with pytest.raises(BatchError):
        RegistrationPolicy().register(Registration("R-1", "bob", "2026-03-05", "C"), facts)
    with pytest.raises(InvalidValueError):
        RegistrationPolicy().register(new, facts, on="2026-03-04")


# Duplicate pursuit


@given(pursuit_policies(), pool_facts(), days)
def test_the_first_evidence_that_tells_apart_decides(policy: PursuitPolicy, facts: Facts, day: date) -> None:
    for customer in ("c0", *policy.pursued(facts, on=day)):
        decision = policy.decide(customer, facts, on=day)
        assert policy.decide(customer, Facts(facts.records[::-1]), on=day) == decision
        left = list(decision.claims)
        told = None
        for evidence in policy.order:
            if len(left) < 2:
                break
            late = evidence in (Evidence.MOST_CONTACTS, Evidence.LAST_CONTACT, Evidence.OWNER)
            values: list[Any] = [each.shown(evidence) for each in left if each.shown(evidence) is not None]
            if values:
                best = max(values) if late else min(values)
                left = [each for each in left if each.shown(evidence) == best]
            if len(left) == 1:
                told = evidence
        assert decision.decided_by == told
        assert decision.winner == (left[0].participant if len(left) == 1 else None)
        assert decision.reason.tree("zh")
        assert decision.table("zh").text()


def test_evidence_beyond_the_window_does_not_count() -> None:
    facts = Facts([
        Activity("A-1", ago(200), "ann", "visit", "C"),
        Activity("A-2", ago(3), "bob", "visit", "C"),
    ])  # fmt: skip
    assert PursuitPolicy(window=None).decide("C", facts, on=DAY).winner == "ann"
    assert PursuitPolicy().decide("C", facts, on=DAY).winner == "bob"
    assert PursuitPolicy().decide("C", facts, on=DAY).reason.code == "territory.pursuit.only"
    assert PursuitPolicy().decide("D", facts, on=DAY).reason.code == "territory.pursuit.nobody"
    same = Facts([Activity(f"A-{who}", ago(3), who, "visit", "C") for who in ("ann", "bob")])
    undecided = PursuitPolicy().decide("C", same, on=DAY)
    assert (undecided.winner, undecided.reason.code) == (None, "territory.pursuit.open")


# Cross-territory sales

PLAN = TerritoryPlan(
    "2026",
    [Territory("N", owner="ann"), Territory("S", owner="bob"), Territory("X", owner="cy"), Territory("Z")],
    {"C-1": "N", "C-2": "S", "C-3": "Z"},
    {"C-1": "X"},
    "2026-01-01/2027-01-01",
)


def test_a_sale_into_anothers_territory_is_found_with_its_consequence() -> None:
    facts = Facts([
        bought("D-1", "C-1", ago(1), "bob"),
        bought("D-2", "C-1", ago(1), "ann"),
        bought("D-3", "C-1", ago(1), "cy"),
        bought("D-4", "C-3", ago(1), "ann"),
        bought("D-5", "C-2", ago(400), "ann"),
        bought("D-6", "C-2", ago(1), "ann", more={"agreed": True}),
        bought("D-7", "C-2", ago(1), "ann"),
        DealShare("S-1", "D-7", "ann", 1), DealShare("S-2", "D-7", "bob", 1),
        DealShare("S-3", "D-1", "cy", 20, ShareKind.OVERLAY),
    ])  # fmt: skip
    policy = CrossSalePolicy("30%", exempt=field("agreed").is_present())
    found = policy.find(facts, PLAN)
    assert [each.deal for each in found.findings] == ["D-1"]
    assert [(each.participant, each.weight) for each in found.shares] == [("ann", 3), ("bob", 7)]
    assert "30%" in found.findings[0].reason.tree("zh")
    assert "30%" in found.table("zh").text()
    strict = CrossSalePolicy("30%", overlays=False, exempt=policy.exempt).find(facts, PLAN)
    assert [each.deal for each in strict.findings] == ["D-1", "D-3"]
    assert policy.find(facts, PLAN, "2026-01-01/2026-02-01").findings == ()


@given(
    st.lists(st.integers(1, 9), max_size=3),
    st.fractions(Fraction(1, 20), 1, max_denominator=20),
)
def test_the_proposed_shares_give_the_owner_the_part_and_leave_the_rest_in_proportion(
    weights: list[int], part: Fraction
) -> None:
    sharing = [DealShare(f"S-{n}", "D", f"p{n}", weight) for n, weight in enumerate(weights)]
    facts = Facts([bought("D", "C-1", ago(1), "bob"), *sharing])
    proposed = CrossSalePolicy(part).find(facts, PLAN).shares
    both = Facts((*facts.records, *proposed))
    shares = both.deal_shares
    whole = sum(share.weight for share in shares)
    own = sum(share.weight for share in shares if share.participant == "ann")
    assert Fraction(own, whole) == part
    before = {f"p{n}": Fraction(weight, sum(weights)) for n, weight in enumerate(weights)} or {
        "bob": Fraction(1)
    }
    for who, share in before.items():
        kept = sum(each.weight for each in shares if each.participant == who)
        assert Fraction(kept, whole) == share * (1 - part)


@pytest.mark.parametrize(
    "make",
    [
        lambda: PoolPolicy(no_follow_up=0),
        lambda: PoolPolicy(cap=-1),
        lambda: PoolPolicy(wait=True),
        lambda: Protection(0),
        lambda: RegistrationPolicy(days=0),
        lambda: PursuitPolicy(order=()),
        lambda: PursuitPolicy(order=("owner", "owner")),
        lambda: PursuitPolicy(order=("taste",)),
        lambda: CrossSalePolicy("0%"),
        lambda: CrossSalePolicy("101%"),
        lambda: Holding("a", "b", "2026-02-01", "2026-01-01", "released"),
        lambda: Holding("a", "b", "2026-02-01", "2026-03-01"),
    ],
)
def test_settings_are_checked(make: Any) -> None:
    with pytest.raises(SalesmgmtError):
        make()
