"""What of a plan cannot be worked out on its own: person by person, or whatever the order."""

from __future__ import annotations

from collections.abc import Iterator

from salesmgmt.incentives.awards import Contest, Pool, Ties
from salesmgmt.incentives.components import Commission, Objectives, Override
from salesmgmt.incentives.keys import Amount, Attainment, Key, Rank
from salesmgmt.incentives.modifiers import Cap, Multiplier, Multipliers
from salesmgmt.incentives.terms import Component, Terms

__all__ = ["AnyComponent", "needs_earlier_periods", "needs_everybody", "needs_order", "variants"]

AnyComponent = Component | Contest | Pool
"""What a plan document can tell of."""


def variants(terms: Terms, identifier: str) -> tuple[AnyComponent, ...]:
    """A component as it stands in the plan, then as it holds for single participants."""
    standard = terms.component(identifier)
    return standard, *(one.component for one in terms.personal if one.component.id == identifier)


def needs_everybody(terms: Terms) -> tuple[str, ...]:
    """Identifiers of the components that need the figures of everybody: ranks, contests, pools."""
    return tuple(one.id for one in terms.components if any(map(_ranked, variants(terms, one.id))))


def needs_order(terms: Terms) -> tuple[str, ...]:
    """Identifiers of the components for which the order of deals within a period matters."""
    return tuple(one.id for one in terms.components if any(map(_dated, variants(terms, one.id))))


def needs_earlier_periods(terms: Terms) -> tuple[str, ...]:
    """Identifiers of the components in which a period depends on those before it."""
    return tuple(one.id for one in terms.components if any(map(_builds_up, variants(terms, one.id))))


def _ranked(one: AnyComponent) -> bool:
    return isinstance(one, Contest | Pool) or any(isinstance(key, Rank) for key in _keys(one))


def _dated(one: AnyComponent) -> bool:
    return isinstance(one, Contest) and one.ties is Ties.EARLIEST


def _builds_up(one: AnyComponent) -> bool:
    if isinstance(one, Contest | Pool):
        return False
    if any(isinstance(step, Cap) and step.carries for step in one.modifiers):
        return True
    return any(isinstance(key, Amount | Attainment) and key.within is not None for key in _keys(one))


def _keys(one: AnyComponent) -> Iterator[Key]:
    """Everything that a component looks up."""
    if isinstance(one, Contest | Pool):
        return
    if isinstance(one, Commission | Override) and one.by is not None:
        yield from one.by if isinstance(one.by, tuple) else (one.by,)
    if isinstance(one, Objectives):
        yield from (objective.by for objective in one.objectives)
    for step in one.modifiers:
        for factor in step.of if isinstance(step, Multipliers) else (step,):
            if isinstance(factor, Multiplier) and factor.by is not None:
                yield factor.by
