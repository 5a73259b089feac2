"""Laws of tables: one width, nothing lost, nothing that marks up."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from decimal import Decimal
from fractions import Fraction
from html import unescape
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from attrs import evolve, fields
from hypothesis import given
from hypothesis import strategies as st

from salesmgmt.money import Money
from salesmgmt.tables import (
    Align,
    Cell,
    Column,
    Overflow,
    Table,
    cell_text,
    display_width,
    isolated,
    one_line,
)
from salesmgmt.tables.aligned import stands
from salesmgmt.tables.widths import cut, wrapped
from salesmgmt.testing.tables import cells, columns, quantities, tables

pytestmark = pytest.mark.properties

# Texts as they come out of other people's systems: every script, every control character, lone surrogates.
HOSTILE = st.lists(
    st.one_of(
        st.characters(exclude_categories=[]),
        st.sampled_from("\n\r\t\x00\x0b\x0c\x1b\x7f\x80\x85\ud800\u2028\u2029\u202e\u2066\u200d\u200f\u00ad"),
        st.sampled_from("|<>&\\*_`[]~$#{} ab1"),
        st.sampled_from("韩梅梅한אج٣\u1112\u1161\u11ab\ud7b0\u0301\u20dd…±é"),
    ),
    max_size=20,
).map("".join)

# Every character below the Chinese ones, the late Korean ones, some surrogates, and a sample above.
SWEEP = (*range(0x3100), *range(0xD780, 0xD810), *range(0xF000, 0x1F800, 7), *range(0xE0000, 0xE0200))


def reference_width(text: str, ambiguous: int) -> int:
    """The width by the definition, one character after the other."""
    width = 0
    for character in text:
        if unicodedata.category(character) in ("Mn", "Me", "Cf"):
            continue
        if 0x1160 <= ord(character) <= 0x11FF or 0xD7B0 <= ord(character) <= 0xD7FF:
            continue
        width += {"W": 2, "F": 2, "A": ambiguous}.get(unicodedata.east_asian_width(character), 1)
    return width


@given(tables(cell=cells() | HOSTILE), st.sampled_from([1, 2]))
def test_every_line_below_the_title_has_the_same_width(table: Table, ambiguous: int) -> None:
    lines = table.text(ambiguous=ambiguous).split("\n")[1 if table.title else 0 :]
    assert len({reference_width(line, ambiguous) for line in lines}) == 1


@given(tables(cell=cells() | HOSTILE))
def test_without_widths_each_row_is_one_line(table: Table) -> None:
    wide = evolve(table, columns=[evolve(column, width=None) for column in table.columns])
    rules = len(wide.groups()) + (wide.footer is not None)
    rows = len(wide.rows) + (wide.footer is not None)
    lines = wide.text().splitlines()
    assert len(lines) == bool(wide.title) + 1 + rules + rows
    assert len(wide.text().split("\n")) == len(lines)


@given(HOSTILE)
def test_a_line_is_one_line_and_stays_as_it_is(text: str) -> None:
    line = one_line(text)
    assert len(line.splitlines()) <= 1
    assert one_line(line) == line
    assert {unicodedata.category(character) for character in line}.isdisjoint({"Cc", "Cs", "Zl", "Zp"})
    line.encode()


def test_each_character_comes_out_as_said() -> None:
    for character in map(chr, SWEEP):
        kind, line = unicodedata.category(character), one_line(f"a{character}b")
        if kind in ("Zl", "Zp") or (kind == "Cc" and character.isspace()):
            assert line == "a b"
        elif kind in ("Cc", "Cs"):
            assert len(line) == 3
            assert "\u2400" <= line[1] <= "\u2426"
        elif kind == "Cf":
            assert line == (f"a{character}b" if character in "\u200c\u200d" else "ab")
        else:
            assert line == f"a{character}b"
        for ambiguous in (1, 2):
            assert display_width(line, ambiguous=ambiguous) == reference_width(line, ambiguous)
        turned = unicodedata.bidirectional(character) in ("R", "AL", "AN") and character in line
        assert isolated(line) == (f"\u2068{line}\u2069" if turned else line)


@given(st.text(st.characters(categories=["L", "N", "P", "S", "M", "Zs"])))
def test_visible_text_is_left_alone(text: str) -> None:
    assert one_line(text) == text


@given(HOSTILE.map(one_line))
def test_only_right_to_left_writing_is_fenced(text: str) -> None:
    fenced = isolated(text)
    turned = any(unicodedata.bidirectional(character) in ("R", "AL", "AN") for character in text)
    assert fenced == (f"\u2068{text}\u2069" if turned else text)
    assert display_width(fenced) == display_width(text)


@given(HOSTILE.map(one_line), st.sampled_from([1, 2]))
def test_width_follows_the_definition(text: str, ambiguous: int) -> None:
    assert display_width(text, ambiguous=ambiguous) == reference_width(text, ambiguous)


@given(HOSTILE.map(one_line), st.integers(2, 20), st.sampled_from([1, 2]))
def test_wrapping_fits_and_loses_only_blanks(text: str, width: int, ambiguous: int) -> None:
    lines = wrapped(text, width, ambiguous)
    assert lines
    assert all(display_width(line, ambiguous=ambiguous) <= width for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    if display_width(text, ambiguous=ambiguous) <= width:
        assert lines == [text]


@given(HOSTILE.map(one_line), st.integers(2, 20), st.sampled_from([1, 2]))
def test_cutting_keeps_the_longest_beginning(text: str, width: int, ambiguous: int) -> None:
    short = cut(text, width, ambiguous)
    assert display_width(short, ambiguous=ambiguous) <= width
    if display_width(text, ambiguous=ambiguous) <= width:
        assert short == text
    else:
        assert short.endswith("…")
        assert text.startswith(short[:-1])
        longer = text[: len(short)] + "…"
        assert display_width(longer, ambiguous=ambiguous) >= display_width(short, ambiguous=ambiguous)


@given(
    st.lists(st.sampled_from(["e\u0301", "韩", "か\u3099", "a\u0302\u0301", "x"]), min_size=3).map("".join),
    st.integers(2, 6),
)
def test_marks_stay_on_their_letters(text: str, width: int) -> None:
    letters = re.compile("(?:e\u0301|a\u0302\u0301|か\u3099|韩|x)*…?")
    assert all(letters.fullmatch(piece) for piece in (*wrapped(text, width, 1), cut(text, width, 1)))


@given(st.lists(st.text("ab 韩", min_size=1), min_size=1), st.integers(2, 12))
def test_a_word_that_fits_is_not_broken(words: list[str], width: int) -> None:
    narrow = [word for word in " ".join(words).split() if word.isascii() and len(word) <= width]
    lines = wrapped(" ".join(narrow), width, 1)
    assert " ".join(lines).split() == narrow
    assert all(len(line) <= width for line in lines)


@given(st.lists(quantities(), min_size=1, max_size=8))
def test_points_stand_below_points(values: list[Cell]) -> None:
    lines = Table("", [Column("n", "number")], [(value,) for value in values]).text().splitlines()[2:]
    shown = [cell_text(value) for value in values]
    assert [line.strip() for line in lines] == shown
    ends = {line.index(".") for line in lines if "." in line}
    for line in lines:
        if "." not in line:
            digits = [place for place, character in enumerate(line) if character.isdigit()]
            ends.add(digits[-1] + 1)
    assert len(ends) == 1


@given(st.lists(st.integers(-(10**12), 10**12), min_size=1), st.sampled_from(["USD", "JPY", "KWD"]))
def test_amounts_of_one_currency_end_together(minors: list[int], currency: str) -> None:
    table = Table("", ["amount"], [(Money(minor, currency),) for minor in minors])
    assert all(line == line.rstrip() for line in table.text().splitlines()[2:])


@given(tables())
def test_records_lead_back_to_the_table(table: Table) -> None:
    again = Table.from_records(
        table.records(),
        table.columns,
        title=table.title,
        footer=table.footer,
        grouped_by=table.grouped_by,
        lang=table.lang,
    )
    assert again == table
    assert hash(again) == hash(table)
    names = [column.name for column in table.columns]
    by_column = table.by_column()
    assert list(by_column) == names
    assert [
        dict(zip(names, row, strict=True)) for row in zip(*by_column.values(), strict=True)
    ] == table.records()


@given(tables(max_rows=3))
def test_columns_are_found_from_the_records(table: Table) -> None:
    if table.rows:
        found = Table.from_records(table.records())
        assert found.rows == table.rows
        assert [column.name for column in found.columns] == [column.name for column in table.columns]


@given(tables())
def test_groups_are_the_rows_in_runs(table: Table) -> None:
    assert tuple(row for group in table.groups() for row in group) == table.rows
    if table.grouped_by is not None:
        place = [column.name for column in table.columns].index(table.grouped_by)
        values = [{group[0][place]} for group in table.groups() if group]
        assert all(
            {row[place] for row in group} == value
            for group, value in zip(table.groups(), values, strict=False)
        )
        assert all(before != after for before, after in pairwise(values))


class Cells(HTMLParser):
    """The texts of a table as a browser reads them."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.rows: list[list[str]] = []
        self.scopes: list[str | None] = []
        self.caption = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag == "tr":
            self.rows.append([])
        elif tag in ("th", "td"):
            self.rows[-1].append("")
            self.scopes.append(dict(attrs).get("scope"))

    def handle_endtag(self, tag: str) -> None:
        self.tags.remove(tag)

    def handle_data(self, data: str) -> None:
        if self.tags[-1:] == ["caption"]:
            self.caption += data
        elif self.tags[-1:] in (["th"], ["td"]):
            self.rows[-1][-1] += data
        else:
            assert data.isspace()


def shown_rows(table: Table) -> list[list[str]]:
    rows = [*table.rows, *([] if table.footer is None else [table.footer])]
    return [
        [one_line(column.heading) for column in table.columns],
        *([cell_text(value, table.lang) for value in row] for row in rows),
    ]


@given(tables(cell=cells() | HOSTILE))
def test_html_says_what_the_cells_say(table: Table) -> None:
    read = Cells()
    read.feed(table.html())
    read.close()
    assert read.tags == []
    assert read.rows == shown_rows(table)
    assert read.caption == one_line(table.title)
    width = len(table.columns)
    assert read.scopes == ["col"] * width + ["row", *[None] * (width - 1)] * (len(read.rows) - 1)
    assert table.html() == table._repr_html_()


@given(tables(cell=cells() | HOSTILE))
def test_markdown_says_what_the_cells_say(table: Table) -> None:
    unmarked = evolve(table, footer=None)
    lines = unmarked.markdown().split("\n")[2 if table.title else 0 :]
    read = [re.split(r"(?<!\\)(?:\\\\)*\|", line)[1:-1] for line in lines]
    assert all(len(row) == len(table.columns) for row in read)
    for line in lines:
        assert not re.search(r"(?<!\\)(?:\\\\)*[`*_\[\]<>~&$]", line)
    rows = [[re.sub(r"\\([^\w\s])|\\(_)", r"\1\2", text)[1:-1] for text in row] for row in read]
    assert [rows[0], *rows[2:]] == shown_rows(unmarked)
    assert unescape(lines[1]) == lines[1]
    assert re.fullmatch(r"\|( (---|--:|:-:) \|)+", lines[1])


@given(st.integers())
def test_a_whole_number_is_exact(value: int) -> None:
    text = cell_text(value)
    assert text == (f"{value:,}" if abs(value) >= 10_000 else str(value))


@given(st.decimals(allow_nan=False, allow_infinity=False))
def test_a_decimal_keeps_its_value_and_its_places(value: Decimal) -> None:
    text = cell_text(value).replace(",", "")
    read = Decimal(text)
    assert read == value
    exponent, places = value.as_tuple().exponent, read.as_tuple().exponent
    assert isinstance(exponent, int)
    if -40 <= exponent <= 0:
        assert places == exponent


@given(st.fractions())
def test_a_fraction_is_exact_or_cut_off(value: Fraction) -> None:
    text = cell_text(value).replace(",", "")
    shown = Fraction(text.removesuffix("…"))
    if text.endswith("…"):
        assert 0 < abs(value) - abs(shown) < Fraction(1, 10**4)
        assert text.startswith("-") == (value < 0)
        assert (value * 10**12).denominator > 1
    else:
        assert shown == value


@given(st.dates())
def test_a_date_is_iso(value: date) -> None:
    assert cell_text(value) == value.isoformat()


@given(columns())
def test_a_column_is_made_of_its_fields(column: Column) -> None:
    made = {str(attribute.alias): getattr(column, attribute.name) for attribute in fields(Column)}
    assert Column(**made) == column
    assert Column(**{**made, "align": str(column.align), "overflow": str(column.overflow)}) == column


@given(columns(), st.lists(cells()))
def test_figures_alone_make_a_column_stand_right(column: Column, values: list[Cell]) -> None:
    alone = [isinstance(value, (int, Decimal, Fraction)) or hasattr(value, "minor") for value in values]
    place = stands(evolve(column, align=Align.AUTO), values)
    if any(isinstance(value, str | bool | date) for value in values):
        assert place is Align.LEFT
    elif any(alone) and all(flag or value is None for flag, value in zip(alone, values, strict=True)):
        assert place is Align.RIGHT
    for chosen in (Align.LEFT, Align.RIGHT, Align.CENTER):
        assert stands(evolve(column, align=chosen), values) is chosen


@given(st.integers(10**6, 10**20), st.sampled_from(Overflow))
def test_a_figure_is_never_cut(value: int, overflow: Overflow) -> None:
    table = Table("", [Column("n", width=3, overflow=overflow)], [(value,)])
    assert table.text().splitlines()[-1].strip() == f"{value:,}"
