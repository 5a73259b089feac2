"""A participant's figures with their origins: payout, tier slices, credits, and what was not counted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

from attrs import evolve, field, frozen

from salesmgmt.calendars import DateRange, Period
from salesmgmt.incentives.crediting import Credit, CreditKind
from salesmgmt.incentives.deals import Event
from salesmgmt.incentives.earned import Earned
from salesmgmt.incentives.engine.board import Board
from salesmgmt.incentives.engine.collecting import EntryKey, kind_of
from salesmgmt.incentives.engine.remarks import said_with_causes
from salesmgmt.incentives.engine.streams import Account
from salesmgmt.incentives.figures import Minor, size_of
from salesmgmt.incentives.outcomes.calculating import calculation_of
from salesmgmt.incentives.outcomes.calculation import Calculation, StepTaken
from salesmgmt.incentives.outcomes.tracing import NotCounted, place_of
from salesmgmt.incentives.outcomes.wording import (
    SLICE,
    columns_of,
    exclusions_table,
    shown,
    without_blank,
)
from salesmgmt.incentives.schedules import Method, Slice
from salesmgmt.incentives.texts import heading
from salesmgmt.money import Currency, Money, Rate
from salesmgmt.reasons import Reason, ReasonValue
from salesmgmt.tables import Cell, Table, language_of

__all__ = ["Statement", "StatementPart", "statement_of"]


@frozen
class StatementPart:
    """What one component brings in one period, from the payout down to the credits.

    Attributes:
        title: What the component is called.
        earned: The figure.
        calculation: How it came about.
        credits: The credits that make up the base, by date and deal.
    """

    title: str
    earned: Earned
    calculation: Calculation
    credits: tuple[Credit, ...]

    @property
    def adds_up(self) -> bool:
        """Whether the credits add up to the base, and the slices to the amount."""
        credited = sum((size_of(credit.value) for credit in self.credits), Fraction(0))
        return (
            self.calculation.adds_up
            and (credited == self.earned.base_size or not self.credits)
            and self.calculation.base == self.earned.base
            and self.calculation.exact == self.earned.exact
            and self.calculation.amount == self.earned.amount
            and self.calculation.reasons == self.earned.reasons
        )


@frozen(repr=False)
class Statement:
    """What a participant earns by a plan, and why, down to the deals.

    Attributes:
        participant: Whose statement it is.
        name: What people call them.
        plan: Title of the plan, or its identifier.
        version: Version of the plan.
        currency: Currency of the plan.
        during: The days that were asked for.
        parts: The payouts by component and period.
        not_counted: What would have concerned the participant, but does not count.
        titles: What the components of the plan are called, by identifier.
        lang: Language of the texts, `en` or `zh`.
    """

    participant: str
    name: str
    plan: str
    version: int
    currency: Currency
    during: DateRange
    parts: tuple[StatementPart, ...]
    not_counted: tuple[NotCounted, ...] = ()
    titles: tuple[tuple[str, str], ...] = ()
    lang: str = field(default="en", converter=language_of)

    @property
    def total(self) -> Money:
        """Everything earned."""
        return Money.total((part.earned.amount for part in self.parts), self.currency)

    @property
    def adds_up(self) -> bool:
        """Whether every figure follows from those below it, exactly."""
        return all(part.adds_up for part in self.parts)

    @property
    def reason(self) -> Reason:
        """The whole explanation as one tree of reasons: payouts, slices, credits."""
        values: dict[str, ReasonValue] = {
            "participant": self.participant,
            "plan": self.plan,
            "amount": self.total,
        }
        return Reason("incentives.statement", values, (), tuple(_payout(part) for part in self.parts))

    def payouts(self) -> Table:
        """One row for each component and period, with the total."""
        lang = self.lang
        columns = columns_of(lang, "component", "period", "base", "quota", "attainment", "earned")
        rows = []
        for part in self.parts:
            one = part.earned
            period = _label(one, lang)
            # What no credits make up, such as a standard or the sum of a pool, was credited to nobody.
            base = shown(one.base) if part.credits or not one.base_size else None
            rows.append((part.title, period, base, shown(one.quota), one.attainment, one.amount))
        footer = (heading("total", lang), None, None, None, None, self.total)
        plan = heading("title", lang, self.plan, self.version)
        person = self.participant
        if self.name != person:
            person = heading("named", lang, self.name, person)
        title = heading("statement", lang, person, plan, self.during)
        return Table(title, columns, tuple(rows), footer=footer, lang=lang)

    def slices(self) -> Table:
        """One row for each part of a base with the rate that it earns, and for each change of its pay."""
        rows = [
            (part.earned.component, part.title, part.earned.period.label, *row)
            for part in self.parts
            for row in part.calculation.rows(self.lang)
        ]
        columns = columns_of(self.lang, "component_id", "component", "period", *SLICE)
        return self._titled(Table(heading("slices", self.lang), columns, tuple(rows), lang=self.lang))

    def credits(self) -> Table:
        """One row for each credit."""
        rows = [
            (part.earned.component, part.title, part.earned.period.label, *_credit_cells(credit, self.lang))
            for part in self.parts
            for credit in part.credits
        ]
        columns = columns_of(self.lang, "component_id", "component", "period", *_CREDIT)
        return self._titled(Table(heading("credits", self.lang), columns, tuple(rows), lang=self.lang))

    def _titled(self, table: Table) -> Table:
        """A table without the identifiers of the components where these are what they are called."""
        if any(part.title != part.earned.component for part in self.parts):
            return table
        return evolve(table, columns=table.columns[1:], rows=[row[1:] for row in table.rows])

    def remarks(self) -> Table:
        """One row for each thing that kept a component from paying, or is to be known about its quota."""
        rows = [
            (part.title, part.earned.period.label, said_with_causes(reason, self.lang))
            for part in self.parts
            for reason in part.earned.reasons
        ]
        columns = columns_of(self.lang, "component", "period", "why")
        return Table(heading("remarks", self.lang), columns, tuple(rows), lang=self.lang)

    def exclusions(self) -> Table:
        """One row for each deal, or part of one, that does not count, with the reason."""
        return exclusions_table(self.not_counted, self.lang, dict(self.titles))

    def records(self) -> list[dict[str, Cell]]:
        """The payouts as plain rows; `slices`, `credits` and `exclusions` have `records` of their own."""
        rows = zip(self.parts, self.payouts().records(), strict=True)
        return [{"component_id": part.earned.component, **row} for part, row in rows]

    def tables(self) -> tuple[Table, ...]:
        """The statement as it is read: payouts, then each one down to the deals, then what does not count."""
        found = [self.payouts()]
        for part in self.parts:
            if part.calculation.groups or part.calculation.before is not None:
                label = _label(part.earned, self.lang)
                found.append(part.calculation.table(self.lang, heading("pair", self.lang, part.title, label)))
            if part.calculation.steps:
                found.append(part.calculation.steps_table(self.lang))
            if part.credits:
                found.append(_credits_of(part, self.lang))
        exclusions = without_blank(self.exclusions(), "line")
        found += [table for table in (self.remarks(), exclusions) if table.rows]
        return tuple(found)

    def text(self) -> str:
        """The statement as aligned text."""
        return "\n\n".join(table.text() for table in self.tables())

    def markdown(self) -> str:
        """The statement in Markdown."""
        return "\n\n".join(table.markdown() for table in self.tables())

    def html(self) -> str:
        """The statement as HTML; what names and deals hold is escaped."""
        return "\n".join(table.html() for table in self.tables())

    def _repr_html_(self) -> str:
        return self.html()

    def __str__(self) -> str:
        return self.text()

    def __repr__(self) -> str:
        return self.text()


_CREDIT = ("on", "deal", "line", "by", "seller", "whole", "share", "counted_part", "factors", "base")


def _label(earned: Earned, lang: str) -> str:
    label = earned.period.label
    return heading("partial", lang, label, earned.during) if earned.is_partial else label


def _credit_cells(credit: Credit, lang: str) -> tuple[Cell, ...]:
    share = Fraction(credit.weight, credit.of)
    return (
        credit.on,
        credit.deal,
        credit.line,
        heading(f"kind.{credit.kind}", lang),
        credit.seller,
        shown(credit.whole),
        Rate(share),
        Rate(credit.counted),
        "; ".join(f"{title} {Rate(factor)}".strip() for title, factor in credit.factors) or None,
        shown(credit.value),
    )


def _credits_of(part: StatementPart, lang: str) -> Table:
    """The credits of one payout, without the columns that nothing stands in."""
    blank = set()
    if not any(credit.kind is CreditKind.TEAM for credit in part.credits):
        blank.add("seller")
    if not any(credit.line is not None for credit in part.credits):
        blank.add("line")
    if all(credit.counted == 1 for credit in part.credits):
        blank.add("counted_part")
    if not any(credit.factors for credit in part.credits):
        blank.add("factors")
    names = [name for name in _CREDIT if name not in blank]
    places = [_CREDIT.index(name) for name in names]
    cells = [_credit_cells(credit, lang) for credit in part.credits]
    rows = tuple(tuple(row[place] for place in places) for row in cells)
    footer = (heading("total", lang), *(None for _ in names[2:]), shown(part.earned.base))
    title = heading("credited", lang, part.title, _label(part.earned, lang))
    return Table(title, columns_of(lang, *names), rows, footer=footer, lang=lang)


def _payout(part: StatementPart) -> Reason:
    earned = part.earned
    values: dict[str, ReasonValue] = {
        "component": part.title,
        "period": earned.period.label,
        "amount": earned.amount,
    }
    below = (
        *_pay_reasons(part.calculation),
        *map(_step_reason, part.calculation.steps),
        *earned.reasons,
        *map(_credit_reason, part.credits),
    )
    return Reason("incentives.payout", values, tuple(sorted({one.deal for one in part.credits})), below)


def _pay_reasons(calculation: Calculation) -> Iterable[Reason]:
    """What was brought, the slices with what changed their pay, and what was paid before."""
    if calculation.opening is not None:
        yield Reason("incentives.brought", {"opening": calculation.opening})
    for group in calculation.groups:
        facts = () if group.deal is None else (group.deal,)
        if group.is_award:
            yield Reason("incentives.award", {"pay": group.pay}, facts)
            continue
        yield from (_slice_reason(piece, group.deal) for piece in group.slices)
        if group.paid != Rate(1):
            values: dict[str, ReasonValue] = {"paid": group.paid, "change": group.rated - group.sum}
            yield Reason("incentives.changed.rate", values, facts)
        for taken in group.limits:
            if taken.after != taken.before:
                values = {"before": taken.before, "after": taken.after}
                yield Reason("incentives.changed.limit", values, facts)
        if group.rounded_off:
            yield Reason("incentives.changed.rounding", {"change": group.rounded_off}, facts)
    if calculation.before is not None:
        code = "put_in" if calculation.is_award else "paid_before"
        yield Reason(f"incentives.{code}", {"before": calculation.before})


def _slice_reason(piece: Slice, deal: str | None) -> Reason:
    facts = () if deal is None else (deal,)
    values: dict[str, ReasonValue] = {"base": piece.base, "pay": piece.pay}
    if piece.method is Method.AMOUNT:
        return Reason("incentives.slice.sum", values, facts)
    values["rate"] = piece.pays
    if piece.tier is None:
        return Reason("incentives.slice.flat", values, facts)
    if piece.tier.start is None:
        return Reason("incentives.slice.below", {**values, "end": piece.tier.end}, facts)
    values["start"] = piece.tier.start
    if piece.tier.end is None:
        return Reason("incentives.slice.open", values, facts)
    values["end"] = piece.tier.end
    return Reason("incentives.slice.tier", values, facts)


def _step_reason(taken: StepTaken) -> Reason:
    kind = type(taken.step).__name__.lower()
    return Reason(f"incentives.step.{kind}", {"before": taken.before, "after": taken.after})


def _credit_reason(credit: Credit) -> Reason:
    values: dict[str, ReasonValue] = {
        "deal": credit.deal,
        "on": credit.on,
        "value": credit.value,
    }
    facts: tuple[str, ...] = (credit.deal,)
    if credit.kind is CreditKind.TEAM:
        values["seller"] = credit.seller or ""
    elif credit.share is not None:
        values |= {"weight": credit.weight, "of": credit.of, "whole": credit.whole, "share": credit.share}
        facts = (credit.deal, credit.share)
        if credit.kind is CreditKind.REGISTERED:
            values = {name: values[name] for name in ("deal", "on", "value", "share")}
    if credit.counted == 1 and not credit.factors:
        return Reason(f"incentives.credit.{credit.kind.replace(' ', '_')}", values, facts)
    code = credit.kind.replace(" ", "_")
    if credit.kind is CreditKind.OWNER:
        code = "part"
    return Reason(f"incentives.credit.{code}", values, facts, tuple(_counted_reasons(credit)))


def _counted_reasons(credit: Credit) -> Iterable[Reason]:
    """Which part of a deal counts, and the factors that say so."""
    yield Reason("incentives.credit.counted", {"whole": credit.whole, "counted": Rate(credit.counted)})
    for number, (title, factor) in enumerate(credit.factors, 1):
        name: ReasonValue = title or number
        yield Reason("incentives.credit.factor", {"name": name, "factor": Rate(factor)})


def statement_of(
    board: Board,
    participant: str,
    name: str,
    earned: Iterable[Earned],
    told: Iterable[Credit | NotCounted],
    lang: str,
) -> Statement:
    """Put a statement together from a participant's figures and the trace of what concerns them."""
    terms, scope = board.scope.terms, board.scope
    credited: dict[tuple[str, Period], list[Credit]] = {}
    missed: list[NotCounted] = []
    counted: set[tuple[Event, str, int | None]] = set()
    kinds = {one.id: terms.per_of(one) for one in terms.components}
    accounts = {
        account.id[0]: account
        for stream in scope.streams
        for account in stream.accounts
        if account.id[1] == 0
    }
    for one in told:
        if isinstance(one, NotCounted):
            missed.append(one)
        else:
            period = terms.calendar.period_at(one.on, kinds[one.component])
            credited.setdefault((one.component, period), []).append(one)
            counted.add((one.event, one.deal, one.line))
    # Where each role has a component of its own, what one of them counts is no loss in the others.
    missed = [
        one for one in missed if not (_of_other_role(one) and (one.event, one.deal, one.line) in counted)
    ]
    parts = []
    for figure in earned:
        component = terms.component(figure.component, participant)
        own = sorted(credited.get((figure.component, figure.period), ()), key=place_of)
        account = accounts.get(figure.component)
        entries = {} if account is None else _entries(account, own)
        place = scope.periods(kinds[component.id]).position(figure.period.start)
        calculation = calculation_of(board, component, figure, place, entries)
        parts.append(StatementPart(component.name, figure, calculation, tuple(own)))
    return Statement(
        participant,
        name,
        terms.name,
        terms.version,
        terms.currency,
        scope.during,
        tuple(parts),
        tuple(sorted(missed, key=place_of)),
        tuple(terms.titles.items()),
        lang,
    )


def _of_other_role(one: NotCounted) -> bool:
    return one.reason.code == "incentives.excluded.not_eligible" and not one.reason.because


def _entries(account: Account, credited: Iterable[Credit]) -> Mapping[EntryKey, Minor]:
    """What was credited, kept apart as an account does."""
    found: dict[EntryKey, Minor] = {}
    for credit in credited:
        seller = credit.seller or credit.participant
        if account.chain is not None:
            key = EntryKey(
                credit.deal,
                credit.line or 0,
                Fraction(credit.level),
                credit.paid,
                seller,
                kind_of(credit.source),
                credit.share or "",
            )
        else:
            key = EntryKey(
                credit.deal if account.by_deal else "",
                0,
                credit.at if account.by_deal else None,
                credit.paid,
                seller if account.by_seller else "",
                kind_of(credit.source) if account.by_deal else "",
            )
        found[key] = found.get(key, 0) + size_of(credit.value)
    return found
