"""The recorded events once more, under another policy."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, tzinfo
from enum import StrEnum

from attrs import evolve, frozen

from salesmgmt._choices import choice_of
from salesmgmt.calendars import DateRange, as_date, range_of
from salesmgmt.credit.book import CustomerStanding
from salesmgmt.credit.decisions import CreditDecision, CreditPolicy, LateFrom
from salesmgmt.credit.decisions.choices import RANKS
from salesmgmt.credit.decisions.requests import asked
from salesmgmt.credit.exposure import ExposurePolicy
from salesmgmt.credit.limits import CreditLimit, Limits, Pools
from salesmgmt.credit.limits.checks import check_count, check_text
from salesmgmt.credit.replay.aftermath import Aftermath, aftermaths
from salesmgmt.credit.replay.orders import ReplayedOrder
from salesmgmt.credit.replay.outcome import Rerun
from salesmgmt.credit.replay.running import Running, is_carried
from salesmgmt.credit.replay.sequence import Key, key_of, parts_of, upto
from salesmgmt.credit.replay.standing import DEFAULT, NOBODY, Standing, check_standings, pools_of
from salesmgmt.credit.replay.undoing import without_orders
from salesmgmt.errors import BatchError, Problem, WrongTypeError
from salesmgmt.money import Currency, Money, currency_of
from salesmgmt.records import Facts, Order, Record

__all__ = ["StoppedOrders", "rerun"]


class StoppedOrders(StrEnum):
    """What becomes of the orders that a policy would have stopped."""

    STAY = "stay"
    """They and all that came of them happened as recorded: each decision is on what really was."""
    LEAVE = "leave"
    """Neither they nor their deliveries, invoices and payments count for later decisions."""


@frozen
class _Way:
    """How orders are decided on."""

    policy: CreditPolicy
    pools: Pools
    currency: Currency
    exposure: ExposurePolicy
    standings: Mapping[str, CustomerStanding]

    def decide(self, order: Order, standing: Standing | Running, day: date) -> CreditDecision:
        """Hold an order against where its customer stood before it."""
        names = (order.id,) if order.supersedes is None else (order.id, order.supersedes)
        position = standing.position(order.customer or "", names)
        request, against = asked(order, position)
        if request.added.minor > 0 and not self.exposure.within_horizon(request.due, day):
            request = evolve(request, added=Money.zero(self.currency))
        return self.policy.decide(request, against, on=day)

    def running(self, part: list[tuple[Key, Record]], heads: Mapping[str, Order]) -> Running | None:
        """Positions that are carried along; None where each is to be summed anew."""
        if not is_carried(part, self.currency):
            return None
        return Running(part, self.currency, self.pools, self.exposure, self.standings, heads)

    def standing(self, known: list[Record], day: date) -> Standing:
        """All positions of a day, summed anew."""
        facts = Facts(known, links="open")
        return Standing(facts, day, self.currency, self.pools, self.exposure, standings=self.standings)


def rerun(
    facts: Facts,
    policy: CreditPolicy,
    limits: Pools | Limits | Iterable[CreditLimit] = (),
    *,
    during: DateRange | str,
    as_of: date | str,
    currency: Currency | str,
    exposure: ExposurePolicy = DEFAULT,
    standings: Mapping[str, CustomerStanding] = NOBODY,
    stopped: StoppedOrders | str = StoppedOrders.STAY,
    late_from: LateFrom | str = LateFrom.NEXT_DAY,
    grace_days: int = 0,
    name: str = "rerun",
    zone: tzinfo = UTC,
) -> Rerun:
    """Decide once more on the orders of a time, each by what was known before it, and tell what became of it.

    An order is decided on its day, or on the day on which it was recorded where that is later, against all
    that was known by then: what was recorded earlier that day, what says no hour of that day, and of orders
    without an hour those with a lesser identifier. An order that was corrected is decided on anew with each
    correction; orders without a customer or without lines are not decided on. Money settles invoices as
    applications say.

    Positions are carried along: before each decision only those documents are summed anew to which something
    has happened since the last one, with what hangs together with them. So the time grows with the number of
    documents, and with its square only within one order, within what one payment or credit note settles, and
    where a document of a customer, or of one with which it shares a pool, is in another currency: then every
    decision on them sums everything anew.

    Args:
        facts: A batch with orders and all that came of them.
        policy: The rules.
        limits: Who might owe how much, or pools of limits; they hold by their dates.
        during: The days whose orders are decided on.
        as_of: The day by whose end is told what became of them.
        currency: Currency of the orders.
        exposure: What counts against a limit.
        standings: What facts do not know of customers, by identifier.
        stopped: What becomes of orders that the policy stops.
        late_from: Which day is the first late one.
        grace_days: So many days more are not late.
        name: What the policy is called in tables.
        zone: Where days end.

    Raises:
        BatchError: If orders of that time, or their invoices, are in another currency; all are listed. If
            other documents are, and the exposure policy has no rate for them.
        CurrencyMismatchError: If a limit or a rule is in another currency.
        InvalidValueError: If a setting is none of those that there are.
        WrongTypeError: If an argument has another type.

    Examples:
        >>> from salesmgmt.records import Application, Facts, Invoice, Line, Order, Payment
        >>> facts = Facts(
        ...     [
        ...         Order("O-1", "2025-03-03", Line("GTX", "USD 6,000"), customer="C-9"),
        ...         Invoice("I-1", "2025-03-10", Line("GTX", "USD 6,000"), customer="C-9", order="O-1",
        ...                 due="2025-04-09"),
        ...         Order("O-2", "2025-04-20", Line("GTX", "USD 3,000"), customer="C-9"),
        ...         Payment("P-1", "2025-05-02", "C-9", "USD 6,000"),
        ...         Application("A-1", "2025-05-02", "P-1", "I-1", "USD 6,000"),
        ...     ]
        ... )
        >>> done = rerun(
        ...     facts, CreditPolicy.standard(), [CreditLimit("L-1", "C-9", "USD 8,000")],
        ...     during="2025-01-01/2026-01-01", as_of="2025-12-31", currency="USD",
        ... )
        >>> [(row.order, row.effect.value, row.rules, str(row.aftermath.late)) for row in done.rows]
        [('O-1', 'pass', (), 'USD 6,000.00'), ('O-2', 'block', ('oldest_item', 'limit'), 'USD 0.00')]
    """
    if not isinstance(facts, Facts):
        raise WrongTypeError("facts", facts, "be a checked batch: Facts([…])")
    if not isinstance(policy, CreditPolicy):
        raise WrongTypeError("policy", policy, "be a CreditPolicy")
    check_standings(standings)
    check_text("name", name)
    check_count("grace_days", grace_days)
    window, day, unit = range_of(during, "during"), as_date(as_of, "as_of"), currency_of(currency)
    kept = choice_of(StoppedOrders, stopped, "stopped")
    after = aftermaths(facts, day, choice_of(LateFrom, late_from, "late_from"), grace_days)
    chosen = _chosen(facts, window, zone)
    _check_currency(facts, chosen, after, unit)
    way = _Way(policy, pools_of(limits), unit, exposure, standings)
    rows = []
    for part in parts_of(facts, way.pools, zone):
        for head, decision in _decided(part, chosen, window, facts, way, kept):
            rows.append(ReplayedOrder(head, decision, Aftermath.total(after.get(head, ()), unit)))
    return Rerun(name, window, day, unit, rows)


def _chosen(facts: Facts, window: DateRange, zone: tzinfo) -> set[str]:
    """Identifiers in force of the orders that were first recorded in a time."""
    heads = facts.index(Order)
    return {
        heads[one.id].id
        for one in facts.all(Order)
        if one.supersedes is None and one.customer is not None and key_of(one, zone)[0] in window
    }


def _check_currency(
    facts: Facts, chosen: set[str], after: Mapping[str, list[Aftermath]], unit: Currency
) -> None:
    problems = []
    for order in facts.orders:
        if order.id not in chosen:
            continue
        found = {one.currency for one in after.get(order.id, ())}
        if order.currency is not None:
            found.add(order.currency)
        problems += [
            Problem(f"Order {order.id}", "currency", other.code, f"be {unit}; convert it first")
            for other in sorted(found - {unit}, key=str)
        ]
    if problems:
        raise BatchError("orders", problems)


def _decided(
    part: list[tuple[Key, Record]],
    chosen: set[str],
    window: DateRange,
    facts: Facts,
    way: _Way,
    kept: StoppedOrders,
) -> Iterator[tuple[str, CreditDecision]]:
    """Each order of a part with its strictest decision."""
    heads = facts.index(Order)
    names: dict[str, list[str]] = {}
    for _, record in part:
        if isinstance(record, Order):
            names.setdefault(heads[record.id].id, []).append(record.id)
    found: dict[str, CreditDecision] = {}
    gone: set[str] = set()
    running = way.running(part, heads)
    for place, (key, record) in enumerate(part):
        if not isinstance(record, Order) or record.customer is None or record.gross is None:
            continue
        head = heads[record.id].id
        if key[0] not in window or head not in chosen or head in gone:
            continue
        # An order is decided on before anything came of it, even where that was recorded first.
        without = names[head] if record.supersedes is None else ()
        if running is None:
            known = upto(part, key, without)
            if gone:
                known = without_orders(known, key[0], gone, heads)
            decision = way.decide(record, way.standing(known, key[0]), key[0])
        else:
            decision = way.decide(record, running.before(place, without, gone), key[0])
        before = found.get(head)
        if before is None or RANKS[decision.effect] > RANKS[before.effect]:
            found[head] = decision
        if kept is StoppedOrders.LEAVE and not decision.approved:
            gone.add(head)
    yield from found.items()
