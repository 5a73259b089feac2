"""How very many deals are read at once: the fields that hold still, and the figures of measures."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from itertools import chain
from operator import attrgetter
from types import MappingProxyType
from typing import Any, Protocol, TypeAlias

from attrs import evolve, frozen

from salesmgmt.criteria import ALWAYS
from salesmgmt.criteria.classing import Amounts, Column, Columns, Table, Values
from salesmgmt.errors import WrongTypeError
from salesmgmt.incentives.deals import Event, SaleLine
from salesmgmt.incentives.measures import Column as MeasureColumn
from salesmgmt.incentives.measures import Count, Margin, Measure, Recurring, Revenue, Units
from salesmgmt.money import Currency
from salesmgmt.records import Opportunity

__all__ = ["Book", "Reader", "columns_of", "reader_of"]

_First: TypeAlias = Callable[[Sequence[Any], Table], list[Any]]
_Then: TypeAlias = Callable[[Sequence[Any], Sequence[Any], Table], list[Any]]
_Pairs: TypeAlias = tuple[tuple[str, object], ...]

_AMOUNTS = ("amount", "cost", "margin")
_WON = frozenset(
    {"id", "owner", "customer", "product", "stage", "supersedes", "outcome", "closed", "opened", "expected"}
    | {"amount_minor", "cost_minor", "on"}
)
_LINE = frozenset(
    {"id", "kind", "owner", "customer", "product", "opportunity", "order", "invoice", "on", "due"}
    | {"quantity", "line_number"}
)
"""Fields of deals of which equal values mean the same."""


def columns_of(event: Event, currency: Currency) -> Columns:
    """How to read what criteria ask of the deals of an event, all in one currency."""
    kept, kind = (_WON, Opportunity) if event is Event.WON else (_LINE, SaleLine)

    def column(path: str) -> Column | None:
        head, _, rest = path.partition(".")
        if head in kept:
            return _kept_values(head, "closed" if head == "on" and event is Event.WON else head)
        if head in _AMOUNTS:
            return Amounts(head, _MINOR[head], currency, sure=head == "amount")
        if head == "more" and rest:
            own = rest.partition(".")[0]
            return _own_values(f"more.{own}", own)
        return None if hasattr(kind, head) else _own_values(head, head)

    return column


def _kept_values(root: str, name: str) -> Values:
    """A field that a deal keeps under a name; attributes that are written out are read far faster."""
    get = attrgetter(name)
    if name in _WRITTEN_OUT:
        return Values(root, lambda deals: [*map(get, deals)], *_WRITTEN_OUT[name], both=_BOTH.get(name, {}))
    return Values(
        root,
        lambda deals: [*map(get, deals)],
        lambda deals, table: [table[value] for value in map(get, deals)],
        lambda nodes, deals, table: [
            node[table[value]] for node, value in zip(nodes, map(get, deals), strict=True)
        ],
    )


_WRITTEN_OUT: Mapping[str, tuple[_First, _Then]] = MappingProxyType(
    {
        "product": (
            lambda deals, table: [table[deal.product] for deal in deals],
            lambda nodes, deals, table: [
                node[table[deal.product]] for node, deal in zip(nodes, deals, strict=True)
            ],
        ),
        "customer": (
            lambda deals, table: [table[deal.customer] for deal in deals],
            lambda nodes, deals, table: [
                node[table[deal.customer]] for node, deal in zip(nodes, deals, strict=True)
            ],
        ),
        "owner": (
            lambda deals, table: [table[deal.owner] for deal in deals],
            lambda nodes, deals, table: [
                node[table[deal.owner]] for node, deal in zip(nodes, deals, strict=True)
            ],
        ),
        "closed": (
            lambda deals, table: [table[deal.closed] for deal in deals],
            lambda nodes, deals, table: [
                node[table[deal.closed]] for node, deal in zip(nodes, deals, strict=True)
            ],
        ),
    }
)


_BOTH: Mapping[str, Mapping[str, Callable[[Sequence[Any], Table, Table], list[Any]]]] = MappingProxyType(
    {
        "customer": MappingProxyType(
            {
                "owner": lambda deals, one, other: [one[deal.customer][other[deal.owner]] for deal in deals],
                "product": lambda deals, one, other: [
                    one[deal.customer][other[deal.product]] for deal in deals
                ],
            }
        ),
        "owner": MappingProxyType(
            {"product": lambda deals, one, other: [one[deal.owner][other[deal.product]] for deal in deals]}
        ),
    }
)


def _own_values(root: str, name: str) -> Values:
    """A column of the caller's own; reading its pairs is faster than asking the mapping."""

    def keys(deals: Sequence[Any]) -> list[tuple[type, object]]:
        values = [dict(pairs).get(name) if pairs else None for pairs in map(_pairs, deals)]
        return [(type(value), value) for value in values]

    return Values(
        root,
        keys,
        lambda deals, table: [table[key] for key in keys(deals)],
        lambda nodes, deals, table: [node[table[key]] for node, key in zip(nodes, keys(deals), strict=True)],
        typed=True,
    )


_pairs: Callable[[Any], _Pairs] = attrgetter("more.pairs")


def _amounts(deals: Sequence[Any]) -> list[int]:
    return [deal.amount_minor for deal in deals]


def _margins(deals: Sequence[Any]) -> list[int | None]:
    return [_margin(deal) for deal in deals]


def _margin(deal: Any) -> int | None:
    return None if deal.cost_minor is None else deal.amount_minor - deal.cost_minor


_MINOR: Mapping[str, Callable[[Any], int | None]] = MappingProxyType(
    {"amount": attrgetter("amount_minor"), "cost": attrgetter("cost_minor"), "margin": _margin}
)


class Book(Protocol):
    """Everybody's slots by day, and the sums in them.

    Attributes:
        rows: By owner: the slot of each day, and the sum of each slot. Dictionaries that do not learn by
            themselves are read far faster: who or what day is missing in them is told by `learn`.
    """

    rows: dict[str | None, tuple[dict[date, int], list[Any]]]

    def learn(self, owner: str | None, day: date) -> None:
        """Make room for somebody and a day."""


@frozen(eq=False)
class Reader:
    """How the figures of a measure are read off many deals.

    Attributes:
        name: What is read; whatever has one name reads the same.
        values: The figures of some deals, in their order; None where one cannot be told.
        add: Adds the figures of deals to the slots of their owners; None where there is no short way to.
        things: Whether the figures are numbers of things.
        only: Whether it is for batches in which everything that was won has a value in the one currency.
    """

    name: object
    values: Callable[[Sequence[Any]], Sequence[Any]]
    add: Callable[[Book, Sequence[Any]], None] | None = None
    things: bool = False
    only: bool = False


# The loops below are written out one by one: a function that reads the figure or the day would take longer
# than all the rest of a step.


def _add_amounts_won(book: Book, deals: Sequence[Any]) -> None:
    rows, rest = book.rows, iter(deals)
    for first in rest:
        deal = first
        try:
            for deal in chain((first,), rest):
                slots, row = rows[deal.owner]
                row[slots[deal.closed]] += deal.amount_minor
        except KeyError:
            book.learn(deal.owner, deal.closed)
            _add_amounts_won(book, (deal,))


def _add_amounts(book: Book, deals: Sequence[Any]) -> None:
    rows, rest = book.rows, iter(deals)
    for first in rest:
        deal = first
        try:
            for deal in chain((first,), rest):
                slots, row = rows[deal.owner]
                row[slots[deal.on]] += deal.amount_minor
        except KeyError:
            book.learn(deal.owner, deal.on)
            _add_amounts(book, (deal,))


def _add_margins_won(book: Book, deals: Sequence[Any]) -> None:
    rows, rest = book.rows, iter(deals)
    for first in rest:
        deal = first
        try:
            for deal in chain((first,), rest):
                slots, row = rows[deal.owner]
                row[slots[deal.closed]] += deal.amount_minor - deal.cost_minor
        except KeyError:
            book.learn(deal.owner, deal.closed)
            _add_margins_won(book, (deal,))
        except TypeError:
            _pass_over(deal)


def _add_margins(book: Book, deals: Sequence[Any]) -> None:
    rows, rest = book.rows, iter(deals)
    for first in rest:
        deal = first
        try:
            for deal in chain((first,), rest):
                slots, row = rows[deal.owner]
                row[slots[deal.on]] += deal.amount_minor - deal.cost_minor
        except KeyError:
            book.learn(deal.owner, deal.on)
            _add_margins(book, (deal,))
        except TypeError:
            _pass_over(deal)


def _pass_over(deal: Any) -> None:
    """Leave out a deal of which no margin can be told; that is the one way not to have a number."""
    if _margin(deal) is not None:
        raise WrongTypeError("deal", deal, "have its amount and cost in whole minor units")


def _gross(deals: Sequence[Any]) -> list[int]:
    return [deal.amount_minor + deal.tax_minor for deal in deals]


_READERS: Mapping[tuple[type, bool], Reader] = MappingProxyType(
    {
        (Revenue, True): Reader("amount", _amounts, _add_amounts_won),
        (Revenue, False): Reader("amount", _amounts, _add_amounts),
        (Margin, True): Reader("margin", _margins, _add_margins_won),
        (Margin, False): Reader("margin", _margins, _add_margins),
    }
)
"""By measure, and by whether deals are won ones."""

_GROSS = Reader("gross", _gross)


def reader_of(measure: Measure) -> Reader | None:
    """How a measure is read; None where it has to be asked deal by deal."""
    if measure.event not in _EVENTS:
        return None
    won = measure.event is Event.WON
    if type(measure) is Revenue and measure.tax and not won:
        return _GROSS
    if type(measure) in (Revenue, Margin):
        return _READERS[type(measure), won]
    if won and isinstance(measure, Count | MeasureColumn | Recurring | Units):
        value = measure.value
        name = evolve(measure, where=ALWAYS)
        return Reader(name, lambda deals: [*map(value, deals)], None, measure.counts_things, only=True)
    return None


_EVENTS = (Event.WON, Event.ORDER, Event.DELIVERY, Event.INVOICE)
