"""Aligned text: every cell in its column, whatever script it is written in, and points below points."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain
from types import MappingProxyType

from attrs import frozen

from salesmgmt.errors import InvalidValueError
from salesmgmt.tables.cells import Cell, cell_text, is_quantity
from salesmgmt.tables.columns import Align, Column, Overflow
from salesmgmt.tables.lines import isolated, one_line
from salesmgmt.tables.widths import cut, display_width, pad_left, pad_right, wrapped

__all__ = ["aligned_text", "stands"]

_GAP = "  "
_RULE = "-"


def stands(column: Column, values: Sequence[Cell]) -> Align:
    """Where the cells of a column stand, decided for ``AUTO`` by what they are."""
    if column.align is not Align.AUTO:
        return column.align
    present = [value for value in values if value is not None]
    return Align.RIGHT if present and all(map(is_quantity, present)) else Align.LEFT


def _at_point(text: str) -> tuple[str, str]:
    """A figure cut in two: up to its units, and from its point on (``%`` or a unit of measure included)."""
    units = next((place for place in range(len(text), 0, -1) if text[place - 1].isdigit()), len(text))
    point = text.find(".", 0, units)
    return (text[:units], text[units:]) if point < 0 else (text[:point], text[point:])


def _pad_center(text: str, width: int, ambiguous: int) -> str:
    before = (width - display_width(text, ambiguous=ambiguous)) // 2
    return pad_right(" " * before + text, width, ambiguous)


_PAD: Mapping[Align, Callable[[str, int, int], str]] = MappingProxyType(
    {Align.LEFT: pad_right, Align.RIGHT: pad_left, Align.CENTER: _pad_center}
)


@frozen
class _Block:
    """A column laid out: its heading, its rows and its footer as lines of one width."""

    heading: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    footer: tuple[str, ...]
    width: int


def _block(column: Column, values: Sequence[Cell], foot: Sequence[Cell], lang: str, ambiguous: int) -> _Block:
    align = stands(column, values)

    def measured(text: str) -> int:
        return display_width(text, ambiguous=ambiguous)

    def lines(value: Cell) -> list[str]:
        text = cell_text(value, lang)
        if column.width is None or is_quantity(value):
            return [text]
        if column.overflow is Overflow.CUT:
            return [cut(text, column.width, ambiguous)]
        return wrapped(text, column.width, ambiguous)

    cells = [lines(value) for value in (*values, *foot)]
    if align is Align.RIGHT:
        figures = [
            number for number, value in enumerate((*values, *foot)) if value is None or is_quantity(value)
        ]
        halves = {number: _at_point(cells[number][0]) for number in figures}
        before = max((measured(head) for head, _ in halves.values()), default=0)
        after = max((measured(tail) for _, tail in halves.values()), default=0)
        for number, (head, tail) in halves.items():
            cells[number] = [pad_left(head, before, ambiguous) + pad_right(tail, after, ambiguous)]
    title = one_line(column.heading)
    heading = [title] if column.width is None else wrapped(title, column.width, ambiguous)
    width = max(1, *map(measured, chain(heading, *cells)))

    def padded(pieces: list[str]) -> tuple[str, ...]:
        # The fence around right-to-left writing has no width, and stands inside the padding.
        return tuple(_PAD[align](isolated(piece), width, ambiguous) for piece in pieces)

    return _Block(
        padded(heading),
        tuple(map(padded, cells[: len(values)])),
        padded(cells[-1]) if foot else (),
        width,
    )


def _beside(cells: Sequence[tuple[str, ...]], widths: Sequence[int]) -> Iterator[str]:
    """The lines of one row, from the lines of its cells."""
    for number in range(max(map(len, cells))):
        yield _GAP.join(
            cell[number] if number < len(cell) else " " * width
            for cell, width in zip(cells, widths, strict=True)
        )


def aligned_text(
    title: str,
    columns: Sequence[Column],
    groups: Sequence[Sequence[Sequence[Cell]]],
    footer: Sequence[Cell] | None,
    lang: str,
    ambiguous: int,
) -> str:
    """The table as text; see `Table.text`."""
    if ambiguous not in (1, 2):
        raise InvalidValueError("ambiguous", ambiguous, "be 1 or 2")
    rows = list(chain.from_iterable(groups))
    blocks = [
        _block(
            column,
            [row[place] for row in rows],
            [] if footer is None else [footer[place]],
            lang,
            ambiguous,
        )
        for place, column in enumerate(columns)
    ]
    widths = [block.width for block in blocks]
    rule = _GAP.join(_RULE * width for width in widths)
    lines = [isolated(one_line(title))] if title else []
    lines += _beside([block.heading for block in blocks], widths)
    number = 0
    for group in groups:
        lines.append(rule)
        for _ in group:
            lines += _beside([block.rows[number] for block in blocks], widths)
            number += 1
    if footer is not None:
        lines.append(rule)
        lines += _beside([block.footer for block in blocks], widths)
    return "\n".join(lines)
