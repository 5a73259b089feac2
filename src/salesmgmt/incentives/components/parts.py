"""What the components of a plan have in common: identifier, title, rounding, steps after the schedule."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from attrs import field, frozen

from salesmgmt._choices import choice_of
from salesmgmt.criteria import Criterion
from salesmgmt.errors import InvalidValueError, WrongTypeError
from salesmgmt.incentives.modifiers import (
    Cap,
    Floor,
    Gate,
    LimitPer,
    Multiplier,
    Multipliers,
    Prorated,
    Threshold,
)
from salesmgmt.money import HALF_UP_TO_MINOR, Rounding

__all__ = ["AnyModifier", "Negative", "Rounds"]

AnyModifier = Cap | Floor | Gate | Threshold | Multiplier | Multipliers | Prorated
"""A step from what a schedule pays to what is earned."""


class Negative(StrEnum):
    """What a total below zero earns: nothing, or the opposite of what its magnitude would earn."""

    ZERO = "zero"
    MIRROR = "mirror"


class Rounds(StrEnum):
    """What is rounded: the pay of the period, of each deal in it, or of each seller below a manager."""

    PERIOD = "period"
    DEAL = "deal"
    SELLER = "seller"


def as_negative(value: Negative | str) -> Negative:
    """What a total below zero earns, from its word."""
    return choice_of(Negative, value, "negative", "be 'zero' or 'mirror'")


def as_rounds(value: Rounds | str) -> Rounds:
    """What is rounded, from its word."""
    return choice_of(Rounds, value, "rounds")


def as_modifiers(given: Iterable[AnyModifier] | AnyModifier) -> tuple[AnyModifier, ...]:
    """Steps in their order; a single one stands for itself."""
    if isinstance(given, AnyModifier):
        return (given,)
    if isinstance(given, str) or not isinstance(given, Iterable):
        raise WrongTypeError("modifiers", given, "list steps such as Cap('USD 3,000')")
    steps = tuple(given)
    for step in steps:
        if not isinstance(step, AnyModifier):
            raise WrongTypeError(
                "modifiers", step, "be a step such as Cap('USD 3,000'), Gate(…) or Multiplier(…)"
            )
    if sum(isinstance(step, Cap) and step.carries for step in steps) > 1:
        raise InvalidValueError("modifiers", steps, "hold one cap that carries forward at most")
    return steps


def check_criterion(value: object, name: str) -> None:
    """Refuse what is no criterion."""
    if not isinstance(value, Criterion):
        raise WrongTypeError(name, value, 'be a criterion, such as field("role").equals("executive")')


def _is_rounding(_component: object, _attribute: object, value: object) -> None:
    if not isinstance(value, Rounding):
        raise WrongTypeError("rounding", value, "be a Rounding, such as Rounding('0.01', 'half_even')")


@frozen
class ComponentBase:
    """What every component has: see the components for what it means there."""

    id: str
    title: str = field(default="", kw_only=True)
    rounding: Rounding = field(default=HALF_UP_TO_MINOR, validator=_is_rounding, kw_only=True)
    modifiers: tuple[AnyModifier, ...] = field(default=(), converter=as_modifiers, kw_only=True)

    def __attrs_post_init__(self) -> None:
        if not isinstance(self.id, str) or not self.id:
            raise InvalidValueError("id", self.id, "be a text with at least one character")
        if not isinstance(self.title, str):
            raise WrongTypeError("title", self.title, "be text")

    @property
    def name(self) -> str:
        """The title, or the identifier where there is none."""
        return self.title or self.id

    @property
    def limits_deals(self) -> bool:
        """Whether any step concerns single deals."""
        return any(isinstance(step, Cap | Floor) and step.per is LimitPer.DEAL for step in self.modifiers)
