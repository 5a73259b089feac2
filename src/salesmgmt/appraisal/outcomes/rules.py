"""What follows from an appraisal, as rules: development, emphasis, promotion, pay and more."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from attrs import evolve, field, frozen

from salesmgmt._choices import choice_of
from salesmgmt.appraisal.intake import check_kind, once, tuple_of
from salesmgmt.appraisal.numbers import named, titled
from salesmgmt.appraisal.outcomes.profiles import Profile
from salesmgmt.appraisal.texts import HEADINGS
from salesmgmt.criteria import Criterion
from salesmgmt.errors import MissingFieldError, WrongTypeError
from salesmgmt.reasons import Reason, ReasonValue
from salesmgmt.tables import Table, headed, language_of

__all__ = ["OutcomeKind", "OutcomePolicy", "OutcomeRule", "Proposal", "facts_of"]


class OutcomeKind(StrEnum):
    """What kind of consequence a rule speaks of."""

    DEVELOPMENT = "development"
    EMPHASIS = "emphasis"
    """Other work that suits the person better: new customers for somebody who is strong at them."""
    PROMOTION = "promotion"
    PAY = "pay"
    RECOGNITION = "recognition"
    IMPROVEMENT = "improvement"
    """A plan for somebody below the standard."""


def _as_kind(value: OutcomeKind | str) -> OutcomeKind:
    return choice_of(OutcomeKind, value, "kind")


@frozen
class OutcomeRule:
    """One consequence, and when it follows.

    Attributes:
        id: Stable identifier.
        kind: What kind of consequence.
        when: The condition on the fields of a `Profile`. A figure that a person does not have leaves the
            condition unmet, unless it says otherwise (`or_if_missing`).
        title: What follows, in words.
        chinese: The same in Chinese; the title where left out.

    Raises:
        InvalidValueError: If the identifier is empty or the kind unknown.
        WrongTypeError: If a field has another type.
    """

    id: str
    kind: OutcomeKind = field(converter=_as_kind)
    when: Criterion
    title: str = ""
    chinese: str = ""

    def __attrs_post_init__(self) -> None:
        named(self.id)
        if not isinstance(self.when, Criterion):
            raise WrongTypeError("when", self.when, "be a criterion, such as field('rating').equals('A')")
        titled(self.title)
        titled(self.chinese, "chinese")

    def said(self, lang: str = "en") -> str:
        """The consequence in a language."""
        spoken = self.chinese if language_of(lang) == "zh" else ""
        return spoken or self.title or self.id

    def holds(self, profile: Profile) -> bool:
        """Whether the consequence follows."""
        try:
            return self.when.matches(profile.fields)
        except MissingFieldError:
            return False


@frozen
class Proposal:
    """A consequence that follows for one person.

    Attributes:
        participant: For whom.
        rule: What follows, and when.
        reason: The figures on which it rests.

    Raises:
        InvalidValueError: If the participant is empty.
        WrongTypeError: If a field has another type.
    """

    participant: str
    rule: OutcomeRule
    reason: Reason

    def __attrs_post_init__(self) -> None:
        named(self.participant, "participant")
        check_kind(self.rule, OutcomeRule, "rule")
        check_kind(self.reason, Reason, "reason")

    @property
    def kind(self) -> OutcomeKind:
        """What kind of consequence."""
        return self.rule.kind

    def explained(self, lang: str = "en") -> Reason:
        """The reason, with the consequence in the words of a language."""
        return evolve(self.reason, values={**dict(self.reason.values), "what": self.rule.said(lang)})


def facts_of(when: Criterion, profile: Profile) -> tuple[Reason, ...]:
    """The figures that a condition reads of somebody, as reasons."""
    found: list[Reason] = []
    for path in when.fields:
        value: object = profile.fields
        for step in path.split("."):
            value = value.get(step) if isinstance(value, dict) else None
        shown: ReasonValue = value if isinstance(value, ReasonValue) else None
        found.append(Reason("appraisal.outcome.figure", {"field": path, "value": shown}))
    return tuple(found)


def _as_rules(given: OutcomeRule | Iterable[OutcomeRule]) -> tuple[OutcomeRule, ...]:
    return tuple_of(given, OutcomeRule, "rules")


def _as_single(given: OutcomeKind | str | Iterable[OutcomeKind | str]) -> tuple[OutcomeKind, ...]:
    listed = (given,) if isinstance(given, str) else tuple(given)
    return tuple(kind for kind in OutcomeKind if kind in {_as_kind(one) for one in listed})


@frozen
class OutcomePolicy:
    """A policy that says what follows from appraisals.

    Attributes:
        rules: The rules, the first ones first.
        single: Kinds of which a person gets the first consequence only, such as one of pay.

    Raises:
        BatchError: If a rule stands twice.
        InvalidValueError: If a kind is unknown.
        WrongTypeError: If a field has another type.

    Examples:
        >>> from salesmgmt.criteria import all_of, field
        >>> strong = all_of(field("rating").is_in("A", "B"), field("share.new-customers").at_least("110%"))
        >>> policy = OutcomePolicy(
        ...     [
        ...         OutcomeRule("hunter", "emphasis", strong, "work on new customers", "侧重新客户开发"),
        ...         OutcomeRule("senior", "promotion", field("times.A").at_least(2), "promotion list"),
        ...     ]
        ... )
        >>> found = policy.propose(Profile("ann", "A", 92, {"new-customers": "120%"}))
        >>> [one.rule.id for one in found]
        ['hunter']
        >>> print(found[0].reason.tree())
        ann: work on new customers
          rating: A
          share.new-customers: 120%
    """

    rules: tuple[OutcomeRule, ...] = field(converter=_as_rules)
    single: tuple[OutcomeKind, ...] = field(default=(OutcomeKind.PAY,), converter=_as_single)

    def __attrs_post_init__(self) -> None:
        once((one.id for one in self.rules), "policy")

    def propose(self, profile: Profile) -> tuple[Proposal, ...]:
        """What follows for one person, in the order of the rules.

        Raises:
            WrongTypeError: If it is no profile.
        """
        check_kind(profile, Profile, "profile")
        found: list[Proposal] = []
        for rule in self.rules:
            taken = {one.kind for one in found}
            if (rule.kind in self.single and rule.kind in taken) or not rule.holds(profile):
                continue
            values: dict[str, ReasonValue] = {"participant": profile.participant, "what": rule.said()}
            reason = Reason("appraisal.outcome.follows", values, because=facts_of(rule.when, profile))
            found.append(Proposal(profile.participant, rule, reason))
        return tuple(found)

    def propose_all(self, profiles: Iterable[Profile]) -> tuple[Proposal, ...]:
        """What follows for many, in the order of their identifiers.

        Raises:
            BatchError: If somebody stands twice.
        """
        listed = tuple_of(profiles, Profile, "profiles")
        once((one.participant for one in listed), "profiles", "participant")
        ordered = sorted(listed, key=lambda one: one.participant)
        return tuple(proposal for one in ordered for proposal in self.propose(one))

    def people(self, kind: OutcomeKind | str, profiles: Iterable[Profile]) -> tuple[str, ...]:
        """For whom a kind of consequence follows: the promotion list, for instance."""
        chosen = _as_kind(kind)
        return tuple(
            dict.fromkeys(one.participant for one in self.propose_all(profiles) if one.kind is chosen)
        )

    def table(self, profiles: Iterable[Profile], lang: str = "en") -> Table:
        """One row per consequence."""
        columns = headed(HEADINGS, lang, "participant", "kind", "consequence")
        rows = [
            (one.participant, headed(HEADINGS, lang, f"kind.{one.kind}")[0].heading, one.rule.said(lang))
            for one in self.propose_all(profiles)
        ]
        return Table("", columns, rows, lang=lang)
