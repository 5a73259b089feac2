"""Customer credit: the adapters of its cases."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from salesmgmt.credit import AbsentLimit, AtLimit, CreditLimit, CreditPolicy
from salesmgmt.money import ExchangeRate, ExchangeRates, Money
from salesmgmt.records import Facts, Invoice, Line, Order
from tests.cases.adapters import Adapter, NotCovered

#: The currency of limits, which the cases do not name, and any other one for requests that are converted.
CURRENCY, FOREIGN = "USD", "EUR"
DAY = "2026-01-01"
CUSTOMER = "customer"


def limit_checked(given: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Requests against a limit, each beside what the customer owes already."""
    return [one_checked({**given["policy"], **asked}) for asked in given["inputs"]]


def one_checked(asked: Mapping[str, Any]) -> dict[str, Any]:
    """One request."""
    if "override_role" in asked:
        raise NotCovered
    limit = asked.get("limit")
    limits = [] if limit is None else [CreditLimit("limit", CUSTOMER, Money.of(limit, CURRENCY))]
    policy = CreditPolicy(
        limits,
        at_limit=AtLimit.BLOCK if asked["block_when"] == "ge" else AtLimit.PASS,
        absent=AbsentLimit.UNLIMITED,
    )
    request = Money.of(asked["request"], CURRENCY)
    if "rate_to_limit_currency" in asked:
        rates = ExchangeRates([ExchangeRate(FOREIGN, CURRENCY, DAY, asked["rate_to_limit_currency"])])
        request = rates.convert(Money.of(asked["request"], FOREIGN), CURRENCY, DAY).round()
    owed = [
        Invoice(name, DAY, Line(None, Money.of(value, CURRENCY)), customer=CUSTOMER)
        for name, value in asked["components"].items()
    ]
    order = Order("request", DAY, Line(None, request), customer=CUSTOMER)
    decision = policy.decide(order, Facts(owed), as_of=DAY)
    return {
        "exposure_before": decision.exposure.total,
        "exposure_after": decision.after,
        "available_after": decision.headroom,
        "excess": decision.excess,
        "decision": decision.effect.value,
    }


ADAPTERS: Mapping[str, Adapter] = MappingProxyType({"limit_check": limit_checked})
