"""Amounts, kinds and scopes of limits as a table shows them in the reader's language."""

from __future__ import annotations

from salesmgmt.credit.limits.amounts import LimitAmount, NoLimit
from salesmgmt.credit.limits.limit import LimitKind, LimitScope
from salesmgmt.credit.texts.limits import LIMIT_HEADINGS as HEADINGS
from salesmgmt.money import Money
from salesmgmt.tables import LANGUAGES, Cell

__all__ = ["amount_cell", "word_cell"]


def amount_cell(amount: LimitAmount | None, lang: str) -> Cell:
    """An amount as it is, and words where there is none."""
    if amount is None or isinstance(amount, Money):
        return amount
    return _word("amount.no_limit" if isinstance(amount, NoLimit) else "amount.not_checked", lang)


def word_cell(word: LimitKind | LimitScope, lang: str) -> Cell:
    """What a kind or scope is called."""
    return _word(f"{'kind' if isinstance(word, LimitKind) else 'scope'}.{word.value}", lang)


def _word(name: str, lang: str) -> str:
    return HEADINGS[name][LANGUAGES.index(lang)]
