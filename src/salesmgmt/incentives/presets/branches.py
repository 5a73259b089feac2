"""A preset for 办事处经理: the branch's target, performance pay, and a lump sum for its expenses."""

from __future__ import annotations

from salesmgmt.criteria import ALWAYS, Criterion, field
from salesmgmt.incentives.components import Commission, ExpenseAllowance, Fixed, FixedKind
from salesmgmt.incentives.crediting import Crediting
from salesmgmt.incentives.keys import Attainment, StandingOf
from salesmgmt.incentives.measures import Collected
from salesmgmt.incentives.modifiers import Multiplier, Prorated
from salesmgmt.incentives.plans import Plan
from salesmgmt.incentives.presets.parts import AmountLike, StandardLike, salary_of, standard
from salesmgmt.incentives.presets.regions import COMPLETION
from salesmgmt.incentives.schedules import Marginal, ScheduleLike, TiersLike, Whole
from salesmgmt.incentives.terms import Component
from salesmgmt.money import RateLike

__all__ = ["branch_manager"]

TIERS = Marginal({"0%": "0.3%", "100%": "0.5%"})
"""Rates on what a branch collects, within its target and above it."""


def branch_manager(
    manager: str,
    identifier: str = "办事处经理",
    *,
    currency: str = "CNY",
    title: str = "办事处经理",
    salary: StandardLike | None = "8,000",
    performance: StandardLike | None = "4,000",
    completion: TiersLike = COMPLETION,
    tiers: ScheduleLike = TIERS,
    expenses: RateLike | AmountLike = "2%",
    overspent: RateLike = "100%",
    saved: RateLike = "50%",
    where: Criterion = ALWAYS,
) -> Plan:
    """办事处经理: everything that the branch collects is credited to its manager, and so is what it spends.

    A lump sum of the collections pays for the branch's expenses (费用包干): what it overspends is deducted,
    of what it saves a part is paid out. Performance pay (绩效工资) goes by the completion of the branch's
    monthly target, the manager's quota of the measure `collected`.

    Args:
        manager: Identifier of the manager, to whom expenses are booked too.
        identifier: Identifier of the plan, which assignments name.
        currency: Currency of the plan.
        title: What people call it.
        salary: Monthly salary (底薪); none where left out. The default is an illustration.
        performance: Standard of performance pay of a month; none where left out. The default is an
            illustration.
        completion: The part of it that is paid, by completion.
        tiers: Rates on the branch's collections by completion; the defaults are illustrations.
        expenses: The lump sum of a month: a share of the collections, or an amount.
        overspent: The part of overspending that is deducted.
        saved: The part of savings that is paid out.
        where: Which receipts are the branch's; all of the batch where left out.

    Examples:
        >>> plan = branch_manager("mia", where=field("branch").equals("Hangzhou"))
        >>> [one.name for one in plan.components]
        ['底薪', '绩效工资', '团队回款提成', '费用包干']
    """
    theirs = field("participant").equals(manager)
    parts: list[Component] = [*salary_of(salary, currency, title="底薪", eligible=theirs)]
    if performance is not None:
        reached = StandingOf("team.attainment", per="month")
        parts.append(
            Fixed(
                "performance",
                title="绩效工资",
                pays=standard(performance, currency),
                kind=FixedKind.PERFORMANCE,
                eligible=theirs,
                modifiers=(Multiplier(Whole(completion), reached, missing="0%"), Prorated()),
            )
        )
    parts += [
        Commission(
            "team",
            title="团队回款提成",
            of=Collected(where),
            by=Attainment(per="month", measure="collected"),
            pays=tiers,
        ),
        ExpenseAllowance(
            "expenses",
            title="费用包干",
            of=Collected(where),
            allowed=expenses,
            overspent=overspent,
            saved=saved,
        ),
    ]
    return Plan(identifier, title=title, currency=currency, components=parts, crediting=Crediting(to=manager))
