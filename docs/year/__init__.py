"""The parts of the tour: where its facts come from, what it asks of them, and how it is printed."""
