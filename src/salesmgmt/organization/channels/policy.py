"""Which matter may go by which medium: prices in writing, contracts on paper, the rest as people like."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum

from attrs import field, frozen

from salesmgmt._choices import choice_of
from salesmgmt.criteria import ALWAYS, Criterion, Yes, all_of, overlap
from salesmgmt.errors import InvalidValueError, UnknownIdentifierError, WrongTypeError
from salesmgmt.money import Money, money_of
from salesmgmt.organization.checks import as_texts, check_count, check_flag, check_text, tuple_of
from salesmgmt.organization.texts.channels import CHANNEL_HEADINGS
from salesmgmt.reasons import Reason, ReasonValue
from salesmgmt.tables import Table, headed

__all__ = [
    "Channel",
    "ChannelDecision",
    "ChannelKind",
    "ChannelPolicy",
    "ChannelRule",
    "ChannelVerdict",
    "Matter",
    "RuleClash",
]


class ChannelKind(StrEnum):
    """What a medium is."""

    ON_SITE = "on_site"
    VIDEO = "video"
    PHONE = "phone"
    CHAT = "chat"
    EMAIL = "email"
    SYSTEM = "system"
    """A form or ticket of the company's own system."""
    DOCUMENT = "document"
    """Paper or a signed file."""


def _as_kind(value: ChannelKind | str) -> ChannelKind:
    return choice_of(ChannelKind, value, "kind")


@frozen
class Channel:
    """A medium as the company has it.

    Attributes:
        id: Identifier, such as `wechat`.
        kind: What it is.
        written: Whether what is said stands there to be read again.
        kept: Whether it is kept where the company can find it, whoever leaves.
        signed: Whether it carries a signature or seal.
        outside: Whether people outside the company can be reached by it.
        confidential: Whether confidential matters may go by it.

    Raises:
        InvalidValueError: If the identifier is empty, or the kind unknown.
        WrongTypeError: If a field has another type.
    """

    id: str
    kind: ChannelKind = field(converter=_as_kind)
    written: bool = False
    kept: bool = False
    signed: bool = False
    outside: bool = True
    confidential: bool = True

    def __attrs_post_init__(self) -> None:
        check_text("id", self.id)
        for name in ("written", "kept", "signed", "outside", "confidential"):
            check_flag(name, getattr(self, name))


def _as_amount(value: Money | str | None) -> Money | None:
    return None if value is None else money_of(value)


@frozen
class Matter:
    """Something to be said.

    Attributes:
        kind: What it is about, such as `price change`.
        amount: What hangs on it; None where that says nothing.
        urgent: Whether it cannot wait.
        confidential: Whether others must not read it.
        outside: Whether it goes to somebody outside the company.

    Raises:
        InvalidValueError: If the kind is empty, or the amount no money.
        WrongTypeError: If a field has another type.
    """

    kind: str
    amount: Money | None = field(default=None, converter=_as_amount)
    urgent: bool = False
    confidential: bool = False
    outside: bool = False

    def __attrs_post_init__(self) -> None:
        check_text("kind", self.kind)
        for name in ("urgent", "confidential", "outside"):
            check_flag(name, getattr(self, name))


def _as_only(value: Iterable[str] | str) -> tuple[str, ...]:
    return as_texts(value, "only")


def _as_never(value: Iterable[str] | str) -> tuple[str, ...]:
    return as_texts(value, "never")


@frozen
class ChannelRule:
    """What is asked of the medium for some matters.

    Attributes:
        name: Identifier of the rule.
        matters: For which matters, as a criterion over the fields of `Matter`; all where left out.
        written: Whether it has to be written.
        kept: Whether it has to be kept.
        signed: Whether it has to be signed.
        only: Channels that alone may be used; all where empty.
        never: Channels that may not be used.
        confirm_within: Working hours within which what was said by a medium without writing has to be
            confirmed by one with it; then `written` and `kept` are asked of the confirmation. None where
            the medium itself has to do.

    Raises:
        InvalidValueError: If the name is empty, a channel is both asked for and ruled out, or a confirmation
            is asked for where nothing has to be written.
        WrongTypeError: If a field has another type.
    """

    name: str
    matters: Criterion = ALWAYS
    written: bool = False
    kept: bool = False
    signed: bool = False
    only: tuple[str, ...] = field(default=(), converter=_as_only)
    never: tuple[str, ...] = field(default=(), converter=_as_never)
    confirm_within: int | None = None

    def __attrs_post_init__(self) -> None:
        check_text("name", self.name)
        if not isinstance(self.matters, Criterion):
            raise WrongTypeError(
                "matters", self.matters, "be a criterion, such as field('kind').equals('price change')"
            )
        for name in ("written", "kept", "signed"):
            check_flag(name, getattr(self, name))
        both = sorted({*self.only} & {*self.never})
        if both:
            raise InvalidValueError("never", both[0], "not be among the channels that are asked for")
        if self.confirm_within is not None:
            check_count("confirm_within", self.confirm_within, 1)
            if not self.written:
                raise InvalidValueError(
                    "confirm_within", self.confirm_within, "stand beside written=True, which it puts off"
                )

    def refusals(self, channel: Channel) -> tuple[Reason, ...]:
        """Why a channel will not do by this rule; nothing where it will."""
        values: dict[str, ReasonValue] = {"channel": channel.id, "rule": self.name}
        facts = (self.name,)
        later = self.confirm_within is not None
        found = []
        if self.written and not channel.written and not later:
            found.append(Reason("organization.channel.unwritten", values, facts))
        if self.kept and not channel.kept and not (later and not channel.written):
            found.append(Reason("organization.channel.unkept", values, facts))
        if self.signed and not channel.signed:
            found.append(Reason("organization.channel.unsigned", values, facts))
        if self.only and channel.id not in self.only:
            more = {**values, "only": ", ".join(self.only)}
            found.append(Reason("organization.channel.others", more, facts))
        if channel.id in self.never:
            found.append(Reason("organization.channel.never", values, facts))
        return tuple(found)


def _as_reasons(value: Iterable[Reason]) -> tuple[Reason, ...]:
    return tuple_of(Reason, value, "because")


@frozen
class ChannelVerdict:
    """Whether a matter may go by a channel, and why.

    Attributes:
        channel: Identifier of the channel.
        allowed: Whether it may.
        confirm_within: Working hours within which it has to be confirmed in writing; None where it has not.
        because: Why not; or by which rule it has to be confirmed.

    Raises:
        InvalidValueError: If the identifier is empty.
        WrongTypeError: If a field has another type.
    """

    channel: str
    allowed: bool
    confirm_within: int | None = None
    because: tuple[Reason, ...] = field(default=(), converter=_as_reasons)

    def __attrs_post_init__(self) -> None:
        check_text("channel", self.channel)
        check_flag("allowed", self.allowed)
        if self.confirm_within is not None:
            check_count("confirm_within", self.confirm_within, 1)

    @property
    def reason(self) -> Reason:
        """The verdict in words, with what led to it."""
        values = {"channel": self.channel}
        if self.allowed:
            return Reason("organization.channel.allowed", values, (self.channel,), self.because)
        return Reason("organization.channel.refused", values, (self.channel,), self.because)


def _as_verdicts(value: Iterable[ChannelVerdict]) -> tuple[ChannelVerdict, ...]:
    return tuple_of(ChannelVerdict, value, "verdicts")


@frozen
class ChannelDecision:
    """By which channels a matter may go.

    Attributes:
        matter: The matter.
        verdicts: One for each channel of the policy, in its order.

    Raises:
        WrongTypeError: If a field has another type.
    """

    matter: Matter
    verdicts: tuple[ChannelVerdict, ...] = field(converter=_as_verdicts)

    def __attrs_post_init__(self) -> None:
        if not isinstance(self.matter, Matter):
            raise WrongTypeError("matter", self.matter, "be a Matter")

    @property
    def allowed(self) -> tuple[str, ...]:
        """The channels that may be used, in the order of the policy."""
        return tuple(one.channel for one in self.verdicts if one.allowed)

    def by(self, channel: str) -> ChannelVerdict:
        """The verdict on a channel.

        Raises:
            UnknownIdentifierError: If the policy has no such channel.
        """
        for one in self.verdicts:
            if one.channel == channel:
                return one
        known = ", ".join(one.channel for one in self.verdicts)
        raise UnknownIdentifierError("channel", channel, f"be one of {known}")

    def table(self, lang: str = "en") -> Table:
        """Each channel, whether it may be used, and why not.

        Raises:
            InvalidValueError: If the language is neither `en` nor `zh`.
        """
        columns = headed(CHANNEL_HEADINGS, lang, "channel", "allowed", "why")
        mark = "; " if lang == "en" else "；"
        rows = [
            (one.channel, one.allowed, mark.join(each.text(lang) for each in one.because))
            for one in self.verdicts
        ]
        return Table(self.matter.kind, columns, rows, lang=lang)


@frozen
class RuleClash:
    """Two rules that can meet in one matter and then leave no channel.

    Attributes:
        one: Name of a rule.
        other: Name of the other; the same where a rule alone leaves none.
        witness: The matters in which they meet, in words; empty where a rule alone leaves none.

    Raises:
        InvalidValueError: If a name is empty.
        WrongTypeError: If a field has another type.
    """

    one: str
    other: str
    witness: str = ""

    def __attrs_post_init__(self) -> None:
        check_text("one", self.one)
        check_text("other", self.other)
        if not isinstance(self.witness, str):
            raise WrongTypeError("witness", self.witness, "be text")

    @property
    def reason(self) -> Reason:
        """The clash in words."""
        values = {"one": self.one, "other": self.other}
        if self.one == self.other:
            return Reason("organization.channel.rule.alone", values, facts=(self.one,))
        return Reason("organization.channel.rule.clash", values, facts=(self.one, self.other))


def _as_channels(value: Iterable[Channel]) -> tuple[Channel, ...]:
    return tuple_of(Channel, value, "channels")


def _as_rules(value: Iterable[ChannelRule] | ChannelRule) -> tuple[ChannelRule, ...]:
    return tuple_of(ChannelRule, value, "rules")


@frozen
class ChannelPolicy:
    """Which matter may go by which channel: every rule whose matters it belongs to has to be kept.

    Beside the rules, what goes outside needs a channel that reaches outside, and what is confidential one
    for confidential matters.

    Attributes:
        channels: The media that there are.
        rules: What is asked for which matters.

    Raises:
        InvalidValueError: If there is no channel, a name stands twice, or a rule names an unknown channel.
        WrongTypeError: If a field has another type.

    Examples:
        >>> from salesmgmt.criteria import field
        >>> policy = ChannelPolicy(
        ...     [Channel("phone", "phone"), Channel("mail", "email", written=True, kept=True)],
        ...     ChannelRule("prices in writing", field("kind").equals("price change"), written=True),
        ... )
        >>> decision = policy.decide(Matter("price change", outside=True))
        >>> decision.allowed
        ('mail',)
        >>> print(decision.by("phone").reason)
        not by phone
          phone leaves nothing to read again, which “prices in writing” asks for
    """

    channels: tuple[Channel, ...] = field(converter=_as_channels)
    rules: tuple[ChannelRule, ...] = field(default=(), converter=_as_rules)

    def __attrs_post_init__(self) -> None:
        known = [one.id for one in self.channels]
        if not known:
            raise InvalidValueError("channels", (), "hold at least one")
        for name, names in (("channels", known), ("rules", [one.name for one in self.rules])):
            for each in names:
                if names.count(each) > 1:
                    raise InvalidValueError(name, each, "name each once")
        for rule in self.rules:
            for each in (*rule.only, *rule.never):
                if each not in known:
                    raise InvalidValueError(f"rules.{rule.name}", each, f"be one of {', '.join(known)}")

    def decide(self, matter: Matter) -> ChannelDecision:
        """By which channels a matter may go, and why not by the others.

        Raises:
            WrongTypeError: If it is no matter.
        """
        if not isinstance(matter, Matter):
            raise WrongTypeError("matter", matter, "be a Matter, such as Matter('price change')")
        asked = [rule for rule in self.rules if rule.matters.matches(matter)]
        return ChannelDecision(matter, [_verdict(matter, channel, asked) for channel in self.channels])

    def clashes(self) -> tuple[RuleClash, ...]:
        """Rules that leave no channel, alone or two together, where a matter can fall under both.

        What a matter itself asks for is not looked at. Where nobody can say whether two rules can meet, they
        are not named.
        """
        found = []
        for place, one in enumerate(self.rules):
            if not self._left(one):
                found.append(RuleClash(one.name, one.name))
                continue
            for other in self.rules[place + 1 :]:
                if self._left(other) and not self._left(one, other):
                    met = overlap(one.matters, other.matters)
                    if isinstance(met, Yes):
                        found.append(RuleClash(one.name, other.name, str(all_of(one.matters, other.matters))))
        return tuple(found)

    def _left(self, *rules: ChannelRule) -> list[Channel]:
        return [one for one in self.channels if not any(rule.refusals(one) for rule in rules)]


def _verdict(matter: Matter, channel: Channel, rules: Iterable[ChannelRule]) -> ChannelVerdict:
    values: Mapping[str, ReasonValue] = {"channel": channel.id}
    because = []
    if matter.outside and not channel.outside:
        because.append(Reason("organization.channel.inside", values))
    if matter.confidential and not channel.confidential:
        because.append(Reason("organization.channel.open", values))
    confirm: int | None = None
    for rule in rules:
        because.extend(rule.refusals(channel))
        if rule.confirm_within is not None and not channel.written:
            confirm = rule.confirm_within if confirm is None else min(confirm, rule.confirm_within)
    if because:
        return ChannelVerdict(channel.id, allowed=False, because=because)
    if confirm is None:
        return ChannelVerdict(channel.id, allowed=True)
    names = [rule.name for rule in rules if rule.confirm_within == confirm]
    reason = Reason("organization.channel.confirm", {"hours": confirm, "rule": names[0]}, names)
    return ChannelVerdict(channel.id, allowed=True, confirm_within=confirm, because=[reason])
