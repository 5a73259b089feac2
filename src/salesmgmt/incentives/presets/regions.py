"""A preset for 区域销售: salary, performance pay, commission on collections, a bonus for the month."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from salesmgmt.criteria import ALWAYS, Criterion, field
from salesmgmt.incentives.components import Commission, Fixed, FixedKind
from salesmgmt.incentives.keys import Attainment, StandingOf
from salesmgmt.incentives.measures import Collected
from salesmgmt.incentives.modifiers import Gate, Multiplier, Prorated
from salesmgmt.incentives.plans import Plan
from salesmgmt.incentives.presets.parts import StandardLike, salary_of, standard
from salesmgmt.incentives.schedules import Marginal, ScheduleLike, TiersLike, Whole
from salesmgmt.incentives.terms import Component
from salesmgmt.money import RateLike

__all__ = ["COMPLETION", "regional_sales"]

COMPLETION: Mapping[str, RateLike] = MappingProxyType(
    {"0%": "70%", "50%": "80%", "60%": "90%", "70%": "95%", "80%": "100%"}
)
"""What is left of a standard by the completion of the month's target (完成率)."""

TIERS = Marginal({"0%": "1%", "100%": "2%"})
"""Rates on what is collected, within the target and above it."""


def regional_sales(
    identifier: str = "区域销售",
    *,
    currency: str = "CNY",
    title: str = "区域销售",
    salary: StandardLike | None = "5,000",
    performance: StandardLike | None = "2,000",
    completion: TiersLike = COMPLETION,
    tiers: ScheduleLike = TIERS,
    bonus: StandardLike | None = "1,000",
    bonus_from: RateLike = "100%",
    where: Criterion = ALWAYS,
) -> Plan:
    """区域销售: 底薪 + 绩效工资 + 回款提成 + 奖金, all by the money collected against the month's target.

    The quota names the measure `collected` and is monthly. Without one, commission, performance pay and bonus
    are 0, and the statement says so.

    Args:
        identifier: Identifier of the plan, which assignments name.
        currency: Currency of the plan.
        title: What people call it.
        salary: Monthly salary (底薪); none where left out. The default is an illustration.
        performance: Standard of performance pay (绩效工资) of a month; none where left out. The default is an
            illustration.
        completion: The part of it that is paid, by completion.
        tiers: Rates on the collections by completion: what is within the target, and what is above it.
        bonus: Bonus (奖金) of a month in which the target was met; none where left out. The default is an
            illustration.
        bonus_from: The completion from which it is paid.
        where: Which receipts count.

    Examples:
        >>> print(regional_sales().pay("commission", "CNY 1,800,000", quota="CNY 1,500,000").amount)
        CNY 21,000.00
    """
    reached = "commission.attainment"
    parts: list[Component] = [*salary_of(salary, currency, title="底薪")]
    if performance is not None:
        parts.append(
            Fixed(
                "performance",
                title="绩效工资",
                pays=standard(performance, currency),
                kind=FixedKind.PERFORMANCE,
                modifiers=(
                    Multiplier(Whole(completion), StandingOf(reached, per="month"), missing="0%"),
                    Prorated(),
                ),
            )
        )
    parts.append(
        Commission(
            "commission",
            title="回款提成",
            of=Collected(where),
            by=Attainment(per="month", measure="collected"),
            pays=tiers,
        )
    )
    if bonus is not None:
        parts.append(
            Fixed(
                "bonus",
                title="达标奖金",
                pays=standard(bonus, currency),
                kind=FixedKind.TARGET,
                modifiers=Gate(field(reached).at_least(bonus_from)),
            )
        )
    return Plan(identifier, title=title, currency=currency, components=parts)
