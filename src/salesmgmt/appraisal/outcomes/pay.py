"""A proposal for pay: raises by rating and position in the range, within a budget."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from fractions import Fraction
from itertools import pairwise

from attrs import evolve, field, frozen

from salesmgmt.appraisal.intake import check_kind, once, tuple_of
from salesmgmt.appraisal.numbers import as_number, named, pairs_of
from salesmgmt.appraisal.texts import HEADINGS
from salesmgmt.errors import BatchError, CurrencyMismatchError, InvalidValueError, Problem
from salesmgmt.money import Money, Rate, RateLike, Rounding, apportion, money_of
from salesmgmt.reasons import Reason, ReasonValue
from salesmgmt.tables import Table, headed

__all__ = ["PayCase", "PayPolicy", "PayProposal"]


def _as_salary(value: Money | str) -> Money:
    return money_of(value, "salary")


def _as_midpoint(value: Money | str | None) -> Money | None:
    return None if value is None else money_of(value, "midpoint")


@frozen
class PayCase:
    """One person whose pay is looked at.

    Attributes:
        participant: Who.
        rating: The rating that stands.
        salary: What they are paid now.
        midpoint: Middle of the range for their post; None where positions do not matter.

    Raises:
        CurrencyMismatchError: If salary and midpoint are in two currencies.
        InvalidValueError: If a name is empty, the salary below 0, or the midpoint not above 0.
    """

    participant: str
    rating: str
    salary: Money = field(converter=_as_salary)
    midpoint: Money | None = field(default=None, converter=_as_midpoint)

    def __attrs_post_init__(self) -> None:
        named(self.participant, "participant")
        named(self.rating, "rating")
        if self.salary.minor < 0:
            raise InvalidValueError("salary", self.salary, "be 0 or more")
        if self.midpoint is not None:
            if self.midpoint.currency != self.salary.currency:
                raise CurrencyMismatchError("midpoint", self.midpoint, f"be in {self.salary.currency}")
            if self.midpoint.minor <= 0:
                raise InvalidValueError("midpoint", self.midpoint, "be above 0")

    @property
    def position(self) -> Rate | None:
        """Salary over midpoint; None where there is none."""
        return None if self.midpoint is None else self.salary.ratio(self.midpoint)


@frozen
class PayProposal:
    """The raise proposed for one person.

    Attributes:
        participant: Who.
        salary: What they are paid now.
        rate: The raise that the table names.
        raised: The raise in money, after the budget.
        reason: Why.

    Raises:
        CurrencyMismatchError: If salary and raise are in two currencies.
        WrongTypeError: If a field has another type.
    """

    participant: str
    salary: Money
    rate: Rate
    raised: Money
    reason: Reason

    def __attrs_post_init__(self) -> None:
        named(self.participant, "participant")
        for name, kind in (("salary", Money), ("rate", Rate), ("raised", Money), ("reason", Reason)):
            check_kind(getattr(self, name), kind, name)
        if self.salary.currency != self.raised.currency:
            raise CurrencyMismatchError("raised", self.raised, f"be in {self.salary.currency}")

    @property
    def pay(self) -> Money:
        """What they would be paid."""
        return self.salary + self.raised


_Raises = tuple[tuple[str, tuple[Rate, ...]], ...]


def _as_raises(
    given: Mapping[str, RateLike | Iterable[RateLike]] | Iterable[tuple[str, RateLike | Iterable[RateLike]]],
) -> _Raises:
    found: list[tuple[str, tuple[Rate, ...]]] = []
    for rating, rates in pairs_of(given, "raises"):
        if not isinstance(rating, str) or not rating:
            raise InvalidValueError("raises", rating, "be named by text with at least one character")
        listed = rates if isinstance(rates, tuple | list) else (rates,)
        found.append((rating, tuple(Rate(as_number(rate, f"raises.{rating}")) for rate in listed)))
    return tuple(sorted(found))


def _as_bounds(given: RateLike | Iterable[RateLike]) -> tuple[Rate, ...]:
    listed = given if isinstance(given, tuple | list) else (given,)
    return tuple(Rate(as_number(bound, "bounds")) for bound in listed)


def _as_budget(value: Money | str | None) -> Money | None:
    return None if value is None else money_of(value, "budget")


@frozen
class PayPolicy:
    """A policy that proposes raises by rating, and by position in the range where it has bounds.

    Attributes:
        raises: Pairs of rating and raise, or a mapping. With bounds, a raise for each position: below the
            first bound, from the first to below the second, and so on.
        bounds: Positions (salary over midpoint) that part the columns; none: the position does not matter.
        budget: Most that all raises may cost; None for no limit. Where they would cost more, each is cut in
            proportion, and together they cost the budget exactly.
        rounding: Unit and mode of each raise.

    Raises:
        BatchError: If a rating has more or fewer raises than there are positions, or a raise is below 0 %.
        InvalidValueError: If bounds do not rise, a rating stands twice, or the budget is below 0.
        WrongTypeError: If a rate is a float.

    Examples:
        >>> policy = PayPolicy({"A": ("8%", "5%"), "B": ("4%", "2%")}, bounds="100%", budget="CNY 900")
        >>> found = policy.propose(
        ...     [
        ...         PayCase("ann", "A", "CNY 10,000", "CNY 12,000"),
        ...         PayCase("bob", "B", "CNY 10,000", "CNY 9,000"),
        ...     ]
        ... )
        >>> [(one.participant, str(one.rate), str(one.raised)) for one in found]
        [('ann', '8%', 'CNY 720.00'), ('bob', '2%', 'CNY 180.00')]
    """

    raises: _Raises = field(converter=_as_raises)
    bounds: tuple[Rate, ...] = field(default=(), converter=_as_bounds)
    budget: Money | None = field(default=None, converter=_as_budget)
    rounding: Rounding = field(factory=Rounding)

    def __attrs_post_init__(self) -> None:
        once((rating for rating, _ in self.raises), "policy", "rating")
        if any(low >= high for low, high in pairwise(self.bounds)):
            raise InvalidValueError("bounds", self.bounds, "rise from one to the next")
        wanted = len(self.bounds) + 1
        problems = [
            Problem(rating, "raises", len(rates), f"be {wanted}, one for each position")
            for rating, rates in self.raises
            if len(rates) != wanted
        ]
        problems += [
            Problem(rating, "raises", rate, "be 0% or more")
            for rating, rates in self.raises
            for rate in rates
            if rate.value < 0
        ]
        if problems or not self.raises:
            raise BatchError("policy", problems or [Problem("raises", "raises", (), "hold a rating")])
        if self.budget is not None and self.budget.minor < 0:
            raise InvalidValueError("budget", self.budget, "be 0 or more")
        check_kind(self.rounding, Rounding, "rounding")

    def propose(self, people: Iterable[PayCase]) -> tuple[PayProposal, ...]:
        """Raises for all, in the order of their identifiers.

        Raises:
            BatchError: If somebody stands twice, has a rating without a raise, lacks a midpoint that is
                needed, or is paid in another currency than the budget or the others.
        """
        listed = sorted(tuple_of(people, PayCase, "people"), key=lambda one: one.participant)
        once((one.participant for one in listed), "people", "participant")
        self._check(listed)
        found = [self._proposal(one) for one in listed]
        budget = self.budget
        if budget is None or not found:
            return tuple(found)
        total = Money.total([one.raised for one in found], budget.currency)
        if total <= budget:
            return tuple(found)
        parts = apportion(budget, [one.raised.minor for one in found])
        cut: dict[str, ReasonValue] = {"total": total, "budget": budget}
        because = (Reason("appraisal.pay.cut", cut),)
        return tuple(
            evolve(one, raised=part, reason=evolve(one.reason, because=(*one.reason.because, *because)))
            for one, part in zip(found, parts, strict=True)
        )

    def _check(self, people: list[PayCase]) -> None:
        known = dict(self.raises)
        currency = self.budget.currency if self.budget is not None else None
        problems: list[Problem] = []
        for one in people:
            if one.rating not in known:
                rule = f"have a raise: {', '.join(known)}"
                problems.append(Problem(one.participant, "rating", one.rating, rule))
            if self.bounds and one.midpoint is None:
                problems.append(Problem(one.participant, "midpoint", None, "be given, to find the position"))
            if currency is not None and one.salary.currency != currency:
                rule = f"be in {currency}, as the budget is"
                problems.append(Problem(one.participant, "salary", one.salary, rule))
        if problems:
            raise BatchError("people", problems)

    def _proposal(self, one: PayCase) -> PayProposal:
        position = one.position
        column = bisect_right(self.bounds, position) if position is not None and self.bounds else 0
        rate = dict(self.raises)[one.rating][column]
        raised = (one.salary * rate).round(self.rounding)
        values: dict[str, ReasonValue] = {"rating": one.rating, "rate": rate, "salary": one.salary}
        because: tuple[Reason, ...] = ()
        if position is not None and self.bounds:
            because = (Reason("appraisal.pay.position", {"position": _shown(position)}),)
        return PayProposal(
            one.participant, one.salary, rate, raised, Reason("appraisal.pay.raise", values, because=because)
        )

    def table(self, people: Iterable[PayCase], lang: str = "en") -> Table:
        """One row per person: salary, raise and pay."""
        columns = headed(HEADINGS, lang, "participant", "salary", "raise", "raised", "pay")
        rows = [(one.participant, one.salary, one.rate, one.raised, one.pay) for one in self.propose(people)]
        return Table("", columns, rows, lang=lang)


def _shown(position: Rate) -> Rate:
    """A position to a tenth of a per cent, as people read it."""
    return Rate(Fraction(round(position.value * 1000), 1000))
