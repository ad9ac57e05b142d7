"""Dated statements: which clauses say that something happened or will, when, to whom and by how much."""

from kb.events.extract import extract_statements

__all__ = ["extract_statements"]
