"""Strategies for tables."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from hypothesis import strategies as st

from salesmgmt.tables import LANGUAGES, Align, Cell, Column, Overflow, Table
from salesmgmt.testing.calendars import date_ranges
from salesmgmt.testing.money import moneys, rates, unroundeds

__all__ = ["STRATEGIES", "aligns", "cells", "columns", "overflows", "quantities", "tables"]


def aligns() -> st.SearchStrategy[Align]:
    """Every alignment."""
    return st.sampled_from(Align)


def overflows() -> st.SearchStrategy[Overflow]:
    """Every way with long texts."""
    return st.sampled_from(Overflow)


def columns(*, name: st.SearchStrategy[str] | None = None) -> st.SearchStrategy[Column]:
    """Columns, with any name and title unless told."""
    return st.builds(
        Column,
        name=st.text(min_size=1, max_size=8) if name is None else name,
        title=st.text(max_size=12),
        align=aligns(),
        width=st.none() | st.integers(2, 20),
        overflow=overflows(),
    )


def quantities() -> st.SearchStrategy[Cell]:
    """What counts or measures: numbers, amounts and rates."""
    return st.one_of(
        st.integers(),
        st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-(10**12), max_value=10**12),
        st.fractions(max_denominator=10**6),
        moneys(),
        unroundeds(),
        rates(),
    )


def cells() -> st.SearchStrategy[Cell]:
    """What stands in a cell: texts of any script, flags, dates, ranges, numbers, amounts, rates and None."""
    return st.one_of(
        st.none(),
        st.booleans(),
        st.text(max_size=30),
        st.dates(),
        date_ranges(),
        quantities(),
    )


@st.composite
def tables(
    draw: st.DrawFn, *, max_columns: int = 4, max_rows: int = 6, cell: st.SearchStrategy[Cell] | None = None
) -> Table:
    """Tables of any values, with and without title, footer and groups."""
    made = draw(st.lists(columns(), min_size=1, max_size=max_columns, unique_by=lambda column: column.name))
    row = st.tuples(*[cells() if cell is None else cell] * len(made))
    return Table(
        draw(st.text(max_size=20)),
        made,
        draw(st.lists(row, max_size=max_rows)),
        footer=draw(st.none() | row),
        grouped_by=draw(st.sampled_from([None, *(column.name for column in made)])),
        lang=draw(st.sampled_from(LANGUAGES)),
    )


STRATEGIES: Mapping[type, Callable[[], st.SearchStrategy[object]]] = MappingProxyType(
    {Align: aligns, Column: columns, Overflow: overflows, Table: tables}
)
