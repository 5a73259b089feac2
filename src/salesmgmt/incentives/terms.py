"""What a plan says: its components, checked as a whole. `Plan` adds the verbs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import TypeAlias

from attrs import field, frozen

from salesmgmt.calendars import DateRange, FiscalCalendar, range_of
from salesmgmt.errors import BatchError, InvalidValueError, Problem, UnknownIdentifierError, WrongTypeError
from salesmgmt.incentives.crediting import Crediting
from salesmgmt.incentives.keys import Amount, Attainment, DealAmount, Key
from salesmgmt.incentives.measures import Measure
from salesmgmt.incentives.schedules import Schedule, as_schedule
from salesmgmt.money import HALF_UP_TO_MINOR, Currency, Rounding, currency_of

__all__ = ["Commission", "Component", "Negative", "Override", "Terms"]


class Negative(StrEnum):
    """What a total below zero earns: nothing, or the opposite of what its magnitude would earn."""

    ZERO = "zero"
    MIRROR = "mirror"


def _as_negative(value: Negative | str) -> Negative:
    try:
        return Negative(value)
    except ValueError:
        raise InvalidValueError("negative", value, "be 'zero' or 'mirror'") from None


def _check_names(component: Component) -> None:
    if not isinstance(component.id, str) or not component.id:
        raise InvalidValueError("id", component.id, "be a text with at least one character")
    if not isinstance(component.title, str):
        raise WrongTypeError("title", component.title, "be text")


def _check_key(key: Key | None, schedule: Schedule) -> None:
    if not isinstance(key, Attainment | Amount | DealAmount | None):
        raise WrongTypeError("by", key, "be Attainment(…), Amount(…) or DealAmount(…)")
    attainment = isinstance(key, Attainment)
    if schedule.needs_quota and not attainment:
        raise InvalidValueError("by", key, "be Attainment(…), since the tiers are shares of a quota")
    if attainment and schedule.currency is not None:
        raise InvalidValueError("by", key, "be Amount(…) or DealAmount(…), since the tiers are amounts")


def _is_rounding(_component: object, _attribute: object, value: object) -> None:
    if not isinstance(value, Rounding):
        raise WrongTypeError("rounding", value, "be a Rounding, such as Rounding('0.01', 'half_even')")


@frozen
class Commission:
    """Pay for what a participant is credited.

    Attributes:
        id: Identifier, unique in the plan, that stays when the title changes.
        of: What counts, such as `Revenue(where=…)`.
        by: What the schedule is entered by, and the period: `Attainment(…)`, `Amount(…)`, `DealAmount(…)`.
        pays: The schedule; a bare rate such as `"5%"` pays flat.
        title: What statements call it; the identifier where left out.
        rounding: The one rounding, per participant and period.
        negative: What a period with a total below zero earns: `zero`, or `mirror`.

    Raises:
        InvalidValueError: If the schedule cannot be entered that way, or a text or setting is wrong.

    Examples:
        >>> from salesmgmt.incentives import Attainment, Marginal, Revenue
        >>> tiers = Marginal({"0%": "2%", "60%": "5%", "100%": "8%", "150%": "10%"})
        >>> Commission("new-business", of=Revenue(), by=Attainment(per="quarter"), pays=tiers).name
        'new-business'
    """

    id: str
    of: Measure = field(kw_only=True)
    by: Key = field(factory=Amount, kw_only=True)
    pays: Schedule = field(converter=as_schedule, kw_only=True)
    title: str = field(default="", kw_only=True)
    rounding: Rounding = field(default=HALF_UP_TO_MINOR, validator=_is_rounding, kw_only=True)
    negative: Negative = field(default=Negative.ZERO, converter=_as_negative, kw_only=True)

    def __attrs_post_init__(self) -> None:
        _check_names(self)
        if not hasattr(self.of, "minor"):
            raise WrongTypeError("of", self.of, "be a measure such as Revenue()")
        _check_key(self.by, self.pays)

    @property
    def name(self) -> str:
        """The title, or the identifier where there is none."""
        return self.title or self.id


@frozen
class Override:
    """Pay for what a manager's people are credited in a commission of the plan.

    Each deal counts for the manager of its own day.

    Attributes:
        id: Identifier, unique in the plan, that stays when the title changes.
        of: Identifier of the commission whose credits count, overlays included.
        pays: The schedule; a bare rate such as `"1%"` pays flat.
        by: What the schedule is entered by; the amount per period of the commission where left out.
        level: How many levels up: 1 for the manager, 2 for the manager's manager.
        title: What statements call it; the identifier where left out.
        rounding: The one rounding, per manager and period.
        negative: What a period with a total below zero earns: `zero`, or `mirror`.

    Raises:
        InvalidValueError: If the schedule cannot be entered that way, or a text or setting is wrong.
    """

    id: str
    of: str = field(kw_only=True)
    pays: Schedule = field(converter=as_schedule, kw_only=True)
    by: Key | None = field(default=None, kw_only=True)
    level: int = field(default=1, kw_only=True)
    title: str = field(default="", kw_only=True)
    rounding: Rounding = field(default=HALF_UP_TO_MINOR, validator=_is_rounding, kw_only=True)
    negative: Negative = field(default=Negative.ZERO, converter=_as_negative, kw_only=True)

    def __attrs_post_init__(self) -> None:
        _check_names(self)
        if not isinstance(self.of, str) or not self.of:
            raise InvalidValueError("of", self.of, "be the identifier of a commission of the plan")
        if type(self.level) is not int or self.level < 1:
            raise InvalidValueError("level", self.level, "be 1 or more")
        if self.by is not None or self.pays.needs_quota:
            _check_key(self.by, self.pays)

    @property
    def name(self) -> str:
        """The title, or the identifier where there is none."""
        return self.title or self.id


Component: TypeAlias = Commission | Override
"""A part of a plan that earns."""


def _as_components(given: Iterable[Component] | Component) -> tuple[Component, ...]:
    return (given,) if isinstance(given, Commission | Override) else tuple(given)


def _as_during(value: DateRange | str) -> DateRange:
    return range_of(value, "during")


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
        if not self.components:
            raise InvalidValueError("components", self.components, "hold one component or more")
        for component in self.components:
            if not isinstance(component, Commission | Override):
                raise WrongTypeError("components", component, "be Commission or Override values")
        problems = tuple(self._problems())
        if problems:
            raise BatchError("plan", problems)

    def _problems(self) -> Iterator[Problem]:
        commissions = {one.id for one in self.components if isinstance(one, Commission)}
        for identifier, count in Counter(one.id for one in self.components).items():
            if count > 1:
                yield Problem(f"component {identifier}", "id", identifier, "be unique in the plan")
        for one in self.components:
            record = f"component {one.id}"
            currency = one.pays.currency
            if currency is not None and currency != self.currency:
                yield Problem(record, "pays", currency, f"be in {self.currency}, as the plan")
            if isinstance(one, Override) and one.of not in commissions:
                yield Problem(record, "of", one.of, "name a Commission of the plan")
            try:
                one.rounding.unit_minor(self.currency)
            except InvalidValueError as error:
                yield Problem.of(record, error)

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

    def component(self, identifier: str) -> Component:
        """The component of that identifier.

        Raises:
            UnknownIdentifierError: If the plan has none.
        """
        for one in self.components:
            if one.id == identifier:
                return one
        known = ", ".join(repr(one.id) for one in self.components)
        raise UnknownIdentifierError("component", identifier, f"be one of {known}")

    def commission_of(self, component: Component) -> Commission:
        """The commission whose credits a component pays for: itself, or the one that an override names."""
        if isinstance(component, Commission):
            return component
        return next(one for one in self.commissions if one.id == component.of)

    def key_of(self, component: Component) -> Key:
        """What the schedule of a component is entered by."""
        return Amount(self.commission_of(component).by.per) if component.by is None else component.by
