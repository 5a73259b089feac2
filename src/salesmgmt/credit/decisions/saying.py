"""What each check found, as reasons with their operands."""

from __future__ import annotations

from datetime import date

from salesmgmt.credit.decisions.amounts import WarningLine, WithinLimit
from salesmgmt.credit.decisions.checks import late_days, open_of
from salesmgmt.credit.decisions.choices import AbsentLimit, AtLimit, DisputedItems
from salesmgmt.credit.decisions.customers import AverageDelay, HighestDunning, ReviewOverdue
from salesmgmt.credit.decisions.documents import ChangeOfTerms, DocumentValue, ValueByDelay
from salesmgmt.credit.decisions.figures import FREE, Asked, Figures
from salesmgmt.credit.decisions.open_items import HighestItem, OldestItem, ShareOverdue
from salesmgmt.credit.decisions.requests import CreditRequest
from salesmgmt.credit.decisions.rules import CreditCheck
from salesmgmt.credit.exposure.items import OpenItem
from salesmgmt.credit.positions import Position
from salesmgmt.money import Money
from salesmgmt.reasons import Reason, ReasonValue

__all__ = ["Hearing"]


class Hearing:
    """One request before one position: what its checks find.

    Attributes:
        figures: The position as whole numbers.
        asked: The request as whole numbers.
    """

    __slots__ = ("_on", "_position", "_request", "_unit", "asked", "figures")

    def __init__(
        self, request: CreditRequest, position: Position, on: date, figures: Figures, asked: Asked
    ) -> None:
        self._request = request
        self._position = position
        self._on = on
        self._unit = position.currency
        self.figures = figures
        self.asked = asked

    def found(self, check: CreditCheck, ok: bool) -> tuple[Reason, ...]:
        """The reasons of a check that is passed, or not."""
        if isinstance(check, WithinLimit):
            return self._limit(check)
        if isinstance(check, OldestItem):
            return (self._oldest(check, ok),)
        if isinstance(check, WarningLine):
            return self._line(check)
        if isinstance(check, ShareOverdue):
            return (self._share(check, ok),)
        if isinstance(check, HighestItem):
            return (self._highest(check, ok),)
        if isinstance(check, HighestDunning):
            return (self._dunning(check, ok),)
        if isinstance(check, DocumentValue):
            return (self._value(check, ok),)
        if isinstance(check, ValueByDelay):
            return (self._value_by_delay(check, ok),)
        if isinstance(check, AverageDelay):
            return (self._delay(check, ok),)
        if isinstance(check, ChangeOfTerms):
            return (self._terms(check, ok),)
        return (self._review(check, ok),)

    def _money(self, minor: int) -> Money:
        return Money(minor, self._unit)

    def _holder(self, place: int | None) -> tuple[str, dict[str, ReasonValue], tuple[str, ...]]:
        """Whether it is the customer's own limit or a pool, which pool, and the facts."""
        if place is None:
            limit = self._position.limit
            return "limit", {}, (self._request.id, *(() if limit is None else limit.limits))
        name = self._position.pools[place].id
        return "pool", {"pool": name}, (self._request.id, name)

    def _limit(self, check: WithinLimit) -> tuple[Reason, ...]:
        figures = self.figures
        because = () if check.horizon_days is None else self._horizon(check)
        own: tuple[Reason, ...] = ()
        if figures.limit is None:
            if not figures.pools:
                own = (
                    self._without("absent" if check.absent is AbsentLimit.BLOCK else "none", check, because),
                )
        elif figures.limit < 0:
            own = (self._without("none" if figures.limit == FREE else "unchecked", check, because),)
        strict = check.at_limit is AtLimit.BLOCK
        bound = [
            self._bound(place, limit, after, strict, because)
            for place, limit, after in check.bound(figures, self.asked)
        ]
        return (*own, *bound)

    def _horizon(self, check: WithinLimit) -> tuple[Reason, ...]:
        """What is not counted since it is wanted after the horizon."""
        ignored = check.beyond(self.figures, self.asked.day)
        if not check.counts(self.asked):
            ignored += self.asked.added
        if not ignored:
            return ()
        until = date.fromordinal(min(check.last_day(self.asked.day), date.max.toordinal()))
        return (Reason("credit.horizon", {"amount": self._money(ignored), "until": until}),)

    def _without(self, code: str, check: WithinLimit, because: tuple[Reason, ...]) -> Reason:
        added = self.asked.added if check.counts(self.asked) else 0
        after = self.figures.exposure - check.beyond(self.figures, self.asked.day) + added
        limit = self._position.limit
        facts = (self._request.id, *(() if limit is None else limit.limits))
        values: dict[str, ReasonValue] = {
            "customer": self._position.customer,
            "exposure": self._money(after),
        }
        return Reason(f"credit.limit.{code}", values, facts, because)

    def _bound(
        self, place: int | None, limit: int, after: int, strict: bool, because: tuple[Reason, ...]
    ) -> Reason:
        kind, values, facts = self._holder(place)
        taken = None if place is None else self._position.pools[place].taken
        if taken is not None:
            because = (*because, Reason("credit.pool.taken", {**values, "taken": taken}))
        values["exposure"] = self._money(after)
        values["limit"] = self._money(limit)
        if after > limit:
            values["excess"] = self._money(after - limit)
            return Reason(f"credit.{kind}.exceeded", values, facts, because)
        if strict and after == limit:
            return Reason(f"credit.{kind}.reached", values, facts, because)
        values["headroom"] = self._money(limit - after)
        return Reason(f"credit.{kind}.kept", values, facts, because)

    def _line(self, check: WarningLine) -> tuple[Reason, ...]:
        found = []
        for place, limit, after in check.bound(self.figures, self.asked):
            kind, values, facts = self._holder(place)
            said = "near" if after >= check.line(limit) else "below"
            values = {
                **values,
                "exposure": self._money(after),
                "limit": self._money(limit),
                "line": check.share,
            }
            found.append(Reason(f"credit.{kind}.{said}", values, facts))
        return tuple(found)

    def _oldest(self, check: OldestItem, ok: bool) -> Reason:
        late = self._late(check)
        items = [(item, days) for item, days in late if check.looked_at(item.open.minor, _disputed(item))]
        if not items:
            return Reason("credit.overdue.none")
        values: dict[str, ReasonValue] = {
            "amount": self._sum(items, check.disputed),
            "days": max(days for _, days in items),
            "grace": check.days,
        }
        return Reason("credit.overdue.kept" if ok else "credit.overdue", values, _ids(items))

    def _late(self, check: OldestItem | ShareOverdue) -> list[tuple[OpenItem, int]]:
        """The items that are late, and by how many days."""
        day = self.asked.day
        found = []
        for item in self._position.items:
            days = 0 if item.due is None else late_days(item.due.toordinal(), day, check.late_from)
            if not days:  # the items that follow are due later still
                break
            if item.open.minor > 0:
                found.append((item, days))
        return found

    def _sum(self, items: list[tuple[OpenItem, int]], disputed: DisputedItems) -> Money:
        return self._money(sum(open_of(item.open.minor, _disputed(item), disputed) for item, _ in items))

    def _share(self, check: ShareOverdue, ok: bool) -> Reason:
        items = [(item, days) for item, days in self._late(check) if days > check.days]
        base = check.base(self.figures)
        amount = self._sum(items, check.disputed)
        if base is None:
            return Reason("credit.share.open", {"amount": amount}, _ids(items))
        values: dict[str, ReasonValue] = {"amount": amount, "base": self._money(base), "line": check.share}
        return Reason(f"credit.share.{_word(ok)}", values, _ids(items))

    def _highest(self, check: HighestItem, ok: bool) -> Reason:
        highest = check.highest(self.figures)
        facts = tuple(
            item.id
            for item in self._position.items
            if item.open.minor > 0 and open_of(item.open.minor, _disputed(item), check.disputed) == highest
        )
        values = {"amount": self._money(highest), "most": check.amount}
        return Reason(f"credit.item.{_word(ok)}", values, facts)

    def _dunning(self, check: HighestDunning, ok: bool) -> Reason:
        level = check.highest(self.figures)
        facts = tuple(
            item.id
            for item in self._position.items
            if item.open.minor > 0 and item.dunning_level == level > 0
        )
        return Reason(f"credit.dunning.{_word(ok)}", {"level": level, "most": check.level}, facts)

    def _value(self, check: DocumentValue, ok: bool) -> Reason:
        values = {"amount": self._request.amount, "most": check.amount}
        return Reason(f"credit.document.{_word(ok)}", values, (self._request.id,))

    def _value_by_delay(self, check: ValueByDelay, ok: bool) -> Reason:
        days = check.oldest(self.figures, self.asked.day)
        bound = check.bound(days)
        if bound is None:
            return Reason("credit.delayed.any", {"days": days}, (self._request.id,))
        values: dict[str, ReasonValue] = {
            "amount": self._request.amount,
            "days": days,
            "most": self._money(bound),
        }
        return Reason(f"credit.delayed.{_word(ok)}", values, (self._request.id,))

    def _delay(self, check: AverageDelay, ok: bool) -> Reason:
        if self.figures.delay is None:
            return Reason("credit.delay.unknown")
        return Reason(f"credit.delay.{_word(ok)}", {"days": self.figures.delay, "most": check.days})

    def _terms(self, check: ChangeOfTerms, ok: bool) -> Reason:
        if self.asked.terms is None:
            return Reason("credit.terms.none", facts=(self._request.id,))
        values = {"agreed": self.figures.terms or 0, "days": self.asked.terms}
        return Reason(f"credit.terms.{'kept' if ok else 'longer'}", values, (self._request.id,))

    def _review(self, check: ReviewOverdue, ok: bool) -> Reason:
        day = self._position.review_on
        if day is None:
            return Reason("credit.review.none")
        if ok:
            return Reason("credit.review.kept", {"review": day})
        return Reason("credit.review.overdue", {"days": (self._on - day).days, "review": day})


def _disputed(item: OpenItem) -> int:
    return 0 if item.disputed is None else min(item.disputed.minor, item.open.minor)


def _ids(items: list[tuple[OpenItem, int]]) -> tuple[str, ...]:
    return tuple(item.id for item, _ in items)


def _word(ok: bool) -> str:
    return "kept" if ok else "exceeded"
