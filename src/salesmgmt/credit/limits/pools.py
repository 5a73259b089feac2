"""Limits that several customers use together: a tree of pools, in which members move from day to day."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from datetime import date

from attrs import evolve, field, frozen

from salesmgmt._choices import choice_of
from salesmgmt.calendars import DateRange, as_date
from salesmgmt.credit.limits.amounts import LimitAmount, NoLimit
from salesmgmt.credit.limits.checks import check_text, tuple_of
from salesmgmt.credit.limits.collection import Limits
from salesmgmt.credit.limits.in_force import LimitInForce
from salesmgmt.credit.limits.pool import Pool, PoolMember, PoolNesting, PoolUse
from salesmgmt.credit.texts.limits import LIMIT_HEADINGS as HEADINGS
from salesmgmt.errors import BatchError, CurrencyMismatchError, Problem, WrongTypeError
from salesmgmt.money import Money
from salesmgmt.reasons import Reason, ReasonValue
from salesmgmt.tables import Table, headed

__all__ = ["Pools"]


def _as_members(members: Iterable[PoolMember] | PoolMember) -> tuple[PoolMember, ...]:
    found = tuple_of(members, PoolMember, "members")
    return tuple(sorted(found, key=lambda one: (one.member, one.during.start or date.min, one.parent)))


def _as_nesting(value: PoolNesting | str) -> PoolNesting:
    return choice_of(PoolNesting, value, "nesting")


@frozen
class Pools:
    """A tree of customers and groups, of which every one with a limit of its own is a pool.

    Who has a limit is told by the limits of the day, whether they are of scope customer or group; the two
    share their identifiers. Members without a limit share the pool of the nearest above them.

    Attributes:
        limits: The limits.
        members: Who belongs to whom, and when.
        nesting: What the limit of a member is to the pool above it.

    Raises:
        BatchError: If a member has two parents on a day, or belongs to itself by a detour; all at once.
        WrongTypeError: If a field has another type.

    Examples:
        >>> from salesmgmt.credit.limits.limit import CreditLimit
        >>> limits = Limits([
        ...     CreditLimit("L-1", "corp", "USD 50", scope="group"), CreditLimit("L-2", "usa", "USD 20"),
        ... ])
        >>> members = [PoolMember("usa", "corp"), PoolMember("canada", "corp"), PoolMember("shop", "usa")]
        >>> pools = Pools(limits, members)
        >>> [(pools.of(name, "2026-01-01")[0].id, str(pools.of(name, "2026-01-01")[0].amount))
        ...  for name in ("shop", "canada")]
        [('usa', 'USD 20.00'), ('corp', 'USD 30.00')]
        >>> print(pools.of("canada", "2026-01-01")[0].reasons[0].text())
        corp has USD 50.00; USD 20.00 of it is for members with limits of their own, USD 30.00 is shared
    """

    limits: Limits = field(factory=Limits)
    members: tuple[PoolMember, ...] = field(default=(), converter=_as_members)
    nesting: PoolNesting = field(default=PoolNesting.TAKEN_OUT, converter=_as_nesting)
    _up: Mapping[str, tuple[PoolMember, ...]] = field(init=False, eq=False, repr=False)
    _down: Mapping[str, tuple[PoolMember, ...]] = field(init=False, eq=False, repr=False)
    # Of a tree with thousands of members one pool is asked for again and again: what was worked out once is
    # kept, by pool and stretch of days. It follows from the fields alone, so nothing else can be seen of it.
    _changes: dict[str, tuple[date, ...]] = field(factory=dict, init=False, eq=False, repr=False)
    _made: dict[tuple[str, int], Pool] = field(factory=dict, init=False, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        if not isinstance(self.limits, Limits):
            raise WrongTypeError("limits", self.limits, "be Limits")
        up: dict[str, list[PoolMember]] = {}
        down: dict[str, list[PoolMember]] = {}
        for one in self.members:
            up.setdefault(one.member, []).append(one)
            down.setdefault(one.parent, []).append(one)
        object.__setattr__(self, "_up", {name: tuple(found) for name, found in up.items()})
        object.__setattr__(self, "_down", {name: tuple(found) for name, found in down.items()})
        problems = [*_doubles(up), *_circles(up)]
        if problems:
            raise BatchError("members", problems)

    def parent(self, node: str, on: date | str) -> str | None:
        """Whom a customer or group belongs to on a day; None where to nobody."""
        day = as_date(on, "on")
        return next((one.parent for one in self._up.get(node, ()) if day in one.during), None)

    def path(self, node: str, on: date | str) -> tuple[str, ...]:
        """A customer or group, whom it belongs to, and so on up to the top."""
        day = as_date(on, "on")
        found = [node]
        while (parent := self.parent(found[-1], day)) is not None:
            found.append(parent)
        return tuple(found)

    def groups(self, node: str, on: date | str) -> tuple[str, ...]:
        """The groups to which a customer or group belongs on a day, the nearest first."""
        return self.path(node, on)[1:]

    def children(self, node: str, on: date | str) -> tuple[str, ...]:
        """Who belongs to a group directly, in the order of their names."""
        day = as_date(on, "on")
        return tuple(sorted(one.member for one in self._down.get(node, ()) if day in one.during))

    def limit_of(self, customer: str, on: date | str, *, segment: str | None = None) -> LimitInForce | None:
        """What binds a customer on a day by itself, its groups' limits and its segment's among it."""
        day = as_date(on, "on")
        return self.limits.of(customer, day, groups=self.groups(customer, day), segment=segment)

    def of(self, node: str, on: date | str) -> tuple[Pool, ...]:
        """The pools that bind a customer or group on a day, from the nearest up.

        One where members' limits are taken out of the pools above, all on the way up where they lie within;
        none where nobody at or above it has a limit.

        Raises:
            CurrencyMismatchError: If limits of one pool are in several currencies.
        """
        day = as_date(on, "on")
        return tuple(self._pool(name, held, day) for name, held in self._binding(node, day))

    def _binding(self, node: str, day: date) -> list[tuple[str, LimitInForce]]:
        """The limits on the way up that bind a node: the first, or all where they lie within each other."""
        found = []
        for name in self.path(node, day):
            held = self.limits.held_by(name, day)
            if held is not None:
                found.append((name, held))
                if self.nesting is PoolNesting.TAKEN_OUT:
                    break
        return found

    def nearest(self, node: str, on: date | str) -> str | None:
        """The pool that a customer or group uses on a day; None where there is none."""
        day = as_date(on, "on")
        return next((name for name in self.path(node, day) if self.limits.held_by(name, day)), None)

    def all(self, on: date | str) -> tuple[Pool, ...]:
        """Every pool of a day, in the order of their names."""
        day = as_date(on, "on")
        names = {limit.holder for limit in self.limits.limits if limit.scope.value != "segment"}
        held = ((name, self.limits.held_by(name, day)) for name in sorted(names))
        return tuple(self._pool(name, limit, day) for name, limit in held if limit is not None)

    def _pool(self, name: str, held: LimitInForce, day: date) -> Pool:
        place = name, bisect_right(self._changes_below(name), day)
        found = self._made.get(place)
        if found is None:
            found = self._made[place] = self._pool_anew(name, held, day)
        return found

    def _changes_below(self, name: str) -> tuple[date, ...]:
        """The days on which somebody at or below a node moves, or a limit there begins or has ended."""
        found = self._changes.get(name)
        if found is None:
            below = [name]
            seen = {name}
            for one in below:
                for member in self._down.get(one, ()):
                    if member.member not in seen:
                        seen.add(member.member)
                        below.append(member.member)
            spans = [one.during for node in below for one in self._up.get(node, ())]
            spans += [limit.during for node in below for limit in self.limits.of_holder(node)]
            days = {day for span in spans for day in (span.start, span.end) if day is not None}
            found = self._changes[name] = tuple(sorted(days))
        return found

    def _pool_anew(self, name: str, held: LimitInForce, day: date) -> Pool:
        if not isinstance(held.amount, Money):
            code = "credit.pool.no_limit" if isinstance(held.amount, NoLimit) else "credit.pool.not_checked"
            return Pool(name, held.amount, reasons=(Reason(code, {"pool": name}, facts=held.limits),))
        if self.nesting is PoolNesting.WITHIN:
            return Pool(name, held.amount, reasons=held.reasons)
        taken, facts = self._taken(name, day, held.amount)
        if taken is None:
            return Pool(name, held.amount, reasons=held.reasons)
        pool = Pool(name, held.amount, taken)
        values: dict[str, ReasonValue] = {"pool": name, "limit": held.amount, "taken": taken}
        if pool.short is not None:
            told = Reason("credit.pool.short", {**values, "short": pool.short}, facts=facts)
        else:
            shared = held.amount - taken
            told = Reason("credit.pool.amount", {**values, "amount": shared}, facts=facts)
        return evolve(pool, reasons=(told, *held.reasons))

    def _taken(self, name: str, day: date, limit: Money) -> tuple[Money | None, list[str]]:
        """What the nearest pools below take out of one, and the limits that do."""
        total: Money | None = None
        facts: list[str] = []
        waiting = list(reversed(self.children(name, day)))
        while waiting:
            child = waiting.pop()
            held = self.limits.held_by(child, day)
            if held is None:
                waiting += reversed(self.children(child, day))
            elif isinstance(held.amount, Money):
                if held.amount.currency != limit.currency:
                    rule = f"be in {limit.currency}, as the limit of {name}; convert it first"
                    raise CurrencyMismatchError("limits", held.amount.currency.code, rule)
                total = held.amount if total is None else total + held.amount
                facts += held.limits
        return total, facts

    def uses(self, used: Mapping[str, Money], on: date | str) -> tuple[PoolUse, ...]:
        """What is used and left of every pool with an amount, from what each customer owes.

        Args:
            used: What each customer owes, by identifier.
            on: The day.

        Raises:
            CurrencyMismatchError: If what is owed is in another currency than the pool.
            WrongTypeError: If an amount is no Money.
        """
        day = as_date(on, "on")
        pools = {pool.id: pool for pool in self.all(day) if isinstance(pool.limit, Money)}
        sums: dict[str, Money] = {}
        for customer in sorted(used):
            owed = used[customer]
            if not isinstance(owed, Money):
                raise WrongTypeError("used", owed, "hold an amount of money for each customer")
            for name, _ in self._binding(customer, day):
                if name in pools:
                    sums[name] = sums[name] + owed if name in sums else owed
        return tuple(PoolUse(pool, sums.get(name, _nothing(pool.limit))) for name, pool in pools.items())

    def table(self, used: Mapping[str, Money], on: date | str, lang: str = "en") -> Table:
        """What is used and left of every pool with an amount; see `uses`."""
        columns = headed(HEADINGS, lang, "pool", "limit", "taken", "shared", "used", "available")
        rows = [
            (use.pool.id, use.pool.limit, use.pool.taken, use.pool.amount, use.used, use.available)
            for use in self.uses(used, on)
        ]
        return Table("", columns, rows, lang=lang)

    def next_change(self, node: str, after: date | str) -> date | None:
        """The first day after a given one on which the pools that bind a customer may be others.

        Either someone at or above it moves, or a limit there or of a member below begins or has ended.
        """
        day = as_date(after, "after")
        changes = self._changes_below(self.path(node, day)[-1])
        place = bisect_right(changes, day)
        return changes[place] if place < len(changes) else None

    def moved(self, member: str, parent: str | None, on: date | str) -> Pools:
        """A copy in which a customer or group belongs to another from a day on, or to nobody.

        What was said of later days is replaced.

        Raises:
            BatchError: If it would belong to itself by a detour.
        """
        check_text("member", member)
        day = as_date(on, "on")
        kept = [one for one in self.members if one.member != member]
        for one in self._up.get(member, ()):
            before = one.during.intersection(DateRange.until(day)) if day > date.min else None
            if before is not None:
                kept.append(evolve(one, during=before))
        if parent is not None:
            kept.append(PoolMember(member, parent, DateRange.since(day)))
        return evolve(self, members=kept)


def _nothing(limit: LimitAmount) -> Money:
    assert isinstance(limit, Money)
    return Money.zero(limit.currency)


def _doubles(up: Mapping[str, list[PoolMember]]) -> list[Problem]:
    problems = []
    for name, found in up.items():
        reached = None
        for one in found:
            if reached is not None and one.during.overlaps(reached.during):
                rule = f"not overlap {reached.during}, when it belongs to {reached.parent}"
                problems.append(Problem(f"PoolMember {name}", "during", str(one.during), rule))
            if reached is None or _outlasts(one.during, reached.during):
                reached = one
    return problems


def _outlasts(one: DateRange, other: DateRange) -> bool:
    return other.end is not None and (one.end is None or one.end > other.end)


def _circles(up: Mapping[str, list[PoolMember]]) -> list[Problem]:
    """Members that come back to themselves on some day: one problem for each, at the first such day."""
    problems = []
    for name, found in up.items():
        for one in found:
            if (during := _comes_back(up, name, one.parent, one.during, (name,))) is not None:
                rule = f"not lead back to {name}, as it does {_first(during)}"
                problems.append(Problem(f"PoolMember {name}", "parent", one.parent, rule))
                break
    return problems


def _first(during: DateRange) -> str:
    if during.start is not None:
        return f"on {during.start}"
    return "on every day" if during.end is None else f"on every day before {during.end}"


def _comes_back(
    up: Mapping[str, list[PoolMember]], name: str, at: str, during: DateRange, seen: tuple[str, ...]
) -> DateRange | None:
    if at == name:
        return during
    if at in seen:
        return None
    for one in up.get(at, ()):
        shared = one.during.intersection(during)
        if shared is not None:
            back = _comes_back(up, name, one.parent, shared, (*seen, at))
            if back is not None:
                return back
    return None
