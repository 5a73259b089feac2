"""Gaps and overlaps of a whole set of policies: limits, pools, score bands, formulas and authority."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from attrs import field, frozen

from salesmgmt._choices import choice_of
from salesmgmt.calendars import DateRange, range_of
from salesmgmt.credit.approval import ApprovalMatrix, PointsCard
from salesmgmt.credit.limits import (
    Band,
    BandFinding,
    LimitFinding,
    LimitFindingKind,
    Limits,
    Pools,
    StepLimit,
    band_findings,
    bands_of,
    limit_findings,
    pool_findings,
)
from salesmgmt.credit.limits.bands import as_kind
from salesmgmt.credit.limits.checks import check_text, tuple_of
from salesmgmt.credit.texts.replay import REPLAY_HEADINGS
from salesmgmt.errors import InvalidValueError, WrongTypeError
from salesmgmt.reasons import Reason
from salesmgmt.tables import Table, headed

__all__ = ["SetupFinding", "SetupFindings", "SetupPart", "gaps_and_overlaps"]


class SetupPart(StrEnum):
    """In which part of a set of policies something was found."""

    LIMITS = "limits"
    POOLS = "pools"
    SCORES = "scores"
    FORMULAS = "formulas"
    AUTHORITY = "authority"


def _as_part(value: SetupPart | str) -> SetupPart:
    return choice_of(SetupPart, value, "part")


@frozen(weakref_slot=False)
class SetupFinding:
    """Something about a set of policies that may not be meant.

    Attributes:
        part: In which part: `limits`, `pools`, `scores`, `formulas` or `authority`.
        name: The holder, pool, card, formula or matrix.
        kind: `gap`, `overlap`, or `short` for a pool that promises more than it has.
        reason: What was found.

    Raises:
        InvalidValueError: If a word is none of those that there are, or the name is empty.
        WrongTypeError: If the reason is none.
    """

    part: SetupPart = field(converter=_as_part)
    name: str
    kind: LimitFindingKind = field(converter=as_kind)
    reason: Reason

    def __attrs_post_init__(self) -> None:
        check_text("name", self.name)
        if not isinstance(self.reason, Reason):
            raise WrongTypeError("reason", self.reason, "be a Reason")


def _as_findings(findings: Iterable[SetupFinding]) -> tuple[SetupFinding, ...]:
    return tuple_of(findings, SetupFinding, "findings")


@frozen(weakref_slot=False)
class SetupFindings:
    """All that was found in a set of policies.

    Attributes:
        findings: Part by part.

    Raises:
        WrongTypeError: If something is no finding.
    """

    findings: tuple[SetupFinding, ...] = field(default=(), converter=_as_findings)

    def of(self, part: SetupPart | str) -> tuple[SetupFinding, ...]:
        """What was found in one part.

        Raises:
            InvalidValueError: If there is no such part.
        """
        wanted = _as_part(part)
        return tuple(one for one in self.findings if one.part is wanted)

    def table(self, lang: str = "en") -> Table:
        """One row per finding.

        Raises:
            InvalidValueError: If the language is neither `en` nor `zh`.
        """
        columns = headed(REPLAY_HEADINGS, lang, "part", "name", "kind", "finding")
        rows = [
            (
                headed(REPLAY_HEADINGS, lang, f"part.{one.part}")[0].heading,
                one.name,
                headed(REPLAY_HEADINGS, lang, f"kind.{one.kind}")[0].heading,
                one.reason.text(lang),
            )
            for one in self.findings
        ]
        return Table("", columns, rows, lang=lang)


def gaps_and_overlaps(
    limits: Pools | Limits | None = None,
    *,
    within: DateRange | str | None = None,
    holders: Iterable[str] | None = None,
    cards: Iterable[PointsCard] | PointsCard = (),
    formulas: Iterable[StepLimit] | StepLimit = (),
    matrices: Iterable[ApprovalMatrix] | ApprovalMatrix = (),
) -> SetupFindings:
    """Look through a whole set of policies for what is said twice, or not at all.

    Cards and matrices refuse overlaps when they are made, and gaps unless they are allowed; those allowed are
    found here.

    Args:
        limits: Limits, or pools of them.
        within: The days that are looked at; needed with limits, and with a first and a last one for pools.
        holders: Those who should have a limit throughout; everybody who has one at all where left out.
        cards: Scorecards.
        formulas: Formulas by steps, whose figures begin at 0.
        matrices: Approval matrices.

    Raises:
        InvalidValueError: If the days are missing, or have no first or no last one.
        WrongTypeError: If an argument has another type.

    Examples:
        >>> from salesmgmt.credit.limits import CreditLimit
        >>> found = gaps_and_overlaps(
        ...     Limits([CreditLimit("L-1", "C-9", "USD 10,000", "2026-01-01/2026-09-01")]),
        ...     within="2026-01-01/2027-01-01",
        ...     formulas=StepLimit("years", {5: "USD 100,000", 10: "USD 200,000"}),
        ... )
        >>> for one in found.findings:
        ...     print(one.part.value, one.kind.value, one.reason.text())
        limits gap C-9 has no limit 2026-09-01 to 2026-12-31
        formulas gap nothing is said for [0, 5)
    """
    found: list[SetupFinding] = []
    if limits is not None:
        found += _of_limits(limits, within, holders)
    for card in tuple_of(cards, PointsCard, "cards"):
        found += _told(SetupPart.SCORES, card.name, card.findings() if card.bands else ())
    for formula in tuple_of(formulas, StepLimit, "formulas"):
        found += _told(
            SetupPart.FORMULAS,
            formula.measure,
            band_findings(bands_of(formula), Band(formula.measure, 0, None)),
        )
    for number, matrix in enumerate(tuple_of(matrices, ApprovalMatrix, "matrices"), 1):
        name = f"{matrix.currency} {number}"
        found += [SetupFinding(SetupPart.AUTHORITY, name, one.kind, one.reason) for one in matrix.findings()]
    return SetupFindings(found)


def _told(part: SetupPart, name: str, findings: Iterable[BandFinding]) -> list[SetupFinding]:
    return [SetupFinding(part, name, one.kind, one.reason) for one in findings]


def _of_limits(
    limits: Pools | Limits, within: DateRange | str | None, holders: Iterable[str] | None
) -> list[SetupFinding]:
    if within is None:
        raise InvalidValueError("within", None, "be the days that are looked at")
    window = range_of(within, "within")
    own = limits.limits if isinstance(limits, Pools) else limits
    if not isinstance(own, Limits):
        raise WrongTypeError("limits", limits, "be Limits or Pools")

    def told(part: SetupPart, listed: Iterable[LimitFinding]) -> list[SetupFinding]:
        return [SetupFinding(part, one.holder, one.kind, one.reason) for one in listed]

    found = told(SetupPart.LIMITS, limit_findings(own, window, holders=holders))
    if isinstance(limits, Pools):
        found += told(SetupPart.POOLS, pool_findings(limits, window))
    return found
