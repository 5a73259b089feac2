"""Administrative areas by their codes, as ordinary criteria.

Codes of GB/T 2260 are nested by prefix: two digits for a province, four for a prefecture, six for a county,
with zeros behind where six digits are written for a larger area. ISO 3166-2 puts a hyphen between the country
and its subdivision, which are two levels and no more.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import StrEnum
from types import MappingProxyType

from attrs import field, frozen

from salesmgmt.criteria import Criterion, Yes, any_of, contains
from salesmgmt.criteria import field as named
from salesmgmt.errors import (
    InvalidValueError,
    Problem,
    SalesmgmtError,
    UnknownIdentifierError,
    WrongTypeError,
)
from salesmgmt.tables import language_of
from salesmgmt.territory.areas.provinces import COUNTRIES, PROVINCES, ChineseProvince

__all__ = ["Area", "AreaLevel", "area_problems", "chinese_area", "in_area"]

_DIGITS = re.compile(r"[0-9]{2}(?:[0-9]{2}){0,2}", re.ASCII)
_LETTERS = re.compile(r"[A-Z]{2}(?:-[A-Z0-9]{1,3})?", re.ASCII)
_RULE = "be a code such as '44', '4403' or '440305' (GB/T 2260), 'US' or 'US-CA' (ISO 3166-2)"
_PROVINCE_DIGITS = 2
_BY_CODE = MappingProxyType({province.code: province for province in PROVINCES})
_BY_LETTERS = MappingProxyType({f"CN-{province.letters}": province for province in PROVINCES})


class AreaLevel(StrEnum):
    """How large an area is: the first three by GB/T 2260, the last two by ISO 3166-2."""

    PROVINCE = "province"
    PREFECTURE = "prefecture"
    COUNTY = "county"
    COUNTRY = "country"
    SUBDIVISION = "subdivision"


_BY_LENGTH = MappingProxyType({2: AreaLevel.PROVINCE, 4: AreaLevel.PREFECTURE, 6: AreaLevel.COUNTY})


def _as_code(value: str) -> str:
    """The shortest writing of a code, checked."""
    if not isinstance(value, str):
        raise WrongTypeError("code", value, "be text; a number would lose what stands in front")
    code = value.strip().upper()
    if _DIGITS.fullmatch(code):
        while len(code) > _PROVINCE_DIGITS and code.endswith("00"):
            code = code[:-2]
        if "00" in (code[:2], code[2:4]):
            raise InvalidValueError("code", value, "have zeros only behind, where nothing smaller is meant")
        if code[:2] not in _BY_CODE:
            raise UnknownIdentifierError("code", value, f"begin with one of {', '.join(_BY_CODE)}")
        return code
    if not _LETTERS.fullmatch(code):
        raise InvalidValueError("code", value, _RULE)
    if code[:2] not in COUNTRIES:
        raise UnknownIdentifierError(
            "code", value, "begin with a country of ISO 3166-1, such as 'CN' or 'US'"
        )
    if code.startswith("CN-") and code not in _BY_LETTERS:
        raise UnknownIdentifierError("code", value, f"be one of {', '.join(_BY_LETTERS)}")
    return code


@frozen
class Area:
    """An administrative area.

    Attributes:
        code: By GB/T 2260 (digits, without the zeros behind) or ISO 3166-2 (letters).

    Only the form is checked below the province and the country, since counties come and go every year; the
    subdivisions of China are known.

    Raises:
        InvalidValueError: If the code has none of the forms.
        UnknownIdentifierError: If there is no such province, country or subdivision of China.
        WrongTypeError: If it is no text.

    Examples:
        >>> shenzhen = Area("440300")
        >>> shenzhen.code, shenzhen.level.value, shenzhen.parent, Area("44").name(), Area("44").name("zh")
        ('4403', 'prefecture', Area(code='44'), 'Guangdong', '广东省')
        >>> Area("44").contains(shenzhen), Area("US").contains(Area("US-CA")), Area("US").contains(Area("44"))
        (True, True, False)
    """

    code: str = field(converter=_as_code)

    @property
    def level(self) -> AreaLevel:
        """How large it is."""
        if self.code.isdigit():
            return _BY_LENGTH[len(self.code)]
        return AreaLevel.SUBDIVISION if "-" in self.code else AreaLevel.COUNTRY

    @property
    def parent(self) -> Area | None:
        """The area that it belongs to within its own scheme; None for a province and a country."""
        if self.level in (AreaLevel.PROVINCE, AreaLevel.COUNTRY):
            return None
        return Area(self.code[:-2] if self.code.isdigit() else self.code[:2])

    @property
    def province(self) -> ChineseProvince | None:
        """The provincial area of China in which it lies, or that it is; None elsewhere."""
        return _BY_CODE.get(self.code[:2]) if self.code.isdigit() else _BY_LETTERS.get(self.code)

    def name(self, lang: str = "en") -> str:
        """What a provincial area of China is called; the code of every other area.

        Raises:
            InvalidValueError: If the language is neither `en` nor `zh`.
        """
        province = None if self.level in (AreaLevel.PREFECTURE, AreaLevel.COUNTY) else self.province
        if province is None:
            language_of(lang)
            return self.code
        return province.en if language_of(lang) == "en" else province.zh

    def contains(self, other: Area) -> bool:
        """Whether every code within the other area lies within this one; codes of two schemes never do.

        Raises:
            WrongTypeError: If the other is no area.
        """
        if not isinstance(other, Area):
            raise WrongTypeError("other", other, "be an Area")
        return isinstance(contains(in_area("code", self), in_area("code", other)), Yes)

    def __str__(self) -> str:
        return self.code


def chinese_area(area: str) -> Area:
    """An area of China by its code of GB/T 2260, or a provincial one by its name or its letters.

    Args:
        area: Such as `44`, `440000`, `4403`, `440305`, `CN-GD`, `Guangdong`, `广东省` or `广东`.

    Raises:
        InvalidValueError: If digits are no code.
        UnknownIdentifierError: If there is no such area.
        WrongTypeError: If it is no text.

    Examples:
        >>> chinese_area("440305").code, chinese_area("广东").code, chinese_area("CN-GD").code
        ('440305', '44', '44')
    """
    if not isinstance(area, str):
        raise WrongTypeError("area", area, "be text; a number would lose what stands in front")
    wanted = area.strip()
    if wanted[:1].isdigit():
        return Area(wanted)
    for province in PROVINCES:
        short = province.zh if len(province.zh) <= 2 else _short(province.zh)
        if wanted in (province.zh, short) or wanted.casefold() in (
            province.en.casefold(),
            f"cn-{province.letters}".casefold(),
        ):
            return Area(province.code)
    rule = "be a code of GB/T 2260, or the name of a provincial area such as 'Guangdong' or '广东'"
    raise UnknownIdentifierError("area", area, rule)


def _short(name: str) -> str:
    """The Chinese name as people say it: 内蒙古 for 内蒙古自治区, 广西 for 广西壮族自治区."""
    for ending in ("特别行政区", "壮族自治区", "回族自治区", "维吾尔自治区", "自治区", "省", "市"):
        if name.endswith(ending):
            return name.removesuffix(ending)
    return name


def in_area(path: str, *areas: Area | str, if_missing: bool | None = None) -> Criterion:
    """Whether a field holds the code of one of some areas, or of any area within one.

    An ordinary criterion: it can be joined with others, read aloud, stored, and analysed, so that the areas
    of two territories can be asked whether they overlap.

    Args:
        path: The field, such as `region` or `customer.region`; it holds codes as text.
        areas: Codes of GB/T 2260 or ISO 3166-2, or areas.
        if_missing: What it means that a record has no code; None makes that an error.

    Raises:
        InvalidValueError: If there are no areas, or a code has none of the forms.
        UnknownIdentifierError: If there is no such province, country or subdivision of China.
        WrongTypeError: If a code is no text.

    Examples:
        >>> from salesmgmt.criteria import overlap
        >>> south = in_area("region", "44", "45")
        >>> south.matches({"region": "440305"}), south.matches({"region": "310000"})
        (True, False)
        >>> overlap(in_area("region", "US"), in_area("region", "US-CA", "MX"))
        Yes(witness=Witness(values=(('region', 'US-CA'),)))
    """
    given = [area if isinstance(area, Area) else Area(area) for area in areas]
    if not given:
        raise InvalidValueError("areas", areas, "hold at least one area")
    held = named(path, "text")
    exact = [area.code for area in given if not area.code.isdigit()]
    within = [area.code if area.code.isdigit() else f"{area.code}-" for area in given if "-" not in area.code]
    found: list[Criterion] = []
    if within:
        prefix = held.starts_with(*within)
        found.append(prefix if if_missing is None else prefix.or_if_missing(if_missing))
    if exact:
        member = held.is_in(*exact)
        found.append(member if if_missing is None else member.or_if_missing(if_missing))
    return found[0] if len(found) == 1 else any_of(*found)


def area_problems(codes: Iterable[str]) -> tuple[Problem, ...]:
    """Every code that names no area, with what would have been accepted.

    Examples:
        >>> for problem in area_problems(["44", "99", "Guangdong"]):
        ...     print(problem.record, problem.value)
        code 2 99
        code 3 Guangdong
    """
    problems = []
    for number, code in enumerate(codes, 1):
        try:
            Area(code)
        except SalesmgmtError as error:
            problems.append(Problem.of(f"code {number}", error))
    return tuple(problems)
