"""One reading of rows by a mapping: cells become arguments, arguments records, and every fault is kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType
from typing import TypeAlias, cast

import attrs
from attrs import define, field, frozen

from salesmgmt.calendars import DateRange, add_days
from salesmgmt.errors import InvalidValueError, Problem, SalesmgmtError
from salesmgmt.money import Currency, Money
from salesmgmt.records.cells import Manner, Reader, is_blank, plain, reader_of
from salesmgmt.records.checks import KINDS, Record
from salesmgmt.records.common import Scalar, set_field
from salesmgmt.records.deals import StageChange
from salesmgmt.records.sales import Line
from salesmgmt.records.shapes import MORE, PRICED_BESIDE, RANGE_ENDS, Form, Parts, shape_of
from salesmgmt.records.sources import ABSENT, Absent, cell_at, names_of

__all__ = ["Draft", "Layout", "Slot", "drafts_of", "finished"]

Values: TypeAlias = dict[str, object]
Fault: TypeAlias = tuple[str, object, str]
Known: TypeAlias = Currency | Absent | None
"""A currency, none, or ABSENT where a cell for it is faulty, so that amounts can't be read."""

_READ_OWN = reader_of(Form.SCALAR)
_KEPT = (
    str,
    int,
    bool,
    float,
    Decimal,
    Fraction,
    date,
    datetime,
    Money,
    Currency,
    DateRange,
    StageChange,
    Line,
)


def _required(kind: type) -> tuple[str, ...]:
    """Arguments without which there is no record; a line may be of no product, a document of no lines."""
    needed = (a.alias or a.name for a in attrs.fields(kind) if a.init and a.default is attrs.NOTHING)
    return tuple(name for name in needed if name not in ("lines", "product"))


_REQUIRED: Mapping[type, tuple[str, ...]] = MappingProxyType(
    {kind: _required(kind) for kind in (*KINDS, Line, StageChange)}
)
_RANGES: Mapping[type, tuple[str, ...]] = MappingProxyType(
    {kind: tuple(name for name, form in shape_of(kind).items() if form is Form.RANGE) for kind in KINDS}
)


@frozen
class Slot:
    """An argument of a record, and where in a row it comes from.

    Attributes:
        name: The argument as its constructor names it, a range's end (`during.last`), or `more.…`.
        shown: The same with the prefix that it has in a mapping; errors name it so.
        form: How its cell is read.
        path: Where the row has it.
        stated: Whether the mapping names the path, so that a row without it is faulty.
        constant: What it is in every row; None where the row says it.
        default: What a blank cell stands for.
        words: What certain texts stand for.
        read: The function that reads it.
        is_dotted: Whether the path may lead through several steps.
        is_amount: Whether it is read by the row's currency.
        is_currency: Whether it is the row's currency.
    """

    name: str
    shown: str
    form: Form
    path: str
    stated: bool = False
    constant: Scalar | None = None
    default: Scalar | None = None
    words: Mapping[str, Scalar] = field(factory=dict)
    read: Reader = field(init=False)
    is_dotted: bool = field(init=False)
    is_amount: bool = field(init=False)
    is_currency: bool = field(init=False)

    def __attrs_post_init__(self) -> None:
        set_field(self, "read", reader_of(self.form))
        set_field(self, "is_dotted", "." in self.path)
        set_field(self, "is_amount", self.form in (Form.AMOUNT, Form.PRICE))
        set_field(self, "is_currency", self.form is Form.CURRENCY)


@frozen
class Layout:
    """What a mapping looks for in each row.

    Attributes:
        kind: The record that rows become.
        head: Arguments of the record.
        parts: What repeats within it, where something does.
        part: Arguments of one part.
        nested: Path of the parts within a row; None: each row is a part, and rows of one identifier belong
            together.
        nested_stated: Whether the mapping names that path.
        own: Whether columns named `more.…` are taken without being mapped.
    """

    kind: type[Record]
    head: tuple[Slot, ...]
    parts: Parts | None
    part: tuple[Slot, ...]
    nested: str | None
    nested_stated: bool
    own: bool

    @property
    def is_grouped(self) -> bool:
        """Whether several rows may make one record."""
        return self.parts is not None and self.nested is None


@define
class Draft:
    """A record under construction: the rows that it is made from, what they say, and what is wrong."""

    numbers: list[int]
    identifier: str | None
    head: Values
    parts: list[Values] = field(factory=list)
    problems: list[Problem] = field(factory=list)
    said_in: dict[str, int] = field(factory=dict)

    @property
    def label(self) -> str:
        """How problems of the whole record name it."""
        several = len(self.numbers) > 1
        rows = f"rows {', '.join(map(str, self.numbers))}" if several else f"row {self.numbers[0]}"
        return rows if self.identifier is None else f"{rows} ({self.identifier})"


def drafts_of(layout: Layout, manner: Manner, rows: Iterable[object], first: int) -> Iterator[Draft | int]:
    """Drafts of the records in the order of their first rows, and the numbers of rows that are blank."""
    waiting: dict[str | int, Draft] = {}
    for number, row in enumerate(rows, first):
        draft = _draft(layout, manner, row, number)
        if draft is None:
            yield number
        elif not layout.is_grouped:
            yield draft
        else:
            before = waiting.setdefault(draft.identifier or number, draft)
            if before is not draft:
                _join(before, draft)
    yield from waiting.values()


def _draft(layout: Layout, manner: Manner, row: object, number: int) -> Draft | None:
    """What one row says; None where it is blank."""
    cells = _Cells(row, manner)
    if isinstance(row, dict) and None in row:
        cells.fault("row", row[None], "have no more cells than there are columns")
    head, currency = cells.values(layout.head, row, None)
    if layout.own:
        cells.own(row, head, MORE, layout.head)
    parts: list[Values] = []
    if layout.parts is not None and layout.nested is not None:
        parts = _nested(layout, layout.parts, layout.nested, cells, currency)
    elif layout.parts is not None:
        parts = _flat(layout, layout.parts, cells, currency)
    if not cells.said and not cells.faults:
        return None
    identifier = head.get("id")
    draft = Draft([number], identifier if isinstance(identifier, str) else None, head, parts)
    draft.problems = [Problem(draft.label, *fault) for fault in cells.faults]
    return draft


def _label(slot: Slot, prefix: str) -> str:
    return f"{prefix}{slot.name}" if prefix else slot.shown


class _Cells:
    """The cells of one row as they are read: whether any says something, and what is wrong with them."""

    def __init__(self, row: object, manner: Manner) -> None:
        self.row = row
        self.manner = manner
        self.said = False
        self.faults: list[Fault] = []

    def fault(self, name: str, value: object, rule: str) -> None:
        """Keep a fault."""
        self.faults.append((name, storable(value), rule))

    def values(
        self, slots: tuple[Slot, ...], row: object, currency: Known, prefix: str = ""
    ) -> tuple[Values, Known]:
        """The arguments that a row, or a part of one, gives, and the currency of its amounts."""
        found: Values = {}
        for slot in slots:
            cell = self._cell(slot, row)
            if cell is ABSENT:
                if slot.stated:
                    self.fault(_label(slot, prefix), None, f"come from {slot.path!r}, which the row lacks")
                continue
            if slot.words:
                cell = slot.words.get(str(cell).strip(), cell)
            if is_blank(cell, self.manner):
                cell = slot.default
                if cell is None:
                    found[slot.name] = None
                    continue
            elif slot.constant is None:
                self.said = True
            if currency is ABSENT:
                if slot.is_amount:
                    found[slot.name] = ABSENT
                    continue
                stated = None
            else:
                stated = currency
            try:
                found[slot.name] = value = slot.read(cell, self.manner, stated, _label(slot, prefix))
            except SalesmgmtError as error:
                self.fault(error.field, error.value, error.rule)
                if slot.is_currency:
                    currency = ABSENT
            else:
                if slot.is_currency:
                    currency = cast(Currency, value)
        return found, currency

    @staticmethod
    def _cell(slot: Slot, row: object) -> object:
        if slot.constant is not None:
            return slot.constant
        cell: object = row.get(slot.path, ABSENT) if isinstance(row, dict) else ABSENT
        if cell is ABSENT and (slot.is_dotted or not isinstance(row, dict)):
            cell = cell_at(row, slot.path)
        return cell if cell is ABSENT else plain(cell)

    def own(self, row: object, found: Values, start: str, slots: tuple[Slot, ...], prefix: str = "") -> None:
        """Take the caller's columns that nothing maps: those whose names begin with `more.`."""
        for name in names_of(row):
            if name.startswith(start) and not any(slot.path == name for slot in slots):
                column = f"{MORE}{name.removeprefix(start)}"
                cell = plain(cell_at(row, name))
                if column not in found and not is_blank(cell, self.manner):
                    self.said = True
                    try:
                        found[column] = _READ_OWN(cell, self.manner, None, f"{prefix}{name}")
                    except SalesmgmtError as error:
                        self.fault(error.field, error.value, error.rule)


def _flat(layout: Layout, parts: Parts, cells: _Cells, currency: Known) -> list[Values]:
    """The part that a flat row is; none where its columns are blank, as for a document without lines."""
    others = cells.said
    cells.said = False
    faults = len(cells.faults)
    part, _ = cells.values(layout.part, cells.row, currency)
    if layout.own:
        cells.own(cells.row, part, f"{parts.prefix}{MORE}", layout.part)
    if "amount" not in part and len(cells.faults) == faults and currency is not ABSENT:
        rule = (
            f"come from a column: map '{parts.prefix}amount', or state lines_from where a row holds its lines"
        )
        cells.fault(f"{parts.prefix}amount", None, rule)
    told = cells.said
    cells.said = told or others
    return [part] if told else []


def _nested(layout: Layout, parts: Parts, path: str, cells: _Cells, currency: Known) -> list[Values]:
    """The parts that a row holds in one of its cells."""
    held = cell_at(cells.row, path)
    if held is ABSENT:
        if layout.nested_stated:
            cells.fault(parts.field, None, f"come from {path!r}, which the row lacks")
        return []
    if is_blank(held, cells.manner):
        return []
    if isinstance(held, Mapping):
        held = (held,)
    if isinstance(held, str) or not isinstance(held, Iterable):
        cells.fault(parts.field, held, "be a list of rows")
        return []
    found: list[Values] = []
    for number, item in enumerate(held, 1):
        part = item
        if parts.kind is StageChange and isinstance(item, tuple | list) and len(item) == len(layout.part):
            part = dict(zip((slot.path for slot in layout.part), item, strict=True))
        prefix = f"{parts.field}[{number}]."
        values, _ = cells.values(layout.part, part, currency, prefix)
        if layout.own:
            cells.own(part, values, MORE, layout.part, prefix)
        found.append(values)
        cells.said = True
    return found


def _join(before: Draft, draft: Draft) -> None:
    """Add a further row to the record that it belongs to; a blank header cell says nothing."""
    number = draft.numbers[0]
    for name, value in draft.head.items():
        earlier = before.head.get(name)
        if earlier is None and value is not None:
            before.head[name] = value
            before.said_in[name] = number
        elif value is not None and value != earlier:
            origin = before.said_in.get(name, before.numbers[0])
            label = f"rows {origin} and {number} ({before.identifier})"
            rule = f"agree with {earlier} in row {origin}"
            before.problems.append(Problem(label, name, storable(value), rule))
    before.numbers += draft.numbers
    before.parts += draft.parts
    before.problems += draft.problems


def finished(layout: Layout, draft: Draft) -> Record | list[Problem]:
    """The record of a draft, or everything that is wrong with it."""
    if draft.problems:
        return draft.problems + _also_missing(layout, draft)
    faults: list[Fault] = []
    arguments = _arguments(layout.kind, draft.head, "", faults)
    if layout.parts is not None:
        kind, held = layout.parts.kind, layout.parts.field
        made: list[object] = []
        for number, part in enumerate(draft.parts, 1):
            prefix = f"{held}[{number}]."
            of_part = _arguments(kind, part, prefix, faults)
            if kind is Line and arguments.get("currency") is not None:
                of_part.setdefault("currency", arguments["currency"])
            made.append(_made(kind, of_part, prefix, faults))
        arguments[held] = tuple(made)
    if layout.kind in PRICED_BESIDE:
        arguments.pop("currency", None)
    record = _made(layout.kind, arguments, "", faults)
    if faults:
        return [Problem(draft.label, name, storable(value), rule) for name, value, rule in faults]
    return cast(Record, record)


def _also_missing(layout: Layout, draft: Draft) -> list[Problem]:
    """What a faulty draft lacks besides."""
    named = {problem.field for problem in draft.problems}
    lacking = [name for name in _REQUIRED[layout.kind] if draft.head.get(name) is None and name not in named]
    return [
        Problem(draft.label, name, None, "be given") for name in lacking if name not in _RANGES[layout.kind]
    ]


def _arguments(kind: type, found: Values, prefix: str, faults: list[Fault]) -> Values:
    """The constructor's arguments: ranges and own columns put together, and what is missing named."""
    arguments: Values = {}
    own: Values = {}
    for name, value in found.items():
        if value is None:
            continue
        if "." not in name:
            arguments[name] = value
        elif name.startswith(MORE):
            own[name.removeprefix(MORE)] = value
    if kind is Line:
        arguments.setdefault("product", None)
    if own:
        whole = arguments.get("more")
        arguments["more"] = {**whole, **own} if isinstance(whole, Mapping) else own
    for name in _RANGES.get(kind, ()):
        if name not in arguments and any(f"{name}.{end}" in found for end in RANGE_ENDS):
            try:
                arguments[name] = _range(found, name)
            except SalesmgmtError as error:
                faults.append((f"{prefix}{name}", error.value, error.rule))
                arguments[name] = None
    faults += [(f"{prefix}{name}", None, "be given") for name in _REQUIRED[kind] if name not in arguments]
    return arguments


def _range(found: Values, name: str) -> DateRange:
    start, end, last = (cast("date | None", found.get(f"{name}.{end}")) for end in RANGE_ENDS)
    if last is None:
        return DateRange(start, end)
    if end is not None:
        raise InvalidValueError(
            name, last, "have its end stated as the last day or as the day after it, not as both"
        )
    return DateRange(start, None if last == date.max else add_days(last, 1))


def _made(kind: type, arguments: Values, prefix: str, faults: list[Fault]) -> object:
    """The value, where nothing is wrong so far."""
    if faults:
        return None
    make: Callable[..., object] = kind
    try:
        return make(**arguments)
    except SalesmgmtError as error:
        faults.append((f"{prefix}{error.field}", error.value, error.rule))
        return None


def storable(value: object) -> object:
    """What a problem keeps of a cell: plain values as they are, everything else as its text."""
    return value if value is None or type(value) in _KEPT else repr(value)
