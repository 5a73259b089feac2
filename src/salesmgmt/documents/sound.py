"""Whether something is a document at all: dicts and lists, texts, whole numbers, flags, null, not too deep.

Documents come from outside, through whatever reader their format has. Before anything else looks at one, it
is walked once; what is no part of a document is reported with its path, and the rest is read nevertheless.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from attrs import frozen

from salesmgmt.documents.faults import REPORTED, Fault, Path, Place, Reported
from salesmgmt.documents.texts import BEYOND, MOST_DIGITS

__all__ = ["DEEPEST", "Inexact", "Repeated", "cleaned", "is_sound"]

DEEPEST = 160
"""How many objects and lists may lie one in the other."""

_FREE_SHARES = 100_000


@frozen
class Inexact:
    """What a JSON text has in place of a whole number that fits: a fraction, NaN, too many digits."""

    text: str


class Repeated(dict[str, object]):
    """An object of a JSON text in which keys stand more than once; the last value of each is kept."""

    def __init__(self, pairs: list[tuple[str, object]]) -> None:
        super().__init__(pairs)
        counts = Counter(key for key, _ in pairs)
        self.twice = tuple(key for key, count in counts.items() if count > 1)


def is_sound(document: object) -> bool:
    """Whether all of a document is what JSON has, in exact numbers and bounded depth.

    A part that stands in several places is looked at once. But it is read in each of them, so a document that
    unfolds to far more than it holds is not sound.
    """
    known: dict[int, tuple[int, int]] = {}
    size = _measured(document, DEEPEST, known)
    return size is not None and size[0] <= _FREE_SHARES + 8 * len(known)


def _measured(part: object, room: int, known: dict[int, tuple[int, int]]) -> tuple[int, int] | None:
    """How many lists and objects a part unfolds to, and how deep; None where it is not sound."""
    if type(part) is dict:
        if not all(type(key) is str for key in part):
            return None
        inner: Iterable[object] = part.values()
    elif type(part) is list:
        inner = part
    else:
        return (0, 0) if _is_scalar(part) else None
    measured = known.get(id(part))
    if measured is None:
        if room <= 0:
            return None
        size, depth = 1, 0
        for value in inner:
            kind = type(value)
            if kind is str or value is None or kind is bool:
                continue
            below = _measured(value, room - 1, known)
            if below is None:
                return None
            size += below[0]
            depth = max(depth, below[1])
        measured = known[id(part)] = size, depth + 1
    return measured if measured[1] <= room else None


def _is_scalar(part: object) -> bool:
    if type(part) is int:
        return -BEYOND < part < BEYOND
    return part is None or type(part) in (str, bool, Reported)


def cleaned(document: object) -> tuple[object, list[Place]]:
    """A document in which every unsound part is replaced by a mark, and what is wrong with these parts."""
    sweep = _Sweep()
    found = sweep.clean(document, ())
    if not is_sound(found):
        rule = f"be nested at most {DEEPEST} deep, and unfold to no more than it holds"
        return REPORTED, [*sweep.places, ((), Fault(_named(document), rule))]
    return found, sweep.places


class _Sweep:
    """One walk through a document, in which each part is met once, wherever it stands."""

    def __init__(self) -> None:
        self.places: list[Place] = []
        self._done: dict[int, object] = {}
        self._open: set[int] = set()

    def clean(self, part: object, path: Path) -> object:
        if _is_scalar(part):
            return part
        if not isinstance(part, dict | list):
            return self._report(path, _named(part), _RULES.get(type(part), _ANY_RULE))
        if len(path) > DEEPEST:
            return self._report(path, _named(part), f"be nested at most {DEEPEST} deep")
        if id(part) in self._open:
            return self._report(path, _named(part), "not hold itself")
        if id(part) not in self._done:
            self._open.add(id(part))
            self._done[id(part)] = (
                self._object(part, path) if isinstance(part, dict) else self._list(part, path)
            )
            self._open.discard(id(part))
        return self._done[id(part)]

    def _object(self, part: dict[object, object], path: Path) -> dict[str, object]:
        for name in part.twice if isinstance(part, Repeated) else ():
            self._report((*path, name), _named(part[name]), "stand once in its object")
        found: dict[str, object] = {}
        for key, value in part.items():
            if type(key) is str:
                found[key] = self.clean(value, (*path, key))
            else:
                self._report(path, _named(key), "have texts as the names of its entries")
        return found

    def _list(self, part: list[object], path: Path) -> list[object]:
        return [self.clean(value, (*path, index)) for index, value in enumerate(part)]

    def _report(self, path: Path, value: object, rule: str) -> object:
        self.places.append((path, Fault(value, rule)))
        return REPORTED


_ANY_RULE = "be text, a whole number, true, false, null, a list or an object"
_NUMBER_RULE = 'be a whole number, or text such as "0.5"'
_RULES: Mapping[type, str] = MappingProxyType(
    {
        float: _NUMBER_RULE,
        Inexact: f"{_NUMBER_RULE}, of at most {MOST_DIGITS} digits",
        int: f"have at most {MOST_DIGITS} digits",
        tuple: "be a list",
    }
)


def _named(part: object) -> object:
    """A part as an error may keep it: what is no scalar is named by its type alone."""
    if isinstance(part, Inexact):
        return part.text
    if part is None or type(part) in (str, bool, float) or (type(part) is int and _is_scalar(part)):
        return part
    return f"<{type(part).__name__}>"
