"""The rules by which applications run: who checks and approves, what has to be on file, by when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType

from attrs import field, frozen

from salesmgmt._choices import choice_of
from salesmgmt.calendars import DateRange
from salesmgmt.credit.approval.applications.application import CreditApplication
from salesmgmt.credit.approval.checklist import Checklist, ChecklistItem
from salesmgmt.credit.approval.matrix import ApprovalMatrix
from salesmgmt.credit.approval.scoring import CreditScore
from salesmgmt.credit.limits import LimitProposal
from salesmgmt.credit.limits.checks import as_optional_date, check_count, check_text
from salesmgmt.criteria import Criterion, all_of
from salesmgmt.criteria import field as read
from salesmgmt.errors import CurrencyMismatchError, InvalidValueError, WrongTypeError
from salesmgmt.money import Money, money_of
from salesmgmt.workflows import Deadline, Details, State, Transition, Workflow
from salesmgmt.workflows.details import Scalar

__all__ = ["ApplicationPolicy", "CheckerApproves", "grades_of"]

_set = object.__setattr__

#: The states, and the Chinese words for them and for the events.
CHINESE: Mapping[str, str] = MappingProxyType(
    {
        "draft": "草稿",
        "submitted": "已提交",
        "checked": "已审核",
        "approved": "已批准",
        "active": "已生效",
        "expired": "已到期",
        "revoked": "已撤销",
        "refused": "已否决",
        "withdrawn": "已撤回",
        "record": "补充资料",
        "submit": "提交",
        "withdraw": "撤回",
        "check": "审核",
        "send back": "退回",
        "refuse": "否决",
        "approve": "批准",
        "activate": "生效",
        "lapse": "逾期失效",
        "expire": "到期",
        "revoke": "撤销",
    }
)


class CheckerApproves(StrEnum):
    """Whether who has checked an application may approve it, too."""

    NO = "no"
    YES = "yes"


def _as_checklist(value: Checklist | Iterable[ChecklistItem | str]) -> Checklist:
    return value if isinstance(value, Checklist) else Checklist(value)


def _roles(value: str | Iterable[str], name: str) -> tuple[str, ...]:
    roles = (value,) if isinstance(value, str) else tuple(value)
    for role in roles:
        check_text(name, role)
    if not roles:
        raise InvalidValueError(name, roles, "name one role at least")
    return tuple(dict.fromkeys(roles))


def _as_applicants(value: str | Iterable[str]) -> tuple[str, ...]:
    return _roles(value, "applicants")


def _as_checkers(value: str | Iterable[str]) -> tuple[str, ...]:
    return _roles(value, "checkers")


def _as_checker_approves(value: CheckerApproves | str) -> CheckerApproves:
    return choice_of(CheckerApproves, value, "checker_approves")


@frozen
class ApplicationPolicy:
    """How applications for credit run.

    An application is drafted, submitted, checked, approved and activated; it can be sent back, withdrawn,
    refused and revoked, and expires. The check says how much is recommended, at most what was asked for, and
    the class by score; who may approve follows from them by the matrix. Whoever asks, submits or, unless it
    is allowed, checks an application does not approve it.

    Attributes:
        matrix: Who may approve what.
        checklist: What has to be on file before submission and before approval.
        applicants: Roles that draft, submit and withdraw.
        checkers: Roles that check, and activate what is approved.
        activate_within: Days after approval within which the limit has to be activated, or it lapses.
        checker_approves: Whether who has checked may approve, too.
        taken_over_until: Last day on which a state may be taken over from elsewhere, without the events that
            led to it, by somebody with one of the `checkers`; None: never.
        name: What the workflow is called.

    Raises:
        BatchError: If the workflow that it comes to has a fault.
        InvalidValueError: If no role is named or the days are negative.
        WrongTypeError: If a part has another type.
    """

    matrix: ApprovalMatrix
    checklist: Checklist = field(default=Checklist(), converter=_as_checklist)
    applicants: tuple[str, ...] = field(default=("sales",), converter=_as_applicants)
    checkers: tuple[str, ...] = field(default=("credit analyst",), converter=_as_checkers)
    activate_within: int = field(default=30, kw_only=True)
    checker_approves: CheckerApproves = field(
        default=CheckerApproves.NO, converter=_as_checker_approves, kw_only=True
    )
    taken_over_until: date | None = field(default=None, converter=as_optional_date, kw_only=True)
    name: str = field(default="Credit application", kw_only=True)
    _workflow: Workflow = field(init=False, repr=False, eq=False)

    def __attrs_post_init__(self) -> None:
        if not isinstance(self.matrix, ApprovalMatrix):
            raise WrongTypeError("matrix", self.matrix, "be an ApprovalMatrix")
        check_count("activate_within", self.activate_within)
        check_text("name", self.name)
        _set(self, "_workflow", _workflow_of(self))

    @property
    def workflow(self) -> Workflow:
        """The workflow: its states, who does what in them, and its diagram."""
        return self._workflow

    @property
    def asks(self) -> tuple[str, ...]:
        """What the event of a check has to bring along."""
        grade = ["grade"] if self.matrix.grades else []
        excess = ["excess"] if _by_excess(self.matrix) else []
        return ("amount", *grade, *excess)

    def check(self, application: CreditApplication) -> None:
        """Refuse an application that the matrix says nothing about.

        Raises:
            CurrencyMismatchError: If it is in another currency.
            WrongTypeError: If it is no application.
        """
        if not isinstance(application, CreditApplication):
            raise WrongTypeError("application", application, "be a CreditApplication")
        if application.amount.currency != self.matrix.currency:
            raise CurrencyMismatchError(
                "application", application.amount.currency.code, f"be in {self.matrix.currency}"
            )

    def assessment(
        self,
        application: CreditApplication,
        amount: Money | str | None = None,
        *,
        score: CreditScore | None = None,
        proposal: LimitProposal | None = None,
    ) -> Details:
        """What the event of a check brings along, from a score and a proposed limit.

        Args:
            application: What is applied for.
            amount: How much is recommended; what was asked for where left out.
            score: The customer's score, whose band is the grade.
            proposal: What the formula of the house proposes. The excess is the share by which the amount
                goes beyond it; of a proposal of zero, and of one without an amount, by 100%, and none where
                the proposal is no limit at all.

        Raises:
            CurrencyMismatchError: If the amount is in another currency than the proposal or the matrix.
            InvalidValueError: If the matrix goes by grade and there is no score with one of its bands, or by
                excess and there is no proposal.
        """
        self.check(application)
        recommended = application.amount if amount is None else money_of(amount)
        values: dict[str, Scalar | None] = {"amount": recommended}
        if score is not None:
            values["score"] = score.value
        if self.matrix.grades:
            band = None if score is None else score.band
            if band not in self.matrix.grades:
                rule = f"come with a score whose band is one of {', '.join(self.matrix.grades)}"
                raise InvalidValueError("score", band, rule)
            values["grade"] = band
        if _by_excess(self.matrix) and proposal is None:
            raise InvalidValueError(
                "proposal", proposal, "be given, as the matrix goes by the excess over it"
            )
        if proposal is not None:
            values["excess"] = _excess(recommended, proposal)
        return Details(values)


def _excess(amount: Money, proposal: LimitProposal) -> Fraction:
    if isinstance(proposal.amount, Money):
        if amount.currency != proposal.amount.currency:
            raise CurrencyMismatchError(
                "proposal", proposal.amount.currency.code, f"be in {amount.currency}, as the amount"
            )
        if proposal.amount.minor > 0:
            return max(Fraction(0), Fraction(amount.minor, proposal.amount.minor) - 1)
    elif proposal.amount is not None:
        return Fraction(0)
    return Fraction(1 if amount.minor else 0)


def _by_excess(matrix: ApprovalMatrix) -> bool:
    return any(rule.excess_over is not None or rule.excess_up_to is not None for rule in matrix.rules)


def grades_of(path: str, grades: tuple[str, ...]) -> list[Criterion]:
    """That a grade is one of those that there are; nothing where there are none."""
    return [read(path, "text").is_in(*grades)] if grades else []


def _workflow_of(policy: ApplicationPolicy) -> Workflow:
    """The workflow of a policy."""
    matrix = policy.matrix
    deciders = tuple(dict.fromkeys([*policy.checkers, *matrix.roles]))
    amount = read("event.amount", "money")
    sound: list[Criterion] = [
        amount.at_least(Money.zero(matrix.currency)),
        amount.at_most(read("subject.amount", "money")),
        *grades_of("event.grade", matrix.grades),
        *([read("event.excess", "number").at_least(0)] if _by_excess(matrix) else []),
    ]
    over = read("step.on", "date").at_least(read("subject.ends", "date"))
    own = ("submit", "subject.requested_by")
    parts = () if policy.checker_approves is CheckerApproves.YES else ("check",)
    return Workflow(
        policy.name,
        [
            State("draft", "start"),
            "submitted",
            "checked",
            State("approved", deadlines=Deadline(policy.activate_within, then="lapse")),
            "active",
            *[State(name, "final") for name in ("expired", "revoked", "refused", "withdrawn")],
        ],
        [
            Transition("record", "draft", "draft", policy.applicants),
            Transition("record", "submitted", "submitted", policy.checkers),
            Transition(
                "submit",
                "draft",
                "submitted",
                policy.applicants,
                requires=policy.checklist.required("submit"),
            ),
            Transition("withdraw", ("draft", "submitted", "checked"), "withdrawn", policy.applicants),
            Transition(
                "check", "submitted", "checked", policy.checkers, all_of(*sound), policy.asks, not_by=own
            ),
            Transition("send back", "submitted", "draft", deciders, asks="why"),
            Transition("send back", "checked", ("draft", "submitted"), deciders, asks="why"),
            Transition("refuse", ("submitted", "checked"), "refused", deciders, asks="why"),
            *[
                Transition(
                    "approve",
                    "checked",
                    "approved",
                    rule.roles,
                    rule.guard(
                        "case.check.amount", "case.check.grade", "case.check.excess", "subject.term_days"
                    ),
                    needs=rule.needs,
                    quorum=rule.quorum,
                    not_by=(*own, *parts),
                    requires=policy.checklist.required("approve"),
                )
                for rule in matrix.rules
            ],
            Transition("activate", "approved", "active", policy.checkers, not_by="subject.requested_by"),
            Transition("lapse", "approved", "expired"),
            Transition("expire", "active", "expired", guard=over),
            Transition("revoke", ("approved", "active"), "revoked", deciders, asks="why"),
        ],
        CHINESE,
    )


def limit_days(application: CreditApplication, activated: date, ended: date | None) -> DateRange | None:
    """The days on which a limit holds or has held; None where it never did."""
    start = application.during.start
    first = activated if start is None or start < activated else start
    ends = [day for day in (application.during.end, ended) if day is not None]
    last = min(ends, default=None)
    return None if last is not None and last <= first else DateRange(first, last)
