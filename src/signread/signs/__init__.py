"""Whole signs: one's own from a few examples, read beside letters; and what the head says."""
