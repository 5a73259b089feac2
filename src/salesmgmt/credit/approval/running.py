"""A case whose people have to hold their roles: what the workflow itself leaves to the caller."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from attrs import evolve

from salesmgmt.credit.approval.mandates import Mandates
from salesmgmt.reasons import Reason
from salesmgmt.workflows import Actor, Case, Choice, Details, Event, NotAllowedError
from salesmgmt.workflows.details import NOTHING, Scalar
from salesmgmt.workflows.events import TAKE_OVER

__all__ = ["fired", "offered", "refuse"]


def refuse(case: Case, event: Event, reasons: Iterable[Reason]) -> NotAllowedError:
    """The error of an event that a case itself might allow."""
    here = [one.event for one in case.workflow.transitions if case.state in one.source]
    return NotAllowedError(event.name, case.state, reasons, dict.fromkeys(here))


def fired(
    case: Case,
    event: Event,
    mandates: Mandates,
    *,
    openers: tuple[str, ...],
    owner: str,
    until: date | None,
    against: Iterable[Reason] = (),
) -> Case:
    """The case after an event by somebody who holds the role that they come in.

    Who acts for another acts by that person's authority, which has to hold on the day.

    Args:
        case: Where it stands.
        event: What is done.
        mandates: Who holds which role.
        openers: Roles that may take a state over from elsewhere.
        owner: Whose matter it is; they may not take its state over.
        until: Last day on which a state may be taken over; None: never.
        against: What else stands against it.

    Raises:
        NotAllowedError: With all that stands against it.
        WrongTypeError: If it is no event.
    """
    found = list(against)
    if type(event) is Event:
        person = event.behalf or event.by
        if event.role and not mandates.holds(person, event.role, event.on):
            found.append(_unmandated(person, event.role, event.on))
        if event.name == TAKE_OVER:
            found += _wrongly_opened(event, mandates, openers, owner, until)
    try:
        after = case.fire(event)
    except NotAllowedError as error:
        raise NotAllowedError(error.event, error.state, [*error.reasons, *found], error.allowed) from None
    if found:
        raise refuse(case, event, found)
    return after


def _wrongly_opened(
    event: Event, mandates: Mandates, openers: tuple[str, ...], owner: str, until: date | None
) -> list[Reason]:
    """What stands against a state that is said to stem from before the history."""
    found = []
    if until is None or event.on > until:
        found.append(Reason("credit.authority.late", {"on": event.on, "until": until}))
    if event.by == owner or not mandates.roles(event.by, event.on) & set(openers):
        told = {"roles": ", ".join(openers), "person": event.by}
        found.append(Reason("credit.authority.opening", told))
    return found


def offered(
    case: Case,
    mandates: Mandates,
    person: str,
    on: date,
    lang: str,
    payload: Mapping[str, Scalar | None] | Details = NOTHING,
) -> tuple[Choice, ...]:
    """What one person can do next, in the roles that they hold, or by the authority of somebody else."""
    choices = case.choices(Actor(person, mandates.roles(person, on)), on, lang, payload)
    return tuple(
        [
            evolve(one, reasons=(*one.reasons, _unmandated(one.behalf, one.role, on)))
            if one.behalf and one.role and not mandates.holds(one.behalf, one.role, on)
            else one
            for one in choices
        ]
    )


def _unmandated(person: str, role: str, on: date) -> Reason:
    return Reason("credit.authority.mandate", {"person": person, "role": role, "on": on})
