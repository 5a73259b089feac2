"""Single records: what their constructors take, what they hold, and what they refuse."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from fractions import Fraction
from random import Random
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from salesmgmt.calendars import DateRange, FiscalCalendar
from salesmgmt.errors import (
    CurrencyMismatchError,
    InexactError,
    InvalidValueError,
    SalesmgmtError,
    WrongTypeError,
)
from salesmgmt.money import Currency, Money, Rate, RateLike
from salesmgmt.records import (
    Absence,
    Activity,
    Application,
    Assignment,
    Customer,
    DealShare,
    Expense,
    Handover,
    Invoice,
    Line,
    More,
    Opening,
    Opportunity,
    Order,
    Outcome,
    Participant,
    Payment,
    PaymentKind,
    Product,
    Promise,
    Quota,
    Record,
    Registration,
    Scalar,
    Score,
    ShareKind,
    StageChange,
    Unit,
)
from salesmgmt.testing.records import instants, mores, records, scalars

pytestmark = pytest.mark.properties

#: What a caller without a type checker may pass.
HALF: Any = 0.5
PAIR: Any = ("Lead", date(2026, 3, 9))
NOTHING: Any = None
NUMBER: Any = 5
INSTANT: Any = datetime(2026, 3, 9, tzinfo=UTC)
USD = Currency.of("USD")
DAY = date(2026, 3, 9)


@given(records())
def test_a_record_is_a_value(record: Record) -> None:
    for other in (
        copy.copy(record),
        copy.deepcopy(record),
        pickle.loads(pickle.dumps(record)),
        evolve(record),
    ):
        assert other == record
        assert hash(other) == hash(record)
        assert repr(other) == repr(record)


@given(records(), instants())
def test_instants_are_kept_in_utc(record: Record, moment: datetime) -> None:
    kept = evolve(record, recorded=moment).recorded
    assert kept == moment
    assert kept is not None
    assert kept.tzinfo is UTC
    assert evolve(record, recorded=moment.isoformat()) == evolve(record, recorded=moment)


class TestAmounts:
    def test_every_way_of_writing_them(self) -> None:
        ways: list[tuple[Money | Decimal | str | int, Currency | str | None]] = [
            ("USD 1,200.50", None),
            ("1,200.50", "USD"),
            ("1200.5", USD),
            ("$1,200.50", "USD"),
            (Decimal("1200.50"), "USD"),
            (Money.of("USD 1,200.50"), None),
            (Money.of("USD 1,200.50"), "USD"),
            (120050, USD),
        ]
        made = {Payment("P", DAY, "C", amount, currency=currency) for amount, currency in ways}
        assert len(made) == 1
        (payment,) = made
        assert (payment.amount_minor, payment.currency) == (120050, USD)
        assert payment.amount == Money(120050, "USD")

    def test_an_int_beside_a_code_could_mean_either_unit(self) -> None:
        with pytest.raises(WrongTypeError, match="'1200' as text is major units"):
            Payment("P", DAY, "C", 1200, currency="USD")
        assert Payment("P", DAY, "C", 0, currency="USD").amount == Money.zero("USD")

    @pytest.mark.parametrize(
        "amount, currency, error",
        [
            (12.5, "USD", WrongTypeError),
            (True, USD, WrongTypeError),
            (True, "USD", WrongTypeError),
            (None, "USD", WrongTypeError),
            (None, USD, WrongTypeError),
            (Fraction(1, 2), "USD", WrongTypeError),
            ("12.505", "USD", InexactError),
            ("twelve", "USD", InvalidValueError),
            ("12", None, InvalidValueError),
            (12, None, WrongTypeError),
            (0, None, InvalidValueError),
            ("EUR 12", "USD", CurrencyMismatchError),
            (Money(1, "EUR"), "USD", CurrencyMismatchError),
            (Decimal("NaN"), "USD", SalesmgmtError),
            ("12", "XXQ", SalesmgmtError),
        ],
    )
    def test_what_is_refused(self, amount: Any, currency: Any, error: type[SalesmgmtError]) -> None:
        with pytest.raises(error) as caught:
            Payment("P", DAY, "C", amount, currency=currency)
        assert caught.value.field in ("amount", "currency")

    def test_the_amounts_of_a_record_share_a_currency(self) -> None:
        assert Line("A", "USD 10", cost="4", tax="0.80").margin == Money.of("USD 6")
        assert Line("A", Money(10, "USD"), cost="0.04").cost == Money(4, "USD")
        with pytest.raises(CurrencyMismatchError):
            Line("A", "USD 10", cost="EUR 4")
        with pytest.raises(CurrencyMismatchError):
            Line("A", Money(1, "USD"), tax=Money(1, "EUR"))
        with pytest.raises(WrongTypeError, match="cost"):
            Line("A", 10, cost=HALF, currency=USD)

    def test_three_digits_and_none(self) -> None:
        assert Payment("P", DAY, "C", "KWD 1.234").amount_minor == 1234
        assert Payment("P", DAY, "C", "JPY 1,234").amount_minor == 1234

    def test_an_unknown_value_needs_no_currency(self) -> None:
        deal = Opportunity("D", "ann")
        assert (deal.amount, deal.cost, deal.margin, deal.currency) == (None, None, None, None)
        assert Opportunity("D", "ann", currency="USD").currency == USD
        assert Opportunity("D", "ann", "USD 5", cost="3").margin == Money.of("USD 2")
        assert Opportunity("D", "ann", 500, cost="3", currency=USD).margin == Money.of("USD 2")


class TestOpportunities:
    @pytest.mark.parametrize("outcome", ["won", "lost", Outcome.WON])
    def test_a_decision_has_a_day(self, outcome: Outcome | str) -> None:
        with pytest.raises(InvalidValueError, match="closed is None"):
            Opportunity("D", "ann", outcome=outcome)
        assert Opportunity("D", "ann", outcome=outcome, closed="2026-03-09").closed == DAY

    def test_an_open_deal_has_none(self) -> None:
        with pytest.raises(InvalidValueError, match="left out while the outcome is open"):
            Opportunity("D", "ann", closed=DAY)

    def test_it_ends_no_earlier_than_it_begins(self) -> None:
        assert Opportunity("D", "ann", outcome="won", opened=DAY, closed=DAY)
        with pytest.raises(InvalidValueError, match="before the first day"):
            Opportunity("D", "ann", outcome="won", opened="2026-03-10", closed=DAY)

    def test_its_history_is_in_order_and_gives_the_stage(self) -> None:
        steps = [StageChange("Lead", "2026-01-05"), StageChange("Offer", "2026-02-05")]
        deal = Opportunity("D", "ann", history=steps)
        assert deal.history == tuple(steps)
        assert deal.stage == "Offer"
        assert deal.on == date(2026, 2, 5)
        days = [date(2026, 1, 4), date(2026, 1, 5), date(2026, 2, 4), date(2026, 2, 5), date(2027, 1, 1)]
        assert [deal.stage_on(day) for day in days] == [None, "Lead", "Lead", "Offer", "Offer"]
        assert Opportunity("D", "ann", history=steps, stage="Lost").stage == "Lost"
        same_day = (StageChange("Lead", DAY), StageChange("Offer", DAY))
        assert Opportunity("D", "ann", history=same_day).stage_on(DAY) == "Offer"
        with pytest.raises(InvalidValueError, match="in order of time"):
            Opportunity("D", "ann", history=steps[::-1])
        with pytest.raises(WrongTypeError, match="StageChange"):
            Opportunity("D", "ann", history=[PAIR])

    def test_its_business_date(self) -> None:
        assert Opportunity("D", "ann").on is None
        assert Opportunity("D", "ann", opened=DAY).on == DAY
        assert Opportunity("D", "ann", opened="2026-03-09").opened == DAY
        assert Opportunity("D", "ann", expected="2026-03-09").expected == DAY
        assert Opportunity("D", "ann", opened="2026-01-01", outcome="lost", closed=DAY).on == DAY

    def test_another_outcome_is_refused(self) -> None:
        with pytest.raises(InvalidValueError, match="'open', 'won' or 'lost'"):
            Opportunity("D", "ann", outcome="Closed Won", closed=DAY)


class TestDocuments:
    def test_the_sums_of_its_lines(self) -> None:
        order = Order("O", DAY, [Line("A", "USD 10", tax="0.80"), Line("B", "USD -3", quantity=-1)])
        assert order.amount == Money.of("USD 7")
        assert order.gross == Money.of("USD 7.80")
        assert (order.amount_minor, order.gross_minor, order.currency) == (700, 780, USD)

    def test_its_sums_go_with_it_and_follow_a_change_of_lines(self) -> None:
        order = Order("O", DAY, [Line("A", "USD 10", tax="0.80")])
        for one in (pickle.loads(pickle.dumps(order)), copy.copy(order), evolve(order, id="P")):
            assert (one.gross_minor, one.currency) == (1080, USD)
        changed = evolve(order, lines=(*order.lines, Line("B", "USD 1")))
        assert (changed.gross_minor, order.gross_minor) == (1180, 1080)

    def test_without_lines_nothing_remains(self) -> None:
        order = Order("O", DAY, ())
        assert (order.amount, order.gross, order.currency, order.amount_minor) == (None, None, None, 0)

    def test_one_line_stands_for_a_tuple(self) -> None:
        line = Line("A", "USD 10")
        assert Order("O", DAY, line) == Order("O", DAY, [line]) == Order("O", "2026-03-09", (line,))

    def test_its_lines_are_in_one_currency(self) -> None:
        lines = [Line("A", "USD 10"), Line("A", "EUR 10")]
        with pytest.raises(CurrencyMismatchError, match="be in one currency, here USD"):
            Invoice("I", DAY, lines, customer="C")

    @pytest.mark.parametrize("lines", [None, 5, "line", [("A", "USD 10")], [None]])
    def test_other_things_are_no_lines(self, lines: Any) -> None:
        with pytest.raises(WrongTypeError, match="hold Line records"):
            Order("O", DAY, lines)

    @pytest.mark.parametrize(
        "quantity, kept",
        [
            (3, 3),
            ("2.50", Fraction(5, 2)),
            (Decimal("4.0"), 4),
            (Fraction(1, 3), Fraction(1, 3)),
            ("1/3", Fraction(1, 3)),
        ],
    )
    def test_quantities_are_exact(
        self, quantity: int | str | Decimal | Fraction, kept: int | Fraction
    ) -> None:
        found = Line("A", "USD 1", quantity).quantity
        assert (found, type(found)) == (kept, type(kept))

    @pytest.mark.parametrize("quantity", [1.5, True, None, "many", Decimal("Infinity"), "1/0"])
    def test_other_quantities_are_refused(self, quantity: Any) -> None:
        with pytest.raises(SalesmgmtError) as caught:
            Line("A", "USD 1", quantity)
        assert caught.value.field == "quantity"

    @pytest.mark.parametrize("source", [0, -1, True, "1", 1.0])
    def test_lines_are_numbered_from_one(self, source: Any) -> None:
        with pytest.raises(SalesmgmtError, match="source"):
            Line("A", "USD 1", source=source)


class TestPeople:
    def test_a_name_left_out_is_the_identifier(self) -> None:
        for record in (Unit("x"), Participant("x"), Product("x"), Customer("x")):
            assert record.name == "x"

    def test_nobody_is_above_themselves(self) -> None:
        with pytest.raises(InvalidValueError, match="another unit"):
            Unit("x", parent="x")
        with pytest.raises(InvalidValueError, match="another customer"):
            Customer("x", parent="x")
        with pytest.raises(InvalidValueError, match="somebody else"):
            Assignment("a", "x", "2026-01-01/..", manager="x")

    def test_days_without_bounds_are_always(self) -> None:
        assert Participant("x", employed="../..").employed is None
        assert Assignment("a", "x", "../..").on is None
        assert Assignment("a", "x", "2026-03-09/..").on == DAY

    def test_a_quota_is_money_or_pieces_in_a_period(self) -> None:
        year = "2026-01-01/2027-01-01"
        assert Quota("q", "x", year, "USD 5").amount == Money.of("USD 5")
        pieces = Quota("q", "x", year, quantity="12")
        assert (pieces.quantity, pieces.amount, pieces.currency) == (12, None, None)
        assert Quota("q", "x", year, 0, currency=USD).amount == Money.zero("USD")
        wrong: list[Callable[[], Quota]] = [
            lambda: Quota("q", "x", year),
            lambda: Quota("q", "x", year, "USD 5", 12),
            lambda: Quota("q", "x", year, "USD -5"),
            lambda: Quota("q", "x", year, quantity=-1),
            lambda: Quota("q", "x", year, quantity=1, currency="USD"),
            lambda: Quota("q", "x", "2026-01-01/..", "USD 5"),
        ]
        for make in wrong:
            with pytest.raises(InvalidValueError):
                make()

    @pytest.mark.parametrize(
        "weight, error",
        [(0, InvalidValueError), (-1, InvalidValueError), (0.5, WrongTypeError), (True, WrongTypeError)],
    )
    def test_weights_of_shares_count_from_one(self, weight: Any, error: type[SalesmgmtError]) -> None:
        with pytest.raises(error, match="weight"):
            DealShare("s", "d", "x", weight)
        with pytest.raises(error, match="of"):
            DealShare("s", "d", "x", of=weight)
        assert DealShare("s", "d", "x", kind="overlay").kind is ShareKind.OVERLAY
        with pytest.raises(InvalidValueError, match="'split' or 'overlay'"):
            DealShare("s", "d", "x", kind="bonus")

    @pytest.mark.parametrize(
        "minutes, error", [(-1, InvalidValueError), (1.5, WrongTypeError), (True, WrongTypeError)]
    )
    def test_minutes_are_counted(self, minutes: Any, error: type[SalesmgmtError]) -> None:
        with pytest.raises(error, match="minutes"):
            Activity("a", DAY, "x", "visit", minutes=minutes)

    def test_days_that_are_no_range_are_named_by_their_field(self) -> None:
        makers: list[Callable[[Any], Record]] = [
            lambda during: Quota("q", "x", during, "USD 5"),
            lambda during: Score("s", "x", during, "points", 1),
            lambda during: Absence("a", "x", during),
            lambda during: Assignment("a", "x", during),
        ]
        for make in makers:
            with pytest.raises(
                InvalidValueError, match=r"during is '2026-Q1'; .*calendar.period\('2026-Q1'\)"
            ):
                make("2026-Q1")
            with pytest.raises(WrongTypeError, match=r"during is .*calendar.period\('2026-Q1'\).during"):
                make(FiscalCalendar().period("2026-Q1"))
            with pytest.raises(InvalidValueError, match=r"during.start is '2026-13-01'; it must be"):
                make("2026-13-01/..")
            with pytest.raises(InvalidValueError, match=r"during.end is .*; it must be after the start"):
                make("2026-01-02/2026-01-02")
        with pytest.raises(InvalidValueError, match="employed is 'always'"):
            Participant("x", employed="always")

    @pytest.mark.parametrize("during", ["2026-01-01/..", "../2026-01-01", "../.."])
    def test_absences_and_scores_have_a_first_and_a_last_day(self, during: str) -> None:
        with pytest.raises(InvalidValueError, match="have a first and a last day"):
            Absence("a", "x", during)
        with pytest.raises(InvalidValueError, match="have a first and a last day"):
            Score("s", "x", during, "points", 1)

    def test_an_absence_begins_and_has_a_reason(self) -> None:
        absence = Absence("a", "x", "2026-03-09/2026-03-16")
        assert (absence.on, absence.kind, absence.during.days) == (DAY, "leave", 7)
        for wrong in ("", NOTHING):
            with pytest.raises(InvalidValueError, match="kind"):
                Absence("a", "x", "2026-03-09/2026-03-16", wrong)
        with pytest.raises(InvalidValueError, match="participant"):
            Absence("a", "", "2026-03-09/2026-03-16")


class TestAccounts:
    def test_a_customer_passes_to_somebody_else(self) -> None:
        moved = Handover("h", "C", "ann", "bob", "2026-03-09")
        assert (moved.giver, moved.taker, moved.on) == ("ann", "bob", DAY)
        with pytest.raises(
            InvalidValueError, match="taker is 'ann'; it must be somebody else than the giver"
        ):
            Handover("h", "C", "ann", "ann", DAY)

    @pytest.mark.parametrize("place", [1, 2, 3])
    def test_a_handover_names_all_three(self, place: int) -> None:
        given: list[Any] = ["h", "C", "ann", "bob", DAY]
        given[place] = ""
        with pytest.raises(InvalidValueError, match=("id", "customer", "giver", "taker")[place]):
            Handover(*given)
        given[place] = NUMBER
        with pytest.raises(WrongTypeError, match=("id", "customer", "giver", "taker")[place]):
            Handover(*given)

    def test_a_registration_holds_until_it_expires(self) -> None:
        claim = Registration("r", "ann", "2026-03-09", "C", expires="2026-03-10")
        assert claim.during == DateRange.day(DAY)
        assert Registration("r", "ann", DAY, "C").during == DateRange.since(DAY)
        for wrong in (DAY, date(2026, 3, 8)):
            with pytest.raises(
                InvalidValueError, match=r"expires is .*; it must be after the day of announcement"
            ):
                Registration("r", "ann", DAY, "C", expires=wrong)
        with pytest.raises(InvalidValueError, match="expires"):
            Registration("r", "ann", DAY, "C", expires="soon")

    def test_a_registration_names_a_person_and_a_customer(self) -> None:
        claim = Registration("r", "ann", DAY, "C", "P", "D")
        assert (claim.product, claim.opportunity) == ("P", "D")
        with pytest.raises(InvalidValueError, match="participant"):
            Registration("r", "", DAY, "C")
        with pytest.raises(InvalidValueError, match="customer"):
            Registration("r", "ann", DAY, NOTHING)
        with pytest.raises(InvalidValueError, match="product"):
            Registration("r", "ann", DAY, "C", "")
        with pytest.raises(WrongTypeError, match="opportunity"):
            Registration("r", "ann", DAY, "C", None, NUMBER)


class TestReadings:
    year = "2026-01-01/2027-01-01"

    @pytest.mark.parametrize(
        "value, kept",
        [
            (92, Fraction(92)),
            ("92.5", Fraction(185, 2)),
            ("105%", Fraction(21, 20)),
            (Rate("105%"), Fraction(21, 20)),
            (Decimal("92.50"), Fraction(185, 2)),
            (Fraction(2, 3), Fraction(2, 3)),
            ("2/3", Fraction(2, 3)),
            ("９２．５", Fraction(185, 2)),
            (0, Fraction(0)),
        ],
    )
    def test_a_score_is_exact(self, value: RateLike, kept: Fraction) -> None:
        found = Score("s", "ann", self.year, "points", value).value
        assert (found, type(found)) == (kept, Fraction)

    @pytest.mark.parametrize(
        "value, error, rule",
        [
            (92.5, WrongTypeError, "be exact: write '92.5' as text"),
            (True, WrongTypeError, "be a number: an int"),
            (None, WrongTypeError, "be a number: an int"),
            (Money(1, "USD"), WrongTypeError, "be a number: an int"),
            ("good", InvalidValueError, "'92.5'"),
            ("", InvalidValueError, "'92.5'"),
            (Decimal("NaN"), InvalidValueError, "be finite"),
            (-1, InvalidValueError, "be 0 or more"),
            ("-5%", InvalidValueError, "be 0 or more"),
        ],
    )
    def test_other_scores_are_refused(self, value: Any, error: type[SalesmgmtError], rule: str) -> None:
        with pytest.raises(error, match=rule) as caught:
            Score("s", "ann", self.year, "points", value)
        assert caught.value.field == "value"

    def test_a_score_stands_when_its_period_is_over(self) -> None:
        assert Score("s", "ann", self.year, "points", 1).on == date(2026, 12, 31)
        with pytest.raises(InvalidValueError, match="holder"):
            Score("s", "", self.year, "points", 1)
        with pytest.raises(InvalidValueError, match="measure"):
            Score("s", "ann", self.year, "", 1)

    def test_an_opening_is_money_or_pieces(self) -> None:
        reached = Opening("o", "ann", "2026-03-09", "sales", "USD 480,000")
        assert (reached.amount, reached.quantity, reached.on) == (Money.of("USD 480,000"), None, DAY)
        assert Opening("o", "ann", DAY, "sales", "USD -5").amount == Money.of("USD -5")
        assert Opening("o", "ann", DAY, "sales", 500, currency=USD).amount == Money.of("USD 5")
        pieces = Opening("o", "ann", DAY, "units", quantity="2.5")
        assert (pieces.amount, pieces.quantity, pieces.currency) == (None, Fraction(5, 2), None)
        wrong: list[tuple[str, Callable[[], Opening]]] = [
            ("amount", lambda: Opening("o", "ann", DAY, "sales")),
            ("amount", lambda: Opening("o", "ann", DAY, "sales", "USD 5", 5)),
            ("amount", lambda: Opening("o", "ann", DAY, "sales", "5")),
            ("currency", lambda: Opening("o", "ann", DAY, "sales", quantity=5, currency="USD")),
            ("participant", lambda: Opening("o", "", DAY, "sales", "USD 5")),
            ("component", lambda: Opening("o", "ann", DAY, "", "USD 5")),
        ]
        for name, make in wrong:
            with pytest.raises(InvalidValueError) as caught:
                make()
            assert caught.value.field == name
        with pytest.raises(WrongTypeError, match="quantity"):
            Opening("o", "ann", DAY, "units", quantity=HALF)


class TestExpenses:
    def test_money_is_spent_on_something(self) -> None:
        spent = Expense("e", "ann", "2026-03-09", "USD 320.50", "travel", "C", "D")
        assert (spent.on, spent.amount, spent.kind) == (DAY, Money.of("USD 320.50"), "travel")
        assert (spent.customer, spent.opportunity) == ("C", "D")
        assert Expense("e", "ann", DAY, "-5", currency="USD").amount == Money.of("USD -5")

    @pytest.mark.parametrize("name", ["participant", "kind", "customer", "opportunity"])
    def test_names_are_texts(self, name: str) -> None:
        given: dict[str, Any] = {"id": "e", "participant": "ann", "on": DAY, "amount": "USD 5"}
        for wrong, error in (("", InvalidValueError), (NUMBER, WrongTypeError)):
            with pytest.raises(error, match=name):
                Expense(**{**given, name: wrong})

    def test_an_amount_is_exact(self) -> None:
        with pytest.raises(WrongTypeError, match="amount"):
            Expense("e", "ann", DAY, HALF, currency="USD")
        with pytest.raises(InvalidValueError, match="currency"):
            Expense("e", "ann", DAY, "5")


class TestReceipts:
    def test_kinds_and_clearing(self) -> None:
        cheque = Payment("P", DAY, "C", "USD 1", "cheque", "2026-03-12")
        assert (cheque.kind, cheque.clears) == (PaymentKind.CHEQUE, date(2026, 3, 12))
        assert Payment("P", DAY, "C", "USD 1", clears=DAY).clears == DAY
        with pytest.raises(InvalidValueError, match="day of receipt"):
            Payment("P", DAY, "C", "USD 1", clears="2026-03-08")
        with pytest.raises(InvalidValueError, match="be one of 'transfer', 'cash'"):
            Payment("P", DAY, "C", "USD 1", "barter")

    def test_a_promise_is_for_later(self) -> None:
        assert Promise("Z", DAY, "C", "USD 1", DAY).by == DAY
        with pytest.raises(InvalidValueError, match="day of the promise"):
            Promise("Z", DAY, "C", "USD 1", "2026-03-08")


class TestIdentity:
    @pytest.mark.parametrize(
        "identifier, error",
        [
            ("", InvalidValueError),
            (None, InvalidValueError),
            (7, WrongTypeError),
            (Unit("x"), WrongTypeError),
        ],
    )
    def test_identifiers_are_texts(self, identifier: Any, error: type[SalesmgmtError]) -> None:
        with pytest.raises(error) as caught:
            Customer(identifier)
        assert caught.value.field == "id"
        with pytest.raises(error) as caught:
            Opportunity("D", identifier)
        assert caught.value.field == "owner"

    def test_texts_of_other_libraries_serve(self) -> None:
        class Key(str):
            """A text with a name."""

        assert Customer(Key("C")) == Customer("C")

    @pytest.mark.parametrize(
        "value, error", [("", InvalidValueError), (7, WrongTypeError), (Customer("C"), WrongTypeError)]
    )
    def test_references_are_texts_or_none(self, value: Any, error: type[SalesmgmtError]) -> None:
        with pytest.raises(error, match="customer"):
            Opportunity("D", "ann", customer=value)
        with pytest.raises(error, match="segment"):
            Customer("C", segment=value)
        with pytest.raises(error, match="invoice"):
            Promise("Z", DAY, "C", "USD 1", DAY, value)
        with pytest.raises(error, match="product"):
            Line(value, "USD 1")

    def test_no_record_corrects_itself(self) -> None:
        with pytest.raises(InvalidValueError, match="supersedes"):
            Customer("C", supersedes="C")
        with pytest.raises(InvalidValueError, match="supersedes"):
            Customer("C", supersedes="")

    @pytest.mark.parametrize(
        "moment, error",
        [
            (datetime.fromisoformat("2026-03-09"), InvalidValueError),
            ("2026-03-09T12:00", InvalidValueError),
            ("soon", InvalidValueError),
            (DAY, WrongTypeError),
            (5, WrongTypeError),
        ],
    )
    def test_instants_have_a_zone(self, moment: Any, error: type[SalesmgmtError]) -> None:
        with pytest.raises(error, match="recorded"):
            Customer("C", recorded=moment)

    def test_instants_beyond_utc_are_refused(self) -> None:
        edge = datetime.max.replace(tzinfo=timezone(timedelta(hours=-5)))
        with pytest.raises(InvalidValueError, match="in UTC"):
            Customer("C", recorded=edge)

    def test_dates_are_no_datetimes(self) -> None:
        for wrong in (INSTANT, NUMBER):
            with pytest.raises(WrongTypeError, match="on"):
                StageChange("x", wrong)
        with pytest.raises(InvalidValueError, match="due is '9 March'"):
            Order("O", DAY, (), due="9 March")
        with pytest.raises(InvalidValueError, match="on is None"):
            Order("O", NOTHING, ())
        with pytest.raises(InvalidValueError, match="during is None"):
            Assignment("a", "x", NOTHING)

    def test_every_kind_refuses_what_it_cannot_be(self) -> None:
        with pytest.raises(WrongTypeError, match="name"):
            Unit("x", NUMBER)
        with pytest.raises(WrongTypeError, match="more"):
            Unit("x", more=NUMBER)
        with pytest.raises(WrongTypeError, match="list_price"):
            Product("x", list_price=NUMBER)
        with pytest.raises(InvalidValueError, match="invoice"):
            Application("x", DAY, "P", "", "USD 1")


class TestMore:
    @given(st.dictionaries(st.text(min_size=1), scalars()))
    def test_it_is_a_mapping(self, given_columns: dict[str, Scalar]) -> None:
        more = More(given_columns)
        assert dict(more) == given_columns
        assert len(more) == len(given_columns)
        assert all(more[name] == value for name, value in given_columns.items())
        assert list(more) == sorted(given_columns)
        assert More(more) == more == More(more.pairs)
        assert "no such column" not in more

    @given(mores(), st.randoms(use_true_random=False))
    def test_the_order_of_columns_does_not_matter(self, more: More, random: Random) -> None:
        pairs = list(more.pairs)
        random.shuffle(pairs)
        assert More(dict(pairs)) == more == More(pairs)

    def test_what_has_no_value_is_left_out(self) -> None:
        columns: dict[str, Scalar | None] = {"a": None, "b": 0, "c": False, "d": ""}
        assert list(More(columns)) == ["b", "c", "d"]
        assert not More({"a": None})

    def test_a_flag_is_no_number(self) -> None:
        assert More({"a": True}) != More({"a": 1})
        assert More({"a": 1}) == More({"a": Decimal("1.0")})
        assert hash(More({"a": 1})) == hash(More({"a": Decimal("1.0")}))

    @pytest.mark.parametrize(
        "value", [1.5, float("nan"), datetime(2026, 3, 9, tzinfo=UTC), [1], b"x", Decimal("NaN")]
    )
    def test_values_are_exact_scalars(self, value: Any) -> None:
        with pytest.raises(SalesmgmtError, match=r"more\.a"):
            More({"a": value})

    def test_names_are_texts_given_once(self) -> None:
        wrong: list[Any] = [[("", 1)], [(5, 1)], [("a", 1), ("a", 2)]]
        for pairs in wrong:
            with pytest.raises(InvalidValueError, match="more"):
                More(pairs)
        with pytest.raises(KeyError):
            More({"a": 1})["b"]
