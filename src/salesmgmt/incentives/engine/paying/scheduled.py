"""The pay of commissions and overrides: from what is credited, by the schedule, in plain numbers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import TypeAlias

from salesmgmt.calendars import Period
from salesmgmt.incentives.components import Commission, Negative, Override, Rounds
from salesmgmt.incentives.engine.board import Board, Now
from salesmgmt.incentives.engine.collecting import EntryKey
from salesmgmt.incentives.engine.paying.apart import Apart, apart
from salesmgmt.incentives.engine.paying.draft import Draft
from salesmgmt.incentives.engine.remarks import KEY_UNKNOWN, negative_remark, opening_remark
from salesmgmt.incentives.engine.unknown import large_scores, of_period
from salesmgmt.incentives.figures import Minor
from salesmgmt.incentives.keys import Accumulates, Amount, At, Attainment, DealAmount
from salesmgmt.incentives.modifiers import Cap, Floor, LimitPer
from salesmgmt.incentives.schedules import KeyKind, Matrix, Rules
from salesmgmt.incentives.schedules.compiled import Picked, cell_picker_of, payer_of, picker_of, rule_picks
from salesmgmt.money import Unrounded
from salesmgmt.reasons import Reason, ReasonValue

__all__ = ["Scheduled", "enters_by_itself"]

Pick: TypeAlias = Callable[[At], "Picked | None"]


def enters_by_itself(component: Commission | Override, keys: tuple[object, ...]) -> bool:
    """Whether the base itself, or its share of a quota, enters the schedule."""
    if isinstance(component.pays, Matrix | Rules):
        return False
    return len(keys) == 1 and isinstance(keys[0], Amount | Attainment | DealAmount)


class Scheduled:
    """A commission or override, made ready to pay many figures."""

    __slots__ = (
        "_accumulates", "_board", "_by_deal", "_component", "_kept_apart", "_keys", "_limits", "_needs_quota",
        "_payer", "_pick", "_rounded", "_within",
    )  # fmt: skip

    def __init__(self, board: Board, component: Commission | Override) -> None:
        terms = board.scope.terms
        self._board = board
        self._component = component
        self._keys = terms.keys_of(component)
        self._rounded = component.rounding.divider(terms.currency)
        limits = [step for step in component.modifiers if isinstance(step, Cap | Floor)]
        self._limits = [step for step in limits if step.per is LimitPer.DEAL]
        self._by_deal = bool(self._limits) or component.rounds is Rounds.DEAL or not _of_period(self._keys[0])
        self._kept_apart = self._by_deal or component.rounds is Rounds.SELLER
        pays = component.pays
        self._payer = None
        self._pick: Pick | None = None
        if not isinstance(pays, Matrix | Rules) and enters_by_itself(component, self._keys):
            self._payer = payer_of(pays, None if terms.counts_things(component) else terms.currency)
        self._needs_quota = any(isinstance(key, Attainment) for key in self._keys) and (
            isinstance(pays, Matrix) or pays.keyed is KeyKind.SHARE
        )
        self._within = self._accumulates = None
        for key in self._keys:
            if isinstance(key, Amount | Attainment) and key.within is not None:
                self._within, self._accumulates = key.within, key.accumulates
        if isinstance(pays, Matrix):
            cells = cell_picker_of(pays)
            self._pick = lambda at: cells(at if isinstance(at, tuple) else (at,))
        elif isinstance(pays, Rules):
            by_rule = rule_picks(pays)
            self._pick = lambda at: by_rule.get(str(at))
        elif not pays.runs and (self._payer is None or (self._within is not None and pays.keyed is not None)):
            pick = picker_of(pays)
            self._pick = lambda at: pick(at) if isinstance(at, Fraction) else None

    def of(self, participant: str, period: Period, place: int, before: Minor) -> Draft:
        """What the schedule pays for somebody's period.

        Args:
            participant: Who is credited.
            period: The period.
            place: Its place among those that the call reads.
            before: What the schedule paid earlier in the longer period over which the base builds up.
        """
        board, component = self._board, self._component
        where = participant, place
        base = board.sums(component.id).get(where, 0)
        quota, reasons = board.quota(component, participant, period)
        entries = board.collected.entries.get((component.id, 0), {}).get(where)
        if self._kept_apart:
            in_all = board.collected.paid.get((component.id, 0))
            if in_all is not None:
                return self._in_all(base, in_all.get(where, 0), quota, reasons)
            return self._apart(base, entries or {}, quota, reasons)
        tried = board.given is not None
        opening = board.opening(component, participant, place) if self._within is not None or tried else 0
        stated = None if self._within is None else board.stated(component, participant, place)
        if stated is not None and stated.aside:
            reasons += (opening_remark(stated.on, self._shown(stated.stated), self._shown(stated.aside)),)
        at: At | None = None
        if self._needs_quota and not quota:
            return Draft(base, 0, quota, opening, 0, None, reasons)
        unit: Minor = quota if quota and self._needs_quota else 1
        if self._payer is None:
            share = Fraction(base + opening) / quota if quota else None
            now = Now(board, component, participant, period, place, base, share)
            at = self._entered(now)
            if at is None:
                why = Reason(KEY_UNKNOWN, {}, (), of_period(self._keys, now))
                return Draft(base, 0, quota, opening, 0, None, (*reasons, why))
            reasons = (*reasons, *large_scores(self._keys, now))
        if self._accumulates is Accumulates.LESS_EARNED:
            earlier = opening if tried else 0 if stated is None else stated.size
            paid = self._signed(earlier, unit)
            before += self._rounded(paid.numerator, paid.denominator)
        total = base + opening
        if total < 0 and component.negative is Negative.ZERO:
            taken = before if self._accumulates is Accumulates.LESS_EARNED else 0
            positioned = self._accumulates in (None, Accumulates.POSITION)
            exact = -taken - (self._signed(opening, unit) if positioned and opening else 0)
            return Draft(
                base, exact, quota, opening, taken, at, (*reasons, negative_remark(self._shown(total)))
            )
        taken = 0
        if at is not None:
            picked = self._picked(base, at)
            if picked is None:
                return Draft(base, 0, quota, opening, 0, at, (*reasons, Reason("incentives.cell.empty")))
            exact = picked
        elif self._within is None and not opening:
            exact = self._signed(base, unit)
        elif self._accumulates in (None, Accumulates.POSITION):
            exact = self._positioned(base, opening, unit)
        else:
            exact = self._signed(total, unit)
            taken = before if self._accumulates is Accumulates.LESS_EARNED else 0
        if entries is not None and base:
            weighted = sum((value * key.paid for key, value in entries.items()), Fraction(0))
            exact = exact * weighted / base
        return Draft(base, exact - taken, quota, opening, taken, at, reasons)

    def _shown(self, size: Minor) -> ReasonValue:
        terms = self._board.scope.terms
        return Fraction(size) if terms.counts_things(self._component) else Unrounded(size, terms.currency)

    def _entered(self, now: Now) -> At | None:
        found = [now.at(key) for key in self._keys]
        known = tuple([one for one in found if one is not None and not isinstance(one, tuple)])
        if len(known) < len(found):
            return None
        return known if len(known) > 1 else known[0]

    def _signed(self, value: Minor, unit: Minor) -> Minor:
        """The pay of a figure, or the opposite of what its magnitude earns."""
        if not value or self._payer is None:
            return 0
        if value < 0 and self._component.negative is Negative.ZERO and not self._kept_apart:
            return 0
        top, bottom = self._payer(abs(value.numerator), value.denominator, unit.numerator, unit.denominator)
        pay: Minor = Fraction(top, bottom) if top % bottom else top // bottom
        return pay if value > 0 else -pay

    def _positioned(self, base: Minor, opening: Minor, unit: Minor) -> Minor:
        """The pay of what comes on top of an opening figure."""
        if self._pick is None:
            return self._signed(base + opening, unit) - self._signed(opening, unit)
        total = base + opening
        now = self._pick(abs(Fraction(total) / unit))
        then = self._pick(abs(Fraction(opening) / unit)) if opening else (0, 0)
        if now is None or then is None:
            return 0
        sums = (now[1] if total >= 0 else -now[1]) - (then[1] if opening >= 0 else -then[1])
        return now[0] * base + sums

    def _picked(self, value: Minor, at: At) -> Minor | None:
        """The pay of a figure by what its table holds at a place; a figure of nothing earns nothing."""
        found = None if self._pick is None else self._pick(at)
        if found is None:
            return None
        rate, lump = found
        return rate * value + (lump if value > 0 else -lump if value < 0 else 0)

    def _apart(
        self, base: Minor, entries: Mapping[EntryKey, Minor], quota: Minor | None, reasons: tuple[Reason, ...]
    ) -> Draft:
        """The pay of deals or sellers, each on its own, added up."""
        by_seller = self._component.rounds is Rounds.SELLER
        found: dict[str, Minor] = {}
        for one in apart(entries, by_deal=self._by_deal, by_seller=by_seller):
            found[one.seller] = found.get(one.seller, 0) + self._one(one)
        total: Minor = 0
        for pay in found.values():
            total += self._rounded(pay.numerator, pay.denominator) if by_seller else pay
        if any(key.at is not None and self._picked(value, key.at) is None for key, value in entries.items()):
            reasons = (*reasons, Reason("incentives.cell.empty"))
        return self._in_all(base, total, quota, reasons)

    def _in_all(self, base: Minor, total: Minor, quota: Minor | None, reasons: tuple[Reason, ...]) -> Draft:
        """What deals or sellers are paid together; below zero it may be nothing."""
        if total < 0 and self._component.negative is Negative.ZERO:
            negative = negative_remark(Unrounded(total, self._board.scope.terms.currency))
            return Draft(base, 0, quota, reasons=(*reasons, negative))
        exact: Minor = total.numerator if total.denominator == 1 else total
        return Draft(base, exact, quota, reasons=reasons)

    def _one(self, one: Apart) -> Minor:
        """The pay of one deal, limited and rounded where that is asked for, or of one seller's deals."""
        pay: Minor = 0
        known = False
        for part in one.parts:
            own = self._signed(part.value, 1) if part.at is None else self._picked(part.value, part.at)
            if own is not None:
                known = True
                pay += own if part.paid == 1 else own * part.paid
        if not known:
            return 0
        for limit in self._limits:
            pay = limit.limited(pay, one.base)
        if self._component.rounds is Rounds.DEAL:
            pay = self._rounded(pay.numerator, pay.denominator)
        return pay


def _of_period(key: object) -> bool:
    return not isinstance(key, DealAmount) and not hasattr(type(key), "at")
