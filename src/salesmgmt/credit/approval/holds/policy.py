"""The rules by which holds run: who clears a reason, who releases, up to what, and until when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from types import MappingProxyType

from attrs import field, frozen

from salesmgmt.credit.approval.holds.hold import CreditHold
from salesmgmt.credit.approval.matrix import ApprovalMatrix
from salesmgmt.credit.limits.checks import as_optional_date, check_count, check_text
from salesmgmt.criteria import all_of
from salesmgmt.criteria import field as read
from salesmgmt.errors import CurrencyMismatchError, InvalidValueError, WrongTypeError
from salesmgmt.money import Money
from salesmgmt.workflows import Deadline, State, Transition, Workflow

__all__ = ["HoldPolicy"]

_set = object.__setattr__

CHINESE: Mapping[str, str] = MappingProxyType(
    {
        "placed": "已冻结",
        "ready": "可放行",
        "released": "已放行",
        "rejected": "已拒绝",
        "clear": "原因消除",
        "add": "增加原因",
        "release": "放行",
        "reject": "拒绝",
        "lapse": "逾期作废",
    }
)


def _roles(value: str | Iterable[str], name: str) -> tuple[str, ...]:
    roles = (value,) if isinstance(value, str) else tuple(value)
    for role in roles:
        check_text(name, role)
    if not roles:
        raise InvalidValueError(name, roles, "name one role at least")
    return tuple(dict.fromkeys(roles))


def _as_clearers(value: str | Iterable[str]) -> tuple[str, ...]:
    return _roles(value, "clearers")


def _as_releasers(value: str | Iterable[str]) -> tuple[str, ...]:
    return _roles(value, "releasers")


@frozen
class HoldPolicy:
    """How documents that are held go ahead, or not.

    A hold is ready when all its reasons are gone, and then released by a clerk. Before that it takes somebody
    whose authority, by the matrix, covers what they release: by the amount that they let go, the customer's
    grade, the share over the limit and the days until payment. Every release says how much and until when.

    Attributes:
        matrix: Who may release what before its reasons are gone.
        clearers: Roles that say that a reason is gone.
        releasers: Roles that release what is ready.
        days: Days after the last change of its reasons within which a hold has to be released or rejected, or
            it may lapse; None for no such end.
        taken_over_until: Last day on which a state may be taken over from elsewhere, without the events that
            led to it, by somebody with one of the `releasers`; None: never.
        name: What the workflow is called.

    Raises:
        BatchError: If the workflow that it comes to has a fault.
        InvalidValueError: If no role is named or the days are negative.
        WrongTypeError: If a part has another type.
    """

    matrix: ApprovalMatrix
    clearers: tuple[str, ...] = field(default=("credit analyst",), converter=_as_clearers)
    releasers: tuple[str, ...] = field(default=("credit analyst",), converter=_as_releasers)
    days: int | None = field(default=None, kw_only=True)
    taken_over_until: date | None = field(default=None, converter=as_optional_date, kw_only=True)
    name: str = field(default="Credit hold", kw_only=True)
    _workflow: Workflow = field(init=False, repr=False, eq=False)

    def __attrs_post_init__(self) -> None:
        if not isinstance(self.matrix, ApprovalMatrix):
            raise WrongTypeError("matrix", self.matrix, "be an ApprovalMatrix")
        if self.days is not None:
            check_count("days", self.days)
        check_text("name", self.name)
        _set(self, "_workflow", _workflow_of(self))

    @property
    def workflow(self) -> Workflow:
        """The workflow: its states, who does what in them, and its diagram."""
        return self._workflow

    def check(self, hold: CreditHold) -> None:
        """Refuse a hold that the matrix says nothing about.

        Raises:
            CurrencyMismatchError: If it is in another currency.
            InvalidValueError: If its grade is none of those that there are.
            WrongTypeError: If it is no hold.
        """
        if not isinstance(hold, CreditHold):
            raise WrongTypeError("hold", hold, "be a CreditHold")
        if hold.amount.currency != self.matrix.currency:
            raise CurrencyMismatchError("hold", hold.amount.currency.code, f"be in {self.matrix.currency}")
        if self.matrix.grades and hold.grade not in self.matrix.grades:
            raise InvalidValueError("grade", hold.grade, f"be one of {', '.join(self.matrix.grades)}")


def _workflow_of(policy: HoldPolicy) -> Workflow:
    """The workflow of a policy."""
    matrix, own = policy.matrix, "subject.requested_by"
    amount, until = read("event.up_to", "money"), read("event.until", "date")
    scoped = all_of(
        amount.at_least(Money.zero(matrix.currency)),
        amount.at_most(read("subject.amount", "money")),
        until.at_least(read("step.on", "date")),
    )
    left = read("event.left", "number")
    said = ("reason", "left")
    lapse = () if policy.days is None else (Deadline(policy.days, then="lapse"),)
    ends = () if policy.days is None else (Transition("lapse", ("placed", "ready"), "rejected"),)
    words = {name: word for name, word in CHINESE.items() if name != "lapse" or ends}
    return Workflow(
        policy.name,
        [
            State("placed", "start", lapse),
            State("ready", deadlines=lapse),
            State("released", "final"),
            State("rejected", "final"),
        ],
        [
            Transition("clear", "placed", "placed", policy.clearers, left.at_least(1), said, not_by=own),
            Transition("clear", "placed", "ready", policy.clearers, left.at_most(0), said, not_by=own),
            Transition("add", ("placed", "ready"), "placed", asks="reason"),
            Transition(
                "release", "ready", "released", policy.releasers, scoped, ("up_to", "until"), not_by=own
            ),
            *[
                Transition(
                    "release",
                    "placed",
                    "released",
                    rule.roles,
                    all_of(
                        scoped,
                        rule.guard(
                            "event.up_to", "subject.grade", "subject.excess_share", "subject.term_days"
                        ),
                    ),
                    ("up_to", "until", "why"),
                    rule.needs,
                    rule.quorum,
                    own,
                )
                for rule in matrix.rules
            ],
            Transition(
                "reject",
                ("placed", "ready"),
                "rejected",
                tuple(dict.fromkeys([*policy.releasers, *matrix.roles])),
                asks="why",
            ),
            *ends,
        ],
        words,
    )
