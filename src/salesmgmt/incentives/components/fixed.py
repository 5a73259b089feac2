"""Components that do not depend on deals: fixed pay, and pay by weighted objectives."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from fractions import Fraction
from typing import TypeAlias

from attrs import field, frozen

from salesmgmt._choices import choice_of
from salesmgmt.calendars import PeriodKind
from salesmgmt.criteria import ALWAYS, Criterion
from salesmgmt.criteria.reads import as_path
from salesmgmt.errors import BatchError, InvalidValueError, Problem, WrongTypeError
from salesmgmt.incentives.components.parts import ComponentBase, check_criterion
from salesmgmt.incentives.keys import Rank, ScoreOf, StandingOf, Tenure, as_per
from salesmgmt.incentives.schedules import Curve, Whole
from salesmgmt.incentives.stated import stated_rate
from salesmgmt.money import Money, MoneyLike, Rate, RateLike, money_of

__all__ = ["FieldOf", "Fixed", "FixedKind", "Objective", "Objectives"]


@frozen
class FieldOf:
    """A personal figure that stands in a field of the participant or the post.

    Attributes:
        path: As in a gate, such as `participant.more.salary`: an amount, or a number of major units.

    Raises:
        InvalidValueError: If the path cannot be followed.
    """

    path: str = field(converter=as_path)


class FixedKind(StrEnum):
    """What a fixed figure is."""

    SALARY = "salary"
    PERFORMANCE = "performance pay"
    ALLOWANCE = "allowance"
    TARGET = "target pay"
    GUARANTEE = "guarantee"


def _kind(value: FixedKind | str) -> FixedKind:
    return choice_of(FixedKind, value, "kind")


Standard: TypeAlias = Money | FieldOf


def _standard(value: MoneyLike | FieldOf) -> Standard:
    if isinstance(value, FieldOf):
        return value
    money = money_of(value, "pays")
    if money.minor < 0:
        raise InvalidValueError("pays", money, "be 0 or more")
    return money


@frozen
class Fixed(ComponentBase):
    """A fixed figure for everybody who takes part in a period.

    It may be a salary, an allowance, or the standard of a bonus or of performance pay, to which modifiers
    apply factors of an appraisal, of attainment, of days. Who takes part is told by the participants and
    assignments of the batch; where it has neither, it is whoever is credited anywhere in the plan.

    Attributes:
        id: Identifier, unique in the plan, that stays when the title changes.
        pays: The amount of a period, the same for all or a personal one (`FieldOf`).
        per: The period.
        kind: What it is: `salary`, `performance pay`, `allowance`, `target pay`, `guarantee`.
        eligible: Condition on the post at the end of the period. Everybody where left out.
        title: What statements call it; the identifier where left out.
        modifiers: Steps from the fixed figure to what is earned, in their order.
        rounding: The one rounding.

    Raises:
        InvalidValueError: If the amount is below 0 or a word is unknown.

    Examples:
        >>> from salesmgmt.incentives import Curve, Multiplier, StandingOf
        >>> payout = Curve({"50%": "0%", "100%": "100%", "150%": "200%"})
        >>> bonus = Fixed("bonus", pays="USD 10,000", per="quarter", kind="target pay",
        ...               modifiers=Multiplier(payout, StandingOf("sales.attainment")))
        >>> bonus.kind
        <FixedKind.TARGET: 'target pay'>
    """

    pays: Standard = field(converter=_standard, kw_only=True)
    per: PeriodKind = field(default=PeriodKind.MONTH, converter=as_per, kw_only=True)
    kind: FixedKind = field(default=FixedKind.SALARY, converter=_kind, kw_only=True)
    eligible: Criterion = field(default=ALWAYS, kw_only=True)

    def __attrs_post_init__(self) -> None:
        super().__attrs_post_init__()
        check_criterion(self.eligible, "eligible")
        if self.limits_deals:
            raise InvalidValueError("modifiers", self.modifiers, "limit the period: there are no deals")


ObjectiveKey: TypeAlias = ScoreOf | StandingOf | Tenure | Rank


def _weight(value: RateLike) -> Rate:
    rate = stated_rate(value, "weight")
    if rate.value <= 0:
        raise InvalidValueError("weight", rate, "be above 0")
    return rate


@frozen
class Objective:
    """One objective with its weight.

    Attributes:
        id: Identifier, unique among the objectives.
        weight: Its share of the standard.
        by: What says how far it was reached: `ScoreOf("new-logos")`, `StandingOf("sales.attainment")`. What
            is unknown counts as not reached, and a remark says so.
        pays: From how far it was reached to the part that is paid; the same share where left out.
        title: What statements call it; the identifier where left out.

    Raises:
        InvalidValueError: If a text is empty or the weight not above 0.
        WrongTypeError: If a part is of another type.
    """

    id: str
    weight: Rate = field(converter=_weight)
    by: ObjectiveKey
    pays: Curve | Whole | None = None
    title: str = ""

    def __attrs_post_init__(self) -> None:
        if not isinstance(self.id, str) or not self.id:
            raise InvalidValueError("id", self.id, "be a text with at least one character")
        if not isinstance(self.by, ObjectiveKey):
            raise WrongTypeError("by", self.by, "be ScoreOf(…) or StandingOf(…)")
        if not isinstance(self.pays, Curve | Whole | None):
            raise WrongTypeError("pays", self.pays, "be Curve({…}) or Whole({…}) of shares")
        if not isinstance(self.title, str):
            raise WrongTypeError("title", self.title, "be text")

    @property
    def name(self) -> str:
        """The title, or the identifier where there is none."""
        return self.title or self.id


def _objectives(given: Iterable[Objective] | Objective) -> tuple[Objective, ...]:
    objectives = (given,) if isinstance(given, Objective) else tuple(given)
    for objective in objectives:
        if not isinstance(objective, Objective):
            raise WrongTypeError("objectives", objective, "be Objective values")
    return objectives


@frozen
class Objectives(ComponentBase):
    """A standard that is paid by how far weighted objectives were reached (MBO, KSO).

    The pay is the standard times the sum over the objectives of weight times what its achievement pays.

    Attributes:
        id: Identifier, unique in the plan, that stays when the title changes.
        pays: The standard of a period, the same for all or a personal one (`FieldOf`).
        objectives: The objectives; their weights total 100 % or less.
        per: The period.
        eligible: Condition on the post at the end of the period. Everybody where left out.
        title: What statements call it; the identifier where left out.
        modifiers: Steps from the weighted figure to what is earned, in their order.
        rounding: The one rounding.

    Raises:
        BatchError: Identifiers used twice, weights above 100 % together.
        InvalidValueError: If there is no objective, or the standard is below 0.

    Examples:
        >>> goals = Objectives("mbo", pays="USD 4,000", per="quarter", objectives=[
        ...     Objective("logos", "60%", ScoreOf("logos", per="quarter")),
        ...     Objective("satisfaction", "40%", ScoreOf("csat", per="quarter")),
        ... ])
        >>> [str(one.weight) for one in goals.objectives]
        ['60%', '40%']
    """

    pays: Standard = field(converter=_standard, kw_only=True)
    objectives: tuple[Objective, ...] = field(converter=_objectives, kw_only=True)
    per: PeriodKind = field(default=PeriodKind.QUARTER, converter=as_per, kw_only=True)
    eligible: Criterion = field(default=ALWAYS, kw_only=True)

    def __attrs_post_init__(self) -> None:
        super().__attrs_post_init__()
        check_criterion(self.eligible, "eligible")
        if self.limits_deals:
            raise InvalidValueError("modifiers", self.modifiers, "limit the period: there are no deals")
        if not self.objectives:
            raise InvalidValueError("objectives", self.objectives, "hold one objective or more")
        names = [one.id for one in self.objectives]
        problems = [
            Problem(f"objective {name}", "id", name, "be unique")
            for name in dict.fromkeys(names)
            if names.count(name) > 1
        ]
        total = sum((one.weight.value for one in self.objectives), Fraction(0))
        if total > 1:
            problems.append(Problem("objectives", "weight", Rate(total), "total 100% or less"))
        if problems:
            raise BatchError("objectives", problems)
