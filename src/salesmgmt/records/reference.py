"""What is sold and to whom: the reference rows that facts point at."""

from __future__ import annotations

from datetime import date, datetime

from attrs import field, frozen

from salesmgmt.errors import InvalidValueError
from salesmgmt.money import Money, money_of
from salesmgmt.records.common import (
    NOTHING_MORE,
    More,
    as_more,
    as_optional_date,
    check_identity,
    check_reference,
)

__all__ = ["Customer", "Product"]


def _as_optional_money(value: Money | str | None) -> Money | None:
    return None if value is None else money_of(value, "list_price")


@frozen(weakref_slot=False)
class Product:
    """A thing or service on the price list.

    Attributes:
        id: Identifier given by the caller.
        name: What people call it.
        series: Product line, such as `GTX`.
        family: The wider group.
        list_price: Price per piece before discounts.
        on: Day since which the row holds; None: always.
        more: The caller's own columns.
        recorded: Aware instant at which the row became known.
        supersedes: Identifier of the row that this one corrects.

    Raises:
        InvalidValueError: If an identifier is empty.
    """

    id: str
    name: str = ""
    series: str | None = None
    family: str | None = None
    list_price: Money | None = field(default=None, converter=_as_optional_money)
    on: date | None = field(default=None, converter=as_optional_date)
    more: More = field(default=NOTHING_MORE, converter=as_more)
    recorded: datetime | None = None
    supersedes: str | None = None

    def __attrs_post_init__(self) -> None:
        check_identity(self)


@frozen(weakref_slot=False)
class Customer:
    """A company that buys or may buy.

    Attributes:
        id: Identifier given by the caller.
        name: What people call it.
        segment: Size or value class, such as `enterprise`.
        industry: Line of business.
        region: Sales region or area code.
        country: Country of its seat, as the caller writes it.
        parent: Identifier of the customer that it belongs to.
        owner: Participant who looks after it.
        since: First day as a customer.
        on: Day since which the row holds; None: always.
        more: The caller's own columns.
        recorded: Aware instant at which the row became known.
        supersedes: Identifier of the row that this one corrects.

    Raises:
        InvalidValueError: If an identifier is empty or the customer is its own parent.
    """

    id: str
    name: str = ""
    segment: str | None = None
    industry: str | None = None
    region: str | None = None
    country: str | None = None
    parent: str | None = None
    owner: str | None = None
    since: date | None = field(default=None, converter=as_optional_date)
    on: date | None = field(default=None, converter=as_optional_date)
    more: More = field(default=NOTHING_MORE, converter=as_more)
    recorded: datetime | None = None
    supersedes: str | None = None

    def __attrs_post_init__(self) -> None:
        check_identity(self)
        check_reference(self.parent, "parent")
        check_reference(self.owner, "owner")
        if self.parent == self.id:
            raise InvalidValueError("parent", self.parent, "be another customer than this one")
