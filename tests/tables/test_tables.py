"""Tables by example."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from enum import Enum
from fractions import Fraction

import pytest

from salesmgmt.calendars import DateRange
from salesmgmt.errors import BatchError, InvalidValueError, WrongTypeError
from salesmgmt.money import Money, Rate
from salesmgmt.tables import Align, Cell, Column, Overflow, Table, cell_text, display_width, language_of
from salesmgmt.tables.widths import wrapped


class Level(int, Enum):
    """A number with a name, as some systems export their flags."""

    HIGH = 5


class Note:
    """A value that says itself on two lines."""

    def __str__(self) -> str:
        return "two\nlines"


class Pieces:
    """A quantity of the caller's own."""

    def __init__(self, said: str) -> None:
        self.said = said

    def __neg__(self) -> Pieces:
        return Pieces(f"-{self.said}")

    def __str__(self) -> str:
        return f"{self.said} pcs."


PAY = Table(
    "Pay for 2026-Q1",
    (Column("team", "Team"), Column("rep", "Rep"), Column("rate", "Attained"), Column("pay", "Pay")),
    [
        ("North", "韩梅梅", Rate("104.5%"), Money.of("USD 12,000.50")),
        ("North", "Li Lei", None, Money.of("USD 980.00")),
        ("South", "José", Rate("98%"), Money.of("USD -3.10")),
    ],
    footer=("Total", None, None, Money.of("USD 12,977.40")),
    grouped_by="team",
)


def test_the_text_of_a_table() -> None:
    assert PAY.text().splitlines() == [
        "Pay for 2026-Q1",
        "Team   Rep     Attained            Pay",
        "-----  ------  --------  -------------",
        "North  韩梅梅    104.5%  USD 12,000.50",
        "North  Li Lei      -        USD 980.00",
        "-----  ------  --------  -------------",
        "South  José       98%        USD -3.10",
        "-----  ------  --------  -------------",
        "Total  -           -     USD 12,977.40",
    ]
    assert str(PAY) == repr(PAY) == PAY.text()


def test_long_texts_go_on_below_or_are_cut() -> None:
    note = "Delivery to 上海市浦东新区 before noon"
    wrap = Table("", [Column("note", "A long heading", width=12), "n"], [(note, 1), ("short", 22)])
    assert wrap.text().splitlines() == [
        "A long         n",
        "heading         ",
        "------------  --",
        "Delivery to    1",
        "上海市浦东新    ",
        "区 before       ",
        "noon            ",
        "short         22",
    ]
    short = Table("", [Column("note", "Note", width=12, overflow="cut"), "n"], [(note, 1), ("短", 22)])
    assert short.text().splitlines() == [
        "Note           n",
        "------------  --",
        "Delivery to…   1",
        "短            22",
    ]


def test_lines_break_beside_chinese_characters_and_not_within_words() -> None:
    assert wrapped("x 上海市", 6, 1) == ["x 上海", "市"]
    assert wrapped("αβγ δε", 9, 2) == ["αβγ", "δε"]
    assert wrapped("上xy", 3, 1) == ["上", "xy"]
    assert wrapped("か\u3099xy", 3, 1) == ["か\u3099", "xy"]


def test_ambiguous_characters_may_be_wide() -> None:
    table = Table("", ["α", "n"], [("±", 1)])
    assert table.text().splitlines()[1] == "-  -"
    assert table.text(ambiguous=2).splitlines()[1] == "--  -"
    with pytest.raises(InvalidValueError, match="ambiguous is 3; it must be 1 or 2"):
        table.text(ambiguous=3)


def test_alignment_may_be_stated() -> None:
    columns = [
        Column("a", "wide left", "left"),
        Column("b", "wide mid", "center"),
        Column("c", "wide right", "right"),
    ]
    text = Table("", columns, [(1, "x", "y")]).text().splitlines()
    assert text[2] == "1             x               y"
    assert Column("a", align="right").align is Align.RIGHT


@pytest.mark.parametrize(
    ("text", "width"),
    [
        ("", 0),
        ("abc", 3),
        ("你好", 4),
        ("ｱ", 1),
        ("Ａ", 2),
        ("e\u0301", 1),
        ("한글", 4),
        ("\u1112\u1161\u11ab", 2),
        ("→", 1),
    ],
)
def test_widths_of_scripts(text: str, width: int) -> None:
    assert display_width(text) == width


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (2026, "2026"),
        (-12345, "-12,345"),
        (True, "yes"),
        (None, "-"),
        (Decimal("1E+3"), "1000"),
        (Decimal("-0.050"), "-0.050"),
        (Decimal("1234567.10"), "1,234,567.10"),
        (Decimal("1E+60"), "1E+60"),
        (Decimal("0E+3"), "0"),
        (Decimal("0.00000001"), "0.00000001"),
        (Level.HIGH, "5"),
        (Note(), "two lines"),
        (Decimal("Infinity"), "Infinity"),
        (Fraction(5, 4), "1.25"),
        (Fraction(-1, 3), "-0.3333…"),
        (Fraction(20000), "20,000"),
        (Fraction(1, 2**12), "0.000244140625"),
        (Fraction(-(10**6), 7), "-142,857.1428…"),
        (Rate("-2/3"), "-66.6666…%"),
        (Fraction(1, 2**13), "0.0001…"),
        (0.1, "0.1"),
        (datetime(2026, 3, 1, 8, tzinfo=UTC), "2026-03-01 08:00:00+00:00"),
        (Money.of("CNY 1,200.50"), "CNY 1,200.50"),
        (DateRange.month(2026, 1), "2026-01-01/2026-02-01"),
        (Overflow.CUT, "cut"),
        ("a\x1b\x7f\x9b\r\n", "a␛␡␦ "),
    ],
)
def test_values_are_shown_exactly(value: Cell, text: str) -> None:
    assert cell_text(value) == text


def test_a_chinese_table_says_yes_in_chinese() -> None:
    table = Table("名单", [Column("name", "姓名"), Column("paid", "已付")], [("韩梅梅", True)], lang="zh")
    assert table.text().splitlines()[-1] == "韩梅梅  是  "
    assert '<table lang="zh">' in table.html()


def test_markdown() -> None:
    table = Table("a|b", ["name", "n"], [("x|y\nz", 1), ("<b>*x*</b>", None)], footer=("", 1))
    assert table.markdown().splitlines() == [
        "**a\\|b**",
        "",
        "| name | n |",
        "| --- | --: |",
        "| x\\|y z | 1 |",
        "| \\<b\\>\\*x\\*\\</b\\> | - |",
        "|  | **1** |",
    ]


def test_html() -> None:
    table = Table("<T>", [Column("name", '"n"'), "n"], [("<script>", 1)], footer=("sum", 1))
    left, right = 'style="text-align:left"', 'style="text-align:right"'
    assert table.html().splitlines() == [
        '<table lang="en">',
        "<caption>&lt;T&gt;</caption>",
        f'<thead><tr><th scope="col" {left}>&quot;n&quot;</th><th scope="col" {right}>n</th></tr></thead>',
        f'<tbody><tr><th scope="row" {left}>&lt;script&gt;</th><td {right}>1</td></tr></tbody>',
        f'<tfoot><tr><th scope="row" {left}>sum</th><td {right}>1</td></tr></tfoot>',
        "</table>",
    ]
    assert PAY.html().count("<tbody>") == 2


def test_quantities_of_the_callers_own_stand_at_their_points() -> None:
    table = Table("", ["n"], [(Pieces("12"),), (-Pieces("1.5"),)])
    assert table.text().splitlines()[2:] == ["12 pcs.  ", "-1.5 pcs."]


def test_right_to_left_names_are_fenced_off_in_text() -> None:
    table = Table("אבג", [Column("שם", width=4), "n"], [("אבג דה", 7), ("Li", 10)])
    assert table.text().splitlines() == [
        "\u2068אבג\u2069",
        "\u2068שם\u2069    n",
        "---  --",
        "\u2068אבג\u2069   7",
        "\u2068דה\u2069     ",
        "Li   10",
    ]


def test_an_empty_table_shows_its_head() -> None:
    assert Table("", ["rep", "pay"]).text() == "rep  pay\n---  ---"
    assert Table("", ["rep"]).markdown() == "| rep |\n| --- |"
    assert Table.from_records([], ["rep", "pay"]) == Table("", ["rep", "pay"])


def test_a_record_without_a_column_has_none_there() -> None:
    table = Table.from_records([{"a": 1}, {"b": 2}])
    assert table.rows == ((1, None), (None, 2))


def test_all_faults_of_the_rows_are_listed() -> None:
    with pytest.raises(BatchError) as caught:
        Table("", ["a", "b"], [(1,), ([], float("nan")), (1, 2)], footer=(1, 2, 3))
    faults = [(problem.record, problem.field, problem.rule) for problem in caught.value.problems]
    assert faults == [
        ("row 1", "cells", "be 2, one per column"),
        ("row 2", "a", "be an immutable value; write a list as text"),
        ("row 2", "b", "be a number; write None where there is none"),
        ("footer", "cells", "be 2, one per column"),
    ]


def test_a_table_has_rules() -> None:
    with pytest.raises(InvalidValueError, match="at least one column"):
        Table("", ())
    with pytest.raises(InvalidValueError, match="name each column once"):
        Table("", ("a", "a"))
    with pytest.raises(InvalidValueError, match="grouped_by is 'c'; it must be one of the columns a, b"):
        Table("", ("a", "b"), grouped_by="c")
    with pytest.raises(InvalidValueError, match="lang is 'de'"):
        Table("", ("a",), lang="de")


def test_wrong_types_are_refused() -> None:
    make: Callable[..., Table] = Table
    for title, columns in ((1, ["a"]), ("", "ab"), ("", [1])):
        with pytest.raises(WrongTypeError):
            make(title, columns)
    column: Callable[..., Column] = Column
    for name, heading, width in ((1, "", None), ("a", None, None), ("a", "", True)):
        with pytest.raises(WrongTypeError):
            column(name, heading, width=width)


@pytest.mark.parametrize("width", [1, 0, -3])
def test_a_width_has_room_for_a_wide_character(width: int) -> None:
    with pytest.raises(InvalidValueError, match="at least 2"):
        Column("a", width=width)


def test_columns_have_rules() -> None:
    with pytest.raises(InvalidValueError, match="not be empty"):
        Column("")
    with pytest.raises(InvalidValueError, match="be one of auto, left, right, center"):
        Column("a", align="middle")
    with pytest.raises(InvalidValueError, match="be one of wrap, cut"):
        Column("a", overflow="hide")


def test_languages_are_checked() -> None:
    assert language_of("zh") == "zh"
    with pytest.raises(InvalidValueError, match="lang is 'fr'; it must be one of en, zh"):
        language_of("fr")


def test_a_table_survives_pickling() -> None:
    assert pickle.loads(pickle.dumps(PAY)) == PAY
