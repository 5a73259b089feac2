"""Figures of a plan against a spreadsheet: what agrees, what differs, what only one of them has."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from enum import StrEnum
from typing import TypeAlias

from attrs import field, frozen

from salesmgmt.calendars import DateRange, Period
from salesmgmt.errors import (
    BatchError,
    CurrencyMismatchError,
    InvalidValueError,
    MissingFieldError,
    Problem,
    SalesmgmtError,
    WrongTypeError,
)
from salesmgmt.incentives.earned import Earned
from salesmgmt.incentives.outcomes.wording import columns_of
from salesmgmt.incentives.terms import Terms
from salesmgmt.incentives.texts import heading
from salesmgmt.money import Currency, Money, Rate, currency_of, rate_of
from salesmgmt.records.sources import rows_in
from salesmgmt.tables import Cell, Table

__all__ = ["By", "Difference", "Differences", "SheetRow", "Way", "differences_of"]

SheetRow: TypeAlias = Mapping[str, object]
"""A row of a spreadsheet: cells by the name of the column."""

By: TypeAlias = str | Mapping[str, str]
"""The column with the participants' identifiers; or columns of `participant`, `component` and `period`."""

_PARTS = ("participant", "component", "period")


class Way(StrEnum):
    """How a figure of a spreadsheet and one of a plan stand to each other.

    Where one of them is missing and the other is 0, they agree.
    """

    AGREES = "agrees"
    DIFFERS = "differs"
    ONLY_IN_SHEET = "only in the sheet"
    ONLY_IN_PLAN = "only in the plan"


@frozen
class Difference:
    """What a spreadsheet and a plan say about one participant, or a component and period of theirs.

    Attributes:
        participant: Whose figure it is.
        component: Identifier of the component; None where the sheet does not tell components apart. What the
            sheet calls it, where the plan has none of that name.
        period: Label of the period; None where the sheet does not tell periods apart.
        sheet: What the sheet says, rows of the same kind added up; None where it says nothing.
        plan: What the plan earns; None where it earns nothing there.

    Raises:
        InvalidValueError: If neither says anything.
        CurrencyMismatchError: If they are in two currencies.
    """

    participant: str
    component: str | None
    period: str | None
    sheet: Money | None
    plan: Money | None

    def __attrs_post_init__(self) -> None:
        if self.sheet is None and self.plan is None:
            raise InvalidValueError("sheet", None, "be there, or else a figure of the plan")
        if self.sheet is not None and self.plan is not None and self.sheet.currency != self.plan.currency:
            raise CurrencyMismatchError("plan", self.plan, f"be in {self.sheet.currency}, as the sheet")

    @property
    def difference(self) -> Money:
        """What the plan earns less what the sheet says; what is missing counts as 0."""
        if self.plan is None:
            return -self.sheet if self.sheet is not None else Money(0, self._currency)
        return self.plan if self.sheet is None else self.plan - self.sheet

    @property
    def _currency(self) -> Currency:
        found = self.sheet if self.plan is None else self.plan
        assert found is not None
        return found.currency

    @property
    def way(self) -> Way:
        """Whether they agree, or how not."""
        if not self.difference:
            return Way.AGREES
        if self.sheet is None:
            return Way.ONLY_IN_PLAN
        return Way.ONLY_IN_SHEET if self.plan is None else Way.DIFFERS


def _as_rows(given: Iterable[Difference]) -> tuple[Difference, ...]:
    return tuple(given)


@frozen(repr=False)
class Differences:
    """A spreadsheet against the outcome of a plan: made by `Earnings.reconcile(rows, …)`.

    Attributes:
        currency: Currency of both.
        rows: One for each participant (and component and period, where the sheet tells them apart) of which
            either says something.
        sheet_total: Everything in the sheet, added up on its own.
        plan_total: Everything that the plan earns, added up on its own.

    Raises:
        CurrencyMismatchError: If a total is in another currency.
    """

    currency: Currency = field(converter=currency_of)
    rows: tuple[Difference, ...] = field(converter=_as_rows)
    sheet_total: Money
    plan_total: Money

    def __attrs_post_init__(self) -> None:
        for name, total in (("sheet_total", self.sheet_total), ("plan_total", self.plan_total)):
            if total.currency != self.currency:
                raise CurrencyMismatchError(name, total, f"be in {self.currency}")

    def _of(self, way: Way) -> tuple[Difference, ...]:
        return tuple(row for row in self.rows if row.way is way)

    @property
    def agreeing(self) -> tuple[Difference, ...]:
        """Where both say the same."""
        return self._of(Way.AGREES)

    @property
    def differing(self) -> tuple[Difference, ...]:
        """Where both say something, and not the same."""
        return self._of(Way.DIFFERS)

    @property
    def only_in_sheet(self) -> tuple[Difference, ...]:
        """What only the sheet has."""
        return self._of(Way.ONLY_IN_SHEET)

    @property
    def only_in_plan(self) -> tuple[Difference, ...]:
        """What only the plan has."""
        return self._of(Way.ONLY_IN_PLAN)

    @property
    def agrees(self) -> bool:
        """Whether everything agrees."""
        return all(row.way is Way.AGREES for row in self.rows)

    @property
    def difference(self) -> Money:
        """What the plan earns less what the sheet says, in all."""
        return self.plan_total - self.sheet_total

    @property
    def adds_up(self) -> bool:
        """Whether the rows make up both totals."""
        sheet = sum(row.sheet.minor for row in self.rows if row.sheet is not None)
        plan = sum(row.plan.minor for row in self.rows if row.plan is not None)
        return sheet == self.sheet_total.minor and plan == self.plan_total.minor

    def table(self, lang: str = "en", *, all_rows: bool = False) -> Table:
        """What does not agree, row by row, under the totals of everything.

        Args:
            lang: `en` or `zh`.
            all_rows: Whether to show what agrees as well.
        """
        shown = [row for row in self.rows if all_rows or row.way is not Way.AGREES]
        parts = [name for name in _PARTS[1:] if any(getattr(row, name) is not None for row in self.rows)]
        names = ("participant", *parts, "in_sheet", "in_plan", "difference", "way_of")
        rows: list[tuple[Cell, ...]] = [
            (
                row.participant,
                *(getattr(row, name) for name in parts),
                row.sheet,
                row.plan,
                row.difference,
                heading(f"way.{row.way}", lang),
            )
            for row in shown
        ]
        blank = (None,) * len(parts)
        footer = (
            heading("total", lang),
            *blank,
            self.sheet_total,
            self.plan_total,
            self.difference,
            heading("differences.count", lang, len(self.agreeing), len(self.rows)),
        )
        return Table(heading("differences", lang), columns_of(lang, *names), rows, footer=footer, lang=lang)

    def records(self) -> list[dict[str, Cell]]:
        """One row for each figure, with plain values for a DataFrame, in major units."""
        return [
            {
                "participant": row.participant,
                "component": row.component,
                "period": row.period,
                "currency": self.currency.code,
                "sheet": None if row.sheet is None else row.sheet.amount,
                "plan": None if row.plan is None else row.plan.amount,
                "difference": row.difference.amount,
                "way": row.way.value,
            }
            for row in self.rows
        ]

    def __str__(self) -> str:
        return self.table().text()

    def __repr__(self) -> str:
        return self.table().text()

    def _repr_html_(self) -> str:
        return self.table().html()


@frozen(eq=False)
class _Read:
    """A row of the sheet, read."""

    record: str
    participant: str
    component: str | None
    period: Period | None
    amount: Money


def _as_columns(by: By) -> Mapping[str, str]:
    columns = {"participant": by} if isinstance(by, str) else dict(by)
    for part, column in columns.items():
        if part not in _PARTS:
            raise InvalidValueError("by", part, f"name columns of {', '.join(_PARTS)}")
        if not isinstance(column, str) or not column:
            raise WrongTypeError("by", column, "be the name of a column")
    if "participant" not in columns:
        raise InvalidValueError("by", tuple(columns), "name the column with the participants' identifiers")
    return columns


def _as_tolerance(value: Decimal | str | None) -> Rate | None:
    if value is None:
        return None
    if not isinstance(value, Decimal | str):
        raise WrongTypeError("tolerance", value, "be an amount in major units, such as '0.000001'")
    found = rate_of(value, "tolerance")
    if found.value < 0:
        raise InvalidValueError("tolerance", value, "be 0 or more")
    return found


class _Reader:
    """Reads the rows of a sheet."""

    __slots__ = ("_amount", "_columns", "_terms", "_titles", "_tolerance")

    def __init__(self, terms: Terms, by: By, amount: str, tolerance: Decimal | str | None) -> None:
        self._terms = terms
        self._columns = _as_columns(by)
        self._amount = amount
        self._tolerance = _as_tolerance(tolerance)
        titles = [one.name for one in terms.components]
        self._titles = {one.name: one.id for one in terms.components if titles.count(one.name) == 1}

    def read(self, rows: object) -> list[_Read]:
        """Every row.

        Raises:
            BatchError: Every cell that cannot be read, and periods of one participant that overlap.
        """
        found: list[_Read] = []
        problems: list[Problem] = []
        for number, row in enumerate(rows_in(rows), 1):
            record = f"row {number}"
            if not isinstance(row, Mapping):
                problems.append(Problem(record, "rows", row, "be a mapping from columns to cells"))
                continue
            faults: list[SalesmgmtError] = []
            read = self._row(record, row, faults)
            problems += [Problem.of(record, fault) for fault in faults]
            if read is not None:
                found.append(read)
        problems += _overlapping(found)
        if problems:
            raise BatchError("rows", problems)
        return found

    def _row(self, record: str, row: SheetRow, faults: list[SalesmgmtError]) -> _Read | None:
        participant = component = period = amount = None
        try:
            participant = self._text("participant", row)
        except SalesmgmtError as fault:
            faults.append(fault)
        try:
            component = self._component(row)
        except SalesmgmtError as fault:
            faults.append(fault)
        try:
            period = self._period(row)
        except SalesmgmtError as fault:
            faults.append(fault)
        try:
            amount = self._money(_cell(row, self._amount))
        except SalesmgmtError as fault:
            faults.append(fault)
        if faults or participant is None or amount is None:
            return None
        return _Read(record, participant, component, period, amount)

    def _text(self, part: str, row: SheetRow) -> str:
        column = self._columns[part]
        value = _cell(row, column)
        if isinstance(value, int) and not isinstance(value, bool):
            return str(value)
        if not isinstance(value, str):
            raise WrongTypeError(column, value, "be text")
        if not value.strip():
            raise InvalidValueError(column, value, f"name a {part}")
        return value.strip()

    def _component(self, row: SheetRow) -> str | None:
        if "component" not in self._columns:
            return None
        name = self._text("component", row)
        return name if name in self._terms.titles else self._titles.get(name, name)

    def _period(self, row: SheetRow) -> Period | None:
        if "period" not in self._columns:
            return None
        value = _cell(row, self._columns["period"])
        if isinstance(value, Period):
            return value
        text = self._text("period", row)
        try:
            return self._terms.calendar.period(text)
        except SalesmgmtError as error:
            raise InvalidValueError(self._columns["period"], value, error.rule) from None

    def _money(self, value: object) -> Money:
        column, currency = self._amount, self._terms.currency
        try:
            if isinstance(value, Money):
                found = value
            elif isinstance(value, float):
                if self._tolerance is None:
                    rule = "be exact, as text or a Decimal; or state a tolerance, such as '0.000001'"
                    raise WrongTypeError(column, value, rule)
                found = Money.from_float(value, currency, self._tolerance.value)
            elif isinstance(value, str | Decimal) or type(value) is int:
                found = Money.of(value, currency)
            else:
                raise WrongTypeError(column, value, "be an amount: a Money, a Decimal, an int or text")
        except SalesmgmtError as error:
            raise type(error)(column, value, error.rule) from None
        if found.currency != currency:
            raise CurrencyMismatchError(column, found, f"be in {currency}, as the plan")
        return found


def _cell(row: SheetRow, column: str) -> object:
    value = row.get(column)
    if value is None:
        rule = "be there" if column in row else f"be a column; the columns are {', '.join(map(str, row))}"
        raise MissingFieldError(column, None, rule)
    return value


def _overlapping(rows: Sequence[_Read]) -> list[Problem]:
    """Rows whose periods overlap and are not the same: their figures would count twice."""
    problems: list[Problem] = []
    seen: dict[tuple[str, str | None], dict[DateRange, str]] = {}
    for row in rows:
        if row.period is None:
            continue
        known = seen.setdefault((row.participant, row.component), {})
        during = row.period.during
        for other, label in known.items():
            if other != during and other.overlaps(during):
                problems.append(Problem(row.record, "period", row.period.label, f"not overlap {label}"))
                break
        known.setdefault(during, row.period.label)
    return problems


_Place: TypeAlias = tuple[str, str | None, "DateRange | None", "str | None"]


def differences_of(
    terms: Terms,
    earned: Sequence[Earned],
    rows: object,
    by: By,
    amount: str,
    component: str | None,
    tolerance: Decimal | str | None,
) -> Differences:
    """A spreadsheet against figures; see `Earnings.reconcile`."""
    reader = _Reader(terms, by, amount, tolerance)
    if not isinstance(amount, str) or not amount:
        raise WrongTypeError("amount", amount, "be the name of a column")
    columns = _as_columns(by)
    if component is not None and "component" in columns:
        raise InvalidValueError("component", component, "be left out where a column names the components")
    read = reader.read(rows)
    figures: dict[_Place, list[int | None]] = {}
    spans: dict[tuple[str, str | None], dict[DateRange, str]] = {}
    for row in read:
        part = row.component if component is None else component
        span = None if row.period is None else row.period.during
        label = None if row.period is None else row.period.label
        figures.setdefault((row.participant, part, span, label), [None, None])
        _add(figures[row.participant, part, span, label], 0, row.amount.minor)
        if span is not None and label is not None:
            spans.setdefault((row.participant, part), {})[span] = label
    told_apart = component is not None or "component" in columns
    own = [one for one in earned if component in (None, one.component)]
    for one in own:
        part = one.component if told_apart else None
        span, label = None, None
        if "period" in columns:
            around = spans.get((one.participant, part), {})
            span = next((days for days in around if days.contains(one.period.during)), one.period.during)
            label = around.get(span, one.period.label)
        place = one.participant, part, span, label
        _add(figures.setdefault(place, [None, None]), 1, one.amount_minor)
    currency = terms.currency
    found = [
        Difference(person, part, label, _money(sheet, currency), _money(plan, currency))
        for (person, part, _, label), (sheet, plan) in sorted(figures.items(), key=_order(terms))
    ]
    return Differences(
        currency,
        found,
        Money.total((row.amount for row in read), currency),
        Money.total((one.amount for one in own), currency),
    )


def _add(figures: list[int | None], place: int, minor: int) -> None:
    figures[place] = (figures[place] or 0) + minor


def _money(minor: int | None, currency: Currency) -> Money | None:
    return None if minor is None else Money(minor, currency)


def _order(terms: Terms) -> _Order:
    return _Order({one.id: place for place, one in enumerate(terms.components)})


class _Order:
    """Rows by participant, by component in the order of the plan, by period."""

    __slots__ = ("_places",)

    def __init__(self, places: Mapping[str, int]) -> None:
        self._places = places

    def __call__(self, pair: tuple[_Place, list[int | None]]) -> tuple[str, int, str, str, str]:
        person, part, span, label = pair[0]
        place = self._places.get(part or "", len(self._places))
        return person, place, part or "", str(span), label or ""
