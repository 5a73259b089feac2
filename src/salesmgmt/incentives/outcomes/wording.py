"""How figures and findings of a plan are shown in tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from types import MappingProxyType

from attrs import evolve

from salesmgmt.incentives.figures import Figure
from salesmgmt.incentives.outcomes.tracing import NotCounted
from salesmgmt.incentives.schedules import Slice, Tier
from salesmgmt.incentives.texts import heading
from salesmgmt.money import Money, Unrounded
from salesmgmt.tables import Cell, Column, Table

__all__ = [
    "SLICE",
    "columns_of",
    "exclusions_table",
    "shown",
    "slice_cells",
    "without_blank",
]

SLICE = ("deal", "tier", "part", "rate", "pay")
"""Columns of a table of slices."""

_WIDEST: Mapping[str, int] = MappingProxyType({"why": 60})


def columns_of(lang: str, *names: str) -> tuple[Column, ...]:
    """Columns with their headings in a language."""
    return tuple(Column(name, heading(name, lang), width=_WIDEST.get(name)) for name in names)


def slice_cells(piece: Slice, lang: str, deal: str | None = None) -> tuple[Cell, ...]:
    """One row of a table of slices."""
    name = piece.deal if deal is None else deal
    return name, _tier(piece.tier, lang), shown(piece.base), piece.pays, shown(piece.pay)


def _tier(tier: Tier | None, lang: str) -> str:
    if tier is None:
        return heading("all", lang)
    if tier.start is None:
        return heading("below", lang, tier.end)
    return heading("from", lang, tier.start) if tier.end is None else f"{tier.start} – {tier.end}"


def shown(figure: Figure | Money | None) -> Unrounded | Money | Fraction | int | None:
    """A figure as an amount where it is one, with all digits of its currency; else as it is."""
    if figure is None or isinstance(figure, Money):
        return figure
    if isinstance(figure, Fraction):
        return figure.numerator if figure.denominator == 1 else figure
    return figure.exactly() if figure.minor.denominator == 1 else figure


def without_blank(table: Table, *names: str) -> Table:
    """A table without those of the named columns in which nothing stands."""
    kept = [
        place
        for place, column in enumerate(table.columns)
        if column.name not in names or any(row[place] is not None for row in table.rows)
    ]
    return evolve(
        table,
        columns=[table.columns[place] for place in kept],
        rows=[tuple(row[place] for place in kept) for row in table.rows],
    )


def exclusions_table(found: Iterable[NotCounted], lang: str, names: Mapping[str, str]) -> Table:
    """One row for each deal, or part of one, that does not count, with the reason.

    Args:
        found: What does not count.
        lang: `en` or `zh`.
        names: What the components are called, by identifier.
    """
    rows = [
        (
            one.on,
            one.deal,
            one.line,
            names.get(one.component, one.component),
            ", ".join(one.participants) or None,
            shown(one.value),
            one.why(lang),
        )
        for one in found
    ]
    columns = columns_of(lang, "on", "deal", "line", "component", "participant", "value", "why")
    return Table(heading("not_counted", lang), columns, tuple(rows), lang=lang)
