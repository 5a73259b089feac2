"""Many limits changed at once: what each was, what it becomes, who has to approve it, and who has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date

from attrs import evolve, field, frozen

from salesmgmt.calendars import as_date
from salesmgmt.credit.limits.amounts import LimitAmount, LimitAmountLike, NoLimit, NotChecked, amount_of
from salesmgmt.credit.limits.checks import check_text, tuple_of
from salesmgmt.credit.limits.collection import Limits
from salesmgmt.credit.limits.limit import CreditLimit
from salesmgmt.credit.limits.showing import amount_cell
from salesmgmt.credit.texts.limits import LIMIT_HEADINGS as HEADINGS
from salesmgmt.errors import BatchError, CurrencyMismatchError, InvalidValueError, Problem, WrongTypeError
from salesmgmt.money import Money
from salesmgmt.reasons import Reason, ReasonValue
from salesmgmt.tables import Cell, Table, headed

__all__ = ["ChangeApproval", "LimitAuthority", "LimitChange", "LimitChanges"]


@frozen
class LimitAuthority:
    """Who may approve a limit up to which amount.

    Attributes:
        role: The role, such as `finance manager`.
        up_to: The highest amount, that amount included; `NoLimit()` for every one.

    Raises:
        InvalidValueError: If the role is empty or the amount negative.
        WrongTypeError: If a field has another type.
    """

    role: str
    up_to: LimitAmount = field(converter=amount_of)

    def __attrs_post_init__(self) -> None:
        check_text("role", self.role)
        if isinstance(self.up_to, NotChecked):
            raise InvalidValueError("up_to", str(self.up_to), "be money or NoLimit()")
        if isinstance(self.up_to, Money) and self.up_to.minor < 0:
            raise InvalidValueError("up_to", self.up_to, "be 0 or more")

    def covers(self, amount: LimitAmountLike) -> bool:
        """Whether an amount may be approved; `NoLimit()` and `NotChecked()` by those without a bound only.

        Raises:
            CurrencyMismatchError: If it is in another currency than the bound.
        """
        asked = amount_of(amount)
        if isinstance(self.up_to, NoLimit):
            return True
        if not isinstance(asked, Money) or not isinstance(self.up_to, Money):
            return False
        if asked.currency != self.up_to.currency:
            rule = f"be in {self.up_to.currency}, as the authority; convert it first"
            raise CurrencyMismatchError("amount", asked.currency.code, rule)
        return asked <= self.up_to


def _as_names(given: Iterable[str] | str) -> tuple[str, ...]:
    names = (given,) if isinstance(given, str) else tuple(given)
    for name in names:
        check_text("limits", name)
    return tuple(sorted(set(names)))


def _as_optional_on(value: date | str | None) -> date | None:
    return None if value is None else as_date(value, "on")


@frozen
class ChangeApproval:
    """Somebody's approval of proposed changes.

    Attributes:
        by: Who approves.
        role: In which role.
        limits: Identifiers of the limits whose change is approved; none named: all.
        on: The day; None where it does not matter.

    Raises:
        InvalidValueError: If a text is empty.
        WrongTypeError: If a field has another type.
    """

    by: str
    role: str
    limits: tuple[str, ...] = field(default=(), converter=_as_names)
    on: date | None = field(default=None, converter=_as_optional_on)

    def __attrs_post_init__(self) -> None:
        check_text("by", self.by)
        check_text("role", self.role)


@frozen
class LimitChange:
    """One limit that is to be added, replaced or withdrawn.

    Attributes:
        before: The limit as it was when the change was proposed; None for a new one.
        after: The limit as it is to be; None to withdraw it.

    Raises:
        InvalidValueError: If both are missing, or they differ in identifier or holder.
        WrongTypeError: If a field has another type.

    Examples:
        >>> before = CreditLimit("L-1", "C-9", "USD 10,000")
        >>> print(LimitChange(before, CreditLimit("L-1", "C-9", "USD 15,000")).reason.text())
        L-1 of C-9 is raised from USD 10,000.00 to USD 15,000.00
    """

    before: CreditLimit | None
    after: CreditLimit | None

    def __attrs_post_init__(self) -> None:
        for name in ("before", "after"):
            value = getattr(self, name)
            if value is not None and not isinstance(value, CreditLimit):
                raise WrongTypeError(name, value, "be a CreditLimit or None")
        if self.before is None and self.after is None:
            raise InvalidValueError("after", None, "be a limit where there was none before")
        if self.before is None or self.after is None:
            return
        for name in ("id", "holder", "scope"):
            if getattr(self.before, name) != getattr(self.after, name):
                rule = f"have the {name} {getattr(self.before, name)}, as before"
                raise InvalidValueError("after", getattr(self.after, name), rule)

    @property
    def limit(self) -> CreditLimit:
        """The limit as it is to be, or the one that is withdrawn."""
        found = self.after or self.before
        assert found is not None
        return found

    @property
    def difference(self) -> Money | None:
        """By how much the amount changes; None where it is not money before or after, or changes currency."""
        before = None if self.before is None else self.before.amount
        after = None if self.after is None else self.after.amount
        if isinstance(before, Money) and isinstance(after, Money) and before.currency == after.currency:
            return after - before
        return None

    @property
    def reason(self) -> Reason:
        """What changes."""
        values: dict[str, ReasonValue] = {"limit": self.limit.id, "holder": self.limit.holder}
        facts = (self.limit.id,)
        if self.before is None:
            return Reason("credit.change.new", values, facts=facts)
        if self.after is None:
            return Reason("credit.change.withdrawn", values, facts=facts)
        before, after = self.before.amount, self.after.amount
        difference = self.difference
        if difference is None or not isinstance(before, Money) or not isinstance(after, Money):
            return Reason("credit.change.other", values, facts=facts)
        amounts: dict[str, ReasonValue] = {**values, "before": before, "after": after}
        if difference.minor > 0:
            return Reason("credit.change.raised", amounts, facts=facts)
        if difference.minor < 0:
            return Reason("credit.change.lowered", amounts, facts=facts)
        return Reason("credit.change.other", values, facts=facts)


def _as_changes(given: Iterable[LimitChange] | LimitChange) -> tuple[LimitChange, ...]:
    changes = tuple_of(given, LimitChange, "changes")
    return tuple(sorted(changes, key=lambda one: one.limit.id))


def _as_authorities(given: Iterable[LimitAuthority] | LimitAuthority) -> tuple[LimitAuthority, ...]:
    return tuple_of(given, LimitAuthority, "authorities")


@frozen
class LimitChanges:
    """A batch of proposed changes: applied as a whole when everything is approved, or not at all.

    An approval needs a role whose authority covers the amount that the limit is to have; where a limit is
    withdrawn, or nothing but its amount changes and that downwards, any role that is named will do. Nobody
    approves what they proposed. The authorities are tried in their order, the lowest first.

    Attributes:
        id: Identifier of the batch.
        proposed_by: Who proposes it.
        changes: The changes, in the order of their limits.
        authorities: Who may approve what, the lowest authority first.

    Raises:
        BatchError: If a limit is changed twice.
        InvalidValueError: If a text is empty, or there is no authority.
        WrongTypeError: If a field has another type.

    Examples:
        >>> limits = Limits([CreditLimit("L-1", "C-9", "USD 10,000"), CreditLimit("L-2", "C-1", "USD 5,000")])
        >>> roles = [LimitAuthority("manager", "USD 20,000"), LimitAuthority("director", "no limit")]
        >>> proposed = [CreditLimit("L-1", "C-9", "USD 15,000"), CreditLimit("L-2", "C-1", "USD 50,000")]
        >>> batch = LimitChanges.of("B-1", "ann", limits, proposed, roles)
        >>> batch.needs("L-1"), batch.needs("L-2")
        (('manager', 'director'), ('director',))
        >>> for reason in batch.missing([ChangeApproval("bob", "manager")]):
        ...     print(reason.text())
        L-2 needs the approval of director
        >>> after = batch.apply(limits, [ChangeApproval("eve", "director")])
        >>> str(after.of("C-1", "2026-01-01").amount)
        'USD 50,000.00'
    """

    id: str
    proposed_by: str
    changes: tuple[LimitChange, ...] = field(converter=_as_changes)
    authorities: tuple[LimitAuthority, ...] = field(converter=_as_authorities)

    def __attrs_post_init__(self) -> None:
        check_text("id", self.id)
        check_text("proposed_by", self.proposed_by)
        if not self.authorities:
            raise InvalidValueError("authorities", self.authorities, "name who may approve what")
        counts = Counter(change.limit.id for change in self.changes)
        problems = [
            Problem(f"LimitChange {name}", "limit", name, "be changed once")
            for name in counts
            if counts[name] > 1
        ]
        if problems:
            raise BatchError("changes", problems)

    @classmethod
    def of(
        cls,
        id: str,  # noqa: A002 - what the batch calls it
        proposed_by: str,
        limits: Limits,
        proposed: Iterable[CreditLimit],
        authorities: Iterable[LimitAuthority],
        *,
        withdrawn: Iterable[str] = (),
    ) -> LimitChanges:
        """A batch from limits as they are to be; those that stay as they are are left out.

        Args:
            id: Identifier of the batch.
            proposed_by: Who proposes it.
            limits: The limits as they are.
            proposed: New limits, and changed ones under the identifiers they have.
            authorities: Who may approve what.
            withdrawn: Identifiers of limits to withdraw.

        Raises:
            BatchError: If an identifier to withdraw is unknown, or a limit is changed twice; all at once.
        """
        changes = [
            LimitChange(limits.get(after.id), after)
            for after in tuple_of(proposed, CreditLimit, "proposed")
            if limits.get(after.id) != after
        ]
        problems = []
        for name in (withdrawn,) if isinstance(withdrawn, str) else tuple(withdrawn):
            before = limits.get(name)
            if before is None:
                problems.append(Problem(f"LimitChange {name}", "limit", name, "be one of the limits"))
            else:
                changes.append(LimitChange(before, None))
        if problems:
            raise BatchError("withdrawn", problems)
        return cls(id, proposed_by, changes, authorities)

    def needs(self, limit: str) -> tuple[str, ...]:
        """The roles of which one has to approve the change of a limit, the lowest authority first.

        Empty where it is beyond every authority.

        Raises:
            CurrencyMismatchError: If the amount is in another currency than an authority.
            InvalidValueError: If the batch does not change that limit.
        """
        change = next((one for one in self.changes if one.limit.id == limit), None)
        if change is None:
            raise InvalidValueError("limit", limit, "be one that the batch changes")
        return self._needs(change)

    def _needs(self, change: LimitChange) -> tuple[str, ...]:
        return tuple(
            one.role for one in self.authorities if _is_less(change) or one.covers(change.limit.amount)
        )

    def missing(self, approvals: Iterable[ChangeApproval] = ()) -> tuple[Reason, ...]:
        """What keeps the batch from being applied, whatever the limits are by now; empty where nothing does.

        Args:
            approvals: What was approved so far.

        Raises:
            CurrencyMismatchError: If an amount is in another currency than an authority.
            WrongTypeError: If something is no approval.
        """
        given = tuple_of(approvals, ChangeApproval, "approvals")
        found = []
        for change in self.changes:
            told = self._approved(change, given)
            if told.code not in _APPROVED:
                found.append(told)
        return tuple(found)

    def _approved(self, change: LimitChange, approvals: tuple[ChangeApproval, ...]) -> Reason:
        """Who has approved a change, or what it lacks."""
        name = change.limit.id
        roles = self._needs(change)
        facts = (name,)
        if not roles:
            return Reason("credit.change.nobody", {"change": name}, facts=facts)
        own = None
        for approval in approvals:
            if approval.role not in roles or (approval.limits and name not in approval.limits):
                continue
            if approval.by == self.proposed_by:
                own = approval
                continue
            up_to = next(one.up_to for one in self.authorities if one.role == approval.role)
            values: dict[str, ReasonValue] = {"by": approval.by, "change": name, "role": approval.role}
            if isinstance(up_to, Money):
                return Reason("credit.change.approved", {**values, "up_to": up_to}, facts=facts)
            return Reason("credit.change.approved_any", values, facts=facts)
        if own is not None:
            refused: dict[str, ReasonValue] = {"by": own.by, "change": name}
            return Reason("credit.change.own", refused, facts=facts)
        lacking: dict[str, ReasonValue] = {"change": name, "role": roles[0]}
        return Reason("credit.change.unapproved", lacking, facts=facts)

    def problems(self, limits: Limits, approvals: Iterable[ChangeApproval] = ()) -> tuple[Problem, ...]:
        """Everything that keeps the batch from being applied to limits as they are by now.

        Raises:
            CurrencyMismatchError: If an amount is in another currency than an authority.
            WrongTypeError: If something is no approval, or the limits are none.
        """
        if not isinstance(limits, Limits):
            raise WrongTypeError("limits", limits, "be Limits")
        found = []
        for change in self.changes:
            now = limits.get(change.limit.id)
            if now != change.before:
                shown = "no limit of this identifier" if now is None else str(now.amount)
                rule = "be as it was when the change was proposed; propose it again"
                found.append(Problem(f"LimitChange {change.limit.id}", "before", shown, rule))
        for reason in self.missing(approvals):
            name = str(reason.get("change"))
            found.append(Problem(f"LimitChange {name}", "approval", reason.text(), "be approved"))
        return tuple(found)

    def apply(self, limits: Limits, approvals: Iterable[ChangeApproval] = ()) -> Limits:
        """The limits with all changes made; who approved it is noted in each limit.

        Args:
            limits: The limits as they are.
            approvals: What was approved.

        Raises:
            BatchError: If a change lacks its approval, a limit is no longer as it was when the change was
                proposed, or the limits would not go together; nothing is applied then.
            CurrencyMismatchError: If an amount is in another currency than an authority.
            WrongTypeError: If something is no approval, or the limits are none.
        """
        given = tuple_of(approvals, ChangeApproval, "approvals")
        problems = self.problems(limits, given)
        if problems:
            raise BatchError("changes", problems)
        kept = limits.without(*(change.limit.id for change in self.changes if change.after is None))
        return kept.replace(
            *(
                _signed(change.after, str(self._approved(change, given).get("by")))
                for change in self.changes
                if change.after is not None
            )
        )

    def table(self, approvals: Iterable[ChangeApproval] = (), lang: str = "en") -> Table:
        """Before, after and difference of each limit, and who has approved it or has to."""
        given = tuple_of(approvals, ChangeApproval, "approvals")
        columns = headed(
            HEADINGS, lang, "limit", "holder", "before", "after", "difference", "needs", "approved_by"
        )
        rows: list[tuple[Cell, ...]] = []
        for change in self.changes:
            told = self._approved(change, given)
            rows.append(
                (
                    change.limit.id,
                    change.limit.holder,
                    None if change.before is None else amount_cell(change.before.amount, lang),
                    None if change.after is None else amount_cell(change.after.amount, lang),
                    change.difference,
                    next(iter(self._needs(change)), None),
                    told.get("by") if told.code in _APPROVED else None,
                )
            )
        return Table(self.id, columns, rows, lang=lang)

    def records(self, approvals: Iterable[ChangeApproval] = ()) -> list[dict[str, object]]:
        """One row per change, for a DataFrame."""
        return self.table(approvals).records()


_APPROVED = frozenset({"credit.change.approved", "credit.change.approved_any"})


def _is_less(change: LimitChange) -> bool:
    """Whether a change takes credit away and does nothing else."""
    if change.after is None:
        return True
    if change.before is None or change.difference is None or change.difference.minor > 0:
        return False
    before, after = change.before, change.after
    if before.review is not None and (after.review is None or after.review > before.review):
        return False  # nobody looks at it as early as was promised
    same = ("during", "kind", "priority", "share", "in_exposure")
    return all(getattr(before, name) == getattr(after, name) for name in same)


def _signed(limit: CreditLimit, approver: str) -> CreditLimit:
    return evolve(limit, approver=approver)
