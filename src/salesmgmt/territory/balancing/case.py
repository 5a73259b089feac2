"""A balance in whole numbers: what the search works on, made once from what the caller gave.

Accounts that stay together become one unit. Every measure is scaled to integers, so that whether a territory
is within its bounds is never a matter of rounding.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from fractions import Fraction
from math import ceil, floor, lcm

from attrs import field, frozen

from salesmgmt.errors import BatchError, Problem
from salesmgmt.money import Money
from salesmgmt.records import Facts
from salesmgmt.territory.balancing.settings import Balanced, Capacity, Disruption, Eligibility
from salesmgmt.territory.plans.figures import AccountFigures, MeasureColumn
from salesmgmt.territory.plans.plan import Territory, TerritoryPlan

__all__ = ["FEE_UNIT", "NOWHERE", "Case", "Terms", "case_of"]

#: Disruption is counted in millionths of a weight.
FEE_UNIT = 10**6
NOWHERE = -1


@frozen(eq=False)
class Terms:
    """What a caller asks of one alignment, read and unchecked: see `Balance.align` for the meaning."""

    figures: AccountFigures
    territories: tuple[Territory, ...]
    current: TerritoryPlan | None
    locked: Mapping[str, str]
    together: tuple[tuple[str, ...], ...]
    facts: Facts | None
    measures: tuple[Balanced, ...]
    capacities: tuple[Capacity, ...]
    eligibility: tuple[Eligibility, ...]
    disruption: Disruption
    heads: Mapping[str, Fraction]


@frozen(eq=False)
class Case:
    """Units, territories and bounds, all by position.

    Attributes:
        accounts: Identifiers of the accounts.
        unit_of: Unit of each account; None where every account is a unit of its own.
        names: Identifier of the first account of each unit.
        territories: Identifiers of the territories that take accounts.
        measures: The measures that are bounded.
        scales: What the figures of each measure were multiplied by.
        columns: Scaled figures of the units, by measure.
        targets: Share of each territory, by measure, not scaled.
        least: Scaled lower bounds, by territory and measure.
        most: Scaled upper bounds, by territory and measure.
        home: Where a unit costs least; `NOWHERE` for what is new.
        fee: What a unit costs anywhere else.
        mixed: Units whose accounts come from several territories: what they cost there.
        base: What is disrupted in any case.
        fixed: Units that are locked, and where.
        allowed: Units that may not stand everywhere, and where they may.
        torn: Units whose locks contradict each other: the territories named.
    """

    accounts: tuple[str, ...]
    unit_of: list[int] | None
    names: tuple[str, ...]
    territories: tuple[str, ...]
    measures: tuple[MeasureColumn, ...]
    scales: tuple[int, ...]
    columns: list[list[int]]
    targets: list[list[Fraction]]
    least: list[list[int]]
    most: list[list[int]]
    home: list[int]
    fee: list[int]
    mixed: dict[int, dict[int, int]]
    base: int
    fixed: dict[int, int]
    allowed: dict[int, tuple[int, ...]]
    torn: dict[int, tuple[int, ...]] = field(factory=dict)

    def fee_at(self, unit: int, territory: int) -> int:
        """What it costs to have a unit in a territory."""
        if unit in self.mixed:
            return self.mixed[unit].get(territory, self.fee[unit])
        return 0 if self.home[unit] == territory else self.fee[unit]

    def placed(self, where: list[int]) -> dict[str, str]:
        """Account to territory, from the position of each unit's territory."""
        units = self.unit_of
        return {
            account: self.territories[where[place if units is None else units[place]]]
            for place, account in enumerate(self.accounts)
        }


def case_of(terms: Terms) -> Case:
    """The balance in whole numbers.

    Raises:
        BatchError: Everything that is wrong with what was given, at once.
    """
    parents = {territory.parent for territory in terms.territories}
    leaves = tuple(each for each in terms.territories if each.id not in parents)
    problems = [*_problems(terms, leaves)]
    if problems:
        raise BatchError("balance", problems)
    place_of = {territory.id: place for place, territory in enumerate(leaves)}
    accounts = terms.figures.accounts
    unit_of, members = _units(terms)
    names = accounts if members is None else tuple(accounts[group[0]] for group in members)
    wanted = sorted(
        {*(each.measure for each in terms.measures), *(each.measure for each in terms.capacities)}
    )
    measures = tuple(terms.figures.column(name) for name in wanted)
    scales, columns, targets, least, most = _bounds(terms, measures, members, leaves)
    home, fee, mixed, base = _fees(terms, members, place_of)
    fixed, torn = _locks(terms, unit_of, place_of)
    return Case(
        accounts,
        unit_of,
        names,
        tuple(territory.id for territory in leaves),
        measures,
        scales,
        columns,
        targets,
        least,
        most,
        home,
        fee,
        mixed,
        base,
        fixed,
        _allowed(terms, members, leaves, place_of),
        torn,
    )


def _problems(terms: Terms, leaves: tuple[Territory, ...]) -> Iterator[Problem]:
    known = set(terms.figures.accounts)
    places = {territory.id for territory in leaves}
    if not leaves:
        yield Problem("territories", "territories", (), "hold at least one")
    bounded: tuple[Balanced | Capacity, ...] = (*terms.measures, *terms.capacities)
    for each in bounded:
        if each.measure not in terms.figures.measures:
            rule = f"be one of {', '.join(terms.figures.measures)}"
            yield Problem(type(each).__name__, "measure", each.measure, rule)
            continue
        column = terms.figures.column(each.measure)
        for account, value in zip(terms.figures.accounts, column.values, strict=True):
            if value < 0:
                yield Problem(f"Account {account}", each.measure, value, "be 0 or more to be balanced")
    for capacity in terms.capacities:
        if capacity.measure in terms.figures.measures:
            currency = terms.figures.column(capacity.measure).currency
            given = capacity.most.currency if isinstance(capacity.most, Money) else None
            if given != currency:
                rule = "be a plain number" if currency is None else f"be a Money in {currency}"
                yield Problem("Capacity", "most", capacity.most, rule)
        for name in capacity.territories:
            if name not in places:
                yield Problem("Capacity", "territories", name, "be a territory that takes accounts")
    for name, _ in terms.disruption.measures:
        if name not in terms.figures.measures:
            rule = f"be one of {', '.join(terms.figures.measures)}"
            yield Problem("Disruption", "measures", name, rule)
        elif any(value < 0 for value in terms.figures.column(name).values):
            yield Problem("Disruption", "measures", name, "have no negative figures")
    for name in terms.heads:
        if name not in places:
            yield Problem("Balance", "heads", name, "be a territory that takes accounts")
    for account, place in terms.locked.items():
        if account not in known:
            yield Problem(f"Account {account}", "locked", account, "be an account with figures")
        if place not in places:
            yield Problem(f"Account {account}", "locked", place, "be a territory that takes accounts")
    for group in terms.together:
        for account in group:
            if account not in known:
                yield Problem(f"Account {account}", "together", account, "be an account with figures")
    if terms.eligibility:
        if terms.facts is None:
            yield Problem("Balance", "facts", None, "be given, since owners are chosen by criteria")
        else:
            customers = {customer.id for customer in terms.facts.customers}
            for account in terms.figures.accounts:
                if account not in customers:
                    yield Problem(f"Account {account}", "facts", account, "be a customer of the batch")
            people = {person.id for person in terms.facts.participants}
            for territory in leaves:
                if territory.owner is not None and territory.owner not in people:
                    rule = "be a participant of the batch"
                    yield Problem(f"Territory {territory.id}", "owner", territory.owner, rule)


def _units(terms: Terms) -> tuple[list[int] | None, list[list[int]] | None]:
    """Accounts that stay together, merged."""
    accounts = terms.figures.accounts
    if not any(len(group) > 1 for group in terms.together):
        return None, None
    leader = list(range(len(accounts)))

    def find(place: int) -> int:
        while leader[place] != place:
            leader[place] = leader[leader[place]]
            place = leader[place]
        return place

    for group in terms.together:
        first, *rest = [terms.figures.position(account) for account in group]
        for other in rest:
            one, two = sorted((find(first), find(other)))
            leader[two] = one
    unit_of: list[int] = []
    members: list[list[int]] = []
    numbers: dict[int, int] = {}
    for place in range(len(accounts)):
        unit = numbers.setdefault(find(place), len(members))
        if unit == len(members):
            members.append([])
        members[unit].append(place)
        unit_of.append(unit)
    return unit_of, members


def _merged(values: list[int], members: list[list[int]] | None) -> list[int]:
    return values if members is None else [sum(values[place] for place in group) for group in members]


def _bounds(
    terms: Terms,
    measures: tuple[MeasureColumn, ...],
    members: list[list[int]] | None,
    leaves: tuple[Territory, ...],
) -> tuple[tuple[int, ...], list[list[int]], list[list[Fraction]], list[list[int]], list[list[int]]]:
    weights = [terms.heads.get(territory.id, Fraction(1)) for territory in leaves]
    whole = sum(weights, Fraction(0))
    tolerance = {each.measure: each.tolerance.value for each in terms.measures}
    scales, columns, targets = [], [], []
    least: list[list[int]] = [[] for _ in leaves]
    most: list[list[int]] = [[] for _ in leaves]
    for column in measures:
        scale = lcm(*{1, *(value.denominator for value in column.values)})
        scaled = [int(value * scale) if scale != 1 else int(value) for value in column.values]
        total = sum(scaled)
        caps = [each for each in terms.capacities if each.measure == column.name]
        shares = [Fraction(total) * weight / whole if whole else Fraction(0) for weight in weights]
        for place, territory in enumerate(leaves):
            low, high = 0, total
            if column.name in tolerance:
                low = max(ceil(shares[place] * (1 - tolerance[column.name])), 0)
                high = floor(shares[place] * (1 + tolerance[column.name]))
            for cap in caps:
                if not cap.territories or territory.id in cap.territories:
                    bound = Fraction(cap.most.minor) if isinstance(cap.most, Money) else cap.most
                    bound *= scale * (weights[place] if cap.per_head else 1)
                    high = min(high, floor(bound))
            least[place].append(low)
            most[place].append(high)
        scales.append(scale)
        columns.append(_merged(scaled, members))
        targets.append([share / scale for share in shares])
    return tuple(scales), columns, targets, least, most


def _fees(
    terms: Terms, members: list[list[int]] | None, place_of: Mapping[str, int]
) -> tuple[list[int], list[int], dict[int, dict[int, int]], int]:
    """What moving costs, by unit, and what cannot be helped."""
    accounts = terms.figures.accounts
    placed = {} if terms.current is None else terms.current.by_account()
    account_fee = _account_fee(terms)
    single = range(len(accounts)) if members is None else None
    home: list[int] = []
    fee: list[int] = []
    mixed: dict[int, dict[int, int]] = {}
    base = 0
    groups: Iterable[Iterable[int]] = ((place,) for place in single) if single is not None else members or ()
    for unit, group in enumerate(groups):
        at: dict[int, int] = {}
        for place in group:
            territory = placed.get(accounts[place])
            if territory is None:
                continue
            if territory in place_of:
                at[place_of[territory]] = at.get(place_of[territory], 0) + account_fee(place)
            else:
                base += account_fee(place)
        everywhere = sum(at.values())
        best = min(at, key=lambda territory: (-at[territory], territory), default=NOWHERE)
        home.append(best)
        fee.append(everywhere)
        if len(at) > 1:
            mixed[unit] = {territory: everywhere - saved for territory, saved in at.items()}
    return home, fee, mixed, base


def _account_fee(terms: Terms) -> Callable[[int], int]:
    each = floor(terms.disruption.accounts * FEE_UNIT)
    parts = []
    for name, weight in terms.disruption.measures:
        values = terms.figures.column(name).values
        total = sum(values, Fraction(0))
        if total and weight:
            parts.append((values, weight * FEE_UNIT * len(values) / total))
    if not parts:
        return lambda _: each
    return lambda place: each + sum(floor(values[place] * factor) for values, factor in parts)


def _locks(
    terms: Terms, unit_of: list[int] | None, place_of: Mapping[str, int]
) -> tuple[dict[int, int], dict[int, tuple[int, ...]]]:
    named: dict[int, set[int]] = {}
    for account, territory in terms.locked.items():
        place = terms.figures.position(account)
        named.setdefault(place if unit_of is None else unit_of[place], set()).add(place_of[territory])
    fixed = {unit: min(places) for unit, places in sorted(named.items())}
    torn = {unit: tuple(sorted(places)) for unit, places in sorted(named.items()) if len(places) > 1}
    return fixed, torn


def _allowed(
    terms: Terms,
    members: list[list[int]] | None,
    leaves: tuple[Territory, ...],
    place_of: Mapping[str, int],
) -> dict[int, tuple[int, ...]]:
    """Where each unit may stand that some rule concerns."""
    if not terms.eligibility or terms.facts is None:
        return {}
    facts = terms.facts
    customers = {customer.id: customer for customer in facts.customers}
    people = {person.id: person for person in facts.participants}
    fitting = [
        frozenset(
            place_of[territory.id]
            for territory in leaves
            if territory.owner is not None and rule.owners.matches(people[territory.owner], facts.tables)
        )
        for rule in terms.eligibility
    ]
    everywhere = frozenset(range(len(leaves)))
    known: dict[frozenset[int], tuple[int, ...]] = {}
    found: dict[int, tuple[int, ...]] = {}
    groups: Iterable[Iterable[int]] = (
        ((place,) for place in range(len(terms.figures.accounts))) if members is None else members
    )
    for unit, group in enumerate(groups):
        open_to = everywhere
        for place in group:
            customer = customers[terms.figures.accounts[place]]
            for rule, places in zip(terms.eligibility, fitting, strict=True):
                if rule.accounts.matches(customer, facts.tables):
                    open_to &= places
        if open_to != everywhere:
            found[unit] = known.setdefault(open_to, tuple(sorted(open_to)))
    return found
