"""Image files as clips of one frame."""

from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np

from signread.errors import PictureError
from signread.sources.opencv import as_rgb
from signread.types import Clip, Picture

PICTURE_SUFFIXES = frozenset({".bmp", ".jpeg", ".jpg", ".png", ".tif", ".tiff", ".webp"})


def open_picture(path: str | Path) -> Clip:
    """A picture as a clip. Raises PictureError when it cannot be read."""
    return Clip.of_picture(read_picture(Path(path)), str(path))


def open_pictures(path: str | Path) -> Iterator[Clip]:
    """A clip for each picture: the one that `path` is, or every one below the folder, in the order of their names.

    Raises PictureError for a folder without pictures, and for a picture that cannot be read when its turn comes.
    """
    path = Path(path)
    files = picture_files(path) if path.is_dir() else [path]
    return (open_picture(file) for file in files)


def picture_files(folder: Path) -> list[Path]:
    """The picture files below a folder in the order of their names. Raises PictureError when there are none."""
    files = sorted(file for file in folder.rglob("*") if file.suffix.lower() in PICTURE_SUFFIXES and file.is_file())
    if not files:
        raise PictureError(f"{folder}: no picture in this folder; expected {' '.join(sorted(PICTURE_SUFFIXES))}")
    return files


def read_picture(path: Path) -> Picture:
    """The picture in a file, (H, W, 3) uint8 RGB, turned upright as its EXIF says; grey, RGBA and CMYK come as RGB.

    Raises PictureError when the file is missing, empty or no picture.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise PictureError(f"{path}: cannot be read ({error.strerror})") from error
    return decode_picture(data, str(path))


def decode_picture(data: bytes, name: str) -> Picture:
    """The picture in the content of a file, as `read_picture` gives it; `name` is what errors call it."""
    if not data:
        raise PictureError(f"{name}: the file is empty; expected a picture")
    try:
        bgr = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
    except cv2.error:  # larger than OpenCV's limit on pixels
        bgr = None
    if bgr is None:
        raise PictureError(f"{name}: not a picture that can be read; it may be damaged, or of another format")
    return as_rgb(bgr)
