"""Immutable domain models and policies for running a sales force.

`import salesmgmt as sm` offers the vocabulary (`sm.Money`, `sm.field`, `sm.FiscalCalendar`, the records, the
errors) and the packages (`sm.incentives`), each loaded when it is first used, so that importing stays light.
"""

from __future__ import annotations

from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from salesmgmt import appraisal as appraisal
    from salesmgmt import calendars as calendars
    from salesmgmt import credit as credit
    from salesmgmt import criteria as criteria
    from salesmgmt import documents as documents
    from salesmgmt import errors as errors
    from salesmgmt import incentives as incentives
    from salesmgmt import money as money
    from salesmgmt import organization as organization
    from salesmgmt import reasons as reasons
    from salesmgmt import records as records
    from salesmgmt import tables as tables
    from salesmgmt import targets as targets
    from salesmgmt import territory as territory
    from salesmgmt import testing as testing
    from salesmgmt import workflows as workflows
    from salesmgmt.calendars import (
        CalendarDays,
        Dated,
        DateRange,
        FiscalCalendar,
        HasWorkingDays,
        NamedFor,
        Period,
        PeriodKind,
        Thirty360,
        Timeline,
        WorkingDays,
        WorkingWeek,
        YearEnd,
        YearPattern,
        add_months,
        add_working_days,
        prorate,
        share_of,
        working_days,
    )
    from salesmgmt.criteria import ALWAYS, NEVER, Criterion, Field, FieldType, all_of, any_of, field
    from salesmgmt.errors import (
        BatchError,
        ConflictError,
        CurrencyMismatchError,
        InexactError,
        InvalidValueError,
        MissingFieldError,
        Problem,
        SalesmgmtError,
        UnknownIdentifierError,
        WrongTypeError,
    )
    from salesmgmt.money import (
        HALF_UP_TO_MINOR,
        Currency,
        ExchangeRate,
        ExchangeRates,
        Money,
        Rate,
        RateDay,
        Rounding,
        RoundingMode,
        Unrounded,
        apportion,
        from_words,
        in_words,
    )
    from salesmgmt.reasons import CATALOGUE, Catalogue, Reason
    from salesmgmt.records import (
        Absence,
        Activity,
        Application,
        Assignment,
        CreditNote,
        CreditTerm,
        Customer,
        DealShare,
        Delivery,
        Dispute,
        DunningNotice,
        Expense,
        Facts,
        Guarantee,
        Handover,
        Invoice,
        Line,
        Opening,
        Opportunity,
        Order,
        Outcome,
        Participant,
        Payment,
        PaymentKind,
        Product,
        Promise,
        Quota,
        Registration,
        RowMapping,
        Score,
        ShareKind,
        StageChange,
        Unit,
        WriteOff,
    )
    from salesmgmt.tables import Column, Table

__version__ = "0.1.0"

__all__ = [
    "ALWAYS",
    "CATALOGUE",
    "HALF_UP_TO_MINOR",
    "NEVER",
    "Absence",
    "Activity",
    "Application",
    "Assignment",
    "BatchError",
    "CalendarDays",
    "Catalogue",
    "Column",
    "ConflictError",
    "CreditNote",
    "CreditTerm",
    "Criterion",
    "Currency",
    "CurrencyMismatchError",
    "Customer",
    "DateRange",
    "Dated",
    "DealShare",
    "Delivery",
    "Dispute",
    "DunningNotice",
    "ExchangeRate",
    "ExchangeRates",
    "Expense",
    "Facts",
    "Field",
    "FieldType",
    "FiscalCalendar",
    "Guarantee",
    "Handover",
    "HasWorkingDays",
    "InexactError",
    "InvalidValueError",
    "Invoice",
    "Line",
    "MissingFieldError",
    "Money",
    "NamedFor",
    "Opening",
    "Opportunity",
    "Order",
    "Outcome",
    "Participant",
    "Payment",
    "PaymentKind",
    "Period",
    "PeriodKind",
    "Problem",
    "Product",
    "Promise",
    "Quota",
    "Rate",
    "RateDay",
    "Reason",
    "Registration",
    "Rounding",
    "RoundingMode",
    "RowMapping",
    "SalesmgmtError",
    "Score",
    "ShareKind",
    "StageChange",
    "Table",
    "Thirty360",
    "Timeline",
    "Unit",
    "UnknownIdentifierError",
    "Unrounded",
    "WorkingDays",
    "WorkingWeek",
    "WriteOff",
    "WrongTypeError",
    "YearEnd",
    "YearPattern",
    "add_months",
    "add_working_days",
    "all_of",
    "any_of",
    "apportion",
    "field",
    "from_words",
    "in_words",
    "prorate",
    "share_of",
    "working_days",
]

_PACKAGES = frozenset(
    {
        "appraisal",
        "calendars",
        "credit",
        "criteria",
        "documents",
        "errors",
        "incentives",
        "money",
        "organization",
        "reasons",
        "records",
        "tables",
        "targets",
        "territory",
        "testing",
        "workflows",
    }
)

_VOCABULARY = MappingProxyType(
    {
        name: package
        for package, names in (
            (
                "errors",
                """
                BatchError ConflictError CurrencyMismatchError InexactError InvalidValueError
                MissingFieldError Problem SalesmgmtError UnknownIdentifierError WrongTypeError
                """,
            ),
            (
                "money",
                """
                HALF_UP_TO_MINOR Currency ExchangeRate ExchangeRates Money Rate RateDay Rounding
                RoundingMode Unrounded apportion from_words in_words
                """,
            ),
            (
                "calendars",
                """
                CalendarDays DateRange Dated FiscalCalendar HasWorkingDays NamedFor Period
                PeriodKind Thirty360 Timeline WorkingDays WorkingWeek YearEnd YearPattern add_months
                add_working_days prorate share_of working_days
                """,
            ),
            ("criteria", "ALWAYS NEVER Criterion Field FieldType all_of any_of field"),
            ("reasons", "CATALOGUE Catalogue Reason"),
            (
                "records",
                """
                Absence Activity Application Assignment CreditNote CreditTerm Customer DealShare
                Delivery Dispute DunningNotice Expense Facts Guarantee Handover Invoice Line Opening
                Opportunity Order Outcome Participant Payment PaymentKind Product Promise Quota
                Registration RowMapping Score ShareKind StageChange Unit WriteOff
                """,
            ),
            ("tables", "Column Table"),
        )
        for name in names.split()
    }
)

if not TYPE_CHECKING:  # what is not there must stay unknown to type checkers

    def __getattr__(name: str) -> object:
        if name in _PACKAGES:
            return import_module(f"salesmgmt.{name}")
        if name not in _VOCABULARY:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}", name=name)
        value = getattr(import_module(f"salesmgmt.{_VOCABULARY[name]}"), name)
        globals()[name] = value
        return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__, *_PACKAGES})
