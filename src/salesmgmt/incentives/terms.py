"""What a plan says: its components, checked as a whole. `Plan` adds the verbs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from types import MappingProxyType
from typing import TypeAlias

from attrs import field, frozen

from salesmgmt.calendars import DateRange, FiscalCalendar, PeriodKind, range_of
from salesmgmt.criteria import Criterion
from salesmgmt.errors import BatchError, InvalidValueError, Problem, UnknownIdentifierError, WrongTypeError
from salesmgmt.incentives.awards import Contest, OverTarget, Pool, ShareOfTotal
from salesmgmt.incentives.components import (
    Adjustment,
    Chain,
    Commission,
    ExpenseAllowance,
    Fixed,
    Objectives,
    Override,
)
from salesmgmt.incentives.crediting import Crediting
from salesmgmt.incentives.keys import Amount, Key, Rank, StandingOf
from salesmgmt.incentives.modifiers import Cap, Floor, Gate, Multiplier, Multipliers, Threshold
from salesmgmt.incentives.schedules import Rules
from salesmgmt.money import Currency, Money, Unrounded, currency_of

__all__ = ["Component", "PaidAlone", "Personal", "Terms"]

PaidAlone: TypeAlias = Commission | Override | Chain | Fixed | Objectives | ExpenseAllowance | Adjustment
"""A component whose figures are worked out person by person."""

Component: TypeAlias = PaidAlone | Contest | Pool
"""A part of a plan that earns."""

_KINDS = "Commission, Override, Chain, Fixed, Objectives, ExpenseAllowance, Adjustment, Contest or Pool"


def _as_components(given: Iterable[Component] | Component) -> tuple[Component, ...]:
    components = (given,) if isinstance(given, Component) else tuple(given)
    for component in components:
        if not isinstance(component, Component):
            raise WrongTypeError("components", component, f"be {_KINDS} values")
    return components


def _as_during(value: DateRange | str) -> DateRange:
    return range_of(value, "during")


@frozen
class Personal:
    """What holds for one participant in place of a component of the plan.

    Attributes:
        participant: Whom it concerns.
        component: The component with other values and the same identifier: another schedule, other modifiers,
            another rounding. What it counts, over which period, by what its schedule is entered, and which
            deals its rules are for stay as they are.

    Raises:
        InvalidValueError: If the identifier is empty.
        WrongTypeError: If it is no component.
    """

    participant: str
    component: PaidAlone

    def __attrs_post_init__(self) -> None:
        if not isinstance(self.participant, str) or not self.participant:
            raise InvalidValueError("participant", self.participant, "be somebody's identifier")
        if not isinstance(self.component, PaidAlone):
            rule = "be a component of one person; contests and pools concern everybody"
            raise WrongTypeError("component", self.component, rule)


def _as_personal(given: Iterable[Personal] | Personal) -> tuple[Personal, ...]:
    personal = (given,) if isinstance(given, Personal) else tuple(given)
    for one in personal:
        if not isinstance(one, Personal):
            raise WrongTypeError("personal", one, "be Personal values")
    return personal


@frozen
class Terms:
    """What a plan says, without what it does: see `Plan` for the attributes."""

    id: str
    components: tuple[Component, ...] = field(converter=_as_components, kw_only=True)
    currency: Currency = field(converter=currency_of, kw_only=True)
    title: str = field(default="", kw_only=True)
    version: int = field(default=1, kw_only=True)
    during: DateRange = field(default=DateRange(None, None), converter=_as_during, kw_only=True)
    calendar: FiscalCalendar = field(factory=FiscalCalendar, kw_only=True)
    crediting: Crediting = field(factory=Crediting, kw_only=True)
    personal: tuple[Personal, ...] = field(default=(), converter=_as_personal, kw_only=True)
    payer: str | None = field(default=None, kw_only=True)

    def __attrs_post_init__(self) -> None:
        if not isinstance(self.id, str) or not self.id:
            raise InvalidValueError("id", self.id, "be a text with at least one character")
        if not isinstance(self.title, str):
            raise WrongTypeError("title", self.title, "be text")
        if type(self.version) is not int or self.version < 1:
            raise InvalidValueError("version", self.version, "be 1 or more")
        for name, kind in (("calendar", FiscalCalendar), ("crediting", Crediting)):
            value = getattr(self, name)
            if not isinstance(value, kind):
                raise WrongTypeError(name, value, f"be a {kind.__name__}")
        if self.payer is not None and (not isinstance(self.payer, str) or not self.payer):
            raise InvalidValueError("payer", self.payer, "name who owes what is earned, or be left out")
        if not self.components:
            raise InvalidValueError("components", self.components, "hold one component or more")
        problems = tuple(self._problems())
        if problems:
            raise BatchError("plan", problems)

    def _problems(self) -> Iterator[Problem]:
        for identifier, count in Counter(one.id for one in self.components).items():
            if count > 1:
                yield Problem(f"component {identifier}", "id", identifier, "be unique in the plan")
        for place, one in enumerate(self.components):
            yield from _component_problems(self, place, one, f"component {one.id}")
        yield from self._personal_problems()

    def _personal_problems(self) -> Iterator[Problem]:
        places = {one.id: place for place, one in enumerate(self.components)}
        for (participant, identifier), count in Counter(
            (one.participant, one.component.id) for one in self.personal
        ).items():
            if count > 1:
                record = f"component {identifier} of {participant}"
                yield Problem(record, "participant", participant, "have one variant of a component")
        for one in self.personal:
            record = f"component {one.component.id} of {one.participant}"
            place = places.get(one.component.id)
            if place is None:
                known = ", ".join(repr(name) for name in places)
                yield Problem(record, "id", one.component.id, f"be one of {known}")
                continue
            standard = self.components[place]
            for name in ("of", "by", "level", "eligible", "factors", "rates", "per"):
                if getattr(standard, name, None) != getattr(one.component, name, None) or (
                    type(standard) is not type(one.component)
                ):
                    yield Problem(record, name, getattr(one.component, name, None), "be as in the plan")
                    break
            if not _falls_under_the_same(standard, one.component):
                rule = "have the rules of the plan for the same deals, with other pay: who sold is no matter"
                yield Problem(record, "pays", getattr(one.component, "pays", None), rule)
            yield from _component_problems(self, place, one.component, record)

    @property
    def name(self) -> str:
        """The title, or the identifier where there is none."""
        return self.title or self.id

    @property
    def commissions(self) -> tuple[Commission, ...]:
        """The components that pay for a participant's own credits."""
        return tuple(one for one in self.components if isinstance(one, Commission))

    @property
    def overrides(self) -> tuple[Override, ...]:
        """The components that pay for what others were credited."""
        return tuple(one for one in self.components if isinstance(one, Override))

    @property
    def titles(self) -> Mapping[str, str]:
        """What the components are called, by identifier."""
        return MappingProxyType({one.id: one.name for one in self.components})

    def component(self, identifier: str, participant: str | None = None) -> Component:
        """The component of that identifier, as it stands in the plan or as it holds for somebody.

        Raises:
            UnknownIdentifierError: If the plan has none.
        """
        if participant is not None:
            for one in self.personal:
                if one.participant == participant and one.component.id == identifier:
                    return one.component
        for component in self.components:
            if component.id == identifier:
                return component
        known = ", ".join(repr(one.id) for one in self.components)
        raise UnknownIdentifierError("component", identifier, f"be one of {known}")

    def commission_of(self, component: Commission | Override) -> Commission:
        """The commission whose credits a component pays for: itself, or the one that an override names."""
        if isinstance(component, Commission):
            return component
        return next(one for one in self.commissions if one.id == component.of)

    def keys_of(self, component: Commission | Override) -> tuple[Key, ...]:
        """What the schedule of a component is entered by."""
        by = Amount(self.commission_of(component).per) if component.by is None else component.by
        return by if isinstance(by, tuple) else (by,)

    def per_of(self, component: Component) -> PeriodKind:
        """The period that a component earns in."""
        if isinstance(component, Commission | Override):
            return self.keys_of(component)[0].per
        return component.per

    @property
    def shared(self) -> tuple[str, ...]:
        """Identifiers of the components that can't be computed person by person: contests, pools, ranks."""
        found = []
        for one in self.components:
            ranks = [key for key in _looked_up(one) if isinstance(key, Rank)]
            if ranks or isinstance(one, Contest | Pool):
                found.append(one.id)
        return tuple(found)

    def counts_things(self, component: Component) -> bool:
        """Whether the base of a component is a number of things."""
        if isinstance(component, Contest):
            return component.of.counts_things
        if isinstance(component, Commission | Override):
            return self.commission_of(component).of.counts_things
        return False


def _falls_under_the_same(standard: Component, variant: Component) -> bool:
    """Whether every deal falls under the same rule of both; several people may share one deal."""
    found = []
    for one in (standard, variant):
        pays = one.pays if isinstance(one, Commission | Override) else None
        if isinstance(pays, Rules):
            found.append((pays.precedence, {(rule.id, rule.scope, rule.where) for rule in pays.rules}))
        else:
            found.append(((), set()))
    return found[0] == found[1]


_LENGTHS = tuple(PeriodKind)
_FIELDS = frozenset({"base", "quota", "attainment", "pay"})
_OPEN = frozenset({"participant", "score", "role", "unit", "territory", "manager"})
_WORDS = frozenset({*_FIELDS, "tenure", "participant", "role", "unit", "territory", "manager"})


def _component_problems(terms: Terms, place: int, one: Component, record: str) -> Iterator[Problem]:
    """Everything about a component that does not fit the plan."""
    for name, currency in _currencies(one):
        if currency is not None and currency != terms.currency:
            yield Problem(record, name, currency.code, f"be in {terms.currency}, as the plan")
    if isinstance(one, Contest | Pool):
        yield from _award_problems(terms, place, one, record)
        return
    try:
        one.rounding.unit_minor(terms.currency)
    except InvalidValueError as error:
        yield Problem.of(record, error)
    if isinstance(one, Override):
        commissions = {other.id: other for other in terms.commissions}
        if one.of not in commissions:
            yield Problem(record, "of", one.of, "name a Commission of the plan")
            return
        yield from _schedule_problems(one, commissions[one.of], record)
    elif isinstance(one, Commission):
        yield from _schedule_problems(one, one, record)
    elif isinstance(one, Adjustment):
        earlier = {other.id for other in terms.components[:place]}
        for name in one.of or ():
            if name not in earlier:
                yield Problem(record, "of", name, "name a component listed earlier in the plan")
    for step in one.modifiers:
        if isinstance(step, Threshold):
            yield from _threshold_problems(terms, one, step, record)
    for name, path in _standings(one):
        yield from _standing_problems(terms, place, one, record, name, path)


def _threshold_problems(terms: Terms, one: PaidAlone, step: Threshold, record: str) -> Iterator[Problem]:
    """Whether a level is held against what it can be compared with."""
    if isinstance(one, Override) and one.of not in {other.id for other in terms.commissions}:
        return
    things = terms.counts_things(one)
    if isinstance(step.at_least, Fraction) and not things:
        rule = f"be an amount such as '{terms.currency} 40', or a share of the quota such as '40%'"
        yield Problem(record, "modifiers", step.at_least, f"{rule}, since the base is money")
    elif isinstance(step.at_least, Money) and things:
        rule = "be a number such as 40, or a share of the quota such as '40%', since the base counts things"
        yield Problem(record, "modifiers", step.at_least, rule)


def _award_problems(terms: Terms, place: int, one: Contest | Pool, record: str) -> Iterator[Problem]:
    """Whether what a pool is filled and shared by is listed earlier, and its periods lie in the pool's."""
    if isinstance(one, Contest):
        return
    earlier = {other.id: other for other in terms.components[:place]}
    for name in one.needs:
        other = earlier.get(name)
        if other is None:
            yield Problem(record, "fund", name, "name a component listed earlier in the plan")
        elif _LENGTHS.index(terms.per_of(other)) < _LENGTHS.index(one.per):
            rule = f"be filled by a component whose period is not longer than the {one.per} of the pool"
            yield Problem(record, "fund", name, rule)
        elif (
            name == one.of and isinstance(one.fund, ShareOfTotal | OverTarget) and terms.counts_things(other)
        ):
            yield Problem(
                record, "fund", name, "name a component that counts money, of which a part is taken"
            )


def _looked_up(one: Component) -> Iterator[object]:
    """Everything that a component looks something up by."""
    if isinstance(one, Commission | Override):
        yield from one.by if isinstance(one.by, tuple) else (one.by,)
    if isinstance(one, Objectives):
        yield from (objective.by for objective in one.objectives)
    for step in () if isinstance(one, Contest | Pool) else one.modifiers:
        for factor in step.of if isinstance(step, Multipliers) else (step,):
            if isinstance(factor, Multiplier):
                yield factor.by


def _schedule_problems(one: Commission | Override, source: Commission, record: str) -> Iterator[Problem]:
    """Whether a schedule pays money for what its base is."""
    things: bool | None = getattr(one.pays, "things", None)
    if source.of.counts_things and one.pays.currency is None:
        yield Problem(record, "pays", one.pays, "name an amount, since the base is a number of things")
        return
    if things is not None and things is not source.of.counts_things:
        rule = "pay an amount for each, or a lump sum, since the base is a number of things"
        if not source.of.counts_things:
            rule = "pay shares of the base or lump sums, since the base is money"
        yield Problem(record, "pays", one.pays, rule)


def _currencies(one: Component) -> Iterator[tuple[str, Currency | None]]:
    """The currencies that the terms of a component name."""
    if isinstance(one, Commission | Override):
        yield "pays", one.pays.currency
    if isinstance(one, Fixed | Objectives) and isinstance(one.pays, Money):
        yield "pays", one.pays.currency
    if isinstance(one, ExpenseAllowance) and isinstance(one.allowed, Money):
        yield "allowed", one.allowed.currency
    if isinstance(one, Contest):
        yield "prizes", one.currency
        if isinstance(one.minimum, Unrounded):
            yield "minimum", one.minimum.currency
    elif isinstance(one, Pool):
        for name in ("amount", "target"):
            amount = getattr(one.fund, name, None)
            if isinstance(amount, Money):
                yield "fund", amount.currency
        if isinstance(one.most, Money):
            yield "most", one.most.currency
    else:
        for step in one.modifiers:
            if isinstance(step, Cap | Floor | Threshold):
                yield "modifiers", step.currency


def _standings(one: Component) -> Iterator[tuple[str, str]]:
    """What a component reads of what was reached, with the field that says so."""
    for step in () if isinstance(one, Contest | Pool) else one.modifiers:
        if isinstance(step, Gate):
            yield from (("modifiers", path) for path in _paths(step.where))
        for factor in step.of if isinstance(step, Multipliers) else (step,):
            if isinstance(factor, Multiplier) and isinstance(factor.by, StandingOf):
                yield "modifiers", factor.by.path
    if isinstance(one, Commission | Override):
        for key in one.by if isinstance(one.by, tuple) else (one.by,):
            if isinstance(key, StandingOf):
                yield "by", key.path
    if isinstance(one, Objectives):
        for objective in one.objectives:
            if isinstance(objective.by, StandingOf):
                yield "objectives", objective.by.path


def _paths(where: Criterion) -> tuple[str, ...]:
    return tuple(read.path for read in where.reads)


def _standing_problems(
    terms: Terms, place: int, one: Component, record: str, name: str, path: str
) -> Iterator[Problem]:
    """Whether what a component reads of another one is there when it is asked for."""
    first, _, rest = path.partition(".")
    places = {other.id: at for at, other in enumerate(terms.components)}
    found = places.get(first)
    if rest not in _FIELDS:
        if not rest and first not in _WORDS:
            known = ", ".join(sorted(_WORDS))
            yield Problem(
                record, name, path, f"be one of {known}, or score.…, participant.… or <component>.…"
            )
        elif rest and found is not None and first not in _OPEN:
            yield Problem(record, name, path, f"end with one of {', '.join(sorted(_FIELDS))}")
        elif rest and first not in _OPEN:
            known = ", ".join(repr(other) for other in places)
            rule = f"begin with one of {', '.join(sorted(_OPEN))}, or with a component of the plan: {known}"
            yield Problem(record, name, path, rule)
        return
    if found is None:
        if first not in ("score", "participant"):
            known = ", ".join(repr(other) for other in places)
            yield Problem(record, name, path, f"begin with a component of the plan: {known}")
        return
    if rest == "pay" and found >= place:
        yield Problem(record, name, path, "read the pay of a component that is listed earlier in the plan")
    other = terms.components[found]
    if isinstance(other, Override) and other.of not in {each.id for each in terms.commissions}:
        return
    if isinstance(one, Override) and one.of not in {each.id for each in terms.commissions}:
        return
    if _LENGTHS.index(terms.per_of(other)) > _LENGTHS.index(terms.per_of(one)):
        rule = f"read a component whose period is not shorter than the {terms.per_of(one)} of this one"
        yield Problem(record, name, path, rule)
