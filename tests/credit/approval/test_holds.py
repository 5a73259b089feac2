"""Holds: every state with every event, a machine over any history, and releases with their scope."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from salesmgmt.calendars import DateRange
from salesmgmt.credit import (
    ApprovalMatrix,
    ApprovalRule,
    CreditDecision,
    CreditHold,
    CreditPolicy,
    CreditRequest,
    CreditRule,
    Exposure,
    ExposurePart,
    HoldCase,
    HoldPolicy,
    LimitAuthority,
    LimitInForce,
    Mandate,
    Mandates,
    Position,
    WithinLimit,
)
from salesmgmt.errors import CurrencyMismatchError, InvalidValueError, WrongTypeError
from salesmgmt.money import Money
from salesmgmt.testing.credit_approval import (
    credit_holds,
    hold_attempts,
    hold_cases,
    hold_policies,
    mandates,
)
from salesmgmt.workflows import Details, Event, Needs, NotAllowedError
from salesmgmt.workflows.details import Scalar
from salesmgmt.workflows.events import TAKE_OVER

pytestmark = pytest.mark.properties

DAY = date(2026, 3, 2)
LADDER = ApprovalMatrix.ladder(
    [LimitAuthority("manager", "CNY 10,000"), LimitAuthority("director", "no limit")], "CNY"
)
POLICY = HoldPolicy(LADDER, days=14, taken_over_until=DAY)
ROLES = ("sales", "credit analyst", "manager", "director")
PEOPLE_OF = Mandates(
    [
        *[Mandate("ann", role) for role in ROLES],
        Mandate("bob", "credit analyst"),
        Mandate("max", "manager"),
        Mandate("dan", "director"),
        Mandate("eve", "director", "2026-03-01/2026-03-10"),
    ]
)
HOLD = CreditHold("H-1", "C-9", "O-7", "CNY 50,000", "ann", ["limit", "overdue"], excess="20%")
ALL = ("credit analyst", "manager", "director")
#: Every state with every event that can happen in it: where it leads, who may, and who is kept out.
STATED: dict[tuple[str, str], tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]] = {
    ("placed", "clear"): (("placed", "ready"), ("credit analyst",), ("ann",)),
    ("placed", "add"): (("placed",), (), ()),
    ("placed", "release"): (("released",), ("director",), ("ann",)),
    ("placed", "reject"): (("rejected",), ALL, ()),
    ("placed", "lapse"): (("rejected",), (), ()),
    ("ready", "add"): (("placed",), (), ()),
    ("ready", "release"): (("released",), ("credit analyst",), ("ann",)),
    ("ready", "reject"): (("rejected",), ALL, ()),
    ("ready", "lapse"): (("rejected",), (), ()),
}


def placed() -> HoldCase:
    return HoldCase(POLICY, PEOPLE_OF, HOLD, DAY)


def ready() -> HoldCase:
    one = placed().clear("e1", "limit", "bob", "credit analyst", DAY)
    return one.clear("e2", "overdue", "bob", "credit analyst", DAY)


def standing(state: str) -> HoldCase:
    if state == "placed":
        return placed()
    if state == "ready":
        return ready()
    if state == "released":
        return ready().let_go("e3", "bob", "credit analyst", DAY, until=DAY)
    return placed().fire(
        Event("e1", "H-1", "reject", "dan", "director", DAY, None, Details({"why": "no cover"}))
    )


STATES = ("placed", "ready", "released", "rejected")


def codes(case: HoldCase, tried: Event) -> list[str]:
    with pytest.raises(NotAllowedError) as refused:
        case.fire(tried)
    assert all(reason.text("zh") for reason in refused.value.reasons)
    return [reason.code for reason in refused.value.reasons]


def filled(case: HoldCase, name: str) -> dict[str, Scalar | None]:
    reason = "dunning" if name == "add" else next(iter(case.reasons), "limit")
    left = len(case.reasons) - 1
    scope: dict[str, Scalar | None] = {"up_to": HOLD.amount, "until": date(2027, 1, 1), "why": "x"}
    return {**scope, "reason": reason, "left": max(left, 0)}


@pytest.mark.parametrize("state", STATES)
def test_every_state_with_every_event_has_its_stated_result(state: str) -> None:
    case, flow = standing(state), POLICY.workflow
    assert {one.name for one in flow.states} == set(STATES)
    assert case.state == state
    people = sorted({one.person for one in PEOPLE_OF.entries} | {"nobody"})
    for name in flow.events:
        targets, roles, barred = STATED.get((state, name), ((), (), ()))
        listed = dict.fromkeys([to for one in flow.result(state, name) for to in one.to])
        assert tuple(listed) == targets
        on = DAY + timedelta(30) if name == "lapse" else DAY
        for person in people:
            for role in ("", *ROLES):
                payload = Details(filled(case, name))
                tried = Event(f"e{case.version + 1}", "H-1", name, person, role, on, None, payload)
                held = not role or PEOPLE_OF.holds(person, role, on)
                fits = bool(targets) and (not roles or role in roles) and person not in barred
                if held and fits:
                    assert case.fire(tried).state in targets
                else:
                    assert ("credit.authority.mandate" in codes(case, tried)) == (not held)


def test_a_hold_is_ready_when_all_its_reasons_are_gone() -> None:
    case = placed().clear("e1", "overdue", "bob", "credit analyst", DAY)
    assert (case.state, case.reasons) == ("placed", ("limit",))
    case = case.fire(Event("e2", "H-1", "add", "job", "", DAY, None, Details({"reason": "dunning"})))
    assert case.reasons == ("limit", "dunning")
    assert codes(case, Event("e3", "H-1", "add", "job", "", DAY, None, Details({"reason": "limit"}))) == [
        "credit.hold.known"
    ]
    wrong: dict[str, Scalar | None] = {"reason": "limit", "left": 0}
    assert codes(case, Event("e3", "H-1", "clear", "bob", "credit analyst", DAY, None, Details(wrong))) == [
        "credit.hold.left"
    ]
    with pytest.raises(NotAllowedError, match="none of the reasons that are left: limit, dunning"):
        case.clear("e3", "overdue", "bob", "credit analyst", DAY)
    case = case.clear("e3", "limit", "bob", "credit analyst", DAY)
    case = case.clear("e4", "dunning", "bob", "credit analyst", DAY)
    assert (case.state, case.reasons) == ("ready", ())
    again = case.fire(Event("e5", "H-1", "add", "job", "", DAY, None, Details({"reason": "limit"})))
    assert (again.state, again.reasons) == ("placed", ("limit",))


def test_a_release_is_scoped_and_needs_authority_for_its_amount() -> None:
    case, until = placed(), DAY + timedelta(9)
    with pytest.raises(NotAllowedError, match="release is for director"):
        case.let_go("e1", "max", "manager", DAY, until=until, why="prepayment agreed")
    part = case.let_go("e1", "max", "manager", DAY, until=until, up_to="CNY 10,000", why="prepayment agreed")
    release = part.release
    assert release is not None
    assert release.serves("O-7", until, "CNY 10,000")
    assert not release.serves("O-7", until, "CNY 10,000.01")
    assert not release.serves("O-7", until + timedelta(1), "CNY 1")
    assert not release.serves("O-8", until, "CNY 1")
    assert (release.by, release.reason) == ("max", "prepayment agreed")
    with pytest.raises(NotAllowedError, match="needs why"):
        case.let_go("e1", "dan", "director", DAY, until=until)
    for wrong in ({"until": DAY - timedelta(1)}, {"until": until, "up_to": "CNY 50,000.01"}):
        with pytest.raises(NotAllowedError, match="condition for release"):
            case.let_go("e1", "dan", "director", DAY, why="x", **wrong)
    late = date(2026, 3, 10)
    with pytest.raises(NotAllowedError, match="eve does not hold the role director on 2026-03-10"):
        case.let_go("e1", "eve", "director", late, until=late, why="x")
    with pytest.raises(NotAllowedError, match=r"subject\.requested_by"):
        case.let_go("e1", "ann", "director", DAY, until=until, why="x")
    assert (case.route().approver, case.route("CNY 10,000").approver) == ("director", "manager")
    assert case.release is None


def test_of_several_releases_the_least_counts() -> None:
    both = ApprovalMatrix([ApprovalRule("all", ("manager", "director"), needs="all")], "CNY")
    case = HoldCase(HoldPolicy(both), PEOPLE_OF, HOLD, DAY)
    one = case.let_go("e1", "max", "manager", DAY, until=DAY + timedelta(9), up_to="CNY 100", why="x")
    assert (one.state, one.release) == ("placed", None)
    done = one.let_go("e2", "dan", "director", DAY, until=DAY + timedelta(5), why="x")
    assert done.release is not None
    assert (str(done.release.up_to), done.release.until) == ("CNY 100.00", DAY + timedelta(5))


def decided(owed: str, limit: str, effect: str = "hold") -> CreditDecision:
    policy = CreditPolicy([CreditRule(WithinLimit(), effect, id="amount")])
    exposure = Exposure("C-9", DAY, "CNY", [ExposurePart("invoices", owed)])
    request = CreditRequest("O-7", "C-9", "CNY 500", terms_days=60)
    return policy.decide(request, Position(exposure, LimitInForce(limit)))


def test_a_decision_to_hold_becomes_a_hold() -> None:
    decision = decided("CNY 1,000", "CNY 1,200")
    hold = CreditHold.of("H-1", decision, "ann", grade="B")
    assert (hold.document, str(hold.amount), hold.reasons) == ("O-7", "CNY 500.00", ("amount",))
    assert (str(hold.excess), hold.grade, hold.term_days) == ("25%", "B", 60)
    assert hold.because
    assert hold.gone(decision) == ()
    assert hold.gone(decided("CNY 100", "CNY 1,200")) == ("amount",)
    assert str(CreditHold.of("H-1", decided("CNY 1,000", "CNY 0"), "ann").excess) == "100%"
    for other in (decided("CNY 100", "CNY 1,200"), decided("CNY 1,000", "CNY 1,200", "block")):
        with pytest.raises(InvalidValueError, match="hold the document"):
            CreditHold.of("H-1", other, "ann")
    with pytest.raises(InvalidValueError, match="be about O-8"):
        CreditHold("H-1", "C-9", "O-8", "CNY 1", "ann", "amount").gone(decision)


class Holds(RuleBasedStateMachine):
    """Anything that people may try; the reasons that are left are kept beside it in a plain list."""

    @initialize(policy=hold_policies(), people=mandates(complete=True), hold=credit_holds())
    def begin(self, policy: HoldPolicy, people: Mandates, hold: CreditHold) -> None:
        self.case = HoldCase(policy, people, hold, DAY)
        self.left = list(hold.reasons)

    @rule(data=st.data())
    def attempt(self, data: st.DataObject) -> None:
        tried = data.draw(hold_attempts(self.case))
        before = (self.case.state, self.case.events, self.case.reasons)
        try:
            after = self.case.fire(tried)
        except NotAllowedError:
            assert (self.case.state, self.case.events, self.case.reasons) == before
            return
        assert not tried.role or self.case.mandates.holds(tried.behalf or tried.by, tried.role, tried.on)
        reason = str(tried.payload.get("reason"))
        if tried.name == "clear":
            self.left.remove(reason)
        elif tried.name == "add":
            assert reason not in self.left
            self.left.append(reason)
        elif tried.name == TAKE_OVER and after.state == "ready":
            self.left.clear()
        self.case = after

    @precondition(lambda self: hasattr(self, "case"))
    @invariant()
    def it_stands_where_its_events_lead(self) -> None:
        case = self.case
        assert case.reasons == tuple(self.left)
        if case.state == "ready":
            assert not self.left
        if case.state == "placed":
            assert self.left
        again = HoldCase(case.policy, case.mandates, case.hold, DAY, case.events[::-1])
        assert (again, again.state, again.reasons, again.release) == (
            case,
            case.state,
            case.reasons,
            case.release,
        )

    @precondition(lambda self: hasattr(self, "case") and self.case.release is not None)
    @invariant()
    def who_released_may(self) -> None:
        case, release = self.case, self.case.release
        assert release is not None
        assert release.up_to is not None
        assert release.until is not None
        assert release.document == case.hold.document
        assert Money.zero("CNY") <= release.up_to <= case.hold.amount
        assert release.on <= release.until
        signed = [one for one in case.events if one.name == "release"]
        people = {person for one in signed for person in (one.by, one.behalf) if person}
        assert case.hold.requested_by not in people
        if not self.left:
            return
        found = case.route(release.up_to).rule
        assert found is not None
        own = [one for one in signed if one.role in found.roles]
        assert all(case.mandates.holds(one.behalf or one.by, one.role, one.on) for one in own)
        assert len({one.behalf or one.by for one in own}) >= (found.quorum or 1)
        if found.needs is Needs.ALL:
            assert {one.role for one in own} >= set(found.roles)


TestHolds = Holds.TestCase
TestHolds.settings = settings(max_examples=60, stateful_step_count=14, deadline=None)


@given(hold_cases())
def test_any_past_day_can_be_asked_for(case: HoldCase) -> None:
    for day in sorted({case.opened, *[one.on for one in case.events]}):
        past = case.as_of(day)
        assert past.events == tuple([one for one in case.events if one.on <= day])
        assert past.as_of(day) == past
    assert len(case.history("zh").rows) == case.version
    assert case.reason.text("zh")
    assert case.choices("ann", max([DAY, *[one.on for one in case.events]]), "zh") or case.case.ended
    with pytest.raises(InvalidValueError):
        case.as_of(case.opened - timedelta(1))


def test_deadlines_and_delegation() -> None:
    case = placed()
    assert [(one.last, one.then) for one in case.deadlines(DAY)] == [(DAY + timedelta(14), "lapse")]
    lent = case.fire(
        Event.delegated("e1", "H-1", "eve", "director", DAY, to="kim", during=DateRange(DAY, None))
    )
    done = lent.let_go("e2", "kim", "director", DAY, until=DAY, why="x", behalf="eve")
    assert done.state == "released"
    assert codes(case, Event.taken_over("e1", "H-1", "ready", DAY, "ann")) == ["credit.authority.opening"]
    taken = case.fire(Event.taken_over("e1", "H-1", "ready", DAY, "bob"))
    assert (taken.state, taken.reasons) == ("ready", ())


def test_wrong_parts_are_refused() -> None:
    grades = ApprovalMatrix([ApprovalRule("a", "x", grades=("A",))], "CNY", ("A",))
    with pytest.raises(InvalidValueError, match="grade"):
        HoldCase(HoldPolicy(grades), PEOPLE_OF, HOLD, DAY)
    with pytest.raises(CurrencyMismatchError):
        HoldCase(POLICY, PEOPLE_OF, CreditHold("H-1", "C-9", "O-7", "USD 5", "ann", "limit"), DAY)
    for make in (
        lambda: CreditHold("H-1", "C-9", "O-7", "CNY -1", "ann", "limit"),
        lambda: CreditHold("H-1", "C-9", "O-7", "CNY 1", "ann", ()),
        lambda: CreditHold("H-1", "C-9", "", "CNY 1", "ann", "limit"),
        lambda: CreditHold("H-1", "C-9", "O-7", "CNY 1", "ann", "limit", excess="-1%"),
        lambda: HoldPolicy(LADDER, clearers=()),
        lambda: HoldPolicy(LADDER, days=-1),
    ):
        with pytest.raises(InvalidValueError):
            make()
    for wrong in (
        lambda: HoldPolicy(json.loads("1")),
        lambda: HoldCase(json.loads("1"), PEOPLE_OF, HOLD, DAY),
        lambda: HoldCase(POLICY, json.loads("1"), HOLD, DAY),
        lambda: HoldCase(POLICY, PEOPLE_OF, json.loads("1"), DAY),
        lambda: HoldCase(POLICY, PEOPLE_OF, HOLD, DAY, json.loads("[1]")),
        lambda: CreditHold.of("H-1", json.loads("1"), "ann"),
        lambda: HOLD.gone(json.loads("1")),
        lambda: placed().fire(json.loads("1")),
    ):
        with pytest.raises(WrongTypeError):
            wrong()


def test_who_asked_for_the_document_clears_neither_the_first_reason_nor_the_last() -> None:
    first = Event("e1", "H-1", "clear", "ann", "credit analyst", DAY)
    given = Details([("reason", "limit"), ("left", 1)])
    assert codes(placed(), evolve(first, payload=given)) == ["workflows.refused.own"]
    one = placed().clear("e0", "limit", "bob", "credit analyst", DAY)
    last = evolve(first, payload=Details([("reason", "overdue"), ("left", 0)]))
    assert codes(one, last) == ["workflows.refused.own"]
    assert one.fire(evolve(last, by="bob")).state == "ready"
