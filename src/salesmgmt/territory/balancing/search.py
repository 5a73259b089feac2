"""The search for a balanced plan with little disruption: place, shed and draw, exchange, bring back home.

Whether a territory is within its bounds is told by whole numbers. How far it is outside is a float, which
only ever chooses between moves. Where the search is stuck, the bounds in its way are made to weigh more
(breakout local search: Morris, "The breakout method for escaping from local minima", AAAI 1993).
"""

from __future__ import annotations

from collections.abc import Callable
from heapq import heapify, heappop, heappush
from random import Random

from salesmgmt.territory.balancing.case import NOWHERE, Case

__all__ = ["Search"]

_ASKED_EVERY = 2000
_SAMPLE = 40
_TARGETS = 8
_PARTNERS = 24
_WEIGHT_GROWTH = 1.3
_KICKED_AFTER = 60
# How long a balanced plan is polished: proposals in all, more for each unit, in one round, and idle rounds.
_POLISH = 300_000
_POLISH_PER_UNIT = 5
_ROUND = 20_000
_IDLE_ROUNDS = 300
# Up to so many units away from home a round may also begin from scratch.
_FEW = 200


class Search:
    """One search, used once: `run`, then read `where`, `done` and `strains`.

    Args:
        case: What is to be balanced.
        seed: Where the choices come from.
        budget: Number of proposals after which the search ends.
        keep_going: Asked now and then; the search ends when it says no.
        progress: Told now and then the number of proposals and of territories outside their bounds.
        enough: Sum of fees at which nothing better can be found.
    """

    def __init__(
        self,
        case: Case,
        seed: int,
        budget: int,
        keep_going: Callable[[], bool] | None,
        progress: Callable[[int, int], None] | None,
        enough: int = 0,
    ) -> None:
        self.case = case
        self._enough = enough
        self.done = 0
        self.stopped = False
        self._draw = Random(seed).random  # noqa: S311 - a seeded search keeps no secrets
        self._budget = budget
        self._keep_going = keep_going
        self._progress = progress
        self._asked = 0
        count = len(case.territories)
        self.load = [[0] * len(case.columns) for _ in range(count)]
        self.where = [NOWHERE] * len(case.names)
        self._slot = [0] * len(case.names)
        self._members: list[list[int]] = [[] for _ in range(count)]
        self._heft = [[1.0] * len(case.columns) for _ in range(count)]
        self._scale = [count / max(sum(column), 1) for column in case.columns]
        self._strains = [0.0] * count
        self._outside: set[int] = set()
        self._everywhere = tuple(range(count))

    def run(self) -> bool:
        """Search; True where every territory ends within its bounds."""
        self._place()
        if not self._settle():
            return False
        self._bring_home(None)
        self._polish()
        return True

    # The state: who stands where, what that weighs, and how far it is outside.

    def _is_over(self) -> bool:
        """Whether the budget is spent or the caller wants an end."""
        if self.stopped or self.done >= self._budget:
            return True
        if self.done - self._asked >= _ASKED_EVERY:
            self._asked = self.done
            if self._progress is not None:
                self._progress(self.done, len(self._outside))
            if self._keep_going is not None and not self._keep_going():
                self.stopped = True
        return self.stopped

    def _strain(self, place: int) -> float:
        strain = 0.0
        case = self.case
        for load, low, high, heft, scale in zip(
            self.load[place], case.least[place], case.most[place], self._heft[place], self._scale, strict=True
        ):
            if load > high:
                strain += (load - high) * scale * heft
            elif load < low:
                strain += (low - load) * scale * heft
        return strain

    def _strain_with(self, place: int, coming: int, going: int) -> float:
        """The strain of a territory if a unit came, one went, or both (`NOWHERE`: none)."""
        strain = 0.0
        case = self.case
        low, high = case.least[place], case.most[place]
        for measure, load in enumerate(self.load[place]):
            column = case.columns[measure]
            if coming >= 0:
                load += column[coming]
            if going >= 0:
                load -= column[going]
            if load > high[measure]:
                strain += (load - high[measure]) * self._scale[measure] * self._heft[place][measure]
            elif load < low[measure]:
                strain += (low[measure] - load) * self._scale[measure] * self._heft[place][measure]
        self.done += 1
        return strain

    def _put(self, unit: int, place: int) -> None:
        """Have a unit in a territory, from wherever it was."""
        before = self.where[unit]
        columns = self.case.columns
        if before != NOWHERE:
            held = self._members[before]
            last = held.pop()
            if last != unit:
                slot = self._slot[unit]
                held[slot] = last
                self._slot[last] = slot
            load = self.load[before]
            for measure, column in enumerate(columns):
                load[measure] -= column[unit]
        self.where[unit] = place
        self._slot[unit] = len(self._members[place])
        self._members[place].append(unit)
        load = self.load[place]
        for measure, column in enumerate(columns):
            load[measure] += column[unit]
        if before != NOWHERE:
            self._weigh(before)
        self._weigh(place)

    def _weigh(self, place: int) -> None:
        strain = self._strains[place] = self._strain(place)
        if strain > 0.0:
            self._outside.add(place)
        else:
            self._outside.discard(place)

    def _may(self, unit: int, place: int) -> bool:
        allowed = self.case.allowed.get(unit)
        return allowed is None or place in allowed

    # Placing: everybody at home, and what is new where it is needed.

    def _place(self) -> None:
        case = self.case
        for unit, place in sorted(case.fixed.items()):
            self.where[unit] = place
            for measure, column in enumerate(case.columns):
                self.load[place][measure] += column[unit]
        new = []
        for unit, home in enumerate(case.home):
            if unit in case.fixed:
                continue
            if home != NOWHERE and self._may(unit, home):
                self._put(unit, home)
            else:
                new.append(unit)
        for place in self._everywhere:
            self._weigh(place)
        self._place_new(new)

    def _place_new(self, new: list[int]) -> None:
        """Heaviest first, each to one of the emptiest territories: the one that needs its kind of weight."""
        case = self.case
        scale = self._scale
        columns = case.columns
        if not new:
            return
        weights = {
            unit: max((column[unit] * part for column, part in zip(columns, scale, strict=True)), default=0.0)
            for unit in new
        }
        new.sort(key=lambda unit: (-weights[unit], unit))

        share = [
            [1.0 / max(float(case.targets[m][place] * case.scales[m]), 1e-9) for m in range(len(columns))]
            for place in self._everywhere
        ]

        def level(place: int) -> float:
            return sum(load * part for load, part in zip(self.load[place], share[place], strict=True))

        def crowding(unit: int, place: int) -> float:
            """How far above the others the fullest measure would be."""
            return max(
                (
                    (load + column[unit]) * part
                    for load, column, part in zip(self.load[place], columns, share[place], strict=True)
                ),
                default=0.0,
            )

        emptiest = [(level(place), place) for place in self._everywhere]
        heapify(emptiest)
        for unit in new:
            allowed = case.allowed.get(unit)
            if allowed is not None:
                best = min(allowed, key=lambda place: (crowding(unit, place), place))
                self._put(unit, best)
                continue
            taken: list[int] = []
            while emptiest and len(taken) < _TARGETS:
                noted, place = heappop(emptiest)
                now = level(place)
                if now > noted:
                    heappush(emptiest, (now, place))
                    continue
                taken.append(place)
            best = min(taken, key=lambda place: (crowding(unit, place), place))
            self.done += len(taken)
            self._put(unit, best)
            for place in taken:
                heappush(emptiest, (level(place), place))

    # Settling: until every territory is within its bounds.

    def _settle(self, limit: int | None = None) -> bool:
        """Move until nothing is outside; False where the budget or limit ends first. The best is kept."""
        best = self._total()
        kept = list(self.where)
        idle = 0
        for place in sorted(self._outside, key=lambda place: (-self._strains[place], place)):
            self._shed(place)
        while self._outside:
            if self._is_over() or (limit is not None and self.done >= limit):
                break
            place = max(self._outside, key=lambda place: (self._strains[place], -place))
            if idle and len(self._outside) > 1:
                ranked = sorted(self._outside)
                place = ranked[int(self._draw() * len(ranked))]
            if self._improve(place):
                idle = 0
            else:
                idle += 1
                self._press(place)
                if idle >= _KICKED_AFTER:
                    self._kick()
                    idle = 1
            total = self._total()
            if total < best:
                best = total
                kept[:] = self.where
        if not self._outside:
            return True
        self._restore(kept)
        return False

    def _total(self) -> float:
        """How far everything is outside together, without the weights that the search gave itself."""
        case = self.case
        total = 0.0
        for place in self._outside:
            for measure, load in enumerate(self.load[place]):
                beyond = max(load - case.most[place][measure], case.least[place][measure] - load, 0)
                total += beyond * self._scale[measure]
        return total

    def _restore(self, where: list[int]) -> None:
        for unit, place in enumerate(where):
            if self.where[unit] != place:
                self._put(unit, place)

    def _added_fee(self, unit: int, place: int) -> int:
        return self.case.fee_at(unit, place) - self.case.fee_at(unit, self.where[unit])

    def _shed(self, place: int) -> None:
        """Let go what relieves an overfull territory most for its fee, to territories that have room."""
        strain = self._strains[place]
        ranked = []
        for unit in self._members[place]:
            relief = strain - self._strain_with(place, NOWHERE, unit)
            if relief > 0.0:
                ranked.append((-relief / (self.case.fee[unit] + 1.0), unit))
        ranked.sort()
        for _, unit in ranked:
            if place not in self._outside or self._is_over():
                return
            relief = self._strains[place] - self._strain_with(place, NOWHERE, unit)
            if relief <= 0.0:
                continue
            change, target = self._target(unit, relief)
            if change < -relief * 0.5:
                self._put(unit, target)

    def _target(self, unit: int, relief: float) -> tuple[float, int]:
        """Where a unit that leaves does least harm, among home and some others."""
        places = self.case.allowed.get(unit) or self._everywhere
        here, home = self.where[unit], self.case.home[unit]
        best, target = 1e18, here
        if home not in (NOWHERE, here) and self._may(unit, home):
            best, target = self._strain_with(home, unit, NOWHERE) - self._strains[home] - relief, home
        for _ in range(min(_TARGETS, len(places))):
            place = places[int(self._draw() * len(places))]
            if place == here:
                continue
            change = self._strain_with(place, unit, NOWHERE) - self._strains[place] - relief
            if change < best:
                best, target = change, place
        return best, target

    def _improve(self, place: int) -> bool:
        """Make the best of some moves out of, into or through a territory; False where none helps."""
        best = 0.0
        found: tuple[tuple[int, int], ...] = ()
        members = self._members[place]
        strain = self._strains[place]

        def offer(change: float, fee: int, moves: tuple[tuple[int, int], ...]) -> None:
            nonlocal best, found
            if change < -1e-12:
                gain = -change / (max(fee, 0) + 1000.0)
                if gain > best:
                    best, found = gain, moves

        if members:
            leaving = []
            for _ in range(min(_SAMPLE, len(members))):
                unit = members[int(self._draw() * len(members))]
                relief = strain - self._strain_with(place, NOWHERE, unit)
                if relief > 0.0:
                    leaving.append((-relief / (self.case.fee[unit] + 1000.0), unit, relief))
            leaving.sort()
            for _, unit, relief in leaving[:6]:
                change, target = self._target(unit, relief)
                if target != place:
                    offer(change, self._added_fee(unit, target), ((unit, target),))
        for _ in range(_SAMPLE):
            other = int(self._draw() * len(self._members))
            theirs = self._members[other]
            if other == place or not theirs:
                continue
            unit = theirs[int(self._draw() * len(theirs))]
            if not self._may(unit, place):
                continue
            before = strain + self._strains[other]
            after = self._strain_with(place, unit, NOWHERE) + self._strain_with(other, NOWHERE, unit)
            offer(after - before, self._added_fee(unit, place), ((unit, place),))
            if members:
                back = members[int(self._draw() * len(members))]
                if self._may(back, other):
                    after = self._strain_with(place, unit, back) + self._strain_with(other, back, unit)
                    fee = self._added_fee(unit, place) + self._added_fee(back, other)
                    offer(after - before, fee, ((unit, place), (back, other)))
        for unit, target in found:
            self._put(unit, target)
        return bool(found)

    def _press(self, place: int) -> None:
        """Make the bounds that a territory breaks weigh more, so that others give way."""
        case = self.case
        for measure, load in enumerate(self.load[place]):
            if not case.least[place][measure] <= load <= case.most[place][measure]:
                self._heft[place][measure] *= _WEIGHT_GROWTH
        self._weigh(place)

    def _kick(self) -> None:
        """Begin again from another place: weights even, and some units moved anywhere."""
        for heft in self._heft:
            heft[:] = [1.0] * len(heft)
        free = [unit for unit in range(len(self.where)) if unit not in self.case.fixed] if self.where else []
        for _ in range(max(2, min(len(free) // 10, 200))):
            if not free:
                break
            unit = free[int(self._draw() * len(free))]
            places = self.case.allowed.get(unit) or self._everywhere
            place = places[int(self._draw() * len(places))]
            if place != self.where[unit]:
                self._put(unit, place)
            self.done += 1
        for place in self._everywhere:
            self._weigh(place)

    # Bringing home: what was moved goes back where that keeps the balance, alone or in exchange.

    def _away(self) -> list[int]:
        """The units that are not at home and could be."""
        case = self.case
        return [
            unit
            for unit, home in enumerate(case.home)
            if home not in (NOWHERE, self.where[unit]) and unit not in case.fixed and self._may(unit, home)
        ]

    def _bring_home(self, near: int | None) -> None:
        """Bring home what can be, of all units or of those that left or entered a territory."""
        fee_at, home = self.case.fee_at, self.case.home
        while True:
            away = [unit for unit in self._away() if near is None or near in (home[unit], self.where[unit])]
            away.sort(key=lambda unit: (fee_at(unit, home[unit]) - fee_at(unit, self.where[unit]), unit))
            saved = sum(self._home(unit) for unit in away if not self._is_over())
            if saved * 500 <= sum(fee_at(unit, self.where[unit]) for unit in away) or self._is_over():
                return

    def _fee(self) -> int:
        fee_at = self.case.fee_at
        return sum(fee_at(unit, place) for unit, place in enumerate(self.where))

    def _polish(self) -> None:
        """Undo what was moved at one territory and settle it anew, again and again; keep what is cheaper."""
        home = self.case.home
        fee, kept = self._fee(), list(self.where)
        end = self.done + _POLISH + _POLISH_PER_UNIT * len(home)
        idle = 0
        while fee > self._enough and idle < _IDLE_ROUNDS and self.done < end and not self._is_over():
            away = self._away()
            if not away:
                return
            seed = away[int(self._draw() * len(away))]
            place = home[seed] if self._draw() < 0.5 else self.where[seed]
            afresh = len(away) <= _FEW and self._draw() < 0.2
            touched = [unit for unit in away if afresh or place in (home[unit], self.where[unit])]
            share = 1.0 if afresh else 0.3 + 0.7 * self._draw()
            for unit in touched:
                if self._draw() < share:
                    self._put(unit, home[unit])
            self.done += len(touched)
            if self._settle(self.done + _ROUND):
                self._bring_home(None if afresh else place)
                now = self._fee()
            else:
                now = fee + 1
            if now < fee:
                idle = 0
            else:
                idle += 1
            if now <= fee and not self._outside:
                fee = now
                kept[:] = self.where
            else:
                self._restore(kept)
        if self._outside:
            self._restore(kept)

    def _fits(self, place: int, coming: int, going: int) -> bool:
        return self._strain_with(place, coming, going) == 0.0

    def _home(self, unit: int) -> int:
        """Bring a unit home if the balance can be kept; what that saves."""
        case = self.case
        here, home = self.where[unit], case.home[unit]
        if here == home:
            return 0
        gain = -self._added_fee(unit, home)
        if gain <= 0:
            return 0
        leaves, comes = self._fits(here, NOWHERE, unit), self._fits(home, unit, NOWHERE)
        if leaves and comes:
            self._put(unit, home)
            return gain
        theirs = self._members[home]
        for _ in range(min(_PARTNERS, 2 * len(theirs))):
            other = theirs[int(self._draw() * len(theirs))]
            total = gain
            if self._may(other, here):
                total = gain - self._added_fee(other, here)
                if total > 0 and self._fits(home, unit, other) and self._fits(here, other, unit):
                    self._put(unit, home)
                    self._put(other, here)
                    return total
            if leaves:
                place = int(self._draw() * len(self._members))
                if place in (here, home) or not self._may(other, place):
                    continue
                total = gain - self._added_fee(other, place)
                if total > 0 and self._fits(home, unit, other) and self._fits(place, other, NOWHERE):
                    self._put(unit, home)
                    self._put(other, place)
                    return total
        return 0
