"""What is given about a person, read for a scorecard: figures of its criteria, and facts beside them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from typing import TypeAlias

from salesmgmt.appraisal.numbers import NumberLike, as_number
from salesmgmt.appraisal.scorecards.criteria import Kpi, Part
from salesmgmt.appraisal.scorecards.form import Form
from salesmgmt.criteria import Criterion, FieldType
from salesmgmt.errors import InvalidValueError, Problem, SalesmgmtError
from salesmgmt.money import Money, Rate

__all__ = ["ResultLike", "Results", "facts_beside", "figure", "figures_of", "strangers", "veto_record"]

ResultLike: TypeAlias = NumberLike | bool | date | Money | None
"""A result of a criterion, or a fact that a veto reads."""

Results: TypeAlias = Mapping[str, ResultLike]


def facts_beside(card: Form) -> tuple[str, ...]:
    """The fields that its vetoes read and that are no criteria, in order."""
    own = {kpi.id for kpi in card.kpis}
    heads = {path.partition(".")[0] for veto in card.vetoes for path in veto.when.fields}
    return tuple(sorted(heads - own))


def strangers(card: Form, participant: str, results: Results, team: Results | None) -> Iterator[Problem]:
    """Results for criteria that the scorecard does not have, or that stand in the wrong place."""
    own = {kpi.id: kpi for kpi in card.kpis}
    beside = set(facts_beside(card))
    for name in results:
        if name not in own and name not in beside:
            yield Problem(participant, name, results[name], f"be a criterion of scorecard {card.id}")
        elif team is not None and name in own and own[name].part is Part.TEAM:
            yield Problem(participant, name, results[name], "stand in the results of the team")
    for name in team or ():
        if name not in own or own[name].part is not Part.TEAM:
            rule = f"be a team's criterion of scorecard {card.id}"
            yield Problem(participant, name, (team or {})[name], rule)


def figures_of(
    card: Form, participant: str, results: Results, team: Results | None
) -> tuple[dict[str, Fraction], list[Problem]]:
    """The figures of the criteria that have one, and whatever is wrong with what was given."""
    problems = list(strangers(card, participant, results, team))
    figures: dict[str, Fraction] = {}
    for kpi in card.kpis:
        given = team if team is not None and kpi.part is Part.TEAM else results
        value = given.get(kpi.id)
        if value is None:
            continue
        try:
            figures[kpi.id] = figure(kpi, value)
        except SalesmgmtError as error:
            problems.append(Problem.of(participant, error))
    return figures, problems


def figure(kpi: Kpi, value: ResultLike) -> Fraction:
    """A result as an exact number.

    Raises:
        InvalidValueError: If it is no number, or a bare one for a share: 95 would be 9,500 %.
        WrongTypeError: If it is a float, a flag, or of another type.
    """
    if kpi.percent and type(value) is int and value not in (0, 1):
        rule = f"be written as a share, such as '{value}%'; a bare {value} would be {value}00%"
        raise InvalidValueError(kpi.id, value, rule)
    return as_number(value, kpi.id)


def veto_record(when: Criterion, figures: Mapping[str, Fraction], results: Results) -> dict[str, object]:
    """What a veto reads: figures in the type that it compares them as, and facts as they were given."""
    found: dict[str, object] = {}
    for read in when.reads:
        head = read.path.partition(".")[0]
        if head in figures:
            level = figures[head]
            found[head] = Rate(level) if read.type is FieldType.RATE else level
        else:
            found[head] = results.get(head)
    return found
