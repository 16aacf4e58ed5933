"""Writing pictures into a video file."""

from pathlib import Path

import cv2
import numpy as np

from signread.errors import OutputError
from signread.sources.opencv import open_capture
from signread.sources.video import opencv_name
from signread.types import Picture

RATE = 30.0
"""Frames a second of every video that is written; pictures are repeated or left out to keep their times."""


class VideoSink:
    """Writes pictures with their times to an .mp4 file; a context manager, a `signread.protocols.Sink`.

    The file appears under its name only when it is complete: a full disk or an interruption leaves what was there.
    Raises OutputError when it cannot be written.
    """

    def __init__(self, path: str | Path) -> None:
        self._path = Path(path)
        if not self._path.name or self._path.is_dir():
            raise OutputError(f"{path}: is a folder, expected a file to write")
        self._part = self._path.with_name(f".{self._path.stem}.part.mp4")
        self._writer: cv2.VideoWriter | None = None
        self._size = (0, 0)
        self._latest: Picture | None = None
        self._written = 0
        if self._path.suffix.lower() != ".mp4":
            raise OutputError(f"{path}: a video is written as .mp4; give it a name that ends so")
        if not self._path.parent.is_dir():
            raise OutputError(f"{path}: cannot be written, there is no folder {self._path.parent}")

    def __enter__(self) -> "VideoSink":
        return self

    def write(self, image: Picture, seconds: float) -> None:
        """Shows a picture, (H, W, 3) uint8 RGB, from `seconds` on until the next one.

        The first picture decides the size of the video; others are fitted into it, with black borders.
        """
        if self._writer is None:
            self._open(image)
        self._show_until(seconds)
        self._latest = _fitted(image[:, :, ::-1], self._size)

    def _open(self, image: Picture) -> None:
        even = [side - side % 2 or 2 for side in image.shape[:2]]  # the codec halves the colour planes
        self._size = (even[1], even[0])
        self._writer = cv2.VideoWriter(opencv_name(self._part), cv2.VideoWriter.fourcc(*"mp4v"), RATE, self._size)
        if not self._writer.isOpened():
            raise OutputError(f"{self._path}: cannot be written; may this folder be written to, and is the disk full?")

    def _show_until(self, seconds: float) -> None:
        while self._writer is not None and self._latest is not None and self._written < round(seconds * RATE):
            self._writer.write(self._latest)
            self._written += 1

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        self._show_until((self._written + 1) / RATE)
        if self._writer is not None:
            self._writer.release()
        try:
            if error is None and self._writer is not None:
                self._check()
                self._part.replace(self._path)
        finally:
            self._part.unlink(missing_ok=True)

    def _check(self) -> None:
        """OpenCV does not tell when the disk was full, but such a file has no index and cannot be opened."""
        written = open_capture(opencv_name(self._part))
        readable, _ = written.read()
        written.release()
        if not readable:
            raise OutputError(f"{self._path}: the video could not be saved whole; is the disk full?")


def _fitted(image: Picture, size: tuple[int, int]) -> Picture:
    """The picture scaled into `size` (width, height) with its proportions kept, black around it."""
    height, width = image.shape[:2]
    if (width, height) == size:
        return image
    scale = min(size[0] / width, size[1] / height)
    inner = (max(round(width * scale), 1), max(round(height * scale), 1))
    sheet = np.zeros((size[1], size[0], 3), np.uint8)
    left, top = (size[0] - inner[0]) // 2, (size[1] - inner[1]) // 2
    resized = cv2.resize(image, inner, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)
    sheet[top : top + inner[1], left : left + inner[0]] = resized
    return sheet
