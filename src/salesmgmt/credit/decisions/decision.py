"""A decision: what becomes of a document, what speaks for and against it, and what would change it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, Final, Protocol

from attrs import field, frozen

from salesmgmt.calendars import as_date
from salesmgmt.credit.decisions.choices import RANKS, Effect
from salesmgmt.credit.decisions.findings import CreditFinding, Found, all_of_kind, as_effect, finding_made
from salesmgmt.credit.decisions.remedies import ApprovedBy, CutTo, Pay, RaiseLimit, Remedy
from salesmgmt.credit.decisions.requests import CreditRequest
from salesmgmt.credit.exposure.values import Exposure
from salesmgmt.credit.limits import LimitInForce
from salesmgmt.credit.positions import PoolPosition
from salesmgmt.credit.texts.decisions import DECISION_HEADINGS
from salesmgmt.errors import WrongTypeError
from salesmgmt.money import Money
from salesmgmt.reasons import Reason
from salesmgmt.tables import Table, headed

__all__ = ["CreditDecision", "decision_made"]


def _as_on(value: date | str) -> date:
    return value if type(value) is date else as_date(value, "on")


def _as_findings(values: Iterable[CreditFinding]) -> tuple[CreditFinding, ...]:
    return all_of_kind(values, CreditFinding, "findings")


def _as_pools(values: Iterable[PoolPosition]) -> tuple[PoolPosition, ...]:
    return all_of_kind(values, PoolPosition, "pools")


def _as_remedies(values: Iterable[Remedy]) -> tuple[Remedy, ...]:
    return all_of_kind(values, (Pay, CutTo, RaiseLimit, ApprovedBy), "remedies")


class _Source(Protocol):
    """Where the parts of a decision come from that nobody has read yet."""

    @property
    def day(self) -> date: ...

    @property
    def version(self) -> int: ...

    def whole(self) -> CreditDecision: ...


class _Late:
    """A decision whose reasons are there, and whose other parts are put together when they are read."""

    __slots__ = ("_found", "_source")

    _found: list[Found]
    _source: _Source

    def __getattr__(self, name: str) -> Any:
        if name not in _LATE:
            raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")
        effect: Effect = getattr(self, "effect")  # noqa: B009 - a field of the class below
        found: object
        if name == "findings":
            found = tuple([finding_made(one) for one in self._found])
        elif name == "remedies" and (effect is Effect.PASS or effect is Effect.WARN):
            found = ()
        elif name == "on":
            found = self._source.day
        elif name == "version":
            found = self._source.version
        else:
            found = getattr(self._source.whole(), name)
        object.__setattr__(self, name, found)
        return found


_LATE: Final = frozenset(
    {"exposure", "findings", "limit", "on", "pools", "released_by", "remedies", "request", "version"}
)


@frozen(weakref_slot=False)
class CreditDecision(_Late):
    """What becomes of a document, and why.

    Attributes:
        effect: `pass`, `warn`, `hold` or `block`: the strictest of all findings.
        request: The document that was decided on, and what it adds.
        on: The day of the decision.
        exposure: What counted before the document, part by part, and what was left out.
        limit: The customer's own limit in force; None where there is none.
        pools: The limits used together with others, and what was used of them.
        findings: What every rule found, passed or not.
        remedies: The smallest changes with which the document would go ahead, at most one of each kind; none
            where it does, or where no single change helps.
        released_by: Identifier of the exclusion that cancelled all; None where none did.
        version: Version of the position that was decided on.

    Raises:
        InvalidValueError: If a word is none of those that there are.
        WrongTypeError: If a field has another type.
    """

    effect: Effect = field(converter=as_effect)
    request: CreditRequest
    on: date = field(converter=_as_on)
    exposure: Exposure
    limit: LimitInForce | None
    pools: tuple[PoolPosition, ...] = field(default=(), converter=_as_pools)
    findings: tuple[CreditFinding, ...] = field(default=(), converter=_as_findings)
    remedies: tuple[Remedy, ...] = field(default=(), converter=_as_remedies)
    released_by: str | None = None
    version: int = 0

    def __attrs_post_init__(self) -> None:
        if not isinstance(self.request, CreditRequest):
            raise WrongTypeError("request", self.request, "be a CreditRequest")
        if not isinstance(self.exposure, Exposure):
            raise WrongTypeError("exposure", self.exposure, "be an Exposure")
        if self.limit is not None and not isinstance(self.limit, LimitInForce):
            raise WrongTypeError("limit", self.limit, "be a LimitInForce, or None")
        if type(self.version) is not int:
            raise WrongTypeError("version", self.version, "be a whole number")

    @property
    def approved(self) -> bool:
        """Whether the document may go ahead, warned about or not."""
        return RANKS[self.effect] <= RANKS[Effect.WARN]

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """All reasons of all findings."""
        try:
            return tuple([reason for _, _, reason in self._found])
        except AttributeError:
            return tuple([reason for finding in self.findings for reason in finding.reasons])

    @property
    def after(self) -> Money:
        """Exposure with the document."""
        return self.exposure.total + self.request.added

    def _rooms(self) -> list[tuple[Money, str]]:
        """What is left of each limit that names an amount, and whose it is; the customer's own first."""
        rooms = []
        if self.limit is not None and isinstance(self.limit.amount, Money):
            rooms.append((self.limit.amount - self.after, self.exposure.customer))
        rooms += [
            (available - self.request.added, pool.id)
            for pool in self.pools
            if (available := pool.available) is not None
        ]
        return rooms

    @property
    def headroom(self) -> Money | None:
        """What is left of the limit that binds, the document counted; None where no amount binds."""
        return min((room for room, _ in self._rooms()), default=None)

    @property
    def binding(self) -> str | None:
        """Whose limit leaves the least: the customer or a pool; None where no amount binds."""
        rooms = self._rooms()
        return min(rooms, key=lambda one: one[0])[1] if rooms else None

    @property
    def excess(self) -> Money:
        """By how much the limit that binds is exceeded; zero where none is."""
        room = self.headroom
        return Money.zero(self.exposure.currency) if room is None or room.minor >= 0 else -room

    def table(self, lang: str = "en") -> Table:
        """What every rule found, and what would change it.

        Raises:
            InvalidValueError: If the language is neither `en` nor `zh`.
        """
        columns = headed(DECISION_HEADINGS, lang, "rule", "effect", "finding")
        words = {each: headed(DECISION_HEADINGS, lang, f"effect.{each}")[0].heading for each in Effect}
        rows = [
            (finding.rule, words[Effect.PASS if _is_kept(reason) else finding.effect], reason.text(lang))
            for finding in self.findings
            for reason in finding.reasons
        ]
        change = headed(DECISION_HEADINGS, lang, "change")[0].heading
        rows += [(change, words[Effect.PASS], remedy.reason().text(lang)) for remedy in self.remedies]
        return Table(self.request.id, columns, rows, lang=lang)


def _is_kept(reason: Reason) -> bool:
    """Whether a limit, or a warning line, is kept to, though that of a pool beside it may not be."""
    return reason.code in _KEPT


_KEPT: Final = frozenset({"credit.limit.kept", "credit.limit.below", "credit.pool.kept", "credit.pool.below"})


class _DecisionDraft(_Late):
    """A decision that is being put together: laid out like one, and not frozen yet."""

    __slots__ = (
        "effect",
        "exposure",
        "findings",
        "limit",
        "on",
        "pools",
        "released_by",
        "remedies",
        "request",
        "version",
    )


def decision_made(effect: Effect, found: list[Found], source: _Source) -> CreditDecision:
    """A decision of findings that are known to be right; the rest comes from its source when it is read."""
    draft: Any = _DecisionDraft()
    draft.effect = effect
    draft._found = found
    draft._source = source
    draft.__class__ = CreditDecision
    decision: CreditDecision = draft
    return decision
