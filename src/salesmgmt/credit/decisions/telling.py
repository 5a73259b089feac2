"""What the rules that are asked most found, straight from whole numbers: the same reasons as `Hearing`.

They are the static limit, a warning line and the oldest open item, for an order that is new, of a customer
whose own limit is an amount and who shares none.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

from salesmgmt.credit.decisions.amounts import WarningLine, WithinLimit
from salesmgmt.credit.decisions.choices import Effect, LateFrom
from salesmgmt.credit.decisions.findings import Found
from salesmgmt.credit.decisions.open_items import OldestItem
from salesmgmt.credit.decisions.rules import CreditRule, strictly
from salesmgmt.money import Currency, Money
from salesmgmt.money.money import made
from salesmgmt.reasons import Reason
from salesmgmt.reasons.reason import reason_made

__all__ = ["Late", "Telling", "telling_of"]

Late: TypeAlias = Sequence[tuple[str, int, int]]
"""Items whose due date has come: identifier, ordinal of the due date, what is open."""

Telling: TypeAlias = Callable[[int, Money, Currency, tuple[str, ...], Late, int], Found]
"""What one rule found of an order: from the exposure with it, the limit, the currency, the identifiers of the
order and the limits, the late items and the day."""


def telling_of(rule: CreditRule) -> Telling | None:
    """What a rule tells; None where it asks for more than the numbers."""
    check = rule.check
    if isinstance(check, WithinLimit) and check.horizon_days is None:
        return _limit(rule.id, rule.effect, strictly(check))
    if isinstance(check, OldestItem) and check.plain:
        return _oldest(rule.id, rule.effect, check)
    return _line(rule.id, rule.effect, check) if isinstance(check, WarningLine) else None


def _limit(name: str, effect: Effect, strict: int) -> Telling:
    def tell(after: int, limit: Money, unit: Currency, facts: tuple[str, ...], late: Late, day: int) -> Found:
        left = limit.minor - after
        exposure = made(after, unit)
        if left < 0:
            values = (("excess", made(-left, unit)), ("exposure", exposure), ("limit", limit))
            return (name, effect, reason_made("credit.limit.exceeded", values, facts))
        if strict and not left:
            reached = (("exposure", exposure), ("limit", limit))
            return (name, effect, reason_made("credit.limit.reached", reached, facts))
        values = (("exposure", exposure), ("headroom", made(left, unit)), ("limit", limit))
        return (name, Effect.PASS, reason_made("credit.limit.kept", values, facts))

    return tell


def _line(name: str, effect: Effect, check: WarningLine) -> Telling:
    share = check.share

    def tell(after: int, limit: Money, unit: Currency, facts: tuple[str, ...], late: Late, day: int) -> Found:
        near = after >= check.line(limit.minor)
        values = (("exposure", made(after, unit)), ("limit", limit), ("line", share))
        said = reason_made("credit.limit.near" if near else "credit.limit.below", values, facts)
        return (name, effect if near else Effect.PASS, said)

    return tell


def _oldest(name: str, effect: Effect, check: OldestItem) -> Telling:
    on_time = (name, Effect.PASS, Reason("credit.overdue.none"))
    first, allowed, grace = (
        int(check.late_from is LateFrom.DUE_DAY),
        check.allowed(strictly(check)),
        check.days,
    )

    def tell(after: int, limit: Money, unit: Currency, facts: tuple[str, ...], late: Late, day: int) -> Found:
        if not late:
            return on_time
        items = [item for item in late if item[1] < day + first]
        if not items:
            return on_time
        days = day + first - items[0][1]
        amount = made(sum([item[2] for item in items]), unit)
        values = (("amount", amount), ("days", days), ("grace", grace))
        ids = tuple([item[0] for item in items])
        if days <= allowed:
            return (name, Effect.PASS, reason_made("credit.overdue.kept", values, ids))
        return (name, effect, reason_made("credit.overdue", values, ids))

    return tell
