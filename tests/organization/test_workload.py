"""Workload: working time against a plain count, loads, and surveys from which nobody can be worked out."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from salesmgmt.calendars import DateRange, WorkingWeek
from salesmgmt.errors import BatchError, InvalidValueError, WrongTypeError
from salesmgmt.organization import (
    CHINA_WORKING_TIME,
    LoadPolicy,
    PulseSurvey,
    SurveyAnswer,
    SurveyQuestion,
    TimeLimit,
    WorkingTimeRules,
    Workload,
    WorkRecord,
    workloads_of,
)
from salesmgmt.records import Customer, Facts, Opportunity
from salesmgmt.testing.organization_workload import (
    load_policies,
    pulse_surveys,
    survey_answers,
    work_record_sets,
    working_time_rules,
    workloads,
)

pytestmark = pytest.mark.properties

FIRST = date(2026, 1, 1)
WEEK = WorkingWeek()
INEXACT: Any = 7.5


def overtime_of(rules: WorkingTimeRules, record: WorkRecord) -> Fraction:
    if record.overtime is not None:
        return record.overtime
    return (
        max(Fraction(0), record.hours - rules.hours_a_day) if WEEK.is_working_day(record.on) else record.hours
    )


@given(working_time_rules(), work_record_sets(), st.integers(0, 40), st.integers(1, 70))
def test_working_time_equals_a_plain_count(
    rules: WorkingTimeRules, records: tuple[WorkRecord, ...], start: int, days: int
) -> None:
    span = DateRange(FIRST + timedelta(days=start), FIRST + timedelta(days=start + days))
    report = rules.check(records, span, WEEK)
    assert report == rules.check(records[::-1], span, WEEK)
    inside = [one for one in records if one.on in span]
    wanted: set[tuple[str, TimeLimit, DateRange, Fraction]] = set()
    for one in inside:
        over = overtime_of(rules, one)
        if rules.overtime_a_day is not None and over > rules.overtime_a_day:
            wanted.add((one.participant, TimeLimit.DAY, DateRange.day(one.on), over))
        elif rules.ordinary_overtime_a_day is not None and over > rules.ordinary_overtime_a_day:
            wanted.add((one.participant, TimeLimit.ORDINARY_DAY, DateRange.day(one.on), over))
    for who in {one.participant for one in inside}:
        for number in (1, 2, 3, 4):
            month = DateRange.month(2026, number)
            own = [one for one in inside if one.participant == who and one.on in month]
            total = sum((overtime_of(rules, one) for one in own), Fraction(0))
            if rules.overtime_a_month is not None and total > rules.overtime_a_month:
                wanted.add((who, TimeLimit.MONTH, month, total))
    assert {
        (one.participant, one.limit, one.during, one.found)
        for one in report.breaches
        if one.limit not in (TimeLimit.WEEK, TimeLimit.REST)
    } == wanted
    weekly: set[tuple[str, TimeLimit, DateRange, Fraction]] = set()
    for who in {one.participant for one in records}:
        by_day = {one.on: one for one in records if one.participant == who}
        for day in span.each_day():
            week = [day + timedelta(days=number) for number in range(7)]
            if day.weekday() != rules.week_starts or week[-1] not in span:
                continue
            rest = sum(one not in by_day or by_day[one].hours == 0 for one in week)
            whole = DateRange(day, day + timedelta(days=7))
            if rest < rules.rest_days_a_week:
                weekly.add((who, TimeLimit.REST, whole, Fraction(rest)))
            first = day - timedelta(weeks=rules.weeks - 1)
            if rules.hours_a_week is None or first not in span:
                continue
            spent = Fraction(0)
            for number in range(7 * rules.weeks):
                spell = by_day.get(first + timedelta(days=number))
                if spell is not None:
                    spent += spell.hours - (0 if rules.overtime_in_week else overtime_of(rules, spell))
            if spent / rules.weeks > rules.hours_a_week:
                weekly.add((who, TimeLimit.WEEK, DateRange(first, whole.end), spent / rules.weeks))
    assert {
        (one.participant, one.limit, one.during, one.found)
        for one in report.breaches
        if one.limit in (TimeLimit.WEEK, TimeLimit.REST)
    } == weekly
    assert report.kept == (not any(one.limit is not TimeLimit.ORDINARY_DAY for one in report.breaches))
    assert sum((one.hours for one in report.months), Fraction(0)) == sum(
        (one.hours for one in inside), Fraction(0)
    )
    assert len(report.reason.tree("zh").splitlines()) == 1 + len(report.breaches)


def test_the_labour_law_of_china() -> None:
    long = [WorkRecord("li", date(2026, 7, day), 11) for day in (1, 2, 3)]
    assert CHINA_WORKING_TIME.check(long, DateRange.month(2026, 7)).kept
    week = [WorkRecord("li", date(2026, 7, day), 8) for day in range(6, 13)]
    found = CHINA_WORKING_TIME.check(week, DateRange.month(2026, 7)).breaches
    assert [one.limit for one in found] == [TimeLimit.REST, TimeLimit.DAY, TimeLimit.DAY]
    forty = evolve(CHINA_WORKING_TIME, hours_a_week=40)
    worked = [WorkRecord("li", date(2026, 7, day), "8.4", 0) for day in range(6, 11)]
    assert CHINA_WORKING_TIME.check(worked, DateRange.month(2026, 7)).kept
    assert [one.limit for one in forty.check(worked, DateRange.month(2026, 7)).breaches] == [TimeLimit.WEEK]


def test_records_that_cannot_be() -> None:
    with pytest.raises(InvalidValueError, match="0 to 24"):
        WorkRecord("li", FIRST, 25)
    with pytest.raises(InvalidValueError, match="hours worked"):
        WorkRecord("li", FIRST, 2, 3)
    with pytest.raises(WrongTypeError):
        WorkRecord("li", FIRST, INEXACT)
    with pytest.raises(BatchError, match="stand once"):
        CHINA_WORKING_TIME.check([WorkRecord("li", FIRST, 1)] * 2, DateRange.month(2026, 1))


@given(load_policies(), st.lists(workloads(), max_size=5, unique_by=lambda one: one.participant))
def test_a_load_is_a_weighted_mean_of_shares(policy: LoadPolicy, team: list[Workload]) -> None:
    report = policy.measure(team)
    assert report == policy.measure(team[::-1])
    full, weights = dict(policy.full), dict(policy.weights)
    total = sum(weights.get(name, Fraction(1)) for name in full)
    for one in team:
        found = next(each for each in report.people if each.participant == one.participant)
        shares = {name: dict(one.figures)[name] / full[name] for name in full}
        assert found.load * total == sum(weights.get(name, 1) * share for name, share in shares.items())
        high = policy.peak is not None and max(shares.values()) > policy.peak
        assert found.overloaded == (found.load > policy.high or high)
        assert found.has_room == (found.load < policy.low and not high)
        assert found.reason.tree("zh")
    assert {*report.overloaded} & {*report.with_room} == set()


def test_loads_are_read_from_facts() -> None:
    facts = Facts(
        [
            Customer("C-1", owner="li"),
            Customer("C-2", owner="wu"),
            Opportunity("O-1", "li", "CNY 1", opened="2026-03-31"),
            Opportunity("O-2", "li", "CNY 1", opened="2026-04-01"),
            Opportunity("O-3", "li", "CNY 1", opened="2026-01-01", outcome="won", closed="2026-03-31"),
            Opportunity("O-4", "li", "CNY 1", opened="2026-01-01", outcome="won", closed="2026-04-01"),
        ]
    )
    work = [WorkRecord("li", "2026-03-05", 9, nights=1), WorkRecord("li", "2026-04-01", 9)]
    found = workloads_of(facts, "2026-03-01/2026-04-01", ["li", "yu"], work)
    assert [dict(one.figures) for one in found] == [
        {"accounts": 1, "open deals": 2, "hours": 9, "travel nights": 1},
        {"accounts": 0, "open deals": 0, "hours": 0, "travel nights": 0},
    ]
    with pytest.raises(BatchError, match="be given"):
        LoadPolicy({"visits": 3}).measure(found)
    shown = LoadPolicy({"accounts": 2}).measure(found).table("zh")
    assert [column.heading for column in shown.columns] == ["人员", "客户数", "负荷"]


@given(pulse_surveys(), st.data())
def test_nobody_can_be_worked_out_of_a_survey(survey: PulseSurvey, data: st.DataObject) -> None:
    sheets = data.draw(st.lists(survey_answers(survey=survey), max_size=25))
    found = survey.read(sheets)
    assert found == survey.read(sheets[::-1])
    given_ = [one for one in sheets if one.values]
    counts = {one.team: sum(other.team == one.team for other in given_) for one in given_}
    for team in found.teams:
        assert team.answers in (None, counts[team.team])
        assert team.hidden or counts[team.team] >= survey.least
        assert all(0 <= value <= 1 for _, value in team.indices)
    if not found.whole.hidden:
        hidden = [counts[one.team] for one in found.teams if one.hidden]
        assert not hidden or (len(hidden) > 1 and sum(hidden) >= survey.least)
    for index in {one.index for one in survey.questions}:
        asked = {one.id for one in survey.questions if one.index == index}
        by_team = {
            team: sum(one.team == team and bool(asked & dict(one.values).keys()) for one in given_)
            for team in counts
        }
        shown = {one.team for one in found.teams if index in dict(one.indices)}
        assert all(by_team[team] >= survey.least for team in shown)
        left = [count for team, count in by_team.items() if team not in shown and count]
        if index in dict(found.whole.indices):
            assert not left or (len(left) > 1 and sum(left) >= survey.least)
    assert found.reason.tree("zh")
    assert len(found.table("zh").rows) == len(counts)


def test_a_survey_turns_bad_answers_round_and_compares() -> None:
    survey = PulseSurvey(
        "Q1", [SurveyQuestion("a", "energy"), SurveyQuestion("b", "energy", reversed=True)], 3
    )
    tired = survey.read([SurveyAnswer("north", {"a": 1, "b": 5})] * 3)
    fresh = survey.read([SurveyAnswer("north", {"a": 5, "b": 3})] * 3)
    assert tired.whole.indices == (("energy", Fraction(0)),)
    assert fresh.changes(tired) == (("north", "energy", Fraction(3, 4)),)
    with pytest.raises(InvalidValueError, match="recognised"):
        PulseSurvey("Q1", survey.questions, 2)
    with pytest.raises(BatchError, match="from 1 to 5"):
        survey.read([SurveyAnswer("north", {"a": 6})])


def test_an_index_that_only_one_hidden_team_answered_is_not_shown_elsewhere() -> None:
    survey = PulseSurvey("Q1", [SurveyQuestion("a", "energy"), SurveyQuestion("b", "support")], 3)
    sheets = [SurveyAnswer("west", {"a": 3})] * 2 + [SurveyAnswer("south", {"a": 3, "b": 1})] * 3
    found = survey.read(sheets + [SurveyAnswer("north", {"a": 3, "b": 5})] * 6)
    assert [(one.team, [name for name, _ in one.indices]) for one in found.teams] == [
        ("north", ["energy"]),
        ("south", []),
        ("west", []),
    ]
