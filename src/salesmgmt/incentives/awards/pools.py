"""Pools: a fund that members share by a stated rule."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TypeAlias

from attrs import evolve, field, frozen

from salesmgmt.calendars import PeriodKind
from salesmgmt.criteria import ALWAYS, Criterion
from salesmgmt.criteria.reads import Tables
from salesmgmt.errors import CurrencyMismatchError, InvalidValueError, WrongTypeError
from salesmgmt.incentives.awards.bases import Basis, ByContribution
from salesmgmt.incentives.awards.contests import check_criterion
from salesmgmt.incentives.awards.funds import FixedFund, FundLike, FundSource, OverTarget, as_fund
from salesmgmt.incentives.awards.sharing import Distribution, Leftover, as_leftover, share_out
from salesmgmt.incentives.awards.standings import FigureLike, Records, identifier, shown, split, standings_of
from salesmgmt.incentives.awards.texts import heading, said
from salesmgmt.incentives.figures import size_of
from salesmgmt.incentives.keys import as_per
from salesmgmt.money import Currency, Money, MoneyLike, Rate, Rounding, RoundingMode, money_of, rate_of
from salesmgmt.reasons import Reason

__all__ = ["MostLike", "Pool"]

MostLike: TypeAlias = Rate | MoneyLike
"""A cap: an amount, or a part of the fund such as `"30%"`."""


def _most(value: MostLike | None) -> Money | Rate | None:
    if value is None or isinstance(value, Money | Rate):
        return value
    try:
        return money_of(value, "most")
    except InvalidValueError:
        pass
    if not value.strip().endswith(("%", "％")):
        raise InvalidValueError("most", value, "be an amount such as 'USD 500', or a part such as '30%'")
    return rate_of(value, "most")


def _unit(value: Decimal | int | str | None) -> Decimal | None:
    return Rounding(value if value is None or isinstance(value, Decimal | str) else str(value)).unit


@frozen
class Pool:
    """A fund that its members share, period by period.

    Attributes:
        id: Identifier, unique in the plan, that stays when the title changes.
        per: Period for which it is filled and shared out.
        fund: What fills it: `FixedFund`, `ShareOf`, `ShareOfTotal`, `OverTarget`.
        by: By what it is shared: `Equally`, `ByContribution`, `ByPoints`, `ByProduct`, `ByWeights`.
        members: Condition on what is known of a participant: who gets a share; everybody where left out.
        contributors: Likewise: whose figures fill the fund; everybody where left out, members or not. A pool
            of one team says both.
        most: The most that one member may get: an amount, or a part of the fund; None for no limit.
        leftover: Whether what that keeps from somebody stays in the fund, or goes to the others.
        unit: The step of shares in major units; None for the minor unit.
        title: What people call it; the identifier where left out.

    Raises:
        CurrencyMismatchError: If the cap is in another currency than the fund.
        InvalidValueError: If a text or setting is wrong.
        WrongTypeError: If the fund, the basis or the condition is none.

    Examples:
        >>> from salesmgmt.incentives.awards.bases import ByPoints
        >>> from salesmgmt.incentives.awards.funds import ShareOf
        >>> team = Pool("team", per="month", fund=ShareOf("sales", "25%"), by=ByPoints("appraisal"))
        >>> fund = team.fund.raised({"A": "CNY 14,500", "B": "CNY 11,200", "C": "CNY 4,938.27"})
        >>> shared = team.distribute(fund, {"A": 92, "B": 88, "C": 75, "D": 85})
        >>> [str(one.amount) for one in shared.shares], shared.adds_up
        (['CNY 2,072.59', 'CNY 1,982.48', 'CNY 1,689.61', 'CNY 1,914.89'], True)
    """

    id: str
    per: PeriodKind = field(default=PeriodKind.QUARTER, converter=as_per, kw_only=True)
    fund: FundSource = field(kw_only=True)
    by: Basis = field(kw_only=True)
    members: Criterion = field(default=ALWAYS, kw_only=True)
    most: Money | Rate | None = field(default=None, converter=_most, kw_only=True)
    leftover: Leftover = field(default=Leftover.KEEP, converter=as_leftover, kw_only=True)
    unit: Decimal | None = field(default=None, converter=_unit, kw_only=True)
    title: str = field(default="", kw_only=True)
    contributors: Criterion = field(default=ALWAYS, kw_only=True)

    def __attrs_post_init__(self) -> None:
        identifier(self.id, "id")
        if not isinstance(self.title, str):
            raise WrongTypeError("title", self.title, "be text")
        if not hasattr(self.fund, "raised"):
            raise WrongTypeError(
                "fund", self.fund, "be FixedFund(…), ShareOf(…), ShareOfTotal(…) or OverTarget(…)"
            )
        if not hasattr(self.by, "weights"):
            raise WrongTypeError(
                "by", self.by, "be Equally(), ByContribution(…), ByPoints(…) or ByProduct(…)"
            )
        check_criterion(self.members, "members")
        check_criterion(self.contributors, "contributors")
        if self.contributors != ALWAYS and self.fund.component is None:
            rule = "be left out, since nobody's figures fill the fund"
            raise InvalidValueError("contributors", str(self.contributors), rule)
        if (
            self.most is not None
            and (self.most.minor if isinstance(self.most, Money) else self.most.value) < 0
        ):
            raise InvalidValueError("most", self.most, "be 0 or more")
        ours = self.currency
        if isinstance(self.most, Money) and ours is not None and self.most.currency != ours:
            raise CurrencyMismatchError("most", self.most, f"be in {ours}, as the fund")

    @property
    def name(self) -> str:
        """The title, or the identifier where there is none."""
        return self.title or self.id

    @property
    def of(self) -> str | None:
        """Identifier of the component that fills the fund; None where it needs none."""
        return self.fund.component

    @property
    def needs(self) -> tuple[str, ...]:
        """Identifiers of the components whose figures have to be there first."""
        return tuple(sorted({one for one in (self.fund.component, self.by.component) if one is not None}))

    @property
    def currency(self) -> Currency | None:
        """The currency of the fund or the cap; None where neither names one."""
        if isinstance(self.fund, FixedFund):
            return self.fund.amount.currency
        if isinstance(self.fund, OverTarget):
            return self.fund.target.currency
        return self.most.currency if isinstance(self.most, Money) else None

    def distribute(
        self,
        fund: FundLike,
        standings: Mapping[str, FigureLike],
        *,
        records: Records | None = None,
        tables: Tables | None = None,
    ) -> Distribution:
        """Share out the fund of a period.

        Args:
            fund: What `fund.raised(…)` gave, or an amount.
            standings: Everybody who might share, with the figure that the basis asks for: the contribution or
                the points. A basis that asks for no figure takes any.
            records: What is known of each, which `members` and `ByProduct` are asked about.
            tables: Reference tables for these.

        Raises:
            BatchError: Everybody whose figure, condition or weight cannot be told.
            CurrencyMismatchError: If the fund is in another currency than the cap.
            InvalidValueError: If the fund is below 0.
        """
        source = as_fund(fund)
        taking, left = split(standings_of(standings), self.members, records, tables)
        weights = self.by.weights(taking, records, tables)
        shared = share_out(source, weights, self._cap(source.amount), self.leftover, self.unit)
        notes = list(shared.reasons)
        if isinstance(self.by, ByContribution):
            notes += [
                Reason("incentives.award.share.negative", {"participant": person, "figure": shown(figure)})
                for person, figure in taking.items()
                if size_of(figure) < 0
            ]
        return evolve(shared, reasons=notes, left_out=left, title=self.name)

    def _cap(self, fund: Money) -> Money | None:
        if isinstance(self.most, Rate):
            return (fund * self.most).round(Rounding(mode=RoundingMode.DOWN))
        return self.most

    def said(self, lang: str = "en") -> tuple[str, ...]:
        """The terms as sentences for a plan that people sign.

        Args:
            lang: `en` or `zh`.
        """
        per = heading(f"per.{self.per}", lang)
        tell_fund, tell_basis = getattr(self.fund, "said", None), getattr(self.by, "said", None)
        if tell_fund is None:
            rule = str(self.fund)
            found = [said("incentives.award.said.own_fund", lang, name=self.name, per=per, rule=rule)]
        else:
            found = [tell_fund(self.name, per, lang)]
        if tell_basis is None:
            found.append(said("incentives.award.said.own_basis", lang, rule=str(self.by)))
        else:
            found.append(tell_basis(lang))
        if self.contributors != ALWAYS:
            told = self.contributors.text(lang)
            found.append(said("incentives.award.said.contributors", lang, condition=told))
        elif self.members != ALWAYS and self.fund.component is not None:
            found.append(said("incentives.award.said.contributors.all", lang))
        if self.members != ALWAYS:
            found.append(said("incentives.award.said.members", lang, condition=self.members.text(lang)))
        if self.most is not None:
            code = f"incentives.award.said.{'most_share' if isinstance(self.most, Rate) else 'most'}"
            found += [
                said(code, lang, most=self.most),
                said(f"incentives.award.said.{self.leftover}", lang),
            ]
        if self.unit is not None:
            found.append(said("incentives.award.said.unit", lang, unit=self.unit))
        return tuple(found)
