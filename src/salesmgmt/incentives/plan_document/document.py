"""The plan document: everything that a plan says, in sentences that people can read aloud and sign."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import escape

from attrs import field, frozen

from salesmgmt.errors import InvalidValueError, WrongTypeError
from salesmgmt.incentives.plan_document.clauses import Clause
from salesmgmt.incentives.plan_document.component_clauses import clauses_of
from salesmgmt.incentives.plan_document.general_clauses import crediting_clauses, general_clauses
from salesmgmt.incentives.plan_document.together import (
    needs_earlier_periods,
    needs_everybody,
    needs_order,
)
from salesmgmt.incentives.sentences.saying import sentence
from salesmgmt.incentives.terms import Terms
from salesmgmt.tables import language_of, one_line

__all__ = ["PlanDocument", "PlanSection", "document_of"]

_INDENT = "  - "
_ACTIVE = str.maketrans({mark: f"\\{mark}" for mark in "\\`*_[]<>|~&$"})
_OPENING = re.compile(r"(?=[-+#=>])|(?<=\d)(?=[.)]\s)")


def _as_clauses(given: Iterable[Clause]) -> tuple[Clause, ...]:
    clauses = tuple(given)
    for clause in clauses:
        if not isinstance(clause, Clause):
            raise WrongTypeError("clauses", clause, "be Clause values")
    return clauses


@frozen
class PlanSection:
    """A part of a plan document.

    Attributes:
        title: What it is about.
        clauses: Its sentences, in their order.
        component: Identifier of the component that it is about; None for the others.

    Raises:
        InvalidValueError: If the title is empty.
        WrongTypeError: If a clause is none.
    """

    title: str
    clauses: tuple[Clause, ...] = field(converter=_as_clauses)
    component: str | None = None

    def __attrs_post_init__(self) -> None:
        if not isinstance(self.title, str) or not self.title:
            raise InvalidValueError("title", self.title, "be a text with at least one character")


def _as_sections(given: Iterable[PlanSection]) -> tuple[PlanSection, ...]:
    sections = tuple(given)
    for section in sections:
        if not isinstance(section, PlanSection):
            raise WrongTypeError("sections", section, "be PlanSection values")
    return sections


@frozen(repr=False)
class PlanDocument:
    """A plan in words: made by `Plan.document`.

    Attributes:
        title: The title line.
        sections: What holds for the whole plan, how deals are credited, then one for each component in the
            order of the plan, each with its personal variants, then what is worked out together.
        lang: Language, `en` or `zh`.

    Raises:
        InvalidValueError: If the language is not spoken.
        WrongTypeError: If a section is none.
    """

    title: str
    sections: tuple[PlanSection, ...] = field(converter=_as_sections)
    lang: str = field(default="en", converter=language_of)

    @property
    def sentences(self) -> tuple[str, ...]:
        """Every line of the document: the title, headings, sentences and the points below them."""
        found = [self.title]
        for section in self.sections:
            found.append(section.title)
            for clause in section.clauses:
                found += [clause.text, *clause.points]
        return tuple(found)

    def section(self, component: str) -> PlanSection:
        """The section of a component.

        Raises:
            InvalidValueError: If the document has none for it.
        """
        for section in self.sections:
            if section.component == component:
                return section
        known = ", ".join(section.component for section in self.sections if section.component)
        raise InvalidValueError("component", component, f"be one of {known}")

    def text(self) -> str:
        """The document as plain text: a blank line before every heading, points indented."""
        lines = [one_line(self.title)]
        for section in self.sections:
            lines += ["", one_line(section.title)]
            for clause in section.clauses:
                lines.append(one_line(clause.text))
                lines += [f"{_INDENT}{one_line(point)}" for point in clause.points]
        return "\n".join(lines)

    def markdown(self) -> str:
        """The document in Markdown; what names and conditions hold marks up nothing."""
        parts = [f"# {_escaped(self.title)}"]
        for section in self.sections:
            parts.append(f"## {_escaped(section.title)}")
            for clause in section.clauses:
                parts.append(_escaped(clause.text))
                if clause.points:
                    parts.append("\n".join(f"- {_escaped(point)}" for point in clause.points))
        return "\n\n".join(parts)

    def html(self) -> str:
        """An `<article>` in its language, everything in it escaped."""
        parts = [f'<article lang="{self.lang}">', f"<h2>{_safe(self.title)}</h2>"]
        for section in self.sections:
            parts += ["<section>", f"<h3>{_safe(section.title)}</h3>"]
            for clause in section.clauses:
                parts.append(f"<p>{_safe(clause.text)}</p>")
                if clause.points:
                    points = "".join(f"<li>{_safe(point)}</li>" for point in clause.points)
                    parts.append(f"<ul>{points}</ul>")
            parts.append("</section>")
        return "\n".join([*parts, "</article>"])

    def _repr_html_(self) -> str:
        return self.html()

    def __str__(self) -> str:
        return self.text()

    def __repr__(self) -> str:
        return self.text()


def _safe(text: str) -> str:
    return escape(one_line(text))


def _escaped(text: str) -> str:
    shown = one_line(text).translate(_ACTIVE)
    head, rest = shown[:12], shown[12:]
    return _OPENING.sub(lambda _: "\\", head, count=1) + rest if _opens(head) else shown


def _opens(head: str) -> bool:
    """Whether a line begins as a list, a heading or a rule does."""
    return re.match(r"[-+#=>]|\d+[.)]\s", head) is not None


def document_of(terms: Terms, lang: str) -> PlanDocument:
    """Everything that a plan says."""
    language_of(lang)
    sections = [
        PlanSection(sentence("section.general", lang), general_clauses(terms, lang)),
        PlanSection(sentence("section.crediting", lang), crediting_clauses(terms.crediting, lang)),
    ]
    for number, one in enumerate(terms.components, 1):
        title = sentence("section.component", lang, number=number, name=one.name)
        sections.append(PlanSection(title, clauses_of(terms, one, lang), one.id))
        for own in terms.personal:
            if own.component.id == one.id:
                name = own.component.name
                title = sentence("section.personal", lang, participant=own.participant, name=name)
                sections.append(PlanSection(title, clauses_of(terms, own.component, lang)))
    sections.append(PlanSection(sentence("section.together", lang), _together(terms, lang)))
    title = sentence("plan.title", lang, name=terms.name, version=terms.version)
    return PlanDocument(title, sections, lang)


def _together(terms: Terms, lang: str) -> Iterator[Clause]:
    """What cannot be worked out on its own."""
    everybody, order, earlier = needs_everybody(terms), needs_order(terms), needs_earlier_periods(terms)
    if everybody:
        yield Clause(sentence("together.everybody", lang), _named(terms, everybody, lang))
    else:
        yield Clause(sentence("together.nobody", lang))
    if order:
        yield Clause(sentence("together.deals", lang), _named(terms, order, lang))
    else:
        yield Clause(sentence("together.no_deals", lang))
    if earlier:
        yield Clause(sentence("together.periods", lang), _named(terms, earlier, lang))


def _named(terms: Terms, identifiers: Iterable[str], lang: str) -> list[str]:
    titles = terms.titles
    return [sentence("named", lang, name=titles[one], id=one) for one in identifiers]
