"""Channels by their requirements, working minutes against a count of minutes, escalation over time."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from salesmgmt.criteria import ALWAYS, field
from salesmgmt.errors import BatchError, SalesmgmtError
from salesmgmt.organization import (
    Channel,
    ChannelPolicy,
    ChannelRule,
    EscalationPolicy,
    EscalationStep,
    Matter,
    OfficeHours,
    PostAssignment,
    Question,
    ReplyLimit,
    Structure,
)
from salesmgmt.testing.organization_channels import (
    channel_policies,
    escalation_policies,
    matters,
    office_hours,
    questions,
)

pytestmark = pytest.mark.properties

CHINA = timezone(timedelta(hours=8))
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2026, 1, 9)).map(  # noqa: DTZ001 - made aware at once
    lambda moment: moment.replace(second=0, microsecond=0, tzinfo=CHINA)
)


@given(channel_policies(), matters())
def test_a_channel_will_do_where_it_keeps_every_rule(policy: ChannelPolicy, matter: Matter) -> None:
    decision = policy.decide(matter)
    asked = [rule for rule in policy.rules if rule.matters.matches(matter)]
    for channel, verdict in zip(policy.channels, decision.verdicts, strict=True):
        fine = (channel.outside or not matter.outside) and (channel.confidential or not matter.confidential)
        hours = []
        for rule in asked:
            later = rule.confirm_within is not None and not channel.written
            if later and rule.confirm_within is not None:
                hours.append(rule.confirm_within)
            fine &= channel.written or not rule.written or later
            fine &= channel.kept or not rule.kept or later
            fine &= channel.signed or not rule.signed
            fine &= channel.id not in rule.never and (not rule.only or channel.id in rule.only)
        assert verdict.allowed == fine == (channel.id in decision.allowed)
        assert verdict.confirm_within == (min(hours) if fine and hours else None)
        assert verdict == decision.by(channel.id)
        assert fine or verdict.because
        assert verdict.reason.tree("en") != verdict.reason.tree("zh")
    assert len(decision.table("zh").rows) == len(policy.channels)


@given(channel_policies(), matters())
def test_one_rule_less_never_forbids_more(policy: ChannelPolicy, matter: Matter) -> None:
    allowed = set(policy.decide(matter).allowed)
    for rule in policy.rules:
        fewer = evolve(policy, rules=[one for one in policy.rules if one != rule])
        assert allowed <= set(fewer.decide(matter).allowed)


@given(channel_policies())
def test_a_rule_that_leaves_nothing_is_named(policy: ChannelPolicy) -> None:
    clashes = policy.clashes()
    for one in clashes:
        assert one.reason.text("en") != one.reason.text("zh")
    alone = {one.one for one in clashes if one.one == one.other}
    for rule in policy.rules:
        nothing = bool(
            ChannelPolicy(policy.channels, evolve(rule, matters=ALWAYS)).decide(Matter("x")).allowed
        )
        assert (rule.name in alone) != nothing


def test_two_rules_that_leave_nothing() -> None:
    media = [Channel("phone", "phone"), Channel("mail", "email", written=True)]
    price = ChannelRule("price", field("kind").equals("price"), written=True)
    big = ChannelRule("big", field("amount").at_least("CNY 5"), never="mail")
    policy = ChannelPolicy(media, [price, big])
    assert [(one.one, one.other) for one in policy.clashes()] == [("price", "big")]
    assert "price" in policy.clashes()[0].witness
    apart = evolve(policy, rules=[price, evolve(big, matters=field("kind").equals("visit"))])
    assert apart.clashes() == ()
    assert ChannelPolicy(media, ChannelRule("sign", signed=True)).clashes()[0].other == "sign"


@given(office_hours(), MOMENTS, st.integers(0, 3000))
def test_working_minutes_are_those_of_a_count(office: OfficeHours, start: datetime, span: int) -> None:
    end = start + timedelta(minutes=span)
    counted = 0
    moment = start
    while moment < end:
        minute = moment.hour * 60 + moment.minute
        inside = any(since <= minute < to for since, to in office.hours)
        counted += inside and office.calendar.is_working_day(moment.date())
        moment += timedelta(minutes=1)
    assert office.minutes(start, end) == counted


@given(office_hours(), MOMENTS, st.integers(1, 3000))
def test_so_many_minutes_after_lie_so_many_minutes_between(
    office: OfficeHours, start: datetime, minutes: int
) -> None:
    end = office.after(start, minutes)
    assert office.minutes(start, end) == minutes
    assert office.minutes(start, end - timedelta(minutes=1)) == minutes - 1
    assert office.after(start, 0) == start
    assert office.day == sum(to - since for since, to in office.hours)


@given(escalation_policies(), questions(), st.integers(0, 20000), st.integers(0, 20000))
def test_time_only_makes_a_question_older(
    policy: EscalationPolicy, question: Question, one: int, more: int
) -> None:
    earlier = policy.standing(question, question.asked + timedelta(minutes=one))
    later = policy.standing(question, question.asked + timedelta(minutes=one + more))
    assert earlier.due == later.due
    assert earlier.minutes <= later.minutes
    assert earlier.step <= later.step
    assert earlier.late <= later.late
    assert earlier.answered <= later.answered
    if earlier.answered:
        assert later == earlier
    if earlier.next_step is not None and question.answered is None:
        assert policy.standing(question, earlier.next_step).step > earlier.step
        before = earlier.next_step - timedelta(minutes=1)
        if before >= question.asked:
            assert policy.standing(question, before).step <= earlier.step
    assert later.late == (later.minutes > policy.limit(question).minutes)
    assert later.reason.text("en") != later.reason.text("zh")


@given(escalation_policies(), st.lists(questions(), max_size=4, unique_by=lambda one: one.id))
def test_response_times_are_those_of_the_questions(policy: EscalationPolicy, asked: list[Question]) -> None:
    now = datetime(2026, 4, 1, tzinfo=CHINA)
    times = policy.response_times(asked, now)
    assert policy.response_times(asked[::-1], now) == times
    assert len(times.standings) == len(asked)
    taken = sorted(policy.office.minutes(one.asked, one.answered) for one in asked if one.answered)
    if taken:
        middle = len(taken) // 2
        expected = taken[middle] if len(taken) % 2 else (taken[middle - 1] + taken[middle]) / 2
        assert times.median == expected
    else:
        assert times.median is None
    assert set(times.overdue) == {
        one.id
        for one in asked
        if not one.answered and policy.office.minutes(one.asked, now) > policy.limit(one).minutes
    }
    due = [one for one in times.standings if one.answered or one.late]
    assert (times.in_time is None) == (not due)
    assert len(times.table("zh").rows) == len(asked)


def test_the_limit_that_says_most_counts() -> None:
    limits = [
        ReplyLimit(480),
        ReplyLimit(60, urgent=True),
        ReplyLimit(30, "chat"),
        ReplyLimit(10, "chat", urgent=True),
    ]
    policy = EscalationPolicy(limits[::-1])
    found = {
        (channel, urgent): policy.limit(
            Question("Q", "a", "b", "2026-01-05T09:00+08:00", channel, urgent)
        ).minutes
        for channel in ("mail", "chat")
        for urgent in (False, True)
    }
    assert found == {("mail", False): 480, ("mail", True): 60, ("chat", False): 30, ("chat", True): 10}


def test_a_question_goes_up_the_line() -> None:
    chart = Structure(
        assignments=[
            PostAssignment("ann", unit="n", manager="bob"),
            PostAssignment("bob", unit="n", manager="eve"),
            PostAssignment("eve", unit="n"),
        ]
    ).on("2026-01-05")
    steps = [
        EscalationStep(0),
        EscalationStep(60, up=2),
        EscalationStep(120, up=9),
        EscalationStep(180, to="owner"),
    ]
    policy = EscalationPolicy(ReplyLimit(60), steps, OfficeHours("09:00-18:00"))
    asked = Question("Q", "cy", "ann", "2026-01-05T09:00+08:00")
    holders = [
        policy.standing(asked, f"2026-01-05T{hour:02}:30+08:00", chart).holder for hour in (9, 10, 11, 12, 13)
    ]
    assert holders == ["ann", "bob", "eve", "eve", "owner"]
    assert policy.standing(asked, "2026-01-05T10:30+08:00").holder == "ann"
    assert policy.standing(asked, "2026-01-05T10:00+08:00").late is False
    assert policy.standing(asked, "2026-01-05T02:01+00:00").late is True
    with pytest.raises(BatchError):
        policy.response_times([asked, asked], "2026-01-05T10:00+08:00")


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: ChannelPolicy([]),
        lambda: ChannelPolicy([Channel("a", "chat"), Channel("a", "chat")]),
        lambda: ChannelPolicy([Channel("a", "chat")], ChannelRule("r", only="b")),
        lambda: ChannelRule("r", only="a", never="a"),
        lambda: ChannelRule("r", confirm_within=3),
        lambda: Channel("a", "pigeon"),
        lambda: ChannelPolicy([Channel("a", "chat")]).decide("price"),  # type: ignore[arg-type]
        lambda: ChannelPolicy([Channel("a", "chat")]).decide(Matter("x")).by("b"),
        lambda: OfficeHours(""),
        lambda: OfficeHours("13:00-12:00"),
        lambda: OfficeHours("09:00-12:00, 11:00-18:00"),
        lambda: OfficeHours([(1, 2, 3)]),  # type: ignore[list-item]
        lambda: OfficeHours().minutes("2026-01-05T09:00", "2026-01-05T10:00"),
        lambda: OfficeHours().after("2026-01-05T09:00+08:00", -1),
        lambda: EscalationPolicy(ReplyLimit(5, "chat")),
        lambda: EscalationPolicy([ReplyLimit(5), ReplyLimit(6)]),
        lambda: EscalationPolicy(ReplyLimit(5), [EscalationStep(5), EscalationStep(4)]),
        lambda: Question("Q", "a", "b", "2026-01-05T09:00+08:00", answered="2026-01-05T08:59+08:00"),
        lambda: EscalationPolicy(ReplyLimit(5)).standing(
            Question("Q", "a", "b", "2026-01-05T09:00+08:00"), "2026-01-05T08:59+08:00"
        ),
    ],
)
def test_what_is_wrong_is_refused(wrong: object) -> None:
    with pytest.raises(SalesmgmtError):
        wrong()  # type: ignore[operator]


def test_the_nearest_confirmation_counts() -> None:
    phone = [Channel("phone", "phone")]
    rules = [
        ChannelRule("a", written=True, kept=True, confirm_within=8),
        ChannelRule("b", written=True, confirm_within=4),
    ]
    verdict = ChannelPolicy(phone, rules).decide(Matter("price")).by("phone")
    assert (verdict.allowed, verdict.confirm_within) == (True, 4)
    chat = ChannelPolicy([Channel("chat", "chat", written=True)], rules)
    assert chat.decide(Matter("price")).allowed == ()


def test_the_channel_goes_before_the_urgency() -> None:
    policy = EscalationPolicy([ReplyLimit(480), ReplyLimit(60, urgent=True), ReplyLimit(30, "chat")])
    assert policy.limit(Question("Q", "a", "b", "2026-01-05T09:00+08:00", "chat", urgent=True)).minutes == 30
