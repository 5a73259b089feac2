"""What a book is told of a customer beside its documents."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from attrs import field, frozen

from salesmgmt._choices import choice_of
from salesmgmt.calendars import as_date
from salesmgmt.credit.positions import ManualStatus
from salesmgmt.errors import InvalidValueError, WrongTypeError

__all__ = ["CustomerStanding"]


def _as_review(value: date | str | None) -> date | None:
    return None if value is None else as_date(value, "review_on")


def _as_groups(groups: Iterable[str] | str) -> tuple[str, ...]:
    if not isinstance(groups, Iterable):
        raise WrongTypeError("groups", groups, "be texts, in a list or any other iterable")
    given = (groups,) if isinstance(groups, str) else tuple(groups)
    for group in given:
        if not isinstance(group, str) or not group:
            raise InvalidValueError("groups", group, "be a text with at least one character")
    return tuple(sorted(set(given)))


def _as_status(value: ManualStatus | str | None) -> ManualStatus | None:
    return None if value is None else choice_of(ManualStatus, value, "status")


@frozen(weakref_slot=False)
class CustomerStanding:
    """What rules ask of a customer that does not follow from orders, invoices and payments.

    Attributes:
        segment: The customer's segment; None where there is none.
        groups: Groups to which it belongs beside those of the pools, in the order of their names.
        dunning_level: Highest level that the customer has reached.
        review_on: Day on which the limit is to be reviewed; None where no review is planned.
        average_delay_days: By how many days it has paid late on average; None while unknown.
        terms_days: Agreed days until payment; None where nothing is agreed.
        status: A stop, or freedom from checks, that a person has set; None where nobody has.

    Raises:
        InvalidValueError: If a name is empty or a level or a number of days is negative.
        WrongTypeError: If a field has another type.

    Examples:
        >>> CustomerStanding(segment="dealers", status="stop").status
        <ManualStatus.STOP: 'stop'>
    """

    segment: str | None = None
    groups: tuple[str, ...] = field(default=(), converter=_as_groups, kw_only=True)
    dunning_level: int = field(default=0, kw_only=True)
    review_on: date | None = field(default=None, converter=_as_review, kw_only=True)
    average_delay_days: int | None = field(default=None, kw_only=True)
    terms_days: int | None = field(default=None, kw_only=True)
    status: ManualStatus | None = field(default=None, converter=_as_status, kw_only=True)

    def __attrs_post_init__(self) -> None:
        if self.segment is not None and (not isinstance(self.segment, str) or not self.segment):
            raise InvalidValueError("segment", self.segment, "be a text with at least one character")
        for name, least in (("dunning_level", 0), ("average_delay_days", None), ("terms_days", 0)):
            value = getattr(self, name)
            if value is None and name != "dunning_level":
                continue
            if type(value) is not int:
                raise WrongTypeError(name, value, "be a whole number")
            if least is not None and value < least:
                raise InvalidValueError(name, value, f"be {least} or more")
