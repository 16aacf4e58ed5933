"""Where pictures come from: image files, folders of them, video files and cameras.

Every source is an iterator of `Frame`s that opens at once (so that a wrong path is an error here and now) and lets go
of its file or camera when it ends or is closed.
"""

import os
import sys
import time
from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path

# OpenCV and its FFmpeg talk on standard error; what goes wrong is said by our own errors instead.
os.environ.setdefault("OPENCV_LOG_LEVEL", "OFF")
os.environ.setdefault("OPENCV_FFMPEG_LOGLEVEL", "-8")

try:
    import cv2
except ImportError as error:
    needs = "OpenCV cannot be loaded; on Debian or Ubuntu: apt-get install libgl1 libglib2.0-0"
    raise ImportError(f"{needs} ({error})") from error
import numpy as np

from signread.errors import CameraError, PictureError

PICTURE_SUFFIXES = frozenset({".bmp", ".jpeg", ".jpg", ".png", ".tif", ".tiff", ".webp"})
VIDEO_SUFFIXES = frozenset({".avi", ".m4v", ".mkv", ".mov", ".mp4", ".mpeg", ".mpg", ".webm"})

CAMERA_PATIENCE = 2.0
"""Seconds without a picture after which a camera counts as gone; a busy USB bus drops some for a moment."""


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """One picture.

    image: (H, W, 3) uint8 RGB.
    time: seconds since the source began; 0.0 for a picture that stands alone.
    source: the file it comes from, or the camera.
    """

    image: np.ndarray
    time: float = 0.0
    source: str = ""

    def __post_init__(self) -> None:
        if self.image.ndim != 3 or self.image.shape[2] != 3 or self.image.dtype != np.uint8:
            raise ValueError(f"image must be (H, W, 3) uint8, got {self.image.shape} {self.image.dtype}")


Frames = Generator[Frame, None, None]


def open_path(path: str | Path) -> Frames:
    """Frames of whatever `path` is: an image file, a folder of them, or a video file.

    Raises PictureError where there is nothing to read.
    """
    path = Path(path)
    if path.is_dir() or path.suffix.lower() in PICTURE_SUFFIXES:
        return open_pictures(path)
    if path.suffix.lower() in VIDEO_SUFFIXES:
        return open_video(path)
    if not path.exists():
        raise PictureError(f"{path}: no such file or folder")
    known = " ".join(sorted(PICTURE_SUFFIXES | VIDEO_SUFFIXES))
    raise PictureError(f"{path}: neither a picture nor a video by its name; expected a folder or one of {known}")


def open_pictures(path: str | Path) -> Frames:
    """One frame for an image file; for a folder one for every picture below it, in the order of their names.

    Raises PictureError for a folder without pictures, and for a picture that cannot be read when its turn comes.
    """
    path = Path(path)
    if path.is_dir():
        return (Frame(read_picture(file), source=str(file)) for file in picture_files(path))
    return (frame for frame in [Frame(read_picture(path), source=str(path))])


def picture_files(folder: Path) -> list[Path]:
    """The picture files below a folder in the order of their names. Raises PictureError when there are none."""
    files = sorted(file for file in folder.rglob("*") if file.suffix.lower() in PICTURE_SUFFIXES and file.is_file())
    if not files:
        raise PictureError(f"{folder}: no picture in this folder; expected {' '.join(sorted(PICTURE_SUFFIXES))}")
    return files


def read_picture(path: Path) -> np.ndarray:
    """The picture in a file, (H, W, 3) uint8 RGB, turned upright as its EXIF says; grey, RGBA and CMYK come as RGB.

    Raises PictureError when the file is missing, empty or no picture.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise PictureError(f"{path}: cannot be read ({error.strerror})") from error
    return decode_picture(data, str(path))


def decode_picture(data: bytes, name: str) -> np.ndarray:
    """The picture in the content of a file, as `read_picture` gives it; `name` is what errors call it."""
    if not data:
        raise PictureError(f"{name}: the file is empty; expected a picture")
    try:
        bgr = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
    except cv2.error:  # larger than OpenCV's limit on pixels
        bgr = None
    if bgr is None:
        raise PictureError(f"{name}: not a picture that can be read; it may be damaged, or of another format")
    return cv2.cvtColor(bgr, cv2.COLOR_BGR2RGB)


def open_video(path: str | Path) -> Frames:
    """Every frame of a video file with the time at which it is shown, whatever the frame rate.

    Raises PictureError when the file is missing, no video, or has no frame in it.
    """
    path = Path(path)
    if not path.is_file():
        raise PictureError(f"{path}: no such video file")
    capture = cv2.VideoCapture(video_name(path))
    got, first = capture.read()
    if not got:
        capture.release()
        raise PictureError(f"{path}: no frame can be read; the file may be damaged, cut off or no video")
    return _video_frames(capture, first, str(path))


def video_name(path: Path) -> str:
    """The name under which OpenCV opens or writes a video file: absolute, or FFmpeg takes a colon in it for a protocol.

    Raises PictureError for a name that is no UTF-8, of which OpenCV would die.
    """
    name = str(path.absolute())
    try:
        name.encode()
    except UnicodeEncodeError as error:
        raise PictureError(f"{name!r}: the name is not UTF-8; rename the file") from error
    return name


def _video_frames(capture: cv2.VideoCapture, first: np.ndarray, source: str) -> Frames:
    rate = capture.get(cv2.CAP_PROP_FPS)
    step = 1 / rate if rate > 0 else 1 / 30
    seconds = -step
    got, bgr = True, first
    try:
        while got:
            stamp = capture.get(cv2.CAP_PROP_POS_MSEC) / 1000
            seconds = stamp if stamp > seconds else seconds + step  # some containers carry no times
            yield Frame(cv2.cvtColor(bgr, cv2.COLOR_BGR2RGB), seconds, source)
            got, bgr = capture.read()
    finally:
        capture.release()


def open_camera(number: int = 0) -> Frames:
    """Frames of a camera as they come, with the seconds since the first. It never ends by itself.

    Raises CameraError when the camera is not there or cannot be used, and when it stops giving pictures.
    """
    capture = cv2.VideoCapture(number)
    got, first = capture.read()
    if not got:
        capture.release()
        raise CameraError(f"camera {number}: gives no picture; {_cameras_there()}")
    return _camera_frames(capture, first, number)


def _camera_frames(capture: cv2.VideoCapture, first: np.ndarray, number: int) -> Frames:
    begin = last = time.monotonic()
    got, bgr = True, first
    try:
        while True:
            now = time.monotonic()
            if got:
                last = now
                yield Frame(cv2.cvtColor(bgr, cv2.COLOR_BGR2RGB), now - begin, f"camera {number}")
            elif now - last > CAMERA_PATIENCE:
                raise CameraError(f"camera {number}: no picture for {CAMERA_PATIENCE:.0f} s; was it pulled out?")
            else:
                time.sleep(0.02)
            got, bgr = capture.read()
    finally:
        capture.release()


def _cameras_there() -> str:
    if not sys.platform.startswith("linux"):
        return "check that it is plugged in, that no other program uses it, and that this one is allowed to"
    there = sorted(device.name for device in Path("/dev").glob("video*"))
    if not there:
        return "this machine has none; plug one in, or read a file with `signread read`"
    return f"this machine has /dev/{', /dev/'.join(there)}; another program may be using it"
