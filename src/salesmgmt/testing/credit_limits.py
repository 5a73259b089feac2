"""Hypothesis strategies for limits, pools, proposals, reviews, changes and findings."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from fractions import Fraction
from types import MappingProxyType

from hypothesis import strategies as st

from salesmgmt.calendars import DateRange
from salesmgmt.credit.limits import (
    AverageLimit,
    AverageOver,
    Band,
    BandFinding,
    ChangeApproval,
    CreditInsurance,
    CreditLimit,
    CreditProfile,
    GradeLimit,
    Indemnity,
    LimitAmount,
    LimitAuthority,
    LimitChange,
    LimitChanges,
    LimitChoice,
    LimitFinding,
    LimitFindingKind,
    LimitFormula,
    LimitInForce,
    LimitKind,
    LimitPolicy,
    LimitProposal,
    LimitReview,
    LimitReviews,
    LimitRule,
    LimitRules,
    Limits,
    LimitScope,
    LimitStanding,
    LimitStep,
    LowestLimit,
    NoLimit,
    NotChecked,
    Pool,
    PoolMember,
    PoolNesting,
    Pools,
    PoolUse,
    ReviewKind,
    SalesBasis,
    Season,
    SeasonalCheck,
    SeasonalLimit,
    SecuredRule,
    SharedRule,
    ShareLimit,
    StepLimit,
    ZeroLimit,
)
from salesmgmt.money import Currency, Money, Rate
from salesmgmt.testing.calendars import date_ranges
from salesmgmt.testing.criteria import criteria
from salesmgmt.testing.money import moneys, roundings
from salesmgmt.testing.reasons import reasons

__all__ = [
    "STRATEGIES",
    "bands",
    "credit_limits",
    "credit_profiles",
    "limit_amounts",
    "limit_changes",
    "limit_formulas",
    "limit_policies",
    "limit_proposals",
    "limits",
    "limits_in_force",
    "pool_trees",
]

_FIRST = date(2026, 1, 1)
_DOLLAR = Currency.of("USD")
_SECURED = (LimitKind.INSURED, LimitKind.GUARANTEED)
_GRADES = ("A", "AA", "B", "C")
_names = st.text(min_size=1, max_size=5)
_amounts = st.integers(0, 10**7).map(lambda minor: Money(minor, "USD"))
_shares = st.integers(0, 8).map(lambda eighths: Rate(Fraction(eighths, 8)))
_days = st.integers(0, 400).map(lambda offset: _FIRST + timedelta(days=offset))
_holders = st.sampled_from(("C-1", "C-2", "G-1", "G-2", "S-1"))


def limit_amounts() -> st.SearchStrategy[LimitAmount]:
    """Amounts in dollars, no limit, and no check."""
    return st.one_of(_amounts, st.just(NoLimit()), st.just(NotChecked()))


@st.composite
def _spans(draw: st.DrawFn) -> DateRange:
    """Some days of 2026 and the month after it, open at either end or not."""
    start = draw(st.none() | _days)
    length = draw(st.none() | st.integers(1, 200))
    first = _FIRST if start is None else start
    return DateRange(start, None if length is None else first + timedelta(days=length))


@st.composite
def credit_limits(
    draw: st.DrawFn,
    *,
    ids: st.SearchStrategy[str] | None = None,
    holders: st.SearchStrategy[str] | None = None,
    scopes: st.SearchStrategy[LimitScope] | None = None,
    kinds: st.SearchStrategy[LimitKind] | None = None,
) -> CreditLimit:
    """Limits in dollars of every kind and scope, for any time.

    Args:
        draw: Supplied by Hypothesis.
        ids: Their identifiers.
        holders: Whose they are.
        scopes: Their scopes.
        kinds: Their kinds.
    """
    kind = draw(st.sampled_from(LimitKind) if kinds is None else kinds)
    secured = kind in _SECURED
    return CreditLimit(
        draw(_names if ids is None else ids),
        draw(_names if holders is None else holders),
        draw(_amounts if secured else limit_amounts()),
        draw(_spans() | date_ranges()),
        kind,
        draw(st.sampled_from(LimitScope) if scopes is None else scopes),
        priority=draw(st.integers(1, 5)),
        approver=draw(st.none() | _names),
        review=draw(st.none() | _days),
        share=draw(_shares) if secured else Rate(1),
        in_exposure=draw(st.booleans()) if secured else False,
    )


def limit_policies() -> st.SearchStrategy[LimitPolicy]:
    """Every way to combine limits."""
    standings = st.sampled_from(LimitStanding)
    rules = st.sampled_from(SharedRule)
    return st.builds(
        LimitPolicy,
        st.sampled_from(LimitChoice),
        standings,
        standings,
        standings,
        standings,
        rules,
        rules,
        st.sampled_from(ZeroLimit),
        st.sampled_from(SecuredRule),
        roundings(currency=_DOLLAR),
    )


@st.composite
def limits(
    draw: st.DrawFn,
    *,
    min_size: int = 0,
    max_size: int = 6,
    policies: st.SearchStrategy[LimitPolicy] | None = None,
    kinds: st.SearchStrategy[LimitKind] | None = None,
) -> Limits:
    """Limits in dollars of the customers `C-1` and `C-2`, the groups `G-1` and `G-2`, the segment `S-1`.

    Args:
        draw: Supplied by Hypothesis.
        min_size: Fewest limits.
        max_size: Most limits.
        policies: How they are combined.
        kinds: Their kinds.
    """
    found = []
    for number in range(draw(st.integers(min_size, max_size))):
        holder = draw(_holders)
        scope = {"C": LimitScope.CUSTOMER, "G": LimitScope.GROUP, "S": LimitScope.SEGMENT}[holder[0]]
        made = credit_limits(
            ids=st.just(f"L-{number}"), holders=st.just(holder), scopes=st.just(scope), kinds=kinds
        )
        found.append(draw(made))
    return Limits(draw(st.permutations(found)), draw(limit_policies() if policies is None else policies))


def limits_in_force() -> st.SearchStrategy[LimitInForce]:
    """Every amount, with what it was made of."""
    return st.builds(
        LimitInForce,
        limit_amounts(),
        st.lists(_names, max_size=3),
        binding=st.sampled_from(LimitScope),
        uplift=st.none() | _amounts,
        secured=st.none() | _amounts,
        total=st.none() | _amounts,
        reasons=st.lists(reasons(), max_size=2),
    )


@st.composite
def pool_trees(draw: st.DrawFn, *, nesting: PoolNesting | None = None) -> Pools:
    """Trees of the customers and groups `N-0` to `N-6`, some of which have limits, and who move at times.

    Args:
        draw: Supplied by Hypothesis.
        nesting: What a member's limit is to the pool above; any where left out.
    """
    members = []
    for number in range(1, 7):
        cut = draw(st.none() | _days)
        spans = [DateRange(None, None)] if cut is None else [DateRange.until(cut), DateRange.since(cut)]
        for during in spans:
            parent = draw(st.none() | st.integers(0, number - 1))
            if parent is not None:
                members.append(PoolMember(f"N-{number}", f"N-{parent}", during))
    found = [
        CreditLimit(
            f"L-{number}",
            f"N-{number}",
            draw(limit_amounts()),
            draw(_spans()),
            scope=draw(st.sampled_from((LimitScope.CUSTOMER, LimitScope.GROUP))),
        )
        for number in draw(st.lists(st.integers(0, 6), unique=True))
    ]
    chosen = draw(st.sampled_from(PoolNesting)) if nesting is None else nesting
    return Pools(Limits(found), draw(st.permutations(members)), chosen)


def pools() -> st.SearchStrategy[Pool]:
    """Pools of any limit, and what is taken out of them."""
    return st.builds(Pool, _names, limit_amounts(), st.none() | _amounts, st.lists(reasons(), max_size=1))


@st.composite
def credit_profiles(draw: st.DrawFn) -> CreditProfile:
    """Profiles in dollars, of which anything may be unknown.

    Args:
        draw: Supplied by Hypothesis.
    """
    amounts = st.integers(-(10**6), 10**8).map(lambda minor: Money(minor, "USD"))
    return CreditProfile(
        draw(_names),
        draw(_days),
        "USD",
        grade=draw(st.none() | st.sampled_from(_GRADES)),
        score=draw(st.none() | st.integers(0, 100)),
        term_months=draw(st.none() | st.fractions(0, 12, max_denominator=4)),
        monthly_sales=draw(st.lists(amounts, max_size=12)),
        expected_monthly=draw(st.none() | amounts),
        last_year=draw(st.none() | amounts),
        years=draw(st.none() | st.integers(0, 40)),
        segment=draw(st.none() | _names),
        figures=draw(st.dictionaries(st.sampled_from(("net_worth", "turnover")), amounts)),
    )


def _average_limits() -> st.SearchStrategy[AverageLimit]:
    factors = st.dictionaries(st.sampled_from(_GRADES), st.fractions(0, 3, max_denominator=10))
    return st.builds(
        AverageLimit,
        factors,
        st.lists(st.sampled_from(_GRADES), max_size=2),
        st.sampled_from(AverageOver),
        roundings(currency=_DOLLAR),
    )


def _limit_steps() -> st.SearchStrategy[LimitStep]:
    return st.builds(LimitStep, st.integers(0, 100) | moneys(), limit_amounts())


def _step_limits() -> st.SearchStrategy[StepLimit]:
    steps = st.dictionaries(st.integers(0, 40), limit_amounts(), min_size=1, max_size=4)
    money = st.dictionaries(_amounts, limit_amounts(), min_size=1, max_size=4)
    return st.builds(StepLimit, st.sampled_from(("score", "years")), steps) | st.builds(
        StepLimit, st.sampled_from(("last_year", "net_worth")), money
    )


def _grade_limits() -> st.SearchStrategy[GradeLimit]:
    return st.builds(GradeLimit, st.dictionaries(st.sampled_from(_GRADES), limit_amounts()))


def _share_limits() -> st.SearchStrategy[ShareLimit]:
    return st.builds(
        ShareLimit,
        st.sampled_from(("last_year", "net_worth")),
        _shares,
        st.none() | _amounts,
        roundings(currency=_DOLLAR),
    )


@st.composite
def _seasonal_limits(draw: st.DrawFn) -> SeasonalLimit:
    months = draw(st.permutations(range(1, 13)))
    low, peak = draw(st.integers(0, 6)), draw(st.integers(0, 6))
    return SeasonalLimit(
        draw(_shares),
        low=months[:low],
        peak=months[12 - peak :],
        most_days=draw(st.none() | st.integers(0, 120)),
        rounding=draw(roundings(currency=_DOLLAR)),
    )


def _lowest_limits() -> st.SearchStrategy[LowestLimit]:
    return st.builds(LowestLimit, st.lists(_single_formulas(), min_size=1, max_size=3))


def _limit_rules() -> st.SearchStrategy[LimitRule]:
    return st.builds(LimitRule, _names, _single_formulas(), criteria())


def _rule_lists() -> st.SearchStrategy[LimitRules]:
    return st.builds(LimitRules, st.lists(_limit_rules(), max_size=3, unique_by=lambda rule: rule.id))


def _single_formulas() -> st.SearchStrategy[LimitFormula]:
    return st.one_of(_average_limits(), _step_limits(), _grade_limits(), _share_limits(), _seasonal_limits())


def limit_formulas() -> st.SearchStrategy[LimitFormula]:
    """Every formula whose answer is always defined; rules with conditions have a strategy of their own."""
    return st.one_of(_single_formulas(), _lowest_limits())


def limit_proposals() -> st.SearchStrategy[LimitProposal]:
    """What generated formulas propose for generated customers."""
    return st.builds(lambda formula, profile: formula.propose(profile), limit_formulas(), credit_profiles())


def _seasonal_checks() -> st.SearchStrategy[SeasonalCheck]:
    return st.builds(
        lambda policy, sales, asked, days, season: policy.check(sales, asked, days, season=season),
        _seasonal_limits(),
        _amounts,
        _amounts,
        st.integers(0, 120),
        st.sampled_from(Season),
    )


def _insurances() -> st.SearchStrategy[CreditInsurance]:
    return st.builds(
        CreditInsurance,
        _amounts,
        _shares,
        deductible=st.none() | _amounts,
        rounding=roundings(currency=_DOLLAR),
    )


def _indemnities() -> st.SearchStrategy[Indemnity]:
    return st.builds(lambda insurance, loss: insurance.indemnity(loss), _insurances(), _amounts)


def _reviews() -> st.SearchStrategy[LimitReview]:
    return st.builds(LimitReview, credit_limits(), st.sampled_from(ReviewKind), _days)


def _review_lists() -> st.SearchStrategy[LimitReviews]:
    return st.builds(LimitReviews, _days, _days, st.lists(_reviews(), max_size=3))


@st.composite
def _single_changes(draw: st.DrawFn) -> LimitChange:
    before = draw(credit_limits())
    after = draw(
        credit_limits(ids=st.just(before.id), holders=st.just(before.holder), scopes=st.just(before.scope))
    )
    return draw(
        st.sampled_from((LimitChange(before, after), LimitChange(None, after), LimitChange(before, None)))
    )


@st.composite
def limit_changes(draw: st.DrawFn, *, of: Limits | None = None) -> LimitChanges:
    """Batches of changes to limits, generated ones where none are given.

    Args:
        draw: Supplied by Hypothesis.
        of: The limits that are changed.
    """
    known = draw(limits()) if of is None else of
    proposed = [
        draw(
            credit_limits(
                ids=st.just(limit.id),
                holders=st.just(limit.holder),
                scopes=st.just(limit.scope),
                kinds=st.just(limit.kind),
            )
        )
        for limit in known.limits
        if draw(st.booleans())
    ]
    roles = [LimitAuthority("clerk", draw(_amounts)), LimitAuthority("director", NoLimit())]
    left = [limit.id for limit in known.limits if limit.id not in {one.id for one in proposed}]
    withdrawn = [name for name in left if draw(st.booleans())]
    return LimitChanges.of(draw(_names), "ann", known, proposed, roles, withdrawn=withdrawn)


def _approvals() -> st.SearchStrategy[ChangeApproval]:
    return st.builds(ChangeApproval, _names, _names, st.lists(_names, max_size=2), st.none() | _days)


@st.composite
def bands(draw: st.DrawFn) -> Band:
    """Bands of figures from 0 to 12, open or not at either end.

    Args:
        draw: Supplied by Hypothesis.
    """
    low, high = draw(st.none() | st.integers(0, 12)), draw(st.none() | st.integers(0, 12))
    if low is not None and high is not None and low > high:
        low, high = high, low
    point = low is not None and low == high
    return Band(
        draw(_names),
        low,
        high,
        lower_in=point or draw(st.booleans()),
        upper_in=point or draw(st.booleans()),
    )


def _limit_findings() -> st.SearchStrategy[LimitFinding]:
    return st.builds(
        LimitFinding,
        st.sampled_from(LimitFindingKind),
        _names,
        date_ranges(),
        st.lists(_names, max_size=2),
        reasons(),
    )


def _band_findings() -> st.SearchStrategy[BandFinding]:
    return st.builds(
        BandFinding, st.sampled_from(LimitFindingKind), bands(), st.lists(_names, max_size=2), reasons()
    )


STRATEGIES: Mapping[type, Callable[[], st.SearchStrategy[object]]] = MappingProxyType(
    {
        AverageLimit: _average_limits,
        AverageOver: lambda: st.sampled_from(AverageOver),
        Band: bands,
        BandFinding: _band_findings,
        ChangeApproval: _approvals,
        CreditInsurance: _insurances,
        CreditLimit: credit_limits,
        CreditProfile: credit_profiles,
        GradeLimit: _grade_limits,
        Indemnity: _indemnities,
        LimitAuthority: lambda: st.builds(LimitAuthority, _names, _amounts | st.just(NoLimit())),
        LimitChange: _single_changes,
        LimitChanges: limit_changes,
        LimitChoice: lambda: st.sampled_from(LimitChoice),
        LimitFinding: _limit_findings,
        LimitFindingKind: lambda: st.sampled_from(LimitFindingKind),
        LimitInForce: limits_in_force,
        LimitKind: lambda: st.sampled_from(LimitKind),
        LimitPolicy: limit_policies,
        LimitProposal: limit_proposals,
        LimitReview: _reviews,
        LimitReviews: _review_lists,
        LimitRule: _limit_rules,
        LimitRules: _rule_lists,
        LimitScope: lambda: st.sampled_from(LimitScope),
        LimitStanding: lambda: st.sampled_from(LimitStanding),
        LimitStep: _limit_steps,
        Limits: limits,
        LowestLimit: _lowest_limits,
        NoLimit: lambda: st.just(NoLimit()),
        NotChecked: lambda: st.just(NotChecked()),
        Pool: pools,
        PoolMember: lambda: st.builds(PoolMember, st.just("N-1"), st.just("N-0"), date_ranges()),
        PoolNesting: lambda: st.sampled_from(PoolNesting),
        PoolUse: lambda: st.builds(PoolUse, pools(), _amounts),
        Pools: pool_trees,
        ReviewKind: lambda: st.sampled_from(ReviewKind),
        SalesBasis: lambda: st.sampled_from(SalesBasis),
        Season: lambda: st.sampled_from(Season),
        SeasonalCheck: _seasonal_checks,
        SeasonalLimit: _seasonal_limits,
        SecuredRule: lambda: st.sampled_from(SecuredRule),
        ShareLimit: _share_limits,
        SharedRule: lambda: st.sampled_from(SharedRule),
        StepLimit: _step_limits,
        ZeroLimit: lambda: st.sampled_from(ZeroLimit),
    }
)
