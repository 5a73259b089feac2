"""Applications: every state with every event, machines over any history, and the limits that follow."""

from __future__ import annotations

import json
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from salesmgmt.calendars import DateRange
from salesmgmt.credit import (
    ApplicationCase,
    ApplicationPolicy,
    ApprovalMatrix,
    ApprovalRule,
    Checklist,
    ChecklistItem,
    CreditApplication,
    FlagFactor,
    LimitAuthority,
    LimitProposal,
    Limits,
    Mandate,
    Mandates,
    PointsCard,
    ScoreBand,
)
from salesmgmt.criteria import field
from salesmgmt.errors import BatchError, CurrencyMismatchError, InvalidValueError, WrongTypeError
from salesmgmt.money import Money
from salesmgmt.testing.credit_approval import (
    PEOPLE,
    application_attempts,
    application_cases,
    application_policies,
    credit_applications,
    mandates,
)
from salesmgmt.workflows import Details, Event, Needs, NotAllowedError
from salesmgmt.workflows.details import Scalar
from salesmgmt.workflows.events import TAKE_OVER, order_of

pytestmark = pytest.mark.properties

DAY = date(2026, 3, 2)
LARGE = field("subject.amount", "money").more_than("CNY 3,000,000")
PAPERS = Checklist(["licence", ChecklistItem("report", "approve", LARGE)])
LADDER = ApprovalMatrix.ladder(
    [
        LimitAuthority("manager", "CNY 3,000,000"),
        LimitAuthority("director", "CNY 20,000,000"),
        LimitAuthority("board", "no limit"),
    ],
    "CNY",
)
POLICY = ApplicationPolicy(LADDER, PAPERS, taken_over_until="2026-06-01")
ROLES = ("sales", "credit analyst", "manager", "director", "board")
#: Ann asks, and holds every role; everybody else holds one; the other director does so for March only.
PEOPLE_OF = Mandates(
    [
        *[Mandate("ann", role) for role in ROLES],
        Mandate("sam", "sales"),
        Mandate("bob", "credit analyst"),
        Mandate("max", "manager"),
        Mandate("dan", "director"),
        Mandate("eve", "director", "2026-03-01/2026-04-01"),
        Mandate("zoe", "board"),
    ]
)
ASKED = CreditApplication("A-1", "C-9", "CNY 5,000,000", "ann", "2026-03-01/2027-03-01", review="2026-09-01")

DECIDERS = ("credit analyst", "manager", "director", "board")
#: Every state with every event that can happen in it: where it leads, who may, and who is kept out. All other
#: events are refused.
STATED: dict[tuple[str, str], tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]] = {
    ("draft", "record"): (("draft",), ("sales",), ()),
    ("draft", "submit"): (("submitted",), ("sales",), ()),
    ("draft", "withdraw"): (("withdrawn",), ("sales",), ()),
    ("submitted", "record"): (("submitted",), ("credit analyst",), ()),
    ("submitted", "withdraw"): (("withdrawn",), ("sales",), ()),
    ("submitted", "check"): (("checked",), ("credit analyst",), ("ann", "sam")),
    ("submitted", "send back"): (("draft",), DECIDERS, ()),
    ("submitted", "refuse"): (("refused",), DECIDERS, ()),
    ("checked", "withdraw"): (("withdrawn",), ("sales",), ()),
    ("checked", "send back"): (("draft", "submitted"), DECIDERS, ()),
    ("checked", "refuse"): (("refused",), DECIDERS, ()),
    ("checked", "approve"): (("approved",), ("director", "board"), ("ann", "sam", "bob")),
    ("approved", "activate"): (("active",), ("credit analyst",), ("ann",)),
    ("approved", "lapse"): (("expired",), (), ()),
    ("approved", "revoke"): (("revoked",), DECIDERS, ()),
    ("active", "expire"): (("expired",), (), ()),
    ("active", "revoke"): (("revoked",), DECIDERS, ()),
}
WAYS: dict[str, tuple[str, ...]] = {
    "draft": (),
    "submitted": ("submit",),
    "checked": ("submit", "check"),
    "approved": ("submit", "check", "approve"),
    "active": ("submit", "check", "approve", "activate"),
    "expired": ("submit", "check", "approve", "lapse"),
    "revoked": ("submit", "check", "approve", "revoke"),
    "refused": ("submit", "refuse"),
    "withdrawn": ("withdraw",),
}
DOERS = {
    "submit": ("sam", "sales"),
    "withdraw": ("sam", "sales"),
    "check": ("bob", "credit analyst"),
    "approve": ("dan", "director"),
    "activate": ("bob", "credit analyst"),
    "revoke": ("zoe", "board"),
    "refuse": ("bob", "credit analyst"),
}
FILLED: dict[str, Scalar | None] = {
    "licence": True,
    "report": "R-7",
    "why": "x",
    "amount": Money.of("CNY 4,000,000"),
}
LATER = {"lapse": DAY + timedelta(60), "expire": date(2027, 3, 1)}


def event(
    case: ApplicationCase,
    name: str,
    by: str,
    role: str,
    on: date = DAY,
    payload: dict[str, Scalar | None] | None = None,
    behalf: str = "",
) -> Event:
    filled = Details(FILLED if payload is None else payload)
    return Event(f"e{case.version + 1}", "A-1", name, by, role, on, None, filled, "", behalf)


def walked(*names: str, policy: ApplicationPolicy = POLICY) -> ApplicationCase:
    case = ApplicationCase(policy, PEOPLE_OF, ASKED, DAY)
    for name in names:
        by, role = DOERS.get(name, ("clock", ""))
        case = case.fire(event(case, name, by, role, LATER.get(name, DAY)))
    return case


def codes(case: ApplicationCase, tried: Event) -> list[str]:
    with pytest.raises(NotAllowedError) as refused:
        case.fire(tried)
    assert all(reason.text("zh") for reason in refused.value.reasons)
    return [reason.code for reason in refused.value.reasons]


def test_every_state_with_every_event_has_its_stated_result() -> None:
    flow = POLICY.workflow
    assert set(WAYS) == {state.name for state in flow.states}
    for state in WAYS:
        for name in flow.events:
            listed = tuple(dict.fromkeys([to for one in flow.result(state, name) for to in one.to]))
            assert listed == STATED.get((state, name), ((), (), ()))[0], (state, name)


@pytest.mark.parametrize("state", WAYS)
def test_who_may_do_what_in_each_state(state: str) -> None:
    case = walked(*WAYS[state])
    assert case.state == state
    people = sorted({one.person for one in PEOPLE_OF.entries} | {"nobody"})
    for name in POLICY.workflow.events:
        targets, roles, barred = STATED.get((state, name), ((), (), ()))
        for to in targets or ("draft",):
            for person in people:
                for role in ("", *ROLES):
                    on = LATER.get(name, max([DAY, *[one.on for one in case.events]]))
                    tried = event(case, name, person, role, on, {**FILLED, "to": to})
                    held = not role or PEOPLE_OF.holds(person, role, on)
                    fits = bool(targets) and (not roles or role in roles) and person not in barred
                    if held and fits:
                        assert case.fire(tried).state == to
                    else:
                        found = codes(case, tried)
                        assert ("credit.authority.mandate" in found) == (not held)


def test_nobody_approves_their_own_request() -> None:
    case = walked("submit", "check")
    own = event(case, "approve", "ann", "director")
    assert codes(case, own) == ["workflows.refused.own"]
    lent = case.fire(
        Event.delegated("e3", "A-1", "dan", "director", DAY, to="ann", during=DateRange(DAY, None))
    )
    assert codes(lent, event(lent, "approve", "ann", "director", behalf="dan")) == ["workflows.refused.own"]
    assert codes(case, event(case, "approve", "sam", "director"))[:1] == ["workflows.refused.author"]
    opened = ApplicationCase(
        POLICY, PEOPLE_OF, ASKED, DAY, [Event.taken_over("e1", "A-1", "submitted", DAY, "bob")]
    )
    assert codes(opened, event(opened, "check", "ann", "credit analyst")) == ["workflows.refused.own"]


def test_authority_has_to_suffice_and_to_hold_on_the_day() -> None:
    case = walked("submit", "check")
    assert codes(case, event(case, "approve", "max", "manager")) == ["workflows.refused.role"]
    april = date(2026, 4, 1)
    assert codes(case, event(case, "approve", "eve", "director", april)) == ["credit.authority.mandate"]
    assert case.fire(event(case, "approve", "eve", "director", date(2026, 3, 31))).approvers == ("eve",)
    lent = case.fire(
        Event.delegated("e3", "A-1", "eve", "director", DAY, to="kim", during=DateRange(DAY, "2026-05-01"))
    )
    assert codes(lent, event(lent, "approve", "kim", "director", april, behalf="eve")) == [
        "credit.authority.mandate"
    ]
    offers = [one for one in lent.choices("kim", april) if one.event == "approve" and one.behalf == "eve"]
    assert [one.allowed for one in offers] == [False] * 2
    done = lent.fire(event(lent, "approve", "kim", "director", behalf="eve"))
    assert (done.state, done.approvers) == ("approved", ("eve",))


def test_what_is_missing_on_file_is_named() -> None:
    case = ApplicationCase(POLICY, PEOPLE_OF, ASKED, DAY)
    assert codes(case, event(case, "submit", "sam", "sales", payload={})) == ["workflows.refused.required"]
    assert [row[2] for row in case.checklist().rows] == [False, False]
    case = case.fire(event(case, "record", "sam", "sales", payload={"licence": "no. 7"}))
    assert case.on_file == {"licence"}
    case = case.fire(event(case, "submit", "sam", "sales", payload={}))
    case = case.fire(event(case, "check", "bob", "credit analyst", payload={"amount": ASKED.amount}))
    with pytest.raises(NotAllowedError, match="approve needs report on file"):
        case.fire(event(case, "approve", "dan", "director", payload={}))
    small = CreditApplication("A-1", "C-9", "CNY 3,000,000", "ann")
    assert POLICY.checklist.needed(small, "approve") == ()


def test_the_check_decides_what_is_put_to_whom() -> None:
    case = walked("submit")
    for amount in ("CNY 5,000,000.01", "CNY -1"):
        wrong = event(case, "check", "bob", "credit analyst", payload={"amount": Money.of(amount)})
        assert "workflows.refused.guard" in codes(case, wrong)
        with pytest.raises(NotAllowedError, match=f"event.amount = {Money.of(amount)}"):
            case.fire(wrong)
    assert "workflows.refused.unreadable" in codes(
        case, event(case, "check", "bob", "credit analyst", payload={"amount": Money.of("USD 1")})
    )
    less = case.fire(
        event(
            case, "check", "bob", "credit analyst", payload={"amount": Money.of("CNY 3,000,000"), "report": 1}
        )
    )
    assert less.route is not None
    assert less.route.approver == "manager"
    sneaky = event(less, "approve", "max", "manager", payload={"amount": Money.of("CNY 5,000,000")})
    assert str(less.fire(sneaky).recommended) == "CNY 3,000,000.00"


def test_an_approved_application_yields_a_limit_with_its_days() -> None:
    approved = walked("submit", "check", "approve")
    assert approved.limit is None
    assert approved.granted is not None
    assert approved.granted.during == ASKED.during
    on = DAY + timedelta(5)
    active = approved.fire(event(approved, "activate", "bob", "credit analyst", on))
    limit = active.limit
    assert limit is not None
    assert (str(limit.amount), limit.approver, limit.review) == ("CNY 4,000,000.00", "dan", date(2026, 9, 1))
    assert limit.during == DateRange(on, "2027-03-01")
    held = Limits(active.limits)
    assert [held.of("C-9", day) is None for day in (on - timedelta(1), on)] == [True, False]
    revoked = active.fire(event(active, "revoke", "zoe", "board", on + timedelta(9)))
    assert revoked.limit is not None
    assert revoked.limit.during == DateRange(on, on + timedelta(9))
    assert active.fire(event(active, "revoke", "zoe", "board", on)).limits == ()
    assert active.as_of(on - timedelta(1)) == approved
    assert codes(active, event(active, "expire", "clock", "", date(2027, 2, 28))) == [
        "workflows.refused.guard"
    ]
    over = active.fire(event(active, "expire", "clock", "", date(2027, 3, 1)))
    assert (over.state, over.limit) == ("expired", limit)
    late = approved.fire(event(approved, "lapse", "clock", "", DAY + timedelta(31)))
    assert (late.state, late.limit) == ("expired", None)
    assert codes(approved, event(approved, "lapse", "clock", "", DAY + timedelta(30))) == [
        "workflows.refused.waiting"
    ]


def test_a_limit_does_not_begin_before_its_agreed_day() -> None:
    asked = CreditApplication("A-1", "C-9", "CNY 5,000,000", "ann", "2026-04-01/..")
    case = ApplicationCase(POLICY, PEOPLE_OF, asked, DAY)
    for name in WAYS["active"]:
        case = case.fire(event(case, name, *DOERS[name]))
    assert case.limit is not None
    assert case.limit.during == DateRange("2026-04-01", None)
    assert case.fire(event(case, "revoke", "zoe", "board", date(2026, 4, 1))).limit is None
    assert codes(case, event(case, "expire", "clock", "", date(2030, 1, 1))) == ["workflows.refused.missing"]


def test_a_limit_that_was_there_before_is_taken_over() -> None:
    taken = Event.taken_over("e1", "A-1", "active", "2026-06-01", "bob")
    case = ApplicationCase(POLICY, PEOPLE_OF, ASKED, DAY, [taken])
    assert case.limit is not None
    assert (case.limit.during, case.limit.approver) == (DateRange("2026-06-01", "2027-03-01"), None)
    blank = ApplicationCase(POLICY, PEOPLE_OF, ASKED, DAY)
    for person in ("ann", "sam", "nobody"):
        wrong = Event.taken_over("e1", "A-1", "active", "2026-06-01", person)
        assert codes(blank, wrong) == ["credit.authority.opening"]
    late = Event.taken_over("e1", "A-1", "active", "2026-06-02", "bob")
    assert codes(blank, late) == ["credit.authority.late"]
    never = ApplicationCase(ApplicationPolicy(LADDER), PEOPLE_OF, ASKED, DAY)
    assert codes(never, taken) == ["credit.authority.late"]


def test_an_assessment_is_what_a_check_brings_along() -> None:
    rules = [
        ApprovalRule("A", "manager", grades="A", excess_up_to="20%"),
        ApprovalRule("A+", "director", grades="A", excess_over="20%"),
        ApprovalRule("B", ("manager", "director"), grades="B", needs="all"),
    ]
    policy = ApplicationPolicy(ApprovalMatrix(rules, "CNY", ("A", "B")))
    card = PointsCard("c", FlagFactor("guarantee", 5), [ScoreBand("B", 0, 4), ScoreBand("A", 5)])
    good, poor = card.score({"guarantee": True}), card.score({"guarantee": False})
    proposal = LimitProposal("C-9", DAY, Money.of("CNY 4,000,000"))
    found = policy.assessment(ASKED, score=good, proposal=proposal)
    quarter = Fraction(1, 4)
    assert dict(found) == {"amount": ASKED.amount, "score": 5, "grade": "A", "excess": quarter}
    case = walked("submit", policy=policy)
    checked = case.fire(event(case, "check", "bob", "credit analyst", payload=dict(found)))
    assert checked.route is not None
    assert checked.route.roles == ("director",)
    assert checked.fire(event(checked, "approve", "dan", "director")).state == "approved"
    both = policy.assessment(ASKED, "CNY 1,000", score=poor, proposal=proposal)
    checked = case.fire(event(case, "check", "bob", "credit analyst", payload=dict(both)))
    one = checked.fire(event(checked, "approve", "dan", "director"))
    assert (one.state, one.case.signed_by) == ("checked", ("dan",))
    done = one.fire(event(one, "approve", "max", "manager"))
    assert (done.state, done.approvers) == ("approved", ("dan", "max"))
    for amount, share in (("CNY 0", 1), (None, 1), ("no limit", 0)):
        nothing = LimitProposal("C-9", DAY, amount)
        assert policy.assessment(ASKED, score=good, proposal=nothing)["excess"] == share
    with pytest.raises(InvalidValueError, match="score"):
        policy.assessment(ASKED, proposal=proposal)
    with pytest.raises(InvalidValueError, match="proposal"):
        policy.assessment(ASKED, score=good)
    with pytest.raises(CurrencyMismatchError):
        policy.assessment(ASKED, score=good, proposal=LimitProposal("C-9", DAY, "USD 5"))
    with pytest.raises(InvalidValueError, match="check"):
        case.fire(event(case, "check", "bob", "credit analyst", payload={**dict(found), "grade": "D"}))


class Applications(RuleBasedStateMachine):
    """Anything that people may try, in any order; what it has come to is looked up in the events."""

    @initialize(policy=application_policies(), people=mandates(complete=True), asked=credit_applications())
    def begin(self, policy: ApplicationPolicy, people: Mandates, asked: CreditApplication) -> None:
        self.case = ApplicationCase(policy, people, asked, DAY)

    @rule(data=st.data())
    def attempt(self, data: st.DataObject) -> None:
        tried = data.draw(application_attempts(self.case))
        before = (self.case.state, self.case.events)
        try:
            after = self.case.fire(tried)
        except NotAllowedError:
            assert (self.case.state, self.case.events) == before
            return
        person = tried.behalf or tried.by
        assert not tried.role or self.case.mandates.holds(person, tried.role, tried.on)
        assert after.events == (*self.case.events, tried)
        self.case = after

    @rule(data=st.data())
    def offer(self, data: st.DataObject) -> None:
        """What a form offers, filled in, goes through where there is one way only."""
        person = data.draw(st.sampled_from(PEOPLE))
        on = max([DAY, *[one.on for one in self.case.events]])
        payload: dict[str, Scalar | None] = {
            "why": "x",
            "licence": True,
            "report": True,
            "amount": self.case.application.amount,
            "grade": "A",
            "excess": 0,
            "to": "draft",
        }
        for choice in self.case.choices(person, on, "zh", payload):
            if choice.allowed:
                tried = Event(
                    f"e{self.case.version + 1}",
                    "A-1",
                    choice.event,
                    person,
                    choice.role,
                    on,
                    None,
                    Details(payload),
                    "",
                    choice.behalf,
                )
                assert not choice.missing
                assert self.case.fire(tried).version == self.case.version + 1

    @precondition(lambda self: hasattr(self, "case"))
    @invariant()
    def a_replay_stands_where_it_stands(self) -> None:
        case = self.case
        again = ApplicationCase(case.policy, case.mandates, case.application, DAY, case.events[::-1])
        assert again == case
        assert (again.state, again.limit, again.approvers) == (case.state, case.limit, case.approvers)

    @precondition(lambda self: hasattr(self, "case") and not _was_taken(self.case))
    @invariant()
    def what_is_approved_was_approved_by_those_who_may(self) -> None:
        case, asked = self.case, self.case.application
        if case.state not in ("approved", "active", "expired", "revoked"):
            assert case.granted is None
            assert case.limits == ()
            return
        check = max([one for one in case.events if one.name == "check"], key=order_of)
        signed = [one for one in case.events if one.name == "approve" and order_of(one) > order_of(check)]
        kept_out = {asked.requested_by} | {
            person
            for one in case.events
            if one.name == "submit" or (one.name == "check" and case.policy.checker_approves.value == "no")
            for person in (one.by, one.behalf)
        }
        assert case.route is not None
        found = case.route.rule
        assert found is not None
        own = [one for one in signed if one.role in found.roles]
        speakers = {one.behalf or one.by for one in own}
        assert not kept_out & {person for one in signed for person in (one.by, one.behalf) if person}
        assert all(case.mandates.holds(one.behalf or one.by, one.role, one.on) for one in own)
        if found.needs is Needs.ALL:
            assert {one.role for one in own} >= set(found.roles)
        assert len(speakers) >= (found.quorum or 1)
        assert case.granted is not None
        assert case.granted.amount == check.payload["amount"] == case.recommended <= asked.amount
        needed = {
            *case.policy.checklist.needed(asked, "submit"),
            *case.policy.checklist.needed(asked, "approve"),
        }
        assert case.on_file >= needed or case.state in ("expired", "revoked", "active")


def _was_taken(case: ApplicationCase) -> bool:
    return bool(case.events) and case.events[0].name == TAKE_OVER


TestApplications = Applications.TestCase
TestApplications.settings = settings(max_examples=60, stateful_step_count=16, deadline=None)


@given(application_cases())
def test_any_past_day_can_be_asked_for(case: ApplicationCase) -> None:
    for day in sorted({case.opened, *[one.on for one in case.events]}):
        past = case.as_of(day)
        assert past.events == tuple([one for one in case.events if one.on <= day])
        assert past.as_of(day) == past
    assert len(case.history("zh").rows) == case.version
    assert case.reason.text("zh")
    with pytest.raises(InvalidValueError):
        case.as_of(case.opened - timedelta(1))


@given(application_policies())
def test_every_policy_has_its_diagram(policy: ApplicationPolicy) -> None:
    drawn = policy.workflow.mermaid("zh")
    assert "已提交" in drawn
    assert drawn.count("--> [*]") == 4


def test_wrong_parts_are_refused() -> None:
    with pytest.raises(CurrencyMismatchError):
        ApplicationCase(POLICY, PEOPLE_OF, CreditApplication("A-1", "C-9", "USD 5", "ann"), DAY)
    for make in (
        lambda: CreditApplication("A-1", "C-9", "CNY 0", "ann"),
        lambda: CreditApplication("A-1", "", "CNY 1", "ann"),
        lambda: CreditApplication("A-1", "C-9", "CNY 1", "ann", kind="gift"),
        lambda: ApplicationPolicy(LADDER, checkers=()),
        lambda: ApplicationPolicy(LADDER, activate_within=-1),
        lambda: ApplicationPolicy(LADDER, checker_approves="perhaps"),
        lambda: ChecklistItem("a.b"),
        lambda: ChecklistItem("a", "sometime"),
        lambda: ChecklistItem("a", when=field("event.x", "number").equals(1)),
        lambda: Mandate("ann", ""),
    ):
        with pytest.raises(InvalidValueError):
            make()
    for wrong in (
        lambda: ApplicationPolicy(json.loads("1")),
        lambda: ApplicationCase(json.loads("1"), PEOPLE_OF, ASKED, DAY),
        lambda: ApplicationCase(POLICY, json.loads("[]"), ASKED, DAY),
        lambda: ApplicationCase(POLICY, PEOPLE_OF, json.loads("{}"), DAY),
        lambda: ApplicationCase(POLICY, PEOPLE_OF, ASKED, DAY, json.loads("[1]")),
        lambda: walked().fire(json.loads("1")),
        lambda: Checklist(json.loads("[1]")),
        lambda: Mandates(json.loads("[1]")),
    ):
        with pytest.raises(WrongTypeError):
            wrong()
    with pytest.raises(BatchError):
        Checklist(["licence", "licence"])


def test_who_has_agreed_and_who_is_still_to_be_asked_is_told_by_the_application() -> None:
    matrix = ApprovalMatrix([ApprovalRule("both", ("manager", "director"), needs="all")], "CNY")
    held = {"ann": "sales", "bob": "credit analyst", "max": "manager", "dan": "director"}
    people = Mandates([Mandate(person, role) for person, role in held.items()])
    case = ApplicationCase(
        ApplicationPolicy(matrix), people, CreditApplication("A-1", "C-9", "CNY 5", "ann"), DAY
    )
    assert (case.signed_by, case.waiting_for) == ((), ())
    case = case.fire(Event("e1", "A-1", "submit", "ann", "sales", DAY))
    case = case.fire(
        Event("e2", "A-1", "check", "bob", "credit analyst", DAY, payload={"amount": Money.of("CNY 5")})
    )
    case = case.fire(Event("e3", "A-1", "approve", "max", "manager", DAY))
    case = case.fire(Event.approver_added("e4", "A-1", "dan", "director", DAY, to="eve", event="approve"))
    assert (case.signed_by, case.waiting_for) == (("max",), ("eve",))
