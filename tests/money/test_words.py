"""Amounts in words: the official examples, a second way to spell, and the way back."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesmgmt.errors import CurrencyMismatchError, InvalidValueError, WrongTypeError
from salesmgmt.money import Money, from_words, in_words
from salesmgmt.money import numerals as engine
from salesmgmt.testing.money import moneys

pytestmark = pytest.mark.properties

ANY_IN: Any = in_words
ANY_FROM: Any = from_words

#: Zeros within and at the end of groups are what can go wrong.
gappy = st.lists(st.sampled_from([0, 0, 0, 1, 5, 10, 100, 9999, 1010, 5000]), min_size=1, max_size=4).map(
    lambda groups: int("".join(f"{group:04d}" for group in groups))
)
numbers = gappy | st.integers(0, 10**16 - 1) | st.integers(0, 200)


def group(number: int) -> str:
    """Four digits, each with its place, zeros in a row as one and none at the end."""
    text = "".join(
        "零" if digit == "0" else "零壹贰叁肆伍陆柒捌玖"[int(digit)] + place
        for digit, place in zip(f"{number:04d}", ("仟", "佰", "拾", ""), strict=True)
    )
    return re.sub("零+", "零", text).rstrip("零")


def below_a_hundred_million(number: int) -> str:
    high, low = divmod(number, 10**4)
    return (group(high) + "万" if high else "零") + (group(low) or "")


def spelt_otherwise(number: int) -> str:
    """Digit by digit into places, then the zeros collapsed: the usual recipe, below 万亿亿."""
    high, low = divmod(number, 10**8)
    text = (below_a_hundred_million(high) + "亿" if high else "") + below_a_hundred_million(low)
    return re.sub("零+", "零", text).strip("零") or "零"


@given(numbers)
def test_numbers_are_spelt_as_the_usual_recipe_spells_them(number: int) -> None:
    assert engine.spell(number) == spelt_otherwise(number)


@given(numbers | st.integers(0, 10**40))
def test_numerals_are_read_back(number: int) -> None:
    assert engine.read(engine.spell(number)) == number
    assert engine.read(engine.spell(number, "零")) == number
    everyday = engine.spell(number).translate(
        str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟", "一二三四五六七八九十百千")
    )
    assert engine.read(everyday) == number
    assert engine.read(everyday.replace("二百", "两百")) == number


@given(moneys(currency="CNY", min_minor=-(10**60), max_minor=10**60))
def test_words_are_read_back(money: Money) -> None:
    assert from_words(in_words(money)) == money


@given(numbers, st.integers(0, 99), st.booleans(), st.booleans(), st.booleans())
def test_what_the_rules_leave_open_is_read_either_way(
    yuan: int, cents: int, zeros: bool, ends: bool, other: bool
) -> None:
    money = Money(yuan * 100 + cents, "CNY")
    text = engine_spelt(money, zeros, ends)
    if other:
        text = (
            f"人民币 {text}".replace("元", "圆").replace("整", "正").replace("万", "萬").replace("亿", "億")
        )
    assert from_words(text) == money


def engine_spelt(money: Money, zeros: bool, ends: bool) -> str:
    """The words with or without the optional 零 before 角, and with or without 整 after it."""
    text = in_words(money)
    if zeros and money.minor % 100 >= 10 and money.minor >= 100 and money.minor // 100 % 10 == 0:
        text = text.replace("元", "元零")
    if not ends and text.endswith("角整"):
        text = text.removesuffix("整")
    return text


@given(numbers, numbers)
def test_different_amounts_have_different_words(one: int, two: int) -> None:
    assert (in_words(Money(one, "CNY")) == in_words(Money(two, "CNY"))) == (one == two)


@given(st.text("零壹贰叁肆伍陆柒捌玖拾佰仟万亿元角分整正负圆人民币", max_size=12))
def test_any_words_are_an_amount_or_refused_by_our_own_error(text: str) -> None:
    try:
        money = from_words(text)
    except InvalidValueError:
        return
    assert from_words(in_words(money)) == money


#: The People's Bank's own examples, as (amount, wording, wording that is equally right).
OFFICIAL = [
    ("1,409.50", "壹仟肆佰零玖元伍角整", "壹仟肆佰零玖元伍角"),
    ("6,007.14", "陆仟零柒元壹角肆分", "陆仟零柒元壹角肆分"),
    ("1,680.32", "壹仟陆佰捌拾元叁角贰分", "壹仟陆佰捌拾元零叁角贰分"),
    ("107,000.53", "壹拾万柒仟元伍角叁分", "壹拾万柒仟元零伍角叁分"),
    ("107,000.53", "壹拾万柒仟元伍角叁分", "壹拾万零柒仟元伍角叁分"),
    ("16,409.02", "壹万陆仟肆佰零玖元零贰分", "壹万陆仟肆佰零玖元零贰分"),
    ("325.04", "叁佰贰拾伍元零肆分", "叁佰贰拾伍元零肆分"),
]


@pytest.mark.parametrize("amount, words, also", OFFICIAL)
def test_the_official_examples(amount: str, words: str, also: str) -> None:
    money = Money.of(amount, "CNY")
    assert in_words(money) == words
    assert from_words(words) == from_words(also) == from_words(f"人民币{also}") == money


@pytest.mark.parametrize(
    "amount, words",
    [
        ("0", "零元整"),
        ("0.01", "壹分"),
        ("0.10", "壹角整"),
        ("0.15", "壹角伍分"),
        ("1", "壹元整"),
        ("10", "壹拾元整"),
        ("1,200.50", "壹仟贰佰元伍角整"),
        ("-1,200.50", "负壹仟贰佰元伍角整"),
        ("10,001", "壹万零壹元整"),
        ("100,000,000", "壹亿元整"),
        ("100,010,000", "壹亿零壹万元整"),
        ("120,000,000", "壹亿贰仟万元整"),
        ("1,000,000,000,000", "壹万亿元整"),
        ("1,000,000,000,001.01", "壹万亿零壹元零壹分"),
        ("20,300,000,000,000.30", "贰拾万叁仟亿元叁角整"),
        ("10,000,000,000,000,000", "壹亿亿元整"),
    ],
)
def test_examples_worked_by_hand(amount: str, words: str) -> None:
    money = Money.of(amount, "CNY")
    assert in_words(money) == words
    assert from_words(words) == money


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "元",
            "元整",
            "壹",
            "壹仟",
            "一元整",
            "拾元整",
            "壹佰伍元整",
            "壹佰零伍拾元整",
            "壹佰零零伍元整",
        ),
        *(
            "壹元",
            "壹元伍分",
            "壹元伍角伍分整",
            "壹元零角伍分",
            "壹元伍角零分",
            "零元伍角",
            "负零元整",
            "负",
            "负负壹元整",
        ),
        *(
            "壹分伍角",
            "壹拾分",
            "壹拾壹角",
            "壹万万元整",
            "万元整",
            "壹贰元整",
            "壹元整整",
            "壹元整壹角",
            "USD壹元整",
        ),
        *("1元整", "壹拾壹万零柒仟元整", "零伍角整", "壹元零伍角整", "壹仟万亿元整元", "捌" * 201),
    ],
)
def test_wrong_words_are_refused(text: str) -> None:
    with pytest.raises(InvalidValueError) as caught:
        from_words(text)
    assert caught.value.field == "text"


def test_the_likely_amount_is_named_but_not_taken() -> None:
    with pytest.raises(InvalidValueError, match="be written as '壹佰零伍元整' if that is what it says"):
        from_words("壹佰伍元整")


def test_only_renminbi_has_such_words() -> None:
    with pytest.raises(CurrencyMismatchError, match="be in CNY"):
        in_words(Money.of("USD 5"))
    for wrong in (5, "CNY 5", None):
        with pytest.raises(WrongTypeError):
            ANY_IN(wrong)
    with pytest.raises(WrongTypeError):
        ANY_FROM(5)
