"""The rules that apply to one customer at one step, worked out on plain figures."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeAlias

from salesmgmt.credit.decisions.amounts import WarningLine, WithinLimit
from salesmgmt.credit.decisions.choices import RANKS, AbsentLimit, Checkpoint, Effect, LateFrom, NarrowerScope
from salesmgmt.credit.decisions.customers import AverageDelay, HighestDunning, ReviewOverdue
from salesmgmt.credit.decisions.documents import ChangeOfTerms, DocumentValue, ValueByDelay
from salesmgmt.credit.decisions.figures import NO_CHECK, STOP, Asked, Figures
from salesmgmt.credit.decisions.open_items import OldestItem, ShareOverdue
from salesmgmt.credit.decisions.rules import (
    CreditExclusion,
    CreditOverride,
    CreditRule,
    covers,
    scope_of,
    strictly,
)
from salesmgmt.credit.decisions.telling import Telling, telling_of

__all__ = ["ALWAYS_CALM", "BLOCK", "NEVER_CALM", "Calm", "Lane", "Quick"]

Quick: TypeAlias = Callable[[int, int, "int | None", int, int], int]
"""From what is added, the exposure, the limit, the oldest due date and the day to the rank of the effect."""

Calm: TypeAlias = tuple[int, int, int, int]
"""Up to where no rule speaks: the exposure with the document, days since the oldest due date, the value of
the document, the ordinal of the day."""

ALWAYS_CALM = 1 << 62
NEVER_CALM = -ALWAYS_CALM
_NOTHING: Calm = (NEVER_CALM, NEVER_CALM, NEVER_CALM, NEVER_CALM)
_ALL: Calm = (ALWAYS_CALM, ALWAYS_CALM, ALWAYS_CALM, ALWAYS_CALM)
BLOCK = RANKS[Effect.BLOCK]
STOPS = RANKS[Effect.HOLD]
_NOTHING_ASKED = Asked(0, 0, 0)
_LIMITS = (WithinLimit, WarningLine)
_STANDING = (ReviewOverdue, HighestDunning, AverageDelay)


class Lane:
    """What applies to one customer at one step.

    Attributes:
        rules: The rules that speak, each with the exclusions that can cancel it.
        releases: The exclusions that can cancel all.
        excludes: Whether any exclusion can cancel anything.
    """

    __slots__ = ("_limits", "_ranked", "_standing", "_still", "excludes", "releases", "rules")

    def __init__(
        self,
        rules: Sequence[CreditRule],
        exclusions: Sequence[CreditExclusion],
        narrower: NarrowerScope,
        customer: str,
        groups: tuple[str, ...],
        at: Checkpoint,
    ) -> None:
        here = [
            rule for rule in rules if at in rule.at and covers(rule.customers, rule.groups, customer, groups)
        ]
        if narrower is NarrowerScope.REPLACES:
            narrowest: dict[tuple[str, Effect], int] = {}
            for rule in here:
                key, scope = (rule.check.kind, rule.effect), scope_of(rule.customers, rule.groups)
                narrowest[key] = min(scope, narrowest.get(key, scope))
            here = [
                rule
                for rule in here
                if scope_of(rule.customers, rule.groups) == narrowest[rule.check.kind, rule.effect]
            ]
        away = [
            one for one in exclusions if at in one.at and covers(one.customers, one.groups, customer, groups)
        ]
        self.releases: tuple[CreditExclusion, ...] = tuple(one for one in away if one.releases)
        self.rules: tuple[tuple[CreditRule, tuple[CreditExclusion, ...]], ...] = tuple(
            (
                rule,
                tuple(
                    one
                    for one in away
                    if not one.releases
                    and one.check is not None
                    and one.check.kind == rule.check.kind
                    and scope_of(one.customers, one.groups) < scope_of(rule.customers, rule.groups)
                ),
            )
            for rule in here
        )
        self.excludes = bool(self.releases) or any(excluding for _, excluding in self.rules)
        self._ranked = tuple(
            sorted(
                (
                    (RANKS[rule.effect], rule, strictly(rule.check), excluding)
                    for rule, excluding in self.rules
                    if rule.effect is not Effect.PASS
                ),
                key=lambda entry: -entry[0],
            )
        )
        checks = [(rule.check, strict) for _, rule, strict, _ in self._ranked]
        self._limits = [(check, strict) for check, strict in checks if isinstance(check, _LIMITS)]
        self._standing = [(check, strict) for check, strict in checks if isinstance(check, _STANDING)]
        self._still = self._stillness()

    def tellings(self) -> tuple[Telling, ...] | None:
        """What the rules find, where all of them tell it from the numbers; else None."""
        if self.excludes:
            return None
        told = [telling_of(rule) for rule, _ in self.rules]
        found = tuple([one for one in told if one is not None])
        return found if len(found) == len(told) else None

    def released_by(self, figures: Figures, asked: Asked) -> CreditExclusion | None:
        """The first exclusion that cancels all; None where none does."""
        for one in self.releases:
            if one.check is None or one.check.ok(figures, asked, 1):
                return one
        return None

    def verdict(self, figures: Figures, asked: Asked, overrides: Iterable[CreditOverride] = ()) -> int:
        """The rank of the effect of all rules together.

        Args:
            figures: The customer.
            asked: The document.
            overrides: What those with a role in hand may override.
        """
        if asked.amount < 0 or asked.added < 0:
            return 0
        status = figures.status
        if status:
            if status == NO_CHECK:
                return 0
            if status == STOP:
                return BLOCK
        highest, released = 0, None
        for rank, rule, strict, excluding in self._ranked:
            if rank <= highest:
                break
            if rule.check.ok(figures, asked, strict):
                continue
            if excluding and any(one.check.ok(figures, asked, 1) for one in excluding if one.check):
                continue
            if rank >= STOPS and self.releases:
                if released is None:
                    released = self.released_by(figures, asked) is not None
                if released:
                    continue
            for override in overrides:
                if not override.rules or rule.id in override.rules:
                    rank = min(rank, RANKS[override.to])
            highest = max(highest, rank)
        return highest

    def calm(self, figures: Figures) -> Calm:
        """Up to where a customer's orders give no rule a reason to speak; beyond it, rules have to be asked.

        Asks what does not change with each document: limits, standing and status; of pools only whether there
        are any. Orders come without terms of their own, and their items undisputed and never dunned.
        """
        if figures.status:
            return _ALL if figures.status == NO_CHECK else _NOTHING
        if self._still is None:
            return _NOTHING
        grace, most = self._still
        ceiling = last = ALWAYS_CALM
        limit = figures.limit
        bounded = limit is not None or figures.pools
        for check, strict in self._limits:
            if bounded:
                ceiling = min(ceiling, room(check, strict, limit))
            elif isinstance(check, WithinLimit) and check.absent is AbsentLimit.BLOCK:
                return _NOTHING
        for standing, strict in self._standing:
            if not isinstance(standing, ReviewOverdue):
                if not standing.ok(figures, _NOTHING_ASKED, strict):
                    return _NOTHING
            elif figures.review is not None:
                last = min(last, figures.review + max(0, standing.days - strict))
        return ceiling, grace, most, last

    def _stillness(self) -> tuple[int, int] | None:
        """Days and value up to where rules are silent whoever asks; None where some never are."""
        grace = most = ALWAYS_CALM
        for _, rule, strict, _ in self._ranked:
            check = rule.check
            if isinstance(check, OldestItem):
                grace = min(grace, check.allowed(strict) - (check.late_from is LateFrom.DUE_DAY))
            elif isinstance(check, ShareOverdue):
                grace = min(grace, check.days - (check.late_from is LateFrom.DUE_DAY))
            elif isinstance(check, ValueByDelay):
                at_once = check.bound(0)
                most = most if at_once is None else min(most, at_once - strict)
                later = min((step for step, _ in check.steps if step), default=ALWAYS_CALM)
                grace = min(grace, later - 1 - (check.late_from is LateFrom.DUE_DAY))
            elif isinstance(check, DocumentValue):
                most = min(most, check.amount.minor - strict)
            elif not isinstance(check, (*_LIMITS, *_STANDING, ChangeOfTerms)):
                return None
        return grace, most

    def room(self, limit: int) -> int:
        """What of a pool may be used before a rule speaks."""
        return min([room(check, strict, limit) for check, strict in self._limits], default=ALWAYS_CALM)

    def quick(self) -> Quick | None:
        """The same verdict from five whole numbers, for customers without pools and without a status.

        Only where the rules ask no more than a static limit, a warning line and the oldest due date; None
        where they do. The limit is as in `Figures`; the oldest due date is that of the items above zero,
        `NEVER` where there is none.
        """
        if self.excludes:
            return None
        limits: list[tuple[int, int, bool]] = []
        lines: list[tuple[int, int, int]] = []
        ages: list[tuple[int, int]] = []
        for rank, rule, strict, _ in self._ranked:
            check = rule.check
            if isinstance(check, WithinLimit) and check.horizon_days is None:
                limits.append((rank, int(strict), check.absent is AbsentLimit.BLOCK))
            elif isinstance(check, WarningLine):
                lines.append((rank, check.share.value.numerator, check.share.value.denominator))
            elif isinstance(check, OldestItem) and check.plain:
                from_due = check.late_from is LateFrom.DUE_DAY
                ages.append((rank, check.allowed(strict) - from_due))
            else:
                return None
        return _joined(limits, lines, ages)


def room(check: WithinLimit | WarningLine, strict: int, limit: int | None) -> int:
    """The exposure up to which a limit, or the line below it, lets every document pass."""
    if limit is None or limit < 0:
        return ALWAYS_CALM
    return check.line(limit) - 1 if isinstance(check, WarningLine) else limit - strict


def _joined(
    limits: list[tuple[int, int, bool]], lines: list[tuple[int, int, int]], ages: list[tuple[int, int]]
) -> Quick:
    """One closure for all rules, with a shorter one for what is most often asked."""
    if len(limits) == 1 and len(ages) <= 1 and not lines:
        return _plain(limits[0], ages[0] if ages else None)

    def verdict(added: int, exposure: int, limit: int | None, oldest: int, day: int) -> int:
        if added < 0:
            return 0
        highest = 0
        late = day - oldest
        for rank, grace in ages:
            if late > grace and rank > highest:
                highest = rank
        if limit is None:
            for rank, _, absent in limits:
                if absent and rank > highest:
                    highest = rank
            return highest
        if limit >= 0:
            after = exposure + added
            for rank, strict, _ in limits:
                if after > limit - strict and rank > highest:
                    highest = rank
            for rank, numerator, denominator in lines:
                if rank > highest and after * denominator >= limit * numerator:
                    highest = rank
        return highest

    return verdict


def _plain(one: tuple[int, int, bool], age: tuple[int, int] | None) -> Quick:
    rank, strict, absent = one
    missing = rank if absent else 0
    if age is None:

        def within(added: int, exposure: int, limit: int | None, oldest: int, day: int) -> int:
            if added < 0:
                return 0
            if limit is None:
                return missing
            return rank if exposure + added > limit - strict and limit >= 0 else 0

        return within
    late, grace = age

    def verdict(added: int, exposure: int, limit: int | None, oldest: int, day: int) -> int:
        if added < 0:
            return 0
        first = late if day - oldest > grace else 0
        if limit is None:
            return missing if missing > first else first
        if exposure + added > limit - strict and limit >= 0 and rank > first:
            return rank
        return first

    return verdict
