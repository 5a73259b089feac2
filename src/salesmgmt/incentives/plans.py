"""Plans: the rules by which sales become pay, as one value, with the verbs that use it."""

from __future__ import annotations

from typing import Any

from attrs import evolve, fields, frozen

from salesmgmt.errors import InvalidValueError
from salesmgmt.incentives.outcomes.asking import When, days_asked, earnings_of
from salesmgmt.incentives.outcomes.calculation import Calculation
from salesmgmt.incentives.outcomes.comparison import Comparison, compare
from salesmgmt.incentives.outcomes.monotone import Monotony, monotony_of
from salesmgmt.incentives.outcomes.results import Earnings
from salesmgmt.incentives.outcomes.trying import AtLike, FigureLike, tried
from salesmgmt.incentives.plan_document.document import PlanDocument, document_of
from salesmgmt.incentives.plan_document.together import needs_everybody, needs_order
from salesmgmt.incentives.terms import Component, Terms
from salesmgmt.records import Facts

__all__ = ["Plan", "When"]


@frozen
class Plan(Terms):
    """The rules by which sales become pay.

    Where any assignment of a batch names a plan, those take part whose assignment names this one on the day
    of the deal; else everybody does.

    Attributes:
        id: Identifier that assignments name; it stays when the title changes.
        components: What earns, in the order in which statements show it; their identifiers are unique.
        currency: Currency of everything that the plan counts and pays.
        title: What people call the plan; the identifier where left out.
        version: Number of the version, from 1.
        during: Days on which it holds; always where left out.
        calendar: The periods; calendar years where left out.
        crediting: How deals are shared out.
        personal: What holds for single participants in place of a component.
        payer: Who owes what is earned, where it is not the company itself: a supplier, for commission that
            comes in.

    Raises:
        BatchError: All faults between the components: an identifier used twice, an override of what is no
            commission of the plan, amounts in another currency, a rounding that the currency cannot express.
        InvalidValueError: If a text or number is wrong, or there is no component.

    Examples:
        >>> from salesmgmt.incentives import Attainment, Commission, Marginal, Revenue
        >>> from salesmgmt.records import Facts, Opportunity, Quota
        >>> plan = Plan("ae-2026", currency="USD", components=Commission(
        ...     "new-business", of=Revenue(), by=Attainment(per="quarter"),
        ...     pays=Marginal({"0%": "2%", "60%": "5%", "100%": "8%"}),
        ... ))
        >>> facts = Facts([
        ...     Opportunity("D-1", "ann", "USD 110,000", outcome="won", closed="2026-03-09"),
        ...     Quota("Q-1", "ann", "2026-01-01/2026-04-01", "USD 100,000"),
        ... ])
        >>> print(plan.earn(facts, through="2026-Q1").total("ann"))
        USD 4,000.00
    """

    def earn(self, facts: Facts, through: When, since: When | None = None) -> Earnings:
        """What the plan earns on a batch of facts.

        Args:
            facts: The checked batch.
            through: The last period or day that counts.
            since: The first one; the plan's first day where left out, or else the first day of the fiscal
                year that `through` lies in.

        Raises:
            BatchError: Every deal for which a condition of the plan cannot be answered, with the field.
            InvalidValueError: If `through` or `since` is no period or day, or nothing lies between them.
            WrongTypeError: If the facts are no `Facts`.
        """
        return earnings_of(self, facts, days_asked(self, through, since))

    def compare(self, other: Plan, facts: Facts, through: When, since: When | None = None) -> Comparison:
        """What would change if another plan took the place of this one; see `salesmgmt.incentives.compare`.

        Args:
            other: The other plan: a changed copy of this one, or next year's.
            facts: The checked batch.
            through: The last period or day that counts.
            since: The first one; as for `earn` where left out.

        Raises:
            CurrencyMismatchError: If the plans are in two currencies.
            InvalidValueError: If one of them holds on none of the days, or as for `earn`.
        """
        return compare(self, other, facts, through, since)

    def pay(
        self,
        component: str,
        base: FigureLike,
        quota: FigureLike | None = None,
        opening: FigureLike | None = None,
        at: AtLike | tuple[AtLike, ...] | None = None,
    ) -> Calculation:
        """What a component pays for one figure, with its slices: for trying out a plan.

        Args:
            component: Identifier of the component.
            base: What is credited in the period, an amount or a number of things; for keys of a deal, what is
                credited of one deal.
            quota: Quota of the period, for tiers of attainment.
            opening: What was credited before, where the base goes on from there.
            at: Where the table is entered, if not by the base: a share such as `"22%"`, an amount, a number,
                the identifier of a rule; a tuple for a matrix.

        Raises:
            CurrencyMismatchError: If an amount is not in the plan's currency.
            InvalidValueError: If a figure cannot be read, or is not asked for.
            UnknownIdentifierError: If the plan has no such component.

        Examples:
            >>> from salesmgmt.incentives import Commission, Marginal, Revenue
            >>> tiers = Marginal({"USD 0": "4%", "USD 200,000": "6%"})
            >>> plan = Plan("p", currency="USD", components=Commission("sales", of=Revenue(), pays=tiers))
            >>> figure = plan.pay("sales", "USD 220,000")
            >>> str(figure.amount), [f"{part.base} at {part.pays}" for part in figure.slices]
            ('USD 9,200.00', ['USD 200,000 at 4%', 'USD 20,000 at 6%'])
        """
        return tried(self, self.component(component), base, quota, opening, at)

    def document(self, lang: str = "en") -> PlanDocument:
        """The plan in words: every setting in plain sentences, for people to read and sign.

        Args:
            lang: `en` or `zh`.

        Examples:
            >>> from salesmgmt.incentives import Commission, Revenue
            >>> plan = Plan("p", currency="USD", components=Commission("sales", of=Revenue(), pays="5%"))
            >>> for clause in plan.document().section("sales").clauses[:2]:
            ...     print(clause.text)
            “sales” is a commission, earned for every month.
            What counts: the value before tax of won deals.
        """
        return document_of(self, lang)

    def said(self, lang: str = "en") -> tuple[str, ...]:
        """The lines of the document: title, headings, sentences and the points below them.

        Args:
            lang: `en` or `zh`.
        """
        return self.document(lang).sentences

    def monotone(self) -> Monotony:
        """Whether selling more never pays less: yes, no with a case, or undecided with the reasons.

        Each component is looked at on its own: a participant's credited base rises, and quotas, scores, days
        and what others sell stay as they are. An adjustment is taken together with what it adjusts.

        Examples:
            >>> from salesmgmt.incentives import Amounts, Commission, Marginal, Revenue, Whole
            >>> plan = Plan("p", currency="USD", components=Commission("sales", of=Revenue(), pays="5%"))
            >>> plan.monotone()
            NeverFalls()
            >>> tiers = Whole({"USD 0": "5%", "USD 1,000": "4%"})
            >>> found = plan.replace(components=Commission("sales", of=Revenue(), pays=tiers)).monotone()
            >>> print(found.lower, found.pay_lower, found.higher, found.pay_higher)
            USD 999.99 USD 50.00 USD 1,000 USD 40.00
        """
        return monotony_of(self)

    @property
    def needs_everybody(self) -> tuple[str, ...]:
        """Identifiers of the components that need everybody: ranks, contests, pools."""
        return needs_everybody(self)

    @property
    def needs_order(self) -> tuple[str, ...]:
        """Identifiers of the components for which the order of deals within a period matters."""
        return needs_order(self)

    def replace(self, **changes: Any) -> Plan:
        """A changed copy: other components, another version, other dates.

        Args:
            changes: Attributes of the plan with their new values.

        Raises:
            BatchError: As for a new plan.
            InvalidValueError: If an attribute is unknown.

        Examples:
            >>> from salesmgmt.incentives import Commission, Revenue
            >>> plan = Plan("p", currency="USD", components=Commission("sales", of=Revenue(), pays="5%"))
            >>> plan.replace(version=2).version
            2
        """
        known = [attribute.name for attribute in fields(Plan)]
        for name in changes:
            if name not in known:
                raise InvalidValueError("changes", name, f"be one of {', '.join(known)}")
        return evolve(self, **changes)

    def with_component(self, component: Component) -> Plan:
        """A copy with one component in place of the one with its identifier, or added as the last."""
        if component.id in self.titles:
            parts = tuple(component if one.id == component.id else one for one in self.components)
        else:
            parts = (*self.components, component)
        return evolve(self, components=parts)
