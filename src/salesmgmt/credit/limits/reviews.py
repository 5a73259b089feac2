"""Which limits are to be looked at again by a day, and which end."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from attrs import field, frozen

from salesmgmt._choices import choice_of
from salesmgmt.calendars import as_date
from salesmgmt.credit.limits.checks import check_flag, tuple_of
from salesmgmt.credit.limits.collection import Limits
from salesmgmt.credit.limits.limit import CreditLimit
from salesmgmt.credit.limits.showing import amount_cell
from salesmgmt.credit.texts.limits import LIMIT_HEADINGS as HEADINGS
from salesmgmt.errors import InvalidValueError, WrongTypeError
from salesmgmt.reasons import Reason, ReasonValue
from salesmgmt.tables import Table, headed

__all__ = ["LimitReview", "LimitReviews", "ReviewKind", "limit_reviews"]


class ReviewKind(StrEnum):
    """Why a limit needs somebody's attention."""

    REVIEW = "review"
    """Its review date comes, or has passed."""
    END = "end"
    """Its last day comes."""


def _as_kind(value: ReviewKind | str) -> ReviewKind:
    return choice_of(ReviewKind, value, "kind")


def _as_due(value: date | str) -> date:
    return as_date(value, "due")


def _as_on(value: date | str) -> date:
    return as_date(value, "on")


def _as_by(value: date | str) -> date:
    return as_date(value, "by")


@frozen
class LimitReview:
    """One limit that needs attention.

    Attributes:
        limit: The limit.
        kind: Because of its review, or its end.
        due: The day by which it is to be reviewed, or its last day.

    Raises:
        InvalidValueError: If the kind is none of the two.
        WrongTypeError: If a field has another type.
    """

    limit: CreditLimit
    kind: ReviewKind = field(converter=_as_kind)
    due: date = field(converter=_as_due)

    def __attrs_post_init__(self) -> None:
        if not isinstance(self.limit, CreditLimit):
            raise WrongTypeError("limit", self.limit, "be a CreditLimit")

    def days_late(self, on: date | str) -> int:
        """Days since it was due; 0 or less while it is not."""
        return (as_date(on, "on") - self.due).days

    def reason(self, on: date | str) -> Reason:
        """What is to be done, as seen on a day."""
        values: dict[str, ReasonValue] = {
            "limit": self.limit.id,
            "holder": self.limit.holder,
            "due": self.due,
        }
        facts = (self.limit.id,)
        if self.kind is ReviewKind.END:
            return Reason("credit.review.ends", values, facts=facts)
        days = self.days_late(on)
        if days > 0:
            return Reason("credit.review.late", {**values, "days": days}, facts=facts)
        return Reason("credit.review.due", values, facts=facts)


def _as_entries(given: Iterable[LimitReview]) -> tuple[LimitReview, ...]:
    entries = tuple_of(given, LimitReview, "entries")
    return tuple(sorted(entries, key=lambda one: (one.due, one.limit.id, one.kind.value)))


@frozen
class LimitReviews:
    """Every limit that needs attention by a day, what is due first at the top.

    Attributes:
        on: The day on which it was looked up.
        by: The last day that was asked about.
        entries: The limits.

    Raises:
        WrongTypeError: If a field has another type.
    """

    on: date = field(converter=_as_on)
    by: date = field(converter=_as_by)
    entries: tuple[LimitReview, ...] = field(default=(), converter=_as_entries)

    @property
    def late(self) -> tuple[LimitReview, ...]:
        """Those that were due before the day."""
        return tuple(one for one in self.entries if one.due < self.on)

    @property
    def holders(self) -> tuple[str, ...]:
        """The customers, groups and segments in question, in the order of their names."""
        return tuple(sorted({one.limit.holder for one in self.entries}))

    def table(self, lang: str = "en") -> Table:
        """One row per limit, with why it is there."""
        columns = headed(HEADINGS, lang, "due_review", "holder", "limit", "amount", "approver", "reason")
        rows = [
            (
                one.due,
                one.limit.holder,
                one.limit.id,
                amount_cell(one.limit.amount, lang),
                one.limit.approver,
                one.reason(self.on).text(lang),
            )
            for one in self.entries
        ]
        return Table("", columns, rows, lang=lang)

    def records(self) -> list[dict[str, object]]:
        """One row per limit, for a DataFrame."""
        return self.table().records()


def limit_reviews(
    limits: Limits, on: date | str, by: date | str | None = None, *, ends: bool = True
) -> LimitReviews:
    """Which limits are due for review, or end, up to a day, that day included.

    A limit that has ended needs no review. One whose review was due and not done stays due: a review ends
    with a limit that has a later review date.

    Args:
        limits: The limits.
        on: The day on which it is asked.
        by: The last day asked about; the same day where left out.
        ends: Whether limits whose last day comes are listed, too.

    Raises:
        InvalidValueError: If the last day is before the first.
        WrongTypeError: If the limits are none.

    Examples:
        >>> limits = Limits([
        ...     CreditLimit("L-1", "C-9", "USD 10,000", review="2026-03-31"),
        ...     CreditLimit("L-2", "C-1", "USD 5,000", "2026-01-01/2026-07-01"),
        ... ])
        >>> for one in limit_reviews(limits, "2026-04-10", "2026-06-30").entries:
        ...     print(one.reason("2026-04-10").text())
        L-1 of C-9 was to be reviewed by 2026-03-31, 10 days ago
        L-2 of C-1 ends: its last day is 2026-06-30
    """
    if not isinstance(limits, Limits):
        raise WrongTypeError("limits", limits, "be Limits")
    day = as_date(on, "on")
    last = day if by is None else as_date(by, "by")
    if last < day:
        raise InvalidValueError("by", last, f"be {day} or later")
    check_flag("ends", ends)
    found = []
    for limit in limits.limits:
        final = limit.during.last
        if final is not None and final < day:
            continue
        if limit.review is not None and limit.review <= last:
            found.append(LimitReview(limit, ReviewKind.REVIEW, limit.review))
        if ends and final is not None and final <= last:
            found.append(LimitReview(limit, ReviewKind.END, final))
    return LimitReviews(day, last, found)
