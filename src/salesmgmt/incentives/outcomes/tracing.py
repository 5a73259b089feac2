"""The way of every deal told step by step: what is credited to whom, and what is not and why.

It walks as `salesmgmt.incentives.engine.collecting` does and asks the same judge, when somebody asks, and
makes a credit or a finding of every step.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from attrs import evolve, frozen

from salesmgmt.criteria import ALWAYS, Explanation
from salesmgmt.incentives.crediting import OWNED, Credit, CreditAccount, CreditKind, CreditShare, Part
from salesmgmt.incentives.deals import Deal, Event, deals_of
from salesmgmt.incentives.engine.chaining import shares_up
from salesmgmt.incentives.engine.eligibility import Eligibility
from salesmgmt.incentives.engine.judging import Counted, Judge
from salesmgmt.incentives.engine.scope import Scope
from salesmgmt.incentives.engine.streams import Account, Stream
from salesmgmt.incentives.engine.unknown import of_deal
from salesmgmt.incentives.figures import Figure, Minor, figure_of
from salesmgmt.incentives.texts import heading
from salesmgmt.money import Currency
from salesmgmt.reasons import Reason, ReasonValue
from salesmgmt.records import Opportunity

__all__ = ["NotCounted", "Teller", "concerned", "place_of", "tellers", "trace"]


@frozen(weakref_slot=False)
class NotCounted:
    """A deal of the period, or a part of it, that a component does not count, and why.

    Attributes:
        component: Identifier of the component.
        participants: Whom it would have concerned; none where nobody is known.
        event: What happened to the deal.
        deal: Identifier of the opportunity, document or receipt.
        line: Number of the line, from 1; None for an opportunity.
        on: Business date of the deal.
        value: What does not count; None where it cannot be told.
        reason: Why.
        condition: The condition that was not met, with the values found; None for other reasons.
    """

    component: str
    participants: tuple[str, ...]
    event: Event
    deal: str
    line: int | None
    on: date
    value: Figure | None
    reason: Reason
    condition: Explanation | None = None

    def why(self, lang: str = "en") -> str:
        """The reason in words, with the conditions that decided and what was found."""
        words = evolve(self.reason, because=()).text(lang)
        if self.condition is None:
            below = heading("and", lang).join(one.text(lang) for one in self.reason.because)
            return heading("because", lang, words, below) if below else words
        findings = heading("and", lang).join(finding.text(lang) for finding in self.condition.deciding)
        return heading("because", lang, words, findings)


class Teller:
    """One stream, made ready to tell what becomes of deals in it."""

    __slots__ = ("_accounts", "_eligible", "_scope", "judge", "stream")

    def __init__(self, scope: Scope, stream: Stream) -> None:
        self._scope = scope
        self.stream = stream
        self._accounts: dict[tuple[str, Event], CreditAccount] = {}
        self.judge = Judge(scope, stream)
        self._eligible = None if stream.eligible == ALWAYS else Eligibility(scope, stream.eligible)

    @property
    def asks_posts(self) -> bool:
        """Whether those who are credited have to meet a condition."""
        return self._eligible is not None

    def tell(self, deal: Deal, day: date, event: Event) -> Iterator[Credit | NotCounted]:
        """What becomes of one deal in the stream and in the accounts above it."""
        scope = self._scope
        found = self.judge.judge(deal, day, event)
        if isinstance(found, str):
            yield self._refused(deal, day, event, found)
            return
        parts = list(scope.shares.parts(found.value, deal, day, things=self.judge.things))
        if not any(part.kind is not CreditKind.OVERLAY for part in parts):
            yield self._not_counted(deal, day, event, "nobody", _names(parts), found.value)
        for part in parts:
            yield from self._part(deal, day, event, found, part)

    def _currency(self) -> Currency | None:
        return None if self.judge.things else self._scope.terms.currency

    def _refused(self, deal: Deal, day: date, event: Event, code: str) -> NotCounted:
        """Why a deal as a whole does not count."""
        scope = self._scope
        values: Mapping[str, ReasonValue] = {}
        because: tuple[Reason, ...] = ()
        condition = None
        if code == "plan_dates":
            values = {"during": str(scope.terms.during)}
        elif code == "currency" and deal.currency is not None:
            values = {"currency": deal.currency.code, "plan": scope.terms.currency.code}
        elif code == "condition":
            condition = self.stream.measure.where.explain(deal, scope.tables)
        elif code in ("factor_unknown", "key_unknown"):
            factors = [
                one.by for one in self.stream.factors if one.where == ALWAYS or scope.test(one.where)(deal)
            ]
            keys = (
                (*self.stream.keys, *getattr(self.stream, "needs", ())) if code == "key_unknown" else factors
            )
            because = of_deal(keys, deal, day, scope.tables)
        whole, share = self.stream.measure.value(deal), self.judge.share(event)
        value = None if whole is None else whole * share
        parts = list(scope.shares.parts(0, deal, day, things=self.judge.things))
        return self._not_counted(
            deal, day, event, code, _names(parts), value, values, condition, because=because
        )

    def _not_counted(
        self,
        deal: Deal,
        day: date,
        event: Event,
        code: str,
        people: tuple[str, ...],
        value: Minor | None,
        values: Mapping[str, ReasonValue] | None = None,
        condition: Explanation | None = None,
        component: str | None = None,
        because: tuple[Reason, ...] = (),
    ) -> NotCounted:
        reason = Reason(f"incentives.excluded.{code}", values or {}, (deal.id,), because)
        currency = None if self.judge.things else deal.currency
        figure = (
            None
            if value is None or (currency is None and not self.judge.things)
            else figure_of(value, currency)
        )
        owner = self.stream.accounts[0].id[0] if component is None else component
        return NotCounted(owner, people, event, deal.id, _line(deal), day, figure, reason, condition)

    def _part(
        self, deal: Deal, day: date, event: Event, found: Counted, part: Part
    ) -> Iterator[Credit | NotCounted]:
        scope, person = self._scope, part.participant
        values: Mapping[str, ReasonValue] = {"participant": person}
        beside = "overlay_" if part.kind is CreditKind.OVERLAY else ""
        if not scope.people.takes_part(person, day):
            code = beside + ("not_employed" if scope.people.is_named(person, day) else "not_in_plan")
            yield self._not_counted(deal, day, event, code, (person,), part.value, values)
            return
        if self._eligible is not None and not self._eligible.holds(person, day):
            told = self._not_counted(
                deal, day, event, f"{beside}not_eligible", (person,), part.value, values,
                self._eligible.explain(person, day),
            )  # fmt: skip
            unknown = self._eligible.unknown(person, day)
            yield told if unknown is None else evolve(told, reason=evolve(told.reason, because=(unknown,)))
            return
        for account in self.stream.accounts:
            yield from self._account(deal, day, event, found, part, account)

    def _credit(
        self, deal: Deal, event: Event, found: Counted, part: Part, account: Account, participant: str,
        value: Minor, level: int = 0,
    ) -> Credit:  # fmt: skip
        how = CreditShare(
            CreditKind.TEAM if level else part.kind,
            part.share,
            part.weight,
            part.of,
            part.participant if level else None,
            level,
            found.counted,
            found.paid,
            found.at if account.by_deal and account.chain is None else None,
            None if found.whole == value else found.whole,
            found.factors,
        )
        return Credit(
            self.account_of(account, event), participant, deal, value, OWNED if how == OWNED else how
        )

    def account_of(self, account: Account, event: Event) -> CreditAccount:
        """What the credits of an account count in."""
        key = account.id[0], event
        if key not in self._accounts:
            self._accounts[key] = CreditAccount(account.id[0], event, self._currency())
        return self._accounts[key]

    def _account(
        self, deal: Deal, day: date, event: Event, found: Counted, part: Part, account: Account
    ) -> Iterator[Credit | NotCounted]:
        people = self._scope.people
        if account.chain is not None:
            for share in shares_up(self._scope, account.chain, part.participant, day, part.value):
                yield self._credit(
                    deal, event, found, part, account, share.participant, share.base, share.level
                )
            return
        if account.level == 0:
            yield self._credit(deal, event, found, part, account, part.participant, part.value)
            return
        if account.level is None:
            managers = people.above(part.participant, day)
        else:
            managers = tuple(people.managers(part.participant, day, account.level))
        values: dict[str, ReasonValue] = {"participant": part.participant}
        if not managers or (account.level is not None and len(managers) > 1):
            code = "several_managers" if managers else "no_manager"
            names = tuple(sorted(managers))
            if managers:
                values["managers"] = ", ".join(names)
            yield self._not_counted(
                deal, day, event, code, names, part.value, values, component=account.id[0]
            )
            return
        for level, manager in enumerate(managers, account.level or 1):
            if people.takes_part(manager, day):
                yield self._credit(deal, event, found, part, account, manager, part.value, level)
            else:
                missed: Mapping[str, ReasonValue] = {"participant": manager}
                yield self._not_counted(
                    deal, day, event, "not_in_plan", (manager,), part.value, missed, component=account.id[0]
                )


def _names(parts: list[Part]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part.participant for part in parts))


def _line(deal: Deal) -> int | None:
    return None if isinstance(deal, Opportunity) else deal.line_number


def tellers(scope: Scope) -> list[Teller]:
    """The streams whose credits are told: those that make up bases, not those that only look something up."""
    return [Teller(scope, stream) for stream in scope.streams if stream.accounts[0].id[1] == 0]


def trace(scope: Scope, participant: str | None = None) -> Iterator[Credit | NotCounted]:
    """Every deal of the days in question, as credits and as findings why something is not credited.

    Args:
        scope: What was looked up for the call.
        participant: Whose credits and findings to tell; None for everybody's.
    """
    asked = tellers(scope)
    for event in Event:
        own = [teller for teller in asked if event in teller.judge.events]
        if not own:
            continue
        for deal in deals_of(scope.facts, event):
            day = deal.on
            if day is not None and day in scope.during:
                for teller in own:
                    for told in teller.tell(deal, day, event):
                        if participant is None or participant in concerned(told):
                            yield told


def concerned(told: Credit | NotCounted) -> tuple[str, ...]:
    """Whom a credit or finding concerns."""
    return (told.participant,) if isinstance(told, Credit) else told.participants


def place_of(told: Credit | NotCounted) -> tuple[date, str, int, str, str]:
    """Where a credit or finding stands among others: by date, deal and line."""
    if isinstance(told, Credit):
        return told.on, told.deal, told.line or 0, told.share or "", told.seller or ""
    return told.on, told.deal, told.line or 0, told.component, told.reason.code
