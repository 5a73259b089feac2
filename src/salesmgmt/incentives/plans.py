"""Plans: the rules by which sales become pay, as one value, with the verbs that use it."""

from __future__ import annotations

from datetime import date
from typing import TypeAlias

from attrs import frozen

from salesmgmt.calendars import DateRange, Period, as_date
from salesmgmt.errors import CurrencyMismatchError, InvalidValueError, WrongTypeError
from salesmgmt.incentives.calculation import Calculation, calculate
from salesmgmt.incentives.earning import earn
from salesmgmt.incentives.results import Earnings
from salesmgmt.incentives.scope import Scope
from salesmgmt.incentives.terms import Terms
from salesmgmt.money import Money, MoneyLike, money_of
from salesmgmt.reasons import Reason
from salesmgmt.records import Facts

__all__ = ["Plan", "When"]

When: TypeAlias = Period | date | str
"""A period, a day, or the text of either, such as `"2026-Q1"` or `"2026-03-31"`."""


@frozen
class Plan(Terms):
    """The rules by which sales become pay.

    Where any assignment of a batch names a plan, those take part whose assignment names this one on the day
    of the deal; else everybody does.

    Attributes:
        id: Identifier that assignments name; it stays when the title changes.
        components: What earns, in the order in which statements show it; their identifiers are unique.
        currency: Currency of everything that the plan counts and pays.
        title: What people call the plan; the identifier where left out.
        version: Number of the version, from 1.
        during: Days on which it holds; always where left out.
        calendar: The periods; calendar years where left out.
        crediting: How deals are shared out.

    Raises:
        BatchError: All faults between the components: an identifier used twice, an override of what is no
            commission of the plan, amounts in another currency, a rounding that the currency cannot express.
        InvalidValueError: If a text or number is wrong, or there is no component.

    Examples:
        >>> from salesmgmt.incentives import Attainment, Commission, Marginal, Revenue
        >>> from salesmgmt.records import Facts, Opportunity, Quota
        >>> plan = Plan("ae-2026", currency="USD", components=Commission(
        ...     "new-business", of=Revenue(), by=Attainment(per="quarter"),
        ...     pays=Marginal({"0%": "2%", "60%": "5%", "100%": "8%"}),
        ... ))
        >>> facts = Facts([
        ...     Opportunity("D-1", "ann", "USD 110,000", outcome="won", closed="2026-03-09"),
        ...     Quota("Q-1", "ann", "2026-01-01/2026-04-01", "USD 100,000"),
        ... ])
        >>> print(plan.earn(facts, through="2026-Q1").total("ann"))
        USD 4,000.00
    """

    def earn(self, facts: Facts, through: When, since: When | None = None) -> Earnings:
        """What the plan earns on a batch of facts.

        Args:
            facts: The checked batch.
            through: The last period or day that counts.
            since: The first one; the plan's first day where left out, or else the first day of the fiscal
                year that `through` lies in.

        Raises:
            BatchError: Every deal for which a condition of the plan cannot be answered, with the field.
            InvalidValueError: If `through` or `since` is no period or day, or nothing lies between them.
            WrongTypeError: If the facts are no `Facts`.
        """
        if not isinstance(facts, Facts):
            raise WrongTypeError("facts", facts, "be a checked batch: Facts([…])")
        last = self._days(through, "through")
        if since is not None:
            start = self._days(since, "since").start
        elif self.during.start is not None:
            start = self.during.start
        else:
            start = self.calendar.period_at(_first(last), "year").start
        if start is not None and last.end is not None and last.end <= start:
            raise InvalidValueError("through", str(through), f"not end before the first day, {start}")
        during = DateRange(start, last.end)
        return Earnings(self, facts, during, earn(Scope(self, facts, during)))

    def pay(
        self,
        component: str,
        base: MoneyLike,
        quota: MoneyLike | None = None,
        opening: MoneyLike | None = None,
    ) -> Calculation:
        """What a component pays for one figure, with its slices: for trying out a plan.

        Args:
            component: Identifier of the component.
            base: What is credited in the period; for `DealAmount`, the amount of one deal.
            quota: Quota of the period, for tiers of attainment.
            opening: What was credited in the period before, for marginal tiers: the base goes on from there.

        Raises:
            CurrencyMismatchError: If an amount is not in the plan's currency.
            InvalidValueError: If an amount cannot be read, or an opening figure is given to another schedule.
            UnknownIdentifierError: If the plan has no such component.

        Examples:
            >>> from salesmgmt.incentives import Commission, Marginal, Revenue
            >>> tiers = Marginal({"USD 0": "4%", "USD 200,000": "6%"})
            >>> plan = Plan("p", currency="USD", components=Commission("sales", of=Revenue(), pays=tiers))
            >>> figure = plan.pay("sales", "USD 220,000")
            >>> str(figure.amount), [f"{part.base} at {part.rate}" for part in figure.slices]
            ('USD 9,200.00', ['USD 200,000 at 4%', 'USD 20,000 at 6%'])
        """
        one = self.component(component)
        target = None if quota is None else self._amount(quota, "quota")
        position = None if opening is None else self._amount(opening, "opening").exact
        note = None
        if one.pays.needs_quota and not target:
            note = Reason("incentives.quota.unstated")
        exact = self._amount(base, "base").exact
        return calculate(one, self.key_of(one), exact, target, note=note, opening=position)

    def _days(self, when: When, name: str) -> DateRange:
        if isinstance(when, Period):
            return when.during
        try:
            return DateRange.day(as_date(when, name))
        except InvalidValueError:
            return self.calendar.period(str(when)).during

    def _amount(self, value: MoneyLike, name: str) -> Money:
        money = money_of(value, name)
        if money.currency != self.currency:
            raise CurrencyMismatchError(name, money, f"be in {self.currency}, as the plan")
        return money


def _first(days: DateRange) -> date:
    return date.min if days.start is None else days.start
