"""Image files as clips of one frame."""

import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np
from av.error import FFmpegError
from numpy.typing import NDArray

from signread.errors import PictureError
from signread.sources.heif import decode_heif, is_heif
from signread.sources.media import MOST_PIXELS, NO_NESTED_FILES
from signread.sources.opencv import as_rgb
from signread.sources.png import completed, is_png, without_profile
from signread.types import Clip, Picture

PICTURE_SUFFIXES = frozenset(
    {
        ".avif",
        ".bmp",
        ".gif",
        ".heic",
        ".heif",
        ".hif",
        ".jfif",
        ".jp2",
        ".jpe",
        ".jpeg",
        ".jpg",
        ".pbm",
        ".pgm",
        ".png",
        ".ppm",
        ".tif",
        ".tiff",
        ".webp",
    }
)

CAMERA_BITS = (10, 12)
"""How deep cameras are that write 16 bits; a picture without a brighter pixel is one of theirs."""


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
    files = sorted(
        file
        for file in folder.rglob("*")
        if file.suffix.lower() in PICTURE_SUFFIXES and not is_hidden(file.relative_to(folder).parts) and file.is_file()
    )
    if not files:
        raise PictureError(f"{folder}: no picture in this folder; expected {' '.join(sorted(PICTURE_SUFFIXES))}")
    return files


def is_hidden(parts: Sequence[str]) -> bool:
    """Whether a file, given as the parts of its path, is one that systems put beside those of people: ._A.jpg."""
    return any(part.startswith(".") or part == "__MACOSX" for part in parts)


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
    """The picture in the content of a file, as `read_picture` gives it; `name` is what errors call it.

    Of an animation it is the first picture. Deep pictures come as bytes, those of 10 or 12 bits in 16 as bright as they
    were taken.
    """
    if not data:
        raise PictureError(f"{name}: the file is empty; expected a picture")
    if is_heif(data):
        return decode_heif(data, name)
    bgr = _decoded_by_opencv(without_profile(data) if is_png(data) else data)
    if bgr is None and is_png(data) and (repaired := completed(data)) is not None:
        bgr = _decoded_by_opencv(repaired)
    if bgr is None:
        bgr = _decoded_by_ffmpeg(data)
    if bgr is None:
        raise PictureError(f"{name}: not a picture that can be read; it may be damaged, or of another format")
    return as_rgb(_as_bytes(bgr))


def _decoded_by_opencv(data: bytes) -> NDArray[Any] | None:
    try:
        return cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR | cv2.IMREAD_ANYDEPTH)
    except cv2.error:  # larger than OpenCV's limit on pixels
        return None


def _as_bytes(pixels: NDArray[Any]) -> NDArray[np.uint8]:
    """Pixels of any depth in 0..255."""
    if pixels.dtype == np.uint8:
        return pixels
    if pixels.dtype == np.uint16:
        brightest = int(pixels.max(initial=0))
        bits = next((bits for bits in CAMERA_BITS if 2**8 <= brightest < 2**bits), 16)
        return (pixels >> (bits - 8)).astype(np.uint8)
    with np.errstate(invalid="ignore"):
        return (np.nan_to_num(pixels.astype(np.float32)).clip(0, 1) * 255).astype(np.uint8)


def _decoded_by_ffmpeg(data: bytes) -> NDArray[np.uint8] | None:
    """What OpenCV does not know."""
    try:
        with av.open(io.BytesIO(data), "r", options=NO_NESTED_FILES) as container:
            for frame in container.decode(video=0):
                if frame.width * frame.height > MOST_PIXELS:
                    return None
                return np.asarray(frame.to_ndarray(format="bgr24"), np.uint8)
    except (FFmpegError, OSError, ValueError, IndexError):
        pass
    return None
