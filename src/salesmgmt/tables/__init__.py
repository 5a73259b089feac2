"""Tables for reading: aligned text in any script, Markdown, HTML, and the raw values for a DataFrame."""

from salesmgmt.tables.cells import LANGUAGES, Cell, cell_text, is_quantity, language_of, percent_text
from salesmgmt.tables.columns import Align, Column, Overflow
from salesmgmt.tables.headings import headed
from salesmgmt.tables.lines import isolated, one_line
from salesmgmt.tables.table import Table
from salesmgmt.tables.widths import display_width

__all__ = [
    "LANGUAGES",
    "Align",
    "Cell",
    "Column",
    "Overflow",
    "Table",
    "cell_text",
    "display_width",
    "headed",
    "is_quantity",
    "isolated",
    "language_of",
    "one_line",
    "percent_text",
]
