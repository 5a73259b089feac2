"""Rules, what is excluded from them, and who may override them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

from attrs import field, frozen

from salesmgmt._choices import choice_of
from salesmgmt.credit.decisions.amounts import WarningLine, WithinLimit
from salesmgmt.credit.decisions.checks import Check
from salesmgmt.credit.decisions.choices import AtLimit, Checkpoint, Effect
from salesmgmt.credit.decisions.customers import AverageDelay, HighestDunning, ReviewOverdue
from salesmgmt.credit.decisions.documents import ChangeOfTerms, DocumentValue, ValueByDelay
from salesmgmt.credit.decisions.open_items import HighestItem, OldestItem, ShareOverdue
from salesmgmt.errors import InvalidValueError, WrongTypeError

__all__ = ["CreditCheck", "CreditExclusion", "CreditOverride", "CreditRule", "strictly"]

CreditCheck: TypeAlias = (
    WithinLimit
    | WarningLine
    | OldestItem
    | ShareOverdue
    | HighestItem
    | HighestDunning
    | DocumentValue
    | ValueByDelay
    | AverageDelay
    | ChangeOfTerms
    | ReviewOverdue
)
"""What a rule or an exclusion can ask."""


def _as_names(names: Iterable[str] | str, field: str) -> tuple[str, ...]:
    given = (names,) if isinstance(names, str) else names
    if not isinstance(given, Iterable):
        raise WrongTypeError(field, names, "be identifiers, in a tuple")
    found = tuple(given)
    for name in found:
        if not isinstance(name, str) or not name:
            raise InvalidValueError(field, name, "be a text with at least one character")
    return tuple(sorted(set(found)))


def _as_customers(names: Iterable[str] | str) -> tuple[str, ...]:
    return _as_names(names, "customers")


def _as_groups(names: Iterable[str] | str) -> tuple[str, ...]:
    return _as_names(names, "groups")


def _as_rules(names: Iterable[str] | str) -> tuple[str, ...]:
    return _as_names(names, "rules")


def _as_effect(value: Effect | str | None) -> Effect | None:
    return None if value is None else choice_of(Effect, value, "effect")


def _as_to(value: Effect | str) -> Effect:
    return choice_of(Effect, value, "to")


def _as_at(value: Iterable[Checkpoint | str] | Checkpoint | str) -> tuple[Checkpoint, ...]:
    given = (value,) if isinstance(value, str) else value
    if not isinstance(given, Iterable):
        raise WrongTypeError("at", value, "be steps of a sale, in a tuple")
    chosen = {choice_of(Checkpoint, one, "at") for one in given}
    if not chosen:
        raise InvalidValueError("at", value, "name a step of a sale")
    return tuple(step for step in Checkpoint if step in chosen)


def _check_scope(customers: tuple[str, ...], groups: tuple[str, ...]) -> None:
    if customers and groups:
        raise InvalidValueError("groups", groups, "be left out where customers are named; write two")


def scope_of(customers: tuple[str, ...], groups: tuple[str, ...]) -> int:
    """How narrow a scope is: 0 for customers, 1 for groups, 2 for all."""
    return 0 if customers else 1 if groups else 2


def covers(customers: tuple[str, ...], groups: tuple[str, ...], customer: str, of: tuple[str, ...]) -> bool:
    """Whether a scope covers a customer of some groups."""
    if customers:
        return customer in customers
    return not groups or any(group in groups for group in of)


def strictly(check: Check) -> int:
    """1 where a rule refuses exactly what its check allows, else 0."""
    return int(getattr(check, "at_limit", AtLimit.PASS) is AtLimit.BLOCK)


def _is_check(value: object) -> bool:
    return isinstance(value, Check)


@frozen
class CreditRule:
    """A check, what it does to a document that fails it, and where it applies.

    Attributes:
        check: What is asked.
        effect: What becomes of the document; `block` where left out, and `warn` for a warning line.
        id: Identifier; the kind of the check where left out.
        customers: The customers to whom it applies.
        groups: The groups to whose members it applies; neither customers nor groups: to all.
        at: The steps at which it applies; all where left out.

    Raises:
        InvalidValueError: If customers and groups are both named, no step is, or a name is empty.
        WrongTypeError: If the check is none.

    Examples:
        >>> rule = CreditRule(OldestItem(30), "hold", groups="dealers", at="delivery")
        >>> rule.id, rule.effect.value, rule.scope
        ('oldest_item', 'hold', 'group')
    """

    check: CreditCheck
    effect: Effect = field(default=None, converter=_as_effect)
    id: str = field(default="", kw_only=True)
    customers: tuple[str, ...] = field(default=(), converter=_as_customers, kw_only=True)
    groups: tuple[str, ...] = field(default=(), converter=_as_groups, kw_only=True)
    at: tuple[Checkpoint, ...] = field(default=tuple(Checkpoint), converter=_as_at, kw_only=True)

    def __attrs_post_init__(self) -> None:
        if not _is_check(self.check):
            raise WrongTypeError("check", self.check, "be a check, such as WithinLimit() or OldestItem(30)")
        if self.effect is None:
            object.__setattr__(self, "effect", self.check.usual)
        if not isinstance(self.id, str):
            raise WrongTypeError("id", self.id, "be a text")
        if not self.id:
            object.__setattr__(self, "id", self.check.kind)
        _check_scope(self.customers, self.groups)

    @property
    def scope(self) -> str:
        """How narrow it is: `customer`, `group` or `all`."""
        return ("customer", "group", "all")[scope_of(self.customers, self.groups)]


@frozen
class CreditExclusion:
    """Who is let through although a rule speaks.

    It cancels what a rule with the same kind of check says at a wider scope, as long as its own figure is
    strictly below what its check allows. With `releases`, it cancels everything that stops a document.

    Attributes:
        id: Identifier.
        check: What is asked; None only where it releases, and then always.
        releases: Whether it cancels all rules that hold or block, whatever they ask.
        customers: The customers to whom it applies.
        groups: The groups to whose members it applies; neither customers nor groups: to all.
        at: The steps at which it applies; all where left out.

    Raises:
        InvalidValueError: If customers and groups are both named, no step is, a name is empty, or it asks for
            the limit itself, of which nothing is to be below: name a share with a `WarningLine`.
        WrongTypeError: If the check is none.

    Examples:
        >>> CreditExclusion("patience", OldestItem(100), groups="G1").scope
        'group'
    """

    id: str
    check: CreditCheck | None = None
    releases: bool = False
    customers: tuple[str, ...] = field(default=(), converter=_as_customers, kw_only=True)
    groups: tuple[str, ...] = field(default=(), converter=_as_groups, kw_only=True)
    at: tuple[Checkpoint, ...] = field(default=tuple(Checkpoint), converter=_as_at, kw_only=True)

    def __attrs_post_init__(self) -> None:
        if not isinstance(self.id, str) or not self.id:
            raise InvalidValueError("id", self.id, "be a text with at least one character")
        if type(self.releases) is not bool:
            raise WrongTypeError("releases", self.releases, "be True or False")
        if self.check is None:
            if not self.releases:
                raise InvalidValueError("check", None, "be given, unless the exclusion releases")
        elif not _is_check(self.check):
            raise WrongTypeError("check", self.check, "be a check, such as OldestItem(100)")
        elif isinstance(self.check, WithinLimit) and not self.releases:
            raise InvalidValueError(
                "check", self.check.kind, "ask for something else than the limit; raise the limit instead"
            )
        _check_scope(self.customers, self.groups)

    @property
    def scope(self) -> str:
        """How narrow it is: `customer`, `group` or `all`."""
        return ("customer", "group", "all")[scope_of(self.customers, self.groups)]


@frozen
class CreditOverride:
    """What rules come to where somebody with a role answers for the document.

    Attributes:
        role: The role.
        to: What a stricter effect becomes.
        rules: Identifiers of the rules that it may override; all where left out.

    Raises:
        InvalidValueError: If a name is empty, or the effect is none of those that there are.

    Examples:
        >>> CreditOverride("credit officer").to.value
        'warn'
    """

    role: str
    to: Effect = field(default=Effect.WARN, converter=_as_to)
    rules: tuple[str, ...] = field(default=(), converter=_as_rules)

    def __attrs_post_init__(self) -> None:
        if not isinstance(self.role, str) or not self.role:
            raise InvalidValueError("role", self.role, "be a text with at least one character")
