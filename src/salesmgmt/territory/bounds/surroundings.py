"""Units that no territory can hold: every connected set around them breaks a bound, or spoils the rest.

A unit that nearly fills a territory leaves few choices of what joins it. All connected sets around it are
listed where they are few; each has to keep every bound at once, and what it leaves has to be divisible in its
turn, heavy units and all. A test of one measure at a time does not see that two of them cannot be kept
together: a unit that lacks much of one measure and has little room for another needs neighbours with much of
the one for each of the other, and a set that cannot reach enough of those is not followed any further.
"""

from __future__ import annotations

from collections.abc import Callable

from attrs import frozen

from salesmgmt.territory.alignment.case import Case

__all__ = ["stuck_unit"]

#: Sets looked at around one unit, and around all of them.
_AROUND, _ALL = 6_000, 60_000
#: Units lighter than this part of a territory have too many sets around them.
_HEAVY = 0.3
_UNITS = 8
#: With more sets than this around a unit, what they leave is not looked at.
_FEW = 500


def stuck_unit(case: Case, keep_going: Callable[[], bool] | None = None) -> int | None:
    """A unit that no plan has a place for; None where none was found, or territories are not alike.

    Args:
        case: What is to be aligned; it has neighbours and bounds.
        keep_going: Asked before each unit; the test ends once it says no.
    """
    if case.neighbours is None or case.allowed is not None or not case.weights:
        return None
    if any(len(set(row)) > 1 for bounds in (case.lower, case.upper) for row in bounds):
        return None
    surroundings = _Surroundings(case, keep_going)
    return surroundings.stuck((1 << case.n) - 1, case.k)


@frozen
class _Lack:
    """What joins a unit has at least `need` of one measure and at most `room` of another.

    Attributes:
        one: The measure that it needs.
        other: The measure that it has room for.
        need: How much it needs, more than 0.
        room: How much room it has.
        gains: By unit, its figure of the one measure times the room, less that of the other times the need.
        gainful: Units that gain something, as bits.
        own: What the unit itself gains.
    """

    one: int
    other: int
    need: int
    room: int
    gains: list[int]
    gainful: int
    own: int


class _Surroundings:
    """The connected sets around heavy units, as bits, and how many may still be looked at."""

    def __init__(self, case: Case, keep_going: Callable[[], bool] | None) -> None:
        self.near = [sum(1 << other for other in near) for near in case.neighbours or ()]
        self.weights = list(zip(*case.weights, strict=True))
        self.lower = [row[0] for row in case.lower]
        self.upper = [row[0] for row in case.upper]
        self.left = _ALL
        self.keep_going = keep_going
        parts = [
            max(
                (weight / high for weight, high in zip(each, self.upper, strict=True) if high > 0),
                default=0.0,
            )
            for each in self.weights
        ]
        heavy = [unit for unit, part in enumerate(parts) if part >= _HEAVY]
        self.heavy = sorted(heavy, key=lambda unit: (-parts[unit], unit))[:_UNITS]

    def stuck(self, ground: int, k: int) -> int | None:
        """A heavy unit of some ground that cannot have a place when it is divided into k territories."""
        fewest: list[int] | None = None
        found = -1
        for unit in self.heavy:
            if not ground >> unit & 1:
                continue
            if self.keep_going is not None and not self.keep_going():
                return None
            sets = self.sets(unit, ground)
            if sets is not None and (fewest is None or len(sets) < len(fewest)):
                fewest, found = sets, unit
                if not sets:
                    return unit
        if fewest is None or len(fewest) > _FEW:
            return None
        for each in fewest:
            rest = ground & ~each
            if self.divisible(rest, k - 1) and self.stuck(rest, k - 1) is None:
                return None
        return found

    def sets(self, unit: int, ground: int) -> list[int] | None:
        """Every connected set around a unit that keeps the bounds; None where there are too many to see."""
        near, weights, lower, upper = self.near, self.weights, self.lower, self.upper
        found: list[int] = []
        most = min(_AROUND, self.left)
        seen = 0
        bit = 1 << unit
        if any(held > high for held, high in zip(weights[unit], upper, strict=True)):
            return found
        lacks = self.lacks(unit)
        stack = [(bit, weights[unit], near[unit] & ground & ~bit, bit)]
        while stack:
            members, loads, front, closed = stack.pop()
            seen += 1
            if seen > most:
                self.left -= most
                return None
            if lacks and self.hopeless(lacks, loads, front, ground & ~closed & ~members):
                continue
            for held, low in zip(loads, lower, strict=True):
                if held < low:
                    break
            else:
                found.append(members)
            while front:
                bit = front & -front
                front ^= bit
                closed |= bit
                other = bit.bit_length() - 1
                sums = tuple(held + more for held, more in zip(loads, weights[other], strict=True))
                for held, high in zip(sums, upper, strict=True):
                    if held > high:
                        break
                else:
                    fresh = near[other] & ground & ~closed & ~members
                    stack.append((members | bit, sums, front | fresh, closed))
        self.left -= seen
        return found

    def lacks(self, unit: int) -> list[_Lack]:
        """What has to join a unit: much of a measure that it lacks for each of one it has little room for."""
        held = self.weights[unit]
        found = []
        for one, low in enumerate(self.lower):
            need = low - held[one]
            for other, high in enumerate(self.upper):
                room = high - held[other]
                if one != other and need > 0:
                    gains = [each[one] * room - each[other] * need for each in self.weights]
                    gainful = sum(1 << place for place, gain in enumerate(gains) if gain > 0)
                    found.append(_Lack(one, other, need, room, gains, gainful, gains[unit]))
        return found

    def hopeless(self, lacks: list[_Lack], loads: tuple[int, ...], front: int, ground: int) -> bool:
        """Whether nothing that a set can still reach makes up for what has joined it so far.

        What joins has at least `need` of one measure and at most `room` of the other, so that the first times
        `room` is no less than the second times `need`.
        """
        reached = 0
        for lack in lacks:
            balance = loads[lack.one] * lack.room - loads[lack.other] * lack.need - lack.own
            if balance >= 0:
                continue
            if not reached:
                reached = self.spread(front, ground)
            gainful = reached & lack.gainful
            while gainful and balance < 0:
                bit = gainful & -gainful
                gainful ^= bit
                balance += lack.gains[bit.bit_length() - 1]
            if balance < 0:
                return True
        return False

    def spread(self, front: int, ground: int) -> int:
        """All of some ground that hangs together with a part of it."""
        part = front
        while front:
            reached = 0
            while front:
                bit = front & -front
                front ^= bit
                reached |= self.near[bit.bit_length() - 1]
            front = reached & ground & ~part
            part |= front
        return part

    def divisible(self, ground: int, k: int) -> bool:
        """Whether every connected part of some ground has the weight of some number of territories."""
        fewest = most = 0
        while ground:
            part = self.spread(ground & -ground, ground)
            ground &= ~part
            loads = [0] * len(self.upper)
            while part:
                bit = part & -part
                part ^= bit
                for measure, weight in enumerate(self.weights[bit.bit_length() - 1]):
                    loads[measure] += weight
            fits = [
                number
                for number in range(1, k + 1)
                if all(
                    number * low <= held <= number * high
                    for held, low, high in zip(loads, self.lower, self.upper, strict=True)
                )
            ]
            if not fits:
                return False
            fewest += fits[0]
            most += fits[-1]
        return fewest <= k <= most
