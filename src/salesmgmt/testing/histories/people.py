"""Those who sell: their days, posts, absences and expenses."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from salesmgmt.calendars import DateRange
from salesmgmt.money import Currency, Money
from salesmgmt.records import Absence, Assignment, Expense, Participant, Scalar
from salesmgmt.testing.conditions import PEOPLE, YEAR
from salesmgmt.testing.histories.deals import or_euro
from salesmgmt.testing.histories.drawn import Person

__all__ = ["absences_of", "assignments_of", "expenses_of", "participants_of"]


def expenses_of(
    currency: Currency, drawn: Sequence[tuple[str, date, int, str | None, bool]]
) -> list[Expense]:
    """Money that people spent, now and then in another currency."""
    return [
        Expense(f"E-{number}", who, on, Money(minor, or_euro(currency, foreign)), kind)
        for number, (who, on, minor, kind, foreign) in enumerate(drawn)
    ]


def absences_of(drawn: Sequence[tuple[str, date, int]]) -> list[Absence]:
    """Days on which people take no part."""
    return [
        Absence(f"A-{number}", who, DateRange(first, first + timedelta(days=days)))
        for number, (who, first, days) in enumerate(drawn)
    ]


def participants_of(currency: Currency, drawn: Sequence[Person]) -> list[Participant]:
    """People with their days of employment, grade and salary, where these are known."""
    found: list[Participant] = []
    for name, (employed, grade, salary) in zip(PEOPLE, drawn, strict=True):
        more: dict[str, Scalar] = {} if grade is None else {"grade": grade}
        if salary is not None:
            more["salary"] = Money(1234, currency) if salary == "money" else salary
        found.append(Participant(name, employed=employed, more=more))
    return found


def assignments_of(
    named: bool,
    plan: str,
    standing: Sequence[tuple[str | None, int, str | None]],
    moves: Sequence[tuple[str, str, int, int, int, str | None]],
) -> list[Assignment]:
    """Posts under a manager for the time up to a month and from there on, and further ones beside them."""
    found: list[Assignment] = []
    moved = {person: (other, date(YEAR, month, 1)) for person, other, month, part, _, _ in moves if part == 0}
    for person, (manager, choice, role) in zip(PEOPLE, standing, strict=True):
        other, cut = moved.get(person, (manager, None))
        spans = [(manager, DateRange(None, cut))] if cut else [(manager, DateRange.always())]
        if cut:
            spans.append((other, DateRange(cut, None)))
        for number, (lead, during) in enumerate(spans):
            above = None if lead == person else lead
            under = (plan, plan, "another", plan if number else None)[choice] if named else None
            found.append(
                Assignment(f"A-{person}-{number}", person, during, manager=above, plan=under, role=role)
            )
    for number, (person, other, month, part, choice, role) in enumerate(moves):
        if part:
            cut = date(YEAR, month, 1)
            during = DateRange(None, cut) if part == 1 else DateRange(cut, None)
            above = other if choice == 0 and other != person else None
            under = "another" if named and choice == 1 else None
            found.append(Assignment(f"A-{number}", person, during, manager=above, plan=under, role=role))
    return found
