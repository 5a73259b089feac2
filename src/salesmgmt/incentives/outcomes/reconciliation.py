"""Where every deal went: credited, or left out for a named reason, so that nothing is dropped silently."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from attrs import frozen

from salesmgmt.incentives.crediting import Credit, CreditKind
from salesmgmt.incentives.deals import deals_of, stages_of
from salesmgmt.incentives.engine.scope import Scope
from salesmgmt.incentives.figures import Figure, Minor, figure_of, size_of
from salesmgmt.incentives.outcomes.tracing import NotCounted, Teller, tellers
from salesmgmt.incentives.outcomes.wording import shown, without_blank
from salesmgmt.incentives.texts import heading
from salesmgmt.money import Currency, Unrounded
from salesmgmt.records import Opportunity
from salesmgmt.tables import Column, Table

__all__ = ["Reconciled", "Reconciliation", "reconcile"]

_BESIDE = (
    "overlay",
    "excluded.overlay_not_eligible",
    "excluded.overlay_not_employed",
    "excluded.overlay_not_in_plan",
)
_FIRST, _LAST = ("counted",), ("earlier", "later", *_BESIDE)


@frozen
class Reconciled:
    """The deals of one component that went one way.

    Attributes:
        component: Identifier of the commission.
        way: `counted`, `factored` for what factors took off, `excluded.` and why, `earlier` or `later` than
            the days asked for; `overlay` and
            `excluded.overlay_…` stand beside the deals and are no part of the total.
        deals: How many deals, or lines of documents, are in it, wholly or in part.
        amount: What they come to in the commission's measure; None where no figure is known.
        unknown: How many of them have no known figure.
    """

    component: str
    way: str
    deals: int
    amount: Figure | None
    unknown: int = 0

    @property
    def is_beside(self) -> bool:
        """Whether it is credited, or would be, beside the deals."""
        return self.way in _BESIDE


@frozen(repr=False)
class Reconciliation:
    """Every deal of a batch, by commission and by the way that it went.

    Attributes:
        rows: The ways; each commission's add up to its total, currency by currency.
        totals: For each commission, all deals of its event in the batch, counted and added up on their own.
    """

    rows: tuple[Reconciled, ...]
    totals: tuple[Reconciled, ...]

    @property
    def adds_up(self) -> bool:
        """Whether the ways of every commission add up to its total in every currency."""
        parts: dict[tuple[str, Currency | None], Fraction] = {}
        for sign, rows in ((1, self.rows), (-1, self.totals)):
            for row in rows:
                if row.amount is not None and not row.is_beside:
                    currency = row.amount.currency if isinstance(row.amount, Unrounded) else None
                    key = row.component, currency
                    parts[key] = parts.get(key, Fraction(0)) + sign * size_of(row.amount)
        return not any(parts.values())

    def table(self, lang: str = "en") -> Table:
        """The ways and totals as a table."""
        columns = (
            Column("component", heading("component", lang)),
            Column("way", heading("way", lang)),
            Column("deals", heading("deals", lang)),
            Column("amount", heading("value", lang)),
            Column("unknown", heading("unknown", lang)),
        )
        rows = []
        for component in dict.fromkeys(row.component for row in self.totals):
            for row in (*self.rows, *self.totals):
                if row.component == component:
                    words = heading(row.way, lang)
                    if row.is_beside:
                        words = heading("beside", lang, words)
                    rows.append((component, words, row.deals, shown(row.amount), row.unknown or None))
        title = heading("reconciliation", lang)
        table = Table(title, columns, tuple(rows), grouped_by="component", lang=lang)
        return without_blank(table, "unknown")

    def __str__(self) -> str:
        return self.table().text()

    def __repr__(self) -> str:
        return self.table().text()

    def _repr_html_(self) -> str:
        return self.table().html()


class _Tally:
    """Deals and amounts by way and currency; a number of things has none."""

    __slots__ = ("_deals", "_figures", "_things", "_unknown")

    def __init__(self, *, things: bool) -> None:
        self._things = things
        self._deals: dict[tuple[str, Currency | None], set[tuple[str, int | None]]] = {}
        self._figures: dict[tuple[str, Currency | None], Fraction] = {}
        self._unknown: dict[tuple[str, Currency | None], int] = {}

    def add(
        self, way: str, deal: tuple[str, int | None], size: Minor | None, currency: Currency | None
    ) -> None:
        key = way, None if self._things else currency
        self._deals.setdefault(key, set()).add(deal)
        if size is None or (currency is None and not self._things):
            self._unknown[key] = self._unknown.get(key, 0) + 1
        else:
            self._figures[key] = self._figures.get(key, Fraction(0)) + size

    def rows(self, component: str) -> Iterator[Reconciled]:
        for way, currency in sorted(self._deals, key=_place):
            key = way, currency
            figure = None if key not in self._figures else figure_of(self._figures[key], currency)
            yield Reconciled(component, way, len(self._deals[key]), figure, self._unknown.get(key, 0))


def _place(key: tuple[str, Currency | None]) -> tuple[int, str, str]:
    way, currency = key
    block = 0 if way in _FIRST else 2 if way in _LAST else 1
    return block, way, "" if currency is None else currency.code


def reconcile(scope: Scope) -> Reconciliation:
    """Follow every deal of the batch through everything that a plan counts."""
    rows: list[Reconciled] = []
    totals: list[Reconciled] = []
    for teller in tellers(scope):
        component = teller.stream.accounts[0].id[0]
        things = teller.judge.things
        ways, total = _Tally(things=things), _Tally(things=things)
        _follow(scope, teller, ways, total)
        rows += ways.rows(component)
        totals += total.rows(component)
    return Reconciliation(tuple(rows), tuple(totals))


def _follow(scope: Scope, teller: Teller, ways: _Tally, total: _Tally) -> None:
    start, component = scope.during.start, teller.stream.accounts[0].id[0]
    for event, share in stages_of(teller.stream.measure.event):
        for deal in deals_of(scope.facts, event):
            day = deal.on
            if day is None:
                continue
            name = deal.id, None if isinstance(deal, Opportunity) else deal.line_number
            whole, currency = teller.stream.measure.value(deal), deal.currency
            size = None if whole is None else whole * share
            total.add("total", name, size, currency)
            if day not in scope.during:
                ways.add("earlier" if start is not None and day < start else "later", name, size, currency)
                continue
            told_of: Minor = 0
            for told in teller.tell(deal, day, event):
                if told.component != component or (isinstance(told, Credit) and told.level):
                    continue
                way = _way(told)
                part = None if told.value is None else size_of(told.value)
                ways.add(way, name, part, currency)
                if way not in _BESIDE:
                    told_of += part or 0
            if size is not None and told_of != size:
                ways.add("factored", name, size - told_of, currency)


def _way(told: Credit | NotCounted) -> str:
    if isinstance(told, NotCounted):
        return told.reason.code.removeprefix("incentives.")
    return "overlay" if told.kind is CreditKind.OVERLAY else "counted"
