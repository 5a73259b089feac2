"""Facts from a caller's own rows: a mapping of field names, and what a reading of rows brought."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import tzinfo
from decimal import Decimal
from types import MappingProxyType

from attrs import field, frozen

from salesmgmt.errors import BatchError, InvalidValueError, Problem, WrongTypeError
from salesmgmt.money import Currency, currency_of
from salesmgmt.records.cells import ISO, Manner, date_pattern
from salesmgmt.records.checks import KINDS, Record, a_kind
from salesmgmt.records.common import NOTHING_MORE, More, Scalar, check_text
from salesmgmt.records.reading import Layout, Slot, drafts_of, finished
from salesmgmt.records.shapes import MORE, PARTS, PRICED_BESIDE, RANGE_ENDS, Form, kind_named, shape_of
from salesmgmt.records.sources import rows_in

__all__ = ["RowMapping", "Scan"]


def _as_records(given: Iterable[Record]) -> tuple[Record, ...]:
    return tuple(given)


def _as_problems(given: Iterable[Problem]) -> tuple[Problem, ...]:
    return tuple(given)


def _as_numbers(given: Iterable[int]) -> tuple[int, ...]:
    return tuple(given)


@frozen(weakref_slot=False, repr=False)
class Scan:
    """What a reading of rows brought: the records, and an account of every row.

    It prints its counts only; `Facts(scan.records)` makes a batch of what was read.

    Attributes:
        records: The records of all rows without fault, in the order of their first rows.
        problems: Every fault, by row number and identifier.
        rows: How many rows there were.
        refused: Numbers of the rows that became no record because of a problem.
        blank: Numbers of the rows that say nothing at all.
    """

    records: tuple[Record, ...] = field(default=(), converter=_as_records)
    problems: tuple[Problem, ...] = field(default=(), converter=_as_problems)
    rows: int = 0
    refused: tuple[int, ...] = field(default=(), converter=_as_numbers)
    blank: tuple[int, ...] = field(default=(), converter=_as_numbers)

    def __repr__(self) -> str:
        said = (f"{name}={count:,}" for name, count in self.counts.items())
        return f"Scan({', '.join(said)})"

    @property
    def accepted(self) -> int:
        """How many rows are in the records: all that are neither refused nor blank."""
        return self.rows - len(self.refused) - len(self.blank)

    @property
    def counts(self) -> Mapping[str, int]:
        """The account in figures: rows are accepted, refused or blank, and nothing else."""
        return MappingProxyType(
            {
                "rows": self.rows,
                "accepted": self.accepted,
                "refused": len(self.refused),
                "blank": len(self.blank),
                "records": len(self.records),
                "problems": len(self.problems),
            }
        )


def _as_kind(value: type[Record] | str) -> str:
    kind = kind_named(value) if isinstance(value, str) else value
    if kind not in KINDS:
        raise InvalidValueError("kind", value, f"be {a_kind(*KINDS)}")
    return kind.__name__


def _as_paths(value: Mapping[str, str] | Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    pairs = list(value.items() if isinstance(value, Mapping) else value)
    for target, path in pairs:
        if not isinstance(path, str) or not path:
            raise InvalidValueError(f"fields.{target}", path, "be the name of a column, or a path with dots")
    return tuple(sorted(pairs))


def _as_words(
    value: Mapping[str, Mapping[str, Scalar]] | Iterable[tuple[str, Mapping[str, Scalar]]],
) -> tuple[tuple[str, More], ...]:
    pairs = list(value.items() if isinstance(value, Mapping) else value)
    return tuple(sorted(((target, as_words(words)) for target, words in pairs), key=lambda pair: pair[0]))


def as_words(value: Mapping[str, Scalar]) -> More:
    """A translation of texts in its immutable form."""
    return value if isinstance(value, More) else More(value)


def _as_tolerance(value: Decimal | str | None) -> Decimal | None:
    if value is None:
        return None
    rule = "be an amount in major units, such as '0.000001'"
    if not isinstance(value, Decimal | str):
        raise WrongTypeError("float_tolerance", value, rule)
    try:
        tolerance = Decimal(value)
    except ArithmeticError:
        raise InvalidValueError("float_tolerance", value, rule) from None
    if not tolerance.is_finite() or tolerance.is_signed():
        raise InvalidValueError("float_tolerance", value, rule)
    return tolerance


def _as_blanks(value: Iterable[str]) -> tuple[str, ...]:
    texts = (None,) if isinstance(value, str) else tuple(value)
    for text in texts:
        if not isinstance(text, str):
            raise WrongTypeError("blanks", value, "be a list of texts")
    return tuple(text for text in texts if text is not None)


def _as_optional_currency(value: Currency | str | None) -> Currency | None:
    return None if value is None else currency_of(value)


@frozen(weakref_slot=False)
class RowMapping:
    """How a caller's rows become records: which column, or path, is which field.

    Rows are mappings, objects, or columns, such as those of a DataFrame. A path with dots leads through keys
    or attributes (`account.owner.code`); a column that is spelt like the whole path comes first. Fields that
    are not mapped are read from columns of their own name.

    Fields are named as the constructor of the record names them, and besides: `more.region` for a column of
    the caller's own, `during.start` with `during.end` (the day after) or `during.last` for ranges, and
    `currency` for the amounts of a row. Documents have a field for each part of a line: `line.product`,
    `line.amount` and so on. Their rows are lines, and rows of one `id` belong together, unless `lines_from`
    says where a row holds its lines. An opportunity's `history` is a list in a cell, of rows
    (`history.stage`, `history.on`) or of pairs.

    Cells are taken for what they plainly say. None, blank texts, NaN, NaT and NA say nothing. Amounts are
    texts, `Decimal`, `Money` or ints; floats are refused unless a tolerance is stated. Whole numbers serve as
    identifiers by their digits. Dates are dates, datetimes at midnight, or texts; a datetime with a time zone
    needs the zone whose day is meant.

    Attributes:
        kind: Name of the record's class; the class itself is accepted.
        fields: Field and column (argument: a mapping), in order of the fields.
        constants: Values that hold for every row.
        defaults: What blank cells stand for, by field.
        values: What certain texts stand for, by field: `{"outcome": {"Closed Won": "won"}}`.
        currency: Currency of amounts that name none, in rows without a `currency`.
        ints: Whether whole numbers as amounts count `major` units (dollars) or `minor` ones (cents).
        float_tolerance: How far a float may lie from the minor unit that it is taken for, in major units;
            None refuses floats. With a tolerance, other floats are taken as the decimal that they print as.
        dates: How texts write dates, such as `%d.%m.%Y`; ISO by default.
        lines_from: Path of the lines in rows that hold them.
        first_row: Number of the first row, as problems name it: 2 for a sheet with a heading.
        by_name: Whether fields that are not mapped are read from columns of their own name.
        strip: Whether blanks at the ends of texts are dropped.
        blanks: Texts that say nothing.

    Raises:
        InvalidValueError: If a field is unknown or stated twice, or a setting is none of those above.
        WrongTypeError: If a setting has another type.

    Examples:
        >>> deals = RowMapping(
        ...     "Opportunity",
        ...     {"id": "Deal", "owner": "Rep", "closed": "Close date", "amount": "Amount"},
        ...     constants={"outcome": "won"},
        ...     currency="USD",
        ... )
        >>> row = {"Deal": 17, "Rep": "ann", "Close date": "2026-03-09", "Amount": "1,200.50"}
        >>> deal, = deals.read([row])
        >>> deal.id, str(deal.amount)
        ('17', 'USD 1,200.50')
    """

    kind: str = field(converter=_as_kind)
    fields: tuple[tuple[str, str], ...] = field(default=(), converter=_as_paths)
    constants: More = field(default=NOTHING_MORE, converter=as_words, kw_only=True)
    defaults: More = field(default=NOTHING_MORE, converter=as_words, kw_only=True)
    values: tuple[tuple[str, More], ...] = field(default=(), converter=_as_words, kw_only=True)
    currency: Currency | None = field(default=None, converter=_as_optional_currency, kw_only=True)
    ints: str = field(default="major", kw_only=True)
    float_tolerance: Decimal | None = field(default=None, converter=_as_tolerance, kw_only=True)
    dates: str = field(default=ISO, kw_only=True)
    lines_from: str | None = field(default=None, kw_only=True)
    first_row: int = field(default=1, kw_only=True)
    by_name: bool = field(default=True, kw_only=True)
    strip: bool = field(default=True, kw_only=True)
    blanks: tuple[str, ...] = field(default=("",), converter=_as_blanks, kw_only=True)

    def __attrs_post_init__(self) -> None:
        self._check_settings()
        stated = [target for target, _ in self.fields]
        known = _targets(self.record_class)
        for name, targets in (
            ("fields", stated),
            ("constants", list(self.constants)),
            ("defaults", list(self.defaults)),
            ("values", [target for target, _ in self.values]),
        ):
            for target in targets:
                if target not in known and not _is_own(target, self.record_class):
                    raise InvalidValueError(name, target, f"name a field: {', '.join(known)}, or more.…")
            if len(set(targets)) != len(targets):
                raise InvalidValueError(name, targets, "name each field once")
        for target in stated:
            if target in self.constants:
                raise InvalidValueError("constants", target, "not be mapped to a column as well")
        for name in {target.split(".")[0] for target in stated}:
            given = {
                target for target in stated if target == name or target.removeprefix(f"{name}.") in RANGE_ENDS
            }
            if len(given) > 1 and (name in given or (f"{name}.end" in given and f"{name}.last" in given)):
                raise InvalidValueError(
                    "fields", sorted(given), f"state {name} whole, or by its start and end or last"
                )

    def _check_settings(self) -> None:
        if self.ints not in ("major", "minor"):
            raise InvalidValueError("ints", self.ints, "be 'major' or 'minor'")
        date_pattern(self.dates)
        check_text(self.lines_from, "lines_from")
        lined = PARTS.get(self.record_class)
        if self.lines_from is not None and (lined is None or lined.field != "lines"):
            raise InvalidValueError(
                "lines_from", self.lines_from, f"be left out; {a_kind(self.record_class)} has no lines"
            )
        if type(self.first_row) is not int:
            raise WrongTypeError("first_row", self.first_row, "be a whole number")
        for name, flag in (("by_name", self.by_name), ("strip", self.strip)):
            if type(flag) is not bool:
                raise WrongTypeError(name, flag, "be True or False")

    @classmethod
    def stored(cls, kind: type[Record] | str, *, currency: Currency | None = None) -> RowMapping:
        """The mapping that reads what `Facts.rows` wrote, to the letter: no text is stripped or blank.

        Args:
            kind: The class of the records.
            currency: A currency of the caller's own that their codes mean, where ISO 4217 has none.

        Examples:
            >>> from salesmgmt.records import Facts, Payment
            >>> facts = Facts([Payment("P-1", "2026-03-09", "C-1", "USD 500")])
            >>> Facts(RowMapping.stored(Payment).read(facts.rows(Payment))) == facts
            True
        """
        return cls(kind, currency=currency, strip=False, blanks=())

    @property
    def record_class(self) -> type[Record]:
        """The class of the records."""
        kind = kind_named(self.kind)
        if kind is None:
            raise InvalidValueError("kind", self.kind, f"be {a_kind(*KINDS)}")
        return kind

    def read(self, rows: object, *, zone: tzinfo | None = None) -> tuple[Record, ...]:
        """The records of the rows, or every fault that they have.

        Args:
            rows: Mappings or objects, one after the other; a mapping of columns; or anything that offers
                `columns` (or `column_names`) by name, as DataFrames do.
            zone: Whose day a datetime with a time zone falls on, and what a datetime without one is in where
                an instant is needed.

        Raises:
            BatchError: If any row is faulty; all faults are listed.
            InvalidValueError: If columns differ in length, or two have one name.
            WrongTypeError: If `rows` holds neither rows nor columns.
        """
        found = self.scan(rows, zone=zone)
        if found.problems:
            raise BatchError("rows", found.problems)
        return found.records

    def scan(self, rows: object, *, zone: tzinfo | None = None) -> Scan:
        """The records of the rows without fault, the faults of the others, and an account of every row.

        Args:
            rows: As for `read`.
            zone: As for `read`.

        Raises:
            InvalidValueError: If columns differ in length, or two have one name.
            WrongTypeError: If `rows` holds neither rows nor columns.
        """
        layout, manner = self._layout(), self._manner(zone)
        records: list[Record] = []
        problems: list[Problem] = []
        refused: list[int] = []
        blank: list[int] = []
        count = 0
        for draft in drafts_of(layout, manner, rows_in(rows), self.first_row):
            if isinstance(draft, int):
                blank.append(draft)
                count += 1
                continue
            count += len(draft.numbers)
            made = finished(layout, draft)
            if isinstance(made, list):
                problems += made
                refused += draft.numbers
            else:
                records.append(made)
        return Scan(records, problems, count, sorted(refused), blank)

    def _manner(self, zone: tzinfo | None) -> Manner:
        return Manner(
            currency=self.currency,
            minor=self.ints == "minor",
            tolerance=self.float_tolerance,
            dates=self.dates,
            pattern=None if self.dates == ISO else date_pattern(self.dates),
            zone=zone,
            strip=self.strip,
            blanks=frozenset(self.blanks),
        )

    def _layout(self) -> Layout:
        kind = self.record_class
        parts = PARTS.get(kind)
        paths = dict(self.fields)
        nested, stated = self.lines_from, True
        if parts is not None and parts.field == "history":
            nested, stated = paths.get("history", "history"), "history" in paths
        part: tuple[Slot, ...] = ()
        if parts is not None:
            part = self._slots(parts.kind, parts.prefix, "" if nested is not None else parts.prefix)
        return Layout(
            kind=kind,
            head=self._slots(kind, "", ""),
            parts=parts,
            part=part,
            nested=nested,
            nested_stated=stated,
            own=self.by_name,
        )

    def _slots(self, kind: type, prefix: str, start: str) -> tuple[Slot, ...]:
        """The arguments of a record or part, the currency first, since amounts are read by it."""
        paths, words = dict(self.fields), dict(self.values)
        forms = _forms(kind)
        named = [*paths, *self.constants, *self.defaults, *words]
        own = {name.removeprefix(prefix) for name in named if name.startswith(f"{prefix}{MORE}")}
        forms |= dict.fromkeys(sorted(own), Form.SCALAR)
        slots = []
        for name in sorted(forms, key=lambda name: name != "currency"):
            target = f"{prefix}{name}"
            if target in paths or target in self.constants or self.by_name:
                slots.append(
                    Slot(
                        name=name,
                        shown=target,
                        form=forms[name],
                        path=paths.get(target, f"{start}{name}"),
                        stated=target in paths,
                        constant=self.constants.get(target),
                        default=self.defaults.get(target),
                        words=words.get(target, NOTHING_MORE),
                    )
                )
        return tuple(slots)


def _forms(kind: type) -> dict[str, Form]:
    """What may be mapped of a record, or of a part of one, and how it is read."""
    forms: dict[str, Form] = {}
    for name, form in shape_of(kind).items():
        if form is not Form.PARTS:
            forms[name] = form
        if form is Form.RANGE:
            forms |= {f"{name}.{end}": Form.DATE for end in RANGE_ENDS}
    if kind in PRICED_BESIDE:
        forms["currency"] = Form.CURRENCY
    return forms


def _targets(kind: type[Record]) -> list[str]:
    parts = PARTS.get(kind)
    if parts is None:
        return list(_forms(kind))
    nested = ["history"] if parts.field == "history" else []
    return [*_forms(kind), *nested, *(f"{parts.prefix}{name}" for name in _forms(parts.kind))]


def _is_own(target: str, kind: type[Record]) -> bool:
    """Whether a field is a column of the caller's own, on the record or on its lines."""
    starts = [MORE]
    if kind in PARTS and PARTS[kind].field == "lines":
        starts.append(f"line.{MORE}")
    return any(target.startswith(start) and len(target) > len(start) for start in starts)
