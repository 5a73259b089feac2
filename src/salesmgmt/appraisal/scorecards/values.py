"""Company values as criteria: integrity, innovation, cooperation, customer first, with first anchors."""

from __future__ import annotations

from fractions import Fraction
from types import MappingProxyType

from salesmgmt.appraisal.scorecards.anchors import Anchor, Anchored
from salesmgmt.appraisal.scorecards.criteria import Kpi
from salesmgmt.money import RateLike, rate_of
from salesmgmt.tables import language_of

__all__ = ["company_values"]

#: By identifier: title and the behaviours at marks 1, 3 and 5, in English and Chinese.
_VALUES = MappingProxyType(
    {
        "integrity": (
            (
                "Integrity",
                "says what is not so, or hides what went wrong",
                "keeps to what was agreed, and admits mistakes when asked",
                "names own mistakes first, and would rather lose a deal than mislead a customer",
            ),
            (
                "诚信",
                "隐瞒问题或言行不一",
                "信守约定，被问及时承认失误",
                "主动说明自己的失误，宁可丢单也不误导客户",
            ),
        ),
        "innovation": (
            (
                "Innovation",
                "does everything as it was always done",
                "takes up improvements that others propose",
                "tries out better ways, measures them, and passes on what works",
            ),
            (
                "创新",
                "一切照旧，拒绝改变",
                "愿意采用他人提出的改进",
                "主动尝试更好的做法，用数据检验并推广有效经验",
            ),
        ),
        "cooperation": (
            (
                "Cooperation",
                "keeps knowledge and customers to themselves",
                "helps when asked, and hands over completely",
                "puts the result of the team before their own, and helps unasked",
            ),
            (
                "合作",
                "独占信息与客户",
                "有求必应，交接完整",
                "以团队结果为先，主动协助他人",
            ),
        ),
        "customer_first": (
            (
                "Customer first",
                "promises what cannot be kept, and leaves complaints lying",
                "answers within the agreed time, and keeps promises",
                "sees what the customer needs before they say it, and stands up for it at home",
            ),
            (
                "客户至上",
                "轻易承诺，对投诉置之不理",
                "在约定时间内答复，信守承诺",
                "先于客户发现其需求，并在公司内部推动解决",
            ),
        ),
    }
)
_STEPS = ((1, "20%"), (3, "60%"), (5, "100%"))


def company_values(weight: RateLike, lang: str = "en") -> tuple[Kpi, ...]:
    """Four judged criteria for the values of a company, marked from 1 to 5, to be changed at will.

    Args:
        weight: What they weigh together; each weighs a quarter of it.
        lang: Language of titles and behaviours, ``en`` or ``zh``.

    Raises:
        InvalidValueError: If the weight is not above 0, or the language is neither.

    Examples:
        >>> [(value.id, str(value.weight)) for value in company_values("20%")][:2]
        [('integrity', '5%'), ('innovation', '5%')]
        >>> company_values("20%", "zh")[3].title
        '客户至上'
    """
    place = 1 if language_of(lang) == "zh" else 0
    each = rate_of(weight, "weight") * Fraction(1, len(_VALUES))
    found = []
    for name, languages in _VALUES.items():
        title, *behaviours = languages[place]
        steps = zip(_STEPS, behaviours, strict=True)
        rule = Anchored([Anchor(mark, share, behaviour) for (mark, share), behaviour in steps])
        found.append(Kpi(name, each, rule, title))
    return tuple(found)
