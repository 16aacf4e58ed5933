"""OpenCV's readers of files and cameras, silent: what goes wrong is said by our own errors."""

import os
from typing import Any

import numpy as np

from signread.types import Picture

# OpenCV reads it when it is loaded: a header that lies must not fill the memory. Phones take 108 million pixels.
os.environ.setdefault("OPENCV_IO_MAX_IMAGE_PIXELS", str(2**27))
try:
    import cv2
except ImportError as error:
    needs = "OpenCV cannot be loaded; on Debian or Ubuntu: apt-get install libgl1 libglib2.0-0"
    raise ImportError(f"{needs} ({error})") from error

TO_RGB = {1: cv2.COLOR_GRAY2RGB, 3: cv2.COLOR_BGR2RGB, 4: cv2.COLOR_BGRA2RGB}
"""The conversion of a picture with so many channels."""


def open_capture(name: str | int) -> Any:
    """OpenCV's reader of a video file or, by its number, of a camera; it may turn out to give no frame."""
    os.environ.setdefault("OPENCV_FFMPEG_LOGLEVEL", "-8")  # FFmpeg reads it when the first file is opened
    cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)
    return cv2.VideoCapture(name)


def is_open(capture: Any) -> bool:
    """Whether a device is open: one that is not has no size."""
    return bool(capture.get(cv2.CAP_PROP_FRAME_WIDTH) > 0)


def as_rgb(given: Any) -> Picture:
    """A picture of OpenCV's, (H, W) grey, (H, W, 3) BGR or (H, W, 4) BGRA uint8, as (H, W, 3) RGB."""
    channels = given.shape[2] if given.ndim == 3 else 1
    return np.asarray(cv2.cvtColor(given, TO_RGB[channels]), np.uint8)
