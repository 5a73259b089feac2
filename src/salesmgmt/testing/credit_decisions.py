"""Hypothesis strategies for credit decisions: positions, documents, policies and what they come to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from types import MappingProxyType

from hypothesis import strategies as st

from salesmgmt.credit import (
    AbsentLimit,
    ApprovedBy,
    AtLimit,
    AverageDelay,
    ChangeOfTerms,
    Checkpoint,
    CreditCheck,
    CreditDecision,
    CreditExclusion,
    CreditFinding,
    CreditOverride,
    CreditPolicy,
    CreditRequest,
    CreditRule,
    CutTo,
    DisputedItems,
    DocumentValue,
    Effect,
    Exposure,
    ExposurePart,
    HighestDunning,
    HighestItem,
    LateFrom,
    LimitInForce,
    ManualStatus,
    NarrowerScope,
    NoLimit,
    NotChecked,
    OldestItem,
    OpenItem,
    OpenOrder,
    Pay,
    PoolPosition,
    Position,
    RaiseLimit,
    ReviewOverdue,
    ShareOf,
    ShareOverdue,
    ValueByDelay,
    WarningLine,
    WithinLimit,
)
from salesmgmt.money import Money, Rate
from salesmgmt.testing.reasons import reasons

__all__ = [
    "STRATEGIES",
    "credit_checks",
    "credit_decisions",
    "credit_exclusions",
    "credit_findings",
    "credit_overrides",
    "credit_policies",
    "credit_requests",
    "credit_rules",
    "open_orders",
    "pool_positions",
    "positions",
    "remedies",
]

_DAY = date(2026, 5, 15)
_CUSTOMER = "C-1"
_GROUPS = ("G-1", "G-2")
_ROLES = ("officer", "manager")


def _usd(most: int, least: int = 0) -> st.SearchStrategy[Money]:
    """Round amounts and others, so that borders are met."""
    units = st.integers(least // 100, most // 100).map(lambda number: number * 100)
    return (units | st.integers(least, most)).map(lambda minor: Money(minor, "USD"))


def _dates(before: int = 90, after: int = 40) -> st.SearchStrategy[date]:
    return st.integers(-before, after).map(lambda days: _DAY + timedelta(days=days))


def _limits(most: int) -> st.SearchStrategy[Money | NoLimit | NotChecked]:
    return st.one_of(_usd(most), _usd(most), st.builds(NoLimit), st.builds(NotChecked))


def pool_positions() -> st.SearchStrategy[PoolPosition]:
    """Pools with limits of all kinds, in dollars."""
    return st.builds(
        PoolPosition,
        st.sampled_from(["P-1", "P-2"]),
        _limits(40_000),
        _usd(40_000, -1000),
        st.none() | _usd(9000),
    )


def open_orders() -> st.SearchStrategy[OpenOrder]:
    """Open orders in dollars, wanted around 15 May 2026."""
    return st.builds(
        OpenOrder,
        st.sampled_from(["o-1", "o-2", "o-3"]),
        st.none() | _dates(),
        _usd(5000),
        _usd(3000),
        st.none() | _usd(2000),
    )


@st.composite
def _items(draw: st.DrawFn) -> list[OpenItem]:
    found = []
    for number in range(draw(st.integers(0, 4))):
        due = draw(st.none() | _dates())
        opened = draw(_usd(5000, -500))
        disputed = draw(st.none() | _usd(max(0, opened.minor))) if draw(st.booleans()) else None
        found.append(
            OpenItem(
                f"i-{number}",
                "2026-01-01",
                due,
                Money(6000, "USD"),
                opened,
                disputed,
                dunning_level=draw(st.integers(0, 3)),
            )
        )
    return found


@st.composite
def positions(draw: st.DrawFn) -> Position:
    """Positions of customer `C-1` on 15 May 2026, in dollars, with amounts that limits and rules meet.

    Args:
        draw: Supplied by Hypothesis.
    """
    items = draw(_items())
    orders = draw(st.lists(open_orders(), max_size=2, unique_by=lambda order: order.id))
    parts = [
        ExposurePart("invoices", Money(sum(item.open.minor for item in items), "USD")),
        ExposurePart("orders", Money(sum(order.open.minor for order in orders), "USD")),
        ExposurePart("deliveries", Money(sum((order.counted - order.open).minor for order in orders), "USD")),
        ExposurePart("unapplied", Money(-draw(st.integers(0, 1000)), "USD")),
    ]
    exposure = Exposure(_CUSTOMER, _DAY, "USD", [part for part in parts if part.amount])
    limit = draw(st.none() | st.builds(LimitInForce, _limits(30_000), st.just(("L-1",))))
    return Position(
        exposure,
        limit,
        pools=draw(st.lists(pool_positions(), max_size=2, unique_by=lambda pool: pool.id)),
        items=items,
        orders=orders,
        version=draw(st.integers(0, 9)),
        dunning_level=draw(st.sampled_from([0, 0, 0, 1, 3])),
        review_on=draw(st.none() | _dates()),
        average_delay_days=draw(st.none() | st.integers(-5, 40)),
        terms_days=draw(st.none() | st.integers(0, 60)),
        groups=draw(st.lists(st.sampled_from(_GROUPS), unique=True)),
        segment=draw(st.none() | st.just("small")),
        status=draw(st.sampled_from([None, None, None, None, *ManualStatus])),
    )


@st.composite
def credit_requests(draw: st.DrawFn, *, lowering: bool | None = None) -> CreditRequest:
    """Documents of customer `C-1` in dollars, at any step.

    Args:
        draw: Supplied by Hypothesis.
        lowering: Whether they lower what is owed; left out: some do.
    """
    lowers = draw(st.sampled_from([False, False, False, True])) if lowering is None else lowering
    amount = draw(_usd(-1, -5000)) if lowers else draw(_usd(15_000))
    added = draw(st.none() | _usd(amount.minor)) if not lowers else None
    return CreditRequest(
        "new",
        _CUSTOMER,
        amount,
        added,
        draw(st.sampled_from(Checkpoint)),
        draw(st.none() | _dates()),
        draw(st.none() | st.integers(0, 60)),
    )


def _at() -> st.SearchStrategy[AtLimit]:
    return st.sampled_from(AtLimit)


def _from() -> st.SearchStrategy[LateFrom]:
    return st.sampled_from(LateFrom)


def _disputed() -> st.SearchStrategy[DisputedItems]:
    return st.sampled_from(DisputedItems)


def _shares() -> st.SearchStrategy[Rate]:
    return st.sampled_from([Rate("0%"), Rate("10%"), Rate("1/3"), Rate("80%"), Rate("100%")]) | st.integers(
        0, 100
    ).map(lambda part: Rate(f"{part}%"))


def _days() -> st.SearchStrategy[int]:
    return st.integers(0, 60)


@st.composite
def _by_delay(draw: st.DrawFn) -> ValueByDelay:
    days = sorted(draw(st.lists(st.integers(0, 60), min_size=1, max_size=3, unique=True)))
    amounts = sorted(draw(st.lists(_usd(15_000), min_size=len(days), max_size=len(days))), reverse=True)
    return ValueByDelay(zip(days, amounts, strict=True), late_from=draw(_from()))


_CHECKS: Mapping[type, Callable[[], st.SearchStrategy[CreditCheck]]] = MappingProxyType(
    {
        AverageDelay: lambda: st.builds(AverageDelay, _days()),
        ChangeOfTerms: lambda: st.builds(ChangeOfTerms, _days()),
        DocumentValue: lambda: st.builds(DocumentValue, _usd(15_000), at_limit=_at()),
        HighestDunning: lambda: st.builds(HighestDunning, st.integers(0, 3)),
        HighestItem: lambda: st.builds(HighestItem, _usd(5000), at_limit=_at(), disputed=_disputed()),
        OldestItem: lambda: st.builds(
            OldestItem,
            _days(),
            at_limit=_at(),
            late_from=_from(),
            disputed=_disputed(),
            least=st.none() | _usd(500),
        ),
        ReviewOverdue: lambda: st.builds(ReviewOverdue, _days()),
        ShareOverdue: lambda: st.builds(
            ShareOverdue,
            _shares(),
            _days(),
            of=st.sampled_from(ShareOf),
            at_limit=_at(),
            late_from=_from(),
            disputed=_disputed(),
        ),
        ValueByDelay: _by_delay,
        WarningLine: lambda: st.builds(WarningLine, _shares()),
        WithinLimit: lambda: st.builds(
            WithinLimit, st.none() | _days(), at_limit=_at(), absent=st.sampled_from(AbsentLimit)
        ),
    }
)


def credit_checks() -> st.SearchStrategy[CreditCheck]:
    """Checks of every kind, with amounts in dollars; limits and the oldest item more often than others."""
    return st.one_of(_CHECKS[WithinLimit](), _CHECKS[OldestItem](), *(make() for make in _CHECKS.values()))


@st.composite
def _scopes(draw: st.DrawFn) -> dict[str, tuple[str, ...]]:
    kind = draw(st.sampled_from(["", "", "customers", "groups"]))
    names = {"customers": (_CUSTOMER, "C-2"), "groups": _GROUPS}.get(kind)
    return {} if names is None else {kind: (draw(st.sampled_from(names)),)}


def _steps() -> st.SearchStrategy[tuple[Checkpoint, ...]]:
    every = st.just(tuple(Checkpoint))
    return every | every | st.lists(st.sampled_from(Checkpoint), min_size=1, unique=True).map(tuple)


@st.composite
def credit_rules(draw: st.DrawFn, name: str = "") -> CreditRule:
    """Rules of every kind, effect and scope.

    Args:
        draw: Supplied by Hypothesis.
        name: Identifier; the kind of the check where left out.
    """
    effect = draw(st.sampled_from([None, None, *Effect]))
    return CreditRule(draw(credit_checks()), effect, id=name, at=draw(_steps()), **draw(_scopes()))


@st.composite
def credit_exclusions(draw: st.DrawFn, name: str = "out") -> CreditExclusion:
    """Exclusions of every kind and scope, releasing and not.

    Args:
        draw: Supplied by Hypothesis.
        name: Identifier.
    """
    releases = draw(st.sampled_from([False, False, True]))
    checks = credit_checks().filter(lambda check: releases or not isinstance(check, WithinLimit))
    check = draw(st.none() | checks if releases else checks)
    return CreditExclusion(name, check, releases, at=draw(_steps()), **draw(_scopes()))


def credit_overrides(rules: tuple[str, ...] = ("r-0", "r-1")) -> st.SearchStrategy[CreditOverride]:
    """Overrides by a credit officer or a manager, of all rules or of some.

    Args:
        rules: Identifiers of the rules.
    """
    some = st.lists(st.sampled_from(rules), unique=True) if rules else st.just([])
    return st.builds(CreditOverride, st.sampled_from(_ROLES), st.sampled_from(Effect), st.just(()) | some)


@st.composite
def credit_policies(draw: st.DrawFn) -> CreditPolicy:
    """Policies of up to three rules, with exclusions and overrides.

    Args:
        draw: Supplied by Hypothesis.
    """
    rules = [draw(credit_rules(f"r-{number}")) for number in range(draw(st.integers(0, 3)))]
    return CreditPolicy(
        rules,
        [draw(credit_exclusions(f"e-{number}")) for number in range(draw(st.sampled_from([0, 0, 1, 2])))],
        draw(st.lists(credit_overrides(tuple(rule.id for rule in rules)), max_size=2)),
        narrower=draw(st.sampled_from(NarrowerScope)),
        recheck_grace_days=draw(st.integers(0, 5)),
        raise_days=draw(st.integers(0, 60)),
    )


def remedies() -> st.SearchStrategy[Pay | CutTo | RaiseLimit | ApprovedBy]:
    """Changes of every kind."""
    return st.one_of([make() for make in _REMEDIES.values()])


_REMEDIES: Mapping[type, Callable[[], st.SearchStrategy[Pay | CutTo | RaiseLimit | ApprovedBy]]]
_REMEDIES = MappingProxyType(
    {
        ApprovedBy: lambda: st.builds(ApprovedBy, st.sampled_from(_ROLES)),
        CutTo: lambda: st.builds(CutTo, _usd(10**9, 1).filter(bool)),
        Pay: lambda: st.builds(Pay, _usd(10**9, 1).filter(bool)),
        RaiseLimit: lambda: (
            st.builds(
                RaiseLimit,
                _usd(10**9),
                st.dates(),
                st.dictionaries(st.sampled_from(["P-1", "P-2"]), _usd(10**9)),
            )
            | st.builds(RaiseLimit, st.none(), st.dates(), st.just({"P-1": "USD 5"}))
        ),
    }
)


def credit_findings() -> st.SearchStrategy[CreditFinding]:
    """Findings of any effect."""
    names = st.none() | st.text(min_size=1)
    return st.builds(
        CreditFinding,
        st.text(min_size=1),
        st.sampled_from(Effect),
        st.lists(reasons(), max_size=2),
        names,
        names,
    )


def credit_decisions() -> st.SearchStrategy[CreditDecision]:
    """Decisions of generated policies on generated documents and positions."""
    return st.builds(
        lambda policy, request, position: policy.decide(request, position),
        credit_policies(),
        credit_requests(),
        positions(),
    )


STRATEGIES: Mapping[type, Callable[[], st.SearchStrategy[object]]] = MappingProxyType(
    {
        **_CHECKS,
        **_REMEDIES,
        AbsentLimit: lambda: st.sampled_from(AbsentLimit),
        AtLimit: lambda: st.sampled_from(AtLimit),
        Checkpoint: lambda: st.sampled_from(Checkpoint),
        CreditDecision: credit_decisions,
        CreditExclusion: credit_exclusions,
        CreditFinding: credit_findings,
        CreditOverride: credit_overrides,
        CreditPolicy: credit_policies,
        CreditRequest: credit_requests,
        CreditRule: credit_rules,
        DisputedItems: lambda: st.sampled_from(DisputedItems),
        Effect: lambda: st.sampled_from(Effect),
        LateFrom: lambda: st.sampled_from(LateFrom),
        ManualStatus: lambda: st.sampled_from(ManualStatus),
        NarrowerScope: lambda: st.sampled_from(NarrowerScope),
        OpenOrder: open_orders,
        PoolPosition: pool_positions,
        Position: positions,
        ShareOf: lambda: st.sampled_from(ShareOf),
    }
)
