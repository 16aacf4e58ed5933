"""Many videos: what is spelled in each, as a table with a row for every one, on one machine or on many."""

from signread.archive.jobs import Settings
from signread.archive.run import Summary, archive
from signread.archive.search import Found, search

__all__ = ["Found", "Settings", "Summary", "archive", "search"]
