"""The plan as a document that people read and sign."""
