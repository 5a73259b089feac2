"""What is credited: every deal judged by every component, one after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from fractions import Fraction

from attrs import frozen

from salesmgmt.calendars import DateRange
from salesmgmt.criteria import Criterion
from salesmgmt.incentives import (
    Age,
    Amount,
    Attainment,
    Chain,
    Collected,
    Column,
    Commission,
    Component,
    Contest,
    Count,
    DaysFromInvoice,
    DaysOverdue,
    DealAmount,
    DealField,
    DealKey,
    Event,
    ExpenseAllowance,
    Factor,
    Key,
    Margin,
    MarginPercent,
    Measure,
    Override,
    Plan,
    Ratio,
    Recurring,
    Revenue,
    Rules,
    ShareUnit,
    Stages,
    TotalOf,
    Units,
)
from salesmgmt.money import Rate
from salesmgmt.records import Facts
from salesmgmt.testing.conditions import CONDITIONS, ELIGIBLE
from tests.incentives.reference.numbers import At, half_up, picked, rounded
from tests.incentives.reference.people import (
    ELIGIBLE_PREDICATES,
    is_eligible,
    line_above,
    months_between,
    parts_of,
    takes_part,
)
from tests.incentives.reference.sales import Sale, field_of, minor, sales

Predicate = Callable[[Sale, Callable[[str], object]], bool]

#: The conditions of `salesmgmt.testing.conditions.CONDITIONS`, in their order, in plain Python.
PREDICATES: tuple[Predicate, ...] = (
    lambda sale, field: True,
    lambda sale, field: field("product.series") in ("GTX", "MG"),
    lambda sale, field: sale.customer is None or sale.customer.startswith("K"),
    lambda sale, field: sale.product is not None and sale.product != "P-3",
    lambda sale, field: sale.owner in ("ann", "bob"),
)


@frozen
class Entry:
    """What of a deal is credited to somebody in a sum of a component."""

    component: str
    number: int
    person: str
    on: date
    deal: tuple[str, str]
    line: int
    value: Fraction
    seller: str
    share: str
    level: int = 0
    at: At | None = None
    paid: Fraction = Fraction(1)


@frozen
class Judged:
    """A deal that counts."""

    value: Fraction
    at: At | None
    paid: Fraction


def keys_of(plan: Plan, component: Commission | Override) -> tuple[Key, ...]:
    """By what the schedule of a component is entered."""
    if component.by is None:
        return (Amount(source_of(plan, component).per),)
    return component.by if isinstance(component.by, tuple) else (component.by,)


def source_of(plan: Plan, component: Commission | Override) -> Commission:
    """The commission whose credits a component pays for."""
    if isinstance(component, Commission):
        return component
    (found,) = (one for one in plan.components if isinstance(one, Commission) and one.id == component.of)
    return found


def further(plan: Plan, component: Component) -> list[Measure]:
    """The measures that a key looks at beside the base."""
    found: list[Measure] = []
    if isinstance(component, Commission | Override):
        for key in keys_of(plan, component):
            if isinstance(key, TotalOf):
                found.append(key.of)
            elif isinstance(key, Ratio):
                found += [key.of, key.to]
    return found


def builds_up(plan: Plan, component: Component) -> bool:
    """Whether the base of a component goes on over a longer span."""
    return isinstance(component, Commission | Override) and any(
        isinstance(key, Amount | Attainment) and key.within is not None for key in keys_of(plan, component)
    )


class Counting:
    """All deals of a batch on their way to credits."""

    def __init__(self, plan: Plan, facts: Facts, counted: DateRange, read: DateRange) -> None:
        self.plan = plan
        self.facts = facts
        self._counted = counted
        self._read = read
        self._deals = list(sales(facts))

    def holds(self, where: Criterion, sale: Sale) -> bool:
        """Whether a deal meets a condition."""
        return PREDICATES[CONDITIONS.index(where)](sale, lambda path: field_of(sale, path, self.facts))

    def figure(self, measure: Measure, sale: Sale) -> Fraction | None:
        """The figure of a deal by a measure; None where it is unknown."""
        digits = self.plan.currency.digits
        match measure:
            case Collected(tax=tax) | Revenue(tax=tax):
                return sale.gross if tax else sale.amount
            case Margin():
                return None if sale.amount is None or sale.cost is None else sale.amount - sale.cost
            case Recurring(months=months):
                term = sale.more.get("term_months")
                if sale.amount is None or not isinstance(term, int) or term <= 0:
                    return None
                return sale.amount * months / term
            case Units():
                return sale.quantity
            case Count():
                return Fraction(-1 if sale.amount is not None and sale.amount < 0 else 1)
            case Column(path=path, counts_things=True):
                found = sale.more.get(path)
                return Fraction(found) if isinstance(found, int | Fraction) else None
            case Column(path=path):
                return minor(sale.more.get(path), sale, digits)
        raise AssertionError(measure)

    def look_up(self, key: Key, sale: Sale) -> Fraction | str | None:
        """Where a deal enters a table."""
        match key:
            case DealField(path=path, kind=kind):
                found = field_of(sale, path, self.facts)
                if found is None:
                    return None
                if kind is None:
                    return str(found)
                assert isinstance(found, int | Fraction)
                return Fraction(found)
            case MarginPercent():
                if sale.amount is None or sale.cost is None or not sale.amount:
                    return None
                return (sale.amount - sale.cost) / sale.amount
            case DaysOverdue():
                return None if sale.overdue is None else Fraction(sale.overdue)
            case DaysFromInvoice():
                return None if sale.since_invoice is None else Fraction(sale.since_invoice)
            case Age(since=path, unit=unit):
                first = field_of(sale, path, self.facts)
                if first is None:
                    return None
                assert isinstance(first, date)
                if unit == "day":
                    return Fraction((sale.on - first).days)
                months = months_between(first, sale.on)
                return Fraction(months if unit == "month" else months // 12)
        raise AssertionError(key)

    def factor(self, factor: Factor, sale: Sale) -> Fraction | None:
        """A factor for a deal; None where what looks it up is unknown."""
        if isinstance(factor.times, Rate):
            return factor.times.value
        assert factor.by is not None
        at = self.look_up(factor.by, sale)
        if at is None:
            return None
        found = picked(factor.times, at)
        assert found is not None
        return found[0]

    def judged(
        self,
        measure: Measure,
        factors: tuple[Factor, ...] = (),
        keys: tuple[Key, ...] = (),
        rules: Rules | None = None,
        needs: tuple[tuple[Key, ...], Rules | None] = ((), None),
    ) -> Iterator[tuple[Sale, Judged]]:
        """Every deal that counts by a measure, and of which something else is known that it needs."""
        event = measure.event
        shares = dict(event.shares) if isinstance(event, Stages) else {event: Rate(1)}
        counted: set[tuple[str, str]] = set()
        for sale in self._deals:
            if Event(sale.event) not in shares or not sale.settles or sale.on not in self.plan.during:
                continue
            if not measure.counts_things and sale.currency != self.plan.currency.code:
                continue
            whole = self.figure(measure, sale)
            if not measure.counts_things and whole is None:
                continue
            if not self.holds(measure.where, sale) or whole is None:
                continue
            if isinstance(measure, Count) and sale.kind != "opportunity":
                if (sale.kind, sale.id) in counted:
                    continue
                counted.add((sale.kind, sale.id))
            value, paid = whole * shares[Event(sale.event)].value, Fraction(1)
            concerned = [one for one in factors if self.holds(one.where, sale)]
            found = [self.factor(one, sale) for one in concerned]
            if None in found:
                continue
            for one, times in zip(concerned, found, strict=True):
                assert times is not None
                if one.on == "base":
                    value *= times
                else:
                    paid *= times
            at = self._at(sale, keys, rules)
            if (keys or rules is not None) and at is None:
                continue
            if (needs[0] or needs[1] is not None) and self._at(sale, *needs) is None:
                continue
            if not measure.counts_things and self.plan.crediting.shares is not ShareUnit.EXACT:
                value = half_up(value)
            yield sale, Judged(value, at, paid)

    def _at(self, sale: Sale, keys: tuple[Key, ...], rules: Rules | None) -> At | None:
        if rules is not None:
            holding = [one for one in rules.rules if self.holds(one.where, sale)]
            order = {scope: place for place, scope in enumerate(rules.precedence)}
            return min(holding, key=lambda one: (order[one.scope], one.id)).id if holding else None
        looked = [self.look_up(key, sale) for key in keys]
        if not looked or None in looked:
            return None
        return tuple(one for one in looked if one is not None) if len(looked) > 1 else looked[0]

    def _looks(self, one: Commission | Override) -> tuple[tuple[Key, ...], Rules | None]:
        """By what a component enters its table for every deal."""
        if isinstance(one.pays, Rules):
            return (), one.pays
        keys = keys_of(self.plan, one)
        return tuple(
            key for key in keys if isinstance(key, DealKey) and not isinstance(key, DealAmount)
        ), None

    def entries(self) -> Iterator[Entry]:
        """Everything that is credited."""
        for one in self.plan.components:
            if isinstance(one, Commission | Override):
                source = source_of(self.plan, one)
                needs = self._looks(source)
                judged = self.judged(source.of, source.factors, *self._looks(one), needs)
                yield from self._credited(one, source, 0, source.of, judged)
                for number, measure in enumerate(further(self.plan, one), 1):
                    yield from self._credited(one, source, number, measure, self.judged(measure))
            elif isinstance(one, Chain | ExpenseAllowance | Contest):
                yield from self._credited(one, one, 0, one.of, self.judged(one.of))

    def _credited(
        self,
        component: Commission | Override | Chain | ExpenseAllowance | Contest,
        source: Commission | Chain | ExpenseAllowance | Contest,
        number: int,
        measure: Measure,
        judged: Iterator[tuple[Sale, Judged]],
    ) -> Iterator[Entry]:
        days = self._read if builds_up(self.plan, component) and not number else self._counted
        for sale, found in judged:
            if sale.on not in days:
                continue
            for part in parts_of(self.plan, self.facts, sale, found.value, things=measure.counts_things):
                if not takes_part(self.plan, self.facts, part.person, sale.on):
                    continue
                if not isinstance(source, ExpenseAllowance | Contest) and not is_eligible(
                    self.facts, part.person, sale.on, ELIGIBLE_PREDICATES[ELIGIBLE.index(source.eligible)]
                ):
                    continue
                for level, person, value in self._receivers(component, sale, part.person, part.value):
                    yield Entry(
                        component.id, number, person, sale.on, (sale.kind, sale.id), sale.line, value,
                        part.person, part.share, level, found.at, found.paid,
                    )  # fmt: skip

    def _receivers(
        self, component: Component, sale: Sale, seller: str, value: Fraction
    ) -> Iterator[tuple[int, str, Fraction]]:
        """Who is credited for a seller's part, how many levels above, and with what."""
        above = line_above(self.facts, seller, sale.on)
        if isinstance(component, Override):
            levels = range(1, len(above) + 1) if component.level is None else [component.level]
            for level in levels:
                if level <= len(above) and takes_part(self.plan, self.facts, above[level - 1], sale.on):
                    yield level, above[level - 1], value
        elif isinstance(component, Chain):
            base = value
            for level, person in enumerate([seller, *above][: len(component.rates)]):
                if level and not takes_part(self.plan, self.facts, person, sale.on):
                    continue
                yield level, person, base
                if component.subtracts:
                    base -= self.chain_share(component, level, base)
        else:
            yield 0, seller, value

    def chain_share(self, chain: Chain, level: int, base: Fraction) -> int:
        """The rounded share of a level, the same for a return with the opposite sign."""
        return rounded(base * chain.rates[level].value, chain.rounding, self.plan.currency.digits)
