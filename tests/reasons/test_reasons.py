"""Reasons: equal by content, found by code, put into words without ever taking a value for a template."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Mapping
from copy import copy, deepcopy
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from html.parser import HTMLParser

import pytest
from attrs import fields
from hypothesis import given
from hypothesis import strategies as st

from salesmgmt.calendars import DateRange
from salesmgmt.errors import (
    InvalidValueError,
    MissingFieldError,
    SalesmgmtError,
    UnknownIdentifierError,
    WrongTypeError,
)
from salesmgmt.money import Money, Rate, Unrounded
from salesmgmt.reasons import CATALOGUE, Catalogue, Reason, ReasonValue, format_value
from salesmgmt.testing.calendars import date_ranges
from salesmgmt.testing.money import moneys, rates
from salesmgmt.testing.reasons import codes, names, reason_values, reasons

pytestmark = pytest.mark.properties

LANGUAGES = st.sampled_from(["en", "zh"])
HOSTILE = st.text(st.sampled_from("{}<>&\"'|%\n\r\x1b\u202e{0}{x.y}{limit!r:>9}"), max_size=12)


# Trees where only the shape counts.
SHAPES = reasons(
    code=st.sampled_from(["a.b", "a.b.c", "a.bc", "b.a", "a.b.c.d"]), values=st.just({}), max_leaves=12
)


def wording_for(reason: Reason) -> Catalogue:
    """Texts that show every value of every reason of a tree; codes that come twice show what both have."""
    shown: dict[str, set[str]] = {}
    for one in reason.walk():
        mine = {name for name, _ in one.values}
        shown[one.code] = shown.get(one.code, mine) & mine
    return CATALOGUE.extended(
        {
            code: (f"{code}: {texts}", f"{code}：{texts}")
            for code, parameters in shown.items()
            for texts in [" ".join(f"{name}={{{name}}}" for name in sorted(parameters))]
        }
    )


@given(reasons())
def test_a_reason_is_its_fields(reason: Reason) -> None:
    public = [attribute for attribute in fields(Reason) if attribute.init]
    make: Callable[..., Reason] = Reason
    again = make(**{str(attribute.alias): getattr(reason, attribute.name) for attribute in public})
    for other in (again, copy(reason), deepcopy(reason), pickle.loads(pickle.dumps(reason))):
        assert other == reason
        assert hash(other) == hash(reason)


@given(st.dictionaries(names(), reason_values(), max_size=5), st.randoms(use_true_random=False))
def test_the_order_of_values_says_nothing(values: dict[str, ReasonValue], random: st.DataObject) -> None:
    pairs = list(values.items())
    random.shuffle(pairs)  # type: ignore[attr-defined]
    reason = Reason("acme.found", values)
    assert Reason("acme.found", pairs) == Reason("acme.found", dict(pairs)) == reason
    assert [name for name, _ in reason.values] == sorted(values)
    assert dict(reason.values) == values
    assert all(reason.get(name) == value for name, value in values.items())


@given(reasons(max_leaves=2), reasons(max_leaves=2))
def test_another_content_is_another_reason(one: Reason, other: Reason) -> None:
    same = (one.code, one.values, one.facts, one.because) == (
        other.code,
        other.values,
        other.facts,
        other.because,
    )
    assert (one == other) is same
    assert Reason(one.code, one.values, one.facts, (*one.because, other)) != one
    assert Reason(one.code, one.values, (*one.facts, "SO-1"), one.because) != one
    assert Reason(f"{one.code}.more", one.values, one.facts, one.because) != one


def walked(reason: Reason) -> list[Reason]:
    """The tree in order, by recursion."""
    return [reason, *(below for child in reason.because for below in walked(child))]


@given(SHAPES)
def test_walking_meets_every_reason_in_order(reason: Reason) -> None:
    assert list(reason.walk()) == walked(reason)
    facts = [fact for one in walked(reason) for fact in one.facts]
    assert list(reason.all_facts()) == sorted(set(facts), key=facts.index)


@given(SHAPES, codes())
def test_search_finds_codes_and_what_goes_on_from_them(reason: Reason, strange: str) -> None:
    for code in ("a", "a.b", "a.b.c", "b", strange):
        words = code.split(".")
        expected = [one for one in walked(reason) if one.code.split(".")[: len(words)] == words]
        assert list(reason.find(code)) == expected


@given(reasons(), LANGUAGES)
def test_the_tree_is_one_line_per_reason(reason: Reason, lang: str) -> None:
    wording = wording_for(reason)
    lines = reason.tree(lang, wording).split("\n")
    assert lines == reason.tree(lang, wording).splitlines()

    def outline(one: Reason, level: int) -> list[str]:
        own = "  " * level + one.text(lang, wording)
        return [own, *(line for child in one.because for line in outline(child, level + 1))]

    assert lines == outline(reason, 0)


@given(reasons(), LANGUAGES)
def test_facts_follow_when_asked_for(reason: Reason, lang: str) -> None:
    wording = wording_for(reason)
    plain, full = (reason.tree(lang, wording, facts=facts).split("\n") for facts in (False, True))
    for one, short, long in zip(reason.walk(), plain, full, strict=True):
        assert long.startswith(short)
        assert long.removeprefix(short).count("(") >= bool(one.facts)
        assert (long == short) is not bool(one.facts)


@given(st.dictionaries(names(), HOSTILE, min_size=1, max_size=3), LANGUAGES)
def test_braces_and_marks_in_values_are_only_text(values: dict[str, str], lang: str) -> None:
    template = "|".join(f"{{{name}}}" for name in values)
    wording = CATALOGUE.extended({"acme.x": (template, template)})
    reason = Reason("acme.x", values)
    shown = "|".join(format_value(value, lang) for value in values.values())
    assert reason.text(lang, wording) == shown
    read = Lists()
    read.feed(reason.html(lang, wording))
    read.close()
    assert read.items == [(1, shown)]


class Lists(HTMLParser):
    """The items of nested lists as a browser reads them, with their depths."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.items: list[tuple[int, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert (tag == "li") is (self.open[-1:] == ["ul"])
        self.open.append(tag)
        if tag == "li":
            self.items.append((self.open.count("ul"), ""))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        assert self.open[-1] == "li"
        level, text = self.items[-1]
        self.items[-1] = (level, text + data)


@given(SHAPES | reasons(), LANGUAGES, st.booleans())
def test_html_says_what_the_tree_says(reason: Reason, lang: str, facts: bool) -> None:
    wording = wording_for(reason)
    read = Lists()
    read.feed(reason.html(lang, wording, facts=facts))
    read.close()
    assert read.open == []
    lines = ["  " * (level - 1) + text for level, text in read.items]
    assert "\n".join(lines) == reason.tree(lang, wording, facts=facts)
    assert reason.html(lang, wording).startswith(f'<ul lang="{lang}">')


def test_a_reason_by_keywords() -> None:
    below = Reason("acme.below")
    reason = Reason.of("acme.above", facts=["SO-1"], because=[below], limit=Money.of("USD 1"), days=3)
    pairs = (("days", 3), ("limit", Money.of("USD 1")))
    assert reason == Reason("acme.above", pairs, ("SO-1",), (below,))
    assert reason.get("days") == 3
    assert reason.get("none") is None
    assert reason.get("none", 7) == 7


@pytest.mark.parametrize(
    "code", ["", "acme", "Acme.x", "acme.", ".x", "acme..x", "acme.x y", "acme.é", "acme.1", "a.b\n"]
)
def test_codes_are_words_with_dots(code: str) -> None:
    with pytest.raises(InvalidValueError, match="small letters and dots"):
        Reason(code)


@pytest.mark.parametrize("name", ["", "Limit", "a b", "a.b", "1a", "_a", "a\n"])
def test_names_of_values_fit_into_templates(name: str) -> None:
    with pytest.raises(InvalidValueError, match="small letters, digits and underscores"):
        Reason("acme.x", {name: 1})


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({"code": 5}, WrongTypeError),
        ({"values": 5}, WrongTypeError),
        ({"values": {"a": 0.5}}, WrongTypeError),
        ({"values": {"a": datetime(2026, 1, 1)}}, WrongTypeError),  # noqa: DTZ001
        ({"values": {"a": ["b"]}}, WrongTypeError),
        ({"values": {"a": b"b"}}, WrongTypeError),
        ({"values": {"a": Decimal("NaN")}}, InvalidValueError),
        ({"values": {"a": Decimal("Infinity")}}, InvalidValueError),
        ({"values": {5: 1}}, WrongTypeError),
        ({"values": {5: 1, "a": 2}}, WrongTypeError),
        ({"values": [("a", 1), ("a", 1)]}, InvalidValueError),
        ({"values": ["abc"]}, WrongTypeError),
        ({"facts": "SO-1"}, WrongTypeError),
        ({"facts": [5]}, WrongTypeError),
        ({"facts": ["SO-1", ""]}, InvalidValueError),
        ({"because": ["why"]}, WrongTypeError),
    ],
)
def test_what_a_reason_cannot_hold_is_refused(
    arguments: dict[str, object], error: type[SalesmgmtError]
) -> None:
    make: Callable[..., Reason] = Reason
    with pytest.raises(error):
        make(**{"code": "acme.x", **arguments})


def test_a_float_is_told_what_to_be() -> None:
    make: Callable[..., Reason] = Reason
    with pytest.raises(WrongTypeError, match=r"share is 0\.1; it must be exact: write Decimal\('0\.1'\)"):
        make("acme.x", {"share": 0.1})


def test_reasons_go_a_hundred_levels_deep() -> None:
    reason = Reason("acme.x")
    for _ in range(99):
        reason = Reason("acme.x", because=[Reason("acme.y"), reason, Reason("acme.y")])
    assert len(list(reason.walk())) == 298
    assert pickle.loads(pickle.dumps(reason)) == reason
    hash(reason)
    with pytest.raises(InvalidValueError, match="at most 100 levels deep"):
        Reason("acme.x", because=[reason])


def test_a_reason_without_words_says_so_and_still_prints() -> None:
    reason = Reason("acme.unknown", {"a": 1})
    with pytest.raises(UnknownIdentifierError, match=r"code is 'acme\.unknown'"):
        reason.text()
    assert str(reason) == repr(reason)
    assert reason._repr_html_() is None
    known = Reason("credit.limit.absent", {"customer": "<ACME>", "exposure": Money.of("CNY 5")})
    assert str(known) == known.tree()
    assert known._repr_html_() == known.html()
    assert "&lt;ACME&gt;" in known.html()


def test_a_missing_value_is_named() -> None:
    wording = CATALOGUE.extended({"acme.x": ("{limit} and {excess}", "{limit}{excess}")})
    with pytest.raises(MissingFieldError, match=r"acme\.x is \('limit',\); it must have the value excess"):
        Reason("acme.x", {"limit": 1}).text(catalogue=wording)
    assert Reason("acme.x", {"limit": 1, "excess": 2, "more": 3}).text(catalogue=wording) == "1 and 2"


@pytest.mark.parametrize("lang", ["fr", "", "EN"])
def test_other_languages_are_refused(lang: str) -> None:
    wording = CATALOGUE.extended({"acme.x": ("x", "x")})
    for say in (Reason("acme.x").text, Reason("acme.x").tree, Reason("acme.x").html):
        with pytest.raises(InvalidValueError, match="be one of en, zh"):
            say(lang, wording)
    with pytest.raises(InvalidValueError, match="be one of en, zh"):
        format_value(1, lang)


@pytest.mark.parametrize(
    ("value", "en", "zh"),
    [
        (None, "none", "无"),
        (True, "yes", "是"),
        (False, "no", "否"),
        (1234567, "1,234,567", "1,234,567"),
        (Decimal("0.050"), "0.050", "0.050"),
        (Fraction(1, 3), "0.3333…", "0.3333…"),
        (Money.of("CNY 1200.5"), "CNY 1,200.50", "¥1,200.50"),
        (Money.of("CNY -1200.5"), "CNY -1,200.50", "¥-1,200.50"),
        (Money.of("JPY 1200"), "JPY 1,200", "JPY 1,200"),
        (Unrounded(Fraction(1, 3), "CNY"), "CNY 0.003333333333…", "¥0.003333333333…"),
        (Rate("12.5%"), "12.5%", "12.5%"),
        (Rate("2/3"), "66.6666…%", "66.6666…%"),
        (Rate("-1/3"), "-33.3333…%", "-33.3333…%"),
        (Rate(Fraction(10**9, 7)), "14,285,714,285.7142…%", "14,285,714,285.7142…%"),
        (date(2026, 3, 1), "2026-03-01", "2026-03-01"),
        (DateRange.month(2026, 2), "2026-02-01 to 2026-02-28", "2026-02-01至2026-02-28"),
        (DateRange.day("2026-02-01"), "2026-02-01", "2026-02-01"),
        (DateRange.since("2026-02-01"), "from 2026-02-01 on", "2026-02-01起"),
        (DateRange.until("2026-02-01"), "up to 2026-01-31", "至2026-01-31止"),
        (DateRange.always(), "any date", "不限日期"),
        ("two\nlines", "two lines", "two lines"),
    ],
)
def test_values_read_as_in_a_sentence(value: ReasonValue, en: str, zh: str) -> None:
    assert format_value(value) == format_value(value, "en") == en
    assert format_value(value, "zh") == zh


@given(reason_values(), LANGUAGES)
def test_every_value_is_one_line(value: ReasonValue, lang: str) -> None:
    assert len(format_value(value, lang).splitlines()) <= 1


@given(moneys(), LANGUAGES)
def test_amounts_read_back(amount: Money, lang: str) -> None:
    assert Money.of(format_value(amount, lang), amount.currency) == amount


@given(rates())
def test_rates_read_back_where_a_decimal_can_say_them(rate: Rate) -> None:
    text = format_value(rate).replace(",", "")
    assert text.endswith("%")
    if "…" not in text:
        assert Rate(text) == rate
    else:
        shown = Rate(text.replace("…", ""))
        assert abs(shown.value) < abs(rate.value) < abs(shown.value) + Fraction(1, 10**6)


@given(date_ranges())
def test_ranges_name_days_that_belong_to_them(during: DateRange) -> None:
    text = format_value(during)
    days = [date.fromisoformat(word) for word in text.split() if word[0].isdigit()]
    assert all(day in during for day in days)
    assert len(days) == len({during.start, during.last} - {None})
    if len(days) == 2:
        assert (days[0], days[1]) == (during.start, during.last)


def test_right_to_left_names_keep_their_neighbours_in_place() -> None:
    wording = CATALOGUE.extended({"acme.x": ("{name}: {days}", "{name}：{days}")})
    assert Reason("acme.x", {"name": "אבג", "days": 3}).text(catalogue=wording) == "\u2068אבג\u2069: 3"
    reason = Reason("acme.x", {"name": "a", "days": 3}, facts=["אבג", "b\nc"])
    assert reason.tree("zh", wording, facts=True) == "a：3 (\u2068אבג\u2069、b c)"


def test_values_may_come_as_a_mapping_that_changes_later() -> None:
    values: dict[str, ReasonValue] = {"a": 1}
    reason = Reason("acme.x", values)
    values["a"] = 2
    frozen: Mapping[str, ReasonValue] = dict(reason.values)
    assert frozen == {"a": 1}
