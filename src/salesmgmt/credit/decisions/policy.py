"""The rules that a document is held against, and the decision that they come to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from types import MappingProxyType
from typing import TypeVar

from attrs import evolve, field, frozen

from salesmgmt._choices import choice_of
from salesmgmt.calendars import add_days, as_date
from salesmgmt.credit.decisions.amounts import WarningLine, WithinLimit
from salesmgmt.credit.decisions.checks import Check, check_days
from salesmgmt.credit.decisions.choices import RANKS, AbsentLimit, AtLimit, Checkpoint, Effect, NarrowerScope
from salesmgmt.credit.decisions.compiled import CompiledPolicy
from salesmgmt.credit.decisions.decision import CreditDecision
from salesmgmt.credit.decisions.figures import NO_CHECK, STOP, asked_figures, figures_of
from salesmgmt.credit.decisions.findings import CreditFinding
from salesmgmt.credit.decisions.lanes import Lane
from salesmgmt.credit.decisions.open_items import OldestItem
from salesmgmt.credit.decisions.remedies import Remedy, remedies_for, until_of
from salesmgmt.credit.decisions.requests import CreditDocument, CreditRequest, asked
from salesmgmt.credit.decisions.rules import (
    CreditCheck,
    CreditExclusion,
    CreditOverride,
    CreditRule,
    strictly,
)
from salesmgmt.credit.decisions.saying import Hearing
from salesmgmt.credit.exposure import Accounts, ExposurePolicy
from salesmgmt.credit.limits import CreditLimit, Limits
from salesmgmt.credit.positions import Position, position_in
from salesmgmt.errors import (
    BatchError,
    CurrencyMismatchError,
    InvalidValueError,
    Problem,
    UnknownIdentifierError,
    WrongTypeError,
)
from salesmgmt.money import Currency, Money, Rate, currency_of
from salesmgmt.reasons import Reason
from salesmgmt.records import Customer, Facts, Order

__all__ = ["CreditPolicy"]

T = TypeVar("T")

_EXPOSURE = ExposurePolicy()
_STEPS = MappingProxyType({step: place for place, step in enumerate(Checkpoint)})


def _as_rules(rules: Iterable[CreditRule | CreditCheck] | CreditRule | CreditCheck) -> tuple[CreditRule, ...]:
    given = (rules,) if isinstance(rules, CreditRule | Check) else rules
    if not isinstance(given, Iterable):
        raise WrongTypeError("rules", rules, "be rules or checks, in a list or any other iterable")
    made = []
    for one in given:
        if isinstance(one, CreditRule):
            made.append(one)
        elif isinstance(one, Check):
            made.append(CreditRule(one))
        else:
            raise WrongTypeError("rules", one, "be a rule, or a check such as WithinLimit()")
    return tuple(made)


def _all(values: Iterable[T] | T, kind: type[T], field: str) -> tuple[T, ...]:
    given = (values,) if isinstance(values, kind) else values
    if not isinstance(given, Iterable):
        raise WrongTypeError(field, values, f"be {kind.__name__} values, in a list or any other iterable")
    found = tuple(given)
    for one in found:
        if not isinstance(one, kind):
            raise WrongTypeError(field, one, f"be {kind.__name__} values, in a list or any other iterable")
    return found


def _as_exclusions(values: Iterable[CreditExclusion] | CreditExclusion) -> tuple[CreditExclusion, ...]:
    return _all(values, CreditExclusion, "exclusions")


def _as_overrides(values: Iterable[CreditOverride] | CreditOverride) -> tuple[CreditOverride, ...]:
    return _all(values, CreditOverride, "overrides")


def _as_narrower(value: NarrowerScope | str) -> NarrowerScope:
    return choice_of(NarrowerScope, value, "narrower")


@frozen
class CreditPolicy:
    """The rules of credit; limits and what is owed are handed in with each decision.

    A document that lowers what is owed always passes. Of the other findings the strictest counts, and all are
    kept. A person's stop stands above all rules, exclusions and overrides; a person's freedom from checks
    stands in their place.

    Attributes:
        rules: The rules; a check alone is a rule with its usual effect, for everybody, at every step.
        exclusions: Who is let through although a rule speaks.
        overrides: Who may answer for a document, from the one to ask first.
        narrower: Whether a rule with a narrower scope replaces those of its kind and effect with a wider one:
            customer before group before all.
        recheck_grace_days: For so many days after a decision, the next step needs none.
        raise_days: For how many days a higher limit is asked where no terms are agreed.

    Raises:
        BatchError: If an identifier stands twice, or an override names a rule that there is not; all at once.
        InvalidValueError: If a number of days is negative.
        WrongTypeError: If a field has another type.

    Examples:
        >>> from salesmgmt.credit import Exposure, ExposurePart, LimitInForce, Position
        >>> exposure = Exposure("C-9", "2026-03-10", "USD", [ExposurePart("invoices", "USD 9,000")])
        >>> position = Position(exposure, LimitInForce("USD 10,000"))
        >>> policy = CreditPolicy([WithinLimit(), OldestItem(30)])
        >>> decision = policy.decide(CreditRequest("O-2", "C-9", "USD 3,800"), position)
        >>> decision.effect.value, str(decision.excess), decision.binding
        ('block', 'USD 2,800.00', 'C-9')
        >>> for remedy in decision.remedies:
        ...     print(remedy.reason().text())
        USD 2,800.00 is paid
        the document is cut to USD 1,000.00
        the limit is raised to USD 12,800.00 until 2026-04-09
    """

    rules: tuple[CreditRule, ...] = field(converter=_as_rules)
    exclusions: tuple[CreditExclusion, ...] = field(default=(), converter=_as_exclusions)
    overrides: tuple[CreditOverride, ...] = field(default=(), converter=_as_overrides)
    narrower: NarrowerScope = field(default=NarrowerScope.REPLACES, converter=_as_narrower, kw_only=True)
    recheck_grace_days: int = field(default=0, kw_only=True)
    raise_days: int = field(default=30, kw_only=True)
    _amounts: tuple[tuple[str, Money], ...] = field(init=False, eq=False, repr=False)
    _lanes: tuple[Lane, ...] | None = field(init=False, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        check_days(self.recheck_grace_days, "recheck_grace_days")
        check_days(self.raise_days, "raise_days")
        problems = []
        names: set[str] = set()
        for one in self._parts():
            if one.id in names:
                problems.append(Problem(f"{type(one).__name__} {one.id}", "id", one.id, "be unique"))
            names.add(one.id)
        known = {rule.id for rule in self.rules}
        for override in self.overrides:
            problems += [
                Problem(
                    f"CreditOverride {override.role}", "rules", name, f"be one of {', '.join(sorted(known))}"
                )
                for name in override.rules
                if name not in known
            ]
        if problems:
            raise BatchError("rules", problems)
        amounts = [
            (one.id, amount)
            for one in self._parts()
            if one.check is not None
            for amount in one.check.amounts()
        ]
        for_all = not any(one.customers or one.groups for one in self._parts())
        lanes = tuple(self._lane("", (), step) for step in Checkpoint) if for_all else None
        object.__setattr__(self, "_amounts", tuple(amounts))
        object.__setattr__(self, "_lanes", lanes)

    @classmethod
    def standard(
        cls,
        *,
        grace_days: int = 0,
        warn_at: Rate | str | None = None,
        at_limit: AtLimit | str = AtLimit.PASS,
        absent: AbsentLimit | str = AbsentLimit.BLOCK,
    ) -> CreditPolicy:
        """The three rules that most sellers begin with: no overdue invoice, within the limit, a warning line.

        Args:
            grace_days: Days past due that are let pass; documents are blocked from the next day on.
            warn_at: Share of the limit from which on somebody is warned; None for no warning line.
            at_limit: Whether exactly the limit passes.
            absent: What it means that a customer has no limit.

        Raises:
            InvalidValueError: If the grace is negative, or a setting is none of those above.

        Examples:
            >>> [rule.id for rule in CreditPolicy.standard(warn_at="80%").rules]
            ['oldest_item', 'limit', 'warning_line']
        """
        rules: list[CreditCheck] = [OldestItem(grace_days), WithinLimit(at_limit=at_limit, absent=absent)]
        if warn_at is not None:
            rules.append(WarningLine(warn_at))
        return cls(rules)

    def decide(
        self,
        document: CreditDocument,
        position: Position,
        *,
        on: date | str | None = None,
        at: Checkpoint | str | None = None,
        roles: Iterable[str] | str = (),
    ) -> CreditDecision:
        """Hold a document against a position.

        An order that the position counts already does not count twice; a delivery or an invoice adds what its
        order does not hold already; a credit note lowers.

        Args:
            document: A request, or a document of the records.
            position: The customer's position.
            on: The day of the decision; that of the position where left out.
            at: The step, where it is another than that of the document: the goods issue of a delivery.
            roles: Roles of those who answer for the document.

        Raises:
            CurrencyMismatchError: If the document, or an amount of a rule, is in another currency.
            InvalidValueError: If the document is another customer's, has no customer or no lines, or the day
                lies before the position's.
            UnknownIdentifierError: If nobody with such a role may override anything.
            WrongTypeError: If something has another type.
        """
        if not isinstance(position, Position):
            raise WrongTypeError("position", position, "be a Position")
        step = None if at is None else choice_of(Checkpoint, at, "at")
        request, against = asked(document, position, step)
        day = position.on if on is None else as_date(on, "on")
        self._check(request, position, day)
        return self._decided(request, against, day, self._acting(roles))

    def decide_on(
        self,
        document: CreditDocument,
        facts: Facts,
        limits: Limits | Iterable[CreditLimit] = (),
        *,
        as_of: date | str,
        exposure: ExposurePolicy = _EXPOSURE,
        roles: Iterable[str] | str = (),
    ) -> CreditDecision:
        """Hold a document against what facts and limits say of its customer.

        Args:
            document: A request, or a document of the records.
            facts: A batch with the customer's documents.
            limits: Who may owe how much.
            as_of: The day of the decision.
            exposure: What counts.
            roles: Roles of those who answer for the document.

        Raises:
            BatchError: If documents are in another currency than the limit.
            CurrencyMismatchError: If the document is.
            InvalidValueError: If the document has no customer or no lines.
            UnknownIdentifierError: If nobody with such a role may override anything.
            WrongTypeError: If something has another type.
        """
        return self.decide_all((document,), facts, limits, as_of=as_of, exposure=exposure, roles=roles)[0]

    def decide_all(
        self,
        documents: Iterable[CreditDocument],
        facts: Facts,
        limits: Limits | Iterable[CreditLimit] = (),
        *,
        as_of: date | str,
        exposure: ExposurePolicy = _EXPOSURE,
        roles: Iterable[str] | str = (),
    ) -> tuple[CreditDecision, ...]:
        """Decide on many documents, each as if it were the only new one; the facts are read through once.

        Args:
            documents: Requests, or documents of the records.
            facts: A batch with the customers' documents.
            limits: Who may owe how much.
            as_of: The day of the decisions.
            exposure: What counts.
            roles: Roles of those who answer for the documents.

        Raises:
            BatchError, CurrencyMismatchError, InvalidValueError, UnknownIdentifierError, WrongTypeError: As
                `decide_on`.
        """
        accounts = Accounts(facts, as_of, exposure)
        given = limits if isinstance(limits, Limits) else Limits(limits)
        return tuple(
            self._on_facts(document, accounts, facts, given, exposure, roles) for document in documents
        )

    def _on_facts(
        self,
        document: CreditDocument,
        accounts: Accounts,
        facts: Facts,
        limits: Limits,
        exposure: ExposurePolicy,
        roles: Iterable[str] | str,
    ) -> CreditDecision:
        day = accounts.ledger.day
        customer, value, order = _told(document, facts)
        known = facts.index(Customer).get(customer)
        limit = limits.of(customer, day, segment=None if known is None else known.segment)
        unit = value.currency
        if limit is not None and isinstance(limit.amount, Money) and limit.amount.currency != unit:
            raise CurrencyMismatchError(
                "document", unit.code, f"be in {limit.amount.currency}, as the limit; convert it first"
            )
        position = position_in(
            accounts,
            facts,
            customer,
            unit,
            limit=limit,
            concerning=() if order is None else (order,),
        )
        request, against = asked(document, position)
        if (
            request.at is Checkpoint.ORDER
            and request.added.minor > 0
            and not exposure.within_horizon(request.due, day)
        ):
            request = evolve(request, added=Money.zero(unit))
        self._check(request, position, day)
        return self._decided(request, against, day, self._acting(roles))

    def compiled(self, currency: Currency | str) -> CompiledPolicy:
        """The rules as verdicts on plain whole numbers, for those who carry such figures along.

        Raises:
            CurrencyMismatchError: If an amount of a rule is in another currency.
        """
        unit = currency_of(currency)
        self._check_amounts(unit)
        named = frozenset(name for one in self._parts() for name in one.customers)
        return CompiledPolicy(self, unit, named)

    def lane(self, customer: str, groups: tuple[str, ...], at: Checkpoint) -> Lane:
        """The rules that apply to a customer at a step."""
        return self._lane(customer, groups, at) if self._lanes is None else self._lanes[_STEPS[at]]

    def _lane(self, customer: str, groups: tuple[str, ...], at: Checkpoint) -> Lane:
        return Lane(self.rules, self.exclusions, self.narrower, customer, groups, at)

    def next_check(self, checked_on: date | str) -> date:
        """The first day on which a document that was decided on has to be decided on again.

        Examples:
            >>> CreditPolicy.standard().next_check("2020-03-01")
            datetime.date(2020, 3, 2)
        """
        return add_days(as_date(checked_on, "checked_on"), self.recheck_grace_days + 1)

    def needs_check(self, checked_on: date | str | None, on: date | str) -> bool:
        """Whether a document has to be decided on, on a day; it does where it never was."""
        return checked_on is None or as_date(on, "on") >= self.next_check(checked_on)

    def _parts(self) -> Iterator[CreditRule | CreditExclusion]:
        yield from self.rules
        yield from self.exclusions

    def _check(self, request: CreditRequest, position: Position, day: date) -> None:
        if request.customer != position.customer:
            raise InvalidValueError(
                "document", request.customer, f"be of {position.customer}, as the position"
            )
        if request.amount.currency != position.currency:
            rule = f"be in {position.currency}, as the position; convert it first"
            raise CurrencyMismatchError("document", request.amount.currency.code, rule)
        if day < position.on:
            raise InvalidValueError("on", day, f"not be before {position.on}, the day of the position")
        self._check_amounts(position.currency)

    def _check_amounts(self, unit: Currency) -> None:
        for name, amount in self._amounts:
            if amount.currency != unit:
                rule = f"be in {unit}, as the position; convert it first"
                raise CurrencyMismatchError(f"{name}.amount", amount.currency.code, rule)

    def _acting(self, roles: Iterable[str] | str) -> tuple[CreditOverride, ...]:
        if not roles:
            return ()
        names = (roles,) if isinstance(roles, str) else tuple(roles)
        known = {one.role for one in self.overrides}
        for name in names:
            if name not in known:
                rule = (
                    f"be one of {', '.join(sorted(known))}" if known else "be left out: no role may override"
                )
                raise UnknownIdentifierError("roles", name, rule)
        return tuple(one for one in self.overrides if one.role in names)

    def _decided(
        self, request: CreditRequest, position: Position, day: date, acting: tuple[CreditOverride, ...]
    ) -> CreditDecision:
        figures, wanted = figures_of(position), asked_figures(request, day)
        findings: tuple[CreditFinding, ...]
        released = None
        lane = None
        if request.lowers:
            values = {"amount": request.amount, "exposure": position.total + request.added}
            findings = (
                CreditFinding("lowered", Effect.PASS, [Reason("credit.lowered", values, (request.id,))]),
            )
        elif figures.status == NO_CHECK:
            freed = Reason("credit.unchecked", {"customer": position.customer})
            findings = (CreditFinding("status", Effect.PASS, [freed]),)
        else:
            lane = self.lane(position.customer, position.groups, request.at)
            hearing = Hearing(request, position, day, figures, wanted)
            if lane.releases:
                found = lane.released_by(figures, wanted)
                released = None if found is None else found.id
            findings = tuple(
                [self._finding(rule, excluding, hearing, released, acting) for rule, excluding in lane.rules]
            )
            if figures.status == STOP:
                stopped = Reason("credit.stopped", {"customer": position.customer})
                findings = (CreditFinding("status", Effect.BLOCK, [stopped]), *findings)
        effect = max([finding.effect for finding in findings], key=RANKS.__getitem__, default=Effect.PASS)
        remedies: tuple[Remedy, ...] = ()
        if lane is not None and RANKS[effect] > RANKS[Effect.WARN]:
            days = request.terms_days or position.terms_days or self.raise_days
            remedies = remedies_for(
                lane, figures, wanted, request, position, until_of(day, days), self.overrides, acting
            )
        return CreditDecision(
            effect,
            request,
            day,
            position.exposure,
            position.limit,
            position.pools,
            findings,
            remedies,
            released,
            position.version,
        )

    def _finding(
        self,
        rule: CreditRule,
        excluding: tuple[CreditExclusion, ...],
        hearing: Hearing,
        released: str | None,
        acting: tuple[CreditOverride, ...],
    ) -> CreditFinding:
        figures, wanted = hearing.figures, hearing.asked
        ok = rule.check.ok(figures, wanted, strictly(rule.check))
        reasons = hearing.found(rule.check, ok)
        if ok or rule.effect is Effect.PASS:
            return CreditFinding(rule.id, Effect.PASS, reasons)
        away = next((one.id for one in excluding if one.check and one.check.ok(figures, wanted, 1)), None)
        if away is None and RANKS[rule.effect] >= RANKS[Effect.HOLD]:
            away = released
        if away is not None:
            told = Reason("credit.excluded", {"rule": rule.id, "exclusion": away}, because=reasons)
            return CreditFinding(rule.id, Effect.PASS, [told], away)
        effect: Effect = rule.effect
        role: str | None = None
        for one in acting:
            if RANKS[one.to] < RANKS[effect] and (not one.rules or rule.id in one.rules):
                effect, role = one.to, one.role
        if role is None:
            return CreditFinding(rule.id, effect, reasons)
        told = Reason("credit.overridden", {"rule": rule.id, "role": role}, because=reasons)
        return CreditFinding(rule.id, effect, [told], None, role)


def _told(document: CreditDocument, facts: Facts) -> tuple[str, Money, str | None]:
    """Whose document it is, what it is worth, and the order that it is or carries out."""
    if isinstance(document, CreditRequest):
        return document.customer, document.amount, None
    value: Money | None = getattr(document, "gross", None)
    order: str | None = getattr(document, "order", None)
    if isinstance(document, Order):
        order = document.id if document.supersedes is None else document.supersedes
    customer: str | None = getattr(document, "customer", None)
    if customer is None and order is not None and order in facts.index(Order):
        customer = facts.index(Order)[order].customer
    name: object = getattr(document, "id", document)
    if not isinstance(name, str) or not hasattr(document, "lines"):
        raise WrongTypeError(
            "document", document, "be a CreditRequest, an order, delivery, invoice or credit note"
        )
    if customer is None or value is None:
        raise InvalidValueError("document", name, "name its customer and have lines")
    return customer, value, order
