"""What can happen next in a case, for the person who looks at the form."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from attrs import field, frozen

from salesmgmt.errors import InvalidValueError, WrongTypeError
from salesmgmt.reasons import Reason
from salesmgmt.tables import language_of
from salesmgmt.workflows.details import Details
from salesmgmt.workflows.events import Event
from salesmgmt.workflows.folding import Position, Subject, lacking, obstacles
from salesmgmt.workflows.rules import Move, Rules

__all__ = ["Actor", "Choice", "choices"]


def _roles(value: str | Iterable[str]) -> frozenset[str]:
    return frozenset((value,) if isinstance(value, str) else value)


def _texts(value: Iterable[str]) -> tuple[str, ...]:
    return tuple(value)


def _reasons(value: Iterable[Reason]) -> tuple[Reason, ...]:
    return tuple(value)


@frozen(weakref_slot=False)
class Actor:
    """A person and the roles that they have, as the caller knows them.

    Attributes:
        id: The person.
        roles: One role or several.

    Raises:
        InvalidValueError: If the identifier is empty.
        WrongTypeError: If a part is not text.
    """

    id: str
    roles: frozenset[str] = field(default=frozenset(), converter=_roles)

    def __attrs_post_init__(self) -> None:
        for name, value in (("id", self.id), *[("roles", role) for role in self.roles]):
            if not isinstance(value, str):
                raise WrongTypeError(name, value, "be text")
            if not value:
                raise InvalidValueError(name, value, "not be empty")


@frozen(weakref_slot=False)
class Choice:
    """One transition out of the present state, as one person meets it.

    Attributes:
        event: The event.
        title: The event in the language asked for.
        to: The states that it can lead to.
        roles: Who may fire it; nobody listed: anybody.
        role: The role in which this person would fire it; empty for none.
        behalf: For whom they would act; empty for themselves.
        missing: Names of the payload that are not filled in yet, and of the checklist that are not on file.
        reasons: What stands against it; none where it is allowed.
    """

    event: str
    title: str
    to: tuple[str, ...] = field(converter=_texts)
    roles: tuple[str, ...] = field(default=(), converter=_texts)
    role: str = ""
    behalf: str = ""
    missing: tuple[str, ...] = field(default=(), converter=_texts)
    reasons: tuple[Reason, ...] = field(default=(), converter=_reasons)

    @property
    def allowed(self) -> bool:
        """Whether nothing stands against it but what is still to be filled in."""
        return not self.reasons


def choices(
    rules: Rules,
    subject: Subject,
    position: Position,
    before: Sequence[Event],
    actor: Actor,
    on: date,
    lang: str,
    payload: Details,
) -> tuple[Choice, ...]:
    """All transitions out of the present state, in the order of the workflow."""
    language_of(lang)
    early = [event for event in before if event.on > on]
    if early:
        after = Reason("workflows.refused.early", {"after": early[-1].id}, facts=(early[-1].id,))
    moves = [move for (state, _), found in rules.moves.items() if state == position.state for move in found]
    found = []
    for move in sorted(moves, key=lambda move: move.number):
        role, behalf, against = _best(rules, subject, position, before, actor, on, payload, move)
        probe = Event("?", "?", move.event, actor.id, role, on, None, payload, "", behalf)
        papers = lacking(subject, position, before, probe, move)
        missing = tuple(dict.fromkeys([*[name for name in move.wants if name not in payload], *papers]))
        found.append(
            Choice(
                move.event,
                rules.workflow.said(move.event, lang),
                move.to,
                rules.workflow.transitions[move.number].roles,
                role,
                behalf,
                missing,
                (*([after] if early else []), *against),
            )
        )
    return tuple(found)


def _best(
    rules: Rules,
    subject: Subject,
    position: Position,
    before: Sequence[Event],
    actor: Actor,
    on: date,
    payload: Details,
    move: Move,
) -> tuple[str, str, tuple[Reason, ...]]:
    """The capacity in which least stands against somebody: their own first, then for others."""
    tried: list[tuple[int, int, str, str, tuple[Reason, ...]]] = []
    for role, behalf in _capacities(position, actor, on):
        probe = Event("?", "?", move.event, actor.id, role, on, None, payload, "", behalf)
        against = tuple(
            [
                reason
                for reason in obstacles(rules, subject, position, before, probe, move)
                if not _is_of_the_form(reason)
            ]
        )
        tried.append((len(against), len(tried), role, behalf, against))
    _, _, role, behalf, against = min(tried, key=lambda one: one[:2])
    return role, behalf, against


def _is_of_the_form(reason: Reason) -> bool:
    """What the form is still going to bring."""
    if reason.code == "workflows.refused.required":
        return True
    elsewhere = ("subject.", "case.", "step.")
    return reason.code == "workflows.refused.missing" and not str(reason.get("names")).startswith(elsewhere)


def _capacities(position: Position, actor: Actor, on: date) -> Iterator[tuple[str, str]]:
    yield from ((role, "") for role in sorted(actor.roles))
    yield "", ""
    yield from ((role, person) for (person, role), holder in position.handed if holder == actor.id)
    yield from (
        (one.role, one.person) for one in position.delegated if one.to == actor.id and on in one.during
    )
