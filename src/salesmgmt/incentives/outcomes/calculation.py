"""One figure worked out in the open: base, slices, steps, rounding, amount."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction

from attrs import evolve, field, frozen

from salesmgmt.errors import InvalidValueError
from salesmgmt.incentives.awards import Contest, Pool
from salesmgmt.incentives.components import (
    Adjustment,
    Chain,
    Commission,
    ExpenseAllowance,
    Fixed,
    Negative,
    Objectives,
    Override,
    Rounds,
)
from salesmgmt.incentives.components.parts import AnyModifier
from salesmgmt.incentives.earned import Earned
from salesmgmt.incentives.engine.board import Board, Now
from salesmgmt.incentives.engine.chaining import chain_pay
from salesmgmt.incentives.engine.collecting import EntryKey
from salesmgmt.incentives.engine.paying.apart import Apart, Part, apart
from salesmgmt.incentives.engine.paying.scheduled import enters_by_itself
from salesmgmt.incentives.engine.paying.standards import achieved, payout_of, standard_of
from salesmgmt.incentives.engine.remarks import NEGATIVE, said_with_causes
from salesmgmt.incentives.figures import Figure, Minor, figure_of, size_of
from salesmgmt.incentives.keys import Accumulates, Amount, At, Attainment, DealKey
from salesmgmt.incentives.modifiers import Cap, Floor, LimitPer
from salesmgmt.incentives.outcomes.wording import SLICE, columns_of, shown, slice_cells
from salesmgmt.incentives.schedules import KeyKind, Matrix, Method, Rules, Schedule, Slice
from salesmgmt.incentives.terms import Component, PaidAlone, Terms
from salesmgmt.incentives.texts import heading, said_rounding
from salesmgmt.money import HALF_UP_TO_MINOR, Currency, Money, Rate, Rounding, Unrounded
from salesmgmt.reasons import Reason
from salesmgmt.tables import Cell, Table

__all__ = ["Calculation", "PayGroup", "StepTaken", "calculation_of"]


@frozen
class StepTaken:
    """What one step of a component changed.

    Attributes:
        step: The step.
        before: The pay before it.
        after: The pay after it.
    """

    step: AnyModifier
    before: Unrounded
    after: Unrounded


@frozen
class PayGroup:
    """Slices that are added up, limited and rounded together: a whole period, or one deal in it.

    Attributes:
        slices: Which part of the base earned what.
        pay: What they bring together: their sum, or less where a limit or a rounding of single deals, or a
            factor on the rate, stands between.
        deal: The deal, the objective or the seller that the group is; None for the whole period.
        paid: The part of the rate at which it is paid, on average where its parts differ.
        limits: What limits of the deal changed.
    """

    slices: tuple[Slice, ...]
    pay: Unrounded
    deal: str | None = None
    paid: Rate = field(default=Rate(1))
    limits: tuple[StepTaken, ...] = ()

    @property
    def sum(self) -> Unrounded:
        """The sum of the slices, exact."""
        return Unrounded.total((part.pay for part in self.slices), self.pay.currency)

    @property
    def rated(self) -> Unrounded:
        """The sum at the part of the rate at which it is paid."""
        return self.sum * self.paid

    @property
    def rounded_off(self) -> Unrounded:
        """What a rounding of the deal or the share adds or takes off."""
        return self.pay - (self.limits[-1].after if self.limits else self.rated)

    @property
    def is_award(self) -> bool:
        """Whether it is a prize or a share of a pool, which has no slices."""
        return not self.slices and not self.limits

    def rows(self, lang: str, base: Figure) -> Iterator[tuple[Cell, ...]]:
        """Deal, tier, part, rate and pay of every slice and change: the last column adds up to the pay."""
        if self.is_award:
            yield self.deal, heading("award", lang), shown(base), None, shown(self.pay)
            return
        for part in self.slices:
            yield slice_cells(part, lang, self.deal)
        if self.paid != Rate(1):
            yield self._changed(heading("at_rate", lang, self.paid), self.rated - self.sum)
        for taken in self.limits:
            if taken.after != taken.before:
                yield self._changed(taken.step.said(lang), taken.after - taken.before)
        if self.rounded_off:
            yield self._changed(heading("rounding", lang), self.rounded_off)

    def _changed(self, label: str, change: Unrounded) -> tuple[Cell, ...]:
        return self.deal, label, None, None, shown(change)


@frozen(repr=False)
class Calculation:
    """How a component came to an amount.

    Attributes:
        component: Identifier of the component.
        base: What was credited.
        groups: The slices, deal by deal where each deal is paid on its own.
        steps: What the steps of the component changed, in their order.
        exact: What is earned before rounding.
        rounding: The one rounding.
        amount: What is earned.
        quota: The quota of the period; None where none is needed or known.
        opening: What had built up before, where the base goes on from there.
        before: What was paid before, and is taken off.
        reasons: What kept the schedule from being used, or is to be known.
    """

    component: str
    base: Figure
    groups: tuple[PayGroup, ...]
    steps: tuple[StepTaken, ...]
    exact: Unrounded
    rounding: Rounding
    amount: Money
    quota: Figure | Money | None = None
    opening: Figure | None = None
    before: Unrounded | None = None
    reasons: tuple[Reason, ...] = ()

    @property
    def slices(self) -> tuple[Slice, ...]:
        """Which part of the base earned what."""
        return tuple(part for group in self.groups for part in group.slices)

    @property
    def paid(self) -> Unrounded:
        """What the schedule pays, before the steps."""
        total = Unrounded.total((group.pay for group in self.groups), self.amount.currency)
        return total if self.before is None else total - self.before

    @property
    def attainment(self) -> Rate | None:
        """Base, with what had built up before, over quota; None where there is no quota above 0."""
        quota = _size(self.quota)
        if not quota:
            return None
        opening = Fraction(0) if self.opening is None else size_of(self.opening)
        return Rate((size_of(self.base) + opening) / quota)

    @property
    def adds_up(self) -> bool:
        """Whether slices, groups and steps lead to the exact figure, and that rounds to the amount."""
        here = self.paid
        for step in self.steps:
            if step.before != here:
                return False
            here = step.after
        return (
            all(part.adds_up for part in self.slices)
            and here == self.exact
            and self.exact.round(self.rounding) == self.amount
        )

    def rows(self, lang: str = "en") -> list[tuple[Cell, ...]]:
        """Deal, tier, part, rate and pay: what was brought, every slice and change, what was paid before."""
        found: list[tuple[Cell, ...]] = []
        if self.opening is not None:
            label = heading("opening.within" if self._starts_anew else "opening", lang)
            found.append((None, label, shown(self.opening), None, None))
        for group in self.groups:
            found += group.rows(lang, self.base)
        if self.before is not None:
            label = heading("less_put_in" if self.is_award else "less_before", lang)
            found.append((None, label, None, None, shown(-self.before)))
        return found

    @property
    def is_award(self) -> bool:
        """Whether it is a prize or a share of a pool."""
        return any(group.is_award for group in self.groups)

    @property
    def _starts_anew(self) -> bool:
        """Whether the slices are those of the total, what was brought among it."""
        total = sum((size_of(part.base) for part in self.slices), Fraction(0))
        opening = Fraction(0) if self.opening is None else size_of(self.opening)
        return self.before is not None or total == size_of(self.base) + opening

    def table(self, lang: str = "en", name: str | None = None) -> Table:
        """The slices, under a title that says how their sum is rounded.

        Args:
            lang: `en` or `zh`.
            name: What to call the component; its identifier where left out.
        """
        by_deal = any(group.deal is not None for group in self.groups)
        names = SLICE if by_deal else SLICE[1:]
        rows = [row[-len(names) :] for row in self.rows(lang)]
        footer = (heading("total", lang), *_blank(len(names) - 2), shown(self.paid))
        rounding = said_rounding(self.rounding, lang)
        title = heading("rounded", lang, name or self.component, shown(self.exact), rounding, self.amount)
        return Table(title, columns_of(lang, *names), tuple(rows), footer=footer, lang=lang)

    def steps_table(self, lang: str = "en") -> Table:
        """What each step changed."""
        rows = tuple((taken.step.said(lang), shown(taken.before), shown(taken.after)) for taken in self.steps)
        return Table(heading("steps", lang), columns_of(lang, "step", "before", "after"), rows, lang=lang)

    def text(self, lang: str = "en") -> str:
        """The slices and steps as aligned text, and what kept the schedule from being used."""
        parts = [self.table(lang).text()]
        if self.steps:
            parts.append(self.steps_table(lang).text())
        return "\n".join([*parts, *(said_with_causes(reason, lang) for reason in self.reasons)])

    def __str__(self) -> str:
        return self.text()

    def __repr__(self) -> str:
        return self.text()

    def _repr_html_(self) -> str:
        return self.table().html() + (self.steps_table().html() if self.steps else "")


def _blank(number: int) -> tuple[Cell, ...]:
    return (None,) * number


def _size(figure: Figure | Money | None) -> Fraction | None:
    if figure is None:
        return None
    return Fraction(figure.minor) if isinstance(figure, Money) else size_of(figure)


def calculation_of(
    board: Board, component: Component, earned: Earned, place: int, entries: Mapping[EntryKey, Minor]
) -> Calculation:
    """Work a figure out again in the open.

    Args:
        board: What everybody reached.
        component: The component, as it holds for the participant.
        earned: The figure.
        place: The place of its period among those that the call reads.
        entries: What was credited, kept apart as the component asks for.
    """
    terms = board.scope.terms
    if isinstance(component, Contest | Pool):
        return _awarded(component, earned)
    groups = tuple(_with_limits(component, one) for one in _groups(board, component, earned, place, entries))
    before = Unrounded(earned.before_minor, terms.currency) if earned.before_minor else None
    if isinstance(component, ExpenseAllowance):
        before = None
    paid = sum((size_of(group.pay) for group in groups), Fraction(0)) - (size_of(before) if before else 0)
    steps = tuple(_steps(board, component, earned, place, paid))
    return Calculation(
        component.id,
        earned.base,
        groups,
        steps,
        earned.exact,
        component.rounding,
        earned.amount,
        earned.quota,
        earned.opening if earned.opening_size else None,
        before,
        earned.reasons,
    )


def _with_limits(component: PaidAlone, group: PayGroup) -> PayGroup:
    """A group with what limits of single deals changed; sellers' groups hold several deals and tell none."""
    if not isinstance(component, Commission | Override) or component.rounds is Rounds.SELLER:
        return group
    here = group.rated
    base = sum((size_of(part.base) for part in group.slices), Fraction(0))
    limits: list[StepTaken] = []
    for step in component.modifiers:
        if isinstance(step, Cap | Floor) and step.per is LimitPer.DEAL:
            after = Unrounded(step.limited(here.minor, base), here.currency)
            limits.append(StepTaken(step, here, after))
            here = after
    return evolve(group, limits=tuple(limits)) if limits else group


def _awarded(component: Contest | Pool, earned: Earned) -> Calculation:
    """A prize or a share of a pool, less what was withheld for it."""
    currency = earned.currency
    share = Unrounded(earned.exact_minor + earned.before_minor, currency)
    before = Unrounded(earned.before_minor, currency) if earned.before_minor else None
    groups = (PayGroup((), share),) if share or before else ()
    return Calculation(
        component.id, earned.base, groups, (), earned.exact, HALF_UP_TO_MINOR, earned.amount, None, None,
        before, earned.reasons,
    )  # fmt: skip


def _steps(
    board: Board, component: PaidAlone, earned: Earned, place: int, paid: Minor
) -> Iterable[StepTaken]:
    currency = board.scope.terms.currency
    share = None
    if earned.quota_size:
        share = Fraction(earned.base_size + earned.opening_size) / earned.quota_size
    now = Now(
        board,
        component,
        earned.participant,
        earned.period,
        place,
        earned.base_size,
        share,
        earned.brought_minor,
    )
    here: Minor = earned.base_size if isinstance(component, Adjustment) else paid
    offset: Minor = earned.base_size if isinstance(component, Adjustment) else 0
    for step in component.modifiers:
        if isinstance(step, Cap | Floor) and step.per is LimitPer.DEAL:
            continue
        after = step.after(here, now)
        yield StepTaken(step, Unrounded(here - offset, currency), Unrounded(after - offset, currency))
        here = after


def _groups(
    board: Board, component: PaidAlone, earned: Earned, place: int, entries: Mapping[EntryKey, Minor]
) -> Iterable[PayGroup]:
    currency = board.scope.terms.currency
    if isinstance(component, Commission | Override):
        return _scheduled(board.scope.terms, component, earned, entries)
    if isinstance(component, Chain):
        return [
            _group(
                [_part(value, component.rates[int(key.at)], currency)],
                Unrounded(chain_pay(component, int(key.at), value, currency.digits), currency),
                key.deal,
            )
            for key, value in sorted(entries.items(), key=lambda item: item[0][:2])
            if isinstance(key.at, Fraction)
        ]
    now = Now(board, component, earned.participant, earned.period, place, earned.base_size)
    if isinstance(component, Fixed):
        return [_group([_part(earned.base_size, Rate(1), currency)])] if earned.base_size else []
    if isinstance(component, Objectives):
        standard = standard_of(component, now) or 0
        found = []
        for objective in component.objectives:
            reached = achieved(objective, now)
            if reached is not None:
                base = standard * objective.weight.value
                found.append(
                    _group([_part(base, Rate(payout_of(objective, reached)), currency)], None, objective.name)
                )
        return found
    if isinstance(component, ExpenseAllowance):
        allowed = component.allowed
        lump = (
            allowed.minor
            if isinstance(allowed, Money)
            else max(Fraction(0), allowed.value * earned.base_size)
        )
        left = lump - earned.before_minor
        rate = component.saved if left > 0 else component.overspent
        return [_group([_part(left, rate, currency)])] if left else []
    return []


def _part(base: Minor, rate: Rate, currency: Currency) -> Slice:
    return Slice(Unrounded(base, currency), rate, Unrounded(base * rate.value, currency))


def _group(slices: list[Slice], pay: Unrounded | None = None, deal: str | None = None) -> PayGroup:
    if pay is None:
        pay = Unrounded.total((part.pay for part in slices), slices[0].pay.currency)
    return PayGroup(tuple(slices), pay, deal)


def _scheduled(
    terms: Terms, component: Commission | Override, earned: Earned, entries: Mapping[EntryKey, Minor]
) -> Iterable[PayGroup]:
    keys = terms.keys_of(component)
    single = component.limits_deals or component.rounds is not Rounds.PERIOD or _is_of_deals(terms, component)
    if single:
        return _by_deal(terms, component, earned, entries)
    reads_quota = any(isinstance(key, Attainment) for key in keys) and (
        isinstance(component.pays, Matrix) or component.pays.keyed is KeyKind.SHARE
    )
    own = enters_by_itself(component, keys)
    if (reads_quota and not earned.quota_size) or (not own and earned.at is None):
        return []
    if any(reason.code == "incentives.cell.empty" for reason in earned.reasons):
        return []
    unit: Minor = earned.quota_size if reads_quota and earned.quota_size else 1
    within = [key for key in keys if isinstance(key, Amount | Attainment) and key.within is not None]
    accumulates = within[0].accumulates if within else None
    slices = _of_period(terms, component, earned, unit if reads_quota else None, accumulates)
    pay = sum((size_of(part.pay) for part in slices), Fraction(0))
    paid = Fraction(1)
    if entries and earned.base_size and any(key.paid != 1 for key in entries):
        paid = sum((value * key.paid for key, value in entries.items()), Fraction(0)) / earned.base_size
    return (
        [PayGroup(tuple(slices), Unrounded(pay * paid, terms.currency), None, Rate(paid))] if slices else []
    )


def _is_of_deals(terms: Terms, component: Commission | Override) -> bool:
    """Whether each deal enters the schedule on its own."""
    return isinstance(terms.keys_of(component)[0], DealKey)


def _of_period(
    terms: Terms,
    component: Commission | Override,
    earned: Earned,
    unit: Minor | None,
    accumulates: Accumulates | None,
) -> list[Slice]:
    """The slices of a period's base."""
    base, opening = earned.base_size, earned.opening_size
    if earned.at is not None:
        if base < 0 and component.negative is Negative.ZERO:
            return []
        return _told(terms, component, base, at=earned.at)
    if accumulates is None and not opening:
        return _told(terms, component, base, unit=unit)
    total = base + opening
    if accumulates in (Accumulates.LESS_EARNED, Accumulates.GROSS):
        return _told(terms, component, total, unit=unit)
    if component.pays.runs or component.pays.keyed is None:
        if min(total, opening) < 0:
            return [
                *_told(terms, component, total, unit=unit),
                *_told(terms, component, opening, unit=unit, back=True),
            ]
        if total >= opening:
            return _told(terms, component, base, unit=unit, opening=opening)
        return [
            evolve(
                part, base=-part.base, pay=-part.pay, portion=None if part.portion is None else -part.portion
            )
            for part in _told(terms, component, -base, unit=unit, opening=total)
        ]
    return _positioned(terms, component, base, opening, unit)


def _positioned(
    terms: Terms, component: Commission | Override, base: Minor, opening: Minor, unit: Minor | None
) -> list[Slice]:
    """The whole base at the rate that the total has reached; of sums, what is new about them."""
    total = base + opening
    if total < 0 and component.negative is Negative.ZERO:
        return _told(terms, component, opening, unit=unit, back=True)
    scale = unit or 1
    found: list[Slice] = []
    for figure, at, back in ((base, total, False), (opening, opening, True)):
        if not at and back:
            continue
        for part in _schedule(component).slices(
            _figure(terms, component, figure if figure >= 0 else -figure), at=abs(Fraction(at) / scale)
        ):
            lump = part.method is Method.AMOUNT
            if back and not lump:
                continue
            negative = (at < 0) is not back if lump else figure < 0
            found.append(_negated(part) if negative else part)
    return found


def _schedule(component: Commission | Override) -> Schedule:
    """A schedule with one key or none."""
    pays = component.pays
    if isinstance(pays, Matrix | Rules):
        raise InvalidValueError("pays", pays, "be entered by one key")
    return pays


def _negated(part: Slice) -> Slice:
    return evolve(
        part, base=-part.base, pay=-part.pay, portion=None if part.portion is None else -part.portion
    )


def _figure(terms: Terms, component: Commission | Override, size: Minor) -> Figure:
    return figure_of(size, None if terms.counts_things(component) else terms.currency)


def _told(
    terms: Terms,
    component: Commission | Override,
    size: Minor,
    *,
    at: At | None = None,
    unit: Minor | None = None,
    opening: Minor = 0,
    back: bool = False,
    always: bool = False,
) -> list[Slice]:
    """The slices of a figure of either sign, as the component treats what is below zero."""
    if not size or (size < 0 and component.negative is Negative.ZERO and not always and at is None):
        return []
    figure = _figure(terms, component, size if size >= 0 else -size)
    pays = component.pays
    if isinstance(pays, Rules):
        slices = pays.slices(figure, at=next(rule for rule in pays.rules if rule.id == at))
    elif isinstance(pays, Matrix):
        if at is None or pays.pick(at if isinstance(at, tuple) else (at,)) is None:
            return []
        slices = pays.slices(figure, at=at if isinstance(at, tuple) else (at,))
    elif at is not None:
        if not isinstance(at, Fraction):
            raise InvalidValueError("at", at, "be a number")
        slices = pays.slices(figure, at=at)
    elif opening:
        slices = pays.slices(figure, unit=unit, opening=opening)
    else:
        slices = pays.slices(figure, unit=unit)
    return [_negated(part) if (size < 0) is not back else part for part in slices]


def _by_deal(
    terms: Terms, component: Commission | Override, earned: Earned, entries: Mapping[EntryKey, Minor]
) -> Iterable[PayGroup]:
    if any(reason.code == NEGATIVE for reason in earned.reasons):
        return []
    by_seller = component.rounds is Rounds.SELLER
    by_deal = component.limits_deals or component.rounds is Rounds.DEAL or _is_of_deals(terms, component)
    found = [_of_deal(terms, component, one) for one in apart(entries, by_deal=by_deal, by_seller=by_seller)]
    if by_seller:
        sellers: dict[str, list[PayGroup]] = {}
        for group, one in zip(found, apart(entries, by_deal=by_deal, by_seller=True), strict=True):
            sellers.setdefault(one.seller, []).append(group)
        found = [_of_seller(component, seller, groups) for seller, groups in sorted(sellers.items())]
    return [group for group in found if group.slices or group.pay]


def _of_deal(terms: Terms, component: Commission | Override, one: Apart) -> PayGroup:
    """The slices of all parts of a deal, and what they bring within the limits of a deal."""
    slices: list[Slice] = []
    pay: Minor = 0
    for part in one.parts:
        own = _told(terms, component, part.value, at=part.at, always=True)
        slices += own
        pay += sum((size_of(each.pay) for each in own), Fraction(0)) * part.paid
    whole = sum((size_of(each.pay) for each in slices), Fraction(0))
    paid = Rate(pay / whole if whole else 1)
    if any(_is_known(component, part) for part in one.parts):
        for step in component.modifiers:
            if isinstance(step, Cap | Floor) and step.per is LimitPer.DEAL:
                pay = step.limited(pay, one.base)
    if component.rounds is Rounds.DEAL:
        pay = component.rounding.divider(terms.currency)(pay.numerator, pay.denominator)
    return PayGroup(tuple(slices), Unrounded(pay, terms.currency), one.deal or one.seller, paid)


def _is_known(component: Commission | Override, part: Part) -> bool:
    """Whether a table says what is paid at a place."""
    if part.at is None or not isinstance(component.pays, Matrix):
        return True
    return component.pays.pick(part.at if isinstance(part.at, tuple) else (part.at,)) is not None


def _of_seller(component: Override | Commission, seller: str, groups: list[PayGroup]) -> PayGroup:
    """What all deals of a seller below bring, rounded together."""
    currency = groups[0].pay.currency
    slices = tuple([part for group in groups for part in group.slices])
    pay = Unrounded.total((group.pay for group in groups), currency)
    whole = Unrounded.total((part.pay for part in slices), currency)
    weighted = sum((group.sum.minor * group.paid.value for group in groups), Fraction(0))
    paid = Rate(weighted / whole.minor if whole.minor else 1)
    return PayGroup(slices, Unrounded(pay.round(component.rounding).minor, currency), seller, paid)
