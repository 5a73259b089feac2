"""What places win: money and recognition, divided among those in one place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from operator import attrgetter
from typing import TypeAlias

from attrs import evolve, field, frozen

from salesmgmt.errors import CurrencyMismatchError, InvalidValueError, WrongTypeError
from salesmgmt.incentives.awards.ranking import Place, Ties, as_ties
from salesmgmt.incentives.awards.standings import identifier
from salesmgmt.incentives.awards.texts import heading
from salesmgmt.money import Currency, Money, MoneyLike, apportion, money_of
from salesmgmt.reasons import Reason, ReasonValue
from salesmgmt.tables import language_of

__all__ = ["Award", "Prize", "PrizeLike", "Recognition", "as_prizes", "prizes_for", "promised"]

_CONSERVING = (Ties.POOL, Ties.EARLIEST)


def _amount(value: MoneyLike | None) -> Money | None:
    return None if value is None else money_of(value, "money")


def _value(value: MoneyLike | None) -> Money | None:
    return None if value is None else money_of(value, "value")


@frozen
class Recognition:
    """What is won without money: a place on the honour roll, a trip, a dinner.

    Attributes:
        title: What it is called in English, or in any language where `zh` is left out.
        zh: What it is called in Chinese.
        value: Its taxable value, for information only; it is never paid, and no budget counts it.

    Raises:
        InvalidValueError: If the title is empty or the value below 0.

    Examples:
        >>> trip = Recognition("Trip to Hainan", "海南旅游", value="CNY 6,000")
        >>> trip.text(), trip.text("zh")
        ('Trip to Hainan (taxable value CNY 6,000.00)', '海南旅游（计税价值 CNY 6,000.00）')
    """

    title: str
    zh: str = ""
    value: Money | None = field(default=None, converter=_value, kw_only=True)

    def __attrs_post_init__(self) -> None:
        identifier(self.title, "title")
        if not isinstance(self.zh, str):
            raise WrongTypeError("zh", self.zh, "be text")
        if self.value is not None and self.value.minor < 0:
            raise InvalidValueError("value", self.value, "be 0 or more")

    def text(self, lang: str = "en") -> str:
        """What it is called, with its value."""
        name = self.zh or self.title if language_of(lang) == "zh" else self.title
        return name if self.value is None else heading("taxable", lang, name, self.value)


def _recognitions(value: Iterable[Recognition] | Recognition) -> tuple[Recognition, ...]:
    return (value,) if isinstance(value, Recognition) else tuple(value)


def _check_recognitions(value: Iterable[object]) -> None:
    for one in value:
        if not isinstance(one, Recognition):
            raise WrongTypeError("recognitions", one, "be Recognition values")


@frozen
class Prize:
    """What one place wins.

    Attributes:
        money: An amount above 0, or None.
        recognitions: What is won besides, or instead.

    Raises:
        InvalidValueError: If there is neither, or the amount is not above 0.

    Examples:
        >>> Prize("USD 500", Recognition("Honour roll")).text()
        'USD 500.00 and Honour roll'
    """

    money: Money | None = field(default=None, converter=_amount)
    recognitions: tuple[Recognition, ...] = field(default=(), converter=_recognitions)

    def __attrs_post_init__(self) -> None:
        _check_recognitions(self.recognitions)
        if self.money is None and not self.recognitions:
            raise InvalidValueError("money", None, "be an amount, unless there is a recognition")
        if self.money is not None and self.money.minor <= 0:
            raise InvalidValueError("money", self.money, "be above 0")

    def text(self, lang: str = "en") -> str:
        """The prize in words."""
        parts = [] if self.money is None else [str(self.money)]
        parts += [one.text(lang) for one in self.recognitions]
        return heading("and", lang).join(parts)


PrizeLike: TypeAlias = Prize | Recognition | MoneyLike
"""A prize as people write it: an amount, a recognition, or a `Prize` with both."""


def _as_prize(value: PrizeLike) -> Prize:
    if isinstance(value, Prize):
        return value
    return Prize(None, value) if isinstance(value, Recognition) else Prize(money_of(value, "prizes"))


def as_prizes(given: Iterable[PrizeLike] | PrizeLike) -> tuple[Prize, ...]:
    """Prizes, that of place 1 first.

    Raises:
        CurrencyMismatchError: If they are in several currencies.
        InvalidValueError: If there is none, or an amount is above that of a place before it, so that coming
            later would pay.
        WrongTypeError: If something is no prize.
    """
    items: Iterable[PrizeLike] = (given,) if isinstance(given, Prize | Recognition | Money | str) else given
    if not isinstance(items, Iterable):
        raise WrongTypeError("prizes", given, "be prizes by place, such as ('USD 500', 'USD 300')")
    prizes = tuple(_as_prize(item) for item in items)
    if not prizes:
        raise InvalidValueError("prizes", prizes, "hold one prize or more")
    before: Money | None = None
    for prize in prizes:
        if prize.money is None:
            continue
        if before is not None and prize.money.currency != before.currency:
            raise CurrencyMismatchError("prizes", prize.money, f"be in {before.currency}, as the first one")
        if before is not None and prize.money > before:
            raise InvalidValueError("prizes", prize.money, f"not be above that of an earlier place, {before}")
        before = prize.money
    return prizes


def currency_of_prizes(prizes: Iterable[Prize]) -> Currency | None:
    """The currency of the amounts among prizes; None where there are none."""
    return next((prize.money.currency for prize in prizes if prize.money is not None), None)


def _reasons(value: Iterable[Reason]) -> tuple[Reason, ...]:
    return tuple(value)


@frozen
class Award:
    """What somebody wins, and why.

    Attributes:
        participant: Who.
        place: Their place.
        money: The amount, or None where no money is won.
        recognitions: What is won besides, or instead.
        reasons: The place, and how the prize comes about.

    Raises:
        InvalidValueError: If nothing is won, the place is below 1 or the amount below 0.
    """

    participant: str
    place: int
    money: Money | None = field(default=None, converter=_amount)
    recognitions: tuple[Recognition, ...] = field(default=(), converter=_recognitions)
    reasons: tuple[Reason, ...] = field(default=(), converter=_reasons)

    def __attrs_post_init__(self) -> None:
        identifier(self.participant, "participant")
        if type(self.place) is not int or self.place < 1:
            raise InvalidValueError("place", self.place, "be a whole number from 1")
        _check_recognitions(self.recognitions)
        if self.money is None and not self.recognitions:
            raise InvalidValueError("money", None, "be an amount, unless there is a recognition")
        if self.money is not None and self.money.minor < 0:
            raise InvalidValueError("money", self.money, "be 0 or more")


def prizes_for(
    places: Iterable[Place],
    prizes: Iterable[PrizeLike] | PrizeLike,
    ties: Ties | str = Ties.POOL,
    budget: MoneyLike | None = None,
) -> tuple[Award, ...]:
    """What everybody wins who wins something.

    Pooled money is divided to the minor unit, what is left of it by largest remainder and identifier. A
    recognition cannot be divided: each of the tied gets that of the highest place they take up that has one.

    Args:
        places: The ranking, made by the same rule for ties.
        prizes: Prizes by place, that of place 1 first.
        ties: What those in one place get.
        budget: The most that is paid in all; None for no limit. Beyond it every amount is cut in proportion,
            by largest remainder; equal remainders go by place, then by identifier.

    Returns:
        Awards in the order of the places, then of the identifiers.

    Raises:
        CurrencyMismatchError: If amounts are in several currencies.
        InvalidValueError: If a prize is above that of a place before it, or the budget below 0.

    Examples:
        >>> from salesmgmt.incentives.awards.ranking import places
        >>> scores = places({"P": 80, "Q": 80, "R": 70})
        >>> [str(one.money) for one in prizes_for(scores, ["USD 500", "USD 300", "USD 200"])]
        ['USD 400.00', 'USD 400.00', 'USD 200.00']
    """
    rule, table = as_ties(ties), as_prizes(prizes)
    limit = as_budget(budget, table)
    ranked = sorted(places, key=lambda one: (one.place, one.participant))
    awards: list[Award] = []
    for place, group in groupby(ranked, key=attrgetter("place")):
        awards += _group(list(group), table[place - 1 :], rule)
    return tuple(awards if limit is None else _cut(awards, limit))


def as_budget(budget: MoneyLike | None, prizes: Sequence[Prize]) -> Money | None:
    """A limit to all prizes together.

    Raises:
        CurrencyMismatchError: If it is in another currency than the prizes.
        InvalidValueError: If it is below 0, or no prize is money.
    """
    if budget is None:
        return None
    limit, currency = money_of(budget, "budget"), currency_of_prizes(prizes)
    if currency is None:
        raise InvalidValueError("budget", limit, "be left out where no prize is money")
    if limit.currency != currency:
        raise CurrencyMismatchError("budget", limit, f"be in {currency}, as the prizes")
    if limit.minor < 0:
        raise InvalidValueError("budget", limit, "be 0 or more")
    return limit


def _group(group: list[Place], prizes: Sequence[Prize], ties: Ties) -> list[Award]:
    """The awards of those in one place, whose prize is the first of the given."""
    covered = prizes[: len(group)] if ties in _CONSERVING else prizes[:1]
    recognitions = next((prize.recognitions for prize in covered if prize.recognitions), ())
    amounts = [prize.money for prize in covered if prize.money is not None]
    shares: Sequence[Money | None] = [None] * len(group)
    whole: Money | None = None
    if amounts:
        whole = Money.total(amounts, amounts[0].currency)
        shares = apportion(whole, [1] * len(group)) if ties in _CONSERVING else [whole] * len(group)
    elif not recognitions:
        return []
    return [
        Award(
            one.participant,
            one.place,
            share,
            recognitions,
            (
                one.reason,
                *_why(one, share, len(group), whole, ties),
                *_honoured(one, recognitions, len(group)),
            ),
        )
        for one, share in zip(group, shares, strict=True)
    ]


def _why(
    place: Place, share: Money | None, count: int, whole: Money | None, ties: Ties
) -> tuple[Reason, ...]:
    if share is None:
        return ()
    values: dict[str, ReasonValue] = {"place": place.place, "amount": share}
    if count == 1:
        return (Reason("incentives.award.prize", values),)
    values["count"] = count
    if ties in _CONSERVING:
        last = place.place + count - 1
        return (Reason("incentives.award.prize.pooled", {**values, "last": last, "pool": whole}),)
    return (Reason("incentives.award.prize.each", values),)


def _honoured(place: Place, recognitions: Sequence[Recognition], count: int) -> tuple[Reason, ...]:
    if not recognitions:
        return ()
    if count == 1:
        return (Reason("incentives.award.recognition", {"place": place.place}),)
    return (Reason("incentives.award.recognition.each", {"place": place.place, "count": count}),)


def _cut(awards: list[Award], budget: Money) -> list[Award]:
    """The awards cut in proportion where they go beyond a budget."""
    total = Money.total((one.money for one in awards if one.money is not None), budget.currency)
    if total <= budget:
        return awards
    before = [one.money.minor if one.money is not None else 0 for one in awards]
    # They stand in the order of their places, so that among equal prizes the better place loses last.
    after = apportion(budget, before)
    return [
        one
        if one.money is None
        else evolve(
            one,
            money=amount,
            reasons=(
                *one.reasons,
                Reason(
                    "incentives.award.budget.cut",
                    {"total": total, "budget": budget, "before": one.money, "amount": amount},
                ),
            ),
        )
        for one, amount in zip(awards, after, strict=True)
    ]


def promised(places: Iterable[Place], prizes: Sequence[Prize], ties: Ties, currency: Currency) -> Money:
    """What a ranking wins in all before a budget, counted by places and not by people."""
    ranked = tuple(places)
    taken = range(1, len(ranked) + 1) if ties in _CONSERVING else [one.place for one in ranked]
    won = [prizes[place - 1].money for place in taken if place <= len(prizes)]
    return Money.total((money for money in won if money is not None), currency)
