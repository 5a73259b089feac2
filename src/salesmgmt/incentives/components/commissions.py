"""Components that pay by a schedule for what is credited: to oneself, or to the people below."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from types import MappingProxyType
from typing import TypeAlias

from attrs import field, frozen

from salesmgmt.calendars import PeriodKind
from salesmgmt.criteria import ALWAYS, Criterion
from salesmgmt.errors import InvalidValueError, WrongTypeError
from salesmgmt.incentives.components.parts import (
    ComponentBase,
    Negative,
    Rounds,
    as_negative,
    as_rounds,
    check_criterion,
)
from salesmgmt.incentives.factors import ActsOn, Factor
from salesmgmt.incentives.keys import (
    Accumulates,
    Amount,
    Attainment,
    DealAmount,
    DealField,
    DealKey,
    Key,
    key_kind,
    own_key,
)
from salesmgmt.incentives.measures import Measure
from salesmgmt.incentives.schedules import AnySchedule, KeyKind, Matrix, Rules, as_schedule

__all__ = ["Commission", "Override"]

KeyLike: TypeAlias = Key | Iterable[Key]


def _keys(given: KeyLike | None) -> Key | tuple[Key, ...] | None:
    if given is None or isinstance(given, Key):
        return given
    if isinstance(given, str) or not isinstance(given, Iterable):
        raise WrongTypeError("by", given, "be a key such as Attainment(…), Amount(…) or DealAmount(…)")
    keys = tuple(given)
    for key in keys:
        if not isinstance(key, Key):
            raise WrongTypeError("by", key, "be a key such as Attainment(…), Amount(…) or DealAmount(…)")
    return keys


def _own_keys(given: KeyLike) -> Key | tuple[Key, ...]:
    keys = _keys(given)
    if keys is None:
        raise WrongTypeError("by", given, "be a key such as Attainment(…), Amount(…) or DealAmount(…)")
    return keys


def _factors(given: Iterable[Factor] | Factor) -> tuple[Factor, ...]:
    factors = (given,) if isinstance(given, Factor) else tuple(given)
    for factor in factors:
        if not isinstance(factor, Factor):
            raise WrongTypeError("factors", factor, "be Factor values")
    return factors


_MANY = "be a tuple of keys, one for each axis of the matrix"


def check_keys(by: Key | tuple[Key, ...], pays: AnySchedule, *, things: bool | None) -> None:
    """Whether a schedule can be entered by a key.

    Raises:
        InvalidValueError: If it cannot, with what would be accepted.
    """
    if isinstance(pays, Matrix):
        keys = by if isinstance(by, tuple) else (by,)
        if len(keys) != len(pays.axes):
            raise InvalidValueError("by", by, f"{_MANY}; it has {len(pays.axes)}")
        if any(isinstance(key, DealAmount) for key in keys):
            rule = "be DealField('amount', kind='money') for the amount of a deal in a matrix"
            raise InvalidValueError("by", by, rule)
        if len({isinstance(key, DealKey) for key in keys}) > 1 or len({key.per for key in keys}) > 1:
            raise InvalidValueError(
                "by", by, "look at deals alone or at periods alone, and at one kind of period"
            )
        for key, axis in zip(keys, pays.axes, strict=True):
            kind = key_kind(key, things=things)
            if axis.kind is not kind and not (kind is None and isinstance(key, Amount | DealAmount)):
                raise InvalidValueError(
                    "by", key, f"fit the axis {axis.name!r}, which is entered by {axis.kind or 'text'}"
                )
        return
    if isinstance(by, tuple):
        raise InvalidValueError("by", by, "be one key: only a Matrix takes several")
    if isinstance(pays, Rules):
        if not isinstance(by, DealKey):
            raise InvalidValueError("by", by, "be DealAmount(…), since the rules are asked for every deal")
        return
    kind = key_kind(by, things=things)
    if pays.keyed is None:
        if not own_key(by):
            raise InvalidValueError("by", by, "be Amount(…), since a flat rate looks nothing up")
        return
    start = _last_start(pays)
    if pays.keyed is KeyKind.NUMBER and kind in (KeyKind.MONEY, KeyKind.SHARE) and start is not None:
        written = f"'USD {start:,}'" if kind is KeyKind.MONEY else f"'{start}%'"
        rule = f"be written as {written}, since the tiers begin at plain numbers and the key is {_A[kind]}"
        raise InvalidValueError("pays", start, rule)
    if pays.keyed is KeyKind.SHARE and kind is not KeyKind.SHARE:
        rule = "be Attainment(…) or another share, since the tiers are shares"
        raise InvalidValueError("by", by, rule)
    if kind is not None and pays.keyed is not kind:
        rule = f"be a key that is {_A[pays.keyed]}, since the tiers are"
        raise InvalidValueError("by", by, rule)
    if pays.runs and not own_key(by):
        rule = "be Amount(…), Attainment(…) or DealAmount(…), since the base itself runs through the tiers"
        raise InvalidValueError("by", by, rule)
    if not pays.runs and isinstance(by, DealField) and by.kind is None:
        raise InvalidValueError("by", by, "be a share, an amount or a number; only a Matrix takes text")


def _last_start(pays: AnySchedule) -> int | None:
    """Where the last of the tiers that begin at plain numbers does; None where there are none."""
    starts = [getattr(tier, "start", None) for tier in getattr(pays, "tiers", ())]
    last = starts[-1] if starts else None
    return last.numerator if isinstance(last, Fraction) and last.denominator == 1 else None


_A: Mapping[KeyKind, str] = MappingProxyType(
    {KeyKind.SHARE: "a share", KeyKind.MONEY: "an amount", KeyKind.NUMBER: "a number"}
)


@frozen
class _Scheduled(ComponentBase):
    """A component with a schedule."""

    negative: Negative = field(default=Negative.ZERO, converter=as_negative, kw_only=True)
    rounds: Rounds = field(default=Rounds.PERIOD, converter=as_rounds, kw_only=True)


@frozen
class Commission(_Scheduled):
    """Pay for what a participant is credited.

    Attributes:
        id: Identifier, unique in the plan, that stays when the title changes.
        of: What counts, such as `Revenue(where=…)`.
        by: What the schedule is entered by, and the period: `Attainment(…)`, `Amount(…)`, `DealAmount(…)`;
            a tuple of keys for a `Matrix`.
        pays: The schedule; a bare rate such as `"5%"` pays flat.
        title: What statements call it; the identifier where left out.
        factors: Parts at which certain deals count or are paid; those that concern a deal are multiplied.
        eligible: Condition on the post of whoever is credited, on the day of the deal: fields of
            `salesmgmt.records.Assignment` such as `role`, and `participant.more.…`. Everybody where left out.
        modifiers: Steps from what the schedule pays to what is earned, in their order.
        rounding: The one rounding.
        rounds: What is rounded: the `period`, or each `deal`.
        negative: What a period with a total below zero earns: `zero`, or `mirror`.

    Raises:
        InvalidValueError: If the schedule cannot be entered that way, or a text or setting is wrong.
        WrongTypeError: If a part is of another type.

    Examples:
        >>> from salesmgmt.incentives import Attainment, Marginal, Revenue
        >>> tiers = Marginal({"0%": "2%", "60%": "5%", "100%": "8%", "150%": "10%"})
        >>> Commission("new-business", of=Revenue(), by=Attainment(per="quarter"), pays=tiers).name
        'new-business'
    """

    of: Measure = field(kw_only=True)
    by: Key | tuple[Key, ...] = field(factory=Amount, converter=_own_keys, kw_only=True)
    pays: AnySchedule = field(converter=as_schedule, kw_only=True)
    factors: tuple[Factor, ...] = field(default=(), converter=_factors, kw_only=True)
    eligible: Criterion = field(default=ALWAYS, kw_only=True)

    def __attrs_post_init__(self) -> None:
        super().__attrs_post_init__()
        if not isinstance(self.of, Measure):
            raise WrongTypeError("of", self.of, "be a measure such as Revenue()")
        check_criterion(self.eligible, "eligible")
        check_keys(self.by, self.pays, things=self.of.counts_things)
        check_deals(self)

    @property
    def per(self) -> PeriodKind:
        """The period that is earned."""
        return self.by[0].per if isinstance(self.by, tuple) else self.by.per


@frozen
class Override(_Scheduled):
    """Pay for what a manager's people are credited in a commission of the plan.

    Each deal counts for the manager of its own day. A deal that does not count in the commission, such as one
    of which the commission cannot tell where its table is entered, does not count here either.

    Attributes:
        id: Identifier, unique in the plan, that stays when the title changes.
        of: Identifier of the commission whose credits count, overlays included.
        pays: The schedule; a bare rate such as `"1%"` pays flat.
        by: What the schedule is entered by; the amount per period of the commission where left out.
        level: How many levels up: 1 for the manager, 2 for the manager's manager; None for everybody above.
        title: What statements call it; the identifier where left out.
        modifiers: Steps from what the schedule pays to what is earned, in their order.
        rounding: The one rounding.
        rounds: What is rounded: the `period`, each `seller` below, or each `deal`.
        negative: What a period with a total below zero earns: `zero`, or `mirror`.

    Raises:
        InvalidValueError: If the schedule cannot be entered that way, or a text or setting is wrong.
    """

    of: str = field(kw_only=True)
    pays: AnySchedule = field(converter=as_schedule, kw_only=True)
    by: Key | tuple[Key, ...] | None = field(default=None, converter=_keys, kw_only=True)
    level: int | None = field(default=1, kw_only=True)

    def __attrs_post_init__(self) -> None:
        super().__attrs_post_init__()
        if not isinstance(self.of, str) or not self.of:
            raise InvalidValueError("of", self.of, "be the identifier of a commission of the plan")
        if self.level is not None and (type(self.level) is not int or self.level < 1):
            raise InvalidValueError("level", self.level, "be 1 or more, or None for every level")
        if self.by is not None or self.pays.keyed is KeyKind.SHARE:
            check_keys(Amount() if self.by is None else self.by, self.pays, things=None)
        check_deals(self)


def check_deals(component: Commission | Override) -> None:
    """Whether what concerns single deals can be worked out deal by deal.

    Raises:
        InvalidValueError: If the order of the deals within a period would matter.
    """
    keys = component.by if isinstance(component.by, tuple) else (component.by,)
    single = any(isinstance(key, DealKey) for key in keys)
    linear = component.pays.keyed is None and (single or not isinstance(component.pays, Matrix))
    where = {Rounds.DEAL: "deal", Rounds.SELLER: "seller"}.get(component.rounds)
    if where is not None and not (linear or (single and where == "deal")):
        rule = f"be 'period': by the {where}, the schedule must be flat or entered by each deal"
        raise InvalidValueError("rounds", component.rounds.value, rule)
    if component.rounds is Rounds.SELLER and isinstance(component, Commission):
        raise InvalidValueError(
            "rounds", component.rounds.value, "be 'period' or 'deal': sellers stand below an Override"
        )
    if component.limits_deals and not (linear or single):
        rule = "limit the period: for single deals, the schedule must be flat or entered by each deal"
        raise InvalidValueError("modifiers", component.modifiers, rule)
    if isinstance(component, Commission) and not single and component.pays.runs:
        for factor in component.factors:
            if factor.on is ActsOn.RATE:
                rule = "act on the base: in tiers that a period runs through, the order of deals would matter"
                raise InvalidValueError("factors", factor.on.value, rule)
    spans = [key for key in keys if isinstance(key, Amount | Attainment) and key.within is not None]
    if spans and (component.limits_deals or component.rounds is not Rounds.PERIOD):
        rule = "begin anew every period, where single deals are limited or rounded"
        raise InvalidValueError("within", spans[0].within, rule)
    if spans and len(keys) > 1:
        raise InvalidValueError("by", component.by, "not build up over a longer span in a matrix")
    rated = isinstance(component, Commission) and any(one.on is ActsOn.RATE for one in component.factors)
    if spans and rated and spans[0].accumulates is not Accumulates.POSITION:
        raise InvalidValueError(
            "factors", "rate", "act on the base where earlier periods are worked out anew"
        )
