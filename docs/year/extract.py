"""The real CRM extract: four CSV files in, facts out, every odd row named and every sum held against the files."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

from salesmgmt.calendars import FiscalCalendar, Period, PeriodKind
from salesmgmt.credit import CreditLimit, CreditPolicy
from salesmgmt.incentives import Attainment, Commission, Flat, Marginal, Override, Plan, Revenue
from salesmgmt.money import Money, Rounding
from salesmgmt.records import (
    Application,
    Assignment,
    Customer,
    Facts,
    Invoice,
    Line,
    Opportunity,
    Order,
    Outcome,
    Participant,
    Payment,
    Product,
    Record,
    RowMapping,
    Unit,
)
from salesmgmt.targets import Cascade, Seasonality, branches_of
from salesmgmt.territory import Division, by_customer_group, by_product, by_region

from year.scenario import Finding, Reconciled, Scenario, Text

Rows = list[dict[str, str]]

CURRENCY = "USD"
FILES = ("accounts", "products", "sales_teams", "sales_pipeline")
STAGES = {"Won": "won", "Lost": "lost", "Engaging": "open", "Prospecting": "open"}
PRODUCT_SPELLINGS = {"GTXPro": "GTX Pro"}
SECTOR_SPELLINGS = {"technolgy": "technology"}
COUNTRY_SPELLINGS = {"Philipines": "Philippines"}
FIRST_ROW = 2
TERM_DAYS = 30
PAID_AFTER_DAYS = 45

ASSUMPTIONS = {
    "A1": Text(
        "the target of the year is the won value of its deals plus 10 %, up to the next USD 10,000, passed down "
        "evenly to everybody below a unit, and to the quarters in proportion to the won value of each",
        "年度目标取当年成交额加 10 %，向上取整至 1 万美元；按人数平均分解，按各季度成交额分解到季度",
    ),
    "A2": Text(
        "tiers and rates of the plan, and the criteria of the appraisal, are made up: no plan is in the extract",
        "提成方案的档位与比例、考核指标均为假设：原始数据中没有方案",
    ),
    "A3": Text(
        "each won deal was invoiced on its closing day, due after 30 days, and paid in full after 45",
        "每笔成交在成交日开票，账期 30 天，开票后第 45 天全额付款",
    ),
    "A4": Text(
        "each customer has a credit limit of a tenth of its won value in the year, up to the next USD 1,000; an "
        "overdue invoice is let pass for 10 days; each of the five customers with the largest exposure orders one "
        "GTX Plus Pro at list price",
        "各客户信用额度为当年成交额的十分之一，向上取整至 1,000 美元；逾期宽限 10 天；"
        "信用占用最大的五家客户各订购一台 GTX Plus Pro，按目录价计",
    ),
    "A5": Text(
        "customers in the United States are divided by industry among the managers, all others by product series",
        "美国客户按行业划分给各经理，其他国家的客户按产品系列划分",
    ),
    "A6": Text(
        "everybody stayed with one manager and office all year: the team file has no dates",
        "全年人员归属不变：团队文件中没有日期",
    ),
}

LEFT_OUT = (
    Text(
        "quotas, orders, invoices, payments, credit limits and territories: see the assumptions beside the figures",
        "销售任务、订单、发票、回款、信用额度、市场划分：见各数字旁的假设",
    ),
    Text("cost, and with it margin", "成本，因而没有毛利"),
    Text("the history of stages: only the present stage is given", "阶段历史：仅有当前阶段"),
    Text("deal shares: each deal has one seller", "业绩分成：每笔商机只有一名业务员"),
)


def read(folder: Path) -> dict[str, Rows]:
    """The four files as rows of bare text.

    Raises:
        FileNotFoundError: If a file is missing; all missing ones are named.
    """
    missing = [name for name in FILES if not (folder / f"{name}.csv").is_file()]
    if missing:
        names = ", ".join(f"{name}.csv" for name in missing)
        raise FileNotFoundError(f"{folder} has no {names}; the README of the extract lists the files")
    rows = {}
    for name in FILES:
        with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            rows[name] = list(csv.DictReader(file))
    return rows


def scenario(folder: Path) -> Scenario:
    """The company of the extract in the calendar year of its closed deals."""
    rows = read(folder)
    people = _people(rows["sales_teams"])
    products = RowMapping(
        Product,
        {"id": "product", "series": "series", "list_price": "sales_price"},
        currency=CURRENCY,
        first_row=FIRST_ROW,
    ).read(rows["products"])
    customers = RowMapping(
        Customer,
        {
            "id": "account",
            "industry": "sector",
            "country": "office_location",
            "parent": "subsidiary_of",
            "more.employees": "employees",
            "more.founded": "year_established",
            "more.revenue_musd": "revenue",
        },
        values={"industry": SECTOR_SPELLINGS, "country": COUNTRY_SPELLINGS},
        first_row=FIRST_ROW,
    ).read(rows["accounts"])
    deals = RowMapping(
        Opportunity,
        {
            "id": "opportunity_id",
            "owner": "sales_agent",
            "customer": "account",
            "product": "product",
            "stage": "deal_stage",
            "outcome": "deal_stage",
            "opened": "engage_date",
            "closed": "close_date",
            "amount": "close_value",
        },
        values={"outcome": STAGES, "product": PRODUCT_SPELLINGS},
        currency=CURRENCY,
        first_row=FIRST_ROW,
    ).scan(rows["sales_pipeline"])
    won = [deal for deal in deals.records if isinstance(deal, Opportunity) and deal.outcome is Outcome.WON]
    year = FiscalCalendar().year(max(deal.closed.year for deal in won if deal.closed))
    ledger = _ledger(won, year)
    facts = Facts([*people, *products, *customers, *deals.records, *ledger])
    managers = sorted({row["manager"] for row in rows["sales_teams"]})
    credit = _limits(won, year)
    findings = [*_findings(rows), *_problems(deals.problems)]
    return Scenario(
        "the CRM extract",
        facts,
        year,
        _division(customers, products, managers),
        Cascade(branches_of(facts, year.start), _season(won, year), unit="1"),
        _target(won, year),
        _plan(),
        credit,
        _orders(facts, year, products),
        _busiest(won),
        ASSUMPTIONS,
        {
            "territory": ("A5",),
            "quotas": ("A1", "A6"),
            "pay": ("A1", "A2", "A6"),
            "statement": ("A1", "A2", "A6"),
            "appraisal": ("A1", "A2"),
            "credit": ("A3", "A4"),
        },
        LEFT_OUT,
        tuple(findings),
        _reconciliation(rows["sales_pipeline"], facts),
    )


def _people(teams: Rows) -> list[Record]:
    """Company, offices and teams as units; sellers and managers with one assignment each."""
    records: list[Record] = [Unit("company")]
    during = "2016-01-01/2019-01-01"
    offices = sorted({row["regional_office"] for row in teams})
    records += [Unit(office, parent="company") for office in offices]
    managers = {row["manager"]: row["regional_office"] for row in teams}
    for manager, office in sorted(managers.items()):
        records.append(Unit(f"team {manager}", parent=office))
        records.append(Participant(manager))
        records.append(Assignment(f"lead {manager}", manager, during, role="manager"))
    for row in teams:
        seller, manager = row["sales_agent"], row["manager"]
        records.append(Participant(seller))
        records.append(
            Assignment(f"sell {seller}", seller, during, unit=f"team {manager}", manager=manager, role="seller")
        )
    return records


def _ledger(won: Iterable[Opportunity], year: Period) -> list[Record]:
    """Invoices, and the payments that came within the year, by assumption A3."""
    records: list[Record] = []
    for deal in won:
        if deal.customer is None or deal.closed is None or not deal.amount:
            continue
        invoice = Invoice(
            f"I-{deal.id}",
            deal.closed,
            Line(deal.product, deal.amount),
            customer=deal.customer,
            owner=deal.owner,
            due=deal.closed + timedelta(days=TERM_DAYS),
        )
        records.append(invoice)
        paid = deal.closed + timedelta(days=PAID_AFTER_DAYS)
        if paid in year.during:
            records.append(Payment(f"P-{deal.id}", paid, deal.customer, deal.amount))
            records.append(Application(f"A-{deal.id}", paid, f"P-{deal.id}", invoice.id, deal.amount))
    return records


def _division(customers: Iterable[Record], products: Iterable[Record], managers: list[str]) -> Division:
    """Assumption A5, the managers dealt round."""
    industries = sorted({c.industry for c in customers if isinstance(c, Customer) and c.industry})
    series = sorted({p.series for p in products if isinstance(p, Product) and p.series})
    home = by_customer_group({name: managers[place % len(managers)] for place, name in enumerate(industries)})
    abroad = by_product({name: managers[place % len(managers)] for place, name in enumerate(series)})
    return by_region({"United States": home}, on="country", otherwise=abroad)


def _won_value(won: Iterable[Opportunity], period: Period) -> Money:
    return Money.total((deal.amount for deal in won if deal.amount and deal.closed is not None and deal.closed in period), CURRENCY)


def _season(won: Iterable[Opportunity], year: Period) -> Seasonality:
    deals = list(won)
    quarters = year.children(PeriodKind.QUARTER)
    return Seasonality([_won_value(deals, quarter).minor for quarter in quarters], PeriodKind.QUARTER)


def _target(won: Iterable[Opportunity], year: Period) -> Money:
    return (_won_value(won, year) * Fraction(110, 100)).round(Rounding("10000", "up"))


def _plan() -> Plan:
    """Assumption A2."""
    return Plan(
        "sales-2017",
        components=(
            Commission(
                "new-business",
                of=Revenue(),
                by=Attainment(per="quarter"),
                pays=Marginal({"0%": "2%", "60%": "5%", "100%": "8%", "150%": "10%"}),
                title="New business",
            ),
            Override("team", of="new-business", pays=Flat("1%"), title="Team"),
        ),
        currency=CURRENCY,
        title="Sales 2017",
    )


def _limits(won: Iterable[Opportunity], year: Period) -> CreditPolicy:
    """Assumption A4."""
    bought: dict[str, Money] = {}
    for deal in won:
        if deal.customer is not None and deal.amount and deal.closed is not None and deal.closed in year:
            bought[deal.customer] = bought.get(deal.customer, Money.zero(CURRENCY)) + deal.amount
    tenth = Fraction(1, 10)
    limits = [
        CreditLimit(f"L-{customer}", customer, (value * tenth).round(Rounding("1000", "up")))
        for customer, value in sorted(bought.items())
    ]
    return CreditPolicy(limits, grace_days=10, warn_at="80%")


def _orders(facts: Facts, year: Period, products: Iterable[Record]) -> tuple[Order, ...]:
    """Assumption A4: one order each from the customers with the most unpaid invoices at the end of the year."""
    last = year.end - timedelta(days=1)
    paid = {application.invoice for application in facts.applications if application.on <= last}
    unpaid: dict[str, int] = {}
    for invoice in facts.invoices:
        if invoice.id not in paid and invoice.on <= last:
            unpaid[invoice.customer] = unpaid.get(invoice.customer, 0) + invoice.gross_minor
    largest = sorted(unpaid, key=lambda name: (-unpaid[name], name))[:5]
    price = next(p.list_price for p in products if isinstance(p, Product) and p.id == "GTX Plus Pro")
    assert price is not None
    line = Line("GTX Plus Pro", price)
    return tuple(Order(f"N-{place}", last, line, customer=name) for place, name in enumerate(largest, 1))


def _busiest(won: Iterable[Opportunity]) -> str:
    """The seller with the middle number of won deals, whose statement has a readable length."""
    counts: dict[str, int] = {}
    for deal in won:
        counts[deal.owner] = counts.get(deal.owner, 0) + 1
    return min(counts, key=lambda name: (counts[name], name))


def _lines_where(rows: Rows, field: str, values: Iterable[str]) -> tuple[int, ...]:
    wanted = set(values)
    return tuple(number for number, row in enumerate(rows, FIRST_ROW) if row[field] in wanted)


def _findings(rows: Mapping[str, Rows]) -> list[Finding]:
    """What is odd about the files, with the lines of each oddity."""
    deals, accounts, teams = rows["sales_pipeline"], rows["accounts"], rows["sales_teams"]
    closed = {"Won", "Lost"}
    with_deals = {row["sales_agent"] for row in deals}
    found = []

    def add(file: str, en: str, zh: str, done: str, done_zh: str, lines: Iterable[int]) -> None:
        numbers = tuple(lines)
        if numbers:
            found.append(Finding(f"{file}.csv", Text(en, zh), Text(done, done_zh), numbers))

    for wrong, right in PRODUCT_SPELLINGS.items():
        add(
            "sales_pipeline",
            f"product is written {wrong}, the list has {right}",
            f"产品写作 {wrong}，产品表为 {right}",
            f"read as {right}",
            f"按 {right} 处理",
            _lines_where(deals, "product", [wrong]),
        )
    for field, spellings in (("sector", SECTOR_SPELLINGS), ("office_location", COUNTRY_SPELLINGS)):
        for wrong, right in spellings.items():
            add(
                "accounts",
                f"{field} is written {wrong}",
                f"{field} 写作 {wrong}",
                f"read as {right}",
                f"按 {right} 处理",
                _lines_where(accounts, field, [wrong]),
            )
    kept, kept_zh = "kept as a deal without customer", "保留，客户为空"
    add(
        "sales_pipeline",
        "no account",
        "没有客户",
        kept,
        kept_zh,
        _lines_where(deals, "account", [""]),
    )
    add(
        "sales_pipeline",
        "no engagement date",
        "没有接触日期",
        "kept as an open deal without a first day",
        "保留，开始日期为空",
        _lines_where(deals, "engage_date", [""]),
    )
    add(
        "sales_pipeline",
        "open deal without value",
        "未结商机没有金额",
        "kept with an unknown value, outside all sums",
        "保留，金额未知，不计入合计",
        (n for n, row in enumerate(deals, FIRST_ROW) if row["deal_stage"] not in closed and not row["close_value"]),
    )
    add(
        "sales_teams",
        "seller without any deal",
        "业务员没有任何商机",
        "kept, with a quota and nothing earned",
        "保留，有任务，无提成",
        (n for n, row in enumerate(teams, FIRST_ROW) if row["sales_agent"] not in with_deals),
    )
    return found


def _problems(problems: Iterable[object]) -> list[Finding]:
    """Rows that could not be read at all; each says what is wrong."""
    refused, refused_zh = "not read; outside all sums", "未读入，不计入合计"
    return [
        Finding("sales_pipeline.csv", Text(str(problem), str(problem)), Text(refused, refused_zh), ())
        for problem in problems
    ]


def _reconciliation(rows: Rows, facts: Facts) -> tuple[Reconciled, ...]:
    """Rows and values by stage, added up from the bare text and from the facts."""
    found = []
    for stage in STAGES:
        texts = [row["close_value"] for row in rows if row["deal_stage"] == stage]
        deals = [deal for deal in facts.opportunities if deal.stage == stage]
        in_file = Money.total((Money.of(text, CURRENCY) for text in texts if text), CURRENCY)
        in_facts = Money.total((deal.amount for deal in deals if deal.amount is not None), CURRENCY)
        found.append(Reconciled(stage, len(texts), len(deals), in_file, in_facts))
    return tuple(found)


def last_day(year: Period) -> date:
    """The last day of a year."""
    return year.end - timedelta(days=1)
