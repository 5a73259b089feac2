"""Units that no territory can hold: every connected set around them breaks a bound, or spoils the rest.

A unit that nearly fills a territory leaves few choices of what joins it. All connected sets around it are
listed where they are few; each has to keep every bound at once, and what it leaves has to be divisible in its
turn, heavy units and all. A test of one measure at a time does not see that two of them cannot be kept
together.
"""

from __future__ import annotations

from collections.abc import Callable

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
        stack = [(bit, weights[unit], near[unit] & ground & ~bit, bit)]
        while stack:
            members, loads, front, closed = stack.pop()
            seen += 1
            if seen > most:
                self.left -= most
                return None
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

    def divisible(self, ground: int, k: int) -> bool:
        """Whether every connected part of some ground has the weight of some number of territories."""
        fewest = most = 0
        while ground:
            part = front = ground & -ground
            while front:
                reached = 0
                while front:
                    bit = front & -front
                    front ^= bit
                    reached |= self.near[bit.bit_length() - 1]
                front = reached & ground & ~part
                part |= front
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
