"""What is sold and to whom: the reference rows that facts point at."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from attrs import field, frozen

from salesmgmt.errors import InvalidValueError
from salesmgmt.money import Money, money_of
from salesmgmt.records.common import (
    NOTHING_MORE,
    More,
    as_instant,
    as_more,
    as_optional_day,
    check_text,
    set_field,
    settle_dates,
    settle_identity,
    settle_name,
)

__all__ = ["Customer", "Product"]

if TYPE_CHECKING:

    def _as_price(value: Money | str | None) -> Money | None: ...

else:
    _as_price = None


@frozen(weakref_slot=False)
class Product:
    """A thing or service on the price list.

    Attributes:
        id: Identifier given by the caller.
        name: What people call it; the identifier where left out.
        series: Product line, such as `GTX`.
        family: The wider group.
        list_price: Price per piece before discounts, a `Money` or text such as `USD 1,200.50`.
        on: Day since which the row holds; None: always.
        more: The caller's own columns.
        recorded: Aware instant at which the row became known, kept in UTC.
        supersedes: Identifier of the row that this one corrects.

    Raises:
        InvalidValueError: If an identifier is empty.
        WrongTypeError: If a field has another type.
    """

    id: str
    name: str = ""
    series: str | None = None
    family: str | None = None
    list_price: Money | None = field(default=None, converter=_as_price)
    on: date | None = field(default=None, converter=as_optional_day)
    more: More = field(default=NOTHING_MORE, converter=as_more)
    recorded: datetime | None = field(default=None, converter=as_instant)
    supersedes: str | None = None

    def __attrs_post_init__(self) -> None:
        settle_identity(self)
        settle_name(self, self.name)
        settle_dates(self, "on")
        check_text(self.series, "series")
        check_text(self.family, "family")
        if self.list_price is not None:
            set_field(self, "list_price", money_of(self.list_price, "list_price"))


@frozen(weakref_slot=False)
class Customer:
    """A company that buys or may buy.

    Attributes:
        id: Identifier given by the caller.
        name: What people call it; the identifier where left out.
        segment: Size or value class, such as `enterprise`.
        industry: Line of business.
        region: Sales region or area code.
        country: Country of its seat, as the caller writes it.
        parent: Identifier of the customer that it belongs to.
        owner: Participant who looks after it.
        since: First day as a customer.
        on: Day since which the row holds; None: always.
        more: The caller's own columns.
        recorded: Aware instant at which the row became known, kept in UTC.
        supersedes: Identifier of the row that this one corrects.

    Raises:
        InvalidValueError: If an identifier is empty or the customer is its own parent.
        WrongTypeError: If a field has another type.
    """

    id: str
    name: str = ""
    segment: str | None = None
    industry: str | None = None
    region: str | None = None
    country: str | None = None
    parent: str | None = None
    owner: str | None = None
    since: date | None = field(default=None, converter=as_optional_day)
    on: date | None = field(default=None, converter=as_optional_day)
    more: More = field(default=NOTHING_MORE, converter=as_more)
    recorded: datetime | None = field(default=None, converter=as_instant)
    supersedes: str | None = None

    def __attrs_post_init__(self) -> None:
        settle_identity(self)
        settle_name(self, self.name)
        settle_dates(self, "since", "on")
        for name in ("segment", "industry", "region", "country", "parent", "owner"):
            check_text(getattr(self, name), name)
        if self.parent == self.id:
            raise InvalidValueError("parent", self.parent, "be another customer than this one")
