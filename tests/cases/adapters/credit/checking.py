"""Whether a document may go ahead: the cases on checks and blocking rules."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from salesmgmt.calendars import add_days
from salesmgmt.credit import (
    AbsentLimit,
    AtLimit,
    CreditExclusion,
    CreditLimit,
    CreditOverride,
    CreditPolicy,
    CreditRequest,
    CreditRule,
    Effect,
    Exposure,
    ExposurePolicy,
    OldestItem,
    OpenItem,
    Position,
    ValueByDelay,
    WithinLimit,
)
from salesmgmt.money import ExchangeRate, ExchangeRates, Money
from salesmgmt.records import Facts, Invoice, Line, Order
from tests.cases.adapters import Adapter, NotCovered

#: The currency of limits, which the cases do not name, and any other one for requests that are converted.
CURRENCY, FOREIGN = "USD", "EUR"
DAY = "2026-01-01"
CUSTOMER = "customer"
ROLE = "credit officer"


def limits_of(limit: str | None) -> list[CreditLimit]:
    """The limit of a case; none where it is `null`."""
    return [] if limit is None else [CreditLimit("limit", CUSTOMER, Money.of(limit, CURRENCY))]


def limit_checked(given: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Requests against a limit, each beside what the customer owes already."""
    return [one_checked({**given["policy"], **asked}) for asked in given["inputs"]]


def one_checked(asked: Mapping[str, Any]) -> dict[str, Any]:
    """One request."""
    at_limit = AtLimit.BLOCK if asked["block_when"] == "ge" else AtLimit.PASS
    policy = CreditPolicy(
        WithinLimit(at_limit=at_limit, absent=AbsentLimit.UNLIMITED),
        overrides=CreditOverride(ROLE, asked.get("override_effect", Effect.WARN)),
    )
    request = Money.of(asked["request"], CURRENCY)
    if "rate_to_limit_currency" in asked:
        rates = ExchangeRates([ExchangeRate(FOREIGN, CURRENCY, DAY, asked["rate_to_limit_currency"])])
        request = rates.convert(Money.of(asked["request"], FOREIGN), CURRENCY, DAY).round()
    owed = [
        Invoice(name, DAY, Line(None, Money.of(value, CURRENCY)), customer=CUSTOMER)
        for name, value in asked["components"].items()
    ]
    decision = policy.decide_on(
        Order("request", DAY, Line(None, request), customer=CUSTOMER),
        Facts(owed),
        limits_of(asked.get("limit")),
        as_of=DAY,
        roles=ROLE if asked.get("override_role") else (),
    )
    return {
        "exposure_before": decision.exposure.total,
        "exposure_after": decision.after,
        "available_after": decision.headroom,
        "excess": decision.excess,
        "decision": decision.effect.value,
    }


def horizon_checked(given: Mapping[str, Any]) -> list[dict[str, Any]]:
    """How things stand where only the orders of the next days count."""
    counting = ExposurePolicy(horizon_days=given["policy"]["horizon_days"])
    found = []
    for asked in given["inputs"]:
        day = asked["as_of"]
        orders = [
            Order(
                f"order {number}",
                day,
                Line(None, Money.of(order["amount"], CURRENCY)),
                customer=CUSTOMER,
                due=order["delivery_date"],
            )
            for number, order in enumerate(asked["open_orders"])
        ]
        decision = CreditPolicy(WithinLimit()).decide_on(
            CreditRequest("nothing more", CUSTOMER, Money.zero(CURRENCY)),
            Facts(orders),
            limits_of(given["policy"]["limit"]),
            as_of=day,
            exposure=counting,
        )
        found.append(
            {
                "horizon_date": counting.horizon_date(day),
                "exposure_in_horizon": decision.exposure.total,
                "ignored_beyond_horizon": decision.exposure.of("beyond"),
                "decision": decision.effect.value,
            }
        )
    return found


def check_of(rule: Mapping[str, Any]) -> OldestItem:
    """What a rule of the cases asks."""
    if (rule["kind"], rule["value_type"]) != ("days_overdue", "days"):
        raise NotCovered
    return OldestItem(rule["value"])


def scope_of(rule: Mapping[str, Any]) -> dict[str, str]:
    """Whom a rule of the cases is for."""
    names = {"customer": "customers", "group": "groups"}
    return {} if rule["scope"] == "all" else {names[rule["scope"]]: rule["target"]}


def blocked(given: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Customers with an overdue item before blocking rules and exclusions."""
    rules = given["policy"]["rules"]
    policy = CreditPolicy(
        [
            CreditRule(check_of(rule), id=rule["id"], **scope_of(rule))
            for rule in rules
            if rule["rule_type"] == "blocking"
        ],
        [
            CreditExclusion(rule["id"], check_of(rule), bool(rule.get("release_order")), **scope_of(rule))
            for rule in rules
            if rule["rule_type"] == "exclusion"
        ],
    )
    found = []
    for asked in given["inputs"]:
        owed = Money.of(asked["overdue_amount"], CURRENCY)
        position = Position(
            Exposure(asked["customer"], DAY, CURRENCY),
            items=[OpenItem("late", DAY, DAY, owed, owed)],
            groups=asked["group"],
        )
        decision = policy.decide(
            CreditRequest("order", asked["customer"], Money.zero(CURRENCY)),
            position,
            on=add_days(position.on, asked["max_days_overdue"]),
        )
        found.append(
            {
                "decision": decision.effect.value,
                "reasons": [one.rule for one in decision.findings if one.effect is not Effect.PASS],
                "released_by": decision.released_by,
            }
        )
    return found


def rechecked(given: Mapping[str, Any]) -> list[dict[str, Any]]:
    """When a document has to be decided on again."""
    policy = CreditPolicy((), recheck_grace_days=given["policy"]["grace_days"])
    checked_on = given["policy"]["checked_on"]
    return [
        {
            "next_check_on": policy.next_check(checked_on),
            "check": policy.needs_check(checked_on, asked["posting_date"]),
        }
        for asked in given["inputs"]
    ]


def bracket(given: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The step that a number of days late reaches."""
    check = ValueByDelay(dict.fromkeys(given["policy"]["days_steps"], Money.zero(CURRENCY)))
    return [{"bracket": check.step(asked["days_overdue"])} for asked in given["inputs"]]


ADAPTERS: Mapping[str, Adapter] = MappingProxyType(
    {
        "blocking_rules": blocked,
        "horizon_check": horizon_checked,
        "limit_check": limit_checked,
        "recheck_grace": rechecked,
        "value_bracket": bracket,
    }
)
