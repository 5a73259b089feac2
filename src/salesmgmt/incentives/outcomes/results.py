"""The outcome of a plan: figures at hand, and everything behind them told when somebody asks."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from html import escape
from typing import overload

from attrs import field, frozen

from salesmgmt.calendars import DateRange
from salesmgmt.errors import InvalidValueError, UnknownIdentifierError
from salesmgmt.incentives.awards import Contest, Pool
from salesmgmt.incentives.components import Commission, Override
from salesmgmt.incentives.crediting import Credit
from salesmgmt.incentives.deals import deals_of, stages_of
from salesmgmt.incentives.earned import Earned
from salesmgmt.incentives.engine.awarding import Awarded, awarded
from salesmgmt.incentives.engine.board import Board, stated_size
from salesmgmt.incentives.engine.collecting import Collected, Place, collect
from salesmgmt.incentives.engine.earning import earn
from salesmgmt.incentives.engine.remarks import is_finding, said_with_causes
from salesmgmt.incentives.engine.scope import Scope
from salesmgmt.incentives.engine.sheet import Sheet
from salesmgmt.incentives.engine.streams import Account
from salesmgmt.incentives.figures import Minor
from salesmgmt.incentives.outcomes.differences import By, Differences, differences_of
from salesmgmt.incentives.outcomes.reconciliation import Reconciliation, reconcile
from salesmgmt.incentives.outcomes.statement import Statement, statement_of
from salesmgmt.incentives.outcomes.tracing import NotCounted, concerned, place_of, trace
from salesmgmt.incentives.outcomes.trail import Credits
from salesmgmt.incentives.outcomes.unnoticed import unnoticed
from salesmgmt.incentives.outcomes.wording import columns_of, exclusions_table
from salesmgmt.incentives.terms import Terms
from salesmgmt.incentives.texts import heading
from salesmgmt.money import Money
from salesmgmt.reasons import Reason, ReasonValue
from salesmgmt.records import Facts, Opening, Participant
from salesmgmt.tables import Cell, Column, Table

__all__ = ["Earnings"]


@frozen(repr=False)
class Earnings:
    """What a plan earns on a batch of facts: made by `Plan.earn`.

    Attributes:
        plan: The plan.
        facts: The batch.
        during: The days that were asked for.

    Raises:
        BatchError: Every deal for which a condition of the plan cannot be answered, with the field.
    """

    plan: Terms
    facts: Facts
    during: DateRange
    _sheet: Sheet = field(init=False, eq=False)

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "_sheet", earn(self._scope()))

    @property
    def earned(self) -> tuple[Earned, ...]:
        """One figure for each participant, component and period in which anything was credited.

        They stand in the order of participants, components of the plan, and periods.
        """
        return self._sheet.figures()

    def amounts(self, component: str) -> Mapping[tuple[str, str], int]:
        """What a component pays by participant and label of the period, in minor units: plain numbers.

        Raises:
            UnknownIdentifierError: If the plan has no such component.

        Examples:
            >>> from salesmgmt.incentives import Commission, Plan, Revenue
            >>> from salesmgmt.records import Opportunity
            >>> plan = Plan("p", currency="USD", components=Commission("sales", of=Revenue(), pays="5%"))
            >>> deal = Opportunity("D-1", "ann", "USD 1,000", outcome="won", closed="2026-03-09")
            >>> plan.earn(Facts([deal]), through="2026-03").amounts("sales")
            {('ann', 'FY2026-M03'): 5000}
        """
        self.plan.component(component)
        return self._sheet.amounts(component)

    @property
    def participants(self) -> tuple[str, ...]:
        """Everybody who took part in these days, in the order of identifiers.

        Whoever has deals on days on which the plan holds for them is among them, even where none of the deals
        counts.
        """
        scope = self._scope()
        known = {*scope.people.during(self.during), *(one.participant for one in self.earned)}
        return tuple(sorted({*known, *_with_deals(scope, known)}))

    def total(self, participant: str | None = None, *, component: str | None = None) -> Money:
        """What is earned, rounded as the components say, by one participant or by all.

        Args:
            participant: Whose; None for all.
            component: By which component alone; None for all.

        Raises:
            UnknownIdentifierError: If nobody of that identifier took part, or the plan has no such component.
        """
        return Money.total((one.amount for one in self._figures(participant, component)), self.plan.currency)

    def table(self, lang: str = "en") -> Table:
        """One row for each participant: what each component brings, and the total."""
        components = self.plan.components
        several = len(components) > 1
        names, people = self._names(), self.participants
        named = any(names.get(person, person) != person for person in people)
        columns = [Column(name, heading(name, lang)) for name in ("participant", "name")[: 1 + named]]
        columns += [Column(f"component {one.id}", one.name) for one in components]
        sums: dict[tuple[str, str], int] = {}
        for one in self.earned:
            key = one.participant, one.component
            sums[key] = sums.get(key, 0) + one.amount.minor
        currency = self.plan.currency
        rows: list[tuple[Cell, ...]] = []
        for person in people:
            amounts = [Money(sums.get((person, one.id), 0), currency) for one in components]
            total = [Money.total(amounts, currency)] if several else []
            called = [names.get(person, person)] if named else []
            rows.append((person, *called, *amounts, *total))
        whole = [self.total(component=one.id) for one in components]
        footer = (heading("total", lang), *[None] * named, *whole, *([self.total()] if several else []))
        if several:
            columns.append(Column("total", heading("total", lang)))
        plan = heading("title", lang, self.plan.name, self.plan.version)
        title = heading("pair", lang, plan, self.during)
        return Table(title, tuple(columns), tuple(rows), footer=footer, lang=lang)

    def records(self) -> list[dict[str, Cell]]:
        """One row for each figure, with plain values for a DataFrame.

        Amounts are in major units: `quota` and `amount` decimals; `base` and `exact`, which may have no end
        as decimals, fractions, and so is `attainment`.
        """
        return [
            {
                "plan": self.plan.id,
                "participant": one.participant,
                "component": one.component,
                "period": one.period.label,
                "start": one.during.start,
                "end": one.during.end,
                "partial": one.is_partial,
                "currency": self.plan.currency.code,
                "base": one.base if isinstance(one.base, Fraction) else one.base.amount,
                "quota": one.quota if isinstance(one.quota, Fraction | None) else one.quota.amount,
                "attainment": None if one.attainment is None else one.attainment.value,
                "exact": one.exact.amount,
                "amount": one.amount.amount,
            }
            for one in self.earned
        ]

    def credits(self, participant: str | None = None, *, component: str | None = None) -> Credits:
        """Who was credited with what, by date and deal.

        Args:
            participant: Whose credits; None for everybody's.
            component: In which component; None for all.

        Raises:
            UnknownIdentifierError: If nobody of that identifier took part, or the plan has no such component.
        """
        self._check(participant, component)
        return Credits(self._scope(), participant, component)

    def not_counted(
        self, participant: str | None = None, *, component: str | None = None
    ) -> tuple[NotCounted, ...]:
        """Which deals of these days do not count, or not wholly, and why, by date and deal.

        Args:
            participant: Whom they would have concerned; None for everybody.
            component: In which component; None for all.

        Raises:
            UnknownIdentifierError: If nobody of that identifier took part, or the plan has no such component.
        """
        told = self._told(participant, component)
        return tuple(sorted((one for one in told if isinstance(one, NotCounted)), key=place_of))

    def not_counted_table(self, participant: str | None = None, lang: str = "en") -> Table:
        """The same as a table, with the reasons in words."""
        return exclusions_table(self.not_counted(participant), lang, self.plan.titles)

    def remarks(self, lang: str = "en") -> Table:
        """What kept components from paying, or from paying in full: one row for each finding.

        How quotas were reduced as the plan says, and what an allowance was held against, is no finding; it
        stands in the statements.

        Args:
            lang: `en` or `zh`.
        """
        titles = self.plan.titles
        rows: list[tuple[Cell, ...]] = [
            (one.participant, titles[one.component], one.period.label, said_with_causes(reason, lang))
            for one, reason in self._findings()
        ]
        rows += [
            (opening.participant, titles.get(opening.component, opening.component), None, reason.text(lang))
            for opening, reason in self._unused_openings()
        ]
        for (component, way), deals in sorted(unnoticed(self._scope()).items()):
            words = heading(f"excluded.{way}", lang)
            said = heading(
                "unnoticed.row.one" if len(deals) == 1 else "unnoticed.row", lang, len(deals), words
            )
            rows.append((None, titles[component], None, said))
        columns = columns_of(lang, "participant", "component", "period", "why")
        return Table(heading("remarks", lang), columns, rows, lang=lang)

    def _unused_openings(self) -> Iterator[tuple[Opening, Reason]]:
        """The openings that nothing goes on from, whatever the period."""
        terms = self.plan
        known = {one.id: one for one in terms.components}
        for opening in sorted(self.facts.openings, key=lambda one: (one.participant, one.on, one.id)):
            component = known.get(opening.component)
            code = "unused"
            if component is None:
                code = "elsewhere"
            elif isinstance(component, Commission | Override) and any(
                getattr(key, "within", None) is not None for key in terms.keys_of(component)
            ):
                if stated_size(opening, terms, component) is not None:
                    continue
                code = "other_unit"
            size = opening.amount if opening.quantity is None else opening.quantity
            values: Mapping[str, ReasonValue] = {
                "on": opening.on,
                "opening": size,
                "component": terms.titles.get(opening.component, opening.component),
            }
            yield opening, Reason(f"incentives.opening.{code}", values, (opening.id,))

    def _findings(self) -> Iterator[tuple[Earned, Reason]]:
        return ((one, reason) for one in self.earned for reason in one.reasons if is_finding(reason))

    def statement(self, participant: str, lang: str = "en") -> Statement:
        """A participant's figures with their origins.

        Raises:
            UnknownIdentifierError: If nobody of that identifier took part.
        """
        self._check(participant, None)
        board = self._board()
        return self._statement(board, participant, trace(board.scope, participant), self._names(), lang)

    def statements(self, lang: str = "en") -> tuple[Statement, ...]:
        """The statements of all participants, told in one pass over the facts."""
        people = self.participants
        told: dict[str, list[Credit | NotCounted]] = {person: [] for person in people}
        board = self._board()
        for one in trace(board.scope):
            for person in concerned(one):
                if person in told:
                    told[person].append(one)
        names = self._names()
        return tuple(self._statement(board, person, told[person], names, lang) for person in people)

    def awards(self) -> tuple[Awarded, ...]:
        """How the contests and pools of the plan came out, period by period: places, shares, what is left."""
        board = self._board(dated=True)
        shared = [one for one in self.plan.components if isinstance(one, Contest | Pool)]
        return tuple([outcome for one in shared for _, outcome in awarded(board, one)])

    @overload
    def reconcile(self) -> Reconciliation: ...

    @overload
    def reconcile(
        self,
        rows: object,
        *,
        by: By,
        amount: str,
        component: str | None = None,
        tolerance: Decimal | str | None = None,
    ) -> Differences: ...

    def reconcile(
        self,
        rows: object | None = None,
        *,
        by: By | None = None,
        amount: str | None = None,
        component: str | None = None,
        tolerance: Decimal | str | None = None,
    ) -> Reconciliation | Differences:
        """Where every deal of the batch went; or with rows, how a spreadsheet's figures agree with these.

        Without rows, the deals of each commission, with totals that add up. With rows, last quarter's
        spreadsheet against this outcome: figures that agree, that differ, that only one of both has. Rows of
        the same participant (and component and period, where columns tell them) are added up.

        Args:
            rows: Rows as mappings from columns to cells, a mapping of columns, or a DataFrame.
            by: The column with the participants' identifiers; or a mapping that names the columns of
                `participant`, `component` (identifiers or titles) and `period` (labels such as `2026-Q1`).
            amount: The column with the amounts: `Money`, `Decimal`, ints of major units, or text such as
                `"1,234.50"`.
            component: Identifier of the one component that the sheet is about; None for all.
            tolerance: How far a float may lie from the minor unit that it is taken for, in major units; None
                refuses floats.

        Raises:
            BatchError: Every cell that cannot be read, by the number of its row.
            InvalidValueError: If `by` or `tolerance` are no such things, or missing.
            UnknownIdentifierError: If the plan has no such component.

        Examples:
            >>> from salesmgmt.incentives import Commission, Plan, Revenue
            >>> from salesmgmt.records import Opportunity
            >>> plan = Plan("p", currency="USD", components=Commission("sales", of=Revenue(), pays="5%"))
            >>> facts = Facts([Opportunity("D-1", "ann", "USD 1,000", outcome="won", closed="2026-03-09")])
            >>> found = plan.earn(facts, through="2026-Q1").reconcile(
            ...     [{"rep": "ann", "paid": "45.00"}], by="rep", amount="paid"
            ... )
            >>> print(found.difference)
            USD 5.00
        """
        if rows is None:
            return reconcile(self._scope())
        for name, given in (("by", by), ("amount", amount)):
            if given is None:
                raise InvalidValueError(name, given, "be given beside rows")
        self._check(None, component)
        return differences_of(self.plan, self.earned, rows, by or "", amount or "", component, tolerance)

    def _scope(self) -> Scope:
        return Scope(self.plan, self.facts, self.during)

    def _board(self, *, dated: bool = False) -> Board:
        """What everybody reached, as it stands in the figures."""
        scope = self._scope()
        if self._needs_sums(scope, dated=dated):
            board = Board(scope, collect(scope))
        else:
            sums: dict[tuple[str, int], dict[Place, Minor]] = {}
            for one in self.earned:
                kind = self.plan.per_of(self.plan.component(one.component))
                place = scope.periods(kind).position(one.period.start)
                sums.setdefault((one.component, 0), {})[one.participant, place] = one.base_size
            board = Board(scope, Collected(sums, {}, {}))
        for one in self.earned:
            board.done[one.component, one.participant, one.period.start] = one
        return board

    def _needs_sums(self, scope: Scope, *, dated: bool) -> bool:
        """Whether the bases of the figures do not tell all: who was credited at all, and what was before."""
        if self.plan.shared or any(account.builds_up for account in _accounts(scope)):
            return True
        return dated and any(account.dated for account in _accounts(scope))

    def _names(self) -> Mapping[str, str]:
        return {key: person.name or key for key, person in self.facts.index(Participant).items()}

    def _check(self, participant: str | None, component: str | None) -> None:
        if component is not None:
            self.plan.component(component)
        if participant is None or any(one.participant == participant for one in self.earned):
            return
        if participant not in self.participants:
            raise _nobody(participant)

    def _figures(self, participant: str | None, component: str | None) -> Iterable[Earned]:
        self._check(participant, component)
        for one in self.earned:
            if participant in (None, one.participant) and component in (None, one.component):
                yield one

    def _told(self, participant: str | None, component: str | None) -> Iterable[Credit | NotCounted]:
        self._check(None, component)
        told = list(trace(self._scope(), participant))
        if not told:
            self._check(participant, component)
        return (one for one in told if component in (None, one.component))

    def _statement(
        self,
        board: Board,
        participant: str,
        told: Iterable[Credit | NotCounted],
        names: Mapping[str, str],
        lang: str,
    ) -> Statement:
        figures = [one for one in self.earned if one.participant == participant]
        name = names.get(participant, participant)
        return statement_of(board, participant, name, figures, told, lang)

    def _noted(self, lang: str) -> tuple[str, ...]:
        """What is to be known beside the table: how many remarks there are, and which deals are left out."""
        found = []
        count = sum(1 for _ in self._findings()) + sum(1 for _ in self._unused_openings())
        if count:
            found.append(heading("remarks.one" if count == 1 else "remarks.count", lang, count))
        partial = {one.period.label: one.during for one in self.earned if one.is_partial}
        found += [heading("partial.line", lang, label, during) for label, during in partial.items()]
        lost: dict[str, set[object]] = {}
        for (_, way), deals in sorted(unnoticed(self._scope()).items()):
            lost.setdefault(way, set()).update(deals)
        if lost:
            ways = [
                heading("unnoticed.way", lang, heading(f"excluded.{way}", lang), len(lost[way]))
                for way in lost
            ]
            count = len(set().union(*lost.values()))
            name = "unnoticed.one" if count == 1 else "unnoticed.count"
            found.append(heading(name, lang, count, heading("and", lang).join(ways)))
        return tuple(found)

    def __str__(self) -> str:
        return "\n".join([self.table().text(), *self._noted("en")])

    def __repr__(self) -> str:
        return str(self)

    def _repr_html_(self) -> str:
        return "\n".join([self.table().html(), *(f"<p>{escape(noted)}</p>" for noted in self._noted("en"))])


def _nobody(participant: str) -> UnknownIdentifierError:
    return UnknownIdentifierError("participant", participant, "be somebody who took part in the plan")


def _with_deals(scope: Scope, known: Collection[str]) -> set[str]:
    """Who else has deals in the days that were asked for, on days on which the plan holds for them."""
    found: set[str] = set()
    for event in {event for stream in scope.streams for event, _ in stages_of(stream.measure.event)}:
        for deal in deals_of(scope.facts, event):
            day = deal.on
            if day is None or day not in scope.during:
                continue
            if not scope.shares.any and (deal.owner is None or deal.owner in known):
                continue
            for part in scope.shares.parts(0, deal, day):
                person = part.participant
                if person not in known and person not in found and scope.people.takes_part(person, day):
                    found.add(person)
    return found


def _accounts(scope: Scope) -> Iterable[Account]:
    return (account for stream in scope.streams for account in stream.accounts)
