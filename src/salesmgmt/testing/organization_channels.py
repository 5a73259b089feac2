"""Hypothesis strategies for channels, office hours, reply limits and escalation."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta, timezone
from types import MappingProxyType

from hypothesis import strategies as st

from salesmgmt.calendars import WorkingWeek
from salesmgmt.criteria import ALWAYS, field
from salesmgmt.organization.channels import (
    Channel,
    ChannelDecision,
    ChannelKind,
    ChannelPolicy,
    ChannelRule,
    ChannelVerdict,
    EscalationPolicy,
    EscalationStep,
    Matter,
    OfficeHours,
    Question,
    ReplyLimit,
    ResponseTimes,
    RuleClash,
    Standing,
)
from salesmgmt.testing.money import moneys
from salesmgmt.testing.reasons import reasons

__all__ = [
    "STRATEGIES",
    "channel_decisions",
    "channel_policies",
    "channel_rules",
    "channel_verdicts",
    "channels",
    "escalation_policies",
    "escalation_steps",
    "matters",
    "office_hours",
    "questions",
    "reply_limits",
    "response_times",
    "rule_clashes",
    "standings",
]

_NAMES = st.text(min_size=1, max_size=6)
_FLAGS = st.booleans()
_CHANNELS = ("phone", "chat", "mail", "paper")
_KINDS = st.sampled_from(["price change", "contract", "visit"])


def channels() -> st.SearchStrategy[Channel]:
    """Media of every kind."""
    return st.builds(Channel, _NAMES, st.sampled_from(ChannelKind), *[_FLAGS] * 5)


def matters() -> st.SearchStrategy[Matter]:
    """Matters of few kinds, or of any."""
    amounts = st.none() | moneys()
    return st.builds(Matter, _KINDS | _NAMES, amounts, _FLAGS, _FLAGS, _FLAGS)


@st.composite
def channel_rules(draw: st.DrawFn, *, known: tuple[str, ...] = _CHANNELS) -> ChannelRule:
    """Rules for matters of a kind, for urgent ones, and for all.

    Args:
        draw: Supplied by Hypothesis.
        known: Identifiers of the channels that they may name.
    """
    criteria = [ALWAYS, field("amount").is_present(), field("kind").equals(draw(_KINDS))]
    only = draw(st.lists(st.sampled_from(known), max_size=2, unique=True))
    never = draw(st.lists(st.sampled_from(known), max_size=2, unique=True))
    written = draw(_FLAGS)
    return ChannelRule(
        draw(_NAMES),
        draw(st.sampled_from(criteria)),
        written,
        draw(_FLAGS),
        draw(_FLAGS),
        only,
        [name for name in never if name not in only],
        draw(st.none() | st.integers(1, 100)) if written else None,
    )


@st.composite
def channel_policies(draw: st.DrawFn) -> ChannelPolicy:
    """Policies of four channels and up to four rules.

    Args:
        draw: Supplied by Hypothesis.
    """
    kinds = st.sampled_from(ChannelKind)
    media = [Channel(name, draw(kinds), *(draw(_FLAGS) for _ in range(5))) for name in _CHANNELS]
    rules = draw(st.lists(channel_rules(), max_size=4, unique_by=lambda one: one.name))
    return ChannelPolicy(media, rules)


def channel_verdicts() -> st.SearchStrategy[ChannelVerdict]:
    """Verdicts of both kinds."""
    hours = st.none() | st.integers(1, 100)
    return st.builds(ChannelVerdict, _NAMES, _FLAGS, hours, st.lists(reasons(), max_size=2))


def channel_decisions() -> st.SearchStrategy[ChannelDecision]:
    """Decisions of generated policies."""
    return st.builds(lambda policy, matter: policy.decide(matter), channel_policies(), matters())


def rule_clashes() -> st.SearchStrategy[RuleClash]:
    """Clashes of any two rules."""
    return st.builds(RuleClash, _NAMES, _NAMES, st.text(max_size=6))


@st.composite
def office_hours(draw: st.DrawFn) -> OfficeHours:
    """Hours of up to three spans, in weeks with any free days but not all.

    Args:
        draw: Supplied by Hypothesis.
    """
    cuts = draw(st.lists(st.integers(0, 1440), min_size=2, max_size=6, unique=True))
    ordered = sorted(cuts)
    spans = list(zip(ordered[::2], ordered[1::2], strict=False))
    return OfficeHours(spans, WorkingWeek(draw(st.frozensets(st.integers(0, 6), max_size=5))))


@st.composite
def _moments(draw: st.DrawFn) -> datetime:
    zone = timezone(timedelta(minutes=draw(st.integers(-12 * 4, 14 * 4)) * 15))
    moment = draw(st.datetimes(datetime(2026, 1, 1), datetime(2026, 3, 1)))  # noqa: DTZ001 - bounds are naive
    return moment.replace(tzinfo=zone)


@st.composite
def questions(draw: st.DrawFn) -> Question:
    """Questions of January and February 2026, answered and not.

    Args:
        draw: Supplied by Hypothesis.
    """
    asked = draw(_moments())
    taken = draw(st.none() | st.integers(0, 60 * 24 * 14))
    return Question(
        draw(_NAMES),
        draw(_NAMES),
        draw(_NAMES),
        asked,
        draw(st.none() | st.sampled_from(_CHANNELS)),
        draw(_FLAGS),
        None if taken is None else asked + timedelta(minutes=taken),
    )


def reply_limits() -> st.SearchStrategy[ReplyLimit]:
    """Limits for channels, for urgent questions, and for all."""
    names = st.none() | st.sampled_from(_CHANNELS)
    return st.builds(ReplyLimit, st.integers(1, 5000), names, st.none() | _FLAGS)


def escalation_steps() -> st.SearchStrategy[EscalationStep]:
    """Steps up the line, and to somebody named."""
    return st.builds(EscalationStep, st.integers(0, 5000), st.integers(1, 4), st.none() | _NAMES)


@st.composite
def escalation_policies(draw: st.DrawFn) -> EscalationPolicy:
    """Policies of up to four limits and three steps.

    Args:
        draw: Supplied by Hypothesis.
    """
    some = draw(st.lists(reply_limits(), max_size=3, unique_by=lambda one: (one.channel, one.urgent)))
    limits = [one for one in some if (one.channel, one.urgent) != (None, None)]
    limits.append(ReplyLimit(draw(st.integers(1, 5000))))
    steps = sorted(draw(st.lists(escalation_steps(), max_size=3)), key=lambda one: one.minutes)
    return EscalationPolicy(limits, steps, draw(office_hours()))


def standings() -> st.SearchStrategy[Standing]:
    """Where generated questions stand."""
    return st.builds(
        Standing,
        _NAMES,
        _moments(),
        st.integers(0, 3),
        _NAMES,
        _FLAGS,
        st.integers(0, 10**5),
        _FLAGS,
        st.none() | _moments(),
    )


def response_times() -> st.SearchStrategy[ResponseTimes]:
    """Response times of up to four questions."""
    return st.builds(ResponseTimes, st.lists(standings(), max_size=4))


STRATEGIES: Mapping[type, Callable[[], st.SearchStrategy[object]]] = MappingProxyType(
    {
        Channel: channels,
        ChannelDecision: channel_decisions,
        ChannelKind: lambda: st.sampled_from(ChannelKind),
        ChannelPolicy: channel_policies,
        ChannelRule: channel_rules,
        ChannelVerdict: channel_verdicts,
        EscalationPolicy: escalation_policies,
        EscalationStep: escalation_steps,
        Matter: matters,
        OfficeHours: office_hours,
        Question: questions,
        ReplyLimit: reply_limits,
        ResponseTimes: response_times,
        RuleClash: rule_clashes,
        Standing: standings,
    }
)
"""A strategy for every public class and choice of this part."""
