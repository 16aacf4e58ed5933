"""What has been spelled: as text, with or without correction, as JSON, as subtitles. Every front end writes with it."""

from signread.transcript.transcript import Line, Transcript, Word

__all__ = ["Line", "Transcript", "Word"]
