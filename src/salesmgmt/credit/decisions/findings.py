"""What one rule found."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeAlias, TypeVar

from attrs import field, frozen

from salesmgmt._choices import choice_of
from salesmgmt.credit.decisions.choices import Effect
from salesmgmt.errors import InvalidValueError, WrongTypeError
from salesmgmt.reasons import Reason

__all__ = ["CreditFinding", "Found", "all_of_kind", "as_effect", "finding_made"]

T = TypeVar("T")

Found: TypeAlias = tuple[str, Effect, Reason]
"""What one rule found: its identifier, the effect and the only reason."""


def as_effect(value: Effect | str) -> Effect:
    """An effect, or its word."""
    return value if type(value) is Effect else choice_of(Effect, value, "effect")


def all_of_kind(values: Iterable[T], kind: type[T] | tuple[type[T], ...], field: str) -> tuple[T, ...]:
    """Values of one kind, as a tuple."""
    if type(values) is not tuple:
        if not isinstance(values, Iterable) or isinstance(values, str):
            raise WrongTypeError(field, values, "hold values of its kind, in a tuple")
        values = tuple(values)
    for value in values:
        if not isinstance(value, kind):
            raise WrongTypeError(field, value, "be of its kind")
    return values


def _as_reasons(values: Iterable[Reason]) -> tuple[Reason, ...]:
    return all_of_kind(values, Reason, "reasons")


@frozen(weakref_slot=False)
class CreditFinding:
    """What one rule found.

    Attributes:
        rule: Identifier of the rule; `status` where a person has stopped or freed the customer, and `lowered`
            where the document lowers what is owed.
        effect: What it does to the document in the end.
        reasons: What it found, with the operands.
        excluded_by: Identifier of the exclusion that cancels it; None where none does.
        overridden_by: The role that answers for the document; None where none does.

    Raises:
        InvalidValueError: If the effect is none of those that there are, or a name is empty.
        WrongTypeError: If the reasons are none.
    """

    rule: str
    effect: Effect = field(converter=as_effect)
    reasons: tuple[Reason, ...] = field(default=(), converter=_as_reasons)
    excluded_by: str | None = None
    overridden_by: str | None = None

    def __attrs_post_init__(self) -> None:
        _check_name("rule", self.rule)
        if self.excluded_by is not None:
            _check_name("excluded_by", self.excluded_by)
        if self.overridden_by is not None:
            _check_name("overridden_by", self.overridden_by)


def _check_name(field: str, value: object) -> None:
    if not isinstance(value, str) or not value:
        raise InvalidValueError(field, value, "be a text with at least one character")


class _FindingDraft:
    """A finding that is being put together: laid out like one, and not frozen yet."""

    __slots__ = ("effect", "excluded_by", "overridden_by", "reasons", "rule")


def finding_made(found: Found) -> CreditFinding:
    """A finding of parts that are known to be right: no second check."""
    draft: Any = _FindingDraft()
    draft.rule, draft.effect, reason = found
    draft.reasons = (reason,)
    draft.excluded_by = draft.overridden_by = None
    draft.__class__ = CreditFinding
    finding: CreditFinding = draft
    return finding
