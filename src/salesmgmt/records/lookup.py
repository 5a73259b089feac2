"""Looking records up: by kind and identifier, and by the name of the field that refers to them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from operator import attrgetter
from types import MappingProxyType
from typing import TypeVar, cast

from salesmgmt.money import Currency
from salesmgmt.records.chains import in_force, leading
from salesmgmt.records.checks import KINDS, Groups, Record
from salesmgmt.records.deals import DealShare, Opportunity, Outcome
from salesmgmt.records.people import Participant, Unit
from salesmgmt.records.receivables import Payment
from salesmgmt.records.reference import Customer, Product
from salesmgmt.records.sales import CreditNote, Invoice, Order

R = TypeVar("R", bound=Record)

FIELDS: Mapping[str, tuple[type, ...]] = MappingProxyType(
    {
        "unit": (Unit,),
        "participant": (Participant,),
        "owner": (Participant,),
        "manager": (Participant,),
        "giver": (Participant,),
        "taker": (Participant,),
        "holder": (Participant, Unit),
        "product": (Product,),
        "customer": (Customer,),
        "opportunity": (Opportunity,),
        "order": (Order,),
        "deal": (Opportunity, Order),
        "invoice": (Invoice,),
        "source": (Payment, CreditNote),
    }
)
"""The kinds that a field of this name refers to, in whichever record it stands."""


class Lookup:
    """The records of a batch by kind, with indexes that are made when they are first asked for.

    An index depends on nothing but the records, so two threads that make it at once make the same one.
    """

    __slots__ = ("_divided", "_indexes", "_owned", "_shares", "_won", "_won_in_all", "all", "in_force")

    def __init__(self, groups: Groups) -> None:
        self.all = groups
        self.in_force: Groups = MappingProxyType({kind: in_force(group) for kind, group in groups.items()})
        self._indexes: dict[type, Mapping[str, Record]] = {}
        self._won: dict[Currency, tuple[Opportunity, ...]] = {}
        self._owned: dict[Currency, Mapping[str, tuple[Opportunity, ...]]] = {}
        self._won_in_all: int | None = None
        self._shares: Mapping[str, tuple[DealShare, ...]] | None = None
        self._divided: dict[Currency, tuple[bytes, tuple[Opportunity, ...]]] = {}

    def index(self, kind: type[R]) -> Mapping[str, R]:
        """The records of a kind in force by every identifier that leads to them."""
        known = self._indexes.get(kind)
        if known is None:
            known = MappingProxyType(leading(self.all[kind], self.in_force[kind]))
            self._indexes[kind] = known
        return cast("Mapping[str, R]", known)

    def won_in(self, currency: Currency) -> tuple[Opportunity, ...]:
        """The opportunities in force that were won, with a value in a currency."""
        known = self._won.get(currency)
        if known is None:
            known = self._won[currency] = _won(self.in_force[Opportunity], currency)
        return known

    def won_only_in(self, currency: Currency) -> bool:
        """Whether all opportunities in force that were won have a value in one currency."""
        if self._won_in_all is None:
            won = Outcome.WON
            group = cast("tuple[Opportunity, ...]", self.in_force[Opportunity])
            self._won_in_all = sum([one.outcome is won for one in group])
        return len(self.won_in(currency)) == self._won_in_all

    def won_by_owner(self, currency: Currency) -> Mapping[str, tuple[Opportunity, ...]]:
        """The same by owner."""
        known = self._owned.get(currency)
        if known is None:
            groups: dict[str, list[Opportunity]] = {}
            for one in self.won_in(currency):
                groups.setdefault(one.owner, []).append(one)
            known = MappingProxyType({owner: tuple(group) for owner, group in groups.items()})
            self._owned[currency] = known
        return known

    def shares_by_deal(self) -> Mapping[str, tuple[DealShare, ...]]:
        """The deal shares in force by the deal that they are of, in the order of their identifiers."""
        if self._shares is None:
            self._shares = MappingProxyType(self._shared())
        return self._shares

    def _shared(self) -> dict[str, tuple[DealShare, ...]]:
        given = cast("tuple[DealShare, ...]", self.in_force[DealShare])
        # Where nothing was corrected, an identifier leads to itself, and no index is needed.
        kinds = [kind for kind in FIELDS["deal"] if len(self.all[kind]) > len(self.in_force[kind])]
        indexes: list[Mapping[str, Record]] = [self.index(kind) for kind in kinds] if given else []
        found: dict[str, tuple[DealShare, ...]] = {}
        for share in sorted(given, key=attrgetter("id")):
            deal = share.deal
            for index in indexes:
                if deal in index:
                    deal = index[deal].id
                    break
            found[deal] = (*found.get(deal, ()), share)
        return found

    def won_shared(self, currency: Currency) -> tuple[bytes, tuple[Opportunity, ...]]:
        """Of those that were won: a 1 for each without shares, a 0 for each with them; and the latter."""
        known = self._divided.get(currency)
        if known is None:
            shares, won = self.shares_by_deal(), self.won_in(currency)
            whole = bytes([one.id not in shares for one in won])
            shared = tuple([one for one, is_whole in zip(won, whole, strict=True) if not is_whole])
            known = self._divided[currency] = whole, shared
        return known


def _won(group: tuple[Record, ...], currency: Currency) -> tuple[Opportunity, ...]:
    known = tuple(
        [
            one
            for one in group
            if isinstance(one, Opportunity)
            and one.outcome is Outcome.WON
            and one.amount_minor is not None
            and (one.currency is currency or one.currency == currency)
        ]
    )
    # Where it is all of them, one tuple serves for both.
    return cast("tuple[Opportunity, ...]", group) if len(known) == len(group) else known


class ReferenceTables(Mapping[str, Mapping[str, object]]):
    """Records by the name of the field that refers to them; names whose records a batch lacks are absent."""

    __slots__ = ("_lookup", "_made")

    def __init__(self, lookup: Lookup) -> None:
        self._lookup = lookup
        self._made: dict[str, Mapping[str, object]] = {}

    def __getitem__(self, name: str) -> Mapping[str, object]:
        table = self._made.get(name)
        if table is None:
            indexes: list[Mapping[str, Record]] = [
                self._lookup.index(kind) for kind in FIELDS[name] if self._lookup.all[kind]
            ]
            if not indexes:
                raise KeyError(name)
            if len(indexes) == 1:
                table = indexes[0]
            else:
                table = MappingProxyType({key: one for index in indexes for key, one in index.items()})
            self._made[name] = table
        return table

    def __iter__(self) -> Iterator[str]:
        return (name for name, kinds in FIELDS.items() if any(self._lookup.all[kind] for kind in kinds))

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __repr__(self) -> str:
        return f"ReferenceTables({', '.join(self)})"


def grouped(records: tuple[Record, ...]) -> Groups:
    """The records by kind, in their order.

    Raises:
        KeyError: If one of them is of no known kind; its class is the key.
    """
    groups: dict[type, list[Record]] = {kind: [] for kind in KINDS}
    for record in records:
        groups[type(record)].append(record)
    whole = len(records)
    return MappingProxyType(
        {kind: records if len(group) == whole else tuple(group) for kind, group in groups.items()}
    )
