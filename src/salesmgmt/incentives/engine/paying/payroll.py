"""A component made ready to pay many participants and periods: draft, steps, rounding."""

from __future__ import annotations

from fractions import Fraction

from salesmgmt.calendars import DateRange, Period
from salesmgmt.incentives.components import (
    Adjustment,
    Chain,
    Commission,
    ExpenseAllowance,
    Fixed,
    Objectives,
    Override,
)
from salesmgmt.incentives.earned import Earned
from salesmgmt.incentives.engine.board import Board, Now
from salesmgmt.incentives.engine.paying.draft import Draft
from salesmgmt.incentives.engine.paying.scheduled import Scheduled
from salesmgmt.incentives.engine.paying.standards import adjusted, allowance, chained, fixed, weighted
from salesmgmt.incentives.engine.remarks import remarks_of
from salesmgmt.incentives.figures import Minor
from salesmgmt.incentives.modifiers import Cap, Floor, LimitPer
from salesmgmt.incentives.terms import PaidAlone
from salesmgmt.reasons import Reason

__all__ = ["Payroll"]


class Payroll:
    """A component, made ready to pay many figures; periods of a participant come in their order."""

    __slots__ = ("_board", "_capped", "_rounded", "_scheduled", "_steps", "component", "things")

    def __init__(self, board: Board, component: PaidAlone) -> None:
        self._board = board
        self.component = component
        self.things = board.scope.terms.counts_things(component)
        self._rounded = component.rounding.divider(board.scope.terms.currency)
        self._steps = [
            step
            for step in component.modifiers
            if not (isinstance(step, Cap | Floor) and step.per is LimitPer.DEAL)
        ]
        # A cap that is a sum, and the only step, is what plans have most: it needs no look around.
        only = self._steps[0] if len(self._steps) == 1 and not isinstance(component, Adjustment) else None
        self._capped = only if type(only) is Cap and not only.carries else None
        self._scheduled = (
            Scheduled(board, component) if isinstance(component, Commission | Override) else None
        )

    def draft(self, participant: str, period: Period, place: int, before: Minor) -> Draft:
        """What the component pays before its steps."""
        component, board = self.component, self._board
        if self._scheduled is not None:
            return self._scheduled.of(participant, period, place, before)
        if isinstance(component, Chain):
            return chained(component, board, participant, place)
        if isinstance(component, ExpenseAllowance):
            return allowance(component, board, participant, place)
        if isinstance(component, Adjustment):
            return adjusted(component, board, participant, period)
        now = Now(board, component, participant, period, place, 0)
        if isinstance(component, Fixed):
            return fixed(component, now)
        if isinstance(component, Objectives):
            return weighted(component, now)
        return Scheduled(board, component).of(participant, period, place, before)

    def pay(
        self, participant: str, period: Period, place: int, during: DateRange, brought: Minor, before: Minor
    ) -> tuple[Earned, Minor, Minor]:
        """The figure of somebody's period, what is carried forward, and what the schedule paid, rounded.

        Args:
            participant: Who is paid.
            period: The period.
            place: Its place among those that the call reads.
            during: Days of it that count.
            brought: What a cap carried forward from the period before.
            before: What the schedule paid earlier in the longer period over which the base builds up.
        """
        component = self.component
        draft = self.draft(participant, period, place, before)
        exact, reasons = draft.exact, draft.reasons
        left: Minor = 0
        if self._capped is not None and not brought:
            exact = self._capped.limited(exact, draft.base)
        elif self._steps:
            exact, left, reasons = self._stepped(draft, participant, period, place, brought)
        earned = Earned(
            participant,
            component.id,
            period,
            during,
            self._board.scope.terms.currency,
            draft.base,
            exact,
            self._rounded(exact.numerator, exact.denominator),
            self.things,
            draft.quota,
            draft.opening,
            draft.before,
            brought,
            draft.at,
            reasons,
        )
        return earned, left, self._rounded(draft.exact.numerator, draft.exact.denominator)

    def _stepped(
        self, draft: Draft, participant: str, period: Period, place: int, brought: Minor
    ) -> tuple[Minor, Minor, tuple[Reason, ...]]:
        attainment = None if not draft.quota else _share(draft.base + draft.opening, draft.quota)
        now = Now(self._board, self.component, participant, period, place, draft.base, attainment, brought)
        adjusting = isinstance(self.component, Adjustment)
        exact: Minor = draft.base if adjusting else draft.exact
        left: Minor = 0
        reasons = draft.reasons
        for step in self._steps:
            after = step.after(exact, now)
            reasons += remarks_of(step, now)
            if isinstance(step, Cap) and step.carries:
                left = max(0, exact + brought - after)
            exact = after
        return (exact - draft.base if adjusting else exact), left, reasons


def _share(size: Minor, quota: Minor) -> Fraction:
    return Fraction(size) / quota
