"""Whole signs: one's own from a few examples, and what the head says."""
