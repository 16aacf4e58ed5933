"""The text of a live session: what is spelled, what its writer does to it, and what is said aloud."""

import time
from pathlib import Path
from typing import Protocol

from signread.errors import SignreadError
from signread.files import write_atomically
from signread.language.correction import as_spelled, likeliest
from signread.language.lexicon import has_words
from signread.reader import Reading
from signread.transcript import Transcript, Word
from signread.transcript.transcript import word_name
from signread.types import Event

BACKSPACE, DELETE = 8, 127


class Voice(Protocol):
    """What says a text aloud, and returns at once."""

    trouble: str | None

    def say(self, text: str) -> None: ...


class Writing:
    """What a live session has written so far.

    voice: says each finished word; None for silence. correct: whether finished words are put right. folder: where the
    text is saved; where the program was started if left out.
    """

    def __init__(self, voice: Voice | None = None, *, correct: bool = False, folder: Path | None = None) -> None:
        self.transcript = Transcript()
        self.message = ""
        self._voice = voice
        self._correct = correct
        self._suggests = has_words()
        self._folder = folder or Path.cwd()

    def add(self, reading: Reading) -> None:
        """Takes up what a reading spelled."""
        for event in reading.spelled:
            self._add(event)
        if reading.still_shown:
            self.transcript = self.transcript.extend_last(reading.time)

    def press(self, key: int, seconds: float) -> None:
        """What a key does, by its ASCII number; seconds: the time of the last frame."""
        if key in (BACKSPACE, DELETE):
            self.transcript = self.transcript.backspace()
        elif key == ord(" "):
            self._add(Event(kind="space", time=seconds))
        elif key == ord("x"):
            self.transcript = Transcript()
        elif key == ord("c"):
            self.message = copy_to_clipboard(self.written())
        elif key == ord("s"):
            self.message = self._save()

    def written(self) -> str:
        """The text as it is shown: finished words corrected where that is asked for."""
        return self.transcript.written(correct=self._correct)

    def suggestion(self) -> str:
        """The likeliest word for the last one, where that is another than is shown; else empty."""
        lines = self.transcript.lines
        if not lines or not lines[-1].words or not self._suggests:
            return ""
        word = lines[-1].words[-1]
        best = likeliest(word, 1)[0].word
        displayed = word_name(self._correct)(word) if lines[-1].finished else as_spelled(word)
        return best if best != displayed else ""

    def _add(self, event: Event) -> None:
        finished = self.transcript.unfinished if event.kind != "letter" else ()
        self.transcript = self.transcript.add([event])
        if finished:
            self._say(finished)

    def _say(self, word: Word) -> None:
        if self._voice is None:
            return
        if self._voice.trouble:
            self.message, self._voice = self._voice.trouble, None
            return
        self._voice.say(word_name(self._correct)(word).lower())

    def _save(self) -> str:
        file = self._folder / time.strftime("signread-%Y-%m-%d-%H%M%S.txt")
        try:
            write_atomically(file, self.written() + "\n")
        except (OSError, SignreadError) as error:
            return f"not saved: {error}"
        return f"saved: {file.name}"


def copy_to_clipboard(text: str) -> str:
    """Copies a text, and says what became of it."""
    try:
        import pyperclip
    except ImportError:
        return "not copied: install the clipboard with: pip install 'signread[desktop]'"
    try:
        pyperclip.copy(text)
    except pyperclip.PyperclipException:
        return "not copied: this system has no clipboard program (on Linux: xclip or wl-clipboard)"
    return "copied"
