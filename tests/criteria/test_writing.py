"""How criteria are written: what becomes of literals, what is refused, and with what words."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Any

import attrs
import pytest

from salesmgmt.criteria import (
    ALWAYS,
    NEVER,
    AllOf,
    AnyOf,
    Checked,
    Criterion,
    Field,
    FieldComparison,
    FieldType,
    Interval,
    Membership,
    Not,
    Prefix,
    Presence,
    Read,
    all_of,
    any_of,
    field,
)
from salesmgmt.criteria.values import Operand
from salesmgmt.errors import CurrencyMismatchError, InvalidValueError, SalesmgmtError, WrongTypeError
from salesmgmt.money import Currency, Money, Rate


class Region(StrEnum):
    EAST = "East"


x, y = field("x"), field("y")
yes, no = True, False

# What a type checker would not let through, as people write it who use none.
loose: Any = x
declared: Any = field
every: Any = AllOf
negated: Any = Not
checked: Any = Checked


def test_numbers_that_are_equal_make_equal_criteria() -> None:
    same: list[Operand] = [1, Decimal("1.0"), Fraction(2, 2), Decimal("1E0")]
    assert len({x.equals(number) for number in same}) == 1
    assert len({x.at_least(number) for number in same}) == 1
    assert x.equals(Decimal("0.5")) == x.equals(Fraction(1, 2)) == field("x", "number").equals("0.5")
    assert hash(x.equals(Decimal("0.5"))) == hash(x.equals(Fraction(1, 2)))
    assert x.equals(1) != x.equals(yes)
    assert x.equals(1) != field("x").equals("1")
    assert x.equals(Rate("50%")) != x.equals(Decimal("0.5"))


def test_lists_are_sorted_and_each_value_stands_once() -> None:
    assert x.is_in("b", "a", "b") == x.is_in("a", "b")
    assert x.is_in(2, Decimal("1.50"), Fraction(3, 2)) == x.is_in(Fraction(3, 2), 2)
    assert x.starts_with("b", "a") == x.starts_with("a", "b", "a")
    assert x.equals(Region.EAST) == x.equals("East")
    assert type(x.equals(Region.EAST).reads[0].path) is str


def test_text_stands_for_values_of_a_declared_type() -> None:
    assert field("x", "number").equals("1,200.5") == x.equals(Decimal("1200.5"))
    assert field("x", "number").equals("-1/3") == x.equals(Fraction(-1, 3))
    assert field("x", "money").at_least("USD 100") == x.at_least(Money(10000, "USD"))
    assert field("x", "rate").at_most("5%") == x.at_most(Rate("0.05"))
    assert field("x", "date").equals("2026-01-01") == x.equals(date(2026, 1, 1))
    assert field("x", FieldType.TEXT).equals("2026-01-01") == x.equals("2026-01-01")


def test_written_bounds() -> None:
    assert x.within(">=100", "<200") == x.between(100, 200)
    assert x.within("<200", ">=100") == x.between(100, 200)
    assert x.within(">100") == x.more_than(100)
    assert x.within("<= 100") == x.at_most(100)
    assert x.within(">2026-01-01") == x.more_than(date(2026, 1, 1))
    assert x.within(">=5%", "<=10%") == Interval("x", Rate("5%"), Rate("10%"), high_included=True)
    assert x.within("<¥50万") == x.less_than(Money.of("CNY 500,000"))
    assert field("x", "text").within(">=100", "<200") == x.between("100", "200")


WRONG: list[tuple[Callable[[], object], type[SalesmgmtError], str]] = [
    (lambda: x.within("100"), InvalidValueError, "be one bound or two"),
    (lambda: x.within(), InvalidValueError, "be one bound or two"),
    (lambda: x.within(">=1", ">2"), InvalidValueError, "be one bound or two"),
    (lambda: x.within(">=1", "<2", "<3"), InvalidValueError, "be one bound or two"),
    (lambda: x.within("..200"), InvalidValueError, "be one bound or two"),
    (lambda: x.within(">=abc"), InvalidValueError, "declare the type where text is meant"),
    (lambda: x.within(">=1", "<2026-01-01"), InvalidValueError, "be compared with a number"),
    (lambda: loose.equals(0.1), WrongTypeError, "write Decimal('0.1')"),
    (lambda: declared("x", "number").equals(0.1), WrongTypeError, "write Decimal('0.1')"),
    (lambda: loose.equals(None), WrongTypeError, "be compared with text, a number"),
    (lambda: x.equals(datetime(2026, 1, 1, tzinfo=UTC)), WrongTypeError, "write .date()"),
    (lambda: x.equals(Decimal("NaN")), InvalidValueError, "be finite"),
    (lambda: x.equals(Decimal("1E+999999999")), InvalidValueError, "digits"),
    (lambda: field("x", "number").equals("1e9"), InvalidValueError, "be compared with a number"),
    (lambda: field("x", "number").equals("1/0"), InvalidValueError, "be compared with a number"),
    (lambda: field("x", "number").equals(yes), WrongTypeError, "a number"),
    (lambda: field("x", "text").equals(1), WrongTypeError, "a text"),
    (lambda: field("x", "flag").equals("yes"), WrongTypeError, "a flag"),
    (lambda: field("x", "date").equals("1.1.2026"), InvalidValueError, "2026-03-31"),
    (lambda: x.is_in("a", 1), WrongTypeError, "a text"),
    (lambda: x.is_in(), InvalidValueError, "be at least one"),
    (lambda: x.is_in(Money(1, "USD"), Money(1, "CNY")), CurrencyMismatchError, "one currency"),
    (lambda: x.between(Money(1, "USD"), Money(2, "CNY")), CurrencyMismatchError, "one currency"),
    (lambda: x.between(2, 1), InvalidValueError, "above the lower one, 2"),
    (lambda: x.between(1, 1), InvalidValueError, "above the lower one, 1"),
    (lambda: x.within(">1", "<=1"), InvalidValueError, "above the lower one, 1"),
    (lambda: Interval("x"), InvalidValueError, "have a bound"),
    (lambda: x.at_least(yes), InvalidValueError, "flags have none"),
    (lambda: x.starts_with(), InvalidValueError, "be at least one"),
    (lambda: x.starts_with("a", ""), InvalidValueError, "none of them empty"),
    (lambda: loose.starts_with(1), WrongTypeError, "a text"),
    (lambda: field("x", "number").starts_with("1"), WrongTypeError, "only text has prefixes"),
    (lambda: Membership("x", "abc"), WrongTypeError, "be a list of values"),
    (lambda: x.equals(y), WrongTypeError, "write field('x', 'text')"),
    (lambda: field("x", "text").equals(x), InvalidValueError, "be another field"),
    (lambda: field("x", "text").equals(field("y", "number")), WrongTypeError, "be a text as x is"),
    (lambda: field("x", "flag").less_than(y), InvalidValueError, "which have no order"),
    (lambda: loose.equals(1).or_if_missing(1), WrongTypeError, "be True, False or None"),
    (lambda: field("x", "numbre"), InvalidValueError, "be one of text, number"),
    (lambda: field(""), InvalidValueError, "names joined by dots"),
    (lambda: field("a..b"), InvalidValueError, "names joined by dots"),
    (lambda: field("a. b"), InvalidValueError, "names joined by dots"),
    (lambda: field("a.__class__"), InvalidValueError, "names joined by dots"),
    (lambda: declared(1), WrongTypeError, "names joined by dots"),
    (lambda: x.equals(1) & x.equals("a"), WrongTypeError, "field('x', 'number')"),
    (lambda: x.equals(Money(1, "USD")) | x.equals(Money(1, "CNY")), CurrencyMismatchError, "compared in USD"),
    (lambda: every((x.equals(1), "a")), WrongTypeError, "be criteria"),
    (lambda: negated(yes), WrongTypeError, "be criteria"),
    (lambda: checked((x.equals(1),)), WrongTypeError, "be reads"),
    (lambda: Read("x", "text", "USD"), InvalidValueError, "be money"),
    (lambda: Read("x", "number", alike=("y",)), InvalidValueError, "be money"),
    (lambda: x.equals(1).text("de"), InvalidValueError, "be 'en' or 'zh'"),
]


@pytest.mark.parametrize("number", range(len(WRONG)))
def test_what_cannot_be_meant_is_refused(number: int) -> None:
    write, kind, words = WRONG[number]
    with pytest.raises(kind) as caught:
        write()
    assert words in str(caught.value)
    assert type(caught.value) is kind
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)


def test_python_may_not_decide_a_criterion() -> None:
    one = x.equals(1)
    for misuse in (
        lambda: bool(loose.equals(1)),
        lambda: loose.equals(1) and ALWAYS,
        lambda: not loose.equals(1),
        lambda: 1 if loose.equals(1) else 2,
    ):
        with pytest.raises(WrongTypeError, match=r"joined with &, \| and ~"):
            misuse()
    with pytest.raises(WrongTypeError, match="be compared first"):
        bool(x)
    with pytest.raises(TypeError):
        loose < 3  # noqa: B015
    with pytest.raises(TypeError):
        loose.equals(1) & yes
    assert (one == x.equals(1)) is True


def test_joining() -> None:
    one, two, three = x.equals(1), y.equals("a"), field("z").equals("b")
    assert one & two & three == all_of(one, two, three) == AllOf((one, two, three))
    assert one | two | three == any_of(one, two, three) == AnyOf((one, two, three))
    assert one & (two & three) == one & two & three
    assert one & (two | three) == AllOf((one, AnyOf((two, three))))
    assert all_of(one) == one
    assert all_of() == ALWAYS
    assert any_of() == NEVER
    assert ~one == Not(one)
    assert ~~one == one
    assert (one & two).fields == ("x", "y")
    assert (one & ~(two | three)).leaves == (one, two, three)


def test_nesting_has_an_end() -> None:
    deep: Criterion = x.equals(1)
    for _ in range(59):
        deep = Not(deep)
    with pytest.raises(InvalidValueError, match="at most 60 deep"):
        Not(deep)
    with pytest.raises(InvalidValueError, match="at most 60 deep"):
        AllOf((deep,))
    assert copy.deepcopy(deep) == deep
    assert pickle.loads(pickle.dumps(deep)) == deep
    assert hash(deep) == hash(copy.copy(deep))
    assert deep.matches({"x": 2})
    assert deep.simplified() == x.differs_from(1)


def test_reads_say_what_is_looked_up() -> None:
    rule = (
        field("amount", "money").at_least("USD 5")
        & field("amount").is_present()
        & field("limit", "money").more_than(field("amount"))
        & field("note").is_missing()
        & y.equals("a").or_if_missing(no)
    )
    assert rule.reads == (
        Read("amount", "money", "USD", alike=("limit",)),
        Read("limit", "money"),
        Read("note", None, required=False),
        Read("y", "text", required=False),
    )
    assert (rule & y.equals("b")).reads[-1] == Read("y", "text")
    first = field("a", "money")
    both = first.less_than(field("b")) & first.less_than(field("c"))
    assert both.reads == (Read("a", "money", alike=("c", "b")), Read("b", "money"), Read("c", "money"))


TEXTS = [
    (x.equals("East"), "x is “East”", "x 为 “East”"),
    (x.differs_from(3), "x is not 3", "x 不为 3"),
    (x.is_in(1, 2), "x is one of 1, 2", "x 为 1、2 之一"),
    (x.not_in("a", "b"), "x is none of “a”, “b”", "x 不为 “a”、“b” 中任何一个"),
    (x.at_least(100), "x is at least 100", "x 为 100 以上"),
    (x.more_than(100), "x is more than 100", "x 超过 100"),
    (x.at_most(100), "x is at most 100", "x 为 100 以下"),
    (x.less_than(100), "x is less than 100", "x 不满 100"),
    (x.between(Decimal("0.5"), 2), "x is at least 0.5 and less than 2", "x 为 0.5 以上 且 不满 2"),
    (x.within(">1", "<=2"), "x is more than 1 and at most 2", "x 超过 1 且 为 2 以下"),
    (x.at_least(Fraction(1, 3)), "x is at least 1/3", "x 为 1/3 以上"),
    (x.at_least(Money.of("CNY 10000")), "x is at least CNY 10,000.00", "x 为 CNY 10,000.00 以上"),
    (x.less_than(Rate("5%")), "x is less than 5%", "x 不满 5%"),
    (x.within(">=2026-01-01", "<2026-04-01"), "x is on or after 2026-01-01 and before 2026-04-01",
     "x 不早于 2026-01-01 且 早于 2026-04-01"),
    (x.within(">2026-01-01", "<=2026-04-01"), "x is after 2026-01-01 and on or before 2026-04-01",
     "x 晚于 2026-01-01 且 不晚于 2026-04-01"),
    (x.equals(yes), "x is yes", "x 为 是"),
    (x.starts_with("44"), "x starts with “44”", "x 以 “44” 开头"),
    (x.starts_with("44", "11"), "x starts with one of “11”, “44”", "x 以 “11”、“44” 之一开头"),
    (Prefix("x", ("44",), inside=False), "x does not start with “44”", "x 不以 “44” 开头"),
    (Prefix("x", ("4", "1"), inside=False), "x starts with none of “1”, “4”",
     "x 不以 “1”、“4” 中任何一个开头"),
    (x.is_missing(), "x is missing", "x 未填写"),
    (x.is_present(), "x is present", "x 已填写"),
    (x.equals(1).or_if_missing(yes), "x is 1 (or is missing)", "x 为 1(未填写也算)"),
    (x.equals(1).or_if_missing(no), "x is 1 (and is not missing)", "x 为 1(未填写不算)"),
    (field("x", "text").differs_from(y), "x differs from y", "x 与 y 不同"),
    (field("x", "money").at_most(y), "x is at most y", "x 不高于 y"),
    (field("x", "date").less_than(y), "x is before y", "x 早于 y"),
    (field("x", "date").equals(y), "x equals y", "x 与 y 相同"),
    (x.equals(1) & y.equals("a"), "x is 1 and y is “a”", "x 为 1，且 y 为 “a”"),
    (x.equals(1) | y.equals("a"), "x is 1 or y is “a”", "x 为 1，或 y 为 “a”"),
    (x.equals(1) & (x.equals(2) | y.equals("a")), "x is 1 and (x is 2 or y is “a”)",
     "x 为 1，且 (x 为 2，或 y 为 “a”)"),
    (~(x.equals(1) & y.equals("a")), "not (x is 1 and y is “a”)", "并非(x 为 1，且 y 为 “a”)"),
    (ALWAYS, "always", "总是"),
    (NEVER, "never", "从不"),
    (Checked((Read("x"), Read("y"))), "x, y is checked", "核对 x、y"),
    (x.equals("a\nb"), "x is 'a\\nb'", "x 为 'a\\nb'"),
]  # fmt: skip


@pytest.mark.parametrize("criterion, english, chinese", TEXTS, ids=[english for _, english, _ in TEXTS])
def test_criteria_in_words(criterion: Criterion, english: str, chinese: str) -> None:
    assert criterion.text() == str(criterion) == english
    assert criterion.text("zh") == chinese


def test_fields_may_have_names_of_their_own() -> None:
    rule = field("amount", "money").at_least("CNY 1") & field("x", "text").differs_from(y)
    names = {"amount": "合同金额", "x": "审批人", "y": "申请人"}
    assert rule.text("zh", names) == "合同金额 为 CNY 1.00 以上，且 审批人 与 申请人 不同"


def test_an_explanation_in_words() -> None:
    rule = (x.equals("East") | field("n").at_least(3)) & ~y.is_missing()
    explanation = rule.explain({"x": "West", "n": Decimal("2.50")})
    assert not explanation.holds
    assert [finding.held for finding in explanation.findings] == [False, False, True]
    assert [finding.decisive for finding in explanation.findings] == [True, True, True]
    assert explanation.text() == (
        "no: x is “East” [x: “West”]\nno: n is at least 3 [n: 2.50]\nyes: y is missing [y: nothing]"
    )
    assert explanation.text("zh").splitlines()[1] == "否：n 为 3 以上 [n：2.50]"
    assert [finding.leaf for finding in explanation.deciding] == list(rule.leaves)


def test_what_an_explanation_shows_of_values_nobody_declared() -> None:
    rule = x.is_present()
    for value, shown in [
        (1.5, Fraction(3, 2)),
        ([1], "<list>"),
        (float("nan"), "<float>"),
        (yes, True),
        ("a", "a"),
    ]:
        (finding,) = rule.explain({"x": value}).findings
        assert finding.found == (("x", shown),)


VALUES = [
    x.is_in(1, 2).or_if_missing(yes),
    x.within(">1", "<=2"),
    Prefix("x", ("4", "1"), inside=False),
    x.is_missing(),
    field("x", "money").at_most(y),
    x.equals(1) & (x.equals(2) | ~y.equals("a")),
    Checked((Read("x", "money", Currency.of("USD")),)),
    field("x", "date"),
    Read("x", "money", alike=("z", "y")),
]


@pytest.mark.parametrize("value", VALUES, ids=[type(value).__name__ for value in VALUES])
def test_values_survive_copies_pickles_and_being_made_again(value: object) -> None:
    assert isinstance(value, Criterion | Field | Read)
    kind: Any = type(value)
    made = {a.alias: getattr(value, a.name) for a in attrs.fields(kind) if a.init}
    for other in (
        copy.copy(value),
        copy.deepcopy(value),
        pickle.loads(pickle.dumps(value)),
        kind(**made),
    ):
        assert other == value
        assert hash(other) == hash(value)
        if isinstance(other, Criterion) and isinstance(value, Criterion):
            assert other.reads == value.reads
    changed: Any = value
    with pytest.raises(AttributeError):
        changed.anything = 1


def test_leaves_from_plain_values() -> None:
    assert Membership("x", ["b", "a"]) == x.is_in("a", "b")
    assert Membership("x", ["5%"], type="rate") == x.equals(Rate("5%"))
    assert Interval("x", "USD 1", type="money") == x.at_least(Money(100, "USD"))
    assert Interval("x", None, "2026-01-01", type="date") == x.less_than(date(2026, 1, 1))
    assert FieldComparison("x", "!=", "y", type="text") == field("x", "text").differs_from(y)
    assert Presence("x") == x.is_present()


def test_an_order_of_amounts_shares_and_dates_follows_from_how_the_bound_is_written() -> None:
    assert field("amount").at_least("USD 10,000").matches({"amount": Money.of("USD 10,000")})
    assert not field("amount").less_than("USD 10,000").matches({"amount": Money.of("USD 10,000")})
    assert field("share").between("5%", "10%").matches({"share": Rate("7%")})
    assert field("signed").at_most("2026-01-31").matches({"signed": date(2026, 1, 31)})
    assert field("grade").at_least("B").matches({"grade": "C"})
    assert field("mixed").between("5%", "USD 10").type is FieldType.TEXT
