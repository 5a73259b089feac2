"""What fills a pool: a fixed amount, a part of every commission, or a part of what a team brings in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Protocol, TypeAlias

from attrs import field, frozen

from salesmgmt.errors import CurrencyMismatchError, InvalidValueError, WrongTypeError
from salesmgmt.incentives.awards.standings import FigureLike, identifier, shown, standings_of
from salesmgmt.incentives.awards.texts import heading, said
from salesmgmt.incentives.figures import Figure
from salesmgmt.incentives.stated import stated_rate
from salesmgmt.money import (
    HALF_UP_TO_MINOR,
    Currency,
    Money,
    MoneyLike,
    Rate,
    Rounding,
    Unrounded,
    currency_of,
    money_of,
)
from salesmgmt.reasons import Reason
from salesmgmt.tables import Column, Table

__all__ = [
    "Contribution",
    "FixedFund",
    "Fund",
    "FundLike",
    "FundSource",
    "OverTarget",
    "ShareOf",
    "ShareOfTotal",
    "as_fund",
]

_NOTHING: Mapping[str, FigureLike] = MappingProxyType({})


def _amount(value: MoneyLike) -> Money:
    return money_of(value, "amount")


@frozen
class Contribution:
    """What somebody's commission puts into a fund.

    Attributes:
        participant: Whose commission it is.
        commission: The commission.
        amount: What goes into the fund, 0 or more.
        withheld: Whether it is taken out of the commission, or paid beside it.

    Raises:
        CurrencyMismatchError: If the two are in different currencies.
        InvalidValueError: If the amount is below 0.
    """

    participant: str
    commission: Money = field(converter=_amount)
    amount: Money = field(converter=_amount)
    withheld: bool = True

    def __attrs_post_init__(self) -> None:
        identifier(self.participant, "participant")
        if self.amount.currency != self.commission.currency:
            raise CurrencyMismatchError("amount", self.amount, f"be in {self.commission.currency}")
        if self.amount.minor < 0:
            raise InvalidValueError("amount", self.amount, "be 0 or more")
        if type(self.withheld) is not bool:
            raise WrongTypeError("withheld", self.withheld, "be True or False")

    @property
    def kept(self) -> Money:
        """What the participant keeps of the commission."""
        return self.commission - self.amount if self.withheld else self.commission


def _contributions(value: Iterable[Contribution]) -> tuple[Contribution, ...]:
    return tuple(value)


def _reasons(value: Iterable[Reason]) -> tuple[Reason, ...]:
    return tuple(value)


@frozen
class Fund:
    """An amount to be shared out, and where it comes from.

    Attributes:
        amount: The amount, 0 or more.
        contributions: What each commission puts in; none where it is filled in another way.
        reasons: How it comes about.

    Raises:
        InvalidValueError: If the amount is below 0.
        WrongTypeError: If a contribution is none.
    """

    amount: Money = field(converter=_amount)
    contributions: tuple[Contribution, ...] = field(default=(), converter=_contributions)
    reasons: tuple[Reason, ...] = field(default=(), converter=_reasons)

    def __attrs_post_init__(self) -> None:
        if self.amount.minor < 0:
            raise InvalidValueError("amount", self.amount, "be 0 or more")
        for one in self.contributions:
            if not isinstance(one, Contribution):
                raise WrongTypeError("contributions", one, "be Contribution values")
            if one.amount.currency != self.amount.currency:
                raise CurrencyMismatchError("contributions", one.amount, f"be in {self.amount.currency}")

    @property
    def adds_up(self) -> bool:
        """Whether the contributions, where there are any, make up the amount."""
        put_in = Money.total((one.amount for one in self.contributions), self.amount.currency)
        return not self.contributions or put_in == self.amount

    @property
    def reason(self) -> Reason:
        """The fund as a reason, with how it comes about below it."""
        return Reason("incentives.award.fund", {"amount": self.amount}, because=self.reasons)

    def kept(self, participant: str) -> Money | None:
        """What somebody keeps of their commission; None where they put nothing in."""
        return next((one.kept for one in self.contributions if one.participant == participant), None)

    def table(self, lang: str = "en") -> Table:
        """One row for each contribution, with the total."""
        names = ("participant", "commission", "into", "kept")
        rows = [(one.participant, one.commission, one.amount, one.kept) for one in self.contributions]
        footer = (heading("fund", lang), None, self.amount, None)
        columns = [Column(name, heading(name, lang)) for name in names]
        return Table("", columns, rows, footer=footer, lang=lang)

    def _repr_html_(self) -> str:
        return self.table().html()

    def __str__(self) -> str:
        return self.table().text()


FundLike: TypeAlias = Fund | MoneyLike
"""A fund, or just its amount."""


def as_fund(value: FundLike) -> Fund:
    """A fund, or an amount as one.

    Raises:
        InvalidValueError: If it is below 0.
    """
    return value if isinstance(value, Fund) else Fund(money_of(value, "fund"))


class FundSource(Protocol):
    """Anything that fills a fund; write a class of your own for another rule."""

    @property
    def component(self) -> str | None:
        """Identifier of the component whose figures fill the fund; None where it needs none."""

    def raised(self, figures: Mapping[str, FigureLike] = ..., currency: Currency | str | None = None) -> Fund:
        """The fund of a period, from figures by participant."""


def _rate(value: Rate | str) -> Rate:
    return stated_rate(value, "rate")


def _check(component: str | None, rate: Rate, rounding: Rounding) -> None:
    identifier(component or "", "component")
    if rate.value < 0:
        raise InvalidValueError("rate", rate, "be 0 or more")
    if not isinstance(rounding, Rounding):
        raise WrongTypeError("rounding", rounding, "be a Rounding, such as Rounding('0.01', 'half_even')")


def _amounts(
    given: Mapping[str, FigureLike], currency: Currency | str | None
) -> tuple[dict[str, Unrounded], Currency]:
    """Amounts by participant and their currency, which is asked for where there are none."""
    figures: Mapping[str, Figure] = standings_of(given)
    found = {person: one for person, one in figures.items() if isinstance(one, Unrounded)}
    if len(found) < len(figures):
        raise WrongTypeError("figures", next(iter(figures.values())), "be amounts, such as 'USD 1,200'")
    if currency is None and not found:
        raise InvalidValueError("currency", None, "be given where there are no figures")
    ours = next(iter(found.values())).currency if currency is None else currency_of(currency)
    for one in found.values():
        if one.currency != ours:
            raise CurrencyMismatchError("figures", one, f"be in {ours}")
    return found, ours


@frozen
class FixedFund:
    """An amount that is set aside for each period.

    Attributes:
        amount: The amount, 0 or more.

    Raises:
        InvalidValueError: If it is below 0.
    """

    amount: Money = field(converter=_amount)

    def __attrs_post_init__(self) -> None:
        if self.amount.minor < 0:
            raise InvalidValueError("amount", self.amount, "be 0 or more")

    @property
    def component(self) -> str | None:
        """No component fills it."""
        return None

    def raised(
        self, figures: Mapping[str, FigureLike] = _NOTHING, currency: Currency | str | None = None
    ) -> Fund:
        """The fund, whatever the figures are."""
        if currency is not None and self.amount.currency != currency_of(currency):
            raise CurrencyMismatchError("amount", self.amount, f"be in {currency}")
        return Fund(self.amount, (), (Reason("incentives.award.fund.fixed", {"amount": self.amount}),))

    def said(self, name: str, per: str, lang: str) -> str:
        """The rule as a sentence."""
        return said("incentives.award.said.fixed_fund", lang, name=name, per=per, amount=self.amount)


@frozen
class ShareOf:
    """A part of every commission of a component, rounded commission by commission.

    A commission below zero puts nothing in, and takes nothing out.

    Attributes:
        component: Identifier of the component.
        rate: The part.
        withheld: Whether it is taken out of the commission, or paid beside it.
        rounding: Of each contribution.

    Raises:
        InvalidValueError: If the rate is below 0, or above 100 % and withheld.

    Examples:
        >>> fund = ShareOf("sales", "25%").raised({"A": "CNY 14,500", "C": "CNY 4,938.27"})
        >>> str(fund.amount), str(fund.kept("C"))
        ('CNY 4,859.57', 'CNY 3,703.70')
    """

    component: str
    rate: Rate = field(converter=_rate)
    withheld: bool = True
    rounding: Rounding = field(default=HALF_UP_TO_MINOR, kw_only=True)

    def __attrs_post_init__(self) -> None:
        _check(self.component, self.rate, self.rounding)
        if type(self.withheld) is not bool:
            raise WrongTypeError("withheld", self.withheld, "be True or False")
        if self.withheld and self.rate.value > 1:
            raise InvalidValueError("rate", self.rate, "be 100% or less where it is withheld")

    def raised(
        self, figures: Mapping[str, FigureLike] = _NOTHING, currency: Currency | str | None = None
    ) -> Fund:
        """The fund of a period.

        Args:
            figures: Commissions by participant, rounded.
            currency: Of the fund; needed where there are no commissions.

        Raises:
            BatchError: Every commission that is no amount.
            InexactError: If a commission is not rounded.
        """
        earned, ours = _amounts(figures, currency)
        found: list[Contribution] = []
        reasons: list[Reason] = []
        for person, exact in earned.items():
            commission = exact.exactly()
            share = commission * self.rate if commission.minor > 0 else Unrounded.zero(ours)
            # What is withheld in large units never takes more than there is.
            amount = share.round(self.rounding)
            one = Contribution(
                person,
                commission,
                min(amount, max(commission, Money.zero(ours))) if self.withheld else amount,
                self.withheld,
            )
            found.append(one)
            reasons.append(self._reason(one))
        return Fund(Money.total((one.amount for one in found), ours), found, reasons)

    def _reason(self, one: Contribution) -> Reason:
        if one.commission.minor < 0:
            return Reason.of(
                "incentives.award.fund.negative", participant=one.participant, commission=one.commission
            )
        code = "incentives.award.fund.withheld" if self.withheld else "incentives.award.fund.beside"
        return Reason.of(
            code,
            participant=one.participant,
            rate=self.rate,
            commission=one.commission,
            amount=one.amount,
            kept=one.kept,
        )

    def said(self, name: str, per: str, lang: str) -> str:
        """The rule as a sentence."""
        beside, withheld = "incentives.award.said.share_beside", "incentives.award.said.share_withheld"
        code = withheld if self.withheld else beside
        return said(code, lang, name=name, per=per, rate=self.rate, component=self.component)


@frozen
class ShareOfTotal:
    """A part of the total that a team is credited in a component; a total below zero leaves the fund empty.

    Attributes:
        component: Identifier of the component.
        rate: The part.
        rounding: Of the fund.

    Raises:
        InvalidValueError: If the rate is below 0.

    Examples:
        >>> print(ShareOfTotal("sales", "1%").raised({"ann": "USD 120,000", "bob": "USD 80,000"}).amount)
        USD 2,000.00
    """

    component: str
    rate: Rate = field(converter=_rate)
    rounding: Rounding = field(default=HALF_UP_TO_MINOR, kw_only=True)

    def __attrs_post_init__(self) -> None:
        _check(self.component, self.rate, self.rounding)

    def raised(
        self, figures: Mapping[str, FigureLike] = _NOTHING, currency: Currency | str | None = None
    ) -> Fund:
        """The fund of a period.

        Args:
            figures: What each participant is credited.
            currency: Of the fund; needed where there are no figures.

        Raises:
            BatchError: Every figure that is no amount.
        """
        credited, ours = _amounts(figures, currency)
        total = Unrounded.total(credited.values(), ours)
        if total.minor < 0:
            why = Reason("incentives.award.fund.total_negative", {"total": shown(total)})
            return Fund(Money.zero(ours), (), (why,))
        amount = (total * self.rate).round(self.rounding)
        values = {"rate": self.rate, "total": shown(total), "amount": amount}
        return Fund(amount, (), (Reason("incentives.award.fund.total", values),))

    def said(self, name: str, per: str, lang: str) -> str:
        """The rule as a sentence."""
        code = "incentives.award.said.share_of_total"
        return said(code, lang, name=name, per=per, rate=self.rate, component=self.component)


@frozen
class OverTarget:
    """A part of what the total of a component lies above a target, as year-end pools have it.

    Attributes:
        component: Identifier of the component.
        rate: The part.
        target: The target of the team.
        rounding: Of the fund.

    Raises:
        InvalidValueError: If the rate is below 0.

    Examples:
        >>> pool = OverTarget("profit", "10%", "CNY 8,000,000")
        >>> print(pool.raised({"east": "CNY 5,000,000", "west": "CNY 4,200,000"}).amount)
        CNY 120,000.00
    """

    component: str
    rate: Rate = field(converter=_rate)
    target: Money = field(converter=_amount)
    rounding: Rounding = field(default=HALF_UP_TO_MINOR, kw_only=True)

    def __attrs_post_init__(self) -> None:
        _check(self.component, self.rate, self.rounding)

    def raised(
        self, figures: Mapping[str, FigureLike] = _NOTHING, currency: Currency | str | None = None
    ) -> Fund:
        """The fund of a period.

        Args:
            figures: What each participant is credited.
            currency: Of the fund, which has to be that of the target.

        Raises:
            BatchError: Every figure that is no amount.
            CurrencyMismatchError: If the figures are in another currency than the target.
        """
        credited, ours = _amounts(figures, self.target.currency if currency is None else currency)
        total = Unrounded.total(credited.values(), ours)
        excess = total - self.target
        if excess.minor <= 0:
            why = Reason("incentives.award.fund.short", {"total": shown(total), "target": self.target})
            return Fund(Money.zero(ours), (), (why,))
        amount = (excess * self.rate).round(self.rounding)
        values = {"rate": self.rate, "total": shown(total), "target": self.target, "amount": amount}
        return Fund(amount, (), (Reason("incentives.award.fund.over", values),))

    def said(self, name: str, per: str, lang: str) -> str:
        """The rule as a sentence."""
        return said(
            "incentives.award.said.over_target",
            lang,
            name=name,
            per=per,
            rate=self.rate,
            component=self.component,
            target=self.target,
        )
