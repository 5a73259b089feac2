"""The laws of workflows: what holds for every workflow and every history."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from salesmgmt.errors import SalesmgmtError
from salesmgmt.testing.workflows import PEOPLE, ROLES, actors, attempts, cases, check_case, workflows
from salesmgmt.workflows import Actor, Case, Details, Event, NotAllowedError, Ready, Workflow
from salesmgmt.workflows.details import Scalar
from tests.workflows.reference import RefusedError, Slow

pytestmark = pytest.mark.properties


@given(cases())
def test_a_case_is_the_fold_over_its_events(case: Case) -> None:
    check_case(case)


@given(cases(), st.data())
def test_what_is_not_allowed_leaves_the_case_as_it_was(case: Case, data: st.DataObject) -> None:
    state, events, printed = case.state, case.events, repr(case)
    event = data.draw(attempts(case))
    again = Case(case.id, case.workflow, case.opened, case.subject, events)
    refused = _refused(case, event)
    if refused is None:
        after = case.fire(event)
        assert after.events == (*events, event)
        assert after == Case(case.id, case.workflow, case.opened, case.subject, after.events)
    else:
        assert refused.reasons
        assert refused.state == state
        assert set(refused.allowed) == {
            name for name in case.workflow.events if case.workflow.result(state, name)
        }
        known = _refused(again, event)
        assert known is not None
        assert known.reasons == refused.reasons
        assert all(reason.text("zh") and reason.text() in str(refused) for reason in refused.reasons)
    assert (case.state, case.events, repr(case)) == (state, events, printed)


def _refused(case: Case, event: Event) -> NotAllowedError | None:
    try:
        case.fire(event)
    except NotAllowedError as error:
        return error
    return None


@given(workflows(), st.integers(0, 9))
def test_every_state_with_every_event_has_a_stated_result(flow: Workflow, amount: int) -> None:
    table = flow.table().rows
    people = [
        Event("e2", "C", "go", f"p{number}", role, "2027-01-02") for number, role in enumerate(("", *ROLES))
    ]
    for row, state in zip(table, flow.states, strict=True):
        opening = Event.taken_over("e1", "C", state.name, "2026-01-02", "zoe")
        case = Case("C", flow, "2026-01-02", {"amount": amount}, [opening])
        assert case.state == state.name
        for cell, name in zip(row[1:], flow.events, strict=True):
            found = flow.result(state.name, name)
            listed = {to for one in found for to in one.to}
            assert (cell is None) == (not found)
            assert set(str(cell).split(" / ")) == listed or not found
            for person in people:
                for to in listed or {state.name}:
                    payload = _payload(to)
                    event = Event("e2", "C", name, person.by, person.role, person.on, None, payload)
                    _result(case, event, found != (), listed)


def _payload(to: str) -> Details:
    filled: dict[str, Scalar | None] = {"why": "x", "yes": True, "to": to}
    return Details(filled)


def _result(case: Case, event: Event, possible: bool, listed: set[str]) -> None:
    """An event either is refused with reasons, or leads to a listed state, or is one signature of several."""
    try:
        after = case.fire(event)
    except NotAllowedError as error:
        codes = {reason.code for reason in error.reasons}
        unknown = {"workflows.refused.unknown", "workflows.refused.ended"}
        assert possible == (not codes & unknown)
        return
    assert possible
    assert after.state in listed or (after.state == case.state and after.signed_by == (event.by,))


@given(cases(), actors(), st.integers(0, 20))
def test_choices_are_what_can_be_fired(case: Case, actor: Actor, later: int) -> None:
    day = max([case.opened, *[event.on for event in case.events]]) + timedelta(later)
    number = case.version + 1
    for choice in case.choices(actor, day, "zh"):
        filled: dict[str, Scalar | None] = {**dict.fromkeys(choice.missing, True), "why": "x"}
        for to in choice.to:
            payload = Details({**filled, "to": to} if "to" in choice.missing else filled)
            event = Event(
                f"e{number}",
                case.id,
                choice.event,
                actor.id,
                choice.role,
                day,
                None,
                payload,
                "",
                choice.behalf,
            )
            try:
                case.fire(event)
                fired = True
            except NotAllowedError:
                fired = False
            one_way = len(case.workflow.result(case.state, choice.event)) == 1
            assert fired == choice.allowed or not one_way
            assert fired or not choice.allowed


@given(cases(), st.integers(0, 30))
def test_deadlines_are_due_until_their_last_day(case: Case, later: int) -> None:
    day = case.since + timedelta(later)
    for due in case.deadlines(day):
        assert due.overdue == (day > due.last)
        assert due.last >= case.since
        assert due.state == case.state


@given(cases())
def test_diagrams_name_everything(case: Case) -> None:
    flow = case.workflow
    for lang in ("en", "zh"):
        drawn = flow.mermaid(lang)
        ways = sum(len(one.source) * len(one.to) for one in flow.transitions)
        ends = sum(state.kind.value == "final" for state in flow.states)
        assert drawn.count("-->") == ways + ends + 1
        assert len(flow.rules(lang).rows) == len(flow.transitions)


class Histories(RuleBasedStateMachine):
    """A case beside a slow one that keeps plain lists and folds anew for each question."""

    @initialize(flow=workflows(), amount=st.integers(0, 9), owner=st.sampled_from(PEOPLE))
    def begin(self, flow: Workflow, amount: int, owner: str) -> None:
        self.case = Ready(flow).open("C-1", date(2026, 3, 2), {"amount": amount, "owner": owner})
        self.slow = Slow(flow, date(2026, 3, 2), amount, owner)

    @rule(data=st.data())
    def fire(self, data: st.DataObject) -> None:
        event = data.draw(attempts(self.case))
        try:
            after = self.case.fire(event)
        except NotAllowedError:
            with pytest.raises(RefusedError):
                self.slow.stand((*self.slow.events, event))
        else:
            self.slow.events = (*self.slow.events, event)
            self.case = after

    @rule(data=st.data())
    def sign(self, data: st.DataObject) -> None:
        """Somebody who has the role does what can be done, so that histories get somewhere."""
        found = [one for one in self.case.workflow.transitions if self.case.state in one.source]
        if not found:
            return
        one = data.draw(st.sampled_from(found))
        role = data.draw(st.sampled_from(one.roles)) if one.roles else ""
        day = max([self.case.opened, *[event.on for event in self.case.events]])
        payload = _payload(data.draw(st.sampled_from(one.to)))
        by = data.draw(st.sampled_from(PEOPLE))
        event = Event(f"e{self.case.version + 1}", "C-1", one.event, by, role, day, None, payload)
        try:
            after = self.case.fire(event)
        except NotAllowedError:
            with pytest.raises(RefusedError):
                self.slow.stand((*self.slow.events, event))
        else:
            self.slow.events = (*self.slow.events, event)
            self.case = after

    @invariant()
    def they_stand_alike(self) -> None:
        if not hasattr(self, "case"):
            return
        state, since, signed, waiting = self.slow.stand(self.slow.events)
        assert (self.case.state, self.case.since) == (state, since)
        assert sorted(self.case.signed_by) == sorted(signed)
        assert set(self.case.waiting_for) == waiting


TestHistories = Histories.TestCase
TestHistories.settings = settings(max_examples=120, stateful_step_count=14)


def test_errors_are_of_the_family() -> None:
    assert issubclass(NotAllowedError, SalesmgmtError)
