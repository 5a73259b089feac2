"""Who sells where, as a value: territories, the accounts placed in them, and the days on which it holds.

Every way to a division ends here: rules that assign accounts, an alignment that balances them, a list that
somebody wrote. So two plans can be compared, dated, stored and scored, however they came about. The accounts
may be customers, or units of a map.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from itertools import pairwise
from operator import attrgetter
from typing import TypeAlias

from attrs import evolve, field, frozen

from salesmgmt.calendars import DateRange, range_of
from salesmgmt.errors import BatchError, InvalidValueError, Problem, UnknownIdentifierError, WrongTypeError
from salesmgmt.reasons import Reason, ReasonValue
from salesmgmt.tables import Table, headed
from salesmgmt.territory.checks import check_text
from salesmgmt.territory.texts import HEADINGS

__all__ = ["Placement", "PlacementsLike", "PlanStatus", "TerritoriesLike", "Territory", "TerritoryPlan"]


class PlanStatus(StrEnum):
    """Whether a plan is being thought about or holds."""

    DRAFT = "draft"
    LIVE = "live"


@frozen
class Territory:
    """A named part of the market, and who looks after it.

    Attributes:
        id: Identifier given by the caller.
        title: What people call it; the identifier where left out.
        owner: Participant who looks after it; None while nobody does.
        parent: Identifier of the territory that it belongs to; None at the top.

    Raises:
        InvalidValueError: If an identifier is empty, or the territory is its own parent.
        WrongTypeError: If a field is no text.

    Examples:
        >>> Territory("N1", owner="ann", parent="north").title
        'N1'
    """

    id: str
    title: str = ""
    owner: str | None = None
    parent: str | None = None

    def __attrs_post_init__(self) -> None:
        check_text("id", self.id)
        if not isinstance(self.title, str):
            raise WrongTypeError("title", self.title, "be text")
        if not self.title:
            object.__setattr__(self, "title", self.id)
        for name, value in (("owner", self.owner), ("parent", self.parent)):
            if value is not None:
                check_text(name, value)
        if self.parent == self.id:
            raise InvalidValueError("parent", self.parent, "be another territory than this one")


@frozen(weakref_slot=False)
class Placement:
    """One account in one territory.

    Attributes:
        account: Identifier of the account.
        territory: Identifier of the territory.

    Raises:
        InvalidValueError: If an identifier is empty.
        WrongTypeError: If one is no text.
    """

    account: str
    territory: str

    def __attrs_post_init__(self) -> None:
        if type(self.account) is not str or not self.account:
            check_text("account", self.account)
        if type(self.territory) is not str or not self.territory:
            check_text("territory", self.territory)


TerritoriesLike: TypeAlias = Iterable[Territory]
PlacementsLike: TypeAlias = Mapping[str, str] | Iterable[Placement]

_id = attrgetter("id")
_account = attrgetter("account")
_place = attrgetter("territory")
_both = attrgetter("account", "territory")


def _as_territories(given: TerritoriesLike) -> tuple[Territory, ...]:
    territories = tuple(given) if isinstance(given, Iterable) else (given,)
    for territory in territories:
        if not isinstance(territory, Territory):
            raise WrongTypeError(
                "territories", territory, "be Territory values, in a list or any other iterable"
            )
    return tuple(sorted(territories, key=_id))


def _placements(given: PlacementsLike, name: str) -> tuple[Placement, ...]:
    placements: tuple[Placement, ...]
    if isinstance(given, Mapping):
        placements = tuple(Placement(account, territory) for account, territory in given.items())
    else:
        placements = tuple(given) if isinstance(given, Iterable) else (given,)
    for placement in placements:
        if not isinstance(placement, Placement):
            raise WrongTypeError(name, placement, "be Placement values, or a mapping of account to territory")
    return tuple(sorted(placements, key=_both))


def _as_placements(given: PlacementsLike) -> tuple[Placement, ...]:
    return _placements(given, "placements")


def _as_overlays(given: PlacementsLike) -> tuple[Placement, ...]:
    return _placements(given, "overlays")


def _as_status(value: PlanStatus | str) -> PlanStatus:
    try:
        return PlanStatus(value)
    except ValueError:
        raise InvalidValueError("status", value, "be 'draft' or 'live'") from None


def _as_during(value: DateRange | str) -> DateRange:
    return range_of(value, "during")


@frozen(repr=False)
class TerritoryPlan:
    """Who sells where: territories and the accounts in them, each account in one territory at most.

    What several people share is kept apart: `overlays` places accounts a second time, with a product manager
    over a region, say, whose sales count beside those of the owner.

    Attributes:
        id: Identifier given by the caller.
        territories: The territories, kept in the order of their identifiers.
        placements: Which account stands where, kept in the order of the accounts; a mapping of account to
            territory is accepted.
        overlays: Placements beside those, of any number for an account.
        during: Days on which the plan holds; a text such as `2026-01-01/..` is accepted.
        status: `draft` or `live`.
        version: Number of the version, from 1.

    Raises:
        BatchError: If a territory or an account stands twice, a parent or a placed territory is unknown,
            parents go in a circle, or an overlay repeats a placement; all at once.
        InvalidValueError: If the identifier is empty, or a setting is none of those above.
        WrongTypeError: If something has another type.

    Examples:
        >>> plan = TerritoryPlan(
        ...     "2026",
        ...     [Territory("N", owner="ann"), Territory("S", owner="bob")],
        ...     {"C-1": "N", "C-2": "S"},
        ... )
        >>> plan.owner_of("C-2"), plan.territory_of("C-3"), plan.unplaced(["C-1", "C-3"])
        ('bob', None, ('C-3',))
    """

    id: str
    territories: tuple[Territory, ...] = field(converter=_as_territories)
    placements: tuple[Placement, ...] = field(default=(), converter=_as_placements)
    overlays: tuple[Placement, ...] = field(default=(), converter=_as_overlays)
    during: DateRange = field(factory=DateRange.always, converter=_as_during)
    status: PlanStatus = field(default=PlanStatus.DRAFT, converter=_as_status)
    version: int = 1
    _known: dict[str, Territory] = field(init=False, eq=False)

    def __attrs_post_init__(self) -> None:
        check_text("id", self.id)
        if type(self.version) is not int:
            raise WrongTypeError("version", self.version, "be a whole number")
        if self.version < 1:
            raise InvalidValueError("version", self.version, "be 1 or more")
        object.__setattr__(self, "_known", {territory.id: territory for territory in self.territories})
        problems = [*self._tree_problems(), *self._placement_problems()]
        if problems:
            raise BatchError("plan", problems)

    def _tree_problems(self) -> Iterator[Problem]:
        known = self._known
        for one, other in pairwise(self.territories):
            if one.id == other.id:
                yield Problem(f"Territory {one.id}", "id", one.id, "stand once")
        for territory in self.territories:
            if territory.parent is not None and territory.parent not in known:
                yield Problem(
                    f"Territory {territory.id}", "parent", territory.parent, "be a territory of the plan"
                )
        sound: set[str] = set()
        for territory in known.values():
            path: list[str] = []
            at: str | None = territory.id
            while at in known and at not in sound and at not in path:
                path.append(at)
                at = known[at].parent
            if at in path:
                circle = path[path.index(at) :]
                rule = f"not lead back to itself, as {' > '.join((*circle, at))} does"
                yield Problem(f"Territory {at}", "parent", known[at].parent, rule)
            sound.update(path)

    def _placement_problems(self) -> Iterator[Problem]:
        known = self._known
        for name, placements in (("placements", self.placements), ("overlays", self.overlays)):
            for placement in placements:
                if placement.territory not in known:
                    yield Problem(
                        f"Account {placement.account}",
                        name,
                        placement.territory,
                        "be a territory of the plan",
                    )
        for one, other in pairwise(self.placements):
            if one.account == other.account:
                where = f"{one.territory}, {other.territory}"
                yield Problem(
                    f"Account {one.account}",
                    "placements",
                    where,
                    "stand in one territory; others are overlays",
                )
        for one, other in pairwise(self.overlays):
            if one == other:
                yield Problem(f"Account {one.account}", "overlays", one.territory, "stand once")
        if self.overlays:
            placed = self.by_account()
            for overlay in self.overlays:
                if placed.get(overlay.account) == overlay.territory:
                    rule = "be another territory than that of the placement"
                    yield Problem(f"Account {overlay.account}", "overlays", overlay.territory, rule)

    def __repr__(self) -> str:
        return (
            f"TerritoryPlan({self.id!r}, {len(self.territories):,} territories, "
            f"{len(self.placements):,} accounts, {self.status.value}, version {self.version})"
        )

    def live(self, during: DateRange | str | None = None) -> TerritoryPlan:
        """The same plan, holding from now on.

        Args:
            during: Days on which it holds; those that it has where left out.
        """
        span = self.during if during is None else range_of(during, "during")
        return evolve(self, status=PlanStatus.LIVE, during=span)

    def reason(self, account: str, *why: Reason) -> Reason:
        """Where an account stands: its territory and those above it, its owner, the days, and why.

        Args:
            account: The account.
            why: What led there, as far as it is known: `Assigned.trace(account).reason` for rules,
                `Aligned.reason(account)` for locks and balance, `Coverage.reason(account)` for a division.

        Examples:
            >>> reps = [Territory("all"), Territory("N", owner="ann", parent="all")]
            >>> plan = TerritoryPlan("2026", reps, {"C-1": "N"}, during="2026-01-01/..")
            >>> print(plan.reason("C-1").tree())
            C-1 stands in N
              ann looks after N
              N belongs to all
              plan 2026, version 1, draft: from 2026-01-01 on
        """
        territory = self.territory_of(account)
        below: list[Reason] = []
        if territory is not None:
            owner = self._known[territory].owner
            if owner is not None:
                below.append(Reason("territory.place.owner", {"owner": owner, "territory": territory}))
            at = self._known[territory]
            while at.parent is not None:
                below.append(Reason("territory.place.parent", {"territory": at.id, "parent": at.parent}))
                at = self._known[at.parent]
        for overlay in self.overlays_of(account):
            seller = self._known[overlay].owner
            below.append(Reason("territory.place.overlay", {"territory": overlay, "owner": seller}))
        values: dict[str, ReasonValue] = {"plan": self.id, "version": self.version, "during": self.during}
        below.append(Reason(f"territory.place.{self.status.value}", values))
        code = "territory.place.none" if territory is None else "territory.place"
        return Reason(code, {"account": account, "territory": territory}, (account,), (*below, *why))

    def records(self) -> list[dict[str, object]]:
        """One row per placement, for a DataFrame; overlays follow, marked as such."""
        return [
            {
                "account": placement.account,
                "territory": placement.territory,
                "owner": self._known[placement.territory].owner,
                "overlay": placement_list is self.overlays,
            }
            for placement_list in (self.placements, self.overlays)
            for placement in placement_list
        ]

    def table(self, lang: str = "en") -> Table:
        """Number of accounts by territory, with the owner and the territory above."""
        own, second = Counter(map(_place, self.placements)), Counter(map(_place, self.overlays))
        rows = [
            (each.id, each.title, each.owner, each.parent, own[each.id], second[each.id])
            for each in self.territories
        ]
        names = ("territory", "title", "owner", "parent", "accounts", "overlays")
        return Table("", headed(HEADINGS, lang, *names), rows, lang=lang)

    def territory(self, identifier: str) -> Territory:
        """The territory of an identifier.

        Raises:
            UnknownIdentifierError: If the plan has none.
        """
        found = self._known.get(identifier) if isinstance(identifier, str) else None
        if found is None:
            raise UnknownIdentifierError("territory", identifier, "be a territory of the plan")
        return found

    def territory_of(self, account: str) -> str | None:
        """Identifier of the territory in which an account stands; None where it stands in none."""
        if not isinstance(account, str):
            raise WrongTypeError("account", account, "be the identifier of an account")
        place = bisect_left(self.placements, account, key=_account)
        if place == len(self.placements) or self.placements[place].account != account:
            return None
        return self.placements[place].territory

    def owner_of(self, account: str) -> str | None:
        """Who looks after an account; None where it stands nowhere, or nobody owns its territory."""
        territory = self.territory_of(account)
        return None if territory is None else self._known[territory].owner

    def overlays_of(self, account: str) -> tuple[str, ...]:
        """Identifiers of the territories in which an account stands a second time."""
        return tuple(overlay.territory for overlay in self.overlays if overlay.account == account)

    def accounts_of(self, territory: str, *, below: bool = False) -> tuple[str, ...]:
        """The accounts placed in a territory, in their order.

        Args:
            territory: Identifier of the territory.
            below: Whether the accounts of the territories below it count too.

        Raises:
            UnknownIdentifierError: If the plan has no such territory.
        """
        self.territory(territory)
        wanted = (
            {territory}
            if not below
            else {each.id for each in self.territories if self.is_in(each.id, territory)}
        )
        return tuple(placement.account for placement in self.placements if placement.territory in wanted)

    def is_in(self, territory: str, other: str) -> bool:
        """Whether a territory is another one or stands below it.

        Raises:
            UnknownIdentifierError: If the plan has no such territory.
        """
        self.territory(other)
        at: str | None = self.territory(territory).id
        while at is not None and at != other:
            at = self._known[at].parent
        return at == other

    def by_account(self) -> Mapping[str, str]:
        """Account to territory, for many questions at once; made anew on each call."""
        return {placement.account: placement.territory for placement in self.placements}

    def by_territory(self) -> Mapping[str, tuple[str, ...]]:
        """Territory to its accounts; territories without any are there too."""
        found: dict[str, list[str]] = {territory.id: [] for territory in self.territories}
        for placement in self.placements:
            found[placement.territory].append(placement.account)
        return {territory: tuple(accounts) for territory, accounts in found.items()}

    def unplaced(self, accounts: Iterable[str]) -> tuple[str, ...]:
        """Those of the given accounts that stand in no territory, sorted."""
        placed = self.by_account()
        return tuple(sorted({account for account in accounts if account not in placed}))

    def placed(self, placements: PlacementsLike, *, version: int | None = None) -> TerritoryPlan:
        """The plan with some accounts moved or added; the rest stays where it is.

        Args:
            placements: The accounts that move, and where to.
            version: Number of the new version; None for the next one.

        Examples:
            >>> plan = TerritoryPlan("2026", [Territory("N"), Territory("S")], {"C-1": "N"})
            >>> moved = plan.placed({"C-1": "S"})
            >>> moved.territory_of("C-1"), moved.version
            ('S', 2)
        """
        moved = _as_placements(placements)
        merged = {**self.by_account(), **{each.account: each.territory for each in moved}}
        if len({each.account for each in moved}) != len(moved):
            raise InvalidValueError("placements", moved, "name each account once")
        return evolve(self, placements=merged, version=self.version + 1 if version is None else version)
