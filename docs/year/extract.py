"""The real CRM extract: four CSV files in, facts out, odd rows named and sums held against the files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from fractions import Fraction
from pathlib import Path

from salesmgmt.calendars import DateRange, FiscalCalendar, Period, PeriodKind
from salesmgmt.credit import CreditLimit, CreditPolicy, Limits
from salesmgmt.errors import SalesmgmtError
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
from year.files import FIRST_ROW, SheetRow, Sheets, UnusableExtractError, read
from year.scenario import Finding, Reconciled, Scenario, Text, new_orders
from year.sifting import Sifter

CURRENCY = "USD"
ORDERED = "GTX Plus Pro"
STAGES = {"Won": "won", "Lost": "lost", "Engaging": "open", "Prospecting": "open"}
PRODUCT_SPELLINGS = {"GTXPro": "GTX Pro"}
SECTOR_SPELLINGS = {"technolgy": "technology"}
COUNTRY_SPELLINGS = {"Philipines": "Philippines"}
TERM_DAYS = 30
PAID_AFTER_DAYS = (20, 30, 40, 55)

PRODUCTS = RowMapping(
    Product,
    {"id": "product", "series": "series", "list_price": "sales_price"},
    currency=CURRENCY,
    first_row=FIRST_ROW,
)
CUSTOMERS = RowMapping(
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
)
DEALS = RowMapping(
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
)

ASSUMPTIONS = {
    "A1": Text(
        "the target of the year is the won value of its deals plus 10 %, up to the next USD 10,000, passed "
        "down evenly to everybody below a unit, and to the quarters in proportion to the won value of each",
        "年度目标取当年成交额加 10 %，向上取整至 1 万美元；按人数平均分解，按各季度成交额分解到季度",
    ),
    "A2": Text(
        "tiers and rates of the plan, and the criteria of the appraisal, are made up: the extract has none",
        "提成方案的档位与比例、考核指标均为假设：原始数据中没有方案",
    ),
    "A3": Text(
        "each won deal was invoiced on its closing day and due after 30 days; customers, in the order of "
        "their names, pay in full after 20, 30, 40 or 55 days in turn",
        "每笔成交在成交日开票，账期 30 天；客户按名称顺序，依次在开票后第 20、30、40、55 天全额付款",
    ),
    "A4": Text(
        "each customer has a credit limit of a fifth of its won value in the year, up to the next USD 1,000; "
        "an overdue invoice is let pass for 10 days; five customers, from the one that owes most to the one "
        "that owes least, order one GTX Plus Pro each at list price",
        "各客户信用额度为当年成交额的五分之一，向上取整至 1,000 美元；逾期宽限 10 天；"
        "从欠款最多到最少取五家客户，各订购一台 GTX Plus Pro，按目录价计",
    ),
    "A5": Text(
        "customers in the United States are divided by industry among the managers, all others by product "
        "series",
        "美国客户按行业划分给各经理，其他国家的客户按产品系列划分",
    ),
    "A6": Text(
        "everybody stayed with one manager and office all year: the team file has no dates",
        "全年人员归属不变：团队文件中没有日期",
    ),
}

LEFT_OUT = (
    Text(
        "quotas, orders, invoices, payments, credit limits and territories: see the assumptions beside the "
        "figures",
        "销售任务、订单、发票、回款、信用额度、市场划分：见各数字旁的假设",
    ),
    Text("cost, and with it margin", "成本，因而没有毛利"),
    Text("the history of stages: only the present stage is given", "阶段历史：仅有当前阶段"),
    Text("deal shares: each deal has one seller", "业绩分成：每笔商机只有一名业务员"),
)


def scenario(folder: Path) -> Scenario:
    """The company of the extract in the calendar year in which it won most deals.

    Raises:
        UnusableExtractError: If the files cannot be read, or leave nothing to report on.
    """
    sheets = read(folder)
    sifter = Sifter()
    teams = [
        row.cells for row in sifter.whole("sales_teams", sheets["sales_teams"], "sales_agent", TEAM_CHECKS)
    ]
    people = _people(teams)
    products = sifter.scan(
        "products",
        sifter.whole("products", sheets["products"], "product", {"sales_price": _not_negative}),
        PRODUCTS,
    )
    accounts = sifter.whole("accounts", sheets["accounts"], "account", {})
    names = {row.cells["account"] for row in accounts}
    orphans = [
        row.number
        for row in accounts
        if row.cells["subsidiary_of"] not in names - {row.cells["account"]} | {""}
    ]
    for row in accounts:
        if row.number in orphans:
            row.cells["subsidiary_of"] = ""
    customers = sifter.scan("accounts", accounts, CUSTOMERS)
    rows = sifter.whole(
        "sales_pipeline", sheets["sales_pipeline"], "opportunity_id", {"close_value": _not_negative}
    )
    deals = sifter.scan("sales_pipeline", rows, DEALS)
    columns = dict(DEALS.fields) | {"parent": "subsidiary_of"}
    sound = sifter.sound([*people, *products, *customers, *deals], columns)
    won = [deal for deal in sound.opportunities if deal.outcome is Outcome.WON and deal.amount]
    faults = sifter.findings()
    if not won or not teams:
        lines = ["no won deal with a value is left to report on"]
        lines += [f"{one.file}, row {_listed(one.rows)}: {one.what.en}" for one in faults]
        raise UnusableExtractError(lines)
    counts = Counter(deal.closed.year for deal in won if deal.closed)
    year = FiscalCalendar().year(max(counts, key=lambda each: (counts[each], each)))
    ledger = _ledger(won, year)
    facts = Facts([*sound.records, *ledger])
    managers = sorted({row["manager"] for row in teams})
    limits = _limits(won, year)
    findings = [*_findings(sheets, orphans), *faults]
    line = _list_price(products)
    return Scenario(
        Text("the CRM extract", "客户关系管理系统导出数据"),
        facts,
        year,
        _division(sound.customers, sound.products, managers),
        Cascade(branches_of(facts, year.start), _season(won, year), unit="1"),
        _target(won, year),
        _plan(),
        CreditPolicy.standard(grace_days=10, warn_at="80%"),
        limits,
        new_orders(facts, year, line),
        _quietest(won),
        {
            mark: Text(*(each.replace(ORDERED, line.product or "") for each in (text.en, text.zh)))
            for mark, text in ASSUMPTIONS.items()
        },
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
        _reconciliation([row.cells for row in sheets["sales_pipeline"]], facts),
    )


def _people(teams: Sequence[Mapping[str, str]]) -> list[Record]:
    """Company, offices and teams as units; sellers and managers with one assignment each."""
    records: list[Record] = [Unit("company")]
    during = DateRange(None, None)
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
            Assignment(
                f"sell {seller}", seller, during, unit=f"team {manager}", manager=manager, role="seller"
            )
        )
    return records


def _ledger(won: Sequence[Opportunity], year: Period) -> list[Record]:
    """Invoices, and the payments that came within the year, by assumption A3."""
    records: list[Record] = []
    names = sorted({deal.customer for deal in won if deal.customer is not None})
    habits = {name: PAID_AFTER_DAYS[place % len(PAID_AFTER_DAYS)] for place, name in enumerate(names)}
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
        paid = deal.closed + timedelta(days=habits[deal.customer])
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
    return Money.total(
        (deal.amount for deal in won if deal.amount and deal.closed is not None and deal.closed in period),
        CURRENCY,
    )


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


def _limits(won: Iterable[Opportunity], year: Period) -> Limits:
    """Assumption A4."""
    bought: dict[str, Money] = {}
    for deal in won:
        if deal.customer is not None and deal.amount and deal.closed is not None and deal.closed in year:
            bought[deal.customer] = bought.get(deal.customer, Money.zero(CURRENCY)) + deal.amount
    part = Fraction(1, 5)
    return Limits(
        CreditLimit(f"L-{customer}", customer, (value * part).round(Rounding("1000", "up")))
        for customer, value in sorted(bought.items())
    )


def _list_price(products: Iterable[Record]) -> Line:
    """One piece of a product at its list price: the one that the assumptions name, else the dearest."""
    priced = {
        (p.id == ORDERED, p.list_price.minor, p.id): p.list_price
        for p in products
        if isinstance(p, Product) and p.list_price
    }
    if not priced:
        raise UnusableExtractError(["products.csv: no product with a price could be read"])
    best = max(priced)
    return Line(best[2], priced[best])


def _quietest(won: Iterable[Opportunity]) -> str:
    """The seller with the fewest won deals, whose statement has a readable length."""
    counts: dict[str, int] = {}
    for deal in won:
        counts[deal.owner] = counts.get(deal.owner, 0) + 1
    return min(counts, key=lambda name: (counts[name], name))


def _listed(numbers: Iterable[int]) -> str:
    return ", ".join(map(str, numbers))


def _amount(text: str) -> Money | None:
    """The value that a cell states; None where it is no amount."""
    try:
        return Money.of(text, CURRENCY)
    except SalesmgmtError:
        return None


def _not_negative(text: str) -> str | None:
    value = _amount(text) if text.startswith(("-", "(")) else None
    return "be 0 or more" if value is not None and value.minor < 0 else None


def _given(text: str) -> str | None:
    return None if text else "be given"


TEAM_CHECKS = {"sales_agent": _given, "manager": _given, "regional_office": _given}


def _lines_where(rows: Iterable[SheetRow], field: str, values: Iterable[str]) -> tuple[int, ...]:
    wanted = set(values)
    return tuple(row.number for row in rows if row.cells[field] in wanted)


def _findings(sheets: Sheets, orphans: Iterable[int]) -> list[Finding]:
    """What is odd about the files, with the lines of each oddity."""
    deals, accounts, teams = sheets["sales_pipeline"], sheets["accounts"], sheets["sales_teams"]
    closed = {"Won", "Lost"}
    with_deals = {row.cells["sales_agent"] for row in deals}
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
        (
            row.number
            for row in deals
            if row.cells["deal_stage"] not in closed and not row.cells["close_value"]
        ),
    )
    add(
        "sales_teams",
        "seller without any deal",
        "业务员没有任何商机",
        "kept, with a quota and nothing earned",
        "保留，有任务，无提成",
        (row.number for row in teams if row.cells["sales_agent"] not in with_deals),
    )
    add(
        "accounts",
        "subsidiary of an account that is not in the file, or of itself",
        "上级客户不在文件中，或为其自身",
        "kept as an account of its own",
        "保留，无上级客户",
        orphans,
    )
    for column in ("revenue", "employees", "year_established"):
        add(
            "accounts",
            f"{column} is negative",
            f"{column} 为负数",
            "kept; no figure of the report rests on it",
            "保留，本报告不使用该数",
            (row.number for row in accounts if row.cells[column].startswith("-")),
        )
    return found


def _reconciliation(rows: Sequence[Mapping[str, str]], facts: Facts) -> tuple[Reconciled, ...]:
    """Rows and values by stage, added up from the bare text and from the facts."""
    found = []
    for stage in dict.fromkeys([*STAGES, *(row["deal_stage"] for row in rows)]):
        values = [row["close_value"] for row in rows if row["deal_stage"] == stage]
        deals = [deal for deal in facts.opportunities if deal.stage == stage]
        in_file = Money.total((one for one in map(_amount, values) if one is not None), CURRENCY)
        in_facts = Money.total((deal.amount for deal in deals if deal.amount is not None), CURRENCY)
        found.append(Reconciled(stage, len(values), len(deals), in_file, in_facts))
    return tuple(found)
