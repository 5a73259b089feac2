"""Who is hired and how much they work: the cases on interviews and working time."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from salesmgmt.calendars import DateRange, WorkingWeek
from salesmgmt.organization import (
    CHINA_WORKING_TIME,
    InterviewCriterion,
    InterviewScorecard,
    PanelRule,
    WorkRecord,
)
from tests.cases.adapters import Adapter

#: A month with working days enough for every list of overtime.
MONTH = DateRange("2026-07-01", "2026-08-01")


def interviewed(given: Mapping[str, Any]) -> dict[str, Any]:
    """Candidates rated on weighted competencies, some of which have to be there."""
    inputs = given["inputs"]
    card = InterviewScorecard(
        [
            InterviewCriterion(name, weight, must_have=name in inputs["must_have"])
            for name, weight in inputs["weights"].items()
        ]
    )
    results = {name: card.rate(name, ratings) for name, ratings in inputs["candidates"].items()}
    return {
        "score": {name: result.score for name, result in results.items()},
        "decision": {name: result.decision.value for name, result in results.items()},
    }


def consented(given: Mapping[str, Any]) -> dict[str, Any]:
    """Interviewers who are in favour: three of them, by four competencies rated 3 or more."""
    panel = {
        f"interviewer {number}": {f"competency {place}": rating for place, rating in enumerate(ratings)}
        for number, ratings in enumerate(given["inputs"]["panel"])
    }
    decision = PanelRule(supporters=3, rating=3, criteria=4).decide("somebody", panel)
    return {"supporters": len(decision.supporters), "hire": decision.hire}


def worked(given: Mapping[str, Any]) -> dict[str, Any]:
    """Overtime of working days held against the labour law's limits."""
    week = WorkingWeek()
    days = [day for day in MONTH.each_day() if week.is_working_day(day)]
    records = [
        WorkRecord(name, day, hours, hours)
        for name, listed in given["inputs"]["months"].items()
        for day, hours in zip(days, listed, strict=False)
    ]
    months = CHINA_WORKING_TIME.check(records, MONTH, week).months
    return {
        "total": {one.participant: one.overtime for one in months},
        "breach": {one.participant: one.breach for one in months},
    }


ADAPTERS: Mapping[str, Adapter] = MappingProxyType(
    {
        "organisation: candidates, must_have, weights": interviewed,
        "organisation: months": worked,
        "organisation: panel": consented,
    }
)
