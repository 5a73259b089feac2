"""What an alignment found: the plan, what its territories carry, what moves, and the least that could."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from enum import StrEnum
from fractions import Fraction

from attrs import field, frozen

from salesmgmt.errors import InvalidValueError, UnknownIdentifierError, WrongTypeError
from salesmgmt.reasons import Reason
from salesmgmt.tables import Table, headed
from salesmgmt.territory.plans.loads import AccountMove, TerritoryLoad, percent
from salesmgmt.territory.plans.plan import TerritoryPlan
from salesmgmt.territory.texts import HEADINGS

__all__ = ["Aligned", "AlignmentStatus"]


class AlignmentStatus(StrEnum):
    """How an alignment ended."""

    FOUND = "found"
    NOT_FOUND = "not found"
    IMPOSSIBLE = "impossible"


def _as_status(value: AlignmentStatus | str) -> AlignmentStatus:
    try:
        return AlignmentStatus(value)
    except ValueError:
        raise InvalidValueError("status", value, f"be one of {', '.join(AlignmentStatus)}") from None


def _as_loads(given: Iterable[TerritoryLoad]) -> tuple[TerritoryLoad, ...]:
    loads = tuple(given)
    for load in loads:
        if not isinstance(load, TerritoryLoad):
            raise WrongTypeError("loads", load, "be TerritoryLoad values")
    return loads


def _as_moves(given: Iterable[AccountMove]) -> tuple[AccountMove, ...]:
    moves = tuple(given)
    for move in moves:
        if not isinstance(move, AccountMove):
            raise WrongTypeError("moves", move, "be AccountMove values")
    return tuple(sorted(moves, key=lambda move: move.account))


def _as_reasons(given: Iterable[Reason]) -> tuple[Reason, ...]:
    reasons = tuple(given)
    for reason in reasons:
        if not isinstance(reason, Reason):
            raise WrongTypeError("reasons", reason, "be reasons")
    return reasons


def _as_names(given: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(given))


def _as_plan(value: TerritoryPlan | None) -> TerritoryPlan | None:
    if value is not None and not isinstance(value, TerritoryPlan):
        raise WrongTypeError("plan", value, "be a TerritoryPlan or None")
    return value


@frozen(repr=False)
class Aligned:
    """The outcome of an alignment.

    Attributes:
        status: `found`; `not found`, where a plan may exist; or `impossible`, where none does.
        plan: The plan that keeps every bound; None where none was found.
        nearest: Where none was found: the one that breaks the bounds least; None where nothing was tried.
        loads: What the territories carry, by measure, beside their bounds, in `plan` or `nearest`.
        moves: Accounts that leave the territory where they stood; what is new does not move.
        disruption: Sum of what the moves cost; 1 is an account without weights of measures.
        at_least: Bound below which no plan's disruption can be.
        proven: Whether every division was tried, so that `disruption` is the least there is, or none exists.
        reasons: Why there is no plan; or by how much the nearest one misses.
        locked: Accounts that were locked.
        proposals: Number of changes looked at; as a budget, it gives the same answer again.
        seed: Where the choices came from.

    Raises:
        InvalidValueError: If the status and the plan contradict each other.
        WrongTypeError: If something has another type.
    """

    status: AlignmentStatus = field(converter=_as_status)
    plan: TerritoryPlan | None = field(default=None, converter=_as_plan)
    nearest: TerritoryPlan | None = field(default=None, converter=_as_plan)
    loads: tuple[TerritoryLoad, ...] = field(default=(), converter=_as_loads)
    moves: tuple[AccountMove, ...] = field(default=(), converter=_as_moves)
    disruption: Fraction = Fraction(0)
    at_least: Fraction = Fraction(0)
    proven: bool = False
    reasons: tuple[Reason, ...] = field(default=(), converter=_as_reasons)
    locked: tuple[str, ...] = field(default=(), converter=_as_names)
    proposals: int = 0
    seed: int = 0

    def __attrs_post_init__(self) -> None:
        if (self.plan is not None) != (self.status is AlignmentStatus.FOUND):
            raise InvalidValueError("plan", self.plan, "be there exactly where the status is 'found'")
        if self.nearest is not None and self.plan is not None:
            raise InvalidValueError("nearest", self.nearest, "be left out beside a plan")
        for name in ("disruption", "at_least"):
            value = getattr(self, name)
            if isinstance(value, bool) or not isinstance(value, int | Fraction):
                raise WrongTypeError(name, value, "be a Fraction")
            object.__setattr__(self, name, Fraction(value))

    def __repr__(self) -> str:
        if self.plan is None:
            return f"Aligned({self.status.value}, {self.proposals:,} proposals)"
        return (
            f"Aligned({len(self.plan.placements):,} accounts, {len(self.moves):,} moves, "
            f"deviation at most {float(self.largest_deviation):.1%})"
        )

    @property
    def largest_deviation(self) -> Fraction:
        """The greatest distance of a load from its share, as a part of it, where it is bounded from below."""
        return max(
            (
                abs(load.deviation)
                for load in self.loads
                if load.deviation is not None and load.least is not None
            ),
            default=Fraction(0),
        )

    def load(self, territory: str, measure: str) -> TerritoryLoad:
        """What a territory carries of a measure.

        Raises:
            UnknownIdentifierError: If the alignment bounds no such measure, or there is no such territory.
        """
        for load in self.loads:
            if load.territory == territory and load.measure == measure:
                return load
        raise UnknownIdentifierError(
            "load", f"{territory}, {measure}", "be a territory and a bounded measure"
        )

    def reason(self, account: str) -> Reason:
        """Why an account stands where it does: locked, kept, moved for the balance, or new.

        Raises:
            UnknownIdentifierError: If neither the plan nor the nearest one has it.
        """
        plan = self.plan or self.nearest
        territory = None if plan is None else plan.territory_of(account)
        if territory is None:
            raise UnknownIdentifierError("account", account, "be an account of the plan")
        values = {"account": account, "territory": territory}
        loads = tuple(_carried(load) for load in self.loads if load.territory == territory)
        place = bisect_left(self.locked, account)
        if place < len(self.locked) and self.locked[place] == account:
            return Reason("territory.balance.pinned", values, (account,), loads)
        place = bisect_left(self.moves, account, key=lambda move: move.account)
        if place < len(self.moves) and self.moves[place].account == account:
            moved = {**values, "origin": self.moves[place].origin}
            return Reason("territory.balance.moved", moved, (account,), loads)
        return Reason("territory.balance.placed", values, (account,), loads)

    def text(self, lang: str = "en") -> str:
        """Why there is no plan, one reason a line; where there is one, why each account moves.

        Raises:
            InvalidValueError: Another language than `en` and `zh`.
        """
        told = self.reasons if self.plan is None else [self.reason(move.account) for move in self.moves]
        return "\n".join(reason.text(lang) for reason in told)

    def records(self) -> list[dict[str, object]]:
        """One row for each territory and measure, for a DataFrame."""
        return [
            {
                "territory": load.territory,
                "measure": load.measure,
                "load": load.shown(load.load),
                "target": load.shown(load.target),
                "deviation": load.deviation,
                "least": load.shown(load.least),
                "most": load.shown(load.most),
            }
            for load in self.loads
        ]

    def table(self, lang: str = "en") -> Table:
        """What the territories carry, one row for each territory and measure."""
        rows = [
            (
                load.territory,
                load.measure,
                load.shown(load.load),
                load.shown(load.target),
                None if load.deviation is None else percent(load.deviation),
                load.shown(load.least),
                load.shown(load.most),
            )
            for load in self.loads
        ]
        names = ("territory", "measure", "load", "target", "deviation", "least", "most")
        return Table("", headed(HEADINGS, lang, *names), rows, grouped_by="measure", lang=lang)


def _carried(load: TerritoryLoad) -> Reason:
    """What a territory carries, and may carry."""
    values = {
        "territory": load.territory,
        "measure": load.measure,
        "load": load.shown(load.load),
        "most": load.shown(load.most),
    }
    if load.least is None:
        return Reason("territory.balance.capacity", values)
    return Reason("territory.balance.load", {**values, "least": load.shown(load.least)})
