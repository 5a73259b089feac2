"""Presets for those who sell with others: sales engineers beside them, leaders above them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from salesmgmt.criteria import ALWAYS, Criterion
from salesmgmt.incentives.components import Commission, Objective, Objectives, Override
from salesmgmt.incentives.keys import Attainment, Key, ScoreOf
from salesmgmt.incentives.measures import Revenue
from salesmgmt.incentives.plans import Plan
from salesmgmt.incentives.presets.parts import ACCELERATORS, StandardLike, salary_of, standard
from salesmgmt.incentives.schedules import RatesLike, ScheduleLike, accelerated
from salesmgmt.incentives.terms import Component
from salesmgmt.money import RateLike

__all__ = ["sales_engineer", "team_lead"]

_OBJECTIVES: Mapping[str, RateLike] = MappingProxyType({"technical wins": "60%", "enablement": "40%"})


def sales_engineer(
    identifier: str = "sales-engineer",
    *,
    currency: str = "USD",
    title: str = "Sales engineer",
    rate: RateLike = "1%",
    accelerators: RatesLike = ACCELERATORS,
    objectives: StandardLike | None = "2,000",
    weights: Mapping[str, RateLike] = _OBJECTIVES,
    per: str = "quarter",
    where: Criterion = ALWAYS,
    salary: StandardLike | None = None,
) -> Plan:
    """Technical help for sellers: a small rate on whole deals beside their owners, and objectives.

    Deals are shared to the engineer by overlay `DealShare`s, usually in full (100 parts of 100), and count
    against the quota of the team that is supported. How far each objective was reached comes as a score of
    its own name. Figures are illustrations; the usual split of pay is 70 to 80 % salary.

    Args:
        identifier: Identifier of the plan, which assignments name.
        currency: Currency of the plan.
        title: What people call it.
        rate: Part of the revenue up to the first accelerator.
        accelerators: Where each accelerator begins, and its factor of the rate.
        objectives: Bonus of a period for reaching all objectives; no objectives where left out.
        weights: The objectives, with their weights.
        per: Period of the quota and of the objectives.
        where: Which deals count.
        salary: Monthly salary; none where left out.

    Examples:
        >>> print(sales_engineer().pay("supported", "USD 900,000", quota="USD 1,000,000").amount)
        USD 9,000.00
    """
    parts: list[Component] = [
        *salary_of(salary, currency),
        Commission(
            "supported",
            title="Deals supported",
            of=Revenue(where),
            by=Attainment(per=per),
            pays=accelerated(rate, accelerators),
        ),
    ]
    if objectives is not None:
        goals = [Objective(name, weight, ScoreOf(name, per=per)) for name, weight in weights.items()]
        pays = standard(objectives, currency)
        parts.append(Objectives("objectives", title="Objectives", pays=pays, per=per, objectives=goals))
    return Plan(identifier, title=title, currency=currency, components=parts)


def team_lead(
    identifier: str = "team-lead",
    *,
    currency: str = "USD",
    title: str = "Team lead",
    rate: ScheduleLike = "10%",
    override: ScheduleLike = "2%",
    by: Key | None = None,
    where: Criterion = ALWAYS,
    salary: StandardLike | None = None,
) -> Plan:
    """A team whose lead sells too: everybody's own commission, and the lead's override on the team's.

    The plan holds for the team and its lead, so that assignments of both name it. The team are those whose
    assignment names the lead as manager on the day of the deal.

    Args:
        identifier: Identifier of the plan, which assignments name.
        currency: Currency of the plan.
        title: What people call it.
        rate: Part of one's own deals, or any schedule for the amount of a month.
        override: Part of the team's deals, or any schedule.
        by: What the override's schedule is entered by, such as `Attainment(per="month", measure="team")`; the
            team's amount of the month where left out.
        where: Which deals count.
        salary: Monthly salary of everybody; none where left out.

    Examples:
        >>> plan = team_lead()
        >>> print(plan.pay("own", "USD 10,000").amount, plan.pay("team", "USD 50,000").amount)
        USD 1,000.00 USD 1,000.00
    """
    parts: tuple[Component, ...] = (
        *salary_of(salary, currency),
        Commission("own", title="Own sales", of=Revenue(where), pays=rate),
        Override("team", title="Team", of="own", pays=override, by=by),
    )
    return Plan(identifier, title=title, currency=currency, components=parts)
