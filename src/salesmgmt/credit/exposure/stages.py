"""The stages of an order's money: every coin of it stands in exactly one of six.

A coin is open until it is delivered or invoiced, delivered until it is invoiced, invoiced until it is
collected, credited or written off. Deliveries and invoices are counted along the same coins, so one that is
delivered and invoiced stands among the invoiced and nowhere else.
"""

from __future__ import annotations

from enum import StrEnum

from attrs import field, frozen

from salesmgmt.credit.texts.exposure import EXPOSURE_HEADINGS
from salesmgmt.errors import CurrencyMismatchError, InvalidValueError
from salesmgmt.money import Currency, Money, money_of
from salesmgmt.tables import Table, headed

__all__ = ["Stage", "Stages", "carried_minor", "settled_minor", "stages_minor"]


class Stage(StrEnum):
    """Where a coin of an order stands."""

    OPEN = "open"
    DELIVERED = "delivered"
    INVOICED = "invoiced"
    COLLECTED = "collected"
    CREDITED = "credited"
    WRITTEN_OFF = "written_off"


def carried_minor(ordered: int, delivered: int, invoiced: int) -> tuple[int, int]:
    """What of an order is still open, and what is delivered and not invoiced, in minor units.

    A return order, which is negative, is looked at the other way round. What was invoiced below zero is a
    credit of its own and opens nothing.

    Args:
        ordered: Value of the order.
        delivered: Value of all its deliveries.
        invoiced: Value of all its invoices.

    Examples:
        >>> carried_minor(100, 60, 40), carried_minor(100, 0, 120), carried_minor(-100, -60, 0)
        ((40, 20), (0, 0), (-40, -60))
    """
    if ordered < 0 or (ordered == 0 and delivered <= 0 and invoiced < 0):
        left, out = carried_minor(-ordered, -delivered, -invoiced)
        return -left, -out
    billed = max(0, invoiced)
    reached = max(delivered, billed)
    return max(0, ordered - reached), max(0, delivered - billed)


def stages_minor(
    ordered: int, delivered: int, invoiced: int, collected: int, credited: int, written_off: int
) -> tuple[int, int, int, int, int, int]:
    """The six stages in minor units, in the order of `Stage`; they add up to what was ordered, or to more.

    More where more was delivered or invoiced than ordered. What was settled beyond the invoices is no coin of
    the order: it is taken off what was collected first, then off credits, then off write-offs.

    Args:
        ordered: Value of the order.
        delivered: Value of all its deliveries.
        invoiced: Value of all its invoices.
        collected: Money that settled them.
        credited: Credit notes that settled them.
        written_off: What was given up of them.

    Examples:
        >>> stages_minor(100, 80, 60, 30, 10, 0)
        (20, 20, 20, 30, 10, 0)
        >>> stages_minor(100, 0, 100, 150, 0, 0)
        (0, 0, 0, 100, 0, 0)
    """
    if ordered < 0 or (ordered == 0 and delivered <= 0 and invoiced < 0):
        turned = stages_minor(-ordered, -delivered, -invoiced, -collected, -credited, -written_off)
        a, b, c, d, e, f = turned
        return -a, -b, -c, -d, -e, -f
    left, out = carried_minor(ordered, delivered, invoiced)
    billed = max(0, invoiced)
    paid, given, lost = settled_minor(billed, collected, credited, written_off)
    return left, out, billed - paid - given - lost, paid, given, lost


def settled_minor(billed: int, collected: int, credited: int, written_off: int) -> tuple[int, int, int]:
    """What of an invoice is collected, credited and written off: no more than it, and none below zero.

    What goes beyond it is taken off what was collected first, then off credits, then off write-offs.
    """
    if billed < 0:
        paid, given, lost = settled_minor(-billed, -collected, -credited, -written_off)
        return -paid, -given, -lost
    lost = min(max(0, written_off), billed)
    given = min(max(0, credited), billed - lost)
    return min(max(0, collected), billed - lost - given), given, lost


@frozen(weakref_slot=False)
class Stages:
    """An order's money by the stage in which it stands; each coin in exactly one.

    Attributes:
        order: Identifier of the order.
        open: Neither delivered nor invoiced.
        delivered: Delivered and not invoiced.
        invoiced: Invoiced and not settled.
        collected: Paid.
        credited: Taken back by credit notes.
        written_off: Given up.

    Raises:
        CurrencyMismatchError: If the amounts are in several currencies.
        InvalidValueError: If the identifier is empty, or some amounts are above and others below zero.

    Examples:
        >>> stages = Stages.split("O-1", "USD 100", delivered="USD 80", invoiced="USD 60", collected="USD 30")
        >>> print(stages.open, stages.delivered, stages.invoiced, stages.collected, "=", stages.value)
        USD 20.00 USD 20.00 USD 30.00 USD 30.00 = USD 100.00
    """

    order: str
    open: Money = field(converter=money_of)
    delivered: Money = field(converter=money_of)
    invoiced: Money = field(converter=money_of)
    collected: Money = field(converter=money_of)
    credited: Money = field(converter=money_of)
    written_off: Money = field(converter=money_of)

    def __attrs_post_init__(self) -> None:
        if not isinstance(self.order, str) or not self.order:
            raise InvalidValueError("order", self.order, "be a text with at least one character")
        amounts = [self.of(stage) for stage in Stage]
        for stage, amount in zip(Stage, amounts, strict=True):
            if amount.currency != self.open.currency:
                raise CurrencyMismatchError(stage.value, amount, f"be in {self.open.currency}")
        if min(amounts).minor < 0 < max(amounts).minor:
            rule = "hold no amount below zero, or, for a return, none above"
            raise InvalidValueError("stages", [str(amount) for amount in amounts], rule)

    @classmethod
    def split(
        cls,
        order: str,
        ordered: Money | str,
        *,
        delivered: Money | str | None = None,
        invoiced: Money | str | None = None,
        collected: Money | str | None = None,
        credited: Money | str | None = None,
        written_off: Money | str | None = None,
    ) -> Stages:
        """The stages from what was ordered, and from the sums of what came of it; what is left out is zero.

        Raises:
            CurrencyMismatchError: If the amounts are in several currencies.
            InvalidValueError: If a text is no amount.
        """
        whole = money_of(ordered, "ordered")
        sums = {
            Stage.DELIVERED: delivered,
            Stage.INVOICED: invoiced,
            Stage.COLLECTED: collected,
            Stage.CREDITED: credited,
            Stage.WRITTEN_OFF: written_off,
        }
        minor = [whole.minor]
        for stage, given in sums.items():
            amount = Money.zero(whole.currency) if given is None else money_of(given, stage.value)
            if amount.currency != whole.currency:
                raise CurrencyMismatchError(stage.value, amount, f"be in {whole.currency}, as the order")
            minor.append(amount.minor)
        return cls.of_minor(order, whole.currency, *minor)

    @classmethod
    def of_minor(
        cls,
        order: str,
        currency: Currency,
        ordered: int,
        delivered: int,
        invoiced: int,
        collected: int = 0,
        credited: int = 0,
        written_off: int = 0,
    ) -> Stages:
        """The same from minor units."""
        parts = stages_minor(ordered, delivered, invoiced, collected, credited, written_off)
        return cls(order, *(Money(part, currency) for part in parts))

    def of(self, stage: Stage) -> Money:
        """What stands in a stage."""
        amount: Money = getattr(self, stage.value)
        return amount

    @property
    def value(self) -> Money:
        """All of it: what was ordered, or what was delivered or invoiced where that is more."""
        return Money.total([self.of(stage) for stage in Stage], self.open.currency)

    @property
    def owed(self) -> Money:
        """What the customer owes or is about to owe: open, delivered and invoiced."""
        return self.open + self.delivered + self.invoiced

    def table(self, lang: str = "en") -> Table:
        """The stages with their amounts.

        Raises:
            InvalidValueError: If the language is neither `en` nor `zh`.
        """
        columns = headed(EXPOSURE_HEADINGS, lang, "stage", "amount")
        rows = [
            (headed(EXPOSURE_HEADINGS, lang, f"stage.{stage}")[0].heading, self.of(stage)) for stage in Stage
        ]
        total = headed(EXPOSURE_HEADINGS, lang, "total")[0].heading
        return Table(self.order, columns, rows, footer=(total, self.value), lang=lang)
