"""Why an account is where it is: the rules asked on its way down, what it met, and what was beaten by what.

A trace walks slowly and asks every rule, when somebody wants to know. It answers what assigning answers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from operator import attrgetter

from attrs import field, frozen

from salesmgmt.criteria import Explanation
from salesmgmt.criteria.reads import Tables
from salesmgmt.errors import WrongTypeError
from salesmgmt.reasons import Reason
from salesmgmt.territory.checks import check_count, check_text, tuple_of
from salesmgmt.territory.rules.standing import Advantage, Standing, Standings, standings
from salesmgmt.territory.rules.tree import RuleTree
from salesmgmt.territory.texts import HEADINGS

__all__ = ["Trace", "TraceLine", "Tracer"]

_SHOWN = 5
_INDENT = "  "
_level = attrgetter("level")


@frozen
class TraceLine:
    """One step of a trace.

    Attributes:
        level: How deep it stands below the first line, from 0.
        reason: What was found.
        condition: How the rule's condition came out, where it was asked.

    Raises:
        InvalidValueError: If the level is negative.
        WrongTypeError: If a field has another type.
    """

    level: int
    reason: Reason
    condition: Explanation | None = None

    def __attrs_post_init__(self) -> None:
        check_count("level", self.level)
        if not isinstance(self.reason, Reason):
            raise WrongTypeError("reason", self.reason, "be a Reason")
        if self.condition is not None and not isinstance(self.condition, Explanation):
            raise WrongTypeError("condition", self.condition, "be an Explanation or None")

    def text(self, lang: str = "en") -> str:
        """The step in words, with the conditions that decided and the values found.

        Raises:
            InvalidValueError: Another language than `en` and `zh`.
        """
        words = self.reason.text(lang)
        findings = [] if self.condition is None else [one.text(lang) for one in self.condition.deciding]
        between, joint = HEADINGS["trace_colon"], HEADINGS["trace_and"]
        place = 0 if lang == "en" else 1
        return f"{words}{between[place]}{joint[place].join(findings)}" if findings else words


def _as_lines(given: Iterable[TraceLine]) -> tuple[TraceLine, ...]:
    return tuple_of(given, TraceLine, "lines")


def _as_ids(given: Iterable[str]) -> tuple[str, ...]:
    return tuple_of(given, str, "territories")


@frozen
class Trace:
    """Why an account is where it is.

    Attributes:
        account: Identifier of the account.
        territories: The territories to which it belongs, in their order; none for a gap.
        lines: What was found on the way, step by step.

    Raises:
        InvalidValueError: If the identifier is empty.
        WrongTypeError: If a field has another type.
    """

    account: str
    territories: tuple[str, ...] = field(converter=_as_ids)
    lines: tuple[TraceLine, ...] = field(converter=_as_lines)

    def __attrs_post_init__(self) -> None:
        check_text("account", self.account)

    @property
    def reason(self) -> Reason:
        """The trace as one reason with those below it, without the values found."""
        return _nested(list(self.lines))

    def text(self, lang: str = "en") -> str:
        """The trace in words, one step a line, indented by two spaces a level.

        Raises:
            InvalidValueError: Another language than `en` and `zh`.
        """
        return "\n".join(f"{_INDENT * line.level}{line.text(lang)}" for line in self.lines)

    def __str__(self) -> str:
        return self.text()


def _nested(lines: Sequence[TraceLine]) -> Reason:
    first, rest = lines[0], lines[1:]
    inner: list[list[TraceLine]] = []
    for line in rest:
        if line.level == first.level + 1 or not inner:
            inner.append([])
        inner[-1].append(line)
    reason = first.reason
    return Reason(reason.code, reason.values, reason.facts, tuple(_nested(part) for part in inner))


@frozen(eq=False)
class _Asked:
    """The rules below one territory, asked of one account, in their order."""

    standing: Standing
    takes: bool
    named_out: bool
    condition: Explanation


class Tracer:
    """Rules made ready to tell the ways of several accounts.

    Args:
        tree: The rules.
        tables: Reference tables, as for `Criterion.matches`.
    """

    def __init__(self, tree: RuleTree, tables: Tables) -> None:
        self._tree = tree
        self._tables = tables
        self._orders: dict[str | None, Standings] = {}

    def order(self, parent: str | None) -> Standings:
        """The rules with a parent in their order."""
        if parent not in self._orders:
            self._orders[parent] = standings(self._tree.below(parent))
        return self._orders[parent]

    def ask(self, account: str, record: object, parent: str | None) -> list[_Asked]:
        """Every rule with a parent, asked.

        Raises:
            SalesmgmtError: Whatever `Criterion.matches` raises for one of them.
        """
        out_of = self._tree.named_out.get(account, frozenset())
        asked = []
        for standing in self.order(parent).order:
            one = standing.rule
            condition = one.where.explain(record, self._tables)
            out = one.id in out_of
            asked.append(_Asked(standing, condition.holds and not out, out, condition))
        return asked

    def trace(self, account: str, record: object) -> Trace:
        """Why one account is where it is.

        Raises:
            SalesmgmtError: If a rule cannot be asked of it.
        """
        named = self._tree.named_in.get(account, ())
        ends: dict[str, None] = {}
        lines: list[TraceLine] = []
        done: set[str] = set(named)
        starts: list[str | None] = [*named]
        if not self._tree.first or not named:
            starts.append(None)
        for start in starts:
            level = 1
            if start is not None:
                lines.append(TraceLine(level, Reason.of("territory.rules.named", territory=start)))
            lines += self._down(account, record, start, level, done, ends)
        territories = tuple(ends)
        if not territories:
            head = Reason.of("territory.rules.unplaced", account=account, facts=(account,))
        else:
            head = Reason.of(
                "territory.rules.placed",
                account=account,
                territory=", ".join(territories),
                facts=(account,),
            )
        return Trace(account, territories, (TraceLine(0, head), *lines))

    def _down(
        self, account: str, record: object, at: str | None, level: int, done: set[str], ends: dict[str, None]
    ) -> Iterator[TraceLine]:
        """From one territory down to where the account ends."""
        asked = self.ask(account, record, at)
        if not asked:
            if at is not None:
                ends[at] = None
            return
        taken = [one for one in asked if one.takes or one.standing.rule.id in done]
        if not taken:
            yield from self._nobody(at, asked, level, ends)
            return
        if self._tree.first:
            winner = taken[0]
            yield _taken(winner, level)
            yield from (_beaten(winner.standing, other, level + 1) for other in taken[1:])
            yield from _others(asked, level + 1)
            yield from self._down(account, record, winner.standing.rule.id, level, done, ends)
            return
        for one in taken:
            if one.standing.rule.id not in done:
                yield _taken(one, level)
                yield from self._down(account, record, one.standing.rule.id, level + 1, done, ends)
        yield from _others(asked, level)

    def _nobody(
        self, at: str | None, asked: Sequence[_Asked], level: int, ends: dict[str, None]
    ) -> Iterator[TraceLine]:
        if at is None:
            yield TraceLine(level, Reason.of("territory.rules.none"))
        elif self._tree.by_id[at].keeps_rest:
            ends[at] = None
            yield TraceLine(level, Reason.of("territory.rules.kept", territory=at))
        else:
            yield TraceLine(level, Reason.of("territory.rules.none_below", territory=at))
        yield from _others(asked, level + 1)


def _taken(one: _Asked, level: int) -> TraceLine:
    reason = Reason.of("territory.rules.taken", territory=one.standing.rule.id)
    return TraceLine(level, reason, one.condition)


def _beaten(winner: Standing, loser: _Asked, level: int) -> TraceLine:
    """What went before another rule that took the account too, and why."""
    rule, other = winner.rule, loser.standing.rule
    match winner.over(loser.standing):
        case Advantage.PRIORITY:
            reason = Reason.of(
                "territory.rules.beat.priority",
                other=other.id,
                priority=rule.priority,
                less=other.priority,
            )
        case Advantage.NARROWER:
            reason = Reason.of("territory.rules.beat.narrower", other=other.id, territory=rule.id)
        case Advantage.FIELDS:
            reason = Reason.of(
                "territory.rules.beat.fields",
                other=other.id,
                fields=winner.fields,
                less=loser.standing.fields,
            )
        case Advantage.NESTED:
            reason = Reason.of("territory.rules.beat.nested", other=other.id, territory=rule.id)
        case _:
            reason = Reason.of("territory.rules.beat.id", other=other.id, territory=rule.id)
    return TraceLine(level, reason)


def nearness(one: _Asked) -> tuple[int, int]:
    """How far an account was from being taken: the fewer conditions failed, the nearer."""
    failed = sum(not finding.held for finding in one.condition.deciding)
    return (0 if one.named_out else max(failed, 1), -sum(finding.held for finding in one.condition.findings))


def _others(asked: Sequence[_Asked], level: int) -> Iterator[TraceLine]:
    """The rules that did not take the account, the nearest first, and how many more there are."""
    refused = sorted([one for one in asked if not one.takes], key=nearness)
    for one in refused[:_SHOWN]:
        territory = one.standing.rule.id
        if one.named_out:
            yield TraceLine(level, Reason.of("territory.rules.named_out", territory=territory))
        else:
            yield TraceLine(level, Reason.of("territory.rules.failed", territory=territory), one.condition)
    if len(refused) > _SHOWN:
        yield TraceLine(level, Reason.of("territory.rules.more", count=len(refused) - _SHOWN))
