"""Several raters: groups, anonymity, leniency, and how far they agree."""
