"""Two plans on the same facts: who wins, who loses, and what it costs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum

from attrs import evolve, field, frozen

from salesmgmt._choices import choice_of
from salesmgmt.calendars import DateRange, range_of
from salesmgmt.errors import CurrencyMismatchError, InvalidValueError, UnknownIdentifierError, WrongTypeError
from salesmgmt.incentives.outcomes.asking import When, days_asked, earnings_of
from salesmgmt.incentives.outcomes.results import Earnings
from salesmgmt.incentives.outcomes.wording import columns_of
from salesmgmt.incentives.terms import Terms
from salesmgmt.incentives.texts import heading
from salesmgmt.money import Currency, Money, currency_of
from salesmgmt.records import Facts, Participant
from salesmgmt.tables import Cell, Column, Table

__all__ = ["Compared", "Comparison", "SortedBy", "compare", "compared"]


class SortedBy(StrEnum):
    """In which order participants are listed: the biggest winner first, or by identifier."""

    CHANGE = "change"
    ID = "id"


def _as_sorted(value: SortedBy | str) -> SortedBy:
    return choice_of(SortedBy, value, "sort", "be 'change' or 'id'")


@frozen
class Compared:
    """What one plan and the other earn for somebody.

    Attributes:
        participant: Whose it is; None for everybody together.
        component: By which component; None for all of them. A component of only one of the plans earns 0 by
            the other.
        before: What the one plan earns.
        after: What the other one earns.

    Raises:
        CurrencyMismatchError: If the amounts are in two currencies.
    """

    participant: str | None
    component: str | None
    before: Money
    after: Money

    def __attrs_post_init__(self) -> None:
        if self.before.currency != self.after.currency:
            raise CurrencyMismatchError("after", self.after, f"be in {self.before.currency}, as before")

    @property
    def change(self) -> Money:
        """After less before."""
        return self.after - self.before


def _as_rows(given: Iterable[Compared]) -> tuple[Compared, ...]:
    return tuple(given)


def _as_pairs(given: Mapping[str, str] | Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    pairs = given.items() if isinstance(given, Mapping) else given
    return tuple((key, name) for key, name in pairs)


def _as_during(value: DateRange | str) -> DateRange:
    return range_of(value, "during")


@frozen(repr=False)
class Comparison:
    """Two plans on the same facts, participant by participant and component by component.

    Attributes:
        title: What the one plan is called.
        version: Its version.
        other_title: What the other one is called.
        other_version: Its version.
        currency: Currency of both.
        during: The days that were compared.
        rows: One for each participant and component in which either plan earns something, by participant and
            in the order of the components.
        components: Titles of the components of both plans by identifier, in their order (argument: a mapping
            or pairs).
        people: Names of the participants by identifier, everybody who takes part in either plan.

    Raises:
        CurrencyMismatchError: If a row is in another currency.
        UnknownIdentifierError: If a row names a participant or component that is not listed.
    """

    title: str
    version: int
    other_title: str
    other_version: int
    currency: Currency = field(converter=currency_of)
    during: DateRange = field(converter=_as_during)
    rows: tuple[Compared, ...] = field(converter=_as_rows)
    components: tuple[tuple[str, str], ...] = field(converter=_as_pairs)
    people: tuple[tuple[str, str], ...] = field(converter=_as_pairs)

    def __attrs_post_init__(self) -> None:
        components, people = dict(self.components), dict(self.people)
        for row in self.rows:
            if row.before.currency != self.currency:
                raise CurrencyMismatchError("rows", row.before, f"be in {self.currency}, as the comparison")
            if row.component not in components:
                raise UnknownIdentifierError("rows", row.component, "name a component that is listed")
            if row.participant not in people:
                raise UnknownIdentifierError("rows", row.participant, "name a participant who is listed")

    def _sum(self, participant: str | None, component: str | None) -> Compared:
        chosen = [
            row
            for row in self.rows
            if participant in (None, row.participant) and component in (None, row.component)
        ]
        before = Money.total((row.before for row in chosen), self.currency)
        after = Money.total((row.after for row in chosen), self.currency)
        return Compared(participant, component, before, after)

    def by_participant(self, sort: SortedBy | str = SortedBy.CHANGE) -> tuple[Compared, ...]:
        """One for each participant of either plan, over all components.

        Args:
            sort: `change`, the biggest winner first; or `id`.

        Raises:
            InvalidValueError: If the order is neither.
        """
        sums = self._sums()
        people = sorted(person for person, _ in self.people)
        if _as_sorted(sort) is SortedBy.CHANGE:
            people.sort(key=lambda person: -sums[person].change.minor)
        return tuple(sums[person] for person in people)

    def _sums(self) -> dict[str, Compared]:
        found = {person: [0, 0] for person, _ in self.people}
        for row in self.rows:
            if row.participant is not None:
                found[row.participant][0] += row.before.minor
                found[row.participant][1] += row.after.minor
        currency = self.currency
        return {
            person: Compared(person, None, Money(before, currency), Money(after, currency))
            for person, (before, after) in found.items()
        }

    def by_component(self) -> tuple[Compared, ...]:
        """One for each component of either plan, over all participants."""
        return tuple(self._sum(None, component) for component, _ in self.components)

    def of(self, participant: str) -> Compared:
        """What both plans earn for somebody.

        Raises:
            UnknownIdentifierError: If nobody of that identifier takes part in either plan.
        """
        if participant not in dict(self.people):
            raise UnknownIdentifierError("participant", participant, "be somebody who takes part in a plan")
        return self._sum(participant, None)

    @property
    def winners(self) -> tuple[Compared, ...]:
        """Who earns more by the other plan, the biggest winner first."""
        return tuple(one for one in self.by_participant() if one.change.minor > 0)

    @property
    def losers(self) -> tuple[Compared, ...]:
        """Who earns less by the other plan, the biggest loser first."""
        return tuple(one for one in reversed(self.by_participant()) if one.change.minor < 0)

    @property
    def total(self) -> Compared:
        """What both plans earn in all."""
        return self._sum(None, None)

    @property
    def cost(self) -> Money:
        """What the other plan costs more than the one; below 0 where it costs less."""
        return self.total.change

    @property
    def adds_up(self) -> bool:
        """Whether participants and components both make up the totals."""
        total = self.total
        sums = (self.by_participant(), self.by_component())
        return all(
            sum(one.before.minor for one in part) == total.before.minor
            and sum(one.after.minor for one in part) == total.after.minor
            for part in sums
        )

    def table(self, lang: str = "en", sort: SortedBy | str = SortedBy.CHANGE) -> Table:
        """One row for each participant: before, after, change, and the change by each component.

        Args:
            lang: `en` or `zh`.
            sort: `change`, the biggest winner first; or `id`.
        """
        names = dict(self.people)
        named = any(name != person for person, name in self.people)
        several = len(self.components) > 1
        columns = [*columns_of(lang, *("participant", "name")[: 1 + named], "before", "after", "change")]
        changes: dict[tuple[str | None, str | None], int] = {}
        if several:
            columns += [
                Column(f"component {one}", heading("change_of", lang, name)) for one, name in self.components
            ]
            for row in self.rows:
                where = row.participant, row.component
                changes[where] = changes.get(where, 0) + row.change.minor
        rows: list[tuple[Cell, ...]] = []
        for one in self.by_participant(sort):
            person = one.participant or ""
            parts = [Money(changes.get((person, part), 0), self.currency) for part, _ in self.components]
            called = [names[person]] if named else []
            rows.append((person, *called, one.before, one.after, one.change, *(parts if several else [])))
        total = self.total
        whole = [one.change for one in self.by_component()] if several else []
        footer = (
            heading("total", lang),
            *[None] * named,
            total.before,
            total.after,
            total.change,
            *whole,
        )
        return Table(self._heading(lang), columns, rows, footer=footer, lang=lang)

    def components_table(self, lang: str = "en") -> Table:
        """One row for each component: before, after, change."""
        titles = dict(self.components)
        rows = [
            (titles[one.component or ""], one.before, one.after, one.change) for one in self.by_component()
        ]
        total = self.total
        footer = (heading("total", lang), total.before, total.after, total.change)
        columns = columns_of(lang, "component", "before", "after", "change")
        return Table(self._heading(lang), columns, rows, footer=footer, lang=lang)

    def _heading(self, lang: str) -> str:
        one = heading("title", lang, self.title, self.version)
        other = heading("title", lang, self.other_title, self.other_version)
        return heading("comparison", lang, other, one, self.during)

    def summary(self, lang: str = "en") -> str:
        """How many win and lose, and the cost, in one sentence."""
        won, lost = len(self.winners), len(self.losers)
        same = len(self.people) - won - lost
        name = "comparison.less" if self.cost.minor < 0 else "comparison.more"
        return heading(name, lang, won, lost, same, abs(self.cost))

    def records(self) -> list[dict[str, Cell]]:
        """One row for each participant and component, with plain values for a DataFrame, in major units."""
        return [
            {
                "participant": row.participant,
                "component": row.component,
                "currency": self.currency.code,
                "before": row.before.amount,
                "after": row.after.amount,
                "change": row.change.amount,
            }
            for row in self.rows
        ]

    def text(self, lang: str = "en") -> str:
        """The table of participants and the summary as plain text."""
        return f"{self.table(lang).text()}\n{self.summary(lang)}"

    def markdown(self, lang: str = "en") -> str:
        """The same in Markdown."""
        return f"{self.table(lang).markdown()}\n\n{self.summary(lang)}"

    def html(self, lang: str = "en") -> str:
        """The same in HTML."""
        return f'{self.table(lang).html()}\n<p lang="{lang}">{self.summary(lang)}</p>'

    def _repr_html_(self) -> str:
        return self.html()

    def __str__(self) -> str:
        return self.text()

    def __repr__(self) -> str:
        return self.text()


def compare(plan: Terms, other: Terms, facts: Facts, through: When, since: When | None = None) -> Comparison:
    """What would change if another plan took the place of one.

    Both are worked out on the same facts and the same days. Where assignments name plans, the other plan
    holds for those for whom the one does: it takes its place.

    Args:
        plan: The one plan.
        other: The other one; a changed copy of the first, or next year's.
        facts: The checked batch.
        through: The last period or day that counts, read by the calendar of the one plan.
        since: The first one; as for `Plan.earn`, by the one plan, where left out.

    Raises:
        CurrencyMismatchError: If the plans are in two currencies.
        InvalidValueError: If one of them holds on none of the days, or as for `Plan.earn`.
        WrongTypeError: If one of them is no plan.

    Examples:
        >>> from salesmgmt.incentives import Commission, Plan, Revenue
        >>> from salesmgmt.records import Opportunity
        >>> plan = Plan("p", currency="USD", components=Commission("sales", of=Revenue(), pays="5%"))
        >>> other = plan.replace(components=Commission("sales", of=Revenue(), pays="6%"))
        >>> facts = Facts([Opportunity("D-1", "ann", "USD 1,000", outcome="won", closed="2026-03-09")])
        >>> print(compare(plan, other, facts, through="2026-Q1").cost)
        USD 10.00
    """
    for name, one in (("plan", plan), ("other", other)):
        if not isinstance(one, Terms):
            raise WrongTypeError(name, one, "be a Plan")
    if plan.currency != other.currency:
        rule = f"be in {plan.currency}, as the plan that it is compared with"
        raise CurrencyMismatchError("other", other.currency.code, rule)
    days = days_asked(plan, through, since)
    for name, one in (("plan", plan), ("other", other)):
        if not one.during.overlaps(days):
            rule = f"hold on days of {days}: try a copy with replace(during=…)"
            raise InvalidValueError(name, str(one.during), rule)
    after = earnings_of(evolve(other, id=plan.id), facts, days)
    return compared(earnings_of(plan, facts, days), after)


def compared(before: Earnings, after: Earnings) -> Comparison:
    """Two outcomes, side by side.

    Args:
        before: What the one plan earns.
        after: What the other one earns, on the same facts and days.
    """
    sums: dict[tuple[str, str], list[int]] = {}
    for place, outcome in enumerate((before, after)):
        for one in outcome.earned:
            sums.setdefault((one.participant, one.component), [0, 0])[place] += one.amount_minor
    titles = {**after.plan.titles, **before.plan.titles}
    components = {name: titles[name] for name in (*before.plan.titles, *after.plan.titles)}
    order = {name: place for place, name in enumerate(components)}
    currency = before.plan.currency
    rows = [
        Compared(person, component, Money(old, currency), Money(new, currency))
        for (person, component), (old, new) in sorted(
            sums.items(), key=lambda pair: (pair[0][0], order[pair[0][1]])
        )
    ]
    known = before.facts.index(Participant)
    people = {
        person: (known[person].name if person in known else "") or person
        for person in sorted({*before.participants, *after.participants})
    }
    return Comparison(
        before.plan.name,
        before.plan.version,
        after.plan.name,
        after.plan.version,
        currency,
        before.during,
        rows,
        components,
        people,
    )
