"""What the tests of published plans share: plans of some components, deals, and what came out."""

from __future__ import annotations

from collections.abc import Iterable

from salesmgmt.incentives import Component, Crediting, Earnings, Plan
from salesmgmt.records import Opportunity, Scalar

YEAR, FIRST_QUARTER = "2026", "2026-Q1"
QUARTER = "2026-01-01/2026-04-01"


def plan(*components: Component, currency: str = "USD", crediting: Crediting | None = None) -> Plan:
    """A plan of some components."""
    shared = Crediting() if crediting is None else crediting
    return Plan("published", currency=currency, components=components, crediting=shared)


def deal(
    name: str, amount: str, closed: str = "2026-01-15", owner: str = "ann", **more: Scalar | None
) -> Opportunity:
    """A deal that was won."""
    return Opportunity(name, owner, amount, outcome="won", closed=closed, more=more)


def deals(amounts: Iterable[str], closed: str = "2026-01-15", owner: str = "ann") -> list[Opportunity]:
    """Some deals that were won on one day."""
    return [deal(f"{owner} {closed} {number}", sold, closed, owner) for number, sold in enumerate(amounts, 1)]


def paid(outcome: Earnings, component: str | None = None, owner: str = "ann") -> str:
    """What somebody earns; their statement has to add up, and to be told in both languages."""
    for lang in ("en", "zh"):
        statement = outcome.statement(owner, lang)
        assert statement.adds_up
        assert f"{statement.total}" == f"{outcome.total(owner)}"
        assert f"{statement}"
        assert statement.reason.text(lang)
    return f"{outcome.total(owner, component=component)}"


def each(outcome: Earnings, component: str, owner: str = "ann") -> list[str]:
    """What somebody earns by a component, period by period."""
    return [
        f"{one.amount}" for one in outcome.earned if (one.component, one.participant) == (component, owner)
    ]
