"""A slow, obvious evaluator of plans, record by record in exact fractions.

It shares with the package the classes of plans and records, `Money` and the periods of a calendar, nothing of
the way figures are made: conditions are plain functions, shares are handed out one unit at a time, tiers are
searched, days are counted one by one, every figure is a `Fraction`.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from fractions import Fraction
from typing import NamedTuple

from salesmgmt.calendars import DateRange, Period, PeriodKind
from salesmgmt.incentives import (
    Accumulates,
    Adjustment,
    Amount,
    Attainment,
    ByPoints,
    Cap,
    Chain,
    Combine,
    Commission,
    Component,
    Contest,
    DealKey,
    ExpenseAllowance,
    FieldOf,
    Fixed,
    Flat,
    Floor,
    Gate,
    Key,
    LimitPer,
    Matrix,
    Measure,
    Multiplier,
    Multipliers,
    Negative,
    Objectives,
    Override,
    Plan,
    Pool,
    Prorated,
    Rank,
    Ratio,
    Rounds,
    ScoreOf,
    StandingOf,
    Tenure,
    Threshold,
    TotalOf,
)
from salesmgmt.money import Money, Rate
from salesmgmt.records import Expense, Facts, Opening
from salesmgmt.testing.conditions import ELIGIBLE, EXPENSES, standing_conditions
from tests.incentives.reference.awarding import fund_of, prizes, shares
from tests.incentives.reference.counting import Counting, Entry, builds_up, further, keys_of, source_of
from tests.incentives.reference.numbers import (
    ZERO,
    At,
    half_up,
    is_of_shares,
    number,
    pays_itself,
    picked,
    rounded,
    runs,
)
from tests.incentives.reference.people import (
    ELIGIBLE_PREDICATES,
    grade,
    is_eligible,
    months_between,
    participant,
    posts,
    present,
    present_share,
    takes_part,
)
from tests.incentives.reference.quotas import Quotas
from tests.incentives.reference.sales import of

PaidAlone = Commission | Override | Chain | Fixed | Objectives | ExpenseAllowance | Adjustment

Where = tuple[str, str, date]
"""A component, a participant, the first day of a period."""


class Figure(NamedTuple):
    """What the reference finds for a participant, component and period."""

    base: Fraction
    exact: Fraction
    amount: int
    quota: Fraction | None = None


class Draft(NamedTuple):
    """What a component pays before its steps."""

    base: Fraction
    pay: Fraction
    quota: Fraction | None = None
    opening: Fraction = ZERO


class Evaluator:
    """One plan on one batch.

    Args:
        plan: The plan.
        facts: The records; nothing of the batch is used but its records.
        since: First day that counts.
        end: The day after the last one.
    """

    def __init__(self, plan: Plan, facts: Facts, since: date, end: date) -> None:
        self.plan = plan
        self.facts = facts
        self.quotas = Quotas(plan, facts)
        spans = [
            plan.calendar.period_at(since, key.within).start
            for one in plan.components
            if isinstance(one, Commission | Override)
            for key in keys_of(plan, one)
            if isinstance(key, Amount | Attainment) and key.within is not None
        ]
        self.reach = DateRange(min([since, *spans]), end)
        counted = DateRange(since, end).intersection(plan.during)
        read = self.reach.intersection(plan.during)
        assert counted is not None
        assert read is not None
        self.counted = counted
        self.entries: dict[Where, list[Entry]] = {}
        self.sums: dict[tuple[int, Where], Fraction] = {}
        for entry in Counting(plan, facts, counted, read).entries():
            component = self.component(entry.component)
            first = plan.calendar.period_at(entry.on, self.per(component)).start
            where = entry.component, entry.person, first
            self.sums[entry.number, where] = self.sums.get((entry.number, where), ZERO) + entry.value
            if entry.number == 0:
                self.entries.setdefault(where, []).append(entry)
        self.done: dict[Where, Figure] = {}
        self.ends: dict[Where, date] = {}

    def component(self, name: str) -> Component:
        """The component of that identifier."""
        (found,) = (one for one in self.plan.components if one.id == name)
        return found

    def personal(self, one: PaidAlone, person: str) -> PaidAlone:
        """The component as it holds for somebody."""
        own = [
            other.component
            for other in self.plan.personal
            if (other.participant, other.component.id) == (person, one.id)
        ]
        return own[0] if own else one

    def per(self, component: Component) -> PeriodKind:
        """The period that a component earns in."""
        if isinstance(component, Commission | Override):
            return keys_of(self.plan, component)[0].per
        return component.per

    def things(self, component: Component) -> bool:
        """Whether the base of a component counts things."""
        if isinstance(component, Commission | Override):
            return source_of(self.plan, component).of.counts_things
        return isinstance(component, Contest) and component.of.counts_things

    def periods(self, component: Component) -> tuple[Period, ...]:
        """The periods of a component that are read."""
        return self.plan.calendar.periods(self.per(component), self.reach)

    def figures(self) -> dict[tuple[str, str, date], Figure]:
        """Every figure by participant, component and first day of the period."""
        found: dict[tuple[str, str, date], Figure] = {}
        for component in self.plan.components:
            if not isinstance(component, PaidAlone):
                self._award(component)
                continue
            for person, periods in sorted(self._concerned(component).items()):
                self._pay(self.personal(component, person), person, periods)
        for component in self.plan.components:
            for period in self.periods(component):
                for (name, person, first), figure in self.done.items():
                    if (name, first) == (component.id, period.start) and period.during.overlaps(self.counted):
                        found[person, name, first] = figure
        return found

    def _award(self, component: Contest | Pool) -> None:
        """The figures of a contest or pool, period after period."""
        for period in self.periods(component):
            during = period.during.intersection(self.counted)
            if during is None or during.end is None:
                continue
            last = during.end - timedelta(days=1)
            if isinstance(component, Contest):
                self._won(component, period, last)
            else:
                self._shared(component, period, during, last)
            for person in self._paid_in(component, period):
                self.ends[component.id, person, period.start] = period.end

    def _paid_in(self, component: Component, period: Period) -> list[str]:
        return [who for name, who, first in self.done if (name, first) == (component.id, period.start)]

    def _won(self, contest: Contest, period: Period, last: date) -> None:
        own = [
            entry
            for (name, _, first), entries in self.entries.items()
            for entry in entries
            if (name, first) == (contest.id, period.start)
        ]
        sizes: dict[str, Fraction] = {}
        reached: dict[str, date] = {}
        for entry in own:
            sizes[entry.person] = sizes.get(entry.person, ZERO) + entry.value
            days = [one.on for one in own if one.person == entry.person and one.value]
            idle = [one.on for one in own if one.person == entry.person]
            reached[entry.person] = max(days) if days else min(idle)
        for who, minor in prizes(contest, sizes, reached, lambda who: self.role(who, last)).items():
            self.done[contest.id, who, period.start] = Figure(sizes[who], Fraction(minor), minor)

    def _shared(self, pool: Pool, period: Period, during: DateRange, last: date) -> None:
        filled = pool.fund.component or pool.by.component
        pays: dict[str, int] = {}
        bases: dict[str, Fraction] = {}
        for (name, who, first), figure in self.done.items():
            ends = min(self.ends[name, who, first], self.reach.end or date.max) - timedelta(days=1)
            if name == filled and ends in period.during:
                pays[who] = pays.get(who, 0) + figure.amount
                bases[who] = bases.get(who, ZERO) + figure.base
        found = fund_of(pool, pays, bases)
        if found is None:
            return
        fund, withheld = found
        there = sorted(present(self.plan, self.facts, during))
        points: dict[str, Fraction | None] = {}
        if isinstance(pool.by, ByPoints):
            points = {who: self.quotas.score(who, pool.by.measure, period) for who in there}
        parts = shares(pool, fund, there, bases, points, lambda who: self.role(who, last))
        for who in {*parts, *withheld}:
            minor = parts.get(who, 0) - withheld.get(who, 0)
            self.done[pool.id, who, period.start] = Figure(Fraction(fund), Fraction(minor), minor)

    def role(self, person: str, day: date) -> str | None:
        """The role on a day: that of the first post that states one."""
        return next((post.role for post in posts(self.facts, person, day) if post.role is not None), None)

    def _concerned(self, component: PaidAlone) -> dict[str, list[Period]]:
        """Who has a figure in which periods."""
        periods = self.periods(component)
        firsts: dict[str, set[date]] = {}
        for number_, (name, person, first) in self.sums:
            if (number_, name) == (0, component.id):
                firsts.setdefault(person, set()).add(first)
        if builds_up(self.plan, component):
            firsts = {
                person: {period.start for period in periods if period.start >= min(known)}
                for person, known in firsts.items()
            }
        if isinstance(component, ExpenseAllowance):
            for one in of(self.facts, Expense):
                if self._is_spent(component, one):
                    first = self.plan.calendar.period_at(one.on, component.per).start
                    firsts.setdefault(one.participant, set()).add(first)
        if isinstance(component, Adjustment):
            for person, first in self._adjusted(component):
                firsts.setdefault(person, set()).add(first)
        variants = [
            component,
            *(one.component for one in self.plan.personal if one.component.id == component.id),
        ]
        steps = [step for one in variants for step in one.modifiers]
        if isinstance(component, Fixed | Objectives) or any(
            isinstance(step, Floor) and step.per is LimitPer.PERIOD for step in steps
        ):
            source = source_of(self.plan, component) if isinstance(component, Override) else component
            eligible = ELIGIBLE_PREDICATES[ELIGIBLE.index(getattr(source, "eligible", ELIGIBLE[0]))]
            for period in periods:
                during = period.during.intersection(self.counted)
                if during is not None and during.end is not None:
                    last = during.end - timedelta(days=1)
                    for person in present(self.plan, self.facts, during):
                        if is_eligible(self.facts, person, last, eligible):
                            firsts.setdefault(person, set()).add(period.start)
        if any(isinstance(step, Cap) and step.carries for step in steps):
            firsts = {
                person: {period.start for period in periods if period.start >= min(known)}
                for person, known in firsts.items()
            }
        return {
            person: [period for period in periods if period.start in known]
            for person, known in firsts.items()
        }

    def _is_spent(self, component: ExpenseAllowance, one: Expense) -> bool:
        """Whether an expense counts."""
        is_of_kind = (True, one.kind == "travel")[EXPENSES.index(component.where)]
        return (
            one.on in self.counted
            and one.currency == self.plan.currency
            and is_of_kind
            and takes_part(self.plan, self.facts, one.participant, one.on)
        )

    def _adjusted(self, component: Adjustment) -> dict[tuple[str, date], int]:
        """What an adjustment looks at: the sums by participant and its own periods."""
        names = [one.id for one in self.plan.components]
        looked = names[: names.index(component.id)] if component.of is None else component.of
        found: dict[tuple[str, date], int] = {}
        for (name, person, first), figure in self.done.items():
            if name in looked:
                last = min(self.ends[name, person, first], self.reach.end or date.max) - timedelta(days=1)
                where = person, self.plan.calendar.period_at(last, component.per).start
                found[where] = found.get(where, 0) + figure.amount
        return found

    def _pay(self, component: PaidAlone, person: str, periods: Iterable[Period]) -> None:
        """The figures of somebody, period after period."""
        brought, before = ZERO, ZERO
        span: Period | None = None
        for period in periods:
            within = self._within(component)
            if within is not None:
                now = self.plan.calendar.period_at(period.start, within)
                before = ZERO if now != span else before
                span = now
                if self.goes_on_here(component, person, period):
                    before = ZERO
            moment = Moment(self, component, person, period)
            draft, paid = self._draft(moment, before)
            before += rounded(paid, component.rounding, self.plan.currency.digits)
            moment.hold(draft, brought)
            pay = draft.base if isinstance(component, Adjustment) else draft.pay
            brought_before, brought = brought, ZERO
            for step in component.modifiers:
                if isinstance(step, Cap | Floor) and step.per is LimitPer.DEAL:
                    continue
                if isinstance(step, Cap) and step.carries:
                    whole = pay + brought_before
                    pay = moment.after(step, whole)
                    brought = max(ZERO, whole - pay)
                else:
                    pay = moment.after(step, pay)
            if isinstance(component, Adjustment):
                pay -= draft.base
            amount = rounded(pay, component.rounding, self.plan.currency.digits)
            where = component.id, person, period.start
            self.done[where] = Figure(draft.base, pay, amount, draft.quota)
            self.ends[where] = period.end

    def _within(self, component: Component) -> PeriodKind | None:
        if isinstance(component, Commission | Override):
            for key in keys_of(self.plan, component):
                if isinstance(key, Amount | Attainment):
                    return key.within
        return None

    def _draft(self, moment: Moment, before: Fraction) -> tuple[Draft, Fraction]:
        """What a component pays before its steps, and what its schedule paid."""
        component, person, period = moment.component, moment.person, moment.period
        where = component.id, person, period.start
        base = self.sums.get((0, where), ZERO)
        if isinstance(component, Commission | Override):
            draft = self._scheduled(component, moment, base, before)
            return draft, draft.pay
        if isinstance(component, Chain):
            counting = Counting(self.plan, self.facts, self.counted, self.counted)
            shares = [
                counting.chain_share(component, entry.level, entry.value)
                for entry in self.entries.get(where, ())
            ]
            return Draft(base, Fraction(sum(shares))), ZERO
        if isinstance(component, Adjustment):
            return Draft(Fraction(self._adjusted(component).get((person, period.start), 0)), ZERO), ZERO
        if isinstance(component, ExpenseAllowance):
            spent = sum(
                one.amount_minor
                for one in of(self.facts, Expense)
                if one.participant == person and one.on in period.during and self._is_spent(component, one)
            )
            allowed = component.allowed
            lump = max(ZERO, allowed.value * base) if isinstance(allowed, Rate) else number(allowed)
            left = lump - spent
            return Draft(base, left * (component.saved if left > 0 else component.overspent).value), ZERO
        standard = moment.standard(component.pays)
        if isinstance(component, Fixed):
            return Draft(standard, standard), ZERO
        total = ZERO
        for objective in component.objectives:
            reached = moment.at(objective.by)
            if isinstance(reached, Fraction):
                if objective.pays is not None:
                    rate = picked(objective.pays, reached)
                    assert rate is not None
                    reached = rate[0]
                total += objective.weight.value * reached
        return Draft(standard, standard * total), ZERO

    def _scheduled(
        self, component: Commission | Override, moment: Moment, base: Fraction, before: Fraction
    ) -> Draft:
        keys, pays = keys_of(self.plan, component), component.pays
        person, period = moment.person, moment.period
        entries = self.entries.get((component.id, person, period.start), [])
        quota = None
        for key in keys:
            if isinstance(key, Attainment):
                quota = self.quotas.quota(key, person, period, things=self.things(component))
        limits = [
            step
            for step in component.modifiers
            if isinstance(step, Cap | Floor) and step.per is LimitPer.DEAL
        ]
        if isinstance(keys[0], DealKey) or limits or component.rounds is not Rounds.PERIOD:
            return Draft(base, self._deal_by_deal(component, entries, limits), quota)
        opening = self.opening(component, person, period)
        stated = self.stated(component, person, period)
        needs = any(isinstance(key, Attainment) for key in keys) and (
            isinstance(pays, Matrix) or is_of_shares(pays)
        )
        if needs and not quota:
            return Draft(base, ZERO, quota, opening)
        unit = quota if needs and quota else Fraction(1)
        mirror = component.negative is Negative.MIRROR

        def signed(figure: Fraction) -> Fraction:
            if not figure or (figure < 0 and not mirror):
                return ZERO
            pay = pays_itself(pays, abs(figure), unit)
            return pay if figure > 0 else -pay

        own = isinstance(keys[0], Amount | Attainment) and not isinstance(pays, Matrix)
        total = base + opening
        (first,) = keys[:1]
        accumulates = None
        if isinstance(first, Amount | Attainment) and first.within is not None:
            accumulates = first.accumulates
        if not own:
            moment.hold(Draft(base, ZERO, quota, opening), ZERO)
            looked = [found for found in map(moment.at, keys) if found is not None]
            if len(looked) < len(keys):
                return Draft(base, ZERO, quota, opening)
            at: At = tuple(looked) if len(looked) > 1 else looked[0]
            found = picked(pays, at)
            pay = ZERO
            if found is not None and (base >= 0 or mirror):
                rate, lump = found
                pay = rate * base + (lump if base > 0 else -lump if base < 0 else ZERO)
        elif accumulates is None:
            pay = signed(base)
        elif (
            accumulates is Accumulates.POSITION
            and not (runs(pays) or isinstance(pays, Flat))
            and (total >= 0 or mirror)
        ):
            now = picked(pays, abs(total) / unit)
            then = picked(pays, abs(opening) / unit) if opening else (ZERO, ZERO)
            assert now is not None
            assert then is not None
            pay = (
                now[0] * base + (now[1] if total >= 0 else -now[1]) - (then[1] if opening >= 0 else -then[1])
            )
        elif accumulates is Accumulates.POSITION:
            pay = signed(total) - signed(opening)
        elif accumulates is Accumulates.GROSS:
            pay = signed(total)
        else:
            earlier = rounded(signed(stated), component.rounding, self.plan.currency.digits)
            pay = signed(total) - before - earlier
        if base and accumulates in (None, Accumulates.POSITION):
            pay = pay * sum((entry.value * entry.paid for entry in entries), ZERO) / base
        return Draft(base, pay, quota, opening)

    def _deal_by_deal(
        self, component: Commission | Override, entries: list[Entry], limits: list[Cap | Floor]
    ) -> Fraction:
        """The pay of each deal on its own: by what it looks up, limited, rounded where that is asked for."""
        digits = self.plan.currency.digits
        by_seller = component.rounds is Rounds.SELLER
        sellers: dict[str, Fraction] = {}
        groups: dict[tuple[tuple[str, str], str], list[Entry]] = {}
        for entry in entries:
            groups.setdefault((entry.deal, entry.seller if by_seller else ""), []).append(entry)
        for (_, seller), parts in groups.items():
            pay = ZERO
            for at in dict.fromkeys(part.at for part in parts):
                alike = [part for part in parts if part.at == at]
                value = sum((part.value for part in alike), ZERO)
                weighted = sum((part.value * part.paid for part in alike), ZERO)
                whole = self._deal(component, value, at)
                pay += whole * weighted / value if value else ZERO
            base = sum((part.value for part in parts), ZERO)
            known = any(part.at is None or picked(component.pays, part.at) is not None for part in parts)
            for limit in limits if known else ():
                pay = limited(limit, pay, base)
            if component.rounds is Rounds.DEAL:
                pay = Fraction(rounded(pay, component.rounding, digits))
            sellers[seller] = sellers.get(seller, ZERO) + pay
        if by_seller:
            sellers = {
                name: Fraction(rounded(pay, component.rounding, digits)) for name, pay in sellers.items()
            }
        total = sum(sellers.values(), ZERO)
        return total if total >= 0 or component.negative is Negative.MIRROR else ZERO

    def _deal(self, component: Commission | Override, value: Fraction, at: At | None) -> Fraction:
        """The pay of a deal, or the opposite of what its magnitude earns."""
        sign = 1 if value >= 0 else -1
        if at is None:
            return sign * pays_itself(component.pays, abs(value), Fraction(1)) if value else ZERO
        found = picked(component.pays, at)
        return ZERO if found is None or not value else sign * (found[0] * abs(value) + found[1])

    def given(self, component: Component, person: str, period: Period) -> tuple[date, Fraction] | None:
        """The day and the figure of the latest opening that holds for a period, in its longer span."""
        within = self._within(component)
        if within is None:
            return None
        span = self.plan.calendar.period_at(period.start, within)
        held: list[tuple[date, Fraction]] = []
        for one in of(self.facts, Opening):
            size = one.quantity if self.things(component) else one.amount_minor
            unit = None if self.things(component) else self.plan.currency
            if (
                (one.participant, one.component) == (person, component.id)
                and span.start <= one.on <= period.start
                and size is not None
                and one.currency == unit
            ):
                held.append((one.on, Fraction(size)))
        if not held:
            return None
        latest = max(on for on, _ in held)
        return latest, sum((size for on, size in held if on == latest), ZERO)

    def _before(self, component: Component, person: str, period: Period, since: date) -> Fraction:
        """What was credited from a day on, in the periods of the longer span before a period."""
        within = self._within(component)
        assert within is not None
        span = self.plan.calendar.period_at(period.start, within)
        return sum(
            (
                entry.value
                for (name, who, first), entries in self.entries.items()
                if (name, who) == (component.id, person) and span.start <= first < period.start
                for entry in entries
                if entry.on >= since
            ),
            ZERO,
        )

    def stated(self, component: Component, person: str, period: Period) -> Fraction:
        """What had built up when the first period after the opening began."""
        held = self.given(component, person, period)
        if held is None:
            return ZERO
        on, size = held
        first = next(one for one in self.periods(component) if one.start >= on)
        return size + self._before(component, person, first, on)

    def goes_on_here(self, component: Component, person: str, period: Period) -> bool:
        """Whether a period is the first that begins on the day of the opening that holds for it, or later."""
        held = self.given(component, person, period)
        return held is not None and all(
            one.start >= period.start for one in self.periods(component) if one.start >= held[0]
        )

    def opening(self, component: Component, person: str, period: Period) -> Fraction:
        """What had built up before a period in the span that it lies in."""
        if self._within(component) is None:
            return ZERO
        held = self.given(component, person, period)
        if held is None:
            return self._before(component, person, period, date.min)
        on, size = held
        return size + self._before(component, person, period, on)


def limited(limit: Cap | Floor, pay: Fraction, base: Fraction) -> Fraction:
    """The pay of a deal within a limit, which holds for magnitudes."""
    size = abs(number(limit.limit) * base) if isinstance(limit.limit, Rate) else number(limit.limit)
    if isinstance(limit, Cap):
        return max(-size, min(size, pay))
    return min(pay, -size) if base < 0 else max(pay, size)


class Moment:
    """A participant's period in a component, while its pay is worked out."""

    def __init__(self, of_plan: Evaluator, component: PaidAlone, person: str, period: Period) -> None:
        self._all = of_plan
        self.component = component
        self.person = person
        self.period = period
        self.last = min(period.end, of_plan.counted.end or date.max) - timedelta(days=1)
        self._base = ZERO
        self._attainment: Fraction | None = None
        self._brought = ZERO

    def hold(self, draft: Draft, brought: Fraction) -> None:
        """Take over what was worked out so far."""
        self._base = draft.base
        self._attainment = (draft.base + draft.opening) / draft.quota if draft.quota else None
        self._brought = brought

    def at(self, key: Key) -> Fraction | None:
        """Where a table is entered; None where that is unknown."""
        plan = self._all.plan
        where = self.component.id, self.person, self.period.start
        match key:
            case TotalOf():
                return self._further(key.of)
            case Ratio():
                below = self._further(key.to)
                return self._further(key.of) / below if below > 0 else None
            case ScoreOf():
                period = plan.calendar.period_at(self.last, key.per)
                if key.per == self.period.kind:
                    period = self.period
                return self._all.quotas.score(self.person, key.measure, period)
            case Tenure():
                return self.tenure()
            case Rank():
                bases = {
                    who: value
                    for (place, (name, who, first)), value in self._all.sums.items()
                    if (place, name, first) == (0, self.component.id, self.period.start)
                }
                own = self._all.sums.get((0, where))
                return None if own is None else Fraction(1 + sum(value > own for value in bases.values()))
            case StandingOf(path=path):
                return self.attainment(path.removesuffix(".attainment"))
            case Attainment():
                return self._attainment
            case Amount():
                return self._base
        raise AssertionError(key)

    def _further(self, measure: Measure) -> Fraction:
        place = 1 + further(self._all.plan, self._all.component(self.component.id)).index(measure)
        return self._all.sums.get((place, (self.component.id, self.person, self.period.start)), ZERO)

    def tenure(self) -> Fraction | None:
        """Whole months of employment at the end of the period."""
        one = participant(self._all.facts, self.person)
        if one is None or one.employed is None or one.employed.start is None:
            return None
        return Fraction(max(0, months_between(one.employed.start, self.last + timedelta(days=1))))

    def standard(self, pays: Money | FieldOf) -> Fraction:
        """The standard of a period; nothing where the personal field is missing."""
        if isinstance(pays, Money):
            return number(pays)
        one = participant(self._all.facts, self.person)
        salary = None if one is None else one.more.get("salary")
        if isinstance(salary, Money):
            return number(salary)
        if not isinstance(salary, int | Fraction):
            return ZERO
        return Fraction(salary * 10**self._all.plan.currency.digits)

    def _period_of(self, name: str) -> Period:
        per = self._all.per(self._all.component(name))
        return self.period if per == self.period.kind else self._all.plan.calendar.period_at(self.last, per)

    def base(self, name: str) -> Fraction:
        """The base of a component, as an amount where it is one."""
        component = self._all.component(name)
        found = self._all.sums.get((0, (name, self.person, self._period_of(name).start)), ZERO)
        return found if self._all.things(component) else half_up(found)

    def quota(self, name: str) -> Fraction | None:
        """The quota of a component."""
        component, found = self._all.component(name), None
        if isinstance(component, Commission | Override):
            for key in keys_of(self._all.plan, component):
                if isinstance(key, Attainment):
                    things = self._all.things(component)
                    found = self._all.quotas.quota(key, self.person, self._period_of(name), things=things)
        return found

    def attainment(self, name: str) -> Fraction | None:
        """The attainment of a component."""
        quota = self.quota(name)
        if not quota:
            return None
        period = self._period_of(name)
        base = self._all.sums.get((0, (name, self.person, period.start)), ZERO)
        return (base + self._all.opening(self._all.component(name), self.person, period)) / quota

    def paid(self, name: str) -> int:
        """The pay of a component."""
        figure = self._all.done.get((name, self.person, self._period_of(name).start))
        return 0 if figure is None else figure.amount

    def role(self) -> str | None:
        """The role at the end of the period."""
        return self._all.role(self.person, self.last)

    def is_open(self, gate: Gate) -> bool:
        """Whether a gate is open: its condition is found among those that plans are drawn with."""
        plan, own = self._all.plan, self.component.id
        ids = [one.id for one in plan.components]
        bases = [one.id for one in plan.components if isinstance(one, Commission)]
        things = {name: self._all.things(self._all.component(name)) for name in bases}
        conditions = standing_conditions(plan.currency, things.items(), ids)
        score, attainment, tenure = self._all.quotas.score, self.attainment(own), self.tenure()
        csat, goal = (score(self.person, name, self.period) for name in ("csat", "goal"))
        answers = [
            attainment is None or attainment >= 1,
            attainment is not None and attainment >= Fraction(1, 2),
            self.quota(own) is not None,
            tenure is not None and tenure >= 3,
            csat is not None and csat >= 60,
            goal is not None and goal >= Fraction(4, 5),
            self.role() == "seller",
            grade(self._all.facts, self.person) == "A",
        ]
        place = conditions.index(gate.where)
        if place < len(answers):
            return answers[place]
        place -= len(answers)
        if place < 2 * len(bases):
            name = bases[place // 2]
            reached = self.attainment(name)
            if place % 2 == 0:
                return reached is not None and reached > Fraction(4, 5)
            return self.base(name) >= (2 if things[name] else 100)
        return self.paid(ids[place - 2 * len(bases)]) > 10

    def factor(self, step: Multiplier) -> Fraction:
        """A factor on the pay."""
        if isinstance(step.times, Rate):
            return step.times.value
        assert step.by is not None
        at = self.at(step.by)
        found = None if at is None else picked(step.times, at)
        return step.missing.value if found is None else found[0]

    def after(self, step: object, pay: Fraction) -> Fraction:
        """The pay after a step; for a cap that carries forward, what was brought is in it already."""
        match step:
            case Cap(limit=limit) | Floor(limit=limit):
                size = abs(number(limit) * self._base) if isinstance(limit, Rate) else number(limit)
                return max(-size, min(size, pay)) if isinstance(step, Cap) else max(pay, size)
            case Gate():
                return pay if self.is_open(step) else pay * step.otherwise.value
            case Threshold(at_least=level):
                figure = self._attainment if isinstance(level, Rate) else self._base
                reached = figure is not None and figure >= number(level)
                return pay if reached else pay * step.otherwise.value
            case Multiplier():
                return pay * self.factor(step)
            case Multipliers():
                factors = [self.factor(one) for one in step.of]
                if step.combine is Combine.ADDITIVE:
                    return pay * max(ZERO, 1 + sum((one - 1 for one in factors), ZERO))
                for one in factors:
                    pay *= one
                return pay
            case Prorated(by=by):
                return pay * present_share(
                    self._all.plan, self._all.facts, self.person, self.period.during, by
                )
        raise AssertionError(step)


def evaluate(plan: Plan, facts: Facts, since: date, end: date) -> dict[tuple[str, str, date], Figure]:
    """Figures by participant, component and first day of the period."""
    return Evaluator(plan, facts, since, end).figures()
