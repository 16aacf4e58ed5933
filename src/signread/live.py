"""The live window: the camera's picture with the letter and the text drawn on it."""

import math
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Protocol

import cv2

from signread.errors import SignreadError
from signread.files import write_atomically
from signread.frames import Frames
from signread.overlay import draw
from signread.reader import Reader, Reading
from signread.spelling import Event
from signread.spelling.text import Text, Word, as_spelled
from signread.spelling.words import correction, follows, lexicon, likeliest

TITLE = "signread"
WINDOW_WIDTH = 960
"""Pixels, at the start; the window can be drawn larger and smaller."""

SMOOTHING = 0.9
"""How much of the shown frame rate is the rate before; the rest is the newest step."""


def require_display() -> None:
    """Raises SignreadError where no window can be opened.

    On Linux OpenCV would end the whole program instead, so a program of its own tries it first.
    """
    if not sys.platform.startswith("linux"):
        return
    display = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    instead = "read a file instead: signread read PATH"
    if not display:
        raise SignreadError(f"no display to open a window on; {instead}")
    attempt = [sys.executable, "-c", "import cv2; cv2.namedWindow('signread')"]
    if subprocess.run(attempt, capture_output=True, check=False).returncode:  # noqa: S603
        raise SignreadError(f"no window can be opened on the display {display}; {instead}")


HELP = "q quits  m mirrors  space  backspace  x clears  c copies  s saves"
SAID_FOR = 4.0
"""Seconds for which the window says what a key has done."""


class Voice(Protocol):
    """What says a text aloud, and returns at once."""

    trouble: str | None

    def say(self, text: str) -> None: ...


class Writing:
    """The text of a live session: what is spelled, what its writer does to it, and what is said aloud.

    voice: says each finished word; None for silence. correct: whether finished words are put right.
    """

    def __init__(self, voice: Voice | None = None, *, correct: bool = False, folder: Path | None = None) -> None:
        self.text = Text()
        self.message = ""
        self._voice = voice
        self._named: Callable[[Word], str] = correction if correct else as_spelled
        self._folder = folder or Path.cwd()

    def add(self, reading: Reading) -> None:
        """Takes up what a reading spelled."""
        for event in reading.spelled:
            finished = event.kind != "letter" and self._unfinished()
            self.text.add([event])
            if finished:
                self._say(finished)
        if reading.holding:
            self.text.hold(reading.time)

    def press(self, key: int, seconds: float) -> None:
        """What a key does, by its ASCII number; seconds: the time of the last frame."""
        if key in (8, 127):
            self.text.backspace()
        elif key == ord(" "):
            finished = self._unfinished()
            self.text.add([Event("space", seconds)])
            if finished:
                self._say(finished)
        elif key == ord("x"):
            self.text.clear()
        elif key == ord("c"):
            self.message = copy_to_clipboard(self.written())
        elif key == ord("s"):
            self.message = self._save()

    def written(self) -> str:
        """The text as it is shown: finished words corrected where that is asked for."""
        return self.text.written(self._named)

    def suggestion(self) -> str:
        """The likeliest word for the last one, where that is another than was spelled; else empty."""
        lines = self.text.lines
        if not lines:
            return ""
        word = lines[-1].words[-1]
        best = likeliest(word, 1)[0].word
        return best if best != (self._named(word) if lines[-1].finished else as_spelled(word)) else ""

    def _unfinished(self) -> Word | None:
        lines = self.text.lines
        return None if not lines or lines[-1].finished else lines[-1].words[-1]

    def _say(self, word: Word) -> None:
        if self._voice is None:
            return
        if self._voice.trouble:
            self.message, self._voice = self._voice.trouble, None
            return
        self._voice.say(self._named(word).lower())

    def _save(self) -> str:
        file = self._folder / time.strftime("signread-%Y-%m-%d-%H%M%S.txt")
        try:
            write_atomically(file, self.written() + "\n")
        except (OSError, SignreadError) as error:
            return f"not saved: {error}"
        return f"saved: {file.name}"


def copy_to_clipboard(text: str) -> str:
    """Copies a text, and says what became of it."""
    import pyperclip

    try:
        pyperclip.copy(text)
    except pyperclip.PyperclipException:
        return "not copied: this system has no clipboard program (on Linux: xclip or wl-clipboard)"
    return "copied"


def show(frames: Frames, reader: Reader, writing: Writing) -> None:
    """Opens the window and reads until `q`, Escape or the window's own button ends it; for the other keys see HELP.

    The mirror is for the eyes: what is read is the picture as it came from the camera.
    """
    lexicon(), follows()  # a second that would stop the camera later
    os.environ.setdefault("QT_LOGGING_RULES", "*.warning=false")  # OpenCV's Qt misses fonts that nothing here uses
    cv2.namedWindow(TITLE, cv2.WINDOW_NORMAL | cv2.WINDOW_KEEPRATIO | cv2.WINDOW_GUI_NORMAL)
    mirror, begun, note, said_at = True, False, "", -math.inf
    try:
        for reading, rate in _with_rate(frames, reader):
            if not begun:
                height, width = reading.frame.image.shape[:2]
                cv2.resizeWindow(TITLE, WINDOW_WIDTH, round(WINDOW_WIDTH * height / width))
                begun = True
            writing.add(reading)
            if writing.message:
                note, said_at = writing.message, reading.time
                writing.message = ""
            elif reading.time - said_at > SAID_FOR:
                note = f"{rate:.0f} frames/s  {HELP}"
            perhaps = writing.suggestion()
            text = writing.written() + (f"   ({perhaps}?)" if perhaps else "")
            picture = draw(reading, mirror=mirror, text=text, note=note)
            cv2.imshow(TITLE, cv2.cvtColor(picture, cv2.COLOR_RGB2BGR))
            key = cv2.waitKey(1) & 0xFF
            if key in (ord("q"), 27) or cv2.getWindowProperty(TITLE, cv2.WND_PROP_VISIBLE) < 1:
                break
            if key == ord("m"):
                mirror = not mirror
            writing.press(key, reading.time)
    finally:
        frames.close()
        cv2.destroyAllWindows()


def _with_rate(frames: Frames, reader: Reader) -> Iterator[tuple[Reading, float]]:
    rate, before = 0.0, None
    for reading in reader.read(frames):
        if before is not None and reading.time > before:
            now = 1 / (reading.time - before)
            rate = SMOOTHING * rate + (1 - SMOOTHING) * now if rate else now
        before = reading.time
        yield reading, rate
