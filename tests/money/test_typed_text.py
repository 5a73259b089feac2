"""Amounts as people type them: every spelling that is generated is read back, every doubtful one refused."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesmgmt.errors import (
    CurrencyMismatchError,
    InexactError,
    InvalidValueError,
    SalesmgmtError,
    WrongTypeError,
)
from salesmgmt.money import Currency, Money, money_of
from salesmgmt.money import parsing as engine
from salesmgmt.money.currency import CURRENCIES
from salesmgmt.testing.money import currencies, moneys

pytestmark = pytest.mark.properties

ANY_MONEY: Any = Money

SYMBOLS = {
    "CNY": ("¥", "￥", "RMB", "人民币", "CN¥"),
    "USD": ("$", "US$", "＄"),
    "EUR": ("€",),
    "JPY": ("JP¥", "円"),
}
WORDS = {
    "CNY": ("人民币", "元", "元整", "块", "圆"),
    "USD": ("美元", "美金"),
    "EUR": ("欧元",),
    "JPY": ("日元",),
}
MULTIPLES = dict(
    zip(
        ("十", "百", "千", "万", "十万", "百万", "千万", "亿", "十亿", "百亿", "千亿", "万亿"),
        range(1, 13),
        strict=True,
    )
) | {"w": 4, "k": 3, "thousand": 3, "M": 6, "mn": 6, "million": 6, "b": 9, "bn": 9, "Billion": 9}


def wide(text: str) -> str:
    """Every ASCII character in its full-width form."""
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else "　" if c == " " else c for c in text)


@st.composite
def spelt(draw: st.DrawFn) -> tuple[str, Money]:
    """An amount and one of its spellings."""
    money = draw(
        st.sampled_from(sorted(SYMBOLS)).flatmap(
            lambda code: moneys(currency=code, min_minor=-(10**15), max_minor=10**15)
        )
    )
    figure = abs(money).figure
    if draw(st.booleans()):
        figure = figure.replace(",", "")
    if draw(st.booleans()) and "." in figure:
        figure = figure.rstrip("0").rstrip(".")
    code = money.currency.code
    gap = draw(st.sampled_from(("", " ", "  ", "\u00a0")))
    before, after = draw(
        st.sampled_from(
            [
                *((mark, "") for mark in (code, code.lower(), *SYMBOLS[code])),
                *(("", mark) for mark in (code, *WORDS[code])),
            ]
        )
    )
    body = f"{before}{gap}{figure}{gap}{after}"
    if money.minor < 0:
        body = draw(
            st.sampled_from(
                (f"-{body}", f"({body})", f"− {body}", f"{before}{gap}-{figure}{after}", f"负{body}")
            )
        )
    pad = draw(st.sampled_from(("", " ", "\t", "　")))
    text = f"{pad}{body}{pad}"
    return (wide(text) if draw(st.booleans()) else text), money


@given(spelt())
def test_every_spelling_of_an_amount_is_read(case: tuple[str, Money]) -> None:
    text, money = case
    assert Money.of(text) == money
    assert Money.of(text, money.currency) == money
    assert money_of(text) == money


@given(
    st.integers(-(10**9), 10**9),
    st.integers(0, 6),
    st.sampled_from(sorted(MULTIPLES)),
    st.sampled_from(("", " ")),
    st.sampled_from(["CNY", "USD", "KWD", "JPY"]),
)
def test_a_multiple_shifts_the_point(digits: int, places: int, unit: str, gap: str, code: str) -> None:
    value = Fraction(digits, 10**places)
    whole, decimals = divmod(abs(digits), 10**places)
    figure = f"{'-' if digits < 0 else ''}{whole}" + (f".{decimals:0{places}d}" if places else "")
    minor = value * 10 ** (MULTIPLES[unit] + Currency.of(code).digits)
    text = f"{figure}{gap}{unit}"
    if minor.denominator == 1:
        assert Money.of(text, code).minor == Money.of(f"{text} {code}").minor == minor
    else:
        with pytest.raises(InexactError):
            Money.of(text, code)


@given(st.text("0123456789.,-USDEURJPY ¥$", max_size=14), st.none() | currencies(max_digits=4))
def test_the_quick_reading_is_the_full_one(text: str, currency: Currency | None) -> None:
    def read(reader: Any) -> object:
        try:
            return reader(text, currency, "amount")
        except SalesmgmtError as error:
            return type(error), error.field, error.value, error.rule

    assert read(engine.read_amount) == read(engine._read_any)


@given(moneys(), st.booleans())
def test_the_quick_reading_takes_what_we_print(money: Money, stated: bool) -> None:
    if stated or money.currency.code in CURRENCIES:
        assert engine._read_plain(str(money), money.currency if stated else None) == (
            money.minor,
            money.currency,
        )


@given(st.text() | st.text("0123456789.,-+()（） ¥$€USDkmbn元角分块整万亿千百十点一二两三五零負负壹拾人民币"))
def test_any_text_is_an_amount_or_refused_by_our_own_error(text: str) -> None:
    for currency in (None, "USD", "CNY"):
        try:
            money = Money.of(text, currency)
        except SalesmgmtError:
            continue
        assert Money.of(str(money)) == money


@pytest.mark.parametrize(
    "text, amount",
    [
        ("USD 1,200.50", "USD 1,200.50"),
        ("¥1,200.50", "CNY 1,200.50"),
        ("￥１，２００．５０", "CNY 1,200.50"),
        ("$5", "USD 5.00"),
        ("HK$50万", "HKD 500,000.00"),
        ("50万元", "CNY 500,000.00"),
        ("５０万元", "CNY 500,000.00"),
        ("50 万 元", "CNY 500,000.00"),
        ("50萬圓", "CNY 500,000.00"),
        ("1.2亿元", "CNY 120,000,000.00"),
        ("1.2 亿元人民币", "CNY 120,000,000.00"),
        ("人民币1.2亿元整", "CNY 120,000,000.00"),
        ("3千元", "CNY 3,000.00"),
        ("2百块", "CNY 200.00"),
        ("3万5千元", "CNY 35,000.00"),
        ("1亿2000万元", "CNY 120,000,000.00"),
        ("三万五千元", "CNY 35,000.00"),
        ("一百二十万元", "CNY 1,200,000.00"),
        ("一点二亿元", "CNY 120,000,000.00"),
        ("两百块钱", "CNY 200.00"),
        ("壹佰贰拾元伍角", "CNY 120.50"),
        ("12元5角3分", "CNY 12.53"),
        ("12元零3分", "CNY 12.03"),
        ("12元5角", "CNY 12.50"),
        ("12块5毛", "CNY 12.50"),
        ("5角", "CNY 0.50"),
        ("50分", "CNY 0.50"),
        ("15角", "CNY 1.50"),
        ("1万元5角", "CNY 10,000.50"),
        ("50万美元", "USD 500,000.00"),
        ("50万日元", "JPY 500,000"),
        ("50W元", "CNY 500,000.00"),
        ("1.5k USD", "USD 1,500.00"),
        ("1.5kUSD", "USD 1,500.00"),
        ("USD 1.5m", "USD 1,500,000.00"),
        ("USD 1.5 Million", "USD 1,500,000.00"),
        ("€2bn", "EUR 2,000,000,000.00"),
        ("(3.10 EUR)", "EUR -3.10"),
        ("EUR (3.10)", "EUR -3.10"),
        ("-$5", "USD -5.00"),
        ("$-5", "USD -5.00"),
        ("$(5)", "USD -5.00"),
        ("+5 USD", "USD 5.00"),
        ("usd 5", "USD 5.00"),
        ("USD5", "USD 5.00"),
        (".5 USD", "USD 0.50"),
        ("100.00 JPY", "JPY 100"),
        ("0.500 USD", "USD 0.50"),
        ("12.5000 USD", "USD 12.50"),
        ("1.200 KWD", "KWD 1.200"),
        ("1.200万元", "CNY 12,000.00"),
        ("US$ 5 USD", "USD 5.00"),
        ("HK$5元", "HKD 5.00"),
        ("NT$5", "TWD 5.00"),
        ("007 USD", "USD 7.00"),
        ("-0 USD", "USD 0.00"),
    ],
)
def test_what_people_type(text: str, amount: str) -> None:
    assert str(Money.of(text)) == amount


@pytest.mark.parametrize(
    "text, currency, amount",
    [
        ("¥1,200", "JPY", "JPY 1,200"),
        ("$5", "CAD", "CAD 5.00"),
        ("5元", "HKD", "HKD 5.00"),
        ("50万", "USD", "USD 500,000.00"),
        ("1,200.50", "CNY", "CNY 1,200.50"),
        ("CAD $5", None, "CAD 5.00"),
        ("$5 AUD", None, "AUD 5.00"),
        ("JPY ¥5", None, "JPY 5"),
    ],
)
def test_a_stated_currency_decides_what_a_symbol_means(text: str, currency: str | None, amount: str) -> None:
    assert str(Money.of(text, currency)) == amount


@pytest.mark.parametrize(
    "text, currency",
    [
        ("USD 5", "EUR"),
        ("€5", "USD"),
        ("$5", "EUR"),
        ("¥5", "USD"),
        ("5美元", "CNY"),
        ("5元", "JPY"),
        ("¥5 USD", None),
        ("€5 USD", None),
        ("USD 5 EUR", None),
        ("5元 JPY", None),
    ],
)
def test_two_currencies_in_one_text_are_refused(text: str, currency: str | None) -> None:
    with pytest.raises(CurrencyMismatchError) as caught:
        Money.of(text, currency)
    assert caught.value.value == text


@pytest.mark.parametrize(
    "text",
    [
        "1,2,3",
        "1,200,5",
        "12,00",
        "1,2000",
        ",5",
        "1,,200",
        "1,200,",
        "0,5",
        "1.200,50",
        "1.200.300",
        "1.2.3",
    ],
)
def test_separators_are_checked(text: str) -> None:
    with pytest.raises(
        InvalidValueError, match=r"a comma between full thousands, as in '1,200\.50'|be an amount"
    ):
        Money.of(text, "USD")


@pytest.mark.parametrize("text", ["1.200,50", "1,50", "1.200.300", "12,345,6 USD", "€1.200,50"])
def test_a_european_figure_is_told_how_to_be_written(text: str) -> None:
    with pytest.raises(
        InvalidValueError, match="have a point before its decimals and a comma between full thousands"
    ):
        Money.of(text, None if "€" in text or "USD" in text else "EUR")


@pytest.mark.parametrize("text", ["1.200", "USD 1.000", "$12.500", "-1.200", "1.200元"])
def test_what_may_be_thousands_or_decimals_is_refused(text: str) -> None:
    with pytest.raises(InexactError, match="and a comma where thousands are meant"):
        Money.of(text, "USD" if text in ("1.200", "-1.200") else None)


@pytest.mark.parametrize(
    "text", ["USD 1.005", "JPY 0.5", "KWD 1.0005", "0.0000001万元", "5.555元", "￥0.001"]
)
def test_more_digits_than_the_currency_has(text: str) -> None:
    with pytest.raises(InexactError, match=r"have at most \d decimals in [A-Z]{3}"):
        Money.of(text)


@pytest.mark.parametrize("text", ["1分", "5元5角", "0.00005万"])
def test_a_currency_without_small_coins_has_none(text: str) -> None:
    with pytest.raises(InvalidValueError):
        Money.of(text, "JPY")


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            " ",
            "USD",
            "¥",
            "元",
            "-",
            "()",
            "five",
            "USD five",
            "5 5 USD",
            "1 200 USD",
            "1'200 USD",
            "1_200 USD",
        ),
        *("--5 USD", "-(5) USD", "+-5 USD", "((5)) USD", "5- USD", "(5 USD", "5) USD", "USD 1e5", "0x10 USD"),
        *("nan USD", "inf USD", "５² USD", "½ USD", "٥ USD", "5 USDX", "5. USD", "5xk USD", "5kk USD"),
        *(
            "3万5元5",
            "5块5",
            "3万5",
            "3万500元",
            "5千3万元",
            "3.5万2千元",
            "0万5千元",
            "1万20000千元",
            "1万10千元",
            "3千1千元",
            "万元",
        ),
        *(
            "5分3角",
            "5角3元",
            "12.5元5角",
            "12元15角",
            "12元5.5角",
            "12元5角3分4",
            "12元角",
            "元5角",
            "5元5元",
        ),
        *(
            "三万五元五",
            "一百二元",
            "五十点元",
            "点五元",
            "一点x元",
            "一点二三万千元",
            "5%",
            "1/2 USD",
            "9" * 201,
        ),
    ],
)
def test_what_is_no_amount(text: str) -> None:
    with pytest.raises(InvalidValueError) as caught:
        Money.of(text)
    assert caught.value.field == "amount"
    assert not isinstance(caught.value, InexactError | CurrencyMismatchError)


@pytest.mark.parametrize("text", ["50万", "1200.50", "5", "(3.10)", "三百"])
def test_a_figure_alone_asks_for_its_currency(text: str) -> None:
    with pytest.raises(InvalidValueError, match="name its currency, as in"):
        Money.of(text)


def test_a_currency_of_ones_own_is_read_where_it_is_stated() -> None:
    points = Currency("PTS", 0)
    assert Money.of("PTS 5", points) == Money.of("5 pts", points) == Money.of("5", points) == Money(5, points)
    with pytest.raises(InvalidValueError):
        Money.of("PTS 5")
    with pytest.raises(CurrencyMismatchError):
        Money.of("$5", points)
    dollars = Currency("USD", 2, name="House dollars")
    assert Money.of("USD 5", dollars).currency is dollars


def test_bytes_are_no_text() -> None:
    with pytest.raises(WrongTypeError):
        ANY_MONEY.of(b"USD 5")
