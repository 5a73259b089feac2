"""What a plan counts: which deals are judged how, and whose sums they go into.

A stream is one judgement: a measure with its condition, factors and look-ups. Whatever pays for the same
judgement, such as a commission and the overrides above it, adds to ledgers of the same stream.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from attrs import field, frozen

from salesmgmt.calendars import PeriodKind
from salesmgmt.criteria import ALWAYS, Criterion
from salesmgmt.incentives.awards import Contest, Ties
from salesmgmt.incentives.components import Chain, Commission, ExpenseAllowance, Override, Rounds
from salesmgmt.incentives.factors import ActsOn, Factor
from salesmgmt.incentives.keys import Amount, Attainment, DealAmount, DealKey, Ratio, TotalOf
from salesmgmt.incentives.measures import Measure
from salesmgmt.incentives.schedules import Rules
from salesmgmt.incentives.terms import Terms
from salesmgmt.money import Rate

__all__ = ["Account", "SourceId", "Stream", "streams_of"]

SourceId: TypeAlias = tuple[str, int]
"""A component and the number of its sum: 0 for its base, 1 and 2 for further ones that its key looks at."""


@frozen(eq=False)
class Account:
    """Sums by participant and period, and who is credited in them.

    Attributes:
        id: The component that they belong to, and which of its sums they are.
        per: The period.
        level: 0 for whoever is credited, else how many levels above; None for everybody above.
        by_deal: Whether every deal is kept apart.
        by_seller: Whether every seller below is kept apart.
        chain: The chain of shares that is credited up the line, if it is one.
        builds_up: Whether sums of earlier periods are asked for as well.
        dated: Whether it is kept on which day a sum was reached.
    """

    id: SourceId
    per: PeriodKind
    level: int | None = 0
    by_deal: bool = False
    by_seller: bool = False
    chain: Chain | None = None
    builds_up: bool = False
    dated: bool = False

    @property
    def is_plain(self) -> bool:
        """Whether only sums by participant and period are kept."""
        return not (self.by_deal or self.by_seller or self.chain or self.dated)


@frozen(eq=False)
class Stream:
    """One judgement of deals, and the accounts that it fills.

    Attributes:
        owner: The component that it belongs to.
        measure: What counts.
        factors: Parts at which certain deals count or are paid.
        keys: What each deal looks up on its own.
        rules: Rules that are asked for every deal.
        needs: What else has to be known of a deal, as in the commission that it is credited in.
        needs_rules: Rules of which one has to hold, likewise.
        eligible: Condition on the post of whoever is credited.
        accounts: Whose sums the credits go into; the first one is the owner's.
    """

    owner: str
    measure: Measure
    accounts: tuple[Account, ...]
    factors: tuple[Factor, ...] = ()
    keys: tuple[DealKey, ...] = ()
    rules: Rules | None = None
    eligible: Criterion = field(default=ALWAYS)
    needs: tuple[DealKey, ...] = ()
    needs_rules: Rules | None = None

    @property
    def is_plain(self) -> bool:
        """Whether deals are only judged by conditions, which may name constant factors, and summed."""
        return (
            self.is_judged_plainly
            and not self.keys
            and not self.needs
            and all(account.is_plain for account in self.accounts)
        )

    @property
    def is_bare(self) -> bool:
        """Whether a deal that meets the one condition counts in full, in its period, for whoever sold it."""
        return (
            self.is_plain
            and not self.factors
            and self.eligible == ALWAYS
            and not any(account.builds_up for account in self.accounts)
        )

    @property
    def is_judged_plainly(self) -> bool:
        """Whether nothing but conditions, constant factors and look-ups of the deal say how it counts."""
        return (
            all(one.on is ActsOn.BASE and isinstance(one.times, Rate) for one in self.factors)
            and self.rules is None
            and self.needs_rules is None
        )


def streams_of(terms: Terms) -> Iterator[Stream]:
    """Everything that a plan counts, in the order of its components."""
    for one in terms.components:
        if isinstance(one, Commission):
            yield from _of_commission(terms, one)
        elif isinstance(one, Chain):
            account = Account((one.id, 0), one.per, by_deal=True, chain=one)
            yield Stream(one.id, one.of, (account,), eligible=one.eligible)
        elif isinstance(one, Contest):
            dated = one.ties is Ties.EARLIEST
            yield Stream(one.id, one.of, (Account((one.id, 0), one.per, dated=dated),))
        elif isinstance(one, ExpenseAllowance):
            yield Stream(one.id, one.of, (Account((one.id, 0), one.per),))


def _of_commission(terms: Terms, commission: Commission) -> Iterator[Stream]:
    above = [one for one in terms.overrides if one.of == commission.id]
    payers: tuple[Commission | Override, ...] = (commission, *above)
    judged: dict[tuple[tuple[DealKey, ...], Rules | None], list[Account]] = {}
    for payer in payers:
        spans = [key.within for key in terms.keys_of(payer) if isinstance(key, Amount | Attainment)]
        variants = _variants(terms, payer)
        account = Account(
            (payer.id, 0),
            terms.per_of(payer),
            0 if isinstance(payer, Commission) else payer.level,
            by_deal=any(isinstance(key, DealKey) for key in terms.keys_of(payer))
            or any(one.limits_deals or one.rounds is Rounds.DEAL for one in variants),
            by_seller=any(one.rounds is Rounds.SELLER for one in variants),
            builds_up=any(span is not None for span in spans),
        )
        # Whatever looks up the same of a deal is judged once; the commission's own judgement comes first.
        judged.setdefault(_looked_up(terms, payer), []).append(account)
    own, own_rules = _looked_up(terms, commission)
    for (looks, rules), accounts in judged.items():
        yield Stream(
            commission.id,
            commission.of,
            tuple(accounts),
            commission.factors,
            looks,
            rules,
            commission.eligible,
            () if looks == own else own,
            None if rules == own_rules else own_rules,
        )
    for payer in payers:
        for number, measure in enumerate(_others(terms, payer), 1):
            level = 0 if isinstance(payer, Commission) else payer.level
            account = Account((payer.id, number), terms.per_of(payer), level)
            yield Stream(commission.id, measure, (account,), eligible=commission.eligible)


def _variants(terms: Terms, payer: Commission | Override) -> list[Commission | Override]:
    """A component as it stands in the plan, and as it holds for single people."""
    personal = [one.component for one in terms.personal if one.component.id == payer.id]
    return [payer, *(one for one in personal if isinstance(one, Commission | Override))]


def _looked_up(terms: Terms, payer: Commission | Override) -> tuple[tuple[DealKey, ...], Rules | None]:
    """What a component looks up of every deal: by its keys, or by its rules."""
    if isinstance(payer.pays, Rules):
        return (), payer.pays
    keys = (key for key in terms.keys_of(payer) if isinstance(key, DealKey))
    return tuple(key for key in keys if not isinstance(key, DealAmount)), None


def _others(terms: Terms, payer: Commission | Override) -> tuple[Measure, ...]:
    """The measures that a key looks at beside the base."""
    found: list[Measure] = []
    for key in terms.keys_of(payer):
        if isinstance(key, TotalOf):
            found.append(key.of)
        elif isinstance(key, Ratio):
            found += (key.of, key.to)
    return tuple(found)


def acts_on_rate(factors: tuple[Factor, ...]) -> bool:
    """Whether any factor acts on the rate."""
    return any(factor.on is ActsOn.RATE for factor in factors)
