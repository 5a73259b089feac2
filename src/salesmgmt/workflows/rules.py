"""A workflow made ready for many cases: what each event does in each state, looked up in one step."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple, TypeAlias

from salesmgmt.criteria import Criterion
from salesmgmt.workflows.parts import SUBJECT, Needs, Required, StateKind, Transition
from salesmgmt.workflows.workflow import Workflow

__all__ = ["Move", "Rules", "rules_of"]


class Move(NamedTuple):
    """One transition, as seen from one state."""

    number: int
    event: str
    to: tuple[str, ...]
    roles: frozenset[str]
    guard: Criterion | None
    asks: tuple[str, ...]
    needed: int
    each_role: bool
    not_by: frozenset[str]
    timed: bool
    owners: tuple[str, ...] = ()
    requires: tuple[Required, ...] = ()

    @property
    def wants(self) -> tuple[str, ...]:
        """The names that the payload has to have, those that the guard reads included."""
        read = () if self.guard is None else self.guard.reads
        guarded = [
            one.path.partition(".")[2] for one in read if one.required and one.path.startswith("event.")
        ]
        return tuple(dict.fromkeys([*self.asks, *(["to"] if len(self.to) > 1 else []), *guarded]))


Moves: TypeAlias = Mapping[tuple[str, str], tuple[Move, ...]]
#: Where a single person in one of the roles, or anybody, moves the case on without further ado.
Plain: TypeAlias = Mapping[tuple[str, str], tuple[frozenset[str], str]]


class Rules(NamedTuple):
    """The tables of a workflow, which never change."""

    workflow: Workflow
    moves: Moves
    plain: Plain
    final: frozenset[str]
    start: str


def _move(workflow: Workflow, number: int, one: Transition, state: str) -> Move:
    return Move(
        number,
        one.event,
        one.to,
        frozenset(one.roles),
        one.guard if one.guard.reads else None,
        one.asks,
        one.quorum if one.quorum is not None else 1,
        one.needs is Needs.ALL,
        frozenset([name for name in one.not_by if not name.startswith(SUBJECT)]),
        any(
            deadline.then == one.event
            for here in workflow.states
            if here.name == state
            for deadline in here.deadlines
        ),
        tuple([name for name in one.not_by if name.startswith(SUBJECT)]),
        one.requires,
    )


def _is_plain(move: Move) -> bool:
    return (
        move.guard is None
        and not (move.asks or move.not_by or move.timed or move.each_role or move.owners or move.requires)
        and move.needed == len(move.to) == 1
    )


def rules_of(workflow: Workflow) -> Rules:
    """The tables of a workflow; made once for all the cases that run by it."""
    moves: dict[tuple[str, str], tuple[Move, ...]] = {}
    for number, one in enumerate(workflow.transitions):
        for state in one.source:
            key = (state, one.event)
            moves[key] = (*moves.get(key, ()), _move(workflow, number, one, state))
    plain = {
        key: (found[0].roles, found[0].to[0])
        for key, found in moves.items()
        if len(found) == 1 and _is_plain(found[0])
    }
    final = frozenset([state.name for state in workflow.states if state.kind is StateKind.FINAL])
    return Rules(workflow, MappingProxyType(moves), MappingProxyType(plain), final, workflow.start)
