"""Words for people: values and phrases of criteria in English and Chinese.

In Chinese a bound belongs to its range with 以上 and 以下 and does not with 超过 and 不满, as article 1259
of the Civil Code has it; dates use 不早于, 晚于, 不晚于, 早于.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType

import attrs

from salesmgmt.criteria.values import Found
from salesmgmt.errors import InvalidValueError
from salesmgmt.money.figures import plain

__all__ = ["Words", "words_of"]

_MOST_DECIMALS = 60

_PHRASES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "is": ("{0} is {1}", "{0} 为 {1}"),
        "is not": ("{0} is not {1}", "{0} 不为 {1}"),
        "among": ("{0} is one of {1}", "{0} 为 {1} 之一"),
        "not among": ("{0} is none of {1}", "{0} 不为 {1} 中任何一个"),
        "starts": ("{0} starts with {1}", "{0} 以 {1} 开头"),
        "not starts": ("{0} does not start with {1}", "{0} 不以 {1} 开头"),
        "starts among": ("{0} starts with one of {1}", "{0} 以 {1} 之一开头"),
        "not starts among": ("{0} starts with none of {1}", "{0} 不以 {1} 中任何一个开头"),
        "missing": ("{0} is missing", "{0} 未填写"),
        "present": ("{0} is present", "{0} 已填写"),
        ">=": ("at least {0}", "为 {0} 以上"),
        ">": ("more than {0}", "超过 {0}"),
        "<=": ("at most {0}", "为 {0} 以下"),
        "<": ("less than {0}", "不满 {0}"),
        "date >=": ("on or after {0}", "不早于 {0}"),
        "date >": ("after {0}", "晚于 {0}"),
        "date <=": ("on or before {0}", "不晚于 {0}"),
        "date <": ("before {0}", "早于 {0}"),
        "range": ("{0} is {1}", "{0} {1}"),
        "both": ("{0} and {1}", "{0} 且 {1}"),
        "fields ==": ("{0} equals {1}", "{0} 与 {1} 相同"),
        "fields !=": ("{0} differs from {1}", "{0} 与 {1} 不同"),
        "fields >=": ("{0} is at least {1}", "{0} 不低于 {1}"),
        "fields >": ("{0} is more than {1}", "{0} 高于 {1}"),
        "fields <=": ("{0} is at most {1}", "{0} 不高于 {1}"),
        "fields <": ("{0} is less than {1}", "{0} 低于 {1}"),
        "date fields >=": ("{0} is on or after {1}", "{0} 不早于 {1}"),
        "date fields >": ("{0} is after {1}", "{0} 晚于 {1}"),
        "date fields <=": ("{0} is on or before {1}", "{0} 不晚于 {1}"),
        "date fields <": ("{0} is before {1}", "{0} 早于 {1}"),
        "met if missing": ("{0} (or is missing)", "{0}(未填写也算)"),
        "not met if missing": ("{0} (and is not missing)", "{0}(未填写不算)"),
        "checked": ("{0} is checked", "核对 {0}"),
        "and": (" and ", "，且 "),
        "or": (" or ", "，或 "),
        "not": ("not ({0})", "并非({0})"),
        "list": (", ", "、"),
        "group": ("({0})", "({0})"),
        "always": ("always", "总是"),
        "never": ("never", "从不"),
        "true": ("yes", "是"),
        "false": ("no", "否"),
        "nothing": ("nothing", "空"),
        "held": ("yes: {0}", "是：{0}"),
        "failed": ("no: {0}", "否：{0}"),
        "found": ("{0} [{1}]", "{0} [{1}]"),
        "value": ("{0}: {1}", "{0}：{1}"),
    }
)
_LANGUAGES = ("en", "zh")


@attrs.frozen
class Words:
    """The phrases of one language.

    Attributes:
        language: Place of the language in the table of phrases.
        names: What to call fields, by path; the path itself where it is not listed.
    """

    language: int
    names: Mapping[str, str]

    def say(self, phrase: str, *parts: str) -> str:
        """A phrase with its parts put in."""
        return _PHRASES[phrase][self.language].format(*parts)

    def name(self, path: str) -> str:
        """What to call a field."""
        return self.names.get(path, path)

    def value(self, value: Found) -> str:
        """A value as people write it; text in quotation marks."""
        if value is None:
            return self.say("nothing")
        if isinstance(value, bool):
            return self.say("true" if value else "false")
        if isinstance(value, str):
            return f"“{value}”" if value.isprintable() else repr(str.__str__(value))
        if isinstance(value, Decimal):
            return f"{value:f}" if abs(value.adjusted()) < _MOST_DECIMALS else str(value)
        if isinstance(value, int | Fraction):
            number = Fraction(value)
            return plain(number, _MOST_DECIMALS) or f"{number.numerator}/{number.denominator}"
        return value.isoformat() if isinstance(value, date) else str(value)

    def choice(self, values: Iterable[Found]) -> str:
        """Several values as a list."""
        return self.say("list").join([self.value(value) for value in values])


def words_of(lang: str, names: Mapping[str, str] | None) -> Words:
    """The words of a language.

    Raises:
        InvalidValueError: There are none of that language.
    """
    if lang not in _LANGUAGES:
        raise InvalidValueError("lang", lang, "be 'en' or 'zh'")
    return Words(_LANGUAGES.index(lang), names or {})
