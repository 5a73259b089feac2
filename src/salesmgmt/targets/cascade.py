"""Passing a total down the organisation and over the year, to the last minor unit.

At every node the amount is divided by largest remainder (see `salesmgmt.money.apportion`): the parts always
add up to the whole, and each is less than one unit away from its exact share.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from attrs import field, frozen

from salesmgmt.calendars import Period
from salesmgmt.errors import (
    BatchError,
    CurrencyMismatchError,
    InexactError,
    InvalidValueError,
    Problem,
    UnknownIdentifierError,
    WrongTypeError,
)
from salesmgmt.money import Currency, Money, Rate, apportion_minor, money_of
from salesmgmt.reasons import Reason, ReasonValue
from salesmgmt.records import Quota
from salesmgmt.tables import Table, headed
from salesmgmt.targets.branches import Branch, whole_weights
from salesmgmt.targets.seasonality import Seasonality
from salesmgmt.targets.texts import HEADINGS

__all__ = ["Cascade", "PeriodTarget", "Target", "TargetTree"]

_LONGEST_UNIT = 30


@frozen(weakref_slot=False)
class PeriodTarget:
    """The part of a target that falls on one period.

    Attributes:
        period: The period.
        amount_minor: Minor units of the tree's currency.

    Raises:
        WrongTypeError: If a field has another type.
    """

    period: Period
    amount_minor: int

    def __attrs_post_init__(self) -> None:
        if not isinstance(self.period, Period):
            raise WrongTypeError("period", self.period, "be a Period of a fiscal calendar")
        _check_minor(self.amount_minor)


def _check_minor(amount: object) -> None:
    if type(amount) is not int:
        raise WrongTypeError("amount_minor", amount, "be a whole number of minor units")


_set_period: Callable[[PeriodTarget, Period], None] = PeriodTarget.__dict__["period"].__set__
_set_amount: Callable[[PeriodTarget, int], None] = PeriodTarget.__dict__["amount_minor"].__set__
_new: Callable[[type[PeriodTarget]], PeriodTarget] = object.__new__


def _period_target(period: Period, amount_minor: int) -> PeriodTarget:
    """A leaf of parts that are known to be right: a cascade makes one for every person and month."""
    leaf = _new(PeriodTarget)
    _set_period(leaf, period)
    _set_amount(leaf, amount_minor)
    return leaf


@frozen(weakref_slot=False)
class Target:
    """A node's amount, with its parts below and, at the bottom, its periods.

    Attributes:
        id: Identifier of the unit or participant.
        amount_minor: Minor units of the tree's currency.
        parts: Targets of the nodes below; they add up to the amount.
        periods: At the bottom, the amounts by period; they add up to the amount.

    Raises:
        InvalidValueError: If the parts, or the periods, do not add up to the amount.
        WrongTypeError: If the amount is not a whole number.
    """

    id: str
    amount_minor: int
    parts: tuple[Target, ...] = ()
    periods: tuple[PeriodTarget, ...] = ()

    def __attrs_post_init__(self) -> None:
        _check_minor(self.amount_minor)
        for name, held in (("parts", self.parts), ("periods", self.periods)):
            if held and sum([one.amount_minor for one in held]) != self.amount_minor:
                raise InvalidValueError(name, self.id, f"add up to its amount, {self.amount_minor}")


def _target(
    name: str, amount_minor: int, parts: tuple[Target, ...], periods: tuple[PeriodTarget, ...]
) -> Target:
    """A node of parts that add up because they were divided so."""
    target = _new_target(Target)
    _set_id(target, name)
    _set_whole(target, amount_minor)
    _set_parts(target, parts)
    _set_periods(target, periods)
    return target


_set_id: Callable[[Target, str], None] = Target.__dict__["id"].__set__
_set_whole: Callable[[Target, int], None] = Target.__dict__["amount_minor"].__set__
_set_parts: Callable[[Target, tuple[Target, ...]], None] = Target.__dict__["parts"].__set__
_set_periods: Callable[[Target, tuple[PeriodTarget, ...]], None] = Target.__dict__["periods"].__set__
_new_target: Callable[[type[Target]], Target] = object.__new__


def _as_unit(value: Decimal | int | str | None) -> Decimal | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, Decimal | int | str):
        raise WrongTypeError("unit", value, "be an amount in major units, such as '1000' or '0.1'")
    try:
        unit = Decimal(value)
    except ArithmeticError:
        unit = Decimal(0)
    if not unit.is_finite() or unit <= 0 or abs(unit.adjusted()) > _LONGEST_UNIT:
        raise InvalidValueError("unit", value, "be an amount above 0 in major units, such as '1000' or '0.1'")
    return unit


@frozen
class Cascade:
    """A policy that passes a year's total down a tree and over the periods of the year.

    Attributes:
        tree: The organisation with its weights and fixed amounts.
        seasonality: How the year falls on its periods; even months by default.
        unit: Smallest piece that is handed out, in major units such as `"1000"`; the minor unit by default.

    Raises:
        BatchError: If an identifier stands twice in the tree, or parts that are to share an amount all
            weigh nothing.
        InvalidValueError: If the unit is not above 0.
        WrongTypeError: If a field has another type.

    Examples:
        >>> from salesmgmt.calendars import FiscalCalendar
        >>> policy = Cascade(Branch("company", parts=(Branch("north", 3), Branch("south", 2))))
        >>> outcome = policy.cascade("USD 1,000,000", FiscalCalendar().year(2026))
        >>> str(outcome["north"]), str(outcome.amount("north", "2026-01"))
        ('USD 600,000.00', 'USD 50,000.00')
    """

    tree: Branch
    seasonality: Seasonality = field(factory=Seasonality.even)
    unit: Decimal | None = field(default=None, converter=_as_unit, kw_only=True)

    def __attrs_post_init__(self) -> None:
        if not isinstance(self.tree, Branch):
            raise WrongTypeError("tree", self.tree, "be a Branch, the top of the organisation")
        if not isinstance(self.seasonality, Seasonality):
            raise WrongTypeError("seasonality", self.seasonality, "be a Seasonality")
        counts = Counter(branch.id for branch in self.tree.walk())
        problems = [
            Problem(f"Branch {name}", "id", name, f"be unique in the tree; it stands there {count} times")
            for name, count in counts.items()
            if count > 1
        ]
        problems += [
            Problem(f"Branch {branch.id}", "parts", [p.weight for p in sharing], "not all weigh nothing")
            for branch in self.tree.walk()
            if (sharing := [p for p in branch.parts if p.fixed is None])
            and not any(p.weight for p in sharing)
        ]
        if problems:
            raise BatchError("tree", problems)

    def cascade(self, total: Money | str, year: Period) -> TargetTree:
        """Divide a total, exact to the unit at every node.

        Args:
            total: The amount at the top of the tree.
            year: The period over which the seasonality runs.

        Raises:
            CurrencyMismatchError: If a fixed amount is in another currency.
            InexactError: If the total or a fixed amount is not a multiple of the unit.
            InvalidValueError: If the year has other periods than the seasonality, or the fixed amounts below
                a node do not leave 0 or more of what it has.
            WrongTypeError: If the total is no money, or the year no period.
        """
        amount = money_of(total, "total")
        step = self._step(amount.currency)
        if amount.minor % step:
            raise InexactError("total", amount, f"be a multiple of the unit {self.unit}")
        periods = self.seasonality.periods(year)
        season = self.seasonality.whole
        season_sum = sum(season)

        def node(branch: Branch, units: int) -> Target:
            if not branch.parts:
                split = apportion_minor(units, season, season_sum)
                if step != 1:
                    split = [part * step for part in split]
                return _target(branch.id, units * step, (), tuple(map(_period_target, periods, split)))
            shares = _shares(branch, units, step, amount.currency)
            parts = tuple([node(part, share) for part, share in zip(branch.parts, shares, strict=True)])
            return _target(branch.id, units * step, parts, ())

        return TargetTree(self, amount.currency, year, node(self.tree, amount.minor // step))

    def _step(self, currency: Currency) -> int:
        if self.unit is None:
            return 1
        step = Fraction(self.unit) * int(10**currency.digits)
        if step.denominator != 1:
            raise InvalidValueError("unit", self.unit, f"be a whole number of minor units of {currency}")
        return step.numerator


def _shares(branch: Branch, units: int, step: int, currency: Currency) -> list[int]:
    """What each part of a branch gets, in units: fixed amounts first, the rest by weight."""
    parts = branch.parts
    if all(part.fixed is None for part in parts):
        return list(apportion_minor(units, whole_weights(part.weight for part in parts)))
    fixed: dict[int, int] = {}
    for number, part in enumerate(parts):
        if part.fixed is not None:
            if part.fixed.currency != currency:
                raise CurrencyMismatchError("fixed", part.fixed, f"be in {currency}, as the total")
            if part.fixed.minor % step:
                raise InexactError("fixed", part.fixed, "be a multiple of the unit")
            fixed[number] = part.fixed.minor // step
    rest = units - sum(fixed.values())
    sharing = [number for number in range(len(parts)) if number not in fixed]
    if rest < 0 or (rest and not sharing):
        have = Money(units * step, currency)
        raise InvalidValueError(
            "fixed", Money(rest * step, currency), f"leave nothing below 0 and nobody out of {have}"
        )
    if sharing:
        weights = whole_weights(parts[number].weight for number in sharing)
        fixed.update(zip(sharing, apportion_minor(rest, weights), strict=True))
    return [fixed[number] for number in range(len(parts))]


@frozen(repr=False)
class TargetTree:
    """The outcome of a cascade: every node's amount, explained.

    Attributes:
        policy: The cascade that made it.
        currency: Currency of all amounts.
        year: The period that was divided.
        root: The node at the top.

    Raises:
        InvalidValueError: If the nodes are not those of the policy's tree.
    """

    policy: Cascade
    currency: Currency
    year: Period
    root: Target
    _made: dict[str, tuple[Target, Target | None]] = field(factory=dict, init=False, eq=False)

    def __attrs_post_init__(self) -> None:
        for name, value, kind in (
            ("policy", self.policy, Cascade),
            ("currency", self.currency, Currency),
            ("year", self.year, Period),
            ("root", self.root, Target),
        ):
            if not isinstance(value, kind):
                raise WrongTypeError(name, value, f"be a {kind.__name__}")
        if [target.id for target in self.walk()] != [branch.id for branch in self.policy.tree.walk()]:
            raise InvalidValueError("root", self.root.id, "hold the nodes of the policy's tree, in its order")

    def __repr__(self) -> str:
        total = Money(self.root.amount_minor, self.currency)
        return (
            f"TargetTree({self.root.id}: {total} over {self.year.label}, {sum(1 for _ in self.walk())} nodes)"
        )

    def walk(self) -> Iterator[Target]:
        """All nodes, each before its parts, in the order of the tree."""
        waiting = [self.root]
        while waiting:
            target = waiting.pop()
            yield target
            waiting.extend(reversed(target.parts))

    def leaves(self) -> Iterator[Target]:
        """The nodes at the bottom, in the order of the tree."""
        return (target for target in self.walk() if not target.parts)

    def target(self, name: str) -> Target:
        """The node of a unit or participant.

        Raises:
            UnknownIdentifierError: If it is not in the tree.
        """
        found = self._places.get(name) if isinstance(name, str) else None
        if found is None:
            raise UnknownIdentifierError("name", name, f"be a part of the tree below {self.root.id}")
        return found[0]

    def __getitem__(self, name: str) -> Money:
        return Money(self.target(name).amount_minor, self.currency)

    def amount(self, name: str, period: Period | str) -> Money:
        """What a node is to bring in a period: for a unit, the sum over everybody below it.

        Args:
            name: Identifier of the unit or participant.
            period: A period of the year that is made of whole periods of the seasonality, or its label.

        Raises:
            UnknownIdentifierError: If the node is not in the tree, or the period is not made of such periods.
            WrongTypeError: If the period is neither a period nor text.
        """
        within = self.year.calendar.period(period) if isinstance(period, str) else period
        if not isinstance(within, Period):
            raise WrongTypeError("period", period, "be a Period, or its label such as 'FY2026-Q1'")
        chosen = {p for p in self.policy.seasonality.periods(self.year) if within.during.contains(p.during)}
        if sum(p.during.days or 0 for p in chosen) != within.during.days:
            kind = self.policy.seasonality.kind
            rule = f"be a {kind} of {self.year.label}, or made of whole ones"
            raise UnknownIdentifierError("period", within.label, rule)
        waiting, total = [self.target(name)], 0
        while waiting:
            target = waiting.pop()
            waiting.extend(target.parts)
            total += sum(part.amount_minor for part in target.periods if part.period in chosen)
        return Money(total, self.currency)

    def quotas(self, measure: str = "revenue") -> tuple[Quota, ...]:
        """The targets at the bottom as quota records, one per holder and period.

        Their identifiers join holder, period and measure, as `ann/FY2026-M01/revenue`.
        """
        return tuple(
            Quota(
                f"{leaf.id}/{part.period.label}/{measure}",
                leaf.id,
                part.period.during,
                part.amount_minor,
                measure=measure,
                currency=self.currency,
            )
            for leaf in self.leaves()
            for part in leaf.periods
        )

    def reason(self, name: str) -> Reason:
        """Why a node got what it got: its share at every level, from the top.

        Raises:
            UnknownIdentifierError: If the node is not in the tree.
        """
        path = self._path(name)
        branch = self.policy.tree
        steps = []
        for above, target in pairwise(path):
            amount = Money(target.amount_minor, self.currency)
            parts = branch.parts
            branch = next(part for part in parts if part.id == target.id)
            if branch.fixed is not None:
                whole = Money(above.amount_minor, self.currency)
                fixed: dict[str, ReasonValue] = {"part": target.id, "amount": amount, "whole": whole}
                steps.append(Reason("targets.part.fixed", fixed))
                continue
            whole = Money.total(
                [
                    Money(t.amount_minor, self.currency)
                    for t, b in zip(above.parts, parts, strict=True)
                    if b.fixed is None
                ],
                self.currency,
            )
            share = Rate(Fraction(branch.weight) / sum(part.weight for part in parts if part.fixed is None))
            values: dict[str, ReasonValue] = {
                "part": target.id,
                "of": above.id,
                "amount": amount,
                "whole": whole,
                "share": share,
            }
            steps.append(Reason("targets.part.shared", values))
        amount = Money(path[-1].amount_minor, self.currency)
        found: dict[str, ReasonValue] = {"part": name, "amount": amount, "period": self.year.label}
        return Reason("targets.cascaded", found, because=steps)

    def records(self) -> list[dict[str, object]]:
        """One row per leaf and period, for a DataFrame."""
        return [
            {
                "holder": leaf.id,
                "period": part.period.label,
                "start": part.period.start,
                "end": part.period.end,
                "amount": Money(part.amount_minor, self.currency).amount,
                "currency": self.currency.code,
            }
            for leaf in self.leaves()
            for part in leaf.periods
        ]

    def table(self, lang: str = "en") -> Table:
        """The tree with its amounts, indented by level."""
        rows: list[tuple[object, ...]] = []

        def add(target: Target, depth: int) -> None:
            rows.append(
                ("\N{NO-BREAK SPACE}" * 2 * depth + target.id, Money(target.amount_minor, self.currency))
            )
            for part in target.parts:
                add(part, depth + 1)

        add(self.root, 0)
        return Table(self.year.label, headed(HEADINGS, lang, "part", "target"), rows, lang=lang)

    @property
    def _places(self) -> dict[str, tuple[Target, Target | None]]:
        """Every node with the one above it, by identifier; made when it is first asked for."""
        if not self._made:
            places: dict[str, tuple[Target, Target | None]] = {self.root.id: (self.root, None)}
            for above in self.walk():
                places.update((target.id, (target, above)) for target in above.parts)
            self._made.update(places)
        return self._made

    def _path(self, name: str) -> list[Target]:
        """The nodes from the top down to one."""
        path = []
        target: Target | None = self.target(name)
        while target is not None:
            path.append(target)
            target = self._places[target.id][1]
        return path[::-1]
