"""What the tour needs to know of a company: its facts, its policies, and what had to be assumed."""

from __future__ import annotations

from datetime import timedelta

from attrs import field, frozen

from salesmgmt.calendars import Period
from salesmgmt.credit import CreditPolicy, Limits
from salesmgmt.incentives import Plan
from salesmgmt.money import Money
from salesmgmt.records import Facts, Line, Order
from salesmgmt.targets import Cascade
from salesmgmt.territory import Division


@frozen
class Text:
    """A sentence in both languages."""

    en: str
    zh: str

    def in_(self, lang: str) -> str:
        """The sentence in a language."""
        return self.en if lang == "en" else self.zh


@frozen
class Finding:
    """Something about rows of a file that a reader has to know."""

    file: str
    what: Text
    handled: Text
    rows: tuple[int, ...]


@frozen
class Reconciled:
    """A figure of a file, added up from its bare text, beside the same figure of the facts."""

    stage: str
    file_rows: int
    fact_rows: int
    file_sum: Money
    fact_sum: Money

    @property
    def agrees(self) -> bool:
        """Whether the two are the same."""
        return (self.file_rows, self.file_sum) == (self.fact_rows, self.fact_sum)


@frozen
class Scenario:
    """A company's year, ready to be asked.

    Attributes:
        name: What the company is called.
        facts: The facts of the year, without the quotas that the tour cascades.
        year: The fiscal year.
        division: How the market is divided.
        cascade: How the target is passed down.
        target: The company's target of the year.
        plan: The incentive plan.
        credit: Rules of credit.
        limits: Credit limits of the customers.
        orders: New orders to decide on, at the end of the year.
        shown: Whose statement is printed in full.
        assumptions: What had to be assumed, by mark.
        resting: Marks of the assumptions on which each section rests.
        left_out: What the data does not have.
        findings: What was found about rows of the files.
        reconciliation: The files' own sums beside the facts'.
        own_quotas: Whether pay is measured against quotas that are among the facts, not the cascaded ones.
    """

    name: Text
    facts: Facts
    year: Period
    division: Division
    cascade: Cascade
    target: Money
    plan: Plan
    credit: CreditPolicy
    limits: Limits
    orders: tuple[Order, ...]
    shown: str
    assumptions: dict[str, Text] = field(factory=dict)
    resting: dict[str, tuple[str, ...]] = field(factory=dict)
    left_out: tuple[Text, ...] = ()
    findings: tuple[Finding, ...] = ()
    reconciliation: tuple[Reconciled, ...] = ()
    own_quotas: bool = False


def new_orders(facts: Facts, year: Period, line: Line) -> tuple[Order, ...]:
    """An order each, on the last day of a year, from five customers who owe from the most to the least."""
    last = year.end - timedelta(days=1)
    paid: dict[str, int] = {}
    for application in facts.applications:
        paid[application.invoice] = paid.get(application.invoice, 0) + application.amount_minor
    unpaid: dict[str, int] = {}
    for invoice in facts.invoices:
        rest = invoice.gross_minor - paid.get(invoice.id, 0)
        if invoice.on <= last and rest > 0:
            unpaid[invoice.customer] = unpaid.get(invoice.customer, 0) + rest
    ranked = sorted(unpaid, key=lambda name: (-unpaid[name], name))
    chosen = dict.fromkeys(ranked[place * (len(ranked) - 1) // 4] for place in range(5) if ranked)
    return tuple(Order(f"N-{place}", last, line, customer=name) for place, name in enumerate(chosen, 1))
