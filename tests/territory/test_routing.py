"""Routing is fair within one lead, one by one as in a batch, and says who was skipped and why."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesmgmt.calendars import WorkingWeek
from salesmgmt.criteria import field
from salesmgmt.errors import BatchError, InvalidValueError
from salesmgmt.records import Absence, Customer
from salesmgmt.territory.rules import Member, Routed, Routing, RoutingState
from salesmgmt.testing.territory_rules import account_lists, routings

pytestmark = pytest.mark.properties

DAY = date(2026, 3, 9)


def leads(count: int, start: int = 0) -> list[dict[str, object]]:
    return [{"id": f"L-{number}"} for number in range(start, start + count)]


@given(st.lists(st.integers(1, 30), min_size=1, max_size=8), st.integers(1, 200))
def test_nobody_is_a_lead_off_while_all_can_take_all(weights: list[int], count: int) -> None:
    routing = Routing([Member(f"m{place}", weight) for place, weight in enumerate(weights)])
    routed, state = routing.route_all(leads(count), on=DAY)
    received = dict.fromkeys((member.id for member in routing.members), 0)
    for number, one in enumerate(routed, start=1):
        assert one.member is not None
        received[one.member] += 1
        for member in routing.members:
            share = Fraction(number * member.weight, sum(weights))
            assert abs(received[member.id] - share) < 1
    assert [turn.received for turn in state.turns] == [received[turn.member] for turn in state.turns]


@given(routings(), account_lists(), account_lists())
def test_a_batch_is_one_by_one(
    routing: Routing, first: tuple[Customer, ...], second: tuple[Customer, ...]
) -> None:
    batch: list[Routed] = []
    single: list[Routed] = []
    state = other = RoutingState()
    for day, given_leads in ((DAY, first), (DAY + timedelta(days=3), second)):
        done, state = routing.route_all(given_leads, state, on=day)
        batch += done
        for lead in given_leads:
            one, other = routing.route(lead, other, on=day)
            single.append(one)
    assert single == batch
    if second:
        assert other == state
    for one in batch:
        assert one.reason.tree()
        assert one.reason.tree("zh")


@given(routings(), account_lists(), st.integers(0, 30))
def test_nobody_gets_what_they_cannot_take(
    routing: Routing, given_leads: tuple[Customer, ...], later: int
) -> None:
    day = DAY + timedelta(days=later)
    routed, state = routing.route_all(given_leads, on=day)
    held = dict.fromkeys((member.id for member in routing.members), 0)
    for one, lead in zip(routed, given_leads, strict=True):
        able = [
            member.id
            for member in routing.members
            if not any(day in absence for absence in member.absences)
            and (member.works is None or member.works.is_working_day(day))
            and member.takes.matches(lead)
            and (member.capacity is None or held[member.id] < member.capacity)
        ]
        assert (one.member in able) if able else one.member is None
        if one.member is not None:
            held[one.member] += 1
    assert sum(turn.due for turn in state.turns) == sum(held.values())


def test_skips_are_explained() -> None:
    routing = Routing(
        [
            Member("ann", capacity=1),
            Member("bob", works=WorkingWeek(holidays=["2026-03-09"])),
            Member("cy", takes=field("region").equals("N")),
            "dan",
        ]
    ).without([Absence("A-1", "dan", "2026-03-09/2026-03-16")])
    routed, state = routing.route_all(
        [{"id": "L-1", "region": "S"}, {"id": "L-2", "region": "S"}], on="2026-03-09"
    )
    assert [one.member for one in routed] == ["ann", None]
    assert routed[1].reason.tree().splitlines() == [
        "nobody can take L-2",
        "  ann has reached the capacity of 1 for the day",
        "  bob does not work on 2026-03-09",
        "  cy does not take such leads",
        "  dan is absent: 2026-03-09 to 2026-03-15",
    ]
    after, _ = routing.route({"id": "L-3", "region": "S"}, state, on="2026-03-10")
    assert after.member == "ann"  # bob was due nothing while he was off
    with pytest.raises(InvalidValueError):
        routing.route({"id": "L-4", "region": "S"}, state, on="2026-03-08")
    with pytest.raises(BatchError):
        routing.route_all([{"id": "L-5"}, {"id": "L-6"}], on="2026-03-09")
    with pytest.raises(BatchError):
        Routing(["ann", "ann"])


def test_a_window_of_fairness_begins_anew() -> None:
    routing = Routing(["ann", "bob"], fair_over="week")
    _, state = routing.route(leads(1)[0], on="2026-03-09")
    same, _ = routing.route(leads(1, 1)[0], state, on="2026-03-15")
    new, _ = routing.route(leads(1, 1)[0], state, on="2026-03-16")
    assert (same.member, new.member) == ("bob", "ann")
