"""Cross-territory sales (窜货): who sold into somebody else's territory, and what that does to the credit."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from attrs import field, frozen

from salesmgmt.calendars import DateRange, as_date, range_of
from salesmgmt.criteria import NEVER, Criterion
from salesmgmt.errors import InvalidValueError, WrongTypeError
from salesmgmt.money import Money, Rate, RateLike, rate_of
from salesmgmt.reasons import Reason
from salesmgmt.records import DealShare, Facts, Opportunity, Outcome, ShareKind
from salesmgmt.tables import Table, headed
from salesmgmt.territory.checks import check_criterion, check_facts, check_flag, check_text
from salesmgmt.territory.plans.plan import TerritoryPlan
from salesmgmt.territory.texts import HEADINGS

__all__ = ["CrossSale", "CrossSalePolicy", "CrossSales"]


def _as_day(value: date | str) -> date:
    return as_date(value, "on")


def _as_shares(given: Iterable[DealShare]) -> tuple[DealShare, ...]:
    shares = tuple(given)
    for share in shares:
        if not isinstance(share, DealShare):
            raise WrongTypeError("shares", share, "be DealShare records")
    return shares


@frozen
class CrossSale:
    """A sale into a territory that somebody else looks after, and who is to be credited.

    Attributes:
        deal: Identifier of the opportunity.
        on: Day on which it was won.
        customer: Who bought.
        seller: Who sold.
        territory: Territory of the customer.
        owner: Who looks after it.
        amount: Value of the deal; None while unknown.
        share: Part of the credit that goes to the owner.
        shares: The shares of the deal as they should be, to be put beside the facts; those that take the
            place of a share that is there supersede it.

    Raises:
        InvalidValueError: If an identifier is empty.
        WrongTypeError: If a field has another type.
    """

    deal: str
    on: date = field(converter=_as_day)
    customer: str
    seller: str
    territory: str
    owner: str
    amount: Money | None
    share: Rate
    shares: tuple[DealShare, ...] = field(default=(), converter=_as_shares)

    def __attrs_post_init__(self) -> None:
        for name in ("deal", "customer", "seller", "territory", "owner"):
            check_text(name, getattr(self, name))
        if self.amount is not None and not isinstance(self.amount, Money):
            raise WrongTypeError("amount", self.amount, "be a Money or None")
        if not isinstance(self.share, Rate):
            raise WrongTypeError("share", self.share, "be a Rate")

    @property
    def reason(self) -> Reason:
        """The finding, and its consequence below it."""
        who = {"seller": self.seller, "customer": self.customer, "owner": self.owner}
        consequence = Reason(
            "territory.cross.credit",
            {"owner": self.owner, "seller": self.seller, "share": self.share},
            tuple(share.id for share in self.shares),
        )
        values = {**who, "territory": self.territory, "on": self.on, "amount": self.amount}
        return Reason("territory.cross.sold", values, (self.deal, self.customer), (consequence,))


def _as_findings(given: Iterable[CrossSale]) -> tuple[CrossSale, ...]:
    findings = tuple(given)
    for finding in findings:
        if not isinstance(finding, CrossSale):
            raise WrongTypeError("findings", finding, "be CrossSale values")
    return tuple(sorted(findings, key=lambda each: (each.on, each.deal)))


@frozen(repr=False)
class CrossSales:
    """The sales of a period into other people's territories.

    Attributes:
        findings: By day and deal.

    Raises:
        WrongTypeError: If something else than findings is given.
    """

    findings: tuple[CrossSale, ...] = field(default=(), converter=_as_findings)

    def __repr__(self) -> str:
        return f"CrossSales({len(self.findings):,} deals)"

    @property
    def shares(self) -> tuple[DealShare, ...]:
        """All proposed shares: `Facts((*facts.records, *cross.shares))` credits the deals by them."""
        return tuple(share for finding in self.findings for share in finding.shares)

    def text(self, lang: str = "en") -> str:
        """The findings, one a line, with the consequence below it.

        Raises:
            InvalidValueError: Another language than `en` and `zh`.
        """
        return "\n".join(each.reason.tree(lang) for each in self.findings)

    def records(self) -> list[dict[str, object]]:
        """One row for each deal, for a DataFrame."""
        names = ("deal", "on", "seller", "customer", "territory", "owner", "amount", "share")
        return [{name: getattr(each, name) for name in names} for each in self.findings]

    def table(self, lang: str = "en") -> Table:
        """One row for each deal."""
        rows = [
            (
                each.deal,
                each.on,
                each.seller,
                each.customer,
                each.territory,
                each.owner,
                each.amount,
                each.share,
            )
            for each in self.findings
        ]
        names = ("deal", "on", "seller", "customer", "territory", "owner", "amount", "share")
        return Table("", headed(HEADINGS, lang, *names), rows, lang=lang)


def _as_share(value: RateLike) -> Rate:
    return rate_of(value, "share")


@frozen
class CrossSalePolicy:
    """What follows from a sale into somebody else's territory.

    Attributes:
        share: Part of the credit that goes to the owner of the territory.
        overlays: Whether people whose overlay territory has the customer may sell to it.
        exempt: Opportunities that were agreed on, and are no findings.

    Raises:
        InvalidValueError: If the share is not above 0 % and up to 100 %.
        WrongTypeError: If a setting has another type.
    """

    share: Rate = field(default=Rate("50%"), converter=_as_share)
    overlays: bool = True
    exempt: Criterion = NEVER

    def __attrs_post_init__(self) -> None:
        if not 0 < self.share.value <= 1:
            raise InvalidValueError("share", str(self.share), "be above 0% and at most 100%")
        check_flag("overlays", self.overlays)
        check_criterion("exempt", self.exempt)

    def find(self, facts: Facts, plan: TerritoryPlan, during: DateRange | str | None = None) -> CrossSales:
        """The won opportunities that were sold into somebody else's territory.

        A deal of which the territory's owner has a split share already is none: it was agreed on. Days on
        which the plan does not hold, and customers that nobody looks after, give no finding.

        Args:
            facts: A batch with opportunities, and shares where deals have them.
            plan: Who sells where.
            during: Days on which the deals were won; None: all on which the plan holds.

        Raises:
            WrongTypeError: If something has another type.
        """
        check_facts(facts)
        if not isinstance(plan, TerritoryPlan):
            raise WrongTypeError("plan", plan, "be a TerritoryPlan")
        span = DateRange.always() if during is None else range_of(during, "during")
        placed = plan.by_account()
        seconds: dict[str, set[str]] = {}
        for overlay in plan.overlays:
            owner = plan.territory(overlay.territory).owner
            if owner is not None:
                seconds.setdefault(overlay.account, set()).add(owner)
        split: dict[str, list[DealShare]] = {}
        for share in sorted(facts.deal_shares, key=lambda each: each.id):
            if share.kind is ShareKind.SPLIT:
                split.setdefault(share.deal, []).append(share)
        findings = []
        for deal in facts.opportunities:
            customer = deal.customer
            if deal.outcome is not Outcome.WON or deal.closed is None or customer is None:
                continue
            if customer not in placed:
                continue
            owner = plan.territory(placed[customer]).owner
            allowed = {owner, *(seconds.get(customer, ()) if self.overlays else ())}
            sharing = split.get(deal.id, [])
            agreed = any(share.participant == owner for share in sharing)
            if owner is None or deal.owner in allowed or agreed:
                continue
            if deal.closed not in span or deal.closed not in plan.during:
                continue
            if self.exempt.matches(deal, facts.tables):
                continue
            where = placed[customer]
            findings.append(self._finding(deal, customer, deal.closed, where, owner, sharing))
        return CrossSales(findings)

    def _finding(
        self,
        deal: Opportunity,
        customer: str,
        closed: date,
        territory: str,
        owner: str,
        sharing: list[DealShare],
    ) -> CrossSale:
        part, whole = self.share.value.numerator, self.share.value.denominator
        total = sum(each.weight for each in sharing) or 1
        if part == whole and sharing:
            # A share cannot weigh nothing, so the owner takes the place of everybody who loses theirs.
            shares = [
                DealShare(f"{each.id}:cross", deal.id, owner, each.weight, supersedes=each.id)
                for each in sharing
            ]
        else:
            total = sum(each.weight for each in sharing) or 1
            shares = [DealShare(f"{deal.id}:cross:{owner}", deal.id, owner, part * total)]
            if part < whole and not sharing:
                shares.append(DealShare(f"{deal.id}:cross:{deal.owner}", deal.id, deal.owner, whole - part))
            for each in sharing:
                kept = each.weight * (whole - part)
                shares.append(
                    DealShare(f"{each.id}:cross", deal.id, each.participant, kept, supersedes=each.id)
                )
        return CrossSale(
            deal.id, closed, customer, deal.owner, territory, owner, deal.amount, self.share, shares
        )
