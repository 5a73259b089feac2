"""Gaps and overlaps of limits over time, and pools that promise more than they have."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from attrs import field, frozen

from salesmgmt.calendars import DateRange, gaps, range_of
from salesmgmt.credit.limits.bands import LimitFindingKind, as_kind, as_names
from salesmgmt.credit.limits.checks import check_text
from salesmgmt.credit.limits.collection import Limits
from salesmgmt.credit.limits.limit import CreditLimit, LimitScope
from salesmgmt.credit.limits.policy import LimitStanding
from salesmgmt.credit.limits.pools import Pools
from salesmgmt.errors import InvalidValueError, WrongTypeError
from salesmgmt.money import Money
from salesmgmt.reasons import Reason, ReasonValue

__all__ = ["LimitFinding", "limit_findings", "pool_findings"]


@frozen
class LimitFinding:
    """Days on which something about a holder's limits may not be meant.

    Attributes:
        kind: `gap`: no limit; `overlap`: several of which one is chosen; `short`: members' limits exceed
            their pool's.
        holder: The customer, group or segment.
        during: The days.
        names: Identifiers of the limits in question, the one that counts first.
        reason: What was found.

    Raises:
        InvalidValueError: If the kind is none of these, or the holder empty.
        WrongTypeError: If a field has another type.
    """

    kind: LimitFindingKind = field(converter=as_kind)
    holder: str
    during: DateRange = field(converter=range_of)
    names: tuple[str, ...] = field(converter=as_names)
    reason: Reason

    def __attrs_post_init__(self) -> None:
        check_text("holder", self.holder)
        if not isinstance(self.reason, Reason):
            raise WrongTypeError("reason", self.reason, "be a Reason")


def limit_findings(
    limits: Limits,
    within: DateRange | str,
    *,
    holders: Iterable[str] | None = None,
) -> tuple[LimitFinding, ...]:
    """Days without a limit, and days on which several limits stand beside each other of which one counts.

    What comes on top of a limit, and what stands in its place for a time, is no overlap; two limits of one
    kind, or of kinds between which the policy chooses, are. A gap is asked of customers and groups only.

    Args:
        limits: The limits.
        within: The days that are looked at.
        holders: Those who should have a limit throughout; everybody who has one at all where left out.

    Returns:
        The findings by holder and day.

    Raises:
        WrongTypeError: If the limits are none.

    Examples:
        >>> limits = Limits([
        ...     CreditLimit("L-1", "C-9", "USD 10,000", "2026-01-01/2026-05-01"),
        ...     CreditLimit("L-2", "C-9", "USD 12,000", "2026-04-01/2026-09-01"),
        ... ])
        >>> for finding in limit_findings(limits, "2026-01-01/2027-01-01"):
        ...     print(finding.reason.text())
        L-2 and L-1 of C-9 both hold 2026-04-01 to 2026-04-30; L-2 counts
        C-9 has no limit 2026-09-01 to 2026-12-31
    """
    if not isinstance(limits, Limits):
        raise WrongTypeError("limits", limits, "be Limits")
    window = range_of(within, "within")
    given = () if holders is None else (holders,) if isinstance(holders, str) else tuple(holders)
    known = {limit.holder for limit in limits.limits}
    found: list[LimitFinding] = []
    for holder in sorted({*given} if holders is not None else known):
        own = limits.of_holder(holder)
        scopes = {limit.scope for limit in own} or {LimitScope.CUSTOMER}
        for scope in LimitScope:
            if scope in scopes:
                of_scope = [limit for limit in own if limit.scope is scope]
                found += _of_holder(
                    limits, holder, of_scope, window, gaps_too=scope is not LimitScope.SEGMENT
                )
    return tuple(found)


def _of_holder(
    limits: Limits, holder: str, own: list[CreditLimit], window: DateRange, *, gaps_too: bool
) -> list[LimitFinding]:
    standing = {limit.id: limits.policy.standing_of(limit.kind) for limit in own}
    found = []
    for wanted in (LimitStanding.CHOSEN, LimitStanding.INSTEAD):
        beside = [limit for limit in own if standing[limit.id] is wanted]
        found += [_overlap(limits, holder, pair, during) for pair, during in _pairs(beside, window)]
    if gaps_too:
        carrying = [limit for limit in own if standing[limit.id] is not LimitStanding.ADDED]
        for during in gaps([limit.during for limit in carrying], window):
            values: dict[str, ReasonValue] = {"holder": holder, "during": during}
            reason = Reason("credit.finding.limit_gap", values)
            found.append(LimitFinding(LimitFindingKind.GAP, holder, during, (), reason))
    return sorted(found, key=lambda one: (one.during.start or date.min, one.kind.value, one.names))


def _pairs(
    limits: list[CreditLimit], window: DateRange
) -> list[tuple[tuple[CreditLimit, CreditLimit], DateRange]]:
    """Every two limits that share days within the window, by a sweep over their beginnings."""
    ordered = sorted(limits, key=lambda one: (one.during.start or date.min, one.id))
    found = []
    open_: list[CreditLimit] = []
    for limit in ordered:
        start = limit.during.start or date.min
        open_ = [one for one in open_ if one.during.end is None or one.during.end > start]
        for one in open_:
            shared = one.during.intersection(limit.during)
            seen = None if shared is None else shared.intersection(window)
            if seen is not None:
                found.append(((one, limit), seen))
        open_.append(limit)
    return found


def _overlap(
    limits: Limits, holder: str, pair: tuple[CreditLimit, CreditLimit], during: DateRange
) -> LimitFinding:
    first = limits.policy.chosen(pair)
    other = pair[0] if first is pair[1] else pair[1]
    values: dict[str, ReasonValue] = {
        "one": first.id,
        "other": other.id,
        "holder": holder,
        "during": during,
        "chosen": first.id,
    }
    reason = Reason("credit.finding.limit_overlap", values, facts=(first.id, other.id))
    return LimitFinding(LimitFindingKind.OVERLAP, holder, during, (first.id, other.id), reason)


def pool_findings(pools: Pools, within: DateRange | str) -> tuple[LimitFinding, ...]:
    """Days on which the limits of a pool's members come to more than the pool's own.

    Args:
        pools: The pools.
        within: The days that are looked at; with a first and a last one.

    Raises:
        InvalidValueError: If the days have no first or no last one.
        WrongTypeError: If the pools are none.

    Examples:
        >>> from salesmgmt.credit.limits.pool import PoolMember
        >>> limits = Limits([CreditLimit("L-1", "corp", "USD 50"), CreditLimit("L-2", "usa", "USD 60")])
        >>> found = pool_findings(Pools(limits, [PoolMember("usa", "corp")]), "2026-01-01/2026-02-01")
        >>> print(found[0].reason.text())
        members of corp have more than its own limit 2026-01-01 to 2026-01-31, by up to USD 10.00
    """
    if not isinstance(pools, Pools):
        raise WrongTypeError("pools", pools, "be Pools")
    window = range_of(within, "within")
    if not window.is_bounded:
        raise InvalidValueError("within", str(window), "have a first and a last day")
    bounds = {
        bound
        for during in (
            *(one.during for one in pools.members),
            *(one.during for one in pools.limits.limits),
        )
        for bound in (during.start, during.end)
        if bound is not None
    }
    short: dict[str, list[tuple[DateRange, Money]]] = {}
    for part in window.split_at(*bounds):
        for pool in pools.all(part.start or date.min):
            if pool.short is not None:
                runs = short.setdefault(pool.id, [])
                if runs and runs[-1][0].end == part.start:
                    runs[-1] = (DateRange(runs[-1][0].start, part.end), max(runs[-1][1], pool.short))
                else:
                    runs.append((part, pool.short))
    found = []
    for name in sorted(short):
        for during, most in short[name]:
            values: dict[str, ReasonValue] = {"pool": name, "during": during, "short": most}
            reason = Reason("credit.finding.pool_short", values)
            found.append(LimitFinding(LimitFindingKind.SHORT, name, during, (), reason))
    return tuple(found)
