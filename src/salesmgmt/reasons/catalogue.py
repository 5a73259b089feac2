"""The catalogue: which sentence a code stands for, in each language, and a house's own wording of it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from operator import attrgetter

from attrs import evolve, field, frozen

from salesmgmt.errors import (
    BatchError,
    InvalidValueError,
    Problem,
    SalesmgmtError,
    UnknownIdentifierError,
    WrongTypeError,
)
from salesmgmt.reasons.packaged import package_texts
from salesmgmt.reasons.templates import fill, parameters_of
from salesmgmt.reasons.values import ReasonValue
from salesmgmt.tables import LANGUAGES, language_of

__all__ = ["CATALOGUE", "Catalogue", "Text", "code_of"]

_CODE = re.compile(r"[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)+", re.ASCII)
_code = attrgetter("code")


def code_of(value: str, field: str = "code") -> str:
    """The code of a reason, checked.

    Raises:
        WrongTypeError: If it is not text.
        InvalidValueError: If it is not two or more words with dots between them.
    """
    if not isinstance(value, str):
        raise WrongTypeError(field, value, "be text such as 'credit.limit.exceeded'")
    if not _CODE.fullmatch(value):
        raise InvalidValueError(field, value, "be small letters and dots, such as 'credit.limit.exceeded'")
    return value


@frozen
class Text:
    """The sentences of one code.

    Attributes:
        code: Code of the reasons that are put into these words.
        en: English template.
        zh: Chinese template; it shows the same values.

    Raises:
        InvalidValueError: If the code or a template is malformed, or the two show different values.

    Examples:
        >>> text = Text("acme.late", "{days} {days:day|days} late", "逾期{days}天")
        >>> sorted(text.parameters)
        ['days']
    """

    code: str = field(converter=code_of)
    en: str
    zh: str

    def __attrs_post_init__(self) -> None:
        english, chinese = parameters_of(self.en, "en"), parameters_of(self.zh, "zh")
        if english != chinese:
            raise InvalidValueError("zh", self.zh, f"show the same values as the English: {_named(english)}")

    @property
    def parameters(self) -> frozenset[str]:
        """The names of the values that the sentences show."""
        return parameters_of(self.en)


def _named(names: Iterable[str]) -> str:
    return ", ".join(sorted(names)) or "none"


def _by_code(texts: Iterable[Text]) -> tuple[Text, ...]:
    return tuple(sorted(texts, key=_code))


@frozen
class Catalogue:
    """The sentences for codes: the packages' own, and over them a house's wording and a user's own codes.

    The packages' texts are found by the first word of a code, and need not be listed. A catalogue is a value:
    two with the same wording are equal, and it can be kept as a document.

    Attributes:
        texts: Texts that come before the packages' own, in the order of their codes.

    Raises:
        InvalidValueError: If two texts have one code.
        BatchError: If texts show other values than the packages' own texts for their codes; all at once.

    Examples:
        >>> ours = CATALOGUE.extended({"acme.late": ("{days} {days:day|days} late", "逾期{days}天")})
        >>> ours.say("acme.late", {"days": 1}), ours.say("acme.late", {"days": 3}, "zh")
        ('1 day late', '逾期3天')
        >>> ours.overlay({"acme.late": {"en": "Overdue: {days}"}}).say("acme.late", {"days": 3})
        'Overdue: 3'
    """

    texts: tuple[Text, ...] = field(default=(), converter=_by_code)

    def __attrs_post_init__(self) -> None:
        problems = []
        for number, text in enumerate(self.texts):
            if number and self.texts[number - 1].code == text.code:
                raise InvalidValueError("texts", text.code, "have one text for each code")
            packaged = _packaged(text.code)
            if packaged is not None and packaged.parameters != text.parameters:
                problems.append(
                    Problem(text.code, "en", text.en, f"show the values {_named(packaged.parameters)}")
                )
        if problems:
            raise BatchError("texts", problems)

    def find(self, code: str) -> Text:
        """The text of a code.

        Raises:
            UnknownIdentifierError: If there is none.
        """
        text = self._own(code_of(code)) or _packaged(code)
        if text is None:
            raise _unknown(code)
        return text

    def of_package(self, package: str) -> tuple[Text, ...]:
        """The texts of all codes that begin with a word, in their order: what a house may want to reword."""
        codes = {text.code for text in self.texts if text.code.startswith(f"{package}.")}
        return tuple(map(self.find, sorted(codes.union(package_texts(package)))))

    def say(self, code: str, values: Mapping[str, ReasonValue], lang: str = "en") -> str:
        """The sentence of a code with the given values.

        Values that the sentence does not show are no fault.

        Raises:
            UnknownIdentifierError: If the code has no text.
            MissingFieldError: If a value is missing.
            InvalidValueError: If the language is not spoken.
        """
        place = LANGUAGES.index(language_of(lang))
        text = self._own(code_of(code))
        # The packages' own texts are known to be sound, and are not checked again for each sentence.
        pair = _pair(code) if text is None else (text.en, text.zh)
        if pair is None:
            raise _unknown(code)
        return fill(pair[place], values, lang, code)

    def overlay(self, wording: Mapping[str, Mapping[str, str]]) -> Catalogue:
        """The catalogue with other words for some codes, in one language or both.

        Args:
            wording: Code to language to template; a template shows exactly the values of the one it replaces.

        Raises:
            BatchError: If codes or languages are unknown, templates are malformed, or show too much or too
                little; all at once.

        Examples:
            >>> ours = CATALOGUE.extended({"acme.late": ("{days} late", "逾期{days}天")})
            >>> ours.overlay({"acme.late": {"en": "{day} late"}, "acme.early": {"en": "Early"}})
            Traceback (most recent call last):
            salesmgmt.errors.BatchError: wording: 3 problems
              acme.late: en is '{day} late'; it must show days
              acme.late: en is '{day} late'; it must not show day, which the reason lacks
              acme.early: code is 'acme.early'; it must have a text already; extended() adds codes of your own
        """
        problems: list[Problem] = []
        texts = {text.code: text for text in self.texts}
        for code, templates in wording.items():
            try:
                text = self.find(code)
            except SalesmgmtError:
                rule = "have a text already; extended() adds codes of your own"
                problems.append(Problem(str(code), "code", code, rule))
                continue
            faults = [problem for lang in templates for problem in _misfits(text, lang, templates[lang])]
            if not faults:
                texts[code] = evolve(text, **templates)
            problems += faults
        if problems:
            raise BatchError("wording", problems)
        return Catalogue(tuple(texts.values()))

    def extended(self, texts: Mapping[str, tuple[str, str]]) -> Catalogue:
        """The catalogue with texts for new codes.

        Args:
            texts: Code to English and Chinese template, in the form of the packages' own tables.

        Raises:
            BatchError: If a code has a text already, or a text is malformed; all at once.
        """
        problems: list[Problem] = []
        added: list[Text] = []
        for code, pair in texts.items():
            try:
                text = _paired(code, pair)
                if self._own(text.code) or _packaged(text.code):
                    raise InvalidValueError("code", code, "be new; overlay() rewords a text that is there")
                added.append(text)
            except SalesmgmtError as error:
                problems.append(Problem.of(str(code), error))
        if problems:
            raise BatchError("texts", problems)
        return Catalogue((*self.texts, *added))

    def _own(self, code: str) -> Text | None:
        place = bisect_left(self.texts, code, key=_code)
        return self.texts[place] if place < len(self.texts) and self.texts[place].code == code else None


def _paired(code: str, pair: tuple[str, str]) -> Text:
    if isinstance(pair, str) or len(pair) != len(LANGUAGES):
        raise InvalidValueError("texts", pair, "be the English and the Chinese template")
    return Text(code, *pair)


def _pair(code: str) -> tuple[str, str] | None:
    return package_texts(code.partition(".")[0]).get(code)


def _unknown(code: str) -> UnknownIdentifierError:
    rule = "have a text; a catalogue is extended with texts for codes of your own"
    return UnknownIdentifierError("code", code, rule)


def _packaged(code: str) -> Text | None:
    pair = _pair(code)
    return None if pair is None else _paired(code, pair)


def _misfits(text: Text, lang: str, template: str) -> list[Problem]:
    """Why a template cannot stand for a text."""
    try:
        language_of(lang)
        names = parameters_of(template, lang)
    except SalesmgmtError as error:
        return [Problem.of(text.code, error)]
    problems = []
    if missing := text.parameters - names:
        problems.append(Problem(text.code, lang, template, f"show {_named(missing)}"))
    if unknown := names - text.parameters:
        problems.append(
            Problem(text.code, lang, template, f"not show {_named(unknown)}, which the reason lacks")
        )
    return problems


#: The packages' own texts, and nothing over them.
CATALOGUE = Catalogue()
