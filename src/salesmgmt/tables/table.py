"""A table as a value: columns, rows of raw values, and the ways to show and to reuse them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from attrs import field, frozen

from salesmgmt.errors import BatchError, InvalidValueError, Problem, SalesmgmtError, WrongTypeError
from salesmgmt.tables.aligned import aligned_text
from salesmgmt.tables.cells import Cell, checked_cell, language_of
from salesmgmt.tables.columns import Column
from salesmgmt.tables.markup import html, markdown

__all__ = ["Table"]


def _columns(columns: Iterable[Column | str]) -> tuple[Column, ...]:
    if isinstance(columns, str):
        raise WrongTypeError("columns", columns, "be several columns or names, not one text")
    chosen = tuple(Column(column) if isinstance(column, str) else column for column in columns)
    for column in chosen:
        if not isinstance(column, Column):
            raise WrongTypeError("columns", column, "hold columns or their names")
    return chosen


def _rows(rows: Iterable[Iterable[Cell]]) -> tuple[tuple[Cell, ...], ...]:
    return tuple(map(tuple, rows))


def _footer(footer: Iterable[Cell] | None) -> tuple[Cell, ...] | None:
    return None if footer is None else tuple(footer)


@frozen(repr=False)
class Table:
    """Columns and rows of raw values, which print as aligned text and show as HTML in a notebook.

    Attributes:
        title: A caption above the table, or empty.
        columns: The columns, each a `Column` or just its name.
        rows: One tuple of values per row, one value per column; values must be hashable.
        footer: A last row for totals, set apart, or None. It is not part of the records.
        grouped_by: Name of a column; a rule sets rows apart where its value changes. None for no groups.
        lang: Language of the words that the table adds itself (yes and no), ``en`` or ``zh``.

    Raises:
        InvalidValueError: If there is no column, a name stands twice, or `grouped_by` names no column.
        BatchError: If rows have too many or too few values, or values that cannot stand in a table; all at
            once.

    Examples:
        >>> from decimal import Decimal
        >>> table = Table(
        ...     "Pay for 2026-Q1",
        ...     (Column("rep", "Rep"), Column("rate", "Rate"), Column("pay", "Pay")),
        ...     [("韩梅梅", Decimal("4.5"), Decimal("12000.00")), ("Li Lei", 5, Decimal("980.50"))],
        ...     footer=("Total", None, Decimal("12980.50")),
        ... )
        >>> print(table)
        Pay for 2026-Q1
        Rep     Rate        Pay
        ------  ----  ---------
        韩梅梅   4.5  12,000.00
        Li Lei   5       980.50
        ------  ----  ---------
        Total    -    12,980.50
        >>> table.records()[1]
        {'rep': 'Li Lei', 'rate': 5, 'pay': Decimal('980.50')}
    """

    title: str
    columns: tuple[Column, ...] = field(converter=_columns)
    rows: tuple[tuple[Cell, ...], ...] = field(default=(), converter=_rows)
    footer: tuple[Cell, ...] | None = field(default=None, converter=_footer)
    grouped_by: str | None = None
    lang: str = field(default="en", converter=language_of)

    def __attrs_post_init__(self) -> None:
        if not isinstance(self.title, str):
            raise WrongTypeError("title", self.title, "be text")
        names = [column.name for column in self.columns]
        if not names:
            raise InvalidValueError("columns", self.columns, "hold at least one column")
        for name in names:
            if names.count(name) > 1:
                raise InvalidValueError("columns", name, "name each column once")
        if self.grouped_by is not None and self.grouped_by not in names:
            raise InvalidValueError(
                "grouped_by", self.grouped_by, f"be one of the columns {', '.join(names)}"
            )
        problems = [
            problem
            for number, row in enumerate(self.rows, 1)
            for problem in _faults(f"row {number}", names, row)
        ]
        if self.footer is not None:
            problems += _faults("footer", names, self.footer)
        if problems:
            raise BatchError("rows", problems)

    @classmethod
    def from_records(
        cls,
        records: Iterable[Mapping[str, Cell]],
        columns: Iterable[Column | str] | None = None,
        *,
        title: str = "",
        footer: Iterable[Cell] | None = None,
        grouped_by: str | None = None,
        lang: str = "en",
    ) -> Table:
        """A table of mappings, such as another table's `records` or a DataFrame's rows as dicts.

        Args:
            records: One mapping per row.
            columns: The columns to take, in their order; by default every key, in the order of first
                appearance. A record that lacks a column has None there.
            title: See the attribute.
            footer: See the attribute.
            grouped_by: See the attribute.
            lang: See the attribute.

        Raises:
            InvalidValueError: If there is nothing to tell the columns from.

        Examples:
            >>> table = Table.from_records([{"rep": "Li Lei", "deals": 3}, {"rep": "韩梅梅"}])
            >>> table.rows
            (('Li Lei', 3), ('韩梅梅', None))
        """
        taken = tuple(records)
        chosen = _columns(
            dict.fromkeys(key for record in taken for key in record) if columns is None else columns
        )
        rows = tuple(tuple(record.get(column.name) for column in chosen) for record in taken)
        return cls(title, chosen, rows, footer=footer, grouped_by=grouped_by, lang=lang)

    def records(self) -> list[dict[str, Cell]]:
        """One dict per row, column name to raw value, for any DataFrame; the footer is left out."""
        names = [column.name for column in self.columns]
        return [dict(zip(names, row, strict=True)) for row in self.rows]

    def by_column(self) -> dict[str, list[Cell]]:
        """One list per column, as DataFrames are built from; the footer is left out.

        Examples:
            >>> Table("", ("rep", "deals"), [("Li Lei", 3), ("韩梅梅", 5)]).by_column()
            {'rep': ['Li Lei', '韩梅梅'], 'deals': [3, 5]}
        """
        return {column.name: [row[place] for row in self.rows] for place, column in enumerate(self.columns)}

    def groups(self) -> tuple[tuple[tuple[Cell, ...], ...], ...]:
        """The rows in runs of one value of the column `grouped_by`; one run without it."""
        if self.grouped_by is None or not self.rows:
            return (self.rows,)
        place = [column.name for column in self.columns].index(self.grouped_by)
        runs: list[list[tuple[Cell, ...]]] = []
        for row in self.rows:
            if runs and runs[-1][-1][place] == row[place]:
                runs[-1].append(row)
            else:
                runs.append([row])
        return tuple(map(tuple, runs))

    def text(self, *, ambiguous: int = 1) -> str:
        """Aligned text for a terminal or a monospaced font.

        Every line below the title has the same display width (shorter ones end in spaces), whatever the cells
        hold: line breaks become spaces, control characters their pictures, right-to-left writing is
        fenced off.

        Args:
            ambiguous: Terminal columns of the characters that are narrow in Western and wide in East Asian
                fonts: 1 or 2.
        """
        return aligned_text(self.title, self.columns, self.groups(), self.footer, self.lang, ambiguous)

    def markdown(self) -> str:
        """A table in GitHub's Markdown; what the cells hold is shown as it is and marks up nothing."""
        return markdown(self.title, self.columns, self.rows, self.footer, self.lang)

    def html(self) -> str:
        """A `<table>` with its caption and the scopes of its headers; what the cells hold is escaped."""
        return html(self.title, self.columns, self.groups(), self.footer, self.lang)

    def _repr_html_(self) -> str:
        return self.html()

    def __str__(self) -> str:
        return self.text()

    def __repr__(self) -> str:
        return self.text()


def _faults(record: str, names: Sequence[str], row: tuple[Cell, ...]) -> list[Problem]:
    if len(row) != len(names):
        return [Problem(record, "cells", len(row), f"be {len(names)}, one per column")]
    problems: list[Problem] = []
    for name, value in zip(names, row, strict=True):
        try:
            checked_cell(value, name)
        except SalesmgmtError as error:
            problems.append(Problem.of(record, error))
    return problems
