"""A rule: a territory, whom it takes, and which accounts it names in or out."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import field, frozen

from salesmgmt.criteria import ALWAYS, Criterion
from salesmgmt.errors import InvalidValueError, WrongTypeError
from salesmgmt.territory.checks import check_flag, check_text
from salesmgmt.territory.plans.plan import Territory

__all__ = ["TerritoryRule", "rule"]


def _as_territory(value: Territory | str) -> Territory:
    if isinstance(value, str):
        return Territory(value)
    if not isinstance(value, Territory):
        raise WrongTypeError("territory", value, "be a Territory, or its identifier")
    return value


def _names(given: Iterable[str] | str, name: str) -> tuple[str, ...]:
    names = (given,) if isinstance(given, str) else tuple(given) if isinstance(given, Iterable) else (given,)
    for each in names:
        check_text(name, each)
    return tuple(sorted({str.__str__(each) for each in names}))


def _as_includes(given: Iterable[str] | str) -> tuple[str, ...]:
    return _names(given, "includes")


def _as_excludes(given: Iterable[str] | str) -> tuple[str, ...]:
    return _names(given, "excludes")


@frozen
class TerritoryRule:
    """A territory, and which accounts belong to it.

    A rule is asked of the accounts that have entered the territory above it (its parent gates it). Accounts
    that it names in belong to it before any rule is asked; those that it names out never enter it by a rule.

    Attributes:
        territory: The territory, with its owner and its parent; an identifier alone is accepted.
        where: Which accounts it takes; all of those in its parent where left out.
        includes: Identifiers of accounts that belong to it whatever the rules say, sorted.
        excludes: Identifiers of accounts that it does not take, sorted.
        priority: Among rules with the same parent, the one with the highest number that takes an account
            wins.
        keeps_rest: Whether accounts that none of the territories below takes stay with this one; they are
            gaps otherwise. Without territories below, it keeps all that it takes.

    Raises:
        InvalidValueError: If an identifier is empty, or an account is named both in and out.
        WrongTypeError: If a field has another type.

    Examples:
        >>> from salesmgmt.criteria import field
        >>> east = TerritoryRule("east", field("region").equals("East"), includes="C-7")
        >>> east.id, east.includes
        ('east', ('C-7',))
    """

    territory: Territory = field(converter=_as_territory)
    where: Criterion = ALWAYS
    includes: tuple[str, ...] = field(default=(), converter=_as_includes)
    excludes: tuple[str, ...] = field(default=(), converter=_as_excludes)
    priority: int = 0
    keeps_rest: bool = False

    def __attrs_post_init__(self) -> None:
        if not isinstance(self.where, Criterion):
            raise WrongTypeError(
                "where", self.where, "be a criterion, such as field('region').equals('East')"
            )
        if type(self.priority) is not int:
            raise WrongTypeError("priority", self.priority, "be a whole number")
        check_flag("keeps_rest", self.keeps_rest)
        both = sorted({*self.includes} & {*self.excludes})
        if both:
            raise InvalidValueError("excludes", both[0], "not be among the includes")

    @property
    def id(self) -> str:
        """Identifier of the territory, and so of the rule."""
        return self.territory.id

    @property
    def parent(self) -> str | None:
        """Identifier of the territory that gates this one; None at the top."""
        return self.territory.parent


def rule(
    territory: str,
    where: Criterion = ALWAYS,
    *,
    parent: str | None = None,
    owner: str | None = None,
    title: str = "",
    includes: Iterable[str] = (),
    excludes: Iterable[str] = (),
    priority: int = 0,
    keeps_rest: bool = False,
) -> TerritoryRule:
    """A rule with its territory, written in one go.

    Args:
        territory: Identifier of the territory.
        where: Which accounts it takes.
        parent: Identifier of the territory that gates it.
        owner: Participant who looks after it.
        title: What people call it.
        includes: Accounts that belong to it before any rule.
        excludes: Accounts that it does not take.
        priority: The highest wins among rules with the same parent.
        keeps_rest: Whether accounts stay with it that none of the territories below takes.

    Raises:
        InvalidValueError: As `TerritoryRule` and `Territory`.
        WrongTypeError: As they.

    Examples:
        >>> from salesmgmt.criteria import field
        >>> rule("N1", field("segment").equals("small"), parent="north", owner="ann").parent
        'north'
    """
    return TerritoryRule(
        Territory(territory, title, owner, parent), where, includes, excludes, priority, keeps_rest
    )
