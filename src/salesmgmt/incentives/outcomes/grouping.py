"""What a schedule pays, in the groups that are limited and rounded together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

from salesmgmt.incentives.components import Commission, Override, Rounds
from salesmgmt.incentives.earned import Earned
from salesmgmt.incentives.engine.collecting import EntryKey
from salesmgmt.incentives.engine.paying.apart import Apart, Part, apart
from salesmgmt.incentives.engine.paying.scheduled import enters_by_itself
from salesmgmt.incentives.engine.remarks import NEGATIVE
from salesmgmt.incentives.figures import Minor, size_of
from salesmgmt.incentives.keys import Amount, Attainment, DealKey
from salesmgmt.incentives.modifiers import Cap, Floor, LimitPer
from salesmgmt.incentives.outcomes.calculation import PayGroup
from salesmgmt.incentives.outcomes.slicing import slices_of, slices_of_period
from salesmgmt.incentives.schedules import KeyKind, Matrix, Slice
from salesmgmt.incentives.terms import Terms
from salesmgmt.money import Rate, Unrounded

__all__ = ["scheduled_groups"]


def scheduled_groups(
    terms: Terms, component: Commission | Override, earned: Earned, entries: Mapping[EntryKey, Minor]
) -> Iterable[PayGroup]:
    """The groups of a component with a schedule: deal by deal, seller by seller, or the whole period.

    Args:
        terms: The plan as it holds for the participant.
        component: The component.
        earned: The figure.
        entries: What was credited, kept apart as the component asks for.
    """
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
    slices = slices_of_period(terms, component, earned, unit if reads_quota else None, accumulates)
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
        own = slices_of(terms, component, part.value, at=part.at, always=True)
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
