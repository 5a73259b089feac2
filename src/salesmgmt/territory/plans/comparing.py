"""Before and after: what a change of plan does to the balance, to accounts and to what hangs on them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from itertools import pairwise

from attrs import evolve, field, frozen

from salesmgmt.calendars import as_date
from salesmgmt.errors import InvalidValueError, UnknownIdentifierError, WrongTypeError
from salesmgmt.money import Money, Rate
from salesmgmt.reasons import Reason, ReasonValue
from salesmgmt.tables import Table, headed
from salesmgmt.territory.plans.figures import AccountFigures, Figure
from salesmgmt.territory.plans.loads import AccountMove, TerritoryLoad, loads_of, percent
from salesmgmt.territory.plans.plan import Placement, TerritoryPlan
from salesmgmt.territory.texts import HEADINGS

__all__ = ["DatedMove", "PlanDiff", "diff", "moves_by_date"]

_LISTS = ("kept", "moved", "new", "dropped")


def _as_day(value: date | str | None) -> date | None:
    return None if value is None else as_date(value, "on")


@frozen
class DatedMove:
    """One account changes its territory on a day.

    Attributes:
        on: First day in the new territory; None where the plans name no day.
        move: The account, and from where to where.
        giver: Who looked after it; None where nobody did.
        taker: Who looks after it from the day on; None where nobody does.

    Raises:
        WrongTypeError: If a field has another type.
    """

    on: date | None = field(converter=_as_day)
    move: AccountMove
    giver: str | None = None
    taker: str | None = None

    def __attrs_post_init__(self) -> None:
        if not isinstance(self.move, AccountMove):
            raise WrongTypeError("move", self.move, "be an AccountMove")
        for name, value in (("giver", self.giver), ("taker", self.taker)):
            if value is not None and (not isinstance(value, str) or not value):
                raise WrongTypeError(name, value, "be text with at least one character, or None")

    @property
    def changes_owner(self) -> bool:
        """Whether somebody else looks after the account, which is what breaks relations."""
        return self.giver != self.taker


def _check_plan(name: str, value: object) -> None:
    if not isinstance(value, TerritoryPlan):
        raise WrongTypeError(name, value, "be a TerritoryPlan")


@frozen(repr=False)
class PlanDiff:
    """The difference between two plans, with the figures that it touches.

    Every account that stands in one of the plans is in exactly one of the lists `kept`, `moved`, `new` and
    `dropped`; accounts that have figures and stand in neither are `unplaced`.

    Attributes:
        before: The plan of today.
        after: The plan that is thought about.
        figures: Figures of the accounts; those without any touch nothing.

    Raises:
        WrongTypeError: If something has another type.

    Examples:
        >>> from salesmgmt.money import Money
        >>> from salesmgmt.territory import Territory
        >>> reps = [Territory("N", owner="ann"), Territory("S", owner="bob")]
        >>> figures = AccountFigures.of({
        ...     "C-1": {"revenue": Money.of("USD 500")}, "C-2": {"revenue": Money.of("USD 300")},
        ... })
        >>> change = diff(
        ...     TerritoryPlan("2026", reps, {"C-1": "N", "C-2": "N"}),
        ...     TerritoryPlan("2027", reps, {"C-1": "N", "C-2": "S"}, during="2027-01-01/.."),
        ...     figures,
        ... )
        >>> [(move.on.isoformat(), move.move.account, move.taker) for move in change.moves]
        [('2027-01-01', 'C-2', 'bob')]
        >>> change.total("revenue", "moved"), change.share_moved("revenue")
        (Money.of('USD 300.00'), Fraction(3, 8))
    """

    before: TerritoryPlan
    after: TerritoryPlan
    figures: AccountFigures
    _lists: dict[str, tuple[str, ...]] = field(init=False, eq=False)

    def __attrs_post_init__(self) -> None:
        _check_plan("before", self.before)
        _check_plan("after", self.after)
        if not isinstance(self.figures, AccountFigures):
            raise WrongTypeError("figures", self.figures, "be AccountFigures")
        old, new = self.before.by_account(), self.after.by_account()
        lists: dict[str, list[str]] = {name: [] for name in _LISTS}
        for account in sorted({*old, *new}):
            if account not in old:
                lists["new"].append(account)
            elif account not in new:
                lists["dropped"].append(account)
            else:
                lists["kept" if old[account] == new[account] else "moved"].append(account)
        object.__setattr__(self, "_lists", {name: tuple(accounts) for name, accounts in lists.items()})

    def __repr__(self) -> str:
        counts = ", ".join(f"{len(self._lists[name]):,} {name}" for name in _LISTS)
        ends = " to ".join(f"{plan.id} version {plan.version}" for plan in (self.before, self.after))
        return f"PlanDiff({ends}: {counts})"

    @property
    def kept(self) -> tuple[str, ...]:
        """Accounts that stay where they are."""
        return self._lists["kept"]

    @property
    def moved(self) -> tuple[str, ...]:
        """Accounts that change their territory."""
        return self._lists["moved"]

    @property
    def new(self) -> tuple[str, ...]:
        """Accounts that only the later plan places."""
        return self._lists["new"]

    @property
    def dropped(self) -> tuple[str, ...]:
        """Accounts that the later plan no longer places."""
        return self._lists["dropped"]

    @property
    def unplaced(self) -> tuple[str, ...]:
        """Accounts with figures that stand in neither plan."""
        return tuple(
            account for account in self.before.unplaced(self.figures.accounts) if account not in set(self.new)
        )

    @property
    def on(self) -> date | None:
        """First day of the later plan; None where it names none."""
        return self.after.during.start

    @property
    def moves(self) -> tuple[DatedMove, ...]:
        """What moves, comes and goes, by account, with who gives and who takes it."""
        before, after = self.before.by_account(), self.after.by_account()
        moves = []
        for account in sorted((*self.moved, *self.new, *self.dropped)):
            origin, target = before.get(account), after.get(account)
            giver = None if origin is None else self.before.territory(origin).owner
            taker = None if target is None else self.after.territory(target).owner
            moves.append(DatedMove(self.on, AccountMove(account, origin, target), giver, taker))
        return tuple(moves)

    @property
    def overlays_added(self) -> tuple[Placement, ...]:
        """Overlays that only the later plan has."""
        return tuple(each for each in self.after.overlays if each not in set(self.before.overlays))

    @property
    def overlays_removed(self) -> tuple[Placement, ...]:
        """Overlays that only the earlier plan has."""
        return tuple(each for each in self.before.overlays if each not in set(self.after.overlays))

    def applied_to(self, plan: TerritoryPlan) -> TerritoryPlan:
        """A plan with this change made to it; the earlier plan becomes the later one.

        Raises:
            InvalidValueError: If an account of the change does not stand where the earlier plan has it.
            BatchError: If the result would be no sound plan.
        """
        _check_plan("plan", plan)
        placed = dict(plan.by_account())
        for change in self.moves:
            move = change.move
            if placed.get(move.account) != move.origin:
                where = f"stand in {move.origin}" if move.origin is not None else "stand in no territory"
                raise InvalidValueError(f"account {move.account}", placed.get(move.account), where)
            if move.target is None:
                del placed[move.account]
            else:
                placed[move.account] = move.target
        removed = set(self.overlays_removed)
        kept = [each for each in plan.overlays if each not in removed]
        added = [each for each in self.overlays_added if each not in set(kept)]
        return evolve(
            self.after, placements=placed, overlays=[*kept, *added], territories=self.after.territories
        )

    def total(self, measure: str, which: str) -> Figure:
        """The sum of a measure over one of the lists `kept`, `moved`, `new` and `dropped`.

        Raises:
            InvalidValueError: If there is no such list.
            UnknownIdentifierError: If there is no such measure.
        """
        if which not in _LISTS:
            raise InvalidValueError("which", which, f"be one of {', '.join(_LISTS)}")
        known = set(self.figures.accounts)
        return self.figures.total(measure, [account for account in self._lists[which] if account in known])

    def share_moved(self, measure: str) -> Fraction:
        """What moves or is dropped, as a part of what the earlier plan placed; 0 where it placed nothing.

        Raises:
            UnknownIdentifierError: If there is no such measure.
        """
        column = self.figures.column(measure)
        sums = {name: Fraction(0) for name in _LISTS}
        of = {account: name for name, accounts in self._lists.items() for account in accounts}
        for account, value in zip(self.figures.accounts, column.values, strict=True):
            if account in of:
                sums[of[account]] += value
        whole = sums["kept"] + sums["moved"] + sums["dropped"]
        return (sums["moved"] + sums["dropped"]) / whole if whole else Fraction(0)

    def touched(self, account: str) -> Mapping[str, Figure]:
        """The figures that move with an account; none where it has none."""
        return self.figures.get(account) if account in set(self.figures.accounts) else {}

    def reason(self, account: str, *why: Reason) -> Reason:
        """What becomes of an account, and why it stands where it does.

        Args:
            account: The account.
            why: Why it stands there, as far as it is known; as for `TerritoryPlan.reason`.

        Raises:
            UnknownIdentifierError: If neither plan places it.
        """
        origin, target = self.before.territory_of(account), self.after.territory_of(account)
        if origin is None and target is None:
            raise UnknownIdentifierError("account", account, "stand in one of the plans")
        below = [*why]
        for measure, figure in sorted(self.touched(account).items()):
            below.append(
                Reason("territory.scenario.figure", {"measure": measure, "figure": figure}, (account,))
            )
        values: dict[str, ReasonValue] = {"account": account}
        if origin == target:
            values["territory"] = target
            return Reason("territory.scenario.kept", values, (account,), tuple(below))
        if target is None:
            values["origin"] = origin
            return Reason("territory.scenario.dropped", values, (account,), tuple(below))
        values |= {"territory": target, "owner": self.after.owner_of(account)}
        if origin is None:
            return Reason("territory.scenario.new", values, (account,), tuple(below))
        values |= {"origin": origin, "giver": self.before.owner_of(account)}
        return Reason("territory.scenario.moved", values, (account,), tuple(below))

    def loads(
        self, *, heads: Mapping[str, int | Fraction] | None = None
    ) -> tuple[tuple[TerritoryLoad | None, TerritoryLoad | None], ...]:
        """What each territory carries before and after, by measure and territory; None if it has none."""
        old, new = (
            {
                (load.measure, load.territory): load
                for load in loads_of(plan, self.figures, heads=_of(plan, heads))
            }
            for plan in (self.before, self.after)
        )
        return tuple((old.get(key), new.get(key)) for key in sorted({*old, *new}))

    def table(self, lang: str = "en", *, heads: Mapping[str, int | Fraction] | None = None) -> Table:
        """Load and deviation of each territory, before and after."""
        rows = []
        for old, new in self.loads(heads=heads):
            load = old or new
            rows.append(
                (
                    None if load is None else load.measure,
                    None if load is None else load.territory,
                    None if old is None else old.shown(old.load),
                    None if new is None else new.shown(new.load),
                    _off(old),
                    _off(new),
                )
            )
        names = ("measure", "territory", "load_before", "load_after", "off_before", "off_after")
        return Table("", headed(HEADINGS, lang, *names), rows, grouped_by="measure", lang=lang)

    def disruption_table(self, lang: str = "en") -> Table:
        """What is kept, moves, comes and goes: accounts and each measure, with the part that is disrupted."""
        counts = [len(self._lists[name]) for name in _LISTS]
        before = counts[0] + counts[1] + counts[3]
        share = Fraction(counts[1] + counts[3], before) if before else Fraction(0)
        accounts = "accounts" if lang == "en" else "客户数"
        rows: list[tuple[object, ...]] = [(accounts, *counts, percent(share))]
        for measure in self.figures.measures:
            sums = [self.total(measure, name) for name in _LISTS]
            rows.append((measure, *sums, percent(self.share_moved(measure))))
        names = ("measure", *_LISTS, "disrupted")
        return Table("", headed(HEADINGS, lang, *names), rows, lang=lang)

    @property
    def adds_up(self) -> bool:
        """Whether every account stands in one list, and each measure sums to that of either plan."""
        lists = [self._lists[name] for name in _LISTS]
        if len({account for accounts in lists for account in accounts}) != sum(map(len, lists)):
            return False
        known = set(self.figures.accounts)
        for measure in self.figures.measures:
            kept, moved, new, dropped = (_number(self.total(measure, name)) for name in _LISTS)
            for plan, rest in ((self.before, dropped), (self.after, new)):
                placed = [each.account for each in plan.placements if each.account in known]
                if kept + moved + rest != _number(self.figures.total(measure, placed)):
                    return False
        return True

    def text(self, lang: str = "en") -> str:
        """What becomes of every account that moves, comes or goes, one a line.

        Raises:
            InvalidValueError: Another language than `en` and `zh`.
        """
        return "\n".join(self.reason(each.move.account).text(lang) for each in self.moves)

    def records(self) -> list[dict[str, object]]:
        """One row for each account that moves, comes or goes, with its figures, for a DataFrame."""
        known = set(self.figures.accounts)
        return [
            {
                "on": each.on,
                "account": each.move.account,
                "origin": each.move.origin,
                "target": each.move.target,
                "giver": each.giver,
                "taker": each.taker,
                **{
                    measure: self.figures.value(each.move.account, measure)
                    if each.move.account in known
                    else None
                    for measure in self.figures.measures
                },
            }
            for each in self.moves
        ]

    def moves_table(self, lang: str = "en") -> Table:
        """One row for each account that moves, comes or goes, with its figures."""
        return _moves_table(self.moves, self.figures, lang)


def _number(figure: Figure) -> Fraction:
    return Fraction(figure.minor) if isinstance(figure, Money) else figure


def _of(plan: TerritoryPlan, heads: Mapping[str, int | Fraction] | None) -> Mapping[str, int | Fraction]:
    known = {territory.id for territory in plan.territories}
    return {name: weight for name, weight in (heads or {}).items() if name in known}


def _off(load: TerritoryLoad | None) -> Rate | None:
    return None if load is None or load.deviation is None else percent(load.deviation)


def _moves_table(moves: Iterable[DatedMove], figures: AccountFigures, lang: str) -> Table:
    known = set(figures.accounts)
    rows = [
        (
            each.on,
            each.move.account,
            each.move.origin,
            each.move.target,
            each.giver,
            each.taker,
            *(
                figures.value(each.move.account, measure) if each.move.account in known else None
                for measure in figures.measures
            ),
        )
        for each in moves
    ]
    columns = headed(HEADINGS, lang, "on", "account", "origin", "target_territory", "giver", "taker")
    return Table("", (*columns, *figures.measures), rows, lang=lang)


def diff(before: TerritoryPlan, after: TerritoryPlan, figures: AccountFigures) -> PlanDiff:
    """The difference between two plans, as `PlanDiff` tells it.

    Raises:
        WrongTypeError: If something has another type.
    """
    return PlanDiff(before, after, figures)


def moves_by_date(plans: Iterable[TerritoryPlan]) -> tuple[DatedMove, ...]:
    """What moves from plan to plan, by the first day of each plan and account.

    Args:
        plans: Plans that follow each other, in any order.

    Raises:
        InvalidValueError: If two plans begin on one day.
        WrongTypeError: If something else than plans is given.
    """
    listed = list(plans)
    for plan in listed:
        _check_plan("plans", plan)
    listed.sort(key=lambda plan: plan.during.start or date.min)
    nothing = AccountFigures((), ())
    moves: list[DatedMove] = []
    for one, other in pairwise(listed):
        if one.during.start == other.during.start:
            raise InvalidValueError("plans", f"{one.id}, {other.id}", "begin on different days")
        moves += diff(one, other, nothing).moves
    return tuple(moves)
