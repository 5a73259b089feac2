"""Criteria: conditions over records, as values.

A criterion is data: it is equal to another that says the same in the same words, it can be hashed, stored,
read aloud, simplified and analysed. This module has what all criteria can do and how they are joined; the
conditions on single fields stand in `salesmgmt.criteria.leaves`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NoReturn

import attrs

from salesmgmt.criteria.formulas import TRUE, Formula, Group, Key, negated, polished, tidy
from salesmgmt.criteria.joints import all_as_one, any_as_one
from salesmgmt.criteria.reads import Read, Tables, look_up, merged
from salesmgmt.criteria.rows import Compiled, Row, Test
from salesmgmt.criteria.values import Found
from salesmgmt.criteria.valuesets import Space, ValueSet, space_of
from salesmgmt.criteria.wording import Words, words_of
from salesmgmt.errors import InvalidValueError, WrongTypeError

__all__ = [
    "ALWAYS",
    "NEVER",
    "AllOf",
    "AnyOf",
    "Checked",
    "Criterion",
    "Explanation",
    "Finding",
    "Leaf",
    "Not",
    "all_of",
    "any_of",
    "spaces_of",
]

_DEEPEST = 60


class Criterion:
    """A condition over a record; the base of every kind of criterion, not meant to be subclassed elsewhere.

    Criteria are joined with `&`, `|` and `~` (or `all_of` and `any_of`); `and`, `or`, `not` and `if` raise,
    since Python would decide them before there is a record.
    """

    __slots__ = ()

    @property
    def reads(self) -> tuple[Read, ...]:
        """What is looked up and checked before the criterion decides, in the order of the paths."""
        raise NotImplementedError

    @property
    def fields(self) -> tuple[str, ...]:
        """The paths of all fields that it names, sorted."""
        return tuple([read.path for read in self.reads])

    @property
    def leaves(self) -> tuple[Criterion, ...]:
        """The single conditions that it is made of, in the order in which they are written."""
        return (self,)

    def matches(self, record: object, tables: Tables | None = None) -> bool:
        """Whether a record meets the criterion.

        All fields are looked up and checked first, so an error does not depend on how the criterion is put
        together. For many records, ask `compiled` first.

        Args:
            record: Any object or mapping; every step of a path is a key of a mapping or an attribute of an
                object, or else a key of its mapping `more`.
            tables: Reference tables by the name of the field that holds the identifiers: for
                `product.series`, `tables["product"]` maps identifiers of products to their records.

        Raises:
            CurrencyMismatchError: An amount has another currency than the one it is compared in.
            InvalidValueError: A number is not finite.
            MissingFieldError: A field is absent or None, and the criterion does not say what that means.
            UnknownIdentifierError: An identifier on the way to a field is in no table.
            WrongTypeError: A field holds another type than the declared one.
        """
        reads = self.reads
        return self._test(_places(reads))(look_up(reads, record, {} if tables is None else tables))

    def compiled(self, tables: Tables | None = None) -> Compiled:
        """The criterion made ready for one pass over many records.

        Args:
            tables: Reference tables, as for `matches`; they must not change during the pass.
        """
        reads = self.reads
        return Compiled(reads, self._test(_places(reads)), tables)

    def explain(self, record: object, tables: Tables | None = None) -> Explanation:
        """Which of its conditions a record meets, with the values found.

        Raises:
            SalesmgmtError: Whatever `matches` raises for this record.
        """
        reads = self.reads
        row = look_up(reads, record, {} if tables is None else tables)
        places = _places(reads)
        holds = self._test(places)(row)
        return Explanation(holds, tuple(self._findings(places, row, decisive=True)))

    def simplified(self) -> Criterion:
        """The criterion in a shorter form that is the same for the usual ways of saying the same.

        The result matches the same records and raises the same errors: fields that it need not ask any more
        are still looked up and checked. Simplifying it again changes nothing. A criterion is its own short
        form where writing the shorter one would nest deeper than is allowed.
        """
        reads = self.reads
        spaces = spaces_of(reads)
        try:
            core = _rewritten(polished(tidy(self._formula(spaces), spaces)), self, reads)
        except InvalidValueError:
            return self
        lost = tuple([read for read in reads if read not in core.reads])
        return all_of(core, Checked(lost)) if lost else core

    def text(self, lang: str = "en", names: Mapping[str, str] | None = None) -> str:
        """The criterion in words.

        Args:
            lang: `en` or `zh`.
            names: What to call the fields, by path; the path itself where it is not listed.

        Raises:
            InvalidValueError: Another language.
        """
        return self._said(words_of(lang, names))

    def __and__(self, other: Criterion) -> Criterion:
        return all_of(self, other) if isinstance(other, Criterion) else NotImplemented

    def __or__(self, other: Criterion) -> Criterion:
        return any_of(self, other) if isinstance(other, Criterion) else NotImplemented

    def __invert__(self) -> Criterion:
        return Not(self)

    def __bool__(self) -> NoReturn:
        raise WrongTypeError(
            "criterion",
            self,
            "be asked with .matches(record), and joined with &, | and ~ instead of and, or, not",
        )

    def __str__(self) -> str:
        return self.text()

    @property
    def _depth(self) -> int:
        return 1

    def _test(self, places: Mapping[str, int]) -> Test:
        """The condition over a row of values, which are checked already."""
        raise NotImplementedError

    def _formula(self, spaces: Mapping[str, Space]) -> Formula:
        """The condition as plain logic."""
        raise NotImplementedError

    def _said(self, words: Words) -> str:
        raise NotImplementedError

    def _findings(self, places: Mapping[str, int], row: Row, *, decisive: bool) -> Iterator[Finding]:
        found = tuple([(path, row[places[path]]) for path in self.fields])
        yield Finding(self, self._test(places)(row), decisive, found)


@attrs.frozen
class Leaf(Criterion):
    """A condition on the value of one field, or of two."""

    _reads: tuple[Read, ...] = attrs.field(init=False, repr=False, eq=False)

    @property
    def reads(self) -> tuple[Read, ...]:
        """What is looked up and checked before it decides."""
        return self._reads

    def _set(self, **values: object) -> None:
        """Set what the constructor derives."""
        for name, value in values.items():
            object.__setattr__(self, name, value)

    def _written(self, key: Key, values: ValueSet, reads: Mapping[str, Read]) -> Criterion:
        """The condition that the value under a key lies in a set, in leaves of any kind."""
        raise NotImplementedError


def _places(reads: Sequence[Read]) -> dict[str, int]:
    return {read.path: place for place, read in enumerate(reads)}


def spaces_of(reads: Sequence[Read]) -> dict[str, Space]:
    """What each field may hold, by path."""
    return {read.path: space_of(read.type, not read.required) for read in reads}


def _rewritten(formula: Formula, origin: Criterion, reads: Sequence[Read]) -> Criterion:
    """A formula as a criterion again; the leaves of the original know how to write sets of values."""
    writer = next((leaf for leaf in origin.leaves if isinstance(leaf, Leaf)), None)
    by_path = {read.path: read for read in reads}

    def written(part: Formula) -> Criterion:
        if isinstance(part, Group):
            return (all_of if part.every else any_of)(*[written(inner) for inner in part.parts])
        return NEVER if writer is None else writer._written(part.key, part.values, by_path)

    return written(formula)


def _parts(parts: Iterable[Criterion]) -> tuple[Criterion, ...]:
    kept = tuple(parts)
    for part in kept:
        if not isinstance(part, Criterion):
            raise WrongTypeError("parts", part, "be criteria")
    return kept


def _depth_of(parts: Sequence[Criterion]) -> int:
    depth = 1 + max((part._depth for part in parts), default=0)
    if depth > _DEEPEST:
        raise InvalidValueError("parts", depth, f"be nested at most {_DEEPEST} deep")
    return depth


@attrs.frozen
class _Joined(Criterion):
    """What `AllOf` and `AnyOf` share."""

    parts: tuple[Criterion, ...] = attrs.field(default=(), converter=_parts)
    _reads: tuple[Read, ...] = attrs.field(init=False, repr=False, eq=False)
    _levels: int = attrs.field(init=False, repr=False, eq=False)

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "_levels", _depth_of(self.parts))
        object.__setattr__(self, "_reads", merged([read for part in self.parts for read in part.reads]))

    @property
    def reads(self) -> tuple[Read, ...]:
        """What is looked up and checked before it decides."""
        return self._reads

    @property
    def leaves(self) -> tuple[Criterion, ...]:
        """The single conditions that it is made of."""
        return tuple([leaf for part in self.parts for leaf in part.leaves])

    @property
    def _depth(self) -> int:
        return self._levels

    def _findings(self, places: Mapping[str, int], row: Row, *, decisive: bool) -> Iterator[Finding]:
        holds = self._test(places)(row)
        for part in self.parts:
            agrees = part._test(places)(row) == holds
            yield from part._findings(places, row, decisive=decisive and agrees)

    def _listed(self, words: Words, joint: str) -> str:
        texts = [
            words.say("group", part._said(words))
            if isinstance(part, _Joined) and len(part.parts) > 1
            else part._said(words)
            for part in self.parts
        ]
        return words.say(joint).join(texts)


@attrs.frozen
class AllOf(_Joined):
    """Holds where all its parts hold; of no parts, always.

    Attributes:
        parts: The criteria that all have to hold.

    Raises:
        CurrencyMismatchError: Two parts compare one field in two currencies.
        InvalidValueError: The parts are nested more than 60 deep.
        WrongTypeError: A part is no criterion, or two parts read one field as two types.
    """

    def _test(self, places: Mapping[str, int]) -> Test:
        return all_as_one([part._test(places) for part in self.parts])

    def _formula(self, spaces: Mapping[str, Space]) -> Formula:
        return Group(every=True, parts=tuple([part._formula(spaces) for part in self.parts]))

    def _said(self, words: Words) -> str:
        return self._listed(words, "and") if self.parts else words.say("always")


@attrs.frozen
class AnyOf(_Joined):
    """Holds where at least one of its parts holds; of no parts, never.

    Attributes:
        parts: The criteria of which one has to hold.

    Raises:
        CurrencyMismatchError: Two parts compare one field in two currencies.
        InvalidValueError: The parts are nested more than 60 deep.
        WrongTypeError: A part is no criterion, or two parts read one field as two types.
    """

    def _test(self, places: Mapping[str, int]) -> Test:
        return any_as_one([part._test(places) for part in self.parts])

    def _formula(self, spaces: Mapping[str, Space]) -> Formula:
        return Group(every=False, parts=tuple([part._formula(spaces) for part in self.parts]))

    def _said(self, words: Words) -> str:
        return self._listed(words, "or") if self.parts else words.say("never")


@attrs.frozen
class Not(Criterion):
    """Holds where its part does not.

    Attributes:
        part: The criterion that must not hold.

    Raises:
        InvalidValueError: The part is nested more than 60 deep.
        WrongTypeError: The part is no criterion.
    """

    part: Criterion
    _levels: int = attrs.field(init=False, repr=False, eq=False)

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "_levels", _depth_of(_parts((self.part,))))

    @property
    def reads(self) -> tuple[Read, ...]:
        """What is looked up and checked before it decides."""
        return self.part.reads

    @property
    def leaves(self) -> tuple[Criterion, ...]:
        """The single conditions that it is made of."""
        return self.part.leaves

    @property
    def _depth(self) -> int:
        return self._levels

    def __invert__(self) -> Criterion:
        return self.part

    def _test(self, places: Mapping[str, int]) -> Test:
        test = self.part._test(places)
        return lambda row: not test(row)

    def _formula(self, spaces: Mapping[str, Space]) -> Formula:
        return negated(self.part._formula(spaces))

    def _said(self, words: Words) -> str:
        return words.say("not", self.part._said(words))

    def _findings(self, places: Mapping[str, int], row: Row, *, decisive: bool) -> Iterator[Finding]:
        return self.part._findings(places, row, decisive=decisive)


def _as_reads(reads: Iterable[Read]) -> tuple[Read, ...]:
    kept = tuple(reads)
    for read in kept:
        if not isinstance(read, Read):
            raise WrongTypeError("reads", read, "be reads")
    return merged(kept)


@attrs.frozen
class Checked(Criterion):
    """Holds always, and still has its fields looked up and checked.

    Attributes:
        fields_read: What is looked up and checked.

    Raises:
        CurrencyMismatchError: One field is read in two currencies.
        WrongTypeError: One field is read as two types.
    """

    fields_read: tuple[Read, ...] = attrs.field(converter=_as_reads)

    @property
    def reads(self) -> tuple[Read, ...]:
        """What is looked up and checked before it decides."""
        return self.fields_read

    def _test(self, places: Mapping[str, int]) -> Test:
        return lambda row: True

    def _formula(self, spaces: Mapping[str, Space]) -> Formula:
        return TRUE

    def _said(self, words: Words) -> str:
        return words.say("checked", words.say("list").join([words.name(path) for path in self.fields]))


ALWAYS = AllOf(())
"""Holds for every record and reads nothing."""

NEVER = AnyOf(())
"""Holds for no record and reads nothing."""


def all_of(*criteria: Criterion) -> Criterion:
    """The criterion that holds where all of these hold: `ALWAYS` for none, itself for one.

    Examples:
        >>> from salesmgmt.criteria import field
        >>> print(all_of(field("region").equals("East"), field("stage").is_in("won", "signed")))
        region is “East” and stage is one of “signed”, “won”
    """
    flat = [part for given in criteria for part in (given.parts if isinstance(given, AllOf) else (given,))]
    return flat[0] if len(flat) == 1 else AllOf(tuple(flat))


def any_of(*criteria: Criterion) -> Criterion:
    """The criterion that holds where at least one of these holds: `NEVER` for none, itself for one.

    Examples:
        >>> from salesmgmt.criteria import field
        >>> print(any_of(field("region").equals("East"), field("amount").at_least(100)))
        region is “East” or amount is at least 100
    """
    flat = [part for given in criteria for part in (given.parts if isinstance(given, AnyOf) else (given,))]
    return flat[0] if len(flat) == 1 else AnyOf(tuple(flat))


@attrs.frozen
class Finding:
    """How one condition of a criterion came out for a record.

    Attributes:
        leaf: The condition.
        held: Whether the record meets it.
        decisive: Whether the criterion came out as it did because of it, be it alone or with others.
        found: The values found, by path; None where nothing was.
    """

    leaf: Criterion
    held: bool
    decisive: bool
    found: tuple[tuple[str, Found], ...]

    def text(self, lang: str = "en", names: Mapping[str, str] | None = None) -> str:
        """The finding in words.

        Raises:
            InvalidValueError: Another language than `en` and `zh`.
        """
        words = words_of(lang, names)
        values = [words.say("value", words.name(path), words.value(value)) for path, value in self.found]
        outcome = words.say("held" if self.held else "failed", self.leaf._said(words))
        return words.say("found", outcome, words.say("list").join(values)) if values else outcome


def _findings_of(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(findings)


@attrs.frozen
class Explanation:
    """How a criterion came out for a record, condition by condition.

    Attributes:
        holds: Whether the record meets the criterion.
        findings: One for each condition, in the order in which they are written.
    """

    holds: bool
    findings: tuple[Finding, ...] = attrs.field(converter=_findings_of)

    @property
    def deciding(self) -> tuple[Finding, ...]:
        """The findings because of which the criterion came out as it did."""
        return tuple([finding for finding in self.findings if finding.decisive])

    def text(self, lang: str = "en", names: Mapping[str, str] | None = None) -> str:
        """The deciding findings in words, one a line.

        Raises:
            InvalidValueError: Another language than `en` and `zh`.
        """
        return "\n".join([finding.text(lang, names) for finding in self.deciding])
