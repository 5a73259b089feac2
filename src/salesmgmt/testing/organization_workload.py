"""Strategies for workload: working time and its limits, load, and surveys."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from fractions import Fraction
from types import MappingProxyType

from hypothesis import strategies as st

from salesmgmt.calendars import DateRange
from salesmgmt.organization import (
    LoadLine,
    LoadPolicy,
    LoadReport,
    OvertimeMonth,
    PersonLoad,
    PulseSurvey,
    SurveyAnswer,
    SurveyIndices,
    SurveyQuestion,
    TeamIndices,
    TimeBreach,
    TimeLimit,
    WorkingTimeReport,
    WorkingTimeRules,
    Workload,
    WorkRecord,
)

__all__ = [
    "STRATEGIES",
    "load_lines",
    "load_policies",
    "load_reports",
    "overtime_months",
    "person_loads",
    "pulse_surveys",
    "survey_answers",
    "survey_indices",
    "survey_questions",
    "team_indices",
    "time_breaches",
    "time_limits",
    "work_record_sets",
    "work_records",
    "working_time_reports",
    "working_time_rules",
    "workloads",
]

MEASURES = ("accounts", "hours", "客户拜访")
_FIRST = date(2026, 1, 1)
_NAMES = st.text(min_size=1, max_size=6)
_PEOPLE = st.sampled_from(("ann", "李雷"))
_TEAMS = st.sampled_from(("north", "south", "华东"))
_DAYS = st.integers(0, 60).map(lambda number: _FIRST + timedelta(days=number))
_HOURS = st.fractions(0, 24, max_denominator=4)
_SPANS = st.builds(lambda day, days: DateRange(day, day + timedelta(days=days)), _DAYS, st.integers(1, 70))


@st.composite
def work_records(draw: st.DrawFn, *, participant: str | None = None, on: date | None = None) -> WorkRecord:
    """Days of work.

    Args:
        draw: Supplied by Hypothesis.
        participant: Who; anybody where left out.
        on: The day; any where left out.
    """
    hours = draw(_HOURS)
    overtime = draw(st.none() | st.fractions(0, 1, max_denominator=4).map(lambda share: share * hours))
    who = draw(_PEOPLE) if participant is None else participant
    return WorkRecord(who, draw(_DAYS) if on is None else on, hours, overtime, draw(st.integers(0, 1)))


@st.composite
def work_record_sets(draw: st.DrawFn, *, max_days: int = 30) -> tuple[WorkRecord, ...]:
    """Days of work of several people, each day once for each of them.

    Args:
        draw: Supplied by Hypothesis.
        max_days: Most days.
    """
    pairs = draw(st.sets(st.tuples(_PEOPLE, _DAYS), max_size=max_days))
    return tuple([draw(work_records(participant=who, on=day)) for who, day in sorted(pairs)])


def time_limits() -> st.SearchStrategy[TimeLimit]:
    """Limits that may be met."""
    return st.sampled_from(TimeLimit)


def working_time_rules() -> st.SearchStrategy[WorkingTimeRules]:
    """Rules with any of the limits."""
    hours = st.none() | _HOURS
    return st.builds(
        WorkingTimeRules,
        _NAMES,
        _HOURS,
        hours,
        hours,
        st.none() | st.fractions(0, 60, max_denominator=4),
        st.none() | st.fractions(0, 60, max_denominator=4),
        st.integers(1, 4),
        st.booleans(),
        st.integers(0, 7),
        st.integers(0, 6),
    )


def working_time_reports() -> st.SearchStrategy[WorkingTimeReport]:
    """What checks of generated work find."""
    return st.builds(
        lambda rules, records, span: rules.check(records, span),
        working_time_rules(),
        work_record_sets(),
        _SPANS,
    )


def time_breaches() -> st.SearchStrategy[TimeBreach]:
    """Findings of every kind."""
    return st.builds(TimeBreach, _PEOPLE, time_limits(), _SPANS, _HOURS, _HOURS)


def overtime_months() -> st.SearchStrategy[OvertimeMonth]:
    """Months of overtime."""
    return st.builds(OvertimeMonth, _PEOPLE, _DAYS, _HOURS, _HOURS, st.booleans())


def workloads(*, participant: str | None = None) -> st.SearchStrategy[Workload]:
    """What somebody carries, in every measure of `MEASURES`.

    Args:
        participant: Who; anybody where left out.
    """
    figure = st.fractions(0, 300, max_denominator=4)
    who = _NAMES if participant is None else st.just(participant)
    return st.builds(Workload, who, st.fixed_dictionaries(dict.fromkeys(MEASURES, figure)))


@st.composite
def load_policies(draw: st.DrawFn) -> LoadPolicy:
    """Policies over some of `MEASURES`.

    Args:
        draw: Supplied by Hypothesis.
    """
    above = st.fractions(Fraction(1, 4), 100, max_denominator=4)
    full = draw(st.dictionaries(st.sampled_from(MEASURES), above, min_size=1))
    weights = {name: draw(above) for name in full if draw(st.booleans())}
    low = draw(st.fractions(0, 1, max_denominator=10))
    high = low + draw(st.fractions(0, 1, max_denominator=10))
    return LoadPolicy(full, weights, low, high, draw(st.none() | above))


def load_reports() -> st.SearchStrategy[LoadReport]:
    """Loads of generated teams."""
    people = st.lists(workloads(), min_size=1, max_size=4, unique_by=lambda one: one.participant)
    return st.builds(lambda policy, team: policy.measure(team), load_policies(), people)


def person_loads() -> st.SearchStrategy[PersonLoad]:
    """Loads of single people."""
    return load_reports().flatmap(lambda one: st.sampled_from(one.people))


def load_lines() -> st.SearchStrategy[LoadLine]:
    """Single measures."""
    return person_loads().flatmap(lambda one: st.sampled_from(one.lines))


def survey_questions() -> st.SearchStrategy[SurveyQuestion]:
    """Questions of a few indices."""
    return st.builds(SurveyQuestion, _NAMES, st.sampled_from(("energy", "支持")), st.booleans())


@st.composite
def pulse_surveys(draw: st.DrawFn) -> PulseSurvey:
    """Surveys of some questions.

    Args:
        draw: Supplied by Hypothesis.
    """
    questions = draw(st.lists(survey_questions(), min_size=1, max_size=3, unique_by=lambda one: one.id))
    lowest = draw(st.integers(0, 1))
    highest = lowest + draw(st.integers(1, 9))
    return PulseSurvey(draw(_NAMES), questions, draw(st.integers(3, 5)), lowest, highest)


@st.composite
def survey_answers(draw: st.DrawFn, *, survey: PulseSurvey | None = None) -> SurveyAnswer:
    """Sheets; some questions are left out.

    Args:
        draw: Supplied by Hypothesis.
        survey: What is asked; any survey where left out.
    """
    asked = draw(pulse_surveys()) if survey is None else survey
    value = st.integers(asked.lowest, asked.highest)
    values = {one.id: draw(value) for one in asked.questions if draw(st.integers(0, 3))}
    return SurveyAnswer(draw(_TEAMS), values)


@st.composite
def survey_indices(draw: st.DrawFn) -> SurveyIndices:
    """What generated teams said.

    Args:
        draw: Supplied by Hypothesis.
    """
    survey = draw(pulse_surveys())
    return survey.read(draw(st.lists(survey_answers(survey=survey), max_size=20)))


def team_indices() -> st.SearchStrategy[TeamIndices]:
    """Teams shown and hidden."""
    return survey_indices().flatmap(lambda one: st.sampled_from((one.whole, *one.teams)))


STRATEGIES: Mapping[type, Callable[[], st.SearchStrategy[object]]] = MappingProxyType(
    {
        LoadLine: load_lines,
        LoadPolicy: load_policies,
        LoadReport: load_reports,
        OvertimeMonth: overtime_months,
        PersonLoad: person_loads,
        PulseSurvey: pulse_surveys,
        SurveyAnswer: survey_answers,
        SurveyIndices: survey_indices,
        SurveyQuestion: survey_questions,
        TeamIndices: team_indices,
        TimeBreach: time_breaches,
        TimeLimit: time_limits,
        WorkRecord: work_records,
        WorkingTimeReport: working_time_reports,
        WorkingTimeRules: working_time_rules,
        Workload: workloads,
    }
)
