"""Catalogues: total over both languages, and overlaid only with wording that fits."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from salesmgmt.errors import (
    BatchError,
    InvalidValueError,
    MissingFieldError,
    UnknownIdentifierError,
    WrongTypeError,
)
from salesmgmt.reasons import CATALOGUE, Catalogue, Reason, Text, code_of, parameters_of
from salesmgmt.reasons.packaged import package_texts
from salesmgmt.reasons.templates import fill
from salesmgmt.testing.reasons import catalogues, codes, names, reason_values, templates, texts

pytestmark = pytest.mark.properties

PACKAGED = "credit.limit.exceeded"
SHOWN = frozenset({"exposure", "excess", "limit"})


@given(names().flatmap(lambda name: st.tuples(st.just(name), reason_values())), st.sampled_from(["en", "zh"]))
def test_a_value_stands_where_its_name_stood(pair: tuple[str, object], lang: str) -> None:
    name, value = pair
    text = CATALOGUE.extended({"acme.x": (f"<{{{name}}}>", f"《{{{name}}}》")})
    make: Callable[..., Reason] = Reason
    said = make("acme.x", {name: value}).text(lang, text)
    assert (said[0], said[-1]) == (("<", ">") if lang == "en" else ("《", "》"))


@given(st.frozensets(names(), max_size=4).flatmap(lambda some: st.tuples(st.just(some), templates(some))))
def test_the_parameters_of_a_template_are_its_names(pair: tuple[frozenset[str], str]) -> None:
    parameters, template = pair
    assert parameters_of(template) == parameters


@given(texts(), st.data())
def test_a_text_needs_exactly_its_parameters(text: Text, data: st.DataObject) -> None:
    wording = Catalogue((text,))
    values = dict.fromkeys(text.parameters, "v")
    for lang, template in (("en", text.en), ("zh", text.zh)):
        plain = template
        for name in text.parameters:
            plain = plain.replace(f"{{{name}}}", "v")
        assert wording.say(text.code, values, lang) == plain.replace("{{", "{").replace("}}", "}")
        if values:
            missing = data.draw(st.sampled_from(sorted(values)))
            with pytest.raises(MissingFieldError, match=missing):
                wording.say(text.code, {name: "v" for name in values if name != missing}, lang)


@pytest.mark.parametrize(
    "template",
    ["{", "}", "{limit", "limit}", "{}", "{0}", "{a.b}", "{a[0]}", "{a!r}", "{a:>9}", "{a:b}", "{a:b|c|d}"],
)
def test_nothing_but_names_stands_in_braces(template: str) -> None:
    with pytest.raises(InvalidValueError, match=r"hold \{name\}"):
        parameters_of(template)
    with pytest.raises(InvalidValueError, match=r"hold \{name\}"):
        Text("acme.x", template, "x")
    with pytest.raises(InvalidValueError, match=r"hold \{name\}"):
        fill(template, {"limit": 1, "a": 1}, "en")


@pytest.mark.parametrize("template", ["", "  ", "a\nb", "a\x1b", "a\u202eb", "a\u2028b"])
def test_a_template_is_one_line(template: str) -> None:
    with pytest.raises(InvalidValueError):
        parameters_of(template)


@given(st.integers())
def test_a_word_follows_its_number(count: int) -> None:
    text = CATALOGUE.extended({"acme.x": ("{n:it is|they are}", "{n}")})
    assert text.say("acme.x", {"n": count}) == ("it is" if count == 1 else "they are")


@pytest.mark.parametrize("value", [True, "1", None])
def test_a_word_follows_numbers_only(value: bool | str | None) -> None:
    text = CATALOGUE.extended({"acme.x": ("{n:day|days}", "{n}")})
    with pytest.raises(WrongTypeError, match="be a number, since a word depends on it"):
        text.say("acme.x", {"n": value})


@given(catalogues())
def test_a_catalogue_is_total_over_both_languages(catalogue: Catalogue) -> None:
    assert catalogue.of_package("acme") == catalogue.texts
    for text in catalogue.texts:
        assert catalogue.find(text.code) == text
        for lang in ("en", "zh"):
            assert catalogue.say(text.code, dict.fromkeys(text.parameters), lang)


@given(catalogues(), codes())
def test_an_unknown_code_is_an_error(catalogue: Catalogue, code: str) -> None:
    assume(code not in {text.code for text in catalogue.texts})
    with pytest.raises(UnknownIdentifierError):
        catalogue.find(code)
    for wrong in ("", "acme", "../x", "os.path.", "credit"):
        with pytest.raises(InvalidValueError):
            catalogue.find(wrong)


@given(catalogues(), st.randoms(use_true_random=False))
def test_the_order_of_texts_says_nothing(catalogue: Catalogue, random: st.DataObject) -> None:
    shuffled = list(catalogue.texts)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    again = Catalogue(shuffled)
    assert again == catalogue
    assert hash(again) == hash(catalogue)
    assert [text.code for text in again.texts] == sorted(text.code for text in shuffled)


@st.composite
def overlays(draw: st.DrawFn, catalogue: Catalogue) -> dict[str, dict[str, str]]:
    """Wording that fits a catalogue's own texts and one of a package."""
    wording = {}
    for text in draw(st.lists(st.sampled_from((*catalogue.texts, CATALOGUE.find(PACKAGED))), unique=True)):
        langs = draw(st.sets(st.sampled_from(["en", "zh"])))
        wording[text.code] = {lang: draw(templates(text.parameters)) for lang in sorted(langs)}
    return wording


@settings(max_examples=30)
@given(catalogues(max_size=3).flatmap(lambda some: st.tuples(st.just(some), overlays(some), overlays(some))))
def test_laws_of_overlays(
    made: tuple[Catalogue, dict[str, dict[str, str]], dict[str, dict[str, str]]],
) -> None:
    catalogue, first, second = made
    before = catalogue.texts
    once = catalogue.overlay(first)
    assert catalogue.texts == before
    assert catalogue.overlay({}) == catalogue
    assert once.overlay(first) == once
    both = {code: {**first.get(code, {}), **second.get(code, {})} for code in {**first, **second}}
    assert once.overlay(second) == catalogue.overlay(both)
    for code in {PACKAGED, *(text.code for text in catalogue.texts)}:
        old, new = catalogue.find(code), once.find(code)
        assert new.en == first.get(code, {}).get("en", old.en)
        assert new.zh == first.get(code, {}).get("zh", old.zh)


def test_an_overlay_lists_all_that_does_not_fit() -> None:
    with pytest.raises(BatchError) as caught:
        CATALOGUE.overlay(
            {
                PACKAGED: {"en": "{exposure} {limit} {customer} {owner}", "zh": "{", "fr": "x"},
                "credit.limit.unheard": {"en": "x"},
                "acme.x": {"en": "x"},
                "Nonsense": {"en": "x"},
                "credit.lowered": {"en": "Fine: {amount} {exposure}"},
            }
        )
    faults = [(problem.record, problem.field) for problem in caught.value.problems]
    assert faults == [
        (PACKAGED, "en"),
        (PACKAGED, "en"),
        (PACKAGED, "zh"),
        (PACKAGED, "lang"),
        ("credit.limit.unheard", "code"),
        ("acme.x", "code"),
        ("Nonsense", "code"),
    ]
    rules = [problem.rule for problem in caught.value.problems]
    assert rules[0] == "show excess"
    assert rules[1] == "not show customer, owner, which the reason lacks"


def test_house_wording_replaces_a_language_and_leaves_the_other() -> None:
    house = CATALOGUE.overlay({PACKAGED: {"zh": "超额 {excess}（额度 {limit}，占用 {exposure}）"}})
    values = dict.fromkeys(SHOWN, "x")
    assert house.say(PACKAGED, values, "zh") == "超额 x（额度 x，占用 x）"
    assert house.say(PACKAGED, values) == CATALOGUE.say(PACKAGED, values)
    assert house != CATALOGUE
    assert house.of_package("credit") != CATALOGUE.of_package("credit")
    assert (
        len(house.of_package("credit")) == len(CATALOGUE.of_package("credit")) == len(package_texts("credit"))
    )


def test_a_catalogue_cannot_be_made_to_show_what_a_reason_lacks() -> None:
    with pytest.raises(BatchError, match="show the values excess, exposure, limit"):
        Catalogue((Text(PACKAGED, "{owner}", "{owner}"),))
    with pytest.raises(InvalidValueError, match="have one text for each code"):
        Catalogue((Text("acme.x", "a", "b"), Text("acme.x", "c", "d")))
    with pytest.raises(InvalidValueError, match="must show the same values as the English: a"):
        Text("acme.x", "{a}", "{b}")


def test_new_codes_are_new() -> None:
    ours = CATALOGUE.extended({"acme.x": ("x", "x")})
    more = ours.extended({"acmes.y": ("y", "y")})
    assert [text.code for text in more.texts] == ["acme.x", "acmes.y"]
    assert [text.code for text in more.of_package("acme")] == ["acme.x"]
    make: Callable[..., Catalogue] = ours.extended
    with pytest.raises(BatchError) as caught:
        make(
            {
                "acme.x": ("y", "y"),
                PACKAGED: ("y", "y"),
                "y": ("y", "y"),
                "acme.z": "no",
                "acme.w": ("{", "w"),
            }
        )
    assert [problem.record for problem in caught.value.problems] == [
        "acme.x",
        PACKAGED,
        "y",
        "acme.z",
        "acme.w",
    ]


def test_words_without_texts_of_their_own_are_no_error() -> None:
    for word in ("errors", "documents", "testing", "acme", "os", "salesmgmt", "..", "a.b", ""):
        assert not package_texts(word)
        assert CATALOGUE.of_package(word) == ()


def test_codes_are_checked() -> None:
    assert code_of("acme.x") == "acme.x"
    check: Callable[..., str] = code_of
    with pytest.raises(WrongTypeError):
        check(None)
    text: Callable[..., Text] = Text
    with pytest.raises(WrongTypeError, match="en is 5; it must be text"):
        text("acme.x", 5, "x")
