"""What selling costs: money that participants spend."""

from __future__ import annotations

from datetime import date, datetime

from attrs import field, frozen

from salesmgmt.money import Currency, Money
from salesmgmt.records.common import (
    NOTHING_MORE,
    More,
    as_amount,
    as_currency,
    as_day,
    as_instant,
    as_more,
    check_needed,
    check_text,
    settle_amounts,
    settle_date,
    settle_identity,
)

__all__ = ["Expense"]


@frozen(weakref_slot=False)
class Expense:
    """Money that somebody spent on selling; negative where it came back.

    Attributes:
        id: Identifier given by the caller.
        participant: Who spent it.
        on: Day on which it was spent.
        amount_minor: Minor units of `currency` (argument `amount`).
        kind: On what, such as `travel` or `entertainment`; None where nobody says.
        customer: For which customer.
        opportunity: For which opportunity.
        currency: Currency of the amount.
        more: The caller's own columns.
        recorded: Aware instant at which it became known, kept in UTC.
        supersedes: Identifier of the expense that this one corrects.

    Raises:
        InvalidValueError: If an identifier is empty or no currency is known.
        WrongTypeError: If a field has another type.

    Examples:
        >>> Expense("E-1", "ann", "2026-03-09", "USD 320.50", "travel", customer="C-1").amount
        Money.of('USD 320.50')
    """

    id: str
    participant: str
    on: date = field(converter=as_day)
    amount_minor: int = field(alias="amount", converter=as_amount)
    kind: str | None = None
    customer: str | None = None
    opportunity: str | None = None
    currency: Currency = field(default=None, converter=as_currency)
    more: More = field(default=NOTHING_MORE, converter=as_more)
    recorded: datetime | None = field(default=None, converter=as_instant)
    supersedes: str | None = None

    def __attrs_post_init__(self) -> None:
        settle_identity(self)
        if type(self.on) is not date:
            settle_date(self, "on", self.on)
        check_needed(self.participant, "participant")
        check_text(self.kind, "kind")
        check_text(self.customer, "customer")
        check_text(self.opportunity, "opportunity")
        if type(self.amount_minor) is not int or type(self.currency) is not Currency:
            settle_amounts(self, self.currency, "amount_minor")

    @property
    def amount(self) -> Money:
        """The money spent."""
        return Money(self.amount_minor, self.currency)
