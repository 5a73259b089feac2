"""What accounts weigh: exact figures by measure, which alignment balances and scenarios add up."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import TypeAlias

from attrs import field, frozen

from salesmgmt.calendars import DateRange, add_months, as_date
from salesmgmt.errors import (
    BatchError,
    CurrencyMismatchError,
    InvalidValueError,
    Problem,
    UnknownIdentifierError,
    WrongTypeError,
)
from salesmgmt.money import Currency, Money, currency_of
from salesmgmt.records import Facts, Outcome

__all__ = ["AccountFigures", "Figure", "FigureLike", "MeasureColumn"]

Figure: TypeAlias = Fraction | Money
FigureLike: TypeAlias = int | Fraction | Money

_RULE = "be a whole number, a Fraction or a Money"


def _as_values(given: Iterable[int | Fraction]) -> tuple[int | Fraction, ...]:
    values = tuple(given) if isinstance(given, Iterable) else (given,)
    return tuple(
        value.numerator if type(value) is Fraction and value.denominator == 1 else value for value in values
    )


def _as_currency(value: Currency | str | None) -> Currency | None:
    return None if value is None else currency_of(value)


@frozen
class MeasureColumn:
    """The figures of one measure, one for each account.

    Attributes:
        name: Name of the measure, such as `revenue`.
        values: Exact numbers in the order of the accounts; minor units where there is a currency.
        currency: Currency of the figures; None where they are plain numbers.

    Raises:
        InvalidValueError: If the name is empty.
        WrongTypeError: If a figure is neither a whole number nor a Fraction, or minor units are not whole.
    """

    name: str
    values: tuple[int | Fraction, ...] = field(converter=_as_values)
    currency: Currency | None = field(default=None, converter=_as_currency)

    def __attrs_post_init__(self) -> None:
        if not isinstance(self.name, str):
            raise WrongTypeError("name", self.name, "be text")
        if not self.name:
            raise InvalidValueError("name", self.name, "be text with at least one character")
        for value in self.values:
            if type(value) is not int and (self.currency is not None or not isinstance(value, Fraction)):
                rule = "be exact: whole numbers or Fractions" if self.currency is None else "be minor units"
                raise WrongTypeError("values", value, rule)

    def figure(self, value: int | Fraction) -> Figure:
        """A number of this measure as people read it: money where it has a currency.

        Raises:
            InvalidValueError: If minor units are not whole.
        """
        if self.currency is None:
            return Fraction(value)
        if Fraction(value).denominator != 1:
            raise InvalidValueError("value", value, "be whole minor units")
        return Money(int(value), self.currency)


def _as_accounts(given: Iterable[str]) -> tuple[str, ...]:
    accounts = tuple(given) if isinstance(given, Iterable) and not isinstance(given, str) else (given,)
    for account in accounts:
        if not isinstance(account, str):
            raise WrongTypeError("accounts", account, "be identifiers as text")
        if not account:
            raise InvalidValueError("accounts", account, "be text with at least one character")
    return accounts


def _as_columns(given: Iterable[MeasureColumn]) -> tuple[MeasureColumn, ...]:
    columns = tuple(given) if isinstance(given, Iterable) else (given,)
    for column in columns:
        if not isinstance(column, MeasureColumn):
            raise WrongTypeError(
                "columns", column, "be MeasureColumn values; AccountFigures.of takes a mapping"
            )
    return tuple(sorted(columns, key=lambda column: column.name))


@frozen(repr=False)
class AccountFigures:
    """Figures of accounts by measure: workload, potential, revenue and what else a division is judged by.

    Kept by column, since a hundred thousand accounts have few measures; `of` takes the figures account by
    account, `from_facts` makes them from a batch.

    Attributes:
        accounts: Identifiers of the accounts, kept sorted.
        columns: The measures, kept in the order of their names.

    Raises:
        BatchError: If an account or a measure stands twice, or a column has another number of figures than
            there are accounts; all at once.
        InvalidValueError: If an identifier is empty.
        WrongTypeError: If something has another type.

    Examples:
        >>> figures = AccountFigures.of({
        ...     "C-1": {"visits": 12, "revenue": Money.of("USD 500")},
        ...     "C-2": {"visits": 4, "revenue": Money.of("USD 90")},
        ... })
        >>> figures.value("C-1", "revenue"), figures.total("visits")
        (Money.of('USD 500.00'), Fraction(16, 1))
    """

    accounts: tuple[str, ...] = field(converter=_as_accounts)
    columns: tuple[MeasureColumn, ...] = field(converter=_as_columns)

    def __attrs_post_init__(self) -> None:
        count = len(self.accounts)
        problems = [
            Problem(f"Account {account}", "accounts", account, "stand once")
            for account, number in Counter(self.accounts).items()
            if number > 1
        ]
        for name, number in Counter(column.name for column in self.columns).items():
            if number > 1:
                problems.append(Problem(f"Measure {name}", "columns", name, "stand once"))
        for column in self.columns:
            if len(column.values) != count:
                rule = f"have {count} figures, one for each account"
                problems.append(Problem(f"Measure {column.name}", "values", len(column.values), rule))
        if problems:
            raise BatchError("figures", problems)
        order = sorted(range(count), key=self.accounts.__getitem__)
        if order != list(range(count)):
            sorted_accounts = tuple(self.accounts[place] for place in order)
            columns = tuple(
                MeasureColumn(column.name, [column.values[place] for place in order], column.currency)
                for column in self.columns
            )
            object.__setattr__(self, "accounts", sorted_accounts)
            object.__setattr__(self, "columns", columns)

    @classmethod
    def of(cls, figures: Mapping[str, Mapping[str, FigureLike]]) -> AccountFigures:
        """Figures given account by account; a measure is money of one currency for all of them, or for none.

        Args:
            figures: Account to measure to figure; every account has every measure.

        Raises:
            BatchError: If a figure is missing, a float, or money where others are numbers; all at once.
            WrongTypeError: If no mappings are given.
        """
        if not isinstance(figures, Mapping):
            raise WrongTypeError("figures", figures, "be a mapping of account to measures")
        names: dict[str, Currency | None] = {}
        problems: list[Problem] = []
        for account, row in figures.items():
            if not isinstance(row, Mapping):
                problems.append(
                    Problem(f"Account {account}", "figures", row, "be a mapping of measure to figure")
                )
                continue
            for name, value in row.items():
                names.setdefault(name, value.currency if isinstance(value, Money) else None)
        for account, row in figures.items():
            if not isinstance(row, Mapping):
                continue
            for name, currency in names.items():
                fault = _fault(row.get(name), currency)
                if fault is not None:
                    problems.append(Problem(f"Account {account}", name, row.get(name), fault))
        if problems:
            raise BatchError("figures", problems)
        accounts = sorted(figures)
        return cls(
            accounts,
            [
                MeasureColumn(name, [_number(figures[account][name]) for account in accounts], currency)
                for name, currency in sorted(names.items())
            ],
        )

    @classmethod
    def from_facts(
        cls, facts: Facts, *, on: date | str, months: int = 12, currency: Currency | str | None = None
    ) -> AccountFigures:
        """Figures of the customers of a batch, from what happened in the months before a day.

        - `count`: 1 for every customer.
        - `revenue`: amounts of the opportunities won in those months.
        - `pipeline`: amounts of the opportunities that were open on the day.
        - `activities`: calls, visits and all other activities in those months.
        - `relations`: those of them that the customer's owner took part in.
        - `tenure`: days for which the customer's owner has looked after it, by the last hand-over to them, or
          else as long as it has been a customer; 0 where neither is known.

        Args:
            facts: A batch with customers.
            on: The day; what happened on it does not count yet.
            months: Number of months before the day.
            currency: Currency of revenue and pipeline; None takes that of the deals.

        Raises:
            CurrencyMismatchError: If deals are in several currencies and none is named; where one is named,
                deals in others are refused too.
            InvalidValueError: If there are no deals to tell the currency from, or no months.
            WrongTypeError: If the facts are no batch.
        """
        if not isinstance(facts, Facts):
            raise WrongTypeError("facts", facts, "be a checked batch: Facts([…])")
        if type(months) is not int:
            raise WrongTypeError("months", months, "be a whole number")
        if months < 1:
            raise InvalidValueError("months", months, "be 1 or more")
        day = as_date(on, "on")
        window = DateRange(add_months(day, -months), day)
        unit = None if currency is None else currency_of(currency)
        accounts = sorted(customer.id for customer in facts.customers)
        owner = {customer.id: customer.owner for customer in facts.customers}
        revenue: Counter[str] = Counter()
        pipeline: Counter[str] = Counter()
        for deal in facts.opportunities:
            if deal.customer is None or deal.amount_minor is None or deal.currency is None:
                continue
            won = deal.outcome is Outcome.WON and deal.closed is not None and deal.closed in window
            begun = deal.opened is None or deal.opened < day
            is_open = begun and (deal.closed is None or deal.closed >= day)
            if not won and not is_open:
                continue
            unit = deal.currency if unit is None else unit
            if deal.currency != unit:
                raise CurrencyMismatchError("currency", deal.amount, f"be in {unit}; convert the deals first")
            (revenue if won else pipeline)[deal.customer] += deal.amount_minor
        if unit is None:
            raise InvalidValueError("currency", None, "be given, since no deal tells it")
        met: Counter[str] = Counter()
        own: Counter[str] = Counter()
        for activity in facts.activities:
            if activity.customer is not None and activity.on in window:
                met[activity.customer] += 1
                own[activity.customer] += activity.participant == owner.get(activity.customer)
        tenure = _tenures(facts, day)
        return cls(
            accounts,
            [
                MeasureColumn("activities", [met[account] for account in accounts]),
                MeasureColumn("count", [1] * len(accounts)),
                MeasureColumn("pipeline", [pipeline[account] for account in accounts], unit),
                MeasureColumn("relations", [own[account] for account in accounts]),
                MeasureColumn("revenue", [revenue[account] for account in accounts], unit),
                MeasureColumn("tenure", [tenure[account] for account in accounts]),
            ],
        )

    def __len__(self) -> int:
        return len(self.accounts)

    def __repr__(self) -> str:
        return f"AccountFigures({len(self.accounts):,} accounts, {', '.join(self.measures) or 'no measures'})"

    @property
    def measures(self) -> tuple[str, ...]:
        """Names of the measures, sorted."""
        return tuple(column.name for column in self.columns)

    def column(self, measure: str) -> MeasureColumn:
        """The figures of a measure.

        Raises:
            UnknownIdentifierError: If there is no such measure.
        """
        for column in self.columns:
            if column.name == measure:
                return column
        rule = f"be one of {', '.join(self.measures) or 'no measures: there are none'}"
        raise UnknownIdentifierError("measure", measure, rule)

    def position(self, account: str) -> int:
        """Where an account stands among the accounts.

        Raises:
            UnknownIdentifierError: If it has no figures.
        """
        if isinstance(account, str):
            place = bisect_left(self.accounts, account)
            if place < len(self.accounts) and self.accounts[place] == account:
                return place
        raise UnknownIdentifierError("account", account, "be an account with figures")

    def value(self, account: str, measure: str) -> Figure:
        """The figure of an account.

        Raises:
            UnknownIdentifierError: If the account or the measure is unknown.
        """
        column = self.column(measure)
        return column.figure(column.values[self.position(account)])

    def get(self, account: str) -> Mapping[str, Figure]:
        """All figures of an account, by measure.

        Raises:
            UnknownIdentifierError: If it has none.
        """
        place = self.position(account)
        return {column.name: column.figure(column.values[place]) for column in self.columns}

    def total(self, measure: str, accounts: Iterable[str] | None = None) -> Figure:
        """The sum of a measure over some accounts, or over all.

        Raises:
            UnknownIdentifierError: If an account or the measure is unknown.
        """
        column = self.column(measure)
        chosen = range(len(self.accounts)) if accounts is None else map(self.position, accounts)
        return column.figure(sum((column.values[place] for place in chosen), 0))

    def only(self, accounts: Iterable[str]) -> AccountFigures:
        """The figures of some accounts.

        Raises:
            UnknownIdentifierError: If one of them has none.
        """
        places = sorted({self.position(account) for account in accounts})
        return AccountFigures(
            [self.accounts[place] for place in places],
            [
                MeasureColumn(column.name, [column.values[place] for place in places], column.currency)
                for column in self.columns
            ],
        )

    def joined(self, name: str, values: Mapping[str, FigureLike] | Sequence[FigureLike]) -> AccountFigures:
        """The figures with one measure more, by account or in the order of the accounts.

        Raises:
            BatchError: If a figure is missing or no exact number; all at once.
            InvalidValueError: If a sequence has another length.

        Examples:
            >>> figures = AccountFigures.of({"C-1": {"visits": 12}})
            >>> figures.joined("potential", {"C-1": Money.of("USD 70")}).value("C-1", "potential")
            Money.of('USD 70.00')
        """
        if not isinstance(values, Mapping):
            if len(values) != len(self.accounts):
                raise InvalidValueError(
                    "values", len(values), f"be {len(self.accounts)}, one for each account"
                )
            values = dict(zip(self.accounts, values, strict=True))
        given = {account: values.get(account) for account in self.accounts}
        currency = next((value.currency for value in given.values() if isinstance(value, Money)), None)
        problems = []
        numbers = []
        for account, value in given.items():
            fault = _fault(value, currency)
            if fault is not None or value is None:
                problems.append(Problem(f"Account {account}", name, value, fault or _RULE))
            else:
                numbers.append(_number(value))
        if problems:
            raise BatchError("figures", problems)
        return AccountFigures(self.accounts, (*self.columns, MeasureColumn(name, numbers, currency)))


def _fault(value: object, currency: Currency | None) -> str | None:
    """Why a value is no figure of a measure with a currency, or without one."""
    if isinstance(value, Money):
        if currency is None:
            return "be a plain number, as it is for other accounts"
        return None if value.currency == currency else f"be in {currency}, as it is for other accounts"
    if isinstance(value, bool) or not isinstance(value, int | Fraction):
        return _RULE if currency is None else f"be a Money in {currency}"
    return None if currency is None else f"be a Money in {currency}"


def _number(value: FigureLike) -> int | Fraction:
    return value.minor if isinstance(value, Money) else value


def _tenures(facts: Facts, day: date) -> Counter[str]:
    """Days for which the owner of each customer has looked after it."""
    since: dict[str, date] = {}
    owner = {customer.id: customer.owner for customer in facts.customers}
    for customer in facts.customers:
        if customer.owner is not None and customer.since is not None:
            since[customer.id] = customer.since
    for handover in sorted(facts.handovers, key=lambda handover: (handover.on, handover.id)):
        if handover.on <= day and handover.taker == owner.get(handover.customer):
            since[handover.customer] = handover.on
    return Counter({account: max((day - first) // timedelta(days=1), 0) for account, first in since.items()})
