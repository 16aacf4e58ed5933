"""The live window: the camera's picture with the letter and the text drawn on it."""

import math
import os
import subprocess
import sys
from collections.abc import Iterator

import cv2

from signread.desktop.writing import Writing
from signread.errors import DeviceError
from signread.language.lexicon import bigrams, has_words
from signread.output.overlay import draw
from signread.protocols import Source
from signread.reader import Reader, Reading

TITLE = "signread"
WINDOW_WIDTH = 960
"""Pixels, at the start; the window can be drawn larger and smaller."""

RATE_SMOOTHING = 0.9
"""How much of the shown frame rate is the rate before; the rest is the newest step."""

HELP = "q quits  m mirrors  space  backspace  x clears  c copies  s saves"
NOTE_SECONDS = 4.0
"""For which the window says what a key has done."""
ESCAPE = 27


def require_display() -> None:
    """Raises DeviceError where no window can be opened.

    On Linux OpenCV would end the whole program instead, so a program of its own tries it first.
    """
    on_linux = sys.platform.startswith("linux")
    display = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    instead = "read a file instead: signread read PATH"
    if on_linux and not display:
        raise DeviceError(f"no display to open a window on; {instead}")
    if not cv2.currentUIFramework():
        raise DeviceError(
            "OpenCV has no windows here: opencv-python-headless, which has none, was put over it, perhaps by another "
            "package; mend it with: pip uninstall -y opencv-python-headless, then: "
            "pip install --force-reinstall --no-deps opencv-contrib-python"
        )
    attempt = [sys.executable, "-c", "import cv2; cv2.namedWindow('signread')"]
    if on_linux and subprocess.run(attempt, capture_output=True, check=False).returncode:  # noqa: S603
        raise DeviceError(f"no window can be opened on the display {display}; {instead}")


def show(clip: Source, reader: Reader, writing: Writing) -> None:
    """Opens the window and reads until `q`, Escape or the window's own button ends it; for the other keys see HELP.

    The mirror is for the eyes: what is read is the picture as it came from the camera.
    """
    if has_words():
        bigrams()  # a second that would stop the camera later
    os.environ.setdefault("QT_LOGGING_RULES", "*.warning=false")  # OpenCV's Qt misses fonts that nothing here uses
    cv2.namedWindow(TITLE, cv2.WINDOW_NORMAL | cv2.WINDOW_KEEPRATIO | cv2.WINDOW_GUI_NORMAL)
    mirror, sized, note, noted_at = True, False, "", -math.inf
    try:
        for reading, rate in _with_rate(reader.read(clip)):
            if not sized:
                height, width = reading.frame.image.shape[:2]
                cv2.resizeWindow(TITLE, WINDOW_WIDTH, round(WINDOW_WIDTH * height / width))
                sized = True
            writing.add(reading)
            if writing.message:
                note, noted_at = writing.message, reading.time
                writing.message = ""
            elif reading.time - noted_at > NOTE_SECONDS:
                note = f"{rate:.0f} frames/s  {HELP}"
            suggestion = writing.suggestion()
            aside = f"   ({suggestion}?)" if suggestion else ""
            picture = draw(reading, mirror=mirror, text=writing.written(), aside=aside, note=note)
            cv2.imshow(TITLE, cv2.cvtColor(picture, cv2.COLOR_RGB2BGR))
            key = cv2.waitKey(1) & 0xFF
            if key in (ord("q"), ESCAPE) or cv2.getWindowProperty(TITLE, cv2.WND_PROP_VISIBLE) < 1:
                break
            if key == ord("m"):
                mirror = not mirror
            writing.press(key, reading.time)
    finally:
        clip.close()
        cv2.destroyAllWindows()


def _with_rate(readings: Iterator[Reading]) -> Iterator[tuple[Reading, float]]:
    rate, before = 0.0, None
    for reading in readings:
        if before is not None and reading.time > before:
            now = 1 / (reading.time - before)
            rate = RATE_SMOOTHING * rate + (1 - RATE_SMOOTHING) * now if rate else now
        before = reading.time
        yield reading, rate
