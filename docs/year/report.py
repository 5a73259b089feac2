"""The report: each question asked of the library, its outcome printed as a sales manager would read it."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Iterable
from datetime import timedelta
from fractions import Fraction

from attrs import evolve

from salesmgmt.appraisal import Appraisal, Kpi, Linear, Missing, Proportional, RatingScale, Scorecard
from salesmgmt.calendars import PeriodKind
from salesmgmt.credit import CreditDecision, LimitInForce
from salesmgmt.incentives import Commission, Earnings, Flat, Marginal, Override
from salesmgmt.money import Money, Rate
from salesmgmt.records import Facts, Outcome, Quota
from salesmgmt.tables import Column, Table, display_width
from salesmgmt.targets import attainment
from year.scenario import Scenario
from year.words import say

WIDTH = 110

Step = Callable[[str], object]


class Report:
    """Prints a scenario section by section.

    Args:
        scenario: The company's year.
        lang: `en` or `zh`.
        write: Takes each piece of text.
    """

    def __init__(self, scenario: Scenario, lang: str, write: Callable[[str], None]) -> None:
        self.scenario = scenario
        self.lang = lang
        self.write = write

    def say(self, key: str, **values: object) -> str:
        """A text in the language of the report."""
        return say(key, self.lang, **values)

    def heading(self, key: str, section: str = "") -> None:
        """A section's heading, and the assumptions that it rests on."""
        text = self.say(key)
        self.write(f"\n\n{text}\n{'=' * display_width(text)}\n")
        marks = self.scenario.resting.get(section, ())
        if marks:
            self.write(self.say("assumed", marks=", ".join(marks)) + "\n")

    def paragraph(self, text: str, indent: str = "") -> None:
        """A text within the width of the report."""
        for number, line in enumerate(_wrapped(text, WIDTH - len(indent) - 2)):
            self.write(f"{indent}{'  ' if number else ''}{line}")

    def table(
        self, title: str, columns: Iterable[str], rows: Iterable[tuple[object, ...]], **more: object
    ) -> None:
        """A table whose columns are named by keys of the words."""
        heads = [Column(name, self.say(name), width=50 if name == "finding" else None) for name in columns]
        self.write(Table(title, heads, rows, lang=self.lang, **more).text() + "\n")  # type: ignore[arg-type]

    def facts(self) -> None:
        """What came in, what was found about it, and that nothing was lost."""
        scenario = self.scenario
        last = scenario.year.end - timedelta(days=1)
        self.write(self.say("title", name=scenario.name.in_(self.lang), start=scenario.year.start, last=last))
        self.heading("facts")
        counts: dict[str, int] = {}
        for record in scenario.facts.records:
            counts[type(record).__name__] = counts.get(type(record).__name__, 0) + 1
        rows = [(self.say(kind), count) for kind, count in counts.items()]
        self.table("", ("kind", "records"), rows)
        if scenario.reconciliation:
            compared = [
                (one.stage, one.file_rows, one.fact_rows, one.file_sum, one.fact_sum, one.agrees)
                for one in scenario.reconciliation
            ]
            zero = Money.zero(scenario.target.currency)
            footer = (
                self.say("total"),
                sum(one.file_rows for one in scenario.reconciliation),
                sum(one.fact_rows for one in scenario.reconciliation),
                sum((one.file_sum for one in scenario.reconciliation), zero),
                sum((one.fact_sum for one in scenario.reconciliation), zero),
                all(one.agrees for one in scenario.reconciliation),
            )
            columns = ("stage", "in_file", "in_facts", "file_sum", "facts_sum", "agree")
            self.table(self.say("reconciliation"), columns, compared, footer=footer)
        if scenario.findings:
            findings = [
                (one.file, one.what.in_(self.lang), len(one.rows), one.handled.in_(self.lang))
                for one in scenario.findings
            ]
            self.table(self.say("findings"), ("file", "finding", "count", "handled"), findings)
        if scenario.assumptions:
            self.write(self.say("assumptions"))
            for mark, text in scenario.assumptions.items():
                self.paragraph(f"{mark}  {text.in_(self.lang)}", "  ")
        if scenario.left_out:
            self.write("\n" + self.say("left_out"))
            for text in scenario.left_out:
                self.paragraph(f"-  {text.in_(self.lang)}", "  ")

    def territory(self) -> None:
        """Who looks after which customers, and why one of them."""
        self.heading("territory", "territory")
        coverage = self.scenario.division.assign(self.scenario.facts)
        self.write(coverage.table(self.lang).text() + "\n")
        shared = coverage.shared
        if shared:
            customer = min(shared)
            owners = ", ".join(shared[customer])
            self.paragraph(self.say("shared", count=len(shared), customer=customer, owners=owners))
        self.paragraph(self.say("gaps", count=len(coverage.gaps)))
        for cell in (coverage.cells[0], coverage.cells[-1]):
            self.write("\n" + self.say("why", who=f"{cell.customer} {cell.product or ''}".strip()))
            self.write(coverage.reason(cell.customer, cell.product).tree(self.lang))

    def quotas(self) -> Facts:
        """The target passed down; its quotas join the facts, unless those have their own."""
        self.heading("quotas", "quotas")
        scenario = self.scenario
        tree = scenario.cascade.cascade(scenario.target, scenario.year)
        quarters = scenario.year.children(PeriodKind.QUARTER)
        rows = [
            (target.id, *(tree.amount(target.id, quarter) for quarter in quarters), tree[target.id])
            for target in tree.walk()
            if target.parts
        ]
        columns = [Column("unit", self.say("unit"))]
        columns += [Column(quarter.label) for quarter in quarters]
        columns.append(Column("target", self.say("target")))
        self.write(Table("", columns, rows, lang=self.lang).text() + "\n")
        quotas = tree.quotas()
        total = Money.total((quota.amount for quota in quotas if quota.amount), tree.currency)
        self.paragraph(self.say("company_total", period=scenario.year, total=tree[tree.root.id], sum=total))
        self.write("\n" + self.say("why", who=scenario.shown))
        self.write(tree.reason(scenario.shown).tree(self.lang))
        if scenario.own_quotas:
            return scenario.facts
        kept = [record for record in scenario.facts.records if not isinstance(record, Quota)]
        return Facts([*kept, *quotas])

    def pay(self, facts: Facts) -> Earnings:
        """What the plan earns for everybody, and where every deal went."""
        self.heading("pay", "pay")
        self.write(self.say("plan"))
        for component in self.scenario.plan.components:
            self.paragraph(self._in_words(component), "  ")
        earnings = self.scenario.plan.earn(facts, through=self.scenario.year)
        self.write("\n" + earnings.table(self.lang).text() + "\n")
        reconciliation = earnings.reconcile()
        self.write(reconciliation.table(self.lang).text())
        self.write(self.say("adds_up") if reconciliation.adds_up else self.say("no"))
        return earnings

    def _in_words(self, component: object) -> str:
        if isinstance(component, Override):
            rate = getattr(component.pays, "rate", component.pays)
            return self.say("override_line", title=component.name, rate=rate)
        assert isinstance(component, Commission)
        if isinstance(component.pays, Flat):
            return self.say("flat_line", title=component.name, rate=component.pays.pays)
        assert isinstance(component.pays, Marginal)
        tiers = "; ".join(
            self.say("tier", start=tier.start, end=tier.end, rate=tier.pays)
            if tier.end is not None
            else self.say("tier_open", start=tier.start, rate=tier.pays)
            for tier in component.pays.tiers
        )
        return self.say("tier_line", title=component.name, tiers=tiers)

    def statement(self, earnings: Earnings) -> None:
        """One person's statement, line by line."""
        self.heading("statement", "statement")
        statement = earnings.statement(self.scenario.shown, self.lang)
        credited = {(one.deal, one.line) for part in statement.parts for one in part.credits}
        missed = [one for one in statement.not_counted if (one.deal, one.line) not in credited]
        self.write(evolve(statement, not_counted=tuple(missed)).text() + "\n")
        if len(missed) < len(statement.not_counted):
            count = len(statement.not_counted) - len(missed)
            self.paragraph(self.say("counted_elsewhere", count=count))
        answer = self.say("yes" if statement.adds_up else "no")
        self.paragraph(self.say("statement_adds_up", answer=answer))

    def appraisal(self, facts: Facts) -> None:
        """Everybody with a quota scored on results that the facts hold."""
        self.heading("appraisal", "appraisal")
        card = self._scorecard()
        levels: dict[str, int] = {}
        for quota in facts.quotas:
            if self.scenario.year.during.contains(quota.during):
                levels[quota.holder] = levels.get(quota.holder, 0) + (quota.amount_minor or 0)
        outcomes: list[tuple[Appraisal, tuple[Fraction | None, ...]]] = []
        for person, level in sorted(levels.items()):
            results = self._results(person, Money(level, self.scenario.target.currency), facts)
            outcomes.append((card.appraise(person, results), tuple(results.values())))
        outcomes.sort(key=lambda pair: (-(pair[0].score or 0), pair[0].participant))
        rows = [
            (
                one.participant,
                _rate(share),
                _rate(rate),
                _tenths(days),
                one.score,
                one.rating or self.say("held"),
            )
            for one, (share, rate, days) in outcomes
        ]
        columns = ("participant", "attainment", "win_rate", "days_to_win", "score", "rating")
        self.table("", columns, rows)
        shown = next(one for one, _ in outcomes if one.participant == self.scenario.shown)
        self.write(self.say("why", who=shown.participant))
        self.write(shown.table(self.lang).text() + "\n")
        for reason in shown.reasons:
            self.write(reason.tree(self.lang))

    def _scorecard(self) -> Scorecard:
        """Revenue against quota, share of decided deals won, and days from first contact to the win."""
        return Scorecard(
            "seller",
            (
                Kpi(
                    "attainment",
                    "60%",
                    Proportional("100%", cap="120%"),
                    self.say("attainment"),
                    percent=True,
                ),
                Kpi("win_rate", "20%", Linear(worst="50%", best="75%"), self.say("win_rate"), percent=True),
                Kpi("days", "20%", Linear(worst=90, best=30), self.say("days_to_win")),
            ),
            RatingScale({"A": 90, "B": 75, "C": 60, "D": 0}),
            Missing.HOLD,
        )

    def _results(self, person: str, quota: Money, facts: Facts) -> dict[str, Fraction | None]:
        year = self.scenario.year
        decided = [
            deal
            for deal in facts.opportunities
            if deal.owner == person and deal.closed is not None and deal.closed in year
        ]
        won = [deal for deal in decided if deal.outcome is Outcome.WON]
        revenue = Money.total((deal.amount for deal in won if deal.amount), quota.currency)
        share = attainment(revenue, quota)
        days = [(d.closed - d.opened).days for d in won if d.closed and d.opened]
        return {
            "attainment": None if share is None or not decided else share.value,
            "win_rate": Fraction(len(won), len(decided)) if decided else None,
            "days": Fraction(sum(days), len(days)) if days else None,
        }

    def credit(self, facts: Facts) -> None:
        """Decisions on the new orders, and every reason for the strictest."""
        self.heading("credit", "credit")
        last = self.scenario.year.end - timedelta(days=1)
        decisions = self.scenario.credit.decide_all(
            self.scenario.orders, facts, self.scenario.limits, as_of=last
        )
        rows = [
            (
                order.customer,
                order.gross,
                _amount(one.limit),
                one.exposure.total,
                _days_overdue(one),
                self.say(one.effect.value),
            )
            for order, one in zip(self.scenario.orders, decisions, strict=True)
        ]
        columns = ("customer", "order", "limit", "exposure", "overdue_days", "decision")
        self.table("", columns, rows)
        for order, one in zip(self.scenario.orders, decisions, strict=True):
            self.write(self.say("reasons_for", order=order.id, customer=order.customer))
            for reason in one.reasons:
                self.write(textwrap.indent(reason.tree(self.lang), "  "))
            for remedy in one.remedies:
                self.write(f"  {self.say('would_pass')} {remedy.reason().text(self.lang)}")

    def rows(self) -> None:
        """Every line number behind the findings, in full."""
        found = [one for one in self.scenario.findings if one.rows]
        if not found:
            return
        self.heading("row_numbers")
        for one in found:
            self.write(f"{one.file}: {one.what.in_(self.lang)} ({len(one.rows):,})")
            self.paragraph(_ranges(one.rows), "  ")


def _amount(limit: LimitInForce | None) -> Money | None:
    """A limit as it stands in a table; nothing where none names an amount."""
    return limit.amount if limit is not None and isinstance(limit.amount, Money) else None


def _days_overdue(decision: CreditDecision) -> int:
    """By how many days the oldest open invoice was late."""
    told = [found.get("days") for reason in decision.reasons for found in reason.find("credit.overdue")]
    return max((days for days in told if isinstance(days, int)), default=0)


def _wrapped(text: str, width: int) -> list[str]:
    """A text in lines of a display width: broken at spaces, or between Chinese characters."""
    lines, line = [], ""
    for piece in re.findall(r"[\u2e80-\uffff]|[^\s\u2e80-\uffff]+|\s+", text):
        if line and display_width(line + piece.rstrip()) > width:
            lines.append(line.rstrip())
            line = piece.lstrip()
        else:
            line += piece
    return [*lines, line.rstrip()]


def _rate(value: Fraction | None) -> Rate | None:
    """A share for reading, to a tenth of a percent."""
    return None if value is None else Rate(Fraction(round(value * 1000), 1000))


def _tenths(value: Fraction | None) -> Fraction | None:
    """A figure for reading, to a tenth."""
    return None if value is None else Fraction(round(value * 10), 10)


def _ranges(numbers: Iterable[int]) -> str:
    """Whole numbers as text, runs joined: 2-4, 9."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return ", ".join(str(low) if low == high else f"{low}-{high}" for low, high in runs)
