"""The live window: the camera's picture with the letter drawn on it."""

import os
import subprocess
import sys
from collections.abc import Iterator

import cv2

from signread.errors import SignreadError
from signread.frames import Frames
from signread.overlay import draw
from signread.reader import Reader, Reading

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


def show(frames: Frames, reader: Reader) -> None:
    """Opens the window and reads until `q`, Escape or the window's own button ends it; `m` turns the mirror on and off.

    The mirror is for the eyes: what is read is the picture as it came from the camera.
    """
    os.environ.setdefault("QT_LOGGING_RULES", "*.warning=false")  # OpenCV's Qt misses fonts that nothing here uses
    cv2.namedWindow(TITLE, cv2.WINDOW_NORMAL | cv2.WINDOW_KEEPRATIO | cv2.WINDOW_GUI_NORMAL)
    mirror, begun = True, False
    try:
        for reading, rate in _with_rate(frames, reader):
            if not begun:
                height, width = reading.frame.image.shape[:2]
                cv2.resizeWindow(TITLE, WINDOW_WIDTH, round(WINDOW_WIDTH * height / width))
                begun = True
            picture = draw(reading, mirror=mirror, note=f"{rate:.0f} frames/s   q quits   m mirrors")
            cv2.imshow(TITLE, cv2.cvtColor(picture, cv2.COLOR_RGB2BGR))
            key = cv2.waitKey(1) & 0xFF
            if key in (ord("q"), 27) or cv2.getWindowProperty(TITLE, cv2.WND_PROP_VISIBLE) < 1:
                break
            if key == ord("m"):
                mirror = not mirror
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
