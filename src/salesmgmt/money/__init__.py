"""Money: currencies, exact amounts, rates, rounding, splitting, conversion, amounts in words."""

from salesmgmt.money.apportionment import apportion, apportion_minor
from salesmgmt.money.currency import Currency, currency_of
from salesmgmt.money.exchange import Conversion, ExchangeRate, ExchangeRates, RateDay
from salesmgmt.money.money import Money, MoneyLike, Unrounded, money_of
from salesmgmt.money.rate import Rate, RateLike, rate_of
from salesmgmt.money.rounding import HALF_UP_TO_MINOR, Rounding, RoundingMode
from salesmgmt.money.words import from_words, in_words

__all__ = [
    "HALF_UP_TO_MINOR",
    "Conversion",
    "Currency",
    "ExchangeRate",
    "ExchangeRates",
    "Money",
    "MoneyLike",
    "Rate",
    "RateDay",
    "RateLike",
    "Rounding",
    "RoundingMode",
    "Unrounded",
    "apportion",
    "apportion_minor",
    "currency_of",
    "from_words",
    "in_words",
    "money_of",
    "rate_of",
]
