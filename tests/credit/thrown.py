"""Policies, documents and positions from dice, many in little time; small figures, so that borders meet."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from attrs import frozen

from salesmgmt.credit import (
    AbsentLimit,
    AtLimit,
    AverageDelay,
    ChangeOfTerms,
    Checkpoint,
    CreditCheck,
    CreditExclusion,
    CreditOverride,
    CreditPolicy,
    CreditRequest,
    CreditRule,
    DisputedItems,
    DocumentValue,
    Effect,
    Exposure,
    ExposurePart,
    HighestDunning,
    HighestItem,
    HorizonEnd,
    LateFrom,
    LimitInForce,
    ManualStatus,
    NarrowerScope,
    NoLimit,
    NotChecked,
    OldestItem,
    OpenItem,
    OpenOrder,
    PoolPosition,
    Position,
    ReviewOverdue,
    ShareOf,
    ShareOverdue,
    ValueByDelay,
    WarningLine,
    WithinLimit,
)
from salesmgmt.money import Money
from salesmgmt.testing.dice import Dice

DAY = date(2026, 5, 15)
CUSTOMER = "C-1"
SHARES = ("0%", "1/3", "50%", "80%", "100%")


@frozen
class Thrown:
    """One case."""

    policy: CreditPolicy
    request: CreditRequest
    position: Position


def usd(minor: int) -> Money:
    """Dollars from cents."""
    return Money(minor, "USD")


def day(dice: Dice) -> date | None:
    """A day around the one of the position; seldom none."""
    return None if dice.chance(15) else DAY + timedelta(days=dice.between(-12, 6))


def limit(dice: Dice, most: int) -> Money | NoLimit | NotChecked:
    """A limit of any kind."""
    if dice.chance(85):
        return usd(dice.between(0, most))
    return NoLimit() if dice.chance(50) else NotChecked()


def item(dice: Dice, number: int) -> OpenItem:
    """An open item."""
    opened = dice.between(-2, 12)
    disputed = usd(dice.between(0, 12)) if dice.chance(30) else None
    level = dice.pick([0, 0, 1, 2])
    return OpenItem(
        f"i{number}", "2026-01-01", day(dice), usd(12), usd(opened), disputed, dunning_level=level
    )


def order(dice: Dice, number: int) -> OpenOrder:
    """An open order."""
    return OpenOrder(f"o{number}", day(dice), usd(20), usd(dice.between(0, 8)), usd(dice.between(0, 3)))


def position(dice: Dice) -> Position:
    """A position of customer `C-1`."""
    items = [item(dice, number) for number in range(dice.between(0, 4))]
    orders = [order(dice, number) for number in range(dice.between(0, 2))]
    minors = {
        "invoices": sum(one.open.minor for one in items),
        "orders": sum(one.open.minor for one in orders),
        "deliveries": sum((one.counted - one.open).minor for one in orders),
        "unapplied": -dice.between(0, 4),
    }
    parts = [ExposurePart(name, usd(minor)) for name, minor in minors.items() if minor]
    pools = [
        PoolPosition(f"P-{number}", limit(dice, 60), usd(dice.between(-5, 60)))
        for number in range(dice.pick([0, 0, 0, 1, 2]))
    ]
    return Position(
        Exposure(CUSTOMER, DAY, "USD", parts),
        LimitInForce(limit(dice, 40)) if dice.chance(80) else None,
        pools=pools,
        items=items,
        orders=orders,
        dunning_level=dice.pick([0, 0, 0, 0, 2]),
        review_on=day(dice),
        average_delay_days=None if dice.chance(30) else dice.between(-3, 9),
        terms_days=None if dice.chance(30) else dice.between(0, 9),
        groups=[name for name in ("G-1", "G-2") if dice.chance(50)],
        status=dice.pick(list(ManualStatus)) if dice.chance(5) else None,
    )


def by_delay(dice: Dice) -> ValueByDelay:
    """Steps of which a later one lets no more pass."""
    days = sorted({dice.between(0, 9) for _ in range(dice.between(1, 3))})
    amounts = sorted((dice.between(0, 25) for _ in days), reverse=True)
    return ValueByDelay(
        {step: usd(amount) for step, amount in zip(days, amounts, strict=True)},
        late_from=dice.pick(list(LateFrom)),
    )


CHECKS: tuple[Callable[[Dice], CreditCheck], ...] = (
    lambda dice: WithinLimit(
        dice.between(0, 9) if dice.chance(30) else None,
        horizon_end=dice.pick(list(HorizonEnd)),
        at_limit=dice.pick(list(AtLimit)),
        absent=dice.pick(list(AbsentLimit)),
    ),
    lambda dice: WithinLimit(at_limit=dice.pick(list(AtLimit))),
    lambda dice: OldestItem(
        dice.between(0, 9),
        at_limit=dice.pick(list(AtLimit)),
        late_from=dice.pick(list(LateFrom)),
        disputed=dice.pick(list(DisputedItems)),
        least=usd(dice.between(0, 5)) if dice.chance(30) else None,
    ),
    lambda dice: OldestItem(dice.between(0, 9)),
    lambda dice: WarningLine(dice.pick(SHARES)),
    lambda dice: ShareOverdue(
        dice.pick(SHARES),
        dice.between(0, 5),
        of=dice.pick(list(ShareOf)),
        at_limit=dice.pick(list(AtLimit)),
        late_from=dice.pick(list(LateFrom)),
        disputed=dice.pick(list(DisputedItems)),
    ),
    lambda dice: HighestItem(
        usd(dice.between(0, 10)), at_limit=dice.pick(list(AtLimit)), disputed=dice.pick(list(DisputedItems))
    ),
    lambda dice: HighestDunning(dice.between(0, 2)),
    lambda dice: DocumentValue(usd(dice.between(0, 20)), at_limit=dice.pick(list(AtLimit))),
    by_delay,
    lambda dice: AverageDelay(dice.between(0, 9)),
    lambda dice: ChangeOfTerms(dice.between(0, 5)),
    lambda dice: ReviewOverdue(dice.between(0, 5)),
)


def scope(dice: Dice) -> dict[str, str]:
    """Customers, groups, or all."""
    kind = dice.pick(["", "", "customers", "groups"])
    if not kind:
        return {}
    return {kind: dice.pick([CUSTOMER, CUSTOMER, "C-2"] if kind == "customers" else ["G-1", "G-2"])}


def steps(dice: Dice) -> tuple[Checkpoint, ...]:
    """All steps, or some."""
    some = tuple(step for step in Checkpoint if dice.chance(60))
    return some if some and dice.chance(30) else tuple(Checkpoint)


def rule(dice: Dice, number: int, *, monotone: bool) -> CreditRule:
    """A rule; with a share that a payment never raises where asked."""
    check = dice.pick(CHECKS)(dice)
    if monotone and isinstance(check, ShareOverdue):
        check = ShareOverdue(check.share, check.days, at_limit=check.at_limit, disputed=check.disputed)
    effect = dice.pick([Effect.BLOCK, Effect.BLOCK, Effect.HOLD, Effect.WARN, Effect.PASS])
    return CreditRule(check, effect, id=f"r{number}", at=steps(dice), **scope(dice))


def exclusion(dice: Dice, number: int) -> CreditExclusion:
    """An exclusion."""
    releases = dice.chance(30)
    check: CreditCheck | None = dice.pick(CHECKS)(dice)
    if isinstance(check, WithinLimit) and not releases:
        check = OldestItem(dice.between(0, 12))
    if releases and dice.chance(20):
        check = None
    return CreditExclusion(f"e{number}", check, releases, at=steps(dice), **scope(dice))


def policy(dice: Dice, *, monotone: bool = False) -> CreditPolicy:
    """Some rules, seldom exclusions and overrides."""
    rules = [rule(dice, number, monotone=monotone) for number in range(dice.between(1, 4))]
    exclusions = [exclusion(dice, number) for number in range(dice.pick([0, 0, 1, 2, 3]))]
    overrides = [
        CreditOverride(
            dice.pick(["clerk", "officer", "board"]),
            dice.pick(list(Effect)),
            [one.id for one in rules if dice.chance(50)],
        )
        for _ in range(dice.pick([0, 0, 1, 2]))
    ]
    return CreditPolicy(rules, exclusions, overrides, narrower=dice.pick(list(NarrowerScope)))


def request(dice: Dice) -> CreditRequest:
    """A document that does not lower what is owed."""
    amount = dice.between(0, 25)
    added = usd(dice.between(0, amount)) if dice.chance(30) else None
    terms = dice.between(0, 12) if dice.chance(40) else None
    return CreditRequest("new", CUSTOMER, usd(amount), added, dice.pick(list(Checkpoint)), day(dice), terms)


def thrown(seed: int, number: int, *, monotone: bool = False) -> Thrown:
    """The case of a seed and a number."""
    dice = Dice(seed).fork(number)
    return Thrown(policy(dice, monotone=monotone), request(dice), position(dice))
