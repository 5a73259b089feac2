"""What an audit of rules finds: dead and redundant rules, gaps, overlaps, with accounts that show them."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from attrs import field, frozen

from salesmgmt.criteria import Witness
from salesmgmt.errors import InvalidValueError, WrongTypeError
from salesmgmt.reasons import Reason
from salesmgmt.tables import Table, headed
from salesmgmt.territory.checks import tuple_of
from salesmgmt.territory.texts import HEADINGS

__all__ = ["Audit", "AuditFinding", "FindingKind"]


class FindingKind(StrEnum):
    """What is the matter with rules.

    Attributes:
        DEAD: No account ever goes to the territory by its rule.
        GAP: Accounts that enter a territory, or come to the top, are taken by none of the rules there.
        OVERLAP: Two rules take the same accounts, and only the identifier decides between them.
        REDUNDANT: Without the rule, its accounts would go to the same owner.
        OPEN: The question was not decided within the budget.
    """

    DEAD = "dead"
    GAP = "gap"
    OVERLAP = "overlap"
    REDUNDANT = "redundant"
    OPEN = "open"


def _as_kind(value: FindingKind | str) -> FindingKind:
    try:
        return FindingKind(value)
    except ValueError:
        raise InvalidValueError("kind", value, f"be one of {', '.join(FindingKind)}") from None


def _as_others(given: Iterable[str] | str) -> tuple[str, ...]:
    return tuple_of(given, str, "others")


@frozen
class AuditFinding:
    """One thing that an audit found.

    Attributes:
        kind: What is the matter.
        territory: The territory concerned; None for a gap at the top.
        others: The other territories concerned.
        reason: The finding in a form that reads in both languages.
        witness: An account that shows it when it is assigned; None where none can, or the question is open.

    Raises:
        InvalidValueError: If the kind is none of those above.
        WrongTypeError: If a field has another type.
    """

    kind: FindingKind = field(converter=_as_kind)
    territory: str | None
    others: tuple[str, ...] = field(converter=_as_others)
    reason: Reason
    witness: Witness | None = None

    def __attrs_post_init__(self) -> None:
        if self.territory is not None and not isinstance(self.territory, str):
            raise WrongTypeError("territory", self.territory, "be an identifier or None")
        if not isinstance(self.reason, Reason):
            raise WrongTypeError("reason", self.reason, "be a Reason")
        if self.witness is not None and not isinstance(self.witness, Witness):
            raise WrongTypeError("witness", self.witness, "be a Witness or None")

    def text(self, lang: str = "en") -> str:
        """The finding in words, with the account that shows it.

        Raises:
            InvalidValueError: Another language than `en` and `zh`.
        """
        words = self.reason.text(lang)
        return words if self.witness is None else f"{words} ({self.witness.text(lang)})"


def _as_findings(given: Iterable[AuditFinding]) -> tuple[AuditFinding, ...]:
    return tuple_of(given, AuditFinding, "findings")


@frozen
class Audit:
    """What an audit of rules found, from the top of the tree down.

    Attributes:
        findings: The findings; none where the rules are in order.
    """

    findings: tuple[AuditFinding, ...] = field(default=(), converter=_as_findings)

    def of(self, kind: FindingKind | str) -> tuple[AuditFinding, ...]:
        """The findings of one kind.

        Raises:
            InvalidValueError: If there is no such kind.
        """
        wanted = _as_kind(kind)
        return tuple(finding for finding in self.findings if finding.kind is wanted)

    @property
    def dead(self) -> tuple[AuditFinding, ...]:
        """Rules by which no account ever goes to their territory."""
        return self.of(FindingKind.DEAD)

    @property
    def gaps(self) -> tuple[AuditFinding, ...]:
        """Places in the tree at which accounts are taken by none of the rules."""
        return self.of(FindingKind.GAP)

    @property
    def overlaps(self) -> tuple[AuditFinding, ...]:
        """Pairs of rules between which only the identifier decides."""
        return self.of(FindingKind.OVERLAP)

    @property
    def redundant(self) -> tuple[AuditFinding, ...]:
        """Rules without which every account would have the same owner."""
        return self.of(FindingKind.REDUNDANT)

    @property
    def open(self) -> tuple[AuditFinding, ...]:
        """Questions that were not decided within the budget."""
        return self.of(FindingKind.OPEN)

    def text(self, lang: str = "en") -> str:
        """The findings in words, one a line.

        Raises:
            InvalidValueError: Another language than `en` and `zh`.
        """
        return "\n".join(finding.text(lang) for finding in self.findings)

    def __str__(self) -> str:
        return self.text()

    def records(self) -> list[dict[str, object]]:
        """One row per finding, for a DataFrame."""
        return [
            {
                "kind": finding.kind.value,
                "territory": finding.territory,
                "others": ", ".join(finding.others),
                "witness": None if finding.witness is None else finding.witness.text(),
            }
            for finding in self.findings
        ]

    def table(self, lang: str = "en") -> Table:
        """The findings with the accounts that show them."""
        rows = [
            (
                finding.territory,
                finding.reason.text(lang),
                None if finding.witness is None else finding.witness.text(lang),
            )
            for finding in self.findings
        ]
        return Table("", headed(HEADINGS, lang, "territory", "finding", "witness"), rows, lang=lang)
