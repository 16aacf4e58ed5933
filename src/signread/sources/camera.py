"""Cameras as clips that never end."""

import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from signread.errors import CameraError
from signread.sources.opencv import as_rgb, open_capture
from signread.types import Clip, Frame, Picture

PATIENCE_S = 2.0
"""Seconds without a picture after which a camera counts as gone; a busy USB bus drops some for a moment."""
RETRY_S = 0.02


def open_camera(number: int = 0) -> Clip:
    """Frames of a camera as they come, with the seconds since the first. It never ends by itself.

    Raises CameraError when the camera is not there or cannot be used, and when it stops giving pictures.
    """
    capture = open_capture(number)
    readable, first = capture.read()
    if not readable:
        capture.release()
        raise CameraError(f"camera {number}: gives no picture; {_advice()}")
    size = (first.shape[1], first.shape[0])
    return Clip(frames=_frames(capture, first, number), name=f"camera {number}", size=size)


def _frames(capture: Any, first: Picture, number: int) -> Iterator[Frame]:
    begin = last = time.perf_counter()
    readable, bgr = True, first
    try:
        while True:
            now = time.perf_counter()
            if readable:
                last = now
                yield Frame(as_rgb(bgr), now - begin)
            elif now - last > PATIENCE_S:
                raise CameraError(f"camera {number}: no picture for {PATIENCE_S:.0f} s; was it pulled out?")
            else:
                time.sleep(RETRY_S)
            readable, bgr = capture.read()
    finally:
        capture.release()


def _advice() -> str:
    if not sys.platform.startswith("linux"):
        return "check that it is plugged in, that no other program uses it, and that this one is allowed to"
    devices = sorted(device.name for device in Path("/dev").glob("video*"))
    if not devices:
        return "this machine has none; plug one in, or read a file with `signread read`"
    return f"this machine has /dev/{', /dev/'.join(devices)}; another program may be using it"
