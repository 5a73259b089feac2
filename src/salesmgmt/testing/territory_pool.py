"""Hypothesis strategies for the customer pool: policies, holdings, and decisions from generated facts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from types import MappingProxyType

from hypothesis import strategies as st

from salesmgmt.records import Activity, Customer, Facts, Handover, Opportunity, Participant, Registration
from salesmgmt.territory import (
    ClaimDecision,
    CrossSale,
    CrossSalePolicy,
    CrossSales,
    Evidence,
    Holding,
    HoldingEnd,
    Holdings,
    PoolPolicy,
    PoolVerdict,
    Protection,
    PursuitClaim,
    PursuitDecision,
    PursuitPolicy,
    Recycling,
    RegistrationDecision,
    RegistrationPolicy,
    RegistrationStanding,
    RegistrationStatus,
    Territory,
    TerritoryPlan,
)
from salesmgmt.testing.criteria import criteria
from salesmgmt.testing.money import moneys
from salesmgmt.testing.reasons import reasons
from salesmgmt.testing.records import deal_shares, registrations

__all__ = [
    "STRATEGIES",
    "claim_decisions",
    "cross_sale_policies",
    "cross_sale_sets",
    "cross_sales",
    "evidences",
    "holding_ends",
    "holding_sets",
    "holdings",
    "pool_facts",
    "pool_policies",
    "pool_verdicts",
    "protections",
    "pursuit_claims",
    "pursuit_decisions",
    "pursuit_policies",
    "recyclings",
    "registration_decisions",
    "registration_policies",
    "registration_standings",
    "registration_statuses",
]

_NAMES = st.text(min_size=1, max_size=8)
_DAYS = st.dates(date(2000, 1, 1), date(2100, 1, 1))
_COUNTS = st.none() | st.integers(1, 200)
_PEOPLE = ("ann", "bob", "cy")
_FIRST = date(2026, 1, 1)


def protections() -> st.SearchStrategy[Protection]:
    """First days of a holding."""
    return st.builds(Protection, st.integers(1, 200), st.booleans(), st.booleans())


def pool_policies() -> st.SearchStrategy[PoolPolicy]:
    """Rules of the pool, without locked customers."""
    return st.builds(
        PoolPolicy,
        no_follow_up=_COUNTS,
        no_deal=_COUNTS,
        protection=st.none() | protections(),
        deal_keeps=_COUNTS,
        follow_ups=st.lists(st.sampled_from(("visit", "call")), max_size=2),
        daily_claims=st.none() | st.integers(1, 3),
        cap=st.none() | st.integers(0, 3),
        won_apart=st.booleans(),
        wait=st.integers(0, 60),
    )


def holding_ends() -> st.SearchStrategy[HoldingEnd]:
    """How a holding may end."""
    return st.sampled_from(HoldingEnd)


@st.composite
def holdings(draw: st.DrawFn, *, customer: str | None = None) -> Holding:
    """Holdings with and without an end.

    Args:
        draw: Supplied by Hypothesis.
        customer: The customer; any where left out.
    """
    since = draw(_DAYS)
    days = draw(st.none() | st.integers(0, 400))
    return Holding(
        draw(_NAMES) if customer is None else customer,
        draw(_NAMES),
        since,
        None if days is None else since + timedelta(days=days),
        None if days is None else draw(holding_ends()),
        draw(st.booleans()),
        draw(st.none() | _DAYS),
    )


def holding_sets() -> st.SearchStrategy[Holdings]:
    """States with one holding for each of some customers, and those that facts tell."""

    def made(names: list[str], each: list[Holding]) -> Holdings:
        return Holdings(
            Holding(name, h.participant, h.since, h.until, h.ended, h.claimed, h.protected_until)
            for name, h in zip(names, each, strict=False)
        )

    named = st.builds(made, st.lists(_NAMES, max_size=3, unique=True), st.lists(holdings(), max_size=3))
    return named | pool_facts().map(Holdings.of)


@st.composite
def pool_facts(draw: st.DrawFn, *, max_customers: int = 4) -> Facts:
    """Batches of the year 2026: customers with owners, hand-overs, activities, deals and registrations.

    Args:
        draw: Supplied by Hypothesis.
        max_customers: Most customers, named `c0` and so on; the people are `ann`, `bob` and `cy`.
    """
    people = st.sampled_from(_PEOPLE)
    days = st.integers(0, 300).map(lambda number: _FIRST + timedelta(days=number))
    names = [f"c{number}" for number in range(draw(st.integers(1, max_customers)))]
    customers = st.sampled_from(names)
    made: list[Participant | Customer | Handover | Activity | Opportunity | Registration] = [
        Participant(name) for name in _PEOPLE
    ]
    made += [Customer(name, owner=draw(st.none() | people), since=draw(st.none() | days)) for name in names]

    def count() -> range:
        return range(draw(st.integers(0, 4)))

    for number in count():
        giver, taker = draw(st.permutations(_PEOPLE))[:2]
        made.append(Handover(f"H-{number}", draw(customers), giver, taker, draw(days)))
    for number in count():
        kind = draw(st.sampled_from(("visit", "call", "mail")))
        made.append(Activity(f"A-{number}", draw(days), draw(people), kind, draw(customers)))
    for number in count():
        opened = draw(days)
        gone = draw(st.none() | st.integers(0, 60))
        closed = None if gone is None else opened + timedelta(days=gone)
        outcome = "open" if closed is None else draw(st.sampled_from(("won", "lost")))
        made.append(
            Opportunity(
                f"D-{number}",
                draw(people),
                "USD 100",
                outcome=outcome,
                closed=closed,
                customer=draw(customers),
                opened=opened,
            )
        )
    for number in count():
        on = draw(days)
        lasts = draw(st.none() | st.integers(1, 90))
        end = None if lasts is None else on + timedelta(days=lasts)
        made.append(Registration(f"R-{number}", draw(people), on, draw(customers), expires=end))
    return Facts(draw(st.permutations(made)))


def _days_of_2026() -> st.SearchStrategy[date]:
    return st.integers(0, 400).map(lambda number: _FIRST + timedelta(days=number))


def pool_verdicts() -> st.SearchStrategy[PoolVerdict]:
    """Single customers that go back or stay."""
    return st.builds(PoolVerdict, _NAMES, _NAMES, st.booleans(), reasons(), st.none() | _DAYS)


def recyclings() -> st.SearchStrategy[Recycling]:
    """What policies recycle from generated facts."""
    return st.builds(
        lambda policy, facts, day: policy.recycle(facts, on=day),
        pool_policies(),
        pool_facts(),
        _days_of_2026(),
    )


def claim_decisions() -> st.SearchStrategy[ClaimDecision]:
    """Claims for a customer of generated facts."""
    return st.builds(
        lambda policy, facts, who, day: policy.claim(who, "c0", facts, on=day),
        pool_policies(),
        pool_facts(),
        st.sampled_from(_PEOPLE),
        _days_of_2026(),
    )


def registration_statuses() -> st.SearchStrategy[RegistrationStatus]:
    """How a registration may stand."""
    return st.sampled_from(RegistrationStatus)


def registration_decisions() -> st.SearchStrategy[RegistrationDecision]:
    """Registrations with a standing."""
    return st.builds(
        RegistrationDecision,
        registrations(),
        registration_statuses(),
        st.none() | _DAYS,
        st.none() | _DAYS,
        reasons(),
    )


def registration_policies() -> st.SearchStrategy[RegistrationPolicy]:
    """Rules of registration, without ranks."""
    return st.builds(
        RegistrationPolicy,
        days=st.integers(1, 200),
        longest=_COUNTS,
        waits=st.booleans(),
        respects_owner=st.booleans(),
        again_after=st.integers(0, 60),
    )


def registration_standings() -> st.SearchStrategy[RegistrationStanding]:
    """How the registrations of generated facts stand."""
    return st.builds(
        lambda policy, facts, day: policy.standing(facts, on=day),
        registration_policies(),
        pool_facts(),
        _days_of_2026(),
    )


def evidences() -> st.SearchStrategy[Evidence]:
    """Kinds of evidence."""
    return st.sampled_from(Evidence)


def pursuit_policies() -> st.SearchStrategy[PursuitPolicy]:
    """Orders of evidence."""
    order = st.lists(evidences(), min_size=1, unique=True)
    return st.builds(PursuitPolicy, order, _COUNTS, registration_policies())


def pursuit_claims() -> st.SearchStrategy[PursuitClaim]:
    """What somebody has to show."""
    day = st.none() | _DAYS
    facts = st.lists(_NAMES, max_size=3)
    return st.builds(PursuitClaim, _NAMES, day, st.booleans(), day, day, st.integers(0, 9), day, facts)


def pursuit_decisions() -> st.SearchStrategy[PursuitDecision]:
    """Decisions from generated facts."""
    return st.builds(
        lambda policy, facts, day: policy.decide("c0", facts, on=day),
        pursuit_policies(),
        pool_facts(),
        _days_of_2026(),
    )


def cross_sale_policies() -> st.SearchStrategy[CrossSalePolicy]:
    """Consequences of cross-territory sales."""
    share = st.fractions(min_value=0, max_value=1, max_denominator=20).filter(bool)
    return st.builds(CrossSalePolicy, share, st.booleans(), criteria())


def cross_sales() -> st.SearchStrategy[CrossSale]:
    """Single findings."""
    share = st.fractions(min_value=0, max_value=1, max_denominator=20)
    return st.builds(
        lambda share, **given: CrossSale(share=CrossSalePolicy(share or 1).share, **given),
        share,
        deal=_NAMES,
        on=_DAYS,
        customer=_NAMES,
        seller=_NAMES,
        territory=_NAMES,
        owner=_NAMES,
        amount=st.none() | moneys(),
        shares=st.lists(deal_shares(), max_size=2),
    )


@st.composite
def cross_sale_sets(draw: st.DrawFn) -> CrossSales:
    """What is found in generated facts.

    Args:
        draw: Supplied by Hypothesis.
    """
    facts = draw(pool_facts())
    plan = TerritoryPlan(
        "plan",
        [Territory("N", owner="ann"), Territory("S", owner="bob")],
        {customer.id: draw(st.sampled_from(("N", "S"))) for customer in facts.customers},
    )
    return CrossSalePolicy().find(facts, plan)


STRATEGIES: Mapping[type, Callable[[], st.SearchStrategy[object]]] = MappingProxyType(
    {
        ClaimDecision: claim_decisions,
        CrossSale: cross_sales,
        CrossSalePolicy: cross_sale_policies,
        CrossSales: cross_sale_sets,
        Evidence: evidences,
        Holding: holdings,
        HoldingEnd: holding_ends,
        Holdings: holding_sets,
        PoolPolicy: pool_policies,
        PoolVerdict: pool_verdicts,
        Protection: protections,
        PursuitClaim: pursuit_claims,
        PursuitDecision: pursuit_decisions,
        PursuitPolicy: pursuit_policies,
        Recycling: recyclings,
        RegistrationDecision: registration_decisions,
        RegistrationPolicy: registration_policies,
        RegistrationStanding: registration_standings,
        RegistrationStatus: registration_statuses,
    }
)
