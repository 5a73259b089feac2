"""Rules of several scopes: the most specific one that holds for a deal decides."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction

from attrs import field, frozen

from salesmgmt.criteria import Criterion
from salesmgmt.errors import InvalidValueError, Problem, WrongTypeError
from salesmgmt.incentives.figures import Figure, Minor, size_of
from salesmgmt.incentives.schedules.bounds import KeyKind
from salesmgmt.incentives.schedules.pays import (
    Method,
    Pays,
    PaysLike,
    as_method,
    counts_things,
    pays_of,
)
from salesmgmt.incentives.schedules.slices import Slice, checked_currency, sliced
from salesmgmt.incentives.schedules.tiers import refuse
from salesmgmt.incentives.schedules.wording import said_rule, said_scopes, sentence
from salesmgmt.money import Currency, Money, Rate

__all__ = ["Rule", "Rules"]


def _pays(value: PaysLike) -> Pays:
    return pays_of(value)


@frozen
class Rule:
    """What a deal pays where a condition holds.

    Attributes:
        id: Identifier, unique among the rules.
        scope: How specific it is: one of the names in the precedence, such as `product` or `category`.
        where: Which deals it is for.
        pays: A rate of the base, an amount for each unit, or a sum.
        method: WHOLE for rates and amounts for each unit; AMOUNT for a sum.

    Raises:
        InvalidValueError: If the identifier or scope is empty, the pay is negative, a sum is written as a
            rate, or the method pays for steps.
        WrongTypeError: If a part has another type.
    """

    id: str
    scope: str
    where: Criterion
    pays: Pays = field(converter=_pays)
    method: Method = field(default=Method.WHOLE, converter=as_method)

    def __attrs_post_init__(self) -> None:
        for name, text in (("id", self.id), ("scope", self.scope)):
            if not isinstance(text, str):
                raise WrongTypeError(name, text, "be text")
            if not text:
                raise InvalidValueError(name, text, "not be empty")
        if not isinstance(self.where, Criterion):
            raise WrongTypeError("where", self.where, "be a criterion; ALWAYS for every deal")
        if self.method not in (Method.WHOLE, Method.AMOUNT):
            raise InvalidValueError(
                "method", self.method, "be 'whole' or 'amount', since a rule has no steps"
            )
        if self.method is Method.AMOUNT and isinstance(self.pays, Rate) and self.pays:
            raise InvalidValueError("pays", self.pays, "be an amount such as 'USD 10', since it is a sum")

    @property
    def currency(self) -> Currency | None:
        """The currency that it names, where it pays an amount."""
        return self.pays.currency if isinstance(self.pays, Money) else None


def _listed(given: Iterable[Rule]) -> tuple[Rule, ...]:
    rules = tuple(given)
    for rule in rules:
        if not isinstance(rule, Rule):
            raise WrongTypeError("rules", rule, "be Rule values")
    return rules


def _scopes(given: Iterable[str]) -> tuple[str, ...]:
    if isinstance(given, str):
        raise WrongTypeError("precedence", given, "be a tuple of scopes, not one text")
    scopes = tuple(given)
    for scope in scopes:
        if not isinstance(scope, str):
            raise WrongTypeError("precedence", scope, "hold the names of scopes")
    if len(set(scopes)) < len(scopes):
        raise InvalidValueError("precedence", scopes, "name each scope once")
    return scopes


@frozen
class Rules:
    """Rules of which the most specific one that holds decides, in whatever order they are listed.

    Two rules of one scope may hold for one deal; then the first by its identifier decides. The rules are kept
    in the order in which they are asked, so that the same rules listed otherwise are the same value.

    Attributes:
        rules: One or more.
        precedence: The scopes, the most specific one first.

    Raises:
        BatchError: If an identifier stands twice, a scope is not in the precedence, currencies mix, or one
            rule pays a rate of money and another an amount for each unit; all faults at once.
        InvalidValueError: If there are no rules, or a scope is named twice in the precedence.
        WrongTypeError: If a part has another type.

    Examples:
        >>> from salesmgmt.criteria import ALWAYS, field
        >>> rules = Rules(
        ...     (
        ...         Rule("any", "global", ALWAYS, "1%"),
        ...         Rule("gtx", "series", field("series").equals("GTX"), "5%"),
        ...     ),
        ...     precedence=("series", "global"),
        ... )
        >>> [rules.pick({"series": series}).id for series in ("GTX", "MG")]
        ['gtx', 'any']
    """

    rules: tuple[Rule, ...] = field(converter=_listed)
    precedence: tuple[str, ...] = field(converter=_scopes)

    def __attrs_post_init__(self) -> None:
        if not self.rules:
            raise InvalidValueError("rules", self.rules, "hold one rule or more")
        refuse("rules", self._problems())
        place = {scope: number for number, scope in enumerate(self.precedence)}
        ordered = sorted(self.rules, key=lambda rule: (place[rule.scope], rule.id))
        object.__setattr__(self, "rules", tuple(ordered))

    def _problems(self) -> Iterator[Problem]:
        seen: set[str] = set()
        ours = self.currency
        rated: Pays | None = None
        for rule in self.rules:
            if rule.id in seen:
                yield Problem(rule.id, "id", rule.id, "be unique among the rules")
            seen.add(rule.id)
            if rule.scope not in self.precedence:
                known = ", ".join(self.precedence) or "none is given"
                yield Problem(rule.id, "scope", rule.scope, f"be in the precedence: {known}")
            if rule.currency not in (None, ours):
                yield Problem(rule.id, "pays", rule.pays, f"be in {ours}, as the other rules")
            if rule.method is Method.WHOLE and rule.pays:
                rated = rule.pays if rated is None else rated
                if isinstance(rated, Rate) is not isinstance(rule.pays, Rate):
                    what = f"be a rate or an amount for each unit, as the {rated} of another rule is"
                    yield Problem(rule.id, "pays", rule.pays, f"{what}; a sum has the method 'amount'")

    @property
    def fields(self) -> tuple[str, ...]:
        """The paths of all fields that the conditions name, sorted."""
        return tuple(sorted({path for rule in self.rules for path in rule.where.fields}))

    @property
    def keyed(self) -> KeyKind | None:
        """What its bounds are: conditions on the deal decide instead."""
        return None

    @property
    def runs(self) -> bool:
        """Whether it has steps that pay for what lies in them: it has none."""
        return False

    @property
    def currency(self) -> Currency | None:
        """The currency that the rules name."""
        return next((rule.currency for rule in self.rules if rule.currency is not None), None)

    @property
    def things(self) -> bool | None:
        """Whether its base has to be a number of things (True) or money (False); None for either."""
        return counts_things((rule.pays, rule.method) for rule in self.rules)

    @property
    def monotone(self) -> bool:
        """Whether the pay of a deal never falls as its base grows, the rule being the same: it does not."""
        return True

    def pick(self, record: object, tables: Mapping[str, Mapping[str, object]] | None = None) -> Rule | None:
        """The rule that decides for a deal; None where none holds.

        Args:
            record: The deal, as criteria look at it.
            tables: Reference tables by the name of the field, as criteria take them.

        Raises:
            SalesmgmtError: Whatever a condition raises for this record.
        """
        return next((rule for rule in self.rules if rule.where.matches(record, tables)), None)

    def slices(
        self,
        base: Figure,
        *,
        at: Rule | None = None,
        unit: Minor | None = None,
        opening: Minor = 0,
    ) -> tuple[Slice, ...]:
        """The whole base by the rule that was picked.

        Args:
            base: What is paid for, 0 or more.
            at: The rule, from `pick`.
            unit: Makes no difference.
            opening: Has to be 0, since a rule has no place for it.

        Raises:
            CurrencyMismatchError: If the base is in another currency than the rules.
            InvalidValueError: If the base is negative or of the wrong kind, or the rule is not one of these.
        """
        currency = checked_currency(base, self.currency, self.things)
        if at is None or at not in self.rules:
            raise InvalidValueError("at", at, "be one of the rules, as `pick` gives it")
        if opening:
            raise InvalidValueError("opening", opening, "be left out where a rule is picked")
        portion = Fraction(1) if at.method is Method.AMOUNT else None
        return sliced([(size_of(base), at.pays, None, at.method, portion)], base, currency)

    def said(self, lang: str = "en") -> tuple[str, ...]:
        """Its terms as sentences, in `en` or `zh`: how rules take precedence, then each of them."""
        used: Sequence[str] = [
            scope for scope in self.precedence if any(r.scope == scope for r in self.rules)
        ]
        rules = [said_rule(one.id, one.scope, one.where, one.pays, one.method, lang) for one in self.rules]
        return (said_scopes(used, lang), sentence("rules.tie", lang), *rules, sentence("rules.rest", lang))
