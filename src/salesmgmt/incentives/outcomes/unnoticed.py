"""Deals that do not count although no condition of the plan says so: what is easily overlooked in a total."""

from __future__ import annotations

from collections.abc import Iterable

from salesmgmt.incentives.deals import Deal, Event, deals_of
from salesmgmt.incentives.engine.scope import Scope
from salesmgmt.incentives.outcomes.tracing import NotCounted, Teller, tellers
from salesmgmt.records import Opportunity

__all__ = ["UNNOTICED", "unnoticed"]

UNNOTICED = (
    "currency",
    "factor_unknown",
    "invoice_unknown",
    "key_unknown",
    "nobody",
    "post_unknown",
    "unapplied",
    "value_missing",
)
"""Ways in which a deal is lost that are none of the plan's own conditions, dates and people."""

_Name = tuple[Event, str, int | None]


def unnoticed(scope: Scope) -> dict[tuple[str, str], set[_Name]]:
    """The deals of the days in question that are lost in such a way, by component and way."""
    found: dict[tuple[str, str], set[_Name]] = {}
    asked = tellers(scope)
    for event in Event:
        own = [teller for teller in asked if event in teller.judge.events]
        if not own:
            continue
        for deal in deals_of(scope.facts, event):
            day = deal.on
            if day is None or day not in scope.during:
                continue
            name = event, deal.id, None if isinstance(deal, Opportunity) else deal.line_number
            for teller in own:
                for way in _ways(scope, teller, deal, event):
                    found.setdefault((teller.stream.accounts[0].id[0], way), set()).add(name)
    return found


def _ways(scope: Scope, teller: Teller, deal: Deal, event: Event) -> Iterable[str]:
    day = deal.on
    if day is None:
        return
    if teller.asks_posts or deal.owner is None:
        for told in teller.tell(deal, day, event):
            if isinstance(told, NotCounted):
                way = told.reason.code.rpartition(".")[2]
                way = "post_unknown" if told.reason.because else way
                if way in UNNOTICED:
                    yield way
        return
    judged = teller.judge.judge(deal, day, event)
    if isinstance(judged, str) and judged in UNNOTICED:
        yield judged
