"""What everybody reached in every period, as gates, factors and look-ups ask for it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from fractions import Fraction
from itertools import takewhile
from types import MappingProxyType
from typing import NamedTuple

from salesmgmt.calendars import DateRange, DayCount, Period, PeriodIndex
from salesmgmt.criteria import ALWAYS
from salesmgmt.criteria.reads import resolved
from salesmgmt.errors import SalesmgmtError
from salesmgmt.incentives.components import Adjustment, Commission, ExpenseAllowance, Override
from salesmgmt.incentives.earned import Earned
from salesmgmt.incentives.engine.collecting import Collected, Place
from salesmgmt.incentives.engine.quotas import Found, Quotas, Scores
from salesmgmt.incentives.engine.remarks import NO_QUOTA
from salesmgmt.incentives.engine.scope import Scope
from salesmgmt.incentives.figures import Minor
from salesmgmt.incentives.keys import (
    Amount,
    At,
    Attainment,
    DealKey,
    Key,
    PeriodKey,
    Rank,
    Ratio,
    ScoreOf,
    StandingOf,
    Tenure,
    TotalOf,
    position_of,
    whole_months,
)
from salesmgmt.incentives.terms import Component, Terms
from salesmgmt.money import Currency, Money, Rate, Unrounded
from salesmgmt.reasons import Reason
from salesmgmt.records import Opening

__all__ = ["Board", "Now", "Stated", "stated_size"]

_NOTHING: Mapping[Place, Minor] = MappingProxyType({})


class Given(NamedTuple):
    """What somebody who tries a figure out says beside it.

    Attributes:
        quota: The quota, in the unit of the base.
        opening: What had built up before.
        at: Where the table is entered.
    """

    quota: Minor | None
    opening: Minor
    at: At | None


class Stated(NamedTuple):
    """What had built up by an opening that was given as a fact.

    Attributes:
        on: The day at whose start it stands.
        stated: The figure that was given.
        place: The place of the first period that begins on that day or later.
        size: What had built up when that period begins.
        aside: What the batch has before that day in the span: the opening stands in its place.
    """

    on: date
    stated: Minor
    place: int
    size: Minor
    aside: Minor


class Board:
    """The sums of a call and what they are held against: quotas, scores, ranks, what was earned so far."""

    __slots__ = (
        "_adjusted",
        "_openings",
        "_quotas",
        "_ranks",
        "_spent",
        "collected",
        "done",
        "given",
        "scope",
        "scores",
    )

    def __init__(self, scope: Scope, collected: Collected, given: Given | None = None) -> None:
        self.scope = scope
        self.given = given
        self.collected = collected
        self.scores = Scores(scope.facts.scores)
        self.done: dict[tuple[str, str, date], Earned] = {}
        self._quotas: dict[str, Quotas | None] = {}
        self._ranks: dict[tuple[str, int], Mapping[str, int]] = {}
        self._spent: dict[str, Mapping[Place, int]] = {}
        self._adjusted: dict[str, Mapping[tuple[str, date], int]] = {}
        self._openings: dict[tuple[str, str], list[Opening]] = {}
        for opening in scope.facts.openings:
            self._openings.setdefault((opening.participant, opening.component), []).append(opening)

    def sums(self, component: str, number: int = 0) -> Mapping[Place, Minor]:
        """The sums of a component by participant and place of the period."""
        return self.collected.sums.get((component, number), _NOTHING)

    def quotas(self, component: Component) -> Quotas | None:
        """The quotas of a component that is entered by attainment; None for others."""
        if component.id not in self._quotas:
            found = None
            if isinstance(component, Commission | Override):
                terms = self.scope.terms
                for key in terms.keys_of(component):
                    if isinstance(key, Attainment):
                        currency = None if terms.counts_things(component) else terms.currency
                        found = Quotas(self.scope.facts, key, currency, self.scope.people, terms.calendar)
            self._quotas[component.id] = found
        return self._quotas[component.id]

    def quota(self, component: Component, participant: str, period: Period) -> Found:
        """The quota of somebody's period in a component, and what is to be said about it."""
        quotas = self.quotas(component)
        if quotas is None:
            return None, ()
        if self.given is not None:
            return self.given.quota, () if self.given.quota else (Reason(NO_QUOTA),)
        return quotas.of(participant, period)

    def opening(self, component: Component, participant: str, place: int) -> Minor:
        """What had built up before a period, where the base of a component goes on from there."""
        if not isinstance(component, Commission | Override):
            return 0
        terms = self.scope.terms
        spans = [
            key.within
            for key in terms.keys_of(component)
            if isinstance(key, Amount | Attainment) and key.within is not None
        ]
        if self.given is not None:
            return self.given.opening
        if not spans:
            return 0
        stated = self.stated(component, participant, place)
        if stated is not None:
            return stated.size + self._built(component, participant, stated.place, place)
        periods = self.scope.periods(terms.per_of(component))
        first = terms.calendar.period_at(periods.starts[place], spans[0]).start
        return self._built(component, participant, _first_from(periods, first), place)

    def _built(self, component: Component, participant: str, first: int, end: int) -> Minor:
        """What was credited in the periods from one place up to another."""
        sums = self.sums(component.id)
        return sum((sums.get((participant, place), 0) for place in range(first, end)), 0)

    def stated(self, component: Commission | Override, participant: str, place: int) -> Stated | None:
        """The opening that was given as a fact, in the span that a period lies in; the latest, if several."""
        openings = self._openings.get((participant, component.id))
        if openings is None or self.given is not None:
            return None
        terms = self.scope.terms
        within = getattr(terms.keys_of(component)[0], "within", None)
        if within is None:
            return None
        periods = self.scope.periods(terms.per_of(component))
        first = terms.calendar.period_at(periods.starts[place], within).start
        sizes: dict[date, Minor] = {}
        for opening in openings:
            size = stated_size(opening, terms, component)
            if size is not None and first <= opening.on <= periods.starts[place]:
                sizes[opening.on] = sizes.get(opening.on, 0) + size
        if not sizes:
            return None
        on = max(sizes)
        begins, goes_on = _first_from(periods, first), _first_from(periods, on)
        # Of the period in which the opening stands, what came from its day on is on top of it.
        late = self.collected.late.get((component.id, 0), {}).get((participant, on), 0)
        late = late if goes_on > begins else 0
        aside = self._built(component, participant, begins, goes_on) - late
        return Stated(on, sizes[on], goes_on, sizes[on] + late, aside)

    def spent(self, component: ExpenseAllowance) -> Mapping[Place, int]:
        """What was spent by participant and place of the period, of the expenses that count."""
        if component.id not in self._spent:
            scope = self.scope
            periods = scope.periods(component.per)
            matches = None if component.where == ALWAYS else scope.test(component.where)
            found: dict[Place, int] = {}
            for expense in scope.facts.expenses:
                if scope.counted is None or expense.on not in scope.counted:
                    continue
                if expense.currency != scope.terms.currency or not (matches is None or matches(expense)):
                    continue
                if scope.people.takes_part(expense.participant, expense.on):
                    where = expense.participant, periods.position(expense.on)
                    found[where] = found.get(where, 0) + expense.amount_minor
            self._spent[component.id] = found
        return self._spent[component.id]

    def adjusted(self, component: Adjustment) -> Iterator[Earned]:
        """The figures that an adjustment looks at."""
        terms = self.scope.terms
        names = component.of
        if names is None:
            names = tuple(takewhile(lambda name: name != component.id, (one.id for one in terms.components)))
        return (earned for (name, _, _), earned in self.done.items() if name in names)

    def adjusted_sum(self, component: Adjustment, participant: str, period: Period) -> int:
        """What somebody earned, by the figures that an adjustment looks at, in a period of its own."""
        return self._sums_to_adjust(component).get((participant, period.start), 0)

    def _sums_to_adjust(self, component: Adjustment) -> Mapping[tuple[str, date], int]:
        if component.id not in self._adjusted:
            periods = self.scope.periods(component.per)
            found: dict[tuple[str, date], int] = {}
            for earned in self.adjusted(component):
                where = earned.participant, periods.at(last_day(earned, self.scope)).start
                found[where] = found.get(where, 0) + earned.amount_minor
            self._adjusted[component.id] = found
        return self._adjusted[component.id]

    def rank(self, component: str, place: int, participant: str) -> int | None:
        """The place of somebody's base in the period, 1 for the largest; equals share the better."""
        if (component, place) not in self._ranks:
            bases = {who: size for (who, at), size in self.sums(component).items() if at == place}
            ordered = sorted(bases.values(), reverse=True)
            first = {size: number for number, size in reversed(list(enumerate(ordered, 1)))}
            self._ranks[component, place] = {who: first[size] for who, size in bases.items()}
        return self._ranks[component, place].get(participant)


def stated_size(opening: Opening, terms: Terms, component: Commission | Override) -> Minor | None:
    """The figure of an opening; None where it is in another unit than the component."""
    if terms.counts_things(component):
        return opening.quantity
    return opening.amount_minor if opening.currency == terms.currency else None


def _first_from(periods: PeriodIndex, day: date) -> int:
    """The place of the first period that begins on a day or later."""
    return bisect_left(periods.starts, day)


def last_day(earned: Earned, scope: Scope) -> date:
    """The last day of a figure's period that the call reads."""
    end = earned.period.end
    if scope.reach.end is not None:
        end = min(end, scope.reach.end)
    return end - timedelta(days=1)


class Now:
    """A participant's period in a component, while its pay is worked out: a `Moment` for modifiers."""

    __slots__ = (
        "_board",
        "_component",
        "attainment",
        "base",
        "brought",
        "currency",
        "participant",
        "period",
        "place",
    )

    def __init__(
        self,
        board: Board,
        component: Component,
        participant: str,
        period: Period,
        place: int,
        base: Minor,
        attainment: Fraction | None = None,
        brought: Minor = 0,
    ) -> None:
        self._board = board
        self._component = component
        self.participant = participant
        self.period = period
        self.place = place
        self.currency: Currency = board.scope.terms.currency
        self.base = base
        self.attainment = attainment
        self.brought = brought

    @property
    def last(self) -> date:
        """The last day of the period that counts."""
        counted = self._board.scope.counted
        end = self.period.end
        if counted is not None and counted.end is not None:
            end = min(end, counted.end)
        return end - timedelta(days=1)

    def at(self, key: Key) -> At | None:
        """Where a table is entered by a key of the period; None where that is unknown."""
        board, place, who = self._board, self.place, self.participant
        if board.given is not None and board.given.at is not None:
            return board.given.at
        match key:
            case Amount():
                return Fraction(self.base)
            case Attainment():
                return self.attainment
            case TotalOf():
                return self._further(key)
            case Ratio():
                above, below = self._further(key), self._further(key, 1)
                return above / below if below > 0 else None
            case ScoreOf():
                return board.scores.of(who, key.measure, self._period(key))
            case Tenure():
                joined = board.scope.people.joined(who)
                return (
                    None
                    if joined is None
                    else Fraction(max(0, whole_months(joined, self.last + timedelta(1))))
                )
            case Rank():
                rank = board.rank(self._component.id, place, who)
                return None if rank is None else Fraction(rank)
            case StandingOf():
                found = resolved(self.standing(), key.path, self.tables())
                return position_of(found, key.kind, key.path)
        return None

    def _further(self, key: TotalOf | Ratio, second: int = 0) -> Fraction:
        """A sum that a key looks at beside the base; they are numbered in the order of the keys."""
        board, component = self._board, self._component
        before = 0
        if isinstance(component, Commission | Override):
            keys = board.scope.terms.keys_of(component)
            earlier = keys[: keys.index(key)]
            before = sum(
                1 if isinstance(one, TotalOf) else 2 for one in earlier if isinstance(one, TotalOf | Ratio)
            )
        sums = board.sums(component.id, 1 + before + second)
        return Fraction(sums.get((self.participant, self.place), 0))

    def _period(self, key: PeriodKey | DealKey) -> Period:
        return (
            self.period if key.per is self.period.kind else self.period.calendar.period_at(self.last, key.per)
        )

    def share(self, by: DayCount) -> Fraction:
        """The share of the period on which the participant took part."""
        return self._board.scope.people.share(self.participant, self.period.during, by)

    def tables(self) -> Mapping[str, Mapping[str, object]]:
        """The reference tables that come with the facts."""
        return self._board.scope.tables

    def standing(self, rates: frozenset[str] = frozenset()) -> Mapping[str, object]:
        """What the participant reached, as a record for conditions.

        Args:
            rates: Measures whose scores are read as shares; the others are numbers.
        """
        return _Standing(self, self._board, self._component, rates)


class _Lazy(Mapping[str, object]):
    """A record whose fields are worked out when they are asked for."""

    __slots__ = ()

    def _find(self, name: str) -> object:
        raise NotImplementedError

    def __getitem__(self, name: str) -> object:
        found = self._find(name)
        if found is None:
            raise KeyError(name)
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0


class _Standing(_Lazy):
    """What somebody reached in a period."""

    __slots__ = ("_board", "_component", "_now", "_rates")

    def __init__(self, now: Now, board: Board, component: Component, rates: frozenset[str]) -> None:
        self._now = now
        self._board = board
        self._component = component
        self._rates = rates

    def _find(self, name: str) -> object:
        now, board = self._now, self._board
        if name in ("base", "quota", "attainment", "pay"):
            return _Reached(now, board, self._component)._find(name)
        if name == "participant":
            return now.participant
        if name == "score":
            return _Scored(now, board, self._rates)
        if name == "tenure":
            return now.at(Tenure())
        if name in ("role", "unit", "territory", "manager"):
            posts = board.scope.people.posts(now.participant, now.last)
            return next((found for post in posts if (found := getattr(post, name)) is not None), None)
        for component in board.scope.terms.components:
            if component.id == name:
                return _Reached(now, board, component)
        return None


class _Scored(_Lazy):
    """The scores of somebody's period."""

    __slots__ = ("_board", "_now", "_rates")

    def __init__(self, now: Now, board: Board, rates: frozenset[str]) -> None:
        self._now = now
        self._board = board
        self._rates = rates

    def _find(self, name: str) -> object:
        found = self._board.scores.of(self._now.participant, name, self._now.period)
        return Rate(found) if found is not None and name in self._rates else found


class _Reached(_Lazy):
    """What somebody reached in a component."""

    __slots__ = ("_board", "_component", "_now")

    def __init__(self, now: Now, board: Board, component: Component) -> None:
        self._now = now
        self._board = board
        self._component = component

    def _find(self, name: str) -> object:
        board, now, component = self._board, self._now, self._component
        terms = board.scope.terms
        kind = terms.per_of(component)
        periods = board.scope.periods(kind)
        try:
            place = now.place if kind is now.period.kind else periods.position(now.last)
        except SalesmgmtError:
            return None
        period = periods.periods[place]
        things = terms.counts_things(component)
        if name == "pay":
            return _paid(board, component, now.participant, period)
        base = board.sums(component.id).get((now.participant, place), 0)
        if name == "base":
            return Fraction(base) if things else _money(base, terms.currency)
        quota, _notes = board.quota(component, now.participant, period)
        if quota is None:
            return None
        if name == "quota":
            return Fraction(quota) if things else _money(quota, terms.currency)
        if name == "attainment" and quota:
            return Rate(Fraction(base + board.opening(component, now.participant, place)) / quota)
        return None


def _money(size: Minor, currency: Currency) -> Money:
    """A figure as an amount: conditions compare to the minor unit."""
    return Unrounded(size, currency).round()


def _paid(board: Board, component: Component, participant: str, period: Period) -> Money:
    """What somebody earned in a component within a period, by what is known so far."""
    total = 0
    for each in board.scope.terms.calendar.periods(
        board.scope.terms.per_of(component), DateRange(period.start, period.end)
    ):
        earned = board.done.get((component.id, participant, each.start))
        total += 0 if earned is None else earned.amount_minor
    return Money(total, board.scope.terms.currency)
