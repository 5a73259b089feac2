"""All limits of a house, checked together, and what they come to for a customer on a day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from itertools import combinations
from operator import attrgetter

from attrs import evolve, field, frozen

from salesmgmt._choices import choice_of
from salesmgmt.calendars import as_date
from salesmgmt.credit.limits.checks import check_text, tuple_of
from salesmgmt.credit.limits.in_force import LimitInForce
from salesmgmt.credit.limits.limit import CreditLimit, LimitScope
from salesmgmt.credit.limits.policy import LimitPolicy
from salesmgmt.credit.limits.showing import amount_cell, word_cell
from salesmgmt.credit.texts.limits import LIMIT_HEADINGS as HEADINGS
from salesmgmt.errors import BatchError, Problem, UnknownIdentifierError, WrongTypeError
from salesmgmt.money import Money
from salesmgmt.tables import Table, headed

__all__ = ["Limits"]

_id = attrgetter("id")


def _as_limits(limits: Iterable[CreditLimit] | CreditLimit) -> tuple[CreditLimit, ...]:
    return tuple(sorted(tuple_of(limits, CreditLimit, "limits"), key=_id))


@frozen
class Limits:
    """The limits of all customers, groups and segments, over all time, and the policy that combines them.

    Several limits of one holder may hold on the same day: a temporary one beside the base, a renewed one
    beside its forerunner. The policy says which counts; `limit_findings` tells where that happens.

    Attributes:
        limits: The limits, in the order of their identifiers.
        policy: How those that hold on a day are combined.

    Raises:
        BatchError: If an identifier stands twice, or limits of one holder that overlap are in several
            currencies; all at once.
        WrongTypeError: If something is no limit, or the policy none.

    Examples:
        >>> limits = Limits([
        ...     CreditLimit("L-1", "C-9", "USD 10,000", "2026-01-01/2027-01-01"),
        ...     CreditLimit("L-2", "C-9", "USD 18,000", "2026-11-01/2026-12-01", "temporary"),
        ... ])
        >>> str(limits.of("C-9", "2026-10-31").amount), str(limits.of("C-9", "2026-11-01").amount)
        ('USD 10,000.00', 'USD 18,000.00')
        >>> limits.of("C-9", "2027-01-01") is None
        True
        >>> print(limits.of("C-9", "2026-11-01").reasons[0].text())
        L-2 holds: USD 18,000.00
    """

    limits: tuple[CreditLimit, ...] = field(default=(), converter=_as_limits)
    policy: LimitPolicy = field(factory=LimitPolicy)
    _by_holder: Mapping[str, tuple[CreditLimit, ...]] = field(init=False, eq=False, repr=False)
    _by_id: Mapping[str, CreditLimit] = field(init=False, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        if not isinstance(self.policy, LimitPolicy):
            raise WrongTypeError("policy", self.policy, "be a LimitPolicy")
        grouped: dict[str, list[CreditLimit]] = {}
        for limit in self.limits:
            grouped.setdefault(limit.holder, []).append(limit)
        object.__setattr__(self, "_by_holder", {name: tuple(found) for name, found in grouped.items()})
        object.__setattr__(self, "_by_id", {limit.id: limit for limit in self.limits})
        problems = _faults(self.limits, grouped)
        if problems:
            raise BatchError("limits", problems)

    def of(
        self, customer: str, on: date | str, *, groups: Iterable[str] = (), segment: str | None = None
    ) -> LimitInForce | None:
        """What binds a customer on a day.

        Args:
            customer: Whose limit.
            on: The day.
            groups: The groups to which it belongs on that day, the nearest first.
            segment: Its segment; None where it has none.

        Returns:
            The amount, its limits and reasons; None where nothing was set.

        Raises:
            CurrencyMismatchError: If what holds is in several currencies.
            InvalidValueError: If a name is empty.
            WrongTypeError: If a name is no text.
        """
        check_text("customer", customer)
        day = as_date(on, "on")
        names = (groups,) if isinstance(groups, str) else tuple(groups)
        for name in names:
            check_text("groups", name)
        if segment is not None:
            check_text("segment", segment)
        return self.policy.combine(
            self._in_force(customer, day, LimitScope.CUSTOMER),
            [self._in_force(name, day, LimitScope.GROUP) for name in names],
            () if segment is None else self._in_force(segment, day, LimitScope.SEGMENT),
        )

    def held_by(self, holder: str, on: date | str) -> LimitInForce | None:
        """What a customer's or a group's own limits come to on a day, whatever it belongs to.

        Raises:
            CurrencyMismatchError: If what holds is in several currencies.
        """
        day = as_date(on, "on")
        own = self._in_force(holder, day, LimitScope.CUSTOMER)
        shared = self._in_force(holder, day, LimitScope.GROUP)
        return self.policy.of_holder((*own, *shared), LimitScope.CUSTOMER if own else LimitScope.GROUP)

    def in_force(
        self, holder: str, on: date | str, scope: LimitScope | str = LimitScope.CUSTOMER
    ) -> tuple[CreditLimit, ...]:
        """The limits of a holder that hold on a day, in the order of their identifiers."""
        return self._in_force(holder, as_date(on, "on"), choice_of(LimitScope, scope, "scope"))

    def _in_force(self, holder: str, day: date, scope: LimitScope) -> tuple[CreditLimit, ...]:
        return tuple(
            limit for limit in self._by_holder.get(holder, ()) if limit.scope is scope and day in limit.during
        )

    def of_holder(self, holder: str) -> tuple[CreditLimit, ...]:
        """All limits of a customer, group or segment, over all time."""
        return self._by_holder.get(holder, ())

    def get(self, limit: str) -> CreditLimit | None:
        """The limit of an identifier; None where there is none."""
        return self._by_id.get(limit)

    def next_change(self, holders: Iterable[str] | str, after: date | str) -> date | None:
        """The first day after a given one on which a limit of some holders begins or has ended.

        Until then the answer for them stays the same, so that whoever carries it along need not ask again.

        Args:
            holders: The customer, and its groups and segment.
            after: The day.
        """
        day = as_date(after, "after")
        names = (holders,) if isinstance(holders, str) else tuple(holders)
        bounds = (
            bound
            for name in names
            for limit in self._by_holder.get(name, ())
            for bound in (limit.during.start, limit.during.end)
        )
        return min((bound for bound in bounds if bound is not None and bound > day), default=None)

    def replace(self, *limits: CreditLimit) -> Limits:
        """A copy with limits added, or replaced where their identifiers are known.

        Raises:
            BatchError: If the limits do not go together.
            WrongTypeError: If one is no limit.
        """
        new = {limit.id: limit for limit in tuple_of(limits, CreditLimit, "limits")}
        return evolve(self, limits=(*(one for one in self.limits if one.id not in new), *limits))

    def without(self, *ids: str) -> Limits:
        """A copy that lacks some limits.

        Raises:
            UnknownIdentifierError: If an identifier is unknown.
        """
        for name in ids:
            if name not in self._by_id:
                raise UnknownIdentifierError("ids", name, "be the identifier of one of the limits")
        gone = frozenset(ids)
        return evolve(self, limits=tuple(limit for limit in self.limits if limit.id not in gone))

    def records(self, on: date | str | None = None) -> list[dict[str, object]]:
        """One row per limit, for a DataFrame; those of a day only where one is given."""
        return self.table(on).records()

    def table(self, on: date | str | None = None, lang: str = "en") -> Table:
        """The limits; those of a day only where one is given."""
        day = None if on is None else as_date(on, "on")
        names = ("limit", "holder", "scope", "kind", "amount", "during", "priority", "approver", "review")
        rows = [
            (
                limit.id,
                limit.holder,
                word_cell(limit.scope, lang),
                word_cell(limit.kind, lang),
                amount_cell(limit.amount, lang),
                limit.during,
                limit.priority,
                limit.approver,
                limit.review,
            )
            for limit in self.limits
            if day is None or day in limit.during
        ]
        return Table("", headed(HEADINGS, lang, *names), rows, lang=lang)


def _faults(limits: tuple[CreditLimit, ...], grouped: Mapping[str, list[CreditLimit]]) -> list[Problem]:
    problems = []
    names: set[str] = set()
    for limit in limits:
        if limit.id in names:
            problems.append(Problem(f"CreditLimit {limit.id}", "id", limit.id, "be unique"))
        names.add(limit.id)
    for found in grouped.values():
        units = {limit.amount.currency for limit in found if isinstance(limit.amount, Money)}
        if len(units) < 2:
            continue
        for one, other in combinations(found, 2):
            if (
                isinstance(one.amount, Money)
                and isinstance(other.amount, Money)
                and one.amount.currency != other.amount.currency
                and one.scope is other.scope
                and one.during.overlaps(other.during)
            ):
                rule = f"be in {one.amount.currency}, as {one.id}, a limit of the same holder and days"
                problems.append(Problem(f"CreditLimit {other.id}", "amount", str(other.amount), rule))
    return problems
