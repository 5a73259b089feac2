"""Computed against expected: exact by value, or within the tolerance that the case states."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from fractions import Fraction

from salesmgmt.money import Money, Rate, Unrounded

#: Expected figures of this kind show what a wrong method would give; nobody has to compute them.
FOILS = ("naive_", "wrong_")

#: How a line ends that tells of a figure that was not computed.
NOTHING = "nothing computed"


def differences(expected: object, got: object, tolerance: Decimal | None = None) -> tuple[str, ...]:
    """Where the computed figures differ from the expected ones; empty where they agree.

    Numbers are equal by value, however they are written: `"26000"`, `26000`, `26000.00`, a Money of that
    amount. Only the outermost mapping, or each mapping of an outermost list, may hold more than was asked.
    """
    return tuple(_walk("", expected, got, tolerance, 0))


def _walk(path: str, expected: object, got: object, tolerance: Decimal | None, depth: int) -> Iterator[str]:
    if isinstance(expected, Mapping):
        yield from _mapping(path, expected, got, tolerance, depth)
    elif isinstance(expected, list):
        if isinstance(got, str) or not isinstance(got, Sequence):
            yield f"{path or 'all'}: a list expected, got {got!r}"
        elif len(got) != len(expected):
            yield f"{path or 'all'}: {len(expected)} entries expected, got {len(got)}"
        else:
            for place, (wanted, found) in enumerate(zip(expected, got, strict=True)):
                yield from _walk(f"{path}[{place}]", wanted, found, tolerance, depth + 1)
    elif not _same(expected, got, tolerance):
        yield f"{path or 'all'}: {expected!r} expected, got {got!r}"


def _mapping(
    path: str, expected: Mapping[str, object], got: object, tolerance: Decimal | None, depth: int
) -> Iterator[str]:
    if not isinstance(got, Mapping):
        yield f"{path or 'all'}: names and figures expected, got {got!r}"
        return
    found = {str(name): value for name, value in got.items()}
    outermost = depth == 0 or (depth == 1 and path.startswith("["))
    for name, wanted in expected.items():
        if name in found:
            yield from _walk(f"{path}.{name}".lstrip("."), wanted, found[name], tolerance, depth + 1)
        elif not (outermost and name.startswith(FOILS)):
            yield f"{path}.{name}: {wanted!r} expected, {NOTHING}".lstrip(".")
    if not outermost and found.keys() - expected.keys():
        yield f"{path}: nothing expected for {sorted(found.keys() - expected.keys())}"


def _same(expected: object, got: object, tolerance: Decimal | None) -> bool:
    if expected is None or isinstance(expected, bool) or got is None or isinstance(got, bool):
        return type(expected) is type(got) and expected == got
    if isinstance(got, date):
        return expected == got.isoformat()
    if isinstance(got, str):
        return expected == got
    number, figure = _number(expected), _number(got)
    if number is None or figure is None:
        return False
    return number == figure if tolerance is None else abs(number - figure) <= Fraction(tolerance)


def _number(value: object) -> Fraction | None:
    if isinstance(value, Money):
        return Fraction(value.amount)
    if isinstance(value, Unrounded):
        return value.amount
    if isinstance(value, Rate):
        return value.value
    if isinstance(value, float):
        return Fraction(repr(value)) if math.isfinite(value) else None
    if isinstance(value, int | Fraction):
        return Fraction(value)
    if isinstance(value, str | Decimal):
        try:
            return Fraction(Decimal(value))
        except (InvalidOperation, ValueError, OverflowError):
            return None
    return None
