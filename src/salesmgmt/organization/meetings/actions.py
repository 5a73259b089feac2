"""What became of what was agreed: actions closed in time, closed late, open and overdue."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from fractions import Fraction

from attrs import field, frozen

from salesmgmt._choices import choice_of
from salesmgmt.calendars import as_date
from salesmgmt.errors import BatchError, Problem
from salesmgmt.money import Rate
from salesmgmt.organization.checks import tuple_of
from salesmgmt.organization.meetings.series import ActionItem
from salesmgmt.organization.texts.meetings import MEETING_HEADINGS
from salesmgmt.reasons import Reason, ReasonValue
from salesmgmt.tables import Table, headed

__all__ = ["ActionClosure", "ActionState", "closure_of"]


class ActionState(StrEnum):
    """Where something agreed stands on a day."""

    CLOSED_IN_TIME = "closed_in_time"
    CLOSED_LATE = "closed_late"
    OPEN = "open"
    """Not done, and its day has not passed."""
    OVERDUE = "overdue"
    """Not done, and its day has passed."""


def _as_of(value: date | str) -> date:
    return as_date(value, "as_of")


def _as_items(value: Iterable[ActionItem]) -> tuple[ActionItem, ...]:
    return tuple(sorted(tuple_of(ActionItem, value, "items"), key=lambda one: (one.due, one.id)))


@frozen
class ActionClosure:
    """What was agreed, seen from a day.

    Attributes:
        as_of: The day.
        items: What was agreed up to it, by the days on which they are due.

    Raises:
        BatchError: If an item has another one's identifier, or was agreed after the day.
        WrongTypeError: If a field has another type.

    Examples:
        >>> found = closure_of(
        ...     [
        ...         ActionItem("A-1", "call the dealer", "ann", "2026-03-02", "2026-03-09", "2026-03-06"),
        ...         ActionItem("A-2", "send the offer", "ann", "2026-03-02", "2026-03-09"),
        ...         ActionItem("A-3", "plan the fair", "bo", "2026-03-02", "2026-04-30"),
        ...     ],
        ...     as_of="2026-03-16",
        ... )
        >>> str(found.rate), [item.id for item in found.of("overdue")]
        ('50%', ['A-2'])
    """

    as_of: date = field(converter=_as_of)
    items: tuple[ActionItem, ...] = field(default=(), converter=_as_items)

    def __attrs_post_init__(self) -> None:
        names = Counter(one.id for one in self.items)
        problems = [Problem(f"action {name}", "id", name, "be unique") for name, n in names.items() if n > 1]
        rule = f"be at or before {self.as_of}, from which it is seen"
        problems += [
            Problem(f"action {one.id}", "raised", one.raised, rule)
            for one in self.items
            if one.raised > self.as_of
        ]
        if problems:
            raise BatchError("items", problems)

    def state(self, item: ActionItem) -> ActionState:
        """Where an item stands on the day; one that was done later was open then."""
        if item.closed is not None and item.closed <= self.as_of:
            return ActionState.CLOSED_IN_TIME if item.closed <= item.due else ActionState.CLOSED_LATE
        return ActionState.OPEN if self.as_of <= item.due else ActionState.OVERDUE

    def of(self, *states: ActionState | str) -> tuple[ActionItem, ...]:
        """The items in one of these states.

        Raises:
            InvalidValueError: If a state is unknown.
        """
        wanted = {choice_of(ActionState, one, "states") for one in states}
        return tuple(one for one in self.items if self.state(one) in wanted)

    @property
    def rate(self) -> Rate | None:
        """Items closed of those closed or due; None where there are none. What is still open is left out."""
        done = len(self.of(ActionState.CLOSED_IN_TIME, ActionState.CLOSED_LATE))
        due = done + len(self.of(ActionState.OVERDUE))
        return Rate(Fraction(done, due)) if due else None

    @property
    def in_time(self) -> Rate | None:
        """Items closed in time of those closed or due; None where there are none."""
        due = len(self.items) - len(self.of(ActionState.OPEN))
        return Rate(Fraction(len(self.of(ActionState.CLOSED_IN_TIME)), due)) if due else None

    @property
    def days_to_close(self) -> Fraction | None:
        """Mean of the calendar days from agreement to closing, exact; None where nothing is closed."""
        closed = self.of(ActionState.CLOSED_IN_TIME, ActionState.CLOSED_LATE)
        days = [(one.closed - one.raised).days for one in closed if one.closed is not None]
        return Fraction(sum(days), len(days)) if days else None

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """Each item in words."""
        return tuple(self._reason(one) for one in self.items)

    def _reason(self, item: ActionItem) -> Reason:
        values: dict[str, ReasonValue] = {
            "owner": item.owner,
            "text": item.text,
            "due": item.due,
            "closed": item.closed,
            "late": max(0, ((item.closed or self.as_of) - item.due).days),
        }
        return Reason(f"organization.action.{self.state(item)}", values, facts=(item.id,))

    def table(self, lang: str = "en") -> Table:
        """The figures by owner.

        Raises:
            InvalidValueError: If the language is neither `en` nor `zh`.
        """
        states = tuple(ActionState)
        columns = headed(MEETING_HEADINGS, lang, "owner", *(str(state) for state in states))
        counts = Counter((one.owner, self.state(one)) for one in self.items)
        rows = [
            (owner, *(counts[owner, state] for state in states))
            for owner in sorted({one.owner for one in self.items})
        ]
        total = headed(MEETING_HEADINGS, lang, "total")[0].heading
        footer = (total, *(len(self.of(state)) for state in states))
        title = headed(MEETING_HEADINGS, lang, "actions")[0].heading
        return Table(f"{title} {self.as_of}", columns, rows, footer=footer, lang=lang)


def closure_of(items: Iterable[ActionItem], as_of: date | str) -> ActionClosure:
    """What became of what was agreed up to a day.

    Args:
        items: What was agreed, in any order; later ones are left out.
        as_of: The day.

    Raises:
        BatchError: If two items have one identifier.
        WrongTypeError: If something has another type.
    """
    day = as_date(as_of, "as_of")
    return ActionClosure(day, [one for one in tuple_of(ActionItem, items, "items") if one.raised <= day])
