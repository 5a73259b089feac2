"""A target agreement (目标责任书): targets, criteria and consequences in one signed value."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from attrs import evolve, field, frozen

from salesmgmt.appraisal.cycle.participation import check_period
from salesmgmt.appraisal.intake import check_kind, once, texts_of, tuple_of
from salesmgmt.appraisal.numbers import NumberLike, named
from salesmgmt.appraisal.outcomes.profiles import Profile
from salesmgmt.appraisal.outcomes.rules import OutcomeKind, OutcomePolicy, OutcomeRule, Proposal
from salesmgmt.appraisal.scorecards.outcome import Appraisal
from salesmgmt.appraisal.scorecards.scorecard import Scorecard
from salesmgmt.appraisal.texts import HEADINGS
from salesmgmt.calendars import Period, as_date
from salesmgmt.errors import BatchError, InvalidValueError, Problem
from salesmgmt.records import Quota
from salesmgmt.tables import Cell, Table, headed

__all__ = ["AgreementOutcome", "Signature", "TargetAgreement"]


def _as_on(value: date | str) -> date:
    return as_date(value, "on")


@frozen
class Signature:
    """Somebody has signed.

    Attributes:
        by: Who.
        on: The day.

    Raises:
        InvalidValueError: If the name is empty.
    """

    by: str
    on: date = field(converter=_as_on)

    def __attrs_post_init__(self) -> None:
        named(self.by, "by")


def _as_proposals(given: Proposal | Iterable[Proposal]) -> tuple[Proposal, ...]:
    return tuple_of(given, Proposal, "consequences")


@frozen
class AgreementOutcome:
    """What an agreement came to.

    Attributes:
        appraisal: The score and rating by its scorecard.
        consequences: What follows.

    Raises:
        WrongTypeError: If a field has another type.
    """

    appraisal: Appraisal
    consequences: tuple[Proposal, ...] = field(default=(), converter=_as_proposals)

    def __attrs_post_init__(self) -> None:
        check_kind(self.appraisal, Appraisal, "appraisal")


def _as_quotas(given: Quota | Iterable[Quota]) -> tuple[Quota, ...]:
    return tuple(sorted(tuple_of(given, Quota, "quotas"), key=lambda one: one.id))


def _as_rules(given: OutcomeRule | Iterable[OutcomeRule]) -> tuple[OutcomeRule, ...]:
    return tuple_of(given, OutcomeRule, "consequences")


def _as_signers(given: str | Iterable[str]) -> tuple[str, ...]:
    return texts_of(given, "signers")


def _as_signatures(given: Signature | Iterable[Signature]) -> tuple[Signature, ...]:
    return tuple(sorted(tuple_of(given, Signature, "signatures"), key=lambda one: (one.on, one.by)))


@frozen
class TargetAgreement:
    """What somebody is to reach in a period, how it is scored, and what follows; signed by both sides.

    A change is a new version, which has to be signed anew.

    Attributes:
        id: Stable identifier, the same for all versions.
        participant: Whose agreement.
        period: The month, quarter, half or year.
        quotas: The targets, each theirs and within the period.
        scorecard: The criteria and what ratings mean.
        consequences: What follows, by conditions on the fields of a `Profile`.
        signers: Who has to sign; the participant is one of them.
        signatures: Who has signed.
        version: Counts from 1.

    Raises:
        BatchError: If quotas, consequences or signatures do not fit; all at once.
        InvalidValueError: If a name is empty, the period is a week, or the version is below 1.
        WrongTypeError: If a field has another type.

    Examples:
        >>> from salesmgmt.appraisal import Kpi, Proportional, RatingScale
        >>> from salesmgmt.calendars import FiscalCalendar
        >>> from salesmgmt.criteria import field
        >>> agreement = TargetAgreement(
        ...     "TA-7", "ann", FiscalCalendar().period("2026-Q1"),
        ...     Quota("q", "ann", "2026-01-01/2026-04-01", "CNY 1,000,000"),
        ...     Scorecard("rep", [Kpi("sales", "100%", Proportional(1))], RatingScale({"A": 90, "C": 0})),
        ...     OutcomeRule("coach", "development", field("rating").equals("C"), "coaching"),
        ...     ("ann", "bob"),
        ... )
        >>> agreement = agreement.sign("ann", "2025-12-20").sign("bob", "2025-12-22")
        >>> agreement.in_force("2026-01-01"), agreement.in_force("2025-12-21")
        (True, False)
        >>> outcome = agreement.appraise({"sales": "70%"})
        >>> outcome.appraisal.rating, outcome.consequences[0].rule.title
        ('C', 'coaching')
    """

    id: str
    participant: str
    period: Period
    quotas: tuple[Quota, ...] = field(converter=_as_quotas)
    scorecard: Scorecard
    consequences: tuple[OutcomeRule, ...] = field(default=(), converter=_as_rules)
    signers: tuple[str, ...] = field(default=(), converter=_as_signers)
    signatures: tuple[Signature, ...] = field(default=(), converter=_as_signatures)
    version: int = 1

    def __attrs_post_init__(self) -> None:
        named(self.id)
        named(self.participant, "participant")
        check_period(self.period)
        check_kind(self.scorecard, Scorecard, "scorecard")
        if type(self.version) is not int or self.version < 1:
            raise InvalidValueError("version", self.version, "be a whole number of 1 or more")
        once((one.id for one in self.quotas), "agreement")
        once((one.id for one in self.consequences), "agreement")
        once((one.by for one in self.signatures), "agreement", "by")
        problems: list[Problem] = []
        if self.participant not in self.signers:
            rule = f"hold {self.participant}, whose agreement it is"
            problems.append(Problem(self.id, "signers", self.signers, rule))
        for quota in self.quotas:
            if quota.holder != self.participant:
                problems.append(Problem(quota.id, "holder", quota.holder, f"be {self.participant}"))
            if not self.period.during.contains(quota.during):
                rule = f"lie within {self.period.label}"
                problems.append(Problem(quota.id, "during", str(quota.during), rule))
        problems += [
            Problem(self.id, "signatures", one.by, f"be by one of {', '.join(self.signers)}")
            for one in self.signatures
            if one.by not in self.signers
        ]
        if problems:
            raise BatchError("agreement", problems)

    def sign(self, by: str, on: date | str) -> TargetAgreement:
        """The agreement with one more signature.

        Raises:
            BatchError: If they need not sign, or have signed already.
        """
        return evolve(self, signatures=(*self.signatures, Signature(by, _as_on(on))))

    @property
    def unsigned(self) -> tuple[str, ...]:
        """Who still has to sign."""
        signed = {one.by for one in self.signatures}
        return tuple(name for name in self.signers if name not in signed)

    def in_force(self, on: date | str) -> bool:
        """Whether everybody had signed by a day, and the period was not over."""
        day = as_date(on, "on")
        signed = {one.by for one in self.signatures if one.on <= day}
        return signed == set(self.signers) and day < self.period.end

    def amended(
        self,
        *,
        quotas: Quota | Iterable[Quota] | None = None,
        scorecard: Scorecard | None = None,
        consequences: OutcomeRule | Iterable[OutcomeRule] | None = None,
    ) -> TargetAgreement:
        """The next version, with what is given in place of what was; nobody has signed it yet.

        Raises:
            BatchError: If something does not fit.
        """
        return evolve(
            self,
            quotas=self.quotas if quotas is None else quotas,
            scorecard=self.scorecard if scorecard is None else scorecard,
            consequences=self.consequences if consequences is None else consequences,
            signatures=(),
            version=self.version + 1,
        )

    def appraise(
        self,
        results: Mapping[str, NumberLike | None],
        figures: Mapping[str, NumberLike] | Iterable[tuple[str, NumberLike]] = (),
        history: Mapping[str, str] | Iterable[tuple[str, str]] = (),
    ) -> AgreementOutcome:
        """Score the results by the scorecard, and say what follows.

        Args:
            results: Result by criterion.
            figures: Other figures that consequences read.
            history: Earlier ratings that they read.

        Raises:
            BatchError: If results do not fit the scorecard.
            InvalidValueError: If somebody has not signed.
        """
        if self.unsigned:
            raise InvalidValueError("signatures", self.unsigned, "be there before results are judged by it")
        appraisal = self.scorecard.appraise(self.participant, results)
        if appraisal.rating is None:
            return AgreementOutcome(appraisal)
        policy = OutcomePolicy(self.consequences, ())
        return AgreementOutcome(
            appraisal, policy.propose(Profile.of(appraisal, figures=figures, history=history))
        )

    def of_kind(self, kind: OutcomeKind | str) -> tuple[OutcomeRule, ...]:
        """The consequences of one kind."""
        return tuple(one for one in self.consequences if one.kind == kind)

    def table(self, lang: str = "en") -> Table:
        """The agreement as people sign it: targets, criteria, consequences and signatures."""

        def said(name: str) -> str:
            return headed(HEADINGS, lang, name)[0].heading

        rows: list[tuple[Cell, ...]] = [
            (said("target"), one.measure, one.amount if one.amount is not None else one.quantity)
            for one in self.quotas
        ]
        rows += [(said("criterion"), kpi.title or kpi.id, kpi.weight) for kpi in self.scorecard.kpis]
        rows += [(said("consequence"), one.said(lang), one.when.text(lang)) for one in self.consequences]
        signed = {one.by: one.on for one in self.signatures}
        rows += [(said("signature"), name, signed.get(name)) for name in self.signers]
        columns = headed(HEADINGS, lang, "part", "subject", "content")
        return Table(f"{self.id} · {self.participant} · {self.period.label}", columns, rows, lang=lang)
