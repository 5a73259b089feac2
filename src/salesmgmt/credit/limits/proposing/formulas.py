"""Formulas for a limit: by average sales and grade, by steps, by grade, by a share of a figure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from fractions import Fraction
from typing import TypeAlias

from attrs import field, frozen

from salesmgmt._choices import choice_of
from salesmgmt.credit.limits.amounts import LimitAmount, LimitAmountLike, NoLimit, amount_of
from salesmgmt.credit.limits.checks import check_text, tuple_of
from salesmgmt.credit.limits.proposing.outcome import (
    LimitFormula,
    LimitProposal,
    check_profile,
    missing,
    proposal,
)
from salesmgmt.credit.limits.proposing.profile import CreditProfile, Figure, FigureLike, figure_of, number_of
from salesmgmt.errors import BatchError, CurrencyMismatchError, InvalidValueError, Problem, WrongTypeError
from salesmgmt.money import HALF_UP_TO_MINOR, Money, Rate, RateLike, Rounding, Unrounded, rate_of
from salesmgmt.reasons import Reason, ReasonValue

__all__ = ["AverageLimit", "AverageOver", "GradeLimit", "LimitStep", "LowestLimit", "ShareLimit", "StepLimit"]


class AverageOver(StrEnum):
    """Which months enter an average."""

    MONTHS_WITH_SALES = "months_with_sales"
    """Those in which something was sold."""
    ALL_MONTHS = "all_months"
    """All, so that a month without sales lowers it."""


def _as_over(value: AverageOver | str) -> AverageOver:
    return choice_of(AverageOver, value, "over")


def _as_factors(
    given: Mapping[str, RateLike] | Iterable[tuple[str, RateLike]],
) -> tuple[tuple[str, Fraction], ...]:
    found: dict[str, Fraction] = {}
    for grade, factor in given.items() if isinstance(given, Mapping) else given:
        check_text("factors", grade)
        if grade in found:
            raise InvalidValueError("factors", grade, "name each grade once")
        found[grade] = number_of(factor, "factors")
        if found[grade] < 0:
            raise InvalidValueError("factors", factor, "be 0 or more")
    return tuple(sorted(found.items()))


def _as_names(given: Iterable[str] | str) -> tuple[str, ...]:
    names = (given,) if isinstance(given, str) else tuple(given)
    for name in names:
        check_text("no_credit", name)
    return tuple(sorted(set(names)))


@frozen
class AverageLimit(LimitFormula):
    """Average sales of a month × credit term in months × risk factor of the grade.

    A customer without sales so far is taken by the sales that are expected of it. Months in which more came
    back than was sold count as they are.

    Attributes:
        factors: Risk factor by grade.
        no_credit: Grades that get no credit and pay in advance.
        over: Which months enter the average.
        rounding: Of the limit and of the average that is shown; the limit is made of the exact one.

    Raises:
        InvalidValueError: If a factor is negative, or a grade empty or named twice.
        WrongTypeError: If a setting has another type.

    Examples:
        >>> formula = AverageLimit({"AA": 1, "B": "0.6", "C": 0}, no_credit="C")
        >>> sales = ["CNY 100000", "CNY 0", "CNY 120000"]
        >>> profile = CreditProfile("C-9", "2026-01-05", "CNY", grade="B", term_months=2, monthly_sales=sales)
        >>> proposed = formula.propose(profile)
        >>> str(proposed.average), str(proposed.amount)
        ('CNY 110,000.00', 'CNY 132,000.00')
        >>> print(proposed.reasons[0].text())
        CNY 110,000.00 a month × 2 months × 0.6 for grade B = CNY 132,000.00
    """

    factors: tuple[tuple[str, Fraction], ...] = field(converter=_as_factors)
    no_credit: tuple[str, ...] = field(default=(), converter=_as_names)
    over: AverageOver = field(default=AverageOver.MONTHS_WITH_SALES, converter=_as_over)
    rounding: Rounding = HALF_UP_TO_MINOR

    def __attrs_post_init__(self) -> None:
        if not isinstance(self.rounding, Rounding):
            raise WrongTypeError("rounding", self.rounding, "be a Rounding")

    def propose(self, profile: CreditProfile) -> LimitProposal:
        """The limit that sales, term and grade lead to; see `LimitFormula.propose`."""
        check_profile(profile)
        grade = profile.grade
        if grade is None:
            return missing(profile, "grade")
        found = self._average(profile)
        average, told = (None, ()) if found is None else (found[0], (found[1],))
        shown = None if average is None else average.round(self.rounding)
        if grade in self.no_credit:
            reason = Reason("credit.proposal.advance", {"grade": grade})
            return proposal(profile, Money.zero(profile.currency), reason, *told, advance=True, average=shown)
        factor = dict(self.factors).get(grade)
        if factor is None:
            reason = Reason("credit.proposal.unknown_grade", {"grade": grade})
            return proposal(profile, None, reason, *told, average=shown)
        if average is None or shown is None:
            return missing(profile, "monthly_sales")
        if profile.term_months is None:
            return missing(profile, "term_months")
        exact = average * profile.term_months * factor
        amount = Unrounded(max(Fraction(0), exact.minor), profile.currency).round(self.rounding)
        values: dict[str, ReasonValue] = {
            "average": shown,
            "months": profile.term_months,
            "factor": factor,
            "grade": grade,
            "amount": amount,
        }
        return proposal(
            profile, amount, Reason("credit.proposal.formula", values, because=told), average=shown
        )

    def _average(self, profile: CreditProfile) -> tuple[Unrounded, Reason] | None:
        months = [
            one for one in profile.monthly_sales if self.over is AverageOver.ALL_MONTHS or one.minor != 0
        ]
        if months:
            total = Money.total(months, profile.currency)
            average = Unrounded(Fraction(total.minor, len(months)), profile.currency)
            values: dict[str, ReasonValue] = {
                "average": average.round(self.rounding),
                "months": len(months),
            }
            return average, Reason("credit.proposal.average", values)
        if profile.expected_monthly is None:
            return None
        expected: dict[str, ReasonValue] = {"average": profile.expected_monthly}
        return profile.expected_monthly.exact, Reason("credit.proposal.expected", expected)


def _as_start(value: FigureLike) -> Figure:
    return figure_of(value, "at_least")


@frozen
class LimitStep:
    """What is granted from a figure on.

    Attributes:
        at_least: The figure, a number or an amount, from which the step is reached.
        amount: What is granted.

    Raises:
        InvalidValueError: If the amount is negative.
        WrongTypeError: If a field has another type.
    """

    at_least: Figure = field(converter=_as_start)
    amount: LimitAmount = field(converter=amount_of)

    def __attrs_post_init__(self) -> None:
        _check_amount(self.amount)


def _check_amount(amount: LimitAmount) -> None:
    if isinstance(amount, Money) and amount.minor < 0:
        raise InvalidValueError("amount", amount, "be 0 or more")


StepsLike: TypeAlias = (
    Mapping[int, LimitAmountLike]
    | Mapping[str, LimitAmountLike]
    | Mapping[Fraction, LimitAmountLike]
    | Mapping[Money, LimitAmountLike]
    | Iterable[LimitStep]
)
"""Steps, or a mapping of figure to amount."""


def _as_steps(given: StepsLike) -> tuple[LimitStep, ...]:
    if isinstance(given, Mapping):
        steps = tuple(
            LimitStep(figure_of(start, "at_least"), amount_of(amount)) for start, amount in given.items()
        )
    else:
        steps = tuple_of(given, LimitStep, "steps")
    if len({type(step.at_least) for step in steps}) > 1:
        raise WrongTypeError("steps", steps, "all begin with a number, or all with an amount")
    units = {step.at_least.currency for step in steps if isinstance(step.at_least, Money)}
    if len(units) > 1:
        raise CurrencyMismatchError("steps", ", ".join(sorted(map(str, units))), "be in one currency")
    return tuple(sorted(steps, key=_start))


def _start(step: LimitStep) -> Fraction:
    return _plain(step.at_least)


def _plain(figure: Figure) -> Fraction:
    return Fraction(figure.minor) if isinstance(figure, Money) else figure


@frozen
class StepLimit(LimitFormula):
    """The amount of the highest step that a figure reaches: years in business, a score, last year's sales.

    Attributes:
        measure: Name of the figure in the profile.
        steps: From which figure on what is granted; a mapping of figure to amount will do.

    Raises:
        BatchError: If two steps begin with the same figure.
        CurrencyMismatchError: If they begin with amounts in several currencies.
        InvalidValueError: If there is no step, or an amount is negative.
        WrongTypeError: If numbers and amounts are mixed, or a field has another type.

    Examples:
        >>> formula = StepLimit("years", {5: "USD 100,000", 10: "USD 200,000"})
        >>> [formula.propose(CreditProfile("C-9", "2026-01-05", "USD", years=n)).amount for n in (4, 9)]
        [None, Money.of('USD 100,000.00')]
    """

    measure: str
    steps: tuple[LimitStep, ...] = field(converter=_as_steps)

    def __attrs_post_init__(self) -> None:
        check_text("measure", self.measure)
        if not self.steps:
            raise InvalidValueError("steps", self.steps, "hold at least one step")
        problems = [
            Problem(f"step {number}", "at_least", str(step.at_least), "be unique")
            for number, step in enumerate(self.steps, 1)
            if number > 1 and self.steps[number - 2].at_least == step.at_least
        ]
        if problems:
            raise BatchError("steps", problems)

    def propose(self, profile: CreditProfile) -> LimitProposal:
        """The amount of the highest step reached, None below the lowest; see `LimitFormula.propose`."""
        check_profile(profile)
        figure = profile.figure(self.measure)
        if figure is None:
            return missing(profile, self.measure)
        _check_kind(self.measure, figure, self.steps[0].at_least)
        reached = [step for step in self.steps if _start(step) <= _plain(figure)]
        values: dict[str, ReasonValue] = {"measure": self.measure, "value": figure}
        if not reached:
            below = {**values, "lowest": self.steps[0].at_least}
            return proposal(profile, None, Reason("credit.proposal.below", below))
        step = reached[-1]
        taken = {**values, "step": step.at_least}
        if isinstance(step.amount, Money):
            told = Reason("credit.proposal.step", {**taken, "amount": step.amount})
        elif isinstance(step.amount, NoLimit):
            told = Reason("credit.proposal.step_unlimited", taken)
        else:
            told = Reason("credit.proposal.step_unchecked", taken)
        return proposal(profile, step.amount, told)


def _check_kind(name: str, figure: Figure, other: Figure) -> None:
    if isinstance(figure, Money) is not isinstance(other, Money):
        raise WrongTypeError(name, figure, f"be {'money' if isinstance(other, Money) else 'a number'}")
    if isinstance(figure, Money) and isinstance(other, Money) and figure.currency != other.currency:
        raise CurrencyMismatchError(name, figure.currency.code, f"be in {other.currency}; convert it first")


def _as_grades(
    given: Mapping[str, LimitAmountLike] | Iterable[tuple[str, LimitAmountLike]],
) -> tuple[tuple[str, LimitAmount], ...]:
    found: dict[str, LimitAmount] = {}
    for grade, amount in given.items() if isinstance(given, Mapping) else given:
        check_text("by_grade", grade)
        if grade in found:
            raise InvalidValueError("by_grade", grade, "name each grade once")
        found[grade] = amount_of(amount, "by_grade")
        _check_amount(found[grade])
    return tuple(sorted(found.items(), key=lambda pair: pair[0]))


@frozen
class GradeLimit(LimitFormula):
    """What each credit grade gets.

    Attributes:
        by_grade: Amount by grade.

    Raises:
        InvalidValueError: If an amount is negative, or a grade empty or named twice.
        WrongTypeError: If a field has another type.

    Examples:
        >>> formula = GradeLimit({"A": "USD 50,000", "B": "USD 20,000", "key": "no limit"})
        >>> formula.propose(CreditProfile("C-9", "2026-01-05", "USD", grade="B")).amount
        Money.of('USD 20,000.00')
    """

    by_grade: tuple[tuple[str, LimitAmount], ...] = field(converter=_as_grades)

    def propose(self, profile: CreditProfile) -> LimitProposal:
        """The amount of the grade; None where nothing is set for it; see `LimitFormula.propose`."""
        check_profile(profile)
        if profile.grade is None:
            return missing(profile, "grade")
        amount = dict(self.by_grade).get(profile.grade)
        values: dict[str, ReasonValue] = {"grade": profile.grade}
        if amount is None:
            return proposal(profile, None, Reason("credit.proposal.unknown_grade", values))
        if isinstance(amount, Money):
            return proposal(profile, amount, Reason("credit.proposal.grade", {**values, "amount": amount}))
        if isinstance(amount, NoLimit):
            return proposal(profile, amount, Reason("credit.proposal.grade_unlimited", values))
        return proposal(profile, amount, Reason("credit.proposal.grade_unchecked", values))


def _as_most(value: Money | str | None) -> Money | None:
    if value is None:
        return None
    amount = amount_of(value, "most")
    if not isinstance(amount, Money):
        raise WrongTypeError("most", value, "be money, or None where nothing caps it")
    return amount


@frozen
class ShareLimit(LimitFormula):
    """A share of a figure: a tenth of the net worth, a twelfth of last year's sales.

    Attributes:
        measure: Name of an amount in the profile.
        share: How much of it; may be above 1.
        most: The most that is granted; None for no such bound.
        rounding: Of the limit.

    Raises:
        InvalidValueError: If the share or the bound is negative, or the name empty.
        WrongTypeError: If a field has another type.

    Examples:
        >>> formula = ShareLimit("net_worth", "10%", most="USD 250,000")
        >>> profile = CreditProfile("C-9", "2026-01-05", "USD", figures={"net_worth": "USD 900,000"})
        >>> formula.propose(profile).amount
        Money.of('USD 90,000.00')
    """

    measure: str
    share: Rate = field(converter=rate_of)
    most: Money | None = field(default=None, converter=_as_most)
    rounding: Rounding = HALF_UP_TO_MINOR

    def __attrs_post_init__(self) -> None:
        check_text("measure", self.measure)
        if self.share.value < 0:
            raise InvalidValueError("share", self.share, "be 0 or more")
        if self.most is not None and self.most.minor < 0:
            raise InvalidValueError("most", self.most, "be 0 or more")
        if not isinstance(self.rounding, Rounding):
            raise WrongTypeError("rounding", self.rounding, "be a Rounding")

    def propose(self, profile: CreditProfile) -> LimitProposal:
        """The share of the figure, at most the bound and never below zero; see `LimitFormula.propose`."""
        check_profile(profile)
        figure = profile.figure(self.measure)
        if figure is None:
            return missing(profile, self.measure)
        if not isinstance(figure, Money):
            raise WrongTypeError(self.measure, figure, "be money")
        exact = figure * self.share
        amount = Unrounded(max(Fraction(0), exact.minor), figure.currency).round(self.rounding)
        values: dict[str, ReasonValue] = {"measure": self.measure, "value": figure, "share": self.share}
        told = Reason("credit.proposal.share", {**values, "amount": amount})
        if self.most is None:
            return proposal(profile, amount, told)
        _check_kind("most", self.most, amount)
        if amount <= self.most:
            return proposal(profile, amount, told)
        capped: dict[str, ReasonValue] = {"amount": amount, "most": self.most}
        return proposal(profile, self.most, Reason("credit.proposal.capped", capped, because=[told]))


def _as_formulas(given: Iterable[LimitFormula]) -> tuple[LimitFormula, ...]:
    formulas = tuple_of(given, LimitFormula, "formulas")
    if not formulas:
        raise InvalidValueError("formulas", formulas, "hold at least one formula")
    return formulas


@frozen
class LowestLimit(LimitFormula):
    """The lowest of what several formulas propose; nothing where one of them cannot propose anything.

    Attributes:
        formulas: The formulas.

    Raises:
        InvalidValueError: If there is none.
        WrongTypeError: If something is no formula.

    Examples:
        >>> formula = LowestLimit([ShareLimit("net_worth", "10%"), ShareLimit("last_year", "1/12")])
        >>> figures = {"net_worth": "USD 900,000"}
        >>> profile = CreditProfile("C-9", "2026-01-05", "USD", last_year="USD 600,000", figures=figures)
        >>> formula.propose(profile).amount
        Money.of('USD 50,000.00')
    """

    formulas: tuple[LimitFormula, ...] = field(converter=_as_formulas)

    def propose(self, profile: CreditProfile) -> LimitProposal:
        """The lowest proposal; see `LimitFormula.propose`."""
        check_profile(profile)
        found = [formula.propose(profile) for formula in self.formulas]
        for one in found:
            if one.amount is None:
                return one
        amounts = [one.amount for one in found if isinstance(one.amount, Money)]
        for amount in amounts[1:]:
            _check_kind("amount", amount, amounts[0])
        lowest = min(found, key=_height)
        if len(found) == 1:
            return lowest
        values: dict[str, ReasonValue] = {"count": len(found)}
        told = Reason(
            "credit.proposal.lowest", values, because=[reason for one in found for reason in one.reasons]
        )
        return proposal(profile, lowest.amount, told, advance=lowest.advance, average=lowest.average)


def _height(found: LimitProposal) -> tuple[int, int]:
    if isinstance(found.amount, Money):
        return 0, found.amount.minor
    return (1 if isinstance(found.amount, NoLimit) else 2), 0
