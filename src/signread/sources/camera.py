"""Cameras as clips that never end."""

import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from signread.errors import CameraError
from signread.sources.opencv import as_rgb, is_open, open_capture
from signread.types import Clip, Frame, Picture

PATIENCE_S = 2.0
"""Seconds without a picture after which a camera counts as gone; a busy USB bus drops some for a moment."""
WARM_UP_S = 5.0
"""Seconds that a camera may take for its first picture."""
LEAST_TRIES = 3
"""How often in a row a camera must give nothing to be gone: a driver may wait for ten seconds once."""
RETRY_S = 0.02


def open_camera(number: int = 0) -> Clip:
    """Frames of a camera as they come, with the seconds since the first. It never ends by itself.

    A camera may be late with its first picture, and give none now and then.

    Raises CameraError when the camera is not there or cannot be used, and when it stops giving pictures.
    """
    capture = open_capture(number)
    first = _next_picture(capture, WARM_UP_S)
    if first is None:
        capture.release()
        raise CameraError(f"camera {number}: gives no picture; {_advice()}")
    size = (first.shape[1], first.shape[0])
    return Clip(frames=_frames(capture, first, number), name=f"camera {number}", size=size)


def _frames(capture: Any, first: Picture | None, number: int) -> Iterator[Frame]:
    begin, picture = time.perf_counter(), first
    try:
        while picture is not None:
            yield Frame(picture, time.perf_counter() - begin)
            picture = _next_picture(capture, PATIENCE_S)
        raise CameraError(f"camera {number}: no picture for {PATIENCE_S:.0f} s; was it pulled out?")
    finally:
        capture.release()


def _next_picture(capture: Any, patience: float) -> Picture | None:
    """The next picture, (H, W, 3) uint8 RGB; None where none comes for so many seconds, however often it is asked."""
    begin, tries = time.perf_counter(), 0
    while True:
        readable, bgr = capture.read()
        if readable and bgr is not None and bgr.size:
            return as_rgb(bgr)
        tries += 1
        if tries >= LEAST_TRIES and (time.perf_counter() - begin > patience or not is_open(capture)):
            return None
        time.sleep(RETRY_S)


def _advice() -> str:
    if not sys.platform.startswith("linux"):
        return "check that it is plugged in, that no other program uses it, and that this one is allowed to"
    devices = sorted(device.name for device in Path("/dev").glob("video*"))
    if not devices:
        return "this machine has none; plug one in, or read a file with `signread read`"
    return f"this machine has /dev/{', /dev/'.join(devices)}; another program may be using it"
