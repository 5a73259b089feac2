"""How a figure is worked out again, step by step, to be shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

from attrs import evolve

from salesmgmt.incentives.awards import Contest, Pool
from salesmgmt.incentives.components import (
    Adjustment,
    Chain,
    Commission,
    ExpenseAllowance,
    Fixed,
    Objectives,
    Override,
    Rounds,
)
from salesmgmt.incentives.earned import Earned
from salesmgmt.incentives.engine.board import Board, Now
from salesmgmt.incentives.engine.chaining import chain_pay
from salesmgmt.incentives.engine.collecting import EntryKey
from salesmgmt.incentives.engine.paying.standards import achieved, payout_of, standard_of
from salesmgmt.incentives.figures import Minor, size_of
from salesmgmt.incentives.modifiers import Cap, Floor, LimitPer
from salesmgmt.incentives.outcomes.calculation import Calculation, PayGroup, StepTaken
from salesmgmt.incentives.outcomes.grouping import scheduled_groups
from salesmgmt.incentives.schedules import Slice
from salesmgmt.incentives.terms import Component, PaidAlone
from salesmgmt.money import HALF_UP_TO_MINOR, Currency, Money, Rate, Unrounded

__all__ = ["calculation_of"]


def calculation_of(
    board: Board, component: Component, earned: Earned, place: int, entries: Mapping[EntryKey, Minor]
) -> Calculation:
    """Work a figure out again in the open.

    Args:
        board: What everybody reached.
        component: The component, as it holds for the participant.
        earned: The figure.
        place: The place of its period among those that the call reads.
        entries: What was credited, kept apart as the component asks for.
    """
    terms = board.scope.terms
    if isinstance(component, Contest | Pool):
        return _awarded(component, earned)
    groups = tuple(_with_limits(component, one) for one in _groups(board, component, earned, place, entries))
    before = Unrounded(earned.before_minor, terms.currency) if earned.before_minor else None
    if isinstance(component, ExpenseAllowance):
        before = None
    paid = sum((size_of(group.pay) for group in groups), Fraction(0)) - (size_of(before) if before else 0)
    steps = tuple(_steps(board, component, earned, place, paid))
    return Calculation(
        component.id,
        earned.base,
        groups,
        steps,
        earned.exact,
        component.rounding,
        earned.amount,
        earned.quota,
        earned.opening if earned.opening_size else None,
        before,
        earned.reasons,
    )


def _with_limits(component: PaidAlone, group: PayGroup) -> PayGroup:
    """A group with what limits of single deals changed; sellers' groups hold several deals and tell none."""
    if not isinstance(component, Commission | Override) or component.rounds is Rounds.SELLER:
        return group
    here = group.rated
    base = sum((size_of(part.base) for part in group.slices), Fraction(0))
    limits: list[StepTaken] = []
    for step in component.modifiers:
        if isinstance(step, Cap | Floor) and step.per is LimitPer.DEAL:
            after = Unrounded(step.limited(here.minor, base), here.currency)
            limits.append(StepTaken(step, here, after))
            here = after
    return evolve(group, limits=tuple(limits)) if limits else group


def _awarded(component: Contest | Pool, earned: Earned) -> Calculation:
    """A prize or a share of a pool, less what was withheld for it."""
    currency = earned.currency
    share = Unrounded(earned.exact_minor + earned.before_minor, currency)
    before = Unrounded(earned.before_minor, currency) if earned.before_minor else None
    groups = (PayGroup((), share),) if share or before else ()
    return Calculation(
        component.id, earned.base, groups, (), earned.exact, HALF_UP_TO_MINOR, earned.amount, None, None,
        before, earned.reasons,
    )  # fmt: skip


def _steps(
    board: Board, component: PaidAlone, earned: Earned, place: int, paid: Minor
) -> Iterable[StepTaken]:
    currency = board.scope.terms.currency
    share = None
    if earned.quota_size:
        share = Fraction(earned.base_size + earned.opening_size) / earned.quota_size
    now = Now(
        board,
        component,
        earned.participant,
        earned.period,
        place,
        earned.base_size,
        share,
        earned.brought_minor,
    )
    here: Minor = earned.base_size if isinstance(component, Adjustment) else paid
    offset: Minor = earned.base_size if isinstance(component, Adjustment) else 0
    for step in component.modifiers:
        if isinstance(step, Cap | Floor) and step.per is LimitPer.DEAL:
            continue
        after = step.after(here, now)
        yield StepTaken(step, Unrounded(here - offset, currency), Unrounded(after - offset, currency))
        here = after


def _groups(
    board: Board, component: PaidAlone, earned: Earned, place: int, entries: Mapping[EntryKey, Minor]
) -> Iterable[PayGroup]:
    currency = board.scope.terms.currency
    if isinstance(component, Commission | Override):
        return scheduled_groups(board.scope.terms, component, earned, entries)
    if isinstance(component, Chain):
        return [
            _group(
                [_part(value, component.rates[int(key.at)], currency)],
                Unrounded(chain_pay(component, int(key.at), value, currency.digits), currency),
                key.deal,
            )
            for key, value in sorted(entries.items(), key=lambda item: item[0][:2])
            if isinstance(key.at, Fraction)
        ]
    now = Now(board, component, earned.participant, earned.period, place, earned.base_size)
    if isinstance(component, Fixed):
        return [_group([_part(earned.base_size, Rate(1), currency)])] if earned.base_size else []
    if isinstance(component, Objectives):
        standard = standard_of(component, now) or 0
        found = []
        for objective in component.objectives:
            reached = achieved(objective, now)
            if reached is not None:
                base = standard * objective.weight.value
                found.append(
                    _group([_part(base, Rate(payout_of(objective, reached)), currency)], None, objective.name)
                )
        return found
    if isinstance(component, ExpenseAllowance):
        allowed = component.allowed
        lump = (
            allowed.minor
            if isinstance(allowed, Money)
            else max(Fraction(0), allowed.value * earned.base_size)
        )
        left = lump - earned.before_minor
        rate = component.saved if left > 0 else component.overspent
        return [_group([_part(left, rate, currency)])] if left else []
    return []


def _part(base: Minor, rate: Rate, currency: Currency) -> Slice:
    return Slice(Unrounded(base, currency), rate, Unrounded(base * rate.value, currency))


def _group(slices: list[Slice], pay: Unrounded | None = None, deal: str | None = None) -> PayGroup:
    if pay is None:
        pay = Unrounded.total((part.pay for part in slices), slices[0].pay.currency)
    return PayGroup(tuple(slices), pay, deal)
