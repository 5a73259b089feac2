"""Hiring: scores, panels and figures against plain counts; the workflow's table walked exhaustively."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import cast

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from salesmgmt.calendars import DateRange
from salesmgmt.errors import (
    BatchError,
    CurrencyMismatchError,
    InvalidValueError,
    UnknownIdentifierError,
    WrongTypeError,
)
from salesmgmt.money import Money
from salesmgmt.organization import (
    STAGES,
    Candidacy,
    HireQuality,
    HiringCost,
    InterviewCriterion,
    InterviewDecision,
    InterviewScorecard,
    OnboardingPlan,
    OnboardingTask,
    PanelRule,
    ProductivityRule,
    QualityPolicy,
    Recruitment,
    Requisition,
    TeamType,
    TurnoverPolicy,
    cost_per_hire,
    funnel_of,
    time_to_fill,
)
from salesmgmt.records import Participant
from salesmgmt.testing.organization_hiring import (
    candidacy_sets,
    hire_qualities,
    hiring_costs,
    interview_scorecards,
    onboarding_plans,
    panel_rules,
    productivity_rules,
    quality_policies,
    requisitions,
    team_members,
    team_types,
    turnover_policies,
)
from salesmgmt.workflows import Case, Event, NotAllowedError

pytestmark = pytest.mark.properties

FIRST = date(2026, 1, 1)
DAYS = st.integers(0, 500).map(lambda number: FIRST + timedelta(days=number))
SPANS = st.builds(lambda day, days: DateRange(day, day + timedelta(days=days)), DAYS, st.integers(1, 300))


@given(interview_scorecards(), st.data())
def test_a_score_is_the_weighted_mean_and_a_must_stops(card: InterviewScorecard, data: st.DataObject) -> None:
    ratings = {one.name: data.draw(st.integers(card.lowest, card.highest)) for one in card.criteria}
    result = card.rate("li", ratings)
    total = sum(one.weight for one in card.criteria)
    assert result.score * total == sum(one.weight * ratings[one.name] for one in card.criteria)
    assert card.lowest <= result.score <= card.highest
    stops = {one.name for one in card.criteria if one.must_have and ratings[one.name] <= one.stops_at}
    assert set(result.stopped_by) == stops
    assert (result.decision is InterviewDecision.DO_NOT_PROCEED) == bool(stops)
    assert result.proceeds == (not stops and (card.pass_mark is None or result.score >= card.pass_mark))
    assert evolve(card, criteria=card.criteria[::-1]).rate("li", ratings) == result
    raised = data.draw(st.sampled_from(card.criteria)).name
    better = card.rate("li", ratings | {raised: card.highest})
    assert better.score >= result.score
    assert better.proceeds or not result.proceeds
    for lang in ("en", "zh"):
        assert len(result.reason.tree(lang).splitlines()) == 1 + len(card.criteria) + len(stops)


def test_a_sheet_that_does_not_fit_is_refused_with_every_fault() -> None:
    card = InterviewScorecard([InterviewCriterion("drive"), InterviewCriterion("care")])
    with pytest.raises(BatchError) as caught:
        card.rate("li", {"drive": 6, "charm": 3})
    assert len(caught.value.problems) == 3
    with pytest.raises(InvalidValueError, match="each once"):
        InterviewScorecard([InterviewCriterion("drive"), InterviewCriterion("drive")])
    with pytest.raises(InvalidValueError, match="lie on the scale"):
        InterviewScorecard([InterviewCriterion("drive")], pass_mark=6)


def test_candidates_are_ranked_and_shown() -> None:
    card = InterviewScorecard(
        [InterviewCriterion("drive", 2, must_have=True), InterviewCriterion("care")], pass_mark=3
    )
    results = [
        card.rate("li", {"drive": 4, "care": 3}),
        card.rate("wu", {"drive": 5, "care": 1}),
        card.rate("xu", {"drive": 1, "care": 5}),
        card.rate("yu", {"drive": 2, "care": 2}),
    ]
    assert [one.candidate for one in card.rank(results)] == ["li", "wu"]
    shown = card.table(results, "zh").records()
    assert [row["@decision"] for row in shown] == ["通过", "通过", "不予录用", "未达合格线"]
    assert results[3].reason.text() == "yu scores 2, below the pass mark 3"


@given(panel_rules(), st.integers(1, 4), st.integers(1, 4), st.data())
def test_a_panel_counts_who_is_in_favour(
    rule: PanelRule, people: int, criteria: int, data: st.DataObject
) -> None:
    ratings = {
        f"i{who}": {f"c{name}": data.draw(st.integers(1, 5)) for name in range(criteria)}
        for who in range(people)
    }
    decision = rule.decide("li", ratings)
    for who, one in ratings.items():
        high = len([value for value in one.values() if value >= rule.rating])
        assert (who in decision.supporters) == (high >= rule.criteria)
    assert sorted((*decision.supporters, *decision.others)) == sorted(ratings)
    assert decision.hire == (len(decision.supporters) >= rule.supporters and people >= rule.panel)
    better = {who: dict.fromkeys(one, 5) for who, one in ratings.items()}
    assert rule.decide("li", better).hire or not decision.hire
    for name in decision.to_discuss:
        values = [one[name] for one in ratings.values()]
        assert rule.spread is not None
        assert max(values) - min(values) > rule.spread


def test_interviewers_have_to_rate_the_same() -> None:
    with pytest.raises(BatchError, match="bob"):
        PanelRule().decide("li", {"ann": {"drive": 3}, "bob": {"care": 3}})
    with pytest.raises(InvalidValueError):
        PanelRule().decide("li", {})


#: What each event leads to, by state; everything else is refused.
TABLE = {
    "requisition": {"source": "sourced", "end": "ended"},
    "sourced": {"screen": "screened", "end": "ended"},
    "screened": {"interview": "interviewed", "end": "ended"},
    "interviewed": {"test": "tested", "end": "ended"},
    "tested": {"convene": "panel", "end": "ended"},
    "panel": {"decide": "offer", "end": "ended"},
    "offer": {"accept": "accepted", "end": "ended", "lapse": "ended"},
    "accepted": {"join": "joined", "end": "ended"},
    "joined": {"begin probation": "probation", "end": "ended"},
    "probation": {"confirm": "confirmed", "end": "ended"},
    "confirmed": {},
    "ended": {},
}


@pytest.mark.parametrize("tested", [True, False])
@pytest.mark.parametrize("days", [None, 14])
def test_every_state_has_a_stated_result_for_every_event(tested: bool, days: int | None) -> None:
    flow = Recruitment(tested=tested, offer_days=days).workflow
    assert {one.name for one in flow.states} == set(TABLE) == {*STAGES, "ended"}
    for state, known in TABLE.items():
        for event in flow.events:
            wanted = known.get(event)
            if state == "interviewed" and event == "convene" and not tested:
                wanted = "panel"
            found = [to for one in flow.result(state, event) for to in one.to]
            assert found == ([] if wanted is None else [wanted]), (state, event)
    assert ("lapse" in flow.events) == (days is not None)
    assert dict(flow.chinese).keys() >= {*TABLE, *flow.events}


PAYLOADS: dict[str, dict[str, bool | int | str]] = {
    "source": {"source": "referral"},
    "interview": {"proceeds": True, "score": 4},
    "test": {"passed": True},
    "decide": {"hire": True},
    "end": {"why": "withdrew"},
}
WAY = [
    "source",
    "screen",
    "interview",
    "test",
    "convene",
    "decide",
    "accept",
    "join",
    "begin probation",
    "confirm",
]


def stepped(case: Case, number: int, event: str, **told: bool) -> Case:
    one = next(step for step in case.workflow.transitions if step.event == event)
    role = one.roles[0] if one.roles else ""
    payload = PAYLOADS.get(event, {}) | told
    return case.fire(
        Event(f"e{number}", case.id, event, "rita", role, FIRST + timedelta(days=number), payload=payload)
    )


@given(st.integers(0, len(WAY)), st.booleans())
def test_a_case_becomes_a_candidacy(steps: int, end: bool) -> None:
    case = Recruitment().open("C-1", FIRST, "li", "REQ-7")
    for number, event in enumerate(WAY[:steps], 1):
        case = stepped(case, number, event)
    if end and not case.ended:
        case = stepped(case, steps + 1, "end")
    told = Candidacy.of(case)
    assert [stage for stage, _ in told.reached] == list(STAGES[: steps + 1])
    assert all(day == FIRST + timedelta(days=place) for place, (_, day) in enumerate(told.reached))
    assert told.source == ("referral" if steps else None)
    assert (told.ended is not None) == (case.state == "ended")
    assert told.requisition == "REQ-7"


def test_nobody_who_was_stopped_comes_before_the_panel_and_nobody_is_offered_a_post_without_it() -> None:
    case = Recruitment().open("C-1", FIRST, "li", "REQ-7")
    for number, event in enumerate(WAY[:2], 1):
        case = stepped(case, number, event)
    stopped = stepped(stepped(case, 3, "interview", proceeds=False), 4, "test")
    with pytest.raises(NotAllowedError):
        stepped(stopped, 5, "convene")
    failed = stepped(stepped(case, 3, "interview"), 4, "test", passed=False)
    with pytest.raises(NotAllowedError):
        stepped(failed, 5, "convene")
    before = stepped(stepped(stepped(case, 3, "interview"), 4, "test"), 5, "convene")
    with pytest.raises(NotAllowedError):
        stepped(before, 6, "decide", hire=False)
    assert stepped(before, 6, "decide").state == "offer"


def test_an_offer_lapses_when_nobody_accepts_it() -> None:
    case = Recruitment(offer_days=14).open("C-1", FIRST, "li", "REQ-7")
    for number, event in enumerate(WAY[:6], 1):
        case = stepped(case, number, event)
    assert case.state == "offer"
    assert case.deadlines(case.since + timedelta(days=15))[0].overdue
    late = Event("e9", "C-1", "lapse", "job", "", case.since + timedelta(days=15))
    assert case.fire(late).state == "ended"


@given(candidacy_sets(), st.lists(st.sampled_from(STAGES), min_size=2, max_size=5, unique=True))
def test_a_funnel_counts_everybody_once(people: tuple[Candidacy, ...], stages: list[str]) -> None:
    funnel = funnel_of(people, stages)
    assert funnel == funnel_of(people[::-1], stages[::-1])
    assert [one.stage for one in funnel.stages] == sorted(stages, key=STAGES.index)
    for line, following in zip(funnel.stages, (*funnel.stages[1:], None), strict=True):
        reached = [
            one
            for one in people
            if any(STAGES.index(stage) >= STAGES.index(line.stage) for stage, _ in one.reached)
        ]
        assert line.reached == len(reached) == line.passed + line.ended + line.waiting
        assert line.passed == (0 if following is None else following.reached)
        assert line.ended <= sum(one.ended is not None for one in reached)
    assert funnel.reason.text("zh")
    assert len(funnel.table("zh").rows) == len(stages)


@given(requisitions(name="R"), candidacy_sets(), DAYS)
def test_time_to_fill_counts_days_until_somebody_accepts(
    post: Requisition, people: tuple[Candidacy, ...], day: date
) -> None:
    times = time_to_fill([post], people, day)
    accepted = sorted(
        when
        for one in people
        for stage, when in one.reached
        if stage == "accepted"
        and when <= day
        and (one.ended is None or one.ended > day or one.passed("joined"))
    )
    if post.opened > day:
        assert not times.fills
        return
    assert [one.days for one in times.filled] == [
        max(0, (when - post.opened).days) for when in accepted[: post.heads]
    ]
    stands = post.closed is None or post.closed > day
    assert len(times.vacant) == (max(0, post.heads - len(accepted)) if stands else 0)
    assert all(one.days == (day - post.opened).days for one in times.vacant)
    if times.filled:
        assert times.mean == Fraction(sum(one.days for one in times.filled), len(times.filled))
        assert times.median is not None


def test_what_is_accepted_on_the_day_counts() -> None:
    post = Requisition("R", "2026-01-01", heads=2)
    people = [Candidacy(f"C-{day}", "R", {"accepted": f"2026-01-{day}"}) for day in (10, 20, 21)]
    assert [one.days for one in time_to_fill([post], people, "2026-01-20").filled] == [9, 19]
    assert [one.days for one in time_to_fill([post], people, "2026-01-19").vacant] == [18]
    closed = evolve(post, closed="2026-01-15")
    assert not time_to_fill([closed], people, "2026-01-19").vacant
    assert time_to_fill([closed], people, "2026-01-14").vacant


def test_whoever_accepts_and_backs_out_fills_no_post() -> None:
    post = Requisition("R", "2026-01-01")
    out = Candidacy("1", "R", {"accepted": "2026-01-05"}, "a", "2026-01-08")
    later = Candidacy("2", "R", {"accepted": "2026-01-20", "joined": "2026-01-25"}, "b", "2026-03-01")
    assert time_to_fill([post], [out, later], "2026-01-07").filled[0].candidacy == "1"
    assert [one.days for one in time_to_fill([post], [out, later], "2026-01-10").vacant] == [9]
    for day in ("2026-02-01", "2026-04-01"):
        assert [(one.candidacy, one.days) for one in time_to_fill([post], [out, later], day).filled] == [
            ("2", 19)
        ]


def test_time_to_fill_names_unknown_requisitions() -> None:
    with pytest.raises(BatchError, match="be one of those given"):
        time_to_fill([], [Candidacy("C-1", "R", {"accepted": FIRST})], FIRST)


@given(
    st.lists(hiring_costs(), min_size=1, max_size=5, unique_by=lambda one: one.id), candidacy_sets(max_size=8)
)
def test_cost_per_hire_spends_every_cent_once(costs: list[HiringCost], people: tuple[Candidacy, ...]) -> None:
    lines = cost_per_hire(costs, people)
    *sources, whole = lines
    assert whole.source is None
    assert whole.cost.amount == sum(Fraction(one.amount.amount) for one in costs)
    joined = [one for one in people if one.passed("joined")]
    assert whole.hires == len(joined)
    shared = [one for one in costs if one.source is None]
    if joined and all(one.source for one in joined):
        assert sum((one.cost.amount for one in sources), Fraction(0)) == whole.cost.amount
    for one in sources:
        own = sum((Fraction(cost.amount.amount) for cost in costs if cost.source == one.source), Fraction(0))
        part = sum((Fraction(cost.amount.amount) for cost in shared), Fraction(0))
        assert one.cost.amount == own + (part * one.hires / len(joined) if joined else 0)
        assert (one.per_hire is None) == (one.hires == 0)
    assert lines == cost_per_hire(costs[::-1], people[::-1])


def test_costs_of_two_currencies_do_not_add_up() -> None:
    costs = [HiringCost("a", Money.of("CNY 1")), HiringCost("b", Money.of("USD 1"))]
    with pytest.raises(CurrencyMismatchError):
        cost_per_hire(costs, [])


@given(quality_policies(), st.lists(hire_qualities(), max_size=8))
def test_quality_of_hire_is_a_mean_and_small_groups_are_hidden(
    policy: QualityPolicy, hires: list[HireQuality]
) -> None:
    found = policy.by_source(hires)
    assert found == policy.by_source(hires[::-1])
    assert sum(one.hires for one in found) == len(hires)
    for one in found:
        figures = [policy.of(hire) for hire in hires if hire.source == one.source]
        assert all(0 <= figure <= policy.cap for figure in figures)
        wanted = sum(figures, Fraction(0)) / len(figures) if len(figures) >= policy.least else None
        assert one.quality == wanted
        assert one.reason.text("zh")
    shown = [one.quality for one in found if one.quality is not None]
    assert shown == sorted(shown, reverse=True)


def test_quality_needs_every_indicator() -> None:
    with pytest.raises(UnknownIdentifierError):
        QualityPolicy({"ramp": 1}).of(HireQuality("li", "agency", {"retention": 1}))


@given(turnover_policies(), team_members(), SPANS, team_types())
def test_turnover_is_counted_day_by_day(
    policy: TurnoverPolicy, people: tuple[Participant, ...], span: DateRange, kind: TeamType
) -> None:
    found = policy.measure(people, span, kind)
    there = [
        [one.id for one in people if one.employed is None or day in one.employed] for day in span.each_day()
    ]
    assert found.headcount == Fraction(sum(map(len, there)), span.days)
    gone = {
        who
        for day, before in zip(span.each_day(), there, strict=True)
        for who in before
        for one in people
        if one.id == who and one.employed is not None and one.employed.end == day + timedelta(days=1)
    }
    assert set(found.leavers) == gone
    assert found.within == (found.yearly is None or found.yearly <= dict(policy.limits)[kind])
    assert found.reason.text() != found.reason.text("zh")
    start, end = span.start, span.end
    assert start is not None
    assert end is not None
    if span.days > 1:
        middle = start + timedelta(days=span.days // 2)
        halves = [policy.measure(people, DateRange(*each), kind) for each in ((start, middle), (middle, end))]
        assert sorted(who for half in halves for who in half.leavers) == list(found.leavers)


def test_who_leaves_at_the_edge_belongs_to_the_days_before_it() -> None:
    people = [Participant("ann", employed="2025-01-01/2026-07-01"), Participant("bob")]
    first, second = "2026-01-01/2026-07-01", "2026-07-01/2027-01-01"
    assert TurnoverPolicy().measure(people, first, "efficiency").leavers == ("ann",)
    assert TurnoverPolicy().measure(people, second, "efficiency").leavers == ()


def test_efficiency_teams_stand_more_than_effectiveness_teams() -> None:
    people = [Participant("ann", employed="2025-01-01/2026-07-01"), *[Participant(f"p{n}") for n in range(5)]]
    year = DateRange.year(2026)
    assert TurnoverPolicy().measure(people, year, "efficiency").within
    assert not TurnoverPolicy().measure(people, year, "effectiveness").within
    with pytest.raises(InvalidValueError, match="lower for effectiveness"):
        TurnoverPolicy({"efficiency": "10%", "effectiveness": "20%"})
    with pytest.raises(InvalidValueError, match="for effectiveness teams"):
        TurnoverPolicy({"efficiency": "10%"})


@given(onboarding_plans(), DAYS, DAYS, st.data())
def test_every_task_stands_in_one_place(
    plan: OnboardingPlan, joined: date, day: date, data: st.DataObject
) -> None:
    done = {one.id: data.draw(DAYS) for one in plan.tasks if data.draw(st.booleans())}
    progress = plan.progress("li", joined, done, on=day)
    placed = [
        task for mark in progress.milestones for task in (*mark.done, *mark.late, *mark.overdue, *mark.open)
    ]
    assert sorted(placed) == sorted(one.id for one in plan.tasks)
    for mark in progress.milestones:
        assert mark.due == joined + timedelta(days=mark.day - 1)
        for task in (*mark.done, *mark.late):
            assert done[task] <= day
            assert (done[task] <= plan.due(task, joined)) == (task in mark.done)
        for task in (*mark.overdue, *mark.open):
            assert task not in done or done[task] > day
            assert (plan.due(task, joined) < day) == (task in mark.overdue)
    early = {
        one.id
        for one in plan.tasks
        if one.id in done
        and done[one.id] <= day
        and any(name not in done or done[name] > min(day, done[one.id]) for name in one.needs)
    }
    assert set(progress.out_of_order) == early
    assert progress.kept == (not any(mark.overdue for mark in progress.milestones))
    assert len(progress.table("zh").rows) == len(plan.marks)


def test_the_last_day_is_in_time() -> None:
    plan = OnboardingPlan([OnboardingTask("a", 30), OnboardingTask("b", 31)])

    def where(done: str, on: str) -> tuple[tuple[str, ...], ...]:
        first, second, _ = plan.progress("li", "2026-04-01", {"a": done, "b": done}, on=on).milestones
        return first.done, first.late, second.done, second.overdue

    assert plan.due("a", "2026-04-01") == date(2026, 4, 30)
    assert where("2026-04-30", "2026-05-30") == (("a",), (), ("b",), ())
    assert where("2026-05-01", "2026-05-30") == ((), ("a",), ("b",), ())
    assert where("2026-06-01", "2026-05-01") == ((), (), (), ())
    assert where("2026-06-01", "2026-05-02") == ((), (), (), ("b",))


def test_a_plan_with_faults_names_them_all() -> None:
    with pytest.raises(BatchError) as caught:
        OnboardingPlan(
            [
                OnboardingTask("a", 5, needs=["b"]),
                OnboardingTask("b", 5, needs=["a"]),
                OnboardingTask("c", 3, needs=["d", "x"]),
                OnboardingTask("d", 9),
            ]
        )
    assert sorted(problem.record for problem in caught.value.problems) == ["a", "b", "c", "c"]
    with pytest.raises(BatchError, match="stand once"):
        OnboardingPlan([OnboardingTask("a", 5), OnboardingTask("a", 6)])


@given(productivity_rules(), st.lists(st.none() | st.fractions(0, 2, max_denominator=4), max_size=10))
def test_productivity_needs_a_run(rule: ProductivityRule, shares: list[Fraction | None]) -> None:
    months = [DateRange.month(2026, number + 1) for number in range(len(shares))]
    figures = [(month, share) for month, share in zip(months, shares, strict=True) if share is not None]
    found = rule.measure("li", FIRST, figures[::-1])
    reached = [share is not None and share >= rule.share for share in shares]
    starts = [
        place for place in range(len(shares) - rule.running + 1) if all(reached[place : place + rule.running])
    ]
    if not starts:
        assert found.days is None
        assert found.since is None
        return
    first = months[starts[0]]
    assert found.since == first
    assert first.end is not None
    assert found.days == (first.end - FIRST).days


def test_periods_may_not_overlap() -> None:
    figures = [("2026-01-01/2026-02-01", 0), ("2026-01-15/2026-03-01", 0)]
    with pytest.raises(InvalidValueError, match="overlap"):
        ProductivityRule().measure("li", FIRST, figures)


def test_a_requisition_that_stands_twice_is_refused() -> None:
    asked = [Requisition("R", "2026-01-01"), Requisition("R", "2025-12-01", heads=2)]
    with pytest.raises(InvalidValueError, match="hold each once"):
        time_to_fill(asked, [], "2026-02-01")


def test_where_no_post_is_filled_no_time_is_told() -> None:
    times = time_to_fill([Requisition("R", "2026-01-01")], [], "2026-02-01")
    assert times.reason.tree() == "no post is filled yet\n  R is vacant for 31 days"
    assert times.reason.text("zh") == "尚无岗位招到人"


def test_figures_that_are_none_are_refused() -> None:
    with pytest.raises(WrongTypeError, match="figures is None"):
        ProductivityRule("80%").measure("li", "2026-04-01", cast(dict[str, str], None))
