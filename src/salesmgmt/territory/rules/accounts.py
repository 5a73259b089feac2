"""The accounts that rules are asked of: customers of a batch, or a caller's own records."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from operator import attrgetter
from typing import Any, TypeAlias

from attrs import frozen

from salesmgmt.criteria.reads import Tables, resolved
from salesmgmt.errors import BatchError, InvalidValueError, Problem, WrongTypeError
from salesmgmt.records import Facts

__all__ = ["AccountsLike", "Source", "check_key", "source_of"]

AccountsLike: TypeAlias = "Facts | Iterable[object]"
"""A batch whose customers are meant, or customers, mappings or objects of any other class."""


@frozen(eq=False, repr=False)
class Source:
    """Accounts with their identifiers, and the reference tables that their fields lead to.

    Attributes:
        records: The accounts.
        ids: Their identifiers, in the same order.
        places: The place of each by its identifier.
        tables: Reference tables, as for `Criterion.matches`.
    """

    records: Sequence[Any]
    ids: tuple[str, ...]
    places: Mapping[str, int]
    tables: Tables


def source_of(accounts: AccountsLike, key: str, tables: Tables | None) -> Source:
    """Accounts made ready to be asked.

    Raises:
        BatchError: If an account has no identifier, or two have the same; all at once.
        WrongTypeError: If there is nothing to go through.
    """
    if isinstance(accounts, Facts):
        records: Sequence[Any] = accounts.customers
        known: Tables = accounts.tables if tables is None else {**accounts.tables, **tables}
    elif isinstance(accounts, Iterable) and not isinstance(accounts, str | bytes | Mapping):
        records = tuple(accounts)
        known = {} if tables is None else tables
    else:
        raise WrongTypeError("accounts", accounts, "be a batch of facts, or records in a list")
    ids = _ids(records, key)
    sound = not set(map(type, ids)) - {str}
    places = dict(zip(ids, range(len(ids)), strict=True)) if sound else {}
    if not sound or len(places) != len(ids) or "" in places:
        raise BatchError("accounts", _problems(ids, key))
    return Source(records, tuple(ids), places, known)


def _ids(records: Sequence[Any], key: str) -> list[Any]:
    if set(map(type, records)) == {dict}:
        return [record.get(key) for record in records]
    try:
        return list(map(attrgetter(key), records))
    except AttributeError:
        return [resolved(record, key, {}) for record in records]


def _problems(ids: Sequence[object], key: str) -> list[Problem]:
    problems = []
    seen: dict[object, int] = {}
    for place, identifier in enumerate(ids):
        row = f"row {place + 1}"
        if type(identifier) is not str or not identifier:
            problems.append(Problem(row, key, identifier, "be the account's identifier, a text"))
        elif identifier in seen:
            rule = f"stand once; row {seen[identifier] + 1} has it too"
            problems.append(Problem(f"Account {identifier}", key, identifier, rule))
        else:
            seen[identifier] = place
    return problems


def check_key(key: str) -> None:
    """Refuse what cannot name the field that holds an account's identifier.

    Raises:
        InvalidValueError: If it is empty or a path of several steps.
        WrongTypeError: If it is no text.
    """
    if not isinstance(key, str):
        raise WrongTypeError("key", key, "be the name of the field that holds an account's identifier")
    if not key or "." in key:
        raise InvalidValueError("key", key, "be the name of one field")
