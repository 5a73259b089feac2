"""What a customer owes: the cases on documents, settlement and ageing."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from salesmgmt.credit import (
    AbsentLimit,
    Ageing,
    AllocationOrder,
    AtLimit,
    BillingPlan,
    CreditDecision,
    CreditDocument,
    CreditLimit,
    CreditPolicy,
    CreditRule,
    DatedPayment,
    ExposurePolicy,
    Milestone,
    PaymentTerms,
    Receipt,
    WithinLimit,
    allocate,
    exchange_outcome,
    exposure_of,
    open_items_of,
    outlook_of,
    payable,
)
from salesmgmt.money import ExchangeRate, ExchangeRates, Money
from salesmgmt.records import (
    Application,
    CreditNote,
    Delivery,
    Facts,
    Invoice,
    Line,
    Order,
    Payment,
    Record,
)
from tests.cases.adapters import Adapter, NotCovered

#: The currency of the cases, which they do not name, and any other one for what is converted.
CURRENCY, FOREIGN = "USD", "EUR"
DAY, LATER = "2026-01-01", "2026-02-01"
CUSTOMER = "customer"


class Books:
    """The records of a case so far, and the questions that it asks of them."""

    def __init__(self, policy: Mapping[str, Any]) -> None:
        self.records: list[Record] = []
        self.orders: dict[str, str] = {}
        self.bills: dict[str, str] = {}
        limit = policy.get("limit")
        self.limits = [] if limit is None else [CreditLimit("limit", CUSTOMER, Money.of(limit, CURRENCY))]
        check = WithinLimit(
            at_limit=AtLimit.BLOCK if policy.get("block_when") == "ge" else AtLimit.PASS,
            absent=AbsentLimit.UNLIMITED,
        )
        self.policy = CreditPolicy([CreditRule(check, policy.get("action", "block"))])
        self.counting = ExposurePolicy(credited="reopens")

    def name(self) -> str:
        return f"record-{len(self.records)}"

    def line(self, event: Mapping[str, Any]) -> Line:
        """What an event is about, in the currency of the case or in the other one."""
        rate = event.get("rate_to_limit_currency")
        return Line(None, Money.of(event["amount"], CURRENCY if rate is None else FOREIGN))

    def rated(self, event: Mapping[str, Any]) -> ExposurePolicy:
        """What counts, at the rate of the event where it names one."""
        rate = event.get("rate_to_limit_currency")
        if rate is not None:
            rates = ExchangeRates([ExchangeRate(FOREIGN, CURRENCY, DAY, rate)])
            self.counting = ExposurePolicy(credited="reopens", rates=rates)
        return self.counting

    def converted(self, event: Mapping[str, Any]) -> Line:
        """The same in the currency of the limit: a decision is asked in it."""
        line, rates = self.line(event), self.rated(event).rates
        return line if rates is None else Line(None, rates.convert(line.amount, CURRENCY, DAY).round())

    def order(self, event: Mapping[str, Any]) -> Order:
        """The order that an event confirms, changes, closes or opens again."""
        given = event["order"]
        known = self.orders.get(given)
        lines = [self.line(event)] if "amount" in event else []
        made = Order(self.name(), DAY, lines, customer=CUSTOMER, supersedes=known)
        self.orders[given] = made.id
        return made

    def happened(self, event: Mapping[str, Any]) -> None:
        """A fact."""
        kind, order = event["type"], self.orders.get(event.get("order", ""))
        self.rated(event)
        if kind in ("order_confirmed", "order_amended", "order_closed", "order_reopened"):
            self.records.append(self.order(event))
        elif kind == "invoice_posted":
            bill = Invoice(self.name(), DAY, self.line(event), customer=CUSTOMER, order=order)
            self.bills[event.get("order", "")] = bill.id
            self.records.append(bill)
        elif kind == "credit_note_posted":
            against = self.bills.get(event.get("order", ""))
            self.records.append(
                CreditNote(self.name(), DAY, self.line(event), customer=CUSTOMER, invoice=against)
            )
        elif kind == "payment_received":
            self.records.append(Payment(self.name(), DAY, CUSTOMER, Money.of(event["amount"], CURRENCY)))
        else:
            raise NotCovered

    def decided(self, document: CreditDocument) -> CreditDecision:
        return self.policy.decide_on(
            document, Facts(self.records), self.limits, as_of=DAY, exposure=self.counting
        )

    def checked(self, event: Mapping[str, Any]) -> dict[str, Any]:
        """A check, which changes nothing."""
        line, order = self.converted(event), self.orders.get(event.get("order", ""))
        documents: dict[str, CreditDocument] = {
            "check_order": Order("asked", DAY, line, customer=CUSTOMER),
            "check_invoice": Invoice("asked", DAY, line, customer=CUSTOMER, order=order),
        }
        if order is not None:
            documents["check_delivery_of_order"] = Delivery("asked", DAY, line, order=order)
            documents["check_reopen_order"] = Order("asked", DAY, line, customer=CUSTOMER, supersedes=order)
        if event["type"] not in documents:
            raise NotCovered
        decision = self.decided(documents[event["type"]])
        return {"total_with_document": decision.after, "decision": decision.effect.value}

    def parts(self) -> dict[str, Any]:
        """Open orders, the receivable, and both together."""
        facts = Facts(self.records)

        def total(policy: ExposurePolicy) -> Money:
            return exposure_of(facts, CUSTOMER, DAY, CURRENCY, policy=policy).total

        return {
            "open_orders": total(ExposurePolicy("orders", credited="reopens", rates=self.counting.rates)),
            "receivable": total(self.counting.leaving_out("orders", "deliveries")),
            "exposure": total(self.counting),
        }


def ledger_kept(given: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Orders, invoices, credit notes and payments one after the other, with checks between them."""
    books = Books(given["policy"])
    told = []
    for place, event in enumerate(given["events"]):
        checked = {}
        if event["type"].startswith("check_"):
            checked = books.checked(event)
        else:
            books.happened(event)
        told.append({"event": place, **books.parts(), **checked})
    return told


def horizon_checked(given: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Open orders, of which those beyond the horizon do not count; the last one is decided on."""
    policy = given["policy"]
    counting = ExposurePolicy(horizon_days=policy["horizon_days"])
    books = Books(policy)
    told = []
    for asked in given["inputs"]:
        day = asked["as_of"]
        static = [
            Invoice(name, day, Line(None, Money.of(value, CURRENCY)), customer=CUSTOMER)
            for name, value in asked.get("components", {}).items()
        ]
        orders = [
            Order(
                f"order-{place}",
                day,
                Line(None, Money.of(one["amount"], CURRENCY)),
                customer=CUSTOMER,
                due=one["delivery_date"],
            )
            for place, one in enumerate(asked["open_orders"])
        ]
        facts = Facts([*static, *orders])
        exposure = exposure_of(facts, CUSTOMER, day, CURRENCY, policy=counting)
        decision = books.policy.decide_on(orders[-1], facts, books.limits, as_of=day, exposure=counting)
        told.append(
            {
                "horizon_date": counting.horizon_date(day),
                "exposure_in_horizon": exposure.total,
                "ignored_beyond_horizon": exposure.of("beyond"),
                "decision": decision.effect.value,
            }
        )
    return told


def aged(given: Mapping[str, Any]) -> dict[str, Any]:
    """Documents with what settled them, by age at a day."""
    policy = given["policy"]
    records: list[Record] = []
    for one in given["inputs"]:
        line = Line(None, Money.of(one["amount"], CURRENCY))
        records.append(Invoice(one["id"], one["document_date"], line, customer=CUSTOMER, due=one["due_date"]))
        for place, settled in enumerate(one.get("settlements", ())):
            name, amount = f"{one['id']}-{place}", Money.of(settled["amount"], CURRENCY)
            records.append(Payment(name, settled["date"], CUSTOMER, amount))
            records.append(Application(name, settled["date"], name, one["id"], amount))
    ageing = Ageing(
        policy["bucket_upper_days"],
        margin_days=policy.get("margin_days", 0),
        unit="months" if policy.get("calendar_months") else "days",
        names=policy["bucket_names"],
    )
    opening = {name: Money.of(value, CURRENCY) for name, value in policy.get("opening_buckets", {}).items()}
    items = open_items_of(Facts(records), CUSTOMER, policy["as_of"], CURRENCY)
    report = ageing.report(items, policy["as_of"], currency=CURRENCY, opening=opening)
    return {"buckets": {one.name: one.amount for one in report.buckets}, "total": report.total}


def allocated(given: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Money and credits that fill instalments in their order."""
    items = payable(
        [
            (PaymentTerms(part.get("due_offset_days", 0)).due(DAY), Money.of(part["amount"], CURRENCY))
            for part in given["policy"]["installments"]
        ]
    )
    told, receipts = [], []
    for place, event in enumerate(given["events"]):
        receipts.append(Receipt(Money.of(event["amount"], CURRENCY), event["type"] == "credit_note"))
        found = allocate(receipts, items, by=AllocationOrder.AS_LISTED)
        told.append(
            {
                "event": place,
                "outstanding": [item.open for item in found.items],
                "paid": [item.paid for item in found.items],
                "credited": [item.credited for item in found.items],
                "unallocated": found.unallocated,
                "total_outstanding": found.open,
            }
        )
    return told


def dues(given: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Due dates by days after the invoice, or by the end of a month."""
    policy = given["policy"]
    if policy["rule"] == "days_after_invoice":
        terms = PaymentTerms(policy["days"])
    elif "end" in policy["rule"] and "month" in policy["rule"]:
        terms = PaymentTerms(policy.get("days", 0), months=policy.get("months", 0), month_end=True)
    else:
        raise NotCovered
    return [{"due_date": terms.due(one["invoice_date"])} for one in given["inputs"]]


def milestones_billed(given: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Shares of a contract as its milestones are reached."""
    policy = given["policy"]
    known = ("id", "percent", "proportional")
    if any(name not in known for one in policy["milestones"] for name in one):
        raise NotCovered
    stages = [
        Milestone(one["id"], f"{one['percent']}%", bool(one.get("proportional")))
        for one in policy["milestones"]
    ]
    value = Money.of(policy["contract_value"], CURRENCY)
    plan = BillingPlan(value, stages, policy.get("last_takes_rest"))
    reached = [
        (event["milestone"], f"{event['done_percent']}%") if "done_percent" in event else event["milestone"]
        for event in given["events"]
    ]
    return [
        {
            "milestone": step.milestone,
            "bill": step.amount,
            "billed_to_date": step.billed,
            "unbilled": step.unbilled,
        }
        for step in plan.bill(reached)
    ]


def exchanged(given: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Items in another currency, paid at another rate."""
    told = []
    for one in given["inputs"]:
        rates = ExchangeRates(
            [
                ExchangeRate(FOREIGN, CURRENCY, DAY, one["invoice_rate"]),
                ExchangeRate(FOREIGN, CURRENCY, LATER, one["payment_rate"]),
            ]
        )
        item = rates.convert(Money.of(one["amount"], FOREIGN), CURRENCY, DAY)
        paid = rates.convert(Money.of(one["payment"], FOREIGN), CURRENCY, LATER)
        found = exchange_outcome(item, [paid])
        told.append(
            {
                "foreign_outstanding": found.open,
                "base_invoiced": found.booked,
                "base_remaining_unadjusted": found.unadjusted,
                "base_remaining_at_invoice_rate": found.at_booked_rate,
                "fx_difference_on_paid_part": found.difference,
            }
        )
    return told


def foreseen(given: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Payments that come into effect after the day."""
    told = []
    for one in given["inputs"]:
        payments = [
            DatedPayment(payment["effective"], Money.of(payment["amount"], CURRENCY))
            for payment in one["payments"]
        ]
        found = outlook_of(Money.of(one["amount"], CURRENCY), payments, given["policy"]["as_of"])
        told.append(
            {
                "outstanding": found.open,
                "future_payments": found.coming,
                "remaining_after_future": found.remaining,
                "future_unallocated": found.unallocated,
            }
        )
    return told


ADAPTERS: Mapping[str, Adapter] = MappingProxyType(
    {
        "ageing": aged,
        "allocation": allocated,
        "due_date": dues,
        "exposure_ledger": ledger_kept,
        "future_payment": foreseen,
        "fx_open_item": exchanged,
        "horizon_check": horizon_checked,
        "milestones": milestones_billed,
    }
)
