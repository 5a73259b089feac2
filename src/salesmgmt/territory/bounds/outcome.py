"""What a bound says: no plan costs less, and how that is known."""

from __future__ import annotations

from attrs import frozen

__all__ = ["Bound"]


@frozen
class Bound:
    """A floor under the cost of every plan that keeps the bounds of a case.

    Attributes:
        value: No plan costs less; None where no plan exists.
        proof: Whether the best plan that was known is proved the best of all; or, where none was known,
            whether it is proved that a plan costs exactly `value`, or that none exists.
        centres: Centres that a better plan may still have; None where nobody counted them.
        rounds: Rounds of prices, or cases looked at.
    """

    value: int | None
    proof: bool = False
    centres: int | None = None
    rounds: int = 0
