"""What counts: which deals, by which event, and which figure of each."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Protocol, runtime_checkable

from attrs import field, frozen

from salesmgmt.criteria import ALWAYS, Criterion
from salesmgmt.criteria.reads import as_path, resolved
from salesmgmt.errors import InvalidValueError, WrongTypeError
from salesmgmt.incentives.deals import Deal, Event, Receipt, SaleLine, Stages, as_event
from salesmgmt.incentives.figures import Minor
from salesmgmt.money import Money, Unrounded
from salesmgmt.records import Opportunity

__all__ = ["Collected", "Column", "Count", "Margin", "Measure", "Recurring", "Revenue", "Units"]


@runtime_checkable
class Measure(Protocol):
    """Anything that says which deals count and for how much; write a class of your own for another figure."""

    @property
    def where(self) -> Criterion:
        """The condition that a deal has to meet."""

    @property
    def event(self) -> Event | Stages:
        """What has to happen for a deal to count."""

    @property
    def counts_things(self) -> bool:
        """Whether the figure is a number of things; else it is money."""

    def value(self, deal: Deal) -> Minor | None:
        """The figure of a deal: minor units of its currency, or a number; None where it cannot be told."""


def _is_criterion(_measure: object, _attribute: object, value: object) -> None:
    if not isinstance(value, Criterion):
        raise WrongTypeError("where", value, 'be a criterion, such as field("product").equals("Router")')


def _is_flag(_measure: object, attribute: object, value: object) -> None:
    if type(value) is not bool:
        raise WrongTypeError(getattr(attribute, "name", "tax"), value, "be True or False")


@frozen
class _Money:
    """A measure in money."""

    where: Criterion = field(default=ALWAYS, validator=_is_criterion)
    event: Event | Stages = field(default=Event.WON, converter=as_event)

    @property
    def counts_things(self) -> bool:
        """Whether the figure is a number of things: it is money."""
        return False


@frozen
class Revenue(_Money):
    """The value of deals, before tax unless told otherwise.

    With `event="payment"` it is what was collected: see also `Collected`.

    Attributes:
        where: Condition on the deal; every deal where left out.
        event: `won` (opportunities), `order`, `delivery`, `invoice` or `payment`, or `Stages` of them.
        tax: Whether tax counts as well.

    Examples:
        >>> from salesmgmt.criteria import field
        >>> Revenue(field("product.series").is_in("GTX", "MG")).event
        <Event.WON: 'won'>
    """

    tax: bool = field(default=False, validator=_is_flag)

    def value(self, deal: Deal) -> Minor | None:
        """The amount of a deal in minor units."""
        if not self.tax or isinstance(deal, Opportunity):
            return deal.amount_minor
        if isinstance(deal, Receipt):
            return deal.settled_minor
        return deal.amount_minor + deal.tax_minor


@frozen
class Collected:
    """The money that customers paid and that was matched to what they owe.

    Money counts on the day on which it is there (a cheque or bill when it clears) and matched to an invoice.

    Attributes:
        where: Condition on the receipt; every receipt where left out.
        tax: Whether the tax that the money covers counts as well.
    """

    where: Criterion = field(default=ALWAYS, validator=_is_criterion)
    tax: bool = field(default=True, validator=_is_flag)

    @property
    def event(self) -> Event | Stages:
        """What has to happen: a payment."""
        return Event.PAYMENT

    @property
    def counts_things(self) -> bool:
        """Whether the figure is a number of things: it is money."""
        return False

    def value(self, deal: Deal) -> Minor | None:
        """What was settled, in minor units."""
        if self.tax and isinstance(deal, Receipt):
            return deal.settled_minor
        return deal.amount_minor


@frozen
class Margin(_Money):
    """The value of deals before tax, less their cost; a deal whose cost is unknown has no margin.

    Attributes:
        where: Condition on the deal; every deal where left out.
        event: As for `Revenue`.
    """

    def value(self, deal: Deal) -> Minor | None:
        """Amount less cost of a deal in minor units; None where either is unknown."""
        amount, cost = deal.amount_minor, deal.cost_minor
        return None if amount is None or cost is None else amount - cost


def _path(value: str) -> str:
    return as_path(value)


@frozen
class Recurring(_Money):
    """The recurring part of deals over a stated number of months: annual recurring revenue where left out.

    Attributes:
        where: Condition on the deal; every deal where left out.
        event: As for `Revenue`.
        term: Field of the deal with the months that its amount is for.
        months: Months that the figure stands for: 12 for a year's worth, 1 for a month's.

    Raises:
        InvalidValueError: If the months are not above 0, or the field's name is no name.

    Examples:
        >>> sold = {"outcome": "won", "closed": "2026-03-09"}
        >>> deal = Opportunity("D-1", "ann", "USD 36,000", **sold, more={"term": 36})
        >>> Recurring(term="term").value(deal)
        Fraction(1200000, 1)
    """

    term: str = field(default="term_months", converter=_path)
    months: int = 12

    def __attrs_post_init__(self) -> None:
        if type(self.months) is not int or self.months < 1:
            raise InvalidValueError("months", self.months, "be 1 or more")

    def value(self, deal: Deal) -> Minor | None:
        """The amount for the stated months; None where amount or term are unknown."""
        amount, term = deal.amount_minor, _number(resolved(deal, self.term, {}))
        return None if amount is None or term is None or term <= 0 else Fraction(amount * self.months) / term


def _number(value: object) -> Fraction | None:
    if isinstance(value, bool) or not isinstance(value, int | Fraction | Decimal):
        return None
    return Fraction(value)


@frozen
class _Things:
    """A measure that counts."""

    where: Criterion = field(default=ALWAYS, validator=_is_criterion)
    event: Event | Stages = field(default=Event.WON, converter=as_event)

    @property
    def counts_things(self) -> bool:
        """Whether the figure is a number of things: it is."""
        return True


@frozen
class Units(_Things):
    """How many pieces were sold: the quantity of lines, or the column `quantity` of opportunities.

    Attributes:
        where: Condition on the deal; every deal where left out.
        event: As for `Revenue`.
    """

    def value(self, deal: Deal) -> Minor | None:
        """The quantity; None where it is unknown."""
        if isinstance(deal, Opportunity):
            return _number(deal.more.get("quantity"))
        return deal.quantity


@frozen
class Count(_Things):
    """How many deals there are; a document counts once, by the first of its lines that meets the condition.

    Attributes:
        where: Condition on the deal; every deal where left out.
        event: As for `Revenue`.
    """

    def value(self, deal: Deal) -> Minor | None:
        """One; -1 for a credit note or what is below zero."""
        amount = deal.amount_minor
        return -1 if amount is not None and amount < 0 else 1

    def once(self, deal: Deal) -> str | None:
        """What a line is counted once by: its document."""
        if isinstance(deal, SaleLine):
            return f"{deal.kind} {deal.id}"
        return deal.id if isinstance(deal, Receipt) else None


@frozen
class Column:
    """A figure that stands in a column of the caller's own.

    Attributes:
        path: Column of the deal, such as `mrr` or `points`.
        where: Condition on the deal; every deal where left out.
        event: As for `Revenue`.
        counts_things: Whether it is a number of things, such as points; else an amount, written with its
            currency or in major units of the deal's.

    Raises:
        InvalidValueError: If the path cannot be followed.
    """

    path: str = field(converter=_path)
    where: Criterion = field(default=ALWAYS, validator=_is_criterion)
    event: Event | Stages = field(default=Event.WON, converter=as_event)
    counts_things: bool = field(default=False, validator=_is_flag)

    def value(self, deal: Deal) -> Minor | None:
        """The figure; None where there is none, or it is in another currency than the deal."""
        found = resolved(deal, self.path, {})
        number = _number(found)
        if self.counts_things:
            return number
        if isinstance(found, Money | Unrounded):
            return found.minor if found.currency == deal.currency else None
        if number is None or deal.currency is None:
            return None
        return number * deal.currency.minor_per_major
