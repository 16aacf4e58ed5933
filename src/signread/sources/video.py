"""Video files as clips."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import cv2

from signread.errors import PictureError
from signread.sources.opencv import as_rgb, open_capture
from signread.types import Clip, Frame, Picture

VIDEO_SUFFIXES = frozenset({".avi", ".m4v", ".mkv", ".mov", ".mp4", ".mpeg", ".mpg", ".webm"})

USUAL_RATE = 30.0
"""Frames a second of a container that names none."""


def is_video(path: Path) -> bool:
    """Whether a path is a video by its name, and no folder."""
    return path.suffix.lower() in VIDEO_SUFFIXES and not path.is_dir()


def open_video(path: str | Path) -> Clip:
    """Every frame of a video file with the time at which it is shown, whatever the frame rate.

    Raises PictureError when the file is missing, no video, or has no frame in it.
    """
    path = Path(path)
    if not path.is_file():
        raise PictureError(f"{path}: no such video file")
    capture = open_capture(opencv_name(path))
    readable, first = capture.read()
    if not readable:
        capture.release()
        raise PictureError(f"{path}: no frame can be read; the file may be damaged, cut off or no video")
    rate = capture.get(cv2.CAP_PROP_FPS)
    count = capture.get(cv2.CAP_PROP_FRAME_COUNT)
    return Clip(
        frames=_frames(capture, first, rate),
        name=str(path),
        size=(first.shape[1], first.shape[0]),
        rate=rate if rate > 0 else None,
        duration=count / rate if rate > 0 and count > 0 else None,
    )


def opencv_name(path: Path) -> str:
    """The name under which OpenCV opens or writes a video file: absolute, or FFmpeg takes a colon in it for a protocol.

    Raises PictureError for a name that is no UTF-8, of which OpenCV would die.
    """
    name = str(path.absolute())
    try:
        name.encode()
    except UnicodeEncodeError as error:
        raise PictureError(f"{name!r}: the name is not UTF-8; rename the file") from error
    return name


def _frames(capture: Any, first: Picture, rate: float) -> Iterator[Frame]:
    step = 1 / rate if rate > 0 else 1 / USUAL_RATE
    seconds = -step
    readable, bgr = True, first
    try:
        while readable:
            stamp = capture.get(cv2.CAP_PROP_POS_MSEC) / 1000
            seconds = stamp if stamp > seconds else seconds + step  # some containers carry no times
            yield Frame(as_rgb(bgr), seconds)
            readable, bgr = capture.read()
    finally:
        capture.release()
