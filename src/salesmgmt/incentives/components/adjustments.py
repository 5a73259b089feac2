"""A component that adjusts what others earned together: a cap or floor of the plan, a gate on all of it."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import field, frozen

from salesmgmt.calendars import PeriodKind
from salesmgmt.errors import InvalidValueError
from salesmgmt.incentives.components.parts import ComponentBase
from salesmgmt.incentives.keys import as_per

__all__ = ["Adjustment"]


def _names(given: Iterable[str] | str | None) -> tuple[str, ...] | None:
    if given is None:
        return None
    names = (given,) if isinstance(given, str) else tuple(given)
    for name in names:
        if not isinstance(name, str) or not name:
            raise InvalidValueError("of", name, "be identifiers of components listed earlier")
    if not names:
        raise InvalidValueError("of", names, "name one component or more, or be left out for all of them")
    return names


@frozen
class Adjustment(ComponentBase):
    """What steps change about the sum of components listed earlier in the plan.

    It earns what the sum is after its steps, less the sum: a cap shows as a deduction, a floor as a
    supplement. It looks at what the other components earned in periods that end within its own.

    Attributes:
        id: Identifier, unique in the plan, that stays when the title changes.
        of: Identifiers of the components; all that are listed earlier where left out.
        per: The period.
        title: What statements call it; the identifier where left out.
        modifiers: The steps, in their order; one or more.
        rounding: The one rounding.

    Raises:
        InvalidValueError: If there is no step, or one concerns single deals.

    Examples:
        >>> from salesmgmt.incentives import Cap
        >>> Adjustment("plan-cap", per="quarter", modifiers=Cap("USD 20,000")).name
        'plan-cap'
    """

    of: tuple[str, ...] | None = field(default=None, converter=_names, kw_only=True)
    per: PeriodKind = field(default=PeriodKind.MONTH, converter=as_per, kw_only=True)

    def __attrs_post_init__(self) -> None:
        super().__attrs_post_init__()
        if not self.modifiers:
            raise InvalidValueError("modifiers", self.modifiers, "hold one step or more")
        if self.limits_deals:
            raise InvalidValueError("modifiers", self.modifiers, "limit the period: there are no deals")
        if self.of is not None and len(set(self.of)) < len(self.of):
            raise InvalidValueError("of", self.of, "name every component once")
