"""The values whose documents each release has stored, made by the constructors of today.

A value stays here as long as the library has a class for it. Where a constructor changes, this module follows
it; the documents under `stored/` never do.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType

from salesmgmt.appraisal import Banded, Kpi, Linear, Missing, Proportional, RatingScale, Scorecard
from salesmgmt.calendars import Dated, DateRange, FiscalCalendar, Period, Timeline, WorkingDays, WorkingWeek
from salesmgmt.credit import (
    CreditExclusion,
    CreditLimit,
    CreditOverride,
    CreditPolicy,
    CreditRule,
    Limits,
    OldestItem,
    ValueByDelay,
    WarningLine,
    WithinLimit,
)
from salesmgmt.criteria import Criterion, all_of, any_of, field
from salesmgmt.incentives import Amount, Attainment, Commission, Marginal, Override, Plan, Revenue, Whole
from salesmgmt.money import (
    Conversion,
    Currency,
    ExchangeRate,
    ExchangeRates,
    Money,
    Rate,
    Rounding,
    RoundingMode,
    Unrounded,
)
from salesmgmt.reasons import Reason, ReasonValue
from salesmgmt.records import (
    Activity,
    Application,
    Assignment,
    CreditNote,
    Customer,
    DealShare,
    Delivery,
    Facts,
    Invoice,
    Line,
    Opportunity,
    Order,
    Participant,
    Payment,
    Product,
    Promise,
    Quota,
    StageChange,
    Unit,
    WriteOff,
)
from salesmgmt.tables import Column, Table
from salesmgmt.targets import Branch, Cascade, Seasonality
from salesmgmt.territory import Division, Part, by_product, by_region

__all__ = ["VALUES", "facts", "plan"]

UNKNOWN_MARGIN, ANY_PRODUCT = False, True


def exchange_rates() -> ExchangeRates:
    """Rates of a week, to be used for ten days."""
    listed = [
        ExchangeRate("USD", "CNY", "2026-03-27", "7.1234"),
        ExchangeRate("EUR", "USD", "2026-03-27", "1.08", "central bank"),
    ]
    return ExchangeRates(listed, day="latest", max_age_days=10, inverse=True)


def conversion() -> Conversion:
    """An amount taken into another currency against the direction of the rate."""
    return exchange_rates().convert("CNY 100.00", "USD", "2026-03-31")


def quarter() -> Period:
    """A quarter of a year that begins on 26 March."""
    return FiscalCalendar(start_month=3, start_day=26, prefix="GJ").period("GJ2026-Q3")


def rates_over_time() -> Timeline[Rate]:
    """A rate that changes."""
    return Timeline([Dated("2026-01-01/2026-07-01", Rate("5%")), Dated("2026-07-01/..", Rate("1/3"))])


def condition() -> Criterion:
    """Every kind of condition, joined in every way."""
    large = field("amount").at_least(Money.of("USD 10,000"))
    named = field("product.series").is_in("GTX", "MG") | field("customer.name").starts_with("Gong", "华东")
    dated = field("on").between(date(2026, 1, 1), date(2026, 7, 1))
    margin = field("margin_rate").more_than(Rate("12.5%")).or_if_missing(UNKNOWN_MARGIN)
    other = (
        ~field("owner", "text").equals(field("customer.owner", "text")) & field("lost_reason").is_missing()
    )
    return any_of(all_of(large, named, dated, margin), other)


def reason() -> Reason:
    """A reason with others below it, and values of every sort."""
    below = Reason("acme.limit.exceeded", {"excess": Money.of("CNY 200"), "share": Rate("1/3")}, ("SO-7",))
    values: dict[str, ReasonValue] = {
        "days": 3,
        "day": date(2026, 3, 31),
        "ratio": Fraction(2, 3),
        "of": Decimal("0.50"),
        "by": "ann",
    }
    return Reason("acme.order.held", values, because=[below])


def table() -> Table:
    """A table with totals."""
    rows = [
        ("韩梅梅", Rate("4.5%"), Money.of("CNY 12,000"), date(2026, 1, 2)),
        ("Li Lei", None, Decimal("0.50"), None),
    ]
    columns = [Column("rep", "Rep"), Column("rate"), Column("pay"), Column("new")]
    return Table("Pay", columns, rows, footer=("Total", None, 3, None), lang="zh")


def facts() -> Facts:
    """A batch with every kind of record."""
    pump = Line(
        "P-1", "USD 1,200.50", quantity="2.5", cost="USD 800", tax="USD 96.04", more={"lot": "A7", "n": 3}
    )
    lines = [pump, Line("P-2", "USD -20", quantity=-1)]
    less = Line(None, "USD 5")
    sent = Line("P-1", "USD 1,200.50", quantity="5/2", source=1)
    customer = Customer(
        "C-1",
        "Works",
        segment="key",
        industry="steel",
        region="east",
        parent="C-0",
        owner="ann",
        since="2020-02-29",
    )
    deal = Opportunity(
        "D-1",
        "ann",
        "USD 7,500",
        outcome="won",
        closed="2026-03-09",
        customer="C-1",
        product="P-1",
        opened="2026-01-05",
        cost="USD 5,000",
        more={"source": "fair", "seen": date(2026, 1, 2)},
        history=[StageChange("lead", "2026-01-05"), StageChange("offer", "2026-02-01")],
        recorded="2026-03-09T10:30:00+08:00",
    )
    return Facts(
        [
            Unit("east", "华东", on="2025-01-01"),
            Unit("sh", "Shanghai", parent="east"),
            Participant("ann", "Ann", employed="2024-03-01/..", more={"grade": Decimal("2.50")}),
            Participant("bob", "Bob"),
            Assignment("A-1", "ann", "2026-01-01/2026-07-01", unit="sh", manager="bob", role="AE", plan="ae"),
            Assignment("A-2", "ann", "2026-07-01/..", unit="east", manager="bob", plan="ae", territory="t-1"),
            Assignment("A-3", "bob", "2026-01-01/..", unit="east", role="manager", plan="ae"),
            Quota("Q-1", "ann", "2026-01-01/2026-04-01", "USD 10,000"),
            Quota("Q-2", "ann", "2026-01-01/2026-04-01", quantity="12.5", measure="visits"),
            Product("P-1", "Pump", series="GTX", list_price="USD 600.25"),
            Product("P-2", "Valve", series="MG", family="flow"),
            Customer("C-0", "Holding", country="CN"),
            customer,
            deal,
            Opportunity("D-2", "ann", "USD 3,000.01", outcome="won", closed="2026-03-20", customer="C-1"),
            Opportunity("D-3", "bob", None, stage="lead", expected="2026-09-01"),
            Opportunity("D-4", "ann", "USD 9", outcome="lost", closed="2026-03-21", supersedes="D-2"),
            DealShare("S-1", "D-1", "ann", 3),
            DealShare("S-2", "D-1", "bob", 1),
            DealShare("S-3", "D-1", "bob", 20, "overlay"),
            Activity("V-1", "2026-02-01", "ann", "visit", customer="C-1", opportunity="D-1", minutes=45),
            Order("O-1", "2026-03-10", lines, customer="C-1", owner="ann", opportunity="D-1"),
            Delivery("L-1", "2026-03-20", sent, order="O-1"),
            Invoice("I-1", "2026-03-21", lines, customer="C-1", due="2026-04-20", order="O-1"),
            CreditNote("N-1", "2026-04-02", less, customer="C-1", invoice="I-1", reason="price"),
            Payment("M-1", "2026-04-25", "C-1", "USD 1,000", "cheque", clears="2026-04-28"),
            Application("X-1", "2026-04-28", "M-1", "I-1", "USD 1,000"),
            Promise("W-1", "2026-04-26", "C-1", "USD 176.54", "2026-05-10", invoice="I-1"),
            WriteOff("Z-1", "2026-12-31", "I-1", "USD 0.01", "small difference"),
        ]
    )  # fmt: skip


def plan() -> Plan:
    """A plan with tiers of attainment, whole tiers by amount and a manager's override."""
    return Plan(
        "ae",
        components=(
            Commission(
                "new",
                of=Revenue(where=field("product").is_in("P-1", "P-2").or_if_missing(ANY_PRODUCT)),
                by=Attainment(per="quarter"),
                pays=Marginal({"0%": "2%", "60%": "5%", "100%": "8%", "150%": "10%"}),
                title="新业务",
            ),
            Commission(
                "size",
                of=Revenue(),
                by=Amount(per="month"),
                pays=Whole({"USD 0": "0.5%", "USD 5,000": "1/90"}),
                rounding=Rounding("0.1", RoundingMode.DOWN),
            ),
            Override("lead", of="new", pays="1.5%"),
        ),
        currency="USD",
        title="Account executive 2026",
        version=2,
        during="2026-01-01/2027-01-01",
    )


def division() -> Division:
    """Regions, and products within one of them."""
    south = by_product({"GTX": "bob", "MG": "cy"}, otherwise="dee")
    parts = [Part("north", "ann"), Part(("east", "west"), "eve"), Part("south", south)]
    return by_region(parts)


def cascade() -> Cascade:
    """A tree with weights and fixed parts, over uneven quarters."""
    tree = Branch(
        "company", parts=(Branch("north", 3), Branch("south", "2.5"), Branch("key", fixed="USD 100,000"))
    )
    return Cascade(tree, Seasonality(("0.9", "1.1", "1.3", "0.7"), kind="quarter"), unit="1000")


def scorecard() -> Scorecard:
    """Every way of scoring."""
    return Scorecard(
        "seller",
        (
            Kpi("attainment", "60%", Proportional("100%", cap="120%"), "Attainment", percent=True),
            Kpi("days", "20%", Linear(worst=90, best=30)),
            Kpi("visits", "20%", Banded({"80%": "50%", "100%": "100%"})),
        ),
        RatingScale({"A": 90, "B": 75, "C": 0}),
        Missing.REWEIGH,
    )


def credit_policy() -> CreditPolicy:
    """Rules of several kinds and scopes, an exclusion and an override."""
    return CreditPolicy(
        [
            OldestItem(5),
            CreditRule(OldestItem(30), "hold", id="dealers", groups="dealers", at=["delivery", "issue"]),
            WithinLimit(horizon_days=90, at_limit="block"),
            WarningLine("80%"),
            CreditRule(ValueByDelay({1: "USD 5,000", 30: "USD 0"}), "warn"),
        ],
        CreditExclusion("patience", OldestItem(60), customers="C-7"),
        CreditOverride("credit officer", rules="limit"),
        recheck_grace_days=2,
    )


def credit_limits() -> Limits:
    """Limits that change."""
    return Limits(
        [
            CreditLimit("L-1", "C-1", "USD 2,000", "2026-01-01/2026-07-01"),
            CreditLimit("L-2", "C-1", "USD 0", "2026-07-01/.."),
            CreditLimit("L-3", "walk-in", "no limit", scope="segment"),
        ]
    )


VALUES: Mapping[str, Callable[[], object]] = MappingProxyType(
    {
        "amount": lambda: Money.of("USD 1,200.50"),
        "amount-of-points": lambda: Money(-7, Currency("PTS", 1, name="Contest points")),
        "calendar": lambda: FiscalCalendar(2, pattern="4-5-4", week_start="sunday", year_end="nearest"),
        "cascade": cascade,
        "condition": condition,
        "conversion": conversion,
        "credit-limits": credit_limits,
        "credit-policy": credit_policy,
        "day-count": lambda: WorkingDays(WorkingWeek(holidays=["2026-10-01"], worked=["2026-10-10"])),
        "division": division,
        "exchange-rates": exchange_rates,
        "facts": facts,
        "plan": plan,
        "quarter": quarter,
        "range": lambda: DateRange.since("2026-01-01"),
        "rate": lambda: Rate("-12.345678%"),
        "rates-over-time": rates_over_time,
        "reason": reason,
        "rounding": lambda: Rounding("0.05", "half_even"),
        "scorecard": scorecard,
        "table": table,
        "unrounded": lambda: Unrounded(Fraction(10, 3), "KWD"),
    }
)  # fmt: skip
