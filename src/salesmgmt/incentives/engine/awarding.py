"""Contests and pools of a plan: what can't be computed person by person, period by period."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from attrs import frozen

from salesmgmt.calendars import DateRange, Period
from salesmgmt.errors import BatchError, Problem
from salesmgmt.incentives.awards import (
    ByPoints,
    Contest,
    Distribution,
    Fund,
    OverTarget,
    Pool,
    Ranking,
    ShareOfTotal,
)
from salesmgmt.incentives.awards.standings import split
from salesmgmt.incentives.earned import Earned
from salesmgmt.incentives.engine.board import Board, Now, last_day
from salesmgmt.incentives.figures import Figure, Minor, figure_of
from salesmgmt.money import Unrounded

__all__ = ["Awarded", "award_figures", "awarded"]


@frozen
class Awarded:
    """How a contest or a pool of a plan came out in one period.

    Attributes:
        component: Identifier of the contest or pool.
        period: The period.
        outcome: Who is in which place, or who has which share.
    """

    component: str
    period: Period
    outcome: Ranking | Distribution


def awarded(board: Board, component: Contest | Pool) -> Iterator[tuple[int, Awarded]]:
    """The outcome of every period that counts, with the place of the period.

    Raises:
        BatchError: Everybody for whom a condition, a weight or a day cannot be told.
    """
    scope = board.scope
    for place, period in enumerate(scope.periods(component.per).periods):
        during = None if scope.counted is None else period.during.intersection(scope.counted)
        if during is None:
            continue
        try:
            outcome = (
                _ranked(board, component, period, place)
                if isinstance(component, Contest)
                else _distributed(board, component, period, place, during)
            )
        except BatchError as error:
            label = f"component {component.id}, {period.label}"
            problems = [
                Problem(f"{label}: {one.record}", one.field, one.value, one.rule) for one in error.problems
            ]
            raise BatchError("facts", problems) from None
        if outcome is not None:
            yield place, Awarded(component.id, period, outcome)


def _known(
    board: Board, component: Contest | Pool, people: Mapping[str, Figure], period: Period, place: int
) -> dict[str, object]:
    """What is known of each, as in a gate."""
    sizes = board.sums(component.id)
    return {
        who: Now(board, component, who, period, place, sizes.get((who, place), 0)).standing()
        for who in people
    }


def _ranked(board: Board, contest: Contest, period: Period, place: int) -> Ranking | None:
    currency = None if contest.of.counts_things else board.scope.terms.currency
    standings = {
        who: figure_of(size, currency)
        for (who, at), size in sorted(board.sums(contest.id).items())
        if at == place
    }
    if not standings:
        return None
    reached = {
        who: day for (who, at), day in board.collected.reached.get(contest.id, {}).items() if at == place
    }
    records = _known(board, contest, standings, period, place)
    return contest.award(standings, reached=reached, records=records, tables=board.scope.tables)


def _distributed(
    board: Board, pool: Pool, period: Period, place: int, during: DateRange
) -> Distribution | None:
    currency = board.scope.terms.currency
    source = pool.fund.component
    fund: Fund
    if source is None:
        fund = pool.fund.raised(currency=currency)
    else:
        figures = (
            _bases(board, source, period)
            if isinstance(pool.fund, ShareOfTotal | OverTarget)
            else _pays(board, source, period)
        )
        if not figures:
            return None
        known = _known(board, pool, figures, period, place)
        figures, _ = split(figures, pool.contributors, known, board.scope.tables)
        fund = pool.fund.raised(figures, currency)
    members = _members(board, pool, period, during)
    records = _known(board, pool, members, period, place)
    return pool.distribute(fund, members, records=records, tables=board.scope.tables)


def _members(board: Board, pool: Pool, period: Period, during: DateRange) -> dict[str, Figure]:
    """Everybody who might share, with the figure that the basis asks for."""
    present = board.scope.people.during(during)
    if isinstance(pool.by, ByPoints):
        points = {who: board.scores.of(who, pool.by.measure, period) for who in present}
        return {who: found for who, found in points.items() if found is not None}
    if pool.by.component is not None:
        bases = _bases(board, pool.by.component, period)
        things = board.scope.terms.counts_things(board.scope.terms.component(pool.by.component))
        nothing = figure_of(0, None if things else board.scope.terms.currency)
        return {who: bases.get(who, nothing) for who in sorted({*present, *bases})}
    return {who: Fraction(1) for who in present}


def _within(board: Board, component: str, period: Period) -> Iterator[Earned]:
    """The figures of a component whose periods end within a period."""
    for (name, _, _), earned in board.done.items():
        if name == component and last_day(earned, board.scope) in period.during:
            yield earned


def _pays(board: Board, component: str, period: Period) -> dict[str, Figure]:
    found: dict[str, int] = {}
    for earned in _within(board, component, period):
        found[earned.participant] = found.get(earned.participant, 0) + earned.amount_minor
    return {who: Unrounded(size, board.scope.terms.currency) for who, size in sorted(found.items())}


def _bases(board: Board, component: str, period: Period) -> dict[str, Figure]:
    found: dict[str, Minor] = {}
    things = False
    for earned in _within(board, component, period):
        found[earned.participant] = found.get(earned.participant, 0) + earned.base_size
        things = earned.counts_things
    currency = None if things else board.scope.terms.currency
    return {who: figure_of(size, currency) for who, size in sorted(found.items())}


def award_figures(board: Board, component: Contest | Pool) -> Iterator[Earned]:
    """What everybody earns by a contest or pool: prizes, shares, and what is withheld for a pool."""
    terms, counted = board.scope.terms, board.scope.counted
    for _place, one in awarded(board, component):
        during = one.period.during if counted is None else one.period.during.intersection(counted)
        days = one.period.during if during is None else during
        if isinstance(one.outcome, Ranking):
            yield from _won(board, component, one, days)
            continue
        shares = {share.participant: share for share in one.outcome.shares}
        withheld = {part.participant: part for part in one.outcome.fund.contributions if part.withheld}
        for who in sorted({*shares, *withheld}):
            share = shares[who].amount.minor if who in shares else 0
            taken = withheld[who].amount.minor if who in withheld else 0
            put_in = tuple(each for each in one.outcome.fund.reasons if each.get("participant") == who)
            reasons = (*put_in, shares[who].reason) if who in shares else put_in
            yield Earned(
                who, component.id, one.period, days, terms.currency, one.outcome.fund.amount.minor,
                share - taken, share - taken, before_minor=taken, reasons=reasons,
            )  # fmt: skip


def _won(board: Board, contest: Contest | Pool, one: Awarded, days: DateRange) -> Iterator[Earned]:
    terms = board.scope.terms
    if not isinstance(one.outcome, Ranking):
        return
    things = isinstance(contest, Contest) and contest.of.counts_things
    won = {award.participant: award for award in one.outcome.awards}
    for spot in one.outcome.places:
        award = won.get(spot.participant)
        money = 0 if award is None or award.money is None else award.money.minor
        size = spot.figure if isinstance(spot.figure, Fraction) else spot.figure.minor
        reasons = (spot.reason,) if award is None else award.reasons
        yield Earned(
            spot.participant, contest.id, one.period, days, terms.currency, size, money, money,
            counts_things=things, at=Fraction(spot.place), reasons=reasons,
        )  # fmt: skip
    for left in one.outcome.left_out:
        size = left.figure if isinstance(left.figure, Fraction) else left.figure.minor
        yield Earned(
            left.participant, contest.id, one.period, days, terms.currency, size, 0, 0, counts_things=things,
            reasons=left.reasons,
        )  # fmt: skip
