"""Questions about criteria themselves: do two overlap, does one contain the other, can one hold at all.

Every answer is yes, no or unknown. Where a record can prove an answer, the answer carries one, found by
search and then put to the criteria: no answer rests on a record that they do not confirm. Records on which
one of the criteria raises do not count, so a field that either of them requires is there in all that do.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NoReturn, TypeAlias

import attrs

from salesmgmt.criteria.criterion import Criterion, Not, all_of, spaces_of
from salesmgmt.criteria.formulas import tidy
from salesmgmt.criteria.reads import Read
from salesmgmt.criteria.solving import Assignment, NoSolution, solution
from salesmgmt.criteria.values import FieldType, Value
from salesmgmt.criteria.valuesets import value_of
from salesmgmt.criteria.wording import words_of
from salesmgmt.errors import SalesmgmtError, WrongTypeError
from salesmgmt.money import Currency

__all__ = ["No", "Unknown", "Verdict", "Witness", "Yes", "contains", "impossible", "overlap"]

BUDGET = 20_000
"""Steps that a question may take unless the caller allows another number."""

# Reducing a formula before the search pays only where it is long.
_MOST_UNTIDY = 12

_ANY_CURRENCY = Currency.of("USD")


def _pairs(values: Mapping[str, Value | None] | Iterable[tuple[str, Value | None]]) -> Pairs:
    given = values.items() if isinstance(values, Mapping) else values
    return tuple(sorted(((path, value) for path, value in given), key=lambda pair: pair[0]))


Pairs: TypeAlias = tuple[tuple[str, Value | None], ...]


@attrs.frozen
class Witness:
    """A record that proves an answer, by the values of its fields.

    Attributes:
        values: Pairs of path and value, sorted; None where the field is missing.
    """

    values: Pairs = attrs.field(converter=_pairs)

    @property
    def record(self) -> dict[str, object]:
        """The record as a fresh dict, with dicts within it for fields of fields."""
        return self._built()[0]

    @property
    def tables(self) -> dict[str, dict[str, object]]:
        """Reference tables for the record: empty unless it has an identifier and fields behind it."""
        return self._built()[1]

    def text(self, lang: str = "en", names: Mapping[str, str] | None = None) -> str:
        """The record in words, field by field.

        Raises:
            InvalidValueError: Another language than `en` and `zh`.
        """
        words = words_of(lang, names)
        return words.say("list").join(
            [words.say("value", words.name(path), words.value(value)) for path, value in self.values]
        )

    def _built(self) -> tuple[dict[str, object], dict[str, dict[str, object]]]:
        record: dict[str, object] = {}
        tables: dict[str, dict[str, object]] = {}
        present = {path: value for path, value in self.values if value is not None}
        for path, value in present.items():
            holder, steps = record, path.split(".")
            for place, step in enumerate(steps[:-1], start=1):
                identifier = present.get(".".join(steps[:place]))
                if isinstance(identifier, str):
                    holder = _inner(tables.setdefault(step, {}), identifier)
                else:
                    holder = _inner(holder, step)
            holder[steps[-1]] = value
        return record, tables


def _inner(holder: dict[str, object], step: str) -> dict[str, object]:
    inner = holder.setdefault(step, {})
    return inner if isinstance(inner, dict) else {}


def _undecided(answer: object) -> NoReturn:
    raise WrongTypeError("answer", answer, "be asked with isinstance(answer, Yes); it is yes, no or unknown")


@attrs.frozen
class Yes:
    """The answer is yes.

    Attributes:
        witness: A record that proves it; None where none could.
    """

    witness: Witness | None = None

    def __bool__(self) -> NoReturn:
        _undecided(self)


@attrs.frozen
class No:
    """The answer is no.

    Attributes:
        witness: A record that proves it; None where none could.
    """

    witness: Witness | None = None

    def __bool__(self) -> NoReturn:
        _undecided(self)


@attrs.frozen
class Unknown:
    """There is no answer.

    Attributes:
        leaf: The condition that could not be decided; None where the budget was spent.
        budget: How many steps were allowed; None where a condition was the reason.
    """

    leaf: Criterion | None = None
    budget: int | None = None

    def __bool__(self) -> NoReturn:
        _undecided(self)


Verdict: TypeAlias = Yes | No | Unknown


def overlap(a: Criterion, b: Criterion, *, budget: int = BUDGET) -> Verdict:
    """Whether some record meets both criteria.

    Args:
        a: A criterion.
        b: Another one.
        budget: How many steps the search may take.

    Returns:
        `Yes` with such a record, `No`, or `Unknown` with the condition or the budget that stopped the search.

    Raises:
        CurrencyMismatchError: The two compare one field in two currencies.
        WrongTypeError: The two read one field as two types.

    Examples:
        >>> from salesmgmt.criteria import field, overlap
        >>> east, large = field("region").equals("East"), field("amount").at_least(1000)
        >>> overlap(east, large)
        Yes(witness=Witness(values=(('amount', 1000), ('region', 'East'))))
        >>> overlap(east, field("region").starts_with("W"))
        No(witness=None)
    """
    return _search(all_of(a, b), budget)


def contains(a: Criterion, b: Criterion, *, budget: int = BUDGET) -> Verdict:
    """Whether the first criterion holds wherever the second does.

    Args:
        a: The wider criterion.
        b: The narrower one.
        budget: How many steps the search may take.

    Returns:
        `Yes`, `No` with a record that meets the second and not the first, or `Unknown`.

    Raises:
        CurrencyMismatchError: The two compare one field in two currencies.
        WrongTypeError: The two read one field as two types.

    Examples:
        >>> from salesmgmt.criteria import contains, field
        >>> contains(field("code").starts_with("44"), field("code").starts_with("4403", "4401"))
        Yes(witness=None)
    """
    return _reversed(_search(all_of(Not(a), b), budget))


def impossible(a: Criterion, *, budget: int = BUDGET) -> Verdict:
    """Whether no record meets the criterion.

    Args:
        a: A criterion.
        budget: How many steps the search may take.

    Returns:
        `Yes`, `No` with a record that meets it, or `Unknown`.

    Examples:
        >>> from salesmgmt.criteria import field, impossible
        >>> age = field("age", "number")
        >>> impossible(age.at_least(65) & age.less_than(18))
        Yes(witness=None)
    """
    return _reversed(_search(a, budget))


def _reversed(answer: Verdict) -> Verdict:
    match answer:
        case Yes(witness):
            return No(witness)
        case No():
            return Yes()
    return answer


def _search(criterion: Criterion, budget: int) -> Verdict:
    """Whether a record meets a criterion."""
    reads = criterion.reads
    spaces = spaces_of(reads)
    formula = criterion._formula(spaces)
    if len(criterion.leaves) > _MOST_UNTIDY:
        formula = tidy(formula, spaces)
    found = solution(formula, spaces, budget)
    if found is NoSolution.NONE:
        return No()
    if found is NoSolution.STOPPED:
        return Unknown(budget=budget)
    witness = _witness(found, reads)
    try:
        if criterion.matches(witness.record, witness.tables):
            return Yes(witness)
    except SalesmgmtError:
        pass
    return Unknown(leaf=_doubtful(criterion))


def _witness(found: Assignment, reads: Iterable[Read]) -> Witness:
    currencies = _currencies(reads)
    return Witness(
        {
            read.path: None
            if key is None
            else value_of(key, read.type, currencies.get(read.path, _ANY_CURRENCY))
            for read in reads
            for key in [found[read.path]]
        }
    )


def _currencies(reads: Iterable[Read]) -> dict[str, Currency]:
    """The currency of each amount, which those that are compared with it share."""
    known = {read.path: read.currency for read in reads if read.currency is not None}
    links = [(read.path, path) for read in reads if read.type is FieldType.MONEY for path in read.alike]
    for _ in links:
        for one, two in links:
            for here, there in ((one, two), (two, one)):
                if here in known:
                    known.setdefault(there, known[here])
    return known


def _doubtful(criterion: Criterion) -> Criterion:
    """The condition whose fields depend on each other in a way that the search does not know."""
    paths = criterion.fields
    for leaf in criterion.leaves:
        if any(path.startswith(f"{other}.") for path in leaf.fields for other in paths):
            return leaf
    return criterion.leaves[0]
