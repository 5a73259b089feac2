"""Definitions that are refused, all faults at once, and small cases of what the steps do."""

from __future__ import annotations

import json
import pickle
from datetime import date

import pytest

from salesmgmt.calendars import DateRange, WorkingWeek
from salesmgmt.criteria import field
from salesmgmt.errors import BatchError, InvalidValueError, WrongTypeError
from salesmgmt.records import Line, Order
from salesmgmt.workflows import (
    Actor,
    Case,
    Deadline,
    Details,
    Event,
    NotAllowedError,
    Required,
    State,
    Transition,
    Workflow,
)
from salesmgmt.workflows.events import follows, order_of

A, Z = State("a", "start"), State("z", "final")
AMOUNT = field("subject.amount", "number")
DAY = date(2026, 3, 2)
PLAIN = Workflow("W", [A, Z], [Transition("go", "a", "z")])


def faults(
    states: list[State | str], transitions: list[Transition], words: dict[str, str] | None = None
) -> set[str]:
    with pytest.raises(BatchError) as refused:
        Workflow("W", states, transitions, words or {})
    return {f"{one.record}: {one.field}" for one in refused.value.problems}


def test_unknown_names_are_all_named() -> None:
    found = faults(
        [A, Z, State("a"), State("b", "normal", Deadline(3, then="nothing"))],
        [
            Transition("go", "a", "y"),
            Transition("go", "x", "z", not_by="gone", guard=field("amount").equals(1)),
            Transition("on", "a", "z", guard=field("event.a.b").equals(1)),
        ],
        {"nobody": "无"},
    )
    assert found == {
        "a: name",
        "go from a: to",
        "go from x: source",
        "go from x: not_by",
        "go from x: guard",
        "on from a: guard",
        "b: then",
        "nobody: chinese",
    }


def test_ways_are_all_checked() -> None:
    found = faults(
        [A, "island", "trap", Z, State("other", "final", Deadline(1))],
        [
            Transition("go", "a", "z"),
            Transition("fall", "a", "trap"),
            Transition("swim", "island", "z"),
            Transition("back", "z", "other"),
        ],
    )
    assert found == {"z: kind", "other: deadlines", "island: source", "trap: to"}
    assert faults(["a", "b"], [Transition("go", "a", "b")]) >= {"states: start", "states: final"}
    assert "states: start" in faults([A, State("b", "start"), Z], [Transition("go", ["a", "b"], "z")])


def test_an_event_means_one_thing() -> None:
    low = Transition("go", "a", "z", guard=AMOUNT.less_than(6))
    high = Transition("go", "a", "z", guard=AMOUNT.at_least(5))
    assert faults([A, Z], [low, high]) == {"go from a: guard"}
    assert Workflow("W", [A, Z], [low, Transition("go", "a", "z", guard=AMOUNT.at_least(6))])
    assert Workflow(
        "W",
        [A, Z],
        [Transition("go", "a", "z", "x"), Transition("go", "a", "z", ["y", "w"], guard=AMOUNT.at_least(1))],
    )
    assert faults([A, Z], [Transition("go", "a", "z", "x"), Transition("go", "a", "z")]) == {
        "go from a: guard"
    }
    never = Transition("go", "a", "z", guard=AMOUNT.at_least(6) & AMOUNT.less_than(5))
    assert faults([A, Z], [never]) == {"go from a: guard"}
    other = Transition("go", "a", "z", guard=field("subject.amount", "text").equals("x"))
    assert faults([A, Z], [low, other]) == {"subject.amount: type"} or faults([A, Z], [low, other])


@pytest.mark.parametrize(
    "make",
    [
        lambda: State(""),
        lambda: State("@a"),
        lambda: State("a", "middle"),
        lambda: Deadline(-1),
        lambda: Deadline(1, "moons"),
        lambda: Transition("go", (), "z"),
        lambda: Transition("go", "a", "z", "x", needs="all"),
        lambda: Transition("go", "a", "z", quorum=2),
        lambda: Transition("go", "a", "z", needs="quorum", quorum=1),
        lambda: Event("", "C", "go", "ann", "", DAY),
        lambda: Event("e", "C", "@go", "ann", "", DAY),
        lambda: Event("e", "C", "go", "ann", "", DAY, "2026-03-02T10:00:00"),
        lambda: Details({"a.b": 1}),
        lambda: Actor(""),
    ],
)
def test_wrong_values_are_refused(make: object) -> None:
    assert callable(make)
    with pytest.raises(InvalidValueError):
        make()


@pytest.mark.parametrize(
    "make",
    [
        lambda: Deadline(json.loads("true")),
        lambda: Deadline(json.loads("1.5")),
        lambda: Transition("go", "a", "z", needs="quorum"),
        lambda: Details(json.loads('{"a": 0.5}')),
        lambda: Case("C", PLAIN, DAY, json.loads("[1]")),
        lambda: Case("C", PLAIN, DAY).fire(json.loads('"go"')),
        lambda: Case("C", json.loads("1"), DAY),
        lambda: Event("e", "C", "go", "ann", json.loads("1"), DAY),
        lambda: Event("e", "C", "go", "ann", "", DAY, payload=json.loads("[]")),
    ],
)
def test_wrong_types_are_refused(make: object) -> None:
    assert callable(make)
    with pytest.raises(WrongTypeError):
        make()


PANEL = Workflow(
    "Panel",
    [A, State("b", "normal", [Deadline(2, "working", "late"), Deadline(1)]), Z, State("no", "final")],
    [
        Transition("go", "a", "b", "rep"),
        Transition("yes", "b", "z", ("judge",), needs="quorum", quorum=2),
        Transition("no", "b", "no", ("judge",), needs="quorum", quorum=2, asks="why"),
        Transition("late", "b", "no"),
        Transition("back", "b", ("a", "b"), "judge"),
    ],
    calendar=WorkingWeek(holidays=["2026-03-03"]),
)


def fired(*steps: Event) -> Case:
    return Case("C", PANEL, DAY, events=steps)


GO = Event("e1", "C", "go", "ann", "rep", DAY)


def codes(case: Case, event: Event) -> list[str]:
    with pytest.raises(NotAllowedError) as refused:
        case.fire(event)
    assert pickle.loads(pickle.dumps(refused.value)).reasons == refused.value.reasons
    return [reason.code.removeprefix("workflows.refused.") for reason in refused.value.reasons]


def test_a_quorum_is_of_different_people_who_may_change_their_mind() -> None:
    one = fired(GO, Event("e2", "C", "yes", "bob", "judge", DAY))
    assert (one.state, one.signed_by) == ("b", ("bob",))
    assert codes(one, Event("e3", "C", "yes", "bob", "judge", DAY)) == ["signed"]
    assert one.fire(Event("e3", "C", "yes", "cyn", "judge", DAY)).state == "z"
    turned = one.fire(Event("e3", "C", "no", "bob", "judge", DAY, payload={"why": "dear"}))
    assert turned.fire(Event("e4", "C", "yes", "cyn", "judge", DAY)).state == "b"
    assert codes(turned, Event("e4", "C", "no", "cyn", "judge", DAY)) == ["missing"]


def test_a_return_begins_the_step_anew() -> None:
    one = fired(GO, Event("e2", "C", "yes", "bob", "judge", DAY))
    back = one.fire(Event("e3", "C", "back", "cyn", "judge", DAY, payload={"to": "b"}))
    assert (back.state, back.signed_by) == ("b", ())
    assert one.fire(Event("e3", "C", "back", "cyn", "judge", DAY, payload={"to": "a"})).state == "a"
    assert codes(one, Event("e3", "C", "back", "cyn", "judge", DAY)) == ["missing"]
    assert codes(one, Event("e3", "C", "back", "cyn", "judge", DAY, payload={"to": "z"})) == ["target"]


def test_a_deadline_is_passed_on_the_day_after_its_last() -> None:
    case = fired(GO)
    assert [(due.last.day, due.then, due.overdue) for due in case.deadlines("2026-03-05")] == [
        (3, None, True),
        (5, "late", False),
    ]
    assert codes(case, Event("e2", "C", "late", "clock", "", "2026-03-05")) == ["waiting"]
    assert case.fire(Event("e2", "C", "late", "clock", "", "2026-03-06")).state == "no"


def test_hand_over_and_delegation() -> None:
    case = fired(GO)
    handed = case.fire(Event.handed_over("e2", "C", "bob", "judge", DAY, to="dan"))
    assert codes(handed, Event("e3", "C", "yes", "bob", "judge", DAY)) == ["handed"]
    assert codes(handed, Event("e3", "C", "yes", "cyn", "judge", DAY, behalf="bob")) == ["behalf"]
    one = handed.fire(Event("e3", "C", "yes", "dan", "judge", DAY, behalf="bob"))
    assert one.signed_by == ("bob",)
    given_back = one.fire(Event.handed_over("e4", "C", "dan", "judge", DAY, to="bob", behalf="bob"))
    assert codes(given_back, Event("e5", "C", "yes", "bob", "judge", DAY)) == ["signed"]
    days = DateRange("2026-03-02", "2026-03-04")
    lent = case.fire(Event.delegated("e2", "C", "bob", "judge", DAY, to="dan", during=days))
    assert lent.fire(Event("e3", "C", "yes", "dan", "judge", "2026-03-03", behalf="bob")).signed_by == (
        "bob",
    )
    assert codes(lent, Event("e3", "C", "yes", "dan", "judge", "2026-03-04", behalf="bob")) == ["behalf"]
    assert [one.behalf for one in lent.choices(Actor("dan"), DAY) if one.event == "yes"] == ["bob"]
    assert codes(
        lent,
        Event.delegated("e3", "C", "dan", "judge", DAY, to="x", during=days).__class__(
            "e3", "C", "@delegate", "dan", "judge", DAY, None, {"to": "x", "start": DAY}, "", "bob"
        ),
    ) == ["person"]


def test_an_added_approver_is_waited_for() -> None:
    case = fired(GO, Event.approver_added("e2", "C", "bob", "judge", DAY, to="zoe", event="yes"))
    assert case.waiting_for == ("zoe",)
    two = case.fire(Event("e3", "C", "yes", "bob", "judge", DAY)).fire(
        Event("e4", "C", "yes", "cyn", "judge", DAY)
    )
    assert (two.state, two.waiting_for) == ("b", ("zoe",))
    assert two.fire(Event("e5", "C", "yes", "zoe", "", DAY)).state == "z"
    assert codes(case, Event.approver_added("e3", "C", "x", "clerk", DAY, to="y", event="yes")) == ["role"]
    assert codes(case, Event.approver_added("e3", "C", "cyn", "judge", DAY, to="zoe", event="yes")) == [
        "person"
    ]


def test_a_state_is_taken_over_at_the_beginning_only() -> None:
    taken = fired(Event.taken_over("e1", "C", "b", "2026-03-02", "zoe"))
    assert (taken.state, taken.since) == ("b", DAY)
    assert taken.deadlines(DAY)[0].last == date(2026, 3, 3)
    assert codes(taken, Event.taken_over("e2", "C", "b", "2026-03-02", "zoe")) == ["first"]
    assert codes(fired(), Event.taken_over("e1", "C", "y", "2026-03-02", "zoe")) == ["target"]


def test_what_is_out_of_line_is_refused() -> None:
    case = fired(GO)
    assert codes(case, Event("e1", "C", "yes", "bob", "judge", "2026-03-09")) == ["used"]
    assert codes(case, Event("e0", "C", "yes", "bob", "judge", DAY)) == ["early"]
    assert codes(case, Event("e2", "D", "yes", "bob", "judge", DAY)) == ["case"]
    assert codes(case, Event("e2", "C", "yes", "bob", "judge", "2026-01-01")) == ["early"]
    assert codes(case, Event("e2", "C", "go", "ann", "rep", DAY)) == ["unknown"]
    with pytest.raises(InvalidValueError):
        case.as_of("2026-03-01")


@pytest.mark.parametrize(
    ("one", "other"),
    [("e9", "e10"), ("a9b", "a10"), ("e1", "e2"), ("1", "a"), ("e2", "e02x"), ("a", "a1"), ("x²", "x3")],
)
def test_numbers_in_identifiers_count_as_numbers(one: str, other: str) -> None:
    first, second = (Event(name, "C", "go", "ann", "", DAY) for name in (one, other))
    assert follows(second, first) == (order_of(second) > order_of(first))
    assert follows(first, second) == (order_of(first) > order_of(second))
    assert follows(first, second) != follows(second, first)
    if (one, other) in [("e9", "e10"), ("a9b", "a10"), ("e1", "e2")]:
        assert follows(second, first)


def test_a_guard_reads_the_subject_and_the_payload() -> None:
    told = field("event.limit", "number").at_most(field("subject.amount", "number"))
    flow = Workflow("W", [A, Z], [Transition("go", "a", "z", guard=told)])
    case = Case("C", flow, DAY, {"amount": 5})
    assert [choice.missing for choice in case.choices(Actor("ann"), DAY)] == [("limit",)]
    assert case.fire(Event("e1", "C", "go", "ann", "", DAY, payload={"limit": 5})).ended
    assert codes(case, Event("e1", "C", "go", "ann", "", DAY, payload={"limit": 6})) == ["guard"]
    assert codes(case, Event("e1", "C", "go", "ann", "", DAY)) == ["missing"]
    assert codes(case, Event("e1", "C", "go", "ann", "", DAY, payload={"limit": "x"})) == ["unreadable"]
    assert not case.choices(Actor("ann"), DAY, payload={"limit": 6})[0].allowed
    without = Case("C", flow, DAY)
    assert codes(without, Event("e1", "C", "go", "ann", "", DAY, payload={"limit": 5})) == ["missing"]
    assert not without.choices(Actor("ann"), DAY, payload={"limit": 5})[0].allowed


def test_an_added_approver_counts_for_no_quorum() -> None:
    case = fired(GO, Event.approver_added("e2", "C", "bob", "judge", DAY, to="zoe", event="yes"))
    two = case.fire(Event("e3", "C", "yes", "bob", "judge", DAY)).fire(
        Event("e4", "C", "yes", "zoe", "", DAY)
    )
    assert (two.state, two.waiting_for) == ("b", ())
    assert two.fire(Event("e5", "C", "yes", "cyn", "judge", DAY)).state == "z"
    one = fired(GO, Event("e2", "C", "yes", "bob", "judge", DAY))
    assert codes(one, Event.approver_added("e3", "C", "cyn", "judge", DAY, to="bob", event="yes")) == [
        "person"
    ]


OWN = Workflow(
    "Own",
    [A, "b", Z],
    [Transition("go", "a", "b", "rep"), Transition("end", "b", "z", "rep", asks="why", not_by="go")],
)


def test_nobody_decides_on_their_own_through_somebody_else() -> None:
    lent = Event.delegated("e1", "C", "ann", "rep", DAY, to="bob", during=DateRange(DAY, None))
    case = Case("C", OWN, DAY, events=[lent, Event("e2", "C", "go", "bob", "rep", DAY, behalf="ann")])
    for by, behalf in (("ann", ""), ("bob", ""), ("bob", "ann")):
        event = Event("e3", "C", "end", by, "rep", DAY, payload={"why": "x"}, behalf=behalf)
        assert codes(case, event) == ["author"]
    assert case.fire(Event("e3", "C", "end", "cyn", "rep", DAY, payload={"why": "x"})).ended


def test_what_is_asked_for_has_to_be_there() -> None:
    flow = Workflow("W", [A, Z], [Transition("go", "a", "z", asks="why")])
    case = Case("C", flow, DAY)
    assert codes(case, Event("e1", "C", "go", "ann", "", DAY)) == ["missing"]
    assert case.choices(Actor("ann"), DAY)[0].missing == ("why",)
    assert case.choices(Actor("ann"), DAY, payload={"why": "x"})[0].missing == ()


def test_who_acts_for_whom_outlasts_a_state() -> None:
    handed = Event.handed_over("e1", "C", "bob", "judge", DAY, to="dan")
    days = DateRange("2026-03-02", "2026-03-04")
    lent = Event.delegated("e2", "C", "cyn", "judge", DAY, to="eve", during=days)
    case = fired(handed, lent, Event("e3", "C", "go", "ann", "rep", DAY))
    assert case.state == "b"
    assert codes(case, Event("e4", "C", "yes", "bob", "judge", DAY)) == ["handed"]
    assert case.fire(Event("e4", "C", "yes", "eve", "judge", DAY, behalf="cyn")).signed_by == ("cyn",)
    again = case.fire(Event("e4", "C", "back", "dan", "judge", DAY, payload={"to": "a"}, behalf="bob"))
    assert codes(again, Event("e5", "C", "go", "eve", "rep", DAY, behalf="cyn")) == ["behalf"]
    allowed = [
        [choice.allowed for choice in case.choices(Actor("eve"), day) if choice.event == "yes"]
        for day in ("2026-03-03", "2026-03-04")
    ]
    assert allowed == [[True], [False]]


def test_a_diagram_keeps_signs_that_mean_something_to_it() -> None:
    flow = Workflow("W", [State('a;"b"', "start"), Z], [Transition("go: on", 'a;"b"', "z")])
    drawn = flow.mermaid()
    assert 'state "a#59;#quot;b#quot;" as s1' in drawn
    assert "s1 --> s2 : go#58; on" in drawn


def test_who_has_handed_over_stays_out_after_a_return() -> None:
    handed = Event.handed_over("e1", "C", "ann", "rep", DAY, to="dan")
    case = fired(handed, Event("e2", "C", "go", "dan", "rep", DAY, behalf="ann"))
    back = case.fire(Event("e3", "C", "back", "cyn", "judge", DAY, payload={"to": "a"}))
    assert codes(back, Event("e4", "C", "go", "ann", "rep", DAY)) == ["handed"]
    assert back.fire(Event("e4", "C", "go", "dan", "rep", DAY, behalf="ann")).state == "b"


def test_a_case_about_a_record_is_a_document() -> None:
    documents = pytest.importorskip("salesmgmt.documents", exc_type=ImportError)
    order = Order("O-1", "2026-03-01", Line("GTX", "USD 6,000"), customer="C-9")
    east = field("subject.customer").equals("C-9")
    flow = Workflow("W", [A, Z], [Transition("go", "a", "z", guard=east)])
    case = Case("C", flow, DAY, order).fire(Event("e1", "C", "go", "ann", "", DAY))
    back = documents.loads(documents.dumps(case))
    assert (back, back.state, back.subject) == (case, "z", order)


LARGE = field("subject.amount", "number").more_than(100)
FILED = Workflow(
    "Filed",
    [A, "b", Z],
    [
        Transition("note", "a", "a"),
        Transition("go", "a", "b", requires=["licence", Required("report", LARGE)]),
        Transition("end", "b", "z", guard=field("case.go.sum", "number").at_most(5), not_by="subject.owner"),
        Transition(
            "late", "b", "z", guard=field("step.on", "date").more_than(field("subject.until", "date"))
        ),
    ],
)


def test_a_checklist_is_kept_over_the_events() -> None:
    case = Case("C", FILED, DAY, {"amount": 200, "owner": "ann", "until": DAY})
    assert case.choices(Actor("bob"), DAY)[1].missing == ("licence", "report")
    assert case.choices(Actor("bob"), DAY, payload={"licence": "no. 7"})[1].missing == ("report",)
    assert codes(case, Event("e1", "C", "go", "bob", "", DAY)) == ["required"]
    one = case.fire(Event("e1", "C", "note", "bob", "", DAY, payload={"licence": True, "report": "R-1"}))
    assert one.fire(Event("e2", "C", "go", "bob", "", DAY)).state == "b"
    off = one.fire(Event("e2", "C", "note", "bob", "", DAY, payload={"licence": False}))
    with pytest.raises(NotAllowedError, match="go needs licence on file"):
        off.fire(Event("e3", "C", "go", "bob", "", DAY))
    assert off.fire(Event("e3", "C", "go", "bob", "", DAY, payload={"licence": True})).state == "b"
    small = Case("C", FILED, DAY, {"amount": 100})
    assert small.choices(Actor("bob"), DAY)[1].missing == ("licence",)
    unknown = Case("C", FILED, DAY)
    assert unknown.choices(Actor("bob"), DAY)[1].missing == ("licence", "report")


def test_conditions_read_earlier_events_and_the_step_itself() -> None:
    papers = {"licence": True, "report": True}
    case = Case("C", FILED, DAY, {"amount": 200, "owner": "ann", "until": DAY})
    dear = case.fire(Event("e1", "C", "go", "bob", "", DAY, payload={**papers, "sum": 6}))
    fine = case.fire(Event("e1", "C", "go", "bob", "", DAY, payload={**papers, "sum": 5}))
    assert codes(dear, Event("e2", "C", "end", "bob", "", DAY, payload={"sum": 1})) == ["guard"]
    assert fine.fire(Event("e2", "C", "end", "bob", "", DAY)).state == "z"
    assert codes(fine, Event("e2", "C", "end", "ann", "", DAY)) == ["own"]
    assert codes(fine, Event("e2", "C", "end", "bob", "", DAY, behalf="ann")) == ["behalf", "own"]
    taken = Case("C", FILED, DAY, events=[Event.taken_over("e1", "C", "b", DAY, "zoe")])
    assert codes(taken, Event("e2", "C", "end", "bob", "", DAY)) == ["missing"]
    assert not taken.choices(Actor("bob"), DAY)[0].allowed
    assert codes(fine, Event("e2", "C", "late", "bob", "", DAY)) == ["guard"]
    assert fine.fire(Event("e2", "C", "late", "bob", "", "2026-03-03")).state == "z"
    owned = Case("C", FILED, DAY, {"amount": 1, "owner": "ann"}).fire(
        Event("e1", "C", "go", "ann", "", DAY, payload={"licence": True, "sum": 1})
    )
    assert codes(owned, Event("e2", "C", "end", "ann", "", DAY)) == ["own"]


def test_what_no_case_has_cannot_be_read() -> None:
    for path in ("case.nothing.x", "case.go", "step.mood", "step.on.day", "actor.id", "subject"):
        guard = field(path, "number").equals(1)
        assert faults([A, Z], [Transition("go", "a", "z", guard=guard)]) == {"go from a: guard"}
        assert faults([A, Z], [Transition("go", "a", "z", requires=Required("x", guard))]) == {
            "go from a: requires"
        }
    with pytest.raises(InvalidValueError):
        Required("a.b")
    with pytest.raises(WrongTypeError):
        Required("a", json.loads("true"))


def test_a_refusal_is_about_the_transition_whose_condition_holds() -> None:
    low = Transition("go", "a", "z", "clerk", AMOUNT.less_than(5), asks="why")
    high = Transition("go", "a", "z", "head", AMOUNT.at_least(5))
    case = Case("C", Workflow("W", [A, Z], [low, high]), DAY, {"amount": 7})
    assert codes(case, Event("e1", "C", "go", "ann", "clerk", DAY)) == ["role"]
    unknown = Case("C", case.workflow, DAY)
    assert codes(unknown, Event("e1", "C", "go", "ann", "clerk", DAY)) == ["missing", "missing", "role"]


def test_an_event_does_not_answer_for_what_came_before_it() -> None:
    guard = field("case.go.sum", "number").at_most(5)
    flow = Workflow("W", [A, "b", Z], [Transition("go", "a", "b"), Transition("go", "b", "z", guard=guard)])
    dear = Case("C", flow, DAY).fire(Event("e1", "C", "go", "ann", "", DAY, payload={"sum": 6}))
    assert codes(dear, Event("e2", "C", "go", "ann", "", DAY, payload={"sum": 1})) == ["guard"]
    fine = Case("C", flow, DAY).fire(Event("e1", "C", "go", "ann", "", DAY, payload={"sum": 5}))
    assert fine.fire(Event("e2", "C", "go", "ann", "", DAY, payload={"sum": 9})).ended


def test_who_did_something_for_themselves_does_not_decide_on_it_through_somebody_else() -> None:
    lent = Event.delegated("e1", "C", "ann", "rep", DAY, to="bob", during=DateRange(DAY, None))
    case = Case("C", OWN, DAY, events=[lent, Event("e2", "C", "go", "ann", "rep", DAY)])
    event = Event("e3", "C", "end", "bob", "rep", DAY, payload={"why": "x"}, behalf="ann")
    assert codes(case, event) == ["author"]


def test_what_was_lent_is_not_lent_any_more_once_all_is_handed_over() -> None:
    days = DateRange(DAY, None)
    lent = fired(GO, Event.delegated("e2", "C", "bob", "judge", DAY, to="dan", during=days))
    handed = lent.fire(Event.handed_over("e3", "C", "bob", "judge", DAY, to="eve"))
    assert codes(handed, Event("e4", "C", "yes", "dan", "judge", DAY, behalf="bob")) == ["behalf"]
    assert handed.fire(Event("e4", "C", "yes", "eve", "judge", DAY, behalf="bob")).signed_by == ("bob",)


def test_signatures_for_different_states_do_not_add_up() -> None:
    flow = Workflow(
        "W",
        [A, "b", Z],
        [
            Transition("pick", "a", ("b", "z"), "judge", needs="quorum", quorum=2),
            Transition("end", "b", "z"),
        ],
    )
    one = Case("C", flow, DAY).fire(Event("e1", "C", "pick", "bob", "judge", DAY, payload={"to": "b"}))
    two = one.fire(Event("e2", "C", "pick", "cyn", "judge", DAY, payload={"to": "z"}))
    assert two.state == "a"
    assert two.fire(Event("e3", "C", "pick", "dan", "judge", DAY, payload={"to": "z"})).state == "z"


def test_the_first_of_several_deadlines_counts() -> None:
    late = [Deadline(2, then="late"), Deadline(5, then="late")]
    for deadlines in (late, late[::-1]):
        flow = Workflow(
            "W",
            [State("a", "start", deadlines), Z],
            [Transition("go", "a", "z"), Transition("late", "a", "z")],
        )
        case = Case("C", flow, DAY)
        assert codes(case, Event("e1", "C", "late", "clock", "", "2026-03-04")) == ["waiting"]
        assert case.fire(Event("e1", "C", "late", "clock", "", "2026-03-05")).ended


def test_nothing_is_lent_for_no_day() -> None:
    for end in (DAY, date(2026, 3, 1)):
        payload = Details([("to", "dan"), ("start", DAY), ("end", end)])
        tried = Event("e2", "C", "@delegate", "bob", "judge", DAY, None, payload)
        assert codes(fired(GO), tried) == ["missing"]


def test_what_can_be_done_on_the_day_of_the_last_event_is_offered() -> None:
    case = fired(GO)
    for day, allowed in (("2026-03-01", False), (DAY, True)):
        offered = case.choices(Actor("bob", ("judge",)), day)
        assert [one.allowed for one in offered if one.event == "yes"] == [allowed]
