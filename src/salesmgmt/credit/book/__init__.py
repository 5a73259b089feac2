"""The credit book: what customers owe, carried along; decisions, reservations and versions."""

from salesmgmt.credit.book.book import CreditBook
from salesmgmt.credit.book.standing import CustomerStanding
from salesmgmt.credit.book.verdicts import Verdict

__all__ = ["CreditBook", "CustomerStanding", "Verdict"]
