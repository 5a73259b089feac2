"""What a customer may owe: the cases on limits."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from salesmgmt.credit import (
    AverageLimit,
    CreditInsurance,
    CreditLimit,
    CreditProfile,
    GradeLimit,
    LimitInForce,
    LimitPolicy,
    Limits,
    LimitStep,
    NoLimit,
    PoolMember,
    Pools,
    SeasonalLimit,
    StepLimit,
)
from salesmgmt.money import Money
from tests.cases.adapters import Adapter, NotCovered

#: The currency of limits, which the cases do not name, and a day and a customer where they name none.
CURRENCY = "USD"
DAY = "2026-01-01"
CUSTOMER, GROUP = "customer", "group"

#: What a case calls an average.
AVERAGES = MappingProxyType({"months_with_deliveries": "months_with_sales", "all_months": "all_months"})
#: What a case calls a kind of limit; every other type is a limit of the house itself.
KINDS = MappingProxyType({"insurance": "insured", "guarantee": "guaranteed"})


def money(value: str) -> Money:
    return Money.of(value, CURRENCY)


def amount_of(limit: LimitInForce | None) -> Money | None:
    """An amount in force; None for no limit, and where nothing was set."""
    return None if limit is None or isinstance(limit.amount, NoLimit) else _amount(limit)


def _amount(limit: LimitInForce) -> Money:
    assert isinstance(limit.amount, Money)
    return limit.amount


def limit_by_date(given: Mapping[str, Any]) -> dict[str, Any]:
    """Which of a customer's limits holds on a day."""
    limits = [
        CreditLimit(
            f"limit {number}",
            CUSTOMER,
            money(one["amount"]),
            f"{one['valid_from']}/..",
            KINDS.get(one["type"], "base"),
            priority=one["priority"],
        )
        for number, one in enumerate(given["inputs"])
    ]
    policy = LimitPolicy(insured="chosen", guaranteed="chosen")
    return {"limit": amount_of(Limits(limits, policy).of(CUSTOMER, given["policy"]["as_of"]))}


def limit_group(given: Mapping[str, Any]) -> list[dict[str, Any]]:
    """A customer's own limit beside its group's."""
    return [one_of_group({**given["policy"], **asked}) for asked in given["inputs"]]


def one_of_group(asked: Mapping[str, Any]) -> dict[str, Any]:
    own, shared = asked.get("individual_limit"), asked.get("group_limit")
    limits = []
    if asked.get("unlimited"):
        limits.append(CreditLimit("own", CUSTOMER, NoLimit()))
    elif own is not None:
        limits.append(CreditLimit("own", CUSTOMER, money(own)))
    if shared is not None:
        limits.append(CreditLimit("shared", GROUP, money(shared), scope="group"))
    zero = "no_credit" if asked.get("mandatory") else "unset"
    held = Limits(limits, LimitPolicy(group="no_limit_wins", zero=zero)).of(CUSTOMER, DAY, groups=[GROUP])
    binding = None if held is None else {"customer": "individual", "group": "group"}[held.binding.value]
    return {"effective_limit": amount_of(held), "binding": binding}


def limit_uplift(given: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What an insurance or guarantee adds."""
    found = []
    for one in given["inputs"]:
        asked = {**given["policy"], **one}
        limits = [
            CreditLimit("own", CUSTOMER, money(asked["limit"])),
            CreditLimit(
                "policy",
                CUSTOMER,
                money(asked["policy_value"]),
                kind="insured",
                share=f"{asked['uplift_percent']}%",
                in_exposure=bool(asked.get("included_in_exposure")),
            ),
        ]
        held = Limits(limits).of(CUSTOMER, DAY)
        assert held is not None
        found.append({"uplift": held.uplift, "total_limit": held.amount, "net_exposed_limit": held.unsecured})
    return found


def limit_tier(given: Mapping[str, Any]) -> list[dict[str, Any]]:
    """A limit by the steps of a figure, or by grade."""
    policy = given["policy"]
    formula: StepLimit | GradeLimit
    if policy.keys() == {"cutoffs"}:
        steps = [LimitStep(step["at_least"], money(step["limit"])) for step in policy["cutoffs"]]
        formula = StepLimit("score", steps)
    elif policy.keys() == {"by_grade"}:
        formula = GradeLimit({grade: money(limit) for grade, limit in policy["by_grade"].items()})
    else:
        raise NotCovered("a condition with another formula is not read from the cases yet")
    profiles = [
        CreditProfile(CUSTOMER, DAY, CURRENCY, score=one.get("value"), grade=one.get("grade"))
        for one in given["inputs"]
    ]
    return [{"limit": formula.propose(profile).amount} for profile in profiles]


def limit_seasonal(given: Mapping[str, Any]) -> list[dict[str, Any]]:
    """A request held against last year's average month in its season."""
    rule = given["policy"]
    policy = SeasonalLimit(f"{rule['season_swing_percent']}%", most_days=rule["max_days"])
    checks = [
        policy.check(
            money(one["last_year_sales"]),
            money(one["requested"]),
            one["requested_days"],
            season=one["season"],
        )
        for one in given["inputs"]
    ]
    return [
        {
            "normal_cap": check.normal,
            "season_min": check.lowest,
            "season_max": check.highest,
            "decision": "pass" if check.granted else "refuse",
        }
        for check in checks
    ]


def hierarchy(given: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What the nearest pool of an account still has, order after order."""
    policy = given["policy"]
    limits = [
        CreditLimit(f"limit of {node}", node, money(amount))
        for node, amount in policy["limits"].items()
        if amount is not None
    ]
    members = [PoolMember(member, parent) for member, parent in policy["parent"].items()]
    pools = Pools(Limits(limits), members)
    ordered: dict[str, list[Money]] = {}
    found = []
    for event in given.get("inputs") or given["events"]:
        if event["type"] not in ("query", "order"):
            raise NotCovered(f"a {event['type']} in a hierarchy is not read from the cases yet")
        if event["type"] == "order":
            ordered.setdefault(event["node"], []).append(money(event["amount"]))
        used = {node: Money.total(amounts, CURRENCY) for node, amounts in ordered.items()}
        nearest = pools.nearest(event["node"], DAY)
        left = {use.pool.id: use.available for use in pools.uses(used, DAY)}
        available = None if nearest is None else left[nearest]
        found.append({"node": event["node"], "pool": nearest, "available": available})
    return found


def limit_formula(given: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Average sales of a month × term × factor of the grade."""
    policy = given["policy"]
    formula = AverageLimit(
        policy["risk_factor"], policy.get("no_credit_grades", ()), AVERAGES[policy["average_over"]]
    )
    found = []
    for one in given["inputs"]:
        expected = one.get("expected_monthly_sales")
        proposed = formula.propose(
            CreditProfile(
                CUSTOMER,
                DAY,
                CURRENCY,
                grade=one["grade"],
                term_months=one["term_months"],
                monthly_sales=[money(amount) for amount in one.get("monthly_sales", ())],
                expected_monthly=None if expected is None else money(expected),
            )
        )
        terms = "payment_in_advance" if proposed.advance else "credit"
        found.append({"average": proposed.average, "limit": proposed.amount, "terms": terms})
    return found


def indemnity(given: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What an insurer pays for a loss."""
    found = []
    for one in given["inputs"]:
        asked = {**given["policy"], **one}
        deductible = asked.get("deductible")
        insurance = CreditInsurance(
            money(asked["approved_limit"]),
            f"{asked['cover_percent']}%",
            deductible=None if deductible is None else money(deductible),
        )
        paid = insurance.indemnity(money(asked["loss"]))
        found.append({"indemnifiable": paid.indemnifiable, "payout": paid.payout, "retained": paid.retained})
    return found


ADAPTERS: Mapping[str, Adapter] = MappingProxyType(
    {
        "hierarchy": hierarchy,
        "indemnity": indemnity,
        "limit_by_date": limit_by_date,
        "limit_formula": limit_formula,
        "limit_group": limit_group,
        "limit_seasonal": limit_seasonal,
        "limit_tier": limit_tier,
        "limit_uplift": limit_uplift,
    }
)
