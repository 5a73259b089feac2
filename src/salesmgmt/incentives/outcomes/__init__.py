"""What comes out, and everything behind it: results, statements, credits, comparisons."""
