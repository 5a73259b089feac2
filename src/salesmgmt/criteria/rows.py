"""The bulk path: a criterion made ready for many records.

Fields are fetched all at once by the means that suits the type of the record, the types of the values are
compared with combinations seen to be right before, and only then is the condition asked, as nested closures
over the row of values. Whatever does not go smoothly (an attribute that is not there, types not seen yet, an
amount in another currency) is read again step by step, which finds the value or raises.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from operator import attrgetter, itemgetter
from typing import Any, TypeAlias

from salesmgmt.criteria.reads import Read, Tables, look_up, resolved
from salesmgmt.criteria.values import Found
from salesmgmt.money import Currency, Money

__all__ = ["Compiled", "Row", "Test"]

Row: TypeAlias = Sequence[Found]
"""The values of the fields that a criterion reads, in the order of its reads."""

Test: TypeAlias = Callable[[Row], bool]

# What stands in a record is not known to a type checker; the checks below are what makes it known.
_Get: TypeAlias = Callable[[Any], Any]
_Fetch: TypeAlias = Callable[[Any], Sequence[Any]]
_Check: TypeAlias = Callable[[list[Any]], None]

_UNUSUAL = (AttributeError, LookupError, TypeError, ValueError, OverflowError)


class Compiled:
    """A criterion ready for many records; it answers and raises exactly what the criterion does.

    It serves one pass over records: the reference tables must not change while it is in use. It belongs to
    the caller who made it and is not a value to keep, store or share between threads.

    Attributes:
        reads: What is read of every record.
        test: The condition over a row of values already found and checked, in the order of the reads: for
            engines that have the values in columns.
        matches: The condition over a record.
    """

    __slots__ = ("_fetches", "_memos", "_plans", "_tables", "matches", "reads", "test")

    def __init__(self, reads: tuple[Read, ...], test: Test, tables: Tables | None) -> None:
        self.reads = reads
        self.test = test
        self._tables: Tables = {} if tables is None else tables
        self._memos: dict[str, dict[object, object]] = {read.path: {} for read in reads if "." in read.path}
        self._fetches: dict[type, _Fetch] = {}
        self._plans: dict[tuple[type, ...], tuple[_Check, ...]] = {}
        self.matches: Callable[[object], bool] = self._matcher()

    def values(self, record: object) -> tuple[Found, ...]:
        """The values that the criterion reads of a record, checked, in the order of the reads.

        Raises:
            SalesmgmtError: Whatever `Criterion.matches` raises for this record.
        """
        return look_up(self.reads, record, self._tables)

    def _matcher(self) -> Callable[[object], bool]:
        fetches, plans, test, slowly = self._fetches, self._plans, self.test, self._slowly
        if not self.reads:
            return lambda record: test(())

        def matches(record: object) -> bool:
            try:
                row = fetches[type(record)](record)
                checks = plans[tuple(map(type, row))]
                if checks:
                    row = list(row)
                    for check in checks:
                        check(row)
                return test(row)
            except _UNUSUAL:
                pass
            return slowly(record)

        return matches

    def _slowly(self, record: object) -> bool:
        values = look_up(self.reads, record, self._tables)
        self._learn(record)
        return self.test(values)

    def _learn(self, record: object) -> None:
        """Prepare the fast way for records like one that was just read without an error."""
        for path, memo in self._memos.items():
            head = resolved(record, path.partition(".")[0], self._tables)
            if _is_identifier(head):
                memo[head] = resolved(record, path, self._tables)
        kind = type(record)
        fetch = self._fetches.get(kind)
        if fetch is None:
            fetch = self._fetches[kind] = self._fetch(kind, record)
        try:
            types = tuple(map(type, fetch(record)))
        except _UNUSUAL:
            return
        if types not in self._plans:
            self._plans[types] = _checks(self.reads, types)

    def _fetch(self, kind: type, record: object) -> _Fetch:
        """How to fetch all values of records of one type, seen from the first of them."""
        heads = [read.path.partition(".")[0] for read in self.reads]
        gets = [_getter(kind, head, read.required) for head, read in zip(heads, self.reads, strict=True)]
        fetch = _together(heads, gets)
        inner = [(place, read.path) for place, read in enumerate(self.reads) if read.path in self._memos]
        if not inner:
            return fetch
        tables = self._tables
        if not all(_is_identifier(resolved(record, heads[place], tables)) for place, _ in inner):
            return lambda record: _along(record, list(fetch(record)), inner, tables)
        memos = [(place, self._memos[path]) for place, path in inner]

        def fetch_behind(record: Any) -> Sequence[Any]:
            row = list(fetch(record))
            for place, memo in memos:
                row[place] = memo[row[place]]
            return row

        return fetch_behind


def _is_identifier(value: object) -> bool:
    """Whether what lies behind a value depends on the tables and on nothing else of the record."""
    return value is None or type(value) is str


def _along(record: object, row: list[Any], paths: Sequence[tuple[int, str]], tables: Tables) -> Sequence[Any]:
    """The values of a row, where those of some places are found step by step."""
    for place, path in paths:
        row[place] = resolved(record, path, tables)
    return row


def _getter(kind: type, name: str, required: bool) -> _Get:
    """How to fetch a field of records of one type; raises where that needs a closer look."""
    if kind is dict:
        return itemgetter(name) if required else _optional_key(name)
    if issubclass(kind, Mapping):
        return _key(name)
    if kind.__dictoffset__ or any(hasattr(kind, other) for other in (name, "__getattr__", "__getitem__")):
        return attrgetter(name)
    return _more(name) if hasattr(kind, "more") else lambda record: None


def _optional_key(name: str) -> _Get:
    def get(record: Any) -> Any:
        if name in record:
            return record[name]
        if "more" in record:
            raise KeyError(name)
        return None

    return get


def _key(name: str) -> _Get:
    def get(record: Any) -> Any:
        value = record.get(name)
        if value is None:
            raise KeyError(name)
        return value

    return get


def _more(name: str) -> _Get:
    def get(record: Any) -> Any:
        more = record.more
        if isinstance(more, Mapping):
            return more.get(name)
        raise KeyError(name)

    return get


def _together(names: Sequence[str], gets: Sequence[_Get]) -> _Fetch:
    """Several fetches as one that returns a sequence."""
    if len(gets) == 1:
        (only,) = gets
        return lambda record: (only(record),)
    for getter in (attrgetter, itemgetter):
        if all(type(get) is getter for get in gets):
            return getter(*names)
    return lambda record: [get(record) for get in gets]


def _checks(reads: Sequence[Read], types: Sequence[type]) -> tuple[_Check, ...]:
    """What the types alone do not tell: whether numbers are finite and currencies agree."""
    places = {read.path: place for place, read in enumerate(reads)}
    checks: list[_Check] = []
    for place, (read, kind) in enumerate(zip(reads, types, strict=True)):
        if read.type is None:
            continue
        if issubclass(kind, Decimal):
            checks.append(_finite(place))
        elif issubclass(kind, float):
            checks.append(_exact(place))
        elif issubclass(kind, Money):
            if read.currency is not None:
                checks.append(_in_currency(place, read.currency))
            checks += [_same_currency(place, places[path]) for path in read.alike if path in places]
    return tuple(checks)


def _finite(place: int) -> _Check:
    def check(row: list[Any]) -> None:
        if not row[place].is_finite():
            raise ValueError

    return check


def _exact(place: int) -> _Check:
    def check(row: list[Any]) -> None:
        value = row[place]
        if value - value != 0:
            raise ValueError
        row[place] = Decimal.from_float(value)

    return check


def _in_currency(place: int, currency: Currency) -> _Check:
    def check(row: list[Any]) -> None:
        found = row[place].currency
        if found is not currency and found != currency:
            raise ValueError

    return check


def _same_currency(place: int, other: int) -> _Check:
    def check(row: list[Any]) -> None:
        if row[other] is not None and row[place].currency != row[other].currency:
            raise ValueError

    return check
