"""Money that came in, and what was spent to get it: the adapters of their cases."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

from salesmgmt.incentives import (
    Amount,
    Collected,
    Commission,
    Crediting,
    DaysOverdue,
    ExpenseAllowance,
    Factor,
    Multiplier,
    Receipt,
    SaleLine,
    Whole,
)
from salesmgmt.money import Money, Rate
from salesmgmt.records import Expense, Facts, Record
from tests.cases.adapters import Adapter
from tests.cases.adapters.incentives.common import (
    CURRENCY,
    NOTHING,
    REP,
    YEAR,
    amount,
    billed,
    plan_of,
    planned,
    received,
)


def paid_on_collection(given: Mapping[str, Any]) -> dict[str, Any]:
    """A rate on what was collected: all of it, or less the later it came in."""
    if "counted_share" in given["plan"]:
        return aged(given)
    inputs = given["inputs"]
    facts = Facts([billed("I-1", amount(inputs["invoiced"])), *received("P-1", "I-1", inputs["collected"])])
    plan = plan_of(given["plan"]["rate"], of=Collected())
    return {"commission": plan.earn(facts, through=YEAR).total(REP)}


def aged(given: Mapping[str, Any]) -> dict[str, Any]:
    """A rate on what was collected, of which less counts the later it came in."""
    terms, inputs = given["plan"], given["inputs"]
    rows = [dict(zip(inputs["columns"], row, strict=True)) for row in inputs["collections"]]
    parts: dict[str, list[Money]] = {}
    for row in rows:
        parts.setdefault(row["invoice"], []).append(amount(row["amount"]))
    invoices = {
        row["invoice"]: billed(
            row["invoice"], Money.total(parts[row["invoice"]], CURRENCY), row["due_date"], on="2026-01-01"
        )
        for row in rows
    }
    money = [
        received(f"{number:03}", row["invoice"], row["amount"], row["collected_on"])
        for number, row in enumerate(rows)
    ]
    days = [row["collected_on"] for row in rows]
    late = {
        None if tier["from"] is None else int(tier["from"]): tier["factor"]
        for tier in terms["counted_share"]["tiers"]
    }
    sales = Commission(
        "sales",
        of=Collected(),
        by=Amount("year"),
        pays=terms["rate"],
        factors=Factor(Whole(late, "lower"), by=DaysOverdue()),
        rounds="deal",
    )
    plan = planned(sales, crediting=Crediting("exact"))
    outcome = plan.earn(Facts([*invoices.values(), *chain(money)]), max(days), min(days))
    (part,) = outcome.statement(REP).parts
    groups = {group.deal: group.pay for group in part.calculation.groups}
    credited = {credit.deal: credit.value for credit in part.credits}
    receipts = [
        Receipt(payment, payment.amount_minor, matched, SaleLine(invoices[matched.invoice], 1))
        for payment, matched in money
    ]
    return {
        "commissions": [groups.get(receipt.id, NOTHING) for receipt in receipts],
        "counted": [credited[receipt.id] for receipt in receipts],
        "counted_total": part.earned.base,
        "days_overdue": [receipt.days_overdue for receipt in receipts],
        "total": outcome.total(REP),
    }


def chain(pairs: Iterable[tuple[Record, ...]]) -> list[Record]:
    """Records that come in groups, one after the other."""
    return [record for group in pairs for record in group]


def with_expenses(given: Mapping[str, Any]) -> dict[str, Any]:
    """A rate on what was collected, a part of which is paid at once, and expenses against a lump sum.

    What is kept back, and released at the end of the year, comes with settlements.
    """
    plan, inputs = given["plan"], given["inputs"]
    terms, lump = plan["commission"], plan["expenses"]
    columns = inputs["collections"]["columns"]
    rows = [dict(zip(columns, row, strict=True)) for row in inputs["collections"]["rows"]]
    invoices = [billed(name, amount(value), on="2026-01-01") for name, value in inputs["contracts"].items()]
    money = [
        received(f"{number:03}", row["project"], row["amount"], f"{row['month']}-20")
        for number, row in enumerate(rows)
    ]
    spent = [Expense(month, REP, f"{month}-25", amount(value)) for month, value in inputs["expenses"].items()]
    now = Commission(
        "now", of=Collected(), pays=terms["rate"], rounds="deal", modifiers=Multiplier(terms["paid_now"])
    )
    allowance = ExpenseAllowance(
        "expenses",
        of=Collected(),
        allowed=Rate(lump["allowed_rate"]),
        overspent=lump["overspend_borne"],
        saved=lump["saving_rewarded"],
    )
    outcome = planned(now, allowance).earn(
        Facts([*invoices, *chain(money), *spent]), through=inputs["year_end"]
    )
    paid = {f"{one.period.start:%Y-%m}": one for one in outcome.earned if one.component == "now"}
    held = {f"{one.period.start:%Y-%m}": one for one in outcome.earned if one.component == "expenses"}
    return {
        "expense_allowed": {month: one.reasons[0].get("allowed") for month, one in held.items()},
        "expense_rate_defined": {month: bool(one.base) for month, one in held.items()},
        "expense_result": {month: one.amount for month, one in held.items()},
        "paid_by_month": {month: paid[month].amount if month in paid else NOTHING for month in held},
    }


ADAPTERS: Mapping[str, Adapter] = MappingProxyType(
    {
        "composite: commission, expenses": with_expenses,
        "flat_rate, collected": paid_on_collection,
    }
)
