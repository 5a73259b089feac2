"""Several raters: groups with weights, minimum numbers, anonymity, leniency, and the gate of agreement."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from fractions import Fraction

from attrs import evolve, field, frozen

from salesmgmt._choices import choice_of
from salesmgmt.appraisal.intake import tuple_of
from salesmgmt.appraisal.numbers import NumberLike, as_number, named, titled
from salesmgmt.appraisal.raters.combined import CombinedMark, CombinedMarks, GroupMark
from salesmgmt.appraisal.raters.gate import Agreement, AgreementGate, Disagreement
from salesmgmt.appraisal.raters.leniency import LeniencyAdjustment
from salesmgmt.appraisal.raters.marks import Judgement
from salesmgmt.errors import BatchError, InvalidValueError, Problem, WrongTypeError
from salesmgmt.money import Rate, RateLike, rate_of
from salesmgmt.reasons import Reason, ReasonValue

__all__ = ["Middle", "RaterGroup", "RaterPolicy", "TooFew"]

_ZERO = Fraction(0)


class Middle(StrEnum):
    """What several marks of a group come to."""

    MEAN = "mean"
    MEDIAN = "median"
    TRIMMED = "trimmed"
    """The mean without one highest and one lowest mark, from three marks on."""


class TooFew(StrEnum):
    """What becomes of a mark where a group has fewer raters than it needs."""

    LEAVE_OUT = "leave_out"
    """The group is left out, and its weight goes to the others in proportion."""
    HOLD = "hold"


def _as_weight(value: RateLike) -> Rate:
    return rate_of(value, "weight")


def _count(value: object, name: str) -> None:
    if type(value) is not int:
        raise WrongTypeError(name, value, "be a whole number")
    if value < 1:
        raise InvalidValueError(name, value, "be 1 or more")


@frozen
class RaterGroup:
    """Raters who stand in the same relation to the person: manager, peers, reports, customers, self.

    Attributes:
        id: Stable identifier of the group.
        weight: Its share of the mark; 0 for a group that is shown and not counted.
        title: What people call it; the identifier where left out.
        least: Raters that it needs to count at all.
        anonymous: Whether nobody may find out what a single rater said; managers and the person themselves
            usually stand by their marks.

    Raises:
        InvalidValueError: If the identifier is empty, the weight is not from 0 % to 100 %, or `least` is
            below 1.
        WrongTypeError: If a field has another type.
    """

    id: str
    weight: Rate = field(converter=_as_weight)
    title: str = ""
    least: int = 1
    anonymous: bool = True

    def __attrs_post_init__(self) -> None:
        named(self.id)
        titled(self.title)
        if not 0 <= self.weight.value <= 1:
            raise InvalidValueError("weight", self.weight, "be between 0% and 100%")
        _count(self.least, "least")
        if type(self.anonymous) is not bool:
            raise WrongTypeError("anonymous", self.anonymous, "be True or False")


def _as_groups(groups: Iterable[RaterGroup]) -> tuple[RaterGroup, ...]:
    given = tuple(groups) if isinstance(groups, Iterable) else (groups,)
    for group in given:
        if not isinstance(group, RaterGroup):
            raise WrongTypeError("groups", group, "be RaterGroup values, in a list or any other iterable")
    return given


def _as_middle(value: Middle | str) -> Middle:
    return choice_of(Middle, value, "middle")


def _as_too_few(value: TooFew | str) -> TooFew:
    return choice_of(TooFew, value, "too_few")


def _or_mark(value: NumberLike | None) -> Fraction | None:
    return None if value is None else as_number(value)


@frozen
class RaterPolicy:
    """A policy that makes one mark of what several raters say.

    For each person and criterion, in this order: marks are brought to one level where a leniency adjustment
    is given; groups below their least number are left out, or the mark is held back; anonymous groups below
    the threshold are pooled, and the pool is left out where it is still below; the rest is weighed. Where a
    gate is given and raters do not agree enough on a criterion, its marks are held back.

    Attributes:
        groups: The groups; their weights total 100 %.
        anonymity: Raters below which an anonymous group is not shown alone.
        middle: What the marks of a group come to.
        too_few: What becomes of the mark where a group has fewer raters than it needs.
        leniency: How lenient and strict raters are brought to one level; None: not at all.
        gate: How far raters have to agree; None: not at all.
        lowest: Lowest mark there is; None for any.
        highest: Highest mark there is; None for any.

    Raises:
        BatchError: If the weights do not total 100 % (it says by how much they miss), or a group stands
            twice.
        InvalidValueError: If the threshold is below 1, or the lowest mark is not below the highest.
        WrongTypeError: If a field has another type.

    Examples:
        >>> policy = RaterPolicy(
        ...     (RaterGroup("manager", "60%", anonymous=False), RaterGroup("peers", "40%", least=3))
        ... )
        >>> said = [Judgement("ann", "honesty", "meg", "manager", 4)]
        >>> peers = {"x": 5, "y": 2, "z": 2}
        >>> said += [Judgement("ann", "honesty", rater, "peers", mark) for rater, mark in peers.items()]
        >>> policy.combine(said).results()
        {'ann': {'honesty': Fraction(18, 5)}}
    """

    groups: tuple[RaterGroup, ...] = field(converter=_as_groups)
    anonymity: int = 3
    middle: Middle = field(default=Middle.MEAN, converter=_as_middle)
    too_few: TooFew = field(default=TooFew.LEAVE_OUT, converter=_as_too_few)
    leniency: LeniencyAdjustment | None = None
    gate: AgreementGate | None = None
    lowest: Fraction | None = field(default=None, converter=_or_mark)
    highest: Fraction | None = field(default=None, converter=_or_mark)

    def __attrs_post_init__(self) -> None:
        _count(self.anonymity, "anonymity")
        if self.leniency is not None and not isinstance(self.leniency, LeniencyAdjustment):
            raise WrongTypeError("leniency", self.leniency, "be a LeniencyAdjustment or None")
        if self.gate is not None and not isinstance(self.gate, AgreementGate):
            raise WrongTypeError("gate", self.gate, "be an AgreementGate or None")
        if self.lowest is not None and self.highest is not None and self.lowest >= self.highest:
            raise InvalidValueError("lowest", self.lowest, f"be below the highest mark {self.highest}")
        problems = [
            Problem(f"RaterGroup {name}", "id", name, "stand once in the policy")
            for name, count in Counter(group.id for group in self.groups).items()
            if count > 1
        ]
        total = sum((group.weight.value for group in self.groups), _ZERO)
        if total != 1:
            word = "short" if total < 1 else "over"
            rule = f"total 100%; they are {Rate(abs(1 - total))} {word}"
            problems.append(Problem("RaterPolicy", "weights", Rate(total), rule))
        if problems:
            raise BatchError("groups", problems)

    def combine(self, marks: Iterable[Judgement]) -> CombinedMarks:
        """One mark for each person and criterion.

        Raises:
            BatchError: If a mark is of no group of the policy, lies beyond the lowest or highest mark, or
                somebody rated a person twice for a criterion; all at once.
            WrongTypeError: If something else than marks is given.
        """
        given = tuple_of(marks, Judgement, "marks")
        problems = list(self._faults(given))
        if problems:
            raise BatchError("marks", problems)
        agreements = () if self.gate is None else self.gate.look(given)
        level = self._level(given)
        by_subject: dict[tuple[str, str], list[Judgement]] = defaultdict(list)
        for mark in level:
            by_subject[mark.participant, mark.criterion].append(mark)
        on = {agreement.criterion: agreement for agreement in agreements}
        combined = [
            self._combined(participant, criterion, found, on.get(criterion))
            for (participant, criterion), found in sorted(by_subject.items())
        ]
        return CombinedMarks(tuple(combined), agreements)

    def _faults(self, marks: Sequence[Judgement]) -> Iterator[Problem]:
        known = {group.id for group in self.groups}
        twice = Counter((mark.participant, mark.criterion, mark.rater) for mark in marks)
        for mark in marks:
            record = f"{mark.rater} on {mark.participant}, {mark.criterion}"
            if mark.group not in known:
                yield Problem(record, "group", mark.group, f"be one of {', '.join(sorted(known))}")
            if self.lowest is not None and mark.mark < self.lowest:
                yield Problem(record, "mark", mark.mark, f"be {self.lowest} or more")
            if self.highest is not None and mark.mark > self.highest:
                yield Problem(record, "mark", mark.mark, f"be {self.highest} or less")
        for (participant, criterion, rater), count in twice.items():
            if count > 1:
                yield Problem(f"{rater} on {participant}, {criterion}", "marks", count, "be one")

    def _level(self, marks: Sequence[Judgement]) -> Sequence[Judgement]:
        """The marks after the leniency adjustment, within the lowest and the highest."""
        if self.leniency is None:
            return marks
        added = {one.rater: one.adjustment for one in self.leniency.leniencies(marks)}
        return [
            mark
            if mark.of_oneself or not added[mark.rater]
            else evolve(mark, mark=self._within(mark.mark + added[mark.rater]))
            for mark in marks
        ]

    def _within(self, mark: Fraction) -> Fraction:
        if self.lowest is not None and mark < self.lowest:
            return self.lowest
        return self.highest if self.highest is not None and mark > self.highest else mark

    def _combined(
        self, participant: str, criterion: str, marks: Sequence[Judgement], agreement: Agreement | None
    ) -> CombinedMark:
        by_group: dict[str, list[Fraction]] = {group.id: [] for group in self.groups}
        for mark in marks:
            by_group[mark.group].append(mark.mark)
        shown, told, held = self._shown(by_group)
        counted = sum((one.weight.value for one in shown), _ZERO)
        if counted:
            shown = [evolve(one, weight=one.weight / counted) for one in shown]
        titles = {group.id: group.title or group.id for group in self.groups}
        because = [*(_said(one, titles) for one in shown), *told]
        disagreed = agreement is not None and not agreement.kept
        if disagreed and agreement is not None:
            because.append(agreement.reason)
            held = held or (self.gate is not None and self.gate.otherwise is Disagreement.HOLD)
        if held or not counted:
            reason = Reason("appraisal.raters.held", {"criterion": criterion}, because=because)
            return CombinedMark(participant, criterion, None, tuple(shown), (reason,))
        together = sum((one.weight.value * one.mark for one in shown), _ZERO)
        values: dict[str, ReasonValue] = {"criterion": criterion, "mark": together}
        reason = Reason("appraisal.raters.combined", values, because=because)
        return CombinedMark(participant, criterion, together, tuple(shown), (reason,))

    def _shown(
        self, by_group: Mapping[str, Sequence[Fraction]]
    ) -> tuple[list[GroupMark], list[Reason], bool]:
        """What counts and is shown, what is told of the rest, and whether the mark is held back."""
        shown: list[GroupMark] = []
        told: list[Reason] = []
        held = False
        pool: list[RaterGroup] = []
        for group in self.groups:
            marks = by_group[group.id]
            title = group.title or group.id
            if len(marks) < group.least:
                told.append(Reason("appraisal.raters.too_few", {"group": title, "least": group.least}))
                held = held or (self.too_few is TooFew.HOLD and bool(group.weight))
            elif group.anonymous and len(marks) < self.anonymity:
                pool.append(group)
            else:
                shown.append(GroupMark((group.id,), len(marks), self._middle(marks), group.weight))
        if pool:
            marks = [mark for group in pool for mark in by_group[group.id]]
            names = ", ".join(group.title or group.id for group in pool)
            if len(marks) < self.anonymity:
                told.append(Reason("appraisal.raters.hidden", {"groups": names, "least": self.anonymity}))
            else:
                weight = Rate(sum((group.weight.value for group in pool), _ZERO))
                ids = tuple(group.id for group in pool)
                shown.append(GroupMark(ids, len(marks), self._middle(marks), weight))
        return shown, told, held

    def _middle(self, marks: Sequence[Fraction]) -> Fraction:
        ranked = sorted(marks)
        if self.middle is Middle.MEDIAN:
            half = len(ranked) // 2
            return ranked[half] if len(ranked) % 2 else (ranked[half - 1] + ranked[half]) / 2
        if self.middle is Middle.TRIMMED and len(ranked) >= 3:
            ranked = ranked[1:-1]
        return sum(ranked, _ZERO) / len(ranked)


def _said(one: GroupMark, titles: Mapping[str, str]) -> Reason:
    names = ", ".join(titles[name] for name in one.groups)
    values: dict[str, ReasonValue] = {
        "group": names,
        "raters": one.raters,
        "mark": one.mark,
        "weight": one.weight,
    }
    if len(one.groups) > 1:
        return Reason("appraisal.raters.pooled", values)
    return Reason("appraisal.raters.group" if one.weight else "appraisal.raters.shown", values)
