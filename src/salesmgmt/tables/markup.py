"""Tables as Markdown and as HTML, where nothing that a cell holds becomes markup."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from types import MappingProxyType

from salesmgmt.tables.aligned import stands
from salesmgmt.tables.cells import Cell, cell_text
from salesmgmt.tables.columns import Align, Column
from salesmgmt.tables.lines import one_line

__all__ = ["html", "markdown"]

# What opens markup inside a cell. CommonMark takes a backslash before any ASCII punctuation mark.
_ACTIVE = str.maketrans({mark: f"\\{mark}" for mark in "\\`*_[]<>|~&$"})
_DIVIDERS: Mapping[Align, str] = MappingProxyType(
    {Align.LEFT: "---", Align.RIGHT: "--:", Align.CENTER: ":-:"}
)


def _aligns(columns: Sequence[Column], rows: Sequence[Sequence[Cell]]) -> list[Align]:
    return [stands(column, [row[place] for row in rows]) for place, column in enumerate(columns)]


def _escaped(text: str) -> str:
    return one_line(text).translate(_ACTIVE)


def markdown(
    title: str,
    columns: Sequence[Column],
    rows: Sequence[Sequence[Cell]],
    footer: Sequence[Cell] | None,
    lang: str,
) -> str:
    """The table in Markdown; see `Table.markdown`."""

    def line(texts: Iterator[str]) -> str:
        return f"| {' | '.join(texts)} |"

    lines = [f"**{_escaped(title)}**", ""] if title else []
    lines.append(line(_escaped(column.heading) for column in columns))
    lines.append(line(_DIVIDERS[align] for align in _aligns(columns, rows)))
    lines += [line(_escaped(cell_text(value, lang)) for value in row) for row in rows]
    if footer is not None:
        totals = (_escaped(cell_text(value, lang)) for value in footer)
        lines.append(line(f"**{text}**" if text.strip() else text for text in totals))
    return "\n".join(lines)


def _row(tags: Sequence[str], aligns: Sequence[Align], texts: Iterator[str]) -> str:
    cells = (
        f'<{tag} style="text-align:{align}">{escape(text)}</{tag.partition(" ")[0]}>'
        for tag, align, text in zip(tags, aligns, texts, strict=True)
    )
    return f"<tr>{''.join(cells)}</tr>"


def html(
    title: str,
    columns: Sequence[Column],
    groups: Sequence[Sequence[Sequence[Cell]]],
    footer: Sequence[Cell] | None,
    lang: str,
) -> str:
    """The table in HTML; see `Table.html`."""
    aligns = _aligns(columns, [row for group in groups for row in group])
    above = ['th scope="col"'] * len(columns)
    across = ['th scope="row"', *["td"] * (len(columns) - 1)]
    parts = [f'<table lang="{lang}">']
    if title:
        parts.append(f"<caption>{escape(one_line(title))}</caption>")
    parts.append(f"<thead>{_row(above, aligns, (one_line(column.heading) for column in columns))}</thead>")
    for group in groups:
        body = (_row(across, aligns, (cell_text(value, lang) for value in row)) for row in group)
        parts.append(f"<tbody>{''.join(body)}</tbody>")
    if footer is not None:
        parts.append(f"<tfoot>{_row(across, aligns, (cell_text(value, lang) for value in footer))}</tfoot>")
    return "\n".join([*parts, "</table>"])
