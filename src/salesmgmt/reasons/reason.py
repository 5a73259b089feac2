"""Reasons: why an outcome is what it is, as data that programs branch on and people read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from operator import itemgetter
from types import MappingProxyType
from typing import Any

from attrs import field, frozen

from salesmgmt.errors import InvalidValueError, SalesmgmtError, WrongTypeError
from salesmgmt.reasons.catalogue import CATALOGUE, Catalogue, code_of
from salesmgmt.reasons.templates import is_name
from salesmgmt.reasons.values import SOUND, ReasonValue, checked_value
from salesmgmt.tables import isolated, language_of, one_line

__all__ = ["Reason", "reason_made"]

_DEEPEST = 100
_INDENT = "  "
_name = itemgetter(0)
_BETWEEN: Mapping[str, str] = MappingProxyType({"en": ", ", "zh": "、"})


def _pairs(
    values: Mapping[str, ReasonValue] | Sequence[tuple[str, ReasonValue]],
) -> tuple[tuple[str, ReasonValue], ...]:
    try:
        items = values.items() if isinstance(values, Mapping) else [(name, value) for name, value in values]
        return tuple(sorted(items, key=_name))
    except (TypeError, ValueError) as error:
        raise WrongTypeError("values", values, "be a mapping, or pairs, of names to values") from error


def _facts(facts: Iterable[str]) -> tuple[str, ...]:
    if isinstance(facts, str):
        raise WrongTypeError("facts", facts, "be a tuple of identifiers, not one text")
    return tuple(facts)


def _because(because: Iterable[Reason]) -> tuple[Reason, ...]:
    return tuple(because)


@frozen(weakref_slot=False)
class Reason:
    """One finding, the values and facts that it rests on, and the reasons below it.

    Reasons are data: equal by content, and free of language. Programs branch on codes, which stay the same
    from release to release; texts are made from a catalogue when somebody wants to read them, and are never
    parsed.

    Attributes:
        code: What was found, in small letters with dots; the first word is the package, as in
            ``credit.limit.exceeded``.
        values: The operands by name, in the order of the names; given as a mapping or as pairs.
        facts: Identifiers of the facts that the finding rests on, in the order given.
        because: The reasons of this reason.

    Raises:
        WrongTypeError: If a part has another type; a float is refused, since shown figures are exact.
        InvalidValueError: If the code, a name or an identifier is malformed, a name stands twice, or reasons
            go deeper than 100 levels.

    Examples:
        >>> from salesmgmt.money import Money
        >>> wording = CATALOGUE.extended(
        ...     {
        ...         "acme.order.held": ("Order held", "订单暂停"),
        ...         "acme.limit.exceeded": ("{excess} above the limit", "超过额度{excess}"),
        ...     }
        ... )
        >>> excess = Reason("acme.limit.exceeded", {"excess": Money.of("CNY 200")}, facts=("SO-7",))
        >>> held = Reason.of("acme.order.held", because=[excess])
        >>> print(held.tree(catalogue=wording, facts=True))
        Order held
          CNY 200.00 above the limit (SO-7)
        >>> print(held.tree("zh", wording))
        订单暂停
          超过额度¥200.00
    """

    code: str
    values: tuple[tuple[str, ReasonValue], ...] = field(default=(), converter=_pairs)
    facts: tuple[str, ...] = field(default=(), converter=_facts)
    because: tuple[Reason, ...] = field(default=(), converter=_because)
    _levels: int = field(init=False, repr=False, eq=False)

    def __attrs_post_init__(self) -> None:
        code_of(self.code)
        before = None
        for name, value in self.values:
            if not isinstance(name, str):
                raise WrongTypeError("values", name, "have text for names")
            if not is_name(name):
                raise InvalidValueError("values", name, "have names of small letters, digits and underscores")
            if name == before:
                raise InvalidValueError("values", name, "name each value once")
            if type(value) not in SOUND:
                checked_value(value, name)
            before = name
        for fact in self.facts:
            if not isinstance(fact, str):
                raise WrongTypeError("facts", fact, "hold identifiers as text")
            if not fact:
                raise InvalidValueError("facts", self.facts, "hold no empty identifier")
        levels = 1
        for reason in self.because:
            if not isinstance(reason, Reason):
                raise WrongTypeError("because", reason, "hold reasons")
            levels = max(levels, reason._levels + 1)
        if levels > _DEEPEST:
            raise InvalidValueError("because", levels, f"go at most {_DEEPEST} levels deep")
        object.__setattr__(self, "_levels", levels)

    @classmethod
    def of(
        cls,
        code: str,
        /,
        *,
        facts: Iterable[str] = (),
        because: Iterable[Reason] = (),
        **values: ReasonValue,
    ) -> Reason:
        """A reason with its values as keywords.

        Examples:
            >>> Reason.of("acme.late", days=3) == Reason("acme.late", {"days": 3})
            True
        """
        return cls(code, values, facts, because)

    def get(self, name: str, default: ReasonValue = None) -> ReasonValue:
        """The value of a name, or the default where the reason has none."""
        return next((value for known, value in self.values if known == name), default)

    def walk(self) -> Iterator[Reason]:
        """This reason and all below it, each before its own reasons."""
        return (reason for _, reason in self._outline())

    def find(self, code: str) -> tuple[Reason, ...]:
        """The reasons of this tree whose code is the given one or goes on from it, in the order of `walk`.

        Examples:
            >>> held = Reason("acme.held", because=[Reason("acme.limit.exceeded"), Reason("acme.limits")])
            >>> [reason.code for reason in held.find("acme.limit")]
            ['acme.limit.exceeded']
        """
        return tuple(
            reason for reason in self.walk() if reason.code == code or reason.code.startswith(f"{code}.")
        )

    def all_facts(self) -> tuple[str, ...]:
        """The identifiers of all facts of this tree, each once, in the order of `walk`."""
        return tuple(dict.fromkeys(fact for reason in self.walk() for fact in reason.facts))

    def text(self, lang: str = "en", catalogue: Catalogue = CATALOGUE) -> str:
        """The sentence of this reason alone.

        Args:
            lang: ``en`` or ``zh``.
            catalogue: Where the sentences stand.

        Raises:
            UnknownIdentifierError: If the code has no text.
            MissingFieldError: If the text shows a value that the reason lacks.
        """
        return catalogue.say(self.code, dict(self.values), lang)

    def tree(self, lang: str = "en", catalogue: Catalogue = CATALOGUE, *, facts: bool = False) -> str:
        """The sentences of this reason and all below it, one per line, indented by two spaces a level.

        Args:
            lang: ``en`` or ``zh``.
            catalogue: Where the sentences stand.
            facts: Whether the identifiers of the facts follow the sentences.

        Raises:
            UnknownIdentifierError: If a code has no text.
            MissingFieldError: If a text shows a value that its reason lacks.
        """
        return "\n".join(
            f"{_INDENT * level}{reason._line(lang, catalogue, facts)}" for level, reason in self._outline()
        )

    def html(self, lang: str = "en", catalogue: Catalogue = CATALOGUE, *, facts: bool = False) -> str:
        """The sentences as nested lists, whatever the values hold being escaped; arguments as in `tree`."""
        parts = [f'<ul lang="{language_of(lang)}">']
        before = -1
        for level, reason in self._outline():
            parts.append("<ul>" if level > before >= 0 else "</li></ul>" * (before - level))
            parts.append("" if level > before else "</li>")
            parts.append(f"<li>{escape(reason._line(lang, catalogue, facts))}")
            before = level
        parts.append("</li></ul>" * (before + 1))
        return "".join(parts)

    def _outline(self) -> Iterator[tuple[int, Reason]]:
        waiting = [(0, self)]
        while waiting:
            level, reason = waiting.pop()
            yield level, reason
            waiting.extend((level + 1, below) for below in reversed(reason.because))

    def _line(self, lang: str, catalogue: Catalogue, facts: bool) -> str:
        text = self.text(lang, catalogue)
        if not (facts and self.facts):
            return text
        return f"{text} ({_BETWEEN[lang].join(isolated(one_line(fact)) for fact in self.facts)})"

    def _repr_html_(self) -> str | None:
        try:
            return self.html()
        except SalesmgmtError:  # a code of the reader's own, without a text in the packages
            return None

    def __str__(self) -> str:
        try:
            return self.tree()
        except SalesmgmtError:
            return repr(self)


class _Draft:
    """A reason that is being put together: laid out like one, and not frozen yet."""

    __slots__ = ("_levels", "because", "code", "facts", "values")


def reason_made(
    code: str, values: tuple[tuple[str, ReasonValue], ...], facts: tuple[str, ...] = ()
) -> Reason:
    """A reason of parts that are known to be right, values in the order of their names: no second check."""
    draft: Any = _Draft()
    draft.code = code
    draft.values = values
    draft.facts = facts
    draft.because = ()
    draft._levels = 1
    draft.__class__ = Reason
    reason: Reason = draft
    return reason
