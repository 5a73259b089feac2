"""A figure on its way: what a component pays before its steps and its rounding."""

from __future__ import annotations

from typing import NamedTuple

from salesmgmt.incentives.figures import Minor
from salesmgmt.incentives.keys import At
from salesmgmt.reasons import Reason

__all__ = ["Draft"]


class Draft(NamedTuple):
    """What a component pays before its steps and its rounding.

    Attributes:
        base: What was credited: minor units, or a number of things.
        exact: What the component pays, in minor units, exact.
        quota: The quota, in the unit of the base.
        opening: What had built up before.
        before: What was paid before and is taken off.
        at: Where the table was entered.
        reasons: What is to be said.
    """

    base: Minor
    exact: Minor
    quota: Minor | None = None
    opening: Minor = 0
    before: Minor = 0
    at: At | None = None
    reasons: tuple[Reason, ...] = ()
