"""What has to happen for a deal to count: one event, or several in stages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from fractions import Fraction
from typing import TypeAlias

from attrs import field, frozen

from salesmgmt._choices import choice_of
from salesmgmt.errors import InvalidValueError, WrongTypeError
from salesmgmt.incentives.stated import stated_rate
from salesmgmt.money import Rate, RateLike

__all__ = ["Event", "Stages", "as_event", "stages_of"]


class Event(StrEnum):
    """What has to happen for a deal to count; its business date decides the period.

    `invoice` counts invoices and, as what reduces them, credit notes. `payment` counts what payments settle
    of invoices, on the day on which the money is there and matched.
    """

    WON = "won"
    ORDER = "order"
    DELIVERY = "delivery"
    INVOICE = "invoice"
    PAYMENT = "payment"


def _event(value: Event | str) -> Event:
    return choice_of(Event, value, "event")


StagesLike: TypeAlias = "Mapping[str, RateLike] | Mapping[Event, RateLike] | Iterable[tuple[Event, Rate]]"


def _shares(given: StagesLike) -> tuple[tuple[Event, Rate], ...]:
    pairs = given.items() if isinstance(given, Mapping) else given
    return tuple(sorted((_event(event), stated_rate(share, "share")) for event, share in pairs))


@frozen
class Stages:
    """Credit that comes in stages, each at a share of the value of its own event.

    Every event is a deal of its own: where shares are apportioned to the minor unit, each stage is rounded on
    its own, and the stages of a deal may miss it by a cent; with exact crediting they do not.

    Attributes:
        shares: From event to the share that it brings; they total 100 %.

    Raises:
        InvalidValueError: If an event is unknown or twice, a share not above 0, or the total not 100 %.

    Examples:
        >>> stages = Stages({"order": "60%", "invoice": "20%", "payment": "20%"})
        >>> [f"{event} {share}" for event, share in stages.shares]
        ['invoice 20%', 'order 60%', 'payment 20%']
    """

    shares: tuple[tuple[Event, Rate], ...] = field(converter=_shares)

    def __attrs_post_init__(self) -> None:
        events = [event for event, _ in self.shares]
        for event, share in self.shares:
            if events.count(event) > 1:
                raise InvalidValueError("shares", event, "name every event once")
            if share.value <= 0:
                raise InvalidValueError("shares", share, f"be above 0, here for {event}")
        total = sum((share.value for _, share in self.shares), Fraction(0))
        if total != 1:
            raise InvalidValueError("shares", Rate(total), "total 100%")


def as_event(value: Event | Stages | StagesLike | str) -> Event | Stages:
    """An event, its name, or stages as people write them."""
    if isinstance(value, Stages):
        return value
    if isinstance(value, Mapping):
        return Stages(value)
    if not isinstance(value, str):
        raise WrongTypeError("event", value, f"be one of {', '.join(Event)}, or Stages of them")
    return _event(value)


def stages_of(event: Event | Stages) -> tuple[tuple[Event, Fraction], ...]:
    """The events that count, each with the share of the value that it brings."""
    if isinstance(event, Stages):
        return tuple((one, share.value) for one, share in event.shares)
    return ((event, Fraction(1)),)
