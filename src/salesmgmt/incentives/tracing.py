"""The way of every deal told step by step: what is credited to whom, and what is not and why.

It walks as `salesmgmt.incentives.collecting` does, when somebody asks, and makes a credit or a finding of
every step. Tests hold the two together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import TypeAlias

from attrs import frozen

from salesmgmt.criteria import Explanation
from salesmgmt.incentives.crediting import Credit, CreditKind
from salesmgmt.incentives.measures import Deal, Event, SaleLine, deals_of
from salesmgmt.incentives.scope import Scope
from salesmgmt.incentives.terms import Commission, Override
from salesmgmt.incentives.texts import heading
from salesmgmt.money import Money, Unrounded
from salesmgmt.reasons import Reason

__all__ = ["NotCounted", "tell", "trace"]


@frozen(weakref_slot=False)
class NotCounted:
    """A deal of the period, or a part of it, that a component does not count, and why.

    Attributes:
        component: Identifier of the component.
        participants: Whom it would have concerned; none where nobody is known.
        event: What happened to the deal.
        deal: Identifier of the opportunity, order or invoice.
        line: Number of the line, from 1; None for an opportunity.
        on: Business date of the deal.
        value: What does not count; None where it cannot be told.
        reason: Why.
        condition: The condition that was not met, with the values found; None for other reasons.
    """

    component: str
    participants: tuple[str, ...]
    event: Event
    deal: str
    line: int | None
    on: date
    value: Unrounded | None
    reason: Reason
    condition: Explanation | None = None

    def why(self, lang: str = "en") -> str:
        """The reason in words, with the conditions that decided and what was found."""
        words = self.reason.text(lang)
        if self.condition is None:
            return words
        findings = heading("and", lang).join(finding.text(lang) for finding in self.condition.deciding)
        return heading("because", lang, words, findings)


def trace(scope: Scope, participant: str | None = None) -> Iterator[Credit | NotCounted]:
    """Every deal of the days in question, as credits and as findings why something is not credited.

    Args:
        scope: What was looked up for the call.
        participant: Whose credits and findings to tell; None for everybody's.
    """
    for event in Event:
        commissions = [one for one in scope.terms.commissions if one.of.event is event]
        if not commissions:
            continue
        for deal in deals_of(scope.facts, event):
            if deal.on is not None and deal.on in scope.during:
                for commission in commissions:
                    for told in tell(scope, commission, deal, deal.on):
                        if participant is None or participant in _concerned(told):
                            yield told


def _concerned(told: Credit | NotCounted) -> tuple[str, ...]:
    return (told.participant,) if isinstance(told, Credit) else told.participants


def tell(scope: Scope, commission: Commission, deal: Deal, day: date) -> Iterator[Credit | NotCounted]:
    """What becomes of one deal in one commission and in the overrides above it."""
    line = deal.line_number if isinstance(deal, SaleLine) else None
    event, currency = commission.of.event, scope.terms.currency

    def not_counted(
        component: str,
        code: str,
        people: tuple[str, ...],
        value: Unrounded | None,
        values: Mapping[str, str | Money] | None = None,
        condition: Explanation | None = None,
    ) -> NotCounted:
        reason = Reason(f"incentives.excluded.{code}", values or {}, (deal.id,))
        return NotCounted(component, people, event, deal.id, line, day, value, reason, condition)

    held = scope.shares.of(deal, day)
    minor = commission.of.minor(deal)
    whole = None if minor is None or deal.currency is None else Money(minor, deal.currency)
    parts = list(scope.shares.parts(0 if minor is None else minor, held, deal.owner))
    names = tuple(dict.fromkeys(part.participant for part in parts))
    found = _objection(scope, commission, deal, day)
    if found is None and whole is None:
        found = "value_missing", {}, None
    if found is None and not any(part.kind is not CreditKind.OVERLAY for part in parts):
        found = "nobody", {}, None
    if found is not None:
        code, values, condition = found
        value = None if whole is None else whole.exact
        yield not_counted(commission.id, code, names, value, values, condition)
        if code != "nobody":
            return
    if whole is None:
        return
    overrides = [one for one in scope.terms.overrides if one.of == commission.id]
    for part in parts:
        value = Unrounded(part.value, currency)
        if not scope.people.takes_part(part.participant, day):
            code = "overlay_not_in_plan" if part.kind is CreditKind.OVERLAY else "not_in_plan"
            yield not_counted(
                commission.id, code, (part.participant,), value, {"participant": part.participant}
            )
            continue
        credit = Credit(
            commission.id, part.participant, event, deal.id, line, day, value, whole,
            part.kind, part.share, part.weight, part.of,
        )  # fmt: skip
        yield credit
        for override in overrides:
            yield from _up(scope, override, credit, not_counted)


NotCountedMaker: TypeAlias = Callable[
    [str, str, tuple[str, ...], "Unrounded | None", "Mapping[str, str | Money] | None"], NotCounted
]


def _up(
    scope: Scope, override: Override, credit: Credit, not_counted: NotCountedMaker
) -> Iterator[Credit | NotCounted]:
    """What a credit means for the manager above."""
    managers = scope.people.managers(credit.participant, credit.on, override.level)
    values: dict[str, str | Money] = {"participant": credit.participant}
    if len(managers) != 1:
        code = "several_managers" if managers else "no_manager"
        if managers:
            values["managers"] = ", ".join(sorted(managers))
        yield not_counted(override.id, code, tuple(sorted(managers)), credit.value, values)
        return
    (manager,) = managers
    if not scope.people.takes_part(manager, credit.on):
        yield not_counted(override.id, "not_in_plan", (manager,), credit.value, {"participant": manager})
        return
    yield Credit(
        override.id, manager, credit.event, credit.deal, credit.line, credit.on, credit.value, credit.whole,
        CreditKind.TEAM, credit.share, credit.weight, credit.of, credit.participant,
    )  # fmt: skip


def _objection(
    scope: Scope, commission: Commission, deal: Deal, day: date
) -> tuple[str, dict[str, str | Money], Explanation | None] | None:
    """Why a deal as a whole does not count in a commission, or None; in the order in which it is asked."""
    terms = scope.terms
    if scope.counted is None or day not in scope.counted:
        return "plan_dates", {"during": str(terms.during)}, None
    if deal.currency is not None and deal.currency != terms.currency:
        return "currency", {"currency": deal.currency.code, "plan": terms.currency.code}, None
    if deal.amount_minor is None:
        return "value_missing", {}, None
    if scope.test(commission)(deal):
        return None
    return "condition", {}, commission.of.where.explain(deal, scope.tables)
